//! Notices about the files of an audit, each a value; its sentence is made here alone.
//!
//! Everything that reads or writes an audit reports what it found as one of these, and the desk and
//! the command line show the same words.

use std::fmt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};

use super::copies::{self, ConflictCopy};
use super::damage::{Damage, changes};
use super::journal::Reformed;
use super::remarks::LostComment;
use super::{StoreError, remarks};
use crate::wording::{escaped, shown};

/// A notice about the files of an audit.
#[derive(Debug)]
pub enum StoreNotice {
    /// Conflict copies of a sync client lie next to the audit; at least one.
    Copies(Vec<ConflictCopy>),
    /// The disk has no locks.
    NoLocks {
        /// The system's reason.
        why: String,
    },
    /// The clock is behind the last change.
    ClockBehind {
        /// The clock's time.
        now: DateTime<Utc>,
        /// The time of the last change.
        last: DateTime<Utc>,
    },
    /// The audit can only be read.
    ReadOnly(ReadOnly),
    /// The journal cannot be relied on.
    Damaged {
        /// The journal.
        journal: PathBuf,
        /// The damage.
        damage: Damage,
        /// True if a new history begins with the next change.
        begins_anew: bool,
    },
    /// Another program changed line ends of the journal, and no word.
    LineEnds {
        /// The journal.
        journal: PathBuf,
        /// The form that it has now.
        form: Reformed,
    },
    /// The line ends of the journal were put right.
    LineEndsRestored {
        /// The journal.
        journal: PathBuf,
    },
    /// The last line of the journal was not written to its end.
    Torn {
        /// Length of what is there, in bytes.
        bytes: usize,
        /// Number of the line, counted from 1.
        line: usize,
    },
    /// The line that was not written to its end was kept.
    TornKept {
        /// The file that holds it.
        kept: PathBuf,
    },
    /// There was no readable file; the journal has the audit.
    FromJournal {
        /// The readable file.
        audit: PathBuf,
        /// Number of changes in the journal.
        changes: u64,
    },
    /// The readable file lacked the last changes of the journal.
    FileBehind {
        /// Number of changes that it lacked.
        changes: u64,
    },
    /// The readable file is not one that was written from this journal.
    Strange {
        /// The difference.
        difference: Difference,
        /// True if the file is taken as one change.
        taken: bool,
    },
    /// The readable file was changed by hand, or by another program.
    ChangedOutside {
        /// The readable file.
        audit: PathBuf,
        /// The later changes of the journal, if the file lacked some.
        later: Option<LaterChanges>,
    },
    /// The audit is of an older format, and not converted yet.
    OlderFormat {
        /// Its format.
        format: i64,
    },
    /// The audit was converted from an older format.
    Converted {
        /// The older format.
        format: i64,
        /// The file that holds the earlier version.
        kept: PathBuf,
    },
    /// Another program changed the journal while it was open.
    JournalReplaced {
        /// The journal.
        journal: PathBuf,
        /// The file that holds the other version.
        kept: PathBuf,
    },
    /// The journal was gone while it was open.
    JournalGone {
        /// The journal.
        journal: PathBuf,
    },
    /// Another program put a different readable file in the place of ours.
    FileReplaced {
        /// The readable file.
        audit: PathBuf,
        /// The file that holds the other version.
        kept: PathBuf,
    },
    /// The readable file was gone while it was open.
    FileGone {
        /// The readable file.
        audit: PathBuf,
    },
    /// Comments written by hand have no place in the file any more.
    LostComments {
        /// The readable file.
        audit: PathBuf,
        /// The comments.
        lost: Vec<LostComment>,
        /// The file that holds them all.
        kept: PathBuf,
    },
    /// The disk refused what can be tried again with the first change.
    NotPrepared(StoreError),
}

impl StoreNotice {
    /// Returns the notice about the copies of an audit; `None` if there are none.
    pub(super) fn of_copies(copies: Vec<ConflictCopy>) -> Option<Self> {
        (!copies.is_empty()).then_some(Self::Copies(copies))
    }
}

/// Later changes of a journal that its readable file lacked.
#[derive(Debug)]
pub struct LaterChanges {
    /// Names of the things that both had changed differently; the file's version is kept.
    pub both: Vec<String>,
}

/// Reason why a readable file cannot be one that was written from its journal.
#[derive(Debug, Clone)]
pub enum Difference {
    /// It does not say from which line it was written.
    Unstamped {
        /// The readable file.
        audit: PathBuf,
    },
    /// It was written after more changes than the journal has.
    Ahead {
        /// The readable file.
        audit: PathBuf,
        /// Number of changes after which it was written.
        stamped: u64,
        /// Number of changes in the journal.
        entries: u64,
    },
    /// It was written from a line that is another one now.
    OtherLine {
        /// The readable file.
        audit: PathBuf,
        /// The journal.
        journal: PathBuf,
        /// The line, counted from 1.
        line: u64,
    },
    /// It was changed outside the program.
    Outside {
        /// The readable file.
        audit: PathBuf,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unstamped { audit } => write!(
                f,
                "{} does not say which line of its journal it was written from, and differs from \
                 the journal.",
                shown(audit)
            ),
            Self::Ahead {
                audit,
                stamped,
                entries,
            } => write!(
                f,
                "{} was written after {stamped} changes, and the journal has only {entries}: the \
                 end of the journal is missing, or it is another file’s.",
                shown(audit)
            ),
            Self::OtherLine {
                audit,
                journal,
                line,
            } => write!(
                f,
                "{} was not written from line {line} of {} as that is now: one of the two was \
                 replaced or changed.",
                shown(audit),
                shown(journal)
            ),
            Self::Outside { audit } => {
                write!(f, "{} was changed outside the program.", shown(audit))
            }
        }
    }
}

/// Reason why an audit can only be read, in words that follow “read-only because”.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadOnly {
    /// It is open in another window.
    #[error("it is open in another window ({0})")]
    Open(String),
    /// Something in the place of its lock is no lock.
    #[error("{}", not_a_lock(.path))]
    NotALock {
        /// The lock.
        path: PathBuf,
    },
    /// Nothing can be written in its folder.
    #[error("nothing can be written in its folder: {0}")]
    Folder(String),
    /// One of its files is marked as read-only.
    #[error("{} is marked as read-only", shown(.0))]
    Marked(PathBuf),
    /// One of its files cannot be written.
    #[error("{} cannot be written: {why}", shown(.path))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        why: String,
    },
    /// It is a conflict copy of another audit.
    #[error(
        "it is a conflict copy that a sync client made of {}. Merge it into that one (scrutineer \
         merge, with that path and this one), and then move this file away",
        shown(.0)
    )]
    Copy(PathBuf),
    /// It was changed by hand by more than one entry holds.
    #[error(
        "{} was changed by hand by more than can be kept as one change: {why}. It is shown as it \
         is, and nothing is written; the earlier text is in its journal",
        shown(.audit)
    )]
    TooMuchOutside {
        /// The readable file.
        audit: PathBuf,
        /// The reason.
        why: crate::audit::history::ChangeRefused,
    },
    /// Its journal cannot be read at all.
    #[error(
        "the journal {} cannot be read from its first line on: {what}. The audit is shown as its \
         readable file has it; to go on working, move the journal aside, and a new one begins",
        shown(.journal)
    )]
    Unreadable {
        /// The journal.
        journal: PathBuf,
        /// The fault of its first line.
        what: String,
    },
    /// Its journal is a symbolic link.
    #[error(
        "its journal {} is a symbolic link, not a file, and links are not followed. It was left \
         alone; to go on working, put the journal itself there, or move the link away",
        shown(.0)
    )]
    Link(PathBuf),
    /// Its journal is broken at a line.
    #[error(
        "the journal {} is broken at line {line}: {what}. Nothing was repaired. To go on working, \
         move the journal aside, and a new one begins with the audit as it is now",
        shown(.journal)
    )]
    Broken {
        /// The journal.
        journal: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The fault.
        what: String,
    },
    /// Its journal was opened in the place of the audit.
    #[error(
        "this is the audit as its journal {} has it; to go on working, open the audit itself",
        shown(.0)
    )]
    JournalAlone(PathBuf),
    /// A newer version of this program wrote it.
    #[error(
        "it was written by a newer version of this program (format {format}; this version writes \
         {ours}). What this version knows of it is shown"
    )]
    Newer {
        /// Its format.
        format: i64,
        /// The format that this version writes.
        ours: i64,
    },
}

fn not_a_lock(path: &Path) -> StoreError {
    StoreError::NotALock { path: path.into() }
}

/// Returns the sentences of notices, in their order, as the desk and the command line show them.
pub fn sentences(notices: &[StoreNotice]) -> Vec<String> {
    notices.iter().map(ToString::to_string).collect()
}

impl fmt::Display for StoreNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copies(copies) => f.write_str(&copies::label(copies)),
            Self::NoLocks { why } => write!(
                f,
                "This disk has no locks ({why}): take care that the audit is not open in a second \
                 window."
            ),
            Self::ClockBehind { now, last } => write!(
                f,
                "This computer’s clock says {}, but the last change was made at {}. Changes keep \
                 the order they are made in; check the clock, because reports print these times.",
                now.to_rfc3339_opts(SecondsFormat::Secs, true),
                last.to_rfc3339_opts(SecondsFormat::Secs, true)
            ),
            Self::ReadOnly(reason) => write!(f, "The audit can only be read: {reason}."),
            Self::Damaged {
                journal,
                damage,
                begins_anew,
            } => {
                f.write_str(&damage.label(journal))?;
                if *begins_anew {
                    f.write_str(
                        " With the next change its history begins anew, with the audit as it is \
                         now.",
                    )?;
                }
                Ok(())
            }
            Self::LineEnds { journal, form } => write!(
                f,
                "{} The words of every line are unchanged; with the next change the journal is \
                 written again as it was.",
                form.label(journal)
            ),
            Self::LineEndsRestored { journal } => write!(
                f,
                "The line ends of the journal {} were put right; no line of it was altered.",
                shown(journal)
            ),
            Self::Torn { bytes, line } => write!(
                f,
                "The last line of the journal was not written to its end ({bytes} bytes, line \
                 {line}): it was never called saved, and is left out."
            ),
            Self::TornKept { kept } => write!(
                f,
                "The line of the journal that was not written to its end is kept in {}.",
                shown(kept)
            ),
            Self::FromJournal { audit, changes } => write!(
                f,
                "{} was not there: the audit was put together from its journal ({changes} \
                 changes), and is written anew with the next change.",
                shown(audit)
            ),
            Self::FileBehind { changes: missing } => write!(
                f,
                "{} not yet in the readable file came from the journal: nothing is lost.",
                changes(*missing)
            ),
            Self::Strange { difference, taken } => {
                write!(f, "{difference}")?;
                if *taken {
                    f.write_str(
                        " It is taken as it is, as one change made outside the program; the \
                         earlier text is in the history.",
                    )?;
                }
                Ok(())
            }
            Self::ChangedOutside { audit, later } => changed_outside(f, audit, later.as_ref()),
            Self::OlderFormat { format } => write!(
                f,
                "The audit is of the older format {format}. It is converted with the first \
                 change, and a copy of it as it is now is kept next to it."
            ),
            Self::Converted { format, kept } => write!(
                f,
                "The audit was converted from format {format}; the earlier version is kept in {}.",
                shown(kept)
            ),
            Self::JournalReplaced { journal, kept } => write!(
                f,
                "Another program changed the journal {}. Its version is kept in {}, and yours was \
                 written again.",
                shown(journal),
                shown(kept)
            ),
            Self::JournalGone { journal } => write!(
                f,
                "The journal {} was gone; it was written again, whole.",
                shown(journal)
            ),
            Self::FileReplaced { audit, kept } => write!(
                f,
                "Another program put a different file in the place of {}. Its version is kept in \
                 {}, and yours was written; compare the two.",
                shown(audit),
                shown(kept)
            ),
            Self::FileGone { audit } => {
                write!(f, "{} was gone; it was written again.", shown(audit))
            }
            Self::LostComments { audit, lost, kept } => {
                f.write_str(&remarks::label(lost, &shown(audit), &shown(kept)))
            }
            Self::NotPrepared(error) => write!(f, "{error}."),
        }
    }
}

fn changed_outside(
    f: &mut fmt::Formatter<'_>,
    audit: &Path,
    later: Option<&LaterChanges>,
) -> fmt::Result {
    write!(
        f,
        "{} was changed outside the program. The changes are recorded as one step, which you can \
         undo; the earlier text is in the history.",
        shown(audit)
    )?;
    let Some(LaterChanges { both }) = later else {
        return Ok(());
    };
    f.write_str(" The journal had later changes that the file lacked: they are kept as well")?;
    if !both.is_empty() {
        write!(
            f,
            ", but where both had changed the same thing, the file’s version is kept: {}",
            escaped(&both.join(", "))
        )?;
    }
    f.write_str(".")
}
