//! The text of a checklist, and its digest.

use std::sync::OnceLock;

use crate::base::Digest;
use crate::base::diagnostic::SourceText;

/// A checklist text, with its origin.
#[derive(Debug, Clone)]
pub struct ChecklistText {
    /// The text and its name.
    pub source: SourceText,
    /// True if it ships with the program.
    pub shipped: bool,
}

/// The digest of a checklist's text: of one that is at hand anyway, it is worked out on demand, once.
#[derive(Debug, Clone)]
pub(super) struct FileDigest {
    at_hand: &'static str,
    worked_out: OnceLock<Digest>,
}

impl FileDigest {
    /// Works out the digest of a text.
    pub(super) fn of(text: &str) -> Self {
        Self {
            at_hand: "",
            worked_out: Digest::of_text(text).into(),
        }
    }

    /// Returns the digest of a text that is compiled in, to be worked out when it is asked for.
    pub(super) const fn on_demand(text: &'static str) -> Self {
        Self {
            at_hand: text,
            worked_out: OnceLock::new(),
        }
    }

    /// Returns the digest.
    pub(super) fn get(&self) -> &Digest {
        self.worked_out
            .get_or_init(|| Digest::of_text(self.at_hand))
    }
}
