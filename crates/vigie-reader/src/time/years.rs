//! Years, decades and centuries: `in 2009`, `the 1990s`, `fiscal 2020`, `the 19th century`.

use super::meaning::{Found, Meaning, Shift, YearOf};
use super::numbers::ordinal;
use super::unit::Unit;
use super::words::{Lexeme, Words};

/// What is counted by the thousand: a number before one of these is no year.
const COUNTED: &[&str] = &[
    "people",
    "persons",
    "troops",
    "soldiers",
    "men",
    "women",
    "children",
    "workers",
    "employees",
    "staff",
    "jobs",
    "dollars",
    "euros",
    "roubles",
    "rubles",
    "pounds",
    "yen",
    "yuan",
    "francs",
    "marks",
    "crowns",
    "hryvnias",
    "rupees",
    "tons",
    "tonnes",
    "kg",
    "kilograms",
    "kilometers",
    "kilometres",
    "km",
    "miles",
    "meters",
    "metres",
    "m",
    "feet",
    "ft",
    "square",
    "cubic",
    "acres",
    "hectares",
    "points",
    "votes",
    "seats",
    "times",
    "degrees",
    "homes",
    "houses",
    "families",
    "households",
    "refugees",
    "migrants",
    "students",
    "pupils",
    "teachers",
    "protesters",
    "demonstrators",
    "tanks",
    "vehicles",
    "cars",
    "missiles",
    "rockets",
    "shells",
    "rounds",
    "copies",
    "members",
    "residents",
    "civilians",
    "prisoners",
    "inmates",
    "detainees",
    "police",
    "policemen",
    "officers",
    "fighters",
    "militants",
    "rebels",
    "insurgents",
    "recruits",
    "reservists",
    "conscripts",
    "volunteers",
    "personnel",
    "casualties",
    "deaths",
    "dead",
    "bodies",
    "victims",
    "injured",
    "wounded",
    "percent",
    "per",
    "million",
    "billion",
    "hundred",
    "thousand",
    "mph",
    "rpm",
    "hp",
    "watts",
    "megawatts",
    "mw",
    "kilowatts",
    "calories",
    "words",
    "pages",
    "units",
    "shares",
    "patients",
    "doctors",
    "nurses",
    "villages",
    "towns",
    "schools",
    "companies",
    "firms",
    "stores",
    "passengers",
    "flights",
    "aircraft",
    "planes",
    "ships",
    "guests",
    "delegates",
    "fans",
    "spectators",
    "supporters",
    "followers",
    "animals",
    "cattle",
    "sheep",
    "trees",
    "barrels",
    "gallons",
    "litres",
    "liters",
    "bpd",
    "strong",
    "odd",
    "more",
    "others",
    "or",
    "additional",
    "extra",
    "new",
    "cases",
    "infections",
    "incidents",
    "attacks",
    "strikes",
];

/// Reads a year with four figures and no other sense.
pub(super) fn told_year(words: &Words<'_>, at: usize) -> Option<i16> {
    let Lexeme::Number(number) = words.lexeme(at) else { return None };
    let year = i16::try_from(number).ok()?;
    let is_four = words.text(at).len() == 4 && (1000..2200).contains(&year);
    let next_is_glued_word = words.is_glued(at + 1)
        && words.text(at + 1).chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '°'));
    (is_four && !next_is_glued_word && !words.is_any(at + 1, COUNTED)).then_some(year)
}

/// Reads the year after a month or a day: `, 2009`, `of 2009`, `of last year`, `'09`.
pub(super) fn year_after(words: &Words<'_>, at: usize) -> Option<(YearOf, usize)> {
    let past = words.past_comma(at);
    if let Some(year) = told_year(words, past) {
        return Some((YearOf::Told(year), past + 1));
    }
    if matches!(words.text(at), "'" | "’" | "‘")
        && let Some(year) = short_year(words, at + 1)
    {
        return Some((YearOf::Told(year), at + 2));
    }
    let of = words.skip_any(past, &["of the", "of", "in", "during"]).unwrap_or(past);
    if of > past
        && words.is(past, "of")
        && let Some(year) = told_year(words, of)
    {
        return Some((YearOf::Told(year), of + 1));
    }
    if let Some(after) = fiscal(words, of) {
        return match after {
            (Meaning::FiscalYear(year), next) => Some((year, next)),
            _ => None,
        };
    }
    let (shift, next) = year_shift(words, of)?;
    Some((YearOf::Shifted(shift), next))
}

/// Reads `this year`, `last year`, `the same year` …
fn year_shift(words: &Words<'_>, at: usize) -> Option<(Shift, usize)> {
    let shifts = [
        ("this year", Shift::This),
        ("the current year", Shift::This),
        ("last year", Shift::Last),
        ("next year", Shift::Next),
        ("the next year", Shift::Following),
        ("the same year", Shift::Same),
        ("that year", Shift::Same),
        ("the previous year", Shift::Previous),
        ("the following year", Shift::Following),
        ("the year before last", Shift::BeforeLast),
    ];
    shifts.iter().find_map(|&(phrase, shift)| Some((shift, words.skip(at, phrase)?)))
}

/// Reads two figures that stand for a year of the last or this century.
fn short_year(words: &Words<'_>, at: usize) -> Option<i16> {
    let Lexeme::Number(number) = words.lexeme(at) else { return None };
    let is_short = words.text(at).len() == 2 && !words.is_any(at + 1, &["s"]);
    let year = i16::try_from(number).ok()?;
    is_short.then_some(if year < 30 { 2000 + year } else { 1900 + year })
}

/// Reads a business year: `fiscal 2020`, `the financial year 2009`, `FY2010`.
pub(super) fn fiscal(words: &Words<'_>, at: usize) -> Option<(Meaning, usize)> {
    let start = words.skip(at, "the").unwrap_or(at);
    let heads = ["fiscal year", "financial year", "business year", "budget year", "fiscal", "FY"];
    let next = words.skip_any(start, &heads)?;
    if let Some(year) = told_year(words, next).or_else(|| told_year(words, words.past_hyphen(next))) {
        let next = if told_year(words, next).is_some() { next + 1 } else { next + 2 };
        return Some((Meaning::FiscalYear(YearOf::Told(year)), next));
    }
    (next == start + 2).then_some((Meaning::FiscalYear(YearOf::Shifted(Shift::This)), next))
}

/// Reads a year, a decade, a century or a business year on its own.
pub(super) fn year(words: &Words<'_>, at: usize) -> Option<Found> {
    fiscal(words, at)
        .map(|(meaning, to)| Found::new(at, to, meaning))
        .or_else(|| decade(words, at))
        .or_else(|| century(words, at))
        .or_else(|| ancient(words, at))
        .or_else(|| plain_year(words, at))
        .or_else(|| abbreviated_year(words, at))
}

/// Reads `the 1990s`, `the '60s`, `the nineties`.
fn decade(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the").unwrap_or(at);
    let parts = ["early", "mid", "late", "middle"];
    let first = if words.is_any(start, &parts) { words.past_hyphen(start + 1) } else { start };
    let names = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    if start > at
        && let Some(tens) = (2_i16..).zip(names).find(|(_, name)| words.is(first, name))
    {
        return Some(Found::new(at, first + 1, Meaning::Decade(1900 + tens.0 * 10)));
    }
    let digits = if matches!(words.text(first), "'" | "’" | "‘") { first + 1 } else { first };
    let Lexeme::Number(number) = words.lexeme(digits) else { return None };
    let tail = if matches!(words.text(digits + 1), "'" | "’") { digits + 2 } else { digits + 1 };
    if !words.is_glued(digits + 1) || !words.is_glued(tail) || words.text(tail) != "s" || number % 10 != 0 {
        return None;
    }
    let number = i16::try_from(number).ok()?;
    let length = words.text(digits).len();
    let is_age = words.follows_any(at, &["her", "his", "their", "my", "in"]) && start == at && first == digits;
    let meaning = match length {
        4 if number % 100 == 0 && number < 2000 => Meaning::Century(number / 100),
        4 if (1000..2200).contains(&number) => Meaning::Decade(number),
        2 if (digits > first || start > at || follows_decade(words, at)) && !is_age => {
            Meaning::Decade(if number < 20 { 2000 } else { 1900 } + number)
        }
        _ => return None,
    };
    Some(Found::new(at, tail + 1, meaning))
}

/// Whether another decade and `and` stand before: `the 70s and 80s`.
fn follows_decade(words: &Words<'_>, at: usize) -> bool {
    at > 2
        && words.is_any(at - 1, &["and", "or"])
        && words.text(at - 2) == "s"
        && matches!(words.lexeme(at - 3), Lexeme::Number(_))
}

/// Reads `the 19th century`, `the mid-20th century`.
fn century(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the").unwrap_or(at);
    let first = if words.is_any(start, &["early", "mid", "late"]) { words.past_hyphen(start + 1) } else { start };
    let (number, next) = ordinal(words, first)?;
    let unit = words.past_hyphen(next);
    let is_century = matches!(words.lexeme(unit), Lexeme::Unit(Unit::Century) | Lexeme::Units(Unit::Century));
    (is_century && number > 0).then(|| Found::new(at, unit + 1, Meaning::Century(i16::from(number) - 1)))
}

/// Reads `300 BC`.
fn ancient(words: &Words<'_>, at: usize) -> Option<Found> {
    let Lexeme::Number(number) = words.lexeme(at) else { return None };
    let year = i16::try_from(number).ok().filter(|year| *year > 0)?;
    match words.text(at + 1) {
        "BC" | "BCE" => Some(Found::new(at, at + 2, Meaning::Year(-year))),
        "AD" | "CE" if year < 2200 => Some(Found::new(at, at + 2, Meaning::Year(year))),
        _ => None,
    }
}

/// Reads a year in four figures where nothing says that it is another number.
fn plain_year(words: &Words<'_>, at: usize) -> Option<Found> {
    let year = told_year(words, at)?;
    let before = at.wrapping_sub(1);
    if at > 0 {
        let is_amount = matches!(words.text(before), "$" | "€" | "£" | "¥" | "#" | "№" | "+" | "/" | "@" | "=" | "_")
            || words.is_any(
                before,
                &["no", "number", "route", "highway", "flight", "room", "model", "article", "resolution"],
            )
            || words.is_any(before, &["than", "least", "most", "nearly", "almost", "some", "approximately", "roughly"])
            || (words.is(before, "about") && year % 100 == 0)
            || (words.text(before) == "." && words.is_glued(at) && words.is_glued(before));
        let is_part_of_name = words.is_glued(at)
            && (words.text(before) == "-" || words.text(before) == "–")
            && words.is_glued(before)
            && !words.follows_any(before, &["pre", "post", "mid", "early", "late"])
            && !matches!(words.lexeme(before.wrapping_sub(1)), Lexeme::Number(_));
        if is_amount || is_part_of_name {
            return None;
        }
    }
    let is_dialled = (words.is_glued(at + 1) && matches!(words.text(at + 1), "/" | "_" | "@"))
        || (words.is_glued(at + 1) && matches!(words.text(at + 1), ":" | ".") && words.is_glued(at + 2));
    let led = words.follows_any(
        at,
        &[
            "in", "since", "until", "till", "by", "from", "during", "of", "before", "after", "early", "late", "the",
            "between",
        ],
    );
    let is_modern = (1900..2060).contains(&year);
    let is_round_name = year == 2000 && at > 0 && words.is_capital(before) && !led;
    (!is_dialled && (led || is_modern) && !is_round_name).then(|| Found::new(at, at + 1, Meaning::Year(year)))
}

/// Reads `'82` after a word that asks for a year.
fn abbreviated_year(words: &Words<'_>, at: usize) -> Option<Found> {
    let led = words.follows_any(at, &["in", "since", "until", "till", "by", "from", "during", "of", "before", "after"]);
    let is_mark = matches!(words.text(at), "'" | "’" | "‘") && words.is_glued(at + 1);
    if !(led && is_mark) {
        return None;
    }
    Some(Found::new(at, at + 2, Meaning::Year(short_year(words, at + 1)?)))
}
