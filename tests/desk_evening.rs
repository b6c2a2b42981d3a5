//! A first evening at the desk on a small screen: what stopped those who had never seen it.

use std::path::PathBuf;

use scrutineer::base::{Problem, ProblemKind};
use scrutineer::checklist::QuestionKind;
use scrutineer::desk::{EffectOutcome, Message, Overlay, Screen};
use scrutineer::documents::SweepOutcome;
use scrutineer::report::Council;
use scrutineer::view::reader::read;

use crate::desk_proof::with_paper;
use crate::testkit::front::{answer, flat, form, go_to, toast};
use crate::testkit::script::Script;

#[test]
fn nothing_is_quoted_that_was_not_on_the_screen() {
    let id = "unions.consulted";
    for (columns, rows) in [(80, 18), (60, 16), (40, 12), (120, 17)] {
        let at = format!("{columns}x{rows}");
        let mut script = with_paper();
        go_to(&mut script, id);
        let passage = script.open().papers.passage().expect("the likeliest");
        let words = flat(&passage.text);
        let start: String = words.chars().take(24).collect();
        script.screen(columns, rows);
        script.keys("q");
        assert_eq!(script.audit().answer(id), None, "{at}");
        assert!(
            toast(&script).starts_with("This passage was not on the screen"),
            "{at}: {}",
            toast(&script)
        );
        let screen = script.screen(columns, rows);
        assert!(screen.contains(&start), "{at}: {start}\n{screen}");
        script.keys("q");
        assert_eq!(answer(&script, id).evidence.len(), 1, "{at}");
    }
}

#[test]
fn silence_on_a_fact_offers_no_key_that_is_refused() {
    let mut script = with_paper();
    let library = script.desk.library.clone();
    let mut seen = 0;
    for ix in library.walk() {
        let question = library.question(*ix);
        if question.kind == QuestionKind::Judgement {
            continue;
        }
        script.keys("/").typed(&question.id).keys("Enter");
        let look = script.open().papers.look.as_ref();
        let silent = look.is_some_and(|look| {
            look.question == *ix && matches!(look.outcome, SweepOutcome::Silent(_))
        });
        if !silent {
            continue;
        }
        seen += 1;
        let screen = script.screen(120, 60);
        assert!(screen.contains("not one mention"), "{screen}");
        assert!(!screen.contains("records the silence"), "{screen}");
        assert!(!screen.contains("no evidence"), "{screen}");
        if seen == 3 {
            return;
        }
    }
    assert!(seen > 0, "no fact is silent in this paper");
}

#[test]
fn the_review_has_its_name_at_every_width() {
    for columns in [40, 50, 60, 70, 80, 100, 120, 200] {
        let mut script = Script::on_new_audit();
        let name = script.audit().review.authority.clone();
        let start: String = name.chars().take(16).collect();
        let screen = script.screen(columns, 24);
        let heading: Vec<&str> = screen.lines().take(2).collect();
        let heading = heading.join("\n");
        assert!(heading.contains(&start), "{columns}\n{heading}");
        assert_eq!(heading.matches(&start).count(), 1, "{columns}\n{heading}");
    }
}

fn folder(script: &Script) -> PathBuf {
    match script.desk.overlays.last() {
        Some(Overlay::Picker(picker)) => picker.folder.clone().expect("a folder"),
        other => panic!("no list: {other:?}"),
    }
}

/// Returns a path as the system writes it: with the letter of the drive on Windows.
fn whole(path: &str) -> PathBuf {
    std::path::absolute(path).expect("a path")
}

#[test]
fn a_whole_pack_is_offered_above_its_papers() {
    let mut script = Script::on_new_audit();
    let folder = whole("/pack");
    for at in 10..50 {
        let paper = folder.join(format!("Item_{at}.txt"));
        script.paper(&paper.display().to_string(), "One paragraph.");
    }
    script.keys("F7").typed(&format!("{}/", folder.display()));
    let screen = script.screen(80, 24);
    assert!(screen.contains("all 40 papers of this folder"), "{screen}");
    assert!(!screen.contains("Item_49.txt"), "{screen}");
    let Some(Overlay::Picker(picker)) = script.desk.overlays.last() else {
        panic!("no list")
    };
    let first = picker.current().map(|item| item.label.as_str());
    assert_eq!(first, Some("Item_10.txt"), "one key still takes one paper");
}

#[test]
fn the_next_paper_is_looked_for_where_the_last_one_lay() {
    let mut script = Script::on_new_audit();
    let council = whole("/council");
    let report = council.join("report.txt").display().to_string();
    script.paper(&report, "One paragraph.");
    script.keys("F7").typed(&report).keys("Enter");
    assert_eq!(script.audit().documents.len(), 1);
    // As after another start of the program.
    let forget = |script: &mut Script| {
        if let Some(open) = &mut script.desk.open {
            open.papers.folder = None;
        }
    };
    forget(&mut script);
    script.keys("F7");
    assert_eq!(folder(&script), council);
    script.keys("Esc");
    // A folder that has gone is no dead end.
    forget(&mut script);
    let gone = Problem::new(ProblemKind::Disk, "/council is not there");
    script.message(Message::Outcome(EffectOutcome::Folder {
        asked: Some(council),
        found: Err(gone),
    }));
    assert_eq!(
        folder(&script),
        PathBuf::from("/papers"),
        "where the program runs"
    );
}

#[test]
fn a_field_that_nobody_types_in_shows_its_beginning_and_a_form_says_what_is_out_of_sight() {
    let mut script = Script::new().audited();
    script.councils = vec![Council {
        name: script.audit().review.authority.clone(),
        who_may: "Any five members of the council who are not on the cabinet, or the chair of the \
                  committee with two others"
            .to_owned(),
        ..Council::default()
    }];
    let council = script.councils[0].clone();
    script.message(Message::Outcome(EffectOutcome::CouncilKept(
        "a.toml".into(),
        Box::new(council),
    )));
    script.keys("l");
    assert_eq!(form(&script), "The council’s own rules on call-in");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Any five members of the council"),
        "{screen}"
    );
    assert!(screen.contains(" more below "), "{screen}");
    // Typed in, it shows where the letters go.
    script.keys("Tab");
    let screen = script.screen(80, 24);
    assert!(screen.contains("committee with two others"), "{screen}");
    script.keys("BackTab BackTab");
    let screen = script.screen(80, 24);
    assert!(screen.contains(" more above "), "{screen}");
}

#[test]
fn the_board_is_read_whole_to_who_does_not_see_its_bars() {
    let mut script = crate::desk_hand_over::liverpool();
    script.desk.screen = Screen::Board;
    let findings = &script.open().findings;
    let core = format!("core: {0} of {0}", findings.core);
    let heard = read(&script.desk, (99, 200)).paragraphs;
    assert!(heard.contains(&core), "{heard:?}");
    assert!(!findings.fired.is_empty());
    for fired in &findings.fired {
        assert!(
            heard.contains(&fired.heading),
            "{}: {heard:?}",
            fired.heading
        );
    }
}
