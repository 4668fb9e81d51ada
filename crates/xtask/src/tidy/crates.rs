//! Crates: each is in ARCHITECTURE.md, states its floor, and leans only on floors below it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::metadata::Metadata;
use crate::root::root;

/// The floors, from the ground up. What stands `beside` is leant on by nothing.
const FLOORS: &[&str] = &["ground", "engine", "intake", "reader", "store", "analysis", "facade", "face", "beside"];

/// Floors that may lean on the ground only.
const ON_THE_GROUND: &[&str] = &["store"];

/// A crate as these rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct House {
    name: String,
    floor: Option<String>,
    leans_on: Vec<String>,
    /// Other faces that the program of this one starts: it knows how to start them, and nothing else of them.
    carries: Vec<String>,
}

/// What is wrong with the crates of the tree.
pub(super) fn problems(metadata: &Metadata) -> Result<Vec<String>> {
    let page = root().join("ARCHITECTURE.md");
    let page = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let mut problems = Vec::new();
    let mut houses = Vec::new();
    for package in metadata.ours() {
        let expected = root().join("crates").join(&package.name);
        if package.folder() != expected {
            problems.push(format!("{} lies in {}, not in crates/{0}", package.name, package.folder().display()));
        }
        let ours = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
        houses.push(House {
            name: package.name.clone(),
            floor: package.floor().map(str::to_owned),
            leans_on: ours.map(|dependency| dependency.name.clone()).collect(),
            carries: package.carries(),
        });
    }
    problems.extend(climbing(&houses));
    problems.extend(unlisted(&houses, &listed(&page)));
    Ok(problems)
}

/// Crates without a floor, and edges that do not lead down.
fn climbing(houses: &[House]) -> Vec<String> {
    let height = |name: &str| FLOORS.iter().position(|floor| *floor == name);
    let floors: BTreeMap<&str, &str> =
        houses.iter().filter_map(|house| Some((house.name.as_str(), house.floor.as_deref()?))).collect();
    let mut problems = Vec::new();
    for house in houses {
        let Some(floor) = house.floor.as_deref() else {
            problems.push(format!("{} states no floor in [package.metadata.vigie]", house.name));
            continue;
        };
        let Some(own) = height(floor) else {
            problems.push(format!("{} states the floor `{floor}`; there are {}", house.name, FLOORS.join(", ")));
            continue;
        };
        // A crate may name itself, to switch a feature on for its own tests.
        for name in house.leans_on.iter().filter(|name| **name != house.name) {
            let Some(other) = floors.get(name.as_str()) else { continue };
            if floor == "face" && *other == "face" && house.carries.contains(name) {
                continue;
            }
            if height(other).is_some_and(|other| other >= own) {
                problems.push(format!("{} ({floor}) leans on {name} ({other}): an edge must lead down", house.name));
            } else if ON_THE_GROUND.contains(&floor) && *other != "ground" {
                problems.push(format!(
                    "{} ({floor}) leans on {name} ({other}): the {floor} rests on the ground",
                    house.name
                ));
            }
        }
    }
    problems
}

/// The crates of the page's table: rows that begin with a name in back quotes and a floor.
fn listed(page: &str) -> BTreeMap<String, String> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| {
        let (name, rest) = row.split_once("` |")?;
        let floor = rest.split('|').next()?.trim();
        FLOORS.contains(&floor).then(|| (name.to_owned(), floor.to_owned()))
    })
    .collect()
}

/// Where the table and the tree differ.
fn unlisted(houses: &[House], listed: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    for house in houses {
        match (listed.get(&house.name), &house.floor) {
            (None, _) => problems.push(format!("ARCHITECTURE.md has no row for {}", house.name)),
            (Some(said), Some(floor)) if said != floor => {
                problems
                    .push(format!("ARCHITECTURE.md puts {} on the floor {said}, its manifest on {floor}", house.name));
            }
            _ => {}
        }
    }
    let missing = listed.keys().filter(|name| !houses.iter().any(|house| house.name == **name));
    problems.extend(missing.map(|name| format!("ARCHITECTURE.md names the crate {name}, which is not in crates/")));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(name: &str, floor: &str, leans_on: &[&str]) -> House {
        House {
            name: name.to_owned(),
            floor: (!floor.is_empty()).then(|| floor.to_owned()),
            leans_on: leans_on.iter().map(|name| (*name).to_owned()).collect(),
            carries: Vec::new(),
        }
    }

    #[test]
    fn a_face_leans_on_another_only_where_its_program_carries_it() {
        let server = house("a-server", "face", &[]);
        let engine = house("a-lang", "engine", &[]);
        let mut cli = house("a-cli", "face", &["a-server"]);
        assert_eq!(climbing(&[server.clone(), cli.clone()]).len(), 1);
        cli.carries = vec!["a-server".to_owned()];
        assert_eq!(climbing(&[server, cli]).len(), 0);
        let mut base = house("a-base", "ground", &["a-lang"]);
        base.carries = vec!["a-lang".to_owned()];
        assert_eq!(climbing(&[engine, base]).len(), 1, "below the faces nothing is carried");
    }

    #[test]
    fn edges_lead_down() {
        struct Case {
            third: House,
            n_problems: usize,
        }

        let ground = house("a-record", "ground", &[]);
        let engine = house("a-lang", "engine", &["a-record"]);
        let cases = [
            Case { third: house("a-cli", "face", &["a-lang", "a-record"]), n_problems: 0 },
            Case { third: house("a-base", "ground", &["a-lang"]), n_problems: 1 },
            Case { third: house("a-tongue", "engine", &["a-lang"]), n_problems: 1 },
            Case { third: house("a-store", "store", &["a-record"]), n_problems: 0 },
            Case { third: house("a-store", "store", &["a-lang"]), n_problems: 1 },
            Case { third: house("a-page", "face", &["a-page"]), n_problems: 0 },
            Case { third: house("a-loft", "loft", &[]), n_problems: 1 },
            Case { third: house("a-cli", "", &[]), n_problems: 1 },
        ];
        let mut wrong = Vec::new();
        for case in cases {
            let found = climbing(&[ground.clone(), engine.clone(), case.third.clone()]);
            if found.len() != case.n_problems {
                wrong.push((case.third, found));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn table_and_tree_agree() {
        let page =
            "| crate | floor | asks |\n|---|---|---|\n| `a-record` | ground | what? |\n| `a-old` | store | ? |\n";
        let found = unlisted(&[house("a-record", "ground", &[]), house("a-lang", "engine", &[])], &listed(page));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
