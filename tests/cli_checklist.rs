//! The checklists through the real binary: list, show, validate, coverage, and the user's own.

use std::collections::BTreeSet;

use crate::testkit::cli_home;

use cli_home::Home;
use serde_json::Value;

/// A branch's own checklist, without a mistake.
const OWN: &str = r#"format = 1
id = "our-branch"
title = "Our branch"
edition = "2026"

[[requirement]]
id = "our-facilities-agreement-4"
instrument = "Facilities agreement"
title = "Put every review to the joint committee"
citation = "Facilities agreement 2019, cl 4"
force = "agreement"
demands = "The council puts every review to the joint committee before it is scoped."
checked = "text-read"
url = "https://example.org/agreement"
source = "the branch's own copy"
questions = ["unions.consulted"]
[[requirement.in_force]]
territory = "england"
from = 2019-01-01
"#;

/// The same with a dozen mistakes.
const BROKEN: &str = r#"format = 1
id = "our-branch"
title = "Our branch"
edition = "2026"

[[requirement]]
id = "local-agreement"
instrument = "Local agreement"
title = "Consult the joint committee"
citation = "Facilities agreement 2019, cl 4"
force = "agrement"
demands = "Consult."
checked = "official"
url = "https://example.org"
source = "ours"
questions = ["unions.consultd"]
[[requirement.in_force]]
territory = "englnd"
from = 2010-01-01
until = 2009-01-01

[[question]]
id = "Bad Id"
section = "worforce"
topic = "scpe"
aks = "Was it?"
look_for = ["x"]
proved_by = ["y"]
usual_failure = "z"

[[flag]]
id = "ours"
title = "T"
level = "undermines"
when = { question = "unions.consultde", is = ["not-mett"] }
source = "ours"
checked = "official"
precedents = ["liverpool-ict-200"]
"#;

/// Where each mistake of [`BROKEN`] stands and which name is offered for it.
const MISTAKES: [(&str, &str); 12] = [
    (":11:9: ", "\"agreement\""),
    (":16:14: ", "\"unions.consulted\""),
    (":17:1: ", "swap or correct the dates"),
    (":18:13: ", "\"england\""),
    (":22:1: ", "`ask`"),
    (":23:6: ", "small letters"),
    (":24:11: ", "\"workforce\""),
    (":25:9: ", "\"scope\""),
    (":26:1: ", "`ask`"),
    (":35:21: ", "\"unions.consulted\""),
    (":35:47: ", "\"not-met\""),
    (":38:15: ", "\"liverpool-ict-2000\""),
];

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key} is a list"))
}

#[test]
fn the_shipped_checklists_validate() {
    let home = Home::new();
    let (said, code) = home.stdout(&["checklist", "validate"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("came true"), "{said}");
}

#[test]
fn every_mistake_of_a_broken_checklist_is_told_at_once() {
    let home = Home::new();
    let path = home.write("branch.toml", BROKEN);
    let (said, code) = home.stdout(&["checklist", "validate", &path]);
    assert_eq!(code, 3);
    for (place, help) in MISTAKES {
        let at = format!("{path}{place}");
        let from = said.find(&at).unwrap_or_else(|| panic!("{at}: {said}"));
        let mistake = said[from..].split("\n\n").next().unwrap_or_default();
        assert!(mistake.contains(help), "{help}: {mistake}");
        let number = place
            .split(':')
            .nth(1)
            .expect("a line")
            .parse::<usize>()
            .expect("a number");
        let line = BROKEN.lines().nth(number - 1).expect("the line");
        assert!(mistake.contains(line), "the line itself: {mistake}");
    }
    let errors = home.fails(3, &["checklist", "validate", &path]);
    assert!(errors.contains("mistakes in the checklists"), "{errors}");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), BROKEN);
}

#[test]
fn a_broken_checklist_of_the_users_own_stops_every_judgement() {
    let home = Home::new();
    home.write("checklists/branch.toml", BROKEN);
    for arguments in [
        vec!["check", "--example", "newcastle"],
        vec!["list", "--json"],
        vec!["checklist", "list"],
        vec!["report", "--example", "newcastle", "--kind", "record"],
        vec!["new", "--authority", "A", "--service", "B"],
    ] {
        let errors = home.fails(3, &arguments);
        for (place, _) in MISTAKES {
            assert!(
                errors.contains(&format!("branch.toml{place}")),
                "{place}: {errors}"
            );
        }
    }
    let (said, code) = home.stdout(&["checklist", "validate"]);
    assert_eq!(code, 3);
    assert!(said.contains("branch.toml:11:9"));
}

#[test]
fn the_users_own_checklist_counts() {
    let home = Home::new();
    home.write("checklists/branch.toml", OWN);
    let (_, code) = home.stdout(&["checklist", "validate"]);
    assert_eq!(code, 0);
    let (all, _) = home.json(&["checklist", "list", "--json"]);
    let own = list(&all, "checklists")
        .iter()
        .find(|one| one["id"] == "our-branch");
    assert_eq!(own.expect("it is listed")["shipped"], false);
    home.write(
        "r.audit.toml",
        "format = 1\n[review]\nauthority = \"A\"\nkind = \"council\"\nservice = \"S\"\n\
         territory = \"england\"\ndecided = 2024-05-01\n\
         [answers.\"unions.consulted\"]\nstatus = \"not-met\"\nnote = \"Never asked.\"\n",
    );
    let (check, _) = home.json(&["check", "r.audit.toml", "--json"]);
    let ours = list(&check, "requirements")
        .iter()
        .find(|one| one["id"] == "our-facilities-agreement-4")
        .expect("it is there");
    assert_eq!(
        (&ours["applies"], &ours["state"]),
        (&"applies".into(), &"not-met".into())
    );
    let flag = list(&check, "flags")
        .iter()
        .find(|one| one["id"] == "no-union-involvement")
        .expect("it fires");
    assert!(
        list(flag, "rests_on")
            .iter()
            .any(|one| one["citation"] == "Facilities agreement 2019, cl 4")
    );
    let (words, _) = home.stdout(&["checklist", "show", "our-facilities-agreement-4"]);
    assert!(
        words.contains("your own") && words.contains("joint committee"),
        "{words}"
    );
}

#[test]
fn a_scenario_that_does_not_come_true_is_told_with_its_place() {
    let home = Home::new();
    let scenario = r#"
[[scenario]]
id = "wrong"
review = { territory = "england", kind = "council", decided = 2024-05-01 }
fires = ["no-union-involvement"]
[scenario.answers]
"unions.consulted" = "met"
"#;
    let path = home.write("branch.toml", format!("{OWN}{scenario}"));
    let (said, code) = home.stdout(&["checklist", "validate", &path]);
    assert_eq!(code, 3);
    let line = OWN.lines().count() + 2;
    assert!(
        said.contains(&format!(
            "{path}:{line}:1: scenario “wrong”: the flag “no-union-involvement”"
        )),
        "{said}"
    );
}

#[test]
fn a_checklist_that_cannot_be_read_is_told() {
    let home = Home::new();
    let huge = "# nothing\n".repeat(10_000_000);
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("empty.toml", Vec::new(), "empty"),
        (
            "bytes.toml",
            b"format = 1\nid = \"\xff\"\n".to_vec(),
            "line 2",
        ),
        (
            "newer.toml",
            OWN.replacen("format = 1", "format = 99", 1).into_bytes(),
            "99",
        ),
        (
            "prose.toml",
            b"Dear councillor,\n".to_vec(),
            "prose.toml:1:",
        ),
        ("huge.toml", huge.into_bytes(), "too large"),
    ];
    for (name, bytes, expected) in cases {
        let path = home.write(name, &bytes);
        let output = home.run(&["checklist", "validate", &path]);
        assert_eq!(output.status.code(), Some(3), "{name}");
        let mut said = String::from_utf8(output.stdout).expect("text");
        said += &String::from_utf8(output.stderr).expect("text");
        assert!(
            said.contains(expected) && said.contains(name),
            "{name}: {said}"
        );
        // The same file among the user's own.
        let own = home.write(&format!("checklists/{name}"), &bytes);
        let errors = home.fails(3, &["check", "--example", "newcastle"]);
        assert!(
            errors.contains(expected) && errors.contains(name),
            "{name}: {errors}"
        );
        assert_eq!(std::fs::read(&own).expect("it is there"), bytes);
        std::fs::remove_file(&own).expect("removed");
    }
    for missing in ["none.toml", "."] {
        home.fails(3, &["checklist", "validate", missing]);
    }
}

#[test]
fn the_list_has_the_promised_keys() {
    let home = Home::new();
    let (all, code) = home.json(&["checklist", "list", "--json"]);
    assert_eq!(code, 0);
    for (key, keys, least) in [
        (
            "questions",
            &["id", "checklist", "topic", "core", "kind", "ask"][..],
            100,
        ),
        (
            "requirements",
            &["id", "checklist", "citation", "force", "checked"][..],
            100,
        ),
        ("flags", &["id", "level"][..], 20),
        ("precedents", &["id", "outcome"][..], 10),
        (
            "checklists",
            &["id", "title", "edition", "digest", "shipped"][..],
            10,
        ),
    ] {
        let entries = list(&all, key);
        assert!(entries.len() >= least, "{key}: {}", entries.len());
        for one in entries {
            for key in keys {
                assert!(!one[key].is_null(), "{key}: {one}");
            }
        }
    }
    let topics: BTreeSet<&str> = list(&all, "questions")
        .iter()
        .filter(|one| one["core"] == true)
        .filter_map(|one| one["topic"].as_str())
        .collect();
    assert_eq!(
        topics.len(),
        19,
        "each topic has a core question: {topics:?}"
    );
    let files: BTreeSet<&str> = list(&all, "checklists")
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    for one in list(&all, "questions") {
        assert!(
            files.contains(one["checklist"].as_str().expect("an id")),
            "{one}"
        );
    }
    let (words, code) = home.stdout(&["checklist", "list"]);
    assert_eq!(code, 0);
    assert!(words.contains("unions.consulted"));
}

#[test]
fn every_entry_can_be_shown_in_full() {
    let home = Home::new();
    let (all, _) = home.json(&["checklist", "list", "--json"]);
    for key in [
        "questions",
        "requirements",
        "flags",
        "strengths",
        "precedents",
        "checklists",
    ] {
        for one in [list(&all, key).first(), list(&all, key).last()] {
            let id = one.and_then(|one| one["id"].as_str()).expect("an id");
            let (words, code) = home.stdout(&["checklist", "show", id]);
            assert_eq!(code, 0, "{id}");
            assert!(words.contains(id), "{words}");
            assert!(words.contains("source") || key == "questions", "{words}");
        }
    }
    let (words, _) = home.stdout(&["checklist", "show", "unions.consulted"]);
    for part in ["look for", "proved by", "usual failure", "decides", "topic"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let (words, _) = home.stdout(&["checklist", "show", "si-1999-3251-6-1-b"]);
    for part in [
        "citation",
        "force",
        "demands",
        "checked",
        "in force",
        "decided by",
        "read it at",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let errors = home.fails(3, &["checklist", "show", "unions.consultd"]);
    assert!(
        errors.contains("did you mean “unions.consulted”?"),
        "{errors}"
    );
}

#[test]
fn coverage_counts_by_nation_and_year_and_never_in_percent() {
    let home = Home::new();
    let (all, code) = home.json(&["checklist", "coverage", "--json", "--as-of", "2026-11-22"]);
    assert_eq!(code, 0);
    let years = list(&all, "years");
    assert_eq!(years.len(), 4 * (2026 - 1998 + 1));
    for one in years {
        let sum = |key: &str| {
            let counts = one[key].as_object().expect("counts").values();
            counts
                .map(|count| count.as_u64().expect("a number"))
                .sum::<u64>()
        };
        let all = one["requirements"].as_u64().expect("a number");
        assert_eq!((sum("force"), sum("checked")), (all, all), "{one}");
    }
    let must = |territory: &str, year: u64| {
        let of = |one: &&Value| one["territory"] == territory && one["year"] == year;
        years.iter().find(of).expect("the year")["force"]["must"]
            .as_u64()
            .expect("a number")
    };
    assert!(
        must("england", 2001) > must("england", 1998),
        "the Act of 1999 came between"
    );
    assert!(must("england", 2001) > must("scotland", 2001));
    assert!(list(&all, "requirements_without_question").is_empty());
    for one in list(&all, "shared_terms") {
        assert!(list(one, "questions").len() > 4, "{one}");
    }
    let (words, code) = home.stdout(&["checklist", "coverage"]);
    assert_eq!(code, 0);
    assert!(words.contains("Northern Ireland") && words.contains("2003"));
    assert!(!words.contains('%'));
}
