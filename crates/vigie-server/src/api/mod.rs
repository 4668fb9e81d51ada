//! The API as a table: each route with its method, its path, who may call it, what goes in, what comes out.
//!
//! A handler is a plain function over the [`Desk`], without async, that the shell runs on a thread of its own. The shapes of its query,
//! body and answer are its types; reading, checking and the `OpenAPI` document follow from these, so that no route can forget its
//! check and the document cannot say anything else than the program does.

mod document;
mod query;
mod shell;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use self::document::document;
pub(crate) use self::query::{number, query};
pub(crate) use self::shell::router;
use crate::desk::Desk;
use crate::guard::ONE_FILE;
use crate::kept::Lasts;
use crate::role::{Role, Who};
use crate::trouble::Trouble;

/// Where the API begins.
pub(crate) const PREFIX: &str = "/api/v1";

/// Bytes of a body, where a route does not say otherwise.
const MOST_BODY: usize = 64 << 10;

/// No query, or no body.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Nothing {}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Anybody; whether somebody is logged in is told to the handler.
    Nobody,
    /// Somebody with this role, or more.
    Role(Role),
}

/// A request, read and checked.
#[derive(Debug)]
pub(crate) struct Call<Q, B> {
    /// Who asks. A route that needs a role has somebody here.
    pub(crate) who: Option<Who>,
    /// The address that asks.
    pub(crate) from: String,
    /// The parts of the path that vary, in order.
    pub(crate) path: Vec<String>,
    /// The query.
    pub(crate) query: Q,
    /// The body.
    pub(crate) body: B,
    /// A cookie to set.
    pub(crate) cookie: Option<String>,
}

impl<Q, B> Call<Q, B> {
    /// Who asks; a route that needs a role always has somebody.
    pub(crate) fn who(&self) -> Result<&Who, Trouble> {
        self.who.as_ref().ok_or_else(Trouble::who_are_you)
    }

    /// The first part of the path that varies.
    pub(crate) fn id(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

/// What a handler gave: a body, and a cookie to set.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) body: Bytes,
    pub(crate) cookie: Option<String>,
}

/// A request with its body still in bytes.
#[derive(Debug)]
pub(crate) struct RawCall {
    pub(crate) who: Option<Who>,
    pub(crate) from: String,
    pub(crate) path: Vec<String>,
    pub(crate) query: String,
    pub(crate) body: Vec<u8>,
}

type Run = Arc<dyn Fn(&Desk, RawCall) -> Result<Reply, Trouble> + Send + Sync>;
type Shape = fn(&mut SchemaGenerator) -> Schema;

/// A row of the table.
#[derive(Clone)]
pub(crate) struct Route {
    method: Method,
    path: &'static str,
    need: Need,
    says: &'static str,
    most_body: usize,
    keeps: Option<Lasts>,
    collects: bool,
    status: StatusCode,
    media_type: &'static str,
    query: Shape,
    body: Option<Shape>,
    answer: Option<Shape>,
    run: Run,
}

impl Route {
    /// A route with a method and a path, which `says` what it does, and answers in bytes of a form.
    fn new<Q, B>(
        (method, need): (Method, Role),
        path: &'static str,
        says: &'static str,
        (media_type, answer): (&'static str, Option<Shape>),
        handler: impl Fn(&Desk, &mut Call<Q, B>) -> Result<Vec<u8>, Trouble> + Send + Sync + 'static,
    ) -> Self
    where
        Q: DeserializeOwned + JsonSchema + 'static,
        B: DeserializeOwned + JsonSchema + 'static,
    {
        let has_body = matches!(method, Method::POST | Method::PUT);
        let known = query::names::<Q>();
        Self {
            method,
            path,
            need: Need::Role(need),
            says,
            most_body: if has_body { MOST_BODY } else { 0 },
            keeps: None,
            collects: false,
            status: StatusCode::OK,
            media_type,
            query: Q::json_schema,
            body: has_body.then_some(SchemaGenerator::subschema_for::<B>),
            answer,
            run: Arc::new(move |desk, raw| {
                let mut call = read::<Q, B>(raw, &known, has_body)?;
                let body = handler(desk, &mut call)?.into();
                Ok(Reply { body, cookie: call.cookie })
            }),
        }
    }

    /// The same, which answers in JSON.
    fn json<Q, B, T>(
        method: (Method, Role),
        path: &'static str,
        says: &'static str,
        handler: fn(&Desk, &mut Call<Q, B>) -> Result<T, Trouble>,
    ) -> Self
    where
        Q: DeserializeOwned + JsonSchema + 'static,
        B: DeserializeOwned + JsonSchema + 'static,
        T: Serialize + JsonSchema + 'static,
    {
        let form = ("application/json", Some(SchemaGenerator::subschema_for::<T> as Shape));
        Self::new(method, path, says, form, move |desk, call| {
            serde_json::to_vec(&handler(desk, call)?).map_err(|error| Trouble::ours(&error.to_string()))
        })
    }

    /// A route that is asked by GET, by anybody who may read.
    pub(crate) fn get<Q, T>(
        path: &'static str,
        says: &'static str,
        handler: fn(&Desk, &mut Call<Q, Nothing>) -> Result<T, Trouble>,
    ) -> Self
    where
        Q: DeserializeOwned + JsonSchema + 'static,
        T: Serialize + JsonSchema + 'static,
    {
        Self::json((Method::GET, Role::Read), path, says, handler)
    }

    /// A route that is asked by POST, by somebody who may judge.
    pub(crate) fn post<B, T>(
        path: &'static str,
        says: &'static str,
        handler: fn(&Desk, &mut Call<Nothing, B>) -> Result<T, Trouble>,
    ) -> Self
    where
        B: DeserializeOwned + JsonSchema + 'static,
        T: Serialize + JsonSchema + 'static,
    {
        Self::json((Method::POST, Role::Judge), path, says, handler)
    }

    /// A route that is asked by PUT, by somebody who may judge.
    pub(crate) fn put<B, T>(
        path: &'static str,
        says: &'static str,
        handler: fn(&Desk, &mut Call<Nothing, B>) -> Result<T, Trouble>,
    ) -> Self
    where
        B: DeserializeOwned + JsonSchema + 'static,
        T: Serialize + JsonSchema + 'static,
    {
        Self::json((Method::PUT, Role::Judge), path, says, handler)
    }

    /// A route that is asked by DELETE, by somebody who may judge.
    pub(crate) fn delete<T>(
        path: &'static str,
        says: &'static str,
        handler: fn(&Desk, &mut Call<Nothing, Nothing>) -> Result<T, Trouble>,
    ) -> Self
    where
        T: Serialize + JsonSchema + 'static,
    {
        Self::json((Method::DELETE, Role::Judge), path, says, handler)
    }

    /// A route that is asked by GET and answers with a page or file of another form.
    pub(crate) fn file<Q>(
        path: &'static str,
        media_type: &'static str,
        says: &'static str,
        handler: fn(&Desk, &mut Call<Q, Nothing>) -> Result<String, Trouble>,
    ) -> Self
    where
        Q: DeserializeOwned + JsonSchema + 'static,
    {
        Self::new((Method::GET, Role::Read), path, says, (media_type, None), move |desk, call| {
            handler(desk, call).map(String::into_bytes)
        })
    }

    /// The same route for others.
    #[must_use]
    pub(crate) fn for_whom(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    /// The same route, whose answer is the same for all who may ask, and is kept.
    #[must_use]
    pub(crate) fn kept(mut self, lasts: Lasts) -> Self {
        self.keeps = Some(lasts);
        self
    }

    /// The same route, which takes bodies of other lengths.
    #[must_use]
    pub(crate) fn takes(mut self, most_body: usize) -> Self {
        self.most_body = most_body;
        self
    }

    /// The same route, which puts reports in: one after the other, while others ask.
    #[must_use]
    pub(crate) fn collects(mut self) -> Self {
        self.collects = true;
        self
    }

    /// The same route, which says that something was made.
    #[must_use]
    pub(crate) fn makes(mut self) -> Self {
        self.status = StatusCode::CREATED;
        self
    }

    /// The answer as it is sent.
    fn response(&self, reply: Reply) -> Response<Body> {
        let mut response = Response::new(Body::from(reply.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.media_type.starts_with("text/html") {
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(ONE_FILE));
        }
        if let Some(cookie) = reply.cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            headers.insert(header::SET_COOKIE, cookie);
        }
        response
    }
}

fn read<Q: DeserializeOwned, B: DeserializeOwned>(
    raw: RawCall,
    known: &BTreeSet<String>,
    has_body: bool,
) -> Result<Call<Q, B>, Trouble> {
    let query = query::read::<Q>(&raw.query, known)?;
    // An empty body stands for one that says nothing.
    let bytes: &[u8] = if has_body && !raw.body.is_empty() { &raw.body } else { b"{}" };
    let body = serde_json::from_slice(bytes).map_err(|error| Trouble::wrong(format!("the body is wrong: {error}")))?;
    Ok(Call { who: raw.who, from: raw.from, path: raw.path, query, body, cookie: None })
}
