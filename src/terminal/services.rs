//! Traits for the disk and the clock, so that a test can supply a slow disk, a full one, or a
//! stopped clock.
//!
//! The real ones are in `disk`. Every reason is a sentence for the user.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::audit::{Audit, Document, Entry};
use crate::base::Digest;
use crate::desk::papers::{Added, Reading};
use crate::desk::{ListedAudit, OpenedAudit};
use crate::documents::{Folder, Register, Shelved};
use crate::import::Book;
use crate::report::{Council, Setting};
use crate::store::Fill;

/// An audit that was opened, and its writer; `None` if it is read-only.
pub type Opened = (OpenedAudit, Option<Box<dyn Keeper>>);

/// The disk and the clock.
///
/// The saver's thread calls the methods on audits: [`list`](Services::list),
/// [`open`](Services::open), [`create`](Services::create) and [`rescue`](Services::rescue). A
/// background worker calls the rest but [`now`](Services::now).
pub trait Services: Send + Sync + 'static {
    /// Returns the audits of the library; each that cannot be read has the reason.
    fn list(&self) -> Vec<ListedAudit>;

    /// Opens an audit: takes its lock and recovers its journal.
    ///
    /// # Errors
    /// If it cannot be opened: the reason, in words.
    fn open(&self, path: &Path) -> Result<Opened, String>;

    /// Makes a new audit file in the library and opens it; the name may be changed to a free one.
    ///
    /// # Errors
    /// If it cannot be made: the reason, in words.
    fn create(&self, name: &str, audit: &Audit) -> Result<Opened, String>;

    /// Writes a report: `fill` supplies its bytes.
    ///
    /// # Errors
    /// If it cannot be written: the reason, in words.
    fn write(&self, path: &Path, fill: &mut Fill<'_>, overwrite: bool) -> Result<Written, String>;

    /// Writes an audit that could not be saved in its own place to another file. Returns its path.
    ///
    /// # Errors
    /// If that failed too: the reason, in words.
    fn rescue(&self, audit: &Audit) -> Result<PathBuf, String>;

    /// Reads the report settings, with the rules of a council.
    ///
    /// # Errors
    /// If they cannot be read: the reason, in words.
    fn setting(&self, authority: &str) -> Result<Setting, String>;

    /// Stores the name of whoever hands reports over. Returns the path of the settings.
    ///
    /// # Errors
    /// If it cannot be stored: the reason, in words.
    fn keep_author(&self, name: &str) -> Result<PathBuf, String>;

    /// Stores a council's own rules. Returns the path of their file.
    ///
    /// # Errors
    /// If they cannot be stored: the reason, in words.
    fn keep_council(&self, council: &Council) -> Result<PathBuf, String>;

    /// Reads a spreadsheet that is to be imported.
    ///
    /// # Errors
    /// If it cannot be read: the reason, in words.
    fn read_sheet(&self, path: &Path) -> Result<Book, String>;

    /// Lists a folder; the default one for `None`.
    ///
    /// # Errors
    /// If it cannot be listed: the reason, in words.
    fn folder(&self, path: Option<&Path>) -> Result<Folder, String>;

    /// Reads the documents of a register, except those in `known`.
    ///
    /// `step` is called with the progress, and ends the reading by breaking. Called on a thread of
    /// its own.
    fn read_register(
        &self,
        audit: &Path,
        documents: &[Document],
        known: &[Shelved],
        step: &mut dyn FnMut(Reading) -> ControlFlow<()>,
    ) -> Register;

    /// Reads files that are to be registered, as [`read_register`](Services::read_register) does.
    fn read_papers(
        &self,
        audit: &Path,
        paths: &[PathBuf],
        documents: &[Document],
        step: &mut dyn FnMut(Reading) -> ControlFlow<()>,
    ) -> Found;

    /// Returns the current time.
    fn now(&self) -> DateTime<Utc>;
}

/// The writer of one open audit. Dropping it releases its lock.
pub trait Keeper: Send {
    /// Appends an entry to the journal and flushes it to stable storage.
    ///
    /// Once this returns, a power cut loses nothing of it. After an error the same entry is passed
    /// again.
    ///
    /// # Errors
    /// If it is not on the disk: the reason, in words.
    fn append(&mut self, entry: &Entry) -> Result<Kept, String>;

    /// Writes the snapshot. Returns notices for the user.
    ///
    /// The journal has everything already, so an error here loses nothing.
    ///
    /// # Errors
    /// If it could not be written: the reason, in words.
    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, String>;
}

/// The receipt for an entry that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The head of the journal after it.
    pub head: Digest,
    /// Notices for the user.
    pub notices: Vec<String>,
}

/// The result of reading a path that should hold documents.
#[derive(Debug, Clone)]
pub enum Found {
    /// The documents.
    Papers(Added),
    /// A folder that may hold some.
    Folder(Folder),
}

/// The result of writing a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was written to this path.
    Wrote(PathBuf),
    /// A file of that name exists already, and was left alone.
    Exists(PathBuf),
}
