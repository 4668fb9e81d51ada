//! STIX 2.1: a bundle for platforms of threat intelligence.
//!
//! Reports are reports, parties identities, places locations, claims and forecasts notes, denials of an exported event opinions, rows of tables
//! a grouping. STIX has no who-did-what-to-whom, so an event is an object of our own, declared by an extension definition in the bundle.
//! Ids follow from the records', so the same record has the same id in every bundle. Memory grows with the number of objects, not with their text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use vigie_codes::Codes;
use vigie_record::{Claim, Digest, Forecast, Place, Polarity, Probability, Report};

use crate::act::Act;
use crate::cell::words_at;
use crate::events::moment;
use crate::format::Writer;
use crate::party::Who;
use crate::record::Record;

/// The type of our events. Its properties are described in `docs/export.md`.
const EVENT: &str = "vigie-event";

/// Sectors of people at large, which are a class of identities and no body.
const CLASSES: [&str; 6] = ["CVL", "REF", "LAB", "AGR", "SET", "UNK"];

/// The longest name of a report without a title, in characters.
const NAME: usize = 80;

/// A bundle.
pub(crate) struct Stix<'c, W> {
    exported_at: Timestamp,
    codes: &'c Codes,
    /// Ids of objects that stand in the bundle.
    written: BTreeSet<String>,
    reports: BTreeMap<Digest, Cover>,
    /// Events of tables, with the rest of their objects.
    rows: BTreeSet<String>,
    is_first: bool,
    out: W,
}

/// What is kept of a report until all its objects are known.
struct Cover {
    name: String,
    published: Timestamp,
    references: Vec<Value>,
    objects: BTreeSet<String>,
}

impl<'c, W: Write> Stix<'c, W> {
    pub(crate) fn new(exported_at: Timestamp, codes: &'c Codes, mut out: W) -> io::Result<Self> {
        let id = id_of("bundle", &[exported_at.to_string().as_bytes()]);
        write!(out, "{{\"type\":\"bundle\",\"id\":\"{id}\",\"objects\":[")?;
        let mut stix = Self {
            exported_at,
            codes,
            written: BTreeSet::new(),
            reports: BTreeMap::new(),
            rows: BTreeSet::new(),
            is_first: true,
            out,
        };
        stix.head()?;
        Ok(stix)
    }

    /// Who made the bundle, and what its events are.
    fn head(&mut self) -> io::Result<()> {
        // Both are the same in every bundle, and as old as the format of records.
        let since = "2026-01-01T00:00:00.000Z";
        let program = json!({
            "type": "identity", "spec_version": "2.1", "id": maker(), "created": since, "modified": since,
            "name": "Vigie", "identity_class": "system",
            "description": "A program that reads the news for indications and warning.",
        });
        self.put(&program)?;
        let extension = json!({
            "type": "extension-definition", "spec_version": "2.1", "id": extension(), "created_by_ref": maker(),
            "created": since, "modified": since, "name": "Vigie event",
            "description": "An event: who did what to whom, when and where, in the ontology PLOVER.",
            "schema": "Properties: event_type, mode, contexts, status, start, end, actor_ref, recipient_ref, directed, location_ref, cameo, \
                       quad_class, goldstein, dataset.",
            "version": "1.0.0", "extension_types": ["new-sdo"],
        });
        self.put(&extension)
    }

    /// Writes an object that does not stand in the bundle yet.
    fn put(&mut self, object: &Value) -> io::Result<()> {
        let id = object["id"].as_str().unwrap_or_default();
        if !self.written.insert(id.to_owned()) {
            return Ok(());
        }
        let before = if std::mem::take(&mut self.is_first) { "\n" } else { ",\n" };
        self.out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut self.out, object)?;
        Ok(())
    }

    /// Writes an object that is made from a record, and gives its id.
    fn object(&mut self, kind: &str, id: String, at: Timestamp, fields: Value) -> io::Result<String> {
        let mut object = json!({
            "type": kind, "spec_version": "2.1", "id": id, "created_by_ref": maker(), "created": instant(at), "modified": instant(at),
        });
        if let (Value::Object(object), Value::Object(fields)) = (&mut object, fields) {
            object.extend(fields.into_iter().filter(|(_, value)| !is_nothing(value)));
        }
        self.put(&object)?;
        Ok(id)
    }

    fn party(&mut self, who: Who<'_>, at: Timestamp) -> io::Result<String> {
        let class = match who.sector() {
            None if who.identity.actor_id.is_some() && who.identity.actor_id.as_deref() == who.country() => {
                "organization"
            }
            Some(sector) if CLASSES.contains(&sector) => "class",
            _ => "unknown",
        };
        let labels: Vec<String> = [who.country(), who.sector()].into_iter().flatten().map(str::to_lowercase).collect();
        let id = id_of("identity", &[who.key().as_bytes()]);
        let role = &who.identity.role;
        self.object(
            "identity",
            id,
            at,
            json!({ "name": who.name(), "identity_class": class, "labels": labels, "roles": role.iter().collect::<Vec<_>>() }),
        )
    }

    fn location(&mut self, place: &Place, at: Timestamp) -> io::Result<Option<String>> {
        let country = place.country.as_deref().and_then(|country| self.codes.countries.to_alpha2(country));
        let point = place.lat.zip(place.lon);
        if country.is_none() && point.is_none() {
            return Ok(None);
        }
        let key = format!("{}/{country:?}/{point:?}", place.name);
        let id = id_of("location", &[key.as_bytes()]);
        let fields = json!({
            "name": place.name, "country": country, "administrative_area": place.adm1,
            "latitude": point.map(|point| point.0), "longitude": point.map(|point| point.1),
        });
        self.object("location", id, at, fields).map(Some)
    }

    /// Writes an event with its parties and place, and gives the ids of all.
    fn event(&mut self, act: &Act<'_>, description: &str) -> io::Result<Vec<String>> {
        let at = act.known_at.unwrap_or(self.exported_at);
        let mut ids = Vec::new();
        let mut parties = [None, None];
        for (party, id) in [act.actor, act.recipient].into_iter().zip(&mut parties) {
            if let Some(who) = party.filter(|who| !who.name().is_empty()) {
                *id = Some(self.party(who, at)?);
            }
        }
        let location = act.place.map_or(Ok(None), |place| self.location(place, at))?;
        ids.extend(parties.iter().chain([&location]).flatten().cloned());
        let [actor, recipient] = parties;
        let fields = json!({
            "event_type": act.event_type, "mode": act.mode, "contexts": act.contexts,
            "status": act.status.map(vigie_record::Status::as_str),
            "start": act.start, "end": act.end, "actor_ref": actor, "recipient_ref": recipient, "directed": act.directed,
            "location_ref": location, "cameo": act.cameo, "quad_class": act.quad_class, "goldstein": act.goldstein,
            "dataset": act.dataset.as_str(), "description": description, "confidence": act.probability.map(percent),
            "external_references": references(act.native_id.map(|id| (act.dataset.as_str(), id)), act.outlet, act.url),
            "extensions": { extension(): { "extension_type": "new-sdo" } },
        });
        let id = id_of(EVENT, &[act.id.as_bytes()]);
        ids.push(self.object(EVENT, id, at, fields)?);
        Ok(ids)
    }

    fn claim(&mut self, claim: &Claim, report: &Report) -> io::Result<Vec<String>> {
        let at = self.moment_of(report);
        let source =
            claim.source.as_ref().map(|source| Who { text: &source.text, identity: &source.identity, code: None });
        let source = source.filter(|who| !who.name().is_empty());
        let mut ids = Vec::new();
        if let Some(who) = source {
            ids.push(self.party(who, at)?);
        }
        let authors: Vec<&str> = source.iter().map(|who| who.name()).collect();
        let about: Vec<String> = claim.event_ids.iter().map(|id| id_of(EVENT, &[id.as_bytes()])).collect();
        let about: Vec<String> = about.into_iter().filter(|id| self.written.contains(id)).collect();
        let note = json!({
            "content": claim.content.text,
            "abstract": words_at(&report.text, &claim.spans),
            "authors": authors,
            "confidence": claim.certainty.probability.map(middle),
            "labels": ["claim", named(claim.kind), named(claim.form)],
            "object_refs": ids.iter().chain(&about).cloned().chain([report_id(report.id)]).collect::<Vec<_>>(),
        });
        ids.push(self.object("note", id_of("note", &[claim.id.as_bytes()]), at, note)?);
        if claim.certainty.polarity == Polarity::Denied && !about.is_empty() {
            let opinion = json!({
                "opinion": "strongly-disagree", "explanation": claim.content.text, "authors": authors, "object_refs": about,
            });
            ids.push(self.object("opinion", id_of("opinion", &[claim.id.as_bytes()]), at, opinion)?);
        }
        Ok(ids)
    }

    fn forecast(&mut self, forecast: &Forecast, report: &Report) -> io::Result<Vec<String>> {
        let at = self.moment_of(report);
        let condition =
            forecast.condition.as_ref().map_or(String::new(), |condition| format!(" (if: {})", condition.text));
        let note = json!({
            "content": format!("{}{condition}", forecast.statement.text),
            "abstract": words_at(&report.text, &forecast.spans),
            "confidence": forecast.probability.map(middle),
            "labels": ["forecast", named(forecast.status)],
            "object_refs": [report_id(report.id)],
        });
        Ok(vec![self.object("note", id_of("note", &[forecast.id.as_bytes()]), at, note)?])
    }

    fn moment_of(&self, report: &Report) -> Timestamp {
        report.published_at.and_then(moment).unwrap_or(self.exported_at)
    }

    /// Adds objects to those of a report.
    fn cover(&mut self, report: &Report, ids: Vec<String>) {
        let published = self.moment_of(report);
        let cover = self.reports.entry(report.id).or_insert_with(|| Cover {
            name: name_of(report),
            published,
            references: references(None, report.outlet.as_deref(), report.url.as_deref()),
            objects: BTreeSet::new(),
        });
        cover.objects.extend(ids);
    }
}

impl<W: Write> Writer for Stix<'_, W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        match record {
            Record::Event(event, report) => {
                let Some(act) = Act::of(record) else { return Ok(false) };
                let ids = self.event(&act, &words_at(&report.text, &event.spans))?;
                self.cover(report, ids);
            }
            Record::TableEvent(event, _) => {
                let Some(act) = Act::of(record) else { return Ok(false) };
                let ids = self.event(&act, event.text.as_deref().unwrap_or_default())?;
                self.rows.extend(ids);
            }
            Record::Claim(claim, report) => {
                let ids = self.claim(claim, report)?;
                self.cover(report, ids);
            }
            // A note must be about an object, and of a quotation neither source nor report is known.
            Record::Quotation(_) | Record::Reading(_) | Record::Remark(_) => return Ok(false),
            Record::Forecast(forecast, report) => {
                let ids = self.forecast(forecast, report)?;
                self.cover(report, ids);
            }
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        for (id, cover) in std::mem::take(&mut self.reports) {
            let Cover { name, published, references, objects } = cover;
            let fields = json!({
                "name": name, "published": instant(published), "object_refs": objects, "external_references": references,
            });
            self.object("report", report_id(id), published, fields)?;
        }
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            let first = rows.iter().next().map_or("", String::as_str);
            let id = id_of("grouping", &[self.exported_at.to_string().as_bytes(), first.as_bytes()]);
            let fields = json!({ "name": "Rows of event tables", "context": "unspecified", "object_refs": rows });
            self.object("grouping", id, self.exported_at, fields)?;
        }
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

fn maker() -> String {
    id_of("identity", &[b"vigie", b"maker"])
}

fn extension() -> String {
    id_of("extension-definition", &[b"vigie", b"event"])
}

fn report_id(id: Digest) -> String {
    id_of("report", &[id.as_bytes()])
}

/// An id that follows from what it stands for: the first 16 bytes of a digest, in the form of a UUID of version 4, which STIX
/// advises and validators look for, though no chance is in it.
fn id_of(kind: &str, parts: &[&[u8]]) -> String {
    let parts: Vec<&[u8]> = [kind.as_bytes()].into_iter().chain(parts.iter().copied()).collect();
    let digest = Digest::of_parts(&parts).to_string();
    let variant = match digest.as_bytes()[16] {
        b'0' | b'4' | b'8' | b'c' => '8',
        b'1' | b'5' | b'9' | b'd' => '9',
        b'2' | b'6' | b'a' | b'e' => 'a',
        _ => 'b',
    };
    format!(
        "{kind}--{}-{}-4{}-{variant}{}-{}",
        &digest[..8],
        &digest[8..12],
        &digest[13..16],
        &digest[17..20],
        &digest[20..32]
    )
}

/// Where a record comes from: what a dataset calls it, and where the text can be found.
fn references(native: Option<(&str, &str)>, outlet: Option<&str>, url: Option<&str>) -> Vec<Value> {
    let mut references = Vec::new();
    if let Some((dataset, id)) = native {
        references.push(json!({ "source_name": dataset, "external_id": id }));
    }
    if let Some(url) = url.filter(|url| is_url(url)) {
        references.push(json!({ "source_name": outlet.unwrap_or("news"), "url": url }));
    } else if let Some(outlet) = outlet.filter(|outlet| !outlet.is_empty()) {
        references.push(json!({ "source_name": outlet, "description": "Outlet." }));
    }
    references
}

fn is_url(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn name_of(report: &Report) -> String {
    let title = report.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let name: String =
        title.unwrap_or(&report.text).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME * 2).collect();
    match title {
        Some(_) => name,
        None if name.is_empty() => "Report".to_owned(),
        None => name.chars().take(NAME).collect::<String>() + "…",
    }
}

fn instant(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The middle of an interval, in percent.
fn middle(sides: [Probability; 2]) -> u8 {
    percent(f64::midpoint(sides[0].get(), sides[1].get()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "percent of a probability")]
fn percent(probability: f64) -> u8 {
    (probability.clamp(0.0, 1.0) * 100.0).round() as u8
}

fn named(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// What STIX wants left out: nothing, and empty lists and words.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields == &Map::new(),
        _ => false,
    }
}
