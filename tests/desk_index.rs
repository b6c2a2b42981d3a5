//! The index beside the audits: the library is shown from it at once, and it decides nothing.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use scrutineer::base::{Digest, Problem, ProblemKind};
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::desk::first::FirstMinute;
use scrutineer::desk::preferences::Preferences;
use scrutineer::desk::shelf::Content;
use scrutineer::desk::{
    BackgroundJob, Code, Desk, Effect, EffectOutcome, Key, Message, Screen, Setup, StoreJob,
};
use scrutineer::report::Author;
use scrutineer::store::Places;
use scrutineer::terminal::{AuditStore as _, JobRunner as _, LocalDisk};

use crate::testkit::cli_home::OPEN;

/// The shipped checklists, loaded once.
fn checklists() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    let read = || Arc::new(load(&shipped::checklists()).expect("no mistake"));
    Arc::clone(LIBRARY.get_or_init(read))
}

/// A home with some audits, whose files are older than any index.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new(audits: &[&str]) -> Self {
        let home = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        fs::create_dir_all(home.path("audits/archive")).expect("a folder");
        for name in audits {
            home.put(name, OPEN);
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes an audit; its time is long ago, and another for another length.
    fn put(&self, name: &str, text: &str) {
        let path = self.path(&format!("audits/{name}.audit.toml"));
        let bytes: &[u8] = text.as_bytes();
        let mut file = fs::File::create(&path).expect("a file");
        std::io::Write::write_all(&mut file, bytes).expect("written");
        let long_ago = DateTime::from_timestamp(1_600_000_000, 0).expect("a moment");
        file.set_modified(long_ago.into()).expect("a time");
    }
}

/// The desk on the real disk, with its effects carried out when they are asked for.
struct Start {
    desk: Desk,
    disk: LocalDisk,
    /// The effects that are still to be carried out.
    waiting: Vec<Effect>,
    /// The number of rows that were worked out, and of times that the index was kept.
    worked: usize,
    kept: usize,
    /// The number of times that the checklists were asked for: `with_checklists` brings them.
    asked: usize,
}

/// The edition of the checklists on a day.
fn edition(name: &str) -> Digest {
    Digest::of_bytes(name.as_bytes())
}

impl Start {
    fn of(home: &Home, edition: Option<Digest>) -> Self {
        let (desk, waiting) = Desk::new(Setup {
            library: None,
            own_checklists: Vec::new(),
            author: Author {
                name: "J. Secretary".to_owned(),
                logins: Vec::new(),
            },
            today: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
            offset: FixedOffset::east_opt(0).expect("an offset"),
            preferences: Preferences::default(),
            first: FirstMinute::default(),
            papers_folder: PathBuf::new(),
            notices: Vec::new(),
        });
        let plain = LocalDisk::new(Places::below(home.folder.path()), "J. Secretary");
        let services = match edition {
            Some(edition) => plain.with_index(edition),
            None => plain,
        };
        Self {
            desk,
            disk: services,
            waiting,
            worked: 0,
            kept: 0,
            asked: 0,
        }
    }

    fn take(&mut self, message: Message) {
        let now: DateTime<Utc> = DateTime::from_timestamp(1_795_360_000, 0).expect("a moment");
        let effects = self.desk.update(message, now);
        self.waiting.extend(effects);
    }

    /// Carries out all that waits, and what comes of it.
    fn carry_out(&mut self) -> &mut Self {
        while !self.waiting.is_empty() {
            let outcome = match self.waiting.remove(0) {
                Effect::Background(BackgroundJob::LoadChecklists(_)) => {
                    self.asked += 1;
                    continue;
                }
                Effect::Store(StoreJob::List) => EffectOutcome::Listed(self.disk.list()),
                Effect::Background(job) => {
                    match &job {
                        BackgroundJob::WorkOut(rows) => self.worked += rows.rows.len(),
                        BackgroundJob::KeepIndex(..) => self.kept += 1,
                        _ => {}
                    }
                    let mut on = |_| std::ops::ControlFlow::Continue(());
                    self.disk.run(job, &mut on)
                }
                _ => continue,
            };
            self.take(Message::Outcome(outcome));
        }
        self
    }

    /// The checklists come, and all is worked out.
    fn with_checklists(&mut self) -> &mut Self {
        self.carry_out();
        let read = EffectOutcome::ChecklistsRead(checklists(), None);
        self.take(Message::Outcome(read));
        self.carry_out()
    }

    /// Each row as it is shown: name, and what is known.
    fn rows(&self) -> Vec<String> {
        let rows = self.desk.shelf.all_rows();
        rows.map(|row| format!("{} {:?} {:?}", row.name, row.content, row.notices))
            .collect()
    }

    fn awaited(&self) -> usize {
        let rows = self.desk.shelf.all_rows();
        rows.filter(|row| matches!(row.content, Content::Awaited))
            .count()
    }
}

#[test]
fn the_second_start_shows_everything_before_the_checklists_are_read_and_works_nothing_out() {
    let home = Home::new(&["one", "two"]);
    fs::rename(
        home.path("audits/two.audit.toml"),
        home.path("audits/archive/two.audit.toml"),
    )
    .expect("moved");
    let mut first = Start::of(&home, Some(edition("a")));
    first.carry_out();
    assert_eq!(first.awaited(), 8, "{:?}", first.rows());
    first.with_checklists();
    assert_eq!((first.awaited(), first.worked, first.kept), (0, 8, 1));

    let mut second = Start::of(&home, Some(edition("a")));
    second.carry_out();
    assert_eq!(second.rows(), first.rows(), "shown with no checklist read");
    second.with_checklists();
    assert_eq!((second.worked, second.kept), (0, 0));

    let mut without = Start::of(&home, None);
    without.with_checklists();
    assert_eq!(without.rows(), first.rows(), "equal with and without");
    assert_eq!(without.kept, 1, "asked for, and nothing written");
}

#[test]
fn an_index_that_is_gone_damaged_stale_or_of_another_edition_is_made_again_in_silence() {
    let home = Home::new(&["one", "two"]);
    let index = home.path("library.index");
    let whole = || {
        let mut start = Start::of(&home, Some(edition("a")));
        start.with_checklists();
        start.rows()
    };
    let shown = whole();
    let bytes = fs::read(&index).expect("it is kept");
    let put = |bytes: &[u8]| {
        let mut file = fs::File::create(&index).expect("a file");
        std::io::Write::write_all(&mut file, bytes).expect("written");
    };
    let flipped = |at: usize| {
        let mut other = bytes.clone();
        other[at] ^= 1;
        other
    };
    let damaged = [
        Vec::new(),
        b"\xff\xfe".to_vec(),
        bytes[..bytes.len() / 2].to_vec(),
        flipped(3),
        flipped(40),
        flipped(bytes.len() / 2),
        flipped(bytes.len() - 2),
    ];
    for (number, bad) in damaged.iter().enumerate() {
        put(bad);
        let mut start = Start::of(&home, Some(edition("a")));
        start.carry_out();
        assert_eq!(start.awaited(), 8, "{number}");
        start.with_checklists();
        assert_eq!((start.rows(), start.kept), (shown.clone(), 1), "{number}");
        assert_eq!(fs::read(&index).expect("kept"), bytes, "{number}");
    }
    fs::remove_file(&index).expect("removed");
    assert_eq!(whole(), shown);
    assert_eq!(fs::read(&index).expect("kept"), bytes);

    // Other checklists, or another day.
    let mut other = Start::of(&home, Some(edition("b")));
    other.carry_out();
    assert_eq!(other.awaited(), 8);
    other.with_checklists();
    assert_eq!(other.rows(), shown);

    // The rules of a council were entered.
    whole();
    fs::create_dir_all(home.path("config/councils")).expect("a folder");
    let rules = home.path("config/councils/anytown-council.toml");
    let mut file = fs::File::create(rules).expect("a file");
    std::io::Write::write_all(&mut file, b"name = \"Anytown Council\"\n").expect("written");
    let mut other = Start::of(&home, Some(edition("a")));
    other.carry_out();
    assert_eq!(other.awaited(), 8);
}

#[test]
fn only_an_audit_that_was_written_is_worked_out_again() {
    let home = Home::new(&["one", "two"]);
    Start::of(&home, Some(edition("a"))).with_checklists();
    home.put("two", &OPEN.replace("Libraries", "Parks and gardens"));
    let mut start = Start::of(&home, Some(edition("a")));
    start.carry_out();
    assert_eq!(start.awaited(), 1);
    start.with_checklists();
    assert_eq!((start.worked, start.kept), (1, 1));
    assert!(
        start
            .rows()
            .iter()
            .any(|row| row.contains("Parks and gardens"))
    );

    // One that is no audit any more is told each time, and never from the index.
    home.put("two", "nothing = 1");
    for _ in 0..2 {
        let mut start = Start::of(&home, Some(edition("a")));
        start.carry_out();
        assert_eq!(start.awaited(), 1);
        start.with_checklists();
        assert_eq!(start.worked, 1);
        assert!(start.rows().iter().any(|row| row.contains("Unreadable")));
    }
}

#[test]
fn a_file_written_as_late_as_the_index_is_not_trusted_to_be_the_same() {
    let home = Home::new(&["one"]);
    // Its time is that of now: another write in the same tick could leave the same length and time.
    let path = home.path("audits/one.audit.toml");
    let mut file = fs::File::create(&path).expect("a file");
    std::io::Write::write_all(&mut file, OPEN.as_bytes()).expect("written");
    Start::of(&home, Some(edition("a"))).with_checklists();
    let mut start = Start::of(&home, Some(edition("a")));
    start.carry_out();
    assert_eq!(start.awaited(), 1);
}

#[test]
fn keys_pressed_before_the_checklists_are_read_are_kept_in_their_order() {
    let home = Home::new(&["one"]);
    let mut start = Start::of(&home, Some(edition("a")));
    start.carry_out();
    for code in [Code::Down, Code::Enter, Code::Down] {
        start.take(Message::Key(Key::plain(code)));
    }
    assert_eq!(start.desk.screen, Screen::Library);
    // One may look through the library; what follows a key that waits waits too.
    assert_eq!(start.desk.shelf.selected, 1);
    start.take(Message::Outcome(EffectOutcome::ChecklistsRead(
        checklists(),
        None,
    )));
    let open = start.desk.open.as_ref().expect("the example under the bar");
    assert_eq!(open.name, "liverpool-ict-2000");
    assert_eq!(start.desk.screen, Screen::Board);
}

#[test]
fn the_checklists_are_read_once_something_needs_them() {
    let home = Home::new(&["one", "two"]);
    // Rows that nobody knows need them.
    let mut first = Start::of(&home, Some(edition("a")));
    first.carry_out();
    assert_eq!(first.asked, 1);
    first.with_checklists();
    assert_eq!((first.awaited(), first.kept, first.asked), (0, 1, 1));

    // A library that is known is looked through, narrowed and sorted without.
    let mut second = Start::of(&home, Some(edition("a")));
    second.carry_out();
    assert_eq!(second.awaited(), 0);
    for code in [
        Code::Down,
        Code::End,
        Code::Char('s'),
        Code::Char('v'),
        Code::Home,
    ] {
        second.take(Message::Key(Key::plain(code)));
    }
    second.take(Message::Key(Key::plain(Code::Char('/'))));
    for c in "liverp".chars() {
        second.take(Message::Key(Key::plain(Code::Char(c))));
    }
    let shown: Vec<&str> = (second.desk.shelf.rows.iter())
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(shown, ["liverpool-ict-2000"]);
    second.carry_out();
    assert_eq!(second.asked, 0);
    // To open one they are read, once, whatever is pressed meanwhile.
    for code in [Code::Enter, Code::Tab] {
        second.take(Message::Key(Key::plain(code)));
    }
    second.carry_out();
    assert_eq!((second.asked, second.desk.screen), (1, Screen::Library));
    second.with_checklists();
    assert_eq!((second.worked, second.desk.screen), (0, Screen::Walk));
}

#[test]
fn a_glance_shows_what_was_shown_and_decides_nothing() {
    let home = Home::new(&["one", "two", "three"]);
    let mut first = Start::of(&home, Some(edition("a")));
    assert!(first.disk.glance().is_none(), "there is no index");
    first.with_checklists();
    let shown = first.rows();

    // One is gone and one was written since: the glance does not know, and nothing is made of it.
    fs::remove_file(home.path("audits/two.audit.toml")).expect("removed");
    home.put("three", &OPEN.replace("Libraries", "Parks and gardens"));
    let mut start = Start::of(&home, Some(edition("a")));
    let listing = start.disk.glance().expect("an index");
    assert!(listing.at_a_glance && listing.rows.iter().all(|row| row.stale));
    start.take(Message::Outcome(EffectOutcome::Listed(Ok(listing))));
    assert_eq!(start.rows(), shown);
    let read = EffectOutcome::ChecklistsRead(checklists(), None);
    start.take(Message::Outcome(read));
    let asked = |start: &Start| {
        let jobs = start.waiting.iter();
        jobs.filter(|job| matches!(job, Effect::Background(BackgroundJob::WorkOut(_))))
            .count()
    };
    assert_eq!(asked(&start), 0, "nothing is worked out, nothing kept");

    // The bar that was moved in between stays on its audit.
    start.take(Message::Key(Key::plain(Code::Down)));
    let under = start.desk.shelf.current().expect("a row").name.clone();
    start.carry_out();
    assert_eq!(start.desk.shelf.current().expect("a row").name, under);
    let rows = start.rows();
    assert!(!rows.iter().any(|row| row.starts_with("two ")), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("Parks and gardens")));
    assert_eq!((start.worked, start.kept), (1, 1));

    // A folder that cannot be looked into leaves what was shown, and it is worked out one by one.
    let mut start = Start::of(&home, Some(edition("a")));
    let listing = start.disk.glance().expect("an index");
    start.take(Message::Outcome(EffectOutcome::Listed(Ok(listing))));
    let why = Problem::new(ProblemKind::Disk, "no");
    start.take(Message::Outcome(EffectOutcome::Listed(Err(why))));
    let read = EffectOutcome::ChecklistsRead(checklists(), None);
    start.take(Message::Outcome(read));
    assert_eq!(asked(&start), 1);

    // Other checklists, or another day.
    let other = Start::of(&home, Some(edition("b")));
    assert!(other.disk.glance().is_none());
}
