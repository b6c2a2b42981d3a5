//! A program in a pseudo-terminal: keys and signals go in, the screen comes out. Nothing sleeps:
//! every wait is for something to be seen, with a limit.

#![allow(unreachable_pub, reason = "shared by several test files")]

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};

/// How long anything may take: far more than it does, for a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

/// What has come out of the program so far.
pub struct Shown {
    /// The screen, drawn whenever somebody looks at it.
    pub screen: vt100::Parser,
    /// Every byte.
    pub bytes: Vec<u8>,
    /// How many of them have been drawn.
    drawn: usize,
    /// When the last of them came, before any time was spent on drawing it.
    pub arrived: Instant,
    /// How it ended.
    pub ended: Option<Ended>,
    /// The reader is to end with the next bytes.
    leave: bool,
    /// The reader is to read nothing for now.
    hold: bool,
    /// The reader has ended.
    left: bool,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Code(u32),
    Signal(String),
}

impl Shown {
    /// True while a picture is being written: its last sign has not come yet.
    fn is_being_drawn(&self) -> bool {
        const SIGN: &[u8] = b"\x1b[?2026";
        let last = self
            .bytes
            .windows(SIGN.len())
            .rposition(|part| part == SIGN);
        // Nothing more comes once it has ended, or its window was closed or held.
        let more = self.ended.is_none() && !(self.left || self.leave || self.hold);
        more && last.is_some_and(|at| self.bytes.get(at + SIGN.len()) != Some(&b'l'))
    }

    fn draw(&mut self) {
        self.screen.process(&self.bytes[self.drawn..]);
        self.drawn = self.bytes.len();
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// A program in a pseudo-terminal.
pub struct Pty {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    // Held, so that the modes of the terminal outlive the program.
    _slave: Box<dyn SlavePty + Send>,
    tty: File,
    pid: u32,
}

/// A program to be started: a clean environment, and a size.
pub struct Start {
    command: CommandBuilder,
    size: (u16, u16),
}

#[allow(dead_code, reason = "each test file uses a part of it")]
impl Start {
    pub fn program(program: impl Into<PathBuf>) -> Self {
        let mut command = CommandBuilder::new(program.into());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_GB.UTF-8");
        for name in ["PATH", "TMPDIR", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        Self {
            command,
            size: (80, 24),
        }
    }

    pub fn arg(mut self, arg: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub fn go(self) -> Pty {
        Pty::start(self)
    }
}

/// Lets the program at home in a folder start without asking who its user is, and what they hold.
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn unasked(home: &std::path::Path) {
    let config = home.join("config");
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::File::create(config.join("settings.toml"))
        .and_then(|mut file| file.write_all(b"[desk]\nguide = false\n"))
        .expect("written");
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen has cells")
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

#[allow(dead_code, reason = "each test file uses a part of it")]
impl Pty {
    fn start(start: Start) -> Self {
        let pair = native_pty_system()
            .openpty(pty_size(start.size))
            .expect("a pseudo-terminal");
        let tty = pair.master.tty_name().expect("it has a name");
        let tty = File::open(tty).expect("it can be looked at");
        let child = pair.slave.spawn_command(start.command).expect("it starts");
        let shown = Shown {
            screen: vt100::Parser::new(cells(start.size.1), cells(start.size.0), 0),
            bytes: Vec::new(),
            drawn: 0,
            arrived: Instant::now(),
            ended: None,
            leave: false,
            hold: false,
            left: false,
        };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let pid = child.process_id().expect("it has a number");
        watch(child, Arc::clone(&shown));
        read(
            pair.master.try_clone_reader().expect("it can be read"),
            Arc::clone(&shown),
        );
        let keyboard = pair.master.take_writer().expect("it can be written to");
        Self {
            shown,
            master: Some(pair.master),
            keyboard: Some(keyboard),
            _slave: pair.slave,
            tty,
            pid,
        }
    }

    /// The program's process; with a shell around it, the shell's.
    pub const fn pid(&self) -> u32 {
        self.pid
    }

    /// Waits until something holds of what was shown, and hands back what is asked of it.
    pub fn until<T>(&self, what: &str, mut holds: impl FnMut(&Shown) -> Option<T>) -> T {
        let (shown, changed) = &*self.shown;
        let mut found = None;
        let guard = unpoisoned(shown);
        let (shown, _) = changed
            .wait_timeout_while(guard, LIMIT, |shown| {
                // Half a picture shows what was there before as well.
                found = if shown.is_being_drawn() {
                    None
                } else {
                    shown.draw();
                    holds(shown)
                };
                found.is_none()
            })
            .unwrap_or_else(PoisonError::into_inner);
        found.unwrap_or_else(|| {
            panic!(
                "waited in vain: {what}\nended: {:?}\nscreen:\n{}\nlast bytes: {:?}",
                shown.ended,
                shown.text(),
                String::from_utf8_lossy(&shown.bytes[shown.bytes.len().saturating_sub(600)..]),
            )
        })
    }

    /// Waits until the screen shows a text.
    pub fn shows(&self, text: &str) -> &Self {
        self.until(&format!("the screen shows “{text}”"), |shown| {
            shown.text().contains(text).then_some(())
        });
        self
    }

    /// Waits until a text has come that the screen need not show any more.
    pub fn sent(&self, text: &str) -> &Self {
        self.until(&format!("the program sends {text:?}"), |shown| {
            shown.raw().contains(text).then_some(())
        });
        self
    }

    /// What was shown until now.
    pub fn now<T>(&self, look: impl FnOnce(&Shown) -> T) -> T {
        let mut shown = unpoisoned(&self.shown.0);
        shown.draw();
        look(&shown)
    }

    /// Waits until a picture is whole, and says how many bytes have come.
    pub fn whole_picture(&self) -> usize {
        self.until("a picture is whole", |shown| {
            let raw = shown.raw();
            let count = |what: &str| raw.matches(what).count();
            (count("\x1b[?2026h") == count("\x1b[?2026l")).then_some(shown.bytes.len())
        })
    }

    /// Whether nothing at all is sent for this long.
    pub fn is_quiet(&self, long: Duration) -> bool {
        let (shown, changed) = &*self.shown;
        let guard = unpoisoned(shown);
        let before = guard.bytes.len();
        let (_guard, waited) = changed
            .wait_timeout_while(guard, long, |shown| shown.bytes.len() == before)
            .unwrap_or_else(PoisonError::into_inner);
        waited.timed_out()
    }

    /// Types, or sends what a terminal would send.
    pub fn types(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let keyboard = self.keyboard.as_mut().expect("it is open");
        keyboard.write_all(bytes.as_ref()).expect("it goes in");
        keyboard.flush().expect("it goes in");
        self
    }

    pub fn signal(&self, signal: Signal) {
        send(self.pid, signal);
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let (shown, _) = &*self.shown;
        let mut shown = unpoisoned(shown);
        shown.draw();
        shown
            .screen
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        drop(shown);
        self.claims(columns, rows);
    }

    /// Has the terminal say that it is so large, though it shows no more than before.
    pub fn claims(&self, columns: u16, rows: u16) {
        let master = self.master.as_ref().expect("it is open");
        master
            .resize(pty_size((columns, rows)))
            .expect("it takes the size");
    }

    /// Closes the terminal's window: what is left of the terminal then is dead.
    pub fn close_window(&mut self) {
        {
            let mut shown = unpoisoned(&self.shown.0);
            shown.leave = true;
        }
        // The reader has the window open as well, until it has read once more.
        self.resize(79, 23);
        self.until("the reader leaves", |shown| shown.left.then_some(()));
        self.keyboard = None;
        self.master = None;
    }

    /// Stops taking what the program sends, or goes on taking it.
    pub fn hold(&self, hold: bool) {
        unpoisoned(&self.shown.0).hold = hold;
        self.shown.1.notify_all();
    }

    /// Waits until the program has ended.
    pub fn ended(&self) -> Ended {
        self.until("the program ends", |shown| shown.ended.clone())
    }

    /// Whether the terminal repeats what is typed, as it does when nobody has taken it.
    pub fn echoes(&self) -> bool {
        let modes = tcgetattr(&self.tty).expect("it has modes").local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }

    /// Waits until the terminal is the program's own.
    ///
    /// A program that goes on gives it back for a moment, takes it again and draws a picture: what it
    /// showed before, and a key that it read before, do not mean that it has done so.
    pub fn is_taken(&self) {
        self.until("the terminal is taken", |_| (!self.echoes()).then_some(()));
    }

    /// Waits until everything that was taken of the terminal was given back, in bytes and in modes.
    pub fn is_given_back(&self) {
        self.until("the terminal is given back", |shown| {
            let raw = shown.raw();
            let is_back = |mode: &str| {
                let (on, off) = (format!("\x1b[{mode}h"), format!("\x1b[{mode}l"));
                // The cursor is the one thing that is there by default.
                let (taken, given) = if mode == "?25" { (off, on) } else { (on, off) };
                raw.rfind(&taken)
                    .is_none_or(|taken| raw.rfind(&given) > Some(taken))
            };
            // A picture that is held back counts too.
            let modes = ["?1049", "?2004", "?25", "?1000", "?1006", "?2026"];
            (raw.contains("\x1b[?1049l") && modes.into_iter().all(is_back)).then_some(())
        });
        assert!(self.echoes(), "the terminal does not echo");
    }

    /// Asserts that nothing of the terminal was taken.
    pub fn was_never_taken(&self) {
        self.now(|shown| {
            assert!(
                !shown.bytes.contains(&0x1b),
                "escape codes: {:?}",
                shown.raw()
            );
        });
        assert!(self.echoes());
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.now(|shown| shown.ended.is_none()) {
            send(self.pid, Signal::KILL);
            send(self.pid, Signal::CONT);
        }
    }
}

/// Sends a signal to one process.
pub fn send(process: u32, signal: Signal) {
    let pid = i32::try_from(process)
        .ok()
        .and_then(Pid::from_raw)
        .expect("a process");
    let _gone = kill_process(pid, signal);
}

fn watch(mut child: Box<dyn Child + Send + Sync>, shown: Arc<(Mutex<Shown>, Condvar)>) {
    thread::spawn(move || {
        let status = child.wait().expect("it can be waited for");
        let ended = match status.signal() {
            Some(signal) => Ended::Signal(signal.to_owned()),
            None => Ended::Code(status.exit_code()),
        };
        unpoisoned(&shown.0).ended = Some(ended);
        shown.1.notify_all();
    });
}

fn read(mut from: Box<dyn Read + Send>, shown: Arc<(Mutex<Shown>, Condvar)>) {
    thread::spawn(move || {
        let mut buffer = vec![0; 65536];
        loop {
            let count = from.read(&mut buffer).unwrap_or(0);
            let arrived = Instant::now();
            let guard = unpoisoned(&shown.0);
            let mut guard = shown
                .1
                .wait_while(guard, |shown| shown.hold)
                .unwrap_or_else(PoisonError::into_inner);
            guard.bytes.extend_from_slice(&buffer[..count]);
            guard.arrived = arrived;
            let ends = guard.leave || count == 0;
            drop(guard);
            shown.1.notify_all();
            if ends {
                break;
            }
        }
        // The reading end is closed before that is said.
        drop(from);
        unpoisoned(&shown.0).left = true;
        shown.1.notify_all();
    });
}

/// How often a program wakes in three seconds, over all its threads, once it has come to rest.
#[cfg(target_os = "linux")]
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn idle_wake_ups(pty: &Pty) -> u64 {
    let mut last = wake_ups(pty.pid());
    for _ in 0..50 {
        let quiet = pty.is_quiet(Duration::from_secs(1));
        let now = wake_ups(pty.pid());
        if std::mem::replace(&mut last, now) == now && quiet {
            break;
        }
    }
    assert!(pty.is_quiet(Duration::from_secs(3)), "it sends something");
    wake_ups(pty.pid()) - last
}

/// The times that a program gave up the processor by itself.
#[cfg(target_os = "linux")]
fn wake_ups(process: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).expect("it runs");
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("status")).ok())
        .filter_map(|status| {
            let line = status
                .lines()
                .find(|line| line.starts_with("voluntary_ctxt"))?;
            line.rsplit('\t').next()?.trim().parse::<u64>().ok()
        })
        .sum()
}

/// The most memory that a program has had so far, in kilobytes.
#[cfg(target_os = "linux")]
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn most_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let count = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    count.expect("it is told")
}

/// The process that a shell has started.
#[cfg(target_os = "linux")]
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn child(shell: u32) -> u32 {
    let processes = std::fs::read_dir("/proc")
        .expect("there are processes")
        .flatten();
    let mut numbers = processes.filter_map(|one| one.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |process: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // The name, which may hold anything, ends with the last bracket; the state and the parent
        // follow it.
        let after = stat.rsplit(')').next().unwrap_or_default();
        after.split_whitespace().nth(1) == Some(&shell.to_string())
    };
    numbers.find(is_child).expect("the shell has a child")
}
