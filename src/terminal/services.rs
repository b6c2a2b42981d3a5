//! What the terminal needs of the disk and of the clock, said as traits so that a test can give it
//! a slow disk, a full one, or a clock that stands still.
//!
//! The real ones are in `disk`. Every reason is a sentence for the user.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::audit::{Audit, Document, Entry};
use crate::checklist::Digest;
use crate::desk::papers::{Added, Reading};
use crate::desk::{ListedAudit, OpenedAudit};
use crate::documents::{Folder, Register, Shelved};
use crate::import::Book;
use crate::report::{Council, Setting};
use crate::store::Fill;

/// An audit that was opened, and what saves it; nothing saves one that is only to be read.
pub type Opened = (OpenedAudit, Option<Box<dyn Keeper>>);

/// The disk and the clock. All but [`now`](Services::now) and what
/// reads papers is called on the saver's thread.
pub trait Services: Send + Sync + 'static {
    /// The audits of the library; each that cannot be read says why.
    fn list(&self) -> Vec<ListedAudit>;

    /// Opens an audit: takes its lock, recovers what is to be recovered.
    ///
    /// # Errors
    /// Why it cannot be opened, in words.
    fn open(&self, path: &Path) -> Result<Opened, String>;

    /// Makes a new audit file in the library and opens it; the name is a wish.
    ///
    /// # Errors
    /// Why it cannot be made, in words.
    fn create(&self, name: &str, audit: &Audit) -> Result<Opened, String>;

    /// Writes a report: `fill` gives its bytes.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    fn write(&self, path: &Path, fill: &mut Fill<'_>, overwrite: bool) -> Result<Written, String>;

    /// Keeps an audit somewhere else because it could not be saved where it belongs, and says where.
    ///
    /// # Errors
    /// Why that failed too, in words.
    fn rescue(&self, audit: &Audit) -> Result<PathBuf, String>;

    /// What the user set for papers, with the rules of a council.
    ///
    /// # Errors
    /// Why that cannot be read, in words.
    fn setting(&self, authority: &str) -> Result<Setting, String>;

    /// Keeps the name of whoever hands papers over, and says where.
    ///
    /// # Errors
    /// Why it cannot be kept, in words.
    fn keep_author(&self, name: &str) -> Result<PathBuf, String>;

    /// Keeps a council's own rules, and says where.
    ///
    /// # Errors
    /// Why they cannot be kept, in words.
    fn keep_council(&self, council: &Council) -> Result<PathBuf, String>;

    /// Reads a spreadsheet that is to be taken in.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    fn read_sheet(&self, path: &Path) -> Result<Book, String>;

    /// What stands in a folder; in the one to begin with, where none is given.
    ///
    /// # Errors
    /// Why that cannot be told, in words.
    fn folder(&self, path: Option<&Path>) -> Result<Folder, String>;

    /// Reads the papers of a register, but for those that are known; `step` is told how far that
    /// has come, and ends it by breaking. Called on a thread of its own.
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

    /// The time.
    fn now(&self) -> DateTime<Utc>;
}

/// What saves one open audit. Letting it go gives up its lock.
pub trait Keeper: Send {
    /// Puts an entry into the journal and on the disk: when this returns, a power cut loses nothing
    /// of it. After an error the same entry is given again.
    ///
    /// # Errors
    /// Why it is not on the disk, in words.
    fn append(&mut self, entry: &Entry) -> Result<Kept, String>;

    /// Writes the audit file, and hands back what is to be told. The journal has everything already,
    /// so an error here loses nothing.
    ///
    /// # Errors
    /// Why it could not be written, in words.
    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, String>;
}

/// An entry is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The head of the journal after it.
    pub head: Digest,
    /// What is to be told.
    pub notices: Vec<String>,
}

/// What was found where papers were said to lie.
#[derive(Debug, Clone)]
pub enum Found {
    /// Papers.
    Papers(Added),
    /// A folder of them.
    Folder(Folder),
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was written here.
    Wrote(PathBuf),
    /// There is a file of that name already, and it was left alone.
    Exists(PathBuf),
}
