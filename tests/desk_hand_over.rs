//! The hand-over at the desk: which paper, its preview, the questions put; written where the user says,
//! and never over a file without asking.

use crate::testkit::front::{form, toast};
use crate::testkit::script;

use script::Script;
use scrutineer::audit::ReplyOutcome;
use scrutineer::checklist::Status;
use scrutineer::desk::{Overlay, Screen};
use scrutineer::report::{Format, Kind, write};

/// A copy of the Liverpool example, on the report screen.
pub fn liverpool() -> Script {
    liverpool_by("c")
}

/// The Liverpool example on the report screen, opened by this key.
pub fn liverpool_by(key: &str) -> Script {
    let mut script = Script::new();
    let row = script
        .desk
        .shelf
        .rows
        .iter()
        .position(|row| row.name == "liverpool-ict-2000")
        .expect("it is there");
    for _ in 0..row {
        script.keys("Down");
    }
    script.keys(key);
    while script.desk.screen != Screen::Report {
        script.keys("Tab");
    }
    script
}

/// The paper that is shown, as words.
pub fn preview(script: &Script) -> String {
    let (_, document) = script.open().paper.preview.clone().expect("made");
    let bytes = write(&document.expect("built"), Format::Markdown);
    String::from_utf8(bytes).expect("words")
}

pub fn choose(script: &mut Script, kind: &str) {
    script.keys("b").typed(kind).keys("Enter");
}

#[test]
fn a_paper_is_previewed_and_written_and_never_over_a_file_without_asking() {
    let mut script = liverpool();
    let screen = script.screen(120, 36);
    assert!(screen.contains("Scrutiny submission"), "{screen}");
    assert!(
        screen.contains("Word document"),
        "a committee lives in Word: {screen}"
    );
    script.keys("f").typed("markdown").keys("Enter w");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::ReadThrough(_))),
        "it is read first"
    );
    script.keys("w");
    assert_eq!(form(&script), "Who sends it, and where does it go?");
    script.keys("C-s C-s");
    assert_eq!(script.files.len(), 1);
    assert!(
        toast(&script).starts_with("Written: "),
        "{}",
        toast(&script)
    );
    let first = String::from_utf8_lossy(&script.files[0].1).into_owned();
    assert!(first.contains("# "), "{first}");
    script.keys("w w C-s");
    assert_eq!(script.files.len(), 1, "it is asked first");
    script.keys("C-s");
    assert_eq!(script.files.len(), 2);
    // Never under the name of a kind of file that it is not, as at the command line.
    script.keys("w w").typed(".pdf").keys("C-s");
    assert_eq!(script.files.len(), 2);
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("A report is not written as PDF"),
        "{screen}"
    );
}

#[test]
fn the_day_of_a_right_of_reply_is_asked_for_once_and_has_to_be_to_come() {
    let mut script = liverpool();
    choose(&mut script, "right of reply");
    script.keys("f").typed("markdown").keys("Enter w w");
    assert_eq!(
        form(&script),
        "Who sends it, and when should the council reply?"
    );
    script
        .typed("UNISON Anytown")
        .keys("Tab")
        .typed("3 April 2003");
    script.keys("C-s");
    let Some(Overlay::Form(open)) = script.desk.overlays.last() else {
        panic!("the form is gone")
    };
    let why = open.notice.clone().expect("it says why");
    assert!(why.contains("3 April 2003 is not after today"), "{why}");
    for _ in 0..12 {
        script.keys("Backspace");
    }
    script.typed("18/12/2099").keys("C-s C-s");
    let paper = String::from_utf8_lossy(&script.files[0].1).into_owned();
    assert!(paper.contains("We are UNISON Anytown"), "{paper:.900}");
    assert!(paper.contains("18 December 2099"), "{paper:.900}");
    // It is not asked again; a key opens the form.
    script.keys("w w");
    assert!(form(&script).starts_with("Write: "));
    script.keys("Esc m");
    assert!(form(&script).starts_with("Who sends it, and when"));
}

#[test]
fn an_empty_submission_is_refused_and_says_why() {
    let mut script = Script::on_new_audit();
    script.keys("BackTab BackTab w");
    assert!(script.files.is_empty() && script.desk.overlays.is_empty());
    let why = toast(&script);
    assert!(why.contains("nothing to submit"), "{why}");
}

#[test]
fn the_preview_follows_every_change() {
    let mut script = liverpool();
    choose(&mut script, "record");
    script
        .keys("Tab Tab t")
        .typed("A note to be found")
        .keys("C-s");
    script.keys("BackTab BackTab");
    let shown = preview(&script);
    assert!(shown.contains("A note to be found"));
    script.keys("u");
    let shown = preview(&script);
    assert!(!shown.contains("A note to be found\n"), "taken back");
}

#[test]
fn a_question_put_is_tracked_and_its_silence_becomes_evidence_in_one_step() {
    let mut script = liverpool();
    choose(&mut script, "portfolio");
    let steps = script.saved.len();
    script
        .keys("a Enter Tab")
        .typed("Cllr Holder")
        .keys("Tab")
        .typed("Finance committee");
    script
        .keys("Tab")
        .typed("4 December 2000")
        .keys("Tab Right Right C-s Esc");
    let put = script.audit().puts[0].clone();
    assert_eq!(put.outcome, ReplyOutcome::NotAnswered);
    assert_eq!(put.to, "Cllr Holder");
    assert!(!put.bears_on.is_empty());
    assert_eq!(script.saved.len(), steps + 1, "one step");
    let evidence = |script: &Script| {
        let answer = script.audit().answer(&put.bears_on[0]).expect("an answer");
        answer.evidence.iter().any(|one| {
            one.locator
                .as_deref()
                .is_some_and(|place| place.contains("not answered"))
        })
    };
    assert!(evidence(&script));
    script.keys("u");
    assert!(script.audit().puts.is_empty() && !evidence(&script));
    script.keys("U");
    // The answer came after all, and changes an answer of ours.
    script
        .keys("a Enter Tab Tab Tab Tab Left Tab")
        .typed("It was done in May.");
    let stood = script
        .audit()
        .answer(&put.bears_on[0])
        .and_then(|one| one.status);
    script.keys("C-s");
    assert_eq!(script.audit().puts[0].outcome, ReplyOutcome::Answered);
    let answer = script.audit().answer(&put.bears_on[0]).expect("an answer");
    assert_eq!(answer.status, stood, "a reply is evidence, not a verdict");
    let screen = script.screen(120, 36);
    assert!(screen.contains("what would follow"), "{screen}");
    script.keys("n");
    let answer = script.audit().answer(&put.bears_on[0]).expect("an answer");
    assert_eq!(answer.status, Some(Status::NotMet));
    assert!(
        answer
            .evidence
            .iter()
            .any(|one| one.quote.as_deref() == Some("It was done in May."))
    );
}

#[test]
fn an_answer_without_words_is_asked_for() {
    let mut script = liverpool();
    script.keys("a Enter Tab Tab Tab Tab Right C-s");
    let screen = script.screen(80, 24);
    assert!(screen.contains("What was the answer?"), "{screen}");
    assert!(script.audit().puts.is_empty());
}

#[test]
fn a_blank_checklist_is_blank_until_a_key_puts_the_answers_in() {
    let mut script = liverpool();
    script.keys("e");
    assert!(toast(&script).contains("blank"), "{}", toast(&script));
    assert!(!script.open().setting.with_answers);
    choose(&mut script, "blank");
    for (columns, rows) in [(80, 24), (120, 36)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("Nothing entered so far is in. Press e to put"),
            "{screen}"
        );
    }
    let blank = preview(&script);
    script.keys("e");
    for (columns, rows) in [(80, 24), (120, 36)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("papers in confidence. Press e to take"),
            "{screen}"
        );
    }
    let with = preview(&script);
    assert_ne!(with, blank);
    let note = script
        .audit()
        .answers
        .values()
        .find(|one| one.note.len() > 20);
    let note: String = note.expect("a note").note.chars().take(20).collect();
    assert!(with.contains(&note) && !blank.contains(&note), "{note}");
    script.keys("f").typed("csv").keys("Enter w C-s");
    let first = String::from_utf8_lossy(&script.files[0].1).into_owned();
    assert!(first.contains(&note), "the file is what is shown");
    script.keys("e w C-s C-s");
    let second = String::from_utf8_lossy(&script.files[1].1).into_owned();
    assert!(!second.contains(&note), "taken out again");
}

#[test]
fn the_two_page_version_is_the_first_of_the_papers() {
    let mut script = liverpool();
    script.keys("b");
    let screen = script.screen(80, 24);
    let at = |words: &str| {
        screen
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {screen}"))
    };
    assert!(
        at("Members’ briefing") < at("Full audit record"),
        "{screen}"
    );
    assert!(screen.contains("two pages"), "{screen}");
    // The bar begins on the paper in front.
    script.keys("Enter");
    assert_eq!(script.open().paper.kind, Kind::Submission);
    script.keys("b Up Up Enter");
    assert_eq!(script.open().paper.kind, Kind::Briefing);
}

#[test]
fn a_paper_has_only_the_formats_that_suit_it() {
    let mut script = liverpool();
    script.keys("f");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Word document") && !screen.contains("Excel"),
        "{screen}"
    );
    script.keys("Esc");
    choose(&mut script, "record");
    script.keys("f").typed("excel").keys("Enter");
    assert_eq!(script.open().paper.format, Format::Xlsx);
    // A paper without tables is not left with a spreadsheet's format.
    choose(&mut script, "submission");
    assert_eq!(script.open().paper.format, Format::Docx);
}

#[test]
fn the_file_is_named_as_its_format_and_its_whole_path_stays_on_the_screen() {
    let mut script = liverpool();
    choose(&mut script, "briefing");
    for key in ["o", "O"] {
        script.keys(key);
        assert!(toast(&script).contains("nothing has been written yet"));
    }
    script
        .keys("w w C-u")
        .typed("/home/a/papers/my paper.md")
        .keys("C-s");
    let path = std::path::PathBuf::from("/home/a/papers/my paper.docx");
    assert_eq!(script.files[0].0, path);
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        let flat = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains("Written: /home/a/papers/my paper.docx."),
            "{screen}"
        );
        assert!(
            flat.contains("Press o to open it, O to open its folder"),
            "{screen}"
        );
    }
    script.keys("o O");
    assert_eq!(script.opened, [path, "/home/a/papers".into()]);
    // Over another file it is asked first, by the name that it really gets.
    script
        .keys("w w C-u")
        .typed("/home/a/papers/my paper")
        .keys("C-s");
    assert_eq!(script.files.len(), 1);
    let screen = script.screen(120, 36);
    assert!(screen.contains("again to overwrite it"), "{screen}");
    script.keys("C-s");
    assert_eq!(script.files.len(), 2);
}

#[test]
fn the_audit_is_bundled_with_its_papers_and_the_whole_path_is_told() {
    let mut script = liverpool();
    script.keys("B");
    assert_eq!(form(&script), "Bundle the audit with its papers");
    let screen = script.screen(120, 36);
    assert!(screen.contains("seen in confidence"), "{screen}");
    script.keys("C-s");
    let (path, bytes) = script.files[0].clone();
    assert!(path.to_string_lossy().ends_with("-bundle.zip"), "{path:?}");
    assert_eq!(bytes, b"submission.html record.html");
    assert_eq!(toast(&script), format!("Written: {}", path.display()));
    // Never over a file without asking, and never under the name of another kind of file.
    script.keys("B C-s");
    assert_eq!(script.files.len(), 1);
    script.keys("C-s");
    assert_eq!(script.files.len(), 2);
    script.keys("B").typed(".docx").keys("C-s");
    assert_eq!(script.files.len(), 2);
    let screen = script.screen(120, 36);
    assert!(screen.contains("No bundle is written as .docx"), "{screen}");
}
