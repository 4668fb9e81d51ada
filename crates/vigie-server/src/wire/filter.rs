//! Filters: what a list is asked for by. Names and meanings are those of the options of `vigie events` and the like.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use vigie::meant::{Countries, places_called};
use vigie_record::{ClaimKind, Dataset, Digest, Status};
use vigie_store::{CERTAINTY_WANTED, Certainty, Dyad, Filter, From, Words};

use crate::api::number;
use crate::trouble::Trouble;

/// What a list is asked for by; each parameter narrows the answer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(crate) struct Asked {
    /// Words of the report: those that stand together must all be there, `"a phrase"`, `milit*`, `OR`, `-word`, `title:word`.
    pub(crate) q: Option<String>,
    /// Who acts: an id such as `RUS/MIL`, or a part of a name.
    pub(crate) actor: Option<String>,
    /// Who is acted on.
    pub(crate) recipient: Option<String>,
    /// Who acts or is acted on.
    pub(crate) party: Option<String>,
    /// Countries of which one acts or is acted on, with commas: codes such as `RUS`, or names such as `Russia`.
    pub(crate) country: Option<String>,
    /// Two countries: `RUS:UKR`, or `RUS-UKR` for both ways; names do as well.
    pub(crate) dyad: Option<String>,
    /// PLOVER types or modes, or beginnings of CAMEO codes, with commas.
    #[serde(rename = "type")]
    pub(crate) event_type: Option<String>,
    /// Statuses, with commas.
    pub(crate) status: Option<String>,
    /// Kinds of claims, with commas.
    pub(crate) kind: Option<String>,
    /// Who is quoted.
    pub(crate) source: Option<String>,
    /// How sure the source is: a band such as `likely`, or numbers such as `0.55-0.8`.
    pub(crate) certainty: Option<String>,
    /// The first day.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<Date>")]
    pub(crate) since: Option<Date>,
    /// The last day.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<Date>")]
    pub(crate) until: Option<Date>,
    /// A part of the name of a place, another name of it such as `Kiev`, or the code of its country.
    pub(crate) place: Option<String>,
    /// The id of a story, or of a report of it.
    pub(crate) story: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// Where it comes from: `reports`, `tables` or the name of a dataset.
    pub(crate) from: Option<String>,
    /// A tag that the report or record has.
    pub(crate) tag: Option<String>,
}

impl Asked {
    /// The filter of the store.
    pub(crate) fn filter(&self) -> Result<Filter, Trouble> {
        let wrong_words = |error| Trouble::wrong(format!("`q`: {error}"));
        Ok(Filter {
            words: self.q.as_deref().map(str::parse::<Words>).transpose().map_err(wrong_words)?,
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            party: self.party.clone(),
            countries: several(self.country.as_deref()).into_iter().map(country).collect(),
            dyad: self.dyad.as_deref().map(dyad).transpose()?,
            event_types: several(self.event_type.as_deref()),
            statuses: several(self.status.as_deref()).iter().map(|name| status(name)).collect::<Result<_, _>>()?,
            source: self.source.clone(),
            claim_kinds: several(self.kind.as_deref())
                .iter()
                .map(|name| claim_kind("kind", name))
                .collect::<Result<_, _>>()?,
            certainty: self.certainty.as_deref().map(certainty).transpose()?,
            since: self.since,
            until: self.until,
            place: self.place.clone(),
            place_called: self.place.as_deref().map(places_called).unwrap_or_default(),
            story: self.story.as_deref().map(|id| digest("story", id)).transpose()?,
            outlet: self.outlet.clone(),
            from: self.from.as_deref().map_or(Ok(From::Anywhere), origin)?,
            tag: self.tag.clone(),
            all_versions: false,
            after_report: None,
            standing: None,
            issued_since: None,
        })
    }
}

/// Reads an id.
pub(crate) fn digest(name: &str, id: &str) -> Result<Digest, Trouble> {
    id.parse().map_err(|_| Trouble::parameter(name, id, "the 64 hexadecimal digits of an id"))
}

fn several(list: Option<&str>) -> Vec<String> {
    let parts = list.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn dyad(text: &str) -> Result<Dyad, Trouble> {
    let Dyad { actor, recipient, both_ways } =
        text.parse().map_err(|_| Trouble::parameter("dyad", text, Dyad::WANTED))?;
    Ok(Dyad { actor: country(actor), recipient: country(recipient), both_ways })
}

/// The code of the country that somebody means; what is none is left as it is, since tables of others have codes of their own.
fn country(written: String) -> String {
    match Countries::embedded().code(&written) {
        Some(code) => code.to_owned(),
        None => written,
    }
}

fn status(name: &str) -> Result<Status, Trouble> {
    let wanted = "happened, under-way, planned, threatened, possible, denied, hypothetical or historical";
    Status::named(name).ok_or_else(|| Trouble::parameter("status", name, wanted))
}

/// The kinds of claims, by their words in records.
pub(crate) const CLAIM_KINDS: [&str; 8] =
    ["report", "assessment", "explanation", "forecast", "analogy", "intention", "demand", "denial"];

/// The kind of claims with a word, which is the value of a parameter.
pub(crate) fn claim_kind(parameter: &str, name: &str) -> Result<ClaimKind, Trouble> {
    let wanted = || format!("one of {}", CLAIM_KINDS.join(", "));
    serde_json::from_value(name.into()).map_err(|_| Trouble::parameter(parameter, name, &wanted()))
}

fn origin(name: &str) -> Result<From, Trouble> {
    match name {
        "reports" => Ok(From::Reports),
        "tables" => Ok(From::Tables),
        name => Dataset::named(name).map(From::Dataset).ok_or_else(|| {
            let names: Vec<&str> = Dataset::ALL.iter().map(|dataset| dataset.as_str()).collect();
            Trouble::parameter("from", name, &format!("reports, tables, {}", names.join(", ")))
        }),
    }
}

fn certainty(text: &str) -> Result<Certainty, Trouble> {
    text.parse().map_err(|_| Trouble::parameter("certainty", text, CERTAINTY_WANTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_places_are_found_by_any_name() {
        let asked = Asked {
            country: Some("Russia,UKR,AFR".to_owned()),
            dyad: Some("Belarus:Ukraine".to_owned()),
            place: Some("Kiev".to_owned()),
            ..Asked::default()
        };
        let filter = asked.filter().unwrap();
        assert_eq!(filter.countries, ["RUS", "UKR", "AFR"]);
        assert_eq!(filter.dyad.unwrap().to_string(), "BLR:UKR");
        assert!(filter.place_called.contains(&("Kyiv".to_owned(), "UKR".to_owned())), "{:?}", filter.place_called);
    }

    #[test]
    fn the_words_for_kinds_of_claims_are_those_of_records() {
        for name in CLAIM_KINDS {
            let kind = claim_kind("kind", name).unwrap();
            assert_eq!(serde_json::to_value(kind).unwrap(), name);
        }
        assert!(claim_kind("kind", "rumour").is_err());
    }
}
