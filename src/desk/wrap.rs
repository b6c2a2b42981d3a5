//! Line wrapping to a width in cells: for fields with a cursor, and for every page that is drawn.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Returns the width of a text in cells.
pub fn width(text: &str) -> usize {
    graphemes(text).map(cell_width).sum()
}

/// Returns the graphemes of a text.
///
/// Two ASCII characters are two of them, but for a line end of both kinds (Unicode's annex 29, GB3). Most
/// texts are nothing else, and the rules for all the others take a tenth of a start.
fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = match rest.as_bytes() {
            [one, next, ..] if one.is_ascii() && next.is_ascii() && *one != b'\r' => 1,
            [_] => 1,
            _ => rest.graphemes(true).next()?.len(),
        };
        let (grapheme, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(grapheme)
    })
}

/// Returns the width of a grapheme in cells: one for a control character, as its stand-in has.
pub fn cell_width(grapheme: &str) -> usize {
    // One letter of ASCII has one cell, and so has what stands in for a control character.
    if grapheme.len() == 1 || grapheme.chars().any(char::is_control) {
        1
    } else {
        grapheme.width()
    }
}

/// Wraps a text to a width. Returns the lines as ranges of its bytes; at least one.
///
/// Words are kept whole where they fit; line feeds end a line and belong to none.
pub fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    indented(text, columns, columns)
}

/// Wraps a text whose first line has another width than those after it, as one with a mark or an
/// indent before them. Returns the lines as ranges of its bytes; at least one.
pub fn indented(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let widths = (first.max(1), rest.max(1));
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, widths, &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(
    text: &str,
    offset: usize,
    (first, rest): (usize, usize),
    lines: &mut Vec<Range<usize>>,
) {
    let mut columns = if lines.is_empty() { first } else { rest };
    let mut from = 0;
    while let Some(end) = text.get(from..).and_then(|text| line_end(text, columns)) {
        lines.push(offset + from..offset + from + end);
        from += end;
        columns = rest;
    }
    lines.push(offset + from..offset + text.len());
}

/// Returns the place where the first line of a text ends; `None` if all of it fits.
fn line_end(text: &str, columns: usize) -> Option<usize> {
    let mut used = 0;
    // The last place where this line may end: after a space.
    let mut stop = None;
    let mut after = 0;
    for grapheme in graphemes(text) {
        let at = after;
        after += grapheme.len();
        let cells = cell_width(grapheme);
        if used + cells > columns && at > 0 && grapheme != " " {
            return Some(stop.unwrap_or(at));
        }
        used += cells;
        if grapheme == " " {
            stop = Some(after);
        }
    }
    None
}

/// Cuts a text to a width, with a mark at the end if something was cut.
pub fn cut(text: &str, columns: usize, mark: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(mark));
    let mut used = 0;
    let mut out = String::new();
    for grapheme in graphemes(text) {
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

    proptest::proptest! {
        #[test]
        fn a_text_has_the_graphemes_of_unicode(text in "([a-z \r\n\u{0}]|\u{301}|\u{200d}|👩|🇬|🇧|ŵ|한|\\PC){0,12}") {
            let ours: Vec<&str> = graphemes(&text).collect();
            proptest::prop_assert_eq!(ours, text.graphemes(true).collect::<Vec<_>>());
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_wider_than_its_room_and_none_of_the_text_is_lost(
            text in "([a-z]{1,12}|[ ]{1,3}|\n|漢|é|…){0,30}",
            first in 2..40_usize,
            rest in 2..40_usize,
        ) {
            let found = indented(&text, first, rest);
            let mut end = 0;
            for (at, line) in found.iter().enumerate() {
                let room = if at == 0 { first } else { rest };
                let words = &text[line.clone()];
                proptest::prop_assert!(width(words.trim_end()) <= room, "{words:?} in {room}");
                proptest::prop_assert!(text[end..line.start].chars().all(|c| c == '\n'));
                end = line.end;
            }
            proptest::prop_assert_eq!(end, text.len());
        }
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(cut("in-house option", 9, "…"), "in-house…");
        assert_eq!(cut("short", 9, "…"), "short");
    }
}
