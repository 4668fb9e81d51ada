//! The book: all names that the tables know, found by their words.
//!
//! Needs: the tables of countries, territories, organizations, agents and people. Gives: for any run of words, what it
//! may stand for. Cost: one look into a hash map per run of words; nothing is searched.

use std::collections::HashMap;

use jiff::civil::Date;

use super::entry::{Body, Case, Entry, Land, LandWord, Meaning, Noun};
use super::office::{Office, Person, days_of, sector_code};
use super::words::{Words, key_of};
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
    entries: HashMap<String, Vec<Entry>>,
    /// The most words that a key has which begins with a word.
    longest: HashMap<String, usize>,
    /// People by single words of their names.
    surnames: HashMap<String, Vec<u32>>,
    /// People by the first and the last word of their names.
    ends: HashMap<String, Vec<u32>>,
}

impl ActorBook {
    /// Makes the book from our tables, with the user's own rows before them.
    ///
    /// # Errors
    /// When one of the user's tables is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut book = Self::default();
        book.entries.reserve(32_000);
        book.each(user, "countries.tsv", COUNTRIES, &["code", "name"], |book, row| {
            book.add_country(row);
            Ok(())
        })?;
        book.each(user, "territories.tsv", TERRITORIES, &["name", "country"], |book, row| {
            book.add_territory(row);
            Ok(())
        })?;
        book.each(user, "organizations.tsv", ORGANIZATIONS, &["name", "country", "sector"], |book, row| {
            book.add_body(row);
            Ok(())
        })?;
        book.each(user, "agents.tsv", AGENTS, &["phrase", "sector"], |book, row| {
            book.add_noun(row);
            Ok(())
        })?;
        let mut numbers = HashMap::new();
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
        self.lands.push(Land { code: row.get("country").to_owned(), name: row.get("name").to_owned(), sector });
        self.add_land_words(land, LandWord::Territory, row.list("name").chain(row.list("names")));
        self.add_land_words(land, LandWord::Demonym, row.list("demonyms"));
    }

    fn add_land_words<'r>(&mut self, land: usize, word: LandWord, names: impl Iterator<Item = &'r str>) {
        for name in names {
            self.add(name, Meaning::Land(number(land), word));
        }
    }

    fn add_body(&mut self, row: Row<'_>) {
        let body = self.bodies.len();
        self.bodies.push(Body {
            name: row.get("name").to_owned(),
            country: row.get("country").to_owned(),
            sector: sector_code(row.get("sector")),
        });
        for name in row.list("name").chain(row.list("aliases")) {
            self.add(name, Meaning::Body(number(body)));
        }
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

    fn add_office(
        &mut self,
        row: Row<'_>,
        numbers: &mut HashMap<(String, String), u32>,
    ) -> Result<(), (String, String)> {
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
        let known = (row.get("name").to_owned(), row.get("country").to_owned());
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
        self.add(name, Meaning::Person(person));
        let words = Words::of(name);
        if words.len() < 2 {
            return;
        }
        // Either end may be the family name: `Xi Jinping`, `Joe Biden`.
        for at in [words.len() - 1, 0] {
            push_new(self.surnames.entry(words.key(at).to_owned()).or_default(), person);
        }
        let ends = format!("{} {}", words.key(0), words.key(words.len() - 1));
        push_new(self.ends.entry(ends).or_default(), person);
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        let key = key_of(name);
        if key.is_empty() {
            return;
        }
        let first = key.split(' ').next().unwrap_or_default();
        let n_words = key.split(' ').count();
        match self.longest.get_mut(first) {
            Some(longest) => *longest = n_words.max(*longest),
            None => {
                self.longest.insert(first.to_owned(), n_words);
            }
        }
        push_new(self.entries.entry(key).or_default(), Entry { meaning, case: Case::of(name) });
    }

    /// What the words that begin at `start` may stand for, the longest run first: its end, and its meanings.
    pub(super) fn longest_at(&self, words: &Words, start: usize) -> Option<(usize, Vec<Meaning>)> {
        let most = self.longest.get(words.key(start)).copied().unwrap_or(0).max(1).min(words.len() - start);
        (1..=most).rev().find_map(|length| {
            let end = start + length;
            if (start + 1..end).any(|at| words.get(at).sign != super::words::Sign::None) {
                return None;
            }
            let meanings = self.meanings(words, start..end);
            (!meanings.is_empty()).then_some((end, meanings))
        })
    }

    fn meanings(&self, words: &Words, range: std::ops::Range<usize>) -> Vec<Meaning> {
        let key = words.keys(range.clone());
        let fits = |entry: &&Entry| entry.case.fits(words, range.clone());
        let exact = self.entries.get(key).into_iter().flatten().filter(fits);
        let found: Vec<Meaning> = exact.map(|entry| entry.meaning).collect();
        if !found.is_empty() {
            return found;
        }
        let nouns = |key: &str| {
            let entries = self.entries.get(key).into_iter().flatten().map(|entry| entry.meaning);
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
            let entries = self.entries.get(&other).into_iter().flatten();
            entries.map(|entry| entry.meaning).find(|meaning| matches!(meaning, Meaning::Land(..)))
        })
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
