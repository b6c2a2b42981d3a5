//! Overlays over a screen: a list to pick from, a form, an editor, a page to read.
//!
//! Only the one on top gets keys. There is one mechanism for each: search, filter, order of the
//! walk, commands and options are all pickers; a new audit, the profile, evidence and a request are
//! all forms.

mod field_id;
mod form;

use std::path::PathBuf;

use super::action::Action;
use super::comparing::Comparing;
use super::field::Field;
use super::gathering::Gathering;
use super::import_review::ImportReview;
use super::looks::ThemeName;
use super::ranking::{RowWords, ranked};
use super::read_through::ReadThrough;
use super::reading::Dropping;
use super::reason::DisabledReason;
use super::screen::{Screen, Visited};
use super::shelf::AuditOrigin;
use super::surveying::Surveying;
use super::walk::{Filter, WalkBy};
use crate::audit::CouncilQuestion;
use crate::checklist::{FlagIx, QuestionIx, RequirementIx, StrengthIx};
use crate::documents::{Passage, Silence};
use crate::report::{Council, Format, Kind};

pub use field_id::FieldId;
pub use form::{FieldEntry, FieldError, Form, FormField, OwnValue, Purpose};

/// An overlay over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// A list to pick from.
    Picker(Picker),
    /// A form to fill.
    Form(Form),
    /// A text of several lines to write.
    Editor(Editor),
    /// A page to read.
    Page(PageOverlay),
    /// A search in the documents.
    Find(PaperSearch),
    /// An import review: a spreadsheet before it is imported.
    ImportReview(Box<ImportReview>),
    /// The read-through of a report before it is written.
    ReadThrough(Box<ReadThrough>),
    /// The questions that a quotation may be dropped on.
    Drop(Box<Dropping>),
    /// The papers found in a folder or an archive, before they are added.
    Gather(Box<Gathering>),
    /// The comparison of two papers.
    Comparing(Box<Comparing>),
    /// The survey of the user's own audits.
    Survey(Box<Surveying>),
}

/// The value that a row of a picker returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// A command.
    Command(Action),
    /// A command of another screen.
    Elsewhere(Screen, Action),
    /// A screen to go to.
    Screen(Screen),
    /// An audit of the library, or an example.
    Audit(AuditOrigin),
    /// An audit by its file.
    AuditFile(PathBuf),
    /// A filter.
    Filter(Filter),
    /// An order of the walk.
    WalkBy(WalkBy),
    /// A theme of the desk.
    Theme(ThemeName),
    /// A question to go to.
    Question(QuestionIx),
    /// A requirement to go to.
    Requirement(RequirementIx),
    /// A flag to go to.
    Flag(FlagIx),
    /// A strength to go to.
    Strength(StrengthIx),
    /// An option of a choice.
    Option(QuestionIx, String),
    /// A version to agree on, by its index.
    Version(QuestionIx, usize),
    /// A piece of evidence to change, by its index; `None` for a new one.
    Evidence(QuestionIx, Option<usize>),
    /// A kind of report to hand over.
    Kind(Kind),
    /// A format to write it in.
    Format(Format),
    /// A document of the register, by its index.
    Document(usize),
    /// The file for a document of which only the title is known, by its id: that of another
    /// entry, or one to be looked for.
    Join(String, Option<String>),
    /// A page to read: the document by its id, the page and the paragraph by their indexes.
    Page(String, usize, usize),
    /// Two papers to compare, by their ids.
    Compare(String, String),
    /// A conflict copy to merge into its audit.
    ConflictCopy(PathBuf),
    /// A folder to open.
    Folder(PathBuf),
    /// A file to add as a document, or one that holds some.
    Paper(PathBuf),
    /// A folder whose papers are to be added, and those of the folders in it.
    PapersIn(PathBuf),
    /// A change of the history to go to, by its number; 0 for the beginning.
    Change(u64),
    /// A place that the user has been at.
    Visited(Visited),
    /// A council question to put, or one already put, to record its reply.
    Put(Box<CouncilQuestion>),
    /// A council's rules to start from: a ready profile, or none yet.
    Rules(Box<Council>),
}

/// One row of a picker.
#[derive(Debug, Clone)]
pub struct Item {
    /// A mark or word before the label.
    pub mark: String,
    /// The label.
    pub label: String,
    /// The text after the label, in a muted colour.
    pub detail: String,
    /// The keys that do the same, at the end of the row.
    pub keys: String,
    /// Everything it is found by, in lower case.
    pub found_by: String,
    /// Its id, if it has one: a query equal to it sorts it first.
    pub id: String,
    /// The value it returns when picked; ignored while `disabled_reason` holds a reason.
    pub pick: Pick,
    /// The reason it cannot be picked just now, if it cannot.
    pub disabled_reason: Option<DisabledReason>,
    /// True if it is shown only once something is typed.
    pub only_found: bool,
}

impl Item {
    /// Returns a row that is found by its mark, label and detail.
    pub fn new(
        mark: impl Into<String>,
        label: impl Into<String>,
        detail: impl Into<String>,
        pick: Pick,
    ) -> Self {
        let (mark, label, detail) = (mark.into(), label.into(), detail.into());
        let found_by = format!("{mark} {label} {detail}").to_lowercase();
        Self {
            mark,
            label,
            detail,
            keys: String::new(),
            found_by,
            id: String::new(),
            pick,
            disabled_reason: None,
            only_found: false,
        }
    }

    /// Sets the id; a query equal to it sorts the row first.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self.found_by(id)
    }

    /// Adds words it is found by.
    #[must_use]
    pub fn found_by(mut self, words: &str) -> Self {
        self.found_by.push(' ');
        self.found_by.push_str(&words.to_lowercase());
        self
    }
}

/// A list to pick from, narrowed by typing.
#[derive(Debug, Clone)]
pub struct Picker {
    /// Its title.
    pub title: String,
    /// The query being typed.
    pub query: Field,
    /// All rows.
    pub items: Vec<Item>,
    /// The selected row, as an index into the rows shown.
    pub selected: usize,
    /// True if no row is shown until something is typed.
    pub wait_for_words: bool,
    /// True if a wide screen shows next to the list what the row under the bar says.
    pub preview: bool,
    /// The folder that is listed, if the picker is for a path.
    pub folder: Option<PathBuf>,
    /// True while another folder that was chosen is read: its rows are not there yet.
    pub reading: bool,
    /// The passages of the papers that hold what is typed, behind the rows, if it looks for them.
    pub passages: Option<Vec<Item>>,
}

impl Picker {
    /// Returns a picker over some rows.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            title: title.into(),
            query: Field::line(""),
            items,
            selected: 0,
            wait_for_words: false,
            preview: false,
            folder: None,
            reading: false,
            passages: None,
        }
    }

    /// Returns the rows that match what is typed, the best first.
    ///
    /// A row that cannot be picked comes after those that can, unless its very id was typed.
    pub fn shown(&self) -> Vec<&Item> {
        let typed = self.narrowed_by();
        if typed.trim().is_empty() {
            let all = self.items.iter().filter(|_| !self.wait_for_words);
            return all.filter(|item| !item.only_found).collect();
        }
        let rows = self.items.iter().map(|item| RowWords {
            id: &item.id,
            label: &item.label,
            all: &item.found_by,
        });
        let mut found: Vec<(bool, &Item)> = ranked(typed, &rows)
            .into_iter()
            .filter_map(|(at, is_id)| Some((is_id, self.items.get(at)?)))
            .collect();
        // The words of a paper come after every name, and before what cannot be picked.
        let passages = self.passages.iter().flatten();
        found.extend(passages.map(|item| (false, item)));
        found.sort_by_key(|(is_id, item)| !is_id && item.disabled_reason.is_some());
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// Returns the part of the query that narrows the rows: of a path, the part after its last
    /// separator.
    fn narrowed_by(&self) -> &str {
        let typed = self.query.text();
        if self.folder.is_some() {
            typed.rsplit(['/', '\\']).next().unwrap_or(typed)
        } else {
            typed
        }
    }

    /// Returns the selected row; among files, the one whose whole name is typed.
    pub fn current(&self) -> Option<&Item> {
        let shown = self.shown();
        let named = self.narrowed_by();
        let whole = |item: &&&Item| self.folder.is_some() && item.label == named;
        let whole = (self.selected == 0).then(|| shown.iter().find(whole));
        whole
            .flatten()
            .or_else(|| shown.get(self.selected))
            .copied()
    }
}

/// A search in the documents, updated as the query is typed.
#[derive(Debug, Clone)]
pub struct PaperSearch {
    /// The query being typed.
    pub query: Field,
    /// The best passages.
    pub passages: Vec<Passage>,
    /// The number of passages found in all.
    pub total: usize,
    /// True if no paragraph holds everything, and these only stand on pages that do.
    pub by_page: bool,
    /// The proof of absence, if nothing was found: what was searched.
    pub silence: Option<Box<Silence>>,
    /// The index of the selected passage.
    pub selected: usize,
}

/// The text that an editor is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorTarget {
    /// The note of a question.
    Note(QuestionIx),
    /// The account of the other side.
    Contested(QuestionIx),
    /// The reason to agree on a version, by its index.
    Agreed(QuestionIx, usize),
}

impl EditorTarget {
    /// Returns the question that the text is about.
    pub const fn question(&self) -> QuestionIx {
        match self {
            Self::Note(ix) | Self::Contested(ix) | Self::Agreed(ix, _) => *ix,
        }
    }
}

/// An editor over the screen.
#[derive(Debug, Clone)]
pub struct Editor {
    /// Its title.
    pub title: String,
    /// The text that is being written.
    pub target: EditorTarget,
    /// The text.
    pub field: Field,
    /// The text when the editor was opened.
    pub first: String,
    /// A question to the user.
    pub notice: Option<String>,
    /// True if Esc was pressed once on a changed text.
    pub leaving: bool,
}

impl Editor {
    /// Returns an editor over a text.
    pub fn new(title: String, target: EditorTarget, field: Field) -> Self {
        Self {
            title,
            target,
            first: field.text().to_owned(),
            field,
            notice: None,
            leaving: false,
        }
    }

    /// Returns true if something would be lost if it were closed.
    pub fn differs(&self) -> bool {
        self.field.text() != self.first
    }
}

/// The subject of a page to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// The marks and what they mean.
    Marks,
    /// The reasons why a question is asked.
    Why(QuestionIx),
    /// Progress of reading the files to be added or imported.
    Adding,
    /// Two papers that are being compared.
    Comparing,
    /// The user's own audits that are being counted.
    Surveying,
    /// A merge before it is recorded.
    Merge,
    /// An order for all marked questions, before it is carried out.
    Together,
    /// Another place in the history, before it is gone to.
    Going,
    /// The answers under checklists that have changed.
    Edition,
    /// Notices that are too long for the status line.
    Told,
    /// The words of council papers, those met in front first.
    Glossary,
    /// The time that a piece of evidence tells of, whose paper is later than the decision.
    Settle {
        /// The question.
        question: QuestionIx,
        /// The piece of evidence, by its index.
        place: usize,
        /// True if the walk goes on to the next open question afterwards.
        go_on: bool,
    },
    /// The status that a reply may give to the answers it bears on, by the index of the question put.
    Reply(usize),
}

/// A page over the screen.
#[derive(Debug, Clone)]
pub struct PageOverlay {
    /// The subject.
    pub kind: PageKind,
    /// The scroll offset, in lines.
    pub scroll: usize,
}
