//! A small model that knows nothing, for tests: its scores come from a fixed mixing of the numbers in its window.
//!
//! Deterministic, and touched by every piece of the window, so that a window that is cut otherwise reads otherwise.

use std::sync::Arc;

use vigie_record::Digest;

use crate::decode::bio::{Bio, BioDecoder, Transitions};
use crate::decode::factuality::Calibration;
use crate::decode::lemma::{LemmaScript, LemmaTable};
use crate::decode::likely::{LEAST, LikelyDecoder};
use crate::encoder::{EncodeError, Encoder, EventReadings, Readings, Window};
use crate::labels::{EventLabels, Labels, SpanKind, Widths};
use crate::matrix::Matrix;
use crate::model::{Decoders, Model};
use crate::pieces::PieceReader;
use crate::upos::Upos;

/// The columns of arcs, relations and links.
const WIDTH: usize = 8;

/// The mean distance between sentence ends, in words.
const SENTENCE: u64 = 9;

/// A vocabulary of single letters and signs, as a `tokenizer.json`.
pub fn tokenizer_json() -> String {
    let mut vocabulary = serde_json::Map::new();
    let letters = ('a'..='z').flat_map(|c| [c.to_string(), format!("##{c}")]);
    let signs = "0123456789.,;:!?'\"-()".chars().map(String::from);
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map(str::to_owned);
    for (id, token) in special.into_iter().chain(letters).chain(signs).enumerate() {
        vocabulary.insert(token, id.into());
    }
    serde_json::json!({
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                       "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": vocabulary},
    })
    .to_string()
}

/// A model whose encoder is the fake one.
///
/// # Panics
/// Never: its parts are fixed.
pub fn model() -> Model {
    let strings = |labels: &[&str]| labels.iter().map(|&label| label.to_owned()).collect::<Vec<_>>();
    let labels = Labels {
        upos: Upos::ALL.to_vec(),
        xpos: strings(&["NN", "VBD", "DT"]),
        feats: strings(&["_", "Number=Sing", "Mood=Ind|Tense=Past"]),
        lemma: ["l0:", "l1:", "k0:", "l2:e"].iter().filter_map(|script| LemmaScript::parse(script)).collect(),
        relation: strings(&["root", "nsubj", "obj", "cop", "punct"]),
        ner: bio_tags(),
        attribution: bio_tags(),
        events: Some(EventLabels {
            kind: strings(&["O", "ASSAULT", "CONSULT"]),
            mode: strings(&["-", "ASSAULT firearms"]),
            status: strings(&["happened", "planned"]),
            pair: strings(&["none", "ASSAULT", "CONSULT"]),
            party_bias: [-1.0, -1.0],
        }),
    };
    let decoders = Decoders {
        ner: LikelyDecoder::new(labels.ner.clone(), &flat_transitions(labels.ner.len()), |_| LEAST),
        attribution: BioDecoder::new(labels.attribution.clone(), &flat_transitions(labels.attribution.len())),
        calibration: Calibration::new(vec![(-3.0, 0.0), (3.0, 1.0)]).expect("the points ascend"),
        root_relation: 0,
    };
    let widths = labels.widths();
    Model {
        labels: Arc::new(labels),
        decoders,
        lemmas: LemmaTable::parse("was\tAUX\tbe\n".to_owned()).expect("the line has three parts"),
        pieces: PieceReader::from_json(tokenizer_json().as_bytes()).expect("the vocabulary has its special pieces"),
        encoder: Box::new(FakeEncoder { widths }),
        max_pieces: 120,
        digest: Digest::of(b"fake"),
    }
}

fn bio_tags<K: SpanKind>() -> Vec<Bio<K>> {
    let of_kind = K::ALL.iter().flat_map(|&kind| [Bio::Begin(kind), Bio::Inside(kind)]);
    std::iter::once(Bio::Outside).chain(of_kind).collect()
}

fn flat_transitions(n_tags: usize) -> Transitions {
    Transitions { start: vec![0.0; n_tags], end: vec![0.0; n_tags], moves: vec![vec![0.0; n_tags]; n_tags] }
}

struct FakeEncoder {
    widths: Widths,
}

impl Encoder for FakeEncoder {
    fn read(&self, window: &Window) -> Result<Readings, EncodeError> {
        let parts = [&window.ids, &window.shapes, &window.gaps, &window.marks, &window.first, &window.last];
        let seed = parts.iter().flat_map(|part| part.iter()).fold(1, |seed, &n| mix(seed, u64::from(n.unsigned_abs())));
        let n = window.n_words();
        let matrix = |head: u64, n_rows: usize, n_columns: usize| {
            let values = (0..n_rows * n_columns).map(|at| score(mix(mix(seed, head), at as u64))).collect();
            Matrix::new(n_columns, values)
        };
        let ends = |at: usize| if mix(mix(seed, 99), at as u64).is_multiple_of(SENTENCE) { 2.0 } else { -2.0 };
        let widths = &self.widths;
        Ok(Readings {
            sentence_end: (0..n).map(ends).collect(),
            upos: matrix(1, n, widths.upos),
            xpos: matrix(2, n, widths.xpos),
            feats: matrix(3, n, widths.feats),
            lemma: matrix(4, n, widths.lemma),
            ner: matrix(5, n, widths.ner),
            attribution: matrix(6, n, widths.attribution),
            link_source_word: matrix(7, n, WIDTH),
            link_content_word: matrix(8, n, WIDTH),
            link_source_cue: matrix(9, n, WIDTH),
            link_content_cue: matrix(10, n, WIDTH),
            arc_dependent: matrix(11, n, WIDTH),
            arc_head: matrix(12, n + 1, WIDTH),
            relation_dependent: matrix(13, n, WIDTH),
            relation_head: matrix(14, n + 1, WIDTH),
            factuality: (0..n).map(|at| score(mix(seed, at as u64))).collect(),
            events: widths.events.map(|[kinds, modes, statuses, pairs]| EventReadings {
                kind: matrix(15, n, kinds),
                mode: matrix(16, n, modes),
                status: matrix(17, n, statuses),
                pair: matrix(18, n, pairs),
                event_actor: matrix(19, n, WIDTH),
                event_recipient: matrix(20, n, WIDTH),
                word_actor: matrix(21, n, WIDTH),
                word_recipient: matrix(22, n, WIDTH),
            }),
        })
    }

    fn relate(&self, dependents: Matrix, heads: Matrix) -> Result<Matrix, EncodeError> {
        let row = |at: usize| {
            let both = dependents.row(at).iter().chain(heads.row(at));
            both.fold(7, |seed, value| mix(seed, u64::from(value.to_bits())))
        };
        let n_columns = self.widths.relation;
        let cell = |at: usize| score(mix(row(at / n_columns), (at % n_columns) as u64));
        Ok(Matrix::new(n_columns, (0..dependents.n_rows() * n_columns).map(cell).collect()))
    }
}

/// Mixes a number into a seed, as in the `SplitMix64` generator.
fn mix(seed: u64, number: u64) -> u64 {
    let mut z = (seed ^ number.wrapping_mul(0xff51_afd7_ed55_8ccd)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A score from −3 to 3.
fn score(bits: u64) -> f32 {
    (bits >> 40) as f32 / (1_u64 << 24) as f32 * 6.0 - 3.0
}
