//! Who hands a paper over at the desk: asked once and kept; the signatures under a notice.

use crate::desk_hand_over::{choose, liverpool, liverpool_by};
use crate::testkit::front::{form, toast};
use crate::testkit::script::Script;
use scrutineer::desk::Overlay;
use scrutineer::report::Author;

/// The Liverpool example at the desk of somebody whom the machine calls by a login.
fn unnamed() -> Script {
    let mut script = liverpool();
    script.desk.author = Author {
        name: String::new(),
        logins: vec!["jsmith2".to_owned()],
    };
    "jsmith2".clone_into(&mut script.desk.who);
    script
}

#[test]
fn who_hands_a_paper_over_is_asked_once_and_kept() {
    let mut script = unnamed();
    script.keys("w w");
    assert_eq!(form(&script), "Who hands it over?");
    script.typed("Jane  Smith").keys("Enter");
    assert_eq!(script.author, "Jane Smith");
    assert!(form(&script).starts_with("Who sends it"), "and it goes on");
    script.keys("C-s");
    assert!(form(&script).starts_with("Write: "), "and on");
    script.keys("C-s");
    let paper = &script.files[0].1;
    assert!(paper.starts_with(b"PK"), "a Word document");
    script.keys("f").typed("markdown").keys("Enter w w C-s");
    let paper = String::from_utf8_lossy(&script.files[1].1).into_owned();
    assert!(
        paper.contains("Jane Smith") && !paper.contains("jsmith2"),
        "{paper:.600}"
    );
    // The history calls them so from now on.
    script.keys("Tab Tab /");
    script.typed("options.provide-or-buy").keys("Enter m");
    assert_eq!(script.saved.last().expect("saved").by, "Jane Smith");
}

#[test]
fn a_paper_can_go_without_a_name_and_it_is_not_asked_again() {
    for leave in ["Enter", "C-s"] {
        let mut script = unnamed();
        script
            .keys("f")
            .typed("markdown")
            .keys("Enter w w")
            .keys(leave)
            .keys("C-s");
        assert!(form(&script).starts_with("Write: "), "{leave}");
        script.keys("C-s w w");
        assert!(
            form(&script).starts_with("Write: "),
            "{leave}: not asked again"
        );
        let paper = String::from_utf8_lossy(&script.files[0].1).into_owned();
        assert!(
            !paper.contains("jsmith2") && !paper.contains("**From:**"),
            "{leave}"
        );
        assert_eq!(script.author, "", "{leave}");
    }
    // Esc leaves the writing, and it is asked again.
    let mut script = unnamed();
    script.keys("w w Esc");
    assert!(script.desk.overlays.is_empty() && script.files.is_empty());
    script.keys("w w");
    assert_eq!(form(&script), "Who hands it over?");
    // A blank checklist is nobody's: nobody is asked.
    let mut script = unnamed();
    choose(&mut script, "blank");
    script.keys("w");
    assert!(form(&script).starts_with("Write: "));
}

#[test]
fn a_name_that_cannot_be_kept_stays_in_the_form_with_the_reason() {
    let mut script = unnamed();
    script.keys("w w").typed(&"x".repeat(201)).keys("Enter");
    let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
        panic!("the form is gone")
    };
    let why = form.notice.clone().expect("it says why");
    assert!(why.contains("200"), "{why}");
}

#[test]
fn who_sends_a_submission_and_where_it_goes_is_asked_once() {
    let mut script = liverpool();
    script.keys("f").typed("markdown").keys("Enter w w");
    script
        .typed("We are Anytown Branch, 900 members.")
        .keys("Tab")
        .typed("Overview and Scrutiny Committee")
        .keys("Tab")
        .typed("meeting of 3 December 2026")
        .keys("Tab")
        .typed("item 7")
        .keys("Tab")
        .typed("Keep the service in house.")
        .keys("C-s");
    assert_eq!(
        script.we, "Anytown Branch, 900 members",
        "kept for all papers"
    );
    assert!(form(&script).starts_with("Write: "));
    script.keys("C-s");
    let paper = String::from_utf8_lossy(&script.files[0].1).into_owned();
    for said in [
        "We are Anytown Branch, 900 members",
        "Overview and Scrutiny Committee",
        "meeting of 3 December 2026",
        "item 7",
        "Keep the service in house.",
    ] {
        assert!(paper.contains(said), "{said}: {paper:.900}");
    }
    // It is not asked again, and can be changed.
    script.keys("w w");
    assert!(form(&script).starts_with("Write: "));
    script.keys("Esc m");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Anytown Branch") && screen.contains("item 7"),
        "{screen}"
    );
    script.keys("Tab Tab Tab").typed("a").keys("C-s");
    assert!(script.desk.overlays.is_empty(), "and writes nothing");
    assert_eq!(script.open().setting.meeting.item, "item 7a");
    // Another paper is sent to no one.
    choose(&mut script, "briefing");
    script.keys("m");
    assert!(toast(&script).contains("only a submission and a right of reply are sent"));
}

#[test]
fn an_example_is_not_signed_and_says_why() {
    let mut script = liverpool_by("Enter");
    choose(&mut script, "call-in");
    script.keys("i");
    assert!(
        toast(&script).contains("this is an example"),
        "{}",
        toast(&script)
    );
    assert!(script.desk.overlays.is_empty());
}

#[test]
fn only_a_notice_is_signed_and_that_says_why() {
    let mut script = liverpool();
    script.keys("i");
    assert!(toast(&script).contains("only a call-in notice is signed"));
}
