//! The read-through: each objection of the other side is raised before the paper leaves, and what
//! is left out is out of the paper.

use scrutineer::audit::{Answer, Audit, Document, Evidence, Request, Review, Value};
use scrutineer::base::SourceText;
use scrutineer::checklist::{
    ChecklistText, Library, QuestionKind, SourceClass, Status, Territory, load, shipped,
};
use scrutineer::report::read_through::{Objection, Remark, read_through};
use scrutineer::report::{Kind, Setting};

use crate::testkit::cli_home::Home;
use crate::testkit::report_common::{day, library, with_source};

fn audit() -> Audit {
    let mut audit = Audit::new(Review {
        territory: Territory::England,
        decided: Some(day(2026, 10, 20)),
        ..Review::named("Calderbrook", "Housing repairs")
    });
    audit
        .documents
        .push(Document::titled("report", "The report"));
    audit
}

fn page() -> Evidence {
    Evidence {
        document: Some("report".to_owned()),
        page: Some(4),
        ..Evidence::default()
    }
}

fn answer(audit: &mut Audit, id: &str, status: Status, edit: impl FnOnce(&mut Answer)) {
    let mut answer = Answer {
        status: Some(status),
        evidence: vec![page()],
        ..Answer::default()
    };
    edit(&mut answer);
    audit.answers.insert(id.to_owned(), answer);
}

fn remarks(library: &Library, audit: &Audit, kind: Kind) -> Vec<Remark> {
    with_source(library, audit, &Setting::default(), |source| {
        read_through(source, kind)
    })
}

fn objections(library: &Library, audit: &Audit) -> Vec<Objection> {
    remarks(library, audit, Kind::Submission)
        .iter()
        .map(|one| one.objection)
        .collect()
}

#[test]
fn a_paper_with_proof_from_the_council_has_no_remark() {
    let library = library();
    let mut audit = audit();
    answer(&mut audit, "scope.kept", Status::NotMet, |_| ());
    assert_eq!(remarks(&library, &audit, Kind::Submission), []);
}

/// A branch's own flag, whose remedy has nothing to undo before a procurement.
const OWN: &str = r#"
format = 1
id = "branch"
title = "Branch"
edition = "1"

[[flag]]
id = "branch-shortlist"
title = "Firms were chosen first"
level = "departure"
when = { question = "pre-emption.nothing-first", is = ["not-met"] }
ask = ["Who chose them?"]
remedy = { when = { not = { choice = "procurement", is = ["none"] } }, text = "Start again without the shortlist." }
source = "branch"
checked = "secondary"
"#;

#[test]
fn a_remedy_for_what_has_not_happened_is_told() {
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("branch.toml", OWN),
        shipped: false,
    });
    let library = load(&texts).expect("a checklist beside ours");
    let mut one = audit();
    let asked = "pre-emption.nothing-first";
    answer(&mut one, asked, Status::NotMet, |_| ());
    let procurement = |option: &str| Answer {
        value: Some(Value::Option(option.to_owned())),
        ..Answer::default()
    };
    one.answers
        .insert("procurement".to_owned(), procurement("none"));
    assert!(objections(&library, &one).contains(&Objection::RemedyTooSoon));
    one.answers.remove("procurement");
    assert!(!objections(&library, &one).contains(&Objection::RemedyTooSoon));
}

#[test]
fn each_objection_is_raised() {
    let library = library();
    let mut cases: Vec<(Objection, Audit)> = Vec::new();

    let mut one = audit();
    answer(&mut one, "scope.kept", Status::NotMet, |answer| {
        answer.evidence.clear();
    });
    cases.push((Objection::NotShown, one));

    let mut one = audit();
    answer(&mut one, "scope.kept", Status::NotMet, |answer| {
        for evidence in &mut answer.evidence {
            evidence.source = Some(SourceClass::Union);
        }
    });
    cases.push((Objection::OwnSideOnly, one));

    // The topic is praised and challenged at once.
    let mut one = audit();
    answer(&mut one, "options.ways-considered", Status::Met, |_| ());
    answer(&mut one, "options.track-record", Status::NotMet, |_| ());
    cases.push((Objection::Contradicted, one));

    let figure = library
        .questions()
        .find(|(_, question)| matches!(question.kind, QuestionKind::Figure(_)))
        .map(|(_, question)| question.id.to_string())
        .expect("a figure");
    let mut one = audit();
    one.answers.insert(
        figure,
        Answer {
            value: Some(Value::Number(127_000.0)),
            evidence: vec![Evidence {
                quote: Some("at a cost of £172,000".to_owned()),
                ..page()
            }],
            ..Answer::default()
        },
    );
    cases.push((Objection::FigureDiffers, one));

    let mut one = audit();
    answer(
        &mut one,
        "performance.disclosed",
        Status::Withheld,
        |answer| {
            answer.request = Some(Request {
                what: "The results".to_owned(),
                whom: "The director".to_owned(),
                on: Some(day(2026, 9, 14)),
                reply: String::new(),
            });
        },
    );
    cases.push((Objection::RefusalNotQuoted, one));

    let mut one = audit();
    answer(&mut one, "scope.kept", Status::NotMet, |answer| {
        answer.note = "It was a breach of the four Cs.".to_owned();
    });
    one.review.decided = Some(day(2001, 5, 1));
    cases.push((Objection::LawNotInForce, one));

    for (expected, audit) in cases {
        let found = objections(&library, &audit);
        assert!(found.contains(&expected), "{expected}: {found:?}");
        // The record and the blank checklist stay in the house.
        assert_eq!(remarks(&library, &audit, Kind::Record), []);
    }
}

#[test]
fn a_ground_left_out_is_in_no_paper_and_raises_nothing() {
    let library = library();
    let mut audit = audit();
    answer(&mut audit, "scope.kept", Status::NotMet, |answer| {
        for evidence in &mut answer.evidence {
            evidence.source = Some(SourceClass::Union);
        }
    });
    answer(
        &mut audit,
        "pre-emption.nothing-first",
        Status::NotMet,
        |_| (),
    );
    let title = "The decision covers services the review did not examine";
    let built = |audit: &Audit| {
        let paper = crate::testkit::report_common::built(Kind::Submission, &library, audit);
        format!("{:?}", paper.expect("two grounds"))
    };
    assert!(built(&audit).contains(title));
    let remark = remarks(&library, &audit, Kind::Submission)
        .into_iter()
        .find(|one| one.objection == Objection::OwnSideOnly)
        .expect("own side only");
    let id = remark.ground.expect("it is about a ground");
    let change = audit
        .edit_notice(|notice| {
            notice.left_out.insert(id);
        })
        .expect("a change");
    audit.apply(&change).expect("it fits");
    assert!(!built(&audit).contains(title));
    assert!(!objections(&library, &audit).contains(&Objection::OwnSideOnly));
}

#[test]
fn the_councils_rule_refuses_a_call_in_ground_by_ground() {
    let library = library();
    let mut audit = audit();
    answer(&mut audit, "scope.kept", Status::NotMet, |_| ());
    answer(
        &mut audit,
        "pre-emption.nothing-first",
        Status::NotMet,
        |_| (),
    );
    let mut setting = Setting::default();
    setting.council.grounds = vec!["Proportionality".to_owned(), "Openness".to_owned()];
    let refused = |audit: &Audit, kind: Kind| -> Vec<String> {
        with_source(&library, audit, &setting, |source| {
            let remarks = read_through(source, kind).into_iter();
            remarks
                .filter(|one| one.objection == Objection::RuleRefuses)
                .filter_map(|one| one.ground)
                .collect()
        })
    };
    let all = refused(&audit, Kind::CallIn);
    assert!(all.contains(&"scope-grew".to_owned()), "{all:?}");
    assert_eq!(refused(&audit, Kind::Submission), Vec::<String>::new());
    let change = audit.edit_notice(|notice| {
        let under = &mut notice.under;
        under.insert("scope-grew".to_owned(), "Openness".to_owned());
    });
    audit.apply(&change.expect("a change")).expect("it fits");
    let placed = refused(&audit, Kind::CallIn);
    assert_eq!(placed.len(), all.len() - 1, "{placed:?}");
    assert!(!placed.contains(&"scope-grew".to_owned()));
}

#[test]
fn report_prints_the_list_and_strict_refuses_to_write() {
    let home = Home::new();
    home.write(
        "audits/mine.audit.toml",
        "format = 1\n[review]\nauthority = \"Calderbrook\"\nkind = \"council\"\n\
         service = \"Housing\"\nterritory = \"england\"\ndecided = 2026-10-20\n\
         [answers.\"scope.kept\"]\nstatus = \"not-met\"\n\
         [[answers.\"scope.kept\".evidence]]\ndocument = \"report\"\npage = 4\nsource = \"union\"\n\
         [[document]]\nid = \"report\"\ntitle = \"The report\"\n",
    );
    let out = home.path("paper.md");
    let out = out.to_str().expect("UTF-8");
    let write = ["report", "mine", "--kind", "submission", "-o", out];
    let strict: Vec<&str> = write.iter().copied().chain(["--strict"]).collect();
    let errors = home.fails(1, &strict);
    assert!(errors.contains("nothing was written"), "{errors}");
    assert!(!home.path("paper.md").exists());
    let output = home.run(&write);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(errors.contains("own-side-only"), "{errors}");
    let left: Vec<&str> = strict
        .iter()
        .copied()
        .chain(["--force", "--leave-out", "scope-grew"])
        .collect();
    let errors = home.fails(3, &left);
    assert!(errors.contains("ground"), "nothing is left: {errors}");
}
