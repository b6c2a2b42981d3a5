//! The program in a home of its own: what every test of the command line runs it with.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder of the test's own, and the program at home in it.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    /// An empty home.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A path below it, written as this system writes one.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name).components().collect()
    }

    /// The program, to be run in that folder with a fixed environment.
    pub(crate) fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        program
            .env_clear()
            .env("SCRUTINEER_HOME", self.0.path())
            .env("USER", "J. Secretary")
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        program
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let output = self
            .program()
            .args(arguments)
            .output()
            .expect("the program runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!errors.contains("panicked"), "{arguments:?}: {errors}");
        output
    }

    /// What it says on standard output, and its exit code.
    pub(crate) fn stdout(&self, arguments: &[&str]) -> (String, i32) {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stdout).expect("text");
        (text, output.status.code().expect("an exit code"))
    }

    /// The same as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> (Value, i32) {
        let (text, code) = self.stdout(arguments);
        let value = serde_json::from_str(&text)
            .unwrap_or_else(|why| panic!("{arguments:?}: {why}: {text}"));
        (value, code)
    }

    /// What it complains of on standard error, with the exit code that was expected.
    pub(crate) fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        assert!(!errors.trim().is_empty(), "{arguments:?}: nothing is said");
        errors
    }

    /// Writes a file below it, and its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        std::fs::File::create(&path)
            .and_then(|mut file| file.write_all(bytes.as_ref()))
            .expect("written");
        path.to_string_lossy().into_owned()
    }
}

/// An audit of an open review, with nothing answered.
pub(crate) const OPEN: &str = r#"format = 1
[review]
authority = "Anytown Council"
kind = "council"
service = "Libraries"
territory = "england"
"#;
