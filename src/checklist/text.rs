//! The text of a checklist, and its digest.

use std::sync::OnceLock;

use crate::base::Digest;
use crate::base::diagnostic::{SharedText, SourceText};

/// A checklist text, with its origin.
#[derive(Debug, Clone)]
pub struct ChecklistText {
    /// The text and its name.
    pub source: SourceText,
    /// True if it ships with the program.
    pub shipped: bool,
}

/// The digest of a checklist's text: worked out when it is asked for, once.
#[derive(Debug, Clone)]
pub(super) struct FileDigest {
    text: SharedText,
    worked_out: OnceLock<Digest>,
}

impl FileDigest {
    /// Returns the digest of a text.
    pub(super) const fn of(text: SharedText) -> Self {
        Self {
            text,
            worked_out: OnceLock::new(),
        }
    }

    /// Returns the digest.
    pub(super) fn get(&self) -> &Digest {
        self.worked_out.get_or_init(|| Digest::of_text(&self.text))
    }
}
