//! Reads a text from standard input and prints its words as CoNLL-U's first two columns, a block a paragraph.
//!
//! For measuring the tokeniser: `tokenize < raw.txt > system.conllu`, then `../shared/eval/ud_eval.py` compares words.

use std::io::{self, Read, Write};

use vigie_lang::tokenize::tokenize;

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let tokens = tokenize(&text);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut multiword = tokens.multiword.iter().peekable();
    for paragraph in &tokens.paragraphs {
        for index in paragraph.clone() {
            let id = |index: u32| index - paragraph.start + 1;
            if let Some(token) = multiword.next_if(|token| token.words.start == index) {
                let form = &text[token.range.as_range()];
                writeln!(out, "{}-{}\t{form}{}", id(index), id(token.words.end - 1), "\t_".repeat(8))?;
            }
            let form = &text[tokens.words[index as usize].range.as_range()];
            writeln!(out, "{}\t{form}\t_\t_\t_\t_\t_\tdep\t_\t_", id(index))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
