//! A reading made by hand, for the tests of what is written. Its text begins with characters of several bytes, so that
//! no range is the same in bytes and in characters.

use vigie_reader::Reading;
use vigie_record::{
    Action, ByteRange, Certainty, Claim, ClaimForm, ClaimKind, Content, Cue, Digest, Event, Forecast, ForecastStatus,
    Identity, Magnitude, Party, Place, Polarity, Precision, Probability, Provenance, Report, Source, Status, TimeSpan,
};

const TEXT: &str = "«Größe»\n\nRussian troops shelled Kharkiv on Monday, killing 12 people, Ukraine said. Ana Petrova, a former \
                    envoy, said the talks would probably fail within a year.\n";

/// Where some words stand in the text.
fn at(words: &str) -> ByteRange {
    let start = TEXT.find(words).expect("the words stand in the text");
    ByteRange::new(start, start + words.len())
}

fn provenance() -> Provenance {
    let component = "vigie-reader/event: frame `shell`".to_owned();
    let model_digest = Digest::of(b"model");
    Provenance { program_version: "0.1.0".to_owned(), model_digest, component, author: None, made_at: None }
}

fn party(words: &str, country: &str, sector: Option<&str>) -> Party {
    let identity =
        Identity { country: Some(country.to_owned()), sector: sector.map(str::to_owned), ..Identity::default() };
    Party { spans: vec![at(words)], text: words.to_owned(), identity }
}

fn probability(value: f64) -> Probability {
    Probability::try_from(value).expect("it is one")
}

/// A report with two claims, an event that one of them carries, and a forecast that is the other.
pub(super) fn reading() -> Reading {
    let report = Report {
        title: Some("Shells fall".to_owned()),
        outlet: Some("Example Wire".to_owned()),
        published_at: "2022-06-01".parse().ok(),
        ..Report::of_text(TEXT.to_owned())
    };
    let first = at("Russian troops shelled Kharkiv on Monday, killing 12 people, Ukraine said.");
    let second = at("Ana Petrova, a former envoy, said the talks would probably fail within a year.");
    let claims = vec![
        claim(&report, "first", first, "Ukraine", None, "Russian troops shelled Kharkiv on Monday, killing 12 people"),
        claim(
            &report,
            "second",
            second,
            "Ana Petrova, a former envoy",
            Some("Ana Petrova"),
            "the talks would probably fail within a year",
        ),
    ];
    let events = vec![event(&report, first, Some(claims[0].id))];
    let forecasts = vec![forecast(&report, second, claims[1].id)];
    let sentences = vec![at("«Größe»"), first, second];
    Reading { report, events, claims, forecasts, sentences, notes: Vec::new() }
}

fn event(report: &Report, sentence: ByteRange, claim_id: Option<Digest>) -> Event {
    let day = |text: &str| text.parse().ok();
    Event {
        id: Digest::of(b"event"),
        report_id: report.id,
        spans: vec![sentence],
        actor: Some(party("Russian troops", "RUS", Some("MIL"))),
        recipient: Some(party("Kharkiv", "UKR", None)),
        action: Action { spans: vec![at("shelled")], lemma: "shell".to_owned() },
        event_type: "ASSAULT".to_owned(),
        mode: Some("heavy-weapons".to_owned()),
        contexts: vec!["military".to_owned()],
        cameo: Some("194".to_owned()),
        quad_class: 4,
        goldstein: -10.0,
        magnitude: vec![Magnitude {
            kind: "killed".to_owned(),
            low: 12.0,
            high: 12.0,
            unit: None,
            span: at("12 people"),
        }],
        event_date: Some(TimeSpan {
            start: day("2022-05-30"),
            end: day("2022-05-30"),
            precision: Precision::Day,
            expression: Some(at("Monday")),
            relative: None,
        }),
        place: Some(Place {
            name: "Kharkiv".to_owned(),
            lat: Some(49.98),
            lon: Some(36.25),
            country: Some("UKR".to_owned()),
            adm1: None,
            spans: vec![at("Kharkiv")],
        }),
        status: Status::Happened,
        probability: Some(probability(0.8)),
        claim_id,
        occurrence_id: None,
        provenance: provenance(),
    }
}

fn claim(report: &Report, id: &str, sentence: ByteRange, source: &str, name: Option<&str>, content: &str) -> Claim {
    let is_forecast = name.is_some();
    Claim {
        id: Digest::of(id.as_bytes()),
        report_id: report.id,
        spans: vec![sentence],
        source: Some(Source {
            spans: vec![at(source)],
            text: source.to_owned(),
            identity: Identity {
                name: name.map(str::to_owned),
                role: name.map(|_| "former envoy".to_owned()),
                ..Identity::default()
            },
            named: name.is_some(),
            unnamed_because: None,
        }),
        cue: Some(Cue { spans: vec![at("said")], lemma: "say".to_owned() }),
        content: Content { spans: vec![at(content)], text: content.to_owned() },
        form: ClaimForm::Indirect,
        kind: if is_forecast { ClaimKind::Forecast } else { ClaimKind::Report },
        certainty: Certainty {
            probability: is_forecast.then(|| [probability(0.55), probability(0.8)]),
            band: is_forecast.then(|| "likely".to_owned()),
            markers: if is_forecast { vec![at("probably")] } else { Vec::new() },
            polarity: Polarity::Affirmed,
        },
        told_to: None,
        parent_id: None,
        event_ids: Vec::new(),
        provenance: provenance(),
    }
}

fn forecast(report: &Report, sentence: ByteRange, claim_id: Digest) -> Forecast {
    let statement = "the talks would probably fail within a year";
    Forecast {
        id: Digest::of(b"forecast"),
        report_id: report.id,
        spans: vec![sentence],
        claim_id: Some(claim_id),
        statement: Content { spans: vec![at(statement)], text: statement.to_owned() },
        condition: None,
        horizon: Some(TimeSpan {
            start: "2022-06-01".parse().ok(),
            end: "2023-06-01".parse().ok(),
            precision: Precision::Span,
            expression: Some(at("a year")),
            relative: None,
        }),
        probability: Some([probability(0.55), probability(0.8)]),
        status: ForecastStatus::Open,
        resolved_at: None,
        brier_score: None,
        provenance: provenance(),
    }
}
