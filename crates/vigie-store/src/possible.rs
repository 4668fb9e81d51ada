//! What can be said of a record: days that can be, and nothing that says two things at once.
//!
//! It is asked where a remark is made, by whichever face, and not where one comes in from another store.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rusqlite::{Connection, OptionalExtension};
use vigie_record::{Correction, Judgement, RemarkBody, Status};

use crate::days;
use crate::error::{Answer, Fault};
use crate::remark::{Target, correction_of, later, own_row};
use crate::row::status_of;

/// Where it is the latest, the day is one ahead of that by UTC.
const DAYS_AHEAD: i64 = 1;

/// Nothing is planned for longer.
const MOST_YEARS: i64 = 100;

/// Refuses what cannot be; `at` is the moment at which it is said.
pub(crate) fn check(db: &Connection, body: &RemarkBody, target: &str, found: &Target, at: Timestamp) -> Answer<()> {
    let today = at.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(Span::new().days(DAYS_AHEAD));
    match (body, found) {
        (RemarkBody::Correction(correction), Target::Event(key)) => {
            correction_can_be(db, correction, target, *key, today)
        }
        (RemarkBody::Judgement(judgement), Target::Forecast(key)) => judgement_can_be(db, judgement, *key, today),
        _ => Ok(()),
    }
}

fn correction_can_be(db: &Connection, correction: &Correction, target: &str, key: i64, today: Date) -> Answer<()> {
    if correction.reject {
        let only = Correction { reject: true, because: correction.because.clone(), ..Correction::default() };
        if *correction != only {
            return refused(
                "what is no event has no type, status, party or day: reject it, or say what is right".to_owned(),
            );
        }
        return Ok(());
    }
    let Some(own) = own_row(db, key)? else { return Ok(()) };
    let says_days = correction.start_date.is_some() || correction.end_date.is_some();
    let says_status = correction.status.is_some();
    let said = later(correction_of(db, target)?, correction.clone());
    let start = said.start_date.or_else(|| own.day.and_then(days::day));
    if let (Some(start), Some(end), true) = (start, said.end_date, says_days)
        && end < start
    {
        return refused(format!("its last day, {end}, lies before its first, {start}"));
    }
    let Some(start) = start.filter(|_| says_days || says_status) else { return Ok(()) };
    let has_begun = match said.status.or_else(|| own.status.and_then(status_of)) {
        Some(Status::Happened | Status::UnderWay | Status::Historical) | None => true,
        Some(_) => false,
    };
    if has_begun && start > today {
        return refused(format!("what begins on {start} has not happened yet: say that it is planned, or another day"));
    }
    let far = today.saturating_add(Span::new().years(MOST_YEARS));
    match [Some(start), said.end_date].into_iter().flatten().find(|day| *day > far) {
        Some(day) => refused(format!("{day} lies more than {MOST_YEARS} years ahead")),
        None => Ok(()),
    }
}

fn judgement_can_be(db: &Connection, judgement: &Judgement, key: i64, today: Date) -> Answer<()> {
    let Some(on) = judgement.resolved_on else { return Ok(()) };
    if on > today {
        return refused(format!("it cannot have been settled on {on}, a day that has not come yet"));
    }
    let issued_on: Option<Option<i64>> =
        db.query_row("SELECT issued_on FROM forecast WHERE key = ?1", [key], |row| row.get(0)).optional()?;
    match issued_on.flatten().and_then(days::day) {
        Some(issued_on) if on < issued_on => {
            refused(format!("it cannot have been settled on {on}, before it was made on {issued_on}"))
        }
        _ => Ok(()),
    }
}

fn refused<T>(reason: String) -> Answer<T> {
    Err(Fault::Refused(reason))
}
