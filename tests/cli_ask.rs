//! Questions put, answered and not answered, through the real binary.

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};

const ANSWERS: &str = r#"
[answers."users.consulted"]
status = "no-evidence"
[answers."options.in-house-equal"]
status = "not-met"
[[answers."options.in-house-equal".evidence]]
document = "report"
page = 4
[[document]]
id = "report"
title = "The report"
"#;

fn home() -> Home {
    let home = Home::new();
    home.write("audits/mine.audit.toml", format!("{OPEN}{ANSWERS}"));
    home
}

#[test]
fn a_question_is_put_answered_and_becomes_evidence() {
    let home = home();
    let (list, code) = home.json(&["ask", "list", "mine", "--json"]);
    assert_eq!(code, 0);
    let questions = list["questions"].as_array().expect("a list");
    let number = questions
        .iter()
        .find(|one| one["bears_on"][0] == "users.consulted")
        .expect("a gap is asked about")["number"]
        .as_u64()
        .expect("a number")
        .to_string();
    let (said, code) = home.stdout(&[
        "ask",
        "put",
        "mine",
        "--number",
        &number,
        "--to",
        "Cllr Holder",
        "--where",
        "Scrutiny committee",
        "--on",
        "2026-11-19",
    ]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("put-1: "), "{said}");
    let (said, code) = home.stdout(&[
        "ask",
        "answered",
        "mine",
        "put-1",
        "--reply",
        "No. There was no time.",
        "--status",
        "not-met",
    ]);
    assert_eq!(code, 0);
    assert!(
        said.contains("evidence under users.consulted, which is now “not met”"),
        "{said}"
    );
    let (list, _) = home.json(&["ask", "list", "mine", "--json"]);
    assert_eq!(list["put"][0]["outcome"], "answered");
    assert_eq!(list["put"][0]["where"], "Scrutiny committee");
    let (words, _) = home.stdout(&["ask", "list", "mine"]);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("“No. There was no time.”"), "{words}");
    let file = std::fs::read_to_string(home.path("audits/mine.audit.toml")).expect("there");
    assert!(file.contains("[[put]]") && file.contains("status = \"not-met\""));
    assert!(file.contains("source = \"council\""), "{file}");
    let (history, _) = home.json(&["history", "mine", "--json"]);
    let steps = history["steps"].as_array().expect("a list");
    assert_eq!(steps.len(), 2, "each command is one step: {history}");
    assert_eq!(steps[1]["by"], "J. Secretary");
    let (verified, code) = home.stdout(&["verify", "mine"]);
    assert_eq!(code, 0, "{verified}");
    let (again, code) = home.stdout(&[
        "ask",
        "answered",
        "mine",
        "put-1",
        "--reply",
        "No. There was no time.",
    ]);
    assert_eq!(code, 0);
    assert!(again.contains("Nothing was changed"), "{again}");
}

#[test]
fn silence_is_recorded_and_stands_in_the_question_sheet_and_the_submission() {
    let home = home();
    let put = [
        "ask",
        "put",
        "mine",
        "--question",
        "Who saw the in-house plan?",
        "--to",
        "Cllr Holder",
        "--bears-on",
        "options.in-house-equal",
    ];
    assert_eq!(home.stdout(&put).1, 0);
    assert_eq!(home.stdout(&["ask", "not-answered", "mine", "put-1"]).1, 0);
    let report = |kind: &str| home.stdout(&["report", "mine", "--kind", kind]).0;
    let sheet = report("questions");
    assert!(sheet.contains("Also asked") && sheet.contains("Not answered."));
    let submission = report("submission");
    assert!(submission.contains("Questions put, and refused or not answered"));
    assert!(
        submission.contains("No answer from Cllr Holder"),
        "{submission}"
    );
    assert!(report("record").contains("The questions that were put"));
}

#[test]
fn a_refusal_is_quoted_with_who_refused_and_when_and_never_called_no_answer() {
    let home = home();
    let put = [
        "ask",
        "put",
        "mine",
        "--question",
        "Who saw the in-house plan?",
        "--to",
        "Cllr Holder",
        "--bears-on",
        "options.in-house-equal",
    ];
    assert_eq!(home.stdout(&put).1, 0);
    let refused = [
        "ask",
        "refused",
        "mine",
        "put-1",
        "--reply",
        "Appendix C will not be released.",
        "--by",
        "A. Director, Director of Housing",
    ];
    assert_eq!(home.stdout(&refused).1, 0);
    for kind in ["submission", "questions", "record"] {
        let (paper, _) = home.stdout(&["report", "mine", "--kind", kind]);
        assert!(
            paper.contains("Appendix C will not be released."),
            "{kind}: {paper}"
        );
        assert!(!paper.contains("Not answered."), "{kind}: {paper}");
    }
    let (submission, _) = home.stdout(&["report", "mine", "--kind", "submission"]);
    assert!(
        submission.contains("A. Director, Director of Housing"),
        "{submission}"
    );
    home.fails(64, &["ask", "refused", "mine", "put-1", "--reply", " "]);
}

#[test]
fn what_cannot_be_recorded_is_told_and_nothing_is_changed() {
    let home = home();
    let before = std::fs::read(home.path("audits/mine.audit.toml")).expect("there");
    for (code, arguments, expected) in [
        (
            3,
            &["ask", "answered", "mine", "put-1", "--reply", "x"][..],
            "scrutineer ask put",
        ),
        (
            64,
            &["ask", "put", "mine", "--number", "999", "--to", "A"],
            "no question 999",
        ),
        (
            64,
            &[
                "ask",
                "put",
                "mine",
                "--question",
                "Why?",
                "--to",
                "A",
                "--bears-on",
                "users.consultd",
            ],
            "did you mean “users.consulted”?",
        ),
        (64, &["ask", "put", "mine", "--to", "A"], "--number"),
        (
            64,
            &["ask", "put", "mine", "--question", " ", "--to", "A"],
            "--question is empty",
        ),
    ] {
        let errors = home.fails(code, arguments);
        assert!(errors.contains(expected), "{arguments:?}: {errors}");
    }
    let after = std::fs::read(home.path("audits/mine.audit.toml")).expect("there");
    assert_eq!(before, after);
}
