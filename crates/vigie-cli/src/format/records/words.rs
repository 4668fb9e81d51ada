//! Words for what records hold: dates, numbers, probabilities and who somebody is.

use serde::Serialize;
use serde_json::Value;
use vigie_record::{Identity, Magnitude, Precision, Probability, TimeSpan};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The bands of ICD 203, each up to its number.
const BANDS: [(f64, &str); 7] = [
    (0.05, "almost no chance"),
    (0.2, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.8, "likely"),
    (0.95, "very likely"),
    (f64::INFINITY, "almost certain"),
];

/// The name that a value has in JSON, such as `under-way`.
pub(crate) fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A day, a month, a year or a stretch: `1 Jun 2022`, `Jun 2022`, `from 2020`. Nothing where no side is known.
pub(crate) fn time(time: &TimeSpan) -> Option<String> {
    let date = |date| day(date, time.precision);
    match (time.start, time.end) {
        (Some(start), Some(end)) if date(start) == date(end) => Some(date(start)),
        (Some(start), Some(end)) => Some(format!("{} to {}", date(start), date(end))),
        (Some(start), None) => Some(format!("from {}", date(start))),
        (None, Some(end)) => Some(format!("until {}", date(end))),
        (None, None) => None,
    }
}

/// A date no more exactly than its text gives it.
fn day(date: jiff::civil::Date, precision: Precision) -> String {
    let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0).min(11)];
    match precision {
        Precision::Month | Precision::Quarter | Precision::Season => format!("{month} {}", date.year()),
        Precision::Year | Precision::Decade | Precision::Century => date.year().to_string(),
        _ => format!("{} {month} {}", date.day(), date.year()),
    }
}

/// How many of what: `12 killed`, `about 3 to 5 wounded`, `2,000,000 USD`.
pub(super) fn magnitude(magnitude: &Magnitude) -> String {
    let low = grouped(magnitude.low);
    #[expect(clippy::float_cmp, reason = "both are the number that the text gives where it gives one")]
    let number = if magnitude.low == magnitude.high { low } else { format!("{low} to {}", grouped(magnitude.high)) };
    match &magnitude.unit {
        Some(unit) => format!("{number} {unit}"),
        None => format!("{number} {}", magnitude.kind),
    }
}

/// A number with its thousands set apart.
fn grouped(number: f64) -> String {
    let whole = number.to_string();
    let (digits, rest) = whole.split_at(whole.find('.').unwrap_or(whole.len()));
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 && digits.len() > 4 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// The band of ICD 203 in which the middle of an interval lies.
pub(super) fn band([low, high]: [Probability; 2]) -> &'static str {
    let middle = f64::midpoint(low.get(), high.get());
    BANDS.iter().find(|(end, _)| middle <= *end).map_or("almost certain", |(_, band)| band)
}

/// An interval of probability: `55 to 80 %`.
pub(crate) fn percent([low, high]: [Probability; 2]) -> String {
    let (low, high) = (rounded(low), rounded(high));
    if low == high { format!("{low} %") } else { format!("{low} to {high} %") }
}

fn rounded(probability: Probability) -> String {
    format!("{:.0}", probability.get() * 100.0)
}

/// Words that say nothing of whom they stand for.
const PRONOUNS: &[&str] = &["he", "him", "his", "she", "her"];

/// The full name of somebody, or else the words of the text; where these are a pronoun, what it stands for.
pub(crate) fn who(identity: &Identity, text: &str) -> String {
    let is_pronoun = PRONOUNS.iter().any(|pronoun| text.eq_ignore_ascii_case(pronoun));
    let role = identity.role.as_ref().filter(|_| is_pronoun);
    identity.name.as_ref().or(role).cloned().unwrap_or_else(|| one_line(text))
}

/// What the same one is found by, however the text says it: `a lecturer` and `Lecturer` are one.
pub(super) fn without_article(words: &str) -> String {
    let lower = words.to_lowercase();
    let rest = ["the ", "a ", "an ", "one "].iter().find_map(|article| lower.strip_prefix(article));
    rest.unwrap_or(&lower).to_owned()
}

/// The words in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words in one line, cut at a word where they are longer than `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let line = one_line(text);
    let Some((end, _)) = line.char_indices().nth(most) else { return line };
    let kept = line[..end].rsplit_once(' ').map_or(&line[..end], |(kept, _)| kept);
    format!("{} …", kept.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: Option<&str>, end: Option<&str>, precision: Precision) -> TimeSpan {
        let date = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        TimeSpan { start: date(start), end: date(end), precision, expression: None, relative: None }
    }

    #[test]
    fn times_are_no_more_exact_than_the_text() {
        struct Case(Option<&'static str>, Option<&'static str>, Precision, Option<&'static str>);
        let cases = [
            Case(Some("2022-06-01"), Some("2022-06-01"), Precision::Day, Some("1 Jun 2022")),
            Case(Some("2022-06-01"), Some("2022-06-30"), Precision::Month, Some("Jun 2022")),
            Case(Some("2022-01-01"), Some("2022-12-31"), Precision::Year, Some("2022")),
            Case(Some("2020-01-01"), None, Precision::Year, Some("from 2020")),
            Case(None, Some("2027-06-01"), Precision::Span, Some("until 1 Jun 2027")),
            Case(Some("2022-06-01"), Some("2022-06-07"), Precision::Week, Some("1 Jun 2022 to 7 Jun 2022")),
            Case(None, None, Precision::Vague, None),
        ];
        for Case(start, end, precision, expected) in cases {
            assert_eq!(time(&span(start, end, precision)).as_deref(), expected);
        }
    }

    #[test]
    fn numbers_and_words_are_short() {
        for (number, expected) in [(7.0, "7"), (1500.0, "1500"), (20_000.0, "20,000"), (1_234_567.5, "1,234,567.5")] {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(shortened("one two,\n three four", 9), "one two …");
        assert_eq!(shortened("one two", 9), "one two");
        assert_eq!(shortened("абвгдежзик", 4), "абвг …");
    }

    #[test]
    fn a_pronoun_gives_way_to_what_it_stands_for() {
        let lecturer = Identity { role: Some("lecturer at a Polish academy".to_owned()), ..Identity::default() };
        assert_eq!(who(&lecturer, "She"), "lecturer at a Polish academy");
        assert_eq!(who(&lecturer, "a lecturer"), "a lecturer");
        assert_eq!(who(&Identity::default(), "he"), "he");
        assert_eq!(without_article("A Polish lecturer"), without_article("polish lecturer"));
    }

    #[test]
    fn every_probability_has_a_band() {
        let interval = |low, high| [low, high].map(|value| Probability::try_from(value).unwrap());
        assert_eq!(band(interval(0.55, 0.8)), "likely");
        assert_eq!(band(interval(0.0, 0.02)), "almost no chance");
        assert_eq!(band(interval(1.0, 1.0)), "almost certain");
        assert_eq!(percent(interval(0.55, 0.8)), "55 to 80 %");
    }
}
