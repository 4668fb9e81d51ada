//! Names as they are compared: small letters, without marks, signs and needless spaces.

/// What letters become when names are compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folds {
    low: Vec<Option<Box<str>>>,
    high: Vec<(char, Box<str>)>,
}

/// Letters below this stand in a table of their own.
const LOW: usize = 0x250;

impl Folds {
    /// Takes the pairs of a letter and what it becomes.
    pub(crate) fn new(pairs: impl IntoIterator<Item = (char, String)>) -> Self {
        let mut folds = Self { low: vec![None; LOW], high: Vec::new() };
        for (letter, folded) in pairs {
            match folds.low.get_mut(letter as usize) {
                Some(cell) => *cell = Some(folded.into_boxed_str()),
                None => folds.high.push((letter, folded.into_boxed_str())),
            }
        }
        folds.high.sort();
        folds
    }

    /// A name as it is compared.
    pub(crate) fn fold(&self, name: &str) -> String {
        let mut folded = String::with_capacity(name.len());
        self.fold_into(name, &mut folded);
        folded
    }

    /// Writes a name as it is compared over `folded`.
    pub(crate) fn fold_into(&self, name: &str, folded: &mut String) {
        folded.clear();
        let mut space = false;
        let mut push = |letter: char| {
            if letter.is_whitespace() {
                space = true;
            } else {
                if space && !folded.is_empty() {
                    folded.push(' ');
                }
                space = false;
                folded.push(letter);
            }
        };
        for letter in name.chars() {
            match self.get(letter) {
                Some(other) => other.chars().for_each(&mut push),
                None => push(letter.to_ascii_lowercase()),
            }
        }
    }

    fn get(&self, letter: char) -> Option<&str> {
        match self.low.get(letter as usize) {
            Some(cell) => cell.as_deref(),
            None => self.high.binary_search_by_key(&letter, |pair| pair.0).ok().map(|at| &*self.high[at].1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_signs_do_not_count() {
        let pairs = [('é', "e"), ('\'', ""), ('-', " "), ('.', ""), ('\u{1ea1}', "a")];
        let folds = Folds::new(pairs.map(|(letter, folded)| (letter, folded.to_owned())));
        assert_eq!(folds.fold("Saint-Dénis "), "saint denis");
        assert_eq!(folds.fold("L'Aquila"), "laquila");
        assert_eq!(folds.fold("U.S."), "us");
        assert_eq!(folds.fold("Nghệ \u{1ea1}n"), "nghệ an");
    }
}
