//! The brief: one page on a report, for people.
//!
//! What happened, what is planned or threatened, who says what, what is predicted, what is doubtful or denied, and what
//! is background; each line with the number of its sentence. Nothing stands twice: a claim that is a forecast stands with
//! the forecasts, and an event names the source that carries it. Colour says nothing that words do not.

use std::collections::BTreeSet;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::Value;
use vigie_reader::Reading;
use vigie_record::{
    ByteRange, Claim, ClaimForm, ClaimKind, Digest, Event, Forecast, Party, Polarity, Provenance, Report, Source,
    Status, TimeSpan,
};

use super::words::{band, magnitude, name, one_line, percent, shortened, time, who, without_article};
use super::{RecordForm, sentence_number};
use crate::cli::Only;
use crate::format::lines::{Indent, Lines, visible};

const PLAIN: Style = Style::new();
const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// Columns of `[12]`.
const GUTTER: usize = 6;
/// The width from which on the word has a column of its own.
const WIDE: usize = 64;

/// The most lines of a section, and of the background, which is the least of the news.
const MOST_LINES: usize = 40;
const MOST_BACKGROUND: usize = 5;
/// The most characters of a statement.
const MOST_STATEMENT: usize = 240;
/// And of its condition.
const MOST_CONDITION: usize = 100;

/// The most characters of a detail that is not broken, such as a date.
const MOST_WHOLE: usize = 16;

/// Writes the page of a report.
pub(super) fn page(id: &Value, reading: &Reading, form: &RecordForm) -> Vec<u8> {
    let mut page = Page { reading, form, out: Vec::new(), is_bare: true, label_columns: 0, cited: None };
    page.head(id);
    let wanted = |kind| form.only.is_none_or(|only| only == kind);
    if wanted(Only::Events) {
        page.events("What happened", MOST_LINES, |event| matches!(event.status, Status::Happened | Status::UnderWay));
        page.events("Planned or threatened", MOST_LINES, |event| {
            matches!(event.status, Status::Planned | Status::Threatened)
        });
    }
    if wanted(Only::Claims) {
        page.claims();
    }
    if wanted(Only::Forecasts) {
        page.forecasts();
    }
    if wanted(Only::Events) {
        page.events("Doubtful or denied", MOST_LINES, is_doubtful);
        page.events("Background", MOST_BACKGROUND, |event| event.status == Status::Historical);
    }
    if page.is_bare {
        page.say(Indent { first: 2, rest: 2 }, DIM, "Nothing was found here that this page would tell of.");
    }
    page.notes();
    page.out
}

/// What may not be so. A mere condition is told only where somebody makes it.
fn is_doubtful(event: &Event) -> bool {
    match event.status {
        Status::Possible | Status::Denied => true,
        Status::Hypothetical => event.claim_id.is_some(),
        _ => false,
    }
}

struct Page<'r> {
    reading: &'r Reading,
    form: &'r RecordForm,
    out: Vec<u8>,
    /// Whether no section has come yet.
    is_bare: bool,
    /// Columns of the word after the number, in this section: a status, the kind of a claim, how likely it is.
    label_columns: usize,
    /// The sentence of the line before, in this section.
    cited: Option<usize>,
}

impl Page<'_> {
    fn head(&mut self, id: &Value) {
        let Report { title, outlet, published_at, .. } = &self.reading.report;
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        let top = Indent { first: 0, rest: 0 };
        self.say(top, BOLD, title.as_deref().map_or(id.as_str(), str::trim));
        let n_sentences = self.reading.sentences.len();
        let about = [
            outlet.clone(),
            Some(published_at.map_or_else(|| "no date".to_owned(), |at| at.to_string())),
            title.is_some().then_some(id),
            Some(format!("{n_sentences} {}", if n_sentences == 1 { "sentence" } else { "sentences" })),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        self.say(top, DIM, &about.join(" · "));
    }

    /// Begins a section, in which the lines begin with `labels`.
    fn section<'l>(&mut self, title: &str, labels: impl Iterator<Item = &'l str>) {
        self.is_bare = false;
        self.cited = None;
        let longest = labels.map(str::len).max().unwrap_or(0);
        self.label_columns = if self.form.width >= WIDE { longest } else { 0 };
        let written = writeln!(self.out, "\n{BOLD}{title}{BOLD:#}");
        debug_assert!(written.is_ok(), "a vector takes whatever comes");
    }

    fn events(&mut self, title: &str, most: usize, belongs: impl Fn(&Event) -> bool) {
        let events: Vec<&Event> = self.reading.events.iter().filter(|event| belongs(event)).collect();
        if events.is_empty() {
            return;
        }
        self.section(title, events.iter().map(|event| status_word(event.status)));
        for event in events.iter().take(most) {
            self.entry(&event.spans, status_word(event.status), &self.deed(event), &self.details(event));
        }
        self.more(events.len(), most);
    }

    /// Who did what to whom: `Russia → invaded → Ukraine`.
    fn deed(&self, event: &Event) -> String {
        let party = |party: &Party| shortened(&who(&party.identity, &party.text), 60);
        let actor = event.actor.as_ref().map_or_else(|| "—".to_owned(), party);
        let recipient =
            event.recipient.as_ref().map_or_else(String::new, |recipient| format!(" → {}", party(recipient)));
        let words = event.action.spans.first().map(|span| one_line(&self.reading.report.text[span.as_range()]));
        format!("{actor} → {}{recipient}", words.unwrap_or_else(|| event.action.lemma.clone()))
    }

    /// What is known of an event beside who did what to whom.
    fn details(&self, event: &Event) -> Vec<String> {
        let kind = event.event_type.to_lowercase();
        let mut details = vec![event.mode.as_ref().map_or_else(|| kind.clone(), |mode| format!("{kind}, {mode}"))];
        // A bare count does not say of what.
        details.extend(event.magnitude.iter().filter(|said| said.kind != "count").map(magnitude));
        details.extend(event.event_date.as_ref().and_then(|date| self.time(date)));
        details.extend(event.place.as_ref().map(|place| place.name.clone()).filter(|place| !mentions(event, place)));
        details.extend(self.claim(event.claim_id).and_then(says));
        details.extend(by_hand(&event.provenance));
        details
    }

    /// The days that the text gives, or its words where the days cannot be known. The date of the report is no date of
    /// what it tells.
    fn time(&self, span: &TimeSpan) -> Option<String> {
        let words = one_line(&self.reading.report.text[span.expression?.as_range()]);
        Some(time(span).unwrap_or(words))
    }

    fn claims(&mut self) {
        let foretold: BTreeSet<String> =
            self.reading.forecasts.iter().filter_map(|forecast| forecast.claim_id).map(|id| id.to_string()).collect();
        // With the claims alone asked for, none may be left out as standing elsewhere.
        let is_elsewhere = |claim: &&Claim| self.form.only.is_none() && foretold.contains(&claim.id.to_string());
        let claims: Vec<&Claim> = self.reading.claims.iter().filter(|claim| !is_elsewhere(claim)).collect();
        if claims.is_empty() {
            return;
        }
        let shown = &claims[..claims.len().min(MOST_LINES)];
        let kinds: Vec<String> = shown.iter().map(|claim| name(&claim.kind)).collect();
        self.section("Who says what", kinds.iter().map(String::as_str));
        let mut sources: Vec<String> = Vec::new();
        for claim in shown {
            let key = source_key(claim.source.as_ref());
            if sources.contains(&key) {
                continue;
            }
            self.say(Indent { first: 2, rest: 4 }, PLAIN, &introduced(claim.source.as_ref()));
            for own in shown.iter().filter(|own| source_key(own.source.as_ref()) == key) {
                self.claim_line(own);
            }
            sources.push(key);
        }
        self.more(claims.len(), MOST_LINES);
    }

    fn claim_line(&mut self, claim: &Claim) {
        let certainty = &claim.certainty;
        let mut details = Vec::new();
        if let Some(band) = &certainty.band {
            details.push(
                certainty.probability.map_or_else(|| band.clone(), |interval| format!("{band}, {}", percent(interval))),
            );
        }
        if certainty.polarity == Polarity::Denied && claim.kind != ClaimKind::Denial {
            details.push("denied".to_owned());
        }
        details.extend(claim.told_to.as_ref().map(|listener| format!("told to {}", one_line(&listener.text))));
        let over = self.claim(claim.parent_id).and_then(|parent| parent.source.as_ref());
        details
            .extend(over.map(|source| format!("according to {}", shortened(&who(&source.identity, &source.text), 60))));
        details.extend(by_hand(&claim.provenance));
        let content = shortened(&claim.content.text, MOST_STATEMENT);
        let content = if claim.form == ClaimForm::Direct { quoted(&content) } else { content };
        self.entry(&claim.spans, &name(&claim.kind), &content, &details);
    }

    fn forecasts(&mut self) {
        let forecasts = &self.reading.forecasts;
        if forecasts.is_empty() {
            return;
        }
        self.section("Predicted", forecasts.iter().filter_map(|forecast| forecast.probability).map(band));
        for forecast in forecasts.iter().take(MOST_LINES) {
            let label = forecast.probability.map_or("", band);
            let details = self.forecast_details(forecast);
            self.entry(&forecast.spans, label, &shortened(&forecast.statement.text, MOST_STATEMENT), &details);
        }
        self.more(forecasts.len(), MOST_LINES);
    }

    fn forecast_details(&self, forecast: &Forecast) -> Vec<String> {
        let statement = one_line(&forecast.statement.text);
        let mut details = Vec::new();
        let condition = forecast.condition.as_ref().map(|condition| one_line(&condition.text));
        let condition = condition.filter(|condition| !statement.contains(condition));
        details.extend(condition.map(|condition| shortened(&condition, MOST_CONDITION)));
        details.extend(forecast.horizon.as_ref().and_then(|horizon| self.time(horizon)));
        details.extend(self.claim(forecast.claim_id).and_then(says));
        details.extend(forecast.probability.map(percent));
        details.extend(by_hand(&forecast.provenance));
        details
    }

    fn notes(&mut self) {
        if self.reading.notes.is_empty() {
            return;
        }
        self.section("Notes", std::iter::empty());
        for note in self.reading.notes.iter().take(MOST_BACKGROUND) {
            self.say(Indent { first: 2, rest: 4 }, DIM, &note.message);
        }
        self.more(self.reading.notes.len(), MOST_BACKGROUND);
    }

    /// One line of a section: the number of the sentence, a word, what is said, and what is known beside it.
    fn entry(&mut self, spans: &[ByteRange], label: &str, said: &str, details: &[String]) {
        let number = sentence_number(spans, &self.reading.sentences);
        let mark = number.map_or_else(String::new, |number| format!("[{number}]"));
        let label_columns = self.label_columns;
        let rest = GUTTER + label_columns + 3;
        let mut lines = Lines::new(self.form.width, Indent { first: 0, rest }, &mut self.out);
        lines.push(DIM, &format!("{mark:>GUTTER$} "));
        match label {
            "" => lines.push(PLAIN, &" ".repeat(if label_columns > 0 { label_columns + 2 } else { 0 })),
            label => lines.push(label_style(label), &format!("{label:<label_columns$}  ")),
        }
        fill(&mut lines, PLAIN, said);
        for detail in details {
            lines.space();
            if detail.chars().count() <= MOST_WHOLE {
                lines.push(DIM, &format!("· {detail}"));
            } else {
                fill(&mut lines, DIM, &format!("· {detail}"));
            }
        }
        lines.end();
        // Lines of one sentence that follow each other share it.
        let is_new = self.cited != number;
        self.cited = number;
        if let (true, true, Some(sentence)) =
            (self.form.cite, is_new, number.and_then(|number| self.reading.sentences.get(number - 1)))
        {
            let sentence = one_line(&self.reading.report.text[sentence.as_range()]);
            self.say(Indent { first: rest, rest: rest + 2 }, DIM, &format!("> {sentence}"));
        }
    }

    fn more(&mut self, n_all: usize, most: usize) {
        if n_all > most {
            let more = format!("and {} more: --format jsonl has them all", n_all - most);
            self.say(Indent { first: GUTTER + 1, rest: GUTTER + 1 }, DIM, &more);
        }
    }

    fn say(&mut self, indent: Indent, style: Style, text: &str) {
        let mut lines = Lines::new(self.form.width, indent, &mut self.out);
        fill(&mut lines, style, &visible(text));
        lines.end();
    }

    fn claim(&self, id: Option<Digest>) -> Option<&Claim> {
        self.reading.claims.iter().find(|claim| Some(claim.id) == id)
    }
}

/// Pushes text that may break at its spaces.
fn fill(lines: &mut Lines<'_>, style: Style, text: &str) {
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            lines.space();
        }
        lines.push(style, word);
    }
}

/// Whether an event names a place as one of its parties.
fn mentions(event: &Event, place: &str) -> bool {
    [&event.actor, &event.recipient].into_iter().flatten().any(|party| party.text.contains(place))
}

/// Whose record it is, where a person has added it.
fn by_hand(provenance: &Provenance) -> Option<String> {
    provenance.author.as_ref().map(|author| format!("added by {author}"))
}

/// Who says so, or denies it.
fn says(claim: &Claim) -> Option<String> {
    let source = claim.source.as_ref()?;
    let is_denied = claim.kind == ClaimKind::Denial || claim.certainty.polarity == Polarity::Denied;
    let source = shortened(&who(&source.identity, &source.text), 60);
    Some(format!("{} {source}", if is_denied { "denied by" } else { "says" }))
}

/// A source with all that is known of it: name, role, body, or why it has no name.
fn introduced(source: Option<&Source>) -> String {
    let Some(source) = source else { return "No source is named".to_owned() };
    let identity = &source.identity;
    let mut words = vec![shortened(&who(identity, &source.text), 100)];
    let lower = words[0].to_lowercase();
    for more in [&identity.role, &identity.organization].into_iter().flatten() {
        if !lower.contains(&more.to_lowercase()) && !words.iter().any(|word| word.contains(more.as_str())) {
            words.push(more.clone());
        }
    }
    if let (false, Some(why)) = (source.named, &source.unnamed_because) {
        words.push(one_line(why));
    }
    words.join(", ")
}

/// What the claims of one source share.
fn source_key(source: Option<&Source>) -> String {
    let Some(source) = source else { return String::new() };
    let identity = &source.identity;
    let known = identity.name.clone().or_else(|| identity.actor_id.clone());
    known.unwrap_or_else(|| without_article(&who(identity, &source.text)))
}

/// Words between quotation marks; what has marks of its own, as a quotation that the text breaks, is left as it is.
fn quoted(text: &str) -> String {
    let marks = ['"', '“', '”'];
    let bare = text.trim_matches(marks);
    if bare.contains(marks) { text.to_owned() } else { format!("“{bare}”") }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::UnderWay => "under way",
        Status::Hypothetical => "if",
        Status::Historical => "earlier",
        other => other.as_str(),
    }
}

fn label_style(label: &str) -> Style {
    let color = match label {
        "happened" | "under way" => AnsiColor::Green,
        "planned" | "threatened" => AnsiColor::Yellow,
        "denied" | "denial" => AnsiColor::Red,
        "possible" | "if" => AnsiColor::Magenta,
        "earlier" => return DIM,
        _ => AnsiColor::Cyan,
    };
    color.on_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::RecordFormat;
    use crate::format::records::sample;

    fn written(reading: &Reading, only: Option<Only>, cite: bool, width: usize) -> String {
        let form = RecordForm { format: RecordFormat::Brief, only, cite, width };
        let page = String::from_utf8(page(&"a.txt".into(), reading, &form)).unwrap();
        anstream::adapter::strip_str(&page).to_string()
    }

    #[test]
    fn a_page_tells_each_thing_once() {
        let page = written(&sample::reading(), None, false, 100);
        let expected = "\
Shells fall
Example Wire · 2022-06-01 · a.txt · 3 sentences

What happened
   [2] happened  Russian troops → shelled → Kharkiv · assault, heavy-weapons · 12 killed
                 · 30 May 2022 · says Ukraine

Who says what
  Ukraine
   [2] report  Russian troops shelled Kharkiv on Monday, killing 12 people

Predicted
   [3] likely  the talks would probably fail within a year · 1 Jun 2022 to 1 Jun 2023
               · says Ana Petrova · 55 to 80 %
";
        assert_eq!(page, expected, "\n{page}");
    }

    #[test]
    fn sources_are_introduced_and_sentences_cited() {
        let page = written(&sample::reading(), Some(Only::Claims), true, 100);
        assert!(page.contains("\n  Ana Petrova, former envoy\n"), "{page}");
        assert!(page.contains("> Ana Petrova, a former envoy, said"), "{page}");
        assert!(!page.contains("What happened"), "{page}");
    }

    #[test]
    fn lines_keep_to_the_width() {
        for width in [30, 50, 80] {
            let page = written(&sample::reading(), None, true, width);
            assert!(page.lines().all(|line| line.chars().count() <= width), "{width}\n{page}");
        }
    }

    #[test]
    fn a_page_without_records_says_so() {
        let reading = Reading { events: Vec::new(), claims: Vec::new(), forecasts: Vec::new(), ..sample::reading() };
        assert!(written(&reading, None, false, 80).ends_with("Nothing was found here that this page would tell of.\n"));
    }

    #[test]
    fn what_nobody_says_and_nobody_knows_is_left_out() {
        let mut reading = sample::reading();
        reading.events[0].status = Status::Hypothetical;
        reading.events[0].claim_id = None;
        let page = written(&reading, None, false, 80);
        assert!(!page.contains("Doubtful"), "{page}");
    }
}
