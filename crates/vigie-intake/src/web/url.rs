//! Addresses of pages: `http` and `https` only, in one way of writing, without what hides where they lead.
//!
//! A number can be written as the name of a machine in many ways (`2130706433`, `0x7f.1`, `0177.0.0.1`), which name servers and
//! systems read differently. Here an address of a machine is four plain numbers, or a v6 address in brackets; the rest is refused before
//! anybody looks it up.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The address of a page or a feed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebUrl {
    is_secure: bool,
    host: String,
    port: Option<u16>,
    /// The path with its query, from `/` on.
    path: String,
}

/// Why a text is no address that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// It is of another kind, or of none.
    #[error("`{found}` does not begin with http:// or https://")]
    Scheme {
        /// What was found.
        found: String,
    },
    /// It brings a name and perhaps a password.
    #[error("an address with a user's name in it is not fetched")]
    User,
    /// Its host is none.
    #[error("`{host}` is no name of a machine on the network: {reason}")]
    Host {
        /// What was found.
        host: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Its port is none.
    #[error("`{port}` is no port")]
    Port {
        /// What was found.
        port: String,
    },
    /// It is longer than any page needs.
    #[error("the address has more than {MOST_BYTES} bytes")]
    TooLong,
}

const MOST_BYTES: usize = 8192;

/// Signs of an address that stand for themselves; others are written as `%` and their number.
const PLAIN: &[u8] = b"-._~:/?[]@!$&'()*+,;=%";

impl WebUrl {
    /// Whether it is fetched over an encrypted connection.
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// The name or address of the machine, in small letters, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The address of the machine, where it is given by number; `localhost` is the machine itself.
    pub fn literal(&self) -> Option<IpAddr> {
        if self.host == "localhost" || self.host.ends_with(".localhost") {
            return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        self.host.parse().ok()
    }

    /// The path with its query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The site: scheme, host and port.
    pub fn site(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match self.port {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }
    }

    /// The page of the same site at a path.
    #[must_use]
    pub fn at(&self, path: &str) -> Self {
        Self { path: path_of(path), ..self.clone() }
    }

    /// Where a link on this page leads.
    ///
    /// # Errors
    /// When it leads to nothing that can be fetched.
    ///
    /// ```
    /// use vigie_intake::web::WebUrl;
    ///
    /// let page: WebUrl = "https://example.org/news/today?x=1".parse()?;
    /// assert_eq!(page.join("../feed.xml")?.to_string(), "https://example.org/feed.xml");
    /// assert_eq!(page.join("//example.net")?.to_string(), "https://example.net/");
    /// # Ok::<(), vigie_intake::web::UrlError>(())
    /// ```
    pub fn join(&self, link: &str) -> Result<Self, UrlError> {
        let link = link.trim();
        let link = link.split('#').next().unwrap_or_default();
        if link.is_empty() {
            return Ok(self.clone());
        }
        if let Some(rest) = link.strip_prefix("//") {
            return format!("{}://{rest}", if self.is_secure { "https" } else { "http" }).parse();
        }
        if has_scheme(link) {
            return link.parse();
        }
        if link.len() > MOST_BYTES {
            return Err(UrlError::TooLong);
        }
        let own = self.path.split('?').next().unwrap_or_default();
        let path = if link.starts_with('/') {
            link.to_owned()
        } else if link.starts_with('?') {
            format!("{own}{link}")
        } else {
            format!("{}{link}", &own[..=own.rfind('/').unwrap_or(0)])
        };
        Ok(self.at(&path))
    }
}

/// Whether a link begins with a scheme such as `mailto:`.
fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|sign: char| sign.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

impl FromStr for WebUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.len() > MOST_BYTES {
            return Err(UrlError::TooLong);
        }
        let none = || UrlError::Scheme { found: text.chars().take(60).collect() };
        let (scheme, rest) = text.split_once("://").ok_or_else(none)?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(none()),
        };
        // Some readers take a backslash for a slash, and so would come to another host.
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err(UrlError::User);
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        let port = match port.filter(|port| !port.is_empty()) {
            Some(port) => {
                let fault = || UrlError::Port { port: port.to_owned() };
                Some(port.parse::<u16>().ok().filter(|port| *port > 0).ok_or_else(fault)?)
            }
            None => None,
        };
        let host = host_of(host, authority.starts_with('['))?;
        let usual = if is_secure { 443 } else { 80 };
        Ok(Self { is_secure, host, port: port.filter(|port| *port != usual), path: path_of(path) })
    }
}

/// The name of a machine in one way of writing.
fn host_of(host: &str, in_brackets: bool) -> Result<String, UrlError> {
    let refuse = |reason| Err(UrlError::Host { host: host.chars().take(80).collect(), reason });
    if in_brackets {
        return match host.parse::<Ipv6Addr>() {
            Ok(address) => Ok(address.to_string()),
            Err(_) => refuse("what stands in brackets is no v6 address"),
        };
    }
    if !host.is_ascii() {
        return refuse("write a name with other letters as the network has it, with xn--");
    }
    let host_small = host.to_ascii_lowercase();
    if host_small.ends_with('.') {
        return refuse("it ends with a full stop");
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() < 64
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if host.len() > 253 || !host_small.split('.').all(is_label) {
        return refuse("it must be letters, digits and hyphens with full stops between");
    }
    let last = host_small.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if is_number && host_small.parse::<Ipv4Addr>().is_err() {
        return refuse("an address by number is written as four numbers from 0 to 255, such as 192.0.2.1");
    }
    Ok(host_small)
}

/// A path in one way of writing: without a fragment, without `.` and `..`, with `%` for what is no sign of an address.
fn path_of(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut parts: Vec<&str> = Vec::new();
    let mut ends_in_folder = true;
    for part in path.split('/').skip(usize::from(path.starts_with('/'))) {
        ends_in_folder = matches!(part, "" | "." | "..");
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut written = format!("/{}", parts.join("/"));
    if ends_in_folder && !written.ends_with('/') {
        written.push('/');
    }
    if let Some(query) = query {
        written.push('?');
        written.push_str(query);
    }
    let mut plain = String::new();
    for byte in written.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            plain.push(char::from(byte));
        } else {
            plain.push('%');
            for digit in [byte >> 4, byte & 15] {
                plain.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    plain
}

impl fmt::Display for WebUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.site(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_have_one_way_of_writing() {
        let cases = [
            ("HTTPS://Example.ORG", "https://example.org/"),
            ("http://example.org:80/a/../b/./c#top", "http://example.org/b/c"),
            ("https://example.org:8443?q=a b", "https://example.org:8443/?q=a%20b"),
            ("https://example.org/größe", "https://example.org/gr%C3%B6%C3%9Fe"),
            ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
            (" https://example.org/a%20b/ ", "https://example.org/a%20b/"),
            ("https://example.org\\@10.0.0.1/", "https://example.org/%5C@10.0.0.1/"),
            ("http://8.8.8.8/", "http://8.8.8.8/"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<WebUrl>().map(|url| url.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_hides_where_it_leads_is_refused() {
        for text in [
            "",
            "example.org",
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "http://",
            "http:///x",
            "http://user@example.org/",
            "http://user:word@example.org/",
            "http://localhost./",
            "http://127.0.0.1./",
            "http://2130706433/",
            "http://127.1/",
            "http://0x7f000001/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://127.0.0.0x1/",
            "http://127.0.0.1.1/",
            "http://256.1.1.1/",
            "http://①②⑦.0.0.1/",
            "http://１27.0.0.1/",
            "http://[::1%25eth0]/",
            "http://[::1/",
            "http://exa mple.org/",
            "http://example..org/",
            "http://example.org:0/",
            "http://example.org:99999/",
        ] {
            assert!(text.parse::<WebUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_and_the_machine_itself_are_known() {
        let literal = |text: &str| text.parse::<WebUrl>().unwrap().literal().map(|address| address.to_string());
        assert_eq!(literal("http://localhost:8080/").as_deref(), Some("127.0.0.1"));
        assert_eq!(literal("http://x.localhost/").as_deref(), Some("127.0.0.1"));
        assert_eq!(literal("http://[::ffff:127.0.0.1]/").as_deref(), Some("::ffff:127.0.0.1"));
        assert_eq!(literal("http://169.254.169.254/").as_deref(), Some("169.254.169.254"));
        assert_eq!(literal("http://example.org/"), None);
    }

    #[test]
    fn links_lead_where_they_say() {
        let page: WebUrl = "https://example.org/a/b?x=1".parse().unwrap();
        for (link, expected) in [
            ("c", "https://example.org/a/c"),
            ("/c?y", "https://example.org/c?y"),
            ("?y=2", "https://example.org/a/b?y=2"),
            ("#top", "https://example.org/a/b?x=1"),
            ("../../../c", "https://example.org/c"),
            ("http://example.net", "http://example.net/"),
            ("//example.net/x", "https://example.net/x"),
        ] {
            assert_eq!(page.join(link).map(|url| url.to_string()), Ok(expected.to_owned()), "{link}");
        }
        for wrong in ["mailto:a@example.org", "javascript:alert(1)", "//127.1/", "http://[x]/"] {
            assert!(page.join(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "(http|https)://[a-z0-9.:@\\[\\]/?#% \\\\é_-]{0,40}") {
            if let Ok(url) = text.parse::<WebUrl>() {
                prop_assert_eq!(url.to_string().parse::<WebUrl>(), Ok(url.clone()));
                prop_assert!(url.join(&text).is_ok());
            }
        }
    }
}
