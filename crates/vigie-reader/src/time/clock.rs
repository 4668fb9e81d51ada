//! Times of day: `8 p.m. EST`, `16:00 GMT`, `noon on Friday`, `Monday morning`.

use super::dates::date;
use super::meaning::{Found, Meaning};
use super::pointing::pointing;
use super::unit::DayPart;
use super::words::{Lexeme, Words};

/// A time of day without its day.
struct Hand {
    hour: i8,
    minute: i8,
    second: Option<i8>,
    is_utc: bool,
    to: usize,
}

/// Reads a time of day, with the day that stands beside it.
pub(super) fn clock(words: &Words<'_>, at: usize) -> Option<Found> {
    if let Some(hand) = hand(words, at) {
        let (day, to) = day_beside(words, hand.to).map_or((None, hand.to), |(day, to)| (Some(Box::new(day)), to));
        let Hand { hour, minute, second, is_utc, .. } = hand;
        return Some(Found::new(at, to, Meaning::Clock { hour, minute, second, is_utc, day }));
    }
    named(words, at)
}

/// Adds the time of day after a day: `Friday at 8 p.m.`, `June 1, 16:00 GMT`, `Tuesday morning`.
pub(super) fn with_clock(words: &Words<'_>, found: Found) -> Found {
    let is_day = matches!(
        found.meaning,
        Meaning::Day(_)
            | Meaning::YearDay { .. }
            | Meaning::Weekday { .. }
            | Meaning::Holiday { .. }
            | Meaning::Away { .. }
    );
    if !is_day {
        return found;
    }
    let day = Some(Box::new(found.meaning.clone()));
    let glued_t = words.text(found.to) == "T" && words.is_glued(found.to);
    if let Lexeme::Part(part) = words.lexeme(found.to)
        && !glued_t
    {
        return Found::new(found.from, found.to + 1, Meaning::Part { part, day });
    }
    let past = words.past_comma(found.to);
    let start =
        if glued_t { found.to + 1 } else { words.skip_any(past, &["at about", "at around", "at"]).unwrap_or(past) };
    if let Some(Hand { hour, minute, second, is_utc, to }) = hand(words, start) {
        return Found::new(found.from, to, Meaning::Clock { hour, minute, second, is_utc, day });
    }
    match words.lexeme(start) {
        Lexeme::Part(point @ (DayPart::Noon | DayPart::Midnight)) if start > past => {
            Found::new(found.from, start + 1, Meaning::Part { part: point, day })
        }
        _ => found,
    }
}

/// Reads a day right after a time of day: `8 p.m. Friday`, `noon on June 1`.
fn day_beside(words: &Words<'_>, at: usize) -> Option<(Meaning, usize)> {
    let past = words.past_comma(at);
    let start = words.skip(past, "on").unwrap_or(past);
    if words.begins_line(start) {
        return None;
    }
    let found = date(words, start).or_else(|| pointing(words, start))?;
    let is_day = matches!(
        found.meaning,
        Meaning::Day(_)
            | Meaning::YearDay { .. }
            | Meaning::Weekday { .. }
            | Meaning::Holiday { .. }
            | Meaning::Away { .. }
    );
    is_day.then_some((found.meaning, found.to))
}

/// Reads the hour and minute, with what stands behind: `p.m.`, `o'clock`, a zone.
fn hand(words: &Words<'_>, at: usize) -> Option<Hand> {
    let Lexeme::Number(first) = words.lexeme(at) else {
        return dotted_hand(words, at);
    };
    if at > 0 && words.is_glued(at) && matches!(words.text(at - 1), "." | "/" | "$" | "€" | ":" | "-" | "+") {
        return None;
    }
    let digits = words.text(at).len();
    let mut hand = Hand { hour: 0, minute: 0, second: None, is_utc: false, to: at + 1 };
    let mut is_sure = false;
    if digits == 4 {
        hand.hour = i8::try_from(first / 100).ok()?;
        hand.minute = i8::try_from(first % 100).ok()?;
    } else {
        hand.hour = i8::try_from(first).ok()?;
        if let Some(minute) = two_digits(words, at + 1) {
            hand.minute = minute;
            hand.to = at + 3;
            is_sure = true;
            hand.second = two_digits(words, at + 3);
            hand.to += if hand.second.is_some() { 2 } else { 0 };
        }
    }
    finish_hand(words, hand, is_sure, digits)
}

/// Reads `8.30` before `p.m.`.
fn dotted_hand(words: &Words<'_>, at: usize) -> Option<Hand> {
    let Lexeme::Figure(_) = words.lexeme(at) else { return None };
    let (hour, minute) = words.text(at).split_once('.')?;
    if minute.len() != 2 {
        return None;
    }
    let hand = Hand { hour: hour.parse().ok()?, minute: minute.parse().ok()?, second: None, is_utc: false, to: at + 1 };
    finish_hand(words, hand, false, hour.len())
}

fn two_digits(words: &Words<'_>, colon: usize) -> Option<i8> {
    let Lexeme::Number(number) = words.lexeme(colon + 1) else { return None };
    let is_minute = words.text(colon) == ":"
        && words.is_glued(colon)
        && words.is_glued(colon + 1)
        && words.text(colon + 1).len() == 2
        && number < 60;
    is_minute.then(|| i8::try_from(number).ok())?
}

fn finish_hand(words: &Words<'_>, mut hand: Hand, mut is_sure: bool, digits: usize) -> Option<Hand> {
    if let Some((is_afternoon, to)) = half_of_day(words, hand.to) {
        if !(1..=12).contains(&hand.hour) || digits > 2 {
            return None;
        }
        hand.hour = hand.hour % 12 + if is_afternoon { 12 } else { 0 };
        hand.to = to;
        is_sure = true;
    } else if words.is(hand.to, "o'clock") || words.is(hand.to, "o’clock") {
        hand.to += 1;
        is_sure = true;
    }
    if let Some((is_utc, to)) = zone(words, hand.to) {
        // `12 EST` is no time, `0900 GMT` is.
        if is_sure || digits == 4 || is_utc {
            hand.is_utc = is_utc;
            hand.to = to;
            is_sure = true;
        }
    } else if digits == 4 && words.is_any(hand.to, &["hours", "hrs"]) && words.text(hand.to - 1).len() == 4 {
        hand.to += 1;
        is_sure = true;
    }
    // A part of the day behind says no more than the hour: `8 in the morning`.
    let is_in_range = (0..=24).contains(&hand.hour) && (0..60).contains(&hand.minute);
    let is_ratio = is_sure && words.text(hand.to) == ":" && words.is_glued(hand.to);
    (is_sure && is_in_range && !is_ratio).then_some(hand)
}

/// Reads `a.m.` or `p.m.` in any writing.
fn half_of_day(words: &Words<'_>, at: usize) -> Option<(bool, usize)> {
    let dotted = |letter| {
        let is_it =
            words.is(at, letter) && words.text(at + 1) == "." && words.is(at + 2, "m") && words.is_glued(at + 2);
        is_it.then(|| words.past_dot(at + 3))
    };
    if let Some(to) = dotted("a") {
        return Some((false, to));
    }
    if let Some(to) = dotted("p") {
        return Some((true, to));
    }
    let is_morning = matches!(words.text(at), "am" | "AM")
        && (words.is_glued(at) || words.text(at) == "AM" || !words.is_capital(at));
    if is_morning {
        return Some((false, at + 1));
    }
    matches!(words.text(at), "pm" | "PM").then_some((true, at + 1))
}

/// Reads a time zone; whether it is that of Greenwich.
fn zone(words: &Words<'_>, at: usize) -> Option<(bool, usize)> {
    let start = if words.text(at) == "(" { at + 1 } else { at };
    let is_closed = |to: usize| if start > at && words.text(to) == ")" { to + 1 } else { to };
    let zones = [
        "EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "PST", "PDT", "PT", "BST", "CET", "CEST", "EET", "EEST",
        "MSK", "IST", "JST", "AEST", "AEDT", "HKT", "SGT",
    ];
    let text = words.text(start);
    if matches!(text, "GMT" | "UTC" | "Z") {
        let has_offset =
            matches!(words.text(start + 1), "+" | "-") && matches!(words.lexeme(start + 2), Lexeme::Number(_));
        return Some((!has_offset, is_closed(if has_offset { start + 3 } else { start + 1 })));
    }
    if zones.contains(&text) {
        return Some((false, is_closed(start + 1)));
    }
    let local = words.skip_any(
        start,
        &[
            "local time",
            "Moscow time",
            "Kyiv time",
            "Kiev time",
            "Eastern time",
            "Pacific time",
            "Central time",
            "Beijing time",
        ],
    );
    local.map(|to| (false, is_closed(to)))
}

/// Reads `noon`, `midnight`, `the morning of June 5`, `in the morning`.
fn named(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the").unwrap_or(at);
    let start = if words.is_any(start, &["early", "late"]) && start > at { start + 1 } else { start };
    let Lexeme::Part(part) = words.lexeme(start) else { return None };
    if words.is(start, "dawn") && words.is(start + 1, "of") {
        return None;
    }
    if let Some(next) = words.skip(start + 1, "of")
        && let Some((day, to)) = day_beside(words, next)
    {
        return Some(Found::new(at, to, Meaning::Part { part, day: Some(Box::new(day)) }));
    }
    let is_point = matches!(part, DayPart::Noon | DayPart::Midnight) && !words.is(start + 1, "oil");
    if is_point && start == at {
        let (day, to) = day_beside(words, start + 1).map_or((None, start + 1), |(day, to)| (Some(Box::new(day)), to));
        return Some(Found::new(at, to, Meaning::Part { part, day }));
    }
    let led = words.follows_any(at, &["in", "during", "on", "through", "throughout", "until", "by"]);
    let is_followed = words.is_hyphen(start + 1) || words.is_any(start + 1, &["sky", "before", "after", "shift", "of"]);
    (led && start > at && !is_followed && !words.is_capital(start))
        .then(|| Found::new(at, start + 1, Meaning::Part { part, day: None }))
}
