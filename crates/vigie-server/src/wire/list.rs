//! Lists: a page of a long answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_store::{Cursor, Page};

use crate::api::number;
use crate::trouble::Trouble;

/// Items of a page where nothing else is asked for.
const USUAL: usize = 50;

/// The most.
const MOST: usize = 200;

/// A page of a long answer.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub(crate) struct List<T> {
    /// What it holds.
    pub(crate) items: Vec<T>,
    /// What to give as `after` for the next page; null on the last. Later pages of a store that grows hold what they would have
    /// held when the first was asked for.
    pub(crate) next: Option<String>,
}

/// Which page is asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(crate) struct Paging {
    /// How many items, at most 200.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<u32>", range(min = 1, max = 200))]
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl<T> List<T> {
    /// All there is, on one page.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// A page of the store with each item made anew.
    pub(crate) fn of<U>(page: Page<U>, make: impl FnMut(U) -> Result<T, Trouble>) -> Result<Self, Trouble> {
        let items = page.items.into_iter().map(make).collect::<Result<_, _>>()?;
        Ok(Self { items, next: page.next.map(|next| next.to_string()) })
    }
}

impl Paging {
    /// How many items are asked for.
    pub(crate) fn most(&self) -> Result<usize, Trouble> {
        match self.limit.unwrap_or(USUAL) {
            limit if (1..=MOST).contains(&limit) => Ok(limit),
            limit => Err(Trouble::parameter("limit", &limit.to_string(), &format!("a number from 1 to {MOST}"))),
        }
    }

    /// From where on.
    pub(crate) fn from(&self) -> Result<Option<Cursor>, Trouble> {
        let cursor = self.after.as_ref().map(|after| after.parse::<Cursor>());
        cursor.transpose().map_err(|error| Trouble::wrong(format!("`after`: {error}")))
    }

    /// From which number on, in lists that go by one.
    pub(crate) fn before(&self) -> Result<Option<i64>, Trouble> {
        let number = self.after.as_ref().map(|after| after.parse::<i64>());
        let wanted = "the `next` of the page before";
        number.transpose().map_err(|_| Trouble::parameter("after", self.after.as_deref().unwrap_or(""), wanted))
    }
}
