//! The laws of support, over the shipped checklists: taking evidence away never raises a verdict, and
//! a failing that is shown never lowers one.

use std::sync::LazyLock;

use proptest::prelude::*;
use scrutineer::audit::{Answer, Audit, Document, Evidence, Review, Shows};
use scrutineer::base::Word as _;
use scrutineer::checklist::{Library, QuestionKind, Status, Territory, VerdictId};
use scrutineer::findings::derive;

use crate::testkit::report_common::{day, library};

static LIBRARY: LazyLock<Library> = LazyLock::new(library);

/// The judgements, core ones first, so that a few of them reach a verdict.
static JUDGEMENTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut ids: Vec<(bool, String)> = LIBRARY
        .questions()
        .filter(|(_, one)| one.kind == QuestionKind::Judgement)
        .map(|(_, one)| (!one.core, one.id.to_string()))
        .collect();
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
});

fn rank(verdict: VerdictId) -> u8 {
    match verdict {
        VerdictId::NoGround => 0,
        VerdictId::TooEarly => 1,
        VerdictId::Gaps => 2,
        VerdictId::Departures => 3,
        VerdictId::Grounds => 4,
        VerdictId::SeriousGrounds => 5,
    }
}

fn judged(audit: &Audit) -> u8 {
    rank(derive(&LIBRARY, audit, day(2026, 11, 28)).verdict.id)
}

fn evidence() -> Evidence {
    Evidence {
        document: Some("report".to_owned()),
        page: Some(4),
        ..Evidence::default()
    }
}

/// An answer: a status, and nothing, a note, evidence, or evidence of a later day under it.
fn answer() -> impl Strategy<Value = Answer> {
    (0..Status::ALL.len(), 0_u8..6).prop_map(|(status, proof)| {
        let late = Evidence {
            date: Some(day(2026, 11, 25)),
            ..evidence()
        };
        let shows = |shows| Evidence {
            shows,
            ..late.clone()
        };
        Answer {
            status: Some(Status::ALL[status]),
            note: if proof == 1 { "So it was." } else { "" }.to_owned(),
            evidence: match proof {
                0 | 1 => Vec::new(),
                2 | 3 => vec![evidence()],
                4 => vec![shows(None)],
                _ => vec![shows(Some(Shows::Later))],
            },
            ..Answer::default()
        }
    })
}

fn audit() -> impl Strategy<Value = Audit> {
    let territory = prop::sample::select(Territory::ALL.to_vec());
    let core = LIBRARY.core().count();
    let answers = prop_oneof![
        // Every core question, so that the verdict is open to all rungs.
        prop::collection::vec(answer(), core..core + 30),
        prop::collection::vec(answer(), 0..12),
    ];
    (territory, prop::bool::ANY, answers).prop_map(|(territory, old, answers)| {
        let decided = if old {
            day(2003, 5, 14)
        } else {
            day(2026, 10, 20)
        };
        let mut audit = Audit::new(Review {
            territory,
            decided: Some(decided),
            ..Review::named("Calderbrook", "Housing")
        });
        audit.documents.push(Document::titled("report", "Report"));
        for (id, answer) in JUDGEMENTS.iter().zip(answers) {
            audit.answers.insert(id.clone(), answer);
        }
        audit
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn taking_evidence_away_never_raises_a_verdict(audit in audit(), at in any::<prop::sample::Index>()) {
        let with: Vec<String> = audit
            .answers
            .iter()
            .filter(|(_, answer)| !answer.evidence.is_empty())
            .map(|(id, _)| id.clone())
            .collect();
        prop_assume!(!with.is_empty());
        let id = at.get(&with);
        let mut less = audit.clone();
        less.answers.get_mut(id).expect("it is there").evidence.clear();
        prop_assert!(judged(&less) <= judged(&audit), "{id}");
    }

    #[test]
    fn a_failing_that_is_shown_never_lowers_a_verdict(audit in audit(), at in any::<prop::sample::Index>()) {
        let open: Vec<&String> = JUDGEMENTS
            .iter()
            .filter(|id| !audit.answers.contains_key(*id))
            .collect();
        let id = *at.get(&open);
        let mut more = audit.clone();
        more.answers.insert(
            id.clone(),
            Answer {
                status: Some(Status::NotMet),
                evidence: vec![evidence()],
                ..Answer::default()
            },
        );
        prop_assert!(judged(&more) >= judged(&audit), "{id}");
    }
}
