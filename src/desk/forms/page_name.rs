//! The name of a page as people write it: `4`, `p. 4`, `page 4`, `12-13`, `iv`, `A3`.

use crate::audit::Evidence;
use crate::wording::{after_page_word, leads_nowhere};

/// The most characters of a page's own name: more are words of the page.
const LONGEST: usize = 12;

/// A page that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageName {
    /// A page by its number, and the last page where there are several.
    Number(u32, Option<u32>),
    /// A page by what is printed on it.
    Printed(String),
}

impl PageName {
    /// Parses a name; `None` if no page has such a name.
    pub fn parse(typed: &str) -> Option<Self> {
        let (_, name) = after_page_word(typed.trim());
        if leads_nowhere(name) {
            return None;
        }
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| *n > 0);
        if let Some(page) = number(name) {
            return Some(Self::Number(page, None));
        }
        if let Some((first, last)) = name.split_once(['-', '–', '—'])
            && let (Some(first), Some(last)) = (number(first), number(last))
            && first < last
        {
            return Some(Self::Number(first, Some(last)));
        }
        let is_name = name.chars().count() <= LONGEST
            && name.split_whitespace().count() <= 2
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || " .-–/".contains(c))
            && (name.chars().any(|c| c.is_ascii_digit()) || is_roman(name) || is_letter(name));
        is_name.then(|| Self::Printed(name.to_owned()))
    }

    /// Writes it into a piece of evidence that stands for another one.
    pub fn write(self, evidence: &mut Evidence, before: Option<&Evidence>) {
        match self {
            Self::Number(page, last) => {
                evidence.page = Some(page);
                // What is printed on a page does not hold for another one.
                evidence.printed_page = before
                    .filter(|one| one.page.is_none_or(|before| before == page))
                    .and_then(|one| one.printed_page.clone());
                if let Some(last) = last {
                    let on = format!("to page {last}");
                    evidence.locator = Some(match evidence.locator.take() {
                        Some(said) if said.split("; ").any(|part| part == on) => said,
                        Some(said) => format!("{on}; {said}"),
                        None => on,
                    });
                }
            }
            Self::Printed(name) => {
                evidence.page = None;
                evidence.printed_page = Some(name);
            }
        }
    }
}

fn is_roman(name: &str) -> bool {
    name.chars()
        .all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()))
}

fn is_letter(name: &str) -> bool {
    name.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_people_write_it() {
        for (typed, page, last) in [
            ("4", 4, None),
            ("p4", 4, None),
            ("p. 4", 4, None),
            ("P.4", 4, None),
            ("page 4", 4, None),
            ("pg. 4", 4, None),
            (" Page 4 ", 4, None),
            ("pp. 12-13", 12, Some(13)),
            ("12–13", 12, Some(13)),
            ("pages 12 - 13", 12, Some(13)),
        ] {
            let read = PageName::parse(typed);
            assert_eq!(read, Some(PageName::Number(page, last)), "{typed}");
        }
        for (typed, name) in [
            ("iv", "iv"),
            ("p. xii", "xii"),
            ("A3", "A3"),
            ("page A3", "A3"),
            ("Annex 2", "Annex 2"),
            ("3-2", "3-2"),
        ] {
            let read = PageName::parse(typed);
            assert_eq!(read, Some(PageName::Printed(name.to_owned())), "{typed}");
        }
        for typed in [
            "",
            "page",
            "p.",
            "0",
            "00",
            "-3",
            "p. -3",
            "0.5",
            "the in-house team",
            "words",
            "-",
        ] {
            assert_eq!(PageName::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_was_printed_on_a_page_stays_with_it_alone() {
        let before = Evidence {
            page: Some(16),
            printed_page: Some("xii".to_owned()),
            ..Evidence::default()
        };
        let mut now = Evidence {
            locator: Some("to page 130; the table".to_owned()),
            ..Evidence::default()
        };
        for _ in 0..2 {
            let name = PageName::parse("12-13").expect("pages");
            name.write(&mut now, None);
            let place = "to page 13; to page 130; the table";
            assert_eq!(now.locator.as_deref(), Some(place));
        }
        for (typed, page, printed) in [
            ("16", Some(16), Some("xii")),
            ("17", Some(17), None),
            ("iv", None, Some("iv")),
        ] {
            let mut now = Evidence::default();
            let name = PageName::parse(typed).expect(typed);
            name.write(&mut now, Some(&before));
            assert_eq!((now.page, now.printed_page.as_deref()), (page, printed));
        }
    }
}
