//! `check` through the real binary: what the shipped examples come to, how the same answers read
//! at another date and in another nation, and the exit codes.

use std::fmt::Write as _;

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};
use serde_json::Value;

/// An example as a file, with some of its lines changed; its path.
fn example(home: &Home, name: &str, file: &str, changes: &[(&str, &str)]) -> String {
    let (mut text, code) = home.stdout(&["example", name, "-o", "-"]);
    assert_eq!(code, 0);
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in {name}");
        text = text.replacen(from, to, 1);
    }
    home.write(file, text)
}

/// The level a flag fired at, if it did.
fn level<'v>(check: &'v Value, flag: &str) -> Option<&'v str> {
    find(check, flag).and_then(|one| one["level"].as_str())
}

fn find<'v>(check: &'v Value, flag: &str) -> Option<&'v Value> {
    check["flags"]
        .as_array()
        .expect("flags")
        .iter()
        .find(|one| one["id"] == flag)
}

const GRAVE: &[&str] = &["breach", "undermines"];

fn expect(name: &str, fires: &[(&str, &[&str])], silent: &[&str]) -> Value {
    let home = Home::new();
    let (check, code) = home.json(&["check", "--example", name, "--json"]);
    assert_eq!(code, 1, "{name}: something is found");
    for (flag, levels) in fires {
        let real = level(&check, flag);
        assert!(
            real.is_some_and(|real| levels.contains(&real)),
            "{name}: {flag} {real:?}"
        );
    }
    for flag in silent {
        assert_eq!(level(&check, flag), None, "{name}: {flag} fired");
    }
    assert_eq!(check["core"]["open"], 0, "{name}");
    assert!(check["core"]["questions"].as_u64().expect("a number") >= 19);
    check
}

#[test]
fn liverpool_fires_what_scrutiny_found() {
    let check = expect(
        "liverpool-ict-2000",
        &[
            ("statutory-tests-missing", GRAVE),
            ("performance-information-withheld", &["undermines"]),
            ("in-house-never-evaluated", &["undermines"]),
            ("scope-grew", &["undermines"]),
            ("scrutiny-overridden", &["undermines"]),
            ("consultants-drove-the-outcome", &["departure"]),
            ("no-union-involvement", &["departure"]),
            ("employment-effects-unknown", &["departure"]),
        ],
        &["users-never-asked"],
    );
    assert_eq!(check["verdict"]["id"], "serious-grounds");
    assert_eq!(check["verdict"]["says"], "Serious grounds for challenge");
    let because = find(&check, "no-union-involvement").expect("it fired")["because"].clone();
    assert!(
        because
            .as_array()
            .expect("a list")
            .iter()
            .any(|one| { one["question"] == "unions.consulted" && one["status"] == "not-met" }),
        "{because}"
    );
    let precedents = &find(&check, "in-house-never-evaluated").expect("it fired")["precedents"];
    assert!(precedents.as_array().is_some_and(|list| !list.is_empty()));
}

#[test]
fn sefton_keeps_the_unions_a_gap() {
    let check = expect(
        "sefton-home-care-2000",
        &[
            ("crude-benchmarking", GRAVE),
            ("users-overruled", GRAVE),
            ("statutory-tests-missing", GRAVE),
        ],
        &["no-union-involvement", "in-house-never-evaluated"],
    );
    let gaps = check["gaps"].as_array().expect("gaps");
    assert!(gaps.iter().any(|gap| {
        gap["question"] == "unions.consulted"
            && (gap["status"] == "no-evidence" || gap["status"] == "withheld")
    }));
}

#[test]
fn the_other_examples_fire_what_they_show() {
    expect(
        "middlesbrough-ict",
        &[
            ("pre-empted", GRAVE),
            ("scope-grew", GRAVE),
            ("track-record-ignored", GRAVE),
        ],
        &["no-union-involvement"],
    );
    expect(
        "nottinghamshire-board",
        &[("business-over-represented", &["departure"])],
        &["in-house-never-evaluated"],
    );
    let york = expect(
        "york-meals",
        &[("quality-cut-for-savings", &["undermines"])],
        &[],
    );
    let no_breach = |check: &Value| {
        let flags = check["flags"].as_array().expect("flags");
        let requirements = check["requirements"].as_array().expect("requirements");
        flags.iter().all(|one| one["level"] != "breach")
            && requirements.iter().all(|one| one["breach"] == false)
    };
    assert!(no_breach(&york), "the Act was not in force");
    let newcastle = expect(
        "newcastle",
        &[],
        &["in-house-never-evaluated", "no-union-involvement"],
    );
    assert!(no_breach(&newcastle));
    let strengths = newcastle["strengths"].as_array().expect("strengths");
    assert!(strengths.len() >= 3, "{strengths:?}");
    assert!(
        strengths
            .iter()
            .all(|one| one["because"].as_array().is_some_and(|b| !b.is_empty()))
    );
}

#[test]
fn the_same_answers_of_may_2003_make_the_unions_a_breach_where_the_order_reached() {
    let home = Home::new();
    for (territory, kind, expected) in [
        ("england", "council", "breach"),
        ("wales", "police", "breach"),
        ("wales", "council", "departure"),
    ] {
        let path = example(
            &home,
            "liverpool-ict-2000",
            "may.audit.toml",
            &[
                ("decided = 2000-11-15", "decided = 2003-05-14"),
                (
                    "territory = \"england\"",
                    &format!("territory = \"{territory}\""),
                ),
                ("kind = \"council\"", &format!("kind = \"{kind}\"")),
            ],
        );
        let (check, code) = home.json(&["check", &path, "--json"]);
        assert_eq!(code, 1);
        assert_eq!(check["audit"]["decided"], "2003-05-14");
        assert_eq!(check["audit"]["judged"], "2003-05-14");
        let fired = find(&check, "no-union-involvement").expect("it fires");
        assert_eq!(fired["level"], expected, "{territory} {kind}");
        let breached: Vec<&str> = fired["rests_on"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["breached"] == true)
            .map(|one| one["citation"].as_str().expect("a citation"))
            .collect();
        if expected == "breach" {
            assert!(
                breached.iter().any(|cite| cite.contains("art 6(1)(f)")),
                "{breached:?}"
            );
        } else {
            assert!(breached.is_empty(), "{breached:?}");
        }
    }
}

#[test]
fn in_scotland_no_english_or_welsh_citation_appears_anywhere() {
    let home = Home::new();
    let path = example(
        &home,
        "liverpool-ict-2000",
        "scotland.audit.toml",
        &[
            ("decided = 2000-11-15", "decided = 2016-05-14"),
            ("territory = \"england\"", "territory = \"scotland\""),
        ],
    );
    let (json, code) = home.stdout(&["check", &path, "--json"]);
    assert_eq!(code, 1);
    let (words, code) = home.stdout(&["check", &path]);
    assert_eq!(code, 1);
    for foreign in [
        "LGA 1999",
        "SI 1999/3251",
        "SI 2000/3272",
        "SI 2012/2089",
        "LGA 2000",
        "(W.",
    ] {
        for text in [&json, &words] {
            let at = text.find(foreign).map(|at| {
                let start = text.floor_char_boundary(at.saturating_sub(200));
                &text[start..at + foreign.len()]
            });
            assert_eq!(at, None, "{foreign}");
        }
    }
    let check: Value = serde_json::from_str(&json).expect("JSON");
    assert!(check["flags"].as_array().expect("flags").len() >= 6);
    assert!(
        !check["requirements"]
            .as_array()
            .expect("requirements")
            .is_empty()
    );
}

#[test]
fn requirements_say_whether_and_why_they_apply() {
    let home = Home::new();
    let (check, _) = home.json(&["check", "--example", "liverpool-ict-2000", "--json"]);
    let requirements = check["requirements"].as_array().expect("requirements");
    let mut outcomes = std::collections::BTreeSet::new();
    for one in requirements {
        for key in [
            "id",
            "citation",
            "force",
            "applies",
            "why",
            "state",
            "instrument",
            "checked",
        ] {
            assert!(one[key].is_string(), "{key}: {one}");
        }
        assert!(one["breach"].is_boolean());
        assert!(
            !one["why"].as_str().expect("why").starts_with("a rule for"),
            "a rule of another nation: {one}"
        );
        outcomes.insert(one["applies"].as_str().expect("a word"));
    }
    assert!(
        outcomes.contains("applies") && outcomes.contains("does-not-apply"),
        "{outcomes:?}"
    );
    let breached = requirements
        .iter()
        .filter(|one| one["breach"] == true)
        .count();
    // The example names no limb of the order on reviews, so that nothing in it is a breach.
    assert_eq!(breached, 0);
}

#[test]
fn nothing_is_called_unlawful_and_no_percentage_is_counted() {
    let home = Home::new();
    let (list, _) = home.json(&["list", "--json"]);
    for one in list.as_array().expect("a list") {
        let name = one["name"].as_str().expect("a name");
        let (words, _) = home.stdout(&["check", "--example", name]);
        let (json, _) = home.stdout(&["check", "--example", name, "--json"]);
        for text in [&words, &json] {
            assert!(!text.to_lowercase().contains("unlawful"), "{name}");
            assert!(
                !text.contains("% met") && !text.contains("per cent met"),
                "{name}"
            );
        }
        assert!(words.contains("Verdict: "), "{name}");
        assert!(
            words.lines().all(|line| line.chars().count() <= 100),
            "{name}"
        );
        assert!(!words.contains('\u{1b}'), "no bold in a file");
    }
}

#[test]
fn an_audit_with_nothing_answered_is_too_early_to_say() {
    let home = Home::new();
    home.write("open.audit.toml", OPEN);
    let (check, code) = home.json(&["check", "./open.audit.toml", "--json"]);
    assert_eq!(code, 2);
    assert_eq!(check["verdict"]["id"], "too-early");
    assert_eq!(check["core"]["open"], check["core"]["questions"]);
    assert_eq!(check["next"].as_array().map(Vec::len), Some(10));
    assert_eq!(check["audit"]["decided"], Value::Null);
    let (words, code) = home.stdout(&["check", "open.audit.toml"]);
    assert_eq!(code, 2);
    assert!(words.contains("Too early to say"));
}

#[test]
fn an_open_review_is_judged_as_of_the_day_that_is_given() {
    let home = Home::new();
    home.write("open.audit.toml", OPEN);
    let day = |day: &str| {
        let (check, _) = home.json(&["check", "open.audit.toml", "--json", "--as-of", day]);
        assert_eq!(check["audit"]["judged"], day);
        let requirements = check["requirements"]
            .as_array()
            .expect("requirements")
            .clone();
        requirements
            .iter()
            .filter(|one| one["applies"] == "applies")
            .count()
    };
    assert!(day("1998-01-01") < day("2003-05-14"));
    let as_written = home.run(&["check", "open.audit.toml", "--as-of", "14 May 2003"]);
    assert_ne!(as_written.status.code(), Some(64));
    let output = home.run(&["check", "open.audit.toml", "--as-of", "31 May 203"]);
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&output.stderr).contains("four figures"));
}

#[test]
fn a_review_with_everything_met_has_no_ground() {
    let home = Home::new();
    let (all, _) = home.json(&["checklist", "list", "--json"]);
    let mut text = OPEN.to_owned() + "stage = \"decision\"\ndecided = 2000-11-15\n";
    for one in all["questions"].as_array().expect("questions") {
        if one["kind"] == "judgement" {
            let id = one["id"].as_str().expect("an id");
            writeln!(text, "[answers.\"{id}\"]\nstatus = \"met\"").expect("written");
        }
    }
    home.write("fine.audit.toml", &text);
    let (check, code) = home.json(&["check", "fine.audit.toml", "--json"]);
    assert_eq!(check["verdict"]["id"], "no-ground", "{}", check["verdict"]);
    assert_eq!(code, 0);
    let lint = check["lint"].as_array().expect("lint");
    assert!(lint.iter().any(|one| one["rule"] == "met-without-evidence"));
}

#[test]
fn a_changed_question_is_checked_again_and_one_that_is_gone_is_parked() {
    let home = Home::new();
    let text = format!(
        "{OPEN}[answers.\"unions.consulted\"]\nstatus = \"not-met\"\nasked = \"sha256:{}\"\n\
         [answers.\"no.such-question\"]\nstatus = \"met\"\n",
        "0".repeat(64)
    );
    home.write("old.audit.toml", &text);
    let (check, _) = home.json(&["check", "old.audit.toml", "--json"]);
    assert_eq!(check["recheck"], serde_json::json!(["unions.consulted"]));
    assert_eq!(check["parked"], serde_json::json!(["no.such-question"]));
    assert_eq!(
        level(&check, "no-union-involvement"),
        None,
        "it does not count"
    );
}

#[test]
fn what_is_asked_is_listed_in_walking_order_and_a_merged_answer_is_told() {
    let home = Home::new();
    let question = |id: &str, lines: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nsection = \"own\"\ntopic = \"users\"\nask = \"Is {id} so?\"\n\
             look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n{lines}\n"
        )
    };
    let list = format!(
        "format = 1\nid = \"own\"\ntitle = \"Own\"\nedition = \"1\"\n[[section]]\nid = \"own\"\ntitle = \"Own\"\n\
         {}{}{}[[merged]]\nid = \"own.old\"\ninto = \"own.one\"\n",
        question("own.one", ""),
        question("own.trivial", "full = true"),
        question("own.welsh", "[[question.in_force]]\nterritory = \"wales\""),
    );
    home.write("checklists/own.toml", list);
    let text = format!("{OPEN}[answers.\"own.old\"]\nstatus = \"not-met\"\n");
    home.write("old.audit.toml", &text);
    let (check, _) = home.json(&["check", "old.audit.toml", "--json"]);
    assert_eq!(check["recheck"], serde_json::json!(["own.one"]));
    assert_eq!(check["parked"], serde_json::json!([]));
    let merged = serde_json::json!([{ "id": "own.old", "into": "own.one" }]);
    assert_eq!(check["merged"], merged);
    let asked: Vec<&str> = check["asked"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|id| id.as_str().expect("an id"))
        .collect();
    let own = asked.iter().filter(|id| id.starts_with("own."));
    assert_eq!(own.collect::<Vec<_>>(), [&"own.one"]);
    let (all, _) = home.json(&["checklist", "list", "--json"]);
    let walk = all["questions"].as_array().expect("questions").iter();
    let mut walk = walk.map(|one| one["id"].as_str().expect("an id"));
    assert!(
        asked.iter().all(|id| walk.any(|one| one == *id)),
        "in walking order"
    );
}

#[test]
fn what_stands_in_a_note_cannot_steer_the_terminal() {
    let home = Home::new();
    let text = format!(
        "{OPEN}decided = 2000-11-15\n[answers.\"unions.consulted\"]\nstatus = \"not-met\"\n\
         note = \"a\\u001B[2Jb\\u009B31mc\\u202Ed\\u2066e\"\n\
         contested = \"x\\u001Bx\"\n"
    )
    .replace("Anytown Council", "Any\\u001B]0;title\\u0007town\\u202E");
    home.write("evil.audit.toml", &text);
    let check = ["check", "evil.audit.toml"];
    let report = ["report", "evil.audit.toml", "--kind", "record"];
    for arguments in [
        check.to_vec(),
        [&check[..], &["--json"]].concat(),
        report.to_vec(),
        [&report[..], &["--format", "html"]].concat(),
        [&report[..], &["--format", "json"]].concat(),
        [&report[..], &["--format", "csv"]].concat(),
    ] {
        let (said, code) = home.stdout(&arguments);
        assert_eq!(code, if arguments[0] == "check" { 2 } else { 0 }, "{said}");
        assert!(said.contains("town"), "{said}");
        let bad = said.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{arguments:?}");
    }
}
