//! Conversion of terminal events to messages of the desk.
//!
//! This is the only place where a key release is dropped, where a held key counts as pressed again,
//! and where a pasted text is cleaned.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::desk::{Code, Key, Message};

/// Returns the message for an event of the terminal, if it has one.
pub(super) fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => key_of(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(clean(&text))),
        Event::Mouse(mouse) => mouse_of(mouse),
        Event::Resize(columns, rows) => Some(Message::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    // Windows sends the release as well (ratatui#347); a key that is held down repeats.
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = event.modifiers;
    let code = match event.code {
        KeyCode::Char(c) if c.is_control() => return None,
        // The desk's keys are upper case when shift was held, on every terminal.
        KeyCode::Char(c) if held.contains(KeyModifiers::SHIFT) => Code::Char(upper(c)),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if held.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    let ctrl = held.contains(KeyModifiers::CONTROL);
    let alt = held.contains(KeyModifiers::ALT);
    if let Code::Char(c) = code
        && ctrl
        && alt
    {
        // AltGr on Windows: `@`, `\`, `{` on half the keyboards of Europe. Nothing is bound to
        // Ctrl-Alt, so that they can always be typed. Where AltGr gives nothing, the console names the
        // key without it: nobody typed that letter.
        return (!c.is_ascii_alphanumeric()).then(|| Key::plain(code));
    }
    Some(Key { code, ctrl, alt })
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn mouse_of(event: MouseEvent) -> Option<Message> {
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Message::Click(event.column, event.row)),
        MouseEventKind::ScrollUp => Some(Message::Wheel(-1, (event.column, event.row))),
        MouseEventKind::ScrollDown => Some(Message::Wheel(1, (event.column, event.row))),
        _ => None,
    }
}

/// Cleans a text that was pasted: its line ends are made the same, and control characters are left out.
///
/// Nothing more is taken from what the user writes; what is drawn of it is cleaned like any text.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                clean.push('\n');
            }
            '\n' | '\t' => clean.push(c),
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, held: KeyModifiers, kind: KeyEventKind) -> Option<String> {
        match message(Event::Key(KeyEvent::new_with_kind(code, held, kind))) {
            Some(Message::Key(key)) => Some(key.to_string()),
            None => None,
            other => panic!("not a key: {other:?}"),
        }
    }

    fn pressed(code: KeyCode, held: KeyModifiers) -> Option<String> {
        key(code, held, KeyEventKind::Press)
    }

    #[test]
    fn a_release_is_dropped_and_a_repeat_is_a_press() {
        let m = KeyCode::Char('m');
        assert_eq!(
            key(m, KeyModifiers::NONE, KeyEventKind::Press).as_deref(),
            Some("m")
        );
        assert_eq!(
            key(m, KeyModifiers::NONE, KeyEventKind::Repeat).as_deref(),
            Some("m")
        );
        assert_eq!(key(m, KeyModifiers::NONE, KeyEventKind::Release), None);
    }

    #[test]
    fn control_and_alt_together_are_a_character() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(pressed(KeyCode::Char('@'), both).as_deref(), Some("@"));
        assert_eq!(
            pressed(KeyCode::Char('q'), both),
            None,
            "no letter of AltGr"
        );
        assert_eq!(
            pressed(KeyCode::Char('s'), KeyModifiers::CONTROL).as_deref(),
            Some("Ctrl-S")
        );
        assert_eq!(
            pressed(KeyCode::Char('b'), KeyModifiers::ALT).as_deref(),
            Some("Alt-b")
        );
    }

    #[test]
    fn shift_makes_upper_case_and_a_tab_backwards() {
        assert_eq!(
            pressed(KeyCode::Char('a'), KeyModifiers::SHIFT).as_deref(),
            Some("A")
        );
        assert_eq!(
            pressed(KeyCode::Char('A'), KeyModifiers::SHIFT).as_deref(),
            Some("A")
        );
        assert_eq!(
            pressed(KeyCode::Char('ß'), KeyModifiers::SHIFT).as_deref(),
            Some("ß")
        );
        assert_eq!(
            pressed(KeyCode::Tab, KeyModifiers::SHIFT).as_deref(),
            Some("Shift-Tab")
        );
        assert_eq!(
            pressed(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(),
            Some("Shift-Tab")
        );
    }

    #[test]
    fn what_the_desk_has_no_word_for_is_dropped() {
        for code in [
            KeyCode::Insert,
            KeyCode::CapsLock,
            KeyCode::Null,
            KeyCode::Char('\u{9b}'),
        ] {
            assert_eq!(pressed(code, KeyModifiers::NONE), None, "{code:?}");
        }
        assert!(message(Event::FocusGained).is_none());
    }

    #[test]
    fn a_pasted_text_has_plain_lines_and_no_orders_for_the_terminal() {
        assert_eq!(
            clean("one\r\ntwo\rthree\n\tfour"),
            "one\ntwo\nthree\n\tfour"
        );
        assert_eq!(clean("a\u{1b}[2Jb\u{7}\u{9b}c\u{0}"), "a[2Jbc");
    }

    #[test]
    fn the_mouse_points_and_its_wheel_turns() {
        let mouse = |kind| {
            message(Event::Mouse(MouseEvent {
                kind,
                column: 3,
                row: 4,
                modifiers: KeyModifiers::NONE,
            }))
        };
        assert!(matches!(
            mouse(MouseEventKind::Down(MouseButton::Left)),
            Some(Message::Click(3, 4))
        ));
        assert!(matches!(
            mouse(MouseEventKind::ScrollDown),
            Some(Message::Wheel(1, (3, 4)))
        ));
        assert!(matches!(
            mouse(MouseEventKind::ScrollUp),
            Some(Message::Wheel(-1, (3, 4)))
        ));
        assert!(mouse(MouseEventKind::Up(MouseButton::Left)).is_none());
        assert!(mouse(MouseEventKind::Moved).is_none());
    }
}
