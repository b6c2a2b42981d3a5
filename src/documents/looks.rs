//! A paragraph while it is read: its words, and those that are kept apart from it by their looks.

use super::paper::{ApartKind, ApartText};

/// Words of a paragraph so far.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The text.
    pub(super) text: String,
    /// Texts kept apart from it, in order.
    pub(super) apart: Vec<ApartText>,
    /// True right after a text that was kept apart.
    gap: bool,
}

impl Words {
    /// Adds a text, to the paragraph or kept apart from it.
    pub(super) fn push(&mut self, text: &str, apart: Option<ApartKind>) {
        if text.is_empty() {
            return;
        }
        let Some(kind) = apart else {
            let mut text = text;
            if self.gap {
                // Two spaces, one on either side of what was taken out, are one.
                if self.text.is_empty() || self.text.ends_with(char::is_whitespace) {
                    text = text.trim_start_matches(' ');
                }
                self.gap = text.is_empty();
            }
            self.text.push_str(text);
            return;
        };
        match self.apart.last_mut() {
            Some(last) if self.gap && last.kind == kind => last.text.push_str(text),
            _ => self.apart.push(ApartText {
                kind,
                text: text.to_owned(),
            }),
        }
        self.gap = true;
    }

    /// Takes the texts kept apart, without those that are blank.
    pub(super) fn take_apart(&mut self) -> impl Iterator<Item = ApartText> + use<> {
        self.gap = false;
        std::mem::take(&mut self.apart)
            .into_iter()
            .map(|one| ApartText {
                text: one.text.trim().to_owned(),
                ..one
            })
            .filter(|one| !one.text.is_empty())
    }
}

/// Looks of a run of text, where a style or the run itself sets them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Looks {
    /// It is struck out.
    pub(super) struck: Option<bool>,
    /// It is hidden.
    pub(super) hidden: Option<bool>,
    /// Its letters are as pale as paper.
    pub(super) pale: Option<bool>,
    /// There is a colour behind it.
    pub(super) shaded: Option<bool>,
    /// Its font has signs for letters.
    pub(super) signs: Option<Signs>,
    /// It is raised.
    pub(super) raised: Option<bool>,
}

impl Looks {
    /// Returns these looks where `over` does not set others.
    pub(super) fn under(self, over: Self) -> Self {
        Self {
            struck: over.struck.or(self.struck),
            hidden: over.hidden.or(self.hidden),
            pale: over.pale.or(self.pale),
            shaded: over.shaded.or(self.shaded),
            signs: over.signs.or(self.signs),
            raised: over.raised.or(self.raised),
        }
    }

    /// Returns the reason to keep a text of these looks apart.
    ///
    /// `on_colour` is true if something coloured may be behind it: pale letters can be read there.
    pub(super) fn apart(self, on_colour: bool) -> Option<ApartKind> {
        let is = |one: Option<bool>| one == Some(true);
        if is(self.hidden) {
            Some(ApartKind::Hidden)
        } else if is(self.struck) {
            Some(ApartKind::StruckOut)
        } else if is(self.pale) && !is(self.shaded) && !on_colour {
            Some(ApartKind::White)
        } else {
            None
        }
    }
}

/// Returns true for a colour as pale as paper: "FFFFFF", "#fefefe".
pub(super) fn is_pale(colour: &str) -> bool {
    let digits = colour.trim().trim_start_matches('#');
    let full = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        _ => digits.to_owned(),
    };
    full.eq_ignore_ascii_case("white")
        || (full.len() == 6
            && u32::from_str_radix(&full, 16)
                .is_ok_and(|rgb| rgb.to_be_bytes().iter().skip(1).all(|one| *one >= 0xF8)))
}

/// Font whose letters are signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    /// Ordinary letters.
    None,
    Symbol,
    Wingdings,
    Wingdings2,
    Webdings,
}

impl Signs {
    /// Returns the kind of a font by its name.
    pub(super) fn of_font(name: &str) -> Self {
        match name.trim_matches(['\'', '"', ' ']).to_lowercase().as_str() {
            "symbol" => Self::Symbol,
            "wingdings" => Self::Wingdings,
            "wingdings 2" => Self::Wingdings2,
            "webdings" => Self::Webdings,
            _ => Self::None,
        }
    }

    /// Returns the words for a sign: "[x]" and "[ ]" for a box, with and without a tick.
    ///
    /// Empty for a sign that says nothing.
    pub(super) const fn words(self, code: u32) -> &'static str {
        let code = if code >= 0xF000 && code <= 0xF0FF {
            code - 0xF000
        } else {
            code
        };
        match (self, code) {
            (Self::Wingdings, 0x78 | 0xFD | 0xFE) | (Self::Wingdings2, 0x51..=0x54) => "[x]",
            (Self::Wingdings, 0x6F..=0x72 | 0xA8)
            | (Self::Wingdings2, 0xA3)
            | (Self::Webdings, 0x63) => "[ ]",
            (Self::Wingdings, 0xFC) | (Self::Wingdings2, 0x50) | (Self::Webdings, 0x61) => "✓",
            (Self::Wingdings, 0xFB) | (Self::Wingdings2, 0x4F) | (Self::Webdings, 0x72) => "✗",
            (Self::Wingdings, 0x6C | 0x6E | 0x9F | 0xA7) | (Self::Symbol, 0xB7) => "•",
            (Self::Wingdings, 0xE0) | (Self::Symbol, 0xAE) => "→",
            (Self::Symbol, 0xA3) => "≤",
            (Self::Symbol, 0xB3) => "≥",
            (Self::Symbol, 0xB0) => "°",
            (Self::Symbol, 0xB1) => "±",
            (Self::Symbol, 0xB4) => "×",
            (Self::Symbol, 0x2D) => "–",
            _ => "",
        }
    }

    /// Returns a text set in such a font as words.
    ///
    /// In a font of signs every letter is one; elsewhere only those of the private area that are
    /// boxes in the usual font of signs.
    pub(super) fn read(self, text: &str) -> String {
        let private = |c: char| matches!(c, '\u{F020}'..='\u{F0FF}');
        match self {
            Self::None if !text.contains(private) => text.to_owned(),
            Self::None => text
                .chars()
                .map(|c| match Self::Wingdings.words(u32::from(c)) {
                    words if private(c) && !words.is_empty() => words.to_owned(),
                    _ => c.to_string(),
                })
                .collect(),
            signs => text
                .chars()
                .map(|c| match signs.words(u32::from(c)) {
                    "" if c.is_whitespace() => " ",
                    words => words,
                })
                .collect(),
        }
    }
}

/// Returns a box as it is printed in words.
pub(super) const fn tick(is_ticked: bool) -> &'static str {
    if is_ticked { "[x]" } else { "[ ]" }
}

/// Returns the note for the description of a picture.
pub(super) fn picture_note(description: &str) -> Option<String> {
    let description = crate::base::digest::fold(description);
    (!description.is_empty()).then(|| format!("Description of a picture: {description}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_taken_out_leave_one_space_and_are_kept_in_order() {
        let mut words = Words::default();
        words.push("The contract will be ", None);
        words.push("let to ", Some(ApartKind::StruckOut));
        words.push("Acme Ltd", Some(ApartKind::StruckOut));
        words.push(" delivered by the council.", None);
        words.push("secret", Some(ApartKind::Hidden));
        assert_eq!(words.text, "The contract will be delivered by the council.");
        let apart: Vec<ApartText> = words.take_apart().collect();
        assert_eq!(apart[0].text, "let to Acme Ltd");
        assert_eq!(apart[1].kind, ApartKind::Hidden);
    }

    #[test]
    fn pale_letters_are_kept_apart_on_paper_and_read_on_a_colour() {
        let looks = Looks {
            pale: Some(is_pale("FFFFFF")),
            ..Looks::default()
        };
        assert_eq!(looks.apart(false), Some(ApartKind::White));
        assert_eq!(looks.apart(true), None);
        let shaded = Looks {
            shaded: Some(true),
            ..looks
        };
        assert_eq!(shaded.apart(false), None);
        assert!(is_pale("#fff") && !is_pale("auto") && !is_pale("FFFF00"));
    }

    #[test]
    fn boxes_are_told_from_other_signs_and_from_letters() {
        assert_eq!(Signs::Wingdings.words(0xF0FE), "[x]");
        assert_eq!(Signs::Wingdings.words(0xA8), "[ ]");
        assert_eq!(Signs::Wingdings2.words(0x52), "[x]");
        assert_eq!(Signs::Wingdings.read("þ"), "[x]");
        assert_eq!(Signs::None.read("þ \u{F0FE} \u{F041}"), "þ [x] \u{F041}");
    }
}
