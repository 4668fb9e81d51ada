//! What the program says when something is wrong: what, where, and what to do.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use miette::{Diagnostic, Report};
use vigie::by_hand::ByHandError;
use vigie::collect::CollectError;
use vigie::desk::DeskError;
use vigie::fetch::RoundError;
use vigie::parties::PartyError;
use vigie::weigh::WeighError;
use vigie_analysis::TooMany;
use vigie_analysis::fault::FileFaults;
use vigie_analysis::influence::InfluenceError;
use vigie_analysis::ledger::LedgerError;
use vigie_analysis::next::{ForecastError, GraphError, NameError};
use vigie_analysis::onset::OnsetError;
use vigie_analysis::precedents::PrecedentError;
use vigie_analysis::series::SeriesError;
use vigie_analysis::warning::WarnError;
use vigie_intake::web::UrlError;
use vigie_lang::{LoadError, ReadError};
use vigie_reader::knowledge::TableError;
use vigie_server::{ServeError, TlsError};
use vigie_store::{StoreError, WordsError};

use crate::answers::server::{self, ServerFault};
use crate::events::TableProblem;

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum InputError {
    #[error("there is no `{path}`")]
    #[diagnostic(code(vigie::input::missing), help("check the path; relative paths start at the current folder"))]
    Missing { path: PathBuf },
    #[error("`{name}` cannot be read")]
    #[diagnostic(code(vigie::input::unreadable), help("check that you may read it"))]
    Unreadable { name: String, source: io::Error },
    #[error("`{name}` is packed, and damaged or cut short")]
    #[diagnostic(
        code(vigie::input::damaged),
        help("copy or fetch it again; what stood before the damage was read, and is not taken in twice")
    )]
    DamagedPack { name: String, source: io::Error },
    #[error("event tables are not read from standard input, since each is read twice")]
    #[diagnostic(code(vigie::input::no_stream), help("put it into a file first, and name that"))]
    NoStream,
    #[error("`{name}` cannot be written")]
    #[diagnostic(code(vigie::output::unwritable), help("check that its folder is there and that you may write to it"))]
    Unwritable { name: String, source: io::Error },
    #[error("`{path}` has no {endings} files in it")]
    #[diagnostic(code(vigie::input::empty_folder), help("name the files one by one if they have other endings"))]
    EmptyFolder { path: PathBuf, endings: String },
    #[error("`{path}` has no .tsv tables in it")]
    #[diagnostic(
        code(vigie::input::no_tables),
        help("a table of your own has the name and the columns of one in the program, such as people.tsv")
    )]
    NoTables { path: PathBuf },
    #[error("`{name}` is not UTF-8: byte {offset} is 0x{byte:02X}")]
    #[diagnostic(
        code(vigie::input::not_utf8),
        help(
            "unpack it first if it is compressed (gunzip FILE); an older Western file can be converted: iconv -f WINDOWS-1252 -t UTF-8 FILE"
        )
    )]
    NotUtf8 { name: String, offset: u64, byte: u8 },
    #[error("`{name}` is in {encoding}, not in UTF-8")]
    #[diagnostic(code(vigie::input::other_encoding), help("convert it first: iconv -f {encoding} -t UTF-8 FILE"))]
    OtherEncoding { name: String, encoding: &'static str },
    #[error("there is nothing to read: no path was given, and no text comes on standard input")]
    #[diagnostic(
        code(vigie::input::nothing),
        help("name a file or a folder, or pipe text in: echo 'Police said he had fled.' | vigie read -")
    )]
    Nothing,
}

/// Why the program ends without having done its work.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum Failure {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Events(#[from] TableProblem),
    #[error("there are no odds")]
    #[diagnostic(
        code(vigie::onset),
        help("`vigie onset --help` says what each option means and what the table must have")
    )]
    Onset(#[source] OnsetError),
    #[error("both sides of the pair must be named")]
    #[diagnostic(
        code(vigie::onset::pair),
        help("write it as 'Russia > Ukraine'; * is for streams and not for reasons")
    )]
    NoPair,
    #[error("there is no series")]
    #[diagnostic(code(vigie::series), help("`vigie series --help` says what each option means"))]
    Series(#[from] SeriesError),
    #[error("nothing can be said of influence")]
    #[diagnostic(
        code(vigie::influence),
        help("take more years, more kinds of acts (--codes) or wider streams ('* > Ukraine')")
    )]
    Influence(#[from] InfluenceError),
    #[error("the days asked for are none, or more than a history can have")]
    #[diagnostic(code(vigie::influence::days), help("check --from and --to against the dates of the table"))]
    NoDays,
    #[error("the model cannot be used")]
    #[diagnostic(code(vigie::model), help("{}", help_for(.0)))]
    Model(#[source] LoadError),
    #[cfg(not(feature = "embedded-model"))]
    #[error("this program was built without a model, and none was named")]
    #[diagnostic(code(vigie::model::none), help("name one with --model FILE or VIGIE_MODEL=FILE"))]
    NoModel,
    #[error("a table of {}", .folder.as_deref().map_or("the program".to_owned(), |path| format!("`{}`", path.display())))]
    #[diagnostic(code(vigie::knowledge), help("mend the line, or take the file out of the folder"))]
    Knowledge { folder: Option<PathBuf>, source: Box<TableError> },
    #[error("no record begins with `{wanted}`")]
    #[diagnostic(
        code(vigie::explain::none),
        help("`vigie read --format jsonl` gives the id of each record; read the same inputs again with --explain")
    )]
    NoRecord { wanted: String },
    #[error("{n_found} records begin with `{wanted}`")]
    #[diagnostic(code(vigie::explain::several), help("give more of the id: {}", found.join(", ")))]
    SeveralRecords { wanted: String, n_found: usize, found: Vec<String> },
    #[error("the model stopped while reading")]
    #[diagnostic(
        code(vigie::engine),
        help("this is a fault of the program or the model, not of your text; please report it")
    )]
    Engine(#[source] ReadError),
    #[error(transparent)]
    #[diagnostic(code(vigie::collect))]
    Collect(CollectError),
    #[error(transparent)]
    #[diagnostic(code(vigie::fetch))]
    Round(RoundError),
    #[error("`{url}` cannot be fetched")]
    #[diagnostic(
        code(vigie::fetch::address),
        help("write the whole address, such as https://example.org/feed.xml; a file on disk goes in with `vigie add`")
    )]
    Address { url: String, source: UrlError },
    #[error("there is nothing to fetch: no address was given, and the store has no sources")]
    #[diagnostic(
        code(vigie::fetch::nothing),
        help(
            "name a page (vigie fetch https://example.org/1) or a feed to remember (vigie fetch --feed https://example.org/rss)"
        )
    )]
    NoSources,
    #[error(transparent)]
    #[diagnostic(
        code(vigie::graph),
        help("mend the line; `vigie forecast --help` says what the files of a graph look like")
    )]
    Graph(#[from] GraphError),
    #[error(transparent)]
    #[diagnostic(
        code(vigie::forecast::name),
        help("names and types are those of the events; of a folder they stand in entity2id.txt and relation2id.txt")
    )]
    Name(#[from] NameError),
    #[error("nobody is asked about")]
    #[diagnostic(code(vigie::forecast::nobody), help("say --actor NAME (to whom?) or --recipient NAME (who?)"))]
    NobodyAsked,
    #[error(transparent)]
    #[diagnostic(code(vigie::forecast), help("{}", help_for_forecast(.0)))]
    Forecast(#[from] ForecastError),
    #[error("there is no server")]
    #[diagnostic(code(vigie::serve), help("{}", help_for_serve(.0)))]
    Serve(#[source] ServeError),
    #[error("{0}")]
    #[diagnostic(code(vigie::server), help("{}", server::help(.0)))]
    Server(Box<ServerFault>),
    #[error(transparent)]
    #[diagnostic(code(vigie::store), help("{}", help_for_store(.0)))]
    Store(Box<StoreError>),
    #[error("the store `{}` was cut short: of {wanted} bytes the first {has} are there, and what stands in them cannot be found without the rest", path.display())]
    #[diagnostic(
        code(vigie::store::cut_short),
        help("`vigie restore BACKUP` brings a backup back; what is here is kept beside it")
    )]
    CutShort { path: PathBuf, has: u64, wanted: u64 },
    #[error("`{wanted}` stands no more: {because}")]
    #[diagnostic(code(vigie::store::gone), help("an older copy of the row does not bring it back"))]
    Gone { wanted: String, because: &'static str },
    #[error("the words cannot be searched for")]
    #[diagnostic(code(vigie::search::words), help("{WORDS_HELP}"))]
    Words(#[source] WordsError),
    #[error("the folder `{}` cannot be made", path.display())]
    #[diagnostic(code(vigie::store::folder), help("check that you may write there, or name a store with --store FILE"))]
    Folder { path: PathBuf, source: io::Error },
    #[error("there is no folder `{}` for the store to lie in", path.display())]
    #[diagnostic(code(vigie::store::no_folder), help("check the name after --store, or make the folder first"))]
    NoFolder { path: PathBuf },
    #[error("nobody says where the store is to lie")]
    #[diagnostic(code(vigie::store::no_home), help("name it with --store FILE or VIGIE_STORE=FILE"))]
    NoHome,
    #[error("nobody says who you are")]
    #[diagnostic(
        code(vigie::store::no_author),
        help("say it with --author NAME or VIGIE_AUTHOR=NAME: it stands with what you say")
    )]
    NoAuthor,
    #[error("the store has nothing whose id begins with `{wanted}`")]
    #[diagnostic(
        code(vigie::store::none),
        help(
            "an id has hexadecimal digits, a row of a table goes by DATASET:ID; `vigie search` and `vigie events` show them"
        )
    )]
    NotInStore { wanted: String },
    #[error("`{wanted}` was not added by hand")]
    #[diagnostic(
        code(vigie::store::not_by_hand),
        help("what the program read stays; `vigie correct {wanted} --reject` says that it is no event")
    )]
    NotByHand { wanted: String },
    #[error("the text of the report {}", how_often(words, *n_places))]
    #[diagnostic(
        code(vigie::store::no_words),
        help("`vigie show REPORT` shows the text; --place N says which of several places is meant")
    )]
    NoWords { words: String, n_places: usize },
    #[error(transparent)]
    #[diagnostic(code(vigie::store::party), help("nothing was changed"))]
    Party(PartyError),
    #[error("the record cannot be added")]
    #[diagnostic(code(vigie::store::by_hand), help("`vigie record --help` has examples"))]
    ByHand(#[source] ByHandError),
    #[error("`{value}` is nothing that {option} can be")]
    #[diagnostic(code(vigie::option), help("write {wanted}"))]
    Option { option: &'static str, value: String, wanted: &'static str },
    #[error("{0}")]
    #[diagnostic(code(vigie::file), help("docs/components has the fields of the file"))]
    File(FileFaults),
    #[error("{0}")]
    #[diagnostic(
        code(vigie::problem::past),
        help("change `until` in the problem, or ask about an earlier day with --date")
    )]
    Past(WarnError),
    #[error(transparent)]
    #[diagnostic(
        code(vigie::desk),
        help("`vigie ledger list` shows forecasts with their ids, `vigie hypotheses` the matrices of the store")
    )]
    Desk(DeskError),
    #[error("there is nothing to draw on{}{reason}", if .reason.is_empty() { "" } else { ": " })]
    #[diagnostic(code(vigie::problem::nothing), help("{help}"))]
    NothingToDrawOn { reason: String, help: &'static str },
    #[error("there are no precedents: {0}")]
    #[diagnostic(
        code(vigie::precedents),
        help("sides are named as in the events, such as BLR or Belarus; `vigie precedents --help` has examples")
    )]
    Precedent(PrecedentError),
    #[error(transparent)]
    #[diagnostic(code(vigie::events::too_many), help("cut the events by years"))]
    TooMany(TooMany),
    #[error("{place}: {reason}")]
    #[diagnostic(code(vigie::table), help("mend the line, or take it out"))]
    Table { place: String, reason: String },
    #[error("a forecast that was said on {issued_on} cannot be due before that, on {due}")]
    #[diagnostic(
        code(vigie::ledger::due),
        help("say with --issued-on DATE when it was said, where that was not today; or name a later --due")
    )]
    DueBefore { due: Date, issued_on: Date },
    #[error("{place}: {source}")]
    #[diagnostic(code(vigie::ledger), help("`vigie ledger list` shows the forecasts with their ids"))]
    Ledger { place: String, source: LedgerError },
    #[error(transparent)]
    #[diagnostic(code(vigie::export::unfit), help("name another --format, or another kind with --only"))]
    Unfit(vigie_export::Unfit),
    #[error("parquet is no text for a terminal")]
    #[diagnostic(code(vigie::export::terminal), help("name a file with --output FILE"))]
    BinaryOnTerminal,
    #[error("the output cannot be written")]
    #[diagnostic(code(vigie::output), help("check that there is room left where it goes"))]
    Output(#[source] io::Error),
    #[error("`{}` is {what}, and would be lost", path.display())]
    #[diagnostic(code(vigie::output::overwrites), help("name another file to write; nothing was changed"))]
    Overwrites { path: PathBuf, what: &'static str },
    #[error("`{}` cannot be written", path.display())]
    #[diagnostic(
        code(vigie::output),
        help("check that its folder is there, that you may write to it, and that there is room")
    )]
    OutputFile { path: PathBuf, source: io::Error },
}

impl Failure {
    /// The exit code of what the user can mend.
    pub(crate) const USER: u8 = 1;

    /// The exit code of what we must mend.
    const OURS: u8 = 2;

    /// Says what is wrong on stderr, and gives the exit code that goes with it.
    pub(crate) fn report(self) -> ExitCode {
        let is_ours = match &self {
            Self::Engine(_) | Self::Knowledge { folder: None, .. } => true,
            Self::Store(error) => matches!(**error, StoreError::Engine { .. }),
            Self::Server(fault) => fault.is_of_the_server(),
            _ => false,
        };
        let code = if is_ours { Self::OURS } else { Self::USER };
        say(self);
        ExitCode::from(code)
    }
}

impl Failure {
    /// The fault of a table in the user's folder, or in the program.
    pub(crate) fn knowledge(folder: Option<&Path>, fault: TableError) -> Self {
        Self::Knowledge { folder: folder.map(Path::to_owned), source: Box::new(fault) }
    }

    /// Why collecting ended; `folder` is that of the user's tables.
    pub(crate) fn collecting(folder: Option<&Path>, error: CollectError) -> Self {
        match error {
            CollectError::Store(error) => error.into(),
            CollectError::Model(error) => Self::Model(error),
            CollectError::Knowledge(source) => Self::Knowledge { folder: folder.map(Path::to_owned), source },
            CollectError::Read(error) => error.into(),
            other => Self::Collect(other),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Store(error) => error.into(),
            DeskError::Matrix(faults) => Self::File(faults),
            other => Self::Desk(other),
        }
    }
}

impl From<WeighError> for Failure {
    fn from(error: WeighError) -> Self {
        match error {
            WeighError::Store(error) => error.into(),
            WeighError::TooMany(error) => Self::TooMany(error),
            WeighError::Warn(error) => Self::Past(error),
            WeighError::Empty => Self::NothingToDrawOn {
                reason: "the store is empty".to_owned(),
                help: "put reports in with `vigie add`, or tables with `vigie import`",
            },
            other => {
                Self::NothingToDrawOn { reason: other.to_string(), help: "change the problem, or ask a smaller store" }
            }
        }
    }
}

impl From<OnsetError> for Failure {
    fn from(error: OnsetError) -> Self {
        Self::Onset(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Load(error) => Self::Model(error),
            other => Self::Engine(other),
        }
    }
}

/// Says on stderr what is wrong.
pub(crate) fn say(problem: impl Diagnostic + Send + Sync + 'static) {
    tell!("{:?}", Report::new(problem));
}

fn help_for_forecast(error: &ForecastError) -> &'static str {
    match error {
        ForecastError::Empty => "put past events into train.txt",
        ForecastError::Past { .. } => {
            "events to learn from must all lie before those asked about; sort the parts by time"
        }
        _ => "check that the tables of names belong to these events",
    }
}

/// How words are written.
const WORDS_HELP: &str = "words that must all be there; \"a phrase\"; milit* for how a word begins; OR between two; -word for what must not be there; brackets";

fn help_for_serve(error: &ServeError) -> &'static str {
    match error {
        ServeError::Listen { .. } => {
            "another program has it, or it is no address of this machine: take another --port or --listen"
        }
        ServeError::Open { .. } => {
            "give it a certificate (--tls-cert FILE --tls-key FILE), put a proxy with TLS before it and say --behind-proxy, or listen at 127.0.0.1"
        }
        ServeError::Tls(error) => help_for_tls(error),
        _ => "this is a fault of the system or the program; if it comes again, please report it",
    }
}

fn how_often(words: &str, n_places: usize) -> String {
    match n_places {
        0 => format!("does not say `{words}`"),
        1 => format!("says `{words}` once only"),
        several => format!("says `{words}` {several} times"),
    }
}

fn help_for_tls(error: &TlsError) -> &'static str {
    match error {
        TlsError::Read { .. } => "check the path, and that the one who starts the server may read it",
        TlsError::NoCertificate { .. } => {
            "name the file with your certificate and those that lead to one that browsers know, as your authority gives it (often fullchain.pem)"
        }
        TlsError::NoKey { .. } => {
            "name the file with the private key (often privkey.pem); `openssl pkey -in FILE -out FILE` takes a password away"
        }
        TlsError::Mismatch { .. } => {
            "name the key with which the certificate was asked for, and put your own certificate first"
        }
        TlsError::Ended { .. } => "renew it with the authority that gave it, and start again",
        TlsError::NotYet { .. } => "see whether the clock of this machine is right",
        _ => "take an RSA, ECDSA (P-256, P-384) or Ed25519 certificate",
    }
}

fn help_for_store(error: &StoreError) -> &'static str {
    match error {
        StoreError::Missing { .. } => "`vigie add` makes one; name another with --store FILE or VIGIE_STORE=FILE",
        StoreError::Foreign { .. } => "name a store that `vigie add` has made, or a file that is not there yet",
        StoreError::Newer { .. } => "use the version of Vigie that made it, or a newer one",
        StoreError::Full { .. } => {
            "make room and do the same again: nothing half was left, and it goes on where it was"
        }
        StoreError::Io { .. } | StoreError::ReadOnly { .. } => {
            "check that the file and its folder may be read and written"
        }
        StoreError::Open { .. } => "end the `vigie serve` or whatever else has it open, and do the same again",
        StoreError::Busy { .. } => "wait until the other is done, and do the same again",
        StoreError::Damaged { .. } => "`vigie check` says what is lost, `vigie restore` brings a backup back",
        StoreError::NoRecord { .. } => {
            "`vigie search` and `vigie events` show ids; a row of a table goes by DATASET:ID"
        }
        StoreError::Refused { .. } => "`--help` says what can be given",
        _ => "this is a fault of the program or of the store; please report it with what `vigie check` says",
    }
}

fn help_for(error: &LoadError) -> &'static str {
    match error {
        LoadError::Missing { .. } => "check the path; without --model and VIGIE_MODEL the model in the program is used",
        LoadError::Unreadable { .. } => "check that you may read it",
        LoadError::NoModel { .. } => "name a file that ends in .model and was made for Vigie",
        LoadError::CutShort { .. } | LoadError::Checksum { .. } => "fetch or copy the file again",
        LoadError::Format { .. } | LoadError::Program { .. } => {
            "use the model that belongs to this version of Vigie, or another version of Vigie"
        }
        _ => "the file was not made well; use another, or make it again with training/make_model.py",
    }
}
