//! `documents verify` through the real binary: every quotation looked up again in its paper.

use scrutineer::audit::{Answer, Audit, Evidence};
use scrutineer::base::SourceText;
use scrutineer::checklist::Status;
use serde_json::Value;

use crate::cli_documents::{audit_file, with_paper};
use crate::testkit::cli_home::Home;
use crate::testkit::make;

/// The home with the paper, and quotations of it recorded by hand under two answers.
fn with_quotations(quotes: &[(&str, u32)]) -> Home {
    let home = with_paper();
    let text = String::from_utf8(audit_file(&home)).expect("a text");
    let mut audit = Audit::read(&SourceText::new("liverpool", text)).expect("an audit");
    let evidence = quotes.iter().map(|(words, page)| Evidence {
        document: Some("final-report".to_owned()),
        page: Some(*page),
        quote: Some((*words).to_owned()),
        ..Evidence::default()
    });
    let answer = Answer {
        status: Some(Status::NotMet),
        evidence: evidence.collect(),
        ..Answer::default()
    };
    audit
        .answers
        .insert("options.in-house-equal".into(), answer);
    home.write("audits/quoted.audit.toml", audit.to_toml());
    home
}

const TRUE_ONE: (&str, u32) = ("The in-house service was taken as the baseline", 2);
const ELSEWHERE: (&str, u32) = ("the consultants’ fee … was £127,000", 2);
const CHANGED: (&str, u32) = ("the in-house service was taken as a baseline", 2);

#[test]
fn verify_looks_every_quotation_up_again() {
    let home = with_quotations(&[TRUE_ONE, ELSEWHERE, CHANGED]);
    let (verified, code) = home.json(&["verify", "quoted", "--json"]);
    assert_eq!((&verified["sound"], code), (&true.into(), 1), "{verified}");
    let quotes = &verified["quotes"];
    let of = |state: &str| quotes[state].as_u64().expect("a count");
    assert_eq!(
        ["found", "elsewhere", "missing", "unread"].map(of),
        [1, 1, 1, 0]
    );
    let told = quotes["not_found"].as_array().expect("a list");
    let told: Vec<(&Value, &Value)> = told
        .iter()
        .map(|one| (&one["evidence"], &one["found_on"]))
        .collect();
    assert_eq!(told, [(&2.into(), &1.into()), (&3.into(), &Value::Null)]);
    let (words, _) = home.stdout(&["verify", "quoted"]);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for says in [
        "2 of 3 quotations found again, 1 of them on another page.",
        "“the consultants’ fee … was £127,000” (evidence 2 under options.in-house-equal; “Final \
         report”, page 2): found again on page 1 of the file.",
        "NOT FOUND AGAIN IN THE FILE.",
    ] {
        assert!(words.contains(says), "{says}\n{words}");
    }
}

#[test]
fn a_quotation_that_cannot_be_looked_up_is_never_called_missing() {
    let home = with_quotations(&[TRUE_ONE, CHANGED]);
    std::fs::remove_file(home.path("papers/final_report.pdf")).expect("it was there");
    let (verified, code) = home.json(&["verify", "quoted", "--json"]);
    assert_eq!(code, 3, "as for any paper that is gone");
    assert_eq!(verified["quotes"]["unread"], 2, "{verified}");
    assert_eq!(verified["quotes"]["missing"], 0);
    // A scan in its place holds no text on any page.
    let scan = make::Page {
        picture: true,
        ..make::Page::default()
    };
    home.write("papers/final_report.pdf", make::pdf(&[scan.clone(), scan]));
    let (verified, _) = home.json(&["verify", "quoted", "--json"]);
    assert_eq!(verified["quotes"]["unread"], 2, "{verified}");
}

#[test]
fn a_paper_that_leaves_says_which_quotations_were_found_again() {
    let home = with_quotations(&[TRUE_ONE, ELSEWHERE, CHANGED]);
    let last = "**Quotations looked up in the files they are taken from:** 2 of 3 quotations found again, 1 of \
                them on another page.";
    for kind in ["record", "submission"] {
        let (said, code) = home.stdout(&["report", "quoted", "--kind", kind]);
        assert_eq!(code, 0);
        assert_eq!(said.matches(last).count(), 1, "{kind}: {said}");
        assert_eq!(
            said.matches("; not found again in the file").count(),
            1,
            "{said}"
        );
        assert_eq!(
            said.matches("; found again on page 1 of the file").count(),
            1
        );
    }
    // Nothing is said in a paper whose quotations could not be looked up at all.
    let text = String::from_utf8(std::fs::read(home.path("audits/quoted.audit.toml")).expect("it"));
    let text = text.expect("a text");
    let mut audit = Audit::read(&SourceText::new("quoted", text)).expect("an audit");
    for one in &mut audit.documents {
        one.path = None;
    }
    home.write("audits/quoted.audit.toml", audit.to_toml());
    let out = home.run(&["report", "quoted", "--kind", "record"]);
    let notes = String::from_utf8_lossy(&out.stderr);
    assert!(
        notes.contains("quotations were not looked up again"),
        "{notes}"
    );
    assert!(!String::from_utf8_lossy(&out.stdout).contains("found again"));
}
