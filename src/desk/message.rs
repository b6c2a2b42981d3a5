//! What reaches the desk and what it asks for: messages in, effects out.
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
use crate::checklist::Digest;
use crate::documents::{Folder, Register, Shelved};
use crate::import::Book;
use crate::report::{Council, Setting};

/// Something that reaches the desk.
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
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// Something that was asked for was done, or failed.
    Outcome(Outcome),
    /// The program must end now: keep what is being typed.
    Closing,
}

/// Something the desk asks for.
#[derive(Debug, Clone)]
pub enum Effect {
    /// List the audits of the library.
    List,
    /// Open an audit: take its lock, recover what is to be recovered.
    Open(PathBuf),
    /// Make a new audit file in the library and open it; the name is a wish.
    Create {
        /// The name wished for.
        name: String,
        /// What it begins with.
        audit: Box<Audit>,
    },
    /// Journal an entry, then write the snapshot.
    Save {
        /// The new entry.
        entry: Box<Entry>,
        /// The audit as it stands after it.
        audit: Box<Audit>,
    },
    /// Write what is still to be written and let the audit go.
    Close,
    /// Read the papers of a register, away from the screen; what is asked for later takes the
    /// place of this.
    ReadPapers {
        /// The audit's file: relative paths are taken from its folder.
        audit: PathBuf,
        /// The register.
        documents: Vec<Document>,
        /// What was read before and need not be read again.
        known: Vec<Shelved>,
    },
    /// Read files that are to be registered; where there is one and it is a folder, list that.
    AddPapers {
        /// The audit's file.
        audit: PathBuf,
        /// The files.
        paths: Vec<PathBuf>,
        /// The register so far.
        documents: Vec<Document>,
    },
    /// Read a spreadsheet that is to be taken in.
    ReadSheet(PathBuf),
    /// List a folder; none for the one to begin with.
    ListFolder(Option<PathBuf>),
    /// Stop reading the papers of the register.
    StopReading,
    /// Stop reading files that were to be registered.
    StopAdding,
    /// Read what the user set for papers, and the rules of a council.
    LoadSetting(String),
    /// Keep the name of whoever hands papers over.
    KeepAuthor(String),
    /// Keep a council's own rules.
    KeepCouncil(Box<Council>),
    /// Build a paper and write it; never over a file that is there, unless told.
    WriteReport {
        /// What it is built from.
        order: Box<PaperOrder>,
        /// Where.
        path: PathBuf,
        /// Over a file that is there.
        overwrite: bool,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Let the user edit a text in their own editor.
    Edit(String),
    /// Take the mouse, or give it back.
    Mouse(bool),
    /// Draw everything afresh.
    Redraw,
    /// Stop as Ctrl-Z does.
    Suspend,
    /// End the program.
    Quit,
}

/// An audit that was opened.
#[derive(Debug, Clone)]
pub struct OpenedAudit {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name in the library.
    pub name: String,
    /// The audit with its history.
    pub history: History,
    /// Why it cannot be changed, if it cannot.
    pub read_only: Option<String>,
    /// What is to be told about its opening.
    pub notices: Vec<String>,
    /// The head of its journal.
    pub head: Option<Digest>,
}

/// An audit file of the library, as it was listed.
#[derive(Debug, Clone)]
pub struct ListedAudit {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The audit, or why it cannot be read.
    pub audit: Result<Audit, String>,
    /// When it was last changed.
    pub modified: Option<DateTime<Utc>>,
    /// What is to be told of it before it is opened: whole sentences.
    pub notices: Vec<String>,
}

/// What became of an effect.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The audits of the library.
    Listed(Vec<ListedAudit>),
    /// An audit was opened or made.
    Opened(Box<OpenedAudit>),
    /// An audit could not be opened or made: why, in words.
    NotOpened(String),
    /// Everything up to an entry is on the disk.
    Saved {
        /// The entry's number.
        seq: u64,
        /// The head of the journal.
        head: Digest,
        /// What is to be told.
        notices: Vec<String>,
    },
    /// Saving failed: why, in words. It is tried again with the next change, and by itself.
    NotSaved(String),
    /// Everything is in the journal, but the audit's own file could not be written: why, in words.
    /// It is tried again by itself, and [`Outcome::Saved`] told when it went.
    NotWritten(String),
    /// How far the reading of the register has come.
    Reading(Reading),
    /// The papers of a register were read.
    PapersRead {
        /// The register that was asked for.
        documents: Vec<Document>,
        /// What was read.
        register: Arc<Register>,
    },
    /// How far the reading of files that are to be registered has come.
    Adding(Reading),
    /// Files that are to be registered were read.
    Added(Added),
    /// A spreadsheet was read; or why it cannot be.
    SheetRead(Result<Box<Book>, String>),
    /// What stands in a folder; or why it cannot be told.
    Folder(Result<Folder, String>),
    /// What the user set for papers; or why it cannot be read.
    Setting {
        /// The council whose rules are among it.
        authority: String,
        /// What was set.
        setting: Result<Box<Setting>, String>,
    },
    /// The name of whoever hands papers over was kept.
    AuthorKept {
        /// The name.
        name: String,
        /// Where.
        path: PathBuf,
    },
    /// A council's own rules were kept here.
    CouncilKept(PathBuf),
    /// A report was written here.
    Wrote(PathBuf),
    /// There is a file of that name already.
    Exists(PathBuf),
    /// Something else failed: why, in words.
    Failed(String),
    /// The user's own editor was closed.
    Edited {
        /// The text; none if it was left unchanged.
        text: Option<String>,
        /// What went wrong, in words.
        trouble: Option<String>,
    },
}
