//! A merge of somebody else's audit that waits for the user's word.

use super::message::TheirsRead;
use crate::findings::two_people::TwoPeople;

/// A merge that waits for the user's word.
#[derive(Debug, Clone)]
pub struct Merging {
    /// The name of their file.
    pub name: String,
    /// The summary.
    pub summary: TwoPeople,
    /// Their audit as it was read, and the plan.
    pub(in crate::desk) read: Box<TheirsRead>,
}
