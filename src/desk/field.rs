//! A text input field: one line or several, with a cursor, paste, and undo of its own.
//!
//! It stores exactly what was typed or pasted; the cursor moves by grapheme and, in a field of
//! several lines, by the lines as they are drawn.

use unicode_segmentation::UnicodeSegmentation as _;

use super::key::{Code, Key};
use super::wrap;

/// The longest text a field accepts, in bytes: far beyond any page, and bounded.
pub const LONGEST: usize = 4 << 20;

/// A text being edited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    text: String,
    /// The byte offset of the cursor, at the start of a grapheme or the end of the text.
    at: usize,
    /// True if the text may contain line feeds.
    lines: bool,
    /// The width in columns; moving up and down follows the lines wrapped at it.
    columns: usize,
    past: Vec<(String, usize)>,
    /// True if the last key typed a character: a run of typing is one step to undo.
    typing: bool,
}

impl Field {
    /// Returns a field of one line.
    pub fn line(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            at: text.len(),
            text,
            columns: usize::MAX,
            ..Self::default()
        }
    }

    /// Returns a field of several lines, wrapped at a width.
    pub fn lines(text: impl Into<String>, columns: usize) -> Self {
        Self {
            lines: true,
            columns: columns.max(1),
            ..Self::line(text)
        }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns true if it may hold several lines.
    pub const fn is_lines(&self) -> bool {
        self.lines
    }

    /// Sets the width at which the text is wrapped from now on.
    pub fn set_columns(&mut self, columns: usize) {
        if self.lines {
            self.columns = columns.max(1);
        }
    }

    /// Returns the wrapped lines as byte ranges, and the cursor's line and column among them.
    pub fn drawn(&self) -> (Vec<std::ops::Range<usize>>, (usize, usize)) {
        let lines = wrap::lines(&self.text, self.columns);
        let row = self.row(&lines);
        let column = lines
            .get(row)
            .and_then(|line| self.text.get(line.start..self.at))
            .map_or(0, wrap::width);
        (lines, (row, column))
    }

    fn row(&self, lines: &[std::ops::Range<usize>]) -> usize {
        // The last line that begins at or before the cursor.
        lines
            .iter()
            .rposition(|line| line.start <= self.at)
            .unwrap_or_default()
    }

    fn remember(&mut self) {
        self.past.push((self.text.clone(), self.at));
        if self.past.len() > 200 {
            self.past.remove(0);
        }
    }

    /// Inserts a text at the cursor. Returns true if there was room for it.
    ///
    /// In a field of one line, line feeds become spaces.
    pub fn insert(&mut self, text: &str) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = if self.lines {
            text
        } else {
            text.replace('\n', " ")
        };
        if self.text.len() + text.len() > LONGEST {
            return false;
        }
        self.text.insert_str(self.at, &text);
        self.at += text.len();
        // A typed combining mark may join the grapheme before it: move the cursor to a boundary.
        self.at = self.edge(self.at);
        true
    }

    /// Returns the first grapheme boundary at or after a byte offset.
    fn edge(&self, at: usize) -> usize {
        self.text
            .grapheme_indices(true)
            .map(|(start, _)| start)
            .find(|start| *start >= at)
            .unwrap_or(self.text.len())
    }

    /// Inserts a pasted text as one step to undo. Returns true if there was room for it.
    pub fn paste(&mut self, text: &str) -> bool {
        self.remember();
        self.typing = false;
        self.insert(text)
    }

    fn before(&self) -> usize {
        self.text
            .get(..self.at)
            .and_then(|text| text.grapheme_indices(true).next_back())
            .map_or(0, |(start, _)| start)
    }

    fn after(&self) -> usize {
        self.text
            .get(self.at..)
            .and_then(|text| text.graphemes(true).next())
            .map_or(self.at, |grapheme| self.at + grapheme.len())
    }

    fn word_before(&self) -> usize {
        self.text
            .get(..self.at)
            .and_then(|text| {
                text.split_word_bound_indices()
                    .rev()
                    .find(|(_, word)| word.chars().any(char::is_alphanumeric))
            })
            .map_or(0, |(start, _)| start)
    }

    fn word_after(&self) -> usize {
        self.text
            .get(self.at..)
            .and_then(|text| {
                text.split_word_bound_indices()
                    .find(|(_, word)| word.chars().any(char::is_alphanumeric))
            })
            .map_or(self.text.len(), |(start, word)| {
                self.at + start + word.len()
            })
    }

    fn delete(&mut self, from: usize, to: usize) {
        if from < to {
            self.remember();
            self.text.replace_range(from..to, "");
            self.at = from;
        }
    }

    fn vertical(&mut self, down: bool, by: usize) {
        let (lines, (row, column)) = self.drawn();
        let target = if down {
            row + by
        } else {
            row.saturating_sub(by)
        };
        if down && target >= lines.len() {
            self.at = self.text.len();
            return;
        }
        if !down && row == 0 {
            self.at = 0;
            return;
        }
        let Some(line) = lines.get(target) else {
            return;
        };
        let text = self.text.get(line.clone()).unwrap_or_default();
        let mut used = 0;
        let mut at = line.start;
        for grapheme in text.graphemes(true) {
            if used >= column {
                break;
            }
            used += wrap::cell_width(grapheme);
            at += grapheme.len();
        }
        // The end of a wrapped line is the beginning of the next: stay on this one.
        let is_last = lines
            .get(target + 1)
            .is_none_or(|next| next.start > line.end);
        if at == line.end && !is_last && at > line.start {
            at = text
                .grapheme_indices(true)
                .next_back()
                .map_or(at, |(start, _)| line.start + start);
        }
        self.at = at;
    }

    /// Handles a key. Returns true if the field used it.
    pub fn key(&mut self, key: Key) -> bool {
        let was_typing = std::mem::take(&mut self.typing);
        match (key.code, key.ctrl, key.alt) {
            (Code::Char(c), false, _) => {
                if !was_typing || c == ' ' {
                    self.remember();
                }
                self.typing = true;
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            (Code::Enter, false, _) if self.lines => {
                self.remember();
                self.insert("\n");
            }
            (Code::Backspace, false, false) => self.delete(self.before(), self.at),
            (Code::Backspace, ..) | (Code::Char('w'), true, false) => {
                self.delete(self.word_before(), self.at);
            }
            (Code::Delete, false, _) => {
                let (from, to) = (self.at, self.after());
                self.delete(from, to);
            }
            (Code::Char('u'), true, false) => {
                let from = self.line_start();
                self.delete(from, self.at);
            }
            (Code::Left, false, false) => self.at = self.before(),
            (Code::Right, false, false) => self.at = self.after(),
            (Code::Left, ..) => self.at = self.word_before(),
            (Code::Right, ..) => self.at = self.word_after(),
            (Code::Home, false, _) | (Code::Char('a'), true, false) => self.at = self.line_start(),
            (Code::End, false, _) | (Code::Char('e'), true, false) => self.at = self.line_end(),
            (Code::Home, ..) => self.at = 0,
            (Code::End, ..) => self.at = self.text.len(),
            (Code::Up, ..) if self.lines => self.vertical(false, 1),
            (Code::Down, ..) if self.lines => self.vertical(true, 1),
            (Code::PageUp, ..) if self.lines => self.vertical(false, 10),
            (Code::PageDown, ..) if self.lines => self.vertical(true, 10),
            (Code::Char('z'), true, false) => {
                if let Some((text, at)) = self.past.pop() {
                    self.text = text;
                    self.at = at;
                }
            }
            _ => return false,
        }
        true
    }

    fn line_start(&self) -> usize {
        let (lines, (row, _)) = self.drawn();
        lines.get(row).map_or(0, |line| line.start)
    }

    fn line_end(&self) -> usize {
        let (lines, (row, _)) = self.drawn();
        let wrapped = lines
            .get(row + 1)
            .is_some_and(|next| lines.get(row).is_some_and(|line| next.start == line.end));
        let end = lines.get(row).map_or(0, |line| line.end);
        if wrapped {
            self.text
                .get(..end)
                .and_then(|text| text.grapheme_indices(true).next_back())
                .map_or(end, |(start, _)| start)
        } else {
            end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut Field, keys: &str) {
        for key in keys.split(' ') {
            assert!(field.key(Key::parse(key).expect(key)), "{key}");
        }
    }

    #[test]
    fn graphemes_are_moved_over_and_deleted_whole() {
        let mut field = Field::line("a👩‍👩‍👧é");
        typed(&mut field, "Left Left Backspace");
        assert_eq!(field.text(), "👩‍👩‍👧é");
        typed(&mut field, "Delete");
        assert_eq!(field.text(), "é");
    }

    #[test]
    fn a_long_paste_keeps_its_lines_and_is_one_step_to_undo() {
        let mut field = Field::lines("start ", 20);
        assert!(field.paste("one\r\ntwo\rthree"));
        assert_eq!(field.text(), "start one\ntwo\nthree");
        typed(&mut field, "C-z");
        assert_eq!(field.text(), "start ");
        let mut line = Field::line("");
        line.paste("one\ntwo");
        assert_eq!(line.text(), "one two");
    }

    #[test]
    fn up_and_down_follow_the_drawn_lines() {
        let mut field = Field::lines("aaaa bbbb cccc", 5);
        assert_eq!(field.drawn().1, (2, 4));
        typed(&mut field, "Up");
        assert_eq!(field.drawn().1, (1, 4));
        typed(&mut field, "Home X");
        assert_eq!(field.text(), "aaaa Xbbbb cccc");
        typed(&mut field, "Up Up Up");
        assert_eq!(field.drawn().1, (0, 0));
    }

    #[test]
    fn a_field_has_a_longest_text() {
        let mut field = Field::lines("", 20);
        assert!(!field.paste(&"x".repeat(LONGEST + 1)));
        assert_eq!(field.text(), "");
    }
}
