//! Notices of the parts that a format cannot contain, printed in the file itself so that nobody
//! takes the file for the whole document.

use std::collections::BTreeSet;

use super::document::{Block, ReportDocument};
use crate::wording::list;

/// A kind of content that a plain format may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ContentKind {
    Charts,
    Lights,
    Callouts,
    Tables,
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
                held.insert(ContentKind::Tables);
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
                ContentKind::Tables => "tables are lists",
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
pub(super) fn in_sheets(document: &ReportDocument, written: &str) -> String {
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
