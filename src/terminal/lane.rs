//! A background worker: a thread that reads the council's documents and builds reports, one request
//! after the other, so that neither the screen nor the saver waits for them.
//!
//! A later request ends a reading under way, and a reading can be stopped. Its progress is reported
//! only when it takes long enough to be noticed.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::services::{Found, Services, Written};
use crate::audit::Document;
use crate::desk::Outcome;
use crate::desk::paper::PaperOrder;
use crate::desk::papers::Reading;
use crate::documents::Shelved;
use crate::report::Council;

/// The time before the first report of progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// The time between further reports of progress.
const OFTEN: Duration = Duration::from_millis(100);

/// A request to a background worker.
pub(super) enum Job {
    /// Read the documents of a register.
    Register {
        audit: PathBuf,
        documents: Vec<Document>,
        known: Vec<Shelved>,
    },
    /// Read files to be registered.
    Add {
        audit: PathBuf,
        paths: Vec<PathBuf>,
        documents: Vec<Document>,
    },
    /// Read a spreadsheet to be imported.
    Sheet(PathBuf),
    /// List a folder.
    Folder(Option<PathBuf>),
    /// Read the report settings, with the rules of a council.
    Setting(String),
    /// Store the name of whoever hands reports over.
    Author(String),
    /// Store a council's own rules.
    Council(Box<Council>),
    /// Build a report and write it.
    Report {
        order: Box<PaperOrder>,
        path: PathBuf,
        overwrite: bool,
    },
}

/// The numbers of the latest request and of the latest one stopped, counted from 1.
#[derive(Default)]
pub(super) struct Counts {
    asked: AtomicU64,
    stopped: AtomicU64,
}

impl Counts {
    /// Returns true if a request is no longer wanted.
    fn is_over(&self, number: u64) -> bool {
        self.stopped.load(SeqCst) >= number || self.is_replaced(number)
    }

    /// Returns true if a later request exists.
    fn is_replaced(&self, number: u64) -> bool {
        self.asked.load(SeqCst) > number
    }
}

/// The sender's end of a background worker.
pub(super) struct Lane {
    jobs: Sender<(u64, Job)>,
    counts: Arc<Counts>,
}

/// The worker's own end of its queue.
pub(super) struct Queue {
    jobs: Receiver<(u64, Job)>,
    counts: Arc<Counts>,
}

impl Lane {
    /// Returns a worker's two ends; [`work`] runs on the second.
    pub(super) fn new() -> (Self, Queue) {
        let (jobs, queue) = channel();
        let counts = Arc::new(Counts::default());
        let lane = Self {
            jobs,
            counts: Arc::clone(&counts),
        };
        (
            lane,
            Queue {
                jobs: queue,
                counts,
            },
        )
    }

    /// Queues a request; it ends a reading under way.
    pub(super) fn ask(&self, job: Job) {
        let number = self.counts.asked.fetch_add(1, SeqCst) + 1;
        let _gone = self.jobs.send((number, job));
    }

    /// Stops the readings requested so far.
    pub(super) fn stop(&self) {
        let asked = self.counts.asked.load(SeqCst);
        self.counts.stopped.fetch_max(asked, SeqCst);
    }
}

/// Handles requests until every sender has gone; the results go to `tell`.
pub(super) fn work(services: &dyn Services, queue: &Queue, tell: &dyn Fn(Outcome)) {
    for (number, job) in &queue.jobs {
        let counts = &queue.counts;
        let began = Instant::now();
        let mut told = None;
        let mut step = |reading: Reading, says: fn(Reading) -> Outcome| {
            if counts.is_over(number) {
                return ControlFlow::Break(());
            }
            let now = Instant::now();
            let due = match told {
                None => now.duration_since(began) >= PATIENCE,
                Some(last) => now.duration_since(last) >= OFTEN,
            };
            if due {
                told = Some(now);
                tell(says(reading));
            }
            ControlFlow::Continue(())
        };
        match job {
            Job::Register {
                audit,
                documents,
                known,
            } => {
                let register = services.read_register(&audit, &documents, &known, &mut |reading| {
                    step(reading, Outcome::Reading)
                });
                if !counts.is_replaced(number) {
                    tell(Outcome::PapersRead {
                        documents,
                        register: Arc::new(register),
                    });
                }
            }
            Job::Add {
                audit,
                paths,
                documents,
            } => {
                let found = services.read_papers(&audit, &paths, &documents, &mut |reading| {
                    step(reading, Outcome::Adding)
                });
                tell(match found {
                    Found::Papers(added) => Outcome::Added(added),
                    Found::Folder(folder) => Outcome::Folder(Ok(folder)),
                });
            }
            Job::Setting(authority) => {
                let setting = services.setting(&authority).map(Box::new);
                tell(Outcome::Setting { authority, setting });
            }
            Job::Author(name) => tell(match services.keep_author(&name) {
                Ok(path) => Outcome::AuthorKept { name, path },
                Err(why) => Outcome::Failed(why),
            }),
            Job::Council(council) => tell(match services.keep_council(&council) {
                Ok(path) => Outcome::CouncilKept(path),
                Err(why) => Outcome::Failed(why),
            }),
            Job::Report {
                order,
                path,
                overwrite,
            } => {
                let written = order
                    .ready(|paper| services.write(&path, &mut |out| paper.write_to(out), overwrite))
                    .and_then(|written| written);
                tell(match written {
                    Ok(Written::Wrote(path)) => Outcome::Wrote(path),
                    Ok(Written::Exists(path)) => Outcome::Exists(path),
                    Err(why) => Outcome::Failed(why),
                });
            }
            Job::Sheet(path) => {
                tell(Outcome::SheetRead(services.read_sheet(&path).map(Box::new)));
            }
            Job::Folder(path) => tell(Outcome::Folder(services.folder(path.as_deref()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_request_and_a_stop_end_the_one_under_way() {
        let (lane, queue) = Lane::new();
        let counts = &queue.counts;
        lane.ask(Job::Folder(None));
        assert!(!counts.is_over(1));
        lane.ask(Job::Folder(None));
        assert!(counts.is_over(1) && counts.is_replaced(1));
        assert!(!counts.is_over(2));
        lane.stop();
        assert!(counts.is_over(2) && !counts.is_replaced(2));
        lane.ask(Job::Folder(None));
        assert!(!counts.is_over(3), "a stop ends only what was asked before");
    }
}
