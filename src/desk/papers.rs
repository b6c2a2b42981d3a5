//! The council's documents on the desk: those read, the passages for the question in front, and the
//! user's place among them.
//!
//! The desk reads no file: it asks for that with an effect and is handed a [`Register`]. Looking
//! something up in it is quick enough to be done with every key.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::walk::Group;
use super::wrap;
use crate::audit::{Audit, Document, Quotation, QuoteState, Quotes};
use crate::checklist::{Library, QuestionIx, SourceClass};
use crate::desk::action::keyed;
use crate::documents::{
    Became, DocumentNotice, LikelyPlaces, Offer, Paper, Passage, Register, Shelved, Suggestion,
    SweepOutcome, find_quotation, open_questions, quotes,
};
use crate::findings::Findings;

/// The greatest number of passages offered for one question.
pub const OFFERED: usize = 9;

/// Progress of reading documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingProgress {
    /// The title of the document being read.
    pub title: String,
    /// Its number, counted from 1, and the number of documents.
    pub paper: (usize, usize),
    /// The number of its pages read so far.
    pub pages: u32,
    /// Its number of pages, as declared by the file.
    pub of: Option<u32>,
}

impl ReadingProgress {
    /// Formats the progress: "Final report: page 120 of 400 (document 2 of 3)".
    pub fn label(&self) -> String {
        let of = self.of.map_or_else(String::new, |of| format!(" of {of}"));
        let papers = match self.paper {
            (_, 1) => String::new(),
            (number, of) => format!(" (document {number} of {of})"),
        };
        format!("{}: page {}{of}{papers}", self.title, self.pages)
    }
}

/// A document that was read and is not in the register yet.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// The entry proposed for it.
    pub entry: Document,
    /// The relation of that entry to the register.
    pub became: Became,
    /// The text that was read.
    pub paper: Arc<Paper>,
}

/// The result of reading the files that are to be added.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// The documents that could be read.
    pub fresh: Vec<Fresh>,
    /// The reasons why the others could not: a sentence each.
    pub failed: Vec<String>,
    /// True if the user stopped it.
    pub cancelled: bool,
}

/// The page view: a page of a document that is open on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// The document, by the id of its entry.
    pub document: String,
    /// The page, by its index.
    pub page: usize,
    /// The selected paragraph, by its index on the page.
    pub paragraph: usize,
    /// The paragraphs marked to be quoted: page and paragraph, in their order.
    pub marked: Vec<(usize, usize)>,
    /// The passage that led here: page, paragraph, ranges of the words in its text on one line.
    pub found: (usize, usize, Vec<Range<usize>>),
    /// True if it was opened from the walk, and closing it returns there.
    pub from_walk: bool,
}

/// The documents of the open audit, as far as they are read.
#[derive(Debug, Clone, Default)]
pub struct Papers {
    /// The result of the last reading.
    pub register: Option<Arc<Register>>,
    /// The register's entries as of the last request to read them.
    pub asked: Vec<Document>,
    /// True while that request is pending.
    pub awaited: bool,
    /// Progress of a slow reading.
    pub reading: Option<ReadingProgress>,
    /// The selected row of the register.
    pub row: usize,
    /// The page view, if one is open.
    pub page_view: Option<PageView>,
    /// The passages for the question that was last looked up.
    pub look: Option<Suggestion>,
    /// The values that the papers give for the fact it asks for, the surest first.
    pub offers: Vec<Offer>,
    /// The index of the passage displayed: those of the offers come first.
    pub at: usize,
    /// The question whose possible mentions the user was told to look at.
    pub told_to_look: Option<QuestionIx>,
    /// The question whose passage has to be in sight before it is quoted.
    pub to_read: Option<QuestionIx>,
    /// The number of lines of these that were on the screen so far, from the first on.
    pub looked_at: usize,
    /// The quotations as they were looked up again in the documents, once these are read.
    pub quotes: Option<Arc<Quotes>>,
    /// Number of the last change of the audit that they were looked up for.
    pub quotes_at: u64,
    /// Those that stand nowhere in the paper they are taken from: each is to be mended.
    pub not_found: Vec<NotFound>,
    /// Number of readings of the register so far.
    pub readings: u64,
    /// The places of the likeliest passages for every question.
    pub likely: Vec<LikelyPlaces>,
    /// Number of the reading that they were looked up in.
    pub likely_at: u64,
    /// Documents that were read to be added, by path, so that they need not be read again.
    pub fresh: Vec<(Option<String>, Arc<Paper>)>,
    /// The document that evidence was last taken from.
    pub last_used: Option<String>,
    /// The document of which only the title is known that a file is looked for.
    pub joining: Option<String>,
    /// The folder that a file was last added from.
    pub folder: Option<PathBuf>,
}

/// A quotation that stands nowhere in the paper it is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// The question under which it stands.
    pub question: QuestionIx,
    /// The mistake in words, with the place that was looked at.
    pub message: String,
}

/// The cells of the words of a quotation that is not found.
const WORDS_CELLS: usize = 60;

impl NotFound {
    /// Returns those of an audit, in the order of its answers.
    fn all(library: &Library, audit: &Audit, quotes: &Quotes) -> Vec<Self> {
        let missing = quotes.list(audit).into_iter();
        missing
            .filter(|one| one.state == QuoteState::Missing)
            .filter_map(|one| {
                let words = crate::base::digest::fold(&one.quotation.words);
                let message = format!(
                    "“{}” is not found {}. Compare it word for word.",
                    wrap::cut(&words, WORDS_CELLS, "…"),
                    said_to_stand(audit, &one.quotation)
                );
                let question = library.find_current(&one.question)?;
                Some(Self { question, message })
            })
            .collect()
    }
}

/// Formats the place that a quotation is said to stand in: “on page 7 of A3 Decision Report”.
pub fn said_to_stand(audit: &Audit, quotation: &Quotation) -> String {
    let paper = audit.document(&quotation.document);
    let title = paper.map_or(quotation.document.as_str(), |one| &one.title);
    match (quotation.page, &quotation.printed_page) {
        (Some(page), _) => format!("on page {page} of {title}"),
        (None, Some(printed)) => format!("on page {printed} of {title}"),
        (None, None) => format!("in {title}"),
    }
}

impl Papers {
    /// Looks a quotation up in the paper it is taken from; `None` if that is not read.
    pub fn find_again(&self, quotation: &Quotation) -> Option<QuoteState> {
        let shelved = self.paper(&quotation.document)?;
        Some(find_quotation(&shelved.paper, quotation))
    }

    /// Returns a document that was read, by the id of its entry.
    pub fn paper(&self, id: &str) -> Option<&Shelved> {
        self.register.as_ref()?.shelf.paper(id)
    }

    /// Takes the documents already read among those that are asked for now.
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

    /// Looks up the passages for a question, unless it was the last one looked up.
    pub fn look_up(&mut self, library: &Library, question: Option<QuestionIx>) {
        if self.look.as_ref().map(|look| look.question) == question {
            return;
        }
        self.look_again(library, question);
    }

    /// Looks up the passages for a question afresh.
    pub fn look_again(&mut self, library: &Library, question: Option<QuestionIx>) {
        self.at = 0;
        self.offers = match (&self.register, question) {
            (Some(register), Some(ix)) => {
                let fact = library.question(ix).offer;
                let all = register.shelf.offers().iter();
                all.filter(|one| Some(one.fact) == fact).cloned().collect()
            }
            _ => Vec::new(),
        };
        self.look = match (&self.register, question) {
            (Some(register), Some(ix)) if !register.shelf.papers().is_empty() => {
                Some(register.shelf.passages(library, ix, OFFERED))
            }
            _ => None,
        };
    }

    /// Looks up the quotations of an audit, unless neither it nor the documents changed.
    pub fn keep_quotes(&mut self, library: &Library, audit: &Audit, seq: u64) {
        let register = self.register.as_ref().filter(|_| !self.awaited);
        let Some(register) = register.filter(|_| any_file(&audit.documents)) else {
            self.quotes = None;
            self.not_found = Vec::new();
            return;
        };
        if self.quotes.is_none() || self.quotes_at != seq {
            let known = self.quotes.take().unwrap_or_default();
            let found = quotes(audit, &register.shelf, &known);
            self.not_found = NotFound::all(library, audit, &found);
            self.quotes = Some(Arc::new(found));
            self.quotes_at = seq;
        }
    }

    /// Returns the passage displayed for the question in front.
    pub fn passage(&self) -> Option<&Passage> {
        if let Some(offer) = self.offer() {
            return offer.passages.first();
        }
        let after = self.at.checked_sub(self.offers.len())?;
        self.look.as_ref()?.passages().get(after)
    }

    /// Returns the offer displayed for the question in front.
    pub fn offer(&self) -> Option<&Offer> {
        self.offers.get(self.at)
    }

    /// Returns the number of passages for the question in front, those of the offers included.
    pub fn passages(&self) -> usize {
        self.offers.len() + self.look.as_ref().map_or(0, |look| look.passages().len())
    }

    /// Returns the notices about a document: it changed, moved, cannot be read.
    pub fn notices<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a DocumentNotice> {
        let notices = self.register.iter().flat_map(|register| &register.notices);
        notices.filter(move |notice| notice.document == id)
    }

    /// Returns the entry of a document updated from its file, if that differs from the register.
    pub fn as_it_is_now(&self, entry: &Document) -> Option<Document> {
        let register = self.register.as_ref()?;
        let paper = &register.shelf.paper(&entry.id)?.paper;
        let path = match register.moved_to(&entry.id) {
            Some(to) => Some(to.to_str()?.to_owned()),
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

    /// Sorts the open questions by the documents' evidence into groups, to be walked one by one:
    /// passages, possible mentions, passages that only come near, silence.
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
                SweepOutcome::Found { .. } => found.push(look.question),
                SweepOutcome::Silent(silence) if silence.possible.is_empty() => {
                    silent.push(look.question);
                }
                SweepOutcome::Silent(_) => possible.push(look.question),
                SweepOutcome::Like(passages) if passages.is_empty() => {}
                SweepOutcome::Like(_) => like.push(look.question),
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
                &keyed!(
                    "Press {quote} to quote this passage or {next} to see the next; then answer.",
                    quote = QuotePassage,
                    next = NextPassage
                ),
                found,
            ),
            group(
                "Possible mentions",
                &keyed!(
                    "Press {read} to read the page. If it is not a mention, press {silence} to \
                     record the silence.",
                    read = ReadPassage,
                    silence = RecordSilence
                ),
                possible,
            ),
            group(
                "Like the question",
                "Dates, figures and the like: the passages that come nearest.",
                like,
            ),
            group(
                "Not one mention",
                &keyed!(
                    "Press {silence} to record the silence as a proof of absence.",
                    silence = RecordSilence
                ),
                silent,
            ),
        ];
        groups.retain(|group| !group.questions.is_empty());
        groups
    }
}

/// Returns the class of a document's source, where the register leaves no doubt of it.
pub fn source_of(audit: &Audit, document: &str) -> Option<SourceClass> {
    let from = audit.document(document)?.from.as_deref()?.to_lowercase();
    let authority = audit.review.authority.to_lowercase();
    let is_council =
        from.contains("council") || (!authority.is_empty() && from.contains(&authority));
    (is_council && !from.contains("trades council")).then_some(SourceClass::Council)
}

/// Returns true if any document has a file to read.
pub fn any_file(documents: &[Document]) -> bool {
    documents.iter().any(|one| one.path.is_some())
}
