//! A warning as a page for people. Every number on it can be recomputed from its rows.

use std::fmt::Write as _;

use vigie_analysis::likelihood::{band, log_odds};
use vigie_analysis::warning::{Citation, Odds, OutcomeState, Row, State, Warning};

use super::matrix;
use super::wrapped;

/// Citations of a line where not all are wanted.
const FEW: usize = 2;

/// The most steps of what moved the odds, and of what to look for.
const MOST_LINES: usize = 6;

/// Columns of the course of the odds.
const COURSE_COLUMNS: usize = 60;

/// The page of a warning.
pub(crate) fn page(warning: &Warning, precedents: &str, cite: bool, width: usize) -> String {
    let mut page = String::new();
    head(&mut page, warning, width);
    course(&mut page, warning);
    indicators(&mut page, warning, cite, width);
    sum(&mut page, &warning.now);
    moved(&mut page, warning);
    page.push_str(precedents);
    if let Some(weighed) = &warning.hypotheses {
        page.push_str("\nEXPLANATIONS (by how little the evidence contradicts them; an order, no probability)\n");
        matrix::ranking(&mut page, weighed, width);
    }
    look_for(&mut page, warning, width);
    page
}

/// A probability for people: two figures, and never a nought or a hundred that is none.
pub(crate) fn percent(probability: f64) -> String {
    let percent = probability * 100.0;
    match percent {
        p if p > 0.0 && p < 0.1 => "below 0.1 %".to_owned(),
        p if p < 100.0 && p > 99.9 => "above 99.9 %".to_owned(),
        p if p < 10.0 => format!("{p:.1} %"),
        p => format!("{p:.0} %"),
    }
}

fn head(page: &mut String, warning: &Warning, width: usize) {
    let now = &warning.now;
    let _ = writeln!(page, "{}: as of {}", warning.problem, now.day);
    if let Some(question) = &warning.question {
        wrapped(page, question, "", width);
    }
    let before = if warning.before_has_reports {
        format!(
            "{} ({}) on {}",
            percent(warning.before.probability),
            band(warning.before.probability),
            warning.before.day
        )
    } else {
        format!("nothing was read by {}", warning.before.day)
    };
    let _ = writeln!(
        page,
        "\nLIKELIHOOD  {}: {} within {} days\n            base rate {}; a month ago {before}\n            {} to {} if any one indicator{} were otherwise",
        warning.band,
        percent(now.probability),
        now.horizon_days,
        base(now),
        percent(now.range[0]),
        percent(now.range[1]),
        if now.base.rate.is_some() { " or the base rate" } else { "" },
    );
    let _ = writeln!(page, "CONFIDENCE  {}", warning.confidence.level.as_str());
    for ground in &warning.confidence.grounds {
        let _ = writeln!(page, "            allows {:<8}  {}", ground.allows.as_str(), ground.found);
    }
    outcome(page, &warning.outcome, width);
    alarms(page, warning);
    let later = if warning.n_later == 0 {
        String::new()
    } else {
        format!("; {} that came later are left out", warning.n_later)
    };
    let _ = writeln!(page, "DRAWN FROM  {} reports{later}", warning.n_reports);
}

fn base(odds: &Odds) -> String {
    let percent = percent(odds.base.probability);
    match (odds.base.rate, &odds.base.because) {
        (Some(rate), _) => {
            let [low, high] = rate.interval();
            format!(
                "{percent} ({} of {} past windows; {} to {} at 95 %)",
                rate.hits(),
                rate.cases(),
                self::percent(low),
                self::percent(high)
            )
        }
        (None, Some(because)) => format!("{percent} ({because})"),
        (None, None) => format!("{percent} (given, without a reason)"),
    }
}

fn outcome(page: &mut String, outcome: &OutcomeState, width: usize) {
    let says = match (outcome.reported, outcome.n_outlets) {
        (true, n) => format!("IT IS REPORTED, by {n} outlets; the odds below ask about the time to come"),
        (false, 0) => "not reported".to_owned(),
        (false, n) => {
            format!("reported by {n} outlet{}, where {} are wanted", if n == 1 { "" } else { "s" }, outcome.needs)
        }
    };
    let denied = match outcome.denials.len() {
        0 => String::new(),
        n => format!("; denied in {n} report{}", if n == 1 { "" } else { "s" }),
    };
    let _ = writeln!(page, "OUTCOME     {says}{denied}");
    for citation in outcome.citations.iter().take(FEW) {
        cited(page, citation, "            ", width);
    }
}

fn alarms(page: &mut String, warning: &Warning) {
    if warning.alarm.raised.is_empty() && warning.crossings.is_empty() {
        return;
    }
    let raised: Vec<&str> = warning.alarm.raised.iter().map(String::as_str).collect();
    let raised = if raised.is_empty() { "none is raised".to_owned() } else { format!("raised: {}", raised.join(", ")) };
    let _ = writeln!(page, "ALARM       {raised}");
    for crossing in warning.crossings.iter().rev().take(MOST_LINES) {
        let verb = if crossing.raised { "raised " } else { "cleared" };
        let _ = writeln!(
            page,
            "            {}  {verb}  {} at {}",
            crossing.day,
            crossing.threshold,
            percent(crossing.probability)
        );
    }
}

/// The odds from the first report to the day, as bars: a column is the highest of its days.
fn course(page: &mut String, warning: &Warning) {
    let course = &warning.course;
    let (Some(first), Some(last)) = (course.first(), course.last()) else { return };
    if course.len() < 3 {
        return;
    }
    let columns = COURSE_COLUMNS.min(course.len());
    let highest = |column: usize| {
        let days = &course[column * course.len() / columns..(column + 1) * course.len() / columns];
        days.iter().map(|(_, probability)| *probability).fold(0.0, f64::max)
    };
    let heights: Vec<f64> = (0..columns).map(highest).collect();
    let top = heights.iter().copied().fold(0.0, f64::max);
    let bars: String = heights.iter().map(|height| bar(*height, top)).collect();
    let _ = writeln!(
        page,
        "\nCOURSE      {bars}  highest {}\n            {}{:>pad$}",
        percent(top),
        first.0,
        last.0.to_string(),
        pad = columns.saturating_sub(10).max(11)
    );
}

fn bar(height: f64, top: f64) -> char {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let part = if top > 0.0 { height / top } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the bars, from 0 to 7")]
    let index = (part * 7.0).round() as usize;
    BARS[index.min(7)]
}

fn indicators(page: &mut String, warning: &Warning, cite: bool, width: usize) {
    page.push_str("\nINDICATORS\n");
    let order = [State::Seen, State::Stale, State::Absent, State::Unmonitored];
    for state in order {
        for row in warning.now.indicators.iter().filter(|row| row.sight.state == state) {
            indicator(page, row, cite, width);
        }
    }
}

fn indicator(page: &mut String, row: &Row, cite: bool, width: usize) {
    let denied = if row.sight.state == State::Stale && row.sight.is_absence() { " (last told: not there)" } else { "" };
    let _ = writeln!(page, "  {:<11} {:>+6.2}  {}{denied}", row.sight.state.as_str(), row.adds, row.name);
    let sight = &row.sight;
    if sight.state == State::Unmonitored {
        let watching = sight.n_watching;
        let _ = writeln!(page, "{:22}nobody looked: {watching} reports of these days would have told", "");
        return;
    }
    let factor = row.worth.of(sight);
    let mut parts = format!("ln {factor:.2}");
    if (sight.support - 1.0).abs() > 1e-9 {
        let _ = write!(parts, " × sources {:.2}", sight.support);
    }
    if (sight.fade - 1.0).abs() > 1e-9 {
        let _ = write!(parts, " × {} {:.2}", if sight.citations.is_empty() { "silence" } else { "age" }, sight.fade);
    }
    if (row.share - 1.0).abs() > 1e-9 {
        let _ = write!(parts, " × group {:.2}", row.share);
    }
    if let Some(table) = row.worth.learned {
        let _ = write!(
            parts,
            "; learned: seen before {} of {} outcomes, and in {} of {} windows without",
            table.seen_before, table.with_outcome, table.seen_otherwise, table.without_outcome
        );
    }
    let voices = match (sight.state, sight.n_voices) {
        (State::Absent, _) if sight.citations.is_empty() => format!("{} reports were silent", sight.n_watching),
        (_, 1) => "one voice".to_owned(),
        (_, n) => format!("{n} voices"),
    };
    let _ = writeln!(page, "{:22}{parts}; {voices}", "");
    if let Some(counts) = sight.counts {
        let _ = writeln!(
            page,
            "{:22}{} events in {} reports, before that {} in {}: {:.1} times as often, by chance {}",
            "",
            counts.events,
            counts.reports,
            counts.events_before,
            counts.reports_before,
            counts.ratio,
            percent(counts.chance)
        );
    }
    let n_shown = if cite { usize::MAX } else { FEW };
    for citation in sight.citations.iter().take(n_shown) {
        cited(page, citation, "              ", width);
    }
    if sight.citations.len() > n_shown {
        let _ = writeln!(page, "              and {} more", sight.citations.len() - n_shown);
    }
    for citation in sight.against.iter().take(n_shown) {
        cited(page, citation, "      against ", width);
    }
}

/// A line that says where something stands, and what it says.
fn cited(page: &mut String, citation: &Citation, indent: &str, width: usize) {
    let grade = citation.grade.map(|grade| format!(" {grade}")).unwrap_or_default();
    let number = citation.sentence_number.map(|number| format!(":{number}")).unwrap_or_default();
    let outlet = citation.outlet.as_deref().map(|outlet| format!(" {outlet}")).unwrap_or_default();
    let sentence = citation.sentence.as_deref().unwrap_or("(no sentence: a row of a table)");
    let told = if citation.day == citation.known_on { String::new() } else { format!(" of {}", citation.day) };
    let line = format!("{}{told}{outlet}{grade} [{}{number}] {sentence}", citation.known_on, citation.report);
    wrapped(page, &line, indent, width);
}

fn sum(page: &mut String, now: &Odds) {
    let adds: f64 = now.indicators.iter().map(|row| row.adds).sum();
    let start = log_odds(now.base.probability);
    let _ = writeln!(
        page,
        "  {:<11} {start:>+6.2}  ln of the odds of the base rate, p / (1 − p)\n  {:<11} {:>+6.2}  of which the probability is 1 / (1 + e^−sum) = {}",
        "base rate",
        "sum",
        start + adds,
        percent(now.probability)
    );
}

fn moved(page: &mut String, warning: &Warning) {
    let _ = writeln!(page, "\nWHAT MOVED THE ODDS since {}", warning.before.day);
    if warning.moved.is_empty() {
        page.push_str("  nothing\n");
    }
    for step in warning.moved.iter().take(MOST_LINES) {
        let states = match (step.from, step.to) {
            (Some(from), Some(to)) if from == to => {
                // Time alone moves a state that stays as it is: what was told tells less, the older it is.
                let is_older = (to == State::Stale && step.by < 0.0) || (to == State::Absent && step.by > 0.0);
                format!(" ({}, as before{})", to.as_str(), if is_older { ", but told longer ago" } else { "" })
            }
            (Some(from), Some(to)) => format!(" ({} → {})", from.as_str(), to.as_str()),
            _ => String::new(),
        };
        let _ = writeln!(page, "  {:>+6.2}  {}{states}", step.by, step.name);
    }
    if warning.moved.len() > MOST_LINES {
        let rest: f64 = warning.moved.iter().skip(MOST_LINES).map(|step| step.by).sum();
        let _ = writeln!(page, "  {rest:>+6.2}  {} others", warning.moved.len() - MOST_LINES);
    }
}

fn look_for(page: &mut String, warning: &Warning, width: usize) {
    page.push_str("\nWHAT TO LOOK FOR (and what the probability would be, were it seen beyond doubt)\n");
    for one in warning.look_for.iter().take(MOST_LINES) {
        let text = one.look_for.as_deref().unwrap_or(&one.name);
        let line = format!("{:>6}  {} ({})", percent(one.if_seen), text, one.state.as_str());
        wrapped(page, &line, "  ", width);
    }
    if warning.look_for.is_empty() {
        page.push_str("  every indicator is seen\n");
    }
}
