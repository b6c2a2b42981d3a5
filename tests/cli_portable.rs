//! A portable program: everything in a folder next to it, at home on whatever drive it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::testkit::cli_home::Home;

/// A folder that stands for a stick, with the program, the mark and a paper on it.
struct Stick {
    /// The computer that the stick is in: its user's own folder.
    computer: Home,
    folder: PathBuf,
}

/// The name of the program's file.
fn program_name() -> &'static str {
    if cfg!(windows) {
        "scrutineer.exe"
    } else {
        "scrutineer"
    }
}

/// Copies the program, without this process ever having the copy open for writing.
///
/// A process that another test starts at that moment would have it open as well, and no system of the
/// Unix family starts a file that is being written (“Text file busy”).
fn copy_program(to: &Path) {
    let from = env!("CARGO_BIN_EXE_scrutineer");
    if cfg!(unix) {
        let copied = Command::new("cp").arg(from).arg(to).status();
        assert!(copied.expect("cp runs").success(), "the program is copied");
    } else {
        fs::copy(from, to).expect("the program is copied");
    }
}

impl Stick {
    fn new() -> Self {
        let computer = Home::new();
        let folder = computer.path("drive e");
        let program = folder.join("Scrutineer");
        fs::create_dir_all(&program).expect("a folder");
        fs::create_dir_all(folder.join("papers")).expect("a folder");
        copy_program(&program.join(program_name()));
        fs::File::create(program.join("portable.txt")).expect("the mark");
        computer.write(
            "drive e/papers/Adroddiad terfynol.txt",
            "The members compared the cost of keeping the service with the tender.",
        );
        Self { computer, folder }
    }

    fn files(&self) -> PathBuf {
        self.folder.join("Scrutineer/Scrutineer files")
    }

    /// Runs the program on the stick, on a computer whose user has a folder of their own.
    fn run(&self, arguments: &[&str]) -> Output {
        let own = self.computer.path("own");
        fs::create_dir_all(&own).expect("a folder");
        let mut program = Command::new(self.folder.join("Scrutineer").join(program_name()));
        program
            .env_remove("SCRUTINEER_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env("HOME", &own)
            .env("USER", "J. Secretary")
            .current_dir(&own)
            .stdin(Stdio::null())
            .args(arguments);
        program.output().expect("the program runs")
    }

    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Puts the stick into another computer, where it gets another letter.
    fn moved(mut self) -> Self {
        let to = self.computer.path("drive f");
        fs::rename(&self.folder, &to).expect("moved");
        self.folder = to;
        self
    }
}

fn below(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, out);
        }
        out.push(path);
    }
}

fn begin(stick: &Stick) -> String {
    let made = stick.says(&[
        "new",
        "--authority",
        "Cyngor Gwynedd",
        "--service",
        "Llyfrgelloedd",
        "--name",
        "llyfrgelloedd",
    ]);
    let paper = stick.folder.join("Scrutineer/Adroddiad.txt");
    fs::copy(stick.folder.join("papers/Adroddiad terfynol.txt"), &paper).expect("a paper");
    stick.says(&[
        "documents",
        "add",
        "llyfrgelloedd",
        &paper.to_string_lossy(),
    ]);
    made
}

#[test]
fn what_was_made_on_one_letter_opens_on_another_with_its_papers() {
    let stick = Stick::new();
    let made = begin(&stick);
    let files = stick.files();
    assert!(
        Path::new(made.trim()).starts_with(&files),
        "{made} is not in {}",
        files.display()
    );
    let mut own = Vec::new();
    below(&stick.computer.path("own"), &mut own);
    assert!(own.is_empty(), "nothing stays on the computer: {own:?}");

    let stick = stick.moved();
    assert!(stick.says(&["list"]).contains("llyfrgelloedd"));
    let verified = stick.says(&["verify", "llyfrgelloedd"]);
    assert!(!verified.contains("drive e"), "{verified}");
    let listed = stick.says(&["documents", "list", "llyfrgelloedd", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let text = listed.to_string();
    assert!(text.contains("\"../../Adroddiad.txt\""), "{text}");
    let found = stick.says(&["documents", "search", "llyfrgelloedd", "tender"]);
    assert!(found.contains("cost of keeping"), "{found}");
    // What is put away finds its papers too.
    let audits = stick.files().join("audits");
    let archive = audits.join("archive");
    fs::create_dir_all(&archive).expect("the archive");
    for end in ["toml", "journal"] {
        let name = format!("llyfrgelloedd.audit.{end}");
        fs::rename(audits.join(&name), archive.join(&name)).expect("put away");
    }
    let put_away = archive.join("llyfrgelloedd.audit.toml");
    let found = stick.says(&["documents", "search", &put_away.to_string_lossy(), "tender"]);
    assert!(found.contains("cost of keeping"), "{found}");
}

#[test]
fn a_mark_with_the_end_that_an_explorer_hides_counts_and_without_one_nothing_is_portable() {
    let stick = Stick::new();
    let program = stick.folder.join("Scrutineer");
    let mark = program.join("portable.txt");
    fs::rename(&mark, program.join("portable.txt.txt")).expect("renamed");
    begin(&stick);
    assert!(
        stick
            .files()
            .join("audits/llyfrgelloedd.audit.toml")
            .is_file()
    );
}

#[test]
fn a_folder_next_to_the_program_that_cannot_be_had_is_told_with_the_place_of_the_audits_instead() {
    let stick = Stick::new();
    let path = stick.computer.write(
        "drive e/Scrutineer/Scrutineer files",
        "a file where the folder should be",
    );
    let output = stick.run(&["list"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("next to the program"), "{told}");
    assert!(told.contains("part of its path is a file"), "{told}");
    assert!(told.contains("They are in"), "{told}");
    let left = fs::read_to_string(path).expect("the file");
    assert_eq!(left, "a file where the folder should be");
}

#[test]
fn an_audit_that_cannot_be_begun_is_told_with_the_place_of_new_ones_instead() {
    let home = Home::new();
    home.write("audits", "a file where the folder should be");
    let told = home.fails(3, &["new", "--authority", "A", "--service", "S"]);
    // A system that knows no folder for this user names none.
    assert!(told.to_lowercase().contains("new audits go"), "{told}");
}
