//! The open audit: its history, what follows from it, and where one stands in it.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use super::message::OpenedAudit;
use super::paper::MadeOf;
use super::papers::Papers;
use super::walk::Walk;
use crate::audit::{Audit, Change, Entry, History};
use crate::checklist::{Digest, FlagIx, Library, RequirementIx};
use crate::findings::{Findings, Level, derive};
use crate::report::{Document, Format, Kind, Setting};

/// What is known of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Save {
    /// Nothing was changed since it was opened.
    Unchanged,
    /// An entry is on its way to the disk.
    Saving,
    /// Everything is on the disk.
    Saved(DateTime<Utc>),
    /// Everything is in the journal, but the audit's own file could not be written: why.
    NotWritten(String),
    /// Saving failed: why.
    Failed(String),
}

/// A row of the flags screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagRow {
    /// A flag that fired, by its place among them.
    Fired(usize),
    /// A duty not met that no flag rests on.
    Breach(RequirementIx),
    /// A strength, by its place.
    Strength(usize),
    /// A gap, by its place.
    Gap(usize),
    /// A mistake of the record, by its place.
    Lint(usize),
}

/// Which requirement is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Yardstick {
    /// The instrument, by its place in [`OpenAudit::instruments`].
    pub instrument: usize,
    /// The requirement, by its place in the instrument.
    pub row: usize,
}

/// The report that would be written.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Which paper.
    pub kind: Kind,
    /// In which format.
    pub format: Format,
    /// How many lines of the preview are above the top.
    pub scroll: usize,
    /// The paper as it will read, and what that was made of.
    pub preview: Option<(MadeOf, Result<Document, String>)>,
}

/// An audit that is open on the desk.
#[derive(Debug)]
pub struct OpenAudit {
    /// Where it lies; nowhere for an example.
    pub path: Option<PathBuf>,
    /// Its name.
    pub name: String,
    /// The audit with its history.
    pub history: History,
    /// What follows from it.
    pub findings: Findings,
    /// Why it cannot be changed, if it cannot.
    pub read_only: Option<String>,
    /// What is known of saving.
    pub save: Save,
    /// The head of its journal.
    pub head: Option<Digest>,
    /// The walk.
    pub walk: Walk,
    /// The row under the bar on the flags screen.
    pub flag_row: usize,
    /// Which requirement is looked at.
    pub yardstick: Yardstick,
    /// The council's papers.
    pub papers: Papers,
    /// The report that would be written.
    pub paper: Paper,
    /// What the user set for papers, with the council's own rules.
    pub setting: Setting,
    /// How often that has changed.
    pub setting_count: u64,
    /// The council whose rules were asked for.
    pub setting_of: Option<String>,
    /// How far the text beside a list is scrolled.
    pub scroll: usize,
    /// The flag that fired last, for the walk to show.
    pub newest: Option<FlagIx>,
}

impl OpenAudit {
    /// An audit as it was opened.
    pub fn new(library: &Library, opened: OpenedAudit, today: NaiveDate) -> Self {
        let findings = derive(library, opened.history.audit(), today);
        let walk = Walk::new(library, opened.history.audit(), &findings);
        Self {
            path: Some(opened.path),
            name: opened.name,
            findings,
            read_only: opened.read_only,
            save: Save::Unchanged,
            head: opened.head,
            walk,
            flag_row: 0,
            yardstick: Yardstick::default(),
            papers: Papers::default(),
            paper: Paper {
                kind: Kind::Submission,
                format: Format::Docx,
                scroll: 0,
                preview: None,
            },
            setting: Setting::default(),
            setting_count: 0,
            setting_of: None,
            scroll: 0,
            newest: None,
            history: opened.history,
        }
    }

    /// An example, which can be looked at and copied but not changed.
    pub fn example(library: &Library, name: &str, audit: Audit, today: NaiveDate) -> Self {
        let mut open = Self::new(
            library,
            OpenedAudit {
                path: PathBuf::new(),
                name: name.to_owned(),
                history: History::begin(audit),
                read_only: Some("this is an example: press c to make a copy to work on".to_owned()),
                notices: Vec::new(),
                head: None,
            },
            today,
        );
        open.path = None;
        open
    }

    /// The audit as it stands.
    pub const fn audit(&self) -> &Audit {
        self.history.audit()
    }

    /// Derives everything afresh after a change; the flags that fired newly.
    pub fn derive(&mut self, library: &Library, today: NaiveDate) -> Vec<(FlagIx, Level)> {
        let before = std::mem::replace(
            &mut self.findings,
            derive(library, self.history.audit(), today),
        );
        let new: Vec<(FlagIx, Level)> = self
            .findings
            .fired
            .iter()
            .filter(|fired| {
                before
                    .fired(fired.flag)
                    .is_none_or(|old| old.level > fired.level)
            })
            .map(|fired| (fired.flag, fired.level))
            .collect();
        if let Some((flag, _)) = new.first() {
            self.newest = Some(*flag);
        }
        if self
            .newest
            .is_some_and(|flag| self.findings.fired(flag).is_none())
        {
            self.newest = None;
        }
        self.flag_row = self.flag_row.min(self.flag_rows().len().saturating_sub(1));
        new
    }

    /// Makes a change.
    ///
    /// # Errors
    /// Why it cannot be made, in words.
    pub fn record(
        &mut self,
        change: Change,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Entry, String> {
        if let Some(reason) = &self.read_only {
            return Err(reason.clone());
        }
        self.history
            .record(change, by, now)
            .cloned()
            .map_err(|conflict| conflict.to_string())
    }

    /// The rows of the flags screen.
    pub fn flag_rows(&self) -> Vec<FlagRow> {
        let findings = &self.findings;
        let mut rows: Vec<FlagRow> = (0..findings.fired.len()).map(FlagRow::Fired).collect();
        rows.extend(
            findings
                .breaches
                .iter()
                .filter(|ix| {
                    !findings
                        .fired
                        .iter()
                        .any(|fired| fired.breaches.contains(ix))
                })
                .map(|ix| FlagRow::Breach(*ix)),
        );
        rows.extend((0..findings.strengths.len()).map(FlagRow::Strength));
        rows.extend((0..findings.gaps.len()).map(FlagRow::Gap));
        rows.extend((0..findings.lint.len()).map(FlagRow::Lint));
        rows
    }

    /// The yardsticks with their requirements: those that apply here first, each in its order.
    pub fn instruments<'l>(&self, library: &'l Library) -> Vec<(&'l str, Vec<RequirementIx>)> {
        let mut all: Vec<(&str, Vec<RequirementIx>)> = library
            .instruments()
            .into_iter()
            .map(|name| {
                let of: Vec<RequirementIx> = library
                    .requirements()
                    .filter(|(_, one)| one.instrument == name)
                    .map(|(ix, _)| ix)
                    .collect();
                (name, of)
            })
            .collect();
        let applies =
            |of: &[RequirementIx]| of.iter().any(|ix| self.findings.applies(*ix).is_shown());
        all.sort_by_key(|(_, of)| !applies(of));
        all
    }
}
