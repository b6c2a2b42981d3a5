//! The end of a command: a text and an exit code, or a sentence about the error.
//!
//! The exit codes are a promise to scripts; they are listed in the long help and the man page.

use std::process::ExitCode;

use serde::Serialize;

use super::plain;
use crate::base::Diagnostic;
use crate::session::NotChanged;

/// The longest part of a line with a mistake that is printed, in characters.
const LONGEST_LINE: usize = 400;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done; of `check`: no ground found.
    Done = 0,
    /// `check` found something; `verify` did not find a quotation again.
    Found = 1,
    /// `check`: too early to say. `import`: conflicts have to be decided first. `survey`: a file could
    /// not be counted, or its journal cannot be relied on.
    TooEarly = 2,
    /// Something could not be read or written, or is wrong.
    BadData = 3,
    /// The command line was not understood.
    Usage = 64,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The output of a command that succeeded.
#[derive(Debug)]
pub(super) struct CommandOutput {
    /// The bytes for standard output.
    pub(super) bytes: Vec<u8>,
    /// Notes for standard error.
    pub(super) notes: Vec<String>,
    /// The exit code.
    pub(super) exit: Exit,
}

impl CommandOutput {
    /// Returns a text with the exit code of success.
    pub(super) fn done(text: impl Into<String>) -> Self {
        Self::bytes(text.into().into_bytes())
    }

    /// Returns some bytes with the exit code of success.
    pub(super) const fn bytes(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            notes: Vec::new(),
            exit: Exit::Done,
        }
    }

    /// Puts a text and a blank line before the output.
    pub(super) fn after(self, text: &str) -> Self {
        let bytes = [text.as_bytes(), b"\n", &self.bytes].concat();
        Self { bytes, ..self }
    }

    /// Replaces the notes for standard error.
    pub(super) fn notes(self, notes: impl IntoIterator<Item = impl ToString>) -> Self {
        Self {
            notes: notes.into_iter().map(|one| one.to_string()).collect(),
            ..self
        }
    }

    /// Returns a value as JSON with the exit code of success.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Failure> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|why| Failure::new(format!("this could not be written as JSON: {why}")))?;
        // JSON escapes C0 alone; other dangerous characters stand raw in its strings.
        Ok(Self::done(plain::text(&text) + "\n"))
    }

    /// Sets the exit code of bad data, if the output is based on a damaged journal.
    pub(super) fn on_damaged(self, damaged: bool) -> Self {
        let exit = if damaged { Exit::BadData } else { self.exit };
        self.exit(exit)
    }

    /// Replaces the exit code.
    pub(super) fn exit(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }
}

/// An error of a command: what, where, what to do; and every mistake in full.
#[derive(Debug)]
pub(super) struct Failure {
    /// The text that goes to standard output all the same.
    pub(super) text: String,
    /// The message: one sentence.
    pub(super) message: String,
    /// The mistakes, each with its place.
    pub(super) mistakes: Vec<Diagnostic>,
    /// The exit code.
    pub(super) exit: Exit,
}

impl Failure {
    /// An audit that could not be opened for changing; `nothing` says what was not done.
    pub(super) fn unchanged(nothing: &str, why: NotChanged) -> Self {
        match why {
            NotChanged::ReadOnly(_) => Self::new(format!("{nothing}: {why}")),
            NotChanged::Store(error) | NotChanged::NotWritten(error) => error.into(),
        }
    }

    /// Changes that could not be saved, or only in the journal; `what` names them.
    pub(super) fn unsaved(what: &str, why: NotChanged) -> Self {
        match why {
            NotChanged::NotWritten(error) => {
                Self::from(error).hint(&format!("{what} is safe in the journal"))
            }
            why => Self::unchanged("nothing was saved", why),
        }
    }

    /// Returns a failure of data or disk.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            text: String::new(),
            message: message.into(),
            mistakes: Vec::new(),
            exit: Exit::BadData,
        }
    }

    /// Returns a failure of a command line that cannot be carried out.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::new(message)
        }
    }

    /// Appends a hint in brackets to the message.
    pub(super) fn hint(mut self, hint: &str) -> Self {
        self.message.push_str(" (");
        self.message.push_str(hint);
        self.message.push(')');
        self
    }

    /// Sets the mistakes of a file.
    pub(super) fn mistakes(self, mistakes: Vec<Diagnostic>) -> Self {
        Self { mistakes, ..self }
    }

    /// Returns the text for standard error, made safe to print.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        for mistake in &self.mistakes {
            words.push_str(&pointed(mistake));
        }
        words.push_str(&told(&self.message));
        words
    }
}

/// Formats a mistake with its place, its line and the remedy, made safe to print; an empty line
/// follows.
pub(super) fn pointed(mistake: &Diagnostic) -> String {
    let lines: Vec<String> = plain::text(&mistake.to_string())
        .lines()
        // The place may be far out in a line that is a megabyte long.
        .map(|line| {
            line.chars()
                .take(LONGEST_LINE)
                .collect::<String>()
                .trim_end()
                .to_owned()
        })
        .collect();
    format!("{}\n\n", lines.join("\n"))
}

/// Formats a sentence for standard error, made safe to print.
pub(super) fn told(message: &str) -> String {
    format!("scrutineer: {}\n", plain::text(message).trim_end())
}
