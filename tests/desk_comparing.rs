//! Two papers compared on the desk: opened by a key, and what the final lost quoted under a question with
//! its proof, as one change.

use crate::testkit::script;

use script::Script;
use scrutineer::desk::{Action, EffectOutcome, Message, Overlay};

const DRAFT: &str = "3.1 The library service runs eleven branches and a mobile van.\n\n\
    3.2 We will consult the recognised trade unions before any post is deleted.\u{C}\
    3.3 The consultants were paid £46,500 for their report on the service.";
const FINAL: &str = "4.1 The library service runs eleven branches and a mobile van.\u{C}\
    4.2 The consultants were paid £64,500 for their report on the service.";

/// A desk on the documents screen with a draft and a final.
pub fn comparing() -> Script {
    let mut script = Script::on_new_audit();
    script.paper("/papers/draft.txt", DRAFT);
    script.keys("Tab Tab Tab a Enter");
    script.paper("/papers/final.txt", FINAL);
    script.keys("a Down Enter");
    assert_eq!(
        script.audit().documents.len(),
        2,
        "{}",
        script.screen(120, 36)
    );
    script
}

#[test]
fn a_key_compares_the_two_papers_and_tells_the_dropped_promise_first_with_both_pages() {
    let mut script = comparing();
    script.keys("v");
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        let dropped = screen.find("promise dropped ");
        let figures = screen.find("changed in figures  The");
        assert!(dropped.is_some() && dropped < figures, "{screen}");
        assert!(screen.contains("p. 1 → gone"), "{screen}");
        assert!(screen.contains("p. 2 → p. 2"), "{screen}");
    }
    script.keys("Down");
    let screen = script.screen(120, 36);
    assert!(screen.contains("[was: £46,500; now: £64,500]"), "{screen}");
    // What the final still has is no evidence of a loss.
    assert!(script.desk.available(Action::TakeLost).is_err());
    script.keys("g");
    let view = script.desk.page_view().expect("the page is open");
    assert_eq!((view.document.as_str(), view.page), ("final", 1));
}

#[test]
fn the_dropped_promise_is_quoted_under_a_question_with_its_proof_and_one_undo_takes_it_back() {
    let mut script = comparing();
    script.keys("v Enter");
    let screen = script.screen(200, 60);
    assert!(
        screen.contains("with the proof that its words are gone"),
        "{screen}"
    );
    let Some(Overlay::Drop(dropping)) = script.desk.overlays.last() else {
        panic!("no questions to choose from")
    };
    let id = script
        .desk
        .library
        .question(dropping.shown()[dropping.selected])
        .id
        .clone();
    let steps = script.saved.len();
    script.keys("Enter");
    assert_eq!(script.saved.len(), steps + 1, "one step");
    let answer = script.audit().answer(&id).expect("recorded");
    assert_eq!(answer.status, None);
    assert_eq!(
        answer.evidence[0].quote.as_deref(),
        Some("We will consult the recognised trade unions before any post is deleted.")
    );
    let absence = answer.evidence[1].absence.as_ref().expect("the proof");
    assert_eq!(absence.documents, ["final"]);
    assert_eq!(absence.pages, 2);
    script.keys("Esc u");
    assert!(script.audit().answer(&id).is_none());
}

#[test]
fn one_paper_alone_cannot_be_compared() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/draft.txt", DRAFT);
    script.keys("Tab Tab Tab a Enter");
    let why = script
        .desk
        .available(Action::ComparePapers)
        .expect_err("one paper");
    assert!(why.to_string().contains("add one"), "{why}");
}

#[test]
fn the_desk_says_that_it_compares_and_esc_leaves_it() {
    let mut script = comparing();
    script.papers_come = false;
    script.keys("v");
    for (columns, rows) in [(80, 24), (120, 36)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("Comparing …"), "{screen}");
        assert!(screen.contains("Press Esc to leave it"), "{screen}");
    }
    let stopped = script.stopped;
    script.keys("Esc");
    assert_eq!(script.stopped, stopped + 1, "the work is stopped");
    assert!(script.desk.overlays.is_empty());
    // What comes after the user has left is not shown.
    script.message(Message::Outcome(EffectOutcome::Compared(None)));
    assert!(script.desk.overlays.is_empty() && script.desk.toast.is_none());
}
