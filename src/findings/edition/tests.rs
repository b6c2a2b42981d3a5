use super::*;
use crate::audit::Review;
use crate::base::SourceText;
use crate::checklist::{ChecklistText, Status, load};

const HEAD: &str =
    "format = 1\nid = \"t\"\ntitle = \"T\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\n";

fn question(id: &str, ask: &str, kind: &str) -> String {
    let rest = match kind {
        "judgement" => "look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n",
        _ => "",
    };
    format!(
        "[[question]]\nid = \"{id}\"\nsection = \"s\"\ntopic = \"users\"\nask = \"{ask}\"\n\
         kind = \"{kind}\"\n{rest}"
    )
}

fn library(edition: &str, body: &[String]) -> Library {
    let text = HEAD.replacen("\n[[", &format!("\nedition = \"{edition}\"\n[["), 1);
    let text = ChecklistText {
        source: SourceText::new("t.toml", text + &body.concat()),
        shipped: false,
    };
    load(&[text]).unwrap_or_else(|why| panic!("{}", why[0]))
}

fn earlier() -> Library {
    library(
        "2026-10",
        &[
            question("same", "Was it the same?", "judgement"),
            question("users", "Were users asked?", "judgement"),
            question("day", "Was there a day?", "judgement"),
            question("old.one", "Was the one so?", "judgement"),
            question("old.gone", "Was it ever so?", "judgement"),
        ],
    )
}

fn later() -> Library {
    library(
        "2026-11",
        &[
            question("same", "Was it  the same?", "judgement"),
            question("users", "Were all users asked?", "judgement"),
            question("day", "Was there a day?", "event"),
            question("new", "Was the one and the other so?", "judgement"),
            "[[merged]]\nid = \"old.one\"\ninto = \"new\"\n".to_owned(),
        ],
    )
}

/// An audit in which every question of an edition is answered.
fn answered(library: &Library) -> Audit {
    let mut audit = Audit::new(Review::named("A", "B"));
    audit.checklists = ChecklistStamp::of(library);
    for (_, question) in library.questions() {
        let answer = Answer {
            status: Some(Status::NotMet),
            note: format!("my words on {}", question.id),
            asked: Some(question.digest().clone()),
            asked_text: Some(question.ask.to_string()),
            ..Answer::default()
        };
        audit.answers.insert(question.id.to_string(), answer);
    }
    audit
}

fn ids(answers: &[EditionAnswer]) -> Vec<&str> {
    answers.iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn each_answer_is_in_one_group_and_what_is_to_be_checked_shows_the_words_that_changed() {
    let (library, audit) = (later(), answered(&earlier()));
    assert!(is_of_another_edition(&library, &audit));
    let review = EditionReview::of(&library, &audit, &EarlierWording::new());
    assert_eq!(ids(&review.carried), ["same"]);
    assert_eq!(ids(&review.check_again), ["users", "day", "old.one"]);
    let reasons: Vec<_> = review
        .check_again
        .iter()
        .map(|one| one.check_again)
        .collect();
    assert_eq!(
        reasons,
        [
            CheckAgain::Reworded,
            CheckAgain::OtherForm,
            CheckAgain::TakenIn
        ]
        .map(Some)
    );
    assert_eq!(
        say_diff(&review.check_again[0].words),
        "Were [new: all] users asked?"
    );
    assert_eq!(ids(&review.parked), ["old.gone"]);
    assert_eq!(review.parked[0].title, "Was it ever so?");
    assert_eq!(review.parked[0].note, "my words on old.gone");
    assert_eq!(
        review.counts(),
        "1 answer carries over, 3 need checking again, 1 is to a question no longer asked."
    );
    assert_eq!(
        review.checklists[0].label(),
        "t (edition 2026-10 → 2026-11)"
    );
}

#[test]
fn the_agreement_is_one_change_that_removes_no_answer_and_undo_takes_it_back() {
    let (library, audit) = (later(), answered(&earlier()));
    let none = EarlierWording::new();
    let change = agreement(&library, &audit, &none).expect("a change");
    let mut after = audit.clone();
    after.apply(&change).expect("it fits");
    assert!(!is_of_another_edition(&library, &after));
    assert_eq!(agreement(&library, &after, &none), None);
    for (id, answer) in &audit.answers {
        assert_eq!(after.answer(id), Some(answer), "{id} stays");
    }
    // What was taken in is recorded there, and waits to be confirmed.
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let new = library.find_question("new").expect("known");
    let taken = after.answer("new").expect("taken over");
    assert_eq!(taken.note, "my words on old.one");
    let found = crate::findings::derive(&library, &after, day);
    assert!(found.answered(new).recheck && found.answered(new).status.is_none());
    let review = EditionReview::of(&library, &after, &none);
    assert_eq!(ids(&review.check_again), ["users", "day", "new"]);
    assert_eq!(ids(&review.parked), ["old.gone"]);
    after.apply(&change.inverse()).expect("it fits");
    assert_eq!(after, audit);
}

#[test]
fn a_wording_that_no_answer_keeps_is_said_to_be_unknown_or_comes_from_the_earlier_checklist() {
    let (library, mut audit) = (later(), answered(&earlier()));
    for answer in audit.answers.values_mut() {
        (answer.asked, answer.asked_text) = (None, None);
    }
    let none = EarlierWording::new();
    let review = EditionReview::of(&library, &audit, &none);
    assert_eq!(ids(&review.carried), ["same", "users"]);
    assert_eq!(review.wording_unknown, 2);
    assert_eq!(review.parked[0].title, "old.gone");
    let known: EarlierWording = (earlier().questions())
        .map(|(_, one)| (one.id.to_string(), one.ask.to_string()))
        .collect();
    let review = EditionReview::of(&library, &audit, &known);
    assert_eq!(ids(&review.carried), ["same"]);
    assert_eq!(review.wording_unknown, 0);
    let change = agreement(&library, &audit, &known).expect("a change");
    audit.apply(&change).expect("it fits");
    let users = audit.answer("users").expect("there");
    assert_eq!(users.asked_text.as_deref(), Some("Were users asked?"));
    assert_eq!(users.asked, Some(Digest::of_text("Were users asked?")));
    // A wording that is not the one that was answered is not taken for it.
    let mut audit = answered(&earlier());
    let answer = audit.answers.get_mut("users").expect("there");
    answer.asked_text = None;
    let other = [("users".to_owned(), "Was anybody asked?".to_owned())].into();
    let review = EditionReview::of(&library, &audit, &other);
    assert_eq!(review.check_again[0].was, None);
    let said = review.check_again[0].says().next().expect("a sentence");
    assert_eq!(said, "The wording it was given to is not recorded");
}

#[test]
fn an_audit_with_a_later_edition_than_the_one_here_is_told_so() {
    let (library, audit) = (earlier(), answered(&later()));
    let review = EditionReview::of(&library, &audit, &EarlierWording::new());
    let says = |part: &SummaryPart| matches!(part, SummaryPart::Text(says) if says.contains("later edition"));
    assert!(review.parts().iter().any(says));
    assert_eq!(ids(&review.parked), ["new"]);
}

#[test]
fn the_order_of_stamps_is_no_other_edition_and_neither_is_an_audit_without_stamps() {
    let library = later();
    let mut audit = answered(&library);
    audit.checklists.reverse();
    assert!(!is_of_another_edition(&library, &audit));
    audit.checklists.clear();
    assert!(!is_of_another_edition(&library, &audit));
}
