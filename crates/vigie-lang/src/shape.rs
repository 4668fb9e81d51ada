//! The letter shape of a word: what an uncased encoder cannot see.

/// The shape of the special pieces, which are no words.
pub(crate) const SPECIAL: u8 = 0;

/// Gives the letter shape of a word.
///
/// | shape | words | shape | words |
/// |---|---|---|---|
/// | 1 | `militia`, `n't` | 6 | `2022` |
/// | 2 | `Minsk` | 7 | `10,000` |
/// | 3 | `I`, `B.` | 8 | `--` |
/// | 4 | `CSTO`, `U.S.` | 9 | `B52`, `1st` |
/// | 5 | `McCain`, `iPhone` | | |
///
/// Among letters, other signs do not count.
pub fn shape(form: &str) -> u8 {
    let (mut letters, mut upper, mut numeric) = (0_usize, 0_usize, 0_usize);
    let (mut other, mut first_is_upper) = (0_usize, false);
    for c in form.chars() {
        if c.is_alphabetic() {
            if letters == 0 {
                first_is_upper = c.is_uppercase();
            }
            letters += 1;
            upper += usize::from(c.is_uppercase());
        } else if c.is_numeric() {
            numeric += 1;
        } else {
            other += 1;
        }
    }
    match (letters, numeric) {
        (0, 0) => 8,
        (0, _) if other == 0 => 6,
        (0, _) => 7,
        (_, 1..) => 9,
        _ if upper == 0 => 1,
        (1, _) => 3,
        _ if upper == letters => 4,
        _ if upper == 1 && first_is_upper => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn tells_the_shapes_apart() {
        struct Case(&'static str, u8);
        let cases = [
            Case("militia", 1),
            Case("Minsk", 2),
            Case("I", 3),
            Case("B.", 3),
            Case("CSTO", 4),
            Case("U.S.", 4),
            Case("McCain", 5),
            Case("iPhone", 5),
            Case("2022", 6),
            Case("½", 6),
            Case("10,000", 7),
            Case("--", 8),
            Case("", 8),
            Case("B52", 9),
            Case("1st", 9),
            Case("Ökonom", 2),
            Case("ЦК", 4),
            Case("n't", 1),
        ];
        let wrong: Vec<String> = cases
            .iter()
            .filter(|Case(form, expected)| shape(form) != *expected)
            .map(|Case(form, expected)| format!("{form}: {} instead of {expected}", shape(form)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
