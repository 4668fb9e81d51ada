//! How fast the rows of a table are read: `cargo run --release -p vigie-intake --example rows -- [FILE | NUMBER]`.
//!
//! Without a file, so many rows in GDELT's form are made up, a million where nothing is said; one thread reads them.

use std::error::Error;
use std::fmt::Write as _;
use std::io::BufReader;
use std::time::Instant;

use vigie_codes::{Codes, UserTables};
use vigie_intake::tables::{Row, Rows, Settings};
use vigie_record::Digest;

const ACTORS: [(&str, &str, &str, &str); 6] = [
    ("BLRGOV", "BELARUS", "BLR", "GOV"),
    ("UKRMIL", "UKRAINE", "UKR", "MIL"),
    ("USA", "UNITED STATES", "USA", ""),
    ("IGOUNO", "UNITED NATIONS", "", "IGO"),
    ("COP", "POLICE", "", "COP"),
    ("", "", "", ""),
];
const CODES: [&str; 8] = ["010", "040", "042", "051", "112", "173", "190", "195"];
const PLACES: [(&str, &str, &str, &str, &str); 3] = [
    ("Gomel, Homyel'skaya Voblasts', Belarus", "BO", "BO02", "52.4345", "30.9754"),
    ("Kyiv, Kyyiv, Misto, Ukraine", "UP", "UP12", "50.4333", "30.5167"),
    ("Washington, District of Columbia, United States", "US", "USDC", "38.8951", "-77.0364"),
];

#[expect(clippy::disallowed_methods, reason = "an example that measures")]
fn main() -> Result<(), Box<dyn Error>> {
    let named = std::env::args().nth(1).unwrap_or_else(|| "1000000".to_owned());
    let table = match named.parse::<usize>() {
        Ok(n_rows) => made_up(n_rows).into_bytes(),
        Err(_) => std::fs::read(&named)?,
    };
    let codes = Codes::new(&UserTables::new())?;
    let settings = Settings::of_file(Digest::of(b"bench"));
    let start = Instant::now();
    let (mut n_rows, mut n_rejected, mut n_coded) = (0u64, 0u64, 0u64);
    for row in Rows::new(BufReader::with_capacity(1 << 20, table.as_slice()), &codes, settings)? {
        match row {
            Ok(row) => {
                n_rows += 1;
                n_coded += u64::from(matches!(row, Row::Event(event) if event.event_type.is_some()));
            }
            Err(_) => n_rejected += 1,
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let bytes = table.len() as f64;
    eprintln!(
        "{n_rows} rows ({n_coded} with a type), {n_rejected} rejected, {:.0} bytes a row: {:.2} s, {:.0} rows/s, {:.0} MB/s",
        bytes / n_rows.max(1) as f64,
        seconds,
        n_rows as f64 / seconds,
        bytes / seconds / 1e6
    );
    Ok(())
}

fn made_up(n_rows: usize) -> String {
    let mut table = String::new();
    for at in 0..n_rows {
        let (day, month) = (at / 7 % 28 + 1, at / 200 % 12 + 1);
        let id = 900_000_000 + at;
        let date = format!("2030{month:02}{day:02}");
        let side = |nth: usize| {
            let (code, name, country, role) = ACTORS[nth % ACTORS.len()];
            format!("{code}\t{name}\t{country}\t\t\t\t\t{role}\t\t")
        };
        let place = |nth: usize| {
            let (name, country, adm1, lat, lon) = PLACES[nth % PLACES.len()];
            format!("4\t{name}\t{country}\t{adm1}\t17654\t{lat}\t{lon}\t-1044{nth}")
        };
        let code = CODES[at * 7 % CODES.len()];
        let (first, second) = (side(at), side(at / 3 + 1));
        let (a, b, c) = (place(at % 3), place(at % 2), place(at % 3));
        writeln!(
            table,
            "{id}\t{date}\t2030{month:02}\t2030\t2030.{at:04}\t{first}\t{second}\t1\t{code}\t{code}\t{}\t4\t-5.0\t12\t2\t10\t-3.4\t{a}\t{b}\t{c}\t\
             {date}101500\thttps://news.example.org/world/2030/{month:02}/{day:02}/a-headline-with-some-words-{id}.html",
            &code[..2]
        )
        .expect("a string takes all");
    }
    table
}
