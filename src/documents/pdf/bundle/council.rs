//! The council's papers in a PDF bundle: their pages as they are, and the passages quoted from them.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use hayro_interpret::InterpreterCache;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name};
use hayro_syntax::page::Page;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use kurbo::Rect;
use pdf_writer::{Chunk, Ref};

use super::lay::PAGE;
use super::places::{Letters, Turn};
use super::plan::{Exhibit, PassageMark, PdfReport};
use crate::documents::opened::open_file;
use crate::documents::pdf::drawn_letters;
use crate::wording::count;

/// A paper's pages, ready to be put into the bundle.
pub(super) struct CouncilPaper {
    pub(super) chunk: Chunk,
    pub(super) pages: Vec<CouncilPage>,
}

/// A page of a paper.
pub(super) struct CouncilPage {
    /// Its size as it is shown.
    pub(super) size: (f32, f32),
    /// The matrix that turns it so that its text can be read.
    pub(super) matrix: [f32; 6],
    pub(super) content: Ref,
    /// Boxes of passages, from the lower left corner of the page as it is shown, each with its number.
    pub(super) boxes: Vec<(usize, [f32; 4])>,
    /// The numbers of the passages that are on it.
    pub(super) marks: Vec<usize>,
}

/// Prepares the pages of a paper.
///
/// # Errors
/// The reason why its pages cannot be in the bundle.
pub(super) fn prepare(
    exhibit: &Exhibit,
    path: &Path,
    next: &mut Ref,
    report: &mut PdfReport,
) -> Result<CouncilPaper, String> {
    let pdf = read(path)?;
    let all = pdf.pages();
    let found = Found::on(&pdf, &exhibit.marks);
    for mark in &exhibit.marks {
        match found.boxes.get(&mark.number) {
            Some(_) => report.marked += 1,
            None => report.unmarked.push(mark.number),
        }
    }
    let queries: Vec<ExtractionQuery> = (0..all.len()).map(ExtractionQuery::new_xobject).collect();
    let settings = ChunkSettings { pretty: false };
    let extracted = extract(&pdf, Box::new(|| next.bump()), settings, &queries)
        .map_err(|_| "its pages cannot be taken over".to_owned())?;
    let mut pages = Vec::new();
    for (at, content) in extracted.root_refs.into_iter().enumerate() {
        let content = content.map_err(|_| "one of its pages cannot be taken over".to_owned())?;
        let drawn = all.get(at).map_or(PAGE, Page::render_dimensions);
        let turn = found.turns.get(at).copied().unwrap_or(Turn::None);
        let (boxes, marks) = found.on_page(at, &exhibit.marks);
        pages.push(CouncilPage {
            size: turn.size(drawn),
            matrix: turn.matrix(drawn),
            content,
            boxes: boxes
                .into_iter()
                .map(|(number, rect)| (number, turned(rect, turn, drawn)))
                .collect(),
            marks,
        });
    }
    report
        .notes
        .extend(remarks(&pdf, &exhibit.title, found.unread));
    Ok(CouncilPaper {
        chunk: extracted.chunk,
        pages,
    })
}

fn read(path: &Path) -> Result<Pdf, String> {
    let mut bytes = Vec::new();
    open_file(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|why| format!("the file cannot be read ({why})"))?;
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|_| "the file is locked or damaged".to_owned())?;
    if pdf.pages().is_empty() {
        return Err("the file has no page".to_owned());
    }
    Ok(pdf)
}

/// Returns sentences about what the bundle does not show of a paper as its file does.
fn remarks(pdf: &Pdf, title: &str, unread: usize) -> Vec<String> {
    let mut says = Vec::new();
    if unread > 0 {
        let all = pdf.pages().len();
        let pages = count(
            unread,
            &format!("page of {all} has"),
            &format!("pages of {all} have"),
        );
        says.push(format!(
            "“{title}”: {pages} no text that can be searched or copied; ask for the file with its \
             text, or have it recognised (OCR)."
        ));
    }
    let drawn = pdf.pages().iter().filter(|page| has_notes(page)).count();
    if drawn > 0 {
        let pages = count(drawn, "page", "pages");
        says.push(format!(
            "“{title}”: on {pages}, comments, stamps or the contents of form fields lie on the page \
             and are not shown here; they are in the file."
        ));
    }
    if hides_layers(pdf) {
        says.push(format!(
            "“{title}” has layers that its file hides at first; here they are shown."
        ));
    }
    says
}

/// The passages found on the pages of a paper.
#[derive(Debug, Default)]
struct Found {
    /// The boxes of each passage, by page.
    boxes: HashMap<usize, Vec<(usize, Vec<Rect>)>>,
    /// The turn of each page.
    turns: Vec<Turn>,
    /// The number of pages with no text.
    unread: usize,
}

impl Found {
    fn on(pdf: &Pdf, marks: &[PassageMark]) -> Self {
        let cache = InterpreterCache::new();
        let mut found = Self::default();
        // The rest of a passage that goes on to the next page.
        let mut open: Vec<(usize, String)> = Vec::new();
        for (at, page) in pdf.pages().iter().enumerate() {
            let letters = Letters::of(&drawn_letters(pdf, page, &cache));
            found.turns.push(letters.turn());
            found.unread += usize::from(letters.is_empty());
            for (number, rest) in std::mem::take(&mut open) {
                found.put(number, at, letters.boxes(&rest));
            }
            for mark in marks.iter().filter(|one| is_cited(one, at)) {
                if !found.put(mark.number, at, letters.boxes(&mark.words))
                    && let Some((boxes, rest)) = letters.beginning(&mark.words)
                {
                    found.put(mark.number, at, boxes);
                    open.push((mark.number, rest));
                }
            }
        }
        let mut left: Vec<&PassageMark> = marks
            .iter()
            .filter(|one| !found.boxes.contains_key(&one.number))
            .collect();
        for (at, page) in pdf.pages().iter().enumerate() {
            if left.is_empty() {
                break;
            }
            let letters = Letters::of(&drawn_letters(pdf, page, &cache));
            left.retain(|mark| !found.put(mark.number, at, letters.boxes(&mark.words)));
        }
        found
    }

    /// Keeps the boxes of a passage on a page; returns false if there are none.
    fn put(&mut self, number: usize, at: usize, boxes: Vec<Rect>) -> bool {
        let is_here = !boxes.is_empty();
        if is_here {
            self.boxes.entry(number).or_default().push((at, boxes));
        }
        is_here
    }

    /// Returns the boxes on a page, each with the number of its passage, and the passages that a link
    /// finds there: one that was found nowhere is looked for where it is cited.
    fn on_page(&self, at: usize, marks: &[PassageMark]) -> (Vec<(usize, Rect)>, Vec<usize>) {
        let (mut boxes, mut numbers) = (Vec::new(), Vec::new());
        for mark in marks {
            let Some(places) = self.boxes.get(&mark.number) else {
                if is_cited(mark, at) {
                    numbers.push(mark.number);
                }
                continue;
            };
            for (_, rects) in places.iter().filter(|(page, _)| *page == at) {
                numbers.push(mark.number);
                boxes.extend(rects.iter().map(|rect| (mark.number, *rect)));
            }
        }
        (boxes, numbers)
    }
}

/// Returns true if a passage is cited on a page, counted from 0.
fn is_cited(mark: &PassageMark, at: usize) -> bool {
    mark.page.is_some_and(|page| page as usize == at + 1)
}

/// Returns true if a page has annotations that show something, other than links.
fn has_notes(page: &Page<'_>) -> bool {
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else {
        return false;
    };
    all.iter::<Dict<'_>>().any(|one| {
        let kind = one.get::<Name<'_>>(b"Subtype".as_slice());
        let is_quiet = kind.is_some_and(|kind| matches!(&*kind, b"Link" | b"Popup"));
        !is_quiet && one.contains_key(b"AP".as_slice())
    })
}

/// Returns true if a file hides some of its layers until they are asked for.
fn hides_layers(pdf: &Pdf) -> bool {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let layers = catalog.and_then(|one| one.get::<Dict<'_>>(b"OCProperties".as_slice()));
    let usual = layers.and_then(|one| one.get::<Dict<'_>>(b"D".as_slice()));
    let off = usual.and_then(|one| one.get::<Array<'_>>(b"OFF".as_slice()));
    off.is_some_and(|off| off.raw_iter().next().is_some())
}

/// Returns a box of a page as drawn, from the top left, as one of the page as shown, from the foot.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a page is no larger than an f32"
)]
fn turned(rect: Rect, turn: Turn, drawn: (f32, f32)) -> [f32; 4] {
    let (left, right) = (rect.x0 as f32, rect.x1 as f32);
    let (low, high) = (drawn.1 - rect.y1 as f32, drawn.1 - rect.y0 as f32);
    let [xx, xy, yx, yy, right_by, up_by] = turn.matrix(drawn);
    let at = |x: f32, y: f32| (xx * x + yx * y + right_by, xy * x + yy * y + up_by);
    let ((x0, y0), (x1, y1)) = (at(left, low), at(right, high));
    [x0.min(x1), y0.min(y1), (x1 - x0).abs(), (y1 - y0).abs()]
}
