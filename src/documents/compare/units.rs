//! The paragraphs of a paper as they are compared.

use std::collections::{HashMap, HashSet};

use super::ComparedParagraph;
use crate::documents::paper::{Paper, ParagraphRole, one_line};
use crate::documents::query::is_function_word;
use crate::documents::sections::goes_on;
use crate::wording::{compared_text, compared_words};

/// A paragraph as it is compared.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its place and text.
    pub(super) at: ComparedParagraph,
    /// Its letters and digits, run together, without its number.
    pub(super) key: String,
    /// The forms of its words, without its number.
    pub(super) words: Vec<String>,
}

impl Unit {
    /// Returns how often it has each word that carries meaning; every word, if few do.
    pub(super) fn bag(&self) -> HashMap<&str, u32> {
        telling(&self.words)
    }
}

/// Returns how often each word occurs.
pub(super) fn bag<'w>(words: impl IntoIterator<Item = &'w str>) -> HashMap<&'w str, u32> {
    let mut bag: HashMap<&str, u32> = HashMap::new();
    for word in words {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

/// Returns how often each word that carries meaning occurs; every word, if fewer than three do.
pub(super) fn telling(words: &[String]) -> HashMap<&str, u32> {
    let words = || words.iter().map(String::as_str);
    let telling = bag(words().filter(|word| !is_function_word(word)));
    if telling.len() < 3 {
        bag(words())
    } else {
        telling
    }
}

/// Returns the number of words in a bag.
pub(super) fn size(bag: &HashMap<&str, u32>) -> f64 {
    f64::from(bag.values().sum::<u32>()).max(1.0)
}

/// Returns the rarest words of a bag, by the number of places that each is in, and their places.
pub(super) fn rarest(
    bag: &HashMap<&str, u32>,
    with: &HashMap<&str, Vec<usize>>,
    most: usize,
) -> Vec<usize> {
    let mut lists: Vec<&Vec<usize>> = bag.keys().filter_map(|word| with.get(word)).collect();
    lists.sort_unstable_by_key(|places| places.len());
    let lists = lists.into_iter().take(RAREST);
    let lists = lists.filter(|places| places.len() <= most);
    lists.flatten().copied().collect()
}

/// The number of words of a paragraph or a sentence that lead to others like it.
const RAREST: usize = 14;

/// Returns the number of words that two bags share.
pub(super) fn shared(one: &HashMap<&str, u32>, other: &HashMap<&str, u32>) -> u32 {
    let (small, large) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    small
        .iter()
        .map(|(word, times)| (*times).min(large.get(word).copied().unwrap_or(0)))
        .sum()
}

/// Returns the paragraphs of the running text, in order; one that goes on over a page is one.
pub(super) fn units(paper: &Paper) -> Vec<Unit> {
    let heads = running_heads(paper);
    let mut out: Vec<Unit> = Vec::new();
    for (page, at) in paper.pages.iter().zip(0..) {
        let mut is_first = true;
        for (paragraph, place) in page.paragraphs.iter().zip(0..) {
            let text = one_line(&paragraph.text);
            if paragraph.role.is_furniture() || heads.contains(&without_digits(&text)) {
                continue;
            }
            let joins = is_first
                && paragraph.role == ParagraphRole::Body
                && paragraph.number.is_none()
                && out
                    .last()
                    .is_some_and(|last| last.at.page + 1 == at && goes_on(&last.at.text, &text));
            is_first = false;
            if let (true, Some(last)) = (joins, out.last_mut()) {
                last.at.text = one_line(&format!("{}\n{text}", last.at.text));
                continue;
            }
            out.push(Unit {
                at: ComparedParagraph {
                    page: at,
                    paragraph: place,
                    number: page.number,
                    text,
                },
                key: String::new(),
                words: Vec::new(),
            });
        }
    }
    for unit in &mut out {
        let words = compared_words(without_number(&unit.at.text));
        unit.key = compared_text(&words);
        unit.words = words.into_iter().map(|one| one.form).collect();
    }
    out.retain(|unit| !unit.key.is_empty());
    out
}

/// Returns the lines that begin or end at least half of the pages, as in a paper that was not laid out.
fn running_heads(paper: &Paper) -> HashSet<String> {
    let mut pages = 0;
    let mut times: HashMap<String, usize> = HashMap::new();
    for page in &paper.pages {
        let body = || {
            let all = page.paragraphs.iter();
            all.filter(|one| !one.role.is_furniture() && one.text.len() <= HEAD)
        };
        pages += usize::from(!page.paragraphs.is_empty());
        let ends = body().take(1).chain(body().rev().take(1));
        let ends: HashSet<String> = ends.map(|one| without_digits(&one.text)).collect();
        for end in ends {
            *times.entry(end).or_default() += 1;
        }
    }
    times.retain(|_, times| *times > 1 && *times * 2 >= pages);
    times.into_keys().collect()
}

/// A running head is no longer than this, in bytes.
const HEAD: usize = 120;

/// Returns a line without its numbers: the part that repeats from page to page.
fn without_digits(text: &str) -> String {
    let line = one_line(text);
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Returns a paragraph without the number, letter or bullet that it begins with: "8.8", "(iv)", "a)".
pub(in crate::documents) fn without_number(text: &str) -> &str {
    let Some((first, rest)) = text.split_once(char::is_whitespace) else {
        return text;
    };
    let bare = first.trim_matches(['(', ')', '.', ':']);
    let figures = bare.contains(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || c == '.')
        && (bare.len() < first.len() || bare.contains('.'));
    let letter = bare.len() < first.len()
        && bare.len() <= 4
        && !bare.is_empty()
        && (bare.chars().count() == 1 || bare.chars().all(|c| "ivxIVX".contains(c)))
        && bare.chars().all(|c| c.is_ascii_alphabetic());
    let bullet = !first.contains(char::is_alphanumeric);
    if (figures || letter || bullet) && rest.chars().any(char::is_alphabetic) {
        rest.trim_start()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::without_number;

    #[test]
    fn a_number_of_a_paragraph_is_no_part_of_it_and_one_of_its_sentence_is() {
        for (text, rest) in [
            ("8.8 The fee", "The fee"),
            ("3. The fee", "The fee"),
            ("(iv) the fee", "the fee"),
            ("a) the fee", "the fee"),
            ("• the fee", "the fee"),
            ("2024 was a good year", "2024 was a good year"),
            ("A fee is due", "A fee is due"),
            ("8.8", "8.8"),
        ] {
            assert_eq!(without_number(text), rest);
        }
    }
}
