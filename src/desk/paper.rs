//! The paper that would be handed over: built from the open audit, for preview and for writing.

use chrono::{DateTime, Utc};

use super::Desk;
use crate::report::{Format, Kind};

impl Desk {
    /// The bytes of a paper.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    pub fn paper(&self, kind: Kind, format: Format, now: DateTime<Utc>) -> Result<Vec<u8>, String> {
        let _ = (kind, format, now);
        Err("not yet".to_owned())
    }
}
