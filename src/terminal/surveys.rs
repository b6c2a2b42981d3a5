//! The survey of audits on the disk: read by the session, made into rows for the desk, and kept in the
//! index beside the user's own audits.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::base::Digest;
use crate::checklist::Library;
use crate::desk::surveying::{KeptRow, ReadForSurvey, Survey, SurveyRow, SurveyRows, fold_survey};
use crate::session::{RowMaker, survey_files};
use crate::store::{AuditAsIs, Disk, Places};

impl RowMaker for SurveyRows<'_> {
    type Row = SurveyRow;
    type Kept = KeptRow;

    fn make(&self, audit: &AuditAsIs) -> SurveyRow {
        self.row(&ReadForSurvey {
            audit: &audit.audit,
            origin: audit.origin.as_ref(),
            head: audit.head.as_ref(),
            changes: audit.changes,
        })
    }

    fn keep(&self, row: &SurveyRow) -> KeptRow {
        row.into()
    }

    fn take_up(&self, kept: KeptRow) -> Option<SurveyRow> {
        self.kept(kept)
    }
}

/// Counts the audits in some folders together, on a day.
///
/// Nothing is locked, and nothing written but the index in the user's own places: `kept` says where, and
/// for which edition of the checklists and day ([`super::edition_of`]).
pub fn survey(
    disk: &dyn Disk,
    kept: Option<(&Places, &Digest)>,
    folders: &[PathBuf],
    library: &Library,
    today: NaiveDate,
) -> Survey {
    let rows = SurveyRows::new(library, today);
    let made = survey_files(disk, kept, folders, &rows);
    let mut survey = fold_survey(library, made.files, made.copies);
    survey.doubt(made.doubtful);
    survey
}
