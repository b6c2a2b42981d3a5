//! The row of a file format: all that distinguishes one format from another. Each stands in the file
//! of its writer.

use std::io;

use super::document::{ReportDocument, Spans};
use super::draft::Sink;

/// The row of a file format.
pub(super) struct FormatSpec {
    /// Label for a reader.
    pub(super) label: &'static str,
    /// True if it is text, which a terminal can show.
    pub(super) is_text: bool,
    /// True if it has a use for the tables of a document.
    pub(super) has_tables: bool,
    /// True if it has tables and nothing else, so that it does not suit running text.
    pub(super) is_spreadsheet: bool,
    /// Its writer.
    pub(super) writer: Writer,
}

/// Writer of a format.
#[derive(Debug, Clone, Copy)]
pub(super) enum Writer {
    /// Writes a document that is complete.
    Whole(fn(&ReportDocument) -> Vec<u8>),
    /// Writes a document while it is built.
    Streaming(StreamTo),
}

/// Writes the head of a document with its main headings, the blocks that are passed on, the notes,
/// the foot.
pub(super) type StreamTo =
    fn(&ReportDocument, &[&str], &mut Blocks<'_>, &mut dyn io::Write) -> io::Result<()>;

/// Passes the blocks of a document to a receiver, and returns the notes.
pub(super) type Blocks<'b> = dyn FnMut(&mut dyn Sink) -> Vec<Spans> + 'b;
