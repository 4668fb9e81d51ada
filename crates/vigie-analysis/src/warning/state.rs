//! The state of an indicator on a day: seen, absent, stale, or unmonitored.
//!
//! What nobody looked for is unmonitored, which is not the same as absent: it moves no odds. It is absent where a report
//! says so, or where enough reports would have told and none did.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::problem::{Indicator, Problem, SeriesPattern};
use super::sightings::{Citation, Sightings, Track};
use crate::pattern::Answer;

/// What silence counts beside a report that says that something is not there.
const SILENCE: f64 = 0.5;

/// What a denial takes off a sighting of the same days, where its source is as good as can be.
const DISPUTE: f64 = 0.5;

/// The chance at which a count is taken for unusual.
const UNUSUAL: f64 = 0.05;

/// Whether an indicator is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was seen, and not long ago.
    Seen,
    /// It was looked for and is not there.
    Absent,
    /// It was seen, but too long ago to tell in full.
    Stale,
    /// Nobody looked.
    Unmonitored,
}

impl Sight {
    /// Whether it speaks as an absence does.
    pub fn is_absence(&self) -> bool {
        self.state == State::Absent || (self.state == State::Stale && self.answer == Answer::Denied)
    }
}

impl State {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Absent => "absent",
            Self::Stale => "stale",
            Self::Unmonitored => "unmonitored",
        }
    }
}

/// How an indicator stands on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sight {
    /// Whether it is seen.
    pub state: State,
    /// What was last told of it, where it is stale: that it is there, or that it is not.
    pub answer: Answer,
    /// The day that its newest sighting tells of.
    pub last_seen: Option<Date>,
    /// What stands behind the state: sightings or denials. Newest first.
    pub citations: Vec<Citation>,
    /// What is said against it. Newest first.
    pub against: Vec<Citation>,
    /// How many voices tell of it; copies and reports of one outlet are one voice.
    pub n_voices: usize,
    /// How many reports of these days would have told.
    pub n_watching: usize,
    /// How far the sources bear it, in 0..=1.
    pub support: f64,
    /// What time has left of what was told, or what silence counts, in 0..=1.
    pub fade: f64,
    /// The counts that were compared, for a series.
    pub counts: Option<Counts>,
}

/// The counts of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Events in the window.
    pub events: u64,
    /// Reports in the window.
    pub reports: u64,
    /// Events before it.
    pub events_before: u64,
    /// Reports before it.
    pub reports_before: u64,
    /// How many times as often for each report, with half an event added before.
    pub ratio: f64,
    /// How likely so many or more are if nothing has changed.
    pub chance: f64,
}

/// What is wanted of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// With the citations behind it.
    Cited,
    /// Without.
    Bare,
}

impl Detail {
    fn newest(self, citations: &[&Citation]) -> Vec<Citation> {
        if self == Self::Bare {
            return Vec::new();
        }
        let mut citations: Vec<Citation> = citations.iter().map(|citation| (*citation).clone()).collect();
        citations.sort_by(|a, b| (b.day, b.known_on, &a.report).cmp(&(a.day, a.known_on, &b.report)));
        citations
    }
}

/// The state of an indicator on a day, from what was known by then.
pub(super) fn state_on(problem: &Problem, sightings: &Sightings, index: usize, day: Date, detail: Detail) -> Sight {
    let (indicator, track) = (&problem.indicators[index], &sightings.tracks[index]);
    let n_watching = n_watching(indicator, sightings, day);
    // Citations stand in the order in which they were known.
    let known = &track.citations[..track.citations.partition_point(|citation| citation.known_on <= day)];
    let stale_until = days_before(day, indicator.fresh_days);
    let is_fresh = |citation: &&&Citation| citation.day > stale_until;
    let (all, denied): (Vec<&Citation>, Vec<&Citation>) =
        known.iter().partition(|citation| citation.answer == Answer::Seen);
    let fresh: Vec<&Citation> = all.iter().filter(is_fresh).copied().collect();
    let denials: Vec<&Citation> = denied.iter().filter(is_fresh).copied().collect();
    let counts = series(problem, indicator, track, sightings, day);
    let last_seen = all.iter().map(|citation| citation.day).max();
    let blank = Sight {
        state: State::Unmonitored,
        answer: Answer::Seen,
        last_seen,
        citations: Vec::new(),
        against: detail.newest(&denials),
        n_voices: voices(&all),
        n_watching,
        support: 1.0,
        fade: 1.0,
        counts: counts.as_ref().map(|(counts, _)| *counts),
    };
    if voices(&fresh) >= indicator.needs {
        let support = support(&fresh) * (1.0 - DISPUTE * support_or_none(&denials));
        let (citations, n_voices) = (detail.newest(&fresh), voices(&fresh));
        return Sight { state: State::Seen, citations, n_voices, support, ..blank };
    }
    if let Some((found, counted)) = &counts
        && found.chance < UNUSUAL
    {
        let support = support(counted);
        let last_seen = counted.iter().map(|citation| citation.day).max();
        let (citations, n_voices) = (detail.newest(counted), voices(counted));
        return Sight { state: State::Seen, last_seen, citations, n_voices, support, ..blank };
    }
    let newest_word = |of: &[&Citation]| of.last().map(|one| one.known_on);
    // The last word counts: what was denied after it was seen is not stale but gone.
    if newest_word(&denied) > newest_word(&all) {
        return absent(problem, indicator, &denied, day, detail, blank);
    }
    if voices(&all) >= indicator.needs && !all.is_empty() {
        let fade = fade(&all, indicator.fresh_days, day);
        return Sight { state: State::Stale, citations: detail.newest(&all), support: support(&all), fade, ..blank };
    }
    let (citations, n_voices) = (detail.newest(&fresh), voices(&fresh));
    if n_watching >= problem.coverage.min_reports {
        return Sight { citations, n_voices, ..silent(blank) };
    }
    Sight { citations, n_voices, ..blank }
}

/// An indicator whose last word is a denial: absent while that is fresh, or while enough reports are silent; stale after.
fn absent(
    problem: &Problem,
    indicator: &Indicator,
    denied: &[&Citation],
    day: Date,
    detail: Detail,
    blank: Sight,
) -> Sight {
    let (support, fade) = (support(denied), fade(denied, indicator.fresh_days, day));
    let is_fresh = fade >= 1.0;
    let is_watched = blank.n_watching >= problem.coverage.min_reports;
    if is_watched && !is_fresh && support * fade < SILENCE {
        return silent(blank);
    }
    Sight {
        state: if is_fresh || is_watched { State::Absent } else { State::Stale },
        answer: Answer::Denied,
        citations: detail.newest(denied),
        against: Vec::new(),
        n_voices: voices(denied),
        support,
        fade,
        ..blank
    }
}

/// An indicator of which nothing was told though enough reports would have.
fn silent(blank: Sight) -> Sight {
    Sight { state: State::Absent, answer: Answer::Denied, fade: SILENCE, ..blank }
}

/// What age leaves of the newest of some citations: all while it is fresh, then a half for each stretch of fresh days.
fn fade(citations: &[&Citation], fresh_days: i32, day: Date) -> f64 {
    let newest = citations.iter().map(|citation| citation.day).max();
    let over = newest.map_or(0, |newest| age(newest, day) - fresh_days + 1).max(0);
    0.5_f64.powf(f64::from(over) / f64::from(fresh_days))
}

/// Days from one day to a later one.
pub(super) fn age(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// Reports of the fresh days that would have told of an indicator.
fn n_watching(indicator: &Indicator, sightings: &Sightings, day: Date) -> usize {
    let would_tell = |outlet: &Option<String>| {
        indicator.watched_by.is_empty() || outlet.as_ref().is_some_and(|outlet| indicator.watched_by.contains(outlet))
    };
    let after = days_before(day, indicator.fresh_days);
    let first = sightings.watch.partition_point(|(known_on, _)| *known_on <= after);
    let end = sightings.watch.partition_point(|(known_on, _)| *known_on <= day);
    let of_days = sightings.watch.get(first..end).unwrap_or_default();
    let n_unread = if indicator.watched_by.is_empty() { sightings.watch_unread.between(after, day) } else { 0 };
    of_days.iter().filter(|(_, outlet)| would_tell(outlet)).count() + usize::try_from(n_unread).unwrap_or(usize::MAX)
}

/// The day that lies so many days before another.
fn days_before(day: Date, n_days: i32) -> Date {
    day.saturating_sub(jiff::Span::new().days(n_days))
}

/// How many voices there are.
pub(super) fn voices(citations: &[&Citation]) -> usize {
    citations.iter().map(|citation| citation.voice()).collect::<HashSet<&str>>().len()
}

/// How far sources bear what they say: each voice takes its part of the doubt that the others leave.
fn support(citations: &[&Citation]) -> f64 {
    let mut best: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
    for citation in citations {
        let weight = citation.grade.map_or(1.0, crate::admiralty::Grade::weight);
        let slot = best.entry(citation.voice()).or_default();
        *slot = slot.max(weight);
    }
    1.0 - best.values().map(|weight| 1.0 - weight).product::<f64>()
}

fn support_or_none(citations: &[&Citation]) -> f64 {
    if citations.is_empty() { 0.0 } else { support(citations) }
}

/// The series of an indicator that is most out of the usual, with the events of its window; absent where there is none that
/// enough reports bear.
fn series<'a>(
    problem: &Problem,
    indicator: &Indicator,
    track: &'a Track,
    sightings: &Sightings,
    day: Date,
) -> Option<(Counts, Vec<&'a Citation>)> {
    let of_each = indicator.series.iter().zip(&track.counted).filter_map(|(series, counted)| {
        let (counts, cited) = counts(series, counted, sightings, day);
        let least = problem.coverage.min_reports as u64;
        let is_watched = counts.reports >= least && counts.reports_before >= least;
        // A count that is likely by chance, or not large enough, is nothing unusual.
        let chance = if counts.ratio >= series.at_least { counts.chance } else { 1.0 };
        is_watched.then_some((Counts { chance, ..counts }, cited))
    });
    of_each.min_by(|a, b| a.0.chance.total_cmp(&b.0.chance))
}

fn counts<'a>(
    series: &SeriesPattern,
    counted: &'a [Citation],
    sightings: &Sightings,
    day: Date,
) -> (Counts, Vec<&'a Citation>) {
    let after = days_before(day, series.window_days);
    let before = days_before(after, series.against_days);
    let place = |day: Date| counted.partition_point(|citation| citation.known_on <= day);
    let cited: Vec<&Citation> = counted.get(place(after)..place(day)).unwrap_or_default().iter().collect();
    let count = |n: usize| n as u64;
    let events = count(cited.len());
    let events_before = count(place(after).saturating_sub(place(before)));
    let (reports, reports_before) = (sightings.reports.between(after, day), sightings.reports.between(before, after));
    let share = |events: f64, reports: u64| if reports == 0 { 0.0 } else { events / reports as f64 };
    let before = share(events_before as f64 + 0.5, reports_before);
    let ratio = if before > 0.0 { share(events as f64, reports) / before } else { 0.0 };
    let part = if reports + reports_before == 0 { 0.0 } else { reports as f64 / (reports + reports_before) as f64 };
    let chance = at_least(events, events + events_before, part);
    (Counts { events, reports, events_before, reports_before, ratio, chance }, cited)
}

/// How likely `hits` or more of `n` are where each is one with probability `p`.
fn at_least(hits: u64, n: u64, p: f64) -> f64 {
    if hits == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    // Terms as logarithms, so that large counts do not vanish.
    let (log_p, log_q) = (p.ln(), (1.0 - p).ln());
    let mut log_choose = 0.0;
    let mut total = 0.0;
    for k in 0..=n {
        if k >= hits {
            total += (log_choose + k as f64 * log_p + (n - k) as f64 * log_q).exp();
        }
        log_choose += ((n - k) as f64).ln() - ((k + 1) as f64).ln();
    }
    total.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_a_binomial_is_exact() {
        // 3 or more of 4 at one half: 5/16; 2 or more of 2 at 0.1: 0.01.
        for (hits, n, p, wanted) in [(3, 4, 0.5, 0.3125), (2, 2, 0.1, 0.01), (0, 9, 0.3, 1.0), (1, 1, 0.0, 0.0)] {
            assert!((at_least(hits, n, p) - wanted).abs() < 1e-12, "{hits} of {n} at {p}");
        }
        assert!((0.0..=1.0).contains(&at_least(600, 1000, 0.5)));
    }
}
