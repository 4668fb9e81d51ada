//! The book: all names that the tables know, found by their words.
//!
//! Needs: the tables of countries, territories, organizations, agents and people. Gives: for any run of words, what it
//! may stand for. Cost: one look into a hash map per run of words; nothing is searched.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use jiff::civil::Date;

use super::entry::{Body, Case, Entry, Land, LandWord, Meaning, Noun};
use super::office::{Office, Person, days_of, sector_code};
use super::page::is_given_name;
use super::words::Words;
use crate::knowledge::{Row, Table, TableError, TableFault, UserTables, rows_of};

const COUNTRIES: &str = include_str!("../../../../knowledge/countries.tsv");
const TERRITORIES: &str = include_str!("../../../../knowledge/territories.tsv");
const ORGANIZATIONS: &str = include_str!("../../../../knowledge/organizations.tsv");
const AGENTS: &str = include_str!("../../../../knowledge/agents.tsv");
const PEOPLE: &str = include_str!("../../../../knowledge/people.tsv");

/// Who the names and nouns of actors stand for.
#[derive(Debug, Default)]
pub struct ActorBook {
    pub(super) lands: Vec<Land>,
    pub(super) bodies: Vec<Body>,
    pub(super) people: Vec<Person>,
    entries: WordMap<Entries>,
    /// The most words that a key has which begins with a word, by the hash of that word: two words that share one cost a
    /// look more, no wrong answer.
    longest: HashMap<u64, usize, BuildHasherDefault<WordHasher>>,
    /// People by single words of their names.
    surnames: WordMap<Vec<u32>>,
    /// People by the first and the last word of their names.
    ends: WordMap<Vec<u32>>,
}

impl ActorBook {
    /// Makes the book from our tables, with the user's own rows before them.
    ///
    /// # Errors
    /// When one of the user's tables is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut book = Self::default();
        book.entries.reserve(40_000);
        book.longest.reserve(20_000);
        book.surnames.reserve(14_000);
        book.ends.reserve(14_000);
        book.each(user, "countries.tsv", COUNTRIES, &["code", "name"], |book, row| {
            book.add_country(row);
            Ok(())
        })?;
        book.each(user, "territories.tsv", TERRITORIES, &["name", "country"], |book, row| {
            book.add_territory(row);
            Ok(())
        })?;
        book.each(user, "organizations.tsv", ORGANIZATIONS, &["name", "country", "sector"], |book, row| {
            book.add_body(row)
        })?;
        book.each(user, "agents.tsv", AGENTS, &["phrase", "sector"], |book, row| {
            book.add_noun(row);
            Ok(())
        })?;
        let mut numbers = WordMap::default();
        book.each(user, "people.tsv", PEOPLE, &["name", "country", "sector"], |book, row| {
            book.add_office(row, &mut numbers)
        })?;
        for person in &mut book.people {
            person.offices.sort_by_key(|office| (office.from, office.to));
        }
        Ok(book)
    }

    fn each(
        &mut self,
        user: &UserTables,
        name: &str,
        ours: &str,
        needed: &[&str],
        mut add: impl FnMut(&mut Self, Row<'_>) -> Result<(), (String, String)>,
    ) -> Result<(), TableError> {
        for table in rows_of(user, name, ours, needed)? {
            self.each_row(name, &table, &mut add)?;
        }
        Ok(())
    }

    fn each_row(
        &mut self,
        name: &str,
        table: &Table,
        add: &mut impl FnMut(&mut Self, Row<'_>) -> Result<(), (String, String)>,
    ) -> Result<(), TableError> {
        for (at, row) in table.rows().enumerate() {
            add(self, row).map_err(|(column, cell)| TableError {
                table: name.to_owned(),
                line: at + 1,
                reason: TableFault::BadCell {
                    column,
                    cell,
                    expected: "a date such as 2022, 2022-06 or 2022-06-01".to_owned(),
                },
            })?;
        }
        Ok(())
    }

    fn add_country(&mut self, row: Row<'_>) {
        let land = self.lands.len();
        self.lands.push(Land { code: row.get("code").to_owned(), name: row.get("name").to_owned(), sector: "" });
        self.add_land_words(land, LandWord::Name, row.list("name").chain(row.list("names")));
        self.add_land_words(land, LandWord::Demonym, row.list("demonyms"));
        self.add_land_words(land, LandWord::Capital, row.list("capital"));
        self.add_land_words(land, LandWord::Metonym, row.list("metonyms"));
    }

    fn add_territory(&mut self, row: Row<'_>) {
        let land = self.lands.len();
        let sector = sector_code(row.get("sector"));
        let code = row.get("country");
        self.lands.push(Land { code: code.to_owned(), name: row.get("name").to_owned(), sector });
        self.add_land_words(land, LandWord::Territory, row.list("name"));
        self.add_land_words(land, LandWord::Demonym, row.list("demonyms"));
        for name in row.list("names") {
            // The other names of a plain region are mostly places of their own in it, or beside it.
            let land = if sector.is_empty() { self.lands.len() } else { land };
            if sector.is_empty() {
                self.lands.push(Land { code: code.to_owned(), name: name.to_owned(), sector });
            }
            self.add_land_words(land, LandWord::Territory, std::iter::once(name));
        }
    }

    fn add_land_words<'r>(&mut self, land: usize, word: LandWord, names: impl Iterator<Item = &'r str>) {
        for name in names {
            self.add(name, Meaning::Land(number(land), word));
        }
    }

    fn add_body(&mut self, row: Row<'_>) -> Result<(), (String, String)> {
        let body = self.bodies.len();
        let before = match row.get("before") {
            "" => None,
            cell => Some(days_of(cell).ok_or_else(|| ("before".to_owned(), cell.to_owned()))?.0),
        };
        self.bodies.push(Body {
            before: before.map(|day| (day, sector_code(row.get("was")))),
            name: row.get("name").to_owned(),
            country: row.get("country").to_owned(),
            sector: sector_code(row.get("sector")),
        });
        for name in row.list("name").chain(row.list("aliases")) {
            self.add(name, Meaning::Body(number(body)));
        }
        Ok(())
    }

    fn add_noun(&mut self, row: Row<'_>) {
        let noun = match row.get("sector") {
            "IGO" => Noun { sector: "", country: "IGO" },
            sector => Noun { sector: sector_code(sector), country: "" },
        };
        for phrase in row.list("phrase") {
            self.add(phrase, Meaning::Noun(noun));
        }
    }

    fn add_office(&mut self, row: Row<'_>, numbers: &mut WordMap<u32>) -> Result<(), (String, String)> {
        let day = |column: &str| match row.get(column) {
            "" => Ok(None),
            cell => days_of(cell).map(Some).ok_or_else(|| (column.to_owned(), cell.to_owned())),
        };
        let office = Office {
            sector: row.get("sector").to_owned(),
            role: row.get("role").to_owned(),
            from: day("from")?.map(|days| days.0),
            to: day("to")?.map(|days| days.1),
        };
        let known = format!("{}\t{}", row.get("name"), row.get("country"));
        let next = number(self.people.len());
        let person = *numbers.entry(known).or_insert(next);
        if person == next {
            self.people.push(Person {
                name: row.get("name").to_owned(),
                country: row.get("country").to_owned(),
                offices: Vec::new(),
            });
        }
        self.people[person as usize].offices.push(office);
        for name in row.list("name").chain(row.list("aliases")) {
            self.add_person_name(name, person);
        }
        Ok(())
    }

    fn add_person_name(&mut self, name: &str, person: u32) {
        let words = Words::of(name);
        self.add_words(name, &words, Meaning::Person(person));
        if words.len() < 2 {
            return;
        }
        let (first, last) = (words.key(0), words.key(words.len() - 1));
        // Either end may be the family name: `Xi Jinping`, `Joe Biden`.
        for key in [last, first].into_iter().filter(|key| *key == last || !is_given_name(key)) {
            match self.surnames.get_mut(key) {
                Some(people) => push_new(people, person),
                None => {
                    self.surnames.insert(key.to_owned(), vec![person]);
                }
            }
        }
        push_new(self.ends.entry(format!("{first} {last}")).or_default(), person);
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        self.add_words(name, &Words::of(name), meaning);
    }

    fn add_words(&mut self, name: &str, words: &Words, meaning: Meaning) {
        // Our names have no article: `the Arg`.
        let skip = usize::from(words.len() > 1 && words.key(0) == "the");
        if words.len() == 0 {
            return;
        }
        let first = words.key(skip);
        let n_words = words.len() - skip;
        let longest = self.longest.entry(hash_of(first)).or_default();
        *longest = n_words.max(*longest);
        let entry = Entry { meaning, case: Case::of(name) };
        match self.entries.get_mut(words.keys(skip..words.len())) {
            Some(entries) => entries.add(entry),
            None => {
                self.entries
                    .insert(words.keys(skip..words.len()).to_owned(), Entries { first: entry, more: Vec::new() });
            }
        }
    }

    /// What the words that begin at `start` may stand for, the longest run first: its end, and its meanings.
    pub(super) fn longest_at(&self, words: &Words, start: usize) -> Option<(usize, Vec<Meaning>)> {
        let most = self.longest.get(&hash_of(words.key(start))).copied().unwrap_or(0).max(1).min(words.len() - start);
        (1..=most).rev().find_map(|length| {
            let end = start + length;
            if (start + 1..end).any(|at| words.get(at).sign != super::words::Sign::None) {
                return None;
            }
            let meanings = self.meanings(words, start..end);
            (!meanings.is_empty()).then_some((end, meanings))
        })
    }

    pub(super) fn meanings(&self, words: &Words, range: std::ops::Range<usize>) -> Vec<Meaning> {
        let key = words.keys(range.clone());
        let fits = |entry: &&Entry| entry.case.fits(words, range.clone());
        let exact = self.entries.get(key).into_iter().flat_map(Entries::iter).filter(fits);
        let found: Vec<Meaning> = exact.map(|entry| entry.meaning).collect();
        if !found.is_empty() {
            return found;
        }
        let nouns = |key: &str| {
            let entries = self.entries.get(key).into_iter().flat_map(Entries::iter).map(|entry| entry.meaning);
            entries.filter(|meaning| matches!(meaning, Meaning::Noun(_))).collect::<Vec<_>>()
        };
        singulars(key).map(|key| nouns(&key)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The name of the country with a code.
    pub(super) fn land_name(&self, code: &str) -> Option<&str> {
        self.lands.iter().find(|land| land.code == code).map(|land| land.name.as_str())
    }

    /// The name of the one who held an office of a country on a day: `leader` is the head of state or government.
    pub(super) fn holder(&self, country: &str, role: &str, date: Option<Date>) -> Option<String> {
        let date = date.filter(|_| {
            !country.is_empty() && matches!(role, "leader" | "president" | "premier" | "chancellor" | "king")
        })?;
        let fits = |held: &str| match role {
            "leader" => {
                matches!(held, "president" | "supreme leader" | "prime minister" | "chancellor" | "general secretary")
            }
            "premier" => matches!(held, "premier" | "prime minister"),
            _ => held == role,
        };
        let holders: Vec<&Person> = self
            .people
            .iter()
            .filter(|person| person.country == country)
            .filter(|person| person.office_at(Some(date)).is_some_and(|held| !held.is_past && fits(&held.office.role)))
            .collect();
        match holders.as_slice() {
            [only] => Some(only.name.clone()),
            _ => None,
        }
    }

    /// The people one of whose names begins or ends with a word.
    pub(super) fn with_surname(&self, key: &str) -> &[u32] {
        self.surnames.get(key).map_or(&[], Vec::as_slice)
    }

    /// The people whose name has these words at its two ends.
    pub(super) fn with_ends(&self, first: &str, last: &str) -> &[u32] {
        self.ends.get(&format!("{first} {last}")).map_or(&[], Vec::as_slice)
    }

    /// A place or people whose name becomes known when two neighbouring letters change places (`Dehli`).
    pub(super) fn misspelt(&self, words: &Words, index: usize) -> Option<Meaning> {
        let letters: Vec<char> = words.key(index).chars().collect();
        if letters.len() < 5 || !words.get(index).is_capital {
            return None;
        }
        (0..letters.len() - 1).find_map(|at| {
            let mut other = letters.clone();
            other.swap(at, at + 1);
            let other: String = other.into_iter().collect();
            let entries = self.entries.get(&other).into_iter().flat_map(Entries::iter);
            entries.map(|entry| entry.meaning).find(|meaning| matches!(meaning, Meaning::Land(..)))
        })
    }
}

/// A map by words; its order reaches no record.
type WordMap<T> = HashMap<String, T, BuildHasherDefault<WordHasher>>;

/// A quick hash of short words. The tables are ours or the user's own, so nobody chooses keys to collide.
#[derive(Debug, Default, Clone, Copy)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        // The map takes the upper bits for its tags and the lower for its places.
        self.0 ^ (self.0 >> 32)
    }
}

fn hash_of(key: &str) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(key.as_bytes());
    hasher.finish()
}

/// What one key may mean: mostly one thing.
#[derive(Debug)]
struct Entries {
    first: Entry,
    more: Vec<Entry>,
}

impl Entries {
    fn iter(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.first).chain(&self.more)
    }

    fn add(&mut self, entry: Entry) {
        if self.first != entry && !self.more.contains(&entry) {
            self.more.push(entry);
        }
    }
}

/// The regular singulars of a phrase in the plural.
fn singulars(key: &str) -> impl Iterator<Item = String> {
    let endings = [
        ("ies", "y"),
        ("ses", "s"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("ves", "f"),
        ("men", "man"),
        ("s", ""),
    ];
    let key = key.to_owned();
    endings.into_iter().filter_map(move |(plural, singular)| {
        let stem = key.strip_suffix(plural)?;
        (stem.len() > 1 && !(plural == "s" && stem.ends_with('s'))).then(|| format!("{stem}{singular}"))
    })
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, new: T) {
    if !list.contains(&new) {
        list.push(new);
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("tables have fewer than 2^32 rows")
}
