//! The second half of `terminal_thirty`: numbers 16 to 30. Number 29 has its journey where the
//! program asks who one is.

// Not on Windows: it needs a pseudo-terminal. The console is in docs/windows.md.
#![cfg(unix)]

use crate::terminal_thirty::{DOWN, ESC, Seat, at_home, filled, library, walk};
use crate::testkit::pty::Ended;

/// No. 16: days, periods and time limits are drawn, and the library tells the next one.
#[test]
fn the_timeline_is_drawn_and_time_limits_are_told() {
    let mut seat = filled(120, 36);
    seat.shows("Time limits")
        .shows("Court claim: Closed on 15 February 2001");
    seat.press("\x1b[Z\x1b[Z", "By month")
        .shows("The decision was taken");
    seat.press("\t\t", "Time limits")
        .press(ESC, "You have 1 audit");
    seat.leaves();
}

/// No. 17: an audit of today begins with facts of today, and a pamphlet is in force nowhere.
#[test]
fn an_audit_of_today_does_not_begin_with_the_year_2000() {
    let mut seat = walk(200, 60);
    seat.lacks("in force in England from 1 January 2000");
    seat.press("y", "published 2000");
    seat.lacks("in force in England from 1 January 2000");
    seat.leaves();
    let mut seat = library(120, 36);
    seat.press("n", "A new audit")
        .press("Anytown Council\tHome care\x13", "What to do next");
    seat.press("\t", "What did the review recommend?")
        .lacks("2000");
    seat.leaves();
}

/// No. 18: the bar at the foot, the board and the paper count alike.
#[test]
fn the_foot_the_board_and_the_paper_give_the_same_numbers() {
    let mut seat = filled(120, 36);
    seat.shows("Undermines the decision: 5")
        .shows("Departure: 3");
    seat.shows("■ 5 undermine   ◆ 3 departures");
    seat.press(
        "\x1b[Z",
        "5 grounds that undermine the decision and 3 departures",
    );
    seat.shows("read-through 8")
        .shows("■ 5 undermine   ◆ 3 departures");
    seat.press("r", "8 remarks").press(ESC, "write file");
    seat.leaves();
}

/// No. 19: there is something to look at, and nothing that matters goes where there is little room.
#[test]
fn the_board_has_charts_and_a_small_screen_keeps_verdict_core_count_and_saved() {
    let mut seat = filled(80, 24);
    seat.shows("█").shows("26 of 26");
    for (keys, shows) in [
        ("", "Sections"),
        ("\t", "next open"),
        ("\t", "go to question"),
        ("\x1b[Z\x1b[Z\x1b[Z", "write file"),
    ] {
        seat.press(keys, shows);
        for kept in ["Serious grounds for challenge", "core 26/26", "saved"] {
            seat.shows(kept);
        }
    }
    let mut seat = walk(80, 24);
    seat.press("n", "Proof of “not met”")
        .press(ESC, "next open");
    seat.press("\t", "to be proved")
        .shows("Too early to say")
        .shows("core 1");
    seat.shows(" saved at ");
    seat.leaves();
}

/// The place of a text on the screen, in the words of the mouse: column and row from one.
fn place(seat: &Seat, text: &str) -> (usize, usize) {
    let screen = seat.screen();
    let mut lines = screen.lines().enumerate();
    let found = lines.find_map(|(row, line)| {
        Some((line.split(text).next()?, row, line.contains(text))).filter(|one| one.2)
    });
    let (before, row, _) = found.unwrap_or_else(|| panic!("“{text}” is not shown:\n{screen}"));
    (before.chars().count() + 2, row + 1)
}

/// No. 20: an answer can be clicked, and the wheel scrolls the text under it.
#[test]
fn an_answer_is_clicked_and_the_wheel_leaves_the_question_alone() {
    let mut seat = walk(80, 24);
    seat.sent("\x1b[?1000h");
    let (x, y) = place(&seat, "Rests on");
    let wheel = format!("\x1b[<65;{x};{y}M");
    seat.press(&wheel, "scoring sheets");
    let (x, y) = place(&seat, "partly");
    let click = format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m");
    seat.press(&click, "Proof of “partly”: More than one way considered");
    let audit = seat.left();
    assert!(
        audit.contains("[answers.\"options.ways-considered\"]\nstatus = \"partly\""),
        "{audit}"
    );
}

/// No. 21: hours as people write them, labels that say what is meant, grounds by their names.
#[test]
fn the_call_in_takes_5pm_names_its_grounds_and_the_list_of_papers_begins_with_this_one() {
    let mut seat = filled(120, 36);
    seat.press("\x1b[Z", "write file")
        .press("b", "Which paper?");
    seat.press("call-in\r", "Call-in notice: press Enter");
    seat.press("b", "Which paper?")
        .press("\r", "Call-in notice: press Enter");
    seat.press("l", "Who can call in")
        .shows("Cannot be called in")
        .shows("Alternative needed?");
    // To the grounds, one a line, and on to the hour.
    seat.press(
        "\t\t\tIt is against policy.\rIt was not consulted on.",
        "not consulted on",
    );
    seat.press("\t\t\t\t", "Give the hour on the last day")
        .press("5pm\x13", "call-in rules");
    seat.until("the rules are kept", |_| {
        let kept = std::fs::read_dir(seat.home.path().join("config/councils")).ok()?;
        let texts = kept
            .flatten()
            .filter_map(|one| std::fs::read_to_string(one.path()).ok());
        texts
            .into_iter()
            .any(|text| text.contains("17:00"))
            .then_some(())
    });
    seat.shows("Kept for every notice to this council");
    seat.press("i", "Signed by").press(
        "\t\t\t\t\t",
        "not given · The report does not show all the tests set for the review",
    );
    seat.shows("not given · The decision covers services");
}

/// No. 22: what is undone is told in words, and there is a list of all changes to go back by.
#[test]
fn undo_says_what_it_took_back_and_the_changes_are_a_list() {
    let mut seat = walk(120, 36);
    seat.press("n", "Proof of ").press(ESC, "next open");
    seat.press("u", "Undone: the answer “not met”")
        .lacks("options.ways");
    seat.press("H", "you answered not met")
        .shows("the beginning, before all of these");
    seat.lacks("options.ways");
}

/// No. 23.
#[test]
fn an_empty_form_keeps_nothing_and_says_so() {
    let mut seat = walk(80, 24);
    seat.press("v", "Paragraph")
        .press("\x13", "Nothing was entered, so nothing was kept.");
    assert!(!seat.left().contains("[answers"));
}

/// No. 24: one rule for Esc, one for Enter, in every box.
#[test]
fn esc_asks_in_every_box_before_a_text_is_lost_and_enter_goes_on() {
    let mut seat = walk(120, 36);
    for (key, text) in [
        ("t", "half a note"),
        ("r", "the scoring"),
        ("c", "they deny it"),
    ] {
        seat.press(key, "Ctrl-S save").press(text, text);
        seat.press(ESC, "Not saved yet")
            .press(ESC, "to bring the text back");
    }
    seat.press("r", "Enter next")
        .press("The scoring\r", "Give a name or a post");
    seat.press(ESC, "Not saved yet");
}

/// No. 25: a sentence typed into the wrong window settles nothing, and no key is without an answer.
#[test]
fn a_stray_sentence_settles_nothing_and_an_unknown_key_says_so() {
    let mut seat = walk(120, 36);
    seat.press(
        "\x1b[17~",
        "F6 does nothing here. Press ? to see the keys or Q to quit.",
    );
    seat.press("q", "no ");
    seat.press("n", "if proved: too early → grounds");
    seat.press("ame ", "Proof of ")
        .press(ESC, "Not saved yet")
        .press(ESC, "next open");
    seat.press(DOWN, "Too early to say");
    let audit = seat.left();
    assert!(audit.matches("status = ").count() <= 1, "{audit}");
}

/// No. 26: the same in lines, for a screen reader; and what is shown can be copied.
#[test]
fn everything_is_there_in_plain_lines_and_a_flag_is_copied_to_the_clipboard() {
    let mut seat = filled(120, 36);
    seat.press("\t\t", "go to question");
    seat.types("C").sent("\x1b]52;");
    let home = seat.leaves();
    let pty = at_home(home.path(), (80, 24)).arg("--plain").go();
    let mut seat = Seat::at(pty, home);
    seat.press("new audit\r", "uthority")
        .press("Anytown Council\r", "ervice");
    seat.press("Home care\rsave\r", "What to do next")
        .press("walk\r", "recommend");
    seat.now(|shown| assert!(!shown.raw().contains("\x1b[?1049h"), "no screen of its own"));
    seat.types("quit\r");
    assert_eq!(seat.ended(), Ended::Code(0));
}

/// No. 28: a proof of silence is one piece of evidence, in one sentence.
#[test]
fn a_proof_of_absence_is_one_short_piece_of_evidence() {
    let mut seat = walk(120, 36);
    seat.add("report.txt", "The fee was £46,500.\n\nThe leader agreed.");
    seat.press("/unions.consulted\r", "not one mention")
        .lacks("stands there");
    seat.press("s", "no evidence: 1 document, 1 page searched");
    let audit = seat.left();
    assert_eq!(audit.matches("absence = {").count(), 1, "{audit}");
    assert_eq!(audit.matches("pages = 1").count(), 1, "{audit}");
}

/// No. 30: nothing of our own notes is on a screen, plain signs are plain, and the library is tidied.
#[test]
fn no_inside_talk_no_odd_sign_and_a_library_that_can_be_searched_sorted_and_renamed() {
    let home = tempfile::tempdir().expect("a folder");
    let pty = at_home(home.path(), (120, 36)).arg("--ascii").go();
    let mut seat = Seat::at(pty, home);
    seat.shows("You have no audits yet");
    seat.press("c", "What to do next")
        .press("\t\t", "go to question");
    seat.lacks("worked-cases");
    seat.press("\t", "Applies here")
        .press("\x1b[6~", "Decided by")
        .lacks("CS-");
    seat.press("\x1b[Z\x1b[Z\x1b[Z\x1b[Z", "write file");
    let screen = seat.screen();
    assert!(screen.is_ascii(), "{screen}");
    seat.press(ESC, "What to do next")
        .press(ESC, "You have 1 audit");
    seat.press("s", "in the order of their next time limits")
        .press("/seft", "Sefton");
    seat.until("the library is narrowed", |shown| {
        (!shown.text().contains("Nottingham")).then_some(())
    });
    seat.press(ESC, "Nottingham")
        .press("\x1b[H", "press Enter to go on");
    seat.press("r", "name")
        .press("\x15another-name\x13", "another-name");
    seat.press(DOWN, "another-name");
    let home = seat.leaves();
    assert!(home.path().join("audits/another-name.audit.toml").exists());
}

/// An example copied, the library in front: what the first minute says.
#[test]
fn the_first_line_says_what_it_is_for_at_the_usual_size() {
    let seat = library(80, 24);
    seat.shows("Check a council’s service review and write the challenge");
    seat.leaves();
}
