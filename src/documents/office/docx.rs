//! Word documents (DOCX).
//!
//! Deleted text, moved text at its old place and field codes are left out; footnotes, endnotes and
//! comments are read as notes, headers and footers as such, on the first page.

use super::super::error::Fault;
use super::super::paper::{Besides, Paging, PaperKind};
use super::super::plain::PART;
use super::super::raw::{FOOTER, HEADER, HEADING, Halt, Head, LineSink, NOTE};
use super::super::words::raise;
use super::blocks::OfficeBlocks;
use super::{Archive, TEXT, XmlEvent, XmlWalk, attribute, name};

/// Reads a Word document.
pub(super) fn read(
    archive: &mut Archive,
    relations: &str,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    let main = targets(relations, "", "/officeDocument")?
        .into_iter()
        .next();
    let Some(main) = main else {
        return Err(Fault::NotAPaper {
            what: "an archive".to_owned(),
        }
        .into());
    };
    for (start, what) in [
        ("xl/", "an Excel workbook"),
        ("ppt/", "a PowerPoint presentation"),
        ("visio/", "a drawing"),
    ] {
        if main.starts_with(start) {
            return Err(Fault::NotAPaper {
                what: what.to_owned(),
            }
            .into());
        }
    }
    let Some(xml) = archive.part(&main)? else {
        return Err(Fault::Damaged {
            what: PaperKind::Docx.label().to_owned(),
        }
        .into());
    };
    let hints = xml.contains("lastRenderedPageBreak") || xml.contains("w:type=\"page\"");
    let besides = archive
        .has_parts("/embeddings/")
        .then(|| Besides::Attachments(Vec::new()))
        .into_iter()
        .collect();
    let paging = if hints { Paging::Hints } else { Paging::None };
    sink.head(Head {
        kind: PaperKind::Docx,
        paging,
        declared: None,
        besides,
    })?;

    let mut walker = DocxWalker {
        hints,
        ..DocxWalker::default()
    };
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let beside = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    // Headers and footers first, so that they are on the first page.
    let relations = archive.part(&beside).ok().flatten().unwrap_or_default();
    for (kind, marks) in [("/header", HEADER), ("/footer", FOOTER)] {
        for target in targets(&relations, folder, kind).unwrap_or_default() {
            if let Ok(Some(xml)) = archive.part(&target) {
                walker.marks = marks;
                // A damaged header is no reason to leave the text unread.
                let _ = walker.walk(&xml, sink);
                walker.flush_paragraph();
            }
        }
    }
    walker.marks = 0;
    walker.walk(&xml, sink)?;
    walker.flush_paragraph();
    // The words in diagrams and charts are in parts of their own.
    for kind in [
        "/footnotes",
        "/endnotes",
        "/comments",
        "/diagramData",
        "/chart",
    ] {
        for target in targets(&relations, folder, kind)? {
            if let Some(xml) = archive.part(&target)? {
                walker.marks = NOTE;
                walker.walk(&xml, sink)?;
                walker.flush_paragraph();
            }
        }
    }
    walker.finish(sink)
}

/// Returns the paths of the parts that a relations part names for a kind of relation.
fn targets(relations: &str, folder: &str, kind: &str) -> Result<Vec<String>, Halt> {
    let mut out = Vec::new();
    let mut walk = XmlWalk::of(relations);
    loop {
        match walk.next()? {
            XmlEvent::Start(start) | XmlEvent::Empty(start) if name(&start) == "Relationship" => {
                let is_kind = attribute(&start, "Type").is_some_and(|one| one.ends_with(kind));
                let outside = attribute(&start, "TargetMode").is_some_and(|one| one == "External");
                if is_kind && !outside {
                    out.extend(attribute(&start, "Target").map(|target| resolve(folder, &target)));
                }
            }
            XmlEvent::Done => return Ok(out),
            _ => {}
        }
    }
}

/// Resolves a target beside a part to a path in the archive.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}

/// Vertical position of a run of text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Set {
    #[default]
    Level,
    Raised,
}

#[derive(Default)]
struct DocxWalker {
    hints: bool,
    /// Marks for every line.
    marks: u8,
    blocks: OfficeBlocks,
    text: usize,
    paragraph: String,
    heading: bool,
    in_text: bool,
    /// Vertical position of the current run.
    set: Set,
}

impl DocxWalker {
    fn walk(&mut self, xml: &str, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let result = self.events(&mut walk, sink);
        if let Err(Halt::Stop(stop)) = result {
            // Text before the break is kept.
            self.flush_paragraph();
            self.blocks.end_tables(self.marks);
            (self.in_text, self.set) = (false, Set::Level);
            // A header and a footer are on the page of the text that follows.
            if self.marks & (HEADER | FOOTER) == 0 {
                self.blocks.turn(sink)?;
            }
            return Err(stop.into());
        }
        result
    }

    fn events(&mut self, walk: &mut XmlWalk<'_>, sink: &mut dyn LineSink) -> Result<(), Halt> {
        loop {
            match walk.next()? {
                XmlEvent::Start(start) => match name(&start) {
                    "del" | "moveFrom" | "instrText" | "delText" | "Fallback" => walk.skip()?,
                    "t" => self.in_text = true,
                    // A text box is inside the paragraph it is anchored to.
                    "p" => self.flush_paragraph(),
                    "tr" => self.blocks.begin_row(),
                    "tc" => self.blocks.begin_cell(),
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::Empty(start) => match name(&start) {
                    "tc" => self.blocks.begin_cell(),
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::End(name) => match name.as_str() {
                    "t" => self.in_text = false,
                    "r" => self.set = Set::Level,
                    "p" => self.flush_paragraph(),
                    "tr" => {
                        self.flush_paragraph();
                        self.blocks.end_row(self.marks);
                    }
                    _ => {}
                },
                XmlEvent::Text(text) if self.in_text => {
                    self.text += text.len();
                    if self.text > TEXT {
                        let what = format!("more than {} MB of text", TEXT >> 20);
                        return Err(super::Stop::Bomb { what }.into());
                    }
                    if self.set == Set::Raised {
                        self.paragraph.push_str(&raise(&text));
                    } else {
                        self.paragraph.push_str(&text);
                    }
                }
                XmlEvent::Text(_) => {}
                XmlEvent::Done => return Ok(()),
            }
            let full = self.blocks.letters > PART && !self.blocks.is_in_table();
            if !self.hints && full && self.marks == 0 {
                self.blocks.turn(sink)?;
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
            "tab" => self.paragraph.push('\t'),
            "cr" => self.paragraph.push('\n'),
            "noBreakHyphen" => self.paragraph.push('-'),
            "br" => {
                if attribute(start, "type").as_deref() == Some("page") {
                    self.break_page(sink)?;
                } else {
                    self.paragraph.push('\n');
                }
            }
            "lastRenderedPageBreak" => self.break_page(sink)?,
            "pStyle" => {
                let style = attribute(start, "val").unwrap_or_default().to_lowercase();
                self.heading |=
                    style.starts_with("heading") || style == "title" || style == "subtitle";
            }
            "vertAlign" => {
                let raised = attribute(start, "val").as_deref() == Some("superscript");
                self.set = if raised { Set::Raised } else { Set::Level };
            }
            "outlineLvl" => self.heading |= attribute(start, "val").as_deref() != Some("9"),
            "drawing" | "imagedata" | "pict" => self.blocks.picture(),
            _ => {}
        }
        Ok(())
    }

    /// Breaks the page; two hints at the same place (Word writes both) are one.
    fn break_page(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        if !self.hints || self.marks != 0 || self.blocks.is_in_table() {
            return Ok(());
        }
        let heading = self.heading;
        self.flush_paragraph();
        self.heading = heading;
        let page = &self.blocks.page;
        if page
            .lines
            .iter()
            .any(|line| line.marks & (HEADER | FOOTER) == 0)
            || page.images > 0
        {
            self.blocks.turn(sink)?;
        }
        Ok(())
    }

    fn flush_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let heading = std::mem::take(&mut self.heading);
        let marks = self.marks | if heading { HEADING } else { 0 };
        self.blocks.paragraph(paragraph, marks);
    }

    fn finish(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        if self.blocks.page.lines.is_empty() && self.blocks.pages > 0 {
            return Ok(());
        }
        self.blocks.turn(sink)
    }
}
