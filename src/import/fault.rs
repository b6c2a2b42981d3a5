//! Reasons why a spreadsheet could not be read, each a sentence with a way out.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A spreadsheet that could not be read.
///
/// The sentence begins with the file's name, fit to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name} {fault}")]
pub struct SheetError {
    /// The file's name without control characters.
    pub name: String,
    /// The reason, with a way out.
    pub fault: SheetFault,
}

/// The reason why a file cannot be read as a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetFault {
    /// No file of that name exists.
    #[error("is not there; it may have been moved or renamed: say where it is now")]
    Missing,
    /// The user may not read the file.
    #[error("cannot be read: you do not have permission; ask for it, or copy the file elsewhere")]
    Denied,
    /// A folder.
    #[error("is a folder; name the spreadsheet in it")]
    Folder,
    /// A pipe, a socket or a device.
    #[error("is a pipe or a device, not a file; save the spreadsheet as a file and name that")]
    NotAFile,
    /// A file of no bytes.
    #[error("is empty (0 bytes); ask for it again")]
    Empty,
    /// A file larger than the limit.
    #[error(
        "is too large ({megabytes} MB; at most {limit} MB are read); delete the sheets and pictures \
         that are not needed, or save the one sheet as CSV"
    )]
    TooLarge {
        /// Its size in megabytes.
        megabytes: u64,
        /// The largest size that is read, in megabytes.
        limit: u64,
    },
    /// More content than the limits allow.
    #[error(
        "holds more than {most}; delete what is not needed, or save the one sheet as CSV and \
         import that"
    )]
    TooMuch {
        /// The limit that was passed, with its unit: "50000 rows".
        most: String,
    },
    /// The old binary Excel format, or an Office file locked with a password.
    #[error(
        "is an old Excel file (.xls) or one locked with a password; open it in Excel or \
         LibreOffice, save it as XLSX without a password, and import that"
    )]
    OldExcel,
    /// An OpenDocument spreadsheet locked with a password.
    #[error(
        "is locked with a password; open it in LibreOffice, save it without one, and import that"
    )]
    Locked,
    /// A binary Excel workbook (.xlsb).
    #[error(
        "is a binary Excel file (.xlsb); open it in Excel or LibreOffice, save it as XLSX, and \
         import that"
    )]
    BinaryExcel,
    /// A file of another kind.
    #[error("is {what}, not a spreadsheet; save the table as XLSX or CSV and import that")]
    NotASpreadsheet {
        /// The kind of file, with its article.
        what: String,
    },
    /// A workbook damaged beyond reading.
    #[error(
        "says it is an XLSX or ODS workbook, but it is damaged or cut off; ask for it again, or open it \
         elsewhere and save it anew"
    )]
    Damaged,
    /// Reading took too long.
    #[error(
        "took more than {seconds} seconds to read (a faulty or hostile file?); save the one sheet \
         as CSV and import that"
    )]
    TooLong {
        /// The limit, in seconds.
        seconds: u64,
    },
    /// Reading needed too much memory, or crashed the worker.
    #[error(
        "could not be read with the memory that is allowed (a faulty or hostile file?); save the \
         one sheet as CSV and import that"
    )]
    Broke,
    /// The disk failed.
    #[error("could not be read: {0}; try again, or copy it elsewhere")]
    Disk(String),
    /// The worker could not be started.
    #[error(
        "could not be read: the reader did not start ({0}); the program itself may have been \
         moved: start it again"
    )]
    NoReader(String),
}
