//! People: accounts, their passwords and tokens, and the log of who did what.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_store::{Account, NewToken, Store, Token, TokenKind};

use super::session::name;
use crate::api::{Call, Need, Nothing, Route};
use crate::desk::Desk;
use crate::role::{Role, Who};
use crate::trouble::Trouble;
use crate::wire::list::{List, Paging};
use crate::{secret, session};

/// The most days that a token lasts.
const MOST_DAYS: i64 = 366;

/// An account.
#[derive(Debug, Serialize, JsonSchema)]
struct UserRow {
    /// The name to log in with.
    name: String,
    /// What the person may do.
    role: Role,
    /// When it was made.
    made_at: Timestamp,
    /// When it was closed.
    closed_at: Option<Timestamp>,
}

/// An account to make.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewUser {
    /// The name to log in with.
    name: String,
    /// What the person may do.
    role: Role,
    /// The first password.
    password: String,
}

/// What is to be otherwise with an account; what is left out stays. Its sessions and tokens end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChangedUser {
    /// What the person may do.
    #[serde(default)]
    role: Option<Role>,
    /// A new password.
    #[serde(default)]
    password: Option<String>,
}

/// A password of one's own for another.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The password as it is.
    password: String,
    /// The password as it is to be.
    new_password: String,
}

/// A token of a program, without its secret.
#[derive(Debug, Serialize, JsonSchema)]
struct TokenRow {
    /// Its number.
    id: i64,
    /// What its owner calls it.
    name: String,
    /// Whose it is.
    owner: String,
    /// The most that it allows.
    role: Role,
    /// When it was made.
    made_at: Timestamp,
    /// When it ends.
    expires_at: Timestamp,
}

/// A token to make.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedToken {
    /// What to call it.
    name: String,
    /// The most that it allows; no more than its owner may.
    role: Role,
    /// How many days it lasts, at most 366.
    #[schemars(range(min = 1, max = 366))]
    days: i64,
}

/// A token that was made.
#[derive(Debug, Serialize, JsonSchema)]
struct MadeToken {
    /// What it is.
    #[serde(flatten)]
    row: TokenRow,
    /// Its secret: it is shown this once, and only its digest is kept.
    token: String,
}

/// A line of the log.
#[derive(Debug, Serialize, JsonSchema)]
struct LogRow {
    /// When.
    at: Timestamp,
    /// Who.
    author: String,
    /// What was done.
    action: String,
    /// To what.
    target: String,
    /// What else is to be known.
    detail: String,
}

/// That something was done.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Done {
    /// Always true.
    pub(super) done: bool,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let administer = Need::Role(Role::Administer);
    let read = Need::Role(Role::Read);
    vec![
        Route::get::<Nothing, _>("/users", "Lists accounts, also closed ones", users).for_whom(administer),
        Route::post("/users", "Makes an account", add_user).for_whom(administer).makes(),
        Route::put("/users/{name}", "Gives an account another role or password, and ends its sessions", change_user)
            .for_whom(administer),
        Route::delete("/users/{name}", "Closes an account; what its owner has said stays", close_user)
            .for_whom(administer),
        Route::put("/session", "Changes one's own password", change_password).for_whom(read),
        Route::get::<Nothing, _>("/tokens", "Lists one's own tokens; all, for administrators", tokens).for_whom(read),
        Route::post("/tokens", "Makes a token for a program", add_token).for_whom(read).makes(),
        Route::delete("/tokens/{id}", "Ends a token", close_token).for_whom(read),
        Route::get("/audit", "The log of who did what, newest first", audit).for_whom(administer),
    ]
}

fn users(desk: &Desk, _: &mut Call<Nothing, Nothing>) -> Result<List<UserRow>, Trouble> {
    let accounts = desk.stores.read(|store| Ok(store.accounts()?))?;
    Ok(List::whole(accounts.into_iter().map(UserRow::from).collect()))
}

fn add_user(desk: &Desk, call: &mut Call<Nothing, NewUser>) -> Result<UserRow, Trouble> {
    let who = in_person(call.who()?)?;
    let name = name(&call.body.name)?;
    let secret = secret::hash(&call.body.password)?;
    let role = call.body.role.as_str();
    let account = desk.stores.note(|store| Ok(store.add_account(&name, role, &secret, Timestamp::now())?))?;
    desk.log(&who.name, "add-user", &name, role)?;
    Ok(account.into())
}

fn change_user(desk: &Desk, call: &mut Call<Nothing, ChangedUser>) -> Result<UserRow, Trouble> {
    let who = in_person(call.who()?)?;
    let (name, body) = (call.id().to_owned(), &call.body);
    let secret = body.password.as_deref().map(secret::hash).transpose()?;
    if body.role.is_none() && secret.is_none() {
        return Err(Trouble::wrong("say a `role`, a `password` or both"));
    }
    let account = desk.stores.note(|store| {
        if body.role.is_some_and(|role| role < Role::Administer) {
            keep_one(store, &name)?;
        }
        store.change_account(&name, body.role.map(Role::as_str), secret.as_deref(), Timestamp::now())?;
        store.account(&name)?.ok_or_else(|| Trouble::missing("account", &name))
    })?;
    let what = match (body.role, secret.is_some()) {
        (Some(role), true) => format!("{}, password", role.as_str()),
        (Some(role), false) => role.as_str().to_owned(),
        (None, _) => "password".to_owned(),
    };
    desk.log(&who.name, "change-user", &name, &what)?;
    Ok(account.into())
}

fn close_user(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Done, Trouble> {
    let who = in_person(call.who()?)?;
    let name = call.id();
    desk.stores.note(|store| {
        keep_one(store, name)?;
        Ok(store.close_account(name, Timestamp::now())?)
    })?;
    desk.log(&who.name, "close-user", name, "")?;
    Ok(Done { done: true })
}

/// Sees to it that somebody is left who can make accounts.
fn keep_one(store: &Store, but: &str) -> Result<(), Trouble> {
    let is_administrator =
        |account: &&Account| account.closed_at.is_none() && account.role == Role::Administer.as_str();
    let accounts = store.accounts()?;
    let mut left = accounts.iter().filter(is_administrator).filter(|account| account.name != but);
    let is_one = accounts.iter().filter(is_administrator).any(|account| account.name == but);
    if is_one && left.next().is_none() {
        return Err(Trouble::refused(format!("`{but}` is the last administrator: make another first")));
    }
    Ok(())
}

fn change_password(desk: &Desk, call: &mut Call<Nothing, NewPassword>) -> Result<Done, Trouble> {
    let now = Timestamp::now();
    let who = in_person(call.who()?)?.clone();
    let knocker = format!("name {}", who.name);
    desk.door(|door| door.knock(&[&knocker], now)).map_err(Trouble::too_many)?;
    let account = desk.stores.read(|store| Ok(store.account(&who.name)?))?;
    if !secret::is_right(&call.body.password, account.as_ref().map(|account| account.secret.as_str())) {
        return Err(Trouble::wrong_password());
    }
    desk.door(|door| door.open(&[&knocker]));
    let secret = secret::hash(&call.body.new_password)?;
    desk.stores.note(|store| Ok(store.change_account(&who.name, None, Some(&secret), now)?))?;
    // All sessions ended with the old password, this one too.
    call.cookie = Some(session::begin(desk, who.account, who.role.as_str(), now)?);
    desk.log(&who.name, "change-password", &who.name, "")?;
    Ok(Done { done: true })
}

fn tokens(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<List<TokenRow>, Trouble> {
    let who = call.who()?;
    let of = (who.role < Role::Administer).then_some(who.account);
    let tokens = desk.stores.read(|store| Ok(store.tokens(of)?))?;
    Ok(List::whole(tokens.into_iter().map(TokenRow::from).collect()))
}

fn add_token(desk: &Desk, call: &mut Call<Nothing, AskedToken>) -> Result<MadeToken, Trouble> {
    let who = in_person(call.who()?)?;
    let body = &call.body;
    let name = name(&body.name)?;
    if body.role > who.role {
        return Err(Trouble::forbidden(format!("a token of {} may not more than {}", who.name, who.role.as_str())));
    }
    if !(1..=MOST_DAYS).contains(&body.days) {
        return Err(Trouble::parameter("days", &body.days.to_string(), &format!("a number from 1 to {MOST_DAYS}")));
    }
    let (token, made_at) = (secret::new_token()?, Timestamp::now());
    let expires_at = made_at + SignedDuration::from_hours(24 * body.days);
    let kept = NewToken {
        hash: secret::digest(&token),
        account: who.account,
        kind: TokenKind::Program,
        name: &name,
        role: body.role.as_str(),
        made_at,
        expires_at,
    };
    let id = desk.stores.note(|store| Ok(store.add_token(&kept)?))?;
    desk.log(&who.name, "add-token", &name, body.role.as_str())?;
    let row = TokenRow { id, name, owner: who.name.clone(), role: body.role, made_at, expires_at };
    Ok(MadeToken { row, token })
}

fn close_token(desk: &Desk, call: &mut Call<Nothing, Nothing>) -> Result<Done, Trouble> {
    let who = call.who()?;
    let missing = || Trouble::missing("token", call.id());
    let id: i64 = call.id().parse().map_err(|_| missing())?;
    let of = (who.role < Role::Administer).then_some(who.account);
    let token = desk.stores.read(|store| Ok(store.tokens(of)?))?.into_iter().find(|token| token.key == id);
    let token = token.ok_or_else(missing)?;
    desk.stores.note(|store| Ok(store.close_token(id, Timestamp::now())?))?;
    desk.log(&who.name, "close-token", &token.name, &token.account.name)?;
    Ok(Done { done: true })
}

fn audit(desk: &Desk, call: &mut Call<Paging, Nothing>) -> Result<List<LogRow>, Trouble> {
    let (most, before) = (call.query.most()?, call.query.before()?);
    let mut rows = desk.stores.read(|store| Ok(store.audit(most + 1, before)?))?;
    let is_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| is_more).map(|row| row.key.to_string());
    let items = rows.into_iter().map(|row| LogRow {
        at: row.at,
        author: row.author,
        action: row.action,
        target: row.target,
        detail: row.detail,
    });
    Ok(List { items: items.collect(), next })
}

/// Somebody who is there in person: a token makes no accounts and no tokens, or it would outlive its end.
fn in_person(who: &Who) -> Result<&Who, Trouble> {
    if who.is_program {
        return Err(Trouble::forbidden("a token makes no accounts and no tokens: log in"));
    }
    Ok(who)
}

impl From<Account> for UserRow {
    fn from(account: Account) -> Self {
        let role = Role::named(&account.role);
        Self { name: account.name, role, made_at: account.made_at, closed_at: account.closed_at }
    }
}

impl From<Token> for TokenRow {
    fn from(token: Token) -> Self {
        Self {
            id: token.key,
            name: token.name,
            owner: token.account.name,
            role: Role::named(&token.role),
            made_at: token.made_at,
            expires_at: token.expires_at,
        }
    }
}
