//! The gazetteer's file, `knowledge/places.bin`: read where it lies, but for the names, which are unpacked.
//!
//! The form of the file is stated in `knowledge/make_places.py`, which writes it.

use super::fold::Folds;
use super::gazetteer::{Entry, NO_COUNTRY, NO_DIVISION, PlaceKind};

/// The places of the file.
#[derive(Debug)]
pub(crate) struct Packed {
    /// What letters become when names are compared.
    pub(crate) folds: Folds,
    /// The countries, by number.
    pub(crate) countries: Vec<Country>,
    /// The first-level divisions, by number.
    pub(crate) divisions: Vec<Division>,
    names: String,
    name_starts: Vec<u32>,
    place_names: Vec<u32>,
    columns: Columns,
    other_names: Vec<u32>,
    other_places: &'static [u8],
}

/// A country of the file.
#[derive(Debug, Clone)]
pub(crate) struct Country {
    pub(crate) alpha2: String,
    pub(crate) alpha3: String,
    pub(crate) population: u64,
}

/// A first-level division.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    pub(crate) country: u8,
    pub(crate) code: String,
    pub(crate) name: String,
}

#[derive(Debug)]
struct Columns {
    country: &'static [u8],
    division: &'static [u8],
    kind: &'static [u8],
    population: &'static [u8],
    lat: &'static [u8],
    lon: &'static [u8],
}

/// Reads on and on through the file. A file that ends early gives zeros: ours is tested whole.
struct Cursor(&'static [u8]);

impl Cursor {
    fn take(&mut self, n: usize) -> &'static [u8] {
        let (head, rest) = self.0.split_at(n.min(self.0.len()));
        self.0 = rest;
        head
    }

    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    fn varint(&mut self) -> usize {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte();
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    fn string(&mut self) -> String {
        let n = self.varint();
        String::from_utf8_lossy(self.take(n)).into_owned()
    }

    /// Numbers that are kept as the steps from one to the next.
    fn steps(&mut self, n: usize) -> Vec<u32> {
        let mut number = 0;
        let mut numbers = Vec::with_capacity(n);
        for _ in 0..n {
            number += u32::try_from(self.varint()).unwrap_or(0);
            numbers.push(number);
        }
        numbers
    }
}

impl Packed {
    /// Reads the file.
    pub(crate) fn read(bytes: &'static [u8]) -> Self {
        let mut cursor = Cursor(bytes);
        cursor.take(6);
        let folds = (0..cursor.varint())
            .map(|_| {
                let letter = u32::try_from(cursor.varint()).ok().and_then(char::from_u32).unwrap_or(' ');
                (letter, cursor.string())
            })
            .collect::<Vec<_>>();
        let countries = (0..cursor.varint())
            .map(|_| {
                let alpha2 = String::from_utf8_lossy(cursor.take(2)).into_owned();
                let alpha3 = String::from_utf8_lossy(cursor.take(3)).into_owned();
                cursor.string();
                Country { alpha2, alpha3, population: cursor.varint() as u64 }
            })
            .collect();
        let divisions = (0..cursor.varint())
            .map(|_| Division { country: cursor.byte(), code: cursor.string(), name: cursor.string() })
            .collect();
        let (names, name_starts) = unpack_names(&mut cursor);
        let n_places = cursor.varint();
        let place_names = cursor.steps(n_places);
        let columns = Columns {
            country: cursor.take(n_places),
            division: cursor.take(2 * n_places),
            kind: cursor.take(n_places),
            population: cursor.take(n_places),
            lat: cursor.take(3 * n_places),
            lon: cursor.take(3 * n_places),
        };
        let n_others = cursor.varint();
        let other_names = cursor.steps(n_others);
        let other_places = cursor.take(3 * n_others);
        Self {
            folds: Folds::new(folds),
            countries,
            divisions,
            names,
            name_starts,
            place_names,
            columns,
            other_names,
            other_places,
        }
    }

    /// The number of places.
    pub(crate) fn len(&self) -> usize {
        self.place_names.len()
    }

    /// A place by its number, which must be below [`Self::len`].
    pub(crate) fn entry(&self, place: usize) -> Entry<'_> {
        let columns = &self.columns;
        let country = columns.country.get(place).copied().unwrap_or(NO_COUNTRY);
        let division = columns.division.get(2 * place..2 * place + 2);
        let kind = match columns.kind.get(place) {
            Some(1) => PlaceKind::Capital,
            Some(2) => PlaceKind::FirstDivision,
            Some(3) => PlaceKind::SecondDivision,
            _ => PlaceKind::Town,
        };
        Entry {
            name: self.place_names.get(place).map_or("", |&name| self.name(name as usize)),
            country,
            division: division.map_or(NO_DIVISION, |two| u16::from_le_bytes([two[0], two[1]])),
            kind,
            population: (f64::from(columns.population.get(place).copied().unwrap_or(0)) / 8.0).exp2() - 1.0,
            lat: f64::from(number(columns.lat, place)) / 10_000.0 - 90.0,
            lon: f64::from(number(columns.lon, place)) / 10_000.0 - 180.0,
        }
    }

    /// The places of a name, given folded: those it is the usual name of, then those it is another name of.
    pub(crate) fn find(&self, folded: &str) -> (impl Iterator<Item = usize>, impl Iterator<Item = usize>) {
        let names = self.names_like(folded);
        let usual = numbers_in(&self.place_names, &names);
        let others = numbers_in(&self.other_names, &names);
        (usual, others.map(|at| number(self.other_places, at) as usize))
    }

    /// Whether any place has this name, given folded.
    pub(crate) fn has(&self, folded: &str) -> bool {
        !self.names_like(folded).is_empty()
    }

    /// The numbers of the names that fold to this.
    fn names_like(&self, folded: &str) -> std::ops::Range<u32> {
        let mut buffer = String::new();
        let mut first = 0;
        let mut end = self.name_starts.len().saturating_sub(1);
        while first < end {
            let middle = usize::midpoint(first, end);
            self.folds.fold_into(self.name(middle), &mut buffer);
            if buffer.as_str() < folded {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        let mut after = first;
        while after + 1 < self.name_starts.len() {
            self.folds.fold_into(self.name(after), &mut buffer);
            if buffer != folded {
                break;
            }
            after += 1;
        }
        narrow(first)..narrow(after)
    }

    fn name(&self, at: usize) -> &str {
        let start = self.name_starts.get(at).map_or(0, |&start| start as usize);
        let end = self.name_starts.get(at + 1).map_or(start, |&end| end as usize);
        self.names.get(start..end).unwrap_or("")
    }
}

/// The names one after the other, and where each begins, with the end of the last.
fn unpack_names(cursor: &mut Cursor) -> (String, Vec<u32>) {
    let n_names = cursor.varint();
    let mut starts = Vec::with_capacity(n_names + 1);
    let mut names: Vec<u8> = Vec::with_capacity(n_names * 12);
    starts.push(0);
    let mut last = 0;
    for _ in 0..n_names {
        let shared = cursor.varint();
        let rest = cursor.varint();
        let start = names.len();
        names.extend_from_within(last..(last + shared).min(start));
        names.extend_from_slice(cursor.take(rest));
        last = start;
        starts.push(narrow(names.len()));
    }
    names.shrink_to_fit();
    (String::from_utf8(names).unwrap_or_default(), starts)
}

/// Where the sorted numbers lie within a range.
fn numbers_in(sorted: &[u32], range: &std::ops::Range<u32>) -> std::ops::Range<usize> {
    sorted.partition_point(|&number| number < range.start)..sorted.partition_point(|&number| number < range.end)
}

fn number(column: &[u8], at: usize) -> u32 {
    column.get(3 * at..3 * at + 3).map_or(0, |three| u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
