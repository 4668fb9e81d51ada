//! The options of the server.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

use super::WorkArgs;
use super::store::StoreArgs;

/// Starts the workbench: pages and an API over a store
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie serve examples/belarus-2022                 a case: its reports, and its problem.toml as a warning
  vigie serve --store desk.db --port 8400           what is in a store
  vigie serve --listen 0.0.0.0 --host vigie.example.org --tls-cert chain.pem --tls-key key.pem
                                                    for others, with a certificate of its own
  vigie serve --listen 0.0.0.0 --host vigie.example.org --behind-proxy
                                                    for others, behind a proxy that has TLS",
    after_help = "\
The first start prints a link that makes the first account, once. docs/server.md says how accounts, tokens, certificates and proxies work.

Exit codes: 0 it was asked to end, 1 an option is wrong or the address is taken, 2 a fault of the program."
)]
pub(crate) struct ServeArgs {
    /// Cases: folders or files of reports to add at the start, in the background; a `problem.toml` in a folder is a warning to show
    #[arg(value_name = "CASE")]
    pub(crate) cases: Vec<PathBuf>,

    /// The address to listen at; another than this machine's own needs --tls-cert or --behind-proxy
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,

    /// The port; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8340)]
    pub(crate) port: u16,

    /// A name of this server that browsers use; several times for several names
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Vec<String>,

    /// The certificate with which it speaks TLS, as PEM, with those that lead to one that browsers know; it is read again when it changes
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// The private key of the certificate, as PEM without a password
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// A proxy before it has TLS, keeps the Host and says in X-Forwarded-For who asks
    #[arg(long)]
    pub(crate) behind_proxy: bool,

    /// A warning problem to show; several times for several
    #[arg(long, value_name = "FILE")]
    pub(crate) problem: Vec<PathBuf>,

    /// A mail server for letters of watches, such as localhost:25: a relay that takes them without TLS and password
    #[arg(long, value_name = "HOST:PORT", requires = "mail_from")]
    pub(crate) smtp: Option<String>,

    /// The address that these letters come from
    #[arg(long, value_name = "ADDRESS", requires = "smtp")]
    pub(crate) mail_from: Option<String>,

    /// Addresses of your own network that web hooks may go to, such as 10.1.0.0/16; several times for several
    #[arg(long, value_name = "RANGE")]
    pub(crate) allow_range: Vec<String>,

    #[command(flatten)]
    pub(crate) store: StoreArgs,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,
}
