//! `timeline` through the real binary: dates as far as they are known, the user's own events, undo.

use crate::testkit::cli_home;

use cli_home::Home;

const AUDIT: &str = r#"format = 1

[review]
authority = "Anytown Council"
kind = "council"
service = "Home care"
territory = "england"
executive = "yes"
stage = "decision"
decided = 2026-06-15

[answers."consultation-opened"]
value = "2026-03"

[answers."consultation-closed"]
value = 2026-05-22

[[document]]
id = "report"
title = "Report to cabinet"
date = 2026-06-05
"#;

fn rows(home: &Home, path: &str) -> Vec<(String, String)> {
    let (all, code) = home.json(&["timeline", "list", path, "--json"]);
    assert_eq!(code, 0);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let rows = all.as_array().expect("a list").iter();
    rows.map(|one| (text(&one["when"]), text(&one["what"])))
        .collect()
}

#[test]
fn events_of_ones_own_come_in_order_with_their_doubt_and_go_again() {
    let home = Home::new();
    let path = home.write("a.audit.toml", AUDIT);
    for (when, what) in [
        (
            "by early March 2026",
            "Staff heard that the service would go",
        ),
        ("Monday 1/6/26", "The leader told the press"),
    ] {
        let (said, code) = home.stdout(&["timeline", "add", &path, "--when", when, "--what", what]);
        assert_eq!(code, 0, "{said}");
    }
    let (said, code) = home.stdout(&[
        "timeline",
        "add",
        &path,
        "--when",
        "about 10 June 2026",
        "--what",
        "The bidder was told",
        "--document",
        "report",
        "--page",
        "4",
        "--quote",
        "has been told",
    ]);
    assert_eq!(
        (said.as_str(), code),
        ("Added: about 10 June 2026: The bidder was told\n", 0)
    );
    let expected = [
        ("2026-03", "Consultation opened"),
        ("../2026-03-10", "Staff heard that the service would go"),
        ("2026-05-22", "Consultation closed"),
        ("2026-06-01", "The leader told the press"),
        ("2026-06-05", "“Report to cabinet” is dated"),
        ("2026-06-10~", "The bidder was told"),
        ("2026-06-15", "The decision was taken"),
    ];
    let found = rows(&home, &path);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(found, expected);
    let (said, _) = home.stdout(&["timeline", "list", &path]);
    assert!(
        said.contains("By 10 March 2026: ") || said.contains("by 10 March 2026: "),
        "{said}"
    );
    assert!(
        said.contains("“has been told”") && said.contains("event-3"),
        "{said}"
    );
    let kept = std::fs::read_to_string(&path).expect("the audit");
    assert!(
        kept.contains("when = \"../2026-03-10\"\n") && kept.contains("when = 2026-06-01\n"),
        "{kept}"
    );
    let (said, code) = home.stdout(&["timeline", "remove", &path, "event-1"]);
    assert_eq!((said.as_str(), code), ("Removed: event-1\n", 0));
    assert_eq!(rows(&home, &path).len(), 6);
}

#[test]
fn what_is_wrong_is_said_with_the_way_out() {
    let home = Home::new();
    let path = home.write("a.audit.toml", AUDIT);
    for (code, when, what, further, part) in [
        (64, "soon", "x", &[][..], "soon"),
        (64, "Monday 2 June 2026", "x", &[], "Tuesday 2 June 2026"),
        (64, "2026", " ", &[], "--what is empty"),
        (3, "2026", "x", &["--document", "reprt"], "“report”"),
        (
            64,
            "2026",
            "x",
            &["--document", "report", "--page", "0"],
            "write a whole number from 1",
        ),
    ] {
        let event = ["timeline", "add", &path, "--when", when, "--what", what];
        let said = home.fails(code, &[&event, further].concat());
        assert!(said.contains(part), "{when} {further:?}: {said}");
    }
    let said = home.fails(3, &["timeline", "remove", &path, "event-1"]);
    assert!(said.contains("timeline list"), "{said}");
    let kept = std::fs::read_to_string(&path).expect("the audit");
    assert_eq!(kept, AUDIT);
    for page in ["0", "-3"] {
        let event = "[[event]]\nid = \"event-1\"\nwhen = 2026-03-01\nwhat = \"x\"\n";
        let audit =
            format!("{AUDIT}\n{event}\n[[event.evidence]]\ndocument = \"report\"\npage = {page}\n");
        let wrong = home.write("c.audit.toml", &audit);
        let said = home.fails(3, &["timeline", "list", &wrong]);
        let line = audit.lines().count();
        assert!(
            said.contains(&format!("c.audit.toml:{line}:"))
                && said.contains(&format!("`page` cannot be {page}"))
                && said.contains("write a whole number from 1"),
            "{said}"
        );
    }
    let wrong = home.write(
        "b.audit.toml",
        format!("{AUDIT}\n[[event]]\nid = \"event-1\"\nwhen = \"soon\"\nwhat = \"x\"\n"),
    );
    let said = home.fails(3, &["timeline", "list", &wrong]);
    assert!(
        said.contains("b.audit.toml:") && said.contains("2026-03"),
        "{said}"
    );
}
