//! Forms: fields to fill in, each with its help, what the papers give for it and its mistakes.

use std::path::PathBuf;

use super::super::field::Field;
use super::super::paper_field::{Named, PaperField};
use super::super::{layout, wrap};
use super::FieldId;
use crate::audit::{CouncilQuestion, Document};
use crate::checklist::QuestionIx;
use crate::report::{Council, Format, Kind};

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
