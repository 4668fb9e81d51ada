//! A page as a tree of elements and texts, made by `html5ever`.
//!
//! Nodes lie in one list, in the order in which they were made, and know each other by number.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name, ns, parse_document};

/// The number of a node.
pub(super) type Id = usize;

/// The most elements that may stand one in the other. A browser stops at some hundreds; the time that the parser and the article
/// finder take grows with the depth.
pub(super) const MOST_DEPTH: u32 = 1000;

/// Bytes that are parsed before it is asked again how deep the tree is.
const AT_ONCE: usize = 4096;

/// How many times the length of a short text its elements and white space may have.
const LOOSENESS: usize = 8;

/// A page.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// A node of a page.
pub(super) struct Node {
    pub(super) parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    next: Option<Id>,
    previous: Option<Id>,
    /// How many nodes it stood in when it was put in its place. What the parser moves later may take along what is below it.
    depth: u32,
    pub(super) content: Content,
}

/// What a node is.
pub(super) enum Content {
    /// The page itself, or something without text such as a comment.
    Other,
    /// A run of text.
    Text(StrTendril),
    /// An element.
    Element {
        /// Its name.
        name: QualName,
        /// Its attributes.
        attributes: Vec<Attribute>,
    },
}

impl Tree {
    /// The number of the page itself.
    pub(super) const ROOT: Id = 0;

    /// The tree of a page; `None` where it is deeper than [`MOST_DEPTH`].
    ///
    /// Which tags leave an element open is for the parser to say: end tags that close nothing, and `<div/>`, which does not
    /// close itself, would deceive whoever counts tags.
    pub(super) fn of(text: &str) -> Option<Self> {
        let page = Content::Element { name: QualName::new(None, ns!(), local_name!("")), attributes: Vec::new() };
        let sink = Sink { nodes: RefCell::new(vec![Node::new(page)]), depth: Cell::new(0) };
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() && parser.tokenizer.sink.sink.depth.get() <= MOST_DEPTH {
            let (now, later) = rest.split_at(rest.floor_char_boundary(AT_ONCE));
            parser.process(now.into());
            rest = later;
        }
        parser.finish()
    }

    /// A node by its number.
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What stands in a node, in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.nodes[id].first, |&child| self.nodes[child].next)
    }

    /// The name of an element; that of anything else is empty.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].content {
            Content::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        let Content::Element { attributes, .. } = &self.nodes[id].content else { return None };
        attributes.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value)
    }

    /// Leads `visitor` through a node and all below it, in the order of the page.
    pub(super) fn walk(&self, from: Id, visitor: &mut impl Visitor) {
        let mut at = from;
        while !visitor.is_done() {
            if visitor.enter(self, at)
                && let Some(first) = self.nodes[at].first
            {
                at = first;
                continue;
            }
            loop {
                visitor.leave(self, at);
                if at == from {
                    return;
                }
                if let Some(next) = self.nodes[at].next {
                    at = next;
                    break;
                }
                let Some(parent) = self.nodes[at].parent else { return };
                at = parent;
            }
        }
    }

    /// The text below a node, its white space brought to single spaces.
    pub(super) fn text(&self, id: Id) -> String {
        let mut texts = Texts { all: String::new(), left: usize::MAX };
        self.walk(id, &mut texts);
        texts.squeezed()
    }

    /// The text below a node, if it has no more than `most` bytes and not many times as many elements and white space.
    ///
    /// It looks no further than that, so that it can be asked of every element of a page.
    pub(super) fn text_at_most(&self, id: Id, most: usize) -> Option<String> {
        let mut texts = Texts { all: String::new(), left: most * LOOSENESS };
        self.walk(id, &mut texts);
        let is_whole = !texts.is_done();
        is_whole.then(|| texts.squeezed()).filter(|text| text.len() <= most)
    }

    /// An element and what it stands in, from the inside out.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(id), |&id| self.nodes[id].parent)
    }
}

/// Who is led through a tree.
pub(super) trait Visitor {
    /// Comes to a node; says whether to go into it.
    fn enter(&mut self, tree: &Tree, id: Id) -> bool;

    /// Goes away from a node that was come to.
    fn leave(&mut self, tree: &Tree, id: Id);

    /// Whether it has seen enough.
    fn is_done(&self) -> bool {
        false
    }
}

/// Takes up the text that it comes by.
struct Texts {
    all: String,
    /// How many nodes and bytes of text may still come.
    left: usize,
}

impl Texts {
    fn squeezed(&self) -> String {
        self.all.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Visitor for Texts {
    fn enter(&mut self, tree: &Tree, id: Id) -> bool {
        self.left = self.left.saturating_sub(1);
        if let Content::Text(run) = &tree.nodes[id].content {
            self.left = self.left.saturating_sub(run.len());
            if self.left > 0 {
                self.all.push_str(run);
            }
        }
        true
    }

    fn leave(&mut self, tree: &Tree, id: Id) {
        if matches!(tree.name(id), "p" | "br" | "div" | "li") {
            self.all.push(' ');
        }
    }

    fn is_done(&self) -> bool {
        self.left == 0
    }
}

/// Where `html5ever` builds a tree. A node is never taken out of the list, only out of its place.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// The depth of the deepest element so far.
    depth: Cell<u32>,
}

/// The name of an element while the list of nodes is borrowed.
#[derive(Debug)]
struct Name<'a>(Ref<'a, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn push(&self, content: Content) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(content));
        nodes.len() - 1
    }

    fn detach(nodes: &mut [Node], id: Id) {
        let Node { parent, next, previous, .. } = nodes[id];
        match previous {
            Some(previous) => nodes[previous].next = next,
            None => {
                if let Some(parent) = parent {
                    nodes[parent].first = next;
                }
            }
        }
        match next {
            Some(next) => nodes[next].previous = previous,
            None => {
                if let Some(parent) = parent {
                    nodes[parent].last = previous;
                }
            }
        }
        (nodes[id].parent, nodes[id].next, nodes[id].previous) = (None, None, None);
    }

    /// Notes how deep a node comes to stand.
    fn sink_to(&self, node: &mut Node, depth: u32) {
        node.depth = depth;
        if matches!(node.content, Content::Element { .. }) {
            self.depth.set(self.depth.get().max(depth));
        }
    }

    fn append_node(&self, nodes: &mut [Node], parent: Id, id: Id) {
        Self::detach(nodes, id);
        let depth = nodes[parent].depth + 1;
        self.sink_to(&mut nodes[id], depth);
        let last = nodes[parent].last;
        nodes[id].parent = Some(parent);
        nodes[id].previous = last;
        match last {
            Some(last) => nodes[last].next = Some(id),
            None => nodes[parent].first = Some(id),
        }
        nodes[parent].last = Some(id);
    }

    fn text_node(nodes: &mut Vec<Node>, text: StrTendril) -> Id {
        nodes.push(Node::new(Content::Text(text)));
        nodes.len() - 1
    }
}

impl Node {
    fn new(content: Content) -> Self {
        Self { parent: None, first: None, last: None, next: None, previous: None, depth: 0, content }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Option<Tree>;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Option<Tree> {
        (self.depth.get() <= MOST_DEPTH).then(|| Tree { nodes: self.nodes.into_inner() })
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name<'a> {
        Name(Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].content {
            Content::Element { name, .. } => name,
            // It is asked of elements alone.
            _ => panic!(),
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Id {
        self.push(Content::Element { name, attributes })
    }

    fn create_comment(&self, _text: StrTendril) -> Id {
        self.push(Content::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Id {
        self.push(Content::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let mut nodes = self.nodes.borrow_mut();
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                if let Some(last) = nodes[*parent].last
                    && let Content::Text(before) = &mut nodes[last].content
                {
                    before.push_tendril(&text);
                    return;
                }
                Self::text_node(&mut nodes, text)
            }
        };
        self.append_node(&mut nodes, *parent, id);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous_element: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous_element, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        let mut nodes = self.nodes.borrow_mut();
        let id = match new {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                if let Some(previous) = nodes[*sibling].previous
                    && let Content::Text(before) = &mut nodes[previous].content
                {
                    before.push_tendril(&text);
                    return;
                }
                Self::text_node(&mut nodes, text)
            }
        };
        Self::detach(&mut nodes, id);
        let depth = nodes[*sibling].depth;
        self.sink_to(&mut nodes[id], depth);
        let (parent, previous) = (nodes[*sibling].parent, nodes[*sibling].previous);
        (nodes[id].parent, nodes[id].previous, nodes[id].next) = (parent, previous, Some(*sibling));
        nodes[*sibling].previous = Some(id);
        match (previous, parent) {
            (Some(previous), _) => nodes[previous].next = Some(id),
            (None, Some(parent)) => nodes[parent].first = Some(id),
            (None, None) => (),
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        if let Content::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target].content {
            for attribute in more {
                if !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        Self::detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut nodes = self.nodes.borrow_mut();
        while let Some(child) = nodes[*node].first {
            self.append_node(&mut nodes, *new_parent, child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_asked_for_without_reading_a_long_one() {
        struct Case<'t>(&'t str, Option<&'static str>);
        let long = "Drills began. ".repeat(10);
        let loose = "<i></i>".repeat(900);
        let cases = [
            Case("<b>\n\n        By A. Writer,\n        <i>Minsk</i>\n</b>", Some("By A. Writer, Minsk")),
            Case("<b></b>", Some("")),
            Case("<b>one<br>two</b>", Some("one two")),
            Case(&long, None),
            Case(&loose, None),
        ];
        for Case(text, expected) in cases {
            let tree = Tree::of(text).unwrap();
            assert_eq!(tree.text_at_most(Tree::ROOT, 100).as_deref(), expected, "{text}");
        }
    }
}
