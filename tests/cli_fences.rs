//! Paths that a person gives by mistake: a pipe, a registered paper, a name of another kind of file;
//! and audits whose journal or quotations cannot be relied on.

use std::fs;

use chrono::NaiveDate;
use scrutineer::audit::{Audit, Evidence, OwnEvent};
use scrutineer::base::SourceText;

use crate::cli_documents::{audit_file, with_paper};
use crate::testkit::cli_home::{Home, OPEN};

#[test]
fn a_registered_paper_is_never_written_over() {
    let home = Home::new();
    home.write("elsewhere/a.audit.toml", OPEN);
    home.write("audits/b.audit.toml", OPEN);
    home.write("papers/minutes.txt", "The committee met on 3 March 2026.\n");
    let add = [
        "documents",
        "add",
        "elsewhere/a.audit.toml",
        "papers/minutes.txt",
    ];
    assert_eq!(home.stdout(&add).1, 0);
    let before = fs::read(home.path("papers/minutes.txt")).expect("there");
    let audit = "elsewhere/a.audit.toml";
    for args in [
        &[
            "report",
            audit,
            "--kind",
            "record",
            "-o",
            "papers/minutes.txt",
            "--force",
        ][..],
        &["deadlines", audit, "--ics", "papers/minutes.txt", "--force"],
    ] {
        let told = home.fails(3, args);
        assert!(
            told.contains("a paper registered in an audit, and nothing is ever written over it"),
            "{args:?}: {told}"
        );
    }
    // Registered by an audit of the library, it is safe from an example and a bundle too.
    home.write("papers/pack.zip", "no zip, but a paper of the council’s\n");
    let text = OPEN.to_owned()
        + "\n[[document]]\nid = \"m\"\ntitle = \"M\"\npath = \"../papers/minutes.txt\"\n\n\
           [[document]]\nid = \"p\"\ntitle = \"P\"\npath = \"../papers/pack.zip\"\n";
    home.write("audits/b.audit.toml", text);
    for args in [
        &[
            "example",
            "liverpool-ict-2000",
            "-o",
            "papers/minutes.txt",
            "--force",
        ][..],
        &["bundle", "b", "-o", "papers/pack.zip", "--force"],
    ] {
        let told = home.fails(3, args);
        assert!(
            told.contains("nothing is ever written over it"),
            "{args:?}: {told}"
        );
    }
    assert_eq!(
        fs::read(home.path("papers/minutes.txt")).expect("there"),
        before
    );
    // A paper of one's own that nobody registered is written over as before.
    home.write("papers/own.md", "yesterday");
    let own = [
        "report",
        "b",
        "--kind",
        "record",
        "-o",
        "papers/own.md",
        "--force",
    ];
    assert_eq!(home.stdout(&own).1, 0);
}

// Not on Windows: pipes have no place among the files there.
#[cfg(unix)]
#[test]
fn no_command_waits_for_a_pipe() {
    let home = Home::new();
    home.write("audits/a.audit.toml", OPEN);
    home.write("audits/b.audit.toml", OPEN);
    let made = std::process::Command::new("mkfifo")
        .arg(home.path("f"))
        .status();
    assert!(made.expect("started").success());
    for args in [
        &["documents", "add", "a", "f"][..],
        &["documents", "add", "a", "f", "--attachments"],
        &["documents", "add", "a", "f", "--preview"],
        &["verify", "f"],
        &["check", "f"],
        &["import", "a", "f"],
        &["merge", "a", "f", "--preview"],
        &["merge", "a", "b", "--base", "f", "--preview"],
    ] {
        let out = std::process::Command::new("timeout")
            .args(["60", env!("CARGO_BIN_EXE_scrutineer")])
            .args(args)
            .env("SCRUTINEER_HOME", home.path(""))
            .current_dir(home.path(""))
            .stdin(std::process::Stdio::null())
            .output()
            .expect("it runs");
        let told = [out.stdout, out.stderr].concat();
        let told = String::from_utf8_lossy(&told)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(out.status.code(), Some(3), "{args:?}: {told}");
        assert!(
            told.contains("is a pipe or a device, not a file"),
            "{args:?}: {told}"
        );
    }
}

#[test]
fn a_name_that_promises_another_kind_of_file_is_refused() {
    let home = Home::new();
    home.write("audits/a.audit.toml", OPEN);
    let report = |more: &[&'static str]| [&["report", "a", "--kind", "record"], more].concat();
    for (more, part) in [
        (&["-o", "paper.pdf"][..], "bundle --pdf"),
        (&["-o", "paper.pdf", "--format", "docx"], "save that as PDF"),
        (&["-o", "paper.odt"], "no report is written as .odt"),
        (&["-o", "paper.doc"], ".doc; nothing was written"),
        (&["-o", "paper.docx", "--format", "html"], "do not agree"),
        (&["-o", "paper.txt", "--format", "html"], "do not agree"),
        (&["-o", "paper.bak", "--format", "html"], "ends in .html"),
    ] {
        let told = home.fails(64, &report(more));
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(part), "{more:?}: {told}");
        assert!(!home.path(more[1]).exists(), "{more:?}");
    }
    for (name, begins) in [
        ("paper.htm", "<!DOCTYPE html>"),
        ("paper.txt", "# "),
        ("paper", "# "),
        ("Objection 12.10.2026", "# "),
        ("PAPER.HTML", "<!DOCTYPE html>"),
    ] {
        let (said, code) = home.stdout(&["report", "a", "--kind", "record", "-o", name]);
        assert_eq!(code, 0, "{said}");
        let text = fs::read_to_string(home.path(name)).expect("written");
        assert!(
            text.to_lowercase().starts_with(&begins.to_lowercase()),
            "{name}: {text}"
        );
    }
    let (said, code) = home.stdout(&report(&["-o", "-"]));
    assert!(code == 0 && said.starts_with("# "), "{said}");
    let told = home.fails(64, &["bundle", "a", "-o", "bundle.docx"]);
    assert!(told.contains("ends in .zip"), "{told}");
}

#[test]
fn a_survey_names_the_audits_whose_journal_cannot_be_relied_on() {
    let home = Home::new();
    for name in ["a", "b", "c"] {
        home.write(&format!("region/{name}.audit.toml"), OPEN);
        let path = format!("region/{name}.audit.toml");
        let put = ["ask", "put", &path, "--question", "Why?", "--to", "Cllr X"];
        assert_eq!(home.stdout(&put).1, 0);
    }
    assert_eq!(home.stdout(&["survey", "region"]).1, 0);
    let journal = home.path("region/a.audit.journal");
    let text = fs::read_to_string(&journal).expect("there");
    home.write("region/a.audit.journal", text.replacen("Why?", "How?", 1));
    fs::remove_file(home.path("region/b.audit.journal")).expect("there");
    // Told again, though what was counted is remembered.
    for _ in 0..2 {
        let out = home.run(&["survey", "region"]);
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(out.status.code(), Some(2), "{told}");
        assert!(
            told.contains("a.audit.toml: its journal or its file was replaced or altered")
                && told.contains("b.audit.toml: its journal is not there")
                && !told.contains("c.audit.toml"),
            "{told}"
        );
    }
    let told = home.fails(3, &["survey", "nosuchdir"]);
    assert!(
        told.contains("there is no such folder: nosuchdir"),
        "{told}"
    );
}

#[test]
fn the_quotations_of_events_are_looked_up_too() {
    let home = with_paper();
    let text = String::from_utf8(audit_file(&home)).expect("a text");
    let mut audit = Audit::read(&SourceText::new("liverpool", text)).expect("an audit");
    audit.answers.clear();
    for (words, code, first) in [
        ("The in-house service was taken as the baseline", 0, "Sound"),
        (
            "the council never said this",
            1,
            "1 quotation was not found again",
        ),
    ] {
        audit.events = vec![OwnEvent {
            id: "event-1".to_owned(),
            when: NaiveDate::from_ymd_opt(2000, 3, 1).expect("a day").into(),
            what: "The service was measured".to_owned(),
            evidence: vec![Evidence {
                document: Some("final-report".to_owned()),
                page: Some(2),
                quote: Some(words.to_owned()),
                ..Evidence::default()
            }],
        }];
        home.write("audits/event.audit.toml", audit.to_toml());
        let (said, exit) = home.stdout(&["verify", "event"]);
        assert_eq!(exit, code, "{said}");
        assert!(said.starts_with(first), "{said}");
        let (json, _) = home.json(&["verify", "event", "--json"]);
        assert_eq!(json["quotes"]["found"], 1 - code, "{json}");
        assert_eq!(json["quotes"]["missing"], code, "{json}");
        assert!(code == 0 || said.contains("under event-1"), "{said}");
    }
}

#[test]
fn what_was_asked_comes_before_what_was_answered() {
    let home = Home::new();
    home.write("audits/a.audit.toml", OPEN);
    let put = |more: &[&'static str]| {
        [
            &["ask", "put", "a", "--question", "What did it cost?"],
            more,
        ]
        .concat()
    };
    for (more, part) in [
        (
            &["--to", " "][..],
            "--to is empty; write whom the question was put to",
        ),
        (
            &[
                "--to",
                "Cllr X",
                "--on",
                "2026-03-03",
                "--promised",
                "2026-03-01",
            ],
            "--promised: 1 March 2026 is before 3 March 2026",
        ),
    ] {
        let told = home.fails(64, &put(more));
        assert!(told.contains(part), "{told}");
    }
    let sound = [
        "--to",
        "Cllr X",
        "--on",
        "2026-03-03",
        "--bears-on",
        "consultants-fee",
    ];
    assert_eq!(home.stdout(&put(&sound)).1, 0);
    let answered = |more: &[&'static str]| {
        [
            &["ask", "answered", "a", "put-1", "--reply", "A lot."],
            more,
        ]
        .concat()
    };
    for (more, part) in [
        (
            &["--on", "2026-03-01"][..],
            "--on: 1 March 2026 is before 3 March 2026",
        ),
        (
            &["--status", "met"],
            "--status “met” does not fit “consultants-fee”, which asks for a figure",
        ),
    ] {
        let told = home.fails(64, &answered(more));
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(part), "{told}");
    }
    let judged = ["--status", "not-met", "--bears-on", "unions.consulted"];
    let (said, code) = home.stdout(&answered(&judged));
    assert!(
        code == 0 && said.contains("which is now “not met”"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_used_is_said_in_plain_words() {
    let home = Home::new();
    home.write("audits/a.audit.toml", OPEN);
    home.write(
        "audits/n.audit.toml",
        format!("{OPEN}\n[answers.consultants-fee]\nvalue = nan\n"),
    );
    for (code, args, part) in [
        (
            64,
            &["report", "a", "--kind", "annexes", "--format", "csv"][..],
            "The annexes to the submission have no tables, so they are not written as csv",
        ),
        (
            64,
            &[
                "report",
                "a",
                "--kind",
                "call-in",
                "--published-at",
                "25:00",
            ],
            "it is not an hour of the day; write it as 10:00 or 5 pm",
        ),
        (
            64,
            &["documents", "show", "a", "x", "--page", "abc"],
            "write a whole number from 1 to 1000000",
        ),
        (
            64,
            &[
                "documents",
                "search",
                "a",
                "x",
                "--most",
                "99999999999999999999",
            ],
            "write a whole number from 1 to 1000000",
        ),
        (
            64,
            &["documents", "sweep", "a", "--most", "-1"],
            "write a whole number from 1 to 1000000",
        ),
        (
            64,
            &["documents", "read-first", "a", "--most=0"],
            "write a whole number from 1 to 1000000",
        ),
        (
            64,
            &[
                "documents",
                "compare",
                "a",
                "x",
                "y",
                "--record",
                "q",
                "--number",
                "one",
            ],
            "write a whole number from 1 to 1000000",
        ),
        (
            64,
            &["ask", "put", "a", "--to", "Cllr Dee", "--number", "1.5"],
            "write a whole number from 1 to 1000000",
        ),
        (
            64,
            &["council", "set", "Anytown Council", "--days", "0"],
            "write a whole number from 1 to 10000",
        ),
        (
            3,
            &["check", "n"],
            "`value` is not a number that can be used",
        ),
    ] {
        let told = home.fails(code, args);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(part), "{args:?}: {told}");
    }
    for args in [
        &["checklist", "validate", "nosuch.toml"][..],
        &["deadline", "--table", "nosuch"],
    ] {
        let told = home.fails(3, args);
        assert!(
            told.contains("there is no file nosuch") && !told.contains("list of audits"),
            "{args:?}: {told}"
        );
    }
    let (said, code) = home.stdout(&["documents", "add", "a", "nonexist", "--preview"]);
    assert!(
        code == 3 && said.contains("nonexist: it is not there"),
        "{said}"
    );
    assert!(said.contains("0 papers would be added"), "{said}");
    // A line of a journal that is no entry.
    let put = ["ask", "put", "a", "--question", "Why?", "--to", "Cllr X"];
    assert_eq!(home.stdout(&put).1, 0);
    let journal = home.path("audits/a.audit.journal");
    let text = fs::read_to_string(&journal).expect("there");
    home.write(
        "audits/a.audit.journal",
        text.replacen("\"ask\"", "\"asked\"", 1),
    );
    let (said, _) = home.stdout(&["verify", "a"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("it is not a line that this program writes")
            && !said.contains("missing field"),
        "{said}"
    );
}
