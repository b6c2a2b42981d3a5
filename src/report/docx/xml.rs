//! XML of the format: text made safe, runs of text, the properties of a paragraph in schema order.
//!
//! Knows nothing of the document model.

use std::borrow::Cow;

use super::super::text::put;

/// Returns true if XML 1.0 allows a character; any other would keep the file from opening.
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Returns text with XML markup escaped, and characters that XML does not allow left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars().filter(|c| is_xml(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Writes a run of text in a character style, or in none; line ends are kept.
pub(super) fn run(text: &str, style: Option<&str>, out: &mut String) {
    if text.is_empty() {
        return;
    }
    out.push_str("<w:r>");
    if let Some(style) = style {
        put!(out, "<w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr>");
    }
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            out.push_str("<w:br/>");
        }
        if !line.is_empty() {
            put!(
                out,
                "<w:t xml:space=\"preserve\">{}</w:t>",
                escape(&tied(line))
            );
        }
    }
    out.push_str("</w:r>");
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
pub(super) fn field_mark(mark: &str, style: Option<&str>, out: &mut String) {
    out.push_str("<w:r>");
    if let Some(style) = style {
        put!(out, "<w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr>");
    }
    put!(out, "<w:fldChar w:fldCharType=\"{mark}\"/></w:r>");
}

/// Writes the run with the code of a field.
pub(super) fn field_code(code: &str, out: &mut String) {
    put!(
        out,
        "<w:r><w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r>",
        escape(code)
    );
}

/// Properties of a paragraph. Lengths in twentieths of a point.
#[derive(Debug, Clone, Copy, Default)]
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
    pub(super) fn open(&self, out: &mut String) {
        let mut inside = String::new();
        if let Some(style) = self.style {
            put!(inside, "<w:pStyle w:val=\"{style}\"/>");
        }
        for (wanted, element) in [
            (self.keep_next, "<w:keepNext/>"),
            (self.keep_lines, "<w:keepLines/>"),
            (self.new_page, "<w:pageBreakBefore/>"),
        ] {
            if wanted {
                inside.push_str(element);
            }
        }
        if let Some(list) = self.list {
            put!(
                inside,
                "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>"
            );
        }
        if let Some(fill) = self.fill {
            inside.push_str(&filled(fill));
        }
        if let Some(hanging) = self.hanging {
            put!(
                inside,
                "<w:tabs><w:tab w:val=\"left\" w:pos=\"{hanging}\"/></w:tabs>"
            );
        }
        if let Some(after) = self.after {
            put!(inside, "<w:spacing w:after=\"{after}\"/>");
        }
        if let Some(hanging) = self.hanging {
            put!(
                inside,
                "<w:ind w:left=\"{hanging}\" w:hanging=\"{hanging}\"/>"
            );
        } else if let Some(right) = self.right {
            put!(inside, "<w:ind w:right=\"{right}\"/>");
        }
        out.push_str("<w:p>");
        if !inside.is_empty() {
            put!(out, "<w:pPr>{inside}</w:pPr>");
        }
    }

    /// Writes a whole paragraph of plain text.
    pub(super) fn say(&self, text: &str, out: &mut String) {
        self.open(out);
        run(text, None, out);
        out.push_str("</w:p>");
    }
}

/// Returns the element that fills a cell or a paragraph.
pub(super) fn filled(fill: &str) -> String {
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_text_becomes_markup() {
        assert_eq!(
            escape("<w:p>&amp;\"' ]]> =cmd|"),
            "&lt;w:p&gt;&amp;amp;&quot;&#39; ]]&gt; =cmd|"
        );
    }

    #[test]
    fn what_xml_may_not_hold_is_left_out() {
        let bad = "a\0\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{fffe}\u{ffff}b";
        assert_eq!(escape(bad), "ab");
        assert_eq!(escape("\u{fffd}£ŵ✗😀"), "\u{fffd}£ŵ✗😀");
    }

    #[test]
    fn a_line_end_is_kept_as_one() {
        let mut out = String::new();
        run("a\n b", None, &mut out);
        assert_eq!(
            out,
            "<w:r><w:t xml:space=\"preserve\">a</w:t><w:br/><w:t xml:space=\"preserve\"> \
             b</w:t></w:r>"
        );
    }
}
