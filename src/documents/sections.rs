//! Sections: the heading over each paragraph, the paragraphs that go on over a page, and the worth
//! of a paragraph by its shape.
//!
//! A heading tells what its paragraphs are about and says nothing itself, so its words count for
//! them. A line of a contents page, a form's instruction or a signature holds the words of a
//! question and answers nothing, so it counts for less. Nothing is ever left out here.

use super::index::{ParagraphRef, count};
use super::paper::{Paper, Paragraph, ParagraphRole};
use super::query::is_function_word;
use super::words::{Broken, all};

/// A paragraph's seat in its document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seat {
    /// The place of the paragraph that this one goes on with; its own where it begins one.
    pub(super) unit: u32,
    /// The end of the places that this heading is over; `None` if it is no heading.
    pub(super) over: Option<u32>,
    /// Number of words, those on the next page included, and half of those of its heading.
    pub(super) words: u32,
    /// Worth by its shape: 1 for running text.
    pub(super) worth: f32,
}

/// A heading is no longer than this, in words.
const SHORT: usize = 9;
/// A heading is over no more paragraphs than this.
const REACH: u32 = 60;
/// Paragraphs shorter than this, in words, are fragments.
const FRAGMENT: usize = 8;

/// Worth of a heading by itself.
const HEADING: f32 = 0.25;
/// Worth of a header, a footer, a line of a contents page.
const FURNITURE: f32 = 0.3;
/// Worth of a list of appendices, a signature, who was there.
const LIST: f32 = 0.4;
/// Worth of a fragment: a table's cell, a label.
const PIECE: f32 = 0.5;
/// Worth of a short line that ends as no sentence does: a row's label, an item of a list.
const LABEL: f32 = 0.7;
/// Worth of a form's question, or its instruction to whoever fills it in.
const FORM: f32 = 0.6;
/// Worth of the minutes of a whole meeting: of many items one is the question's.
const MINUTES: f32 = 0.8;

/// Returns the seat of every place.
pub(super) fn seats<'p>(
    papers: impl IntoIterator<Item = &'p Paper>,
    places: &[ParagraphRef],
) -> Vec<Seat> {
    let papers: Vec<&Paper> = papers.into_iter().collect();
    let minutes: Vec<bool> = papers.iter().map(|paper| is_minutes(paper)).collect();
    let mut seats: Vec<Seat> = Vec::with_capacity(places.len());
    let mut open = Open::default();
    for (at, place) in places.iter().zip(0..) {
        let paragraph = papers
            .get(at.paper as usize)
            .and_then(|paper| paper.pages.get(at.page as usize))
            .and_then(|page| page.paragraphs.get(at.paragraph as usize));
        let mut seat = Seat {
            unit: at.second_of.unwrap_or(place),
            over: None,
            words: at.words,
            worth: 0.0,
        };
        if let (Some(paragraph), None) = (paragraph, at.second_of) {
            if open.paper != at.paper {
                open.close(&mut seats, place);
                open = Open {
                    paper: at.paper,
                    ..Open::default()
                };
            }
            seat.worth = worth(paragraph);
            if minutes.get(at.paper as usize) == Some(&true) {
                seat.worth *= MINUTES;
            }
            if paragraph.role.is_furniture() {
                open.close(&mut seats, place);
                seat.worth = FURNITURE;
            } else if is_heading(paragraph) {
                open.heading(&mut seats, place);
                seat.over = Some(place + 1);
                seat.worth = HEADING;
            } else if paragraph.role != ParagraphRole::Note {
                seat.words += open.words / 2;
                if let Some((first, text)) = open.before
                    && places
                        .get(first as usize)
                        .is_some_and(|first| first.page != at.page)
                    && goes_on(text, &paragraph.text)
                {
                    let unit = seats.get(first as usize).map_or(first, |seat| seat.unit);
                    seat.unit = unit;
                    if let Some(first) = seats.get_mut(unit as usize) {
                        first.words += at.words;
                    }
                }
                open.body(place, &paragraph.text);
            }
            if seat.over.is_some() {
                open.words += at.words;
            }
        }
        seats.push(seat);
    }
    open.close(&mut seats, count(places.len()));
    seats
}

/// The headings that are open while a document is gone through.
#[derive(Default)]
struct Open<'p> {
    paper: u32,
    /// The last headings, one under the other, at most two.
    headings: Vec<u32>,
    /// Number of their words.
    words: u32,
    /// The last paragraph of running text, since the last heading.
    before: Option<(u32, &'p str)>,
    /// True if the last paragraph was a heading.
    is_heading: bool,
}

impl<'p> Open<'p> {
    fn heading(&mut self, seats: &mut [Seat], place: u32) {
        if self.is_heading && self.headings.len() < 2 {
            self.headings.push(place);
        } else {
            self.close(seats, place);
            self.headings.push(place);
        }
        self.is_heading = true;
        self.before = None;
    }

    fn body(&mut self, place: u32, text: &'p str) {
        self.is_heading = false;
        self.before = Some((place, text));
    }

    fn close(&mut self, seats: &mut [Seat], end: u32) {
        for heading in self.headings.drain(..) {
            if let Some(seat) = seats.get_mut(heading as usize) {
                seat.over = Some(end.min(heading + 1 + REACH));
            }
        }
        self.words = 0;
        self.before = None;
        self.is_heading = false;
    }
}

/// Returns true if a paragraph is a heading, by its mark or by its looks.
fn is_heading(paragraph: &Paragraph) -> bool {
    if paragraph.role == ParagraphRole::Heading {
        return true;
    }
    let text = paragraph.text.trim();
    let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let title = after_number.trim_start();
    let tokens = all(text, Broken::Apart);
    // A line that breaks off in the middle goes on elsewhere.
    let breaks_off = tokens
        .last()
        .is_none_or(|last| is_function_word(&last.form));
    paragraph.role == ParagraphRole::Body
        && !breaks_off
        && title.chars().next().is_some_and(char::is_uppercase)
        && !title.contains('\t')
        && !is_field(title)
        && !text.ends_with(['.', ';', ',', '?', '!'])
        && tokens.len() <= SHORT
}

/// Returns true for a field of a form with its entry: "Is subject to call in?: Yes".
fn is_field(line: &str) -> bool {
    let Some((label, entry)) = line.split_once([':', '?']) else {
        return false;
    };
    let entry = entry.trim_start_matches([':', ' ']).to_lowercase();
    let is_entry = matches!(
        entry.trim_end_matches('.'),
        "yes" | "no" | "none" | "n/a" | "not applicable" | "all" | "tbc"
    );
    !label.is_empty() && (is_entry || entry.starts_with(|c: char| c.is_ascii_digit() || c == '£'))
}

/// Returns true if a paragraph of one page goes on at the beginning of the next.
pub(super) fn goes_on(before: &str, after: &str) -> bool {
    let ended = before
        .trim_end()
        .ends_with(['.', ':', ';', '?', '!', ')', '”', '"']);
    !ended
        && after
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_lowercase)
}

/// Returns the worth of a paragraph by its shape.
fn worth(paragraph: &Paragraph) -> f32 {
    /// Words with which lines begin that only point elsewhere, or say who was there.
    const POINTERS: [&str; 14] = [
        "appendix",
        "appendices",
        "annex",
        "annexe",
        "attendance",
        "apologies",
        "background documents",
        "background papers",
        "contact",
        "contents",
        "list of",
        "present",
        "report author",
        "signed",
    ];
    /// With "to" before them, words with which the items of an agenda begin.
    const AGENDA: [&str; 6] = [
        "approve",
        "confirm",
        "consider",
        "determine",
        "note",
        "receive",
    ];
    let text = paragraph.text.trim();
    let tokens = all(text, Broken::Apart);
    let mut worth = 1.0;
    let ended = text.ends_with(['.', ':', ';', '?', '!', '”', '"', ')']);
    if tokens.len() < FRAGMENT {
        worth *= PIECE;
    } else if tokens.len() < 2 * FRAGMENT && !ended {
        worth *= LABEL;
    }
    let is_link =
        ["pdf icon", " KB"].iter().any(|part| text.contains(part)) && text.contains("PDF");
    if is_link && tokens.len() < 4 * FRAGMENT {
        worth *= LIST;
    }
    if text.contains(".....") || text.contains(". . . .") || text.contains("……") {
        worth *= FURNITURE;
    }
    let addresses = tokens
        .iter()
        .any(|token| matches!(token.form.as_ref(), "you" | "your" | "please"));
    if addresses || (text.ends_with('?') && tokens.len() < 40) {
        worth *= FORM;
    }
    let begins: Vec<&str> = tokens
        .iter()
        .take(2)
        .map(|token| token.form.as_ref())
        .collect();
    let first = begins.first().copied().unwrap_or_default();
    let two = begins.join(" ");
    // An agenda says what a meeting is to do, and not yet what it did.
    let is_agenda = first == "to" && AGENDA.contains(&begins.last().copied().unwrap_or_default());
    if is_agenda && tokens.len() < 2 * FRAGMENT {
        worth *= LIST;
    }
    if POINTERS.contains(&first) || POINTERS.contains(&two.as_str()) {
        worth *= LIST;
    }
    worth
}

/// Returns true if a document says at its beginning that it is the minutes of a meeting.
fn is_minutes(paper: &Paper) -> bool {
    paper.pages.first().is_some_and(|page| {
        page.paragraphs.iter().take(8).any(|paragraph| {
            let tokens = all(&paragraph.text, Broken::Apart);
            tokens.len() <= 2 * SHORT && tokens.iter().any(|token| token.form == "minutes")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::index::Index;
    use crate::documents::paper::{Page, PageState};

    fn paper(pages: &[&[&str]]) -> Paper {
        let pages = pages
            .iter()
            .zip(1..)
            .map(|(texts, number)| Page {
                number,
                apart: Vec::new(),
                printed: None,
                state: PageState::Text,
                paragraphs: texts
                    .iter()
                    .map(|text| Paragraph {
                        role: match text.strip_prefix('#') {
                            Some(_) => ParagraphRole::Heading,
                            None if text.starts_with("* ") => ParagraphRole::Note,
                            None => ParagraphRole::Body,
                        },
                        number: None,
                        text: (*text).to_owned(),
                    })
                    .collect(),
            })
            .collect();
        Paper::of_pages(pages)
    }

    fn seated(pages: &[&[&str]]) -> Vec<Seat> {
        let paper = paper(pages);
        let index = Index::build([&paper]);
        seats([&paper], &index.places)
    }

    #[test]
    fn a_heading_is_over_its_paragraphs_and_two_lines_of_one_are_both() {
        let seats = seated(&[&[
            "Staffing",
            "Effects on the depot",
            "The drivers move to the new company in the spring, it was said.",
            "None of them was asked about the change before it was made.",
            "Next steps",
            "The council will write to the company about it in the new year.",
        ]]);
        let over: Vec<Option<u32>> = seats.iter().map(|seat| seat.over).collect();
        assert_eq!(over, [Some(4), Some(4), None, None, Some(6), None]);
        assert!(seats[0].worth < 0.5 && seats[2].worth > 0.9);
        assert_eq!(seats[2].words, 13 + 5 / 2);
    }

    #[test]
    fn a_paragraph_goes_on_over_a_page_and_the_note_at_its_foot() {
        let seats = seated(&[
            &[
                "The vans were sold in the end to a firm that",
                "* Minute 12 of the board",
            ],
            &[
                "had asked for them in the spring of the year.",
                "The rest was kept.",
            ],
        ]);
        let units: Vec<u32> = seats.iter().map(|seat| seat.unit).collect();
        // The note stands after the text that runs on.
        assert_eq!(units, [0, 0, 2, 3]);
        assert_eq!(seats[0].words, 11 + 10);
        let ended = seated(&[
            &["The vans were sold."],
            &["some of them were kept in the yard"],
        ]);
        assert_eq!(ended[1].unit, 1);
    }

    #[test]
    fn lines_that_answer_nothing_are_worth_less_than_running_text() {
        let worth_of = |text: &str| seated(&[&[text]])[0].worth;
        let plain =
            worth_of("The board looked at four ways to run the baths and kept two of them.");
        for less in [
            "Options considered ........................ 14",
            "Appendix 3 – options considered by the board in the spring and the costs of each",
            "Please list the options that were considered and give your reasons for each of them.",
            "Which options were considered, and what were the reasons for the choice that was made?",
            "Signed by the chair of the board for the options considered on that day of May",
            "options considered",
        ] {
            assert!(worth_of(less) < 0.7 * plain, "{less}");
        }
        let meeting = seated(&[&[
            "Minutes of the board",
            "The board looked at four ways to run the baths and kept two of them.",
        ]]);
        assert!(meeting[1].worth < plain);
    }
}
