//! Remarks: corrections, tags and judgements of people, and the taking back of each.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use vigie::parties;
use vigie_store::RemarkBody;

use crate::api::{Call, Nothing, Route};
use crate::desk::Desk;
use crate::trouble::Trouble;
use crate::wire::list::List;
use crate::wire::remark::{RemarkRow, Says};

/// Letters of a tag, a note or a reason.
const MOST_LETTERS: usize = 4000;

/// Which remarks are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct About {
    /// The record that they are about: its id, or `DATASET:ID` for a row of a table. All remarks where it is left out.
    target: Option<String>,
}

/// A remark to make.
#[derive(Debug, Deserialize, JsonSchema)]
struct NewRemark {
    /// The record that it is about; not needed to take a remark back.
    #[serde(default)]
    target: String,
    /// What it says.
    #[serde(flatten)]
    says: Says,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/remarks",
            "Lists remarks, in the order in which they were made, also those that were taken back",
            list,
        ),
        Route::post("/remarks", "Accepts, corrects, tags or judges a record, or takes that back", add).makes(),
    ]
}

fn list(desk: &Desk, call: &mut Call<About, Nothing>) -> Result<List<RemarkRow>, Trouble> {
    let remarks = desk.stores.read(|store| match &call.query.target {
        Some(target) => Ok(store.remarks(target)?),
        None => Ok(store.all_remarks()?),
    })?;
    Ok(List::whole(remarks.into_iter().map(RemarkRow::from).collect()))
}

fn add(desk: &Desk, call: &mut Call<Nothing, NewRemark>) -> Result<RemarkRow, Trouble> {
    let (now, author) = (Timestamp::now(), call.who()?.name.clone());
    let body = RemarkBody::try_from(call.body.says.clone())?;
    if serde_json::to_string(&body).is_ok_and(|json| json.len() > MOST_LETTERS) {
        return Err(Trouble::wrong(format!("a remark has at most {MOST_LETTERS} letters")));
    }
    parties::check_remark(&body).map_err(|error| Trouble::wrong(error.to_string()))?;
    let target = call.body.target.clone();
    let remark = desk.stores.write(|store| match body {
        RemarkBody::Undo { undo } => Ok(store.undo(undo, &author, now)?),
        body => Ok(store.remark(&target, body, &author, now)?),
    })?;
    desk.log(&author, remark.body.kind(), &remark.target, &remark.id.to_string())?;
    Ok(remark.into())
}
