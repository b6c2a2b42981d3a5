//! The walk through one part of an OpenDocument text.

use quick_xml::events::BytesStart;

use super::super::super::error::Stop;
use super::super::super::looks::{Looks, Signs, Words, picture_note, tick};
use super::super::super::numerals::Label;
use super::super::super::paper::ApartKind;
use super::super::super::plain::PART;
use super::super::super::raw::{FOOTER, HEADER, HEADING, Halt, LineSink};
use super::super::super::words::raise;
use super::super::blocks::OfficeBlocks;
use super::super::{TEXT, XmlEvent, XmlWalk, attribute, name};
use super::forms::Forms;
use super::lists::Lists;
use super::styles::Styles;

/// An open paragraph.
#[derive(Default)]
struct OpenParagraph {
    words: Words,
    heading: bool,
    label: Option<Label>,
    looks: Looks,
    /// Number of spans that were open around it.
    spans: usize,
}

/// A comment that is open.
#[derive(Default)]
struct Comment {
    author: String,
    texts: Vec<String>,
}

/// A frame that is open.
#[derive(Default)]
struct Frame {
    description: Vec<String>,
    has_picture: bool,
    /// True if its picture only shows an object whose words are read.
    is_object: bool,
}

#[derive(Default)]
pub(super) struct OdtWalker {
    pub(super) hints: bool,
    /// True while the styles are read: only headers and footers in them are text.
    pub(super) in_styles: bool,
    pub(super) styles: Styles,
    /// Marks of the current header or footer.
    furniture: u8,
    blocks: OfficeBlocks,
    notes: Vec<String>,
    text: usize,
    /// Paragraphs within paragraphs: a note is inside the one it belongs to.
    open: Vec<OpenParagraph>,
    note: usize,
    lists: Lists,
    forms: Forms,
    /// Looks of the open spans.
    spans: Vec<Looks>,
    comment: Option<Comment>,
    frames: Vec<Frame>,
    /// The text of an element that is no part of a paragraph: an author, a description.
    caught: Option<String>,
    /// For each open section, true if it is hidden.
    sections: Vec<bool>,
    /// For each open table and its cell, true if it has a colour.
    coloured: Vec<bool>,
    /// The tick that takes the place of a content control's text.
    ticking: Option<bool>,
}

impl OdtWalker {
    /// Walks a part; text before a break in it is kept, except of the styles.
    pub(super) fn walk(&mut self, xml: &str, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let result = self.events(&mut walk, sink);
        if let (Err(Halt::Stop(stop)), false) = (&result, self.in_styles) {
            while self.end_paragraph() {}
            self.blocks.end_tables(self.furniture);
            self.turn(sink)?;
            return Err(stop.clone().into());
        }
        if self.in_styles {
            self.open.clear();
            self.furniture = 0;
        }
        result
    }

    /// Walks an object within the text: its words are notes.
    pub(super) fn walk_object(&mut self, xml: &str, sink: &mut dyn LineSink) -> Result<(), Halt> {
        self.note += 1;
        let result = self.walk(xml, sink);
        self.note = self.note.saturating_sub(1);
        result
    }

    fn events(&mut self, walk: &mut XmlWalk<'_>, sink: &mut dyn LineSink) -> Result<(), Halt> {
        loop {
            match walk.next()? {
                XmlEvent::Start(start) => match name(&start) {
                    "tracked-changes" | "note-citation" | "ruby-text" | "properties" | "date"
                    | "creator-initials" | "sender-initials"
                        if name(&start) != "date" || self.comment.is_some() =>
                    {
                        walk.skip()?;
                    }
                    "annotation" => self.comment = Some(Comment::default()),
                    "creator" if self.comment.is_some() => self.caught = Some(String::new()),
                    "title" | "desc" if start.name().into_inner().starts_with("svg:") => {
                        self.caught = Some(String::new());
                    }
                    "p" | "h" if !self.in_styles || self.furniture != 0 => {
                        self.begin_paragraph(&start);
                    }
                    "span" => self.begin_span(&start),
                    "note-body" => self.note += 1,
                    "list" => self.lists.begin(&start),
                    "list-item" => self.lists.begin_item(&start),
                    "list-header" => self.lists.begin_header(),
                    "section" => self.sections.push(is_hidden(&start)),
                    "table" => self.coloured.push(self.is_coloured("table", &start)),
                    "table-row" => self.blocks.begin_row(),
                    "table-cell" => self.begin_cell(&start),
                    "frame" | "custom-shape" => self.frames.push(Frame::default()),
                    "fieldmark" => self.forms.begin_field(&start),
                    "content-control" if is(&start, "checkbox") => {
                        self.push(tick(is(&start, "checked")));
                        self.ticking = Some(true);
                    }
                    "header" | "header-left" | "header-first" if self.in_styles => {
                        self.furniture = HEADER;
                    }
                    "footer" | "footer-left" | "footer-first" if self.in_styles => {
                        self.furniture = FOOTER;
                    }
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::Empty(start) => match name(&start) {
                    "table-cell" => self.begin_cell(&start),
                    // An empty paragraph of an item takes the item's number.
                    "p" | "h" if !self.in_styles || self.furniture != 0 => {
                        self.begin_paragraph(&start);
                        self.end_paragraph();
                    }
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::End(name) => self.end(&name),
                XmlEvent::Text(text) => {
                    self.text += text.len();
                    if self.text > TEXT {
                        let what = format!("more than {} MB of text", TEXT >> 20);
                        return Err(Stop::Bomb { what }.into());
                    }
                    if let Some(caught) = &mut self.caught {
                        caught.push_str(&text);
                    } else {
                        self.letters(&text);
                    }
                }
                XmlEvent::Done => return Ok(()),
            }
            let full = self.blocks.letters > PART && !self.blocks.is_in_table();
            if !self.hints && full && self.open.is_empty() {
                self.turn(sink)?;
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" if !self.in_styles || self.furniture != 0 => {
                self.end_paragraph();
            }
            "span" => {
                self.spans.pop();
            }
            "note-body" => self.note = self.note.saturating_sub(1),
            "list" => self.lists.end(),
            "section" => {
                self.sections.pop();
            }
            "table" => {
                self.coloured.pop();
            }
            "table-row" => self.blocks.end_row(self.furniture),
            "creator" => {
                let author = self.caught.take();
                if let (Some(comment), Some(author)) = (&mut self.comment, author) {
                    comment.author = author;
                }
            }
            "title" | "desc" => {
                let caught = self.caught.take();
                if let (Some(frame), Some(caught)) = (self.frames.last_mut(), caught) {
                    frame.description.push(caught);
                }
            }
            "annotation" => self.end_comment(),
            "frame" | "custom-shape" => self.end_frame(),
            "fieldmark" => {
                if let Some(value) = self.forms.end_field() {
                    self.push(&value);
                }
            }
            "content-control" => self.ticking = None,
            "header" | "header-left" | "header-first" | "footer" | "footer-left"
            | "footer-first"
                if self.in_styles =>
            {
                self.furniture = 0;
            }
            _ => {}
        }
    }

    fn mark(
        &mut self,
        name: &str,
        start: &BytesStart<'_>,
        sink: &mut dyn LineSink,
    ) -> Result<(), Halt> {
        match name {
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "s" => {
                let count = attribute(start, "c").and_then(|count| count.parse().ok());
                self.push(&" ".repeat(usize::min(count.unwrap_or(1), 8)));
            }
            "image" => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.has_picture = true;
                } else {
                    self.blocks.picture();
                }
            }
            "object" => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.is_object = true;
                }
            }
            // A text that is shown only if a condition holds, which it does not.
            "hidden-text" if is(start, "is-hidden") => {
                let text = attribute(start, "string-value").unwrap_or_default();
                if let Some(open) = self.open.last_mut() {
                    open.words.push(&text, Some(ApartKind::Hidden));
                }
            }
            "hidden-paragraph" if is(start, "is-hidden") => {
                if let Some(open) = self.open.last_mut() {
                    open.looks.hidden = Some(true);
                }
            }
            "param" => self.forms.take_param(start),
            "control" => {
                let shown = self.forms.shown(start).map(ToOwned::to_owned);
                self.place(&shown.unwrap_or_default());
            }
            "soft-page-break" if self.hints && !self.blocks.is_in_table() && self.note == 0 => {
                self.break_page(sink)?;
            }
            other if self.open.is_empty() => {
                self.forms.take(other, start);
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_paragraph(&mut self, start: &BytesStart<'_>) {
        let style = attribute(start, "style-name");
        let style = self.styles.resolve("paragraph", style);
        let is_heading = name(start) == "h";
        // A list around a note's anchor is not the note's.
        let label = if self.note > 0 || self.comment.is_some() || !self.open.is_empty() {
            None
        } else {
            let of_list = self.lists.label(&self.styles.lists, style.list.as_deref());
            match of_list {
                None if is_heading => self.lists.heading(&self.styles.outline, start),
                label => label,
            }
        };
        self.open.push(OpenParagraph {
            words: Words::default(),
            heading: is_heading || style.is_heading,
            label,
            looks: style.looks,
            spans: self.spans.len(),
        });
    }

    fn begin_span(&mut self, start: &BytesStart<'_>) {
        let style = attribute(start, "style-name");
        let looks = self.styles.resolve("text", style).looks;
        let around = self.open.last().map_or(0, |open| open.spans);
        let outer = match self.spans.last() {
            Some(outer) if self.spans.len() > around => *outer,
            _ => Looks::default(),
        };
        self.spans.push(outer.under(looks));
    }

    fn begin_cell(&mut self, start: &BytesStart<'_>) {
        self.blocks.begin_cell();
        let cell = self.is_coloured("table-cell", start);
        if let Some(table) = self.coloured.last_mut() {
            *table |= cell;
        }
    }

    fn is_coloured(&self, family: &str, start: &BytesStart<'_>) -> bool {
        let style = attribute(start, "style-name");
        self.styles.resolve(family, style).looks.shaded == Some(true)
    }

    /// Adds text as the file has it: its white space is collapsed, as the format demands.
    fn letters(&mut self, text: &str) {
        let mut out = String::with_capacity(text.len());
        let ends_blank = self
            .open
            .last()
            .is_some_and(|open| open.words.text.ends_with(char::is_whitespace));
        let mut blank = ends_blank;
        for c in text.chars() {
            if c.is_whitespace() {
                if !blank {
                    out.push(' ');
                }
                blank = true;
            } else {
                out.push(c);
                blank = false;
            }
        }
        self.push(&out);
    }

    /// Adds words in the looks of the open spans.
    fn push(&mut self, text: &str) {
        if self.ticking.is_some() {
            return;
        }
        let hidden = self.sections.contains(&true);
        let coloured =
            self.styles.on_colour || !self.frames.is_empty() || self.coloured.contains(&true);
        if let Some(open) = self.open.last_mut() {
            let span = self.spans.get(open.spans..).and_then(<[Looks]>::last);
            let looks = open.looks.under(span.copied().unwrap_or_default());
            let text = looks.signs.unwrap_or(Signs::None).read(text);
            let text = if looks.raised == Some(true) {
                raise(&text).into_owned()
            } else {
                text
            };
            let apart = if hidden || open.looks.hidden == Some(true) {
                Some(ApartKind::Hidden)
            } else {
                looks.apart(coloured)
            };
            open.words.push(&text, apart);
        }
    }

    /// Adds words to the open paragraph, or as one of their own.
    fn place(&mut self, text: &str) {
        if self.open.is_empty() {
            let mut words = Words::default();
            words.push(text, None);
            self.blocks.paragraph(words, None, self.furniture);
        } else {
            self.push(text);
        }
    }

    /// Ends the innermost open paragraph; false if none is open.
    fn end_paragraph(&mut self) -> bool {
        let Some(mut open) = self.open.pop() else {
            return false;
        };
        self.spans.truncate(open.spans);
        if let Some(comment) = &mut self.comment {
            comment.texts.push(open.words.text);
        } else if self.note > 0 {
            if !open.words.text.trim().is_empty() {
                self.notes.push(std::mem::take(&mut open.words.text));
            }
            self.blocks.page.apart.extend(open.words.take_apart());
        } else {
            let marks = self.furniture | if open.heading { HEADING } else { 0 };
            self.blocks
                .paragraph(open.words, open.label.as_ref(), marks);
        }
        true
    }

    fn end_comment(&mut self) {
        let Some(comment) = self.comment.take() else {
            return;
        };
        let texts: Vec<&str> = comment.texts.iter().map(|text| text.trim()).collect();
        let text = texts.join(" ");
        if !text.trim().is_empty() {
            let author = match comment.author.trim() {
                "" => "no one named",
                author => author,
            };
            self.notes
                .push(format!("Comment by {author}: {}", text.trim()));
        }
    }

    fn end_frame(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        match picture_note(&frame.description.join(". ")) {
            Some(note) => self.notes.push(note),
            None if frame.has_picture && !frame.is_object => self.blocks.picture(),
            None => {}
        }
    }

    fn break_page(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let open = self.open.pop();
        let (heading, looks, spans) = open.as_ref().map_or_else(Default::default, |open| {
            (open.heading, open.looks, open.spans)
        });
        let inside = open.is_some();
        if let Some(open) = open {
            let marks = self.furniture | if heading { HEADING } else { 0 };
            self.blocks
                .paragraph(open.words, open.label.as_ref(), marks);
        }
        if !self.blocks.page.lines.is_empty() || self.blocks.page.images > 0 {
            self.turn(sink)?;
        }
        if inside {
            self.open.push(OpenParagraph {
                heading,
                looks,
                spans,
                ..OpenParagraph::default()
            });
        }
        Ok(())
    }

    fn turn(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        for note in std::mem::take(&mut self.notes) {
            self.blocks.note(note, 0);
        }
        self.blocks.turn(sink)
    }

    /// Passes the last page on.
    pub(super) fn finish(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let page = &self.blocks.page;
        let any = !page.lines.is_empty() || !page.apart.is_empty() || !self.notes.is_empty();
        if !any && self.blocks.pages > 0 {
            return Ok(());
        }
        self.turn(sink)
    }
}

fn is(start: &BytesStart<'_>, wanted: &str) -> bool {
    attribute(start, wanted).as_deref() == Some("true")
}

/// Returns true for a section that is not shown.
fn is_hidden(start: &BytesStart<'_>) -> bool {
    match attribute(start, "display").as_deref() {
        Some("none") => true,
        Some("condition") => is(start, "is-hidden"),
        _ => false,
    }
}
