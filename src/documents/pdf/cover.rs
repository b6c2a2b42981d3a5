//! Everything that hides letters: fills over them, lines through them, the edge of the page, their
//! own colour.
//!
//! A reader of the page does not see such letters, so they are no part of what it says; those under
//! a box may be what someone meant to hide. Of a fill only its upright rectangles count, and only
//! if nothing shines through: a highlight, a shape in a drawing or a letter's shadow hide nothing.

use hayro_interpret::pattern::Pattern;
use hayro_interpret::{BlendMode, Paint};
use kurbo::{BezPath, PathEl, Point, Rect, Shape as _};

use super::drawn::Drawn;
use crate::documents::paper::ApartKind;

/// A colour with every part above this is as pale as the paper.
const PALE: f32 = 0.95;
/// A colour less opaque than this is not seen.
const FAINT: f32 = 0.05;
/// A fill less opaque than this lets letters shine through.
const SOLID: f32 = 0.98;
/// The most fills, and lines, of a page that are looked at.
const MOST: usize = 50_000;
/// The most comparisons of letters with fills: only a hostile page needs more.
const WORK: usize = 40_000_000;
/// A path of more elements than this is a drawing.
const DRAWING: usize = 400;
/// Heights above the baseline, in units of the letters' size, that a box over them covers.
const BODY: [f64; 2] = [0.08, 0.4];
/// The height of the middle of small letters.
const MIDDLE: f64 = 0.25;
/// The heights at which a line strikes letters out.
const STRIKES: std::ops::Range<f64> = 0.14..0.42;
/// A box over more of the page than this is a background.
const BACKGROUND: f64 = 0.7;
/// Number of bands in which letters are looked up.
const BANDS: usize = 128;

/// Fills and lines of a page, with what they cover.
pub(super) struct Cover {
    frame: Rect,
    clips: Vec<Rect>,
    /// For each open group, its opacity; 0 to 1, or less than solid if it is blended or masked.
    groups: Vec<Group>,
    fills: Vec<Fill>,
    lines: Vec<Rect>,
    /// Set if there are more fills than are looked at.
    overflow: bool,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    opacity: f32,
    is_plain: bool,
}

#[derive(Debug, Clone, Copy)]
struct Fill {
    rect: Rect,
    /// Number of letters drawn before it.
    at: usize,
    is_pale: bool,
    /// True if nothing shines through.
    is_solid: bool,
}

/// Paint with what it is drawn through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    is_pale: bool,
    opacity: f32,
    is_solid: bool,
}

impl Ink {
    /// Returns true if letters in it are seen on white paper.
    pub(super) fn is_seen(self) -> bool {
        !self.is_pale && self.opacity >= FAINT
    }

    /// Returns true if it is as pale as the paper.
    pub(super) const fn is_pale(self) -> bool {
        self.is_pale
    }
}

impl Cover {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            frame: Rect::new(0.0, 0.0, width, height),
            clips: Vec::new(),
            groups: Vec::new(),
            fills: Vec::new(),
            lines: Vec::new(),
            overflow: false,
        }
    }

    /// Returns the part of the page that is shown now.
    fn shown(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.frame)
    }

    pub(super) fn push_clip(&mut self, rect: Rect) {
        let shown = self.shown().intersect(rect);
        self.clips.push(shown);
    }

    pub(super) fn pop_clip(&mut self) {
        self.clips.pop();
    }

    pub(super) fn push_group(&mut self, opacity: f32, is_plain: bool) {
        self.groups.push(Group { opacity, is_plain });
    }

    pub(super) fn pop_group(&mut self) {
        self.groups.pop();
    }

    /// Returns the ink of a paint as it is drawn now.
    pub(super) fn ink(&self, paint: &Paint<'_>, masked: bool, blend: BlendMode) -> Ink {
        let (is_pale, mut opacity, mut is_solid) = match paint {
            Paint::Color(color) => {
                let [red, green, blue, alpha] = color.to_rgba().components();
                (red.min(green).min(blue) > PALE, alpha, true)
            }
            Paint::Pattern(pattern) => match &**pattern {
                Pattern::Shading(shading) => (false, shading.opacity, true),
                Pattern::Tiling(_) => (false, 1.0, false),
            },
        };
        is_solid &= !masked && blend == BlendMode::Normal;
        for group in &self.groups {
            opacity *= group.opacity;
            is_solid &= group.is_plain;
        }
        Ink {
            is_pale,
            opacity,
            is_solid: is_solid && opacity > SOLID,
        }
    }

    /// Returns true if a letter drawn now at a point lies well within what is shown.
    pub(super) fn shows(&self, at: Point, size: f64) -> bool {
        self.shown().inflate(-size, -size).contains(at)
    }

    /// Returns the reason why a letter drawn now is not seen, as far as it is known now.
    pub(super) fn unseen(&self, ink: Ink, letter: &Drawn) -> Option<ApartKind> {
        let middle = letter.above(MIDDLE);
        let room = letter.placed.size * 0.3;
        if !self.shown().inflate(room, room).contains(middle) {
            Some(ApartKind::OffPage)
        } else if ink.opacity < FAINT {
            Some(ApartKind::Hidden)
        } else if ink.is_pale && !self.overflow && !self.is_over_dark(middle) {
            Some(ApartKind::White)
        } else {
            None
        }
    }

    /// Returns true if a point lies on a fill or a picture that is not pale.
    fn is_over_dark(&self, point: Point) -> bool {
        for fill in self.fills.iter().rev() {
            if fill.rect.contains(point) {
                if !fill.is_pale {
                    return true;
                }
                if fill.is_solid {
                    return false;
                }
            }
        }
        false
    }

    fn put(&mut self, rect: Rect, at: usize, ink: Ink, is_solid: bool) {
        let rect = rect.intersect(self.shown());
        if ink.opacity < FAINT || rect.area() <= 0.0 {
            return;
        }
        if self.fills.len() >= MOST {
            self.overflow = true;
            return;
        }
        self.fills.push(Fill {
            rect,
            at,
            is_pale: ink.is_pale,
            is_solid: is_solid && ink.is_solid,
        });
    }

    /// Adds a filled path, in the measure of the page.
    pub(super) fn fill(&mut self, path: &BezPath, at: usize, ink: Ink, may_hide: bool) {
        let whole = path.bounding_box();
        let elements = path.elements();
        if elements.len() > DRAWING {
            self.put(whole, at, ink, false);
            return;
        }
        let mut parts: Vec<(Rect, bool)> = Vec::new();
        let starts = |el: &PathEl| matches!(el, PathEl::MoveTo(_));
        for part in elements.chunk_by(|_, next| !starts(next)) {
            let part = BezPath::from_vec(part.to_vec());
            let rect = part.bounding_box();
            if rect.is_finite() && rect.area() > 0.0 {
                parts.push((rect, part.area().abs() >= 0.9 * rect.area()));
            }
        }
        // One within another may be a hole.
        let frame = parts.iter().enumerate().any(|(place, (rect, _))| {
            let mut others = parts.iter().enumerate();
            others.any(|(other, (inner, _))| {
                other != place && rect.contains(inner.center()) && rect.area() > inner.area()
            })
        });
        for (rect, is_box) in parts {
            if rect.height() < 2.5 && rect.width() > 3.0 * rect.height() {
                self.line(rect, ink);
            }
            self.put(rect, at, ink, is_box && !frame && may_hide);
        }
    }

    /// Adds the level lines of a stroked path, in the measure of the page.
    pub(super) fn stroke(&mut self, path: &BezPath, thick: f64, at: usize, ink: Ink) {
        if path.elements().len() > DRAWING {
            return;
        }
        for segment in path.segments() {
            let (from, to) = match segment {
                kurbo::PathSeg::Line(line) => (line.p0, line.p1),
                _ => continue,
            };
            if (from.y - to.y).abs() > 0.5 || (from.x - to.x).abs() < 3.0 {
                continue;
            }
            let rect = Rect::from_points(from, to).inflate(0.0, thick.max(0.1) / 2.0);
            if thick < 2.5 {
                self.line(rect, ink);
            } else {
                self.put(rect, at, ink, true);
            }
        }
    }

    fn line(&mut self, rect: Rect, ink: Ink) {
        let rect = rect.intersect(self.shown());
        if !ink.is_pale && ink.opacity > 0.3 && rect.width() > 2.0 && self.lines.len() < MOST {
            self.lines.push(rect);
        }
    }

    /// Adds a box that hides letters drawn so far.
    pub(super) fn add_box(&mut self, rect: Rect, at: usize, is_pale: bool) {
        let ink = Ink {
            is_pale,
            opacity: 1.0,
            is_solid: true,
        };
        self.put(rect, at, ink, true);
    }

    /// Adds a picture: white letters on it are seen, and letters behind it may be those it shows.
    pub(super) fn picture(&mut self, rect: Rect, at: usize) {
        let rect = rect.intersect(self.shown());
        let ink = Ink {
            is_pale: false,
            opacity: 1.0,
            is_solid: false,
        };
        self.put(rect, at, ink, false);
    }

    /// Returns true if nothing shines through what is drawn now.
    pub(super) fn is_solid(&self) -> bool {
        (self.groups.iter()).all(|group| group.is_plain && group.opacity > SOLID)
    }

    /// Forgets what was drawn so far, with the letters that are passed on.
    pub(super) fn forget(&mut self) {
        for fill in &mut self.fills {
            fill.at = 0;
        }
        self.lines.clear();
    }

    /// Returns the number of fills so far.
    pub(super) const fn fills(&self) -> usize {
        self.fills.len()
    }

    /// Returns true if a box drawn after so many fills lies over a point.
    pub(super) fn hides(&self, point: Point, after: usize) -> bool {
        let mut later = self.fills.iter().skip(after);
        later.any(|fill| fill.is_solid && fill.rect.contains(point))
    }

    /// Returns the share of the page that a rectangle covers.
    pub(super) fn share(&self, rect: Rect) -> f64 {
        rect.intersect(self.frame).area() / self.frame.area()
    }

    /// Notes for each letter whether it is hidden after all, once the page is drawn.
    pub(super) fn settle(&self, letters: &mut [Drawn]) {
        let mut work = 0;
        keep_words(letters);
        let boxes: Vec<&Fill> = (self.fills.iter())
            .filter(|fill| {
                let size = fill.rect.width() > 3.0 && fill.rect.height() > 3.0;
                fill.is_solid && fill.at > 0 && size && self.share(fill.rect) < BACKGROUND
            })
            .collect();
        if boxes.is_empty() && self.lines.is_empty() {
            return;
        }
        let bands = Bands::of(letters, self.frame);
        for fill in boxes {
            let mut under: Vec<usize> = Vec::new();
            for place in bands.between(fill.rect.y0, fill.rect.y1) {
                work += 1;
                let covers = |letter: &Drawn| {
                    let [low, high] = BODY.map(|height| fill.rect.contains(letter.above(height)));
                    place < fill.at && low && high
                };
                if letters.get(place).is_some_and(covers) {
                    under.push(place);
                }
            }
            hide_under(letters, &under, fill, &bands);
            if work > WORK {
                return;
            }
        }
        for line in &self.lines {
            strike(letters, line, &bands, &mut work);
            if work > WORK {
                return;
            }
        }
    }
}

/// Keeps words whole that the edge of what is shown cuts through.
fn keep_words(letters: &mut [Drawn]) {
    let off = |letter: &Drawn| letter.kind == Some(ApartKind::OffPage);
    if !letters.iter().any(off) {
        return;
    }
    for place in 1..letters.len() {
        join_word(letters, place - 1, place, off);
    }
    for place in (1..letters.len()).rev() {
        join_word(letters, place, place - 1, off);
    }
}

/// Keeps a letter that is off the page if it follows one of its word that is not.
fn join_word(letters: &mut [Drawn], from: usize, to: usize, off: impl Fn(&Drawn) -> bool) {
    let (Some(one), Some(next)) = (letters.get(from), letters.get(to)) else {
        return;
    };
    if off(next) && one.is_kept() && one.is_written() && next.is_written() {
        let (first, last) = if from < to { (one, next) } else { (next, one) };
        let apart = last.placed.start - first.placed.end;
        if apart.hypot() < 0.15 * one.placed.size
            && let Some(next) = letters.get_mut(to)
        {
            next.kind = None;
        }
    }
}

/// Keeps letters under a fill apart, unless too few are hidden or they are drawn again on top of it.
fn hide_under(letters: &mut [Drawn], under: &[usize], fill: &Fill, bands: &Bands) {
    let written: Vec<usize> = (under.iter().copied())
        .filter(|place| letters.get(*place).is_some_and(Drawn::is_written))
        .collect();
    if written.len() < 2 {
        return;
    }
    let figures = (written.iter())
        .filter(|place| letters.get(**place).is_some_and(Drawn::is_figure))
        .count();
    // The number of a page lies under many a cover.
    let is_number = figures == written.len() && figures < 4;
    let drawn_again = |place: &&usize| {
        let Some(letter) = letters.get(**place) else {
            return false;
        };
        let near = letter.placed.size * 0.6;
        let y = letter.above(MIDDLE).y;
        bands.between(y - near, y + near).any(|other| {
            other >= fill.at
                && letters.get(other).is_some_and(|other| {
                    other.meaning == letter.meaning
                        && (other.placed.start - letter.placed.start).hypot() < near
                })
        })
    };
    let again = written.iter().filter(drawn_again).count();
    let kind = if is_number || again * 5 >= written.len() * 4 {
        None
    } else {
        Some(ApartKind::UnderBox)
    };
    for place in under {
        if let Some(letter) = letters.get_mut(*place) {
            letter.gone = kind.is_none();
            letter.kind = kind;
        }
    }
}

/// Keeps the letters apart through which a line goes from the first to the last.
fn strike(letters: &mut [Drawn], line: &Rect, bands: &Bands, work: &mut usize) {
    let middle = line.center().y;
    let mut struck: Vec<usize> = Vec::new();
    let (mut left, mut right) = (f64::MAX, f64::MIN);
    let mut size = 0.0_f64;
    for place in bands.between(middle - 4.0, middle + 4.0) {
        *work += 1;
        let Some(letter) = letters.get(place) else {
            continue;
        };
        let [low, high] = [STRIKES.start, STRIKES.end].map(|height| letter.above(height));
        let level = letter.placed.along.x > 0.99;
        let within = (line.x0..line.x1).contains(&low.x) && (high.y..low.y).contains(&middle);
        if level && within && line.height() < 0.15 * letter.placed.size {
            struck.push(place);
            if !letter.is_space {
                left = left.min(letter.placed.start.x);
                right = right.max(letter.placed.end.x);
                size = size.max(letter.placed.size);
            }
        }
    }
    let written = (struck.iter())
        .filter(|place| letters.get(**place).is_some_and(Drawn::is_written))
        .count();
    // A rule of a table, or a form's line, goes on past the letters.
    let ends = line.x0 > left - 0.5 * size && line.x1 < right + 0.5 * size;
    if written >= 2 && ends {
        for place in struck {
            if let Some(letter) = letters.get_mut(place).filter(|one| one.kind.is_none()) {
                letter.kind = Some(ApartKind::StruckOut);
            }
        }
    }
}

/// Letters by the height at which they stand on the page.
struct Bands {
    height: f64,
    /// The letters, band after band; in each in the order in which they are drawn.
    letters: Vec<usize>,
    /// The beginning of each band, and the end of the last.
    begins: Vec<usize>,
}

impl Bands {
    fn of(letters: &[Drawn], frame: Rect) -> Self {
        let mut out = Self {
            height: frame.height().max(1.0),
            letters: vec![0; letters.len()],
            begins: vec![0; BANDS + 1],
        };
        let bands = letters.iter().map(|one| out.band(one.above(MIDDLE).y));
        let bands: Vec<usize> = bands.collect();
        for band in &bands {
            if let Some(count) = out.begins.get_mut(*band) {
                *count += 1;
            }
        }
        let mut end = 0;
        for count in &mut out.begins {
            end += *count;
            *count = end;
        }
        // From the last letter to the first: each end moves down until it is the beginning.
        for (place, band) in bands.iter().enumerate().rev() {
            if let Some(at) = out.begins.get_mut(*band) {
                *at -= 1;
                if let Some(letter) = out.letters.get_mut(*at) {
                    *letter = place;
                }
            }
        }
        out
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "clamped; what is no number becomes 0"
    )]
    fn band(&self, y: f64) -> usize {
        let most = (BANDS - 1) as f64;
        (y / self.height * BANDS as f64).clamp(0.0, most) as usize
    }

    fn between(&self, from: f64, to: f64) -> impl Iterator<Item = usize> {
        let begin = self.begins.get(self.band(from));
        let end = self.begins.get(self.band(to) + 1);
        let places = begin
            .zip(end)
            .and_then(|(begin, end)| self.letters.get(*begin..*end));
        places.unwrap_or_default().iter().copied()
    }
}
