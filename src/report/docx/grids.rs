//! Writes blocks that are laid out in cells: tables, callouts, charts, lines to be signed.

use super::super::document::{Block, Chart, Part, Table, Tone, words_of};
use super::super::text::put;
use super::body::BodyWriter;
use super::columns::{is_to_fill, lines, widths};
use super::xml::{ParagraphProps, escape, filled};
use crate::checklist::Light;

/// Most lines of a row that is kept on one page; a longer one may be split.
const LONG_ROW: usize = 20;
/// Most lines of a table that is kept on one page.
const SHORT_TABLE: usize = 16;
/// Fill of a table's header row.
const HEAD: &str = "E3E9F1";
/// Fill of a table's first column.
const FIRST: &str = "F4F6F9";
/// Fills of callouts.
const VERDICT: &str = "EDF2F8";
const WARNING: &str = "FFF4DC";
const NOTE: &str = "F3F4F6";
/// All backgrounds of text other than white paper.
#[cfg(test)]
pub(super) const GROUNDS: [&str; 5] = [HEAD, FIRST, VERDICT, WARNING, NOTE];
/// Colour of a chart's bars.
const BAR: &str = "33507A";
/// Width of a cell's left and right margins.
const EDGES: usize = 200;

/// Properties of a table to be opened.
struct TableProps<'a> {
    style: &'a str,
    widths: &'a [usize],
    /// True if the first row and the first column are headers.
    heads: bool,
    caption: &'a str,
}

impl BodyWriter {
    fn open_table(&mut self, opened: &TableProps<'_>) {
        self.before_table();
        let all: usize = opened.widths.iter().sum();
        let (value, on) = if opened.heads {
            ("00A0", "1")
        } else {
            ("0000", "0")
        };
        put!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{all}\" \
             w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{value}\" \
             w:firstRow=\"{on}\" w:lastRow=\"0\" w:firstColumn=\"{on}\" w:lastColumn=\"0\" \
             w:noHBand=\"1\" w:noVBand=\"1\"/>",
            opened.style
        );
        if !opened.caption.is_empty() {
            put!(
                self.out,
                "<w:tblCaption w:val=\"{}\"/>",
                escape(opened.caption)
            );
        }
        self.out.push_str("</w:tblPr><w:tblGrid>");
        for width in opened.widths {
            put!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>\n");
    }

    fn close_table(&mut self) {
        self.out.push_str("</w:tbl>\n");
        self.gap();
    }

    fn open_row(&mut self, whole: bool, head: bool, height: Option<usize>) {
        self.out.push_str("<w:tr>");
        if whole || head || height.is_some() {
            self.out.push_str("<w:trPr>");
            if whole {
                self.out.push_str("<w:cantSplit/>");
            }
            if let Some(height) = height {
                put!(
                    self.out,
                    "<w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>"
                );
            }
            if head {
                self.out.push_str("<w:tblHeader/>");
            }
            self.out.push_str("</w:trPr>");
        }
    }

    fn close_row(&mut self) {
        self.out.push_str("</w:tr>\n");
    }

    /// Opens a cell; `inside` is the content of its properties after its width, in schema order.
    fn open_cell(&mut self, width: usize, inside: &str) {
        put!(
            self.out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{inside}</w:tcPr>"
        );
    }

    fn close_cell(&mut self) {
        self.out.push_str("</w:tc>");
    }

    /// Writes a caption, unless the heading just above is the same.
    fn caption(&mut self, caption: &str) {
        if !caption.is_empty() && caption != self.under {
            self.say(ParagraphProps::of("Caption"), caption);
        }
    }

    /// Writes a table whose header row is repeated on every page.
    pub(super) fn table(&mut self, table: &Table) {
        let widths = widths(table, self.width);
        if widths.is_empty() {
            return;
        }
        self.caption(&table.caption);
        self.open_table(&TableProps {
            style: "ReportTable",
            widths: &widths,
            heads: true,
            caption: &table.caption,
        });
        self.open_row(true, true, None);
        for (head, width) in table.header.iter().zip(&widths) {
            self.open_cell(*width, &filled(HEAD));
            self.say(ParagraphProps::of("TableHead"), head);
            self.close_cell();
        }
        self.close_row();
        let tall: Vec<usize> = table.rows.iter().map(|row| tallest(row, &widths)).collect();
        let short = tall.iter().sum::<usize>() <= SHORT_TABLE;
        let by_hand = (0..widths.len()).any(|place| is_to_fill(table, place));
        let last = table.rows.len().saturating_sub(1);
        for ((place, row), lines) in table.rows.iter().enumerate().zip(tall) {
            self.open_row(lines <= LONG_ROW, false, by_hand.then_some(620));
            for (column, width) in widths.iter().enumerate() {
                let cell = row.get(column).map(Vec::as_slice).unwrap_or_default();
                let (style, inside) = if column == 0 {
                    ("TableFirst", filled(FIRST))
                } else {
                    let light = table.lights.get(place).and_then(|light| shade(*light));
                    ("TableText", light.map(filled).unwrap_or_default())
                };
                self.open_cell(*width, &inside);
                let manner = ParagraphProps {
                    keep_next: short && place < last,
                    ..ParagraphProps::of(style)
                };
                self.written(manner, cell);
                self.close_cell();
            }
            self.close_row();
        }
        self.close_table();
    }

    /// Writes a callout, marked by a sign and a word, and only then by its colour.
    pub(super) fn callout(&mut self, tone: Tone, title: &str, blocks: &[Block]) {
        let (word, fill, edge) = match tone {
            Tone::Verdict => ("§ Verdict: ", VERDICT, "1F3A5F"),
            Tone::Warning => ("! Warning: ", WARNING, "7A4B00"),
            Tone::Note => ("(i) Note: ", NOTE, "595959"),
        };
        let width = self.width;
        self.open_table(&TableProps {
            style: "CalloutTable",
            widths: &[width],
            heads: false,
            caption: "",
        });
        let letters: usize = blocks.iter().map(letters).sum();
        self.open_row(letters < 1_500, false, None);
        let thin = |side: &str| {
            format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{edge}\"/>")
        };
        let inside = format!(
            "<w:tcBorders>{}<w:left w:val=\"single\" w:sz=\"36\" w:space=\"0\" \
             w:color=\"{edge}\"/>{}{}</w:tcBorders>{}",
            thin("top"),
            thin("bottom"),
            thin("right"),
            filled(fill)
        );
        self.open_cell(width, &inside);
        self.say(ParagraphProps::of("CalloutHead"), &format!("{word}{title}"));
        let was = std::mem::replace(&mut self.boxed, true);
        self.width = width.saturating_sub(460);
        self.blocks(blocks);
        self.width = width;
        self.boxed = was;
        // A cell must end with a paragraph, whatever its content.
        if !self.out.trim_end().ends_with("</w:p>") {
            self.gap();
        }
        self.close_cell();
        self.close_row();
        self.close_table();
    }

    /// Writes a chart as a table.
    ///
    /// The mark, the word and the number are text, so that nothing rests on the bars, which are
    /// fills of empty paragraphs and which no screen reader reads aloud.
    pub(super) fn chart(&mut self, chart: &Chart) {
        let all: usize = chart.parts.iter().map(|part| part.number).sum();
        let label = self.width * 3 / 10;
        let number = self.width / 8;
        let bar = self.width - label - number;
        let widths = [label, number, bar];
        self.caption(&chart.title);
        self.open_table(&TableProps {
            style: "ChartTable",
            widths: &widths,
            heads: true,
            caption: &chart.title,
        });
        self.open_row(true, true, None);
        let share = format!("Share of {all} in all");
        for (head, width) in ["State", "Number", &share].into_iter().zip(widths) {
            self.open_cell(width, "");
            self.say(ParagraphProps::of("TableHead"), head);
            self.close_cell();
        }
        self.close_row();
        let last = chart.parts.len().saturating_sub(1);
        for (place, part) in chart.parts.iter().enumerate() {
            let keep = |style| ParagraphProps {
                keep_next: place < last,
                ..ParagraphProps::of(style)
            };
            self.open_row(true, false, None);
            self.open_cell(label, "<w:vAlign w:val=\"center\"/>");
            let words = format!("{} {}", part.symbol, part.label);
            self.say(keep("TableFirst"), words.trim());
            self.close_cell();
            self.open_cell(number, "<w:vAlign w:val=\"center\"/>");
            self.say(keep("TableNumber"), &part.number.to_string());
            self.close_cell();
            self.open_cell(bar, "<w:vAlign w:val=\"center\"/>");
            self.say(drawn(part, all, bar, keep("ChartBar")), "");
            self.close_cell();
            self.close_row();
        }
        self.close_table();
    }

    /// Writes lines to be signed, kept together.
    pub(super) fn sign(&mut self, labels: &[String]) {
        if labels.is_empty() {
            return;
        }
        self.gap();
        let label = 2_600.min(self.width / 2);
        let line = 5_400.min(self.width - label);
        let widths = [label, line];
        self.open_table(&TableProps {
            style: "SignTable",
            widths: &widths,
            heads: false,
            caption: "To be filled in and signed",
        });
        let last = labels.len() - 1;
        for (place, words) in labels.iter().enumerate() {
            let manner = ParagraphProps {
                keep_next: place < last,
                ..ParagraphProps::of("SignLabel")
            };
            self.open_row(true, false, Some(620));
            self.open_cell(label, "<w:vAlign w:val=\"bottom\"/>");
            self.say(manner, words);
            self.close_cell();
            self.open_cell(
                line,
                "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" \
                 w:color=\"404040\"/></w:tcBorders><w:vAlign w:val=\"bottom\"/>",
            );
            self.say(manner, "");
            self.close_cell();
            self.close_row();
        }
        self.close_table();
    }
}

/// Returns the fill for a light; the words of the row say the same.
const fn shade(light: Light) -> Option<&'static str> {
    match light {
        Light::Red => Some("FFDCD6"),
        Light::Amber => Some("FFEFC2"),
        Light::Green => Some("DCF3DD"),
        Light::Off => None,
    }
}

/// Returns the paragraph that draws a part of a chart: its share of the width is its share of the
/// whole.
fn drawn<'a>(
    part: &Part,
    all: usize,
    width: usize,
    manner: ParagraphProps<'a>,
) -> ParagraphProps<'a> {
    let room = width.saturating_sub(EDGES);
    let long = (part.number * room).checked_div(all).unwrap_or(0);
    if part.number == 0 {
        return manner;
    }
    ParagraphProps {
        fill: Some(BAR),
        right: Some(room.saturating_sub(long.max(40))),
        ..manner
    }
}

/// Returns the number of lines that the tallest cell of a row is likely to have.
fn tallest(row: &[Vec<super::super::document::Span>], widths: &[usize]) -> usize {
    row.iter()
        .zip(widths)
        .map(|(cell, width)| lines(&words_of(cell), *width))
        .max()
        .unwrap_or(1)
}

/// Returns the approximate length of a block's text, in bytes; a table counts as long.
fn letters(block: &Block) -> usize {
    match block {
        Block::Heading { text, .. } | Block::Quote { text, .. } => text.len(),
        Block::Paragraph { spans } => words_of(spans).len(),
        Block::List { items, .. } => items.iter().map(|item| words_of(item).len() + 40).sum(),
        Block::Facts { facts } => facts
            .iter()
            .map(|fact| fact.label.len() + words_of(&fact.value).len() + 40)
            .sum(),
        _ => 1_500,
    }
}
