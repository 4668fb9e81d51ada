//! Days of options: one day, a month or a year.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// The days that an option means: `2022-02-24`, or all of `2022-02` or of `2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    first: Date,
    last: Date,
}

impl Days {
    /// The first of them.
    pub(crate) const fn first(self) -> Date {
        self.first
    }

    /// The last of them.
    pub(crate) const fn last(self) -> Date {
        self.last
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{} to {}", self.first, self.last) }
    }
}

impl FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let month = |year: &str, month: &str| Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok();
        let days = match parts.as_slice() {
            [year] if year.len() == 4 => month(year, "1").map(|first| (first, first.last_of_year())),
            [year, number] if year.len() == 4 => month(year, number).map(|first| (first, first.last_of_month())),
            _ => text.parse().ok().map(|day| (day, day)),
        };
        let (first, last) =
            days.ok_or_else(|| "write a day such as 2022-02-24, a month such as 2022-02, or a year".to_owned())?;
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_a_month_or_a_year() {
        let cases = [
            ("2022-02-24", "2022-02-24"),
            ("2022-02", "2022-02-01 to 2022-02-28"),
            ("2024", "2024-01-01 to 2024-12-31"),
            ("2024-13", ""),
            ("2024-02-30", ""),
            ("24", ""),
            ("soon", ""),
        ];
        for (text, expected) in cases {
            let days = text.parse::<Days>().map_or_else(|_| String::new(), |days| days.to_string());
            assert_eq!(days, expected, "{text}");
        }
    }
}
