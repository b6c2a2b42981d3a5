//! The case board: the first screen of an audit. It shows where the audit has got to and proposes what
//! to do next, each one key away; Esc goes back one step.

use crate::testkit::script;

use script::Script;
use scrutineer::checklist::Status;
use scrutineer::desk::board::{NextStep, STEPS};
use scrutineer::desk::walk::Filter;
use scrutineer::desk::{Overlay, Screen};
use scrutineer::report::Kind;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

/// The Liverpool example, just opened.
fn liverpool() -> Script {
    let mut script = Script::new();
    script.keys("Enter");
    script
}

fn steps(script: &Script) -> Vec<NextStep> {
    script.open().next_steps(&script.desk.library)
}

#[test]
fn a_new_audit_opens_on_the_board_and_says_what_to_do_first() {
    let mut script = Script::new().audited();
    assert_eq!(script.desk.screen, Screen::Board);
    let steps = steps(&script);
    assert_eq!(steps[0], NextStep::AddPapers);
    assert!(matches!(steps[1], NextStep::Answer(_)), "{steps:?}");
    for (columns, rows) in SIZES {
        let screen = script.screen(columns, rows);
        for words in [
            "What to do next",
            "Add the council’s report",
            "Answer the next core question",
            "The front page",
            "Too early to say",
            "core ",
            "None yet: answers make them",
        ] {
            assert!(
                screen.contains(words),
                "{words} at {columns}x{rows}\n{screen}"
            );
        }
    }
}

#[test]
fn each_proposal_is_one_key_away_and_esc_comes_back_to_it() {
    let mut script = Script::new().audited();
    let Some(NextStep::Answer(first)) = steps(&script).get(1).copied() else {
        panic!("{:?}", steps(&script))
    };
    script.keys("2");
    assert_eq!(script.desk.screen, Screen::Walk);
    assert_eq!(script.open().walk.at(), Some(first));
    script.keys("n Esc");
    assert_eq!(
        script.desk.screen,
        Screen::Walk,
        "the strip is closed first"
    );
    script.keys("Esc");
    assert_eq!(script.desk.screen, Screen::Board);
    assert_ne!(steps(&script)[1], NextStep::Answer(first), "it is answered");
    // The bare answer is to be proved; Enter on its row filters the walk.
    let at = steps(&script)
        .iter()
        .position(|one| matches!(one, NextStep::Prove(1)))
        .expect("an answer to prove");
    script.keys("Home");
    for _ in 0..at {
        script.keys("Down");
    }
    script.keys("Enter");
    assert_eq!(script.desk.screen, Screen::Walk);
    assert_eq!(script.open().walk.filter, Filter::ToProve);
    assert_eq!(script.open().walk.at(), Some(first));
    script.keys("Esc 1");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::Picker(_))),
        "the folder with the papers is listed"
    );
    assert_eq!(script.desk.screen, Screen::Documents);
    script.keys("Esc Esc Esc");
    assert_eq!(script.desk.screen, Screen::Library);
}

#[test]
fn a_section_opens_at_its_first_open_question() {
    let mut script = Script::new().audited();
    let sections = script.open().board_sections(&script.desk.library);
    let (at, wanted) = sections
        .iter()
        .enumerate()
        .find(|(_, one)| one.title.starts_with("Options"))
        .map(|(at, one)| (at, one.questions.clone()))
        .expect("the section of options");
    let steps = steps(&script).len();
    for _ in 0..steps + at {
        script.keys("Down");
    }
    script.keys("Enter");
    let ix = script.open().walk.at().expect("a question");
    assert!(wanted.contains(&ix));
    assert!(script.open().findings.answered(ix).is_open());
    assert_eq!(script.open().walk.filter, Filter::All);
}

#[test]
fn the_board_counts_what_the_findings_count() {
    let mut script = liverpool();
    assert_eq!(script.desk.screen, Screen::Board);
    let (open, library) = (script.open(), &script.desk.library);
    let progress = open.progress(library);
    assert!(progress.shown <= progress.answered && progress.answered <= progress.asked);
    let judged = open.audit().answers.values();
    assert!(
        judged
            .filter(|one| one.status == Some(Status::NotMet))
            .count()
            > 0
    );
    let shown: usize = open.level_counts().iter().map(|one| one.shown).sum();
    assert!(shown >= open.findings.fired.len());
    let core = format!("{} of {}", open.findings.core, open.findings.core);
    for (columns, rows) in SIZES {
        let screen = script.screen(columns, rows);
        assert!(screen.contains(&core), "{screen}");
        assert!(screen.contains("Serious grounds for challenge"), "{screen}");
    }
    assert!(steps(&script).len() <= STEPS);
}

#[test]
fn a_finished_audit_is_led_to_its_paper() {
    let mut script = liverpool();
    assert_eq!(steps(&script)[0], NextStep::Write);
    script.keys("1");
    assert_eq!(script.desk.screen, Screen::Report);
    assert_eq!(script.open().paper.kind, Kind::Briefing);
    script.keys("Esc");
    assert_eq!(script.desk.screen, Screen::Board);
}

#[test]
fn esc_goes_back_from_a_jump_to_where_it_began() {
    let mut script = liverpool();
    script.keys("Tab Tab Down");
    let row = script.open().flag_row;
    assert_eq!((script.desk.screen, row), (Screen::Flags, 1));
    script.keys("Enter");
    assert_eq!(script.desk.screen, Screen::Walk);
    script
        .keys("/")
        .typed("options.in-house-equal")
        .keys("Enter Esc");
    assert_eq!(script.desk.screen, Screen::Walk, "where the search began");
    script.keys("Esc");
    assert_eq!(script.desk.screen, Screen::Flags);
    assert_eq!(script.open().flag_row, row);
    script.keys("Esc");
    assert_eq!(script.desk.screen, Screen::Board);
    script.keys("Esc");
    assert_eq!(script.desk.screen, Screen::Library);
}

#[test]
fn an_audit_is_taken_up_where_it_was_left() {
    let mut script = Script::on_new_audit();
    let ix = script.open().walk.at().expect("a question");
    script.keys("n Esc Esc Esc");
    assert_eq!(script.desk.screen, Screen::Library);
    script.keys("Enter Tab");
    let walk = &script.open().walk;
    let questions: Vec<_> = walk.groups.iter().flat_map(|one| &one.questions).collect();
    let place = |ix| questions.iter().position(|one| **one == ix);
    assert!(
        place(walk.at().expect("a question")) > place(ix),
        "the next open one"
    );
}
