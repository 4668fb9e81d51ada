//! Resolving: a meaning becomes days and a TIMEX3 value, counted from the publication or the time last spoken of.

use jiff::civil::Date;
use vigie_record::Precision;

use super::TimexType;
use super::calendar::{Stretch, after, easter, month_after, weekday_from, weekday_until};
use super::meaning::{Amount, Anchor, Holiday, Meaning, Shift, Side, Third, YearOf};
use super::tense::Tense;
use super::unit::{DayPart, Season, Unit, rounded};

/// From where to count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The day of publication.
    pub(super) published: Option<Date>,
    /// The stretch last spoken of.
    pub(super) spoken: Option<Stretch>,
    /// Which way the words around look.
    pub(super) tense: Tense,
}

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub(super) value: String,
    pub(super) timex3_type: TimexType,
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    pub(super) precision: Precision,
    pub(super) relative: Option<String>,
    /// The stretch of the calendar that it names, to count from later.
    pub(super) stretch: Option<Stretch>,
}

/// Resolves a meaning.
pub(super) fn resolve(meaning: &Meaning, third: Option<Third>, context: Context) -> Resolved {
    match meaning {
        Meaning::Duration { lengths, side } => duration(lengths, *side, context),
        Meaning::Set(value) => plain(value.clone(), TimexType::Set, Precision::Span),
        Meaning::Reference(value) => reference(value, context),
        Meaning::Part { part, day } => {
            let resolved = of_day(day.as_deref(), context);
            let is_exact = matches!(part, DayPart::Noon | DayPart::Midnight);
            timed(resolved, part.letters(), is_exact)
        }
        Meaning::Clock { hour, minute, second, is_utc, day } => {
            let seconds = second.map_or_else(String::new, |second| format!(":{second:02}"));
            let zone = if *is_utc { "Z" } else { "" };
            timed(of_day(day.as_deref(), context), &format!("T{hour:02}:{minute:02}{seconds}{zone}"), true)
        }
        Meaning::Away { unit, by, .. } if unit.is_of_clock() => {
            let value = length(Amount::Exact(by.abs()), *unit);
            let mut resolved = plain(value, TimexType::Duration, Precision::Time);
            (resolved.start, resolved.end) = (context.published, context.published);
            resolved
        }
        calendar => match stretch(calendar, context) {
            Some(found) => of_stretch(found, third),
            None => unknown(calendar),
        },
    }
}

/// A value without days.
fn plain(value: String, timex3_type: TimexType, precision: Precision) -> Resolved {
    let relative = Some(value.clone());
    Resolved { value, timex3_type, start: None, end: None, precision, relative, stretch: None }
}

/// A stretch with its days, or a third of them.
fn of_stretch(stretch: Stretch, third: Option<Third>) -> Resolved {
    let days = stretch.days().map(|days| narrowed(days, third));
    Resolved {
        value: stretch.timex3(),
        timex3_type: TimexType::Date,
        start: days.map(|days| days.0),
        end: days.map(|days| days.1),
        precision: stretch.precision(),
        relative: days.is_none().then(|| stretch.timex3()),
        stretch: Some(stretch),
    }
}

fn narrowed((start, end): (Date, Date), third: Option<Third>) -> (Date, Date) {
    let Ok(length) = start.until(end).map(|span| i64::from(span.get_days())) else { return (start, end) };
    let at = |share: i64| after(start, length * share / 3);
    let cut = match third {
        None => None,
        Some(Third::First) => at(1).map(|last| (start, last)),
        Some(Third::Middle) => at(1).zip(at(2)),
        Some(Third::Last) => at(2).map(|first| (first, end)),
    };
    cut.unwrap_or((start, end))
}

/// The day to which a time of day belongs: the one beside it, the last spoken of, that of publication.
fn of_day(day: Option<&Meaning>, context: Context) -> Resolved {
    if let Some(day) = day {
        return resolve(day, None, context);
    }
    let spoken = context.spoken.filter(|stretch| matches!(stretch, Stretch::Day(_)));
    match spoken.or(context.published.map(Stretch::Day)) {
        Some(stretch) => of_stretch(stretch, None),
        None => plain("XXXX-XX-XX".to_owned(), TimexType::Date, Precision::Day),
    }
}

fn timed(day: Resolved, tail: &str, is_exact: bool) -> Resolved {
    let precision = if is_exact { Precision::Time } else { day.precision };
    Resolved { value: format!("{}{tail}", day.value), timex3_type: TimexType::Time, precision, ..day }
}

fn reference(value: &str, context: Context) -> Resolved {
    let mut resolved = plain(value.to_owned(), TimexType::Date, Precision::Vague);
    if value != "FUTURE_REF" {
        resolved.end = context.published;
    }
    if value != "PAST_REF" {
        resolved.start = context.published;
    }
    if context.published.is_some() {
        resolved.relative = None;
    }
    resolved
}

fn duration(lengths: &[(Amount, Unit)], side: Option<Side>, context: Context) -> Resolved {
    let value = duration_value(lengths);
    let mut resolved = plain(value.clone(), TimexType::Duration, Precision::Span);
    let Some(side) = side else { return resolved };
    let far = context.published.and_then(|published| {
        lengths.iter().try_fold(published, |day, &(amount, unit)| {
            let span = unit.times(amount.number())?;
            if side == Side::Past { day.checked_sub(span).ok() } else { day.checked_add(span).ok() }
        })
    });
    let sign = if side == Side::Past { '-' } else { '+' };
    resolved.relative = far.is_none().then(|| format!("PUBLISHED{sign}{value}"));
    if far.is_some() {
        (resolved.start, resolved.end) =
            if side == Side::Past { (far, context.published) } else { (context.published, far) };
    }
    resolved
}

/// The value of a duration, such as `P2Y3M`, `PT30M` or `PXD`.
fn duration_value(lengths: &[(Amount, Unit)]) -> String {
    let mut value = String::from("P");
    for &(amount, unit) in lengths {
        let part = length(amount, unit);
        let is_of_clock = part.starts_with("PT");
        let digits = if is_of_clock { &part[2..] } else { &part[1..] };
        if is_of_clock && !value.contains('T') {
            value.push('T');
        }
        value.push_str(digits);
    }
    value
}

fn length(amount: Amount, unit: Unit) -> String {
    let (number, unit) = match (amount, unit) {
        (Amount::Vague(_), unit) => {
            let (before, tail) = unit.letters();
            return format!("{before}X{tail}");
        }
        (Amount::Exact(0.5), Unit::Hour) => (30.0, Unit::Minute),
        (Amount::Exact(0.5), Unit::Minute) => (30.0, Unit::Second),
        (Amount::Exact(0.5), Unit::Day) => (12.0, Unit::Hour),
        (Amount::Exact(0.5), Unit::Year) => (6.0, Unit::Month),
        (Amount::Exact(0.5), Unit::Decade) => (5.0, Unit::Year),
        (Amount::Exact(0.5), Unit::Century) => (50.0, Unit::Year),
        (Amount::Exact(number), Unit::Fortnight) => (number * 2.0, Unit::Week),
        (Amount::Exact(number), unit) => (number, unit),
    };
    let (before, tail) = unit.letters();
    format!("{before}{number}{tail}")
}

/// The stretch that a meaning names, where it can be known.
fn stretch(meaning: &Meaning, context: Context) -> Option<Stretch> {
    match *meaning {
        Meaning::Day(day) => Some(Stretch::Day(day)),
        Meaning::Year(year) => Some(Stretch::Year(year)),
        Meaning::Decade(year) => Some(Stretch::Decade(year)),
        Meaning::Century(century) => Some(Stretch::Century(century)),
        Meaning::FiscalYear(year) => year_told(year, context).map(Stretch::FiscalYear),
        Meaning::YearDay { year, month, day } => year_day(year, month, day, context).map(Stretch::Day),
        Meaning::Month { year, month } => month_of(year, month, context),
        Meaning::Quarter { year, quarter } => quarter_of(year, quarter, context),
        Meaning::Half { year, half } => year_told(year, context).map(|year| Stretch::Half(year, half)),
        Meaning::Season { year, season } => season_of(year, season, context),
        Meaning::WeekOfMonth { year, month, week } => week_of_month(year, month, week, context),
        Meaning::Weekday { weekday, shift } => weekday_of(weekday, shift, context).map(Stretch::Day),
        Meaning::Weekend(shift) => weekend_of(shift, context),
        Meaning::Shifted { unit: Unit::Day, shift: Shift::Same } => match context.spoken {
            Some(Stretch::Day(day)) => Some(Stretch::Day(day)),
            _ => context.published.map(Stretch::Day),
        },
        Meaning::Shifted { unit, shift } => {
            let (steps, from) = shift.steps();
            moved(base(from, context)?, unit, steps)
        }
        Meaning::SameOfLastYear => year_before(context.spoken.or(context.published.map(Stretch::Day))?),
        Meaning::Away { unit, by, from } => away(unit, by, base(from, context)?),
        Meaning::Holiday { holiday, year } => holiday_of(holiday, year, context).map(Stretch::Day),
        _ => None,
    }
}

/// The day to count from.
fn base(from: Anchor, context: Context) -> Option<Date> {
    let spoken = context.spoken.and_then(Stretch::days).map(|days| days.0);
    match from {
        Anchor::Published => context.published,
        Anchor::Spoken => spoken.or(context.published),
    }
}

/// The stretch of a unit so many units away from the one that holds `day`.
fn moved(day: Date, unit: Unit, steps: i64) -> Option<Stretch> {
    let by = i32::try_from(steps).ok()?;
    let months = |count: i32| {
        let (year, month) = month_after(day.year(), day.month(), by.checked_mul(count)?)?;
        Date::new(year, month, 1).ok()
    };
    let day = match unit {
        Unit::Week => after(day, steps * 7)?,
        Unit::Fortnight => after(day, steps * 14)?,
        Unit::Month => months(1)?,
        Unit::Quarter => months(3)?,
        Unit::Year => months(12)?,
        Unit::Decade => months(120)?,
        Unit::Century => months(1200)?,
        _ => after(day, steps)?,
    };
    Some(Stretch::around(day, unit))
}

/// What lies so many units away from a day. A decade ago is a year.
fn away(unit: Unit, by: f64, from: Date) -> Option<Stretch> {
    let day = from.checked_add(unit.times(by)?).ok()?;
    let unit = match unit {
        Unit::Decade => Unit::Year,
        Unit::Century => Unit::Decade,
        unit => unit,
    };
    Some(Stretch::around(day, unit))
}

/// The same stretch a year before; the year itself where it has no months.
fn year_before(stretch: Stretch) -> Option<Stretch> {
    Some(match stretch {
        Stretch::Day(day) => Stretch::Year(day.year().checked_sub(1)?),
        Stretch::Week(year, week) => Stretch::Week(year.checked_sub(1)?, week),
        Stretch::Month(year, month) => Stretch::Month(year.checked_sub(1)?, month),
        Stretch::Quarter(year, quarter) => Stretch::Quarter(year.checked_sub(1)?, quarter),
        Stretch::Half(year, half) => Stretch::Half(year.checked_sub(1)?, half),
        Stretch::Season(year, season) => Stretch::Season(year.checked_sub(1)?, season),
        Stretch::FiscalYear(year) => Stretch::FiscalYear(year.checked_sub(1)?),
        Stretch::Year(year) => Stretch::Year(year.checked_sub(1)?),
        _ => return None,
    })
}

/// A year that the text tells.
fn year_told(year: YearOf, context: Context) -> Option<i16> {
    match year {
        YearOf::Told(year) => Some(year),
        YearOf::Unknown => context.published.map(Date::year),
        YearOf::Shifted(shift) | YearOf::Nearest(shift) => {
            let (steps, from) = shift.steps();
            base(from, context)?.year().checked_add(i16::try_from(steps).ok()?)
        }
    }
}

/// A day of a year that is not told: by the tense, but rather a near day than one a year away.
fn year_day(year: YearOf, month: i8, day: i8, context: Context) -> Option<Date> {
    if year != YearOf::Unknown {
        return Date::new(year_told(year, context)?, month, day).ok();
    }
    let published = context.published?;
    nearest(published, context.tense, |year| Date::new(year, month, day).ok())
}

/// The day nearest to `published` among those of the years around, drawn to one side by the tense.
fn nearest(published: Date, tense: Tense, day_in: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let year = published.year();
    let days = (year - 4..=year + 4).filter_map(day_in);
    let distance = |day: Date| {
        let days = published.until(day).map_or(0, |span| i64::from(span.get_days()));
        match (tense, days) {
            (Tense::Past, 46..) => days * 8,
            (Tense::Future, ..=-46) => -days * 8,
            _ => days.abs() * 2 + i64::from(days > 0),
        }
    };
    days.min_by_key(|&day| distance(day))
}

/// A month of a year.
fn month_of(year: YearOf, month: i8, context: Context) -> Option<Stretch> {
    let here = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let at = |index: i32| Some(Stretch::Month(i16::try_from(index.div_euclid(12)).ok()?, month));
    // The last such month on or before an index, and the first on or after it.
    let until = |index: i32| index - (index - i32::from(month - 1)).rem_euclid(12);
    let from = |index: i32| index + (i32::from(month - 1) - index).rem_euclid(12);
    match year {
        YearOf::Nearest(shift) => {
            let (steps, anchor) = shift.steps();
            let base = base(anchor, context)?;
            match steps {
                0 => Some(Stretch::Month(base.year(), month)),
                ..0 => at(until(here(base) - 1)),
                _ => at(from(here(base) + 1)),
            }
        }
        YearOf::Unknown => {
            let now = here(context.published?);
            let (before, ahead) = (until(now), from(now));
            let is_ahead = match context.tense {
                Tense::Past => ahead - now <= 1 && ahead > now,
                Tense::Future => true,
                Tense::Unknown => ahead - now < now - before,
            };
            at(if is_ahead { ahead } else { before })
        }
        told => Some(Stretch::Month(year_told(told, context)?, month)),
    }
}

fn quarter_of(year: YearOf, quarter: i8, context: Context) -> Option<Stretch> {
    if year != YearOf::Unknown {
        return Some(Stretch::Quarter(year_told(year, context)?, quarter));
    }
    let published = context.published?;
    let now = (published.month() - 1) / 3 + 1;
    let year = published.year();
    let (back, ahead) = ((now - quarter).rem_euclid(4), (quarter - now).rem_euclid(4));
    let is_ahead = match context.tense {
        Tense::Future => true,
        _ => ahead < back,
    };
    let year = match is_ahead {
        true if quarter < now => year + 1,
        false if quarter > now => year - 1,
        _ => year,
    };
    Some(Stretch::Quarter(year, quarter))
}

fn season_of(year: YearOf, season: Season, context: Context) -> Option<Stretch> {
    let first = |year: i16| Date::new(year, season.first_month(), 1).ok();
    let year = match year {
        YearOf::Nearest(shift) => {
            let (steps, anchor) = shift.steps();
            let base = base(anchor, context)?;
            let now = base.year();
            match steps {
                0 if season == Season::Winter && base.month() < 3 => now - 1,
                0 => now,
                ..0 if first(now)? < first_of_season(base)? => now,
                ..0 => now - 1,
                _ if first(now)? > base => now,
                _ => now + 1,
            }
        }
        YearOf::Unknown => {
            let published = context.published?;
            let year = published.year();
            let is_ahead = first(year)? > published;
            match context.tense {
                Tense::Future if !is_ahead && first(year)? < first_of_season(published)? => year + 1,
                Tense::Past if is_ahead => year - 1,
                Tense::Unknown if season == Season::Winter && published.month() < 6 => year - 1,
                _ => year,
            }
        }
        told => year_told(told, context)?,
    };
    Some(Stretch::Season(year, season))
}

/// The first day of the season of a day.
fn first_of_season(day: Date) -> Option<Date> {
    let back = day.month() % 3;
    let (year, month) = month_after(day.year(), day.month(), -i32::from(back))?;
    Date::new(year, month, 1).ok()
}

/// The first, second … or last whole week of a month.
fn week_of_month(year: YearOf, month: i8, week: i8, context: Context) -> Option<Stretch> {
    let (first, last) = month_of(year, month, context)?.days()?;
    let day =
        if week == 0 { weekday_until(last, 7)? } else { after(weekday_from(first, 1)?, i64::from(week - 1) * 7)? };
    Some(Stretch::week_of(day))
}

fn weekday_of(weekday: i8, shift: Shift, context: Context) -> Option<Date> {
    let (steps, anchor) = shift.steps();
    let base = base(anchor, context)?;
    match (shift, steps) {
        (Shift::None, _) if context.tense == Tense::Future => weekday_from(base, weekday),
        (Shift::This, _) if context.tense != Tense::Past => weekday_from(base, weekday),
        (_, 0) => weekday_until(base, weekday),
        (_, ..0) => weekday_until(after(base, -1)?, weekday),
        _ => weekday_from(after(base, 1)?, weekday),
    }
}

fn weekend_of(shift: Shift, context: Context) -> Option<Stretch> {
    let (steps, anchor) = shift.steps();
    let base = base(anchor, context)?;
    let weekday = base.weekday().to_monday_one_offset();
    let is_past = match shift {
        Shift::None => {
            weekday < 6 && (context.tense == Tense::Past || (context.tense == Tense::Unknown && weekday < 4))
        }
        Shift::This => weekday < 3 && context.tense == Tense::Past,
        _ => false,
    };
    let steps = if is_past { -1 } else { steps };
    Some(Stretch::weekend_of(after(base, steps * 7)?))
}

fn holiday_of(holiday: Holiday, year: YearOf, context: Context) -> Option<Date> {
    let day_in = |year: i16| match holiday {
        Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
        Holiday::Easter(days) => after(easter(year)?, days),
        Holiday::Nth { month, weekday, n: 0 } => {
            weekday_until(Date::new(year, month, 1).ok()?.last_of_month(), weekday)
        }
        Holiday::Nth { month, weekday, n } => {
            after(weekday_from(Date::new(year, month, 1).ok()?, weekday)?, i64::from(n - 1) * 7)
        }
    };
    match year {
        YearOf::Unknown => nearest(context.published?, context.tense, day_in),
        told => day_in(year_told(told, context)?),
    }
}

/// What can be said where the day of publication is not known.
fn unknown(meaning: &Meaning) -> Resolved {
    let date = |value: String, precision, relative: Option<String>| {
        let relative = relative.or_else(|| Some(value.clone()));
        Resolved { relative, ..plain(value, TimexType::Date, precision) }
    };
    let year = "XXXX";
    match *meaning {
        Meaning::YearDay { month, day, .. } => date(format!("{year}-{month:02}-{day:02}"), Precision::Day, None),
        Meaning::Month { month, .. } | Meaning::WeekOfMonth { month, .. } => {
            date(format!("{year}-{month:02}"), Precision::Month, None)
        }
        Meaning::Quarter { quarter, .. } => date(format!("{year}-Q{quarter}"), Precision::Quarter, None),
        Meaning::Half { half, .. } => date(format!("{year}-H{half}"), Precision::Quarter, None),
        Meaning::Season { season, .. } => date(format!("{year}-{}", season.letters()), Precision::Season, None),
        Meaning::FiscalYear(_) => date(format!("FY{year}"), Precision::Year, None),
        Meaning::Weekday { weekday, .. } => date(format!("{year}-WXX-{weekday}"), Precision::Day, None),
        Meaning::Weekend(_) => date(format!("{year}-WXX-WE"), Precision::Week, None),
        Meaning::Holiday { holiday: Holiday::Fixed(month, day), .. } => {
            date(format!("{year}-{month:02}-{day:02}"), Precision::Day, None)
        }
        Meaning::Shifted { unit, shift } => {
            let (steps, _) = shift.steps();
            date(places(unit).to_owned(), unit.precision(), Some(counted(unit, steps)))
        }
        Meaning::Away { unit, by, .. } => {
            let sign = if by < 0.0 { '-' } else { '+' };
            let relative = match rounded(by) {
                Some(steps) => counted(unit, steps),
                None => format!("PUBLISHED{sign}{}", length(Amount::Exact(by.abs()), unit)),
            };
            date(places(unit).to_owned(), unit.precision(), Some(relative))
        }
        _ => date("XXXX-XX-XX".to_owned(), Precision::Day, None),
    }
}

/// `PUBLISHED-P1D` and the like.
fn counted(unit: Unit, steps: i64) -> String {
    let sign = if steps < 0 { '-' } else { '+' };
    let number = steps.unsigned_abs() as f64;
    if steps == 0 { "PUBLISHED".to_owned() } else { format!("PUBLISHED{sign}{}", length(Amount::Exact(number), unit)) }
}

/// The value of a date in some unit of which nothing is known.
const fn places(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year | Unit::Decade => "XXXX",
        Unit::Century => "XX",
    }
}
