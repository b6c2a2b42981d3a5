//! `documents offers` through the real binary: what papers say, offered with its place; never taken.

use serde_json::Value;

use crate::cli_documents::{audit_file, home, row};
use crate::testkit::cli_home::Home;

/// A home with the two papers of Wexcombe in an audit.
fn wexcombe() -> Home {
    let home = home();
    let report = include_str!("fixtures/documents/wexcombe-report.txt");
    home.write("papers/report.txt", report);
    let equality = include_str!("fixtures/documents/wexcombe-equality.txt");
    home.write("papers/equality.txt", equality);
    home
}

#[test]
fn the_papers_own_date_and_title_are_said_and_not_taken() {
    let home = wexcombe();
    let add = ["documents", "add", "liverpool", "papers/report.txt"];
    let (said, code) = home.stdout(&add);
    assert_eq!(code, 0, "{said}");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("The paper says it is of 16 June 2026"),
        "{said}"
    );
    assert!(said.contains("--as report --date 2026-06-16"), "{said}");
    let title = "The future of the borough's swimming pools";
    assert!(said.contains(&format!("calls itself “{title}”")), "{said}");
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    assert_eq!(row(&rows, "report")["date"], Value::Null);
    assert_eq!(row(&rows, "report")["title"], "report");
    let (said, code) = home.stdout(
        &[
            &add[..],
            &["--as", "report", "--date", "2026-06-16", "--title", title],
        ]
        .concat(),
    );
    assert_eq!(code, 0, "{said}");
    assert!(
        !said.contains("calls itself") && !said.contains("it is of"),
        "{said}"
    );
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    assert_eq!(row(&rows, "report")["date"], "2026-06-16");
}

#[test]
fn dates_and_sums_are_offered_with_sentence_paper_and_page_and_nothing_is_answered() {
    let home = wexcombe();
    let (said, code) = home.stdout(&[
        "documents",
        "add",
        "liverpool",
        "papers/report.txt",
        "papers/equality.txt",
    ]);
    assert_eq!(code, 0, "{said}");
    let before = audit_file(&home);
    let (offers, code) = home.json(&["documents", "offers", "liverpool", "--json"]);
    assert_eq!(code, 0, "{offers}");
    let of = |kind: &str| {
        let rows = offers.as_array().expect("a list").iter();
        rows.filter(|row| row["kind"] == kind)
            .cloned()
            .collect::<Vec<_>>()
    };
    let values = |kind: &str| {
        of(kind)
            .iter()
            .map(|row| row["value"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(values("call-in-ends"), ["2026-06-26T17:00"]);
    assert_eq!(values("contract-end"), ["2027-03-31"]);
    assert_eq!(values("committee-meeting"), ["2026-05-19"]);
    assert_eq!(values("petition-signatures"), ["3,217"]);
    assert_eq!(values("equality-assessed")[0], "2026-06-04");
    assert!(
        values("consultation-opened")
            .iter()
            .all(|value| value == "2026-02-02")
    );
    let saving = of("saving");
    let report = saving
        .iter()
        .find(|row| row["document"] == "report")
        .expect("it is offered");
    assert_eq!(report["value"], "£310,000");
    assert_eq!(report["paragraph"], "1.2");
    assert_eq!(report["questions"][0], "saving-claimed");
    assert_eq!(
        report["sentence"],
        "1.2 The recommended option is expected to save £310,000 a year."
    );
    let closed = of("consultation-closed");
    assert_eq!(closed.len(), 2, "{closed:?}");
    let (said, code) = home.stdout(&["documents", "offers", "liverpool"]);
    assert_eq!(code, 0);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("Consultation closed (answers consultation-closed)"),
        "{said}"
    );
    assert!(
        said.contains("27 March 2026: “2.1 An online consultation opened"),
        "{said}"
    );
    assert!(
        said.contains("3 April 2026: “The consultation with swimmers"),
        "{said}"
    );
    assert!(said.contains("nothing was answered"), "{said}");
    assert_eq!(audit_file(&home), before);
}

#[test]
fn papers_that_differ_under_one_answer_are_told_by_check() {
    let home = wexcombe();
    home.stdout(&[
        "documents",
        "add",
        "liverpool",
        "papers/report.txt",
        "papers/equality.txt",
    ]);
    let path = home.path("audits/liverpool.audit.toml");
    let text = std::fs::read_to_string(&path).expect("the audit");
    let with = |note: &str, second: &str| {
        format!(
            "{text}\n[answers.consultation-closed]\nvalue = 2026-03-27\n{note}\
             [[answers.consultation-closed.evidence]]\ndocument = \"report\"\npage = 1\n\
             quote = \"An online consultation opened on 2 February 2026 and closed on 27 March 2026.\"\n\
             [[answers.consultation-closed.evidence]]\ndocument = \"equality\"\npage = 1\n\
             quote = \"{second}\"\n"
        )
    };
    let told = |text: String| {
        home.write("audits/liverpool.audit.toml", text);
        let (check, _) = home.json(&["check", "liverpool", "--json"]);
        let lint = check["lint"].as_array().expect("a list").clone();
        lint.into_iter().find(|one| one["rule"] == "papers-differ")
    };
    let differ = told(with("", "It was closed on 3 April 2026."));
    let says = differ.expect("it is told")["says"].to_string();
    assert!(
        says.contains("“report” says 27 March 2026, “equality” says 3 April 2026"),
        "{says}"
    );
    assert_eq!(
        told(with(
            "note = \"The first.\"\n",
            "It was closed on 3 April 2026."
        )),
        None
    );
    assert_eq!(
        told(with("", "It was closed in March 2026.")),
        None,
        "a month is no other day"
    );
    assert_eq!(
        told(with("", "It ran from 1 to 9 April 2026.")),
        None,
        "which of them is not clear"
    );
    assert_eq!(told(with("", "It was closed early.")), None);
}
