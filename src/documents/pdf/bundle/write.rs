//! The bytes of a PDF bundle: its own pages, and the papers' pages as they are, with a strip below
//! each that holds its number.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::Arc;

use hayro_interpret::InterpreterCache;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name as SourceName};
use hayro_syntax::page::Page;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use kurbo::Rect;
use pdf_writer::types::{AnnotationType, BlendMode, PageMode};
use pdf_writer::writers::Destination;
use pdf_writer::{Content, Finish, Name, Pdf as Out, Ref, TextStr};

use super::font::{FURTHER, Font};
use super::glyphs::Glyphs;
use super::lay::{Layer, OwnPage, PAGE, Target};
use super::places::{Letters, Turn};
use super::plan::{Exhibit, PassageMark, PdfPlan, PdfReport, Piece, PieceStyle};
use crate::documents::opened::open_file;
use crate::documents::pdf::drawn_letters;

/// The height of the strip below a paper's page, in points.
const STRIP: f32 = 28.0;
/// The most characters of a bookmark.
const BOOKMARK: usize = 90;

/// A page of the bundle.
enum Sheet {
    Own(OwnPage),
    Council(Council),
}

/// A page of a paper.
struct Council {
    exhibit: usize,
    page: usize,
    size: (f32, f32),
    turn: Turn,
    content: Ref,
    /// Boxes of passages, from the lower left corner of the page as it is shown, each with its number.
    boxes: Vec<(usize, [f32; 4])>,
    /// The numbers of the passages that are on it.
    marks: Vec<usize>,
}

impl Sheet {
    fn size(&self) -> (f32, f32) {
        match self {
            Self::Own(_) => PAGE,
            Self::Council(page) => (page.size.0, page.size.1 + STRIP),
        }
    }
}

/// A bookmark: its title, the place in the list of pages, the height; and those below it.
struct Bookmark {
    title: String,
    page: usize,
    top: f32,
    below: Vec<Bookmark>,
}

/// A paper's pages, ready to be put into the bundle.
struct Prepared {
    chunk: pdf_writer::Chunk,
    pages: Vec<Council>,
}

/// Makes a bundle. `begin` is told the number of each paper before it is read, from 0.
pub(super) fn make(plan: &PdfPlan, begin: &dyn Fn(usize)) -> (Vec<u8>, PdfReport) {
    let mut next = Ref::new(1);
    let mut report = PdfReport::default();
    let mut plan = plan.clone();
    let mut prepared: Vec<Option<Prepared>> = Vec::new();
    for (number, exhibit) in plan.exhibits.iter_mut().enumerate() {
        begin(number);
        prepared.push(match council(number, exhibit, &mut next, &mut report) {
            Ok(pages) => pages,
            Err(why) => {
                exhibit.absent = Some(why);
                exhibit.pdf = None;
                None
            }
        });
    }
    let front = front(&plan);
    let index = index(&plan);
    let mut sheets: Vec<Sheet> = index.into_iter().map(Sheet::Own).collect();
    let mut bookmarks = vec![bookmark("Index", 0, PAGE.1)];
    let mut places: HashMap<TargetKey, (usize, f32)> = HashMap::new();
    if !front.is_empty() {
        let first = sheets.len();
        places.insert(key(Target::Front), (first, PAGE.1));
        let mut paper = bookmark(&plan.front_title, first, PAGE.1);
        for (at, page) in front.iter().enumerate() {
            let headings = page
                .headings
                .iter()
                .filter(|(text, _)| *text != plan.front_title);
            let below = headings.map(|(text, top)| bookmark(text, first + at, *top));
            paper.below.extend(below);
        }
        bookmarks.push(paper);
        sheets.extend(front.into_iter().map(Sheet::Own));
    }
    let mut chunks = Vec::new();
    for (number, (exhibit, pages)) in plan.exhibits.iter().zip(prepared).enumerate() {
        let first = sheets.len();
        if let Some(prepared) = pages {
            chunks.push(prepared.chunk);
            sheets.extend(prepared.pages.into_iter().map(Sheet::Council));
        } else if exhibit.absent.is_none() {
            sheets.extend(text_pages(number, exhibit).into_iter().map(Sheet::Own));
        }
        let Some(sheet) = sheets.get(first) else {
            continue;
        };
        places.insert(key(Target::Exhibit(number)), (first, sheet.size().1));
        bookmarks.push(bookmark(&name_of(number, exhibit), first, sheet.size().1));
    }
    for (at, sheet) in sheets.iter().enumerate() {
        let anchors: Vec<(Target, f32)> = match sheet {
            Sheet::Own(page) => page.anchors.clone(),
            Sheet::Council(page) => {
                let top = |number: usize| {
                    let boxes = page.boxes.iter().filter(|(one, _)| *one == number);
                    boxes
                        .map(|(_, [_, y, _, height])| y + height + STRIP + 20.0)
                        .reduce(f32::max)
                        .unwrap_or(page.size.1 + STRIP)
                };
                page.marks
                    .iter()
                    .map(|number| (Target::Mark(*number), top(*number)))
                    .collect()
            }
        };
        for (target, top) in anchors {
            places.entry(key(target)).or_insert((at, top));
        }
    }
    for one in &mut bookmarks {
        let number = one.page;
        number_bookmark(one, number);
    }
    report.pages = sheets.len();
    let writer = Writer {
        plan: &plan,
        sheets: &sheets,
        places: &places,
        bookmarks: &bookmarks,
        glyphs: Glyphs::default(),
        next,
    };
    let (bytes, lost) = writer.write(&chunks);
    report.lost = lost;
    (bytes, report)
}

type TargetKey = (u8, usize);

const fn key(target: Target) -> TargetKey {
    match target {
        Target::Front => (0, 0),
        Target::Exhibit(number) => (1, number),
        Target::Mark(number) => (2, number),
        Target::Quote(number) => (3, number),
    }
}

fn bookmark(title: &str, page: usize, top: f32) -> Bookmark {
    Bookmark {
        title: title.to_owned(),
        page,
        top,
        below: Vec::new(),
    }
}

/// Shortens the titles of a bookmark and those below it, and adds their pages.
fn number_bookmark(one: &mut Bookmark, page: usize) {
    let short: String = if one.title.chars().count() > BOOKMARK {
        one.title.chars().take(BOOKMARK - 1).chain(['…']).collect()
    } else {
        one.title.clone()
    };
    one.title = format!("{short} (page {})", page + 1);
    for below in &mut one.below {
        let page = below.page;
        number_bookmark(below, page);
    }
}

fn name_of(number: usize, exhibit: &Exhibit) -> String {
    format!("Exhibit {}: {}", number + 1, exhibit.title)
}

fn front(plan: &PdfPlan) -> Vec<OwnPage> {
    if plan.front.is_empty() {
        return Vec::new();
    }
    let mut layer = Layer::new();
    plan.front.iter().for_each(|piece| layer.piece(piece));
    layer.finish()
}

/// Lays out the index: every paper with a link and its page.
fn index(plan: &PdfPlan) -> Vec<OwnPage> {
    let mut layer = Layer::new();
    layer.piece(&Piece::new(PieceStyle::Title, plan.title.as_str()));
    for line in &plan.about {
        layer.piece(&Piece::new(PieceStyle::Body, line.as_str()));
    }
    layer.piece(&Piece::new(PieceStyle::Heading, "Index"));
    if !plan.front.is_empty() {
        layer.entry(&plan.front_title, Some(Target::Front));
    }
    for (number, exhibit) in plan.exhibits.iter().enumerate() {
        let mut text = name_of(number, exhibit);
        if !exhibit.about.is_empty() {
            text.push_str(&format!(" ({})", exhibit.about));
        }
        if let Some(why) = &exhibit.absent {
            text.push_str(&format!(". Its pages are not in this file: {why}"));
        }
        let target = exhibit.absent.is_none().then_some(Target::Exhibit(number));
        layer.entry(&text, target);
    }
    layer.finish()
}

/// Lays out the text of a paper that is no PDF.
fn text_pages(number: usize, exhibit: &Exhibit) -> Vec<OwnPage> {
    let mut layer = Layer::new();
    layer.piece(&Piece::new(PieceStyle::Heading, name_of(number, exhibit)));
    let says = "The file is no PDF. This is its text as the program reads it; the file itself is kept \
                with the audit.";
    layer.piece(&Piece::new(PieceStyle::Small, says));
    exhibit.text.iter().for_each(|piece| layer.piece(piece));
    layer.finish()
}

/// Prepares the pages of a paper; `None` if it is no PDF.
///
/// # Errors
/// The reason why its pages cannot be in the bundle.
fn council(
    number: usize,
    exhibit: &Exhibit,
    next: &mut Ref,
    report: &mut PdfReport,
) -> Result<Option<Prepared>, String> {
    let Some(path) = &exhibit.pdf else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    open_file(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|why| format!("the file cannot be read ({why})"))?;
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|_| "the file is locked or damaged".to_owned())?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err("the file has no page".to_owned());
    }
    let (found, turns, unread) = find_marks(&pdf, &exhibit.marks);
    for mark in &exhibit.marks {
        match found.get(&mark.number) {
            Some(_) => report.marked += 1,
            None => report.unmarked.push(mark.number),
        }
    }
    let queries: Vec<ExtractionQuery> = (0..count).map(ExtractionQuery::new_xobject).collect();
    let settings = ChunkSettings { pretty: false };
    let extracted = extract(&pdf, Box::new(|| next.bump()), settings, &queries)
        .map_err(|_| "its pages cannot be taken over".to_owned())?;
    let mut pages = Vec::new();
    for (page, content) in extracted.root_refs.into_iter().enumerate() {
        let content = content.map_err(|_| "one of its pages cannot be taken over".to_owned())?;
        let (width, height) = pdf.pages().get(page).map_or(PAGE, Page::render_dimensions);
        let turn = turns.get(page).copied().unwrap_or(Turn::None);
        let size = match turn {
            Turn::Right | Turn::Left => (height, width),
            Turn::None | Turn::Over => (width, height),
        };
        let mut boxes = Vec::new();
        let mut marks = Vec::new();
        for mark in &exhibit.marks {
            let here = found.get(&mark.number).into_iter().flatten();
            let rects: Vec<&Rect> = here
                .filter(|(at, _)| *at == page)
                .flat_map(|(_, all)| all)
                .collect();
            let cited = mark.page.is_some_and(|cited| cited as usize == page + 1);
            if !rects.is_empty() || (cited && !found.contains_key(&mark.number)) {
                marks.push(mark.number);
            }
            let turned = |rect: &Rect| (mark.number, turned(*rect, turn, (width, height)));
            boxes.extend(rects.into_iter().map(turned));
        }
        pages.push(Council {
            exhibit: number,
            page,
            size,
            turn,
            content,
            boxes,
            marks,
        });
    }
    let title = &exhibit.title;
    if unread > 0 {
        report.notes.push(format!(
            "“{title}”: {unread} of its {count} pages have no text that can be searched or copied; ask \
             for the file with its text, or have it recognised (OCR)."
        ));
    }
    let drawn = pdf.pages().iter().filter(|page| has_notes(page)).count();
    if drawn > 0 {
        report.notes.push(format!(
            "“{title}”: on {drawn} of its pages, comments, stamps or the contents of form fields lie on \
             the page and are not shown here; they are in the file."
        ));
    }
    if hides_layers(&pdf) {
        report.notes.push(format!(
            "“{title}” has layers that its file hides at first; here they are shown."
        ));
    }
    Ok(Some(Prepared {
        chunk: extracted.chunk,
        pages,
    }))
}

/// The boxes of each passage, by page.
type Found = HashMap<usize, Vec<(usize, Vec<Rect>)>>;

/// Finds the passages on the pages of a paper; the turn of each page; the number of pages with no text.
fn find_marks(pdf: &Pdf, marks: &[PassageMark]) -> (Found, Vec<Turn>, usize) {
    let cache = InterpreterCache::new();
    let mut found = Found::new();
    let mut turns = Vec::new();
    let mut unread = 0;
    // The rest of a passage that goes on to the next page.
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, page) in pdf.pages().iter().enumerate() {
        let letters = Letters::of(&drawn_letters(pdf, page, &cache));
        turns.push(letters.turn());
        unread += usize::from(letters.is_empty());
        for (number, rest) in std::mem::take(&mut open) {
            let boxes = letters.boxes(&rest);
            if !boxes.is_empty() {
                found.entry(number).or_default().push((at, boxes));
            }
        }
        for mark in marks
            .iter()
            .filter(|one| one.page.is_some_and(|page| page as usize == at + 1))
        {
            let boxes = letters.boxes(&mark.words);
            if !boxes.is_empty() {
                found.entry(mark.number).or_default().push((at, boxes));
            } else if let Some((boxes, rest)) = letters.beginning(&mark.words) {
                found.entry(mark.number).or_default().push((at, boxes));
                open.push((mark.number, rest));
            }
        }
    }
    let left: Vec<&PassageMark> = marks
        .iter()
        .filter(|one| !found.contains_key(&one.number))
        .collect();
    if left.is_empty() {
        return (found, turns, unread);
    }
    for (at, page) in pdf.pages().iter().enumerate() {
        let letters = Letters::of(&drawn_letters(pdf, page, &cache));
        for mark in &left {
            let boxes = letters.boxes(&mark.words);
            if !boxes.is_empty() && !found.contains_key(&mark.number) {
                found.entry(mark.number).or_default().push((at, boxes));
            }
        }
    }
    (found, turns, unread)
}

/// Returns true if a page has annotations that show something, other than links.
fn has_notes(page: &Page<'_>) -> bool {
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else {
        return false;
    };
    all.iter::<Dict<'_>>().any(|one| {
        let kind = one.get::<SourceName<'_>>(b"Subtype".as_slice());
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
fn turned(rect: Rect, turn: Turn, (width, height): (f32, f32)) -> [f32; 4] {
    let (left, right) = (rect.x0 as f32, rect.x1 as f32);
    let (low, high) = (height - rect.y1 as f32, height - rect.y0 as f32);
    let [xx, xy, yx, yy, right_by, up_by] = matrix(turn, (width, height));
    let at = |x: f32, y: f32| (xx * x + yx * y + right_by, xy * x + yy * y + up_by);
    let ((x0, y0), (x1, y1)) = (at(left, low), at(right, high));
    [x0.min(x1), y0.min(y1), (x1 - x0).abs(), (y1 - y0).abs()]
}

/// Returns the matrix that turns a page of a size.
const fn matrix(turn: Turn, (width, height): (f32, f32)) -> [f32; 6] {
    match turn {
        Turn::None => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Turn::Right => [0.0, -1.0, 1.0, 0.0, 0.0, width],
        Turn::Left => [0.0, 1.0, -1.0, 0.0, height, 0.0],
        Turn::Over => [-1.0, 0.0, 0.0, -1.0, width, height],
    }
}

struct Writer<'a> {
    plan: &'a PdfPlan,
    sheets: &'a [Sheet],
    places: &'a HashMap<TargetKey, (usize, f32)>,
    bookmarks: &'a [Bookmark],
    glyphs: Glyphs,
    next: Ref,
}

impl Writer<'_> {
    /// Returns the file, and the letters that it does not show.
    fn write(mut self, chunks: &[pdf_writer::Chunk]) -> (Vec<u8>, Vec<String>) {
        let mut out = Out::with_settings(ChunkSettings { pretty: false });
        out.set_version(1, 7);
        let (catalog, tree, info) = (self.next.bump(), self.next.bump(), self.next.bump());
        let pages: Vec<Ref> = self.sheets.iter().map(|_| self.next.bump()).collect();
        let fonts = Font::ALL.map(|font| (font, self.next.bump()));
        let (multiply, outline) = (self.next.bump(), self.next.bump());
        for (font, at) in fonts {
            let mut written = out.type1_font(at);
            written.base_font(font.base());
            let mut encoding = written.encoding_custom();
            encoding.base_encoding(Name(b"WinAnsiEncoding"));
            encoding
                .differences()
                .consecutive(1, FURTHER.map(|(_, name, ..)| Name(name)));
        }
        out.ext_graphics(multiply).blend_mode(BlendMode::Multiply);
        for (at, sheet) in self.sheets.iter().enumerate() {
            let Some(page) = pages.get(at) else { break };
            let (content, links) = self.content(at, sheet);
            let stream = self.next.bump();
            out.stream(stream, &content);
            let mut annotations = Vec::new();
            for ([x, y, width, height], target) in links {
                let Some((to, top)) = self.places.get(&key(target)) else {
                    continue;
                };
                let Some(to) = pages.get(*to) else { continue };
                let link = self.next.bump();
                annotations.push(link);
                let mut written = out.annotation(link);
                written
                    .subtype(AnnotationType::Link)
                    .rect(pdf_writer::Rect::new(x, y, x + width, y + height))
                    .border(0.0, 0.0, 0.0, None);
                let dest: Destination<'_> = written.insert(Name(b"Dest")).start();
                dest.page(*to).xyz(0.0, *top, None);
            }
            let (width, height) = sheet.size();
            let mut written = out.page(*page);
            written
                .parent(tree)
                .media_box(pdf_writer::Rect::new(0.0, 0.0, width, height))
                .contents(stream);
            if !annotations.is_empty() {
                written.annotations(annotations);
            }
            let mut resources = written.resources();
            let mut listed = resources.fonts();
            for (font, at) in fonts {
                listed.pair(font.name(), at);
            }
            self.glyphs.list(&mut listed);
            listed.finish();
            resources.ext_g_states().pair(Name(b"BundleG"), multiply);
            if let Sheet::Council(page) = sheet {
                resources
                    .x_objects()
                    .pair(Name(b"BundlePage"), page.content);
            }
        }
        self.glyphs.write(&mut out, fonts, &mut self.next);
        out.pages(tree)
            .kids(pages.iter().copied())
            .count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
        let title = self.plan.title.clone();
        out.document_info(info)
            .title(TextStr(&title))
            .producer(TextStr("scrutineer"));
        self.outline(&mut out, outline, &pages);
        let mut written = out.catalog(catalog);
        written
            .pages(tree)
            .outlines(outline)
            .page_mode(PageMode::UseOutlines)
            .lang(TextStr("en-GB"));
        written.viewer_preferences().display_doc_title(true);
        if let Some(first) = pages.first() {
            let dest: Destination<'_> = written.insert(Name(b"OpenAction")).start();
            dest.page(*first).xyz(0.0, PAGE.1, Some(1.0));
        }
        written.finish();
        for chunk in chunks {
            out.extend(chunk);
        }
        (out.finish(), self.glyphs.lost())
    }

    fn outline(&mut self, out: &mut Out, root: Ref, pages: &[Ref]) {
        let items: Vec<Ref> = self.bookmarks.iter().map(|_| self.next.bump()).collect();
        let count = i32::try_from(items.len()).unwrap_or(i32::MAX);
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            out.outline(root).first(*first).last(*last).count(count);
        }
        for (at, one) in self.bookmarks.iter().enumerate() {
            let below: Vec<Ref> = one.below.iter().map(|_| self.next.bump()).collect();
            item(out, (&items, at, root), one, pages, &below);
            let Some(parent) = items.get(at) else {
                continue;
            };
            for (place, child) in one.below.iter().enumerate() {
                item(out, (&below, place, *parent), child, pages, &[]);
            }
        }
    }

    /// Returns the content of a page, and the areas of its links.
    fn content(&mut self, at: usize, sheet: &Sheet) -> (Vec<u8>, Vec<([f32; 4], Target)>) {
        let mut content = Content::new();
        let mut links = Vec::new();
        let (width, _) = sheet.size();
        match sheet {
            Sheet::Own(page) => {
                marked(&mut content, &page.bars);
                for run in &page.runs {
                    let number = run
                        .number_of
                        .and_then(|target| self.places.get(&key(target)));
                    let text =
                        number.map_or_else(|| run.text.clone(), |(to, _)| (to + 1).to_string());
                    let x = match run.number_of {
                        Some(_) => run.x - run.font.width(&text, run.size),
                        None => run.x,
                    };
                    self.glyphs.show(
                        &mut self.next,
                        &mut content,
                        (x, run.y),
                        run.font,
                        run.size,
                        &text,
                    );
                }
                links.clone_from(&page.links);
            }
            Sheet::Council(page) => {
                content.save_state();
                content.transform([1.0, 0.0, 0.0, 1.0, 0.0, STRIP]);
                content.save_state();
                let before = match page.turn {
                    Turn::Right | Turn::Left => (page.size.1, page.size.0),
                    Turn::None | Turn::Over => page.size,
                };
                content.transform(matrix(page.turn, before));
                content.x_object(Name(b"BundlePage"));
                content.restore_state();
                content.restore_state();
                let boxes: Vec<[f32; 4]> = page
                    .boxes
                    .iter()
                    .map(|(_, [x, y, w, h])| [*x, *y + STRIP, *w, *h])
                    .collect();
                marked(&mut content, &boxes);
                let exhibit = self.plan.exhibits.get(page.exhibit);
                let title = exhibit.map_or_else(String::new, |one| name_of(page.exhibit, one));
                let title = Font::Plain.shorten(&title, 8.0, width * 0.45);
                let text = format!("{title}, page {}", page.page + 1);
                let mut x = 20.0;
                self.on_strip(&mut content, x, (Font::Plain, 8.0), &text);
                x += Font::Plain.width(&text, 8.0) + 12.0;
                for number in &page.marks {
                    let text = format!("[quoted: {number}]");
                    let wide = Font::Plain.width(&text, 8.0);
                    if x + wide > width - 60.0 {
                        break;
                    }
                    self.on_strip(&mut content, x, (Font::Plain, 8.0), &text);
                    links.push(([x, 6.0, wide, 14.0], Target::Quote(*number)));
                    x += wide + 6.0;
                }
                for ((number, _), area) in page.boxes.iter().zip(&boxes) {
                    links.push((*area, Target::Quote(*number)));
                }
            }
        }
        let number = (at + 1).to_string();
        let x = width - 30.0 - Font::Bold.width(&number, 12.0);
        self.on_strip(&mut content, x, (Font::Bold, 12.0), &number);
        (content.finish().into_vec(), links)
    }

    /// Writes a text on the strip below a page.
    fn on_strip(&mut self, content: &mut Content, x: f32, (font, size): (Font, f32), text: &str) {
        self.glyphs
            .show(&mut self.next, content, (x, 10.0), font, size, text);
    }
}

/// Writes a bookmark: its place among its siblings, and its parent.
fn item(
    out: &mut Out,
    (siblings, at, parent): (&[Ref], usize, Ref),
    one: &Bookmark,
    pages: &[Ref],
    below: &[Ref],
) {
    let (Some(own), Some(page)) = (siblings.get(at), pages.get(one.page)) else {
        return;
    };
    let mut written = out.outline_item(*own);
    written.title(TextStr(&one.title)).parent(parent);
    if let Some(before) = at.checked_sub(1).and_then(|at| siblings.get(at)) {
        written.prev(*before);
    }
    if let Some(after) = siblings.get(at + 1) {
        written.next(*after);
    }
    if let (Some(first), Some(last)) = (below.first(), below.last()) {
        // A negative number: they are folded up at first.
        let count = i32::try_from(below.len()).unwrap_or(i32::MAX);
        written.first(*first).last(*last).count(-count);
    }
    written.dest().page(*page).xyz(0.0, one.top, None);
}

/// Marks areas in pale yellow that darkens nothing.
fn marked(content: &mut Content, areas: &[[f32; 4]]) {
    if areas.is_empty() {
        return;
    }
    content.save_state();
    content.set_parameters(Name(b"BundleG"));
    content.set_fill_rgb(1.0, 0.93, 0.45);
    for [x, y, width, height] in areas {
        content.rect(*x, *y, *width, *height);
    }
    content.fill_nonzero();
    content.restore_state();
}
