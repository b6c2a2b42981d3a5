//! The survey of the user's own audits on the desk: its numbers as rows, with the audits behind each.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::overlay::{Item, Pick, Picker};
use super::shelf::{AuditOrigin, LibraryRow};
use crate::audit::Audit;
use crate::base::Digest;
use crate::checklist::Library;
pub use crate::findings::survey::Survey;
use crate::findings::survey::{Counted, Lineage, SurveyRow, SurveySection};

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

/// Makes the row of an audit in a survey.
pub fn survey_row(library: &Library, read: &ReadForSurvey<'_>, today: NaiveDate) -> SurveyRow {
    let lineage = Lineage {
        origin: read.origin.cloned(),
        head: read.head.cloned(),
        changes: read.changes,
    };
    SurveyRow::of(library, read.audit, &lineage, today)
}

/// Folds rows into a survey; `copies` are versions of others by their names.
pub fn fold_survey(
    library: &Library,
    rows: Vec<(PathBuf, Result<SurveyRow, String>)>,
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
    pub fn sections(&self) -> impl Iterator<Item = (&SurveySection, Vec<&Counted>)> {
        self.survey.sections.iter().filter_map(|section| {
            let rows: Vec<&Counted> = section
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
    pub fn row(&self) -> Option<&Counted> {
        self.sections()
            .flat_map(|(_, rows)| rows)
            .nth(self.selected)
    }

    /// Returns the audits behind the selected number, to open one; `shelf` has the rows of the library.
    pub(super) fn behind<'r>(
        &self,
        shelf: impl Iterator<Item = &'r LibraryRow> + Clone,
    ) -> Option<Picker> {
        let row = self.row()?;
        let items = self.survey.behind(row).map(|one| {
            let label = format!("{}: {}", one.row.council, one.row.service);
            let name = one.path.file_name().unwrap_or_default().to_string_lossy();
            let archived = AuditOrigin::Archived(one.path.clone());
            let mut item = Item::new(
                "audit",
                label,
                one.row.verdict.short(),
                Pick::AuditFile(one.path.clone()),
            )
            .found_by(&name);
            if shelf.clone().any(|row| row.origin == archived) {
                item.disabled_reason = Some("it is in the archive".into());
            }
            item
        });
        Some(Picker::new(row.label.clone(), items.collect()))
    }
}
