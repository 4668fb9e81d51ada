//! Who phrases mean.

use vigie_lang::fake;
use vigie_lang::{Annotator, Settings};
use vigie_record::ByteRange;

use super::{ActorBook, Page, day_of};
use crate::knowledge::UserTables;

fn book() -> ActorBook {
    ActorBook::new(&UserTables::new()).unwrap()
}

struct Case {
    phrase: &'static str,
    context: &'static str,
    date: &'static str,
    country: &'static str,
    sector: &'static str,
}

const fn case(phrase: &'static str, country: &'static str, sector: &'static str) -> Case {
    Case { phrase, context: "", date: "", country, sector }
}

const CASES: &[Case] = &[
    // The head noun gives the sector, the modifiers the country.
    case("Norwegian fishermen", "NOR", "AGR"),
    case("two Peruvian soldiers", "PER", "MIL"),
    case("Kenya's foreign ministry", "KEN", "GOV"),
    case("the president of Ecuador", "ECU", "GOV"),
    case("hundreds of protesters in Nairobi", "KEN", "CVL"),
    case("Iran-backed militia in Iraq", "IRQ", "PRM"),
    case("an opposition lawmaker", "", "LEG"),
    case("Japan’s ambassador to Chile", "JPN", "GOV"),
    case("pro-Russian rebels", "", "REB"),
    case("Congolese troops", "COD", "MIL"),
    case("the Finnish company Nokia", "FIN", "BUS"),
    case("the head of the Polish navy, Jan Nowak", "POL", "MIL"),
    // States and seats of power.
    case("Portugal", "PRT", ""),
    case("Lisbon", "PRT", "GOV"),
    case("the Kremlin", "RUS", "GOV"),
    case("Downing Street", "GBR", "GOV"),
    case("Portuguese", "PRT", ""),
    // A title in the phrase beats what the tables know.
    case("Danish Prime Minister Vladimir Putin", "DNK", "GOV"),
    case("rebel leader Ove Lund", "", "REB"),
    // A former office.
    case("a former Mossad officer", "ISR", "ELI"),
    case("ex-President Barack Obama", "USA", "ELI"),
    // What follows `of` tells where a member belongs.
    case("members of Hezbollah", "LBN", "REB"),
    case("a spokesman for the Ukrainian army", "UKR", "MIL"),
    // Of persons: the date picks the office.
    Case { phrase: "Barack Obama", context: "", date: "2006-01-01", country: "USA", sector: "LEG" },
    Case { phrase: "Barack Obama", context: "", date: "2012-01-01", country: "USA", sector: "GOV" },
    Case { phrase: "Barack Obama", context: "", date: "2020-01-01", country: "USA", sector: "ELI" },
    // The context gives the country, and tells apart.
    Case { phrase: "the defence minister", context: "Latvia", date: "", country: "LVA", sector: "GOV" },
    Case { phrase: "the police", context: "Latvia and Estonia quarrel", date: "", country: "", sector: "COP" },
    // Spelling.
    case("Bejiing", "CHN", "GOV"),
    case("", "", ""),
    case("the", "", ""),
    case("blue sausages", "", ""),
];

#[test]
fn phrases_mean_actors() {
    let book = book();
    let wrong: Vec<String> = CASES
        .iter()
        .filter_map(|case| {
            let identity = book.resolve(case.phrase, case.context, day_of(case.date));
            let found = (identity.country.unwrap_or_default(), identity.sector.unwrap_or_default());
            let wanted = (case.country.to_owned(), case.sector.to_owned());
            (found != wanted).then(|| format!("{}: {found:?} for {wanted:?}", case.phrase))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_of_country_and_name() {
    let book = book();
    let id = |phrase: &str| book.resolve(phrase, "", None).actor_id;
    assert_eq!(id("Portugal").as_deref(), Some("PRT"));
    assert_eq!(id("Danish Foreign Minister Åse Ørsted").as_deref(), Some("DNK/ase-orsted"));
    assert_eq!(id("Danish soldiers"), None);
    let described = book.resolve("Åse Ørsted, a former Danish ambassador to Peru", "", None);
    assert_eq!(described.role.as_deref(), Some("former Danish ambassador to Peru"));
}

#[test]
fn an_abbreviation_is_explained_by_its_context() {
    let identity = book().resolve("WFP", "The World Food Programme (WFP) halted deliveries.", None);
    assert_eq!(identity.name.as_deref(), Some("World Food Programme"));
}

#[test]
fn a_body_is_what_it_was_on_the_day() {
    let book = book();
    let sector = |date: &str| book.resolve("the Taliban", "", day_of(date)).sector;
    assert_eq!(sector("2019-11-20").as_deref(), Some("REB"));
    assert_eq!(sector("2021-08-15").as_deref(), Some("GOV"));
    assert_eq!(sector("").as_deref(), Some("GOV"), "without a day, as it is now");
    let user = UserTables::from([(
        "organizations.tsv".to_owned(),
        "name\tcountry\tsector\tbefore\twas\nTaliban\tAFG\tGOV\tsoon\tREB\n".to_owned(),
    )]);
    assert!(ActorBook::new(&user).unwrap_err().to_string().contains("`soon`"));
}

#[test]
fn a_given_name_is_nobody_and_a_continent_no_state() {
    let book = book();
    assert_eq!(book.resolve("Andrew", "", day_of("2019-11-20")).country, None);
    assert_eq!(book.resolve("South American nations", "", None).country, None);
    assert_eq!(book.resolve("American nations", "", None).country.as_deref(), Some("USA"));
}

#[test]
fn a_broken_date_is_named() {
    let user =
        UserTables::from([("people.tsv".to_owned(), "name\tcountry\tsector\tfrom\nX Y\tNOR\tGOV\tsoon\n".to_owned())]);
    assert!(ActorBook::new(&user).unwrap_err().to_string().contains("`soon`"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_phrase_panics(phrase in "\\PC{0,60}", context in "\\PC{0,60}") {
        thread_local!(static BOOK: ActorBook = book());
        BOOK.with(|book| { book.resolve(&phrase, &context, None); });
    }

    #[test]
    fn no_page_panics(text in "([A-Z]?[a-z]{1,6}|he|she|they|The|\\(ABC\\)|,|\\.|“|”|'s)( ([A-Z]?[a-z]{1,6}|he|it|who|,|\\.|“|”|é)){0,60}", start in 0usize..200, length in 0usize..80) {
        thread_local!(static BOOK: ActorBook = book());
        BOOK.with(|book| {
            let document = Annotator::with_model(fake::model(), Settings::default()).annotate(&text).unwrap();
            let page = Page::read(&document, book, None);
            page.identity(ByteRange::new(start, start + length));
            for word in document.words() {
                page.identity(word.range());
            }
        });
    }
}
