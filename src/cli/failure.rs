//! How a command ends: with a text and an exit code, or with a sentence about what went wrong.
//!
//! The exit codes are a promise to scripts; they are listed in the long help and the man page.

use std::process::ExitCode;

use serde::Serialize;

use super::plain;
use crate::checklist::Diagnostic;

/// How much of a line with a mistake is printed.
const LONGEST_LINE: usize = 400;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done; of `check`: no ground found.
    Done = 0,
    /// `check` found something.
    Found = 1,
    /// `check`: too early to say. `import`: something is to be decided first.
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

/// What a command has to say when it did what it was asked.
#[derive(Debug)]
pub(super) struct Said {
    /// What goes to standard output.
    pub(super) bytes: Vec<u8>,
    /// What is to be told besides, on standard error.
    pub(super) notes: Vec<String>,
    /// The exit code.
    pub(super) exit: Exit,
}

impl Said {
    /// A text, and all is well.
    pub(super) fn done(text: impl Into<String>) -> Self {
        Self::bytes(text.into().into_bytes())
    }

    /// Some bytes, and all is well.
    pub(super) const fn bytes(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            notes: Vec::new(),
            exit: Exit::Done,
        }
    }

    /// The same with something to be told besides.
    pub(super) fn notes(self, notes: Vec<String>) -> Self {
        Self { notes, ..self }
    }

    /// A value as JSON, and all is well.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Failure> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|why| Failure::new(format!("this could not be written as JSON: {why}")))?;
        // JSON escapes C0 alone; what else is dangerous stands raw in its strings.
        Ok(Self::done(plain::text(&text) + "\n"))
    }

    /// The same with the exit code of bad data, if what it says stands on a damaged journal.
    pub(super) fn on_damaged(self, damaged: bool) -> Self {
        let exit = if damaged { Exit::BadData } else { self.exit };
        self.exit(exit)
    }

    /// The same with another exit code.
    pub(super) fn exit(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }
}

/// What went wrong: what, where, what to do; and every mistake in full.
#[derive(Debug)]
pub(super) struct Failure {
    /// What goes to standard output all the same.
    pub(super) text: String,
    /// One sentence.
    pub(super) says: String,
    /// The mistakes, each with its place.
    pub(super) mistakes: Vec<Diagnostic>,
    /// The exit code.
    pub(super) exit: Exit,
}

impl Failure {
    /// A failure of data or disk.
    pub(super) fn new(says: impl Into<String>) -> Self {
        Self {
            text: String::new(),
            says: says.into(),
            mistakes: Vec::new(),
            exit: Exit::BadData,
        }
    }

    /// A command line that cannot be carried out as it stands.
    pub(super) fn usage(says: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::new(says)
        }
    }

    /// With what else can be done.
    pub(super) fn hint(mut self, hint: &str) -> Self {
        self.says.push_str(" (");
        self.says.push_str(hint);
        self.says.push(')');
        self
    }

    /// With the mistakes that a file has.
    pub(super) fn mistakes(self, mistakes: Vec<Diagnostic>) -> Self {
        Self { mistakes, ..self }
    }

    /// What goes to standard error, made safe to print.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        for mistake in &self.mistakes {
            words.push_str(&pointed(mistake));
        }
        words.push_str(&told(&self.says));
        words
    }
}

/// A mistake with its place, its line and what to do, made safe to print; an empty line follows.
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

/// A sentence for standard error, made safe to print.
pub(super) fn told(says: &str) -> String {
    format!("scrutineer: {}\n", plain::text(says).trim_end())
}
