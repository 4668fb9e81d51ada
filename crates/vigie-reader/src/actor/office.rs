//! Offices: who held which, and when.

use jiff::ToSpan;
use jiff::civil::Date;

/// Someone of the tables, with all offices.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) country: String,
    /// In the order of their beginning.
    pub(super) offices: Vec<Office>,
}

/// One time in an office.
#[derive(Debug, Clone)]
pub(super) struct Office {
    pub(super) sector: String,
    pub(super) role: String,
    /// The first day; absent where not known.
    pub(super) from: Option<Date>,
    /// The last day; absent where it lasts.
    pub(super) to: Option<Date>,
}

/// An office as it is seen from a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held<'b> {
    pub(super) office: &'b Office,
    /// Whether it is over.
    pub(super) is_past: bool,
}

/// Without a date, an office that ended before this day is taken to be over: texts at hand are mostly of these years.
const RECENT: Date = jiff::civil::date(2022, 1, 1);

impl Person {
    /// The office by which the news of a day know this person: the one held then, else the last one before, else the first.
    pub(super) fn office_at(&self, date: Option<Date>) -> Option<Held<'_>> {
        let Some(date) = date else {
            let last = self.offices.iter().max_by_key(|office| (office.to.is_none(), office.to, office.from))?;
            return Some(Held { office: last, is_past: last.to.is_some_and(|to| to < RECENT) });
        };
        let held = self
            .offices
            .iter()
            .filter(|office| office.holds_at(date))
            .max_by_key(|office| (office.weight(), office.from));
        if let Some(office) = held {
            return Some(Held { office, is_past: false });
        }
        let before = self.offices.iter().filter(|office| office.to.is_some_and(|to| to < date));
        match before.max_by_key(|office| office.to) {
            Some(office) => Some(Held { office, is_past: true }),
            None => self.offices.first().map(|office| Held { office, is_past: false }),
        }
    }
}

impl Office {
    fn holds_at(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// How much the office counts among several at one time: a state office before a party one.
    fn weight(&self) -> u8 {
        match self.sector.as_str() {
            "GOV" => 3,
            "MIL" | "SPY" | "LEG" | "JUD" | "COP" => 2,
            "" | "UNK" => 0,
            _ => 1,
        }
    }

    /// How much the world knows of the office: heads of states and governments, then ministers.
    pub(super) fn rank(&self) -> u8 {
        const HEADS: [&str; 12] = [
            "president",
            "prime minister",
            "chancellor",
            "king",
            "emir",
            "sultan",
            "supreme leader",
            "head of state",
            "secretary-general",
            "secretary general",
            "pope",
            "crown prince",
        ];
        const MINISTERS: [&str; 6] = [
            "foreign minister",
            "secretary of state",
            "defense minister",
            "defence minister",
            "secretary of defense",
            "foreign secretary",
        ];
        if HEADS.contains(&self.role.as_str()) { 2 } else { u8::from(MINISTERS.contains(&self.role.as_str())) }
    }
}

impl Held<'_> {
    /// The sector then: someone who has left a public office is of the elite.
    pub(super) fn sector(self) -> &'static str {
        let sector = sector_code(&self.office.sector);
        if self.is_past { after_office(sector) } else { sector }
    }

    /// The role in words.
    pub(super) fn role(self) -> Option<String> {
        let role = &self.office.role;
        let is_told = self.is_past && !role.starts_with("former ") && !role.starts_with("ex-");
        (!role.is_empty()).then(|| if is_told { format!("former {role}") } else { role.clone() })
    }
}

/// The sector of someone who was in a sector once.
pub(super) fn after_office(sector: &'static str) -> &'static str {
    if matches!(sector, "GOV" | "MIL" | "SPY" | "LEG") { "ELI" } else { sector }
}

/// The code as the program has it, without an allocation; empty for what is no sector.
pub(super) fn sector_code(code: &str) -> &'static str {
    vigie_codes::plover_sector(code).unwrap_or_default()
}

/// The first and the last day of a year, month or day as the tables write them; `None` for what is no date.
pub(super) fn days_of(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.trim().splitn(3, '-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().and_then(|month| month.parse().ok());
    let day: Option<i8> = parts.next().and_then(|day| day.parse().ok());
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.checked_add(1.year()).ok()?.yesterday().ok()?,
    };
    Some((first, last))
}

/// The day that a text gives: `2018-01-01`, `1 January 2018` or `January 1, 2018`; `None` for anything else.
pub fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = text.get(..10).and_then(|iso| iso.parse().ok()) {
        return Some(day);
    }
    let parts: Vec<&str> = text.split([' ', ',', '.']).filter(|part| !part.is_empty()).collect();
    let [first, second, year] = parts.as_slice() else {
        return days_of(text).map(|days| days.0);
    };
    let (day, month) = if month_of(first).is_some() { (second, first) } else { (first, second) };
    Date::new(year.parse().ok()?, month_of(month)?, day.parse().ok()?).ok()
}

fn month_of(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let short = name.get(..3)?.to_lowercase();
    MONTHS.iter().zip(1..).find(|(month, _)| **month == short).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Person {
        let office = |role: &str, sector: &str, from: &str, to: &str| Office {
            sector: sector.to_owned(),
            role: role.to_owned(),
            from: days_of(from).map(|days| days.0),
            to: days_of(to).map(|days| days.1),
        };
        Person {
            name: "Ana Bell".to_owned(),
            country: "AUS".to_owned(),
            offices: vec![
                office("opposition leader", "OPP", "2001", "2004-05"),
                office("prime minister", "GOV", "2004-06-01", "2010"),
            ],
        }
    }

    #[test]
    fn the_date_picks_the_office() {
        let person = person();
        let at = |day: &str| person.office_at(day.parse().ok()).map(|held| (held.sector(), held.role().unwrap()));
        assert_eq!(at("2003-01-01"), Some(("OPP", "opposition leader".to_owned())));
        assert_eq!(at("2004-05-31"), Some(("OPP", "opposition leader".to_owned())));
        assert_eq!(at("2005-01-01"), Some(("GOV", "prime minister".to_owned())));
        assert_eq!(at("2010-12-31"), Some(("GOV", "prime minister".to_owned())));
        assert_eq!(at("2011-01-01"), Some(("ELI", "former prime minister".to_owned())));
        assert_eq!(at("no date"), Some(("ELI", "former prime minister".to_owned())));
    }
}
