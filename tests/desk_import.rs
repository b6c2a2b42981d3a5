//! Taking a spreadsheet in at the desk: looked at first, decided, one step, taken back as one.

use crate::testkit::front::toast;
use crate::testkit::script;

use script::Script;
use scrutineer::checklist::Status;
use scrutineer::desk::Overlay;

const ANSWERS: &str = "Ref,Status,Note,Document,Page,Quote,By\r\n\
    unions.consulted,not met,Nobody asked us.,Final report,12,\"No union was asked.\",P. Steward\r\n\
    review.legal-tests-shown,met,,,,,P. Steward\r\n\
    no.such-question,met,,,,,P. Steward\r\n\
    options.none,maybe,,,,,\r\n";

/// On a new audit with one answer, which the spreadsheet contradicts.
pub fn looking() -> Script {
    let mut script = Script::on_new_audit();
    script
        .keys("/")
        .typed("review.legal-tests-shown")
        .keys("Enter n Esc");
    script.paper("/papers/answers.csv", ANSWERS);
    script.keys("I").typed("answers").keys("Enter");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::ImportReview(_))),
        "{}",
        script.screen(120, 36)
    );
    script
}

#[test]
fn a_spreadsheet_is_looked_at_before_anything_changes() {
    let mut script = looking();
    let before = script.audit().clone();
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("1 answer changes, 1 point to decide"),
        "{screen}"
    );
    assert!(screen.contains("2 not understood"), "{screen}");
    assert!(screen.contains("Nothing is changed yet"), "{screen}");
    assert!(screen.contains("Mine: "), "{screen}");
    script.keys("Esc");
    assert_eq!(script.audit(), &before);
}

#[test]
fn what_stands_stays_unless_theirs_is_taken_and_one_undo_takes_all_of_it_back() {
    let mut script = looking();
    let before = script.audit().clone();
    script.keys("Enter");
    assert!(
        toast(&script).contains("press u to undo it all"),
        "{}",
        toast(&script)
    );
    let legal = |script: &Script| script.audit().answers["review.legal-tests-shown"].status;
    assert_eq!(legal(&script), Some(Status::NotMet), "mine was kept");
    let answer = &script.audit().answers["unions.consulted"];
    assert_eq!(answer.status, Some(Status::NotMet));
    assert_eq!(answer.by, "P. Steward", "who it came from is kept");
    assert_eq!(answer.evidence[0].page, Some(12));
    assert_eq!(
        script.audit().documents.len(),
        1,
        "its document is registered"
    );
    let steps = script.saved.len();
    script.keys("u");
    assert_eq!(script.saved.len(), steps + 1);
    assert_eq!(script.audit(), &before);

    let mut script = looking();
    script.keys("t Enter");
    assert_eq!(legal(&script), Some(Status::Met), "theirs was taken");
}

#[test]
fn a_status_cannot_be_kept_twice_and_a_change_is_not_decided() {
    let mut script = looking();
    script.keys("b");
    assert!(toast(&script).contains("only texts can be kept both"));
    script.keys("Down t");
    assert!(toast(&script).contains("there is nothing to decide here"));
    script.keys("T");
    let Some(Overlay::ImportReview(import_review)) = script.desk.overlays.last() else {
        panic!("it is gone")
    };
    let change = import_review.change().expect("a change");
    assert!(format!("{change:?}").contains("review.legal-tests-shown"));
}

#[test]
fn what_is_no_table_says_so_and_changes_nothing() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/letter.txt", "Dear colleague,\nno table here.\n");
    let before = script.audit().clone();
    script.keys("I").typed("letter").keys("Enter");
    let screen = script.screen(80, 24);
    assert!(screen.contains("no header row was found"), "{screen}");
    assert_eq!(script.audit(), &before);
}

#[test]
fn the_screen_is_drawn_at_every_size() {
    let mut script = looking();
    for (columns, rows) in [(40, 12), (80, 24), (200, 60)] {
        script.screen(columns, rows);
        script.keys("Down Up");
    }
}
