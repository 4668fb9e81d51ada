//! Prints the names and sources of text files with what they resolve to: `page MODEL FILE… [DATE]`.

use std::io::{self, Write};
use std::path::Path;

use vigie_lang::{Annotator, ModelFile, Role, Settings};
use vigie_reader::actor::{ActorBook, Page, day_of};
use vigie_reader::knowledge::UserTables;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (model, rest) = arguments.split_first().ok_or("usage: page MODEL FILE… [DATE]")?;
    let annotator = Annotator::new(ModelFile::open(Path::new(model))?, Settings::default());
    let book = ActorBook::new(&UserTables::new())?;
    let date = rest.last().and_then(|last| day_of(last));
    let mut out = io::stdout().lock();
    for file in rest.iter().filter(|file| day_of(file).is_none()) {
        let document = annotator.annotate(&std::fs::read_to_string(file)?)?;
        let page = Page::read(&document, &book, date);
        writeln!(out, "== {file}")?;
        for identity in page.identities() {
            writeln!(out, "   {}", serde_json::to_string(identity)?)?;
        }
        for source in document.attributions().flat_map(|attribution| attribution.ranges(Role::Source)) {
            writeln!(out, "{}\n   -> {}", document.text(source), serde_json::to_string(&page.identity(source))?)?;
        }
        let pronouns = document
            .words()
            .filter(|word| word.upos() == vigie_lang::Upos::Pron && word.feature("PronType") == Some("Prs"));
        for word in pronouns {
            let identity = page.identity(word.range());
            let (start, end) = (word.range().start().saturating_sub(70), word.range().end() + 30);
            let around = document.full_text().get(start..end).unwrap_or_default().replace(char::is_whitespace, " ");
            writeln!(out, "{} [{}] {around}", word.text(), identity.name.or(identity.role).unwrap_or_default())?;
        }
    }
    Ok(())
}
