//! Joining: mentions of one event in one report become one record.
//!
//! `has created, is creating and will create` is one event with the latest status. Two mentions are one where type and
//! parties agree and neither status nor date says otherwise.
//!
//! Cost: mentions times the events of their type that are known by then.

use std::collections::BTreeMap;

use vigie_record::{ByteRange, Event, Party, Status, TimeSpan};

/// Joins the mentions of a page; each record keeps the words of its first full mention.
pub(crate) fn join(events: Vec<Event>) -> Vec<Event> {
    let mut joined: Vec<(Event, Keys)> = Vec::new();
    let mut by_type: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for event in events {
        let keys = Keys::of(&event);
        let of_type = by_type.entry(event.event_type.clone()).or_default();
        let found = of_type.iter().copied().find(|&at| are_one((&joined[at].0, &joined[at].1), (&event, &keys)));
        if let Some(at) = found {
            let (known, known_keys) = &mut joined[at];
            absorb(known, event);
            *known_keys = Keys::of(known);
        } else {
            of_type.push(joined.len());
            joined.push((event, keys));
        }
    }
    let once = joined.into_iter().map(|(event, _)| Event { occurrence_id: Some(event.id), ..event });
    once.collect()
}

/// By what the parties of an event are told from others: reckoned once, since each event is held against many.
struct Keys {
    actor: Option<String>,
    recipient: Option<String>,
}

impl Keys {
    fn of(event: &Event) -> Self {
        Self { actor: event.actor.as_ref().map(key), recipient: event.recipient.as_ref().map(key) }
    }
}

/// Whether two events of a type are one.
fn are_one((known, known_keys): (&Event, &Keys), (other, keys): (&Event, &Keys)) -> bool {
    let actors = agree(known_keys.actor.as_deref(), keys.actor.as_deref());
    let recipients = agree(known_keys.recipient.as_deref(), keys.recipient.as_deref());
    actors != Some(false)
        && recipients != Some(false)
        && (known.mode == other.mode || known.mode.is_none() || other.mode.is_none())
        && statuses_agree(known, other)
        && dates_agree(known.event_date.as_ref(), other.event_date.as_ref())
        && parties_agree(known, other, actors, recipients)
}

fn parties_agree(known: &Event, other: &Event, actors: Option<bool>, recipients: Option<bool>) -> bool {
    let same_word = known.action.lemma == other.action.lemma || nearly(&known.action.lemma, &other.action.lemma);
    match (actors, recipients) {
        (Some(true), Some(true)) => true,
        (Some(true), None) => same_word && is_certain(known.actor.as_ref(), other.actor.as_ref()),
        (None, Some(true)) => same_word && is_certain(known.recipient.as_ref(), other.recipient.as_ref()),
        // `the Russian invasion` and, elsewhere, `the invasion of Ukraine`
        (None, None) => same_word && is_whole(known, other) && nearly(&known.action.lemma, &other.action.lemma),
        _ => false,
    }
}

/// Whether what one mention leaves open the other tells, so that together they know both sides.
fn is_whole(known: &Event, other: &Event) -> bool {
    (known.actor.is_some() || other.actor.is_some()) && (known.recipient.is_some() || other.recipient.is_some())
}

/// Whether two parties are the same; `None` where one is not known.
fn agree(known: Option<&str>, other: Option<&str>) -> Option<bool> {
    known.zip(other).map(|(known, other)| known == other)
}

/// Whether two parties that agree are one by name or by the same words, not only of one country and sector: `US citizens` are many.
fn is_certain(known: Option<&Party>, other: Option<&Party>) -> bool {
    let Some((known, other)) = known.zip(other) else { return false };
    known.identity.actor_id.is_some() || known.identity.name.is_some() || known.text.eq_ignore_ascii_case(&other.text)
}

fn key(party: &Party) -> String {
    let identity = &party.identity;
    let by_sector = || match (&identity.country, &identity.sector) {
        (Some(country), Some(sector)) => Some(format!("{country}/{sector}")),
        _ => None,
    };
    identity
        .actor_id
        .clone()
        .or_else(|| identity.name.clone())
        .or_else(by_sector)
        .unwrap_or_else(|| party.text.to_lowercase())
}

/// Whether two words have the same beginning, as `invade` and `invasion` do.
fn nearly(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    shared >= 4 && shared * 2 >= a.chars().count().max(b.chars().count())
}

/// Whether one event can have both statuses over time.
fn statuses_agree(known: &Event, other: &Event) -> bool {
    let class = |status: Status| match status {
        Status::Happened | Status::UnderWay | Status::Historical => 0,
        Status::Planned => 1,
        Status::Threatened | Status::Possible => 2,
        Status::Hypothetical => 3,
        Status::Denied => 4,
    };
    let (a, b) = (class(known.status), class(other.status));
    a == b || (a.max(b) == 1 && nearly(&known.action.lemma, &other.action.lemma))
}

fn dates_agree(known: Option<&TimeSpan>, other: Option<&TimeSpan>) -> bool {
    match (known, other) {
        (Some(known), Some(other)) if known.expression.is_some() && other.expression.is_some() => {
            let before =
                |a: &TimeSpan, b: &TimeSpan| matches!((a.end, b.start), (Some(end), Some(start)) if end < start);
            !before(known, other) && !before(other, known)
        }
        _ => true,
    }
}

/// Takes over what a later mention adds.
fn absorb(known: &mut Event, other: Event) {
    add_spans(&mut known.spans, other.spans);
    add_spans(&mut known.action.spans, other.action.spans);
    if rank(other.status) > rank(known.status) {
        known.status = other.status;
        known.probability = other.probability;
        known.claim_id = other.claim_id;
    }
    known.actor = known.actor.take().or(other.actor);
    known.recipient = known.recipient.take().or(other.recipient);
    known.mode = known.mode.take().or(other.mode);
    known.place = known.place.take().or(other.place);
    if known.event_date.as_ref().is_none_or(|date| date.expression.is_none()) && other.event_date.is_some() {
        known.event_date = other.event_date;
    }
    for magnitude in other.magnitude {
        if !known.magnitude.iter().any(|own| own.kind == magnitude.kind) {
            known.magnitude.push(magnitude);
        }
    }
    for context in other.contexts {
        if !known.contexts.contains(&context) {
            known.contexts.push(context);
        }
    }
}

/// Adds places to some that are in the order of the text.
fn add_spans(spans: &mut Vec<ByteRange>, more: Vec<ByteRange>) {
    for span in more {
        if let Err(at) = spans.binary_search(&span) {
            spans.insert(at, span);
        }
    }
}

/// Which status is the latest word on an event: one that is told as over somewhere is over.
fn rank(status: Status) -> u8 {
    match status {
        Status::Happened => 3,
        Status::UnderWay => 2,
        Status::Historical => 1,
        _ => 0,
    }
}
