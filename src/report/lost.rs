//! Notices of the parts that a format cannot contain, printed in the file itself so that nobody
//! takes the file for the whole document.

use std::collections::BTreeSet;

use super::document::{Block, Document};
use crate::wording::list;

/// A kind of content that a plain format may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ContentKind {
    Charts,
    Lights,
    Callouts,
    Captions,
    Breaks,
    Lines,
}

/// The kinds of content, among those that a plain format may lose, found in a document's blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen(BTreeSet<ContentKind>);

impl Seen {
    /// Records the kinds of content in one more block.
    pub(super) fn look(&mut self, block: &Block) {
        let Self(held) = self;
        match block {
            Block::Chart { .. } => {
                held.insert(ContentKind::Charts);
            }
            Block::Callout { blocks, .. } => {
                held.insert(ContentKind::Callouts);
                for block in blocks {
                    self.look(block);
                }
            }
            Block::PageBreak => {
                held.insert(ContentKind::Breaks);
            }
            Block::SignOff { .. } => {
                held.insert(ContentKind::Lines);
            }
            Block::Table { table } => {
                if !table.caption.is_empty() {
                    held.insert(ContentKind::Captions);
                }
                if !table.lights.is_empty() {
                    held.insert(ContentKind::Lights);
                }
            }
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Facts { .. }
            | Block::Quote { .. } => {}
        }
    }

    /// Returns a sentence on the parts that Markdown cannot contain, or `None` if there are none.
    pub(super) fn in_markdown(&self) -> Option<String> {
        let Self(held) = self;
        let parts: Vec<&str> = held
            .iter()
            .map(|one| match one {
                ContentKind::Charts => "charts are lists of numbers",
                ContentKind::Lights => "colours are left out, symbols and words stay",
                ContentKind::Callouts => "frames are quotations",
                ContentKind::Captions => "the headings of tables are text above them",
                ContentKind::Breaks => "page breaks are rules",
                ContentKind::Lines => "lines to sign on are dots",
            })
            .collect();
        (!parts.is_empty()).then(|| {
            format!(
                "This file is Markdown, which cannot hold everything: {}. No words are left out.",
                parts.join("; ")
            )
        })
    }
}

/// Returns a sentence on the parts of a document that a spreadsheet cannot contain, `written` as
/// named.
pub(super) fn in_sheets(document: &Document, written: &str) -> String {
    if document.sheets.is_empty() {
        let mut seen = Seen::default();
        document.blocks.iter().for_each(|block| seen.look(block));
        in_lines(&seen.0, written)
    } else {
        in_tables(document, written)
    }
}

fn in_lines(held: &BTreeSet<ContentKind>, written: &str) -> String {
    let mut parts = vec!["the look of the page", "links other than as text"];
    if held.contains(&ContentKind::Charts) {
        parts.push("charts other than as numbers");
    }
    if held.contains(&ContentKind::Lines) {
        parts.push("the lines to sign on");
    }
    format!(
        "This file is {written}, line by line under its headings. It leaves out {}.",
        list(&parts)
    )
}

fn in_tables(document: &Document, written: &str) -> String {
    let names: Vec<&str> = document
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    format!(
        "This file is {written}, which holds tables only: {}. The text around them, headings, \
         notes and lines to sign on are left out: use the HTML, Markdown or JSON for the whole.",
        list(&names)
    )
}
