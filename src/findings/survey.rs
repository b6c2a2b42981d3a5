//! A survey of many audits: one row for each, folded into counts.
//!
//! An audit is needed for the time it takes to make its row, and a row has no word that a person wrote
//! but the names of council and service: no note, no quotation, no name, no paper. What an audit's
//! answers do not decide either way is out of every denominator.

mod judge;
mod kept;
mod row;
mod tables;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use kept::{ByPlace, KeptRow};
pub use row::{
    Lineage, SurveyRow, SurveyedAnswer, SurveyedDefence, SurveyedDuty, SurveyedFlag, SurveyedPut,
};
pub use tables::{SAYS_LITTLE_FROM, SurveyCount, SurveySection, SurveyTopic};

use crate::base::{Digest, Problem};
use crate::checklist::Library;
use crate::wording::count;

/// An audit that counts in a survey.
#[derive(Debug, Clone)]
pub struct SurveyedAudit {
    /// The path of its file.
    pub path: PathBuf,
    /// Its row.
    pub row: SurveyRow,
}

/// A file that was left out of a survey, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadAudit {
    /// Its path.
    pub path: PathBuf,
    /// The reason.
    pub why: Problem,
}

/// Many audits together.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The audits that count, by council, service and key.
    pub audits: Vec<SurveyedAudit>,
    /// Further versions of audits that count already, each with the file that counts.
    pub again: Vec<(PathBuf, PathBuf)>,
    /// The files that could not be counted.
    pub left_out: Vec<UnreadAudit>,
    /// The files that count and whose journal cannot be relied on, each with a sentence about it.
    pub doubtful: Vec<(PathBuf, String)>,
    /// The sections that follow from them.
    pub sections: Vec<SurveySection>,
}

impl Survey {
    /// Folds rows into a survey, whatever their order.
    ///
    /// Of several versions of one audit (the same key) the one with the most changes counts, and of
    /// those the first by its path. `copies` are files known to be versions of others by their names.
    pub fn fold(
        library: &Library,
        found: impl IntoIterator<Item = (PathBuf, Result<SurveyRow, Problem>)>,
        copies: Vec<(PathBuf, PathBuf)>,
    ) -> Self {
        let mut survey = Self {
            again: copies,
            ..Self::default()
        };
        let mut by_key: BTreeMap<String, Vec<SurveyedAudit>> = BTreeMap::new();
        for (path, row) in found {
            match row {
                Ok(row) => {
                    let versions = by_key.entry(row.key.clone()).or_default();
                    versions.push(SurveyedAudit { path, row });
                }
                Err(why) => survey.left_out.push(UnreadAudit { path, why }),
            }
        }
        for mut versions in by_key.into_values() {
            versions.sort_by(|a, b| (b.row.changes, &a.path).cmp(&(a.row.changes, &b.path)));
            let mut versions = versions.into_iter();
            let Some(counts) = versions.next() else {
                continue;
            };
            let again = versions.map(|other| (other.path, counts.path.clone()));
            survey.again.extend(again);
            survey.audits.push(counts);
        }
        survey.drop_files_of_journals();
        let order = |one: &SurveyedAudit| {
            let row = &one.row;
            let names = (row.council.to_lowercase(), row.service.to_lowercase());
            (names, row.key.clone())
        };
        survey.audits.sort_by_cached_key(order);
        survey.again.sort();
        survey.left_out.sort_by(|a, b| a.path.cmp(&b.path));
        let rows: Vec<&SurveyRow> = survey.audits.iter().map(|one| &one.row).collect();
        survey.sections = tables::sections(library, &rows);
        survey
    }

    /// Keeps the files whose journal cannot be relied on, if they count.
    pub fn doubt(&mut self, mut doubtful: Vec<(PathBuf, String)>) {
        doubtful.retain(|(path, _)| self.audits.iter().any(|one| one.path == *path));
        self.doubtful = doubtful;
    }

    /// Takes out the files without a journal that were written from one that counts.
    fn drop_files_of_journals(&mut self) {
        let heads: BTreeMap<Digest, PathBuf> = self
            .audits
            .iter()
            .filter(|one| one.row.journalled)
            .filter_map(|one| Some((one.row.head.clone()?, one.path.clone())))
            .collect();
        let again = &mut self.again;
        self.audits.retain(|one| {
            let head = one.row.head.as_ref().filter(|_| !one.row.journalled);
            match head.and_then(|head| heads.get(head)) {
                Some(counts) => {
                    again.push((one.path.clone(), counts.clone()));
                    false
                }
                None => true,
            }
        });
    }

    /// Formats the number of audits, and of the files that are not counted.
    pub fn headline(&self) -> String {
        let mut says = format!("{} counted", count(self.audits.len(), "audit", "audits"));
        if !self.again.is_empty() {
            let again = count(self.again.len(), "further version", "further versions");
            says.push_str(&format!(", {again} left aside"));
        }
        if !self.left_out.is_empty() {
            let files = count(self.left_out.len(), "file", "files");
            says.push_str(&format!(", {files} not counted"));
        }
        if !self.doubtful.is_empty() {
            says.push_str(&format!(
                ", {} of them with a journal that cannot be relied on",
                self.doubtful.len()
            ));
        }
        says
    }

    /// Returns every counted row.
    pub fn counted(&self) -> impl Iterator<Item = &SurveyCount> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    /// Returns the counted row with an id, whatever its capitals and spaces.
    pub fn find(&self, what: &str) -> Option<&SurveyCount> {
        let wanted = row::folded(what);
        self.counted().find(|row| row::folded(&row.what) == wanted)
    }

    /// Returns the audits behind a counted row.
    pub fn behind<'s>(&'s self, row: &'s SurveyCount) -> impl Iterator<Item = &'s SurveyedAudit> {
        row.audits.iter().filter_map(|at| self.audits.get(*at))
    }
}

#[cfg(test)]
mod tests;
