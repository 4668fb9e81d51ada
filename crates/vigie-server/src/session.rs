//! Sessions: who asks, by the cookie of a browser or the token of a program.

use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use vigie_store::{NewToken, TokenKind};

use crate::desk::Desk;
use crate::role::{Role, Who};
use crate::secret;
use crate::trouble::Trouble;

/// The name of the cookie.
pub(crate) const COOKIE: &str = "vigie_session";

/// How long a session lasts.
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// The address that a connection comes from.
#[derive(Debug, Clone)]
pub(crate) struct Peer(pub(crate) String);

/// Who asks, and from which address.
pub(crate) fn who(desk: &Desk, parts: &Parts) -> Result<(Option<Who>, String), Trouble> {
    let from = address(desk, parts);
    let now = Timestamp::now();
    let (secret, is_bearer) = match bearer(&parts.headers) {
        Some(token) => (Some(token), true),
        None => (cookie(&parts.headers), false),
    };
    let Some(secret) = secret else { return Ok((None, from)) };
    let found = desk.stores.read(|store| Ok(store.token(secret::digest(secret), now)?))?;
    let kind = if is_bearer { TokenKind::Program } else { TokenKind::Session };
    let who = found.filter(|token| token.kind == kind).map(|token| Who {
        role: Role::named(&token.role).min(Role::named(&token.account.role)),
        account: token.account.key,
        token: token.key,
        is_program: is_bearer,
        name: token.account.name,
    });
    if who.is_none() && is_bearer {
        return Err(Trouble::who_are_you());
    }
    Ok((who, from))
}

/// Begins a session: what was shown before, if anything, is worth nothing for the new one. Gives the cookie to set.
pub(crate) fn begin(desk: &Desk, account: i64, role: &str, now: Timestamp) -> Result<String, Trouble> {
    let secret = secret::new_token()?;
    let expires_at = now.checked_add(LASTS).map_err(|error| Trouble::ours(&error.to_string()))?;
    let token = NewToken {
        hash: secret::digest(&secret),
        account,
        kind: TokenKind::Session,
        name: "",
        role,
        made_at: now,
        expires_at,
    };
    desk.stores.note(|store| Ok(store.add_token(&token)?))?;
    Ok(set_cookie(desk, &secret, LASTS.as_secs()))
}

/// The cookie that takes a session away.
pub(crate) fn end(desk: &Desk) -> String {
    set_cookie(desk, "", 0)
}

fn set_cookie(desk: &Desk, value: &str, seconds: i64) -> String {
    // A browser that speaks TLS must not show the cookie to anybody without.
    let secure = if desk.settings.has_tls() { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// The token of a program.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The session of a browser.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut values = pairs.flat_map(|pairs| pairs.split(';')).filter_map(|pair| pair.trim().split_once('='));
    values.find(|(name, _)| *name == COOKIE).map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// The address that asks: of the connection, or what the proxy says.
fn address(desk: &Desk, parts: &Parts) -> String {
    let peer = parts.extensions.get::<Peer>().map_or_else(String::new, |Peer(peer)| peer.clone());
    if !desk.settings.behind_proxy {
        return peer;
    }
    // The last address is the one that the proxy itself has seen; those before it anybody can write.
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()).map_or(peer, |address| address.trim().to_owned())
}
