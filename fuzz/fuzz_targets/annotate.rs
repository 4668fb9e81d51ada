//! Reads any text with the fake model, and checks that what comes out is sound.
//!
//! `cargo +nightly fuzz run annotate`, from the root of the repository.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_lang::{Annotator, Role, Settings, fake};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| Annotator::with_model(fake::model(), Settings::default()));

fuzz_target!(|text: &str| {
    let document = ANNOTATOR.annotate(text).expect("the fake model reads everything");
    assert_eq!(document.full_text(), text);
    let mut end = 0;
    for word in document.words() {
        assert!(end <= word.range().start() && !word.text().is_empty());
        assert!(!word.text().contains(char::is_whitespace));
        end = word.range().end();
    }
    // The engine takes the separators of old files for white space as well.
    let is_white = |c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    let letters = |text: &str| text.chars().filter(|c| !is_white(*c)).collect::<String>();
    assert_eq!(document.words().map(|word| word.text()).collect::<String>(), letters(text));
    let mut next = 0;
    for sentence in document.sentences() {
        assert_eq!(sentence.word_range().start, next);
        next = sentence.word_range().end;
        assert_eq!(sentence.words().filter(|word| word.head().is_none()).count(), 1);
    }
    assert_eq!(next, document.n_words());
    for name in document.names() {
        assert!(!name.text().is_empty());
    }
    for attribution in document.attributions() {
        for role in [Role::Source, Role::Cue, Role::Content] {
            attribution.ranges(role).for_each(|range| assert!(!document.text(range).is_empty()));
        }
    }
});
