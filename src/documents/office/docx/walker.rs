//! The walk through one part of a Word document: its body, a header, the notes.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::super::looks::{Looks, Signs, Words, picture_note, tick};
use super::super::super::numerals::Label;
use super::super::super::paper::ApartKind;
use super::super::super::plain::PART;
use super::super::super::raw::{FOOTER, HEADER, HEADING, Halt, LineSink, NOTE, RawPage};
use super::super::super::words::raise;
use super::super::blocks::OfficeBlocks;
use super::super::{Stop, TEXT, XmlEvent, XmlWalk, attribute, name};
use super::numbering::Numbering;
use super::styles::{Numbered, Resolved, Styles, is_on, is_shaded, take_looks};

/// Facts about a document that are known before its parts are walked.
#[derive(Default)]
pub(in super::super) struct About {
    /// True if the file says where its pages broke.
    pub(super) hints: bool,
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// True if something coloured may be behind any text.
    pub(super) on_colour: bool,
}

/// The walk, from part to part.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub(in super::super) struct DocxWalker {
    about: About,
    /// Marks for every line.
    pub(in super::super) marks: u8,
    /// Texts of the parts in other forms, by the id of the relation that leads to them.
    pub(super) chunks: HashMap<String, RawPage>,
    blocks: OfficeBlocks,
    text: usize,
    /// Open paragraphs: that of a text box is inside the one it is anchored to.
    open: Vec<OpenParagraph>,
    /// Text of paragraphs whose end was deleted: the next one goes on with it.
    carried: Words,
    /// The author of the comment that begins.
    author: Option<String>,
    in_text: bool,
    run: Looks,
    /// Elements of properties that are open.
    within: Within,
    fields: Vec<Field>,
    /// The content control that is open, if it is a box to tick.
    control: Option<bool>,
    /// The tick that takes the place of a content control's text, until its end.
    ticking: Option<Tick>,
    tables: Vec<TableLooks>,
    boxes: usize,
    /// The last description of a picture.
    described: Option<String>,
    /// True on a slide that is not shown.
    is_hidden: bool,
    /// True in a shape of a slide for its title.
    is_title: bool,
    /// True in a shape of a slide for its number, its date or its footer.
    is_furniture: bool,
}

/// A paragraph that is open.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
struct OpenParagraph {
    words: Words,
    style: Option<String>,
    outline: Option<String>,
    number: Numbered,
    /// The properties of its style and its own, once they have ended.
    resolved: Option<Resolved>,
    is_shaded: bool,
    /// True if its end was deleted.
    is_joined: bool,
    /// True if its end is hidden.
    is_hidden: bool,
    /// Looks of the run around it.
    around: Looks,
    /// True if its number was printed, on an earlier page.
    is_begun: bool,
}

/// The property elements that are open.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
struct Within {
    paragraph: bool,
    run: bool,
    cell: bool,
    table: bool,
}

/// A field that is open.
#[derive(Default)]
struct Field {
    /// The value of a form's field, printed where the field has no text.
    value: Option<String>,
    entries: Vec<String>,
    chosen: Option<usize>,
    usual: Option<usize>,
    is_box: bool,
    ticked: Option<bool>,
    /// Length of the paragraph where its text begins.
    from: Option<usize>,
}

struct Tick {
    is_ticked: bool,
    is_printed: bool,
}

#[derive(Default)]
struct TableLooks {
    is_coloured: bool,
    cell: bool,
}

impl About {
    /// Returns what is known of a slide or a drawing, which has a background of its own.
    pub(in super::super) fn of_drawing() -> Self {
        Self {
            hints: true,
            on_colour: true,
            ..Self::default()
        }
    }
}

impl DocxWalker {
    pub(in super::super) fn of(about: About) -> Self {
        Self {
            about,
            ..Self::default()
        }
    }

    /// Walks a part; text before a break in it is kept.
    pub(in super::super) fn walk(
        &mut self,
        xml: &str,
        sink: &mut dyn LineSink,
    ) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let result = self.events(&mut walk, sink);
        (self.is_title, self.is_furniture) = (false, false);
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        self.end_carried();
        if let Err(Halt::Stop(stop)) = result {
            self.blocks.end_tables(self.marks);
            self.in_text = false;
            (self.run, self.within) = (Looks::default(), Within::default());
            (self.tables, self.boxes) = (Vec::new(), 0);
            (self.control, self.ticking, self.fields) = (None, None, Vec::new());
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
                XmlEvent::Start(start) => {
                    let name = name(&start);
                    // Properties as they were before a change.
                    if name.ends_with("Change") {
                        walk.skip()?;
                        continue;
                    }
                    match name {
                        "del" | "moveFrom" if self.within.paragraph => {
                            self.mark(name, &start, sink)?;
                        }
                        "del" | "moveFrom" | "instrText" | "delText" | "delInstrText"
                        | "Fallback" => {
                            walk.skip()?;
                        }
                        "t" => self.in_text = true,
                        // Values of a chart, and a comment on a slide.
                        "v" | "text" if self.marks == NOTE => self.in_text = true,
                        "p" => self.begin_paragraph(),
                        "r" => self.run = Looks::default(),
                        "pPr" => self.within.paragraph = true,
                        "rPr" => {
                            self.within.run = true;
                            self.slide_looks(&start);
                        }
                        "tcPr" => self.within.cell = true,
                        "tblPr" => self.within.table = true,
                        "tbl" => {
                            self.end_carried();
                            self.tables.push(TableLooks::default());
                        }
                        "tr" => self.blocks.begin_row(),
                        "tc" => self.begin_cell(),
                        "txbxContent" => self.boxes += 1,
                        "fldChar" => self.field(&start),
                        "sdtPr" => self.control = None,
                        "sdtContent" => self.begin_control(),
                        "comment" => self.begin_comment(&start),
                        "sld" => {
                            self.is_hidden =
                                attribute(&start, "show").is_some_and(|one| !is_on(&one));
                        }
                        other => self.mark(other, &start, sink)?,
                    }
                }
                XmlEvent::Empty(start) => match name(&start) {
                    "tc" => self.begin_cell(),
                    "fldChar" => self.field(&start),
                    "rPr" => self.slide_looks(&start),
                    other => self.mark(other, &start, sink)?,
                },
                XmlEvent::End(name) => self.end(&name),
                XmlEvent::Text(text) if self.in_text => {
                    self.text += text.len();
                    if self.text > TEXT {
                        let what = format!("more than {} MB of text", TEXT >> 20);
                        return Err(Stop::Bomb { what }.into());
                    }
                    self.letters(&text);
                }
                XmlEvent::Text(_) => {}
                XmlEvent::Done => return Ok(()),
            }
            let full = self.blocks.letters > PART && !self.blocks.is_in_table();
            if !self.about.hints && full && self.marks == 0 && self.open.is_empty() {
                self.blocks.turn(sink)?;
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "text" if self.in_text => {
                self.in_text = false;
                self.end_carried();
            }
            "sp" => (self.is_title, self.is_furniture) = (false, false),
            // A value of a chart.
            "v" if self.in_text => {
                self.in_text = false;
                self.push("\t", None);
            }
            "ser" if self.marks == NOTE && self.open.is_empty() => self.end_carried(),
            "r" => self.run = Looks::default(),
            "pPr" => self.end_properties(),
            "rPr" => self.within.run = false,
            "tcPr" => self.within.cell = false,
            "tblPr" => self.within.table = false,
            "p" => self.end_paragraph(),
            "tr" => {
                self.end_carried();
                self.blocks.end_row(self.marks);
            }
            "tbl" => {
                self.tables.pop();
            }
            "txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "ffData" => self.end_form_field(),
            "sdtContent" => {
                if self.ticking.as_ref().is_some_and(|tick| !tick.is_printed) {
                    self.letters(" ");
                }
                self.ticking = None;
            }
            "tc" | "body" | "hdr" | "ftr" | "footnote" | "endnote" | "comment" => {
                self.end_carried();
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
        if self.within.paragraph || self.within.run {
            self.property(name, start);
            return Ok(());
        }
        match name {
            "tab" | "ptab" => self.letters("\t"),
            "cr" => self.letters("\n"),
            "noBreakHyphen" => self.letters("-"),
            "sym" => {
                let font = attribute(start, "font").unwrap_or_default();
                let code = attribute(start, "char")
                    .and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
                let words = code.map_or("", |code| Signs::of_font(&font).words(code));
                self.letters(words);
            }
            "br" => {
                if attribute(start, "type").as_deref() == Some("page") {
                    self.break_page(sink)?;
                } else {
                    self.letters("\n");
                }
            }
            "lastRenderedPageBreak" => self.break_page(sink)?,
            "shd" => {
                if let Some(table) = self.tables.last_mut() {
                    if self.within.cell {
                        table.cell = is_shaded(start);
                    } else {
                        table.is_coloured |= is_shaded(start);
                    }
                }
            }
            "tblStyle" => {
                let plain = matches!(
                    attribute(start, "val").as_deref(),
                    None | Some("TableGrid" | "TableNormal")
                );
                if let Some(table) = self.tables.last_mut() {
                    table.is_coloured |= !plain;
                }
            }
            "checkbox" if self.control.is_none() => self.control = Some(false),
            "checked" if self.control.is_some() => {
                self.control = Some(attribute(start, "val").is_none_or(|one| is_on(&one)));
            }
            "checkBox" | "default" | "checked" | "result" | "listEntry" => {
                self.form_field(name, start);
            }
            "drawing" | "pict" | "object" => self.described = None,
            "docPr" | "cNvPr" => self.describe(attribute(start, "descr").as_deref()),
            "shape" | "rect" => self.describe(attribute(start, "alt").as_deref()),
            "blip" | "imagedata" if self.described.is_none() => self.blocks.picture(),
            "ph" => match attribute(start, "type").as_deref() {
                Some("title" | "ctrTitle") => self.is_title = true,
                Some("sldNum" | "dt" | "ftr" | "hdr") => self.is_furniture = true,
                _ => {}
            },
            // Words drawn as a watermark.
            "textpath" => {
                let mut words = Words::default();
                words.push(&attribute(start, "string").unwrap_or_default(), None);
                self.blocks.paragraph(words, None, self.marks);
            }
            "altChunk" => {
                self.end_carried();
                if let Some(page) = attribute(start, "id").and_then(|id| self.chunks.get(&id)) {
                    self.blocks.insert(page, self.marks);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes a property of the open paragraph, of its end, or of the run.
    fn property(&mut self, name: &str, start: &BytesStart<'_>) {
        if !self.within.paragraph {
            if name == "rStyle" {
                let style = attribute(start, "val").unwrap_or_default();
                let style = self.about.styles.letters(&style);
                self.run = style.under(self.run);
            } else {
                take_looks(&mut self.run, name, start);
            }
            return;
        }
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if self.within.run {
            match name {
                "del" | "moveFrom" => open.is_joined = true,
                "vanish" => open.is_hidden = attribute(start, "val").is_none_or(|one| is_on(&one)),
                _ => {}
            }
            return;
        }
        if open.number.take(name, start) {
            return;
        }
        match name {
            "pStyle" => open.style = attribute(start, "val"),
            "outlineLvl" => open.outline = attribute(start, "val"),
            "shd" => open.is_shaded = is_shaded(start),
            _ => {}
        }
    }

    fn begin_paragraph(&mut self) {
        // A paragraph whose end was deleted goes on with the next.
        let words = if self.open.is_empty() {
            std::mem::take(&mut self.carried)
        } else {
            Words::default()
        };
        self.open.push(OpenParagraph {
            words,
            around: std::mem::take(&mut self.run),
            ..OpenParagraph::default()
        });
        if let Some(author) = self.author.take() {
            let author = author.trim();
            let by = if author.is_empty() {
                "no one named"
            } else {
                author
            };
            self.push(&format!("Comment by {by}: "), None);
        }
    }

    fn end_properties(&mut self) {
        self.within.paragraph = false;
        self.within.run = false;
        self.resolve();
    }

    /// Works out what the style of the innermost paragraph and its own properties say.
    fn resolve(&mut self) {
        if let Some(open) = self.open.last_mut()
            && open.resolved.is_none()
        {
            let mut resolved = self.about.styles.paragraph(open.style.as_deref());
            match open.outline.as_deref() {
                Some("9") => resolved.is_heading = false,
                Some(_) => resolved.is_heading = true,
                None => {}
            }
            if open.is_shaded {
                resolved.looks.shaded = Some(true);
            }
            open.resolved = Some(resolved);
        }
    }

    fn begin_comment(&mut self, start: &BytesStart<'_>) {
        // A comment on a cell says which, and a number for who wrote it.
        match attribute(start, "ref") {
            Some(cell) => self.push(&format!("Comment on cell {cell}: "), None),
            None => self.author = attribute(start, "author"),
        }
    }

    /// Takes the looks of a run of a slide, which are attributes.
    fn slide_looks(&mut self, start: &BytesStart<'_>) {
        if let Some(strike) = attribute(start, "strike") {
            self.run.struck = Some(strike != "noStrike");
        }
    }

    fn begin_cell(&mut self) {
        self.blocks.begin_cell();
        if let Some(table) = self.tables.last_mut() {
            table.cell = false;
        }
    }

    /// Adds letters of the current run.
    fn letters(&mut self, text: &str) {
        if let Some(tick_here) = &mut self.ticking {
            if !std::mem::replace(&mut tick_here.is_printed, true) {
                let words = tick(tick_here.is_ticked);
                self.push(words, None);
            }
            return;
        }
        self.resolve();
        let resolved = self.open.last().and_then(|open| open.resolved.as_ref());
        let of_style = resolved.map_or_else(Looks::default, |resolved| resolved.looks);
        let looks = of_style.under(self.run);
        let coloured = self.about.on_colour
            || self.boxes > 0
            || self.tables.iter().any(|one| one.is_coloured || one.cell);
        let text = looks.signs.unwrap_or(Signs::None).read(text);
        let text = if looks.raised == Some(true) {
            raise(&text).into_owned()
        } else {
            text
        };
        let apart = if self.is_hidden {
            Some(ApartKind::Hidden)
        } else {
            looks.apart(coloured)
        };
        self.push(&text, apart);
    }

    fn push(&mut self, text: &str, apart: Option<ApartKind>) {
        match self.open.last_mut() {
            Some(open) => open.words.push(text, apart),
            None => self.carried.push(text, apart),
        }
    }

    fn field(&mut self, start: &BytesStart<'_>) {
        let length = |open: &[OpenParagraph]| open.last().map_or(0, |one| one.words.text.len());
        match attribute(start, "fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                let from = length(&self.open);
                if let Some(field) = self.fields.last_mut() {
                    field.from = Some(from);
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else {
                    return;
                };
                let text = self.open.last().map_or("", |open| open.words.text.as_str());
                let shown = field.from.and_then(|from| text.get(from..)).unwrap_or("");
                if let (Some(value), true) = (field.value, shown.trim().is_empty()) {
                    self.letters(&value);
                }
            }
            _ => {}
        }
    }

    fn form_field(&mut self, name: &str, start: &BytesStart<'_>) {
        let Some(field) = self.fields.last_mut() else {
            return;
        };
        let value = attribute(start, "val");
        match name {
            "checkBox" => field.is_box = true,
            "checked" => field.ticked = Some(value.is_none_or(|one| is_on(&one))),
            "default" if field.is_box => {
                field.ticked = field.ticked.or(Some(value.is_none_or(|one| is_on(&one))));
            }
            "default" => field.usual = value.and_then(|one| one.parse().ok()),
            "result" => field.chosen = value.and_then(|one| one.parse().ok()),
            "listEntry" => field.entries.extend(value),
            _ => {}
        }
    }

    fn end_form_field(&mut self) {
        if let Some(field) = self.fields.last_mut() {
            let entry = field.chosen.or(field.usual).unwrap_or(0);
            field.value = if field.is_box {
                Some(tick(field.ticked == Some(true)).to_owned())
            } else {
                field.entries.get(entry).cloned()
            };
        }
    }

    fn begin_control(&mut self) {
        if let Some(is_ticked) = self.control.take() {
            self.ticking = Some(Tick {
                is_ticked,
                is_printed: false,
            });
        }
    }

    /// Adds a note with the description of a picture.
    fn describe(&mut self, description: Option<&str>) {
        let Some(note) = description.and_then(picture_note) else {
            return;
        };
        if self.described.as_ref() != Some(&note) {
            self.blocks.note(note.clone(), self.marks);
            self.described = Some(note);
        }
    }

    /// Breaks the page; two hints at the same place (Word writes both) are one.
    fn break_page(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        if !self.about.hints || self.marks != 0 || self.blocks.is_in_table() || self.open.len() > 1
        {
            return Ok(());
        }
        self.resolve();
        if let Some(mut open) = self.open.pop() {
            let words = std::mem::take(&mut open.words);
            if words.text.trim().is_empty() {
                open.words = words;
            } else {
                self.put(&mut open, words);
            }
            self.open.push(open);
        }
        let page = &self.blocks.page;
        let any = page
            .lines
            .iter()
            .any(|line| line.marks & (HEADER | FOOTER) == 0);
        if any || page.images > 0 {
            self.blocks.turn(sink)?;
        }
        Ok(())
    }

    fn end_paragraph(&mut self) {
        self.resolve();
        let Some(mut open) = self.open.pop() else {
            return;
        };
        self.run = open.around;
        self.within = Within {
            paragraph: false,
            run: false,
            ..std::mem::take(&mut self.within)
        };
        if open.is_joined && self.open.is_empty() {
            self.carried = std::mem::take(&mut open.words);
            return;
        }
        let words = std::mem::take(&mut open.words);
        self.put(&mut open, words);
    }

    /// Puts the words of a paragraph on the page, its number before them.
    fn put(&mut self, open: &mut OpenParagraph, words: Words) {
        let is_shown = !words.text.trim().is_empty() || !open.is_hidden;
        let label = if is_shown && !std::mem::replace(&mut open.is_begun, true) {
            self.label(open)
        } else {
            None
        };
        let heading = open.resolved.as_ref().is_some_and(|one| one.is_heading);
        let heading = heading || (self.is_title && self.marks == 0);
        let furniture = if self.is_furniture { FOOTER } else { 0 };
        let marks = self.marks | furniture | if heading { HEADING } else { 0 };
        self.blocks.paragraph(words, label.as_ref(), marks);
    }

    fn label(&mut self, open: &OpenParagraph) -> Option<Label> {
        let resolved = open.resolved.as_ref()?;
        let style = &resolved.number;
        let list = open.number.list.as_ref().or(style.list.as_ref())?;
        // A level that belongs to the style is the style's, whatever else it says.
        let level = match &open.number.list {
            Some(_) => open.number.level,
            None => open.number.level.or(style.level),
        };
        self.about.numbering.count(list, level, &resolved.chain)
    }

    /// Ends a text outside any paragraph, or one whose end was deleted and that nothing follows.
    fn end_carried(&mut self) {
        let words = std::mem::take(&mut self.carried);
        self.blocks.paragraph(words, None, self.marks);
    }

    /// Takes the page so far.
    pub(super) fn take(&mut self) -> RawPage {
        std::mem::take(&mut self.blocks.page)
    }

    /// Passes the page on and begins the next one.
    pub(in super::super) fn turn(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        self.is_hidden = false;
        self.blocks.turn(sink)
    }

    /// Passes the last page on.
    pub(super) fn finish(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        let page = &self.blocks.page;
        if page.lines.is_empty() && page.apart.is_empty() && self.blocks.pages > 0 {
            return Ok(());
        }
        self.blocks.turn(sink)
    }
}
