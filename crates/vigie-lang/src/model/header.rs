//! The header of a model file: what it holds, for whom, and what its labels are.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::decode::bio::{Bio, BioDecoder, Transitions};
use crate::decode::factuality::Calibration;
use crate::decode::lemma::LemmaScript;
use crate::decode::likely::{LEAST, LikelyDecoder};
use crate::labels::{EventLabels, Labels, NameKind, Role, SpanKind};
use crate::upos::Upos;

/// The header as it is written, in JSON.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) made_on: String,
    pub(crate) max_pieces: usize,
    pub(crate) sections: Vec<SectionPlace>,
    labels: LabelNames,
    transitions: TransitionSets,
    #[serde(default)]
    factuality: CalibrationPoints,
    #[serde(default)]
    parties: PartyBias,
}

/// Where a section lies in the file.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SectionPlace {
    pub(crate) name: String,
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

#[derive(Debug, Clone, Deserialize)]
struct LabelNames {
    upos: Vec<String>,
    xpos: Vec<String>,
    feats: Vec<String>,
    lemma: Vec<String>,
    deprel: Vec<String>,
    ner: Vec<String>,
    attribution: Vec<String>,
    #[serde(default)]
    event: Vec<String>,
    #[serde(default)]
    mode: Vec<String>,
    #[serde(default)]
    status: Vec<String>,
    #[serde(default)]
    pair: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct PartyBias {
    actor: f32,
    recipient: f32,
}

#[derive(Debug, Clone, Deserialize)]
struct TransitionSets {
    ner: TransitionScores,
    attribution: TransitionScores,
}

#[derive(Debug, Clone, Deserialize)]
struct TransitionScores {
    start: Vec<f32>,
    end: Vec<f32>,
    trans: Vec<Vec<f32>>,
    /// How likely a name of a kind must be to be told.
    #[serde(default)]
    least: BTreeMap<String, f64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct CalibrationPoints {
    #[serde(default)]
    calibration: Vec<(f32, f32)>,
}

impl Header {
    /// Reads the labels; says what is wrong with them if they cannot be used.
    pub(crate) fn labels(&self) -> Result<Labels, String> {
        let names = &self.labels;
        let short: [(&str, &[String]); 4] =
            [("xpos", &names.xpos), ("feats", &names.feats), ("lemma", &names.lemma), ("deprel", &names.deprel)];
        if let Some((head, _)) = short.iter().find(|(_, names)| names.is_empty() || names.len() > usize::from(u16::MAX))
        {
            return Err(format!("{head} must have from 1 to {} labels", u16::MAX));
        }
        if !names.deprel.iter().any(|name| name == "root") {
            return Err("deprel has no label `root`".to_owned());
        }
        if names.upos.is_empty() {
            return Err("upos has no labels".to_owned());
        }
        Ok(Labels {
            upos: parse_all("upos", &names.upos, |name| name.parse::<Upos>().ok())?,
            xpos: names.xpos.clone(),
            feats: names.feats.clone(),
            lemma: parse_all("lemma", &names.lemma, LemmaScript::parse)?,
            relation: names.deprel.clone(),
            ner: bio("ner", &names.ner)?,
            attribution: bio("attribution", &names.attribution)?,
            events: self.event_labels()?,
        })
    }

    /// The labels of the heads for events, if the model has these heads.
    fn event_labels(&self) -> Result<Option<EventLabels>, String> {
        let names = &self.labels;
        let heads = [("event", &names.event), ("mode", &names.mode), ("status", &names.status), ("pair", &names.pair)];
        if heads.iter().all(|(_, labels)| labels.is_empty()) {
            return Ok(None);
        }
        if let Some((head, _)) =
            heads.iter().find(|(_, labels)| labels.is_empty() || labels.len() > usize::from(u16::MAX))
        {
            return Err(format!("{head} must have from 1 to {} labels, as the other heads for events have", u16::MAX));
        }
        Ok(Some(EventLabels {
            kind: names.event.clone(),
            mode: names.mode.clone(),
            status: names.status.clone(),
            pair: names.pair.clone(),
            party_bias: [self.parties.actor, self.parties.recipient],
        }))
    }

    /// What finds names among the scores of `tags`, which are those of the labels.
    pub(crate) fn ner_decoder(&self, tags: &[Bio<NameKind>]) -> Result<LikelyDecoder<NameKind>, String> {
        let scores = &self.transitions.ner;
        let transitions = scores.checked("ner", tags.len())?;
        if let Some((kind, least)) = scores.least.iter().find(|(_, least)| !(0.05..1.0).contains(*least)) {
            return Err(format!("the least probability of a {kind} in ner is {least}; it must be from 0.05 to 1"));
        }
        let least = |kind: NameKind| scores.least.get(kind.as_str()).copied().unwrap_or(LEAST);
        Ok(LikelyDecoder::new(tags.to_vec(), &transitions, least))
    }

    /// What finds the parts of attributions.
    pub(crate) fn attribution_decoder(&self, tags: &[Bio<Role>]) -> Result<BioDecoder<Role>, String> {
        let transitions = self.transitions.attribution.checked("attribution", tags.len())?;
        Ok(BioDecoder::new(tags.to_vec(), &transitions))
    }

    /// The curve from factuality to probability.
    pub(crate) fn calibration(&self) -> Result<Calibration, String> {
        Calibration::new(self.factuality.calibration.clone())
            .ok_or_else(|| "the calibration of factuality does not ascend, or leaves 0..=1".to_owned())
    }
}

/// Whether version `this` of the program can read a model for `program`, which is the oldest that can, as `>=0.1.0`.
pub(crate) fn fits(program: &str, this: &str) -> Result<bool, String> {
    let oldest = program.trim().strip_prefix(">=").and_then(version);
    let oldest = oldest.ok_or_else(|| format!("`program` must be like `>=0.1.0`, not `{program}`"))?;
    Ok(version(this).is_some_and(|this| this >= oldest))
}

impl TransitionScores {
    fn checked(&self, head: &str, n_tags: usize) -> Result<Transitions, String> {
        let rows = [&self.start, &self.end].into_iter().chain(&self.trans);
        if self.trans.len() != n_tags || rows.into_iter().any(|row| row.len() != n_tags) {
            return Err(format!("the transitions of {head} do not fit its {n_tags} labels"));
        }
        Ok(Transitions { start: self.start.clone(), end: self.end.clone(), moves: self.trans.clone() })
    }
}

fn version(text: &str) -> Option<[u32; 3]> {
    let release = text.trim().split(['-', '+']).next()?;
    let mut numbers = release.split('.').map(|number| number.parse().ok());
    let version = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(version)
}

fn parse_all<T>(head: &str, names: &[String], parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    names.iter().map(|name| parse(name).ok_or_else(|| format!("{head} has the label `{name}`"))).collect()
}

fn bio<K: SpanKind>(head: &str, names: &[String]) -> Result<Vec<Bio<K>>, String> {
    let tags = parse_all(head, names, Bio::parse)?;
    if tags.contains(&Bio::Outside) { Ok(tags) } else { Err(format!("{head} has no label `O`")) }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_compare_by_number() {
        assert!(version("0.10.0") > version("0.9.3"));
        assert_eq!(version("1.2.3-rc.1"), Some([1, 2, 3]));
        for bad in ["", "1", "1.2", "1.2.x", "1.2.3.4"] {
            assert_eq!(version(bad), None, "{bad}");
        }
    }
}
