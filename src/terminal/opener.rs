//! Opens a file or a folder in the program that the operating system has for it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::base::{Problem, ProblemKind};
use crate::wording::shown;

/// The program that hands a path to the one that opens it.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Time in which the opener says that it cannot; one that still runs has opened it.
const SOON: Duration = Duration::from_secs(3);

/// Opens a path. It neither writes to the terminal nor reads from it.
///
/// # Errors
/// If there is no such program, or it says that it cannot.
pub(super) fn open(path: &Path) -> Result<(), Problem> {
    open_with(OPENER, path)
}

fn open_with(opener: &str, path: &Path) -> Result<(), Problem> {
    let problem = |why: &str| {
        let message = format!(
            "{} could not be opened from here ({opener}: {why}). Open it from your file manager.",
            shown(path)
        );
        Problem::new(ProblemKind::Terminal, message)
    };
    let mut child = Command::new(opener)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|why| problem(&why.to_string()))?;
    let (sender, receiver) = mpsc::channel();
    let waiting = thread::Builder::new()
        .name("opener".to_owned())
        .spawn(move || {
            let _nobody_waits_any_more = sender.send(child.wait());
        });
    if waiting.is_err() {
        return Ok(());
    }
    match receiver.recv_timeout(SOON) {
        // The file manager of Windows ends with 1 even when all went well.
        Ok(Ok(status)) if !status.success() && !cfg!(windows) => Err(problem(&status.to_string())),
        Ok(Err(why)) => Err(problem(&why.to_string())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opener_that_is_missing_is_named_with_the_way_out() {
        let why = open_with("no-such-opener-here", Path::new("paper.docx"))
            .expect_err("there is none")
            .to_string();
        assert!(
            why.contains("paper.docx") && why.contains("no-such-opener-here"),
            "{why}"
        );
        assert!(why.contains("Open it from your file manager"), "{why}");
    }

    // Not on Windows: Explorer ends with an error even if it has opened the file.
    #[cfg(unix)]
    #[test]
    fn an_opener_that_fails_says_so_and_one_that_ends_well_does_not() {
        assert!(open_with("false", Path::new("paper.docx")).is_err());
        assert!(open_with("true", Path::new("paper.docx")).is_ok());
    }
}
