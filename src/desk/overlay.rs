//! Overlays over a screen: a list to pick from, a form, an editor, a page to read.
//!
//! Only the one on top gets keys. There is one mechanism for each: search, filter, order of the
//! walk, commands and options are all pickers; a new audit, the profile, evidence and a request are
//! all forms.

mod field_id;

use std::path::PathBuf;

use super::action::Action;
use super::comparing::Comparing;
use super::field::Field;
use super::gathering::Gathering;
use super::import_review::ImportReview;
use super::looks::ThemeName;
use super::paper_field::{Named, PaperField};
use super::ranking::{RowWords, ranked};
use super::read_through::ReadThrough;
use super::reading::Dropping;
use super::reason::DisabledReason;
use super::screen::{Screen, Visited};
use super::shelf::AuditOrigin;
use super::surveying::Surveying;
use super::walk::{Filter, WalkBy};
use super::{layout, wrap};
use crate::audit::{CouncilQuestion, Document};
use crate::checklist::{FlagIx, QuestionIx, RequirementIx, StrengthIx};
use crate::documents::{Passage, Silence};
use crate::report::{Council, Format, Kind};

pub use field_id::FieldId;

/// The reason why a form cannot be taken as it is filled: the field, and a sentence about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// The field to go to.
    pub field: FieldId,
    /// The sentence.
    pub message: String,
}

impl FieldError {
    /// Returns the error of a field.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a sentence or an error is handed over for good"
    )]
    pub fn new(field: FieldId, message: impl ToString) -> Self {
        Self {
            field,
            message: message.to_string(),
        }
    }
}

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

/// The purpose of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A new audit.
    NewAudit,
    /// The profile of the open one.
    Profile,
    /// A piece of evidence: a new one, or the one at an index.
    Evidence(QuestionIx, Option<usize>),
    /// The proof under the answer just given: the strip in the walk.
    Proof(QuestionIx),
    /// A request that was made and not met.
    Request(QuestionIx),
    /// The date of an event or a figure.
    Value(QuestionIx),
    /// The name of whoever hands reports over.
    Author,
    /// The user: name, capacity, body.
    WhoYouAre,
    /// The things that the user holds for the audit.
    Holding,
    /// The sender of a paper, and the meeting it goes to or the day by which a reply is asked for.
    Meeting,
    /// The file to write a report to.
    ReportFile(Kind, Format),
    /// Write a bundle to a file.
    BundleFile,
    /// A document: a new one, or the one with an id.
    Document(Box<Document>),
    /// The page to go to.
    GoToPage,
    /// Another name for the audit with this path.
    Rename(PathBuf),
    /// A council's own rules on call-in, as they were when the form was opened.
    Council(Box<Council>),
    /// The signatories of a call-in notice, and the council's ground for each of its own grounds.
    Notice,
    /// A question put to somebody who has to answer for the review.
    Put(Box<CouncilQuestion>),
    /// An event of the user's own, by its id.
    Event(String),
    /// A line for the note of each marked question.
    NoteTogether,
}

/// The contents of one field of a form.
#[derive(Debug, Clone)]
pub enum FieldEntry {
    /// A text to type.
    Text(Field),
    /// One of some options: the ids and labels, and the one chosen.
    Choice(Vec<(String, String)>, usize),
    /// A document: of the register, or a new one.
    Paper(PaperField),
}

impl FieldEntry {
    /// Returns the text as it was typed, or the id of the option chosen.
    pub fn value(&self) -> &str {
        match self {
            Self::Text(text) => text.text(),
            Self::Choice(options, at) => options.get(*at).map_or("", |(id, _)| id),
            Self::Paper(paper) => paper.value(),
        }
    }

    /// Returns the contents as displayed: the text, or the label of the option chosen.
    fn label(&self) -> &str {
        match self {
            Self::Text(text) => text.text(),
            Self::Choice(options, at) => options.get(*at).map_or("", |(_, label)| label),
            Self::Paper(paper) => paper.title(),
        }
    }
}

/// A value that the papers give for a field: shown under it, and filled in by a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnValue {
    /// The field.
    pub field: FieldId,
    /// The value.
    pub value: String,
    /// The place that gives it: "The paper", or a title and a page.
    pub from: String,
}

/// One field of a form, with its contents.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Its name in the code.
    pub key: FieldId,
    /// Its label on the screen.
    pub label: &'static str,
    /// A line of help.
    pub help: std::borrow::Cow<'static, str>,
    /// Its contents.
    pub entry: FieldEntry,
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// The sentence that stays above its fields, if it needs one.
    pub about: Option<String>,
    /// The purpose.
    pub purpose: Purpose,
    /// Its fields.
    pub fields: Vec<FormField>,
    /// The details that a document gives of itself, by the field that they are offered for.
    pub own: Vec<OwnValue>,
    /// The contents of each field when the form was opened.
    first: Vec<FieldEntry>,
    /// The index of the field that gets keys.
    pub focus: usize,
    /// A validation error, or a question.
    pub notice: Option<String>,
    /// True if Esc was pressed once on a form that differs from when it was opened.
    pub leaving: bool,
    /// Set once the notice asks something that submitting again says yes to: to write over a file,
    /// to name no document.
    pub asked: bool,
}

impl Form {
    /// Returns a form over some fields.
    pub fn new(title: impl Into<String>, purpose: Purpose, fields: Vec<FormField>) -> Self {
        Self {
            title: title.into(),
            about: None,
            own: Vec::new(),
            purpose,
            first: fields.iter().map(|field| field.entry.clone()).collect(),
            fields,
            focus: 0,
            notice: None,
            leaving: false,
            asked: false,
        }
    }

    /// Returns what the document says of itself for the field that gets keys, unless it is there.
    pub fn own(&self) -> Option<&OwnValue> {
        let field = self.fields.get(self.focus)?;
        let own = self.own.iter().find(|own| own.field == field.key)?;
        (self.text(field.key) != own.value).then_some(own)
    }

    /// Returns the columns of its labels with the gap after them, from the columns of the screen.
    pub fn label_columns(&self, screen: u16) -> u16 {
        let widths = self.fields.iter().map(|field| wrap::width(field.label));
        layout::label_columns(widths.max().unwrap_or_default(), screen)
    }

    /// Wraps its texts to a screen of so many columns.
    pub fn fit(&mut self, screen: u16) {
        let columns = layout::entry_columns(screen, self.label_columns(screen));
        for field in &mut self.fields {
            if let FieldEntry::Text(text) = &mut field.entry {
                text.set_columns(columns);
            }
        }
    }

    /// Returns true if it is the strip for proof, which is drawn in the walk.
    pub const fn is_strip(&self) -> bool {
        matches!(self.purpose, Purpose::Proof(_))
    }

    /// Returns true if any field differs from when the form was opened.
    pub fn differs(&self) -> bool {
        let mut both = self.fields.iter().zip(&self.first);
        both.any(|(field, first)| field.entry.value() != first.value())
    }

    /// Returns true if a field differs from when the form was opened.
    pub fn is_changed(&self, key: FieldId) -> bool {
        let mut both = self.fields.iter().zip(&self.first);
        both.any(|(field, first)| field.key == key && field.entry.value() != first.value())
    }

    /// Returns the document named in its field for one.
    pub fn named(&self) -> Option<Named<'_>> {
        self.fields.iter().find_map(|field| match &field.entry {
            FieldEntry::Paper(paper) => paper.named(),
            _ => None,
        })
    }

    /// Returns the name of the field that gets keys.
    pub fn at(&self) -> Option<FieldId> {
        self.fields.get(self.focus).map(|field| field.key)
    }

    /// Moves to a field, if it is there.
    pub fn go_to(&mut self, key: FieldId) {
        if let Some(at) = self.fields.iter().position(|field| field.key == key) {
            self.focus = at;
        }
    }

    /// Returns the trimmed text of a field, or the id of its option.
    pub fn text(&self, key: FieldId) -> String {
        self.fields
            .iter()
            .find(|field| field.key == key)
            .map(|field| field.entry.value().trim().to_owned())
            .unwrap_or_default()
    }

    /// Restores the original contents of every empty field: whoever empties a field is about to
    /// fill it. Returns true if any field still differs from when the form was opened.
    pub fn refill(&mut self) -> bool {
        for (field, first) in self.fields.iter_mut().zip(&self.first) {
            if field.entry.value().trim().is_empty() {
                field.entry.clone_from(first);
            }
        }
        self.differs()
    }

    /// Restores a field and returns the text entered since the form was opened, behind the field's
    /// label; `None` if nothing was entered.
    pub fn take_out(&mut self, key: FieldId) -> Option<String> {
        let at = self.fields.iter().position(|field| field.key == key)?;
        let (field, first) = (self.fields.get_mut(at)?, self.first.get(at)?);
        let says = field.entry.label().trim();
        if says.is_empty() || field.entry.value() == first.value() {
            return None;
        }
        let words = format!("{}: {says}", field.label);
        field.entry.clone_from(first);
        Some(words)
    }

    /// Appends words to a field of one line; a field that the form does not show is added to it.
    pub fn add_words(&mut self, key: FieldId, words: &str) {
        let stands = self.text(key);
        let both = if stands.is_empty() {
            words.to_owned()
        } else {
            format!("{stands}; {words}")
        };
        let entry = FieldEntry::Text(Field::line(both));
        match self.fields.iter_mut().find(|field| field.key == key) {
            Some(field) => field.entry = entry,
            None => self.fields.push(FormField {
                key,
                label: "",
                help: "".into(),
                entry,
            }),
        }
    }

    /// Returns the text of a field untrimmed, if it is not blank.
    pub fn whole(&self, key: FieldId) -> Option<String> {
        self.fields
            .iter()
            .find(|field| field.key == key)
            .and_then(|field| match &field.entry {
                FieldEntry::Text(text) if !text.text().trim().is_empty() => {
                    Some(text.text().to_owned())
                }
                _ => None,
            })
    }

    /// Returns the field that gets keys.
    pub fn focused(&mut self) -> Option<&mut FormField> {
        self.fields.get_mut(self.focus)
    }
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
