//! Where things lie, as the commands see it: the library of audits, the user's own checklists,
//! the examples. Reading and writing is `store`'s; this only asks for it and puts what went wrong
//! into a [`Failure`].

use std::path::Path;

use super::arguments::Which;
use super::failure::{Failure, Said};
use crate::audit::Audit;
use crate::audit::file::NotAnAudit;
use crate::checklist::diagnostic::nearest;
use crate::checklist::{ChecklistText, Library, SourceText, load, shipped};

/// An audit that was asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Its name.
    pub(super) name: String,
    /// The audit.
    pub(super) audit: Audit,
}

/// The shipped checklists and the user's own.
pub(super) fn library() -> Result<Library, Failure> {
    read_library(own_checklists()?)
}

/// The shipped checklists and some others.
pub(super) fn read_library(others: Vec<ChecklistText>) -> Result<Library, Failure> {
    let mut texts = shipped::checklists();
    texts.extend(others);
    load(&texts).map_err(|mistakes| {
        let mut files: Vec<&str> = mistakes.iter().map(|one| &*one.file).collect();
        files.dedup();
        let says = format!(
            "{} in the checklists ({}). Nothing was judged; mend them, or move the files away.",
            super::page::count(mistakes.len(), "mistake", "mistakes"),
            files.join(", ")
        );
        Failure::new(says).mistakes(mistakes)
    })
}

/// The user's own checklists.
pub(super) fn own_checklists() -> Result<Vec<ChecklistText>, Failure> {
    Ok(Vec::new())
}

/// The audit that was asked for.
pub(super) fn audit(which: &Which) -> Result<Wanted, Failure> {
    if let Some(name) = &which.example {
        return example(name);
    }
    let path = which.audit.clone().unwrap_or_default();
    let name = path.display().to_string();
    let text = std::fs::read_to_string(&path)
        .map_err(|why| Failure::new(format!("{name} could not be read: {why}.")))?;
    read(&name, &text)
}

/// One of the examples.
pub(super) fn example(name: &str) -> Result<Wanted, Failure> {
    read(name, example_text(name)?)
}

/// The text of an example's file.
pub(super) fn example_text(name: &str) -> Result<&'static str, Failure> {
    let names = shipped::examples().iter().map(|(name, _)| *name);
    shipped::examples()
        .iter()
        .find(|(one, _)| *one == name)
        .map(|(_, text)| *text)
        .ok_or_else(|| {
            let help = nearest(name, names.clone()).map_or_else(
                || format!("the examples are: {}", names.collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean “{near}”?"),
            );
            Failure::new(format!("There is no example “{name}”; {help}"))
        })
}

fn read(name: &str, text: &str) -> Result<Wanted, Failure> {
    match Audit::read(&SourceText::new(name, text)) {
        Ok(audit) => Ok(Wanted {
            name: name.to_owned(),
            audit,
        }),
        Err(NotAnAudit::NewerFormat(format)) => Err(Failure::new(format!(
            "{name} has the newer format {format}."
        ))),
        Err(NotAnAudit::Mistakes(mistakes)) => {
            Err(Failure::new(format!("{name} has mistakes.")).mistakes(mistakes))
        }
    }
}

/// Writes a file that somebody asked for, and says so; never over one that is there, unless told.
pub(super) fn write(path: &Path, _bytes: &[u8], _force: bool) -> Result<Said, Failure> {
    Err(Failure::new(format!(
        "{} was not written: no store yet.",
        path.display()
    )))
}

/// Some checklists by their paths.
pub(super) fn checklists(_paths: &[std::path::PathBuf]) -> Result<Vec<ChecklistText>, Failure> {
    Err(Failure::new("no store yet"))
}
