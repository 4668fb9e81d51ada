//! Roles: what a person or a program may do. Each may what those before it may.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// See everything that was read and judged.
    Read,
    /// Add reports, correct, judge, rate and resolve.
    Judge,
    /// Make accounts and see the log.
    Administer,
}

impl Role {
    /// Its word in the store and in the API.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Judge => "judge",
            Self::Administer => "administer",
        }
    }

    /// The role with a word; the least where the store has a word that this program does not know.
    pub(crate) fn named(name: &str) -> Self {
        [Self::Administer, Self::Judge].into_iter().find(|role| role.as_str() == name).unwrap_or(Self::Read)
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// The name of the account.
    pub(crate) name: String,
    /// Its number in the store.
    pub(crate) account: i64,
    /// What he may do here: as much as both the account and the token allow.
    pub(crate) role: Role,
    /// The session or token that he came with.
    pub(crate) token: i64,
    /// Whether it is the token of a program.
    pub(crate) is_program: bool,
}
