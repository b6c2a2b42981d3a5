//! The finder and the library, key by key: what is found however it is typed, what cannot be done and
//! why, and audits that are narrowed, sorted, renamed, copied and put away.

use crate::testkit::front::toast;
use crate::testkit::script::Script;

use scrutineer::checklist::Status;
use scrutineer::desk::overlay::{Item, Pick, Picker};
use scrutineer::desk::shelf::{AuditOrigin, ShelfOrder};
use scrutineer::desk::{Action, KeyPlace, Overlay, Screen};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn picker(script: &Script) -> &Picker {
    match script.desk.overlays.last() {
        Some(Overlay::Picker(picker)) => picker,
        other => panic!("no list: {other:?}"),
    }
}

fn first(script: &Script) -> &Item {
    picker(script).current().expect("something is found")
}

/// A desk in the library with three audits of the user's own.
fn library() -> Script {
    let mut script = Script::new();
    for (authority, service) in [
        ("Abbey", "Parks"),
        ("Brook", "Meals"),
        ("Calder", "Home care"),
    ] {
        script
            .keys("n")
            .typed(authority)
            .keys("Tab")
            .typed(service)
            .keys("C-s Esc");
        assert_eq!(script.desk.screen, Screen::Library);
    }
    script
}

fn names(script: &Script) -> Vec<&str> {
    let rows = script.desk.shelf.rows.iter();
    rows.filter_map(|row| match row.content.known() {
        Some(of) if !matches!(row.origin, AuditOrigin::Example(_)) => Some(of.authority.as_str()),
        _ => None,
    })
    .collect()
}

fn select(script: &mut Script, authority: &str) {
    let mut rows = script.desk.shelf.rows.iter();
    let at = rows.position(|row| {
        row.content
            .known()
            .is_some_and(|of| of.authority == authority)
    });
    script.desk.shelf.selected = at.expect("it is there");
}

#[test]
fn what_is_typed_wrong_is_found_all_the_same() {
    for (typed, found) in [
        ("evdnc", "evidence"),
        ("call-in", "Call-in notice"),
        ("docum", "Documents"),
        ("theme", "Choose the colours"),
        ("undo", "Undo the last change"),
        ("libary", "Library"),
    ] {
        let mut script = Script::on_new_audit();
        script.keys(":").typed(typed);
        let row = first(&script);
        assert!(
            row.label.contains(found),
            "{typed}: {} {}",
            row.mark,
            row.label
        );
    }
    let mut script = Script::on_new_audit();
    script.keys("/").typed("pensoin");
    let found = first(&script).found_by.clone();
    assert!(found.contains("pension"), "{found}");
    // The other lists are narrowed by the same rule.
    script.keys("Esc F8").typed("contarst");
    assert!(first(&script).label.contains("contrast"));
}

#[test]
fn before_anything_is_typed_what_can_be_done_here_comes_first() {
    for (columns, rows) in SIZES {
        let mut script = Script::on_new_audit();
        let screen = script.keys("C-p").screen(columns, rows);
        let shown = picker(&script).shown();
        let row = shown.first().expect("a row");
        assert!(matches!(row.pick, Pick::Command(_)) && row.disabled_reason.is_none());
        assert!(
            screen.contains(&row.label) && screen.contains(&row.keys),
            "{screen}"
        );
        let last_enabled = shown
            .iter()
            .rposition(|item| item.disabled_reason.is_none());
        let first_disabled = shown.iter().position(|item| item.disabled_reason.is_some());
        assert!(last_enabled < first_disabled, "those that cannot come last");
        assert!(
            shown
                .iter()
                .all(|item| !matches!(item.pick, Pick::Question(_)))
        );
    }
}

#[test]
fn a_command_that_cannot_be_done_shows_its_reason_and_its_key() {
    for (columns, rows) in SIZES {
        let mut script = Script::on_new_audit();
        script.keys(":").typed("undo");
        let screen = script.screen(columns, rows);
        let line = screen
            .lines()
            .find(|line| line.contains("not now: nothing to"));
        let line = line.unwrap_or_else(|| panic!("{screen}"));
        assert!(line.contains("u Ctrl-Z"), "{line}");
        script.keys("Enter");
        assert!(
            toast(&script).contains("nothing to undo"),
            "{}",
            toast(&script)
        );
    }
}

#[test]
fn a_command_of_another_screen_is_done_there_or_says_why_not() {
    let mut script = Script::on_new_audit();
    script.keys(":").typed("add-event").keys("Enter");
    assert_eq!(script.desk.screen, Screen::Timeline);
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Form(_))
    ));
    script.keys("Esc Esc");
    assert_eq!(script.desk.screen, Screen::Walk, "there is a way back");
    // In the library there is no audit to do it in.
    let mut script = Script::new();
    script.keys(":").typed("add-event");
    let why = first(&script).disabled_reason.as_ref().expect("a reason");
    assert_eq!(why.to_string(), "open an audit first");
    // Out of an audit, a command of the library closes it first.
    let mut script = Script::on_new_audit();
    script.keys(":").typed("new-audit").keys("Enter");
    assert_eq!(script.desk.screen, Screen::Library);
    assert!(script.desk.open.is_none());
    assert_eq!(script.desk.place(), KeyPlace::FORM);
}

#[test]
fn every_kind_of_thing_is_gone_to() {
    let mut script = Script::on_new_audit();
    script
        .keys("m M-t")
        .typed("The union was told in May")
        .keys("C-s");
    let asked = script.open().walk.at();
    script.keys("Esc");
    script.keys(":").typed("told in may");
    let row = picker(&script)
        .shown()
        .into_iter()
        .find(|item| item.mark == "note");
    assert!(row.is_some_and(|row| Pick::Question(asked.expect("a question")) == row.pick));
    script.keys("C-u").typed("call-in notice").keys("Enter");
    assert_eq!(script.desk.screen, Screen::Report);
    assert_eq!(script.open().paper.kind.label(), "Call-in notice");
    script.keys(":").typed("docmuents").keys("Enter");
    assert_eq!(script.desk.screen, Screen::Documents);
    // Another audit: this one is closed as ever.
    script.keys(":").typed("liverpool-ict-2000").keys("Enter");
    assert!(script.open().path.is_none() && script.open().name == "liverpool-ict-2000");
    assert_eq!(script.desk.screen, Screen::Board);
    script.keys(":").typed("anytown").keys("Enter");
    assert_eq!(script.audit().review.authority, "Anytown Council");
}

#[test]
fn a_wide_screen_shows_what_the_row_is_about() {
    for (columns, rows) in SIZES {
        let mut script = Script::on_new_audit();
        script.keys("/").typed("options.ways-considered");
        let screen = script.screen(columns, rows);
        let library = script.desk.library.clone();
        let ix = library
            .find_question("options.ways-considered")
            .expect("there");
        let ask: Vec<&str> = library
            .question(ix)
            .ask
            .split_whitespace()
            .take(3)
            .collect();
        assert_eq!(screen.contains(&ask.join(" ")), columns >= 120, "{screen}");
        for typed in ["section 3", "union", "library"] {
            script.keys("Esc :").typed(typed).screen(columns, rows);
            for _ in 0..12 {
                script.keys("Down").screen(columns, rows);
            }
        }
    }
}

#[test]
fn the_library_is_narrowed_as_one_types() {
    for (columns, rows) in SIZES {
        let mut script = library();
        select(&mut script, "Abbey");
        script.keys("/");
        assert_eq!(script.desk.place(), KeyPlace::NARROWED);
        script.typed("maels");
        assert_eq!(names(&script), ["Brook"], "a slip is forgiven");
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("> maels") && screen.contains("Brook") && !screen.contains("Abbey"),
            "{screen}"
        );
        script.typed(" xyz");
        let screen = script.screen(columns, rows);
        assert!(screen.contains("No audit has these words"), "{screen}");
        assert!(!screen.contains("You have no audits yet"), "{screen}");
        script.keys("Esc");
        assert_eq!(names(&script).len(), 3);
        assert!(script.desk.shelf.filter.is_none());
        script.keys("/").typed("calder").keys("Enter");
        assert_eq!(script.audit().review.authority, "Calder");
        script.keys("Esc");
        assert_eq!(names(&script).len(), 3, "every audit is shown again");
    }
}

#[test]
fn the_library_is_sorted_by_deadline_verdict_and_last_change() {
    let mut script = library();
    // Two undermining answers make the verdict of one audit graver.
    select(&mut script, "Brook");
    script
        .keys("Enter /")
        .typed("options.in-house-equal")
        .keys("Enter n Esc Esc Esc");
    assert_eq!(script.desk.screen, Screen::Library);
    let answered = script.disk.iter().any(|(_, audit)| {
        let answer = audit.answer("options.in-house-equal");
        answer.is_some_and(|answer| answer.status == Some(Status::NotMet))
    });
    assert!(answered);
    let orders = [
        ShelfOrder::Deadline,
        ShelfOrder::Verdict,
        ShelfOrder::Opened,
        ShelfOrder::Changed,
    ];
    for order in orders {
        script.keys("s");
        assert_eq!(script.desk.shelf.order, order);
        assert_eq!(names(&script).len(), 3);
        if order == ShelfOrder::Verdict {
            let verdicts = script.desk.shelf.rows.iter().take(3).map(|row| {
                let of = row.content.known().expect("it can be read");
                format!("{:?}", of.verdict)
            });
            let verdicts: Vec<String> = verdicts.collect();
            assert!(toast(&script).contains("the gravest first"));
            let mut sorted = verdicts.clone();
            sorted.sort_by_key(|one| one != "Grounds" && one != "SeriousGrounds");
            assert_eq!(verdicts, sorted);
        }
    }
}

#[test]
fn an_audit_is_renamed_copied_put_away_and_brought_back() {
    for (columns, rows) in SIZES {
        let mut script = library();
        select(&mut script, "Brook");
        script.keys("r C-u C-s");
        assert!(script.screen(columns, rows).contains("Which name?"));
        script.typed("brook-2026").keys("C-s");
        assert!(script.disk.iter().any(|(name, _)| name == "brook-2026"));
        let row = script.desk.shelf.current().expect("a row");
        assert_eq!(row.name, "brook-2026", "the bar is on it");
        // A name that is taken is refused, and nothing changes.
        let taken = script.disk[0].0.clone();
        script.keys("r C-u").typed(&taken).keys("C-s");
        assert!(toast(&script).contains("already"), "{}", toast(&script));
        assert!(script.disk.iter().any(|(name, _)| name == "brook-2026"));
        script.keys("c");
        assert_eq!(script.audit().review.authority, "Brook");
        assert_eq!(script.open().name, "brook-2026-copy");
        script.keys("Esc");
        select(&mut script, "Abbey");
        script.keys("x");
        assert!(!names(&script).contains(&"Abbey"));
        assert!(!script.screen(columns, rows).contains("Abbey"));
        script.keys("v");
        select(&mut script, "Abbey");
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("Archive") && screen.contains("Abbey"),
            "{screen}"
        );
        assert!(script.desk.available(Action::OpenAudit).is_err());
        script.keys("Enter");
        assert!(
            toast(&script).contains("bring it back first"),
            "{}",
            toast(&script)
        );
        script.keys("x v");
        assert!(names(&script).contains(&"Abbey"), "{:?}", names(&script));
    }
}
