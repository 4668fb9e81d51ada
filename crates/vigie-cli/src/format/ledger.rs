//! The ledger as pages for people, and the picture of its calibration.

use std::fmt::Write as _;

use jiff::civil::Date;
use vigie_analysis::ledger::{Bin, Ledger, LedgerForecast, Outcome, Score};

use super::warning::percent;

/// Lines of a chart on the terminal.
const CHART_LINES: usize = 10;

/// The side of the picture's field, in its own units.
const SIDE: f64 = 400.0;

/// The room around the field.
const MARGIN: f64 = 60.0;

/// A list of forecasts.
pub(crate) fn list(ledger: &Ledger, forecasts: &[&LedgerForecast], day: Date) -> String {
    let mut page = String::new();
    for forecast in forecasts {
        let state = match ledger.resolution(forecast).map(|resolution| resolution.outcome) {
            Some(Outcome::Yes) => "came true",
            Some(Outcome::No) => "failed",
            Some(Outcome::Void) => "void",
            None if forecast.due < day => "due",
            None => "open",
        };
        let condition = forecast.condition.as_deref().map(|condition| format!(" ({condition})")).unwrap_or_default();
        let _ = writeln!(
            page,
            "{}  {:<9} {:>12}  {} → {}  {}: {}{condition}",
            &forecast.id.to_string()[..8],
            state,
            percent(forecast.probability.get()),
            forecast.issued_on,
            forecast.due,
            forecast.source,
            forecast.statement.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
    if forecasts.is_empty() {
        page.push_str("nothing\n");
    }
    page
}

/// The scores, a line for each source.
pub(crate) fn scores(scores: &[Score]) -> String {
    if scores.is_empty() {
        return "no forecast is settled yet: vigie ledger due, vigie ledger resolve\n".to_owned();
    }
    let mut page = format!(
        "{:<32} {:>8} {:>9} {:>7} {:>9} {:>7} {:>7} {:>11}\n",
        "source", "settled", "came true", "Brier", "base rate", "skill", "log", "calibration"
    );
    for score in scores {
        let skill = score.skill.map_or("·".to_owned(), |skill| format!("{skill:.2}"));
        let name: String = score.source.chars().take(32).collect();
        let _ = writeln!(
            page,
            "{name:<32} {:>8} {:>9} {:>7.3} {:>9.3} {skill:>7} {:>7.3} {:>11.3}",
            score.came_true.cases(),
            score.came_true.hits(),
            score.brier,
            score.brier_of_base_rate,
            score.log_score,
            score.calibration_error
        );
    }
    page.push_str("\nBrier and log: less is better. Base rate: the Brier score of always saying the share that came true; skill: 1 − Brier / base rate.\n");
    if let Some(all) = scores.first() {
        page.push('\n');
        page.push_str(&chart(all));
    }
    page
}

/// The calibration on a terminal: what was said against what came.
pub(crate) fn chart(score: &Score) -> String {
    let mut page =
        format!("{}: what was said, and how often it came (· said, █ came, at 95 % between ▏ and ▕)\n", score.source);
    for bin in &score.bins {
        let columns = CHART_LINES * 5;
        let place = |share: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the columns")]
            let place = (share * columns as f64).round() as usize;
            place.min(columns)
        };
        let mut line = vec![' '; columns + 1];
        let [low, high] = bin.came_true.interval();
        line[place(low)] = '▏';
        line[place(high)] = '▕';
        line[place(bin.said)] = '·';
        line[place(bin.came_true.share().unwrap_or_default())] = '█';
        let line: String = line.into_iter().collect();
        let _ = writeln!(
            page,
            "  {:>3.0}–{:<3.0}% |{line}| said {}, came {} of {}",
            bin.from_to[0] * 100.0,
            bin.from_to[1] * 100.0,
            percent(bin.said),
            bin.came_true.hits(),
            bin.came_true.cases()
        );
    }
    page
}

/// The calibration as a picture: said from left to right, came from bottom to top, with the intervals.
pub(crate) fn svg(score: &Score) -> String {
    let whole = SIDE + 2.0 * MARGIN;
    let (x, y) = (|share: f64| MARGIN + share * SIDE, |share: f64| MARGIN + (1.0 - share) * SIDE);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"{whole}\" height=\"{whole}\" fill=\"#fff\"/>\n\
         <title>Calibration of {}</title>\n\
         <line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>\n\
         <rect x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#333\"/>\n",
        escaped(&score.source),
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    );
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let label = format!("{:.0} %", tick * 100.0);
        let _ = writeln!(
            picture,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{label}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{label}</text>",
            x(tick),
            y(0.0) + 20.0,
            x(0.0) - 8.0,
            y(tick) + 4.0
        );
    }
    for Bin { said, came_true, .. } in &score.bins {
        let [low, high] = came_true.interval();
        let share = came_true.share().unwrap_or_default();
        let radius = 3.0 + (came_true.cases() as f64).sqrt().min(12.0);
        let _ = writeln!(
            picture,
            "<line x1=\"{0:.1}\" y1=\"{1:.1}\" x2=\"{0:.1}\" y2=\"{2:.1}\" stroke=\"#246\" stroke-width=\"1.5\"/>\
             <circle cx=\"{0:.1}\" cy=\"{3:.1}\" r=\"{radius:.1}\" fill=\"#246\"><title>said {4}, came {5} of {6}</title></circle>",
            x(*said),
            y(low),
            y(high),
            y(share),
            percent(*said),
            came_true.hits(),
            came_true.cases()
        );
    }
    let _ = writeln!(
        picture,
        "<text x=\"{0}\" y=\"{1}\" text-anchor=\"middle\">said</text>\
         <text x=\"16\" y=\"{0}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {0})\">came true</text>\
         <text x=\"{0}\" y=\"30\" text-anchor=\"middle\">{2}: {3} forecasts, Brier {4:.3}</text>\n</svg>",
        whole / 2.0,
        whole - 12.0,
        escaped(&score.source),
        score.came_true.cases(),
        score.brier
    );
    picture
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use vigie_analysis::rate::Rate;

    use super::*;

    fn score() -> Score {
        Score {
            source: "A & B".to_owned(),
            came_true: Rate::new(1, 2),
            brier: 0.2,
            brier_of_base_rate: 0.25,
            skill: Some(0.2),
            log_score: 0.57,
            calibration_error: 0.4,
            bins: vec![
                Bin { from_to: [0.0, 0.1], said: 0.0, came_true: Rate::new(0, 1) },
                Bin { from_to: [0.9, 1.0], said: 1.0, came_true: Rate::new(1, 1) },
            ],
        }
    }

    #[test]
    fn the_picture_is_well_formed_and_within_its_frame() {
        let picture = svg(&score());
        assert!(picture.contains("A &amp; B") && !picture.contains("NaN"), "{picture}");
        assert_eq!(picture.matches("<circle").count(), 2);
        assert!(picture.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn a_chart_has_a_line_for_each_bin() {
        let lines: Vec<usize> =
            chart(&score()).lines().skip(1).map(|line| line.chars().filter(|c| *c == '█').count()).collect();
        assert_eq!(lines, [1, 1]);
    }
}
