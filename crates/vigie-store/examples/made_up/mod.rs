//! Made-up records, as many as are wanted, the same each time: for tests, benches and the scripts that kill and count.
#![allow(dead_code, reason = "each of those who share this uses a part of it")]

use jiff::Timestamp;
use jiff::civil::date;
use vigie_record::{
    Action, ByteRange, Certainty, Claim, ClaimForm, ClaimKind, Content, Cue, Dataset, Digest, Event, Forecast,
    ForecastStatus, Identity, Origin, Party, Place, Polarity, Precision, Probability, Provenance, PublishedAt, Reading,
    Report, Source, Status, TableEvent, TableParty, TimeSpan,
};

/// Numbers that look like chance and are the same in every run (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// Small numbers far more often than large ones, as words and countries are.
    pub(crate) fn skewed(&mut self, n: u64) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies below n")]
        let at = ((n as f64 + 1.0).powf(unit) - 1.0) as u64;
        at.min(n - 1)
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        #[expect(clippy::cast_possible_truncation, reason = "it is below the length of the list")]
        let index = self.below(list.len() as u64) as usize;
        &list[index]
    }
}

pub(crate) const COUNTRIES: &[&str] = &[
    "RUS", "UKR", "USA", "CHN", "BLR", "POL", "ISR", "PSE", "IRN", "SYR", "TUR", "DEU", "FRA", "GBR", "IND", "PAK",
    "AFG", "IRQ", "SAU", "YEM", "EGY", "SDN", "ETH", "SOM", "NGA", "MLI", "LBY", "GEO", "ARM", "AZE", "KAZ", "PRK",
    "KOR", "JPN", "TWN", "PHL", "MMR", "VEN", "COL", "MEX",
];

pub(crate) const TYPES: &[(&str, &str, u8, f64)] = &[
    ("CONSULT", "040", 1, 1.0),
    ("ASSAULT", "190", 4, -10.0),
    ("AGREE", "030", 1, 4.0),
    ("COERCE", "170", 4, -7.0),
    ("MOBILIZE", "154", 4, -7.2),
    ("ACCUSE", "112", 3, -2.0),
    ("THREATEN", "130", 3, -4.4),
    ("AID", "070", 2, 7.0),
    ("SANCTION", "163", 4, -8.0),
    ("PROTEST", "141", 4, -6.5),
];

const SYLLABLES: &[&str] =
    &["ka", "ro", "mi", "ten", "sal", "vor", "du", "ne", "li", "pa", "gor", "ash", "be", "tu", "ri", "os"];

/// The n-th made-up word.
pub(crate) fn word(mut n: u64) -> String {
    let mut word = String::new();
    n += 16;
    while n > 0 {
        word.push_str(SYLLABLES[(n % 16) as usize]);
        n /= 16;
    }
    word
}

/// A text of so many sentences, of words that are as unevenly used as those of a language.
pub(crate) fn text(chance: &mut Chance, n_sentences: u64) -> String {
    let mut text = String::new();
    for index in 0..n_sentences {
        let n_words = 8 + chance.below(18);
        for at in 0..n_words {
            let said = word(chance.skewed(40_000));
            if at == 0 {
                text.push_str(&said[..1].to_uppercase());
                text.push_str(&said[1..]);
            } else {
                text.push(' ');
                text.push_str(&said);
            }
        }
        text.push_str(if index % 5 == 4 { ".\n\n" } else { ". " });
    }
    text.trim_end().to_owned()
}

pub(crate) fn at() -> Timestamp {
    Timestamp::from_second(1_654_000_000).expect("it is a moment")
}

/// The n-th made-up report, with its records.
pub(crate) fn reading(n: u64) -> Reading {
    let mut chance = Chance(n.wrapping_mul(0x1234_5678_9abc_def1) ^ 0x55aa);
    let n_sentences = 12 + chance.below(20);
    let body = text(&mut chance, n_sentences);
    reading_of(n, body)
}

/// A report of a text, with made-up records.
pub(crate) fn reading_of(n: u64, body: String) -> Reading {
    let mut chance = Chance(n ^ 0xfeed);
    let mut report = Report::of_text(body);
    #[expect(clippy::cast_possible_wrap, reason = "it is below four thousand")]
    let day = date(2014, 1, 1) + jiff::Span::new().days(chance.below(4000) as i64);
    report.title = Some(format!("{} {}", word(chance.skewed(40_000)), word(n % 5000)));
    report.outlet = Some(format!("Outlet {}", chance.skewed(300)));
    report.published_at = Some(PublishedAt::Day(day));
    report.url = Some(format!("https://outlet.example/{n}"));
    report.language = Some("en".to_owned());
    let sentences = sentences(&report.text);
    let mut reading =
        Reading { report, events: Vec::new(), claims: Vec::new(), forecasts: Vec::new(), sentences, notes: Vec::new() };
    for index in 0..(3 + chance.below(10)) {
        #[expect(clippy::cast_possible_truncation, reason = "there are few sentences")]
        let sentence = reading.sentences[(index as usize) % reading.sentences.len()];
        let claim = (chance.below(3) == 0).then(|| claim(&reading.report, &mut chance, index, sentence));
        reading.events.push(event(&reading.report, &mut chance, index, sentence, day, claim.as_ref()));
        reading.claims.extend(claim);
    }
    if let Some(first) = reading.claims.first() {
        reading.forecasts.push(forecast(&reading.report, first, day));
    }
    reading
}

fn sentences(text: &str) -> Vec<ByteRange> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (end, _) in text.match_indices('.') {
        let begin = start + text[start..end].len() - text[start..end].trim_start().len();
        found.push(ByteRange::new(begin, end + 1));
        start = end + 1;
    }
    if found.is_empty() {
        found.push(ByteRange::new(0, text.len()));
    }
    found
}

fn provenance() -> Provenance {
    Provenance {
        program_version: "0.1.0".to_owned(),
        model_digest: Digest::of(b"model"),
        component: "made-up/frame".to_owned(),
        author: None,
        made_at: None,
    }
}

fn identity(chance: &mut Chance) -> Identity {
    #[expect(clippy::cast_possible_truncation, reason = "it is below the length of the list")]
    let country = COUNTRIES[chance.skewed(COUNTRIES.len() as u64) as usize];
    let sector = *chance.pick(&["GOV", "MIL", "REB", "CVL"]);
    Identity {
        actor_id: Some(format!("{country}/{sector}")),
        name: Some(format!("{sector} of {country}")),
        country: Some(country.to_owned()),
        sector: Some(sector.to_owned()),
        ..Identity::default()
    }
}

fn party(chance: &mut Chance, sentence: ByteRange) -> Party {
    let identity = identity(chance);
    Party { spans: vec![ByteRange::new(sentence.start(), sentence.start() + 2)], text: "the army".to_owned(), identity }
}

fn event(
    report: &Report,
    chance: &mut Chance,
    index: u64,
    sentence: ByteRange,
    day: jiff::civil::Date,
    claim: Option<&Claim>,
) -> Event {
    let &(event_type, cameo, quad_class, goldstein) = chance.pick(TYPES);
    let country = *chance.pick(COUNTRIES);
    Event {
        id: Digest::of_parts(&[b"event", report.id.as_bytes(), &index.to_le_bytes()]),
        report_id: report.id,
        spans: vec![sentence],
        actor: Some(party(chance, sentence)),
        recipient: (chance.below(4) > 0).then(|| party(chance, sentence)),
        action: Action { spans: vec![sentence], lemma: word(chance.below(300)) },
        event_type: event_type.to_owned(),
        mode: None,
        contexts: vec!["military".to_owned()],
        cameo: Some(cameo.to_owned()),
        quad_class,
        goldstein,
        magnitude: Vec::new(),
        event_date: Some(TimeSpan::of_day(day)),
        place: (chance.below(2) == 0).then(|| Place {
            name: format!("Town {}", chance.skewed(3000)),
            lat: Some(50.5),
            lon: Some(30.5),
            country: Some(country.to_owned()),
            adm1: None,
            spans: vec![sentence],
        }),
        status: *chance.pick(&Status::ALL),
        probability: Probability::nearest(0.83),
        claim_id: claim.map(|claim| claim.id),
        occurrence_id: None,
        provenance: provenance(),
    }
}

fn claim(report: &Report, chance: &mut Chance, index: u64, sentence: ByteRange) -> Claim {
    let identity = identity(chance);
    Claim {
        id: Digest::of_parts(&[b"claim", report.id.as_bytes(), &index.to_le_bytes()]),
        report_id: report.id,
        spans: vec![sentence],
        source: Some(Source {
            spans: vec![sentence],
            text: "the ministry".to_owned(),
            identity,
            named: false,
            unnamed_because: None,
        }),
        cue: Some(Cue { spans: vec![sentence], lemma: "say".to_owned() }),
        content: Content { spans: vec![sentence], text: report.text[sentence.as_range()].to_owned() },
        form: ClaimForm::Indirect,
        kind: *chance.pick(&[ClaimKind::Report, ClaimKind::Forecast, ClaimKind::Denial]),
        certainty: Certainty {
            probability: Some([Probability::ZERO, Probability::nearest(0.5).unwrap_or(Probability::ZERO)]),
            band: Some("unlikely".to_owned()),
            markers: Vec::new(),
            polarity: Polarity::Affirmed,
        },
        told_to: None,
        parent_id: None,
        event_ids: Vec::new(),
        provenance: provenance(),
    }
}

fn forecast(report: &Report, claim: &Claim, day: jiff::civil::Date) -> Forecast {
    Forecast {
        id: Digest::of_parts(&[b"forecast", report.id.as_bytes()]),
        report_id: report.id,
        spans: claim.spans.clone(),
        claim_id: Some(claim.id),
        statement: claim.content.clone(),
        condition: None,
        horizon: Some(TimeSpan {
            start: Some(day),
            end: Some(day + jiff::Span::new().days(90)),
            precision: Precision::Span,
            expression: None,
            relative: None,
        }),
        probability: claim.certainty.probability,
        status: ForecastStatus::Open,
        resolved_at: None,
        brier_score: None,
        provenance: provenance(),
    }
}

/// The n-th row of a made-up table in the manner of GDELT: 61 columns, some 450 bytes, ids and days in order.
pub(crate) fn table_event(n: u64) -> TableEvent {
    let mut chance = Chance(n.wrapping_mul(0x9e37_79b9) ^ 0xabcd);
    let &(event_type, cameo, quad_class, goldstein) = chance.pick(TYPES);
    #[expect(clippy::cast_possible_wrap, reason = "it is a small number")]
    let day = date(2015, 2, 18) + jiff::Span::new().days((n / 150_000) as i64);
    let actor = table_party(&mut chance);
    let recipient = (chance.below(3) > 0).then(|| table_party(&mut chance));
    let place = chance.skewed(60_000);
    let (lat, lon) = ((place * 37 % 14_000) as f64 / 100.0 - 70.0, (place * 91 % 36_000) as f64 / 100.0 - 180.0);
    #[expect(clippy::cast_possible_truncation, reason = "it is below the length of the list")]
    let country = COUNTRIES[(place % COUNTRIES.len() as u64) as usize];
    let outlet = format!("outlet{}.example", chance.skewed(20_000));
    let url = format!(
        "https://www.{outlet}/{}/{}-{}-{}-{}-{}.html",
        day.strftime("%Y/%m"),
        word(chance.skewed(40_000)),
        word(chance.skewed(40_000)),
        word(chance.skewed(40_000)),
        word(chance.skewed(40_000)),
        chance.below(10_000_000)
    );
    let native_id = (410_000_000 + n).to_string();
    let n_mentions = 1 + chance.skewed(200);
    let tone = chance.below(2_000_000) as f64 / 100_000.0 - 10.0;
    let who = |party: &TableParty| {
        let code = party.code.clone().unwrap_or_default();
        format!("{code}\t{}\t{}\t\t\t\t\t{}\t\t", party.text, &code[..3], &code[3..])
    };
    let names = recipient.as_ref().map_or_else(|| "\t\t\t\t\t\t\t\t\t".to_owned(), who);
    let spot = format!(
        "4\tTown {place}, {country}\t{}\tXX0{}\t{}\t{lat}\t{lon}\t-{}",
        &country[..2],
        place % 10,
        place % 999,
        place * 13 + 1000
    );
    let raw = format!(
        "{native_id}\t{}\t{}\t{}\t{}\t{}\t{names}\t1\t{cameo}\t{cameo}\t{}\t{quad_class}\t{goldstein}\t{n_mentions}\t1\t{n_mentions}\t{tone}\t{spot}\t{spot}\t{spot}\t{}\t{url}",
        day.strftime("%Y%m%d"),
        day.strftime("%Y%m"),
        day.year(),
        day.strftime("%Y.%m"),
        who(&actor),
        &cameo[..2],
        day.strftime("%Y%m%d001500"),
    );
    TableEvent {
        id: Dataset::Gdelt.id_of(&native_id),
        dataset: Dataset::Gdelt,
        native_id,
        version: 20_150_218_001_500 + n / 150_000 * 1_000_000,
        event_date: TimeSpan::of_day(day),
        recorded_at: Some(at()),
        actor: Some(actor),
        recipient,
        directed: true,
        event_type: Some(event_type.to_owned()),
        mode: None,
        contexts: Vec::new(),
        cameo: Some(cameo.to_owned()),
        quad_class: Some(quad_class),
        goldstein: Some(goldstein),
        original_code: Some(cameo.to_owned()),
        magnitude: Vec::new(),
        place: Some(Place {
            name: format!("Town {place}, {country}"),
            lat: Some(lat),
            lon: Some(lon),
            country: Some(country.to_owned()),
            adm1: None,
            spans: Vec::new(),
        }),
        place_precision: None,
        n_mentions: u32::try_from(n_mentions).ok(),
        n_sources: Some(1),
        n_articles: u32::try_from(n_mentions).ok(),
        outlet: Some(outlet),
        url: Some(url),
        story: None,
        sentence: None,
        text: None,
        origin: Origin { file: Digest::of(b"table"), line: n + 1 },
        raw,
    }
}

fn table_party(chance: &mut Chance) -> TableParty {
    let who = identity(chance);
    let code = format!("{}{}", who.country.clone().unwrap_or_default(), who.sector.clone().unwrap_or_default());
    let number = chance.skewed(300);
    let name = format!("{} {number}", who.name.clone().unwrap_or_default()).to_uppercase();
    TableParty {
        text: name.clone(),
        identity: Identity { actor_id: Some(code.clone()), name: Some(name), ..who },
        code: Some(code),
        beside: Vec::new(),
    }
}
