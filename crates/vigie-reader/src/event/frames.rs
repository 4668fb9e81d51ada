//! Frames: which verb or event noun codes which type, and which of its slots act and are acted on.
//!
//! Read from `frames.tsv`, whose head says what its columns mean, and `word-classes.tsv`. Frames of one lemma are tried in
//! the order of the table, the more specific first; the first that holds decides.

use std::collections::{BTreeSet, HashMap};

use vigie_lang::{NameKind, Upos};

use crate::knowledge::{Row, TableError, TableFault, UserTables, rows_of};
use crate::tree::Tree;

const FRAMES: &str = include_str!("../../../../knowledge/frames.tsv");
const CLASSES: &str = include_str!("../../../../knowledge/word-classes.tsv");

/// All frames, by lemma.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    verbs: HashMap<String, Vec<Frame>>,
    nouns: HashMap<String, Vec<Frame>>,
    classes: HashMap<String, Vec<String>>,
}

/// One row of the table.
#[derive(Debug, Clone)]
struct Frame {
    constraints: Vec<Constraint>,
    /// Absent where the row says that this is no event.
    coded: Option<(String, Option<String>)>,
    actor: Vec<String>,
    recipient: Vec<String>,
    not: Words,
    is_sure: bool,
    name: String,
}

#[derive(Debug, Clone)]
struct Constraint {
    slot: String,
    wanted: Wanted,
}

#[derive(Debug, Clone)]
enum Wanted {
    Anything,
    Nothing,
    Words(Words),
}

/// Lemmas and phrases, and the kinds of names that count as well.
#[derive(Debug, Clone, Default)]
struct Words {
    lemmas: BTreeSet<String>,
    kinds: Vec<NameKind>,
    any_actor: bool,
}

/// What a frame makes of a word.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the row")]
pub(crate) struct Coded {
    /// The type.
    pub(crate) kind: String,
    /// The mode, if any.
    pub(crate) mode: Option<String>,
    /// The head words of those who act.
    pub(crate) actors: Vec<usize>,
    /// The head words of those who are acted on.
    pub(crate) recipients: Vec<usize>,
    /// Whether the row says that who acts is not told, as in the headline `Helicopter shot down`.
    pub(crate) takes_no_actor: bool,
    /// Whether the row says that nobody is acted on, as where a force is moved.
    pub(crate) takes_no_recipient: bool,
    /// Whether the row asks for certain words beside the lemma.
    pub(crate) is_specific: bool,
    /// Whether the row needs no head beside it.
    pub(crate) is_sure: bool,
    /// Whether both sides do it to each other.
    pub(crate) is_mutual: bool,
    /// The row, for people.
    pub(crate) rule: String,
}

/// What the table says of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// Nothing: no frame of its lemma holds.
    Unknown,
    /// That it is no event here.
    NoEvent,
    /// That it is one.
    Event(Coded),
}

/// What the frames ask about a word beyond the tree: names, and nouns for people and bodies.
pub(crate) struct Surroundings<'a> {
    /// The kind of the name that each word is part of.
    pub(crate) names: &'a [Option<NameKind>],
    /// The lemmas of the page, in lower case.
    pub(crate) lemmas: &'a BTreeSet<String>,
    /// Whether a word stands for somebody who can act.
    pub(crate) is_actor: &'a dyn Fn(usize) -> bool,
}

impl Frames {
    /// Reads the tables.
    ///
    /// # Errors
    /// When a table, ours or the user's, is broken.
    pub(crate) fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut classes: HashMap<String, Vec<String>> = HashMap::new();
        for table in rows_of(user, "word-classes.tsv", CLASSES, &["class", "words"])? {
            for row in table.rows() {
                classes.entry(row.get("class").to_owned()).or_default().extend(row.get("words").split('|').map(clean));
            }
        }
        let mut frames = Self::default();
        let needed = ["lemma", "pos", "with", "type", "mode", "actor", "recipient", "not"];
        for table in rows_of(user, "frames.tsv", FRAMES, &needed)? {
            for row in table.rows() {
                let by_lemma = if row.get("pos") == "n" { &mut frames.nouns } else { &mut frames.verbs };
                by_lemma.entry(row.get("lemma").to_lowercase()).or_default().push(Frame::read(row, &classes)?);
            }
        }
        frames.classes = classes;
        Ok(frames)
    }

    /// Whether a lemma belongs to a class of `word-classes.tsv`.
    pub(crate) fn is_of_class(&self, class: &str, lemma: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.iter().any(|word| word.eq_ignore_ascii_case(lemma)))
    }

    /// The types that the rows of a word's lemma code, the least specific row's first.
    pub(crate) fn kinds(&self, tree: &Tree<'_>, word: usize) -> Vec<&str> {
        self.rows(tree, word)
            .iter()
            .rev()
            .filter_map(|frame| frame.coded.as_ref())
            .map(|(kind, _)| kind.as_str())
            .collect()
    }

    /// Says what the table makes of a word.
    pub(crate) fn verdict(&self, tree: &Tree<'_>, word: usize, around: &Surroundings<'_>) -> Verdict {
        let is_verb = is_verbal(tree, word);
        let mut is_barred = false;
        for frame in self.rows(tree, word) {
            if !frame.fits(tree, word, is_verb, around) {
                continue;
            }
            if frame.is_barred(tree, word, is_verb, around) {
                is_barred = true;
                continue;
            }
            return frame.verdict(tree, word, is_verb);
        }
        if is_barred { Verdict::NoEvent } else { Verdict::Unknown }
    }

    /// The rows of a word, by its lemma or else, for a noun that the engine took for a verb, by its form.
    fn rows(&self, tree: &Tree<'_>, word: usize) -> &[Frame] {
        let is_verb = is_verbal(tree, word);
        let by_lemma = if is_verb { &self.verbs } else { &self.nouns };
        match rows_for(by_lemma, tree.lemma(word)) {
            [] if !is_verb => rows_for(by_lemma, tree.word(word).text()),
            rows => rows,
        }
    }
}

/// The rows of a lemma. The engine's lemmas of rare forms can be off by a letter: `expelled` becomes `expell`.
fn rows_for<'f>(by_lemma: &'f HashMap<String, Vec<Frame>>, lemma: &str) -> &'f [Frame] {
    let lemma = lemma.to_lowercase();
    let single = || {
        let mut letters = lemma.chars().rev();
        let doubled =
            matches!((letters.next(), letters.next()), (Some(last), Some(before)) if last == before && last.is_ascii());
        doubled.then(|| &lemma[..lemma.len() - 1])
    };
    let without_e = || lemma.strip_suffix('e').filter(|stem| stem.len() > 3);
    let with_y = || lemma.trim_end_matches('e').strip_suffix('i').map(|stem| format!("{stem}y"));
    let found = by_lemma
        .get(&lemma)
        .or_else(|| by_lemma.get(single()?))
        .or_else(|| by_lemma.get(&format!("{lemma}e")))
        .or_else(|| by_lemma.get(without_e()?))
        .or_else(|| by_lemma.get(&with_y()?));
    found.map(Vec::as_slice).unwrap_or_default()
}

/// Whether a word is read as a verb: one that stands as a noun does, after a preposition, is none.
pub(crate) fn is_verbal(tree: &Tree<'_>, word: usize) -> bool {
    let stands_as_noun = || {
        !tree.word(word).xpos().starts_with("VB")
            && matches!(tree.relation(word), "obl" | "nmod" | "obj" | "nsubj" | "nsubj:pass" | "compound")
            || tree.children(word).iter().any(|&child| matches!(tree.relation(child), "nmod:poss" | "det"))
    };
    tree.word(word).upos() == Upos::Verb && !stands_as_noun()
}

fn clean(word: &str) -> String {
    word.trim().to_lowercase()
}

impl Frame {
    fn read(row: Row<'_>, classes: &HashMap<String, Vec<String>>) -> Result<Self, TableError> {
        let mut constraints = Vec::new();
        for part in row.get("with").split(';').filter(|part| !part.trim().is_empty()) {
            let Some((slot, wanted)) = part.split_once(':') else {
                return Err(TableError {
                    table: "frames.tsv".to_owned(),
                    line: 0,
                    reason: TableFault::BadCell {
                        column: "with".to_owned(),
                        cell: part.to_owned(),
                        expected: "`slot:word`".to_owned(),
                    },
                });
            };
            let wanted = match wanted.trim() {
                "*" => Wanted::Anything,
                "-" => Wanted::Nothing,
                words => Wanted::Words(Words::read(words, classes)),
            };
            constraints.push(Constraint { slot: clean(slot), wanted });
        }
        let slots = |column: &str| {
            row.get(column).split('|').map(clean).filter(|slot| !slot.is_empty() && slot != "-").collect()
        };
        let mode = Some(row.get("mode").to_owned()).filter(|mode| !mode.is_empty());
        Ok(Self {
            constraints,
            coded: (row.get("type") != "-").then(|| (row.get("type").to_owned(), mode)),
            actor: slots("actor"),
            recipient: slots("recipient"),
            not: Words::read(row.get("not"), classes),
            is_sure: row.get("note").starts_with("sure"),
            name: format!("{} {} {}", row.get("lemma"), row.get("pos"), row.get("with")).trim_end().to_owned(),
        })
    }

    fn fits(&self, tree: &Tree<'_>, word: usize, is_verb: bool, around: &Surroundings<'_>) -> bool {
        self.constraints.iter().all(|constraint| constraint.holds(tree, word, is_verb, around))
    }

    fn is_barred(&self, tree: &Tree<'_>, word: usize, is_verb: bool, around: &Surroundings<'_>) -> bool {
        if self.not.is_empty() {
            return false;
        }
        let slots: &[&str] = if is_verb { &["subj", "obj", "in", "of"] } else { &["mod", "of", "poss"] };
        slots.iter().flat_map(|slot| fill(tree, word, is_verb, slot)).any(|filler| self.not.has(tree, filler, around))
    }

    fn verdict(&self, tree: &Tree<'_>, word: usize, is_verb: bool) -> Verdict {
        let Some((kind, mode)) = self.coded.clone() else { return Verdict::NoEvent };
        let first = |slots: &[String]| {
            slots.iter().map(|slot| fill(tree, word, is_verb, slot)).find(|found| !found.is_empty()).unwrap_or_default()
        };
        let is_mutual = self.actor.iter().chain(&self.recipient).any(|slot| slot == "each");
        let (mut actors, mut recipients) = (first(&self.actor), first(&self.recipient));
        if recipients.is_empty() && is_verb {
            // `signed a treaty with Poland`: the preposition may hang on the object.
            let objects = tree.verb_slot(word, "obj");
            let of_object =
                |slot: &String| objects.iter().flat_map(|&object| tree.noun_slot(object, slot)).collect::<Vec<_>>();
            let slots =
                self.recipient.iter().filter(|slot| matches!(slot.as_str(), "with" | "on" | "against" | "to" | "from"));
            recipients = slots.map(of_object).find(|found| !found.is_empty()).unwrap_or_default();
        }
        if is_mutual {
            (actors, recipients) = sides(tree, word, is_verb);
        }
        recipients.retain(|recipient| !actors.contains(recipient));
        let takes_no_recipient = self.recipient.is_empty() && !is_mutual;
        let takes_no_actor = self.actor.is_empty() && !is_mutual;
        let is_specific = !self.constraints.is_empty();
        Verdict::Event(Coded {
            is_specific,
            is_sure: self.is_sure,
            kind,
            mode,
            actors,
            recipients,
            takes_no_actor,
            takes_no_recipient,
            is_mutual,
            rule: self.name.clone(),
        })
    }
}

/// The sides of an act that is done with each other.
fn sides(tree: &Tree<'_>, word: usize, is_verb: bool) -> (Vec<usize>, Vec<usize>) {
    let mut ours = if is_verb { tree.verb_slot(word, "subj") } else { tree.noun_slot(word, "poss") };
    let mut theirs = fill(tree, word, is_verb, "with");
    if theirs.is_empty() {
        theirs = fill(tree, word, is_verb, "between");
    }
    if theirs.is_empty() && is_verb {
        theirs = tree.verb_slot(word, "obj");
    }
    if ours.is_empty() && theirs.len() > 1 {
        ours = theirs.drain(..1).collect();
    } else if theirs.is_empty() && ours.len() > 1 {
        theirs = ours.split_off(1);
    }
    (ours, theirs)
}

/// The words that fill a slot.
fn fill(tree: &Tree<'_>, word: usize, is_verb: bool, slot: &str) -> Vec<usize> {
    if is_verb { tree.verb_slot(word, slot) } else { tree.noun_slot(word, slot) }
}

impl Constraint {
    fn holds(&self, tree: &Tree<'_>, word: usize, is_verb: bool, around: &Surroundings<'_>) -> bool {
        if self.slot == "particle" {
            let found = tree.particles(word);
            return match &self.wanted {
                Wanted::Anything => !found.is_empty(),
                Wanted::Nothing => found.is_empty(),
                Wanted::Words(words) => found.iter().any(|particle| words.lemmas.contains(particle)),
            };
        }
        if self.slot == "page" {
            return matches!(&self.wanted, Wanted::Words(words) if !words.lemmas.is_disjoint(around.lemmas));
        }
        let found = fill(tree, word, is_verb, &self.slot);
        match &self.wanted {
            Wanted::Anything => !found.is_empty(),
            Wanted::Nothing => found.is_empty(),
            Wanted::Words(words) => found.iter().any(|&filler| words.has(tree, filler, around)),
        }
    }
}

impl Words {
    fn read(text: &str, classes: &HashMap<String, Vec<String>>) -> Self {
        let mut words = Self::default();
        for part in text.split('|').map(str::trim).filter(|part| !part.is_empty()) {
            match part {
                "@PER" => words.kinds.push(NameKind::Per),
                "@LOC" => words.kinds.push(NameKind::Loc),
                "@ORG" => words.kinds.push(NameKind::Org),
                "@ACTOR" => words.any_actor = true,
                _ => match part.strip_prefix('@').and_then(|class| classes.get(class)) {
                    Some(class) => words.lemmas.extend(class.iter().cloned()),
                    None => {
                        words.lemmas.insert(clean(part));
                    }
                },
            }
        }
        words
    }

    fn is_empty(&self) -> bool {
        self.lemmas.is_empty() && self.kinds.is_empty() && !self.any_actor
    }

    /// Whether a word, its compound or its of-phrase is among these.
    fn has(&self, tree: &Tree<'_>, word: usize, around: &Surroundings<'_>) -> bool {
        if around.names[word].is_some_and(|kind| self.kinds.contains(&kind))
            || (self.any_actor && (around.is_actor)(word))
        {
            return true;
        }
        if self.lemmas.is_empty() {
            return false;
        }
        let lemma = tree.lemma(word).to_lowercase();
        if self.lemmas.contains(&lemma) || self.lemmas.contains(&tree.word(word).text().to_lowercase()) {
            return true;
        }
        let mut phrase = lemma;
        for &child in tree.children(word).iter().rev() {
            match tree.relation(child) {
                "compound" | "amod" | "flat" | "nmod:poss" if child < word => {
                    let part = tree.lemma(child).to_lowercase();
                    if tree.relation(child) == "compound" && self.lemmas.contains(&part) {
                        return true;
                    }
                    phrase = format!("{part} {phrase}");
                    if self.lemmas.contains(&phrase) {
                        return true;
                    }
                }
                "nmod" if tree.preposition(child).as_deref() == Some("of") => {
                    let part = tree.lemma(child).to_lowercase();
                    if self.lemmas.contains(&part)
                        || self.lemmas.contains(&format!("{} of {part}", tree.lemma(word).to_lowercase()))
                    {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_tables_can_be_read() {
        let frames = Frames::new(&UserTables::new()).unwrap();
        assert!(frames.verbs.len() > 500, "{}", frames.verbs.len());
        assert!(frames.nouns.len() > 300, "{}", frames.nouns.len());
        assert!(
            frames.verbs["invade"].iter().any(|frame| frame.coded.as_ref().is_some_and(|(kind, _)| kind == "ASSAULT"))
        );
    }

    #[test]
    fn a_lemma_that_is_off_by_a_letter_finds_its_rows() {
        // `expelled` was read with the lemma `expell`, and the expulsion of diplomats was no event.
        let frames = Frames::new(&UserTables::new()).unwrap();
        for (lemma, right) in [
            ("expell", "expel"),
            ("invad", "invade"),
            ("Attack", "attack"),
            ("condemne", "condemn"),
            ("deni", "deny"),
            ("denie", "deny"),
        ] {
            assert_eq!(rows_for(&frames.verbs, lemma).len(), frames.verbs[right].len(), "{lemma}");
        }
        assert!(rows_for(&frames.verbs, "").is_empty() && rows_for(&frames.verbs, "éé").is_empty());
    }

    #[test]
    fn a_user_frame_comes_first() {
        let table = "lemma\tpos\twith\ttype\tmode\tactor\trecipient\tnot\ninvade\tv\t\t-\t\t\t\t\n";
        let user = UserTables::from([("frames.tsv".to_owned(), table.to_owned())]);
        assert!(Frames::new(&user).unwrap().verbs["invade"][0].coded.is_none());
    }

    #[test]
    fn a_constraint_without_a_slot_is_refused() {
        let table = "lemma\tpos\twith\ttype\tmode\tactor\trecipient\tnot\ninvade\tv\tball\t-\t\t\t\t\n";
        let user = UserTables::from([("frames.tsv".to_owned(), table.to_owned())]);
        assert!(Frames::new(&user).unwrap_err().to_string().contains("`ball` in column `with`"));
    }
}
