//! How wide the columns of a table are, and how tall its rows are likely to be: reckoned from the
//! number of letters, since only a word processor knows the letters' own widths.

use super::super::document::{Table, words_of};

/// The width of a letter of a table's text, in twentieths of a point: a little more than Calibri's
/// average at 10 points.
const LETTER: usize = 106;
/// What the edges of a cell take.
const EDGES: usize = 210;
/// The least that a column to be written in by hand has.
const ROOM: usize = 2_000;
/// The longest word that is not to be broken, in letters.
const WORD: usize = 16;
/// The longest line that a column is made for, in letters.
const LINE: usize = 70;

struct Column {
    /// The least it needs: its longest word.
    least: usize,
    /// What it could use: its longest line.
    full: usize,
    /// How much it holds.
    weight: usize,
}

/// The widths of the columns; together they are the width there is.
pub(super) fn widths(table: &Table, width: usize) -> Vec<usize> {
    let columns: Vec<Column> = (0..table.header.len())
        .map(|place| column(table, place))
        .collect();
    let least: usize = columns.iter().map(|column| column.least).sum();
    if columns.is_empty() {
        return Vec::new();
    }
    let mut widths: Vec<usize> = if least >= width {
        columns
            .iter()
            .map(|column| column.least * width / least.max(1))
            .collect()
    } else {
        shared(&columns, width - least)
    };
    // What rounding left goes to the widest.
    let given: usize = widths.iter().sum();
    if let Some(widest) = widths.iter_mut().max_by_key(|width| **width) {
        *widest += width.saturating_sub(given);
    }
    widths
}

/// The least of each column, and what is to spare shared out: by what they hold until each has
/// room for its longest line, then by what they have.
fn shared(columns: &[Column], spare: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.least).collect();
    let mut spare = spare;
    for _ in 0..4 {
        let wants: Vec<usize> = columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| {
                if *width < column.full {
                    column.weight
                } else {
                    0
                }
            })
            .collect();
        let all: usize = wants.iter().sum();
        if all == 0 || spare == 0 {
            break;
        }
        let mut given = 0;
        for ((column, width), want) in columns.iter().zip(&mut widths).zip(wants) {
            let share = (spare * want / all).min(column.full.saturating_sub(*width));
            *width += share;
            given += share;
        }
        spare -= given;
    }
    let all: usize = widths.iter().sum();
    if all > 0 {
        for width in &mut widths {
            *width += spare * *width / all;
        }
    }
    widths
}

fn column(table: &Table, place: usize) -> Column {
    let head = table.header.get(place).map_or("", String::as_str);
    let mut letters = 0;
    let (mut word, mut line) = measure(head);
    // A head is heavier than the text.
    word += 1;
    for row in &table.rows {
        let text = row
            .get(place)
            .map(|cell| words_of(cell))
            .unwrap_or_default();
        let (longest_word, longest_line) = measure(&text);
        word = word.max(longest_word);
        line = line.max(longest_line);
        letters += text.chars().count();
    }
    let least = word.min(WORD) * LETTER + EDGES;
    if is_to_fill(table, place) {
        return Column {
            least: least.max(ROOM),
            full: ROOM * 2,
            weight: 12,
        };
    }
    let average = letters / table.rows.len().max(1);
    Column {
        least,
        full: least.max(line.min(LINE) * LETTER + EDGES),
        weight: average.isqrt().max(1),
    }
}

/// The longest word and the longest line of a text, in letters.
fn measure(text: &str) -> (usize, usize) {
    let longest = |parts: &mut dyn Iterator<Item = &str>| {
        parts.map(|part| part.chars().count()).max().unwrap_or(0)
    };
    (
        longest(&mut text.split_whitespace()),
        longest(&mut text.lines()),
    )
}

/// Whether a column is there to be written in by hand: nothing stands in it.
pub(super) fn is_to_fill(table: &Table, place: usize) -> bool {
    !table.rows.is_empty()
        && table.rows.iter().all(|row| {
            row.get(place)
                .is_none_or(|cell| words_of(cell).trim().is_empty())
        })
}

/// How many lines a text is likely to take in a width.
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
