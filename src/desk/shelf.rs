//! The library of audits as displayed: one row an audit, examples after the user's own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use super::field::Field;
use super::message::ListedAudit;
use super::ranking::{Sought, ranked};
use super::timeline::NextLimit;
use crate::audit::Audit;
use crate::base::{Problem, ProblemKind, SourceText, Word as _};
use crate::checklist::{Library, VerdictId, shipped};
use crate::findings::clocks::LocalWindow;
use crate::findings::{Level, derive};

/// The origin of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditOrigin {
    /// A file of the user's.
    Mine(PathBuf),
    /// A file of the user's in the archive.
    Archived(PathBuf),
    /// A shipped example, by its name.
    Example(&'static str),
}

/// One row of the library.
#[derive(Debug, Clone)]
pub struct LibraryRow {
    /// Its name.
    pub name: String,
    /// Its origin.
    pub origin: AuditOrigin,
    /// Its summary, or the reason it cannot be read.
    pub content: Result<Summary, Problem>,
    /// Notices to show before it is opened: whole sentences.
    pub notices: Vec<String>,
    /// The conflict copies next to it.
    pub copies: Vec<PathBuf>,
    /// Time of its last change; none for an example.
    pub modified: Option<DateTime<Utc>>,
}

impl LibraryRow {
    /// Returns the words that are shown of it, and all that it is found by, in lower case.
    fn words(&self) -> (String, String) {
        let (label, verdict) = match &self.content {
            Ok(of) => (
                format!("{}: {}", of.authority, of.service),
                of.verdict.label(),
            ),
            Err(_) => (self.name.clone(), "cannot be read"),
        };
        let all = format!("{label} {} {verdict}", self.name).to_lowercase();
        (label, all)
    }

    /// Returns the time limit that runs out next.
    pub fn next(&self) -> Option<&NextLimit> {
        self.content.as_ref().ok()?.next.as_ref()
    }
}

/// An audit in a few words.
#[derive(Debug, Clone)]
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
            next: NextLimit::of_audit(library, audit, window, today),
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
}

impl AuditList {
    /// Returns a library with the examples alone.
    pub fn with_examples(library: &Library, today: NaiveDate) -> Self {
        let rows = shipped::examples()
            .iter()
            .map(|(name, text)| LibraryRow {
                name: (*name).to_owned(),
                origin: AuditOrigin::Example(name),
                content: example(name, text)
                    .map(|audit| Summary::of(library, &audit, None, today))
                    .ok_or_else(|| Problem::new(ProblemKind::Data, "this example cannot be read")),
                notices: Vec::new(),
                copies: Vec::new(),
                modified: None,
            })
            .collect();
        Self {
            rows,
            ..Self::default()
        }
    }

    /// Replaces the user's own audits, and keeps the selected row.
    pub fn take(&mut self, library: &Library, listed: Vec<ListedAudit>, today: NaiveDate) {
        // Select the audit just closed, else the row selected before; at the start, the first.
        let here = self.wanted.take().map(AuditOrigin::Mine).or_else(|| {
            let row = self.rows.get(self.selected).filter(|_| self.listed)?;
            Some(row.origin.clone())
        });
        self.rows.append(&mut self.hidden);
        self.rows
            .retain(|row| matches!(row.origin, AuditOrigin::Example(_)));
        let own = listed.into_iter().map(|one| {
            let window = one.council.map(|council| council.window());
            LibraryRow {
                name: one.name,
                origin: if one.archived {
                    AuditOrigin::Archived(one.path)
                } else {
                    AuditOrigin::Mine(one.path)
                },
                content: one
                    .audit
                    .map(|audit| Summary::of(library, &audit, window.as_ref(), today)),
                notices: one.notices,
                copies: one.copies,
                modified: one.modified,
            }
        });
        self.rows = own.chain(std::mem::take(&mut self.rows)).collect();
        self.listed = true;
        self.sort(here);
    }

    /// Returns true if the user has no audit of their own, as far as is known.
    pub fn has_none(&self) -> bool {
        let example = |row: &LibraryRow| matches!(row.origin, AuditOrigin::Example(_));
        self.all_rows().all(example)
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
            let verdict = row.content.as_ref().map_or(usize::MAX, |of| {
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
        let words: Vec<(String, String)> = all.iter().map(LibraryRow::words).collect();
        let sought = all.iter().zip(&words).map(|(row, (label, words))| Sought {
            id: &row.name,
            label,
            all: words,
        });
        let found = ranked(typed, &sought);
        let found: BTreeSet<usize> = found.into_iter().map(|(at, _)| at).collect();
        for (at, row) in all.into_iter().enumerate() {
            let put_away = matches!(row.origin, AuditOrigin::Archived(_));
            let kept = if found.contains(&at) && (self.archive_shown || !put_away) {
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

/// Parses a shipped example.
pub fn example(name: &str, text: &str) -> Option<Audit> {
    Audit::read(&SourceText::new(name, text)).ok()
}
