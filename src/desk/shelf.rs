//! The library of audits as displayed: one row an audit, examples after the user's own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::ranking::{RowWords, ranked};
use super::timeline::NextLimit;
use crate::audit::Audit;
use crate::base::{Problem, ProblemKind, SourceText, Word as _};
use crate::checklist::{Library, VerdictId, shipped};
use crate::findings::clocks::LocalWindow;
use crate::findings::{Level, derive};

/// The origin of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AuditOrigin {
    /// A file of the user's.
    Mine(PathBuf),
    /// A file of the user's in the archive.
    Archived(PathBuf),
    /// A shipped example, by its name.
    Example(&'static str),
}

/// Knowledge of an audit of the library.
#[derive(Debug, Clone)]
pub enum Content {
    /// It was read.
    Known(Summary),
    /// It is being read.
    Awaited,
    /// It cannot be read, for this reason.
    Unreadable(Problem),
}

impl Content {
    /// Returns the summary, if there is one.
    pub const fn known(&self) -> Option<&Summary> {
        match self {
            Self::Known(summary) => Some(summary),
            _ => None,
        }
    }

    /// Returns true if the audit cannot be read.
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable(_))
    }
}

/// One row of the library.
#[derive(Debug, Clone)]
pub struct LibraryRow {
    /// Its name.
    pub name: String,
    /// Its origin.
    pub origin: AuditOrigin,
    /// Its summary, or the reason why there is none.
    pub content: Content,
    /// True if that is to be worked out, for the first time or again.
    pub stale: bool,
    /// The state of its files in words, when they were last looked at; empty if that is not known.
    pub stamp: String,
    /// Notices to show before it is opened: whole sentences.
    pub notices: Vec<String>,
    /// True if one of them says that its journal cannot be relied on.
    pub damaged: bool,
    /// The conflict copies next to it.
    pub copies: Vec<PathBuf>,
    /// Time of its last change; none for an example.
    pub modified: Option<DateTime<Utc>>,
}

impl LibraryRow {
    /// Returns the row of an audit of which nothing is known yet.
    pub const fn found(name: String, origin: AuditOrigin) -> Self {
        Self {
            name,
            origin,
            content: Content::Awaited,
            stale: true,
            stamp: String::new(),
            notices: Vec::new(),
            damaged: false,
            copies: Vec::new(),
            modified: None,
        }
    }

    /// Returns a row for each example, not worked out yet.
    pub fn examples() -> impl Iterator<Item = Self> {
        let all = shipped::examples().iter();
        all.map(|(name, _)| Self::found((*name).to_owned(), AuditOrigin::Example(name)))
    }

    /// Returns the words that are shown of it, and all that it is found by, in lower case.
    fn words(&self) -> (String, String) {
        let (label, verdict) = match &self.content {
            Content::Known(of) => (
                format!("{}: {}", of.authority, of.service),
                of.verdict.label(),
            ),
            Content::Awaited => (self.name.clone(), ""),
            Content::Unreadable(_) => (self.name.clone(), "cannot be read"),
        };
        let all = format!("{label} {} {verdict}", self.name).to_lowercase();
        (label, all)
    }

    /// Returns true if what is shown of it may be shown as it is at the next start: it is known, and
    /// nothing is wrong with it but that a copy lies beside it.
    fn may_be_kept(&self) -> bool {
        !self.stale && !self.damaged && self.content.known().is_some()
    }

    /// Returns the time limit that runs out next.
    pub fn next(&self) -> Option<&NextLimit> {
        self.content.known()?.next.as_ref()
    }
}

/// The audits of the library, as found in its folders.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// A row for each, and for the examples that are known already; no two of one origin.
    pub rows: Vec<LibraryRow>,
    /// The edition that the known rows are of: checklists, rules of councils and day.
    pub edition: String,
    /// True if it is no more than what was shown first at the last start: the true listing follows.
    pub at_a_glance: bool,
}

/// An audit in a few words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The authority.
    pub authority: String,
    /// The service.
    pub service: String,
    /// The decision's date.
    pub decided: Option<NaiveDate>,
    /// The verdict.
    pub verdict: VerdictId,
    /// The number of core questions, and of those still open.
    pub core: (usize, usize),
    /// The number of flags that fired, by level, the gravest first.
    pub flags: [usize; 4],
    /// The time limit that runs out next.
    pub next: Option<NextLimit>,
}

impl Summary {
    /// Summarises an audit.
    pub fn of(
        library: &Library,
        audit: &Audit,
        window: Option<&LocalWindow>,
        today: NaiveDate,
    ) -> Self {
        let findings = derive(library, audit, today);
        let count = |level| findings.count(level);
        Self {
            authority: audit.review.authority.clone(),
            service: audit.review.service.clone(),
            decided: audit.review.decided,
            verdict: findings.verdict.id,
            core: (findings.core, findings.core_open.len()),
            flags: [
                count(Level::Breach),
                count(Level::Undermines),
                count(Level::Departure),
                count(Level::Gap),
            ],
            next: NextLimit::of_facts(&findings.facts(library, audit, today), window),
        }
    }
}

/// The order of the user's own audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShelfOrder {
    /// The one last changed first.
    #[default]
    Changed,
    /// The one whose time limit runs out next first.
    Deadline,
    /// The gravest verdict first.
    Verdict,
    /// The one opened last first.
    Opened,
}

impl ShelfOrder {
    /// Returns the order that follows it.
    pub(super) const fn next(self) -> Self {
        match self {
            Self::Changed => Self::Deadline,
            Self::Deadline => Self::Verdict,
            Self::Verdict => Self::Opened,
            Self::Opened => Self::Changed,
        }
    }

    /// Returns it in a sentence.
    pub(super) const fn says(self) -> &'static str {
        match self {
            Self::Changed => "Your audits are in the order of their last change.",
            Self::Deadline => "Your audits are in the order of their next time limits.",
            Self::Verdict => "Your audits are in the order of their verdicts, the gravest first.",
            Self::Opened => {
                "Your audits are in the order in which you opened them, the last first."
            }
        }
    }
}

/// The library of audits.
#[derive(Debug, Clone, Default)]
pub struct AuditList {
    /// The rows that are shown: the user's own in their order, then the examples.
    pub rows: Vec<LibraryRow>,
    /// The index of the selected row.
    pub selected: usize,
    /// True if the user's own audits have been listed.
    pub listed: bool,
    /// The audit to select after the next listing.
    pub wanted: Option<PathBuf>,
    /// The order of the user's own audits.
    pub order: ShelfOrder,
    /// The time at which each was opened last on this machine; only their order depends on it.
    pub opened: BTreeMap<PathBuf, DateTime<Utc>>,
    /// True if the audits in the archive are shown.
    pub archive_shown: bool,
    /// The words that narrow the rows, while they are typed.
    pub filter: Option<Field>,
    /// The rows that do not match those words, and the archive while it is not shown.
    hidden: Vec<LibraryRow>,
    /// The working out of the rows.
    work: Work,
}

/// The state of the working out of the rows.
#[derive(Debug, Clone, Default)]
struct Work {
    /// The edition that the rows are of.
    edition: String,
    /// True until the folders were looked into.
    at_a_glance: bool,
    /// The number of listings so far.
    listings: u64,
    /// True while rows are being worked out.
    under_way: bool,
    /// True if a row was worked out that the index beside the audits does not have.
    unkept: bool,
}

/// Rows to work out in the background.
#[derive(Debug, Clone)]
pub struct RowsToWorkOut {
    /// The checklists.
    pub library: Arc<Library>,
    /// The day.
    pub today: NaiveDate,
    /// The rows, as they were listed.
    pub rows: Vec<LibraryRow>,
    /// The number of the listing that they are from.
    pub listing: u64,
}

impl RowsToWorkOut {
    /// Returns a row with what was found out about it: the audit and the rules of its council, or the
    /// reason that it cannot be read.
    pub fn done(
        &self,
        row: &LibraryRow,
        audit: Result<(&Audit, Option<&LocalWindow>), Problem>,
    ) -> LibraryRow {
        LibraryRow {
            content: match audit {
                Ok((audit, window)) => {
                    Content::Known(Summary::of(&self.library, audit, window, self.today))
                }
                Err(why) => Content::Unreadable(why),
            },
            stale: false,
            ..row.clone()
        }
    }
}

/// The number of rows that are worked out in one go: those in sight are shown before the others.
const IN_ONE_GO: usize = 128;

impl AuditList {
    /// Returns a library with the examples alone, not worked out yet.
    pub fn with_examples() -> Self {
        Self {
            rows: LibraryRow::examples().collect(),
            ..Self::default()
        }
    }

    /// Works the examples out at once.
    pub fn work_out_examples(&mut self, library: &Arc<Library>, today: NaiveDate) {
        let work = RowsToWorkOut {
            library: Arc::clone(library),
            today,
            rows: Vec::new(),
            listing: 0,
        };
        for row in self.rows.iter_mut().chain(&mut self.hidden) {
            if let AuditOrigin::Example(name) = row.origin
                && row.stale
            {
                let audit = example(name).ok_or_else(no_example);
                *row = work.done(
                    row,
                    audit.as_ref().map(|one| (one, None)).map_err(Clone::clone),
                );
            }
        }
    }

    /// Replaces the user's own audits, and keeps the selected row.
    ///
    /// What is known already of one that was not read again goes on being shown; it is worked out
    /// again if its files are others than they were, or may be.
    pub fn take(&mut self, listing: Listing) {
        // Select the audit just closed, else the row selected before; at the start, the first.
        let here = self.wanted.take().map(AuditOrigin::Mine).or_else(|| {
            let moved = self.selected > 0 || !self.work.at_a_glance;
            let row = self.rows.get(self.selected);
            Some(row.filter(|_| self.listed && moved)?.origin.clone())
        });
        let mut before: HashMap<AuditOrigin, LibraryRow> = std::mem::take(&mut self.rows)
            .into_iter()
            .chain(std::mem::take(&mut self.hidden))
            .map(|row| (row.origin.clone(), row))
            .collect();
        let same_edition = self.work.edition == listing.edition;
        for mut row in listing.rows {
            let old = before.remove(&row.origin);
            if row.stale
                && let Some(old) = old
            {
                let same = same_edition && !old.stamp.is_empty() && old.stamp == row.stamp;
                row.stale = old.stale || !same || !old.may_be_kept();
                if matches!(row.content, Content::Awaited) {
                    row.content = old.content;
                }
            }
            self.rows.push(row);
        }
        // An example is as it was; every other row of before is gone.
        let examples = before.into_values();
        self.rows
            .extend(examples.filter(|row| matches!(row.origin, AuditOrigin::Example(_))));
        self.work.edition = listing.edition;
        self.work.at_a_glance = listing.at_a_glance;
        self.work.listings += 1;
        self.listed = true;
        self.sort(here);
    }

    /// Goes by the rows that are shown: the folders cannot be looked into.
    pub(super) const fn cannot_be_listed(&mut self) {
        self.work.at_a_glance = false;
    }

    /// Returns true if the user has no audit of their own, as far as is known.
    pub fn has_none(&self) -> bool {
        let example = |row: &LibraryRow| matches!(row.origin, AuditOrigin::Example(_));
        self.all_rows().all(example)
    }

    /// Returns the rows to work out next, those nearest to the bar first; none if there are none, or
    /// if some are being worked out.
    pub(super) fn next_to_work_out(
        &mut self,
        library: &Arc<Library>,
        today: NaiveDate,
    ) -> Option<RowsToWorkOut> {
        if !self.waits_to_be_worked_out() {
            return None;
        }
        let selected = self.selected;
        let mut stale: Vec<(usize, &LibraryRow)> = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (at.abs_diff(selected), row))
            .chain(self.hidden.iter().map(|row| (usize::MAX, row)))
            .filter(|(_, row)| row.stale)
            .collect();
        stale.sort_by_key(|(distance, _)| *distance);
        let rows: Vec<LibraryRow> = stale
            .into_iter()
            .take(IN_ONE_GO)
            .map(|(_, row)| row.clone())
            .collect();
        self.work.under_way = true;
        Some(RowsToWorkOut {
            library: Arc::clone(library),
            today,
            rows,
            listing: self.work.listings,
        })
    }

    /// Returns true if there are rows to work out, and none is being worked out.
    pub(super) fn waits_to_be_worked_out(&self) -> bool {
        let busy = self.work.under_way || self.work.at_a_glance;
        !busy && self.all_rows().any(|row| row.stale)
    }

    /// Takes rows that were worked out. One of a listing before the last is shown, and worked out
    /// again.
    pub(super) fn worked_out(&mut self, listing: u64, rows: Vec<LibraryRow>) {
        self.work.under_way = false;
        let here = self.current().map(|row| row.origin.clone());
        let current = listing == self.work.listings;
        let mut done: HashMap<AuditOrigin, LibraryRow> =
            (rows.into_iter().map(|row| (row.origin.clone(), row))).collect();
        for row in self.rows.iter_mut().chain(&mut self.hidden) {
            let Some(done) = done.remove(&row.origin) else {
                continue;
            };
            if current {
                self.work.unkept |= done.may_be_kept();
                *row = done;
            } else {
                row.content = done.content;
            }
        }
        self.sort(here);
    }

    /// Returns what the index beside the audits is to hold, once all rows are worked out and it does
    /// not hold it yet: each row that can be shown as it is at the next start, and the edition.
    pub(super) fn take_kept(&mut self) -> Option<(String, Vec<LibraryRow>)> {
        let all = || self.rows.iter().chain(&self.hidden);
        let busy = self.work.under_way || self.work.at_a_glance;
        if !self.work.unkept || busy || !self.listed || all().any(|row| row.stale) {
            return None;
        }
        let mut rows: Vec<LibraryRow> = all().filter(|row| row.may_be_kept()).cloned().collect();
        // Those that the next start shows first.
        let is_other = |row: &LibraryRow| !matches!(row.origin, AuditOrigin::Mine(_));
        rows.sort_by(|a, b| {
            let changed = || {
                b.modified
                    .cmp(&a.modified)
                    .then_with(|| a.name.cmp(&b.name))
            };
            is_other(a).cmp(&is_other(b)).then_with(changed)
        });
        self.work.unkept = false;
        Some((self.work.edition.clone(), rows))
    }

    /// Returns every row, those that the typed words hide included.
    pub fn all_rows(&self) -> impl Iterator<Item = &LibraryRow> {
        self.rows.iter().chain(&self.hidden)
    }

    /// Shows every row again, and puts the bar on one of them.
    pub(super) fn choose(&mut self, origin: &AuditOrigin) {
        self.filter = None;
        self.sort(Some(origin.clone()));
    }

    /// Sorts the user's own audits before the examples, hides what does not match the words that are
    /// typed, and puts the bar on a row.
    pub(super) fn sort(&mut self, here: Option<AuditOrigin>) {
        let order = self.order;
        let times = &self.opened;
        let key = |row: &LibraryRow| {
            let by_deadline = order == ShelfOrder::Deadline;
            let due = row.next().map(|next| next.due).filter(|_| by_deadline);
            let verdict = row.content.known().map_or(usize::MAX, |of| {
                let all = VerdictId::ALL.iter();
                all.take_while(|one| **one != of.verdict).count()
            });
            let verdict = (order == ShelfOrder::Verdict).then_some(verdict);
            // The examples keep their order.
            let (group, example) = match row.origin {
                AuditOrigin::Mine(_) => (0, 0),
                AuditOrigin::Archived(_) => (1, 0),
                AuditOrigin::Example(name) => {
                    let all = shipped::examples().iter();
                    (2, all.take_while(|(one, _)| *one != name).count())
                }
            };
            let last = by_deadline && due.is_none();
            let opened = match &row.origin {
                AuditOrigin::Mine(path) if order == ShelfOrder::Opened => times.get(path),
                _ => None,
            };
            (group, example, last, due, verdict, Reverse(opened))
        };
        let mut all = std::mem::take(&mut self.rows);
        all.append(&mut self.hidden);
        all.sort_by(|a, b| {
            let changed = || b.modified.cmp(&a.modified).then(a.name.cmp(&b.name));
            key(a).cmp(&key(b)).then_with(changed)
        });
        let typed = self.filter.as_ref().map_or("", Field::text);
        let found = (!typed.trim().is_empty()).then(|| {
            let words: Vec<(String, String)> = all.iter().map(LibraryRow::words).collect();
            let sought = all
                .iter()
                .zip(&words)
                .map(|(row, (label, words))| RowWords {
                    id: &row.name,
                    label,
                    all: words,
                });
            let found = ranked(typed, &sought);
            found.into_iter().map(|(at, _)| at).collect::<BTreeSet<_>>()
        });
        for (at, row) in all.into_iter().enumerate() {
            let put_away = matches!(row.origin, AuditOrigin::Archived(_));
            let found = found.as_ref().is_none_or(|found| found.contains(&at));
            let kept = if found && (self.archive_shown || !put_away) {
                &mut self.rows
            } else {
                &mut self.hidden
            };
            kept.push(row);
        }
        let last = self.rows.len().saturating_sub(1);
        self.selected = here.map_or(0, |origin| {
            let at = self.rows.iter().position(|row| row.origin == origin);
            at.unwrap_or(self.selected).min(last)
        });
    }

    /// Returns the selected row.
    pub fn current(&self) -> Option<&LibraryRow> {
        self.rows.get(self.selected)
    }
}

/// Reads a shipped example.
pub fn example(name: &str) -> Option<Audit> {
    let mut all = shipped::examples().iter();
    let (_, text) = all.find(|(one, _)| *one == name)?;
    Audit::read(&SourceText::new(name, *text)).ok()
}

/// Returns the reason why an example is not shown.
pub fn no_example() -> Problem {
    Problem::new(ProblemKind::Data, "this example cannot be read")
}
