//! Short pieces of text: what is said before an answer, and what waits to be asked for.
//!
//! Everything that is said goes through here, once: so nothing is longer than a person can keep in
//! mind, and no sign gets out that a screen reader or a braille line cannot tell.

use std::collections::VecDeque;

use crate::base::digest::fold;
use crate::wording::clean;

/// The most words before an answer.
pub const MOST_WORDS: usize = 45;

/// The fewest words for which a sentence is begun that does not fit.
const WORTH_BEGINNING: usize = 12;

/// The sign of a text that goes on.
const MORE: &str = "(more)";

/// Sentences to be said, a short piece at a time.
#[derive(Debug, Default)]
pub(super) struct Speech {
    rest: VecDeque<String>,
}

impl Speech {
    /// Returns sentences to be said; each line of a text of several is one.
    pub(super) fn new(sentences: impl IntoIterator<Item = String>) -> Self {
        let mut rest = VecDeque::new();
        for one in sentences {
            let lines = one.lines().map(str::trim);
            rest.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
        }
        Self { rest }
    }

    /// Adds sentences before the others.
    pub(super) fn first(&mut self, sentences: Vec<String>) {
        let mut rest = Self::new(sentences).rest;
        rest.append(&mut self.rest);
        self.rest = rest;
    }

    /// Returns the sentences that are left.
    pub(super) fn left(&self) -> Vec<String> {
        self.rest.iter().cloned().collect()
    }

    /// Takes the next piece, of at most so many words; all of it that fits, by whole sentences
    /// wherever that leaves no great gap.
    pub(super) fn piece(&mut self, most: usize) -> Vec<String> {
        let mut piece = Vec::new();
        // The sign that there is more is a word as well.
        let mut room = most.saturating_sub(1);
        while let Some(next) = self.rest.pop_front() {
            let words = count(&next);
            if words <= room {
                room -= words;
                piece.push(next);
                continue;
            }
            if room >= WORTH_BEGINNING || piece.is_empty() {
                let (now, later) = split(&next, room);
                piece.push(now);
                self.rest.push_front(later);
            } else {
                self.rest.push_front(next);
            }
            break;
        }
        if !self.rest.is_empty() && !piece.is_empty() {
            piece.push(MORE.to_owned());
        }
        piece
    }
}

/// Returns the number of words of a text.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Splits a text after so many words.
fn split(text: &str, words: usize) -> (String, String) {
    let mut all = text.split_whitespace();
    let now: Vec<&str> = all.by_ref().take(words).collect();
    let later: Vec<&str> = all.collect();
    (now.join(" "), later.join(" "))
}

/// Joins sentences into one line, each with its end.
pub(super) fn line(sentences: &[String]) -> String {
    let mut line = String::new();
    for one in sentences {
        let one = one.trim();
        if one.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(one);
        if one != MORE && !one.ends_with(['.', '?', '!', ':', ';', ',']) {
            line.push('.');
        }
    }
    // A text that goes on does not end where it is cut.
    line.replace(". (more)", " (more)")
}

/// Returns a text with nothing in it but letters, figures and plain punctuation; in ASCII alone if
/// that is all the reader can tell.
pub fn fit_to_say(text: &str, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '\n' => out.push('\n'),
            '…' => out.push_str("..."),
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' => out.push('-'),
            '→' => {
                out.truncate(out.trim_end().len());
                out.push_str(", now ");
            }
            // A dot between two things.
            '·' if out.ends_with(' ') => {
                out.truncate(out.trim_end().len());
                out.push(',');
            }
            // Boxes, blocks, shapes, signs and braille patterns: drawn, not written.
            '\u{2190}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}' => out.push(' '),
            // The place of a sign that was taken away.
            '\u{fffd}' => {}
            c if c.is_control() => out.push(' '),
            c if ascii && !c.is_ascii() => out.push('?'),
            c => out.push(c),
        }
    }
    // What is not pressed here is typed.
    let out = out.replace("Press \"", "Type \"");
    let out = out.replace("press \"", "type \"");
    out.lines().map(fold).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_never_longer_than_asked_and_nothing_is_lost() {
        let sentences: Vec<String> = (1..60)
            .map(|length| vec![format!("word{length}"); length].join(" "))
            .collect();
        let all: usize = sentences.iter().map(|one| count(one)).sum();
        let mut speech = Speech::new(sentences);
        let mut said = 0;
        loop {
            let piece = speech.piece(MOST_WORDS);
            if piece.is_empty() {
                break;
            }
            let words = count(&line(&piece));
            assert!(words <= MOST_WORDS, "{piece:?}");
            said += words - usize::from(piece.iter().any(|one| one == MORE));
        }
        assert_eq!(said, all);
    }

    #[test]
    fn nothing_drawn_and_no_escape_is_said() {
        let hostile = "a\u{1b}[31m│b█⣿c\u{202e}“d”…→ Press “e”";
        let said = fit_to_say(hostile, false);
        assert_eq!(said, "a[31m b c\"d\"..., now Type \"e\"");
        assert_eq!(fit_to_say("é ż", true), "? ?");
        assert_eq!(fit_to_say("é ż", false), "é ż");
    }

    #[test]
    fn each_sentence_has_one_end() {
        let said = ["One", "Two?", "three four", MORE].map(str::to_owned);
        assert_eq!(line(&said), "One. Two? three four (more)");
    }
}
