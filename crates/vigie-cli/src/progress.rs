//! The progress bar: on stderr, where that is a terminal and the output goes elsewhere.

use std::io::{IsTerminal, stderr, stdout};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts bytes of text read.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts a bar for `n_bytes` in all; hidden where nobody would see it or it would stand in the way.
    pub(crate) fn start(n_bytes: u64) -> Self {
        if !stderr().is_terminal() || stdout().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let (bar, template) = match n_bytes {
            0 => (ProgressBar::new_spinner(), "{spinner} {bytes} read, {bytes_per_sec}"),
            n => (ProgressBar::new(n), "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Counts bytes.
    pub(crate) fn advance(&self, n_bytes: usize) {
        self.bar.inc(n_bytes as u64);
    }

    /// Says something without breaking the bar.
    pub(crate) fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
