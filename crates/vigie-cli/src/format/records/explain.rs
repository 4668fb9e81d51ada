//! Why a record says what it says: its words, its sentence, what read it, and what carries it.

use std::fmt::Write as _;

use serde_json::Value;
use vigie_reader::Reading;
use vigie_record::{
    ByteRange, Certainty, Claim, Digest, Event, Forecast, Identity, Polarity, Provenance, Status, TimeSpan,
};

use super::words::{magnitude, name, one_line, percent, time, who};
use super::{sentence_number, words};

/// The column in which the values begin.
const COLUMN: usize = 14;

/// A record that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Explained {
    /// Its whole id.
    pub(crate) id: String,
    /// Why it says what it says, for a person.
    pub(crate) text: String,
}

/// Explains the records of a reading whose ids begin with `wanted`.
pub(crate) fn explain(wanted: &str, report: &Value, reading: &Reading) -> Vec<Explained> {
    let wanted = wanted.to_ascii_lowercase();
    let page = Explainer { reading, report };
    let mut found = Vec::new();
    let mut add = |id: Digest, text: &dyn Fn() -> String| {
        let id = id.to_string();
        if id.starts_with(&wanted) {
            found.push(Explained { text: text(), id });
        }
    };
    reading.events.iter().for_each(|event| add(event.id, &|| page.event(event)));
    reading.claims.iter().for_each(|claim| add(claim.id, &|| page.claim(claim)));
    reading.forecasts.iter().for_each(|forecast| add(forecast.id, &|| page.forecast(forecast)));
    found
}

struct Explainer<'r> {
    reading: &'r Reading,
    report: &'r Value,
}

/// Lines of a name and a value.
struct Rows {
    text: String,
}

impl Rows {
    fn add(&mut self, name: &str, value: impl AsRef<str>) {
        if !value.as_ref().is_empty() {
            let written = writeln!(self.text, "  {name:<COLUMN$}{}", value.as_ref());
            debug_assert!(written.is_ok(), "a string takes whatever comes");
        }
    }
}

impl Explainer<'_> {
    fn event(&self, event: &Event) -> String {
        let mut rows = self.begin("event", event.id, &event.spans);
        for (side, party) in [("actor", &event.actor), ("recipient", &event.recipient)] {
            let shown = party
                .as_ref()
                .map(|party| format!("{}, known as {}", self.words(&party.spans), known(&party.identity)));
            rows.add(side, shown.unwrap_or_else(|| "the sentence names none".to_owned()));
        }
        rows.add("action", format!("{}, of `{}`", self.words(&event.action.spans), event.action.lemma));
        rows.add("type", type_of(event));
        rows.add("contexts", event.contexts.join(", "));
        for said in &event.magnitude {
            rows.add("magnitude", format!("{}, from {}", magnitude(said), self.words(&[said.span])));
        }
        rows.add("date", event.event_date.as_ref().map_or_else(String::new, |date| self.time(date)));
        if let Some(place) = &event.place {
            let country = place.country.as_ref().map_or_else(String::new, |country| format!(" ({country})"));
            rows.add("place", format!("{}{country}, from {}", place.name, self.words(&place.spans)));
        }
        rows.add("status", format!("{}: {}", event.status.as_str(), why(event.status)));
        rows.add("probability", self.event_probability(event));
        self.carried(&mut rows, event.claim_id, "the reporter, in his own name");
        read_by(&mut rows, &event.provenance);
        rows.text
    }

    fn event_probability(&self, event: &Event) -> String {
        let Some(probability) = event.probability else { return "none can be given".to_owned() };
        let carried = self.find_claim(event.claim_id).and_then(|claim| claim.certainty.probability);
        let from_claim = carried
            .map_or_else(String::new, |interval| format!(", and by how sure the source is ({})", percent(interval)));
        let percent = percent([probability, probability]);
        format!(
            "{percent}: what `{}` allows, moved by how far the sentence takes the act for a fact{from_claim}",
            event.status.as_str()
        )
    }

    fn claim(&self, claim: &Claim) -> String {
        let mut rows = self.begin("claim", claim.id, &claim.spans);
        match &claim.source {
            Some(source) => {
                rows.add("source", format!("{}, known as {}", self.words(&source.spans), known(&source.identity)));
                rows.add("no name", source.unnamed_because.as_deref().map_or_else(String::new, one_line));
            }
            None => rows.add("source", "the text names none"),
        }
        if let Some(cue) = &claim.cue {
            rows.add("cue", format!("{}, of `{}`", self.words(&cue.spans), cue.lemma));
        }
        rows.add("content", self.words(&claim.content.spans));
        rows.add("form", form_words(&name(&claim.form)));
        rows.add("kind", name(&claim.kind));
        rows.add("certainty", self.certainty(&claim.certainty));
        rows.add("told to", claim.told_to.as_ref().map_or_else(String::new, |listener| self.words(&listener.spans)));
        if claim.parent_id.is_some() {
            self.carried(&mut rows, claim.parent_id, "");
        }
        rows.add("events", claim.event_ids.iter().map(short).collect::<Vec<_>>().join(", "));
        read_by(&mut rows, &claim.provenance);
        rows.text
    }

    fn certainty(&self, certainty: &Certainty) -> String {
        let sure = match (certainty.probability, &certainty.band) {
            (Some(interval), Some(band)) => format!("{band}, {}", percent(interval)),
            (Some(interval), None) => percent(interval),
            _ => "no word says how sure the source is".to_owned(),
        };
        let markers = match certainty.markers.as_slice() {
            [] => String::new(),
            markers => format!(", from {}", self.words(markers)),
        };
        let polarity = match certainty.polarity {
            Polarity::Affirmed => "",
            Polarity::Denied => "; it is denied",
            Polarity::Open => "; it is left open",
        };
        format!("{sure}{markers}{polarity}")
    }

    fn forecast(&self, forecast: &Forecast) -> String {
        let mut rows = self.begin("forecast", forecast.id, &forecast.spans);
        rows.add("statement", self.words(&forecast.statement.spans));
        rows.add(
            "condition",
            forecast.condition.as_ref().map_or_else(String::new, |condition| self.words(&condition.spans)),
        );
        let horizon = forecast.horizon.as_ref().map(|horizon| self.time(horizon));
        rows.add("horizon", horizon.unwrap_or_else(|| "the text gives none".to_owned()));
        let likely = forecast.probability.map(|interval| format!("{}, {}", words::band(interval), percent(interval)));
        rows.add("probability", likely.unwrap_or_else(|| "no word says how likely it is".to_owned()));
        rows.add("status", name(&forecast.status));
        self.carried(&mut rows, forecast.claim_id, "the outlet, in its own name");
        read_by(&mut rows, &forecast.provenance);
        rows.text
    }

    fn begin(&self, kind: &str, id: Digest, spans: &[ByteRange]) -> Rows {
        let report = self.report.as_str().map_or_else(|| self.report.to_string(), str::to_owned);
        let mut rows = Rows { text: format!("{kind} {id}\n") };
        rows.add("report", report);
        for span in spans {
            let number =
                sentence_number(&[*span], &self.reading.sentences).map_or_else(String::new, |n| format!("[{n}] "));
            rows.add("sentence", format!("{number}{}", self.said(*span)));
        }
        rows
    }

    /// Who says so.
    fn carried(&self, rows: &mut Rows, claim_id: Option<Digest>, otherwise: &str) {
        let Some(claim) = self.find_claim(claim_id) else { return rows.add("said by", otherwise) };
        let source = claim.source.as_ref().map(|source| who(&source.identity, &source.text));
        let source = source.unwrap_or_else(|| "a source that is not named".to_owned());
        rows.add("said by", format!("{source}, in claim {}: {}", short(&claim.id), one_line(&claim.content.text)));
    }

    fn find_claim(&self, id: Option<Digest>) -> Option<&Claim> {
        self.reading.claims.iter().find(|claim| Some(claim.id) == id)
    }

    fn time(&self, span: &TimeSpan) -> String {
        let relative =
            || span.relative.as_ref().map(|relative| format!("{relative}, as the report has no date to count from"));
        let days = time(span).or_else(relative).unwrap_or_else(|| "days that cannot be known".to_owned());
        match span.expression {
            Some(expression) => format!("{days}, from {}", self.words(&[expression])),
            None => format!("{days}, the date of the report; the sentence gives none"),
        }
    }

    /// The words at some places.
    fn words(&self, spans: &[ByteRange]) -> String {
        let words: Vec<String> = spans.iter().map(|span| format!("“{}”", self.said(*span))).collect();
        words.join(" … ")
    }

    fn said(&self, span: ByteRange) -> String {
        one_line(&self.reading.report.text[span.as_range()])
    }
}

fn known(identity: &Identity) -> String {
    let parts = [
        &identity.name,
        &identity.role,
        &identity.organization,
        &identity.country,
        &identity.sector,
        &identity.actor_id,
    ];
    let known: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if known.is_empty() { "nobody in particular".to_owned() } else { known.join(", ") }
}

fn type_of(event: &Event) -> String {
    let mode = event.mode.as_ref().map_or_else(String::new, |mode| format!(", {mode}"));
    let cameo = event.cameo.as_ref().map_or_else(String::new, |cameo| format!("; CAMEO {cameo}"));
    format!("{}{mode}{cameo}; quad class {}; Goldstein {}", event.event_type, event.quad_class, event.goldstein)
}

fn why(status: Status) -> &'static str {
    match status {
        Status::Happened => "told as a fact",
        Status::UnderWay => "told as going on",
        Status::Planned => "announced, intended or agreed",
        Status::Threatened => "its actor threatens it",
        Status::Possible => "it may be, or others fear or expect it",
        Status::Denied => "the sentence or its source says that it did not happen",
        Status::Hypothetical => "it stands in a condition or a wish",
        Status::Historical => "it happened before the news, and is told as background",
    }
}

fn form_words(form: &str) -> String {
    match form {
        "direct" => "direct: in the source's own words".to_owned(),
        "indirect" => "indirect: in the reporter's words".to_owned(),
        _ => "mixed: in the words of both".to_owned(),
    }
}

fn read_by(rows: &mut Rows, provenance: &Provenance) {
    if let Some(author) = &provenance.author {
        let at = provenance.made_at.map_or_else(String::new, |at| at.strftime(", %Y-%m-%d %H:%MZ").to_string());
        rows.add("added by", format!("{author}{at}"));
    }
    rows.add("read by", &provenance.component);
    rows.add("program", format!("{}, model {}", provenance.program_version, short(&provenance.model_digest)));
}

/// As much of a digest as a person needs.
fn short(digest: &Digest) -> String {
    digest.to_string()[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::records::sample;

    #[test]
    fn a_record_is_found_by_the_beginning_of_its_id() {
        let reading = sample::reading();
        let id = reading.events[0].id.to_string();
        let found = explain(&id[..8], &"a.txt".into(), &reading);
        assert_eq!(found.len(), 1);
        let text = &found[0].text;
        for said in [
            "“shelled”, of `shell`",
            "[2] Russian troops",
            "told as a fact",
            "80 %",
            "Ukraine, in claim",
            "frame `shell`",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
        assert!(explain("nothing", &"a.txt".into(), &reading).is_empty());
        assert_eq!(explain("", &"a.txt".into(), &reading).len(), 4);
    }

    #[test]
    fn claims_and_forecasts_give_their_reasons() {
        let reading = sample::reading();
        let texts: Vec<String> = explain("", &"a.txt".into(), &reading).into_iter().map(|found| found.text).collect();
        assert!(texts.iter().any(|text| text.contains("likely, 55 to 80 %, from “probably”")), "{texts:#?}");
        assert!(texts.iter().any(|text| text.contains("1 Jun 2022 to 1 Jun 2023, from “a year”")), "{texts:#?}");
    }
}
