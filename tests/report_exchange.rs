//! The audit's facts in what is put to a council: printed where they are proved, and nowhere else.

use chrono::NaiveDate;
use scrutineer::audit::{Audit, Document as Paper, Evidence, Review, Value};
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, Library, Status, Territory, load};
use scrutineer::report::{Kind, Setting, question_sheet};

use crate::testkit::report_common::{all_text, built, with_source};

const CHECKLIST: &str = r#"
format = 1
id = "t"
title = "T"
edition = "1"

[[section]]
id = "s"
title = "S"

[[question]]
id = "users.asked"
section = "s"
topic = "users"
short = "Users asked"
ask = "Did the council ask the people who use the service?"
look_for = ["asked"]
proved_by = ["a paper"]
usual_failure = "No one asks."

[[question]]
id = "notice.given"
section = "s"
topic = "scrutiny"
short = "Notice given"
ask = "Did the council give notice of the decision?"
look_for = ["notice"]
proved_by = ["a paper"]
usual_failure = "It comes late."
[question.challenge]
ask = ["When was notice of the decision on {service} published?"]
follow_up = "Ask for the page."
they_will_say = "Everyone knew."
answer = "Notice is a paper with a date."
remedy = "Publish the notice, and wait."

[[question]]
id = "practice"
section = "s"
topic = "options"
short = "Options listed"
ask = "Does the report list the options?"
look_for = ["options"]
proved_by = ["a paper"]
usual_failure = "There is one."
[question.challenge]
ask = ["Which other options were there?"]
remedy = "List the options."

[[question]]
id = "survey"
section = "s"
topic = "users"
kind = "figure"
unit = "percent"
short = "Users for in-house"
ask = "What share of users wanted the service kept?"

[[question]]
id = "signed"
section = "s"
topic = "scrutiny"
kind = "event"
short = "Contract signed"
ask = "When was the contract signed?"

[[requirement]]
id = "notice"
instrument = "Act"
title = "Give notice"
citation = "Act s 1(2)"
force = "must"
demands = "Notice is given."
checked = "text-read"
url = "https://example.org"
source = "t"
questions = ["notice.given"]
[[requirement.in_force]]
territory = "england"

[[requirement]]
id = "options"
instrument = "Good practice"
title = "List the options"
citation = "Good practice"
force = "good-practice"
demands = "Options are listed."
checked = "secondary"
url = "https://example.org"
source = "t"
questions = ["practice"]
[[requirement.in_force]]
territory = "england"

[[flag]]
id = "users-ignored"
title = "Users were not asked"
short = "Users not asked"
heading = { text = "Users were not asked, though {survey} wanted the service kept", without = "Users were not asked" }
facts = ["survey"]
level = "undermines"
when = { question = "users.asked", is = ["not-met"] }
ask = [
  { text = "Why did {survey} count for nothing?", without = "Why was no one asked?" },
  "Who decided that on {service}?",
]
follow_up = "Ask for the minute."
they_will_say = "There was no time."
answer = "There is always time."
remedy = [
  { when = { event = "signed", known = true }, text = "Review the contract at its first break." },
  "Ask the users, and decide again.",
]
source = "t"
checked = "secondary"
"#;

fn library() -> Library {
    load(&[ChecklistText {
        source: SourceText::new("t.toml", CHECKLIST),
        shipped: true,
    }])
    .unwrap_or_else(|why| panic!("{why:?}"))
}

/// Ways in which a fact may be known.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Known {
    Not,
    Bare,
    Shown,
    Contested,
}

fn place() -> Evidence {
    Evidence {
        document: Some("report".to_owned()),
        page: Some(12),
        ..Evidence::default()
    }
}

fn audit(survey: Known) -> Audit {
    let mut audit = Audit::new(Review {
        territory: Territory::England,
        decided: NaiveDate::from_ymd_opt(2026, 10, 20),
        ..Review::named("Calderbrook", "home care")
    });
    audit
        .documents
        .push(Paper::titled("report", "Final report"));
    let mut answer = |id: &str, with: &dyn Fn(&mut scrutineer::audit::Answer)| {
        let change = audit.edit_answer(id, with).expect("a change");
        audit.apply(&change).expect("it fits");
    };
    for id in ["users.asked", "notice.given", "practice"] {
        answer(id, &|one| {
            one.status = Some(Status::NotMet);
            one.evidence.push(place());
        });
    }
    if survey != Known::Not {
        answer("survey", &|one| {
            one.value = Some(Value::Number(71.0));
            if survey != Known::Bare {
                one.evidence.push(place());
            }
            if survey == Known::Contested {
                one.contested = Some("The council counts 40%.".to_owned());
            }
        });
    }
    audit
}

fn paper(kind: Kind, audit: &Audit) -> String {
    let document = built(kind, &library(), audit).unwrap_or_else(|why| panic!("{kind}: {why:?}"));
    all_text(&document)
}

const LEAVING: [Kind; 3] = [Kind::Submission, Kind::CallIn, Kind::Briefing];

#[test]
fn a_fact_that_is_shown_stands_in_the_heading_the_ground_and_the_question() {
    let shown = audit(Known::Shown);
    for kind in LEAVING {
        let text = paper(kind, &shown);
        assert!(
            text.contains("Users were not asked, though 71% wanted the service kept"),
            "{kind}: {text}"
        );
        assert!(
            text.contains("Users for in-house: 71% (") || kind == Kind::Submission,
            "{kind}: {text}"
        );
    }
    let text = paper(Kind::Submission, &shown);
    assert!(
        text.contains(
            "What share of users wanted the service kept? 71% (“Final report”, page 12.)"
        ),
        "{text}"
    );
    for kind in [Kind::Questions, Kind::Crib] {
        let text = paper(kind, &shown);
        assert!(text.contains("Why did 71% count for nothing?"), "{text}");
        assert!(text.contains("Who decided that on home care?"), "{text}");
    }
}

#[test]
fn a_fact_that_is_not_proved_is_left_out_and_the_sentence_is_whole_without_it() {
    for known in [Known::Not, Known::Bare, Known::Contested] {
        let audit = audit(known);
        for kind in LEAVING {
            let text = paper(kind, &audit);
            assert!(text.contains("Users were not asked"), "{kind}: {text}");
            assert!(!text.contains("though 71%"), "{kind}, {known:?}: {text}");
            assert!(!text.contains('{'), "{kind}, {known:?}: {text}");
            // A contested figure is printed once, with both accounts, and never as ours alone.
            let times = text.matches("71%").count();
            let both = text.contains("The council counts 40%.");
            assert!(
                times == 0 || (times == 1 && both),
                "{kind}, {known:?}: {text}"
            );
        }
        let text = paper(Kind::Questions, &audit);
        assert!(text.contains("Why was no one asked?"), "{text}");
        assert!(!text.contains("71%"), "{text}");
    }
    let record = paper(Kind::Record, &audit(Known::Bare));
    assert!(record.contains("71% (recorded, not shown)"), "{record}");
}

#[test]
fn a_remedy_asks_for_what_can_still_be_done() {
    let mut audit = audit(Known::Not);
    let text = paper(Kind::Submission, &audit);
    assert!(text.contains("Ask the users, and decide again."), "{text}");
    let change = audit
        .edit_answer("signed", |one| {
            one.value = NaiveDate::from_ymd_opt(2026, 11, 2).map(|day| Value::Date(day.into()));
        })
        .expect("a change");
    audit.apply(&change).expect("it fits");
    let text = paper(Kind::Submission, &audit);
    assert!(
        text.contains("Review the contract at its first break."),
        "{text}"
    );
    assert!(!text.contains("decide again"), "{text}");
}

#[test]
fn a_duty_and_a_standard_without_a_flag_have_an_exchange_of_their_own() {
    let audit = audit(Known::Not);
    let text = paper(Kind::Submission, &audit);
    for wanted in [
        "Publish the notice, and wait.",
        "What we ask for on these points",
        "List the options.",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let crib = paper(Kind::Crib, &audit);
    for wanted in [
        "Everyone knew.",
        "Notice is a paper with a date.",
        "When was notice of the decision on home care published?",
        "Ask for the page.",
    ] {
        assert!(crib.contains(wanted), "{wanted}: {crib}");
        assert!(!text.contains(wanted), "{wanted}: {text}");
    }
    let asked = with_source(&library(), &audit, &Setting::default(), |source| {
        let asked = question_sheet::questions(source).into_iter();
        asked
            .map(|one| (one.about, one.question))
            .collect::<Vec<_>>()
    });
    let has = |about: &str, question: &str| {
        assert!(
            asked
                .iter()
                .any(|(a, q)| a.contains(about) && q == question),
            "{about}: {asked:?}"
        );
    };
    has(
        "duty",
        "When was notice of the decision on home care published?",
    );
    has("Options listed", "Which other options were there?");
}
