//! Letters that cannot be words: a font that maps to the wrong ones, words run together.
//!
//! Such a page looks like text to a program, and every search of it is silent. Which letters follow
//! which tells it from a page of names, of figures or of Welsh: of the pairs in any text of a
//! European language three in four are common here, and of wrong letters at most six in ten. Letters
//! set apart by spaces are no words either.

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
        for piece in line.text.split_whitespace() {
            // An address on the web is in no language.
            let address = piece.contains("://") || piece.contains("www.") || piece.contains('@');
            for word in piece.split(|c: char| !c.is_alphabetic()) {
                let count = word.chars().count();
                letters += count;
                if count > LONG && !address {
                    long += 1;
                    run_together += count;
                }
                if !address {
                    block.add(word);
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
    let mut run: Vec<char> = Vec::new();
    for piece in line.split_whitespace() {
        let mut chars = piece.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => run.extend(c.to_lowercase()),
            _ => run.clear(),
        }
        let ordered = run.is_sorted();
        let mut different = run.clone();
        different.sort_unstable();
        different.dedup();
        if run.len() >= APART && different.len() > APART / 2 && !ordered {
            return true;
        }
    }
    false
}

/// Pairs of letters within words.
#[derive(Debug, Default)]
struct Pairs {
    all: u32,
    common: u32,
}

impl Pairs {
    fn add(&mut self, word: &str) {
        let short = word.len() < 3 || (word.len() < 6 && !word.contains(char::is_lowercase));
        if short {
            return;
        }
        let mut before: Option<u8> = None;
        for c in word.chars() {
            let letter = u8::try_from(c.to_ascii_lowercase())
                .ok()
                .filter(u8::is_ascii_lowercase);
            if let (Some(before), Some(letter)) = (before, letter) {
                self.all += 1;
                let follow = FOLLOW
                    .get(usize::from(before - b'a'))
                    .copied()
                    .unwrap_or_default();
                self.common += u32::from(follow.as_bytes().contains(&letter));
            }
            before = letter;
        }
    }

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
