//! The assessment: a warning as one page that can be printed or kept, in the order of the nine tradecraft standards of ICD 203.
//!
//! One file without a script and without anything from elsewhere. Likelihood and confidence are kept apart; each sentence that is
//! used has a number, and stands with its source at the end.

use std::fmt::Write as _;

use crate::wire::warning::{Cited, IndicatorRow, WarningPage};

/// Columns of the drawing of the course.
const WIDTH: f64 = 640.0;

/// Its height.
const HEIGHT: f64 = 120.0;

/// Citations of one indicator at most.
const MOST_CITED: usize = 6;

/// Lines of a list at most.
const MOST_LINES: usize = 8;

const STYLE: &str = "body{font:11pt/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin-top:1.8rem;border-bottom:1px solid #999}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.2rem .5rem .2rem 0;border-bottom:1px solid #ddd}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\
.key{font-size:1.2rem}cite{font-style:normal}svg{width:100%;height:auto}ol.sources li{margin-bottom:.4rem;overflow-wrap:anywhere}small{color:#444}\
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr,li{break-inside:avoid}}";

/// The page.
pub(crate) fn assessment(page: &WarningPage, by: &str) -> String {
    let mut cited = Sources::default();
    let mut html = String::new();
    head(&mut html, page, by);
    let mut body = String::new();
    uncertainty(&mut body, page);
    information(&mut body, page, &mut cited);
    alternatives(&mut body, page);
    relevance(&mut body, page);
    argument(&mut body, page);
    change(&mut body, page);
    accuracy(&mut body, page);
    visual(&mut body, page);
    // How good the sources are comes first, and is known when all that is cited is.
    sources_quality(&mut html, page, &cited);
    html.push_str(&body);
    cited.list(&mut html);
    html.push_str("</body></html>\n");
    html
}

/// What was cited, each once, in order.
#[derive(Default)]
struct Sources {
    cited: Vec<Cited>,
}

impl Sources {
    fn number(&mut self, one: &Cited) -> usize {
        // Copies of one story may have the same headline.
        let place = |cited: &Cited| (cited.report_id.clone(), cited.report.clone(), cited.text.clone());
        let same = |known: &Cited| place(known) == place(one);
        if let Some(index) = self.cited.iter().position(same) {
            return index + 1;
        }
        self.cited.push(one.clone());
        self.cited.len()
    }

    fn list(&self, html: &mut String) {
        html.push_str("<h2>Citations</h2><ol class=\"sources\">");
        for (index, one) in self.cited.iter().enumerate() {
            let grade = one.grade.as_deref().map(|grade| format!(", graded {}", escape(grade))).unwrap_or_default();
            let sentence = one.sentence.map(|number| format!(", sentence {number}")).unwrap_or_default();
            let _ = write!(
                html,
                "<li id=\"c{}\"><q>{}</q><br><small>{}{grade}; {}{sentence}; known on {}",
                index + 1,
                escape(one.text.as_deref().unwrap_or("a row of a table of events")),
                escape(one.outlet.as_deref().unwrap_or("no outlet named")),
                escape(&one.report),
                one.known_on,
            );
            if let Some(id) = &one.report_id {
                let _ = write!(html, "; report {}", escape(id.get(..16).unwrap_or(id)));
            }
            html.push_str("</small></li>");
        }
        html.push_str("</ol>");
    }
}

fn head(html: &mut String, page: &WarningPage, by: &str) {
    let title = escape(&page.title);
    let _ = write!(
        html,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}, {}</title><style>{STYLE}</style></head><body><h1>{title}</h1>",
        page.now.day
    );
    if let Some(question) = &page.question {
        let _ = write!(html, "<p>{}</p>", escape(question));
    }
    let _ = write!(
        html,
        "<p class=\"key\"><strong>Key judgement.</strong> We judge that this is <strong>{}</strong> ({}) within {} days of {}. Our confidence in this judgement is <strong>{}</strong>.</p>",
        escape(&page.band),
        percent(page.now.probability),
        page.now.horizon_days,
        page.now.day,
        escape(&page.confidence.level)
    );
    let _ = write!(
        html,
        "<p><small>Drawn up by Vigie {} for {} from {} reports known by {}. Likelihood says how probable the outcome is; confidence says how good the basis is. They are not multiplied.</small></p>",
        env!("CARGO_PKG_VERSION"),
        escape(by),
        page.n_reports,
        page.now.day
    );
}

fn sources_quality(html: &mut String, page: &WarningPage, cited: &Sources) {
    html.push_str("<h2>1. Quality and credibility of the sources</h2>");
    let mut outlets: std::collections::BTreeMap<(&str, &str), usize> = std::collections::BTreeMap::new();
    for one in &cited.cited {
        let key = (one.outlet.as_deref().unwrap_or("no outlet named"), one.grade.as_deref().unwrap_or("not graded"));
        *outlets.entry(key).or_default() += 1;
    }
    html.push_str("<table><tr><th>Outlet</th><th>Grade (Admiralty)</th><th class=\"n\">Sentences cited</th></tr>");
    for ((outlet, grade), n) in outlets {
        let _ = write!(html, "<tr><td>{}</td><td>{}</td><td class=\"n\">{n}</td></tr>", escape(outlet), escape(grade));
    }
    html.push_str("</table>");
    let _ =
        write!(html, "<p>{} reports by that day; {} later ones are not looked at.</p>", page.n_reports, page.n_later);
}

fn uncertainty(html: &mut String, page: &WarningPage) {
    let [low, high] = page.now.range;
    let _ = write!(
        html,
        "<h2>2. Uncertainty, and why the confidence is {}</h2><p>The probability would lie between {} and {} if any one indicator, or the base rate, were otherwise.</p><ul>",
        escape(&page.confidence.level),
        percent(low),
        percent(high)
    );
    for ground in &page.confidence.grounds {
        let _ = write!(html, "<li>{} <small>(allows {})</small></li>", escape(&ground.found), escape(&ground.allows));
    }
    html.push_str("</ul>");
    let unwatched: Vec<&IndicatorRow> = of_state(page, "unmonitored");
    if !unwatched.is_empty() {
        let names: Vec<String> = unwatched.iter().map(|row| escape(&row.name)).collect();
        let _ = write!(
            html,
            "<p>Nobody looked for: {}. What nobody looked for moves no odds; it is not absent.</p>",
            names.join("; ")
        );
    }
}

fn information(html: &mut String, page: &WarningPage, cited: &mut Sources) {
    html.push_str("<h2>3. What is reported, what is assumed, what is judged</h2><h3>Reported</h3><ul>");
    for row in of_state(page, "seen").into_iter().chain(of_state(page, "stale")).chain(of_state(page, "absent")) {
        let _ = write!(html, "<li>{} <small>({})</small>: ", escape(&row.name), escape(&row.state));
        if row.citations.is_empty() {
            let _ = write!(html, "{} reports that would have told are silent", row.n_watching);
        }
        links(html, &row.citations, cited);
        if !row.against.is_empty() {
            html.push_str("; against it: ");
            links(html, &row.against, cited);
        }
        html.push_str("</li>");
    }
    html.push_str("</ul>");
    let outcome = &page.outcome;
    let _ = write!(
        html,
        "<p>The outcome itself is {} ({} outlets tell of it, {} are wanted). ",
        if outcome.reported { "reported" } else { "not reported" },
        outcome.n_outlets,
        outcome.needs
    );
    links(html, &outcome.citations, cited);
    if !outcome.denials.is_empty() {
        html.push_str(" It is denied: ");
        links(html, &outcome.denials, cited);
    }
    let _ = write!(html, "</p><h3>Assumed</h3><ul><li>A base rate of {}", percent(page.now.base.probability));
    if let Some(because) = &page.now.base.because {
        let _ = write!(html, ": {}", escape(because));
    }
    html.push_str("</li>");
    for row in &page.now.indicators {
        let _ = write!(
            html,
            "<li>{}: seen, it multiplies the odds by {:.2}; absent, by {:.2}",
            escape(&row.name),
            row.worth.seen,
            row.worth.absent
        );
        if let Some(because) = &row.because {
            let _ = write!(html, " ({})", escape(because));
        }
        html.push_str("</li>");
    }
    let _ = write!(html, "</ul><h3>Judged</h3><p>{}, {}.</p>", escape(&page.band), percent(page.now.probability));
}

fn alternatives(html: &mut String, page: &WarningPage) {
    html.push_str("<h2>4. Alternatives</h2>");
    let Some(weighed) = &page.hypotheses else {
        html.push_str("<p>The problem names no competing explanations.</p>");
        return;
    };
    html.push_str("<p>By how little the evidence contradicts them; an order, no probability.</p><ol>");
    for one in weighed.get("ranking").and_then(serde_json::Value::as_array).into_iter().flatten() {
        let text = one.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
        let number = one.get("inconsistency").and_then(serde_json::Value::as_f64).unwrap_or_default();
        let _ = write!(html, "<li>{} <small>(inconsistency {number:.2})</small></li>", escape(text));
    }
    html.push_str("</ol>");
    if weighed.get("tied").and_then(serde_json::Value::as_bool) == Some(true) {
        html.push_str("<p>The first two are contradicted equally: the order between them means nothing.</p>");
    }
    if let Some(text) = weighed.pointer("/discriminator/text").and_then(serde_json::Value::as_str) {
        let _ = write!(html, "<p>What would separate the first two: {}.</p>", escape(text));
    }
}

fn relevance(html: &mut String, page: &WarningPage) {
    html.push_str("<h2>5. What it means, and what to look for</h2><ul>");
    for one in page.look_for.iter().take(MOST_LINES) {
        let text = one.look_for.as_deref().unwrap_or(&one.name);
        let _ = write!(
            html,
            "<li>{} <small>({}; seen beyond doubt, the probability would be {})</small></li>",
            escape(text),
            escape(&one.state),
            percent(one.if_seen)
        );
    }
    html.push_str("</ul>");
    let raised = page.alarm.raised.iter().map(|name| escape(name)).collect::<Vec<_>>().join(", ");
    let _ = write!(html, "<p>Alarm: {}.</p>", if raised.is_empty() { "none is raised".to_owned() } else { raised });
}

fn argument(html: &mut String, page: &WarningPage) {
    html.push_str("<h2>6. The argument, line by line</h2><table><tr><th>Indicator</th><th>State</th><th class=\"n\">Adds to the log of the odds</th></tr>");
    let base = log_odds(page.now.base.probability);
    let _ = write!(html, "<tr><td>Base rate, ln(p / (1 − p))</td><td></td><td class=\"n\">{base:+.2}</td></tr>");
    for row in &page.now.indicators {
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{}</td><td class=\"n\">{:+.2}</td></tr>",
            escape(&row.name),
            escape(&row.state),
            row.adds
        );
    }
    let sum = base + page.now.indicators.iter().map(|row| row.adds).sum::<f64>();
    let _ = write!(
        html,
        "<tr><th>Sum; the probability is 1 / (1 + e^−sum)</th><th>{}</th><th class=\"n\">{sum:+.2}</th></tr></table>",
        percent(page.now.probability)
    );
}

fn change(html: &mut String, page: &WarningPage) {
    html.push_str("<h2>7. What has changed</h2>");
    if page.before_has_reports {
        let _ = write!(html, "<p>On {} it was {}.</p>", page.before.day, percent(page.before.probability));
    } else {
        let _ = write!(html, "<p>Nothing was read by {}.</p>", page.before.day);
    }
    html.push_str("<ul>");
    for step in page.moved.iter().take(MOST_LINES) {
        let states = match (&step.from, &step.to) {
            (Some(from), Some(to)) => format!(" ({} → {})", escape(from), escape(to)),
            _ => String::new(),
        };
        let _ = write!(html, "<li>{:+.2} {}{states}</li>", step.by, escape(&step.name));
    }
    html.push_str("</ul>");
}

fn accuracy(html: &mut String, page: &WarningPage) {
    html.push_str("<h2>8. How it can be checked</h2>");
    let due = page.now.day.saturating_add(jiff::Span::new().days(page.now.horizon_days));
    let _ = write!(
        html,
        "<p>The judgement is settled by {due}. Every number above can be recomputed from the rows above; every row leads to sentences below.</p>"
    );
}

fn visual(html: &mut String, page: &WarningPage) {
    html.push_str("<h2>9. Course of the odds</h2>");
    let top = page.course.iter().map(|point| point.odds).fold(page.now.base.probability, f64::max).max(0.01);
    let n = page.course.len().max(2) - 1;
    let at = |index: usize| index as f64 / n as f64 * WIDTH;
    let height = |odds: f64| HEIGHT - odds / top * (HEIGHT - 10.0);
    let points: Vec<String> = page
        .course
        .iter()
        .enumerate()
        .map(|(index, point)| format!("{:.1},{:.1}", at(index), height(point.odds)))
        .collect();
    let base = height(page.now.base.probability);
    let (first, last) = (page.course.first(), page.course.last());
    let days = first.zip(last).map(|(first, last)| format!("{} to {}", first.day, last.day)).unwrap_or_default();
    let _ = write!(
        html,
        "<figure><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"The odds, {days}\"><line x1=\"0\" x2=\"{WIDTH}\" y1=\"{base:.1}\" y2=\"{base:.1}\" stroke=\"#888\" stroke-dasharray=\"4 4\"/><polyline fill=\"none\" stroke=\"#111\" stroke-width=\"1.5\" points=\"{}\"/></svg><figcaption><small>{days}; the top is {}, the dashed line the base rate of {}.</small></figcaption></figure>",
        points.join(" "),
        percent(top),
        percent(page.now.base.probability)
    );
}

fn links(html: &mut String, citations: &[Cited], cited: &mut Sources) {
    for one in citations.iter().take(MOST_CITED) {
        let number = cited.number(one);
        let _ = write!(html, "<cite><a href=\"#c{number}\">[{number}]</a></cite> ");
    }
    if citations.len() > MOST_CITED {
        let _ = write!(html, "and {} more", citations.len() - MOST_CITED);
    }
}

fn of_state<'a>(page: &'a WarningPage, state: &str) -> Vec<&'a IndicatorRow> {
    page.now.indicators.iter().filter(|row| row.state == state).collect()
}

fn log_odds(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// A probability for people: two figures, and never a nought or a hundred that is none.
fn percent(probability: f64) -> String {
    match probability * 100.0 {
        p if p > 0.0 && p < 0.1 => "below 0.1 %".to_owned(),
        p if p < 100.0 && p > 99.9 => "above 99.9 %".to_owned(),
        p if p < 10.0 => format!("{p:.1} %"),
        p => format!("{p:.0} %"),
    }
}

/// Text as HTML has it: nothing of it is markup.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter if letter.is_control() && letter != '\n' => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_others_is_text() {
        assert_eq!(escape("<a href='x'>\"&\u{7}"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp; ");
    }
}
