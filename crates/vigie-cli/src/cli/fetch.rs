//! The options of `vigie fetch`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use jiff::SignedDuration;

use super::WorkArgs;
use super::store::StoreArgs;

/// Fetches pages and feeds, and keeps what is new; without an address, the sources that are due
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie fetch https://example.org/news/1            this page, once
  vigie fetch --feed https://example.org/rss        remember the feed, and fetch its articles now
  vigie fetch --feed https://example.org/rss --every 15m
  vigie fetch --every 1d https://example.org/page   remember a page, to see when it is edited
  vigie fetch                                       whatever is due
  vigie fetch --follow                              go on, each source when it is due
  vigie fetch --forget https://example.org/rss",
    after_help = "\
A feed is RSS, Atom, a JSON feed or a sitemap of news. It is asked whether anything is new, its articles are fetched once, and one that cannot be had is kept as the feed has it. robots.txt is kept to, a host is asked once a second at most, a source that fails is left alone for longer and longer: `vigie status` shows each. Addresses of this machine, of private networks and of clouds' metadata are refused, after redirects too, unless --allow-range lets them through.

Exit codes: 0 done, 1 something could not be fetched or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct FetchArgs {
    /// Pages, or feeds, to fetch once
    #[arg(value_name = "URL")]
    pub(crate) urls: Vec<String>,

    /// A feed to remember and to fetch; may be given several times
    #[arg(long, value_name = "URL")]
    pub(crate) feed: Vec<String>,

    /// Remember all that is named, and visit it so often: 15m, 6h, 1d [default for feeds: 1h]
    #[arg(long, value_name = "TIME", value_parser = span, conflicts_with = "once")]
    pub(crate) every: Option<SignedDuration>,

    /// Remember nothing
    #[arg(long)]
    pub(crate) once: bool,

    /// All sources, also those that are not due
    #[arg(long, conflicts_with_all = ["urls", "feed"])]
    pub(crate) all: bool,

    /// Go on until you end it, visiting each source when it is due
    #[arg(long, conflicts_with = "once")]
    pub(crate) follow: bool,

    /// Forget a source; its reports stay
    #[arg(long, value_name = "URL", conflicts_with_all = ["urls", "feed", "every", "once", "all", "follow"])]
    pub(crate) forget: Vec<String>,

    /// Let addresses of a private network through, such as 10.1.0.0/16; may be given several times
    #[arg(long, value_name = "CIDR", env = "VIGIE_ALLOW_RANGE", value_delimiter = ',')]
    pub(crate) allow_range: Vec<String>,

    /// The time between two requests to one host
    #[arg(long, value_name = "TIME", value_parser = span, default_value = "1s")]
    pub(crate) delay: SignedDuration,

    /// Pages that are fetched at once, of different hosts
    #[arg(long, value_name = "N", default_value = "8")]
    pub(crate) at_once: NonZeroUsize,

    /// Make the waits between tries the same in each run
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) seed: u64,

    #[command(flatten)]
    pub(crate) store: StoreArgs,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,
}

/// Understands `90s`, `15m`, `6h`, `1d`.
fn span(text: &str) -> Result<SignedDuration, String> {
    let wanted = || format!("`{text}` is no time: write a number with s, m, h or d, such as 15m");
    let unit = text.chars().last().ok_or_else(wanted)?;
    let n: u32 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wanted())?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return Err(wanted()),
    };
    Ok(SignedDuration::from_secs(i64::from(n) * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_understood() {
        let seconds = |text| span(text).map(|time| time.as_secs());
        assert_eq!(seconds("90s"), Ok(90));
        assert_eq!(seconds("15m"), Ok(900));
        assert_eq!(seconds("1d"), Ok(86_400));
        for wrong in ["", "m", "1", "1w", "-1m", "1.5h", "١m"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }
}
