//! Queries: a filter of the store as the parameters that the API has for it.

use serde::Serialize;
use vigie_store::{Cursor, Filter, From};

/// The part of an address behind the question mark.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pairs: Vec<(&'static str, String)>,
}

impl Query {
    /// What asks for the same as a filter of which the command line has options.
    pub(super) fn of(filter: &Filter) -> Self {
        let Filter {
            words,
            actor,
            recipient,
            party,
            countries,
            dyad,
            event_types,
            statuses,
            source,
            claim_kinds,
            certainty,
            since,
            until,
            place,
            // The server finds these by itself.
            place_called: _,
            story,
            outlet,
            from,
            tag,
            all_versions,
            // The command line has no options for these.
            after_report: _,
            standing: _,
            issued_since: _,
        } = filter;
        let text = |value: &Option<String>| value.clone();
        let from = match from {
            From::Anywhere => None,
            From::Reports => Some("reports".to_owned()),
            From::Tables => Some("tables".to_owned()),
            From::Dataset(dataset) => Some(dataset.to_string()),
        };
        let parameters = [
            ("q", words.as_ref().map(ToString::to_string)),
            ("actor", text(actor)),
            ("recipient", text(recipient)),
            ("party", text(party)),
            ("country", several(countries)),
            ("dyad", dyad.as_ref().map(ToString::to_string)),
            ("type", several(event_types)),
            ("status", several(statuses)),
            ("source", text(source)),
            ("kind", several(claim_kinds)),
            ("certainty", certainty.map(|certainty| certainty.to_string())),
            ("since", since.map(|day| day.to_string())),
            ("until", until.map(|day| day.to_string())),
            ("place", text(place)),
            ("story", story.map(|id| id.to_string())),
            ("outlet", text(outlet)),
            ("from", from),
            ("tag", text(tag)),
            ("all_versions", all_versions.then(|| "true".to_owned())),
        ];
        Self { pairs: parameters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect() }
    }

    /// The same with another parameter.
    pub(super) fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.pairs.push((name, value.to_string()));
        self
    }

    /// The same for a page.
    pub(super) fn page(self, limit: usize, from: Option<Cursor>) -> Self {
        let page = self.with("limit", &limit);
        match from {
            Some(from) => page.with("after", &from),
            None => page,
        }
    }
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.pairs.is_empty() {
            return Ok(());
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().map(|(name, value)| (*name, value.as_str())));
        write!(f, "?{}", query.finish())
    }
}

/// A part of a path with whatever would end it or mean something else written by its number.
pub(super) fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Values by their words in records, with commas.
fn several<T: Serialize>(values: &[T]) -> Option<String> {
    let words: Vec<String> =
        values.iter().filter_map(|value| serde_json::to_value(value).ok()?.as_str().map(str::to_owned)).collect();
    (!words.is_empty()).then(|| words.join(","))
}

#[cfg(test)]
mod tests {
    use vigie_record::{ClaimKind, Status};

    use super::*;

    #[test]
    fn a_filter_is_written_as_the_api_takes_it() {
        let filter = Filter {
            words: Some("\"southern border\" -peace".parse().unwrap()),
            countries: vec!["UKR".to_owned(), "BLR".to_owned()],
            dyad: Some("RUS-UKR".parse().unwrap()),
            statuses: vec![Status::UnderWay],
            claim_kinds: vec![ClaimKind::Denial],
            certainty: Some("0.5-0.75".parse().unwrap()),
            from: From::Tables,
            all_versions: true,
            ..Filter::default()
        };
        let cursor: Cursor = "-,7,99".parse().unwrap();
        assert_eq!(
            Query::of(&filter).page(20, Some(cursor)).to_string(),
            "?q=%22southern+border%22+-peace&country=UKR%2CBLR&dyad=RUS-UKR&status=under-way&kind=denial&certainty=0.5-0.75\
             &from=tables&all_versions=true&limit=20&after=-%2C7%2C99"
        );
        assert_eq!(Query::default().to_string(), "");
        assert_eq!(segment("gdelt:4/1 a?"), "gdelt%3A4%2F1%20a%3F");
    }
}
