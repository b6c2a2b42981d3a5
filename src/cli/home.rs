//! The user's folders for the commands: the library of audits and their own checklists; and the
//! examples.
//!
//! Reading and writing is `store`'s; this module asks for it, and turns errors into a [`Failure`].

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::Which;
use super::failure::{CommandOutput, Failure};
use super::page::count;
use crate::audit::file::NotAnAudit;
use crate::audit::{Audit, History};
use crate::base::diagnostic::nearest;
use crate::base::{Diagnostic, Digest, SourceText};
use crate::checklist::{ChecklistText, Library, load_for_use, shipped};
use crate::desk::first::FirstMinute;
use crate::desk::preferences::{self, Preferences};
use crate::desk::remembered::Remembered;
use crate::documents::folder_of;
use crate::report::council::ready;
use crate::report::setting::{self, Settings};
use crate::report::{Author, Council};
use crate::session::settings::{self, Unusable};
use crate::session::{NotABundle, NotBundled};
use crate::store::bounds::CHECKLIST_BYTES;
use crate::store::configuration;
use crate::store::{
    self, Choice, Disk as _, FileKind, Fill, Handed, Listed, Places, RealDisk, StoreError,
};
use crate::wording::shown;

/// The folders of this user, on this computer's disk.
#[derive(Debug)]
pub(super) struct Home {
    /// The paths of the folders.
    pub(super) places: Places,
    choice: Choice,
}

/// An audit that a command asked for.
#[derive(Debug)]
pub(super) struct NamedAudit {
    /// The audit.
    pub(super) audit: Arc<Audit>,
    /// The folder of its file; an example has none.
    pub(super) folder: Option<PathBuf>,
    /// The head of its journal, if it has one.
    pub(super) head: Option<Digest>,
    /// Its history, if it has a journal.
    pub(super) history: Option<History>,
    /// Notices about its reading: whole sentences.
    pub(super) notices: Vec<String>,
    /// True if its journal cannot be relied on; one of the notices gives the reason.
    pub(super) damaged: bool,
}

impl Home {
    /// Returns the folders of the current user.
    pub(super) fn here() -> Result<Self, Failure> {
        let choice = Choice::here()?;
        let places = choice.places.clone();
        Ok(Self { places, choice })
    }

    /// Returns what the user has to know at the start about the folders: audits are kept elsewhere
    /// than was asked for, or cannot be written.
    pub(super) fn warnings(&self) -> Vec<String> {
        let elsewhere = self.choice.elsewhere();
        let unwritable = self.choice.unwritable(&RealDisk);
        let both = elsewhere.into_iter().chain(unwritable);
        both.map(|notice| notice.to_string()).collect()
    }

    /// Loads the shipped checklists and the user's own.
    pub(super) fn library(&self) -> Result<Library, Failure> {
        self.library_with(self.own_checklists()?)
    }

    /// Loads the shipped checklists and the user's own, which were read already.
    pub(super) fn library_with(&self, own: Vec<ChecklistText>) -> Result<Library, Failure> {
        let mut texts = shipped::checklists();
        texts.extend(own);
        load_for_use(&texts).map_err(|mistakes| {
            let says = format!(
                "{} in {}, so nothing was judged; fix it, or move it out of {}",
                count(mistakes.len(), "mistake", "mistakes"),
                files(&mistakes),
                shown(&self.places.checklists),
            );
            Failure::new(says).mistakes(mistakes)
        })
    }

    /// Reads the user's own checklists.
    pub(super) fn own_checklists(&self) -> Result<Vec<ChecklistText>, Failure> {
        Ok(store::user_checklists(&RealDisk, &self.places)?)
    }

    /// Returns the path of the audit with a name or path.
    pub(super) fn find(&self, audit: &Path) -> Result<PathBuf, Failure> {
        // A name that is not text can only be a path.
        let Some(name) = audit.to_str() else {
            return Ok(audit.to_owned());
        };
        store::find(&self.places, name).map_err(|error| {
            let examples = || shipped::examples().iter().map(|(example, _)| *example);
            let failure = Failure::from(error);
            match examples().find(|example| *example == name) {
                Some(example) => failure.hint(&format!("that is an example: --example {example}")),
                None => failure,
            }
        })
    }

    /// Reads an audit or an example; nothing is locked and nothing written.
    pub(super) fn audit(&self, which: &Which) -> Result<NamedAudit, Failure> {
        match (&which.example, &which.audit) {
            (Some(name), _) => Ok(NamedAudit {
                audit: Arc::new(example(name)?),
                folder: None,
                head: None,
                history: None,
                notices: Vec::new(),
                damaged: false,
            }),
            (None, path) => {
                let path = self.find(path.as_deref().unwrap_or(Path::new("")))?;
                let peeked = store::peek(&RealDisk, &path)?;
                Ok(NamedAudit {
                    folder: Some(folder_of(&path)),
                    audit: peeked.audit,
                    history: peeked.head.is_some().then_some(peeked.history),
                    head: peeked.head,
                    notices: store::sentences(&peeked.notices),
                    damaged: peeked.damaged,
                })
            }
        }
    }

    /// Reads the report settings.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        Ok(settings::settings(&self.places)?)
    }

    /// Reads the settings for the desk. Returns what is right of them, and a sentence for every
    /// mistake in the file: nobody is kept from their audits by one.
    pub(super) fn preferences(&self) -> (Preferences, Vec<String>) {
        let source = match configuration::settings(&RealDisk, &self.places) {
            Ok(Some(source)) => source,
            Ok(None) => return Default::default(),
            Err(error) => return (Preferences::default(), vec![error.to_string()]),
        };
        let (preferences, mut mistakes) = preferences::read(&source);
        // What both readers say is said once.
        for mistake in setting::file::read(&source).err().into_iter().flatten() {
            if !mistakes.contains(&mistake) {
                mistakes.push(mistake);
            }
        }
        mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
        (
            preferences,
            mistakes.iter().map(preferences::sentence).collect(),
        )
    }

    /// Returns what the desk begins with: what the user said of themselves, and what it remembers.
    ///
    /// Nobody is asked while their settings cannot be read: what they say could not be kept.
    pub(super) fn first_minute(&self, somebody_is_there: bool) -> FirstMinute {
        let settings = settings::settings(&self.places);
        let asks = somebody_is_there && settings.is_ok();
        let settings = settings.unwrap_or_default();
        FirstMinute {
            asks,
            capacity: settings.capacity,
            we: settings.we,
            remembered: Remembered::read(&store::remembered(&RealDisk, &self.places)),
        }
    }

    /// Returns the user by the name they gave and by their system account.
    pub(super) fn author(&self) -> Author {
        author_named(settings::author(&self.places))
    }

    /// Stores the name of whoever hands reports over. Returns a note about it.
    pub(super) fn keep_author(&self, name: &str) -> Result<String, Failure> {
        let (path, kept) = settings::keep_author(&self.places, settings::OfAuthor::Name, name)?;
        let before = kept.map(|kept| format!("; as it was before: {}", shown(&kept)));
        Ok(format!(
            "Your papers will give the name “{name}” from now on; it is kept in {}{}",
            shown(&path),
            before.unwrap_or_default()
        ))
    }

    /// Stores whom the user writes for. Returns a note about it.
    pub(super) fn keep_we(&self, we: &str) -> Result<String, Failure> {
        let (path, _) = settings::keep_author(&self.places, settings::OfAuthor::We, we)?;
        Ok(format!(
            "Your submissions will begin “We are {we}” from now on; it is kept in {}",
            shown(&path)
        ))
    }

    /// Reads the rules of a council, if they were entered.
    pub(super) fn council(&self, name: &str) -> Result<Option<Council>, Failure> {
        Ok(settings::council_of(&self.places, name)?)
    }

    /// Returns the path of a council's rules.
    pub(super) fn council_path(&self, name: &str) -> Result<Option<PathBuf>, Failure> {
        Ok(settings::council_path(&self.places, name)?)
    }

    /// Reads every council's rules, by the name of the file; or the reason they cannot be read.
    #[expect(
        clippy::type_complexity,
        reason = "a list of names with profiles, said once"
    )]
    pub(super) fn councils(&self) -> Result<Vec<(String, Result<Council, Failure>)>, Failure> {
        let all = configuration::councils(&RealDisk, &self.places)?;
        let read = all.into_iter().map(|(file, text)| {
            let council = text
                .map_err(Failure::from)
                .and_then(|text| Ok(settings::read_council(&text)?));
            (file, council)
        });
        Ok(read.collect())
    }

    /// Returns the failure that a council's rules were not entered, with the nearest name.
    pub(super) fn no_council(&self, name: &str) -> Failure {
        let all = self.councils().unwrap_or_default();
        let names: Vec<&str> = all
            .iter()
            .filter_map(|(_, council)| Some(council.as_ref().ok()?.name.as_str()))
            .collect();
        let near = nearest(name, names.iter().copied());
        let help = match (near, ready::of(name)) {
            (Some(near), _) => format!("did you mean “{near}”?"),
            (None, Some(_)) => {
                format!("a ready profile has them: scrutineer council take \"{name}\"")
            }
            (None, None) => "begin with: scrutineer council new NAME".to_owned(),
        };
        Failure::new(format!("no rules of “{name}” have been entered; {help}"))
    }

    /// Stores a council's rules; the file as it was before is kept next to it.
    pub(super) fn keep_council(&self, council: &Council) -> Result<CommandOutput, Failure> {
        let (path, kept) = settings::keep_council(&self.places, council)?;
        let notes = kept.map(|kept| format!("The file as it was before: {}", shown(&kept)));
        let said = CommandOutput::done(format!("Written: {}\n", shown(&path)));
        Ok(said.notes(notes))
    }

    /// Lists every audit of the library.
    pub(super) fn list(&self) -> Result<Vec<Listed>, StoreError> {
        store::list(&RealDisk, &self.places)
    }

    /// Makes an audit in the library. Returns its path, and notices for the user.
    pub(super) fn create(
        &self,
        name: &str,
        audit: Audit,
        now: super::Now,
    ) -> Result<(PathBuf, Vec<String>), Failure> {
        let path = store::path_for_name(&self.places, name);
        let opened = store::create(Arc::new(RealDisk), &path, audit, &who(), now.moment);
        let opened = opened.map_err(|error| {
            let failure = Failure::from(error);
            match self.choice.unwritable(&RealDisk) {
                Some(notice) => failure.hint(notice.instead()),
                None => failure,
            }
        })?;
        Ok((opened.path, store::sentences(&opened.notices)))
    }
}

/// Returns the failure that there is no ready profile of a council, with the nearest name.
pub(super) fn no_profile(name: &str) -> Failure {
    let names: Vec<String> = ready::profiles().map(|one| one.name).collect();
    let near = nearest(name, names.iter().map(String::as_str));
    let help = near.map_or_else(
        || {
            "begin your own with: scrutineer council new NAME. For a council in Northern Ireland, \
             add --nation northern-ireland"
                .to_owned()
        },
        |near| format!("did you mean “{near}”?"),
    );
    Failure::new(format!("there is no ready profile of “{name}”; {help}"))
}

/// Reads checklists by their paths.
pub(super) fn checklists(paths: &[PathBuf]) -> Result<Vec<ChecklistText>, Failure> {
    paths.iter().map(|path| Ok(checklist(path)?)).collect()
}

/// Reads a checklist by its path.
fn checklist(path: &Path) -> Result<ChecklistText, StoreError> {
    Ok(ChecklistText {
        source: SourceText::new(shown(path), text(path, "a checklist")?),
        shipped: false,
    })
}

/// Reads a table by its path.
pub(super) fn text_of(path: &Path) -> Result<String, Failure> {
    Ok(text(path, "such a table")?)
}

/// Reads a text of a person's own, no larger than a checklist may be.
fn text(path: &Path, what_file: &str) -> Result<String, StoreError> {
    let io = |doing, source| StoreError::Io {
        doing,
        path: path.into(),
        source,
    };
    let stat = RealDisk.stat(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::NotThere { path: path.into() },
        _ => io("look at", error),
    })?;
    let what = match stat.kind {
        FileKind::File => "",
        FileKind::Folder => "a folder",
        FileKind::Link | FileKind::Other => "a pipe or a device",
    };
    if !what.is_empty() {
        return Err(StoreError::NotAFile {
            path: path.into(),
            what,
        });
    }
    let bytes = RealDisk
        .read(path, CHECKLIST_BYTES)
        .map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => StoreError::TooLarge {
                path: path.into(),
                what: format!("{what_file} has no more than {} MiB", CHECKLIST_BYTES >> 20),
            },
            _ => io("read", error),
        })?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(StoreError::Empty {
            path: path.into(),
            backup: None,
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let lines = error
            .as_bytes()
            .iter()
            .take(good)
            .filter(|byte| **byte == b'\n')
            .count();
        StoreError::NotText {
            path: path.into(),
            line: lines + 1,
            backup: None,
        }
    })
}

/// Reads one of the examples.
pub(super) fn example(name: &str) -> Result<Audit, Failure> {
    Audit::read(&SourceText::new(name, example_text(name)?)).map_err(|why| match why {
        NotAnAudit::Mistakes(mistakes) => {
            Failure::new(format!("the example {name} has mistakes")).mistakes(mistakes)
        }
        NotAnAudit::NewerFormat(format) => {
            Failure::new(format!("the example {name} has the newer format {format}"))
        }
    })
}

/// Returns the text of an example's file.
pub(super) fn example_text(name: &str) -> Result<&'static str, Failure> {
    let agreement = ("local-agreement", shipped::LOCAL_AGREEMENT);
    let all = || shipped::examples().iter().copied().chain([agreement]);
    let names = || all().map(|(name, _)| name);
    all()
        .find(|(one, _)| *one == name)
        .map(|(_, text)| text)
        .ok_or_else(|| {
            let help = nearest(name, names()).map_or_else(
                || format!("they are: {}", names().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean “{near}”?"),
            );
            Failure::new(format!("there is no example “{name}”; {help}"))
        })
}

/// Writes a copy for the user; an existing file is replaced only if `force` is set.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> Result<CommandOutput, Failure> {
    let fill: &mut Fill<'_> = &mut |file| file.write_all(bytes);
    write_with(path, Handed::Copy, None, fill, force)
}

/// Writes contents that are not held whole in memory; otherwise like `write`.
///
/// `near` is the folder of the audit that they are made from.
pub(super) fn write_with(
    path: &Path,
    handed: Handed,
    near: Option<&Path>,
    fill: &mut Fill<'_>,
    force: bool,
) -> Result<CommandOutput, Failure> {
    let places = Choice::here()?.places;
    store::hand_over(&RealDisk, &places, path, handed, near, fill, force).map_err(|error| {
        let exists = matches!(error, StoreError::Exists { .. });
        let failure = Failure::from(error);
        if exists {
            failure.hint("--force overwrites it")
        } else {
            failure
        }
    })?;
    Ok(CommandOutput::done(format!("Written: {}\n", shown(path))))
}

/// Returns the sentence that audits are kept elsewhere than was asked for, if they are.
pub(super) fn elsewhere() -> Option<String> {
    Some(Choice::here().ok()?.elsewhere()?.to_string())
}

/// Returns the user's name for the history.
pub(super) fn who() -> String {
    author().signs().to_owned()
}

/// Returns the user by the name they gave and by their system account.
pub(super) fn author() -> Author {
    let name = Choice::here().map_or_else(|_| String::new(), |here| settings::author(&here.places));
    author_named(name)
}

/// Returns the user by a name and by their system account.
fn author_named(name: String) -> Author {
    let logins = ["USER", "LOGNAME", "USERNAME"].iter();
    Author {
        name,
        logins: logins
            .filter_map(|name| std::env::var(name).ok())
            .filter(|name| !name.trim().is_empty())
            .collect(),
    }
}

/// Returns the names of the files with mistakes.
fn files(mistakes: &[Diagnostic]) -> String {
    let mut files: Vec<&str> = mistakes.iter().map(|one| &*one.file).collect();
    files.dedup();
    files.join(" and ")
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let mistakes = match &error {
            StoreError::Mistakes { mistakes, .. } => mistakes.clone(),
            _ => Vec::new(),
        };
        Self::new(error.to_string()).mistakes(mistakes)
    }
}

impl From<NotABundle> for Failure {
    fn from(error: NotABundle) -> Self {
        match error {
            NotABundle::Store(error) => error.into(),
            error => Self::new(error.to_string()),
        }
    }
}

impl From<NotBundled> for Failure {
    fn from(error: NotBundled) -> Self {
        match error {
            NotBundled::Store(error) => error.into(),
            error => Self::new(error.to_string()),
        }
    }
}

impl From<Unusable> for Failure {
    fn from(error: Unusable) -> Self {
        match error {
            Unusable::Store(error) => error.into(),
            Unusable::Mistakes { message, mistakes } => Self::new(message).mistakes(mistakes),
        }
    }
}
