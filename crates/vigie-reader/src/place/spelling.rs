//! How pages write place names: abbreviations, articles and the words around a name.

use super::gazetteer::{Candidate, Gazetteer, NameUse, PlaceKind};

/// The places that a name on a page may mean, with how much was taken from or given to the name to find them.
pub(crate) fn places_of<'g>(gazetteer: &'g Gazetteer, name: &str) -> (Vec<Candidate<'g>>, f64) {
    let name = bare(name);
    let mut found = gazetteer.candidates(name);
    if name == "L.A." || name == "LA" {
        found.retain(|place| place.kind != PlaceKind::FirstDivision);
    }
    let folded = gazetteer.fold(name);
    if let Some(long) = full_words(&folded) {
        found.extend(gazetteer.candidates(&long));
    }
    if !found.is_empty() {
        return (distinct(found), 0.0);
    }
    for (stripped, kept) in shorter(&folded) {
        let mut found = gazetteer.candidates(&stripped);
        if let Some(long) = full_words(&stripped) {
            found.extend(gazetteer.candidates(&long));
        }
        found.retain(|place| place.name_use != NameUse::Demonym);
        if !found.is_empty() {
            return (distinct(found), if kept { 0.5 } else { 1.0 });
        }
    }
    (Vec::new(), 0.0)
}

/// A name without its article, its genitive and the signs around it.
pub(crate) fn bare(name: &str) -> &str {
    let name = name.trim_matches(|c: char| c.is_whitespace() || ",;:\"“”()[]".contains(c));
    let name = ["the ", "The "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name);
    ["'s", "’s", "s'", "s’"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending).map(|rest| (rest, ending.starts_with('s'))))
        .map_or(name, |(rest, plural)| if plural { &name[..=rest.len()] } else { rest })
}

fn distinct(mut found: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    found.sort_by_key(|place| (place.number, place.name_use));
    found.dedup_by_key(|place| place.number);
    found
}

/// Words that are written short, and in full.
const SHORT: &[(&str, &str)] = &[
    ("st", "saint"),
    ("ste", "sainte"),
    ("mt", "mount"),
    ("mtn", "mountain"),
    ("ft", "fort"),
    ("pt", "point"),
    ("twp", "township"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("co", "county"),
    ("is", "island"),
    ("hts", "heights"),
];

/// A folded name with its short words in full, or full words short, if there are any.
fn full_words(folded: &str) -> Option<String> {
    if !folded.contains(' ') {
        return None;
    }
    let swap = |word: &str| {
        let pair = SHORT.iter().find(|(short, full)| *short == word || (*full == word && short.len() > 1));
        pair.map(|(short, full)| if *short == word { *full } else { *short })
    };
    let mut swapped = false;
    let words: Vec<_> = folded
        .split(' ')
        .map(|word| {
            let other = swap(word);
            swapped |= other.is_some();
            other.unwrap_or(word)
        })
        .collect();
    swapped.then(|| words.join(" "))
}

/// Words before a name that say which part of the place, or what sort of place.
const BEFORE: &[&str] = &[
    "city of",
    "town of",
    "village of",
    "county of",
    "township of",
    "state of",
    "borough of",
    "province of",
    "republic of",
    "kingdom of",
    "port of",
    "north of",
    "south of",
    "east of",
    "west of",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "downtown",
    "greater",
    "upper",
    "lower",
    "metro",
    "old",
    "lake",
    "mount",
];

/// Words after a name that say what sort of place it is.
const AFTER: &[&str] = &[
    "county",
    "parish",
    "township",
    "city",
    "town",
    "village",
    "borough",
    "area",
    "region",
    "province",
    "state",
    "district",
    "governorate",
    "oblast",
    "prefecture",
    "river",
    "creek",
    "lake",
    "bay",
    "valley",
    "hills",
    "heights",
    "mountains",
    "mountain",
    "island",
    "islands",
    "peninsula",
    "beach",
    "park",
    "forest",
    "station",
    "junction",
    "airport",
    "dam",
    "bridge",
    "canyon",
    "falls",
    "springs",
    "center",
    "centre",
    "harbor",
    "harbour",
    "metropolitan area",
    "suburbs",
    "camp",
    "refugee camp",
    "air base",
    "airfield",
    "reservoir",
    "coast",
];

/// Shorter names within a folded name, the likeliest first, and whether the rest only says which part is meant.
fn shorter(folded: &str) -> Vec<(String, bool)> {
    let mut names = Vec::new();
    for &after in AFTER {
        if let Some(rest) = folded.strip_suffix(after).and_then(|rest| rest.strip_suffix(' ')) {
            names.push((rest.to_owned(), false));
        }
    }
    for &before in BEFORE {
        if let Some(rest) = folded.strip_prefix(before).and_then(|rest| rest.strip_prefix(' ')) {
            names.push((rest.to_owned(), true));
        }
    }
    // A genitive without its sign, or a plural of people.
    if let Some(rest) = folded.strip_suffix('s') {
        names.push((rest.to_owned(), true));
    }
    names.retain(|(name, _)| name.len() > 2);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_genitives_are_no_part_of_a_name() {
        let cases =
            [("the Gambia", "Gambia"), ("Minsk's", "Minsk"), ("Wales'", "Wales"), ("“Brest”", "Brest"), ("", "")];
        for (name, wanted) in cases {
            assert_eq!(bare(name), wanted, "{name}");
        }
    }

    #[test]
    fn short_words_are_read_in_full() {
        assert_eq!(full_words("st albans").as_deref(), Some("saint albans"));
        assert_eq!(full_words("mount vernon").as_deref(), Some("mt vernon"));
        assert_eq!(full_words("minsk"), None);
    }
}
