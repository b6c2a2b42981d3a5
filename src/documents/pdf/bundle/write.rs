//! The bytes of a PDF bundle: its own pages, and the papers' pages as they are, with a strip below
//! each that holds its number.

use std::collections::HashMap;

use hayro_write::ChunkSettings;
use pdf_writer::types::{AnnotationType, BlendMode, PageMode};
use pdf_writer::writers::Destination;
use pdf_writer::{Chunk, Content, Finish, Name, Pdf, Rect, Ref, TextStr};

use super::bookmarks::{self, Bookmark};
use super::council::{CouncilPage, CouncilPaper, prepare};
use super::font::{FURTHER, Font};
use super::glyphs::Glyphs;
use super::lay::{Layer, OwnPage, PAGE, Target};
use super::plan::{Exhibit, PdfPlan, PdfReport, Piece, PieceStyle};

/// The height of the strip below a paper's page, in points.
const STRIP: f32 = 28.0;
/// The size of the words on the strip.
const SMALL: f32 = 8.0;

/// A page of the bundle.
enum Sheet {
    Own(OwnPage),
    /// A page of a paper, with the words that name it.
    Council(CouncilPage, String),
}

impl Sheet {
    fn size(&self) -> (f32, f32) {
        match self {
            Self::Own(_) => PAGE,
            Self::Council(page, _) => (page.size.0, page.size.1 + STRIP),
        }
    }

    /// Returns the places that links lead to, with their height.
    fn anchors(&self) -> Vec<(Target, f32)> {
        let (page, height) = match self {
            Self::Own(page) => return page.anchors.clone(),
            Self::Council(page, _) => (page, self.size().1),
        };
        let top = |number: usize| {
            let boxes = page.boxes.iter().filter(|(one, _)| *one == number);
            boxes
                .map(|(_, [_, y, _, height])| y + height + STRIP + 20.0)
                .reduce(f32::max)
                .unwrap_or(height)
        };
        let marks = page.marks.iter();
        marks
            .map(|number| (Target::Mark(*number), top(*number)))
            .collect()
    }
}

/// Makes a bundle. `begin` is told the number of each paper before it is read, from 0.
pub(super) fn make(plan: &PdfPlan, begin: &dyn Fn(usize)) -> (Vec<u8>, PdfReport) {
    let mut next = Ref::new(1);
    let mut report = PdfReport::default();
    let mut plan = plan.clone();
    let mut papers: Vec<Option<CouncilPaper>> = Vec::new();
    for (number, exhibit) in plan.exhibits.iter_mut().enumerate() {
        begin(number);
        let path = exhibit.pdf.clone();
        let paper = path.map(|path| prepare(exhibit, &path, &mut next, &mut report));
        papers.push(paper.transpose().unwrap_or_else(|why| {
            exhibit.absent = Some(why);
            None
        }));
    }
    let mut sheets: Vec<Sheet> = index(&plan).into_iter().map(Sheet::Own).collect();
    let mut bookmarks = vec![Bookmark::new("Index", 0, PAGE.1)];
    let mut places: HashMap<Target, (usize, f32)> = HashMap::new();
    let front = front(&plan);
    if !front.is_empty() {
        let first = sheets.len();
        places.insert(Target::Front, (first, PAGE.1));
        let mut paper = Bookmark::new(&plan.front_title, first, PAGE.1);
        for (page, at) in front.iter().zip(first..) {
            let headings = page.headings.iter();
            let below = headings.filter(|(text, _)| *text != plan.front_title);
            let below = below.map(|(text, top)| Bookmark::new(text, at, *top));
            paper.below.extend(below);
        }
        bookmarks.push(paper);
        sheets.extend(front.into_iter().map(Sheet::Own));
    }
    let mut chunks = Vec::new();
    for (number, (exhibit, paper)) in plan.exhibits.iter().zip(papers).enumerate() {
        let first = sheets.len();
        let name = name_of(number, exhibit);
        if let Some(paper) = paper {
            chunks.push(paper.chunk);
            sheets.extend(paper.pages.into_iter().zip(1..).map(|(page, number)| {
                let name = Font::Plain.shorten(&name, SMALL, page.size.0 * 0.45);
                Sheet::Council(page, format!("{name}, page {number}"))
            }));
        } else if exhibit.absent.is_none() {
            sheets.extend(text_pages(&name, exhibit).into_iter().map(Sheet::Own));
        }
        let Some(sheet) = sheets.get(first) else {
            continue;
        };
        places.insert(Target::Exhibit(number), (first, sheet.size().1));
        bookmarks.push(Bookmark::new(&name, first, sheet.size().1));
    }
    for (at, sheet) in sheets.iter().enumerate() {
        for (target, top) in sheet.anchors() {
            places.entry(target).or_insert((at, top));
        }
    }
    report.pages = sheets.len();
    let writer = Writer {
        sheets: &sheets,
        places: &places,
        glyphs: Glyphs::default(),
        next,
    };
    // Beside other bundles, a name that says only its kind says nothing.
    let named = std::iter::once(&plan.title).chain(plan.about.first());
    let named = named.cloned().collect::<Vec<_>>().join(": ");
    let (bytes, lost) = writer.write(&named, &bookmarks, &chunks);
    report.lost = lost;
    (bytes, report)
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
fn text_pages(name: &str, exhibit: &Exhibit) -> Vec<OwnPage> {
    let mut layer = Layer::new();
    layer.piece(&Piece::new(PieceStyle::Heading, name));
    let says = "The file is no PDF. This is its text as the program reads it; the file itself is kept \
                with the audit.";
    layer.piece(&Piece::new(PieceStyle::Small, says));
    exhibit.text.iter().for_each(|piece| layer.piece(piece));
    layer.finish()
}

struct Writer<'a> {
    sheets: &'a [Sheet],
    places: &'a HashMap<Target, (usize, f32)>,
    glyphs: Glyphs,
    next: Ref,
}

/// The objects that every page of the file refers to.
struct Shared {
    tree: Ref,
    pages: Vec<Ref>,
    fonts: [(Font, Ref); 3],
    multiply: Ref,
}

impl Writer<'_> {
    /// Returns the file, and the letters that it does not show.
    fn write(
        mut self,
        title: &str,
        bookmarks: &[Bookmark],
        chunks: &[Chunk],
    ) -> (Vec<u8>, Vec<String>) {
        let mut out = Pdf::with_settings(ChunkSettings { pretty: false });
        out.set_version(1, 7);
        let (catalog, info, outline) = (self.next.bump(), self.next.bump(), self.next.bump());
        let shared = Shared {
            tree: self.next.bump(),
            pages: self.sheets.iter().map(|_| self.next.bump()).collect(),
            fonts: Font::ALL.map(|font| (font, self.next.bump())),
            multiply: self.next.bump(),
        };
        standard_fonts(&mut out, shared.fonts);
        out.ext_graphics(shared.multiply)
            .blend_mode(BlendMode::Multiply);
        for (at, (sheet, own)) in self.sheets.iter().zip(&shared.pages).enumerate() {
            self.page(&mut out, &shared, *own, at, sheet);
        }
        self.glyphs.write(&mut out, shared.fonts, &mut self.next);
        out.pages(shared.tree)
            .kids(shared.pages.iter().copied())
            .count(i32::try_from(shared.pages.len()).unwrap_or(i32::MAX));
        out.document_info(info)
            .title(TextStr(title))
            .producer(TextStr("scrutineer"));
        bookmarks::write(&mut out, bookmarks, outline, &shared.pages, &mut self.next);
        let mut written = out.catalog(catalog);
        written
            .pages(shared.tree)
            .outlines(outline)
            .page_mode(PageMode::UseOutlines)
            .lang(TextStr("en-GB"));
        written.viewer_preferences().display_doc_title(true);
        if let Some(first) = shared.pages.first() {
            let dest: Destination<'_> = written.insert(Name(b"OpenAction")).start();
            dest.page(*first).xyz(0.0, PAGE.1, Some(1.0));
        }
        written.finish();
        for chunk in chunks {
            out.extend(chunk);
        }
        (out.finish(), self.glyphs.lost())
    }

    fn page(&mut self, out: &mut Pdf, shared: &Shared, own: Ref, at: usize, sheet: &Sheet) {
        let (content, links) = self.content(at, sheet);
        let stream = self.next.bump();
        out.stream(stream, &content);
        let links: Vec<Ref> = links
            .into_iter()
            .filter_map(|link| self.link(out, &shared.pages, link))
            .collect();
        let (width, height) = sheet.size();
        let mut written = out.page(own);
        written
            .parent(shared.tree)
            .media_box(Rect::new(0.0, 0.0, width, height))
            .contents(stream);
        if !links.is_empty() {
            written.annotations(links);
        }
        let mut resources = written.resources();
        let mut listed = resources.fonts();
        for (font, at) in shared.fonts {
            listed.pair(font.name(), at);
        }
        self.glyphs.list(&mut listed);
        listed.finish();
        resources
            .ext_g_states()
            .pair(Name(b"BundleG"), shared.multiply);
        if let Sheet::Council(page, _) = sheet {
            resources
                .x_objects()
                .pair(Name(b"BundlePage"), page.content);
        }
    }

    /// Writes a link from an area, if its target is in the bundle.
    fn link(
        &mut self,
        out: &mut Pdf,
        pages: &[Ref],
        ([x, y, width, height], target): ([f32; 4], Target),
    ) -> Option<Ref> {
        let (to, top) = self.places.get(&target)?;
        let to = pages.get(*to)?;
        let link = self.next.bump();
        let mut written = out.annotation(link);
        written
            .subtype(AnnotationType::Link)
            .rect(Rect::new(x, y, x + width, y + height))
            .border(0.0, 0.0, 0.0, None);
        let dest: Destination<'_> = written.insert(Name(b"Dest")).start();
        dest.page(*to).xyz(0.0, *top, None);
        Some(link)
    }

    /// Returns the content of a page, and the areas of its links.
    fn content(&mut self, at: usize, sheet: &Sheet) -> (Vec<u8>, Vec<([f32; 4], Target)>) {
        let mut content = Content::new();
        let (width, _) = sheet.size();
        let links = match sheet {
            Sheet::Own(page) => {
                self.own(&mut content, page);
                page.links.clone()
            }
            Sheet::Council(page, name) => self.council(&mut content, page, name),
        };
        let number = (at + 1).to_string();
        let x = width - 30.0 - Font::Bold.width(&number, 12.0);
        self.on_strip(&mut content, x, (Font::Bold, 12.0), &number);
        (content.finish().into_vec(), links)
    }

    fn own(&mut self, content: &mut Content, page: &OwnPage) {
        marked(content, &page.bars);
        for run in &page.runs {
            let to = run.number_of.and_then(|target| self.places.get(&target));
            let text = to.map_or_else(|| run.text.clone(), |(to, _)| (to + 1).to_string());
            let x = match run.number_of {
                Some(_) => run.x - run.font.width(&text, run.size),
                None => run.x,
            };
            let place = (x, run.y);
            let next = &mut self.next;
            self.glyphs
                .show(next, content, place, run.font, run.size, &text);
        }
    }

    /// Shows a page of a paper above its strip, and returns the areas of its links.
    fn council(
        &mut self,
        content: &mut Content,
        page: &CouncilPage,
        name: &str,
    ) -> Vec<([f32; 4], Target)> {
        content.save_state();
        content.transform([1.0, 0.0, 0.0, 1.0, 0.0, STRIP]);
        content.transform(page.matrix);
        content.x_object(Name(b"BundlePage"));
        content.restore_state();
        let lifted = |(number, [x, y, w, h]): &(usize, [f32; 4])| {
            ([*x, *y + STRIP, *w, *h], Target::Quote(*number))
        };
        let boxes: Vec<([f32; 4], Target)> = page.boxes.iter().map(lifted).collect();
        let areas: Vec<[f32; 4]> = boxes.iter().map(|(area, _)| *area).collect();
        marked(content, &areas);
        let small = (Font::Plain, SMALL);
        let mut x = 20.0;
        self.on_strip(content, x, small, name);
        x += Font::Plain.width(name, SMALL) + 12.0;
        let mut links = Vec::new();
        for number in &page.marks {
            let text = format!("[quoted: {number}]");
            let wide = Font::Plain.width(&text, SMALL);
            if x + wide > page.size.0 - 60.0 {
                break;
            }
            self.on_strip(content, x, small, &text);
            links.push(([x, 6.0, wide, 14.0], Target::Quote(*number)));
            x += wide + 6.0;
        }
        links.extend(boxes);
        links
    }

    /// Writes a text on the strip below a page.
    fn on_strip(&mut self, content: &mut Content, x: f32, (font, size): (Font, f32), text: &str) {
        self.glyphs
            .show(&mut self.next, content, (x, 10.0), font, size, text);
    }
}

/// Writes the standard fonts, with the letters of theirs that WinAnsi lacks.
fn standard_fonts(out: &mut Pdf, fonts: [(Font, Ref); 3]) {
    for (font, at) in fonts {
        let mut written = out.type1_font(at);
        written.base_font(font.base());
        let mut encoding = written.encoding_custom();
        encoding.base_encoding(Name(b"WinAnsiEncoding"));
        encoding
            .differences()
            .consecutive(1, FURTHER.map(|(_, name, ..)| Name(name)));
    }
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
