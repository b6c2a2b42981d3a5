//! The saver: a thread that owns the open audit's [`Keeper`] and does everything that may wait for
//! a disk, in the order of the requests.
//!
//! A change goes into the journal at once and is then reported as saved; the snapshot is written
//! when nothing else is waiting, so that saving never delays a key. Entries that could not be saved
//! are kept, and retried with the next change and, at growing intervals, by the saver itself. While
//! everything is saved the thread sleeps without a timer.

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::Duration;

use super::services::{Keeper, Opened, Services};
use crate::audit::{Audit, Entry};
use crate::base::Digest;
use crate::desk::Outcome;
use crate::wording::shown;

/// The interval before the first automatic retry; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 1000 });
/// The longest interval between automatic retries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A request to the saver.
pub(super) enum Job {
    /// List the library.
    List,
    /// Open an audit, after closing the one that is open.
    Open(PathBuf),
    /// Make an audit and open it.
    Create { name: String, audit: Box<Audit> },
    /// Journal an entry; `audit` is the state after it.
    Save {
        entry: Box<Entry>,
        audit: Arc<Audit>,
    },
    /// Close the open audit.
    Close,
    /// Save everything and end.
    Finish(Sender<Result<(), Unsaved>>),
}

/// The error that changes could not be saved before the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// The reason, in words.
    pub why: String,
    /// The files they were written to instead.
    pub kept: Vec<PathBuf>,
}

impl fmt::Display for Unsaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The last changes could not be saved: {}", self.why)?;
        if self.kept.is_empty() {
            f.write_str("\nWhat the screen had said was saved is safe; what came after it is not.")
        } else {
            for path in &self.kept {
                write!(
                    f,
                    "\nThe whole audit, with those changes, was kept in {}",
                    shown(path)
                )?;
            }
            f.write_str("\nCopy it to a safe place before you open the audit again.")
        }
    }
}

/// The sender's end of the saver's queue.
#[derive(Clone)]
pub(super) struct Saver {
    jobs: Sender<Job>,
}

impl Saver {
    /// Returns the sender's end, and the receiver for [`work`].
    pub(super) fn new() -> (Self, Receiver<Job>) {
        let (jobs, queue) = channel();
        (Self { jobs }, queue)
    }

    /// Queues a job. If the saver has died, its panic guard notifies the event loop.
    pub(super) fn ask(&self, job: Job) {
        let _gone = self.jobs.send(job);
    }

    /// Queues the last job: save everything and end.
    pub(super) fn finish(&self) -> Finishing {
        let (reply, answer) = channel();
        self.ask(Job::Finish(reply));
        Finishing { answer }
    }
}

/// The reply awaited from the saver's last job.
pub(super) struct Finishing {
    answer: Receiver<Result<(), Unsaved>>,
}

impl Finishing {
    /// Waits for the result; `None` if there is none within `limit`.
    pub(super) fn wait(&self, limit: Duration) -> Option<Result<(), Unsaved>> {
        match self.answer.recv_timeout(limit) {
            Ok(result) => Some(result),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(Unsaved {
                why: "the part of the program that saves had ended.".to_owned(),
                kept: Vec::new(),
            })),
        }
    }
}

impl Unsaved {
    /// Returns the error of a disk that did not respond within `limit`.
    pub(super) fn no_answer(limit: Duration) -> Self {
        let why = format!(
            "the disk did not answer within {} seconds.",
            limit.as_secs()
        );
        Self {
            why,
            kept: Vec::new(),
        }
    }
}

/// Handles jobs until the last one; the results go to `tell`.
pub(super) fn work(services: &dyn Services, jobs: &Receiver<Job>, tell: &dyn Fn(Outcome)) {
    let mut worker = Worker {
        services,
        tell,
        current: None,
        parted: Vec::new(),
    };
    loop {
        let job = if worker.may_write() {
            match jobs.try_recv() {
                Ok(job) => job,
                Err(TryRecvError::Empty) => {
                    worker.write_audit();
                    continue;
                }
                Err(TryRecvError::Disconnected) => break,
            }
        } else if let Some(wait) = worker.wait() {
            match jobs.recv_timeout(wait) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => {
                    worker.try_again();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        } else {
            match jobs.recv() {
                Ok(job) => job,
                Err(_) => break,
            }
        };
        match job {
            Job::Finish(reply) => {
                let _nobody_waits = reply.send(worker.finish());
                return;
            }
            other => worker.carry_out(other),
        }
    }
    // Every sender has gone without a last job: save all the same.
    let _nobody_waits = worker.finish();
}

struct Worker<'a> {
    services: &'a dyn Services,
    tell: &'a dyn Fn(Outcome),
    /// The audit that is open.
    current: Option<Held>,
    /// Audits that were closed before everything of them could be saved.
    parted: Vec<Held>,
}

/// An audit with its unsaved changes.
struct Held {
    writer: Box<dyn Keeper>,
    /// Entries that are not in the journal yet, the oldest first.
    unsaved: VecDeque<Entry>,
    /// The current audit, while its snapshot is out of date.
    audit: Option<Arc<Audit>>,
    /// The last entry that is in the journal, and the head of the journal after it.
    last: Option<(u64, Digest)>,
    /// The reason the last try failed.
    trouble: Option<String>,
    /// The time to wait before the next try.
    wait: Duration,
}

impl Held {
    fn new(writer: Box<dyn Keeper>) -> Self {
        Self {
            writer,
            unsaved: VecDeque::new(),
            audit: None,
            last: None,
            trouble: None,
            wait: FIRST_WAIT,
        }
    }

    fn is_safe(&self) -> bool {
        self.unsaved.is_empty()
    }

    fn is_done(&self) -> bool {
        self.is_safe() && self.audit.is_none()
    }

    /// Appends the unsaved entries to the journal. Reports each, or the reason it failed.
    fn journal(&mut self, tell: &dyn Fn(Outcome)) {
        while let Some(entry) = self.unsaved.front() {
            match self.writer.append(entry) {
                Ok(kept) => {
                    let seq = entry.seq;
                    self.unsaved.pop_front();
                    self.last = Some((seq, kept.head.clone()));
                    self.well();
                    tell(Outcome::Saved {
                        seq,
                        head: kept.head,
                        notices: kept.notices,
                    });
                }
                Err(why) => {
                    self.ill(why, &|why| tell(Outcome::NotSaved(why)));
                    return;
                }
            }
        }
    }

    /// Writes the snapshot, once everything is in the journal.
    fn write(&mut self, tell: &dyn Fn(Outcome)) {
        let Some(audit) = self.audit.as_deref().filter(|_| self.is_safe()) else {
            return;
        };
        match self.writer.snapshot(audit) {
            Ok(notices) => {
                self.audit = None;
                let is_news = self.trouble.is_some() || !notices.is_empty();
                self.well();
                if let Some((seq, head)) = self.last.clone().filter(|_| is_news) {
                    tell(Outcome::Saved { seq, head, notices });
                }
            }
            Err(why) => self.ill(why, &|why| tell(Outcome::NotWritten(why))),
        }
    }

    fn save_all(&mut self, tell: &dyn Fn(Outcome)) {
        self.journal(tell);
        self.write(tell);
    }

    fn well(&mut self) {
        self.trouble = None;
        self.wait = FIRST_WAIT;
    }

    /// Records a failure, and reports it unless it was reported already.
    fn ill(&mut self, why: String, tell: &dyn Fn(String)) {
        if self.trouble.as_ref() != Some(&why) {
            tell(why.clone());
            self.trouble = Some(why);
        }
    }
}

impl Worker<'_> {
    fn carry_out(&mut self, job: Job) {
        match job {
            Job::List => (self.tell)(Outcome::Listed(self.services.list())),
            Job::Open(path) => {
                self.close();
                let opened = self.services.open(&path);
                self.take_up(opened);
            }
            Job::Create { name, audit } => {
                self.close();
                let opened = self.services.create(&name, &audit);
                self.take_up(opened);
            }
            Job::Save { entry, audit } => self.save(*entry, audit),
            Job::Close => self.close(),
            Job::Finish(_) => {}
        }
    }

    fn take_up(&mut self, opened: Result<Opened, String>) {
        (self.tell)(match opened {
            Ok((audit, writer)) => {
                self.current = writer.map(Held::new);
                Outcome::Opened(Box::new(audit))
            }
            Err(why) => Outcome::NotOpened(why),
        });
    }

    fn save(&mut self, entry: Entry, audit: Arc<Audit>) {
        let Some(held) = &mut self.current else {
            (self.tell)(Outcome::NotSaved(
                "No audit is open for changing, so this change has no place to go.".to_owned(),
            ));
            return;
        };
        held.unsaved.push_back(entry);
        held.audit = Some(audit);
        // The user has just made a change: a failure is reported again, even the old one.
        held.trouble = None;
        held.journal(self.tell);
    }

    /// Closes the open audit once everything of it is saved; until then it is kept and retried.
    fn close(&mut self) {
        if let Some(mut held) = self.current.take() {
            held.trouble = None;
            held.save_all(self.tell);
            if !held.is_done() {
                self.parted.push(held);
            }
        }
    }

    /// Returns true if the snapshot is to be written as soon as nothing else is waiting.
    fn may_write(&self) -> bool {
        self.current
            .as_ref()
            .is_some_and(|held| held.is_safe() && held.audit.is_some() && held.trouble.is_none())
    }

    fn write_audit(&mut self) {
        if let Some(held) = &mut self.current {
            held.write(self.tell);
        }
    }

    /// Returns the time to wait before trying again; `None` if there is nothing to try.
    fn wait(&self) -> Option<Duration> {
        let open = self
            .current
            .iter()
            .chain(&self.parted)
            .filter(|held| !held.is_done());
        open.map(|held| held.wait).min()
    }

    fn try_again(&mut self) {
        if let Some(held) = &mut self.current {
            held.wait = (held.wait * 2).min(LONGEST_WAIT);
            if held.is_safe() {
                held.write(self.tell);
            } else {
                // The snapshot follows when nothing else is waiting.
                held.journal(self.tell);
            }
        }
        for held in &mut self.parted {
            held.wait = (held.wait * 2).min(LONGEST_WAIT);
            // The desk has another audit open: this one's entry numbers would mislead it.
            held.save_all(&|_| {});
        }
        self.parted.retain(|held| !held.is_done());
    }

    /// Saves and closes everything; an audit that cannot be saved is rescued to another file.
    fn finish(&mut self) -> Result<(), Unsaved> {
        self.close();
        let mut whys = Vec::new();
        let mut kept = Vec::new();
        for mut held in self.parted.drain(..) {
            held.save_all(&|_| {});
            if held.is_safe() {
                continue;
            }
            let why = held.trouble.take().unwrap_or_default();
            let rescued = held
                .audit
                .as_deref()
                .map(|audit| self.services.rescue(audit));
            match rescued {
                Some(Ok(path)) => kept.push(path),
                Some(Err(also)) => {
                    whys.push(why);
                    whys.push(format!("And it could not be kept elsewhere: {also}"));
                    continue;
                }
                None => {}
            }
            whys.push(why);
        }
        whys.dedup();
        if whys.is_empty() {
            Ok(())
        } else {
            Err(Unsaved {
                why: whys.join(" "),
                kept,
            })
        }
    }
}

#[cfg(test)]
mod tests;
