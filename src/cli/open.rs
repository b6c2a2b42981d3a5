//! `open`, and the program without a command: the desk.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::Now;
use super::failure::Failure;
use super::home::Home;
use crate::checklist::ChecklistText;
use crate::desk::{Desk, EffectOutcome, Message, Setup, StoreJob};
use crate::plain::Face;
use crate::terminal::{self, LocalDisk, TerminalError};
use crate::view;
use crate::view::theme::{Depth, Theme};

/// The desk as lines instead of a screen.
#[derive(Debug, Default, Clone, Copy, Args)]
pub(super) struct Lines {
    /// Short lines to hear and to answer, for a screen reader, a braille line or a script.
    #[arg(long)]
    plain: bool,
    /// Plain characters only, as with SCRUTINEER_ASCII.
    #[arg(long)]
    ascii: bool,
}

impl Lines {
    /// Returns true if lines are wanted, by the command line or the environment.
    fn are_wanted(self) -> bool {
        self.plain || std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty())
    }

    /// Returns what two command lines ask for together.
    const fn or(self, other: Self) -> Self {
        Self {
            plain: self.plain || other.plain,
            ascii: self.ascii || other.ascii,
        }
    }
}

/// Open the desk on an audit.
#[derive(Debug, Args)]
pub(super) struct OpenCommand {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    #[command(flatten)]
    lines: Lines,
}

impl OpenCommand {
    pub(super) fn run(&self, lines: Lines, now: Now) -> Result<ExitCode, Failure> {
        let path = Home::here()?.find(&self.audit)?;
        desk(Some(path), lines.or(self.lines), now)
    }
}

/// Opens the desk: on an audit, or on the library.
pub(super) fn desk(audit: Option<PathBuf>, lines: Lines, now: Now) -> Result<ExitCode, Failure> {
    let home = Home::here()?;
    let (preferences, mut notices) = home.preferences();
    let (own, told) = own_checklists(&home);
    notices.extend(told);
    notices.extend(home.warnings());
    let author = home.author();
    let who = author.signs().to_owned();
    // The sentences of the first form name words or keys, so the face comes before the desk.
    let theme = theme(lines.ascii);
    let face = lines.are_wanted().then(|| Face::new(theme.ascii));
    let first = home.first_minute(
        // An audit that was asked for is not kept waiting.
        audit.is_none() && preferences.guide && io::stdin().is_terminal(),
    );
    let edition = terminal::edition_of(&own, &now.today.to_string());
    let (mut desk, mut effects) = Desk::new(Setup {
        library: None,
        own_checklists: own,
        author,
        today: now.today,
        offset: now.offset,
        preferences,
        first,
        papers_folder: papers_folder(),
        notices,
    });
    let services = LocalDisk::new(home.places, who).with_index(edition);
    effects.extend(audit.map(|path| StoreJob::Open(path).into()));
    if let Some(face) = face {
        return terminal::run_plain(desk, face, theme.ascii, effects, services, terminal::now)
            .map_err(Failure::from);
    }
    // What is known already is shown at once, and looked at afterwards.
    if let Some(listing) = services.glance() {
        let listed = EffectOutcome::Listed(Ok(listing));
        effects.extend(desk.update(Message::Outcome(listed), terminal::now()));
    }
    terminal::run(
        desk,
        effects,
        services,
        terminal::now,
        move |desk, frame| {
            let theme = theme.chosen(desk.theme(), desk.looks.ground);
            desk.drawn = view::draw(desk, &theme, frame);
        },
    )
    .map_err(Failure::from)
}

/// Returns the folder that papers are written to: the user's documents, or else the current folder.
fn papers_folder() -> PathBuf {
    let user = directories::UserDirs::new();
    let documents = user.map(|user| {
        let named = user.document_dir().map(Path::to_owned);
        named.unwrap_or_else(|| user.home_dir().join("Documents"))
    });
    documents
        .filter(|folder| folder.is_dir())
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_default()
}

/// Returns the user's own checklists, and a notice if they are left out.
///
/// They are loaded in the background, while the library is shown already. A file of the user's own
/// that cannot be read must not keep them from their audits.
fn own_checklists(home: &Home) -> (Vec<ChecklistText>, Option<String>) {
    match home.own_checklists() {
        Ok(own) => (own, None),
        Err(_) => (Vec::new(), Some(terminal::LEFT_OUT.to_owned())),
    }
}

impl From<TerminalError> for Failure {
    fn from(error: TerminalError) -> Self {
        let says = error.to_string();
        match error {
            TerminalError::NoTerminal(_) | TerminalError::Dumb | TerminalError::Legacy => {
                Self::usage(says)
            }
            _ => Self::new(says),
        }
    }
}

/// Returns the theme for the environment: number of colours, and ASCII only or not.
fn theme(ascii: bool) -> Theme {
    let has = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let term = has("TERM")
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let depth = if has("NO_COLOR").is_some() {
        Depth::Mono
    } else if has("COLORTERM").is_some_and(|says| says == "truecolor" || says == "24bit") {
        Depth::True
    } else if has("COLORTERM").is_some() || term.contains("256") || term.contains("direct") {
        Depth::Many
    } else {
        Depth::Sixteen
    };
    // The first of these that is set decides the character set, as in the C library.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(has);
    let ascii = ascii
        || has("SCRUTINEER_ASCII").is_some()
        || term == "linux"
        || locale.is_some_and(|locale| {
            let locale = locale.to_string_lossy().to_lowercase();
            !(locale.contains("utf-8") || locale.contains("utf8"))
        });
    Theme::new(depth, ascii)
}
