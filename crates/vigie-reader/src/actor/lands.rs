//! Lands and bodies: the country that a phrase belongs to, and the organisation in it.

use super::entry::{LandWord, Meaning};
use super::naming::Named;
use super::phrase::Scene;
use super::scan::{Intro, Item, ItemKind, Segment, countries_in};
use super::sector::Sector;

impl Scene<'_> {
    pub(super) fn country(&self, named: Option<&Named>, head_body: Option<u32>, sector: Sector) -> String {
        let head = &self.segments[0];
        if let Some(body) = head_body.filter(|_| self.head_noun(0).is_none()) {
            let country = &self.book.bodies[body as usize].country;
            if !country.is_empty() {
                return country.clone();
            }
        }
        let (backers, lands) = self.backers_and_lands(head);
        if let Some(country) = lands.last() {
            return (*country).to_owned();
        }
        if !sector.country.is_empty() {
            return sector.country.to_owned();
        }
        if let Some(country) = self.body_country(head) {
            return country;
        }
        let appositions = self.segments[1..].iter().take_while(|segment| !matches!(segment.intro, Intro::Other));
        for segment in appositions.filter(|segment| segment.intro != Intro::And) {
            // What an apposition says of its own place comes before what the tables know.
            if let Some(country) = self
                .lands_in(segment)
                .last()
                .map(|country| (*country).to_owned())
                .or_else(|| self.body_country(segment))
            {
                return country;
            }
        }
        let owner = named.and_then(|named| named.person).or_else(|| self.owner());
        if let Some(person) = owner {
            return self.country_of(person);
        }
        if let Some(backer) = backers.last() {
            return (*backer).to_owned();
        }
        let is_public = !matches!(sector.code, "" | "UNK" | "JNK");
        let is_bodiless = head_body.is_none_or(|body| !self.book.bodies[body as usize].sector.is_empty());
        if is_public && is_bodiless && !self.context.is_empty() {
            let around = countries_in(self.book, self.context);
            if let [only] = around.as_slice() {
                return (*only).to_owned();
            }
        }
        String::new()
    }

    /// The country of a person; that of the body for one in the service of several states.
    pub(super) fn country_of(&self, person: u32) -> String {
        let person = &self.book.people[person as usize];
        let held = person.office_at(self.date).filter(|_| person.country == "IGO");
        let body = held.map(|held| self.book.read(&title_case(&held.office.role), "", None).country);
        body.filter(|country| !country.is_empty()).unwrap_or_else(|| person.country.clone())
    }

    pub(super) fn body_country(&self, segment: &Segment) -> Option<String> {
        let body = self.body_of(segment)?;
        Some(self.book.bodies[body as usize].country.clone()).filter(|country| !country.is_empty())
    }

    /// The codes of the lands in a segment, without those of mere backers.
    pub(super) fn lands_in(&self, segment: &Segment) -> Vec<&str> {
        self.backers_and_lands(segment).1
    }

    pub(super) fn backers_and_lands(&self, segment: &Segment) -> (Vec<&str>, Vec<&str>) {
        let (mut backers, mut lands) = (Vec::new(), Vec::new());
        for (at, item) in segment.items.iter().enumerate() {
            match &item.kind {
                ItemKind::Land(numbers, _) => {
                    // `pro-Russian separatists` are of some other country.
                    let is_side = |before: &Item| matches!(self.words.key(before.words.start), "pro" | "anti");
                    if at > 0 && is_side(&segment.items[at - 1]) && self.words.get(item.words.start).is_hyphened {
                        continue;
                    }
                    let is_backer = segment.items.get(at + 1).is_some_and(|next| next.kind == ItemKind::Backed);
                    let code = self.best_land(numbers);
                    if is_backer { backers.push(code) } else { lands.push(code) }
                }
                // `Somali pirates` stand in the table as one phrase.
                ItemKind::Noun(_) if item.words.len() > 1 => {
                    lands.extend(item.words.clone().filter_map(|word| self.land_word(word)));
                }
                _ => {}
            }
        }
        backers.retain(|code| !code.is_empty());
        lands.retain(|code| !code.is_empty());
        (backers, lands)
    }

    /// The country of a single word that names one, or a body of one by its abbreviation.
    pub(super) fn land_word(&self, word: usize) -> Option<&str> {
        if word > 0 && matches!(self.words.key(word - 1), "pro" | "anti") {
            return None;
        }
        self.book.meanings(self.words, word..word + 1).into_iter().find_map(|meaning| match meaning {
            Meaning::Land(land, LandWord::Name | LandWord::Demonym | LandWord::Territory) => {
                Some(self.book.lands[land as usize].code.as_str())
            }
            Meaning::Body(body) if self.words.get(word).is_acronym => {
                Some(self.book.bodies[body as usize].country.as_str())
            }
            _ => None,
        })
    }

    /// The person whose possessive stands before the head: `Olaf Scholz's spokesman`.
    pub(super) fn owner(&self) -> Option<u32> {
        self.segments[0].items.iter().find_map(|item| match &item.kind {
            ItemKind::People(people) if self.words.get(item.words.end - 1).is_possessive => self.best_person(people),
            _ => None,
        })
    }

    pub(super) fn best_land(&self, numbers: &[u32]) -> &str {
        let code = |number: u32| self.book.lands[number as usize].code.as_str();
        if let [only] = numbers {
            return code(*only);
        }
        let around = countries_in(self.book, self.context);
        let near = numbers.iter().copied().find(|number| around.contains(&code(*number)));
        near.or(numbers.first().copied()).map_or("", code)
    }

    pub(super) fn land_of(&self, number: usize) -> Option<u32> {
        self.segments[number].items.iter().rev().find_map(land_item).map(|found| found.0)
    }

    /// Whether the phrase is nothing but the name of a land.
    pub(super) fn is_land_alone(&self) -> bool {
        let items = &self.segments[0].items;
        let mut n_lands = 0;
        for item in items {
            match item.kind {
                ItemKind::Land(_, LandWord::Demonym) => return false,
                ItemKind::Land(..) => n_lands += 1,
                ItemKind::Small => {}
                _ => return false,
            }
        }
        n_lands > 0
    }

    /// The organisation of a segment: the one that fits its lands and the context, else the first.
    pub(super) fn body_of(&self, segment: &Segment) -> Option<u32> {
        let numbers = segment
            .items
            .iter()
            .rev()
            .find_map(|item| if let ItemKind::Body(n) = &item.kind { Some(n) } else { None })?;
        if let [only] = numbers.as_slice() {
            return Some(*only);
        }
        let lands: Vec<&str> = self.segments.iter().flat_map(|segment| self.lands_in(segment)).collect();
        let around = countries_in(self.book, self.context);
        let country = |number: &&u32| self.book.bodies[**number as usize].country.as_str();
        let by = |codes: &[&str]| numbers.iter().find(|number| codes.contains(&country(number)));
        by(&lands).or_else(|| by(&around)).or(numbers.first()).copied()
    }

    pub(super) fn head_body(&self) -> Option<u32> {
        self.body_of(&self.segments[0])
    }

    /// Whether the first segment ends with the name of a body: `the carmaker Volkswagen`.
    pub(super) fn ends_with_body(&self) -> bool {
        self.segments[0].items.last().is_some_and(|item| matches!(item.kind, ItemKind::Body(_)))
    }

    pub(super) fn any_body(&self) -> Option<u32> {
        self.segments.iter().find_map(|segment| self.body_of(segment))
    }
}

/// The first of the lands that an item names.
pub(super) fn land_item(item: &Item) -> Option<(u32, LandWord)> {
    match &item.kind {
        ItemKind::Land(numbers, word) => Some((*numbers.first()?, *word)),
        _ => None,
    }
}

/// A role with capitals, so that the names in it are known: those of the tables are in lower case.
fn title_case(role: &str) -> String {
    let words = role.split(' ').map(|word| {
        let mut letters = word.chars();
        let first: String = letters.next().map(char::to_uppercase).into_iter().flatten().collect();
        first + letters.as_str()
    });
    words.collect::<Vec<_>>().join(" ")
}
