//! The questionnaire: the questions that arise, as tables that somebody without a terminal can fill
//! in, and that `crate::import` reads back.
//!
//! One sheet for each section, one row for each question and one more for each further piece of
//! evidence. Answers in the audit it is built from are filled in (`super::confidence` limits
//! them), so that a round trip keeps them. Sheets whose names begin with `_` are for the program
//! and not for the reader.

use crate::audit::{Absence, Answer, Audit, Evidence, Request, Shows, Value};
use crate::base::Word as _;
use crate::base::word::words as vocabulary;
use crate::checklist::{Question, QuestionIx, QuestionKind, SourceClass, Status, Unit};
use crate::wording::say_day;

use super::Source;
use super::document::{Cell, Sheet};
use super::words;
use crate::wording::{capital, one_line};

/// The name of this kind of file in [`META`].
pub const SCHEMA: &str = "scrutineer-questionnaire";
/// The kinds of sheet that can be filled in and read back, by their names in [`META`].
pub const SHEETS_BACK: [&str; 5] = [
    SCHEMA,
    "scrutineer-questions",
    "scrutineer-information-request",
    "scrutineer-record",
    RIGHT_OF_REPLY,
];
/// The name of the right of reply in [`META`].
pub const RIGHT_OF_REPLY: &str = "scrutineer-right-of-reply";
/// Version of the questionnaire; raised when a reader must change.
pub const VERSION: u32 = 1;
/// Name of the sheet with the schema, version and checklists of the file, for the program.
pub const META: &str = "_meta";
/// Name of the sheet with the options of every choice, for the program.
pub const CHOICES: &str = "_choices";
/// Name of the sheet with the instructions.
pub const GUIDE: &str = "Read this first";
/// Name of the sheet with the documents known so far.
pub const PAPERS: &str = "Papers";
/// Name of the sheet that lists the texts cut to fit a cell.
pub const LOST: &str = "What was cut";
/// Entry in place of a question's id in the row of a CSV that is about the file.
pub const ABOUT: &str = "about this file";

vocabulary! {
    /// A column of the questionnaire, by its name in a CSV.
    pub enum Column is "a column" {
        /// The question's id.
        Question = "question",
        /// Its text.
        Ask = "ask",
        /// The mark of a core question.
        Core = "core",
        /// The documents that prove it.
        ProvedBy = "proved_by",
        /// The way it usually goes wrong.
        UsualFailure = "usual_failure",
        /// The kind of answer it takes.
        AnsweredWith = "answered_with",
        /// The status.
        Status = "status",
        /// The value of an event, a figure, a choice.
        Value = "value",
        /// The note.
        Note = "note",
        /// Evidence: the document.
        Document = "document",
        /// Evidence: the page.
        Page = "page",
        /// Evidence: the page as printed.
        PrintedPage = "printed_page",
        /// Evidence: the paragraph.
        Paragraph = "paragraph",
        /// Evidence: the exact words.
        Quote = "quote",
        /// Evidence: the day of the thing shown.
        Date = "date",
        /// The other side's answer.
        Contested = "contested",
        /// The person who answered.
        By = "by",
        /// Evidence: a place in words, besides page and paragraph.
        Place = "place",
        /// Evidence: the class of its source.
        Source = "source",
        /// Evidence: the time it tells of, then or later.
        Shows = "shows",
        /// Statement: the person who makes it.
        StatedBy = "stated_by",
        /// Statement: the person's office or job.
        Capacity = "capacity",
        /// Statement: the day it was made.
        StatedOn = "stated_on",
        /// Withheld: the information asked for.
        AskedFor = "asked_for",
        /// Withheld: the person or body asked.
        OfWhom = "of_whom",
        /// Withheld: the day of the request.
        AskedOn = "asked_on",
        /// Withheld: the reply.
        Reply = "reply",
        /// Proof of absence: the documents searched.
        SearchedDocuments = "searched_documents",
        /// Proof of absence: the number of pages searched.
        SearchedPages = "searched_pages",
        /// Proof of absence: the words searched for.
        SearchedWords = "searched_words",
        /// Proof of absence: the day of the search.
        SearchedOn = "searched_on",
        /// Proof of absence: the pages without text.
        UnreadPages = "pages_without_text",
        /// The number of the piece of evidence, from 1, so that sorting loses no order.
        Piece = "piece",
    }
}

impl Column {
    /// Returns the column's header as a reader sees it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Question => "Ref",
            Self::Ask => "Question",
            Self::Core => "Core",
            Self::ProvedBy => "What proves it",
            Self::UsualFailure => "How it usually goes wrong",
            Self::AnsweredWith => "Answer with",
            Self::Status => "Status",
            Self::Value => "Value",
            Self::Note => "Note",
            Self::Document => "Document",
            Self::Page => "Page",
            Self::PrintedPage => "Printed page",
            Self::Paragraph => "Paragraph",
            Self::Quote => "Quote",
            Self::Date => "Date",
            Self::Contested => "Contested: the other side says",
            Self::By => "By",
            Self::Place => "Place",
            Self::Source => "Source",
            Self::Shows => "Then or later",
            Self::StatedBy => "Stated by",
            Self::Capacity => "Capacity",
            Self::StatedOn => "Stated on",
            Self::AskedFor => "Asked for",
            Self::OfWhom => "Asked of",
            Self::AskedOn => "Asked on",
            Self::Reply => "Reply",
            Self::SearchedDocuments => "Searched documents",
            Self::SearchedPages => "Searched pages",
            Self::SearchedWords => "Searched words",
            Self::SearchedOn => "Searched on",
            Self::UnreadPages => "Pages without text",
            Self::Piece => "Piece",
        }
    }
}

vocabulary! {
    /// The kind of answer a question takes, as the column `answered_with` begins.
    pub enum AnswerKind is "a kind of answer" {
        /// A status.
        Status = "a status",
        /// A date.
        Date = "a date",
        /// A number.
        Number = "a number",
        /// An option.
        Option = "one of the list",
    }
}

impl AnswerKind {
    const fn of(question: &Question) -> Self {
        match question.kind {
            QuestionKind::Judgement => Self::Status,
            QuestionKind::Event => Self::Date,
            QuestionKind::Figure(_) => Self::Number,
            QuestionKind::Choice(_) => Self::Option,
        }
    }

    /// Returns the kind that a cell of the column `answered_with` begins with.
    pub(super) fn in_cell(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| text.starts_with(kind.word()))
    }
}

/// Returns the kind of answer a question takes, and its help text.
fn answered_with(question: &Question) -> String {
    let kind = AnswerKind::of(question);
    let with = match &question.kind {
        QuestionKind::Figure(unit) => format!("{kind}: {}", unit_word(*unit)),
        _ => kind.to_string(),
    };
    match &question.help {
        Some(help) => format!("{with}. {}", one_line(help)),
        None => with,
    }
}

/// Returns a unit as it is printed after a blank.
pub(super) const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Pounds => "£",
        Unit::PoundsAYear => "£ a year",
        Unit::Percent => "%",
        Unit::People => "people",
        Unit::Posts => "posts",
        Unit::Days => "days",
        Unit::Services => "services",
        Unit::Signatures => "signatures",
        Unit::Members => "members",
        Unit::Bidders => "bidders",
    }
}

/// Returns the sheets of the questionnaire.
pub(super) fn sheets(source: &Source<'_>, holds: &str) -> Vec<Sheet> {
    let mut sheets = vec![guide(source, holds)];
    let mut choices = Vec::new();
    for (_, section) in source.library.sections() {
        let asked: Vec<QuestionIx> = section
            .questions
            .iter()
            .copied()
            .filter(|ix| source.findings.is_asked(source.library, *ix))
            .collect();
        let mut rows = Vec::new();
        for ix in asked {
            let question = source.library.question(ix);
            of_question(source, ix, &mut rows);
            if let QuestionKind::Choice(options) = &question.kind {
                choices.extend(options.iter().map(|option| {
                    vec![
                        question.id.as_str().into(),
                        option.id.as_str().into(),
                        one_line(&option.label).into(),
                    ]
                }));
            }
        }
        if !rows.is_empty() {
            sheets.push(Sheet {
                name: section.title.to_string(),
                header: Column::ALL.iter().map(ToString::to_string).collect(),
                rows,
            });
        }
    }
    if source.setting.with_answers {
        sheets.push(papers(source.audit));
    }
    sheets.push(sheet(CHOICES, &["question", "option", "label"], choices));
    sheets.push(meta(source, holds));
    sheets
}

/// Returns true if a sheet contains questions to be answered.
pub(super) fn is_section(sheet: &Sheet) -> bool {
    sheet.header.len() == Column::ALL.len()
        && Column::ALL
            .iter()
            .zip(&sheet.header)
            .all(|(column, head)| column.word() == head)
}

fn sheet(name: &str, header: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet {
        name: name.to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows,
    }
}

/// Adds the rows of a question: one, and one more for each piece of evidence after the first.
fn of_question(source: &Source<'_>, ix: QuestionIx, rows: &mut Vec<Vec<Cell>>) {
    let question = source.library.question(ix);
    let nothing = Answer::default();
    let stands = source.audit.answer_of(source.library, ix);
    let answer = stands.unwrap_or(&nothing);
    let recheck = stands.is_some() && source.findings.answered(ix).recheck;
    let none = Evidence::default();
    let evidence: Vec<&Evidence> = if answer.evidence.is_empty() {
        vec![&none]
    } else {
        answer.evidence.iter().collect()
    };
    for (place, one) in evidence.into_iter().enumerate() {
        let cell = |column: &Column| -> Cell {
            match column {
                Column::Question => question.id.as_str().into(),
                Column::Ask => one_line(&question.ask).into(),
                Column::Piece if !answer.evidence.is_empty() => {
                    u32::try_from(place + 1).ok().into()
                }
                _ => match of_evidence(source.audit, one, *column) {
                    Some(cell) => cell,
                    None if place > 0 => Cell::Empty,
                    None => of_answer(question, answer, recheck, *column),
                },
            }
        };
        rows.push(Column::ALL.iter().map(cell).collect());
    }
}

/// Returns the text that is printed in a cell which is not to be filled in; empty in all others.
pub fn printed_cell(question: &Question, column: Column) -> String {
    let printed = matches!(
        column,
        Column::Core | Column::ProvedBy | Column::UsualFailure | Column::AnsweredWith
    );
    match of_answer(question, &Answer::default(), false, column) {
        Cell::Text(text) if printed => text,
        _ => String::new(),
    }
}

fn optional(text: Option<&str>) -> Cell {
    text.unwrap_or_default().into()
}

/// Returns the cell of a column about the question or its answer.
fn of_answer(question: &Question, answer: &Answer, recheck: bool, column: Column) -> Cell {
    let none = Request::default();
    let request = answer.request.as_ref().unwrap_or(&none);
    match column {
        Column::Core if question.core => "core".into(),
        Column::ProvedBy => {
            let proofs: Vec<String> = question.proved_by.iter().map(|one| one_line(one)).collect();
            capital(&proofs.join("; ")).into()
        }
        Column::UsualFailure => {
            one_line(question.usual_failure.as_deref().unwrap_or_default()).into()
        }
        Column::AnsweredWith if recheck => format!(
            "{} (Re-worded since it was answered: check it again.)",
            answered_with(question)
        )
        .into(),
        Column::AnsweredWith => answered_with(question).into(),
        Column::Status => answer.status.map_or("", |one| one.spec().in_form).into(),
        Column::Value => match &answer.value {
            None => Cell::Empty,
            Some(Value::Date(when)) => Cell::from_span(*when),
            Some(Value::Number(number)) => Cell::Number(*number),
            Some(given) => words::value(question, given).into(),
        },
        Column::Note => answer.note.trim().into(),
        Column::Contested => optional(answer.contested.as_deref()),
        Column::By => answer.by.as_str().into(),
        Column::AskedFor => request.what.as_str().into(),
        Column::OfWhom => request.whom.as_str().into(),
        Column::AskedOn => request.on.into(),
        Column::Reply => request.reply.as_str().into(),
        _ => Cell::Empty,
    }
}

/// Returns the cell of a column about a piece of evidence; `None` for other columns.
fn of_evidence(audit: &Audit, one: &Evidence, column: Column) -> Option<Cell> {
    let absence = one.absence.as_ref();
    let joined = |list: fn(&Absence) -> &[String]| -> Cell {
        absence
            .map(|absence| list(absence).join("; "))
            .unwrap_or_default()
            .into()
    };
    Some(match column {
        Column::Document => optional(one.document.as_deref().map(|id| document_name(audit, id))),
        Column::Page => one.page.into(),
        Column::PrintedPage => optional(one.printed_page.as_deref()),
        Column::Paragraph => optional(one.paragraph.as_deref()),
        Column::Quote => optional(one.quote.as_deref()),
        Column::Date => one.date.into(),
        Column::Place => optional(one.locator.as_deref()),
        Column::Source => words::class_word(one.source).into(),
        Column::Shows => optional(one.shows.map(Shows::word)),
        Column::StatedBy => optional(one.statement.as_ref().map(|one| one.by.as_str())),
        Column::Capacity => optional(one.statement.as_ref().map(|one| one.capacity.as_str())),
        Column::StatedOn => one.statement.as_ref().and_then(|one| one.on).into(),
        Column::SearchedDocuments => joined(|absence| &absence.documents),
        Column::SearchedWords => joined(|absence| &absence.words),
        Column::SearchedPages => absence.map(|absence| absence.pages).into(),
        Column::SearchedOn => absence.and_then(|absence| absence.on).into(),
        Column::UnreadPages => {
            let unread = absence.map(|absence| &absence.unread).into_iter().flatten();
            let unread: Vec<String> = unread.map(ToString::to_string).collect();
            unread.join(" ").into()
        }
        _ => return None,
    })
}

/// Returns the name of a document in the questionnaire: its title, or its id if the title alone
/// would not lead back to it.
fn document_name<'a>(audit: &'a Audit, id: &'a str) -> &'a str {
    let Some(document) = audit.document(id) else {
        return id;
    };
    let key = one_line(&document.title).to_lowercase();
    let same = |other: &&crate::audit::Document| {
        one_line(&other.title).to_lowercase() == key || other.id.to_lowercase() == key
    };
    if key.is_empty() || audit.documents.iter().filter(same).count() != 1 {
        id
    } else {
        &document.title
    }
}

fn papers(audit: &Audit) -> Sheet {
    let rows = audit.documents.iter().map(|document| {
        vec![
            document_name(audit, &document.id).into(),
            document.id.as_str().into(),
            optional(document.from.as_deref()),
            document.date.into(),
            document.pages.into(),
        ]
    });
    sheet(
        PAPERS,
        &["document", "id", "from", "dated", "pages"],
        rows.collect(),
    )
}

/// Returns the sheet with instructions for filling it in and sending it back.
fn guide(source: &Source<'_>, holds: &str) -> Sheet {
    let review = &source.audit.review;
    let with_answers = source.setting.with_answers;
    let sender = one_line(&source.meta.author.name);
    let back = if sender.is_empty() {
        "Save the file under the same name and send it back to whoever sent it to you.".to_owned()
    } else {
        format!("Save the file under the same name and send it back to {sender}.")
    };
    let mut rows: Vec<(&str, String)> = vec![
        (
            "What this is",
            format!(
                "These are questions about one review: {}, “{}”. Prepared on {}. Fill in what you know; \
                 leave blank what you do not. A blank never removes what is already known.",
                one_line(&review.authority),
                one_line(&review.service),
                say_day(source.meta.today),
            ),
        ),
        ("What it holds", holds.to_owned()),
        (
            "Where to begin",
            "Each sheet is a chapter. The rows marked “core” come first: the filter in the first \
             row shows them alone."
                .to_owned(),
        ),
        (
            "Status",
            "Choose from the list in the cell. The list is at the end of this sheet.".to_owned(),
        ),
        (
            "Value",
            "Where “Answer with” says a date, a number or one of the list, write it under Value. \
             Write dates as in Britain, day first: 3 April 2003 or 03/04/2003."
                .to_owned(),
        ),
        (
            "Note",
            "Give the reason in a sentence or two. “Partly” and “not applicable” need one.".to_owned(),
        ),
        (
            "What shows it",
            format!(
                "Document, page, and the exact words under Quote: an answer without a page is an \
                 opinion. Date is the day of what is shown.{}",
                if with_answers {
                    " A document that is not in the list may be typed in."
                } else {
                    ""
                }
            ),
        ),
        (
            "A second document",
            "Below the last row, copy the Ref into a new row, and fill in the document, the page and \
             the quote there."
                .to_owned(),
        ),
        (
            "Withheld",
            "If you asked and were refused or not answered, say at the right of the row what you \
             asked for, who you asked, when, and the reply."
                .to_owned(),
        ),
        (
            "Contested",
            "What the other side says, where it sees the matter otherwise.".to_owned(),
        ),
        (
            "By",
            "Your name, so that it goes with your answers.".to_owned(),
        ),
        (
            "Leave alone",
            "The columns Ref and Question lead each row back to its place. The sheets are protected \
             so that only the cells to fill in change; you can filter them. To sort them, unprotect \
             the sheet first: it has no password."
                .to_owned(),
        ),
        ("Send it back", back),
    ];
    for status in Status::ALL {
        let spec = status.spec();
        rows.push((spec.in_form, spec.instruction.to_owned()));
    }
    if with_answers && !source.findings.orphaned.is_empty() {
        rows.push((
            "Not in here",
            "Answers to questions that no checklist asks any more: they stay in the audit."
                .to_owned(),
        ));
    }
    let house = &source.setting.settings.house;
    let foot = Some(house.footer.as_str()).filter(|foot| !foot.is_empty());
    let head = house.head().map(|line| ("", line.to_owned()));
    let rows = head
        .chain(rows)
        .chain(foot.map(|foot| ("", foot.to_owned())))
        .map(|(what, how)| vec![what.into(), how.into()])
        .collect();
    sheet(GUIDE, &["What", "How"], rows)
}

/// Returns the sheet that identifies the file to the program that reads it back.
fn meta(source: &Source<'_>, holds: &str) -> Sheet {
    meta_of(source, SCHEMA, holds)
}

/// Returns a value as the sheet for the program and the row of a CSV hold it.
pub fn one_value(text: &str) -> String {
    one_line(text).replace(';', ",")
}

/// Returns the sheet that ties any sheet of ours to its audit, for the program.
pub(super) fn meta_of(source: &Source<'_>, schema: &str, holds: &str) -> Sheet {
    let review = &source.audit.review;
    let mut rows: Vec<Vec<Cell>> = vec![
        vec!["schema".into(), schema.into()],
        vec!["version".into(), Some(VERSION).into()],
        vec!["holds".into(), holds.into()],
        vec!["made".into(), Some(source.meta.today).into()],
        vec!["program".into(), source.meta.version.as_str().into()],
        vec!["authority".into(), one_value(&review.authority).into()],
        vec!["service".into(), one_value(&review.service).into()],
        vec!["nation".into(), review.territory.word().into()],
    ];
    if let Some(head) = &source.meta.head {
        rows.push(vec!["fingerprint".into(), head.as_str().into()]);
    }
    for (_, file) in source.library.files() {
        rows.push(vec![
            format!("checklist {}", file.id).into(),
            file.digest().as_str().into(),
        ]);
    }
    sheet(META, &["what", "value"], rows)
}

/// Returns the words for the classes of source, in the order in which they are offered.
pub(super) fn source_words() -> Vec<&'static str> {
    SourceClass::ALL.iter().map(|class| class.word()).collect()
}
