//! What elements say of themselves by their names, classes and attributes.

use std::collections::BTreeMap;

use super::tree::{Id, Tree};

/// What an element is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It says nothing.
    None,
    /// The text of an article.
    Body,
    /// Something beside it.
    Furniture,
}

/// Elements and roles that are furniture.
const ELEMENTS: &[&str] = &["footer", "aside", "figcaption", "figure", "header"];
const ROLES: &[&str] = &["navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alert", "menu"];

/// Parts of classes and ids that only furniture has.
const PARTS: &[&str] = &[
    "addthis",
    "advert",
    "also-like",
    "article-meta",
    "breadcrumb",
    "byline",
    "caption",
    "carousel",
    "comment",
    "consent",
    "cookie",
    "copyright",
    "credit",
    "dateline-date",
    "disclaimer",
    "disqus",
    "dropdown",
    "entry-meta",
    "fb-",
    "footer",
    "footnote",
    "gallery",
    "jp-relatedposts",
    "kicker",
    "livefyre",
    "masthead",
    "metadata",
    "modal",
    "more-from",
    "more-stories",
    "morefrom",
    "morestories",
    "most-popular",
    "most-read",
    "mostpopular",
    "mostread",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pagination",
    "paywall",
    "popup",
    "post-meta",
    "postmeta",
    "promo",
    "read-more",
    "read-next",
    "readmore",
    "readnext",
    "recommend",
    "related",
    "screen-reader",
    "shareaholic",
    "shareb",
    "sharedaddy",
    "sharetool",
    "sharing",
    "sidebar",
    "sign-up",
    "signup",
    "slideshow",
    "social",
    "sponsor",
    "subscri",
    "taboola",
    "teaser",
    "timestamp",
    "toolbar",
    "tooltip",
    "trending",
    "visually-hidden",
    "visuallyhidden",
    "widget",
];

/// Words of classes and ids that only furniture has.
const WORDS: &[&str] = &[
    "ad", "ads", "adv", "aside", "author", "authors", "banner", "bio", "donate", "follow", "hidden", "infobox",
    "links", "login", "menu", "meta", "nav", "photo", "poll", "print", "rail", "rating", "ratings", "register",
    "reply", "respond", "share", "shares", "skip", "sr", "survey", "tag", "tags", "ticker", "topics", "video",
];

/// Ends of classes and ids, without their hyphens, that the text of an article has.
const BODIES: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articletext",
    "bodycopy",
    "contentbody",
    "entrybody",
    "entrycontent",
    "postbody",
    "postcontent",
    "posttext",
    "storybody",
    "storycontent",
    "storytext",
];

/// Tells what elements are marked as. The same classes come again and again on a page, so what they say is kept.
#[derive(Default)]
pub(super) struct Marker<'t> {
    known: BTreeMap<&'t str, Mark>,
}

impl<'t> Marker<'t> {
    /// What an element is marked as.
    pub(super) fn mark(&mut self, tree: &'t Tree, id: Id) -> Mark {
        let name = tree.name(id);
        if ELEMENTS.contains(&name) {
            return Mark::Furniture;
        }
        // The whole page has names for what else is on it.
        if matches!(name, "" | "html" | "body" | "main") {
            return Mark::None;
        }
        let is_article_body =
            |props: &str| props.split_whitespace().any(|prop| prop.eq_ignore_ascii_case("articleBody"));
        if tree.attribute(id, "itemprop").is_some_and(is_article_body) {
            return Mark::Body;
        }
        if tree.attribute(id, "role").is_some_and(|role| ROLES.contains(&role)) {
            return Mark::Furniture;
        }
        let said = ["class", "id"]
            .map(|attribute| tree.attribute(id, attribute).map_or(Mark::None, |names| self.names(names)));
        // Of a paragraph it is said how it looks.
        if name != "p" && said.contains(&Mark::Body) {
            Mark::Body
        } else if name != "article" && said.contains(&Mark::Furniture) {
            Mark::Furniture
        } else {
            Mark::None
        }
    }

    fn names(&mut self, names: &'t str) -> Mark {
        *self.known.entry(names).or_insert_with(|| match names {
            names if is_body(names) => Mark::Body,
            names if is_furniture(names) => Mark::Furniture,
            _ => Mark::None,
        })
    }
}

fn is_body(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let squeezed: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let squeezed = squeezed.to_ascii_lowercase();
        BODIES.iter().any(|end| squeezed.ends_with(end))
    })
}

fn is_furniture(names: &str) -> bool {
    let lower = names.to_ascii_lowercase();
    // Posts of others that an article shows are a part of it; what stands under a picture is not.
    if lower.contains("embed") && !lower.contains("caption") && !lower.contains("credit") {
        return false;
    }
    PARTS.iter().any(|part| lower.contains(part))
        || words(names).any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// The words of names such as `article-body shareTools`.
fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|sign: char| !sign.is_ascii_alphanumeric()).flat_map(|name| {
        let mut rest = name;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let starts_word = |(at, pair): (usize, &[u8])| {
                (pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()).then_some(at + 1)
            };
            let end = rest.as_bytes().windows(2).enumerate().find_map(starts_word).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            Some(word)
        })
    })
}

/// Whether an element is not to be seen.
pub(super) fn is_hidden(tree: &Tree, id: Id) -> bool {
    if tree.attribute(id, "hidden").is_some() || tree.attribute(id, "aria-hidden") == Some("true") {
        return true;
    }
    tree.attribute(id, "style").is_some_and(|style| {
        let style: String = style.chars().filter(|sign| !sign.is_whitespace()).collect();
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(
            words("article-body shareTools A_b").collect::<Vec<_>>(),
            ["article", "body", "share", "Tools", "A", "b"]
        );
    }

    #[test]
    fn furniture_is_told_by_parts_and_words() {
        struct Case(&'static str, bool);
        let cases = [
            Case("story-related-list", true),
            Case("adText", true),
            Case("header-ad", true),
            Case("loading", false),
            Case("social-media-embed", false),
            Case("paragraph", false),
        ];
        for Case(names, expected) in cases {
            assert_eq!(is_furniture(names), expected, "{names}");
        }
        assert!(is_body("c-article__body wide") && is_body("td-post-content") && !is_body("body-wrapper"));
    }
}
