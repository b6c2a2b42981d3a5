//! The letters of the bundle's own pages: the standard fonts that every reader of PDF has.

use pdf_writer::Name;

/// The encoding of letters that WinAnsi lacks: those of Welsh.
pub(super) const WELSH: [(char, &[u8]); 4] = [
    ('Ŵ', b"Wcircumflex"),
    ('ŵ', b"wcircumflex"),
    ('Ŷ', b"Ycircumflex"),
    ('ŷ', b"ycircumflex"),
];

/// The letters of WinAnsi from 0x80 to 0x9F; those that it has not are spaces.
const UPPER: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The widths of the letters of Helvetica from the space to the tilde, in thousandths of its size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// A font of the bundle's own pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Returns the width of a text, in points; that of a bold one is a safe guess.
    pub(super) fn width(self, text: &str, size: f32) -> f32 {
        let all: f32 = text.chars().map(|c| f32::from(width(c))).sum();
        let wider = if self == Self::Bold { 1.08 } else { 1.0 };
        all * size * wider / 1000.0
    }
}

fn width(c: char) -> u16 {
    let at = u32::from(c)
        .checked_sub(32)
        .and_then(|at| usize::try_from(at).ok());
    match at.and_then(|at| WIDTHS.get(at)) {
        Some(width) => *width,
        None => match c {
            '‘' | '’' | '‚' | '·' => 278,
            '“' | '”' | '„' | '•' => 350,
            '—' | '…' | '™' | '‰' | 'Æ' | 'Œ' => 1000,
            c if c.is_uppercase() => 778,
            _ => 556,
        },
    }
}

/// Returns a text in the encoding of the fonts; what they lack becomes its nearest, or a question mark.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        let code = u32::from(c);
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => {}
            ' '..='~' | '\u{A1}'..='\u{FF}' => out.extend(u8::try_from(code)),
            '−' | '‐' | '‑' | '‒' => out.push(b'-'),
            '≥' => out.extend(b">="),
            '≤' => out.extend(b"<="),
            '→' => out.extend(b"->"),
            c if c.is_whitespace() => out.push(b' '),
            c => {
                let welsh = (1_u8..).zip(WELSH).find(|(_, (one, _))| *one == c);
                let upper = (0x80_u8..).zip(UPPER.chars()).find(|(_, one)| *one == c);
                let byte = welsh.map(|(at, _)| at).or(upper.map(|(at, _)| at));
                out.push(byte.unwrap_or(b'?'));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_english_and_welsh_papers_are_encoded() {
        assert_eq!(UPPER.chars().count(), 32);
        assert_eq!(encode("Tŷ — £5 “now”"), b"T\x04 \x97 \xA35 \x93now\x94");
        assert_eq!(encode("€‘’•–…Ÿ"), b"\x80\x91\x92\x95\x96\x85\x9F");
        assert_eq!(encode("水"), b"?");
    }
}
