//! Editing a text in the user's own editor: a private file, the editor, and the changed text.
//!
//! The caller has released the terminal before, and waits on a thread, so that a signal still finds
//! the program responsive.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use tempfile::TempPath;

use super::input::clean;
use crate::base::{Problem, ProblemKind};
use crate::wording::shown;

/// The longest text accepted from an editor, in bytes.
const LONGEST: u64 = 4 << 20;
/// The least time a person needs to look at a text and close the editor again.
const A_LOOK: Duration = Duration::from_secs(2);

/// An editor that is running.
pub(super) struct Editing {
    /// The editor's process id.
    #[cfg(unix)]
    pub(super) process: u32,
    file: TempPath,
    text: String,
}

/// The result of an editor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edited {
    /// The text, if it was changed.
    pub(super) text: Option<String>,
    /// The problem there was with it.
    pub(super) problem: Option<Problem>,
}

fn terminal_problem(message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Terminal, message)
}

/// Starts the user's editor on a text.
pub(super) fn start(text: &str) -> Result<(Editing, Child), Problem> {
    let editor = chosen(|name| env::var_os(name), on_path)?;
    start_with(&editor, text)
}

fn start_with(editor: &OsString, text: &str) -> Result<(Editing, Child), Problem> {
    let file = private_file(text).map_err(|error| {
        terminal_problem(format!(
            "The text could not be handed to an editor: {error}. It is as it was."
        ))
    })?;
    let child = command(editor, &file).spawn().map_err(|error| {
        terminal_problem(format!(
            "The editor {} could not be started: {error}. The text is as it was; set VISUAL or \
             EDITOR to the editor you want.",
            editor.to_string_lossy()
        ))
    })?;
    Ok((
        Editing {
            #[cfg(unix)]
            process: child.id(),
            file,
            text: text.to_owned(),
        },
        child,
    ))
}

impl Editing {
    /// Returns the result of an editor that was open for this long.
    pub(super) fn end(self, status: &io::Result<ExitStatus>, open: Duration) -> Edited {
        let changed = read_back(&self.file, &self.text);
        let went_well = status.as_ref().is_ok_and(ExitStatus::success);
        let (text, message) = match (changed, went_well) {
            // Some editors hand the text to a window and do not wait for it.
            (Ok(None), true) if open < A_LOOK => (None, Some(AT_ONCE.to_owned())),
            (Ok(text), true) => (text, None),
            (Ok(None), false) => (
                None,
                Some("The editor ended with an error; the text is as it was.".to_owned()),
            ),
            (Ok(Some(_)), false) => (
                None,
                Some(self.kept("The editor ended with an error, so its text was not taken")),
            ),
            (Err(NotTaken::Gone), _) => (None, Some(REMOVED.to_owned())),
            (Err(NotTaken::Unfit(why)), _) => (
                None,
                Some(self.kept(&format!("The editor's text could not be taken: {why}"))),
            ),
        };
        Edited {
            text,
            problem: message.map(terminal_problem),
        }
    }

    /// Keeps the file and returns a sentence with its place; for the end of the program too.
    pub(super) fn kept(self, why: &str) -> String {
        let place = shown(&self.file);
        match self.file.keep() {
            Ok(_) => format!("{why}. It is kept in {place}."),
            Err(_) => format!("{why}. It was in {place}."),
        }
    }
}

/// The message for an editor that did not wait to be closed.
const AT_ONCE: &str = "Your editor came back at once and had changed nothing. If its window is \
    still open, what is saved there is not taken: type here, or set VISUAL or EDITOR to an \
    editor that waits, such as \"code --wait\".";
/// The message for an editor that removed its file.
const REMOVED: &str = "The editor removed the file that it was given, so there is nothing to take; \
    the text is as it was.";

/// The reason a text cannot be read back.
enum NotTaken {
    /// The file no longer exists.
    Gone,
    /// The contents are not an acceptable text: the reason.
    Unfit(String),
}

impl From<io::Error> for NotTaken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Gone,
            _ => Self::Unfit(error.to_string()),
        }
    }
}

/// Creates a file that nobody else can read (mode 0600), with the text in it.
fn private_file(text: &str) -> io::Result<TempPath> {
    let mut file = tempfile::Builder::new()
        .prefix("scrutineer-")
        .suffix(".txt")
        .tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // Closed, or an editor of Windows could not open it.
    Ok(file.into_temp_path())
}

/// Returns the text in the file, if it differs from the one before.
fn read_back(path: &Path, before: &str) -> Result<Option<String>, NotTaken> {
    let unfit = |why: String| Err(NotTaken::Unfit(why));
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|count| count > LONGEST) {
        return unfit(format!("it is longer than {} megabytes", LONGEST >> 20));
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return unfit("it is not UTF-8".to_owned());
    };
    let mut text = clean(text.strip_prefix('\u{feff}').unwrap_or(&text));
    // Most editors end the last line; that alone is no change.
    if !before.ends_with('\n') && text.ends_with('\n') {
        text.pop();
    }
    Ok((text != before).then_some(text))
}

/// Returns the user's editor: `VISUAL`, `EDITOR`, or one that is installed.
fn chosen(
    variable: impl Fn(&str) -> Option<OsString>,
    is_there: impl Fn(&str) -> bool,
) -> Result<OsString, Problem> {
    let named = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.to_string_lossy().trim().is_empty()));
    // The easiest to use first.
    let usual: &[&str] = if cfg!(windows) {
        &["notepad.exe"]
    } else {
        &["editor", "nano", "micro", "vim", "vi"]
    };
    named
        .or_else(|| usual.iter().find(|name| is_there(name)).map(OsString::from))
        .ok_or_else(|| {
            terminal_problem("No editor was found.")
                .hint("Set VISUAL or EDITOR to the one you want; the text is as it was.")
        })
}

fn on_path(name: &str) -> bool {
    cfg!(windows)
        || env::var_os("PATH").is_some_and(|path| {
            env::split_paths(&path).any(|folder: PathBuf| folder.join(name).is_file())
        })
}

/// Returns the editor as a command: it may have arguments (`code --wait`), in shell syntax.
#[cfg(unix)]
fn command(editor: &OsString, file: &Path) -> Command {
    let mut line = editor.clone();
    line.push(" \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).arg(editor).arg(file);
    command
}

#[cfg(windows)]
fn command(editor: &OsString, file: &Path) -> Command {
    let text = editor.to_string_lossy();
    // The name is a path with spaces, or a name with arguments.
    let mut words = text.split_whitespace();
    let mut command = match words.next() {
        Some(name) if !Path::new(editor).is_file() => {
            let mut command = Command::new(name);
            command.args(words);
            command
        }
        _ => Command::new(editor),
    };
    command.arg(file);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn edited(editor: &str, text: &str) -> Edited {
        edited_for(editor, text, A_LOOK)
    }

    #[cfg(unix)]
    fn edited_for(editor: &str, text: &str, open: Duration) -> Edited {
        let (editing, mut child) = start_with(&editor.into(), text).expect("it starts");
        let status = child.wait();
        editing.end(&status, open)
    }

    #[test]
    fn visual_comes_before_editor_and_an_empty_one_does_not_count() {
        let set = |visual: &'static str, editor: &'static str| {
            move |name: &str| match name {
                "VISUAL" => Some(OsString::from(visual)),
                _ => Some(OsString::from(editor)),
            }
        };
        assert_eq!(
            chosen(set("code --wait", "vi"), |_| false),
            Ok("code --wait".into())
        );
        assert_eq!(chosen(set(" ", "vi"), |_| false), Ok("vi".into()));
        let why = chosen(|_| None, |_| false)
            .expect_err("there is none")
            .to_string();
        assert!(why.contains("EDITOR"), "{why}");
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn an_editor_on_the_path_is_found_the_gentlest_first() {
        assert_eq!(
            chosen(|_| None, |name| name.starts_with('v')),
            Ok("vim".into())
        );
        assert_eq!(chosen(|_| None, |name| name != "editor"), Ok("nano".into()));
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn the_text_goes_there_and_comes_back_without_the_editors_last_newline() {
        let edited = edited("f() { printf 'and more\\r\\n' >> \"$1\"; }; f", "a note, ");
        assert_eq!(
            edited,
            Edited {
                text: Some("a note, and more".into()),
                problem: None
            }
        );
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn a_text_left_alone_comes_back_as_no_change() {
        assert_eq!(
            edited("true", "a note"),
            Edited {
                text: None,
                problem: None
            }
        );
        assert_eq!(
            edited("f() { echo >> \"$1\"; }; f", "a note"),
            Edited {
                text: None,
                problem: None
            }
        );
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn an_editor_that_does_not_wait_is_told_with_what_to_do() {
        let just_now = Duration::from_millis(80);
        for editor in ["true", "f() { echo >> \"$1\"; }; f"] {
            let Edited {
                text: None,
                problem: Some(why),
            } = edited_for(editor, "a note", just_now)
            else {
                panic!("nobody can have looked at it");
            };
            let why = why.to_string();
            assert!(why.contains("is not taken"), "{why}");
            assert!(why.contains("code --wait"), "{why}");
        }
        // A changed text is accepted, however fast.
        let Edited { text, problem } = edited_for("f() { echo new > \"$1\"; }; f", "old", just_now);
        assert_eq!((text.as_deref(), problem), (Some("new"), None));
        // And a person who looked and changed nothing gets no message.
        assert_eq!(edited_for("true", "a note", A_LOOK).problem, None);
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn an_editor_that_removes_its_file_is_not_said_to_have_kept_it() {
        for editor in ["rm -f", "f() { rm -f \"$1\"; exit 1; }; f"] {
            for open in [Duration::ZERO, A_LOOK] {
                let Edited {
                    text: None,
                    problem: Some(why),
                } = edited_for(editor, "old", open)
                else {
                    panic!("there is nothing to take");
                };
                let why = why.to_string();
                assert!(
                    why.contains("removed") && why.contains("as it was"),
                    "{why}"
                );
                assert!(!why.contains("kept"), "{why}");
            }
        }
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn what_an_editor_left_behind_when_it_failed_is_kept_and_said() {
        let Edited {
            text: None,
            problem: Some(why),
        } = edited("f() { echo new > \"$1\"; exit 1; }; f", "old")
        else {
            panic!("it failed");
        };
        let why = why.to_string();
        let (_, path) = why.rsplit_once(" in ").expect("it says where");
        let path = Path::new(path.trim_end_matches('.'));
        assert_eq!(std::fs::read_to_string(path).expect("it is there"), "new\n");
        std::fs::remove_file(path).expect("it goes");
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn the_file_is_private_and_goes_away() {
        use std::os::unix::fs::PermissionsExt;
        let path = private_file("secret").expect("a file");
        let mode = std::fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0);
        let place = path.to_path_buf();
        drop(path);
        assert!(!place.exists());
    }

    // Not on Windows: the editors of these tests are lines for a shell.
    #[cfg(unix)]
    #[test]
    fn an_editor_that_is_not_there_is_an_error_that_changes_nothing() {
        let edited = edited("/nowhere/at-all", "old");
        assert_eq!(edited.text, None);
        assert!(
            edited
                .problem
                .is_some_and(|why| why.message.contains("as it was"))
        );
    }
}
