//! Columns of the flat tables that records are written as.

/// A column of a flat table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: Holds,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// Yes or no.
    Truth,
    /// A day.
    Date,
}

impl Column {
    /// A column of words.
    pub const fn text(name: &'static str) -> Self {
        Self { name, holds: Holds::Text }
    }

    /// A column of numbers.
    pub const fn number(name: &'static str) -> Self {
        Self { name, holds: Holds::Number }
    }

    /// A column of whole numbers.
    pub const fn integer(name: &'static str) -> Self {
        Self { name, holds: Holds::Integer }
    }

    /// A column of yes and no.
    pub const fn truth(name: &'static str) -> Self {
        Self { name, holds: Holds::Truth }
    }

    /// A column of days.
    pub const fn date(name: &'static str) -> Self {
        Self { name, holds: Holds::Date }
    }
}

/// The columns of events: what the export writes, and what the intake reads back by these names.
pub const EVENT_COLUMNS: [Column; 56] = [
    Column::text("id"),
    Column::text("dataset"),
    Column::text("native_id"),
    Column::integer("version"),
    Column::text("recorded_at"),
    Column::date("start_date"),
    Column::date("end_date"),
    Column::text("date_precision"),
    Column::text("actor"),
    Column::text("actor_id"),
    Column::text("actor_name"),
    Column::text("actor_country"),
    Column::text("actor_sector"),
    Column::text("actor_role"),
    Column::text("actor_organization"),
    Column::text("actor_code"),
    Column::text("actor_beside"),
    Column::text("recipient"),
    Column::text("recipient_id"),
    Column::text("recipient_name"),
    Column::text("recipient_country"),
    Column::text("recipient_sector"),
    Column::text("recipient_role"),
    Column::text("recipient_organization"),
    Column::text("recipient_code"),
    Column::text("recipient_beside"),
    Column::truth("directed"),
    Column::text("event_type"),
    Column::text("mode"),
    Column::text("contexts"),
    Column::text("status"),
    Column::number("probability"),
    Column::text("cameo"),
    Column::integer("quad_class"),
    Column::number("goldstein"),
    Column::text("original_code"),
    Column::text("magnitude"),
    Column::text("place"),
    Column::number("lat"),
    Column::number("lon"),
    Column::text("place_country"),
    Column::text("adm1"),
    Column::text("place_precision"),
    Column::integer("n_mentions"),
    Column::integer("n_sources"),
    Column::integer("n_articles"),
    Column::text("outlet"),
    Column::text("title"),
    Column::text("url"),
    Column::text("story"),
    Column::integer("sentence"),
    Column::text("text"),
    Column::text("report_id"),
    Column::text("claim_id"),
    Column::text("occurrence_id"),
    Column::text("read_by"),
];
