//! The match of typed words with the rows of a list: one rule for every picker and for the library.
//!
//! Every word must be found. A row that holds a whole word comes before one with a word that begins
//! so, and that before one with the letters inside a word. A slip of the keyboard is forgiven only
//! where no row holds the words as they were typed, so that it never hides what was meant.

use strsim::osa_distance;

/// The shortest word, in letters, in which a slip is forgiven.
const SLIP_FROM: usize = 4;

/// The length, in letters, from which two slips are forgiven.
const TWO_SLIPS_FROM: usize = 7;

/// The words of a row that it is found by.
#[derive(Debug, Clone, Copy)]
pub struct RowWords<'r> {
    /// The id: a query equal to it is an exact match.
    pub id: &'r str,
    /// The words that are shown.
    pub label: &'r str,
    /// Everything it is found by, the label included, in lower case.
    pub all: &'r str,
}

/// Returns the places of the rows that match what was typed, the best match first, each with true if
/// its id was typed; rows that match alike keep their order.
pub fn ranked<'r>(
    typed: &str,
    rows: &(impl Iterator<Item = RowWords<'r>> + Clone),
) -> Vec<(usize, bool)> {
    let typed = typed.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let id = words.join("-");
    let pass = |close: bool| -> Vec<(usize, usize)> {
        let scored = rows.clone().enumerate().filter_map(|(at, row)| {
            let is_id = !words.is_empty() && (row.id == typed || row.id == id);
            let score = if is_id {
                0
            } else {
                score(&words, &row, close)? + 1
            };
            Some((score, at))
        });
        scored.collect()
    };
    let mut found = pass(false);
    if found.is_empty() && words.iter().any(|word| letters(word) >= SLIP_FROM) {
        found = pass(true);
    }
    found.sort_by_key(|(score, _)| *score);
    found
        .into_iter()
        .map(|(score, at)| (at, score == 0))
        .collect()
}

/// Returns the sum of the ranks of all the words, the lower the better; `None` if one is not there.
fn score(words: &[&str], row: &RowWords<'_>, close: bool) -> Option<usize> {
    let label = row.label.to_lowercase();
    words.iter().try_fold(0, |sum, word| {
        let rank = as_typed(word, &label)
            .or_else(|| Some(3 + as_typed(word, row.all)?))
            .or_else(|| close.then(|| Some(6 + nearly(word, row.all)?)).flatten());
        Some(sum + rank?)
    })
}

/// Returns 0 if a text has a word, 1 if a word of it begins so, 2 if it has the letters at all.
fn as_typed(word: &str, text: &str) -> Option<usize> {
    let ranks = text.match_indices(word).map(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        match (before.is_some_and(char::is_alphanumeric), after) {
            (true, _) => 2,
            (false, Some(c)) if c.is_alphanumeric() => 1,
            (false, _) => 0,
        }
    });
    ranks.min()
}

/// Returns the number of slips between a word as typed and the nearest word of a text, or its
/// beginning; letters left out count as three slips. `None` if no word is near.
fn nearly(word: &str, text: &str) -> Option<usize> {
    let typed = letters(word);
    if typed < SLIP_FROM {
        return None;
    }
    let first = word.chars().next();
    let most = if typed < TWO_SLIPS_FROM { 1 } else { 2 };
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|near| near.chars().next() == first)
        .filter_map(|near| {
            let count = letters(near);
            if count + most < typed {
                return None;
            }
            let begins: String = near.chars().take(typed).collect();
            let slips = osa_distance(word, &begins).min(osa_distance(word, near));
            let left_out = || (count <= 2 * typed && is_within(word, near)).then_some(3);
            Some(slips).filter(|slips| *slips <= most).or_else(left_out)
        })
        .min()
}

/// Returns true if a text has all letters of a word in their order.
fn is_within(word: &str, text: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|c| rest.any(|other| other == c))
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'r>(typed: &str, rows: &[&'r str]) -> Vec<&'r str> {
        let lower: Vec<String> = rows.iter().map(|row| row.to_lowercase()).collect();
        let sought = rows
            .iter()
            .zip(&lower)
            .map(|(label, all)| RowWords { id: "", label, all });
        let found = ranked(typed, &sought).into_iter();
        found.filter_map(|(at, _)| rows.get(at).copied()).collect()
    }

    #[test]
    fn slips_of_the_keyboard_find_the_word_that_was_meant() {
        let rows = [
            "Pensions of the staff moved",
            "Add or change evidence",
            "Call-in notice",
            "Documents",
        ];
        for (typed, meant) in [
            ("pensoin", "Pensions of the staff moved"),
            ("pensoi", "Pensions of the staff moved"),
            ("evdnc", "Add or change evidence"),
            ("evidnece", "Add or change evidence"),
            ("call-in", "Call-in notice"),
            ("docum", "Documents"),
            ("docmuents", "Documents"),
            ("chnage evdence", "Add or change evidence"),
        ] {
            assert_eq!(found(typed, &rows), [meant], "{typed}");
        }
    }

    #[test]
    fn a_short_or_a_far_word_finds_nothing() {
        let rows = ["Pensions", "Law", "Evidence"];
        for typed in ["lwa", "zzzz", "pxnxixn", "vidence!", "pension law"] {
            assert!(found(typed, &rows).is_empty(), "{typed}");
        }
    }

    #[test]
    fn a_whole_word_comes_before_a_beginning_and_that_before_letters_inside() {
        let rows = ["Scared", "Careful", "Home care", "Other care"];
        assert_eq!(
            found("care", &rows),
            ["Home care", "Other care", "Careful", "Scared"]
        );
        // As it was typed hides what is only like it.
        assert_eq!(found("carefu", &["Carefree", "Careful"]), ["Careful"]);
        assert_eq!(found("", &rows), rows, "nothing typed changes nothing");
    }

    #[test]
    fn the_shown_words_come_before_the_others_and_an_id_before_all() {
        let row = |id, label, all| RowWords { id, label, all };
        let rows = [
            row("one", "Notes", "notes staff"),
            row("two", "Staff", "staff"),
            row("staff", "Other", "other"),
            row("new-audit", "Start", "start"),
        ];
        let found = ranked("Staff", &rows.into_iter());
        assert_eq!(found, [(2, true), (1, false), (0, false)]);
        assert_eq!(ranked("new audit", &rows.into_iter()), [(3, true)]);
    }
}
