//! Naming: which person a phrase names, and by what title.

use std::ops::Range;

use super::phrase::{Kind, Reading, Scene};
use super::roles::is_generic;
use super::scan::{Intro, Item, ItemKind, Segment, countries_in};
use super::words::Words;

/// A person whom a phrase names.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) person: Option<u32>,
    pub(super) words: Range<usize>,
    pub(super) segment: usize,
}

impl Scene<'_> {
    /// The person whom the phrase names, known to the tables or not.
    pub(super) fn named(&self) -> Option<Named> {
        let mut is_described = false;
        for (number, segment) in self.segments.iter().enumerate() {
            let is_name = |item: &Item| matches!(item.kind, ItemKind::People(_) | ItemKind::Capital);
            let is_bare_name = segment.items.iter().all(is_name)
                && segment.items.iter().map(|item| item.words.len()).sum::<usize>() > 1;
            if !matches!(segment.intro, Intro::Start | Intro::Comma) || is_described && !is_bare_name {
                continue;
            }
            if let Some(named) = self.long_form(number, segment) {
                return Some(named);
            }
            for item in &segment.items {
                if let ItemKind::People(people) = &item.kind {
                    // `Olaf Scholz's spokesman` is not `Olaf Scholz`.
                    let has_head = segment.items.iter().any(|other| {
                        other.words.start >= item.words.end && matches!(other.kind, ItemKind::Noun(_) | ItemKind::Plain)
                    });
                    if has_head && self.words.get(item.words.end - 1).is_possessive {
                        return None;
                    }
                    let words = with_capitals_around(segment, item);
                    // `Juan Carlos Jobet` is not `Juan Carlos`.
                    let is_other = item.words.len() < 3 && words != item.words;
                    let person = if is_other { None } else { self.best_person(people) };
                    return Some(Named { person, words, segment: number });
                }
            }
            if let Some(named) = self.unlisted(number, segment) {
                return Some(named);
            }
            if segment.items.iter().any(|item| matches!(item.kind, ItemKind::Noun(_) | ItemKind::Body(_))) {
                is_described = true;
            }
        }
        None
    }

    /// A person whose name stands with more words than the tables have, as `Ibrahim Mohamed Solih`.
    pub(super) fn long_form(&self, number: usize, segment: &Segment) -> Option<Named> {
        let end = segment.items.last()?.words.end;
        let is_name = |item: &&Item| {
            !matches!(item.kind, ItemKind::Noun(_) | ItemKind::Small | ItemKind::Former)
                && item.words.clone().all(|at| self.words.get(at).is_capital && !self.words.get(at).is_possessive)
        };
        let first = segment.items.iter().rev().take_while(is_name).last()?.words.start;
        (first..end.saturating_sub(2)).find_map(|start| {
            if segment.items.iter().any(|item| matches!(item.kind, ItemKind::People(_)) && item.words == (start..end)) {
                return None;
            }
            let people = self.book.with_ends(self.words.key(start), self.words.key(end - 1));
            // Every word of the known name stands in the longer one: `George W. Bush` is not `George H. W. Bush`.
            let is_within = |person: &u32| {
                let known = Words::of(&self.book.people[*person as usize].name);
                (0..known.len()).all(|at| (start..end).any(|word| self.words.key(word) == known.key(at)))
            };
            let people: Vec<u32> = people.iter().copied().filter(is_within).collect();
            let person = if people.is_empty() { None } else { self.best_person(&people) };
            person.map(|person| Named { person: Some(person), words: start..end, segment: number })
        })
    }

    /// A run of capitals that ends a segment and may be the name of a person.
    pub(super) fn unlisted(&self, number: usize, segment: &Segment) -> Option<Named> {
        let n_capitals = segment.items.iter().rev().take_while(|item| item.kind == ItemKind::Capital).count();
        let run = &segment.items[segment.items.len() - n_capitals..];
        let words = run.first()?.words.start..run.last()?.words.end;
        let (first, last) = (words.start, words.end - 1);
        // `The Daily Beast` is no Beast whom somebody calls Daily.
        let begins_with_the = segment.items.first().is_some_and(|item| self.is_article(item));
        let is_title = |item: &Item| {
            matches!(item.kind, ItemKind::Noun(noun) if noun.sector != "JNK")
                && !(begins_with_the && self.words.get(item.words.start).is_capital)
        };
        let has_title = segment.items[..segment.items.len() - n_capitals].iter().any(is_title);
        if first < last {
            let people = self.book.with_ends(self.words.key(first), self.words.key(last));
            let person = if people.is_empty() { None } else { self.best_person(people) };
            let is_described = self.segments.get(number + 1).is_some_and(|next| {
                next.intro == Intro::Comma && next.items.iter().any(|item| matches!(item.kind, ItemKind::Noun(_)))
            });
            return (person.is_some() || has_title || is_described).then_some(Named { person, words, segment: number });
        }
        let title = self.title_words(segment, first);
        let lands = self.lands_in(segment);
        let person = self.by_surname(self.words.key(last), &title, lands.last().copied());
        (person.is_some() || has_title).then_some(Named { person, words, segment: number })
    }

    pub(super) fn title_words(&self, segment: &Segment, before: usize) -> Vec<&str> {
        let nouns =
            segment.items.iter().filter(|item| item.words.start < before && !matches!(item.kind, ItemKind::Small));
        nouns.flat_map(|item| item.words.clone()).map(|at| self.words.key(at)).collect()
    }

    /// The one of several namesakes who fits the lands of the phrase, the context and the date best.
    pub(super) fn best_person(&self, people: &[u32]) -> Option<u32> {
        if let [only] = people {
            return Some(*only);
        }
        let lands: Vec<&str> = self.segments.iter().flat_map(|segment| self.lands_in(segment)).collect();
        let around = countries_in(self.book, self.context);
        let fit = |number: &u32| {
            let person = &self.book.people[*number as usize];
            let held = person.office_at(self.date);
            let country = person.country.as_str();
            let rank = held.map_or(0, |held| held.office.rank());
            (
                lands.contains(&country),
                around.contains(&country),
                held.is_some_and(|held| !held.is_past),
                rank,
                std::cmp::Reverse(*number),
            )
        };
        people.iter().copied().max_by_key(fit)
    }

    /// The person whom a family name means: one with the office or country of the title, else a head of state or
    /// government, or a minister, of that day.
    pub(super) fn by_surname(&self, key: &str, title: &[&str], country: Option<&str>) -> Option<u32> {
        let people = self.book.with_surname(key);
        if people.is_empty() || key.len() < 2 {
            return None;
        }
        let around = countries_in(self.book, self.context);
        let fit = |number: u32| {
            let person = &self.book.people[number as usize];
            if country.is_some_and(|country| country != person.country) {
                return None;
            }
            let held = person.office_at(self.date)?;
            let role = Words::of(&held.office.role);
            let n_shared = (0..role.len()).filter(|at| title.contains(&role.key(*at))).count();
            let is_titled = n_shared > 0 && !title.is_empty();
            let is_known = held.office.rank() > 0 && !held.is_past;
            let is_near = around.contains(&person.country.as_str());
            let fits = is_titled && (is_known || country.is_some() || is_near || n_shared > 1)
                || title.is_empty() && (is_known || is_near)
                || country.is_some();
            fits.then(|| (n_shared, is_near, !held.is_past, held.office.rank()))
        };
        let scored: Vec<_> = people.iter().filter_map(|number| Some((fit(*number)?, *number))).collect();
        let best = scored.iter().map(|(score, _)| *score).max()?;
        let mut same = scored.iter().filter(|(score, _)| *score == best);
        let first = same.next()?.1;
        // Two of the same standing: nobody knows which.
        same.next().is_none().then_some(first)
    }

    pub(super) fn tell_person(&self, reading: &mut Reading, named: &Named) {
        reading.kind = Kind::Person;
        reading.role = self.role_text(named);
        reading.name = Some(without_ending(self.phrase[self.words.place(named.words.clone())].trim()));
        let Some(person) = named.person.map(|number| &self.book.people[number as usize]) else {
            return;
        };
        // A title with another country is that of a namesake.
        if person.country == reading.country || reading.country.is_empty() || person.country == "IGO" {
            reading.name = Some(person.name.clone());
            let held = person.office_at(self.date);
            reading.role = reading.role.take().or_else(|| held.and_then(super::office::Held::role));
        }
    }

    /// The words of the title before a name, or of the apposition after it.
    pub(super) fn role_text(&self, named: &Named) -> Option<String> {
        let segment = &self.segments[named.segment];
        let title: Vec<&Item> = segment.items.iter().filter(|item| item.words.start < named.words.start).collect();
        let has_noun = title.iter().any(|item| matches!(item.kind, ItemKind::Noun(_)));
        if let (Some(first), true) = (title.iter().find(|item| !self.is_article(item)), has_noun) {
            return Some(without_ending(&self.phrase[self.words.place(first.words.start..named.words.start)]));
        }
        let next = self.segments.get(named.segment + 1).filter(|next| next.intro == Intro::Comma)?;
        next.items.iter().find(|item| matches!(item.kind, ItemKind::Noun(_)))?;
        let first = next.items.iter().find(|item| !self.is_article(item))?;
        let last = self.segments[named.segment + 1..]
            .iter()
            .enumerate()
            .take_while(|(at, segment)| *at == 0 || segment.intro != Intro::Comma);
        let end = last.filter_map(|(_, segment)| segment.items.last()).last()?.words.end;
        Some(self.phrase[self.words.place(first.words.start..end)].to_owned())
    }

    /// The words of a phrase that gives a role and no name: `senior State Department official`.
    pub(super) fn bare_role(&self) -> Option<String> {
        let items = &self.segments[0].items;
        let head = &items[self.head_noun(0)?];
        if !is_generic(self.words.keys(head.words.clone())) {
            return None;
        }
        let is_counted = |item: &&Item| {
            item.kind == ItemKind::Small && !matches!(self.words.key(item.words.start), "senior" | "top" | "acting")
        };
        let first = items.iter().find(|item| !is_counted(item))?;
        let after = self.segments[1..].iter().take_while(|segment| segment.intro == Intro::Of);
        let end = after.filter_map(|segment| segment.items.last()).last().or(items.last())?.words.end;
        Some(self.phrase[self.words.place(first.words.start..end)].to_owned())
    }

    pub(super) fn is_article(&self, item: &Item) -> bool {
        item.kind == ItemKind::Small
            && matches!(self.words.key(item.words.start), "the" | "a" | "an" | "his" | "her" | "their" | "its")
    }
}

/// The words of a person's name, with the unknown capitals that hang on it.
fn with_capitals_around(segment: &Segment, item: &Item) -> Range<usize> {
    let mut words = item.words.clone();
    for next in segment.items.iter().filter(|other| other.words.start >= item.words.end) {
        if next.kind != ItemKind::Capital || next.words.start != words.end {
            break;
        }
        words.end = next.words.end;
    }
    words
}

/// A name without a possessive ending and signs.
fn without_ending(name: &str) -> String {
    let trimmed =
        name.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ':' | '-' | '—'));
    let trimmed = ["'s", "’s"].iter().find_map(|ending| trimmed.strip_suffix(ending)).unwrap_or(trimmed);
    trimmed.to_owned()
}
