//! Many questions at once, the list of all changes, and the way back and forward, through the drawn
//! screen.

use std::collections::BTreeSet;

use proptest::prelude::*;
use scrutineer::audit::{Answer, Audit, History, HistoryStep, Request};
use scrutineer::base::{Digest, Word as _};
use scrutineer::checklist::{QuestionIx, QuestionKind, Status};
use scrutineer::desk::overlay::{FieldId, PageKind};
use scrutineer::desk::walk::Filter;
use scrutineer::desk::{Message, Overlay, Screen};
use scrutineer::plain::{Face, PlainTurn};

use crate::testkit::front::toast;
use crate::testkit::script::{Script, text_of};
use scrutineer::view::theme::{Depth, Theme};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn at(script: &Script) -> String {
    let ix = script.open().walk.at().expect("a question is in front");
    script.desk.library.question(ix).id.to_string()
}

fn marked(script: &Script) -> Vec<String> {
    let marks = script.open().walk.marks.iter();
    let ids = marks.map(|ix| script.desk.library.question(*ix).id.to_string());
    ids.collect()
}

fn go_to(script: &mut Script, id: &str) {
    script.keys("/").typed(id).keys("Enter");
    assert_eq!(at(script), id);
}

/// The ids of the judgements, in the order of the walk.
fn judgements(script: &Script) -> Vec<String> {
    let library = &script.desk.library;
    let walk = library.walk().iter();
    walk.filter(|ix| library.question(**ix).kind == QuestionKind::Judgement)
        .map(|ix| library.question(*ix).id.to_string())
        .collect()
}

/// A new audit on its walk, with three judgements marked.
pub fn with_marks() -> Script {
    let mut script = Script::on_new_audit();
    for id in three(&script) {
        go_to(&mut script, &id);
        script.keys("Space");
    }
    script
}

/// The first three judgements that there are.
fn three(script: &Script) -> Vec<String> {
    judgements(script).into_iter().take(3).collect()
}

fn status(script: &Script, id: &str) -> Option<Status> {
    script.audit().answer(id).and_then(|one| one.status)
}

fn front(script: &Script) -> Option<PageKind> {
    match script.desk.overlays.last() {
        Some(Overlay::Page(page)) => Some(page.kind),
        _ => None,
    }
}

#[test]
fn marks_are_seen_at_every_size_and_in_ascii_and_are_no_part_of_the_audit() {
    let mut script = with_marks();
    let before = script.audit().clone();
    let saved = script.saved.len();
    assert_eq!(marked(&script), three(&script));
    assert!(
        toast(&script).starts_with("3 questions marked. Press T"),
        "{}",
        toast(&script)
    );
    script.keys("Up");
    for (columns, rows) in SIZES {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("► 3 marked"), "{screen}");
        assert!(screen.contains("► marked · "), "{screen}");
        if columns >= 100 {
            let rows = screen
                .lines()
                .filter(|line| line.trim_start().starts_with('►'));
            assert!(rows.count() >= 2, "{screen}");
        }
    }
    let ascii = text_of(&script.cells(120, 36, &Theme::new(Depth::Mono, true)));
    assert!(ascii.is_ascii() && ascii.contains("# 3 marked"), "{ascii}");
    // The same key again takes the mark away; the page of the marks knows the sign.
    script.keys("Space");
    assert_eq!(marked(&script).len(), 2);
    script.keys("F2");
    let marks = script.screen(120, 36);
    assert!(marks.contains("► a question you have marked"), "{marks}");
    script.keys("Esc -");
    assert!(marked(&script).is_empty());
    assert_eq!((script.audit(), script.saved.len()), (&before, saved));
}

#[test]
fn all_that_a_filter_shows_are_marked_and_shown_as_a_filter_of_their_own() {
    let mut script = with_marks();
    script.keys("f").typed("marked by you").keys("Enter");
    assert_eq!(script.open().walk.filter, Filter::Marked);
    let shown: Vec<QuestionIx> = (script.open().walk.groups.iter())
        .flat_map(|group| group.questions.clone())
        .collect();
    assert_eq!(shown.len(), 3);
    assert!(script.screen(80, 24).contains("[filter: marked]"));
    script.keys("f").typed("open: not answered").keys("Enter");
    let open: BTreeSet<QuestionIx> = (script.open().walk.groups.iter())
        .flat_map(|group| group.questions.clone())
        .collect();
    script.keys("- +");
    assert_eq!(script.open().walk.marks, open);
    assert!(open.len() > 50);
}

#[test]
fn all_questions_behind_a_flag_or_a_law_are_marked_by_one_key() {
    let mut script = Script::on_new_audit();
    for id in three(&script) {
        go_to(&mut script, &id);
        script.keys("n Esc");
    }
    script.desk.screen = Screen::Flags;
    script.keys("Space");
    let behind = script.open().walk.marks.clone();
    assert!(!behind.is_empty());
    let screen = script.screen(120, 36);
    assert!(screen.contains("marked. Press T"), "{screen}");
    script.keys("Space");
    assert!(script.open().walk.marks.is_empty());
    script.desk.screen = Screen::Instruments;
    script.keys("Space");
    let open = script.open();
    let law = open.requirements_in_front(&script.desk.library)[open.instrument.row];
    let asked = &script.desk.library.requirement(law).questions;
    assert_eq!(open.walk.marks, asked.iter().copied().collect());
    script.keys("T");
    assert_eq!(front(&script), Some(PageKind::Together));
}

#[test]
fn many_are_answered_as_one_change_and_one_undo_brings_back_exactly_what_was() {
    for (columns, rows) in SIZES {
        let mut script = with_marks();
        let ids = three(&script);
        go_to(&mut script, &ids[1]);
        script.keys("m Esc");
        // A fact among them cannot be answered with a status.
        let fact = (script.desk.library.questions())
            .find(|(_, one)| one.kind != QuestionKind::Judgement)
            .map(|(ix, _)| ix)
            .expect("a fact");
        script
            .desk
            .open
            .as_mut()
            .expect("open")
            .walk
            .marks
            .insert(fact);
        let before = script.audit().clone();
        let saved = script.saved.len();
        script.keys("T");
        assert_eq!(front(&script), Some(PageKind::Together));
        script.keys("Enter");
        assert!(
            toast(&script).contains("first choose what to do"),
            "{}",
            toast(&script)
        );
        assert!(
            script
                .screen(columns, rows)
                .contains("4 marked questions. What is to be done")
        );
        script.keys("n");
        let mut screen = script.screen(columns, rows);
        script.keys("End");
        screen.push_str(&script.screen(columns, rows));
        for says in [
            "4 marked questions: answer “not met”.",
            "The verdict stays “Too early to say”.",
            "Would change: 3",
            "open → not met",
            "met → not met",
            "Cannot be done: 1",
            "This asks for a date, a figure or a choice: answer it by itself.",
        ] {
            assert!(screen.contains(says), "{says}: {screen}");
        }
        assert_eq!(
            script.audit(),
            &before,
            "nothing moves before it is agreed to"
        );
        script.keys("Enter");
        assert!(script.desk.overlays.is_empty());
        assert!(
            toast(&script).starts_with("3 questions answered “not met”, 1 left as they were"),
            "{}",
            toast(&script)
        );
        for id in &ids {
            assert_eq!(status(&script, id), Some(Status::NotMet));
        }
        assert_eq!(script.saved.len(), saved + 1, "one change");
        assert!(matches!(
            script.saved.last().expect("saved").action,
            HistoryStep::Do(_)
        ));
        script.keys("u");
        assert!(
            toast(&script).starts_with("Undone: the change to 3 answers"),
            "{}",
            toast(&script)
        );
        assert_eq!(script.audit(), &before);
        assert_eq!(
            marked(&script).len(),
            4,
            "the marks stay for the next order"
        );
    }
}

#[test]
fn withheld_needs_the_request_of_each_question_and_says_so() {
    let mut script = with_marks();
    let ids = three(&script);
    let ix = script.desk.library.find_question(&ids[0]).expect("there");
    let asked = Request {
        what: "The full costing".to_owned(),
        ..Request::default()
    };
    let library = script.desk.library.clone();
    let open = script.desk.open.as_mut().expect("open");
    let change = (open.audit()).edit_answer_of(&library, ix, |one| one.request = Some(asked));
    let now = script.now;
    open.record(change.expect("a change"), "me", now)
        .expect("it fits");
    script.keys("T w");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Would change: 1") && screen.contains("Cannot be done: 2"),
        "{screen}"
    );
    assert!(
        screen.contains("No request is recorded that could have been refused"),
        "{screen}"
    );
    script.keys("Enter");
    assert_eq!(status(&script, &ids[0]), Some(Status::Withheld));
    assert_eq!(status(&script, &ids[1]), None);
}

#[test]
fn a_line_is_added_to_each_note_and_many_are_cleared_and_confirmed() {
    let mut script = with_marks();
    let ids = three(&script);
    script.keys("T m Enter");
    script.keys("T t");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::Form(form)) if form.at() == Some(FieldId::Note))
    );
    script.typed("Seen by the branch committee.").keys("Enter");
    assert_eq!(front(&script), Some(PageKind::Together));
    assert!(script.screen(80, 24).contains("one more line in its note"));
    script.keys("Enter");
    for id in &ids {
        assert_eq!(
            script.audit().answer(id).expect("one").note,
            "Seen by the branch committee."
        );
    }
    // The same line again changes nothing, and Enter says so.
    script
        .keys("T t")
        .typed("Seen by the branch committee.")
        .keys("Enter Enter");
    assert_eq!(front(&script), Some(PageKind::Together));
    assert!(
        toast(&script).contains("nothing would change"),
        "{}",
        toast(&script)
    );
    script.keys("x Enter");
    for id in &ids {
        let answer = script.audit().answer(id).expect("its note is there");
        assert_eq!((answer.status, answer.note.is_empty()), (None, false));
    }
    // Answers to other words are confirmed together.
    script.keys("u");
    let library = script.desk.library.clone();
    let now = script.now;
    let marks = script.open().walk.marks.clone();
    let open = script.desk.open.as_mut().expect("open");
    let change = open.audit().edit_answers_of(&library, &marks, |_, one| {
        one.asked = Some(Digest::of_text("other words"));
    });
    open.record(change.expect("a change"), "me", now)
        .expect("it fits");
    open.derive(&library, script.desk.today);
    script.keys("T k");
    let screen = script.screen(120, 36);
    assert!(screen.contains("Would change: 3"), "{screen}");
    assert!(screen.contains("confirmed for the new words"), "{screen}");
    script.keys("Enter");
    for ix in marks {
        assert!(!script.open().findings.answered(ix).recheck);
    }
}

/// An audit with some changes: answered, noted, answered together, undone, answered anew.
fn with_history() -> Script {
    let mut script = with_marks();
    let ids = three(&script);
    go_to(&mut script, &ids[0]);
    script.keys("n Esc T p Enter u");
    go_to(&mut script, &ids[1]);
    script.keys("m Esc");
    go_to(&mut script, &ids[2]);
    script.keys("e Esc");
    script
}

#[test]
fn every_change_is_listed_in_plain_words_the_newest_first_and_without_an_id() {
    let mut script = with_history();
    let library = script.desk.library.clone();
    let short = |id: &str| {
        library
            .question(library.find_question(id).expect("there"))
            .short
            .clone()
    };
    script.keys("H");
    let Some(Overlay::Picker(picker)) = script.desk.overlays.last() else {
        panic!("a list")
    };
    let rows: Vec<(String, String)> = (picker.items.iter())
        .map(|one| (one.label.clone(), one.detail.clone()))
        .collect();
    let ids = three(&script);
    assert_eq!(
        rows[0],
        (
            format!("you answered no evidence (was open): “{}”", short(&ids[2])),
            "now".to_owned()
        )
    );
    assert_eq!(rows[2].0, "you answered 3 questions together: partly");
    assert_eq!(rows[2].1, "undone for good");
    assert_eq!(
        rows.last().expect("a row").0,
        "the beginning, before all of these"
    );
    for (label, _) in &rows {
        assert!(
            library
                .questions()
                .all(|(_, one)| !label.contains(one.id.as_str())),
            "{label}"
        );
    }
    for (columns, height) in SIZES {
        let screen = script.screen(columns, height);
        let all = [
            "you answered no evidence (was open): ",
            "you answered met (was open): ",
            "undone for good",
            "the beginning",
        ];
        assert!(all.iter().all(|says| screen.contains(says)), "{screen}");
    }
    // What is gone for good says so, and nothing moves.
    script.keys("Down Down Enter");
    assert!(
        toast(&script).contains("cannot come back"),
        "{}",
        toast(&script)
    );
    script.typed("beginning");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("the beginning") && !screen.contains("partly"),
        "{screen}"
    );
}

#[test]
fn going_to_a_change_shows_what_it_takes_back_and_comes_forward_again() {
    for (columns, rows) in SIZES {
        let mut script = with_history();
        let after = script.audit().clone();
        let entries = script.open().history.entries().to_vec();
        script.keys("H").typed("beginning").keys("Enter");
        assert_eq!(front(&script), Some(PageKind::Going));
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("The verdict stays “Too early to say”."),
            "{screen}"
        );
        assert!(screen.contains("changes are taken back."), "{screen}");
        assert!(screen.contains("not met → open"), "{screen}");
        assert_eq!(
            script.audit(),
            &after,
            "nothing moves before the second Enter"
        );
        script.keys("Esc");
        assert!(matches!(
            script.desk.overlays.last(),
            Some(Overlay::Picker(_))
        ));
        script.keys("Enter Enter");
        assert!(script.desk.overlays.is_empty());
        assert!(
            toast(&script).contains("changes taken back"),
            "{}",
            toast(&script)
        );
        assert_eq!(script.audit(), script.open().history.base());
        let history = &script.open().history;
        assert_eq!(
            history.entries()[..entries.len()],
            entries,
            "nothing is rewritten"
        );
        let appended = &history.entries()[entries.len()..];
        assert!(
            appended
                .iter()
                .all(|one| matches!(one.action, HistoryStep::Undo(_)))
        );
        assert!(script.saved.ends_with(appended), "and all of it is saved");
        // Forward to the newest again.
        script.keys("H Home Enter");
        assert!(
            script
                .screen(columns, rows)
                .contains("changes are made again.")
        );
        script.keys("Enter");
        assert_eq!(script.audit(), &after);
        script.keys("H Enter");
        assert!(
            toast(&script).contains("where you are now"),
            "{}",
            toast(&script)
        );
    }
}

#[test]
fn esc_goes_back_the_forward_key_forward_and_a_list_to_any_place() {
    let mut script = Script::on_new_audit();
    let ids = three(&script);
    script.keys(">");
    assert!(
        toast(&script).contains("there is nothing ahead"),
        "{}",
        toast(&script)
    );
    go_to(&mut script, &ids[0]);
    go_to(&mut script, &ids[2]);
    script.keys("Esc");
    assert_eq!(at(&script), ids[0]);
    script.keys(">");
    assert_eq!(at(&script), ids[2]);
    script.keys("Esc M-Right");
    assert_eq!(at(&script), ids[2]);
    script.keys("Esc J");
    assert!(script.screen(80, 24).contains("Places you have been"));
    script.keys("Enter");
    assert_eq!(at(&script), ids[2], "the place ahead is the first row");
    script.keys("Esc");
    assert_eq!(
        at(&script),
        ids[0],
        "and a jump by the list has its way back"
    );
    // A new jump leaves nothing ahead.
    go_to(&mut script, &ids[1]);
    script.keys(">");
    assert!(
        toast(&script).contains("there is nothing ahead"),
        "{}",
        toast(&script)
    );
}

#[test]
fn whoever_types_lines_marks_answers_and_goes_back_as_well() {
    let mut script = Script::on_new_audit();
    script.desk.screen = Screen::Walk;
    let ids = three(&script);
    go_to(&mut script, &ids[0]);
    let mut face = Face::new(true);
    let mut said = face.prompt(&mut script.desk);
    for line in [
        "mark",
        "next",
        "mark",
        "all marked",
        "not met",
        "more",
        "do it",
        "changes",
        "2",
        "go there",
        "changes",
        "1",
        "go there",
        "walk",
        "search",
        "in-house-equal",
        "1",
        "back",
        "forward",
    ] {
        match face.answer(&script.desk, line) {
            PlainTurn::Messages(messages) => {
                for message in messages {
                    script.message(message);
                }
            }
            PlainTurn::Said => {}
            PlainTurn::Quit => panic!("{line} ends it"),
        }
        said.push_str(&format!("\n> {line}\n"));
        said.push_str(&face.prompt(&mut script.desk));
    }
    assert!(said.contains("2 marked questions"), "{said}");
    assert!(said.contains("questions answered \"not met\""), "{said}");
    assert!(
        said.contains("change taken back") && said.contains("change made again"),
        "{said}"
    );
    assert_eq!(script.open().walk.marks.len(), 2, "{said}");
    assert_eq!(at(&script), "options.in-house-equal", "{said}");
    let answered = script
        .audit()
        .answers
        .values()
        .filter(|one| one.status == Some(Status::NotMet));
    assert_eq!(answered.count(), 2, "{said}");
}

/// An answer that may be there before.
fn some_answer() -> impl Strategy<Value = Answer> {
    (0..=Status::ALL.len(), any::<bool>(), any::<bool>()).prop_map(|(status, note, reworded)| {
        Answer {
            status: Status::ALL.get(status).copied(),
            note: if note {
                "Why.".to_owned()
            } else {
                String::new()
            },
            asked: reworded.then(|| Digest::of_text("other words")),
            ..Answer::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn answering_many_at_once_equals_answering_one_by_one(
        before in proptest::collection::vec(some_answer(), 6),
        chosen in proptest::collection::btree_set(0_usize..6, 1..6),
        key in proptest::sample::select(vec!["m", "p", "n", "e", "a", "x", "k"]),
    ) {
        let ids: Vec<String> = judgements(&Script::new()).into_iter().take(6).collect();
        let prepared = |before: &[Answer]| {
            let mut script = Script::on_new_audit();
            let open = script.desk.open.as_mut().expect("open");
            let mut audit: Audit = open.audit().clone();
            for (id, answer) in ids.iter().zip(before) {
                if !answer.is_empty() {
                    audit.answers.insert(id.clone(), answer.clone());
                }
            }
            open.history = std::sync::Arc::new(History::begin(audit));
            let library = script.desk.library.clone();
            let today = script.desk.today;
            script.desk.open.as_mut().expect("open").derive(&library, today);
            script.desk.screen = Screen::Walk;
            script
        };
        let mut together = prepared(&before);
        let mut singly = prepared(&before);
        let untouched = together.audit().clone();
        for at in &chosen {
            let ix = together.desk.library.find_question(&ids[*at]).expect("there");
            together.desk.open.as_mut().expect("open").walk.marks.insert(ix);
            go_to(&mut singly, &ids[*at]);
            singly.keys(key);
            singly.desk.overlays.clear();
        }
        together.keys("T");
        together.keys(key);
        together.keys("Enter");
        let bare = |audit: &Audit| {
            let mut audit = audit.clone();
            for answer in audit.answers.values_mut() {
                answer.at = None;
            }
            audit
        };
        prop_assert_eq!(bare(together.audit()), bare(singly.audit()));
        if together.open().history.last_seq() > 0 {
            together.desk.overlays.clear();
            together.message(Message::Key(scrutineer::desk::Key::parse("u").expect("a key")));
            prop_assert_eq!(together.audit(), &untouched);
        }
    }
}
