//! The terminal: its threads and modes, signals, the event loop, and effects carried out.
//!
//! The desk decides everything; the view draws everything; this module carries between them and the
//! world. Nothing here knows what an audit means. The picture of its threads is in `event_loop`.

mod background;
mod clipboard;
#[cfg(any(unix, test))]
mod decode;
mod disk;
mod editor;
mod effects;
mod event_loop;
mod input;
mod jobs;
mod library;
mod modes;
mod opener;
mod plain;
mod reader;
mod saver;
mod screen;
mod services;
mod signals;
mod surveys;
#[cfg(any(windows, test))]
mod typed;

use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ratatui::Frame;

pub use disk::{LocalDisk, now};
pub use library::{LEFT_OUT, edition_of};
pub use plain::run_plain;
pub use saver::Unsaved;
pub use services::{AppendReceipt, AuditSink, AuditStore, JobRunner, OnProgress, OpenedForWriting};
pub use surveys::survey;

use crate::desk::{Desk, Effect, EffectOutcome, Message, Queue, StoreJob, TerminalJob};
use background::BackgroundWorker;
use event_loop::{EventLoop, ExitReason, Foreground, LoopEvent, Workers};
use modes::Modes;
use saver::Saver;
use screen::TerminalScreen;

/// The time the end waits for the disk before it says that it waits.
const AT_ONCE: Duration = Duration::from_secs(1);
/// The time the end waits for the disk if the user asked for the end.
const PATIENCE: Duration = Duration::from_secs(30);
/// The time the end waits for the disk if the system asked for the end: it has little patience
/// itself. Windows ends the program five seconds after its window was closed.
const HASTE: Duration = Duration::from_secs(if cfg!(windows) { 3 } else { 5 });
/// The exit code after the terminal has gone (128 and the number of SIGHUP).
const HUNG_UP: u8 = 129;
/// The time the end waits for a terminal to accept the last messages.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// The exit code after a fault of the program's own (`EX_SOFTWARE` of sysexits.h).
const FAULT: u8 = 70;

/// The program that the event loop drives: the desk, or a substitute in a test.
pub trait Program {
    /// Handles one message. Returns the effects to carry out.
    fn update(&mut self, message: Message, now: DateTime<Utc>) -> Vec<Effect>;
}

impl Program for Desk {
    fn update(&mut self, message: Message, now: DateTime<Utc>) -> Vec<Effect> {
        Self::update(self, message, now)
    }
}

/// An error that kept the event loop from starting, or ended it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// One end of the program is no terminal.
    #[error(
        "The desk needs a terminal, and {0} is not one: it goes to a file or another program. \
         `scrutineer --plain` is the desk in lines; `scrutineer check` and `scrutineer report` need \
         no terminal either."
    )]
    NoTerminal(&'static str),
    /// The terminal can only show one line after another.
    #[error(
        "This terminal (TERM=dumb) can only show one line after another, and the desk needs the \
         whole screen. `scrutineer --plain` is the desk in lines; `scrutineer check` and \
         `scrutineer report` print plain lines."
    )]
    Dumb,
    /// The console of Windows is set to be as it was before escape sequences.
    #[error(
        "This window is in the legacy mode of the Windows console, which cannot show the desk. \
         `scrutineer --plain` is the desk in lines. To have the whole desk, open the properties of \
         the window, turn “Use legacy console” off, and start Scrutineer again."
    )]
    Legacy,
    /// The terminal could not be set up.
    #[error("The terminal could not be set up: {0}. Nothing was changed.")]
    NotTaken(#[source] io::Error),
    /// The terminal did not accept output.
    #[error("The terminal takes no more output: {0}. What the screen had said was saved is safe.")]
    Broken(#[source] io::Error),
    /// Not everything could be saved.
    #[error("{0}")]
    Unsaved(Unsaved),
}

/// Runs the event loop until the user, the system or the terminal ends it.
///
/// `first` holds the effects that the desk asked for when it was set up; `now` is the clock; `draw`
/// draws one picture.
/// When the terminal has gone, the process is ended from here once everything is saved.
///
/// # Errors
/// A [`TerminalError`]: a sentence for the user. The terminal has been restored.
pub fn run<P: Program>(
    program: P,
    first: Vec<Effect>,
    services: impl AuditStore + JobRunner,
    now: fn() -> DateTime<Utc>,
    draw: impl FnMut(&mut P, &mut Frame<'_>),
) -> Result<ExitCode, TerminalError> {
    usable(
        io::stdin().is_terminal(),
        io::stdout().is_terminal(),
        std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
    )?;
    #[cfg(windows)]
    if !ratatui::crossterm::ansi_support::supports_ansi() {
        return Err(TerminalError::Legacy);
    }
    let (sender, incoming) = channel();
    let services = Arc::new(services);
    let (saver, requests) = Saver::new();
    let (gate, woken) = reader::gate().map_err(TerminalError::NotTaken)?;

    let ended = Arc::new(AtomicBool::new(false));

    // Before the terminal is set up, so that no signal can end the program without restoring it.
    let signals = signals::register().map_err(TerminalError::NotTaken)?;
    let to_loop = sender.clone();
    let last = saver.clone();
    let has_ended = Arc::clone(&ended);
    let store = Arc::clone(&services);
    spawn("signals", &sender, move || {
        let results = to_loop.clone();
        // From here, for to start a thread takes a good part of the time that a picture takes.
        let saving = spawn("saver", &to_loop, move || {
            saver::work(&*store, &requests, &|outcome| {
                let _nobody_listens = results.send(LoopEvent::Outcome(outcome));
            });
        });
        if saving.is_err() {
            let _nobody_listens = to_loop.send(LoopEvent::Fault);
        }
        let send = |signal| to_loop.send(LoopEvent::Signal(signal)).is_ok();
        signals::listen(signals, &has_ended, send, |number| {
            end_at_once(&last, number);
        });
    })?;

    let workers = workers(&services, &sender, |_, outcome| LoopEvent::Outcome(outcome));

    let mut rest = Vec::new();
    for effect in first {
        match effect {
            // An audit that was asked for is read while the terminal is set up.
            Effect::Store(job @ StoreJob::Open(_)) => saver.ask(job),
            // With the other modes, not after them.
            Effect::Terminal(TerminalJob::Mouse(wanted)) => {
                modes::mouse(wanted).map_err(TerminalError::NotTaken)?;
            }
            effect => rest.push(effect),
        }
    }
    let modes = Modes::enter().map_err(TerminalError::NotTaken)?;
    let screen = TerminalScreen::new().map_err(TerminalError::NotTaken)?;
    let to_loop = sender.clone();
    let reader_gate = Arc::clone(&gate);
    let alarmed = sender.clone();
    let begin_reading = move || {
        spawn("reader", &alarmed, move || {
            reader::read(io::stdin(), &reader_gate, &woken, |read| {
                to_loop.send(LoopEvent::Reader(read)).is_ok()
            });
        })
    };

    let mut event_loop = EventLoop {
        program,
        draw,
        now,
        saver,
        workers,
        gate,
        screen,
        sender,
        size: None,
        foreground: Foreground::Active,
        edited_at: None,
        stale: true,
    };
    let ended_by = catch_unwind(AssertUnwindSafe(|| {
        let reason = event_loop.run(rest, &incoming, begin_reading);
        if !matches!(reason, ExitReason::Quit) {
            event_loop.close();
        }
        reason
    }));
    // After a panic of the desk's own the hook has reported it, and the desk is not asked again.
    let reason = ended_by.unwrap_or(ExitReason::Fault);
    ended.store(true, SeqCst);
    let finishing = event_loop.saver.finish();
    let kept = event_loop.leave_editor();
    if reason.is_hang_up() {
        let finished = finishing.wait(HASTE);
        let unsaved = finished.unwrap_or_else(|| Err(Unsaved::no_answer(HASTE)));
        let unsaved = unsaved.err().map(|unsaved| unsaved.to_string());
        let last_words = kept.into_iter().chain(unsaved).collect();
        // No destructor runs: some print, and would panic at a terminal that has gone.
        exit_restoring(HUNG_UP, last_words);
    }
    let mut finished = finishing.wait(AT_ONCE);
    drop(event_loop);
    drop(modes);
    modes::print_fault();
    if let Some(kept) = kept {
        modes::print_notice(&format!("{kept}\n"));
    }
    if finished.is_none() {
        modes::print_notice("The disk is slow; the last changes are still being saved.\n");
        let patience = if matches!(reason, ExitReason::Quit) {
            PATIENCE
        } else {
            HASTE
        };
        finished = finishing
            .wait(patience)
            .or(Some(Err(Unsaved::no_answer(patience))));
    }
    match (reason, finished) {
        (_, Some(Err(unsaved))) => Err(TerminalError::Unsaved(unsaved)),
        (ExitReason::Broken(error), _) => Err(TerminalError::Broken(error)),
        (ExitReason::Signal(number), _) => Ok(ExitCode::from(after_signal(number))),
        (ExitReason::Fault, _) => Ok(ExitCode::from(FAULT)),
        (ExitReason::Quit | ExitReason::HungUp, _) => Ok(ExitCode::SUCCESS),
    }
}

/// Checks that the desk can be used here, before anything is sent.
fn usable(stdin: bool, stdout: bool, dumb: bool) -> Result<(), TerminalError> {
    if !stdout {
        Err(TerminalError::NoTerminal("standard output"))
    } else if !stdin {
        Err(TerminalError::NoTerminal("standard input"))
    } else if dumb {
        Err(TerminalError::Dumb)
    } else {
        Ok(())
    }
}

/// An input of a loop that can tell it of a panic.
trait Alarming: Send + 'static {
    /// Returns the input that tells of a panic.
    fn fault() -> Self;
}

impl Alarming for LoopEvent {
    fn fault() -> Self {
        Self::Fault
    }
}

/// Starts a thread whose panic ends the loop, not only the thread.
fn spawn<E: Alarming>(
    name: &str,
    sender: &Sender<E>,
    work: impl FnOnce() + Send + 'static,
) -> Result<(), TerminalError> {
    struct Alarm<E: Alarming>(Sender<E>);
    impl<E: Alarming> Drop for Alarm<E> {
        fn drop(&mut self) {
            if thread::panicking() {
                let _nobody_listens = self.0.send(E::fault());
            }
        }
    }
    let alarm = Alarm(sender.clone());
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        let _alarm = alarm;
        work();
    });
    started.map(drop).map_err(TerminalError::NotTaken)
}

/// Returns the workers of a loop, whose threads start with their first jobs.
///
/// `told` makes an input of the loop of an outcome. A thread that cannot be started is a fault, which
/// ends the loop as a panic does: what is saved is safe.
fn workers<E: Alarming>(
    services: &Arc<impl JobRunner>,
    sender: &Sender<E>,
    told: fn(Queue, EffectOutcome) -> E,
) -> Workers {
    let worker = |queue: Queue| {
        let (worker, requests) = BackgroundWorker::new(queue);
        let (runner, sender) = (Arc::clone(services), sender.clone());
        worker.started_by(move || {
            let to_loop = sender.clone();
            let started = spawn(queue.name(), &sender, move || {
                background::work(&*runner, &requests, &|outcome| {
                    let _nobody_listens = to_loop.send(told(queue, outcome));
                });
            });
            if started.is_err() {
                let _nobody_listens = sender.send(E::fault());
            }
        })
    };
    Workers {
        library: worker(Queue::Library),
        register: worker(Queue::Register),
        files: worker(Queue::Files),
        errands: worker(Queue::Errands),
    }
}

/// Returns the exit code that shells report for an end by a signal.
fn after_signal(number: i32) -> u8 {
    u8::try_from(number.saturating_add(128)).unwrap_or(u8::MAX)
}

/// Ends the program at a second signal: the event loop does not respond, so it is not waited for.
fn end_at_once(saver: &Saver, number: i32) {
    let _nobody_waits = saver.finish().wait(HASTE);
    exit_restoring(after_signal(number), Vec::new());
}

/// Restores the terminal and ends the program, even if the terminal hangs.
///
/// The last output is written on a thread, and waited for only so long. A terminal that has gone
/// refuses it; one that accepts no output would block for ever.
fn exit_restoring(code: u8, last_words: Vec<String>) -> ! {
    let (done, waiting) = channel();
    let giving_back = thread::Builder::new().spawn(move || {
        modes::leave();
        modes::print_fault();
        for words in last_words {
            modes::print_notice(&format!("{words}\n"));
        }
        let _too_late = done.send(());
    });
    if giving_back.is_ok() {
        let _too_late = waiting.recv_timeout(LAST_WORDS);
    }
    process::exit(i32::from(code))
}
