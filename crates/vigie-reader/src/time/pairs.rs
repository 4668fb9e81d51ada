//! Pairs: two dates that share a month or a year, as in `June 1 to 3` and `between April and June 2003`.

use jiff::civil::Date;

use super::meaning::{Found, Meaning, YearOf};
use super::words::{Lexeme, Words};
use super::years::year_after;
use super::{dates, told_year};

const LINKS: &[&str] = &["to", "and", "through", "until", "or", "-", "–", "—"];

/// Gives a date the year that the one after it tells, and reads the second day of `June 1 to 3`.
pub(super) fn shared(words: &Words<'_>, found: Found) -> Vec<Found> {
    if let Some(pair) = second_day(words, &found) {
        return pair;
    }
    let has_no_year = matches!(
        found.meaning,
        Meaning::YearDay { year: YearOf::Unknown, .. }
            | Meaning::Month { year: YearOf::Unknown, .. }
            | Meaning::Quarter { year: YearOf::Unknown, .. }
    );
    if !has_no_year || !words.is_any(found.to, LINKS) {
        return vec![found];
    }
    let after = words.skip_any(found.to + 1, &["in", "on", "from"]).unwrap_or(found.to + 1);
    let year = dates::date(words, after).and_then(|next| told_year(&next.meaning));
    match year {
        Some(year) => vec![Found { meaning: in_year(&found.meaning, year), ..found }],
        None => vec![found],
    }
}

fn in_year(meaning: &Meaning, year: i16) -> Meaning {
    match *meaning {
        Meaning::YearDay { month, day, .. } => day_of(Some(year), month, day).unwrap_or_else(|| meaning.clone()),
        Meaning::Month { month, .. } => Meaning::Month { year: YearOf::Told(year), month },
        Meaning::Quarter { quarter, .. } => Meaning::Quarter { year: YearOf::Told(year), quarter },
        _ => meaning.clone(),
    }
}

fn day_of(year: Option<i16>, month: i8, day: i8) -> Option<Meaning> {
    match year {
        Some(year) => Date::new(year, month, day).ok().map(Meaning::Day),
        None => Date::new(2000, month, day).ok().map(|_| Meaning::YearDay { year: YearOf::Unknown, month, day }),
    }
}

/// Reads the `3` of `June 1-3, 2022`, `June 1 to 3`, `June 1 and 3`.
fn second_day(words: &Words<'_>, first: &Found) -> Option<Vec<Found>> {
    let Meaning::YearDay { year: YearOf::Unknown, month, day: first_day } = first.meaning else { return None };
    let ends_in_number = matches!(words.lexeme(first.to - 1), Lexeme::Number(_));
    if !ends_in_number || !words.is_any(first.to, LINKS) {
        return None;
    }
    let at = first.to + 1;
    let Lexeme::Number(number) = words.lexeme(at) else { return None };
    let day = i8::try_from(number).ok().filter(|_| words.text(at).len() < 3)?;
    let is_cut = words.is_glued(at + 1) && !matches!(words.text(at + 1), "." | "," | ";" | ")" | ":");
    let year = year_after(words, at + 1).and_then(|(year, to)| match year {
        YearOf::Told(year) => Some((year, to)),
        _ => None,
    });
    let is_day = words.is_any(first.to, &["to", "-", "–", "—", "through"])
        || year.is_some()
        || super::pointing::ends_clause(words, at + 1);
    if is_cut || !is_day || day <= first_day {
        return None;
    }
    let told = year.map(|(year, _)| year);
    let to = year.map_or(at + 1, |(_, to)| to);
    let first = Found { meaning: day_of(told, month, first_day)?, ..first.clone() };
    Some(vec![first, Found::new(at, to, day_of(told, month, day)?)])
}

/// Reads the `1` of `1 to 3 June 2022`.
pub(super) fn first_day(words: &Words<'_>, at: usize) -> Option<Found> {
    let Lexeme::Number(number) = words.lexeme(at) else { return None };
    let day = i8::try_from(number).ok().filter(|day| (1..=31).contains(day) && words.text(at).len() < 3)?;
    if !words.is_any(at + 1, LINKS) || words.is_glued(at) && at > 0 && !matches!(words.text(at - 1), "(" | "\"" | "“")
    {
        return None;
    }
    let next = dates::date(words, at + 2).filter(|_| matches!(words.lexeme(at + 2), Lexeme::Number(_)))?;
    let meaning = match next.meaning {
        Meaning::Day(date) if words.lexeme(at + 3) != Lexeme::Mark => day_of(Some(date.year()), date.month(), day)?,
        Meaning::YearDay { year, month, .. } => Meaning::YearDay { year, month, day },
        _ => return None,
    };
    Some(Found::new(at, at + 1, meaning))
}
