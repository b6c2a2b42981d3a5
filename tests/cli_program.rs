//! What holds for all commands: help, version, the exit code of a command line that is not
//! understood, and what happens to an output that nobody takes.

use std::process::Stdio;

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};

#[test]
fn the_help_names_every_command_and_every_exit_code() {
    let home = Home::new();
    let (help, code) = home.stdout(&["--help"]);
    assert_eq!(code, 0);
    for word in [
        "new",
        "list",
        "open",
        "walk",
        "--plain",
        "ACCESSIBLE",
        "check",
        "report",
        "example",
        "checklist",
        "documents",
        "import",
        "merge",
        "agree",
        "history",
        "verify",
        "completions",
        "man",
        "--as-of",
        "SCRUTINEER_HOME",
        "SCRUTINEER_ASCII",
        "NO_COLOR",
        "64",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let (version, code) = home.stdout(&["--version"]);
    assert_eq!(
        (version.trim(), code),
        (concat!("scrutineer ", env!("CARGO_PKG_VERSION")), 0)
    );
}

#[test]
fn a_command_line_that_is_not_understood_ends_with_64() {
    let home = Home::new();
    for arguments in [
        vec!["chekc"],
        vec!["check"],
        vec!["check", "a", "--example", "b"],
        vec!["check", "--nonsense"],
        vec!["new", "--authority", "A"],
        vec!["new", "--authority", " ", "--service", "B"],
        vec![
            "new",
            "--authority",
            "A",
            "--service",
            "B",
            "--territory",
            "englnd",
        ],
        vec!["list", "--as-of", "yesterday"],
        vec!["report", "a", "--kind", "nonsense"],
        vec!["completions", "nonsense"],
    ] {
        home.fails(64, &arguments);
    }
    let errors = home.fails(64, &["new", "--territory", "englnd"]);
    assert!(
        errors.contains("england"),
        "the nearest word is offered: {errors}"
    );
}

#[test]
fn without_a_terminal_the_desk_says_what_needs_none() {
    let home = Home::new();
    let errors = home.fails(64, &[]);
    assert!(
        errors.contains("terminal") && errors.contains("check"),
        "{errors}"
    );
    home.write("audits/one.audit.toml", OPEN);
    home.fails(64, &["open", "one"]);
    let errors = home.fails(3, &["open", "onne"]);
    assert!(
        errors.contains("did you mean “one”"),
        "the nearest name is offered: {errors}"
    );
}

#[test]
fn a_reader_who_goes_away_is_no_mistake() {
    let home = Home::new();
    let mut child = home
        .program()
        .args(["checklist", "list", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // More is said than a pipe holds, and nobody reads it.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

// Not on Windows: there is no `/dev/full`.
#[test]
#[cfg(target_os = "linux")]
fn an_output_that_takes_nothing_is_told() {
    let home = Home::new();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let output = home
        .program()
        .arg("list")
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written"));
}

#[test]
fn completions_and_manual_are_made_of_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, code) = home.stdout(&["completions", shell]);
        assert_eq!(code, 0);
        assert!(script.contains("coverage"), "{shell}");
    }
    let (manual, code) = home.stdout(&["man"]);
    assert_eq!(code, 0);
    for word in [
        ".TH",
        "EXIT STATUS",
        "ENVIRONMENT",
        "checklist validate",
        "KEYS OF THE DESK",
        "SCRUTINEER_ASCII",
    ] {
        assert!(manual.contains(word), "{word}");
    }
    let (json, _) = home.json(&["list", "--json"]);
    assert!(json.is_array());
}
