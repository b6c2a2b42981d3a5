//! A question takes in another one: the answers to both are kept, shown and counted once.

use std::sync::Arc;

use scrutineer::base::{Digest, SourceText};
use scrutineer::checklist::{ChecklistText, Library, Status, load};
use scrutineer::desk::walk::Filter;

use crate::testkit::script::Script;

const LIST: &str = r#"
format = 1
id = "t"
title = "T"
edition = "2"
[[section]]
id = "s"
title = "In-house"
[[question]]
id = "equal"
section = "s"
topic = "options"
core = true
ask = "Was the in-house option costed on the same basis as the others?"
look_for = ["in-house"]
proved_by = ["the options appraisal"]
usual_failure = "It is dismissed in a line."
[[question]]
id = "trivial"
section = "s"
topic = "options"
full = true
ask = "Was the appraisal numbered?"
look_for = ["number"]
proved_by = ["the appraisal"]
usual_failure = "No one numbers it."
[[merged]]
id = "old.costed"
into = "equal"
[[merged]]
id = "old.fair"
into = "equal"
"#;

fn library() -> Arc<Library> {
    let text = ChecklistText {
        source: SourceText::new("t.toml", LIST),
        shipped: true,
    };
    Arc::new(load(&[text]).unwrap_or_else(|why| panic!("{}", why[0])))
}

/// A desk on an audit that answered the two old questions before they were merged.
fn answered_before() -> Script {
    let mut script = Script::with(library()).audited();
    script.keys("Tab");
    script.keys("t").typed("page 7, no figures").keys("C-s");
    script.keys("n Esc Esc Esc");
    let answers = &mut script.disk[0].1.answers;
    let given = answers.remove("equal").expect("answered");
    for (id, ask) in [
        ("old.costed", "Was the in-house option costed?"),
        ("old.fair", "Was the in-house option treated fairly?"),
    ] {
        let mut answer = given.clone();
        answer.asked = Some(Digest::of_text(ask));
        answer.asked_text = Some(ask.to_owned());
        if id == "old.fair" {
            "the director said so".clone_into(&mut answer.note);
        }
        answers.insert(id.to_owned(), answer);
    }
    script.keys("Enter Tab");
    script
}

#[test]
fn an_answer_to_a_merged_question_waits_next_to_the_new_words_until_it_is_confirmed() {
    let mut script = answered_before();
    let ix = script.desk.library.find_question("equal").expect("known");
    let before = script.audit().clone();
    let findings = &script.open().findings;
    assert!(findings.answered(ix).recheck);
    assert_eq!(findings.answered(ix).status, None, "it does not count yet");
    assert_eq!(findings.core_open, [ix]);
    assert!(findings.orphaned.is_empty());
    let screen = script.screen(120, 50);
    for words in [
        "RE-CHECK: this question now also asks",
        "+same+",
        "Your answer then: not met",
        "page 7, no figures",
        "Also answered before, as",
        "treated fairly?",
        "the director said so",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    script.keys("k");
    let findings = &script.open().findings;
    assert!(!findings.answered(ix).recheck);
    assert_eq!(findings.answered(ix).status, Some(Status::NotMet));
    assert!(findings.core_open.is_empty(), "counted");
    let audit = script.audit();
    assert_eq!(audit.answers["equal"].note, "page 7, no figures");
    for id in ["old.costed", "old.fair"] {
        assert_eq!(
            audit.answers[id], before.answers[id],
            "it stays in the file"
        );
    }
    let screen = script.screen(120, 50);
    assert!(!screen.contains("RE-CHECK"), "{screen}");
    assert!(screen.contains("the director said so"), "{screen}");
    assert_eq!(
        screen.matches("page 7, no figures").count(),
        1,
        "a confirmed answer is not said twice\n{screen}"
    );
    script.keys("u");
    assert!(script.open().findings.answered(ix).recheck);
    assert_eq!(script.audit().answers, before.answers);
}

#[test]
fn the_full_audit_is_offered_with_the_number_of_its_questions() {
    let mut script = Script::with(library()).audited();
    script.keys("Tab");
    let shown = |script: &Script| -> usize {
        let groups = script.open().walk.groups.iter();
        groups.map(|group| group.questions.len()).sum()
    };
    assert_eq!(shown(&script), 1);
    script.keys("n Esc Esc Esc");
    script.keys("Enter Tab");
    script.keys("o");
    let screen = script.screen(120, 40);
    assert!(screen.contains("Full audit: 1 more question"), "{screen}");
    script.keys("f");
    let screen = script.screen(120, 40);
    assert!(screen.contains("Full audit: 1 more question"), "{screen}");
    script.typed("full audit").keys("Enter");
    assert_eq!(script.open().walk.filter, Filter::Full);
    assert_eq!(shown(&script), 2);
}
