//! Assembly of pages with paragraphs from the lines of all pages.
//!
//! It recognises headers and footers, finds printed page numbers, builds paragraphs, and classes
//! each page as read or not. It works on the whole document at once, because a header is a line
//! repeated at the top of page after page. Nothing is ever dropped here.

use std::collections::HashMap;

use super::error::Stop;
use super::footnotes::footnotes;
use super::garbled;
use super::margin;
use super::paper::{Page, PageState, Paper, PaperKind, Paragraph, ParagraphRole};
use super::parallel::in_parallel;
use super::raw::{ARTEFACT, FOOTER, HEADER, HEADING, Head, NOTE, RawLine, RawPage, STARTS, WHOLE};

/// Lines higher up than this, in thousandths of the page, may be a header.
const TOP: u16 = 110;
/// Lines further down than this may be a footer.
const FOOT: u16 = 885;
/// A page with fewer letters than this holds no text.
const FEW: u32 = 10;
/// A page mostly covered by a picture, with fewer letters than this, is a scan with a stamp on it.
const STAMP: u32 = 200;
/// Number of pages that one thread puts together at a time.
const TOGETHER: usize = 8;
/// A paragraph longer than this ends at the next line that ends a sentence.
const LONG: usize = 200;

/// Assembles a document.
pub(super) fn paper(
    head: &Head,
    pages: &[RawPage],
    sha256: Option<String>,
    stopped: Option<Stop>,
) -> Paper {
    let apart = if head.kind == PaperKind::Pdf {
        margin::set_apart(pages)
    } else {
        pages.into()
    };
    let pages = &*apart;
    let furniture = Furniture::of(head, pages);
    let usual = usual_size(pages.iter().zip(&furniture.roles)).1;
    let drawn: Vec<_> = pages.iter().zip(&furniture.roles).collect();
    // Nothing else is left to do by then, so that every thread is free for it.
    let parts: Vec<_> = drawn.chunks(TOGETHER).collect();
    let built = in_parallel(&parts, |part| {
        let all = part.iter();
        let built =
            all.map(|(page, roles)| (state(head.kind, page), paragraphs(page, roles, usual)));
        built.collect::<Vec<_>>()
    });
    let all = built
        .into_iter()
        .flatten()
        .zip(pages)
        .zip(furniture.printed)
        .zip(1..);
    let all = all.map(|((((state, paragraphs), page), printed), number)| Page {
        number,
        printed: printed.or_else(|| page.label.clone()),
        state,
        paragraphs,
        apart: page.apart.clone(),
    });
    Paper {
        kind: head.kind,
        paging: head.paging,
        pages: all.collect(),
        declared: head.declared,
        sha256,
        besides: head.besides.clone(),
        stopped,
        pictures: undescribed(head.kind, pages),
        notices: Vec::new(),
    }
}

/// Returns the number of pictures without a description next to text, outside PDF.
fn undescribed(kind: PaperKind, pages: &[RawPage]) -> u32 {
    if kind == PaperKind::Pdf {
        return 0;
    }
    let with_text = pages.iter().filter(|page| !page.lines.is_empty());
    with_text
        .map(|page| page.images)
        .fold(0, u32::saturating_add)
}

/// Classifies a page as read or not.
///
/// Outside PDF a page without text is blank, or scanned if it has a picture. In a PDF a page of fewer
/// than [`FEW`] letters is scanned, blank or drawn; one that a picture covers, with fewer than
/// [`STAMP`] letters, is a picture. A page whose letters cannot be words is garbled, unless it is a
/// sheet, which may be all codes. All else is text.
fn state(kind: PaperKind, page: &RawPage) -> PageState {
    if kind != PaperKind::Pdf {
        let empty = page.lines.iter().all(|line| line.text.trim().is_empty());
        let is_garbled = || garbled::is_garbled(page) || breaks_words(page);
        return match (empty, page.images) {
            (false, _) if !kind.is_spreadsheet() && is_garbled() => PageState::Garbled,
            (false, _) => PageState::Text,
            (true, 0) => PageState::Blank,
            (true, _) => PageState::Scanned,
        };
    }
    if page.broken {
        return PageState::Damaged;
    }
    let (glyphs, doubtful) = (u64::from(page.glyphs), u64::from(page.doubtful));
    if page.glyphs < FEW {
        if page.images > 0 {
            PageState::Scanned
        } else if page.glyphs == 0 && page.paths < 40 {
            PageState::Blank
        } else {
            PageState::Drawn
        }
    } else if doubtful * 10 > glyphs || garbled::is_garbled(page) || breaks_words(page) {
        PageState::Garbled
    } else if page.covered > 500 && page.glyphs < STAMP {
        PageState::Picture
    } else {
        PageState::Text
    }
}

/// Returns true if letters without meaning occur in the middle of words three times or more.
///
/// Where the ligatures are lost, "officers" is not found and seems to be missing.
fn breaks_words(page: &RawPage) -> bool {
    let lost = |c: char| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
    let mut broken = 0;
    let lines = page.lines.iter();
    for line in lines.filter(|line| !line.text.is_ascii() && line.text.contains(lost)) {
        let mut before = [' '; 2];
        for c in line.text.chars() {
            let [first, second] = before;
            broken += u32::from(first.is_lowercase() && lost(second) && c.is_lowercase());
            before = [second, c];
        }
    }
    broken >= 3
}

/// Headers and footers, and the printed page numbers.
struct Furniture {
    /// For each page, for each line, its role if it is a header or a footer.
    roles: Vec<Vec<Option<ParagraphRole>>>,
    printed: Vec<Option<String>>,
}

impl Furniture {
    fn of(head: &Head, pages: &[RawPage]) -> Self {
        let mut roles: Vec<Vec<Option<ParagraphRole>>> = pages
            .iter()
            .map(|page| page.lines.iter().map(marked).collect())
            .collect();
        let mut printed = vec![None; pages.len()];
        if head.kind != PaperKind::Pdf {
            return Self { roles, printed };
        }
        let mut seen: HashMap<(Zone, String), u32> = HashMap::new();
        for page in pages {
            for line in &page.lines {
                if let Some(zone) = zone(line) {
                    *seen.entry((zone, shape(&line.text))).or_default() += 1;
                }
            }
        }
        // In a document of two or three pages, twice is page after page.
        let enough = if pages.len() <= 3 { 2 } else { 3 };
        let numbers: Vec<Vec<Number>> = pages.iter().map(candidates).collect();
        let chosen = choose(&numbers);
        for (place, page) in pages.iter().enumerate() {
            let number = chosen.get(place).copied().flatten();
            if let (Some(number), Some(slot)) = (number, printed.get_mut(place)) {
                *slot = Some(number.value.to_string());
            }
            let Some(roles) = roles.get_mut(place) else {
                continue;
            };
            for (at, (line, role)) in page.lines.iter().zip(roles.iter_mut()).enumerate() {
                let Some(zone) = zone(line) else { continue };
                let repeats = seen
                    .get(&(zone, shape(&line.text)))
                    .is_some_and(|times| *times >= enough);
                let is_number = number.is_some_and(|number| number.line == at)
                    || page.label.as_deref() == Some(line.text.trim());
                if role.is_none() && (repeats || is_number) {
                    *role = Some(zone.role());
                }
            }
        }
        Self { roles, printed }
    }
}

/// The two zones of a page in which headers and footers occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Zone {
    Top,
    Foot,
}

impl Zone {
    const fn role(self) -> ParagraphRole {
        match self {
            Self::Top => ParagraphRole::Header,
            Self::Foot => ParagraphRole::Footer,
        }
    }
}

const fn zone(line: &RawLine) -> Option<Zone> {
    if line.down < TOP {
        Some(Zone::Top)
    } else if line.down > FOOT {
        Some(Zone::Foot)
    } else {
        None
    }
}

/// Returns the role of a line as marked by the file itself.
const fn marked(line: &RawLine) -> Option<ParagraphRole> {
    if line.marks & HEADER != 0 {
        Some(ParagraphRole::Header)
    } else if line.marks & FOOTER != 0 {
        Some(ParagraphRole::Footer)
    } else if line.marks & ARTEFACT != 0 {
        if line.down > 500 {
            Some(ParagraphRole::Footer)
        } else {
            Some(ParagraphRole::Header)
        }
    } else {
        None
    }
}

/// Normalises a line without its numbers: the part that repeats from page to page.
fn shape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if !c.is_whitespace() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// A number that may be the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    line: usize,
    value: u32,
    /// True if "Page" precedes it.
    says_page: bool,
    /// Distance from the page's edge, in thousandths.
    from_edge: u16,
}

/// Returns the numbers in a page's top and foot that may be its number.
fn candidates(page: &RawPage) -> Vec<Number> {
    let mut out = Vec::new();
    for (line, raw) in page.lines.iter().enumerate() {
        let from_edge = match zone(raw) {
            Some(Zone::Top) => raw.down,
            Some(Zone::Foot) => 1000_u16.saturating_sub(raw.down),
            None => continue,
        };
        for cell in raw.text.split('\t') {
            if let Some((value, says_page)) = page_number(cell) {
                out.push(Number {
                    line,
                    value,
                    says_page,
                    from_edge,
                });
            }
        }
    }
    out
}

/// Parses a piece of a line as a page number; true if "Page" precedes it.
fn page_number(cell: &str) -> Option<(u32, bool)> {
    let lower = cell.trim().to_lowercase();
    let number = |text: &str| {
        let digits: String = text
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        (1..=5)
            .contains(&digits.len())
            .then(|| digits.parse().ok())
            .flatten()
    };
    for word in ["page", "tudalen"] {
        if let Some(at) = lower.find(word) {
            let starts = lower.get(..at).is_none_or(|before| {
                !before
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric)
            });
            if let Some(value) = lower
                .get(at + word.len()..)
                .and_then(number)
                .filter(|_| starts)
            {
                return Some((value, true));
            }
        }
    }
    let bare = lower.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '.' | '[' | ']')
    });
    let bare = bare.split_once(" of ").map_or(bare, |(first, _)| first);
    (!bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| number(bare))
        .flatten()
        .map(|value| (value, false))
}

/// Chooses for each page the number that counts on with most other pages.
///
/// Of several that do so equally, one after "Page" is preferred, then the one nearest the edge: in
/// a pack that is the pack's own.
fn choose(pages: &[Vec<Number>]) -> Vec<Option<Number>> {
    let offset = |place: usize, number: &Number| {
        i64::from(number.value) - i64::try_from(place).unwrap_or(i64::MAX)
    };
    let mut runs: HashMap<i64, u32> = HashMap::new();
    for (place, numbers) in pages.iter().enumerate() {
        let mut offsets: Vec<i64> = numbers.iter().map(|one| offset(place, one)).collect();
        offsets.sort_unstable();
        offsets.dedup();
        for offset in offsets {
            *runs.entry(offset).or_default() += 1;
        }
    }
    pages
        .iter()
        .enumerate()
        .map(|(place, numbers)| {
            numbers
                .iter()
                .map(|one| (runs.get(&offset(place, one)).copied().unwrap_or(0), one))
                .filter(|(run, one)| *run > 1 || one.says_page)
                .max_by_key(|(run, one)| (*run, one.says_page, u16::MAX - one.from_edge))
                .map(|(_, one)| *one)
        })
        .collect()
}

/// Builds the paragraphs of a page: running text first, in reading order; headers and footers last.
fn paragraphs(page: &RawPage, roles: &[Option<ParagraphRole>], usual: u16) -> Vec<Paragraph> {
    let usual = match usual_size(std::iter::once((page, roles))) {
        // A page of a few lines is no evidence of the usual size.
        (lines, of_page) if lines >= 8 => of_page,
        _ => usual,
    };
    let mut body = Builder::default();
    let mut rest = Builder::default();
    let notes = footnotes(page, roles, usual);
    for (at, (line, role)) in page.lines.iter().zip(roles).enumerate() {
        if line.text.trim().is_empty() {
            continue;
        }
        if let Some(role) = role {
            rest.add(line, *role, true);
            continue;
        }
        let role = if line.marks & NOTE != 0 || notes.is_some_and(|from| at >= from) {
            ParagraphRole::Note
        } else if line.marks & HEADING != 0 {
            ParagraphRole::Heading
        } else {
            ParagraphRole::Body
        };
        body.add(line, role, false);
    }
    let mut out = body.finish();
    mark_headings(&mut out, usual);
    let mut paragraphs: Vec<Paragraph> = out.into_iter().map(|(one, _)| one).collect();
    paragraphs.extend(rest.finish().into_iter().map(|(one, _)| one));
    paragraphs
}

/// Returns the number of lines of running text, and the usual size of their letters.
///
/// That is the size in which most of the letters are set.
fn usual_size<'p, R: AsRef<[Option<ParagraphRole>]> + 'p>(
    pages: impl IntoIterator<Item = (&'p RawPage, R)>,
) -> (usize, u16) {
    let mut sizes: HashMap<u16, usize> = HashMap::new();
    let mut lines = 0;
    for (page, roles) in pages {
        for (line, role) in page.lines.iter().zip(roles.as_ref()) {
            if role.is_none() {
                lines += 1;
                *sizes.entry(line.size).or_default() += line.text.len();
            }
        }
    }
    let usual = sizes
        .into_iter()
        .max_by_key(|(size, letters)| (*letters, *size));
    (lines, usual.map_or(0, |(size, _)| size))
}

/// Builder of paragraphs from lines.
#[derive(Default)]
struct Builder {
    done: Vec<(Paragraph, u16)>,
    open: Option<(Paragraph, u16)>,
    whole: bool,
}

impl Builder {
    fn add(&mut self, line: &RawLine, role: ParagraphRole, each_line: bool) {
        let text = line.text.trim_end();
        let begins = match &self.open {
            None => true,
            Some((open, _)) => {
                line.marks & (STARTS | WHOLE) != 0
                    || self.whole
                    || each_line
                    || open.role != role
                    || begins_item(text)
                    || (open.text.len() > LONG && ends_sentence(&open.text))
            }
        };
        if begins {
            self.close();
            let given = (!line.number.is_empty()).then_some(line.number.as_str());
            let number = given.or_else(|| item_number(text)).map(ToOwned::to_owned);
            self.open = Some((
                Paragraph {
                    role,
                    number,
                    text: text.to_owned(),
                },
                line.size,
            ));
        } else if let Some((open, size)) = &mut self.open {
            open.text.push('\n');
            open.text.push_str(text);
            *size = (*size).max(line.size);
        }
        self.whole = line.marks & WHOLE != 0;
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.done.push(open);
        }
    }

    fn finish(mut self) -> Vec<(Paragraph, u16)> {
        self.close();
        self.done
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches([')', '"', '\'', '\u{201D}', '\u{2019}', ' '])
        .ends_with(['.', '!', '?'])
}

/// Returns true if a line begins a list item or a numbered paragraph.
fn begins_item(text: &str) -> bool {
    let text = text.trim_start();
    let bullet = text.starts_with(['•', '◦', '▪', '●', '■', '➢', '✓', '·', '*'])
        || (text.starts_with(['-', '–', 'o'])
            && text.chars().nth(1) == Some(' ')
            && text.chars().nth(2).is_some_and(char::is_uppercase));
    bullet || item_number(text).is_some()
}

/// Returns the number that a line begins with: "8.8", "3.", "(a)", "(iv)"; a lone "2000" is none.
fn item_number(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix('(') {
        let close = rest.find(')').filter(|at| (1..=4).contains(at))?;
        let inside = rest.get(..close)?;
        let good = inside.bytes().all(|byte| byte.is_ascii_lowercase())
            || inside.bytes().all(|byte| byte.is_ascii_digit());
        return (good && close < 4).then(|| text.get(..close + 2)).flatten();
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let number = text.get(..end).filter(|number| number.contains('.'))?;
    let next = text.get(end..)?.chars().next()?;
    let mut parts = number.trim_end_matches('.').split('.');
    let shape = parts.clone().all(|part| (1..=3).contains(&part.len()))
        && parts.next().is_some_and(|part| part.len() <= 2);
    // "3.5 per cent" and "2.1 million" begin no paragraph: the next word there is in lower case.
    let follows = text.get(end..)?.trim_start().chars().next()?;
    (shape && next.is_whitespace() && (number.ends_with('.') || !follows.is_lowercase()))
        .then(|| number.trim_end_matches('.'))
}

/// Marks probable headings: short, no full stop, and in larger letters or in capitals.
fn mark_headings(paragraphs: &mut [(Paragraph, u16)], usual: u16) {
    for (paragraph, size) in paragraphs {
        if paragraph.role != ParagraphRole::Body {
            continue;
        }
        let text = paragraph.text.trim();
        let short = text.len() <= 120 && text.matches('\n').count() < 3 && !text.contains('\t');
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if !short || letters < 3 || text.ends_with(['.', ',', ';']) {
            continue;
        }
        let larger = usual > 0 && u32::from(*size) * 100 > u32::from(usual) * 108;
        let capitals = letters >= 4 && !text.chars().any(char::is_lowercase);
        if larger || capitals {
            paragraph.role = ParagraphRole::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paper::Paging;
    use super::*;

    fn line(down: u16, text: &str) -> RawLine {
        RawLine {
            down,
            size: 110,
            text: text.to_owned(),
            ..RawLine::default()
        }
    }

    fn page(lines: Vec<RawLine>) -> RawPage {
        let glyphs = lines.iter().map(|line| line.text.len()).sum::<usize>();
        RawPage {
            glyphs: u32::try_from(glyphs).unwrap(),
            lines,
            ..RawPage::default()
        }
    }

    fn head() -> Head {
        Head {
            kind: PaperKind::Pdf,
            paging: Paging::Real,
            declared: None,
            besides: Vec::new(),
        }
    }

    #[test]
    fn headers_footers_and_the_packs_own_page_number_are_told_apart() {
        let pages: Vec<RawPage> = (0..4)
            .map(|n| {
                page(vec![
                    line(40, "Cabinet, 15 November 2000"),
                    line(
                        300,
                        "The running text of this page is not repeated elsewhere",
                    ),
                    line(930, &format!("Page {} of 4", n + 1)),
                    line(970, &format!("Page {}", 212 + n)),
                ])
            })
            .collect();
        let paper = paper(&head(), &pages, None, None);
        let page = &paper.pages[2];
        assert_eq!(
            page.printed.as_deref(),
            Some("214"),
            "not the report's own 3"
        );
        let roles: Vec<ParagraphRole> = page.paragraphs.iter().map(|one| one.role).collect();
        assert_eq!(
            roles,
            [
                ParagraphRole::Body,
                ParagraphRole::Header,
                ParagraphRole::Footer,
                ParagraphRole::Footer
            ]
        );
        assert!(page.text().contains("Cabinet"), "told apart, never dropped");
    }

    #[test]
    fn a_year_at_the_foot_of_one_page_is_no_page_number() {
        let pages = vec![
            page(vec![line(950, "2000")]),
            page(vec![line(300, "and no number on this")]),
        ];
        assert_eq!(paper(&head(), &pages, None, None).pages[0].printed, None);
    }

    #[test]
    fn paragraphs_break_at_numbers_bullets_and_long_sentences() {
        let long = "A sentence that goes on for a good while, ".repeat(6) + "and ends.";
        let pages = vec![page(vec![
            line(200, "8.7 The first paragraph runs"),
            line(215, "over two lines."),
            line(230, "8.8 The second has"),
            line(245, "3.5 per cent in it"),
            line(260, "(a) an item"),
            line(275, "• another"),
            line(290, &long),
            line(305, "The next one."),
        ])];
        let paper = paper(&head(), &pages, None, None);
        let texts: Vec<&str> = paper.pages[0]
            .paragraphs
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(texts[0], "8.7 The first paragraph runs\nover two lines.");
        assert_eq!(texts[1], "8.8 The second has\n3.5 per cent in it");
        assert_eq!(texts[2], "(a) an item");
        assert!(texts[3].starts_with("• another\nA sentence"));
        assert_eq!(texts[4], "The next one.");
        assert_eq!(paper.pages[0].paragraphs[1].number.as_deref(), Some("8.8"));
        assert_eq!(paper.pages[0].paragraphs[2].number.as_deref(), Some("(a)"));
    }

    #[test]
    fn scans_stamps_blanks_and_faulty_fonts_are_told() {
        let mut scan = page(vec![]);
        scan.images = 1;
        assert_eq!(state(PaperKind::Pdf, &scan), PageState::Scanned);
        let mut stamped = page(vec![line(970, "Page 212 of the agenda pack")]);
        stamped.images = 1;
        stamped.covered = 900;
        assert_eq!(state(PaperKind::Pdf, &stamped), PageState::Picture);
        assert_eq!(state(PaperKind::Pdf, &page(vec![])), PageState::Blank);
        let mut outlines = page(vec![]);
        outlines.paths = 900;
        assert_eq!(state(PaperKind::Pdf, &outlines), PageState::Drawn);
        let mut unknown = page(vec![line(300, "some letters that nobody knows")]);
        unknown.doubtful = unknown.glyphs / 3;
        assert_eq!(state(PaperKind::Pdf, &unknown), PageState::Garbled);
        let lost =
            "The o\u{FFFD}cers saw no e\u{FFFD}ciency in the o\u{FFFD}ce, and said so at length.";
        assert_eq!(
            state(PaperKind::Pdf, &page(vec![line(300, lost)])),
            PageState::Garbled
        );
        let shifted = "7KH FRXQFLO RI WKH FLWB KDV GHFLGHG WKDW WKH VHUYLFH ZLOO EH WHQGHUHG ";
        assert_eq!(
            state(PaperKind::Pdf, &page(vec![line(300, &shifted.repeat(6))])),
            PageState::Garbled
        );
        let welsh = "Mae'r cyngor wedi penderfynu ymgynghori ag undebau llafur am y gwasanaeth ";
        assert_eq!(
            state(PaperKind::Pdf, &page(vec![line(300, &welsh.repeat(6))])),
            PageState::Text
        );
    }
}
