//! Footnotes at the foot of a page: no part of the text that runs on over it.

use super::paper::ParagraphRole;
use super::raw::{NOTE, RawLine, RawPage, WHOLE};
use super::words::is_raised;

/// Returns the place of the first line of a page's footnotes.
///
/// They are the last lines, below the middle of the page; the first begins with the mark of a note,
/// and is in smaller letters, or its mark is raised and stands in the text as well.
pub(super) fn footnotes(
    page: &RawPage,
    roles: &[Option<ParagraphRole>],
    usual: u16,
) -> Option<usize> {
    let lines = || {
        (page.lines.iter().zip(roles).enumerate())
            .filter(|(_, (line, role))| role.is_none() && line.marks & (NOTE | WHOLE) == 0)
            .map(|(at, (line, _))| (at, line))
    };
    let small = |line: &RawLine| u32::from(line.size) * 100 < u32::from(usual) * 92;
    let (mut below, mut all_small) = (u16::MAX, true);
    let mut found = None;
    let body: Vec<(usize, &RawLine)> = lines().collect();
    for (at, line) in body.iter().rev() {
        if line.down <= 500 || line.down > below || line.text.contains('\t') {
            break;
        }
        below = line.down;
        all_small &= small(line);
        let Some(mark) = note_mark(&line.text) else {
            continue;
        };
        let is_raised = mark.starts_with(is_raised);
        let in_text = || {
            (body.iter().take_while(|(other, _)| other < at)).any(|(_, other)| {
                other.text.trim_start() != line.text && has_mark(&other.text, mark)
            })
        };
        if all_small || (is_raised && in_text()) {
            found = Some(*at);
        }
    }
    found
}

/// Returns the mark with which a note begins: "³", "12", "*".
fn note_mark(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || is_raised(c) || matches!(c, '*' | '†' | '‡')))?;
    let follows = text.get(end..)?.trim_start_matches([' ', ')', '.']);
    let mark = text.get(..end)?;
    let marks = (1..=3).contains(&mark.chars().count());
    (marks
        && follows.starts_with(|c: char| {
            c.is_alphabetic() || matches!(c, '\u{2018}' | '\u{201C}' | '"' | '(')
        }))
    .then_some(mark)
}

/// Returns true if a mark of a note stands after a word.
fn has_mark(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text
            .get(at + mark.len()..)
            .unwrap_or_default()
            .chars()
            .next();
        before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(is_raised)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[(u16, u16, &str)]) -> Option<usize> {
        let page = RawPage {
            lines: (lines.iter())
                .map(|(down, size, text)| RawLine {
                    down: *down,
                    size: *size,
                    marks: 0,
                    text: (*text).to_owned(),
                    ..RawLine::default()
                })
                .collect(),
            ..RawPage::default()
        };
        footnotes(&page, &vec![None; lines.len()], 110)
    }

    #[test]
    fn small_lines_with_a_mark_at_the_foot_are_footnotes() {
        let body = (300, 110, "consistent with the duties. We");
        assert_eq!(
            found(&[
                body,
                (860, 80, "1 Physical and mental health;"),
                (870, 80, "2 See annex A.")
            ]),
            Some(1)
        );
        let raised = (300, 110, "the trade union³ was not asked");
        assert_eq!(
            found(&[
                raised,
                (860, 110, "³Scrutiny was not asked,"),
                (875, 110, "nor anyone.")
            ]),
            Some(1)
        );
    }

    #[test]
    fn rows_items_and_small_print_are_none() {
        let body = (300, 110, "consistent with the duties. We");
        assert_eq!(found(&[body, (860, 110, "1 An item of a list")]), None);
        assert_eq!(found(&[body, (860, 80, "1 Depot\t£12,000")]), None);
        assert_eq!(
            found(&[
                body,
                (400, 80, "1 A note under a table"),
                (600, 110, "goes on")
            ]),
            None
        );
        assert_eq!(found(&[body, (860, 80, "Telephone 0300")]), None);
        assert_eq!(found(&[body, (860, 80, "2024 was the year")]), None);
    }
}
