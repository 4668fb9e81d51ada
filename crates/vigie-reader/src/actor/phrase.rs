//! Phrases: who a noun phrase means, from its own words and the book.
//!
//! The head noun gives the sector, its modifiers the country; a title in the phrase beats what the tables know of a
//! person; what follows `of` tells where a `member` or a `spokesman` belongs.

use jiff::civil::Date;
use vigie_record::Identity;

use super::book::ActorBook;
use super::naming::Named;
use super::scan::{ItemKind, Segment, countries_in, segments};
use super::words::Words;

/// What a phrase tells of an actor.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reading {
    pub(super) kind: Kind,
    pub(super) name: Option<String>,
    pub(super) country: String,
    pub(super) sector: &'static str,
    pub(super) role: Option<String>,
    pub(super) organization: Option<String>,
}

/// What kind of actor a phrase names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody by name.
    #[default]
    Unnamed,
    /// A person with a name.
    Person,
    /// An organisation with a name.
    Body,
    /// A country or its government.
    State,
}

impl ActorBook {
    /// Resolves a phrase to an actor; what it does not know stays empty.
    ///
    /// `context` is what stands around the phrase: it decides between namesakes and gives the country where it names
    /// one only. `date` picks the office that a person held then.
    ///
    /// ```
    /// use vigie_reader::actor::ActorBook;
    /// use vigie_reader::knowledge::UserTables;
    ///
    /// let book = ActorBook::new(&UserTables::new())?;
    /// let identity = book.resolve("the Norwegian foreign minister", "", None);
    /// assert_eq!(identity.country.as_deref(), Some("NOR"));
    /// assert_eq!(identity.sector.as_deref(), Some("GOV"));
    /// # Ok::<(), vigie_reader::knowledge::TableError>(())
    /// ```
    pub fn resolve(&self, phrase: &str, context: &str, date: Option<Date>) -> Identity {
        self.read(phrase, context, date).into_identity()
    }

    pub(super) fn read(&self, phrase: &str, context: &str, date: Option<Date>) -> Reading {
        let words = Words::of(phrase);
        let around = countries_in(self, context);
        let near = if let [only] = around.as_slice() { Some(*only) } else { None };
        let segments = segments(self, &words, near);
        let scene = Scene { book: self, phrase, words: &words, segments: &segments, context, date };
        let named = scene.named();
        let reading = match &named {
            Some(named) => Scene { segments: &without_name(segments.clone(), named), ..scene }.read(Some(named)),
            None => scene.read(None),
        };
        if reading == Reading::default()
            && words.len() <= 2
            && let Some(long) = spelled_out(phrase, context)
        {
            return self.read(long, "", date);
        }
        reading
    }
}

impl Reading {
    pub(super) fn into_identity(self) -> Identity {
        let actor_id = match self.kind {
            Kind::State => Some(self.country.clone()).filter(|country| !country.is_empty()),
            Kind::Person | Kind::Body => self.name.as_deref().and_then(|name| actor_id(&self.country, name)),
            Kind::Unnamed => None,
        };
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        Identity {
            actor_id,
            name: self.name,
            country: text(self.country),
            sector: text(self.sector.to_owned()),
            role: self.role,
            organization: self.organization,
        }
    }
}

/// The stable id of a person or an organisation: country and name.
pub(super) fn actor_id(country: &str, name: &str) -> Option<String> {
    let words = Words::of(name);
    let slug: Vec<&str> = (0..words.len()).map(|at| words.key(at)).collect();
    let slug = slug.join("-");
    match (country, slug.as_str()) {
        (_, "") => None,
        ("", _) => Some(slug),
        _ => Some(format!("{country}/{slug}")),
    }
}

/// The words before `(MDC)` in the context of the phrase `MDC`.
fn spelled_out<'c>(phrase: &str, context: &'c str) -> Option<&'c str> {
    let short = phrase.trim().trim_start_matches("the ").trim_start_matches("The ");
    let n_letters = short.chars().filter(|letter| letter.is_uppercase()).count();
    if n_letters < 2 || short.contains(' ') {
        return None;
    }
    let before = context[..context.find(&format!("({short})"))?].trim_end();
    let mut start = before.len();
    let mut n_words = 0;
    for (at, _) in before.match_indices(' ').rev().chain(std::iter::once((0, ""))) {
        let word = before[at..start].trim();
        n_words += usize::from(word.starts_with(char::is_uppercase));
        start = at;
        if n_words >= n_letters || at == 0 {
            break;
        }
    }
    Some(before[start..].trim()).filter(|long| !long.is_empty() && *long != short)
}

/// A phrase while it is read.
pub(super) struct Scene<'s> {
    pub(super) book: &'s ActorBook,
    pub(super) phrase: &'s str,
    pub(super) words: &'s Words,
    pub(super) segments: &'s [Segment],
    pub(super) context: &'s str,
    pub(super) date: Option<Date>,
}

impl Scene<'_> {
    fn read(&self, named: Option<&Named>) -> Reading {
        let sector = self.sector(named);
        let mut reading = Reading { sector: sector.code, ..Reading::default() };
        let body = self.head_body();
        reading.country = self.country(named, body, sector);
        if let Some(named) = named {
            self.tell_person(&mut reading, named);
        } else if let Some(body) = body.filter(|_| self.head_noun(0).is_none() || self.ends_with_body()) {
            reading.kind = Kind::Body;
            reading.name = Some(self.book.bodies[body as usize].name.clone());
        } else if self.is_land_alone() {
            reading.kind = Kind::State;
            reading.name = self.land_of(0).map(|land| self.book.lands[land as usize].name.clone());
        }
        if reading.kind == Kind::Unnamed {
            reading.role = self.bare_role();
        }
        if reading.kind != Kind::Body {
            reading.organization = self.any_body().map(|body| self.book.bodies[body as usize].name.clone());
        }
        reading
    }
}

/// The segments in which what stands inside a person's name means nothing else.
fn without_name(mut segments: Vec<Segment>, named: &Named) -> Vec<Segment> {
    for item in &mut segments[named.segment].items {
        let is_inside = named.words.start <= item.words.start && item.words.end <= named.words.end;
        if is_inside && !matches!(item.kind, ItemKind::People(_)) {
            item.kind = ItemKind::Capital;
        }
    }
    segments
}
