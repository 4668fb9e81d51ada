//! Records by hand: what somebody says of words that the program did not read so.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use vigie::by_hand::{self, ByHandError, Words};
use vigie_record::{ByteRange, Polarity, Probability, Reading};
use vigie_store::Addition;

use super::filter::{CLAIM_KINDS, claim_kind, digest};
use super::party::Named;
use super::remark::StatusName;
use crate::trouble::Trouble;

/// What a record says that is added by hand.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum NewSays {
    /// Somebody does something to somebody.
    Event(NewEvent),
    /// Somebody says something.
    Claim(NewClaim),
    /// Something is said to be to come.
    Forecast(NewForecast),
}

/// Who did what to whom.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(crate) struct NewEvent {
    /// The PLOVER type.
    event_type: String,
    /// The PLOVER mode.
    #[serde(default)]
    mode: Option<String>,
    /// Whether it happened.
    status: StatusName,
    /// Who acts.
    #[serde(default)]
    actor: Option<Named>,
    /// Who is acted on.
    #[serde(default)]
    recipient: Option<Named>,
    /// Its first day; that of the report where it is left out.
    #[serde(default)]
    start_date: Option<Date>,
    /// Its last day.
    #[serde(default)]
    end_date: Option<Date>,
}

/// Who says what.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(crate) struct NewClaim {
    /// Who says so; the outlet where it is left out.
    #[serde(default)]
    source: Option<Named>,
    /// What kind of statement it is.
    #[schemars(extend("enum" = CLAIM_KINDS))]
    claim_kind: String,
    /// How sure the source is, from the least to the most.
    #[serde(default)]
    probability: Option<[f64; 2]>,
    /// Whether the source says that it is not so.
    #[serde(default)]
    denied: bool,
}

/// What is said to be to come.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(crate) struct NewForecast {
    /// The claim that it is; the outlet speaks in its own name where it is left out.
    #[serde(default)]
    claim_id: Option<String>,
    /// From when it speaks.
    #[serde(default)]
    start_date: Option<Date>,
    /// By when it is due.
    #[serde(default)]
    end_date: Option<Date>,
    /// How likely it is said to be, from the least to the most.
    #[serde(default)]
    probability: Option<[f64; 2]>,
}

impl NewSays {
    /// The record that it is, said of some words of a report.
    pub(crate) fn of(
        self,
        reading: &Reading,
        range: ByteRange,
        author: &str,
        at: Timestamp,
    ) -> Result<Addition, Trouble> {
        let words = Words { reading, range, author, at };
        Ok(match self {
            Self::Event(new) => {
                let new = by_hand::NewEvent {
                    event_type: new.event_type,
                    mode: new.mode,
                    status: new.status.into(),
                    actor: new.actor.map(Into::into),
                    recipient: new.recipient.map(Into::into),
                    start_date: new.start_date,
                    end_date: new.end_date,
                };
                Addition::Event(Box::new(words.event(new).map_err(trouble)?))
            }
            Self::Claim(new) => {
                let new = by_hand::NewClaim {
                    source: new.source.map(Into::into),
                    kind: claim_kind("claim_kind", &new.claim_kind)?,
                    probability: new.probability.map(probability).transpose()?,
                    polarity: if new.denied { Polarity::Denied } else { Polarity::Affirmed },
                };
                Addition::Claim(Box::new(words.claim(new).map_err(trouble)?))
            }
            Self::Forecast(new) => {
                let new = by_hand::NewForecast {
                    claim_id: new.claim_id.map(|id| digest("claim_id", &id)).transpose()?,
                    start_date: new.start_date,
                    end_date: new.end_date,
                    probability: new.probability.map(probability).transpose()?,
                };
                Addition::Forecast(Box::new(words.forecast(&new).map_err(trouble)?))
            }
        })
    }
}

fn probability([low, high]: [f64; 2]) -> Result<[Probability; 2], Trouble> {
    let one =
        |value: f64| Probability::try_from(value).map_err(|error| Trouble::wrong(format!("`probability`: {error}")));
    if low > high {
        return Err(Trouble::wrong("`probability` goes from the least to the most"));
    }
    Ok([one(low)?, one(high)?])
}

fn trouble(error: ByHandError) -> Trouble {
    match error {
        ByHandError::Codes(error) => Trouble::ours(&error.to_string()),
        other => Trouble::wrong(other.to_string()),
    }
}
