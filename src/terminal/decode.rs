//! A decoder from the bytes of a terminal to events.
//!
//! It knows no file and no clock: it is fed, and it returns the time it would wait for the rest of
//! an incomplete sequence.
//!
//! It is our own because the decoder of crossterm 0.29 cannot be fed: its reader stops in the
//! middle of a paste of more than 1024 bytes until the next key (crossterm#1057), blocks on half a
//! sequence, swallows every key after a paste that never ends (crossterm#1060), spins when the
//! terminal has gone (crossterm#793), and takes an arrow key that arrives in two pieces for Escape
//! and two letters, which here would be an answer.

use std::time::Duration;

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::desk::looks::Rgb;

const ESC: u8 = 0x1b;
/// The end marker of a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// The longest paste accepted, in bytes: more than any field has room for, so that a longer one is
/// refused by the field and not cut short.
pub(super) const LONGEST_PASTE: usize = 5 << 20;
/// The longest sequence that is waited for, in bytes.
const LONGEST_SEQUENCE: usize = 64;
/// The time Escape may be the beginning of a sequence: over a slow line a key arrives in pieces.
const REST_OF_KEY: Duration = Duration::from_millis(50);
/// The longest sequence of the kind that answers questions, in bytes.
const LONGEST_ANSWER: usize = 4096;
/// The longest pause within an answer of the terminal's before the rest is given up.
const REST_OF_ANSWER: Duration = Duration::from_secs(1);
/// The beginning of the answer to the question for the background (OSC 11).
const ANSWER: &[u8] = b"\x1b]11;";
/// The longest pause within a paste before it counts as ended.
const REST_OF_PASTE: Duration = Duration::from_secs(1);

/// A decoder of the bytes of a terminal.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Bytes received that do not make an event yet.
    rest: Vec<u8>,
    /// The text pasted so far, while a paste is under way.
    paste: Option<Vec<u8>>,
    /// The background that the terminal told, until it is taken.
    ground: Option<Rgb>,
    /// The bytes of half an answer that came before a pause; those after it may be keys.
    stalled: Option<usize>,
    /// The beginning of an answer that was taken for keys, for nothing followed it in time.
    given_up: Vec<u8>,
}

/// The result of decoding the beginning of some bytes.
enum DecodeStep {
    /// A sequence of this many bytes, with its event, or none if it is unknown.
    Took(usize, Option<Event>),
    /// A sequence of this many bytes, after which a paste begins.
    Paste(usize),
    /// An answer of this many bytes, with the background told in it, if it makes sense.
    Ground(usize, Option<Rgb>),
    /// The beginning of a sequence: more bytes are needed.
    Wait,
}

impl Decoder {
    /// Decodes received bytes and adds the events in them.
    pub(super) fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        // The rest of an answer is no keys, though its beginning was taken for some.
        let begun = std::mem::take(&mut self.given_up);
        if !begun.is_empty()
            && ANSWER
                .strip_prefix(&*begun)
                .is_some_and(|rest| bytes.starts_with(rest))
        {
            self.rest.extend(begun);
        }
        self.rest.extend_from_slice(bytes);
        if let Some(half) = self.stalled
            && !may_be_answer(&self.rest)
        {
            // The answer was never finished: what came after the pause was typed.
            self.stalled = None;
            self.rest.drain(..half.min(self.rest.len()));
        }
        self.decode(false, events);
    }

    /// Takes the background that the terminal told, if it did since the last time.
    pub(super) const fn take_ground(&mut self) -> Option<Rgb> {
        self.ground.take()
    }

    /// Returns the time to wait for more before [`timed_out`](Self::timed_out); `None`: no limit.
    pub(super) fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            Some(REST_OF_PASTE)
        } else if self.rest.is_empty() {
            None
        } else if self.stalled.is_some() {
            Some(REST_OF_ANSWER)
        } else {
            Some(REST_OF_KEY)
        }
    }

    /// Decodes the rest as it is, once nothing more has arrived in time.
    pub(super) fn timed_out(&mut self, events: &mut Vec<Event>) {
        if let Some(mut text) = self.paste.take() {
            text.append(&mut self.rest);
            events.push(pasted(&text));
        }
        match self.stalled.take() {
            // Half an answer: the rest of it may still be on its way.
            None if self.rest.len() > 2 && may_be_answer(&self.rest) => {
                self.stalled = Some(self.rest.len());
                return;
            }
            None => {}
            Some(half) => drop(self.rest.drain(..half.min(self.rest.len()))),
        }
        if self.rest.len() <= 2 && ANSWER.starts_with(&self.rest) {
            self.given_up.clone_from(&self.rest);
        }
        self.decode(true, events);
        self.rest.clear();
    }

    fn decode(&mut self, all: bool, events: &mut Vec<Event>) {
        let mut rest = std::mem::take(&mut self.rest);
        let mut from = 0;
        while let Some(bytes) = rest.get(from..).filter(|bytes| !bytes.is_empty()) {
            if let Some(paste) = &mut self.paste {
                let (text, end) = until_paste_ends(bytes);
                // The paste beyond the limit is dropped.
                let room = LONGEST_PASTE.saturating_sub(paste.len());
                paste.extend(text.iter().take(room));
                from += text.len();
                if !end {
                    break;
                }
                from += PASTE_END.len();
                events.push(pasted(&self.paste.take().unwrap_or_default()));
                continue;
            }
            match first(bytes, all) {
                DecodeStep::Took(count, event) => {
                    from += count.max(1);
                    events.extend(event);
                }
                DecodeStep::Paste(count) => {
                    from += count;
                    self.paste = Some(Vec::new());
                }
                DecodeStep::Ground(count, ground) => {
                    from += count.max(1);
                    self.ground = ground.or(self.ground);
                    self.stalled = None;
                }
                DecodeStep::Wait => break,
            }
        }
        rest.drain(..from.min(rest.len()));
        self.rest = rest;
    }
}

fn pasted(text: &[u8]) -> Event {
    Event::Paste(String::from_utf8_lossy(text).into_owned())
}

/// Returns the bytes that are certainly pasted. The flag is true if the end of the paste follows.
fn until_paste_ends(bytes: &[u8]) -> (&[u8], bool) {
    if let Some(place) = bytes
        .windows(PASTE_END.len())
        .position(|window| window == PASTE_END)
    {
        return (bytes.get(..place).unwrap_or_default(), true);
    }
    // The last bytes may be the beginning of the end marker.
    let begun = (1..PASTE_END.len()).rev().find(|count| {
        PASTE_END
            .get(..*count)
            .is_some_and(|begin| bytes.ends_with(begin))
    });
    let sure = bytes.len() - begun.unwrap_or(0);
    (bytes.get(..sure).unwrap_or_default(), false)
}

/// Decodes `ESC ]` and a digit: what a terminal answers to a question, up to its end (BEL or ESC \).
///
/// Any other control character begins something new, and is a key of its own.
fn answer(bytes: &[u8], all: bool) -> DecodeStep {
    let body = bytes.get(2..).unwrap_or_default();
    let Some(end) = body.iter().position(|byte| matches!(byte, 0..=0x1f | 0x7f)) else {
        return if all || bytes.len() > LONGEST_ANSWER {
            DecodeStep::Ground(bytes.len(), None)
        } else {
            DecodeStep::Wait
        };
    };
    let told = body.get(..end).and_then(ground);
    match body.get(end..).unwrap_or_default() {
        [0x07, ..] => DecodeStep::Ground(3 + end, told),
        [ESC, b'\\', ..] => DecodeStep::Ground(4 + end, told),
        [ESC] if !all => DecodeStep::Wait,
        _ => DecodeStep::Ground(2 + end, None),
    }
}

/// Returns the colour of an answer: `11;rgb:1c1c/1c1c/1c1c`, with one to four digits a part.
fn ground(body: &[u8]) -> Option<Rgb> {
    let text = std::str::from_utf8(body).ok()?.strip_prefix("11;")?;
    let parts = text
        .strip_prefix("rgb:")
        .or_else(|| text.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/').map(|part| {
        let most = (1_u32
            << (4 * u32::try_from(part.len())
                .ok()
                .filter(|len| (1..=4).contains(len))?))
            - 1;
        let digits = part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = digits.then(|| u32::from_str_radix(part, 16).ok())??;
        u8::try_from(value * 255 / most).ok()
    });
    let colour = [parts.next()??, parts.next()??, parts.next()??];
    // A fourth part says how much shines through.
    (parts.count() <= 1).then_some(colour)
}

/// Returns true if bytes are the beginning of an answer that tells the background, or all of one.
fn may_be_answer(bytes: &[u8]) -> bool {
    let (begun, rest) = bytes.split_at(bytes.len().min(ANSWER.len()));
    if !ANSWER.starts_with(begun) {
        return false;
    }
    let scheme = rest.split(|byte| *byte == b':').next().unwrap_or_default();
    let Some(parts) = rest
        .strip_prefix(scheme)
        .and_then(|rest| rest.strip_prefix(b":"))
    else {
        return b"rgba".starts_with(scheme);
    };
    let colour = parts
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'/')
        .count();
    let ends = parts.get(colour..).unwrap_or_default();
    matches!(scheme, b"rgb" | b"rgba")
        && colour <= 19
        && matches!(ends, [] | [0x07, ..] | [ESC] | [ESC, b'\\', ..])
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every caller has an option to fill"
)]
fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Event> {
    Some(Event::Key(KeyEvent::new(code, modifiers)))
}

/// Decodes the beginning of these bytes; `all` is set if nothing follows them.
fn first(bytes: &[u8], all: bool) -> DecodeStep {
    match bytes {
        [ESC] if all => DecodeStep::Took(1, key(KeyCode::Esc, KeyModifiers::NONE)),
        [] | [ESC] => DecodeStep::Wait,
        [ESC, b'[' | b'O' | b']' | ESC] if !all => DecodeStep::Wait,
        [ESC, b']', b'0'..=b'9', ..] => answer(bytes, all),
        [ESC, b'[', _, ..] => control_sequence(bytes, all),
        [ESC, b'O', _, ..] => function_key(bytes),
        // Some terminals put Escape before the sequence of a key held with alt.
        [ESC, ESC, b'[' | b'O', ..] => match first(bytes.get(1..).unwrap_or_default(), all) {
            DecodeStep::Took(count, Some(Event::Key(mut key))) => {
                key.modifiers |= KeyModifiers::ALT;
                DecodeStep::Took(count + 1, Some(Event::Key(key)))
            }
            DecodeStep::Wait => DecodeStep::Wait,
            _ => DecodeStep::Took(1, key(KeyCode::Esc, KeyModifiers::NONE)),
        },
        [ESC, ESC, ..] => DecodeStep::Took(1, key(KeyCode::Esc, KeyModifiers::NONE)),
        [ESC, rest @ ..] => match character(rest, all) {
            DecodeStep::Took(count, Some(Event::Key(mut key))) => {
                key.modifiers |= KeyModifiers::ALT;
                DecodeStep::Took(count + 1, Some(Event::Key(key)))
            }
            DecodeStep::Took(count, _) => DecodeStep::Took(count + 1, None),
            other => other,
        },
        _ => character(bytes, all),
    }
}

/// Decodes a character, or a control character.
fn character(bytes: &[u8], all: bool) -> DecodeStep {
    let Some(&byte) = bytes.first() else {
        return DecodeStep::Wait;
    };
    let control = |from: u8| {
        let c = char::from(byte.wrapping_sub(1).wrapping_add(from));
        key(KeyCode::Char(c), KeyModifiers::CONTROL)
    };
    let event = match byte {
        0 => key(KeyCode::Char(' '), KeyModifiers::CONTROL),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE),
        0x01..=0x1a => control(b'a'),
        // Ctrl with \ ] ^ _, which many keyboards send for Ctrl with 4 to 7.
        0x1c..=0x1f => key(
            KeyCode::Char(char::from(byte - 0x1c + b'4')),
            KeyModifiers::CONTROL,
        ),
        _ => return text(bytes, all),
    };
    DecodeStep::Took(1, event)
}

/// Decodes a character of a text, in UTF-8.
fn text(bytes: &[u8], all: bool) -> DecodeStep {
    let longest = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let valid = match std::str::from_utf8(longest) {
        Ok(valid) => valid,
        Err(error) if error.valid_up_to() > 0 => {
            let valid = longest.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or_default()
        }
        Err(error) => {
            return match error.error_len() {
                None if !all => DecodeStep::Wait,
                wrong => DecodeStep::Took(wrong.unwrap_or(longest.len()), None),
            };
        }
    };
    match valid.chars().next() {
        Some(c) => {
            let held = if c.is_uppercase() {
                KeyModifiers::SHIFT
            } else {
                KeyModifiers::NONE
            };
            DecodeStep::Took(c.len_utf8(), key(KeyCode::Char(c), held))
        }
        None => DecodeStep::Took(1, None),
    }
}

/// Decodes `ESC O` and one letter: arrows in application mode, F1 to F4, the keypad.
fn function_key(bytes: &[u8]) -> DecodeStep {
    let Some(&letter) = bytes.get(2) else {
        return DecodeStep::Wait;
    };
    let plain = KeyModifiers::NONE;
    let event = match letter {
        b'a'..=b'd' => letter_key(letter.to_ascii_uppercase(), KeyModifiers::CONTROL),
        b'M' => key(KeyCode::Enter, plain),
        b'j'..=b'y' => key(KeyCode::Char(char::from(letter - b'j' + b'*')), plain),
        ESC => return DecodeStep::Took(2, key(KeyCode::Char('O'), KeyModifiers::ALT)),
        _ => letter_key(letter, plain),
    };
    DecodeStep::Took(3, event)
}

/// Returns the key that a sequence names by its last letter.
fn letter_key(letter: u8, held: KeyModifiers) -> Option<Event> {
    let code = match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    };
    key(code, held)
}

/// Returns the key that a sequence names by a number.
fn number_key(number: u32) -> Option<KeyCode> {
    let f = |from: u32, first: u8| {
        u8::try_from(number - from)
            .ok()
            .map(|more| KeyCode::F(first + more))
    };
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => f(11, 1),
        17..=21 => f(17, 6),
        23..=24 => f(23, 11),
        _ => None,
    }
}

/// Decodes `ESC [`, parameters, and a final letter.
fn control_sequence(bytes: &[u8], all: bool) -> DecodeStep {
    match bytes {
        // The console of Linux names F1 to F5 in its own way.
        [_, _, b'[', letter @ b'A'..=b'E', ..] => {
            return DecodeStep::Took(4, key(KeyCode::F(letter - b'A' + 1), KeyModifiers::NONE));
        }
        // The mouse of a terminal that knows only the old encoding.
        [_, _, b'M', button, column, row, ..] => {
            let place = |byte: &u8| u16::from(byte.saturating_sub(33));
            let button = u16::from(button.saturating_sub(32));
            return DecodeStep::Took(6, mouse(button, place(column), place(row), button & 3 != 3));
        }
        [_, _, b'['] | [_, _, b'M', ..] if !all => return DecodeStep::Wait,
        _ => {}
    }
    let body = bytes.get(2..).unwrap_or_default();
    // `$` ends a sequence of rxvt, though it should not, unless a question mark came first.
    let ends =
        |byte: &u8| matches!(byte, 0x40..=0x7e) || (*byte == b'$' && body.first() != Some(&b'?'));
    let belongs = |byte: &u8| matches!(byte, 0x20..=0x3f);
    match body.iter().position(|byte| ends(byte) || !belongs(byte)) {
        Some(place) => {
            let letter = body.get(place).copied().unwrap_or_default();
            let parameters = body.get(..place).unwrap_or_default();
            if !ends(&letter) {
                // Another sequence has begun in the middle of it.
                return DecodeStep::Took(2 + place, None);
            }
            if letter == b'~' && parameters == b"200" {
                return DecodeStep::Paste(3 + place);
            }
            DecodeStep::Took(3 + place, sequence(parameters, letter))
        }
        None if body.len() > LONGEST_SEQUENCE || all => DecodeStep::Took(bytes.len(), None),
        None => DecodeStep::Wait,
    }
}

/// Decodes a whole sequence.
fn sequence(parameters: &[u8], letter: u8) -> Option<Event> {
    let text = std::str::from_utf8(parameters).ok()?;
    if let Some(text) = text.strip_prefix('<') {
        let mut numbers = text.split(';').map(|number| number.parse::<u16>().ok());
        let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
        return mouse(
            button,
            column.saturating_sub(1),
            row.saturating_sub(1),
            letter == b'M',
        );
    }
    if text.starts_with(['?', '>', '=']) {
        return None;
    }
    // `27;5:3` is the key 27, held with control, and released.
    let part = |place: usize, sub: usize| {
        text.split(';')
            .nth(place)?
            .split(':')
            .nth(sub)?
            .parse::<u32>()
            .ok()
    };
    let held = modifiers(part(1, 0));
    let kind = match part(1, 1) {
        Some(2) => KeyEventKind::Repeat,
        Some(3) => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    let number = part(0, 0);
    let event = match letter {
        b'~' if number == Some(27) => named(part(2, 0)?, held),
        b'~' => key(number_key(number?)?, held),
        b'^' => key(number_key(number?)?, KeyModifiers::CONTROL),
        b'$' => key(number_key(number?)?, KeyModifiers::SHIFT),
        b'@' => key(
            number_key(number?)?,
            KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        ),
        b'u' => named(number?, held),
        b'a'..=b'd' => letter_key(letter.to_ascii_uppercase(), KeyModifiers::SHIFT),
        // With other parameters these are replies to queries that we do not send.
        b'A'..=b'Z' if number.is_none_or(|number| number == 1) => letter_key(letter, held),
        _ => None,
    }?;
    Some(match event {
        Event::Key(key) => Event::Key(KeyEvent { kind, ..key }),
        other => other,
    })
}

/// Returns the key with the number of a character.
fn named(number: u32, held: KeyModifiers) -> Option<Event> {
    let code = match number {
        9 if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        // Keys without a character have numbers of a private area.
        0xe000..=0xf8ff => return None,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    };
    key(code, held)
}

fn modifiers(number: Option<u32>) -> KeyModifiers {
    let bits = number.unwrap_or(1).saturating_sub(1);
    let mut held = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        if bits & bit != 0 {
            held |= modifier;
        }
    }
    held
}

/// Decodes the mouse: only the left button and the wheel matter here.
fn mouse(button: u16, column: u16, row: u16, down: bool) -> Option<Event> {
    // Bits 4, 8 and 16 are the modifier keys.
    let kind = match button & !(4 | 8 | 16) {
        0 if down => MouseEventKind::Down(MouseButton::Left),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => return None,
    };
    Some(Event::Mouse(MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    }))
}

#[cfg(test)]
mod tests;
