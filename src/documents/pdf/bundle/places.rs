//! The places of quoted words on a page: the letters as drawn, and boxes around those quoted.

use kurbo::{Point, Rect, Vec2};

use crate::documents::pdf::drawn::{Drawn, Placed};

/// The most letters of a page in which passages are looked for.
const LETTERS: usize = 60_000;

/// The letters and digits of a page, folded, in the order in which they are drawn.
#[derive(Debug, Default)]
pub(super) struct Letters {
    folded: Vec<char>,
    placed: Vec<Placed>,
}

/// The turn that makes a page's text run from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    None,
    Right,
    Left,
    Over,
}

impl Turn {
    /// Returns the size of a page once it is turned.
    pub(super) const fn size(self, (width, height): (f32, f32)) -> (f32, f32) {
        match self {
            Self::Right | Self::Left => (height, width),
            Self::None | Self::Over => (width, height),
        }
    }

    /// Returns the matrix that turns a page of a size.
    pub(super) const fn matrix(self, (width, height): (f32, f32)) -> [f32; 6] {
        match self {
            Self::None => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            Self::Right => [0.0, -1.0, 1.0, 0.0, 0.0, width],
            Self::Left => [0.0, 1.0, -1.0, 0.0, height, 0.0],
            Self::Over => [-1.0, 0.0, 0.0, -1.0, width, height],
        }
    }
}

impl Letters {
    /// Takes the letters that are part of a page's text.
    pub(super) fn of(drawn: &[Drawn]) -> Self {
        let mut letters = Self::default();
        let mut last: Option<(char, Point)> = None;
        for one in drawn.iter().filter(|one| one.is_kept()) {
            for c in fold(&one.letters()) {
                // A letter drawn twice looks bold.
                let twice = last.is_some_and(|(before, at)| {
                    before == c && (at - one.placed.start).hypot() < 0.12 * one.placed.size
                });
                last = Some((c, one.placed.start));
                if !twice && letters.folded.len() < LETTERS {
                    letters.folded.push(c);
                    letters.placed.push(one.placed);
                }
            }
        }
        letters
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Returns the turn that the page needs: that of nearly all of its letters.
    pub(super) fn turn(&self) -> Turn {
        let share = |way: Vec2| {
            let so = self
                .placed
                .iter()
                .filter(|one| one.along.dot(way) > 0.9)
                .count();
            so * 10 > self.placed.len() * 8
        };
        if self.placed.len() < 50 {
            Turn::None
        } else if share(Vec2::new(0.0, -1.0)) {
            Turn::Right
        } else if share(Vec2::new(0.0, 1.0)) {
            Turn::Left
        } else if share(Vec2::new(-1.0, 0.0)) {
            Turn::Over
        } else {
            Turn::None
        }
    }

    /// Returns the boxes around some words, a box a line; empty if they are not here.
    ///
    /// Pieces between ellipses follow each other.
    pub(super) fn boxes(&self, words: &str) -> Vec<Rect> {
        let pieces: Vec<Vec<char>> = pieces(words);
        let mut from = 0;
        let mut boxes = Vec::new();
        for piece in &pieces {
            let Some(at) = self.find(piece, from) else {
                return Vec::new();
            };
            from = at + piece.len();
            boxes.extend(self.lines(at, from));
        }
        boxes
    }

    /// Returns the boxes around the first words of a passage that go on to the next page, with the
    /// words that are left; at least a line's worth of letters has to be here.
    pub(super) fn beginning(&self, words: &str) -> Option<(Vec<Rect>, String)> {
        let parts: Vec<&str> = words.split_whitespace().collect();
        (1..parts.len()).rev().find_map(|count| {
            let (first, rest) = parts.split_at_checked(count)?;
            let piece = folded(&first.join(" "));
            if piece.len() < 12 {
                return None;
            }
            let at = self.find(&piece, 0)?;
            Some((self.lines(at, at + piece.len()), rest.join(" ")))
        })
    }

    fn find(&self, piece: &[char], from: usize) -> Option<usize> {
        let rest = self.folded.get(from..)?;
        if piece.is_empty() || piece.len() > rest.len() {
            return None;
        }
        rest.windows(piece.len())
            .position(|one| one == piece)
            .map(|at| at + from)
    }

    fn lines(&self, from: usize, to: usize) -> Vec<Rect> {
        let mut boxes: Vec<(Placed, Rect)> = Vec::new();
        for one in self.placed.get(from..to).unwrap_or_default() {
            let rect = box_of(one);
            match boxes.last_mut() {
                Some((before, all)) if is_beside(before, one) => {
                    *all = all.union(rect);
                    *before = *one;
                }
                _ => boxes.push((*one, rect)),
            }
        }
        boxes.into_iter().map(|(_, rect)| rect).collect()
    }
}

/// Returns true if a letter goes on with the line of the one before.
fn is_beside(before: &Placed, one: &Placed) -> bool {
    let step = one.start - before.end;
    let across = before.along.cross(step).abs();
    let along = step.dot(before.along);
    before.along.dot(one.along) > 0.9
        && across < 0.6 * before.size
        && along > -before.size
        && along < 4.0 * before.size
}

fn box_of(one: &Placed) -> Rect {
    let up = Vec2::new(one.along.y, -one.along.x) * one.size;
    let [a, b] = [one.start, one.end].map(|at| at + up * 0.78);
    let [c, d] = [one.start, one.end].map(|at| at - up * 0.22);
    Rect::from_points(a, b).union(Rect::from_points(c, d))
}

/// Returns the letters and digits of a text in small letters, without accents on ligatures' parts.
fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(|c| {
        let plain = match c {
            'ﬀ' => "ff",
            'ﬁ' => "fi",
            'ﬂ' => "fl",
            'ﬃ' => "ffi",
            'ﬄ' => "ffl",
            _ => "",
        };
        let kept = plain
            .is_empty()
            .then_some(c)
            .filter(|c| c.is_alphanumeric());
        plain
            .chars()
            .chain(kept.into_iter().flat_map(char::to_lowercase))
    })
}

/// Returns the letters and digits of a text, folded.
pub(super) fn folded(text: &str) -> Vec<char> {
    fold(text).collect()
}

fn pieces(words: &str) -> Vec<Vec<char>> {
    let dotted = words.replace("....", "…").replace("...", "…");
    let pieces = dotted.split('…').map(folded);
    pieces.filter(|piece| !piece.is_empty()).collect()
}
