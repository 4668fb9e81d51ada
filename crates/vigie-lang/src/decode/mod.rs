//! Decoders: from scores to layers, each always giving something that is well formed.

pub(crate) mod attribution;
pub(crate) mod bio;
pub(crate) mod events;
pub(crate) mod factuality;
pub(crate) mod lemma;
pub(crate) mod likely;
pub(crate) mod tree;
