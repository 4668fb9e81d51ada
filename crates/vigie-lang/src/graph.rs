//! The encoder that the model file brings: two ONNX graphs, run by `rten`.
//!
//! Each run is for one window and stays on one thread; windows run side by side on threads of the engine. So dynamic
//! int8 quantisation takes its scales from that window alone, and no thread count can change a sum.

use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView, ValueView};
use rten_tensor::{Layout as _, TensorView};

use crate::encoder::{EncodeError, Encoder, EventReadings, Readings, Window};
use crate::labels::{Labels, Widths};
use crate::matrix::Matrix;

const READER: &str = "reader.onnx";
const RELATIONS: &str = "relations.onnx";

/// The inputs of the reader.
const INPUTS: [&str; 5] = ["ids", "shapes", "gaps", "first", "last"];

/// The input that a reader with heads for events takes as well, also where nobody asks for events: which pieces belong to the parties of a
/// pair.
const MARKS: &str = "marks";

/// The outputs of the reader, in the order in which they are taken.
const OUTPUTS: [&str; 16] = [
    "sentence_end",
    "upos",
    "xpos",
    "feats",
    "lemma",
    "ner",
    "attribution",
    "link_source_word",
    "link_content_word",
    "link_source_cue",
    "link_content_cue",
    "arc_dep",
    "arc_head",
    "rel_dep",
    "rel_head",
    "factuality",
];

/// The outputs of the heads for events, which come after these where the model has such heads.
const EVENT_OUTPUTS: [&str; 8] =
    ["event", "mode", "status", "pair", "event_actor", "event_recipient", "word_actor", "word_recipient"];

/// Two graphs: one reads a window, one scores relations.
pub(crate) struct GraphEncoder {
    reader: Graph,
    takes_marks: bool,
    relations: Graph,
    widths: Widths,
    idle: IdlePools,
}

/// Why a graph cannot be used.
#[derive(Debug)]
pub(crate) struct GraphError {
    pub(crate) graph: &'static str,
    pub(crate) reason: String,
}

/// A graph with the places of its inputs and outputs.
struct Graph {
    name: &'static str,
    model: Model,
    inputs: Vec<NodeId>,
    outputs: Vec<NodeId>,
}

/// Pools of one thread each, which wait for a run.
///
/// `rten` runs a graph on a pool; a pool of one thread a run keeps runs from waiting for each other.
#[derive(Default)]
struct IdlePools(Mutex<Vec<Arc<ThreadPool>>>);

impl GraphEncoder {
    /// Loads both graphs and tries them on a window of two words.
    pub(crate) fn load(reader: &[u8], relations: &[u8], labels: &Labels) -> Result<Self, GraphError> {
        let mut outputs = OUTPUTS.to_vec();
        if labels.events.is_some() {
            outputs.extend(EVENT_OUTPUTS);
        }
        let mut reader = Graph::load(READER, reader, &INPUTS, &outputs)?;
        let takes_marks = reader.takes(MARKS);
        if labels.events.is_some() && !takes_marks {
            return Err(GraphError { graph: READER, reason: format!("the graph has no `{MARKS}`") });
        }
        let encoder = Self {
            reader,
            takes_marks,
            relations: Graph::load(RELATIONS, relations, &["dep", "head"], &["logits"])?,
            widths: labels.widths(),
            idle: IdlePools::default(),
        };
        let window = Window {
            ids: vec![0; 4],
            shapes: vec![0, 1, 1, 0],
            gaps: vec![0, 2, 1, 0],
            marks: vec![0; 4],
            first: vec![1, 2],
            last: vec![1, 2],
        };
        encoder.try_out(&window).map_err(|error| {
            let (EncodeError::Stopped { graph, .. } | EncodeError::Shape { graph, .. }) = &error;
            GraphError { graph, reason: error.to_string() }
        })?;
        Ok(encoder)
    }

    fn try_out(&self, window: &Window) -> Result<(), EncodeError> {
        let readings = self.read(window)?;
        self.relate(readings.relation_dependent.clone(), readings.relation_dependent).map(|_| ())
    }
}

impl Encoder for GraphEncoder {
    fn read(&self, window: &Window) -> Result<Readings, EncodeError> {
        let mut inputs = vec![&window.ids, &window.shapes, &window.gaps, &window.first, &window.last];
        inputs.extend(self.takes_marks.then_some(&window.marks));
        let inputs = inputs.into_iter().map(|values| tensor(&[values.len()], values.as_slice())).collect();
        let outputs = self.idle.with(|pool| self.reader.run(inputs, pool, window.n_pieces()))?;
        let mut answer =
            Answer { graph: READER, outputs: outputs.into_iter().zip(OUTPUTS.into_iter().chain(EVENT_OUTPUTS)) };
        let (n, widths) = (window.n_words(), self.widths);
        Ok(Readings {
            sentence_end: answer.vector(n)?,
            upos: answer.matrix(n, widths.upos)?,
            xpos: answer.matrix(n, widths.xpos)?,
            feats: answer.matrix(n, widths.feats)?,
            lemma: answer.matrix(n, widths.lemma)?,
            ner: answer.matrix(n, widths.ner)?,
            attribution: answer.matrix(n, widths.attribution)?,
            link_source_word: answer.matrix(n, ANY)?,
            link_content_word: answer.matrix(n, ANY)?,
            link_source_cue: answer.matrix(n, ANY)?,
            link_content_cue: answer.matrix(n, ANY)?,
            arc_dependent: answer.matrix(n, ANY)?,
            arc_head: answer.matrix(n + 1, ANY)?,
            relation_dependent: answer.matrix(n, ANY)?,
            relation_head: answer.matrix(n + 1, ANY)?,
            factuality: answer.vector(n)?,
            events: self.widths.events.map(|widths| answer.events(n, widths)).transpose()?,
        })
    }

    fn relate(&self, dependents: Matrix, heads: Matrix) -> Result<Matrix, EncodeError> {
        let n = dependents.n_rows();
        let inputs = [&dependents, &heads].map(|m| tensor(&[m.n_rows(), m.n_columns()], m.values())).into();
        let outputs = self.idle.with(|pool| self.relations.run(inputs, pool, n))?;
        let mut answer = Answer { graph: RELATIONS, outputs: outputs.into_iter().zip(["logits"]) };
        answer.matrix(n, self.widths.relation)
    }
}

impl Graph {
    fn load(name: &'static str, onnx: &[u8], inputs: &[&str], outputs: &[&str]) -> Result<Self, GraphError> {
        let failed = |reason: String| GraphError { graph: name, reason };
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load(onnx.to_vec())
            .map_err(|error| failed(error.to_string()))?;
        let node = |node: &str| model.find_node(node).ok_or_else(|| failed(format!("the graph has no `{node}`")));
        let inputs = inputs.iter().map(|input| node(input)).collect::<Result<_, _>>()?;
        let outputs = outputs.iter().map(|output| node(output)).collect::<Result<_, _>>()?;
        Ok(Self { name, model, inputs, outputs })
    }

    /// Gives the graph one more input if it has such a node, and says whether it has.
    fn takes(&mut self, input: &str) -> bool {
        let node = self.model.find_node(input);
        self.inputs.extend(node);
        node.is_some()
    }

    fn run(
        &self,
        inputs: Vec<ValueOrView<'_>>,
        pool: Arc<ThreadPool>,
        n_pieces: usize,
    ) -> Result<Vec<Value>, EncodeError> {
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let inputs = self.inputs.iter().copied().zip(inputs).collect();
        self.model.run(inputs, &self.outputs, Some(options)).map_err(|error| EncodeError::Stopped {
            graph: self.name,
            n_pieces,
            reason: error.to_string(),
        })
    }
}

impl IdlePools {
    fn with<R>(&self, run: impl FnOnce(Arc<ThreadPool>) -> R) -> R {
        let taken = self.lock().pop();
        let pool = taken.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let result = run(Arc::clone(&pool));
        self.lock().push(pool);
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<ThreadPool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Any number of columns.
const ANY: usize = 0;

/// The outputs of a run, taken one by one.
struct Answer<I> {
    graph: &'static str,
    outputs: I,
}

impl<I: Iterator<Item = (Value, &'static str)>> Answer<I> {
    fn vector(&mut self, n: usize) -> Result<Vec<f32>, EncodeError> {
        let (value, output) = self.next();
        self.take(&[n], output, value.as_view().shape().to_vec(), value.into_shape_vec::<f32, 1>().map(|(_, v)| v))
    }

    fn matrix(&mut self, n_rows: usize, n_columns: usize) -> Result<Matrix, EncodeError> {
        let (value, output) = self.next();
        let shape = value.as_view().shape().to_vec();
        let width = shape.last().copied().unwrap_or(0);
        let values = value.into_shape_vec::<f32, 2>().map(|(_, values)| Matrix::new(width, values));
        self.take(&[n_rows, n_columns], output, shape, values)
    }

    fn events(&mut self, n: usize, [kind, mode, status, pair]: [usize; 4]) -> Result<EventReadings, EncodeError> {
        Ok(EventReadings {
            kind: self.matrix(n, kind)?,
            mode: self.matrix(n, mode)?,
            status: self.matrix(n, status)?,
            pair: self.matrix(n, pair)?,
            event_actor: self.matrix(n, ANY)?,
            event_recipient: self.matrix(n, ANY)?,
            word_actor: self.matrix(n, ANY)?,
            word_recipient: self.matrix(n, ANY)?,
        })
    }

    fn next(&mut self) -> (Value, &'static str) {
        self.outputs.next().expect("a run gives every output that it was asked for")
    }

    fn take<T, E>(
        &self,
        expected: &[usize],
        output: &'static str,
        found: Vec<usize>,
        values: Result<T, E>,
    ) -> Result<T, EncodeError> {
        let fits = expected.len() == found.len() && expected.iter().zip(&found).all(|(&e, &f)| e == ANY || e == f);
        match values {
            Ok(values) if fits => Ok(values),
            _ => Err(EncodeError::Shape { graph: self.graph, output, expected: expected.to_vec(), found }),
        }
    }
}

fn tensor<'a, T>(shape: &[usize], values: &'a [T]) -> ValueOrView<'a>
where
    ValueView<'a>: From<TensorView<'a, T>>,
{
    ValueView::from_shape(shape, values).expect("the shape is that of the values").into()
}
