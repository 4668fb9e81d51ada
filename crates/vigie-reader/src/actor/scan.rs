//! Scanning: a phrase becomes a row of items (lands, bodies, people, role nouns, small words) in segments.

use std::ops::Range;

use super::book::ActorBook;
use super::entry::{LandWord, Meaning, Noun};
use super::words::{Sign, Words};

/// One item of a phrase.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The numbers of its words.
    pub(super) words: Range<usize>,
    pub(super) kind: ItemKind,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ItemKind {
    /// One or several lands that share a name.
    Land(Vec<u32>, LandWord),
    /// One or several organisations that share a name.
    Body(Vec<u32>),
    /// One or several people who share a name.
    People(Vec<u32>),
    /// A role noun.
    Noun(Noun),
    /// `former` and the like.
    Former,
    /// `backed`, `led` and the like: the land before it is not that of the head.
    Backed,
    /// Another word with a capital.
    Capital,
    /// An article, a number, a form of address, an adjective of rank.
    Small,
    /// Any other word.
    Plain,
}

/// What brings a segment in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intro {
    /// Nothing: the phrase begins.
    Start,
    /// `of`, `in`, `at`, `from`, `for`, `with`: what follows may tell to whom or where the head belongs.
    Of,
    /// `to`, `against`, `on`: what follows is somebody else.
    Other,
    /// A comma or dash.
    Comma,
    /// A bracket.
    Bracket,
    /// `and`, `or`.
    And,
}

/// Items between two prepositions or signs.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) intro: Intro,
    pub(super) items: Vec<Item>,
}

/// Cuts a phrase into segments of items.
///
/// `near` is the country that the context is about, if it is about one.
pub(super) fn segments(book: &ActorBook, words: &Words, near: Option<&str>) -> Vec<Segment> {
    let mut segments = vec![Segment { intro: Intro::Start, items: Vec::new() }];
    let mut at = 0;
    while at < words.len() {
        let found = book.longest_at(words, at);
        let sign = match words.get(at).sign {
            Sign::None => None,
            Sign::Open => Some(Intro::Bracket),
            Sign::Comma | Sign::Close => Some(Intro::Comma),
        };
        let length = found.as_ref().map_or(1, |found| found.0 - at);
        let intro = if length == 1 { intro_of(words.key(at)) } else { None };
        let is_initial_stop = sign == Some(Intro::Comma) && at > 0 && is_abbreviated(words.key(at - 1));
        if let Some(intro) = intro.or(sign).filter(|_| !is_initial_stop) {
            segments.push(Segment { intro, items: Vec::new() });
        }
        if intro.is_some() {
            at += 1;
            continue;
        }
        let kind = match found {
            Some((end, meanings)) => {
                let home = land_before(book, segments.last()).or(near);
                kind_of(book, words, at..end, &meanings, home)
            }
            None => word_kind(book, words, at),
        };
        let segment = segments.last_mut().expect("there is a first segment");
        let kind = if is_family_name(words, at..at + length, &kind, segment) { ItemKind::Capital } else { kind };
        let kind = if is_part_of_name(book, words, at..at + length, &kind, segment) { ItemKind::Capital } else { kind };
        segment.items.push(Item { words: at..at + length, kind });
        at += length;
    }
    segments
}

/// The countries that a text names, each once, in its order.
pub(super) fn countries_in<'b>(book: &'b ActorBook, text: &str) -> Vec<&'b str> {
    let words = Words::of(text);
    let mut countries: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((end, meanings)) = book.longest_at(&words, at) else {
            at += 1;
            continue;
        };
        for meaning in meanings {
            let code = match meaning {
                Meaning::Land(land, _) => book.lands[land as usize].code.as_str(),
                _ => continue,
            };
            if !code.is_empty() && !countries.contains(&code) {
                countries.push(code);
            }
        }
        at = end;
    }
    countries
}

fn intro_of(key: &str) -> Option<Intro> {
    match key {
        "of" | "in" | "at" | "from" | "for" | "with" | "across" | "near" | "within" | "inside" | "around"
        | "throughout" => Some(Intro::Of),
        "to" | "on" | "against" | "about" | "over" | "into" | "by" | "between" | "among" | "toward" | "towards"
        | "under" | "after" | "before" | "amid" | "behind" | "who" | "which" | "that" | "whose" | "where" | "whom"
        | "said" | "says" | "told" => Some(Intro::Other),
        "and" | "or" => Some(Intro::And),
        _ => None,
    }
}

fn kind_of(book: &ActorBook, words: &Words, range: Range<usize>, meanings: &[Meaning], home: Option<&str>) -> ItemKind {
    let people: Vec<u32> =
        meanings.iter().filter_map(|m| if let Meaning::Person(n) = m { Some(*n) } else { None }).collect();
    let bodies: Vec<u32> =
        meanings.iter().filter_map(|m| if let Meaning::Body(n) = m { Some(*n) } else { None }).collect();
    let lands = |kept: &[LandWord]| {
        let found = meanings
            .iter()
            .find_map(|m| if let Meaning::Land(_, word) = m { kept.contains(word).then_some(*word) } else { None })?;
        let numbers = meanings
            .iter()
            .filter_map(|m| if let Meaning::Land(n, word) = m { (*word == found).then_some(*n) } else { None });
        Some(ItemKind::Land(numbers.collect(), found))
    };
    let noun = meanings.iter().find_map(|m| if let Meaning::Noun(noun) = m { Some(*noun) } else { None });
    if range.len() > 1 && !people.is_empty() {
        return ItemKind::People(people);
    }
    if let Some(land) = lands(&[LandWord::Name, LandWord::Demonym]) {
        return land;
    }
    // The Kremlin is Russia, however it is built.
    let is_seat = bodies.iter().all(|body| book.bodies[*body as usize].sector == "GOV");
    if let Some(seat) = lands(&[LandWord::Metonym]).filter(|_| is_seat) {
        return seat;
    }
    // `the Honduran Congress` is not that of the United States.
    let is_abroad = home.is_some_and(|home| bodies.iter().all(|body| book.bodies[*body as usize].country != home));
    if let Some(noun) = noun.filter(|_| is_abroad && range.len() == 1) {
        return ItemKind::Noun(noun);
    }
    // A word that opens the phrase has its capital from there.
    let is_mere_noun =
        noun.is_some() && range.start == 0 && range.len() == 1 && !words.get(0).is_acronym && bodies.len() > 1;
    if !bodies.is_empty() && !is_mere_noun {
        return ItemKind::Body(bodies);
    }
    if let Some(land) = lands(&[LandWord::Capital, LandWord::Metonym, LandWord::Territory]) {
        return land;
    }
    match noun {
        Some(_) if is_rank_adjective(words, &range) => ItemKind::Small,
        Some(noun) => ItemKind::Noun(noun),
        None if !people.is_empty() => ItemKind::People(people),
        None => word_kind(book, words, range.start),
    }
}

/// The country of the land right before an item.
fn land_before<'b>(book: &'b ActorBook, segment: Option<&Segment>) -> Option<&'b str> {
    match &segment?.items.last()?.kind {
        ItemKind::Land(lands, _) => {
            lands.first().map(|land| book.lands[*land as usize].code.as_str()).filter(|code| !code.is_empty())
        }
        _ => None,
    }
}

/// Whether a role noun stands before another word as an adjective does: `general manager`, `a major broker`.
fn is_rank_adjective(words: &Words, range: &Range<usize>) -> bool {
    range.len() == 1
        && matches!(
            words.key(range.start),
            "general"
                | "major"
                | "private"
                | "principal"
                | "patient"
                | "professional"
                | "executive"
                | "chief"
                | "minor"
                | "native"
        )
        && !words.get(range.start).is_capital
        && range.end < words.len()
        && words.get(range.end).sign == Sign::None
        && !words.get(range.end).is_capital
        && intro_of(words.key(range.end)).is_none()
}

fn word_kind(book: &ActorBook, words: &Words, at: usize) -> ItemKind {
    let key = words.key(at);
    match key {
        "former" | "ex" | "onetime" | "erstwhile" | "ousted" | "deposed" | "toppled" | "retired" => ItemKind::Former,
        "backed" | "led" | "trained" | "funded" | "supported" | "born" | "allied" | "aligned" | "sponsored"
        | "installed" | "appointed" | "speaking" | "registered" | "made" | "supplied" | "run" | "controlled"
        | "occupied" | "held"
            if words.get(at).is_hyphened =>
        {
            ItemKind::Backed
        }
        "the" | "a" | "an" | "his" | "her" | "their" | "its" | "our" | "this" | "these" | "those" | "some"
        | "several" | "many" | "mr" | "mrs" | "ms" | "dr" | "sir" | "dame" | "lord" | "lady" | "prof" | "senior"
        | "top" | "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten" | "then"
        | "acting" | "interim" | "new" | "late" | "current" | "incoming" => ItemKind::Small,
        _ if key.starts_with(|letter: char| letter.is_ascii_digit()) => ItemKind::Small,
        _ => match book.misspelt(words, at) {
            Some(Meaning::Land(land, word)) => ItemKind::Land(vec![land], word),
            _ if words.get(at).is_capital => ItemKind::Capital,
            _ => ItemKind::Plain,
        },
    }
}

fn is_abbreviated(key: &str) -> bool {
    matches!(
        key,
        "gen"
            | "lt"
            | "col"
            | "maj"
            | "capt"
            | "sgt"
            | "sen"
            | "rep"
            | "gov"
            | "dr"
            | "mr"
            | "mrs"
            | "ms"
            | "st"
            | "prof"
            | "adm"
            | "brig"
            | "cmdr"
            | "sec"
            | "amb"
            | "rev"
            | "hon"
            | "jr"
            | "sr"
            | "pres"
    ) || key.chars().count() == 1
}

/// Whether the single-word name of a body is but a part of a longer one: the `Belarusian Telegraph Agency` is not the
/// `Telegraph` of Britain.
fn is_part_of_name(book: &ActorBook, words: &Words, range: Range<usize>, kind: &ItemKind, before: &Segment) -> bool {
    let ItemKind::Body(bodies) = kind else {
        return false;
    };
    let first = words.get(range.start);
    if range.len() > 1 || first.is_acronym {
        return false;
    }
    let goes_on = range.end < words.len() && words.get(range.end).is_capital && words.get(range.end).sign == Sign::None;
    let is_led = before.items.last().is_some_and(|item| item.kind != ItemKind::Small);
    if COMMON_NAMES.contains(&words.key(range.start))
        && (goes_on
            || is_led
            || range.end < words.len() && (words.key(range.end) == "and" || words.key(range.start) == "hindu"))
    {
        return true;
    }
    let Some(Item { kind: ItemKind::Land(lands, LandWord::Demonym | LandWord::Name), .. }) = before.items.last() else {
        return false;
    };
    let is_abroad = bodies.iter().all(|body| {
        let country = &book.bodies[*body as usize].country;
        !lands.iter().any(|land| book.lands[*land as usize].code == *country)
    });
    !words.get(range.start - 1).is_possessive && goes_on && is_abroad
}

/// Names of bodies that are common words too: they count only where they stand alone.
const COMMON_NAMES: [&str; 25] = [
    "national",
    "times",
    "sun",
    "telegraph",
    "independent",
    "guardian",
    "today",
    "union",
    "mirror",
    "standard",
    "post",
    "star",
    "globe",
    "herald",
    "observer",
    "hindu",
    "economist",
    "nation",
    "citizen",
    "people",
    "time",
    "target",
    "orange",
    "gap",
    "express",
];

/// Whether a role noun with a capital is but a family name (`James Baker`).
fn is_family_name(words: &Words, range: Range<usize>, kind: &ItemKind, before: &Segment) -> bool {
    const NAMES: [&str; 32] = [
        "baker",
        "cook",
        "king",
        "bishop",
        "judge",
        "major",
        "butler",
        "porter",
        "carpenter",
        "farmer",
        "fisher",
        "hunter",
        "mason",
        "miller",
        "shepherd",
        "weaver",
        "parker",
        "knight",
        "page",
        "pope",
        "prince",
        "dean",
        "marshall",
        "noble",
        "abbott",
        "archer",
        "driver",
        "gardener",
        "taylor",
        "turner",
        "walker",
        "singer",
    ];
    let follows_capital = before.items.last().is_some_and(|item| item.kind == ItemKind::Capital);
    // `Feliciano Valencia` is no town.
    if matches!(kind, ItemKind::Land(_, LandWord::Territory))
        && range.end == words.len()
        && !words.get(range.start).is_hyphened
    {
        return follows_capital && before.items.len() == 1 && before.intro == Intro::Start;
    }
    // `Prime Minister Anna Ford` is no carmaker, nor is `Anna Ford, an envoy`.
    let is_last = range.end == words.len();
    let is_closed = is_last || words.get(range.end).sign == Sign::Comma;
    if matches!(kind, ItemKind::Body(_)) && range.len() == 1 && is_closed && !words.get(range.start).is_acronym {
        let has_title = before.items.iter().any(|item| matches!(item.kind, ItemKind::Noun(_)));
        return follows_capital && (has_title || !is_last && before.items.len() == 1);
    }
    matches!(kind, ItemKind::Noun(_))
        && range.len() == 1
        && words.get(range.start).is_capital
        && NAMES.contains(&words.key(range.start))
        && follows_capital
}
