//! What the terminal needs of the disk and of the clock, said as traits so that a test can give it
//! a slow disk, a full one, or a clock that stands still.
//!
//! The real ones are in `disk`. Every reason is a sentence for the user.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::audit::{Audit, Entry};
use crate::checklist::Digest;
use crate::desk::{ListedAudit, OpenedAudit};

/// An audit that was opened, and what saves it; nothing saves one that is only to be read.
pub type Opened = (OpenedAudit, Option<Box<dyn Keeper>>);

/// The disk and the clock. All but [`now`](Services::now) is called on the saver's thread.
pub trait Services: Send + Sync + 'static {
    /// The audits of the library.
    ///
    /// # Errors
    /// Why the library cannot be read, in words.
    fn list(&self) -> Result<Vec<ListedAudit>, String>;

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

    /// Writes a report.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<Written, String>;

    /// Keeps an audit somewhere else because it could not be saved where it belongs, and says where.
    ///
    /// # Errors
    /// Why that failed too, in words.
    fn rescue(&self, audit: &Audit) -> Result<PathBuf, String>;

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

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was written here.
    Wrote(PathBuf),
    /// There is a file of that name already, and it was left alone.
    Exists(PathBuf),
}
