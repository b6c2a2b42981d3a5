//! The council's papers on the desk: what was read of them, what they say to the question in
//! front, and where one stands among them.
//!
//! The desk reads no file: it asks for that with an effect and is handed a [`Register`]. Looking
//! something up in it is quick enough to be done with every key.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::walk::Group;
use crate::audit::{Audit, Document};
use crate::checklist::{Library, QuestionIx, SourceClass};
use crate::documents::{
    Became, Outcome as Looked, Paper, Passage, Register, Shelved, Suggestion, open_questions,
};
use crate::findings::Findings;

/// How many passages are offered for one question.
pub const OFFERED: usize = 9;

/// How far the reading of papers has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The paper that is read.
    pub title: String,
    /// Which one it is, counted from 1, of how many.
    pub paper: (usize, usize),
    /// Pages of it that are read.
    pub pages: u32,
    /// Pages that it says it has.
    pub of: Option<u32>,
}

impl Reading {
    /// How far it has come, in words: "Final report: page 120 of 400 (paper 2 of 3)".
    pub fn says(&self) -> String {
        let of = self.of.map_or_else(String::new, |of| format!(" of {of}"));
        let papers = match self.paper {
            (_, 1) => String::new(),
            (number, of) => format!(" (document {number} of {of})"),
        };
        format!("{}: page {}{of}{papers}", self.title, self.pages)
    }
}

/// A paper that was read and is not in the register yet.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// The entry it would get.
    pub entry: Document,
    /// What became of the entry.
    pub became: Became,
    /// What was read.
    pub paper: Arc<Paper>,
}

/// What was to be added.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// The papers that could be read.
    pub fresh: Vec<Fresh>,
    /// Why the others could not: a sentence each.
    pub failed: Vec<String>,
    /// Whether the user stopped it.
    pub cancelled: bool,
}

/// A page of a paper that is read on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The paper, by the id of its entry.
    pub document: String,
    /// The page, by its place.
    pub page: usize,
    /// The paragraph under the bar, by its place on the page.
    pub paragraph: usize,
    /// Where the words stand that led here: page, paragraph, ranges of its text on one line.
    pub found: (usize, usize, Vec<Range<usize>>),
    /// Whether one came from the walk, and goes back there.
    pub from_walk: bool,
}

/// The papers of the open audit, as far as they are read.
#[derive(Debug, Default)]
pub struct Papers {
    /// What was read last.
    pub register: Option<Arc<Register>>,
    /// The entries that reading was asked for last.
    pub asked: Vec<Document>,
    /// Whether an answer to that is awaited.
    pub awaited: bool,
    /// How far a reading has come that takes long.
    pub reading: Option<Reading>,
    /// The row under the bar of the register.
    pub row: usize,
    /// The page that is read.
    pub leaf: Option<Leaf>,
    /// What the papers say to a question: the one in front when it was looked up.
    pub look: Option<Suggestion>,
    /// Which of its passages is shown.
    pub at: usize,
    /// The question whose possible mentions the user was told to look at.
    pub told_to_look: Option<QuestionIx>,
    /// Papers that were read to be added, so that they need not be read again.
    pub fresh: Vec<(Option<String>, Arc<Paper>)>,
    /// The folder that a paper was added from last.
    pub folder: Option<PathBuf>,
}

impl Papers {
    /// A paper that was read, by the id of its entry.
    pub fn paper(&self, id: &str) -> Option<&Shelved> {
        self.register.as_ref()?.shelf.paper(id)
    }

    /// What was read already of the documents that are asked for now.
    pub fn known(&mut self) -> Vec<Shelved> {
        let mut known: Vec<Shelved> = self
            .register
            .iter()
            .flat_map(|register| register.shelf.papers().iter().cloned())
            .collect();
        for (path, paper) in std::mem::take(&mut self.fresh) {
            let entry = self.asked.iter().find(|entry| entry.path == path);
            known.extend(entry.map(|entry| Shelved::new(entry, paper)));
        }
        known
    }

    /// Looks a question up in what was read, unless that is what was looked up last.
    pub fn look_up(&mut self, library: &Library, question: Option<QuestionIx>) {
        if self.look.as_ref().map(|look| look.question) == question {
            return;
        }
        self.look_again(library, question);
    }

    /// Looks a question up afresh.
    pub fn look_again(&mut self, library: &Library, question: Option<QuestionIx>) {
        self.at = 0;
        self.look = match (&self.register, question) {
            (Some(register), Some(ix)) if !register.shelf.papers().is_empty() => {
                Some(register.shelf.passages(library, ix, OFFERED))
            }
            _ => None,
        };
    }

    /// The passage that is shown for the question in front.
    pub fn passage(&self) -> Option<&Passage> {
        self.look.as_ref()?.passages().get(self.at)
    }

    /// What is to be told of a document: it changed, moved, cannot be read.
    pub fn notices(&self, id: &str) -> Vec<&str> {
        let mut told: Vec<&str> = Vec::new();
        if let Some(register) = &self.register {
            let notices = register.notices.iter();
            told.extend(
                notices
                    .filter(|(of, _)| of == id)
                    .map(|(_, what)| what.as_str()),
            );
        }
        told
    }

    /// The entry of a document as its file is now, if that is not what the register says.
    pub fn as_it_is_now(&self, entry: &Document) -> Option<Document> {
        let register = self.register.as_ref()?;
        let paper = &register.shelf.paper(&entry.id)?.paper;
        let moved = register.moved.iter().find(|(id, _)| *id == entry.id);
        let path = match moved {
            Some((_, to)) => Some(to.to_str()?.to_owned()),
            None => entry.path.clone(),
        };
        let now = Document {
            path,
            sha256: paper.sha256.clone(),
            pages: (paper.paging != crate::documents::Paging::None).then(|| paper.pages_in_all()),
            ..entry.clone()
        };
        (now != *entry).then_some(now)
    }

    /// What the papers say to the open questions, in groups to be walked one by one: passages,
    /// possible mentions, passages that only come near, silence.
    pub fn sweep(&self, library: &Library, findings: &Findings) -> Vec<Group> {
        let Some(register) = &self.register else {
            return Vec::new();
        };
        let asked: Vec<QuestionIx> = open_questions(library, findings)
            .into_iter()
            .filter(|ix| findings.is_asked(library, *ix))
            .collect();
        let mut found = Vec::new();
        let mut possible = Vec::new();
        let mut like = Vec::new();
        let mut silent = Vec::new();
        for look in register.shelf.sweep(library, asked, 1) {
            match look.outcome {
                Looked::Found { .. } => found.push(look.question),
                Looked::Silent(silence) if silence.possible.is_empty() => {
                    silent.push(look.question);
                }
                Looked::Silent(_) => possible.push(look.question),
                Looked::Like(passages) if passages.is_empty() => {}
                Looked::Like(_) => like.push(look.question),
            }
        }
        let group = |title: &str, about: &str, questions| Group {
            title: title.to_owned(),
            about: Some(about.to_owned()),
            questions,
        };
        let mut groups = vec![
            group(
                "Passages found",
                "q quotes the passage that is shown, . shows the next; then answer.",
                found,
            ),
            group(
                "Possible mentions",
                "Please look: g reads the page. If it is none, s records the silence.",
                possible,
            ),
            group(
                "Like the question",
                "Dates, figures and the like: the passages that come nearest.",
                like,
            ),
            group(
                "Not one mention",
                "s records the silence as a proof of absence.",
                silent,
            ),
        ];
        groups.retain(|group| !group.questions.is_empty());
        groups
    }
}

/// Who says what stands in a document, where the register leaves no doubt of it.
pub fn source_of(audit: &Audit, document: &str) -> Option<SourceClass> {
    let from = audit.document(document)?.from.as_deref()?.to_lowercase();
    let authority = audit.review.authority.to_lowercase();
    let is_council =
        from.contains("council") || (!authority.is_empty() && from.contains(&authority));
    (is_council && !from.contains("trades council")).then_some(SourceClass::Council)
}

/// Whether any document of an audit has a file to read.
pub fn any_file(documents: &[Document]) -> bool {
    documents.iter().any(|one| one.path.is_some())
}
