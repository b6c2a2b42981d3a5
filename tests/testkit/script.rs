//! A desk without a terminal: keys in, effects carried out in memory, screens drawn to text.

#![allow(unreachable_pub, reason = "shared by several test files")]

mod effects;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use scrutineer::audit::Audit;
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::desk::first::FirstMinute;
use scrutineer::desk::preferences::Preferences;
use scrutineer::desk::remembered::Remembered;
use scrutineer::desk::shelf::{AuditOrigin, LibraryRow, Listing};
use scrutineer::desk::{Desk, Effect, EffectOutcome, Key, Message, OpenAudit, Setup, TerminalJob};
use scrutineer::report::{Author, Capacity, Council};
use scrutineer::view;
use scrutineer::view::theme::{Depth, Theme};

/// The shipped checklists, loaded once for all tests of a file.
fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    LIBRARY
        .get_or_init(|| {
            let loaded = load(&shipped::checklists());
            Arc::new(loaded.unwrap_or_else(|m| panic!("{} mistakes in checklists", m.len())))
        })
        .clone()
}

/// The outcome of a listing of these rows.
pub fn listed(rows: Vec<LibraryRow>) -> EffectOutcome {
    EffectOutcome::Listed(Ok(Listing {
        rows,
        edition: String::new(),
        at_a_glance: false,
    }))
}

/// A desk with a pretended disk.
#[derive(Clone)]
pub struct Script {
    pub desk: Desk,
    pub now: DateTime<Utc>,
    /// The audits on the pretended disk.
    pub disk: Vec<(String, Audit)>,
    /// The names of those that were put into the archive.
    pub archived: Vec<String>,
    /// Files written as reports.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The councils' own rules on the pretended disk.
    pub councils: Vec<Council>,
    /// The name of whoever hands papers over on the pretended disk.
    pub author: String,
    /// Who they write for, as the words after "We are".
    pub we: String,
    /// The capacity in which they write.
    pub capacity: Option<Capacity>,
    /// What the pretended disk remembers for the next start.
    pub remembered: Remembered,
    /// The files and folders that were opened in other programs: nothing is really opened.
    pub opened: Vec<PathBuf>,
    /// The texts put on the clipboard.
    pub copied: Vec<String>,
    /// Papers on the pretended disk, by path: what they hold.
    pub papers: Vec<(PathBuf, Vec<u8>)>,
    /// How many papers were known when reading was asked for last.
    pub known: usize,
    /// Whether asking for papers is answered at once.
    pub papers_come: bool,
    /// The conflict copies next to each audit on the pretended disk.
    pub copies: Vec<PathBuf>,
    /// Readings that were stopped.
    pub stopped: usize,
    /// Entries saved, in order.
    pub saved: Vec<scrutineer::audit::Entry>,
    pub quit: bool,
}

#[allow(dead_code, reason = "each test file uses a part of the harness")]
impl Script {
    pub fn new() -> Self {
        Self::with(library())
    }

    /// A desk that asks what another checklist asks.
    pub fn asking(library: Library) -> Self {
        Self::with(Arc::new(library))
    }

    /// A desk that asks what some checklists ask.
    pub fn with(library: Arc<Library>) -> Self {
        Self::preferring(library, Preferences::default())
    }

    /// A desk under these settings of the user's.
    pub fn under(preferences: Preferences) -> Self {
        Self::preferring(library(), preferences)
    }

    /// A desk at its first start: nobody has said who they are, and somebody is there to be asked.
    pub fn first_start() -> Self {
        Self::starting(
            "",
            FirstMinute {
                asks: true,
                ..FirstMinute::default()
            },
        )
    }

    /// A desk of somebody with a name, with what it remembers of earlier starts.
    pub fn starting(name: &str, first: FirstMinute) -> Self {
        Self::begun(library(), Preferences::default(), name, first)
    }

    fn preferring(library: Arc<Library>, preferences: Preferences) -> Self {
        Self::begun(library, preferences, "J. Secretary", FirstMinute::default())
    }

    fn begun(
        library: Arc<Library>,
        preferences: Preferences,
        name: &str,
        first: FirstMinute,
    ) -> Self {
        let (desk, effects) = Desk::new(Setup {
            library: Some(library),
            own_checklists: Vec::new(),
            author: Author {
                name: name.to_owned(),
                logins: Vec::new(),
            },
            today: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
            offset: FixedOffset::east_opt(0).expect("an offset"),
            preferences,
            first,
            papers_folder: PathBuf::new(),
            notices: Vec::new(),
        });
        let now = DateTime::from_timestamp(1_795_360_000, 0).expect("a moment");
        let mut script = Self {
            desk,
            now,
            disk: Vec::new(),
            archived: Vec::new(),
            files: Vec::new(),
            councils: Vec::new(),
            author: String::new(),
            we: String::new(),
            capacity: None,
            remembered: Remembered::default(),
            opened: Vec::new(),
            copied: Vec::new(),
            papers: Vec::new(),
            known: 0,
            papers_come: true,
            copies: Vec::new(),
            stopped: 0,
            saved: Vec::new(),
            quit: false,
        };
        script.carry_out(effects);
        script
    }

    /// A desk on a new audit of an English council's home care, open at the first question to be
    /// judged: the facts of the front page come before it.
    pub fn on_new_audit() -> Self {
        let mut script = Self::new().audited();
        script
            .keys("/")
            .typed("options.ways-considered")
            .keys("Enter");
        script
    }

    /// The desk on a new audit of an English council's home care, open.
    pub fn audited(mut self) -> Self {
        self.keys("n")
            .typed("Anytown Council")
            .keys("Tab")
            .typed("Home care")
            .keys("C-s");
        self
    }

    pub fn open(&self) -> &OpenAudit {
        self.desk.open.as_ref().expect("an audit is open")
    }

    pub fn audit(&self) -> &Audit {
        self.open().audit()
    }

    /// Presses keys, written as `m C-s Enter`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let key = Key::parse(key).unwrap_or_else(|| panic!("no such key: {key}"));
            self.message(Message::Key(key));
        }
        self
    }

    /// Types a text, a key for each character.
    pub fn typed(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.message(Message::Key(Key::plain(scrutineer::desk::Code::Char(c))));
        }
        self
    }

    /// Returns what the help of the place in front shows once some words are typed, and closes it.
    pub fn help(&mut self, words: &str) -> String {
        self.keys("?").typed(words);
        let shown = self.screen(120, 60);
        self.keys("Esc");
        shown
    }

    pub fn message(&mut self, message: Message) -> &mut Self {
        self.now += TimeDelta::seconds(1);
        let effects = self.desk.update(message, self.now);
        self.carry_out(effects);
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let outcome = match effect {
                Effect::Store(job) => self.store(job),
                Effect::Background(job) => self.run(job),
                Effect::Stop(_) => {
                    self.stopped += 1;
                    None
                }
                Effect::Terminal(job) => {
                    self.quit |= matches!(job, TerminalJob::Quit);
                    if let TerminalJob::Copy(text) = job {
                        self.copied.push(text);
                    }
                    None
                }
            };
            if let Some(outcome) = outcome {
                let more = self.desk.update(Message::Outcome(outcome), self.now);
                self.carry_out(more);
            }
        }
    }

    /// The row of an audit on the pretended disk, not read yet.
    pub fn row(&self, name: &str) -> LibraryRow {
        let path = PathBuf::from(name);
        let origin = if self.archived.iter().any(|one| one == name) {
            AuditOrigin::Archived(path)
        } else {
            AuditOrigin::Mine(path)
        };
        LibraryRow::found(name.to_owned(), origin)
    }

    /// The cells at a size.
    pub fn cells(&mut self, columns: u16, rows: u16, theme: &Theme) -> Buffer {
        self.message(Message::Resize(columns, rows));
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal");
        let mut drawn = None;
        terminal
            .draw(|frame| drawn = Some(view::draw(&self.desk, theme, frame)))
            .expect("it draws");
        self.desk.drawn = drawn.expect("it was drawn");
        terminal.backend().buffer().clone()
    }

    /// The screen as text at a size.
    pub fn screen(&mut self, columns: u16, rows: u16) -> String {
        let cells = self.cells(columns, rows, &Theme::new(Depth::Many, false));
        text_of(&cells)
    }
}

pub fn text_of(cells: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..cells.area.height {
        let mut line = String::new();
        for x in 0..cells.area.width {
            line.push_str(cells[(x, y)].symbol());
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
