//! The screen: whole pictures, each sent at once and shown at once.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::crossterm::terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::crossterm::{queue, style};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

/// The most columns and rows that are drawn: more than the largest screen has with the smallest
/// letters. A terminal may claim to be 65535 by 65535, and no memory would hold that picture.
const LARGEST: (u16, u16) = (1000, 400);

/// The screen, to draw on.
pub(super) struct TerminalScreen {
    terminal: Terminal<CrosstermBackend<Gathered>>,
    /// The bytes of the picture that is being drawn.
    gathered: Gathered,
    /// Columns and rows of the picture that the terminal shows.
    size: (u16, u16),
    /// True if the next picture must be sent whole, for the terminal may show anything.
    afresh: bool,
}

impl TerminalScreen {
    /// Returns the screen; the modes of the terminal must be set.
    pub(super) fn new() -> io::Result<Self> {
        // Without this, NO_COLOR makes crossterm send empty styles that take `reversed` back and
        // hide the selected row (crossterm#1069). The theme does without colour by itself.
        style::force_color_output(true);
        let gathered = Gathered::default();
        let backend = CrosstermBackend::new(gathered.clone());
        let size = size()?;
        // Fixed, for the library itself would accept any size that the terminal claims.
        let viewport = Viewport::Fixed(area(size));
        Ok(Self {
            terminal: Terminal::with_options(backend, TerminalOptions { viewport })?,
            gathered,
            size,
            afresh: false,
        })
    }

    /// Marks the next picture to be sent whole.
    pub(super) const fn spoiled(&mut self) {
        self.afresh = true;
    }

    /// Draws one picture.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let size = size()?;
        // Nothing is left of a picture that a panic broke off.
        self.gathered.take();
        queue!(self.gathered, BeginSynchronizedUpdate)?;
        if self.afresh || self.size != size {
            // Not clear(), which asks the terminal where the cursor is and waits (ratatui#2640).
            self.terminal.backend_mut().clear_region(ClearType::All)?;
            self.terminal.resize(area(size))?;
            self.size = size;
            self.afresh = false;
        }
        self.terminal.draw(draw)?;
        queue!(self.gathered, EndSynchronizedUpdate)?;
        // In one piece: each piece would wake the terminal, which takes the time from the rest.
        send(&self.gathered.take())
    }
}

/// Returns the columns and rows that are drawn: those of the terminal, within bounds.
pub(super) fn size() -> io::Result<(u16, u16)> {
    // Asked for before every picture, and crossterm opens the terminal anew each time.
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        return Ok(bounded((size.ws_col, size.ws_row)));
    }
    terminal::size().map(bounded)
}

fn bounded((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

fn area((columns, rows): (u16, u16)) -> Rect {
    Rect::new(0, 0, columns, rows)
}

/// The bytes of a picture, kept until it is whole.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Gathered {
    /// Takes all bytes out.
    fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Sends bytes to the terminal: a picture, or a sequence of another kind.
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    DirectStdout.write_all(bytes)?;
    DirectStdout.flush()
}

/// Standard output, without the line buffering of the library's.
struct DirectStdout;

#[cfg(unix)]
impl Write for DirectStdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;
        let out = rustix::stdio::stdout();
        loop {
            match rustix::io::write(out, bytes) {
                // Another program at the same terminal may have made it non-blocking.
                Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                },
                Err(Errno::INTR) => {}
                other => return Ok(other?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(unix))]
impl Write for DirectStdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_bounded_whatever_the_terminal_says() {
        for (says, drawn) in [
            ((80, 24), (80, 24)),
            ((1, 1), (1, 1)),
            ((1000, 400), (1000, 400)),
            ((65535, 24), (1000, 24)),
            ((80, 65535), (80, 400)),
            ((30000, 30000), (1000, 400)),
            ((65535, 65535), (1000, 400)),
        ] {
            assert_eq!(bounded(says), drawn, "{says:?}");
        }
    }
}
