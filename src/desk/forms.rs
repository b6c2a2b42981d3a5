//! The forms of the desk: the fields of each, and the change that a filled one makes.

pub mod hand_over;

use chrono::NaiveDate;

use super::dates;
use super::field::Field;
use super::overlay::{Entry, FieldId, Form, FormField, Purpose};
use crate::audit::{Access, Answer, Audit, Document, Evidence, Request, Review, Value};
use crate::base::Word;
use crate::checklist::{
    AuthorityKind, Executive, Question, QuestionIx, QuestionKind, SourceClass, Stage, Territory,
};

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
        entry: Entry::Text(Field::line(value)),
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
        entry: Entry::Choice(options, at),
    }
}

fn plain<W: Word>(word: W) -> String {
    word.word().replace('-', " ")
}

/// Formats a day for a field.
fn put_day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
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
            "How far the review has come.",
            review.stage,
            plain::<Stage>,
        ),
        text(
            FieldId::Decided,
            "Decided on",
            "The day of the decision: 3 April 2003. Leave empty while it is open.",
            &put_day(review.decided),
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
pub fn review(form: &Form, before: &Review) -> Result<Review, (FieldId, String)> {
    let authority = form.text(FieldId::Authority);
    if authority.is_empty() {
        return Err((
            FieldId::Authority,
            "Which authority made the review?".to_owned(),
        ));
    }
    let service = form.text(FieldId::Service);
    if service.is_empty() {
        return Err((FieldId::Service, "Which service was reviewed?".to_owned()));
    }
    let decided = form.text(FieldId::Decided);
    let decided = if decided.is_empty() {
        None
    } else {
        Some(dates::day(&decided).map_err(|why| (FieldId::Decided, why))?)
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

/// Returns the form for a piece of evidence.
pub fn evidence(
    audit: &Audit,
    question: &Question,
    ix: QuestionIx,
    place: Option<usize>,
    columns: usize,
) -> Form {
    let now = place
        .and_then(|at| audit.answer(&question.id)?.evidence.get(at).cloned())
        .unwrap_or_default();
    let mut documents = vec![(String::new(), "none: I say below where it is".to_owned())];
    documents.extend(
        audit
            .documents
            .iter()
            .map(|one| (one.id.clone(), one.title.clone())),
    );
    let at = now
        .document
        .as_ref()
        .and_then(|id| documents.iter().position(|(one, _)| one == id))
        .unwrap_or_default();
    let mut fields = Vec::new();
    if documents.len() > 1 {
        fields.push(FormField {
            key: FieldId::Document,
            label: "Document",
            help: "← → to choose among the documents registered so far.".into(),
            entry: Entry::Choice(documents, at),
        });
    }
    fields.push(text(
        FieldId::Title,
        "New document",
        "Title of a document not yet registered: Final report, minutes of 3 May …",
        "",
    ));
    fields.push(text(
        FieldId::Page,
        "Page",
        "The page, as a number.",
        &now.page.map(|p| p.to_string()).unwrap_or_default(),
    ));
    fields.push(text(
        FieldId::Paragraph,
        "Paragraph",
        "As numbered in the document: 4.12",
        now.paragraph.as_deref().unwrap_or_default(),
    ));
    fields.push(FormField {
        key: FieldId::Quote,
        label: "Quote",
        help: "The exact words. A long paste is fine.".into(),
        entry: Entry::Text(Field::lines(
            now.quote.as_deref().unwrap_or_default(),
            columns,
        )),
    });
    fields.push(text(
        FieldId::Date,
        "Date",
        "The day of what is shown: 3 April 2003. May stay empty.",
        &put_day(now.date),
    ));
    fields.push(text(
        FieldId::Locator,
        "Where else",
        "A place in words, where there is no page.",
        now.locator.as_deref().unwrap_or_default(),
    ));
    let mut sources = vec![(String::new(), "not said".to_owned())];
    sources.extend(
        SourceClass::ALL
            .iter()
            .map(|one| (one.word().to_owned(), plain(*one))),
    );
    let source = now
        .source
        .and_then(|now| sources.iter().position(|(id, _)| *id == now.word()))
        .unwrap_or_default();
    fields.push(FormField {
        key: FieldId::Source,
        label: "Who says so",
        help: "← → : official record, council, court, inspector, union, press, supplier, own."
            .into(),
        entry: Entry::Choice(sources, source),
    });
    let title = if place.is_some() {
        "Evidence (empty every field to remove it)"
    } else {
        "Evidence"
    };
    Form::new(title, Purpose::Evidence(ix, place), fields)
}

/// Reads the evidence from a filled form, and the title of a document to register with it.
///
/// # Errors
/// If something cannot be read: the field, and a message.
pub fn read_evidence(
    form: &Form,
    before: Option<&Evidence>,
) -> Result<(Evidence, Option<String>), (FieldId, String)> {
    let page = form.text(FieldId::Page);
    let page = if page.is_empty() {
        None
    } else {
        let number = page
            .trim_start_matches(['p', '.', ' '])
            .parse::<u32>()
            .ok()
            .filter(|n| *n > 0);
        Some(number.ok_or_else(|| (FieldId::Page, format!("“{page}” is not a page number.")))?)
    };
    let date = form.text(FieldId::Date);
    let date = if date.is_empty() {
        None
    } else {
        Some(dates::day(&date).map_err(|why| (FieldId::Date, why))?)
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let evidence = Evidence {
        document: some(form.text(FieldId::Document)),
        page,
        printed_page: before.and_then(|one| one.printed_page.clone()),
        paragraph: some(form.text(FieldId::Paragraph)),
        locator: some(form.text(FieldId::Locator)),
        // A quote is kept exactly as it was pasted.
        quote: form.whole(FieldId::Quote),
        date,
        source: SourceClass::from_word(&form.text(FieldId::Source)),
        absence: before.and_then(|one| one.absence.clone()),
    };
    Ok((evidence, some(form.text(FieldId::Title))))
}

/// Returns the form for a document of the register.
pub fn document(entry: Document) -> Form {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields = vec![
        text(
            FieldId::Title,
            "Title",
            "What it calls itself: Best Value review of home care, final report.",
            &entry.title,
        ),
        text(
            FieldId::From,
            "From",
            "Whom you have it from: the council, the monitoring officer, a member.",
            &optional(&entry.from),
        ),
        text(
            FieldId::Date,
            "Dated",
            "The day it bears: 3 April 2003. May stay empty.",
            &put_day(entry.date),
        ),
    ];
    let mut ways = vec![(String::new(), "not said".to_owned())];
    ways.extend(Access::ALL.iter().map(|one| {
        let says = crate::report::words::access(*one).to_owned();
        (one.word().to_owned(), says)
    }));
    let at = entry
        .access
        .and_then(|now| ways.iter().position(|(id, _)| *id == now.word()))
        .unwrap_or_default();
    fields.push(FormField {
        key: FieldId::Access,
        label: "How it came",
        help: "← → : public, in confidence (marked wherever it is quoted), asked for, refused."
            .into(),
        entry: Entry::Choice(ways, at),
    });
    fields.push(text(
        FieldId::AccessOn,
        "On",
        "The day it was given, asked for or refused.",
        &put_day(entry.access_on),
    ));
    fields.push(text(
        FieldId::Url,
        "Published at",
        "Where anybody can read it: https://…",
        &optional(&entry.url),
    ));
    fields.push(text(
        FieldId::Note,
        "Note",
        "What else is to be known: who refused it, and why.",
        &optional(&entry.note),
    ));
    if entry.path.is_some() {
        fields.push(text(
            FieldId::Path,
            "File",
            "Where the file lies; from the folder of the audit, or a whole path.",
            &optional(&entry.path),
        ));
    }
    let title = if entry.id.is_empty() && entry.path.is_none() {
        "A document you do not have"
    } else {
        "About this document"
    };
    Form::new(title, Purpose::Document(Box::new(entry)), fields)
}

/// Reads the document's entry from a filled form.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn read_document(form: &Form, before: &Document) -> Result<Document, (FieldId, String)> {
    let some = |key: FieldId| {
        let text = form.text(key);
        (!text.is_empty()).then_some(text)
    };
    let Some(title) = some(FieldId::Title) else {
        return Err((FieldId::Title, "What is it called?".to_owned()));
    };
    let day = |key: FieldId| -> Result<Option<NaiveDate>, (FieldId, String)> {
        some(key)
            .map(|typed| dates::day(&typed).map_err(|why| (key, why)))
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
pub fn request(answer: Option<&Answer>, ix: QuestionIx) -> Form {
    let now = answer
        .and_then(|answer| answer.request.clone())
        .unwrap_or_default();
    Form::new(
        "What you asked for",
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
                "Of whom",
                "Name or post: the head of legal services.",
                &now.whom,
            ),
            text(
                FieldId::On,
                "On",
                "The day you asked: 3 April 2003.",
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
pub fn read_request(form: &Form) -> Result<Option<Request>, (FieldId, String)> {
    let on = form.text(FieldId::On);
    let on = if on.is_empty() {
        None
    } else {
        Some(dates::day(&on).map_err(|why| (FieldId::On, why))?)
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
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let field = match question.kind {
        QuestionKind::Figure(_) => text(
            FieldId::Value,
            "Figure",
            "As a number: 127000 or 127,000.",
            &now,
        ),
        _ => text(
            FieldId::Value,
            "Date",
            "3 April 2003, 3/4/2003 or 2003-04-03.",
            &now,
        ),
    };
    Form::new(question.ask.clone(), Purpose::Value(ix), vec![field])
}

/// Reads the value from a filled form; `None` if it was emptied.
///
/// # Errors
/// If it cannot be read: the field, and a message.
pub fn read_value(form: &Form, question: &Question) -> Result<Option<Value>, (FieldId, String)> {
    let typed = form.text(FieldId::Value);
    if typed.is_empty() {
        return Ok(None);
    }
    match question.kind {
        QuestionKind::Figure(_) => dates::figure(&typed).map(|number| Some(Value::Number(number))),
        _ => dates::day(&typed).map(|day| Some(Value::Date(day))),
    }
    .map_err(|why| (FieldId::Value, why))
}
