//! OpenDocument texts (ODT).
//!
//! Tracked changes and annotations are left out; footnotes and endnotes are read as notes; the
//! headers and footers of the page styles are on the first page.

use super::super::error::{Fault, Stop};
use super::super::paper::{Paging, PaperKind};
use super::super::plain::PART;
use super::super::raw::{FOOTER, HEADER, HEADING, Halt, Head, LineSink, NOTE};
use super::blocks::OfficeBlocks;
use super::{Archive, TEXT, XmlEvent, XmlWalk, attribute, name};

/// Reads an OpenDocument text.
pub(super) fn read(archive: &mut Archive, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Fault::NeedsPassword.into());
    }
    let Some(xml) = archive.part("content.xml")? else {
        return Err(Fault::Damaged {
            what: PaperKind::Odt.label().to_owned(),
        }
        .into());
    };
    let hints = xml.contains("soft-page-break");
    let paging = if hints { Paging::Hints } else { Paging::None };
    sink.head(Head {
        kind: PaperKind::Odt,
        paging,
        declared: None,
        besides: Vec::new(),
    })?;
    let mut walker = OdtWalker {
        hints,
        ..OdtWalker::default()
    };
    if let Ok(Some(styles)) = archive.part("styles.xml") {
        walker.styles = true;
        // Damaged styles are no reason to leave the text unread.
        let _ = walker.walk(&styles, sink);
        walker = OdtWalker {
            styles: false,
            texts: Vec::new(),
            ..walker
        };
    }
    walker.walk(&xml, sink)?;
    walker.finish(sink)
}

/// An open paragraph.
#[derive(Default)]
struct OpenParagraph {
    text: String,
    heading: bool,
}

#[derive(Default)]
struct OdtWalker {
    hints: bool,
    /// True while the styles are read: only headers and footers in them are text.
    styles: bool,
    /// Marks of the current header or footer.
    furniture: u8,
    blocks: OfficeBlocks,
    notes: Vec<String>,
    text: usize,
    /// Paragraphs within paragraphs: a note is inside the one it belongs to.
    texts: Vec<OpenParagraph>,
    note: usize,
}

impl OdtWalker {
    fn walk(&mut self, xml: &str, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let result = self.events(&mut walk, sink);
        if let (Err(Halt::Stop(stop)), false) = (&result, self.styles) {
            while self.end_paragraph() {}
            self.blocks.end_tables(self.furniture);
            self.turn(sink)?;
            return Err(stop.clone().into());
        }
        result
    }

    fn events(&mut self, walk: &mut XmlWalk<'_>, sink: &mut dyn LineSink) -> Result<(), Halt> {
        loop {
            match walk.next()? {
                XmlEvent::Start(start) => match name(&start) {
                    "tracked-changes" | "annotation" | "note-citation" | "ruby-text" => {
                        walk.skip()?;
                    }
                    "p" | "h" if !self.styles || self.furniture != 0 => {
                        self.texts.push(OpenParagraph {
                            text: String::new(),
                            heading: name(&start) == "h",
                        });
                    }
                    "note-body" => self.note += 1,
                    "table-row" => self.blocks.begin_row(),
                    "table-cell" => self.blocks.begin_cell(),
                    "header" | "header-left" | "header-first" if self.styles => {
                        self.furniture = HEADER;
                    }
                    "footer" | "footer-left" | "footer-first" if self.styles => {
                        self.furniture = FOOTER;
                    }
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::Empty(start) => match name(&start) {
                    "table-cell" => self.blocks.begin_cell(),
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::End(name) => match name.as_str() {
                    "p" | "h" => {
                        self.end_paragraph();
                    }
                    "note-body" => self.note = self.note.saturating_sub(1),
                    "table-row" => self.blocks.end_row(self.furniture),
                    "header" | "header-left" | "header-first" | "footer" | "footer-left"
                    | "footer-first"
                        if self.styles =>
                    {
                        self.furniture = 0;
                    }
                    _ => {}
                },
                XmlEvent::Text(text) => {
                    if let Some(open) = self.texts.last_mut() {
                        self.text += text.len();
                        if self.text > TEXT {
                            let what = format!("more than {} MB of text", TEXT >> 20);
                            return Err(Stop::Bomb { what }.into());
                        }
                        push_folded(&mut open.text, &text);
                    }
                }
                XmlEvent::Done => return Ok(()),
            }
            let full = self.blocks.letters > PART && !self.blocks.is_in_table();
            if !self.hints && full && self.texts.is_empty() {
                self.turn(sink)?;
            }
        }
    }

    fn mark(
        &mut self,
        name: &str,
        start: &quick_xml::events::BytesStart<'_>,
        sink: &mut dyn LineSink,
    ) -> Result<(), Halt> {
        match name {
            "tab" => self.push('\t', 1),
            "line-break" => self.push('\n', 1),
            "s" => {
                let count = attribute(start, "c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                self.push(' ', usize::min(count, 8));
            }
            "image" => self.blocks.picture(),
            "soft-page-break" if self.hints && !self.blocks.is_in_table() && self.note == 0 => {
                let heading = self.texts.last().is_some_and(|open| open.heading);
                let inside = !self.texts.is_empty();
                if inside {
                    self.end_paragraph();
                }
                if !self.blocks.page.lines.is_empty() || self.blocks.page.images > 0 {
                    self.turn(sink)?;
                }
                if inside {
                    self.texts.push(OpenParagraph {
                        text: String::new(),
                        heading,
                    });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, c: char, times: usize) {
        if let Some(open) = self.texts.last_mut() {
            open.text.extend(std::iter::repeat_n(c, times));
        }
    }

    /// Ends the innermost open paragraph; false if none is open.
    fn end_paragraph(&mut self) -> bool {
        let Some(open) = self.texts.pop() else {
            return false;
        };
        if open.text.trim().is_empty() {
            return true;
        }
        if self.note > 0 {
            self.notes.push(open.text);
        } else {
            let marks = self.furniture | if open.heading { HEADING } else { 0 };
            let mut words = super::super::looks::Words::default(); words.push(&open.text, None); self.blocks.paragraph(words, None, marks);
        }
        true
    }

    fn put_notes(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            self.blocks.note(note, 0);
        }
    }

    fn turn(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        self.put_notes();
        self.blocks.turn(sink)
    }

    fn finish(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let blocks = &self.blocks;
        if blocks.page.lines.is_empty() && self.notes.is_empty() && blocks.pages > 0 {
            return Ok(());
        }
        self.turn(sink)
    }
}

/// Appends text to a paragraph, its white space collapsed as the format demands.
fn push_folded(open: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !open.ends_with(char::is_whitespace) {
                open.push(' ');
            }
        } else {
            open.push(c);
        }
    }
}
