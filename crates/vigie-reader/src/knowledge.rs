//! Knowledge: the tables of `knowledge/`, compiled into the program, with a user's own before them.

pub use vigie_codes::{Row, Table, TableError, TableFault, UserTables, rows_of};
