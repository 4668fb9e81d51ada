//! PETRARCH dictionaries: actors and agents of other coders, as tables of ours.
//!
//! The form of the actor files: a name, its codes in brackets with dates, `+` before a synonym; spaces are `_`.
//!
//! ```text
//! AL_GORE_
//! +ALBERT_GORE_
//!     [USAGOV 930120-010120]
//!     [USAELI >010120]
//! UNITED_STATES_ [USA] # comment
//! ```
//!
//! Agent files say `SOLDIER {SOLDIERS} [~MIL]`, and `!SET! = MAN, WOMAN` for words that replace each other. Codes are CAMEO's:
//! a country of three letters, then a role; roles become PLOVER sectors. Lines of another form are passed over.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::knowledge::UserTables;

/// The tables of an actor dictionary: dated codes become `people.tsv`, others `organizations.tsv`.
pub fn actor_tables(text: &str) -> UserTables {
    let mut people = String::from("name\taliases\tcountry\tsector\trole\tfrom\tto\n");
    let mut bodies = String::from("id\tname\taliases\tcountry\tsector\n");
    for actor in actors(text) {
        let aliases = actor.synonyms.join(";");
        for code in &actor.codes {
            let (country, sector) = country_and_sector(&code.letters);
            if code.from.is_some() || code.to.is_some() {
                let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                let row = [&actor.name, &aliases, &country, sector, "", &day(code.from), &day(code.to)];
                people.push_str(&row.join("\t"));
                people.push('\n');
            } else {
                let id = actor.name.to_lowercase().replace(' ', "-");
                bodies.push_str(&[&id, &actor.name, &aliases, &country, sector].map(String::from).join("\t"));
                bodies.push('\n');
            }
        }
    }
    [("people.tsv".to_owned(), people), ("organizations.tsv".to_owned(), bodies)].into()
}

/// The table of an agent dictionary.
pub fn agent_tables(text: &str) -> UserTables {
    let mut rows = String::from("phrase\tsector\tnote\n");
    let mut sets: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().map(without_comment) {
        if let Some((set, words)) = line.split_once('=').filter(|(set, _)| set.trim().starts_with('!')) {
            sets.push((set.trim(), words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect()));
            continue;
        }
        let Some((phrase, code)) =
            line.split_once('[').and_then(|(phrase, rest)| Some((phrase, rest.split_once(']')?.0)))
        else {
            continue;
        };
        let sector = sector_of(code.trim_matches('~').trim());
        if sector.is_empty() {
            continue;
        }
        let (singular, plural) = phrase
            .split_once('{')
            .map_or((phrase, ""), |(singular, rest)| (singular, rest.trim_end().trim_end_matches('}')));
        for form in [singular, plural].into_iter().flat_map(|form| spelled(form, &sets)) {
            let phrase = form.replace('_', " ").trim().to_lowercase();
            if !phrase.is_empty() {
                rows.push_str(&[&phrase, sector, ""].join("\t"));
                rows.push('\n');
            }
        }
    }
    [("agents.tsv".to_owned(), rows)].into()
}

/// An actor of a dictionary.
#[derive(Debug, Default)]
struct Actor {
    name: String,
    synonyms: Vec<String>,
    codes: Vec<Code>,
}

/// One code of an actor.
#[derive(Debug)]
struct Code {
    letters: String,
    from: Option<Date>,
    to: Option<Date>,
}

fn actors(text: &str) -> Vec<Actor> {
    let mut actors: Vec<Actor> = Vec::new();
    for line in text.lines().map(without_comment) {
        let (name, codes) = line.split_once('[').map_or((line, ""), |(name, codes)| (name, codes));
        let name = name.trim();
        if let Some(synonym) = name.strip_prefix('+') {
            if let Some(actor) = actors.last_mut() {
                actor.synonyms.push(title_case(synonym));
            }
        } else if !name.is_empty() {
            actors.push(Actor { name: title_case(name), ..Actor::default() });
        }
        if let Some(actor) = actors.last_mut() {
            actor.codes.extend(codes.split('[').filter_map(|code| code_of(code.split(']').next()?)));
        }
    }
    actors
}

fn without_comment(line: &str) -> &str {
    let line = line.split(['#', ';']).next().unwrap_or_default();
    line.split("<!--").next().unwrap_or_default().trim_end()
}

/// `USAGOV 930120-010120`, `USAELI >010120`, `USA <930120`, `USA`
fn code_of(text: &str) -> Option<Code> {
    let (code, dates) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    if code.is_empty() || !code.chars().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let dates = dates.trim();
    let (from, to) = if let Some(day) = dates.strip_prefix('<') {
        (None, Some(day_of(day)?.yesterday().ok()?))
    } else if let Some(day) = dates.strip_prefix('>') {
        (Some(day_of(day)?), None)
    } else if let Some((from, to)) = dates.split_once('-') {
        (Some(day_of(from)?), Some(day_of(to)?))
    } else {
        (None, None)
    };
    Some(Code { letters: code.to_owned(), from, to })
}

/// `930120`, `19930120`, or `1993020` with the day of the year. Years of two digits after 30 are of the last century.
fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let number = |part: &str| part.parse::<i16>().ok();
    if !text.is_ascii() {
        return None;
    }
    match text.len() {
        6 => {
            let year = number(&text[..2])?;
            let year = if year > 30 { 1900 + year } else { 2000 + year };
            Date::new(year, number(&text[2..4])?.try_into().ok()?, number(&text[4..])?.try_into().ok()?).ok()
        }
        7 => {
            let first = Date::new(number(&text[..4])?, 1, 1).ok()?;
            let nth = number(&text[4..])?;
            (1..=366).contains(&nth).then(|| first.checked_add(i64::from(nth - 1).days()).ok()).flatten()
        }
        8 => {
            Date::new(number(&text[..4])?, number(&text[4..6])?.try_into().ok()?, number(&text[6..])?.try_into().ok()?)
                .ok()
        }
        _ => None,
    }
    .filter(|day| *day >= date(1800, 1, 1))
}

/// The country of a code, and the PLOVER sector of its role.
fn country_and_sector(code: &str) -> (String, &'static str) {
    let part = |at: usize| code.get(at..at + 3).unwrap_or("");
    match (part(0), part(3)) {
        ("IGO", "UNO" | "EUR" | "") | ("UNO" | "EUR", _) if part(3) == "UNO" || part(3) == "EUR" => {
            (part(3).to_owned(), "")
        }
        ("NGO", _) => (String::new(), "NGO"),
        ("MNC", _) => ("MNC".to_owned(), "BUS"),
        (country, role) => (country.to_owned(), sector_of(role)),
    }
}

/// The PLOVER sector of a CAMEO role; empty for none.
fn sector_of(role: &str) -> &'static str {
    match role {
        "MED" => "JRN",
        "HLH" => "MED",
        "INS" | "SEP" | "RAD" => "REB",
        "HRI" | "NGM" => "NGO",
        "DEV" => "GOV",
        "PAR" => "PRM",
        other => super::office::sector_code(other),
    }
}

fn title_case(name: &str) -> String {
    let words = name.split(['_', ' ']).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut letters = word.chars();
        let first: String = letters.next().map(char::to_uppercase).into_iter().flatten().collect();
        first + &letters.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A phrase with each word of the sets that it names.
fn spelled(phrase: &str, sets: &[(&str, Vec<&str>)]) -> Vec<String> {
    match sets.iter().find(|(set, _)| phrase.contains(set)) {
        Some((set, words)) => words.iter().map(|word| phrase.replace(set, word)).collect(),
        None => vec![phrase.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::ActorBook;
    use crate::knowledge::Table;

    #[test]
    fn a_dictionary_becomes_a_book() {
        let text = "# actors\nZORAN_QUILL_\n+Z._QUILL_\n\t[SVNOPP <050101]\n\t[SVNGOV 050101-081231] ; minister\n\t[SVNELI >090101]\n\
                    GREY_FALCONS_ [SVNREB]\nworthless line\n";
        let book = ActorBook::new(&actor_tables(text)).unwrap();
        for (phrase, date, country, sector) in [
            ("Zoran Quill", "2004-05-01", "SVN", "OPP"),
            ("Zoran Quill", "2006-05-01", "SVN", "GOV"),
            ("Zoran Quill", "2012-05-01", "SVN", "ELI"),
            ("the Grey Falcons", "", "SVN", "REB"),
        ] {
            let identity = book.resolve(phrase, "", date.parse().ok());
            assert_eq!(
                (identity.country.as_deref(), identity.sector.as_deref()),
                (Some(country), Some(sector)),
                "{phrase} {date}"
            );
        }
    }

    #[test]
    fn agents_have_sets_and_plurals() {
        let tables = agent_tables("!PERSON! = MAN, MEN\nQUARRY!PERSON! [~LAB]\nHEXER {HEXERS} [~MED] # press\n");
        let rows = &tables["agents.tsv"];
        for row in ["quarryman\tLAB", "quarrymen\tLAB", "hexer\tJRN", "hexers\tJRN"] {
            assert!(rows.contains(row), "{row} in {rows}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[A-Z_+\\[\\]<>~!{}=,;# 0-9é\n-]{0,80}") {
            for (name, table) in actor_tables(&text).into_iter().chain(agent_tables(&text)) {
                assert!(Table::parse(&name, &table, &[]).is_ok(), "{table}");
            }
        }
    }
}
