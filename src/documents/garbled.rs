//! Letters that cannot be words: a font that maps to the wrong ones, words run together.
//!
//! Such a page looks like text to a program, and every search of it is silent. Which letters follow
//! which tells it from a page of names, of figures or of Welsh: of the pairs in any text of a
//! European language three in four are common here, and of wrong letters at most six in ten. Letters
//! set apart by spaces are no words either.

use super::paper::count;
use super::raw::RawPage;

/// The letters that commonly follow each letter from a to z, in English or in Welsh.
const FOLLOW: [&str; 26] = [
    "bcdefgilmnprstuvwy",
    "elory",
    "aehiklortuy",
    "adeirsuwy",
    "abcdefgilmnpqrstuvwx",
    "aefiorwy",
    "aehiloruwy",
    "aeiotwy",
    "acdeghlmnorstvw",
    "aeou",
    "aeinsy",
    "aeilostuwy",
    "aehipy",
    "acdeghiosty",
    "bcdefglmnoprstuvw",
    "aeloprtu",
    "u",
    "acdefghiklmnorstuvwy",
    "acehikostuwy",
    "aehilorstuy",
    "adegilmnrstw",
    "aei",
    "acdeghilnorsy",
    "cept",
    "defglmnrstw",
    "aeiyz",
];
/// The same as bits: that of a is the lowest. After anything but a letter nothing commonly follows.
const FOLLOWS: [u32; 32] = {
    let mut all = [0; 32];
    let mut letter = 0;
    while letter < FOLLOW.len() {
        let after = FOLLOW[letter].as_bytes();
        let mut at = 0;
        while at < after.len() {
            all[letter] |= 1 << (after[at] - b'a');
            at += 1;
        }
        letter += 1;
    }
    all
};
/// The place of each letter from a to z in the alphabet, small or not; [`OTHER`] for every other byte.
const PLACES: [u8; 256] = {
    let mut all = [OTHER; 256];
    let mut place = 0;
    while place < 26 {
        all[b'a' as usize + place as usize] = place;
        all[b'A' as usize + place as usize] = place;
        place += 1;
    }
    all
};
/// The place of what is no letter from a to z.
const OTHER: u8 = 31;
/// Number of pairs of letters in half of what is looked at together: a page may have two fonts.
///
/// The halves overlap, so that a few lines of one font fill a whole somewhere.
const HALF: u32 = 40;
/// Fewer pairs than this are no ground to judge on.
const ENOUGH: u32 = 40;
/// The least share of common pairs, in hundredths, in words.
const LEAST: u32 = 66;
/// So many single letters in a row are a word that is spelt out.
const APART: usize = 8;
/// A word of more letters than this is several run together.
const LONG: usize = 25;

/// Returns true if the letters of a page, or of a part of it, cannot be words.
pub(super) fn is_garbled(page: &RawPage) -> bool {
    let (mut first, mut before, mut block) = (Pairs::default(), Pairs::default(), Pairs::default());
    let (mut letters, mut long, mut run_together) = (0, 0, 0);
    for line in &page.lines {
        if is_set_apart(&line.text) {
            return true;
        }
        for (piece, address) in pieces(&line.text) {
            for word in Words(piece) {
                letters += word.letters;
                if word.letters > LONG && !address {
                    long += 1;
                    run_together += word.letters;
                }
                if !address && !word.is_short() {
                    block = block.with(&word.pairs);
                }
                if block.all >= HALF {
                    if before.all > 0 && before.with(&block).are_wrong() {
                        return true;
                    }
                    first = std::mem::replace(&mut before, std::mem::take(&mut block));
                }
            }
        }
    }
    // The rest of a page alone may be too few to judge on.
    first.with(&before).with(&block).are_wrong() || is_run_together(long, run_together, letters)
}

/// Splits a line at its blanks if it holds an address on the web, which is in no language; true for that.
///
/// Any other line is one piece: its words are told apart by more than its blanks.
fn pieces(line: &str) -> impl Iterator<Item = (&str, bool)> {
    let whole = (!holds_address(line)).then_some((line, false));
    let parts = whole.is_none().then(|| line.split_whitespace());
    let parts = parts.into_iter().flatten();
    (whole.into_iter()).chain(parts.map(|piece| (piece, holds_address(piece))))
}

fn holds_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'@', b':', b'.', bytes).any(|at| {
        let (before, from) = bytes.split_at(at);
        match from {
            [b'@', ..] | [b':', b'/', b'/', ..] => true,
            [b'.', ..] => before.ends_with(b"www"),
            _ => false,
        }
    })
}

/// Returns true if too many of a page's letters are in long words: in several, or in a long one that is
/// a part of a text.
const fn is_run_together(words: usize, in_them: usize, letters: usize) -> bool {
    (words >= 3 && in_them * 10 > letters)
        || (words >= 1 && letters > LONG * 4 && in_them * 5 > letters)
}

/// Returns true if a line spells out words, letter by letter: "t r a d e u n i o n".
///
/// The letters over the columns of a table, and the marks in them, are few or in their order.
fn is_set_apart(line: &str) -> bool {
    if line.is_ascii() && !may_be_set_apart(line.as_bytes()) {
        return false;
    }
    let mut run: Vec<char> = Vec::new();
    for piece in line.split_whitespace() {
        let mut chars = piece.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => run.extend(c.to_lowercase()),
            _ => run.clear(),
        }
        if run.len() < APART || run.is_sorted() {
            continue;
        }
        let mut different = run.clone();
        different.sort_unstable();
        different.dedup();
        if different.len() > APART / 2 {
            return true;
        }
    }
    false
}

/// Returns false if a line cannot have so many single letters in a row, by its blanks alone: nearly every
/// line.
fn may_be_set_apart(line: &[u8]) -> bool {
    let is_blank = |byte: u8| byte <= b' ';
    let alone = |three: &&[u8]| matches!(three, [before, _, after] if is_blank(*before) && is_blank(*after));
    // The first and the last one may have the line's ends beside them.
    line.windows(3).filter(alone).count() + 2 >= APART
}

/// The words of a piece of text, gone through once.
struct Words<'t>(&'t str);

/// A word as it is judged here.
#[derive(Debug, Default)]
struct Word {
    letters: usize,
    bytes: usize,
    has_small: bool,
    pairs: Pairs,
}

impl Word {
    /// Returns true if it is too short to judge, as "of" and "NHS" are.
    const fn is_short(&self) -> bool {
        self.bytes < 3 || (self.bytes < 6 && !self.has_small)
    }

    /// Adds the letters from a to z with which a text begins, and returns how many they are.
    ///
    /// Nearly every letter of a page is one, so this is done byte by byte, and little is done for each.
    fn take_plain(&mut self, text: &[u8]) -> usize {
        let (mut length, mut common, mut small, mut last) = (0, 0, 0, OTHER);
        for byte in text {
            let place = PLACES.get(usize::from(*byte)).copied().unwrap_or(OTHER);
            if place == OTHER {
                break;
            }
            common += follow(last, place);
            small |= byte & 0x20;
            last = place;
            length += 1;
        }
        if length > 0 {
            self.letters += length;
            self.bytes += length;
            self.has_small |= small != 0;
            self.pairs.all += count(length - 1);
            self.pairs.common += common;
        }
        length
    }
}

/// Returns 1 if a letter commonly follows another, by their places; else 0.
fn follow(before: u8, place: u8) -> u32 {
    let follow = FOLLOWS.get(usize::from(before & OTHER)).copied();
    (follow.unwrap_or_default() >> (place & OTHER)) & 1
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut word = Word::default();
        let mut at = 0;
        loop {
            let rest = self.0.get(at..).unwrap_or_default();
            let plain = word.take_plain(rest.as_bytes());
            at += plain;
            let Some(c) = rest.get(plain..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            if c.is_alphabetic() {
                word.letters += 1;
                word.bytes += c.len_utf8();
                word.has_small |= c.is_lowercase();
            } else if word.letters > 0 {
                break;
            }
            at += c.len_utf8();
        }
        self.0 = self.0.get(at..).unwrap_or_default();
        (word.letters > 0).then_some(word)
    }
}

/// Pairs of letters within words.
#[derive(Debug, Default)]
struct Pairs {
    all: u32,
    common: u32,
}

impl Pairs {
    const fn with(&self, other: &Self) -> Self {
        Self {
            all: self.all + other.all,
            common: self.common + other.common,
        }
    }

    const fn are_wrong(&self) -> bool {
        self.all >= ENOUGH && self.common * 100 < self.all * LEAST
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::raw::RawLine;

    fn garbled(text: &str) -> bool {
        let lines = text.lines().map(|line| RawLine {
            text: line.to_owned(),
            ..RawLine::default()
        });
        is_garbled(&RawPage {
            lines: lines.collect(),
            ..RawPage::default()
        })
    }

    const ENGLISH: &str = "The recognised trade unions were consulted on the transfer of the staff, and \
        their views were set out in full in the report to the cabinet before it took the decision.";

    /// Moves every letter on in the alphabet, as a font with a wrong map does.
    fn moved(text: &str, by: u8) -> String {
        let moved = |c: char, first: u8| char::from((c as u8 - first + by) % 26 + first);
        (text.chars())
            .map(|c| match c {
                'a'..='z' => moved(c, b'a'),
                'A'..='Z' => moved(c, b'A'),
                c => c,
            })
            .collect()
    }

    #[test]
    fn letters_moved_by_any_distance_are_garbled() {
        for by in 1..26 {
            assert!(garbled(&moved(ENGLISH, by)), "{by}: {}", moved(ENGLISH, by));
        }
        let one_font_of_two = format!("{ENGLISH}\n{}", moved(ENGLISH, 3));
        assert!(garbled(&one_font_of_two));
    }

    #[test]
    fn words_are_what_stands_between_signs_with_their_letters_and_pairs() {
        let piece = "(Gŵyr/NHS's)the£1a";
        let letters: Vec<usize> = Words(piece).map(|word| word.letters).collect();
        assert_eq!(letters, [4, 3, 1, 3, 1]);
        let words: Vec<Word> = Words(piece).collect();
        // "Gŵyr" has the pair yr alone, and is no short word; "NHS" is one.
        assert_eq!((words[0].pairs.all, words[0].pairs.common), (1, 1));
        assert_eq!(
            (
                words[0].is_short(),
                words[1].is_short(),
                words[3].is_short()
            ),
            (false, true, false)
        );
    }

    #[test]
    fn an_address_is_known_wherever_it_stands() {
        for text in [
            "a@b",
            "ftp://x",
            "see www.gov.uk",
            "www.",
            "5 p.m.: www.a.b",
        ] {
            assert!(holds_address(text), "{text}");
        }
        for text in ["", "www", "5.30: no", "ww.gov.uk", "either/or:", "and:/or"] {
            assert!(!holds_address(text), "{text}");
        }
    }

    #[test]
    fn real_pages_are_not_garbled() {
        for text in [
            ENGLISH,
            "Mae'r cyngor wedi penderfynu ymgynghori ag undebau llafur am y gwasanaeth hwn cyn \
             diwedd y flwyddyn, ac fe gyhoeddir yr adroddiad ddechrau mis Mawrth.",
            "Councillors Ahluwalia, Bhattacharya, Hughes, Kowalczyk, Llewellyn, Mukherjee, Mwangi, \
             Nguyen, Okafor, Przybylski, Pritchard and Szczepanski",
            "KCC CYPE ASCH SEND EHCP DFE NHS ICB LGA UNISON GMB UNITE NEU MTFP 2024/25 2025/26",
            "12,400 11,900 £426,429.60 £222,127.44 71% 64% Q1 Q2 Q3 Q4 2019/20",
            "ME4 4TR CT16 3DX TN23 1XP BN3 2GL https://www.gov.uk/xkcd/zzqxj/qqwrtzp?d=kjhgfdqx",
            "TRANSFER OF SERVICES AND STAFF: REPORT OF THE DIRECTOR TO THE CABINET",
            "Rada postanowiła skonsultować się ze związkami zawodowymi w sprawie tej usługi przed \
             końcem roku, a wszystkie szczegóły znajdują się w załączniku.",
        ] {
            assert!(!garbled(text), "{text}");
        }
    }

    #[test]
    fn letters_set_apart_are_garbled_and_the_columns_of_a_table_are_not() {
        assert!(garbled("The T r a d e  U n i o n s were asked."));
        assert!(!garbled("Option A B C D E F G H I J"));
        assert!(!garbled("Met Y N Y Y N N Y N Y Y N"));
        assert!(!garbled("Councillor J P R Smith and Dr A B Jones"));
    }

    #[test]
    fn many_words_run_together_are_garbled_and_one_long_name_is_not() {
        let together = "Therecognisedtradeunionswereconsultedonthetransfer";
        assert!(garbled(&[together; 3].join("\n")));
        assert!(!garbled(together));
        let name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch";
        assert!(!garbled(&format!("{ENGLISH} {ENGLISH} {name} {ENGLISH}")));
    }
}
