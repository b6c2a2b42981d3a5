//! Messages in, effects out: the interface of the desk.
//!
//! The desk itself opens no file and knows no terminal. It asks for an [`Effect`]; whoever carries
//! it out answers with an [`EffectOutcome`].

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::bundle::BundleOrder;
use super::comparing::Comparing;
use super::key::Key;
use super::looks::{Rgb, ThemeName};
use super::paper::ReportOrder;
use super::papers::{Added, ReadingProgress};
use super::remembered::Reminder;
use super::shelf::{LibraryRow, Listing, RowsToWorkOut};
use super::surveying::Survey;
use crate::audit::{Audit, Document, Entry, History, MergePlan};
use crate::base::{Digest, Problem};
use crate::checklist::{ChecklistText, Library};
use crate::documents::{Folder, FoundFile, Register, Shelved};
use crate::import::Book;
use crate::report::setting::file::OfAuthor;
use crate::report::{Council, Person, Setting};

/// An input of the desk.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The mouse was pressed at a column and row.
    Click(u16, u16),
    /// The wheel was turned, down is positive, with the mouse at a column and row.
    Wheel(i16, (u16, u16)),
    /// The terminal told its background.
    Ground(Rgb),
    /// The screen was resized to this many columns and rows.
    Resize(u16, u16),
    /// An effect succeeded or failed.
    Outcome(EffectOutcome),
    /// The program must end now: keep the text that is being typed.
    Closing,
}

/// An operation that the desk asks for, by who carries it out.
#[derive(Debug, Clone)]
pub enum Effect {
    /// The saver carries it out, in the order of the requests.
    Store(StoreJob),
    /// The worker of its queue carries it out in the background.
    Background(BackgroundJob),
    /// The worker of this queue stops reading.
    Stop(Queue),
    /// The event loop carries it out at once, at the terminal.
    Terminal(TerminalJob),
}

impl From<StoreJob> for Effect {
    fn from(job: StoreJob) -> Self {
        Self::Store(job)
    }
}

impl From<BackgroundJob> for Effect {
    fn from(job: BackgroundJob) -> Self {
        Self::Background(job)
    }
}

impl From<TerminalJob> for Effect {
    fn from(job: TerminalJob) -> Self {
        Self::Terminal(job)
    }
}

/// The place that an audit of the library is moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryMove {
    /// Another name, made of these words.
    Name(String),
    /// The archive.
    Archive,
    /// The library, from the archive.
    Library,
}

/// A job on the library or the open audit.
#[derive(Debug, Clone)]
pub enum StoreJob {
    /// List the audits of the library.
    List,
    /// Open an audit: take its lock and recover its journal. The one that is open is closed before.
    Open(PathBuf),
    /// Make a new audit file in the library and open it; the name may be changed to a free one.
    Create {
        /// The name asked for.
        name: String,
        /// The contents to begin with.
        audit: Box<Audit>,
    },
    /// Make a new audit with the contents of another, and open it; the name may be changed to a free
    /// one. The other is only read, and the history of the new one begins with it.
    Duplicate {
        /// The path of the other.
        path: PathBuf,
        /// The name asked for.
        name: String,
    },
    /// Rename an audit of the library, or move it to the archive or back, with all that belongs to it.
    Move {
        /// The path of its file.
        path: PathBuf,
        /// The place it is moved to.
        to: LibraryMove,
    },
    /// Journal entries, one after the other, then write the snapshot.
    Save {
        /// The new entries: one, or the steps to another place in the history.
        entries: Vec<Entry>,
        /// The audit after the last of them.
        audit: Arc<Audit>,
    },
    /// Write everything still pending, then close the audit.
    Close,
}

impl StoreJob {
    /// Returns true if it keeps what the user did: the jobs that are carried out even at the end.
    pub const fn keeps(&self) -> bool {
        match self {
            Self::Create { .. }
            | Self::Duplicate { .. }
            | Self::Move { .. }
            | Self::Save { .. }
            | Self::Close => true,
            Self::List | Self::Open(_) => false,
        }
    }
}

/// A job on other files, which may take long.
#[derive(Debug, Clone)]
pub enum BackgroundJob {
    /// Load the checklists: those that come with the program, and these, the user's own.
    LoadChecklists(Vec<ChecklistText>),
    /// Work out what the library shows of some audits.
    WorkOut(RowsToWorkOut),
    /// Keep what the library shows, of an edition, in the index beside the audits.
    KeepIndex(String, Vec<LibraryRow>),
    /// Read the documents of a register; a later request replaces this one.
    ReadRegister {
        /// The audit's file: relative paths are resolved against its folder.
        audit: PathBuf,
        /// The register.
        documents: Vec<Document>,
        /// Documents read before, which need not be read again.
        known: Vec<Shelved>,
    },
    /// Find the papers at some paths, before any is read.
    FindPapers {
        /// The paths.
        paths: Vec<PathBuf>,
        /// True if a folder is gone through; a single one is listed otherwise.
        within: bool,
    },
    /// Read papers that were found and are to be registered.
    ReadFiles {
        /// The audit's file.
        audit: PathBuf,
        /// The papers.
        files: Vec<FoundFile>,
        /// The register so far.
        documents: Vec<Document>,
    },
    /// Read a spreadsheet that is to be imported.
    ReadSheet(PathBuf),
    /// Read another person's audit, and plan its merge into the open one.
    ReadTheirs {
        /// The file of the open audit.
        ours: PathBuf,
        /// Everything that was done to the open audit.
        history: Arc<History>,
        /// The file of the other.
        path: PathBuf,
    },
    /// Compare two papers of a register.
    ComparePapers {
        /// The papers as they were read.
        register: Arc<Register>,
        /// The draft, by the id of its entry.
        draft: String,
        /// The final, by the id of its entry.
        last: String,
    },
    /// Count all of the user's audits together.
    Survey {
        /// The checklists.
        library: Arc<Library>,
        /// The day at which open reviews are judged.
        today: NaiveDate,
    },
    /// List a folder; `None` for the default folder.
    ListFolder(Option<PathBuf>),
    /// Read the report settings, and the rules of the council with this name.
    LoadSetting(String),
    /// Store a text about whoever hands reports over: the name, or who they write for.
    KeepAuthor(OfAuthor, String),
    /// Store what the user said of themselves.
    KeepPerson(Box<Person>),
    /// Remember something until the next start.
    Remember(Reminder),
    /// Store the theme of the desk.
    KeepTheme(ThemeName),
    /// Store a council's own rules.
    KeepCouncil(Box<Council>),
    /// Build a report and write it; an existing file is replaced only if `overwrite` is set.
    WriteReport {
        /// The input that the report is built from.
        order: Box<ReportOrder>,
        /// The audit's file; `None` for an example.
        audit: Option<PathBuf>,
        /// The file to write.
        path: PathBuf,
        /// True if an existing file may be replaced.
        overwrite: bool,
    },
    /// Bundle an audit with its papers, in a zip file or, if the name ends so, in a PDF.
    WriteBundle {
        /// The input that its papers are built from.
        order: Box<BundleOrder>,
        /// The audit's file.
        audit: PathBuf,
        /// The file to write.
        path: PathBuf,
        /// True if an existing file may be replaced.
        overwrite: bool,
    },
    /// Take the papers out of a bundle that an audit has not; the bundle is merged into it then.
    TakeOut {
        /// The file of the open audit.
        ours: PathBuf,
        /// The open audit before the merge.
        audit: Arc<Audit>,
        /// The bundle.
        bundle: PathBuf,
    },
    /// Open a file or a folder with the program that the operating system has for it.
    OpenOutside(PathBuf),
}

/// Another person's audit, with its merge into the open one.
#[derive(Debug, Clone, PartialEq)]
pub struct TheirsRead {
    /// The name of its file.
    pub name: String,
    /// The bundle that its papers are taken out of, if it came in one.
    pub bundle: Option<PathBuf>,
    /// The planned merge.
    pub plan: MergePlan,
}

impl BackgroundJob {
    /// Returns the queue that it waits in.
    pub const fn queue(&self) -> Queue {
        match self {
            Self::LoadChecklists(_) | Self::WorkOut(_) | Self::KeepIndex(..) => Queue::Library,
            Self::ReadRegister { .. } => Queue::Register,
            Self::FindPapers { .. }
            | Self::ReadFiles { .. }
            | Self::ReadSheet(_)
            | Self::ReadTheirs { .. }
            | Self::ComparePapers { .. }
            | Self::Survey { .. }
            | Self::ListFolder(_) => Queue::Files,
            Self::LoadSetting(_)
            | Self::KeepAuthor(..)
            | Self::KeepPerson(_)
            | Self::Remember(_)
            | Self::KeepTheme(_)
            | Self::KeepCouncil(_)
            | Self::WriteReport { .. }
            | Self::WriteBundle { .. }
            | Self::TakeOut { .. }
            | Self::OpenOutside(_) => Queue::Errands,
        }
    }
}

/// A queue of background jobs, with a worker of its own: the one waits for none of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// The checklists, and the rows of the library.
    Library,
    /// ReadingProgress the documents of the open audit.
    Register,
    /// ReadingProgress files that the user picks.
    Files,
    /// Everything else.
    Errands,
}

impl Queue {
    /// Returns its name, which is that of its worker's thread.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Register => "register",
            Self::Files => "files",
            Self::Errands => "errands",
        }
    }
}

/// A job at the terminal.
#[derive(Debug, Clone)]
pub enum TerminalJob {
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

/// The result of an effect.
#[derive(Debug, Clone)]
pub enum EffectOutcome {
    /// The checklists were read, with a sentence if some were left out.
    ChecklistsRead(Arc<Library>, Option<String>),
    /// The audits of the library.
    Listed(Result<Listing, Problem>),
    /// Rows of the library were worked out, from the listing of this number.
    WorkedOut(u64, Vec<LibraryRow>),
    /// The index beside the audits was written, or could not be: it is made again at the next start.
    IndexKept,
    /// An audit was moved; or the reason it was not.
    Moved {
        /// The place it was to be moved to.
        to: LibraryMove,
        /// The path of its file now, and the files that could not be moved along.
        moved: Result<(PathBuf, Vec<PathBuf>), Problem>,
    },
    /// An audit was opened or made.
    Opened(Box<OpenedAudit>),
    /// An audit could not be opened or made.
    NotOpened(Problem),
    /// Everything up to an entry is saved on disk.
    Saved {
        /// The entry's number.
        seq: u64,
        /// Digest of the last entry of the journal.
        head: Digest,
        /// Notices about saving.
        notices: Vec<String>,
    },
    /// Saving failed. It is retried with the next change, and by itself.
    NotSaved(Problem),
    /// Everything is in the journal, but the snapshot could not be written. It is retried by
    /// itself; success is reported as [`EffectOutcome::Saved`].
    NotWritten(Problem),
    /// Progress of the reading that a queue is at.
    Progress(Queue, ReadingProgress),
    /// The documents of a register were read.
    PapersRead {
        /// The register that was asked for.
        documents: Vec<Document>,
        /// The result of the reading.
        register: Arc<Register>,
    },
    /// The papers at the paths asked for were found, and the files there that are none.
    PapersFound(Vec<FoundFile>),
    /// The files that are to be registered were read.
    Added(Added),
    /// A spreadsheet was read; or the reason it cannot be.
    SheetRead(Result<Box<Book>, Problem>),
    /// Another person's audit was read; or the reason it cannot be merged.
    TheirsRead(Result<Box<TheirsRead>, Problem>),
    /// Two papers were compared; `None` if one of them is not in the register any more.
    Compared(Option<Box<Comparing>>),
    /// All of the user's audits were counted together.
    Surveyed(Box<Survey>),
    /// The contents of a folder; or the reason it cannot be listed.
    Folder {
        /// The folder that was asked for, if it was named.
        asked: Option<PathBuf>,
        /// The files in it.
        found: Result<Folder, Problem>,
    },
    /// The report settings were read, or cannot be.
    Setting {
        /// The council whose rules are included.
        authority: String,
        /// The settings, or the reason they cannot be read.
        setting: Result<Box<Setting>, Problem>,
    },
    /// A text about whoever hands reports over was stored.
    AuthorKept {
        /// The text that it is.
        which: OfAuthor,
        /// The text.
        text: String,
        /// The file it was stored in.
        path: PathBuf,
    },
    /// The words of the user on themselves were stored in this file.
    PersonKept(Box<Person>, PathBuf),
    /// Something is remembered, or could not be: nothing depends on it.
    Remembered,
    /// The theme of the desk was stored in this file.
    ThemeKept(PathBuf),
    /// A council's own rules were stored in this file.
    CouncilKept(PathBuf, Box<Council>),
    /// A report was written to this file, named by its whole path.
    Wrote(PathBuf),
    /// A bundle was written to this file, named by its whole path; sentences about what is not in it.
    Bundled(PathBuf, Vec<String>),
    /// The papers of a bundle were taken out of it.
    TakenOut,
    /// A file or a folder was handed to the program that the operating system has for it.
    OpenedOutside(PathBuf),
    /// Another effect failed.
    Failed(Problem),
    /// The user's own editor was closed.
    Edited {
        /// The edited text; `None` if it was left unchanged.
        text: Option<String>,
        /// The problem there was with it.
        problem: Option<Problem>,
    },
}
