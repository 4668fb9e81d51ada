//! Numbers in words: what `seven`, `thirty` and `million` are worth.

/// The words from zero on, each worth its place.
pub(crate) const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The words from twenty to ninety.
pub(crate) const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Words that multiply what stands before them, or stand for one of their kind.
const LARGE: [(&str, f64); 6] =
    [("dozen", 12.0), ("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];

/// The value of one word, in small letters, or of a figure such as `3.5`; none for what is no finite number.
pub(crate) fn value(text: &str) -> Option<f64> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.parse::<f64>().ok().filter(|value| value.is_finite());
    }
    let small = SMALL.iter().position(|word| *word == text).map(|at| at as f64);
    let tens = || TENS.iter().position(|word| *word == text).map(|at| (at as f64 + 2.0) * 10.0);
    let large = || LARGE.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    small.or_else(tens).or_else(large)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn words_and_figures_have_values() {
        for (text, expected) in [
            ("zero", Some(0.0)),
            ("nineteen", Some(19.0)),
            ("twenty", Some(20.0)),
            ("ninety", Some(90.0)),
            ("dozen", Some(12.0)),
            ("billion", Some(1e9)),
            ("3.5", Some(3.5)),
            ("1e999", None),
            ("12th", None),
            ("few", None),
            ("", None),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }
}
