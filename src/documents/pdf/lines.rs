//! Lines made of letters, in the order in which they are drawn.
//!
//! Letters keep the order of the content, which keeps a table's cell together; position only
//! decides between "the same word", a space, a tab, the next line and the next paragraph. The
//! thresholds are measured on real papers, in units of the letters' size.

use kurbo::{Point, Vec2};

use super::accents;
use super::columns;
use super::drawn::{Between, Line, Placed};
use super::letters::{Gaps, LetterGap, Raised};
use super::spread;
use crate::documents::paper::one_line;
use crate::documents::raw::{ARTEFACT, RawLine, STARTS};

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
/// Number of bytes of a usual line.
const LINE: usize = 96;
/// A gap wider than this may be that between two columns.
const GUTTER: f64 = 0.8;

/// Maker of the lines of one page.
pub(super) struct LineMaker {
    height: f64,
    lines: Vec<Line>,
    open: Option<CurrentLine>,
    /// The last letters drawn, for finding doubles; a ring buffer.
    ring: Vec<(char, Point)>,
    ring_next: usize,
    /// The open marked contents.
    marked: Vec<Marked>,
    artefacts: usize,
    /// Number of letters drawn, spaces apart.
    glyphs: u32,
    /// Number of those whose meaning the file does not give.
    doubtful: u32,
    /// Number of letters that were kept apart.
    apart: u64,
}

/// The current line.
struct CurrentLine {
    text: String,
    start: Point,
    end: Point,
    /// The end of its last letter that is no space.
    ink: Point,
    along: Vec2,
    size: f64,
    /// The size of its largest letters.
    largest: f64,
    step: Option<f64>,
    artefact: bool,
    gaps: Gaps,
    between: Vec<Between>,
    /// Number of words of one letter, near enough.
    alone: u32,
    raised: Raised,
}

impl LineMaker {
    pub(super) fn new(height: f64) -> Self {
        Self {
            height,
            lines: Vec::new(),
            open: None,
            ring: Vec::new(),
            ring_next: 0,
            marked: Vec::new(),
            artefacts: 0,
            glyphs: 0,
            doubtful: 0,
            apart: 0,
        }
    }

    /// Returns the number of letters drawn, spaces apart, and of those without a meaning.
    pub(super) const fn counts(&self) -> (u32, u32) {
        (self.glyphs, self.doubtful)
    }

    /// Returns the finished lines.
    pub(super) fn finish(mut self) -> Vec<RawLine> {
        self.end_line();
        let mut lines = columns::in_order(self.lines);
        let steps: Vec<Option<f64>> = lines.iter().map(|line| line.step).collect();
        let limit = paragraph_step(&steps);
        for line in &mut lines {
            if (line.step).is_none_or(|step| step > limit || step < -SAME_LINE) {
                line.raw.marks |= STARTS;
            }
        }
        lines.into_iter().map(|line| line.raw).collect()
    }

    fn end_line(&mut self) {
        let Some(mut line) = self.open.take() else {
            return;
        };
        line.gaps.put_spaces(&mut line.text, &mut line.between);
        if line.alone > 1 {
            spread::close(&mut line.text, &mut line.between);
        }
        let cut = line.text.trim_end().len();
        line.text.truncate(cut);
        if line.text.trim_start().is_empty() {
            return;
        }
        let down = as_u16(line.start.y / self.height * 1000.0);
        let size = as_u16(line.largest * 10.0);
        let marks = if line.artefact { ARTEFACT } else { 0 };
        line.between.retain(|gap| gap.wide > GUTTER);
        self.lines.push(Line {
            raw: RawLine {
                down,
                size,
                marks,
                text: line.text,
                ..RawLine::default()
            },
            step: line.step,
            start: line.start,
            end: line.ink,
            level: line.along.x > 0.99,
            gaps: line.between,
        });
    }

    /// Counts a letter that is kept apart from the lines.
    pub(super) const fn keep_apart(&mut self) {
        self.apart += 1;
    }

    /// Adds one letter: its meaning and its place.
    pub(super) fn letter(&mut self, meaning: &str, placed: Placed, doubtful: bool) {
        let Placed {
            start,
            end,
            along,
            size,
        } = placed;
        let first = meaning.chars().next().unwrap_or(' ');
        if !first.is_whitespace() {
            self.glyphs = self.glyphs.saturating_add(1);
            self.doubtful = self.doubtful.saturating_add(u32::from(doubtful));
        }
        let mut step = None;
        if let Some(line) = &mut self.open {
            let unit = size.max(line.size);
            let from_end = start - line.end;
            let gap = from_end.dot(along) / unit;
            // Positive is down the page, in the reading direction of the letters.
            let lower = along.cross(from_end) / unit;
            let across = || along.cross(start - line.start) / unit;
            let near = lower.abs() < SAME_LINE || across().abs() < SAME_LINE;
            let same_way = line.along.dot(along) > 0.9;
            if gap < -0.05 && !first.is_whitespace() && is_double(&self.ring, first, start, size) {
                return;
            }
            let same_kind = line.artefact == (self.artefacts > 0);
            let not_back = gap > -BACK || (gap > -2.0 * BACK && accents::awaits_letter(&line.text));
            if same_way && near && same_kind && not_back {
                if accents::join(&mut line.text, meaning, gap) {
                    // Under its accent a letter may end before it; the next one follows both.
                    if (end - line.end).dot(along) > 0.0 {
                        line.end = end;
                    }
                    self.remember(first, start);
                    return;
                }
                let line_ink = line.ink;
                let ink = || (start - line_ink).dot(along) / unit;
                if gap > SPACE || first.is_whitespace() {
                    if gap > TAB {
                        trim_spaces(&mut line.text);
                        line.text.push('\t');
                    } else if gap > SPACE && !ends_apart(&line.text) {
                        line.text.push(' ');
                    }
                    line.raised.end();
                    if !first.is_whitespace() {
                        line.add_between(ink(), start.x);
                    }
                    push(&mut line.text, meaning);
                } else {
                    if ends_apart(&line.text) {
                        line.add_between(ink(), start.x);
                    }
                    let step = LetterGap {
                        gap,
                        lower,
                        before: line.size,
                        size,
                    };
                    (line.raised).put(&mut line.text, &mut line.gaps, meaning, step);
                }
                line.end = end;
                if !first.is_whitespace() {
                    line.ink = end;
                }
                line.size = size;
                line.largest = line.largest.max(size);
                self.remember(first, start);
                return;
            }
            if first.is_whitespace() {
                return;
            }
            step = (same_way && same_kind).then(across);
        }
        if first.is_whitespace() {
            return;
        }
        self.end_line();
        // Room for a usual line, so that it does not move while it grows.
        let mut text = String::with_capacity(LINE);
        push(&mut text, meaning);
        let artefact = self.artefacts > 0;
        self.open = Some(CurrentLine {
            text,
            start,
            end,
            ink: end,
            along,
            size,
            largest: size,
            step,
            artefact,
            gaps: Gaps::default(),
            between: Vec::with_capacity(LINE / 6),
            alone: 0,
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

impl CurrentLine {
    /// Forgets the gaps after an offset at which the text was cut off.
    fn forget_after(&mut self, at: usize) {
        self.gaps.forget_after(at);
        self.between.retain(|gap| gap.at <= at);
    }

    /// Notes the gap before the letter that comes next.
    fn add_between(&mut self, wide: f64, x: f64) {
        // Bounded: a hostile line has millions of words.
        if self.between.len() < 10_000 {
            let last = self.between.last().map_or(0, |gap| gap.at);
            self.alone += u32::from(self.text.len() <= last + 3);
            self.between.push(Between {
                at: self.text.len(),
                wide,
                x,
            });
        }
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

/// Returns true if a line ends with a space or a tab.
pub(super) fn ends_apart(line: &str) -> bool {
    matches!(line.as_bytes().last(), Some(b' ' | b'\t'))
}

/// Appends a letter's meaning to a line, without the characters that no line may hold.
pub(super) fn push(line: &mut String, meaning: &str) {
    // Nearly every letter is one of these.
    if let [only] = meaning.as_bytes()
        && only.is_ascii_graphic()
    {
        line.push(char::from(*only));
        return;
    }
    for c in meaning.chars() {
        match c {
            ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => {
                if !ends_apart(line) {
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
    doubtful: u32,
    apart: u64,
}

/// The most letters for which a meaning is believed: a longer one might hide the drawn text.
///
/// Letters that mean nothing by themselves hide nothing.
const FEW_LETTERS: usize = 8;

impl LineMaker {
    /// Begins a marked content.
    pub(super) fn begin_marked(&mut self, artefact: bool, actual: Option<String>) {
        // Bounded: a hostile page opens millions and closes none.
        if self.marked.len() < 10_000 {
            self.marked.push(Marked {
                artefact,
                actual,
                lines: self.lines.len(),
                from: self.open.as_ref().map_or(0, |line| line.text.len()),
                glyphs: self.glyphs,
                doubtful: self.doubtful,
                apart: self.apart,
            });
            self.artefacts += usize::from(artefact);
        }
    }

    /// Ends the marked content that was begun last; returns its meaning if no letter is drawn for it.
    pub(super) fn end_marked(&mut self) -> Option<String> {
        let marked = self.marked.pop()?;
        if marked.artefact {
            self.artefacts = self.artefacts.saturating_sub(1);
        }
        // The meaning of letters that are kept apart is kept with them.
        let actual = (marked.actual.as_deref()).filter(|_| self.apart == marked.apart)?;
        if self.glyphs == marked.glyphs && actual.chars().count() > FEW_LETTERS {
            return Some(one_line(actual));
        }
        self.put_actual(&marked, actual);
        None
    }

    /// Replaces the letters of a marked content by their meaning.
    ///
    /// For example a ligature's letters, or a soft hyphen that is drawn as a space in the middle of
    /// a word.
    fn put_actual(&mut self, marked: &Marked, actual: &str) {
        let begun = self.lines.len().saturating_sub(marked.lines);
        let Some(line) = &mut self.open else { return };
        let from = match begun {
            0 => marked.from,
            1 => 0,
            _ => return,
        };
        let letters = self.glyphs.saturating_sub(marked.glyphs);
        let doubtful = self.doubtful.saturating_sub(marked.doubtful);
        let few = letters as usize <= FEW_LETTERS && actual.chars().count() <= FEW_LETTERS;
        let few = few || (letters > 0 && doubtful * 2 > letters);
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
                line.forget_after(from);
                return;
            }
            _ if drawn.trim().is_empty() && actual.trim().is_empty() => return,
            // Typst gives a letter and the soft hyphen after it, where the word is not broken.
            _ if !hyphen => push(&mut meaning, &actual.replace('\u{AD}', "")),
            _ => push(&mut meaning, actual),
        }
        line.text.truncate(from + gap);
        line.forget_after(line.text.len());
        line.text.push_str(&meaning);
        self.doubtful = marked.doubtful;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped; what is no number becomes 0"
)]
pub(super) fn as_u16(number: f64) -> u16 {
    number.clamp(0.0, 65_535.0) as u16
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped; what is no number becomes 0"
)]
pub(super) fn as_u32(number: f64) -> u32 {
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
