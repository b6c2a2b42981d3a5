//! Web pages: the text of their blocks, by a tokeniser that builds no tree.

use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::paper::{Paging, PaperKind};
use super::plain::{PART, clean, decode};
use super::raw::{HEADING, Halt, Head, LineSink, RawLine, RawPage, STARTS, WHOLE};
use super::words::raise;

/// Reads a web page.
pub(super) fn read(bytes: &[u8], sink: &mut dyn LineSink) -> Result<(), Halt> {
    let text = decode(bytes, charset(bytes));
    sink.head(Head {
        kind: PaperKind::Html,
        paging: Paging::None,
        declared: None,
        besides: Vec::new(),
    })?;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut walker = HtmlWalker::default();
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => walker.start(&tag.name, tag.self_closing),
            Token::EndTag(tag) => walker.end(&tag.name),
            Token::String(text) => walker.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if walker.letters > PART {
            let part = walker.take();
            sink.page(part)?;
        }
    }
    walker.end_block();
    let last = walker.take();
    if last.lines.is_empty() && walker.any {
        Ok(())
    } else {
        sink.page(last)
    }
}

/// Returns the encoding declared at the beginning of a page.
fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(2048)).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start).to_lowercase();
    let at = start.find("charset=")?;
    let label: String = start
        .get(at + 8..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[derive(Default)]
struct HtmlWalker {
    page: RawPage,
    block: String,
    letters: usize,
    heading: bool,
    /// Nesting depth of elements with preformatted text.
    pre: usize,
    /// Nesting depth of elements that hold no text for a reader.
    skipped: usize,
    row: bool,
    /// Nesting depth of superscript elements.
    raised: usize,
    /// True if an earlier part had text.
    any: bool,
}

impl HtmlWalker {
    fn start(&mut self, name: &[u8], closed: bool) {
        match name {
            b"script" | b"style" | b"template" | b"svg" if !closed => self.skipped += 1,
            b"img" | b"object" | b"embed" => self.page.images = self.page.images.saturating_add(1),
            b"br" => self.block.push('\n'),
            b"sup" if !closed => self.raised += 1,
            b"td" | b"th" => {
                if self.row && !self.block.trim().is_empty() {
                    self.block.push('\t');
                }
                self.row = true;
            }
            b"tr" => {
                self.end_block();
                self.row = true;
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"title" => {
                self.end_block();
                self.heading = true;
            }
            b"pre" | b"textarea" => {
                self.end_block();
                self.pre += 1;
            }
            // A paragraph in a cell does not end the row.
            b"p" | b"div" | b"ul" | b"ol" | b"li" if self.row => self.cell_break(),
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"script" | b"style" | b"template" | b"svg" => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            b"tr" | b"table" => {
                self.end_block();
                self.row = false;
            }
            b"sup" => self.raised = self.raised.saturating_sub(1),
            b"pre" | b"textarea" => {
                self.end_block();
                self.pre = self.pre.saturating_sub(1);
            }
            b"p" | b"div" | b"ul" | b"ol" | b"li" if self.row => self.cell_break(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"title" => self.end_block(),
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    /// Separates two paragraphs of a cell by a space.
    ///
    /// A long paragraph is a block of its own, for pages laid out as tables have all their text in
    /// one cell.
    fn cell_break(&mut self) {
        let last = self.block.rsplit('\t').next().unwrap_or_default();
        if last.len() > 200 {
            self.end_block();
        } else {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.block.is_empty() && !self.block.ends_with([' ', '\n', '\t']) {
            self.block.push(' ');
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        let text = clean(text);
        if self.pre > 0 {
            self.block.push_str(&text);
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        for (place, word) in text.split_whitespace().enumerate() {
            if place > 0 {
                self.block.push(' ');
            }
            if self.raised > 0 {
                self.block.push_str(&raise(word));
            } else {
                self.block.push_str(word);
            }
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let heading = std::mem::take(&mut self.heading);
        if block.trim().is_empty() {
            return;
        }
        let mut first = true;
        for line in block.split('\n') {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let mut marks = if first { STARTS } else { 0 };
            if heading {
                marks |= HEADING;
            }
            if self.pre == 0 && line.len() > 200 {
                marks |= WHOLE;
            }
            first = false;
            self.letters += line.len();
            self.page.lines.push(RawLine {
                marks,
                text: line.to_owned(),
                ..RawLine::default()
            });
        }
    }

    fn take(&mut self) -> RawPage {
        self.letters = 0;
        self.any |= !self.page.lines.is_empty();
        std::mem::take(&mut self.page)
    }
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"ul"
            | b"ol"
            | b"li"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"table"
            | b"tbody"
            | b"thead"
            | b"caption"
            | b"blockquote"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"main"
            | b"nav"
            | b"aside"
            | b"figure"
            | b"figcaption"
            | b"form"
            | b"fieldset"
            | b"legend"
            | b"address"
            | b"hr"
            | b"body"
            | b"head"
            | b"option"
            | b"details"
            | b"summary"
    )
}
