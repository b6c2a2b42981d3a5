//! The event loop: messages go to the desk, its effects are carried out, and once nothing more is
//! waiting one picture is drawn.
//!
//! ```text
//!  reader thread ── keys, mouse, answers ─┐
//!  signals thread ── end, stop, window ───┤
//!  editor thread ── the editor closed ────┤ LoopEvent
//!  saver thread ── EffectOutcome ─────────┤
//!  4 workers ── EffectOutcome ────────────┘  each from its first job on
//!                     ↓ one channel; no timer, asleep while it is empty
//!  EventLoop::run     take → Program::update(message, now) → effects
//!                     ↓ carry_out                           ↓ nothing more is waiting
//!                     │                                     picture: measure, draw once
//!   Effect::Store ────┼→ Saver::ask → saver::work: one audit, requests in order
//!                     │    append: journal line synced → Saved; else NotSaved, tried again
//!                     │    snapshot: once no request is waiting; a failure loses nothing
//!   Background, Stop ─┼→ BackgroundWorker: a thread a Queue; a later job ends a reading
//!   Terminal ─────────┴→ here, at once: clipboard, editor, mouse, suspend; Quit ends the loop
//!
//!  the end: Quit, or from outside (signal, hang-up, fault); then close() first makes changes of what
//!  is being typed. Saver::finish, the terminal given back, the exit code (`terminal::run`).
//! ```

use std::io;
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::crossterm::event::Event;

use super::background::BackgroundWorker;
use super::editor::Editing;
use super::reader::{Gate, ReaderEvent};
use super::saver::Saver;
use super::screen::{self, TerminalScreen};
use super::signals::Signal;
use super::{Program, TerminalError, input};
use crate::desk::{Effect, EffectOutcome, Message, Queue};

/// The longest delay of an interrupt that was meant for an editor.
const LATE: Duration = Duration::from_millis(500);

/// An input of the event loop.
pub(super) enum LoopEvent {
    /// A message of the reader: keyboard, mouse, or hang-up.
    Reader(ReaderEvent),
    /// A signal.
    Signal(Signal),
    /// The result of an effect.
    Outcome(EffectOutcome),
    /// The user's editor has ended, after this time.
    EditorClosed(io::Result<ExitStatus>, Duration),
    /// A thread has ended by a panic.
    Fault,
}

/// The reason the event loop ends.
#[derive(Debug)]
pub(super) enum ExitReason {
    /// The desk asked for it.
    Quit,
    /// A signal of this number.
    Signal(i32),
    /// The terminal has gone.
    HungUp,
    /// The terminal does not accept output.
    Broken(io::Error),
    /// A fault of the program's own.
    Fault,
}

impl ExitReason {
    /// Returns true if the terminal has gone, however that was noticed.
    pub(super) fn is_hang_up(&self) -> bool {
        match self {
            Self::HungUp => true,
            Self::Broken(error) => is_gone(error),
            _ => false,
        }
    }
}

/// Returns true if an error means that the terminal has gone.
fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let gone = [
            Errno::IO,
            Errno::NXIO,
            Errno::BADF,
            Errno::NODEV,
            Errno::PIPE,
        ];
        if error
            .raw_os_error()
            .is_some_and(|number| gone.iter().any(|e| e.raw_os_error() == number))
        {
            return true;
        }
    }
    error.kind() == io::ErrorKind::BrokenPipe
}

/// The current owner of the terminal.
pub(super) enum Foreground {
    /// The program itself.
    Active,
    /// The shell: the program is stopped.
    Suspended,
    /// The user's editor.
    Editor(Editing),
}

/// The background workers, one for each queue.
pub(super) struct Workers {
    pub(super) library: BackgroundWorker,
    pub(super) register: BackgroundWorker,
    pub(super) files: BackgroundWorker,
    pub(super) errands: BackgroundWorker,
}

impl Workers {
    /// Returns the worker of a queue.
    pub(super) const fn of(&self, queue: Queue) -> &BackgroundWorker {
        match queue {
            Queue::Library => &self.library,
            Queue::Register => &self.register,
            Queue::Files => &self.files,
            Queue::Errands => &self.errands,
        }
    }
}

/// The event loop, with its threads and the screen.
pub(super) struct EventLoop<P, D> {
    pub(super) program: P,
    pub(super) draw: D,
    /// The clock.
    pub(super) now: fn() -> DateTime<Utc>,
    pub(super) saver: Saver,
    pub(super) workers: Workers,
    pub(super) gate: Arc<Gate>,
    pub(super) screen: TerminalScreen,
    pub(super) sender: Sender<LoopEvent>,
    /// Columns and rows as last reported to the desk.
    pub(super) size: Option<(u16, u16)>,
    pub(super) foreground: Foreground,
    /// The time an editor was last closed.
    pub(super) edited_at: Option<Instant>,
    /// True if the desk got a message since the last picture.
    pub(super) stale: bool,
}

impl<P, D> EventLoop<P, D>
where
    P: Program,
    D: FnMut(&mut P, &mut Frame<'_>),
{
    /// Runs until something ends it.
    ///
    /// `begin_reading` starts the reader, once the first picture is shown: keys wait in the terminal.
    pub(super) fn run(
        &mut self,
        first: Vec<Effect>,
        incoming: &Receiver<LoopEvent>,
        begin_reading: impl FnOnce() -> Result<(), TerminalError>,
    ) -> ExitReason {
        // All other work is begun after the first picture: it would take the time from that.
        let (at_terminal, work) =
            (first.into_iter()).partition(|effect| matches!(effect, Effect::Terminal(_)));
        let begun = self.measure().or_else(|| self.carry_out_all(at_terminal));
        let shown = begun.or_else(|| self.picture());
        // The system passes the picture on to the terminal in its own turn: before the work, not after it.
        thread::yield_now();
        let begun = shown.or_else(|| begin_reading().err().map(|_| ExitReason::Fault));
        if let Some(reason) = begun.or_else(|| self.carry_out_all(work)) {
            return reason;
        }
        loop {
            // No timer: while nothing happens, nothing runs.
            let Ok(mut next) = incoming.recv() else {
                return ExitReason::Fault;
            };
            loop {
                if let Some(reason) = self.take(next) {
                    return reason;
                }
                match incoming.try_recv() {
                    Ok(more) => next = more,
                    Err(_) => break,
                }
            }
            if let Some(reason) = self.picture() {
                return reason;
            }
        }
    }

    fn take(&mut self, incoming: LoopEvent) -> Option<ExitReason> {
        match incoming {
            LoopEvent::Reader(ReaderEvent::HungUp) => Some(ExitReason::HungUp),
            LoopEvent::Reader(ReaderEvent::Event(event)) => self.event(event),
            LoopEvent::Reader(ReaderEvent::Ground(ground)) => self.update(Message::Ground(ground)),
            LoopEvent::Signal(signal) => self.signal(signal),
            LoopEvent::Outcome(outcome) => self.update(Message::Outcome(outcome)),
            LoopEvent::EditorClosed(status, open) => self.edited(&status, open),
            LoopEvent::Fault => Some(ExitReason::Fault),
        }
    }

    fn event(&mut self, event: Event) -> Option<ExitReason> {
        // Keys typed ahead of an editor or a stop were not meant for the screen after it.
        if !matches!(self.foreground, Foreground::Active) {
            return None;
        }
        match input::message(event)? {
            Message::Resize(..) => self.resized(),
            message => self.update(message),
        }
    }

    fn signal(&mut self, signal: Signal) -> Option<ExitReason> {
        match signal {
            // Ctrl-C at an editor reaches every program at the terminal, and is meant for the
            // editor.
            Signal::Interrupt(_) if self.was_for_editor() => None,
            Signal::End(number) | Signal::Interrupt(number) => Some(ExitReason::Signal(number)),
            Signal::HangUp => Some(ExitReason::HungUp),
            #[cfg(unix)]
            Signal::Stop => self.suspend(),
            #[cfg(unix)]
            Signal::Continue => self.resumed(),
            #[cfg(unix)]
            Signal::Window => self.resized(),
        }
    }

    /// Returns true if an interrupt was meant for an editor: if that ended by it, its end may be
    /// seen here before the signal is.
    fn was_for_editor(&self) -> bool {
        matches!(self.foreground, Foreground::Editor(_))
            || self.edited_at.is_some_and(|at| at.elapsed() < LATE)
    }

    /// Sends the desk a message and carries out its effects.
    fn update(&mut self, message: Message) -> Option<ExitReason> {
        self.stale = true;
        let effects = self.program.update(message, (self.now)());
        self.carry_out_all(effects)
    }

    fn carry_out_all(&mut self, effects: Vec<Effect>) -> Option<ExitReason> {
        effects
            .into_iter()
            .find_map(|effect| self.carry_out(effect))
    }

    /// Handles a resize: the next picture is sent whole.
    ///
    /// The window may have lost its contents although it has its old size again.
    fn resized(&mut self) -> Option<ExitReason> {
        self.screen.spoiled();
        self.stale = true;
        self.measure()
    }

    /// Sends the desk the size of the screen, if it has changed.
    fn measure(&mut self) -> Option<ExitReason> {
        match screen::size() {
            Ok(size) if self.size == Some(size) => None,
            Ok(size) => {
                self.size = Some(size);
                self.update(Message::Resize(size.0, size.1))
            }
            Err(error) => Some(ExitReason::Broken(error)),
        }
    }

    /// Draws a picture, if there is something new to see and somebody to see it.
    fn picture(&mut self) -> Option<ExitReason> {
        if !self.stale || !matches!(self.foreground, Foreground::Active) {
            return None;
        }
        if let Some(reason) = self.measure() {
            return Some(reason);
        }
        self.stale = false;
        let Self {
            screen,
            program,
            draw,
            ..
        } = self;
        screen
            .draw(|frame| draw(program, frame))
            .err()
            .map(ExitReason::Broken)
    }

    /// Closes the desk at an end from outside: the desk keeps the text being typed, and only
    /// effects that save it are carried out.
    pub(super) fn close(&mut self) {
        for effect in self.program.update(Message::Closing, (self.now)()) {
            if let Effect::Store(job) = effect
                && job.keeps()
            {
                self.saver.ask(job);
            }
        }
    }
}
