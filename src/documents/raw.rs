//! What a reader of one format hands on: a head, then page after page of lines; and the same as
//! one JSON line each, between the worker and the program.
//!
//! Lines, not paragraphs: headers and footers can only be told apart, and paragraphs only be
//! built, when the pages beside a page are known (`assemble`).

use serde::{Deserialize, Serialize};

use super::error::{Fault, Stop};
use super::paper::{Besides, Kind, Paging};

/// One line of the worker's output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Said {
    /// What the file is; always first.
    Head(Head),
    /// A page.
    Page(RawPage),
    /// SHA-256 of the bytes read.
    Sha256(String),
    /// It cannot be read at all.
    Failed(Fault),
    /// The end, and why it came early.
    End(Option<Stop>),
}

/// What is known of a file before its first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) kind: Kind,
    pub(super) paging: Paging,
    /// How many pages the file says it has.
    pub(super) declared: Option<u32>,
    /// What the file holds besides its pages, and is not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) besides: Option<Besides>,
}

/// A page as drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct RawPage {
    /// Letters drawn, spaces apart.
    #[serde(default, rename = "g", skip_serializing_if = "is_zero")]
    pub(super) glyphs: u32,
    /// Letters of which the file does not tell what they mean.
    #[serde(default, rename = "d", skip_serializing_if = "is_zero")]
    pub(super) doubtful: u32,
    /// Pictures drawn.
    #[serde(default, rename = "i", skip_serializing_if = "is_zero")]
    pub(super) images: u32,
    /// How much of the page pictures cover, in thousandths.
    #[serde(default, rename = "c", skip_serializing_if = "is_zero")]
    pub(super) covered: u32,
    /// Lines and areas drawn.
    #[serde(default, rename = "p", skip_serializing_if = "is_zero")]
    pub(super) paths: u32,
    /// The lines in reading order.
    #[serde(rename = "l")]
    pub(super) lines: Vec<RawLine>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A line: how far down the page in thousandths, its letters' size in tenths of a point, marks,
/// and the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RawLine(
    pub(super) u16,
    pub(super) u16,
    pub(super) u8,
    pub(super) String,
);

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

/// Where a reader of one format puts what it finds.
pub(super) trait Sink {
    /// What the file is; called once, first.
    fn head(&mut self, head: Head) -> Result<(), Halt>;
    /// The next page.
    fn page(&mut self, page: RawPage) -> Result<(), Halt>;
}

/// Why a reader of one format ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Halt {
    /// The file cannot be read at all.
    Fault(Fault),
    /// Reading stopped; what came before is kept.
    Stop(Stop),
    /// Nobody listens any more.
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

/// How many pages and how much text are taken from one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Pages.
    pub(super) pages: u32,
    /// Bytes of text.
    pub(super) text: u64,
}

impl Measure {
    /// The bounds of DOCUMENTS 2.3.
    pub(super) const USUAL: Self = Self {
        pages: 20_000,
        text: 128 * 1024 * 1024,
    };

    /// Takes a page off what is left.
    pub(super) fn take(&mut self, page: &RawPage, of: Self) -> Result<(), Stop> {
        self.pages = self
            .pages
            .checked_sub(1)
            .ok_or(Stop::TooManyPages { pages: of.pages })?;
        let text: u64 = page.lines.iter().map(|line| line.3.len() as u64).sum();
        self.text = self.text.checked_sub(text).ok_or(Stop::TooMuchText {
            megabytes: of.text / (1024 * 1024),
        })?;
        Ok(())
    }
}
