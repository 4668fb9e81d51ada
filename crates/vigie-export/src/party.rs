//! Parties of events, read or of tables, looked at as one.

use vigie_record::{Identity, Party, TableParty};

/// A party of either kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who<'r> {
    pub(crate) text: &'r str,
    pub(crate) identity: &'r Identity,
    /// The code that a table has for it.
    pub(crate) code: Option<&'r str>,
}

impl<'r> Who<'r> {
    pub(crate) fn read(party: &'r Party) -> Self {
        Self { text: &party.text, identity: &party.identity, code: None }
    }

    pub(crate) fn of_table(party: &'r TableParty) -> Self {
        Self { text: &party.text, identity: &party.identity, code: party.code.as_deref() }
    }

    /// What it is called: the full name where that is known.
    pub(crate) fn name(self) -> &'r str {
        self.identity.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(self.text)
    }

    pub(crate) fn country(self) -> Option<&'r str> {
        self.identity.country.as_deref()
    }

    pub(crate) fn sector(self) -> Option<&'r str> {
        self.identity.sector.as_deref()
    }

    /// What two mentions of the same one share: the id, or else the name with country and sector.
    pub(crate) fn key(self) -> String {
        match &self.identity.actor_id {
            Some(id) => id.clone(),
            None => format!(
                "{}/{}/{}",
                self.country().unwrap_or_default(),
                self.sector().unwrap_or_default(),
                self.name().to_lowercase()
            ),
        }
    }
}
