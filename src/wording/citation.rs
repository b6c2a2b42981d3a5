//! Citations in a text: a phrase that is sought however its sections are written.

use std::collections::HashMap;

/// A phrase that is sought, such as "s 3A" or "SI 2000/3272".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Vec<String>);

impl Phrase {
    /// Reads a phrase.
    pub fn new(text: &str) -> Self {
        let words = folded(text);
        Self(words_of(&words).into_iter().map(str::to_owned).collect())
    }

    /// Returns true if words begin with the phrase.
    ///
    /// Its last word may be followed by a bracket: `3a(1)`.
    fn begins(&self, words: &[&str]) -> bool {
        let Some((last, first)) = self.0.split_last() else {
            return false;
        };
        // Its last word is the one that tells it from others: many begin with "s".
        words.get(first.len()).is_some_and(|end| {
            let rest = end.strip_prefix(last.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
        }) && words.iter().zip(first).all(|(word, other)| word == other)
    }
}

/// Phrases that are sought together: a text is gone through once for all of them.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// The phrases by their first word, up to a bracket; each with the number it was given.
    by_first: HashMap<String, Vec<(usize, Phrase)>>,
}

impl Sought {
    /// Returns phrases to be sought, each with a number of its own.
    pub fn among<'a>(phrases: impl IntoIterator<Item = (usize, &'a Phrase)>) -> Self {
        let mut by_first: HashMap<String, Vec<(usize, Phrase)>> = HashMap::new();
        for (number, phrase) in phrases {
            if let Some(first) = phrase.0.first() {
                let first = up_to_bracket(first).to_owned();
                by_first
                    .entry(first)
                    .or_default()
                    .push((number, phrase.clone()));
            }
        }
        Self { by_first }
    }

    /// Tells the number of each phrase in a text; of one that it holds twice, twice.
    pub fn in_text(&self, text: &str, mut found: impl FnMut(usize)) {
        let text = folded(text);
        let words = words_of(&text);
        for (at, word) in words.iter().enumerate() {
            let Some(known) = self.by_first.get(up_to_bracket(word)) else {
                continue;
            };
            let rest = words.get(at..).unwrap_or_default();
            for (number, phrase) in known {
                if phrase.begins(rest) {
                    found(*number);
                }
            }
        }
    }
}

/// Returns a word up to its first bracket; all of it, if it begins with one.
fn up_to_bracket(word: &str) -> &str {
    match word.bytes().position(|byte| byte == b'(') {
        Some(at) if at > 0 => word.get(..at).unwrap_or(word),
        _ => word,
    }
}

/// Folds a text to small letters, with one name for what has two.
fn folded(text: &str) -> String {
    const ACT: &str = "local government act";
    let mut lower = text.to_lowercase();
    // Most texts have neither, and need no copy.
    if lower.contains('’') {
        lower = lower.replace('’', "'");
    }
    if lower.contains(ACT) {
        lower = lower.replace(ACT, "lga");
    }
    lower
}

/// Splits a folded text into words, with the ways of writing a citation made alike.
///
/// "Section 3A", "s.3A" and "s 3A" are all `s`, `3a`.
fn words_of(text: &str) -> Vec<&str> {
    // A word is rarely shorter: all of them have room at once.
    let mut words = Vec::with_capacity(text.len() / 4 + 1);
    let of_word = |c: char| c.is_alphanumeric() || matches!(c, '/' | '(' | ')' | '\'');
    for raw in text.split(|c: char| !of_word(c)) {
        // Brackets around a whole remark are not part of a citation; those of "3(2)" are.
        let raw = if raw.bytes().skip(1).any(|byte| byte == b'(') && !raw.starts_with('(') {
            raw.trim_matches('\'')
        } else {
            raw.trim_matches(|c: char| matches!(c, '(' | ')' | '\'' | '/'))
        };
        if raw.is_empty() {
            continue;
        }
        let word = match raw {
            "section" | "sec" => "s",
            "sections" => "ss",
            "article" | "articles" | "arts" => "art",
            "regulation" | "regulations" | "regs" => "reg",
            "paragraph" | "paragraphs" | "paras" => "para",
            other => other,
        };
        let split = ["ss", "s", "art", "reg", "para"].iter().find_map(|prefix| {
            let rest = word.strip_prefix(prefix)?;
            rest.starts_with(|c: char| c.is_ascii_digit())
                .then_some((*prefix, rest))
        });
        match split {
            Some((prefix, rest)) => words.extend([prefix, rest]),
            None => words.push(word),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, cite: &str) -> bool {
        let phrase = Phrase::new(cite);
        let mut found = false;
        Sought::among([(0, &phrase)]).in_text(text, |_| found = true);
        found
    }

    #[test]
    fn the_ways_of_writing_a_section_are_one() {
        for text in [
            "under Section 3A",
            "(see s.3A)",
            "s 3A(1) of the Act",
            "s3A,",
        ] {
            assert!(finds(text, "s 3A"), "{text}");
        }
        assert!(!finds("section 3", "s 3A"));
        assert!(!finds("section 3AB", "s 3A"));
        assert!(finds("the Local Government Act 1999", "LGA 1999"));
        assert!(finds("SI 2000/3272, reg 17", "SI 2000/3272"));
    }

    #[test]
    fn all_phrases_are_found_in_one_go_wherever_they_begin() {
        let phrases: Vec<Phrase> = ["s 3A", "LGA 1999", "1999", "the", ""]
            .into_iter()
            .map(Phrase::new)
            .collect();
        let sought = Sought::among(phrases.iter().enumerate());
        let mut found = Vec::new();
        sought.in_text("Under the LGA 1999(4), s 3 s3A(2)", |place| {
            found.push(place);
        });
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2, 3]);
    }
}
