//! Incidents of militarised disputes: the tables of the Correlates of War project, as they are published.
//!
//! `MIDIP` has a row for each state in an incident, with what it did; the columns are found by their names. `-9` is what is not known.

use std::path::Path;

use jiff::civil::Date;
use vigie_analysis::Day;
use vigie_analysis::precedents::{ActRow, DisputeReport, after_acts};

use super::problem::text_of;
use crate::speech::Failure;

/// The table of the states in incidents.
const PARTICIPANTS: &str = "MIDIP-5.0.csv";

/// The last day of the incidents of version 5.
const LAST: Date = jiff::civil::date(2014, 12, 31);

/// What follows threats, shows of force, alerts and mobilisations in the incidents of a folder.
pub(super) fn report(folder: &Path, horizon: i32) -> Result<DisputeReport, Failure> {
    let path = folder.join(PARTICIPANTS);
    let rows = rows(&path.display().to_string(), &text_of(&path)?)?;
    Ok(after_acts(&rows, horizon, Day::from(LAST)))
}

/// The rows of a table.
fn rows(name: &str, text: &str) -> Result<Vec<ActRow>, Failure> {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let column = |wanted: &str| {
        let place = header.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        place.ok_or_else(|| wrong(name, 1, &format!("there is no column `{wanted}`")))
    };
    let columns = ["dispnum", "incidnum", "ccode", "stday", "stmon", "styear", "insidea", "action", "hostlev"];
    let places = columns.map(column).into_iter().collect::<Result<Vec<usize>, Failure>>()?;
    let mut rows = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let cells = cells(line);
        let number = |place: usize| -> Result<i64, Failure> {
            let cell = cells.get(places[place]).copied().unwrap_or_default();
            let reason = || format!("`{cell}` in column `{}` is no number", columns[place]);
            cell.parse().map_err(|_| wrong(name, index + 1, &reason()))
        };
        let small = |place: usize| number(place).map(|found| u8::try_from(found).unwrap_or(0));
        let whole = |place: usize| number(place).map(|found| u32::try_from(found).unwrap_or(0));
        rows.push(ActRow {
            dispute: whole(0)?,
            incident: whole(1)?,
            state: whole(2)?,
            day: day(number(3)?, number(4)?, number(5)?),
            in_side_a: number(6)? == 1,
            action: small(7)?,
            hostility: small(8)?,
        });
    }
    Ok(rows)
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_end_matches('\r').split(',').map(|cell| cell.trim().trim_matches('"')).collect()
}

fn day(day: i64, month: i64, year: i64) -> Option<Day> {
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date.ok().map(Day::from)
}

fn wrong(name: &str, line: usize, reason: &str) -> Failure {
    Failure::Table { place: format!("{name}:{line}"), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let table = "incidnum,dispnum,stabb,ccode,stday,stmon,styear,insidea,action,hostlev\n\
                     7,3,\"AAA\",2,16,7,1992,1,7,3\n7,3,\"BBB\",20,-9,7,1992,0,-9,1\n";
        let rows = rows("t", table).ok().unwrap();
        assert_eq!((rows.len(), rows[0].dispute, rows[0].incident, rows[0].action), (2, 3, 7, 7));
        assert_eq!(rows[0].day, Some(Day::from(jiff::civil::date(1992, 7, 16))));
        assert_eq!((rows[1].day, rows[1].action, rows[1].in_side_a), (None, 0, false));
        assert!(super::rows("t", "dispnum\n1\n").is_err());
        assert!(super::rows("t", &table.replace("16,7", "x,7")).is_err());
    }
}
