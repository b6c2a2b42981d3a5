//! Languages of pages: silence on a page is silence only for words of its own language.

use whatlang::{Lang, detect};

use super::paper::{Page, Paper, ParagraphRole};

/// A page is looked at in blocks of about this many letters, because one may be in two languages.
const BLOCK: usize = 400;
/// A shorter block is no ground to judge a language on.
const ENOUGH: usize = 120;
/// Number of blocks of a page that are looked at.
const BLOCKS: usize = 12;
/// English if one in this many words is one of its commonest.
const SHARE: usize = 8;

/// The commonest words of English, sorted: a text of sentences in it cannot do without them.
const ENGLISH: [&str; 24] = [
    "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "in", "is", "it", "not",
    "of", "on", "that", "the", "this", "to", "was", "were", "will", "with",
];

/// Pages of one document in a language other than English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OtherLanguage {
    /// The language's name in English: "Welsh".
    pub(super) language: &'static str,
    /// The pages, counted from 1.
    pub(super) pages: Vec<u32>,
}

impl OtherLanguage {
    /// Returns true for Welsh, in which there are words to search with.
    pub(super) fn is_welsh(&self) -> bool {
        self.language == Lang::Cym.eng_name()
    }
}

/// Returns the pages that are in another language than English, in full or in part.
pub(super) fn other_languages(paper: &Paper) -> Vec<OtherLanguage> {
    let mut out: Vec<OtherLanguage> = Vec::new();
    for page in paper.pages.iter().filter(|page| page.state.is_read()) {
        for language in of_page(page) {
            match out.iter_mut().find(|one| one.language == language) {
                Some(known) => known.pages.push(page.number),
                None => out.push(OtherLanguage {
                    language,
                    pages: vec![page.number],
                }),
            }
        }
    }
    out
}

/// Returns the languages of a page other than English.
fn of_page(page: &Page) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut block = String::new();
    let mut blocks = 0;
    let texts = page.paragraphs.iter().filter(|one| {
        matches!(
            one.role,
            ParagraphRole::Body | ParagraphRole::Note | ParagraphRole::Heading
        )
    });
    let mut take = |block: &mut String| {
        let language = other_than_english(block);
        block.clear();
        if let Some(language) = language.filter(|one| !out.contains(one)) {
            out.push(language);
        }
    };
    for paragraph in texts {
        for line in paragraph.text.split('\n') {
            block.push_str(line);
            block.push(' ');
            if block.len() >= BLOCK && blocks < BLOCKS {
                blocks += 1;
                take(&mut block);
            }
        }
        // The two languages of a page seldom share a paragraph.
        if block.len() >= ENOUGH && blocks < BLOCKS {
            blocks += 1;
            take(&mut block);
        }
        if blocks == BLOCKS {
            return out;
        }
    }
    take(&mut block);
    out
}

/// Returns the language of a text that is surely not English; `None` if it may be.
fn other_than_english(text: &str) -> Option<&'static str> {
    if text.len() < ENOUGH {
        return None;
    }
    let (mut words, mut common, mut letters, mut others) = (0, 0, 0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.chars().any(char::is_alphabetic) {
            words += 1;
            let is_common = |one: &&str| word.eq_ignore_ascii_case(one);
            common += usize::from(ENGLISH.iter().any(is_common));
        }
        for c in word.chars() {
            letters += usize::from(c.is_alphabetic());
            others += usize::from(c.is_numeric());
        }
    }
    // A table of figures and names is in no language that could be told.
    if common * SHARE >= words || letters * 5 < text.len() * 3 || others * 8 > letters {
        return None;
    }
    let info = detect(text).filter(|info| info.is_reliable() && info.lang() != Lang::Eng)?;
    Some(info.lang().eng_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The board met in the town hall in the spring and looked at the four \
        ways to run the baths. It was told that the staff would be asked about them, and that a \
        report on the costs of each would be ready by the summer.";
    const WELSH: &str = "Cyfarfu'r bwrdd yn neuadd y dref yn y gwanwyn ac edrychodd ar y pedair \
        ffordd o redeg y baddonau. Dywedwyd wrtho y byddai'r staff yn cael eu holi amdanynt, ac y \
        byddai adroddiad ar gostau pob un yn barod erbyn yr haf.";

    #[test]
    fn welsh_is_told_from_english_and_a_table_is_in_no_language() {
        assert_eq!(other_than_english(WELSH), Some("Welsh"));
        assert_eq!(other_than_english(ENGLISH), None);
        let table = "Seaside Llandudno 14 22 £41,000 Deganwy 7 9 £12,500 Conwy 41 60 £102,200 \
            Abergele 5 7 £9,900 Penmaenmawr 3 3 £4,100 Colwyn 12 19 £33,000 Rhos 2 2 £1,750";
        assert_eq!(other_than_english(table), None);
        assert_eq!(other_than_english("Cyngor"), None);
    }
}
