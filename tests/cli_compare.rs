//! `compare` and `documents compare` through the real binary: a draft and a final, as two audits and as
//! two papers, and a dropped promise recorded as evidence.

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use serde_json::Value;

use crate::testkit::cli_home;
use crate::testkit::make;

use cli_home::{Home, OPEN};

const CORNWALL_DRAFT: &str = include_str!("cases/case-13-cornwall-t1.audit.toml");
const CORNWALL_FINAL: &str = include_str!("cases/case-13-cornwall-t2.audit.toml");
const BARNET: &str = include_str!("cases/case-09-barnet-2012.audit.toml");

fn question<'v>(compared: &'v Value, id: &str) -> &'v Value {
    let all = compared["questions"].as_array().expect("a list");
    let found = all.iter().find(|one| one["question"] == id);
    found.unwrap_or_else(|| panic!("{id} is not compared"))
}

/// An audit with answers written as they are in a file.
fn with(answers: &str) -> String {
    format!("{OPEN}{answers}")
}

#[test]
fn cornwall_shows_what_the_councillors_repaired_between_september_and_december() {
    let home = Home::new();
    home.write("audits/september.audit.toml", CORNWALL_DRAFT);
    let last = home.write("final/december.audit.toml", CORNWALL_FINAL);
    let (compared, code) = home.json(&["compare", "september", &last, "--json"]);
    assert_eq!(code, 0);
    for (id, change) in [
        ("options.ways-considered", "fixed"),
        ("pre-emption.nothing-first", "fixed"),
        ("scrutiny.answered", "fixed"),
        ("performance.disclosed", "better"),
        ("residents.consulted", "fixed"),
        ("comparison.like-for-like", "worse"),
        ("objectives.stated", "unchanged"),
    ] {
        assert_eq!(question(&compared, id)["change"], change, "{id}");
    }
    let gone = compared["flags_gone"].as_array().expect("a list");
    for flag in ["pre-empted", "scrutiny-overridden", "council-bypassed"] {
        assert!(gone.contains(&Value::from(flag)), "{flag}: {gone:?}");
    }
    let new = compared["flags_new"].as_array().expect("a list");
    assert!(new.contains(&Value::from("single-bidder")), "{new:?}");
    let (said, code) = home.stdout(&["compare", "september", &last]);
    assert_eq!(code, 0);
    let (worse, fixed) = (said.find("Worse than"), said.find("Fixed since"));
    assert!(worse < fixed && worse.is_some(), "{said}");
    assert!(
        said.lines().all(|line| line.chars().count() <= 100),
        "{said}"
    );
}

#[test]
fn an_audit_compared_with_itself_is_unchanged_and_neither_file_is_written() {
    let home = Home::new();
    let path = home.write("audits/barnet.audit.toml", BARNET);
    let before = std::fs::read(&path).expect("the audit");
    let (compared, code) = home.json(&["compare", "barnet", "barnet", "--json"]);
    assert_eq!(code, 0);
    let all = compared["questions"].as_array().expect("a list");
    assert!(all.len() > 15);
    assert!(
        all.iter().all(|one| one["change"] == "unchanged"),
        "{all:?}"
    );
    assert_eq!(compared["verdict"]["draft"], compared["verdict"]["final"]);
    let (said, _) = home.stdout(&["compare", "barnet", "barnet"]);
    assert!(said.contains("The verdict is the same on both"), "{said}");
    assert!(said.contains("--all lists them"), "{said}");
    assert_eq!(std::fs::read(&path).expect("the audit"), before);
    let files = std::fs::read_dir(home.path("audits")).expect("a folder");
    assert_eq!(files.count(), 1, "no journal was made");
}

#[test]
fn a_quoted_promise_that_the_final_is_silent_on_is_told_first_as_dropped() {
    let home = Home::new();
    let promise = "We will consult the recognised unions before any post goes.";
    home.write(
        "audits/draft.audit.toml",
        with(&format!(
            "[answers.\"unions.consulted\"]\nstatus = \"partly\"\nnote = \"It is promised.\"\n\
             [[answers.\"unions.consulted\".evidence]]\npage = 4\nquote = \"{promise}\"\n\
             [answers.\"objectives.stated\"]\nstatus = \"met\"\nnote = \"To save money.\"\n"
        )),
    );
    home.write(
        "audits/final.audit.toml",
        with(
            "[answers.\"unions.consulted\"]\nstatus = \"no-evidence\"\nnote = \"It says nothing.\"\n\
             [answers.\"objectives.stated\"]\nstatus = \"met\"\nnote = \"To save money and jobs.\"\n",
        ),
    );
    let (compared, _) = home.json(&["compare", "draft", "final", "--json"]);
    assert_eq!(question(&compared, "unions.consulted")["change"], "dropped");
    assert_eq!(
        question(&compared, "objectives.stated")["change"],
        "reworded"
    );
    assert_eq!(compared["promises"][0]["fate"], "dropped");
    assert_eq!(compared["promises"][0]["quote"], promise);
    let (said, _) = home.stdout(&["compare", "draft", "final"]);
    let promises = said.find("Promises that the final no longer makes");
    let dropped = said.find("Quietly dropped");
    let reworded = said.find("Only reworded");
    assert!(
        promises.is_some() && promises < dropped && dropped < reworded,
        "{said}"
    );
    assert!(said.contains("[new: and jobs.]"), "{said}");
}

#[test]
fn an_answer_to_a_question_that_another_took_in_is_matched_with_it() {
    let home = Home::new();
    home.write(
        "checklists/own.toml",
        "format = 1\nid = \"own\"\ntitle = \"Own\"\nedition = \"2\"\n[[section]]\nid = \"own\"\n\
         title = \"Own\"\n[[question]]\nid = \"own.new\"\nsection = \"own\"\ntopic = \"scope\"\n\
         short = \"Kept to its scope\"\nask = \"Is it so?\"\nlook_for = [\"w\"]\nproved_by = [\"p\"]\n\
         usual_failure = \"u\"\n[[merged]]\nid = \"own.old\"\ninto = \"own.new\"\n",
    );
    home.write(
        "audits/draft.audit.toml",
        with("[answers.\"own.old\"]\nstatus = \"not-met\"\nnote = \"It is not so.\"\n"),
    );
    home.write(
        "audits/final.audit.toml",
        with("[answers.\"own.new\"]\nstatus = \"met\"\nnote = \"It is so now.\"\n"),
    );
    let (compared, code) = home.json(&["compare", "draft", "final", "--json"]);
    assert_eq!(code, 0);
    let one = question(&compared, "own.new");
    assert_eq!(one["change"], "fixed");
    assert_eq!(one["to_confirm"]["draft"], true);
    assert_eq!(one["to_confirm"]["final"], false);
}

/// A home with two papers of an open audit: a draft of two pages and a final of two.
fn with_papers() -> Home {
    let home = Home::new();
    home.write("audits/libraries.audit.toml", OPEN);
    let page = |lines: &[&str]| {
        let mut page = make::Page::default();
        for (line, place) in lines.iter().zip(0..) {
            page = page.line(72.0, 760.0 - 40.0 * f64::from(place), 10.0, line);
        }
        page
    };
    let draft = [
        page(&[
            "3.1 The library service runs eleven branches and a mobile van.",
            "3.2 The consultants were paid £46,500 for their report.",
        ]),
        page(&[
            "3.3 We will consult the recognised trade unions before any post is deleted.",
            "3.4 Users will be consulted for twelve weeks in the spring.",
        ]),
    ];
    let last = [
        page(&[
            "4.1 The library service runs eleven branches and a mobile van.",
            "4.2 The consultants were paid £64,500 for their report.",
        ]),
        page(&["4.3 Users may be consulted for twelve weeks in the spring."]),
    ];
    home.write("papers/draft.pdf", make::pdf(&draft));
    home.write("papers/final.pdf", make::pdf(&last));
    for (file, title, date) in [
        ("papers/draft.pdf", "Draft report", "2024-01-10"),
        ("papers/final.pdf", "Final report", "2024-06-10"),
    ] {
        let (said, code) = home.stdout(&[
            "documents",
            "add",
            "libraries",
            file,
            "--title",
            title,
            "--date",
            date,
        ]);
        assert_eq!(code, 0, "{said}");
    }
    home
}

const COMPARE: [&str; 5] = ["documents", "compare", "libraries", "draft", "final"];

#[test]
fn two_papers_are_compared_with_both_pages_and_promises_come_first() {
    let home = with_papers();
    let (compared, code) = home.json(&[&COMPARE[..], &["--json"]].concat());
    assert_eq!(code, 0);
    let promises = compared["promises"].as_array().expect("a list");
    assert_eq!(promises[0]["fate"], "dropped");
    assert_eq!(promises[0]["draft"]["page"], 2);
    assert!(promises[0]["final"].is_null());
    assert_eq!(promises[1]["fate"], "withdrawn");
    assert_eq!(promises[1]["final"]["page"], 2);
    let kinds: Vec<&str> = compared["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["dropped", "figures", "reworded"]);
    assert_eq!(compared["unchanged"], 1);
    let (said, code) = home.stdout(&COMPARE);
    assert_eq!(code, 0);
    assert!(
        said.contains("1. “We will consult the recognised trade unions"),
        "{said}"
    );
    assert!(said.contains("[was: will; now: may]"), "{said}");
    assert!(said.contains("[was: £46,500; now: £64,500]"), "{said}");
    assert!(said.contains("Draft report, page 2, para 3.3"), "{said}");
}

#[test]
fn a_dropped_promise_becomes_evidence_with_its_proof_of_absence_and_can_be_verified() {
    let home = with_papers();
    let errors = home.fails(
        64,
        &[&COMPARE[..], &["--record", "unions.consulted"]].concat(),
    );
    assert!(errors.contains("--number"), "{errors}");
    let record = [
        &COMPARE[..],
        &["--record", "unions.consulted", "--number", "1"],
    ]
    .concat();
    let (said, code) = home.stdout(&record);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Recorded as evidence"), "{said}");
    let text = std::fs::read_to_string(home.path("audits/libraries.audit.toml")).expect("it");
    let audit = Audit::read(&SourceText::new("libraries", text)).expect("an audit");
    let answer = audit.answer("unions.consulted").expect("it is recorded");
    assert_eq!(answer.status, None, "the answer is the user's");
    let [quoted, proof] = answer.evidence.as_slice() else {
        panic!("{:?}", answer.evidence);
    };
    assert_eq!(quoted.document.as_deref(), Some("draft"));
    assert_eq!(quoted.page, Some(2));
    let quote = quoted.quote.as_deref().expect("words");
    assert_eq!(
        quote,
        "We will consult the recognised trade unions before any post is deleted."
    );
    let absence = proof.absence.as_ref().expect("a proof");
    assert_eq!(absence.documents, ["final"]);
    assert_eq!(absence.pages, 2);
    assert!(!absence.words.is_empty());
    // What is said to be absent is absent, and the quotation is found again.
    for word in &absence.words {
        let (found, _) = home.json(&[
            "documents",
            "search",
            "libraries",
            &format!("\"{word}\""),
            "--json",
        ]);
        let passages = found["passages"].as_array().expect("a list");
        assert!(
            passages.iter().all(|one| one["document"] == "draft"),
            "{found}"
        );
    }
    let (verified, code) = home.stdout(&["verify", "libraries"]);
    assert_eq!(code, 0, "{verified}");
    // The same again adds nothing.
    let (said, _) = home.stdout(&record);
    assert!(said.contains("Already recorded"), "{said}");
}

#[test]
fn a_comparison_that_cannot_be_made_is_told() {
    let home = with_papers();
    let errors = home.fails(
        3,
        &["documents", "compare", "libraries", "draft", "nothing"],
    );
    assert!(errors.contains("“nothing”"), "{errors}");
    home.fails(64, &["documents", "compare", "libraries", "draft", "draft"]);
    let errors = home.fails(
        64,
        &[
            &COMPARE[..],
            &["--record", "unions.consultd", "--number", "1"],
        ]
        .concat(),
    );
    assert!(errors.contains("unions.consulted"), "{errors}");
    home.fails(3, &["compare", "libraries", "no-such-audit"]);
}
