//! Line numbers in the margin, as in drafts, bills and transcripts.
//!
//! Left among the lines, they would split every phrase and every word that continues on the next
//! line; so they are gathered at the foot of the page. Numbers of rows in a table or of items in a
//! list are left in place.

use std::borrow::Cow;

use super::raw::{ARTEFACT, RawLine, RawPage, WHOLE};

/// The fewest lines with numbers for those to be line numbers.
///
/// A third of that if the numbers count by more than one.
const ENOUGH: usize = 9;
/// A page with this many numbers has no line numbers.
const MANY: usize = 1000;
/// More lines than this without a number end the numbering.
const FAR: u32 = 16;
/// The largest difference in height between two pieces of one line, in thousandths of the page.
const LEVEL: u16 = 3;

/// Returns the pages with line numbers moved to the foot.
pub(super) fn set_apart(pages: &[RawPage]) -> Cow<'_, [RawPage]> {
    if pages.iter().all(|page| numbered(page).is_empty()) {
        return Cow::Borrowed(pages);
    }
    Cow::Owned(pages.iter().map(page_apart).collect())
}

fn page_apart(page: &RawPage) -> RawPage {
    let mut page = page.clone();
    let numbered = numbered(&page);
    let mut numbers: Vec<String> = Vec::new();
    for one in &numbered {
        if let Some(line) = page.lines.get_mut(one.line) {
            numbers.push(one.value.to_string());
            line.text = line.text.get(one.cut..).unwrap_or_default().to_owned();
        }
    }
    let size = numbered.first().and_then(|one| page.lines.get(one.line));
    let size = size.map_or(0, |line| line.size);
    page.lines.retain(|line| !line.text.is_empty());
    if !numbers.is_empty() {
        page.lines.push(RawLine {
            down: 999,
            size,
            marks: ARTEFACT | WHOLE,
            text: numbers.join(" "),
            ..RawLine::default()
        });
    }
    page
}

/// A number that may be a line's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbered {
    /// Index among the lines.
    line: usize,
    /// Number of lines of text before it.
    text: usize,
    value: u32,
    /// Byte offset of the text after it in its line.
    cut: usize,
}

/// Returns the line numbers of a page; empty if it has none.
fn numbered(page: &RawPage) -> Vec<Numbered> {
    let mut left = candidates(page);
    let mut out: Vec<Numbered> = Vec::new();
    // Bounded: only a hostile page has so many lines.
    while (ENOUGH / 3..MANY).contains(&left.len()) {
        let run = run(&left);
        if let [first, second, .., last] = run.as_slice() {
            let by_ones = second.value - first.value == 1;
            let enough = if by_ones { ENOUGH } else { ENOUGH / 3 };
            if run.len() >= enough && is_running_text(page, first.line, last.line) {
                out.extend(&run);
            }
        }
        left.retain(|one| !run.contains(one));
    }
    out.sort_by_key(|one| one.line);
    out
}

/// Returns every number alone beside a line, or before a line's text.
fn candidates(page: &RawPage) -> Vec<Numbered> {
    let mut out = Vec::new();
    let mut text = 0;
    for (line, raw) in page.lines.iter().enumerate() {
        let digits = raw.text.len()
            - raw
                .text
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let number = (raw.text.get(..digits))
            .filter(|_| (1..=5).contains(&digits))
            .and_then(|digits| digits.parse().ok());
        let rest = raw.text.get(digits..).unwrap_or_default();
        let alone = rest.is_empty();
        let level = |other: Option<usize>| {
            (other.and_then(|other| page.lines.get(other)))
                .is_some_and(|other| other.down.abs_diff(raw.down) <= LEVEL)
        };
        let beside = alone && (level(line.checked_sub(1)) || level(line.checked_add(1)));
        let before = rest.starts_with([' ', '\t']);
        if let Some(value) = number.filter(|_| beside || before) {
            out.push(Numbered {
                line,
                text,
                value,
                cut: raw.text.len() - rest.trim_start().len(),
            });
        }
        text += usize::from(!alone);
    }
    out
}

/// Returns the first number and those after it that count on with their lines, by ones or by a few.
///
/// Other numbers may be in between: figures, or those of a second series.
fn run(left: &[Numbered]) -> Vec<Numbered> {
    let mut out: Vec<Numbered> = Vec::new();
    let mut by = None;
    for next in left {
        let Some(last) = out.last() else {
            out.push(*next);
            continue;
        };
        let lines = u32::try_from(next.text - last.text).unwrap_or(u32::MAX);
        if lines > FAR {
            break;
        }
        let step = next.value.checked_sub(last.value);
        let usual = step.is_some_and(|step| matches!(step, 1 | 2 | 3 | 5 | 10));
        // A heading in between is not numbered, whereas an empty line may be.
        let fits = step.is_some_and(|step| lines.abs_diff(step) <= step.div_ceil(2));
        if usual && fits && (by.is_none() || by == step) {
            by = step;
            out.push(*next);
        }
    }
    out
}

/// Returns true if lines continue within their sentences, as rows and items do not.
fn is_running_text(page: &RawPage, first: usize, last: usize) -> bool {
    let (mut all, mut goes_on) = (0, 0);
    // A list item may begin in lower case, but the one before it has ended.
    let mut open = true;
    for line in page.lines.get(first..=last).unwrap_or_default() {
        let text =
            (line.text).trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        if let Some(letter) = text.chars().next() {
            all += 1;
            goes_on += usize::from(open && letter.is_lowercase());
            open = !text.trim_end().ends_with(['.', ';', ':']);
        }
    }
    goes_on * 3 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(u16, &str)]) -> RawPage {
        RawPage {
            lines: (lines.iter())
                .map(|(down, text)| RawLine {
                    down: *down,
                    size: 110,
                    marks: 0,
                    text: (*text).to_owned(),
                    ..RawLine::default()
                })
                .collect(),
            ..RawPage::default()
        }
    }

    /// Returns the resulting lines; empty if nothing was moved.
    fn texts(page: &RawPage) -> Vec<String> {
        match set_apart(std::slice::from_ref(page)) {
            Cow::Borrowed(_) => Vec::new(),
            Cow::Owned(pages) => pages[0]
                .lines
                .iter()
                .map(|line| line.text.clone())
                .collect(),
        }
    }

    const TEXT: [&str; 12] = [
        "The review was carried out by the consul-",
        "tants without any word to the trade",
        "unions, and the in-",
        "house option was not costed.",
        "Members asked whether",
        "the staff had been told, and",
        "were assured that",
        "they would be in due course",
        "by the Head of Service,",
        "who was to write to",
        "every one of them and to",
        "the unions.",
    ];

    #[test]
    fn every_line_numbered_before_its_text_or_after_it() {
        for tab in [' ', '\t'] {
            let lines: Vec<String> = (TEXT.iter().zip(14..))
                .map(|(text, n)| format!("{n}{tab}{text}"))
                .collect();
            let lines: Vec<(u16, &str)> = (lines.iter().zip(100..))
                .map(|(line, down)| (down * 15, line.as_str()))
                .collect();
            let found = texts(&page(&lines));
            assert_eq!(found[..12], TEXT);
            assert_eq!(found[12..], ["14 15 16 17 18 19 20 21 22 23 24 25"]);
        }
        let numbers: Vec<String> = (1..=12).map(|n: u16| n.to_string()).collect();
        let lines: Vec<(u16, &str)> = (TEXT.iter().zip(&numbers).zip(1..))
            .flat_map(|((text, number), down)| [(down * 15, *text), (down * 15 + 1, number)])
            .collect();
        assert_eq!(texts(&page(&lines))[..12], TEXT);
    }

    #[test]
    fn every_third_line_numbered() {
        let mut lines = Vec::new();
        for (down, text) in (1..).zip(TEXT) {
            lines.push((down * 15, text));
            match down {
                2 => lines.push((30, "3")),
                5 => lines.push((75, "6")),
                8 => lines.push((120, "9")),
                11 => lines.push((165, "12")),
                _ => {}
            }
        }
        let found = texts(&page(&lines));
        assert_eq!(found[..12], TEXT);
        assert_eq!(found[12..], ["3 6 9 12"]);
    }

    #[test]
    fn a_second_series_between_does_not_hide_the_first() {
        let mut lines = Vec::new();
        for (down, text) in (1..).zip(TEXT) {
            lines.push((down * 15, text));
            match down {
                2 => lines.push((30, "10")),
                4 => lines.push((60, "404")),
                5 => lines.push((75, "13")),
                8 => lines.push((120, "16")),
                _ => {}
            }
        }
        let found = texts(&page(&lines));
        assert_eq!(found.len(), 14);
        assert_eq!(found[4..6], ["404", TEXT[4]]);
        assert_eq!(found[13], "10 13 16");
    }

    #[test]
    fn rows_items_and_figures_stay_where_they_are() {
        let rows: Vec<String> = (1..=20)
            .map(|n| format!("{n}\tDepot {n}\t£12,000"))
            .collect();
        let rows: Vec<(u16, &str)> = rows
            .iter()
            .zip(1..)
            .map(|(row, n)| (n * 15, &**row))
            .collect();
        assert!(texts(&page(&rows)).is_empty());
        let items: Vec<String> = (1..=12)
            .map(|n| format!("{n} that part {n} be noted;"))
            .collect();
        let items: Vec<(u16, &str)> = items.iter().zip(1..).map(|(t, n)| (n * 15, &**t)).collect();
        assert!(texts(&page(&items)).is_empty(), "resolutions");
        let figures: Vec<String> = (1..=20).map(|n| format!("{} of them", n * n)).collect();
        let figures: Vec<(u16, &str)> = (figures.iter().zip(1..))
            .map(|(row, n)| (n * 15, &**row))
            .collect();
        assert!(texts(&page(&figures)).is_empty());
        let plain: Vec<(u16, &str)> = TEXT.iter().zip(1..).map(|(t, n)| (n * 15, *t)).collect();
        assert!(texts(&page(&plain)).is_empty());
    }
}
