//! The program itself in a pseudo-terminal: marked questions answered together, taken back, and made
//! again after another opening.

// Not on Windows: it needs a pseudo-terminal. The console is in docs/windows.md.
#![cfg(unix)]

use std::path::Path;

use crate::testkit::pty::{self, Ended, Pty, Start};

const DOWN: &str = "\x1b[B";

fn opened(home: &Path) -> Pty {
    Start::program(env!("CARGO_BIN_EXE_scrutineer"))
        .env("SCRUTINEER_HOME", home)
        .env("TMPDIR", home)
        .go()
}

/// The text of the audit's file with an ending.
fn file(home: &Path, end: &str) -> String {
    let files = home.join("audits").read_dir().expect("a library").flatten();
    let mut paths = files.map(|file| file.path());
    let path = paths.find(|path| path.to_string_lossy().ends_with(end));
    std::fs::read_to_string(path.expect("there is such a file")).expect("it is text")
}

#[test]
fn marked_questions_are_answered_together_taken_back_and_made_again_across_two_openings() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path();
    pty::unasked(home);
    let mut pty = opened(home);
    pty.shows("You have no audits yet");
    pty.types("n").shows("A new audit");
    pty.types("Anytown Council\tHome care\x13")
        .shows("What to do next");
    pty.types("/options.ways-considered\r")
        .shows("not answered yet");
    pty.types(" ").shows("1 question marked.");
    pty.types(DOWN).types(" ").shows("2 questions marked.");
    pty.types("T")
        .shows("2 marked questions. What is to be done");
    pty.types("p").shows("Would change: 2");
    assert!(
        !file(home, ".audit.journal").contains("partly"),
        "it is only shown"
    );
    pty.types("\r").shows("2 questions answered “partly”");
    pty.types(DOWN).shows(" saved at ");
    let lines = || file(home, ".audit.journal").lines().count();
    let whole = lines();
    pty.types("H")
        .shows("you answered 2 questions together: partly");
    pty.types("beginning").shows("> beginning");
    pty.types("\r").shows("taken back.");
    pty.types("\r").shows("to come forward again");
    pty.types(DOWN).shows(" saved at ");
    pty.types("Q");
    assert_eq!(pty.ended(), Ended::Code(0));
    let back = lines();
    assert!(back > whole, "nothing is taken out of the journal");
    assert!(!file(home, ".audit.toml").contains("partly"));

    let mut pty = opened(home);
    pty.shows("Anytown Council");
    pty.types("\r").shows("What to do next");
    pty.types("H").shows("undone");
    pty.types("together").shows("> together");
    pty.types("\r").shows("made again.");
    pty.types("\r").shows("to go back again");
    pty.types("Q");
    assert_eq!(pty.ended(), Ended::Code(0));
    assert!(lines() > back);
    assert!(file(home, ".audit.toml").contains("partly"));
}
