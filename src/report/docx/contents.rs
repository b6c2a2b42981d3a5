//! The table of contents: a link to each heading, with a field for the number of its page.
//!
//! Only the program that lays out the pages knows the numbers. LibreOffice fills the fields in as it
//! opens the file, which it does not in a table of contents of its own making; Word does when its
//! user says yes to the update that the fields ask for.

use super::super::document::{Block, ReportDocument};
use super::xml::{ParagraphProps, XmlWriter, field_code, field_due, field_mark, run};

/// Least number of main headings for which there is a table of contents.
const ENOUGH: usize = 4;
/// Most lines that fit on a page.
const LINES: usize = 40;

/// Returns the bookmark of a heading, by its number from 1.
pub(super) fn bookmark(number: usize) -> String {
    format!("_Toc{number:06}")
}

/// Writes the table of contents of a document, if it has one.
pub(super) fn write(document: &ReportDocument, out: &mut XmlWriter) {
    if !document.kind.spec().has_contents {
        return;
    }
    let mut headings = Vec::new();
    gather(&document.blocks, &mut headings);
    let upto = |depth: u8| headings.iter().filter(move |(_, level, _)| *level <= depth);
    if upto(1).count() < ENOUGH {
        return;
    }
    let depth = if upto(2).count() > LINES { 1 } else { 2 };
    out.open("w:sdt", &[]);
    out.fixed("<w:sdtPr><w:alias w:val=\"Contents\"/></w:sdtPr>");
    out.open("w:sdtContent", &[]);
    ParagraphProps::of("ContentsHead").say("Contents", out);
    let lines = upto(depth).count();
    for (place, (number, level, text)) in upto(depth).enumerate() {
        let last = place + 1 == lines;
        ParagraphProps {
            after: last.then_some(280),
            ..ParagraphProps::of(if *level == 1 { "TOC1" } else { "TOC2" })
        }
        .open(out);
        let anchor = bookmark(*number);
        out.open("w:hyperlink", &[("w:anchor", &anchor), ("w:history", &1)]);
        run(text, None, out);
        out.fixed("<w:r><w:tab/></w:r>");
        field_due(out);
        field_code(&format!("PAGEREF {anchor} \\h"), out);
        field_mark("separate", None, out);
        field_mark("end", None, out);
        out.close();
        out.close();
    }
    out.close();
    out.close();
}

/// Collects the headings in the order in which they are written: number, level, text.
fn gather<'a>(blocks: &'a [Block], found: &mut Vec<(usize, u8, &'a str)>) {
    for block in blocks {
        match block {
            Block::Heading { level, text } => {
                found.push((found.len() + 1, (*level).clamp(1, 4), text));
            }
            Block::Callout { blocks, .. } => gather(blocks, found),
            _ => {}
        }
    }
}
