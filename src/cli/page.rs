//! Formatted text for a reader: headings, paragraphs and lists, wrapped to a width.
//!
//! Everything added to a page is made safe by [`super::plain`] here, so that no command can forget
//! it.

pub(super) use crate::wording::count;
use std::io::IsTerminal as _;

use unicode_width::UnicodeWidthStr as _;

use super::plain;
use crate::findings::two_people::SummaryPart;

/// The width if there is no terminal to ask.
const WIDTH: usize = 100;
/// The narrowest width worth wrapping to.
const NARROWEST: usize = 30;

/// A builder of a text.
#[derive(Debug)]
pub(super) struct TextBuilder {
    text: String,
    width: usize,
    bold: bool,
}

impl TextBuilder {
    /// Returns a page for the terminal the program prints to, or for a file.
    pub(super) fn new() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let width = if terminal {
            ratatui::crossterm::terminal::size().map_or(WIDTH, |(columns, _)| columns.into())
        } else {
            WIDTH
        };
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self::sized(width, terminal && !no_colour && !dumb)
    }

    /// Returns a page no wider than so many columns.
    pub(super) fn at_most(columns: usize) -> Self {
        let page = Self::new();
        Self {
            width: page.width.min(columns),
            ..page
        }
    }

    fn sized(width: usize, bold: bool) -> Self {
        Self {
            text: String::new(),
            width: width.max(NARROWEST),
            bold,
        }
    }

    /// Returns the text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Adds an empty line, unless there is one already or nothing above it.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds a heading, with an empty line above it.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        let (on, off) = if self.bold {
            ("\u{1b}[1m", "\u{1b}[0m")
        } else {
            ("", "")
        };
        for line in wrap(&plain::line(text), self.width) {
            self.text.push_str(on);
            self.text.push_str(&line);
            self.text.push_str(off);
            self.text.push('\n');
        }
    }

    /// Adds the parts of a summary.
    pub(super) fn summary(&mut self, parts: &[SummaryPart]) {
        for part in parts {
            match part {
                SummaryPart::Heading(says) => self.heading(says),
                SummaryPart::Text(says) => self.paragraph(0, says),
                SummaryPart::Item(says) => self.item(2, says),
                SummaryPart::Under(says) => self.paragraph(4, says),
            }
        }
    }

    /// Adds a paragraph, indented by this many columns.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, "", text);
    }

    /// Adds a line of a list.
    pub(super) fn item(&mut self, indent: usize, text: &str) {
        self.hanging(indent, "- ", text);
    }

    /// Adds a paragraph after a label: the lines after the first are aligned with its text.
    pub(super) fn hanging(&mut self, indent: usize, label: &str, text: &str) {
        let label = plain::text(label);
        let inner = (indent + label.width()).min(self.width / 2);
        let lines = wrap(&plain::line(text), self.width.saturating_sub(inner));
        if lines.is_empty() {
            self.push(indent, label.trim_end());
        }
        for (place, line) in lines.iter().enumerate() {
            if place == 0 {
                self.push(indent, &format!("{label}{line}"));
            } else {
                self.push(inner, line);
            }
        }
    }

    /// Adds a line that is not wrapped: of a table, or one with a place in a file.
    pub(super) fn line(&mut self, text: &str) {
        self.push(0, plain::text(text).trim_end());
    }

    fn push(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&" ".repeat(indent));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }
}

/// Wraps a text to a width, broken between words; a word that is wider gets a line of its own.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let more = word.width();
        match lines.last_mut() {
            Some(line) if used + 1 + more <= width => {
                line.push(' ');
                line.push_str(word);
                used += 1 + more;
            }
            _ => {
                lines.push(word.to_owned());
                used = more;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_hangs_under_where_it_began() {
        let mut page = TextBuilder::sized(30, false);
        page.item(2, "one two three four five six seven eight");
        assert_eq!(
            page.finish(),
            "  - one two three four five\n    six seven eight\n"
        );
    }

    #[test]
    fn only_a_terminal_gets_a_bold_heading() {
        let mut page = TextBuilder::sized(40, true);
        page.heading("A\u{1b}[5mB");
        assert_eq!(page.finish(), "\u{1b}[1mA[5mB\u{1b}[0m\n");
        let mut page = TextBuilder::sized(40, false);
        page.heading("AB");
        assert_eq!(page.finish(), "AB\n");
    }
}
