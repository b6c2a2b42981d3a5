//! The reading desk: paragraphs marked and dropped on questions in one step, the margin that shows
//! what is quoted, the glossary, the pages to read first.

use crate::testkit::front::toast;
use crate::testkit::script;

use script::{Script, text_of};
use scrutineer::audit::{Change, HistoryStep, Shows};
use scrutineer::desk::overlay::PageKind;
use scrutineer::desk::{Overlay, Screen};
use scrutineer::documents::Paragraph;
use scrutineer::view::theme::{Depth, Theme};

const PAPER: &str = include_str!("fixtures/documents/liverpool-ict-2000.txt");

/// A desk on a page of the only paper, opened from the register.
fn reading() -> Script {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", PAPER);
    script.keys("Tab Tab Tab a Enter Enter");
    assert!(script.desk.page_view().is_some());
    script
}

fn dropping(script: &Script) -> Vec<String> {
    let Some(Overlay::Drop(dropping)) = script.desk.overlays.last() else {
        panic!("no questions to choose from")
    };
    let library = &script.desk.library;
    let questions = dropping.shown();
    questions
        .iter()
        .map(|ix| library.question(*ix).id.to_string())
        .collect()
}

fn evidence(script: &Script, id: &str) -> Vec<String> {
    let answer = script.audit().answer(id);
    answer
        .into_iter()
        .flat_map(|answer| &answer.evidence)
        .filter_map(|one| one.quote.clone())
        .collect()
}

#[test]
fn marked_paragraphs_are_dropped_on_several_questions_as_one_change_with_one_undo() {
    let mut script = reading();
    let steps = script.saved.len();
    script.keys("Down Space Down Space");
    let screen = script.screen(200, 60);
    assert!(
        screen.contains("2 paragraphs marked: press Enter"),
        "{screen}"
    );
    script.keys("Enter");
    let questions = dropping(&script);
    script.keys("Space Down Space Down Space Enter");
    assert_eq!(
        toast(&script),
        "2 paragraphs quoted under 3 questions. Their answers are unchanged · press u to undo it"
    );
    assert_eq!(script.saved.len(), steps + 1, "one step");
    let entry = script.saved.last().expect("an entry");
    let HistoryStep::Do(Change::Together(changes)) = &entry.action else {
        panic!("{:?}", entry.action)
    };
    let order: Vec<&str> = changes.iter().filter_map(Change::question).collect();
    assert_eq!(order, questions[..3], "in the order of the list");
    let page = &script
        .open()
        .papers
        .paper("report")
        .expect("read")
        .paper
        .pages[0];
    let words: Vec<String> = page.paragraphs[1..3].iter().map(Paragraph::quote).collect();
    for id in &questions[..3] {
        assert_eq!(evidence(&script, id), words, "word for word: {id}");
        let answer = script.audit().answer(id).expect("kept");
        assert!(answer.status.is_none() && answer.value.is_none());
        assert_eq!(answer.evidence[0].page, Some(1));
    }
    assert!(script.desk.page_view().expect("open").marked.is_empty());
    script.keys("u");
    for id in &questions[..3] {
        assert!(evidence(&script, id).is_empty(), "{id}");
    }
}

#[test]
fn a_quotation_that_is_there_already_is_not_added_twice() {
    let mut script = reading();
    script.keys("Down Enter Enter");
    assert!(
        toast(&script).starts_with("Quoted under “"),
        "{}",
        toast(&script)
    );
    assert!(toast(&script).contains("Its answer is unchanged"));
    let steps = script.saved.len();
    script.keys("Enter Enter");
    assert_eq!(toast(&script), "Everything marked is quoted there already.");
    assert_eq!(script.saved.len(), steps);
}

#[test]
fn at_160_columns_the_questions_are_next_to_the_page_and_below_that_over_it() {
    let mut script = reading();
    for (columns, rows) in [(200, 60), (160, 48)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("page 1 of 2"), "{screen}");
        assert!(screen.contains("likely here"), "{screen}");
        assert!(
            screen.contains("open questions have likely passages on this page."),
            "{screen}"
        );
    }
    for (columns, rows) in [(120, 36), (80, 24)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("page 1 of 2"), "{screen}");
        assert!(!screen.contains("likely here"), "{screen}");
    }
    script.keys("Enter");
    for (columns, rows) in [(120, 36), (80, 24)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("Quote it under which questions?"),
            "{screen}"
        );
        assert!(screen.contains("likely here"), "{screen}");
    }
    let screen = script.screen(200, 60);
    assert!(!screen.contains("Quote it under which"), "{screen}");
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty() && script.desk.page_view().is_some());
}

#[test]
fn open_questions_likely_on_the_page_come_first_and_answered_ones_last() {
    let mut script = reading();
    script.keys("Enter");
    let before = dropping(&script);
    let open = script.open();
    let likely: Vec<bool> = before
        .iter()
        .map(|id| open.is_likely_here(script.desk.library.find_question(id).expect("there")))
        .collect();
    let first = likely.iter().filter(|one| **one).count();
    assert!(first > 0 && likely[..first].iter().all(|one| *one));
    let judged = "options.ways-considered";
    assert!(before.iter().any(|id| id == judged));
    script
        .keys("Esc Esc Tab Tab Tab /")
        .typed(judged)
        .keys("Enter n Esc");
    script.keys("Tab Tab Tab Enter Enter");
    let at = |id: &str| dropping(&script).iter().position(|one| one == id);
    let answered = at(judged).expect("still offered");
    let open = script.open();
    let after = dropping(&script)[answered..]
        .iter()
        .map(|id| script.desk.library.find_question(id).expect("there"))
        .all(|ix| !open.findings.answered(ix).is_open());
    assert!(after, "it comes after every open one");
}

#[test]
fn the_margin_shows_what_is_quoted_and_under_which_question() {
    let mut script = reading();
    assert!(!script.screen(200, 60).contains("quoted under"));
    script.keys("Down Enter");
    let id = dropping(&script)[0].clone();
    script.keys("Enter");
    let ix = script.desk.library.find_question(&id).expect("there");
    let short = script.desk.library.question(ix).short.clone();
    for (columns, rows) in [(200, 60), (120, 36), (80, 24)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains(&format!("» quoted under: {short}")),
            "{screen}"
        );
    }
    let ascii = Theme::new(Depth::Mono, true);
    let screen = text_of(&script.cells(80, 24, &ascii));
    assert!(screen.contains("\" quoted under: "), "{screen}");
    assert!(!screen.contains('»'), "{screen}");
}

#[test]
fn the_glossary_is_one_key_away_and_starts_with_the_words_on_the_page() {
    let mut script = Script::on_new_audit();
    let text = "The Cabinet is minded to agree. This is a key decision.\n\nSee the appendix.";
    script.paper("/papers/report.txt", text);
    script.keys("G");
    assert!(script.screen(80, 24).contains("Words of council papers"));
    script.keys("Esc Tab Tab Tab a Enter Enter G");
    let glossary = script.desk.glossary();
    let word = |ix| script.desk.library.term(ix).word.as_str();
    let met: Vec<&str> = glossary.met.into_iter().map(word).collect();
    assert_eq!(met, ["key decision", "minded to"]);
    let all = glossary.others.len() + glossary.elsewhere.len() + met.len();
    assert_eq!(all, script.desk.library.terms().len());
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        let at = |words: &str| screen.find(words);
        assert!(at("On this page") < at("key decision"), "{screen}");
        assert!(at("28 clear days").is_some(), "{screen}");
    }
    script.keys("Esc");
    assert!(script.desk.page_view().is_some(), "back on the page");
}

#[test]
fn the_pages_to_read_first_are_one_key_away_and_open_at_their_passage() {
    let mut script = reading();
    script.keys("Esc f");
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("Read first"), "{screen}");
        assert!(screen.contains("report, page 1"), "{screen}");
        assert!(screen.contains("report, page 2"), "{screen}");
    }
    let pages = script.open().pages_to_read(&script.desk.library);
    script.keys("Enter");
    let page_view = script.desk.page_view().expect("open");
    assert_eq!(script.desk.screen, Screen::Documents);
    assert_eq!(
        (page_view.page, page_view.paragraph),
        (pages[0].place.page, pages[0].place.paragraph)
    );
}

#[test]
fn typing_narrows_the_questions_and_the_space_bar_still_chooses() {
    let mut script = reading();
    script.keys("Enter");
    let all = dropping(&script).len();
    script.typed("consultation");
    let narrowed = dropping(&script);
    assert!(!narrowed.is_empty() && narrowed.len() < all, "{narrowed:?}");
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains("> consultation"), "{screen}");
    }
    // What is chosen stays chosen while the list is narrowed by another word.
    script.keys("Space C-u").typed("union");
    let others = dropping(&script);
    assert!(!others.contains(&narrowed[0]), "{others:?}");
    script.keys("Space");
    let screen = script.screen(120, 36);
    assert!(screen.contains("quotes it under 2 questions"), "{screen}");
    script.keys("Enter");
    assert!(
        toast(&script).contains("under 2 questions"),
        "{}",
        toast(&script)
    );
    assert_eq!(evidence(&script, &narrowed[0]).len(), 1);
    assert_eq!(evidence(&script, &others[0]).len(), 1);
    // Nothing is quoted under a question that is not shown, and a letter quits nothing.
    script.keys("Enter").typed("Qxyzzy");
    assert!(!script.quit);
    let screen = script.screen(120, 36);
    assert!(screen.contains("no question holds this"), "{screen}");
    let steps = script.saved.len();
    script.keys("Enter");
    assert_eq!(script.saved.len(), steps);
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Drop(_))
    ));
}

#[test]
fn dropped_on_several_questions_a_later_paper_is_asked_about_for_each() {
    let mut script = reading();
    script
        .keys("Esc P Tab Tab")
        .typed("9 July 2026")
        .keys("C-s");
    script
        .keys("i Tab Tab")
        .typed("25 November 2026")
        .keys("C-s Enter Enter");
    let questions = ["options.in-house-equal", "options.ways-considered"];
    script
        .typed(questions[0])
        .keys("Space C-u")
        .typed(questions[1])
        .keys("Space Enter");
    let asks = |script: &Script| match script.desk.overlays.last() {
        Some(Overlay::Page(page)) => match page.kind {
            PageKind::Settle { question, .. } => {
                Some(script.desk.library.question(question).id.clone())
            }
            _ => None,
        },
        _ => None,
    };
    assert_eq!(asks(&script).as_deref(), Some(questions[0]));
    script.keys("t");
    assert_eq!(asks(&script).as_deref(), Some(questions[1]));
    script.keys("l");
    assert_eq!(asks(&script), None);
    let shows = |id: &str| {
        let answer = script.audit().answer(id).expect("kept");
        answer.evidence[0].shows
    };
    assert_eq!(shows(questions[0]), Some(Shows::Then));
    assert_eq!(shows(questions[1]), Some(Shows::Later));
}
