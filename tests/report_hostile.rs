//! Nobody's text does any harm in a paper: hostile text in every field, every kind, every format.

use crate::testkit::report_common;

use std::collections::BTreeMap;

use chrono::DateTime;
use report_common::inert::inert;
use report_common::{example, formats_of, found, is_the_same_as_made, kinds, library, meta};
use scrutineer::audit::{
    Absence, Access, Answer, Audit, Change, CouncilQuestion, Evidence, History, Notice,
    NoticeParts, ReplyOutcome, Request, Statement,
};
use scrutineer::checklist::{Library, QuestionKind, SourceClass, Status};
use scrutineer::report::council::{Closes, Invalid, Needed};
use scrutineer::report::setting::Letterhead;
use scrutineer::report::{Kind, Setting, Source, build, write};

/// Texts that would do harm where they were read as markup.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "](javascript:alert(1))",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "# heading",
    "a | b | c",
    "`code` ```fence```",
    "=HYPERLINK(\"https://evil.example\")",
    "@SUM(A1:A9)",
    "+1-1",
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "safe\u{202e}gnp.exe\u{202c}\u{2066}x\u{2069}",
    "line\r\nline\rline\n\n# not a heading\n- not a list\n> not a quote\n---\n===",
    "&lt;b&gt; &#60; \u{0}\u{8}\u{9b}31m",
    "\" onload=\"x' onload='y",
    "--> <!-- ]]> <![CDATA[",
    "*bold* _em_ ~~gone~~ $x$ ^1^ [^1]: note",
    "    indented\n\tcode",
    "javascript:alert(1)",
];

/// Gives the texts out one after the other, over and over, from this one on.
fn texts(first: usize) -> impl FnMut() -> String {
    let mut texts = HOSTILE.iter().cycle().skip(first);
    move || {
        texts
            .next()
            .map_or_else(String::new, |text| (*text).to_owned())
    }
}

/// An audit in which every text is hostile, each field with the next of the texts.
fn hostile(library: &Library, first: usize) -> Audit {
    let mut text = texts(first);
    let mut audit = example("liverpool-ict-2000");
    let review = &mut audit.review;
    review.authority = text();
    review.service = text();
    review.date_note = Some(text());
    review.note = Some(text());
    for paper in &mut audit.documents {
        paper.title = text();
        paper.path = Some(text());
        paper.from = Some(text());
        paper.url = Some(text());
        paper.note = Some(text());
        paper.access = Some(Access::Refused);
    }
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    for ix in library.walk() {
        let question = library.question(*ix);
        let mut answer = audit.answer(&question.id).cloned().unwrap_or_default();
        if question.kind == QuestionKind::Judgement && answer.status.is_none() {
            answer.status = Some(Status::Withheld);
        }
        answer.note = text();
        answer.contested = Some(text());
        answer.by = text();
        answer.request = Some(Request {
            what: text(),
            whom: text(),
            on: None,
            reply: text(),
        });
        answer.evidence = vec![Evidence {
            document: audit.documents.first().map(|paper| paper.id.clone()),
            page: None,
            printed_page: Some(text()),
            paragraph: Some(text()),
            locator: Some(text()),
            quote: Some(text()),
            date: None,
            shows: None,
            source: Some(SourceClass::Press),
            statement: Some(Statement {
                by: text(),
                capacity: text(),
                on: None,
            }),
            absence: Some(Absence {
                documents: vec![text()],
                pages: 1,
                words: vec![text()],
                on: None,
                unread: Vec::new(),
            }),
        }];
        answers.insert(question.id.to_string(), answer);
    }
    let mut orphaned = answers.values().next().cloned().unwrap_or_default();
    orphaned.asked_text = Some(text());
    answers.insert(text(), orphaned);
    for outcome in [
        ReplyOutcome::Asked,
        ReplyOutcome::Answered,
        ReplyOutcome::NotAnswered,
    ] {
        audit.puts.push(CouncilQuestion {
            to: text(),
            place: text(),
            outcome,
            reply: text(),
            bears_on: vec![text()],
            ..CouncilQuestion::asked(text(), text())
        });
    }
    audit.notice = Notice {
        signatories: vec![text(), text(), text()],
        under: [
            (text(), text()),
            ("consultants-conflicted".to_owned(), text()),
        ]
        .into(),
        parts: NoticeParts {
            title: text(),
            minute: text(),
            published_at: text(),
            wording: text(),
            consequence: text(),
            instead: text(),
            also_signed: text(),
            spoken_to: vec![text()],
        },
        ..Notice::default()
    };
    audit.answers = answers;
    audit
}

/// Settings, council and names in which every text is hostile.
fn hostile_setting(first: usize) -> Setting {
    let mut text = texts(first);
    let mut setting = Setting {
        with_answers: true,
        ..Setting::default()
    };
    setting.settings.house = Letterhead {
        logo: text(),
        name: text(),
        lines: vec![text(), text()],
        footer: text(),
    };
    let council = &mut setting.council;
    council.name = text();
    council.who_may = text();
    council.grounds = vec![text(), text()];
    council.closes = Some(Closes::Days(u32::MAX));
    council.signatories = Some(Needed::Members(u32::MAX));
    council.also_signs = text();
    council.decides = text();
    council.consults = text();
    council.invalid = vec![Invalid::Other(text())];
    council.attends = text();
    council.urgent = text();
    council.urgent_agreed_by = text();
    council.outcomes = vec![text()];
    council.withdrawal = text();
    council.from = text();
    council.form = text();
    council.to = text();
    council.excluded = text();
    council.source = text();
    setting
}

#[test]
fn hostile_text_does_no_harm_in_any_kind_and_format() {
    let library = library();
    // Steps that share no factor with the number of texts: each field meets several of them.
    for first in [0, 7, 13] {
        let audit = hostile(&library, first);
        let mut meta = meta();
        meta.author.name = HOSTILE.get(first).copied().unwrap_or_default().to_owned();
        meta.head = Some(meta.author.name.clone());
        let findings = found(&library, &audit);
        let setting = hostile_setting(first);
        let mut history = History::begin(hostile(&library, first + 3));
        let change = Change::Whole {
            before: Box::new(history.audit().clone()),
            after: Box::new(audit.clone()),
        };
        let at = DateTime::from_timestamp(1_795_300_000, 0).unwrap_or_default();
        history
            .record(change, &meta.author.name, at)
            .expect("it fits");
        for kind in kinds() {
            let source = Source {
                library: &library,
                audit: &audit,
                findings: &findings,
                meta: &meta,
                history: Some(&history),
                setting: &setting,
                quotes: None,
                tables: true,
            };
            let document = build(*kind, &source).unwrap_or_else(|why| panic!("{kind}: {why}"));
            if *kind == Kind::Record {
                is_the_same_as_made(&source, &document, "hostile");
            }
            for format in &formats_of(*kind) {
                let at = format!("{kind} {format} from {first}");
                inert(*format, &write(&document, *format), &at);
            }
        }
    }
}
