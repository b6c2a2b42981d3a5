//! The first minute and the first evening at the desk: who the user is, the tour, what they hold for a
//! new audit, and empty screens that say what to do next.

use scrutineer::audit::Value;
use scrutineer::checklist::Status;
use scrutineer::desk::board::NextStep;
use scrutineer::desk::first::FirstMinute;
use scrutineer::desk::held::Held;
use scrutineer::desk::overlay::{Pick, Purpose};
use scrutineer::desk::tour::TourStep;
use scrutineer::desk::walk::WalkBy;
use scrutineer::desk::{KeyPlace, Overlay, Screen};
use scrutineer::report::{Capacity, Kind};

use crate::testkit::script::Script;

/// The sizes at which every screen is looked at.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

/// Returns a screen as one line, so that words that were wrapped are found.
fn flat(script: &mut Script, (columns, rows): (u16, u16)) -> String {
    let shown = script.screen(columns, rows);
    let plain = shown.replace(['│', '╭', '╮', '╰', '╯'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that every size shows some words.
fn shows(script: &mut Script, words: &str) {
    for size in SIZES {
        let shown = flat(script, size);
        assert!(shown.contains(words), "{size:?}: {words} in {shown}");
    }
    script.screen(80, 24);
}

/// A desk of somebody with a name, whom the desk may ask.
fn asked() -> Script {
    Script::starting(
        "J. Secretary",
        FirstMinute {
            asks: true,
            ..FirstMinute::default()
        },
    )
}

/// Makes an audit, up to the question what is held for it.
fn begun() -> Script {
    let mut script = asked();
    script
        .keys("n")
        .typed("Anytown Council")
        .keys("Tab")
        .typed("Home care")
        .keys("C-s");
    script
}

fn purpose(script: &Script) -> Option<&Purpose> {
    match script.desk.overlays.last() {
        Some(Overlay::Form(form)) => Some(&form.purpose),
        _ => None,
    }
}

fn step(script: &Script) -> TourStep {
    script.desk.tour().expect("a tour").step
}

#[test]
fn at_the_first_start_the_desk_asks_once_who_its_user_is_and_keeps_it() {
    let mut script = Script::first_start();
    let shown = script.screen(80, 24);
    assert!(shown.contains("Who are you?"), "{shown}");
    // Enter is the form's, so nothing below it may be said to come by it.
    assert!(!shown.contains("Press Enter to look"), "{shown}");
    shows(&mut script, "You are asked once.");
    script
        .typed("Sam Secretary")
        .keys("Tab Right Tab")
        .typed("Anytown branch")
        .keys("Tab")
        .typed("412")
        .keys("Enter");
    assert!(script.desk.overlays.is_empty());
    assert_eq!(script.author, "Sam Secretary");
    assert_eq!(script.capacity, Some(Capacity::Union));
    assert_eq!(script.we, "the Anytown branch, with 412 members");
    shows(&mut script, "Welcome. Press F3 for a tour in six steps");
    // The history names the person from the first answer on.
    let mut script = script.audited();
    script
        .keys("Esc /")
        .typed("options.ways-considered")
        .keys("Enter n");
    let entry = script.saved.last().expect("saved");
    assert_eq!(entry.by, "Sam Secretary");
}

#[test]
fn leaving_it_for_later_asks_no_more_and_the_finder_finds_it() {
    let mut script = Script::first_start();
    script.keys("Esc");
    shows(&mut script, "That can wait.");
    assert!(script.desk.overlays.is_empty());
    let mut script = script.audited();
    script.keys("Esc Esc");
    assert_eq!(purpose(&script), None, "not asked again");
    script.keys("C-p").typed("who you are");
    shows(&mut script, "Say who you are");
    script.keys("Enter");
    assert_eq!(purpose(&script), Some(&Purpose::WhoYouAre));
    // What is typed is not lost by a slip.
    script.typed("Sam").keys("Esc");
    assert_eq!(purpose(&script), Some(&Purpose::WhoYouAre));
    script.keys("C-s");
    assert_eq!(script.author, "Sam");
    assert_eq!(script.capacity, None);
}

#[test]
fn whoever_has_a_name_and_whoever_is_no_person_are_not_asked() {
    assert!(Script::new().desk.overlays.is_empty());
    assert!(asked().desk.overlays.is_empty());
    let script = Script::starting("", FirstMinute::default());
    assert!(script.desk.overlays.is_empty());
}

#[test]
fn a_request_has_only_the_letters_that_are_open_to_the_user() {
    let headings = |capacity: Option<Capacity>| {
        let mut script = Script::on_new_audit();
        script.keys("w Esc");
        script.capacity = capacity;
        // The settings are read again when who one is has changed.
        script.keys("F4 C-s");
        script.desk.open.as_mut().expect("open").setting_of = None;
        script
            .keys("Tab Tab Tab Tab Tab b")
            .typed("information request")
            .keys("Enter");
        let open = script.open();
        assert_eq!(open.paper.kind, Kind::InformationRequest);
        let made = open.paper.preview.as_ref().expect("made");
        let document = made.1.as_ref().expect("something to ask for");
        serde_json::to_string(&document.blocks).expect("json")
    };
    let all = headings(None);
    for one in [
        "As a member of the scrutiny committee",
        "As a councillor",
        "For a recognised trade union",
        "As anyone may ask",
    ] {
        assert!(all.contains(one), "{one}");
    }
    let union = headings(Some(Capacity::Union));
    assert!(union.contains("For a recognised trade union") && union.contains("As anyone may ask"));
    assert!(!union.contains("As a councillor") && union.contains("2 letters"));
    let resident = headings(Some(Capacity::Resident));
    assert!(resident.contains("As anyone may ask"));
    assert!(!resident.contains("trade union") && !resident.contains("Letter 1"));
    let councillor = headings(Some(Capacity::Councillor));
    assert!(councillor.contains("As a councillor") && !councillor.contains("trade union"));
}

#[test]
fn the_tour_goes_from_the_first_answer_to_the_submission_and_leaves_nothing() {
    let mut script = Script::first_start();
    script.keys("Esc");
    shows(&mut script, "Press F3 for a tour in six steps");
    script.keys("F3");
    assert_eq!(step(&script), TourStep::Answer);
    shows(&mut script, "Step 1/6");
    shows(&mut script, "press n, not met");
    shows(&mut script, "Was the in-house option built");
    script.keys("n");
    assert_eq!(step(&script), TourStep::Quote);
    shows(&mut script, "Press q to quote it, word for word");
    script.keys("q");
    assert_eq!(step(&script), TourStep::SeeFlag);
    let quoted = script.audit().answers["options.in-house-equal"].clone();
    assert_eq!(quoted.status, Some(Status::NotMet));
    let quote = quoted.evidence[0].quote.as_deref().expect("words");
    assert!(
        quote.contains("The in-house option was not scored"),
        "{quote}"
    );
    shows(&mut script, "Press Esc to close the strip below, then Tab");
    script.keys("Esc");
    shows(&mut script, "Press Tab until you are on Flags");
    script.keys("Tab");
    assert_eq!(step(&script), TourStep::Withhold);
    assert_eq!(script.desk.screen, Screen::Flags);
    shows(&mut script, "This is the flag");
    shows(&mut script, "Press Shift-Tab to go back");
    script.keys("BackTab");
    shows(&mut script, "Press w, withheld");
    shows(&mut script, "Could councillors see");
    script.keys("w");
    assert_eq!(step(&script), TourStep::Undo);
    shows(&mut script, "press u to undo it");
    script.keys("u");
    assert_eq!(step(&script), TourStep::Write);
    assert!(!script.audit().answers.contains_key("performance.disclosed"));
    shows(&mut script, "press Shift-Tab until you are on Report");
    script.keys("BackTab BackTab");
    assert_eq!(script.desk.screen, Screen::Report);
    shows(&mut script, "This is your submission");
    shows(&mut script, "Harrowmere Borough Council");
    script.keys("Enter");
    assert_eq!(step(&script), TourStep::Over);
    shows(&mut script, "That was the tour");
    shows(&mut script, "Nothing was written");
    script.keys("F3");
    assert!(script.desk.open.is_none() && script.disk.is_empty());
    assert!(script.saved.is_empty() && script.files.is_empty());
    assert_eq!(script.remembered.tour, Some(6));
}

#[test]
fn a_tour_that_is_left_is_taken_up_where_it_was_also_after_another_start() {
    let mut script = asked();
    script.keys("F3 n q");
    assert_eq!(step(&script), TourStep::SeeFlag);
    script.keys("F3");
    shows(&mut script, "You have left the tour");
    let remembered = script.remembered.clone();
    assert_eq!(remembered.tour, Some(2));
    let mut later = Script::starting(
        "J. Secretary",
        FirstMinute {
            asks: true,
            remembered,
            ..FirstMinute::default()
        },
    );
    later.keys("F3");
    assert_eq!(step(&later), TourStep::SeeFlag);
    let answer = &later.audit().answers["options.in-house-equal"];
    assert_eq!(answer.evidence.len(), 1);
    later.keys("Tab");
    assert_eq!(step(&later), TourStep::Withhold);
    // Whoever wanders off is told how to come back, and Esc leaves it as well.
    later.keys("Tab");
    shows(&mut later, "come back to this step press F3");
    later.keys("F3 F3");
    shows(&mut later, "Press w, withheld");
    later.keys("Esc Esc");
    assert!(later.desk.open.is_none());
    // Another start from the end begins again.
    later.desk.first.remembered.tour = Some(6);
    later.keys("F3");
    assert_eq!(step(&later), TourStep::Answer);
}

#[test]
fn another_answer_does_not_go_on_and_what_was_invented_is_kept_only_when_asked() {
    let mut script = asked();
    script.keys("F3 m Esc");
    assert_eq!(step(&script), TourStep::Answer);
    script.keys("n q Esc Tab");
    assert_eq!(step(&script), TourStep::Withhold);
    assert!(script.disk.is_empty());
    script.keys("c");
    let [(name, audit)] = script.disk.as_slice() else {
        panic!("one audit is kept");
    };
    assert_eq!(name, "harrowmere-tour");
    assert_eq!(
        audit.answers["options.in-house-equal"].status,
        Some(Status::NotMet)
    );
    assert!(audit.documents.iter().all(|one| one.path.is_none()));
    assert!(script.desk.tour().is_none());
}

#[test]
fn every_step_of_the_tour_fits_its_two_lines_on_the_smallest_screen() {
    for done in 0..=TourStep::ALL.len() {
        let mut script = asked();
        script.desk.first.remembered.tour = Some(done);
        script.keys("F3");
        let shown = script.screen(80, 24);
        let says = script.desk.tour_says().expect("a step");
        let last = says.split_whitespace().last().expect("words");
        let ribbon: Vec<&str> = shown.lines().skip(2).take(2).collect();
        assert!(ribbon.concat().contains(last), "{says}\n{shown}");
        // Far from its question it says so, and fits as well.
        script.keys("Esc Tab Tab Tab Tab");
        let shown = script.screen(80, 24);
        let says = script.desk.tour_says().unwrap_or_default();
        let last = says.split_whitespace().last().unwrap_or_default();
        let ribbon: Vec<&str> = shown.lines().skip(2).take(2).collect();
        assert!(ribbon.concat().contains(last), "{says}\n{shown}");
    }
}

#[test]
fn a_new_audit_asks_what_its_user_holds_and_sets_the_first_thing_to_do() {
    let mut script = begun();
    assert_eq!(purpose(&script), Some(&Purpose::Holding));
    shows(&mut script, "What do you have to begin with?");
    // The report, and the meeting.
    script.keys("Space Down Space C-s");
    assert_eq!(script.desk.screen, Screen::Board);
    assert_eq!(script.open().held, [Held::Report, Held::Meeting]);
    let steps = script.open().next_steps(&script.desk.library);
    assert_eq!(steps[0], NextStep::AddPapers);
    assert!(matches!(steps[1], NextStep::Remember(_)), "{steps:?}");
    shows(&mut script, "First: Add the council’s report");
    // Once the report is there, the questions are sorted by it.
    script.paper("/papers/report.txt", "The in-house service was not scored.");
    script.keys("1").typed("report").keys("Enter Esc");
    assert_eq!(script.audit().documents.len(), 1);
    let steps = script.open().next_steps(&script.desk.library);
    assert_eq!(steps[0], NextStep::SortByPapers);
    script.keys("Home 1");
    assert_eq!(script.open().walk.by, WalkBy::Papers);
    // It is remembered for the next time.
    let held = script.remembered.holds.values().next().expect("kept");
    assert_eq!(*held, [Held::Report, Held::Meeting]);
}

#[test]
fn a_day_that_is_near_is_kept_and_brings_the_clocks_first() {
    let mut script = begun();
    script
        .keys("Down Down")
        .typed("30 November 2026")
        .keys("C-s");
    let decided = script.audit().review.decided.expect("a day");
    assert_eq!(decided.to_string(), "2026-11-30");
    let steps = script.open().next_steps(&script.desk.library);
    assert!(
        matches!(steps[0], NextStep::Days | NextStep::TimeLimit),
        "{steps:?}"
    );
    script.keys("1");
    assert_eq!(script.desk.screen, Screen::Timeline);
}

#[test]
fn whoever_has_nothing_yet_has_the_letter_ready_and_whoever_leaves_is_not_held_up() {
    let mut script = begun();
    script.keys("Down Down Down Space Enter");
    let steps = script.open().next_steps(&script.desk.library);
    assert_eq!(steps[0], NextStep::AskForPapers);
    script.keys("1");
    assert_eq!(script.desk.screen, Screen::Report);
    assert_eq!(script.open().paper.kind, Kind::InformationRequest);
    let made = script.open().paper.preview.as_ref().expect("made");
    assert!(made.1.is_ok(), "a first request needs no answer");
    shows(&mut script, "Information request");

    let mut script = begun();
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty() && script.open().held.is_empty());
    let steps = script.open().next_steps(&script.desk.library);
    assert_eq!(steps[0], NextStep::AddPapers, "as ever");
    // Later by its key, by the walk's orders and by the finder.
    script.keys("b");
    assert_eq!(purpose(&script), Some(&Purpose::Holding));
    script
        .keys("Esc Tab b")
        .typed("what you have")
        .keys("Enter");
    assert_eq!(purpose(&script), Some(&Purpose::Holding));
    script.keys("Esc C-p").typed("what you have").keys("Enter");
    assert_eq!(purpose(&script), Some(&Purpose::Holding));
}

#[test]
fn the_memory_of_a_meeting_is_an_order_of_the_walk() {
    let mut script = begun();
    script.keys("Down Space C-s");
    assert_eq!(script.open().walk.by, WalkBy::Meeting);
    let titles: Vec<&str> = script
        .open()
        .walk
        .groups
        .iter()
        .map(|group| group.title.as_str())
        .collect();
    assert_eq!(
        titles,
        ["How it was decided", "Who was heard", "What was asked"]
    );
    script.keys("1");
    assert_eq!(script.desk.screen, Screen::Walk);
}

#[test]
fn a_new_audit_with_its_day_takes_five_keys_besides_the_words() {
    let mut script = Script::new();
    let keys = ["n", "Tab", "Tab", "C-s"];
    let words = ["", "Cardiff Council", "Home care", "9 July 2026"];
    for (key, words) in keys.iter().zip(words.iter().skip(1).chain([&""])) {
        script.keys(key).typed(words);
    }
    assert!(keys.len() <= 5);
    let review = &script.audit().review;
    assert_eq!(review.service, "Home care");
    assert_eq!(review.decided.expect("a day").to_string(), "2026-07-09");
    // The name says the nation, and with it the cabinet.
    assert_eq!(review.territory, scrutineer::checklist::Territory::Wales);
    assert_eq!(review.executive, scrutineer::checklist::Executive::Yes);
}

#[test]
fn empty_screens_say_what_to_do_next_with_its_key() {
    let mut script = Script::new();
    shows(&mut script, "You have no audits yet. Press n to start one");
    script.keys("/").typed("zzzzzz");
    shows(
        &mut script,
        "No audit has these words. Press Esc to see them all.",
    );
    let mut script = Script::new().audited();
    script.keys("Tab Tab");
    assert_eq!(script.desk.screen, Screen::Flags);
    shows(&mut script, "Press Shift-Tab to go to the questions");
    script.keys("Tab Tab");
    assert_eq!(script.desk.screen, Screen::Documents);
    shows(&mut script, "a adds papers from your folders");
    script.keys("Tab");
    shows(&mut script, "a add an event");
    script.keys("Tab");
    assert_eq!(script.desk.screen, Screen::Report);
    shows(&mut script, "Press Esc to go to the case board");
    script.keys("Tab Tab f").typed("contested").keys("Enter");
    shows(
        &mut script,
        "No question is left in this list. Press f to show others",
    );
    script.keys("C-p").typed("zzzzzzzz");
    shows(&mut script, "Nothing has all these words. Try fewer");
    shows(&mut script, "Esc closes this");
}

#[test]
fn the_finder_finds_the_words_of_the_papers_below_every_name() {
    let mut script = Script::on_new_audit();
    let mut text =
        "The kitchen at Fennel Lane is to be sold.\n\nThe unions were told.\n\n".to_owned();
    for at in 0..30 {
        text.push_str(&format!(
            "The kitchen of ward {at} was inspected in turn {at}.\n\n"
        ));
    }
    script.paper("/papers/report.txt", &text);
    script
        .keys("Tab Tab Tab a")
        .typed("report")
        .keys("Enter Enter");
    script.keys("C-p").typed("ki");
    let passages = |script: &Script| match script.desk.overlays.last() {
        Some(Overlay::Picker(picker)) => picker
            .shown()
            .iter()
            .filter(|item| matches!(item.pick, Pick::Page(..)))
            .count(),
        _ => 0,
    };
    assert_eq!(passages(&script), 0, "two letters are too few");
    script.typed("tchen");
    assert!(
        (1..=8).contains(&passages(&script)),
        "{}",
        passages(&script)
    );
    // A name comes first.
    script.keys("C-u").typed("flags");
    assert_eq!(passages(&script), 0);
    script.keys("C-u").typed("unions");
    let Some(Overlay::Picker(picker)) = script.desk.overlays.last() else {
        panic!("the finder");
    };
    let shown = picker.shown();
    let first = shown
        .iter()
        .position(|item| matches!(item.pick, Pick::Page(..)))
        .expect("found");
    assert!(first > 0);
    let names_before = shown[..first]
        .iter()
        .all(|item| item.disabled_reason.is_none());
    assert!(names_before);
    script.keys("C-u").typed("fennel lane");
    for size in [(120, 36), (200, 60)] {
        let shown = flat(&mut script, size);
        let whole = "The kitchen at Fennel Lane is to be sold.";
        // The paragraph is in the preview, its beginning in the row.
        assert!(shown.contains(whole), "{shown}");
        assert!(
            shown.matches("The kitchen at Fennel").count() > 1,
            "{shown}"
        );
    }
    script.keys("Enter");
    assert_eq!(script.desk.place(), KeyPlace::PAGE_VIEW);
    shows(&mut script, "The kitchen at Fennel Lane is to be sold.");
}

#[test]
fn the_library_can_be_in_the_order_in_which_audits_were_opened() {
    let mut script = Script::new();
    for service in ["Parks", "Libraries", "Home care"] {
        script
            .keys("n")
            .typed("Anytown Council")
            .keys("Tab")
            .typed(service)
            .keys("C-s Esc");
    }
    script.keys("s s s");
    shows(&mut script, "the order in which you opened them");
    let services = |script: &Script| -> Vec<String> {
        let rows = script.desk.shelf.rows.iter().take(3);
        rows.map(|row| row.content.known().expect("read").service.clone())
            .collect()
    };
    assert_eq!(services(&script), ["Home care", "Libraries", "Parks"]);
    script.keys("End");
    script.desk.shelf.selected = 2;
    script.keys("Enter Esc");
    assert_eq!(services(&script), ["Parks", "Home care", "Libraries"]);
    assert_eq!(script.remembered.opened.len(), 3);
    // Nothing of it is in the audit.
    assert!(script.saved.is_empty());
    let values: Vec<&Value> = script
        .disk
        .iter()
        .flat_map(|(_, audit)| audit.answers.values().filter_map(|one| one.value.as_ref()))
        .collect();
    assert!(values.is_empty());
}

/// The whole first minute through the real program: from an empty home to the end of the tour.
// Not on Windows: it needs a pseudo-terminal. The console is in docs/windows.md.
#[cfg(unix)]
#[test]
fn the_program_goes_from_an_empty_home_to_the_end_of_the_tour() {
    use crate::testkit::pty::{Ended, Start};

    let home = tempfile::tempdir().expect("a folder");
    let start = || {
        Start::program(env!("CARGO_BIN_EXE_scrutineer"))
            .env("SCRUTINEER_HOME", home.path())
            .env("TMPDIR", home.path())
    };
    let mut pty = start().go();
    pty.shows("Who are you?");
    pty.types("Sam Secretary\t\x1b[C\tAnytown branch\t412\r")
        .shows("Welcome. Press F3");
    pty.types("\x1bOR").shows("Step 1/6");
    pty.types("n").shows("Step 2/6");
    pty.types("q").shows("Step 3/6");
    // Left in the middle, and taken up at the next start. Its place is written in the background.
    let remembered = home.path().join("config/remembered.toml");
    let is_kept =
        || std::fs::read_to_string(&remembered).is_ok_and(|text| text.contains("tour = 2"));
    let began = std::time::Instant::now();
    while !is_kept() && began.elapsed().as_secs() < 20 {
        std::thread::yield_now();
    }
    pty.types("Q");
    assert_eq!(pty.ended(), Ended::Code(0));
    let read = |name: &str| {
        std::fs::read_to_string(home.path().join("config").join(name)).expect("it is there")
    };
    let settings = read("settings.toml");
    assert!(settings.contains("name = \"Sam Secretary\""), "{settings}");
    assert!(settings.contains("as = \"union\""), "{settings}");
    assert!(
        settings.contains("we = \"the Anytown branch, with 412 members\""),
        "{settings}"
    );
    assert!(read("remembered.toml").contains("tour = 2"));

    let mut pty = start().go();
    pty.shows("You have no audits yet");
    pty.now(|shown| assert!(!shown.text().contains("Who are you?"), "asked once"));
    pty.types("\x1bOR").shows("Step 3/6");
    pty.types("\t").shows("Step 4/6");
    pty.types("\x1b[Z").shows("Could councillors see");
    pty.types("w").shows("Step 5/6");
    pty.types("u").shows("Step 6/6");
    pty.types("\x1b[Z\x1b[Z").shows("This is your submission");
    pty.types("\r").shows("That was the tour");
    pty.types("\x1bOR").shows("You have left the tour");
    // A new audit begins with what one has, and the history names the person.
    pty.types("n").shows("A new audit");
    pty.types("Anytown Council\tHome care\x13")
        .shows("What do you have to begin with?");
    pty.types(" \x13").shows("First: Add the council");
    pty.types("/options.ways-considered\r")
        .shows("not answered yet");
    pty.types("n").shows("Proof of ").shows(" saved at ");
    pty.types("Q");
    assert_eq!(pty.ended(), Ended::Code(0));
    let audits: Vec<String> = std::fs::read_dir(home.path().join("audits"))
        .expect("a library")
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".audit.toml"))
        .collect();
    assert_eq!(audits, ["anytown-council-home-care.audit.toml"]);
    let journal = home
        .path()
        .join("audits/anytown-council-home-care.audit.journal");
    let journal = std::fs::read_to_string(journal).expect("a journal");
    assert!(journal.contains("Sam Secretary"), "{journal}");
}
