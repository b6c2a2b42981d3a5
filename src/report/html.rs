//! Writes HTML: one file that needs nothing else. No script, nothing fetched, prints on A4.
//!
//! Everything is escaped where it is written; a link leads to the web or is plain text. The style
//! sheet is beside this file.

mod dates;
mod fields;

use std::io;

use super::document::{
    Block, Chart, Fact, ReportDocument, Span, Spans, Table, Tone, is_web, words_of,
};
use super::draft::Sink;
use super::format::{self, Blocks, FormatSpec};
use super::kind::Layout;
use super::pieces::Pieces;
use super::text::put;
use crate::wording::count;

const STYLE: &str = include_str!("style.css");

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "HTML, to print or email",
    is_text: true,
    has_tables: false,
    is_spreadsheet: false,
    writer: format::Writer::Streaming(write),
};

fn write(
    opening: &ReportDocument,
    main: &[&str],
    blocks: &mut Blocks<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut writer = HtmlWriter::begin(opening, main, out);
    let notes = blocks(&mut writer);
    writer.end(opening, &notes)
}

/// Length of a page title, in characters: the tab of a browser and the list of a search show no
/// more.
const TITLE: usize = 69;

/// Returns the title of the page: that of the document with its subtitle, cut between words.
fn page_title(document: &ReportDocument) -> String {
    let whole = document.full_title();
    if whole.chars().count() <= TITLE {
        return whole;
    }
    let cut: String = whole.chars().take(TITLE - 1).collect();
    let end = cut.rfind(' ').filter(|at| at * 2 > cut.len());
    let cut = cut.get(..end.unwrap_or(cut.len())).unwrap_or(&cut);
    format!("{}…", cut.trim_end_matches([' ', ',', ':', ';', '(']))
}

/// Writes a list of the main headings of a document, if there are more than three.
fn contents(main: &[&str], out: &mut String) {
    let lines: Vec<String> = (1..)
        .zip(main)
        .map(|(number, text): (usize, _)| {
            format!("<li><a href=\"#s{number}\">{}</a></li>\n", escape(text))
        })
        .collect();
    if lines.len() > 3 {
        out.push_str("<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n");
        out.push_str(&lines.concat());
        out.push_str("</ul>\n</nav>\n");
    }
}

fn notes(notes: &[Spans], referred: &[usize], out: &mut String) {
    if notes.is_empty() {
        return;
    }
    out.push_str("<footer>\n<h2>Notes</h2>\n<ol class=\"notes\">\n");
    for (place, note) in notes.iter().enumerate() {
        let number = place + 1;
        let back = if referred.contains(&number) {
            format!(
                " <a href=\"#r{number}\" aria-label=\"Back to note {number} in the text\">↑</a>"
            )
        } else {
            String::new()
        };
        let mut inside = String::new();
        spans(note, &mut Vec::new(), &mut inside);
        put!(out, "<li id=\"n{number}\">{inside}{back}</li>\n");
    }
    out.push_str("</ol>\n</footer>\n");
}

/// Writer of an HTML file.
struct HtmlWriter<'w> {
    out: String,
    pieces: Pieces<'w>,
    /// Number of main headings written so far, and of the others below the last of them.
    headings: (usize, usize),
    /// Number of charts written so far.
    charts: usize,
    /// Number of tables written so far.
    tables: usize,
    /// Notes referred to so far.
    referred: Vec<usize>,
}

impl Sink for HtmlWriter<'_> {
    fn block(&mut self, block: &Block) {
        self.write(block);
        self.pieces.pour(&mut self.out);
    }

    fn list(&mut self, ordered: bool, items: &mut dyn Iterator<Item = Spans>) {
        self.items(ordered, items);
    }
}

impl<'w> HtmlWriter<'w> {
    /// Writes everything before the blocks of a document with these main headings.
    fn begin(document: &ReportDocument, main: &[&str], to: &'w mut dyn io::Write) -> Self {
        let mut out = Pieces::text();
        let title = escape(&document.title);
        let subtitle = escape(&document.subtitle);
        out.push_str("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.push_str(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
             'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n",
        );
        out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
        if !document.author.is_empty() {
            let author = escape(&document.author);
            put!(out, "<meta name=\"author\" content=\"{author}\">\n");
        }
        put!(
            out,
            "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n",
            escape(&page_title(document))
        );
        let landscape = match document.kind.spec().layout {
            Layout::Wide => " landscape",
            Layout::Usual | Layout::Close => "",
        };
        put!(
            out,
            "<body class=\"{}{landscape}\">\n<a class=\"skip\" href=\"#text\">Skip to the text</a>\n<header>\n",
            document.kind
        );
        let head: Vec<String> = document.house.head().map(escape).collect();
        if !head.is_empty() {
            put!(out, "<p class=\"house\">{}</p>\n", head.join("<br>"));
        }
        put!(out, "<h1>{title}</h1>\n");
        if !subtitle.is_empty() {
            put!(out, "<p class=\"subtitle\">{subtitle}</p>\n");
        }
        facts(&document.meta, &mut out);
        out.push_str("</header>\n");
        contents(main, &mut out);
        out.push_str("<main id=\"text\" tabindex=\"-1\">\n");
        Self {
            out,
            pieces: Pieces::new(to),
            headings: (0, 0),
            charts: 0,
            tables: 0,
            referred: Vec::new(),
        }
    }

    /// Writes everything after the blocks.
    ///
    /// # Errors
    /// The first failure of the output.
    fn end(self, document: &ReportDocument, notes: &[Spans]) -> io::Result<()> {
        let Self {
            mut out, referred, ..
        } = self;
        out.push_str("</main>\n");
        self::notes(notes, &referred, &mut out);
        if !document.house.footer.is_empty() {
            let footer = escape(&document.house.footer);
            put!(out, "<p class=\"small house\">{footer}</p>\n");
        }
        out.push_str("</body>\n</html>\n");
        self.pieces.end(out)
    }

    fn items(&mut self, ordered: bool, items: &mut dyn Iterator<Item = impl AsRef<[Span]>>) {
        let tag = if ordered { "ol" } else { "ul" };
        put!(self.out, "<{tag}>\n");
        for item in items {
            self.wrapped("li", item.as_ref());
            self.pieces.pour(&mut self.out);
        }
        put!(self.out, "</{tag}>\n");
    }

    fn write(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let id = if *level == 1 {
                    self.headings = (self.headings.0 + 1, 0);
                    format!("s{}", self.headings.0)
                } else {
                    self.headings.1 += 1;
                    format!("s{}-{}", self.headings.0, self.headings.1)
                };
                let tag = usize::from(*level).clamp(1, 5) + 1;
                let text = escape(text);
                put!(self.out, "<h{tag} id=\"{id}\">{text}</h{tag}>\n");
            }
            Block::Paragraph { spans } => self.wrapped("p", spans),
            Block::List { ordered, items } => self.items(*ordered, &mut items.iter()),
            Block::Facts { facts: list } => facts(list, &mut self.out),
            Block::Table { table } => self.table(table),
            Block::Quote { text, source } => {
                put!(
                    self.out,
                    "<figure class=\"quote\">\n<blockquote><p>“{}”</p></blockquote>\n",
                    escape(text.trim())
                );
                if !source.is_empty() {
                    put!(self.out, "<figcaption>{}</figcaption>\n", escape(source));
                }
                self.out.push_str("</figure>\n");
            }
            Block::Callout {
                tone,
                title,
                blocks,
            } => {
                let (class, mark) = match tone {
                    Tone::Verdict => ("verdict", "§"),
                    Tone::Warning => ("warning", "!"),
                    Tone::Note => ("note", "i"),
                };
                put!(
                    self.out,
                    "<div class=\"callout {class}\">\n<p class=\"head\"><span \
                     aria-hidden=\"true\">{mark}</span> {}</p>\n",
                    escape(title)
                );
                for block in blocks {
                    self.write(block);
                }
                self.out.push_str("</div>\n");
            }
            Block::Chart { chart } => {
                self.charts += 1;
                self.out.push_str(&svg(chart, self.charts));
            }
            Block::SignOff { lines } => {
                self.out.push_str("<dl class=\"sign\">\n");
                for line in lines {
                    put!(self.out, "<dt>{}</dt><dd></dd>\n", escape(line));
                }
                self.out.push_str("</dl>\n");
            }
            Block::PageBreak => self.out.push_str("<hr class=\"page\">\n"),
        }
    }

    fn wrapped(&mut self, tag: &str, content: &[Span]) {
        put!(self.out, "<{tag}>");
        spans(content, &mut self.referred, &mut self.out);
        put!(self.out, "</{tag}>\n");
    }

    fn table(&mut self, table: &Table) {
        if !table.marks.is_empty() {
            self.charts += 1;
            let drawn = dates::draw(&table.marks, &table.caption, self.charts);
            self.out.push_str(&drawn);
        }
        let by_hand = if table.room.is_empty() {
            ""
        } else {
            " class=\"by-hand\""
        };
        self.tables += 1;
        let number = self.tables;
        // A table wider than a telephone scrolls by itself; for that the keyboard must reach it.
        self.out
            .push_str("<div class=\"wide\" role=\"group\" tabindex=\"0\" ");
        if table.caption.is_empty() {
            put!(
                self.out,
                "aria-label=\"Table {number}\">\n<table{by_hand}>\n"
            );
        } else {
            put!(
                self.out,
                "aria-labelledby=\"t{number}\">\n<table{by_hand}>\n<caption id=\"t{number}\">{}</caption>\n",
                escape(&table.caption)
            );
        }
        if !table.room.is_empty() {
            self.out.push_str("<colgroup>");
            for room in &table.room {
                put!(self.out, "<col style=\"width:{room}mm\">");
            }
            self.out.push_str("</colgroup>\n");
        }
        self.out.push_str("<thead><tr>");
        for (place, head) in table.header.iter().enumerate() {
            // A column to write in has room to write.
            let mut cells = table.rows.iter().filter_map(|row| row.get(place));
            let fill = if cells.all(|cell| words_of(cell).trim().is_empty()) {
                " class=\"fill\""
            } else {
                ""
            };
            put!(self.out, "<th scope=\"col\"{fill}>{}</th>", escape(head));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for (line, row) in table.rows.iter().enumerate() {
            match table.lights.get(line) {
                Some(light) => put!(self.out, "<tr class=\"light-{light}\">"),
                None => self.out.push_str("<tr>"),
            }
            for (place, cell) in row.iter().enumerate() {
                let (open, close) = if place == 0 {
                    ("<th scope=\"row\">", "</th>")
                } else {
                    ("<td>", "</td>")
                };
                self.out.push_str(open);
                spans(cell, &mut self.referred, &mut self.out);
                self.out.push_str(close);
            }
            self.out.push_str("</tr>\n");
            self.pieces.pour(&mut self.out);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }
}

fn facts(facts: &[Fact], out: &mut String) {
    if facts.is_empty() {
        return;
    }
    out.push_str("<dl>\n");
    for fact in facts {
        put!(out, "<dt>{}</dt><dd>", escape(&fact.label));
        spans(&fact.value, &mut Vec::new(), out);
        out.push_str("</dd>\n");
    }
    out.push_str("</dl>\n");
}

fn spans(content: &[Span], referred: &mut Vec<usize>, out: &mut String) {
    for span in content {
        match span {
            Span::Text { text } => breakable(text, out),
            Span::Strong { text } => {
                out.push_str("<strong>");
                breakable(text, out);
                out.push_str("</strong>");
            }
            Span::Emphasis { text } => {
                out.push_str("<em>");
                breakable(text, out);
                out.push_str("</em>");
            }
            Span::Link { text, url } if is_web(url) => {
                // A link whose text is its own address is not printed twice.
                let bare = if text.trim() == url.trim() {
                    " class=\"bare\""
                } else {
                    ""
                };
                put!(
                    out,
                    "<a{bare} href=\"{}\" rel=\"noopener noreferrer\">{}</a>",
                    escape(url.trim()),
                    escape(text)
                );
            }
            Span::Link { .. } => out.push_str(&escape(&words_of(std::slice::from_ref(span)))),
            Span::Options { name, options } => fields::options(name, options, out),
            Span::Room {
                label,
                printed,
                lines,
            } => fields::room(label, printed, *lines, out),
            Span::Note { number } => {
                let id = if referred.contains(number) {
                    String::new()
                } else {
                    referred.push(*number);
                    format!(" id=\"r{number}\"")
                };
                put!(
                    out,
                    "<sup><a href=\"#n{number}\"{id} aria-label=\"Note {number}\">{number}</a></sup>"
                );
            }
        }
    }
}

/// Number of letters from which a word may be broken, as an address is: no word of a language that the
/// papers are in is as long, and one that long would push the last columns of a table off the page.
const LONG: usize = 30;

/// Adds a text, in which what is too long for a column may be broken.
fn breakable(text: &str, out: &mut String) {
    let mut rest = text;
    let is_long = |word: &&str| word.len() >= LONG && word.chars().count() >= LONG;
    for word in text.split_whitespace().filter(is_long) {
        let Some((before, after)) = rest.split_once(word) else {
            continue;
        };
        escape_into(before, out);
        out.push_str("<span class=\"bare\">");
        escape_into(word, out);
        out.push_str("</span>");
        rest = after;
    }
    escape_into(rest, out);
}

/// Returns a bar chart: each bar with its mark, its label and its number, and the same in words for
/// people who do not see it.
fn svg(chart: &Chart, number: usize) -> String {
    const BAR: usize = 300;
    const LINE: usize = 24;
    let most = chart
        .parts
        .iter()
        .map(|part| part.number)
        .max()
        .unwrap_or(0)
        .max(1);
    let height = chart.parts.len() * LINE;
    let title = escape(&chart.title);
    let told: Vec<String> = chart
        .parts
        .iter()
        .map(|part| format!("{}: {}", part.label, part.number))
        .collect();
    let mut out = format!(
        "<figure class=\"chart\">\n<figcaption>{title}</figcaption>\n<svg role=\"img\" \
         aria-labelledby=\"c{number}t c{number}d\" viewBox=\"0 0 560 {height}\" width=\"560\" \
         height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\">\n<title \
         id=\"c{number}t\">{title}</title>\n<desc id=\"c{number}d\">{}.</desc>\n",
        escape(&told.join("; "))
    );
    for (place, part) in chart.parts.iter().enumerate() {
        let top = place * LINE;
        let wide = (part.number * BAR / most).max(usize::from(part.number > 0) * 2);
        let base = top + 16;
        put!(
            out,
            "<text x=\"0\" y=\"{base}\">{} {}</text><rect x=\"190\" y=\"{}\" width=\"{wide}\" \
             height=\"16\"/><text x=\"{}\" y=\"{base}\">{}</text>\n",
            escape(&part.symbol),
            escape(&part.label),
            top + 3,
            190 + wide + 6,
            part.number,
        );
    }
    out.push_str("</svg>\n</figure>\n");
    let all: usize = chart.parts.iter().map(|part| part.number).sum();
    put!(
        out,
        "<p class=\"small\">{} in all.</p>\n",
        count(all, "question", "questions")
    );
    out
}

/// Returns text with HTML markup escaped; line ends are kept.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape_into(text, &mut out);
    out
}

fn escape_into(text: &str, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let harmless = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'\n' => "<br>",
            _ => continue,
        };
        out.push_str(text.get(plain..at).unwrap_or_default());
        out.push_str(harmless);
        plain = at + 1;
    }
    out.push_str(text.get(plain..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_as_long_as_an_address_may_be_broken_and_no_other() {
        let written = |text: &str| {
            let mut out = String::new();
            breakable(text, &mut out);
            out
        };
        let address = "https://town.example/a/long/address?id=1&of=2";
        assert_eq!(
            written(&format!("See {address} and\n{address}, too.")),
            "See <span class=\"bare\">https://town.example/a/long/address?id=1&amp;of=2</span> \
             and<br><span class=\"bare\">https://town.example/a/long/address?id=1&amp;of=2,</span> too."
        );
        for text in [
            "",
            "A plain text of many words, none of them long",
            " a ",
            "ŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵŵ",
        ] {
            assert_eq!(written(text), text);
        }
    }

    #[test]
    fn nobodys_text_becomes_markup() {
        let mut out = String::new();
        let hostile = "<script>alert('x')</script>\" onload=\"y &amp;";
        spans(
            &[Span::Text {
                text: hostile.into(),
            }],
            &mut Vec::new(),
            &mut out,
        );
        assert_eq!(
            out,
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y &amp;amp;"
        );
    }

    #[test]
    fn a_link_is_one_only_when_it_leads_to_the_web() {
        let link = |url: &str| {
            let mut out = String::new();
            let span = Span::Link {
                text: "here".into(),
                url: url.into(),
            };
            spans(&[span], &mut Vec::new(), &mut out);
            out
        };
        assert!(link("https://a.example/\"x").starts_with("<a href=\"https://a.example/&quot;x\""));
        assert_eq!(link("javascript:alert(1)"), "here (javascript:alert(1))");
        assert_eq!(link("data:text/html,x"), "here (data:text/html,x)");
        assert!(!link(" JaVaScRiPt:alert(1)").contains("href"));
    }

    /// Checks the contrast of every colour pair of the style sheet, by the formula of WCAG 2.
    #[test]
    fn every_text_colour_has_the_contrast_of_level_aa() {
        fn light(hex: &str) -> f64 {
            let part = |at: usize| {
                let value = u8::from_str_radix(hex.get(at..at + 2).expect("a part"), 16);
                let value = f64::from(value.expect("hex")) / 255.0;
                if value <= 0.040_45 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        }
        let ratio = |one: &str, other: &str| {
            let (a, b) = (light(one), light(other));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        let colours: Vec<&str> = STYLE
            .match_indices('#')
            .filter_map(|(at, _)| STYLE.get(at + 1..at + 7))
            .filter(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()))
            .collect();
        assert!(colours.len() > 5, "{colours:?}");
        let (dark, pale): (Vec<&str>, Vec<&str>) =
            colours.into_iter().partition(|hex| light(hex) < 0.3);
        for ink in &dark {
            for paper in &pale {
                assert!(
                    ratio(ink, paper) >= 4.5,
                    "#{ink} on #{paper}: {}",
                    ratio(ink, paper)
                );
            }
        }
    }
}
