//! GDELT's mentions: which texts tell of which event, and in which sentence.

use vigie_record::{Dataset, Digest, TableMention};

use super::cell::Cells;
use super::reject::Reason;
use super::rows::Context;

pub(super) const COLUMNS: &[&str] = &[
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

pub(super) const ID: usize = 0;
pub(super) const FIRST_SEEN: usize = 1;
pub(super) const SEEN: usize = 2;
const OUTLET: usize = 4;
const URL: usize = 5;
const SENTENCE: usize = 6;
const OFFSETS: [usize; 3] = [7, 8, 9];
const CONFIDENCE: usize = 11;
const TONE: usize = 13;

pub(super) fn mention(cells: Cells<'_>, context: &Context<'_>) -> Result<TableMention, Reason> {
    let native_id = cells.needed(ID)?;
    if !native_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(cells.wrong(ID, "a number"));
    }
    let url = cells.needed(URL)?;
    let [actor, recipient, act] = OFFSETS.map(|column| offset(cells, column));
    let confidence = cells.number(CONFIDENCE, [0.0, 100.0], "percent from 0 to 100")?;
    let place = OFFSETS.map(|column| cells.get(column)).join("/");
    let parts = [Dataset::Gdelt.as_str(), native_id, url, cells.get(SENTENCE), &place].map(str::as_bytes);
    Ok(TableMention {
        id: Digest::of_parts(&parts),
        event_id: Dataset::Gdelt.id_of(native_id),
        dataset: Dataset::Gdelt,
        native_id: native_id.to_owned(),
        first_seen_at: cells.moment(FIRST_SEEN)?,
        seen_at: cells.moment(SEEN)?,
        outlet: cells.get(OUTLET).to_owned(),
        url: url.to_owned(),
        sentence: cells.count(SENTENCE)?.filter(|number| *number > 0),
        offsets: [actor?, recipient?, act?],
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "percent")]
        confidence: confidence.map(|percent| percent as u8),
        tone: cells.number(TONE, [-100.0, 100.0], "a tone from -100 to 100")?,
        origin: context.origin(cells.record),
        raw: cells.record.raw().to_owned(),
    })
}

/// A place in the text; −1 says that there is none.
fn offset(cells: Cells<'_>, column: usize) -> Result<Option<u32>, Reason> {
    if cells.get(column) == "-1" { Ok(None) } else { cells.count(column) }
}
