//! The profile of the review that is audited: authority, service, nation, stage and decision.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::checklist::{AuthorityKind, Executive, Stage, Territory};

/// The council's review of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The authority that made the review.
    pub authority: String,
    /// Kind of that authority.
    pub kind: AuthorityKind,
    /// The service that was reviewed.
    pub service: String,
    /// The nation.
    pub territory: Territory,
    /// Executive arrangements of the authority.
    pub executive: Executive,
    /// Stage that the review has reached.
    pub stage: Stage,
    /// The day of the decision; left out while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<NaiveDate>,
    /// Note on the certainty of that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_note: Option<String>,
    /// Further remarks about the review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Review {
    /// Creates a review of which only the names are known, in England, with sensible defaults.
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
