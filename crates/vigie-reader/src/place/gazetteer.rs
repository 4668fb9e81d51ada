//! The gazetteer: places by name, with where they lie, how many live there and what they belong to.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::packed::Packed;
use crate::knowledge::{Table, UserTables, rows_of};

pub(crate) const NO_COUNTRY: u8 = u8::MAX;
pub(crate) const NO_DIVISION: u16 = u16::MAX;

static PLACES: &[u8] = include_bytes!("../../../../knowledge/places.bin");
static EXTRA: &str = include_str!("../../../../knowledge/places-extra.tsv");
static COUNTRIES: &str = include_str!("../../../../knowledge/countries.tsv");
static TERRITORIES: &str = include_str!("../../../../knowledge/territories.tsv");
static COUNTRY_POINTS: &str = include_str!("../../../../knowledge/country-points.tsv");

/// Places by name: towns of a thousand people and more, divisions, countries, seas, bases and what a user adds.
///
/// Data: `GeoNames`, CC BY 4.0, and tables of our own; `knowledge/make_places.py` says how. Copies are cheap.
///
/// ```
/// use vigie_reader::place::Gazetteer;
///
/// let places = Gazetteer::embedded().candidates("Brest");
/// let countries: Vec<_> = places.iter().map(|place| place.country).collect();
/// assert!(countries.contains(&"BLR") && countries.contains(&"FRA"));
/// ```
#[derive(Debug, Clone)]
pub struct Gazetteer {
    packed: Arc<Packed>,
    added: Vec<Added>,
    added_names: BTreeMap<String, Vec<(u32, NameUse)>>,
}

/// A place that a name may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'g> {
    /// The number of the place in this gazetteer.
    pub number: usize,
    /// Its usual name.
    pub name: &'g str,
    /// ISO 3166-1 alpha-3; empty for seas and regions of several countries.
    pub country: &'g str,
    /// The first-level division; empty where there is none.
    pub adm1: &'g str,
    /// What it is.
    pub kind: PlaceKind,
    /// How many people live there, to about a tenth; 0 where nobody does or we do not know.
    pub population: f64,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What the name is to it.
    pub name_use: NameUse,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PlaceKind {
    /// A town, village or part of a town.
    Town,
    /// The capital of a country.
    Capital,
    /// A first-level division: a state, province, oblast.
    FirstDivision,
    /// A second-level division: a county, district.
    SecondDivision,
    /// A country or territory.
    Country,
    /// A region of the world or of a country that is no division.
    Region,
    /// Water, a mountain, an island: what nature made.
    Feature,
    /// A base, crossing, plant or other site.
    Site,
}

/// What a name is to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameUse {
    /// Its usual name.
    Usual,
    /// Another name, another spelling, an abbreviation.
    Other,
    /// The word for its people, or for what is of it.
    Demonym,
}

/// A line of a user's `GeoNames` file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct GeonamesFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: &'static str,
}

/// A place as the gazetteer holds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'g> {
    pub(crate) name: &'g str,
    pub(crate) country: u8,
    pub(crate) division: u16,
    pub(crate) kind: PlaceKind,
    pub(crate) population: f64,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
}

/// A place that is not in the packed file.
#[derive(Debug, Clone)]
struct Added {
    name: Box<str>,
    country: u8,
    division: u16,
    kind: PlaceKind,
    population: f64,
    lat: f64,
    lon: f64,
}

impl Gazetteer {
    /// The gazetteer that the program carries, unpacked when it is first asked for.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Gazetteer> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let mut gazetteer =
                Self { packed: Arc::new(Packed::read(PLACES)), added: Vec::new(), added_names: BTreeMap::new() };
            gazetteer.add_countries();
            if let Ok(tables) = rows_of(&UserTables::new(), "places-extra.tsv", EXTRA, &EXTRA_COLUMNS) {
                gazetteer.add_extra(&tables);
            }
            gazetteer
        })
    }

    /// This gazetteer with the places of a `GeoNames` dump, such as `allCountries.txt`: 19 columns, tab-separated.
    ///
    /// Takes populated places, divisions of the first two levels, waters, mountains and sites; gives back what it could
    /// not read as well, line by line. A place that is already known stands in both, which does no harm.
    #[must_use]
    pub fn with_geonames(&self, text: &str) -> (Self, Vec<GeonamesFault>) {
        let mut gazetteer = self.clone();
        let mut faults = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Err(reason) = gazetteer.add_geonames_line(line) {
                faults.push(GeonamesFault { line: at + 1, reason });
            }
        }
        (gazetteer, faults)
    }

    /// This gazetteer with the rows of a table like `places-extra.tsv`.
    ///
    /// # Errors
    /// When the table lacks a column.
    pub fn with_table(&self, name: &str, text: &str) -> Result<Self, crate::knowledge::TableError> {
        let table = Table::parse(name, text, &EXTRA_COLUMNS)?;
        let mut gazetteer = self.clone();
        gazetteer.add_extra(&[table]);
        Ok(gazetteer)
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.packed.len() + self.added.len()
    }

    /// Whether it has no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places that a name may mean, in no order of likelihood; letters, marks and points need not agree.
    pub fn candidates(&self, name: &str) -> Vec<Candidate<'_>> {
        let folded = self.packed.folds.fold(name);
        let (usual, others) = self.packed.find(&folded);
        let mut numbers: Vec<_> = usual.map(|place| (place, NameUse::Usual)).collect();
        numbers.extend(others.map(|place| (place, NameUse::Other)));
        if let Some(added) = self.added_names.get(&folded) {
            numbers.extend(added.iter().map(|&(place, name_use)| (self.packed.len() + place as usize, name_use)));
        }
        numbers.sort_unstable();
        numbers.dedup_by_key(|pair| pair.0);
        numbers.into_iter().map(|(place, name_use)| self.candidate(place, name_use)).collect()
    }

    /// Whether any place has this name.
    pub fn has(&self, name: &str) -> bool {
        let folded = self.packed.folds.fold(name);
        self.added_names.contains_key(&folded) || self.packed.has(&folded)
    }

    /// A name as the gazetteer compares it: small letters without marks and signs.
    pub fn fold(&self, name: &str) -> String {
        self.packed.folds.fold(name)
    }

    /// A place by its number.
    fn candidate(&self, number: usize, name_use: NameUse) -> Candidate<'_> {
        let entry = self.entry(number);
        Candidate {
            number,
            name: entry.name,
            country: self.packed.countries.get(usize::from(entry.country)).map_or("", |country| &country.alpha3),
            adm1: self.packed.divisions.get(usize::from(entry.division)).map_or("", |division| &division.name),
            kind: entry.kind,
            population: entry.population,
            lat: entry.lat,
            lon: entry.lon,
            name_use,
        }
    }

    pub(crate) fn entry(&self, number: usize) -> Entry<'_> {
        match number.checked_sub(self.packed.len()).and_then(|at| self.added.get(at)) {
            None => self.packed.entry(number),
            Some(added) => Entry {
                name: &added.name,
                country: added.country,
                division: added.division,
                kind: added.kind,
                population: added.population,
                lat: added.lat,
                lon: added.lon,
            },
        }
    }

    fn add(&mut self, place: Added, names: &[(&str, NameUse)]) {
        let at = u32::try_from(self.added.len()).unwrap_or(u32::MAX);
        for &(name, name_use) in std::iter::once(&(&*place.name, NameUse::Usual)).chain(names) {
            let folded = self.packed.folds.fold(name);
            if folded.is_empty() {
                continue;
            }
            let places = self.added_names.entry(folded).or_default();
            if places.last().is_none_or(|&(last, _)| last != at) {
                places.push((at, name_use));
            }
        }
        self.added.push(place);
    }

    /// The number of a country by either of its ISO codes.
    fn country_of(&self, code: &str) -> u8 {
        let is_it = |country: &super::packed::Country| country.alpha2 == code || country.alpha3 == code;
        self.packed.countries.iter().position(is_it).map_or(NO_COUNTRY, |at| u8::try_from(at).unwrap_or(NO_COUNTRY))
    }

    fn add_countries(&mut self) {
        let Ok(points) = Table::parse("country-points.tsv", COUNTRY_POINTS, &["country", "lat", "lon"]) else { return };
        let Ok(countries) = Table::parse("countries.tsv", COUNTRIES, &["code", "name", "names", "demonyms"]) else {
            return;
        };
        for row in countries.rows() {
            let country = self.country_of(row.get("code"));
            let Some(known) = self.packed.countries.get(usize::from(country)).cloned() else { continue };
            let Some(point) = points.rows().find(|point| point.get("country") == known.alpha2) else { continue };
            let (Ok(lat), Ok(lon)) = (point.get("lat").parse(), point.get("lon").parse()) else { continue };
            let mut names: Vec<_> = row.list("names").map(|name| (name, NameUse::Other)).collect();
            names.extend(row.list("demonyms").map(|name| (name, NameUse::Demonym)));
            let place = Added {
                name: row.get("name").into(),
                country,
                division: NO_DIVISION,
                kind: PlaceKind::Country,
                population: known.population as f64,
                lat,
                lon,
            };
            self.add(place, &names);
        }
        self.add_territory_demonyms();
    }

    /// The words for the people of regions such as Abkhazia, which lie where their region does.
    fn add_territory_demonyms(&mut self) {
        let Ok(table) = Table::parse("territories.tsv", TERRITORIES, &["name", "demonyms", "country"]) else { return };
        for row in table.rows() {
            let code = row.get("country").to_owned();
            let regions = self.candidates(row.get("name"));
            let region = regions
                .iter()
                .filter(|place| place.country == code && place.name_use != NameUse::Demonym)
                .max_by(|a, b| a.population.total_cmp(&b.population));
            let Some(region) = region else { continue };
            let place = Added {
                name: region.name.into(),
                country: self.country_of(&code),
                division: self.entry(region.number).division,
                kind: PlaceKind::Region,
                population: region.population,
                lat: region.lat,
                lon: region.lon,
            };
            let names: Vec<_> = row.list("demonyms").map(|name| (name, NameUse::Demonym)).collect();
            self.add(place, &names);
        }
    }

    fn add_extra(&mut self, tables: &[Table]) {
        for row in tables.iter().flat_map(Table::rows) {
            let (Ok(lat), Ok(lon)) = (row.get("lat").parse(), row.get("lon").parse()) else { continue };
            let (kind, population) = extra_kind(row.get("kind"));
            let place = Added {
                name: row.get("name").into(),
                country: self.country_of(row.get("country")),
                division: NO_DIVISION,
                kind,
                population,
                lat,
                lon,
            };
            let names: Vec<_> = row.list("names").map(|name| (name, NameUse::Other)).collect();
            self.add(place, &names);
        }
    }

    fn add_geonames_line(&mut self, line: &str) -> Result<(), &'static str> {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 15 {
            return Err("fewer than the 19 columns of a GeoNames dump");
        }
        let lat: f64 = cells[4].parse().map_err(|_| "the latitude is no number")?;
        let lon: f64 = cells[5].parse().map_err(|_| "the longitude is no number")?;
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return Err("the place is not on the globe");
        }
        let kind = match (cells[6], cells[7]) {
            ("P", "PPLC") => PlaceKind::Capital,
            ("P", _) => PlaceKind::Town,
            ("A", "ADM1") => PlaceKind::FirstDivision,
            ("A", "ADM2") => PlaceKind::SecondDivision,
            ("A", "PCLI" | "PCLS" | "PCLD" | "TERR") => PlaceKind::Country,
            ("A" | "L", _) => PlaceKind::Region,
            ("H" | "T" | "U" | "V", _) => PlaceKind::Feature,
            _ => PlaceKind::Site,
        };
        let country = self.country_of(cells[8]);
        let division = self.packed.divisions.iter().position(|it| it.country == country && it.code == cells[10]);
        let place = Added {
            name: cells[1].into(),
            country,
            division: division.map_or(NO_DIVISION, |at| u16::try_from(at).unwrap_or(NO_DIVISION)),
            kind,
            population: cells[14].parse().unwrap_or(0.0),
            lat,
            lon,
        };
        let others = cells[3].split(',').chain([cells[2]]).map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<_> = others.map(|name| (name, NameUse::Other)).collect();
        self.add(place, &names);
        Ok(())
    }
}

const EXTRA_COLUMNS: [&str; 4] = ["name", "kind", "lat", "lon"];

/// What a word of the `kind` column means, and how many people's weight a place of that kind has against its namesakes.
fn extra_kind(word: &str) -> (PlaceKind, f64) {
    match word {
        "continent" => (PlaceKind::Region, 1e9),
        "world-region" => (PlaceKind::Region, 1e8),
        "region" | "disputed" => (PlaceKind::Region, 2e6),
        "area" => (PlaceKind::Region, 1e5),
        "ocean" | "sea" => (PlaceKind::Feature, 1e7),
        "strait" | "gulf" | "desert" | "mountains" | "river" | "canal" | "island" | "peninsula" | "lake" => {
            (PlaceKind::Feature, 1e6)
        }
        "town" => (PlaceKind::Town, 2e6),
        "base" | "crossing" | "plant" | "port" | "dam" | "airport" | "prison" => (PlaceKind::Site, 1e5),
        _ => (PlaceKind::Site, 1e4),
    }
}
