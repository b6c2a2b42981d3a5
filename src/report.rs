//! Reports: the kinds of document that are handed over, each built once as one model, and the
//! formats it is written in.
//!
//! Pure: the day, the journal's head and the author are handed in with [`Meta`]; bytes are
//! returned. Saving them is the business of `store::hand_over`.

pub mod author;
mod blank;
mod briefing;
pub mod call_in;
mod claim;
mod confidence;
pub mod council;
mod crib;
mod csv;
mod data_package;
mod dated;
pub mod document;
mod docx;
mod draft;
mod ending;
mod evidence;
mod files;
mod format;
mod ground;
mod html;
pub mod ics;
mod information_request;
mod json;
mod kind;
mod limits;
mod lost;
mod markdown;
mod official;
mod pieces;
mod private;
pub mod question_sheet;
pub mod questionnaire;
pub mod read_through;
mod ready;
mod record;
mod remedy;
mod right_of_reply;
mod route;
pub mod setting;
mod sheets;
mod submission;
pub mod text;
mod tracked;
pub mod words;
mod xlsx;

use chrono::NaiveDate;

use format::FormatSpec;
use ground::lower;
use kind::{InConfidence, KindSpec};

use crate::audit::{Audit, History, Quotes};
use crate::base::Word as _;
use crate::base::word::words as vocabulary;
use crate::checklist::{Library, RequirementIx};
use crate::findings::Findings;
use crate::wording::choice;

pub use author::{Author, Capacity, Person};
pub use confidence::for_a_bundle;
pub use council::Council;
pub use csv::plain as without_apostrophe;
pub use data_package::{PackageFile, SURVEY_VERSION, data_package};
pub use document::ReportDocument;
pub use ending::{NoFormat, ending, format_of};
pub use kind::Reader;
pub use private::has_private;
pub use ready::Ready;
pub use setting::Setting;
pub use xlsx::kept_of;

vocabulary! {
    /// A kind of report.
    pub enum Kind is "a kind of report" {
        /// Everything recorded in the audit and everything that follows from it.
        Record = "record",
        /// The case, put to the scrutiny committee.
        Submission = "submission",
        /// The notice that calls a decision in.
        CallIn = "call-in",
        /// Questions for the portfolio holder, with room for the answers.
        Questions = "questions",
        /// Information withheld or not evidenced, asked for by the right route.
        InformationRequest = "information-request",
        /// Two pages for members.
        Briefing = "briefing",
        /// The checklist to fill in, on paper or as a spreadsheet.
        Blank = "blank",
        /// The user's own paper: replies to expect, what to ask next, what not to say.
        Crib = "crib",
        /// The annexes to the submission, for those who ask for them.
        Annexes = "annexes",
        /// Each point, handed to the council with room for its reply.
        RightOfReply = "right-of-reply",
    }
}

impl Kind {
    const fn spec(self) -> &'static KindSpec {
        match self {
            Self::Record => &record::KIND,
            Self::Submission => &submission::KIND,
            Self::Annexes => &submission::ANNEXES,
            Self::CallIn => &call_in::KIND,
            Self::Questions => &question_sheet::KIND,
            Self::InformationRequest => &information_request::KIND,
            Self::Briefing => &briefing::KIND,
            Self::Crib => &crib::KIND,
            Self::Blank => &blank::KIND,
            Self::RightOfReply => &right_of_reply::KIND,
        }
    }

    /// Returns the kind as a reader sees it.
    pub const fn label(self) -> &'static str {
        self.spec().label
    }

    /// Returns the people it is written for.
    pub const fn reader(self) -> Reader {
        self.spec().reader
    }

    /// Returns true if it is sent: it says who sends it, and to which meeting or for a reply by when.
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Submission | Self::RightOfReply)
    }

    /// Returns its sections, in the order they have if nothing else is set.
    pub const fn sections(self) -> &'static [setting::PaperSection] {
        self.spec().sections
    }

    /// Returns true if it is written in a format: a spreadsheet needs tables.
    pub const fn has(self, format: Format) -> bool {
        self.spec().has_tables || !format.spec().is_spreadsheet
    }

    /// Returns the formats it is written in.
    pub fn formats(self) -> impl Iterator<Item = Format> {
        let all = Format::ALL.iter().copied();
        all.filter(move |format| self.has(*format))
    }

    /// Checks that it is written in a format.
    ///
    /// # Errors
    /// If it is not; the message names the formats that it has.
    pub const fn check(self, format: Format) -> Result<(), UnsuitedFormat> {
        if self.has(format) {
            Ok(())
        } else {
            Err(UnsuitedFormat { kind: self, format })
        }
    }
}

vocabulary! {
    /// A file format that a document is written in.
    pub enum Format is "a format" {
        /// Markdown (CommonMark, without extensions).
        Markdown = "md",
        /// One HTML file that needs nothing else; prints on A4.
        Html = "html",
        /// JSON, by the schema in [`SCHEMA`].
        Json = "json",
        /// CSV for a spreadsheet.
        Csv = "csv",
        /// A Word document, which LibreOffice reads too.
        Docx = "docx",
        /// A workbook for a spreadsheet; the blank checklist as a questionnaire to fill in.
        Xlsx = "xlsx",
    }
}

impl Format {
    const fn spec(self) -> &'static FormatSpec {
        match self {
            Self::Markdown => &markdown::FORMAT,
            Self::Html => &html::FORMAT,
            Self::Json => &json::FORMAT,
            Self::Csv => &csv::FORMAT,
            Self::Docx => &docx::FORMAT,
            Self::Xlsx => &xlsx::FORMAT,
        }
    }

    /// Returns the format as a reader sees it.
    pub const fn label(self) -> &'static str {
        self.spec().label
    }

    /// Returns true if it is text, which a terminal can show.
    pub const fn is_text(self) -> bool {
        self.spec().is_text
    }

    /// Returns true if the format has a use for the tables of a document ([`Source::tables`]).
    pub const fn has_tables(self) -> bool {
        self.spec().has_tables
    }
}

/// The JSON schema of the output of [`Format::Json`].
pub const SCHEMA: &str = json::SCHEMA;

/// Everything a document needs besides the audit and its findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The day on which the document is made.
    pub today: NaiveDate,
    /// The head of the journal's chain of digests, which is the audit's fingerprint; `None` if the
    /// audit has no journal.
    pub head: Option<String>,
    /// The person who hands it over.
    pub author: Author,
    /// The version of the program.
    pub version: String,
}

/// The reason why a document cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotBuilt(pub String);

/// Returns true if a kind is named by several things: “annexes”, “questions”.
fn is_plural(kind: Kind) -> bool {
    let first = kind.label().split(' ').next().unwrap_or_default();
    first.ends_with('s') && !first.ends_with("ss")
}

/// A format that a kind of report is not written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "The {} {}, so {} not written as {format}; choose {}",
    lower(kind.label()),
    if is_plural(*kind) { "have no tables" } else { "has no tables" },
    if is_plural(*kind) { "they are" } else { "it is" },
    choice(&kind.formats().map(|format| format.to_string()).collect::<Vec<_>>())
)]
pub struct UnsuitedFormat {
    /// The kind of report.
    pub kind: Kind,
    /// The format asked for.
    pub format: Format,
}

/// The reason why a report cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// There is nothing to hand over.
    #[error(transparent)]
    NotBuilt(#[from] NotBuilt),
    /// The kind is not written in the format.
    #[error(transparent)]
    Unsuited(#[from] UnsuitedFormat),
}

/// Everything that a report is built from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The checklists.
    pub library: &'a Library,
    /// The audit.
    pub audit: &'a Audit,
    /// The findings derived from the audit.
    pub findings: &'a Findings,
    /// Day, author, fingerprint, version.
    pub meta: &'a Meta,
    /// All changes made to the audit; `None` if it has no journal.
    pub history: Option<&'a History>,
    /// The user's settings for the report.
    pub setting: &'a Setting,
    /// The audit's quotations as they were looked up again; `None` if they were not.
    pub quotes: Option<&'a Quotes>,
    /// True if tables for a spreadsheet or a program are wanted too; see [`Format::has_tables`].
    pub tables: bool,
}

impl<'a> Source<'a> {
    /// Returns the citation of a requirement as it is at the review's place and day.
    pub(crate) fn cite(&self, ix: RequirementIx) -> &'a str {
        self.library.requirement(ix).cited(&self.findings.place)
    }
}

/// Builds a document; one that leaves the house is built without anything private.
///
/// # Errors
/// [`NotBuilt`] with a sentence for the user if there is nothing to hand over.
pub fn build(kind: Kind, source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let open = kind
        .reader()
        .is_outside()
        .then(|| private::without(&right_of_reply::set_apart(source.audit)))
        .map(|open| {
            if kind.spec().in_confidence == InConfidence::Withheld {
                confidence::for_the_other_side(&open)
            } else {
                open
            }
        });
    let source = &Source {
        audit: open.as_ref().unwrap_or(source.audit),
        ..*source
    };
    (kind.spec().build)(source).map(|document| ReportDocument {
        author: author_of(kind, source).to_owned(),
        house: source.setting.settings.house.clone(),
        sheets: if source.tables {
            document.sheets
        } else {
            Vec::new()
        },
        ..document
    })
}

/// Returns the author for the properties of a file, or nothing if this kind does not name one.
fn author_of<'a>(kind: Kind, source: &Source<'a>) -> &'a str {
    if source.setting.names_author(kind) {
        &source.meta.author.name
    } else {
        ""
    }
}

/// Writes a document to memory, whole. The same document gives the same bytes.
pub fn write(document: &ReportDocument, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = Ready::built(document.clone(), format).write_to(&mut bytes);
    debug_assert!(written.is_ok(), "a Vec takes everything");
    bytes
}
