//! The council's papers at the desk: registered, read, quoted, swept, and their silence proved.

use crate::testkit::front::{asked, go_to, toast};
use crate::testkit::script;

use chrono::NaiveDate;
use script::Script;
use scrutineer::audit::Access;
use scrutineer::checklist::{SourceClass, Status};
use scrutineer::desk::papers::ReadingProgress;
use scrutineer::desk::walk::WalkBy;
use scrutineer::desk::{EffectOutcome, Message, Overlay, Queue, Screen};
use scrutineer::documents::SweepOutcome;

const LIVERPOOL: &str = include_str!("fixtures/documents/liverpool-ict-2000.txt");
const SEFTON: &str = include_str!("fixtures/documents/sefton-home-care-2000.txt");

/// A desk on a new audit, with a paper in its register, whom it is from and its day.
fn with_paper(text: &str) -> Script {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", text);
    script.keys("Tab Tab Tab a Enter");
    assert_eq!(script.audit().documents.len(), 1, "registered at once");
    script
        .keys("i C-u")
        .typed("Final report")
        .keys("Tab")
        .typed("the council")
        .keys("Tab")
        .typed("8 November 2000")
        .keys("C-s");
    assert_eq!(script.desk.overlays.len(), 0, "{}", script.screen(120, 36));
    script
}

#[test]
fn a_paper_is_picked_from_a_folder_read_and_registered_with_its_digest() {
    let mut script = Script::on_new_audit();
    let empty = script.keys("Tab Tab Tab").screen(80, 24);
    assert!(
        empty.contains("a  adds papers from your folders"),
        "{empty}"
    );
    script.paper("/papers/report.txt", LIVERPOOL);
    script.paper("/papers/minutes.txt", SEFTON);
    let list = script.keys("a").screen(80, 24);
    assert!(
        list.contains("minutes.txt") && list.contains("all 2 papers"),
        "{list}"
    );
    script.typed("report").keys("Enter");
    assert!(
        toast(&script).starts_with("“report” registered: read in full, 2 pages · press i to say"),
        "{}",
        toast(&script)
    );
    let document = &script.audit().documents[0];
    assert_eq!(document.title, "report");
    let path = document.path.as_deref().unwrap_or_default();
    assert!(
        path.replace('\\', "/").ends_with("/papers/report.txt"),
        "{path}"
    );
    assert_eq!(document.sha256.as_ref().map(String::len), Some(64));
    assert_eq!(document.pages, Some(2));
    let screen = script.screen(120, 36);
    assert!(screen.contains("1 document, 2 pages read"), "{screen}");
    assert_eq!(
        script.known, 1,
        "what was read to be added is not read again"
    );
    assert_eq!(script.saved.len(), 1, "it is one step");
    script.keys("u");
    assert!(script.audit().documents.is_empty());
    assert!(
        script.open().papers.look.is_none(),
        "and it is no longer searched"
    );
}

#[test]
fn all_papers_of_a_folder_are_registered_in_one_step() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", LIVERPOOL);
    script.paper("/papers/minutes.txt", SEFTON);
    script.keys("Tab Tab Tab a").typed("all").keys("Enter");
    assert!(script.audit().documents.is_empty(), "they are listed first");
    script.keys("Enter");
    assert_eq!(script.audit().documents.len(), 2);
    assert!(
        toast(&script).starts_with("2 documents registered"),
        "{}",
        toast(&script)
    );
    script.keys("u");
    assert!(script.audit().documents.is_empty());
}

#[test]
fn a_pasted_path_is_taken_and_one_that_cannot_be_read_says_why() {
    let mut script = Script::on_new_audit();
    script.paper("/elsewhere/My report.txt", LIVERPOOL);
    script.keys("Tab Tab Tab a");
    script.message(Message::Paste("'/elsewhere/My report.txt'".to_owned()));
    script.keys("Enter");
    assert_eq!(script.audit().documents.len(), 1);
    script.keys("a").typed("nothing.pdf").keys("Enter");
    let told = script.screen(80, 24);
    assert!(told.contains("nothing.pdf is not there"), "{told}");
    script.keys("Esc Esc");
    assert_eq!(script.audit().documents.len(), 1);
    assert!(script.open().path.is_some(), "the audit is still open");
}

#[test]
fn one_key_quotes_the_passage_beside_the_question_with_page_paragraph_and_date() {
    let mut script = with_paper(LIVERPOOL);
    go_to(&mut script, "consultants-fee");
    let screen = script.screen(120, 36);
    assert!(screen.contains("The papers say"), "{screen}");
    assert!(screen.contains("£127,000"), "{screen}");
    script.keys("q");
    let answer = script.audit().answer("consultants-fee").expect("an answer");
    let evidence = &answer.evidence[0];
    assert_eq!(evidence.document.as_deref(), Some("report"));
    assert_eq!(evidence.page, Some(1));
    assert_eq!(evidence.paragraph.as_deref(), Some("1.2"));
    assert!(
        evidence
            .quote
            .as_deref()
            .is_some_and(|quote| quote.contains("£127,000"))
    );
    assert_eq!(evidence.date, NaiveDate::from_ymd_opt(2000, 11, 8));
    assert_eq!(evidence.source, Some(SourceClass::Council));
    assert!(
        answer.status.is_none() && answer.value.is_none(),
        "it never answers by itself"
    );
    let screen = script.screen(120, 50);
    assert!(screen.contains(" found again in the file"), "{screen}");
    script.keys("q");
    assert_eq!(toast(&script), "This passage is already attached.");
    let screen = script.screen(120, 36);
    assert!(screen.contains("Quoted already."), "{screen}");
    script.keys("u");
    assert!(
        script
            .audit()
            .answer("consultants-fee")
            .is_none_or(|one| one.evidence.is_empty())
    );
}

#[test]
fn one_key_turns_silence_into_a_proof_of_absence() {
    let mut script = with_paper(LIVERPOOL);
    go_to(&mut script, "unions.consulted");
    let screen = script.screen(120, 36);
    assert!(screen.contains("not one mention"), "{screen}");
    assert!(screen.contains("in 1 document, 2 pages"), "{screen}");
    let before = screen.matches("Final report, page ").count();
    script.keys("s");
    assert!(
        script.audit().answer("unions.consulted").is_none(),
        "what comes nearest is seen before silence is recorded"
    );
    assert!(
        toast(&script).starts_with("Check the likeliest paragraphs first"),
        "{}",
        toast(&script)
    );
    let screen = script.screen(120, 60);
    assert!(screen.contains("No mention, but the likeliest"), "{screen}");
    assert_eq!(
        screen.matches("Final report, page ").count(),
        before + 2,
        "all three are on the screen: {screen}"
    );
    script.keys("s");
    let answer = script
        .audit()
        .answer("unions.consulted")
        .expect("an answer")
        .clone();
    assert_eq!(answer.status, Some(Status::NoEvidence));
    let absence = answer.evidence[0]
        .absence
        .as_ref()
        .expect("a proof of absence");
    assert_eq!(absence.documents, ["report"]);
    assert_eq!(absence.pages, 2);
    assert!(absence.unread.is_empty());
    assert_eq!(absence.on, NaiveDate::from_ymd_opt(2026, 11, 22));
    for word in ["unison", "gmb", "tgwu", "staff side"] {
        assert!(
            absence
                .words
                .iter()
                .any(|one| one.eq_ignore_ascii_case(word)),
            "{:?}",
            absence.words
        );
    }
    assert_eq!(asked(&script), "unions.consulted", "and it stays");
    go_to(&mut script, "unions.consulted");
    script.keys("s s");
    let again = script
        .audit()
        .answer("unions.consulted")
        .expect("an answer");
    assert_eq!(
        again.evidence.len(),
        answer.evidence.len(),
        "searched again, kept once"
    );
}

#[test]
fn a_possible_mention_has_to_be_looked_at_before_silence_is_recorded() {
    let mut script = with_paper("Trade matters came up.\n\nThe trade, and the unions of nations.");
    go_to(&mut script, "unions.consulted");
    let look = script.open().papers.look.as_ref().expect("looked up");
    let SweepOutcome::Silent(silence) = &look.outcome else {
        panic!("{look:?}")
    };
    assert!(!silence.possible.is_empty());
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Possible mention: check it first"),
        "{screen}"
    );
    script.keys("s");
    assert!(script.audit().answer("unions.consulted").is_none());
    assert!(toast(&script).starts_with("Look first"));
    script.keys("s");
    assert!(script.audit().answer("unions.consulted").is_some());
}

#[test]
fn the_sweep_walks_the_open_questions_by_what_the_papers_say_and_answers_none() {
    let mut script = with_paper(LIVERPOOL);
    script.keys("S");
    assert_eq!(script.open().walk.by, WalkBy::Papers);
    assert_eq!(script.desk.screen, Screen::Walk);
    assert!(script.audit().answers.is_empty());
    let groups: Vec<&str> = script
        .open()
        .walk
        .groups
        .iter()
        .map(|one| one.title.as_str())
        .collect();
    assert_eq!(groups[0], "Passages found");
    assert_eq!(groups.last(), Some(&"Not one mention"));
    assert!(toast(&script).ends_with("You still give every answer."));
    let ids = |script: &Script, title: &str| -> Vec<String> {
        let walk = &script.open().walk;
        walk.groups
            .iter()
            .filter(|group| group.title == title)
            .flat_map(|group| &group.questions)
            .map(|ix| script.desk.library.question(*ix).id.to_string())
            .collect()
    };
    assert!(
        ids(&script, "Like the question")
            .iter()
            .any(|id| id == "consultants-fee")
    );
    let unions = "unions.consulted".to_owned();
    let silent = [
        ids(&script, "Not one mention"),
        ids(&script, "Possible mentions"),
    ]
    .concat();
    assert!(silent.contains(&unions));
    let before = script.open().walk.at();
    script.keys("o");
    assert_ne!(script.open().walk.at(), before, "one by one");
}

#[test]
fn a_page_is_read_and_its_paragraph_quoted_for_the_question_in_front() {
    let mut script = with_paper(LIVERPOOL);
    go_to(&mut script, "consultants-fee");
    script.keys("g");
    let screen = script.screen(80, 24);
    assert!(screen.contains("Final report  page 1 of 2"), "{screen}");
    assert!(screen.contains("press v to quote for: "), "{screen}");
    script.keys("Right");
    assert_eq!(
        script.desk.page_view().map(|page_view| page_view.page),
        Some(1)
    );
    script.keys("Right");
    assert_eq!(toast(&script), "This is the last page.");
    script.keys("Left g").typed("9").keys("Enter");
    assert!(
        script
            .screen(80, 24)
            .contains("There is no page “9”: the last is 2.")
    );
    script.keys("C-u").typed("2").keys("Enter Down v");
    let evidence = script
        .audit()
        .answer("consultants-fee")
        .expect("kept")
        .evidence[0]
        .clone();
    assert_eq!(evidence.page, Some(2));
    let quote = evidence.quote.expect("a quote");
    assert!(
        quote.starts_with("4.1 Four options were considered"),
        "{quote}"
    );
    script.keys("Esc");
    assert_eq!(
        script.desk.screen,
        Screen::Walk,
        "back to where one came from"
    );
}

#[test]
fn an_emptied_search_keeps_nothing_of_the_one_before() {
    let mut script = with_paper("The fee was high.\n\nThe union was not asked.\n");
    let found = |script: &Script| match script.desk.overlays.last() {
        Some(Overlay::Find(find)) => (find.by_page, find.total),
        _ => panic!("no search"),
    };
    go_to(&mut script, "unions.consulted");
    script.keys("d").typed("fee union");
    let (by_page, total) = found(&script);
    assert!(by_page && total > 0, "no paragraph holds both words");
    script.keys("C-u");
    assert_eq!(found(&script), (false, 0));
}

#[test]
fn the_papers_are_searched_while_one_types_and_silence_is_kept_for_the_question() {
    let mut script = with_paper(SEFTON);
    go_to(&mut script, "unions.consulted");
    script.keys("d").typed("tariff \"press gang\"");
    let screen = script.screen(80, 24);
    assert!(screen.contains("There is not one mention of"), "{screen}");
    script.keys("C-u").typed("home care");
    let Some(Overlay::Find(find)) = script.desk.overlays.last() else {
        panic!("no search")
    };
    assert!(find.total > 0 && find.silence.is_none());
    script.keys("C-s");
    assert!(toast(&script).starts_with("Only silence is recorded"));
    script.keys("Enter");
    assert!(script.desk.page_view().is_some());
    script.keys("Esc d").typed("\"press gang\"").keys("C-s");
    let answer = script
        .audit()
        .answer("unions.consulted")
        .expect("an answer");
    let absence = answer.evidence[0].absence.as_ref().expect("a proof");
    assert_eq!(absence.words, ["press gang"]);
}

#[test]
fn a_refused_document_is_part_of_the_register_and_of_every_silence() {
    let mut script = with_paper(LIVERPOOL);
    script
        .keys("n")
        .typed("Bid evaluation")
        .keys("Tab Tab Tab Right Right Right Right Tab");
    script.typed("3 May 2001").keys("C-s");
    let refused = script.audit().documents[1].clone();
    assert_eq!(refused.access, Some(Access::Refused));
    assert_eq!(refused.access_on, NaiveDate::from_ymd_opt(2001, 5, 3));
    assert_eq!(refused.path, None);
    go_to(&mut script, "unions.consulted");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("“Bid evaluation” was not searched"),
        "{screen}"
    );
    script.keys("Tab Tab Tab x");
    assert_eq!(script.audit().documents.len(), 1);
}

#[test]
fn a_paper_given_in_confidence_says_so_wherever_it_is_shown() {
    let mut script = with_paper(LIVERPOOL);
    script.keys("i Tab Tab Tab Right Right C-s");
    assert_eq!(
        script.audit().documents[0].access,
        Some(Access::InConfidence)
    );
    assert!(script.screen(120, 36).contains("confidential"));
    go_to(&mut script, "consultants-fee");
    assert!(script.screen(120, 36).contains("(given in confidence)"));
    script.keys("g");
    assert!(script.screen(120, 36).contains("GIVEN IN CONFIDENCE"));
    script.keys("v Esc");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Evidence 1 “Final report” (given in confidence)"),
        "{screen}"
    );
}

#[test]
fn a_changed_file_is_told_with_what_to_do_and_one_key_takes_it() {
    let mut script = with_paper(LIVERPOOL);
    let before = script.audit().documents[0].sha256.clone();
    script.paper(
        "/papers/report.txt",
        &LIVERPOOL.replace("£127,000", "£99,000"),
    );
    script.keys("R");
    assert!(toast(&script).contains("has changed"), "{}", toast(&script));
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Press k to register the file as it is now"),
        "{screen}"
    );
    script.keys("k");
    assert_ne!(script.audit().documents[0].sha256, before);
    assert!(!script.screen(120, 36).contains("to register the file"));
}

#[test]
fn reading_that_takes_long_is_told_and_can_be_stopped_while_one_goes_on() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", LIVERPOOL);
    script.keys("Tab Tab Tab a Enter");
    script.papers_come = false;
    script.keys("R");
    let reading = ReadingProgress {
        title: "Agenda pack".to_owned(),
        paper: (2, 3),
        pages: 120,
        of: Some(400),
    };
    script.message(Message::Outcome(EffectOutcome::Progress(
        Queue::Register,
        reading,
    )));
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Agenda pack: page 120 of 400 (document 2 of 3)"),
        "{screen}"
    );
    script.keys("z");
    assert_eq!(script.stopped, 1);
    script.keys("BackTab BackTab BackTab m");
    assert_eq!(
        script.audit().answers.len(),
        1,
        "the desk goes on meanwhile"
    );
}

#[test]
fn a_paper_that_is_being_added_can_be_stopped() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", LIVERPOOL);
    script.papers_come = false;
    script.keys("Tab Tab Tab a Enter");
    assert!(script.screen(80, 24).contains("Press Esc to stop it"));
    script.keys("Esc");
    assert_eq!(script.stopped, 1);
    assert!(script.audit().documents.is_empty());
}

#[test]
fn nothing_in_an_example_can_be_added_and_that_says_why() {
    let mut script = Script::new();
    script.keys("Enter Tab Tab Tab Tab");
    assert_eq!(script.desk.screen, Screen::Documents);
    script.keys("a");
    assert!(
        toast(&script).contains("this is an example"),
        "{}",
        toast(&script)
    );
}

#[test]
fn a_paper_with_control_characters_and_turned_writing_stays_words_on_the_screen() {
    let text = "The \u{2066}consultants fee\u{202E} was £127.\n\n".repeat(40);
    let mut script = with_paper(&text);
    go_to(&mut script, "consultants-fee");
    for (columns, rows) in [(40, 12), (80, 24), (200, 60)] {
        for screen in [
            script.screen(columns, rows),
            script.keys("g").screen(columns, rows),
        ] {
            assert!(!screen.contains('\u{1b}') && !screen.contains('\u{202E}'));
        }
        script.keys("Esc");
    }
}

#[test]
fn of_a_folder_what_can_be_read_is_registered_and_the_rest_is_told() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", LIVERPOOL);
    script.paper("/papers/empty.txt", "");
    script
        .keys("Tab Tab Tab a")
        .typed("all")
        .keys("Enter Enter");
    let told = script.screen(80, 24);
    assert!(told.contains("empty.txt is empty"), "{told}");
    assert_eq!(script.audit().documents.len(), 1);
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty(), "and the folder is closed");
}

#[test]
fn a_document_is_found_by_the_search_over_everything() {
    let mut script = with_paper(LIVERPOOL);
    script
        .keys("BackTab BackTab BackTab /")
        .typed("final report")
        .keys("Enter");
    assert_eq!(script.desk.screen, Screen::Documents);
    assert_eq!(
        script.desk.document().map(|one| one.id.as_str()),
        Some("report")
    );
}

/// A desk with the two papers of Wexcombe in its register.
pub fn with_wexcombe() -> Script {
    let mut script = Script::on_new_audit();
    let report = include_str!("fixtures/documents/wexcombe-report.txt");
    let equality = include_str!("fixtures/documents/wexcombe-equality.txt");
    script.paper("/papers/report.txt", report);
    script.paper("/papers/equality.txt", equality);
    script
        .keys("Tab Tab Tab a")
        .typed("report")
        .keys("Enter a")
        .typed("equality")
        .keys("Enter");
    assert_eq!(script.audit().documents.len(), 2);
    script
}

#[test]
fn one_key_answers_with_what_the_papers_say_and_undo_takes_it_back() {
    let mut script = with_wexcombe();
    go_to(&mut script, "consultation-closed");
    let screen = script.screen(120, 50);
    assert!(screen.contains("The papers say"), "{screen}");
    assert!(screen.contains("27 March 2026: report"), "{screen}");
    assert!(screen.contains("3 April 2026: equality"), "{screen}");
    assert!(
        screen.contains("They give more than one value: look at each."),
        "{screen}"
    );
    assert!(
        script.audit().answer("consultation-closed").is_none(),
        "it never answers by itself"
    );
    // Whichever of the two comes first: go to that of the report.
    while script
        .open()
        .papers
        .offer()
        .map(scrutineer::documents::Offer::label)
        .as_deref()
        != Some("27 March 2026")
    {
        script.keys(".");
    }
    script.keys("=");
    let answer = script
        .audit()
        .answer("consultation-closed")
        .expect("an answer");
    let day = NaiveDate::from_ymd_opt(2026, 3, 27).expect("a day");
    assert_eq!(
        answer.value,
        Some(scrutineer::audit::Value::Date(day.into()))
    );
    assert!(answer.asked.is_some(), "it is the answer to this wording");
    let evidence = &answer.evidence[0];
    assert_eq!(evidence.document.as_deref(), Some("report"));
    assert_eq!(evidence.paragraph.as_deref(), Some("2.1"));
    let quote = "2.1 An online consultation opened on 2 February 2026 and closed on 27 March 2026.";
    assert_eq!(evidence.quote.as_deref(), Some(quote));
    assert!(
        toast(&script).contains("27 March 2026: report"),
        "{}",
        toast(&script)
    );
    script.keys("=");
    assert_eq!(
        toast(&script),
        "This is the answer already, with this evidence."
    );
    script.keys("u");
    let answer = script.audit().answer("consultation-closed");
    assert!(answer.is_none_or(|one| one.value.is_none() && one.evidence.is_empty()));
    // Quoted only, the other paper is told to differ; taken, it asks before it overwrites.
    script.keys("= .");
    while script
        .open()
        .papers
        .offer()
        .map(scrutineer::documents::Offer::label)
        .as_deref()
        != Some("3 April 2026")
    {
        script.keys(".");
    }
    script.keys("q");
    let screen = script.screen(140, 60);
    assert!(screen.contains("The papers quoted here differ"), "{screen}");
    script.keys("=");
    assert!(
        toast(&script).contains("Press the same key again"),
        "{}",
        toast(&script)
    );
    script.keys("=");
    let answer = script
        .audit()
        .answer("consultation-closed")
        .expect("an answer");
    let day = NaiveDate::from_ymd_opt(2026, 4, 3).expect("a day");
    assert_eq!(
        answer.value,
        Some(scrutineer::audit::Value::Date(day.into()))
    );
    assert_eq!(
        answer.evidence.len(),
        2,
        "the same sentence is not quoted twice"
    );
}

#[test]
fn a_fact_that_no_paper_gives_is_not_taken_and_the_key_says_why() {
    let mut script = with_wexcombe();
    go_to(&mut script, "tender-advertised");
    script.keys("=");
    assert!(
        toast(&script).contains("the papers give no date or figure"),
        "{}",
        toast(&script)
    );
    assert!(script.audit().answer("tender-advertised").is_none());
}

#[test]
fn the_form_of_a_document_offers_what_the_paper_says_of_itself() {
    let mut script = with_wexcombe();
    script.keys("Home i");
    let screen = script.screen(120, 36);
    let title = "The future of the borough's swimming pools";
    let of_report = screen.contains("Document: report");
    if !of_report {
        script.keys("Esc Down i");
    }
    let screen = script.screen(120, 36);
    assert!(
        screen.contains(&format!("The paper says: {title}")),
        "{screen}"
    );
    script.keys("C-t Tab Tab");
    let screen = script.screen(120, 36);
    assert!(screen.contains("The paper says: 16 June 2026"), "{screen}");
    script.keys("C-t C-s");
    let document = script.audit().document("report").expect("it is registered");
    assert_eq!(document.title, title);
    assert_eq!(document.date, NaiveDate::from_ymd_opt(2026, 6, 16));
}
