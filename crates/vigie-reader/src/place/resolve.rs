//! Which place each name of a page means, decided for all names of the page together.
//!
//! Each name has a prior over its places (people, kind, how usual the name is) and gains by what the page says: a place
//! around it (`Paris, Texas`), other places nearby, of the same division, of the same country. As the other names are
//! unsure too, the whole is reckoned in a few rounds, flat at first, each with the probabilities of the one before (mean field). A name
//! has one sense a page, save where it is followed by different places. A city and the division that is named after it are told apart at the end, for
//! each mention: the bare name means the city.
//!
//! Cost: O(candidates × context) a round, with at most `MAX_CANDIDATES` candidates a name and `MAX_POINTS` points.

use std::collections::BTreeMap;

use vigie_record::{ByteRange, Place};

use super::gazetteer::{Candidate, Gazetteer, NO_COUNTRY, NO_DIVISION, NameUse, PlaceKind};
use super::mentions::found;
use super::spelling::{bare, places_of};

const MAX_CANDIDATES: usize = 60;
const MAX_POINTS: usize = 200;
const MAX_GROUPS: usize = 400;
/// How flat the probabilities of each round are: at first every sense may find its company.
const HEATS: [f64; 5] = [2.5, 2.0, 1.5, 1.0, 1.0];
const EARTH_KM: f64 = 6371.0;
/// The least share of a division's people that live in the city it is named after.
const LEAST_SHARE: f64 = 0.1;
/// How far from the middle of a division the city may lie that it is named after but does not hold, as Kyiv is a division of its own.
const BESIDE_KM: f64 = 60.0;

/// What speaks for a place, in units of log odds.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// For each tenfold of people.
    pub(crate) population: f64,
    pub(crate) capital: f64,
    pub(crate) first_division: f64,
    pub(crate) second_division: f64,
    pub(crate) country: f64,
    pub(crate) region: f64,
    pub(crate) feature: f64,
    /// Where the name is not the usual one.
    pub(crate) other_name: f64,
    /// Where a part of the name had to go.
    pub(crate) shortened: f64,
    /// For the logarithm of other places near.
    pub(crate) near: f64,
    /// How near, in kilometres.
    pub(crate) near_km: f64,
    /// For the logarithm of other places in the same division, and how much more its own name counts.
    pub(crate) division: f64,
    pub(crate) division_named: f64,
    /// For the logarithm of other places in the same country, and how much more its own name counts.
    pub(crate) same_country: f64,
    pub(crate) country_named: f64,
    /// For a division or country, the logarithm of the places in it.
    pub(crate) holds: f64,
    /// For a country, the logarithm of the other countries named.
    pub(crate) abroad: f64,
    /// For a place named right after, which holds this one.
    pub(crate) qualifier: f64,
    /// How much more the first name of a page counts.
    pub(crate) first: f64,
    /// For a place that the gazetteer lacks, at the middle of the page's places.
    pub(crate) unlisted: f64,
}

impl Weights {
    pub(crate) const DEFAULT: Self = Self {
        population: 1.0,
        capital: 1.0,
        first_division: 1.7,
        second_division: 0.0,
        country: 2.0,
        region: 1.0,
        feature: 0.0,
        other_name: -1.5,
        shortened: -1.0,
        near: 3.2,
        near_km: 120.0,
        division: 1.2,
        division_named: 2.0,
        same_country: 1.0,
        country_named: 1.0,
        holds: 0.7,
        abroad: 0.5,
        qualifier: 5.0,
        first: 1.5,
        unlisted: -2.0,
    };
}

/// Says which place each name of a page means; none for a name that the gazetteer lacks.
///
/// `spans` are the place names to be resolved; the other names of the page are found here and help to decide. A place's
/// `spans` hold the name's own.
///
/// ```
/// use vigie_record::ByteRange;
/// use vigie_reader::place::{Gazetteer, resolve};
///
/// let text = "The mayor of Moscow, Idaho, met students.";
/// let places = resolve(Gazetteer::embedded(), text, &[ByteRange::new(13, 19)]);
/// assert_eq!(places[0].as_ref().and_then(|place| place.adm1.as_deref()), Some("Idaho"));
/// ```
pub fn resolve(gazetteer: &Gazetteer, text: &str, spans: &[ByteRange]) -> Vec<Option<Place>> {
    resolve_with(gazetteer, text, spans, &Weights::DEFAULT, false)
}

/// Does as [`resolve`], and puts a name that the gazetteer lacks where most of the page happens.
///
/// A creek or a hamlet on a page about one county lies, most likely, in that county: the place keeps the page's name for
/// it, with the point of the known place that is nearest to all others. None where the page names no place that is known.
pub fn resolve_or_near(gazetteer: &Gazetteer, text: &str, spans: &[ByteRange]) -> Vec<Option<Place>> {
    resolve_with(gazetteer, text, spans, &Weights::DEFAULT, true)
}

pub(crate) fn resolve_with(
    gazetteer: &Gazetteer,
    text: &str,
    spans: &[ByteRange],
    weights: &Weights,
    or_near: bool,
) -> Vec<Option<Place>> {
    let page = Page::read(gazetteer, text, spans, weights);
    let page = page.settle(weights);
    let mut group_of = vec![None; spans.len()];
    for name in &page.names {
        if let Some(asked) = name.asked {
            group_of[asked] = name.group;
        }
    }
    spans
        .iter()
        .zip(group_of)
        .map(|(&span, group)| {
            let name = text.get(span.as_range())?;
            let group = group?;
            let best = page.groups[group].best();
            if let Some(city) = best.filter(|_| !says_division(text, span)).and_then(|it| page.groups[group].city(it)) {
                return Some(city.place(span));
            }
            let near = if or_near { page.near(group, weights) } else { None };
            match (best, near) {
                (Some(best), Some((_, score))) if page.score(group, best, &page.context(), weights) >= score => {
                    Some(best.place(span))
                }
                (_, Some((centre, _))) => Some(Place { name: name.to_owned(), ..centre.place(span) }),
                (best, None) => best.map(|best| best.place(span)),
            }
        })
        .collect()
}

/// Words for a division of a country, right after its name or before it with `of` in between.
const DIVISION_WORDS: &[&str] = &[
    "region",
    "regional",
    "oblast",
    "province",
    "provincial",
    "governorate",
    "prefecture",
    "voivodeship",
    "state",
    "county",
    "district",
    "territory",
    "krai",
    "raion",
    "department",
    "canton",
    "emirate",
    "muhafazah",
    "vilayet",
];

/// Whether a word for a division stands with a name, in it or beside it: `the Brest region`, `Odesa Oblast`, `the province of Idlib`.
fn says_division(text: &str, span: ByteRange) -> bool {
    let is_division = |word: &str| {
        let word = word.to_lowercase();
        DIVISION_WORDS.iter().any(|known| word == *known || word.strip_suffix('s') == Some(*known))
    };
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (Some(before), Some(name), Some(after)) =
        (text.get(..span.start()), text.get(span.as_range()), text.get(span.end()..))
    else {
        return false;
    };
    // What stands right after: a comma or a full stop begins something else.
    let next =
        after.strip_prefix([' ', '-', '\n']).map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next());
    // What stands right before: `region of`, and of that the last words alone, as a page may be long.
    let tail = before.char_indices().rev().nth(40).map_or(before, |(at, _)| &before[at..]);
    let tail = words(tail);
    let of_it = match tail.as_slice() {
        [.., kind, of] if of == "of" => is_division(kind),
        [.., kind, of, the] if of == "of" && the.eq_ignore_ascii_case("the") => is_division(kind),
        _ => false,
    };
    words(name).iter().any(|word| is_division(word)) || next.flatten().is_some_and(is_division) || of_it
}

/// A name where it stands on the page.
#[derive(Debug)]
struct Name {
    span: ByteRange,
    trust: f64,
    group: Option<usize>,
    /// The number of the asked span, if it is one.
    asked: Option<usize>,
}

/// All mentions of one name in one sense.
#[derive(Debug)]
struct Group<'g> {
    senses: Vec<Sense<'g>>,
    /// How far its places count for the others.
    weight: f64,
    /// Other groups that stand right after this one, or before it, with the strength of the tie.
    held_by: Vec<(usize, f64)>,
    holds: Vec<(usize, f64)>,
}

/// A place that a group may mean.
#[derive(Debug)]
struct Sense<'g> {
    place: Candidate<'g>,
    country: u8,
    division: u16,
    /// The point on the unit globe.
    point: [f64; 3],
    prior: f64,
    probability: f64,
}

/// Stretches of a text, in order, each with how far it and those before it reach.
struct Taken(Vec<(usize, usize)>);

impl Taken {
    fn of(spans: &[ByteRange]) -> Self {
        let mut taken: Vec<_> = spans.iter().map(|span| (span.start(), span.end())).collect();
        taken.sort_unstable();
        let mut reach = 0;
        for (_, end) in &mut taken {
            reach = reach.max(*end);
            *end = reach;
        }
        Self(taken)
    }

    /// Whether one of them shares a byte with a range.
    fn touches(&self, range: ByteRange) -> bool {
        let n_before = self.0.partition_point(|(start, _)| *start < range.end());
        n_before.checked_sub(1).is_some_and(|last| self.0[last].1 > range.start())
    }
}

#[derive(Debug)]
struct Page<'g> {
    names: Vec<Name>,
    groups: Vec<Group<'g>>,
}

impl<'g> Page<'g> {
    /// Gathers the names of a page, those asked for and those found, and what they may mean.
    fn read(gazetteer: &'g Gazetteer, text: &str, spans: &[ByteRange], weights: &Weights) -> Self {
        let mut names: Vec<_> = spans
            .iter()
            .enumerate()
            .map(|(at, &span)| Name { span, trust: 1.0, group: None, asked: Some(at) })
            .collect();
        names.retain(|name| text.get(name.span.as_range()).is_some());
        let taken = Taken::of(spans);
        for found in found(gazetteer, text) {
            if !taken.touches(found.span) {
                names.push(Name { span: found.span, trust: found.trust, group: None, asked: None });
            }
        }
        names.sort_by_key(|name| (name.span, name.asked));
        let mut page = Self { names, groups: Vec::new() };
        page.group(gazetteer, text, weights);
        page
    }

    /// Puts the mentions of one name together, and ties the names that stand one right after the other.
    fn group(&mut self, gazetteer: &'g Gazetteer, text: &str, weights: &Weights) {
        let tails = self.tails(gazetteer, text);
        let written = |name: &Name| gazetteer.fold(bare(&text[name.span.as_range()]));
        // A name that once has a tail (`Paris, Texas`) shares it with its bare mentions, if there is but one.
        let mut tails_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, tail) in self.names.iter().zip(&tails) {
            if let Some(tail) = tail {
                let known = tails_of.entry(written(name)).or_default();
                if !known.contains(tail) {
                    known.push(tail.clone());
                }
            }
        }
        let mut groups: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut counts: Vec<(f64, f64)> = Vec::new();
        for (at, tail) in tails.iter().enumerate() {
            let key = written(&self.names[at]);
            let tail = match (tail, tails_of.get(&key)) {
                (Some(tail), Some(known)) if known.len() > 1 => tail.clone(),
                (None, Some(known)) if known.len() > 1 => known[0].clone(),
                _ => String::new(),
            };
            let group = match groups.get(&(key.clone(), tail.clone())) {
                Some(&group) => group,
                None if self.groups.len() >= MAX_GROUPS && self.names[at].asked.is_none() => continue,
                None => {
                    let senses = senses(gazetteer, &text[self.names[at].span.as_range()], weights);
                    self.groups.push(Group { senses, weight: 0.0, held_by: Vec::new(), holds: Vec::new() });
                    counts.push((0.0, 0.0));
                    groups.insert((key, tail), self.groups.len() - 1);
                    self.groups.len() - 1
                }
            };
            let first = if at == 0 { weights.first } else { 1.0 };
            counts[group].0 += self.names[at].trust;
            counts[group].1 = counts[group].1.max(self.names[at].trust * first);
            self.names[at].group = Some(group);
        }
        for (group, (count, trust)) in self.groups.iter_mut().zip(counts) {
            group.weight = trust * (1.0 + 0.5 * count.max(1.0).ln());
        }
        self.tie(text);
    }

    /// For each name the folded name right after it, where that may hold it.
    fn tails(&self, gazetteer: &Gazetteer, text: &str) -> Vec<Option<String>> {
        let mut tails: Vec<_> = self
            .names
            .windows(2)
            .map(|two| {
                let gap = text.get(two[0].span.end()..two[1].span.start())?;
                (gap == ", " || gap == " (").then_some(())?;
                let name = bare(&text[two[1].span.as_range()]);
                let holds = |place: &Candidate<'_>| {
                    matches!(place.kind, PlaceKind::Country | PlaceKind::FirstDivision)
                        && place.name_use != NameUse::Demonym
                };
                places_of(gazetteer, name).0.iter().any(holds).then(|| gazetteer.fold(name))
            })
            .collect();
        tails.truncate(self.names.len().saturating_sub(1));
        tails.resize(self.names.len(), None);
        tails
    }

    fn tie(&mut self, text: &str) {
        for at in 0..self.names.len() {
            let mut strength = 1.0;
            for next in at + 1..(at + 3).min(self.names.len()) {
                let gap = text.get(self.names[next - 1].span.end()..self.names[next].span.start()).unwrap_or("");
                strength *= tie_strength(gap);
                if strength == 0.0 {
                    break;
                }
                let (Some(part), Some(whole)) = (self.names[at].group, self.names[next].group) else { break };
                if part != whole && !self.groups[part].held_by.iter().any(|tie| tie.0 == whole) {
                    self.groups[part].held_by.push((whole, strength));
                    self.groups[whole].holds.push((part, strength));
                }
            }
        }
    }

    /// Reckons the probabilities of all senses.
    fn settle(mut self, weights: &Weights) -> Self {
        for group in &mut self.groups {
            let scores: Vec<_> = group.senses.iter().map(|sense| sense.prior).collect();
            group.take(&scores, HEATS[0]);
        }
        for heat in HEATS {
            let context = self.context();
            let all: Vec<Vec<f64>> = (0..self.groups.len())
                .map(|at| self.groups[at].senses.iter().map(|sense| self.score(at, sense, &context, weights)).collect())
                .collect();
            for (group, scores) in self.groups.iter_mut().zip(&all) {
                group.take(scores, heat);
            }
        }
        self
    }

    /// The senses that count for the others, the weightiest first.
    fn context(&self) -> Vec<(usize, f64, &Sense<'g>)> {
        let mut points: Vec<_> = self
            .groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.senses.iter().map(move |sense| (at, sense.probability * group.weight, sense)))
            .filter(|point| point.1 > 0.03)
            .collect();
        points.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)).then(a.2.place.number.cmp(&b.2.place.number)));
        points.truncate(MAX_POINTS);
        points
    }

    fn score(&self, at: usize, sense: &Sense<'g>, context: &[(usize, f64, &Sense<'g>)], weights: &Weights) -> f64 {
        let (mut near, mut division, mut country, mut holds, mut abroad) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for &(other, weight, there) in context {
            if other == at || there.place.number == sense.place.number {
                continue;
            }
            let countries = sense.place.kind == PlaceKind::Country && there.place.kind == PlaceKind::Country;
            if countries && there.country != sense.country {
                abroad += weight;
            }
            if sense.country != NO_COUNTRY && there.country == sense.country {
                let named = there.place.kind == PlaceKind::Country;
                country += weight * if named { weights.country_named } else { 1.0 };
                if sense.place.kind == PlaceKind::Country {
                    holds += weight;
                }
                if sense.division != NO_DIVISION && there.division == sense.division {
                    let named = there.place.kind == PlaceKind::FirstDivision;
                    division += weight * if named { weights.division_named } else { 1.0 };
                    if sense.place.kind == PlaceKind::FirstDivision {
                        holds += weight;
                    }
                }
            }
            if sense.is_small() && there.is_small() {
                near += weight * (-distance_km(sense.point, there.point) / weights.near_km).exp();
            }
        }
        let mut score = sense.prior + weights.same_country * f64::ln_1p(country);
        if sense.place.kind != PlaceKind::Country {
            score += weights.division * f64::ln_1p(division);
        }
        score +=
            weights.near * f64::ln_1p(near) + weights.holds * f64::ln_1p(holds) + weights.abroad * f64::ln_1p(abroad);
        score + weights.qualifier * self.tied(at, sense)
    }

    /// How surely the names right after and before this one hold it, or are held by it.
    fn tied(&self, at: usize, sense: &Sense<'g>) -> f64 {
        let group = &self.groups[at];
        let sum = |others: &[(usize, f64)], fits: &dyn Fn(&Sense<'g>) -> f64| {
            let each = others.iter().map(|&(other, strength)| {
                let senses = self.groups[other].senses.iter();
                strength * senses.map(|there| there.probability * fits(there)).sum::<f64>()
            });
            each.fold(0.0, f64::max)
        };
        sum(&group.held_by, &|there| there.holds(sense)) + sum(&group.holds, &|there| sense.holds(there))
    }

    /// The place of the page that is nearest to all others, for a name that is not known, with the score of a place there.
    fn near(&self, own: usize, weights: &Weights) -> Option<(&Sense<'g>, f64)> {
        let holders: Vec<_> = self.groups[own].held_by.iter().filter_map(|&(at, _)| self.groups[at].best()).collect();
        let context = self.context();
        let spread = |sense: &Sense<'g>| -> f64 {
            let small = context.iter().filter(|point| point.0 != own && point.2.is_small());
            small
                .map(|(_, weight, there)| weight * (-distance_km(sense.point, there.point) / weights.near_km).exp())
                .sum()
        };
        let inside = |sense: &Sense<'g>| holders.is_empty() || holders.iter().any(|holder| holder.holds(sense) > 0.5);
        let rank = |sense: &Sense<'g>| (inside(sense), sense.is_small(), spread(sense));
        let others = context.iter().filter(|point| point.0 != own).map(|point| (rank(point.2), point.2));
        let centre = others.max_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)));
        let centre = centre.map(|(_, centre)| centre).filter(|centre| inside(centre)).or(holders.first().copied())?;
        let place = Candidate { number: usize::MAX, kind: PlaceKind::Town, ..centre.place.clone() };
        let there = Sense { place, prior: weights.unlisted, ..*centre };
        Some((centre, self.score(own, &there, &context, weights)))
    }
}

impl<'g> Group<'g> {
    /// Takes scores for the logarithms of odds, flattened by the heat.
    fn take(&mut self, scores: &[f64], heat: f64) {
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|score| ((score - top) / heat).exp()).sum();
        for (sense, score) in self.senses.iter_mut().zip(scores) {
            sense.probability = ((score - top) / heat).exp() / total;
        }
    }

    /// The city that a division is named after, where the name means both: people write it for the city, and the division lies around it.
    ///
    /// A city that has few of the people of the division is no such: `Oklahoma` is no town. Nor is one that goes by the name only as another
    /// one, while the division has it for its own.
    fn city(&self, division: &Sense<'g>) -> Option<&Sense<'g>> {
        let is_own = |sense: &Sense<'_>| sense.place.name_use == NameUse::Usual;
        if division.place.kind != PlaceKind::FirstDivision || division.place.name_use == NameUse::Demonym {
            return None;
        }
        let cities = self.senses.iter().filter(|sense| {
            matches!(sense.place.kind, PlaceKind::Town | PlaceKind::Capital)
                && sense.place.name_use != NameUse::Demonym
                && sense.country == division.country
                && (sense.division == division.division || distance_km(sense.point, division.point) < BESIDE_KM)
                && sense.place.population >= LEAST_SHARE * division.place.population
                && (is_own(sense) || !is_own(division))
        });
        cities.reduce(|most, sense| if sense.place.population > most.place.population { sense } else { most })
    }

    fn best(&self) -> Option<&Sense<'g>> {
        self.senses.iter().reduce(|best, sense| if sense.probability > best.probability { sense } else { best })
    }
}

impl Sense<'_> {
    /// Whether it is a point on the map rather than an area of its own weight.
    fn is_small(&self) -> bool {
        !matches!(self.place.kind, PlaceKind::Country | PlaceKind::FirstDivision | PlaceKind::Region)
    }

    /// How surely this place holds another, 0 to 1.
    fn holds(&self, other: &Sense<'_>) -> f64 {
        if self.place.number == other.place.number {
            return 0.0;
        }
        let distance = distance_km(self.point, other.point);
        let sure = match self.place.kind {
            PlaceKind::Country => self.country == other.country && other.place.kind != PlaceKind::Country,
            PlaceKind::FirstDivision => self.division == other.division && other.place.kind != PlaceKind::FirstDivision,
            PlaceKind::SecondDivision => distance < 80.0 && other.is_small() && self.division == other.division,
            PlaceKind::Region => distance < 400.0 && other.is_small(),
            _ => return if other.is_small() && distance < 40.0 { 0.4 } else { 0.0 },
        };
        f64::from(u8::from(sure))
    }

    fn place(&self, span: ByteRange) -> Place {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Place {
            name: self.place.name.to_owned(),
            lat: Some(self.place.lat),
            lon: Some(self.place.lon),
            country: some(self.place.country),
            adm1: some(self.place.adm1),
            spans: vec![span],
        }
    }
}

/// The places a name may mean, with what speaks for each before the page is looked at.
fn senses<'g>(gazetteer: &'g Gazetteer, name: &str, weights: &Weights) -> Vec<Sense<'g>> {
    let (places, shortened) = places_of(gazetteer, name);
    let mut senses: Vec<_> = places
        .into_iter()
        .map(|place| {
            let entry = gazetteer.entry(place.number);
            let (lat, lon) = (place.lat.to_radians(), place.lon.to_radians());
            let point = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
            let prior = prior(&place, weights) + weights.shortened * shortened;
            Sense { country: entry.country, division: entry.division, place, point, prior, probability: 0.0 }
        })
        .collect();
    senses.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.place.number.cmp(&b.place.number)));
    senses.truncate(MAX_CANDIDATES);
    senses
}

fn prior(place: &Candidate<'_>, weights: &Weights) -> f64 {
    let kind = match place.kind {
        PlaceKind::Town => 0.0,
        PlaceKind::Capital => weights.capital,
        PlaceKind::FirstDivision => weights.first_division,
        PlaceKind::SecondDivision => weights.second_division,
        PlaceKind::Country => weights.country,
        PlaceKind::Region => weights.region,
        PlaceKind::Feature | PlaceKind::Site => weights.feature,
    };
    let name = match place.name_use {
        NameUse::Usual => 0.0,
        NameUse::Demonym => 1.0,
        // A state or a country is as well known by its short names.
        NameUse::Other if matches!(place.kind, PlaceKind::Country | PlaceKind::FirstDivision | PlaceKind::Region) => {
            0.0
        }
        NameUse::Other => weights.other_name,
    };
    weights.population * (place.population + 100.0).log10() + kind + name
}

/// How strongly what stands between two names ties the first to the second.
fn tie_strength(gap: &str) -> f64 {
    match gap {
        ", " | " (" => 1.0,
        " in " | ", in " | " of " => 0.4,
        "'s " | "’s " | " " => 0.2,
        _ => 0.0,
    }
}

fn distance_km(a: [f64; 3], b: [f64; 3]) -> f64 {
    let square: f64 = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum();
    EARTH_KM * 2.0 * (square.sqrt() / 2.0).min(1.0).asin()
}
