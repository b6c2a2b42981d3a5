//! A paper in pieces, each with what is over it: sentences, and the rows of its tables.

use crate::documents::paper::{Page, Paper, Paragraph, ParagraphRole, one_line};

/// A sentence, or a row of a table, with what is over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The page, counted from 0.
    pub(super) page: usize,
    /// The paragraph on it, counted from 0.
    pub(super) paragraph: usize,
    /// The words, on one line.
    pub(super) text: String,
    /// The heading over it, the head of its table, the label before it, the sentence before it.
    pub(super) over: String,
    /// True if the words over it may say what its value is.
    pub(super) is_row: bool,
    /// True if somebody is quoted in it.
    pub(super) is_quoted: bool,
}

/// A line of a table or a form has no more words than this.
const ROW: usize = 14;
/// A heading has no more words than this.
const HEADING: usize = 10;
/// The head of a table is no longer than this, in bytes.
const HEAD: usize = 300;
/// The text over a piece is no longer than this, in bytes.
const OVER: usize = 600;

/// Calls `take` with every piece of a paper that holds a figure.
pub(super) fn pieces(paper: &Paper, mut take: impl FnMut(Piece)) {
    let mut over = Over::default();
    for (number, page) in paper.pages.iter().enumerate() {
        for (place, paragraph) in page.paragraphs.iter().enumerate() {
            if paragraph.role.is_furniture() {
                continue;
            }
            of_paragraph(page, paragraph, (number, place), &mut over, &mut take);
        }
    }
}

/// The text over the paragraph in front.
#[derive(Default)]
struct Over {
    heading: String,
    /// The last sentence before a table, and the head of the table.
    head: String,
}

fn of_paragraph(
    page: &Page,
    paragraph: &Paragraph,
    at: (usize, usize),
    over: &mut Over,
    take: &mut impl FnMut(Piece),
) {
    let text = &paragraph.text;
    let words = count(text);
    let has_figure = text.bytes().any(|byte| byte.is_ascii_digit());
    if paragraph.role == ParagraphRole::Heading || is_heading(text, words) {
        over.heading = cut(&one_line(text), HEAD);
        over.head.clear();
        if !has_figure {
            return;
        }
    }
    let mut give = |text: &str, over: String, is_row: bool| {
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            take(Piece {
                page: at.0,
                paragraph: at.1,
                text: text.to_owned(),
                over: cut(&over, OVER),
                is_row,
                is_quoted: is_quoted(&paragraph.text),
            });
        }
    };
    let is_table = text.contains('\t') && words > ROW;
    let ends = text.trim_end().ends_with(['.', ';', '?', '!']);
    if is_table {
        for line in text.split('\n') {
            let row = one_line(line);
            if !row.bytes().any(|byte| byte.is_ascii_digit())
                || !(line.contains('\t') || holds_value(&row))
            {
                push(&mut over.head, &row);
                continue;
            }
            give(&row, format!("{} {}", over.heading, over.head), true);
        }
    } else if words <= ROW && !ends {
        let line = one_line(text);
        // A line with a label of its own needs no other, and gives none.
        if line.trim_end().trim_end_matches(':').contains(':') {
            give(&line, over.heading.clone(), false);
            return;
        }
        let before = label_before(page, at.1);
        give(
            &line,
            format!("{} {} {before}", over.heading, over.head),
            true,
        );
        if !holds_value(&line) {
            push(&mut over.head, &line);
        }
    } else {
        let line = one_line(text);
        let mut before = "";
        for sentence in sentences(&line) {
            give(sentence, format!("{} {before}", over.heading), false);
            before = sentence;
        }
        over.head.clear();
        let leads_on = ["table", "below", "following", "as follows", "set out"]
            .iter()
            .any(|word| before.contains(word));
        if leads_on || line.ends_with(':') {
            over.head = cut(before, HEAD);
        }
    }
}

/// Returns the number of words, no more than counts.
fn count(text: &str) -> usize {
    text.split_whitespace().take(ROW + 1).count()
}

/// Returns true if a line has a date or a sum in it, as a row of a table has.
fn holds_value(line: &str) -> bool {
    line.contains(['£', '%'])
        || crate::wording::mentions(line)
            .iter()
            .any(|one| one.said.month().is_some())
}

fn is_heading(text: &str, words: usize) -> bool {
    let letters = text.chars().any(char::is_lowercase);
    let title = text.trim();
    words <= HEADING
        && !text.contains(['\t', '£'])
        && ((!letters && title.chars().any(char::is_alphabetic))
            || (title.ends_with(':') && !title.bytes().any(|byte| byte.is_ascii_digit())))
}

/// Returns the line before a short one, if it is a label: "Date of meeting:".
fn label_before(page: &Page, at: usize) -> String {
    let before = at.checked_sub(1).and_then(|at| page.paragraphs.get(at));
    before
        .filter(|one| !one.role.is_furniture() && count(&one.text) <= HEADING)
        .map(|one| one_line(&one.text))
        .filter(|line| !line.trim_end_matches(':').contains(':'))
        .unwrap_or_default()
}

fn push(head: &mut String, line: &str) {
    head.push(' ');
    head.push_str(line);
    if head.len() > HEAD {
        let from = (head.len() - HEAD..head.len()).find(|at| head.is_char_boundary(*at));
        *head = head.get(from.unwrap_or(0)..).unwrap_or_default().to_owned();
    }
}

fn cut(text: &str, most: usize) -> String {
    let from = text.len().saturating_sub(most);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at));
    text.get(from.unwrap_or(0)..).unwrap_or_default().to_owned()
}

/// Returns true if a paragraph is what somebody said.
fn is_quoted(text: &str) -> bool {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '“' | '"' | '‘'))
        .starts_with(['“', '"'])
}

/// Splits a text into its sentences.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    const SHORT: [&str; 22] = [
        "approx", "c", "ca", "circa", "no", "nos", "p", "pp", "para", "paras", "mr", "mrs", "ms",
        "dr", "cllr", "cllrs", "st", "eg", "ie", "vs", "est", "ref",
    ];
    let mut from = 0;
    let mut ends = crate::documents::passage::sentence_ends(text)
        .filter(|end| {
            let before = text.get(..*end - 1).unwrap_or_default();
            let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
            !word.is_some_and(|word| SHORT.iter().any(|short| word.eq_ignore_ascii_case(short)))
        })
        .chain([text.len()])
        .collect::<Vec<_>>()
        .into_iter();
    std::iter::from_fn(move || {
        let end = ends.next()?;
        let sentence = text.get(from..end)?;
        from = end;
        Some(sentence.trim())
    })
}
