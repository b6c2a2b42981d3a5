//! Errors with files: each message says what happened, where, what is safe, what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::audit::file::NotAnAudit;
use crate::base::Diagnostic;
use crate::wording::{escaped, shown};

/// Reason why a file could not be read or written.
///
/// A file that could not be read is unchanged. One that could not be written holds all that was called
/// saved; a journal may hold the beginning of one more line, which is cut off before the next write.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// This user has no home folder.
    #[error(
        "this system knows no home folder for you; set SCRUTINEER_HOME to a folder in which \
         audits are to be kept"
    )]
    NoHome,
    /// No audit of that name is in the library.
    #[error("there is no audit “{name}” in {}{}", shown(.folder), near_help(.near.as_deref()))]
    NoSuchAudit {
        /// The name that was asked for.
        name: String,
        /// The library's folder.
        folder: PathBuf,
        /// The nearest existing name.
        near: Option<String>,
    },
    /// There is no file at the path.
    #[error("there is no file {}; check the path, or see the list of audits", shown(.path))]
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// There is no file at the path of a checklist or a table.
    #[error("there is no file {}; check the path", shown(.path))]
    NotThere {
        /// The path.
        path: PathBuf,
    },
    /// The folder that held the audit is not there any more.
    #[error(
        "the folder {} is not there any more. What you did since the last save is kept in memory: \
         put the folder back (or plug the drive in again) and it will be saved",
        shown(.path)
    )]
    FolderGone {
        /// The folder.
        path: PathBuf,
    },
    /// The path is not a file.
    #[error("{} is {what}, not a file; it was left alone", shown(.path))]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// The kind of thing it is, with the article.
        what: &'static str,
    },
    /// A symbolic link is in the place of one of this program's own files.
    #[error(
        "{} is a symbolic link; links are not followed there, because whoever made it could have \
         another file read or overwritten. It was left alone: look where it leads, and move it \
         away",
        shown(.path)
    )]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Something that is no lock is in the place of one.
    #[error(
        "{} is not a lock of this program: it is a link, or has other words in it. It was left alone; \
         look what it is, move it away, and open the audit again",
        shown(.path)
    )]
    NotALock {
        /// The path.
        path: PathBuf,
    },
    /// The file is empty.
    #[error("{} is empty; it was left alone{}", shown(.path), backup_help(.backup.as_deref()))]
    Empty {
        /// The file.
        path: PathBuf,
        /// The file's journal, if there is one to go back to.
        backup: Option<PathBuf>,
    },
    /// The file is not text.
    #[error(
        "{} is not text in UTF-8 (see line {line}); it was left alone{}",
        shown(.path), backup_help(.backup.as_deref())
    )]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first line that is not text, counted from 1.
        line: usize,
        /// The file's journal, if there is one to go back to.
        backup: Option<PathBuf>,
    },
    /// The file is beyond a bound.
    #[error("{} is too large: {what}. It was left alone", shown(.path))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The bound, in words.
        what: String,
    },
    /// Lists and tables in the file are nested too deep.
    #[error(
        "{}:{line}: lists, tables or keys are nested deeper than {} levels; no audit or checklist \
         is. The file was left alone",
        shown(.path), super::bounds::DEPTH
    )]
    TooDeep {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// The file is not an audit, or has mistakes.
    #[error(
        "{} could not be read as an audit ({}). It was left alone{}",
        shown(.path), mistakes_help(.mistakes), backup_help(.backup.as_deref())
    )]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// Every mistake with its place.
        mistakes: Vec<Diagnostic>,
        /// The file's journal, if there is one to go back to.
        backup: Option<PathBuf>,
    },
    /// The file was written by a newer program, and this one cannot even show it.
    #[error(
        "{} was written by a newer version of this program (format {format}) and this version \
         cannot show it ({}); it was left alone. Get the newer version to open it",
        shown(.path), escaped(.why)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's format.
        format: i64,
        /// Reason why it cannot be shown.
        why: String,
    },
    /// The file is of an older format, and could not be converted to the present one.
    #[error("{} has the older format {format} and could not be converted: {}. It was left alone", shown(.path), escaped(.why))]
    Migration {
        /// The file.
        path: PathBuf,
        /// The file's format.
        format: i64,
        /// Reason why the conversion failed.
        why: String,
    },
    /// The journal cannot be read, and there is nothing else.
    #[error("{}:{line}: the journal cannot be read: {}. It was left alone", shown(.path), escaped(.why))]
    Journal {
        /// The journal.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// Description of the fault.
        why: String,
    },
    /// The path is taken.
    #[error("{} is already there and was not overwritten; choose another name{}", shown(.path), .help)]
    Exists {
        /// The path.
        path: PathBuf,
        /// Further advice, beginning with a comma, or nothing.
        help: &'static str,
    },
    /// An audit cannot be moved as it is.
    #[error("{} was not moved: {}", shown(.path), escaped(.why))]
    NotMoved {
        /// The audit.
        path: PathBuf,
        /// The reason, and what to do.
        why: String,
    },
    /// The path is one of this program's own files, which no report may replace.
    #[error(
        "{} is {what}, and nothing is ever written over it, whether that was asked for or not; \
         choose another name",
        shown(.path)
    )]
    Kept {
        /// The path.
        path: PathBuf,
        /// A description of the file, with the article.
        what: &'static str,
    },
    /// Another window took the audit over while its folder was away.
    #[error(
        "the audit is now open elsewhere ({holder}), so nothing was written to {}. What you did \
         since the last save is kept in memory; close the other window and save again",
        shown(.path)
    )]
    Held {
        /// The audit.
        path: PathBuf,
        /// Description of the holder.
        holder: String,
    },
    /// The audit would not read back as it is, so it was not written.
    #[error(
        "{} was not rewritten: what was to be written would not read back ({}). Every change is \
         safe in the journal next to it; put this right and save again",
        shown(.path), escaped(.why)
    )]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Reason why it would not read back.
        why: String,
    },
    /// A change cannot be written to the journal as it is.
    ///
    /// This is a mistake in this program, because such a change is refused when it is made.
    #[error(
        "a change could not be put into {} as it is ({}), so it and what came after it are not \
         saved. What was saved before is safe; take that change back (u), and the rest is saved",
        shown(.path), escaped(.why)
    )]
    NotJournalled {
        /// The journal.
        path: PathBuf,
        /// Reason why it cannot be written.
        why: String,
    },
    /// The entries handed over do not follow those that were saved: a mistake in this program.
    #[error(
        "change number {seq} does not follow the {saved} that are saved, so it was not written to {}. \
         This is a mistake in the program; what was saved before is safe",
        shown(.path)
    )]
    OutOfStep {
        /// The journal.
        path: PathBuf,
        /// The number of the entry handed over.
        seq: u64,
        /// The number of the last entry saved.
        saved: u64,
    },
    /// The system refused an operation.
    #[error("could not {doing} {}: {}", shown(.path), why(.source))]
    Io {
        /// The operation, worded to follow “could not”.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's error.
        #[source]
        source: io::Error,
    },
}

impl StoreError {
    pub(super) fn io(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }

    /// Returns the mistakes in the file, where it has any that can be pointed at.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Mistakes { mistakes, .. } => mistakes,
            _ => &[],
        }
    }

    /// Returns true if trying again later may succeed: the disk, not the data, was at fault.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Io { .. } | Self::FolderGone { .. } | Self::Held { .. }
        )
    }

    pub(super) fn of_audit(path: &Path, why: NotAnAudit, backup: Option<PathBuf>) -> Self {
        match why {
            NotAnAudit::NewerFormat(format) => Self::Newer {
                path: path.into(),
                format,
                why: "its format is newer".to_owned(),
            },
            NotAnAudit::Mistakes(mistakes) => Self::Mistakes {
                path: path.into(),
                mistakes,
                backup,
            },
        }
    }
}

fn near_help(near: Option<&str>) -> String {
    near.map_or_else(
        || "; see the list of audits for the names that are there".to_owned(),
        |near| format!("; did you mean “{near}”?"),
    )
}

fn backup_help(backup: Option<&Path>) -> String {
    backup.map_or_else(String::new, |journal| {
        format!(
            ". Every change up to the last save is in {}: open that file to look at it, or move \
             the damaged file aside and open the audit again to have it written anew",
            shown(journal)
        )
    })
}

fn mistakes_help(mistakes: &[Diagnostic]) -> String {
    match mistakes {
        [] => "no reason is known".to_owned(),
        [one] => format!("line {}: {}", one.line, escaped(&one.message)),
        [first, rest @ ..] => {
            format!(
                "line {}: {}; and {} more",
                first.line,
                escaped(&first.message),
                rest.len()
            )
        }
    }
}

/// The number by which Windows refuses most things (`ERROR_ACCESS_DENIED`).
const ACCESS_DENIED: i32 = 5;

/// Returns true if an error of Windows means that another program has the file open.
///
/// These are `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`, which have no kind of their own.
pub(super) fn is_in_use(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(32 | 33))
}

/// Turns an error of the system into a sentence that says what to do.
pub(super) fn why(error: &io::Error) -> String {
    why_on(error, cfg!(windows))
}

fn why_on(error: &io::Error, is_windows: bool) -> String {
    use io::ErrorKind as Kind;
    // Word and Excel let nobody replace a file that they have open, and Windows has one answer for
    // that and for a file of somebody else's.
    if is_windows && (is_in_use(error) || error.raw_os_error() == Some(ACCESS_DENIED)) {
        return "you have no permission, or another program has it open. Close it there, ask \
                whoever owns it, or save a copy somewhere else"
            .to_owned();
    }
    let known = match error.kind() {
        Kind::StorageFull => "the disk is full. Make room and it will be tried again",
        Kind::QuotaExceeded => {
            "your share of the disk is used up. Make room and it will be tried again"
        }
        Kind::ReadOnlyFilesystem => "the disk can only be read. Save a copy somewhere else",
        Kind::PermissionDenied => {
            "you have no permission. Ask whoever owns it, or save a copy somewhere else"
        }
        Kind::NotFound => "it is not there",
        Kind::AlreadyExists => "it is already there",
        Kind::IsADirectory => "it is a folder",
        Kind::NotADirectory => "part of its path is a file, not a folder",
        Kind::InvalidFilename => {
            "its name is too long, or has characters that this disk does not take"
        }
        Kind::FileTooLarge => "it is too large for this disk",
        Kind::StaleNetworkFileHandle | Kind::HostUnreachable | Kind::NetworkUnreachable => {
            "the network drive does not answer. It will be tried again"
        }
        _ => return escaped(&error.to_string()),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_steer_the_terminal_nor_break_its_line() {
        for steers in [
            '\u{1b}',
            '\u{9b}',
            '\n',
            '\u{61c}',
            '\u{200f}',
            '\u{2028}',
            '\u{2029}',
            '\u{202e}',
            '\u{2066}',
            '\u{feff}',
            '\u{fff9}',
            '\u{e0041}',
        ] {
            let path = PathBuf::from(format!("a{steers}b.toml"));
            let says = StoreError::NoFile { path: path.clone() }.to_string();
            for says in [says, shown(&path)] {
                assert!(!says.contains(steers), "{says:?}");
                assert!(
                    says.contains("a\\u{"),
                    "it is told that it stands there: {says:?}"
                );
            }
        }
    }

    #[test]
    fn a_file_that_another_program_has_open_is_told_as_that_on_windows() {
        for number in [5, 32, 33] {
            let error = io::Error::from_raw_os_error(number);
            let says = why_on(&error, true);
            assert!(says.contains("another program has it open"), "{says}");
            assert!(says.contains("Close it there"), "{says}");
            assert!(!why_on(&error, false).contains("another program"));
        }
        let other = io::Error::from(io::ErrorKind::PermissionDenied);
        assert!(why_on(&other, true).starts_with("you have no permission. Ask"));
    }

    #[test]
    fn a_mistake_that_quotes_a_file_cannot_steer_the_terminal() {
        let source = crate::base::SourceText::new("a.audit.toml", "x");
        let mistake = || source.mistake("unknown-key", &(0..1), "“a\u{1b}[31m” is not known");
        for many in 1..=3 {
            let error = StoreError::Mistakes {
                path: "a.audit.toml".into(),
                mistakes: (0..many).map(|_| mistake()).collect(),
                backup: None,
            };
            let says = error.to_string();
            assert!(!says.contains('\u{1b}'), "{says:?}");
            assert!(says.contains("\\u{1b}[31m"), "{says:?}");
        }
    }

    #[test]
    fn a_full_disk_is_told_in_words() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let error = StoreError::io("save", "a.audit.journal")(full);
        assert_eq!(
            error.to_string(),
            "could not save a.audit.journal: the disk is full. Make room and it will be tried again"
        );
    }
}
