//! The clipboard of the user's own machine, set by the terminal (OSC 52): over ssh as well. No
//! terminal confirms it.

use crate::base::{Problem, ProblemKind};

/// The longest text that is sent, in bytes: many terminals drop sequences over 100 kB.
const LONGEST: usize = 74_000;

/// Returns the sequence that puts a text on the clipboard.
///
/// # Errors
/// If the text is too long for terminals.
pub(super) fn sequence(text: &str) -> Result<String, Problem> {
    if text.len() > LONGEST {
        let message = format!(
            "This text is too long for the clipboard of a terminal ({} of at most {} kilobytes).",
            text.len().div_ceil(1000),
            LONGEST / 1000,
        );
        return Err(
            Problem::new(ProblemKind::Terminal, message).hint("Write it to a file instead.")
        );
    }
    Ok(format!("\x1b]52;c;{}\x07", base64(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, place| {
            (bits << 8) | three.get(place).copied().map_or(0, usize::from)
        });
        for place in 0..4 {
            // One byte needs two letters, two need three.
            let letter = LETTERS
                .get((bits >> (18 - 6 * place)) & 63)
                .filter(|_| place <= three.len());
            text.push(letter.copied().map_or('=', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, section 10.
        for (text, code) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), code);
        }
        assert_eq!(base64("£ÿ>".as_bytes()), "wqPDvz4=");
    }

    #[test]
    fn no_text_can_break_out_of_the_sequence() {
        let sequence = sequence("\u{7}\u{1b}[2J").expect("short");
        assert_eq!(sequence, "\u{1b}]52;c;BxtbMko=\u{7}");
    }

    #[test]
    fn a_text_too_long_for_a_terminal_is_refused_with_the_way_out() {
        assert!(sequence(&"x".repeat(LONGEST)).is_ok());
        let why = sequence(&"x".repeat(LONGEST + 1))
            .expect_err("too long")
            .to_string();
        assert!(why.contains("to a file"), "{why}");
    }
}
