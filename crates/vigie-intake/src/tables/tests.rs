//! Tables made up for these tests, in every format, sound and broken. None of the rows is of a real dataset.

use std::sync::LazyLock;

use proptest::prelude::*;
use vigie_codes::{Codes, UserTables};
use vigie_record::{Dataset, Digest, PlacePrecision, Precision, TableEvent};

use super::*;

static CODES: LazyLock<Codes> = LazyLock::new(|| Codes::new(&UserTables::new()).unwrap());

fn open(table: &[u8]) -> Result<Rows<'static, &[u8]>, TableFault> {
    Rows::new(table, &CODES, Settings { file: Digest::of(b"file"), version: 0 })
}

/// The rows of a table that has no broken ones.
fn rows(format: Format, table: &[u8]) -> Vec<Row> {
    let rows = open(table).unwrap();
    assert_eq!(rows.format(), format);
    rows.map(|row| row.unwrap_or_else(|fault| panic!("{fault}"))).collect()
}

fn events(format: Format, table: &str) -> Vec<TableEvent> {
    let event = |row| match row {
        Row::Event(event) => *event,
        other => panic!("{other:?} is no event"),
    };
    rows(format, table.as_bytes()).into_iter().map(event).collect()
}

/// `actor country/sector > recipient country/sector: TYPE mode`
fn told(event: &TableEvent) -> String {
    let side = |party: &Option<vigie_record::TableParty>| {
        party.as_ref().map_or_else(
            || "-".to_owned(),
            |party| {
                let of = |part: &Option<String>| part.clone().unwrap_or_default();
                format!("{} {}/{}", party.text, of(&party.identity.country), of(&party.identity.sector))
            },
        )
    };
    let kind = event.event_type.as_deref().unwrap_or("-");
    let mode = event.mode.as_deref().unwrap_or("-");
    format!("{} > {}: {kind} {mode}", side(&event.actor), side(&event.recipient))
}

/// A row of GDELT 2.0 with some of its cells.
fn gdelt(cells: &[(usize, &str)]) -> String {
    let mut row = vec![""; 61];
    for (at, cell) in [
        (0, "900000001"),
        (1, "20300105"),
        (5, "BLRMIL"),
        (6, "BELARUS"),
        (7, "BLR"),
        (12, "MIL"),
        (15, "UKR"),
        (16, "UKRAINE"),
        (17, "UKR"),
        (25, "1"),
        (26, "154"),
        (27, "154"),
        (28, "15"),
        (29, "4"),
        (30, "-7.2"),
        (31, "12"),
        (32, "2"),
        (33, "11"),
        (51, "4"),
        (52, "Gomel, Homyel'skaya Voblasts', Belarus"),
        (53, "BO"),
        (54, "BO02"),
        (56, "52.43"),
        (57, "30.97"),
        (59, "20300106101500"),
        (60, "https://example.org/a"),
    ]
    .iter()
    .chain(cells)
    {
        row[*at] = cell;
    }
    row.join("\t")
}

#[test]
fn gdelt_events_have_two_clocks_and_two_kinds_of_codes() {
    let table = format!(
        "{}\n{}\n",
        gdelt(&[]),
        gdelt(&[(0, "900000002"), (26, "010"), (15, ""), (16, ""), (17, ""), (51, "0"), (52, ""), (56, ""), (57, "")])
    );
    let found = events(Format::GdeltEvents, &table);
    let event = &found[0];
    assert_eq!(told(event), "BELARUS BLR/MIL > UKRAINE UKR/: MOBILIZE troops");
    assert_eq!(event.id, Dataset::Gdelt.id_of("900000001"));
    assert_eq!(event.version, 20_300_106_101_500);
    assert_eq!(event.event_date.start.unwrap().to_string(), "2030-01-05");
    assert_eq!(event.recorded_at.unwrap().to_string(), "2030-01-06T10:15:00Z");
    assert_eq!(event.recipient.as_ref().unwrap().identity.actor_id.as_deref(), Some("UKR"));
    assert_eq!((event.quad_class, event.goldstein, event.cameo.as_deref()), (Some(4), Some(-7.2), Some("154")));
    let place = event.place.as_ref().unwrap();
    assert_eq!((place.country.as_deref(), place.adm1.as_deref(), place.lat), (Some("BLR"), Some("BO02"), Some(52.43)));
    assert_eq!(event.place_precision, Some(PlacePrecision::Exact));
    assert_eq!((event.n_mentions, event.n_sources, event.n_articles), (Some(12), Some(2), Some(11)));
    assert_eq!(event.url.as_deref(), Some("https://example.org/a"));
    assert_eq!((event.origin.line, event.raw.split('\t').count()), (1, 61));
    assert_eq!(told(&found[1]), "BELARUS BLR/MIL > -: - -");
    assert_eq!((found[1].cameo.as_deref(), &found[1].place, found[1].origin.line), (Some("010"), &None, 2));
}

#[test]
fn gdelt_1_0_has_fewer_columns() {
    let row = gdelt(&[(59, "20300106")]);
    let without = |missing: &[usize]| {
        let cells = row.split('\t').enumerate().filter(|(at, _)| !missing.contains(at)).map(|(_, cell)| cell);
        cells.collect::<Vec<_>>().join("\t")
    };
    for (missing, url) in [(&[39, 47, 55][..], Some("https://example.org/a")), (&[39, 47, 55, 60], None)] {
        let found = events(Format::GdeltEvents, &without(missing));
        assert_eq!(told(&found[0]), "BELARUS BLR/MIL > UKRAINE UKR/: MOBILIZE troops");
        assert_eq!(found[0].url.as_deref(), url);
        assert_eq!(found[0].version, 20_300_106_000_000);
        assert_eq!(found[0].place.as_ref().unwrap().lon, Some(30.97));
    }
}

#[test]
fn gdelt_mentions_lead_to_a_sentence() {
    let table = "900000001\t20300106101500\t20300106103000\t1\texample.org\thttps://example.org/a\t3\t-1\t120\t140\t1\t70\t2400\t-3.5\t\t\n";
    let found = rows(Format::GdeltMentions, table.as_bytes());
    let Row::Mention(mention) = &found[0] else { panic!("{found:?}") };
    assert_eq!(mention.event_id, Dataset::Gdelt.id_of("900000001"));
    assert_eq!(
        (mention.sentence, mention.offsets, mention.confidence),
        (Some(3), [None, Some(120), Some(140)], Some(70))
    );
}

#[test]
fn quotations_of_the_knowledge_graph_come_one_by_one() {
    let mut row = vec![""; 27];
    row[0] = "20300106101500-7";
    row[1] = "20300106101500";
    row[3] = "example.org";
    row[4] = "https://example.org/b";
    row[12] = "Ana Example,35;Bo Sample,900";
    row[22] = "50|21|SAID|we will not be moved #400|11||never again";
    let mut none = row.clone();
    none[0] = "20300106101500-8";
    none[22] = "";
    let table = format!("{}\n{}\n", row.join("\t"), none.join("\t"));
    let found = rows(Format::GdeltQuotations, table.as_bytes());
    let quotations: Vec<_> = found
        .iter()
        .map(|row| match row {
            Row::Quotation(quotation) => {
                (quotation.content.as_str(), quotation.cue.as_deref(), quotation.person_before.as_deref())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(quotations, [("we will not be moved", Some("said"), Some("Ana Example")), ("never again", None, None)]);
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t\
    Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

#[test]
fn icews_is_read_without_quotation_marks() {
    let table = format!(
        "{ICEWS}\
         77\t2030-03-04\tPolice (Cote d'Ivoire)\tGovernment,Police\tCote d'Ivoire\tUse \"unconventional violence\t180\t-9.0\tUkraine\t\tUkraine\t9\t4\t\
         Ana's Wire\tAbidjan\tNA\tLagunes\tCote d'Ivoire\t5.34\t-4.02\n\
         77\t3/5/2030\tNA\tNA\tNA\tMake statement\t010\t0.0\tUkraine\tNA\tUkraine\t9\t5\tNA\tNA\tNA\tNA\tUkraine\t49.0\t32.0\n"
    );
    let found = events(Format::Icews, &table);
    assert_eq!(told(&found[0]), "Police (Cote d'Ivoire) CIV/COP > Ukraine UKR/: ASSAULT -");
    assert_eq!(told(&found[1]), "- > Ukraine UKR/: - -");
    assert_ne!(found[0].id, found[1].id, "the same number on two days is two events");
    assert_eq!((found[0].sentence, found[0].story.as_deref()), (Some(4), Some("9")));
    assert_eq!(found[0].place.as_ref().unwrap().name, "Abidjan");
    assert_eq!(found[1].place_precision, Some(PlacePrecision::Country));
    assert_eq!(found[1].event_date.start.unwrap().to_string(), "2030-03-05");
}

#[test]
fn icews_with_names_of_the_r_package_is_icews() {
    let header = ICEWS.trim_end().to_lowercase().replace(' ', "_") + "\tyear\tsource_file\n";
    let table = header
        + "77\t2030-03-04\tSylvania\tNA\tNA\tx\t190\t-10\tNA\tNA\tNA\t9\t4\tNA\tNA\tNA\tNA\tNA\tNA\tNA\t2030\tevents.tab\n";
    assert_eq!(told(&events(Format::Icews, &table)[0]), "Sylvania / > -: ASSAULT -");
}

#[test]
fn polecat_has_several_actors_in_one_cell() {
    let mut cells = vec!["None"; 40];
    for (at, cell) in [
        (0, "20300110-1-x"),
        (1, "2030-01-10"),
        (2, "COERCE"),
        (3, "arrest"),
        (4, "-6.5"),
        (6, "human_rights; political"),
        (7, "Ana Example; Bo Sample"),
        (8, "BLR; RUS"),
        (10, "COP"),
        (12, "police chief"),
        (13, "the chief"),
        (15, "journalists"),
        (16, "Belarus"),
        (18, "JRN"),
        (23, "Minsk"),
        (24, "Minsk"),
        (27, "BLR"),
        (28, "53.9"),
        (29, "27.57"),
        (33, "Example Wire"),
        (34, "2030-01-11"),
        (39, "Vers001-b2-Run-003"),
    ] {
        cells[at] = cell;
    }
    let header = vigie_codes::POLECAT_COLUMNS.join("\t").replace("\tIntensity", "\tEvent Intensity");
    let found = events(Format::Polecat, &format!("{header}\n{}\n", cells.join("\t")));
    assert_eq!(told(&found[0]), "the chief BLR/COP > journalists BLR/JRN: COERCE arrest");
    let actor = found[0].actor.as_ref().unwrap();
    assert_eq!(
        (actor.identity.name.as_deref(), actor.identity.role.as_deref()),
        (Some("Ana Example"), Some("police chief"))
    );
    assert_eq!(actor.beside, ["Bo Sample"]);
    assert_eq!(found[0].contexts, ["human_rights", "political"]);
    assert_eq!(
        (found[0].cameo.as_deref(), found[0].quad_class, found[0].goldstein),
        (Some("173"), Some(4), Some(-6.5))
    );
    assert_eq!(found[0].version, 1_0002_0003);
    let bare = events(Format::Polecat, &format!("{}\n", cells.join("\t")));
    assert_eq!(told(&bare[0]), told(&found[0]), "without a header it is known by its columns");
}

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,\
    assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,\
    source_scale,notes,fatalities,tags,timestamp\n";

#[test]
fn acled_carries_no_direction() {
    let table = format!(
        "{ACLED}\
         SYL12,04 March 2030,2030,2,Political violence,Battles,Armed clash,Military Forces of Mali (2020-),Grey Falcons; Red Kites,State forces,\
         Grey Falcons,,Rebel group,State forces-Rebel group,,466,Western Africa,Mali,Kidal,Kidal,,Kidal,18.44,1.4,1,Radio A; Radio B,Subnational,\
         \"On 4 March, \"\"heavy\"\" fighting\nwent on.\",7,,1900000000\n\
         SYL13,2030-03-05,2030,1,Strategic developments,Strategic developments,Other,X,,8,,,0,80,,,,Mali,,,,,,,,,,,,,1900000001\n"
    );
    let found = events(Format::Acled, &table);
    assert_eq!(told(&found[0]), "Military Forces of Mali (2020-) MLI/MIL > Grey Falcons /REB: ASSAULT -");
    assert!(!found[0].directed);
    assert_eq!((found[0].version, found[0].event_date.precision), (1_900_000_000, Precision::Week));
    assert_eq!(found[0].actor.as_ref().unwrap().beside, ["Grey Falcons", "Red Kites"]);
    assert_eq!((found[0].magnitude[0].kind.as_str(), found[0].magnitude[0].best), ("killed", 7.0));
    assert_eq!(found[0].text.as_deref(), Some("On 4 March, \"heavy\" fighting\nwent on."));
    assert_eq!((found[0].n_sources, found[0].place.as_ref().unwrap().country.as_deref()), (Some(2), Some("MLI")));
    assert_eq!((told(&found[1]).as_str(), found[1].origin.line), ("X /MIL > -: - -", 4));
}

#[test]
fn deletions_name_the_event_and_the_time() {
    let found = rows(Format::AcledDeletions, b"event_id_cnty,deleted_timestamp\nSYL12,1900000002\n");
    let Row::Deletion(deletion) = &found[0] else { panic!("{found:?}") };
    assert_eq!((deletion.id, deletion.version), (Dataset::Acled.id_of("SYL12"), 1_900_000_002));
}

/// A row of GED: one-sided violence.
fn ged() -> String {
    let mut cells = vec![String::new(); 49];
    for (at, cell) in [
        (0, "4711"),
        (1, "SYL-2030-1"),
        (2, "2030"),
        (5, "3"),
        (14, "Government of DR Congo (Zaire)"),
        (17, "Civilians"),
        (18, "-1"),
        (22, "\"Village, attacked\""),
        (24, "2"),
        (25, "Goma town"),
        (27, "Nord-Kivu"),
        (29, "-1.67"),
        (30, "29.22"),
        (33, "DR Congo (Zaire)"),
        (34, "490"),
        (37, "3"),
        (38, "2030-05-01 00:00:00.000"),
        (39, "2030-05-07 00:00:00.000"),
        (42, "4"),
        (44, "5"),
        (45, "9"),
        (46, "4"),
        (47, "490"),
    ] {
        cell.clone_into(&mut cells[at]);
    }
    cells.join(",")
}

#[test]
fn ged_has_spans_and_three_counts_with_and_without_a_header() {
    let header = ucdp::COLUMNS.join(",");
    for table in [format!("{header}\n{}\n", ged()), ged()] {
        let event = &events(Format::UcdpGed, &table)[0];
        assert_eq!(told(event), "Government of DR Congo (Zaire) COD/GOV > Civilians /CVL: ASSAULT -");
        assert!(event.directed, "one-sided violence has a direction");
        let date = &event.event_date;
        assert_eq!(
            (date.start.unwrap().to_string(), date.end.unwrap().to_string()),
            ("2030-05-01".into(), "2030-05-07".into())
        );
        assert_eq!(date.precision, Precision::Week);
        let killed = &event.magnitude[0];
        assert_eq!((killed.kind.as_str(), killed.low, killed.best, killed.high), ("killed", 4.0, 5.0, 9.0));
        assert_eq!((event.magnitude[1].kind.as_str(), event.magnitude[1].best), ("civilians-killed", 4.0));
        assert_eq!((event.n_sources, event.place.as_ref().unwrap().country.as_deref()), (None, Some("COD")));
        assert_eq!(event.text.as_deref(), Some("Village, attacked"));
    }
}

#[test]
fn phoenix_and_petrarch_are_read() {
    let daily = "12\t20300601\t2030\t06\t01\tUSAGOV\tUSA\tGOV\t\tRUSMED\tRUS\tMED\t\t036\t03\t1\t4.0\t\t55.75\t37.61\tMoscow\tMoskva\tRUS\t\
                 AGG-7_3;AGG-9_1\thttps://example.org/c\twire_a;wire_b\n";
    let found = events(Format::Phoenix, daily);
    assert_eq!(told(&found[0]), "USAGOV USA/GOV > RUSMED RUS/JRN: AGREE -");
    assert_eq!((found[0].story.as_deref(), found[0].sentence, found[0].n_articles), (Some("AGG-7"), Some(3), Some(2)));
    let historical = "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,target_others,\
                      code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,countryname,aid,process\n\
                      5,6/1/1980,1980,6,1,SUNMIL,SUN,MIL,,AFG,AFG,,,190,19,4,-10,,,,,,,8,NULL\n";
    assert_eq!(told(&events(Format::Phoenix, historical)[0]), "SUNMIL SUN/MIL > AFG AFG/: ASSAULT -");
    let petrarch = "20300601\tBLRGOV\t---\t0311\t\tstory_2\thttps://example.org/d\tWIRE\n\
                    20300602\tREB\tUKRMIL\t193\t\tstory_3\tWIRE\n";
    let found = events(Format::Petrarch, petrarch);
    assert_eq!(told(&found[0]), "BLRGOV BLR/GOV > -: AGREE -");
    assert_eq!((found[0].url.as_deref(), found[0].outlet.as_deref()), (Some("https://example.org/d"), Some("WIRE")));
    assert_eq!(told(&found[1]), "REB /REB > UKRMIL UKR/MIL: ASSAULT firearms");
    assert_eq!((found[1].url.as_deref(), found[1].outlet.as_deref()), (None, Some("WIRE")));
}

#[test]
fn rows_without_a_name_are_named_by_what_they_say() {
    let table = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\tgoldstein\tevent\n\
                 2030-08-07\tMilitary (Russia)\tRussia\tUKR\tUKR\t190\t-10\tFight\n\
                 2030-08-07\tMilitary (Russia)\tRussia\tUKR\tUKR\t190\t-10\tFight\n\
                 2030-08-07\tBoko Haram\tBoko Haram\tNigeria\tNigeria\t020\t3\tAppeal\n";
    let found = events(Format::Plain, table);
    assert_eq!(told(&found[0]), "Military (Russia) RUS/ > UKR UKR/: ASSAULT -");
    assert_eq!(told(&found[2]), "Boko Haram / > Nigeria NGA/: REQUEST -");
    assert_eq!(found[1].native_id, format!("{}-2", found[0].native_id), "two equal rows are two events");
    let again: Vec<_> = events(Format::Plain, table).into_iter().map(|event| event.id).collect();
    assert_eq!(again, found.iter().map(|event| event.id).collect::<Vec<_>>());
}

#[test]
fn broken_rows_are_named_with_line_and_reason_and_the_rest_goes_in() {
    struct Case(&'static str, String, &'static str);
    let cases = [
        Case("no date", gdelt(&[(1, "00000000")]), "line 2: `SQLDATE` is `00000000`, which is not a day of an event"),
        Case("the year 9999", gdelt(&[(1, "99990101")]), "line 2: `SQLDATE` is `99990101`"),
        Case(
            "a place beyond the pole",
            gdelt(&[(56, "152.43")]),
            "line 2: `ActionGeo_Lat` is `152.43`, which is not degrees north",
        ),
        Case("half a point", gdelt(&[(57, "")]), "line 2: `ActionGeo_Long` is empty"),
        Case("a number that is none", gdelt(&[(31, "many")]), "line 2: `NumMentions` is `many`, which is not a count"),
        Case(
            "not a number",
            gdelt(&[(30, "NaN")]),
            "line 2: `GoldsteinScale` is `NaN`, which is not a number from -10 to 10",
        ),
        Case("no name", gdelt(&[(0, "")]), "line 2: `GLOBALEVENTID` is empty"),
        Case("no code", gdelt(&[(26, "---")]), "line 2: `EventCode` is `---`, which is not a CAMEO code"),
        Case(
            "a class that there is not",
            gdelt(&[(29, "7")]),
            "line 2: `QuadClass` is `7`, which is not a class from 1 to 4",
        ),
        Case("no clock", gdelt(&[(59, "2030")]), "line 2: `DATEADDED` is `2030`, which is not a moment"),
        Case("a NUL byte", gdelt(&[(60, "a\0b")]), "line 2: it has a NUL byte"),
        Case("too few cells", "1\t2\t3".to_owned(), "line 2: it has 3 cells, not 61"),
        Case("too many", gdelt(&[]) + "\t", "line 2: it has 62 cells, not 61"),
        Case("a million", "\t".repeat(1_000_000), "line 2: it has more than 1024 cells"),
    ];
    for Case(what, row, said) in cases {
        let table = format!("{}\n{row}\n{}\n", gdelt(&[]), gdelt(&[(0, "900000009")]));
        let found: Vec<_> = open(table.as_bytes()).unwrap().collect();
        assert_eq!(found.len(), 3, "{what}");
        assert!(found[0].is_ok() && found[2].is_ok(), "{what}");
        let reject = found[1].as_ref().unwrap_err();
        assert!(reject.to_string().starts_with(said), "{what}: {reject}");
        let RowFault::Rejected(reject) = reject else { panic!("{reject:?}") };
        assert!(row.starts_with(&reject.raw[..reject.raw.len().min(row.len())]), "{what}");
    }
}

#[test]
fn what_is_no_table_is_refused() {
    struct Case(&'static [u8], &'static str);
    let cases = [
        Case(b"", "the table is empty"),
        Case(b"\n\n", "the table is empty"),
        Case(b"Belarus announced a militia.\nIt did so in June.\n", "neither its header nor its columns"),
        Case(b"a,b,c\n1,2,3\n", "neither its header nor its columns"),
        Case(b"\xff\xfed\0a\0", "the table is in UTF-16"),
        Case(b"date,actor,recipient\n2030-01-01,A,B\n", "neither its header"),
    ];
    for Case(table, said) in cases {
        let fault = open(table).map(|rows| rows.format()).unwrap_err().to_string();
        assert!(fault.starts_with(said), "{}: {fault}", String::from_utf8_lossy(table));
        assert_eq!(sniff(table), None);
    }
    let sniffed = sniff(gdelt(&[]).as_bytes()).unwrap();
    assert_eq!((sniffed.format, sniffed.delimiter, sniffed.has_header), (Format::GdeltEvents, b'\t', false));
}

#[test]
fn a_table_without_header_may_begin_with_broken_rows() {
    let table = format!("# made on a Monday\nxx\t1\n{}\n", gdelt(&[]));
    let found: Vec<_> = open(table.as_bytes()).unwrap().collect();
    assert_eq!((found.len(), found[2].is_ok()), (3, true));
}

#[test]
fn letters_of_old_files_are_read() {
    let mut table = gdelt(&[(52, "Bogot@, Colombia")]).into_bytes();
    for byte in &mut table {
        *byte = if *byte == b'@' { 0xe1 } else { *byte };
    }
    let found = rows(Format::GdeltEvents, &table);
    let Row::Event(event) = &found[0] else { panic!("{found:?}") };
    assert_eq!(event.place.as_ref().unwrap().name, "Bogotá, Colombia");
    assert!(event.raw.contains("Bogotá"));
}

#[test]
fn the_version_of_a_file_is_that_of_rows_without_their_own() {
    let file = Settings { file: Digest::of(b"file"), version: 251 };
    let table = ged();
    let Some(Ok(Row::Event(event))) = Rows::new(table.as_bytes(), &CODES, file).unwrap().next() else { panic!() };
    assert_eq!(event.version, 251);
    let table = gdelt(&[]);
    let Some(Ok(Row::Event(event))) = Rows::new(table.as_bytes(), &CODES, file).unwrap().next() else { panic!() };
    assert_eq!(event.version, 20_300_106_101_500);
}

/// A reader that fails after some bytes.
struct Failing<'b>(&'b [u8]);

impl std::io::Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() { Err(std::io::Error::other("the disk is gone")) } else { self.0.read(buffer) }
    }
}

#[test]
fn a_reader_that_fails_ends_the_rows() {
    let table = format!("{}\n{}\n", gdelt(&[]), gdelt(&[(0, "900000009")]));
    let rows = Rows::new(
        std::io::BufReader::with_capacity(64, Failing(table.as_bytes())),
        &CODES,
        Settings::of_file(Digest::of(b"")),
    );
    // The first rows are looked at before any is given, so the failure may show at once.
    match rows {
        Ok(rows) => {
            let found: Vec<_> = rows.collect();
            assert_eq!(found.len(), 3);
            assert!(matches!(found[2], Err(RowFault::Unreadable { line: 2, .. })), "{:?}", found[2]);
        }
        Err(fault) => panic!("{fault}"),
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(rows) = open(&bytes) {
            prop_assert!(rows.count() <= bytes.len() + 1);
        }
    }

    /// A sound row with one cell that is anything: the row is read or rejected, and the next is read.
    #[test]
    fn any_cell_costs_its_row_at_most(at in 0usize..61, cell in "\\PC{0,20}|[0-9.,/:-]{0,20}") {
        let cell = cell.replace(['\t', '\n', '\r'], " ");
        // No cell of the second is quoted, so that commas part them.
        let unquoted = ged().replace("\"Village, attacked\"", "Village");
        for (row, columns, delimiter) in [(gdelt(&[]), 61, "\t"), (unquoted, 49, ",")] {
            let mut cells: Vec<&str> = if delimiter == "\t" { row.split('\t').collect() } else { row.split(',').collect() };
            let place = at % columns.min(cells.len());
            let cell = if delimiter == "," { cell.replace([',', '"'], " ") } else { cell.clone() };
            cells[place] = &cell;
            let table = format!("{row}\n{}\n{row}\n", cells.join(delimiter));
            let found: Vec<_> = open(table.as_bytes()).unwrap().collect();
            prop_assert_eq!(found.len(), 3);
            prop_assert!(found[0].is_ok() && found[2].is_ok());
            if let Ok(Row::Event(event)) = &found[1] {
                let year = event.event_date.start.unwrap().year();
                prop_assert!((1000..2200).contains(&year));
                prop_assert!(event.place.as_ref().and_then(|place| place.lat).is_none_or(|lat| lat.abs() <= 90.0));
                prop_assert!(event.goldstein.is_none_or(|value| value.abs() <= 10.0));
            }
        }
    }
}
