//! The survey of the user's own audits on the desk: opened by a key, each number opens its audits.

use crate::testkit::script;

use script::{Script, listed};
use scrutineer::audit::{Answer, Audit, Review};
use scrutineer::checklist::{Status, Territory};
use scrutineer::desk::{Action, EffectOutcome, Message, Overlay};

fn audit(service: &str, status: Option<Status>) -> Audit {
    let mut audit = Audit::new(Review::named("Anytown Council", service));
    if let Some(status) = status {
        let answer = Answer {
            status: Some(status),
            note: "SEKRET note".to_owned(),
            by: "SEKRET person".to_owned(),
            ..Answer::default()
        };
        audit.answers.insert("users.consulted".to_owned(), answer);
    }
    audit
}

/// A library of three audits, the last in Wales and in the archive.
pub fn library() -> Script {
    let mut script = Script::new();
    let mut welsh = audit("Parks", None);
    welsh.review.territory = Territory::Wales;
    script.disk = vec![
        ("meals".to_owned(), audit("Meals", Some(Status::NotMet))),
        ("homes".to_owned(), audit("Homes", Some(Status::Met))),
        ("parks".to_owned(), welsh),
    ];
    script.archived.push("parks".to_owned());
    let rows = script.disk.iter().map(|(name, _)| script.row(name));
    let outcome = listed(rows.collect());
    script.message(Message::Outcome(outcome));
    script
}

/// Moves the bar to a number of the survey.
fn select(script: &mut Script, what: &str) {
    script.keys("Home");
    for _ in 0..200 {
        let surveying = match script.desk.overlays.last() {
            Some(Overlay::Survey(surveying)) => surveying,
            other => panic!("no survey in front: {other:?}"),
        };
        if surveying.row().expect("a number").what == what {
            return;
        }
        script.keys("Down");
    }
    panic!("no number {what}");
}

#[test]
fn a_key_counts_all_audits_together_and_draws_them_at_every_size() {
    let mut script = library();
    script.keys("y");
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        script.keys("Home");
        let screen = script.screen(columns, rows);
        assert!(screen.contains("3 audits counted."), "{screen}");
        assert!(screen.contains("Councils"), "{screen}");
        assert!(screen.contains("3 of 3"), "{screen}");
        assert!(!screen.contains("SEKRET"), "{screen}");
    }
    select(&mut script, "nation:wales");
    let screen = script.screen(80, 24);
    assert!(screen.contains("Wales: 1 of 3"), "{screen}");
    assert!(screen.contains("that of all audits counted."), "{screen}");
    script.keys("End");
    let screen = script.screen(80, 24);
    assert!(screen.contains("Outcomes"), "{screen}");
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty());
}

#[test]
fn enter_lists_the_audits_behind_a_number_and_opens_one() {
    let mut script = library();
    script.keys("y");
    select(&mut script, "flag:users-never-asked");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("1 of 2"),
        "the unanswered one is out: {screen}"
    );
    assert!(screen.contains("1 still to be proved"), "{screen}");
    script.keys("Enter");
    let screen = script.screen(120, 36);
    assert!(screen.contains("Anytown Council: Meals"), "{screen}");
    assert!(!screen.contains("Anytown Council: Homes"), "{screen}");
    script.keys("Esc");
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Survey(_))
    ));
    script.keys("Enter Enter");
    assert!(script.desk.overlays.is_empty());
    assert_eq!(script.audit().review.service, "Meals");
}

#[test]
fn an_audit_in_the_archive_is_counted_and_says_where_it_is() {
    let mut script = library();
    script.keys("y");
    select(&mut script, "nation:wales");
    script.keys("Enter Enter");
    let screen = script.screen(120, 36);
    assert!(screen.contains("it is in the archive"), "{screen}");
    assert!(script.desk.open.is_none());
}

#[test]
fn a_survey_that_was_left_is_not_shown_when_it_comes() {
    let mut script = library();
    let survey = scrutineer::desk::surveying::Survey::default();
    script.message(Message::Outcome(EffectOutcome::Surveyed(Box::new(survey))));
    assert!(script.desk.overlays.is_empty());
}

#[test]
fn a_library_without_audits_has_nothing_to_count() {
    let script = Script::new();
    let why = script.desk.available(Action::Survey);
    let why = why.expect_err("nothing is there").to_string();
    assert!(why.contains("no audits yet"), "{why}");
}
