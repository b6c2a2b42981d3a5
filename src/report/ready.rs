//! A report that is ready to be written: the one way from its source to its bytes.
//!
//! The full record grows with the audit, so in the formats that can be written as it is built it is
//! never held whole: an audit of ten thousand questions needs no more memory than a small one.
//! Every other report is short, or has to be complete before it can be written.

use std::io;

use super::document::{Block, Document, Spans};
use super::draft::{Draft, Sink};
use super::record::Record;
use super::{Format, Kind, NotBuilt, Source, build, csv, docx, html, json, markdown, xlsx};

/// A report that is ready to be written.
#[derive(Debug)]
pub struct Ready<'a>(What<'a>);

#[derive(Debug)]
enum What<'a> {
    /// A document, every text in it fit to hand over.
    Document(Box<Document>, Format),
    /// The full record, built while it is written.
    Record(Source<'a>, AsMade),
}

/// A format that can be written while the document is built.
#[derive(Debug, Clone, Copy)]
enum AsMade {
    Markdown,
    Html,
}

impl<'a> Ready<'a> {
    /// Prepares a report, building it unless that can be done while it is written.
    ///
    /// # Errors
    /// [`NotBuilt`] with a sentence for the user if there is nothing to hand over.
    pub fn of(kind: Kind, source: &Source<'a>, format: Format) -> Result<Self, NotBuilt> {
        Ok(match (kind, format) {
            (Kind::Record, Format::Markdown) => Self(What::Record(*source, AsMade::Markdown)),
            (Kind::Record, Format::Html) => Self(What::Record(*source, AsMade::Html)),
            _ => Self::built(build(kind, source)?, format),
        })
    }

    /// Returns a document that was built already, ready to be written.
    pub(super) fn built(document: Document, format: Format) -> Self {
        Self(What::Document(Box::new(document.cleaned()), format))
    }

    /// Writes it; the same report gives the same bytes, however often it is written.
    ///
    /// # Errors
    /// Any error of the output.
    pub fn write_to(&self, out: &mut dyn io::Write) -> io::Result<()> {
        match &self.0 {
            What::Document(document, format) => {
                let tell = |sink: &mut dyn Sink| {
                    document.blocks.iter().for_each(|block| sink.block(block));
                    document.notes.clone()
                };
                match format {
                    Format::Markdown => write_markdown(document, tell, out),
                    Format::Html => {
                        let main = document.blocks.iter().filter_map(|block| match block {
                            Block::Heading { level: 1, text } => Some(text.as_str()),
                            _ => None,
                        });
                        write_html(document, main, tell, out)
                    }
                    Format::Json => out.write_all(&json::write(document)),
                    Format::Csv => out.write_all(&csv::write(document)),
                    Format::Docx => out.write_all(&docx::write(document)),
                    Format::Xlsx => out.write_all(&xlsx::write(document)),
                }
            }
            What::Record(source, format) => {
                let record = Record::of(source);
                let tell = |sink: &mut dyn Sink| {
                    let mut draft = Draft::straight_to(sink);
                    record.compose(&mut draft);
                    draft.handed_on()
                };
                let opening = record.opening().cleaned();
                match format {
                    AsMade::Markdown => write_markdown(&opening, tell, out),
                    AsMade::Html => write_html(&opening, record.titles(), tell, out),
                }
            }
        }
    }
}

/// Writes Markdown: the head of `opening`, the blocks that `tell` passes to the sink, and the notes
/// that `tell` returns.
fn write_markdown(
    opening: &Document,
    tell: impl FnOnce(&mut dyn Sink) -> Vec<Spans>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut writer = markdown::Writer::begin(opening, out);
    let notes = tell(&mut writer);
    writer.end(opening, &notes)
}

/// Writes HTML in the same way; the main headings are listed first.
fn write_html<'h>(
    opening: &Document,
    main: impl Iterator<Item = &'h str>,
    tell: impl FnOnce(&mut dyn Sink) -> Vec<Spans>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut writer = html::Writer::begin(opening, main, out);
    let notes = tell(&mut writer);
    writer.end(opening, &notes)
}
