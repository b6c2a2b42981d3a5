//! Estimates the widths of a table's columns and the heights of its rows from the number of
//! letters, since only a word processor knows the letters' own widths.

use super::super::document::{Table, words_of};

/// Width of a letter in a table, in twentieths of a point: a little more than Calibri's average at
/// 9.5 points.
const LETTER: usize = 102;
/// Width of a cell's left and right margins.
const EDGES: usize = 210;
/// Least width of a column to be written in by hand.
const ROOM: usize = 1_900;
/// The longest word that is not to be broken, in letters.
const WORD: usize = 18;
/// A millimetre, in hundredths of a twentieth of a point.
const MILLIMETRE: usize = 5_669;
/// Weight of a column to be written in: as much as one of a hundred letters a cell.
const FILL: usize = 10;

struct ColumnWidth {
    /// Least width, from its longest word.
    least: usize,
    /// Weight by its content, for sharing out the width.
    weight: usize,
}

/// Returns the widths of the columns, which add up to the given width.
pub(super) fn widths(table: &Table, width: usize) -> Vec<usize> {
    let columns: Vec<ColumnWidth> = (0..table.header.len())
        .map(|place| column(table, place))
        .collect();
    let least: usize = columns.iter().map(|column| column.least).sum();
    let mut widths: Vec<usize> = if least >= width {
        columns
            .iter()
            .map(|column| column.least * width / least.max(1))
            .collect()
    } else {
        shared(&columns, width)
    };
    // The remainder from rounding goes to the widest.
    let given: usize = widths.iter().sum();
    if let Some(widest) = widths.iter_mut().max_by_key(|width| **width) {
        *widest += width.saturating_sub(given);
    }
    widths
}

/// Shares out the width by the columns' weights.
///
/// A column whose share is less than its least width gets that instead, and the others share the
/// rest.
fn shared(columns: &[ColumnWidth], width: usize) -> Vec<usize> {
    let mut fixed = vec![false; columns.len()];
    loop {
        let taken: usize = columns
            .iter()
            .zip(&fixed)
            .filter(|(_, fixed)| **fixed)
            .map(|(column, _)| column.least)
            .sum();
        let weights: usize = columns
            .iter()
            .zip(&fixed)
            .filter(|(_, fixed)| !**fixed)
            .map(|(column, _)| column.weight)
            .sum();
        let room = width.saturating_sub(taken);
        let widths: Vec<usize> = columns
            .iter()
            .zip(&fixed)
            .map(|(column, fixed)| {
                if *fixed {
                    column.least
                } else {
                    room * column.weight / weights.max(1)
                }
            })
            .collect();
        let mut settled = true;
        for ((column, width), fixed) in columns.iter().zip(&widths).zip(&mut fixed) {
            if !*fixed && *width < column.least {
                *fixed = true;
                settled = false;
            }
        }
        if settled {
            return widths;
        }
    }
}

fn column(table: &Table, place: usize) -> ColumnWidth {
    let head = table.header.get(place).map_or("", String::as_str);
    let (mut letters, mut most) = (0, 0);
    // Headers are bold, so their words are wider.
    let mut word = longest_word(head) + 1;
    for row in &table.rows {
        let text = row
            .get(place)
            .map(|cell| words_of(cell))
            .unwrap_or_default();
        word = word.max(longest_word(&text));
        let count = text.chars().count();
        letters += count;
        most = most.max(count);
    }
    let room = table
        .room
        .get(place)
        .map_or(0, |room| room * MILLIMETRE / 100);
    let least = (word.min(WORD) * LETTER + EDGES).max(room);
    if is_to_fill(table, place) {
        return ColumnWidth {
            least: least.max(ROOM),
            weight: FILL,
        };
    }
    // Not by the letters alone: a column of many would leave the others no room.
    let average = letters / table.rows.len().max(1);
    let usual = usize::midpoint(average, most);
    ColumnWidth {
        least,
        weight: usual.max(1).isqrt(),
    }
}

/// Returns the length of the longest word of a text, in letters.
fn longest_word(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0)
}

/// Returns true if a column is to be filled in by hand: every cell of it is blank.
pub(super) fn is_to_fill(table: &Table, place: usize) -> bool {
    !table.rows.is_empty()
        && table.rows.iter().all(|row| {
            row.get(place)
                .is_none_or(|cell| words_of(cell).trim().is_empty())
        })
}

/// Returns the number of lines that a text is likely to need in a width.
pub(super) fn lines(text: &str, width: usize) -> usize {
    let room = (width.saturating_sub(EDGES) / LETTER).max(1);
    text.split('\n')
        .map(|line| line.chars().count().div_ceil(room).max(1))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::super::document::text;
    use super::*;

    fn table(cells: &[&[&str]]) -> Table {
        let mut rows = cells.iter();
        let header = rows.next().expect("a header");
        Table {
            room: Vec::new(),
            lights: Vec::new(),
            marks: Vec::new(),
            caption: String::new(),
            header: header.iter().map(|&head| head.to_owned()).collect(),
            rows: rows
                .map(|row| row.iter().map(|&cell| vec![text(cell)]).collect())
                .collect(),
        }
    }

    #[test]
    fn the_columns_fill_the_width_and_long_texts_get_the_most_of_it() {
        let long = "a long sentence of some words ".repeat(20);
        let table = table(&[
            &["No.", "What was found", "Where"],
            &["1", &long, "Minute 12"],
            &["2", &long, "Minute 13"],
        ]);
        let widths = widths(&table, 9_072);
        assert_eq!(widths.iter().sum::<usize>(), 9_072);
        let [first, second, third] = widths.as_slice() else {
            panic!("{widths:?}");
        };
        assert!(
            *first < 1_000 && *second > 5_000 && *third > *first,
            "{widths:?}"
        );
    }

    #[test]
    fn a_column_to_write_in_has_room_for_a_hand() {
        let table = table(&[
            &["No.", "Name", "Signature"],
            &["1", "", ""],
            &["2", "", ""],
        ]);
        assert!(is_to_fill(&table, 1) && !is_to_fill(&table, 0));
        let widths = widths(&table, 9_072);
        assert!(
            widths.iter().skip(1).all(|width| *width >= ROOM),
            "{widths:?}"
        );
    }

    #[test]
    fn too_many_columns_are_narrow_and_no_wider_than_the_page() {
        let heads = ["considerable"; 20];
        let table = table(&[&heads, &heads]);
        let widths = widths(&table, 9_072);
        assert_eq!(widths.iter().sum::<usize>(), 9_072);
        assert!(widths.iter().all(|width| *width > 0), "{widths:?}");
    }

    #[test]
    fn a_table_of_nothing_has_no_columns() {
        assert!(widths(&table(&[&[]]), 9_072).is_empty());
        assert_eq!(widths(&table(&[&["a"]]), 9_072), [9_072]);
    }
}
