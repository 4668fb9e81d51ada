//! `vigie fetch` against a server of this machine, with the model in the program.
#![cfg(feature = "embedded-model")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;

use assert_cmd::Command;

const PAGE: &str = "<html><head><title>Drills near the border</title></head><body><article><p>Russian troops shelled the city of Kharkiv on \
                    Monday, Ukraine's defence ministry said.</p><p>Belarus will hold drills near its southern border next week, \
                    officials in Minsk said.</p></article></body></html>";

/// Serves a feed with one article; everything else is not found.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let base = format!("http://{}", listener.local_addr().expect("it has an address"));
    let own = base.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines =
                BufReader::new(stream.try_clone().expect("it can be read too")).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let (status, body) = match first.split(' ').nth(1) {
                Some("/feed") => (
                    "200 OK",
                    format!(
                        "<rss><channel><title>Example Wire</title><item><title>Drills</title><link>{own}/1</link></item></channel></rss>"
                    ),
                ),
                Some("/1") => ("200 OK", PAGE.to_owned()),
                _ => ("404 Not Found", String::new()),
            };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            drop(stream.write_all((head + &body).as_bytes()));
        }
    });
    base
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").env_remove("VIGIE_ALLOW_RANGE").env("NO_COLOR", "1");
    command.env("VIGIE_STORE", "desk.db").env("http_proxy", "http://127.0.0.1:1").current_dir(folder).args(args);
    let output = command.write_stdin("").output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_feed_is_remembered_fetched_and_shown_in_the_status() {
    let (base, folder) = (serve(), tempfile::tempdir().expect("there is room"));
    let feed = format!("{base}/feed");
    let fetch = ["fetch", "--delay", "0s", "--allow-range", "127.0.0.1"];
    let with = |more: &[&str]| run(folder.path(), &[&fetch, more].concat());
    let (code, _, said) = with(&["--feed", &feed]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("1 articles to fetch") && said.contains("1 reports added (0 as the feed has them)"),
        "{said}"
    );
    let (_, status, _) = run(folder.path(), &["status"]);
    assert!(status.contains(&format!("{feed} feed, Example Wire")) && status.contains("1 reports"), "{status}");
    let (code, _, said) = with(&[]);
    assert!(code == Some(0) && said.contains("none of the 1 sources is due"), "{said}");
    let (code, _, said) = with(&["--all"]);
    assert!(code == Some(0) && said.contains("0 reports added"), "{said}");
    let (code, _, said) = run(folder.path(), &["fetch", &format!("{base}/1")]);
    assert_eq!(code, Some(1));
    assert!(said.contains("127.0.0.1 is not on the open network"), "{said}");
    let (_, _, said) = with(&[&format!("{base}/1"), &format!("{base}/2")]);
    assert!(said.contains("1 there already") && said.contains("/2: the server answers with 404"), "{said}");
    let (code, _, _) = run(folder.path(), &["fetch", "--forget", &feed]);
    assert_eq!(code, Some(0));
    assert!(!run(folder.path(), &["status"]).1.contains("sources"));
}

#[test]
fn what_cannot_be_an_address_is_said() {
    let folder = tempfile::tempdir().expect("there is room");
    for (args, wanted) in [
        (["fetch", "news.html", "--once"], "does not begin with http"),
        (["fetch", "http://2130706433/", "--once"], "four numbers"),
        (["fetch", "https://example.org/", "--every=1y"], "is no time"),
        (["fetch", "https://example.org/", "--allow-range=10.0.0.0/99"], "--allow-range"),
        (["fetch", "--all", "--at-once=2"], "the store has no sources"),
    ] {
        let (code, _, said) = run(folder.path(), &args);
        assert!(code == Some(1) && said.replace("\n  │ ", " ").contains(wanted), "{args:?}: {code:?} {said}");
    }
}
