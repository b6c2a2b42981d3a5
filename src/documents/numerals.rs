//! Automatic numbers of lists and headings, as a page prints them.

/// Form of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Numerals {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, 03: at least so many digits.
    Padded(usize),
    /// 1st, 2nd, 3rd.
    Ordinal,
    /// a, b, c; after z, aa, bb.
    Letters(Case),
    /// a, b, c; after z, aa, ab.
    Columns(Case),
    /// i, ii, iii.
    Roman(Case),
    /// No number.
    None,
}

/// Case of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
}

impl Case {
    fn of(self, text: String) -> String {
        match self {
            Self::Lower => text,
            Self::Upper => text.to_ascii_uppercase(),
        }
    }
}

impl Numerals {
    /// Formats a number; in figures where letters would be absurd.
    pub(super) fn format(self, number: u32) -> String {
        let letter = |at: u32| char::from(b'a'.saturating_add(u8::try_from(at % 26).unwrap_or(0)));
        match self {
            Self::Padded(digits) => format!("{number:0digits$}"),
            Self::Ordinal => {
                let end = match (number % 10, number % 100) {
                    (1, tens) if tens != 11 => "st",
                    (2, tens) if tens != 12 => "nd",
                    (3, tens) if tens != 13 => "rd",
                    _ => "th",
                };
                format!("{number}{end}")
            }
            Self::Letters(case) if (1..=260).contains(&number) => {
                let times = usize::try_from((number - 1) / 26 + 1).unwrap_or(1);
                case.of(std::iter::repeat_n(letter(number - 1), times).collect())
            }
            Self::Columns(case) if (1..=18_278).contains(&number) => {
                let mut left = number;
                let mut out = Vec::new();
                while left > 0 {
                    out.push(letter(left - 1));
                    left = (left - 1) / 26;
                }
                case.of(out.iter().rev().collect())
            }
            Self::Roman(case) if (1..4000).contains(&number) => case.of(roman(number)),
            Self::None => String::new(),
            _ => number.to_string(),
        }
    }
}

fn roman(mut number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (worth, letters) in STEPS {
        while number >= worth {
            number -= worth;
            out.push_str(letters);
        }
    }
    out
}

/// Number or bullet that is printed before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Label {
    /// As printed: "1.1", "(a)", "•".
    pub(super) printed: String,
    /// True if it is a bullet: nothing to cite by.
    pub(super) is_bullet: bool,
}

impl Label {
    /// Returns the label of a bullet, by the character that the file gives.
    pub(super) fn bullet(mark: &str) -> Self {
        let private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}');
        let printed = match mark.trim() {
            "" | "o" => "•",
            mark if mark.contains(private) => "•",
            mark => mark,
        };
        Self {
            printed: printed.to_owned(),
            is_bullet: true,
        }
    }

    /// Returns the label of a number; `None` if nothing is printed.
    pub(super) fn number(printed: &str) -> Option<Self> {
        let printed = printed.trim();
        let is_bullet = !printed.contains(char::is_alphanumeric);
        (!printed.is_empty()).then(|| Self {
            printed: printed.to_owned(),
            is_bullet,
        })
    }

    /// Returns the number to cite a paragraph by; empty for a bullet.
    pub(super) fn cited(&self) -> &str {
        if self.is_bullet {
            ""
        } else {
            self.printed.trim_end_matches(['.', ':', ' '])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_their_form_and_a_hostile_one_stays_short() {
        let of = |form: Numerals, numbers: &[u32]| -> Vec<String> {
            numbers.iter().map(|one| form.format(*one)).collect()
        };
        assert_eq!(
            of(Numerals::Letters(Case::Lower), &[1, 26, 27, 28]),
            ["a", "z", "aa", "bb"]
        );
        assert_eq!(
            of(Numerals::Columns(Case::Upper), &[1, 26, 27, 28, 703]),
            ["A", "Z", "AA", "AB", "AAA"]
        );
        assert_eq!(
            of(Numerals::Roman(Case::Lower), &[4, 9, 14, 1999]),
            ["iv", "ix", "xiv", "mcmxcix"]
        );
        assert_eq!(
            of(Numerals::Ordinal, &[1, 2, 11, 23]),
            ["1st", "2nd", "11th", "23rd"]
        );
        assert_eq!(Numerals::Padded(2).format(7), "07");
        for form in [
            Numerals::Letters(Case::Lower),
            Numerals::Columns(Case::Lower),
            Numerals::Roman(Case::Upper),
        ] {
            assert_eq!(form.format(u32::MAX), u32::MAX.to_string());
            assert_eq!(form.format(0), "0");
        }
    }

    #[test]
    fn a_number_is_cited_without_its_stop_and_a_bullet_is_not() {
        assert_eq!(Label::number("1.1.").unwrap().cited(), "1.1");
        assert_eq!(Label::number("(a)").unwrap().cited(), "(a)");
        assert_eq!(Label::number(" "), None);
        assert_eq!(Label::bullet("\u{F0B7}").printed, "•");
        assert_eq!(Label::bullet("–").cited(), "");
    }
}
