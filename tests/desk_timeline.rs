//! The timeline on the desk: both leading clocks, what is dated in its order, the user's own events,
//! and the time limit that runs out next wherever it is shown. Today is 22 November 2026.

use crate::testkit::front::form;
use crate::testkit::script;

use script::{Script, text_of};
use scrutineer::audit::{Audit, Evidence};
use scrutineer::base::SourceText;
use scrutineer::desk::timeline::{ScaleUnit, TimelineRow};
use scrutineer::desk::{EffectOutcome, Message, Overlay, Screen};
use scrutineer::report::Council;
use scrutineer::view::theme::{Depth, Theme};

const AUDIT: &str = r#"format = 1
[review]
authority = "Anytown Council"
kind = "council"
service = "Libraries"
territory = "england"
executive = "yes"
stage = "decision"
decided = 2026-11-18

[[document]]
id = "report"
title = "Cabinet report"
date = 2026-11-10

[answers."consultation-opened"]
value = "2026-09"
[answers."consultation-closed"]
value = 2026-11-02
[[answers."consultation-closed".evidence]]
document = "report"
page = 4
quote = "The consultation closed on 2 November 2026."
[answers."papers-published"]
value = 2026-11-11
[[answers."papers-published".evidence]]
document = "report"
page = 1
[answers."equality-assessed"]
value = 2026-11-30
[answers."staff-told"]
value = "../2026-10-10"

[[event]]
id = "event-1"
when = "2026-08~"
what = "The leader told the press"
"#;

fn audit(text: &str) -> Audit {
    Audit::read(&SourceText::new("a.audit.toml", text)).expect("an audit")
}

fn council() -> Council {
    Council {
        name: "Anytown Council".to_owned(),
        closes: Some(scrutineer::report::council::Closes::Days(5)),
        counted: Some(scrutineer::report::council::Counting::Working),
        ..Council::default()
    }
}

/// A library with some audits.
fn library(audits: &[(&str, &str)], councils: Vec<Council>) -> Script {
    let mut script = Script::new();
    script.councils = councils;
    for (name, text) in audits {
        script.disk.push(((*name).to_owned(), audit(text)));
    }
    let rows = script.disk.iter().map(|(name, _)| script.row(name));
    let rows = rows.collect();
    script.message(Message::Outcome(script::listed(rows)));
    script.keys("Home");
    script
}

/// The timeline of an audit.
fn timeline(text: &str, councils: Vec<Council>) -> Script {
    let mut script = library(&[("anytown", text)], councils);
    script.keys("Enter BackTab BackTab");
    assert_eq!(script.desk.screen, Screen::Timeline);
    script
}

fn toast(script: &Script) -> String {
    let toast = script.desk.toast.as_ref();
    toast.map(|one| one.message.clone()).unwrap_or_default()
}

/// Puts the bar on the row of an entry.
fn select(script: &mut Script, what: &str) {
    let timeline = &script.open().timeline;
    let row = (0..timeline.rows.len())
        .find(|row| timeline.entry(*row).is_some_and(|entry| entry.what == what))
        .expect(what);
    script.keys("Home");
    for _ in 0..row {
        script.keys("Down");
    }
    assert_eq!(script.open().timeline_row, row);
}

/// The place of a text on the screen: its line.
fn line_of(screen: &str, text: &str) -> usize {
    let found = screen.lines().position(|line| line.contains(text));
    found.unwrap_or_else(|| panic!("{text} is not in\n{screen}"))
}

#[test]
fn both_clocks_stand_above_all_that_is_dated_in_its_order_at_every_size() {
    let mut script = timeline(AUDIT, vec![council()]);
    let found = &script.open().timeline;
    assert_eq!((found.leading, found.entries.len()), (2, 8));
    assert_eq!(
        found.rows[..2],
        [TimelineRow::Clock(0), TimelineRow::Clock(1)]
    );
    let next = found.next.as_ref().expect("one runs");
    assert_eq!((next.short.as_str(), next.left), ("call-in", 3));
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        let call_in = line_of(
            &screen,
            "Call-in: 3 days left, until Wednesday 25 November 2026; who acts: you",
        );
        let court = line_of(
            &screen,
            "Court claim: 87 days left, until Wednesday 17 February",
        );
        let today = line_of(&screen, "── today, Sunday 22 November 2026");
        let decided = line_of(&screen, "18 November 2026 ");
        let assessed = line_of(&screen, "30 November 2026 ");
        assert!(
            call_in < court && court < decided && decided < today && today < assessed,
            "{screen}"
        );
        // A limit that runs only after a choice that is not known is not called closed.
        assert!(screen.contains("if it applies"), "{screen}");
        let scale = columns >= 120;
        assert_eq!(screen.contains("Between days"), scale, "{screen}");
        if scale {
            let told = line_of(&screen, "about August 2026");
            assert!(told < line_of(&screen, "September 2026   "), "{screen}");
            assert!(screen.contains("only said") && screen.contains("quoted"));
            assert!(screen.contains('█') && screen.contains('▼') && screen.contains('━'));
        }
        // The heading or the line below has what runs out next.
        assert!(screen.contains("call-in: 3 days left"), "{screen}");
    }
}

#[test]
fn a_clock_shows_its_working_and_an_event_its_proof_and_what_its_date_breaks() {
    let mut script = timeline(AUDIT, vec![council()]);
    let screen = script.screen(200, 60);
    for part in [
        "The count starts after Wednesday 18 November 2026",
        "2 Saturdays and Sundays are left out.",
        "5 working days end on Wednesday 25 November 2026.",
        "s 9F; the council's constitution (checked: text",
        "This is an aid, not legal advice.",
    ] {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
    let screen = script.keys("Down").screen(200, 60);
    assert!(screen.contains("Read this way:"), "{screen}");
    select(&mut script, "Consultation closed");
    let screen = script.screen(200, 60);
    assert!(
        screen.contains("“The consultation closed on 2 November 2026.”"),
        "{screen}"
    );
    select(&mut script, "Equality assessment finished");
    let screen = script.screen(200, 60);
    assert!(screen.contains("What its date breaks"), "{screen}");
    script.keys("Enter");
    assert_eq!(script.desk.screen, Screen::Walk);
    let ix = script.open().walk.at().expect("a question");
    assert_eq!(script.desk.library.question(ix).id, "equality-assessed");
}

#[test]
fn an_own_event_is_kept_as_it_was_understood_in_its_place_and_every_step_is_undone() {
    let mut script = timeline(AUDIT, vec![council()]);
    let before = script.audit().clone();
    script
        .keys("a")
        .typed("soon")
        .keys("Tab")
        .typed("Staff heard of it");
    script.keys("C-s");
    let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
        panic!("the form is gone")
    };
    assert!(form.notice.is_some() && script.audit().events.len() == 1);
    script.keys("C-u").typed("by early March 2026").keys("C-s");
    assert!(
        toast(&script).starts_with("Kept as: by 10 March 2026"),
        "{}",
        toast(&script)
    );
    let event = script.audit().event("event-2").expect("kept");
    assert_eq!(event.when.to_string(), "../2026-03-10");
    assert_eq!(event.evidence, Vec::<Evidence>::new());
    // It is the first that happened, and the bar is on it.
    assert_eq!(script.open().timeline_row, 2);
    let screen = script.screen(80, 24);
    assert!(
        line_of(&screen, "by 10 March 2026     • Staff heard of it")
            < line_of(&screen, "about August 2026"),
        "{screen}"
    );
    // It is changed: a day, with the paper and words that show it.
    script
        .keys("Enter C-u")
        .typed("16/9/2026")
        .keys("Tab Tab")
        .typed("Cabinet")
        .keys("Tab")
        .typed("7")
        .keys("Tab")
        .typed("Staff were told.")
        .keys("C-s");
    assert!(
        toast(&script).starts_with("Kept as: Wednesday 16 September 2026"),
        "{}",
        toast(&script)
    );
    let proof = &script.audit().event("event-2").expect("kept").evidence;
    assert_eq!(proof.len(), 1);
    assert_eq!(
        (proof[0].document.as_deref(), proof[0].page),
        (Some("report"), Some(7))
    );
    let what = |script: &Script| {
        let open = script.open();
        open.timeline
            .entry(open.timeline_row)
            .map(|one| one.what.clone())
    };
    assert_eq!(what(&script).as_deref(), Some("Staff heard of it"));
    script.keys("x");
    assert_eq!(script.audit().events.len(), 1);
    script.keys("u u u");
    assert_eq!(*script.audit(), before);
    // Nothing but an own event is removed here.
    select(&mut script, "Consultation closed");
    script.keys("x");
    assert!(toast(&script).contains("only an event of your own"));
    assert_eq!(*script.audit(), before);
}

#[test]
fn a_half_filled_event_outlives_the_end_of_the_program() {
    let mut script = timeline(AUDIT, vec![council()]);
    script
        .keys("a")
        .typed("3 May 2026")
        .keys("Tab")
        .typed("A meeting");
    script
        .keys("Tab Tab")
        .typed("abc")
        .message(Message::Closing);
    let event = script.audit().event("event-2").expect("kept");
    assert_eq!(event.what, "A meeting; Page: abc");
}

#[test]
fn a_decision_long_past_is_closed_and_nothing_runs_out_next() {
    let text = AUDIT.replace("2026-", "2019-");
    let mut script = timeline(&text, vec![council()]);
    assert_eq!(script.open().timeline.next, None);
    for (columns, rows) in [(80, 24), (120, 36)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("Call-in: Closed on 25 November 2019"),
            "{screen}"
        );
        assert!(screen.contains("Court claim: Closed on "), "{screen}");
        assert!(!screen.contains("days left"), "{screen}");
    }
    let screen = script.screen(120, 36);
    assert!(screen.contains("is after what is drawn"), "{screen}");
}

#[test]
fn a_clock_without_a_day_says_what_to_enter_and_the_councils_rules_give_it_one() {
    let mut script = timeline(AUDIT, Vec::new());
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Call-in: No day yet: enter the council’s own rules on call-in"),
        "{screen}"
    );
    // They are one key away, here and on the board, which says so first.
    for keys in ["Enter", "l"] {
        script.keys(keys);
        assert_eq!(form(&script), "The council’s own rules on call-in");
        script.keys("Esc");
    }
    script.keys("Tab Tab");
    assert_eq!(script.desk.screen, Screen::Board);
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("1 Fill in the council’s rules on call-in"),
        "{screen}"
    );
    for keys in ["1", "l"] {
        script.keys(keys);
        assert_eq!(form(&script), "The council’s own rules on call-in");
        script.keys("Esc");
    }
    script.keys("BackTab BackTab");
    assert_eq!(
        script.open().timeline.next.as_ref().expect("one").short,
        "court claim"
    );
    // They are entered once, and count at once.
    script.councils = vec![council()];
    script.message(Message::Outcome(EffectOutcome::CouncilKept(
        "a.toml".into(),
        Box::new(council()),
    )));
    assert_eq!(
        script.open().timeline.next.as_ref().expect("one").short,
        "call-in"
    );
    assert!(!script.open().timeline.wants_rules);
    // What they do not say, such as the day they count from, is still one key away.
    let screen = script.screen(120, 60);
    assert!(
        screen.contains("Press l to see or change the council’s own"),
        "{screen}"
    );
    let mut script = timeline(
        &AUDIT.replace("decided = 2026-11-18\n", ""),
        vec![council()],
    );
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Call-in: No day yet: enter “")
            && screen.contains("or the day of the decision"),
        "{screen}"
    );
}

/// What a clock lacks is one key away: the day it starts with, or what it needs besides.
#[test]
fn a_clock_without_a_day_leads_to_the_question_that_gives_it_one() {
    let published = Council {
        from: "publication of the decision".to_owned(),
        ..council()
    };
    let mut script = timeline(AUDIT, vec![published]);
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Call-in: No day yet: enter “Decision published”"),
        "{screen}"
    );
    script.keys("Home Enter");
    assert_eq!(script.desk.screen, Screen::Walk);
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("When was the decision, or the written record of it, published?"),
        "{screen}"
    );
    let text = format!("{AUDIT}\n[answers.\"first-dismissal\"]\nvalue = 2027-04-30\n");
    let mut script = timeline(&text, Vec::new());
    let lacks = |row: &usize| {
        let clock = script.open().timeline.clock(*row);
        clock.is_some_and(|one| one.state == "No day yet: enter “Redundancies proposed”")
    };
    let row = (0..script.open().timeline.rows.len()).find(lacks);
    script.keys("Home");
    for _ in 0..row.expect("a clock that lacks a number") {
        script.keys("Down");
    }
    script.keys("Enter");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("How many redundancies are proposed?"),
        "{screen}"
    );
}

#[test]
fn the_scale_is_turned_by_a_key_and_says_what_it_leaves_out() {
    let mut script = timeline(AUDIT, vec![council()]);
    script.screen(80, 24);
    script.keys("s");
    assert!(toast(&script).contains("120 columns"), "{}", toast(&script));
    assert_eq!(script.open().timeline_scale, None);
    let screen = script.screen(120, 36);
    assert!(screen.contains("By month"), "{screen}");
    script.keys("s");
    assert_eq!(script.open().timeline_scale, Some(ScaleUnit::Week));
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("By week") && screen.contains("Not drawn: "),
        "{screen}"
    );
    let screen = script.keys("s s").screen(120, 36);
    assert!(
        screen.contains("By year") && !screen.contains("Not drawn: "),
        "{screen}"
    );
    let ascii = text_of(&script.cells(120, 36, &Theme::new(Depth::Mono, true)));
    assert!(ascii.is_ascii(), "{ascii}");
    assert!(ascii.contains("####") && ascii.contains("=="), "{ascii}");
}

#[test]
fn the_library_shows_what_runs_out_next_and_sorts_by_it() {
    let later = AUDIT
        .replace("Libraries", "Parks")
        .replace("2026-11-18", "2026-11-20");
    let past = AUDIT.replace("Libraries", "Past").replace("2026-", "2019-");
    let mut script = library(
        &[
            ("a-past", &past),
            ("b-parks", &later),
            ("c-libraries", AUDIT),
        ],
        vec![council()],
    );
    let names = |script: &Script| -> Vec<String> {
        let own = script.desk.shelf.rows.iter().take(3);
        own.map(|row| row.name.clone()).collect()
    };
    assert_eq!(names(&script), ["a-past", "b-parks", "c-libraries"]);
    let screen = script.screen(80, 24);
    assert!(!screen.contains("days left"), "{screen}");
    let screen = script.keys("Down Down").screen(80, 24);
    assert!(
        screen.contains("Call-in: 3 days left, until Wednesday 25 November 2026"),
        "{screen}"
    );
    script.keys("s");
    assert_eq!(names(&script), ["c-libraries", "b-parks", "a-past"]);
    assert_eq!(script.desk.shelf.selected, 0);
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Next limit") && screen.contains("5 days left"),
        "{screen}"
    );
    let screen = script.screen(200, 60);
    assert!(screen.contains("call-in: 5 days left"), "{screen}");
    script.keys("s");
    assert_eq!(names(&script), ["a-past", "b-parks", "c-libraries"]);
}

#[test]
fn every_date_that_is_typed_is_told_as_it_was_understood() {
    let said = |script: &Script, says: &str| {
        assert!(toast(script).contains(says), "{says}: {}", toast(script));
    };
    let mut script = timeline(AUDIT, vec![council()]);
    script.keys("P Tab Tab C-u").typed("16/6/26").keys("C-s");
    said(&script, "date kept as: Tuesday 16 June 2026");
    script
        .keys("/")
        .typed("tender-advertised")
        .keys("Enter Enter");
    script.typed("3 July 2026").keys("C-s");
    said(&script, "Kept as: Friday 3 July 2026");
    script
        .keys("M-v Tab Tab Tab Tab")
        .typed("6.7.2026")
        .keys("C-s");
    said(&script, "date kept as: Monday 6 July 2026");
    script.keys("M-r Tab Tab").typed("7 July 2026").keys("C-s");
    said(&script, "date kept as: Tuesday 7 July 2026");
    script
        .keys("Esc BackTab BackTab BackTab BackTab n")
        .typed("Minutes")
        .keys("Tab Tab");
    script
        .typed("8 July 2026")
        .keys("Tab Tab")
        .typed("9 July 2026")
        .keys("C-s");
    said(
        &script,
        "dates kept as: Wednesday 8 July 2026 and Thursday 9 July 2026",
    );
    script
        .keys("Tab Tab a Enter")
        .typed("Why? ")
        .keys("Tab Tab Tab")
        .typed("10 July 2026")
        .keys("C-s");
    said(&script, "date kept as: Friday 10 July 2026");
    let mut script = Script::new();
    script.keys("n").typed("Anytown").keys("Tab").typed("Parks");
    script.keys("Tab").typed("16 June 2026");
    script.keys("C-s");
    said(&script, "date kept as: Tuesday 16 June 2026");
}

#[test]
fn a_limit_that_needs_an_unknown_choice_says_which_and_is_told_as_any_other_once_it_is_made() {
    let select_notice = |script: &mut Script| {
        let clocks = &script.open().timeline;
        let found = (0..clocks.rows.len()).find(|row| {
            clocks.clock(*row).is_some_and(|one| {
                script
                    .desk
                    .library
                    .deadline(one.running.rule)
                    .only_if
                    .is_some()
                    && one.running.days_left.is_some()
            })
        });
        let row = found.expect("a limit with a choice");
        script.keys("Home");
        for _ in 0..row {
            script.keys("Down");
        }
    };
    let mut script = timeline(AUDIT, Vec::new());
    select_notice(&mut script);
    let screen = script.screen(200, 60);
    assert!(screen.contains("applies only if the answer to"), "{screen}");
    let chosen = AUDIT.replacen(
        "[answers.",
        "[answers.key-decision]\nvalue = \"yes\"\n\n[answers.",
        1,
    );
    let mut script = timeline(&chosen, Vec::new());
    select_notice(&mut script);
    let screen = script.screen(200, 60);
    assert!(!screen.contains("applies only if"), "{screen}");
    assert!(screen.contains(": closed"), "{screen}");
}
