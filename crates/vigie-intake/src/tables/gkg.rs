//! Quotations in GDELT's knowledge graph: words between quotation marks, with the verb that introduces them.
//!
//! A row is a text; it has many quotations, or none.

use jiff::Timestamp;
use vigie_record::{Dataset, Digest, TableQuotation};

use super::cell::{Cells, parts};
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] = &[
    "GKGRECORDID",
    "DATE",
    "SourceCollectionIdentifier",
    "SourceCommonName",
    "DocumentIdentifier",
    "Counts",
    "V2Counts",
    "Themes",
    "V2Themes",
    "Locations",
    "V2Locations",
    "Persons",
    "V2Persons",
    "Organizations",
    "V2Organizations",
    "V2Tone",
    "Dates",
    "GCAM",
    "SharingImage",
    "RelatedImages",
    "SocialImageEmbeds",
    "SocialVideoEmbeds",
    "Quotations",
    "AllNames",
    "Amounts",
    "TranslationInfo",
    "Extras",
];

pub(super) const ID: usize = 0;
pub(super) const SEEN: usize = 1;
const OUTLET: usize = 3;
const URL: usize = 4;
const PERSONS: usize = 12;
pub(super) const QUOTATIONS: usize = 22;

/// How far before the words a person may be named, in characters.
const NEAR: u32 = 250;

pub(super) fn quotations(cells: Cells<'_>, context: &Context<'_>) -> Result<Vec<TableQuotation>, Reason> {
    let native_id = cells.needed(ID)?;
    let seen_at: Timestamp = cells.moment(SEEN)?;
    let url = cells.needed(URL)?;
    let persons = persons(cells.get(PERSONS));
    let mut quotations = Vec::new();
    for quotation in parts(cells.get(QUOTATIONS), '#') {
        let mut fields = quotation.splitn(4, '|');
        let mut field = || fields.next().map(str::trim).ok_or(());
        let mut read = || -> Result<_, ()> {
            let number = |text: &str| text.parse::<u32>().map_err(|_| ());
            Ok((number(field()?)?, number(field()?)?, field()?, field()?))
        };
        let Ok((offset, length, cue, words)) = read() else {
            return Err(cells.wrong(QUOTATIONS, "`offset|length|verb|words`, with `#` between"));
        };
        if words.is_empty() {
            continue;
        }
        let place = [offset.to_le_bytes(), length.to_le_bytes()].concat();
        quotations.push(TableQuotation {
            id: Digest::of_parts(&[Dataset::Gdelt.as_str().as_bytes(), native_id.as_bytes(), &place]),
            dataset: Dataset::Gdelt,
            native_id: native_id.to_owned(),
            seen_at,
            outlet: cells.get(OUTLET).to_owned(),
            url: url.to_owned(),
            cue: (!cue.is_empty()).then(|| cue.to_lowercase()),
            content: words.to_owned(),
            offset,
            length,
            person_before: nearest_before(&persons, offset).map(str::to_owned),
            origin: context.origin(cells.record),
        });
    }
    Ok(quotations)
}

/// Persons with their places in the text, `name,offset;name,offset`; what is otherwise written is passed over, as it is a hint only.
fn persons(cell: &str) -> Vec<(u32, &str)> {
    parts(cell, ';')
        .filter_map(|person| {
            let (name, offset) = person.rsplit_once(',')?;
            Some((offset.trim().parse().ok()?, name.trim()))
        })
        .collect()
}

fn nearest_before<'c>(persons: &[(u32, &'c str)], offset: u32) -> Option<&'c str> {
    let before = persons.iter().filter(|person| person.0 < offset && offset - person.0 <= NEAR);
    before.max_by_key(|person| person.0).map(|person| person.1)
}
