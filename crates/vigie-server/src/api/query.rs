//! Queries: the part of an address behind the question mark, read into a type.
//!
//! What the type does not know is refused, so that a misspelt filter is no filter that was silently left out.

use std::collections::BTreeSet;

use schemars::{JsonSchema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::trouble::Trouble;

/// Reads a query that came by another way than the table of routes.
pub(crate) fn query<Q: DeserializeOwned + JsonSchema>(query: &str) -> Result<Q, Trouble> {
    read(query, &names::<Q>())
}

/// Reads a query with parameters of some names.
pub(crate) fn read<Q: DeserializeOwned>(query: &str, known: &BTreeSet<String>) -> Result<Q, Trouble> {
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !known.contains(name.as_ref()) {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let there_are =
                if names.is_empty() { "it takes none".to_owned() } else { format!("there are {}", names.join(", ")) };
            return Err(Trouble::wrong(format!("this path knows no parameter `{name}`: {there_are}")));
        }
        if !seen.insert(name.clone()) {
            return Err(Trouble::wrong(format!(
                "the parameter `{name}` is there twice; write several values with commas"
            )));
        }
        if value.contains('\0') {
            return Err(Trouble::parameter(&name, &value, "something without a NUL"));
        }
        // An empty field of a form asks for nothing.
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    let map = pairs.into_iter().map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())));
    Q::deserialize(Value::Object(map.collect())).map_err(|error| Trouble::wrong(format!("the query is wrong: {error}")))
}

/// The names of the parameters that a type has.
pub(crate) fn names<Q: JsonSchema>() -> BTreeSet<String> {
    let schema = Q::json_schema(&mut SchemaGenerator::default());
    let properties = schema.get("properties").and_then(|properties| properties.as_object());
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// Reads a parameter that is a number, a day or the like: what can be made from a text.
pub(crate) fn number<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    text.trim().parse().map(Some).map_err(|error| D::Error::custom(format!("`{text}`: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, JsonSchema)]
    struct Inner {
        #[serde(default, deserialize_with = "number")]
        limit: Option<u32>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    struct Asked {
        actor: Option<String>,
        #[serde(default, deserialize_with = "number")]
        since: Option<jiff::civil::Date>,
        #[serde(flatten)]
        inner: Inner,
    }

    #[test]
    fn what_is_known_is_read_and_the_rest_refused() {
        let known = names::<Asked>();
        let read = |query: &str| read::<Asked>(query, &known);
        let asked = read("actor=R%C3%A9publique+2&limit=7&since=2022-01-02").unwrap();
        assert_eq!(asked.actor.as_deref(), Some("République 2"));
        assert_eq!(
            (asked.inner.limit, asked.since.map(|day| day.to_string()).as_deref()),
            (Some(7), Some("2022-01-02"))
        );
        assert_eq!(read("actor=&limit=").unwrap().actor, None);
        for bad in ["actr=RUS", "actor=a&actor=b", "limit=many", "limit=-1", "since=2022-02-30", "actor=a%00b"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
