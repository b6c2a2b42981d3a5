//! A store of audits in memory that fails and blocks when it is ordered to, and reports what it did.

#![allow(unreachable_pub, reason = "shared with the unit tests of the library")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

use scrutineer::audit::{Audit, Entry, History, Review};
use scrutineer::base::{Digest, Problem, ProblemKind};
use scrutineer::desk::shelf::Listing;
use scrutineer::desk::{BackgroundJob, EffectOutcome, OpenedAudit};
use scrutineer::terminal::{
    AppendReceipt, AuditSink, AuditStore, JobRunner, OnProgress, OpenedForWriting,
};

/// Something the store did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// An entry went into the journal.
    Appended(u64),
    /// A snapshot was written, with this many answers.
    Wrote(usize),
    /// An audit was written elsewhere, with this many answers.
    Rescued(usize),
    /// The writer of an audit was let go.
    Released,
}

/// The orders that the store follows: the reason an operation fails for, if it does.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    pub listing_panics: bool,
    pub append_fails: Option<&'static str>,
    pub snapshot_fails: Option<&'static str>,
    pub rescue_fails: Option<&'static str>,
    /// True while every operation on an audit waits.
    pub blocked: bool,
}

/// The store, and the writer of each audit in it.
#[derive(Clone)]
pub struct FakeStore {
    orders: Arc<(Mutex<Orders>, Condvar)>,
    report: Arc<dyn Fn(Act) + Send + Sync>,
}

/// A problem of the disk with this message.
pub fn disk_problem(message: &str) -> Problem {
    Problem::new(ProblemKind::Disk, message)
}

impl FakeStore {
    /// A store that follows these orders and reports what it did.
    pub fn new(orders: Orders, report: impl Fn(Act) + Send + Sync + 'static) -> Self {
        Self {
            orders: Arc::new((Mutex::new(orders), Condvar::new())),
            report: Arc::new(report),
        }
    }

    /// Changes the orders.
    pub fn order(&self, change: impl FnOnce(&mut Orders)) {
        change(&mut self.orders.0.lock().expect("not poisoned"));
        self.orders.1.notify_all();
    }

    fn act(
        &self,
        act: Act,
        fails: impl Fn(&Orders) -> Option<&'static str>,
    ) -> Result<(), Problem> {
        let orders = self.orders.0.lock().expect("not poisoned");
        let orders = self
            .orders
            .1
            .wait_while(orders, |orders| orders.blocked)
            .expect("not poisoned");
        if let Some(why) = fails(&orders) {
            return Err(disk_problem(why));
        }
        (self.report)(act);
        Ok(())
    }
}

impl AuditStore for FakeStore {
    fn list(&self) -> Result<Listing, Problem> {
        let panics = self.orders.0.lock().expect("not poisoned").listing_panics;
        assert!(!panics, "a fault at the disk");
        Ok(Listing::default())
    }

    fn open(&self, path: &Path) -> Result<OpenedForWriting, Problem> {
        if path == Path::new("nowhere") {
            return Err(disk_problem("There is no such audit."));
        }
        let audit = OpenedAudit {
            path: path.to_owned(),
            name: path.display().to_string(),
            history: History::begin(Audit::new(Review::named("A", "B"))),
            read_only: None,
            notices: Vec::new(),
            head: None,
        };
        let sink = (path != Path::new("read-only"))
            .then(|| Box::new(FakeSink(self.clone())) as Box<dyn AuditSink>);
        Ok((audit, sink))
    }

    fn create(&self, name: &str, _audit: &Audit) -> Result<OpenedForWriting, Problem> {
        self.open(Path::new(name))
    }

    fn duplicate(&self, _path: &Path, name: &str) -> Result<OpenedForWriting, Problem> {
        self.open(Path::new(name))
    }

    fn move_audit(
        &self,
        path: &Path,
        _to: &scrutineer::desk::LibraryMove,
    ) -> Result<(PathBuf, Vec<PathBuf>), Problem> {
        Ok((path.to_owned(), Vec::new()))
    }

    fn rescue(&self, audit: &Audit) -> Result<PathBuf, Problem> {
        self.act(Act::Rescued(audit.answers.len()), |orders| {
            orders.rescue_fails
        })?;
        Ok("another/place".into())
    }
}

impl JobRunner for FakeStore {
    fn run(&self, _job: BackgroundJob, _progress: &mut OnProgress<'_>) -> EffectOutcome {
        EffectOutcome::Failed(disk_problem("There is nothing here but audits."))
    }
}

struct FakeSink(FakeStore);

impl AuditSink for FakeSink {
    fn append(&mut self, entry: &Entry) -> Result<AppendReceipt, Problem> {
        self.0
            .act(Act::Appended(entry.seq), |orders| orders.append_fails)?;
        Ok(AppendReceipt {
            head: Digest::of_text("head"),
            notices: Vec::new(),
        })
    }

    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, Problem> {
        self.0.act(Act::Wrote(audit.answers.len()), |orders| {
            orders.snapshot_fails
        })?;
        Ok(Vec::new())
    }
}

impl Drop for FakeSink {
    fn drop(&mut self) {
        (self.0.report)(Act::Released);
    }
}
