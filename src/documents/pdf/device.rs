//! The text device: receives the letters of a page as they are drawn, and what is drawn over them.
//!
//! A letter is hidden by something drawn later, so none is passed on before its page is drawn (or
//! very many are held).

use std::collections::{BTreeMap, HashMap};

use hayro_cmap::BfString;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro_syntax::object::{Dict, String as PdfString};
use kurbo::{BezPath, Point, Rect, Shape as _};

use super::annotations::{Marks, is_drawn, put_fields};
use super::cover::{Cover, Ink};
use super::drawn::{Drawn, Placed};
use super::letters::{Alphabet, LastShape, is_stretched, proportion};
use super::lines::{LineMaker, as_u16, as_u32};
use super::objects::{decode_as_is, string};
use crate::documents::paper::{ApartKind, ApartText};
use crate::documents::raw::{NOTE, RawLine, RawPage, STARTS, WHOLE};

/// Number of letters held before they are passed on.
const HELD: usize = 100_000;
/// The most letters of a page that are kept apart for one reason.
const APART: usize = 20_000;
/// The longest meaning of letters that is read, in bytes.
const MEANING: usize = 2000;
/// The most descriptions of pictures that are read from the content of a page.
const DESCRIPTIONS: usize = 1000;
/// The words before the description of a picture.
const DESCRIBED: &str = "Description of a picture: ";
/// The most fonts of a page in which a letter is known.
const FONTS: usize = 4;
/// The most pictures of a page that are looked at for being a filled box.
const LOOKS: usize = 64;

/// Collector of the letters of one page.
pub(super) struct TextDevice {
    width: f64,
    height: f64,
    page: RawPage,
    letters: Vec<Drawn>,
    /// Beginnings and ends of marked contents, with the number of letters before each.
    marked: Vec<(usize, Mark)>,
    lines: LineMaker,
    apart: BTreeMap<ApartKind, (LineMaker, usize)>,
    cover: Cover,
    marks: Marks,
    /// Descriptions of its pictures in its own content.
    described: Vec<String>,
    /// True while annotations are drawn.
    annotating: bool,
    /// Number of fills drawn before the annotations.
    on_page: usize,
    covered: f64,
    looks: usize,
    /// The run drawn last: one that is stroked as well comes twice.
    last_run: std::ops::Range<usize>,
    /// Set once a font that the file does not embed is in use.
    stretched: bool,
    fits: Fits,
    alphabet: Alphabet,
    shape: LastShape,
}

/// The beginning or the end of a marked content.
enum Mark {
    Begin {
        artefact: bool,
        actual: Option<String>,
    },
    End,
}

impl TextDevice {
    /// Returns a collector for a page of this width and height, in points.
    ///
    /// `room` is the memory that the letters are put in: one page's serves the next, so that it is not
    /// asked of the system for every page.
    pub(super) fn new((width, height): (f64, f64), marks: Marks, mut room: Vec<Drawn>) -> Self {
        room.clear();
        let (width, height) = (width.max(1.0), height.max(1.0));
        Self {
            width,
            height,
            page: RawPage::default(),
            letters: room,
            marked: Vec::new(),
            lines: LineMaker::new(height),
            apart: BTreeMap::new(),
            cover: Cover::new(width, height),
            marks,
            described: Vec::new(),
            annotating: false,
            on_page: 0,
            covered: 0.0,
            looks: 0,
            last_run: 0..0,
            stretched: false,
            fits: Fits::default(),
            alphabet: Alphabet::default(),
            shape: LastShape::default(),
        }
    }

    /// Begins the drawing of annotations, which are drawn over the page.
    pub(super) const fn annotate(&mut self) {
        self.annotating = true;
        self.on_page = self.cover.fills();
    }

    /// Returns the letters as drawn, those that are hidden or apart marked so.
    pub(super) fn letters(mut self) -> Vec<Drawn> {
        self.settle();
        self.letters
    }

    /// Returns the finished page, and the room for the letters of the next one.
    ///
    /// `described` are the descriptions of its pictures that the structure of the file gives.
    pub(super) fn finish(mut self, described: &[String]) -> (RawPage, Vec<Drawn>) {
        for one in std::mem::take(&mut self.marks.boxes) {
            self.cover
                .add_box(one.rect, self.letters.len(), one.is_pale);
        }
        self.settle();
        for (area, text) in std::mem::take(&mut self.marks.drawn) {
            if !is_drawn(&text, area, &self.letters) {
                self.marks.notes.push(text);
            }
        }
        let mut fields = std::mem::take(&mut self.marks.fields);
        fields.retain(|field| match self.hidden_by(field.middle()) {
            Some(kind) => {
                self.keep_apart(kind);
                false
            }
            None => true,
        });
        let put = put_fields(&fields, &mut self.letters);
        for (at, _) in &mut self.marked {
            *at += put.places.partition_point(|place| place < at);
        }
        self.pass_on();
        self.page.covered = as_u32((self.covered * 1000.0).min(1000.0));
        (self.page.glyphs, self.page.doubtful) = self.lines.counts();
        self.page.lines = self.lines.finish();
        let mut add = |marks: u8, down: f64, text: &str| {
            let written = text.chars().filter(|c| c.is_alphanumeric()).count();
            // A note on a scan makes no page of text of it.
            if marks & NOTE == 0 || self.page.images == 0 {
                let written = u32::try_from(written).unwrap_or(u32::MAX);
                self.page.glyphs = self.page.glyphs.saturating_add(written);
            }
            self.page.lines.push(RawLine {
                down: as_u16(down / self.height * 1000.0),
                size: 0,
                marks: marks | STARTS | WHOLE,
                text: text.to_owned(),
                ..RawLine::default()
            });
        };
        // In the middle of the page: the head and the foot are for headers and footers.
        for text in &put.unplaced {
            add(0, self.height / 2.0, text);
        }
        for text in &self.marks.notes {
            add(NOTE, self.height / 2.0, text);
        }
        let mut all = described.to_vec();
        for text in self.described {
            describe(&mut all, text);
        }
        for text in &all {
            add(NOTE, self.height / 2.0, &format!("{DESCRIBED}{text}"));
        }
        for (kind, (lines, _)) in self.apart {
            let text: Vec<String> = lines.finish().into_iter().map(|line| line.text).collect();
            let text = if kind.is_redaction() {
                String::new()
            } else {
                text.join("\n")
            };
            if kind.is_redaction() || !text.trim().is_empty() {
                self.page.apart.push(ApartText { kind, text });
            }
        }
        let marked = !self.marks.redacted.is_empty();
        let told = |one: &ApartText| one.kind == ApartKind::UnderMark;
        if marked && !self.page.apart.iter().any(told) {
            self.page.apart.push(ApartText {
                kind: ApartKind::UnderMark,
                text: String::new(),
            });
        }
        for text in std::mem::take(&mut self.marks.hidden) {
            let kind = ApartKind::Hidden;
            self.page.apart.push(ApartText { kind, text });
        }
        (self.page, self.letters)
    }

    /// Returns the reason why nothing is to be read at a point that an annotation hides.
    fn hidden_by(&self, point: Point) -> Option<ApartKind> {
        if self.marks.redacted.iter().any(|area| area.contains(point)) {
            Some(ApartKind::UnderMark)
        } else if self.cover.hides(point, self.on_page) {
            Some(ApartKind::UnderBox)
        } else {
            None
        }
    }

    /// Counts a letter that is kept apart, and returns the lines of its kind.
    fn keep_apart(&mut self, kind: ApartKind) -> &mut (LineMaker, usize) {
        let height = self.height;
        let kept = (self.apart.entry(kind)).or_insert_with(|| (LineMaker::new(height), 0));
        kept.1 += 1;
        kept
    }

    /// Notes which of the letters held are hidden.
    fn settle(&mut self) {
        if self.fits.are_stretched() {
            for letter in &mut self.letters {
                let placed = &mut letter.placed;
                placed.end = placed.start + (placed.end - placed.start) / letter.fit;
            }
        }
        self.cover.settle(&mut self.letters);
        let on = |rects: &[Rect], letter: &Drawn| {
            let middle = letter.above(0.25);
            rects.iter().any(|rect| rect.contains(middle))
        };
        if self.marks.redacted.is_empty() && self.marks.struck.is_empty() {
            return;
        }
        for letter in &mut self.letters {
            if on(&self.marks.redacted, letter) {
                letter.kind = Some(ApartKind::UnderMark);
            } else if letter.kind.is_none() && on(&self.marks.struck, letter) {
                letter.kind = Some(ApartKind::StruckOut);
            }
        }
    }

    /// Passes the letters held on to the lines.
    fn pass_on(&mut self) {
        let mut marked = std::mem::take(&mut self.marked).into_iter().peekable();
        let mut letters = std::mem::take(&mut self.letters);
        for (at, letter) in letters.iter().enumerate() {
            while let Some((_, mark)) = marked.next_if(|(place, _)| *place <= at) {
                put_mark(&mut self.lines, mark, &mut self.described);
            }
            if letter.gone {
                self.lines.keep_apart();
                continue;
            }
            let mut buffer = [0; 4];
            let meaning: &str = match &letter.meaning {
                BfString::Char(c) => c.encode_utf8(&mut buffer),
                BfString::String(text) => text,
            };
            if let Some(kind) = letter.kind {
                self.lines.keep_apart();
                let (lines, count) = self.keep_apart(kind);
                if !kind.is_redaction() && *count < APART {
                    lines.letter(meaning, letter.placed, false);
                }
                continue;
            }
            self.lines.letter(meaning, letter.placed, letter.doubtful);
        }
        for (_, mark) in marked {
            put_mark(&mut self.lines, mark, &mut self.described);
        }
        letters.clear();
        self.letters = letters;
    }

    /// Adds a letter of a run.
    fn add(&mut self, letter: Drawn) {
        self.letters.push(letter);
        if self.letters.len() >= HELD {
            self.let_go();
        }
    }

    /// Passes on all that is held in the middle of a page: only a hostile one holds so much.
    fn let_go(&mut self) {
        self.settle();
        self.pass_on();
        self.cover.forget();
        self.last_run = 0..0;
    }

    /// Returns true if a fill may hide letters: the field of a form and a highlight do not.
    fn may_hide(&self, rect: Rect) -> bool {
        let inside = |quiet: &Rect| quiet.inflate(3.0, 3.0).contains_rect(rect);
        !self.annotating || !self.marks.quiet.iter().any(inside)
    }

    fn ink(&self, props: &DrawProps<'_>) -> Ink {
        (self.cover).ink(&props.paint, props.soft_mask.is_some(), props.blend_mode)
    }

    fn path(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        self.page.paths = self.page.paths.saturating_add(1);
        if path.elements().len() > 4000 {
            return;
        }
        let ink = self.ink(props);
        let path = props.transform * path.clone();
        let at = self.letters.len();
        match mode {
            DrawMode::Fill(_) => {
                let may_hide = self.may_hide(path.bounding_box());
                self.cover.fill(&path, at, ink, may_hide);
            }
            DrawMode::Stroke(stroke) if stroke.dash_array.is_empty() => {
                let scale = props.transform.determinant().abs().sqrt();
                let thick = f64::from(stroke.line_width) * scale;
                self.cover.stroke(&path, thick, at, ink);
            }
            _ => {}
        }
    }
}

fn put_mark(lines: &mut LineMaker, mark: Mark, described: &mut Vec<String>) {
    match mark {
        Mark::Begin { artefact, actual } => lines.begin_marked(artefact, actual),
        Mark::End => {
            if let Some(text) = lines.end_marked() {
                describe(described, text);
            }
        }
    }
}

/// Adds a description of a picture, once.
fn describe(described: &mut Vec<String>, text: String) {
    if described.len() < DESCRIPTIONS && !described.contains(&text) {
        described.push(text);
    }
}

/// Stretches of letters that are drawn one by one.
///
/// A font that the file does not hold is replaced by one whose letters are stretched to the widths
/// given; within a run they are seen to be stretched each by its own measure. Of letters that are
/// drawn one by one it is known once every letter has a measure of its own wherever it stands, which
/// a text that is narrowed line by line does not have.
#[derive(Debug, Default)]
struct Fits {
    /// The measures of each letter; it has one in each font.
    of: HashMap<u32, Vec<f64>>,
    same: u32,
    other: u32,
}

impl Fits {
    fn add(&mut self, code: u32, fit: f64) {
        let known = self.of.entry(code).or_default();
        if known.iter().any(|known| (known - fit).abs() < 0.01) {
            self.same += 1;
        } else {
            self.other += u32::from(!known.is_empty());
            if known.len() < FONTS {
                known.push(fit);
            }
        }
    }

    fn are_stretched(&self) -> bool {
        let mut fits: Vec<f64> = self.of.values().flatten().copied().collect();
        fits.sort_by(f64::total_cmp);
        fits.dedup_by(|next, one| (*next - *one).abs() < 0.01);
        fits.len() >= 4 && self.same > 8 && self.other * 4 < self.same
    }
}

impl<'a> Device<'a> for TextDevice {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.path(path, &props, mode);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_)) {
            self.path(&rect.to_path(0.1), &props, mode);
        } else {
            self.page.paths = self.page.paths.saturating_add(1);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let rect = clip.path.bounding_box();
        // Letters that are clipped to are seen as soon as something is drawn in them.
        for letter in self.letters.iter_mut().rev() {
            if !letter.invisible || !rect.contains(letter.above(0.1)) {
                break;
            }
            letter.invisible = false;
        }
        self.cover.push_clip(rect);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.cover.push_clip(*rect);
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        let is_plain = mask.is_none() && blend == BlendMode::Normal;
        self.cover.push_group(opacity, is_plain);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.stretched |= is_stretched(run);
        self.alphabet.next_run();
        let ink = self.ink(&props);
        let invisible = matches!(mode, DrawMode::Invisible);
        let alone = run.glyphs().len() == 1;
        let stroked =
            matches!(mode, DrawMode::Stroke(_)) && self.last_run.len() == run.glyphs().len();
        let begins = self.letters.len();
        let ends = [run.glyphs().first(), run.glyphs().last()];
        let within = ends.into_iter().flatten().all(|glyph| {
            let place = props.transform * glyph.transform();
            let shape = self.shape.of(place);
            shape.is_some_and(|shape| self.cover.shows(place * Point::ZERO, shape.size))
        });
        let plain = within && ink.is_seen();
        for (glyph, before) in run.glyphs().iter().zip(self.last_run.start..) {
            let place = props.transform * glyph.transform();
            let Some(shape) = self.shape.of(place) else {
                continue;
            };
            let start = place * Point::ZERO;
            if !start.is_finite() {
                continue;
            }
            let proportion = if alone || self.stretched {
                proportion(glyph.transform())
            } else {
                1.0
            };
            let letter = self.alphabet.letter(glyph, run);
            let advance = if self.stretched {
                letter.advance / proportion
            } else {
                letter.advance
            };
            let end = place * Point::new(advance, 0.0);
            let mut drawn = Drawn {
                meaning: letter.meaning.clone(),
                placed: Placed {
                    start,
                    end,
                    along: shape.along,
                    size: shape.size,
                },
                fit: 1.0,
                is_space: letter.is_space,
                doubtful: letter.doubtful,
                invisible,
                gone: false,
                kind: None,
                annotating: self.annotating,
            };
            if alone && !self.stretched && (proportion - 1.0).abs() > 0.01 {
                drawn.fit = proportion;
                self.fits.add(glyph.char_code(), proportion);
            }
            drawn.kind = if invisible || plain {
                None
            } else if drawn.is_space {
                // A space has no colour and may be as wide as a line: it goes with its word.
                self.letters.last().and_then(|before| before.kind)
            } else {
                self.cover.unseen(ink, &drawn)
            };
            if stroked
                && let Some(filled) = self.letters.get_mut(before)
                && filled.placed.start == start
            {
                filled.kind = filled.kind.filter(|_| drawn.kind.is_some());
                continue;
            }
            self.add(drawn);
        }
        if !stroked && self.letters.len() >= begins {
            self.last_run = begins..self.letters.len();
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.page.images = self.page.images.saturating_add(1);
        let pixels = f64::from(image.width()) * f64::from(image.height());
        let area = props.transform.determinant().abs() * pixels / (self.width * self.height);
        if area.is_finite() {
            self.covered += area;
        }
        let whole = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let rect = props.transform.transform_rect_bbox(whole);
        if !rect.is_finite() {
            return;
        }
        let at = self.letters.len();
        // A picture over letters may be a box that was drawn elsewhere.
        let covers = |letter: &Drawn| letter.is_written() && rect.contains(letter.above(0.25));
        if self.looks < LOOKS && self.cover.share(rect) < 0.4 && self.letters.iter().any(covers) {
            self.looks += 1;
            if let Some(is_pale) = one_colour(&image, &self.cover) {
                self.cover.add_box(rect, at, is_pale);
            }
        }
        self.cover.picture(rect, at);
    }

    fn pop_clip(&mut self) {
        self.cover.pop_clip();
    }

    fn pop_transparency_group(&mut self) {
        self.cover.pop_group();
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let artefact = tag == b"Artifact";
        let actual = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText".as_slice()))
            .map(|text| {
                let bytes = text.as_bytes();
                decode_as_is(bytes.get(..MEANING).unwrap_or(bytes))
            })
            .filter(|text| !text.is_empty());
        if let Some(text) = properties.and_then(|properties| string(properties, b"Alt")) {
            describe(&mut self.described, text);
        }
        self.mark(Mark::Begin { artefact, actual });
    }

    fn end_marked_content(&mut self) {
        self.mark(Mark::End);
    }
}

impl TextDevice {
    fn mark(&mut self, mark: Mark) {
        self.marked.push((self.letters.len(), mark));
        if self.marked.len() >= HELD {
            self.let_go();
        }
    }
}

/// Returns whether a picture of one solid colour is pale; `None` if it is of more, or lets through.
fn one_colour(image: &Image<'_, '_>, cover: &Cover) -> Option<bool> {
    let mut pale = None;
    if !cover.is_solid() || f64::from(image.width()) * f64::from(image.height()) > 4e6 {
        return None;
    }
    match image {
        Image::Stencil(stencil) => stencil.with_stencil(
            |mask, paint| {
                let ink = cover.ink(paint, false, BlendMode::Normal);
                if mask.data.iter().all(|part| *part == 255) {
                    pale = Some(ink.is_pale());
                }
            },
            None,
        ),
        Image::Raster(raster) => raster.with_rgba(
            |data, alpha| {
                let solid = alpha.is_none_or(|alpha| alpha.data.iter().all(|part| *part > 250));
                let (bytes, step) = match &data {
                    hayro_interpret::ImageData::Rgb(rgb) => (&rgb.data, 3),
                    hayro_interpret::ImageData::Luma(luma) => (&luma.data, 1),
                };
                let first = bytes.get(..step).unwrap_or_default();
                let alike = |pixel: &[u8]| {
                    (pixel.iter().zip(first)).all(|(part, of_first)| part.abs_diff(*of_first) < 8)
                };
                if solid && !first.is_empty() && bytes.chunks_exact(step).all(alike) {
                    pale = Some(first.iter().all(|part| *part > 242));
                }
            },
            None,
        ),
    }
    pale
}
