//! Nothing of an audit is lost on the way to paper.

use crate::testkit::report_common;

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate};
use report_common::{
    built, day, example, formats, formats_of, found, is_the_same_as_made, kinds, library, meta,
    written,
};
use scrutineer::audit::{
    Absence, Access, Agreement, Answer, Audit, Change, CouncilQuestion, Disagreement, Document,
    Evidence, History, Notice, NoticeParts, ReplyOutcome, Request, Review, Shows, Statement, Value,
    Version,
};
use scrutineer::base::{Digest, Word as _};
use scrutineer::checklist::{Library, QuestionKind, SourceClass, Stage, Status, Territory};
use scrutineer::report::document::Block;
use scrutineer::report::{Format, Kind, ReportDocument, Setting, Source, build};

/// Gives out texts that stand nowhere else.
struct Tokens {
    next: usize,
    given: Vec<String>,
}

impl Tokens {
    const fn new() -> Self {
        Self {
            next: 0,
            given: Vec::new(),
        }
    }

    fn word(&mut self, about: &str) -> String {
        self.next += 1;
        let token = format!("{about}Q{:05}Z", self.next);
        self.given.push(token.clone());
        token
    }

    /// A day nobody else has, at or before the decision.
    fn day(&mut self) -> NaiveDate {
        self.next += 1;
        day(1900, 1, 1)
            .checked_add_days(chrono::Days::new(u64::try_from(self.next).unwrap_or(0)))
            .unwrap_or_default()
    }
}

fn evidence(tokens: &mut Tokens) -> Evidence {
    Evidence {
        document: Some("paper".to_owned()),
        page: Some(70_000 + u32::try_from(tokens.next).unwrap_or(0)),
        printed_page: Some(tokens.word("printed")),
        paragraph: Some(tokens.word("paragraph")),
        locator: Some(tokens.word("locator")),
        quote: Some(tokens.word("quote")),
        date: Some(tokens.day()),
        shows: Some(Shows::Then),
        source: Some(SourceClass::Inspector),
        statement: Some(Statement {
            by: tokens.word("person"),
            capacity: tokens.word("office"),
            on: Some(tokens.day()),
        }),
        absence: None,
    }
}

fn absence(tokens: &mut Tokens) -> Evidence {
    Evidence {
        absence: Some(Absence {
            documents: vec![tokens.word("searched"), tokens.word("searched")],
            pages: 90_001,
            words: vec![tokens.word("word"), tokens.word("word")],
            on: Some(tokens.day()),
            unread: vec![40_007],
        }),
        ..Evidence::default()
    }
}

/// Questions put with every outcome, each field with a text of its own.
fn puts(tokens: &mut Tokens) -> Vec<CouncilQuestion> {
    let bears_on = ["users.consulted", "gone.altogether"].map(str::to_owned);
    [
        ReplyOutcome::Asked,
        ReplyOutcome::Answered,
        ReplyOutcome::NotAnswered,
    ]
    .into_iter()
    .map(|outcome| CouncilQuestion {
        to: tokens.word("putto"),
        place: tokens.word("putplace"),
        on: Some(tokens.day()),
        outcome,
        reply: tokens.word("putreply"),
        replied: Some(tokens.day()),
        promised: Some(tokens.day()),
        bears_on: bears_on.clone().into(),
        ..CouncilQuestion::asked(tokens.word("putid"), tokens.word("putask"))
    })
    .collect()
}

fn full_answer(tokens: &mut Tokens, status: Option<Status>, value: Option<Value>) -> Answer {
    Answer {
        status,
        value,
        note: tokens.word("note"),
        contested: Some(tokens.word("contested")),
        request: Some(Request {
            what: tokens.word("what"),
            whom: tokens.word("whom"),
            on: Some(tokens.day()),
            reply: tokens.word("reply"),
        }),
        evidence: vec![evidence(tokens), absence(tokens)],
        asked: None,
        asked_text: None,
        by: format!("A. {}", tokens.word("by")),
        at: DateTime::from_timestamp(1_795_300_000 + i64::try_from(tokens.next).unwrap_or(0), 0),
        disagreement: Some(Disagreement {
            versions: vec![Version {
                status,
                by: format!("A. {}", tokens.word("versionby")),
                ..Version::default()
            }],
            agreed: Some(Agreement {
                why: tokens.word("why"),
                by: format!("A. {}", tokens.word("agreedby")),
                at: None,
            }),
        }),
    }
}

/// An audit in which every question is answered and every field filled with a text of its own.
fn filled(library: &Library, from: usize) -> (Audit, Vec<String>) {
    let mut tokens = Tokens::new();
    tokens.next = from;
    let mut review = Review::named(tokens.word("authority"), tokens.word("service"));
    review.territory = Territory::England;
    review.stage = Stage::Decision;
    review.decided = Some(day(2005, 6, 7));
    review.date_note = Some(tokens.word("datenote"));
    review.note = Some(tokens.word("reviewnote"));
    let mut audit = Audit::new(review);
    audit.documents.push(Document {
        id: "paper".to_owned(),
        title: tokens.word("title"),
        path: Some(tokens.word("path")),
        sha256: Some(tokens.word("sha")),
        pages: Some(80_003),
        date: Some(tokens.day()),
        from: Some(tokens.word("from")),
        access: Some(Access::InConfidence),
        access_on: Some(tokens.day()),
        url: Some(format!("https://example.org/{}", tokens.word("url"))),
        note: Some(tokens.word("papernote")),
    });
    let mut statuses = Status::ALL.iter().cycle();
    for ix in library.walk() {
        let question = library.question(*ix);
        let answer = match &question.kind {
            QuestionKind::Judgement => full_answer(&mut tokens, statuses.next().copied(), None),
            QuestionKind::Event => {
                let value = Value::Date(tokens.day().into());
                full_answer(&mut tokens, None, Some(value))
            }
            QuestionKind::Figure(_) => {
                tokens.next += 1;
                let value = 500_000.0 + f64::from(u32::try_from(tokens.next).unwrap_or(0));
                full_answer(&mut tokens, None, Some(Value::Number(value)))
            }
            QuestionKind::Choice(options) => {
                let option = options
                    .first()
                    .map(|one| one.id.to_string())
                    .unwrap_or_default();
                full_answer(&mut tokens, None, Some(Value::Option(option)))
            }
        };
        audit.answers.insert(question.id.to_string(), answer);
    }
    audit.puts = puts(&mut tokens);
    audit.notice = Notice {
        signatories: vec![tokens.word("signs"), tokens.word("signs")],
        under: [(tokens.word("ground"), tokens.word("allowed"))].into(),
        heard: [tokens.word("heard")].into(),
        parts: NoticeParts {
            title: tokens.word("title"),
            minute: tokens.word("minute"),
            published_at: tokens.word("hour"),
            wording: tokens.word("wording"),
            consequence: tokens.word("consequence"),
            instead: tokens.word("instead"),
            also_signed: tokens.word("chair"),
            spoken_to: vec![tokens.word("spokento")],
        },
        ..Notice::default()
    };
    // One answered under an earlier wording, and one whose question is gone.
    let old = tokens.word("oldwording");
    if let Some(answer) = audit.answers.get_mut("users.consulted") {
        answer.asked = Some(Digest::of_text(&old));
        answer.asked_text = Some(old);
    }
    let gone = tokens.word("gone");
    let mut orphaned = full_answer(&mut tokens, Some(Status::NotMet), None);
    orphaned.asked_text = Some(tokens.word("gonewording"));
    audit.answers.insert(gone, orphaned);
    (audit, tokens.given)
}

/// The words of a text, for looking many of them up.
fn words(text: &str) -> HashSet<&str> {
    let all = || text.split(|c: char| !c.is_alphanumeric());
    // In JSON a line end is written \n, and its n sticks to the word behind it.
    all()
        .chain(all().filter_map(|word| word.strip_prefix('n')))
        .collect()
}

/// The days that stand in a text, written either way.
fn days_in(text: &str) -> HashSet<String> {
    let plain = text.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    let mut days: HashSet<String> = plain.map(str::to_owned).collect();
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    days.extend(
        words
            .windows(3)
            .filter(|three| three[2].len() == 4)
            .map(|three| three.join(" ")),
    );
    days
}

/// Whether a token stands in a text; looked up first, searched for only when it is not a word.
fn stands(text: &str, words: &HashSet<&str>, token: &str) -> bool {
    words.contains(token) || text.contains(token)
}

#[test]
fn every_field_of_an_audit_stands_in_the_full_record_in_every_format() {
    let library = library();
    let (audit, tokens) = filled(&library, 0);
    assert!(tokens.len() > 2_000, "{}", tokens.len());
    let document = built(Kind::Record, &library, &audit).expect("a record is always built");
    for format in formats() {
        let text = written(&document, *format);
        let (words, told) = (words(&text), days_in(&text));
        let lost: Vec<&String> = tokens
            .iter()
            .filter(|token| !stands(&text, &words, token))
            .collect();
        assert!(lost.is_empty(), "{format}: {} lost: {lost:?}", lost.len());
        for answer in audit.answers.values() {
            let mut days: Vec<NaiveDate> =
                answer.evidence.iter().filter_map(|one| one.date).collect();
            days.extend(answer.request.as_ref().and_then(|one| one.on));
            days.extend(
                answer
                    .evidence
                    .iter()
                    .filter_map(|one| one.absence.as_ref()?.on),
            );
            if let Some(Value::Date(day)) = answer.value {
                days.extend(day.day());
            }
            for put in &audit.puts {
                days.extend([put.on, put.replied, put.promised].into_iter().flatten());
            }
            for day in days {
                let said = day.format("%-d %B %Y").to_string();
                let plain = day.to_string();
                assert!(
                    told.contains(&said) || told.contains(&plain) || text.contains(&said),
                    "{format}: {day}"
                );
            }
            for page in answer.evidence.iter().filter_map(|one| one.page) {
                assert!(
                    stands(&text, &words, &page.to_string()),
                    "{format}: page {page}"
                );
            }
        }
        for number in ["90001", "40007", "80003"] {
            assert!(text.contains(number), "{format}: {number}");
        }
        assert!(text.contains("A. Secretary") && text.contains("sha256:0123456789ab"));
    }
}

/// A paper with everything that was done to the audit at hand.
fn with_history(
    library: &Library,
    kind: Kind,
    history: &History,
    setting: &Setting,
) -> ReportDocument {
    let audit = history.audit();
    let findings = found(library, audit);
    let source = Source {
        library,
        audit,
        findings: &findings,
        meta: &meta(),
        history: Some(history),
        setting,
        quotes: None,
        tables: true,
    };
    let document = build(kind, &source).unwrap_or_else(|why| panic!("{kind}: {why}"));
    if kind == Kind::Record {
        is_the_same_as_made(&source, &document, "with a history");
    }
    document
}

#[test]
fn everything_that_ever_stood_in_an_audit_stands_in_the_full_record_in_every_format() {
    let library = library();
    let (first, mut tokens) = filled(&library, 20_000);
    let (second, more) = filled(&library, 40_000);
    let (third, most) = filled(&library, 60_000);
    let (fourth, end) = filled(&library, 0);
    tokens.extend(more.into_iter().chain(most).chain(end));
    let mut history = History::begin(first);
    let mut record = |history: &mut History, change: Change| {
        let token = format!("stepQ{:05}Z", history.last_seq());
        let by = format!("A. {token}");
        tokens.push(token);
        let at = DateTime::from_timestamp(1_795_300_000, 0).unwrap_or_default();
        history.record(change, &by, at).expect("it fits");
    };
    // Answer by answer, all else at once; then one answer taken away for good.
    for (id, answer) in &second.answers {
        let change = history
            .audit()
            .edit_answer(id, |one| one.clone_from(answer));
        record(&mut history, change.expect("it changes something"));
    }
    let whole = |history: &History, after: &Audit| Change::Whole {
        before: Box::new(history.audit().clone()),
        after: Box::new(after.clone()),
    };
    let change = whole(&history, &third);
    record(&mut history, change);
    // What was made and taken back stood there, too.
    let at = DateTime::from_timestamp(1_795_300_000, 0).unwrap_or_default();
    let change = Change::Together(vec![whole(&history, &second)]);
    record(&mut history, change);
    assert!(history.undo("A. undoQ00001Z", at).is_some());
    assert!(history.redo("A. redoQ00002Z", at).is_some());
    let change = whole(&history, &fourth);
    record(&mut history, change);
    let document = with_history(&library, Kind::Record, &history, &Setting::default());
    for format in formats() {
        let text = written(&document, *format);
        let words = words(&text);
        let lost: Vec<&String> = tokens
            .iter()
            .filter(|token| !stands(&text, &words, token))
            .collect();
        assert!(
            lost.is_empty(),
            "{format}: {} of {} lost: {:?}",
            lost.len(),
            tokens.len(),
            lost.get(..lost.len().min(20))
        );
        assert!(text.contains("undoQ00001Z") && text.contains("redoQ00002Z"));
    }
}

#[test]
fn a_history_says_what_stood_before_and_not_again_what_stands() {
    let library = library();
    let mut history = History::begin(Audit::new(Review::named("A", "B")));
    let at = DateTime::from_timestamp(1_795_300_000, 0).unwrap_or_default();
    for (status, note) in [(Status::NotMet, "noteone"), (Status::Partly, "notetwo")] {
        let change = history.audit().edit_answer("users.consulted", |answer| {
            answer.status = Some(status);
            note.clone_into(&mut answer.note);
        });
        history
            .record(change.expect("a change"), "Ann", at)
            .expect("it fits");
    }
    let document = with_history(&library, Kind::Record, &history, &Setting::default());
    let text = written(&document, Format::Markdown);
    assert!(text.contains("First answered."), "{text}");
    assert!(
        text.contains("Changed. Before: Not met; note “noteone”."),
        "{text}"
    );
    assert_eq!(
        text.matches("notetwo").count(),
        1,
        "told once, as it stands"
    );
    assert!(text.contains("2 steps"));
}

#[test]
fn what_belongs_in_a_submission_stands_in_it_or_in_its_annexes() {
    let library = library();
    let (audit, _) = filled(&library, 0);
    let findings = found(&library, &audit);
    let document = built(Kind::Submission, &library, &audit).expect("there are grounds");
    let annexes = built(Kind::Annexes, &library, &audit).expect("there are more than eight");
    for format in &formats_of(Kind::Submission) {
        let of = |document| written(document, *format).replace("&#39;", "'");
        let text = of(&document) + &of(&annexes);
        let words = words(&text);
        for fired in &findings.fired {
            assert!(text.contains("Ground 1"), "{format}");
            for ix in fired
                .because
                .iter()
                .filter_map(scrutineer::findings::Because::question)
            {
                let id = &library.question(ix).id;
                let answer = audit.answer(id).expect("every question is answered");
                let request = answer.request.clone().unwrap_or_default();
                let mut belongs = vec![
                    answer.note.clone(),
                    answer.contested.clone().unwrap_or_default(),
                    request.what,
                    request.whom,
                    request.reply,
                ];
                for one in &answer.evidence {
                    belongs.extend(one.quote.clone());
                    belongs.extend(one.printed_page.clone());
                    belongs.extend(one.paragraph.clone());
                    belongs.extend(one.locator.clone());
                    if let Some(absence) = &one.absence {
                        belongs.extend(absence.words.clone());
                        belongs.extend(absence.documents.clone());
                    }
                }
                for token in belongs {
                    assert!(stands(&text, &words, &token), "{format}: {id}: {token}");
                }
            }
        }
        for gap in &findings.gaps {
            let ask = &library.question(gap.question).ask;
            let start: Vec<&str> = ask.split_whitespace().take(3).collect();
            assert!(text.contains(&start.join(" ")), "{format}: {ask}");
        }
        for put in &audit.puts {
            let is_told = put.outcome == ReplyOutcome::NotAnswered;
            for token in [&put.ask, &put.to, &put.place, &put.reply] {
                if is_told {
                    assert!(stands(&text, &words, token), "{format}: {token}");
                }
            }
        }
        // What is nobody else's business stays at home.
        assert!(!text.contains("pathQ"), "{format}: a path was handed over");
        assert!(text.contains("in confidence"), "{format}");
        assert!(text.contains(&audit.review.authority), "{format}");
    }
}

#[test]
fn evidence_later_than_the_decision_is_marked_wherever_it_is_shown() {
    let library = library();
    let mut audit = example("liverpool-ict-2000");
    for answer in audit.answers.values_mut() {
        for one in &mut answer.evidence {
            one.date = Some(day(2011, 1, 1));
        }
    }
    let record = built(Kind::Record, &library, &audit).expect("built");
    let text = written(&record, Format::Markdown);
    assert!(text.contains("later than the decision: does not count as proof"));
    assert!(text.contains("counts as no evidence"));
    assert!(text.contains("Hindsight: answers that rest only on what came after"));
    let submission = built(Kind::Submission, &library, &audit).expect("there are gaps");
    let text = written(&submission, Format::Markdown);
    assert!(
        !text.contains("The in-house option was not judged on equal terms"),
        "hindsight made a ground of what came before the decision"
    );
}

#[test]
fn a_page_needs_nothing_else_and_tells_its_tables_and_charts() {
    let library = library();
    let document = built(Kind::Record, &library, &example("liverpool-ict-2000")).expect("built");
    let page = written(&document, Format::Html);
    for needed in [
        "<html lang=\"en-GB\">",
        "<th scope=\"col\">",
        "<th scope=\"row\">",
        "<caption ",
        "<svg role=\"img\"",
        "<desc id=",
        "@page { size: A4",
        "default-src 'none'",
    ] {
        assert!(page.contains(needed), "{needed}");
    }
    assert!(!page.contains("<script"));
    let opened = page.matches("<section").count();
    assert_eq!(opened, page.matches("</section>").count());
    // The levels of headings go down by one at a time.
    let mut before = 1;
    for (place, _) in page.match_indices("<h") {
        let level = page
            .get(place + 2..place + 3)
            .and_then(|digit| digit.parse::<u32>().ok());
        if let Some(level) = level {
            assert!(level <= before + 1, "h{before} is followed by h{level}");
            before = level;
        }
    }
}

/// The texts of a document that may hold words of a paper, up to the register of papers.
fn outside_the_register(document: &ReportDocument) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        if matches!(block, Block::Heading { level: 1, text } if text == "The documents") {
            break;
        }
        report_common::text_of(block, &mut out);
    }
    out.extend(document.notes.iter().map(|note| report_common::line(note)));
    out
}

#[test]
fn what_was_given_in_confidence_is_marked_in_every_kind_wherever_it_is_named() {
    let library = library();
    let (last, _) = filled(&library, 0);
    let (first, _) = filled(&library, 20_000);
    let mut history = History::begin(first);
    let change = Change::Whole {
        before: Box::new(history.audit().clone()),
        after: Box::new(last),
    };
    let at = DateTime::from_timestamp(1_795_300_000, 0).unwrap_or_default();
    history.record(change, "Ann", at).expect("it fits");
    let title = history.audit().documents[0].title.clone();
    for kind in kinds() {
        let document = with_history(&library, *kind, &history, &Setting::default());
        let mut named = 0;
        for text in outside_the_register(&document) {
            for (place, _) in text.match_indices(&title) {
                let after = text.get(place + title.len()..).unwrap_or_default();
                assert!(
                    after.starts_with("” (given in confidence)"),
                    "{kind}: {text}"
                );
                named += 1;
            }
        }
        // The council is not told which of its papers were given to us in confidence.
        if matches!(kind, Kind::Record | Kind::Submission | Kind::Crib) {
            assert!(named > 0, "{kind}");
        }
        for sheet in document.sheets.iter().filter(|one| one.name == "answers") {
            let at = |name: &str| sheet.header.iter().position(|head| head == name);
            let (quote, mark) = (at("quote"), at("given in confidence"));
            let (quote, mark) = (quote.expect("a column"), mark.expect("a column"));
            for row in sheet.rows.iter().filter(|row| row[quote] != "".into()) {
                assert_eq!(row[mark], "given in confidence".into());
            }
        }
    }
}

#[test]
fn a_format_that_cannot_hold_everything_says_what_it_lost() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    for kind in kinds() {
        let document = built(*kind, &library, &audit).expect("built");
        if kind.has(Format::Csv) {
            let csv = written(&document, Format::Csv);
            assert!(csv.contains("This file is CSV"), "{kind}");
            assert!(csv.contains("eft out"), "{kind}");
        }
        let markdown = written(&document, Format::Markdown);
        assert!(markdown.contains("This file is Markdown"), "{kind}");
        for format in [Format::Html, Format::Json] {
            let text = written(&document, format);
            assert!(!text.contains("This file is"), "{kind} {format}");
        }
    }
    let record = built(Kind::Record, &library, &audit).expect("built");
    let markdown = written(&record, Format::Markdown);
    assert!(markdown.contains("charts are lists of numbers"));
}

#[test]
fn every_mark_of_a_page_is_there_once_and_every_reference_leads_to_one() {
    let library = library();
    let (audit, _) = filled(&library, 0);
    for kind in kinds() {
        let page = written(
            &built(*kind, &library, &audit).expect("built"),
            Format::Html,
        );
        let after = |mark: &str| -> Vec<String> {
            let found = page.split(mark).skip(1);
            found
                .filter_map(|rest| rest.split('"').next().map(str::to_owned))
                .collect()
        };
        let ids = after(" id=\"");
        let unique: HashSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{kind}");
        for target in after("href=\"#") {
            assert!(unique.contains(&target), "{kind}: #{target}");
        }
        let count = |mark: &str| page.matches(mark).count();
        assert_eq!(
            count("<svg"),
            count("<desc"),
            "{kind}: a chart is told in words"
        );
        assert_eq!(count("<table"), count("<caption"), "{kind}");
        assert_eq!(count("<h1"), 1, "{kind}");
        assert!(page.contains("@media print"), "{kind}");
    }
}
