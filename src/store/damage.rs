//! Damage to a journal: each difference from what this program wrote, with its message.
//!
//! It is worked out once, where the two files of an audit are reconciled (`recover`), and reported
//! alike by everything that reads one: `history`, `verify`, `check`, the desk. Line ends converted
//! by another program leave every line as it was; damage is anything beyond that.

use std::path::Path;

use crate::audit::stamp::JournalStamp;
use crate::wording::count;

use super::journal::{Break, Reformed};
use crate::wording::shown;

/// A reason why a journal cannot be relied on as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// No journal, although the readable file was written from one.
    Missing(JournalStamp),
    /// An empty journal.
    Empty,
    /// A symbolic link, which is never followed.
    Link,
    /// A first line that cannot be read, and with it none of the others.
    Unreadable(Break),
    /// One of its lines does not follow from the line before.
    Broken(Break),
    /// A journal that ends before the change after which the readable file was written.
    Short {
        /// Number of changes in the journal.
        entries: u64,
        /// Number of changes in it when the file was written.
        stamped: u64,
    },
    /// A consistent journal, but not the one that the readable file was written from.
    Replaced {
        /// The line that the file was written from, counted from 1.
        line: u64,
    },
    /// A last line followed by text that is no line of a journal.
    Foreign {
        /// Line of the foreign text, counted from 1.
        line: usize,
    },
    /// Unchanged lines with some changed line ends.
    Reformed(Reformed),
}

impl Damage {
    /// Returns one word for a program to read.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Empty => "empty",
            Self::Link => "link",
            Self::Unreadable(_) => "unreadable",
            Self::Broken(_) => "broken",
            Self::Short { .. } => "short",
            Self::Replaced { .. } => "replaced",
            Self::Foreign { .. } => "foreign",
            Self::Reformed(_) => "reformed",
        }
    }

    /// Returns the damage in a few words, without a word of what the journal says.
    pub const fn in_brief(&self) -> &'static str {
        match self {
            Self::Missing(_) => "its journal is not there",
            Self::Empty => "its journal is empty",
            Self::Link => "its journal is a link, which is not followed",
            Self::Unreadable(_) => "its journal cannot be read",
            Self::Broken(_) | Self::Foreign { .. } => "its journal was altered or is damaged",
            Self::Short { .. } => "the end of its journal is missing",
            Self::Replaced { .. } => "its journal or its file was replaced or altered",
            Self::Reformed(_) => "the line ends of its journal were changed",
        }
    }

    /// Returns the line where the damage begins, counted from 1, where there is one to point at.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Unreadable(at) | Self::Broken(at) => Some(at.line),
            Self::Foreign { line } => Some(*line),
            Self::Replaced { line } => usize::try_from(*line).ok(),
            Self::Short { entries, .. } => usize::try_from(*entries).ok()?.checked_add(2),
            Self::Missing(_) | Self::Empty | Self::Link | Self::Reformed(_) => None,
        }
    }

    /// Returns a whole sentence, or several: what is damaged, where, and what is safe.
    pub fn label(&self, journal: &Path) -> String {
        let journal = shown(journal);
        match self {
            Self::Missing(stamp) => format!(
                "The journal {journal} is not there, and with it the history of {} (head {}): who \
                 answered what, and when. If the audit was sent to you, ask for the journal too, \
                 and put it next to the file before you change anything.",
                changes(stamp.entries),
                stamp.head.short()
            ),
            Self::Empty => format!(
                "The journal {journal} is empty: the history that was in it is gone. If you have \
                 a copy of it, put it back before you change anything."
            ),
            Self::Link => format!(
                "The journal {journal} is a symbolic link, not a file, and links are not followed."
            ),
            Self::Unreadable(at) => format!(
                "{journal}:{}: the journal cannot be read from its first line on: {}.",
                at.line, at.what
            ),
            Self::Broken(at) => format!(
                "{journal}:{}: the journal is broken there: {}.",
                at.line, at.what
            ),
            Self::Short { entries, stamped } => format!(
                "The end of the journal {journal} is missing: the audit file was written after \
                 {}, and the journal has {}.",
                changes(*stamped),
                if *entries == 0 {
                    "none".to_owned()
                } else {
                    format!("only {entries}")
                }
            ),
            Self::Replaced { line } => format!(
                "The audit file was not written from line {line} of {journal} as that is now: one \
                 of the two was replaced or altered."
            ),
            Self::Foreign { line } => format!(
                "{journal}:{line}: the text after the last change is not a line that this program \
                 began to write."
            ),
            Self::Reformed(form) => form.says_of(&journal),
        }
    }
}

impl Reformed {
    /// Returns a sentence about the journal at a path.
    pub(super) fn label(&self, journal: &Path) -> String {
        self.says_of(&shown(journal))
    }

    fn says_of(&self, journal: &str) -> String {
        format!(
            "Another program wrote to the journal {journal}: it has {}.",
            self.what()
        )
    }
}

pub(super) fn changes(number: u64) -> String {
    count(
        usize::try_from(number).unwrap_or(usize::MAX),
        "change",
        "changes",
    )
}
