//! What goes into a history: actors, kinds of acts, and events by reference to them.

use vigie_record::{Probability, Status};

use super::Day;

/// Who acts or is acted on, as far as it is known; an empty part is not known.
///
/// Two actors are the same where all four parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Actor<'a> {
    /// A stable id, such as `BLR/lukashenko-alexander`.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// The country as the data writes it: a code, or a name in tables that have names.
    pub country: &'a str,
    /// The PLOVER sector.
    pub sector: &'a str,
}

/// What kind of act it is: its PLOVER type, and its CAMEO code where there is one; empty where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Kind<'a> {
    /// The PLOVER type, such as `ASSAULT`.
    pub plover: &'a str,
    /// The CAMEO code, such as `193`.
    pub cameo: &'a str,
}

/// The place of an actor in a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub(super) u32);

/// The place of a kind of act in a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub(super) u32);

impl ActorId {
    /// Counted from nought, in the order in which actors came in.
    pub const fn number(self) -> usize {
        self.0 as usize
    }
}

impl KindId {
    /// Counted from nought, in the order in which kinds came in.
    pub const fn number(self) -> usize {
        self.0 as usize
    }
}

/// An event as it goes into a history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The day on which it happened, or the first of them.
    pub day: Day,
    /// The last day; the same for an event of one day.
    pub end: Day,
    /// Who acts.
    pub actor: Option<ActorId>,
    /// Who is acted on.
    pub recipient: Option<ActorId>,
    /// What is done.
    pub kind: KindId,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 where it is not known.
    pub quad_class: u8,
    /// From −10 to 10.
    pub goldstein: f32,
    /// Whether it happened; event tables of others hold what happened.
    pub status: Status,
    /// How likely it is that it is real.
    pub probability: Option<Probability>,
    /// What reports of the same event share; absent where each record stands alone.
    pub occurrence: Option<u64>,
    /// How whoever made the history finds the record again: a row of the store, a line of a table.
    pub record: u64,
}

impl Entry {
    /// An event of one day that happened, with nothing else known of it.
    pub fn happened(day: Day, actor: ActorId, recipient: ActorId, kind: KindId, record: u64) -> Self {
        Self {
            day,
            end: day,
            actor: Some(actor),
            recipient: Some(recipient),
            kind,
            quad_class: 0,
            goldstein: 0.0,
            status: Status::Happened,
            probability: None,
            occurrence: None,
            record,
        }
    }
}
