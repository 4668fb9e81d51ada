//! Reports: what somebody published, as it is read.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{Digest, Note};

/// A text with what is known of its publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The digest of the text, brought to one form.
    pub id: Digest,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<PublishedAt>,
    /// Where it can be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its language, as `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it says. All ranges of its records lie here.
    pub text: String,
    /// The file that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_file: Option<String>,
    /// What near-copies share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story_id: Option<String>,
    /// What could not be read as one would wish.
    #[serde(default)]
    pub notes: Vec<Note>,
}

impl Report {
    /// A report of which only the text is known.
    pub fn of_text(text: String) -> Self {
        Self {
            id: Self::id_of(&text),
            title: None,
            outlet: None,
            authors: Vec::new(),
            published_at: None,
            url: None,
            language: None,
            text,
            source_file: None,
            story_id: None,
            notes: Vec::new(),
        }
    }

    /// The digest of a text without regard to its white space.
    pub fn id_of(text: &str) -> Digest {
        let words: Vec<&str> = text.split_whitespace().collect();
        Digest::of(words.join(" ").as_bytes())
    }
}

/// The moment of publication: an instant, or a day of which no more is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum PublishedAt {
    /// A day.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

/// Why a text is no moment of publication.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no date: write 2022-06-01 or 2022-06-01T09:30:00Z")]
pub struct PublishedAtError {
    /// What was found.
    pub found: String,
}

impl PublishedAt {
    /// The day, in UTC.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => instant.to_zoned(TimeZone::UTC).date(),
        }
    }
}

impl std::str::FromStr for PublishedAt {
    type Err = PublishedAtError;

    fn from_str(text: &str) -> Result<Self, PublishedAtError> {
        let text = text.trim();
        if text.len() == 10
            && let Ok(day) = text.parse::<Date>()
        {
            return Ok(Self::Day(day));
        }
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(Self::Instant(instant));
        }
        // A date and time without a zone is taken as UTC.
        if let Ok(local) = text.parse::<jiff::civil::DateTime>()
            && let Ok(zoned) = local.to_zoned(TimeZone::UTC)
        {
            return Ok(Self::Instant(zoned.timestamp()));
        }
        Err(PublishedAtError { found: text.to_owned() })
    }
}

impl std::fmt::Display for PublishedAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Instant(instant) => instant.fmt(f),
        }
    }
}

impl From<PublishedAt> for String {
    fn from(at: PublishedAt) -> Self {
        at.to_string()
    }
}

impl TryFrom<String> for PublishedAt {
    type Error = PublishedAtError;

    fn try_from(text: String) -> Result<Self, PublishedAtError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_read_back() {
        for text in ["2022-06-01", "2022-06-01T09:30:00Z"] {
            assert_eq!(text.parse::<PublishedAt>().unwrap().to_string(), text);
        }
        let zoned = "2022-06-01T23:30:00-05:00".parse::<PublishedAt>().unwrap();
        assert_eq!(zoned.date().to_string(), "2022-06-02", "the day is that of UTC");
        for bad in ["", "yesterday", "2022-13-01", "00000000", "2022-02-30"] {
            assert!(bad.parse::<PublishedAt>().is_err(), "{bad}");
        }
    }

    #[test]
    fn white_space_does_not_change_the_id() {
        assert_eq!(Report::id_of("a  b\n"), Report::id_of("a b"));
        assert_ne!(Report::id_of("a b"), Report::id_of("ab"));
    }
}
