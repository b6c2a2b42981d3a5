//! Papers added at the desk out of a folder, an archive or an e-mail: shown first, some left out.

use std::io::Write as _;
use std::path::Path;

use crate::desk_hand_over::liverpool_by;
use crate::testkit::front::{flat, go_to, toast};
use crate::testkit::make::zip;
use crate::testkit::script::Script;
use scrutineer::desk::{Message, Overlay, Screen};

/// A desk that looks at a file among the documents of a new audit.
pub fn looking_at(path: &Path) -> Script {
    let mut script = pasted(path);
    script.keys("Enter");
    script
}

/// The same before the path that was pasted is taken.
fn pasted(path: &Path) -> Script {
    let mut script = Script::on_new_audit();
    script.keys("Tab Tab Tab a");
    script.message(Message::Paste(path.display().to_string()));
    script
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    let mut file = std::fs::File::create(path).expect("a file");
    file.write_all(bytes.as_ref()).expect("written");
}

fn titles(script: &Script) -> Vec<&str> {
    let documents = script.audit().documents.iter();
    documents.map(|one| one.title.as_str()).collect()
}

pub fn pack() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pack.zip");
    let bytes = zip(&[
        ("01 report.txt", b"The fee was high."),
        ("appendices/EqIA.txt", b"Users of home care were asked."),
        ("02 minutes.txt", b"The cabinet met."),
        ("old.doc", b"x"),
        ("more.zip", b"PK"),
    ]);
    write(&path, bytes);
    (folder, path)
}

#[test]
fn a_walk_without_papers_says_what_adds_one_and_what_a_fact_decides() {
    let mut script = Script::on_new_audit();
    let small = flat(&script.screen(80, 24));
    assert!(
        small.contains("Rests on") && !small.contains("None is added"),
        "{small}"
    );
    // Nothing can be added to an example, nor changed in it.
    let mut example = liverpool_by("Enter");
    while example.desk.screen != Screen::Walk {
        example.keys("Tab");
    }
    go_to(&mut example, "decided-by");
    let says = flat(&example.screen(200, 60));
    assert!(says.contains("Rules that hang on it"), "{says}");
    assert!(!says.contains("None is added"), "{says}");
    assert!(!says.contains("Press Enter to give"), "{says}");
    go_to(&mut script, "decided-by");
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        let says = flat(&screen);
        assert!(
            says.contains("None is added yet, so nothing was looked for."),
            "{screen}"
        );
        assert!(says.contains("F7 adds the council’s report"), "{screen}");
    }
    let screen = script.screen(200, 60);
    for says in [
        "Rules that hang on it",
        "Flags that hang on it",
        "F7 add a paper",
    ] {
        assert!(screen.contains(says), "{says}: {screen}");
    }
    // Five clear days are the rule of today: three were the rule of another day.
    assert!(
        screen.contains("report open five clear days before"),
        "{screen}"
    );
    assert!(!screen.contains("three clear days"), "{screen}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.txt");
    write(&path, "The cabinet took the decision.");
    script.keys("F7");
    script.message(Message::Paste(path.display().to_string()));
    script.keys("Enter Enter");
    assert_eq!(titles(&script), ["report"]);
    let screen = script.screen(200, 60);
    assert!(!flat(&screen).contains("None is added yet"), "{screen}");
}

#[test]
fn an_archive_is_listed_with_kind_size_and_refusals_before_anything_is_added_or_unpacked() {
    let (folder, path) = pack();
    let mut script = looking_at(&path);
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        for says in [
            "3 of 3 papers chosen, 2 files cannot be added.",
            "Nothing is added yet.",
            "01 report.txt",
            "plain text, 17 bytes",
            "EqIA.txt",
            "cannot be added",
            "taken out of pack.zip",
        ] {
            assert!(screen.contains(says), "{says}: {screen}");
        }
    }
    let refused = script.keys("End").screen(80, 24);
    assert!(
        refused.contains("it is an archive within; unpack it"),
        "{refused}"
    );
    script.keys("Space");
    assert!(
        toast(&script).contains("cannot be added"),
        "{}",
        toast(&script)
    );
    script.keys("Esc");
    assert!(titles(&script).is_empty());
    assert!(script.saved.is_empty(), "nothing was added");
    assert!(
        !folder.path().join("papers").exists(),
        "nothing was unpacked"
    );
}

#[test]
fn a_paper_left_out_is_neither_unpacked_nor_registered_and_the_rest_is_one_step() {
    let (folder, path) = pack();
    let mut script = looking_at(&path);
    let screen = script.keys("Down Space").screen(120, 36);
    assert!(screen.contains("2 of 3 papers chosen"), "{screen}");
    assert!(screen.contains("left out"), "{screen}");
    script.keys("Enter");
    assert_eq!(titles(&script), ["01 report", "02 minutes"]);
    assert_eq!(script.saved.len(), 1, "one step");
    assert!(folder.path().join("papers/02 minutes.txt").exists());
    assert!(!folder.path().join("papers/EqIA.txt").exists());
    script.keys("u");
    assert!(titles(&script).is_empty());
}

#[test]
fn with_every_paper_left_out_enter_says_so_and_one_can_be_put_back() {
    let (_folder, path) = pack();
    let mut script = looking_at(&path);
    script.keys("Space Down Space Down Space Enter");
    assert!(
        toast(&script).contains("every paper is left out"),
        "{}",
        toast(&script)
    );
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Gather(_))
    ));
    script.keys("Space Enter");
    assert_eq!(titles(&script), ["02 minutes"]);
}

#[test]
fn an_archive_that_changed_after_it_was_listed_is_told_and_nothing_wrong_is_added() {
    let (_folder, path) = pack();
    let mut script = looking_at(&path);
    write(
        &path,
        zip(&[("01 report.txt", b"Another text, and longer.")]),
    );
    script.keys("Enter");
    assert!(titles(&script).is_empty(), "{:?}", titles(&script));
    let told = script.screen(120, 36);
    assert!(told.contains("the archive has changed"), "{told}");
}

#[test]
fn a_folder_is_listed_with_the_folders_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("appendices")).expect("made");
    write(&folder.path().join("report.txt"), "The fee was high.");
    write(&folder.path().join("appendices/a.txt"), "Users were asked.");
    write(&folder.path().join("logo.png"), "x");
    let mut script = pasted(&folder.path().join(""));
    script.typed("all papers").keys("Enter");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("2 of 2 papers chosen, 1 file cannot"),
        "{screen}"
    );
    assert!(screen.contains("appendices"), "{screen}");
    assert!(titles(&script).is_empty());
    script.keys("Enter");
    assert_eq!(titles(&script), ["a", "report"]);
}

#[test]
fn the_papers_attached_to_a_mail_are_offered_with_it_and_a_mail_alone_is_added_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mail.eml");
    let mail = "From: a@b\nSubject: Options\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n\
        --x\nContent-Type: text/plain\n\nSee the paper.\n--x\nContent-Type: text/plain\n\
        Content-Disposition: attachment; filename=\"options.txt\"\n\nFour options.\n--x--\n";
    write(&path, mail);
    let mut script = looking_at(&path);
    let screen = script.screen(120, 36);
    assert!(screen.contains("2 of 2 papers chosen"), "{screen}");
    script.keys("Enter");
    assert_eq!(titles(&script), ["mail", "options"]);
    write(
        &path,
        "From: a@b\nSubject: x\nMIME-Version: 1.0\n\nHello, all.",
    );
    let script = looking_at(&path);
    assert_eq!(titles(&script), ["mail"]);
}

#[test]
fn the_day_of_the_decision_is_offered_for_the_review_itself_and_taken_only_with_a_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.txt");
    write(
        &path,
        "Record of decision\n\nDate of decision: 1 July 2025\n",
    );
    let mut script = looking_at(&path);
    script.keys("P");
    for _ in 0..12 {
        if script.screen(120, 36).contains("says: 1 July 2025") {
            break;
        }
        script.keys("Tab");
    }
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("record, paragraph 2 of the text says"),
        "{screen}"
    );
    assert!(screen.contains("says: 1 July 2025"), "{screen}");
    let before = script.audit().review.decided;
    script.keys("C-t");
    assert_eq!(script.audit().review.decided, before);
    script.keys("C-s");
    let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1);
    assert_eq!(script.audit().review.decided, day);
}
