//! Extraction of the pages from the bytes of a file, whatever its kind.
//!
//! Runs in the worker; in the program itself only on files that are known to be harmless.

use std::path::Path;
use std::sync::Arc;

use super::assemble;
use super::error::{Fault, Stop};
use super::kind::{Sniffed, mislabelled, sniff};
use super::paper::{Paper, PaperKind};
use super::raw::{Halt, Head, Inside, LineSink, Measure, RawPage, Within};
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
    Deeper(0).extract(None, bytes, name, sink)
}

/// Reader of files within a file that lies in so many others.
struct Deeper(u8);

impl Deeper {
    /// Passes the pages of a file to a sink.
    fn extract(
        &self,
        kind: Option<PaperKind>,
        bytes: Arc<Vec<u8>>,
        name: &Path,
        sink: &mut dyn LineSink,
    ) -> Result<(), Halt> {
        let sniffed = match kind {
            Some(kind) => Sniffed::Known(kind),
            None => sniff(&bytes, name)?,
        };
        match sniffed {
            Sniffed::Zip => office::read(bytes, self, sink).map(drop),
            Sniffed::Known(PaperKind::Pdf) => pdf::read(&bytes, sink),
            Sniffed::Known(PaperKind::Html) => html::read(&bytes, sink),
            Sniffed::Known(PaperKind::Rtf) => rtf::read(&bytes, sink),
            Sniffed::Known(kind @ (PaperKind::Mail | PaperKind::Mht)) => {
                mail::read(&bytes, kind, self, sink)
            }
            Sniffed::Known(kind) => plain::read(&bytes, kind, sink),
        }
    }
}

impl Within for Deeper {
    fn read(&self, bytes: Arc<Vec<u8>>, name: &Path, kind: Option<PaperKind>) -> Option<Inside> {
        if self.0 >= DEPTH {
            return None;
        }
        let mut gathering = Gathering::default();
        Self(self.0 + 1)
            .extract(kind, bytes, name, &mut gathering)
            .ok()?;
        Some(gathering.inside)
    }
}

/// Receiver of a file within another.
#[derive(Default)]
struct Gathering {
    inside: Inside,
    letters: usize,
}

impl LineSink for Gathering {
    fn head(&mut self, head: Head) -> Result<(), Halt> {
        self.inside.besides = head.besides;
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
        let whole = &mut self.inside.page;
        whole.images = whole.images.saturating_add(page.images);
        whole.apart.extend(page.apart);
        whole.lines.extend(page.lines);
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
                Ok(paper)
            }
            (None, Some(stop)) => Err(Fault::Stopped(stop)),
            (None, None) => Err(Fault::Stopped(Stop::Broke)),
        }
    }
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
