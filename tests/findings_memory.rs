//! What is kept from one derivation to the next changes nothing: after any history, under any edition
//! and on any day the findings are those that are derived from nothing.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;
use scrutineer::audit::{
    Answer, Audit, Change, Document, Evidence, History, Request, Review, Statement, Value,
};
use scrutineer::base::{DateSpan, SourceText};
use scrutineer::checklist::{ChecklistText, Library, QuestionKind, Status, load, shipped};
use scrutineer::findings::clocks::{Known, Running, of_review};
use scrutineer::findings::{
    Facts, Findings, Memory, TimelineEntry, derive, derive_again, timeline,
};

/// Two editions: the shipped one, and one in which two questions were taken in by a third.
fn editions() -> &'static [Arc<Library>; 2] {
    static EDITIONS: OnceLock<[Arc<Library>; 2]> = OnceLock::new();
    EDITIONS.get_or_init(|| {
        let edition = |gone: &[&str], more: &str| {
            let mut texts = shipped::checklists();
            texts.push(ChecklistText {
                source: SourceText::new("own.toml", own(gone, more)),
                shipped: false,
            });
            let loaded = load(&texts);
            Arc::new(loaded.unwrap_or_else(|mistakes| panic!("{}", mistakes[0])))
        };
        [edition(&["own-old"], ""), edition(&[], MERGED)]
    })
}

/// Rules and flags that hang on each other's questions in every way there is.
const OWN: &str = r#"
format = 1
id = "own"
title = "Own"
edition = "1"
source = "s"
[[section]]
id = "own"
title = "Own"
[[question]]
id = "own-way"
section = "own"
topic = "scope"
kind = "choice"
ask = "Which way?"
options = [{ id = "sell", label = "Sell" }, { id = "keep", label = "Keep" }]
[[trap]]
id = "own-trap"
cites = ["s 3A"]
says = "M"
source = "S"
[[flag]]
id = "own-either"
title = "F"
level = "undermines"
source = "S"
checked = "secondary"
when = { any = [{ question = "own-new", is = ["not-met"] }, { requirement = "own-rule", is = ["not-met"] }] }
ask = ["A?"]
remedy = [{ when = { question = "own-second", is = ["met"] }, text = "R" }, "Else"]
[[flag]]
id = "own-both"
title = "B"
level = "undermines"
source = "S"
checked = "secondary"
when = { all = [{ question = "own-new", is = ["not-met"] }, { question = "own-second", is = ["not-met"] }] }
requirements = ["own-rule"]
ask = ["A?"]
remedy = "R"
[[flag]]
id = "own-law-broken"
title = "L"
level = "departure"
source = "S"
checked = "secondary"
when = { requirement = "own-law", is = ["not-met"] }
ask = ["A?"]
remedy = "R"
"#;

/// Returns a checklist of [`OWN`], its judgements and rules, and some more of both.
fn own(gone: &[&str], more: &str) -> String {
    let mut text = OWN.to_owned();
    let judgements = ["own-new", "own-second", "own-third", "own-fourth", "own-if"];
    for id in gone.iter().chain(&judgements) {
        let applies = match *id {
            "own-if" => "applies_if = { choice = \"own-way\", is = [\"sell\"] }\n",
            _ => "",
        };
        text.push_str(&format!(
            "[[question]]\nid = \"{id}\"\nsection = \"own\"\ntopic = \"scope\"\nask = \"Is {id} so?\"\n\
             look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n{applies}"
        ));
    }
    let rules = [
        (
            "own-rule",
            "\"own-if\"",
            "applies_if = { choice = \"own-way\", is = [\"keep\"] }\n",
        ),
        ("own-law", "\"own-new\", \"own-third\"", ""),
        ("own-next", "\"own-third\", \"own-fourth\"", ""),
        ("own-last", "\"own-second\", \"own-fourth\"", ""),
    ];
    for (id, questions, applies) in rules {
        text.push_str(&format!(
            "[[requirement]]\nid = \"{id}\"\ninstrument = \"I\"\ntitle = \"R\"\ncitation = \"s 3(1)\"\nforce = \"must\"\n\
             demands = \"D\"\nchecked = \"official\"\nurl = \"https://example.org\"\nsource = \"s\"\n\
             questions = [{questions}]\n{applies}[[requirement.in_force]]\nterritory = \"england\"\nfrom = 1990-01-01\n"
        ));
    }
    text + more
}

const MERGED: &str = "[[merged]]\nid = \"own-old\"\ninto = \"own-new\"\n";

/// One step of somebody at the desk.
#[derive(Debug, Clone)]
enum Step {
    /// An answer to the question at this place, made of these numbers.
    Answer(usize, usize, usize),
    /// Two answers in one change.
    Two(usize, usize),
    Undo,
    Redo,
    /// Back to an earlier place in the history.
    GoTo(usize),
    /// Another day of decision, or none.
    Decided(usize),
    /// A document that is registered, dated or undated.
    Document(usize),
    /// Another edition of the checklists.
    Edition,
    /// Another day.
    Day,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..600usize, 0..12usize, 0..9usize).prop_map(|(at, what, more)| Step::Answer(at, what, more)),
        1 => (0..400usize, 0..400usize).prop_map(|(one, other)| Step::Two(one, other)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (0..9usize).prop_map(Step::GoTo),
        1 => (0..4usize).prop_map(Step::Decided),
        1 => (0..4usize).prop_map(Step::Document),
        1 => Just(Step::Edition),
        1 => Just(Step::Day),
    ]
}

fn day(number: usize) -> NaiveDate {
    let days = [(2026, 11, 22), (2027, 3, 1), (2000, 5, 5), (2024, 2, 29)];
    let (year, month, day) = days[number % days.len()];
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// A statement that shows what it is put under.
fn witness() -> Statement {
    Statement {
        by: "A. Witness".to_owned(),
        capacity: "Clerk".to_owned(),
        on: Some(day(2)),
    }
}

/// Makes an answer to the question at a place another one.
fn answer(library: &Library, audit: &Audit, at: usize, what: usize, more: usize) -> Option<Change> {
    // The user's own questions are among the few that are often answered.
    // So are those that a requirement, a flag or a trap hangs on.
    let walk = library.walk();
    let referred: Vec<_> = walk
        .iter()
        .filter(|ix| library.is_referred_to(**ix))
        .collect();
    let ix = match at {
        0..360 => walk[walk.len() - 1 - at % 7],
        360..480 => *referred[at % referred.len()],
        _ => walk[at % walk.len()],
    };
    let kind = &library.question(ix).kind;
    audit.edit_answer_of(library, ix, |answer: &mut Answer| match what {
        0 => *answer = Answer::default(),
        1 => "As section 3A of the Act has it.".clone_into(&mut answer.note),
        2 if more > 3 => answer.evidence.push(Evidence {
            statement: Some(witness()),
            ..Evidence::default()
        }),
        2 => answer.evidence.push(Evidence {
            document: Some(format!("d{}", more % 3)),
            page: u32::try_from(more + 1).ok(),
            ..Evidence::default()
        }),
        3 => answer.asked = Some(library.question(ix).digest().clone()),
        4 => answer.contested = Some("They say otherwise.".to_owned()),
        5 => {
            answer.request = Some(Request {
                what: "The report".to_owned(),
                whom: "the council".to_owned(),
                on: (more > 2).then(|| day(more)),
                ..Request::default()
            });
        }
        _ => match kind {
            QuestionKind::Judgement => {
                let all = [
                    Status::Met,
                    Status::NotMet,
                    Status::NoEvidence,
                    Status::Withheld,
                    Status::NotApplicable,
                    Status::NotMet,
                    Status::NotMet,
                    Status::NotMet,
                ];
                answer.status = Some(all[more % all.len()]);
            }
            QuestionKind::Event => {
                answer.value = Some(Value::Date(DateSpan::exact(day(more))));
            }
            QuestionKind::Figure(_) => answer.value = Some(Value::Number(1000.0)),
            QuestionKind::Choice(options) => {
                answer.value = Some(Value::Option(options[more % options.len()].id.to_string()));
            }
        },
    })
}

/// Returns all that is dated, with the time limits.
fn dates(facts: &Facts<'_>) -> (Vec<TimelineEntry>, Vec<Running>) {
    let known = Known {
        facts,
        window: None,
    };
    (timeline(facts), of_review(&known))
}

#[test]
fn a_flag_hangs_on_whatever_else_decides_a_rule_that_it_rests_on() {
    let library = &editions()[0];
    let mut audit = Audit::new(Review::named("A", "B"));
    audit.review.decided = Some(day(3));
    let not_met = |answer: &mut Answer| answer.status = Some(Status::NotMet);
    let mut answered = |id: &str, edit: &dyn Fn(&mut Answer)| {
        let change = audit.edit_answer(id, edit).expect("a change");
        audit.apply(&change).expect("it fits");
        audit.clone()
    };
    answered("own-new", &not_met);
    let before = answered("own-second", &not_met);
    let after = answered("own-fourth", &|answer| {
        not_met(answer);
        answer.evidence.push(Evidence {
            statement: Some(witness()),
            ..Evidence::default()
        });
    });
    let mut memory = Memory::default();
    let touched = BTreeSet::from(["own-fourth".to_owned()]);
    let first = derive_again(&mut memory, library, &before, day(0), None);
    let second = derive_again(&mut memory, library, &after, day(0), Some(&touched));
    let mut flags = library.flags();
    let (both, _) = flags
        .find(|(_, flag)| flag.id == "own-both")
        .expect("a flag");
    let breaches = |findings: &Findings| findings.fired(both).expect("it fires").breaches.clone();
    assert_ne!(
        breaches(&first),
        breaches(&second),
        "proved ones come first"
    );
    assert_eq!(second, derive(library, &after, day(0)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_findings_are_always_those_derived_from_nothing(
        steps in prop::collection::vec(step(), 1..40),
        example in any::<bool>(),
    ) {
        let base = if example {
            let (name, text) = shipped::examples()[0];
            Audit::read(&SourceText::new(name, text)).expect("an audit")
        } else {
            Audit::new(Review::named("A", "B"))
        };
        let mut history = History::begin(base);
        let now = DateTime::from_timestamp(1_795_360_000, 0).expect("a moment");
        let mut memory = Memory::default();
        let (mut edition, mut today, mut derived_at) = (0, 0, 0);
        let library = &editions()[0];
        let first = derive_again(&mut memory, library, history.audit(), day(0), None);
        let dates_of_first = dates(&first.facts(library, history.audit(), day(0)));
        let mut last = (first, dates_of_first);
        for step in steps {
            let library = &editions()[edition];
            let audit = history.audit();
            let change = match step {
                Step::Answer(at, what, more) => answer(library, audit, at, what, more),
                Step::Two(one, other) => {
                    let one = answer(library, audit, one, 9, 1);
                    let other = answer(library, audit, other, 1, 0);
                    one.zip(other).map(|(one, other)| Change::Together(vec![one, other]))
                }
                Step::Decided(number) => audit.edit_review(|review| {
                    review.decided = (number > 0).then(|| day(number));
                }),
                Step::Document(number) => {
                    let id = format!("d{}", number % 3);
                    let document = Document {
                        id: id.clone(),
                        title: "A report".to_owned(),
                        date: (number > 0).then(|| day(number)),
                        pages: Some(3),
                        ..Document::default()
                    };
                    audit.edit_document(&id, (number < 3).then_some(document))
                }
                Step::Undo => { history.undo("I", now); None }
                Step::Redo => { history.redo("I", now); None }
                Step::GoTo(seq) => { history.go_to(seq as u64, "I", now); None }
                Step::Edition => { edition = 1 - edition; None }
                Step::Day => { today += 1; None }
            };
            if let Some(change) = change {
                // One that does not fit is none.
                let _refused = history.record(change, "I", now);
            }
            let library = &editions()[edition];
            let touched = history.answers_since(derived_at);
            derived_at = history.last_seq();
            let audit = history.audit();
            let kept = derive_again(&mut memory, library, audit, day(today), touched.as_ref());
            prop_assert_eq!(&kept, &derive(library, audit, day(today)));
            let dates = dates(&kept.facts(library, audit, day(today)));
            if kept.has_the_dates_of(&last.0) {
                prop_assert_eq!(&dates, &last.1);
            }
            for ix in library.walk() {
                let of = kept.lint.iter().filter(|one| one.question == Some(*ix));
                prop_assert!(kept.lint_of(library, *ix).eq(of));
            }
            last = (kept, dates);
        }
    }
}
