//! The place names of a page, found without any annotation: runs of capitalised words that the gazetteer knows.

use vigie_record::ByteRange;

use super::gazetteer::Gazetteer;

/// A place name found on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    /// Where it stands.
    pub(crate) span: ByteRange,
    /// How far it may be taken for a place: 1 surely, less inside the name of a body, little before another name.
    pub(crate) trust: f64,
}

/// Finds the place names of a page, in order and apart from each other.
///
/// Meant as surroundings for [`super::resolve()`]: names of people and bodies that only look like places are mostly, not
/// always, left out.
pub fn mentions(gazetteer: &Gazetteer, text: &str) -> Vec<ByteRange> {
    found(gazetteer, text).into_iter().filter(|found| found.trust >= 0.5).map(|found| found.span).collect()
}

/// A word of a page.
#[derive(Debug, Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    /// Whether only one space stands before it.
    joined: bool,
    /// Whether it begins a sentence or a line.
    initial: bool,
}

impl Word<'_> {
    fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    fn is(&self, list: &[&str]) -> bool {
        list.binary_search(&self.text.trim_end_matches('.')).is_ok()
    }
}

/// Small words inside place names.
const INNER: &[&str] = &[
    "al", "am", "an", "and", "de", "del", "der", "des", "du", "el", "en", "la", "le", "of", "on", "sur", "the",
    "under", "upon",
];

/// Words with a capital that are no places by themselves, wherever they stand.
const NEVER: &[&str] = &[
    "A",
    "About",
    "After",
    "All",
    "Although",
    "Among",
    "An",
    "And",
    "Any",
    "April",
    "As",
    "At",
    "August",
    "Because",
    "Best",
    "Big",
    "Both",
    "But",
    "By",
    "Can",
    "Council",
    "County",
    "Day",
    "December",
    "Despite",
    "District",
    "During",
    "Each",
    "Even",
    "Every",
    "February",
    "First",
    "For",
    "Former",
    "Friday",
    "From",
    "God",
    "Good",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "High",
    "His",
    "How",
    "I",
    "If",
    "In",
    "Independence",
    "Is",
    "It",
    "January",
    "July",
    "June",
    "Just",
    "Last",
    "Law",
    "Like",
    "Man",
    "Many",
    "March",
    "May",
    "Meanwhile",
    "Monday",
    "More",
    "Most",
    "My",
    "New",
    "No",
    "Not",
    "November",
    "Now",
    "October",
    "Of",
    "Old",
    "On",
    "One",
    "Only",
    "Or",
    "Our",
    "Out",
    "Over",
    "Police",
    "Republican",
    "Saturday",
    "School",
    "Senate",
    "September",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Sunday",
    "That",
    "The",
    "Their",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Thursday",
    "Time",
    "To",
    "Tuesday",
    "Two",
    "Under",
    "Union",
    "University",
    "Until",
    "We",
    "Wednesday",
    "When",
    "Where",
    "While",
    "Who",
];

/// Words after which a capitalised word is a person.
const TITLES: &[&str] = &[
    "Archbishop",
    "Bishop",
    "Capt",
    "Captain",
    "Chief",
    "Cmdr",
    "Coach",
    "Col",
    "Colonel",
    "Commissioner",
    "Congressman",
    "Cpl",
    "Deputy",
    "Detective",
    "Dr",
    "Father",
    "Gen",
    "General",
    "Gov",
    "Judge",
    "Justice",
    "Lady",
    "Lord",
    "Lt",
    "Maj",
    "Major",
    "Miss",
    "Mr",
    "Mrs",
    "Ms",
    "Officer",
    "Prof",
    "Rep",
    "Rev",
    "Saint",
    "Sen",
    "Senator",
    "Sgt",
    "Sheriff",
    "Sir",
];

/// Words that make a body or a building of the place name before them.
const BODIES: &[&str] = &[
    "Academy",
    "Administration",
    "Airport",
    "Area",
    "Army",
    "Arts",
    "Assembly",
    "Avenue",
    "Bank",
    "Baptist",
    "Board",
    "Bridge",
    "Business",
    "Campus",
    "Center",
    "Central",
    "Centre",
    "Chamber",
    "Chief",
    "Christian",
    "Church",
    "City",
    "Clinic",
    "Club",
    "Coast",
    "College",
    "Commission",
    "Community",
    "Convention",
    "Coroner",
    "Correctional",
    "Council",
    "Country",
    "County",
    "Court",
    "Courthouse",
    "Daily",
    "Department",
    "District",
    "East",
    "Elementary",
    "Fair",
    "Farm",
    "Festival",
    "Fire",
    "First",
    "General",
    "Government",
    "Hall",
    "Herald",
    "High",
    "Hospital",
    "Housing",
    "Independent",
    "International",
    "Jail",
    "Junior",
    "Library",
    "Mall",
    "Mayor",
    "Medical",
    "Memorial",
    "Methodist",
    "Metropolitan",
    "Middle",
    "Municipal",
    "Museum",
    "News",
    "North",
    "Office",
    "Parish",
    "Park",
    "Police",
    "Post",
    "Press",
    "Public",
    "Regional",
    "Republican",
    "Road",
    "School",
    "Schools",
    "Senior",
    "Sheriff",
    "South",
    "State",
    "Station",
    "Street",
    "Technical",
    "Times",
    "Town",
    "Township",
    "University",
    "Valley",
];

/// Finds the place names of a page with how far each may be trusted.
pub(crate) fn found(gazetteer: &Gazetteer, text: &str) -> Vec<Found> {
    let words = words_of(text);
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match longest_from(gazetteer, text, &words, at) {
            Some((after, trust)) => {
                let end = words[after - 1].end;
                found.push(Found { span: ByteRange::new(words[at].start, end), trust });
                at = after;
            }
            None => at += 1,
        }
    }
    found
}

/// The longest place name that begins at a word: the word after it, and its trust.
fn longest_from(gazetteer: &Gazetteer, text: &str, words: &[Word<'_>], at: usize) -> Option<(usize, f64)> {
    if !words[at].is_capitalised() {
        return None;
    }
    let mut reach = at + 1;
    while reach < words.len() && reach < at + 5 && words[reach].joined && !words[reach].initial {
        let inner = INNER.binary_search(&words[reach].text).is_ok();
        if !words[reach].is_capitalised() && !inner {
            break;
        }
        reach += 1;
    }
    for after in (at + 1..=reach).rev() {
        if !words[after - 1].is_capitalised() {
            continue;
        }
        let name = &text[words[at].start..words[after - 1].end];
        if after == at + 1 && !may_stand_alone(text, words, at) {
            return None;
        }
        if gazetteer.has(name) {
            return trust(words, at, after).map(|trust| (after, trust));
        }
    }
    None
}

/// Whether one word may be a place name by itself.
fn may_stand_alone(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    if word.is(NEVER) {
        return false;
    }
    let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
    let points = word.text.matches('.').count();
    let shouted = letters <= 4 && word.text.chars().all(|c| c.is_uppercase() || c == '.');
    if (shouted || (points == 1 && word.text.ends_with('.'))) && letters <= 4 {
        let known =
            ["U.S.", "US", "U.K.", "UK", "EU", "UAE", "USA", "U.S.A.", "NSW", "DRC", "D.C.", "U.A.E.", "E.U.", "USSR"];
        let after_comma = text[..word.start].trim_end().ends_with(',');
        return known.contains(&word.text) || after_comma || (points >= 2 && letters >= 2);
    }
    letters >= 3
}

/// How far words that the gazetteer knows may be taken for a place, by the words around them; none if not at all.
fn trust(words: &[Word<'_>], at: usize, after: usize) -> Option<f64> {
    let before =
        at.checked_sub(1).and_then(|before| words.get(before)).filter(|_| words[at].joined && !words[at].initial);
    if let Some(before) = before {
        if before.is(TITLES) {
            return None;
        }
        // A family name, unless the word before only begins its sentence or says a side.
        let side = [
            "North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Central", "Downtown",
            "Greater",
        ];
        let name_before =
            before.is_capitalised() && !before.initial && !before.is(NEVER) && !side.contains(&before.text);
        if name_before && after == at + 1 {
            return None;
        }
    }
    let next = words.get(after).filter(|next| next.joined && !next.initial && next.is_capitalised());
    let Some(next) = next else {
        return Some(if words[at].initial && after == at + 1 { 0.7 } else { 1.0 });
    };
    let body = (after..(after + 3).min(words.len()))
        .take_while(|&i| words[i].joined && words[i].is_capitalised())
        .any(|i| words[i].is(BODIES));
    if body {
        Some(0.6)
    } else if next.text.chars().all(|c| c.is_uppercase() || c == '.') || after > at + 1 {
        Some(0.5)
    } else {
        Some(0.15)
    }
}

/// The words of a text: letters and digits, with points, hyphens and apostrophes inside.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, first)) = letters.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, letter)) = letters.peek() {
            let next = text[at + letter.len_utf8()..].chars().next();
            let inside = ".'’-".contains(letter) && next.is_some_and(char::is_alphanumeric);
            if !letter.is_alphanumeric() && !inside {
                break;
            }
            letters.next();
            end = at + letter.len_utf8();
        }
        let genitive = ["'s", "’s", "'S"].iter().find(|ending| text[start..end].ends_with(**ending));
        let end = end - genitive.map_or(0, |ending| ending.len());
        let end = end + point_after(&text[start..end], &text[end..]);
        let gap = words.last().map_or("", |last| &text[last.end..start]);
        let initial = words.last().is_none_or(|last| ends_sentence(last.text, gap));
        words.push(Word { text: &text[start..end], start, end, joined: gap == " " || gap == "-", initial });
    }
    words
}

/// The length of a point that belongs to an abbreviation.
fn point_after(word: &str, rest: &str) -> usize {
    const ABBREVIATIONS: &[&str] = &[
        "Ala", "Alta", "Ariz", "Ark", "Calif", "Capt", "Cmdr", "Co", "Col", "Colo", "Conn", "Cpl", "Del", "Dr", "Fla",
        "Ft", "Ga", "Gen", "Gov", "Ill", "Ind", "Kan", "Ky", "La", "Lt", "Maj", "Man", "Mass", "Md", "Mich", "Minn",
        "Miss", "Mo", "Mont", "Mr", "Mrs", "Ms", "Mt", "Neb", "Nev", "Okla", "Ont", "Ore", "Pa", "Penn", "Prof", "Pt",
        "Qld", "Que", "Rep", "Rev", "Sask", "Sen", "Sgt", "St", "Ste", "Tas", "Tenn", "Tex", "Twp", "Va", "Vic", "Vt",
        "W", "Wash", "Wis", "Wisc", "Wyo", "N", "S", "E", "Sr",
    ];
    usize::from(rest.starts_with('.') && (word.contains('.') || ABBREVIATIONS.contains(&word)))
}

/// Whether what stands between two words ends a sentence or a line.
fn ends_sentence(last: &str, gap: &str) -> bool {
    gap.contains('\n')
        || (gap.contains(['.', '!', '?', ':', '“', '"']) && !gap.starts_with(',') && !last.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(INNER.is_sorted());
        assert!(NEVER.is_sorted(), "{:?}", NEVER.windows(2).find(|two| two[0] > two[1]));
        assert!(TITLES.is_sorted(), "{:?}", TITLES.windows(2).find(|two| two[0] > two[1]));
        assert!(BODIES.is_sorted(), "{:?}", BODIES.windows(2).find(|two| two[0] > two[1]));
    }

    #[test]
    fn place_names_are_found() {
        let cases = [
            ("Soldiers came from [Brest] to [Minsk], not to [New York].", 3),
            ("He went to [Rio de Janeiro] in March, Mr. Lebanon said.", 1),
            ("In [Paris], [Texas], Henry Houston met Judge London.", 2),
            ("The [Moscow] Fire Department left for [Idaho Falls].", 2),
            ("[U.S.] officials spoke of [Kyiv]'s plans.", 2),
        ];
        for (marked, n) in cases {
            let text = marked.replace(['[', ']'], "");
            let found = mentions(Gazetteer::embedded(), &text);
            let mut shown = text.clone();
            for span in found.iter().rev() {
                shown.insert(span.end(), ']');
                shown.insert(span.start(), '[');
            }
            assert_eq!(shown, marked);
            assert_eq!(found.len(), n);
        }
    }
}
