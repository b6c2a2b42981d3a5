//! Extraction of the pages from the bytes of a file, whatever its kind.
//!
//! Runs in the worker; in the program itself only on files that are known to be harmless.

use std::path::Path;
use std::sync::Arc;

use super::assemble;
use super::error::{Fault, Stop};
use super::kind::{Sniffed, mislabelled, sniff};
use super::paper::{Besides, Paper, PaperKind};
use super::raw::{Halt, Head, LineSink, Measure, RawPage};
use super::{html, mail, office, pdf, plain, rtf};

/// Files within files are read no deeper than this.
const DEPTH: u8 = 3;
/// The most text that is read of a file within another, in bytes.
const WITHIN: usize = 32 * 1024 * 1024;

/// Passes the pages of a file to a sink.
pub(super) fn extract(
    bytes: Arc<Vec<u8>>,
    name: &Path,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    extract_at(0, bytes, name, sink)
}

/// Passes the pages of a file, which lies in so many others, to a sink.
fn extract_at(
    depth: u8,
    bytes: Arc<Vec<u8>>,
    name: &Path,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    match sniff(&bytes, name)? {
        Sniffed::Zip => office::read(bytes, depth, sink).map(drop),
        Sniffed::Known(kind) => extract_known(kind, depth, &bytes, sink),
    }
}

fn extract_known(
    kind: PaperKind,
    depth: u8,
    bytes: &Arc<Vec<u8>>,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    match kind {
        PaperKind::Pdf => pdf::read(bytes, sink),
        PaperKind::Html => html::read(bytes, sink),
        PaperKind::Mail | PaperKind::Mht => mail::read(bytes, kind, depth, sink),
        PaperKind::Rtf => rtf::read(bytes, sink),
        kind => plain::read(bytes, kind, sink),
    }
}

/// Reads a file that lies in so many others as one page.
///
/// `None` if it cannot be read, or something in it is not: then it is to be told by its name.
pub(super) fn within(bytes: Arc<Vec<u8>>, name: &Path, depth: u8) -> Option<RawPage> {
    let inside = inside(bytes, name, None, depth).ok()?;
    inside.besides.is_empty().then_some(inside.page)
}

/// Reads a file that lies in so many others, of a kind that is known, or told by its contents.
pub(super) fn inside(
    bytes: Arc<Vec<u8>>,
    name: &Path,
    kind: Option<PaperKind>,
    depth: u8,
) -> Result<Inside, Halt> {
    if depth >= DEPTH {
        return Err(Halt::Unheard);
    }
    let mut inside = Inside::default();
    match kind {
        Some(kind) => extract_known(kind, depth + 1, &bytes, &mut inside)?,
        None => extract_at(depth + 1, bytes, name, &mut inside)?,
    }
    Ok(inside)
}

/// A file within another, as one page.
#[derive(Default)]
pub(super) struct Inside {
    pub(super) page: RawPage,
    pub(super) besides: Vec<Besides>,
    letters: usize,
}

impl LineSink for Inside {
    fn head(&mut self, head: Head) -> Result<(), Halt> {
        self.besides = head.besides;
        // A PDF's lines need the whole document to become paragraphs.
        if head.kind == PaperKind::Pdf {
            Err(Halt::Unheard)
        } else {
            Ok(())
        }
    }

    fn page(&mut self, page: RawPage) -> Result<(), Halt> {
        self.letters += page.lines.iter().map(|line| line.text.len()).sum::<usize>();
        if self.letters > WITHIN {
            return Err(Halt::Unheard);
        }
        self.page.images = self.page.images.saturating_add(page.images);
        self.page.apart.extend(page.apart);
        self.page.lines.extend(page.lines);
        Ok(())
    }
}

/// The parts of a file received so far.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) head: Option<Head>,
    pub(super) pages: Vec<RawPage>,
    pub(super) sha256: Option<String>,
}

impl Collected {
    /// Assembles the document, or returns the reason why there is none.
    pub(super) fn into_paper(self, name: &Path, stopped: Option<Stop>) -> Result<Paper, Fault> {
        let empty = self
            .pages
            .iter()
            .all(|page| page.lines.is_empty() && page.images == 0);
        match (self.head, stopped) {
            (Some(_), Some(stop)) if empty => Err(Fault::Stopped(stop)),
            (Some(head), stopped) => {
                let mut paper = assemble::paper(&head, &self.pages, self.sha256, stopped);
                paper.notices.extend(mislabelled(head.kind, name));
                paper.notices.extend(undescribed(head.kind, &self.pages));
                Ok(paper)
            }
            (None, Some(stop)) => Err(Fault::Stopped(stop)),
            (None, None) => Err(Fault::Stopped(Stop::Broke)),
        }
    }
}

/// Returns the notice of pictures without a description, outside PDF: words in them are not read.
fn undescribed(kind: PaperKind, pages: &[RawPage]) -> Option<String> {
    let pictures: u32 = pages
        .iter()
        .filter(|page| !page.lines.is_empty())
        .map(|page| page.images)
        .fold(0, u32::saturating_add);
    let told = match pictures {
        _ if kind == PaperKind::Pdf => return None,
        0 => return None,
        1 => "a picture in it has no description; if there are words in it, they were not read: look \
              at it"
            .to_owned(),
        count => format!(
            "{count} pictures in it have no description; if there are words in them, they were not \
             read: look at them"
        ),
    };
    Some(told)
}

struct Collector {
    collected: Collected,
    left: Measure,
}

impl LineSink for Collector {
    fn head(&mut self, head: Head) -> Result<(), Halt> {
        self.collected.head = Some(head);
        Ok(())
    }

    fn page(&mut self, page: RawPage) -> Result<(), Halt> {
        self.left.take(&page, Measure::USUAL)?;
        self.collected.pages.push(page);
        Ok(())
    }
}

/// Reads a document in this very process, without any bound on time or memory.
///
/// For files that are known to be harmless, such as a text that the user is writing, or the
/// documents of a test.
///
/// # Errors
/// A [`Fault`] if there is nothing to read in it.
pub fn read_trusted(bytes: Vec<u8>, name: &Path) -> Result<Paper, Fault> {
    let sha256 = super::fingerprint::sha256_of(&bytes);
    let mut sink = Collector {
        collected: Collected::default(),
        left: Measure::USUAL,
    };
    let result = extract(Arc::new(bytes), name, &mut sink);
    sink.collected.sha256 = Some(sha256);
    match result {
        Ok(()) | Err(Halt::Unheard) => sink.collected.into_paper(name, None),
        Err(Halt::Stop(stop)) => sink.collected.into_paper(name, Some(stop)),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}
