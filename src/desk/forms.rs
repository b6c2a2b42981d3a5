//! The forms of the desk: the fields of each, and the change that a filled one makes.

pub mod council;
pub mod first;
pub mod hand_over;
pub mod page_name;
pub mod timeline;

use chrono::NaiveDate;

use self::page_name::PageName;
use super::dates;
use super::field::Field;
use super::overlay::{FieldEntry, FieldError, FieldId, Form, FormField, Purpose};
use super::paper_field::{Named, PaperField};
use crate::audit::{
    Access, Answer, Audit, Document, Evidence, Request, Review, Shows, Statement, Value,
};
use crate::base::Word;
use crate::checklist::{
    AuthorityKind, Executive, Library, Question, QuestionIx, QuestionKind, SourceClass, Stage,
    Status, Territory,
};
use crate::wording::{say_day, say_when};

/// The columns of a text until its form is fitted to the screen.
const UNFITTED: usize = 60;

fn text(
    key: FieldId,
    label: &'static str,
    help: impl Into<std::borrow::Cow<'static, str>>,
    value: &str,
) -> FormField {
    FormField {
        key,
        label,
        help: help.into(),
        entry: FieldEntry::Text(Field::line(value)),
    }
}

fn choice<W: Word + PartialEq>(
    key: FieldId,
    label: &'static str,
    help: &'static str,
    now: W,
    says: impl Fn(W) -> String,
) -> FormField {
    let options = W::ALL
        .iter()
        .map(|one| (one.word().to_owned(), says(*one)))
        .collect();
    let at = W::ALL
        .iter()
        .position(|one| *one == now)
        .unwrap_or_default();
    FormField {
        key,
        label,
        help: help.into(),
        entry: FieldEntry::Choice(options, at),
    }
}

fn plain<W: Word>(word: W) -> String {
    word.word().replace('-', " ")
}

/// Formats a day for a field: "9 July 2026".
fn put_day(day: Option<NaiveDate>) -> String {
    day.map(say_day).unwrap_or_default()
}

fn review_fields(review: &Review) -> Vec<FormField> {
    vec![
        text(
            FieldId::Authority,
            "Authority",
            "Who made the review: Anytown City Council",
            &review.authority,
        ),
        text(
            FieldId::Service,
            "Service",
            "What was reviewed: home care, refuse collection, ICT …",
            &review.service,
        ),
        text(
            FieldId::Decided,
            "Decided on",
            "Give the date of the decision: 9 July 2026. Leave empty if not decided yet.",
            &put_day(review.decided),
        ),
        choice(
            FieldId::Territory,
            "Nation",
            "← → to choose. It decides which law applies.",
            review.territory,
            |one| one.label().to_owned(),
        ),
        choice(
            FieldId::Kind,
            "Kind",
            "← → to choose the kind of authority.",
            review.kind,
            plain::<AuthorityKind>,
        ),
        choice(
            FieldId::Executive,
            "Cabinet?",
            "Does it run a leader or mayor with a cabinet? If unsure, leave unknown.",
            review.executive,
            |one| match one {
                Executive::Yes => "yes: leader or mayor with cabinet".to_owned(),
                Executive::No => "no: committees".to_owned(),
                Executive::Unknown => "unknown".to_owned(),
            },
        ),
        choice(
            FieldId::Stage,
            "Stage",
            "How far the review has got.",
            review.stage,
            plain::<Stage>,
        ),
    ]
}

/// Returns the form for a new audit, with sensible defaults.
pub fn new_audit() -> Form {
    Form::new(
        "A new audit",
        Purpose::NewAudit,
        review_fields(&Review::named("", "")),
    )
}

/// Returns the form for the profile of an audit.
pub fn profile(review: &Review) -> Form {
    Form::new("The review", Purpose::Profile, review_fields(review))
}

/// Reads the review from a filled form.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn review(form: &Form, before: &Review) -> Result<Review, FieldError> {
    let authority = form.text(FieldId::Authority);
    if authority.is_empty() {
        return Err(FieldError::new(
            FieldId::Authority,
            "Which authority made the review?".to_owned(),
        ));
    }
    let service = form.text(FieldId::Service);
    if service.is_empty() {
        return Err(FieldError::new(
            FieldId::Service,
            "Which service was reviewed?",
        ));
    }
    let decided = form.text(FieldId::Decided);
    let decided = if decided.is_empty() {
        None
    } else {
        Some(dates::day(&decided).map_err(|why| FieldError::new(FieldId::Decided, why))?)
    };
    Ok(Review {
        authority,
        service,
        territory: Territory::from_word(&form.text(FieldId::Territory)).unwrap_or(before.territory),
        kind: AuthorityKind::from_word(&form.text(FieldId::Kind)).unwrap_or(before.kind),
        executive: Executive::from_word(&form.text(FieldId::Executive)).unwrap_or(before.executive),
        stage: Stage::from_word(&form.text(FieldId::Stage)).unwrap_or(before.stage),
        decided,
        // A note on how certain the day is belongs to the day it was written for.
        date_note: before
            .date_note
            .clone()
            .filter(|_| decided == before.decided),
        // The form shows no field for the note; `Form::add_words` may have added one all the same.
        note: match (before.note.clone(), form.whole(FieldId::Note)) {
            (Some(stands), Some(words)) => Some(format!("{stands}\n{words}")),
            (stands, words) => stands.or(words),
        },
    })
}

/// Reads the review of a new audit: one whose day is past is decided, unless another stage was chosen.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn new_review(form: &Form, today: NaiveDate) -> Result<Review, FieldError> {
    let mut read = review(form, &Review::named("", ""))?;
    if read.decided.is_some_and(|day| day < today) && !form.is_changed(FieldId::Stage) {
        read.stage = Stage::Decision;
    }
    Ok(read)
}

/// Returns the field for a document of the register, or a new one.
fn paper(audit: &Audit, now: Option<&str>) -> FormField {
    let documents = audit.documents.iter();
    let register = documents.map(|one| (one.id.clone(), one.title.clone()));
    FormField {
        key: FieldId::Document,
        label: "Document",
        help: "Type part of a title, or a new one. Press ← → to choose a match.".into(),
        entry: FieldEntry::Paper(PaperField::new(register.collect(), now)),
    }
}

/// Returns the options of a vocabulary behind one that says nothing, and the place of the one now.
fn options_of<W: Word + PartialEq>(
    now: Option<W>,
    nothing: &str,
    says: impl Fn(W) -> String,
) -> FieldEntry {
    let mut options = vec![(String::new(), nothing.to_owned())];
    options.extend(W::ALL.iter().map(|one| (one.word().to_owned(), says(*one))));
    let at = now
        .and_then(|now| options.iter().position(|(id, _)| *id == now.word()))
        .unwrap_or_default();
    FieldEntry::Choice(options, at)
}

/// Returns the form for a piece of evidence.
pub fn evidence(library: &Library, audit: &Audit, ix: QuestionIx, place: Option<usize>) -> Form {
    let question = library.question(ix);
    let now = place
        .and_then(|at| audit.answer_of(library, ix)?.evidence.get(at).cloned())
        .unwrap_or_default();
    let said = now.statement.clone().unwrap_or_default();
    let mut document = paper(audit, now.document.as_deref());
    if place.is_some() {
        document.help = format!(
            "{} Empty every field to remove this evidence.",
            document.help
        )
        .into();
    }
    let fields = vec![
        document,
        text(
            FieldId::Page,
            "Page",
            "Give the page in the file (12, 12-13), or what is printed on it (iv, A3).",
            &named_page(&now),
        ),
        text(
            FieldId::Paragraph,
            "Paragraph",
            "As numbered in the document: 4.12",
            now.paragraph.as_deref().unwrap_or_default(),
        ),
        FormField {
            key: FieldId::Quote,
            label: "Quote",
            help: "Give the exact words. A long paste is fine.".into(),
            entry: FieldEntry::Text(Field::lines(
                now.quote.as_deref().unwrap_or_default(),
                UNFITTED,
            )),
        },
        text(
            FieldId::Date,
            "Date",
            "Give the date on the document, 9 July 2026, if it has one.",
            &put_day(now.date),
        ),
        FormField {
            key: FieldId::Shows,
            label: "Then or later",
            help: "Only for a paper that is later than the decision. Press ← → to choose.".into(),
            entry: options_of(now.shows, "not given", |one: Shows| match one {
                Shows::Then => "what was or was not done before the decision".to_owned(),
                Shows::Later => "what came after the decision: hindsight".to_owned(),
            }),
        },
        text(
            FieldId::Locator,
            "Where else",
            "A place in words, where there is no page.",
            now.locator.as_deref().unwrap_or_default(),
        ),
        FormField {
            key: FieldId::Source,
            label: "Whose words",
            help: "← → : official record, council, court, inspector, union, press, supplier, own."
                .into(),
            entry: options_of(now.source, "not given", plain::<SourceClass>),
        },
        text(
            FieldId::By,
            "Stated by",
            "For a statement: the name of the person who can be asked about it.",
            &said.by,
        ),
        text(
            FieldId::Capacity,
            "In what post",
            "Give the post through which they know it: home care manager.",
            &said.capacity,
        ),
        text(
            FieldId::SaidOn,
            "Stated on",
            "When they said so, e.g. 9 July 2026.",
            &put_day(said.on),
        ),
    ];
    let title = match place {
        Some(at) => format!("Evidence {}: {}", at + 1, question.short),
        None => format!("Evidence: {}", question.short),
    };
    Form::new(title, Purpose::Evidence(ix, place), fields)
}

/// Returns the strip for proof under the answer just given, with the page to be typed first.
pub fn proof(
    library: &Library,
    audit: &Audit,
    ix: QuestionIx,
    document: Option<&str>,
    help: String,
) -> Form {
    let question = library.question(ix);
    let answer = audit.answer_of(library, ix);
    let status = answer.and_then(|one| one.status);
    let mut fields = vec![
        paper(audit, document),
        text(FieldId::Page, "Page", help, ""),
        text(
            FieldId::Quote,
            "Quotation",
            "Give the exact words. You can paste them from the page.",
            "",
        ),
    ];
    let note = answer.map_or("", |one| &one.note);
    // A note of several lines has its own box.
    if !note.contains('\n') {
        fields.push(text(
            FieldId::Note,
            "Note",
            "Give the reason in your own words. It does not prove the answer by itself.",
            note,
        ));
    }
    let title = format!(
        "Proof of “{}”: {}",
        status.map_or("the entry", Status::label),
        question.short
    );
    let mut form = Form::new(title, Purpose::Proof(ix), fields);
    form.go_to(FieldId::Page);
    form
}

/// Reads the evidence from a filled form; the document of a new title is not named in it.
///
/// # Errors
/// If something cannot be read: the field, and a message.
pub fn read_evidence(form: &Form, before: Option<&Evidence>) -> Result<Evidence, FieldError> {
    let page = form.text(FieldId::Page);
    let named = PageName::parse(&page);
    if named.is_none() && !page.is_empty() {
        let why = format!("“{page}” is not a page number. Give it as 12, 12-13, iv or A3.");
        return Err(FieldError::new(FieldId::Page, why));
    }
    let day = |key: FieldId| -> Result<Option<NaiveDate>, FieldError> {
        let typed = form.text(key);
        if typed.is_empty() {
            return Ok(None);
        }
        dates::day(&typed)
            .map(Some)
            .map_err(|why| FieldError::new(key, why))
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let statement = Statement {
        by: form.text(FieldId::By),
        capacity: form.text(FieldId::Capacity),
        on: day(FieldId::SaidOn)?,
    };
    let mut evidence = Evidence {
        document: match form.named() {
            Some(Named::Registered(id)) => Some(id.to_owned()),
            _ => None,
        },
        page: None,
        printed_page: None,
        paragraph: some(form.text(FieldId::Paragraph)),
        locator: some(form.text(FieldId::Locator)),
        // A quote is kept exactly as it was pasted.
        quote: form.whole(FieldId::Quote),
        date: day(FieldId::Date)?,
        shows: Shows::from_word(&form.text(FieldId::Shows)),
        source: SourceClass::from_word(&form.text(FieldId::Source)),
        statement: (statement != Statement::default()).then_some(statement),
        absence: before.and_then(|one| one.absence.clone()),
    };
    match named {
        Some(named) => named.write(&mut evidence, before),
        // The number was taken away, and what is printed there has no field of its own.
        None => {
            evidence.printed_page = before
                .filter(|one| one.page.is_some())
                .and_then(|one| one.printed_page.clone());
        }
    }
    Ok(evidence)
}

/// Returns the page of a piece of evidence as its field says it.
fn named_page(evidence: &Evidence) -> String {
    let number = evidence.page.map(|page| page.to_string());
    number
        .or_else(|| evidence.printed_page.clone())
        .unwrap_or_default()
}

/// Returns the form for a document of the register.
pub fn document(entry: Document) -> Form {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields = vec![
        text(
            FieldId::Title,
            "Title",
            "Title on the document, such as Best Value review of home care, final report",
            &entry.title,
        ),
        text(
            FieldId::From,
            "From",
            "Who gave it to you: the council, the monitoring officer, a councillor",
            &optional(&entry.from),
        ),
        text(
            FieldId::Date,
            "Dated",
            "Give the date on the document, 9 July 2026, if it has one.",
            &put_day(entry.date),
        ),
    ];
    fields.push(FormField {
        key: FieldId::Access,
        label: "How it came",
        help: "← → : public, in confidence (marked wherever it is quoted), asked for, refused."
            .into(),
        entry: options_of(entry.access, "not given", |one: Access| {
            crate::report::words::access(one).to_owned()
        }),
    });
    fields.push(text(
        FieldId::AccessOn,
        "On",
        "When it was given, asked for or refused.",
        &put_day(entry.access_on),
    ));
    fields.push(text(
        FieldId::Url,
        "Published at",
        "Where anyone can read it: https://…",
        &optional(&entry.url),
    ));
    fields.push(text(
        FieldId::Note,
        "Note",
        "Anything else to record: who refused it, and why.",
        &optional(&entry.note),
    ));
    if entry.path.is_some() {
        fields.push(text(
            FieldId::Path,
            "File",
            "Where the file is, from the folder of the audit or as a full path.",
            &optional(&entry.path),
        ));
    }
    let title = if entry.id.is_empty() && entry.path.is_none() {
        "A document you do not have".to_owned()
    } else {
        format!("Document: {}", entry.title)
    };
    Form::new(title, Purpose::Document(Box::new(entry)), fields)
}

/// Reads the document's entry from a filled form.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn read_document(form: &Form, before: &Document) -> Result<Document, FieldError> {
    let some = |key: FieldId| {
        let text = form.text(key);
        (!text.is_empty()).then_some(text)
    };
    let Some(title) = some(FieldId::Title) else {
        return Err(FieldError::new(FieldId::Title, "What is it called?"));
    };
    let day = |key: FieldId| -> Result<Option<NaiveDate>, FieldError> {
        some(key)
            .map(|typed| dates::day(&typed).map_err(|why| FieldError::new(key, why)))
            .transpose()
    };
    Ok(Document {
        title,
        from: some(FieldId::From),
        date: day(FieldId::Date)?,
        access: Access::from_word(&form.text(FieldId::Access)),
        access_on: day(FieldId::AccessOn)?,
        url: some(FieldId::Url),
        note: some(FieldId::Note),
        path: if before.path.is_some() {
            some(FieldId::Path)
        } else {
            None
        },
        ..before.clone()
    })
}

/// Returns the form for a request that was made and not met.
pub fn request(question: &Question, answer: Option<&Answer>, ix: QuestionIx) -> Form {
    let now = answer
        .and_then(|answer| answer.request.clone())
        .unwrap_or_default();
    Form::new(
        format!("Asked for: {}", question.short),
        Purpose::Request(ix),
        vec![
            text(
                FieldId::What,
                "What",
                "The papers or figures you asked for.",
                &now.what,
            ),
            text(
                FieldId::Whom,
                "Who you asked",
                "Give a name or a post: the head of legal services.",
                &now.whom,
            ),
            text(
                FieldId::On,
                "On",
                "When you asked, e.g. 3 April 2003.",
                &put_day(now.on),
            ),
            text(
                FieldId::Reply,
                "Reply",
                "What came back and when, or: no reply by 1 May.",
                &now.reply,
            ),
        ],
    )
}

/// Reads the request from a filled form; `None` if the form is empty.
///
/// # Errors
/// If something cannot be read: the field, and a message.
pub fn read_request(form: &Form) -> Result<Option<Request>, FieldError> {
    let on = form.text(FieldId::On);
    let on = if on.is_empty() {
        None
    } else {
        Some(dates::day(&on).map_err(|why| FieldError::new(FieldId::On, why))?)
    };
    let request = Request {
        what: form.text(FieldId::What),
        whom: form.text(FieldId::Whom),
        on,
        reply: form.text(FieldId::Reply),
    };
    Ok((!request.is_empty()).then_some(request))
}

/// Returns the form for the date of an event or for a figure.
pub fn value(question: &Question, answer: Option<&Answer>, ix: QuestionIx) -> Form {
    let now = match answer.and_then(|answer| answer.value.as_ref()) {
        Some(Value::Date(when)) => match when.day() {
            Some(day) => day.to_string(),
            None => say_when(*when),
        },
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let field = match question.kind {
        QuestionKind::Figure(_) => text(
            FieldId::Value,
            "Figure",
            "Give a number: 127000 or 127,000.",
            &now,
        ),
        _ => text(
            FieldId::Value,
            "Date",
            "3 April 2003 or 3/4/2003; if the day is not known: April 2003, by early April 2003.",
            &now,
        ),
    };
    Form::new(question.short.clone(), Purpose::Value(ix), vec![field])
}

/// Reads the value from a filled form; `None` if it was emptied.
///
/// # Errors
/// If it cannot be read: the field, and a message.
pub fn read_value(form: &Form, question: &Question) -> Result<Option<Value>, FieldError> {
    let typed = form.text(FieldId::Value);
    if typed.is_empty() {
        return Ok(None);
    }
    match question.kind {
        QuestionKind::Figure(_) => dates::figure(&typed).map(|number| Some(Value::Number(number))),
        _ => dates::span(&typed).map(|when| Some(Value::Date(when))),
    }
    .map_err(|why| FieldError::new(FieldId::Value, why))
}
