//! Parties and places, as a line of a list has them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_record::{Identity, Place};

/// Who acts, is acted on, or is quoted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Party")]
pub(crate) struct PartyRow {
    /// What the sentence says.
    pub(crate) text: String,
    /// The full name.
    pub(crate) name: Option<String>,
    /// ISO 3166-1 alpha-3, or `IGO`, `NGO`, `MNC` and the like.
    pub(crate) country: Option<String>,
    /// The PLOVER sector.
    pub(crate) sector: Option<String>,
    /// A stable id, such as `RUS/MIL`.
    pub(crate) id: Option<String>,
    /// The office or role.
    pub(crate) role: Option<String>,
    /// The body that the person speaks or acts for.
    pub(crate) organization: Option<String>,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub(crate) struct PlaceRow {
    /// Its usual name.
    pub(crate) name: String,
    /// Degrees north.
    pub(crate) lat: Option<f64>,
    /// Degrees east.
    pub(crate) lon: Option<f64>,
    /// ISO 3166-1 alpha-3.
    pub(crate) country: Option<String>,
    /// The first-level division.
    pub(crate) adm1: Option<String>,
}

/// Who is meant, as an analyst says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Named {
    /// A stable id, such as `RUS/MIL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// ISO 3166-1 alpha-3, or `IGO`, `NGO`, `MNC` and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    /// The PLOVER sector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sector: Option<String>,
}

impl PartyRow {
    /// A party with its words.
    pub(crate) fn new(text: &str, identity: &Identity) -> Self {
        let Identity { actor_id, name, country, sector, role, organization } = identity.clone();
        Self { text: text.to_owned(), name, country, sector, id: actor_id, role, organization }
    }
}

impl From<&Place> for PlaceRow {
    fn from(place: &Place) -> Self {
        let Place { name, lat, lon, country, adm1, spans: _ } = place.clone();
        Self { name, lat, lon, country, adm1 }
    }
}

impl From<Named> for Identity {
    fn from(named: Named) -> Self {
        let Named { id, name, country, sector } = named;
        Self { actor_id: id, name, country, sector, role: None, organization: None }
    }
}

impl From<&Identity> for Named {
    fn from(identity: &Identity) -> Self {
        let Identity { actor_id, name, country, sector, .. } = identity.clone();
        Self { id: actor_id, name, country, sector }
    }
}
