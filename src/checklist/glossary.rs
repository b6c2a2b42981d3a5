//! The glossary: the words of council papers, each with its meaning in plain words.

use super::ids::FileIx;
use super::nation::Territory;
use super::vocabulary::Checked;
use crate::base::Text;

/// A word of council papers, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its id.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// The word or phrase.
    pub word: Text,
    /// Its other forms: abbreviations, spellings, Welsh.
    pub also: Vec<Text>,
    /// Its meaning, in a sentence or two.
    pub meaning: Text,
    /// The nations where it has this meaning; everywhere when empty.
    pub nations: Vec<Territory>,
    /// Source of the meaning.
    pub source: Text,
    /// The check that the meaning had.
    pub checked: Checked,
}

impl Term {
    /// Returns the word and its other forms.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.word)
            .chain(&self.also)
            .map(Text::as_str)
    }

    /// Returns true if it has this meaning in a nation.
    pub fn is_of(&self, nation: Territory) -> bool {
        self.nations.is_empty() || self.nations.contains(&nation)
    }

    /// Returns the nations where it has this meaning, in words: "Wales, Scotland"; `None` if it has
    /// it everywhere.
    pub fn place(&self) -> Option<String> {
        let labels: Vec<&str> = self.nations.iter().map(|one| one.label()).collect();
        (!labels.is_empty()).then(|| labels.join(", "))
    }

    /// Returns true if an entry with another id explains the same word for one of its nations.
    pub(super) fn is_twin_of(&self, other: &Self) -> bool {
        let both = self.nations.is_empty()
            || other.nations.is_empty()
            || self.nations.iter().any(|one| other.nations.contains(one));
        both && self.id != other.id && self.word.eq_ignore_ascii_case(&other.word)
    }

    /// Returns true if a text holds the word or another of its forms, as whole words.
    pub fn is_in(&self, text: &GlossaryText) -> bool {
        self.forms().any(|form| text.holds(form))
    }
}

/// A text prepared for looking words up in it.
#[derive(Debug)]
pub struct GlossaryText {
    /// Its words, spaced out, as written.
    written: String,
    /// The same in small letters.
    small: String,
}

impl GlossaryText {
    /// Prepares a text.
    pub fn new(text: &str) -> Self {
        let written = spaced(text);
        Self {
            small: written.to_lowercase(),
            written,
        }
    }

    /// Returns true if it holds a form; the capitals of an abbreviation count, so that "PIN" is not
    /// found in "pin".
    fn holds(&self, form: &str) -> bool {
        let form = spaced(form);
        let letters = || form.chars().filter(|c| c.is_alphabetic());
        if letters().all(char::is_uppercase) {
            self.written.contains(&form)
        } else {
            self.small.contains(&form.to_lowercase())
        }
    }
}

/// Returns the words of a text with one space before, between and after them.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        out.push_str(word);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::SourceText;
    use crate::checklist::{ChecklistText, Library, load, shipped};

    const HEAD: &str = "format = 1\nid = \"g\"\ntitle = \"G\"\nedition = \"1\"\n";
    const TERM: &str = "[[term]]\nid = \"notice\"\nword = \"prior notice\"\nalso = [\"PIN\"]\n\
                        meaning = \"A notice.\"\nsource = \"S\"\nchecked = \"secondary\"\n";

    fn read(text: &str) -> Result<Library, Vec<(&'static str, usize)>> {
        let text = ChecklistText {
            source: SourceText::new("g.toml", format!("{HEAD}{text}")),
            shipped: false,
        };
        load(&[text]).map_err(|all| all.iter().map(|one| (one.code, one.line)).collect())
    }

    #[test]
    fn a_word_is_met_whole_in_any_case_and_an_abbreviation_in_capitals_only() {
        let library = read(TERM).expect("a glossary");
        let (_, term) = library.terms().next().expect("one");
        let met = |text: &str| term.is_in(&GlossaryText::new(text));
        assert!(met("A Prior-Notice was sent.") && met("See the PIN (2019)."));
        assert!(!met("a pin") && !met("PINS") && !met("a prior noticeboard"));
    }

    #[test]
    fn every_mistake_of_an_entry_is_told_with_its_line() {
        let bare = "[[term]]\nid = \"a\"\nword = \"b\"\nsource = \"S\"\nchecked = \"secondary\"\n";
        assert_eq!(read(bare).err(), Some(vec![("missing-key", 5)]));
    }

    #[test]
    fn a_wrong_nation_a_twin_and_an_unknown_key_are_mistakes() {
        let codes = |text: &str| read(text).err().unwrap_or_default();
        let nation = codes(&format!("{TERM}nations = [\"england\", \"mars\"]\n"));
        assert_eq!(nation, [("unknown-word", 12)]);
        assert_eq!(codes(&format!("{TERM}{TERM}")), [("duplicate-id", 13)]);
        let twin = format!(
            "{TERM}{}",
            TERM.replace("id = \"notice\"", "id = \"other\"")
        );
        assert_eq!(codes(&twin), [("duplicate-word", 14)]);
        let elsewhere = format!(
            "{TERM}nations = [\"wales\"]\n{}nations = [\"england\"]\n",
            TERM.replace("id = \"notice\"", "id = \"other\"")
        );
        assert!(read(&elsewhere).is_ok(), "one word, two nations");
        assert_eq!(
            codes(&format!("{TERM}mean = \"x\"\n")),
            [("unknown-key", 12)]
        );
    }

    #[test]
    fn the_shipped_glossary_has_the_words_that_papers_are_full_of() {
        let library = load(&shipped::checklists()).expect("they load");
        assert!(library.terms().len() >= 40, "{}", library.terms().len());
        for word in ["minded to", "key decision", "Part 2", "call-in", "TUPE"] {
            let text = GlossaryText::new(word);
            assert!(library.terms().any(|(_, one)| one.is_in(&text)), "{word}");
        }
        for (_, one) in library.terms() {
            let sentences = one.meaning.matches(". ").count() + 1;
            assert!(one.meaning.ends_with('.') && sentences <= 3, "{}", one.id);
        }
    }
}
