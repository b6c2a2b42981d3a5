//! The library of audits as displayed: one row an audit, examples after the user's own.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use super::message::ListedAudit;
use super::timeline::NextLimit;
use super::{Desk, NoticeTone};
use crate::audit::Audit;
use crate::base::{Problem, ProblemKind, SourceText};
use crate::checklist::{Library, VerdictId, shipped};
use crate::findings::clocks::LocalWindow;
use crate::findings::{Level, derive};

/// The origin of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditOrigin {
    /// A file of the user's.
    Mine(PathBuf),
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

/// The library of audits.
#[derive(Debug, Clone, Default)]
pub struct AuditList {
    /// The rows: the user's own, the one last changed first or the one whose time limit runs out
    /// next; then the examples.
    pub rows: Vec<LibraryRow>,
    /// The index of the selected row.
    pub selected: usize,
    /// True if the user's own audits have been listed.
    pub listed: bool,
    /// The audit to select after the next listing.
    pub wanted: Option<PathBuf>,
    /// True if the user's own audits are in the order of their next time limits.
    pub by_deadline: bool,
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
            selected: 0,
            listed: false,
            wanted: None,
            by_deadline: false,
        }
    }

    /// Replaces the user's own audits, and keeps the selected row.
    pub fn take(&mut self, library: &Library, listed: Vec<ListedAudit>, today: NaiveDate) {
        // Select the audit just closed, else the row selected before; at the start, the first.
        let here = self.wanted.take().map(AuditOrigin::Mine).or_else(|| {
            let row = self.rows.get(self.selected).filter(|_| self.listed)?;
            Some(row.origin.clone())
        });
        self.rows
            .retain(|row| matches!(row.origin, AuditOrigin::Example(_)));
        let own = listed.into_iter().map(|one| {
            let window = one.council.map(|council| council.window());
            LibraryRow {
                name: one.name,
                origin: AuditOrigin::Mine(one.path),
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

    /// Sorts the user's own audits before the examples, and puts the bar on one of them.
    fn sort(&mut self, here: Option<AuditOrigin>) {
        let by_deadline = self.by_deadline;
        let key = |row: &LibraryRow| {
            let due = row.next().map(|next| next.due).filter(|_| by_deadline);
            let example = matches!(row.origin, AuditOrigin::Example(_));
            (example, by_deadline && due.is_none(), due)
        };
        self.rows.sort_by(|a, b| {
            let changed = || match &a.origin {
                // The examples keep their order.
                AuditOrigin::Example(_) => std::cmp::Ordering::Equal,
                AuditOrigin::Mine(_) => b.modified.cmp(&a.modified).then(a.name.cmp(&b.name)),
            };
            key(a).cmp(&key(b)).then_with(changed)
        });
        self.selected = here
            .and_then(|origin| self.rows.iter().position(|row| row.origin == origin))
            .unwrap_or_default();
    }

    /// Returns the selected row.
    pub fn current(&self) -> Option<&LibraryRow> {
        self.rows.get(self.selected)
    }
}

impl Desk {
    /// Sorts the library by the next time limit, or by the last change again.
    pub(super) fn sort_library(&mut self) {
        let here = self.shelf.current().map(|row| row.origin.clone());
        self.shelf.by_deadline = !self.shelf.by_deadline;
        self.shelf.sort(here);
        let says = if self.shelf.by_deadline {
            "Your audits are in the order of their next time limits."
        } else {
            "Your audits are in the order of their last change."
        };
        self.say(NoticeTone::Info, says);
    }
}

/// Parses a shipped example.
pub fn example(name: &str, text: &str) -> Option<Audit> {
    Audit::read(&SourceText::new(name, text)).ok()
}
