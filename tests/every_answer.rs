//! Each question answered “not met”, shown, alone: every answer leads somewhere, few to the top.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use scrutineer::audit::{Answer, Audit, Document, Evidence, Review, Value};
use scrutineer::base::Word as _;
use scrutineer::checklist::condition::EventRef;
use scrutineer::checklist::{
    Condition, Executive, Library, QuestionIx, QuestionKind, Status, Territory, VerdictId, load,
    shipped,
};
use scrutineer::findings::{Exchange, Findings, derive};

/// Nation and day of a decision, and the most questions that alone may give serious grounds there.
///
/// The order of 1999 made each step of a review a duty of its own, so that there are more in 2002.
const PLACES: [(Territory, (i32, u32, u32), usize); 6] = [
    (Territory::England, (2026, 10, 1), 19),
    (Territory::England, (2012, 6, 1), 19),
    (Territory::England, (2002, 6, 1), 30),
    (Territory::Wales, (2026, 10, 1), 19),
    (Territory::Scotland, (2026, 10, 1), 19),
    (Territory::NorthernIreland, (2026, 10, 1), 19),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day")
}

fn shipped_library() -> Library {
    load(&shipped::checklists()).unwrap_or_else(|why| panic!("{}", why[0]))
}

/// An audit of a council with an executive at a place and date, with one paper.
fn audit(territory: Territory, decided: NaiveDate) -> Audit {
    let mut review = Review::named("Anytown Council", "Home care");
    review.territory = territory;
    review.executive = Executive::Yes;
    review.decided = Some(decided);
    let mut audit = Audit::new(review);
    audit
        .documents
        .push(Document::titled("report", "The report"));
    audit
}

/// Returns the facts that requirements depend on, each with the values to try.
fn facts_to_try(library: &Library, decided: NaiveDate) -> Vec<(QuestionIx, Vec<Value>)> {
    let mut named = BTreeSet::new();
    for (_, requirement) in library.requirements() {
        if let Some(when) = &requirement.applies_if {
            when.walk(&mut |one| match one {
                Condition::Choice(ix, _)
                | Condition::Figure(ix, ..)
                | Condition::Event(EventRef::Question(ix), _) => {
                    named.insert(*ix);
                }
                _ => {}
            });
        }
    }
    let values = |ix: QuestionIx| match &library.question(ix).kind {
        QuestionKind::Choice(options) => options
            .iter()
            .map(|option| Value::Option(option.id.to_string()))
            .collect(),
        QuestionKind::Event => [90, 30, 10]
            .into_iter()
            .filter_map(|days| decided.checked_sub_days(Days::new(days)))
            .map(|day| Value::Date(day.into()))
            .collect(),
        QuestionKind::Figure(_) => [0.0, 10.0, 50.0, 500.0, 1e6, 1e8]
            .map(Value::Number)
            .to_vec(),
        QuestionKind::Judgement => Vec::new(),
    };
    named.into_iter().map(|ix| (ix, values(ix))).collect()
}

/// An answer with nothing but the proof under it: a page of the paper.
fn shown() -> Answer {
    Answer {
        evidence: vec![Evidence {
            document: Some("report".to_owned()),
            page: Some(1),
            quote: Some("It was not done.".to_owned()),
            ..Evidence::default()
        }],
        ..Answer::default()
    }
}

/// Sets the facts one by one to what makes most requirements certain to apply.
fn with_the_law(library: &Library, mut audit: Audit, decided: NaiveDate) -> Audit {
    let certain = |audit: &Audit| {
        let findings = derive(library, audit, today());
        findings
            .applicability
            .iter()
            .filter(|one| one.is_certain())
            .count()
    };
    let mut most = certain(&audit);
    for (ix, values) in facts_to_try(library, decided) {
        for value in values {
            let mut tried = audit.clone();
            let id = &library.question(ix).id;
            let change = tried.edit_answer(id, |answer| {
                *answer = shown();
                answer.value = Some(value);
            });
            let Some(change) = change else {
                continue;
            };
            tried.apply(&change).expect("it fits");
            let apply = certain(&tried);
            if apply > most {
                most = apply;
                audit = tried;
            }
        }
    }
    audit
}

/// Answers one question “not met”, by a page of the paper.
fn not_met(library: &Library, audit: &Audit, ix: QuestionIx) -> Findings {
    let mut audit = audit.clone();
    let question = library.question(ix);
    let answer = |answer: &mut Answer| {
        *answer = shown();
        answer.status = Some(Status::NotMet);
        answer.asked = Some(question.digest().clone());
    };
    let change = audit.edit_answer(&question.id, answer).expect("a change");
    audit.apply(&change).expect("it fits");
    derive(library, &audit, today())
}

/// Returns true if there is something to ask, and something to ask for.
fn leads_somewhere(findings: &Findings, ix: QuestionIx) -> bool {
    let complete = |one: &Exchange| !one.ask.is_empty() && one.remedy.is_some();
    // A requirement that is not met is printed with a question and a remedy of its own.
    !findings.not_met.is_empty()
        || findings.all_fired().any(|fired| complete(&fired.exchange))
        || findings.exchange(ix).is_some_and(complete)
}

/// The outcome of answering each question of one place alone.
struct Tried {
    place: String,
    asked: usize,
    nowhere: Vec<String>,
    serious: Vec<String>,
    /// Those that give serious grounds through no duty about the review.
    groundless: Vec<String>,
}

fn try_each(library: &Library, territory: Territory, decided: NaiveDate) -> Tried {
    let audit = with_the_law(library, audit(territory, decided), decided);
    let before = derive(library, &audit, today());
    let asked: Vec<QuestionIx> = library
        .walk()
        .iter()
        .copied()
        .filter(|ix| library.question(*ix).kind == QuestionKind::Judgement)
        .filter(|ix| before.is_asked(library, *ix))
        .collect();
    let mut tried = Tried {
        place: format!("{} {decided}", territory.word()),
        asked: asked.len(),
        nowhere: Vec::new(),
        serious: Vec::new(),
        groundless: Vec::new(),
    };
    for ix in asked {
        let findings = not_met(library, &audit, ix);
        let id = &library.question(ix).id;
        if !leads_somewhere(&findings, ix) {
            tried.nowhere.push(id.to_string());
        }
        if findings.verdict.id == VerdictId::SeriousGrounds {
            tried.serious.push(id.to_string());
            if findings.breaches.is_empty() {
                tried.groundless.push(id.to_string());
            }
        }
    }
    tried
}

#[test]
fn every_answer_leads_somewhere_and_few_alone_give_serious_grounds() {
    let library = shipped_library();
    let mut faults = Vec::new();
    for (territory, (year, month, day), most) in PLACES {
        let decided = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        let tried = try_each(&library, territory, decided);
        println!(
            "{}: {} judgements asked\n  {} lead nowhere: {}\n  {} alone give serious grounds: {}",
            tried.place,
            tried.asked,
            tried.nowhere.len(),
            tried.nowhere.join(" "),
            tried.serious.len(),
            tried.serious.join(" "),
        );
        if !tried.nowhere.is_empty() {
            faults.push(format!(
                "{}: {} lead nowhere",
                tried.place,
                tried.nowhere.len()
            ));
        }
        if tried.serious.len() > most {
            faults.push(format!(
                "{}: {} are serious",
                tried.place,
                tried.serious.len()
            ));
        }
        if !tried.groundless.is_empty() {
            faults.push(format!(
                "{}: through no duty: {:?}",
                tried.place, tried.groundless
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
