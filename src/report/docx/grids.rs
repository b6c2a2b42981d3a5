//! Writes blocks that are laid out in cells: tables, callouts, charts, lines to be signed.

use super::super::document::{Block, Chart, Part, Table, Tone, words_of};
use super::body::BodyWriter;
use super::columns::{is_to_fill, lines, widths};
use super::xml::{ParagraphProps, XmlWriter, filled};
use crate::checklist::Light;

/// Most lines of a row that is kept on one page; a longer one may be split.
const LONG_ROW: usize = 20;
/// Most lines of a table that is kept on one page.
const SHORT_TABLE: usize = 16;
/// Least height of a row in a table that is made to be written in: 23 mm.
const BY_HAND: usize = 1_300;
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
/// Looks of tables: with the first row and the first column as headers, and without headers.
const HEADS: &str = "<w:tblLook w:val=\"00A0\" w:firstRow=\"1\" w:lastRow=\"0\" \
    w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>";
const NO_HEADS: &str = "<w:tblLook w:val=\"0000\" w:firstRow=\"0\" w:lastRow=\"0\" \
    w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>";
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
        let out = &mut self.out;
        out.open("w:tbl", &[]);
        out.open("w:tblPr", &[]);
        out.value("w:tblStyle", opened.style);
        out.empty("w:tblW", &[("w:w", &all), ("w:type", &"dxa")]);
        out.empty("w:tblLayout", &[("w:type", &"fixed")]);
        out.fixed(if opened.heads { HEADS } else { NO_HEADS });
        if !opened.caption.is_empty() {
            out.value("w:tblCaption", opened.caption);
        }
        out.close();
        out.open("w:tblGrid", &[]);
        for width in opened.widths {
            out.empty("w:gridCol", &[("w:w", width)]);
        }
        out.close();
    }

    fn close_table(&mut self) {
        self.out.close();
        self.gap();
    }

    fn open_row(&mut self, whole: bool, head: bool, height: Option<usize>) {
        let out = &mut self.out;
        out.open("w:tr", &[]);
        if whole || head || height.is_some() {
            out.open("w:trPr", &[]);
            if whole {
                out.empty("w:cantSplit", &[]);
            }
            if let Some(height) = height {
                out.empty("w:trHeight", &[("w:val", &height), ("w:hRule", &"atLeast")]);
            }
            if head {
                out.empty("w:tblHeader", &[]);
            }
            out.close();
        }
    }

    fn close_row(&mut self) {
        self.out.close();
    }

    /// Opens a cell; `inside` writes its properties after its width, in schema order.
    fn open_cell(&mut self, width: usize, inside: impl FnOnce(&mut XmlWriter)) {
        let out = &mut self.out;
        out.open("w:tc", &[]);
        out.open("w:tcPr", &[]);
        out.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
        inside(out);
        out.close();
    }

    fn close_cell(&mut self) {
        self.out.close();
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
            self.open_cell(*width, |out| filled(HEAD, out));
            self.say(ParagraphProps::of("TableHead"), head);
            self.close_cell();
        }
        self.close_row();
        let tall: Vec<usize> = table.rows.iter().map(|row| tallest(row, &widths)).collect();
        let short = tall.iter().sum::<usize>() <= SHORT_TABLE;
        let by_hand = (0..widths.len()).any(|place| is_to_fill(table, place));
        let high = if table.room.is_empty() {
            by_hand.then_some(620)
        } else {
            Some(BY_HAND)
        };
        let last = table.rows.len().saturating_sub(1);
        for ((place, row), lines) in table.rows.iter().enumerate().zip(tall) {
            self.open_row(lines <= LONG_ROW, false, high);
            for (column, width) in widths.iter().enumerate() {
                let cell = row.get(column).map(Vec::as_slice).unwrap_or_default();
                let (style, fill) = if column == 0 {
                    ("TableFirst", Some(FIRST))
                } else {
                    let light = table.lights.get(place).and_then(|light| shade(*light));
                    ("TableText", light)
                };
                self.open_cell(*width, |out| {
                    if let Some(fill) = fill {
                        filled(fill, out);
                    }
                });
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
        self.open_cell(width, |out| {
            let sides = [("top", 4), ("left", 36), ("bottom", 4), ("right", 4)];
            borders(&sides, edge, out);
            filled(fill, out);
        });
        self.say(ParagraphProps::of("CalloutHead"), &format!("{word}{title}"));
        let was = std::mem::replace(&mut self.boxed, true);
        self.width = width.saturating_sub(460);
        self.blocks(blocks);
        self.width = width;
        self.boxed = was;
        // Every block ends with a paragraph, as a cell must.
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
            self.open_cell(width, |_| {});
            self.say(ParagraphProps::of("TableHead"), head);
            self.close_cell();
        }
        self.close_row();
        let centred = |out: &mut XmlWriter| out.value("w:vAlign", "center");
        let last = chart.parts.len().saturating_sub(1);
        for (place, part) in chart.parts.iter().enumerate() {
            let keep = |style| ParagraphProps {
                keep_next: place < last,
                ..ParagraphProps::of(style)
            };
            self.open_row(true, false, None);
            self.open_cell(label, centred);
            let words = format!("{} {}", part.symbol, part.label);
            self.say(keep("TableFirst"), words.trim());
            self.close_cell();
            self.open_cell(number, centred);
            self.say(keep("TableNumber"), &part.number.to_string());
            self.close_cell();
            self.open_cell(bar, centred);
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
            self.open_cell(label, |out| out.value("w:vAlign", "bottom"));
            self.say(manner, words);
            self.close_cell();
            self.open_cell(line, |out| {
                borders(&[("bottom", 6)], "404040", out);
                out.value("w:vAlign", "bottom");
            });
            self.say(manner, "");
            self.close_cell();
            self.close_row();
        }
        self.close_table();
    }
}

/// Writes the borders of a cell: its sides in schema order, each with its width.
fn borders(sides: &[(&str, usize)], colour: &str, out: &mut XmlWriter) {
    out.open("w:tcBorders", &[]);
    for (side, width) in sides {
        out.empty(
            &format!("w:{side}"),
            &[
                ("w:val", &"single"),
                ("w:sz", width),
                ("w:space", &0),
                ("w:color", &colour),
            ],
        );
    }
    out.close();
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
