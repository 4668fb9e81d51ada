//! What was weighed: a warning, and what followed before, with what the rows go by that they refer to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigie_analysis::precedents::Precedents;
use vigie_analysis::warning::Warning;

use super::name_of;
use crate::weigh::Weighing;

/// What a problem comes to on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WarningLine {
    /// The warning.
    #[serde(flatten)]
    pub warning: Warning,
    /// What followed when it stood so before; none where the problem names no two parties, or they have no events.
    pub precedents: Option<PrecedentsLine>,
}

/// What the past says to a situation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecedentsLine {
    /// What was found.
    #[serde(flatten)]
    pub found: Precedents,
    /// What its rows go by, by the references that it has for them.
    citations: BTreeMap<u64, String>,
}

impl WarningLine {
    /// A weighing, with what its rows go by.
    pub fn new(weighing: Weighing, cited: impl Fn(u64) -> String) -> Self {
        let Weighing { warning, precedents } = weighing;
        Self { warning, precedents: precedents.map(|found| PrecedentsLine::new(found, cited)) }
    }

    /// The same without the folders of the machine on which the store lies.
    #[must_use]
    pub fn without_folders(mut self) -> Self {
        for citation in self.warning.citations_mut() {
            if !citation.report.contains("://") {
                citation.report = name_of(&citation.report).to_owned();
            }
        }
        self
    }
}

impl PrecedentsLine {
    /// What was found, with what its rows go by.
    pub fn new(found: Precedents, cited: impl Fn(u64) -> String) -> Self {
        let citations = found.records().into_iter().map(|record| (record, cited(record))).collect();
        Self { found, citations }
    }

    /// What a row goes by; nothing where it is none of these.
    pub fn cited(&self, record: u64) -> String {
        self.citations.get(&record).cloned().unwrap_or_default()
    }
}
