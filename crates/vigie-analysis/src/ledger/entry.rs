//! Entries of the ledger, and how it stands after all of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vigie_record::{Digest, Probability};

/// An entry: one line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// Somebody says what will be.
    Forecast(LedgerForecast),
    /// Somebody says what became of it.
    Resolution(Resolution),
}

/// A forecast that can be scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerForecast {
    /// A digest of who said what, when, and by when.
    pub id: Digest,
    /// What is to be.
    pub statement: String,
    /// Under what condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// How likely.
    pub probability: Probability,
    /// When it was said.
    pub issued_on: Date,
    /// By when; the last day counts.
    pub due: Date,
    /// Who says so.
    pub source: String,
    /// Whether that is a claim, a person at the desk, or Vigie.
    pub maker: Maker,
    /// The report and record that it comes from, or the problem whose outcome it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The name of the problem whose outcome settles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// Who makes a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Maker {
    /// Somebody whom a report quotes.
    Claim,
    /// Somebody at the desk.
    Person,
    /// Vigie.
    Vigie,
}

/// What became of a forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The forecast.
    pub forecast_id: Digest,
    /// What became of it.
    pub outcome: Outcome,
    /// When that was settled.
    pub on: Date,
    /// Who settled it.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// What became of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It came true.
    Yes,
    /// It failed.
    No,
    /// It can no longer be settled; it is not scored.
    Void,
}

/// Why a forecast cannot stand on a ledger.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// Its day comes before it was said.
    #[error("it is due on {due}, before it was said on {issued_on}")]
    DueBefore {
        /// By when.
        due: Date,
        /// When it was said.
        issued_on: Date,
    },
    /// It says nothing.
    #[error("it says nothing that could come true or fail")]
    Nothing,
    /// It was settled before it was said.
    #[error("it cannot have been settled on {on}, before it was said on {issued_on}")]
    SettledBefore {
        /// When it was settled.
        on: Date,
        /// When it was said.
        issued_on: Date,
    },
    /// It was settled on a day that has not come yet.
    #[error("it cannot have been settled on {on}, a day that has not come yet")]
    SettledAhead {
        /// When it was settled.
        on: Date,
    },
    /// A resolution is of no forecast.
    #[error("there is no forecast `{id}`")]
    NoForecast {
        /// Its id.
        id: String,
    },
    /// Several forecasts have it.
    #[error("{n} forecasts begin with `{id}`: give more of it")]
    Several {
        /// The beginning of an id.
        id: String,
        /// How many there are.
        n: usize,
    },
}

impl Resolution {
    /// Whether a forecast can have been settled so by the end of `today`.
    ///
    /// # Errors
    /// Where its day lies before that on which the forecast was said, or has not come yet.
    pub fn check(&self, forecast: &LedgerForecast, today: Date) -> Result<(), LedgerError> {
        let on = self.on;
        if on < forecast.issued_on {
            return Err(LedgerError::SettledBefore { on, issued_on: forecast.issued_on });
        }
        if on > today { Err(LedgerError::SettledAhead { on }) } else { Ok(()) }
    }
}

impl LedgerForecast {
    /// A forecast with its id.
    ///
    /// # Errors
    /// Where it says nothing, or is due before it was said.
    pub fn new(mut forecast: Self) -> Result<Self, LedgerError> {
        if forecast.statement.trim().is_empty() {
            return Err(LedgerError::Nothing);
        }
        if forecast.due < forecast.issued_on {
            return Err(LedgerError::DueBefore { due: forecast.due, issued_on: forecast.issued_on });
        }
        let parts = [
            forecast.source.as_str(),
            forecast.statement.as_str(),
            forecast.condition.as_deref().unwrap_or_default(),
            &forecast.issued_on.to_string(),
            &forecast.due.to_string(),
            forecast.from.as_deref().unwrap_or_default(),
        ];
        forecast.id = Digest::of(parts.join("\u{1f}").as_bytes());
        Ok(forecast)
    }
}

/// How a ledger stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// The forecasts, in the order in which they were entered.
    pub forecasts: Vec<LedgerForecast>,
    resolutions: BTreeMap<Digest, Resolution>,
}

impl Ledger {
    /// Takes an entry; false where a forecast is there already.
    pub fn take(&mut self, entry: Entry) -> bool {
        match entry {
            Entry::Forecast(forecast) => {
                let is_new = !self.forecasts.iter().any(|known| known.id == forecast.id);
                if is_new {
                    self.forecasts.push(forecast);
                }
                is_new
            }
            Entry::Resolution(resolution) => {
                self.resolutions.insert(resolution.forecast_id, resolution);
                true
            }
        }
    }

    /// What became of a forecast, where somebody has settled it.
    pub fn resolution(&self, forecast: &LedgerForecast) -> Option<&Resolution> {
        self.resolutions.get(&forecast.id)
    }

    /// The open forecasts whose day has come: those due before `day`.
    pub fn due(&self, day: Date) -> impl Iterator<Item = &LedgerForecast> {
        self.forecasts.iter().filter(move |one| one.due < day && self.resolution(one).is_none())
    }

    /// The forecast whose id begins so.
    ///
    /// # Errors
    /// Where none or several do.
    pub fn find(&self, beginning: &str) -> Result<&LedgerForecast, LedgerError> {
        let found: Vec<&LedgerForecast> =
            self.forecasts.iter().filter(|one| one.id.to_string().starts_with(beginning)).collect();
        match found.as_slice() {
            [] => Err(LedgerError::NoForecast { id: beginning.to_owned() }),
            [one] => Ok(one),
            several => Err(LedgerError::Several { id: beginning.to_owned(), n: several.len() }),
        }
    }

    /// The forecasts that came true or failed.
    pub fn settled(&self) -> impl Iterator<Item = (&LedgerForecast, bool)> {
        self.forecasts.iter().filter_map(|one| match self.resolution(one)?.outcome {
            Outcome::Yes => Some((one, true)),
            Outcome::No => Some((one, false)),
            Outcome::Void => None,
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(in crate::ledger) fn forecast(source: &str, statement: &str, probability: f64) -> LedgerForecast {
        LedgerForecast::new(LedgerForecast {
            id: Digest::of(b""),
            statement: statement.to_owned(),
            condition: None,
            probability: Probability::try_from(probability).unwrap(),
            issued_on: date(2022, 6, 1),
            due: date(2022, 6, 30),
            source: source.to_owned(),
            maker: Maker::Person,
            from: None,
            problem: None,
        })
        .unwrap()
    }

    pub(in crate::ledger) fn settled(forecast: &LedgerForecast, outcome: Outcome) -> Entry {
        Entry::Resolution(Resolution {
            forecast_id: forecast.id,
            outcome,
            on: date(2022, 7, 1),
            by: "ana".to_owned(),
            because: None,
        })
    }

    #[test]
    fn a_forecast_is_due_after_its_last_day_and_until_it_is_settled() {
        let one = forecast("ana", "It rains", 0.5);
        let mut ledger = Ledger::default();
        assert!(ledger.take(Entry::Forecast(one.clone())));
        assert!(!ledger.take(Entry::Forecast(one.clone())), "the same forecast stands once");
        assert_eq!(ledger.due(date(2022, 6, 30)).count(), 0);
        assert_eq!(ledger.due(date(2022, 7, 1)).count(), 1);
        ledger.take(settled(&one, Outcome::No));
        ledger.take(settled(&one, Outcome::Yes));
        assert_eq!(ledger.due(date(2022, 7, 1)).count(), 0);
        assert_eq!(ledger.settled().map(|(_, came)| came).collect::<Vec<_>>(), [true], "the later resolution stands");
        assert!(ledger.find(&one.id.to_string()[..6]).is_ok() && ledger.find("zz").is_err());
    }

    #[test]
    fn entries_are_lines_that_read_back() {
        let one = forecast("ana", "It rains", 0.5);
        for entry in [Entry::Forecast(one.clone()), settled(&one, Outcome::Void)] {
            let line = serde_json::to_string(&entry).unwrap();
            assert_eq!(serde_json::from_str::<Entry>(&line).unwrap(), entry, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_scored_does_not_stand() {
        let one = forecast("ana", "It rains", 0.5);
        assert!(LedgerForecast::new(LedgerForecast { due: date(2022, 5, 1), ..one.clone() }).is_err());
        assert!(LedgerForecast::new(LedgerForecast { statement: " ".to_owned(), ..one }).is_err());
    }
}
