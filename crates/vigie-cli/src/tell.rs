//! What is said on stderr. Whoever reads there may have gone (`vigie add reports 2>&1 | head`): the work goes on without him, where the macro
//! of the standard library would end it.

use std::io::{self, Write as _};

/// Says a line on stderr.
macro_rules! tell {
    ($($said:tt)*) => {
        $crate::tell::line(format_args!($($said)*))
    };
}

/// Writes a line to stderr, if anybody is there.
pub(crate) fn line(said: std::fmt::Arguments<'_>) {
    writeln!(io::stderr().lock(), "{said}").ok();
}
