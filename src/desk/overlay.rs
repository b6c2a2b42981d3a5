//! What lies over a screen: a list to pick from, a form, an editor, a page to read.
//!
//! Only the one on top gets keys. There is one mechanism for each: search, filter, order of
//! walking, commands and options are all pickers; a new audit, the profile, evidence and a
//! request are all forms.

use std::path::PathBuf;

use super::action::Action;
use super::field::Field;
use super::taking_in::TakingIn;
use super::walk::{Filter, WalkBy};
use crate::audit::{Document, Put};
use crate::checklist::{FlagIx, QuestionIx, RequirementIx, StrengthIx};
use crate::documents::{Passage, Silence};
use crate::report::{Format, Kind};

/// Something over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// A list to pick from.
    Picker(Picker),
    /// A form to fill.
    Form(Form),
    /// A text of several lines to write.
    Editor(Editor),
    /// A page to read.
    Page(Page),
    /// A search in the papers.
    Find(Find),
    /// A spreadsheet before it is taken in.
    TakingIn(Box<TakingIn>),
}

/// What is picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// A command.
    Command(Action),
    /// A filter.
    Filter(Filter),
    /// An order of walking.
    WalkBy(WalkBy),
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
    /// A piece of evidence to change, by its place; a new one where there is none.
    Evidence(QuestionIx, Option<usize>),
    /// A paper to hand over.
    Kind(Kind),
    /// A format to write it in.
    Format(Format),
    /// A document of the register, by its row.
    Document(usize),
    /// A folder to look into.
    Folder(PathBuf),
    /// Papers to add.
    Papers(Vec<PathBuf>),
    /// A question to put, or what came of one that was put.
    Put(Box<Put>),
}

/// One row of a picker.
#[derive(Debug, Clone)]
pub struct Item {
    /// A mark or word in front.
    pub mark: String,
    /// What it says.
    pub label: String,
    /// What is behind it, less loud.
    pub detail: String,
    /// Everything it is found by, in small letters.
    pub found_by: String,
    /// Its id, where it has one: typed out, it comes first.
    pub id: String,
    /// What is picked with it; none for a row that cannot be picked just now.
    pub pick: Pick,
    /// Why it cannot be picked just now.
    pub barred: Option<String>,
}

impl Item {
    /// A row found by what it says.
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
            found_by,
            id: String::new(),
            pick,
            barred: None,
        }
    }

    /// Gives it the id it comes first by.
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
    /// What is typed.
    pub query: Field,
    /// All rows.
    pub items: Vec<Item>,
    /// The row under the bar, among those shown.
    pub selected: usize,
    /// Whether anything is shown before something is typed.
    pub wait_for_words: bool,
    /// The folder whose contents these are, where a path is picked.
    pub folder: Option<PathBuf>,
}

impl Picker {
    /// A picker over some rows.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            title: title.into(),
            query: Field::line(""),
            items,
            selected: 0,
            wait_for_words: false,
            folder: None,
        }
    }

    /// The rows that hold every word typed: the one whose id was typed out first, then those whose
    /// own words hold it, then those found by what is behind them.
    pub fn shown(&self) -> Vec<&Item> {
        let query = self.narrowed_by().to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        if words.is_empty() && self.wait_for_words {
            return Vec::new();
        }
        let mut found: Vec<(usize, &Item)> = self
            .items
            .iter()
            .filter(|item| words.iter().all(|word| item.found_by.contains(word)))
            .map(|item| {
                let label = item.label.to_lowercase();
                let rank = if !query.is_empty() && item.id == query.trim() {
                    0
                } else if words.iter().all(|word| label.contains(word)) {
                    1
                } else {
                    2
                };
                (rank, item)
            })
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// The words that narrow the rows: of a path, what stands behind its last stroke.
    fn narrowed_by(&self) -> &str {
        let typed = self.query.text();
        if self.folder.is_some() {
            typed.rsplit(['/', '\\']).next().unwrap_or(typed)
        } else {
            typed
        }
    }

    /// The row under the bar.
    pub fn current(&self) -> Option<&Item> {
        self.shown().get(self.selected).copied()
    }
}

/// A search in the papers: answered while it is typed.
#[derive(Debug, Clone)]
pub struct Find {
    /// What is typed.
    pub query: Field,
    /// The best passages.
    pub passages: Vec<Passage>,
    /// How many there are in all.
    pub total: usize,
    /// Whether no paragraph holds everything, and these only stand on pages that do.
    pub by_page: bool,
    /// Where nothing was found: what was searched.
    pub silence: Option<Box<Silence>>,
    /// The passage under the bar.
    pub selected: usize,
}

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A new audit.
    NewAudit,
    /// The profile of the open one.
    Profile,
    /// A piece of evidence: a new one, or the one at a place.
    Evidence(QuestionIx, Option<usize>),
    /// What was asked for and not given.
    Request(QuestionIx),
    /// The date of an event or a figure.
    Value(QuestionIx),
    /// The name of whoever hands papers over.
    Author,
    /// Where to write a report.
    ReportFile(Kind, Format),
    /// About a document: a new one, or the one with an id.
    Document(Box<Document>),
    /// Which page to go to.
    GoToPage,
    /// A council's own rules on call-in.
    Council,
    /// Who signs a call-in notice, and under which of the council's grounds each of its own falls.
    Notice,
    /// A question put to somebody who has to answer for the review.
    Put(Box<Put>),
}

/// What stands in one field of a form.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A text to type.
    Text(Field),
    /// One of some options: the ids and labels, and the one chosen.
    Choice(Vec<(String, String)>, usize),
}

impl Entry {
    /// The text as it was typed, or the id of the option chosen.
    pub fn value(&self) -> &str {
        match self {
            Self::Text(text) => text.text(),
            Self::Choice(options, at) => options.get(*at).map_or("", |(id, _)| id),
        }
    }

    /// What a reader sees in it.
    fn says(&self) -> &str {
        match self {
            Self::Text(text) => text.text(),
            Self::Choice(options, at) => options.get(*at).map_or("", |(_, label)| label),
        }
    }
}

/// One field of a form.
#[derive(Debug, Clone)]
pub struct FormField {
    /// What it is called in the code: `authority`.
    pub key: &'static str,
    /// What it is called on the screen.
    pub label: &'static str,
    /// A line of help.
    pub help: std::borrow::Cow<'static, str>,
    /// What stands in it.
    pub entry: Entry,
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Its fields.
    pub fields: Vec<FormField>,
    /// What stood in each when it was opened.
    first: Vec<Entry>,
    /// The field that gets keys.
    pub focus: usize,
    /// What is wrong with what was entered, or a question.
    pub notice: Option<String>,
    /// Whether anything was typed.
    pub touched: bool,
    /// Whether Esc was pressed once on a touched form.
    pub leaving: bool,
    /// Whether it was told that a file is there already: keeping again writes over it.
    pub overwrite: bool,
}

impl Form {
    /// A form over some fields.
    pub fn new(title: impl Into<String>, purpose: Purpose, fields: Vec<FormField>) -> Self {
        Self {
            title: title.into(),
            purpose,
            first: fields.iter().map(|field| field.entry.clone()).collect(),
            fields,
            focus: 0,
            notice: None,
            touched: false,
            leaving: false,
            overwrite: false,
        }
    }

    /// The text in a field, its ends cut.
    pub fn text(&self, key: &str) -> String {
        self.fields
            .iter()
            .find(|field| field.key == key)
            .map(|field| field.entry.value().trim().to_owned())
            .unwrap_or_default()
    }

    /// Puts back what stood in the fields that are empty now: whoever empties a field is about to
    /// fill it. Says whether anything else is entered than when the form was opened.
    pub fn refill(&mut self) -> bool {
        for (field, first) in self.fields.iter_mut().zip(&self.first) {
            if field.entry.value().trim().is_empty() {
                field.entry.clone_from(first);
            }
        }
        let mut both = self.fields.iter().zip(&self.first);
        both.any(|(field, first)| field.entry.value() != first.value())
    }

    /// Takes out of a field what was entered since the form was opened, and puts it in words under
    /// the field's label; none if nothing was.
    pub fn take_out(&mut self, key: &str) -> Option<String> {
        let at = self.fields.iter().position(|field| field.key == key)?;
        let (field, first) = (self.fields.get_mut(at)?, self.first.get(at)?);
        let says = field.entry.says().trim();
        if says.is_empty() || field.entry.value() == first.value() {
            return None;
        }
        let words = format!("{}: {says}", field.label);
        field.entry.clone_from(first);
        Some(words)
    }

    /// Adds words to a field of one line; a field that the form does not show is added to it.
    pub fn add_words(&mut self, key: &'static str, words: &str) {
        let stands = self.text(key);
        let both = if stands.is_empty() {
            words.to_owned()
        } else {
            format!("{stands}; {words}")
        };
        let entry = Entry::Text(Field::line(both));
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

    /// The text in a field as it stands, if there is any.
    pub fn whole(&self, key: &str) -> Option<String> {
        self.fields
            .iter()
            .find(|field| field.key == key)
            .and_then(|field| match &field.entry {
                Entry::Text(text) if !text.text().trim().is_empty() => Some(text.text().to_owned()),
                _ => None,
            })
    }

    /// The field that gets keys.
    pub fn focused(&mut self) -> Option<&mut FormField> {
        self.fields.get_mut(self.focus)
    }
}

/// What is being written in an editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The note of a question.
    Note(QuestionIx),
    /// What the other side says.
    Contested(QuestionIx),
}

/// An editor over the screen.
#[derive(Debug, Clone)]
pub struct Editor {
    /// Its title.
    pub title: String,
    /// What is written.
    pub target: Target,
    /// The text.
    pub field: Field,
}

/// A page to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// All keys.
    Help,
    /// Why a question is asked.
    Why(QuestionIx),
    /// Papers that are to be added are being read.
    Adding,
    /// Sentences that the user has to know.
    Told,
}

/// A page over the screen.
#[derive(Debug, Clone)]
pub struct Page {
    /// What stands on it.
    pub kind: PageKind,
    /// How many lines are above the top.
    pub scroll: usize,
}
