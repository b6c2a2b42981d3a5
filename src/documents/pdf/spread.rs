//! Words whose letters are set apart: "A G E N D A   I T E M" is "AGENDA ITEM".
//!
//! Left as they are drawn, they are never found. A list of single letters stays as it is.

use super::drawn::Between;

/// The fewest letters in a row that are a word set apart.
const ENOUGH: usize = 4;
/// Gaps wider than this, in units of the letters' size, are not within a word.
const WIDEST: f64 = 1.2;
/// A gap this much wider than the narrowest is between two words.
const WIDER: f64 = 1.6;

/// A letter alone between two spaces.
#[derive(Debug, Clone, Copy)]
struct Alone {
    /// Byte offset of the letter.
    at: usize,
    letter: char,
    /// The gap before it; `None` at the beginning of a row.
    gap: Option<f64>,
}

/// Closes the words of a line whose letters are set apart.
pub(super) fn close(text: &mut String, between: &mut Vec<Between>) {
    if between.len() + 1 < ENOUGH {
        return;
    }
    // Byte offsets of the letters whose space before goes away.
    let mut closed: Vec<usize> = Vec::new();
    let mut row: Vec<Alone> = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive([' ', '\t']) {
        let mut letters = piece.chars();
        let alone = match (letters.next(), letters.next(), letters.next()) {
            (Some(letter), None | Some(' ' | '\t'), None) if letter.is_alphabetic() => Some(letter),
            _ => None,
        };
        let gap = (between.binary_search_by_key(&at, |gap| gap.at).ok())
            .and_then(|place| between.get(place))
            .map(|gap| gap.wide);
        if alone.is_none() || gap.is_none_or(|gap| gap > 2.0 * WIDEST) {
            close_row(&mut row, &mut closed);
        }
        if let Some(letter) = alone {
            let gap = gap.filter(|_| !row.is_empty());
            row.push(Alone { at, letter, gap });
        }
        if piece.ends_with('\t') {
            close_row(&mut row, &mut closed);
        }
        at += piece.len();
    }
    close_row(&mut row, &mut closed);
    if closed.is_empty() {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in &closed {
        // The space before the letter is one byte.
        out.push_str(text.get(from..at.saturating_sub(1)).unwrap_or_default());
        from = *at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    *text = out;
    between.retain(|gap| closed.binary_search(&gap.at).is_err());
    for gap in between {
        gap.at -= closed.partition_point(|at| *at < gap.at);
    }
}

/// Ends a row of letters alone: notes the spaces to close, if words are set apart in it.
fn close_row(row: &mut Vec<Alone>, closed: &mut Vec<usize>) {
    let letters = std::mem::take(row);
    if letters.len() < ENOUGH {
        return;
    }
    let gaps = || letters.iter().filter_map(|one| one.gap);
    let least = gaps().fold(f64::MAX, f64::min);
    if least > WIDEST {
        return;
    }
    let within = |one: &Alone| one.gap.is_some_and(|gap| gap <= least.max(0.1) * WIDER);
    let words: Vec<&[Alone]> = letters.chunk_by(|_, next| within(next)).collect();
    let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
    let all: Vec<char> = letters.iter().map(|one| one.letter).collect();
    if longest < ENOUGH || !is_written(&all) {
        return;
    }
    closed.extend(letters.iter().filter(|one| within(one)).map(|one| one.at));
}

/// Returns true if letters may make up words: of one case, with vowels, and not the alphabet.
fn is_written(letters: &[char]) -> bool {
    let rest = letters.get(1..).unwrap_or_default();
    // Four letters of two cases are as likely words of one letter: "I a m a".
    let one_case = letters.iter().all(|c| c.is_uppercase())
        || (letters.len() > ENOUGH || letters.iter().all(|c| c.is_lowercase()))
            && rest.iter().all(|c| c.is_lowercase());
    let vowels = (letters.iter())
        .filter(|c| {
            matches!(
                c.to_ascii_lowercase(),
                'a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y'
            )
        })
        .count();
    let counts_on = letters
        .windows(2)
        .filter(|pair| matches!(pair, [one, next] if u32::from(*next) == u32::from(*one) + 1))
        .count();
    let mut kinds = letters.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    one_case && vowels * 6 >= letters.len() && counts_on * 2 < letters.len() && kinds.len() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closes a line whose gaps are given; those not given are narrow.
    fn closed(text: &str, wide: &[(usize, f64)]) -> String {
        let mut out = text.to_owned();
        let mut between: Vec<Between> = (text.char_indices().zip(text.chars().skip(1)))
            .filter(|((_, space), _)| matches!(space, ' ' | '\t'))
            .map(|((at, _), _)| Between {
                at: at + 1,
                wide: wide
                    .iter()
                    .find(|(place, _)| *place == at + 1)
                    .map_or(0.3, |(_, wide)| *wide),
                x: 0.0,
            })
            .collect();
        close(&mut out, &mut between);
        for gap in &between {
            assert!(out[..gap.at].ends_with([' ', '\t']), "{out} {gap:?}");
        }
        out
    }

    #[test]
    fn words_set_apart_are_closed() {
        assert_eq!(closed("A G E N D A I T E M", &[(12, 0.9)]), "AGENDA ITEM");
        assert_eq!(
            closed("5. A g e n d a for today", &[]),
            "5. Agenda for today"
        );
        assert_eq!(closed("A G E N D A\tD A T E S", &[]), "AGENDA\tDATES");
    }

    #[test]
    fn letters_that_are_no_words_stay() {
        for text in [
            "A B C D E F",
            "Y N N Y N Y",
            "option A or B",
            "p q r s",
            "I a m a",
        ] {
            assert_eq!(closed(text, &[]), text);
        }
        let wide: Vec<(usize, f64)> = (1..6).map(|n| (2 * n, 2.0)).collect();
        assert_eq!(
            closed("A G E N D A", &wide),
            "A G E N D A",
            "a table's heads"
        );
    }
}
