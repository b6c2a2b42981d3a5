//! What the papers of the real program give away of whoever wrote them: every kind in every format,
//! written by somebody whom the machine calls by a login.

use crate::testkit::cli_home;
use crate::testkit::report_common;

use std::process::Output;

use cli_home::Home;
use report_common::{formats, formats_of, kinds, parts};
use scrutineer::report::{Format, Kind};
use scrutineer::store::{self, RealDisk};

const LOGIN: &str = "jsmith2";
const FOLDER: &str = "Private papers";

fn run(home: &Home, arguments: &[&str]) -> Output {
    let mut program = home.program();
    let program = program.env("USER", LOGIN).args(arguments);
    let output = program.output().expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
    output
}

fn errors(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    errors.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The Liverpool example as an audit of one's own, with a paper that lies below the home folder, one
/// given in confidence, and an answer.
fn home() -> Home {
    let home = Home::new();
    std::fs::create_dir_all(home.path("audits")).expect("a folder");
    let file = home.path("audits/one.audit.toml");
    let file = file.to_str().expect("text");
    run(&home, &["example", "liverpool-ict-2000", "-o", file]);
    let paper = home.write(
        &format!("{LOGIN}/{FOLDER}/plain.txt"),
        "Nobody was asked about it.\n",
    );
    run(&home, &["documents", "add", "one", &paper]);
    let memo = ["--title", "Secret memo", "--access", "in-confidence"];
    let from = ["--from", "Whistleblower Jane"];
    run(
        &home,
        &[&["documents", "add", "one"][..], &memo, &from].concat(),
    );
    let ask = ["--to", "Cllr Holder", "--bears-on", "users.consulted"];
    run(
        &home,
        &[&["ask", "put", "one", "--question", "Was it?"][..], &ask].concat(),
    );
    home
}

/// Everything that stands in a paper, markup and all.
fn paper(home: &Home, kind: Kind, format: Format, more: &[&str]) -> (String, String) {
    let (kind, format_word) = (kind.to_string(), format.to_string());
    let report = ["report", "one", "--kind", &kind, "--format", &format_word];
    let output = run(home, &[&report[..], more].concat());
    let text = if output.stdout.starts_with(b"PK") {
        let parts = parts(&output.stdout).into_iter();
        parts.map(|(_, text)| text).collect()
    } else {
        String::from_utf8(output.stdout.clone()).expect("text")
    };
    (text, errors(&output))
}

#[test]
fn no_paper_of_any_kind_gives_away_the_login_or_the_folder() {
    let home = home();
    for kind in kinds() {
        for format in &formats_of(*kind) {
            let (text, said) = paper(&home, *kind, *format, &[]);
            let at = format!("{kind} {format}");
            for mark in [LOGIN, FOLDER, home.path("").to_str().expect("text")] {
                assert!(!text.contains(mark), "{at}: {mark}");
            }
            let asked = said.matches("--author NAME").count();
            assert_eq!(asked, usize::from(*kind != Kind::Blank), "{at}: {said}");
            if *kind == Kind::Blank {
                assert!(
                    !text.contains("memo") && !text.contains("Whistleblower"),
                    "{at}"
                );
            }
        }
    }
    let (record, _) = paper(&home, Kind::Record, Format::Markdown, &[]);
    assert!(record.contains("plain.txt"), "the name of the file stays");
    assert!(record.contains("UTC, the author"), "{record:.300}");
    assert!(!record.contains("Made by"));
}

#[test]
fn a_name_is_given_once_and_stands_for_the_login_from_then_on() {
    let home = home();
    let settings = "# My own\n[house]\nname = \"Anytown Branch\"\n";
    home.write("config/settings.toml", settings);
    let named = ["--author", " Jane   Smith "];
    let (text, said) = paper(&home, Kind::Record, Format::Markdown, &named);
    assert!(text.contains("Jane Smith") && !text.contains("UTC, the author"));
    assert!(
        said.contains("“Jane Smith”") && said.contains("settings.toml"),
        "{said}"
    );
    let now = std::fs::read_to_string(home.path("config/settings.toml")).expect("there");
    assert_eq!(
        now,
        format!("{settings}\n[author]\nname = \"Jane Smith\"\n")
    );
    for kind in kinds() {
        for format in &formats_of(*kind) {
            let (text, said) = paper(&home, *kind, *format, &[]);
            let at = format!("{kind} {format}");
            assert!(
                !text.contains(LOGIN) && said.matches("--author").count() == 0,
                "{at}: {said}"
            );
            assert!(!text.contains("Jane Smith") || *kind != Kind::Blank, "{at}");
            if matches!(format, Format::Docx | Format::Xlsx | Format::Html) {
                assert_eq!(text.contains("Jane Smith"), *kind != Kind::Blank, "{at}");
            }
        }
    }
    let (plain, _) = paper(
        &home,
        Kind::Submission,
        Format::Markdown,
        &["--without-settings"],
    );
    assert!(plain.contains("Jane Smith") && !plain.contains("Anytown Branch"));
    // What is done from now on is done under that name.
    run(&home, &["documents", "add", "one", "--title", "Minutes"]);
    let path = home.path("audits/one.audit.toml");
    let peeked = store::peek(&RealDisk, &path).expect("an audit");
    let by: Vec<&str> = peeked
        .history
        .entries()
        .iter()
        .map(|one| one.by.as_str())
        .collect();
    assert_eq!(
        by.first().copied(),
        Some(LOGIN),
        "what was done stays as it was done"
    );
    assert_eq!(by.last().copied(), Some("Jane Smith"));
}

#[test]
fn answers_go_out_only_with_a_blank_checklist_and_only_by_name() {
    let home = home();
    let (with, said) = paper(&home, Kind::Blank, Format::Csv, &["--with-answers"]);
    assert!(
        said.contains("--author NAME"),
        "it says whom to send it back to: {said}"
    );
    let (without, _) = paper(&home, Kind::Blank, Format::Csv, &[]);
    assert!(with.len() > without.len());
    assert!(
        with.contains("1 paper held in confidence is left out"),
        "{with}"
    );
    for format in formats() {
        let (text, _) = paper(&home, Kind::Blank, *format, &["--with-answers"]);
        assert!(
            !text.contains("Secret memo") && !text.contains("Whistleblower"),
            "{format}"
        );
    }
    let refused = home.fails(64, &["report", "one", "--kind", "record", "--with-answers"]);
    assert!(refused.contains("--kind blank"), "{refused}");
    for empty in ["", "  "] {
        let report = ["report", "one", "--kind", "record", "--author", empty];
        assert!(home.fails(64, &report).contains("--author is empty"));
    }
    home.write("config/settings.toml", "[authr]\n");
    let report = ["report", "one", "--kind", "record", "--author", "Jane"];
    let refused = home.fails(3, &report);
    assert!(
        refused.contains("settings.toml") && refused.contains("nothing was kept"),
        "{refused}"
    );
}
