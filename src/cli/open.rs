//! `open`, and the program without a command: the desk.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::failure::Failure;
use super::home::{Home, who};
use super::{Command, Now, complain};
use crate::checklist::{load, shipped};
use crate::desk::message::Effect;
use crate::desk::{Desk, Setup};
use crate::terminal::{self, OnDisk, TerminalError};
use crate::view;
use crate::view::theme::{Depth, Theme};

/// Open the desk on an audit.
#[derive(Debug, Args)]
pub(super) struct Open {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
}

/// Sits at the desk: on an audit, or on the library.
pub(super) fn sit(command: Option<&Command>, now: Now) -> ExitCode {
    let audit = match command {
        Some(Command::Open(open)) => Home::here()
            .and_then(|home| home.find(&open.audit))
            .map(Some),
        _ => Ok(None),
    };
    let sat = match audit.and_then(|audit| desk(audit.as_deref(), now)) {
        Ok(sat) => sat,
        Err(failure) => {
            complain(&failure.words());
            return ExitCode::from(failure.exit as u8);
        }
    };
    sat.unwrap_or_else(|why| {
        complain(&why.to_string());
        why.exit_code()
    })
}

/// The desk: on an audit, or on the library.
fn desk(audit: Option<&Path>, now: Now) -> Result<Result<ExitCode, TerminalError>, Failure> {
    let home = Home::here()?;
    // A mistake in the user's own checklists must not keep them from their audits: the desk opens
    // with the shipped ones, and says so.
    let (library, notices) = match home.library() {
        Ok(library) => (library, Vec::new()),
        Err(failure) => {
            let shipped = load(&shipped::checklists()).map_err(|mistakes| {
                Failure::new("the shipped checklists have mistakes").mistakes(mistakes)
            })?;
            let says = "Your own checklists have mistakes and are left out; `scrutineer checklist \
                        validate` names them.";
            let _ = failure;
            (shipped, vec![says.to_owned()])
        }
    };
    let who = who();
    let (desk, mut effects) = Desk::new(Setup {
        library: Arc::new(library),
        who: who.clone(),
        today: now.today,
        offset: now.offset,
        notices,
    });
    if let Some(path) = audit {
        effects.push(Effect::Open(path.to_owned()));
    }
    let theme = theme();
    let services = OnDisk::new(home.places, who);
    Ok(terminal::run(
        desk,
        effects,
        services,
        move |desk, frame| {
            desk.drawn = view::draw(desk, &theme, frame);
        },
    ))
}

/// How much colour, and whether only ASCII: by the environment, as every program should.
fn theme() -> Theme {
    let has = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let term = has("TERM")
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let depth = if has("NO_COLOR").is_some() {
        Depth::Mono
    } else if has("COLORTERM").is_some() || term.contains("256") || term.contains("direct") {
        Depth::Many
    } else {
        Depth::Sixteen
    };
    // The first of these that is set decides the character set, as the C library has it.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(has);
    let ascii = has("SCRUTINEER_ASCII").is_some()
        || term == "linux"
        || locale.is_some_and(|locale| {
            let locale = locale.to_string_lossy().to_lowercase();
            !(locale.contains("utf-8") || locale.contains("utf8"))
        });
    Theme::new(depth, ascii)
}
