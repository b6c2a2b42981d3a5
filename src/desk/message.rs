//! Messages in, effects out: the interface of the desk.
//!
//! The desk itself opens no file and knows no terminal. It asks for an [`Effect`]; whoever carries
//! it out answers with an [`Outcome`].

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::key::Key;
use super::paper::PaperOrder;
use super::papers::{Added, Reading};
use crate::audit::{Audit, Document, Entry, History};
use crate::base::Digest;
use crate::documents::{Folder, Register, Shelved};
use crate::import::Book;
use crate::report::{Council, Setting};

/// An input of the desk.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The mouse was pressed at a column and row.
    Click(u16, u16),
    /// The wheel was turned: down is positive.
    Wheel(i16),
    /// The screen was resized to this many columns and rows.
    Resize(u16, u16),
    /// An effect succeeded or failed.
    Outcome(Outcome),
    /// The program must end now: keep the text that is being typed.
    Closing,
}

/// An operation that the desk asks for.
#[derive(Debug, Clone)]
pub enum Effect {
    /// List the audits of the library.
    List,
    /// Open an audit: take its lock and recover its journal.
    Open(PathBuf),
    /// Make a new audit file in the library and open it; the name may be changed to a free one.
    Create {
        /// The name asked for.
        name: String,
        /// The contents to begin with.
        audit: Box<Audit>,
    },
    /// Journal an entry, then write the snapshot.
    Save {
        /// The new entry.
        entry: Box<Entry>,
        /// The audit after the entry.
        audit: Arc<Audit>,
    },
    /// Write everything still pending, then close the audit.
    Close,
    /// Read the documents of a register in the background; a later request replaces this one.
    ReadPapers {
        /// The audit's file: relative paths are resolved against its folder.
        audit: PathBuf,
        /// The register.
        documents: Vec<Document>,
        /// Documents read before, which need not be read again.
        known: Vec<Shelved>,
    },
    /// Read files that are to be registered; a single folder is listed instead.
    AddPapers {
        /// The audit's file.
        audit: PathBuf,
        /// The files.
        paths: Vec<PathBuf>,
        /// The register so far.
        documents: Vec<Document>,
    },
    /// Read a spreadsheet that is to be imported.
    ReadSheet(PathBuf),
    /// List a folder; `None` for the default folder.
    ListFolder(Option<PathBuf>),
    /// Stop reading the documents of the register.
    StopReading,
    /// Stop reading files that were to be registered.
    StopAdding,
    /// Read the report settings, and the rules of the council with this name.
    LoadSetting(String),
    /// Store the name of whoever hands reports over.
    KeepAuthor(String),
    /// Store a council's own rules.
    KeepCouncil(Box<Council>),
    /// Build a report and write it; an existing file is replaced only if `overwrite` is set.
    WriteReport {
        /// The input that the report is built from.
        order: Box<PaperOrder>,
        /// The file to write.
        path: PathBuf,
        /// True if an existing file may be replaced.
        overwrite: bool,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Let the user edit a text in their own editor.
    Edit(String),
    /// Switch mouse capture on or off.
    Mouse(bool),
    /// Redraw everything.
    Redraw,
    /// Suspend the program as Ctrl-Z does.
    Suspend,
    /// End the program.
    Quit,
}

/// An audit that was opened.
#[derive(Debug, Clone)]
pub struct OpenedAudit {
    /// Path of its file.
    pub path: PathBuf,
    /// Its name in the library.
    pub name: String,
    /// The audit with its history.
    pub history: History,
    /// The reason it cannot be changed, if it cannot.
    pub read_only: Option<String>,
    /// Notices about its opening.
    pub notices: Vec<String>,
    /// Digest of the last entry of its journal.
    pub head: Option<Digest>,
}

/// An audit file of the library, as listed.
#[derive(Debug, Clone)]
pub struct ListedAudit {
    /// Its name.
    pub name: String,
    /// Path of its file.
    pub path: PathBuf,
    /// The audit, or the reason it cannot be read.
    pub audit: Result<Audit, String>,
    /// Time of its last change.
    pub modified: Option<DateTime<Utc>>,
    /// Notices to show before it is opened: whole sentences.
    pub notices: Vec<String>,
}

/// The result of an effect.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The audits of the library.
    Listed(Vec<ListedAudit>),
    /// An audit was opened or made.
    Opened(Box<OpenedAudit>),
    /// An audit could not be opened or made: the reason, in words.
    NotOpened(String),
    /// Everything up to an entry is saved on disk.
    Saved {
        /// The entry's number.
        seq: u64,
        /// Digest of the last entry of the journal.
        head: Digest,
        /// Notices about saving.
        notices: Vec<String>,
    },
    /// Saving failed: the reason, in words. It is retried with the next change, and by itself.
    NotSaved(String),
    /// Everything is in the journal, but the snapshot could not be written: the reason, in words.
    /// It is retried by itself; success is reported as [`Outcome::Saved`].
    NotWritten(String),
    /// Progress of reading the register.
    Reading(Reading),
    /// The documents of a register were read.
    PapersRead {
        /// The register that was asked for.
        documents: Vec<Document>,
        /// The result of the reading.
        register: Arc<Register>,
    },
    /// Progress of reading the files that are to be registered.
    Adding(Reading),
    /// The files that are to be registered were read.
    Added(Added),
    /// A spreadsheet was read; or the reason it cannot be.
    SheetRead(Result<Box<Book>, String>),
    /// The contents of a folder; or the reason it cannot be listed.
    Folder(Result<Folder, String>),
    /// The report settings were read, or cannot be.
    Setting {
        /// The council whose rules are included.
        authority: String,
        /// The settings, or the reason they cannot be read.
        setting: Result<Box<Setting>, String>,
    },
    /// The name of whoever hands reports over was stored.
    AuthorKept {
        /// The name.
        name: String,
        /// The file it was stored in.
        path: PathBuf,
    },
    /// A council's own rules were stored in this file.
    CouncilKept(PathBuf),
    /// A report was written to this file.
    Wrote(PathBuf),
    /// A file of that name exists already.
    Exists(PathBuf),
    /// Another effect failed: the reason, in words.
    Failed(String),
    /// The user's own editor was closed.
    Edited {
        /// The edited text; `None` if it was left unchanged.
        text: Option<String>,
        /// The error, in words.
        trouble: Option<String>,
    },
}
