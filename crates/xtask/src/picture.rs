//! The pictures of the documents: what `vigie read` and the reading view write to a terminal, drawn as SVG.
//!
//! Understands the styles that the view uses (bold, dim, italic, underlined, the sixteen colours), nothing else of a
//! terminal.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::metadata::Metadata;
use crate::root::{output, root};
use crate::scores::Vigie;

/// What to draw, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to draw
    #[arg(long, value_enum, default_value_t = Drawn::Brief)]
    of: Drawn,
    /// The report to read
    #[arg(long, default_value = "examples/belarus-2022/2022-05-27-militia.txt")]
    report: PathBuf,
    /// The picture to write
    #[arg(long, default_value = "docs/read.svg")]
    out: PathBuf,
    /// Lines of the view to show
    #[arg(long, default_value_t = 30)]
    lines: usize,
    /// A model to read with instead of the one in the program
    #[arg(long)]
    model: Option<PathBuf>,
    /// A `vigie` that is built already, to ask instead of one built in release
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// What a picture can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Drawn {
    /// The brief of `vigie read`
    Brief,
    /// The reading view of `vigie annotate`
    View,
}

/// Columns of the drawn terminal.
const COLUMNS: usize = 100;
/// Columns before text that runs on from the line above.
const INDENT: usize = 2;
const CHAR_WIDTH: f64 = 8.4;
const LINE_HEIGHT: f64 = 19.0;
const MARGIN: f64 = 14.0;
const GROUND: &str = "#14181f";
const INK: &str = "#d8dee6";
/// The eight colours of a terminal, then their bright forms.
const PALETTE: [&str; 16] = [
    "#4b5563", "#ef7f7f", "#8fc98a", "#e0c070", "#7fb0ef", "#cf9bea", "#6fc7c7", "#d8dee6", "#8b95a3", "#ff9c9c",
    "#a8e0a2", "#f4d88c", "#9fc8ff", "#e2b8f7", "#8fe0e0", "#ffffff",
];

/// Draws the view of a report.
pub(crate) fn picture(arguments: &Arguments) -> Result<()> {
    let vigie = match &arguments.program {
        Some(program) => Vigie::at(root().join(program), arguments.model.as_deref())?,
        None => Vigie::build(&Metadata::read()?.target_directory, arguments.model.as_deref())?,
    };
    let (mut command, title) = match arguments.of {
        Drawn::Brief => (vigie.read("brief"), "vigie read"),
        Drawn::View => (vigie.annotate("view"), "vigie annotate --format view"),
    };
    command.arg(&arguments.report).current_dir(root());
    command.env("CLICOLOR_FORCE", "1").env("COLUMNS", COLUMNS.to_string()).env_remove("NO_COLOR");
    let shown = output(&mut command)?;
    let lines: Vec<Vec<Run>> = shown.lines().map(runs).flat_map(wrapped).take(arguments.lines).collect();
    ensure!(!lines.is_empty(), "the view of {} is empty", arguments.report.display());
    let title = format!("$ {title} {}", arguments.report.display());
    let out = root().join(&arguments.out);
    fs::write(&out, svg(&title, &lines)).with_context(|| format!("cannot write {}", out.display()))?;
    println!("drawn: {}", arguments.out.display());
    Ok(())
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a terminal switches each of these by itself")]
struct Style {
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
    ink: Option<usize>,
    ground: Option<usize>,
}

/// Text in one style.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    style: Style,
    text: String,
}

/// The runs of one line; a style does not reach over its end.
fn runs(line: &str) -> Vec<Run> {
    let mut style = Style::default();
    let mut runs = Vec::new();
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default();
    let mut push = |style, text: &str| {
        if !text.is_empty() {
            runs.push(Run { style, text: text.to_owned() });
        }
    };
    push(style, first);
    for part in parts {
        let (codes, text) = part.split_once('m').unwrap_or((part, ""));
        style = codes.split([';', ':']).fold(style, |style, code| style.with(code.parse().unwrap_or(0)));
        push(style, text);
    }
    runs
}

/// A line as lines that fit the terminal, broken at spaces; what runs on is set in.
fn wrapped(line: Vec<Run>) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    let mut column = 0;
    // What stands between two spaces is kept together, though its style may change.
    let mut together: Vec<Run> = Vec::new();
    let mut place = |together: &mut Vec<Run>| {
        let n_chars: usize = together.iter().map(|run| run.text.chars().count()).sum();
        let is_spaced = together.last().is_some_and(|run| run.text.ends_with(' '));
        if column > INDENT && column + n_chars - usize::from(is_spaced) > COLUMNS {
            lines.push(vec![Run { style: Style::default(), text: " ".repeat(INDENT) }]);
            column = INDENT;
        }
        column += n_chars;
        lines.last_mut().expect("there is a line").append(together);
    };
    for run in line {
        for word in run.text.split_inclusive(' ') {
            together.push(Run { style: run.style, text: word.to_owned() });
            if word.ends_with(' ') {
                place(&mut together);
            }
        }
    }
    place(&mut together);
    lines
}

impl Style {
    fn with(self, code: usize) -> Self {
        match code {
            1 => Self { bold: true, ..self },
            2 => Self { dim: true, ..self },
            3 => Self { italic: true, ..self },
            4 => Self { underlined: true, ..self },
            22 => Self { bold: false, dim: false, ..self },
            23 => Self { italic: false, ..self },
            24 => Self { underlined: false, ..self },
            30..=37 => Self { ink: Some(code - 30), ..self },
            39 => Self { ink: None, ..self },
            40..=47 => Self { ground: Some(code - 40), ..self },
            49 => Self { ground: None, ..self },
            90..=97 => Self { ink: Some(code - 90 + 8), ..self },
            0 => Self::default(),
            _ => self,
        }
    }

    fn attributes(self) -> String {
        let mut text = format!("fill=\"{}\"", self.ink.map_or(INK, |colour| PALETTE[colour]));
        for (is_set, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.dim, " opacity=\"0.6\""),
            (self.italic, " font-style=\"italic\""),
            (self.underlined, " text-decoration=\"underline\""),
        ] {
            text.push_str(if is_set { attribute } else { "" });
        }
        text
    }
}

fn svg(title: &str, lines: &[Vec<Run>]) -> String {
    let width = COLUMNS as f64 * CHAR_WIDTH + 2.0 * MARGIN;
    let height = (lines.len() + 2) as f64 * LINE_HEIGHT + 2.0 * MARGIN;
    let mut drawn = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n",
        escaped(title)
    );
    let prompt = [Run { style: Style { dim: true, ..Style::default() }, text: title.to_owned() }];
    let all = [&prompt[..], &[]].into_iter().chain(lines.iter().map(Vec::as_slice));
    for (number, line) in all.enumerate() {
        draw_line(&mut drawn, line, MARGIN + (number + 1) as f64 * LINE_HEIGHT);
    }
    drawn.push_str("</svg>\n");
    drawn
}

fn draw_line(drawn: &mut String, line: &[Run], y: f64) {
    let mut column = 0;
    for run in line {
        let n_chars = run.text.chars().count();
        let (x, width) = (MARGIN + column as f64 * CHAR_WIDTH, n_chars as f64 * CHAR_WIDTH);
        if let Some(ground) = run.style.ground {
            let (top, colour) = (y - LINE_HEIGHT + 5.0, PALETTE[ground]);
            writeln!(
                drawn,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{LINE_HEIGHT}\" fill=\"{colour}\"/>"
            )
            .expect("a string takes all");
        }
        if !run.text.trim().is_empty() {
            writeln!(
                drawn,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" xml:space=\"preserve\" {}>{}</text>",
                run.style.attributes(),
                escaped(&run.text)
            )
            .expect("a string takes all");
        }
        column += n_chars;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read() {
        let found = runs("who \u{1b}[1;34mKyiv\u{1b}[0m said");
        let blue = Style { bold: true, ink: Some(4), ..Style::default() };
        let expected = [(Style::default(), "who "), (blue, "Kyiv"), (Style::default(), " said")];
        assert_eq!(found, expected.map(|(style, text)| Run { style, text: text.to_owned() }));
    }

    #[test]
    fn long_lines_run_on() {
        let lines = wrapped(runs(&format!("{} \u{1b}[1mlast\u{1b}[0m", "word ".repeat(25))));
        let lengths: Vec<usize> = lines.iter().map(|line| line.iter().map(|run| run.text.len()).sum()).collect();
        assert_eq!(lengths, [100, 32]);
    }

    #[test]
    fn markup_in_the_text_is_escaped() {
        assert!(svg("a & b", &[runs("<b>")]).contains("&lt;b&gt;"));
    }
}
