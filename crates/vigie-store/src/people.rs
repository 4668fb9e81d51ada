//! People: the accounts of a server, their sessions and tokens, and the log of what they did.
//!
//! The store keeps what it is given: it hashes no password and reads no clock. Secrets come as digests, so that who reads the
//! file cannot show them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use vigie_record::Digest;

use crate::error::{Answer, Fault, StoreError};
use crate::row::count;
use crate::store::Store;

/// Somebody who works with a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number in this store.
    pub key: i64,
    /// The name to log in with, and the author of remarks.
    pub name: String,
    /// What the person may do, in the server's word.
    pub role: String,
    /// What a password is checked against.
    pub secret: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A browser's session.
    Session,
    /// A program.
    Program,
}

/// A session or a token, without the secret that it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number in this store.
    pub key: i64,
    /// Whose it is.
    pub account: Account,
    /// What it is for.
    pub kind: TokenKind,
    /// What its owner calls it.
    pub name: String,
    /// The most that it allows, in the server's word.
    pub role: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token to be kept.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// The digest of its secret.
    pub hash: Digest,
    /// Whose it is.
    pub account: i64,
    /// What it is for.
    pub kind: TokenKind,
    /// What its owner calls it.
    pub name: &'a str,
    /// The most that it allows.
    pub role: &'a str,
    /// When it is made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number.
    pub key: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What was done, in the server's word.
    pub action: String,
    /// To what.
    pub target: String,
    /// What else is to be known.
    pub detail: String,
}

impl TokenKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Program => "program",
        }
    }
}

/// Columns of an account, under the name `a`.
const ACCOUNT: &str = "a.key, a.name, a.role, a.secret, a.made_at, a.closed_at";

impl Store {
    /// The accounts, in the order in which they were made, also those that were closed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {ACCOUNT} FROM account AS a ORDER BY a.key"))?;
            statement.query_map([], raw_account)?.map(|row| account(row?)).collect()
        })
    }

    /// The account with a name, unless it is closed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        self.ask(|db| {
            let query = format!("SELECT {ACCOUNT} FROM account AS a WHERE a.name = ?1 AND a.closed_at IS NULL");
            db.prepare_cached(&query)?.query_row([name], raw_account).optional()?.map(account).transpose()
        })
    }

    /// Makes an account; a closed one of the same name is opened again, with the new role and secret.
    ///
    /// # Errors
    /// When there is one of that name, or the store cannot be written.
    pub fn add_account(&mut self, name: &str, role: &str, secret: &str, at: Timestamp) -> Result<Account, StoreError> {
        self.change(|db, _| add_account(db, name, role, secret, at))
    }

    /// Makes the first account, and only the first.
    ///
    /// # Errors
    /// When there is one already, or the store cannot be written.
    pub fn add_first_account(
        &mut self,
        name: &str,
        role: &str,
        secret: &str,
        at: Timestamp,
    ) -> Result<Account, StoreError> {
        self.change(|db, _| {
            let n_accounts: i64 = db.query_row("SELECT count(*) FROM account", [], |row| row.get(0))?;
            if n_accounts > 0 {
                return Err(Fault::Refused("there is an account already".to_owned()));
            }
            add_account(db, name, role, secret, at)
        })
    }

    /// Gives an account another role, another secret, or both. Its sessions and tokens end, since they were given under the old.
    ///
    /// # Errors
    /// When there is none of that name, or the store cannot be written.
    pub fn change_account(
        &mut self,
        name: &str,
        role: Option<&str>,
        secret: Option<&str>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|db, _| {
            let key = open_account(db, name)?;
            db.execute(
                "UPDATE account SET role = ifnull(?2, role), secret = ifnull(?3, secret) WHERE key = ?1",
                params![key, role, secret],
            )?;
            close_tokens(db, key, at)
        })
    }

    /// Closes an account and all that was given to it. What its owner has said stays.
    ///
    /// # Errors
    /// When there is none of that name, or the store cannot be written.
    pub fn close_account(&mut self, name: &str, at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| {
            let key = open_account(db, name)?;
            db.execute("UPDATE account SET closed_at = ?2 WHERE key = ?1", params![key, at.to_string()])?;
            close_tokens(db, key, at)
        })
    }

    /// Keeps a session or token.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_token(&mut self, token: &NewToken<'_>) -> Result<i64, StoreError> {
        self.change(|db, _| {
            // What has ended long ago needs no place.
            db.execute(
                "DELETE FROM token WHERE kind = 'session' AND (closed_at IS NOT NULL OR expires_at < ?1)",
                [token.made_at.to_string()],
            )?;
            db.execute(
                "INSERT INTO token (hash, account, kind, name, role, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    token.hash.as_bytes().as_slice(),
                    token.account,
                    token.kind.as_str(),
                    token.name,
                    token.role,
                    token.made_at.to_string(),
                    token.expires_at.to_string(),
                ],
            )?;
            Ok(db.last_insert_rowid())
        })
    }

    /// The session or token that a secret with a digest leads to, if it stands and its account does.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn token(&self, hash: Digest, at: Timestamp) -> Result<Option<Token>, StoreError> {
        self.ask(|db| {
            let query = token_query("t.hash = ?1");
            let row = db.prepare_cached(&query)?.query_row([hash.as_bytes().as_slice()], raw_token).optional()?;
            let token = row.map(token).transpose()?;
            Ok(token.filter(|token| token.expires_at > at))
        })
    }

    /// The tokens of programs that stand, of one account or of all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tokens(&self, of: Option<i64>) -> Result<Vec<Token>, StoreError> {
        self.ask(|db| {
            let query = token_query("t.kind = 'program' AND (?1 IS NULL OR t.account = ?1)");
            let mut statement = db.prepare_cached(&query)?;
            statement.query_map([of], raw_token)?.map(|row| token(row?)).collect()
        })
    }

    /// Ends a session or token.
    ///
    /// # Errors
    /// When there is none with that number, or the store cannot be written.
    pub fn close_token(&mut self, key: i64, at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| {
            let n_closed = db.execute(
                "UPDATE token SET closed_at = ?2 WHERE key = ?1 AND closed_at IS NULL",
                params![key, at.to_string()],
            )?;
            if n_closed == 0 {
                return Err(Fault::NoRecord { what: "token", wanted: key.to_string() });
            }
            Ok(())
        })
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn log(
        &mut self,
        at: Timestamp,
        author: &str,
        action: &str,
        target: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.prepare_cached("INSERT INTO audit (at, author, action, target, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![at.to_string(), author, action, target, detail])?;
            Ok(())
        })
    }

    /// Lines of the log, newest first, at most `most`, of those before the one with the number `before`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn audit(&self, most: usize, before: Option<i64>) -> Result<Vec<AuditRow>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT key, at, author, action, target, detail FROM audit WHERE key < ifnull(?1, 9e18) ORDER BY key DESC LIMIT ?2",
            )?;
            let rows = statement.query_map(params![before, count(most)], |row| {
                let at: String = row.get(1)?;
                Ok((row.get(0)?, at, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
            })?;
            rows.map(|row| {
                let (key, at, author, action, target, detail) = row?;
                Ok(AuditRow { key, at: instant(&at)?, author, action, target, detail })
            })
            .collect()
        })
    }
}

fn add_account(db: &Connection, name: &str, role: &str, secret: &str, at: Timestamp) -> Answer<Account> {
    if name.trim().is_empty() {
        return Err(Fault::Refused("an account needs a name".to_owned()));
    }
    let is_open: Option<bool> =
        db.query_row("SELECT closed_at IS NULL FROM account WHERE name = ?1", [name], |row| row.get(0)).optional()?;
    if is_open == Some(true) {
        return Err(Fault::Refused(format!("there is an account `{name}` already")));
    }
    db.execute(
        "INSERT INTO account (name, role, secret, made_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET role = excluded.role, secret = excluded.secret, closed_at = NULL",
        params![name, role, secret, at.to_string()],
    )?;
    let query = format!("SELECT {ACCOUNT} FROM account AS a WHERE a.name = ?1");
    account(db.query_row(&query, [name], raw_account)?)
}

fn open_account(db: &Connection, name: &str) -> Answer<i64> {
    db.query_row("SELECT key FROM account WHERE name = ?1 AND closed_at IS NULL", [name], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Fault::NoRecord { what: "account", wanted: name.to_owned() })
}

fn close_tokens(db: &Connection, account: i64, at: Timestamp) -> Answer<()> {
    db.execute(
        "UPDATE token SET closed_at = ?2 WHERE account = ?1 AND closed_at IS NULL",
        params![account, at.to_string()],
    )?;
    Ok(())
}

fn token_query(condition: &str) -> String {
    format!(
        "SELECT {ACCOUNT}, t.key, t.kind, t.name, t.role, t.made_at, t.expires_at FROM token AS t JOIN account AS a ON a.key = t.account
         WHERE {condition} AND t.closed_at IS NULL AND a.closed_at IS NULL ORDER BY t.key"
    )
}

type RawAccount = (i64, String, String, String, String, Option<String>);
type RawToken = (RawAccount, i64, String, String, String, String, String);

fn raw_account(row: &Row<'_>) -> rusqlite::Result<RawAccount> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

fn raw_token(row: &Row<'_>) -> rusqlite::Result<RawToken> {
    Ok((raw_account(row)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?))
}

fn account((key, name, role, secret, made_at, closed_at): RawAccount) -> Answer<Account> {
    let closed_at = closed_at.map(|at| instant(&at)).transpose()?;
    Ok(Account { key, name, role, secret, made_at: instant(&made_at)?, closed_at })
}

fn token((owner, key, kind, name, role, made_at, expires_at): RawToken) -> Answer<Token> {
    let kind = if kind == "session" { TokenKind::Session } else { TokenKind::Program };
    let account = account(owner)?;
    Ok(Token { key, account, kind, name, role, made_at: instant(&made_at)?, expires_at: instant(&expires_at)? })
}

fn instant(text: &str) -> Answer<Timestamp> {
    text.parse().map_err(|_| Fault::Damaged(format!("`{text}` is no moment")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::Access;

    const NOON: Timestamp = Timestamp::constant(1_700_000_000, 0);
    const LATER: Timestamp = Timestamp::constant(1_700_000_600, 0);

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("v.db"), Access::Create).unwrap();
        (folder, store)
    }

    fn token_of(account: i64) -> NewToken<'static> {
        NewToken {
            hash: Digest::of(b"secret"),
            account,
            kind: TokenKind::Session,
            name: "",
            role: "judge",
            made_at: NOON,
            expires_at: LATER,
        }
    }

    #[test]
    fn a_token_leads_to_its_account_until_it_ends() {
        let (_folder, mut store) = store();
        let ana = store.add_first_account("ana", "administer", "x", NOON).unwrap();
        store.add_token(&token_of(ana.key)).unwrap();
        let found = store.token(Digest::of(b"secret"), NOON).unwrap().unwrap();
        assert_eq!((found.account.name.as_str(), found.role.as_str()), ("ana", "judge"));
        assert!(store.token(Digest::of(b"other"), NOON).unwrap().is_none());
        assert!(store.token(Digest::of(b"secret"), LATER).unwrap().is_none(), "it has ended");
        store.close_token(found.key, NOON).unwrap();
        assert!(store.token(Digest::of(b"secret"), NOON).unwrap().is_none(), "it was closed");
        assert!(store.close_token(found.key, NOON).is_err());
    }

    #[test]
    fn a_closed_account_takes_its_tokens_with_it() {
        let (_folder, mut store) = store();
        let ana = store.add_first_account("ana", "administer", "x", NOON).unwrap();
        assert!(store.add_first_account("bo", "administer", "x", NOON).is_err(), "the first is taken");
        assert!(store.add_account("ana", "read", "x", NOON).is_err(), "the name is taken");
        store.add_token(&token_of(ana.key)).unwrap();
        store.close_account("ana", LATER).unwrap();
        assert!(store.token(Digest::of(b"secret"), NOON).unwrap().is_none());
        assert!(store.account("ana").unwrap().is_none());
        let again = store.add_account("ana", "read", "y", LATER).unwrap();
        assert_eq!((again.key, again.role.as_str(), again.closed_at), (ana.key, "read", None));
    }

    #[test]
    fn the_log_goes_back_in_pages() {
        let (_folder, mut store) = store();
        for action in ["one", "two", "three"] {
            store.log(NOON, "ana", action, "", "").unwrap();
        }
        let first = store.audit(2, None).unwrap();
        assert_eq!(first.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["three", "two"]);
        let second = store.audit(2, Some(first[1].key)).unwrap();
        assert_eq!(second.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["one"]);
    }
}
