//! Errors of reading a file, wholly or in part, each as a sentence that says what to do.

use crate::wording::escaped;
use serde::{Deserialize, Serialize};
use std::io;
use thiserror::Error;

/// A pipe or a device where a file was named: the error within the system's own kind.
#[derive(Debug, Error)]
#[error("it is a pipe or a device, not a file")]
pub(super) struct NoFileThere;

/// Error for a file that gave no page at all. The sentence begins with the file's printable name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name} {fault}")]
pub struct ReadError {
    /// The file's name without control characters.
    pub name: String,
    /// The fault.
    pub fault: Fault,
}

/// Reason why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// There is no file of that name.
    #[error("is not there; it may have been moved or renamed: say where it is now")]
    Missing,
    /// The user may not read the file.
    #[error("cannot be read: you do not have permission; ask for it, or copy the file elsewhere")]
    Denied,
    /// The path is a folder.
    #[error("is a folder, not a paper; add the papers in it")]
    Folder,
    /// The path is a pipe, a socket or a device.
    #[error("is a pipe or a device, not a file; save the paper as a file and add that")]
    NotAFile,
    /// The file has no bytes.
    #[error("is empty (0 bytes); fetch it again")]
    Empty,
    /// The file is larger than the limit.
    #[error(
        "is too large ({megabytes} MB; at most {limit} MB are read); split it into parts and add \
         each"
    )]
    TooLarge {
        /// The file's size in megabytes.
        megabytes: u64,
        /// The most that is read.
        limit: u64,
    },
    /// The file is in an old format of an office program.
    #[error("is {what}, which is not read; open it, save it as {save_as}, and add that")]
    OldFormat {
        /// The kind of file it is, with the article.
        what: String,
        /// The kinds to save it as.
        save_as: String,
    },
    /// The file needs a password.
    #[error(
        "is locked with a password; ask for a copy without one (and if it is refused, record that \
         it was refused)"
    )]
    NeedsPassword,
    /// The file is locked in an unknown way.
    #[error(
        "is locked in a way that cannot be opened here; open it elsewhere and save it unlocked"
    )]
    UnknownLock,
    /// The file is an archive of other files.
    #[error(
        "is a zip archive, not a paper; add it with `scrutineer documents add`, which takes out the \
         papers in it, or unpack it and add each"
    )]
    Archive,
    /// The file is no document.
    #[error(
        "is {what}, not a paper that can be read; save it as PDF, DOCX, \
             ODT, RTF, HTML or text, a table as XLSX, ODS or CSV, slides as PPTX"
    )]
    NotAPaper {
        /// The kind of file it is, with the article.
        what: String,
    },
    /// The file is damaged beyond reading.
    #[error(
        "says it is {what}, but it is damaged or cut off; fetch it again, or open it elsewhere \
             and save it anew"
    )]
    Damaged {
        /// The kind of file it seems to be, with the article.
        what: String,
    },
    /// The file has no page.
    #[error("holds no page that could be found: it is damaged; fetch it again")]
    NoPages,
    /// Reading stopped before the first page.
    #[error("gave no text: {0}")]
    Stopped(Stop),
    /// The user stopped it.
    #[error("was not read: you stopped it")]
    Cancelled,
    /// The disk failed.
    #[error("could not be read: {0}; try again, or copy it elsewhere")]
    Disk(String),
    /// The reader could not be started.
    #[error(
        "could not be read: the reader did not start ({0}); the program itself may have been \
             moved: start it again"
    )]
    NoReader(String),
}

fn is_no_file(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    error.is::<NoFileThere>()
}

impl Fault {
    /// Converts an error of the disk.
    pub(super) fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ if error.get_ref().is_some_and(is_no_file) => Self::NotAFile,
            _ => Self::Disk(escaped(&error.to_string())),
        }
    }
}

/// Reason why reading stopped before the end of a file.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stop {
    /// No page was finished for too long.
    #[error(
        "a page took more than {seconds} seconds (a faulty or hostile file?); save it anew \
             elsewhere, or read it by eye"
    )]
    NoProgress {
        /// The limit.
        seconds: u64,
    },
    /// The whole file took too long.
    #[error("it took more than {seconds} seconds in all; split the file and add the parts")]
    TooLong {
        /// The limit.
        seconds: u64,
    },
    /// The reader needed too much memory.
    #[error(
        "it needed more memory than is allowed (a faulty or hostile file?); save it anew \
             elsewhere, or read it by eye"
    )]
    Memory,
    /// The reader crashed.
    #[error(
        "the reader broke on it (a faulty or hostile file?); save it anew elsewhere, or read \
             it by eye"
    )]
    Broke,
    /// There is too much text.
    #[error("it holds more than {megabytes} MB of text; split the file and add the parts")]
    TooMuchText {
        /// The limit.
        megabytes: u64,
    },
    /// There are too many pages.
    #[error("it has more than {pages} pages; split the file and add the parts")]
    TooManyPages {
        /// The limit.
        pages: u32,
    },
    /// A part of the file is compressed beyond all measure, or nested too deep.
    #[error("a part of it unpacks to more than is allowed ({what}); save it anew elsewhere")]
    Bomb {
        /// The bound that was exceeded.
        what: String,
    },
    /// The file is damaged or truncated.
    #[error("it is damaged or cut off there; fetch it again")]
    Damaged,
    /// The user stopped it.
    #[error("you stopped it")]
    Cancelled,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_to_do() {
        let stops = [
            Stop::NoProgress { seconds: 10 },
            Stop::TooLong { seconds: 300 },
            Stop::Memory,
            Stop::Broke,
            Stop::TooMuchText { megabytes: 128 },
            Stop::TooManyPages { pages: 20_000 },
            Stop::Bomb { what: "x".into() },
            Stop::Damaged,
        ];
        let faults = [
            Fault::Missing,
            Fault::Denied,
            Fault::Folder,
            Fault::NotAFile,
            Fault::Empty,
            Fault::TooLarge {
                megabytes: 1024,
                limit: 512,
            },
            Fault::OldFormat {
                what: "an old Word file (.doc)".into(),
                save_as: "DOCX or PDF".into(),
            },
            Fault::NeedsPassword,
            Fault::UnknownLock,
            Fault::Archive,
            Fault::NotAPaper {
                what: "a picture".into(),
            },
            Fault::Damaged {
                what: "a PDF".into(),
            },
            Fault::NoPages,
            Fault::Disk("x".into()),
            Fault::NoReader("x".into()),
        ];
        let faults = faults.into_iter().chain(stops.map(Fault::Stopped));
        for fault in faults {
            let told = ReadError {
                name: "x.pdf".into(),
                fault,
            }
            .to_string();
            let (is, what_to_do) = told.split_once([';', '?']).unwrap_or((&told, ""));
            let told_to = [
                "fetch", "save", "ask", "add", "open", "split", "say", "copy", "try", "start",
            ];
            assert!(
                is.starts_with("x.pdf ") && told_to.iter().any(|verb| what_to_do.contains(verb)),
                "{told}"
            );
        }
    }
}
