//! The list of everything in a bundle, by which it is checked: `manifest.json`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::audit::Review;
use crate::checklist::Territory;

/// The format of bundles that this program writes.
pub(super) const BUNDLE_FORMAT: u64 = 1;
/// The name of the list in its bundle.
pub(super) const MANIFEST: &str = "manifest.json";
/// The name of the audit in its bundle.
pub(super) const AUDIT: &str = "review.audit.toml";
/// The name of its journal.
pub(super) const JOURNAL: &str = "review.audit.journal";
/// The name of the text of the papers as the program reads it.
pub(super) const PAGES: &str = "pages.json";
/// The name of the independent check.
pub(super) const SCRIPT: &str = "check-quotations.py";
/// The name of the instructions.
pub(super) const READ_ME: &str = "README.txt";

/// The list of everything in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format of the bundle.
    pub format: u64,
    /// The program that made it.
    pub program: String,
    /// The day it was made.
    pub made: NaiveDate,
    /// The review that its audit is of.
    pub review: OfReview,
    /// True if the journal is in it.
    pub journal: bool,
    /// The reason why the journal is not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal_left_out: Option<String>,
    /// Number of papers that were seen in confidence and are not in it.
    pub in_confidence: usize,
    /// The registered papers whose files were left out.
    pub left_out: Vec<PaperLeftOut>,
    /// Every other file of the bundle.
    pub files: Vec<BundledFile>,
}

/// The review of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfReview {
    /// The authority.
    pub authority: String,
    /// The service.
    pub service: String,
    /// The nation.
    pub territory: Territory,
}

impl From<&Review> for OfReview {
    fn from(review: &Review) -> Self {
        Self {
            authority: review.authority.clone(),
            service: review.service.clone(),
            territory: review.territory,
        }
    }
}

/// A registered paper whose file is not in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperLeftOut {
    /// Its id.
    pub document: String,
    /// The reason.
    pub why: String,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundledFile {
    /// Its name in the bundle.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// The id of the registered paper that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

impl Manifest {
    /// Returns the list of nothing.
    pub(super) fn nothing() -> Self {
        Self {
            format: BUNDLE_FORMAT,
            program: String::new(),
            made: NaiveDate::default(),
            review: (&Review::named("", "")).into(),
            journal: false,
            journal_left_out: None,
            in_confidence: 0,
            left_out: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// Returns the reason why a name leads out of a bundle or fits no disk, if it does.
pub(super) fn bad_name(name: &str) -> Option<&'static str> {
    let mut parts = name.split('/');
    if name.is_empty() || name.len() > 200 {
        Some("is empty or far too long")
    } else if name.contains(['\\', ':']) || name.chars().any(char::is_control) {
        Some("has a character that no name of a bundle has")
    } else if parts.any(|part| part.is_empty() || part == "." || part == "..") {
        Some("leads out of the bundle")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_out_is_known() {
        for name in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a/./b",
            "a//b",
            "a/",
            "C:\\x",
            "c:x",
            "a\\..\\b",
            "a\0b",
            "\u{1b}[2J",
        ] {
            assert!(bad_name(name).is_some(), "{name:?}");
        }
        for name in [
            AUDIT,
            JOURNAL,
            MANIFEST,
            PAGES,
            SCRIPT,
            "papers/01-final-report.pdf",
            "..a",
        ] {
            assert_eq!(bad_name(name), None, "{name:?}");
        }
    }
}
