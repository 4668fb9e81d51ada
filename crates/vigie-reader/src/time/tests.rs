//! Expressions in texts of our own, marked `[so]`, with the values that they should get.

use proptest::prelude::*;
use vigie_record::{Precision, PublishedAt};

use super::{TimeExpression, TimexType, expressions};

/// A text with its expressions in brackets, and their values.
type Case = (&'static str, &'static [&'static str]);

/// Takes the brackets away; gives the text and the ranges that they marked.
fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut ranges = Vec::new();
    for c in marked.chars() {
        match c {
            '[' => ranges.push((text.len(), 0)),
            ']' => ranges.last_mut().expect("a bracket opens before it closes").1 = text.len(),
            c => text.push(c),
        }
    }
    (text, ranges)
}

fn published(date: &str) -> Option<PublishedAt> {
    date.parse().ok()
}

/// Reads every text as published on `date` and reports all that differ.
fn check(date: &str, cases: &[Case]) {
    let mut faults = Vec::new();
    for (marked, values) in cases {
        let (text, ranges) = unmark(marked);
        let expected: Vec<String> =
            ranges.iter().zip(*values).map(|(r, v)| format!("{} = {v}", &text[r.0..r.1])).collect();
        assert_eq!(ranges.len(), values.len(), "{marked}");
        let found: Vec<String> = expressions(&text, published(date))
            .iter()
            .map(|e| format!("{} = {}", &text[e.range.as_range()], e.timex3_value))
            .collect();
        if found != expected {
            faults.push(format!("{marked}\n    expected {expected:?}\n    found    {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

fn only(text: &str, date: &str) -> TimeExpression {
    let mut found = expressions(text, published(date));
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

/// 1 June 2022 was a Wednesday in week 22.
#[test]
fn dates_in_full() {
    check(
        "2022-06-01",
        &[
            ("The pact of [2022-06-01] holds.", &["2022-06-01"]),
            ("Signed on [June 1, 2022], it holds.", &["2022-06-01"]),
            ("Signed on [1 June 2022], it holds.", &["2022-06-01"]),
            ("Signed on [the 1st of June 2022].", &["2022-06-01"]),
            ("Signed on [Wednesday, June 1, 2022].", &["2022-06-01"]),
            ("Signed on [Feb. 3, 2014].", &["2014-02-03"]),
            ("Signed on [3 Sept 2014].", &["2014-09-03"]),
            ("Signed on [6/14/2019] in the capital.", &["2019-06-14"]),
            ("Signed on [24/12/2019] in the capital.", &["2019-12-24"]),
            ("Signed on [01.06.2022] in the capital.", &["2022-06-01"]),
            ("It opened in [March 2009].", &["2009-03"]),
            ("It opened in [Sept. 2009].", &["2009-09"]),
            ("It opened in [2009].", &["2009"]),
            ("The [2014] agreement failed.", &["2014"]),
            ("They met in [the 1990s].", &["199"]),
            ("They met in [the '60s].", &["196"]),
            ("A war of [the 19th century] over tea.", &["18"]),
            ("The border dates from [the 1800s].", &["18"]),
            ("It was built in [mid-2008].", &["2008"]),
            ("It fell in [the third quarter of 2009].", &["2009-Q3"]),
            ("It fell in [the last quarter of 2009].", &["2009-Q4"]),
            ("It fell in [Q3 2009].", &["2009-Q3"]),
            ("It fell in [the first half of 2021].", &["2021-H1"]),
            ("It rose in [fiscal 2020].", &["FY2020"]),
            ("It rose in [the fiscal year 2020].", &["FY2020"]),
            ("They left in [the summer of 2021].", &["2021-SU"]),
            ("They left in [autumn 2021].", &["2021-FA"]),
            ("From [2009] to [2011] he led it.", &["2009", "2011"]),
            ("Nothing changed after [9/11].", &["2001-09-11"]),
            ("The [Sept. 11] attacks changed it.", &["2001-09-11"]),
        ],
    );
}

#[test]
fn dates_without_a_year() {
    check(
        "2022-06-01",
        &[
            ("MINSK, [June 1] (Agency) - Talks went on.", &["2022-06-01"]),
            ("Troops arrived on [May 23].", &["2022-05-23"]),
            ("Troops arrived on [23 May].", &["2022-05-23"]),
            ("He was arrested on [December 12].", &["2021-12-12"]),
            ("The vote will be held on [September 4].", &["2022-09-04"]),
            ("The vote is scheduled for [January 9].", &["2023-01-09"]),
            ("Exports fell in [April].", &["2022-04"]),
            ("Exports fell in [August].", &["2021-08"]),
            ("The court will rule in [February].", &["2023-02"]),
            ("They invaded [this February].", &["2022-02"]),
            ("They met [last September].", &["2021-09"]),
            ("They will meet [next March].", &["2023-03"]),
            ("They met in [early March].", &["2022-03"]),
            ("Drills ran between [April] and [May].", &["2022-04", "2022-05"]),
            ("Drills ran from [May 3] to [May 7].", &["2022-05-03", "2022-05-07"]),
            ("Drills ran from [May 3] to [7].", &["2022-05-03", "2022-05-07"]),
            ("Drills ran from [3] to [7 May 2021].", &["2021-05-03", "2021-05-07"]),
            ("Fighting between [April] and [June 2003] was heavy.", &["2003-04", "2003-06"]),
            ("Profit rose in [the first quarter].", &["2022-Q1"]),
            ("Profit rose in [the fourth quarter].", &["2021-Q4"]),
            ("The firm posted [first-quarter] losses.", &["2022-Q1"]),
            ("They signed on [Christmas Eve].", &["2021-12-24"]),
            ("They signed on [Good Friday].", &["2022-04-15"]),
            ("The offensive begins [this summer].", &["2022-SU"]),
            ("They fought all through [last winter].", &["2021-WI"]),
        ],
    );
}

#[test]
fn weekdays_and_weeks() {
    check(
        "2022-06-01",
        &[
            ("He said so on [Tuesday].", &["2022-05-31"]),
            ("He said on [Wednesday] that he left.", &["2022-06-01"]),
            ("He said on [Thursday] that he left.", &["2022-05-26"]),
            ("Ministers will meet on [Thursday].", &["2022-06-02"]),
            ("Talks are due to open on [Monday].", &["2022-06-06"]),
            ("He seemed to be calm on [Monday] when he spoke.", &["2022-05-30"]),
            ("He is expected to be in town on [Monday].", &["2022-06-06"]),
            ("They have until [Friday] to answer.", &["2022-06-03"]),
            ("They met [last Friday].", &["2022-05-27"]),
            ("They meet [next Friday].", &["2022-06-03"]),
            ("They agreed to meet on [Saturday].", &["2022-06-04"]),
            ("A shell hit the town on [Monday morning].", &["2022-05-30TMO"]),
            ("It burned on [Sunday night].", &["2022-05-29TNI"]),
            ("They came [last week].", &["2022-W21"]),
            ("They leave [next week].", &["2022-W23"]),
            ("It happened [this week].", &["2022-W22"]),
            ("It happened [the week before last].", &["2022-W20"]),
            ("They protested at [the weekend].", &["2022-W21-WE"]),
            ("They protested [last weekend].", &["2022-W21-WE"]),
            ("They will march [next weekend].", &["2022-W23-WE"]),
            ("In [the last week of March] it rained.", &["2022-W12"]),
        ],
    );
}

#[test]
fn pointing_words() {
    check(
        "2022-06-01",
        &[
            ("They met [today].", &["2022-06-01"]),
            ("They met [yesterday].", &["2022-05-31"]),
            ("They meet [tomorrow].", &["2022-06-02"]),
            ("They met [the day before yesterday].", &["2022-05-30"]),
            ("They meet [tonight].", &["2022-06-01TNI"]),
            ("It burned [last night].", &["2022-05-31TNI"]),
            ("It burned [this morning].", &["2022-06-01TMO"]),
            ("It burned [yesterday afternoon].", &["2022-05-31TAF"]),
            ("They met [last month].", &["2022-05"]),
            ("They met [earlier this month].", &["2022-06"]),
            ("They met [last year].", &["2021"]),
            ("It ends [later this year].", &["2022"]),
            ("It ends by [the end of next year].", &["2023"]),
            ("It closed at [the end of the year].", &["2022"]),
            ("It will open [next month].", &["2022-07"]),
            ("It shrank [last quarter].", &["2022-Q1"]),
            ("They left in 12 trucks and [now] rest.", &["PRESENT_REF"]),
            ("He is [currently] abroad.", &["PRESENT_REF"]),
            ("He was [recently] freed.", &["PAST_REF"]),
            ("He [previously] served abroad.", &["PAST_REF"]),
            ("In [the past] they talked.", &["PAST_REF"]),
            ("It has grown in [recent years].", &["PAST_REF"]),
            ("War may come in [the near future].", &["FUTURE_REF"]),
            ("War may come [soon].", &["FUTURE_REF"]),
            ("He struck in [2014] and again [the following year].", &["2014", "2015"]),
            ("He struck on [May 3, 2014], and [the next day] too.", &["2014-05-03", "2014-05-04"]),
            ("In [2014] the town fell; [that year] many fled.", &["2014", "2014"]),
            ("Sales rose in [April] from [the same month a year earlier].", &["2022-04", "2021-04"]),
        ],
    );
}

#[test]
fn lengths() {
    check(
        "2022-06-01",
        &[
            ("He ruled for [five years].", &["P5Y"]),
            ("He ruled for [twenty-seven years].", &["P27Y"]),
            ("He ruled for [nearly four decades].", &["P4DE"]),
            ("They waited [90 days].", &["P90D"]),
            ("They waited [a few days].", &["PXD"]),
            ("They waited for [months].", &["PXM"]),
            ("They waited [two and a half years].", &["P2.5Y"]),
            ("They waited [half an hour].", &["PT30M"]),
            ("They waited [three hours and 20 minutes].", &["PT3H20M"]),
            ("They waited [more than 24 hours].", &["PT24H"]),
            ("They waited [several weeks].", &["PXW"]),
            ("It was calm in [the past few days].", &["PXD"]),
            ("It will fall within [the next five years].", &["P5Y"]),
            ("It doubled over [the past decade].", &["P1DE"]),
            ("It doubled over [the last three months].", &["P3M"]),
            ("The [24-year-old] was held.", &["P24Y"]),
            ("He is [58 years old].", &["P58Y"]),
            ("A [two-week] truce began.", &["P2W"]),
            ("A [decades-long] feud ended.", &["PXDE"]),
            ("It ended [two weeks] after the vote.", &["P2W"]),
            ("It began [a decade ago].", &["2012"]),
            ("It began [three days ago].", &["2022-05-29"]),
            ("It began [two weeks ago].", &["2022-W20"]),
            ("It began [six months ago].", &["2021-12"]),
            ("It began [several years ago].", &["PAST_REF"]),
            ("It fell on [May 3] and again [two days later].", &["2022-05-03", "2022-05-05"]),
            ("It ends [two years from now].", &["2024"]),
            ("They grew for [two consecutive quarters].", &["P2Q"]),
            ("They slept for [a fortnight].", &["P2W"]),
            ("It takes [three to five years].", &["P5Y"]),
        ],
    );
}

#[test]
fn clock_times() {
    check(
        "2022-06-01",
        &[
            ("It began at [8 p.m. EST].", &["2022-06-01T20:00"]),
            ("It began at [8:30 a.m.] in the square.", &["2022-06-01T08:30"]),
            ("It began at [1600 GMT].", &["2022-06-01T16:00Z"]),
            ("It began at [16:00 local time].", &["2022-06-01T16:00"]),
            ("It began at [noon].", &["2022-06-01T12:00"]),
            ("It began at [10am] sharp.", &["2022-06-01T10:00"]),
            ("It began at [5 o'clock].", &["2022-06-01T05:00"]),
            ("It began at [9 a.m. on Tuesday].", &["2022-05-31T09:00"]),
            ("It began on [Tuesday at 9 a.m.]", &["2022-05-31T09:00"]),
            ("It began at [midnight on May 3].", &["2022-05-03T24:00"]),
            ("Posted [2022-06-01T09:30:00Z] by us.", &["2022-06-01T09:30:00Z"]),
        ],
    );
}

#[test]
fn sets() {
    check(
        "2022-06-01",
        &[
            ("They meet [every Tuesday].", &["XXXX-WXX-2"]),
            ("They meet [weekly].", &["P1W"]),
            ("They meet [every two years].", &["P2Y"]),
            ("They meet [every other day].", &["P2D"]),
            ("They meet [twice a week].", &["P1W"]),
            ("It costs $15 [a year].", &["P1Y"]),
            ("The [annual] parade drew few.", &["P1Y"]),
            ("They rest on [Sundays].", &["XXXX-WXX-7"]),
            ("They rest on [weekends].", &["XXXX-WXX-WE"]),
        ],
    );
}

#[test]
fn words_that_only_look_like_times() {
    check(
        "2022-06-01",
        &[
            ("Troops may march on the capital.", &[]),
            ("May he rest.", &[]),
            ("Theresa May said no.", &[]),
            ("Mrs May and the cabinet left.", &[]),
            ("The fall of the town was feared.", &[]),
            ("Prices fall and hopes spring up.", &[]),
            ("The sun rose; he sat down.", &[]),
            ("He came second in a second round.", &[]),
            ("About 2000 people fled.", &[]),
            ("Some 1900 troops left with 2,014 tanks.", &[]),
            ("They won 3-2 with version 10.4.3 of it.", &[]),
            ("It cost $2010 and 2015 euros.", &[]),
            ("He reads the Daily Telegraph.", &[]),
            ("A quarter of the town burned.", &[]),
            ("Three quarters of the town burned.", &[]),
            ("More than three-quarters came from abroad.", &[]),
            ("The march to the sea took long.", &[]),
            ("Flight 1999 was late.", &[]),
        ],
    );
}

#[test]
fn other_days_of_publication() {
    check(
        "2010-01-04",
        &[
            ("It fell on [Friday].", &["2010-01-01"]),
            ("It fell [last week].", &["2009-W53"]),
            ("It fell in [December].", &["2009-12"]),
            ("It fell [last month].", &["2009-12"]),
            ("It was signed on [December 30].", &["2009-12-30"]),
            ("It rose in [the fourth quarter].", &["2009-Q4"]),
            ("It will rise in [March].", &["2010-03"]),
        ],
    );
    check(
        "2024-02-29T22:15:00Z",
        &[
            ("It fell [today].", &["2024-02-29"]),
            ("It fell [a year ago].", &["2023"]),
            ("It ends [tomorrow].", &["2024-03-01"]),
            ("It fell [last month].", &["2024-01"]),
            ("A truce from [March 10] will hold.", &["2024-03-10"]),
        ],
    );
}

#[test]
fn without_a_day_of_publication() {
    check(
        "",
        &[
            ("It fell on [Monday].", &["XXXX-WXX-1"]),
            ("It fell [yesterday].", &["XXXX-XX-XX"]),
            ("It fell on [June 1].", &["XXXX-06-01"]),
            ("It fell in [June].", &["XXXX-06"]),
            ("It fell [last year].", &["XXXX"]),
            ("It fell in [2014] and rose [the following year].", &["2014", "2015"]),
            ("It began at [8 p.m.] sharp.", &["XXXX-XX-XXT20:00"]),
        ],
    );
    assert_eq!(only("It fell yesterday.", "").span.relative.as_deref(), Some("PUBLISHED-P1D"));
    assert_eq!(only("It falls within the next five years.", "").span.relative.as_deref(), Some("PUBLISHED+P5Y"));
}

#[test]
fn days_that_are_covered() {
    let cases = [
        ("It fell last month.", "2022-05-01", "2022-05-31", Precision::Month),
        ("It fell last week.", "2022-05-23", "2022-05-29", Precision::Week),
        ("It falls within the next five years.", "2022-06-01", "2027-06-01", Precision::Span),
        ("It fell in early March.", "2022-03-01", "2022-03-11", Precision::Month),
        ("It fell since 2020.", "2020-01-01", "", Precision::Year),
        ("It must fall by Friday.", "", "2022-06-03", Precision::Day),
        ("It fell in the 1990s.", "1990-01-01", "1999-12-31", Precision::Decade),
        ("It fell at 8 p.m. on May 3.", "2022-05-03", "2022-05-03", Precision::Time),
    ];
    for (text, start, end, precision) in cases {
        let span = only(text, "2022-06-01").span;
        let text_of = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
        assert_eq!(
            (text_of(span.start), text_of(span.end), span.precision),
            (start.into(), end.into(), precision),
            "{text}"
        );
    }
}

#[test]
fn types() {
    let cases = [
        ("It fell in May 2020.", TimexType::Date),
        ("It fell at 8 p.m. sharp", TimexType::Time),
        ("It lasted two days.", TimexType::Duration),
        ("They meet every Friday.", TimexType::Set),
        ("It fell recently.", TimexType::Date),
    ];
    for (text, timex3_type) in cases {
        assert_eq!(only(text, "2022-06-01").timex3_type, timex3_type, "{text}");
    }
    assert_eq!(serde_json::to_value(TimexType::Duration).unwrap(), "DURATION");
}

/// Words that the rules look for, to be thrown together.
const PIECES: &[&str] = &[
    "the",
    "last",
    "next",
    "two",
    "a",
    "few",
    "years",
    "year",
    "ago",
    "later",
    "June",
    "May",
    "Friday",
    "1",
    "31",
    "2009",
    "9999",
    "0",
    "-",
    ",",
    ".",
    "'",
    "s",
    ":",
    "00",
    "p.m.",
    "GMT",
    "of",
    "quarter",
    "third",
    "century",
    "99th",
    "BC",
    "every",
    "week",
    "early",
    "mid",
    "the end of",
    "half",
    "000000000",
    "1e9",
    "half a century",
    "hundred",
    "million",
    "decades",
    "to",
    "and",
    "following",
    "\n\n",
    "é",
    "’",
    "–",
    "/",
    "weekend",
    "morning",
    "Christmas",
    "fiscal",
    "FY",
    "same",
];

fn is_sound(text: &str, date: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for found in expressions(text, published(date)) {
        prop_assert!(text.get(found.range.as_range()).is_some_and(|words| !words.trim().is_empty()));
        prop_assert!(found.range.start() >= end);
        prop_assert!(!found.timex3_value.is_empty());
        if let (Some(first), Some(last)) = (found.span.start, found.span.end) {
            prop_assert!(first <= last, "{:?}", found);
        }
        end = found.range.end();
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gives_ranges_in_order(text in "\\PC{0,200}") {
        is_sound(&text, "2022-06-01")?;
    }

    #[test]
    fn any_words_of_time_give_ranges_in_order(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14),
        glue in prop::sample::select(&[" ", "", "-"][..]),
        date in prop::sample::select(&["2022-06-01", "0001-01-01", "9999-12-31", "-009999-01-01", ""][..]),
    ) {
        is_sound(&pieces.join(glue), date)?;
    }
}
