//! Faults: why a server has not answered.

use std::io;
use std::path::PathBuf;

use crate::speech::Failure;

/// Why a server has not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServerFault {
    /// The address is none.
    #[error("`{found}` is no address of a server: {reason}")]
    Address { found: String, reason: String },
    /// The token would go over the network in the clear.
    #[error("`{server}` is on another machine, and would be asked over plain HTTP")]
    Plain { server: String },
    /// A file with a token or with certificates cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// A token is none.
    #[error("what stands in {from} is no token")]
    Token { from: String },
    /// A file has no certificates.
    #[error("`{}` has no certificate in it", path.display())]
    NoCertificate { path: PathBuf },
    /// There was no answer.
    #[error("there is no answer from {server}: {reason}")]
    Silent { server: String, reason: String },
    /// The server could not show that it is the one that was named.
    #[error("{server} cannot show that it is the one that you named: {reason}")]
    Certificate { server: String, reason: String },
    /// Something else answers.
    #[error("what answers at {server} is no server of Vigie, or one of another version: {found}")]
    Foreign { server: String, found: String },
    /// The server says why not.
    #[error("{server} refuses: {detail} ({code})")]
    Refused { server: String, code: String, detail: String, has_token: bool },
}

impl ServerFault {
    /// Whether the server could answer later.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "busy")
    }

    /// Whether the server has not what was asked for.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "not-found")
    }

    /// Whether only what was sent is at fault, so that something else may be taken.
    pub(crate) fn is_of_what_was_sent(&self) -> bool {
        let codes = ["wrong-request", "wrong-parameter", "too-large"];
        matches!(self, Self::Refused { code, .. } if codes.contains(&code.as_str()))
    }

    /// Whether the server itself is at fault.
    pub(crate) fn is_of_the_server(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "fault")
    }

    /// What the server said, where it said anything.
    pub(crate) fn detail(&self) -> String {
        match self {
            Self::Refused { detail, .. } => detail.clone(),
            other => other.to_string(),
        }
    }
}

/// What to do about it.
pub(crate) fn help(fault: &ServerFault) -> &'static str {
    match fault {
        ServerFault::Address { .. } => {
            "write where the server says that it listens, such as https://desk.example.org or http://127.0.0.1:8340"
        }
        ServerFault::Plain { .. } => {
            "write https://, or say --plain-http where all who can read what goes over that network may read your token and the answers"
        }
        ServerFault::File { .. } => "check the path, and that you may read it",
        ServerFault::Token { .. } => {
            "a token is one word, as the page `Accounts and tokens` of the server shows it once"
        }
        ServerFault::NoCertificate { .. } => "name a PEM file: it has lines with BEGIN CERTIFICATE",
        ServerFault::Silent { .. } => {
            "check the address and the network, and that `vigie serve` runs there; --store asks a file instead"
        }
        ServerFault::Certificate { .. } => {
            "check the name; where the desk has an authority of its own, name its certificate with --ca FILE"
        }
        ServerFault::Foreign { .. } => {
            "check the address; `vigie serve` prints it, and `vigie --version` has the version of each"
        }
        ServerFault::Refused { code, has_token, .. } => match (code.as_str(), *has_token) {
            ("not-logged-in", false) => {
                "make a token on the page `Accounts and tokens` of the server, and put it into VIGIE_TOKEN or into a file for --token-file"
            }
            ("not-logged-in", true) => {
                "the token has ended, was taken back, or belongs to another server: make a new one on the page `Accounts and tokens`"
            }
            ("forbidden", _) => "ask whoever administers the server for a token or a role that may",
            ("wrong-host", _) => "write the name that the server goes by, or start it with --host and this one",
            ("busy" | "too-many-tries", _) => "wait a little, and do the same again",
            ("fault", _) => "the log of the server says more; if it comes again, please report it",
            _ => "`--help` says what can be given",
        },
    }
}

impl From<ServerFault> for Failure {
    fn from(fault: ServerFault) -> Self {
        Self::Server(Box::new(fault))
    }
}
