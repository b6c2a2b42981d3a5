//! Names of sheets and columns that a spreadsheet accepts.

use crate::base::digest::fold;
/// Longest name of a sheet, in UTF-16 units.
const LONGEST: usize = 31;

/// The sheet names in use, in small letters.
#[derive(Debug, Default)]
pub(super) struct SheetNames(Vec<String>);

impl SheetNames {
    /// Returns a name that is fit for a sheet and not in use, and reserves it.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let base = fit(wanted, LONGEST);
        let mut name = base.clone();
        let mut number = 1_u32;
        while self.0.contains(&name.to_lowercase()) {
            number += 1;
            let tail = format!(" ({number})");
            name = fit(&base, LONGEST - tail.len()) + &tail;
        }
        self.0.push(name.to_lowercase());
        name
    }
}

/// Returns a name without forbidden characters, cut between words.
fn fit(wanted: &str, most: usize) -> String {
    let plain: String = wanted
        .chars()
        .map(|c| match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let plain = fold(&plain);
    let plain = plain.trim_matches('\'');
    let mut units = 0;
    let cut: String = plain
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= most
        })
        .collect();
    let cut = if cut.len() == plain.len() {
        cut.as_str()
    } else {
        let end = cut.rfind(' ').filter(|at| at * 2 > cut.len());
        whole(cut.get(..end.unwrap_or(cut.len())).unwrap_or(&cut))
    };
    let cut = cut.trim_matches(EDGES);
    // Spreadsheet programs reserve this name.
    if cut.is_empty() || cut.eq_ignore_ascii_case("history") {
        "Sheet".to_owned()
    } else {
        cut.to_owned()
    }
}

/// Characters that a name neither begins nor ends with.
const EDGES: [char; 3] = ['\'', ',', ' '];
/// Words that a name that was cut does not end with.
const JOINING: [&str; 11] = [
    "a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to",
];

/// Returns a name that was cut without the words at its end that led to others.
fn whole(name: &str) -> &str {
    let mut name = name.trim_matches(EDGES);
    while let Some((before, last)) = name.rsplit_once(' ')
        && JOINING.contains(&last)
    {
        name = before.trim_matches(EDGES);
    }
    name
}

/// Returns the letters of a column, counted from 0: A, B, …, Z, AA.
pub(super) fn letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        left -= 1;
        let letter = char::from(b'A' + u8::try_from(left % 26).unwrap_or(0));
        letters.push(letter);
        left /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_named_as_a_spreadsheet_takes_it() {
        let mut names = SheetNames::default();
        let long = "Part 4: Application of information and communications technology";
        assert_eq!(names.free(long), "Part 4 Application");
        assert_eq!(names.free(long), "Part 4 Application (2)");
        assert_eq!(names.free("'[]'"), "Sheet");
        assert_eq!(names.free("HISTORY"), "Sheet (2)");
        assert_eq!(names.free(&"ŵ".repeat(40)).chars().count(), 31);
    }

    #[test]
    fn a_column_has_letters() {
        assert_eq!(letters(0), "A");
        assert_eq!(letters(25), "Z");
        assert_eq!(letters(26), "AA");
        assert_eq!(letters(16_383), "XFD");
    }
}
