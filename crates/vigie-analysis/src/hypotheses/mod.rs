//! Explanations that compete, the evidence for and against them, and what people make of it.

mod consistency;
mod file;
mod matrix;
mod weigh;

pub use self::consistency::{Consistency, ConsistencyError};
pub use self::file::{evidence_as_toml, matrix_of_csv, matrix_of_toml, rating_as_toml};
pub use self::matrix::{Evidence, EvidenceSource, Explanation, Matrix, Rating};
pub use self::weigh::{Discriminator, Hinge, IfWrong, Standing, Telling, Weighed, weigh};
