//! Output of a format's reader: a head, then page after page of lines.
//!
//! The same, as JSON lines, passes between the worker and the program. Lines, not paragraphs:
//! headers and footers can only be recognised, and paragraphs only be built, when the neighbouring
//! pages are known (`assemble`).

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::{Fault, Stop};
use super::paper::{ApartText, Besides, Paging, PaperKind};

/// One line of the worker's output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum WorkerLine {
    /// The head, before any page.
    Head(Head),
    /// A page.
    Page(RawPage),
    /// SHA-256 of the bytes read, as 64 hexadecimal digits; may come at any time before the end.
    Sha256(String),
    /// The file cannot be read at all.
    Failed(Fault),
    /// The end, and the reason if it is early.
    End(Option<Stop>),
}

/// Metadata of a file, known before its first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) kind: PaperKind,
    pub(super) paging: Paging,
    /// Number of pages declared by the file.
    pub(super) declared: Option<u32>,
    /// Contents of the file besides its pages, which are not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) besides: Vec<Besides>,
}

/// A page as drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct RawPage {
    /// Number of letters drawn, spaces apart.
    #[serde(default, rename = "g", skip_serializing_if = "is_zero")]
    pub(super) glyphs: u32,
    /// Number of letters whose meaning the file does not give.
    #[serde(default, rename = "d", skip_serializing_if = "is_zero")]
    pub(super) doubtful: u32,
    /// Number of pictures drawn.
    #[serde(default, rename = "i", skip_serializing_if = "is_zero")]
    pub(super) images: u32,
    /// Share of the page covered by pictures, in thousandths.
    #[serde(default, rename = "c", skip_serializing_if = "is_zero")]
    pub(super) covered: u32,
    /// Number of lines and areas drawn.
    #[serde(default, rename = "p", skip_serializing_if = "is_zero")]
    pub(super) paths: u32,
    /// Its number as printed, where the file gives it.
    #[serde(default, rename = "n", skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<String>,
    /// True if a part of it is damaged or missing.
    #[serde(default, rename = "b", skip_serializing_if = "std::ops::Not::not")]
    pub(super) broken: bool,
    /// Texts kept apart from the lines.
    #[serde(default, rename = "a", skip_serializing_if = "Vec::is_empty")]
    pub(super) apart: Vec<ApartText>,
    /// The lines in reading order.
    #[serde(rename = "l")]
    pub(super) lines: Vec<RawLine>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A line of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RawLine {
    /// Distance from the top of the page, in thousandths of its height.
    #[serde(rename = "y")]
    pub(super) down: u16,
    /// Size of its letters, in tenths of a point.
    #[serde(rename = "s")]
    pub(super) size: u16,
    /// Its marks.
    #[serde(rename = "m")]
    pub(super) marks: u8,
    /// Number of the paragraph that it begins, where the file numbers it by itself; else empty.
    #[serde(default, rename = "n", skip_serializing_if = "String::is_empty")]
    pub(super) number: String,
    /// Its text.
    #[serde(rename = "t")]
    pub(super) text: String,
}

/// The line begins a paragraph.
pub(super) const STARTS: u8 = 1;
/// The file marks the line as no part of the content: header, footer, watermark.
pub(super) const ARTEFACT: u8 = 2;
/// The line is a heading.
pub(super) const HEADING: u8 = 4;
/// The line belongs to a header.
pub(super) const HEADER: u8 = 8;
/// The line belongs to a footer.
pub(super) const FOOTER: u8 = 16;
/// The line belongs to a footnote, an endnote, a comment.
pub(super) const NOTE: u8 = 32;
/// The line is a whole paragraph: not to be broken up further.
pub(super) const WHOLE: u8 = 64;

/// Receiver of a format reader's output.
pub(super) trait LineSink {
    /// Receives the head; called once, first.
    fn head(&mut self, head: Head) -> Result<(), Halt>;
    /// Receives the next page.
    fn page(&mut self, page: RawPage) -> Result<(), Halt>;
}

/// Reader of a file that lies within another.
pub(super) trait Within {
    /// Reads it as one page, of a kind that is known or told by its contents.
    ///
    /// `None` if it cannot be read, or lies too deep.
    fn read(&self, bytes: Arc<Vec<u8>>, name: &Path, kind: Option<PaperKind>) -> Option<Inside>;
}

/// A file within another, as one page.
#[derive(Debug, Default)]
pub(super) struct Inside {
    pub(super) page: RawPage,
    pub(super) besides: Vec<Besides>,
}

/// Reason why a format's reader ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Halt {
    /// The file cannot be read at all.
    Fault(Fault),
    /// Reading stopped; the pages until then are kept.
    Stop(Stop),
    /// The receiver is gone.
    Unheard,
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

/// Remaining allowance of pages and text for one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Number of pages.
    pub(super) pages: u32,
    /// Bytes of text.
    pub(super) text: u64,
}

impl Measure {
    /// The usual bounds of one file: 20,000 pages, 128 MiB of text.
    pub(super) const USUAL: Self = Self {
        pages: 20_000,
        text: 128 * 1024 * 1024,
    };

    /// Deducts a page from the allowance.
    pub(super) fn take(&mut self, page: &RawPage, of: Self) -> Result<(), Stop> {
        self.pages = self
            .pages
            .checked_sub(1)
            .ok_or(Stop::TooManyPages { pages: of.pages })?;
        let lines = page.lines.iter().map(|line| &line.text);
        let apart = page.apart.iter().map(|one| &one.text);
        let text: u64 = lines.chain(apart).map(|text| text.len() as u64).sum();
        self.text = self.text.checked_sub(text).ok_or(Stop::TooMuchText {
            megabytes: of.text / (1024 * 1024),
        })?;
        Ok(())
    }
}
