//! Answering and proving in one breath: the strip under the question, what every key says it did,
//! and nothing lost or overwritten without asking.

use crate::testkit::front::{answer, asked, go_to, toast};
use crate::testkit::script;

use script::Script;
use scrutineer::checklist::{Status, VerdictId};
use scrutineer::desk::overlay::FieldId;
use scrutineer::desk::{Message, Overlay};
use scrutineer::findings::Support;

const LIVERPOOL: &str = include_str!("fixtures/documents/liverpool-ict-2000.txt");

/// The field of the strip that gets keys.
fn focus(script: &Script) -> Option<FieldId> {
    match script.desk.overlays.last() {
        Some(Overlay::Form(form)) if form.is_strip() => form.at(),
        _ => None,
    }
}

/// On a new audit with a paper in its register, at a core question that raises a flag by itself.
pub fn with_paper() -> Script {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", LIVERPOOL);
    script.keys("Tab Tab Tab a Enter");
    go_to(&mut script, "options.in-house-equal");
    script
}

#[test]
fn an_answer_is_proved_in_one_breath_and_the_walk_goes_on() {
    let mut script = with_paper();
    script.keys("n");
    assert_eq!(focus(&script), Some(FieldId::Page));
    assert!(
        toast(&script).starts_with("not met · flag to be proved: "),
        "{}",
        toast(&script)
    );
    assert!(
        toast(&script).contains("if proved: too early → grounds"),
        "{}",
        toast(&script)
    );
    let screen = script.screen(80, 24);
    assert!(screen.contains("Proof of “not met”: "), "{screen}");
    script
        .keys("1 4 Tab")
        .typed("The in-house option was not costed")
        .keys("Enter");
    let recorded = answer(&script, "options.in-house-equal").clone();
    assert_eq!(recorded.status, Some(Status::NotMet));
    let [evidence] = recorded.evidence.as_slice() else {
        panic!("{recorded:?}")
    };
    assert_eq!(
        (evidence.document.as_deref(), evidence.page),
        (Some("report"), Some(14))
    );
    assert_eq!(
        evidence.quote.as_deref(),
        Some("The in-house option was not costed")
    );
    assert_ne!(asked(&script), "options.in-house-equal", "and it goes on");
    assert!(script.desk.overlays.is_empty());
    assert!(
        toast(&script).contains("Quotation kept · flag: "),
        "{}",
        toast(&script)
    );
    assert!(
        toast(&script).contains("verdict: too early → grounds"),
        "{}",
        toast(&script)
    );
    assert_eq!(script.open().findings.verdict.id, VerdictId::Grounds);
    script.keys("u");
    assert!(
        toast(&script).starts_with("Undone: the quotation under “"),
        "{}",
        toast(&script)
    );
    assert!(
        toast(&script).contains("verdict: grounds → too early"),
        "{}",
        toast(&script)
    );
    assert!(!toast(&script).contains("options.in-house-equal"));
    assert_eq!(asked(&script), "options.in-house-equal");
}

#[test]
fn evidence_without_a_paper_is_asked_about_once_and_a_new_title_registers_it() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    script.keys("n 7 Enter");
    assert_eq!(focus(&script), Some(FieldId::Document), "which paper?");
    assert!(answer(&script, &id).evidence.is_empty());
    script.typed("Final report").keys("Enter");
    let evidence = &answer(&script, &id).evidence[0];
    assert_eq!(evidence.document.as_deref(), Some("final-report"));
    assert_eq!(script.audit().documents[0].title, "Final report");
    // The next strip takes the paper that was used last; the second Enter goes without one.
    let next = asked(&script);
    script.keys("n Tab").typed("No cost").keys("Enter");
    assert_eq!(
        answer(&script, &next).evidence[0].document.as_deref(),
        Some("final-report")
    );
    let third = asked(&script);
    script
        .keys("n BackTab Backspace Tab Tab")
        .typed("No cost")
        .keys("Enter Enter");
    assert_eq!(answer(&script, &third).evidence[0].document, None);
    let ix = script.desk.library.find_question(&third).expect("there");
    assert_eq!(script.open().findings.answered(ix).support, Support::Stated);
}

#[test]
fn an_empty_strip_keeps_nothing_and_goes_on_and_escape_leaves_it() {
    let mut script = with_paper();
    let id = asked(&script);
    script.keys("n Esc n Esc n");
    assert_eq!(asked(&script), id, "a bare answer does not go on by itself");
    assert_eq!(script.saved.len(), 2, "the paper and one answer");
    script.keys("Enter");
    assert_ne!(asked(&script), id);
    assert!(
        answer(&script, &id).evidence.is_empty(),
        "a document alone that nobody typed"
    );
    script.keys("u").keys("U");
    assert_eq!(asked(&script), id);
    // Enter on an answer opens its strip again; Esc leaves it.
    script.keys("Enter");
    assert_eq!(focus(&script), Some(FieldId::Page));
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty());
    assert_eq!(asked(&script), id);
}

#[test]
fn every_other_key_of_the_walk_works_beside_the_page_and_loses_nothing() {
    let mut script = with_paper();
    let id = asked(&script);
    // The next question: what was typed is saved first.
    script.keys("n 3 M-o");
    assert_eq!(answer(&script, &id).evidence[0].page, Some(3));
    assert_ne!(asked(&script), id);
    // A note opens over the strip, and the strip is there again.
    let next = asked(&script);
    script.keys("p M-t").typed("half of it").keys("C-s");
    assert_eq!(answer(&script, &next).note, "half of it");
    assert_eq!(focus(&script), Some(FieldId::Page));
    // Moving with what is typed in another field keeps it too.
    script.keys("Tab").typed("some words");
    script.cells(
        120,
        36,
        &scrutineer::view::theme::Theme::new(scrutineer::view::theme::Depth::Many, false),
    );
    let row = script
        .desk
        .drawn
        .hits
        .iter()
        .find_map(|((x, y, _, _), hit)| match hit {
            scrutineer::desk::Hit::WalkRow(_, row) if *row > 4 => Some((*x, *y)),
            _ => None,
        });
    let (x, y) = row.expect("a row of the walk");
    script.message(Message::Click(x, y));
    assert_ne!(asked(&script), next);
    assert_eq!(
        answer(&script, &next).evidence[0].quote.as_deref(),
        Some("some words")
    );
}

#[test]
fn the_page_takes_what_a_person_types_and_no_letter_of_it_answers() {
    // Every answer, by letter and by digit, the key that clears it and the one that goes elsewhere.
    for key in [
        "m", "p", "n", "e", "w", "a", "x", "g", "1", "6", "s", "k", "=", "T", "A",
    ] {
        for typed in [key.to_owned(), format!("4 {key}")] {
            let mut script = with_paper();
            script.keys("n").keys(&typed);
            let recorded = answer(&script, "options.in-house-equal");
            assert_eq!(recorded.status, Some(Status::NotMet), "{typed}");
            assert!(recorded.evidence.is_empty(), "{typed}: not saved yet");
            assert_eq!(asked(&script), "options.in-house-equal", "{typed}");
            assert_eq!(focus(&script), Some(FieldId::Page), "{typed}");
            let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
                panic!("{typed}")
            };
            assert_eq!(form.text(FieldId::Page), typed.replace(' ', ""));
            assert!(script.screen(80, 24).contains(&typed.replace(' ', "")));
        }
    }
    for (typed, page, printed, place) in [
        ("page 4", Some(4), None, None),
        ("p. 4", Some(4), None, None),
        ("12-13", Some(12), None, Some("to page 13")),
        ("iv", None, Some("iv"), None),
        ("A3", None, Some("A3"), None),
        ("Annex 2", None, Some("Annex 2"), None),
        ("x", None, Some("x"), None),
    ] {
        let mut script = with_paper();
        script.keys("n").typed(typed).keys("Enter");
        let recorded = answer(&script, "options.in-house-equal").clone();
        assert_eq!(recorded.status, Some(Status::NotMet), "{typed}");
        let [one] = recorded.evidence.as_slice() else {
            panic!("{typed}: {recorded:?}")
        };
        assert_eq!(
            (
                one.page,
                one.printed_page.as_deref(),
                one.locator.as_deref()
            ),
            (page, printed, place),
            "{typed}"
        );
        assert_ne!(asked(&script), "options.in-house-equal", "{typed}");
    }
    // No page: told, and what was typed stands there.
    let mut script = with_paper();
    script.keys("n").typed("page").keys("Enter");
    assert!(
        answer(&script, "options.in-house-equal")
            .evidence
            .is_empty()
    );
    let screen = script.screen(120, 36);
    assert!(screen.contains("is not a page number"), "{screen}");
    assert!(screen.contains("page"), "{screen}");
}

#[test]
fn the_keys_that_act_while_no_page_is_typed_are_said_in_the_strip() {
    let mut script = with_paper();
    script.keys("n");
    let screen = script.screen(80, 24);
    assert!(screen.contains("o to go on, u to undo."), "{screen}");
    script.keys("o");
    assert_ne!(asked(&script), "options.in-house-equal");
    // Alt makes any letter the walk's, and what is typed is saved first.
    let mut script = with_paper();
    script.keys("n 3 M-p");
    let recorded = answer(&script, "options.in-house-equal").clone();
    assert_eq!(recorded.status, Some(Status::NotMet), "asked before");
    assert_eq!(recorded.evidence[0].page, Some(3));
    script.keys("M-p");
    let recorded = answer(&script, "options.in-house-equal");
    assert_eq!(recorded.status, Some(Status::Partly));
}

#[test]
fn the_passage_shown_is_offered_and_words_pasted_are_the_quotation() {
    let mut script = with_paper();
    go_to(&mut script, "consultants-fee");
    script.keys("Enter").typed("127000").keys("Enter");
    let screen = script.screen(120, 36);
    assert!(screen.contains("q to quote the passage shown"), "{screen}");
    script.keys("q");
    assert_eq!(answer(&script, "consultants-fee").evidence.len(), 1);
    assert_eq!(focus(&script), Some(FieldId::Page), "the strip stays");
    script.message(Message::Paste("The fee was agreed\nin May".to_owned()));
    assert_eq!(focus(&script), Some(FieldId::Quote));
    script.keys("Enter");
    let evidence = &answer(&script, "consultants-fee").evidence;
    assert_eq!(
        evidence[1].quote.as_deref(),
        Some("The fee was agreed in May")
    );
    assert_eq!(evidence[1].page, None);
}

#[test]
fn the_strip_and_the_question_are_both_to_be_seen_at_every_size() {
    let mut script = with_paper();
    script
        .keys("n")
        .typed("14")
        .keys("Tab")
        .typed("No cost was given");
    let question = script
        .desk
        .library
        .question(script.open().walk.at().expect("one"))
        .clone();
    let start: String = question.ask.chars().take(30).collect();
    for (columns, rows) in [(80, 24), (100, 30), (120, 36), (150, 40), (200, 60)] {
        let screen = script.screen(columns, rows);
        assert!(screen.contains(&start), "{columns}: {screen}");
        let short: String = question.short.chars().take(12).collect();
        let named = format!("Proof of “not met”: {short}");
        assert!(screen.contains(&named), "{named}, {columns}: {screen}");
        for words in ["Document   report", "Page 14", "No cost was given", "Note"] {
            assert!(screen.contains(words), "{columns}, {words}: {screen}");
        }
    }
    let screen = script.screen(40, 12);
    assert!(screen.contains("No cost was given"), "{screen}");
}

#[test]
fn nothing_overwrites_an_answer_with_evidence_without_asking() {
    // By a status key, by the silence of the papers, and by taking it away.
    for (key, status) in [
        ("e", Some(Status::NoEvidence)),
        ("s", Some(Status::NoEvidence)),
        ("x", None),
    ] {
        let mut script = with_paper();
        go_to(&mut script, "unions.consulted");
        script.keys("n 1 Enter");
        go_to(&mut script, "unions.consulted");
        let before = answer(&script, "unions.consulted").clone();
        script.keys(key);
        if toast(&script).starts_with("Check the likeliest") {
            script.keys(key);
        }
        assert_eq!(answer(&script, "unions.consulted"), &before, "{key}");
        let says = toast(&script).to_owned();
        assert!(
            says.starts_with("The answer is “not met”, with 1 piece of evidence"),
            "{key}: {says}"
        );
        assert!(
            says.contains("; press the same key again to "),
            "{key}: {says}"
        );
        // Another key, and it is asked again.
        script.keys("Down Up").keys(key);
        assert_eq!(answer(&script, "unions.consulted"), &before, "{key}");
        script.keys(key);
        assert_eq!(answer(&script, "unions.consulted").status, status, "{key}");
        script.keys("u");
        assert_eq!(
            answer(&script, "unions.consulted"),
            &before,
            "{key}: one step"
        );
    }
    // An answer with nothing under it changes at once, and says so.
    let mut script = with_paper();
    script.keys("n Esc e");
    assert!(
        toast(&script).starts_with("not met → no evidence · flag withdrawn: "),
        "{}",
        toast(&script)
    );
}

#[test]
fn a_date_a_figure_or_a_choice_with_evidence_is_asked_about_too() {
    use scrutineer::audit::Value;
    let mut script = with_paper();
    let value = |script: &Script, id: &str| answer(script, id).value.clone();
    go_to(&mut script, "consultants-fee");
    script.keys("Enter").typed("127000").keys("Enter 1 Enter");
    go_to(&mut script, "consultants-fee");
    script.keys("Enter C-u").typed("99000").keys("C-s");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("There is an entry here with 1 piece of evidence"),
        "{screen}"
    );
    let figure = |number: f64| Some(Value::Number(number));
    assert_eq!(value(&script, "consultants-fee"), figure(127_000.0));
    script.keys("C-s");
    assert_eq!(value(&script, "consultants-fee"), figure(99_000.0));
    go_to(&mut script, "recommendation");
    script.keys("Enter").typed("outs").keys("Enter 1 Enter");
    go_to(&mut script, "recommendation");
    let stood = value(&script, "recommendation");
    script.keys("Enter Enter");
    assert_eq!(value(&script, "recommendation"), stood, "asked first");
    assert!(
        toast(&script).starts_with("There is an entry here"),
        "{}",
        toast(&script)
    );
    script.keys("Enter");
    let keep = Some(Value::Option("keep".to_owned()));
    assert_eq!(value(&script, "recommendation"), keep);
}

#[test]
fn every_box_names_its_question() {
    let mut script = with_paper();
    let ix = script.open().walk.at().expect("one");
    let short = script.desk.library.question(ix).short.clone();
    for (key, title) in [
        ("t", "Note"),
        ("v", "Evidence"),
        ("c", "The other side"),
        ("r", "Asked for"),
    ] {
        for (columns, rows) in [(80, 24), (40, 12)] {
            script.keys(key);
            let screen = script.screen(columns, rows);
            let named = format!("{title}: {}", short.chars().take(12).collect::<String>());
            assert!(screen.contains(&named), "{named}\n{screen}");
            script.keys("Esc");
        }
    }
    script.keys("n 3 Enter");
    go_to(&mut script, "options.in-house-equal");
    script.keys("v");
    assert!(
        script
            .screen(80, 24)
            .contains(&format!("Evidence: {short}"))
    );
    script.keys("Down Enter");
    assert!(
        script
            .screen(80, 24)
            .contains(&format!("Evidence 1: {short}"))
    );
    script.keys("Esc Tab Tab Tab i");
    assert!(script.screen(80, 24).contains("Document: report"));
}

#[test]
fn a_box_in_which_nothing_was_entered_keeps_nothing_and_says_so() {
    for keys in ["v C-s", "r C-s", "t C-s", "c C-s"] {
        let mut script = Script::on_new_audit();
        script.keys(keys);
        assert_eq!(
            toast(&script),
            "Nothing was entered, so nothing was kept.",
            "{keys}"
        );
        assert!(
            script.audit().answers.is_empty() && script.saved.is_empty(),
            "{keys}"
        );
    }
}

#[test]
fn boxes_follow_one_rule_and_what_was_left_unsaved_comes_back() {
    for (key, leave) in [
        ("t", "C-x"),
        ("t", "Esc Esc"),
        ("c", "Esc Esc"),
        ("v", "Esc Esc"),
        ("r", "Esc Esc"),
    ] {
        let mut script = Script::on_new_audit();
        script.keys("p o");
        let id = asked(&script);
        script.keys(key).typed("careful words");
        if leave.starts_with("Esc") {
            script.keys("Esc");
            let screen = script.screen(120, 24);
            assert!(screen.contains("Not saved yet."), "{key}: {screen}");
            script.keys("Esc");
        } else {
            script.keys(leave);
        }
        assert!(script.desk.overlays.is_empty());
        assert!(
            toast(&script).contains("to bring the text back"),
            "{}",
            toast(&script)
        );
        assert_eq!(script.audit().answers.len(), 1);
        // Undo to bring the text back before it takes anything away; from another question too.
        script.keys("Up u");
        assert_eq!(asked(&script), id);
        assert!(script.screen(80, 24).contains("careful words"), "{key}");
        assert_eq!(script.audit().answers.len(), 1, "{key}: nothing was undone");
        script.keys("C-s");
        assert!(
            answer(&script, &id).note.contains("careful words")
                || format!("{:?}", script.audit()).contains("careful words"),
            "{key}"
        );
    }
    // Once something else was changed, undo takes that back first; a key of its own fetches.
    let mut script = Script::on_new_audit();
    script.keys("t").typed("careful words").keys("C-x m u");
    assert!(script.audit().answers.is_empty());
    assert!(
        script.desk.overlays.is_empty(),
        "{:?}",
        script.desk.overlays
    );
    script.keys("Z");
    assert!(script.screen(80, 24).contains("careful words"));
    // A box that was not changed closes at once.
    script.keys("C-s t Esc");
    assert!(script.desk.overlays.is_empty());
}
