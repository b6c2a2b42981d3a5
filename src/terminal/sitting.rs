//! One sitting at the desk: what comes in is told to the desk, what the desk asks for is carried
//! out, and when nothing more is waiting one picture is drawn.

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

/// How late an interrupt may come that was meant for an editor.
#[cfg(unix)]
const LATE: Duration = Duration::from_millis(500);

/// What reaches the loop.
pub(super) enum Incoming {
    /// The keyboard, the mouse, or that the terminal has gone.
    Read(Read),
    /// A signal.
    #[cfg(unix)]
    Signal(Signal),
    /// What became of something the desk asked for.
    Outcome(Outcome),
    /// The user's editor has ended, after so long.
    EditorClosed(io::Result<ExitStatus>, Duration),
    /// A thread has ended by a panic.
    Fault,
}

/// Why the sitting ends.
#[derive(Debug)]
pub(super) enum Ending {
    /// The desk asked for it.
    Quit,
    /// A signal of this number.
    #[cfg(unix)]
    Signal(i32),
    /// The terminal has gone.
    HungUp,
    /// The terminal does not take what is sent.
    Broken(io::Error),
    /// A fault of the program's own.
    Fault,
}

impl Ending {
    /// Whether the terminal has gone, however that was noticed.
    pub(super) fn is_hang_up(&self) -> bool {
        match self {
            Self::HungUp => true,
            Self::Broken(error) => is_gone(error),
            _ => false,
        }
    }
}

/// Whether an error means that the terminal has gone.
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

/// Where the program is.
pub(super) enum Away {
    /// At the terminal.
    Here,
    /// Stopped; the shell has the terminal.
    Stopped,
    /// The user's editor has the terminal.
    Editing(Editing),
}

/// One sitting at the desk.
pub(super) struct Sitting<P, D> {
    pub(super) program: P,
    pub(super) draw: D,
    pub(super) services: Arc<dyn Services>,
    pub(super) saver: Saver,
    /// Reads the papers of the open audit.
    pub(super) papers: Lane,
    /// Reads files that are to be registered.
    pub(super) adding: Lane,
    /// Builds papers, and reads and keeps what is set for them.
    pub(super) errands: Lane,
    pub(super) gate: Arc<Gate>,
    pub(super) screen: Screen,
    pub(super) tell: Sender<Incoming>,
    /// Columns and rows as the desk was told.
    pub(super) size: Option<(u16, u16)>,
    pub(super) away: Away,
    /// When an editor was last closed.
    #[cfg(unix)]
    pub(super) edited_at: Option<Instant>,
    /// Something was told to the desk since the last picture.
    pub(super) stale: bool,
}

impl<P, D> Sitting<P, D>
where
    P: Program,
    D: FnMut(&mut P, &mut Frame<'_>),
{
    /// Sits until something ends it.
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
        // What was typed ahead of an editor or a stop was not meant for what comes after it.
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
            // Ctrl-C at an editor reaches everybody at the terminal, and is meant for the editor.
            Signal::Interrupt(_) if self.was_for_editor() => None,
            Signal::End(number) | Signal::Interrupt(number) => Some(Ending::Signal(number)),
            Signal::HangUp => Some(Ending::HungUp),
            Signal::Stop => self.suspend(),
            Signal::Continue => self.resumed(),
            Signal::Window => self.resized(),
        }
    }

    /// Whether an interrupt was meant for an editor: if that ended by it, its end may be seen here
    /// before the signal is.
    #[cfg(unix)]
    fn was_for_editor(&self) -> bool {
        matches!(self.away, Away::Editing(_))
            || self.edited_at.is_some_and(|at| at.elapsed() < LATE)
    }

    /// Tells the desk something and carries out what it asks for.
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

    /// The window has or had another size. It may have lost what it showed though it has its old
    /// size again, so the next picture is sent whole.
    fn resized(&mut self) -> Option<Ending> {
        self.screen.spoiled();
        self.stale = true;
        self.measure()
    }

    /// Tells the desk the size of the screen, if it is not the one it was told.
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

    /// The end comes from outside: the desk keeps what is being typed, and only that is done.
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
