//! Lines of JSON: what Vigie reads back whole.
//!
//! A report comes with those of its records that stand together in the export, as `vigie read` writes it: ranges are characters of its
//! text. A row of another's table is a line of its own, and so is what somebody said of a record.

use std::io::{self, Write};

use serde::Serialize;
use vigie_record::{Digest, Reading, Report, SCHEMA_VERSION};

use crate::format::Writer;
use crate::record::Record;

/// Lines, with the report whose records are being gathered.
pub(crate) struct JsonLines<W> {
    gathered: Option<Reading>,
    out: W,
}

/// What a line has beside its record.
#[derive(Serialize)]
struct Line<'r, T> {
    record: &'static str,
    /// The report's; rows of tables and remarks have one of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Digest>,
    schema_version: u32,
    #[serde(flatten)]
    content: &'r T,
}

impl<W: Write> JsonLines<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { gathered: None, out }
    }

    fn reading_of(&mut self, report: &Report) -> io::Result<&mut Reading> {
        if self.gathered.as_ref().is_some_and(|reading| reading.report.id != report.id) {
            self.write_gathered()?;
        }
        Ok(self.gathered.get_or_insert_with(|| Reading {
            report: report.clone(),
            events: Vec::new(),
            claims: Vec::new(),
            forecasts: Vec::new(),
            sentences: Vec::new(),
            notes: Vec::new(),
        }))
    }

    fn write_gathered(&mut self) -> io::Result<()> {
        self.gathered.take().map_or(Ok(()), |reading| self.write_reading(reading))
    }

    fn write_reading(&mut self, mut reading: Reading) -> io::Result<()> {
        reading.count_characters();
        let id = Some(reading.report.id);
        self.write_line(&Line { record: "reading", id, schema_version: SCHEMA_VERSION, content: &reading })
    }

    /// Writes what has a line and an id of its own.
    fn write_alone(&mut self, record: &'static str, content: &impl Serialize) -> io::Result<()> {
        self.write_gathered()?;
        self.write_line(&Line { record, id: None, schema_version: SCHEMA_VERSION, content })
    }

    fn write_line(&mut self, line: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Writer for JsonLines<W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        match record {
            Record::Event(event, report) => self.reading_of(report)?.events.push(event.clone()),
            Record::Claim(claim, report) => self.reading_of(report)?.claims.push(claim.clone()),
            Record::Forecast(forecast, report) => self.reading_of(report)?.forecasts.push(forecast.clone()),
            Record::Reading(reading) => {
                self.write_gathered()?;
                self.write_reading(reading.clone())?;
            }
            Record::TableEvent(row, _) => self.write_alone("table-event", row)?,
            Record::Quotation(row) => self.write_alone("table-quotation", row)?,
            Record::Remark(remark) => self.write_alone("remark", remark)?,
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_gathered()?;
        self.out.flush()
    }
}
