//! Rows of event tables made by others: GDELT, ICEWS, POLECAT, ACLED, UCDP GED, Phoenix and the like.
//!
//! Such rows are records beside [`Event`](crate::Event): they have no report of ours, no ranges and no reading; their trail ends
//! at a line of a file. Codes are mapped to PLOVER where they have a place there, and kept as they were.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::actor::Identity;
use super::event::Place;
use super::time::TimeSpan;
use crate::Digest;

/// Who made a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Dataset {
    /// The GDELT project.
    Gdelt,
    /// The Integrated Crisis Early Warning System.
    Icews,
    /// The Political Event Classification, Attributes and Types dataset.
    Polecat,
    /// The Armed Conflict Location and Event Data project.
    Acled,
    /// The Georeferenced Event Dataset of the Uppsala Conflict Data Program.
    UcdpGed,
    /// The Phoenix datasets and the output of PETRARCH.
    Phoenix,
    /// Vigie itself.
    Vigie,
    /// Somebody's own table of dates, parties and CAMEO codes.
    Plain,
}

impl Dataset {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Gdelt, Self::Icews, Self::Polecat, Self::Acled, Self::UcdpGed, Self::Phoenix, Self::Vigie, Self::Plain];

    /// Its name in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gdelt => "gdelt",
            Self::Icews => "icews",
            Self::Polecat => "polecat",
            Self::Acled => "acled",
            Self::UcdpGed => "ucdp-ged",
            Self::Phoenix => "phoenix",
            Self::Vigie => "vigie",
            Self::Plain => "plain",
        }
    }

    /// The dataset with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dataset| dataset.as_str() == name)
    }

    /// The id of the row that the dataset calls `native_id`: the same in every version of the row, and in every file.
    pub fn id_of(self, native_id: &str) -> Digest {
        Digest::of_parts(&[self.as_str().as_bytes(), native_id.as_bytes()])
    }
}

impl std::fmt::Display for Dataset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a row stands: the end of its trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The digest of the file, as it was given (a packed file: of the packed bytes).
    pub file: Digest,
    /// The line that the row begins at, from 1; in a packed file, of what it unpacks to.
    pub line: u64,
}

/// One event, as a table made by others has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableEvent {
    /// [`Dataset::id_of`] its native id.
    pub id: Digest,
    /// Who made the table.
    pub dataset: Dataset,
    /// What the dataset calls it.
    pub native_id: String,
    /// Of two versions of one row the one with the larger number is newer: when it was changed or added, as the dataset counts
    /// that (ACLED `timestamp`, GDELT `DATEADDED`). Rows of datasets that do not say have the number of the file, or 0.
    pub version: u64,
    /// When it happened; the one day or span that the dataset gives.
    pub event_date: TimeSpan,
    /// When the dataset took it up, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
    /// Who acts; where not `directed`, the first side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<TableParty>,
    /// Who is acted on; where not `directed`, the second side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<TableParty>,
    /// Whether the order of the two says who did it: not so in ACLED, nor in UCDP GED save for one-sided violence.
    pub directed: bool,
    /// The PLOVER type; absent where the original code has no place there (statements, unknown codes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// The PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The PLOVER contexts, where the dataset gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contexts: Vec<String>,
    /// The CAMEO code: the dataset's own, or the one nearest to its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quad_class: Option<u8>,
    /// From −10 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goldstein: Option<f64>,
    /// The type of event as the dataset has it: a CAMEO code, or words such as `Battles/Armed clash`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_code: Option<String>,
    /// Numbers of people killed and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub magnitude: Vec<TableMagnitude>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How exact the place is, where the dataset says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_precision: Option<PlacePrecision>,
    /// How often it is mentioned in the texts that the dataset has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_mentions: Option<u32>,
    /// By how many outlets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_sources: Option<u32>,
    /// In how many texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_articles: Option<u32>,
    /// Who published the text, as the dataset names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Where one text can be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What the dataset calls the text that tells of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// The sentence of that text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<u32>,
    /// What the dataset says in words: ACLED's notes, a headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The file and line.
    pub origin: Origin,
    /// The row as it stands there, in UTF-8, without its line end.
    pub raw: String,
}

/// A party of an event, as a table has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableParty {
    /// The name as given; the code where the table has no name.
    pub text: String,
    /// What that resolves to.
    #[serde(flatten)]
    pub identity: Identity,
    /// The dataset's own code for it, such as `USAGOV` or `External Forces`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Others on its side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
}

/// A number that tells how large an event is, as a table has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableMagnitude {
    /// What is counted: `killed`, `civilians-killed`, `injured` and so on.
    pub kind: String,
    /// The least; the same as `best` where the table gives one number.
    pub low: f64,
    /// What the dataset holds for most likely.
    pub best: f64,
    /// The most.
    pub high: f64,
}

/// How exact a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlacePrecision {
    /// The place itself.
    Exact,
    /// Some place near it.
    Near,
    /// A second-level division.
    District,
    /// A first-level division.
    Division,
    /// A country.
    Country,
    /// Less: a sea, a region of several countries.
    Region,
}

/// Word from a dataset that a row of its is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDeletion {
    /// The id of the event that is no more.
    pub id: Digest,
    /// Who made the table.
    pub dataset: Dataset,
    /// What the dataset calls the event.
    pub native_id: String,
    /// When it was taken out, in the same count as [`TableEvent::version`]: a later version of the row brings it back.
    pub version: u64,
    /// The file and line.
    pub origin: Origin,
}

/// One text that mentions an event of a table: a row of GDELT's mentions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableMention {
    /// A digest of the event, the text and the place in it.
    pub id: Digest,
    /// The id of the event.
    pub event_id: Digest,
    /// Who made the table.
    pub dataset: Dataset,
    /// What the dataset calls the event.
    pub native_id: String,
    /// When the dataset first saw the event.
    pub first_seen_at: Timestamp,
    /// When it saw this text.
    pub seen_at: Timestamp,
    /// Who published the text.
    pub outlet: String,
    /// The text: most often its address.
    pub url: String,
    /// The sentence that mentions the event, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<u32>,
    /// Where the actor, the recipient and the act stand in the text, in characters; absent where they do not.
    pub offsets: [Option<u32>; 3],
    /// How sure the dataset is of it, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// From −100 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<f64>,
    /// The file and line.
    pub origin: Origin,
    /// The row as it stands there, in UTF-8, without its line end.
    pub raw: String,
}

/// Words that a table found between quotation marks: a claim of which the source is not known. GDELT's GKG has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableQuotation {
    /// A digest of the text and the place in it.
    pub id: Digest,
    /// Who made the table.
    pub dataset: Dataset,
    /// What the dataset calls the text.
    pub native_id: String,
    /// When the dataset saw the text.
    pub seen_at: Timestamp,
    /// Who published the text.
    pub outlet: String,
    /// The text: most often its address.
    pub url: String,
    /// The verb that introduces the words, where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// The words.
    pub content: String,
    /// Where they begin in the text, in characters.
    pub offset: u32,
    /// How many characters they are.
    pub length: u32,
    /// The person whom the table finds nearest before the words; a hint, not an attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_before: Option<String>,
    /// The file and line.
    pub origin: Origin,
}

#[cfg(test)]
mod tests {
    use super::Dataset;

    #[test]
    fn datasets_have_one_name() {
        for dataset in Dataset::ALL {
            assert_eq!(serde_json::to_value(dataset).unwrap(), dataset.as_str());
            assert_eq!(Dataset::named(dataset.as_str()), Some(dataset));
        }
    }

    #[test]
    fn ids_know_their_dataset_and_nothing_else() {
        assert_eq!(Dataset::Gdelt.id_of("410412347"), Dataset::Gdelt.id_of("410412347"));
        assert_ne!(Dataset::Gdelt.id_of("410412347"), Dataset::Icews.id_of("410412347"));
    }
}
