//! Tests of the decoder: bytes in, keys, pastes, the mouse and answers out.

use proptest::prelude::*;

use super::super::input;
use super::*;
use crate::desk::Message;

/// Decodes bytes that arrive in pieces of this size, with nothing after them.
fn decoded(bytes: &[u8], piece: usize) -> Vec<Event> {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    for piece in bytes.chunks(piece.max(1)) {
        decoder.feed(piece, &mut events);
    }
    while decoder.patience().is_some() {
        decoder.timed_out(&mut events);
    }
    events
}

fn said(bytes: &[u8]) -> String {
    let words = decoded(bytes, 1024)
        .into_iter()
        .filter_map(input::message)
        .map(|message| match message {
            Message::Key(key) => key.to_string(),
            Message::Paste(text) => format!("<{text}>"),
            Message::Click(column, row) => format!("click {column},{row}"),
            Message::Wheel(lines, _) => format!("wheel {lines}"),
            other => format!("{other:?}"),
        });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_keys_of_the_common_terminals_are_read() {
    for (bytes, keys) in [
        (&b"mA1 "[..], "m A 1 Space"),
        ("é€😀".as_bytes(), "é € 😀"),
        (b"\r\t\x7f\x1b[Z", "Enter Tab Backspace Shift-Tab"),
        (b"\x13\x1a\x00\x1f", "Ctrl-S Ctrl-Z Ctrl-Space Ctrl-7"),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", "↑ ↓ → ←"),
        (b"\x1bOA\x1bOB\x1bOH\x1bOF", "↑ ↓ Home End"),
        (
            b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
            "Home End Home End Home End",
        ),
        (b"\x1b[5~\x1b[6~\x1b[3~\x1b[2~", "PgUp PgDn Delete"),
        (
            b"\x1bOP\x1b[11~\x1b[[A\x1b[15~\x1b[17~\x1b[24~",
            "F1 F1 F1 F5 F6 F12",
        ),
        (
            b"\x1b[1;5C\x1b[1;3D\x1b[3;5~\x1bOc\x1b[3^",
            "Ctrl-→ Alt-← Ctrl-Delete Ctrl-→ Ctrl-Delete",
        ),
        (b"\x1bb\x1bB\x1b\r", "Alt-b Alt-B Alt-Enter"),
        (b"\x1b\x1b[A\x1b\x1b", "Alt-↑ Esc Esc"),
        (b"\x1b[27;5;115~\x1b[115;5u\x1b[13u", "Ctrl-S Ctrl-S Enter"),
        (b"\x1bOM\x1bOj\x1bOy", "Enter * 9"),
        (b"\x1b", "Esc"),
        (b"\x1b[", "Alt-["),
    ] {
        assert_eq!(said(bytes), keys, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_key_that_comes_in_pieces_is_one_key_and_not_an_answer() {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1b", &mut events);
    assert!(events.is_empty() && decoder.patience().is_some());
    decoder.feed(b"[", &mut events);
    decoder.feed(b"A", &mut events);
    assert_eq!(
        events,
        [Event::Key(KeyEvent::new(KeyCode::Up, KeyModifiers::NONE))]
    );
    assert_eq!(decoder.patience(), None, "nothing is waited for");
}

#[test]
fn escape_alone_is_a_key_once_nothing_follows() {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1b", &mut events);
    decoder.timed_out(&mut events);
    assert_eq!(
        events,
        [Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE))]
    );
}

#[test]
fn what_is_not_known_is_dropped_whole() {
    assert_eq!(said(b"\x1b[?62;22c\x1b[12;40R\x1b[?2026;2$y\x1b[Ix"), "x");
    assert_eq!(said(b"\xff\xfex\xc3"), "x");
    assert_eq!(said(b"\x1b[115;1:3ux"), "x", "a release");
}

/// Decodes bursts of bytes with a pause after each that is longer than anything is waited for.
/// Returns the keys, and the background that was told.
fn told(bursts: &[&[u8]], pauses: usize) -> (String, Option<Rgb>) {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    for burst in bursts {
        decoder.feed(burst, &mut events);
        for _ in 0..pauses {
            if decoder.patience().is_some() {
                decoder.timed_out(&mut events);
            }
        }
    }
    while decoder.patience().is_some() {
        decoder.timed_out(&mut events);
    }
    let keys = events
        .into_iter()
        .filter_map(input::message)
        .map(|message| match message {
            Message::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        });
    (keys.collect::<Vec<_>>().join(" "), decoder.take_ground())
}

#[test]
fn the_background_is_read_however_it_is_written() {
    for (answer, ground) in [
        (
            &b"\x1b]11;rgb:1c1c/2020/ffff\x1b\\"[..],
            Some([0x1c, 0x20, 0xff]),
        ),
        (b"\x1b]11;rgb:1c/20/ff\x07", Some([0x1c, 0x20, 0xff])),
        (b"\x1b]11;rgb:f/0/8\x07", Some([0xff, 0, 0x88])),
        (b"\x1b]11;rgba:ffff/ffff/ffff/8000\x07", Some([0xff; 3])),
        (b"\x1b]11;rgb:fff/fff\x07", None),
        (b"\x1b]11;rgb:+f/ff/ff\x07", None),
        (b"\x1b]11;rgb:12345/ff/ff\x07", None),
        (b"\x1b]11;rgb:\xff\xfe\x07", None),
        (b"\x1b]11;?\x07", None),
        (b"\x1b]11\x07", None),
        (b"\x1b]52;c;bTEy\x07", None),
        (b"\x1b]11;rgb:ffff/ffff/ffff", None),
    ] {
        let with_key = [answer, b"\rk"].concat();
        // No answer, good or bad, is a key, and none takes the key after it.
        assert_eq!(
            told(&[&with_key], 0),
            ("Enter k".to_owned(), ground),
            "{answer:?}"
        );
    }
    assert_eq!(told(&[b"\x1b]11;rgb:ffff\x1b[Ak"], 0).0, "↑ k");
    assert_eq!(told(&[b"\x1b]"], 0).0, "Alt-]");
    assert_eq!(told(&[b"\x1b]m"], 0).0, "Alt-] m");
}

#[test]
fn an_answer_cut_anywhere_by_a_pause_is_still_an_answer() {
    let answer = b"\x1b]11;rgb:dada/d0d0/c8c8\x1b\\";
    for cut in 1..answer.len() {
        let (first, rest) = answer.split_at(cut);
        let (keys, ground) = told(&[b"m", first, rest, b"n"], 1);
        // A beginning that the keyboard sends as well is a key, as ever; nothing else is.
        let begun = match cut {
            1 => "m Esc n",
            2 => "m Alt-] n",
            _ => "m n",
        };
        assert_eq!((&*keys, ground), (begun, Some([0xda, 0xd0, 0xc8])), "{cut}");
    }
}

#[test]
fn half_an_answer_takes_no_key_that_is_typed_after_it() {
    for half in [
        &b"\x1b]11;rgb:da"[..],
        b"\x1b]11;rg",
        b"\x1b]11;nonsense",
        b"\x1b]1",
    ] {
        for pauses in [1, 2] {
            for keys in [&b"m"[..], b"f", b"\r", b"\x1b[A", b"7"] {
                let (typed, _) = told(&[keys], 0);
                assert_eq!(told(&[half, keys], pauses).0, typed, "{half:?} {keys:?}");
            }
        }
    }
}

#[test]
fn a_paste_is_one_message_with_its_lines() {
    assert_eq!(said(b"\x1b[200~one\rm\ntwo\x1b[201~m"), "<one\nm\ntwo> m");
    assert_eq!(said(b"\x1b[200~a\x1b[31mb\x1b[201~"), "<a[31mb>");
}

#[test]
fn a_paste_without_an_end_does_not_swallow_the_keys() {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1b[200~half\x1b[20", &mut events);
    assert!(events.is_empty());
    decoder.timed_out(&mut events);
    decoder.feed(b"m", &mut events);
    let words: Vec<_> = events.into_iter().filter_map(input::message).collect();
    assert!(
        matches!(&words[..], [Message::Paste(_), Message::Key(_)]),
        "{words:?}"
    );
}

#[test]
fn an_endless_paste_is_bounded() {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1b[200~", &mut events);
    for _ in 0..60 {
        decoder.feed(&vec![b'x'; 100_000], &mut events);
    }
    decoder.feed(PASTE_END, &mut events);
    let [Event::Paste(text)] = &events[..] else {
        panic!("one paste")
    };
    assert_eq!(text.len(), LONGEST_PASTE);
}

#[test]
fn the_mouse_is_read_in_both_ways() {
    assert_eq!(said(b"\x1b[<0;4;5M\x1b[<0;4;5m"), "click 3,4");
    assert_eq!(said(b"\x1b[<64;1;1M\x1b[<65;1;1M"), "wheel -1 wheel 1");
    assert_eq!(said(b"\x1b[M $%\x1b[M#$%x"), "click 3,4 x");
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_fault_and_end(bytes in prop::collection::vec(any::<u8>(), 0..200), piece in 1_usize..9) {
        let _events = decoded(&bytes, piece);
    }

    #[test]
    fn how_the_bytes_are_cut_does_not_matter(
        parts in prop::collection::vec(prop::sample::select(vec![
            "m", "é", "\u{1b}[A", "\u{1b}[1;5C", "\u{1b}OP", "\u{1b}b", "\r", "\u{1b}[200~a\rb\u{1b}[201~",
            "\u{1b}]11;rgb:ff/ff/ff\u{7}", "\u{1b}]11;?\u{1b}\\", "\u{1b}[<0;4;5M", "\u{1b}[[A", "\u{1b}[3$", "\u{1b}\u{1b}[A", "\u{1b}[?1;2c",
        ]), 0..12),
        piece in 1_usize..9,
    ) {
        let bytes = parts.concat().into_bytes();
        prop_assert_eq!(decoded(&bytes, piece), decoded(&bytes, bytes.len()));
    }
}
