//! The loop of the plain mode: a line is said, a line is read, and what it asks for is done before
//! the next is said.
//!
//! Nothing runs while an answer is awaited, so that the same lines give the same audit, whoever types
//! them. The end of the input is an end like any other: what is being typed is kept.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use chrono::{DateTime, Utc};

use super::editor::{self, Edited};
use super::event_loop::Workers;
use super::saver::{self, Saver};
use super::services::{AuditStore, JobRunner};
use super::signals::{self, Signal};
use super::{AT_ONCE, Alarming, FAULT, HASTE, PATIENCE, TerminalError, Unsaved, spawn};
use crate::base::{Problem, ProblemKind};
use crate::desk::{
    Action, Code, Desk, Effect, EffectOutcome, Key, KeyPlace, Message, Queue, StoreJob, TerminalJob,
};
use crate::plain::{Face, PlainTurn, fit_to_say};

/// The longest line read, in bytes; what is over it is a line of its own.
const LONGEST: u64 = 4 << 20;

/// The columns and rows that the desk makes its sentences for.
const LINE: (u16, u16) = (250, 200);

/// An input of the loop.
enum Event {
    /// A line was read; `None` at the end of the input.
    Line(Option<String>),
    /// The saver has done something.
    Stored(EffectOutcome),
    /// A worker has done something.
    Worked(Queue, EffectOutcome),
    /// The user interrupted (Ctrl-C).
    Interrupted,
    /// The system asks for the end, by a signal of this number.
    End(i32),
    /// A thread has ended by a panic.
    Fault,
}

impl Alarming for Event {
    fn fault() -> Self {
        Self::Fault
    }
}

/// The reason the loop ends.
enum Ended {
    /// The user asked for it, or the input has ended, or nobody reads the output any more.
    Quit,
    /// The desk asked for it, and has kept everything.
    Closed,
    /// A signal of this number.
    Signal(i32),
    /// The output could not be written.
    Broken(io::Error),
    /// A fault of the program's own.
    Fault,
}

/// The jobs under way, which have to end before the next line is said.
#[derive(Debug, Default)]
struct Pending {
    /// Jobs of the saver that open or list.
    stored: usize,
    /// The last entry to be saved.
    entry: Option<u64>,
    /// Jobs of the workers, by their queue; the desk itself knows whether a register is awaited.
    library: usize,
    files: usize,
    errands: usize,
}

impl Pending {
    fn is_over(&self) -> bool {
        self.stored == 0
            && self.entry.is_none()
            && self.library == 0
            && self.files == 0
            && self.errands == 0
    }

    fn asked(&mut self, job: &StoreJob) {
        match job {
            StoreJob::List
            | StoreJob::Open(_)
            | StoreJob::Create { .. }
            | StoreJob::Duplicate { .. }
            | StoreJob::Move { .. } => self.stored += 1,
            StoreJob::Save { entries, .. } => {
                self.entry = entries.last().map(|entry| entry.seq).or(self.entry);
            }
            StoreJob::Close => {}
        }
    }

    fn stored(&mut self, outcome: &EffectOutcome) {
        match outcome {
            EffectOutcome::Saved { seq, .. } => {
                self.entry = self.entry.filter(|awaited| seq < awaited);
            }
            EffectOutcome::NotSaved(_) | EffectOutcome::NotWritten(_) => self.entry = None,
            _ => self.stored = self.stored.saturating_sub(1),
        }
    }

    const fn worked(&mut self, queue: Queue) {
        match queue {
            Queue::Register => {}
            Queue::Library => self.library = self.library.saturating_sub(1),
            Queue::Files => self.files = self.files.saturating_sub(1),
            Queue::Errands => self.errands = self.errands.saturating_sub(1),
        }
    }
}

/// Runs the plain mode until the user, the system or the end of the input ends it.
///
/// `first` holds the effects that the desk asked for when it was set up; `now` is the clock.
///
/// # Errors
/// A [`TerminalError`]: a sentence for the user.
pub fn run_plain(
    desk: Desk,
    face: Face,
    ascii: bool,
    first: Vec<Effect>,
    services: impl AuditStore + JobRunner,
    now: fn() -> DateTime<Utc>,
) -> Result<ExitCode, TerminalError> {
    let (sender, incoming) = channel();
    let services = Arc::new(services);
    let (saver, requests) = Saver::new();
    listen(&sender, &saver)?;
    let to_loop = sender.clone();
    let store = Arc::clone(&services);
    spawn("saver", &sender, move || {
        saver::work(&*store, &requests, &|outcome| {
            let _nobody_listens = to_loop.send(Event::Stored(outcome));
        });
    })?;
    let workers = super::workers(&services, &sender, Event::Worked);
    let (wanted, asked) = channel();
    let to_loop = sender.clone();
    spawn("reader", &sender, move || read_lines(&asked, &to_loop))?;
    let mut talk = Talk {
        desk,
        face,
        ascii,
        saver,
        workers,
        incoming,
        wanted,
        now,
        pending: Pending::default(),
        reported: None,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let ended = talk.run(first);
        if !matches!(ended, Ended::Closed) {
            talk.close();
        }
        ended
    }));
    let ended = ended.unwrap_or(Ended::Fault);
    let finishing = talk.saver.finish();
    let patience = if matches!(ended, Ended::Quit | Ended::Closed) {
        PATIENCE
    } else {
        HASTE
    };
    let mut finished = finishing.wait(AT_ONCE);
    if finished.is_none() {
        let _nobody_reads = talk.say("The disk is slow. The last changes are still being saved.\n");
        finished = finishing.wait(patience);
    }
    match (ended, finished) {
        (_, None) => Err(TerminalError::Unsaved(Unsaved::no_answer(patience))),
        (_, Some(Err(unsaved))) => Err(TerminalError::Unsaved(unsaved)),
        (Ended::Broken(error), _) => Err(TerminalError::Broken(error)),
        (Ended::Signal(number), _) => Ok(ExitCode::from(super::after_signal(number))),
        (Ended::Fault, _) => Ok(ExitCode::from(FAULT)),
        (Ended::Quit | Ended::Closed, _) => {
            let _nobody_reads = talk.say("Everything is saved.\n");
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Reads a line for each that is wanted, so that a program started from here has the input to itself.
fn read_lines(asked: &Receiver<()>, to_loop: &Sender<Event>) {
    let mut input = io::stdin().lock();
    for () in asked {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let line = match read {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(String::from_utf8_lossy(&line).into_owned()),
        };
        if to_loop.send(Event::Line(line)).is_err() {
            return;
        }
    }
}

/// Passes the signals on. A stop is left to the shell, and a second signal to end does not wait.
fn listen(sender: &Sender<Event>, saver: &Saver) -> Result<(), TerminalError> {
    let signals = signals::register().map_err(TerminalError::NotTaken)?;
    let to_loop = sender.clone();
    let last = saver.clone();
    spawn("signals", sender, move || {
        let ended = AtomicBool::new(false);
        let send = |signal| {
            let event = match signal {
                Signal::Interrupt(_) => Event::Interrupted,
                Signal::End(number) => Event::End(number),
                Signal::HangUp => Event::End(i32::from(super::HUNG_UP) - 128),
                #[cfg(unix)]
                Signal::Stop => {
                    let _refused = signals::can_stop() && signals::stop();
                    return true;
                }
                #[cfg(unix)]
                Signal::Continue | Signal::Window => return true,
            };
            to_loop.send(event).is_ok()
        };
        signals::listen(signals, &ended, send, |number| {
            let _nobody_waits = last.finish().wait(HASTE);
            std::process::exit(i32::from(super::after_signal(number)));
        });
    })
}

/// The loop's own state.
struct Talk {
    desk: Desk,
    face: Face,
    /// True if only ASCII can be told.
    ascii: bool,
    saver: Saver,
    workers: Workers,
    incoming: Receiver<Event>,
    /// Asks the reader for a line.
    wanted: Sender<()>,
    now: fn() -> DateTime<Utc>,
    pending: Pending,
    /// The time when the progress of a reading was told last.
    reported: Option<Instant>,
}

impl Talk {
    /// Runs until something ends it.
    fn run(&mut self, first: Vec<Effect>) -> Ended {
        // Sentences are cut to the screen, and there is none.
        let begun = self.update(Message::Resize(LINE.0, LINE.1));
        let begun = begun.or_else(|| self.carry_out(first));
        if let Some(ended) = begun.or_else(|| self.settle()) {
            return ended;
        }
        loop {
            let says = self.face.prompt(&mut self.desk);
            let told = match says.as_str() {
                "" => Ok(()),
                says => self.say(&format!("{says}\n> ")),
            };
            match told {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ended::Quit,
                Err(error) => return Ended::Broken(error),
            }
            let line = match self.line() {
                Ok(line) => line,
                Err(ended) => return ended,
            };
            let ended = match self.face.answer(&self.desk, &line) {
                PlainTurn::Said => None,
                PlainTurn::Quit => Some(Ended::Quit),
                PlainTurn::Messages(messages) => messages
                    .into_iter()
                    .find_map(|message| self.update(message).or_else(|| self.settle())),
            };
            if let Some(ended) = ended {
                return ended;
            }
        }
    }

    /// Waits for a line.
    fn line(&mut self) -> Result<String, Ended> {
        let _reader_gone = self.wanted.send(());
        loop {
            match self.incoming.recv() {
                Ok(Event::Line(Some(line))) => return Ok(line),
                Ok(Event::Line(None) | Event::Interrupted) => return Err(Ended::Quit),
                Ok(event) => {
                    if let Some(ended) = self.take(event) {
                        return Err(ended);
                    }
                }
                Err(_) => return Err(Ended::Fault),
            }
        }
    }

    /// Waits until everything that was asked for is done.
    fn settle(&mut self) -> Option<Ended> {
        while !self.is_settled() {
            let Ok(event) = self.incoming.recv() else {
                return Some(Ended::Fault);
            };
            if let Some(ended) = self.take(event) {
                return Some(ended);
            }
        }
        self.reported = None;
        None
    }

    fn is_settled(&self) -> bool {
        let open = self.desk.open.as_ref();
        self.pending.is_over() && open.is_none_or(|open| !open.papers.awaited)
    }

    fn take(&mut self, event: Event) -> Option<Ended> {
        match event {
            Event::Line(_) => None,
            Event::Stored(outcome) => {
                self.pending.stored(&outcome);
                self.update(Message::Outcome(outcome))
            }
            Event::Worked(queue, outcome) => {
                if let EffectOutcome::Progress(_, reading) = &outcome {
                    self.report(&reading.label());
                } else {
                    self.pending.worked(queue);
                }
                self.update(Message::Outcome(outcome))
            }
            Event::Interrupted => self.interrupted(),
            Event::End(number) => Some(Ended::Signal(number)),
            Event::Fault => Some(Ended::Fault),
        }
    }

    /// Ends the reading under way, or the program if there is none.
    fn interrupted(&mut self) -> Option<Ended> {
        if self.desk.place() == KeyPlace::ADDING {
            return self.update(Message::Key(Key::plain(Code::Esc)));
        }
        if self.desk.available(Action::StopReading).is_ok() {
            return self.carry_out(vec![Effect::Stop(Queue::Register)]);
        }
        Some(Ended::Quit)
    }

    /// Tells the progress of a reading, every few seconds.
    fn report(&mut self, says: &str) {
        const SELDOM: std::time::Duration = std::time::Duration::from_secs(5);
        let due = self.reported.is_none_or(|last| last.elapsed() >= SELDOM);
        if due && io::stdin().is_terminal() {
            self.reported = Some(Instant::now());
            let says = fit_to_say(&format!("Reading: {says}. Ctrl-C stops it."), self.ascii);
            let _nobody_reads = self.say(&format!("{says}\n"));
        }
    }

    /// Says something at once.
    #[expect(clippy::unused_self, reason = "a talk is what says something")]
    fn say(&self, says: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(says.as_bytes())?;
        out.flush()
    }

    /// Sends the desk a message and carries out its effects.
    fn update(&mut self, message: Message) -> Option<Ended> {
        let effects = self.desk.update(message, (self.now)());
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Option<Ended> {
        for effect in effects {
            match effect {
                Effect::Store(job) => {
                    self.pending.asked(&job);
                    self.saver.ask(job);
                }
                Effect::Background(job) => {
                    let queue = job.queue();
                    match queue {
                        Queue::Register => {}
                        Queue::Library => self.pending.library += 1,
                        Queue::Files => self.pending.files += 1,
                        Queue::Errands => self.pending.errands += 1,
                    }
                    self.workers.of(queue).ask(job);
                }
                Effect::Stop(queue) => self.workers.of(queue).stop(),
                Effect::Terminal(TerminalJob::Quit) => return Some(Ended::Closed),
                Effect::Terminal(TerminalJob::Edit(text)) => {
                    let Edited { text, problem } = edit(&text);
                    let edited = EffectOutcome::Edited { text, problem };
                    if let Some(ended) = self.update(Message::Outcome(edited)) {
                        return Some(ended);
                    }
                }
                // These are about a screen, and there is none.
                Effect::Terminal(
                    TerminalJob::Copy(_)
                    | TerminalJob::Mouse(_)
                    | TerminalJob::Redraw
                    | TerminalJob::Suspend,
                ) => {}
            }
        }
        None
    }

    /// Closes the desk: it keeps the text being typed, and only effects that save are carried out.
    fn close(&mut self) {
        for effect in self.desk.update(Message::Closing, (self.now)()) {
            if let Effect::Store(job) = effect
                && job.keeps()
            {
                self.saver.ask(job);
            }
        }
    }
}

/// Hands a text to the user's own editor, where there is a terminal for it.
fn edit(text: &str) -> Edited {
    let refused = |problem| Edited {
        text: None,
        problem: Some(problem),
    };
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return refused(Problem::new(
            ProblemKind::Terminal,
            "Your own editor needs a terminal, and there is none here.",
        ));
    }
    match editor::start(text) {
        Ok((editing, mut child)) => {
            let begun = Instant::now();
            let status = child.wait();
            editing.end(&status, begun.elapsed())
        }
        Err(problem) => refused(problem),
    }
}
