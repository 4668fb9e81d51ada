//! Names as people type them.

use super::id;

/// A name that nobody has, or several.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} named `{wanted}`: {}", if *.is_ambiguous { "several are" } else { "nobody and nothing is" }, .near.join(", "))]
pub struct NameError {
    /// What was asked for.
    pub wanted: String,
    /// Whether more than one name fits.
    pub is_ambiguous: bool,
    /// Those that fit, or the nearest.
    pub near: Vec<String>,
}

/// So many names are shown.
const N_NEAR: usize = 5;

/// Finds the number of a name: the same but for case and underscores, or the only one that has it in it.
///
/// # Errors
/// Where none fits, with the nearest; where several do, with those.
pub fn find_name(names: &[String], wanted: &str) -> Result<u32, NameError> {
    let plain = |name: &str| name.trim().replace('_', " ").to_lowercase();
    let sought = plain(wanted);
    if let Some(found) = names.iter().position(|name| plain(name) == sought) {
        return Ok(id(found));
    }
    let fitting: Vec<usize> = (0..names.len()).filter(|&index| plain(&names[index]).contains(&sought)).collect();
    let fail = |is_ambiguous, near: Vec<usize>| {
        let near = near.into_iter().take(N_NEAR).map(|index| names[index].clone()).collect();
        Err(NameError { wanted: wanted.to_owned(), is_ambiguous, near })
    };
    match fitting[..] {
        [found] => Ok(id(found)),
        [] => {
            let likeness = |index: &usize| strsim::jaro_winkler(&plain(&names[*index]), &sought);
            let mut all: Vec<(f64, usize)> = (0..names.len()).map(|index| (likeness(&index), index)).collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            fail(false, all.into_iter().map(|it| it.1).collect())
        }
        _ => fail(true, fitting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_as_they_are_typed() {
        struct Case {
            wanted: &'static str,
            found: Result<u32, bool>,
        }
        let names = ["South_Korea", "North_Korea", "Police_(India)", "Korea"].map(str::to_owned);
        let cases = [
            Case { wanted: "south korea", found: Ok(0) },
            Case { wanted: "Police (India)", found: Ok(2) },
            Case { wanted: "police", found: Ok(2) },
            Case { wanted: "KOREA", found: Ok(3) },
            Case { wanted: "h korea", found: Err(true) },
            Case { wanted: "Suoth Korea", found: Err(false) },
        ];
        for Case { wanted, found } in cases {
            let result = find_name(&names, wanted).map_err(|error| error.is_ambiguous);
            assert_eq!(result, found, "{wanted}");
        }
        let error = find_name(&names, "Suoth Korea").unwrap_err();
        assert!(error.to_string().starts_with("nobody and nothing is named `Suoth Korea`: South_Korea"), "{error}");
    }
}
