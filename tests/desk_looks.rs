//! Themes, plain characters, the mouse and the user's own keys, on every screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::buffer::Cell;
use ratatui::style::Modifier;
use scrutineer::base::{SourceText, Word as _};
use scrutineer::checklist::Status;
use scrutineer::desk::looks::ThemeName;
use scrutineer::desk::preferences::{self, Preferences};
use scrutineer::desk::{Action, Hit, KeyPlace, Message, Overlay, Screen};
use scrutineer::view::theme::{Depth, LEAST_OF_SIGNS, LEAST_OF_TEXT, Theme, contrast_of, seen};

use crate::desk_screens::every_place;
use crate::testkit::script::{Script, text_of};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

/// Returns a theme, on a terminal that told its background or did not.
fn themes(depth: Depth) -> Vec<(String, Theme, [u8; 3])> {
    let plain = Theme::new(depth, false);
    let named = [
        ThemeName::Dark,
        ThemeName::Light,
        ThemeName::HighContrast,
        ThemeName::ColourBlind,
    ];
    let named = named.map(|name| (name.to_string(), plain.chosen(name, None), [0; 3]));
    let own = [[255; 3], [0x2e, 0x34, 0x36], [0x80; 3]].map(|ground| {
        let theme = plain.chosen(ThemeName::Auto, Some(ground));
        (format!("auto on {ground:?}"), theme, ground)
    });
    named.into_iter().chain(own).collect()
}

/// Returns the contrast of what a cell shows with what it is shown on.
fn contrast(cell: &Cell, own: [u8; 3]) -> f64 {
    let of = |colour| seen(colour, None).unwrap_or(own);
    contrast_of(of(cell.fg), of(cell.bg))
}

#[test]
fn every_cell_of_every_screen_can_be_read_in_every_theme_at_every_size() {
    for (name, mut script) in every_place() {
        for (columns, rows) in SIZES {
            for (theme, style, own) in themes(Depth::Many).into_iter().take(5) {
                let cells = script.cells(columns, rows, &style);
                for cell in cells.content.iter().filter(|cell| cell.symbol() != " ") {
                    let frame = "─│╭╮╰╯█░┬━".contains(cell.symbol());
                    let least = if frame { LEAST_OF_SIGNS } else { LEAST_OF_TEXT };
                    let contrast = contrast(cell, own);
                    assert!(
                        contrast >= least,
                        "{name} at {columns}x{rows} in {theme}: {:?} {:?} on {:?}: {contrast:.2}",
                        cell.symbol(),
                        cell.fg,
                        cell.bg
                    );
                }
            }
        }
    }
}

#[test]
fn without_a_colour_nothing_is_drawn_but_the_terminals_own() {
    for (name, mut script) in every_place() {
        let theme = Theme::new(Depth::True, false).chosen(ThemeName::Mono, Some([255; 3]));
        let cells = script.cells(80, 24, &theme);
        let colours: BTreeSet<String> = cells
            .content
            .iter()
            .flat_map(|cell| [format!("{:?}", cell.fg), format!("{:?}", cell.bg)])
            .collect();
        assert_eq!(colours.into_iter().collect::<Vec<_>>(), ["Reset"], "{name}");
    }
}

#[test]
fn nothing_but_ascii_is_drawn_on_any_screen_where_only_that_may_be() {
    let mut places = every_place();
    let mut note = Script::on_new_audit();
    note.keys("t").typed("Llŷn’s £5 – “naïve” 漢字 👩‍👩‍👧 ½ § 3");
    places.push(("a note in other letters", note));
    for (name, mut script) in places {
        for (columns, rows) in SIZES {
            let cells = script.cells(columns, rows, &Theme::new(Depth::Many, true));
            for cell in &cells.content {
                let symbol = cell.symbol();
                assert!(
                    symbol.bytes().all(|byte| (0x20..=0x7e).contains(&byte)),
                    "{name} at {columns}x{rows}: {symbol:?}\n{}",
                    text_of(&cells)
                );
            }
        }
    }
    let mut note = Script::on_new_audit();
    note.keys("t").typed("Llŷn naïve 漢").keys("C-s");
    let cells = note.cells(120, 36, &Theme::new(Depth::Many, true));
    assert!(
        text_of(&cells).contains("Llyn naive ?"),
        "{}",
        text_of(&cells)
    );
}

#[test]
fn a_theme_is_seen_while_the_bar_is_on_it_and_kept_when_it_is_chosen() {
    let mut script = Script::on_new_audit();
    assert_eq!(script.desk.theme(), ThemeName::Auto);
    script.keys(":").typed("theme").keys("Enter");
    assert_eq!(
        script.desk.theme(),
        ThemeName::Auto,
        "the bar is on the one in use"
    );
    script.keys("Down Down");
    assert_eq!(script.desk.theme(), ThemeName::Light);
    script.keys("Esc");
    assert_eq!(script.desk.theme(), ThemeName::Auto, "nothing was chosen");
    script.keys("F8").typed("colour-blind").keys("Enter");
    assert!(script.desk.overlays.is_empty());
    assert_eq!(script.desk.theme(), ThemeName::ColourBlind);
    let screen = script.screen(80, 24);
    assert!(screen.contains("The theme is now colour-blind"), "{screen}");
}

#[test]
fn the_terminals_answer_changes_nothing_but_the_colours() {
    let mut script = Script::on_new_audit();
    script.keys("t").typed("half a n");
    let before = script.screen(80, 24);
    script.message(Message::Ground([255; 3]));
    assert_eq!(script.screen(80, 24), before);
    script.typed("ote").keys("C-s");
    assert!(script.screen(80, 24).contains("half a note"));
    assert_eq!(script.desk.looks.ground, Some([255; 3]));
}

/// Returns the middle of what can be clicked for a target.
fn place_of(script: &Script, wanted: impl Fn(&Hit) -> bool) -> Option<(u16, u16)> {
    let hits = script.desk.drawn.hits.iter();
    let mut found = hits.filter(|(_, hit)| wanted(hit));
    found
        .next()
        .map(|((x, y, columns, _), _)| (x + columns / 2, *y))
}

#[test]
fn the_mouse_is_on_and_every_answer_can_be_clicked() {
    for (columns, rows) in SIZES {
        for status in Status::ALL {
            let mut script = Script::on_new_audit();
            assert!(script.desk.mouse);
            let asked = script.open().walk.at().expect("a question");
            script.screen(columns, rows);
            let action = Action::of_status(*status);
            let at = place_of(&script, |hit| *hit == Hit::Action(action)).expect("to be clicked");
            script.message(Message::Click(at.0, at.1));
            let answered = script.open().findings.answered(asked).status;
            assert_eq!(answered, Some(*status), "{columns}x{rows}");
        }
    }
}

#[test]
fn nothing_under_a_box_can_be_clicked() {
    let mut script = Script::on_new_audit();
    script.screen(80, 24);
    let met = Hit::Action(Action::AnswerMet);
    let at = place_of(&script, |hit| *hit == met).expect("to be clicked");
    script.keys("t").screen(80, 24);
    script.message(Message::Click(at.0, at.1));
    assert!(script.audit().answers.is_empty());
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Editor(_))
    ));
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_leaves_the_question_alone() {
    for (columns, rows) in SIZES {
        let mut script = Script::on_new_audit();
        script.screen(columns, rows);
        let asked = script.open().walk.at();
        let right = (columns - 3, rows / 2);
        script.message(Message::Wheel(1, right));
        assert_eq!(script.open().walk.at(), asked, "{columns}x{rows}");
        assert_eq!(script.open().scroll, script.desk.drawn.scroll_max.min(3));
        script.message(Message::Wheel(-1, right));
        assert_eq!(script.open().scroll, 0);
        if columns > 80 {
            let list = place_of(&script, |hit| matches!(hit, Hit::WalkRow(..)));
            script.message(Message::Wheel(1, list.expect("a list")));
            assert_ne!(script.open().walk.at(), asked, "the list moves");
        }
    }
    let mut flags = Script::new();
    flags.keys("Enter Tab Tab").screen(80, 24);
    assert_eq!(flags.desk.screen, Screen::Flags);
    let list = place_of(&flags, |hit| matches!(hit, Hit::Row(_))).expect("a list");
    flags.message(Message::Wheel(1, list));
    assert_eq!(flags.open().flag_row, 1);
    flags.screen(80, 24);
    flags.message(Message::Wheel(1, (40, 20)));
    assert_eq!((flags.open().flag_row, flags.open().scroll > 0), (1, true));
}

#[test]
fn a_mouse_that_points_nowhere_loses_nothing() {
    let mut script = Script::on_new_audit();
    script.keys("t").typed("half");
    for at in [(0, 0), (u16::MAX, u16::MAX), (79, 9999)] {
        script.message(Message::Click(at.0, at.1));
        script.message(Message::Wheel(-1, at));
        script.message(Message::Wheel(1, at));
    }
    script.typed(" a note").keys("C-s");
    let note = &script.audit().answers.values().next().expect("kept").note;
    assert_eq!(note, "half a note");
}

#[test]
fn a_screen_too_small_to_show_it_gives_no_answer_and_loses_no_text() {
    let mut script = Script::on_new_audit();
    let before = script.audit().clone();
    script.message(Message::Resize(30, 8)).keys("n m Down x");
    assert_eq!(script.audit(), &before);
    script
        .message(Message::Resize(80, 24))
        .keys("t")
        .typed("half");
    script.message(Message::Resize(1, 1)).typed(" a note");
    script.message(Message::Resize(80, 24)).keys("C-s");
    let note = &script.audit().answers.values().next().expect("kept").note;
    assert_eq!(note, "half a note");
    assert!(!script.message(Message::Resize(1, 1)).quit);
    assert!(script.keys("Q").quit, "it can always be left");
}

#[test]
fn a_quotation_a_flag_and_a_law_are_copied() {
    let mut script = Script::new();
    script.keys("Enter Tab Tab");
    let heading = script
        .open()
        .findings
        .fired
        .get(0)
        .expect("it fired")
        .heading
        .clone();
    script.keys("C");
    assert!(
        script.copied[0].starts_with(&heading),
        "{}",
        script.copied[0]
    );
    script.keys("Tab C");
    let law = script.copied[1].clone();
    assert!(law.contains(": "), "{law}");
    let mut script = Script::on_new_audit();
    script.keys("C");
    assert!(script.copied.is_empty());
    assert!(
        script
            .screen(80, 24)
            .contains("no quotation, flag or law here to copy")
    );
    script.paper("/papers/report.txt", "One paragraph.");
    script
        .keys("Tab Tab Tab a")
        .typed("report")
        .keys("Enter Enter C");
    assert_eq!(
        script.copied,
        ["“One paragraph.” (report, paragraph 1 of the text)"]
    );
}

/// Returns the settings of a text that has no mistake.
fn settings(text: &str) -> Preferences {
    let (preferences, mistakes) = preferences::read(&SourceText::new("settings.toml", text));
    assert_eq!(mistakes, []);
    preferences
}

#[test]
fn the_users_own_keys_work_and_are_named_everywhere() {
    let own = settings("[keys]\nnext-open = \"F5\"\nmet = [\"j\", \"7\"]\nfilter = \"h\"\n");
    let mut script = Script::under(own.clone()).audited();
    script
        .keys("/")
        .typed("options.ways-considered")
        .keys("Enter");
    let screen = script.screen(120, 36);
    assert!(screen.contains("j  ✓ met"), "{screen}");
    assert!(
        screen
            .lines()
            .last()
            .expect("keys")
            .contains("F5 next open"),
        "{screen}"
    );
    let asked = script.open().walk.at().expect("a question");
    // What the key was is none any more.
    script.keys("m o");
    assert!(script.audit().answers.is_empty());
    script.keys("7");
    assert_eq!(
        script.open().findings.answered(asked).status,
        Some(Status::Met)
    );
    script.keys("Esc F5");
    assert_ne!(script.open().walk.at(), Some(asked));
    for list in ["?", ":"] {
        script.keys(list).typed("next open");
        let screen = script.screen(120, 36);
        assert!(screen.contains("F5"), "{list}: {screen}");
        script.keys("Esc");
    }
    script.keys("h").typed("contested").keys("Enter");
    let screen = script.screen(80, 24);
    assert!(screen.contains("Press h to show others"), "{screen}");
    // Another desk, at the same time, has the keys it was shipped with.
    let mut other = Script::on_new_audit();
    assert!(other.screen(120, 36).contains("m  ✓ met"));
    assert!(Arc::ptr_eq(&script.desk.keymap, &own.keymap));
}

#[test]
fn mouse_and_theme_are_as_set() {
    let script = Script::under(settings(
        "[desk]\nmouse = false\ntheme = \"high-contrast\"\n",
    ));
    assert!(!script.desk.mouse);
    assert_eq!(script.desk.theme(), ThemeName::HighContrast);
}

#[test]
fn the_help_shows_first_what_can_be_done_now_on_two_screens_at_most() {
    for (name, mut script) in every_place() {
        // Where letters are typed, no letter asks for help.
        if script.desk.place() != script.desk.screen_place() {
            continue;
        }
        script.keys("?").screen(80, 24);
        let Some(Overlay::Picker(picker)) = script.desk.overlays.last() else {
            panic!("{name}: no help");
        };
        let shown = picker.shown();
        assert!(
            !shown.is_empty() && shown.len() <= 2 * script.desk.drawn.page_rows,
            "{name}"
        );
        assert!(
            shown.iter().all(|item| item.disabled_reason.is_none()),
            "{name}"
        );
        if name == "walk" {
            let first: Vec<&str> = shown
                .iter()
                .take(6)
                .map(|item| item.label.as_str())
                .collect();
            assert!(
                first.iter().all(|label| label.starts_with("Answer: ")),
                "{first:?}"
            );
        }
    }
    // A row does what it says.
    let mut script = Script::on_new_audit();
    script.keys("?").typed("choose the colours").keys("Enter");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::Picker(one)) if one.title == "Theme")
    );
    // What works elsewhere says where.
    let help = Script::on_new_audit().help("undo typing");
    assert!(help.contains("this works in a form"), "{help}");
    assert!(KeyPlace::ALL.len() > 10);
}

#[test]
fn the_bar_can_be_seen_in_every_theme() {
    let mut script = Script::on_new_audit();
    for (theme, style, _) in themes(Depth::True) {
        let cells = script.cells(120, 36, &style);
        let bar = cells
            .content
            .iter()
            .filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        assert!(bar.count() >= 10, "{theme}");
    }
}
