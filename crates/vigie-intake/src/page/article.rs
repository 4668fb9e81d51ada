//! Which blocks of a page are its article.
//!
//! First the blocks that are surely text are found: long enough, with few of their words in links, and in no element that
//! says it is furniture. The article stands in the innermost element that holds most of them, or in one that says it is the
//! text of an article. Of the blocks in there, those are kept that are text or stand among text, and say nothing that only
//! furniture says.

use super::blocks::{Block, Kind, blocks};
use super::marks::{Mark, Marker};
use super::phrases;
use super::tree::{Id, Tree};

/// The article of a page.
#[derive(Debug, Default)]
pub(super) struct Article {
    /// Its blocks, an empty line between two.
    pub(super) text: String,
    /// Whether any of it is surely text.
    pub(super) has_text: bool,
}

/// The least words of a block that is surely text, and how many of them stand in no link.
const LEAST_WORDS: usize = 10;
const LEAST_PLAIN_WORDS: f64 = 5.0;

/// How much of a block may stand in links, where it is surely text and where it stands among text.
const MOST_LINKED: f64 = 0.85;
const MOST_LINKED_AMONG: f64 = 0.5;

/// The part of the text of a page that makes an element more than furniture, one of its text the body, and an element the
/// one to look into.
const TOO_MUCH: f64 = 0.4;
const ENOUGH_FOR_BODY: f64 = 0.4;
const ENOUGH_TO_HOLD: f64 = 0.8;

/// Finds the article of a page.
pub(super) fn article(tree: &Tree, title: Option<&str>) -> Article {
    let blocks = blocks(tree);
    let page = Page::new(tree, &blocks);
    let inside: Vec<usize> = page.inside();
    let Some(first) = inside.iter().position(|&at| page.is_text[at]) else {
        return Article { text: joined(inside.iter().map(|&at| &blocks[at])), has_text: false };
    };
    let last = inside.iter().rposition(|&at| page.is_text[at]).unwrap_or(first);
    let title = title.map(squeezed);
    let kept = inside.iter().enumerate().filter(|&(place, &at)| {
        let block = &blocks[at];
        let is_kept = page.is_text[at] || is_among(block, place > first, place < last);
        is_kept
            && !phrases::is_furniture(&block.text, block.n_words)
            && title.as_ref().is_none_or(|title| squeezed(&block.text) != *title)
    });
    Article { text: joined(kept.map(|(_, &at)| &blocks[at])), has_text: true }
}

/// Whether a block that is not surely text is kept for where it stands: after the first that is, before the last.
fn is_among(block: &Block, is_after: bool, is_before: bool) -> bool {
    let is_framed = is_after && is_before;
    let is_fit = match block.kind {
        Kind::Paragraph => true,
        Kind::Item => is_before || is_after,
        Kind::Heading | Kind::Loose | Kind::Cell => is_framed,
    };
    is_fit && block.link_share() < MOST_LINKED_AMONG
}

/// The letters and figures of a text, in small letters.
fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn joined<'b>(blocks: impl Iterator<Item = &'b Block>) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}

/// A page with what is known of its blocks and elements.
struct Page<'p> {
    tree: &'p Tree,
    blocks: &'p [Block],
    marks: Vec<Mark>,
    /// Which blocks are surely text.
    is_text: Vec<bool>,
    /// Which blocks stand in furniture.
    is_beside: Vec<bool>,
    /// The characters of text in each element.
    mass: Vec<usize>,
}

impl<'p> Page<'p> {
    fn new(tree: &'p Tree, blocks: &'p [Block]) -> Self {
        let mut marker = Marker::default();
        let marks: Vec<Mark> = (0..tree.len()).map(|id| marker.mark(tree, id)).collect();
        let is_text: Vec<bool> = blocks.iter().map(is_text).collect();
        let mut page = Self { tree, blocks, marks, is_text, is_beside: vec![false; blocks.len()], mass: Vec::new() };
        page.weigh();
        page.find_furniture();
        page.weigh();
        page
    }

    /// Adds up the text in every element.
    fn weigh(&mut self) {
        self.mass = vec![0; self.tree.len()];
        for (at, block) in self.blocks.iter().enumerate() {
            if self.is_text[at] && !self.is_beside[at] {
                let n_chars = block.n_chars - block.n_link_chars;
                for id in self.tree.ancestors(block.element) {
                    self.mass[id] += n_chars;
                }
            }
        }
    }

    /// The part of the text of the page that an element has.
    fn share(&self, id: Id) -> f64 {
        self.mass[id] as f64 / self.mass[Tree::ROOT].max(1) as f64
    }

    /// Finds the blocks that stand in furniture. What much of the text stands in is none, whatever it is called.
    fn find_furniture(&mut self) {
        let is_furniture: Vec<bool> =
            (0..self.tree.len()).map(|id| self.marks[id] == Mark::Furniture && self.share(id) < TOO_MUCH).collect();
        for (at, block) in self.blocks.iter().enumerate() {
            self.is_beside[at] = self.tree.ancestors(block.element).any(|id| is_furniture[id]);
        }
        for at in 0..self.blocks.len() {
            self.is_text[at] &= !self.is_beside[at];
        }
    }

    /// The element that holds the article.
    fn holder(&self) -> Id {
        let bodies = (0..self.tree.len()).filter(|&id| self.marks[id] == Mark::Body);
        if let Some(body) = bodies.max_by_key(|&id| self.mass[id])
            && self.share(body) >= ENOUGH_FOR_BODY
        {
            return body;
        }
        let mut at = Tree::ROOT;
        while let Some(heaviest) = self.tree.children(at).max_by_key(|&child| self.mass[child])
            && self.share(heaviest) >= ENOUGH_TO_HOLD
        {
            at = heaviest;
        }
        at
    }

    /// The blocks in the element that holds the article, without those in furniture.
    fn inside(&self) -> Vec<usize> {
        let holder = self.holder();
        let is_inside =
            |&at: &usize| !self.is_beside[at] && self.tree.ancestors(self.blocks[at].element).any(|id| id == holder);
        (0..self.blocks.len()).filter(is_inside).collect()
    }
}

/// Whether a block by itself is surely text.
fn is_text(block: &Block) -> bool {
    block.kind != Kind::Heading
        && block.n_words >= LEAST_WORDS
        && block.n_plain_words() >= LEAST_PLAIN_WORDS
        && block.link_share() < MOST_LINKED
        && block.text.contains(['.', ',', '!', '?', ':', ';', '。', '、', '…', '।', '؟'])
}
