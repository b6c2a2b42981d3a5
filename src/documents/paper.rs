//! The text read from a document: its pages, their paragraphs, and the unreadable parts.
//!
//! Plain data. The register entry of the user's audit is [`crate::audit::Document`]; a [`Paper`] is
//! the text behind it.

mod apart;

use serde::{Deserialize, Serialize};

use super::error::Stop;
use crate::wording::escaped;

pub use apart::{ApartKind, ApartText};

/// Kind of a document's file, detected from its contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperKind {
    /// Portable document format.
    Pdf,
    /// A Word document of 2007 or later.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// An Excel workbook of 2007 or later.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A PowerPoint presentation of 2007 or later.
    Pptx,
    /// A text in rich text format.
    Rtf,
    /// A web page.
    Html,
    /// An e-mail.
    Mail,
    /// A web page saved as one file.
    Mht,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

impl PaperKind {
    /// Returns true for a spreadsheet: its pages are sheets, and its paragraphs rows.
    pub const fn is_spreadsheet(self) -> bool {
        matches!(self, Self::Xlsx | Self::Ods)
    }

    /// Returns a description of the kind, with the article.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Docx => "a Word document (DOCX)",
            Self::Odt => "an OpenDocument text (ODT)",
            Self::Xlsx => "an Excel workbook (XLSX)",
            Self::Ods => "an OpenDocument spreadsheet (ODS)",
            Self::Pptx => "a PowerPoint presentation (PPTX)",
            Self::Rtf => "a rich text (RTF)",
            Self::Html => "a web page (HTML)",
            Self::Mail => "an e-mail (EML)",
            Self::Mht => "a web page saved as one file (MHT)",
            Self::Markdown => "a Markdown text",
            Self::Text => "a plain text",
        }
    }
}

/// Nature of a document's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paging {
    /// Real pages: page 12 is page 12 for everybody.
    Real,
    /// Pages as the program that last saved the file broke them: a hint, to be checked.
    Hints,
    /// The file has no pages; its text is divided into parts. Cite heading and paragraph.
    None,
}

/// Contents of a file besides its pages: silence in the pages says nothing about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Besides {
    /// The file is only a cover for other files.
    Portfolio,
    /// Files are attached to it: their names, as far as the file gives them.
    Attachments(Vec<String>),
    /// Parts of its text are in a form that cannot be read: their names, as far as the file gives
    /// them.
    Parts(Vec<String>),
    /// A form whose contents are not on its pages (XFA).
    Form,
}

impl Besides {
    /// Returns a description, with what to do.
    pub fn label(&self) -> String {
        match self {
            Self::Portfolio => "it is a portfolio: the files within it were not read; save them \
                                out and add each"
                .to_owned(),
            Self::Attachments(names) if names.is_empty() => {
                "files are attached within it that were not read; save them out and add each"
                    .to_owned()
            }
            Self::Attachments(names) => format!(
                "within it, these were not read: {}; save them out and add each",
                some_of(names)
            ),
            Self::Parts(names) => format!(
                "these parts of its text were not read: {}; open it elsewhere, save it as PDF, and \
                 add that",
                some_of(names)
            ),
            Self::Form => "it is a form whose contents are not on its pages and were not read; \
                           print it to a PDF and add that"
                .to_owned(),
        }
    }
}

/// Returns the names that fit a sentence, and the number of the others.
fn some_of(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| escaped(name)).collect();
    let (first, more) = names.split_at(names.len().min(NAMED));
    match more.len() {
        0 => first.join(", "),
        count => format!("{} and {count} more", first.join(", ")),
    }
}

/// The most attachments that a sentence names.
const NAMED: usize = 8;

/// Result of reading a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageState {
    /// A page of text, which was read.
    Text,
    /// A picture with no text: a scan.
    Scanned,
    /// Mostly a picture, with a few words beside it (a page number stamped on a scan).
    Picture,
    /// Drawn without any letters: text turned into outlines, or a drawing.
    Drawn,
    /// A blank page.
    Blank,
    /// Letters whose meaning the file does not give.
    Garbled,
    /// Damaged or cut off: some of it, or all, could not be read.
    Damaged,
}

impl PageState {
    /// Returns true if silence on this page means silence.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Text)
    }

    /// Returns the words for such a page that follow "page 12".
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "was read",
            Self::Scanned => "holds no text (a scan?)",
            Self::Picture => "is mostly a picture (a scan?), with a few words next to it",
            Self::Drawn => "holds no text, or next to none (drawn as lines?)",
            Self::Blank => "holds no text (blank?)",
            Self::Garbled => "holds letters without meaning (a faulty font)",
            Self::Damaged => {
                "is damaged or cut off, and was not read in full; fetch the file again"
            }
        }
    }
}

/// Role of a paragraph on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParagraphRole {
    /// Running text, a list item, a table's row.
    Body,
    /// A heading.
    Heading,
    /// A line at the top of page after page.
    Header,
    /// A line at the foot of page after page.
    Footer,
    /// A footnote, an endnote, a comment.
    Note,
}

impl ParagraphRole {
    /// Returns true for headers and footers, which are outside the running text.
    pub const fn is_furniture(self) -> bool {
        matches!(self, Self::Header | Self::Footer)
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// The paragraph's role.
    pub role: ParagraphRole,
    /// The paragraph's number as printed ("8.8"), where it begins with one.
    pub number: Option<String>,
    /// The paragraph's text as printed, with its line ends; cells of a table are separated by tabs.
    pub text: String,
}

impl Paragraph {
    /// Returns the text for quoting: as printed, hyphens at line ends kept, on one line.
    pub fn quote(&self) -> String {
        one_line(&self.text)
    }
}

/// Joins a printed text into one line.
///
/// Line ends become spaces, and a word broken by a hyphen keeps it.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let broken = out.ends_with(['-', '\u{2010}'])
            && out.chars().rev().nth(1).is_some_and(char::is_alphabetic);
        if !out.is_empty() && !broken {
            out.push(' ');
        }
        for (place, part) in line.split_whitespace().enumerate() {
            if place > 0 {
                out.push(' ');
            }
            out.push_str(part);
        }
    }
    out
}

/// A page, or a part of a document without pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The page's number in the file, counted from 1.
    pub number: u32,
    /// The page's number as printed on it, where one was found.
    pub printed: Option<String>,
    /// Result of reading it.
    pub state: PageState,
    /// The paragraphs, running text first, headers and footers last.
    pub paragraphs: Vec<Paragraph>,
    /// Texts kept apart: struck out, hidden, off the page, under a redaction.
    pub apart: Vec<ApartText>,
}

impl Page {
    /// Returns the text for a reader: headers, running text, footers, separated by blank lines.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let top = self
            .paragraphs
            .iter()
            .filter(|one| one.role == ParagraphRole::Header);
        let body = self
            .paragraphs
            .iter()
            .filter(|one| !one.role.is_furniture());
        let foot = self
            .paragraphs
            .iter()
            .filter(|one| one.role == ParagraphRole::Footer);
        for paragraph in top.chain(body).chain(foot) {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&paragraph.text);
        }
        out
    }
}

/// A document that was read, in full or in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// The kind of file.
    pub kind: PaperKind,
    /// The nature of its pages.
    pub paging: Paging,
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// Number of pages declared by the file, if any.
    pub declared: Option<u32>,
    /// SHA-256 of the bytes that were read, 64 hexadecimal digits.
    pub sha256: Option<String>,
    /// Unread contents of the file besides its pages.
    pub besides: Vec<Besides>,
    /// Reason why reading stopped before the end; the pages read until then are kept.
    pub stopped: Option<Stop>,
    /// Number of pictures without a description, outside PDF: words in them are not read.
    pub pictures: u32,
    /// Further notices: a file that is not what its name says.
    pub notices: Vec<String>,
}

impl Paper {
    /// Makes a PDF of these pages.
    #[cfg(test)]
    pub(super) fn of_pages(pages: Vec<Page>) -> Self {
        Self {
            kind: PaperKind::Pdf,
            paging: Paging::Real,
            pages,
            declared: None,
            sha256: None,
            besides: Vec::new(),
            stopped: None,
            pictures: 0,
            notices: Vec::new(),
        }
    }

    /// Returns the number of pages that were read and hold text.
    pub fn pages_read(&self) -> u32 {
        count(
            self.pages
                .iter()
                .filter(|page| page.state.is_read())
                .count(),
        )
    }

    /// Returns the number of pages: those found or those declared by the file, whichever is more.
    pub fn pages_in_all(&self) -> u32 {
        count(self.pages.len()).max(self.declared.unwrap_or(0))
    }

    /// Returns the numbers of the pages in which silence means nothing.
    ///
    /// They are without text, garbled, or never reached. At most 20,000 of the latter are named.
    pub fn pages_unread(&self) -> Vec<u32> {
        let found = self
            .pages
            .iter()
            .filter(|page| !page.state.is_read())
            .map(|page| page.number);
        let last = count(self.pages.len());
        let end = self.pages_in_all().min(last.saturating_add(20_000));
        found.chain(last.saturating_add(1)..=end).collect()
    }

    /// Returns true if every page that the file declares was read, and it holds nothing besides.
    pub fn is_read_in_full(&self) -> bool {
        self.stopped.is_none() && self.besides.is_empty() && self.pages_unread().is_empty()
    }

    /// Returns warnings for a user who relies on silence here; empty if it was read in full.
    pub fn warnings(&self) -> Vec<String> {
        let mut out = self.notices.clone();
        out.extend(self.pictures_told());
        out.extend(self.besides.iter().map(Besides::label));
        out.extend(
            ApartKind::ALL
                .into_iter()
                .filter_map(|kind| self.apart_told(kind)),
        );
        let told = out.len();
        let all = self.pages_in_all();
        for state in [
            PageState::Scanned,
            PageState::Picture,
            PageState::Drawn,
            PageState::Garbled,
            PageState::Damaged,
            PageState::Blank,
        ] {
            let pages: Vec<u32> = self
                .pages
                .iter()
                .filter(|page| page.state == state)
                .map(|page| page.number)
                .collect();
            match pages.as_slice() {
                [] => {}
                [page] => out.push(format!("page {page} {}", state.label())),
                pages => out.push(format!(
                    "{} of {all} pages: each {}: pages {}",
                    pages.len(),
                    state.label(),
                    say_pages(pages)
                )),
            }
        }
        if out.len() > told
            && self.pages.iter().any(|page| {
                matches!(
                    page.state,
                    PageState::Scanned | PageState::Picture | PageState::Garbled
                )
            })
        {
            out.push(
                "to search such pages, run the file through a text recognition (OCR) program, \
                 such as ocrmypdf, and add it again; or read them by eye"
                    .to_owned(),
            );
        }
        let found = count(self.pages.len());
        if let Some(stop) = &self.stopped {
            out.push(match self.declared.filter(|declared| *declared > found) {
                Some(declared) => {
                    format!(
                        "{found} of its {declared} pages were read, then reading stopped: {stop}"
                    )
                }
                None => format!("reading stopped after {found} pages: {stop}"),
            });
        } else if found < all {
            out.push(format!(
                "the file says it has {all} pages and only {found} could be found: it is damaged; \
                 fetch it again, or open it elsewhere and save it anew"
            ));
        }
        out
    }

    /// Describes the unread contents besides pages that can be named.
    pub fn left_out(&self) -> Vec<String> {
        let stopped = self
            .stopped
            .as_ref()
            .map(|stop| format!("reading stopped: {stop}"));
        let redacted = ApartKind::ALL
            .into_iter()
            .filter(|kind| kind.is_redaction())
            .filter_map(|kind| self.apart_told(kind));
        self.besides
            .iter()
            .map(Besides::label)
            .chain(self.pictures_told())
            .chain(redacted)
            .chain(stopped)
            .collect()
    }

    /// Returns the sentence about pictures without a description; `None` if there is none.
    fn pictures_told(&self) -> Option<String> {
        match self.pictures {
            0 => None,
            1 => Some(
                "a picture in it has no description; if there are words in it, they were not read: \
                 look at it"
                    .to_owned(),
            ),
            count => Some(format!(
                "{count} pictures in it have no description; if there are words in them, they were \
                 not read: look at them"
            )),
        }
    }

    /// Returns the sentence about texts kept apart for a reason; `None` if there is none.
    fn apart_told(&self, kind: ApartKind) -> Option<String> {
        let pages: Vec<u32> = self
            .pages
            .iter()
            .filter(|page| page.apart.iter().any(|one| one.kind == kind))
            .map(|page| page.number)
            .collect();
        match pages.as_slice() {
            [] => None,
            [page] => Some(format!("page {page} {}", kind.label())),
            pages => Some(format!("pages {}: each {}", say_pages(pages), kind.label())),
        }
    }

    /// Returns a page by its number in the file.
    pub fn page(&self, number: u32) -> Option<&Page> {
        let place = usize::try_from(number.checked_sub(1)?).ok()?;
        self.pages.get(place)
    }
}

/// Converts a count to `u32`, saturating.
pub(super) fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Formats page numbers for a reader: "3, 5-7, 12".
pub fn say_pages(pages: &[u32]) -> String {
    let mut out = String::new();
    let mut rest = pages.iter().copied().peekable();
    let mut runs = 0;
    while let Some(first) = rest.next() {
        let mut last = first;
        while rest
            .peek()
            .is_some_and(|next| *next == last.saturating_add(1))
        {
            last = rest.next().unwrap_or(last);
        }
        if runs == 40 {
            out.push_str(" and more");
            break;
        }
        if runs > 0 {
            out.push_str(", ");
        }
        runs += 1;
        out.push_str(&first.to_string());
        if last > first {
            out.push_str(if last == first + 1 { ", " } else { "-" });
            out.push_str(&last.to_string());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(states: &[PageState], declared: Option<u32>) -> Paper {
        let pages = states
            .iter()
            .zip(1..)
            .map(|(state, number)| Page {
                number,
                printed: None,
                state: *state,
                paragraphs: Vec::new(),
                apart: Vec::new(),
            })
            .collect();
        Paper {
            kind: PaperKind::Pdf,
            paging: Paging::Real,
            pages,
            declared,
            sha256: None,
            besides: Vec::new(),
            stopped: None,
            pictures: 0,
            notices: Vec::new(),
        }
    }

    #[test]
    fn what_is_kept_apart_is_told_and_a_redaction_is_not_searched() {
        let mut paper = paper(&[PageState::Text, PageState::Text], None);
        let apart = |kind, text: &str| ApartText {
            kind,
            text: text.to_owned(),
        };
        for page in &mut paper.pages {
            page.apart.push(apart(ApartKind::StruckOut, "let to Acme"));
        }
        paper.pages[1].apart.push(apart(ApartKind::UnderBox, ""));
        let told = paper.warnings().join("; ");
        assert!(
            told.starts_with("page 2 may show what it was meant to hide"),
            "{told}"
        );
        assert!(
            told.contains("pages 1, 2: each holds text that is struck out"),
            "{told}"
        );
        assert!(paper.is_read_in_full());
        let left_out = paper.left_out().join("; ");
        assert!(left_out.contains("under a filled box"), "{left_out}");
        assert!(!left_out.contains("struck out"), "{left_out}");
    }

    #[test]
    fn attachments_are_told_by_name_and_no_more_than_fit_a_sentence() {
        let names = |count: usize| (1..=count).map(|n| format!("a{n}.pdf")).collect();
        let told = Besides::Attachments(names(10)).label();
        assert!(
            told.contains("a1.pdf, a2.pdf") && told.contains("a8.pdf and 2 more;"),
            "{told}"
        );
        assert!(!Besides::Attachments(names(2)).label().contains("more"));
    }

    #[test]
    fn pages_that_were_never_found_are_unread_not_silent() {
        let paper = paper(&[PageState::Text, PageState::Scanned], Some(5));
        assert_eq!(paper.pages_unread(), [2, 3, 4, 5]);
        assert_eq!((paper.pages_read(), paper.pages_in_all()), (1, 5));
        let told = paper.warnings().join("; ");
        assert!(told.contains("page 2 holds no text (a scan?)"), "{told}");
        assert!(told.contains("says it has 5 pages and only 2"), "{told}");
    }

    #[test]
    fn runs_of_pages_are_said_short() {
        assert_eq!(say_pages(&[3, 5, 6, 7, 12, 13]), "3, 5-7, 12, 13");
        assert_eq!(say_pages(&[]), "");
    }

    #[test]
    fn a_quote_keeps_the_hyphen_that_was_printed() {
        assert_eq!(
            one_line("public consul-\ntation on the\nin-\nhouse bid"),
            "public consul-tation on the in-house bid"
        );
        assert_eq!(one_line("a\tb  c - \nd"), "a b c - d");
    }
}
