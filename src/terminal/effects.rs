//! The effects that the desk asks for, carried out.
//!
//! Work on the disk goes to the saver or a background worker, work on the terminal is done here.
//! The result of each is returned to the desk as a message.

use std::thread;
use std::time::{Duration, Instant};

use ratatui::Frame;

use super::editor::Edited;
use super::event_loop::{EventLoop, ExitReason, Foreground, LoopEvent};
#[cfg(unix)]
use super::signals;
use super::{Program, clipboard, editor, modes, screen};
use crate::base::{Problem, ProblemKind};
use crate::desk::{Effect, EffectOutcome, TerminalJob};

impl<P, D> EventLoop<P, D>
where
    P: Program,
    D: FnMut(&mut P, &mut Frame<'_>),
{
    /// Passes an effect to whoever carries it out.
    pub(super) fn carry_out(&mut self, effect: Effect) -> Option<ExitReason> {
        match effect {
            Effect::Store(job) => self.saver.ask(job),
            Effect::Background(job) => self.workers.of(job.queue()).ask(job),
            Effect::Stop(queue) => self.workers.of(queue).stop(),
            Effect::Terminal(job) => return self.at_terminal(job),
        }
        None
    }

    fn at_terminal(&mut self, job: TerminalJob) -> Option<ExitReason> {
        match job {
            TerminalJob::Copy(text) => match clipboard::sequence(&text) {
                Ok(sequence) => screen::send(sequence.as_bytes())
                    .err()
                    .map(ExitReason::Broken),
                Err(problem) => self.failed(problem),
            },
            TerminalJob::Edit(text) => self.edit(&text),
            TerminalJob::Mouse(wanted) => modes::mouse(wanted).err().map(ExitReason::Broken),
            TerminalJob::Redraw => {
                self.screen.spoiled();
                None
            }
            TerminalJob::Suspend => self.suspend(),
            TerminalJob::Quit => Some(ExitReason::Quit),
        }
    }

    fn failed(&self, problem: Problem) -> Option<ExitReason> {
        self.send(EffectOutcome::Failed(problem));
        None
    }

    fn send(&self, outcome: EffectOutcome) {
        let _nobody_listens = self.sender.send(LoopEvent::Outcome(outcome));
    }

    /// Hands the terminal and a text to the user's editor.
    fn edit(&mut self, text: &str) -> Option<ExitReason> {
        if !matches!(self.foreground, Foreground::Active) {
            return None;
        }
        self.release_terminal();
        let started = editor::start(text).and_then(|(editing, mut child)| {
            let sender = self.sender.clone();
            // On a thread of its own, so that a signal does not have to wait for the editor.
            let waiting = thread::Builder::new()
                .name("editor".to_owned())
                .spawn(move || {
                    let begun = Instant::now();
                    let status = child.wait();
                    let closed = LoopEvent::EditorClosed(status, begun.elapsed());
                    let _nobody_listens = sender.send(closed);
                });
            match waiting {
                Ok(_) => Ok(editing),
                Err(error) => Err(Problem::new(
                    ProblemKind::Terminal,
                    editing.kept(&format!("The editor was left alone: {error}")),
                )),
            }
        });
        match started {
            Ok(editing) => {
                self.foreground = Foreground::Editor(editing);
                None
            }
            Err(problem) => {
                self.send(EffectOutcome::Edited {
                    text: None,
                    problem: Some(problem),
                });
                self.acquire_terminal()
            }
        }
    }

    /// Returns to the desk after the user's editor has ended, with the result.
    pub(super) fn edited(
        &mut self,
        status: &std::io::Result<std::process::ExitStatus>,
        open: Duration,
    ) -> Option<ExitReason> {
        let Foreground::Editor(editing) =
            std::mem::replace(&mut self.foreground, Foreground::Active)
        else {
            return None;
        };
        self.edited_at = Some(Instant::now());
        let Edited { text, problem } = editing.end(status, open);
        self.send(EffectOutcome::Edited { text, problem });
        self.acquire_terminal()
    }

    /// Ends the user's editor because the program ends. Returns a sentence with the place of its
    /// text, which is kept.
    pub(super) fn leave_editor(&mut self) -> Option<String> {
        let Foreground::Editor(editing) =
            std::mem::replace(&mut self.foreground, Foreground::Suspended)
        else {
            return None;
        };
        #[cfg(unix)]
        signals::pass_on(editing.process);
        Some(editing.kept("The program had to end while your editor was open"))
    }

    /// Stops, as Ctrl-Z does, until the shell continues the program.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> Option<ExitReason> {
        if !signals::can_stop() {
            return self.failed(Problem::new(
                ProblemKind::Terminal,
                "There is no shell here that could bring Scrutineer back, so it goes on.",
            ));
        }
        match self.foreground {
            Foreground::Active => {
                self.release_terminal();
                self.foreground = Foreground::Suspended;
                // The rest is done at the signal to continue: `resumed`.
                if signals::stop() {
                    None
                } else {
                    self.acquire_terminal()
                }
            }
            // The editor stops by itself; the shell that started both waits for both.
            Foreground::Suspended | Foreground::Editor(_) => {
                signals::stop();
                None
            }
        }
    }

    /// Reports that this system has no way to stop a program.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> Option<ExitReason> {
        self.failed(Problem::new(
            ProblemKind::Terminal,
            "Programs cannot be stopped for a while on this system.",
        ))
    }

    /// Returns to the desk after a stop, even one by somebody else.
    #[cfg(unix)]
    pub(super) fn resumed(&mut self) -> Option<ExitReason> {
        match self.foreground {
            Foreground::Editor(_) => None,
            Foreground::Active | Foreground::Suspended => self.acquire_terminal(),
        }
    }

    /// Releases the keyboard and the screen.
    fn release_terminal(&self) {
        self.gate.pause();
        modes::leave();
    }

    /// Acquires the keyboard and the screen again.
    fn acquire_terminal(&mut self) -> Option<ExitReason> {
        self.foreground = Foreground::Active;
        let taken = modes::enter_again();
        self.screen.spoiled();
        self.stale = true;
        self.gate.resume();
        taken.err().map(ExitReason::Broken)
    }
}
