//! Writes Markdown: CommonMark without extensions, so that it reads as well where it is shown as
//! plain text. A table is a list of its rows, a note a numbered paragraph at the end.
//!
//! All text in a span is escaped, so that nobody's text becomes a heading, a link, a tag or a cell.
//! The only markup is the writer's own.

use std::io;

use super::document::{Block, Chart, Fact, ReportDocument, Span, Spans, Table, is_web, words_of};
use super::draft::Sink;
use super::format::{self, Blocks, FormatSpec};
use super::lost::Seen;
use super::pieces::Pieces;
use super::text::put;
use crate::base::digest::fold;

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "Markdown, to edit anywhere",
    is_text: true,
    has_tables: false,
    is_spreadsheet: false,
    writer: format::Writer::Streaming(write),
};

fn write(
    opening: &ReportDocument,
    _main: &[&str],
    blocks: &mut Blocks<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut writer = MarkdownWriter::begin(opening, out);
    let notes = blocks(&mut writer);
    writer.end(opening, &notes)
}

/// Writer of a Markdown file.
struct MarkdownWriter<'w> {
    out: String,
    pieces: Pieces<'w>,
    /// Content so far that Markdown cannot express.
    seen: Seen,
}

impl<'w> MarkdownWriter<'w> {
    /// Writes everything before the blocks of a document.
    fn begin(document: &ReportDocument, to: &'w mut dyn io::Write) -> Self {
        let mut writer = Self {
            out: Pieces::text(),
            pieces: Pieces::new(to),
            seen: Seen::default(),
        };
        let head: Vec<String> = document.house.head().map(inline).collect();
        if !head.is_empty() {
            put!(writer.out, "{}\n\n", head.join("\\\n"));
        }
        put!(writer.out, "# {}", within(&document.title));
        if !document.subtitle.is_empty() {
            writer.add(&format!("**{}**", within(&document.subtitle)));
        }
        if let Some(part) = facts(&document.meta) {
            writer.add(&part);
        }
        writer
    }

    /// Writes everything after the blocks.
    ///
    /// # Errors
    /// The first failure of the output.
    fn end(mut self, document: &ReportDocument, notes: &[Spans]) -> io::Result<()> {
        if !document.house.footer.is_empty() {
            self.add(&escape(&document.house.footer));
        }
        if let Some(lost) = self.seen.in_markdown() {
            self.add(&format!("*{}*", inline(&lost)));
        }
        if !notes.is_empty() {
            self.add("## Notes");
        }
        for (place, note) in notes.iter().enumerate() {
            self.add(&format!("{} {}", reference(place + 1), spans(note)));
        }
        self.out.push('\n');
        self.pieces.end(self.out)
    }

    /// Adds a block of text after an empty line.
    fn add(&mut self, part: &str) {
        self.out.push_str("\n\n");
        self.out.push_str(part);
        self.pieces.pour(&mut self.out);
    }
}

impl Sink for MarkdownWriter<'_> {
    fn block(&mut self, block: &Block) {
        self.seen.look(block);
        match block {
            Block::Table { table } => {
                for (place, part) in table_parts(table).enumerate() {
                    // The rows are one list.
                    let row = place > 0 && part.starts_with("- ");
                    self.out.push_str(if row { "\n" } else { "\n\n" });
                    self.out.push_str(&part);
                    self.pieces.pour(&mut self.out);
                }
            }
            block => {
                if let Some(part) = self::block(block) {
                    self.add(&part);
                }
            }
        }
    }

    fn list(&mut self, ordered: bool, items: &mut dyn Iterator<Item = Spans>) {
        for (place, one) in items.enumerate() {
            let before = if place == 0 { "\n\n" } else { "\n" };
            self.out.push_str(before);
            self.out.push_str(&item(ordered, place, &one));
            self.pieces.pour(&mut self.out);
        }
    }
}

fn block(block: &Block) -> Option<String> {
    match block {
        Block::Heading { level, text } => {
            let marks = "#".repeat(usize::from(*level).clamp(1, 5) + 1);
            Some(format!("{marks} {}", within(text)))
        }
        Block::Paragraph { spans: content } => Some(spans(content)),
        Block::List { ordered, items } => {
            let items: Vec<String> = items
                .iter()
                .enumerate()
                .map(|(place, one)| item(*ordered, place, one))
                .collect();
            (!items.is_empty()).then(|| items.join("\n"))
        }
        Block::Facts { facts: list } => facts(list),
        Block::Table { table } => Some(table_parts(table).collect::<Vec<_>>().join("\n\n")),
        Block::Quote { text, source } => {
            let mut inside = escape(&format!("“{}”", text.trim()));
            if !source.is_empty() {
                inside.push_str("\n\n— ");
                inside.push_str(&inline(source));
            }
            Some(quoted(&inside))
        }
        Block::Callout {
            tone: _,
            title,
            blocks,
        } => {
            let mut parts = vec![format!("**{}**", within(title))];
            parts.extend(blocks.iter().filter_map(self::block));
            Some(quoted(&parts.join("\n\n")))
        }
        Block::Chart { chart: content } => Some(chart(content)),
        Block::SignOff { lines } => {
            let lines: Vec<String> = lines
                .iter()
                .map(|line| format!("{}: {}", inline(line), ".".repeat(40)))
                .collect();
            Some(lines.join("\n\n"))
        }
        Block::PageBreak => Some("---".to_owned()),
    }
}

/// Returns an item of a list, its later lines indented under its first.
fn item(ordered: bool, place: usize, content: &[Span]) -> String {
    let mark = if ordered {
        format!("{}.", place + 1)
    } else {
        "-".to_owned()
    };
    let indent = " ".repeat(mark.len() + 1);
    format!("{mark} {}", set_in(spans(content), &format!("\n{indent}")))
}

/// Returns a text with its later lines indented. Most texts have one line.
fn set_in(text: String, line_end: &str) -> String {
    if text.contains('\n') {
        text.replace('\n', line_end)
    } else {
        text
    }
}

fn facts(facts: &[Fact]) -> Option<String> {
    let lines: Vec<String> = facts
        .iter()
        .map(|fact| {
            let value = set_in(spans(&fact.value), "\n  ");
            format!("- **{}:** {value}", inline(&fact.label))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Returns a table as its caption and its rows: an item of a list with the first cell, and under it
/// each other cell with the head of its column. A row of two cells is one line.
fn table_parts(table: &Table) -> impl Iterator<Item = String> {
    let caption = (!table.caption.is_empty()).then(|| format!("*{}*", within(&table.caption)));
    let rows = table.rows.iter().map(|row| table_row(&table.header, row));
    caption.into_iter().chain(rows)
}

fn table_row(header: &[String], row: &[Spans]) -> String {
    let cells: Vec<String> = row
        .iter()
        .map(|cell| one_line(spans(cell).trim()))
        .collect();
    let Some((first, others)) = cells.split_first() else {
        return String::new();
    };
    let mut out = if first.is_empty() {
        "-".to_owned()
    } else {
        format!("- {first}")
    };
    if let ([other], false) = (others, first.is_empty()) {
        if !other.is_empty() {
            put!(out, ": {other}");
        }
        return out;
    }
    let heads = header.iter().skip(1);
    let said = heads.zip(others).filter(|(_, cell)| !cell.is_empty());
    for (place, (head, cell)) in said.enumerate() {
        let before = if place == 0 && first.is_empty() {
            " "
        } else {
            "\n  - "
        };
        let head = inline(head);
        if head.is_empty() {
            put!(out, "{before}{cell}");
        } else {
            put!(out, "{before}{head}: {cell}");
        }
    }
    out
}

/// Joins Markdown that is already written into one line, for a cell.
fn one_line(text: &str) -> String {
    text.replace("\\\n", " / ").replace('\n', " ")
}

/// Returns the reference to a note, by its number.
fn reference(number: usize) -> String {
    format!("\\[{number}\\]")
}

fn chart(chart: &Chart) -> String {
    let parts: Vec<String> = chart
        .parts
        .iter()
        .map(|part| {
            format!(
                "- {} {}: {}",
                inline(&part.symbol),
                inline(&part.label),
                part.number
            )
        })
        .collect();
    format!("**{}**\n\n{}", inline(&chart.title), parts.join("\n"))
}

/// Returns a text as a block quotation, with a mark before every line.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.is_empty() {
                ">".to_owned()
            } else {
                format!("> {line}")
            }
        })
        .collect();
    lines.join("\n")
}

fn spans(content: &[Span]) -> String {
    let mut out = String::new();
    for span in content {
        match span {
            Span::Text { text } => {
                let start = out.is_empty() || out.ends_with('\n');
                out.push_str(&escape_from(text, start));
            }
            Span::Strong { text } => out.push_str(&wrapped("**", text)),
            Span::Emphasis { text } => out.push_str(&wrapped("*", text)),
            Span::Link { text, url } if is_web(url) => {
                put!(out, "[{}](<{}>)", inline(text), address(url));
            }
            Span::Link { text, url } => {
                out.push_str(&inline(text));
                if text != url {
                    put!(out, " ({})", inline(url));
                }
            }
            Span::Options { .. } | Span::Room { .. } => {
                let start = out.is_empty() || out.ends_with('\n');
                out.push_str(&escape_from(&words_of(std::slice::from_ref(span)), start));
            }
            Span::Note { number } => out.push_str(&reference(*number)),
        }
    }
    out
}

/// Returns emphasised text with the white space at its ends outside the marks.
///
/// Markdown ignores emphasis with a space just inside its marks.
fn wrapped(mark: &str, text: &str) -> String {
    let inside = within(text);
    if inside.is_empty() {
        return String::new();
    }
    let before = if text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let after = if text.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    format!("{before}{mark}{inside}{mark}{after}")
}

/// Returns an address with the characters escaped that could end it.
fn address(url: &str) -> String {
    let mut out = String::new();
    for c in url.trim().chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            c => out.push(c),
        }
    }
    out
}

/// Returns text on one line, escaped for a place where markup of ours is before it.
fn within(text: &str) -> String {
    escape_from(&fold(text), false)
}

/// Returns text on one line, escaped.
fn inline(text: &str) -> String {
    escape(&fold(text))
}

/// Returns text escaped, its line ends kept as hard ones.
fn escape(text: &str) -> String {
    escape_from(text, true)
}

/// Returns text escaped; `start` is true if it begins a line.
fn escape_from(text: &str, start: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (place, line) in text.split('\n').enumerate() {
        let begins = place > 0 || start;
        if place > 0 {
            // A hard line end; an empty line would end the paragraph.
            out.push_str("\\\n");
        }
        let line = if begins { line.trim_start() } else { line };
        escape_line(line, begins, &mut out);
    }
    out
}

fn escape_line(line: &str, begins: bool, out: &mut String) {
    let mut rest = line;
    if begins {
        // These make a heading, a list, a rule or an underline at the start of a line.
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        if digits > 0 && after.starts_with(['.', ')']) {
            out.push_str(number);
            out.push('\\');
            rest = after;
            if let Some(mark) = rest.chars().next() {
                out.push(mark);
                rest = rest.get(mark.len_utf8()..).unwrap_or_default();
            }
        } else if rest.starts_with(['#', '+', '-', '=', ':']) {
            out.push('\\');
        }
    }
    // Everything that is escaped is one byte; the text between is copied as it is.
    let bytes = rest.as_bytes();
    let mut plain = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1);
        let escaped = match byte {
            b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'>' | b'|' | b'~' | b'$' | b'^' => {
                true
            }
            b'#' => at > 0 || !begins,
            b'&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#'),
            b'!' => next == Some(&b'['),
            _ => false,
        };
        if escaped {
            out.push_str(rest.get(plain..at).unwrap_or_default());
            out.push('\\');
            plain = at;
        }
    }
    out.push_str(rest.get(plain..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_text_becomes_markup() {
        assert_eq!(escape("# head"), "\\# head");
        assert_eq!(escape("a # b"), "a \\# b");
        assert_eq!(escape("12. item"), "12\\. item");
        assert_eq!(escape("- item\n===\n    code"), "\\- item\\\n\\===\\\ncode");
        assert_eq!(escape("<script>"), "\\<script\\>");
        assert_eq!(escape("](javascript:alert(1))"), "\\](javascript:alert(1))");
        assert_eq!(
            escape("a|b `c` *d* _e_ ~f~"),
            "a\\|b \\`c\\` \\*d\\* \\_e\\_ \\~f\\~"
        );
        assert_eq!(escape("&lt; Deloitte & Touche"), "\\&lt; Deloitte & Touche");
        assert_eq!(escape("\\"), "\\\\");
    }

    #[test]
    fn a_link_is_one_only_when_it_leads_to_the_web() {
        let link = |url: &str| {
            spans(&[Span::Link {
                text: "here".into(),
                url: url.into(),
            }])
        };
        assert_eq!(
            link("https://a.example/x_(y)"),
            "[here](<https://a.example/x_(y)>)"
        );
        assert_eq!(link("javascript:alert(1)"), "here (javascript:alert(1))");
        assert_eq!(
            link("https://a.example/>x"),
            "[here](<https://a.example/%3Ex>)"
        );
    }
}
