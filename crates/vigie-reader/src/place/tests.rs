//! Tests of the places as a whole, on the gazetteer that the program carries.

use proptest::prelude::*;
use vigie_record::{ByteRange, Place};

use super::*;

/// Resolves the places marked in a text with `[` and `]`.
fn places(marked: &str) -> Vec<Option<Place>> {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut start = 0;
    for letter in marked.chars() {
        match letter {
            '[' => start = text.len(),
            ']' => spans.push(ByteRange::new(start, text.len())),
            _ => text.push(letter),
        }
    }
    resolve(Gazetteer::embedded(), &text, &spans)
}

#[test]
fn the_page_decides_between_namesakes() {
    struct Case {
        text: &'static str,
        country: &'static str,
        adm1: &'static str,
    }
    let cases = [
        Case { text: "The mayor of [Moscow], Idaho, met students.", country: "USA", adm1: "Idaho" },
        Case { text: "The president flew to [Moscow] from Minsk.", country: "RUS", adm1: "Moscow" },
        Case { text: "Police in [Paris] (Texas) made an arrest near Lamar County.", country: "USA", adm1: "Texas" },
        Case { text: "Ministers met in [Paris] after talks in Berlin.", country: "FRA", adm1: "Ile-de-France" },
        Case { text: "Troops crossed from Poland near [Brest], west of Minsk.", country: "BLR", adm1: "Brest Region" },
        Case {
            text: "The ship left [Brest] for Lorient and Le Havre, the French navy said in Paris.",
            country: "FRA",
            adm1: "Brittany",
        },
        Case {
            text: "Fans from Macon and Savannah drove through [Georgia] to Atlanta.",
            country: "USA",
            adm1: "Georgia",
        },
        Case { text: "Russia and [Georgia] blamed each other over Tbilisi's flights.", country: "GEO", adm1: "" },
        Case { text: "[Springfield], Ill., has a new school.", country: "USA", adm1: "Illinois" },
        Case { text: "The [Belarusian] army moved.", country: "BLR", adm1: "" },
        Case { text: "Exercises began in the [Suwalki Gap].", country: "POL", adm1: "" },
    ];
    let wrong: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let found = places(case.text).remove(0);
            let country = found.as_ref().and_then(|place| place.country.as_deref()).unwrap_or_default();
            let adm1 = found.as_ref().and_then(|place| place.adm1.as_deref()).unwrap_or_default();
            (country != case.country || adm1 != case.adm1).then(|| format!("{}: {country} {adm1}", case.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Officials were met in `Odesa` and troops seen in `Brest`; both lay in the middle of the region around, a hundred kilometres off.
#[test]
fn a_bare_name_is_the_city_and_not_the_region_around_it() {
    struct Case {
        text: &'static str,
        point: [f64; 2],
    }
    let cases = [
        Case { text: "The minister met officials in [Odesa].", point: [46.48, 30.73] },
        Case { text: "Troops gathered in [Brest], in western Belarus.", point: [52.1, 23.7] },
        Case { text: "A convoy left [Gomel], Belarus.", point: [52.43, 31.0] },
        Case { text: "Shells fell on [Kharkiv], Ukraine.", point: [49.98, 36.25] },
        Case { text: "The president spoke in [Kiev].", point: [50.45, 30.52] },
        Case { text: "Guards of the Brest region drove to [Brest].", point: [52.1, 23.7] },
        Case { text: "Guards of the [Brest] region drove off.", point: [52.42, 25.17] },
        Case { text: "[Odesa Oblast] lost its power.", point: [46.73, 29.81] },
        Case { text: "Clashes went on in the province of [Homs].", point: [34.3, 38.4] },
        Case { text: "Many farms in [Oklahoma] are for sale.", point: [35.5, -97.5] },
    ];
    let wrong: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let found = places(case.text).pop().flatten();
            let point = found.as_ref().and_then(|place| Some([place.lat?, place.lon?])).unwrap_or_default();
            let is_there = point.iter().zip(case.point).all(|(found, wanted)| (found - wanted).abs() < 0.15);
            (!is_there).then(|| format!("{}: {found:?}", case.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_may_have_two_senses_where_the_page_says_so() {
    let found = places("From [Athens], Greece, she moved to [Athens], Georgia.");
    let countries: Vec<_> = found.iter().map(|place| place.as_ref().unwrap().country.as_deref().unwrap()).collect();
    assert_eq!(countries, ["GRC", "USA"]);
}

#[test]
fn an_unknown_name_lies_near_the_others_of_its_page() {
    let text = "Flooding hit Qzwyx Hollow, and roads to Boise, Nampa and Meridian in Idaho were shut.";
    let span = ByteRange::new(13, 25);
    assert_eq!(resolve(Gazetteer::embedded(), text, &[span]), [None]);
    let near = resolve_or_near(Gazetteer::embedded(), text, &[span]).remove(0).unwrap();
    assert_eq!((near.name.as_str(), near.adm1.as_deref()), ("Qzwyx Hollow", Some("Idaho")));
}

#[test]
fn every_place_lies_on_the_globe_and_is_found_by_its_name() {
    let gazetteer = Gazetteer::embedded();
    assert!(gazetteer.len() > 190_000);
    for number in (0..gazetteer.len()).step_by(997) {
        let entry = gazetteer.entry(number);
        assert!((-90.0..=90.0).contains(&entry.lat) && (-180.0..=180.0).contains(&entry.lon), "{entry:?}");
        assert!(gazetteer.candidates(entry.name).iter().any(|place| place.number == number), "{entry:?}");
    }
}

#[test]
fn a_users_geonames_file_adds_places() {
    let line =
        "99\tQzwyxville\tQzwyxville\tKwyx\t53.9\t27.5\tP\tPPL\tBY\t\t05\t\t\t\t1200\t\t200\tEurope/Minsk\t2020-01-01";
    let (gazetteer, faults) = Gazetteer::embedded().with_geonames(&format!("{line}\nhalf a line\n"));
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["line 2: fewer than the 19 columns of a GeoNames dump"]
    );
    let found = gazetteer.candidates("kwyx");
    assert_eq!((found[0].name, found[0].country, found[0].adm1), ("Qzwyxville", "BLR", "Minsk Region"));
    assert!(!Gazetteer::embedded().has("Qzwyxville"));
}

#[test]
fn spans_outside_the_text_give_nothing() {
    assert_eq!(resolve(Gazetteer::embedded(), "Minsk", &[ByteRange::new(3, 99)]), [None]);
    assert_eq!(resolve(Gazetteer::embedded(), "é", &[ByteRange::new(1, 2)]), [None]);
    assert_eq!(resolve(Gazetteer::embedded(), "", &[]), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_panics_and_mentions_lie_on_letters(
        text in "((Paris|St\\. |Moscow,? |Texas|La\\.|the |U\\.S\\. |’s |É|\\n|\\. |[A-Z][a-z]{2,5} |\\PC){0,5} ?){0,12}",
        start in 0usize..40,
        length in 0usize..20,
    ) {
        let gazetteer = Gazetteer::embedded();
        let found = mentions(gazetteer, &text);
        for two in found.windows(2) {
            prop_assert!(two[0].end() <= two[1].start());
        }
        for span in &found {
            prop_assert!(text.get(span.as_range()).is_some_and(|name| !name.is_empty()));
        }
        let mut spans = found;
        spans.push(ByteRange::new(start, start + length));
        let places = resolve_or_near(gazetteer, &text, &spans);
        prop_assert_eq!(places.len(), spans.len());
        prop_assert_eq!(&places, &resolve_or_near(gazetteer, &text, &spans));
        for place in places.into_iter().flatten() {
            prop_assert!(place.lat.is_some_and(f64::is_finite) && place.lon.is_some_and(f64::is_finite));
        }
    }
}
