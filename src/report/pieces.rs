//! Buffered output of text, written in pieces so that a report of any length is never held whole.

use std::io;

/// Size at which the buffer is written out: 64 kB.
const PIECE: usize = 64 * 1024;

/// A buffered output.
///
/// The first failure is kept, and nothing is written after it.
pub(super) struct Pieces<'w> {
    to: &'w mut dyn io::Write,
    went: io::Result<()>,
}

impl<'w> Pieces<'w> {
    pub(super) const fn new(to: &'w mut dyn io::Write) -> Self {
        Self { to, went: Ok(()) }
    }

    /// Returns an empty buffer, large enough not to grow as a rule.
    pub(super) fn text() -> String {
        String::with_capacity(PIECE * 2)
    }

    /// Writes the buffer out, once it is large enough.
    pub(super) fn pour(&mut self, text: &mut String) {
        if text.len() >= PIECE {
            self.hand_on(text);
        }
    }

    /// Writes out the rest of the buffer.
    ///
    /// # Errors
    /// The first failure of any write.
    pub(super) fn end(mut self, mut text: String) -> io::Result<()> {
        self.hand_on(&mut text);
        self.went
    }

    fn hand_on(&mut self, text: &mut String) {
        if self.went.is_ok() {
            self.went = self.to.write_all(text.as_bytes());
        }
        text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output that accepts so many bytes and no more.
    struct Full(usize, usize);

    impl io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 += 1;
            if bytes.len() > self.0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_in_the_end_and_not_written_to_again() {
        let mut disk = Full(PIECE + 1, 0);
        let mut pieces = Pieces::new(&mut disk);
        let mut text = String::new();
        for _ in 0..5 {
            text.push_str(&"x".repeat(PIECE));
            pieces.pour(&mut text);
            assert!(text.is_empty(), "what cannot be written is let go");
        }
        let went = pieces.end(text).map_err(|why| why.kind());
        assert_eq!(went, Err(io::ErrorKind::StorageFull));
        assert_eq!(disk.1, 2, "one piece that went, one that failed");
    }

    #[test]
    fn little_text_is_gathered() {
        let mut out = Vec::new();
        let mut pieces = Pieces::new(&mut out);
        let mut text = "little".to_owned();
        pieces.pour(&mut text);
        assert_eq!(text, "little");
        pieces.end(text).expect("it fits");
        assert_eq!(out, b"little");
    }
}
