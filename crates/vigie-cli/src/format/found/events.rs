//! Events that were found, of reports and of tables.

use vigie::lines::{EventLine, RowEvent, ToldEvent};
use vigie_record::{Identity, Place, TimeSpan};

use super::{BOLD, DIM, Listed, PLAIN, Shown, about, head_cells, one_line, short, shown};
use crate::format::records::{name, who};

impl Listed for EventLine {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "dataset",
        "native_id",
        "start_date",
        "end_date",
        "event_type",
        "mode",
        "status",
        "probability",
        "actor",
        "actor_id",
        "actor_name",
        "actor_country",
        "actor_sector",
        "recipient",
        "recipient_id",
        "recipient_name",
        "recipient_country",
        "recipient_sector",
        "cameo",
        "original_code",
        "quad_class",
        "goldstein",
        "place",
        "lat",
        "lon",
        "place_country",
        "occurrence_id",
        "report_id",
        "published_at",
        "outlet",
        "title",
        "url",
        "story_id",
        "text",
    ];

    fn cells(&self) -> Vec<String> {
        match self {
            Self::Told(told) => told_cells(told),
            Self::Row(row) => row_cells(row),
        }
    }

    fn show(&self, page: &mut Shown<'_>) {
        match self {
            Self::Told(told) => {
                let ToldEvent { event, report, sentence, is_corrected } = &**told;
                let status = name(&event.status);
                let date = day(event.event_date.as_ref());
                let deed = deed(
                    event.actor.as_ref().map(|party| who(&party.identity, &party.text)),
                    &event.action.lemma,
                    event.recipient.as_ref().map(|party| who(&party.identity, &party.text)),
                );
                let kind = kind(Some(&event.event_type), event.mode.as_ref());
                let place = event.place.as_ref().map_or_else(String::new, |place| format!("· {}", place.name));
                let corrected = if *is_corrected { CORRECTED } else { "" };
                page.line(
                    0,
                    &[
                        (DIM, &date),
                        (PLAIN, &status),
                        (BOLD, &deed),
                        (DIM, &kind),
                        (DIM, &place),
                        (DIM, corrected),
                        (DIM, &short(&event.id)),
                    ],
                );
                let sentence = sentence.as_deref().map(one_line).unwrap_or_default();
                page.line(4, &[(PLAIN, &sentence), (DIM, &format!("({})", about(report)))]);
            }
            Self::Row(row) => show_row(row, page),
        }
    }
}

/// What stands beside an event that is not as the machine or the table had it.
const CORRECTED: &str = "· corrected";

fn show_row(RowEvent { row, status, is_corrected }: &RowEvent, page: &mut Shown<'_>) {
    let status = status.map(|status| name(&status)).unwrap_or_default();
    let corrected = if *is_corrected { CORRECTED } else { "" };
    let date = day(Some(&row.event_date));
    let party = |party: &vigie_record::TableParty| who(&party.identity, &party.text);
    let code = row.original_code.as_deref().or(row.cameo.as_deref()).unwrap_or("?");
    let deed = deed(row.actor.as_ref().map(party), code, row.recipient.as_ref().map(party));
    let kind = kind(row.event_type.as_ref(), row.mode.as_ref());
    let place = row.place.as_ref().map_or_else(String::new, |place| format!("· {}", place.name));
    let id = format!("{}:{}", row.dataset, row.native_id);
    page.line(
        0,
        &[(DIM, &date), (PLAIN, &status), (BOLD, &deed), (DIM, &kind), (DIM, &place), (DIM, corrected), (DIM, &id)],
    );
    let said = row.text.as_deref().or(row.url.as_deref()).map(one_line).unwrap_or_default();
    if !said.is_empty() {
        page.line(4, &[(PLAIN, &said)]);
    }
}

/// Who did what to whom.
fn deed(actor: Option<String>, action: &str, recipient: Option<String>) -> String {
    let actor = actor.unwrap_or_else(|| "—".to_owned());
    let recipient = recipient.map_or_else(String::new, |recipient| format!(" → {recipient}"));
    format!("{actor} → {action}{recipient}")
}

fn kind(event_type: Option<&String>, mode: Option<&String>) -> String {
    let kind = event_type.map_or_else(|| "no type".to_owned(), |kind| kind.to_lowercase());
    format!("· {}", mode.map_or_else(|| kind.clone(), |mode| format!("{kind}, {mode}")))
}

fn day(date: Option<&TimeSpan>) -> String {
    let Some(date) = date else { return "no date   ".to_owned() };
    match (date.start, date.end) {
        (Some(start), Some(end)) if start != end => format!("{start}..{end}"),
        (start, end) => shown(start.or(end)),
    }
}

fn told_cells(ToldEvent { event, report, sentence, .. }: &ToldEvent) -> Vec<String> {
    let mut cells = vec![event.id.to_string(), "reports".to_owned(), String::new()];
    cells.extend(days(event.event_date.as_ref()));
    cells.extend([
        event.event_type.clone(),
        shown(event.mode.as_ref()),
        name(&event.status),
        shown(event.probability.map(vigie_record::Probability::get)),
    ]);
    for party in [&event.actor, &event.recipient] {
        cells.extend(party_cells(party.as_ref().map(|party| (party.text.as_str(), &party.identity))));
    }
    cells.extend([
        shown(event.cameo.as_ref()),
        String::new(),
        event.quad_class.to_string(),
        event.goldstein.to_string(),
    ]);
    cells.extend(place_cells(event.place.as_ref()));
    cells.push(shown(event.occurrence_id));
    cells.extend(head_cells(report));
    cells.push(sentence.as_deref().map(one_line).unwrap_or_default());
    cells
}

fn row_cells(RowEvent { row, status, .. }: &RowEvent) -> Vec<String> {
    let mut cells = vec![row.id.to_string(), row.dataset.to_string(), row.native_id.clone()];
    cells.extend(days(Some(&row.event_date)));
    let status = status.map(|status| name(&status)).unwrap_or_default();
    cells.extend([shown(row.event_type.as_ref()), shown(row.mode.as_ref()), status, String::new()]);
    for party in [&row.actor, &row.recipient] {
        cells.extend(party_cells(party.as_ref().map(|party| (party.text.as_str(), &party.identity))));
    }
    cells.extend([
        shown(row.cameo.as_ref()),
        shown(row.original_code.as_ref()),
        shown(row.quad_class),
        shown(row.goldstein),
    ]);
    cells.extend(place_cells(row.place.as_ref()));
    cells.extend([String::new(), String::new(), shown(row.recorded_at), shown(row.outlet.as_ref()), String::new()]);
    cells.extend([
        shown(row.url.as_ref()),
        shown(row.story.as_ref()),
        row.text.as_deref().map(one_line).unwrap_or_default(),
    ]);
    cells
}

fn days(date: Option<&TimeSpan>) -> [String; 2] {
    [shown(date.and_then(|date| date.start)), shown(date.and_then(|date| date.end))]
}

fn party_cells(party: Option<(&str, &Identity)>) -> [String; 5] {
    let Some((text, who)) = party else { return Default::default() };
    let [id, name, country, sector] =
        [&who.actor_id, &who.name, &who.country, &who.sector].map(|field| shown(field.as_ref()));
    [one_line(text), id, name, country, sector]
}

fn place_cells(place: Option<&Place>) -> [String; 4] {
    [
        shown(place.map(|place| &place.name)),
        shown(place.and_then(|place| place.lat)),
        shown(place.and_then(|place| place.lon)),
        shown(place.and_then(|place| place.country.as_ref())),
    ]
}
