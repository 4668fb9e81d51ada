//! What a word of a party can be: somebody who acts, a place, a weapon, a sum, a thing that is struck.

use vigie_lang::{NameKind, Upos};
use vigie_record::{Identity, Party};

use super::{Sides, WEAPONS};
use crate::tree::Tree;

impl Sides<'_> {
    /// Whether a word names somebody who can act.
    pub(crate) fn is_somebody(&self, head: usize) -> bool {
        let tree = self.page.tree;
        if self.is_sum(head) {
            return false;
        }
        match tree.word(head).upos() {
            Upos::Propn => {
                let named = self.kind_of_name(head);
                let identity = crate::event::party(self.page, head).identity;
                match named {
                    // `Germans`, but no prize or creed.
                    Some(NameKind::Misc) => identity.country.is_some(),
                    Some(NameKind::Per | NameKind::Org) => true,
                    _ => is_known(&identity),
                }
            }
            Upos::Pron => {
                self.is_clear(head)
                    && (is_known(&crate::event::party(self.page, head).identity) || is_person(tree.lemma(head)))
            }
            Upos::Noun => {
                !self.frames.is_of_class("thing", tree.lemma(head))
                    && (self.is_role(head)
                        || self.frames.is_of_class("person", tree.lemma(head))
                        || self.has_own_name(head)
                        || self.counts_people(head))
            }
            Upos::Adj | Upos::Det | Upos::X => is_state(&crate::event::party(self.page, head).identity),
            // `two of them`, `at least 45 were wounded`; not `Jan Nowak, 45,`
            Upos::Num => tree.relation(head) != "appos",
            _ => false,
        }
    }

    /// Whether a pronoun for a person can mean one only of those whom its sentence has named before it.
    pub(super) fn is_clear(&self, head: usize) -> bool {
        let tree = self.page.tree;
        if !matches!(tree.word(head).text().to_lowercase().as_str(), "he" | "him" | "his" | "she" | "her") {
            return true;
        }
        let sentence = tree.sentence_range(tree.sentence_of(head));
        let end = tree.word(head).range().start();
        let named = tree.document().names().filter(|name| name.kind() == NameKind::Per);
        let before = named.map(vigie_lang::Name::range).filter(|range| sentence.contains(*range) && range.end() <= end);
        let mut people: Vec<Option<String>> = Vec::new();
        for range in before {
            let name = (self.page.who)(range).name;
            if !people.contains(&name) {
                people.push(name);
            }
        }
        people.len() < 2
    }

    /// Whether a noun, alone or with the compound before it, is one for people or bodies: `soldiers`, `riot police`.
    pub(super) fn is_role(&self, head: usize) -> bool {
        let tree = self.page.tree;
        let is_people = |first: usize| {
            let identity = (self.page.who)(tree.word(first).range().cover(tree.word(head).range()));
            identity.country.is_some() || identity.sector.is_some_and(|sector| sector != "JNK")
        };
        if is_people(head) {
            return true;
        }
        let before = tree.children(head).iter().copied().find(|&child| {
            child < head
                && matches!(tree.relation(child), "compound" | "amod")
                && tree.word(child).upos() != Upos::Propn
        });
        before.is_some_and(|first| {
            let start = tree.word(first).range();
            let phrase = (self.page.who)(start.cover(tree.word(head).range())).sector;
            let without = (self.page.who)(start.cover(tree.word(head - 1).range())).sector;
            phrase.as_deref().is_some_and(|sector| sector != "JNK") && phrase != without
        })
    }

    /// `three others`, `dozens`: people by their number alone.
    pub(super) fn counts_people(&self, head: usize) -> bool {
        let tree = self.page.tree;
        let is_counted = || tree.children(head).iter().any(|&child| tree.relation(child) == "nummod");
        let of_nothing = || !tree.children(head).iter().any(|&child| tree.relation(child) == "nmod");
        match tree.lemma(head) {
            "other" => is_counted() || tree.word(head).feature("Number") == Some("Plur") && of_nothing(),
            "dozen" | "hundred" | "thousand" | "score" => of_nothing(),
            _ => false,
        }
    }

    /// Whether the name of a body stands behind a noun for it: `the investigative agency BEA`.
    pub(super) fn has_own_name(&self, head: usize) -> bool {
        let tree = self.page.tree;
        tree.children(head).iter().any(|&child| {
            child > head
                && matches!(tree.relation(child), "appos" | "flat" | "nmod:desc")
                && self.kind_of_name(child) == Some(NameKind::Org)
        })
    }

    /// Whether a word is a sum of money or a share.
    pub(super) fn is_sum(&self, head: usize) -> bool {
        let tree = self.page.tree;
        let counts = |word: usize| {
            matches!(tree.word(word).upos(), Upos::Sym)
                || matches!(
                    tree.lemma(word),
                    "million" | "billion" | "trillion" | "percent" | "dollar" | "euro" | "USD" | "EUR"
                )
                || tree.word(word).text().contains(['$', '€', '£', '%'])
        };
        counts(head) || tree.children(head).iter().any(|&child| child < head && counts(child))
    }

    /// The one whom a phrase for a thing names: its owner, the country before it, or what follows `of`.
    ///
    /// A country before the noun counts only where `by_kind` says so: `Russian missiles` are Russia's act, `Russian officials'
    /// hopes` and `Canadian loans` are nobody.
    pub(super) fn stand_in(&self, head: usize, by_kind: bool) -> Option<usize> {
        let tree = self.page.tree;
        if tree.word(head).upos() != Upos::Noun {
            return None;
        }
        // `declined an offer by Iran`, `a request from the court`; not `news from Iran`, nor `condemned the bombing of a clinic`
        let is_blast = self.frames.is_of_class("blast", tree.lemma(head));
        let of = |child: usize| {
            tree.relation(child) == "nmod"
                && match tree.preposition(child).as_deref() {
                    Some("of") => !is_blast,
                    Some("by") => true,
                    Some("from") => !self.is_place(child),
                    _ => false,
                }
        };
        let modifies = |child: usize| child < head && matches!(tree.relation(child), "amod" | "compound");
        let children = tree.children(head);
        let owner = children.iter().copied().find(|&child| tree.relation(child) == "nmod:poss");
        // `the Hong Kong unrest` is that of people there, and the `Madrid bombings` were not Spain's.
        let is_where = |child: usize| {
            let is_of_place = |class: &str| self.frames.is_of_class(class, tree.lemma(head));
            self.is_place(child)
                && tree.word(child).upos() != Upos::Adj
                && (is_of_place("unrest") || is_of_place("blast"))
        };
        let before = children.iter().rev().copied().filter(|&child| by_kind && modifies(child) && !is_where(child));
        let after = children.iter().copied().filter(|&child| of(child));
        owner.into_iter().chain(before).chain(after).find(|&child| {
            self.is_somebody(child) && (child > head || !is_plain_noun(tree, child) || Some(child) == owner)
        })
    }

    /// Whether a word can be attacked, seized or shut: a place, a building, a vehicle, somebody's goods.
    pub(super) fn can_be_hit(&self, head: usize) -> bool {
        let lemma = self.page.tree.lemma(head);
        self.is_place(head)
            || ["target", "land", "property", "media", "network", "force", "thing"]
                .iter()
                .any(|class| self.frames.is_of_class(class, lemma))
    }

    pub(super) fn is_weapon(&self, head: usize) -> bool {
        WEAPONS.iter().any(|class| self.frames.is_of_class(class, self.page.tree.lemma(head)))
    }

    pub(super) fn is_place(&self, head: usize) -> bool {
        self.kind_of_name(head) == Some(NameKind::Loc)
    }

    /// Whether a name of a place stands alone before the report's first words: `GENEVA (Agency) —`.
    pub(super) fn is_dateline(&self, head: usize) -> bool {
        let tree = self.page.tree;
        let sentence = tree.sentence(tree.sentence_of(head));
        if head > sentence.start + 3 || self.kind_of_name(head) != Some(NameKind::Loc) {
            return false;
        }
        let is_shouted = tree.word(head).text().chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase)
            && tree.word(head).text().chars().count() > 3;
        let is_dash = |word: usize| matches!(tree.word(word).text(), "—" | "–" | "-" | "--" | ":");
        let before_dash = (head + 1..sentence.end.min(head + 8)).find(|&word| is_dash(word));
        let is_bare = before_dash
            .is_some_and(|dash| (head..dash).all(|word| !matches!(tree.word(word).upos(), Upos::Verb | Upos::Aux)));
        is_shouted && before_dash.is_some() || is_bare && !matches!(tree.relation(head), "nsubj" | "nsubj:pass")
    }

    pub(super) fn kind_of_name(&self, word: usize) -> Option<NameKind> {
        self.names[word]
    }
}

/// Whether a word counts what it tells of: `six-party`, `four-way`.
pub(super) fn is_counted(word: &str) -> bool {
    let first = word.split_once('-').map(|(first, _)| first.to_lowercase());
    matches!(
        first.as_deref(),
        Some("two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "multi" | "all" | "single" | "one")
    )
}

/// Whether a pronoun means a person, known or not.
pub(super) fn is_person(lemma: &str) -> bool {
    matches!(lemma.to_lowercase().as_str(), "he" | "him" | "his" | "she" | "her")
}

/// Whether an identity tells who somebody is.
pub(super) fn is_known(identity: &Identity) -> bool {
    let has_sector = identity.sector.as_deref().is_some_and(|sector| !matches!(sector, "JNK" | "UNK"));
    identity.country.is_some() || identity.name.is_some() || identity.actor_id.is_some() || has_sector
}

/// Whether a word before a noun only says of what kind it is, as in `police car`.
pub(super) fn is_plain_noun(tree: &Tree<'_>, word: usize) -> bool {
    tree.word(word).upos() == Upos::Noun
}

/// Whether an identity is a state or a body of states.
pub(super) fn is_state(identity: &Identity) -> bool {
    identity.country.is_some() && identity.actor_id.is_some() && identity.role.is_none()
        || identity.country.is_some() && identity.sector.is_none()
}

/// Whether a party belongs to public life: a state, its organs and forces, parties, rebels, bodies of people; not firms, fans or
/// private persons.
pub(crate) fn is_public(party: &Party) -> bool {
    let identity = &party.identity;
    match identity.sector.as_deref() {
        Some("UNK") | None => identity.country.is_some(),
        Some(sector) => !matches!(sector, "BUS" | "CVL" | "JNK" | "MED" | "EDU" | "JRN" | "CRM" | "LAB" | "AGR"),
    }
}

/// Whether a party can move forces.
pub(crate) fn has_forces(party: &Party) -> bool {
    let identity = &party.identity;
    match identity.sector.as_deref() {
        Some("UNK") | None => identity.country.is_some(),
        Some(sector) => {
            matches!(sector, "GOV" | "MIL" | "COP" | "SPY" | "REB" | "UAF" | "PRM" | "PRE" | "OPP" | "LEG" | "ELI")
        }
    }
}
