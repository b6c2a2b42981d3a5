//! Screens at every size, in every theme, with any text, after any keys.

use crate::testkit::fake_store::disk_problem;
use crate::testkit::script;

use proptest::prelude::*;
use ratatui::style::Modifier;
use script::{Script, text_of};
use scrutineer::audit::{Audit, History, Review};
use scrutineer::base::Digest;
use scrutineer::desk::shelf::LibraryRow;
use scrutineer::desk::{Code, EffectOutcome, Key, Message, OpenedAudit, Overlay, Screen};
use scrutineer::view::theme::{Depth, Theme};

/// Leads a script to each screen and overlay in turn.
pub fn every_place() -> Vec<(&'static str, Script)> {
    let on = |keys: &str| {
        let mut script = Script::on_new_audit();
        script.keys(keys);
        script
    };
    let mut library = Script::new();
    library.keys("Down");
    let mut example = Script::new();
    example.keys("Enter Tab Tab");
    let mut laws = Script::new();
    laws.keys("Enter Tab Tab Tab");
    let mut report = Script::new();
    report.keys("Enter BackTab");
    let mut board = Script::new();
    board.keys("Enter Down Down");
    vec![
        ("library", library),
        ("library while it is narrowed", {
            let mut script = Script::new();
            script.keys("/").typed("liver");
            script
        }),
        ("board", board),
        ("new board", on("Esc")),
        ("new", {
            let mut script = Script::new();
            script.keys("n");
            script
        }),
        ("walk", on("n o e o n o p Esc")),
        ("proof", on("n 1 4 Tab x")),
        ("flags", example),
        ("laws", laws),
        ("timeline", on("Tab Tab Tab Tab a 2 0 2 5 Tab x C-s")),
        ("event", on("Tab Tab Tab Tab a")),
        ("report", report),
        ("note", on("t")),
        ("evidence", on("v")),
        ("help", on("?")),
        ("marks", on("F2")),
        ("themes", on("F8")),
        ("documents", {
            let mut script = with_paper();
            script.keys("Esc");
            script
        }),
        ("page of a document", with_paper()),
        ("why", on("y")),
        ("search", {
            let mut script = on("/");
            script.typed("union");
            script
        }),
        ("filter", on("f")),
        ("commands", on(":")),
        ("profile", on("P")),
    ]
}

/// A desk on the page of a paper.
fn with_paper() -> Script {
    let mut script = Script::on_new_audit();
    script.paper(
        "/papers/report.txt",
        "One paragraph.\n\nAnother – with “signs”.",
    );
    script
        .keys("Tab Tab Tab a")
        .typed("report")
        .keys("Enter Enter");
    script
}

#[test]
fn every_place_draws_at_every_size() {
    let sizes = [
        (0, 0),
        (1, 1),
        (2, 1),
        (1, 9),
        (20, 5),
        (39, 12),
        (40, 11),
        (40, 12),
        (41, 13),
        (60, 16),
        (80, 24),
        (99, 24),
        (100, 30),
        (120, 36),
        (131, 40),
        (150, 40),
        (179, 50),
        (200, 60),
        (400, 12),
        (40, 200),
        (1000, 300),
    ];
    for (name, mut script) in every_place() {
        for (columns, rows) in sizes {
            let cells = script.cells(columns, rows, &Theme::new(Depth::Many, false));
            assert_eq!(
                (cells.area.width, cells.area.height),
                (columns, rows),
                "{name}"
            );
            if (columns, rows) == (20, 5) {
                assert!(
                    text_of(&cells).contains("Window too small"),
                    "{name}: {}",
                    text_of(&cells)
                );
            }
        }
    }
}

#[test]
fn a_person_can_see_what_to_press_at_80_by_24() {
    for (name, mut script) in every_place() {
        let screen = script.screen(80, 24);
        let last = screen.lines().last().unwrap_or_default();
        let way_on = ["Enter", "Esc", "Tab", "help", "next open"];
        assert!(
            way_on.iter().any(|word| last.contains(word)),
            "{name}: {last}"
        );
        let escape = screen.contains("Esc") || screen.contains("quit") || screen.contains("help");
        assert!(escape, "{name} shows no way out:\n{screen}");
    }
    let mut script = Script::on_new_audit();
    let screen = script.screen(80, 24);
    assert!(screen.contains("core 0 of 25 answered"), "{screen}");
}

#[test]
fn no_answer_is_cut_off_at_any_width() {
    let mut script = Script::on_new_audit();
    for columns in [40, 60, 80, 99, 100, 120, 148, 200] {
        let screen = script.screen(columns, 24);
        for words in [
            "m  ✓ met",
            "p  ~ partly",
            "n  ✗ not met",
            "e  ? no evidence",
            "w  ! withheld",
            "a  - not applicable",
        ] {
            assert!(
                screen.contains(words),
                "{words} at {columns} columns\n{screen}"
            );
        }
    }
}

#[test]
fn a_library_that_was_not_read_yet_is_not_called_empty() {
    let mut script = Script::new();
    script.desk.shelf.listed = false;
    let screen = script.screen(80, 24);
    assert!(screen.contains("your audits are being read"), "{screen}");
    assert!(!screen.contains("You have no audits"), "{screen}");
    script.message(Message::Outcome(script::listed(Vec::new())));
    let screen = script.screen(80, 24);
    assert!(screen.contains("You have no audits yet"), "{screen}");
}

#[test]
fn a_file_that_could_not_be_written_is_told_until_it_could() {
    let why = "Could not write home-care.audit.toml: permission denied.";
    let mut script = Script::on_new_audit();
    script.keys("m");
    script.message(Message::Outcome(EffectOutcome::NotWritten(disk_problem(
        why,
    ))));
    // Other keys leave it standing.
    let screen = script.keys("Down").screen(120, 36);
    assert!(screen.contains(&format!("saved, but: {why}")), "{screen}");
    let seq = script.open().history.last_seq();
    script.message(Message::Outcome(EffectOutcome::Saved {
        seq,
        head: Digest::of_text("x"),
        notices: Vec::new(),
    }));
    let screen = script.screen(120, 36);
    assert!(!screen.contains("Could not write"), "{screen}");
    // With the audit closed there is no other place for it.
    script.keys("Esc");
    script.message(Message::Outcome(EffectOutcome::NotWritten(disk_problem(
        why,
    ))));
    assert!(script.screen(120, 36).contains(why));
}

#[test]
fn an_editor_in_trouble_is_told_over_the_note_and_the_note_stands() {
    let mut script = Script::on_new_audit();
    script.keys("t").typed("half a note");
    let why = "Your editor came back at once. ".repeat(6);
    script.message(Message::Outcome(EffectOutcome::Edited {
        text: None,
        problem: Some(disk_problem(&format!("{why}And this is the end."))),
    }));
    let screen = script.screen(80, 24);
    assert!(screen.contains("And this is the end."), "{screen}");
    script.keys("Esc").typed(" and more").keys("C-s");
    let audit = script.audit();
    assert!(
        audit
            .answers
            .values()
            .any(|one| one.note == "half a note and more")
    );
}

#[test]
fn themes_differ_in_style_alone_and_mono_keeps_the_bar() {
    for (name, mut script) in every_place() {
        let many = script.cells(120, 36, &Theme::new(Depth::Many, false));
        let sixteen = script.cells(120, 36, &Theme::new(Depth::Sixteen, false));
        let mono = script.cells(120, 36, &Theme::new(Depth::Mono, false));
        assert_eq!(text_of(&many), text_of(&sixteen), "{name}");
        assert_eq!(text_of(&many), text_of(&mono), "{name}");
        let coloured = mono.content().iter().any(|cell| {
            use ratatui::style::Color::Reset;
            cell.fg != Reset || cell.bg != Reset
        });
        assert!(!coloured, "{name}: a colour in the theme without colours");
        let lists = [
            "library", "walk", "flags", "laws", "search", "filter", "commands",
        ];
        if lists.contains(&name) {
            let bar = mono
                .content()
                .iter()
                .filter(|cell| cell.modifier.contains(Modifier::REVERSED));
            assert!(
                bar.count() >= 10,
                "{name}: the row under the bar is not to be seen"
            );
        }
    }
}

#[test]
fn every_state_has_a_mark_and_a_word_of_its_own() {
    let mut script = Script::on_new_audit();
    script.keys("m o p o n o e o w o a");
    let cells = script.cells(120, 36, &Theme::new(Depth::Mono, false));
    let text = text_of(&cells);
    for mark in ["✓", "~", "✗", "?", "!", "-", "·"] {
        assert!(text.contains(mark), "{mark}");
    }
}

#[test]
fn the_narrowest_heading_has_the_tab_of_the_screen_in_front_and_no_part_of_one() {
    let mut script = Script::new();
    script.keys("Enter");
    for screen in Screen::TABS {
        assert_eq!(script.desk.screen, screen);
        let drawn = script.screen(40, 12);
        let heading = drawn.lines().next().unwrap_or_default();
        let tabs: Vec<&str> = heading.split_whitespace().collect();
        assert!(tabs.contains(&screen.short()), "{heading}");
        let is_whole = |word: &&&str| {
            let is_count = word.bytes().all(|byte| byte.is_ascii_digit());
            is_count || **word == "…" || Screen::TABS.iter().any(|one| one.short() == **word)
        };
        assert_eq!(tabs.iter().find(|word| !is_whole(word)), None, "{heading}");
        script.keys("Tab");
    }
}

#[test]
fn hostile_text_is_kept_exactly_and_drawn_safely() {
    let hostile =
        "\u{1b}[2J\u{1b}]0;title\u{7}\u{202e}evil\u{0}\u{9b}31m 漢字 👩‍👩‍👧 e\u{301} \u{feff}";
    let mut script = Script::on_new_audit();
    script.keys("t").message(Message::Paste(hostile.to_owned()));
    for size in [(80, 24), (40, 12), (200, 60)] {
        let text = script.screen(size.0, size.1);
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\u{0}', '\u{9b}', '\u{202e}']),
            "{text:?}"
        );
    }
    script.keys("C-s");
    let note = script
        .audit()
        .answers
        .values()
        .next()
        .expect("kept")
        .note
        .clone();
    assert_eq!(note, hostile, "what was pasted is stored as it was");
    for size in [(80, 24), (120, 36), (200, 60)] {
        let text = script.screen(size.0, size.1);
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\u{0}', '\u{9b}', '\u{202e}']),
            "{text:?}"
        );
    }
}

#[test]
fn a_filter_that_matches_nothing_says_so() {
    let mut script = Script::on_new_audit();
    script.keys("f").typed("contested").keys("Enter");
    let screen = script.screen(80, 24);
    assert!(screen.contains("Press f to show others"), "{screen}");
    script.keys("m n o Right Left t v y Enter Down Up PageDown Home End");
    assert!(script.audit().answers.is_empty());
}

/// Keys that a random user may press; quitting is left out.
fn keys() -> impl Strategy<Value = Key> {
    let named = [
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::BackTab,
        Code::Backspace,
        Code::Delete,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::F(1),
    ];
    prop_oneof![
        4 => prop::sample::select("mpnewatvcrxyobfPuU/?:123456k]".chars().collect::<Vec<_>>())
            .prop_map(|c| Key::plain(Code::Char(c))),
        3 => prop::sample::select(named.to_vec()).prop_map(Key::plain),
        1 => prop::sample::select("szxuyw".chars().collect::<Vec<_>>()).prop_map(Key::ctrl),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_draw_at_any_size_and_can_all_be_undone(
        pressed in prop::collection::vec(keys(), 1..120),
        columns in 1u16..220,
        rows in 1u16..70,
    ) {
        let mut script = Script::on_new_audit();
        let start = script.audit().clone();
        for (at, key) in pressed.iter().enumerate() {
            script.message(Message::Key(*key));
            if at % 8 == 0 {
                script.cells(columns, rows, &Theme::new(Depth::Many, at % 16 == 0));
            }
            prop_assert!(script.desk.overlays.len() <= 3);
        }
        if let Some(open) = &script.desk.open
            && open.read_only.is_none()
            && script.disk.len() == 1
        {
            // On a screen too small to show it nothing is done.
            script.message(Message::Resize(80, 24));
            // Whatever lies on top is left, keeping what was typed; then everything is undone.
            for _ in 0..8 {
                if script.desk.overlays.is_empty() {
                    break;
                }
                script.keys("Esc");
            }
            prop_assert!(script.desk.overlays.is_empty());
            script.desk.thrown = None;
            script.desk.screen = Screen::Walk;
            while script.open().history.can_undo().is_some() {
                script.keys("u");
            }
            // An audit that was closed and opened again begins where it was opened.
            if script.open().history.base() == &start {
                prop_assert_eq!(script.audit(), &start);
            }
        }
    }
}

#[test]
fn overlays_are_one_at_a_time_for_the_keys() {
    let mut script = Script::on_new_audit();
    script.keys("F2");
    let before = script.audit().clone();
    script.keys("m n e");
    assert_eq!(
        script.audit(),
        &before,
        "keys of the screen do nothing under a page"
    );
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Page(_))
    ));
}

/// Combining marks, right to left, wide letters, joined emoji, NUL, escape sequences.
const TORTURE: &str = "e\u{301}o\u{308} שלום العربية 漢字かな 👩‍👩‍👧🏴󠁧󠁢󠁷󠁬󠁳󠁿 Llŷn \u{0} \u{1b}[31m \u{202e}abc\u{202c} \u{200b}z\u{fe0f}";

#[test]
fn torture_in_every_field_is_stored_exactly_and_the_cursor_stands_where_it_should() {
    use scrutineer::desk::overlay::FieldEntry;
    use scrutineer::desk::wrap;

    // Every field of every form and editor: what is pasted is what the field holds.
    for keys in ["n-library", "P", "v", "r", "t", "c", "/", "f", ":"] {
        let mut script = if keys == "n-library" {
            let mut script = Script::new();
            script.keys("n");
            script
        } else {
            let mut script = Script::on_new_audit();
            script.keys(keys);
            script
        };
        let fields = match script.desk.overlays.last() {
            Some(Overlay::Form(form)) => form.fields.len(),
            _ => 1,
        };
        for at in 0..fields {
            let is_text = match script.desk.overlays.last_mut() {
                Some(Overlay::Form(form)) => {
                    form.focus = at;
                    !matches!(form.fields[at].entry, FieldEntry::Choice(..))
                }
                _ => true,
            };
            if !is_text {
                continue;
            }
            script
                .keys("C-u")
                .message(Message::Paste(TORTURE.to_owned()));
            for (columns, rows) in [(80, 24), (40, 12), (200, 60)] {
                let text = script.screen(columns, rows);
                assert!(
                    !text.contains(['\u{1b}', '\u{0}', '\u{202e}']),
                    "{keys} {at}"
                );
            }
            let field = match script.desk.overlays.last() {
                Some(Overlay::Form(form)) => match &form.fields[at].entry {
                    FieldEntry::Text(field) => field,
                    FieldEntry::Paper(paper) => &paper.typed,
                    FieldEntry::Choice(..) => continue,
                },
                Some(Overlay::Editor(editor)) => &editor.field,
                Some(Overlay::Picker(picker)) => &picker.query,
                _ => panic!("nothing to type into: {keys}"),
            };
            assert!(field.text().ends_with(TORTURE), "{keys} {at}");
            let (lines, (row, column)) = field.drawn();
            let line = &field.text()[lines[row].clone()];
            assert_eq!(
                column,
                wrap::width(line),
                "the cursor is at the end: {keys} {at}"
            );
        }
    }
    // Kept and read back: the very same text.
    let mut script = Script::on_new_audit();
    script
        .keys("t")
        .message(Message::Paste(TORTURE.to_owned()))
        .keys("C-s");
    let audit = script.audit().clone();
    let text = audit.to_toml();
    let source = scrutineer::base::SourceText::new("a", text);
    let again = scrutineer::audit::Audit::read(&source).expect("it reads");
    assert_eq!(again, audit);
}

#[test]
fn a_megabyte_is_pasted_drawn_and_kept() {
    let mut script = Script::on_new_audit();
    let big = "A line of a very long report, with words in it.\n".repeat(22_000);
    assert!(big.len() > 1 << 20);
    script.keys("t").message(Message::Paste(big.clone()));
    script.screen(80, 24);
    script.keys("C-s");
    script.screen(120, 36);
    let note = &script.audit().answers.values().next().expect("kept").note;
    assert_eq!(note, &big);
}

#[test]
fn the_library_marks_an_audit_that_something_is_to_be_said_of_and_opening_says_it_in_full() {
    let notice = "There is a conflict copy of this audit: r.audit (1).toml (named as by Google \
                  Drive). What a colleague did may be only there. Merge it into this audit, and \
                  only then move it away.";
    let mut script = Script::new();
    let audit = Audit::new(Review::named("Calder", "Home care"));
    script.disk.push(("r".to_owned(), audit.clone()));
    let row = LibraryRow {
        notices: vec![notice.to_owned()],
        ..script.row("r")
    };
    script.message(Message::Outcome(script::listed(vec![row])));
    script.keys("Up");
    let shown = script.screen(80, 24);
    assert!(shown.contains("! Calder"), "{shown}");
    assert!(shown.contains("r.audit (1).toml"), "{shown}");
    script.message(Message::Outcome(EffectOutcome::Opened(Box::new(
        OpenedAudit {
            path: "r".into(),
            name: "r".to_owned(),
            history: History::begin(audit),
            read_only: None,
            notices: vec![notice.to_owned()],
            head: None,
        },
    ))));
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Page(_))
    ));
    let shown = script.screen(80, 24);
    let words = shown.replace(['│', '•'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("only then move it away"), "{shown}");
}
