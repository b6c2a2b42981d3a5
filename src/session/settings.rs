//! The user's configuration, read and written: the report settings, and the councils' own rules.
//! The desk and the command line share it.
//!
//! The places of the files are the business of `store`, their meaning that of `report`.

use std::path::PathBuf;

use crate::base::{Diagnostic, SourceText};
use crate::report::council::file::to_toml;
use crate::report::setting::Settings;
pub use crate::report::setting::file::OfAuthor;
use crate::report::{Council, Person, council, setting};
use crate::store::{Disk as _, Places, RealDisk, StoreError, configuration};
use crate::wording::count;
use crate::wording::shown;

/// An error of the user's configuration.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// A file that cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file with mistakes in it.
    #[error("{message}")]
    Mistakes {
        /// A message: the mistake, its file, and the remedy.
        message: String,
        /// The mistakes, each with its place.
        mistakes: Vec<Diagnostic>,
    },
}

fn mistaken(source: &SourceText, what_to_do: &str, mistakes: Vec<Diagnostic>) -> Unusable {
    let count = count(mistakes.len(), "mistake", "mistakes");
    Unusable::Mistakes {
        message: format!("{count} in {}, {what_to_do}", source.name),
        mistakes,
    }
}

/// Reads the report settings.
///
/// # Errors
/// If the file cannot be read or has mistakes.
pub fn settings(places: &Places) -> Result<Settings, Unusable> {
    let Some(source) = configuration::settings(&RealDisk, places)? else {
        return Ok(Settings::default());
    };
    setting::file::read(&source).map_err(|mistakes| {
        let what_to_do = "so nothing was written; fix it, or do without it: --without-settings";
        mistaken(&source, what_to_do, mistakes)
    })
}

/// Returns the name of whoever hands reports over.
///
/// It is empty if none was given or the settings have mistakes, which are reported when a report is
/// made.
pub fn author(places: &Places) -> String {
    settings(places).unwrap_or_default().author
}

/// Stores a text about the author of reports: the name, or whom they write for.
///
/// Returns the paths of the settings and of their backup.
///
/// Everything else in the settings is kept, word for word.
///
/// # Errors
/// If they cannot be read or written, or have mistakes; the file is then unchanged.
pub fn keep_author(
    places: &Places,
    which: OfAuthor,
    text: &str,
) -> Result<(PathBuf, Option<PathBuf>), Unusable> {
    keep(places, |source| {
        setting::file::with_author(source, which, text)
    })
}

/// Stores what a person said of themselves. Returns the paths of the settings and of their backup.
///
/// Everything else in the settings is kept, word for word.
///
/// # Errors
/// If they cannot be read or written, or have mistakes; the file is then unchanged.
pub fn keep_person(
    places: &Places,
    person: &Person,
) -> Result<(PathBuf, Option<PathBuf>), Unusable> {
    keep(places, |source| setting::file::with_person(source, person))
}

/// Stores the theme of the desk. Returns the paths of the settings and of their backup.
///
/// Everything else in the settings is kept, word for word.
///
/// # Errors
/// If they cannot be read or written, or are not TOML; the file is then unchanged.
pub fn keep_theme(places: &Places, theme: &str) -> Result<(PathBuf, Option<PathBuf>), Unusable> {
    keep(places, |source| {
        setting::file::with_text(source, ("desk", "theme"), theme)
    })
}

/// Stores the settings with a change to their text.
fn keep(
    places: &Places,
    change: impl FnOnce(&SourceText) -> Result<String, Vec<Diagnostic>>,
) -> Result<(PathBuf, Option<PathBuf>), Unusable> {
    let path = places.settings();
    let source = configuration::settings(&RealDisk, places)?
        .unwrap_or_else(|| SourceText::new(shown(&path), String::new()));
    let text = change(&source).map_err(|mistakes| {
        let what_to_do = "so nothing was kept; fix it first";
        mistaken(&source, what_to_do, mistakes)
    })?;
    let kept = configuration::write_setting(&RealDisk, &path, text.as_bytes())?;
    Ok((path, kept))
}

/// Parses a council's rules from its file.
///
/// # Errors
/// If there are mistakes in it.
pub fn read_council(source: &SourceText) -> Result<Council, Unusable> {
    council::file::read(source).map_err(|mistakes| {
        let what_to_do = "so its rules were not used; fix it, or move it away";
        mistaken(source, what_to_do, mistakes)
    })
}

/// Returns the path of a council's rules: under its own name, or another file that contains the
/// name.
///
/// # Errors
/// If the folder cannot be read.
pub fn council_path(places: &Places, name: &str) -> Result<Option<PathBuf>, Unusable> {
    let own = places.council(name);
    if RealDisk.stat(&own).is_ok() {
        return Ok(Some(own));
    }
    let all = configuration::councils(&RealDisk, places)?;
    let found = all.into_iter().find(|(_, text)| {
        let council = text.as_ref().ok().and_then(|text| read_council(text).ok());
        council.is_some_and(|council| council.is_of(name))
    });
    Ok(found.map(|(file, _)| places.councils().join(format!("{file}.toml"))))
}

/// Reads the rules of every council that can be read.
///
/// A file with mistakes is left out here: whoever opens an audit of that council is told.
pub fn councils(places: &Places) -> Vec<Council> {
    let all = configuration::councils(&RealDisk, places).unwrap_or_default();
    let texts = all.into_iter().filter_map(|(_, text)| text.ok());
    texts.filter_map(|text| read_council(&text).ok()).collect()
}

/// Reads the rules of a council, if they were entered.
///
/// # Errors
/// If they cannot be read.
pub fn council_of(places: &Places, name: &str) -> Result<Option<Council>, Unusable> {
    let Some(path) = council_path(places, name)? else {
        return Ok(None);
    };
    let source = configuration::text_at(&RealDisk, &path)?;
    source.as_ref().map(read_council).transpose()
}

/// Stores a council's rules. Returns the paths of the file and of its backup.
///
/// # Errors
/// If they cannot be written; the file is then unchanged.
pub fn keep_council(
    places: &Places,
    council: &Council,
) -> Result<(PathBuf, Option<PathBuf>), Unusable> {
    let path =
        council_path(places, &council.name)?.unwrap_or_else(|| places.council(&council.name));
    let bytes = to_toml(council).into_bytes();
    let kept = configuration::write_setting(&RealDisk, &path, &bytes)?;
    Ok((path, kept))
}
