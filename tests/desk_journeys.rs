//! Journeys at the desk, key by key: what is recorded, what is shown, what can be taken back.

use crate::testkit::front::{asked, toast};
use crate::testkit::script;

use script::Script;
use scrutineer::audit::{Access, HistoryStep, Value};
use scrutineer::base::Digest;
use scrutineer::checklist::{Status, Territory, VerdictId};
use scrutineer::desk::walk::{Filter, WalkBy};
use scrutineer::desk::{Message, Overlay, Screen};
use scrutineer::findings::LintRule;

fn go_to(script: &mut Script, words: &str) {
    script.keys("/").typed(words).keys("Enter");
}

#[test]
fn a_new_audit_is_a_form_with_sensible_defaults() {
    let mut script = Script::new();
    script.keys("n").keys("C-s");
    let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
        panic!("no form")
    };
    assert_eq!(
        form.notice.as_deref(),
        Some("Which authority made the review?")
    );
    script
        .typed("Abertawe Council")
        .keys("Tab")
        .typed("Libraries")
        .keys("Tab Tab BackTab")
        .typed("31 February 2003")
        .keys("C-s");
    let screen = script.screen(80, 24);
    assert!(screen.contains("is a date that does not exist"), "{screen}");
    script.keys("C-u").typed("3 April 2003").keys("C-s");
    let review = &script.audit().review;
    assert_eq!(review.authority, "Abertawe Council");
    assert_eq!(review.service, "Libraries");
    assert_eq!(review.territory, Territory::Wales);
    assert_eq!(
        review.decided.map(|day| day.to_string()).as_deref(),
        Some("2003-04-03")
    );
    assert_eq!(script.desk.screen, Screen::Board);
    assert_eq!(script.disk.len(), 1, "it lies in the library");
}

#[test]
fn one_key_answers_and_the_walk_stays_until_the_next_question_is_asked_for() {
    let mut script = Script::on_new_audit();
    let keys = ["m", "p", "n", "e", "w", "a"];
    let statuses = [
        Status::Met,
        Status::Partly,
        Status::NotMet,
        Status::NoEvidence,
        Status::Withheld,
        Status::NotApplicable,
    ];
    for (key, status) in keys.into_iter().zip(statuses) {
        let id = asked(&script);
        script.keys(key);
        let answer = script.audit().answer(&id).expect("it is recorded");
        assert_eq!(answer.status, Some(status));
        assert_eq!(answer.by, "J. Secretary");
        let question = script.desk.library.find_question(&id).expect("it is there");
        assert_eq!(
            answer.asked.as_ref(),
            Some(script.desk.library.question(question).digest())
        );
        assert_eq!(asked(&script), id, "it stays to be proved");
        // The same key again changes nothing, and does not go on either.
        script.keys("Esc").keys(key);
        assert_eq!(asked(&script), id);
        script.keys("o");
        assert_ne!(asked(&script), id, "the next one came");
    }
    // The digits do the same.
    let id = asked(&script);
    script.keys("3");
    assert_eq!(
        script.audit().answer(&id).and_then(|one| one.status),
        Some(Status::NotMet)
    );
    // Every change went to the disk, one entry each, in order.
    let numbers: Vec<u64> = script.saved.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, (1..=7).collect::<Vec<_>>());
}

#[test]
fn flags_appear_as_they_come_true_and_say_why() {
    let mut script = Script::on_new_audit();
    go_to(&mut script, "options.in-house-equal");
    assert_eq!(asked(&script), "options.in-house-equal");
    assert!(script.open().findings.fired.is_empty());
    script.keys("n");
    assert!(
        toast(&script).contains("flag to be proved: ")
            && (toast(&script).contains("In-house") || toast(&script).contains("in-house")),
        "{}",
        toast(&script)
    );
    let verdicts = |script: &Script| {
        let findings = &script.open().findings;
        (findings.verdict.id, findings.if_proved.id)
    };
    assert_eq!(verdicts(&script), (VerdictId::TooEarly, VerdictId::Grounds));
    let screen = script.screen(150, 60);
    assert!(screen.contains("NEW: to be proved: "), "{screen}");
    script.keys("Esc Tab");
    let screen = script.screen(120, 90);
    for word in [
        "To be proved first",
        "nothing under it yet",
        "Because",
        "not met",
        "Rests on",
        "Ask the portfolio holder",
        "undermines the decision",
    ] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
    script.keys("Enter");
    assert_eq!(
        asked(&script),
        "options.in-house-equal",
        "Enter goes to the question behind it"
    );
    script.keys("y");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Why am I seeing this?") && screen.contains("core question"),
        "{screen}"
    );
}

#[test]
fn undo_goes_back_to_the_beginning_and_redo_to_the_end() {
    let mut script = Script::on_new_audit();
    let start = script.audit().clone();
    script.keys("m o n o e o p Esc");
    script.keys("t").typed("a note").keys("C-s");
    script.keys("P").keys("Tab Tab Tab Right C-s");
    assert_eq!(script.audit().review.territory, Territory::Wales);
    let end = script.audit().clone();
    script.keys("u u u u u u");
    assert_eq!(script.audit(), &start);
    script.keys("u");
    assert!(
        toast(&script).contains("nothing to undo"),
        "{}",
        toast(&script)
    );
    script.keys("U U U U U U");
    assert_eq!(script.audit(), &end);
    // History is never rewritten: what was undone is still there.
    let undone = script
        .saved
        .iter()
        .filter(|entry| matches!(entry.action, HistoryStep::Undo(_)))
        .count();
    assert_eq!((undone, script.saved.len()), (6, 18));
    // Ctrl-Z is undo, too: nobody is thrown into a shell.
    script.keys("C-z");
    assert_eq!(script.audit().review.territory, Territory::England);
}

#[test]
fn a_note_takes_a_long_paste_and_one_key_saves_it() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    let quote = "First paragraph of the report, which is long.\r\n\r\n".repeat(400);
    script
        .keys("t")
        .typed("See: ")
        .message(Message::Paste(quote.clone()));
    script.screen(80, 24);
    script.keys("C-s");
    let note = &script.audit().answer(&id).expect("kept").note;
    assert_eq!(note, &format!("See: {}", quote.replace("\r\n", "\n")));
    assert_eq!(script.saved.len(), 1, "one step, not one for each line");
    // What is thrown away is thrown away, and only that.
    script.keys("t").typed("x").keys("C-x");
    assert_eq!(
        script.audit().answer(&id).expect("still there").note.len(),
        note_len(&quote)
    );
    // A paste where nothing is typed does nothing: no line of it runs as a command.
    let before = script.audit().clone();
    script.message(Message::Paste("m\nn\nx\nu\n".to_owned()));
    assert_eq!(script.audit(), &before);
    assert!(toast(&script).contains("pasted text where there is nothing to type in"));
}

fn note_len(quote: &str) -> usize {
    5 + quote.replace("\r\n", "\n").len()
}

#[test]
fn what_is_being_typed_is_kept_when_the_program_must_end() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    script.keys("t").typed("half a sentence");
    script.message(Message::Closing);
    assert_eq!(
        script.audit().answer(&id).expect("kept").note,
        "half a sentence"
    );
    assert_eq!(script.saved.len(), 1);
}

#[test]
fn evidence_registers_its_document_with_page_and_quote() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    script
        .keys("v")
        .typed("Final report")
        .keys("Tab")
        .typed("p. 14")
        .keys("Tab Tab");
    script.message(Message::Paste("The exact words\nof the report".to_owned()));
    script.keys("Tab").typed("1/11/2000").keys("C-s");
    let answer = script.audit().answer(&id).expect("recorded");
    assert_eq!(answer.evidence.len(), 1);
    let evidence = &answer.evidence[0];
    assert_eq!(evidence.document.as_deref(), Some("final-report"));
    assert_eq!(evidence.page, Some(14));
    assert_eq!(
        evidence.quote.as_deref(),
        Some("The exact words\nof the report")
    );
    assert_eq!(
        evidence.date.map(|day| day.to_string()).as_deref(),
        Some("2000-11-01")
    );
    let document = script.audit().document("final-report").expect("registered");
    assert_eq!(
        (document.title.as_str(), document.access),
        ("Final report", None::<Access>)
    );
    assert_eq!(script.saved.len(), 1, "document and evidence are one step");
    // A second piece names the same document by choice; a list of both is offered.
    script.keys("v Enter Right Tab").typed("15").keys("C-s");
    let answer = script.audit().answer(&id).expect("recorded");
    assert_eq!(answer.evidence[1].document.as_deref(), Some("final-report"));
    assert_eq!(answer.evidence[1].page, Some(15));
    // A page that is none is refused in words, and nothing is lost.
    script.keys("v Enter Tab").typed("the last").keys("C-s");
    let screen = script.screen(80, 24);
    assert!(screen.contains("is not a page number"), "{screen}");
    script.keys("Esc");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::Form(_))),
        "asked before it is thrown away"
    );
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty());
    // What was left unsaved comes back before anything else is undone.
    script.keys("u");
    assert!(script.screen(80, 24).contains("the last"));
    script.keys("Esc Esc");
    script.desk.thrown = None;
    script.keys("u u");
    assert!(script.audit().documents.is_empty());
}

#[test]
fn withheld_keeps_what_was_asked_and_both_sides_are_kept() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    script.keys("w");
    let lint = |script: &Script| {
        script
            .open()
            .findings
            .lint
            .iter()
            .any(|one| one.rule == LintRule::WithheldWithoutRequest)
    };
    assert!(lint(&script), "withheld alone is only a word");
    script
        .keys("r")
        .typed("the scoring sheets")
        .keys("Tab")
        .typed("head of legal");
    script
        .keys("Tab")
        .typed("2 May 2003")
        .keys("Tab")
        .typed("refused 9 May: confidential")
        .keys("Enter");
    let request = script
        .audit()
        .answer(&id)
        .and_then(|one| one.request.clone())
        .expect("kept");
    assert_eq!(request.whom, "head of legal");
    assert!(!lint(&script));
    script
        .keys("Esc c")
        .typed("The council says they were published.")
        .keys("C-s");
    let answer = script.audit().answer(&id).expect("there");
    assert_eq!(
        answer.contested.as_deref(),
        Some("The council says they were published.")
    );
    assert_eq!(answer.status, Some(Status::Withheld), "both sides stand");
    let screen = script.screen(120, 36);
    assert!(screen.contains("CONTESTED"), "{screen}");
}

#[test]
fn dates_figures_and_choices_are_given_as_people_write_them() {
    let mut script = Script::on_new_audit();
    go_to(&mut script, "consultants-fee");
    assert_eq!(asked(&script), "consultants-fee");
    script.keys("m");
    assert!(toast(&script).contains("press Enter"), "{}", toast(&script));
    script.keys("Enter").typed("£127,000").keys("Enter");
    assert_eq!(
        script
            .audit()
            .answer("consultants-fee")
            .and_then(|one| one.value.clone()),
        Some(Value::Number(127_000.0))
    );
    go_to(&mut script, "tender-advertised");
    script.keys("Enter").typed("3/5/2026").keys("Enter");
    assert!(matches!(
        script
            .audit()
            .answer("tender-advertised")
            .and_then(|one| one.value.clone()),
        Some(Value::Date(_))
    ));
    go_to(&mut script, "recommendation");
    if asked(&script) == "recommendation" {
        script.keys("Enter").typed("outs").keys("Enter");
        assert_eq!(
            script
                .audit()
                .answer("recommendation")
                .and_then(|one| one.value.clone()),
            Some(Value::Option("outsource".to_owned()))
        );
    } else {
        panic!("search did not find the choice: {}", asked(&script));
    }
}

#[test]
fn a_filter_is_sticky_until_it_is_asked_again() {
    let mut script = Script::on_new_audit();
    script.keys("m o m o");
    script.keys("f").typed("open").keys("Enter");
    assert_eq!(script.open().walk.filter, Filter::Open);
    let shown = |script: &Script| script.open().walk.groups[2].questions.len();
    let before = shown(&script);
    let ix = script.open().walk.at().expect("one");
    script.keys("n");
    assert_eq!(
        shown(&script),
        before,
        "the row that stopped matching stays"
    );
    let open = script.open();
    assert!(
        !open
            .walk
            .matches(&script.desk.library, open.audit(), &open.findings, ix)
    );
    let short = script.desk.library.question(ix).short.clone();
    let dimmed: String = format!("({short}").chars().take(20).collect();
    let screen = script.screen(120, 36);
    assert!(screen.contains(&dimmed), "{dimmed}\n{screen}");
    script.keys("Esc f").typed("open").keys("Enter");
    assert_eq!(shown(&script), before - 1, "asked again, it goes");
}

#[test]
fn the_walk_goes_by_section_core_next_topic_and_yardstick() {
    let mut script = Script::on_new_audit();
    for (typed, by) in [
        ("core audit", WalkBy::Core),
        ("next best", WalkBy::Next),
        ("topic", WalkBy::Topic),
        ("law or standard", WalkBy::Instrument),
        ("section", WalkBy::Section),
    ] {
        script.keys("b").typed(typed).keys("Enter");
        assert_eq!(script.open().walk.by, by);
        assert!(script.open().walk.at().is_some(), "{typed}");
        script.screen(120, 36);
    }
    script.keys("b").typed("core audit").keys("Enter");
    let count: usize = script
        .open()
        .walk
        .groups
        .iter()
        .map(|group| group.questions.len())
        .sum();
    assert_eq!(count, script.open().findings.core);
    script.keys("b").typed("next best").keys("Enter");
    let first = script.open().walk.at().expect("one");
    assert!(
        script.desk.library.question(first).core,
        "core questions settle most"
    );
}

#[test]
fn one_law_letter_by_letter_and_the_code_part_by_part() {
    let mut script = Script::new();
    script.keys("Enter Tab Tab Tab");
    assert_eq!(script.desk.screen, Screen::Instruments);
    let screen = script.screen(150, 44);
    for part in [
        "Part 1 ",
        "Part 12",
        "check before relying",
        "Applies here",
        "Decided by",
        "named by the pamphlet",
    ] {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    go_to(&mut script, "si-1999-3251-6-1-e");
    let screen = script.screen(150, 44);
    for letter in ["(a)", "(b)", "(e)", "(i)", "from 1 April 2000"] {
        assert!(screen.contains(letter), "{letter}\n{screen}");
    }
    go_to(&mut script, "reconstructed part 8");
    let screen = script.screen(150, 44);
    assert!(screen.contains("RECONSTRUCTED"), "{screen}");
}

#[test]
fn an_example_is_looked_at_and_copied_but_not_changed() {
    let mut script = Script::new();
    script.keys("Enter");
    assert_eq!(script.desk.screen, Screen::Board);
    script.keys("Tab");
    assert_eq!(script.desk.screen, Screen::Walk);
    script.keys("m");
    assert!(
        toast(&script).contains("press c to make a copy"),
        "{}",
        toast(&script)
    );
    script.keys("c");
    assert_eq!(script.disk.len(), 1);
    assert!(script.open().read_only.is_none());
    assert_eq!(script.audit().review.authority, "Liverpool City Council");
    let verdict = script.open().findings.verdict.id;
    assert_eq!(verdict, VerdictId::SeriousGrounds);
}

#[test]
fn a_reworded_question_stands_beside_its_old_answer_until_confirmed() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    script.keys("n Esc Esc Esc");
    // The same audit, answered to another text.
    let answer = script.disk[0].1.answers.get_mut(&id).expect("answered");
    answer.asked = Some(Digest::of_text("Was the old text met?"));
    answer.asked_text = Some("Was the old text met?".to_owned());
    script.keys("Enter");
    let ix = script.desk.library.find_question(&id).expect("known");
    assert!(script.open().findings.answered(ix).recheck);
    assert!(script.open().findings.fired.is_empty(), "it does not count");
    go_to(&mut script, &id);
    let screen = script.screen(120, 40);
    for word in [
        "RE-CHECK",
        "It was",
        "It is now",
        "-old-",
        "Your answer then: not met",
    ] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
    script.keys("k");
    assert!(!script.open().findings.answered(ix).recheck);
    assert_eq!(
        script.open().findings.answered(ix).status,
        Some(Status::NotMet)
    );
}

#[test]
fn search_finds_laws_flags_questions_and_my_own_words() {
    let mut script = Script::on_new_audit();
    script
        .keys("t")
        .typed("Councillor Ferguson said so on the bus")
        .keys("C-s");
    let id = asked(&script);
    script.keys("n o n o n");
    go_to(&mut script, "ferguson bus");
    assert_eq!(asked(&script), id);
    go_to(&mut script, "law LGA 1999 s 3(2)(c)");
    assert_eq!(script.desk.screen, Screen::Instruments);
    let screen = script.screen(120, 36);
    assert!(screen.contains("LGA 1999"), "{screen}");
    script.keys("/").typed("zzzz");
    assert!(
        script
            .screen(80, 24)
            .contains("Nothing has all these words")
    );
}

#[test]
fn a_report_is_previewed_and_written_and_never_over_another_unasked() {
    let mut script = Script::new();
    script.keys("Enter BackTab");
    assert_eq!(script.desk.screen, Screen::Report);
    let screen = script.screen(120, 36);
    assert!(screen.contains("Liverpool City Council"), "{screen}");
    script.keys("w w C-s C-s");
    assert_eq!(script.files.len(), 1);
    assert!(
        toast(&script).starts_with("Written: "),
        "{}",
        toast(&script)
    );
    script.keys("w w C-s");
    assert_eq!(script.files.len(), 1);
    assert!(script.screen(80, 24).contains("is there already"));
    script.keys("C-s");
    assert_eq!(
        script.files.len(),
        2,
        "asked a second time, it is written over"
    );
}

#[test]
fn the_help_is_made_from_the_keymap_and_says_what_cannot_be_done_and_why() {
    let mut script = Script::on_new_audit();
    let all = script.help("undo the last");
    assert!(all.contains("not now: nothing to undo"), "{all}");
    script.keys(":").typed("undo");
    assert!(script.screen(80, 24).contains("not now"));
}
