//! The text device: receives the letters as they are drawn and makes lines of them.
//!
//! Letters keep the order of the content, which keeps a table's cell together; position only
//! decides between "the same word", a space, a tab, the next line and the next paragraph. The
//! thresholds are measured on real papers, in units of the letters' size.

use hayro_cmap::BfString;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro_syntax::object::{Dict, String as PdfString};
use kurbo::{BezPath, Point, Rect, Vec2};

use super::accents;
use super::letters::{Alphabet, Gaps, LastShape, LetterGap, Raised, is_stretched, proportion};
use crate::documents::raw::{ARTEFACT, RawLine, RawPage, STARTS};

/// A gap wider than this is a space.
const SPACE: f64 = 0.18;
/// A gap wider than this is a tab: the next cell of a table.
const TAB: f64 = 2.5;
/// A step across the baseline smaller than this stays on the line (superscripts).
const SAME_LINE: f64 = 0.45;
/// The furthest backward step that stays on the line (kerning, accents).
const BACK: f64 = 0.6;
/// A step down larger than this begins a paragraph.
const PARAGRAPH: f64 = 1.75;
/// A letter drawn twice within this distance is drawn to look bold.
const TWICE: f64 = 0.12;
/// Number of recent letters searched for such a double.
const RING: usize = 192;

/// Collector of the lines of one page.
pub(super) struct TextDevice {
    width: f64,
    height: f64,
    page: RawPage,
    /// Distance of each line below the one before, in units of the letters' size.
    ///
    /// Negative when it goes up, `None` when it begins elsewhere.
    steps: Vec<Option<f64>>,
    line: Option<CurrentLine>,
    /// The last letters drawn, for finding doubles; a ring buffer.
    ring: Vec<(char, Point)>,
    ring_next: usize,
    /// The open marked contents.
    marked: Vec<Marked>,
    artefacts: usize,
    covered: f64,
    /// Set once a font that the file does not embed is in use.
    stretched: bool,
    alphabet: Alphabet,
    shape: LastShape,
}

/// The current line.
struct CurrentLine {
    text: String,
    start: Point,
    end: Point,
    along: Vec2,
    size: f64,
    /// The size of its largest letters.
    largest: f64,
    step: Option<f64>,
    artefact: bool,
    gaps: Gaps,
    raised: Raised,
}

impl TextDevice {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            width: width.max(1.0),
            height: height.max(1.0),
            page: RawPage::default(),
            steps: Vec::new(),
            line: None,
            ring: Vec::new(),
            ring_next: 0,
            marked: Vec::new(),
            artefacts: 0,
            covered: 0.0,
            stretched: false,
            alphabet: Alphabet::default(),
            shape: LastShape::default(),
        }
    }

    /// Returns the finished page.
    pub(super) fn finish(mut self) -> RawPage {
        self.end_line();
        self.page.covered = as_u32((self.covered * 1000.0).min(1000.0));
        let limit = paragraph_step(&self.steps);
        for (line, step) in self.page.lines.iter_mut().zip(&self.steps) {
            if step.is_none_or(|step| step > limit || step < -SAME_LINE) {
                line.marks |= STARTS;
            }
        }
        self.page
    }

    fn end_line(&mut self) {
        let Some(mut line) = self.line.take() else {
            return;
        };
        line.gaps.put_spaces(&mut line.text);
        let cut = line.text.trim_end().len();
        line.text.truncate(cut);
        if line.text.trim_start().is_empty() {
            return;
        }
        let down = as_u16(line.start.y / self.height * 1000.0);
        let size = as_u16(line.largest * 10.0);
        let marks = if line.artefact { ARTEFACT } else { 0 };
        self.page.lines.push(RawLine {
            down,
            size,
            marks,
            text: line.text,
            ..RawLine::default()
        });
        self.steps.push(line.step);
    }

    /// Adds one letter: its meaning, its start and end, the direction of its line, its size.
    fn letter(&mut self, meaning: &str, start: Point, end: Point, along: Vec2, size: f64) {
        let first = meaning.chars().next().unwrap_or(' ');
        let mut step = None;
        if let Some(line) = &mut self.line {
            let unit = size.max(line.size);
            let from_end = start - line.end;
            let gap = from_end.dot(along) / unit;
            // Positive is down the page, in the reading direction of the letters.
            let across = along.cross(start - line.start) / unit;
            let near = along.cross(from_end).abs() / unit < SAME_LINE || across.abs() < SAME_LINE;
            let same_way = line.along.dot(along) > 0.9;
            if gap < -0.05 && !first.is_whitespace() && is_double(&self.ring, first, start, size) {
                return;
            }
            let same_kind = line.artefact == (self.artefacts > 0);
            let back = if accents::awaits_letter(&line.text) {
                2.0 * BACK
            } else {
                BACK
            };
            if same_way && near && same_kind && gap > -back {
                if accents::join(&mut line.text, meaning, gap) {
                    // Under its accent a letter may end before it; the next one follows both.
                    if (end - line.end).dot(along) > 0.0 {
                        line.end = end;
                    }
                    self.remember(first, start);
                    return;
                }
                if gap > SPACE || first.is_whitespace() {
                    if gap > TAB {
                        trim_spaces(&mut line.text);
                        line.text.push('\t');
                    } else if gap > SPACE && !line.text.ends_with([' ', '\t']) {
                        line.text.push(' ');
                    }
                    line.raised.end();
                    push(&mut line.text, meaning);
                } else {
                    let step = LetterGap {
                        gap,
                        lower: along.cross(from_end) / unit,
                        before: line.size,
                        size,
                    };
                    (line.raised).put(&mut line.text, &mut line.gaps, meaning, step);
                }
                line.end = end;
                line.size = size;
                line.largest = line.largest.max(size);
                self.remember(first, start);
                return;
            }
            if first.is_whitespace() {
                return;
            }
            step = (same_way && same_kind).then_some(across);
        }
        if first.is_whitespace() {
            return;
        }
        self.end_line();
        let mut text = String::new();
        push(&mut text, meaning);
        let artefact = self.artefacts > 0;
        self.line = Some(CurrentLine {
            text,
            start,
            end,
            along,
            size,
            largest: size,
            step,
            artefact,
            gaps: Gaps::default(),
            raised: Raised::default(),
        });
        self.remember(first, start);
    }

    fn remember(&mut self, letter: char, at: Point) {
        if letter.is_whitespace() {
            return;
        }
        if let Some(place) = self.ring.get_mut(self.ring_next) {
            *place = (letter, at);
        } else {
            self.ring.push((letter, at));
        }
        self.ring_next = (self.ring_next + 1) % RING;
    }
}

/// Returns true if the same letter was drawn at nearly the same place before.
fn is_double(ring: &[(char, Point)], letter: char, at: Point, size: f64) -> bool {
    ring.iter()
        .any(|(other, place)| *other == letter && (*place - at).hypot() < TWICE * size)
}

/// Returns the step from which a line begins a paragraph, in units of the letters' size.
///
/// The usual one, or more where the lines themselves are widely spaced.
fn paragraph_step(steps: &[Option<f64>]) -> f64 {
    let mut down: Vec<f64> = steps
        .iter()
        .flatten()
        .copied()
        .filter(|step| (0.5..5.0).contains(step))
        .collect();
    if down.len() < 4 {
        return PARAGRAPH;
    }
    down.sort_by(f64::total_cmp);
    let usual = down.get(down.len() / 4).copied().unwrap_or(1.2);
    PARAGRAPH.max(usual * 1.3)
}

fn trim_spaces(text: &mut String) {
    let cut = text.trim_end_matches(' ').len();
    text.truncate(cut);
}

/// Appends a letter's meaning to a line, without the characters that no line may hold.
pub(super) fn push(line: &mut String, meaning: &str) {
    for c in meaning.chars() {
        match c {
            ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => {
                if !line.ends_with([' ', '\t']) {
                    line.push(' ');
                }
            }
            // A soft hyphen and the hyphen drawn for it are one.
            '\u{AD}' if line.ends_with(['-', '\u{2010}']) => {}
            '\u{2010}' if line.ends_with('-') => {}
            '\u{AD}' => line.push('-'),
            '\u{FB00}' => line.push_str("ff"),
            '\u{FB01}' => line.push_str("fi"),
            '\u{FB02}' => line.push_str("fl"),
            '\u{FB03}' => line.push_str("ffi"),
            '\u{FB04}' => line.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => line.push_str("st"),
            // Bullets of the fonts Symbol and Wingdings.
            '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F0FC}' => line.push('•'),
            c if crate::documents::plain::is_raw(c) => {}
            c => line.push(c),
        }
    }
}

impl<'a> Device<'a> for TextDevice {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.page.paths = self.page.paths.saturating_add(1);
    }

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.page.paths = self.page.paths.saturating_add(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_clip_rect(&mut self, _: &Rect) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.stretched |= is_stretched(run);
        self.alphabet.next_run();
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let Some(shape) = self.shape.of(place) else {
                continue;
            };
            let start = place * Point::ZERO;
            if !start.is_finite() {
                continue;
            }
            let letter = self.alphabet.letter(glyph);
            let stretch = if self.stretched {
                proportion(glyph.transform())
            } else {
                1.0
            };
            let end = place * Point::new(letter.advance / stretch, 0.0);
            let mut buffer = [0; 4];
            let text;
            let meaning: &str = match &letter.meaning {
                BfString::Char(c) => c.encode_utf8(&mut buffer),
                BfString::String(string) => {
                    text = string.clone();
                    &text
                }
            };
            if !letter.is_space {
                self.page.glyphs = self.page.glyphs.saturating_add(1);
                self.page.doubtful = self
                    .page
                    .doubtful
                    .saturating_add(u32::from(letter.doubtful));
            }
            self.letter(meaning, start, end, shape.along, shape.size);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.page.images = self.page.images.saturating_add(1);
        let pixels = f64::from(image.width()) * f64::from(image.height());
        let area = props.transform.determinant().abs() * pixels / (self.width * self.height);
        if area.is_finite() {
            self.covered += area;
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let artefact = tag == b"Artifact";
        let actual = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText".as_slice()))
            .and_then(|text| actual_text(text.as_bytes()));
        // Bounded: a hostile page opens millions and closes none.
        if self.marked.len() < 10_000 {
            self.marked.push(Marked {
                artefact,
                actual,
                lines: self.page.lines.len(),
                from: self.line.as_ref().map_or(0, |line| line.text.len()),
                glyphs: self.page.glyphs,
            });
            self.artefacts += usize::from(artefact);
        }
    }

    fn end_marked_content(&mut self) {
        let Some(marked) = self.marked.pop() else {
            return;
        };
        if marked.artefact {
            self.artefacts = self.artefacts.saturating_sub(1);
        }
        if let Some(actual) = &marked.actual {
            self.put_actual(&marked, actual);
        }
    }
}

/// An open marked content.
struct Marked {
    artefact: bool,
    /// The meaning of its letters, where the file gives it.
    actual: Option<String>,
    /// Number of lines at its beginning.
    lines: usize,
    /// Length of the open line at its beginning, in bytes.
    from: usize,
    /// Number of letters at its beginning.
    glyphs: u32,
}

/// The most letters for which a meaning is believed: a longer one might hide the drawn text.
const FEW_LETTERS: u32 = 8;

/// Decodes the meaning that a file gives to some letters, if it is short and not empty.
fn actual_text(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .take(FEW_LETTERS as usize + 1)
                .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
                .map(u16::from_be_bytes)
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            String::from_utf8_lossy(rest.get(..rest.len().min(64))?).into_owned()
        }
        // The first 256 letters of Unicode, near enough.
        _ => bytes
            .iter()
            .take(FEW_LETTERS as usize + 1)
            .map(|byte| char::from(*byte))
            .collect(),
    };
    (!text.is_empty() && text.chars().count() <= FEW_LETTERS as usize).then_some(text)
}

impl TextDevice {
    /// Replaces the letters of a marked content by their meaning.
    ///
    /// For example a ligature's letters, or a soft hyphen that is drawn as a space in the middle of
    /// a word.
    fn put_actual(&mut self, marked: &Marked, actual: &str) {
        let begun = self.page.lines.len().saturating_sub(marked.lines);
        let Some(line) = &mut self.line else { return };
        let from = match begun {
            0 => marked.from,
            1 => 0,
            _ => return,
        };
        let few = self.page.glyphs.saturating_sub(marked.glyphs) <= FEW_LETTERS;
        let Some(drawn) = line.text.get(from..).filter(|_| few) else {
            return;
        };
        let gap = drawn.len() - drawn.trim_start().len();
        let hyphen = drawn.trim().ends_with(['-', '\u{2010}']);
        let mut meaning = String::new();
        match actual {
            "\u{AD}" if hyphen => meaning.push('-'),
            "\u{AD}" if drawn.trim().is_empty() => {
                line.text.truncate(from);
                line.gaps.forget_after(from);
                return;
            }
            _ if drawn.trim().is_empty() && actual.trim().is_empty() => return,
            // Typst gives a letter and the soft hyphen after it, where the word is not broken.
            _ if !hyphen => push(&mut meaning, &actual.replace('\u{AD}', "")),
            _ => push(&mut meaning, actual),
        }
        line.text.truncate(from + gap);
        line.gaps.forget_after(line.text.len());
        line.text.push_str(&meaning);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped; what is no number becomes 0"
)]
fn as_u16(number: f64) -> u16 {
    number.clamp(0.0, 65_535.0) as u16
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped; what is no number becomes 0"
)]
fn as_u32(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn double_spaced_lines_are_one_paragraph() {
        let single = [None, Some(1.2), Some(1.2), Some(1.2), Some(2.2), Some(1.2)];
        assert!((paragraph_step(&single) - PARAGRAPH).abs() < 1e-9);
        let double = [None, Some(2.3), Some(2.3), Some(2.3), Some(2.3), Some(4.6)];
        assert!(paragraph_step(&double) > 2.9 && paragraph_step(&double) < 3.1);
    }

    #[test]
    fn ligatures_are_split_and_soft_hyphens_and_odd_spaces_made_plain() {
        let mut line = String::new();
        push(
            &mut line,
            "o\u{FB03}ce\u{A0}\u{2003}co\u{AD}op \u{F0B7}\u{200B}\u{1b}Gŵyr consul\u{AD}\u{2010}",
        );
        assert_eq!(line, "office co-op •Gŵyr consul-");
    }
}
