//! ProgressLine of a long reading: one line on the terminal that is erased again.

use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::cli::{complain, plain};
use crate::documents;

/// The time before the line is shown at all.
const PATIENCE: Duration = Duration::from_millis(500);
/// The width of the line, in columns.
const WIDTH: usize = 70;

/// A progress line on the terminal.
///
/// Nothing is printed if standard error is no terminal. Ending the program (Ctrl-C) ends the
/// reading, and nothing was changed by then.
#[derive(Debug)]
pub(in crate::cli) struct ProgressLine {
    began: Instant,
    is_terminal: bool,
    shown: bool,
}

impl ProgressLine {
    /// Returns a progress line for a reading that begins now.
    pub(in crate::cli) fn new() -> Self {
        Self {
            began: Instant::now(),
            is_terminal: std::io::stderr().is_terminal(),
            shown: false,
        }
    }

    /// Prints the progress, once the reading has taken long enough.
    pub(in crate::cli) fn tell(&mut self, title: &str, at: documents::Progress) -> ControlFlow<()> {
        if self.is_terminal && self.began.elapsed() > PATIENCE {
            let of = at.of.map_or_else(String::new, |of| format!(" of {of}"));
            let title = plain::short(title, WIDTH / 2);
            let line = format!("reading “{title}”: page {}{of}", at.pages);
            complain(&format!("\r{line:<WIDTH$}"));
            self.shown = true;
        }
        ControlFlow::Continue(())
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown {
            complain(&format!("\r{:<WIDTH$}\r", ""));
        }
    }
}
