//! Whether the server lives, who is logged in, and how one logs in.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::{Call, Need, Nothing, Route};
use crate::desk::Desk;
use crate::role::{Role, Who};
use crate::trouble::Trouble;
use crate::{secret, session};

/// Letters of a name at most.
const MOST_NAME: usize = 64;

/// Whether the server lives.
#[derive(Debug, Serialize, JsonSchema)]
struct Health {
    /// `ok`.
    status: String,
}

/// Who is logged in.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Session {
    /// The person; null where nobody is.
    user: Option<User>,
    /// Whether nobody has an account yet: then the one-time link makes the first.
    first_start: bool,
    /// The version of the program.
    version: String,
}

/// Somebody who is logged in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct User {
    /// The name of the account.
    name: String,
    /// What he may do.
    role: Role,
}

/// A name and a password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Login {
    /// The name of the account.
    name: String,
    /// Its password.
    password: String,
}

/// What the first administrator says.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Welcome {
    /// The word of the one-time link.
    token: String,
    /// A name for the account.
    name: String,
    /// A password for it.
    password: String,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get::<Nothing, _>("/healthz", "Says that the server lives", |desk, _| {
            desk.is_first_start()?;
            Ok(Health { status: "ok".to_owned() })
        })
        .for_whom(Need::Nobody),
        Route::get::<Nothing, _>("/session", "Who is logged in", |desk, call| shown(desk, call.who.as_ref()))
            .for_whom(Need::Nobody),
        Route::post("/session", "Logs in", log_in).for_whom(Need::Nobody),
        Route::delete("/session", "Logs out", log_out).for_whom(Need::Nobody),
        Route::post("/welcome", "Makes the first account, by the one-time link", welcome).for_whom(Need::Nobody),
    ]
}

fn shown(desk: &Desk, who: Option<&Who>) -> Result<Session, Trouble> {
    Ok(Session {
        user: who.map(|who| User { name: who.name.clone(), role: who.role }),
        first_start: desk.is_first_start()?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn log_in(desk: &Desk, call: &mut Call<Nothing, Login>) -> Result<Session, Trouble> {
    let now = Timestamp::now();
    let (name, from) = (as_tried(&call.body.name), call.from.clone());
    let knockers = [format!("name {name}"), format!("address {from}")];
    let knockers: Vec<&str> = knockers.iter().map(String::as_str).collect();
    desk.door(|door| door.knock(&knockers, now)).map_err(Trouble::too_many)?;
    let account = desk.stores.read(|store| Ok(store.account(&name)?))?;
    if !secret::is_right(&call.body.password, account.as_ref().map(|account| account.secret.as_str())) {
        desk.log(&name, "login-refused", &from, "")?;
        return Err(Trouble::wrong_password());
    }
    let account = account.ok_or_else(Trouble::wrong_password)?;
    desk.door(|door| door.open(&knockers));
    end_own(desk, call.who.as_ref(), now)?;
    call.cookie = Some(session::begin(desk, account.key, &account.role, now)?);
    desk.log(&account.name, "login", &from, "")?;
    let who =
        Who { role: Role::named(&account.role), name: account.name, account: account.key, token: 0, is_program: false };
    shown(desk, Some(&who))
}

fn log_out(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Session, Trouble> {
    end_own(desk, call.who.as_ref(), Timestamp::now())?;
    call.cookie = Some(session::end(desk));
    shown(desk, None)
}

fn end_own(desk: &Desk, who: Option<&Who>, now: Timestamp) -> Result<(), Trouble> {
    // A token of a program ends by its own route.
    who.filter(|who| !who.is_program)
        .map_or(Ok(()), |who| desk.stores.note(|store| Ok(store.close_token(who.token, now)?)))
}

fn welcome(desk: &Desk, call: &mut Call<Nothing, Welcome>) -> Result<Session, Trouble> {
    let now = Timestamp::now();
    let knocker = format!("welcome {}", call.from);
    desk.door(|door| door.knock(&[&knocker], now)).map_err(Trouble::too_many)?;
    if !desk.is_first_start()? || !desk.is_welcome(&call.body.token) {
        return Err(Trouble::forbidden(
            "this link was used, or is none: the server prints it when it starts without accounts",
        ));
    }
    let name = name(&call.body.name)?;
    let secret = secret::hash(&call.body.password)?;
    let role = Role::Administer;
    let account = desk.stores.note(|store| Ok(store.add_first_account(&name, role.as_str(), &secret, now)?))?;
    desk.forget_welcome();
    call.cookie = Some(session::begin(desk, account.key, &account.role, now)?);
    desk.log(&account.name, "first-account", &account.name, "")?;
    shown(desk, Some(&Who { role, name: account.name, account: account.key, token: 0, is_program: false }))
}

/// The name that somebody tries, as it goes into the log: no longer than any that there is, and on one line.
fn as_tried(name: &str) -> String {
    let letters = name.chars().take(MOST_NAME);
    letters.map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

/// A name for an account.
pub(super) fn name(name: &str) -> Result<String, Trouble> {
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().count() <= MOST_NAME && !name.chars().any(char::is_control);
    if is_name { Ok(name.to_owned()) } else { Err(Trouble::parameter("name", name, "1 to 64 letters")) }
}
