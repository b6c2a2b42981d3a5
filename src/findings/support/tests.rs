//! Tests of support, and of the verdict that follows from it.

use chrono::NaiveDate;

use super::super::{Level, Support, derive};
use super::{Tells, tells};
use crate::audit::{
    Absence, Answer, Audit, Document, Evidence, Request, Review, Shows, Statement, Value,
};
use crate::base::{SourceText, Word as _};
use crate::checklist::{Checked, ChecklistText, Library, Status, VerdictId, load};

/// Two questions that undermine, one that decides a duty, one that decides a duty beside the
/// review, one of good practice, one about coming in time.
const CHECKLIST: &str = r#"
format = 1
id = "t"
title = "T"
edition = "1"
[[section]]
id = "s"
title = "S"
[[question]]
id = "a"
section = "s"
topic = "challenge"
core = true
ask = "Was the first thing done?"
look_for = ["a"]
proved_by = ["a"]
usual_failure = "no"
[[question]]
id = "b"
section = "s"
topic = "options"
ask = "Was the second thing done?"
look_for = ["b"]
proved_by = ["b"]
usual_failure = "no"
[[question]]
id = "duty"
section = "s"
topic = "equality"
ask = "Was the duty met?"
look_for = ["d"]
proved_by = ["d"]
usual_failure = "no"
[[question]]
id = "beside"
section = "s"
topic = "equality"
ask = "Was the yearly list published?"
look_for = ["d"]
proved_by = ["d"]
usual_failure = "no"
[[question]]
id = "practice"
section = "s"
topic = "equality"
ask = "Was good practice followed?"
look_for = ["d"]
proved_by = ["d"]
usual_failure = "no"
[[question]]
id = "time"
section = "s"
topic = "equality"
in_time = true
ask = "Was it assessed before the choice?"
look_for = ["d"]
proved_by = ["d"]
usual_failure = "no"
[[question]]
id = "day"
section = "s"
topic = "equality"
kind = "event"
ask = "On which day did it open?"
[[flag]]
id = "first"
title = "The first thing was left out"
level = "undermines"
when = { question = "a", is = ["not-met"] }
source = "t"
checked = "official"
[[flag]]
id = "first-again"
title = "The first thing, seen from elsewhere"
level = "undermines"
when = { not = { question = "a", is = ["met", "partly", "not-applicable"] } }
source = "t"
checked = "official"
[[flag]]
id = "second"
title = "The second thing was left out"
level = "undermines"
when = { any = [{ question = "b", is = ["not-met"] }, { event = "day", after = "decided" }] }
source = "t"
checked = "official"
[[flag]]
id = "ask"
title = "Ask for it"
level = "gap"
when = { question = "practice", is = ["no-evidence"] }
source = "t"
checked = "official"
"#;

fn requirement(id: &str, force: &str, more: &str) -> String {
    format!(
        "[[requirement]]\nid = \"{id}-rule\"\ninstrument = \"Act\"\ntitle = \"{id}\"\n\
         citation = \"Act s 1\"\nforce = \"{force}\"\ndemands = \"d\"\nchecked = \"text-read\"\n\
         url = \"https://example.org\"\nsource = \"t\"\nquestions = [\"{id}\"]\n{more}\n\
         [[requirement.in_force]]\nterritory = \"england\"\nfrom = 2000-01-01\n"
    )
}

fn library() -> Library {
    let text = [
        CHECKLIST.to_owned(),
        requirement("duty", "must", ""),
        requirement("beside", "must", "about = \"beside\""),
        requirement("practice", "good-practice", ""),
    ]
    .concat();
    load(&[ChecklistText {
        source: SourceText::new("t.toml", text),
        shipped: true,
    }])
    .unwrap_or_else(|why| panic!("{why:?}"))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn audit() -> Audit {
    let mut audit = Audit::new(Review {
        decided: Some(day(2026, 10, 20)),
        territory: crate::checklist::Territory::England,
        ..Review::named("Calderbrook", "Housing")
    });
    audit.documents.push(Document::titled("report", "Report"));
    audit
}

fn shown() -> Evidence {
    Evidence {
        document: Some("report".to_owned()),
        page: Some(4),
        ..Evidence::default()
    }
}

fn with(support: Support, status: Status) -> Answer {
    let mut answer = Answer {
        status: Some(status),
        ..Answer::default()
    };
    match support {
        Support::Bare => {}
        Support::Stated => answer.note = "So it was.".to_owned(),
        Support::Shown => match status {
            Status::NoEvidence => answer.evidence.push(Evidence {
                absence: Some(Absence {
                    documents: vec!["report".to_owned()],
                    pages: 30,
                    words: vec!["criteria".to_owned()],
                    ..Absence::default()
                }),
                ..Evidence::default()
            }),
            Status::Withheld => {
                answer.request = Some(Request {
                    what: "The scores".to_owned(),
                    whom: "The director".to_owned(),
                    on: Some(day(2026, 9, 14)),
                    reply: String::new(),
                });
            }
            _ => answer.evidence.push(shown()),
        },
    }
    answer
}

fn verdicts(audit: &Audit) -> (VerdictId, VerdictId) {
    let findings = derive(&library(), audit, day(2026, 11, 28));
    (findings.verdict.id, findings.if_proved.id)
}

#[test]
fn the_support_of_an_answer_is_what_anybody_can_look_up() {
    let library = library();
    let question = library.question(library.find_question("b").expect("b"));
    let audit = audit();
    for status in Status::ALL {
        for support in Support::ALL {
            let answer = with(*support, *status);
            assert_eq!(
                super::support(question, &audit, &answer),
                *support,
                "{status} {support}"
            );
        }
    }
    let of = |edit: &dyn Fn(&mut Evidence)| {
        let mut one = Evidence::default();
        edit(&mut one);
        let answer = Answer {
            status: Some(Status::NotMet),
            evidence: vec![one],
            ..Answer::default()
        };
        super::support(question, &audit, &answer)
    };
    let named = |by: &str, capacity: &str, on| Statement {
        by: by.to_owned(),
        capacity: capacity.to_owned(),
        on,
    };
    // A document without a place, a place without a document, a document nobody registered.
    assert_eq!(
        of(&|one| one.document = Some("report".into())),
        Support::Stated
    );
    assert_eq!(of(&|one| one.page = Some(4)), Support::Stated);
    assert_eq!(
        of(&|one| {
            one.document = Some("elsewhere".into());
            one.page = Some(4);
        }),
        Support::Stated
    );
    assert_eq!(
        of(&|one| {
            one.document = Some("report".into());
            one.quote = Some("Not scored.".into());
        }),
        Support::Shown
    );
    // The words of a person count once person, capacity and day are known.
    let on = Some(day(2026, 9, 1));
    for (statement, expected) in [
        (named("R. Ellis", "team leader", on), Support::Shown),
        (named("R. Ellis", "", on), Support::Stated),
        (named("R. Ellis", "team leader", None), Support::Stated),
        (named(" ", "team leader", on), Support::Stated),
    ] {
        assert_eq!(of(&|one| one.statement = Some(statement.clone())), expected);
    }
    // A search that found nothing shows "no evidence", and never "not met".
    assert_eq!(
        of(&|one| {
            one.absence = Some(Absence {
                documents: vec!["report".into()],
                pages: 3,
                words: vec!["criteria".into()],
                ..Absence::default()
            });
        }),
        Support::Stated
    );
}

#[test]
fn the_verdict_is_judged_on_what_is_shown() {
    use Support::{Bare, Shown, Stated};
    use VerdictId::{Departures, Gaps, Grounds, SeriousGrounds, TooEarly};
    // Question, status, and the verdict that it makes by itself when shown.
    for (id, status, proved) in [
        ("b", Status::NotMet, Grounds),
        ("duty", Status::NotMet, SeriousGrounds),
        ("beside", Status::NotMet, Departures),
        ("practice", Status::NotMet, Departures),
        ("practice", Status::NoEvidence, Gaps),
        ("duty", Status::Withheld, Gaps),
    ] {
        for support in [Bare, Stated, Shown] {
            let mut audit = audit();
            audit
                .answers
                .insert("a".to_owned(), with(Shown, Status::Met));
            audit.answers.insert(id.to_owned(), with(support, status));
            let gap = proved == Gaps;
            let grave = matches!(proved, Grounds | SeriousGrounds);
            let expected = match (support, gap, grave) {
                (Shown, ..) | (_, true, _) => proved,
                (_, _, true) => TooEarly,
                _ => VerdictId::NoGround,
            };
            assert_eq!(
                verdicts(&audit),
                (expected, proved),
                "{id} {status} {support}"
            );
        }
    }
}

#[test]
fn two_findings_on_one_answer_are_one() {
    let mut audit = audit();
    audit
        .answers
        .insert("a".to_owned(), with(Support::Shown, Status::NotMet));
    let found = derive(&library(), &audit, day(2026, 11, 28));
    assert_eq!(found.count(Level::Undermines), 2);
    assert_eq!(found.verdict.id, VerdictId::Grounds);
    audit
        .answers
        .insert("b".to_owned(), with(Support::Shown, Status::NotMet));
    assert_eq!(verdicts(&audit).0, VerdictId::SeriousGrounds);
    // Without proof of the second, one is left.
    audit
        .answers
        .insert("b".to_owned(), with(Support::Bare, Status::NotMet));
    assert_eq!(
        verdicts(&audit),
        (VerdictId::Grounds, VerdictId::SeriousGrounds)
    );
}

#[test]
fn a_finding_has_the_weakest_support_of_what_it_cannot_do_without() {
    let library = library();
    let mut audit = audit();
    audit
        .answers
        .insert("b".to_owned(), with(Support::Bare, Status::NotMet));
    audit.answers.insert(
        "day".to_owned(),
        Answer {
            value: Some(Value::Date(day(2026, 11, 1).into())),
            evidence: vec![shown()],
            ..Answer::default()
        },
    );
    let found = derive(&library, &audit, day(2026, 11, 28));
    let second = library.find_flag("second").expect("second");
    let fired = found.fired(second).expect("it fires");
    // Either alternative is enough, so the better proved one decides, and is the one named.
    assert_eq!(fired.support, Support::Shown);
    assert_eq!(
        fired.because.len(),
        2,
        "the day and the decision: {:?}",
        fired.because
    );
}

#[test]
fn what_is_left_to_prove_is_in_the_order_of_its_gain() {
    let library = library();
    let mut audit = audit();
    for (id, support) in [
        ("practice", Support::Stated),
        ("b", Support::Stated),
        ("duty", Support::Bare),
    ] {
        audit
            .answers
            .insert(id.to_owned(), with(support, Status::NotMet));
    }
    let found = derive(&library, &audit, day(2026, 11, 28));
    let order: Vec<(&str, VerdictId)> = found
        .to_prove
        .iter()
        .map(|one| (library.question(one.question).id.as_str(), one.verdict))
        .collect();
    assert_eq!(
        order,
        [
            ("duty", VerdictId::SeriousGrounds),
            ("b", VerdictId::Grounds),
            ("practice", VerdictId::TooEarly),
        ]
    );
    assert_eq!(found.verdict.id, VerdictId::TooEarly);
    assert!(found.fired.is_empty() && found.breaches.is_empty());
}

#[test]
fn a_late_paper_is_settled_by_what_it_tells_of() {
    let library = library();
    let mut audit = audit();
    let late = |shows| Answer {
        status: Some(Status::NotMet),
        note: "So says the reply.".to_owned(),
        evidence: vec![Evidence {
            date: Some(day(2026, 11, 25)),
            shows,
            ..shown()
        }],
        ..Answer::default()
    };
    let mut judge = |id: &str, shows| {
        audit.answers.insert(id.to_owned(), late(shows));
        let found = derive(&library, &audit, day(2026, 11, 28));
        let ix = library.find_question(id).expect(id);
        let answered = found.answered(ix).clone();
        audit.answers.remove(id);
        (answered.status, answered.support, found.to_settle.len())
    };
    // Not settled: it waits, and is listed.
    assert_eq!(
        judge("b", None),
        (Some(Status::NoEvidence), Support::Stated, 1)
    );
    assert_eq!(
        judge("b", Some(Shows::Then)),
        (Some(Status::NotMet), Support::Shown, 0)
    );
    assert_eq!(
        judge("b", Some(Shows::Later)),
        (Some(Status::NoEvidence), Support::Stated, 0)
    );
    // That it is late is itself the proof.
    assert_eq!(
        judge("time", None),
        (Some(Status::NotMet), Support::Shown, 0)
    );
    // The day in the register alone moves no status, and proves nothing before it is settled.
    audit.documents.iter_mut().for_each(|one| {
        one.date = Some(day(2026, 11, 25));
    });
    let answer = with(Support::Shown, Status::NotMet);
    let question = library.question(library.find_question("b").expect("b"));
    assert_eq!(tells(question, &audit, &answer, &shown()), Tells::Unsettled);
    audit.answers.insert("b".to_owned(), answer);
    let found = derive(&library, &audit, day(2026, 11, 28));
    let ix = library.find_question("b").expect("b");
    assert_eq!(found.answered(ix).status, Some(Status::NotMet));
    assert_eq!(found.answered(ix).support, Support::Stated);
    assert_eq!(found.to_settle, [ix]);
}

#[test]
fn the_whole_of_an_instrument_is_no_breach() {
    let text = CHECKLIST.to_owned() + &requirement("duty", "must", "whole = true");
    let library = load(&[ChecklistText {
        source: SourceText::new("t.toml", text),
        shipped: true,
    }])
    .expect("it loads");
    let mut audit = audit();
    audit
        .answers
        .insert("duty".to_owned(), with(Support::Shown, Status::NotMet));
    let found = derive(&library, &audit, day(2026, 11, 28));
    assert!(found.not_met.is_empty());
    assert!(
        library
            .requirements()
            .all(|(_, one)| one.checked == Checked::TextRead)
    );
}
