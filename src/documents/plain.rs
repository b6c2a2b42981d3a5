//! Plain text and Markdown, and the decoding of any text.
//!
//! A byte order mark decides, then valid UTF-8, then Windows-1252.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::paper::{Paging, PaperKind};
use super::raw::{HEADING, Halt, Head, LineSink, RawLine, RawPage, STARTS};
use crate::wording::is_hidden;

/// The size of a part of a document without pages, in bytes of text.
pub(super) const PART: usize = 60_000;
/// A line longer than this, in bytes, is a paragraph of its own.
const LONG_LINE: usize = 300;

/// Decodes a text by its byte order mark, as valid UTF-8, by `label`, or as Windows-1252.
///
/// Every text is valid Windows-1252.
pub(super) fn decode(bytes: &[u8], label: Option<&'static Encoding>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    let label = label.filter(|label| *label != UTF_8);
    match (std::str::from_utf8(bytes), label) {
        (Ok(text), None) => text.to_owned(),
        (_, label) => {
            let encoding = label.unwrap_or(WINDOWS_1252);
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
    }
}

/// Returns true for a character that no page holds.
///
/// A page is searched, so it loses the joiners of letters too, which a reader of names keeps: a word
/// with one inside is the same word.
pub(super) const fn is_raw(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// Removes the characters that no page may hold, and the places where a word may be broken.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' => Some(c),
            '\u{A0}' => Some(' '),
            '\u{AD}' => None,
            c if is_raw(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Reads a plain text or Markdown.
pub(super) fn read(bytes: &[u8], kind: PaperKind, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let text = decode(bytes, None);
    let paged = text.contains('\u{C}');
    let paging = if paged { Paging::Real } else { Paging::None };
    sink.head(Head {
        kind,
        paging,
        declared: None,
        besides: Vec::new(),
    })?;
    if paged {
        for page in text.strip_suffix('\u{C}').unwrap_or(&text).split('\u{C}') {
            let mut lines = PageBuilder::new(kind);
            page.lines().for_each(|line| lines.add(line));
            sink.page(lines.take())?;
        }
        return Ok(());
    }
    let mut lines = PageBuilder::new(kind);
    for line in text.lines() {
        // A line of a hundred megabytes is divided into parts as well.
        let mut rest = line;
        while rest.len() > PART {
            let cut = (0..=PART)
                .rev()
                .find(|at| rest.is_char_boundary(*at))
                .unwrap_or(0);
            let (now, later) = rest.split_at(cut.max(1));
            lines.add(now);
            sink.page(lines.take())?;
            rest = later;
        }
        lines.add(rest);
        // A part ends between paragraphs if it can.
        if lines.letters > if lines.blank { PART } else { 2 * PART } {
            sink.page(lines.take())?;
        }
    }
    let last = lines.take();
    if last.lines.is_empty() && lines.any {
        Ok(())
    } else {
        sink.page(last)
    }
}

/// Builder of a page of text.
struct PageBuilder {
    kind: PaperKind,
    page: RawPage,
    letters: usize,
    /// True if the last line was blank, or there is none yet.
    blank: bool,
    /// True if an earlier part had text.
    any: bool,
}

impl PageBuilder {
    fn new(kind: PaperKind) -> Self {
        Self {
            kind,
            page: RawPage::default(),
            letters: 0,
            blank: true,
            any: false,
        }
    }

    fn add(&mut self, line: &str) {
        let text = clean(line);
        let text = text.trim_end();
        if text.trim_start().is_empty() {
            self.blank = true;
            return;
        }
        let mut marks = 0;
        if self.blank || text.len() > LONG_LINE {
            marks |= STARTS;
        }
        self.blank = text.len() > LONG_LINE;
        let mut shown = text;
        if self.kind == PaperKind::Markdown && text.starts_with('#') {
            let heading = text.trim_start_matches('#');
            if heading.starts_with([' ', '\t']) {
                shown = heading.trim_matches(['#', ' ', '\t']);
                marks |= HEADING | STARTS;
                self.blank = true;
            }
        }
        self.letters += shown.len();
        self.page.lines.push(RawLine {
            marks,
            text: shown.to_owned(),
            ..RawLine::default()
        });
    }

    fn take(&mut self) -> RawPage {
        self.letters = 0;
        self.any |= !self.page.lines.is_empty();
        std::mem::take(&mut self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_then_utf8_then_windows() {
        assert_eq!(decode(b"\xEF\xBB\xBFG\xC5\xB5yr", None), "Gŵyr");
        assert_eq!(decode(b"G\xC5\xB5yr", None), "Gŵyr");
        assert_eq!(decode(b"\xA3127,000 \x93fee\x94", None), "£127,000 “fee”");
        assert_eq!(decode(b"\xFF\xFEf\0e\0e\0", None), "fee");
    }

    #[test]
    fn control_characters_are_taken_out() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\u{AD}d\te"), "a[31mbcd\te");
    }
}
