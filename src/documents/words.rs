//! Words of a text: their boundaries, their plain form, their stem.
//!
//! A word is a run of letters and digits, in lower case, without accents; hyphens and apostrophes
//! separate words, so that "in-house", "in house" and "in" at a line's end are the same; the raised
//! number of a note is no word, so that "trade³ union" is "trade union". Documents and search terms
//! go through the very same rules.

use std::borrow::Cow;

/// Letter case of a word as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Lower case at its beginning.
    Small,
    /// A capital at its beginning.
    Capital,
    /// Capitals throughout.
    Capitals,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The word's plain form.
    pub(super) form: Cow<'a, str>,
    /// Byte offset of its beginning.
    pub(super) start: usize,
    /// Byte offset of its end.
    pub(super) end: usize,
    /// The word's letter case.
    pub(super) case: Case,
}

/// Treatment of a word that is broken at a line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// Two words, as "in-house".
    Apart,
    /// One word, as "consul-tation".
    Joined,
}

/// Returns true if a text holds a word that is broken at a line's end.
pub(super) fn has_broken(text: &str) -> bool {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('\n')) {
        if joins(text, from + found) {
            return true;
        }
        from += found + 1;
    }
    false
}

/// Returns true if the line end at `at` is between the two halves of a word.
pub(super) fn joins(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let mut last = before.trim_end_matches([' ', '\t', '\r']).chars().rev();
    is_hyphen(last.next())
        && last.next().is_some_and(char::is_alphabetic)
        && after
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_lowercase)
}

pub(super) fn is_hyphen(c: Option<char>) -> bool {
    matches!(c, Some('-' | '\u{AD}' | '\u{2010}' | '\u{2011}'))
}

/// Calls `take` with every word of a text, in order.
pub(super) fn each<'a>(text: &'a str, broken: Broken, mut take: impl FnMut(Token<'a>)) {
    let mut at = 0;
    while let Some((start, end)) = next_word(text, at) {
        let piece = text.get(start..end).unwrap_or_default();
        if let Some(next) = glued(text, start, end, broken) {
            let mut joined: String = plain(piece).into_owned();
            let mut end = next.1;
            let mut part = next;
            loop {
                joined.push_str(&plain(text.get(part.0..part.1).unwrap_or_default()));
                end = end.max(part.1);
                match glued(text, part.0, part.1, broken) {
                    Some(more) => part = more,
                    None => break,
                }
            }
            at = end;
            take(Token {
                form: Cow::Owned(joined),
                start,
                end,
                case: case(piece),
            });
            continue;
        }
        let one = one_of_several(piece);
        take(Token {
            form: plain(one),
            start,
            end,
            case: case(one),
        });
        at = skip_ending(text, end);
    }
}

/// Returns all words of a text.
pub(super) fn all(text: &str, broken: Broken) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    each(text, broken, |token| out.push(token));
    out
}

/// Returns the span of the next word from an offset on.
fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    let start = loop {
        let byte = *bytes.get(at)?;
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                break at;
            }
            if byte == b'&' {
                return Some((at, at + 1));
            }
            at += 1;
        } else {
            let c = text.get(at..)?.chars().next()?;
            if c.is_alphanumeric() && !is_raised(c) {
                break at;
            }
            at += c.len_utf8();
        }
    };
    let mut raised = false;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() || raised {
                break;
            }
            at += 1;
        } else {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            if !(c.is_alphanumeric() || is_mark(c)) {
                break;
            }
            let is_raised = is_raised(c);
            let piece = text.get(start..at).unwrap_or_default();
            if is_raised != raised && !(is_raised && is_unit(piece)) {
                break;
            }
            raised = is_raised;
            at += c.len_utf8();
        }
    }
    Some((start, at))
}

/// Returns a digit as a superscript, like the mark of a note.
const fn raised(digit: char) -> char {
    match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}

/// Raises a text that is a number; other letters stay as they are ("17th").
pub(super) fn raise(text: &str) -> Cow<'_, str> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Cow::Owned(text.chars().map(raised).collect())
    } else {
        Cow::Borrowed(text)
    }
}

pub(super) const fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Returns true if a raised number belongs to the letters before it: "m²", "km²".
fn is_unit(piece: &str) -> bool {
    (1..=2).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_alphabetic())
}

pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Returns the next piece of the same word, if there is one after a separator.
///
/// The other half of a word broken at a line's end, the digits after a comma in 127,000, letters
/// after a soft hyphen.
fn glued(text: &str, start: usize, end: usize, broken: Broken) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    match *bytes.get(end)? {
        b',' => {
            let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
            let next = next_word(text, end + 1).filter(|next| next.0 == end + 1)?;
            (next.1 - next.0 == 3
                && digits(bytes.get(next.0..next.1)?)
                && digits(bytes.get(start..end)?))
            .then_some(next)
        }
        b'-' | 0xC2 | 0xE2 => {
            let hyphen = text.get(end..)?.chars().next()?;
            if !is_hyphen(Some(hyphen)) {
                return None;
            }
            let after = end + hyphen.len_utf8();
            let rest = text.get(after..)?;
            let spaces = rest.len() - rest.trim_start().len();
            let line_end = rest.get(..spaces)?.contains('\n');
            let next = || next_word(text, after).filter(|next| next.0 == after + spaces);
            if line_end {
                let lower = rest
                    .trim_start()
                    .chars()
                    .next()
                    .is_some_and(char::is_lowercase);
                let letter = text
                    .get(..end)?
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphabetic);
                (broken == Broken::Joined && lower && letter)
                    .then(next)
                    .flatten()
            } else if hyphen == '\u{AD}' && spaces == 0 {
                next()
            } else {
                None
            }
        }
        _ => None,
    }
}

/// Returns the offset after a possessive "'s" or a plural "(s)" at the end of a word: they are
/// useless in a search.
fn skip_ending(text: &str, end: usize) -> usize {
    let Some(rest) = text.get(end..) else {
        return end;
    };
    for plural in ["(s)", "(S)", "(es)"] {
        if rest.starts_with(plural) {
            return end + plural.len();
        }
    }
    let Some(after) = rest.strip_prefix(['\'', '\u{2019}']) else {
        return end;
    };
    let mut next = after.chars();
    if !matches!(next.next(), Some('s' | 'S')) || next.next().is_some_and(char::is_alphanumeric) {
        return end;
    }
    text.len() - after.len() + 1
}

/// Returns letters in capitals without the small s of their plural: "KPI" of "KPIs".
fn one_of_several(piece: &str) -> &str {
    piece
        .strip_suffix('s')
        .filter(|one| one.len() > 1 && one.bytes().all(|byte| byte.is_ascii_uppercase()))
        .unwrap_or(piece)
}

fn case(piece: &str) -> Case {
    let mut letters = piece.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut more = 0;
            for c in letters {
                if !c.is_uppercase() {
                    return Case::Capital;
                }
                more += 1;
            }
            if more > 0 {
                Case::Capitals
            } else {
                Case::Capital
            }
        }
        _ => Case::Small,
    }
}

/// Returns the plain form of a word: lower case, without accents, ligatures split; "&" is "and".
fn plain(piece: &str) -> Cow<'_, str> {
    if piece == "&" {
        return Cow::Borrowed("and");
    }
    if piece
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return Cow::Borrowed(piece);
    }
    if piece.is_ascii() {
        return Cow::Owned(piece.to_ascii_lowercase());
    }
    let mut out = String::with_capacity(piece.len());
    for c in piece.chars() {
        push_plain(&mut out, c);
    }
    Cow::Owned(out)
}

/// Adds the plain form of a letter or digit to a text.
pub(super) fn push_plain(out: &mut String, c: char) {
    for c in c.to_lowercase() {
        match fold(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(c),
        }
    }
}

/// Folds a letter with an accent, a ligature or a wide form to plain letters.
const fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{300}'..='\u{36F}' => "",
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẽ' | 'ế' | 'ề' | 'ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        '⁰' => "0",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '⁴' => "4",
        '⁵' => "5",
        '⁶' => "6",
        '⁷' => "7",
        '⁸' => "8",
        '⁹' => "9",
        _ => return None,
    })
}

/// Words with a meaning of their own that a rule would cut to another's stem.
const WHOLE: [&str; 13] = [
    "housing",
    "building",
    "buildings",
    "unite",
    "united",
    "unity",
    "wales",
    "meetings",
    "news",
    "tupe",
    "address",
    "rating",
    "ratings",
];

/// Returns the stem of a plain form: plural, -ing, -ed, -ation, final e; z for s in -ise.
pub(super) fn stem(form: &str) -> Cow<'_, str> {
    if form.len() < 4 || !form.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(form);
    }
    if WHOLE.contains(&form) {
        return Cow::Borrowed(
            form.strip_suffix('s')
                .filter(|one| WHOLE.contains(one))
                .unwrap_or(form),
        );
    }
    let mut word = form;
    let mut tail = "";
    if let Some(cut) = word.strip_suffix("ies").filter(|cut| cut.len() > 2) {
        word = cut;
        tail = "y";
    } else if let Some(cut) = word.strip_suffix("es").filter(|cut| {
        cut.ends_with("ss")
            || cut.ends_with(['x', 'z'])
            || cut.ends_with("ch")
            || cut.ends_with("sh")
    }) {
        word = cut;
    } else if let Some(cut) = word
        .strip_suffix('s')
        .filter(|cut| cut.len() > 2 && !cut.ends_with(['s', 'u', 'i']))
    {
        word = cut;
    }
    if word == "adviser" {
        word = "advisor";
    }
    if tail.is_empty() {
        for ending in ["ation", "ing", "ed"] {
            let Some(cut) = word.strip_suffix(ending) else {
                continue;
            };
            if cut.len() >= 4 && cut.bytes().any(|byte| b"aeiouy".contains(&byte)) {
                word = undouble(cut);
            } else if let ([_, middle, last], true) = (cut.as_bytes(), ending != "ation") {
                // "hiring" is of "hire", "saved" of "save"; "asking" of "ask", "paying" of "pay".
                let is_vowel = |byte: &u8| b"aeiou".contains(byte);
                if is_vowel(middle) && !is_vowel(last) {
                    word = cut;
                    tail = if b"wxy".contains(last) { "" } else { "e" };
                } else if cut.bytes().any(|byte| is_vowel(&byte)) && !is_vowel(last) {
                    word = cut;
                }
            }
            break;
        }
        if word.len() > 4 {
            word = word.strip_suffix('e').unwrap_or(word);
        }
        if word.len() > 6 {
            word = word.strip_suffix("at").unwrap_or(word);
        }
        if let Some(cut) = word.strip_suffix("iz").filter(|cut| cut.len() > 2) {
            word = cut;
            tail = "is";
        }
    }
    if tail.is_empty() {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("{word}{tail}"))
    }
}

/// Removes a doubled final consonant: "plann" is "plan"; "staff" stays.
fn undouble(word: &str) -> &str {
    let mut last = word.bytes().rev();
    match (last.next(), last.next()) {
        (Some(one), Some(two)) if one == two && !b"aeioulfsz".contains(&one) => {
            word.get(..word.len() - 1).unwrap_or(word)
        }
        _ => word,
    }
}

/// Words so common that they are no clue to a paragraph, sorted.
const COMMON: [&str; 92] = [
    "a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "being", "but", "by", "can", "could", "council", "did", "do", "does", "each", "every", "for",
    "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "made", "many",
    "may", "more", "most", "much", "must", "no", "not", "of", "on", "one", "only", "or", "other",
    "our", "out", "over", "report", "review", "said", "say", "says", "service", "services",
    "shall", "should", "show", "shown", "so", "such", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "to", "under", "up", "was", "were", "what",
    "when", "where", "whether", "which", "who", "will", "with", "would",
];

/// Returns true if a word is too common to be a clue to a paragraph.
pub(super) fn is_common(form: &str) -> bool {
    COMMON.binary_search(&form).is_ok() || form.len() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str, broken: Broken) -> Vec<String> {
        all(text, broken)
            .into_iter()
            .map(|token| token.form.into_owned())
            .collect()
    }

    #[test]
    fn hyphen_space_and_line_end_part_the_same_two_words() {
        for text in [
            "in-house",
            "in house",
            "in\nhouse",
            "in-\nhouse",
            "In\u{2011}House",
        ] {
            assert_eq!(forms(text, Broken::Apart), ["in", "house"], "{text:?}");
        }
    }

    #[test]
    fn a_word_broken_at_a_line_end_is_one_word_when_joined() {
        assert_eq!(
            forms("consul-\ntation with", Broken::Joined),
            ["consultation", "with"]
        );
        assert_eq!(
            forms("consul- \n  tation", Broken::Joined),
            ["consultation"]
        );
        assert_eq!(
            forms("Smith-\nJones, 10-\n12", Broken::Joined),
            ["smith", "jones", "10", "12"]
        );
        assert!(has_broken("a consul-\ntation") && !has_broken("Smith-\nJones in-house\n"));
        assert_eq!(forms("co\u{AD}op", Broken::Apart), ["coop"]);
    }

    #[test]
    fn curly_quotes_possessives_accents_and_sums_are_made_plain() {
        assert_eq!(
            forms(
                "the council\u{2019}s consultants' fee of £127,000",
                Broken::Apart
            ),
            ["the", "council", "consultants", "fee", "of", "127000"]
        );
        assert_eq!(
            forms("Gw\u{302}yr Gŵyr Sir Gâr", Broken::Apart),
            ["gwyr", "gwyr", "sir", "gar"]
        );
        assert_eq!(
            forms("1,2 and 12,345,678", Broken::Apart),
            ["1", "2", "and", "12345678"]
        );
    }

    #[test]
    fn the_mark_of_a_note_is_no_word_and_no_part_of_one() {
        assert_eq!(
            forms("the trade union³ and £127,000¹² in Gŵyr⁴", Broken::Apart),
            ["the", "trade", "union", "and", "127000", "in", "gwyr"]
        );
        assert_eq!(
            forms("¹UNISON said so. 300 m² of 2 km²", Broken::Apart),
            ["unison", "said", "so", "300", "m2", "of", "2", "km2"]
        );
        assert_eq!(
            forms("10⁶⁷ m²a consul-\ntation²", Broken::Joined),
            ["10", "m2", "a", "consultation"]
        );
    }

    #[test]
    fn places_point_into_the_text_as_it_stands() {
        let text = "the\nin-\nhouse bid";
        let found = all(text, Broken::Joined);
        assert_eq!(
            found.get(1).map(|token| &text[token.start..token.end]),
            Some("in-\nhouse")
        );
    }

    #[test]
    fn capitals_are_told_apart() {
        let cases: Vec<Case> = all("GMB Unite unison I", Broken::Apart)
            .iter()
            .map(|t| t.case)
            .collect();
        assert_eq!(
            cases,
            [Case::Capitals, Case::Capital, Case::Small, Case::Capital]
        );
    }

    #[test]
    fn a_bracketed_plural_and_an_ampersand_are_read_as_they_are_said() {
        assert_eq!(
            forms(
                "Reason(s) for decision, terms & conditions, T&G",
                Broken::Apart
            ),
            [
                "reason",
                "for",
                "decision",
                "terms",
                "and",
                "conditions",
                "t",
                "and",
                "g"
            ]
        );
    }

    #[test]
    fn stems_meet_and_do_not_meet_by_accident() {
        for family in [
            &[
                "consult",
                "consulted",
                "consulting",
                "consultation",
                "consultations",
            ][..],
            &["evaluate", "evaluated", "evaluation"],
            &["organise", "organization", "organising", "organisations"],
            &["price", "prices", "pricing", "priced"],
            &["service", "services"],
            &["company", "companies"],
            &["plan", "plans", "planning", "planned"],
            &["process", "processes"],
            &["outsource", "outsourcing", "outsourced"],
            &["hire", "hired", "hiring"],
            &["save", "saved", "saving", "savings"],
            &["pay", "paying"],
            &["ask", "asked", "asking"],
            &["adviser", "advisers", "advisor", "advisors"],
        ] {
            let first = stem(family[0]);
            for word in family {
                assert_eq!(stem(word), first, "{word}");
            }
        }
        assert_ne!(stem("house"), stem("housing"));
        assert_ne!(stem("unite"), stem("unit"));
        assert_ne!(stem("unite"), stem("united"));
        assert_ne!(stem("car"), stem("caring"));
        assert_ne!(stem("done"), stem("donation"));
        assert_eq!(stem("tupe"), "tupe");
        assert_eq!(stem("gmb"), "gmb");
    }

    #[test]
    fn several_of_what_is_written_in_capitals_are_the_same_word() {
        let words = |text| -> Vec<(String, Case)> {
            all(text, Broken::Apart)
                .into_iter()
                .map(|token| (token.form.into_owned(), token.case))
                .collect()
        };
        assert_eq!(words("KPIs FTEs"), words("KPI FTE"));
        assert_eq!(
            words("As Its BUs Bus"),
            [
                ("as".to_owned(), Case::Capital),
                ("its".to_owned(), Case::Capital),
                ("bu".to_owned(), Case::Capitals),
                ("bus".to_owned(), Case::Capital),
            ]
        );
    }

    #[test]
    fn the_common_words_are_in_order() {
        assert!(COMMON.is_sorted());
        assert!(is_common("the") && is_common("would") && is_common("a") && !is_common("union"));
    }
}
