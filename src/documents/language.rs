//! Languages of pages: silence on a page is silence only for words of its own language.

use whatlang::{Lang, detect};

use super::paper::{Page, Paper, ParagraphRole, say_pages};

/// A page is looked at in blocks of about this many letters, because one may be in two languages.
const BLOCK: usize = 400;
/// A shorter block is no ground to judge a language on.
const ENOUGH: usize = 120;
/// A line of fewer words is no sentence.
const SENTENCE: usize = 8;
/// A line of Welsh has so many of its small words, and one in [`WELSH_SHARE`] of all is one.
const WELSH_WORDS: usize = 2;
/// See [`WELSH_WORDS`].
const WELSH_SHARE: usize = 6;
/// English if one in this many words is one of its commonest.
const SHARE: usize = 8;

/// The commonest words of English, sorted: a text of sentences in it cannot do without them.
const ENGLISH: [&str; 24] = [
    "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "in", "is", "it", "not",
    "of", "on", "that", "the", "this", "to", "was", "were", "will", "with",
];

/// Small words of Welsh that are none of English, sorted: they tell a line that is too short to tell
/// any other language by.
const WELSH: [&str; 47] = [
    "ac", "ag", "ar", "ati", "bod", "bydd", "byddai", "cael", "cyn", "dan", "ddim", "dim", "dros",
    "drwy", "ei", "eich", "eleni", "erbyn", "eu", "fe", "fydd", "gael", "gan", "gyda", "gyfer",
    "hwn", "hyd", "hyn", "hynny", "mae", "mewn", "mis", "nad", "neu", "ni", "nid", "oedd", "oes",
    "roedd", "sydd", "trwy", "wedi", "wrth", "ym", "yn", "yng", "yr",
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
    /// Returns the pages and their language, as the beginning of a sentence: "page 3 is in Welsh".
    pub(super) fn told(&self) -> String {
        let (plural, is) = if self.pages.len() == 1 {
            ("", "is")
        } else {
            ("s", "are")
        };
        format!(
            "page{plural} {} {is} in {}",
            say_pages(&self.pages),
            self.language
        )
    }

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
    let texts = page.paragraphs.iter().filter(|one| {
        matches!(
            one.role,
            ParagraphRole::Body | ParagraphRole::Note | ParagraphRole::Heading
        )
    });
    let mut take = |language: Option<&'static str>| {
        if let Some(language) = language.filter(|one| !out.contains(one)) {
            out.push(language);
        }
    };
    for paragraph in texts {
        for line in paragraph.text.split('\n') {
            // Labels and names are in no language that could be told: "Key decision?: Yes".
            if line.split_whitespace().nth(SENTENCE - 1).is_some() {
                block.push_str(line);
                block.push(' ');
            }
            if block.len() >= BLOCK {
                take(other_than_english(&block));
                block.clear();
            }
            let mut sentences = line.split(['.', '?', '!', ';', '\t']);
            if sentences.any(is_line_of_welsh) {
                take(Some(Lang::Cym.eng_name()));
            }
        }
        // The two languages of a page seldom share a paragraph.
        if block.len() >= ENOUGH {
            take(other_than_english(&block));
            block.clear();
        }
    }
    take(other_than_english(&block));
    out
}

/// Returns true for a line or a sentence that is surely Welsh.
fn is_line_of_welsh(text: &str) -> bool {
    let (mut words, mut welsh) = (0, 0);
    // A name of a place is one word, whatever small words are in it: Pen-y-bont.
    for word in text.split(|c: char| !c.is_alphabetic() && c != '-') {
        if word.chars().nth(1).is_none() {
            continue;
        }
        words += 1;
        let word = word.to_lowercase();
        if ENGLISH.binary_search(&word.as_str()).is_ok() {
            return false;
        }
        welsh += usize::from(WELSH.contains(&word.as_str()));
    }
    welsh >= WELSH_WORDS && welsh * WELSH_SHARE >= words
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
    use crate::documents::paper::{PageState, Paragraph};

    const OF_ENGLISH: &str = "The board met in the town hall in the spring and looked at the four \
        ways to run the baths. It was told that the staff would be asked about them, and that a \
        report on the costs of each would be ready by the summer.";
    const OF_WELSH: &str = "Cyfarfu'r bwrdd yn neuadd y dref yn y gwanwyn ac edrychodd ar y pedair \
        ffordd o redeg y baddonau. Dywedwyd wrtho y byddai'r staff yn cael eu holi amdanynt, ac y \
        byddai adroddiad ar gostau pob un yn barod erbyn yr haf.";

    #[test]
    fn welsh_is_told_from_english_and_a_table_is_in_no_language() {
        assert_eq!(other_than_english(OF_WELSH), Some("Welsh"));
        assert_eq!(other_than_english(OF_ENGLISH), None);
        let table = "Seaside Llandudno 14 22 £41,000 Deganwy 7 9 £12,500 Conwy 41 60 £102,200 \
            Abergele 5 7 £9,900 Penmaenmawr 3 3 £4,100 Colwyn 12 19 £33,000 Rhos 2 2 £1,750";
        assert_eq!(other_than_english(table), None);
        assert_eq!(other_than_english("Cyngor"), None);
    }

    #[test]
    fn the_fields_of_a_form_are_in_no_other_language() {
        let page = |lines: &[&str]| Page {
            number: 1,
            apart: Vec::new(),
            printed: None,
            state: PageState::Text,
            paragraphs: lines
                .iter()
                .map(|line| Paragraph {
                    role: ParagraphRole::Body,
                    number: None,
                    text: (*line).to_owned(),
                })
                .collect(),
        };
        let form = [
            "Decision details",
            "Leisure Centre Management Options",
            "Decision Maker: Cabinet Member",
            "Decision status: Recommendations Approved",
            "Is Key decision?: Yes",
        ];
        // Taken together they would be French.
        assert_eq!(other_than_english(&form.join(" ")), Some("French"));
        assert!(of_page(&page(&form)).is_empty());
        assert_eq!(of_page(&page(&[form[0], OF_WELSH])), ["Welsh"]);
    }

    #[test]
    fn one_line_of_welsh_is_told_and_names_of_places_are_not() {
        for welsh in [
            "Nid oedd yr undebau wedi cael copi o'r adroddiad cyn y cyfarfod",
            "Aeth y lor\u{ef}au graean allan ar un noson ar ddeg ym mis Ionawr",
            "Cafodd carped y llyfrgell ei lanhau, ac roedd y lampau yn newydd",
        ] {
            assert!(is_line_of_welsh(welsh), "{welsh}");
        }
        for other in [
            "The meeting in Pen-y-bont ar Ogwr was held in the hall",
            "Pen-y-bont ar Ogwr, Llanfair-ym-Muallt, Y Rhyl, Betws-y-Coed, Bala",
            "Cyngor Bwrdeistref Sirol Merthyr Tudful",
            "EqIA mis-sold to EI and NI members, 2019",
            "",
        ] {
            assert!(!is_line_of_welsh(other), "{other}");
        }
    }
}
