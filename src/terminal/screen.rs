//! The screen: whole pictures, each sent at once and shown at once.

use std::io::{self, BufWriter, Write};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::crossterm::{execute, style};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

/// A picture of 200 by 60 has less, so that it goes out in one piece.
const PICTURE: usize = 64 << 10;

/// The screen, to draw on.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Out>>>,
    /// The next picture is sent whole, for the terminal may show anything.
    afresh: bool,
}

impl Screen {
    /// The screen, which must have been taken.
    pub(super) fn new() -> io::Result<Self> {
        // Without this, NO_COLOR makes crossterm send empty styles that take `reversed` back and
        // hide the selected row (crossterm#1069). The theme does without colour by itself.
        style::force_color_output(true);
        let backend = CrosstermBackend::new(BufWriter::with_capacity(PICTURE, Out));
        Ok(Self {
            terminal: Terminal::new(backend)?,
            afresh: false,
        })
    }

    /// Has the next picture sent whole.
    pub(super) const fn spoiled(&mut self) {
        self.afresh = true;
    }

    /// Draws one picture.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        // Past the buffer: what waits there when a panic comes is sent after the end of it.
        execute!(Out, BeginSynchronizedUpdate)?;
        let _shown = ShownAtOnce;
        if self.afresh {
            // Not clear(), which asks the terminal where the cursor is and waits (ratatui#2640).
            let (columns, rows) = size()?;
            self.terminal.resize(Rect::new(0, 0, columns, rows))?;
            self.afresh = false;
        }
        self.terminal.draw(draw)?;
        Ok(())
    }

    /// Sends something that is no picture.
    pub(super) fn send(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(sequence.as_bytes())?;
        Write::flush(out)
    }
}

/// The size of the terminal: columns and rows.
pub(super) fn size() -> io::Result<(u16, u16)> {
    terminal::size()
}

/// Ends the holding back of a picture, also when drawing it failed.
struct ShownAtOnce;

impl Drop for ShownAtOnce {
    fn drop(&mut self) {
        let _gone = execute!(Out, EndSynchronizedUpdate);
    }
}

/// Standard output, without the line buffering of the library's.
struct Out;

#[cfg(unix)]
impl Write for Out {
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
impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}
