//! Dates: days, months, seasons, quarters and feasts, with or without their year.

use jiff::civil::Date;

use super::meaning::{Found, Holiday, Meaning, Shift, YearOf};
use super::numbers::ordinal;
use super::unit::{Season, Unit};
use super::words::{Lexeme, Words};
use super::years::year_after;

/// Words before a month, season or weekday that show that it is one.
const LEADS: &[&str] = &[
    "in",
    "since",
    "of",
    "by",
    "until",
    "till",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "during",
    "before",
    "after",
    "through",
    "throughout",
    "from",
    "between",
    "around",
    "for",
    "that",
    "previous",
    "following",
    "every",
];

/// Days with a name.
const HOLIDAYS: &[(&str, Holiday)] = &[
    ("New Year's Eve", Holiday::Fixed(12, 31)),
    ("New Year's Day", Holiday::Fixed(1, 1)),
    ("New Year ' s Eve", Holiday::Fixed(12, 31)),
    ("New Year ' s Day", Holiday::Fixed(1, 1)),
    ("New Year ’ s Eve", Holiday::Fixed(12, 31)),
    ("New Year ’ s Day", Holiday::Fixed(1, 1)),
    ("New Year ' s", Holiday::Fixed(1, 1)),
    ("Christmas Eve", Holiday::Fixed(12, 24)),
    ("Christmas Day", Holiday::Fixed(12, 25)),
    ("Christmas", Holiday::Fixed(12, 25)),
    ("Boxing Day", Holiday::Fixed(12, 26)),
    ("Valentine ' s Day", Holiday::Fixed(2, 14)),
    ("Valentine ’ s Day", Holiday::Fixed(2, 14)),
    ("St . Patrick ' s Day", Holiday::Fixed(3, 17)),
    ("St . Patrick ’ s Day", Holiday::Fixed(3, 17)),
    ("April Fools ' Day", Holiday::Fixed(4, 1)),
    ("May Day", Holiday::Fixed(5, 1)),
    ("Victory Day", Holiday::Fixed(5, 9)),
    ("Bastille Day", Holiday::Fixed(7, 14)),
    ("Halloween", Holiday::Fixed(10, 31)),
    ("Veterans Day", Holiday::Fixed(11, 11)),
    ("Armistice Day", Holiday::Fixed(11, 11)),
    ("Good Friday", Holiday::Easter(-2)),
    ("Palm Sunday", Holiday::Easter(-7)),
    ("Ash Wednesday", Holiday::Easter(-46)),
    ("Easter Sunday", Holiday::Easter(0)),
    ("Easter Monday", Holiday::Easter(1)),
    ("Easter", Holiday::Easter(0)),
    ("Thanksgiving Day", Holiday::Nth { month: 11, weekday: 4, n: 4 }),
    ("Thanksgiving", Holiday::Nth { month: 11, weekday: 4, n: 4 }),
    ("Martin Luther King Day", Holiday::Nth { month: 1, weekday: 1, n: 3 }),
    ("Memorial Day", Holiday::Nth { month: 5, weekday: 1, n: 0 }),
    ("Labor Day", Holiday::Nth { month: 9, weekday: 1, n: 1 }),
    ("Columbus Day", Holiday::Nth { month: 10, weekday: 1, n: 2 }),
];

/// Reads a date that begins at `at`.
pub(super) fn date(words: &Words<'_>, at: usize) -> Option<Found> {
    let longest = [
        iso(words, at),
        slashed(words, at),
        month_first(words, at),
        day_first(words, at),
        month_alone(words, at),
        quarter(words, at),
        short_quarter(words, at),
        week_of_month(words, at),
        season(words, at),
        weekday(words, at),
        holiday(words, at),
        attacks(words, at),
    ];
    longest.into_iter().flatten().max_by_key(|found| found.to)
}

fn number(words: &Words<'_>, at: usize) -> Option<u32> {
    match words.lexeme(at) {
        Lexeme::Number(number) => Some(number),
        _ => None,
    }
}

fn month_name(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    match words.lexeme(at) {
        Lexeme::Month(month) => Some((month, at + 1)),
        Lexeme::ShortMonth(month) => Some((month, words.past_dot(at + 1))),
        _ => None,
    }
}

/// Reads a day of the month, `1`, `01` or `1st`, which is not the beginning of another number.
fn day_number(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    if let Some((day, next)) = ordinal(words, at) {
        return (1..=31).contains(&day).then_some((day, next));
    }
    let day = i8::try_from(number(words, at)?).ok().filter(|day| (1..=31).contains(day))?;
    let is_part = words.text(at).len() > 2
        || (words.is_glued(at + 1) && matches!(words.text(at + 1), ":" | "%" | "/"))
        || (words.is_glued(at + 1) && words.text(at + 1).starts_with(char::is_alphabetic));
    (!is_part).then_some((day, at + 1))
}

/// Reads `2022-06-01`, `2022-06` and `2022-W23`.
fn iso(words: &Words<'_>, at: usize) -> Option<Found> {
    let year = i16::try_from(number(words, at)?).ok()?;
    if words.text(at).len() != 4 || !words.is_hyphen(at + 1) || (words.is_glued(at) && at > 0) {
        return None;
    }
    let month = i8::try_from(number(words, at + 2)?).ok()?;
    if words.text(at + 2).len() != 2 {
        return None;
    }
    if words.is_hyphen(at + 3) {
        let day = i8::try_from(number(words, at + 4)?).ok()?;
        return Some(Found::new(at, at + 5, Meaning::Day(Date::new(year, month, day).ok()?)));
    }
    // `2009-10` is a season of sport or a school year more often than a month.
    let is_pair_of_years = i16::from(month) == (year + 1) % 100;
    let is_month = (1..=12).contains(&month) && !is_pair_of_years && (1900..2100).contains(&year);
    is_month.then(|| Found::new(at, at + 3, Meaning::Month { year: YearOf::Told(year), month }))
}

/// Reads `6/1/2022`, American unless it cannot be, and `01.06.2022`.
fn slashed(words: &Words<'_>, at: usize) -> Option<Found> {
    if let Some(date) = dotted(words.text(at)) {
        return Some(Found::new(at, at + 1, Meaning::Day(date)));
    }
    let first = i8::try_from(number(words, at)?).ok()?;
    let is_open = at == 0 || !words.is_glued(at) || !matches!(words.text(at - 1), "/" | ".");
    if words.text(at + 1) != "/" || !words.is_glued(at + 1) || !words.is_glued(at + 2) || !is_open {
        return None;
    }
    if words.text(at) == "9" && words.text(at + 2) == "11" && words.text(at + 3) != "/" {
        return Some(Found::new(at, at + 3, Meaning::Day(Date::new(2001, 9, 11).ok()?)));
    }
    let second = i8::try_from(number(words, at + 2)?).ok()?;
    if words.text(at + 3) != "/" {
        return None;
    }
    let year = i16::try_from(number(words, at + 4)?).ok()?;
    let year = match words.text(at + 4).len() {
        4 => year,
        2 if year < 50 => 2000 + year,
        2 => 1900 + year,
        _ => return None,
    };
    let date = Date::new(year, first, second).or_else(|_| Date::new(year, second, first)).ok()?;
    Some(Found::new(at, at + 5, Meaning::Day(date)))
}

/// Reads `01.06.2022`, which is one word.
fn dotted(text: &str) -> Option<Date> {
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A day of the month with its year, if that is told.
fn of_year(year: YearOf, month: i8, day: i8) -> Option<Meaning> {
    match year {
        YearOf::Told(year) => Date::new(year, month, day).ok().map(Meaning::Day),
        year => Date::new(2000, month, day).ok().map(|_| Meaning::YearDay { year, month, day }),
    }
}

/// Reads `June 1`, `Wednesday, June 1st, 2022`.
fn month_first(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = past_weekday(words, at);
    let start = words.skip(start, "the").filter(|_| start > at).unwrap_or(start);
    let (month, next) = month_name(words, start)?;
    let next = words.skip(next, "the").unwrap_or(next);
    let (day, next) = day_number(words, next)?;
    if words.is_any(next, &["percent", "million", "billion", "people"]) || words.text(next) == "%" {
        return None;
    }
    let (year, to) = year_after(words, next).unwrap_or((YearOf::Unknown, next));
    Some(Found::new(at, to, of_year(year, month, day)?))
}

/// Reads `1 June 2022`, `the 1st of June`.
fn day_first(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = past_weekday(words, at);
    let start = words.skip(start, "the").unwrap_or(start);
    let (day, next) = day_number(words, start)?;
    if number(words, start).is_none() && !words.is_any(next, &["of"]) {
        return None;
    }
    let next = words.skip(words.past_hyphen(next), "of").unwrap_or_else(|| words.past_hyphen(next));
    let (month, next) = month_name(words, next)?;
    if words.begins_line(next - 1) && next - 1 > start {
        return None;
    }
    let (year, to) = year_after(words, words.past_hyphen(next)).unwrap_or((YearOf::Unknown, next));
    Some(Found::new(at, to, of_year(year, month, day)?))
}

/// The word after a weekday and comma before a date, or the same.
fn past_weekday(words: &Words<'_>, at: usize) -> usize {
    match words.lexeme(at) {
        Lexeme::Weekday(_) => words.past_comma(at + 1),
        Lexeme::ShortWeekday(_) => words.past_comma(words.past_dot(at + 1)),
        _ => at,
    }
}

/// Reads `May 2007`, `October of next year`, `October`.
fn month_alone(words: &Words<'_>, at: usize) -> Option<Found> {
    let (month, next) = month_name(words, at)?;
    if let Some((year, to)) = year_after(words, next) {
        return Some(Found::new(at, to, Meaning::Month { year, month }));
    }
    let is_full = matches!(words.lexeme(at), Lexeme::Month(_));
    let led = words.follows_any(at, LEADS) || follows_part(words, at);
    let is_sure = match month {
        _ if !is_full => led && next > at + 1,
        5 => led_as_may(words, at),
        3 => led || !(words.is_any(next, &["on", "for", "against", "to"]) || words.begins_sentence(at)),
        8 => led || !words.begins_sentence(at),
        4 | 6 => led || !(is_named(words, at) || words.begins_sentence(at) && words.is_capital(next)),
        _ => true,
    };
    (is_sure && !is_named(words, at)).then(|| Found::new(at, next, Meaning::Month { year: YearOf::Unknown, month }))
}

/// Whether the word before is a title or the month is a first name here: `Theresa May`, `April Ryan`.
fn is_named(words: &Words<'_>, at: usize) -> bool {
    words.follows_any(at, &["Mrs", "Ms", "Mr", "Miss", "Theresa", "Minister", "Lady", "Dame", "PM", "Dr"])
        || (at > 1 && words.text(at - 1) == "." && words.is_any(at - 2, &["Mrs", "Ms", "Mr", "Dr"]))
}

/// Whether `early-`, `mid-` stands before.
fn follows_part(words: &Words<'_>, at: usize) -> bool {
    at > 1 && words.is_hyphen(at - 1) && words.is_any(at - 2, &["mid", "early", "late"])
}

/// Whether `May` is the month: only where a word before or another month shows it.
fn led_as_may(words: &Words<'_>, at: usize) -> bool {
    let leads = [
        "in",
        "since",
        "until",
        "till",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "during",
        "through",
        "throughout",
        "from",
        "between",
        "that",
        "previous",
        "following",
    ];
    let is_listed = at > 1
        && words.is_any(at - 1, &["to", "and", "or", "through"])
        && matches!(words.lexeme(at - 2), Lexeme::Month(_));
    let is_weakly_led = words.follows_any(at, &["of", "by", "before", "after", "for", "around"])
        && !words.is_any(at + 1, &["said", "and", "is", "was", "has", "had", "will"])
        && words.text(at + 1) != "'";
    words.follows_any(at, &leads) || follows_part(words, at) || is_listed || is_weakly_led
}

/// Reads `the third quarter of 2009`, `third-quarter`, `the first half of next year`.
fn quarter(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip_any(at, &["the", "its", "their", "our"]).unwrap_or(at);
    let (number, next) = match ordinal(words, start) {
        Some(found) => found,
        None if words.is(start, "final") || (words.is(start, "last") && start > at) => (0, start + 1),
        None => return None,
    };
    let at = if words.is(at, "the") { at } else { start };
    let next = words.past_hyphen(next);
    let next = if words.is_any(next, &["fiscal", "financial"]) { next + 1 } else { next };
    let is_half = words.is(next, "half");
    if !is_half && words.lexeme(next) != Lexeme::Unit(Unit::Quarter) {
        return None;
    }
    let tail = year_after(words, next + 1);
    let number = match (number, is_half) {
        (0, true) => 2,
        // `the last quarter` alone is the one before this.
        (0, false) if tail.is_none() && words.is(start, "last") => return None,
        (0, false) => 4,
        (1 | 2, true) | (1..=4, false) => number,
        _ => return None,
    };
    if is_half && tail.is_none() && words.is(next + 1, "of") && !words.is(next + 2, "the") {
        return None;
    }
    if is_half {
        let (year, to) = tail?;
        return Some(Found::new(at, to, Meaning::Half { year, half: number }));
    }
    let (year, to) = tail.unwrap_or((YearOf::Unknown, next + 1));
    Some(Found::new(at, to, Meaning::Quarter { year, quarter: number }))
}

/// Reads `Q3 2009` and `Q3`.
fn short_quarter(words: &Words<'_>, at: usize) -> Option<Found> {
    let quarter = number(words, at + 1).and_then(|quarter| i8::try_from(quarter).ok())?;
    if words.text(at) != "Q" || !words.is_glued(at + 1) || !(1..=4).contains(&quarter) {
        return None;
    }
    let (year, to) = year_after(words, at + 2).unwrap_or((YearOf::Unknown, at + 2));
    Some(Found::new(at, to, Meaning::Quarter { year, quarter }))
}

/// Reads `the last week of March`, `the first week of June 2009`.
fn week_of_month(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the").unwrap_or(at);
    let (week, next) = match ordinal(words, start) {
        Some((week, next)) if (1..=4).contains(&week) => (week, next),
        _ if words.is_any(start, &["last", "final"]) => (0, start + 1),
        _ => return None,
    };
    let (month, next) = month_name(words, words.skip(next, "week of").or_else(|| words.skip(next, "week in"))?)?;
    let (year, to) = year_after(words, next).unwrap_or((YearOf::Unknown, next));
    Some(Found::new(at, to, Meaning::WeekOfMonth { year, month, week }))
}

/// Reads a season with or without its year.
fn season(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the").unwrap_or(at);
    let Lexeme::Season(season) = words.lexeme(start) else { return None };
    if let Some((year, to)) = year_after(words, start + 1).filter(|_| words.text(start + 1) != ",") {
        return Some(Found::new(at, to, Meaning::Season { year, season }));
    }
    let is_name = words.is_capital(start)
        && !words.begins_sentence(start)
        && (words.is_capital(start + 1) || (start > 0 && words.is_capital(start - 1)));
    let led = words.follows_any(start, LEADS) || follows_part(words, start);
    let led_by_the =
        start > at && words.follows_any(at, &["in", "during", "until", "by", "since", "through", "for", "over"]);
    let is_cut = words.is(start + 1, "of") || words.is_hyphen(start + 1);
    let is_sure = match season {
        // `Fall` and `spring` are verbs and nouns of other kinds.
        Season::Spring | Season::Autumn if !words.is(start, "autumn") => {
            (led_by_the
                || (led && start == at && !words.follows_any(start, &["of", "for", "after", "before", "from", "to"])))
                && !is_cut
        }
        _ => !is_cut,
    };
    let found = Meaning::Season { year: YearOf::Unknown, season };
    (is_sure && !is_name).then(|| Found::new(at, start + 1, found))
}

/// Reads a weekday, alone.
fn weekday(words: &Words<'_>, at: usize) -> Option<Found> {
    let papers = [
        "Times",
        "Telegraph",
        "Mirror",
        "Express",
        "Mail",
        "Post",
        "Herald",
        "Sun",
        "Tribune",
        "Independent",
        "Agreement",
        "Prayer",
        "Night",
        "School",
    ];
    let names = ["Black", "Bloody", "Super", "Cyber", "Ruby", "Orange", "Red"];
    let (weekday, to) = match words.lexeme(at) {
        Lexeme::Weekday(weekday) => (weekday, at + 1),
        Lexeme::ShortWeekday(weekday) => {
            let next = words.past_dot(at + 1);
            let is_long = words.text(at).len() > 3;
            let is_sure = next > at + 1 && (is_long || words.follows_any(at, &["on", "last", "next", "this"]));
            (weekday, is_sure.then_some(next)?)
        }
        _ => return None,
    };
    let is_name = words.follows_any(at, &names) && words.is_capital(at.wrapping_sub(1))
        || words.is_any(to, &papers) && words.is_capital(to);
    (!is_name).then(|| Found::new(at, to, Meaning::Weekday { weekday, shift: Shift::None }))
}

/// Reads a day with a name.
fn holiday(words: &Words<'_>, at: usize) -> Option<Found> {
    if !words.is_capital(at) {
        return None;
    }
    let (next, holiday) = HOLIDAYS
        .iter()
        .filter_map(|&(name, holiday)| Some((words.skip(at, name)?, holiday)))
        .max_by_key(|&(next, _)| next)?;
    if words.is_any(next, &["Island", "Islands", "Rising"]) {
        return None;
    }
    let (year, to) = year_after(words, next).unwrap_or((YearOf::Unknown, next));
    Some(Found::new(at, to, Meaning::Holiday { holiday, year }))
}

/// Reads `Sept. 11` where it means the attacks of 2001.
fn attacks(words: &Words<'_>, at: usize) -> Option<Found> {
    let (month, next) = month_name(words, at)?;
    let (_, to) = day_number(words, next)?;
    let is_meant = month == 9
        && words.text(next) == "11"
        && words.is_any(words.past_comma(to), &["attacks", "terror", "terrorist", "hijackings", "hijackers"]);
    is_meant.then(|| Date::new(2001, 9, 11).ok())?.map(|day| Found::new(at, to, Meaning::Day(day)))
}
