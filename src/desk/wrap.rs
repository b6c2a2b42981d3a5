//! Line wrapping to a width in cells: for fields with a cursor, and for every page that is drawn.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Returns the width of a text in cells.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(cell_width).sum()
}

/// Returns the width of a grapheme in cells: one for a control character, as its stand-in has.
pub fn cell_width(grapheme: &str) -> usize {
    if grapheme.chars().any(char::is_control) {
        1
    } else {
        grapheme.width()
    }
}

/// Wraps a text to a width. Returns the lines as ranges of its bytes; at least one.
///
/// Words are kept whole where they fit; line feeds end a line and belong to none.
pub fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, columns, &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(text: &str, offset: usize, columns: usize, lines: &mut Vec<Range<usize>>) {
    let mut line_start = 0;
    let mut used = 0;
    // The last place where this line may end: after a space.
    let mut stop: Option<(usize, usize)> = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let cells = cell_width(grapheme);
        if used + cells > columns && at > line_start && grapheme != " " {
            let (end, width_after) = match stop {
                Some((end, used_to)) if end > line_start => (end, used - used_to),
                _ => (at, 0),
            };
            lines.push(offset + line_start..offset + end);
            line_start = end;
            used = width_after;
            stop = None;
        }
        used += cells;
        if grapheme == " " {
            stop = Some((at + 1, used));
        }
    }
    lines.push(offset + line_start..offset + text.len());
}

/// Cuts a text to a width, with a mark at the end if something was cut.
pub fn cut(text: &str, columns: usize, mark: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(mark));
    let mut used = 0;
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        used += cell_width(grapheme);
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    let mut out = out.trim_end().to_owned();
    if columns > 0 {
        out.push_str(mark);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<&str> {
        lines(text, columns)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn words_are_kept_whole_and_long_ones_are_cut() {
        assert_eq!(wrapped("one two three", 8), ["one two ", "three"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("a\n\nb", 4), ["a", "", "b"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(wrapped("漢字漢字", 4), ["漢字", "漢字"]);
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(cut("in-house option", 9, "…"), "in-house…");
        assert_eq!(cut("short", 9, "…"), "short");
    }
}
