//! Keys as a console of Windows reports them, made into what was typed and what was pasted.
//!
//! Such a console reports each release as well, gives a character of its own making (an Alt code, a
//! pasted “£”) with a release alone, and passes a paste on as keys. Nothing here reads a console, so
//! that it is tested on every system.

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// The fewest characters that count as pasted if they arrive at once: nobody types as fast.
const PASTED: usize = 5;

/// The keys that are held down.
#[derive(Debug, Default)]
pub(super) struct Typed {
    down: Vec<KeyCode>,
}

impl Typed {
    /// Returns what was typed and pasted by events that arrived at once.
    pub(super) fn events(&mut self, arrived: Vec<Event>) -> Vec<Event> {
        let mut events = Vec::new();
        let mut run: Vec<(Event, char)> = Vec::new();
        for event in arrived {
            let Some(event) = self.pressed(event) else {
                continue;
            };
            if let Some(c) = character(&event) {
                run.push((event, c));
            } else {
                events.extend(ended(&mut run));
                events.push(event);
            }
        }
        events.extend(ended(&mut run));
        events
    }

    /// Returns an event without the releases: a release that no press came before is a character.
    fn pressed(&mut self, event: Event) -> Option<Event> {
        let key = match event {
            Event::Key(key) => key,
            Event::FocusLost => {
                // What is released in another window is not reported here.
                self.down.clear();
                return None;
            }
            event => return Some(event),
        };
        if key.kind != KeyEventKind::Release {
            if !self.down.contains(&key.code) {
                self.down.push(key.code);
            }
            return Some(Event::Key(key));
        }
        // With another shift the release has another character than the press: then the key that was
        // pressed first counts as released.
        if !self.down.is_empty() {
            let at = self.down.iter().position(|code| *code == key.code);
            self.down.remove(at.unwrap_or(0));
            return None;
        }
        // The letters of every keyboard are reported with a press.
        matches!(key.code, KeyCode::Char(c) if !c.is_ascii())
            .then(|| Event::Key(KeyEvent::new(key.code, KeyModifiers::NONE)))
    }
}

/// Returns true if so many characters arrived at once that the rest of a paste is waited for.
pub(super) fn may_be_paste(arrived: &[Event]) -> bool {
    let pressed = |event: &&Event| {
        let is_release = matches!(event, Event::Key(key) if key.kind == KeyEventKind::Release);
        !is_release && character(event).is_some()
    };
    arrived.iter().filter(pressed).nth(PASTED - 1).is_some()
}

/// Returns the character that a key gives to a text, if it gives one.
fn character(event: &Event) -> Option<char> {
    let Event::Key(key) = event else {
        return None;
    };
    let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let held = key.modifiers & alt_gr;
    match key.code {
        KeyCode::Char(c) if held.is_empty() || held == alt_gr => Some(c),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab if held.is_empty() => Some('\t'),
        _ => None,
    }
}

/// Returns the keys of a run, or the paste that they are.
fn ended(run: &mut Vec<(Event, char)>) -> Vec<Event> {
    let run = std::mem::take(run);
    // A key that is held down while the computer is slow arrives many times at once, too.
    let is_held = run
        .windows(2)
        .all(|two| matches!(two, [(_, one), (_, next)] if one == next));
    if run.len() >= PASTED && !is_held {
        return vec![Event::Paste(run.into_iter().map(|(_, c)| c).collect())];
    }
    run.into_iter().map(|(event, _)| event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent::new_with_kind(code, KeyModifiers::NONE, kind))
    }

    fn press(c: char) -> Event {
        key(KeyCode::Char(c), KeyEventKind::Press)
    }

    fn release(c: char) -> Event {
        key(KeyCode::Char(c), KeyEventKind::Release)
    }

    /// The keys of a text as a console reports them.
    fn keys(text: &str) -> Vec<Event> {
        let code = |c| match c {
            '\n' => KeyCode::Enter,
            c => KeyCode::Char(c),
        };
        text.chars()
            .flat_map(|c| {
                // A character that the keyboard has not comes as an Alt code.
                let kinds = if c.is_ascii() {
                    vec![KeyEventKind::Press, KeyEventKind::Release]
                } else {
                    vec![KeyEventKind::Release]
                };
                kinds.into_iter().map(move |kind| key(code(c), kind))
            })
            .collect()
    }

    #[test]
    fn a_key_counts_once_and_its_release_never() {
        let mut typed = Typed::default();
        let all = [
            press('m'),
            release('m'),
            press('1'),
            press('1'),
            release('1'),
        ];
        let told = typed.events(all.to_vec());
        assert_eq!(told, [press('m'), press('1'), press('1')]);
    }

    #[test]
    fn a_release_with_another_shift_than_its_press_is_no_character() {
        let mut typed = Typed::default();
        // `£` is shift and 3: here the shift is let go first, and there it is pressed late.
        for (one, other) in [('£', '3'), ('3', '£'), ('é', 'É')] {
            let told = typed.events(vec![press(one), release(other)]);
            assert_eq!(told, [press(one)]);
        }
        let told = typed.events(vec![press('!'), press('é'), release('1'), release('é')]);
        assert_eq!(told, [press('!'), press('é')]);
    }

    #[test]
    fn a_character_that_the_keyboard_has_not_is_typed() {
        let mut typed = Typed::default();
        assert_eq!(typed.events(vec![release('–')]), [press('–')]);
        // A key that was pressed in the window before is let go in this one.
        assert_eq!(typed.events(vec![release('q')]), []);
        // Its release was for another window.
        typed.events(vec![press('x'), Event::FocusLost]);
        assert_eq!(typed.events(vec![release('–')]), [press('–')]);
    }

    #[test]
    fn a_paste_is_told_by_its_speed_with_every_character_and_line() {
        let mut typed = Typed::default();
        let text = "“£3,000” – p. 4\nŵy";
        let arrived = keys(text);
        assert!(may_be_paste(&arrived));
        assert_eq!(typed.events(arrived), [Event::Paste(text.to_owned())]);
    }

    #[test]
    fn what_is_typed_by_a_person_stays_keys() {
        let mut typed = Typed::default();
        assert_eq!(typed.events(keys("no")), [press('n'), press('o')]);
        let held = vec![press('n'); 40];
        assert_eq!(typed.events(held.clone()), held);
        let ctrl = Event::Key(KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL));
        let among = [keys("abcdef"), vec![ctrl.clone()], keys("no")].concat();
        let told = typed.events(among);
        let paste = Event::Paste("abcdef".to_owned());
        assert_eq!(told, [paste, ctrl, press('n'), press('o')]);
    }
}
