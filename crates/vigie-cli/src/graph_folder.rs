//! Folders of temporal event graphs: `train.txt`, `valid.txt`, `test.txt` and the tables of names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use vigie_analysis::next::{Fact, Graph, read_facts, read_names};

use crate::inputs::unreadable;
use crate::speech::{Failure, InputError};

/// A folder, and what its tables say.
pub(crate) struct GraphFolder {
    path: PathBuf,
    actors: Vec<String>,
    relations: Vec<String>,
}

impl GraphFolder {
    /// Reads the tables `entity2id.txt` and `relation2id.txt`; without them `stat.txt` says how many there are, and they go by number.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let counts = optional(&path.join("stat.txt"))?.map(|text| counts(&text)).unwrap_or_default();
        let names = |file: &str, count: Option<usize>| -> Result<Vec<String>, Failure> {
            let file = path.join(file);
            let mut names = match (optional(&file)?, count) {
                (Some(text), _) => read_names(&text, &file.display().to_string())?,
                (None, Some(_)) => Vec::new(),
                (None, None) => return Err(InputError::Missing { path: file }.into()),
            };
            names.extend((names.len()..count.unwrap_or(0)).map(|number| number.to_string()));
            Ok(names)
        };
        let actors = names("entity2id.txt", counts.first().copied())?;
        let relations = names("relation2id.txt", counts.get(1).copied())?;
        Ok(Self { path: path.to_owned(), actors, relations })
    }

    /// The events of a part, such as `train`.
    pub(crate) fn part(&self, name: &str) -> Result<Vec<Fact>, Failure> {
        let path = self.path.join(format!("{name}.txt"));
        let text = read(&path)?;
        Ok(read_facts(&text, &path.display().to_string(), self.actors.len(), self.relations.len())?)
    }

    /// All that can be read of the folder.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let names = ["train", "valid", "test", "entity2id", "relation2id", "stat"];
        names.iter().map(|name| self.path.join(format!("{name}.txt"))).collect()
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.path.join(format!("{name}.txt")).is_file()
    }

    /// The graph of some events.
    pub(crate) fn graph(&self, facts: Vec<Fact>) -> Graph {
        Graph { actors: self.actors.clone(), relations: self.relations.clone(), facts }
    }
}

/// The numbers at the head of `stat.txt`: actors, relations.
fn counts(text: &str) -> Vec<usize> {
    text.split_whitespace().map_while(|field| field.parse().ok()).take(2).collect()
}

fn optional(path: &Path) -> Result<Option<String>, Failure> {
    match read(path) {
        Err(Failure::Input(InputError::Missing { .. })) => Ok(None),
        other => other.map(Some),
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotADirectory => InputError::Missing { path: path.to_owned() },
        _ => unreadable(path, error),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
        InputError::NotUtf8 { name: path.display().to_string(), offset: offset as u64, byte }.into()
    })
}
