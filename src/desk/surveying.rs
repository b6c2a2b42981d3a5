//! The survey of the user's own audits on the desk: its numbers as rows, with the audits behind each.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::audit::Audit;
use crate::base::{Digest, Problem};
use crate::checklist::Library;
pub use crate::findings::survey::Survey;
use crate::findings::survey::{ByPlace, Lineage, SurveyCount, SurveySection};
pub use crate::findings::survey::{KeptRow, SurveyRow};

/// A survey that is shown.
#[derive(Debug, Clone)]
pub struct Surveying {
    /// The survey.
    pub survey: Survey,
    /// The index of the selected number.
    pub selected: usize,
}

/// An audit that was read for a survey.
#[derive(Debug)]
pub struct ReadForSurvey<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// The digest of its journal's first line; none without a journal.
    pub origin: Option<&'a Digest>,
    /// The head of its journal, or the one that its file was written from.
    pub head: Option<&'a Digest>,
    /// Number of changes up to that head.
    pub changes: u64,
}

/// The rows of audits in a survey on a day, as they are made and as they are kept.
#[derive(Debug)]
pub struct SurveyRows<'a> {
    library: &'a Library,
    today: NaiveDate,
    by_place: ByPlace,
}

impl<'a> SurveyRows<'a> {
    /// Returns the maker of rows under a library on a day.
    pub fn new(library: &'a Library, today: NaiveDate) -> Self {
        Self {
            library,
            today,
            by_place: ByPlace::of(library),
        }
    }

    /// Makes the row of an audit.
    pub fn row(&self, read: &ReadForSurvey<'_>) -> SurveyRow {
        let lineage = Lineage {
            origin: read.origin.cloned(),
            head: read.head.cloned(),
            changes: read.changes,
        };
        SurveyRow::of(self.library, read.audit, &lineage, self.today)
    }

    /// Takes a row up again that was kept; none if it does not fit the library.
    pub fn kept(&self, kept: KeptRow) -> Option<SurveyRow> {
        self.by_place.row(kept)
    }
}

/// Folds rows into a survey; `copies` are versions of others by their names.
pub fn fold_survey(
    library: &Library,
    rows: Vec<(PathBuf, Result<SurveyRow, Problem>)>,
    copies: Vec<(PathBuf, PathBuf)>,
) -> Survey {
    Survey::fold(library, rows, copies)
}

impl Surveying {
    /// Shows a survey from its first number.
    pub const fn new(survey: Survey) -> Self {
        Self {
            survey,
            selected: 0,
        }
    }

    /// Returns the sections that count something, each with those numbers.
    pub fn sections(&self) -> impl Iterator<Item = (&SurveySection, Vec<&SurveyCount>)> {
        self.survey.sections.iter().filter_map(|section| {
            let rows: Vec<&SurveyCount> = section
                .rows
                .iter()
                .filter(|row| !row.audits.is_empty())
                .collect();
            (!rows.is_empty()).then_some((section, rows))
        })
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.sections().map(|(_, rows)| rows.len()).sum()
    }

    /// Returns the selected number.
    pub fn row(&self) -> Option<&SurveyCount> {
        self.sections()
            .flat_map(|(_, rows)| rows)
            .nth(self.selected)
    }

    /// Moves to the first number of the next section, or of this one or the one before.
    pub(super) fn step_section(&mut self, forward: bool) {
        let mut starts = Vec::new();
        let mut start = 0;
        for (_, rows) in self.sections() {
            starts.push(start);
            start += rows.len();
        }
        let at = self.selected;
        let found = if forward {
            starts.iter().find(|start| **start > at)
        } else {
            starts.iter().rev().find(|start| **start < at)
        };
        self.selected = found.copied().unwrap_or(at);
    }
}
