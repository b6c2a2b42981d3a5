//! What a document loses when it is written in a format that cannot hold all of it: said in the
//! file itself, so that nobody takes the file for the whole.

use super::Format;
use super::document::{Block, Document};
use super::text::list;

/// What is in a document that a poor format may lose.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells of one kind of thing, and none of another"
)]
struct Holds {
    charts: bool,
    callouts: bool,
    breaks: bool,
    lines: bool,
    captions: bool,
    lights: bool,
    text: bool,
}

impl Holds {
    fn look(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Chart { .. } => self.charts = true,
                Block::Callout { blocks, .. } => {
                    self.callouts = true;
                    self.look(blocks);
                }
                Block::PageBreak => self.breaks = true,
                Block::SignOff { .. } => self.lines = true,
                Block::Table { table } => {
                    self.captions |= !table.caption.is_empty();
                    self.lights |= !table.lights.is_empty();
                }
                Block::Heading { .. }
                | Block::Paragraph { .. }
                | Block::List { .. }
                | Block::Facts { .. }
                | Block::Quote { .. } => self.text = true,
            }
        }
    }
}

/// What is lost, in a sentence or two; none where nothing is.
pub fn lost(document: &Document, format: Format) -> Option<String> {
    let mut holds = Holds::default();
    holds.look(&document.blocks);
    match format {
        Format::Markdown => in_markdown(&holds),
        Format::Csv | Format::Xlsx => {
            let written = if format == Format::Csv {
                "CSV"
            } else {
                "a workbook"
            };
            Some(if document.sheets.is_empty() {
                in_lines(&holds, written)
            } else {
                in_tables(document, written)
            })
        }
        Format::Html | Format::Json | Format::Docx => None,
    }
}

fn in_markdown(holds: &Holds) -> Option<String> {
    let parts: Vec<&str> = [
        (holds.charts, "charts stand as lists of numbers"),
        (holds.lights, "colours are left out, symbols and words stay"),
        (holds.callouts, "frames stand as quotations"),
        (
            holds.captions,
            "the headings of tables stand as text above them",
        ),
        (holds.breaks, "page breaks stand as rules"),
        (holds.lines, "lines to sign on stand as dots"),
    ]
    .into_iter()
    .filter_map(|(held, says)| held.then_some(says))
    .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Written as Markdown, which cannot hold everything: {}. No words are left out.",
            parts.join("; ")
        )
    })
}

fn in_lines(holds: &Holds, written: &str) -> String {
    let mut parts = vec!["the look of the page", "links other than as text"];
    if holds.charts {
        parts.push("charts other than as numbers");
    }
    if holds.lines {
        parts.push("the lines to sign on");
    }
    format!(
        "Written as {written}, line by line under its headings. Left out: {}.",
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
        "Written as {written}, which holds tables only: {}. The text around them, headings, notes and \
         lines to sign on are left out: take the HTML, Markdown or JSON for the whole.",
        list(&names)
    )
}
