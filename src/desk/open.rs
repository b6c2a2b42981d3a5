//! The open audit: its history, its findings, and the user's place in it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::changes::Going;
use super::consequence::Consequence;
use super::held::Held;
use super::many::Together;
use super::merging::Merging;
use super::message::OpenedAudit;
use super::paper::MadeOf;
use super::papers::Papers;
use super::screen::Visited;
use super::timeline::{ScaleUnit, Timeline};
use super::tour::Tour;
use super::walk::Walk;
use crate::audit::{Audit, Change, ChangeRefused, Entry, History};
use crate::base::{Digest, Problem};
use crate::checklist::{FlagIx, Library, QuestionIx, RequirementIx};
use crate::desk::action::keyed;
use crate::findings::edition::EditionReview;
use crate::findings::{Because, Findings, Memory, Support, derive_again};
use crate::report::{Format, Kind, NotBuilt, ReportDocument, Setting};
use crate::wording::count;

/// Save status of the open audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Save {
    /// Nothing was changed since the audit was opened.
    Unchanged,
    /// An entry is being saved.
    Saving,
    /// Everything is saved on disk, as of this time.
    Saved(DateTime<Utc>),
    /// Everything is in the journal, but the snapshot could not be written: the reason.
    NotWritten(Problem),
    /// Saving failed: the reason.
    Failed(Problem),
}

/// Reason why a change was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum NotRecorded {
    /// The audit is open for reading only: the reason, in words.
    #[error("{0}")]
    ReadOnly(String),
    /// The change does not fit the audit, or could not be kept.
    #[error(transparent)]
    Refused(#[from] ChangeRefused),
}

/// A row of the flags screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagRow {
    /// A flag that fired, by its index.
    Fired(usize),
    /// A duty not met that no flag rests on.
    Breach(RequirementIx),
    /// A flag that fired on answers still to be proved, by its index.
    Unproved(usize),
    /// A duty not met on answers still to be proved, that no flag rests on.
    UnprovedDuty(RequirementIx),
    /// A strength, by its index.
    Strength(usize),
    /// A gap, by its index.
    Gap(usize),
    /// A mistake of the record or a quotation not found again, by its index.
    Lint(usize),
}

/// The selected requirement.
#[derive(Debug, Clone, Copy, Default)]
pub struct Instrument {
    /// The instrument, by its index in [`OpenAudit::instruments`].
    pub instrument: usize,
    /// The requirement, by its index in the instrument.
    pub row: usize,
}

/// The report to be written, as chosen on the report screen.
#[derive(Debug, Clone)]
pub struct ReportPreview {
    /// The kind of report.
    pub kind: Kind,
    /// The file format.
    pub format: Format,
    /// The scroll offset of the preview, in lines.
    pub scroll: usize,
    /// The preview, and the versions of the input it was built from.
    pub preview: Option<(MadeOf, Result<ReportDocument, NotBuilt>)>,
    /// Number of remarks that the read-through had on it.
    pub remarks: usize,
    /// The file written last, with its whole path.
    pub written: Option<PathBuf>,
    /// The kinds of papers for which the user was asked who sends them, and where to or by when.
    pub sender_asked: Vec<Kind>,
}

/// An audit that is open on the desk.
#[derive(Debug, Clone)]
pub struct OpenAudit {
    /// Path of its file; `None` for an example.
    pub path: Option<PathBuf>,
    /// Its name.
    pub name: String,
    /// The audit with its history, shared with the reports being built from it.
    pub history: Arc<History>,
    /// A merge that waits for the user's word.
    pub merging: Option<Merging>,
    /// The answers under checklists that have changed, while the user looks at them.
    pub edition: Option<EditionReview>,
    /// The findings derived from the audit, shared with the reports being built from them.
    pub findings: Arc<Findings>,
    /// The work kept from the last derivation.
    memory: Memory,
    /// The number of the last entry of the history when the findings were derived.
    derived_at: u64,
    /// The reason it cannot be changed, if it cannot.
    pub read_only: Option<String>,
    /// Save status.
    pub save: Save,
    /// Digest of the last entry of its journal.
    pub head: Option<Digest>,
    /// The walk through the questions.
    pub walk: Walk,
    /// An order for all marked questions, while the user looks at it.
    pub together: Option<Together>,
    /// Another place in the history, while the user looks at it.
    pub going: Option<Going>,
    /// The selected row of the case board.
    pub board_row: usize,
    /// The places that Esc goes back to, the last one first to be gone back to.
    pub visited: Vec<Visited>,
    /// The places that Esc came back from, the last one first to be gone forward to.
    pub ahead: Vec<Visited>,
    /// The selected row on the flags screen.
    pub flag_row: usize,
    /// The selected requirement.
    pub instrument: Instrument,
    /// The timeline derived from the audit and the council's own rules.
    pub timeline: Timeline,
    /// The selected row of the timeline.
    pub timeline_row: usize,
    /// The scale of the timeline's drawing; none for the shortest that shows all.
    pub timeline_scale: Option<ScaleUnit>,
    /// The council's documents.
    pub papers: Papers,
    /// The report to be written.
    pub paper: ReportPreview,
    /// The report settings, with the council's own rules; shared as well.
    pub setting: Arc<Setting>,
    /// The number of changes to the settings, to tell when a preview is stale.
    pub setting_count: u64,
    /// The council whose rules were last asked for.
    pub setting_of: Option<String>,
    /// The scroll offset of the text beside a list.
    pub scroll: usize,
    /// The flag that fired last, which the walk shows.
    pub newest: Option<FlagIx>,
    /// The things that the user holds for it, as they said.
    pub held: Vec<Held>,
    /// The tour that it is made for; such an audit is never saved.
    pub tour: Option<Tour>,
}

impl OpenAudit {
    /// Returns an audit just opened, with its findings derived.
    pub fn new(library: &Library, opened: OpenedAudit, today: NaiveDate) -> Self {
        let mut memory = Memory::default();
        let audit = opened.history.audit();
        let findings = Arc::new(derive_again(&mut memory, library, audit, today, None));
        let walk = Walk::new(library, opened.history.audit(), &findings);
        let timeline = Timeline::of(&findings.facts(library, audit, today), None);
        Self {
            path: Some(opened.path),
            name: opened.name,
            derived_at: opened.history.last_seq(),
            memory,
            findings,
            read_only: opened.read_only,
            save: Save::Unchanged,
            head: opened.head,
            walk,
            board_row: 0,
            visited: Vec::new(),
            ahead: Vec::new(),
            flag_row: 0,
            instrument: Instrument::default(),
            timeline,
            timeline_row: 0,
            timeline_scale: None,
            papers: Papers::default(),
            paper: ReportPreview {
                kind: Kind::Submission,
                format: Format::Docx,
                scroll: 0,
                preview: None,
                remarks: 0,
                written: None,
                sender_asked: Vec::new(),
            },
            setting: Arc::default(),
            setting_count: 0,
            setting_of: None,
            scroll: 0,
            newest: None,
            held: Vec::new(),
            tour: None,
            history: Arc::new(opened.history),
            merging: None,
            edition: None,
            together: None,
            going: None,
        }
    }

    /// Returns an example, which can be viewed and copied but not changed.
    pub fn example(library: &Library, name: &str, audit: Audit, today: NaiveDate) -> Self {
        let mut open = Self::new(
            library,
            OpenedAudit {
                path: PathBuf::new(),
                name: name.to_owned(),
                history: History::begin(audit),
                read_only: Some(keyed!(
                    "this is an example: press {copy} to make a copy to work on",
                    copy = CopyExample
                )),
                notices: Vec::new(),
                head: None,
            },
            today,
        );
        open.path = None;
        open
    }

    /// Returns the audit in its current state.
    pub fn audit(&self) -> &Audit {
        self.history.audit()
    }

    /// Returns a sentence on the questions that only the full audit asks; none if there are none.
    pub fn full_audit(&self, library: &Library) -> Option<String> {
        let more = self.findings.only_in_full(library).count();
        (more > 0).then(|| {
            let more = count(more, "more question", "more questions");
            format!("Full audit: {more}")
        })
    }

    /// Goes to where the user left off: the question answered last, or the next open one after it.
    pub(super) fn take_up_again(&mut self, library: &Library) {
        let answers = self.audit().answers.iter();
        let last = answers.max_by_key(|(_, answer)| answer.at);
        let last = last.filter(|(_, answer)| answer.at.is_some());
        if let Some(ix) = last.and_then(|(id, _)| library.find_current(id)) {
            self.walk.go_to(ix);
        }
        let is_done = |ix| !self.findings.answered(ix).is_open();
        if self.walk.at().is_some_and(is_done) {
            self.walk.next_open(library, &self.findings);
        }
    }

    /// Derives the findings after a change, with the work kept from before. Returns what followed from
    /// it.
    pub fn derive(&mut self, library: &Library, today: NaiveDate) -> Consequence {
        let touched = self.history.answers_since(self.derived_at);
        self.derived_at = self.history.last_seq();
        let audit = self.history.audit();
        let derived = derive_again(&mut self.memory, library, audit, today, touched.as_ref());
        let before = std::mem::replace(&mut self.findings, Arc::new(derived));
        if !self.findings.has_the_dates_of(&before) {
            self.derive_timeline(library, today);
        }
        let followed = Consequence::between(&before, &self.findings);
        self.newest = followed.newest().or(self.newest);
        if self
            .newest
            .is_some_and(|flag| self.findings.fired(flag).is_none())
        {
            self.newest = None;
        }
        self.flag_row = self
            .flag_row
            .min(self.all_flag_rows().count().saturating_sub(1));
        followed
    }

    /// Derives the timeline afresh: after a change, and when the council's own rules were read.
    pub fn derive_timeline(&mut self, library: &Library, today: NaiveDate) {
        let council = &self.setting.council;
        let window = (!council.name.trim().is_empty()).then(|| council.window());
        let facts = self.findings.facts(library, self.audit(), today);
        self.timeline = Timeline::of(&facts, window.as_ref());
        let last = self.timeline.rows.len().saturating_sub(1);
        self.timeline_row = self.timeline_row.min(last);
    }

    /// Notes that a change is being saved; one of the tour is not.
    pub(super) fn saves(&mut self) {
        if self.tour.is_none() {
            self.save = Save::Saving;
        }
    }

    /// Records a change in the history. Returns its entry.
    ///
    /// # Errors
    /// [`NotRecorded`] if it cannot be made; the audit is then unchanged.
    pub fn record(
        &mut self,
        change: Change,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Entry, NotRecorded> {
        if let Some(reason) = &self.read_only {
            return Err(NotRecorded::ReadOnly(reason.clone()));
        }
        Ok(Arc::make_mut(&mut self.history)
            .record(change, by, now)
            .cloned()?)
    }

    /// Returns the rows of the flags screen.
    pub fn flag_rows(&self) -> Vec<FlagRow> {
        self.all_flag_rows().collect()
    }

    fn all_flag_rows(&self) -> impl Iterator<Item = FlagRow> {
        let findings = &self.findings;
        let breaches = findings.breaches.iter().filter(|ix| {
            let mut fired = findings.fired.iter();
            !fired.any(|fired| fired.breaches.contains(ix))
        });
        let by_flag =
            |ix: &RequirementIx| findings.all_fired().any(|one| one.breaches.contains(ix));
        let unproved = findings.not_met.iter();
        let unproved = unproved
            .filter(|one| one.is_breach() && one.support != Support::Shown)
            .map(|one| one.requirement)
            .filter(move |ix| !by_flag(ix));
        (0..findings.fired.len())
            .map(FlagRow::Fired)
            .chain(breaches.map(|ix| FlagRow::Breach(*ix)))
            .chain((0..findings.unproved.len()).map(FlagRow::Unproved))
            .chain(unproved.map(FlagRow::UnprovedDuty))
            .chain((0..findings.strengths.len()).map(FlagRow::Strength))
            .chain((0..findings.gaps.len()).map(FlagRow::Gap))
            .chain((0..self.to_fix()).map(FlagRow::Lint))
    }

    /// Returns the number of mistakes to fix before anything is sent: those of the record, and the
    /// quotations that are not found again.
    pub fn to_fix(&self) -> usize {
        self.findings.lint.len() + self.papers.not_found.len()
    }

    /// Returns one of them: its question, if it is about one, and what is wrong.
    pub fn mistake(&self, at: usize) -> Option<(Option<QuestionIx>, &str)> {
        if let Some(lint) = self.findings.lint.get(at) {
            return Some((lint.question, &lint.message));
        }
        let after = at.checked_sub(self.findings.lint.len())?;
        let one = self.papers.not_found.get(after)?;
        Some((Some(one.question), &one.message))
    }

    /// Returns the instruments with their requirements: those that apply here first, each in its
    /// order.
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

    /// Returns the requirements of the instrument in front.
    pub fn requirements_in_front(&self, library: &Library) -> Vec<RequirementIx> {
        let at = self.instrument.instrument;
        let in_front = self.instruments(library).into_iter().nth(at);
        in_front.map(|(_, of)| of).unwrap_or_default()
    }

    /// Returns the question behind the requirement under the bar.
    pub(super) fn question_of_requirement(&self, library: &Library) -> Option<QuestionIx> {
        let requirements = self.requirements_in_front(library);
        let ix = requirements.get(self.instrument.row)?;
        self.findings.standing(*ix).through.first().copied()
    }

    /// Returns those of some questions whose answers are not shown yet.
    pub fn unproved(
        &self,
        questions: impl Iterator<Item = QuestionIx>,
    ) -> impl Iterator<Item = QuestionIx> {
        questions.filter(|ix| self.findings.answered(*ix).support != Support::Shown)
    }

    /// Returns every question behind the row under the bar on the flags screen.
    pub(super) fn questions_of_flag(&self) -> BTreeSet<QuestionIx> {
        let findings = &self.findings;
        let of = |because: &[Because]| because.iter().filter_map(Because::question).collect();
        let found: Option<BTreeSet<QuestionIx>> = match self.flag_rows().get(self.flag_row).copied()
        {
            Some(FlagRow::Fired(at)) => findings.fired.get(at).map(|one| of(&one.because)),
            Some(FlagRow::Unproved(at)) => findings.unproved.get(at).map(|one| of(&one.because)),
            Some(FlagRow::Strength(at)) => findings.strengths.get(at).map(|one| of(&one.because)),
            Some(FlagRow::Breach(ix) | FlagRow::UnprovedDuty(ix)) => {
                Some(findings.standing(ix).through.iter().copied().collect())
            }
            Some(FlagRow::Gap(_) | FlagRow::Lint(_)) | None => {
                Some(self.question_of_flag().into_iter().collect())
            }
        };
        found.unwrap_or_default()
    }

    /// Returns the question behind the row under the bar on the flags screen.
    pub(super) fn question_of_flag(&self) -> Option<QuestionIx> {
        let findings = &self.findings;
        let first = |because: &[Because]| because.iter().find_map(Because::question);
        match self.flag_rows().get(self.flag_row).copied()? {
            FlagRow::Fired(at) => first(&findings.fired.get(at)?.because),
            // The answer still to be proved is the one to go to.
            FlagRow::Unproved(at) => {
                let because = &findings.unproved.get(at)?.because;
                let asked = because.iter().filter_map(Because::question);
                self.unproved(asked).next().or_else(|| first(because))
            }
            FlagRow::UnprovedDuty(ix) => {
                let through = &findings.standing(ix).through;
                let unproved = self.unproved(through.iter().copied()).next();
                unproved.or_else(|| through.first().copied())
            }
            FlagRow::Strength(at) => first(&findings.strengths.get(at)?.because),
            FlagRow::Gap(at) => Some(findings.gaps.get(at)?.question),
            FlagRow::Lint(at) => self.mistake(at)?.0,
            FlagRow::Breach(ix) => findings.standing(ix).through.first().copied(),
        }
    }
}
