//! The saver: a thread that owns the open audit's [`AuditSink`] and does everything that may wait for
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

use super::services::{AuditSink, AuditStore, OpenedForWriting};
use crate::audit::{Audit, Entry};
use crate::base::{Digest, Problem, ProblemKind};
use crate::desk::{EffectOutcome, StoreJob};
use crate::wording::shown;

/// The interval before the first automatic retry; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 1000 });
/// The longest interval between automatic retries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A request to the saver.
pub(super) enum SaverRequest {
    /// A job of the desk's.
    Job(StoreJob),
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
    requests: Sender<SaverRequest>,
}

impl Saver {
    /// Returns the sender's end, and the receiver for [`work`].
    pub(super) fn new() -> (Self, Receiver<SaverRequest>) {
        let (requests, queue) = channel();
        (Self { requests }, queue)
    }

    /// Queues a job. If the saver has died, its panic guard notifies the event loop.
    pub(super) fn ask(&self, job: StoreJob) {
        let _gone = self.requests.send(SaverRequest::Job(job));
    }

    /// Queues the last job: save everything and end.
    pub(super) fn finish(&self) -> Finishing {
        let (reply, answer) = channel();
        let _gone = self.requests.send(SaverRequest::Finish(reply));
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

/// Handles requests until the last one; the results go to `send`.
pub(super) fn work(
    store: &dyn AuditStore,
    requests: &Receiver<SaverRequest>,
    send: &dyn Fn(EffectOutcome),
) {
    let mut worker = SaverState {
        store,
        send,
        current: None,
        orphaned: Vec::new(),
    };
    loop {
        let request = if worker.may_write() {
            match requests.try_recv() {
                Ok(request) => request,
                Err(TryRecvError::Empty) => {
                    worker.write_audit();
                    continue;
                }
                Err(TryRecvError::Disconnected) => break,
            }
        } else if let Some(wait) = worker.wait() {
            match requests.recv_timeout(wait) {
                Ok(request) => request,
                Err(RecvTimeoutError::Timeout) => {
                    worker.try_again();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        } else {
            match requests.recv() {
                Ok(request) => request,
                Err(_) => break,
            }
        };
        match request {
            SaverRequest::Job(job) => worker.carry_out(job),
            SaverRequest::Finish(reply) => {
                let _nobody_waits = reply.send(worker.finish());
                return;
            }
        }
    }
    // Every sender has gone without a last job: save all the same.
    let _nobody_waits = worker.finish();
}

/// The saver's thread: the open audit, and those that could not be saved yet.
struct SaverState<'a> {
    store: &'a dyn AuditStore,
    send: &'a dyn Fn(EffectOutcome),
    /// The audit that is open.
    current: Option<PendingAudit>,
    /// Audits that were closed before everything of them could be saved.
    orphaned: Vec<PendingAudit>,
}

/// An audit with its unsaved changes.
struct PendingAudit {
    sink: Box<dyn AuditSink>,
    /// Entries that are not in the journal yet, the oldest first.
    unsaved: VecDeque<Entry>,
    /// The current audit, while its snapshot is out of date.
    audit: Option<Arc<Audit>>,
    /// The last entry that is in the journal, and the head of the journal after it.
    last: Option<(u64, Digest)>,
    /// The problem of the last try, if it failed.
    problem: Option<Problem>,
    /// The time to wait before the next try.
    wait: Duration,
}

impl PendingAudit {
    fn new(sink: Box<dyn AuditSink>) -> Self {
        Self {
            sink,
            unsaved: VecDeque::new(),
            audit: None,
            last: None,
            problem: None,
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
    fn journal(&mut self, send: &dyn Fn(EffectOutcome)) {
        while let Some(entry) = self.unsaved.front() {
            match self.sink.append(entry) {
                Ok(receipt) => {
                    let seq = entry.seq;
                    self.unsaved.pop_front();
                    self.last = Some((seq, receipt.head.clone()));
                    self.mark_ok();
                    send(EffectOutcome::Saved {
                        seq,
                        head: receipt.head,
                        notices: receipt.notices,
                    });
                }
                Err(why) => {
                    self.mark_failed(why, &|why| send(EffectOutcome::NotSaved(why)));
                    return;
                }
            }
        }
    }

    /// Writes the snapshot, once everything is in the journal.
    fn write(&mut self, send: &dyn Fn(EffectOutcome)) {
        let Some(audit) = self.audit.as_deref().filter(|_| self.is_safe()) else {
            return;
        };
        match self.sink.snapshot(audit) {
            Ok(notices) => {
                self.audit = None;
                let is_news = self.problem.is_some() || !notices.is_empty();
                self.mark_ok();
                if let Some((seq, head)) = self.last.clone().filter(|_| is_news) {
                    send(EffectOutcome::Saved { seq, head, notices });
                }
            }
            Err(why) => self.mark_failed(why, &|why| send(EffectOutcome::NotWritten(why))),
        }
    }

    fn save_all(&mut self, send: &dyn Fn(EffectOutcome)) {
        self.journal(send);
        self.write(send);
    }

    fn mark_ok(&mut self) {
        self.problem = None;
        self.wait = FIRST_WAIT;
    }

    /// Records a failure, and reports it unless it was reported already.
    fn mark_failed(&mut self, problem: Problem, send: &dyn Fn(Problem)) {
        if self.problem.as_ref() != Some(&problem) {
            send(problem.clone());
            self.problem = Some(problem);
        }
    }
}

impl SaverState<'_> {
    fn carry_out(&mut self, job: StoreJob) {
        match job {
            StoreJob::List => (self.send)(EffectOutcome::Listed(self.store.list())),
            StoreJob::Open(path) => {
                self.close();
                let opened = self.store.open(&path);
                self.take_up(opened);
            }
            StoreJob::Create { name, audit } => {
                self.close();
                let opened = self.store.create(&name, &audit);
                self.take_up(opened);
            }
            StoreJob::Duplicate { path, name } => {
                self.close();
                let opened = self.store.duplicate(&path, &name);
                self.take_up(opened);
            }
            StoreJob::Move { path, to } => {
                self.close();
                let moved = self.store.move_audit(&path, &to);
                (self.send)(EffectOutcome::Moved { to, moved });
            }
            StoreJob::Save { entries, audit } => self.save(entries, audit),
            StoreJob::Close => self.close(),
        }
    }

    fn take_up(&mut self, opened: Result<OpenedForWriting, Problem>) {
        (self.send)(match opened {
            Ok((audit, sink)) => {
                self.current = sink.map(PendingAudit::new);
                EffectOutcome::Opened(Box::new(audit))
            }
            Err(why) => EffectOutcome::NotOpened(why),
        });
    }

    fn save(&mut self, entries: Vec<Entry>, audit: Arc<Audit>) {
        let Some(pending) = &mut self.current else {
            (self.send)(EffectOutcome::NotSaved(Problem::new(
                ProblemKind::Data,
                "No audit is open for changing, so this change has no place to go.",
            )));
            return;
        };
        pending.unsaved.extend(entries);
        pending.audit = Some(audit);
        // The user has just made a change: a failure is reported again, even the old one.
        pending.problem = None;
        pending.journal(self.send);
    }

    /// Closes the open audit once everything of it is saved; until then it is kept and retried.
    fn close(&mut self) {
        if let Some(mut pending) = self.current.take() {
            pending.problem = None;
            pending.save_all(self.send);
            if !pending.is_done() {
                self.orphaned.push(pending);
            }
        }
    }

    /// Returns true if the snapshot is to be written as soon as nothing else is waiting.
    fn may_write(&self) -> bool {
        self.current.as_ref().is_some_and(|pending| {
            pending.is_safe() && pending.audit.is_some() && pending.problem.is_none()
        })
    }

    fn write_audit(&mut self) {
        if let Some(pending) = &mut self.current {
            pending.write(self.send);
        }
    }

    /// Returns the time to wait before trying again; `None` if there is nothing to try.
    fn wait(&self) -> Option<Duration> {
        let open = self
            .current
            .iter()
            .chain(&self.orphaned)
            .filter(|pending| !pending.is_done());
        open.map(|pending| pending.wait).min()
    }

    fn try_again(&mut self) {
        if let Some(pending) = &mut self.current {
            pending.wait = (pending.wait * 2).min(LONGEST_WAIT);
            if pending.is_safe() {
                pending.write(self.send);
            } else {
                // The snapshot follows when nothing else is waiting.
                pending.journal(self.send);
            }
        }
        for pending in &mut self.orphaned {
            pending.wait = (pending.wait * 2).min(LONGEST_WAIT);
            // The desk has another audit open: this one's entry numbers would mislead it.
            pending.save_all(&|_| {});
        }
        self.orphaned.retain(|pending| !pending.is_done());
    }

    /// Saves and closes everything; an audit that cannot be saved is rescued to another file.
    fn finish(&mut self) -> Result<(), Unsaved> {
        self.close();
        let mut whys = Vec::new();
        let mut kept = Vec::new();
        for mut pending in self.orphaned.drain(..) {
            pending.save_all(&|_| {});
            if pending.is_safe() {
                continue;
            }
            let why = pending.problem.take();
            let why = why.map_or_else(String::new, |problem| problem.to_string());
            let rescued = pending
                .audit
                .as_deref()
                .map(|audit| self.store.rescue(audit));
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
