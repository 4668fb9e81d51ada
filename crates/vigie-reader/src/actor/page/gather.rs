//! Gathering: everybody whom a page names, and what it says of each.

use std::collections::BTreeMap;
use std::ops::Range;

use vigie_lang::{NameKind, Upos};
use vigie_record::Identity;

use super::describe::Described;
use super::gender::{of_given_name, of_words};
use super::mention::{Known, Mention};
use super::{Page, strip_article};
use crate::actor::entry::Meaning;
use crate::actor::phrase::{Kind, Reading, actor_id};
use crate::actor::scan::countries_in;
use crate::actor::words::Words;

/// Someone whom the page names, while it is gathered.
#[derive(Debug, Default)]
struct Person {
    name: String,
    keys: Vec<String>,
    /// Where the full name stands, and then where a part of it does, each in the order of the text.
    mentions: Vec<Range<usize>>,
    n_full: usize,
}

impl Person {
    fn new(name: &str, keys: Vec<String>, words: Range<usize>) -> Self {
        Self { name: name.to_owned(), keys, mentions: vec![words], n_full: 0 }
    }

    /// The last place before a word where the person is named.
    fn last_before(&self, at: usize) -> Option<usize> {
        let (full, parts) = self.mentions.split_at(self.n_full);
        let last = |mentions: &[Range<usize>]| {
            let n_before = mentions.partition_point(|words| words.start < at);
            n_before.checked_sub(1).map(|last| mentions[last].start)
        };
        last(full).max(last(parts))
    }
}

impl Page<'_> {
    pub(super) fn gather(&mut self) {
        self.mark_names();
        self.explain_abbreviations();
        self.find_home();
        let people = self.people();
        let mut numbered: BTreeMap<usize, Mention> = BTreeMap::new();
        for person in people {
            self.add_person(&person, &mut numbered);
        }
        self.add_others(&mut numbered);
        self.mentions = numbered.into_values().collect();
    }

    fn mark_names(&mut self) {
        self.person_words = vec![false; self.document.n_words()];
        self.place_words = vec![false; self.document.n_words()];
        for name in self.document.names() {
            match name.kind() {
                NameKind::Per => self.person_words[name.word_range()].fill(true),
                NameKind::Loc => self.place_words[name.word_range()].fill(true),
                NameKind::Org | NameKind::Misc => {}
            }
        }
    }

    /// `Collective Security Treaty Organization (CSTO)`
    fn explain_abbreviations(&mut self) {
        for at in 2..self.document.n_words().saturating_sub(1) {
            let short = self.document.word(at).text();
            let n_capitals = short.chars().filter(|letter| letter.is_uppercase()).count();
            if self.document.word(at - 1).text() != "(" || self.document.word(at + 1).text() != ")" || n_capitals < 2 {
                continue;
            }
            let sentence = self.sentence_words(at);
            if let Some(long) = self.long_form(short, sentence.start..at - 1) {
                self.short.insert(short.to_owned(), long);
            }
        }
    }

    /// The words before a bracket whose capitals make the abbreviation in it.
    fn long_form(&self, short: &str, before: Range<usize>) -> Option<String> {
        let letters: Vec<char> =
            short.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let mut start = before.end;
        let mut left = letters.len();
        while start > before.start && before.end - start < 12 && left > 0 {
            start -= 1;
            let first = self.document.word(start).text().chars().next().filter(|letter| letter.is_uppercase());
            if let Some(initial) = first.and_then(|letter| letter.to_lowercase().next())
                && let Some(at) = letters[..left].iter().rposition(|letter| *letter == initial)
            {
                left = at;
            }
        }
        (left == 0 && start < before.end).then(|| self.text_of(&(start..before.end)).to_owned())
    }

    /// The countries that the page names, and that of most place names, where it is more than half of them.
    fn find_home(&mut self) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut all = 0;
        let places = self.document.names().filter(|name| matches!(name.kind(), NameKind::Loc | NameKind::Misc));
        for code in places.flat_map(|name| countries_in(self.book, name.text())) {
            *counts.entry(code.to_owned()).or_default() += 1;
            all += 1;
        }
        let bodies = self.document.names().filter(|name| name.kind() == NameKind::Org);
        self.lands = bodies.flat_map(|name| countries_in(self.book, name.text())).map(str::to_owned).collect();
        self.lands.extend(counts.keys().cloned());
        let most = counts.iter().max_by_key(|(_, count)| **count);
        if let Some((code, _)) = most.filter(|(_, count)| **count >= 3 && **count * 10 >= all * 6) {
            self.home = self.book.land_name(code).unwrap_or_default().to_owned();
        }
    }

    /// The people of the page: full names first, then single names, each to the one who bears it.
    fn people(&self) -> Vec<Person> {
        let mut people: Vec<Person> = Vec::new();
        let names: Vec<Range<usize>> = self
            .document
            .names()
            .filter(|name| name.kind() == NameKind::Per)
            .map(|name| self.without_land(self.trimmed(name.word_range())))
            .collect();
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for words in names.iter().filter(|words| words.len() > 1) {
            let name = self.text_of(words);
            let keys = keys_of(name);
            let family = keys.last().and_then(|key| by_key.get(key)).into_iter().flatten();
            if let Some(at) = family.copied().find(|&at| is_same(&people[at].keys, &keys)) {
                people[at].mentions.push(words.clone());
            } else {
                for key in &keys {
                    by_key.entry(key.clone()).or_default().push(people.len());
                }
                people.push(Person::new(name, keys, words.clone()));
            }
        }
        for person in &mut people {
            person.n_full = person.mentions.len();
        }
        let n_full = people.len();
        let mut alone: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for words in names.iter().filter(|words| words.len() == 1) {
            let name = self.text_of(words);
            let keys = keys_of(name);
            let bearer = bearer(&people[..n_full], &by_key, &keys, words.start)
                .or_else(|| self.bearer_by_book(&people[..n_full], name))
                .or_else(|| alone.get(&keys).copied());
            match bearer {
                Some(at) => people[at].mentions.push(words.clone()),
                None if self.is_land(words) => {}
                None => {
                    alone.insert(keys.clone(), people.len());
                    people.push(Person::new(name, keys, words.clone()));
                }
            }
        }
        self.add_untagged(&mut people);
        for person in &mut people {
            person.mentions.sort_by_key(|words| words.start);
        }
        people.sort_by_key(|person| person.mentions.first().map(|words| words.start));
        people
    }

    /// Whether a name that the engine takes for a person's is that of a land or a capital, which speak as people do: `Minsk guessed`.
    fn is_land(&self, words: &Range<usize>) -> bool {
        let is_name_before = words.start.checked_sub(1).is_some_and(|before| {
            let word = self.document.word(before);
            word.upos() == Upos::Propn && self.sentence_of[before] == self.sentence_of[words.start]
        });
        words.len() == 1
            && !is_name_before
            && self.book.read(self.text_of(words), &self.home, self.date).kind == Kind::State
    }

    /// A name without the land of the office before it: `President of Yugoslavia Slobodan Milosevic`.
    fn without_land(&self, mut words: Range<usize>) -> Range<usize> {
        let is_after_of = words
            .start
            .checked_sub(1)
            .is_some_and(|before| self.document.word(before).text().eq_ignore_ascii_case("of"));
        if is_after_of && words.len() > 2 && self.is_land(&(words.start..words.start + 1)) {
            words.start += 1;
        }
        words
    }

    /// The one of some people whom the book knows by another spelling of a name.
    fn bearer_by_book(&self, people: &[Person], name: &str) -> Option<usize> {
        let book_name = |name: &str| self.book.read(name, &self.home, self.date).name.filter(|known| known != name);
        let keys = keys_of(&book_name(name)?);
        people.iter().position(|person| {
            person.keys == keys || book_name(&person.name).is_some_and(|name| keys_of(&name) == keys)
        })
    }

    /// Adds the mentions of family names that the engine has taken for something else.
    fn add_untagged(&self, people: &mut [Person]) {
        let mut by_family: BTreeMap<String, usize> = BTreeMap::new();
        for (number, person) in people.iter().enumerate().filter(|(_, person)| person.keys.len() > 1) {
            by_family.entry(person.keys.last().cloned().unwrap_or_default()).or_insert(number);
        }
        for (at, is_taken) in self.name_lengths().into_iter().enumerate() {
            let word = self.document.word(at);
            if self.is_person_name(at)
                || is_taken
                || word.upos() != Upos::Propn
                || !word.text().starts_with(char::is_uppercase)
            {
                continue;
            }
            if let [key] = keys_of(word.text()).as_slice()
                && let Some(&full) = by_family.get(key)
            {
                people[full].mentions.push(at..at + 1);
            }
        }
    }

    /// Which words stand in a name of several words.
    fn name_lengths(&self) -> Vec<bool> {
        let mut taken = vec![false; self.document.n_words()];
        for name in self.document.names().filter(|name| name.word_range().len() > 1) {
            taken[name.word_range()].fill(true);
        }
        taken
    }

    /// The words of a name without titles and possessives that the engine has taken in.
    fn trimmed(&self, mut words: Range<usize>) -> Range<usize> {
        let text = |at: usize| self.document.word(at).text();
        while words.len() > 1 && matches!(text(words.end - 1), "'s" | "’s" | "'" | "’" | "," | "”" | "\"") {
            words.end -= 1;
        }
        while words.len() > 1 && is_title(text(words.start)) {
            words.start += 1;
        }
        words
    }

    fn add_person(&mut self, person: &Person, numbered: &mut BTreeMap<usize, Mention>) {
        let described: Vec<Described> = person.mentions.iter().map(|words| self.describe(words)).collect();
        let identity = self.person_identity(person, &described);
        let around = described.iter().zip(&person.mentions).flat_map(|(described, words)| {
            let honorific = words.start.checked_sub(1).map(|before| before..words.start);
            [described.title.clone(), described.apposition.clone(), described.reversed.clone(), honorific]
                .into_iter()
                .flatten()
        });
        let gender = around.map(|words| self.text_of(&words)).find_map(of_words);
        let gender = gender.or_else(|| person.keys.first().and_then(|given| of_given_name(given)));
        let who = self.known.len();
        self.known.push(Known { kind: Kind::Person, identity, gender, name: person.keys.clone() });
        for (words, described) in person.mentions.iter().zip(described) {
            let before = described.title.or(described.reversed).unwrap_or(words.start..words.start);
            numbered.insert(words.start, self.mention(who, words.clone(), before));
        }
    }

    fn mention(&self, who: usize, words: Range<usize>, described: Range<usize>) -> Mention {
        let is_subject = words.clone().any(|at| self.document.word(at).relation().starts_with("nsubj"));
        let end = self.sources.partition_point(|source| source.start <= words.start);
        let near = self.sources[..end].iter().rev();
        let is_source = near.take_while(|source| words.start - source.start < self.longest_source).any(|source| {
            words.end <= source.end && !(source.start..words.start).any(|at| self.document.word(at).upos() == Upos::Adp)
        });
        Mention { who, words, described, is_subject, is_source }
    }

    /// What the whole page and the book tell of a person.
    fn person_identity(&self, person: &Person, described: &[Described]) -> Identity {
        let first = |part: fn(&Described) -> &Option<Range<usize>>| {
            described.iter().find_map(|described| part(described).clone()).map(|words| self.text_of(&words))
        };
        // `His Russian counterpart` says what he is to somebody else.
        let titles = described.iter().filter_map(|described| described.title.clone());
        let title = longest(titles.filter(|words| !self.text_of(words).contains("counterpart")));
        let title = title.map(|words| self.text_of(&words));
        let own = first(|described| &described.apposition).or_else(|| first(|described| &described.reversed));
        let served = first(|described| &described.served)
            .map(strip_article)
            .map(|role| format!("former {}", role.trim_start_matches("former ")));
        let later =
            served.or_else(|| first(|described| &described.predicate).map(|role| strip_article(role).to_owned()));
        let read = |phrase: &str| self.book.read(phrase, &self.home, self.date);
        let plain = self.without_other_meanings(person);
        let own_reading = own.map(|own| read(&format!("{plain}, {own}")));
        let title_reading = match title {
            Some(title) => read(&format!("{title} {plain}")),
            // The table's bearer of the name is of a country that the page does not speak of, and the page says who this one is.
            None if self.is_namesake(person, &read(&plain).country, own.is_some() || later.is_some()) => read(""),
            None => read(&plain),
        };
        let later_reading = later.as_deref().map(|later| read(&format!("{plain}, a {later}")));
        let readings: Vec<_> = own_reading.iter().chain([&title_reading]).chain(&later_reading).collect();
        let country = readings
            .iter()
            .map(|reading| reading.country.clone())
            .find(|country| !country.is_empty())
            .unwrap_or_default();
        let sector = readings
            .iter()
            .map(|reading| reading.sector)
            .find(|sector| !matches!(*sector, "" | "UNK" | "JNK"))
            .unwrap_or_default();
        let known_name = [&title_reading].into_iter().chain(&own_reading).find_map(|reading| {
            reading
                .name
                .clone()
                .filter(|name| *name != person.name && *name != plain && is_same_person(&keys_of(name), &person.keys))
        });
        let name = if person.keys.len() > 1 {
            person.name.clone()
        } else {
            known_name.clone().unwrap_or_else(|| person.name.clone())
        };
        let role = own.or(title).map(strip_article).map(str::to_owned).or(later).or_else(|| title_reading.role.clone());
        let organization = readings.iter().find_map(|reading| reading.organization.clone());
        Identity {
            actor_id: actor_id(&country, known_name.as_deref().unwrap_or(&name)),
            name: Some(name),
            country: Some(country).filter(|country| !country.is_empty()),
            sector: Some(sector.to_owned()).filter(|sector| !sector.is_empty()),
            role,
            organization,
        }
    }

    /// A full name that no table has, without those of its words that mean something else: `Steven Douglas Gray` is of no Douglas,
    /// and `Tory Bowen` of no party.
    fn without_other_meanings(&self, person: &Person) -> String {
        let words = Words::of(&person.name);
        let last = words.len().saturating_sub(1);
        let is_listed = (0..last).any(|first| !self.book.with_ends(words.key(first), words.key(last)).is_empty());
        if last == 0 || is_listed || words.len() != person.name.split_whitespace().count() {
            return person.name.clone();
        }
        let means_other = |at: usize| {
            let meanings = self.book.meanings(&words, at..at + 1);
            !meanings.is_empty() && !meanings.iter().any(|meaning| matches!(meaning, Meaning::Person(_)))
        };
        let kept = person.name.split_whitespace().enumerate().map(|(at, word)| match word.chars().next() {
            Some(initial) if means_other(at) => format!("{initial}."),
            _ => word.to_owned(),
        });
        kept.collect::<Vec<_>>().join(" ")
    }

    /// Whether somebody of another country than any that the page names only shares the name of a person whom it describes, by a role or an age.
    fn is_namesake(&self, person: &Person, country: &str, is_described: bool) -> bool {
        let is_aged = || {
            person.mentions.iter().any(|words| {
                let text = |at: usize| if at < self.document.n_words() { self.document.word(at).text() } else { "" };
                text(words.end) == "," && text(words.end + 1).len() < 4 && text(words.end + 1).parse::<u8>().is_ok()
            })
        };
        let is_elsewhere = !country.is_empty() && !self.lands.is_empty() && !self.lands.contains(country);
        is_elsewhere && person.keys.len() > 1 && (is_described || is_aged())
    }

    /// A reading without a body of a country that the page does not speak of, where the book tells it from namesakes by its country:
    /// `National Party (Uruguay)`.
    pub(super) fn here(&self, reading: Reading) -> Reading {
        let is_one_of_many = |name: &Option<String>| name.as_ref().is_some_and(|name| name.ends_with(')'));
        let is_elsewhere =
            !reading.country.is_empty() && !self.lands.is_empty() && !self.lands.contains(&reading.country);
        if !is_elsewhere || !(is_one_of_many(&reading.name) || is_one_of_many(&reading.organization)) {
            return reading;
        }
        Reading { kind: Kind::Unnamed, name: None, organization: None, country: String::new(), ..reading }
    }

    /// Adds organisations and lands.
    fn add_others(&mut self, numbered: &mut BTreeMap<usize, Mention>) {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let others = self.document.names();
        let others: Vec<_> = others
            .filter(|name| name.kind() != NameKind::Per || self.is_land(&self.trimmed(name.word_range())))
            .collect();
        for name in others {
            let words = self.trimmed(name.word_range());
            if numbered.contains_key(&words.start) {
                continue;
            }
            let text = self.text_of(&words);
            let long = self.short.get(text).map_or(text, String::as_str);
            let who = if let Some(&who) = numbers.get(long) {
                who
            } else {
                let reading = self.here(self.book.read(long, &self.home, self.date));
                let is_body = name.kind() == NameKind::Org && matches!(reading.kind, Kind::Unnamed | Kind::Person);
                let kind = if is_body { Kind::Body } else { reading.kind };
                let mut identity = reading.into_identity();
                if is_body {
                    let country = identity.country.clone().unwrap_or_default();
                    identity = Identity {
                        name: Some(long.to_owned()),
                        actor_id: actor_id(&country, long),
                        role: None,
                        ..identity
                    };
                }
                let who = self.known.len();
                self.known.push(Known { kind, identity, gender: None, name: keys_of(long) });
                numbers.insert(long.to_owned(), who);
                who
            };
            let start = words.start;
            numbered.insert(start, self.mention(who, words, start..start));
        }
    }
}

fn keys_of(name: &str) -> Vec<String> {
    let words = Words::of(name);
    (0..words.len()).map(|at| words.key(at).to_owned()).collect()
}

fn is_title(word: &str) -> bool {
    const TITLES: [&str; 42] = [
        "Mr.",
        "Mrs.",
        "Ms.",
        "Mr",
        "Mrs",
        "Ms",
        "Dr.",
        "Dr",
        "Gen.",
        "Lt.",
        "Col.",
        "Maj.",
        "Capt.",
        "Sgt.",
        "Adm.",
        "Sen.",
        "Rep.",
        "Gov.",
        "President",
        "Archbishop",
        "Bishop",
        "Cardinal",
        "King",
        "Queen",
        "Prince",
        "Princess",
        "Sheikh",
        "Senator",
        "Minister",
        "General",
        "Colonel",
        "Chancellor",
        "Judge",
        "Justice",
        "Professor",
        "Prof.",
        "Father",
        "Ayatollah",
        "Imam",
        "Premier",
        "Governor",
        "Mayor",
    ];
    TITLES.contains(&word)
}

/// Whether two full names are of one person: the same family name, and given names of which one may be an initial.
fn is_same(one: &[String], other: &[String]) -> bool {
    let (Some(first), Some(second)) = (one.first(), other.first()) else {
        return false;
    };
    one == other
        || one.last() == other.last()
            && (first == second
                || first.starts_with(second.as_str()) && second.len() == 1
                || second.starts_with(first.as_str()) && first.len() == 1)
}

/// Whether the name that the book has can be the one of the page.
fn is_same_person(book: &[String], page: &[String]) -> bool {
    page.iter().any(|key| book.contains(key))
        || book.first().map(|key| key.chars().next()) == page.first().map(|key| key.chars().next())
}

/// The one of some people who bears a single name: as the last word of his, else the first; the last one named before. `by_key` has
/// the numbers of those who have a word in their names.
fn bearer(people: &[Person], by_key: &BTreeMap<String, Vec<usize>>, keys: &[String], at: usize) -> Option<usize> {
    let bearers = by_key.get(keys.last()?)?;
    let [key] = keys else {
        return bearers.iter().copied().find(|&number| people[number].keys.ends_with(keys));
    };
    let nearest = |fits: &dyn Fn(&Person) -> bool| {
        let bearers = bearers.iter().copied().filter(|&number| fits(&people[number]));
        bearers.max_by_key(|&number| (people[number].last_before(at), std::cmp::Reverse(number)))
    };
    nearest(&|person| person.keys.last() == Some(key))
        .or_else(|| nearest(&|person| person.keys.first() == Some(key)))
        .or_else(|| nearest(&|person| person.keys.contains(key)))
}

fn longest(ranges: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
    ranges.fold(None, |best: Option<Range<usize>>, range| match best {
        Some(best) if best.len() >= range.len() => Some(best),
        _ => Some(range),
    })
}
