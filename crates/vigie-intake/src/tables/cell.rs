//! Cells: what a column holds, read strictly.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::record::Record;
use super::reject::Reason;

/// Years that an event can be of. Beyond them a date is a slip of somebody's program, as 9999 and 0000 are.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2199;

/// Where the column of a format is not in a table.
pub(super) const ABSENT: u16 = u16::MAX;

/// The cells of one row under the columns of its format.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'r> {
    pub(super) record: &'r Record,
    /// The names of the columns, as their maker has them.
    pub(super) names: &'static [&'static str],
    /// For each of them its place in the row, or [`ABSENT`].
    pub(super) places: &'r [u16],
    /// A word that stands for an empty cell, such as `NA`.
    pub(super) nothing: &'static str,
}

impl<'r> Cells<'r> {
    /// A cell; empty where the row has none.
    pub(super) fn get(self, column: usize) -> &'r str {
        let cell = match self.places[column] {
            ABSENT => "",
            place => self.record.get(usize::from(place)),
        };
        if cell == self.nothing { "" } else { cell }
    }

    /// A cell that is not empty, as a string of its own.
    pub(super) fn text(self, column: usize) -> Option<String> {
        let cell = self.get(column);
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    /// A cell that must not be empty.
    pub(super) fn needed(self, column: usize) -> Result<&'r str, Reason> {
        let cell = self.get(column);
        if cell.is_empty() { Err(Reason::Empty { column: self.names[column] }) } else { Ok(cell) }
    }

    /// What is wrong with a cell.
    pub(super) fn wrong(self, column: usize, expected: &'static str) -> Reason {
        let cell: String = self.get(column).chars().take(80).collect();
        Reason::Cell { column: self.names[column], cell, expected }
    }

    /// A day.
    pub(super) fn date(self, column: usize) -> Result<Date, Reason> {
        let cell = self.needed(column)?;
        date(cell)
            .ok_or_else(|| self.wrong(column, "a day of an event: 20220601, 2022-06-01, 6/1/2022 or 01 June 2022"))
    }

    /// A moment, as 14 digits in UTC, or a day as 8.
    pub(super) fn moment(self, column: usize) -> Result<Timestamp, Reason> {
        let cell = self.needed(column)?;
        moment(cell).ok_or_else(|| self.wrong(column, "a moment, as 20220601093000"))
    }

    /// A count; none where empty.
    pub(super) fn count(self, column: usize) -> Result<Option<u32>, Reason> {
        self.parsed(column, "a count", |cell| cell.parse::<u32>().ok())
    }

    /// A number that is finite and lies in a range; none where empty.
    pub(super) fn number(self, column: usize, range: [f64; 2], expected: &'static str) -> Result<Option<f64>, Reason> {
        self.parsed(column, expected, |cell| {
            cell.parse::<f64>().ok().filter(|number| (range[0]..=range[1]).contains(number))
        })
    }

    /// A value on Goldstein's scale.
    pub(super) fn goldstein(self, column: usize) -> Result<Option<f64>, Reason> {
        self.number(column, [-10.0, 10.0], "a number from -10 to 10")
    }

    /// A point: both of its degrees, or none where both are empty.
    pub(super) fn point(self, lat: usize, lon: usize) -> Result<Option<(f64, f64)>, Reason> {
        let north = self.number(lat, [-90.0, 90.0], "degrees north from -90 to 90")?;
        let east = self.number(lon, [-180.0, 180.0], "degrees east from -180 to 180")?;
        match (north, east) {
            (Some(north), Some(east)) => Ok(Some((north, east))),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Reason::Empty { column: self.names[lat] }),
            (Some(_), None) => Err(Reason::Empty { column: self.names[lon] }),
        }
    }

    /// A CAMEO code: two to four digits, as text.
    pub(super) fn cameo(self, column: usize) -> Result<&'r str, Reason> {
        let cell = self.needed(column)?;
        if (2..=5).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(cell)
        } else {
            Err(self.wrong(column, "a CAMEO code of two to four digits"))
        }
    }

    fn parsed<T>(
        self,
        column: usize,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Reason> {
        let cell = self.get(column);
        if cell.is_empty() {
            return Ok(None);
        }
        parse(cell).map(Some).ok_or_else(|| self.wrong(column, expected))
    }
}

/// The parts of a cell, without empty ones.
pub(super) fn parts(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    cell.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

/// A day in any of the ways that tables write it: `20220601`, `2022-06-01` with or without a time behind it, `6/1/2022` (month
/// first), `01 June 2022`.
pub(super) fn date(cell: &str) -> Option<Date> {
    let bytes = cell.as_bytes();
    let day = match bytes {
        digits if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) => eight(digits),
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..]
            if rest.first().is_none_or(|b| matches!(b, b' ' | b'T')) =>
        {
            eight(&[*y1, *y2, *y3, *y4, *m1, *m2, *d1, *d2])
        }
        _ if bytes.contains(&b'/') => {
            let mut parts = cell.split('/');
            let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
            let is_whole = parts.next().is_none() && year.len() == 4;
            is_whole.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()).flatten()
        }
        _ => in_words(cell),
    };
    day.filter(|day| YEARS.contains(&day.year()))
}

/// `01 June 2022`
fn in_words(cell: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut parts = cell.split([' ', '-']).filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| **known == month)?;
    (parts.next().is_none() && year.len() == 4)
        .then(|| Date::new(year.parse().ok()?, i8::try_from(month).ok()? + 1, day.parse().ok()?).ok())
        .flatten()
}

/// A moment of 14 digits in UTC, or a day of 8.
pub(super) fn moment(cell: &str) -> Option<Timestamp> {
    let digits = cell.as_bytes();
    if !matches!(digits.len(), 8 | 14) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let day = eight(&digits[..8]).filter(|day| YEARS.contains(&day.year()))?;
    let time = digits.get(8..14).unwrap_or(b"000000");
    let part = |at: usize| i8::try_from((time[at] - b'0') * 10 + (time[at + 1] - b'0')).ok();
    let time = jiff::civil::Time::new(part(0)?, part(2)?, part(4)?, 0).ok()?;
    Offset::UTC.to_timestamp(day.to_datetime(time)).ok()
}

/// A day of eight digits.
fn eight(digits: &[u8]) -> Option<Date> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        digits[range].iter().fold(0i16, |sum, digit| sum * 10 + i16::from(digit - b'0'))
    };
    Date::new(number(0..4), i8::try_from(number(4..6)).ok()?, i8::try_from(number(6..8)).ok()?).ok()
}

/// The place of a name in a list; a name that is not in it does not compile where this is a constant.
pub(super) const fn place_of(names: &[&str], name: &str) -> usize {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at].as_bytes(), name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    panic!("no column has this name")
}

const fn is_same(one: &[u8], two: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < two.len() && one[at] == two[at] {
        at += 1;
    }
    at == one.len() && at == two.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_ways_of_tables() {
        let cases = [
            ("20220601", "2022-06-01"),
            ("2022-06-01", "2022-06-01"),
            ("2022-06-01 00:00:00.000", "2022-06-01"),
            ("2022-06-01T00:00:00Z", "2022-06-01"),
            ("6/1/2022", "2022-06-01"),
            ("12/31/2017", "2017-12-31"),
            ("01 June 2022", "2022-06-01"),
            ("1-Jun-2022", "2022-06-01"),
            ("00000000", ""),
            ("20221301", ""),
            ("2022-02-30", ""),
            ("99991231", ""),
            ("9999-12-31", ""),
            ("6/1/22", ""),
            ("2022-06-0", ""),
            ("२०२२-०६-०१", ""),
            ("", ""),
            ("1/2/3/4", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(date(cell).map(|day| day.to_string()).unwrap_or_default(), expected, "{cell}");
        }
    }

    #[test]
    fn moments_are_of_utc() {
        assert_eq!(moment("20220601093015").unwrap().to_string(), "2022-06-01T09:30:15Z");
        assert_eq!(moment("20220601").unwrap().to_string(), "2022-06-01T00:00:00Z");
        for bad in ["", "20220601246000", "2022060109301", "99990101000000", "2022060109301x"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_cell_is_read(cell in "[0-9/TJunes é -]{0,16}|\\PC{0,16}") {
            date(&cell);
            moment(&cell);
        }
    }
}
