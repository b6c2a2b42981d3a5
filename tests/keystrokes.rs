//! The keystrokes of a few tasks, counted by pressing them; text that is typed is not counted.

use scrutineer::checklist::Status;
use scrutineer::desk::{Message, Overlay, Screen};

use crate::desk_hand_over;
use crate::testkit::script::Script;

/// A desk whose keys are counted.
struct Counted {
    script: Script,
    keys: usize,
}

impl Counted {
    fn new(script: Script) -> Self {
        Self { script, keys: 0 }
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        self.keys += keys.split_whitespace().count();
        self.script.keys(keys);
        self
    }

    fn typed(&mut self, text: &str) -> &mut Self {
        self.script.typed(text);
        self
    }
}

/// On a question of a new audit with a paper in its register.
fn with_paper() -> Script {
    let mut script = Script::on_new_audit();
    script.paper(
        "/papers/report.txt",
        "One page.\u{C}The in-house option was not scored.",
    );
    script.keys("Tab Tab Tab a Enter BackTab BackTab BackTab");
    script
}

#[test]
fn an_answer_with_its_page_and_words_is_three_keys() {
    let mut task = Counted::new(with_paper());
    let asked = task.script.open().walk.at().expect("a question");
    task.keys("n")
        .typed("2")
        .keys("Tab")
        .typed("was not scored")
        .keys("Enter");
    let id = task.script.desk.library.question(asked).id.clone();
    let answer = task.script.audit().answer(&id).expect("kept");
    assert_eq!(answer.status, Some(Status::NotMet));
    assert_eq!(answer.evidence[0].document.as_deref(), Some("report"));
    assert_eq!(answer.evidence[0].page, Some(2));
    assert_ne!(
        task.script.open().walk.at(),
        Some(asked),
        "the walk goes on"
    );
    assert!(task.keys <= 3, "{}", task.keys);
}

#[test]
fn a_passage_shown_is_quoted_under_an_answer_with_two_keys() {
    let mut task = Counted::new(with_paper());
    task.script
        .keys("/")
        .typed("options.in-house-equal")
        .keys("Enter");
    task.keys("q n");
    let answer = task
        .script
        .audit()
        .answer("options.in-house-equal")
        .expect("kept");
    assert_eq!(answer.evidence.len(), 1);
    assert_eq!(answer.status, Some(Status::NotMet));
    assert!(task.keys <= 2, "{}", task.keys);
}

#[test]
fn withheld_with_what_was_asked_for_is_five_keys() {
    let mut task = Counted::new(Script::on_new_audit());
    task.keys("w r")
        .typed("The scoring")
        .keys("Tab")
        .typed("Legal")
        .keys("C-s");
    let answers = &task.script.audit().answers;
    let answer = answers.values().next().expect("kept");
    assert_eq!(answer.status, Some(Status::Withheld));
    assert_eq!(
        answer.request.as_ref().map(|one| one.what.as_str()),
        Some("The scoring")
    );
    assert!(task.keys <= 5, "{}", task.keys);
}

#[test]
fn a_paper_dropped_on_the_documents_is_two_keys() {
    let mut task = Counted::new(Script::on_new_audit());
    task.script.paper("/papers/report.txt", "One paragraph.");
    task.script.keys("Tab Tab Tab");
    task.keys("a");
    let path = "/papers/report.txt".to_owned();
    task.script.message(Message::Paste(path));
    task.keys("Enter");
    assert_eq!(task.script.audit().documents.len(), 1);
    assert!(task.keys <= 2, "{}", task.keys);
}

#[test]
fn a_paper_added_in_the_middle_of_the_walk_is_two_keys_and_the_question_stays() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", "One paragraph.");
    script.keys("Down Down");
    let before = script.desk.open.as_ref().unwrap().walk.at();
    let mut task = Counted::new(script);
    task.keys("F7");
    let path = "/papers/report.txt".to_owned();
    task.script.message(Message::Paste(path));
    task.keys("Enter");
    assert_eq!(task.script.audit().documents.len(), 1);
    assert_eq!(task.script.desk.screen, Screen::Walk);
    assert_eq!(task.script.desk.open.as_ref().unwrap().walk.at(), before);
    assert!(
        task.script
            .screen(200, 60)
            .contains("can be said on Documents")
    );
    assert!(task.keys <= 2, "{}", task.keys);
}

#[test]
fn a_submission_whose_sender_is_known_is_three_keys() {
    let mut script = desk_hand_over::liverpool();
    // The first one asks who sends it, once; and it is read through.
    script.keys("w w C-s Esc");
    let mut task = Counted::new(script);
    task.keys("w w Enter");
    assert_eq!(
        task.script.files.len(),
        1,
        "{}",
        task.script.screen(120, 36)
    );
    assert!(task.keys <= 3, "{}", task.keys);
}

#[test]
fn a_new_audit_is_five_keys() {
    let mut task = Counted::new(Script::new());
    task.keys("n")
        .typed("Anytown Council")
        .keys("Tab")
        .typed("Home care");
    task.keys("Tab").typed("9 July 2026").keys("C-s");
    let review = &task.script.audit().review;
    assert_eq!(review.service, "Home care");
    assert!(review.decided.is_some());
    assert!(task.keys <= 5, "{}", task.keys);
    assert_eq!(task.script.desk.screen, Screen::Board);
}

#[test]
fn a_call_in_with_the_rules_and_a_ground_for_each_of_eight_is_told_in_keys() {
    let mut task = Counted::new(desk_hand_over::liverpool());
    task.keys("b").typed("call-in").keys("Enter l");
    // Who can, the grounds, the hour: the other rules are optional.
    task.keys("Tab")
        .typed("any five members")
        .keys("Tab Tab")
        .typed("It is against policy.");
    task.keys("C-s i")
        .typed("Cllr Dee; North; 1 High Street; 3 June 2026");
    task.keys("Tab");
    // Each of the eight is suggested by the rules: there is one ground that it can fall under.
    task.keys("C-s");
    assert_eq!(task.script.audit().notice.under.len(), 8);
    assert!(!matches!(
        task.script.desk.overlays.last(),
        Some(Overlay::Form(_))
    ));
    assert!(task.keys <= 15, "{}", task.keys);
}
