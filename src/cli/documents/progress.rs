//! How far a long reading has come: one line on the terminal that is taken away again.

use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::cli::{complain, plain};
use crate::documents;

/// What takes no longer is not worth a word.
const PATIENCE: Duration = Duration::from_millis(500);
/// The line is no wider than this.
const WIDTH: usize = 70;

/// A line that says how far the reading has come. Only a terminal is told; ending the program
/// (Ctrl-C) ends the reading, and nothing was changed by then.
#[derive(Debug)]
pub(super) struct Progress {
    began: Instant,
    is_terminal: bool,
    shown: bool,
}

impl Progress {
    /// For a reading that begins now.
    pub(super) fn new() -> Self {
        Self {
            began: Instant::now(),
            is_terminal: std::io::stderr().is_terminal(),
            shown: false,
        }
    }

    /// Says where the reading is, if it has taken long enough to be said.
    pub(super) fn tell(&mut self, title: &str, at: documents::Progress) -> ControlFlow<()> {
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

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            complain(&format!("\r{:<WIDTH$}\r", ""));
        }
    }
}
