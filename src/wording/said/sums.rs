//! Sums of money, percentages and plain numbers as a text says them.

use super::{Mention, Said, Word, between};

/// A word with more digits than this is no part of a date or a sum.
const DIGITS: usize = 15;

/// Finds a sum of pounds that begins at a word.
pub(super) fn sum(
    text: &str,
    words: &[Word<'_>],
    at: usize,
    found: &mut Vec<Mention>,
) -> Option<usize> {
    let first = words.get(at)?;
    let pound = text.get(..first.start)?.trim_end_matches(' ');
    let start = pound.strip_suffix('£')?.len();
    let (value, unit, next) = amount(text, words, at)?;
    let last = words.get(next - 1)?;
    found.push(Mention {
        each: is_each(text, words, next),
        ..Mention::new(start..last.end, Said::Pounds(value, unit))
    });
    Some(next)
}

/// Returns a number with thousands, decimals and a word such as "million", its unit, and the word
/// after it.
fn amount(text: &str, words: &[Word<'_>], at: usize) -> Option<(f64, f64, usize)> {
    let mut next = at;
    let mut digits = String::new();
    let tail = loop {
        let word = words.get(next)?;
        let end = word.text.find(|c: char| !c.is_ascii_digit());
        let (here, rest) = word.text.split_at(end.unwrap_or(word.text.len()));
        if here.is_empty() || digits.len() + here.len() > DIGITS {
            return None;
        }
        digits.push_str(here);
        next += 1;
        let after = words.get(next);
        let mark = after.map_or("", |after| between(text, word, after));
        let more = after.filter(|after| after.text.as_bytes()[0].is_ascii_digit());
        let Some(more) = more.filter(|_| rest.is_empty()) else {
            break rest;
        };
        let three = more.text.bytes().take_while(u8::is_ascii_digit).count() == 3;
        if mark == "," && three && !digits.contains('.') {
            continue;
        }
        if mark == "." && !digits.contains('.') {
            digits.push('.');
            continue;
        }
        break rest;
    };
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let mut times = multiplier(tail);
    if tail.is_empty()
        && let (Some(last), Some(word)) = (words.get(next - 1), words.get(next))
        && matches!(between(text, last, word), " " | "" | "\n")
        && let Some(by) = multiplier(word.text)
        && !word.text.is_empty()
    {
        times = Some(by);
        next += 1;
    }
    let times = if tail.is_empty() {
        times.unwrap_or(1.0)
    } else {
        times?
    };
    let value: f64 = digits.parse().ok()?;
    let unit = times / 10_f64.powi(i32::try_from(decimals).ok()?);
    let value = (value * times * 100.0).round() / 100.0;
    let unit = if times > 1.0 { unit } else { 0.01 };
    Some((value, unit, next))
}

fn multiplier(word: &str) -> Option<f64> {
    let by = match word.to_ascii_lowercase().as_str() {
        "" => 1.0,
        "k" | "thousand" => 1e3,
        "m" | "mn" | "mil" | "million" => 1e6,
        "bn" | "b" | "billion" => 1e9,
        _ => return None,
    };
    Some(by)
}

/// Returns true if what comes after a sum says that it is for each of something.
fn is_each(text: &str, words: &[Word<'_>], at: usize) -> bool {
    const YEARLY: [&str; 6] = ["annum", "year", "yr", "years", "a", "financial"];
    let (Some(before), Some(next)) = (
        at.checked_sub(1).and_then(|at| words.get(at)),
        words.get(at),
    ) else {
        return false;
    };
    let then = words.get(at + 1);
    match between(text, before, next).trim() {
        "/" => !next.is(&YEARLY),
        "" => {
            next.is(&["per", "each"]) && !then.is_some_and(|then| then.is(&YEARLY))
                || next.is(&["a", "an"])
                    && then.is_some_and(|then| {
                        then.is(&["hour", "day", "week", "head", "person", "session", "meal"])
                    })
                || next.is(&["hourly", "daily", "weekly", "ph"])
        }
        _ => false,
    }
}

/// Finds a plain number or a percentage that begins at a word.
pub(super) fn plain_number(
    text: &str,
    words: &[Word<'_>],
    at: usize,
    found: &mut Vec<Mention>,
) -> Option<usize> {
    let first = words.get(at)?;
    if !first.text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let before = text.get(..first.start)?.chars().next_back();
    // Part of a reference, a version, a date that is none.
    if matches!(before, Some('/' | '.' | '-' | '_')) {
        return None;
    }
    let (value, _, next) = amount(text, words, at)?;
    let last = words.get(next - 1)?;
    let after = text.get(last.end..)?;
    if after.starts_with(['/', '_']) {
        return None;
    }
    let (said, end, next) = if after.trim_start().starts_with('%') {
        let end = last.end + after.find('%')? + 1;
        (Said::Percent(value), end, next)
    } else {
        let per = words.get(next).filter(|word| word.is(&["per", "percent"]));
        let cent = words.get(next + 1).is_some_and(|word| word.is(&["cent"]));
        match per {
            Some(word) if word.is(&["percent"]) => (Said::Percent(value), word.end, next + 1),
            Some(_) if cent => (Said::Percent(value), words[next + 1].end, next + 2),
            _ => (Said::Number(value), last.end, next),
        }
    };
    found.push(Mention::new(first.start..end, said));
    Some(next)
}
