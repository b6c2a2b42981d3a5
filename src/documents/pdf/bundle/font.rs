//! The letters of the bundle's own pages: the standard fonts that every reader of PDF has.
//!
//! A text is a row of clusters: a letter with the marks that belong to it. One that the fonts have is a
//! code of theirs; any other is drawn (`drawing`). Widths are those of the standard fonts to the letter,
//! because what is drawn stands between letters that the reader's own fonts set.

use pdf_writer::Name;

use crate::wording::is_hidden;

/// A letter of the standard fonts that WinAnsi lacks: its name, and its widths, plain and bold.
type Further = (char, &'static [u8], u16, u16);

/// The letters and accents of the standard fonts that WinAnsi lacks, by their codes from 1.
///
/// They are used in drawings alone: there the width and the text are ours.
pub(super) const FURTHER: [Further; 13] = [
    ('Ł', b"Lslash", 556, 611),
    ('ł', b"lslash", 222, 278),
    ('ı', b"dotlessi", 278, 278),
    ('˘', b"breve", 333, 333),
    ('ˇ', b"caron", 333, 333),
    ('˙', b"dotaccent", 333, 333),
    ('˝', b"hungarumlaut", 333, 333),
    ('˛', b"ogonek", 333, 333),
    ('˚', b"ring", 333, 333),
    ('−', b"minus", 584, 584),
    ('⁄', b"fraction", 167, 167),
    ('ﬁ', b"fi", 500, 611),
    ('ﬂ', b"fl", 500, 611),
];

/// The letters of WinAnsi from 0x80 to 0x9F; those that it has not are spaces.
const UPPER: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The widths of Helvetica from the space on, in the order of WinAnsi, in thousandths of its size.
#[rustfmt::skip]
const PLAIN: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 278,
    556, 278, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 278, 611, 278,
    278, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 278, 500, 667,
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

/// The widths of Helvetica-Bold, in the same order.
#[rustfmt::skip]
const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 278,
    556, 278, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 278, 611, 278,
    278, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 278, 500, 667,
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278,
    611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];

/// A font of the bundle's own pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Font {
    Plain,
    Bold,
    Italic,
}

impl Font {
    /// Returns its name in the resources of a page.
    pub(super) const fn name(self) -> Name<'static> {
        match self {
            Self::Plain => Name(b"BundleF1"),
            Self::Bold => Name(b"BundleF2"),
            Self::Italic => Name(b"BundleF3"),
        }
    }

    /// Returns its name as every reader knows it.
    pub(super) const fn base(self) -> Name<'static> {
        match self {
            Self::Plain => Name(b"Helvetica"),
            Self::Bold => Name(b"Helvetica-Bold"),
            Self::Italic => Name(b"Helvetica-Oblique"),
        }
    }

    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Bold, Self::Italic];

    /// Returns the width of a letter of the font by its code, in thousandths of the size.
    pub(super) fn width_of(self, code: u8) -> f32 {
        let bold = self == Self::Bold;
        let (table, at) = (if bold { &BOLD } else { &PLAIN }, usize::from(code));
        let width = match at.checked_sub(32) {
            Some(at) => table.get(at).copied(),
            None => at
                .checked_sub(1)
                .and_then(|at| FURTHER.get(at))
                .map(|one| if bold { one.3 } else { one.2 }),
        };
        f32::from(width.unwrap_or(0))
    }
}

/// Returns true for a character that shows nothing and stands for no space.
pub(super) const fn is_silent(c: char) -> bool {
    let joins = matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}'
    );
    joins || (is_hidden(c) && !c.is_whitespace())
}

/// Returns true for a mark that belongs to the letter before it.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

/// Returns the letters of a text, each with its marks.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_silent);
        let first = rest.chars().next()?.len_utf8();
        let more = rest.get(first..).unwrap_or_default();
        let end = more
            .find(|c| !is_mark(c) && !is_silent(c))
            .unwrap_or(more.len());
        let (cluster, after) = rest.split_at_checked(first + end)?;
        rest = after;
        Some(cluster)
    })
}

/// Returns the code of a cluster in WinAnsi, if it is one letter that WinAnsi has.
pub(super) fn code(cluster: &str) -> Option<u8> {
    let mut letters = cluster.chars().filter(|c| !is_silent(*c));
    let (letter, None) = (letters.next()?, letters.next()) else {
        return None;
    };
    code_of(letter)
}

/// Returns the code of a letter in WinAnsi.
///
/// Every space is the one space, and a hyphen that looks like the usual one is the usual one, so that a
/// word with it is found as it is typed.
pub(super) fn code_of(letter: char) -> Option<u8> {
    match letter {
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' => {
            u8::try_from(u32::from(letter)).ok()
        }
        '‐' | '‑' => Some(b'-'),
        c if c.is_whitespace() => Some(b' '),
        c => (0x80_u8..)
            .zip(UPPER.chars())
            .find(|(_, one)| *one == c)
            .map(|(at, _)| at),
    }
}

/// Returns the code of a letter of the standard fonts, in WinAnsi or beyond.
pub(super) fn any_code_of(letter: char) -> Option<u8> {
    let further = || (1_u8..).zip(FURTHER).find(|(_, one)| one.0 == letter);
    code_of(letter).or_else(|| further().map(|(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_standard_fonts_have_their_codes() {
        assert_eq!(UPPER.chars().count(), 32);
        let codes = |text: &str| clusters(text).map(code).collect::<Vec<_>>();
        let known = |bytes: &[u8]| bytes.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(codes("T — £5 “now”"), known(b"T \x97 \xA35 \x93now\x94"));
        assert_eq!(codes("€‘’•–…Ÿ"), known(b"\x80\x91\x92\x95\x96\x85\x9F"));
        assert_eq!(codes("in\u{AD}‑\u{200B}house\u{A0}x"), known(b"in-house x"));
        assert_eq!(codes("ŵł水"), [None; 3]);
    }

    #[test]
    fn a_letter_keeps_the_marks_that_belong_to_it() {
        let parts: Vec<&str> = clusters("Gw\u{302}yr e\u{323}\u{301}\u{200B}.").collect();
        assert_eq!(
            parts,
            [
                "G",
                "w\u{302}",
                "y",
                "r",
                " ",
                "e\u{323}\u{301}\u{200B}",
                "."
            ]
        );
    }
}
