//! Tests of the saver with a fake disk, which fails and blocks when it is ordered to.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

use chrono::{DateTime, Utc};

use super::*;
use crate::audit::{History, Review};
use crate::checklist::Status;
use crate::desk::OpenedAudit;
use crate::store::Fill;
use crate::terminal::services::{Found, Kept, Written};

const LONG: Duration = Duration::from_secs(20);

/// An action of the disk or a report to the desk, in one order.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Appended(u64),
    Wrote(usize),
    LetGo,
    Rescued(usize),
    Told(String),
}

/// The orders that the disk follows.
#[derive(Default)]
struct Orders {
    appending: Option<&'static str>,
    writing: Option<&'static str>,
    rescuing: Option<&'static str>,
    still: bool,
}

#[derive(Clone)]
struct Pretended {
    orders: Arc<(Mutex<Orders>, Condvar)>,
    seen: Arc<Mutex<Sender<Seen>>>,
}

impl Pretended {
    fn saw(&self, seen: Seen) {
        let _over = self.seen.lock().expect("not poisoned").send(seen);
    }

    fn order(&self, change: impl FnOnce(&mut Orders)) {
        change(&mut self.orders.0.lock().expect("not poisoned"));
        self.orders.1.notify_all();
    }

    fn done(
        &self,
        seen: Seen,
        fails: impl Fn(&Orders) -> Option<&'static str>,
    ) -> Result<(), String> {
        let orders = self.orders.0.lock().expect("not poisoned");
        let orders = self
            .orders
            .1
            .wait_while(orders, |orders| orders.still)
            .expect("not poisoned");
        if let Some(why) = fails(&orders) {
            return Err(why.to_owned());
        }
        self.saw(seen);
        Ok(())
    }
}

impl Services for Pretended {
    fn list(&self) -> Vec<crate::desk::ListedAudit> {
        Vec::new()
    }

    fn open(&self, path: &Path) -> Result<Opened, String> {
        if path == Path::new("nowhere") {
            return Err("There is no such audit.".to_owned());
        }
        let audit = OpenedAudit {
            path: path.to_owned(),
            name: path.display().to_string(),
            history: History::begin(Audit::new(Review::named("A", "B"))),
            read_only: None,
            notices: Vec::new(),
            head: None,
        };
        let writer =
            (path != Path::new("read-only")).then(|| Box::new(self.clone()) as Box<dyn Keeper>);
        Ok((audit, writer))
    }

    fn create(&self, name: &str, _audit: &Audit) -> Result<Opened, String> {
        self.open(Path::new(name))
    }

    fn write(&self, path: &Path, _fill: &mut Fill<'_>, overwrite: bool) -> Result<Written, String> {
        let path = path.to_owned();
        Ok(if overwrite {
            Written::Wrote(path)
        } else {
            Written::Exists(path)
        })
    }

    fn rescue(&self, audit: &Audit) -> Result<PathBuf, String> {
        self.done(Seen::Rescued(audit.answers.len()), |orders| orders.rescuing)?;
        Ok("rescued".into())
    }

    fn setting(&self, _authority: &str) -> Result<crate::report::Setting, String> {
        Ok(crate::report::Setting::default())
    }

    fn keep_author(&self, _name: &str) -> Result<PathBuf, String> {
        Err("no settings here".to_owned())
    }

    fn keep_council(&self, _council: &crate::report::Council) -> Result<PathBuf, String> {
        Err("There are no rules here.".to_owned())
    }

    fn read_sheet(&self, _path: &Path) -> Result<crate::import::Book, String> {
        Err("There are no spreadsheets here.".to_owned())
    }

    fn folder(&self, _path: Option<&Path>) -> Result<crate::documents::Folder, String> {
        Err("There are no folders here.".to_owned())
    }

    fn read_register(
        &self,
        _audit: &Path,
        _documents: &[crate::audit::Document],
        _known: &[crate::documents::Shelved],
        _step: &mut dyn FnMut(crate::desk::papers::Reading) -> std::ops::ControlFlow<()>,
    ) -> crate::documents::Register {
        crate::documents::Register::default()
    }

    fn read_papers(
        &self,
        _audit: &Path,
        _paths: &[PathBuf],
        _documents: &[crate::audit::Document],
        _step: &mut dyn FnMut(crate::desk::papers::Reading) -> std::ops::ControlFlow<()>,
    ) -> Found {
        Found::Papers(crate::desk::papers::Added::default())
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::default()
    }
}

impl Keeper for Pretended {
    fn append(&mut self, entry: &Entry) -> Result<Kept, String> {
        self.done(Seen::Appended(entry.seq), |orders| orders.appending)?;
        Ok(Kept {
            head: Digest::of_text("head"),
            notices: Vec::new(),
        })
    }

    fn snapshot(&mut self, audit: &Audit) -> Result<Vec<String>, String> {
        self.done(Seen::Wrote(audit.answers.len()), |orders| orders.writing)?;
        Ok(Vec::new())
    }
}

impl Drop for Pretended {
    fn drop(&mut self) {
        // The writer is a clone of the services; only its drop is of interest.
        if thread::current().name() == Some("the saver") {
            self.saw(Seen::LetGo);
        }
    }
}

/// A running saver with its fake disk.
struct Bench {
    disk: Pretended,
    saver: Saver,
    seen: Receiver<Seen>,
    history: History,
    thread: JoinHandle<()>,
}

impl Bench {
    fn new() -> Self {
        let (tell, seen) = channel();
        let disk = Pretended {
            orders: Arc::default(),
            seen: Arc::new(Mutex::new(tell.clone())),
        };
        let (saver, jobs) = Saver::new();
        let services: Arc<dyn Services> = Arc::new(disk.clone());
        let thread = thread::Builder::new()
            .name("the saver".to_owned())
            .spawn(move || {
                work(&*services, &jobs, &|outcome| {
                    let told = match outcome {
                        Outcome::Saved { seq, .. } => format!("saved {seq}"),
                        Outcome::NotSaved(why) => format!("not saved: {why}"),
                        Outcome::NotOpened(why) => format!("not opened: {why}"),
                        Outcome::NotWritten(why) => format!("not written: {why}"),
                        Outcome::Opened(audit) => format!("opened {}", audit.name),
                        Outcome::Listed(_) => "listed".to_owned(),
                        Outcome::Wrote(path) => format!("wrote {}", path.display()),
                        Outcome::Exists(path) => format!("there is {}", path.display()),
                        other => format!("{other:?}"),
                    };
                    let _over = tell.send(Seen::Told(told));
                });
                // Not the drop of the writer: this one stays out of the record.
                std::mem::forget(services);
            })
            .expect("a thread");
        let history = History::begin(Audit::new(Review::named("A", "B")));
        Self {
            disk,
            saver,
            seen,
            history,
            thread,
        }
    }

    /// Returns a bench with an audit open.
    fn opened() -> Self {
        let bench = Self::new();
        bench.saver.ask(Job::Open("one".into()));
        bench.told("opened one");
        bench
    }

    /// Answers a further question.
    fn save(&mut self) {
        let question = format!("q{}", self.history.last_seq() + 1);
        let change = self
            .history
            .audit()
            .edit_answer(&question, |answer| answer.status = Some(Status::Met))
            .expect("it changes something");
        let entry = self
            .history
            .record(change, "me", DateTime::default())
            .expect("it fits")
            .clone();
        let audit = self.history.shared_audit();
        self.saver.ask(Job::Save {
            entry: Box::new(entry),
            audit,
        });
    }

    fn next(&self) -> Seen {
        self.seen.recv_timeout(LONG).expect("something happens")
    }

    fn told(&self, what: &str) {
        assert_eq!(self.next(), Seen::Told(what.to_owned()));
    }

    fn saw(&self, all: impl IntoIterator<Item = Seen>) {
        for one in all {
            assert_eq!(self.next(), one);
        }
    }

    fn finish(self) -> (Result<(), Unsaved>, Vec<Seen>) {
        let result = self.saver.finish().wait(LONG).expect("in time");
        self.thread.join().expect("it ends");
        (result, self.seen.try_iter().collect())
    }
}

fn told(what: &str) -> Seen {
    Seen::Told(what.to_owned())
}

#[test]
fn a_change_is_told_as_saved_once_it_is_in_the_journal_and_the_file_follows() {
    let mut bench = Bench::opened();
    bench.save();
    bench.saw([Seen::Appended(1), told("saved 1"), Seen::Wrote(1)]);
    bench.save();
    bench.saw([Seen::Appended(2), told("saved 2"), Seen::Wrote(2)]);
    let (result, rest) = bench.finish();
    assert_eq!((result, rest), (Ok(()), vec![Seen::LetGo]));
}

#[test]
fn a_slow_disk_writes_the_file_once_for_many_changes() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.still = true);
    for _ in 0..3 {
        bench.save();
    }
    bench.disk.order(|orders| orders.still = false);
    bench.saw([
        Seen::Appended(1),
        told("saved 1"),
        Seen::Appended(2),
        told("saved 2"),
    ]);
    bench.saw([Seen::Appended(3), told("saved 3"), Seen::Wrote(3)]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn what_could_not_be_saved_is_saved_with_the_next_change_in_order() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.appending = Some("The disk is full."));
    bench.save();
    bench.told("not saved: The disk is full.");
    bench.save();
    bench.told("not saved: The disk is full.");
    bench.disk.order(|orders| orders.still = true);
    bench.save();
    bench.disk.order(|orders| *orders = Orders::default());
    bench.saw([
        Seen::Appended(1),
        told("saved 1"),
        Seen::Appended(2),
        told("saved 2"),
    ]);
    bench.saw([Seen::Appended(3), told("saved 3"), Seen::Wrote(3)]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn what_could_not_be_saved_is_tried_again_by_itself_and_told_once() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.appending = Some("The disk is full."));
    bench.save();
    bench.told("not saved: The disk is full.");
    bench
        .disk
        .order(|orders| orders.appending = Some("The folder has gone."));
    bench.told("not saved: The folder has gone.");
    bench.disk.order(|orders| orders.appending = None);
    bench.saw([Seen::Appended(1), told("saved 1"), Seen::Wrote(1)]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn a_file_that_could_not_be_written_follows_later() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.writing = Some("The file is locked."));
    bench.save();
    bench.saw([
        Seen::Appended(1),
        told("saved 1"),
        told("not written: The file is locked."),
    ]);
    bench.disk.order(|orders| orders.writing = None);
    // And the earlier failure is reported to be over.
    bench.saw([Seen::Wrote(1), told("saved 1")]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn closing_and_opening_another_writes_the_first_and_lets_it_go() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.still = true);
    bench.save();
    bench.saver.ask(Job::Open("two".into()));
    bench.disk.order(|orders| orders.still = false);
    bench.saw([
        Seen::Appended(1),
        told("saved 1"),
        Seen::Wrote(1),
        Seen::LetGo,
    ]);
    bench.told("opened two");
    bench.saver.ask(Job::Close);
    bench.saw([Seen::LetGo]);
    bench.save();
    bench.told("not saved: No audit is open for changing, so this change has no place to go.");
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn an_audit_that_was_closed_unsaved_is_still_saved_when_it_can_be() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.appending = Some("The disk is full."));
    bench.save();
    bench.told("not saved: The disk is full.");
    bench.saver.ask(Job::Close);
    bench.told("not saved: The disk is full.");
    bench.disk.order(|orders| orders.appending = None);
    // Nothing is reported to the desk: it has another audit open.
    bench.saw([Seen::Appended(1), Seen::Wrote(1), Seen::LetGo]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn at_the_end_what_cannot_be_saved_is_kept_elsewhere_and_said() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.appending = Some("The disk is full."));
    bench.save();
    bench.told("not saved: The disk is full.");
    let (result, rest) = bench.finish();
    let unsaved = result.expect_err("it could not be saved");
    assert_eq!(unsaved.kept, [PathBuf::from("rescued")]);
    assert!(
        unsaved.to_string().contains("The disk is full."),
        "{unsaved}"
    );
    assert!(unsaved.to_string().contains("kept in rescued"), "{unsaved}");
    assert!(rest.contains(&Seen::Rescued(1)), "{rest:?}");
}

#[test]
fn at_the_end_it_is_said_if_nothing_could_be_kept() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| {
        orders.appending = Some("The disk is full.");
        orders.rescuing = Some("So is the other.");
    });
    bench.save();
    bench.told("not saved: The disk is full.");
    let unsaved = bench.finish().0.expect_err("it could not be saved");
    let says = unsaved.to_string();
    assert!(
        says.contains("So is the other.") && says.contains("is safe; what came after"),
        "{says}"
    );
}

#[test]
fn a_file_left_unwritten_at_the_end_is_no_loss() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.writing = Some("The file is locked."));
    bench.save();
    bench.saw([
        Seen::Appended(1),
        told("saved 1"),
        told("not written: The file is locked."),
    ]);
    assert_eq!(bench.finish().0, Ok(()), "the journal has everything");
}

#[test]
fn a_disk_that_does_not_answer_is_waited_for_with_a_limit() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.still = true);
    bench.save();
    let finishing = bench.saver.finish();
    assert_eq!(finishing.wait(Duration::from_millis(1)), None);
    bench.disk.order(|orders| orders.still = false);
    assert_eq!(finishing.wait(LONG), Some(Ok(())));
    bench.thread.join().expect("it ends");
    let again = bench.saver.finish().wait(LONG).expect("at once");
    assert!(again.is_err(), "nobody is there any more");
}

#[test]
fn everything_is_saved_when_everybody_who_could_ask_has_gone() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.still = true);
    bench.save();
    bench.disk.order(|orders| orders.still = false);
    let Bench {
        saver,
        seen,
        thread,
        ..
    } = bench;
    drop(saver);
    thread.join().expect("it ends");
    let seen: Vec<_> = seen.try_iter().collect();
    assert!(
        seen.contains(&Seen::Appended(1)) && seen.contains(&Seen::Wrote(1)),
        "{seen:?}"
    );
}

#[test]
fn what_needs_no_open_audit_is_answered() {
    let bench = Bench::new();
    bench.saver.ask(Job::List);
    bench.told("listed");
    bench.saver.ask(Job::Open("nowhere".into()));
    bench.told("not opened: There is no such audit.");
    bench.saver.ask(Job::Open("read-only".into()));
    bench.told("opened read-only");
    let audit = Box::new(Audit::new(Review::named("A", "B")));
    bench.saver.ask(Job::Create {
        name: "new".to_owned(),
        audit,
    });
    bench.told("opened new");
    assert_eq!(bench.finish().0, Ok(()));
}
