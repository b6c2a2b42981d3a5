//! The event loop: messages go to the desk, its effects are carried out, and once nothing more is
//! waiting one picture is drawn.

use std::io;
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use ratatui::Frame;
use ratatui::crossterm::event::Event;

use super::editor::Editing;
use super::lane::Lane;
use super::reader::{Gate, Read};
use super::saver::{Job, Saver};
use super::screen::{self, Screen};
use super::services::Services;
#[cfg(unix)]
use super::signals::Signal;
use super::{Program, input};
use crate::desk::{Effect, Message, Outcome};

/// The longest delay of an interrupt that was meant for an editor.
#[cfg(unix)]
const LATE: Duration = Duration::from_millis(500);

/// An input of the event loop.
pub(super) enum Incoming {
    /// A message of the reader: keyboard, mouse, or hang-up.
    Read(Read),
    /// A signal.
    #[cfg(unix)]
    Signal(Signal),
    /// The result of an effect.
    Outcome(Outcome),
    /// The user's editor has ended, after this time.
    EditorClosed(io::Result<ExitStatus>, Duration),
    /// A thread has ended by a panic.
    Fault,
}

/// The reason the event loop ends.
#[derive(Debug)]
pub(super) enum Ending {
    /// The desk asked for it.
    Quit,
    /// A signal of this number.
    #[cfg(unix)]
    Signal(i32),
    /// The terminal has gone.
    HungUp,
    /// The terminal does not accept output.
    Broken(io::Error),
    /// A fault of the program's own.
    Fault,
}

impl Ending {
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
pub(super) enum Away {
    /// The program itself.
    Here,
    /// The shell: the program is stopped.
    Stopped,
    /// The user's editor.
    Editing(Editing),
}

/// The event loop, with its threads and the screen.
pub(super) struct Sitting<P, D> {
    pub(super) program: P,
    pub(super) draw: D,
    pub(super) services: Arc<dyn Services>,
    pub(super) saver: Saver,
    /// The background worker that reads the documents of the open audit.
    pub(super) papers: Lane,
    /// The background worker that reads files to be registered.
    pub(super) adding: Lane,
    /// The background worker that builds reports, and reads and stores their settings.
    pub(super) errands: Lane,
    pub(super) gate: Arc<Gate>,
    pub(super) screen: Screen,
    pub(super) tell: Sender<Incoming>,
    /// Columns and rows as last reported to the desk.
    pub(super) size: Option<(u16, u16)>,
    pub(super) away: Away,
    /// The time an editor was last closed.
    #[cfg(unix)]
    pub(super) edited_at: Option<Instant>,
    /// True if the desk got a message since the last picture.
    pub(super) stale: bool,
}

impl<P, D> Sitting<P, D>
where
    P: Program,
    D: FnMut(&mut P, &mut Frame<'_>),
{
    /// Runs until something ends it.
    pub(super) fn sit(&mut self, first: Vec<Effect>, incoming: &Receiver<Incoming>) -> Ending {
        let begun = self.measure().or_else(|| self.carry_out_all(first));
        if let Some(ending) = begun.or_else(|| self.picture()) {
            return ending;
        }
        loop {
            // No timer: while nothing happens, nothing runs.
            let Ok(mut next) = incoming.recv() else {
                return Ending::Fault;
            };
            loop {
                if let Some(ending) = self.take(next) {
                    return ending;
                }
                match incoming.try_recv() {
                    Ok(more) => next = more,
                    Err(_) => break,
                }
            }
            if let Some(ending) = self.picture() {
                return ending;
            }
        }
    }

    fn take(&mut self, incoming: Incoming) -> Option<Ending> {
        match incoming {
            Incoming::Read(Read::HungUp) => Some(Ending::HungUp),
            Incoming::Read(Read::Event(event)) => self.event(event),
            #[cfg(unix)]
            Incoming::Signal(signal) => self.signal(signal),
            Incoming::Outcome(outcome) => self.update(Message::Outcome(outcome)),
            Incoming::EditorClosed(status, open) => self.edited(&status, open),
            Incoming::Fault => Some(Ending::Fault),
        }
    }

    fn event(&mut self, event: Event) -> Option<Ending> {
        // Keys typed ahead of an editor or a stop were not meant for the screen after it.
        if !matches!(self.away, Away::Here) {
            return None;
        }
        match input::message(event)? {
            Message::Resize(..) => self.resized(),
            message => self.update(message),
        }
    }

    #[cfg(unix)]
    fn signal(&mut self, signal: Signal) -> Option<Ending> {
        match signal {
            // Ctrl-C at an editor reaches every program at the terminal, and is meant for the
            // editor.
            Signal::Interrupt(_) if self.was_for_editor() => None,
            Signal::End(number) | Signal::Interrupt(number) => Some(Ending::Signal(number)),
            Signal::HangUp => Some(Ending::HungUp),
            Signal::Stop => self.suspend(),
            Signal::Continue => self.resumed(),
            Signal::Window => self.resized(),
        }
    }

    /// Returns true if an interrupt was meant for an editor: if that ended by it, its end may be
    /// seen here before the signal is.
    #[cfg(unix)]
    fn was_for_editor(&self) -> bool {
        matches!(self.away, Away::Editing(_))
            || self.edited_at.is_some_and(|at| at.elapsed() < LATE)
    }

    /// Sends the desk a message and carries out its effects.
    fn update(&mut self, message: Message) -> Option<Ending> {
        self.stale = true;
        let effects = self.program.update(message, self.services.now());
        self.carry_out_all(effects)
    }

    fn carry_out_all(&mut self, effects: Vec<Effect>) -> Option<Ending> {
        effects
            .into_iter()
            .find_map(|effect| self.carry_out(effect))
    }

    /// Handles a resize: the next picture is sent whole.
    ///
    /// The window may have lost its contents although it has its old size again.
    fn resized(&mut self) -> Option<Ending> {
        self.screen.spoiled();
        self.stale = true;
        self.measure()
    }

    /// Sends the desk the size of the screen, if it has changed.
    fn measure(&mut self) -> Option<Ending> {
        match screen::size() {
            Ok(size) if self.size == Some(size) => None,
            Ok(size) => {
                self.size = Some(size);
                self.update(Message::Resize(size.0, size.1))
            }
            Err(error) => Some(Ending::Broken(error)),
        }
    }

    /// Draws a picture, if there is something new to see and somebody to see it.
    fn picture(&mut self) -> Option<Ending> {
        if !self.stale || !matches!(self.away, Away::Here) {
            return None;
        }
        if let Some(ending) = self.measure() {
            return Some(ending);
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
            .map(Ending::Broken)
    }

    /// Closes the desk at an end from outside: the desk keeps the text being typed, and only
    /// effects that save it are carried out.
    pub(super) fn close(&mut self) {
        for effect in self.program.update(Message::Closing, self.services.now()) {
            match effect {
                Effect::Save { entry, audit } => self.saver.ask(Job::Save { entry, audit }),
                Effect::Create { name, audit } => self.saver.ask(Job::Create { name, audit }),
                Effect::Close => self.saver.ask(Job::Close),
                _ => {}
            }
        }
    }
}
