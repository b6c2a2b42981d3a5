//! Single letters: what they mean, how far the next one stands, how they are turned and sized.
//!
//! All of it is remembered from letter to letter: looking it up costs more than all the rest.

use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph, GlyphRun};
use kurbo::{Affine, Vec2};

use crate::documents::words::raise;

/// What is known of a letter of a font.
#[derive(Debug)]
pub(super) struct Letter {
    code: u32,
    run: u32,
    pub(super) meaning: BfString,
    /// It draws nothing.
    pub(super) is_space: bool,
    /// The file does not tell what it means.
    pub(super) doubtful: bool,
    /// How far the next one stands, in thousandths of the size.
    pub(super) advance: f64,
}

impl Letter {
    fn of(glyph: &Glyph<'_>, run: u32) -> Self {
        let code = glyph.char_code();
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let (meaning, doubtful) = match glyph.as_unicode() {
            Some(BfString::Char(c)) => (BfString::Char(c), is_private(c)),
            Some(BfString::String(text)) => {
                let text = shifted(&text).unwrap_or(text);
                let doubtful = text.chars().all(is_private);
                (BfString::String(text), doubtful)
            }
            None => match char::from_u32(code) {
                Some(c) if matches!(c, ' '..='~') => (BfString::Char(c), true),
                _ => (BfString::Char('\u{FFFD}'), true),
            },
        };
        let is_space = match &meaning {
            BfString::Char(c) => c.is_whitespace(),
            BfString::String(text) => text.trim().is_empty(),
        };
        let advance = f64::from(advance.unwrap_or(500.0));
        Self {
            code,
            run,
            meaning,
            is_space,
            doubtful,
            advance,
        }
    }
}

/// The letters of one run, which has one font.
#[derive(Debug, Default)]
pub(super) struct Alphabet {
    run: u32,
    /// By the last byte of their code.
    letters: Vec<Option<Letter>>,
    last: Option<Letter>,
}

impl Alphabet {
    /// What follows may be of another font.
    pub(super) fn next_run(&mut self) {
        self.run = self.run.wrapping_add(1);
        if self.letters.is_empty() {
            self.letters.resize_with(256, || None);
        }
    }

    /// What is known of a letter.
    pub(super) fn letter(&mut self, glyph: &Glyph<'_>) -> &Letter {
        let (code, run) = (glyph.char_code(), self.run);
        // There are 256 places; the last one is only for the compiler.
        let slot = self
            .letters
            .get_mut((code & 255) as usize)
            .unwrap_or(&mut self.last);
        if slot
            .as_ref()
            .is_none_or(|known| known.code != code || known.run != run)
        {
            *slot = None;
        }
        slot.get_or_insert_with(|| Letter::of(glyph, run))
    }
}

/// How letters are turned and sized.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The way of the line, of length 1.
    pub(super) along: Vec2,
    /// The size.
    pub(super) size: f64,
}

/// The shape of the last letter: most letters are like the one before.
#[derive(Debug, Default)]
pub(super) struct LastShape {
    of: [f64; 4],
    shape: Option<Shape>,
}

impl LastShape {
    /// The shape of letters placed so; none if they cannot be seen.
    pub(super) fn of(&mut self, place: Affine) -> Option<Shape> {
        let [a, b, c, d, _, _] = place.as_coeffs();
        #[expect(
            clippy::float_cmp,
            reason = "the very same numbers, or it is worked out again"
        )]
        let same = self.of == [a, b, c, d];
        if !same {
            self.of = [a, b, c, d];
            let along = Vec2::new(a, b) * 1000.0;
            let size = Vec2::new(c, d).hypot() * 1000.0;
            let length = along.hypot();
            // Also false for what is no number.
            let visible = length > 1e-6 && size > 1e-6 && size < 1e6;
            self.shape = visible.then(|| Shape {
                along: along / length,
                size,
            });
        }
        self.shape
    }
}

/// The gaps within what seem to be words on a line, in units of the letters' size. On a tightly set
/// line some of them are spaces after all: that is known when the whole line is.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// How many there are, and how many of them are none in truth.
    all: u32,
    closed: u32,
    /// Where in the line's text those stand that may be spaces, in order.
    wide: Vec<usize>,
}

impl Gaps {
    /// A gap smaller than this, either way, is none.
    const CLOSED: f64 = 0.03;
    /// A gap wider than this may be a space.
    const WIDE: f64 = 0.12;

    /// Counts a gap that stands so far into the line's text.
    pub(super) fn add(&mut self, gap: f64, at: usize) {
        self.all += 1;
        if gap.abs() < Self::CLOSED {
            self.closed += 1;
        } else if gap > Self::WIDE {
            self.wide.push(at);
        }
    }

    /// The line's text was cut off there.
    pub(super) fn forget_after(&mut self, at: usize) {
        self.wide.retain(|wide| *wide <= at);
    }

    /// Puts in spaces for the wide gaps, unless the letters stand apart altogether: spread out, or
    /// of a font whose widths are not known.
    pub(super) fn put_spaces(&self, text: &mut String) {
        if self.wide.is_empty() || self.closed * 2 < self.all {
            return;
        }
        let mut out = String::with_capacity(text.len() + self.wide.len());
        let mut from = 0;
        for at in &self.wide {
            out.push_str(text.get(from..*at).unwrap_or_default());
            out.push(' ');
            from = *at;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        *text = out;
    }
}

/// How a letter stands to the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The gap between them, in units of the larger one's size.
    pub(super) gap: f64,
    /// How much lower it stands, in the same units.
    pub(super) lower: f64,
    /// The size of the one before.
    pub(super) before: f64,
    /// Its own size.
    pub(super) size: f64,
}

/// Small letters that are raised after those before: the mark of a note, "17th". Where nothing parts
/// them, "union" with the mark 3 would be read as "union3" and never be found.
#[derive(Debug, Default)]
pub(super) struct Raised(bool);

impl Raised {
    /// Letters this much smaller are small.
    const SMALL: f64 = 0.85;
    /// Letters that stand higher by this are raised.
    const HIGHER: f64 = 0.12;

    /// Puts a letter on a line directly after what is there.
    pub(super) fn put(&mut self, line: &mut String, gaps: &mut Gaps, meaning: &str, step: Step) {
        let small = step.size < Self::SMALL * step.before;
        let large = step.before < Self::SMALL * step.size;
        let begins = !self.0 && small && step.lower < -Self::HIGHER;
        let goes_on = self.0 && !large && step.lower.abs() < Self::HIGHER;
        if !self.0 && large && step.lower > Self::HIGHER {
            raise_first(line, gaps);
        }
        self.0 = begins || goes_on;
        if !line.ends_with([' ', '\t']) {
            gaps.add(step.gap, line.len());
        }
        if self.0 {
            let raised = raise(meaning);
            if raised != meaning {
                line.push_str(&raised);
                return;
            }
        }
        let mut last = line.chars().rev().take(3);
        if begins && meaning.len() == 1 && line.len() > 2 && last.all(char::is_lowercase) {
            line.push(' ');
        }
        super::device::push(line, meaning);
    }

    /// What comes is not directly after what is there.
    pub(super) const fn end(&mut self) {
        self.0 = false;
    }
}

/// Raises the number that a line, or its last cell, consists of so far: a note begins so.
fn raise_first(line: &mut String, gaps: &mut Gaps) {
    let rest = line.trim_end_matches(|c: char| c.is_ascii_digit());
    if rest.len() < line.len() && (rest.is_empty() || rest.ends_with(['\t', ' '])) {
        let cut = rest.len();
        let number = raise(line.get(cut..).unwrap_or_default()).into_owned();
        line.truncate(cut);
        gaps.forget_after(cut);
        line.push_str(&number);
    } else if line.chars().count() <= 2 && line.chars().all(char::is_alphanumeric) {
        // A letter, or a digit of another script.
        line.push(' ');
    }
}

/// Whether letters of a run are drawn wider or narrower one than the other: a font that the file
/// does not hold is replaced by one whose letters are stretched to the widths that the file tells.
/// Their own advance is in those widths already and must not be stretched again.
pub(super) fn is_stretched(run: &GlyphRun<'_, '_>) -> bool {
    let (mut least, mut most) = (f64::MAX, 0.0_f64);
    let mut before = [0.0; 4];
    for glyph in run.glyphs() {
        let [a, b, c, d, _, _] = glyph.transform().as_coeffs();
        #[expect(
            clippy::float_cmp,
            reason = "the very same numbers, or it is worked out again"
        )]
        let unchanged = before == [a, b, c, d];
        if !unchanged {
            before = [a, b, c, d];
            let width = proportion(glyph.transform());
            if width.is_finite() {
                least = least.min(width);
                most = most.max(width);
            }
        }
    }
    most > least * 1.02
}

/// How wide letters are drawn for their height.
pub(super) fn proportion(text: Affine) -> f64 {
    let [a, b, c, d, _, _] = text.as_coeffs();
    let (across, up) = (Vec2::new(a, b).hypot(), Vec2::new(c, d).hypot());
    if up > 0.0 && across > 0.0 {
        across / up
    } else {
        1.0
    }
}

/// What some letters that are drawn as one mean, where the file tells it moved by one byte: as
/// Ghostscript 9.5 to 10.0 does, and with it many a "print to PDF" ("\u{6600}\u{6900}" for "fi").
fn shifted(told: &str) -> Option<String> {
    // It cuts the third letter off, and with it a part of the second.
    if told == "\u{6600}\u{CF00}" {
        return Some("ffi".to_owned());
    }
    let units: Vec<u16> = told.encode_utf16().collect();
    if units.len() < 2 || units.last().is_none_or(|last| last & 0xFF != 0) {
        return None;
    }
    let mut before = 0;
    let moved: Vec<u16> = units
        .iter()
        .map(|unit| {
            let whole = before << 8 | unit >> 8;
            before = unit & 0xFF;
            whole
        })
        .collect();
    let latin = |unit: &u16| matches!(unit, 0x20..=0x24F | 0x2010..=0x2027);
    (moved.iter().all(latin))
        .then(|| String::from_utf16(&moved).ok())
        .flatten()
}

/// Whether a letter has no meaning outside its own font, the usual bullets apart; a control
/// character has none anywhere.
const fn is_private(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F0A6}' | '\u{F0A8}'..='\u{F0B6}' | '\u{F0B8}'..='\u{F8FF}' | '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_moved_by_one_byte_is_moved_back() {
        for (told, means) in [
            ("\u{6600}\u{6900}", Some("fi")),
            ("\u{6600}\u{6600}\u{6900}", Some("ffi")),
            ("\u{6600}\u{CF00}", Some("ffi")),
            ("\u{7400}\u{6900}", Some("ti")),
            ("\u{AD20}\u{1000}", Some("\u{AD}\u{2010}")),
            ("fi", None),
            ("\u{6600}", None),
            ("f\u{100}", None),
            ("\u{4E00}\u{4E8C}", None),
        ] {
            assert_eq!(shifted(told).as_deref(), means, "{told}");
        }
    }

    #[test]
    fn gaps_are_spaces_only_where_letters_stand_close() {
        let line = |gaps: &[f64]| {
            let mut text = "abcdefgh".to_owned();
            let mut all = Gaps::default();
            for (gap, at) in gaps.iter().zip(1..) {
                all.add(*gap, at);
            }
            all.put_spaces(&mut text);
            text
        };
        assert_eq!(line(&[0.0, 0.0, 0.15, 0.0, 0.01, 0.14, 0.0]), "abc def gh");
        assert_eq!(line(&[0.15; 7]), "abcdefgh");
        assert_eq!(line(&[0.1, -0.1, 0.15, 0.08, 0.0, 0.14, 0.06]), "abcdefgh");
    }
}
