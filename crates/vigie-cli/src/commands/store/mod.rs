//! What the commands on a store share: which store is meant, what time it is, and what is asked for.

pub(crate) mod add;
pub(crate) mod care;
pub(crate) mod export;
pub(crate) mod fetch;
pub(crate) mod import;
pub(crate) mod lists;
pub(crate) mod remarks;
pub(crate) mod show;
pub(crate) mod status;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use vigie::collect::{Collector, ReaderSource};
use vigie_record::{ClaimKind, Dataset, Digest, Status};
use vigie_store::{Access, Dyad, Filter, From, RecordKind, Store, Words};

use crate::cli::WorkArgs;
use crate::cli::store::{FilterArgs, StoreArgs};
use crate::speech::Failure;
use crate::{knowledge, model};

/// The store of the current folder.
const HERE: &str = "vigie.db";

/// Opens the store that is meant.
pub(crate) fn open(args: &StoreArgs, access: Access) -> Result<Store, Failure> {
    let path = path(args)?;
    if access == Access::Create {
        make_folder(&path)?;
    }
    Ok(Store::open(&path, access)?)
}

/// Makes the folder that a store is to lie in.
fn make_folder(path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|source| Failure::Folder { path: folder.to_owned(), source })
}

/// What puts reports into the store that is meant; a model is loaded when the first new one comes.
pub(super) fn collector(args: &StoreArgs, model: Option<&Path>, work: &WorkArgs) -> Result<Collector, Failure> {
    let path = path(args)?;
    make_folder(&path)?;
    let tables = knowledge::load(work.knowledge.as_deref())?;
    let file = model::source(model)?;
    let reader = ReaderSource::new(move || file.open()?.load(), tables);
    Collector::open(&path, Arc::new(reader)).map_err(|error| Failure::collecting(None, error))
}

/// Where the store lies that is meant: the one that is named, else that of this folder, else the user's own.
pub(crate) fn path(args: &StoreArgs) -> Result<PathBuf, Failure> {
    if let Some(path) = &args.store {
        return Ok(path.clone());
    }
    if Path::new(HERE).exists() {
        return Ok(PathBuf::from(HERE));
    }
    let own = || std::env::home_dir().map(|home| home.join(".local/share"));
    let data = args.data_home.clone().filter(|path| path.is_absolute()).or_else(own).ok_or(Failure::NoHome)?;
    Ok(data.join("vigie").join(HERE))
}

/// The moment at which something is put into the store.
pub(super) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is a face: the clock is read here and handed on")]
    let now = std::time::SystemTime::now();
    Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// What the options ask for.
pub(super) fn filter(
    store: &Store,
    args: &FilterArgs,
    words: Option<Words>,
    kinds: &[String],
) -> Result<Filter, Failure> {
    Ok(Filter {
        words,
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        party: args.party.clone(),
        countries: args.country.clone(),
        dyad: args.dyad.as_deref().map(dyad).transpose()?,
        event_types: args.event_type.clone(),
        statuses: args.status.iter().map(|name| status(name)).collect::<Result<_, _>>()?,
        source: args.source.clone(),
        claim_kinds: kinds.iter().map(|name| kind(name)).collect::<Result<_, _>>()?,
        certainty: args.certainty.as_deref().map(certainty).transpose()?,
        since: args.since,
        until: args.until,
        place: args.place.clone(),
        story: args.story.as_deref().map(|id| report(store, id)).transpose()?,
        outlet: args.outlet.clone(),
        from: args.from.as_deref().map_or(Ok(From::Anywhere), origin)?,
        tag: args.tag.clone(),
        all_versions: args.all_versions,
    })
}

fn wrong(option: &'static str, value: &str, wanted: &'static str) -> Failure {
    Failure::Option { option, value: value.to_owned(), wanted }
}

fn dyad(text: &str) -> Result<Dyad, Failure> {
    let parts = text.split_once([':', '>']).map(|parts| (parts, false));
    let parts = parts.or_else(|| text.split_once('-').map(|parts| (parts, true)));
    match parts {
        Some(((actor, recipient), both_ways)) if !actor.is_empty() && !recipient.is_empty() => {
            Ok(Dyad { actor: actor.to_owned(), recipient: recipient.to_owned(), both_ways })
        }
        _ => Err(wrong("--dyad", text, "two codes of countries: RUS:UKR, or RUS-UKR for both ways")),
    }
}

fn status(name: &str) -> Result<Status, Failure> {
    let wanted = "happened, under-way, planned, threatened, possible, denied, hypothetical or historical";
    Status::named(name).ok_or_else(|| wrong("--status", name, wanted))
}

fn kind(name: &str) -> Result<ClaimKind, Failure> {
    let wanted = "report, assessment, explanation, forecast, analogy, intention, demand or denial";
    serde_json::from_value(name.into()).map_err(|_| wrong("--kind", name, wanted))
}

fn origin(name: &str) -> Result<From, Failure> {
    match name {
        "reports" => Ok(From::Reports),
        "tables" => Ok(From::Tables),
        name => Dataset::named(name).map(From::Dataset).ok_or_else(|| {
            wrong("--from", name, "reports, tables, gdelt, icews, polecat, acled, ucdp-ged, phoenix, vigie or plain")
        }),
    }
}

/// The bands of ICD 203.
const BANDS: [(&str, [f64; 2]); 7] = [
    ("almost no chance", [0.01, 0.05]),
    ("very unlikely", [0.05, 0.2]),
    ("unlikely", [0.2, 0.45]),
    ("roughly even chance", [0.45, 0.55]),
    ("likely", [0.55, 0.8]),
    ("very likely", [0.8, 0.95]),
    ("almost certain", [0.95, 0.99]),
];

fn certainty(text: &str) -> Result<[f64; 2], Failure> {
    if let Some((_, interval)) = BANDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        // The edge that two bands share belongs to both: what lies on it alone is in neither.
        let [low, high] = *interval;
        return Ok([low + 1e-6, high - 1e-6]);
    }
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    let interval = match text.split_once('-') {
        Some((low, high)) => number(low).zip(number(high)),
        None => number(text).map(|number| (number, number)),
    };
    match interval {
        Some((low, high)) if low <= high => Ok([low, high]),
        _ => Err(wrong("--certainty", text, "a band such as `likely` or `very unlikely`, or numbers such as 0.55-0.8")),
    }
}

/// The most records that are named where several fit.
pub(super) const MOST_IDS: usize = 5;

/// The id of the report that begins with some digits.
fn report(store: &Store, prefix: &str) -> Result<Digest, Failure> {
    let found = store.find(prefix, MOST_IDS + 1)?;
    let reports: Vec<Digest> =
        found.iter().filter(|found| found.kind == RecordKind::Report).map(|found| found.id).collect();
    match reports.as_slice() {
        [only] => Ok(*only),
        [] => Err(Failure::NotInStore { wanted: prefix.to_owned() }),
        several => Err(several_records(prefix, several)),
    }
}

/// Says that an id could be more than one record.
pub(super) fn several_records(wanted: &str, found: &[Digest]) -> Failure {
    Failure::SeveralRecords {
        wanted: wanted.to_owned(),
        n_found: found.len(),
        found: found.iter().take(MOST_IDS).map(|id| id.to_string()[..16].to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dyads_and_certainties_are_understood() {
        let both = |text| dyad(text).ok().map(|dyad| (dyad.actor, dyad.recipient, dyad.both_ways));
        assert_eq!(both("RUS:UKR"), Some(("RUS".to_owned(), "UKR".to_owned(), false)));
        assert_eq!(both("RUS-UKR"), Some(("RUS".to_owned(), "UKR".to_owned(), true)));
        for bad in ["", "RUS", "RUS:", ":UKR"] {
            assert!(dyad(bad).is_err(), "{bad}");
        }
        assert_eq!(certainty("0.5-0.75").ok(), Some([0.5, 0.75]));
        assert_eq!(certainty("0.5").ok(), Some([0.5, 0.5]));
        assert!(certainty("Likely").is_ok_and(|[low, high]| low > 0.55 && high < 0.8));
        for bad in ["", "probably", "0.8-0.2", "2"] {
            assert!(certainty(bad).is_err(), "{bad}");
        }
    }
}
