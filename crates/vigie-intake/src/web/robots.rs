//! What a site lets robots read (RFC 9309).

/// The rules of a site for one robot.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    /// Patterns of paths, and whether they may be read.
    rules: Vec<(String, bool)>,
    /// Seconds to wait between two requests.
    delay: Option<f64>,
}

/// The most bytes of rules that are looked at, and the longest wait that is believed, in seconds.
const MOST_BYTES: usize = 512 << 10;
const LONGEST_DELAY: f64 = 60.0;

impl Robots {
    /// The rules in a text for the robot of a name: those of the group that names it, or else of the one for all.
    ///
    /// ```
    /// use vigie_intake::web::Robots;
    ///
    /// let robots = Robots::of("User-agent: *\nDisallow: /private\nAllow: /private/news", "vigie");
    /// assert!(robots.allows("/private/news/1") && !robots.allows("/private/x"));
    /// ```
    pub fn of(text: &str, robot: &str) -> Self {
        let text = &text[..text.floor_char_boundary(MOST_BYTES)];
        let own = Self::group(text, |name| name.eq_ignore_ascii_case(robot));
        own.or_else(|| Self::group(text, |name| name == "*")).unwrap_or_default()
    }

    /// All rules of the groups that name a robot that is wanted; nothing where none does.
    fn group(text: &str, is_wanted: impl Fn(&str) -> bool) -> Option<Self> {
        let (mut rules, mut is_named, mut in_names, mut is_any) = (Self::default(), false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            if field == "user-agent" {
                is_named = is_wanted(value.split('/').next().unwrap_or_default()) || in_names && is_named;
                in_names = true;
                is_any |= is_named;
                continue;
            }
            in_names = false;
            if !is_named {
                continue;
            }
            match field.as_str() {
                "allow" | "disallow" if !value.is_empty() => rules.rules.push((value.to_owned(), field == "allow")),
                "crawl-delay" => {
                    rules.delay = value.parse().ok().filter(|delay: &f64| delay.is_finite() && *delay >= 0.0);
                }
                _ => (),
            }
        }
        is_any.then_some(rules)
    }

    /// Whether a path, with its query, may be read: the longest pattern that fits decides, and of two as long the kinder.
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting
            .max_by_key(|(pattern, is_allowed)| (pattern.len(), *is_allowed))
            .is_none_or(|(_, is_allowed)| *is_allowed)
    }

    /// Seconds to wait between two requests, where the site says it.
    pub fn delay(&self) -> Option<f64> {
        self.delay.map(|delay| delay.min(LONGEST_DELAY))
    }
}

/// Whether a path begins as a pattern says, in which `*` is anything and `$` at the end the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    !to_end || rest.is_empty() || pattern.ends_with('*') || !last.is_empty() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_the_robot() {
        let text = "User-agent: other\nDisallow: /\n\nUser-agent: a\nUser-agent: Vigie/1.0\nDisallow: /x # why\nCrawl-delay: 2.5\n\nUser-agent: *\nDisallow: /all";
        let own = Robots::of(text, "vigie");
        assert!(!own.allows("/x/1") && own.allows("/all") && own.allows("/"));
        assert_eq!(own.delay(), Some(2.5));
        let any = Robots::of(text, "nobody");
        assert!(any.allows("/x") && !any.allows("/all/1"));
        assert!(Robots::of("", "vigie").allows("/"));
        assert!(Robots::of("User-agent: *\nDisallow:", "vigie").allows("/"));
    }

    #[test]
    fn patterns_fit_as_the_standard_says() {
        struct Case(&'static str, &'static str, bool);
        let cases = [
            Case("/a", "/ab", true),
            Case("/a$", "/ab", false),
            Case("/*.pdf$", "/x/y.pdf", true),
            Case("/*.pdf$", "/x.pdf/y.pdf", true),
            Case("/*.pdf$", "/x.pdfs", false),
            Case("/a*b*c", "/a1b2c3", true),
            Case("/a*b", "/acc", false),
            Case("*", "/x", true),
            Case("/*?", "/x?y=1", true),
        ];
        for Case(pattern, path, expected) in cases {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
        let kinder = Robots::of("User-agent: *\nDisallow: /a\nAllow: /a", "vigie");
        assert!(kinder.allows("/a"));
    }
}
