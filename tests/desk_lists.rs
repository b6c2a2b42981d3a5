//! Rows of lists: two questions or two flags that begin with the same words are told apart by their
//! short titles in 80 columns, and the page of each shows it whole.

use crate::testkit::script;

use script::Script;
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, Library, load};
use scrutineer::desk::Screen;

const CHECKLIST: &str = r#"
format = 1
id = "alike"
title = "Questions that are alike"
edition = "2026-11"

[[section]]
id = "users"
title = "Users"
about = "What users were told."

[[question]]
id = "alike.first"
section = "users"
topic = "users"
core = true
kind = "judgement"
short = "Users heard before the shortlist"
ask = "Were the people who use the service and those who care for them consulted before the shortlist was drawn up?"
help = "In writing."
look_for = ["shortlist"]
proved_by = ["a letter"]
usual_failure = "They were not."

[[question]]
id = "alike.second"
section = "users"
topic = "users"
core = true
kind = "judgement"
short = "Users heard before the price was fixed"
ask = "Were the people who use the service and those who care for them consulted before the price was agreed with anybody?"
help = "In writing."
look_for = ["shortlist"]
proved_by = ["a letter"]
usual_failure = "They were not."

[[flag]]
id = "alike-first"
title = "The people who use the service and those who care for them were heard only after the shortlist"
level = "departure"
source = "Our own"
checked = "unverified"
when = { question = "alike.first", is = ["not-met"] }
short = "Users heard after the shortlist"
ask = ["How were the people who use the service and those who care for them asked about the shortlist?"]
they_will_say = "It was early."
answer = "It was late."
remedy = "Ask them."

[[flag]]
id = "alike-second"
title = "The people who use the service and those who care for them were heard only after the price"
level = "departure"
source = "Our own"
checked = "unverified"
when = { question = "alike.second", is = ["not-met"] }
short = "Users heard after the price"
ask = ["How were the people who use the service and those who care for them asked about the price?"]
they_will_say = "It was early."
answer = "It was late."
remedy = "Ask them."
"#;

fn library() -> Library {
    let text = ChecklistText {
        source: SourceText::new("alike.toml", CHECKLIST),
        shipped: true,
    };
    load(&[text]).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// A new audit on these two questions, both answered “not met” with a page.
fn both_not_met() -> Script {
    let mut script = Script::asking(library());
    script
        .keys("n")
        .typed("Anytown Council")
        .keys("Tab")
        .typed("Home care")
        .keys("C-s Tab");
    script
}

/// The lines of a screen that hold some words.
fn lines(screen: &str, words: &str) -> usize {
    screen.lines().filter(|line| line.contains(words)).count()
}

#[test]
fn the_walk_tells_alike_questions_apart_in_its_list_and_shows_the_one_in_front_whole() {
    let mut script = both_not_met();
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        for short in [
            "Users heard before the shortlist",
            "Users heard before the price",
        ] {
            assert!(
                columns < 100 || lines(&screen, short) == 1,
                "{columns}: {short}\n{screen}"
            );
        }
        assert!(
            screen.contains("Were the people who use the service"),
            "the question in front is shown whole:\n{screen}"
        );
    }
    // At 80 columns the search lists both, found by words of the whole question.
    script.keys("/").typed("consulted before");
    let screen = script.screen(80, 24);
    for short in [
        "Users heard before the shortlist",
        "Users heard before the price was fixed",
    ] {
        assert_eq!(lines(&screen, short), 1, "{short}\n{screen}");
    }
}

#[test]
fn flags_that_are_alike_are_told_apart_in_eighty_columns() {
    let mut script = both_not_met();
    // Each answer stays on its question, with a strip for its proof.
    script.keys("n Esc o n Esc");
    assert_eq!(script.audit().answers.len(), 2, "both are answered");
    script.keys("Tab");
    assert_eq!(script.desk.screen, Screen::Flags);
    let screen = script.screen(80, 24);
    for short in [
        "Users heard after the shortlist",
        "Users heard after the price",
    ] {
        assert_eq!(lines(&screen, short), 1, "{short}\n{screen}");
    }
    // So is what is to be fixed in the two answers.
    for short in [
        "! Users heard before the shortlist: ",
        "! Users heard before the price was fixed: ",
    ] {
        assert_eq!(lines(&screen, short), 1, "{short}\n{screen}");
    }
    // Its own page says what is claimed in full.
    for word in ["The people who use the service", "heard only"] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
}
