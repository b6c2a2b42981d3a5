//! Two people at the desk: another person's audit is looked at, merged as one step, and agreed on.

use crate::testkit::front::toast;
use crate::testkit::script;

use script::Script;
use scrutineer::audit::{Answer, Audit};
use scrutineer::checklist::Status;
use scrutineer::desk::board::NextStep;

const ID: &str = "review.legal-tests-shown";

fn go_to(script: &mut Script) {
    script.keys("/").typed(ID).keys("Enter");
}

/// On an audit in which one question is not met; Ben's audit says that it is met.
pub fn looking() -> Script {
    let mut script = Script::on_new_audit();
    let mut theirs: Audit = script.audit().clone();
    go_to(&mut script);
    script.keys("n");
    script.keys("Esc");
    let answer = Answer {
        status: Some(Status::Met),
        by: "Ben".to_owned(),
        at: Some(script.now),
        note: "Page 4.".to_owned(),
        ..Answer::default()
    };
    theirs.answers.insert(ID.to_owned(), answer);
    script.paper("/papers/ben.audit.toml", &theirs.to_toml());
    script.keys("M").typed("ben").keys("Enter");
    script
}

#[test]
fn a_merge_is_looked_at_first_and_left_or_recorded_as_one_step() {
    let mut script = looking();
    let before = script.audit().clone();
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("Nothing is changed yet"), "{screen}");
        assert!(screen.contains("Merge another person"), "{screen}");
        for code in [ID, "text of the question", "no longer: nothing"] {
            assert!(!screen.contains(code), "{code}\n{screen}");
        }
    }
    script.keys("Esc");
    assert_eq!(script.audit(), &before, "it was left");
    let mut script = looking();
    let before = script.audit().clone();
    script.keys("Enter");
    assert!(
        toast(&script).contains("Merged from ben.audit.toml"),
        "{}",
        toast(&script)
    );
    let versions = script.audit().answers[ID].disputed().map(<[_]>::len);
    assert_eq!(versions, Some(2));
    // The board names a question once: it is agreed on, not answered.
    let steps = script.open().next_steps(&script.desk.library);
    let ix = script.desk.library.find_current(ID).expect("a question");
    assert!(steps.contains(&NextStep::Agree(ix, 1)), "{steps:?}");
    assert!(!steps.contains(&NextStep::Answer(ix)), "{steps:?}");
    script.keys("u");
    assert_eq!(script.audit(), &before, "one undo takes it back");
}

#[test]
fn differing_answers_are_shown_and_agreed_with_a_reason() {
    let mut script = looking();
    script.keys("Enter");
    go_to(&mut script);
    let merged = script.audit().clone();
    let screen = script.screen(120, 36);
    assert!(screen.contains("Ben: met"), "{screen}");
    assert!(screen.contains("J. Secretary: not met"), "{screen}");
    // An answer over it is refused, with the way to agree.
    script.keys("p");
    assert!(toast(&script).contains("press A"), "{}", toast(&script));
    assert_eq!(script.audit(), &merged);
    // Without a reason nothing is agreed.
    script.keys("A").typed("ben").keys("Enter").keys("C-s");
    assert_eq!(script.audit(), &merged);
    script
        .keys("A")
        .typed("ben")
        .keys("Enter")
        .typed("It says so on page 4.")
        .keys("C-s");
    let answer = &script.audit().answers[ID];
    assert_eq!(
        (answer.status, answer.by.as_str()),
        (Some(Status::Met), "Ben")
    );
    let screen = script.screen(120, 36);
    assert!(screen.contains("It says so on page 4."), "{screen}");
    script.keys("u");
    assert_eq!(script.audit(), &merged, "one undo takes the agreement back");
}
