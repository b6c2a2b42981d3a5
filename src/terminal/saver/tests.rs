//! Tests of the saver with a fake store, which fails and blocks when it is ordered to.

#[path = "../../../tests/testkit/fake_store.rs"]
mod fake_store;

use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

use chrono::DateTime;

use super::*;
use crate::audit::{History, Review};
use crate::checklist::Status;
use fake_store::{Act, FakeStore, Orders};

const LONG: Duration = Duration::from_secs(20);

/// An act of the store or a report to the desk, in one order.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Store(Act),
    Sent(String),
}

/// A running saver with its fake disk.
struct Bench {
    disk: FakeStore,
    saver: Saver,
    seen: Receiver<Seen>,
    history: History,
    thread: JoinHandle<()>,
}

impl Bench {
    fn new() -> Self {
        let (sender, seen) = channel();
        let acts = sender.clone();
        let disk = FakeStore::new(Orders::default(), move |act| {
            let _over = acts.send(Seen::Store(act));
        });
        let (saver, requests) = Saver::new();
        let store = disk.clone();
        let thread = thread::Builder::new()
            .name("the saver".to_owned())
            .spawn(move || {
                work(&store, &requests, &|outcome| {
                    let sent = match outcome {
                        EffectOutcome::Saved { seq, .. } => format!("saved {seq}"),
                        EffectOutcome::NotSaved(why) => format!("not saved: {why}"),
                        EffectOutcome::NotOpened(why) => format!("not opened: {why}"),
                        EffectOutcome::NotWritten(why) => format!("not written: {why}"),
                        EffectOutcome::Opened(audit) => format!("opened {}", audit.name),
                        EffectOutcome::Listed(_) => "listed".to_owned(),
                        other => format!("{other:?}"),
                    };
                    let _over = sender.send(Seen::Sent(sent));
                });
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
        bench.saver.ask(StoreJob::Open("one".into()));
        bench.sent("opened one");
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
        self.saver.ask(StoreJob::Save {
            entries: vec![entry],
            audit,
        });
    }

    fn next(&self) -> Seen {
        self.seen.recv_timeout(LONG).expect("something happens")
    }

    fn sent(&self, what: &str) {
        assert_eq!(self.next(), Seen::Sent(what.to_owned()));
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

fn sent(what: &str) -> Seen {
    Seen::Sent(what.to_owned())
}

#[test]
fn a_change_is_reported_as_saved_once_it_is_in_the_journal_and_the_file_follows() {
    let mut bench = Bench::opened();
    bench.save();
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        Seen::Store(Act::Wrote(1)),
    ]);
    bench.save();
    bench.saw([
        Seen::Store(Act::Appended(2)),
        sent("saved 2"),
        Seen::Store(Act::Wrote(2)),
    ]);
    let (result, rest) = bench.finish();
    assert_eq!((result, rest), (Ok(()), vec![Seen::Store(Act::Released)]));
}

#[test]
fn a_slow_disk_writes_the_file_once_for_many_changes() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.blocked = true);
    for _ in 0..3 {
        bench.save();
    }
    bench.disk.order(|orders| orders.blocked = false);
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        Seen::Store(Act::Appended(2)),
        sent("saved 2"),
    ]);
    bench.saw([
        Seen::Store(Act::Appended(3)),
        sent("saved 3"),
        Seen::Store(Act::Wrote(3)),
    ]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn many_steps_of_one_job_are_appended_in_order_and_the_file_is_written_only_after_the_last() {
    let mut bench = Bench::opened();
    bench.save();
    bench.save();
    bench
        .disk
        .order(|orders| orders.append_fails = Some("The disk is full."));
    let back = bench.history.go_to(0, "me", DateTime::default());
    let audit = bench.history.shared_audit();
    bench.saver.ask(StoreJob::Save {
        entries: back.expect("there"),
        audit,
    });
    let mut seen = Vec::new();
    while seen.last() != Some(&sent("not saved: The disk is full.")) {
        seen.push(bench.next());
    }
    bench.disk.order(|orders| orders.append_fails = None);
    let (result, rest) = bench.finish();
    assert_eq!(result, Ok(()));
    seen.extend(rest);
    let acts: Vec<Seen> = seen
        .into_iter()
        .filter(|one| matches!(one, Seen::Store(Act::Appended(_) | Act::Wrote(_))))
        .collect();
    let acts: Vec<String> = acts.iter().map(|one| format!("{one:?}")).collect();
    let all = acts.join(" ");
    let third = all.find("Appended(3)").expect("the first step back");
    let fourth = all.find("Appended(4)").expect("the second");
    let between = all.get(third..fourth).expect("in order");
    assert!(!between.contains("Wrote"), "{all}");
    // The file of an audit without an answer.
    assert!(all.ends_with("Wrote(0))"), "{all}");
}

#[test]
fn what_could_not_be_saved_is_saved_with_the_next_change_in_order() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.append_fails = Some("The disk is full."));
    bench.save();
    bench.sent("not saved: The disk is full.");
    bench.save();
    bench.sent("not saved: The disk is full.");
    bench.disk.order(|orders| orders.blocked = true);
    bench.save();
    bench.disk.order(|orders| *orders = Orders::default());
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        Seen::Store(Act::Appended(2)),
        sent("saved 2"),
    ]);
    bench.saw([
        Seen::Store(Act::Appended(3)),
        sent("saved 3"),
        Seen::Store(Act::Wrote(3)),
    ]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn what_could_not_be_saved_is_tried_again_by_itself_and_reported_once() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.append_fails = Some("The disk is full."));
    bench.save();
    bench.sent("not saved: The disk is full.");
    bench
        .disk
        .order(|orders| orders.append_fails = Some("The folder has gone."));
    bench.sent("not saved: The folder has gone.");
    bench.disk.order(|orders| orders.append_fails = None);
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        Seen::Store(Act::Wrote(1)),
    ]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn a_file_that_could_not_be_written_follows_later() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.snapshot_fails = Some("The file is locked."));
    bench.save();
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        sent("not written: The file is locked."),
    ]);
    bench.disk.order(|orders| orders.snapshot_fails = None);
    // And the earlier failure is reported to be over.
    bench.saw([Seen::Store(Act::Wrote(1)), sent("saved 1")]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn closing_and_opening_another_writes_the_first_and_lets_it_go() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.blocked = true);
    bench.save();
    bench.saver.ask(StoreJob::Open("two".into()));
    bench.disk.order(|orders| orders.blocked = false);
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        Seen::Store(Act::Wrote(1)),
        Seen::Store(Act::Released),
    ]);
    bench.sent("opened two");
    bench.saver.ask(StoreJob::Close);
    bench.saw([Seen::Store(Act::Released)]);
    bench.save();
    bench.sent("not saved: No audit is open for changing, so this change has no place to go.");
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn an_audit_that_was_closed_unsaved_is_still_saved_when_it_can_be() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.append_fails = Some("The disk is full."));
    bench.save();
    bench.sent("not saved: The disk is full.");
    bench.saver.ask(StoreJob::Close);
    bench.sent("not saved: The disk is full.");
    bench.disk.order(|orders| orders.append_fails = None);
    // Nothing is reported to the desk: it has another audit open.
    bench.saw([
        Seen::Store(Act::Appended(1)),
        Seen::Store(Act::Wrote(1)),
        Seen::Store(Act::Released),
    ]);
    assert_eq!(bench.finish().0, Ok(()));
}

#[test]
fn at_the_end_what_cannot_be_saved_is_kept_elsewhere_and_said() {
    let mut bench = Bench::opened();
    bench
        .disk
        .order(|orders| orders.append_fails = Some("The disk is full."));
    bench.save();
    bench.sent("not saved: The disk is full.");
    let (result, rest) = bench.finish();
    let unsaved = result.expect_err("it could not be saved");
    assert_eq!(unsaved.kept, [PathBuf::from("another/place")]);
    assert!(
        unsaved.to_string().contains("The disk is full."),
        "{unsaved}"
    );
    assert!(
        unsaved.to_string().contains("kept in another/place"),
        "{unsaved}"
    );
    assert!(rest.contains(&Seen::Store(Act::Rescued(1))), "{rest:?}");
}

#[test]
fn at_the_end_it_is_said_if_nothing_could_be_kept() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| {
        orders.append_fails = Some("The disk is full.");
        orders.rescue_fails = Some("So is the other.");
    });
    bench.save();
    bench.sent("not saved: The disk is full.");
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
        .order(|orders| orders.snapshot_fails = Some("The file is locked."));
    bench.save();
    bench.saw([
        Seen::Store(Act::Appended(1)),
        sent("saved 1"),
        sent("not written: The file is locked."),
    ]);
    assert_eq!(bench.finish().0, Ok(()), "the journal has everything");
}

#[test]
fn a_disk_that_does_not_answer_is_waited_for_with_a_limit() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.blocked = true);
    bench.save();
    let finishing = bench.saver.finish();
    assert_eq!(finishing.wait(Duration::from_millis(1)), None);
    bench.disk.order(|orders| orders.blocked = false);
    assert_eq!(finishing.wait(LONG), Some(Ok(())));
    bench.thread.join().expect("it ends");
    let again = bench.saver.finish().wait(LONG).expect("at once");
    assert!(again.is_err(), "nobody is there any more");
}

#[test]
fn everything_is_saved_when_everybody_who_could_ask_has_gone() {
    let mut bench = Bench::opened();
    bench.disk.order(|orders| orders.blocked = true);
    bench.save();
    bench.disk.order(|orders| orders.blocked = false);
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
        seen.contains(&Seen::Store(Act::Appended(1))) && seen.contains(&Seen::Store(Act::Wrote(1))),
        "{seen:?}"
    );
}

#[test]
fn what_needs_no_open_audit_is_answered() {
    let bench = Bench::new();
    bench.saver.ask(StoreJob::List);
    bench.sent("listed");
    bench.saver.ask(StoreJob::Open("nowhere".into()));
    bench.sent("not opened: There is no such audit.");
    bench.saver.ask(StoreJob::Open("read-only".into()));
    bench.sent("opened read-only");
    let audit = Box::new(Audit::new(Review::named("A", "B")));
    bench.saver.ask(StoreJob::Create {
        name: "new".to_owned(),
        audit,
    });
    bench.sent("opened new");
    assert_eq!(bench.finish().0, Ok(()));
}
