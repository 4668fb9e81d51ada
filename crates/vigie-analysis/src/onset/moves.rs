//! Moves: what one country does to another or to itself, as the odds of force see it.

use std::collections::HashMap;

use crate::history::{Day, EventRef, History};

/// What kinds of acts are counted apart. An act can count as several, as force is material conflict too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    /// Any act.
    Any,
    /// What the odds are about, such as roots 18 to 20.
    Force,
    /// Quad class 1.
    VerbalCooperation,
    /// Quad class 2.
    MaterialCooperation,
    /// Quad class 3.
    VerbalConflict,
    /// Quad class 4.
    MaterialConflict,
    /// Accusations, demands, refusals: roots 10 to 12.
    Dispute,
    /// Threats: root 13, and force that is announced, threatened or feared.
    Threat,
    /// Shows of force and mobilisation: root 15.
    Posture,
    /// Broken relations, sanctions and coercion: roots 16 and 17.
    Coercion,
    /// Acts by or against soldiers, police, rebels and armed bands.
    Armed,
}

impl Channel {
    /// How many there are.
    pub(super) const COUNT: usize = 11;

    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::Any,
        Self::Force,
        Self::VerbalCooperation,
        Self::MaterialCooperation,
        Self::VerbalConflict,
        Self::MaterialConflict,
        Self::Dispute,
        Self::Threat,
        Self::Posture,
        Self::Coercion,
        Self::Armed,
    ];

    /// Its bit in [`Move::channels`].
    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// One act between two countries, or within one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub(super) day: Day,
    pub(super) actor: u32,
    pub(super) recipient: u32,
    /// The bits of its channels.
    pub(super) channels: u16,
    pub(super) goldstein: f32,
    /// Its place in the history.
    pub(super) row: u32,
}

impl Move {
    pub(super) const fn is_force(&self) -> bool {
        self.channels & Channel::Force.bit() != 0
    }
}

/// The moves of a history by day, and the countries that they are between.
#[derive(Debug, Default)]
pub(super) struct Moves {
    pub(super) countries: Vec<String>,
    pub(super) moves: Vec<Move>,
}

impl Moves {
    /// The moves of a history; acts where a country is not known are left out, as is what did not happen.
    pub(super) fn of(history: &History, is_force: impl Fn(EventRef<'_>) -> bool) -> Self {
        let mut countries = Countries::default();
        let of_actor: Vec<Option<u32>> = history.actors().map(|(_, actor)| countries.number(actor.country)).collect();
        let armed: Vec<bool> = history.actors().map(|(_, actor)| is_armed(actor.sector)).collect();
        let mut moves = Vec::new();
        for event in history.events() {
            let (Some(actor), Some(recipient)) = (event.actor_id(), event.recipient_id()) else { continue };
            let [from, to] = [actor, recipient].map(|party| of_actor[party.number()]);
            let (Some(from), Some(to)) = (from, to) else { continue };
            let mut channels = channels(event, is_force(event));
            if channels == 0 {
                continue;
            }
            if armed[actor.number()] || armed[recipient.number()] {
                channels |= Channel::Armed.bit();
            }
            let row = u32::try_from(event.row()).unwrap_or(u32::MAX);
            let goldstein = event.goldstein();
            moves.push(Move { day: event.day(), actor: from, recipient: to, channels, goldstein, row });
        }
        Self { countries: countries.names, moves }
    }
}

/// Countries by name.
#[derive(Debug, Default)]
struct Countries {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Countries {
    fn number(&mut self, name: &str) -> Option<u32> {
        if name.is_empty() {
            return None;
        }
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let number = u32::try_from(self.names.len()).ok()?;
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        Some(number)
    }
}

fn is_armed(sector: &str) -> bool {
    matches!(sector, "MIL" | "REB" | "UAF" | "PRM" | "SPY" | "COP" | "CRM")
}

/// What an act counts as; nothing where it did not happen and is not about force either.
fn channels(event: EventRef<'_>, is_force: bool) -> u16 {
    if !event.is_real() {
        let is_ahead = matches!(
            event.status(),
            vigie_record::Status::Planned | vigie_record::Status::Threatened | vigie_record::Status::Possible
        );
        return if is_force && is_ahead { Channel::Threat.bit() } else { 0 };
    }
    let mut bits = Channel::Any.bit();
    if is_force {
        bits |= Channel::Force.bit();
    }
    bits |= match event.quad_class() {
        1 => Channel::VerbalCooperation.bit(),
        2 => Channel::MaterialCooperation.bit(),
        3 => Channel::VerbalConflict.bit(),
        4 => Channel::MaterialConflict.bit(),
        _ => 0,
    };
    bits | match event.kind().cameo.get(..2) {
        Some("10" | "11" | "12") => Channel::Dispute.bit(),
        Some("13") => Channel::Threat.bit(),
        Some("15") => Channel::Posture.bit(),
        Some("16" | "17") => Channel::Coercion.bit(),
        _ => 0,
    }
}
