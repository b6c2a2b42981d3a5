//! What no paper gives away: where files lie, what the machine calls people, what was given in
//! confidence; and that a blank questionnaire holds nothing that anybody entered.

use crate::testkit::report_common;

use chrono::{DateTime, Utc};
use report_common::{day, formats, formats_of, found, kinds, library, meta, parts};
use scrutineer::audit::{
    Absence, Access, Agreement, Answer, Audit, Change, ChecklistStamp, CouncilQuestion,
    Disagreement, Document, Evidence, History, Notice, NoticeParts, ReplyOutcome, Request, Review,
    Value, Version,
};
use scrutineer::base::Digest;
use scrutineer::checklist::{Library, QuestionKind, SourceClass, Stage, Status};
use scrutineer::findings::Findings;
use scrutineer::import::{self, Decisions, read_trusted};
use scrutineer::report::{Author, Format, Kind, Meta, Ready, Setting, Source};

/// Stands in every text that somebody entered.
const ENTERED: &str = "ENTERED";
/// Stands in every folder that a file lies in.
const FOLDER: &str = "FOLDERMARK";
/// What this machine calls the user, and another one somebody else.
const LOGINS: [&str; 2] = ["loginmark7", "other.loginmark"];
/// The name that was given.
const NAME: &str = "Pat GIVENNAME";
/// Whom the paper in confidence comes from.
const SOURCE: &str = "SECRETSOURCE";
/// Stands in everything else about that paper.
const SECRET: &str = "SECRET";

fn entered(what: &str) -> String {
    format!("{ENTERED} {what}")
}

fn documents() -> Vec<Document> {
    let document = |id: &str, path: &str, url: Option<&str>| Document {
        path: Some(path.to_owned()),
        sha256: Some(entered("digest")),
        pages: Some(987_654),
        date: Some(day(1987, 2, 13)),
        from: Some(entered("from")),
        access: Some(Access::Public),
        access_on: Some(day(1987, 2, 14)),
        url: url.map(str::to_owned),
        note: Some(entered("paper note")),
        ..Document::titled(id, entered(id))
    };
    let unix = format!("/home/{}/{FOLDER}/unixpaper.pdf", LOGINS[0]);
    let windows = format!("C:\\Users\\{}\\{FOLDER}\\windowspaper.pdf", LOGINS[0]);
    let share = format!("\\\\{FOLDER}\\{}$\\sharepaper.pdf", LOGINS[1]);
    let address = format!("file:///home/{}/{FOLDER}/addresspaper.pdf", LOGINS[0]);
    let mut secret = document("secretpaper", &unix, Some(&address));
    secret.title = format!("{SECRET} title");
    secret.from = Some(format!("{SOURCE} Jane"));
    secret.access = Some(Access::InConfidence);
    secret.note = Some(format!("{SECRET} note"));
    vec![
        document("unix", &unix, Some("https://town.example/published")),
        document("windows", &windows, Some(&windows)),
        document("share", &share, None),
        Document {
            path: None,
            ..document("address", "", Some(&address))
        },
        secret,
    ]
}

fn evidence() -> Vec<Evidence> {
    let of = |document: &str, quote: String| Evidence {
        document: Some(document.to_owned()),
        page: Some(876_543),
        printed_page: Some(entered("printed")),
        paragraph: Some(entered("paragraph")),
        locator: Some(entered("place")),
        quote: Some(quote),
        date: Some(day(1987, 2, 15)),
        source: Some(SourceClass::Inspector),
        ..Evidence::default()
    };
    let searched = |document: &str, word: String| Evidence {
        absence: Some(Absence {
            documents: vec![document.to_owned()],
            pages: 765_432,
            words: vec![word],
            on: Some(day(1987, 2, 16)),
            unread: vec![654_321],
        }),
        ..Evidence::default()
    };
    vec![
        of("unix", entered("quote")),
        of("secretpaper", format!("{SECRET} quote")),
        searched("windows", entered("word")),
        searched("secretpaper", format!("{SECRET} word")),
    ]
}

/// An audit in which every field of everything is filled, every question answered.
pub(crate) fn full(library: &Library) -> Audit {
    let mut audit = Audit::new(Review {
        stage: Stage::Decision,
        decided: Some(day(1987, 2, 17)),
        date_note: Some(entered("date note")),
        note: Some(entered("review note")),
        ..Review::named("Anytown Council", "Home care")
    });
    audit.review.decided = Some(day(2005, 6, 7));
    audit.checklists = vec![ChecklistStamp {
        id: entered("checklist"),
        edition: entered("edition"),
        digest: Digest::of_text("entered"),
    }];
    audit.documents = documents();
    audit.notice = Notice {
        signatories: vec![entered("signatory; ward; address; email")],
        under: [("consultants-conflicted".to_owned(), entered("ground"))].into(),
        parts: NoticeParts {
            title: entered("title"),
            minute: entered("minute"),
            published_at: entered("hour"),
            wording: entered("wording"),
            consequence: entered("consequence"),
            instead: entered("instead"),
            also_signed: entered("chair"),
            spoken_to: vec![entered("spoken to")],
        },
        ..Notice::default()
    };
    audit.puts = vec![CouncilQuestion {
        to: entered("asked of"),
        place: entered("asked at"),
        on: Some(day(1987, 2, 18)),
        outcome: ReplyOutcome::NotAnswered,
        reply: entered("said"),
        replied: Some(day(1987, 2, 19)),
        promised: Some(day(1987, 2, 20)),
        bears_on: vec!["users.consulted".to_owned()],
        ..CouncilQuestion::asked("put-1", entered("question put"))
    }];
    let mut statuses = [
        Status::NotMet,
        Status::Withheld,
        Status::NoEvidence,
        Status::Met,
    ]
    .into_iter()
    .cycle();
    let mut people = [LOGINS[0], LOGINS[1], "ENTERED Colleague"]
        .into_iter()
        .cycle();
    for ix in library.walk() {
        let question = library.question(*ix);
        let (status, value) = match &question.kind {
            QuestionKind::Judgement => (statuses.next(), None),
            QuestionKind::Event => (None, Some(Value::Date(day(1987, 2, 21).into()))),
            QuestionKind::Figure(_) => (None, Some(Value::Number(543_210.0))),
            QuestionKind::Choice(options) => {
                let option = options.first().map(|one| Value::Option(one.id.to_string()));
                (None, option)
            }
        };
        let answer = Answer {
            status,
            value,
            note: entered("note"),
            contested: Some(entered("other side")),
            request: Some(Request {
                what: entered("asked for"),
                whom: entered("of whom"),
                on: Some(day(1987, 2, 22)),
                reply: entered("reply"),
            }),
            evidence: evidence(),
            asked: Some(question.digest().clone()),
            asked_text: Some(question.ask.to_string()),
            by: people.next().unwrap_or_default().to_owned(),
            at: Some(at()),
            disagreement: Some(disagreement()),
        };
        audit.answers.insert(question.id.to_string(), answer);
    }
    if let Some(answer) = audit.answers.values_mut().next() {
        answer.note = format!("As the {SECRET} title shows.");
    }
    audit.answers.insert(
        "entered.gone".to_owned(),
        Answer {
            note: entered("parked"),
            asked_text: Some(entered("wording")),
            ..Answer::default()
        },
    );
    audit
}

/// Two people's answers, and the agreement on one.
fn disagreement() -> Disagreement {
    let version = |by: &str| Version {
        by: by.to_owned(),
        at: Some(at()),
        ..Version::default()
    };
    Disagreement {
        versions: vec![version(LOGINS[0]), version("ENTERED Colleague")],
        agreed: Some(Agreement {
            why: entered("why agreed"),
            by: LOGINS[1].to_owned(),
            at: Some(at()),
        }),
    }
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(540_000_000, 0).expect("a moment")
}

/// The audit with a past: every paper lay elsewhere, every answer was another's.
fn history(audit: &Audit) -> History {
    let mut history = History::begin(Audit::new(audit.review.clone()));
    let whole = Change::Whole {
        before: Box::new(history.audit().clone()),
        after: Box::new(audit.clone()),
    };
    history.record(whole, LOGINS[0], at()).expect("it fits");
    for document in &audit.documents {
        let moved = Document {
            path: Some(format!("/elsewhere/{}/{FOLDER}/moved.pdf", LOGINS[0])),
            url: Some(format!("FILE://{FOLDER}/moved.pdf")),
            ..document.clone()
        };
        let change = history.audit().edit_document(&document.id, Some(moved));
        let change = Change::Together(vec![change.expect("it moves")]);
        history.record(change, LOGINS[1], at()).expect("it fits");
    }
    for _ in &audit.documents {
        history.undo(LOGINS[0], at()).expect("it goes back");
    }
    let first = audit.answers.keys().next().expect("an answer");
    for by in ["ENTERED Former", LOGINS[1]] {
        let change = history
            .audit()
            .edit_answer(first, |one| by.clone_into(&mut one.by));
        let change = change.expect("another");
        history.record(change, LOGINS[0], at()).expect("it fits");
    }
    history
}

/// Everything that stands in a file: of an archive its parts with their names, markup and all.
pub(crate) fn everything_in(format: Format, bytes: &[u8]) -> String {
    if matches!(format, Format::Docx | Format::Xlsx) {
        let parts = parts(bytes).into_iter();
        let lines: Vec<String> = parts.flat_map(|(name, text)| [name, text]).collect();
        lines.join("\n")
    } else {
        String::from_utf8(bytes.to_vec()).expect("text")
    }
}

struct Papers {
    library: Library,
    history: History,
    findings: Findings,
}

impl Papers {
    fn new() -> Self {
        let library = library();
        let history = history(&full(&library));
        let findings = found(&library, history.audit());
        Self {
            library,
            history,
            findings,
        }
    }

    fn bytes(&self, kind: Kind, format: Format, name: &str, with_answers: bool) -> Vec<u8> {
        let audit = self.history.audit();
        let meta = Meta {
            head: Some(entered("fingerprint")),
            author: Author {
                name: name.to_owned(),
                logins: vec![LOGINS[0].to_owned()],
            },
            ..meta()
        };
        let setting = Setting {
            with_answers,
            ..Setting::default()
        };
        let source = Source {
            library: &self.library,
            audit,
            findings: &self.findings,
            meta: &meta,
            history: Some(&self.history),
            setting: &setting,
            quotes: None,
            tables: format.has_tables(),
        };
        let ready = Ready::of(kind, &source, format);
        let ready = ready.unwrap_or_else(|why| panic!("{kind}: {why}"));
        let mut bytes = Vec::new();
        ready.write_to(&mut bytes).expect("a Vec takes all");
        bytes
    }

    fn text(&self, kind: Kind, format: Format, name: &str, with_answers: bool) -> String {
        everything_in(format, &self.bytes(kind, format, name, with_answers))
    }
}

fn has(text: &str, mark: &str) -> bool {
    text.to_lowercase().contains(&mark.to_lowercase())
}

#[test]
fn no_paper_tells_where_a_file_lies_or_what_a_machine_calls_anybody() {
    let papers = Papers::new();
    for kind in kinds() {
        for format in &formats_of(*kind) {
            for (name, with_answers) in [(NAME, false), (NAME, true), ("", true)] {
                let at = format!("{kind} {format} “{name}” {with_answers}");
                let text = papers.text(*kind, *format, name, with_answers);
                for mark in [FOLDER, LOGINS[0], LOGINS[1], "file:///", "C:\\"] {
                    assert!(!has(&text, mark), "{at}: {mark}");
                }
                assert_eq!(
                    has(&text, "GIVENNAME"),
                    !name.is_empty() && says_name(*kind, *format, with_answers),
                    "{at}: the name that was given"
                );
            }
        }
    }
}

/// Whether a paper says who hands it over: not a blank checklist, and a call-in only in the
/// properties of the file, for it is signed.
fn says_name(kind: Kind, format: Format, with_answers: bool) -> bool {
    let text_alone = !matches!(format, Format::Docx | Format::Xlsx | Format::Html);
    match kind {
        Kind::Blank => with_answers,
        Kind::CallIn => !text_alone,
        // As CSV, a table of the questions and nothing else.
        Kind::InformationRequest | Kind::Questions | Kind::RightOfReply => format != Format::Csv,
        _ => true,
    }
}

#[test]
fn a_blank_checklist_holds_nothing_that_anybody_entered() {
    let papers = Papers::new();
    for format in formats() {
        let text = papers.text(Kind::Blank, *format, NAME, false);
        for mark in [
            ENTERED,
            SECRET,
            SOURCE,
            NAME,
            "secretpaper",
            "unixpaper",
            "put-1",
            "1987",
            "2005",
            "987654",
            "876543",
            "765432",
            "654321",
            "543210",
            "confidence",
        ] {
            assert!(!has(&text, mark), "{format}: {mark}");
        }
        assert!(has(&text, "the questions alone"), "{format}");
        // As CSV it is one table of the questions.
        for stays in ["Anytown Council", "Home care"] {
            assert!(
                has(&text, stays) || *format == Format::Csv,
                "{format}: {stays}"
            );
        }
    }
}

#[test]
fn a_checklist_with_answers_holds_them_without_what_is_in_confidence_and_says_so() {
    let papers = Papers::new();
    for format in formats() {
        let text = papers.text(Kind::Blank, *format, NAME, true);
        for mark in [SECRET, SOURCE, "secretpaper"] {
            assert!(!has(&text, mark), "{format}: {mark}");
        }
        for stays in [
            "note",
            "other side",
            "asked for",
            "reply",
            "quote",
            "word",
            "Colleague",
        ] {
            assert!(has(&text, &entered(stays)), "{format}: {stays}");
        }
        assert!(
            has(&text, "1 paper held in confidence is left out"),
            "{format}"
        );
    }
}

#[test]
fn whom_a_paper_in_confidence_comes_from_leaves_the_house_in_no_paper() {
    let papers = Papers::new();
    for kind in kinds() {
        for format in &formats_of(*kind) {
            let text = papers.text(*kind, *format, NAME, false);
            let own = *kind == Kind::Record;
            assert_eq!(has(&text, SOURCE), own, "{kind} {format}");
            assert_eq!(
                has(&text, "for your own files: do not hand it on"),
                own,
                "{kind} {format}"
            );
        }
    }
    // Not now, but it stood there: the record says so all the same.
    let mut past = papers;
    let gone = past.history.audit().edit_document("secretpaper", None);
    past.history
        .record(gone.expect("there"), NAME, at())
        .expect("it fits");
    let text = past.text(Kind::Record, Format::Markdown, NAME, false);
    assert!(has(&text, SOURCE) && has(&text, "do not hand it on"));
}

#[test]
fn the_properties_of_a_file_are_its_title_and_the_name_that_was_given() {
    let papers = Papers::new();
    for kind in kinds() {
        let files = [Format::Docx, Format::Xlsx].into_iter();
        for format in files.filter(|format| kind.has(*format)) {
            for (_, text) in parts(&papers.bytes(*kind, format, NAME, false))
                .into_iter()
                .filter(|(name, _)| name.starts_with("docProps/"))
            {
                // The title names the council and the service, as the first page does; nothing else does.
                let title = text.split_once("<dc:title>").and_then(|(_, rest)| {
                    let (title, _) = rest.split_once("</dc:title>")?;
                    Some(title.to_owned())
                });
                let text = text.replace(title.as_deref().unwrap_or("<none>"), "");
                for mark in [
                    "Anytown",
                    "Home care",
                    "<Template",
                    "<TotalTime",
                    "<Manager",
                    "revision",
                    "<dc:subject",
                    "<cp:keywords",
                    "<cp:category",
                    "<dc:description",
                ] {
                    assert!(!text.contains(mark), "{kind} {format}: {mark}: {text}");
                }
                assert!(
                    !text.contains("<Company>") || text.contains("<Company></Company>"),
                    "{kind}: {text}"
                );
            }
        }
    }
}

#[test]
fn a_blank_one_filled_in_takes_nothing_away_and_with_answers_nothing_changes() {
    let papers = Papers::new();
    let audit = papers.history.audit();
    let setting = import::ImportSetting {
        who: "answers.xlsx",
        at: at(),
        sheet: None,
        shows: None,
        other_audit: false,
    };
    for format in [Format::Xlsx, Format::Csv] {
        for with_answers in [false, true] {
            let bytes = papers.bytes(Kind::Blank, format, NAME, with_answers);
            let book = read_trusted(bytes).expect("ours");
            let plan = import::plan(&papers.library, audit, &book, setting).expect("a table");
            assert_eq!(plan.not_understood, [], "{format} {with_answers}");
            let changed: Vec<&str> = plan
                .lines
                .iter()
                .filter(|line| line.kind() != import::LineKind::Unchanged)
                .map(|line| line.id.as_str())
                .collect();
            assert!(changed.is_empty(), "{format} {with_answers}: {changed:?}");
            let all = Decisions::all(import::Decision::TakeTheirs);
            assert_eq!(plan.change(&all), None, "{format} {with_answers}");
        }
    }
    // One row filled in: only that answer becomes another, and keeps all that stands beside it.
    let text = papers.text(Kind::Blank, Format::Csv, NAME, false);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("a header").clone();
    let at_of = |name: &str| head.iter().position(|one| one == name).expect(name);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&head).expect("written");
    let mut filled = String::new();
    for row in reader.records() {
        let mut cells: Vec<String> = row.expect("a row").iter().map(str::to_owned).collect();
        let id = cells.first().cloned().unwrap_or_default();
        let judged = audit
            .answer(&id)
            .is_some_and(|one| one.status == Some(Status::NotMet));
        if filled.is_empty() && judged {
            filled.clone_from(&id);
            "met".clone_into(cells.get_mut(at_of("status")).expect("a cell"));
        }
        writer.write_record(&cells).expect("written");
    }
    assert!(!filled.is_empty());
    let book = read_trusted(writer.into_inner().expect("written")).expect("a table");
    let plan = import::plan(&papers.library, audit, &book, setting).expect("a table");
    let change = plan.change(&Decisions::all(import::Decision::TakeTheirs));
    let mut after = audit.clone();
    after.apply(&change.expect("one")).expect("it fits");
    for (id, before) in &audit.answers {
        let now = after.answer(id).expect("still there");
        if *id == filled {
            // Two people had agreed on the answer before: the new one is to be agreed on, too.
            let versions = now.disputed().expect("nothing is agreed any more");
            assert!(versions.iter().any(|one| one.status == Some(Status::Met)));
            assert_eq!((&now.note, &now.evidence), (&before.note, &before.evidence));
        } else {
            assert_eq!(now, before, "{id}");
        }
    }
    assert_eq!(after.documents, audit.documents);
}
