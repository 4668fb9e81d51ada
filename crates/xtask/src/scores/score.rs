//! A score and the file of all scores.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::ModelFile;

/// Counts of a comparison with gold: what was said, what gold has, and what of both agrees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Score {
    pub(crate) right: u64,
    pub(crate) said: u64,
    pub(crate) gold: u64,
}

impl Score {
    /// Of what was said, how much is right, in per cent.
    pub(crate) fn precision(self) -> f64 {
        percent(self.right, self.said)
    }

    /// Of what gold has, how much was said, in per cent.
    pub(crate) fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    /// The harmonic mean of both, in per cent.
    pub(crate) fn f1(self) -> f64 {
        percent(2 * self.right, self.said + self.gold)
    }
}

impl Score {
    /// The 95 % interval of F1, in per cent: Wilson's for a share of `(said + gold) / 2` trials.
    ///
    /// Narrower than the truth where mistakes come in clusters, as they do in one document.
    pub(crate) fn interval(self) -> [f64; 2] {
        const Z: f64 = 1.96;
        let n = (self.said + self.gold) as f64 / 2.0;
        if n == 0.0 {
            return [0.0, 100.0];
        }
        let share = self.f1() / 100.0;
        let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
        [100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0)]
    }
}

/// The order of data sets and layers in a kept file, which its parser does not tell.
fn order(text: &str) -> Vec<(String, String)> {
    let mut data_set = None;
    let mut order = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            data_set = line.strip_prefix("[raw.").and_then(|rest| rest.strip_suffix(']'));
        } else if let (Some(data_set), Some((layer, _))) = (data_set, line.split_once(" = ")) {
            order.push((data_set.to_owned(), layer.to_owned()));
        }
    }
    order
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The scores of one data set, layer by layer, in the scorer's order.
pub(crate) type Layers = Vec<(String, Score)>;

/// The figures of one model over all data sets.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ScoreFile {
    #[serde(default)]
    model: Model,
    /// Training's own report, on gold tokens.
    #[serde(default, rename = "gold-tokens")]
    pub(crate) gold_tokens: BTreeMap<String, f64>,
    /// Data set, layer, score.
    #[serde(default)]
    pub(crate) raw: BTreeMap<String, BTreeMap<String, Score>>,
    /// The order in which layers were added, which the file keeps.
    #[serde(skip)]
    order: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Model {
    name: String,
    digest: String,
    made_on: String,
}

impl ScoreFile {
    /// The head of a model's scores, and what its card says.
    pub(crate) fn of(model: &ModelFile) -> Self {
        let gold_tokens = model.card_scores.iter().map(|(name, value)| (key(name), *value)).collect();
        let model = Model { name: model.name.clone(), digest: model.digest.clone(), made_on: model.made_on.clone() };
        Self { model, gold_tokens, ..Self::default() }
    }

    /// Adds what was measured on a data set.
    pub(crate) fn add(&mut self, data_set: &str, layers: Layers) {
        for (layer, score) in layers {
            let layer = key(&layer);
            let place = (data_set.to_owned(), layer.clone());
            if !self.order.contains(&place) {
                self.order.push(place);
            }
            self.raw.entry(data_set.to_owned()).or_default().insert(layer, score);
        }
    }

    /// Reads the kept file; an empty one where there is none yet.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => {
                let mut file: Self =
                    toml::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))?;
                file.order = order(&text);
                Ok(file)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Writes the file anew.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(path, self.to_toml()?).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Data sets and layers as they were measured, with their scores.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&str, &str, Score)> {
        self.order.iter().map(|(data_set, layer)| (data_set.as_str(), layer.as_str(), self.raw[data_set][layer]))
    }

    fn to_toml(&self) -> Result<String> {
        let mut text = String::from(
            "# What the engine reaches on the dev data. Written by `cargo xtask scores`; a change is reviewed like a snapshot.\n\
             # Per cent; right, said and gold are the counts that the figures come from, interval is that of F1 at 95 %.\n\n",
        );
        let Model { name, digest, made_on } = &self.model;
        writeln!(text, "[model]\nname = \"{name}\"\ndigest = \"{digest}\"\nmade_on = \"{made_on}\"")?;
        writeln!(text, "\n# Training's own report, on gold tokens, from the model's card.\n[gold-tokens]")?;
        for (name, value) in &self.gold_tokens {
            writeln!(text, "{name} = {value:?}")?;
        }
        writeln!(text, "\n# Raw text through `vigie annotate`.")?;
        let mut last = "";
        for (data_set, layer, score) in self.rows() {
            if data_set != last {
                writeln!(text, "{}[raw.{data_set}]", if last.is_empty() { "" } else { "\n" })?;
                last = data_set;
            }
            let Score { right, said, gold } = score;
            let [low, high] = score.interval();
            writeln!(
                text,
                "{layer} = {{ precision = {:.2}, recall = {:.2}, f1 = {:.2}, interval = [{low:.2}, {high:.2}], right = {right}, said = {said}, gold = {gold} }}",
                score.precision(),
                score.recall(),
                score.f1()
            )?;
        }
        Ok(text)
    }
}

/// A scorer's name for a layer as a bare key: `attribution, strict` is `attribution-strict`.
fn key(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let mut scores = ScoreFile::default();
        scores.gold_tokens.insert("upos".to_owned(), 96.0);
        let score = Score { right: 3, said: 4, gold: 6 };
        scores.add("ewt-dev", vec![("words".to_owned(), score), ("attribution, strict".to_owned(), Score::default())]);
        let back: ScoreFile = toml::from_str(&scores.to_toml().unwrap()).unwrap();
        assert_eq!(back.raw, scores.raw);
        assert_eq!(back.gold_tokens, scores.gold_tokens);
    }

    #[test]
    fn intervals_hold_the_score_and_narrow_with_counts() {
        let few = Score { right: 8, said: 10, gold: 10 }.interval();
        let many = Score { right: 800, said: 1000, gold: 1000 }.interval();
        for [low, high] in [few, many] {
            assert!(low < 80.0 && 80.0 < high, "{low} {high}");
        }
        assert!(many[1] - many[0] < few[1] - few[0]);
        assert!((many[0] - 77.4).abs() < 0.1 && (many[1] - 82.4).abs() < 0.1, "{many:?}");
        assert_eq!(Score::default().interval().map(f64::to_bits), [0.0_f64, 100.0].map(f64::to_bits));
    }

    #[test]
    fn figures_come_from_counts() {
        let score = Score { right: 3, said: 4, gold: 6 };
        let figures = [score.precision(), score.recall(), score.f1(), Score::default().f1()];
        assert_eq!(figures.map(|figure| format!("{figure:.1}")), ["75.0", "50.0", "60.0", "0.0"]);
    }
}
