//! The inputs of the first minute: what the user said of themselves before, what the desk remembers,
//! and if there is somebody to be asked.

use super::remembered::Remembered;
use crate::report::Capacity;

/// The start of the desk, besides the settings of its looks and keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstMinute {
    /// True if somebody is there to be asked: a person at a keyboard, no script.
    pub asks: bool,
    /// The capacity in which the user writes, if they said so.
    pub capacity: Option<Capacity>,
    /// The body they write for, as the words after "We are".
    pub we: String,
    /// The desk's memory of earlier starts.
    pub remembered: Remembered,
}
