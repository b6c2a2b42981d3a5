//! Finds the question that a row is about: by its id, its exact wording, or the name of its topic.

use std::collections::HashMap;

use super::words::fold;
use crate::base::Word as _;
use crate::base::diagnostic::nearest;
use crate::checklist::{Library, QuestionIx, Topic};
use crate::report::questionnaire::ABOUT;

/// The outcome of looking for the question that a row names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RowMatch {
    /// One question; and the wording beside it, if that differs from ours.
    Question(QuestionIx, Option<String>),
    /// The row is about the file, not about a question.
    About,
    /// No question: the row names none.
    Unnamed,
    /// No question, with the reason as a sentence.
    Unknown(String),
}

/// Index of a library's questions by everything that can name them.
pub(super) struct QuestionNames<'l> {
    library: &'l Library,
    by_id: HashMap<String, QuestionIx>,
    /// `None` where two questions have the same wording.
    by_wording: HashMap<String, Option<QuestionIx>>,
    by_topic: HashMap<String, QuestionIx>,
}

impl<'l> QuestionNames<'l> {
    pub(super) fn of(library: &'l Library) -> Self {
        let mut names = Self {
            library,
            by_id: HashMap::new(),
            by_wording: HashMap::new(),
            by_topic: HashMap::new(),
        };
        for (ix, question) in library.questions() {
            names.by_id.insert(fold(&question.id), ix);
            names
                .by_wording
                .entry(wording(&question.ask))
                .and_modify(|one| *one = None)
                .or_insert(Some(ix));
        }
        for merged in library.merged() {
            names.by_id.entry(fold(&merged.id)).or_insert(merged.into);
        }
        for topic in Topic::ALL {
            let Some(lead) = library.lead(*topic) else {
                continue;
            };
            for name in [topic.word(), topic.title()] {
                names.by_topic.insert(spaced(name), lead);
            }
        }
        names
    }

    /// Finds the question that some cells name.
    ///
    /// `which` are the cells that may name it in any way, `wordings` those that contain its
    /// wording. With `hint`, the nearest id is suggested where none fits, which takes its time.
    pub(super) fn find(&self, which: &[String], wordings: &[String], hint: bool) -> RowMatch {
        let all = || which.iter().chain(wordings);
        if all().all(String::is_empty) {
            return RowMatch::Unnamed;
        }
        if all().any(|cell| fold(cell) == ABOUT) {
            return RowMatch::About;
        }
        let mut found: Vec<QuestionIx> = Vec::new();
        for cell in all() {
            let by_id = self.by_id.get(&fold(cell)).copied();
            let ix = by_id.or_else(|| self.by_wording.get(&wording(cell)).copied().flatten());
            found.extend(ix);
        }
        if found.is_empty() {
            found.extend(all().filter_map(|cell| self.by_topic.get(&spaced(cell))));
        }
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [one] => RowMatch::Question(*one, self.other_wording(*one, wordings)),
            [] => RowMatch::Unknown(self.unknown(all(), hint)),
            [one, other, ..] => RowMatch::Unknown(format!(
                "the row names two questions, {} and {}; nothing was taken from it",
                self.library.question(*one).id,
                self.library.question(*other).id
            )),
        }
    }

    /// Returns the wording in a row, if it is neither an id nor a topic nor the question's own.
    fn other_wording(&self, ix: QuestionIx, wordings: &[String]) -> Option<String> {
        let own = wording(&self.library.question(ix).ask);
        wordings
            .iter()
            .filter(|cell| !cell.is_empty())
            .filter(|cell| !self.by_id.contains_key(&fold(cell)))
            .filter(|cell| !self.by_topic.contains_key(&spaced(cell)))
            .find(|cell| wording(cell) != own)
            .cloned()
    }

    fn unknown<'c>(&self, cells: impl Iterator<Item = &'c String>, hint: bool) -> String {
        let named: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        let first = named.first().map(|cell| fold(cell)).unwrap_or_default();
        let shown: Vec<String> = named
            .iter()
            .map(|cell| {
                let cut: String = cell.chars().take(80).collect();
                let dots = if cut.len() < cell.len() { "…" } else { "" };
                format!("“{cut}{dots}”")
            })
            .collect();
        let ids = self.library.questions().map(|(_, one)| one.id.as_str());
        let near = if hint && first.len() <= 80 {
            nearest(&first, ids)
        } else {
            None
        };
        let hint = near.map_or_else(
            || "write the question’s id, its exact wording, or the name of its topic".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        format!("no question is called {}; {hint}", shown.join(" or "))
    }
}

/// Returns a wording as it is compared: without the mark of a core question, and the question mark.
fn wording(text: &str) -> String {
    let text = fold(text);
    text.trim_start_matches('●')
        .trim_end_matches('?')
        .trim()
        .to_owned()
}

fn spaced(text: &str) -> String {
    fold(text).replace('-', " ")
}
