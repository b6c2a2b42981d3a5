//! Text in a file that is kept apart from the page: hidden, struck out, or under a box.

use serde::{Deserialize, Serialize};

/// Reason why a text in a file is not offered as a part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApartKind {
    /// It lies under a filled box.
    UnderBox,
    /// It lies under a mark for redaction that was never carried out.
    UnderMark,
    /// It is struck out.
    StruckOut,
    /// The file hides it.
    Hidden,
    /// It is as pale as the paper.
    White,
    /// It lies outside the part of the page that is shown.
    OffPage,
}

impl ApartKind {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::UnderBox,
        Self::UnderMark,
        Self::StruckOut,
        Self::Hidden,
        Self::White,
        Self::OffPage,
    ];

    /// Returns true if someone meant a reader not to see it: its text is not kept at all.
    pub const fn is_redaction(self) -> bool {
        matches!(self, Self::UnderBox | Self::UnderMark)
    }

    /// Returns a few words to set before such a text.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::UnderBox => "text under a filled box, not read",
            Self::UnderMark => "text under a mark for redaction, not read",
            Self::StruckOut => "struck out",
            Self::Hidden => "hidden",
            Self::White => "as pale as the paper",
            Self::OffPage => "outside the page shown",
        }
    }

    /// Returns the words that follow "page 12".
    pub const fn label(self) -> &'static str {
        match self {
            Self::UnderBox => {
                "may show what it was meant to hide: there is text under a filled box; it was not \
                 read, and cannot be quoted"
            }
            Self::UnderMark => {
                "may show what it was meant to hide: a redaction was marked and never carried out; \
                 the text under it was not read, and cannot be quoted"
            }
            Self::StruckOut => {
                "holds text that is struck out; it is kept apart: it is not searched and not offered \
                 as a quotation"
            }
            Self::Hidden => {
                "holds hidden text; it is kept apart: it is not searched and not offered as a \
                 quotation"
            }
            Self::White => {
                "holds text as pale as the paper; it is kept apart: it is not searched and not \
                 offered as a quotation"
            }
            Self::OffPage => {
                "holds text outside the part of the page that is shown; it is kept apart: it is not \
                 searched and not offered as a quotation"
            }
        }
    }
}

/// A text in a file that is kept apart from the page: never searched, never offered for quoting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApartText {
    /// The reason.
    #[serde(rename = "k")]
    pub kind: ApartKind,
    /// Its words; empty for a redaction.
    #[serde(default, rename = "t", skip_serializing_if = "String::is_empty")]
    pub text: String,
}
