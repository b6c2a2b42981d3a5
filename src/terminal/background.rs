//! A background worker: a thread that works through one queue of jobs, so that neither the screen nor
//! the saver waits for them.
//!
//! A later request ends a reading under way, and a reading can be stopped. Its progress is reported
//! only when it takes long enough to be noticed.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::services::JobRunner;
use crate::desk::{BackgroundJob, EffectOutcome, Queue};

/// The time before the first report of progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// The time between further reports of progress.
const OFTEN: Duration = Duration::from_millis(100);

/// The numbers of the latest request and of the latest one stopped, counted from 1.
#[derive(Default)]
struct RequestCounts {
    asked: AtomicU64,
    stopped: AtomicU64,
}

impl RequestCounts {
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
pub(super) struct BackgroundWorker {
    jobs: Sender<(u64, BackgroundJob)>,
    counts: Arc<RequestCounts>,
    /// Starts the worker's thread, with its first job.
    start: Cell<Option<Box<dyn FnOnce()>>>,
}

/// The worker's own end of its queue.
pub(super) struct Requests {
    queue: Queue,
    jobs: Receiver<(u64, BackgroundJob)>,
    counts: Arc<RequestCounts>,
}

impl BackgroundWorker {
    /// Returns the two ends of a queue's worker; [`work`] runs on the second.
    pub(super) fn new(queue: Queue) -> (Self, Requests) {
        let (sender, jobs) = channel();
        let counts = Arc::new(RequestCounts::default());
        let worker = Self {
            jobs: sender,
            counts: Arc::clone(&counts),
            start: Cell::default(),
        };
        (
            worker,
            Requests {
                queue,
                jobs,
                counts,
            },
        )
    }

    /// Sets how the worker's thread is started: with its first job, for most are never needed.
    pub(super) fn started_by(self, start: impl FnOnce() + 'static) -> Self {
        self.start.set(Some(Box::new(start)));
        self
    }

    /// Queues a job; it ends a reading under way.
    pub(super) fn ask(&self, job: BackgroundJob) {
        let number = self.counts.asked.fetch_add(1, SeqCst) + 1;
        let _gone = self.jobs.send((number, job));
        if let Some(start) = self.start.take() {
            start();
        }
    }

    /// Stops the readings requested so far.
    pub(super) fn stop(&self) {
        let asked = self.counts.asked.load(SeqCst);
        self.counts.stopped.fetch_max(asked, SeqCst);
    }
}

/// Handles requests until every sender has gone; the results go to `send`.
pub(super) fn work(runner: &dyn JobRunner, requests: &Requests, send: &dyn Fn(EffectOutcome)) {
    let Requests {
        queue,
        jobs,
        counts,
    } = requests;
    for (number, job) in jobs {
        let began = Instant::now();
        let mut reported = None;
        let outcome = runner.run(job, &mut |reading| {
            if counts.is_over(number) {
                return ControlFlow::Break(());
            }
            let now = Instant::now();
            let due = match reported {
                None => now.duration_since(began) >= PATIENCE,
                Some(last) => now.duration_since(last) >= OFTEN,
            };
            if due {
                reported = Some(now);
                send(EffectOutcome::Progress(*queue, reading));
            }
            ControlFlow::Continue(())
        });
        // A register read in part must not pass for the one that was asked for since.
        if *queue != Queue::Register || !counts.is_replaced(number) {
            send(outcome);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::base::{Problem, ProblemKind};
    use crate::desk::papers::ReadingProgress;
    use crate::terminal::services::OnProgress;

    #[test]
    fn a_later_request_and_a_stop_end_the_one_under_way() {
        let (worker, requests) = BackgroundWorker::new(Queue::Files);
        let counts = &requests.counts;
        let ask = || worker.ask(BackgroundJob::ListFolder(None));
        ask();
        assert!(!counts.is_over(1));
        ask();
        assert!(counts.is_over(1) && counts.is_replaced(1));
        assert!(!counts.is_over(2));
        worker.stop();
        assert!(counts.is_over(2) && !counts.is_replaced(2));
        ask();
        assert!(!counts.is_over(3), "a stop ends only what was asked before");
    }

    /// Reads one page of every job; answers with the number of pages read.
    struct OnePage;

    impl JobRunner for OnePage {
        fn run(&self, _: BackgroundJob, progress: &mut OnProgress<'_>) -> EffectOutcome {
            let flow = progress(ReadingProgress {
                title: String::new(),
                paper: (1, 1),
                pages: 1,
                of: None,
            });
            let read = u8::from(flow.is_continue());
            EffectOutcome::Failed(Problem::new(ProblemKind::Data, format!("{read} read")))
        }
    }

    /// Returns the messages of the outcomes of two jobs that wait in a queue.
    fn outcomes_of_two(queue: Queue) -> Vec<String> {
        let (worker, requests) = BackgroundWorker::new(queue);
        worker.ask(BackgroundJob::ListFolder(None));
        worker.ask(BackgroundJob::ListFolder(None));
        drop(worker);
        let sent = RefCell::new(Vec::new());
        work(&OnePage, &requests, &|outcome| {
            if let EffectOutcome::Failed(problem) = outcome {
                sent.borrow_mut().push(problem.message);
            }
        });
        sent.into_inner()
    }

    #[test]
    fn every_request_is_answered_but_a_register_that_was_asked_for_again() {
        assert_eq!(outcomes_of_two(Queue::Register), ["1 read"]);
        for queue in [Queue::Files, Queue::Errands] {
            assert_eq!(outcomes_of_two(queue), ["0 read", "1 read"], "{queue:?}");
        }
    }
}
