//! The language engine: raw English text becomes words, tags, trees, names, attributions and factuality.

pub mod tokenize;
