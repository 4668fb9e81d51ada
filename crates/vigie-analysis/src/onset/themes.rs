//! Themes: what the numbers of a case are about, for people who ask why.

use super::moves::{Channel, Move};

/// What some of the numbers of a case are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Theme {
    /// The actor's force against the recipient.
    OwnForce,
    /// The recipient's force against the actor.
    TheirForce,
    /// What else the actor does to the recipient.
    OwnActs,
    /// What else the recipient does to the actor.
    TheirActs,
    /// What the actor does to others.
    ActorAbroad,
    /// What others do to the actor.
    OnActor,
    /// What the recipient does to others.
    RecipientAbroad,
    /// What others do to the recipient.
    OnRecipient,
    /// What happens within the actor.
    ActorAtHome,
    /// What happens within the recipient.
    RecipientAtHome,
    /// How much force the one uses and the other suffers, whoever the other side is.
    Exposure,
    /// Force of and against third parties that are like them or close to them.
    ThirdParties,
    /// How much force there is anywhere.
    World,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::OwnForce,
        Self::TheirForce,
        Self::OwnActs,
        Self::TheirActs,
        Self::ActorAbroad,
        Self::OnActor,
        Self::RecipientAbroad,
        Self::OnRecipient,
        Self::ActorAtHome,
        Self::RecipientAtHome,
        Self::Exposure,
        Self::ThirdParties,
        Self::World,
    ];

    /// What it is, of a pair.
    pub fn describe(self, actor: &str, recipient: &str) -> String {
        match self {
            Self::OwnForce => format!("force by {actor} against {recipient}"),
            Self::TheirForce => format!("force by {recipient} against {actor}"),
            Self::OwnActs => format!("other acts of {actor} towards {recipient}"),
            Self::TheirActs => format!("other acts of {recipient} towards {actor}"),
            Self::ActorAbroad => format!("what {actor} does to others"),
            Self::OnActor => format!("what others do to {actor}"),
            Self::RecipientAbroad => format!("what {recipient} does to others"),
            Self::OnRecipient => format!("what others do to {recipient}"),
            Self::ActorAtHome => format!("what happens within {actor}"),
            Self::RecipientAtHome => format!("what happens within {recipient}"),
            Self::Exposure => format!("how much force {actor} uses and {recipient} suffers, whoever with"),
            Self::ThirdParties => "force of and against those like them and close to them".to_owned(),
            Self::World => "how much force there is anywhere".to_owned(),
        }
    }

    /// The theme of a feature, by its name.
    pub(super) fn of(feature: &str) -> Self {
        let is_force = feature.to_ascii_lowercase().contains("force");
        match feature {
            _ if feature.starts_with("forth") => {
                if is_force {
                    Self::OwnForce
                } else {
                    Self::OwnActs
                }
            }
            _ if feature.starts_with("back") => {
                if is_force {
                    Self::TheirForce
                } else {
                    Self::TheirActs
                }
            }
            _ if feature.starts_with("actor acting") => Self::ActorAbroad,
            _ if feature.starts_with("actor suffering") => Self::OnActor,
            _ if feature.starts_with("recipient acting") => Self::RecipientAbroad,
            _ if feature.starts_with("recipient suffering") => Self::OnRecipient,
            _ if feature.starts_with("actor at home") => Self::ActorAtHome,
            _ if feature.starts_with("recipient at home") => Self::RecipientAtHome,
            _ if feature.starts_with("gravity") => Self::Exposure,
            _ if feature.starts_with("world") => Self::World,
            _ => Self::ThirdParties,
        }
    }

    /// Whether a move is among those that the theme of a pair is made of; of acts with others, force alone, since those
    /// weigh most.
    pub(super) fn holds(self, act: &Move, actor: u32, recipient: u32) -> bool {
        let (from, to) = (act.actor, act.recipient);
        let (forth, back) = ((from, to) == (actor, recipient), (from, to) == (recipient, actor));
        let abroad = from != to && !forth && !back && act.is_force();
        let conflict = Channel::VerbalConflict.bit() | Channel::MaterialConflict.bit() | Channel::Threat.bit();
        match self {
            Self::OwnForce => forth && act.is_force(),
            Self::TheirForce => back && act.is_force(),
            Self::OwnActs => forth && !act.is_force() && act.channels & conflict != 0,
            Self::TheirActs => back && !act.is_force() && act.channels & conflict != 0,
            Self::ActorAbroad => abroad && from == actor,
            Self::OnActor => abroad && to == actor,
            Self::RecipientAbroad => abroad && from == recipient,
            Self::OnRecipient => abroad && to == recipient,
            Self::ActorAtHome => from == to && from == actor && act.is_force(),
            Self::RecipientAtHome => from == to && from == recipient && act.is_force(),
            Self::Exposure => abroad && (from == actor || to == recipient),
            Self::ThirdParties | Self::World => false,
        }
    }
}
