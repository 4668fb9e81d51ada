//! Slots: who fills which place of a verb or an event noun.
//!
//! Slots are the logical ones: the subject of a passive is its object, a relative pronoun is the noun that it stands for, and
//! an infinitive borrows its subject from the verb that governs it.

use vigie_lang::Upos;

use super::Tree;

/// Steps up a tree that a borrowed subject may take, so that no chain of clauses is followed for ever.
const MOST_STEPS: usize = 6;

/// Verbs whose object, not their subject, does what their infinitive says.
const OBJECT_CONTROL: &[&str] = &[
    "advise",
    "allow",
    "appoint",
    "ask",
    "authorize",
    "authorise",
    "bar",
    "beg",
    "cause",
    "challenge",
    "command",
    "compel",
    "convince",
    "direct",
    "enable",
    "encourage",
    "expect",
    "forbid",
    "force",
    "help",
    "hire",
    "induce",
    "instruct",
    "invite",
    "lead",
    "leave",
    "let",
    "make",
    "nominate",
    "oblige",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "prevent",
    "prompt",
    "push",
    "recruit",
    "require",
    "see",
    "send",
    "stop",
    "task",
    "tell",
    "urge",
    "want",
    "warn",
    "watch",
    "call",
];

/// Nouns whose infinitive says what others are asked to do.
const ASKING: &[&str] = &[
    "request",
    "call",
    "appeal",
    "demand",
    "plea",
    "order",
    "invitation",
    "ultimatum",
    "pressure",
    "instruction",
    "recommendation",
];

/// Nouns for what somebody is held to have done.
const GUILT: &[&str] = &["suspicion", "charge", "count", "accusation", "allegation"];

impl Tree<'_> {
    /// Whether a verb is passive.
    pub fn is_passive(&self, verb: usize) -> bool {
        let marked = self
            .children(verb)
            .iter()
            .any(|&child| matches!(self.relation(child), "nsubj:pass" | "aux:pass" | "obl:agent" | "csubj:pass"));
        marked || self.is_reduced_passive(verb) || self.is_bare_participle(verb) || self.is_fellow_passive(verb)
    }

    /// Whether a participle shares the auxiliary of the passive before it: `was indicted and convicted`.
    fn is_fellow_passive(&self, verb: usize) -> bool {
        let has_own = || {
            self.children(verb)
                .iter()
                .any(|&child| matches!(self.relation(child), "nsubj" | "obj" | "aux" | "cop" | "ccomp" | "xcomp"))
        };
        self.relation(verb) == "conj"
            && matches!(self.word(verb).xpos(), "VBN" | "VBD")
            && !has_own()
            && self.head(verb).is_some_and(|first| self.word(first).xpos() == "VBN" && self.is_passive(first))
    }

    /// Whether a verb is a participle behind its noun, as in `the village shelled on Sunday`.
    fn is_reduced_passive(&self, verb: usize) -> bool {
        self.relation(verb) == "acl"
            && self.word(verb).xpos() == "VBN"
            && self.child(verb, "obj").is_none()
            && !self.children(verb).iter().any(|&child| self.relation(child) == "aux")
    }

    /// Whether a participle with a subject has lost its auxiliary, as in headlines: `Helicopter shot down over the border`.
    fn is_bare_participle(&self, verb: usize) -> bool {
        let has =
            |relations: &[&str]| self.children(verb).iter().any(|&child| relations.contains(&self.relation(child)));
        self.word(verb).xpos() == "VBN" && has(&["nsubj"]) && !has(&["aux", "cop", "obj", "ccomp", "xcomp", "iobj"])
    }

    /// Who does what a verb says: a passive's agent, else its subject, borrowed where it has none of its own.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) { self.agent(verb) } else { self.grammatical_subject(verb, 0) }
    }

    fn agent(&self, verb: usize) -> Option<usize> {
        // `fired from Belarus` is taken for an agent at times.
        let by = |agent: &usize| self.preposition(*agent).is_none_or(|preposition| preposition.ends_with("by"));
        if let Some(agent) = self.child(verb, "obl:agent").filter(by) {
            return Some(agent);
        }
        let own = self.children(verb).iter().copied().find(|&child| {
            self.relation(child).starts_with("obl")
                && self.preposition(child).as_deref() == Some("by")
                && self.names_somebody(child)
        });
        // `was bombed and killed by aircraft`: the last of them names the agent of all.
        let next = || {
            let is_next =
                |&child: &usize| child > verb && self.relation(child) == "conj" && self.is_fellow_passive(child);
            self.children(verb).iter().copied().find(is_next)
        };
        own.or_else(|| next().and_then(|next| self.agent(next)))
    }

    fn names_somebody(&self, word: usize) -> bool {
        matches!(self.word(word).upos(), Upos::Propn | Upos::Noun | Upos::Pron)
            && !matches!(self.lemma(word), "end" | "year" | "month" | "week" | "percent" | "time")
    }

    /// The word that stands as the subject of a verb, active or passive.
    fn grammatical_subject(&self, verb: usize, steps: usize) -> Option<usize> {
        if steps > MOST_STEPS {
            return None;
        }
        let own = self
            .children(verb)
            .iter()
            .copied()
            .find(|&child| matches!(self.relation(child), "nsubj" | "nsubj:pass" | "nsubj:outer"));
        if let Some(own) = own {
            return self.resolved(own, verb);
        }
        let head = self.head(verb)?;
        match self.relation(verb) {
            "conj" => self.grammatical_subject(head, steps + 1),
            "xcomp" | "ccomp" => self.controller(verb, head, steps),
            "advcl" if self.charges(head) || self.is_marked(verb, "for") && self.punishes(head) => self.object(head),
            "advcl" if self.head_is_verbal(head) => {
                self.grammatical_subject(head, steps + 1).or_else(|| self.subject(head))
            }
            // `arrested two men on suspicion of beating him`; parsers hang it from the verb or from the men
            "acl" if GUILT.contains(&self.lemma(head)) && matches!(self.relation(head), "obl" | "advcl" | "nmod") => {
                let above = self.head(head)?;
                if self.relation(head) == "nmod" { Some(above) } else { self.object(above) }
            }
            "acl" | "acl:relcl" => match self.word(verb).xpos() {
                // `the men leading the raid`, but `an idea of leading a raid`
                "VBG" | "VBN" if !self.is_marked(verb, "of") => Some(head),
                _ => self.holder(head, steps),
            },
            _ => None,
        }
    }

    fn is_marked(&self, verb: usize, word: &str) -> bool {
        self.children(verb).iter().any(|&child| self.relation(child) == "mark" && self.lemma(child) == word)
    }

    /// Whether a verb charges its object with what its clause says: `accused the rebels of burning a village`.
    pub fn charges(&self, verb: usize) -> bool {
        matches!(
            self.lemma(verb),
            "accuse" | "suspect" | "charge" | "convict" | "blame" | "indict" | "condemn" | "criticize" | "criticise"
        )
    }

    /// Whether a verb does to its object what follows from what that one did: `jailed the men for burning a village`.
    fn punishes(&self, verb: usize) -> bool {
        matches!(
            self.lemma(verb),
            "arrest"
                | "detain"
                | "jail"
                | "imprison"
                | "sentence"
                | "fine"
                | "punish"
                | "execute"
                | "hang"
                | "expel"
                | "deport"
                | "try"
        )
    }

    fn head_is_verbal(&self, head: usize) -> bool {
        matches!(self.word(head).upos(), Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun)
    }

    /// The noun that a relative pronoun stands for, or the word itself.
    fn resolved(&self, word: usize, verb: usize) -> Option<usize> {
        let is_relative =
            self.word(word).feature("PronType") == Some("Rel") || matches!(self.word(word).xpos(), "WDT" | "WP");
        if !is_relative {
            return Some(word);
        }
        let mut at = verb;
        for _ in 0..MOST_STEPS {
            let head = self.head(at)?;
            if self.relation(at).starts_with("acl") {
                return Some(self.noun_right_before(word).unwrap_or(head));
            }
            at = head;
        }
        None
    }

    /// The noun that a relative pronoun follows at once, which it means though the parser may have hung its clause higher: `an explosion
    /// from bombs that were seized`. Behind `of` it may mean either.
    fn noun_right_before(&self, pronoun: usize) -> Option<usize> {
        let before = pronoun.checked_sub(1)?;
        let is_noun = matches!(self.word(before).upos(), Upos::Noun | Upos::Propn);
        let is_head = !matches!(self.relation(before), "compound" | "flat" | "appos" | "conj" | "nmod:desc");
        let is_free = self.preposition(before).is_some_and(|preposition| preposition != "of");
        (is_noun && is_head && is_free).then_some(before)
    }

    /// Who does what an infinitive under `head` says.
    fn controller(&self, verb: usize, head: usize, steps: usize) -> Option<usize> {
        let is_passive_head = self.is_passive(head);
        let lemma = self.lemma(head);
        // `views the plan as preparing a war`
        let is_as = |&child: &usize| matches!(self.relation(child), "mark" | "case") && self.lemma(child) == "as";
        if self.children(verb).iter().any(is_as) && !is_passive_head {
            let between = |&child: &usize| child > head && child < verb && self.is_nominal(child);
            return self.children(head).iter().copied().find(between);
        }
        let object = self
            .child(head, "obj")
            .or_else(|| self.child(head, "iobj"))
            .filter(|&object| object < verb || self.relation(object) == "iobj");
        if let Some(object) = object
            && OBJECT_CONTROL.contains(&lemma)
            && !is_passive_head
        {
            return self.resolved(object, head);
        }
        // `called on Iran to stop`, `appealed to the rebels to leave`
        if let Some(asked) =
            self.children(head).iter().copied().find(|&child| self.relation(child).starts_with("obl") && child < verb)
            && matches!(
                (lemma, self.preposition(asked).as_deref()),
                ("call" | "prevail", Some("on" | "upon")) | ("appeal", Some("to"))
            )
        {
            return Some(asked);
        }
        if self.relation(verb) == "ccomp" && self.word(verb).feature("VerbForm") == Some("Fin") {
            return None;
        }
        self.grammatical_subject(head, steps + 1)
    }

    /// Whose decision, plan or threat a noun tells of: its possessor, its of-phrase, or the subject of the verb over it.
    pub fn holder(&self, noun: usize, steps: usize) -> Option<usize> {
        // `his request to the court to release them`: who is asked does it, if anybody.
        if ASKING.contains(&self.lemma(noun)) {
            return self.children(noun).iter().copied().find(|&child| {
                self.relation(child) == "nmod"
                    && matches!(self.preposition(child).as_deref(), Some("to" | "on" | "for" | "from"))
                    && self.names_somebody(child)
            });
        }
        if let Some(owner) =
            self.child(noun, "nmod:poss").filter(|&owner| self.word(owner).feature("PronType") != Some("Int"))
        {
            return Some(owner);
        }
        let verb = self.head(noun)?;
        // `moved closer to the decision to send them`
        let above = Some(verb).filter(|&word| self.word(word).upos() == Upos::Adv).and_then(|word| self.head(word));
        let mover = above.unwrap_or(verb);
        let comes_near = self.relation(noun) == "obl"
            && matches!(self.lemma(mover), "move" | "come" | "edge" | "inch" | "draw" | "lean" | "drift")
            && matches!(self.preposition(noun).as_deref(), Some("to" | "toward" | "towards"));
        if comes_near && steps <= MOST_STEPS {
            return self.grammatical_subject(mover, steps + 1);
        }
        if matches!(self.relation(noun), "obj" | "xcomp") && steps <= MOST_STEPS {
            return self.grammatical_subject(verb, steps + 1);
        }
        self.children(noun).iter().copied().find(|&child| {
            self.relation(child) == "nmod"
                && matches!(self.preposition(child).as_deref(), Some("by" | "of" | "from"))
                && self.names_somebody(child)
        })
    }

    /// Who or what a verb acts on.
    pub fn object(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            if self.is_reduced_passive(verb) {
                return self.head(verb);
            }
            return self.grammatical_subject(verb, 0);
        }
        if let Some(object) = self.child(verb, "obj") {
            return self.resolved(object, verb);
        }
        // `the base that they attacked`, `attacked and burned the village`
        if self.relation(verb) == "acl:relcl"
            && self.child(verb, "nsubj").is_some_and(|subject| !self.is_relative(subject))
            && self.child(verb, "obl").is_none()
        {
            return self.head(verb);
        }
        let later =
            self.children(verb).iter().copied().find(|&child| self.relation(child) == "conj" && child < verb + 4)?;
        self.child(later, "obj")
    }

    fn is_relative(&self, word: usize) -> bool {
        matches!(self.word(word).xpos(), "WDT" | "WP")
    }

    /// The words that fill a slot of a verb.
    pub fn verb_slot(&self, verb: usize, slot: &str) -> Vec<usize> {
        let several = |word: Option<usize>| word.map(|word| self.with_conjuncts(word)).unwrap_or_default();
        match slot {
            "subj" => several(self.subject(verb)),
            "obj" => several(self.object(verb)),
            "iobj" => several(self.child(verb, "iobj")),
            "comp" => self.children_in(verb, &["ccomp", "xcomp", "advcl"]),
            "pred" => self
                .children(verb)
                .iter()
                .copied()
                .filter(|&child| self.relation(child) == "xcomp" || self.relation(child) == "advcl")
                .collect(),
            "compsubj" => self
                .children_in(verb, &["ccomp", "xcomp"])
                .into_iter()
                .filter_map(|comp| self.grammatical_subject(comp, 0))
                .flat_map(|word| self.with_conjuncts(word))
                .collect(),
            "poss" | "mod" => Vec::new(),
            _ => match slot.strip_prefix("obj.") {
                Some(preposition) => {
                    let objects = several(self.object(verb)).into_iter();
                    objects.flat_map(|object| self.prepositional(object, preposition)).collect()
                }
                None => self.prepositional(verb, slot),
            },
        }
    }

    /// The words that fill a slot of an event noun.
    pub fn noun_slot(&self, noun: usize, slot: &str) -> Vec<usize> {
        match slot {
            "poss" => self.owner(noun).map(|owner| self.with_conjuncts(owner)).unwrap_or_default(),
            "mod" => self
                .children_in(noun, &["amod", "compound", "nmod", "nmod:desc"])
                .into_iter()
                .filter(|&word| word < noun && self.preposition(word).is_none())
                .collect(),
            "subj" | "obj" | "iobj" | "compsubj" | "pred" => Vec::new(),
            "comp" => self.children_in(noun, &["acl", "ccomp", "xcomp"]),
            _ => self.prepositional(noun, slot),
        }
    }

    /// The owner of a noun: its possessive, or a word before it with an `'s` of its own, whatever the parser calls it.
    fn owner(&self, noun: usize) -> Option<usize> {
        let has_mark = |word: usize| self.children(word).iter().any(|&mark| self.word(mark).xpos() == "POS");
        let before = |&child: &usize| child < noun && has_mark(child);
        self.child(noun, "nmod:poss").or_else(|| self.children(noun).iter().copied().find(before))
    }

    fn children_in(&self, word: usize, relations: &[&str]) -> Vec<usize> {
        self.children(word).iter().copied().filter(|&child| relations.contains(&self.relation(child))).collect()
    }

    /// The heads of phrases with a preposition under a word; a verb's own, and those of its object that the parser may have
    /// hung too low are not looked for.
    fn prepositional(&self, word: usize, preposition: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for &child in self.children(word) {
            if !(self.relation(child).starts_with("obl") || self.relation(child).starts_with("nmod")) {
                continue;
            }
            if self.preposition(child).is_some_and(|found| {
                found == preposition
                    || found.ends_with(preposition) && found.split(' ').next_back() == Some(preposition)
            }) {
                found.extend(self.with_conjuncts(child));
            }
        }
        found
    }

    /// Particles, adverbs and prepositions next to a verb.
    pub fn particles(&self, verb: usize) -> Vec<String> {
        let mut found = Vec::new();
        for &child in self.children(verb) {
            match self.relation(child) {
                "compound:prt" | "advmod" => found.push(self.lemma(child).to_lowercase()),
                relation if relation.starts_with("obl") => found.extend(self.preposition(child)),
                _ => {}
            }
        }
        let both: Vec<String> = found.windows(2).map(|pair| pair.join(" ")).collect();
        found.extend(both);
        found
    }
}
