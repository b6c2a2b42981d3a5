//! Quotations looked up again in the papers they are taken from.
//!
//! A quotation may run over lines, paragraphs, columns and pages, with the notes at the foot of a page
//! between; an ellipsis parts it into pieces that follow each other on a page or the next. Letters
//! fold as in the search. Words, numbers and their order never do: a quotation with one of them
//! changed is [`Missing`](QuoteState::Missing).

mod fold;

use std::collections::HashMap;
use std::ops::RangeInclusive;

use self::fold::{Cut, Folded, NoteMarks};
use super::paper::{Page, PageState, Paging, Paper, Paragraph, ParagraphRole};
use super::shelf::Shelf;
use crate::audit::{Audit, Quotation, QuoteState, Quotes};

/// Looks up every quotation of an audit in the papers that were read.
///
/// Those in `known`, the result of an earlier look at the same papers, are not looked up again.
pub fn quotes(audit: &Audit, shelf: &Shelf, known: &Quotes) -> Quotes {
    let mut texts: HashMap<String, WholeText> = HashMap::new();
    Quotes::look_up(audit, |quotation| {
        if let Some(state) = known.state(quotation) {
            return state;
        }
        let Some(shelved) = shelf.paper(&quotation.document) else {
            return QuoteState::Unread;
        };
        let whole = texts.entry(quotation.document.clone()).or_default();
        look_up(&shelved.paper, quotation, whole)
    })
}

/// Looks up one quotation in the paper it is taken from.
pub fn find_quotation(paper: &Paper, quotation: &Quotation) -> QuoteState {
    look_up(paper, quotation, &mut WholeText::default())
}

/// The number of pages read before and after the page cited, before the whole paper is.
const AROUND: u32 = 2;

/// The whole of a paper, folded once it is needed: without the marks of notes, and with them.
#[derive(Debug, Default)]
struct WholeText([Option<Vec<PageTexts>>; 2]);

impl WholeText {
    const fn slot(&mut self, marks: NoteMarks) -> &mut Option<Vec<PageTexts>> {
        let [left_out, kept] = &mut self.0;
        match marks {
            NoteMarks::LeftOut => left_out,
            NoteMarks::Kept => kept,
        }
    }
}

fn look_up(paper: &Paper, quotation: &Quotation, whole: &mut WholeText) -> QuoteState {
    let marks = NoteMarks::of(&quotation.words);
    let readings = readings(&quotation.words, marks);
    let cited = cited(paper, quotation);
    let wanted = |pages: &RangeInclusive<u32>| match &cited {
        None => true,
        Some(cited) => cited.iter().any(|page| pages.contains(page)),
    };
    let whole = whole.slot(marks);
    // Most quotations stand where they are said to: the rest of the paper need not be folded.
    for page in cited.iter().flatten().filter(|_| whole.is_none()) {
        let near = |one: &&Page| one.number.abs_diff(*page) <= AROUND;
        let texts = texts_of(paper.pages.iter().filter(near), marks);
        let whole = |place: &Occurrence| place.leaves_out.is_none() && wanted(&place.pages);
        if places(&texts, &readings).any(|place| whole(&place)) {
            return QuoteState::Found;
        }
    }
    let texts = whole.get_or_insert_with(|| texts_of(paper.pages.iter(), marks));
    let mut elsewhere = None;
    let mut leaves_out = None;
    for place in places(texts, &readings) {
        if let Some(word) = place.leaves_out {
            leaves_out = Some(word);
            continue;
        }
        if wanted(&place.pages) {
            return QuoteState::Found;
        }
        let first = *place.pages.start();
        elsewhere = Some(elsewhere.map_or(first, |page: u32| page.min(first)));
    }
    match (elsewhere, leaves_out) {
        (Some(page), _) => QuoteState::FoundOn(page),
        (None, Some(word)) => QuoteState::LeavesOut(word),
        (None, None) => not_found(paper, cited.as_deref()),
    }
}

/// Returns the pages cited, by their numbers in the file; `None` if that cannot be checked.
fn cited(paper: &Paper, quotation: &Quotation) -> Option<Vec<u32>> {
    if paper.paging == Paging::None {
        return None;
    }
    if let Some(page) = quotation.page {
        return Some(vec![page]);
    }
    let plain = |printed: &str| printed.trim().to_lowercase();
    let wanted = plain(quotation.printed_page.as_deref()?);
    let numbered = || paper.pages.iter().filter(|page| page.printed.is_some());
    let same = |page: &&Page| page.printed.as_deref().map(plain) == Some(wanted.clone());
    numbered()
        .next()
        .map(|_| numbered().filter(same).map(|page| page.number).collect())
}

/// Returns the state of a quotation that stands nowhere in the text that was read.
fn not_found(paper: &Paper, cited: Option<&[u32]>) -> QuoteState {
    let pages: Vec<&Page> = cited
        .unwrap_or_default()
        .iter()
        .filter_map(|number| paper.page(*number))
        .collect();
    let is_read = if pages.is_empty() {
        // Where it is said to stand is not known, so all of the paper would have to be.
        let silent = |page: &Page| page.state.is_read() || page.state == PageState::Blank;
        paper.stopped.is_none()
            && paper.pages.iter().all(silent)
            && paper.pages.len() >= paper.pages_in_all() as usize
    } else {
        pages.iter().all(|page| page.state.is_read())
    };
    if is_read {
        QuoteState::Missing
    } else {
        QuoteState::Unread
    }
}

/// Returns the readings of a quotation, each as pieces that follow each other.
///
/// As it stands; and, if it has an ellipsis, parted there.
fn readings(words: &str, marks: NoteMarks) -> Vec<Vec<Folded>> {
    let fold = |pieces: Vec<&str>| -> Vec<Folded> {
        let folded = pieces.into_iter().map(|piece| Folded::of(piece, marks));
        folded.filter(|piece| !piece.text.is_empty()).collect()
    };
    let pieces = pieces(words);
    let mut readings = vec![fold(vec![words])];
    if pieces.len() > 1 {
        readings.push(fold(pieces));
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// Parts a quotation at its ellipses: "…", or three or four dots, with a space between or not.
///
/// More dots lead to a number in a table of contents, and are no ellipsis.
fn pieces(words: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = words.get(at..).and_then(|rest| rest.find(['…', '.'])) {
        let start = at + found;
        let rest = words.get(start..).unwrap_or_default();
        let dotted = rest.trim_start_matches(['…', '.', ' ', '\t', '\r', '\n', '\u{A0}']);
        let run = rest.get(..rest.len() - dotted.len()).unwrap_or_default();
        let run = run.trim_end();
        let dots = run.chars().filter(|c| *c == '.').count();
        at = start + run.len();
        if run.contains('…') || (3..=4).contains(&dots) {
            pieces.extend(words.get(from..start));
            from = at;
        }
    }
    pieces.extend(words.get(from..));
    pieces
}

/// Words that turn the meaning of a sentence round, or bound it, as they are folded.
const TURNING: [&str; 12] = [
    "not", "no", "never", "unless", "except", "without", "cannot", "none", "nor", "neither",
    "nobody", "nothing",
];
/// The name of the ending that turns a verb round: "didn’t".
const CONTRACTED: &str = "n’t";

/// Pages on which a quotation stands, with the turning word that its gaps leave out, if they do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Occurrence {
    pages: RangeInclusive<u32>,
    leaves_out: Option<&'static str>,
}

/// The end of the pieces of a quotation found so far, with the turning word left out between them.
type End = (usize, Option<&'static str>);

/// Pages of a paper as one folded text.
#[derive(Debug, Default)]
struct PageTexts {
    folded: Folded,
    /// The offset at which each page begins, and its number in the file.
    pages: Vec<(usize, u32)>,
}

/// Returns pages as texts that are each searched by themselves.
///
/// The running text; the same without notes, if there are any, so that a sentence goes on over them;
/// and what stands alone: headers, footers, notes.
fn texts_of<'p>(pages: impl Iterator<Item = &'p Page>, marks: NoteMarks) -> Vec<PageTexts> {
    let pages: Vec<&Page> = pages.collect();
    let is_note = |one: &Paragraph| one.role == ParagraphRole::Note;
    let is_running = |one: &Paragraph| !one.role.is_furniture();
    let mut texts = vec![running(&pages, marks, &is_running)];
    if pages.iter().any(|page| page.paragraphs.iter().any(is_note)) {
        let without = |one: &Paragraph| is_running(one) && !is_note(one);
        texts.push(running(&pages, marks, &without));
    }
    let mut alone = PageTexts::default();
    for page in &pages {
        for one in &page.paragraphs {
            if one.role.is_furniture() || is_note(one) {
                alone.add(&one.text, &[(0, page.number)], marks);
            }
        }
    }
    texts.push(alone);
    texts
}

/// Returns the paragraphs wanted as one text, which nothing continues over a page that was not read.
fn running(pages: &[&Page], marks: NoteMarks, wanted: &dyn Fn(&Paragraph) -> bool) -> PageTexts {
    let mut text = PageTexts::default();
    let mut raw = String::new();
    let mut begins = Vec::new();
    let mut last = None;
    for page in pages {
        let unread = !page.state.is_read() && page.state != PageState::Blank;
        let apart = last.is_some_and(|(number, unread)| unread || page.number != number + 1);
        if unread || apart {
            text.add(&raw, &begins, marks);
            raw.clear();
            begins.clear();
        }
        last = Some((page.number, unread));
        begins.push((raw.len(), page.number));
        for one in page.paragraphs.iter().filter(|one| wanted(one)) {
            raw.push_str(&one.text);
            raw.push('\n');
        }
    }
    text.add(&raw, &begins, marks);
    text
}

impl PageTexts {
    /// Adds a text that continues nothing, with the offset at which each of its pages begins.
    fn add(&mut self, raw: &str, begins: &[(usize, u32)], marks: NoteMarks) {
        let pages = &mut self.pages;
        let mut begins = begins.iter().peekable();
        self.folded.add(raw, marks, |folded, at| {
            while let Some((_, number)) = begins.next_if(|(begin, _)| *begin <= at) {
                pages.push((folded, *number));
            }
        });
    }

    /// Returns the number of the page that holds the letter at an offset.
    fn page_at(&self, at: usize) -> u32 {
        let after = self.pages.partition_point(|(begin, _)| *begin <= at);
        let page = after.checked_sub(1).and_then(|place| self.pages.get(place));
        page.map_or(0, |(_, number)| *number)
    }

    fn last_page_of(&self, end: usize) -> u32 {
        self.page_at(end.saturating_sub(1))
    }

    /// Returns each occurrence of a reading.
    fn places(&self, reading: &[Folded]) -> Vec<Occurrence> {
        let Some((first, rest)) = reading.split_first() else {
            return Vec::new();
        };
        let rest: Vec<Vec<(usize, usize)>> = rest
            .iter()
            .map(|piece| self.folded.spans(piece).collect())
            .collect();
        let mut places = Vec::new();
        for (start, end) in self.folded.spans(first) {
            let mut ends: Vec<End> = vec![(end, None)];
            for piece in &rest {
                ends = self.followed(&ends, piece);
            }
            let (whole, turned): (Vec<End>, Vec<End>) =
                ends.into_iter().partition(|(_, word)| word.is_none());
            for ends in [whole, turned] {
                let last = ends.iter().max_by_key(|(end, _)| *end);
                places.extend(last.map(|(end, leaves_out)| Occurrence {
                    pages: self.page_at(start)..=self.last_page_of(*end),
                    leaves_out: *leaves_out,
                }));
            }
        }
        places
    }

    /// Returns the ends of the spans that begin after one of the ends before, on its page or the next.
    ///
    /// Of these it takes the one that leaves out no turning word, if there is one.
    fn followed(&self, before: &[End], spans: &[(usize, usize)]) -> Vec<End> {
        let mut ends = Vec::new();
        for (start, end) in spans {
            let behind = before.partition_point(|(one, _)| one <= start);
            let near = before.iter().take(behind).rev();
            let near = near.take_while(|(one, _)| {
                // The nearest of the ends before is on the latest page.
                self.page_at(*start) <= self.last_page_of(*one) + 1
            });
            let mut best: Option<End> = None;
            for (one, left_out) in near {
                let between = self.turning_word(*one, *start);
                let word = left_out.or(between);
                best = best.filter(|_| word.is_some()).or(Some((*end, word)));
                // A longer gap holds all that this one holds.
                if word.is_none() || between.is_some() {
                    break;
                }
            }
            ends.extend(best);
        }
        ends
    }

    /// Returns the first turning word between two offsets.
    fn turning_word(&self, from: usize, to: usize) -> Option<&'static str> {
        let cuts = &self.folded.cuts;
        let first = cuts.partition_point(|(at, _)| *at < from);
        let inside = cuts.iter().enumerate().skip(first);
        let mut inside = inside.take_while(|(_, (at, _))| *at < to);
        inside.find_map(|(place, (at, cut))| {
            let end = cuts
                .get(place + 1)
                .map_or(self.folded.text.len(), |next| next.0);
            let word = self.folded.text.get(*at..end)?;
            let before = self.folded.text.get(..*at)?;
            if *cut == Cut::Inner && word == "t" && before.ends_with('n') {
                return Some(CONTRACTED);
            }
            TURNING.into_iter().find(|one| *one == word)
        })
    }
}

/// Returns each occurrence of any reading, in any of some texts.
fn places(texts: &[PageTexts], readings: &[Vec<Folded>]) -> impl Iterator<Item = Occurrence> {
    readings
        .iter()
        .flat_map(move |reading| texts.iter().flat_map(move |text| text.places(reading)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page, each paragraph by its role; printed is its number and 40 more.
    fn page(number: u32, state: PageState, paragraphs: &[(ParagraphRole, &str)]) -> Page {
        let paragraphs = paragraphs.iter().map(|(role, text)| Paragraph {
            role: *role,
            number: None,
            text: (*text).to_owned(),
        });
        Page {
            number,
            apart: Vec::new(),
            printed: Some((number + 40).to_string()),
            state,
            paragraphs: paragraphs.collect(),
        }
    }

    /// A paper with a sentence over a page's end, a note and a header between, and a scan as page 4.
    fn paper() -> Paper {
        use ParagraphRole::{Body, Footer, Header, Heading, Note};
        let text = PageState::Text;
        let pages = vec![
            page(
                1,
                text,
                &[
                    (Heading, "Options"),
                    (Body, "Four were consid-\nered.\nNone"),
                ],
            ),
            page(
                2,
                text,
                &[
                    (Body, "was costed, and the coun-"),
                    (Note, "¹ See annex A for £5.50."),
                    (Header, "Anytown Council"),
                    (Footer, "Page 42"),
                ],
            ),
            page(
                3,
                text,
                &[(Body, "cil did not consult."), (Header, "Anytown Council")],
            ),
            page(4, PageState::Scanned, &[]),
            page(
                5,
                text,
                &[(Body, "It was agreed."), (Body, "None was costed")],
            ),
        ];
        Paper::of_pages(pages)
    }

    fn look(paper: &Paper, page: Option<u32>, printed: Option<&str>, words: &str) -> QuoteState {
        let quotation = Quotation {
            document: "x".to_owned(),
            page,
            printed_page: printed.map(str::to_owned),
            words: words.to_owned(),
        };
        find_quotation(paper, &quotation)
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs_notes_and_pages() {
        let paper = paper();
        for (page, words) in [
            (1, "Options: four were considered. None was costed"),
            (2, "none was costed, and the Council did not consult"),
            (3, "the coun-cil did not consult"),
            (2, "and the coun- ¹ See annex"),
            (2, "annex A for £5.50"),
            (2, "Page 42"),
        ] {
            assert_eq!(
                look(&paper, Some(page), None, words),
                QuoteState::Found,
                "{words}"
            );
            assert_eq!(
                look(&paper, None, None, words),
                QuoteState::Found,
                "{words}"
            );
        }
        // Nothing continues over a header, or over a page that was not read.
        for words in ["Anytown Council Page 42", "did not consult. It was agreed"] {
            assert_eq!(
                look(&paper, Some(3), None, words),
                QuoteState::Missing,
                "{words}"
            );
        }
    }

    #[test]
    fn the_page_decides_between_found_and_elsewhere() {
        let paper = paper();
        let words = "did not consult";
        for (page, printed, state) in [
            (Some(3), None, QuoteState::Found),
            (Some(2), None, QuoteState::FoundOn(3)),
            (Some(99), None, QuoteState::FoundOn(3)),
            (None, Some("43"), QuoteState::Found),
            (None, Some("3"), QuoteState::FoundOn(3)),
            (Some(3), Some("7"), QuoteState::Found),
        ] {
            assert_eq!(
                look(&paper, page, printed, words),
                state,
                "{page:?} {printed:?}"
            );
        }
        // The page cited is looked at before the first on which the words stand.
        assert_eq!(
            look(&paper, Some(5), None, "none was costed"),
            QuoteState::Found
        );
        let unpaged = Paper {
            paging: Paging::None,
            ..paper
        };
        assert_eq!(look(&unpaged, Some(2), None, words), QuoteState::Found);
    }

    #[test]
    fn what_was_not_read_is_never_called_missing() {
        let paper = paper();
        let words = "the council did consult";
        assert_eq!(look(&paper, Some(3), None, words), QuoteState::Missing);
        assert_eq!(look(&paper, Some(4), None, words), QuoteState::Unread);
        assert_eq!(look(&paper, None, None, words), QuoteState::Unread);
        assert_eq!(look(&paper, None, Some("44"), words), QuoteState::Unread);
        let cut_short = Paper {
            declared: Some(9),
            pages: paper.pages.iter().take(3).cloned().collect(),
            ..paper.clone()
        };
        assert_eq!(look(&cut_short, Some(8), None, words), QuoteState::Unread);
        assert_eq!(look(&cut_short, None, None, words), QuoteState::Unread);
        let whole = Paper {
            declared: None,
            ..cut_short
        };
        assert_eq!(look(&whole, None, None, words), QuoteState::Missing);
    }

    #[test]
    fn an_ellipsis_parts_what_follows_in_order_and_not_far_away() {
        let paper = paper();
        for words in [
            "Four were … None was costed",
            "Four were considered ... None was costed [...] the council",
            "… the council did not . . . consult …",
        ] {
            assert_eq!(
                look(&paper, None, None, words),
                QuoteState::Found,
                "{words}"
            );
        }
        for words in [
            "was costed … four were",
            "four were … did not consult",
            "four were .. costed",
            "did not … agreed",
            "four were ........ costed",
        ] {
            assert_eq!(
                look(&paper, Some(1), None, words),
                QuoteState::Missing,
                "{words}"
            );
        }
        assert_eq!(look(&paper, Some(1), None, "… * …"), QuoteState::Missing);
    }

    #[test]
    fn an_ellipsis_that_hides_a_turning_word_is_never_called_found() {
        let mut paper = paper();
        let body = |text: &str| Paragraph {
            role: ParagraphRole::Body,
            number: None,
            text: text.to_owned(),
        };
        if let Some(page) = paper.pages.last_mut() {
            page.paragraphs = vec![
                body("The duty does not apply. The duty was met, unless nobody read it."),
                body(
                    "They didn’t ask the users. DocumentNotice was given. Notes were taken by all.",
                ),
            ];
        }
        for (words, left_out) in [
            ("the duty does … apply", "not"),
            ("the duty was met … read it", "unless"),
            ("They … ask the users", "n’t"),
            ("the council did . . . consult", "not"),
            ("were considered … costed", "none"),
        ] {
            let state = QuoteState::LeavesOut(left_out);
            assert_eq!(look(&paper, None, None, words), state, "{words}");
            assert_eq!(look(&paper, Some(1), None, words), state, "{words}");
        }
        // “Notice” and “notes” are other words; and a nearer place without the word counts.
        for words in [
            "ask the users … taken by all",
            "The duty … was met",
            "does not … apply",
        ] {
            assert_eq!(
                look(&paper, None, None, words),
                QuoteState::Found,
                "{words}"
            );
        }
    }

    #[test]
    fn only_quotations_of_papers_on_the_shelf_are_looked_up_and_only_once() {
        use crate::audit::{Answer, Evidence, Review};
        let of = |document: &str, words: &str| Evidence {
            document: Some(document.to_owned()),
            quote: Some(words.to_owned()),
            ..Evidence::default()
        };
        let mut audit = Audit::new(Review::named("A", "B"));
        let answer = Answer {
            evidence: vec![of("x", "was costed"), of("y", "was costed")],
            ..Answer::default()
        };
        audit.answers.insert("q".to_owned(), answer);
        let entry = crate::audit::Document::titled("x", "X");
        let shelved = crate::documents::Shelved::new(&entry, std::sync::Arc::new(paper()));
        let shelf = Shelf::new(vec![shelved], Vec::new());
        let states = |found: &Quotes| -> Vec<QuoteState> {
            found.list(&audit).iter().map(|one| one.state).collect()
        };
        let found = quotes(&audit, &shelf, &Quotes::default());
        assert_eq!(states(&found), [QuoteState::Found, QuoteState::Unread]);
        let known = Quotes::look_up(&audit, |_| QuoteState::FoundOn(7));
        assert_eq!(quotes(&audit, &shelf, &known), known);
    }
}
