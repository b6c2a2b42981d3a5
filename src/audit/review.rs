//! The profile of the review that is audited: who, what, where, when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::checklist::{AuthorityKind, Executive, Stage, Territory};

/// The council's review of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The authority that made it.
    pub authority: String,
    /// What kind of authority that is.
    pub kind: AuthorityKind,
    /// The service that was reviewed.
    pub service: String,
    /// The nation.
    pub territory: Territory,
    /// Whether the authority runs executive arrangements.
    pub executive: Executive,
    /// How far the review has come.
    pub stage: Stage,
    /// The day of the decision; left out while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<NaiveDate>,
    /// How sure that day is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_note: Option<String>,
    /// What else is to be known about the review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Review {
    /// A review about which only its names are known, in England, with sensible defaults.
    pub fn named(authority: impl Into<String>, service: impl Into<String>) -> Self {
        Self {
            authority: authority.into(),
            kind: AuthorityKind::Council,
            service: service.into(),
            territory: Territory::England,
            executive: Executive::Unknown,
            stage: Stage::Options,
            decided: None,
            date_note: None,
            note: None,
        }
    }
}
