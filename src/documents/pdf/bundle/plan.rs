//! The plan of a PDF bundle: what is on its own pages, and which papers follow.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::wording::{count, list, one_line};

/// The most letters not shown that are named.
const LOST_NAMED: usize = 12;

/// Everything that a PDF bundle is made from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PdfPlan {
    /// Its title.
    pub title: String,
    /// Lines under the title on the first page.
    pub about: Vec<String>,
    /// The title of its own paper.
    pub front_title: String,
    /// The text of its own paper; empty if there is none.
    pub front: Vec<Piece>,
    /// The papers that follow, in order.
    pub exhibits: Vec<Exhibit>,
}

/// A paper of a PDF bundle.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Exhibit {
    /// Its title.
    pub title: String,
    /// Its date, its sender.
    pub about: String,
    /// The file, if it is a PDF.
    pub pdf: Option<PathBuf>,
    /// The text of another file; empty if its pages are not in the bundle.
    pub text: Vec<Piece>,
    /// The reason why its pages are not in the bundle.
    pub absent: Option<String>,
    /// The passages to mark.
    pub marks: Vec<PassageMark>,
}

/// A passage to mark on the page of a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageMark {
    /// Its number in the bundle, from 1.
    pub number: usize,
    /// The page of the file on which it stands, from 1, if that is known.
    pub page: Option<u32>,
    /// Its words.
    pub words: String,
}

/// A paragraph of the bundle's own pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Its style.
    pub style: PieceStyle,
    /// Its text.
    pub text: String,
    /// The passage that it quotes: it links to that passage.
    pub quotes: Option<usize>,
    /// The passages that are in it: it is marked.
    pub marks: Vec<usize>,
}

impl Piece {
    /// Returns a paragraph in a style.
    pub fn new(style: PieceStyle, text: impl Into<String>) -> Self {
        Self {
            style,
            text: text.into(),
            quotes: None,
            marks: Vec::new(),
        }
    }
}

/// A style of paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceStyle {
    /// The title of a paper.
    Title,
    /// A main heading, which has a bookmark.
    Heading,
    /// Another heading.
    Subheading,
    /// Running text.
    Body,
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// Small print.
    Small,
}

/// Result of the making of a PDF bundle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfReport {
    /// Number of pages.
    pub pages: usize,
    /// Number of passages marked.
    pub marked: usize,
    /// Numbers of passages whose place on their page was not found.
    pub unmarked: Vec<usize>,
    /// Letters of its own pages that it cannot show: a stand-in is in place of each.
    pub lost: Vec<String>,
    /// Sentences about papers that are not shown as they are.
    pub notes: Vec<String>,
    /// The rules of the guidance that it was held to, each with the finding.
    pub rules: Vec<(String, bool)>,
}

impl PdfReport {
    /// Returns sentences for the user: what is in the file, what is not, and the rules it breaks.
    pub fn sentences(&self) -> Vec<String> {
        let mut says = vec![format!(
            "It has {}; {} marked in the papers",
            count(self.pages, "page", "pages"),
            count(self.marked, "quoted passage is", "quoted passages are"),
        )];
        if !self.unmarked.is_empty() {
            let numbers: Vec<String> = self.unmarked.iter().map(usize::to_string).collect();
            let one = numbers.len() == 1;
            says.push(format!(
                "Not found on the page cited, so not marked: {} {}",
                if one { "quotation" } else { "quotations" },
                list(&numbers)
            ));
        }
        says.extend(self.say_lost());
        says.extend(self.notes.iter().cloned());
        let broken: Vec<&str> = self.broken().collect();
        let held = self.rules.len() - broken.len();
        says.push(format!(
            "{held} of {} rules of the courts’ guidance on electronic bundles that a program can check \
             are kept",
            self.rules.len()
        ));
        says.extend(broken.iter().map(|rule| format!("Not so: {rule}")));
        says
    }

    /// Returns a sentence that names the letters not shown, if there are any.
    fn say_lost(&self) -> Option<String> {
        let name = |letter: &String| {
            let codes: Vec<String> = letter
                .chars()
                .map(|c| format!("U+{:04X}", u32::from(c)))
                .collect();
            format!("“{}” ({})", one_line(letter), codes.join(" "))
        };
        let mut named: Vec<String> = self.lost.iter().take(LOST_NAMED).map(name).collect();
        let others = self.lost.len() - named.len();
        if others > 0 {
            named.push(count(others, "other", "others"));
        }
        (!named.is_empty()).then(|| {
            format!(
                "The fonts of its own pages do not have {}: a box with a question mark is printed in place \
                 of each, and what is copied from the page has the letter itself; check the passages that \
                 have them against the papers",
                list(&named)
            )
        })
    }

    /// Returns the rules that it breaks.
    pub fn broken(&self) -> impl Iterator<Item = &str> {
        let broken = self.rules.iter().filter(|(_, held)| !held);
        broken.map(|(rule, _)| rule.as_str())
    }
}
