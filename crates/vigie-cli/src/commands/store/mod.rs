//! What the commands on a store share: which store is meant, what time it is, and what is asked for.

pub(crate) mod add;
mod beside;
pub(crate) mod by_hand;
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

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use vigie::collect::{Collector, ReaderSource};
use vigie::meant::places_called;
use vigie_codes::{Codes, UserTables};
use vigie_record::{ClaimKind, Dataset, Digest, Status};
use vigie_store::{Access, CERTAINTY_WANTED, Certainty, Dyad, Filter, From, Store, Words};

use crate::answers::Answers;
use crate::cli::WorkArgs;
use crate::cli::days::Days;
use crate::cli::store::{FilterArgs, StoreArgs};
use crate::speech::Failure;
use crate::{knowledge, model};

/// The store of the current folder.
const HERE: &str = "vigie.db";

/// Opens the store that is meant.
pub(crate) fn open(args: &StoreArgs, access: Access) -> Result<Store, Failure> {
    let path = path(args)?;
    if access == Access::Create {
        make_folder(args, &path)?;
    }
    tell_of_older(&path);
    Ok(Store::open(&path, access)?)
}

/// Says why a store takes a while to open.
fn tell_of_older(path: &Path) {
    if Store::is_older(path) {
        tell!("{} is of an older version: it is brought to this one, and its stories are found anew", path.display());
    }
}

/// Sees that there is the folder that a store is to lie in. That of the store which nobody has named is made; a name with a folder that is not
/// there is most likely a slip.
pub(super) fn make_folder(args: &StoreArgs, path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    if args.store.is_some() {
        return if folder.is_dir() { Ok(()) } else { Err(Failure::NoFolder { path: folder.to_owned() }) };
    }
    std::fs::create_dir_all(folder).map_err(|source| Failure::Folder { path: folder.to_owned(), source })
}

/// What puts reports into the store that is meant; a model is loaded when the first new one comes.
pub(super) fn collector(args: &StoreArgs, model: Option<&Path>, work: &WorkArgs) -> Result<Collector, Failure> {
    let path = path(args)?;
    make_folder(args, &path)?;
    tell_of_older(&path);
    Collector::open(&path, reader(model, work)?).map_err(|error| Failure::collecting(None, error))
}

/// What reads new reports; the model is loaded when the first comes.
pub(super) fn reader(model: Option<&Path>, work: &WorkArgs) -> Result<Arc<ReaderSource>, Failure> {
    let tables = knowledge::load(work.knowledge.as_deref())?;
    let file = model::source(model)?;
    Ok(Arc::new(ReaderSource::new(move || file.open()?.load(), tables)))
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
pub(crate) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is a face: the clock is read here and handed on")]
    let now = std::time::SystemTime::now();
    Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The day by the clock.
pub(crate) fn today() -> Date {
    Zoned::now().date()
}

/// What the options ask for.
pub(super) fn filter(
    answers: &dyn Answers,
    args: &FilterArgs,
    words: Option<Words>,
    kinds: &[String],
) -> Result<Filter, Failure> {
    let codes = own_codes()?;
    if let (Some(since), Some(until)) = (args.since, args.until)
        && until.last() < since.first()
    {
        return Err(wrong("--until", &until.to_string(), "a day that is not before that of --since"));
    }
    Ok(Filter {
        words,
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        party: args.party.clone(),
        countries: args.country.iter().map(|name| country(&codes, name)).collect::<Result<_, _>>()?,
        dyad: args.dyad.as_deref().map(|text| dyad(&codes, text)).transpose()?,
        event_types: args.event_type.iter().map(|name| event_type(&codes, name)).collect::<Result<_, _>>()?,
        statuses: args.status.iter().map(|name| status(name)).collect::<Result<_, _>>()?,
        source: args.source.clone(),
        claim_kinds: kinds.iter().map(|name| kind(name)).collect::<Result<_, _>>()?,
        certainty: args.certainty.as_deref().map(certainty).transpose()?,
        since: args.since.map(Days::first),
        until: args.until.map(Days::last),
        place: args.place.clone(),
        place_called: args.place.as_deref().map(places_called).unwrap_or_default(),
        story: args.story.as_deref().map(|id| answers.the_report(id)).transpose()?,
        outlet: args.outlet.clone(),
        from: args.from.as_deref().map_or(Ok(From::Anywhere), origin)?,
        tag: args.tag.clone(),
        all_versions: args.all_versions,
        after_report: None,
        standing: None,
        issued_since: None,
    })
}

/// The codes in the program.
pub(super) fn own_codes() -> Result<Codes, Failure> {
    Codes::new(&UserTables::new()).map_err(|fault| Failure::knowledge(None, fault))
}

/// A country by its code, or by another code or name of it.
fn country(codes: &Codes, name: &str) -> Result<String, Failure> {
    let upper = name.to_uppercase();
    let known = codes.countries.known(&upper).or_else(|| codes.countries.of_alpha2(&upper));
    let known = known.or_else(|| codes.countries.meant(name)).map(str::to_owned);
    // Tables of others have codes of their own, such as AFR for a region: three letters are taken at their word.
    let is_code = upper.len() == 3 && upper.bytes().all(|byte| byte.is_ascii_alphabetic());
    known
        .or_else(|| is_code.then_some(upper))
        .ok_or_else(|| wrong("--country", name, "a code of ISO 3166 such as UKR, or the name of a country"))
}

/// A type or a mode of PLOVER, or how a CAMEO code begins.
fn event_type(codes: &Codes, name: &str) -> Result<String, Failure> {
    let is_code = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    if is_code || codes.events.is_type(&name.to_uppercase()) || codes.events.is_mode(&name.to_lowercase()) {
        return Ok(name.to_owned());
    }
    Err(wrong("--type", name, TYPE_WANTED))
}

/// What a type can be.
pub(super) const TYPE_WANTED: &str = "a type of PLOVER (AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, \
    PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT), one of its modes such as aerial, or how a CAMEO code begins, such as 19";

pub(super) fn wrong(option: &'static str, value: &str, wanted: &'static str) -> Failure {
    Failure::Option { option, value: value.to_owned(), wanted }
}

fn dyad(codes: &Codes, text: &str) -> Result<Dyad, Failure> {
    let Dyad { actor, recipient, both_ways } = text.parse().map_err(|_| wrong("--dyad", text, Dyad::WANTED))?;
    let side = |name: String| codes.countries.meant(&name).map_or_else(|| name.clone(), str::to_owned);
    Ok(Dyad { actor: side(actor), recipient: side(recipient), both_ways })
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

fn certainty(text: &str) -> Result<Certainty, Failure> {
    text.parse().map_err(|_| wrong("--certainty", text, CERTAINTY_WANTED))
}

/// The most records that are named where several fit.
const MOST_IDS: usize = 5;

/// Says that an id could be more than one record.
pub(crate) fn several_records(wanted: &str, found: &[Digest]) -> Failure {
    Failure::SeveralRecords {
        wanted: wanted.to_owned(),
        n_found: found.len(),
        found: found.iter().take(MOST_IDS).map(|id| id.to_string()[..16].to_owned()).collect(),
    }
}
