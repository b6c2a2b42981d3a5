//! The effects that the desk asks for, carried out.
//!
//! Work on the disk goes to the saver or a background worker, work on the terminal is done here.
//! The result of each is returned to the desk as a message.

use std::thread;
use std::time::{Duration, Instant};

use ratatui::Frame;

use super::editor::Edited;
use super::saver::Job;
#[cfg(unix)]
use super::signals;
use super::sitting::{Away, Ending, Incoming, Sitting};
use super::{Program, clipboard, editor, lane, modes};
use crate::desk::{Effect, Outcome};

impl<P, D> Sitting<P, D>
where
    P: Program,
    D: FnMut(&mut P, &mut Frame<'_>),
{
    /// Carries an effect out, or passes it to the thread that does.
    pub(super) fn carry_out(&mut self, effect: Effect) -> Option<Ending> {
        let job = match effect {
            Effect::List => Job::List,
            Effect::Open(path) => Job::Open(path),
            Effect::Create { name, audit } => Job::Create { name, audit },
            Effect::Save { entry, audit } => Job::Save { entry, audit },
            Effect::Close => Job::Close,
            Effect::WriteReport {
                order,
                path,
                overwrite,
            } => {
                self.errands.ask(lane::Job::Report {
                    order,
                    path,
                    overwrite,
                });
                return None;
            }
            Effect::LoadSetting(authority) => {
                self.errands.ask(lane::Job::Setting(authority));
                return None;
            }
            Effect::KeepAuthor(name) => {
                self.errands.ask(lane::Job::Author(name));
                return None;
            }
            Effect::KeepCouncil(council) => {
                self.errands.ask(lane::Job::Council(council));
                return None;
            }
            Effect::ReadPapers {
                audit,
                documents,
                known,
            } => {
                self.papers.ask(lane::Job::Register {
                    audit,
                    documents,
                    known,
                });
                return None;
            }
            Effect::AddPapers {
                audit,
                paths,
                documents,
            } => {
                self.adding.ask(lane::Job::Add {
                    audit,
                    paths,
                    documents,
                });
                return None;
            }
            Effect::ReadSheet(path) => {
                self.adding.ask(lane::Job::Sheet(path));
                return None;
            }
            Effect::ListFolder(path) => {
                self.adding.ask(lane::Job::Folder(path));
                return None;
            }
            Effect::StopReading => {
                self.papers.stop();
                return None;
            }
            Effect::StopAdding => {
                self.adding.stop();
                return None;
            }
            Effect::Copy(text) => {
                return match clipboard::sequence(&text) {
                    Ok(sequence) => self.screen.send(&sequence).err().map(Ending::Broken),
                    Err(why) => self.failed(why),
                };
            }
            Effect::Edit(text) => return self.edit(&text),
            Effect::Mouse(wanted) => return modes::mouse(wanted).err().map(Ending::Broken),
            Effect::Redraw => {
                self.screen.spoiled();
                return None;
            }
            Effect::Suspend => return self.suspend(),
            Effect::Quit => return Some(Ending::Quit),
        };
        self.saver.ask(job);
        None
    }

    fn failed(&self, why: String) -> Option<Ending> {
        self.tell(Incoming::Outcome(Outcome::Failed(why)));
        None
    }

    fn tell(&self, what: Incoming) {
        let _nobody_listens = self.tell.send(what);
    }

    /// Hands the terminal and a text to the user's editor.
    fn edit(&mut self, text: &str) -> Option<Ending> {
        if !matches!(self.away, Away::Here) {
            return None;
        }
        self.go_away();
        let started = editor::start(text).and_then(|(editing, mut child)| {
            let tell = self.tell.clone();
            // On a thread of its own, so that a signal does not have to wait for the editor.
            let waiting = thread::Builder::new()
                .name("editor".to_owned())
                .spawn(move || {
                    let begun = Instant::now();
                    let status = child.wait();
                    let closed = Incoming::EditorClosed(status, begun.elapsed());
                    let _nobody_listens = tell.send(closed);
                });
            match waiting {
                Ok(_) => Ok(editing),
                Err(error) => Err(editing.kept(&format!("The editor was left alone: {error}"))),
            }
        });
        match started {
            Ok(editing) => {
                self.away = Away::Editing(editing);
                None
            }
            Err(why) => {
                self.tell(Incoming::Outcome(Outcome::Edited {
                    text: None,
                    trouble: Some(why),
                }));
                self.come_back()
            }
        }
    }

    /// Returns to the desk after the user's editor has ended, with the result.
    pub(super) fn edited(
        &mut self,
        status: &std::io::Result<std::process::ExitStatus>,
        open: Duration,
    ) -> Option<Ending> {
        let Away::Editing(editing) = std::mem::replace(&mut self.away, Away::Here) else {
            return None;
        };
        #[cfg(unix)]
        {
            self.edited_at = Some(Instant::now());
        }
        let Edited { text, trouble } = editing.end(status, open);
        self.tell(Incoming::Outcome(Outcome::Edited { text, trouble }));
        self.come_back()
    }

    /// Ends the user's editor because the program ends. Returns a sentence with the place of its
    /// text, which is kept.
    pub(super) fn leave_editor(&mut self) -> Option<String> {
        let Away::Editing(editing) = std::mem::replace(&mut self.away, Away::Stopped) else {
            return None;
        };
        #[cfg(unix)]
        signals::pass_on(editing.process);
        Some(editing.kept("The program had to end while your editor was open"))
    }

    /// Stops, as Ctrl-Z does, until the shell continues the program.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> Option<Ending> {
        if !signals::can_stop() {
            return self.failed(
                "There is no shell here that could bring Scrutineer back, so it goes on."
                    .to_owned(),
            );
        }
        match self.away {
            Away::Here => {
                self.go_away();
                self.away = Away::Stopped;
                // The rest is done at the signal to continue: `resumed`.
                if signals::stop() {
                    None
                } else {
                    self.come_back()
                }
            }
            // The editor stops by itself; the shell that started both waits for both.
            Away::Stopped | Away::Editing(_) => {
                signals::stop();
                None
            }
        }
    }

    /// Reports that this system has no way to stop a program.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> Option<Ending> {
        self.failed("Programs cannot be stopped for a while on this system.".to_owned())
    }

    /// Returns to the desk after a stop, even one by somebody else.
    #[cfg(unix)]
    pub(super) fn resumed(&mut self) -> Option<Ending> {
        match self.away {
            Away::Editing(_) => None,
            Away::Here | Away::Stopped => self.come_back(),
        }
    }

    /// Releases the keyboard and the screen.
    fn go_away(&self) {
        self.gate.pause();
        modes::leave();
    }

    /// Acquires the keyboard and the screen again.
    fn come_back(&mut self) -> Option<Ending> {
        self.away = Away::Here;
        let taken = modes::enter_again();
        self.screen.spoiled();
        self.stale = true;
        self.gate.resume();
        taken.err().map(Ending::Broken)
    }
}
