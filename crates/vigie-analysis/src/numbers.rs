//! Functions of probability that the standard library lacks.

/// The natural logarithm of the gamma function, for positive numbers; good to ten digits.
///
/// Source: Lanczos (1964), with the coefficients for g = 7 and n = 9.
pub(crate) fn ln_gamma(value: f64) -> f64 {
    const COEFFICIENTS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if value < 0.5 {
        // The reflection, which keeps the sum below where it converges.
        return (std::f64::consts::PI / (std::f64::consts::PI * value).sin()).ln() - ln_gamma(1.0 - value);
    }
    let value = value - 1.0;
    let mut sum = 0.999_999_999_999_809_9;
    for (index, coefficient) in (1..).zip(COEFFICIENTS) {
        sum += coefficient / (value + f64::from(index));
    }
    let shifted = value + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (value + 0.5) * shifted.ln() - shifted + sum.ln()
}

/// The logarithm of a sum, from the logarithms of what is summed.
pub(crate) fn ln_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY { most } else { most + logs.map(|log| (log - most).exp()).sum::<f64>().ln() }
}

/// The chance that an F-distributed number is at least `value`.
pub(crate) fn f_tail(value: f64, above: f64, below: f64) -> f64 {
    if value.is_nan() || value <= 0.0 {
        return 1.0;
    }
    beta_share(below / (below + above * value), below / 2.0, above / 2.0).clamp(0.0, 1.0)
}

/// The regularised incomplete beta function, by its continued fraction.
///
/// Source: Press et al., Numerical Recipes, section 6.4; the fraction is evaluated by Lentz's method.
fn beta_share(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = below;
    for step in 1..300 {
        let step = f64::from(step);
        let even = step * (b - step) * x / ((a + 2.0 * step - 1.0) * (a + 2.0 * step));
        below = 1.0 / away(1.0 + even * below);
        above = away(1.0 + even / above);
        fraction *= below * above;
        let odd = -(a + step) * (a + b + step) * x / ((a + 2.0 * step) * (a + 2.0 * step + 1.0));
        below = 1.0 / away(1.0 + odd * below);
        above = away(1.0 + odd / above);
        let change = below * above;
        fraction *= change;
        if (change - 1.0).abs() < 1e-12 {
            break;
        }
    }
    fraction
}

/// Counts above this are taken as normal, as they nearly are.
const MOST_SUMMED: f64 = 20_000.0;

/// The chance that a normal number lies so many spreads or more above the mean, to seven digits.
///
/// Source: Abramowitz and Stegun (1964), formula 7.1.26.
fn normal_tail(by: f64) -> f64 {
    if by < 0.0 {
        return 1.0 - normal_tail(-by);
    }
    let share = 1.0 / (1.0 + 0.327_591_1 * by / std::f64::consts::SQRT_2);
    let sum = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592]
        .into_iter()
        .fold(0.0, |sum, part| (sum + part) * share);
    (0.5 * sum * (-by * by / 2.0).exp()).clamp(0.0, 1.0)
}

/// The chances that a count with a mean and a dispersion (variance over mean, at least 1) is at most `count`, and that it is
/// at least `count`. The count is negative binomial, or Poisson where the dispersion is 1.
pub(crate) fn count_tails(count: u64, mean: f64, dispersion: f64) -> [f64; 2] {
    if mean.is_nan() || mean <= 0.0 {
        return [1.0, if count == 0 { 1.0 } else { 0.0 }];
    }
    let spread = (mean * dispersion.max(1.0)).sqrt();
    if count as f64 > MOST_SUMMED || mean > MOST_SUMMED {
        let by = (count as f64 - mean) / spread;
        return [normal_tail(-by), normal_tail(by)];
    }
    let over = dispersion.max(1.0) - 1.0;
    let (mut below, mut here) = (0.0, 0.0);
    for number in 0..=count {
        here = count_ln_chance(number, mean, over).exp();
        if number < count {
            below += here;
        }
    }
    [(below + here).clamp(0.0, 1.0), (1.0 - below).clamp(0.0, 1.0)]
}

fn count_ln_chance(count: u64, mean: f64, over: f64) -> f64 {
    let k = count as f64;
    if over < 1e-6 {
        return k * mean.ln() - mean - ln_gamma(k + 1.0);
    }
    let size = mean / over;
    ln_gamma(k + size) - ln_gamma(size) - ln_gamma(k + 1.0) - size * (1.0 + over).ln() + k * (over / (1.0 + over)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-8 * expected.abs().max(1.0)
    }

    #[test]
    fn gamma_of_whole_numbers_is_the_factorial() {
        let mut factorial = 1.0_f64;
        for number in 1..30 {
            assert!(near(ln_gamma(f64::from(number)), factorial.ln()), "{number}");
            factorial *= f64::from(number);
        }
        assert!(near(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln()));
    }

    #[test]
    fn tails_of_f_are_those_of_the_tables() {
        // With two degrees above, the tail has a closed form: (1 + 2 f / n) ^ (-n / 2).
        for (value, below) in [(1.0, 10.0), (4.1, 10.0), (0.2, 50.0), (9.0, 3.0)] {
            let expected = (1.0_f64 + 2.0 * value / below).powf(-below / 2.0);
            assert!(near(f_tail(value, 2.0, below), expected), "{value} {below}");
        }
        // The 5 % point of F with 3 and 20 degrees of freedom.
        assert!((f_tail(3.0984, 3.0, 20.0) - 0.05).abs() < 1e-4);
        assert!(near(f_tail(f64::NAN, 3.0, 20.0), 1.0));
    }

    #[test]
    fn tails_of_counts_add_up() {
        for (mean, dispersion) in [(0.3, 1.0), (4.0, 1.0), (4.0, 3.0), (200.0, 1.5)] {
            for count in [1_u64, 3, 10, 250] {
                let [_, least] = count_tails(count, mean, dispersion);
                let [most, _] = count_tails(count - 1, mean, dispersion);
                assert!((least + most - 1.0).abs() < 1e-9, "{mean} {dispersion} {count}");
            }
        }
        let [_, tail] = count_tails(1, 0.5, 1.0);
        assert!(near(tail, 1.0 - (-0.5_f64).exp()));
        let far = count_tails(u64::MAX, 3.0, 2.0);
        assert!(near(far[0], 1.0) && near(far[1], 0.0), "an enormous count is answered at once");
        assert!((normal_tail(1.959_964) - 0.025).abs() < 1e-6 && (normal_tail(-1.0) - 0.841_345).abs() < 1e-5);
    }
}
