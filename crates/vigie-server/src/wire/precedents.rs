//! Precedents: what followed when it stood so before, in the words of the analysis. Horizons are 7, 30 and 90 days, in this order.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the past says to a situation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Precedents")]
pub(crate) struct PrecedentsPage {
    /// The first side.
    actor: String,
    /// The second side.
    recipient: String,
    /// The first and the last day of the situation.
    days: [Option<Date>; 2],
    /// The first day of the history.
    since: Option<Date>,
    /// How many pairs of sides were searched.
    n_pairs: usize,
    /// What happens now: acts by day.
    now: Vec<(Option<Date>, ActRow)>,
    /// The rules, those that say most first.
    rules: Vec<RuleRow>,
    /// The closest situations of the past, the closest first.
    closest: Vec<ClosestRow>,
    /// What followed the closest situations.
    after_closest: Vec<SequelRow>,
    /// How often nothing between the two sides followed the closest situations, by horizon.
    nothing_after_closest: [RateRow; 3],
    /// How often force followed acts like those of now in the disputes of other states; nothing where there is no such act, or where force is
    /// not asked about.
    pub(crate) outside: Vec<OutsideRow>,
}

/// What followed acts like one of now in the disputes of other states.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "OutsideView")]
pub(crate) struct OutsideRow {
    /// The act of now.
    act: ActRow,
    /// Whether nobody is named at whom it is aimed.
    at_nobody: bool,
    /// The newest records of it.
    pub(crate) records: Vec<ActRecord>,
    /// What it is likened to.
    like: String,
    /// How often one of the two states used force against the other within the horizon.
    by_either: RateRow,
    /// How often the one did that had acted, in the same dispute.
    by_actor: RateRow,
    /// Of the disputes with such an act: in how many force followed.
    by_dispute: RateRow,
    /// The same pairs of states where no such act went before: stretches as long as the horizon, and those of them with force.
    otherwise: RateRow,
    /// The horizon.
    horizon_days: i32,
    /// Whose data it is.
    source: String,
}

/// A record of an act, and where it stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String")]
pub(crate) struct ActRecord {
    /// Its id.
    pub(crate) id: String,
    /// The report that has it; null for a row of a table.
    pub(crate) report_id: Option<String>,
    /// The headline of that report.
    pub(crate) title: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
}

impl From<String> for ActRecord {
    fn from(id: String) -> Self {
        Self { id, report_id: None, title: None, outlet: None }
    }
}

/// An act of one of the sides.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Act")]
struct ActRow {
    /// Whether the first side acts on the second; the other way round otherwise.
    by_first: bool,
    /// A PLOVER type, or the root of a CAMEO code.
    kind: String,
}

/// A lead that stands now, and what followed it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Rule")]
struct RuleRow {
    /// `repeated`, `chain`, `others-to` (others do this to the second side) or `to-others` (the first side does this to others).
    form: String,
    /// Its acts.
    lead: Vec<ActRow>,
    /// On how many days, where an act is repeated.
    on_days: usize,
    /// Within how many days.
    within_days: i32,
    /// What followed, what says most first.
    followed: Vec<SequelRow>,
    /// How often nothing between the two sides followed, by horizon.
    nothing: [RateRow; 3],
    /// Where it stood before, the newest first.
    instances: Vec<InstanceRow>,
}

/// What followed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Sequel")]
struct SequelRow {
    /// The act.
    act: ActRow,
    /// How often, over all pairs, by horizon.
    rates: [RateRow; 3],
    /// How often it follows any day of the same pairs, by horizon.
    base_rates: [f64; 3],
    /// How often between the two sides themselves, by horizon.
    own: [RateRow; 3],
}

/// How often something was so.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Rate")]
struct RateRow {
    /// How often it was so.
    hits: u64,
    /// Of how many cases.
    cases: u64,
    /// The share; null where there are no cases.
    share: Option<f64>,
    /// What chance alone leaves open: Wilson's interval at 95 %.
    interval: [f64; 2],
}

/// Where a lead stood before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Instance")]
struct InstanceRow {
    /// Who stood for the first side.
    actor: String,
    /// Who stood for the second.
    recipient: String,
    /// The day on which the lead was complete.
    day: Option<Date>,
    /// How many days later the first sequel came, where it did.
    days_later: Option<i32>,
}

/// A situation of the past that was like the one now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Closest")]
struct ClosestRow {
    /// Who stood for the first side.
    actor: String,
    /// Who stood for the second.
    recipient: String,
    /// Its last day.
    day: Option<Date>,
    /// How near its mix of acts is, in 0..=1.
    nearness: f64,
    /// The first acts of each kind that followed within 90 days, with how many days later.
    followed: Vec<(ActRow, i32)>,
}
