//! What holds for every text: ranges, trees, and readings that depend on nothing but the text.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use proptest::prelude::*;
use vigie_lang::{Annotator, Document, Role, Sectioner, Settings, fake};
use vigie_record::{ByteRange, NoteKind};

fn annotator(n_threads: usize) -> Annotator {
    let n_threads = NonZeroUsize::new(n_threads).expect("tests ask for threads");
    Annotator::with_model(fake::model(), Settings { n_threads, ..Settings::default() })
}

fn read(text: &str) -> Document {
    annotator(2).annotate(text).expect("the fake model reads everything")
}

/// All that a document says, as lines.
fn dump(document: &Document) -> String {
    let mut lines = Vec::new();
    for word in document.words() {
        let head = word.head().map(vigie_lang::Word::index);
        lines.push(format!(
            "{} {:?} {} {} {} {} {head:?} {} {:?}",
            word.range(),
            word.text(),
            word.lemma(),
            word.upos(),
            word.xpos(),
            word.feats(),
            word.relation(),
            word.factuality(),
        ));
    }
    lines.extend(document.sentences().map(|sentence| format!("sentence {:?}", sentence.word_range())));
    lines.extend(document.paragraphs().map(|words| format!("paragraph {words:?}")));
    lines.extend(document.multiword_tokens().map(|token| format!("token {:?} {}", token.word_range(), token.text())));
    lines.extend(document.names().map(|name| format!("{:?} {:?}", name.kind(), name.word_range())));
    for attribution in document.attributions() {
        for role in [Role::Source, Role::Cue, Role::Content] {
            lines.push(format!("{role:?} {:?}", attribution.word_ranges(role).collect::<Vec<_>>()));
        }
    }
    lines.extend(document.notes().iter().map(|note| format!("{note:?}")));
    lines.join("\n")
}

/// Checks all that must hold whatever was read.
fn check(document: &Document, text: &str) {
    assert_eq!(document.full_text(), text);
    let lies_in_text = |range: ByteRange| assert!(text.get(range.as_range()).is_some(), "{range}");
    let mut end = 0;
    for word in document.words() {
        lies_in_text(word.range());
        assert!(!word.range().is_empty() && end <= word.range().start());
        end = word.range().end();
    }
    let mut next = 0;
    for sentence in document.sentences() {
        let words = sentence.word_range();
        assert_eq!(words.start, next, "sentences follow each other");
        next = words.end;
        let roots = sentence.words().filter(|word| word.head().is_none()).count();
        assert_eq!(roots, 1, "one root in {:?}", sentence.text());
        for word in sentence.words() {
            let mut at = word;
            for _ in 0..words.len() {
                let Some(head) = at.head() else { break };
                assert!(words.contains(&head.index()), "heads lie in the sentence");
                at = head;
            }
            assert!(at.head().is_none(), "every way leads to the root");
            assert_eq!(word.relation() == "root", word.head().is_none());
        }
    }
    assert_eq!(next, document.n_words());
    let mut name_end = 0;
    for name in document.names() {
        assert!(name_end <= name.word_range().start && !name.word_range().is_empty());
        name_end = name.word_range().end;
        lies_in_text(name.range());
    }
    assert!(name_end <= document.n_words());
    for attribution in document.attributions() {
        for role in [Role::Source, Role::Cue, Role::Content] {
            for words in attribution.word_ranges(role) {
                assert!(!words.is_empty() && words.end <= document.n_words());
            }
            attribution.ranges(role).for_each(lies_in_text);
        }
    }
    document.notes().iter().for_each(|note| lies_in_text(note.range));
}

fn odd_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,9}".prop_map(String::from),
        2 => Just("don't".to_owned()),
        2 => Just("\n\n".to_owned()),
        1 => Just("U.S.".to_owned()),
        1 => "\\PC{1,4}",
        1 => Just("\u{200b}\u{202e}🙂\u{0}\u{301}".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(word, 0..400).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_a_sound_document(text in odd_text()) {
        check(&read(&text), &text);
    }

    #[test]
    fn neither_threads_nor_neighbours_change_a_reading(
        texts in prop::collection::vec(odd_text(), 1..4),
        n_threads in 1..5_usize,
    ) {
        let alone: Vec<String> = texts.iter().map(|text| dump(&read(text))).collect();
        let sections = texts.iter().enumerate().flat_map(|(index, text)| {
            let mut sectioner = Sectioner::default();
            sectioner.push(text);
            sectioner.finish().into_iter().map(move |section| (index, section))
        });
        let mut together = Vec::new();
        annotator(n_threads)
            .annotate_sections(sections, |index, document| {
                together.push((index, dump(&document)));
                ControlFlow::Continue(())
            })
            .unwrap();
        prop_assert_eq!(together, alone.into_iter().enumerate().collect::<Vec<_>>());
    }
}

#[test]
fn texts_without_words_are_read_too() {
    for text in ["", " ", "\n\n\n", "\u{feff}", "\t\r\n"] {
        check(&read(text), text);
    }
    assert_eq!(read(" \n ").n_words(), 0);
}

#[test]
fn a_paragraph_longer_than_the_window_is_read_to_its_end() {
    let text = "the guard left the gate ".repeat(300);
    let document = read(&text);
    check(&document, &text);
    assert_eq!(document.n_words(), 1500);
    assert_eq!(document.paragraphs().len(), 1);
}

#[test]
fn a_sentence_that_must_be_cut_is_noted() {
    // The fake model ends a sentence after every ninth word or so; a window of sixteen-piece words is shorter.
    let words = ["abcdefghijklmnop ", "ponmlkjihgfedcba ", "acegikmoqsuwybdf "];
    let text: String = (0..400).map(|index| words[index * index % 7 % 3]).collect();
    let document = read(&text);
    check(&document, &text);
    assert!(document.notes().iter().any(|note| note.kind == NoteKind::ForcedSentenceEnd));
}

#[test]
fn a_line_without_end_is_cut_and_noted() {
    let text = "x".repeat(400_000);
    let document = read(&text);
    check(&document, &text);
    assert_eq!(document.notes().iter().filter(|note| note.kind == NoteKind::ForcedCut).count(), 3);
}

#[test]
fn a_long_text_reads_as_its_sections_do() {
    let paragraph = "The ministry said it would not move. Guards left the gate, and nobody knew why.\n\n";
    let text = paragraph.repeat(1200);
    let document = read(&text);
    check(&document, &text);
    assert_eq!(dump(&document), dump(&annotator(4).annotate(&text).unwrap()));
    assert_eq!(document.paragraphs().len(), 1200);
}

#[test]
fn another_language_is_noted_once() {
    let text = "der Minister sagte gestern dass Truppen verlegt wurden \n\n".repeat(3000);
    let foreign = read(&text);
    let notes: Vec<_> = foreign.notes().iter().filter(|note| note.kind == NoteKind::OtherLanguage).collect();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].range, ByteRange::new(0, text.len()));
}

#[test]
fn reading_ends_when_nobody_wants_more() {
    let mut sectioner = Sectioner::default();
    sectioner.push(&"A guard left.\n\n".repeat(40_000));
    let sections = sectioner.finish();
    assert!(sections.len() > 5);
    let mut taken = 0;
    annotator(2)
        .annotate_sections(sections.into_iter().map(|section| ((), section)), |(), _| {
            taken += 1;
            if taken == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(taken, 2);
}
