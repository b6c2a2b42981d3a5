//! The modes of the terminal: set together, and restored together, once, in every case.
//!
//! Restoring never stops at the first error, and may be requested from anywhere: the end of the
//! program, a panic on any thread, a second signal.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::crossterm::{Command, execute, queue};

/// True if the terminal is asked to put brackets around what is pasted.
///
/// The console of Windows passes the brackets on as keys, of which the first is Esc: it would leave
/// the field. There a paste is told by its speed (`super::typed`).
const BRACKETS: bool = cfg!(not(windows));
/// True while the modes are set, or about to be.
static OURS: AtomicBool = AtomicBool::new(false);
/// True if mouse input is wanted.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// A guard that restores the terminal when dropped.
#[derive(Debug)]
pub(super) struct Modes;

impl Modes {
    /// Sets the modes of the terminal. Returns their guard.
    pub(super) fn enter() -> io::Result<Self> {
        restore_after_panic();
        // Created first, so that modes set in part are restored as well.
        let modes = Self;
        enter()?;
        Ok(modes)
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        leave();
    }
}

/// Sets the modes of the terminal, for the first time or again.
pub(super) fn enter() -> io::Result<()> {
    OURS.store(true, SeqCst);
    // Raw mode first: a program in the background is stopped here, before it has written anything.
    enable_raw_mode()?;
    write_enter(&mut io::stdout().lock(), MOUSE.load(SeqCst), asks())
}

/// Returns true if the terminal is asked for its background.
///
/// The console of Linux may show the question instead, and its background is black; the reader of
/// Windows would take the answer for keys.
fn asks() -> bool {
    cfg!(unix) && std::env::var_os("TERM").is_some_and(|term| term != "linux")
}

/// Sets the modes again after the program was stopped by others and continues: they may have
/// changed the modes, and our record of them is then wrong.
pub(super) fn enter_again() -> io::Result<()> {
    let _not_raw = disable_raw_mode();
    enter()
}

/// Restores the terminal; the second time nothing happens.
pub(super) fn leave() {
    if OURS.swap(false, SeqCst) {
        write_leave(&mut io::stdout().lock());
        let _not_raw = disable_raw_mode();
    }
}

/// Switches mouse input on or off.
pub(super) fn mouse(wanted: bool) -> io::Result<()> {
    if MOUSE.swap(wanted, SeqCst) == wanted || !OURS.load(SeqCst) {
        return Ok(());
    }
    if wanted {
        execute!(io::stdout().lock(), TakeMouse)
    } else {
        execute!(io::stdout().lock(), GiveMouse)
    }
}

fn write_enter(out: &mut impl Write, mouse: bool, asks: bool) -> io::Result<()> {
    queue!(out, EnterAlternateScreen, Hide)?;
    if BRACKETS {
        queue!(out, EnableBracketedPaste)?;
    }
    if mouse {
        queue!(out, TakeMouse)?;
    }
    if asks {
        // Nobody waits for the answer: it is an event of the reader's, if it ever comes.
        out.write_all(b"\x1b]11;?\x1b\\")?;
    }
    out.flush()
}

fn write_leave(out: &mut impl Write) {
    // Each by itself: one that fails leaves none of the others out.
    let _ = queue!(out, EndSynchronizedUpdate);
    let _ = queue!(out, GiveMouse);
    if BRACKETS {
        let _ = queue!(out, DisableBracketedPaste);
    }
    let _ = queue!(out, LeaveAlternateScreen);
    let _ = queue!(out, Show);
    let _ = out.flush();
}

/// The command that turns on presses and the wheel only: crossterm's own asks for every movement
/// too, and each would wake the program.
struct TakeMouse;

impl Command for TakeMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1000h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        ratatui::crossterm::event::EnableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

struct GiveMouse;

impl Command for GiveMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1006l\x1b[?1000l")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        ratatui::crossterm::event::DisableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Installs a panic hook that restores the terminal.
///
/// After a panic on the desk's thread the hook restores the terminal first, and then reports. After
/// one on another thread the desk does both, for it may be drawing just now.
fn restore_after_panic() {
    static EVENT_LOOP: OnceLock<ThreadId> = OnceLock::new();
    EVENT_LOOP.get_or_init(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !OURS.load(SeqCst) {
                return before(info);
            }
            let place = info.location().map(ToString::to_string);
            let trace = Backtrace::capture();
            let trace = (trace.status() == BacktraceStatus::Captured).then_some(&trace);
            let fault = fault(info.payload(), place.as_deref(), trace);
            if EVENT_LOOP.get() == Some(&thread::current().id()) {
                leave();
                print_notice(&fault);
            } else {
                *ELSEWHERE.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
            }
        }));
        thread::current().id()
    });
}

/// The report of a fault on another thread than the desk's, still to be shown.
static ELSEWHERE: Mutex<Option<String>> = Mutex::new(None);

/// Reports a fault on another thread, if there was one. The terminal must have been restored.
pub(super) fn print_fault() {
    let fault = ELSEWHERE
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some(fault) = fault {
        print_notice(&fault);
    }
}

/// Writes to standard error. That may be gone as well: then nothing is written, and nothing else
/// happens.
pub(super) fn print_notice(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Returns the report of a panic.
fn fault(payload: &dyn Any, place: Option<&str>, trace: Option<&Backtrace>) -> String {
    let what = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason was given");
    let mut text = format!(
        "Scrutineer has stopped because of a fault of its own. What the screen said was saved is \
         safe: start it again and open the audit.\n\
         When you report this, send these lines: {what}"
    );
    if let Some(place) = place {
        text.push_str(", at ");
        text.push_str(place);
    }
    text.push('\n');
    if let Some(trace) = trace {
        text.push_str(&trace.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A terminal that has gone: every write fails, and each is counted.
    #[cfg(unix)]
    struct Gone(usize);

    #[cfg(unix)]
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    // Not on Windows: without a console the modes are set by calls, which are not there to be read.
    #[cfg(unix)]
    #[test]
    fn what_is_taken_is_given_back() {
        let mut taken = Vec::new();
        write_enter(&mut taken, true, true).expect("a vector takes everything");
        let taken = String::from_utf8(taken).expect("text");
        let mut given = Vec::new();
        write_leave(&mut given);
        let given = String::from_utf8(given).expect("text");
        let mut modes = vec!["?1049", "?1000", "?1006"];
        modes.extend(BRACKETS.then_some("?2004"));
        for mode in modes {
            assert!(taken.contains(&format!("{mode}h")), "{mode} in {taken:?}");
            assert!(given.contains(&format!("{mode}l")), "{mode} in {given:?}");
        }
        assert!(
            taken.contains("?25l") && given.contains("?25h"),
            "the cursor"
        );
        assert!(given.contains("?2026l"), "a half-drawn picture is let go");
    }

    // Not on Windows: without a console the modes are set by calls, which are not there to be read.
    #[cfg(unix)]
    #[test]
    fn the_mouse_is_left_alone_unless_it_is_wanted() {
        let mut taken = Vec::new();
        write_enter(&mut taken, false, false).expect("a vector takes everything");
        let taken = String::from_utf8(taken).expect("text");
        assert!(
            !taken.contains("?1000h") && !taken.contains("?1006h"),
            "{taken:?}"
        );
        assert!(
            !taken.contains("]11;"),
            "nothing was to be asked: {taken:?}"
        );
    }

    // Not on Windows: without a console the modes are set by calls, which are not there to be read.
    #[cfg(unix)]
    #[test]
    fn giving_back_does_not_stop_at_the_first_error() {
        let mut gone = Gone(0);
        write_leave(&mut gone);
        assert_eq!(gone.0, 5, "each step was tried");
    }

    #[test]
    fn after_a_fault_the_user_is_told_what_is_safe() {
        let text = fault(&"out of paper", Some("src/x.rs:1:2"), None);
        assert!(text.contains("is safe"), "{text}");
        assert!(text.contains("out of paper, at src/x.rs:1:2"), "{text}");
        assert!(fault(&7_u8, None, None).contains("no reason was given"));
    }
}
