//! The program's side of the worker.
//!
//! It starts the worker, receives its pages, and ends it when it takes too long or too much memory,
//! or the user cancels. Pages received until then are kept, unless the user cancelled.
//!
//! ```text
//!  the program                                    the same program, started again
//!  PaperReader::read
//!   look_first: a file? empty? over 512 MiB?
//!   start ─────── scrutineer extract-worker FILE ──→ main.rs: worker_main
//!   stdin: a pipe, held open ─────────────────────→ its end ends the worker (capped::run)
//!                                                    heap capped at 1 GiB, stack 64 MiB, no core file
//!                                                    extract: sniff the kind, read page by page
//!   listen ←── {"head":…} {"page":…} {"sha256":…} ── one JSON line each, on stdout
//!      │        … {"end":null} or {"failed":…}       a reason in `end`: the file was read in part
//!   last_words ←──────────────── a crash's message ── stderr
//!      ↓
//!   every 50 ms: go_on breaks → Cancelled, everything is discarded
//!   10 s without a page, 5 min in all, a line over 64 MiB, too many pages, too much text
//!                             → the worker is killed, the pages so far are kept
//!   it ended without `end`    → out of memory, or it crashed: the same
//!      ↓
//!   Collected::into_paper → Paper, or a Fault if there is no text at all
//! ```

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::capped;
use super::error::{Fault, ReadError, Stop};
use super::extract::Collected;
use super::limits::{FILE_LIMIT, MEMORY_LIMIT};
use super::paper::{Paper, count};
use super::raw::{Measure, WorkerLine};
use crate::wording::escaped;

/// The longest line a worker may print, in bytes.
const LINE: u64 = 64 * 1024 * 1024;
/// The interval at which the caller is asked whether to continue.
const BEAT: Duration = Duration::from_millis(50);
/// The longest time to wait for the complaint of a worker that has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// The worker's command line: the program itself, with a hidden subcommand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Path of the program.
    pub program: PathBuf,
    /// Arguments before the file's name.
    pub arguments: Vec<OsString>,
}

impl Worker {
    /// The hidden subcommand's name.
    pub const SUBCOMMAND: &'static str = "extract-worker";
    /// The name of the hidden subcommand that reads spreadsheets (see `crate::import`).
    pub const SHEETS: &'static str = "sheet-worker";

    /// The name of the hidden subcommand that makes a PDF bundle.
    pub const BUNDLE: &'static str = "bundle-worker";

    /// Returns the worker for documents of the program at a path.
    pub fn of(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: vec![Self::SUBCOMMAND.into()],
        }
    }

    /// Returns the worker for spreadsheets of the program at a path.
    pub fn sheets(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: vec![Self::SHEETS.into()],
        }
    }

    /// Returns the worker for documents of this very program.
    ///
    /// # Errors
    /// If the system does not know the program's path.
    pub fn this_program() -> io::Result<Self> {
        std::env::current_exe().map(Self::of)
    }
}

/// Limits on reading one file.
///
/// By default 10 seconds without a page, 5 minutes in all, 1 GiB of memory, a file of 512 MiB, 128 MiB
/// of text, 20,000 pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Time without a page; the first one counts from the start of the worker.
    pub no_progress: Duration,
    /// Time in all.
    pub in_all: Duration,
    /// Memory of the worker, in bytes.
    pub memory: u64,
    /// Size of the file, in bytes.
    pub file: u64,
    /// Size of the text of all pages, in bytes of UTF-8.
    pub text: u64,
    /// Number of pages.
    pub pages: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            no_progress: Duration::from_secs(10),
            in_all: Duration::from_mins(5),
            memory: MEMORY_LIMIT,
            file: FILE_LIMIT,
            text: Measure::USUAL.text,
            pages: Measure::USUAL.pages,
        }
    }
}

/// Progress in reading a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Number of pages read.
    pub pages: u32,
    /// Number of pages declared by the file, if any.
    pub of: Option<u32>,
}

/// PaperReader of documents, each in a worker of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperReader {
    /// The worker.
    pub worker: Worker,
    /// The limits.
    pub limits: Limits,
}

impl PaperReader {
    /// Returns a reader with the usual limits.
    pub fn new(worker: Worker) -> Self {
        Self {
            worker,
            limits: Limits::default(),
        }
    }

    /// Reads a file.
    ///
    /// `go_on` is called about every twentieth of a second; when it breaks, the worker is ended and
    /// everything read is discarded. A document that could be read in part is no error: it records
    /// the reason why reading stopped, and which pages hold no text.
    ///
    /// # Errors
    /// A [`ReadError`] whose sentence says what is wrong and what to do, if nothing was read at all:
    /// the path is no file, the file is no document, it needs a password, its first page was not
    /// finished within the limits, the user cancelled, or the worker could not be started.
    pub fn read(
        &self,
        path: &Path,
        go_on: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Paper, ReadError> {
        self.read_or_fault(path, go_on).map_err(|fault| ReadError {
            name: escaped(&file_name(path)),
            fault,
        })
    }

    fn read_or_fault(
        &self,
        path: &Path,
        go_on: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Paper, Fault> {
        self.look_first(path)?;
        let mut running = self.start(path)?;
        let began = Instant::now();
        let (mut pages, mut last_page) = (0, began);
        let end = loop {
            let heard = running.heard.wait(BEAT);
            if let Some(end) = heard.end {
                break end;
            }
            let now = Instant::now();
            if heard.pages != pages {
                (pages, last_page) = (heard.pages, now);
            }
            let of = heard.declared;
            if go_on(Progress { pages, of }).is_break() {
                return Err(Fault::Cancelled);
            }
            let over = |since: Instant, limit: Duration| {
                (now.duration_since(since) > limit).then_some(limit.as_secs())
            };
            if let Some(seconds) = over(began, self.limits.in_all) {
                break End::Said(Ok(Some(Stop::TooLong { seconds })));
            }
            if let Some(seconds) = over(last_page, self.limits.no_progress) {
                break End::Said(Ok(Some(Stop::NoProgress { seconds })));
            }
        };
        let mut collected = running.heard.take();
        let stopped = match end {
            End::Said(said) => said?,
            End::Silent => {
                let (status, complaint) = running.wait();
                if collected.head.is_none()
                    && collected.sha256.is_none()
                    && never_began(status, &complaint)
                {
                    let complaint = escaped(complaint.trim().lines().next().unwrap_or_default());
                    return Err(Fault::NoReader(complaint));
                }
                Some(why_it_broke(status, &complaint))
            }
        };
        // It has said all that it will: its memory is given back while the paper is put together.
        let _ = running.child.kill();
        if collected.sha256.is_none() {
            collected.sha256 = super::fingerprint::sha256_of_file(path).ok();
        }
        let paper = collected.into_paper(path, stopped);
        drop(running);
        paper
    }

    /// Checks a file without a worker: it may be no file, or empty, or too large.
    fn look_first(&self, path: &Path) -> Result<(), Fault> {
        let about = path.metadata().map_err(|error| Fault::from_io(&error))?;
        if about.is_dir() {
            return Err(Fault::Folder);
        }
        if !about.is_file() {
            return Err(Fault::NotAFile);
        }
        if about.len() == 0 {
            return Err(Fault::Empty);
        }
        if about.len() > self.limits.file {
            let limit = self.limits.file >> 20;
            return Err(Fault::TooLarge {
                megabytes: about.len() >> 20,
                limit,
            });
        }
        Ok(())
    }

    fn start(&self, path: &Path) -> Result<Running, Fault> {
        let no_reader = |error: io::Error| Fault::NoReader(error.to_string());
        // An absolute path never looks like an option.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut command = Command::new(&self.worker.program);
        command
            .args(&self.worker.arguments)
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        capped::prepare(&mut command, self.limits.memory);
        let mut child = command.spawn().map_err(no_reader)?;
        let missing = || Fault::NoReader("no pipe".to_owned());
        let out = child.stdout.take();
        let heard = Arc::new(Heard::default());
        let theirs = Arc::clone(&heard);
        let running = Running { child, heard };
        let out = out.ok_or_else(missing)?;
        let limits = Measure {
            pages: self.limits.pages,
            text: self.limits.text,
        };
        thread::Builder::new()
            .spawn(move || listen(out, limits, &theirs))
            .map_err(no_reader)?;
        Ok(running)
    }
}

/// The end of what a worker says.
enum End {
    /// It has read what it could, or cannot; or it has said more than it may.
    Said(Result<Option<Stop>, Fault>),
    /// It says nothing any more.
    Silent,
}

/// The lines of a worker so far.
///
/// It is waited for to its end, not page by page: to wake a thread takes as long as to read a line.
#[derive(Default)]
struct Heard {
    so_far: Mutex<SoFar>,
    ended: Condvar,
}

#[derive(Default)]
struct SoFar {
    collected: Collected,
    end: Option<End>,
    /// Set once nobody listens any more.
    unheard: bool,
}

/// The progress of a worker.
struct Far {
    end: Option<End>,
    pages: u32,
    declared: Option<u32>,
}

impl Heard {
    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the end, or for a time at most; returns how far the worker is.
    fn wait(&self, most: Duration) -> Far {
        let waited =
            (self.ended).wait_timeout_while(self.so_far(), most, |so_far| so_far.end.is_none());
        let (mut so_far, _) = waited.unwrap_or_else(PoisonError::into_inner);
        Far {
            end: so_far.end.take(),
            pages: count(so_far.collected.pages.len()),
            declared: (so_far.collected.head.as_ref()).and_then(|head| head.declared),
        }
    }

    /// Takes what was said; nothing more is heard.
    fn take(&self) -> Collected {
        let mut so_far = self.so_far();
        so_far.unheard = true;
        std::mem::take(&mut so_far.collected)
    }

    /// Adds a line; returns false if no more is wanted.
    fn add(&self, said: WorkerLine, left: &mut Measure, limits: Measure) -> bool {
        let mut so_far = self.so_far();
        let end = match said {
            WorkerLine::Head(head) => {
                so_far.collected.head = Some(head);
                None
            }
            WorkerLine::Sha256(digest) => {
                so_far.collected.sha256 = Some(digest);
                None
            }
            WorkerLine::Page(page) => match left.take(&page, limits) {
                Ok(()) => {
                    so_far.collected.pages.push(page);
                    None
                }
                Err(stop) => Some(Ok(Some(stop))),
            },
            WorkerLine::Failed(fault) => Some(Err(fault)),
            WorkerLine::End(stop) => Some(Ok(stop)),
        };
        so_far.end = end.map(End::Said);
        if so_far.end.is_some() {
            self.ended.notify_all();
        }
        so_far.end.is_none() && !so_far.unheard
    }

    fn end(&self, end: End) {
        self.so_far().end = Some(end);
        self.ended.notify_all();
    }
}

/// A running worker. It never outlives this value.
///
/// Its listeners may: nobody waits for the end of a pipe, which another process may hold open.
struct Running {
    child: Child,
    heard: Arc<Heard>,
}

impl Running {
    /// Waits for the worker to end; returns its exit status and its first complaint.
    ///
    /// That is the beginning of its standard error. Nobody listens there before: it says nothing but why
    /// it ended.
    fn wait(&mut self) -> (Option<ExitStatus>, String) {
        let (complain, complaint) = sync_channel(1);
        if let Some(complaints) = self.child.stderr.take() {
            let listening = thread::Builder::new().spawn(move || {
                let _nobody_asks = complain.send(last_words(complaints));
            });
            drop(listening);
        }
        let status = self.child.wait().ok();
        let words = complaint.recv_timeout(LAST_WORDS);
        (status, words.unwrap_or_default())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.heard.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Receives the worker's lines until it ends. Lines that are not ours are ignored.
fn listen(out: impl Read, limits: Measure, heard: &Heard) {
    let mut out = BufReader::with_capacity(64 * 1024, out);
    let mut left = limits;
    let mut line = Vec::new();
    loop {
        line.clear();
        match out.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return heard.end(End::Silent),
            Ok(_) if line.len() as u64 >= LINE => {
                let megabytes = LINE >> 20;
                return heard.end(End::Said(Ok(Some(Stop::TooMuchText { megabytes }))));
            }
            Ok(_) => {}
        }
        if let Ok(said) = serde_json::from_slice(&line)
            && !heard.add(said, &mut left, limits)
        {
            return;
        }
    }
}

/// Reads the beginning of the worker's standard error; the rest is read and dropped.
fn last_words(complaints: impl Read) -> String {
    let mut complaints = BufReader::new(complaints);
    let mut kept = Vec::new();
    let _ = complaints.by_ref().take(4096).read_to_end(&mut kept);
    let _ = io::copy(&mut complaints, &mut io::sink());
    String::from_utf8_lossy(&kept).into_owned()
}

/// Returns true if the program exited by itself, and not for lack of memory.
///
/// Then it is no worker of ours.
fn never_began(status: Option<ExitStatus>, complaint: &str) -> bool {
    status.is_some_and(|status| status.code().is_some()) && !complaint.contains("memory allocation")
}

fn why_it_broke(status: Option<ExitStatus>, complaint: &str) -> Stop {
    // SIGKILL from outside means that the system is short of memory.
    #[cfg(unix)]
    let killed = {
        use std::os::unix::process::ExitStatusExt as _;
        status.is_some_and(|status| status.signal() == Some(9))
    };
    #[cfg(not(unix))]
    let killed = {
        let _ = status;
        false
    };
    if killed || complaint.contains("memory allocation") {
        Stop::Memory
    } else {
        Stop::Broke
    }
}

/// Returns a path's last component, as text.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
