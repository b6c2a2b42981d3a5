//! Letters and lines as they are drawn.

use hayro_cmap::BfString;
use kurbo::{Point, Vec2};

use crate::documents::paper::ApartKind;
use crate::documents::raw::RawLine;

/// A letter as it is placed on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// The beginning of its baseline.
    pub(super) start: Point,
    /// The end of its baseline.
    pub(super) end: Point,
    /// Unit vector along the line.
    pub(super) along: Vec2,
    /// Its size.
    pub(super) size: f64,
}

/// A letter as drawn.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true of a letter by itself"
)]
pub(super) struct Drawn {
    pub(super) meaning: BfString,
    pub(super) placed: Placed,
    /// Stretch of its shape to a given width, where it is not known if it was stretched so.
    pub(super) fit: f64,
    pub(super) is_space: bool,
    pub(super) doubtful: bool,
    /// True if it is drawn to be found, not to be seen.
    pub(super) invisible: bool,
    /// True if it is drawn again on top of what hides it.
    pub(super) gone: bool,
    /// The reason why it is kept apart.
    pub(super) kind: Option<ApartKind>,
    /// True if an annotation draws it.
    pub(super) annotating: bool,
}

impl Drawn {
    /// A letter that stands for a text put in at a place.
    pub(super) fn put_in(text: String, placed: Placed) -> Self {
        Self {
            meaning: BfString::String(text),
            placed,
            fit: 1.0,
            is_space: false,
            doubtful: false,
            invisible: false,
            gone: false,
            kind: None,
            annotating: true,
        }
    }

    /// Returns true if it is a letter or a digit.
    pub(super) fn is_written(&self) -> bool {
        match &self.meaning {
            BfString::Char(c) => c.is_alphanumeric(),
            BfString::String(text) => text.contains(char::is_alphanumeric),
        }
    }

    /// Returns true if it is a figure.
    pub(super) fn is_figure(&self) -> bool {
        matches!(&self.meaning, BfString::Char(c) if c.is_ascii_digit())
    }

    /// Returns true if it is a part of the page's text.
    pub(super) const fn is_kept(&self) -> bool {
        self.kind.is_none() && !self.gone
    }
}

impl Drawn {
    /// Returns the point above the middle of its baseline, by a height in units of its size.
    pub(super) fn above(&self, height: f64) -> Point {
        let placed = &self.placed;
        let up = Vec2::new(placed.along.y, -placed.along.x);
        placed.start.midpoint(placed.end) + up * (height * placed.size)
    }
}

impl Drawn {
    /// Returns its letters and digits.
    pub(super) fn letters(&self) -> String {
        let mut buffer = [0; 4];
        let meaning: &str = match &self.meaning {
            BfString::Char(c) => c.encode_utf8(&mut buffer),
            BfString::String(text) => text,
        };
        meaning.chars().filter(|c| c.is_alphanumeric()).collect()
    }
}

/// A finished line.
pub(super) struct Line {
    pub(super) raw: RawLine,
    /// Distance below the line before, in units of the letters' size.
    ///
    /// Negative when it goes up, `None` when it begins elsewhere.
    pub(super) step: Option<f64>,
    /// The beginning of its baseline.
    pub(super) start: Point,
    /// The end of its last letter.
    pub(super) end: Point,
    /// True if it is read from left to right.
    pub(super) level: bool,
    /// Its wide gaps.
    pub(super) gaps: Vec<Between>,
}

/// A gap between two pieces of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between {
    /// Byte offset of the text after it.
    pub(super) at: usize,
    /// Its width, in units of the letters' size.
    pub(super) wide: f64,
    /// The beginning of the text after it, from the left edge of the page.
    pub(super) x: f64,
}
