//! Traits for the disk, so that a test can supply a slow one or a full one.
//!
//! Each belongs to one kind of thread: [`AuditStore`] and [`AuditSink`] to the saver,
//! [`JobRunner`] to the background workers.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::audit::{Audit, Entry};
use crate::base::{Digest, Problem};
use crate::desk::papers::ReadingProgress;
use crate::desk::shelf::Listing;
use crate::desk::{BackgroundJob, EffectOutcome, LibraryMove, OpenedAudit};

/// An audit that was opened, and its writer; `None` if it is read-only.
pub type OpenedForWriting = (OpenedAudit, Option<Box<dyn AuditSink>>);

/// The library of audits.
pub trait AuditStore: Send + Sync + 'static {
    /// Returns the audits of the library, as far as they are known without being read.
    ///
    /// # Errors
    /// If the library cannot be looked into.
    fn list(&self) -> Result<Listing, Problem>;

    /// Opens an audit: takes its lock and recovers its journal.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn open(&self, path: &Path) -> Result<OpenedForWriting, Problem>;

    /// Makes a new audit file in the library and opens it; the name may be changed to a free one.
    ///
    /// # Errors
    /// If it cannot be made.
    fn create(&self, name: &str, audit: &Audit) -> Result<OpenedForWriting, Problem>;

    /// Makes a new audit with the contents of another, and opens it; the name may be changed to a
    /// free one.
    ///
    /// # Errors
    /// If the other cannot be read, or the new one cannot be made.
    fn duplicate(&self, path: &Path, name: &str) -> Result<OpenedForWriting, Problem>;

    /// Moves an audit with all that belongs to it. Returns the path of its file now, and the files
    /// that could not be moved along.
    ///
    /// # Errors
    /// If it was not moved.
    fn move_audit(&self, path: &Path, to: &LibraryMove)
    -> Result<(PathBuf, Vec<PathBuf>), Problem>;

    /// Writes an audit that could not be saved in its own place to another file. Returns its path.
    ///
    /// # Errors
    /// If that failed too.
    fn rescue(&self, audit: &Audit) -> Result<PathBuf, Problem>;
}

/// The writer of one open audit. Dropping it releases its lock.
pub trait AuditSink: Send {
    /// Appends an entry to the journal and flushes it to stable storage.
    ///
    /// Once this returns, a power cut loses nothing of it. After an error the same entry is passed
    /// again.
    ///
    /// # Errors
    /// If it is not on the disk.
    fn append(&mut self, entry: &Entry) -> Result<AppendReceipt, Problem>;

    /// Writes the snapshot. Returns notices for the user.
    ///
    /// The journal has everything already, so an error here loses nothing.
    ///
    /// # Errors
    /// If it could not be written.
    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, Problem>;
}

/// The receipt for an entry that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendReceipt {
    /// The head of the journal after it.
    pub head: Digest,
    /// Notices for the user.
    pub notices: Vec<String>,
}

/// A reader's report of its progress; it stops reading when that breaks.
pub type OnProgress<'a> = dyn FnMut(ReadingProgress) -> ControlFlow<()> + 'a;

/// Everything that is done in the background.
pub trait JobRunner: Send + Sync + 'static {
    /// Carries out a job. Returns the outcome for the desk.
    fn run(&self, job: BackgroundJob, progress: &mut OnProgress<'_>) -> EffectOutcome;
}
