//! The folded form of a text in which quotations are looked up: its words and numbers without what
//! is between them.
//!
//! Letters are folded as the search folds them. Stricter than the search, nothing that carries
//! meaning is dropped: an ending "'s", a sign, a currency or a per cent at a number, a decimal point,
//! a range or a fraction, which are parts of their number. White space means the same as a line end,
//! so that a text on one line and the same text as printed fold alike.

use crate::documents::words::{is_hyphen, is_mark, is_raised, joins, push_plain};

/// Boundary between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// No text continues over it.
    Wall,
    /// Two words.
    Hard,
    /// The halves of a word broken at a line's end, or two words.
    Soft,
    /// Two words that are written as one, with a hyphen or an apostrophe: "non-compliant", "can't".
    ///
    /// A quotation goes on over it and never begins or ends there: that would drop a negation.
    Inner,
}

/// Treatment of the raised numbers of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteMarks {
    /// Left out, as in the search: "trade³ union" is "trade union".
    LeftOut,
    /// Words of their own.
    Kept,
}

impl NoteMarks {
    /// Returns the treatment with which a quotation is compared: marks count if it has any.
    pub(super) fn of(quotation: &str) -> Self {
        if quotation.chars().any(is_raised) {
            Self::Kept
        } else {
            Self::LeftOut
        }
    }
}

/// A folded text: its words joined, and the boundaries between them.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The words, one after the other without anything between.
    pub(super) text: String,
    /// For each word the offset of its beginning in the text, and the boundary before it.
    pub(super) cuts: Vec<(usize, Cut)>,
}

impl Folded {
    /// Folds a text.
    pub(super) fn of(raw: &str, marks: NoteMarks) -> Self {
        let mut folded = Self::default();
        folded.add(raw, marks, |_, _| {});
        folded
    }

    /// Adds a text behind a wall.
    ///
    /// `at` is called for each word with its offset in the folded text and in the raw one.
    pub(super) fn add(&mut self, raw: &str, marks: NoteMarks, mut at: impl FnMut(usize, usize)) {
        let mut first = true;
        words(raw, marks, |start, cut, word| {
            at(self.text.len(), start);
            let cut = if std::mem::take(&mut first) {
                Cut::Wall
            } else {
                cut
            };
            self.cuts.push((self.text.len(), cut));
            self.text.push_str(word);
        });
    }

    /// Returns true if a quotation can begin or end at an offset.
    fn is_end(&self, at: usize) -> bool {
        let place = self.cuts.partition_point(|(cut, _)| *cut < at);
        let stands =
            |(cut, kind): &(usize, Cut)| *cut == at && matches!(kind, Cut::Wall | Cut::Hard);
        at == self.text.len() || self.cuts.get(place).is_some_and(stands)
    }

    /// Returns every span of this text that is the same as a part, from an offset on, in order.
    pub(super) fn spans<'a>(&'a self, part: &'a Self) -> impl Iterator<Item = (usize, usize)> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                if part.text.is_empty() {
                    return None;
                }
                let start = from + self.text.get(from..)?.find(&part.text)?;
                from = start + self.text.get(start..)?.chars().next()?.len_utf8();
                if self.is_span(start, part) {
                    return Some((start, start + part.text.len()));
                }
            }
        })
    }

    /// Returns true if the words from an offset on are parted as those of the part are.
    ///
    /// The letters are the same already. The halves of a broken word may be parted or joined.
    fn is_span(&self, start: usize, part: &Self) -> bool {
        let end = start + part.text.len();
        if !self.is_end(start) || !self.is_end(end) {
            return false;
        }
        let from = self.cuts.partition_point(|(cut, _)| *cut <= start);
        let mut ours = self.cuts.iter().skip(from).peekable();
        let mut theirs = part.cuts.iter().skip(1).peekable();
        loop {
            let our = ours.peek().filter(|(cut, _)| *cut < end);
            let our = our.map(|(at, cut)| (*at - start, *cut));
            let their = theirs.peek().map(|(at, cut)| (*at, *cut));
            let (takes_ours, takes_theirs) = match (our, their) {
                (None, None) => return true,
                (Some((_, Cut::Wall)), _) => return false,
                (Some((one, _)), Some((other, _))) if one == other => (true, true),
                (Some((one, Cut::Soft)), other) if other.is_none_or(|(at, _)| one < at) => {
                    (true, false)
                }
                (one, Some((other, Cut::Soft))) if one.is_none_or(|(at, _)| other < at) => {
                    (false, true)
                }
                _ => return false,
            };
            if takes_ours {
                ours.next();
            }
            if takes_theirs {
                theirs.next();
            }
        }
    }
}

/// Calls `take` for each word of a text: its offset, the boundary before it, its folded form.
fn words(raw: &str, marks: NoteMarks, mut take: impl FnMut(usize, Cut, &str)) {
    let mut word = WordForm::default();
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        let after = at + c.len_utf8();
        let rest = raw.get(after..).unwrap_or_default();
        let mut next_at = after;
        let breaks = is_hyphen(Some(c)) && breaks_a_word(raw, after);
        if is_unseen(c) && !breaks {
            at = after;
            continue;
        }
        if is_raised(c) {
            if word.takes_power() {
                push_plain(&mut word.form, c);
            } else if marks == NoteMarks::Kept {
                word.end(&mut take);
                word.begin(at).push(c);
            }
            // What follows it is another word.
            word.end(&mut take);
        } else if c.is_alphanumeric() || (is_mark(c) && !word.form.is_empty()) {
            push_plain(word.begin(at), c);
        } else if let Some((joined, skip)) = inside_number(&word.form, c, rest) {
            word.form.extend(joined);
            next_at += skip;
        } else if let Some(sign) = before_number(c, rest, before, word.is_prefix()) {
            if !word.is_prefix() {
                word.end(&mut take);
            }
            word.begin(at).push(sign);
            if is_currency(c) {
                next_at = raw.len() - rest.trim_start().len();
            }
        } else {
            word.end(&mut take);
            if is_word_by_itself(c) {
                word.begin(at).push(c);
                word.end(&mut take);
            } else if breaks {
                word.cut = Cut::Soft;
            } else if before.is_some_and(char::is_alphanumeric) && joins_words(c, rest) {
                word.cut = Cut::Inner;
            }
        }
        before = Some(c);
        at = next_at;
    }
    word.end(&mut take);
}

/// The word that is being read.
struct WordForm {
    form: String,
    start: usize,
    cut: Cut,
}

impl Default for WordForm {
    fn default() -> Self {
        Self {
            form: String::new(),
            start: 0,
            cut: Cut::Hard,
        }
    }
}

impl WordForm {
    /// Returns the form to add to, at an offset if nothing is in it yet.
    fn begin(&mut self, at: usize) -> &mut String {
        if self.form.is_empty() {
            self.start = at;
        }
        &mut self.form
    }

    fn end(&mut self, take: &mut impl FnMut(usize, Cut, &str)) {
        if !self.form.is_empty() {
            take(self.start, self.cut, &self.form);
            self.form.clear();
            self.cut = Cut::Hard;
        }
    }

    /// Returns true if only signs before a number were read so far.
    fn is_prefix(&self) -> bool {
        !self.form.is_empty() && !self.form.contains(char::is_alphanumeric)
    }

    /// Returns true if a raised number after it is a power, as in "300 m²".
    fn takes_power(&self) -> bool {
        let unit = self.form.trim_start_matches(|c: char| !c.is_alphabetic());
        matches!(unit, "m" | "mm" | "cm" | "km" | "ft")
    }
}

/// Returns true for a character that is not seen: a soft hyphen, a space without width.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Returns true if a hyphen that ends at an offset breaks a word at a line's end.
fn breaks_a_word(raw: &str, after: usize) -> bool {
    let rest = raw.get(after..).unwrap_or_default();
    let line_end = rest.trim_start_matches([' ', '\t', '\r']);
    line_end.starts_with('\n') && joins(raw, raw.len() - line_end.len())
}

/// Returns true if a hyphen or an apostrophe makes one word of two, at a line's end or not.
fn joins_words(c: char, rest: &str) -> bool {
    let line_end = rest.trim_start_matches([' ', '\t', '\r']);
    let next = if is_hyphen(Some(c)) && line_end.starts_with('\n') {
        line_end.trim_start()
    } else {
        rest
    };
    (is_hyphen(Some(c)) || matches!(c, '\'' | '\u{2019}'))
        && next.starts_with(char::is_alphanumeric)
}

/// Returns the form of a character inside a number, and the number of bytes to pass over after it.
fn inside_number(word: &str, c: char, rest: &str) -> Option<(Option<char>, usize)> {
    if !ends_in_digit(word) {
        return None;
    }
    let digit_next = begins_with_digit(rest);
    match c {
        ',' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            (digits == 3).then_some((None, 0))
        }
        '.' | '·' => digit_next.then_some((Some('.'), 0)),
        ':' | '/' => digit_next.then_some((Some(c), 0)),
        '%' | '‰' => Some((Some(c), 0)),
        _ if is_dash(c) => {
            let far = rest.trim_start();
            begins_with_digit(far).then_some((Some('-'), rest.len() - far.len()))
        }
        _ if c.is_whitespace() => {
            let far = rest.trim_start();
            far.starts_with(['%', '‰'])
                .then_some((None, rest.len() - far.len()))
        }
        _ => None,
    }
}

/// Returns the form of a sign, a currency or a point before a number.
fn before_number(c: char, rest: &str, before: Option<char>, in_prefix: bool) -> Option<char> {
    let number = |text: &str| begins_with_digit(text.strip_prefix('.').unwrap_or(text));
    let with_sign = |text: &str| number(text.strip_prefix(is_sign).unwrap_or(text));
    let begins = in_prefix || !before.is_some_and(char::is_alphanumeric);
    if is_currency(c) {
        return with_sign(rest.trim_start()).then_some(c);
    }
    if is_sign(c) && begins {
        let amount = rest.strip_prefix(is_currency).map(str::trim_start);
        let stands = number(amount.unwrap_or(rest));
        return stands.then_some(if is_dash(c) { '-' } else { c });
    }
    let apart = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    (c == '.' && (in_prefix || apart) && begins_with_digit(rest)).then_some('.')
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

/// Returns true for a character that says something about the number it stands before.
const fn is_sign(c: char) -> bool {
    (is_dash(c) && c != '\u{2014}') || matches!(c, '+' | '±' | '<' | '>' | '≤' | '≥' | '~' | '≈')
}

const fn is_currency(c: char) -> bool {
    matches!(c, '£' | '$' | '€' | '¥')
}

/// Returns true for a character that means as much as a word.
const fn is_word_by_itself(c: char) -> bool {
    is_currency(c)
        || matches!(
            c,
            '&' | '%' | '‰' | '+' | '±' | '=' | '≠' | '≤' | '≥' | '≈' | '¬' | '×' | '÷'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(raw: &str) -> String {
        let mut out = Vec::new();
        words(raw, NoteMarks::LeftOut, |_, cut, word| {
            let mark = match cut {
                Cut::Soft => "~",
                Cut::Inner => "'",
                Cut::Hard | Cut::Wall => "",
            };
            out.push(format!("{mark}{word}"));
        });
        out.join(" ")
    }

    #[test]
    fn punctuation_is_folded_and_what_belongs_to_a_number_is_not() {
        for (raw, wanted) in [
            (
                "The Council\u{2019}s “in-house” bid, of",
                "the council 's in 'house bid of",
            ),
            ("£127,000 and £ 127,000.5", "£127000 and £127000.5"),
            ("12.5% or 12 %, not 125", "12.5% or 12% not 125"),
            ("2000–01; 2000-\n01; 2000 - 01", "2000-01 2000-01 2000 01"),
            ("a loss of -5, −£5m, £-5", "a loss of -5 -£5m £-5"),
            ("COVID-19 of 12/5 at 10:30", "covid '19 of 12/5 at 10:30"),
            ("1,2 and 1,2345 and 1,234", "1 2 and 1 2345 and 1234"),
            (
                "section 8.8. Then .5 of policy.5",
                "section 8.8 then .5 of policy 5",
            ),
            ("R&D = £m", "r & d = £ m"),
            ("consul-\ntation", "consul ~tation"),
            ("Anglo-\nSaxon x-\n5 co\u{AD}op", "anglo 'saxon x '5 coop"),
            ("Gw\u{302}yr ﬁnal Œuvre", "gwyr final oeuvre"),
            ("trade³ union of 300 m², £5¹²", "trade union of 300 m2 £5"),
            ("fewer than <5, say", "fewer than <5 say"),
        ] {
            assert_eq!(forms(raw), wanted, "{raw:?}");
        }
    }

    fn stands(text: &str, quote: &str) -> bool {
        let marks = NoteMarks::of(quote);
        let (text, quote) = (Folded::of(text, marks), Folded::of(quote, marks));
        text.spans(&quote).next().is_some()
    }

    #[test]
    fn a_broken_word_is_found_in_both_readings_and_no_other() {
        let text = "the public consul-\ntation on the in-\nhouse bid";
        for quote in [
            "public consultation on the in-house bid",
            "consul-tation on the in house bid",
            "in-house bid",
            "The public consul-\ntation",
        ] {
            assert!(stands(text, quote), "{quote}");
        }
        for quote in [
            "publicconsultation",
            "on the inhouse bi",
            "ntation on",
            "tation onthe",
        ] {
            assert!(!stands(text, quote), "{quote}");
        }
        assert!(stands("a consultation on", "a consul-\ntation on"));
    }

    #[test]
    fn no_negation_is_lost_at_the_end_of_a_quotation() {
        let text =
            "The council can\u{2019}t say. It was un-\nlawful, non-compliant and ill-advised";
        for quote in [
            "council can't say",
            "was unlawful, non-compliant",
            "non compliant and",
        ] {
            assert!(stands(text, quote), "{quote}");
        }
        for quote in [
            "The council can",
            "lawful, non",
            "compliant and",
            "lawful",
            "advised",
        ] {
            assert!(!stands(text, quote), "{quote}");
        }
    }

    #[test]
    fn numbers_are_compared_whole() {
        let text = "It cost £127,000 (12.5%) in 2000-01, or -5 a head, for 1,234 of 10² staff³.";
        for quote in [
            "cost £ 127,000",
            "£127000 (12.5 %)",
            "2000–01, or −5",
            "1234 of",
            "10 staff",
        ] {
            assert!(stands(text, quote), "{quote}");
        }
        for quote in [
            "cost 127,000",
            "£127,00",
            "£127,000.5",
            "£127,000 (125%)",
            "(12.5)",
            "in 2000",
            "01, or",
            "or 5 a head",
            "234 of",
            "of 10³ staff",
            "of 10² staff²",
            "1.234 of",
        ] {
            assert!(!stands(text, quote), "{quote}");
        }
    }
}
