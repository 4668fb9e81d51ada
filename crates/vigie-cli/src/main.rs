//! Vigie on the command line.

fn main() {}
