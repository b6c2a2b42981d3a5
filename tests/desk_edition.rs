//! Changed checklists on the desk: told at opening, looked at, agreed to as one step; a conflict copy
//! merged from the library.

use std::path::PathBuf;
use std::sync::Arc;

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, Library, load};
use scrutineer::desk::{Action, DisabledReason, Message};

use crate::testkit::front::toast;
use crate::testkit::script::{Script, listed};

fn library(edition: &str, ask: &str, more: &str) -> Arc<Library> {
    let question = |id: &str, ask: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nsection = \"s\"\ntopic = \"users\"\ncore = true\n\
             ask = \"{ask}\"\nlook_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n"
        )
    };
    let text = format!(
        "format = 1\nid = \"t\"\ntitle = \"T\"\nedition = \"{edition}\"\n\
         [[section]]\nid = \"s\"\ntitle = \"S\"\n{}{}{more}",
        question("users", ask),
        question("same", "Was it the same?"),
    );
    let text = ChecklistText {
        source: SourceText::new("t.toml", text),
        shipped: true,
    };
    Arc::new(load(&[text]).unwrap_or_else(|why| panic!("{}", why[0])))
}

fn gone() -> String {
    "[[question]]\nid = \"gone\"\nsection = \"s\"\ntopic = \"users\"\ncore = true\n\
     ask = \"Was it ever so?\"\nlook_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n"
        .to_owned()
}

/// A desk with the later edition, in front of an audit in which all of the earlier one was answered.
pub fn changed() -> Script {
    let mut script = Script::with(library("2026-10", "Were users asked?", &gone())).audited();
    script.keys("Tab");
    for _ in 0..3 {
        script.keys("n Esc o");
    }
    assert_eq!(
        script.audit().answers.len(),
        3,
        "{}",
        script.screen(120, 36)
    );
    let disk = script.disk.clone();
    let mut script = Script::with(library("2026-11", "Were all users asked?", ""));
    let name = disk[0].0.clone();
    script.disk = disk;
    let row = script.row(&name);
    script.message(Message::Outcome(listed(vec![row])));
    script.keys("Home");
    script
}

#[test]
fn a_changed_checklist_is_told_looked_at_and_left_or_agreed_to_as_one_step() {
    let mut script = changed();
    script.keys("Enter");
    let before = script.audit().clone();
    assert_eq!(
        toast(&script),
        "The checklists have changed: 1 answer carries over, 1 needs checking again, 1 is to a question \
         no longer asked. Press E to see them."
    );
    assert!(script.saved.is_empty(), "opening changes nothing");
    script.keys("E");
    for (columns, rows) in [(80, 40), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        for words in [
            "Nothing is changed yet. Press Enter to agree, Esc to leave it.",
            "Check again (1)",
            "Were [new: all] users asked?",
            "No longer asked (1)",
            "Was it ever so? [gone]",
            "Carried over (1)",
        ] {
            assert!(screen.contains(words), "{words}\n{screen}");
        }
    }
    script.keys("Esc");
    assert_eq!(script.audit(), &before, "it was left");
    assert!(script.saved.is_empty());
    script.keys("E Enter");
    assert_eq!(script.saved.len(), 1, "one step");
    assert!(
        toast(&script).starts_with("Agreed; press u to undo it."),
        "{}",
        toast(&script)
    );
    let now = script.audit();
    assert_eq!(now.answers, before.answers, "no answer is moved or lost");
    assert_eq!(now.checklists[0].edition, "2026-11");
    let told = script.desk.available(Action::Edition);
    let told = told.as_ref().map_err(DisabledReason::to_string);
    assert!(told.is_err_and(|why| why.contains("have not changed")));
    script.keys("u");
    assert_eq!(script.audit(), &before, "one undo takes it back");
    assert!(
        toast(&script).contains("the agreement to the changed checklists"),
        "{}",
        toast(&script)
    );
}

#[test]
fn an_audit_without_stamps_is_stamped_without_a_question() {
    let mut script = changed();
    script.disk[0].1.checklists.clear();
    script.keys("Enter");
    assert_eq!(script.audit().checklists[0].edition, "2026-11");
    assert!(
        !toast(&script).contains("have changed"),
        "{}",
        toast(&script)
    );
}

/// The library with one audit, and Ben's conflict copies of it.
pub fn with_copies(names: &[&str]) -> Script {
    let mut script = Script::new().audited();
    let mut theirs: Audit = script.audit().clone();
    theirs.review.note = Some("Ben was here.".to_owned());
    for name in names {
        script.paper(name, &theirs.to_toml());
    }
    script.copies = names.iter().map(PathBuf::from).collect();
    script.keys("Esc Esc");
    assert!(script.desk.open.is_none(), "the library is in front");
    script
}

#[test]
fn a_conflict_copy_is_merged_from_the_library_by_one_key() {
    let mut script = with_copies(&["/audits/a.audit (1).toml"]);
    let screen = script.screen(120, 36);
    assert!(screen.contains("merge a copy"), "{screen}");
    script.keys("M");
    let screen = script.screen(120, 36);
    assert!(screen.contains("From a.audit (1).toml"), "{screen}");
    assert!(screen.contains("Nothing is changed yet"), "{screen}");
    script.keys("Enter");
    assert_eq!(script.audit().review.note.as_deref(), Some("Ben was here."));
    script.keys("u");
    assert_eq!(script.audit().review.note, None, "one undo takes it back");
}

#[test]
fn of_two_copies_one_is_picked_and_without_any_the_reason_is_given() {
    let mut script = with_copies(&[
        "/audits/a.audit (1).toml",
        "/audits/a.audit (2).toml",
        "/audits/a.audit (2).journal",
    ]);
    script.keys("M");
    let screen = script.screen(120, 36);
    assert!(screen.contains("Merge a conflict copy into"), "{screen}");
    // The one with its history comes first.
    let place = |name: &str| screen.find(name).expect(name);
    assert!(place("(2).journal") < place("(1).toml"), "{screen}");
    script.typed("(2).toml").keys("Enter");
    let screen = script.screen(120, 36);
    assert!(screen.contains("From a.audit (2).toml"), "{screen}");
    let mut script = with_copies(&[]);
    script.keys("M");
    assert!(
        toast(&script).contains("no conflict copy"),
        "{}",
        toast(&script)
    );
}
