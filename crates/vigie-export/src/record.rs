//! What can be exported.

use vigie_record::{Claim, Event, Forecast, Reading, Remark, Report, Status, TableEvent, TableQuotation};

/// A record, with its report where it is a reading of one.
#[derive(Debug, Clone, Copy)]
pub enum Record<'r> {
    /// An event that Vigie read.
    Event(&'r Event, &'r Report),
    /// A row of a table made by others, and whether it happened, where somebody has said so: such tables do not.
    TableEvent(&'r TableEvent, Option<Status>),
    /// A claim.
    Claim(&'r Claim, &'r Report),
    /// Words between quotation marks that a table made by others has.
    Quotation(&'r TableQuotation),
    /// A forecast.
    Forecast(&'r Forecast, &'r Report),
    /// A report with all its records. Lines of JSON alone hold it; to other formats its records are given one by one.
    Reading(&'r Reading),
    /// What somebody said of a record. Lines of JSON alone hold it; elsewhere an event is as it was corrected.
    Remark(&'r Remark),
}

/// A kind of records. A table holds one; rows of others' tables are events, their quotations claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Events, read or of tables.
    Events,
    /// Claims.
    Claims,
    /// Forecasts.
    Forecasts,
}

impl Record<'_> {
    /// Its kind; none for a whole reading, which has all, and for a remark.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Event(..) | Self::TableEvent(..) => Some(Kind::Events),
            Self::Claim(..) | Self::Quotation(_) => Some(Kind::Claims),
            Self::Forecast(..) => Some(Kind::Forecasts),
            Self::Reading(_) | Self::Remark(_) => None,
        }
    }
}
