//! XML of the format: elements, runs of text, the properties of a paragraph in schema order.
//!
//! Knows nothing of the document model.

use std::borrow::Cow;
use std::fmt::Display;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Names of attributes with their values.
type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// Writer of a part: no text and no value becomes markup, and every element is closed.
pub(super) struct XmlWriter {
    events: Writer<Vec<u8>>,
    /// Names of the elements that are open, the root first.
    open: Vec<&'static str>,
}

impl XmlWriter {
    /// Begins a part with its root element.
    pub(super) fn new(root: &'static str, attributes: Attributes<'_>) -> Self {
        let mut out = Self {
            events: Writer::new(Vec::new()),
            open: Vec::new(),
        };
        let declared = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        out.write(Event::Decl(declared));
        out.open(root, attributes);
        out
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.write(Event::Start(element(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.write(Event::Empty(element(name, attributes)));
    }

    /// Writes an element that is only a value.
    pub(super) fn value(&mut self, name: &str, value: impl Display) {
        self.empty(name, &[("w:val", &value)]);
    }

    /// Writes an element that contains only text.
    pub(super) fn text(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(&allowed(text))));
        self.close();
    }

    /// Writes markup of the program's own, which no text from outside can be part of.
    pub(super) fn fixed(&mut self, markup: &'static str) {
        self.write(Event::Text(BytesText::from_escaped(markup)));
    }

    /// Closes what is still open and returns the part.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.events.into_inner()
    }

    fn write(&mut self, event: Event<'_>) {
        // In memory a write cannot fail.
        let _ = self.events.write_event(event);
    }
}

fn element<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, &*allowed(&value.to_string())));
    }
    element
}

/// Returns a text without the characters that XML 1.0 does not allow: one of them would keep the
/// file from opening.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| is_xml(*c)).collect()
}

const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Opens a run in a character style, or in none.
pub(super) fn open_run(style: Option<&str>, out: &mut XmlWriter) {
    out.open("w:r", &[]);
    if let Some(style) = style {
        out.open("w:rPr", &[]);
        out.value("w:rStyle", style);
        out.close();
    }
}

/// Writes a run of text in a character style, or in none; line ends are kept.
pub(super) fn run(text: &str, style: Option<&str>, out: &mut XmlWriter) {
    if text.is_empty() {
        return;
    }
    open_run(style, out);
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            out.empty("w:br", &[]);
        }
        if !line.is_empty() {
            out.text("w:t", &[("xml:space", &"preserve")], &tied(line));
        }
    }
    out.close();
}

/// Ties a box to tick to the text after it, so that no line break parts them.
fn tied(text: &str) -> Cow<'_, str> {
    if text.contains("☐ ") {
        Cow::Owned(text.replace("☐ ", "☐\u{a0}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes a run that begins, separates or ends a field.
pub(super) fn field_mark(mark: &str, style: Option<&str>, out: &mut XmlWriter) {
    open_run(style, out);
    out.empty("w:fldChar", &[("w:fldCharType", &mark)]);
    out.close();
}

/// Writes the run that begins a field whose result is out of date, so that it is updated.
pub(super) fn field_due(out: &mut XmlWriter) {
    open_run(None, out);
    out.empty(
        "w:fldChar",
        &[("w:fldCharType", &"begin"), ("w:dirty", &"true")],
    );
    out.close();
}

/// Writes the run with the code of a field.
pub(super) fn field_code(code: &str, out: &mut XmlWriter) {
    open_run(None, out);
    let code = format!(" {code} ");
    out.text("w:instrText", &[("xml:space", &"preserve")], &code);
    out.close();
}

/// Properties of a paragraph. Lengths in twentieths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ParagraphProps<'a> {
    /// Its style; `None` for running text.
    pub(super) style: Option<&'a str>,
    /// True if it stays on the page of the paragraph after it.
    pub(super) keep_next: bool,
    /// True if the end of a page must not split it.
    pub(super) keep_lines: bool,
    /// True if it opens a new page.
    pub(super) new_page: bool,
    /// Id of the list that it is an item of.
    pub(super) list: Option<usize>,
    /// Its fill: six hexadecimal digits.
    pub(super) fill: Option<&'a str>,
    /// Indent of its lines after the first, with a tab stop there.
    pub(super) hanging: Option<usize>,
    /// Indent from the right edge.
    pub(super) right: Option<usize>,
    /// Space after it, if that differs from its style's.
    pub(super) after: Option<usize>,
}

impl<'a> ParagraphProps<'a> {
    /// Returns the properties of a paragraph in a style.
    pub(super) fn of(style: &'a str) -> Self {
        Self {
            style: Some(style),
            ..Self::default()
        }
    }

    /// Opens the paragraph. The order of the elements is that of `CT_PPr`.
    pub(super) fn open(&self, out: &mut XmlWriter) {
        out.open("w:p", &[]);
        if *self == Self::default() {
            return;
        }
        out.open("w:pPr", &[]);
        if let Some(style) = self.style {
            out.value("w:pStyle", style);
        }
        for (wanted, element) in [
            (self.keep_next, "w:keepNext"),
            (self.keep_lines, "w:keepLines"),
            (self.new_page, "w:pageBreakBefore"),
        ] {
            if wanted {
                out.empty(element, &[]);
            }
        }
        if let Some(list) = self.list {
            out.open("w:numPr", &[]);
            out.value("w:ilvl", 0);
            out.value("w:numId", list);
            out.close();
        }
        if let Some(fill) = self.fill {
            filled(fill, out);
        }
        if let Some(hanging) = self.hanging {
            out.open("w:tabs", &[]);
            out.empty("w:tab", &[("w:val", &"left"), ("w:pos", &hanging)]);
            out.close();
        }
        if let Some(after) = self.after {
            out.empty("w:spacing", &[("w:after", &after)]);
        }
        if let Some(hanging) = self.hanging {
            out.empty("w:ind", &[("w:left", &hanging), ("w:hanging", &hanging)]);
        } else if let Some(right) = self.right {
            out.empty("w:ind", &[("w:right", &right)]);
        }
        out.close();
    }

    /// Writes a whole paragraph of plain text.
    pub(super) fn say(&self, text: &str, out: &mut XmlWriter) {
        self.open(out);
        run(text, None, out);
        out.close();
    }
}

/// Writes the element that fills a cell or a paragraph.
pub(super) fn filled(fill: &str, out: &mut XmlWriter) {
    let fill: Attributes<'_> = &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &fill)];
    out.empty("w:shd", fill);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is written between the tags of the root element.
    fn written(write: impl FnOnce(&mut XmlWriter)) -> String {
        let mut out = XmlWriter::new("root", &[]);
        write(&mut out);
        let part = String::from_utf8(out.finish()).expect("UTF-8");
        let (_, inside) = part.split_once("<root>").expect("a root");
        inside.strip_suffix("</root>").expect("an end").to_owned()
    }

    #[test]
    fn no_text_and_no_value_becomes_markup_or_what_xml_may_not_hold() {
        for (given, safe) in [
            ("<p>&amp;\"' ]]>", "&lt;p&gt;&amp;amp;&quot;&apos; ]]&gt;"),
            ("a\0\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{fffe}\u{ffff}b", "ab"),
            ("\u{fffd}£ŵ✗😀", "\u{fffd}£ŵ✗😀"),
        ] {
            let found = written(|out| out.text("w:t", &[("a", &given)], given));
            assert_eq!(found, format!("<w:t a=\"{safe}\">{safe}</w:t>"));
        }
    }

    #[test]
    fn a_line_end_is_kept_as_one() {
        assert_eq!(
            written(|out| run("a\n b", None, out)),
            "<w:r><w:t xml:space=\"preserve\">a</w:t><w:br/><w:t xml:space=\"preserve\"> \
             b</w:t></w:r>"
        );
    }
}
