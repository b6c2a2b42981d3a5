//! The pages of a paper for another program, such as the one that looks quotations up independently.

use serde::Serialize;

use super::paper::{ApartKind, Page, PageState, Paging, Paper, ParagraphRole};
use crate::audit::Document;

/// A page for a program.
#[derive(Debug, Serialize)]
pub struct PageJson<'a> {
    /// The id of its paper.
    pub document: &'a str,
    /// The title of its paper.
    pub title: &'a str,
    /// True if the paper was given in confidence.
    pub in_confidence: bool,
    /// Its number in the file, counted from 1.
    pub page: u32,
    /// Number of pages of the file.
    pub of: u32,
    /// True if the file has no pages.
    pub without_pages: bool,
    /// True if the file only hints at its pages.
    pub page_is_hint: bool,
    /// The number printed on it.
    pub printed_page: Option<&'a str>,
    /// Its state.
    pub state: PageState,
    /// The state in words.
    pub says: &'static str,
    /// Its paragraphs as printed.
    pub paragraphs: Vec<ParagraphJson<'a>>,
    /// Its texts kept apart.
    pub apart: Vec<ApartJson<'a>>,
}

/// A text kept apart: not searched, not to be quoted; without its words if it is a redaction.
#[derive(Debug, Serialize)]
pub struct ApartJson<'a> {
    /// The reason why it is apart.
    pub kind: ApartKind,
    /// The text.
    pub text: &'a str,
}

/// A paragraph for a program.
#[derive(Debug, Serialize)]
pub struct ParagraphJson<'a> {
    /// Its role.
    pub role: ParagraphRole,
    /// The number it begins with.
    pub number: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

impl<'a> PageJson<'a> {
    /// Returns a page of a registered document.
    pub fn of(document: &'a Document, paper: &Paper, found: &'a Page) -> Self {
        Self {
            document: &document.id,
            title: &document.title,
            in_confidence: document.is_in_confidence(),
            page: found.number,
            of: paper.pages_in_all(),
            without_pages: paper.paging == Paging::None,
            page_is_hint: paper.paging == Paging::Hints,
            printed_page: found.printed.as_deref(),
            state: found.state,
            says: found.state.label(),
            paragraphs: found
                .paragraphs
                .iter()
                .map(|paragraph| ParagraphJson {
                    role: paragraph.role,
                    number: paragraph.number.as_deref(),
                    text: &paragraph.text,
                })
                .collect(),
            apart: found
                .apart
                .iter()
                .map(|one| ApartJson {
                    kind: one.kind,
                    text: &one.text,
                })
                .collect(),
        }
    }
}
