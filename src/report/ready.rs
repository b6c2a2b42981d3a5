//! A report that is ready to be written: the one way from its source to its bytes.
//!
//! The full record grows with the audit, so in the formats that can be written as it is built it is
//! never held whole: an audit of ten thousand questions needs no more memory than a small one.
//! Every other report is short, or has to be complete before it can be written.

use std::io;

use super::document::{Block, ReportDocument};
use super::draft::{Draft, Sink};
use super::format::{StreamTo, Writer};
use super::record::Record;
use super::{Format, Kind, NotReady, Source, build};

/// A report that is ready to be written.
///
/// Its bytes are UTF-8 text, or a zip archive (DOCX, XLSX). They depend on the [`Source`], the kind and
/// the format alone: no clock, no disk, no order of a map.
#[derive(Debug)]
pub struct Ready<'a>(What<'a>);

#[derive(Debug)]
enum What<'a> {
    /// A document, every text in it fit to hand over.
    Document(Box<ReportDocument>, Writer),
    /// The full record, built while it is written.
    Record(Source<'a>, StreamTo),
}

impl<'a> Ready<'a> {
    /// Prepares a report, building it unless that can be done while it is written.
    ///
    /// # Errors
    /// [`NotReady`] with a sentence for the user if there is nothing to hand over, or the kind is
    /// not written in the format.
    pub fn of(kind: Kind, source: &Source<'a>, format: Format) -> Result<Self, NotReady> {
        kind.check(format)?;
        Ok(match (kind, format.spec().writer) {
            (Kind::Record, Writer::Streaming(write)) => Self(What::Record(*source, write)),
            _ => Self::built(build(kind, source)?, format),
        })
    }

    /// Returns a document that was built already, ready to be written.
    pub(super) fn built(document: ReportDocument, format: Format) -> Self {
        Self(What::Document(
            Box::new(document.cleaned()),
            format.spec().writer,
        ))
    }

    /// Writes it; the same report gives the same bytes, however often it is written.
    ///
    /// A full record in Markdown or HTML is built while it is written; every other report is whole in
    /// memory before.
    ///
    /// # Errors
    /// Any error of `out`, which then has a part of the bytes. Building cannot fail any more.
    pub fn write_to(&self, out: &mut dyn io::Write) -> io::Result<()> {
        match &self.0 {
            What::Document(document, Writer::Whole(write)) => out.write_all(&write(document)),
            What::Document(document, Writer::Streaming(write)) => {
                let main = document.blocks.iter().filter_map(|block| match block {
                    Block::Heading { level: 1, text } => Some(text.as_str()),
                    _ => None,
                });
                let main: Vec<&str> = main.collect();
                let mut blocks = |sink: &mut dyn Sink| {
                    document.blocks.iter().for_each(|block| sink.block(block));
                    document.notes.clone()
                };
                write(document, &main, &mut blocks, out)
            }
            What::Record(source, write) => {
                let record = Record::of(source);
                let main: Vec<&str> = record.titles().collect();
                let mut blocks = |sink: &mut dyn Sink| {
                    let mut draft = Draft::straight_to(sink);
                    record.compose(&mut draft);
                    draft.handed_on()
                };
                write(&record.opening().cleaned(), &main, &mut blocks, out)
            }
        }
    }
}
