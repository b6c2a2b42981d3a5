//! Quotations with a word, a number, a negation or the order of two words changed: for the tests and the
//! bench.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by the tests and a bench"
)]

use super::chance::Chance;

const NEGATIONS: [&str; 3] = ["not", "no", "never"];

/// The letters and signs of a word by which it is told from another; nothing if it is a mark alone.
pub fn plain(word: &str) -> String {
    let word = word.to_lowercase().replace('–', "-").replace('’', "'");
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && !"£-".contains(c));
    let signed = word.trim_start_matches('-');
    if signed.starts_with(|c: char| c == '£' || c.is_ascii_digit()) {
        word.to_owned()
    } else {
        signed.to_owned()
    }
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Word,
    Number,
    Negation,
    Transposition,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [
        Self::Word,
        Self::Number,
        Self::Negation,
        Self::Transposition,
    ];
}

/// The words with one thing of this kind changed, by one of other words if one is needed; `None` where
/// that is not possible.
pub fn changed(
    words: &[String],
    kind: Kind,
    others: &[&str],
    chance: &mut Chance,
) -> Option<Vec<String>> {
    let mut out = words.to_vec();
    let any = |chance: &mut Chance| usize::try_from(chance.below(words.len() as u64)).unwrap();
    let is_number = |word: &String| word.chars().any(|c| c.is_ascii_digit());
    let at = match kind {
        Kind::Number => {
            let numbers: Vec<usize> = (0..words.len())
                .filter(|at| is_number(&words[*at]))
                .collect();
            if numbers.is_empty() {
                return None;
            }
            chance.pick(&numbers)
        }
        _ => any(chance),
    };
    match kind {
        Kind::Word => chance.pick(others).clone_into(&mut out[at]),
        Kind::Number => out[at] = another_number(&words[at], chance)?,
        Kind::Negation => {
            let held = words
                .iter()
                .position(|word| NEGATIONS.contains(&plain(word).as_str()));
            match held.filter(|at| *at > 0 && *at + 1 < words.len()) {
                Some(at) if chance.one_in(2) => drop(out.remove(at)),
                _ => out.insert(at.max(1), chance.pick(&NEGATIONS).to_owned()),
            }
        }
        Kind::Transposition => {
            let other = any(chance);
            out.swap(at, other);
        }
    }
    let told = |words: &[String]| -> Vec<String> {
        let told = words.iter().map(|word| plain(word));
        told.filter(|word| !word.is_empty()).collect()
    };
    let (before, after) = (told(words), told(&out));
    // With a word gone from either end it is a shorter quotation, and as true as before.
    let is_part = |part: &[String]| before.windows(part.len().max(1)).any(|one| one == part);
    (!after.is_empty() && !is_part(&after)).then_some(out)
}

/// A number with a digit another one, left out or added, its point moved, or its sign dropped.
fn another_number(number: &str, chance: &mut Chance) -> Option<String> {
    let digits: Vec<usize> = number
        .bytes()
        .enumerate()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    let at = chance.pick(&digits);
    let digit = &number[at..=at];
    let (before, after) = (&number[..at], &number[at + 1..]);
    Some(match chance.below(5) {
        0 => {
            let other = (digit.parse::<u64>().unwrap() + 1 + chance.below(9)) % 10;
            format!("{before}{other}{after}")
        }
        1 => format!("{before}{after}"),
        2 => format!("{before}{digit}{}{after}", chance.below(10)),
        3 => {
            let sign = number.find(['£', '%', '.', '-', '–', '/', ':'])?;
            let mut out = number.to_owned();
            out.remove(sign);
            out
        }
        _ => {
            let end = digits.last().unwrap() + 1;
            format!("{}.5{}", &number[..end], &number[end..])
        }
    })
}
