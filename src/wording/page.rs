//! The number of a page, as people write it.
//!
//! A page that no paper has (0, -3, a half) is a place where nobody can look, and proves nothing.

/// A page, or another place, that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageSaid {
    /// One page, counted from 1.
    Number(u32),
    /// Another place, in the words to print for it: “pages 12-14”, “para 3.2”, “page xii”.
    Place(String),
    /// No page: 0, a number below it, a fraction.
    NoPage,
}

/// The words for a page, the longest first.
const WORDS: [&str; 6] = ["pages", "page", "pgs", "pg", "pp", "p"];

/// Reads the page in a text: 14, p. 14, pages 12 to 14, appendix B.
pub fn page_said(text: &str) -> PageSaid {
    let text = text.trim();
    if leads_nowhere(text) {
        return PageSaid::NoPage;
    }
    let (is_named, rest) = after_page_word(text);
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return match rest.parse() {
            Ok(page) => PageSaid::Number(page),
            Err(_) => PageSaid::NoPage,
        };
    }
    if rest.parse::<f64>().is_ok_and(f64::is_finite) {
        return PageSaid::NoPage;
    }
    let first = rest.split([' ', ',', ';']).next().unwrap_or_default();
    let is_roman = rest
        .chars()
        .all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
    if is_named || is_roman || first.contains(|c: char| c.is_ascii_digit()) {
        let word = if is_several(rest) { "pages" } else { "page" };
        return PageSaid::Place(format!("{word} {rest}"));
    }
    PageSaid::Place(text.to_owned())
}

/// Returns true if nobody can look up a place: a page below 1, or no letter and no figure at all.
pub fn leads_nowhere(place: &str) -> bool {
    let (_, rest) = after_page_word(place.trim());
    if !rest.contains(char::is_alphanumeric) {
        return true;
    }
    let plain = rest.replace(['−', '–', '—'], "-");
    let mut parts = plain.split([' ', ',', '&']);
    let first = parts.next().unwrap_or_default();
    // "0-3" and "0 to 3" begin on no page either.
    let start = first.split_once('-').map_or(
        first,
        |(start, _)| if start.is_empty() { first } else { start },
    );
    start
        .parse::<f64>()
        .is_ok_and(|number| number < 1.0 || !number.is_finite())
        && rest.starts_with(|c: char| !c.is_alphabetic())
}

/// Cuts the word for a page off a text, and tells whether there was one.
pub fn after_page_word(text: &str) -> (bool, &str) {
    for word in WORDS {
        let Some((head, rest)) = text.split_at_checked(word.len()) else {
            continue;
        };
        if head.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphabetic) {
            return (true, rest.trim_start_matches(['.', ' ', ':']));
        }
    }
    (false, text)
}

/// Returns true if a place is several pages: figures and the words between them alone.
fn is_several(rest: &str) -> bool {
    let plain = rest.replace(['−', '–', '—', '-', ',', '&', ';', '/'], " | ");
    let mut numbers = 0;
    for part in plain.split_whitespace() {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers += 1;
        } else if !["|", "to", "and", "ff", "f"].contains(&part.to_lowercase().as_str()) {
            return false;
        }
    }
    numbers > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_number_from_1() {
        for (text, page) in [("p. 14", 14), ("Page 14", 14), ("212", 212), ("pg7", 7)] {
            assert_eq!(page_said(text), PageSaid::Number(page), "{text}");
        }
        for text in [
            "0",
            "-3",
            "−3",
            "0.5",
            "page 0",
            "p. -3",
            "14.5",
            "0-3",
            "pp. 0 to 3",
            "-",
            "?",
            "page",
            "99999999999",
            "page 0, paragraph 2",
            "1e300",
        ] {
            assert_eq!(page_said(text), PageSaid::NoPage, "{text}");
        }
    }

    #[test]
    fn a_place_is_printed_with_one_word_for_a_page() {
        for (text, printed) in [
            ("pp. 12-14", "pages 12-14"),
            ("p. 4 to 6", "pages 4 to 6"),
            ("pages 12 and 14", "pages 12 and 14"),
            ("14-15", "pages 14-15"),
            ("page 7 of appendix 2", "page 7 of appendix 2"),
            ("para 3.2", "para 3.2"),
            ("14a", "page 14a"),
            ("xii", "page xii"),
            ("Appendix B", "Appendix B"),
            ("paragraph 0.4", "paragraph 0.4"),
        ] {
            assert_eq!(
                page_said(text),
                PageSaid::Place(printed.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_place_that_does_not_exist_is_told_from_one_that_does() {
        for text in ["page -3", "page 0", "0", "-1", "0.5", "…", "p. 0"] {
            assert!(leads_nowhere(text), "{text}");
        }
        for text in [
            "3.2",
            "0a",
            "row 0",
            "xii",
            "sheet Costs, row 12",
            "page 14-15",
            "infinity",
        ] {
            assert!(!leads_nowhere(text), "{text}");
        }
    }
}
