//! What the desk says and takes holds: a quotation that is nowhere in its paper is told at once, a path
//! typed in one burst is the file taken, lines keep their letters, paragraphs are seen before silence
//! is recorded, Esc leaves, and a day that is past is past.

use std::path::PathBuf;

use scrutineer::base::Word as _;
use scrutineer::checklist::{Stage, Status};
use scrutineer::desk::{EffectOutcome, Message, NoticeTone, Overlay, Screen};
use scrutineer::documents::{Folder, FolderEntry};

use crate::desk_hand_over;
use crate::desk_proof::with_paper;
use crate::testkit::front::{answer, asked, form, go_to, toast};
use crate::testkit::script::Script;

#[test]
fn a_quotation_that_is_nowhere_in_its_paper_is_told_at_once_and_counted() {
    let words = "the in-house team was never asked for a price";
    let mut script = with_paper();
    script.keys("n 2 Tab").typed(words).keys("Enter");
    assert!(
        toast(&script).starts_with("Not found on page 2 of report · Quotation kept"),
        "{}",
        toast(&script)
    );
    let tone = script.desk.toast.as_ref().map(|toast| toast.tone);
    assert_eq!(tone, Some(NoticeTone::Warning));
    let kept = &answer(&script, "options.in-house-equal").evidence[0];
    assert_eq!(kept.quote.as_deref(), Some(words), "nothing is lost");
    let missing = &script.open().papers.not_found;
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].message.contains("page 2 of report"));
    let lint = script.open().findings.lint.len();
    assert_eq!(script.open().to_fix(), lint + 1);
    script.desk.screen = Screen::Board;
    let screen = script.screen(120, 36);
    let told = format!("! {} to fix before sending", lint + 1);
    assert!(screen.contains(&told), "{told}\n{screen}");
    // It is a row of its own under what to fix, and leads to the answer.
    script.desk.screen = Screen::Flags;
    script.keys("End");
    let screen = script.screen(120, 36);
    assert!(screen.contains("is not found on page"), "{screen}");
    script.keys("Enter");
    assert_eq!(asked(&script), "options.in-house-equal");
    // Words that are there are no mistake, and neither is one taken back.
    script.keys("u");
    assert!(script.open().papers.not_found.is_empty());
    let mut script = with_paper();
    script
        .keys("n 2 Tab")
        .typed("The in-house service was taken as the baseline")
        .keys("Enter");
    assert!(toast(&script).starts_with("Quotation kept"));
    assert!(script.open().papers.not_found.is_empty());
}

/// A folder with some files in it, as it was asked for.
fn listing(path: &str, names: &[&str]) -> Message {
    let entry = |name: &&str| FolderEntry {
        name: (*name).to_owned(),
        is_folder: false,
        is_file: true,
        bytes: 10,
    };
    Message::Outcome(EffectOutcome::Folder {
        asked: Some(PathBuf::from(path)),
        found: Ok(Folder {
            path: PathBuf::from(path),
            entries: names.iter().map(entry).collect(),
        }),
    })
}

#[test]
fn a_path_in_one_burst_keeps_its_name_while_the_folder_is_read() {
    let names = ["A1_Agenda.txt", "A3_Report.txt", "A3_Report_draft.txt"];
    for cut in 0..="A3_Report.txt".len() {
        let mut script = Script::on_new_audit();
        for name in names {
            script.paper(&format!("/papers/{name}"), "One paragraph.");
        }
        script.keys("Tab Tab Tab a").typed("/papers/");
        // Each letter had asked for the folder: it is listed again and again.
        let (before, after) = "A3_Report.txt".split_at(cut);
        script.typed(before);
        for _ in 0..3 {
            script.message(listing("/papers/", &names));
        }
        script.typed(after);
        let Some(Overlay::Picker(picker)) = script.desk.overlays.last() else {
            panic!("{cut}")
        };
        assert_eq!(picker.query.text(), "A3_Report.txt", "{cut}");
        assert!(script.screen(80, 24).contains("> A3_Report.txt"), "{cut}");
        script.keys("Enter");
        let papers = &script.audit().documents;
        let [paper] = papers.as_slice() else {
            panic!("{cut}: {papers:?}")
        };
        let path = paper.path.as_deref().unwrap_or_default();
        assert!(path.ends_with("A3_Report.txt"), "{cut}: {path}");
    }
}

#[test]
fn enter_takes_no_file_that_was_not_typed() {
    let mut script = Script::on_new_audit();
    script.paper("/papers/A1_Agenda.txt", "One paragraph.");
    script
        .keys("Tab Tab Tab a")
        .typed("/papers/A3_Report.txt")
        .keys("Enter");
    assert!(script.audit().documents.is_empty());
}

#[test]
fn the_likeliest_paragraphs_are_on_the_screen_before_silence_is_recorded() {
    for (columns, rows) in [(80, 24), (120, 36), (60, 20)] {
        let mut script = with_paper();
        go_to(&mut script, "unions.consulted");
        script.screen(columns, rows);
        let look = script.open().papers.look.clone().expect("looked up");
        let first = look.passages()[0].at.cite();
        let first: String = first.chars().take(20).collect();
        // As many presses as there are screenfuls of them, each with more of them in sight.
        let mut presses = 0;
        while answer_of(&script).is_none() {
            script.keys("s");
            presses += 1;
            let screen = script.screen(columns, rows);
            if presses == 1 {
                assert_eq!(answer_of(&script), None, "{columns}x{rows}");
                assert!(
                    screen.contains("likeliest: passage 1 of"),
                    "{columns}: {screen}"
                );
                assert!(screen.contains(&first), "{columns}: {first}\n{screen}");
            }
            assert!(presses < 6, "{columns}x{rows}: it never records\n{screen}");
        }
        assert_eq!(answer_of(&script), Some(Status::NoEvidence));
        assert!(presses >= 2);
    }
}

fn answer_of(script: &Script) -> Option<Status> {
    script.audit().answer("unions.consulted")?.status
}

#[test]
fn two_keys_in_one_burst_record_no_silence_that_was_not_looked_at() {
    let mut script = with_paper();
    go_to(&mut script, "unions.consulted");
    script.screen(80, 24);
    script.keys("s s");
    assert_eq!(answer_of(&script), None);
}

#[test]
fn esc_leaves_the_writing() {
    let mut script = desk_hand_over::liverpool();
    script.keys("w w");
    assert!(form(&script).starts_with("Who sends it, and where"));
    let screen = script.screen(120, 36);
    assert!(screen.contains("Esc cancel"), "{screen}");
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty(), "{}", form(&script));
    assert!(script.files.is_empty());
    assert_eq!(script.desk.screen, Screen::Report);
    // What was typed is asked about first, and comes back.
    script.keys("w w").typed("UNISON Anytown").keys("Esc");
    assert!(script.screen(120, 36).contains("Not saved yet."));
    script.keys("Esc");
    assert!(script.desk.overlays.is_empty());
    script.keys("Z");
    assert!(script.screen(120, 36).contains("UNISON Anytown"));
}

#[test]
fn a_flag_that_waits_for_proof_is_said_where_there_is_nothing_to_submit() {
    let mut script = with_paper();
    script.keys("n Esc");
    assert_eq!(script.open().findings.unproved.len(), 1);
    script.keys("BackTab BackTab");
    assert_eq!(script.desk.screen, Screen::Report);
    let screen = script.screen(120, 36);
    assert!(screen.contains("1 flag is still to be proved"), "{screen}");
    assert!(!screen.contains("no ground, no departure"), "{screen}");
    assert!(!screen.contains("read-through 1"), "{screen}");
    script.keys("Enter");
    assert!(
        script.desk.overlays.is_empty(),
        "no read-through of nothing"
    );
    assert!(
        toast(&script).contains("1 flag is still to be proved"),
        "{}",
        toast(&script)
    );
    assert!(script.files.is_empty());
}

#[test]
fn an_audit_of_a_day_that_is_past_is_decided_unless_another_stage_was_chosen() {
    for (day, keys, stage) in [
        ("9 July 2020", "", Stage::Decision),
        ("9 July 2099", "", Stage::Options),
        ("", "", Stage::Options),
        (
            "9 July 2020",
            "Tab Tab Tab Tab Right",
            Stage::Recommendation,
        ),
        ("9 July 2020", "Tab Tab Tab Tab Left", Stage::Comparison),
    ] {
        let mut script = Script::new();
        script
            .keys("n")
            .typed("Anytown Council")
            .keys("Tab")
            .typed("Home care")
            .keys("Tab")
            .typed(day);
        script.keys(keys).keys("C-s");
        let review = &script.audit().review;
        assert_eq!(review.stage, stage, "{day} {keys} {}", review.stage.word());
    }
    // The form of the review says the day as people do.
    let mut script = Script::new();
    script.keys("n").typed("Anytown").keys("Tab").typed("Care");
    script.keys("Tab").typed("2020-07-09").keys("C-s P");
    let screen = script.screen(120, 36);
    assert!(screen.contains("9 July 2020"), "{screen}");
    assert!(!screen.contains("2020-07-09"), "{screen}");
}

#[test]
fn a_small_screen_keeps_the_authority_and_whole_numbers() {
    let mut script = Script::new();
    let screen = script.screen(40, 12);
    for name in ["Liverpool City", "Sefton Council"] {
        assert!(screen.contains(name), "{name}\n{screen}");
    }
    for columns in [40, 44, 50, 60, 70] {
        let mut script = Script::on_new_audit();
        script.keys("m o n o m Esc");
        let findings = &script.open().findings;
        let core = findings.core;
        let done = core - findings.core_open.len();
        let screen = script.screen(columns, 12);
        let whole = screen.contains(&format!("core {done}/{core} "))
            || screen.contains(&format!("core {done}/{core}\n"))
            || screen.contains(&format!("core {done} of {core} answered"));
        assert!(whole, "{columns}: core {done}/{core}\n{screen}");
    }
}

#[test]
fn the_board_has_one_line_for_each_time_limit() {
    let mut with_limit = 0;
    for back in [0_u64, 3, 20, 45, 70, 90] {
        let mut script = Script::new();
        let day = script.desk.today - chrono::Days::new(back);
        script.keys("n").typed("Anytown").keys("Tab").typed("Care");
        script.keys("Tab").typed(&day.to_string()).keys("C-s");
        let Some(next) = script.open().timeline.next.clone() else {
            continue;
        };
        let screen = script.screen(120, 36).to_lowercase();
        let limit = format!("{}:", next.short.to_lowercase());
        let beside = |line: &&str| {
            let right = line.rsplit_once('│').map(|(_, right)| right);
            right.is_some_and(|right| right.contains(&limit))
        };
        let lines: Vec<&str> = screen.lines().filter(beside).collect();
        assert_eq!(lines.len(), 1, "{back}: {limit}\n{screen}");
        assert!(lines[0].contains(&format!("{}", next.left)), "{screen}");
        with_limit += 1;
    }
    assert!(with_limit > 1);
}
