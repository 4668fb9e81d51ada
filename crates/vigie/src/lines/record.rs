//! From what the store has found to lines: ranges of bytes become ranges of characters.

use vigie_record::{ByteRange, Characters, Ranged};
use vigie_store::{ClaimItem, CountRow, EventItem, EventRecord, ForecastItem, Hit, Sentence, StoryItem, StoryReport};

use super::{
    ClaimLine, CountLine, EventLine, ForecastLine, HitLine, RowEvent, SentenceLine, StoryLine, StoryReportLine,
    ToldClaim, ToldEvent,
};

impl From<Hit> for HitLine {
    fn from(Hit { report, sentence }: Hit) -> Self {
        let sentence = sentence.map(|Sentence { number, text, hits }| {
            let characters = Characters::new(&text, 0);
            let hits = hits.into_iter().map(|hit| characters.range(hit)).collect();
            SentenceLine { number, text, hits }
        });
        Self { report, sentence }
    }
}

impl From<EventItem> for EventLine {
    fn from(EventItem { record, status, is_corrected, key: _ }: EventItem) -> Self {
        match record {
            EventRecord::Told { mut event, head, text, sentence, number: _ } => {
                count_characters(&mut *event, &text);
                Self::Told(Box::new(ToldEvent { event: *event, report: *head, sentence, is_corrected }))
            }
            EventRecord::Row(row) => Self::Row(Box::new(RowEvent { row: *row, status, is_corrected })),
        }
    }
}

impl From<ClaimItem> for ClaimLine {
    fn from(item: ClaimItem) -> Self {
        match item {
            ClaimItem::Told { mut claim, head, text, sentence, .. } => {
                count_characters(&mut *claim, &text);
                Self::Told(Box::new(ToldClaim { claim: *claim, report: *head, sentence }))
            }
            ClaimItem::Quotation(said) => Self::Quotation(said),
        }
    }
}

impl From<ForecastItem> for ForecastLine {
    fn from(item: ForecastItem) -> Self {
        let ForecastItem { mut forecast, head, text, sentence, .. } = item;
        count_characters(&mut forecast, &text);
        Self { forecast, report: head, sentence }
    }
}

impl From<StoryItem> for StoryLine {
    fn from(StoryItem { id, reports }: StoryItem) -> Self {
        let line = |StoryReport { head, n_events }| StoryReportLine { head, n_events };
        Self { story_id: id, reports: reports.into_iter().map(line).collect() }
    }
}

impl From<CountRow> for CountLine {
    fn from(CountRow { day, n_events }: CountRow) -> Self {
        Self { day, n_events }
    }
}

/// Turns the ranges of a record from bytes of a text into its characters.
fn count_characters(record: &mut impl Ranged, text: &str) {
    let characters = Characters::new(text, 0);
    record.turn_ranges(&mut |range: &mut ByteRange| {
        let [start, end] = characters.range(*range);
        *range = ByteRange::new(start, end);
    });
}
