//! The thread that reads the keyboard, and the gate that keeps it off the keyboard while an editor
//! is open.
//!
//! It waits by itself, for the keyboard, for a hang-up and for the gate, so that it never holds the
//! keyboard when it has to release it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ratatui::crossterm::event::Event;

use crate::desk::looks::Rgb;

/// The longest time [`Gate::pause`] waits for the reader: better a lost key than a stuck program.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// A message of the reader.
#[derive(Debug)]
pub(super) enum ReaderEvent {
    /// A key, a paste or the mouse.
    Event(Event),
    /// The terminal told its background.
    #[cfg_attr(windows, expect(dead_code, reason = "its console is not asked"))]
    Ground(Rgb),
    /// The terminal has gone.
    HungUp,
}

/// A gate that keeps the reader off the keyboard.
pub(super) struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
    #[cfg(unix)]
    wake: std::os::unix::net::UnixStream,
}

#[derive(Default)]
struct GateState {
    closed: bool,
    /// True if the reader does not touch the keyboard, or has ended.
    orphaned: bool,
    ended: bool,
}

impl Gate {
    /// Keeps the reader off the keyboard. Returns once the reader has released it.
    pub(super) fn pause(&self) {
        let mut state = self.state();
        state.closed = true;
        #[cfg(unix)]
        let _full = rustix::io::write(&self.wake, b"x");
        if state.orphaned {
            return;
        }
        let waited = self
            .changed
            .wait_timeout_while(state, LONGEST_PAUSE, |state| !state.orphaned);
        drop(waited);
    }

    /// Lets the reader read again.
    pub(super) fn resume(&self) {
        self.state().closed = false;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, GateState> {
        // A flag has no half-done state that a panic could leave behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while the gate is closed.
    fn pass(&self) {
        let mut state = self.state();
        while state.closed {
            state.orphaned = true;
            self.changed.notify_all();
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.orphaned = state.ended;
    }
}

/// A guard that marks an ended reader as parked, or nobody could pause it any more.
struct Ended(Arc<Gate>);

impl Drop for Ended {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.ended = true;
        state.orphaned = true;
        drop(state);
        self.0.changed.notify_all();
    }
}

#[cfg(unix)]
pub(super) use unix::{gate, read};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::os::unix::net::UnixStream;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fd::AsFd;
    use rustix::io::Errno;

    use super::super::decode::Decoder;
    use super::{Arc, Condvar, Duration, Ended, Gate, GateState, Mutex, ReaderEvent};

    /// Returns a gate, and the socket that wakes [`read`].
    pub(in crate::terminal) fn gate() -> io::Result<(Arc<Gate>, UnixStream)> {
        let (woken, wake) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        wake.set_nonblocking(true)?;
        let gate = Gate {
            state: Mutex::new(GateState::default()),
            changed: Condvar::new(),
            wake,
        };
        Ok((Arc::new(gate), woken))
    }

    /// Reads until the terminal goes away or nobody listens (`send` returns false).
    pub(in crate::terminal) fn read(
        keyboard: impl AsFd,
        gate: &Arc<Gate>,
        woken: &UnixStream,
        mut send: impl FnMut(ReaderEvent) -> bool,
    ) {
        let _ended = Ended(Arc::clone(gate));
        let mut decoder = Decoder::default();
        let mut events = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            gate.pass();
            let mut ready = [
                PollFd::new(&keyboard, PollFlags::IN),
                PollFd::new(woken, PollFlags::IN),
            ];
            let patience = decoder.patience().map(timespec);
            match poll(&mut ready, patience.as_ref()) {
                Ok(0) => decoder.timed_out(&mut events),
                Ok(_) if !ready[1].revents().is_empty() => {
                    while rustix::io::read(woken, &mut [0; 64]).is_ok_and(|count| count > 0) {}
                }
                Ok(_) => match rustix::io::read(&keyboard, &mut buffer) {
                    // End of file means that the terminal has gone (crossterm#793 reads for ever).
                    Ok(0) => break,
                    Ok(count) => {
                        decoder.feed(buffer.get(..count).unwrap_or_default(), &mut events);
                    }
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(_) => break,
                },
                Err(Errno::INTR) => {}
                Err(_) => break,
            }
            let told = decoder.take_ground().map(ReaderEvent::Ground);
            let events = events.drain(..).map(ReaderEvent::Event);
            for event in told.into_iter().chain(events) {
                if !send(event) {
                    return;
                }
            }
        }
        send(ReaderEvent::HungUp);
    }

    fn timespec(duration: Duration) -> Timespec {
        Timespec {
            tv_sec: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: duration.subsec_nanos().into(),
        }
    }
}

#[cfg(windows)]
pub(super) use windows::{gate, read};

#[cfg(windows)]
mod windows {
    use std::io;

    use ratatui::crossterm::event::{self, Event};
    use ratatui::crossterm::terminal;

    use super::super::typed::{Typed, may_be_paste};
    use super::{Arc, Condvar, Duration, Ended, Gate, GateState, Mutex, ReaderEvent};

    /// The interval at which the gate is checked while nothing is pressed.
    const LOOK: Duration = Duration::from_millis(100);
    /// The longest time between two parts of a paste.
    const REST: Duration = Duration::from_millis(30);

    /// Returns a gate; Windows needs nothing more to wake the reader.
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(in crate::terminal) fn gate() -> io::Result<(Arc<Gate>, ())> {
        let gate = Gate {
            state: Mutex::new(GateState::default()),
            changed: Condvar::new(),
        };
        Ok((Arc::new(gate), ()))
    }

    /// Reads until the console goes away or nobody listens (`send` returns false).
    pub(in crate::terminal) fn read(
        _keyboard: impl Sized,
        gate: &Arc<Gate>,
        _woken: &(),
        mut send: impl FnMut(ReaderEvent) -> bool,
    ) {
        let _ended = Ended(Arc::clone(gate));
        let mut typed = Typed::default();
        let mut size = terminal::size().ok();
        loop {
            gate.pass();
            let Ok(arrived) = arrived() else { break };
            let mut events = typed.events(arrived);
            // A console that is not asked for the mouse does not tell a new size.
            let now = terminal::size().ok();
            if now != size {
                size = now;
                events.extend(now.map(|(columns, rows)| Event::Resize(columns, rows)));
            }
            for event in events {
                if !send(ReaderEvent::Event(event)) {
                    return;
                }
            }
        }
        send(ReaderEvent::HungUp);
    }

    /// Reads what has arrived, all at once: the parts of a paste belong together.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the reader's own thread, and a console of Windows does not go away like \
                  a terminal: nothing here can spin"
    )]
    fn arrived() -> io::Result<Vec<Event>> {
        let mut arrived = Vec::new();
        let mut patience = LOOK;
        while event::poll(patience)? {
            arrived.push(event::read()?);
            patience = if may_be_paste(&arrived) {
                REST
            } else {
                Duration::ZERO
            };
        }
        Ok(arrived)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use ratatui::crossterm::event::KeyCode;
    use rustix::pipe::pipe;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn the_reader_reads_what_comes_and_says_when_the_terminal_has_gone() {
        let (keyboard, hand) = pipe().expect("a pipe");
        let (gate, woken) = gate().expect("a gate");
        let (sender, sent) = channel();
        let of_reader = Arc::clone(&gate);
        let reader = thread::spawn(move || {
            read(keyboard, &of_reader, &woken, |what| {
                sender.send(what).is_ok()
            });
        });
        // More than one buffer at once: crossterm's reader stops after 1024 bytes of it.
        rustix::io::write(&hand, &[b'm'; 3000]).expect("it goes in");
        for _ in 0..3000 {
            let Ok(ReaderEvent::Event(Event::Key(key))) = sent.recv_timeout(LONG) else {
                panic!("a key")
            };
            assert_eq!(key.code, KeyCode::Char('m'));
        }
        drop(hand);
        assert!(matches!(sent.recv_timeout(LONG), Ok(ReaderEvent::HungUp)));
        reader.join().expect("it ended");
        // Nobody is left to park: pausing must not wait for it.
        gate.pause();
        assert!(gate.state().orphaned);
    }

    #[test]
    fn a_paused_reader_leaves_the_keyboard_alone() {
        let (keyboard, hand) = pipe().expect("a pipe");
        let other = keyboard.try_clone().expect("another hand on it");
        let (gate, woken) = gate().expect("a gate");
        let (sender, sent) = channel();
        let of_reader = Arc::clone(&gate);
        let reader = thread::spawn(move || {
            read(keyboard, &of_reader, &woken, |what| {
                sender.send(what).is_ok()
            });
        });
        for round in 0..20 {
            gate.pause();
            assert!(gate.state().orphaned, "round {round}");
            rustix::io::write(&hand, b"for the editor").expect("it goes in");
            let mut buffer = [0; 64];
            let count = rustix::io::read(&other, &mut buffer).expect("it comes out");
            assert_eq!(
                buffer.get(..count),
                Some(&b"for the editor"[..]),
                "round {round}"
            );
            gate.resume();
            rustix::io::write(&hand, b"k").expect("it goes in");
            let Ok(ReaderEvent::Event(Event::Key(key))) = sent.recv_timeout(LONG) else {
                panic!("a key")
            };
            assert_eq!(key.code, KeyCode::Char('k'), "round {round}");
        }
        drop(sent);
        rustix::io::write(&hand, b"k").expect("it goes in");
        reader.join().expect("it ends when nobody listens");
    }
}
