//! `deadline` and `deadlines` through the real binary: every status and exit code, tables with wrong
//! rows, and what a person reads.

use crate::testkit::cli_home;

use cli_home::Home;
use serde_json::Value;

/// Asks a rule for JSON; the exit code with it.
fn ask(home: &Home, rule: &str, nation: &str, from: &str, set: &[&str]) -> (Value, i32) {
    let mut all = vec![
        "deadline", rule, "--from", from, "--nation", nation, "--json",
    ];
    for one in set {
        all.extend(["--set", one]);
    }
    home.json(&all)
}

#[test]
fn every_status_has_its_exit_code() {
    let home = Home::new();
    for (rule, nation, from, set, status, code) in [
        ("foi-reply", "england", "2026-11-23", "", "due", 0),
        ("foi-reply", "england", "2004-12-31", "", "not-in-force", 3),
        (
            "foi-reply",
            "scotland",
            "2026-11-23",
            "",
            "not-in-territory",
            3,
        ),
        ("foi-reply", "england", "2030-12-16", "", "no-holidays", 3),
        ("call-in-window", "wales", "2026-11-23", "", "needs:days", 3),
        (
            "call-in-window",
            "wales",
            "2026-11-23",
            "days=5",
            "needs:count",
            3,
        ),
        (
            "tupe-information",
            "wales",
            "2026-11-23",
            "",
            "no-number",
            3,
        ),
        (
            "redundancy-consultation",
            "wales",
            "2026-11-23",
            "number=19",
            "not-required",
            3,
        ),
        // Territory comes before force, force before what is lacking.
        (
            "ombudsman",
            "northern-ireland",
            "2015-01-01",
            "",
            "not-in-force",
            3,
        ),
        (
            "key-decision-earliest",
            "wales",
            "2001-01-01",
            "",
            "not-in-territory",
            3,
        ),
    ] {
        let set: Vec<&str> = set.split_whitespace().collect();
        let (answer, exit) = ask(&home, rule, nation, from, &set);
        assert_eq!(
            (answer["status"].as_str(), exit),
            (Some(status), code),
            "{rule} {answer}"
        );
        assert_eq!(answer["due"].is_null(), code == 3, "{answer}");
        assert_eq!(answer["message"].is_string(), code == 3, "{answer}");
    }
}

#[test]
fn an_answer_has_the_rule_its_readings_its_steps_and_its_law() {
    let home = Home::new();
    let (answer, code) = ask(&home, "foi-tribunal-appeal", "england", "2026-12-04", &[]);
    assert_eq!(code, 0);
    assert_eq!(answer["rule"], "foi-tribunal-appeal");
    assert_eq!(
        (&answer["nation"], &answer["from"]),
        (&"england".into(), &"2026-12-04".into())
    );
    assert_eq!(answer["due"], "2027-01-04");
    assert_eq!(
        answer["readings"],
        serde_json::json!([
            {"name": "own-nation", "due": "2027-01-04"},
            {"name": "any-part", "due": "2027-01-05"},
        ])
    );
    assert!(
        answer["steps"]
            .as_array()
            .is_some_and(|steps| steps.len() > 5)
    );
    assert_eq!(answer["citation"], "SI 2009/1976 rr 12, 22(1)(b)");
    assert_eq!(answer["check"], "text-read");
}

#[test]
fn what_does_not_exist_is_64_with_the_nearest_right_name() {
    let home = Home::new();
    let good = [
        "deadline",
        "call-in-window",
        "--nation",
        "wales",
        "--from",
        "2026-11-23",
    ];
    for (change, expected) in [
        (
            ["call-in-window", "call-in-windo"],
            "did you mean “call-in-window”?",
        ),
        (["call-in-window", "zzz"], "--list"),
        (["wales", "walse"], "wales"),
        (["2026-11-23", "2026-02-30"], "does not exist"),
        (["2026-11-23", "soon"], "not a date"),
        (
            ["2026-11-23", "Tuesday 23/11/2026"],
            "Tuesday 24 November 2026",
        ),
    ] {
        let all = good.map(|one| if one == change[0] { change[1] } else { one });
        let errors = home.fails(64, &all);
        assert!(errors.contains(expected), "{expected}: {errors}");
    }
    for (set, expected) in [
        ("dayz=5", "did you mean “days”?"),
        ("days=five", "whole number"),
        ("days=0", "from 1"),
        ("count=workin", "did you mean “working”?"),
        ("days", "key=value"),
        ("closed=2026-13-01", "not exist"),
    ] {
        let errors = home.fails(64, &[good.as_slice(), &["--set", set]].concat());
        assert!(errors.contains(expected), "{expected}: {errors}");
    }
    home.fails(64, &["deadline"]);
    home.fails(64, &["deadline", "foi-reply", "--nation", "wales"]);
    home.fails(64, &["deadline", "foi-reply", "--from", "2026-11-23"]);
    let far = [
        "deadline",
        "ombudsman",
        "--nation",
        "england",
        "--from",
        "9999-06-01",
    ];
    assert!(home.fails(64, &far).contains("calendar"));
    // Nothing is made clear before it was asked for.
    let asked = ["deadline", "foi-reply", "--nation", "england", "--from"];
    let before = [&asked[..], &["2026-02-28", "--set", "clarified=2026-02-01"]].concat();
    assert!(home.fails(64, &before).contains("comes before the day"));
}

/// A setting that would not be used is never dropped in silence.
#[test]
fn settings_that_contradict_each_other_are_64_with_both_named() {
    let home = Home::new();
    let call_in = "call-in-window";
    for (rule, set, part) in [
        (
            call_in,
            "days=5 days=7 count=working",
            "“days” is given twice, as “5” and as “7”",
        ),
        (
            call_in,
            "days=5 count=working weekday=tuesday weeks=1",
            "“days” and “weekday” exclude each other",
        ),
        (
            call_in,
            "weekday=tuesday weeks=1 first=same-day",
            "“first” and “weekday” exclude each other",
        ),
        (
            call_in,
            "days=5 count=working weeks=2",
            "“weeks” is used in call-in-window only with “weekday”",
        ),
        (
            "local-period",
            "weeks=5 months=1",
            "“weeks” and “months” exclude each other",
        ),
        (
            "local-period",
            "months=1 count=working",
            "“count” and “months” exclude each other",
        ),
        (
            "foi-reply",
            "clarified=2026-12-23 clarified=24/12/2026",
            "as “23 December 2026” and as “24 December 2026”",
        ),
    ] {
        let mut arguments = vec![
            "deadline",
            rule,
            "--from",
            "2026-12-22",
            "--nation",
            "england",
        ];
        for one in set.split(' ') {
            arguments.extend(["--set", one]);
        }
        let output = home.run(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(64), "{set}: {said}");
        assert!(said.contains(part), "{set}: {said}");
        assert!(output.stdout.is_empty(), "{set}");
    }
    // The same value twice says one thing, and two that need each other are asked for.
    for (rule, set, due, code) in [
        (
            "local-period",
            "weeks=5 weeks=05 first=same-day",
            "2027-01-25",
            0,
        ),
        ("foi-reply", "fee_notice=2026-12-23", "needs:fee_paid", 3),
    ] {
        let set: Vec<&str> = set.split(' ').collect();
        let (answer, exit) = ask(&home, rule, "england", "2026-12-22", &set);
        let given = answer["due"].as_str().or(answer["status"].as_str());
        assert_eq!((given, exit), (Some(due), code), "{set:?}");
    }
}

#[test]
fn a_day_may_be_written_as_people_write_it_and_the_program_says_what_it_took_it_for() {
    let home = Home::new();
    for from in [
        "23rd November 2026",
        "23/11/26",
        "Monday 23 November 2026",
        "5pm on 23 Nov 2026",
    ] {
        let output = home.run(&[
            "deadline",
            "foi-reply",
            "--nation",
            "wales",
            "--from",
            from,
            "--json",
        ]);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(answer["due"], "2026-12-22", "{from}");
        let note = String::from_utf8_lossy(&output.stderr);
        assert!(
            note.contains("is understood as Monday 23 November 2026"),
            "{note}"
        );
    }
}

#[test]
fn a_person_reads_the_day_first_then_the_count_the_other_reading_and_the_law() {
    let home = Home::new();
    let (said, code) = home.stdout(&[
        "deadline",
        "foi-tribunal-appeal",
        "--nation",
        "england",
        "--from",
        "2026-12-04",
    ]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Monday 4 January 2027\n"), "{said}");
    let mut at = 0;
    for part in [
        "before 5 pm",
        "Who acts: You.",
        "New Year's Day, a holiday in every nation",
        "Tuesday 5 January 2027: the law can also be read this way",
        "a holiday in Scotland",
        "SI 2009/1976",
        "checked: text read",
        "an aid, not legal advice",
    ] {
        let place = said[at..]
            .find(part)
            .unwrap_or_else(|| panic!("{part} after {at}: {said}"));
        at += place;
    }
    let unverified = home.stdout(&[
        "deadline",
        "judicial-review-reply",
        "--nation",
        "wales",
        "--from",
        "2026-12-04",
    ]);
    assert!(
        unverified.0.contains("UNVERIFIED: check before relying"),
        "{}",
        unverified.0
    );
    let beyond = home.stdout(&[
        "deadline",
        "foi-reply",
        "--nation",
        "wales",
        "--from",
        "2030-12-16",
    ]);
    assert_eq!(beyond.1, 3);
    assert!(
        beyond.0.contains("known from 1998 to 2030 only"),
        "{}",
        beyond.0
    );
    let asked = home.stdout(&[
        "deadline",
        "call-in-window",
        "--nation",
        "wales",
        "--from",
        "2026-12-16",
    ]);
    assert!(asked.0.contains("--set days=…"), "{}", asked.0);
}

#[test]
fn a_table_is_answered_row_by_row_and_a_wrong_row_stops_nothing() {
    let home = Home::new();
    let good = "rule\tnation\tfrom\tparams\tdue\treadings\tnote\n\
                foi-reply\tengland\t2026-11-23\t{}\t\t\t\n\
                call-in-window\tengland\t2026-12-22\t{\"days\": 5.0, \"count\": \"working\"}\t\t\t\n\
                eir-reply\tengland\t2026-12-02\t{\"extended\": true}\t\t\t\n\
                foi-reply\tscotland\t2026-11-23\t\t\t\t\n";
    let rows = |path: &str| -> (Vec<Value>, i32) {
        let (text, code) = home.stdout(&["deadline", "--table", path, "--json"]);
        let rows = text
            .lines()
            .map(|line| serde_json::from_str(line).expect(line));
        (rows.collect(), code)
    };
    let (answers, code) = rows(&home.write("good.tsv", good));
    assert_eq!(code, 0);
    let days: Vec<&Value> = answers.iter().map(|one| &one["due"]).collect();
    assert_eq!(
        days,
        ["2026-12-22", "2026-12-31", "2027-02-02"]
            .map(Value::from)
            .iter()
            .chain([&Value::Null])
            .collect::<Vec<_>>()
    );
    assert_eq!(answers[3]["status"], "not-in-territory");
    let wrong = "foi-rply\tengland\t2026-11-23\t{}\n\
                 foi-reply\tenglnd\t2026-11-23\t{}\n\
                 foi-reply\tengland\t2026-11-31\t{}\n\
                 foi-reply\tengland\t2026-11-23\t{\"x\": 1}\n\
                 foi-reply\tengland\t2026-11-23\t[]\n\
                 foi-reply\n";
    // A byte order mark, carriage returns and columns in another order are no mistake.
    let text = format!("\u{feff}{good}{wrong}").replace('\n', "\r\n");
    let (answers, code) = rows(&home.write("wrong.tsv", text));
    assert_eq!((answers.len(), code), (10, 3));
    assert_eq!(answers[0]["due"], "2026-12-22");
    for (place, expected) in [
        "did you mean “foi-reply”?",
        "did you mean “england”?",
        "does not exist",
        "no setting “x”",
        "not a JSON object",
        "no nation “”",
    ]
    .iter()
    .enumerate()
    {
        let row = &answers[place + 4];
        assert_eq!(row["line"], place + 6);
        assert!(
            row["error"]
                .as_str()
                .is_some_and(|why| why.contains(expected)),
            "{row}"
        );
    }
    let other = home.write(
        "other.tsv",
        "from\trule\tnation\n2026-11-23\tfoi-reply\twales\n",
    );
    assert_eq!(rows(&other).0[0]["due"], "2026-12-22");
    let (said, _) = home.stdout(&["deadline", "--table", &other]);
    assert!(
        said.contains("line 2: foi-reply, Wales, from 23 November 2026: Tuesday 22 December 2026."),
        "{said}"
    );
    let twice = "rule\tnation\tfrom\tparams\n\
                 call-in-window\tengland\t2026-12-22\t{\"days\": 5, \"days\": 7, \"count\": \"working\"}\n";
    let (answers, _) = rows(&home.write("twice.tsv", twice));
    assert_eq!(
        answers[0]["error"],
        "“days” is given twice, as “5” and as “7”; give it once"
    );
    let columns = home.write("columns.tsv", "rule\tnation\tfrom\tfrom\n");
    assert!(
        home.fails(64, &["deadline", "--table", &columns])
            .contains("two columns “from”")
    );
    let bare = home.write("bare.tsv", "rule\tnaton\n");
    assert!(
        home.fails(64, &["deadline", "--table", &bare])
            .contains("is it “naton”?")
    );
    home.fails(3, &["deadline", "--table", "not-there.tsv"]);
}

#[test]
fn a_table_with_one_date_that_has_the_month_first_is_doubtful_as_a_whole() {
    let home = Home::new();
    let path = home.write(
        "us.tsv",
        "rule\tnation\tfrom\nfoi-reply\tengland\t11/23/2026\nfoi-reply\tengland\t11/12/2026\n\
         foi-reply\tengland\t2026-11-23\n",
    );
    let (text, code) = home.stdout(&["deadline", "--table", &path, "--json"]);
    let rows: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(code, 3);
    assert!(
        rows[1]["error"]
            .as_str()
            .is_some_and(|why| why.contains("doubtful")),
        "{text}"
    );
    assert_eq!(rows[2]["due"], "2026-12-22");
}

#[test]
fn the_list_has_every_rule_with_its_nations_days_law_and_check_level() {
    let home = Home::new();
    let (list, code) = home.json(&["deadline", "--list", "--json"]);
    assert_eq!(code, 0);
    let rules = list.as_array().expect("a list");
    assert_eq!(rules.len(), 61);
    let precept = rules
        .iter()
        .find(|one| one["rule"] == "precept-issued-by")
        .expect("it");
    assert_eq!(precept["check"], "unverified");
    assert_eq!(precept["nations"], serde_json::json!(["england", "wales"]));
    let (said, _) = home.stdout(&["deadline", "--list"]);
    for part in [
        "precept-issued-by",
        "UNVERIFIED: check before relying",
        "in force from 1 January 2005",
        "--set days=…",
    ] {
        assert!(said.contains(part), "{part}");
    }
}

const AUDIT: &str = r#"format = 1
[review]
authority = "Anytown Council"
kind = "council"
service = "Libraries"
territory = "england"
executive = "yes"
stage = "decision"
decided = 2026-12-15

[answers."in-principle-decision"]
value = 2026-11-02
"#;

#[test]
fn an_audit_lists_its_clocks_and_asks_for_the_councils_own_window() {
    let home = Home::new();
    let path = home.write("a.audit.toml", AUDIT);
    let as_of = ["--as-of", "2026-12-16"];
    let words = || home.stdout(&[as_of.as_slice(), &["deadlines", &path]].concat());
    let (said, code) = words();
    assert_eq!(code, 0);
    assert!(
        said.starts_with("No day yet: Call the decision in\n"),
        "{said}"
    );
    assert!(
        said.contains("scrutineer council new \"Anytown Council\""),
        "{said}"
    );
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Monday 1 February 2027: File a claim",
        "the letter before claim goes out by",
        "Sunday 17 January 2027",
        "UNVERIFIED: check before relying",
        "47 days are left",
        "promptly",
        "not legal advice",
    ] {
        assert!(flat.contains(part), "{part}: {flat}");
    }
    home.stdout(&["council", "new", "Anytown Council"]);
    for set in [["--days", "5"], ["--counted", "working"], ["--hour", "5pm"]] {
        let (_, code) = home.stdout(&["council", "set", "Anytown Council", set[0], set[1]]);
        assert_eq!(code, 0, "{set:?}");
    }
    let (said, _) = words();
    assert!(
        said.starts_with("Tuesday 22 December 2026: Call the decision in\n"),
        "{said}"
    );
    assert!(said.contains("It closes at 5 pm on that day."), "{said}");
    let (all, code) = home.json(&[as_of.as_slice(), &["deadlines", &path, "--json"]].concat());
    assert_eq!(code, 0);
    assert_eq!(all[0]["answer"]["due"], "2026-12-22");
    assert_eq!(
        (&all[0]["days_left"], &all[0]["lead"]),
        (&6.into(), &true.into())
    );
    assert_eq!(all[1]["started_by"], "in-principle-decision");
    assert_eq!(all[1]["others"][0]["started_by"], "decided");
    // Long after, it may be open still as long as nobody knows the day it is counted from.
    let (late, _) = home.stdout(&["--as-of", "2028-01-01", "deadlines", &path]);
    assert!(late.contains("but it may have"), "{late}");
    let from = ["council", "set", "Anytown Council", "--from", "the meeting"];
    assert_eq!(home.stdout(&from).1, 0);
    // Then it is closed; it does not say that advice is to be taken today.
    let (late, _) = home.stdout(&["--as-of", "2028-01-01", "deadlines", &path]);
    assert!(
        late.contains("Closed on Tuesday 22 December 2026."),
        "{late}"
    );
    let leading: Vec<&str> = late.split("\n\n").take(2).collect();
    assert!(!leading.concat().contains("left."), "{late}");
    let (_, code) = home.stdout(&["deadlines", "--example", "liverpool-ict-2000"]);
    assert_eq!(code, 0);
}

/// An audit of Barnet's contract for back office and customer services, by the dates of the case.
const BARNET: &str = r#"format = 1

[review]
authority = "London Borough of Barnet"
kind = "council"
service = "Back office and customer services"
territory = "england"
executive = "yes"
stage = "decision"
decided = 2012-12-06

[answers."in-principle-decision"]
value = "2011-03"
"#;

/// In *Nash* time ran from the decisions to procure, known to the month, not from the choice of the
/// bidder: the challenge was right on the duty and lost on delay.
#[test]
fn the_clock_of_nash_runs_from_the_first_decision_and_had_closed() {
    let home = Home::new();
    let path = home.write("barnet.audit.toml", BARNET);
    let as_of = ["--as-of", "2013-01-10"];
    let (all, code) = home.json(&[as_of.as_slice(), &["deadlines", &path, "--json"]].concat());
    assert_eq!(code, 0);
    let court = all
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["rule"] == "judicial-review-england-wales")
        .expect("the court's limit");
    assert_eq!(court["started_by"], "in-principle-decision");
    // The whole of March is allowed for, from its first day.
    assert_eq!(court["answer"]["from"], "2011-03-01");
    assert_eq!(
        (&court["closed"], &court["lead"]),
        (&true.into(), &true.into())
    );
    assert_eq!(court["others"][0]["started_by"], "decided");
    assert_eq!(court["others"][0]["due"], "2013-03-05");
    let (said, _) = home.stdout(&[as_of.as_slice(), &["deadlines", &path]].concat());
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Closed on Wednesday 1 June 2011.",
        "“First committed to one option” (March 2011), taken as Tuesday 1 March 2011",
        "came first, so the clock may have started on that day already.",
        "If it started only with the day of the decision, 6 December 2012, the last day is",
    ] {
        assert!(flat.contains(part), "{part}: {flat}");
    }
    assert!(!flat.contains("advice today"), "{flat}");
}

/// Cornwall's members rejected the large venture on 11 December 2012: the date that counts is theirs.
#[test]
fn the_clock_of_cornwall_runs_from_what_full_council_decided() {
    let home = Home::new();
    let cornwall = BARNET
        .replace("London Borough of Barnet", "Cornwall Council")
        .replace("2012-12-06", "2012-12-11")
        .replace(
            "[answers.\"in-principle-decision\"]\nvalue = \"2011-03\"\n",
            "",
        );
    let path = home.write("cornwall.audit.toml", &cornwall);
    let (all, _) = home.json(&["--as-of", "2013-01-10", "deadlines", &path, "--json"]);
    let court = all
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["rule"] == "judicial-review-england-wales")
        .expect("the court's limit");
    assert_eq!(court["started_by"], "decided");
    assert_eq!(court["answer"]["due"], "2013-03-10");
    assert_eq!(
        (&court["closed"], &court["days_left"]),
        (&false.into(), &59.into())
    );
}

#[test]
fn open_limits_go_into_a_calendar_and_keep_their_ids_when_they_move() {
    let home = Home::new();
    let path = home.write("a.audit.toml", AUDIT);
    let args = [
        "--as-of",
        "2026-12-16",
        "deadlines",
        path.as_str(),
        "--ics",
        "a.ics",
    ];
    let write = |force: &[&str]| home.run(&[args.as_slice(), force].concat()).status.code();
    assert_eq!(write(&[]), Some(0));
    let first = std::fs::read_to_string(home.path("a.ics")).expect("a file");
    assert!(first.starts_with("BEGIN:VCALENDAR\r\n") && first.ends_with("END:VCALENDAR\r\n"));
    assert!(first.contains("DTSTART;VALUE=DATE:20270201\r\n"), "{first}");
    assert_eq!(
        write(&[]),
        Some(3),
        "a file that is there is not written over"
    );
    home.write("a.audit.toml", AUDIT.replace("2026-11-02", "2026-11-03"));
    assert_eq!(write(&["--force"]), Some(0));
    let moved = std::fs::read_to_string(home.path("a.ics")).expect("a file");
    let ids = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("UID:"));
        lines.map(str::to_owned).collect()
    };
    assert_ne!(first, moved);
    assert_eq!(ids(&first), ids(&moved));
    // Long after, nothing is open that the law still counts.
    let (said, code) = home.stdout(&["--as-of", "2040-01-01", "deadlines", &path, "--ics", "-"]);
    assert_eq!(code, 0);
    assert!(!said.contains("judicial review"), "{said}");
}

/// Needs a calendar program's own reader, so it is asked for by name.
#[test]
#[ignore = "needs Python with the package icalendar"]
fn a_calendar_is_read_by_another_reader() {
    let home = Home::new();
    let path = home.write("a.audit.toml", AUDIT);
    home.stdout(&[
        "--as-of",
        "2026-12-16",
        "deadlines",
        &path,
        "--ics",
        "a.ics",
    ]);
    let script = "import icalendar, sys
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
events = [one for one in calendar.walk('VEVENT')]
assert events and all(one.get('UID') and one.get('DTSTAMP') and len(one.walk('VALARM')) == 2 for one in events)
print(sorted(str(one.get('DTSTART').dt) for one in events)[0])";
    let read = std::process::Command::new("python3")
        .args(["-c", script])
        .arg(home.path("a.ics"))
        .output()
        .expect("Python");
    assert!(
        read.status.success(),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
}

/// A holiday proclaimed later re-opens the clocks it touches, and says from when to when they moved.
#[test]
fn a_holiday_of_ones_own_moves_a_clock_and_is_told() {
    let home = Home::new();
    let path = home.write("a.audit.toml", AUDIT);
    home.stdout(&["council", "new", "Anytown Council"]);
    for set in [["--days", "5"], ["--counted", "working"]] {
        home.stdout(&["council", "set", "Anytown Council", set[0], set[1]]);
    }
    std::fs::create_dir_all(home.path("checklists")).expect("a folder");
    home.write(
        "checklists/mourning.toml",
        "format = 1\nid = \"mourning\"\ntitle = \"A day of mourning\"\nedition = \"1\"\nsource = \"Proclamation\"\n\n\
         [[holiday]]\ndate = 2026-12-21\nname = \"Day of mourning\"\nnations = [\"england\", \"wales\", \"scotland\", \"northern-ireland\"]\n",
    );
    let (all, code) = home.json(&["--as-of", "2026-12-16", "deadlines", &path, "--json"]);
    assert_eq!(code, 0);
    assert_eq!(all[0]["answer"]["due"], "2026-12-23");
    assert_eq!(all[0]["moved_from"], "2026-12-22");
    assert_eq!(all[1]["moved_from"], Value::Null);
    let (said, _) = home.stdout(&["--as-of", "2026-12-16", "deadlines", &path]);
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(
            "Your own list of holidays moved it from Tuesday 22 December 2026 to Wednesday 23 December 2026."
        ),
        "{flat}"
    );
    // And one that is taken away brings it back: 25 December is worked here.
    home.write(
        "checklists/mourning.toml",
        "format = 1\nid = \"mourning\"\ntitle = \"A day of work\"\nedition = \"1\"\nsource = \"Proclamation\"\n\n\
         [[holiday]]\ndate = 2026-12-25\nname = \"Christmas Day, worked\"\nnations = [\"england\"]\nworked = true\n",
    );
    let late = AUDIT.replace("2026-12-15", "2026-12-21");
    let path = home.write("late.audit.toml", late);
    let (all, _) = home.json(&["--as-of", "2026-12-22", "deadlines", &path, "--json"]);
    assert_eq!(all[0]["answer"]["due"], "2026-12-29");
    assert_eq!(all[0]["moved_from"], "2026-12-30");
}
