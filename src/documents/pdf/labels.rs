//! Page labels: the numbers that a file gives to its pages, as they are printed ("iv", "101").

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Number, Object};

use super::objects::{dicts, items, name, string};

/// The most ranges of labels, and the most nodes of their tree.
const MOST: usize = 20_000;

/// Labels of a run of pages.
struct Range {
    /// The place of its first page.
    from: usize,
    prefix: String,
    style: Option<char>,
    start: u32,
}

/// Returns the labels of pages; none where a label is only the page's number in the file.
pub(super) fn of(pdf: &Pdf, pages: usize) -> Vec<Option<String>> {
    let mut ranges = ranges(pdf);
    ranges.sort_by_key(|range| range.from);
    let mut out = vec![None; pages];
    for (place, range) in ranges.iter().enumerate() {
        let end = ranges
            .get(place + 1)
            .map_or(pages, |next| next.from)
            .min(pages);
        for (page, slot) in out.iter_mut().enumerate().take(end).skip(range.from) {
            let number = range
                .start
                .saturating_add(u32::try_from(page - range.from).unwrap_or(0));
            let label = format!("{}{}", range.prefix, styled(number, range.style));
            let own = (page + 1).to_string();
            *slot = Some(label).filter(|label| !label.is_empty() && *label != own);
        }
    }
    out
}

fn ranges(pdf: &Pdf) -> Vec<Range> {
    let mut out = Vec::new();
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>(b"PageLabels".as_slice())) else {
        return out;
    };
    let mut open = vec![tree];
    let mut seen = 0;
    while let Some(node) = open.pop() {
        seen += 1;
        if seen > MOST {
            break;
        }
        open.extend(dicts(&node, b"Kids", pdf.xref()));
        let Some(pairs) = node.get::<Array<'_>>(b"Nums".as_slice()) else {
            continue;
        };
        let mut pairs = items(&pairs, pdf.xref()).take(2 * MOST);
        while let (Some(from), Some(label)) = (pairs.next(), pairs.next()) {
            let (Object::Number(from), Object::Dict(label)) = (from, label) else {
                continue;
            };
            out.push(Range {
                from: usize::try_from(from.as_i64()).unwrap_or(usize::MAX),
                prefix: string(&label, b"P").unwrap_or_default(),
                style: name(&label, b"S").and_then(|style| style.chars().next()),
                start: (label.get::<Number>(b"St".as_slice()))
                    .and_then(|start| u32::try_from(start.as_i64()).ok())
                    .unwrap_or(1),
            });
        }
    }
    out
}

/// Returns a number in a style: figures, Roman numerals, letters; without a style there is none.
fn styled(number: u32, style: Option<char>) -> String {
    match style {
        Some('D') => number.to_string(),
        Some('R') => roman(number),
        Some('r') => roman(number).to_lowercase(),
        Some('A') => letters(number),
        Some('a') => letters(number).to_lowercase(),
        _ => String::new(),
    }
}

fn roman(number: u32) -> String {
    // A number beyond all use would be written out in thousands of letters.
    let mut left = number.min(9999);
    let mut out = String::new();
    for (value, letters) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while left >= value {
            out.push_str(letters);
            left -= value;
        }
    }
    out
}

/// A to Z, then AA to ZZ, and so on.
fn letters(number: u32) -> String {
    let Some(place) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(u32::from('A') + place % 26).unwrap_or('A');
    let times = usize::try_from(place / 26 + 1).unwrap_or(1).min(100);
    String::from(letter).repeat(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_style() {
        let all: Vec<String> = [('D', 7), ('r', 4), ('R', 1999), ('a', 3), ('A', 28)]
            .map(|(style, number)| styled(number, Some(style)))
            .to_vec();
        assert_eq!(all, ["7", "iv", "MCMXCIX", "c", "BB"]);
        assert_eq!(styled(4, None), "");
    }
}
