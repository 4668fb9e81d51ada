//! Lengths: `five years`, `the past few days`, `24-year-old`, and what is counted by them: `a decade ago`.

use super::meaning::{Amount, Anchor, Found, Meaning, Side};
use super::numbers::amount;
use super::pointing::ends_clause;
use super::unit::Unit;
use super::words::{Lexeme, Words};

/// Words that say about how long.
const ABOUT: &[&str] = &[
    "more than",
    "less than",
    "fewer than",
    "no more than",
    "no less than",
    "longer than",
    "well over",
    "just over",
    "just under",
    "at least",
    "at most",
    "up to",
    "as many as",
    "as much as",
    "as long as",
    "close to",
    "nearly",
    "almost",
    "about",
    "around",
    "roughly",
    "approximately",
    "over",
    "under",
    "some",
    "exactly",
    "another",
    "barely",
    "an estimated",
    "an additional",
    "additional",
    "only",
    "the entire",
    "the whole",
    "all of",
    "all",
];

/// What says on which side of the present a stretch lies.
const SIDES: &[(&str, Side)] = &[
    ("the past", Side::Past),
    ("these past", Side::Past),
    ("the last", Side::Past),
    ("these last", Side::Past),
    ("the previous", Side::Past),
    ("the preceding", Side::Past),
    ("the prior", Side::Past),
    ("past", Side::Past),
    ("last", Side::Past),
    ("previous", Side::Past),
    ("the next", Side::Future),
    ("the coming", Side::Future),
    ("the following", Side::Future),
    ("the upcoming", Side::Future),
    ("the ensuing", Side::Future),
    ("next", Side::Future),
    ("coming", Side::Future),
];

/// What may stand between the number and the unit.
const BETWEEN: &[&str] = &[
    "straight",
    "consecutive",
    "successive",
    "full",
    "whole",
    "more",
    "additional",
    "working",
    "business",
    "trading",
    "long",
    "calendar",
    "short",
    "solid",
    "further",
    "extra",
    "entire",
    "fiscal",
];

/// Reads a length, or a date that is told by one.
pub(super) fn length(words: &Words<'_>, at: usize) -> Option<Found> {
    let about = words.skip_any(at, ABOUT).filter(|&next| !words.is(at, "some") || amount_in_figures(words, next));
    let start = about.unwrap_or(at);
    if about.is_some()
        && words.is_any(at, &["another", "the"])
        && let Lexeme::Unit(unit) = words.lexeme(start)
        && !unit.is_of_clock()
        && unit != Unit::Quarter
        && words.is(at, "another")
    {
        return Some(finish(words, at, start + 1, vec![(Amount::Exact(1.0), unit)], None));
    }
    let sided = SIDES.iter().filter_map(|&(phrase, side)| Some((words.skip(start, phrase)?, side)));
    let sided = sided.max_by_key(|&(next, _)| next);
    if about.is_some() && sided.is_some() {
        // `Over the next four years`: here `over` is a preposition.
        return None;
    }
    let (first, side) = sided.map_or((start, None), |(next, side)| (next, Some(side)));
    if let Some(found) = counted(words, at, first, side) {
        return Some(found);
    }
    if let Some(side) = side
        && let Some(found) = one_or_some(words, at, first, side)
    {
        return Some(found);
    }
    bare(words, at)
}

fn amount_in_figures(words: &Words<'_>, at: usize) -> bool {
    amount(words, at).is_some_and(|(amount, _)| matches!(amount, Amount::Exact(_)))
}

/// Reads a number and its unit, and what follows: more of them, `old`, `ago`.
fn counted(words: &Words<'_>, at: usize, first: usize, side: Option<Side>) -> Option<Found> {
    let (amount, next) = amount(words, first)?;
    let (amount, next) = second_bound(words, next).unwrap_or((amount, next));
    let between = words.skip_any(next, BETWEEN).unwrap_or(next);
    let hyphen = words.past_hyphen(between);
    let hyphen = if words.is_any(hyphen, &["trading", "business", "working"]) { hyphen + 1 } else { hyphen };
    let is_attributive = hyphen > next && between == next;
    let (Lexeme::Unit(unit) | Lexeme::Units(unit)) = words.lexeme(hyphen) else { return None };
    let is_plural = matches!(words.lexeme(hyphen), Lexeme::Units(_));
    if !is_length(words, first, hyphen, unit, is_plural, is_attributive, side) {
        return None;
    }
    let mut lengths = vec![(amount, unit)];
    let mut to = hyphen + 1;
    while let Some((amount, unit, next)) = smaller(words, to, lengths[lengths.len() - 1].1) {
        lengths.push((amount, unit));
        to = next;
    }
    // `An hour and a half`.
    if let Some(next) = words.skip(to, "and a half")
        && let (Amount::Exact(number), unit) = lengths[0]
    {
        lengths[0] = (Amount::Exact(number + 0.5), unit);
        to = next;
    }
    Some(finish(words, at, to, lengths, side))
}

/// Whether a number and a unit are a length and not an ordinal, a fraction or a name.
fn is_length(
    words: &Words<'_>,
    first: usize,
    unit_at: usize,
    unit: Unit,
    is_plural: bool,
    is_attributive: bool,
    side: Option<Side>,
) -> bool {
    let is_one = words.is_any(first, &["a", "an"]);
    let is_amount_of_money = first > 0 && matches!(words.text(first - 1), "$" | "€" | "£") && words.is_glued(first);
    let is_decimal_tail =
        first > 1 && words.is_glued(first) && matches!(words.text(first - 1), "." | "," | "/" | "-" | ":");
    if is_one && is_plural && unit_at == first + 1
        || words.is_any(first, &["zero", "0"])
        || is_amount_of_money
        || is_decimal_tail
    {
        return false;
    }
    match unit {
        // `A second`, `a quarter` and `three quarters of` are other things.
        Unit::Second => is_plural || is_attributive || !is_one,
        Unit::Quarter => {
            let is_fraction =
                words.is_hyphen(unit_at - 1) || words.is(unit_at + 1, "of") || words.is_hyphen(unit_at + 1) || is_one;
            is_plural && (!is_fraction || unit_at > first + 1 && !words.is_hyphen(unit_at - 1)) || side.is_some()
        }
        _ => !words.is_capital(unit_at) || words.begins_line(first) || !words.is_capital(first) || is_plural,
    }
}

/// Reads the second number of `three to five years`, `three or four days`, `3-5 years`.
fn second_bound(words: &Words<'_>, next: usize) -> Option<(Amount, usize)> {
    let start = if words.is_any(next, &["to", "or"]) || words.is_hyphen(next) { next + 1 } else { return None };
    let (Amount::Exact(number), to) = amount(words, start)? else { return None };
    let is_number = !words.is_any(start, &["a", "an", "half"]);
    is_number.then_some((Amount::Exact(number), to))
}

/// Reads `and three months` after years, `30 minutes` after hours.
fn smaller(words: &Words<'_>, at: usize, than: Unit) -> Option<(Amount, Unit, usize)> {
    let start = words.skip(words.past_comma(at), "and").unwrap_or(words.past_comma(at));
    if words.is_any(start, &["a", "an", "some", "many", "few"]) && start == at {
        return None;
    }
    let (Amount::Exact(number), next) = amount(words, start)? else { return None };
    match words.lexeme(words.past_hyphen(next)) {
        Lexeme::Unit(unit) | Lexeme::Units(unit) if unit < than && unit != Unit::Quarter => {
            Some((Amount::Exact(number), unit, words.past_hyphen(next) + 1))
        }
        _ => None,
    }
}

/// Reads `the past week`, `the coming years`, `recent months` has another place.
fn one_or_some(words: &Words<'_>, at: usize, first: usize, side: Side) -> Option<Found> {
    let has_article = words.is_any(at, &["the", "these"]) || first > at + 1 || words.is_any(at, &["past"]);
    match words.lexeme(first) {
        Lexeme::Unit(unit) if has_article && unit != Unit::Second && !words.is_capital(first) => {
            let is_stretch = words.is_any(first - 1, &["past", "last", "next"]) && unit != Unit::Quarter;
            is_stretch.then(|| finish(words, at, first + 1, vec![(Amount::Exact(1.0), unit)], Some(side)))
        }
        Lexeme::Units(unit) => {
            if side == Side::Future && words.is_any(first - 1, &["coming", "upcoming"]) {
                return Some(Found::new(at, first + 1, Meaning::Reference("FUTURE_REF")));
            }
            Some(finish(words, at, first + 1, vec![(Amount::Vague(guess(unit)), unit)], Some(side)))
        }
        _ => None,
    }
}

/// Reads `years`, `for months`, `decades ago`, where no number says how many.
fn bare(words: &Words<'_>, at: usize) -> Option<Found> {
    let Lexeme::Units(unit) = words.lexeme(at) else { return None };
    let leads = [
        "for", "in", "after", "over", "within", "take", "takes", "took", "taken", "taking", "last", "lasted",
        "lasting", "spent", "spend", "spending", "been", "until", "just", "mere", "only", "of", "through", "years",
    ];
    let tails = ["ago", "later", "earlier", "of", "before", "after", "to", "afterwards", "afterward", "long", "since"];
    let hyphen = words.past_hyphen(at + 1);
    let is_led = words.follows_any(at, &leads) || words.begins_sentence(at);
    let is_tailed = words.is_any(hyphen, &tails) && (!words.is(hyphen, "to") || words.is(hyphen + 1, "come"));
    // `Minutes` are also of meetings, `seconds` and `quarters` also other things.
    let is_doubtful = matches!(unit, Unit::Minute | Unit::Second | Unit::Quarter)
        && !(words.is_any(at + 1, &["ago", "later", "earlier", "before", "after"])
            || words.follows_any(at, &["in", "within", "for", "just"]));
    let is_owned = words.follows_any(
        at,
        &[
            "the", "his", "her", "their", "its", "our", "those", "these", "'", "s", "school", "early", "final",
            "first", "old", "dark",
        ],
    ) || (at > 0 && words.is_hyphen(at - 1));
    let is_owned = is_owned && !(hyphen > at + 1 && words.is(hyphen, "long"));
    let is_weak = words.follows_any(at, &["of", "last"])
        && !is_tailed
        && !words.follows_any(at.wrapping_sub(1), &["matter", "couple"]);
    if !(is_led || is_tailed) || is_doubtful || is_owned || is_weak || unit == Unit::Quarter {
        return None;
    }
    Some(finish(words, at, at + 1, vec![(Amount::Vague(guess(unit)), unit)], None))
}

/// How many people mean by the plural alone.
const fn guess(unit: Unit) -> f64 {
    match unit {
        Unit::Second | Unit::Minute => 20.0,
        Unit::Hour | Unit::Day => 5.0,
        Unit::Century => 3.0,
        _ => 4.0,
    }
}

/// Looks at what follows a length: `ago`, `later`, `-old`, `-long`.
fn finish(words: &Words<'_>, at: usize, to: usize, lengths: Vec<(Amount, Unit)>, side: Option<Side>) -> Found {
    let tail = words.past_hyphen(to);
    let tail = words.skip_any(tail, &["or so", "or more"]).unwrap_or(tail);
    let away = |sign: f64, from: Anchor, to: usize| {
        let (amount, unit) = lengths[0];
        let meaning = match amount {
            Amount::Exact(number) if lengths.len() == 1 => Meaning::Away { unit, by: sign * number, from },
            Amount::Vague(_) if from == Anchor::Published && sign < 0.0 => Meaning::Reference("PAST_REF"),
            Amount::Vague(_) if from == Anchor::Published => Meaning::Reference("FUTURE_REF"),
            _ => Meaning::Duration { lengths: lengths.clone(), side: None },
        };
        Found::new(at, to, meaning)
    };
    if words.is(tail, "ago") {
        return away(-1.0, Anchor::Published, tail + 1);
    }
    if let Some(next) = words.skip_any(tail, &["from now", "from today", "hence"]) {
        return away(1.0, Anchor::Published, next);
    }
    if side.is_none() {
        if words.is(tail, "earlier") && !words.is(tail + 1, "than")
            || words.is_any(tail, &["before", "previously", "beforehand"]) && ends_clause(words, tail + 1)
        {
            return away(-1.0, Anchor::Spoken, tail + 1);
        }
        if words.is(tail, "later") && !words.is(tail + 1, "than")
            || words.is_any(tail, &["afterwards", "afterward"])
            || words.is(tail, "after") && ends_clause(words, tail + 1)
        {
            return away(1.0, Anchor::Spoken, tail + 1);
        }
    }
    let to = if words.is_any(tail, &["old", "olds"]) { tail + 1 } else { to };
    let to = if words.is_hyphen(to) && words.is(to + 1, "long") { to + 2 } else { to };
    Found::new(at, to, Meaning::Duration { lengths, side })
}
