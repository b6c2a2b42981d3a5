//! The row of a kind of report: all that distinguishes one kind from another. Each stands in the file
//! that builds it.

use super::document::ReportDocument;
use super::setting::PaperSection;
use super::{NotBuilt, Source};

/// The people a kind of report is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The council: its members, officers and committee.
    Council,
    /// Members who will argue the case in the room.
    Members,
    /// A colleague who helps to fill in the checklist.
    Colleague,
    /// The user alone.
    Own,
}

impl Reader {
    /// Returns true if the report leaves the house, so that nothing private may be in it.
    pub const fn is_outside(self) -> bool {
        matches!(self, Self::Council | Self::Members)
    }
}

/// The layout of a kind of report on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// An upright page.
    Usual,
    /// An upright page with its lines closer together, so that it takes fewer pages.
    Close,
    /// A page on its side, for a table that is written in by hand.
    Wide,
}

/// The way of a kind of report with evidence that was given in confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InConfidence {
    /// It is set out, where the paper stays at home or has a warning over it.
    SetOut,
    /// It is left out: the paper goes to the other side with no warning over it.
    Withheld,
}

/// The row of a kind of report.
pub(super) struct KindSpec {
    /// Label for a reader.
    pub(super) label: &'static str,
    /// Its builder.
    pub(super) build: fn(&Source<'_>) -> Result<ReportDocument, NotBuilt>,
    /// Its sections, in the order they have if nothing else is set.
    pub(super) sections: &'static [PaperSection],
    /// The people it is written for.
    pub(super) reader: Reader,
    /// Its way with evidence given in confidence.
    pub(super) in_confidence: InConfidence,
    /// True if it names its author even if nothing anybody entered is in it.
    pub(super) names_author: bool,
    /// True if a word processor's file of it has a table of contents, if it is long enough.
    pub(super) has_contents: bool,
    /// Its layout on paper.
    pub(super) layout: Layout,
    /// True if it has tables of its own, so that a spreadsheet suits it.
    pub(super) has_tables: bool,
}

#[cfg(test)]
mod tests {
    use crate::base::Word as _;
    use crate::report::{Format, Kind};

    #[test]
    fn every_kind_and_every_format_has_a_label_and_a_row_of_its_own() {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.label()).collect();
        let formats: Vec<&str> = Format::ALL.iter().map(|format| format.label()).collect();
        for mut labels in [kinds, formats] {
            let count = labels.len();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), count, "{labels:?}");
        }
        for kind in Kind::ALL {
            assert!(!kind.sections().is_empty(), "{kind}");
        }
    }
}
