//! Troubles: why a request is not answered, as `application/problem+json` (RFC 9457).
//!
//! Each kind has a code that never changes, for programs, and a sentence for people. What a program cannot mend is said
//! without the insides of this one.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use schemars::JsonSchema;
use serde::Serialize;
use vigie_store::StoreError;

/// Why a request is not answered.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
    retry_after: Option<u64>,
}

/// A trouble as it goes out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct TroubleBody {
    /// A name of the kind of trouble, in the form of an address.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of trouble in words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is wrong with this request, and what would be right.
    detail: String,
    /// The kind of trouble, for programs: it never changes.
    code: String,
}

impl Trouble {
    fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, title, detail: detail.into(), retry_after: None }
    }

    /// Something in the request is wrong.
    pub(crate) fn wrong(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "wrong-request", "The request is wrong", detail)
    }

    /// A parameter has a value that is none.
    pub(crate) fn parameter(name: &str, value: &str, wanted: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "wrong-parameter",
            "A parameter is wrong",
            format!("`{name}` cannot be `{value}`: write {wanted}"),
        )
    }

    /// Nobody is logged in.
    pub(crate) fn who_are_you() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-logged-in", "Nobody is logged in", "log in, or send a token")
    }

    /// Name and password do not belong together.
    pub(crate) fn wrong_password() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "wrong-password",
            "Name or password is wrong",
            "no account has this name and this password",
        )
    }

    /// The person may not do that.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "This is not allowed", detail)
    }

    /// The request was sent by a page of somebody else.
    pub(crate) fn foreign(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign-page", "The request comes from a page of another site", detail)
    }

    /// The request is for another server.
    pub(crate) fn misdirected(host: &str) -> Self {
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong-host",
            "The request is for another host",
            format!("this server does not answer for `{host}`; name it with --host if it should"),
        )
    }

    /// There is no such thing.
    pub(crate) fn missing(what: &str, wanted: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "There is no such thing",
            format!("there is no {what} `{wanted}`"),
        )
    }

    /// The path takes other methods.
    pub(crate) fn method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "wrong-method",
            "The method is wrong",
            "the path is right, but takes another method",
        )
    }

    /// What is asked for cannot be as things stand.
    pub(crate) fn refused(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "refused", "This cannot be done", detail)
    }

    /// The body is too large.
    pub(crate) fn too_large(most: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is too large",
            format!("at most {most} bytes are taken here"),
        )
    }

    /// The body did not come in time.
    pub(crate) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "The body came too slowly", "the request was given up")
    }

    /// The body is of another form.
    pub(crate) fn media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "wrong-media-type",
            "The body has another form",
            "send JSON, with `content-type: application/json`",
        )
    }

    /// Too many have been tried.
    pub(crate) fn too_many(seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-tries",
                "Too many tries",
                format!("wait {seconds} seconds before the next"),
            )
        }
    }

    /// Somebody listens too often already.
    pub(crate) fn too_many_streams() -> Self {
        Self {
            retry_after: Some(30),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-streams",
                "Too many streams",
                "this account has as many streams of news open as it may: close one",
            )
        }
    }

    /// Too much is asked at once.
    pub(crate) fn busy() -> Self {
        Self {
            retry_after: Some(1),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "The server is busy",
                "too much is asked at once; try again",
            )
        }
    }

    /// Something is wrong with the server; `what` goes to its log and not to the asker.
    pub(crate) fn ours(what: &str) -> Self {
        eprintln!("fault: {what}");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "fault",
            "A fault of the server",
            "the server could not answer; its log says why",
        )
    }

    /// Whether the asker can do something about it.
    pub(crate) fn is_theirs(&self) -> bool {
        self.status.is_client_error()
    }

    /// What is wrong, in words.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The answer to send.
    pub(crate) fn into_response(self) -> Response<Body> {
        let body = TroubleBody {
            kind: format!("urn:vigie:problem:{}", self.code),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.to_owned(),
        };
        let mut response = Response::new(Body::from(serde_json::to_vec(&body).unwrap_or_default()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoRecord { what, wanted } => Self::missing(what, &wanted),
            StoreError::Refused { reason } => Self::refused(reason),
            StoreError::Busy { .. } => Self::busy(),
            other => {
                let cause = std::error::Error::source(&other).map(|cause| format!(": {cause}")).unwrap_or_default();
                Self::ours(&format!("{other}{cause}"))
            }
        }
    }
}
