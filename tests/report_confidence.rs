//! What was given in confidence: out of every paper for the other side that has no warning over it, with
//! a sentence where nothing else stands behind a point, and a remark for whoever hands it over.

use scrutineer::audit::{
    Access, Answer, Audit, CouncilQuestion, Document, Evidence, OwnEvent, Request, Review,
    Statement,
};
use scrutineer::checklist::{Library, QuestionKind, Status};
use scrutineer::report::read_through::{Objection, Remark, read_through};
use scrutineer::report::{Kind, Setting};

use crate::report_privacy::{everything_in, full};
use crate::testkit::report_common::{all_text, built, day, formats_of, library, with_source};

/// The papers that go to the other side with no warning over them.
const WITHOUT_WARNING: [Kind; 4] = [
    Kind::CallIn,
    Kind::Questions,
    Kind::Briefing,
    Kind::RightOfReply,
];
/// The sentence in place of what is left out.
const SENTENCE: &str = "Some of the evidence was given in confidence and is not set out.";
/// Stands in the title, the sender, and every text about the paper.
const SECRET: &str = "Ap-Secret";
/// The words quoted from it.
const QUOTE: &str = "it was all settled in March, they told us";
const QUESTION: &str = "scope.kept";

fn secret_paper() -> Document {
    Document {
        access: Some(Access::InConfidence),
        from: Some(format!("Mrs {SECRET}, Head of Home Care, Anytown")),
        ..Document::titled("whistle", format!("E-mail from Mrs {SECRET}"))
    }
}

fn quoted(document: &str, words: &str) -> Evidence {
    Evidence {
        document: Some(document.to_owned()),
        page: Some(4),
        quote: Some(words.to_owned()),
        ..Evidence::default()
    }
}

/// An audit with one ground, which the paper in confidence shows; and texts all over that tell of it.
fn audit(more: &[Evidence]) -> Audit {
    let mut audit = Audit::new(Review {
        decided: Some(day(2026, 10, 20)),
        note: Some(format!("We had the e-mail from Mrs {SECRET}.")),
        ..Review::named("Calderbrook", "Housing repairs")
    });
    audit.documents = vec![secret_paper(), Document::titled("minutes", "The minutes")];
    let mut evidence = vec![quoted("whistle", QUOTE)];
    evidence.extend_from_slice(more);
    let answer = Answer {
        status: Some(Status::NotMet),
        note: "She says so herself: PARAPHRASE.".to_owned(),
        evidence,
        ..Answer::default()
    };
    audit.answers.insert(QUESTION.to_owned(), answer);
    let other = Answer {
        status: Some(Status::NotMet),
        note: format!("As the E-mail from Mrs  {SECRET} has it, and {QUOTE}."),
        contested: Some("They say it was all settled in May.".to_owned()),
        request: Some(Request {
            what: format!("The reply to the e-mail from Mrs {SECRET}"),
            ..Request::default()
        }),
        evidence: vec![
            quoted("minutes", "Nobody was asked"),
            Evidence {
                statement: Some(Statement {
                    by: format!("Mrs {SECRET}, Head of Home Care, Anytown"),
                    ..Statement::default()
                }),
                quote: Some(QUOTE.to_owned()),
                ..Evidence::default()
            },
        ],
        ..Answer::default()
    };
    audit.answers.insert("users.consulted".to_owned(), other);
    audit.puts.push(CouncilQuestion::asked(
        "put-1",
        format!("Did you read the e-mail from Mrs {SECRET}?"),
    ));
    audit.events.push(OwnEvent {
        id: "event-1".to_owned(),
        when: "2026-03".parse().expect("a date"),
        what: format!("The e-mail from Mrs {SECRET} came"),
        evidence: vec![quoted("minutes", "Noted")],
    });
    audit.notice.parts.consequence = format!("See the e-mail from Mrs {SECRET}.");
    audit
}

/// The facts printed with grounds are left out with their values where nothing else shows them.
fn with_figures(mut audit: Audit, library: &Library) -> Audit {
    for ix in library.walk() {
        let question = library.question(*ix);
        if let QuestionKind::Figure(_) = question.kind {
            let answer = Answer {
                value: Some(scrutineer::audit::Value::Number(87_654_321.0)),
                evidence: vec![quoted("whistle", QUOTE)],
                ..Answer::default()
            };
            audit.answers.insert(question.id.to_string(), answer);
        }
    }
    audit
}

fn remarks(library: &Library, audit: &Audit, kind: Kind) -> Vec<Remark> {
    let all = with_source(library, audit, &Setting::default(), |source| {
        read_through(source, kind)
    });
    let about = all.into_iter();
    about
        .filter(|one| one.objection == Objection::InConfidence)
        .collect()
}

#[test]
fn a_paper_without_a_warning_has_no_word_of_what_was_given_in_confidence() {
    let library = library();
    let audits = [
        audit(&[]),
        audit(&[quoted("minutes", "It was for staff first")]),
        with_figures(audit(&[]), &library),
        full(&library),
    ];
    for (number, audit) in audits.iter().enumerate() {
        for kind in WITHOUT_WARNING {
            let document = built(kind, &library, audit);
            let document = document.unwrap_or_else(|why| panic!("{number} {kind}: {why}"));
            for format in &formats_of(kind) {
                let bytes = scrutineer::report::write(&document, *format);
                let text = everything_in(*format, &bytes);
                for mark in [
                    SECRET,
                    "settled in March",
                    "PARAPHRASE",
                    "Head of Home Care",
                    "whistle",
                    "(given in confidence)",
                    "SECRETSOURCE",
                    "SECRET ",
                    "87,654,321",
                ] {
                    assert!(!text.contains(mark), "{number} {kind} {format}: {mark}");
                }
            }
        }
        // With its warning, the submission quotes it still.
        let submission = built(Kind::Submission, &library, audit).expect("it is built");
        let text = all_text(&submission);
        assert!(text.contains("(given in confidence)"), "{number}");
        assert!(text.contains("This paper quotes documents that were given in confidence"));
    }
}

#[test]
fn what_else_shows_a_point_is_set_out_in_its_place_or_the_paper_says_that_there_is_some() {
    let library = library();
    let words = "It was for staff first";
    for kind in WITHOUT_WARNING {
        let text = |audit: &Audit| all_text(&built(kind, &library, audit).expect("it is built"));
        let alone = text(&audit(&[]));
        assert!(alone.contains(SENTENCE), "{kind}: {alone}");
        // The minutes prove the same, and stand after the e-mail.
        let both = text(&audit(&[quoted("minutes", words)]));
        assert!(both.contains("The minutes”, page 4"), "{kind}: {both}");
        if kind != Kind::Questions {
            assert!(both.contains(words), "{kind}: {both}");
        }
        if kind != Kind::RightOfReply {
            assert!(!both.contains(SENTENCE), "{kind}: {both}");
        }
        // A quotation from a public paper stays, though it has words of the other.
        let same = text(&audit(&[quoted("minutes", "it was all settled in May")]));
        assert!(
            kind == Kind::Questions || same.contains("it was all settled in May"),
            "{kind}: {same}"
        );
    }
}

#[test]
fn the_read_through_says_what_is_left_out_and_where_it_can_be_seen() {
    let library = library();
    for kind in WITHOUT_WARNING {
        let alone = remarks(&library, &audit(&[]), kind);
        let messages: Vec<&str> = alone.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(alone.len(), 2, "{kind}: {messages:?}");
        assert!(messages[0].starts_with("Nothing but evidence given in confidence"));
        assert!(alone[0].ground.is_some() && alone[0].question.is_some());
        assert!(
            messages[1].contains("1 piece of evidence of the audit")
                && messages[1].contains("full record")
                && messages[1].contains("submission"),
            "{messages:?}"
        );
        let both = remarks(
            &library,
            &audit(&[quoted("minutes", "It was for staff first")]),
            kind,
        );
        assert_eq!(both.len(), 1, "{kind}");
        // Without such a paper there is nothing to say.
        let mut open = audit(&[]);
        open.documents[0].access = Some(Access::Public);
        assert_eq!(remarks(&library, &open, kind), []);
    }
    for kind in [Kind::Submission, Kind::Annexes, Kind::InformationRequest] {
        assert_eq!(remarks(&library, &audit(&[]), kind), [], "{kind}");
    }
}

#[test]
fn the_council_as_the_sender_of_an_exempt_paper_takes_no_other_text_away() {
    let library = library();
    let mut audit = audit(&[]);
    audit.documents[0].from = Some("Calderbrook".to_owned());
    audit.documents[0].id = "report".to_owned();
    let note = "The report of Calderbrook says that nobody was asked.";
    let answer = audit.answers.get_mut("users.consulted").expect("answered");
    note.clone_into(&mut answer.note);
    answer.evidence.truncate(1);
    let text = all_text(&built(Kind::Briefing, &library, &audit).expect("it is built"));
    let text = text + &all_text(&built(Kind::RightOfReply, &library, &audit).expect("it is built"));
    assert!(text.contains(note), "{text}");
}
