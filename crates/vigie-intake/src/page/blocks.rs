//! The blocks of a page: its paragraphs, headings and rows, each with what tells text from furniture.

use super::marks;
use super::tree::{Content, Id, Tree, Visitor};

/// A run of text that stands by itself.
#[derive(Debug)]
pub(super) struct Block {
    /// The innermost element, other than those for a stretch of a line, that it stands in.
    pub(super) element: Id,
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) n_words: usize,
    /// Characters that are no white space.
    pub(super) n_chars: usize,
    /// How many of them stand in links.
    pub(super) n_link_chars: usize,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    /// A point of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A run in an element that is for layout only.
    Loose,
}

impl Block {
    /// How much of it stands in links, 0..=1.
    pub(super) fn link_share(&self) -> f64 {
        if self.n_chars == 0 { 0.0 } else { self.n_link_chars as f64 / self.n_chars as f64 }
    }

    /// How many of its words stand in no link, taking all words as equally long.
    pub(super) fn n_plain_words(&self) -> f64 {
        self.n_words as f64 * (1.0 - self.link_share())
    }
}

/// Elements without text of an article, whatever they are called.
const SILENT: &[&str] = &[
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "canvas",
    "audio", "video", "map", "button", "select", "option", "textarea", "input", "nav", "dialog", "menu",
];

/// Elements for a stretch of a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// How many elements around a run of text may say what kind of block it is.
const MOST_STEPS: usize = 3;

/// The blocks of a page in order.
pub(super) fn blocks(tree: &Tree) -> Vec<Block> {
    let mut cutter = Cutter::default();
    tree.walk(Tree::ROOT, &mut cutter);
    cutter.flush(tree);
    cutter.blocks
}

/// Cuts a page into blocks as it goes along.
#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    element: Id,
    text: String,
    n_chars: usize,
    n_link_chars: usize,
    n_links_open: usize,
    n_preformatted_open: usize,
    /// Line breaks since the last text.
    n_breaks: usize,
}

impl Visitor for Cutter {
    fn enter(&mut self, tree: &Tree, id: Id) -> bool {
        let name = match &tree.node(id).content {
            Content::Text(run) => {
                self.take(tree, run);
                return false;
            }
            Content::Other => return true,
            Content::Element { name, .. } => &*name.local,
        };
        let is_block = !INLINE.contains(&name);
        if name == "br" {
            self.n_breaks += 1;
            return false;
        }
        if is_block {
            self.flush(tree);
        }
        if is_silent(tree, id, name) {
            return false;
        }
        self.n_links_open += usize::from(name == "a");
        self.n_preformatted_open += usize::from(name == "pre");
        if is_block {
            self.element = id;
        }
        true
    }

    fn leave(&mut self, tree: &Tree, id: Id) {
        let Content::Element { name, .. } = &tree.node(id).content else { return };
        let name = &*name.local;
        if name == "br" || is_silent(tree, id, name) {
            return;
        }
        self.n_links_open -= usize::from(name == "a");
        self.n_preformatted_open -= usize::from(name == "pre");
        if !INLINE.contains(&name) {
            self.flush(tree);
            self.element = tree.node(id).parent.unwrap_or(Tree::ROOT);
        }
    }
}

impl Cutter {
    /// Takes a run of text. Two line breaks end a block, one is kept.
    fn take(&mut self, tree: &Tree, run: &str) {
        if run.bytes().any(|byte| !byte.is_ascii_whitespace()) {
            match std::mem::take(&mut self.n_breaks) {
                0 => (),
                1 => {
                    self.text.truncate(self.text.trim_end().len());
                    self.text.push('\n');
                }
                _ => self.flush(tree),
            }
        }
        for sign in run.chars() {
            if sign == '\n' && self.n_preformatted_open > 0 {
                self.text.push('\n');
            } else if sign.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else if !matches!(sign, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\0') {
                self.text.push(sign);
                self.n_chars += 1;
                self.n_link_chars += usize::from(self.n_links_open > 0);
            }
        }
    }

    /// Ends the block under way.
    fn flush(&mut self, tree: &Tree) {
        self.n_breaks = 0;
        let text = std::mem::take(&mut self.text);
        let (n_chars, n_link_chars) = (std::mem::take(&mut self.n_chars), std::mem::take(&mut self.n_link_chars));
        if n_chars > 0 {
            let text = text.trim();
            let (element, kind) = (self.element, kind(tree, self.element));
            let n_words = n_words(text);
            self.blocks.push(Block { element, kind, text: text.to_owned(), n_words, n_chars, n_link_chars });
        }
    }
}

/// Whether there is no text in an element that is to be seen.
fn is_silent(tree: &Tree, id: Id, name: &str) -> bool {
    // Old servers wrap a whole page into a form.
    let is_small_form = name == "form" && tree.node(id).parent.is_none_or(|parent| tree.name(parent) != "body");
    SILENT.contains(&name) || is_small_form || marks::is_hidden(tree, id)
}

fn kind(tree: &Tree, element: Id) -> Kind {
    let known = tree.ancestors(element).take(MOST_STEPS).find_map(|id| match tree.name(id) {
        "p" | "blockquote" | "pre" => Some(Kind::Paragraph),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Heading),
        "li" | "dd" | "dt" => Some(Kind::Item),
        "td" | "th" => Some(Kind::Cell),
        _ => None,
    });
    known.unwrap_or(Kind::Loose)
}

/// The number of words; in a script without spaces two signs count as one.
pub(super) fn n_words(text: &str) -> usize {
    let is_unspaced =
        |sign: &char| matches!(sign, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let n_signs = if text.is_ascii() { 0 } else { text.chars().filter(is_unspaced).count() };
    text.split_whitespace().count().max(n_signs / 2)
}
