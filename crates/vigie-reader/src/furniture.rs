//! Page furniture: lines that belong to the page and not to the report, such as `ADVERTISEMENT` or a photo credit.
//!
//! Known by what they say and by how short they are. No record is made of what stands in them.

use vigie_record::ByteRange;

/// The longest line, in words, that can be furniture.
const MOST_WORDS: usize = 14;

/// The most words of a line of a menu, and the least lines.
const MOST_MENU_WORDS: usize = 3;
const LEAST_MENU: usize = 3;

/// Lines that are furniture as a whole.
const WHOLE: &[&str] = &[
    "advertisement",
    "advertisements",
    "advert",
    "ad",
    "sponsored",
    "sponsored content",
    "promoted content",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "continue reading",
    "continue reading the main story",
    "read more",
    "read also",
    "see also",
    "more on this story",
    "related",
    "related articles",
    "related stories",
    "related content",
    "related topics",
    "recommended",
    "recommended for you",
    "most read",
    "most popular",
    "trending",
    "trending now",
    "top stories",
    "latest news",
    "more news",
    "share",
    "share this",
    "share this article",
    "share this story",
    "tweet",
    "email",
    "e-mail",
    "print",
    "save",
    "comments",
    "comment",
    "leave a comment",
    "view comments",
    "post a comment",
    "subscribe",
    "subscribe now",
    "sign in",
    "sign up",
    "log in",
    "register",
    "newsletter",
    "menu",
    "search",
    "home",
    "skip to content",
    "skip to main content",
    "close",
    "loading",
    "loading...",
    "play",
    "play video",
    "watch",
    "watch live",
    "listen",
    "gallery",
    "view gallery",
    "photos",
    "video",
    "image",
    "caption",
    "hide caption",
    "toggle caption",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "copy link",
    "link copied",
    "follow us",
    "back to top",
    "contact us",
    "about us",
    "privacy policy",
    "terms of use",
    "cookie policy",
    "all rights reserved",
    "accept",
    "accept all",
    "accept cookies",
    "manage cookies",
];

/// Beginnings of short lines that are furniture.
const BEGINNINGS: &[&str] = &[
    "advertisement",
    "read more:",
    "read more about",
    "read also:",
    "also read:",
    "see also:",
    "related:",
    "more:",
    "watch:",
    "listen:",
    "photo:",
    "photo by",
    "photograph:",
    "photograph by",
    "photo credit",
    "image:",
    "image credit",
    "image source",
    "image caption",
    "picture:",
    "credit:",
    "getty images",
    "file photo",
    "share on",
    "share via",
    "share this",
    "click here",
    "tap here",
    "follow us",
    "follow @",
    "sign up",
    "subscribe to",
    "get our",
    "get the latest",
    "download our",
    "join our",
    "copyright",
    "©",
    "all rights reserved",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "by clicking",
    "by continuing to use",
    "last updated",
    "updated:",
    "published:",
    "posted:",
    "reporting by",
    "editing by",
    "writing by",
    "additional reporting by",
    "want more news",
    "our standards:",
    "supported by",
    "tags:",
    "topics:",
    "filed under",
    "view comments",
    "skip to",
    "jump to",
];

/// The places of furniture in a text, in order.
pub fn ranges(text: &str) -> Vec<ByteRange> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if is_furniture(line) {
            found.push(ByteRange::new(start, start + line.len()));
        }
        start += line.len();
    }
    found
}

/// Whether a text is furniture and nothing else: no line of it could be news, as in a page of which only the menu came.
///
/// Lines of a few words without an end mark are taken for a menu where there are several of them; one alone is a headline.
pub fn is_all(text: &str) -> bool {
    let mut n_short = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_furniture(line)) {
        let is_short = line.split_whitespace().nth(MOST_MENU_WORDS).is_none()
            && !line.ends_with(['.', '!', '?', '…', '"', '”', ':']);
        if !is_short {
            return false;
        }
        n_short += 1;
    }
    n_short == 0 || n_short >= LEAST_MENU
}

/// Whether a range touches furniture.
pub fn holds(furniture: &[ByteRange], range: ByteRange) -> bool {
    let next = furniture.partition_point(|known| known.end() <= range.start());
    furniture.get(next).is_some_and(|known| known.start() < range.end())
}

fn is_furniture(line: &str) -> bool {
    let line = line
        .trim()
        .trim_matches(|c: char| {
            matches!(c, '(' | ')' | '[' | ']' | '|' | '•' | '*' | '-' | '–' | '—' | '»' | '›' | '>')
        })
        .trim();
    if line.is_empty() || line.split_whitespace().nth(MOST_WORDS).is_some() {
        return false;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_end_matches(['.', ':', '!', '…']);
    WHOLE.contains(&bare) || BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known_and_news_is_not() {
        for line in [
            "ADVERTISEMENT",
            "Share this article",
            "Read more: Poland closes a crossing",
            "(Reporting by A. Writer; Editing by B. Reader)",
            "We use cookies to improve this site.",
            "Photo by a passer-by/Agency",
            "© 2022",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "Police shot at protesters.",
            "Share prices fell after the attack.",
            "Related families were moved out of the village by troops.",
            "",
            "More than 40 soldiers were killed.",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn a_page_of_menus_is_no_report() {
        struct Case(&'static str, bool);
        let cases = [
            Case("Menu\nSign in\nWe use cookies to improve this site.\n", true),
            Case("World\nPolitics\nMiddle East\n\nSubscribe\n", true),
            Case("", true),
            Case("Drills begin", false),
            Case("World\nPolitics\nBusiness\nTroops moved.\n", false),
            Case("Menu\nTroops moved to the border on Monday\n", false),
        ];
        for Case(text, expected) in cases {
            assert_eq!(is_all(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ranges_are_found_again() {
        let text = "Troops moved.\nADVERTISEMENT\nThey left.\n";
        let furniture = ranges(text);
        assert_eq!(furniture.len(), 1);
        assert!(holds(&furniture, ByteRange::new(16, 20)));
        assert!(!holds(&furniture, ByteRange::new(0, 13)) && !holds(&furniture, ByteRange::new(28, 32)));
    }
}
