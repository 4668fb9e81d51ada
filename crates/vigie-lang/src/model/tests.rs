//! Broken model files, each with its own error.

use std::borrow::Cow;
use std::path::Path;

use serde_json::{Value, json};

use super::container::Container;
use super::*;
use crate::fake;

/// A header that is right in all but its sections.
fn header() -> Value {
    let flat = |n: usize| json!({"start": vec![0.0; n], "end": vec![0.0; n], "trans": vec![vec![0.0; n]; n]});
    json!({
        "name": "tiny", "language": "en", "made_on": "2026-11-22", "program": ">=0.1.0", "max_pieces": 320,
        "sections": [],
        "labels": {
            "upos": ["NOUN", "VERB"], "xpos": ["NN"], "feats": ["_"], "lemma": ["l0:"], "deprel": ["root", "obj"],
            "ner": ["O", "B-PER", "I-PER"], "attribution": ["O", "B-cue", "I-cue"],
        },
        "transitions": {"ner": flat(3), "attribution": flat(3)},
        "factuality": {"calibration": [[-3.0, 0.0], [3.0, 1.0]]},
    })
}

/// Writes a model file with the given sections.
fn file(mut header: Value, sections: &[(&str, &[u8])]) -> Vec<u8> {
    let lay_out = |header: &mut Value, start: usize| {
        let mut at = start;
        let places: Vec<Value> = sections
            .iter()
            .map(|(name, bytes)| {
                let offset = at.next_multiple_of(64);
                at = offset + bytes.len();
                json!({"name": name, "offset": offset, "length": bytes.len()})
            })
            .collect();
        header["sections"] = places.into();
    };
    lay_out(&mut header, 1 << 14);
    let json = serde_json::to_vec(&header).unwrap();
    assert!(json.len() < (1 << 14) - 16, "the header fits before the sections");
    let mut bytes = b"VIGIEMDL\x01\0\0\0".to_vec();
    bytes.extend(u32::try_from(json.len()).unwrap().to_le_bytes());
    bytes.extend(&json);
    for (place, (_, content)) in header["sections"].as_array().unwrap().iter().zip(sections) {
        bytes.resize(usize::try_from(place["offset"].as_u64().unwrap()).unwrap(), 0);
        bytes.extend(*content);
    }
    sign(bytes)
}

fn sign(mut bytes: Vec<u8>) -> Vec<u8> {
    let digest = Digest::of(&bytes);
    bytes.extend(digest.as_bytes());
    bytes
}

fn open(bytes: Vec<u8>) -> Result<ModelFile, LoadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.model");
    fs::write(&path, bytes).unwrap();
    ModelFile::open(&path)
}

/// The message of an error, without the path of the file.
fn message(error: &LoadError) -> String {
    let message = error.to_string();
    match (message.find("`/"), message.find("some.model")) {
        (Some(start), Some(end)) => format!("{}{}", &message[..=start], &message[end..]),
        _ => message,
    }
}

#[test]
fn every_fault_of_a_file_has_its_error() {
    struct Case {
        name: &'static str,
        bytes: Vec<u8>,
        message: &'static str,
    }
    let whole = || file(header(), &[("lemmas.tsv", b"a\tNOUN\ta\n")]);
    let with = |key: &str, value: Value| {
        let mut header = header();
        header[key] = value;
        file(header, &[])
    };
    let edited = |at: usize, byte: u8| {
        let mut bytes = whole();
        bytes[at] = byte;
        bytes
    };
    let n = whole().len();
    let cases = [
        Case {
            name: "empty",
            bytes: vec![],
            message: "`some.model` is no Vigie model: it does not begin with the mark of one",
        },
        Case {
            name: "other",
            bytes: b"PK\x03\x04 and so on".to_vec(),
            message: "`some.model` is no Vigie model: it does not begin with the mark of one",
        },
        Case {
            name: "in the mark",
            bytes: whole()[..5].to_vec(),
            message: "model `some.model` is cut short: it has 5 bytes of at least 48",
        },
        Case {
            name: "in the header",
            bytes: whole()[..90].to_vec(),
            message: "model `some.model` is cut short: it has 90 bytes of at least",
        },
        Case {
            name: "in a section",
            bytes: whole()[..n - 34].to_vec(),
            message: "model `some.model` is cut short: it has",
        },
        Case {
            name: "format",
            bytes: edited(8, 7),
            message: "model `some.model` has format 7; this build reads 1 to 1",
        },
        Case {
            name: "damage",
            bytes: edited(n - 35, b'?'),
            message: "model `some.model` is damaged: its checksum does not fit its content",
        },
        Case {
            name: "program",
            bytes: with("program", json!(">=99.0.0")),
            message: "model `some.model` is for version >=99.0.0 of Vigie; this is",
        },
        Case {
            name: "no version",
            bytes: with("program", json!("new")),
            message: "model `some.model` has a malformed header: `program` must be like `>=0.1.0`, not `new`",
        },
        Case {
            name: "no labels",
            bytes: with("labels", json!(3)),
            message: "model `some.model` has a malformed header: invalid type",
        },
    ];
    let mut wrong = Vec::new();
    for case in cases {
        match open(case.bytes) {
            Ok(_) => wrong.push(format!("{}: opened", case.name)),
            Err(error) if message(&error).starts_with(case.message) => {}
            Err(error) => wrong.push(format!("{}: {}", case.name, message(&error))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_missing_file_is_named() {
    let error = ModelFile::open(Path::new("no/such.model")).unwrap_err();
    assert_eq!(error.to_string(), "there is no model file at `no/such.model`");
}

#[test]
fn every_fault_of_the_content_has_its_error() {
    struct Case {
        header: Value,
        sections: Vec<(&'static str, Vec<u8>)>,
        message: &'static str,
    }
    let tokenizer = fake::tokenizer_json();
    let with_label = |head: &str, labels: Value| {
        let mut header = header();
        header["labels"][head] = labels;
        header
    };
    let mut surer_than_sure = header();
    surer_than_sure["transitions"]["ner"]["least"] = json!({"PER": 1.5});
    let lemmas = ("lemmas.tsv", b"a\tNOUN\ta\n".to_vec());
    let cases = [
        Case { header: header(), sections: vec![], message: "model `some.model` has no section `lemmas.tsv`" },
        Case {
            header: header(),
            sections: vec![("lemmas.tsv", b"a\tNOUN\ta\nworse\n".to_vec())],
            message: "section `lemmas.tsv` of model `some.model` cannot be used: line 2 is not word, part of speech, lemma",
        },
        Case {
            header: header(),
            sections: vec![("lemmas.tsv", b"\xff".to_vec())],
            message: "section `lemmas.tsv` of model `some.model` cannot be used: invalid utf-8",
        },
        Case {
            header: header(),
            sections: vec![lemmas.clone(), ("tokenizer.json", b"{}".to_vec())],
            message: "section `tokenizer.json` of model `some.model` cannot be used: ",
        },
        Case {
            header: header(),
            sections: vec![lemmas.clone(), ("tokenizer.json", tokenizer.clone().into_bytes())],
            message: "model `some.model` has no section `reader.onnx`",
        },
        Case {
            header: header(),
            sections: vec![
                lemmas.clone(),
                ("tokenizer.json", tokenizer.into_bytes()),
                ("reader.onnx", b"no graph".to_vec()),
                ("relations.onnx", b"no graph".to_vec()),
            ],
            message: "section `reader.onnx` of model `some.model` cannot be used: ",
        },
        Case {
            header: with_label("upos", json!(["NOUN", "DINOSAUR"])),
            sections: vec![],
            message: "model `some.model` has a malformed header: upos has the label `DINOSAUR`",
        },
        Case {
            header: with_label("deprel", json!(["obj"])),
            sections: vec![],
            message: "model `some.model` has a malformed header: deprel has no label `root`",
        },
        Case {
            header: with_label("ner", json!(["B-PER", "I-PER", "B-ORG"])),
            sections: vec![],
            message: "model `some.model` has a malformed header: ner has no label `O`",
        },
        Case {
            header: with_label("ner", json!(["O"])),
            sections: vec![],
            message: "model `some.model` has a malformed header: the transitions of ner do not fit its 1 labels",
        },
        Case {
            header: surer_than_sure,
            sections: vec![],
            message: "model `some.model` has a malformed header: the least probability of a PER in ner is 1.5; it must be from 0.05 to 1",
        },
    ];
    let mut wrong = Vec::new();
    for case in cases {
        let sections: Vec<(&str, &[u8])> = case.sections.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
        match open(file(case.header, &sections)).expect("the container is whole").load() {
            Ok(_) => wrong.push(format!("loaded instead of: {}", case.message)),
            Err(error) if message(&error).starts_with(case.message) => {}
            Err(error) => wrong.push(format!("{}\n  instead of {}", message(&error), case.message)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_cut_or_change_is_found() {
    let whole = file(header(), &[("lemmas.tsv", b"a\tNOUN\ta\n")]);
    for end in 0..whole.len() {
        let cut = Container::open("cut", Cow::Owned(whole[..end].to_vec())).and_then(|found| found.verify());
        assert!(cut.is_err(), "cut at {end}");
    }
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x20;
        let found = Container::open("changed", Cow::Owned(changed)).and_then(|found| found.verify());
        assert!(found.is_err(), "changed at {at}");
    }
}
