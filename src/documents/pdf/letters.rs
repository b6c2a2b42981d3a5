//! Single letters: their meaning, advance, direction and size.
//!
//! All of it is cached from letter to letter: looking it up costs more than everything else.

use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use kurbo::{Affine, Vec2};

use super::drawn::Between;
use crate::documents::words::raise;

/// A letter of a font.
#[derive(Debug)]
pub(super) struct Letter {
    code: u32,
    run: u32,
    pub(super) meaning: BfString,
    /// True if it draws nothing.
    pub(super) is_space: bool,
    /// True if the file does not give its meaning.
    pub(super) doubtful: bool,
    /// Distance to the next letter, in thousandths of the size.
    pub(super) advance: f64,
}

impl Letter {
    fn of(glyph: &Glyph<'_>, run: u32, of_run: &GlyphRun<'_, '_>) -> Self {
        let code = glyph.char_code();
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let told = glyph.as_unicode();
        let (meaning, doubtful) = match told {
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
        let advance = f64::from(advance.unwrap_or(500.0));
        let is_empty = match &meaning {
            BfString::Char(c) => c.is_whitespace() || *c == SYMBOL_SPACE,
            BfString::String(text) => text.trim().is_empty(),
        };
        let is_space = is_empty || (doubtful && draws_space(glyph, of_run, &meaning, advance));
        let (meaning, doubtful) = if is_space {
            (BfString::Char(' '), false)
        } else {
            (meaning, doubtful)
        };
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

/// The space of the fonts Symbol and Wingdings.
const SYMBOL_SPACE: char = '\u{F020}';
/// The widths that a space may have, in thousandths of the size.
const SPACE_WIDTHS: std::ops::RangeInclusive<f64> = 120.0..=700.0;

/// Returns true if a letter whose meaning is not given draws nothing where a space would be.
///
/// A font that the file does not hold may draw nothing at all: a letter is a space only if those
/// next to it have a meaning, or if its own is a control character.
fn draws_space(
    glyph: &Glyph<'_>,
    of_run: &GlyphRun<'_, '_>,
    meaning: &BfString,
    advance: f64,
) -> bool {
    let Glyph::Outline(outline) = glyph else {
        return false;
    };
    let control = matches!(meaning, BfString::Char(c) if c.is_control());
    let known = |glyph: &Glyph<'_>| matches!(glyph.as_unicode(), Some(BfString::Char(c)) if c.is_alphanumeric());
    SPACE_WIDTHS.contains(&advance)
        && outline.outline().elements().is_empty()
        && (control || of_run.glyphs().iter().any(|glyph| known(glyph)))
}

/// Cache of the letters of one run, which has one font.
#[derive(Debug, Default)]
pub(super) struct Alphabet {
    run: u32,
    /// Letters by the last byte of their code.
    letters: Vec<Option<Letter>>,
    last: Option<Letter>,
}

impl Alphabet {
    /// Begins a new run, which may be in another font.
    pub(super) fn next_run(&mut self) {
        self.run = self.run.wrapping_add(1);
        if self.letters.is_empty() {
            self.letters.resize_with(256, || None);
        }
    }

    /// Returns a letter, from the cache if it is known.
    pub(super) fn letter(&mut self, glyph: &Glyph<'_>, of_run: &GlyphRun<'_, '_>) -> &Letter {
        let (code, run) = (glyph.char_code(), self.run);
        // There are 256 places; `last` is only for the compiler.
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
        slot.get_or_insert_with(|| Letter::of(glyph, run, of_run))
    }
}

/// Direction and size of letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Unit vector along the line.
    pub(super) along: Vec2,
    /// The size.
    pub(super) size: f64,
}

/// Cache of the last letter's shape: most letters are like the one before.
#[derive(Debug, Default)]
pub(super) struct LastShape {
    of: [f64; 4],
    shape: Option<Shape>,
}

impl LastShape {
    /// Returns the shape of letters placed so; `None` if they cannot be seen.
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
            // Also false for NaN.
            let visible = length > 1e-6 && size > 1e-6 && size < 1e6;
            self.shape = visible.then(|| Shape {
                along: along / length,
                size,
            });
        }
        self.shape
    }
}

/// The gaps within apparent words on a line, in units of the letters' size.
///
/// On a tightly set line some of them are spaces after all: that is only known for the whole line.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// Number of gaps, and of those among them that are none in truth.
    all: u32,
    closed: u32,
    /// Offsets in the line's text of gaps that may be spaces, in order.
    wide: Vec<usize>,
}

impl Gaps {
    /// A gap smaller than this, in either direction, is none.
    const CLOSED: f64 = 0.03;
    /// A gap wider than this may be a space.
    const WIDE: f64 = 0.12;

    /// Counts a gap at an offset in the line's text.
    pub(super) fn add(&mut self, gap: f64, at: usize) {
        self.all += 1;
        if gap.abs() < Self::CLOSED {
            self.closed += 1;
        } else if gap > Self::WIDE {
            self.wide.push(at);
        }
    }

    /// Forgets the gaps after an offset at which the line's text was cut off.
    pub(super) fn forget_after(&mut self, at: usize) {
        self.wide.retain(|wide| *wide <= at);
    }

    /// Inserts spaces for the wide gaps, unless the letters are apart throughout.
    ///
    /// They are if they are spread out, or of a font whose widths are not known.
    pub(super) fn put_spaces(&self, text: &mut String, between: &mut [Between]) {
        if self.wide.is_empty() || self.closed * 2 < self.all {
            return;
        }
        let mut before = self.wide.iter().peekable();
        let mut put = 0;
        for gap in between {
            while before.next_if(|at| **at < gap.at).is_some() {
                put += 1;
            }
            gap.at += put;
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

/// Position of a letter relative to the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LetterGap {
    /// The gap between them, in units of the larger one's size.
    pub(super) gap: f64,
    /// Distance below the one before, in the same units.
    pub(super) lower: f64,
    /// The size of the one before.
    pub(super) before: f64,
    /// The size of the letter itself.
    pub(super) size: f64,
}

/// State for small letters raised after those before: the mark of a note, "17th".
///
/// With nothing between them, "union" with the mark 3 would be read as "union3" and never be found.
#[derive(Debug, Default)]
pub(super) struct Raised(bool);

impl Raised {
    /// Letters this much smaller are small.
    const SMALL: f64 = 0.85;
    /// Letters higher by more than this are raised.
    const HIGHER: f64 = 0.12;

    /// Appends a letter directly after the line's last one.
    pub(super) fn put(
        &mut self,
        line: &mut String,
        gaps: &mut Gaps,
        meaning: &str,
        step: LetterGap,
    ) {
        let small = step.size < Self::SMALL * step.before;
        let large = step.before < Self::SMALL * step.size;
        let begins = !self.0 && small && step.lower < -Self::HIGHER;
        let goes_on = self.0 && !large && step.lower.abs() < Self::HIGHER;
        if !self.0 && large && step.lower > Self::HIGHER {
            raise_first(line, gaps);
        }
        self.0 = begins || goes_on;
        if !super::lines::ends_apart(line) {
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
        super::lines::push(line, meaning);
    }

    /// Ends the raised letters: the next letter does not follow directly.
    pub(super) const fn end(&mut self) {
        self.0 = false;
    }
}

/// Raises the number that makes up the line, or its last cell, so far: a note begins so.
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

/// Returns true if some letters of a run are drawn wider or narrower than others.
///
/// A font that the file does not embed is replaced by one whose letters are stretched to the widths
/// given in the file. Their own advance is in those widths already and must not be stretched again.
pub(super) fn is_stretched(run: &GlyphRun<'_, '_>) -> bool {
    let turned = |glyph: &PositionedGlyph<'_>| {
        let [a, b, c, d, _, _] = glyph.transform().as_coeffs();
        [a, b, c, d]
    };
    let mut before = run.glyphs().first().map_or([0.0; 4], turned);
    let (mut least, mut most) = (f64::MAX, 0.0_f64);
    for glyph in run.glyphs() {
        let now = turned(glyph);
        #[expect(
            clippy::float_cmp,
            reason = "the very same numbers, or it is worked out again"
        )]
        let unchanged = before == now;
        if unchanged {
            continue;
        }
        for one in [before, now] {
            let width = width_of(one);
            if width.is_finite() {
                least = least.min(width);
                most = most.max(width);
            }
        }
        before = now;
    }
    most > least * 1.02
}

/// Returns the width of drawn letters relative to their height.
pub(super) fn proportion(text: Affine) -> f64 {
    let [a, b, c, d, _, _] = text.as_coeffs();
    width_of([a, b, c, d])
}

fn width_of([a, b, c, d]: [f64; 4]) -> f64 {
    let (across, up) = (Vec2::new(a, b).hypot(), Vec2::new(c, d).hypot());
    if up > 0.0 && across > 0.0 {
        across / up
    } else {
        1.0
    }
}

/// Repairs the meaning of letters drawn as one, where the file gives it shifted by one byte.
///
/// Ghostscript 9.5 to 10.0 does that, and with it many a "print to PDF" ("\u{6600}\u{6900}" for
/// "fi").
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

/// Returns true if a letter has no meaning outside its own font, the usual bullets apart.
///
/// A control character has none anywhere.
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
            all.put_spaces(&mut text, &mut []);
            text
        };
        assert_eq!(line(&[0.0, 0.0, 0.15, 0.0, 0.01, 0.14, 0.0]), "abc def gh");
        assert_eq!(line(&[0.15; 7]), "abcdefgh");
        assert_eq!(line(&[0.1, -0.1, 0.15, 0.08, 0.0, 0.14, 0.06]), "abcdefgh");
    }
}
