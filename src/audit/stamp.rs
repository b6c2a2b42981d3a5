//! The stamp in an audit's file: its position in the journal.

use crate::base::Digest;

/// Position in its journal that a file was written from.
///
/// `store` alone writes and compares it; an audit that was written by hand, or taken out of its
/// journal, has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalStamp {
    /// Number of entries in the journal.
    pub entries: u64,
    /// The head of the journal's digest chain.
    pub head: Digest,
}
