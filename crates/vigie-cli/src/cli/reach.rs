//! The options of the commands that ask a store, on this machine or by a server that has it.

use std::path::PathBuf;

use clap::Args;

use super::EvidenceArgs;
use super::store::StoreArgs;
use crate::speech::Failure;

/// Which store is meant, or which server.
#[derive(Debug, Clone, Args)]
pub(crate) struct ReachArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,

    #[command(flatten)]
    pub(crate) server: ServerArgs,
}

/// Which server is asked, and how.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "A server instead of a store")]
pub(crate) struct ServerArgs {
    /// Ask the server that `vigie serve` has started here, such as `https://desk.example.org`, with the token in `VIGIE_TOKEN`; it goes before
    /// --store [env: `VIGIE_SERVER=`, where no store is named]
    #[arg(long, value_name = "URL")]
    pub(crate) server: Option<String>,

    /// The server that the environment names.
    #[arg(long, hide = true, env = "VIGIE_SERVER", hide_env = true)]
    pub(crate) usual_server: Option<String>,

    /// A file with the token for the server, instead of `VIGIE_TOKEN`
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,

    /// Certificates, as PEM, of the authority that the server's certificate must come from, instead of those that browsers know
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,

    /// Ask a server on another machine over plain HTTP, where whoever is on the way can read the token and all else
    #[arg(long)]
    pub(crate) plain_http: bool,
}

impl ReachArgs {
    /// The address of the server that is meant; none means a store.
    pub(crate) fn server(&self) -> Option<&str> {
        self.server.asked(self.store.store.is_none())
    }
}

impl ServerArgs {
    /// The address of the server that is meant: the one that is named, else the usual one where nothing goes before that.
    fn asked(&self, usually: bool) -> Option<&str> {
        let usual = self.usual_server.as_deref().filter(|_| usually);
        self.server.as_deref().or(usual).filter(|address| !address.trim().is_empty())
    }

    /// The address of the server that is asked instead of weighing what is on this machine.
    pub(crate) fn asked_instead_of(&self, evidence: &EvidenceArgs) -> Result<Option<&str>, Failure> {
        let address = self.asked(evidence.store.store.is_none() && evidence.paths.is_empty());
        match (address, evidence.paths.first()) {
            (Some(address), Some(path)) => Err(Failure::Option {
                option: "--server",
                value: format!("{address} beside {}", path.display()),
                wanted: "one of the two: a server weighs what it has, and no files of this machine",
            }),
            _ => Ok(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_goes_before_what_is_usual() {
        let reach = |server: Option<&str>, usual: Option<&str>, store: Option<&str>| ReachArgs {
            store: StoreArgs { store: store.map(PathBuf::from), data_home: None },
            server: ServerArgs {
                server: server.map(str::to_owned),
                usual_server: usual.map(str::to_owned),
                token_file: None,
                ca: None,
                plain_http: false,
            },
        };
        assert_eq!(reach(None, None, None).server(), None);
        assert_eq!(reach(None, Some("usual"), None).server(), Some("usual"));
        assert_eq!(reach(None, Some("usual"), Some("desk.db")).server(), None);
        assert_eq!(reach(Some("said"), Some("usual"), Some("desk.db")).server(), Some("said"));
        assert_eq!(reach(None, Some(" "), None).server(), None);
    }
}
