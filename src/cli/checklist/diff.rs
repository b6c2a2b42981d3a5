//! `checklist diff`: two editions of checklists compared.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::checklist::diff::{
    ChecklistDiff, ChecklistEdition, DiffGroup, EditionDiff, EntryChange, EntryDiff, diff,
};
use crate::checklist::shipped;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home;
use crate::cli::page::{TextBuilder, count};
use crate::store::{self, RealDisk};

/// The word for the checklists that come with the program.
const BUILT_IN: &str = "built-in";

/// Compare two editions of checklists: what asks you to do something comes first.
///
/// Give the earlier edition first. Each side is a checklist file, a folder of checklists, or the word
/// built-in for those that come with the program. If one side is a single file, only the checklist with
/// its id is compared. Nothing is written.
#[derive(Debug, Args)]
pub(in crate::cli) struct DiffCommand {
    /// The earlier edition: a file, a folder, or built-in.
    #[arg(value_name = "BEFORE")]
    before: PathBuf,
    /// The later edition: a file, a folder, or built-in.
    #[arg(value_name = "AFTER")]
    after: PathBuf,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

impl DiffCommand {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let (mut before, mut after) = (editions(&self.before)?, editions(&self.after)?);
        match (before.as_slice(), after.as_slice()) {
            ([one], [_, _, ..]) => after = only(&one.id, after, &self.after)?,
            ([_, _, ..], [one]) => before = only(&one.id, before, &self.before)?,
            _ => {}
        }
        let all = diff(&before, &after);
        if self.json {
            return CommandOutput::json(&all);
        }
        Ok(CommandOutput::done(words(&all)))
    }
}

/// Reads one side: a file, a folder, or what is built in.
pub(in crate::cli) fn editions(path: &Path) -> Result<Vec<ChecklistEdition>, Failure> {
    let texts = if path == Path::new(BUILT_IN) {
        shipped::checklists()
    } else if path.is_dir() {
        store::checklists_in(&RealDisk, path)?
    } else {
        home::checklists(&[path.to_owned()])?
    };
    let shown = crate::wording::shown(path);
    if texts.is_empty() {
        return Err(Failure::new(format!(
            "no checklist is in {shown}; a checklist is a file whose name ends in .toml"
        )));
    }
    ChecklistEdition::read(&texts).map_err(|mistakes| {
        let number = count(mistakes.len(), "mistake", "mistakes");
        Failure::new(format!("nothing was compared: {number} in {shown}")).mistakes(mistakes)
    })
}

/// Keeps the checklist with an id.
fn only(
    id: &str,
    all: Vec<ChecklistEdition>,
    path: &Path,
) -> Result<Vec<ChecklistEdition>, Failure> {
    let found: Vec<ChecklistEdition> = all.into_iter().filter(|one| one.id == id).collect();
    if found.is_empty() {
        let side = crate::wording::shown(path);
        return Err(Failure::new(format!(
            "nothing was compared: no checklist of {side} has the id “{id}”"
        )));
    }
    Ok(found)
}

fn words(all: &ChecklistDiff) -> String {
    let mut page = TextBuilder::new();
    if all.checklists.is_empty() {
        page.paragraph(0, "Both editions have the same text.");
        return page.finish();
    }
    let named: Vec<String> = all.checklists.iter().map(EditionDiff::label).collect();
    let number = count(named.len(), "checklist differs", "checklists differ");
    page.paragraph(0, &format!("{number}: {}.", named.join(", ")));
    if all.entries.is_empty() {
        page.paragraph(0, "Only remarks or white space differ: no entry does.");
    }
    for group in DiffGroup::ALL {
        let these: Vec<&EntryDiff> = (all.entries.iter())
            .filter(|one| one.group == group)
            .collect();
        if these.is_empty() {
            continue;
        }
        page.heading(&format!("{} ({})", group.heading(), these.len()));
        for one in these {
            entry(&mut page, one);
        }
    }
    page.finish()
}

fn entry(page: &mut TextBuilder, one: &EntryDiff) {
    let EntryDiff {
        id, title, kind, ..
    } = one;
    let named = if title == id {
        id.clone()
    } else {
        format!("{title} [{id}]")
    };
    let of_kind = match one.group {
        DiffGroup::Law | DiffGroup::Other => format!("{kind} "),
        _ => String::new(),
    };
    let became = match (one.change, &one.into) {
        (EntryChange::Added, _) if one.group != DiffGroup::New => "new: ".to_owned(),
        (EntryChange::Removed, _) if one.group != DiffGroup::NoLongerAsked => {
            "removed: ".to_owned()
        }
        _ => String::new(),
    };
    let now = match (one.change, &one.into) {
        (EntryChange::Renamed, Some(into)) => format!(" → its id is now {into}"),
        (EntryChange::Merged, Some(into)) => format!(" → {into} asks it now"),
        _ => String::new(),
    };
    page.item(2, &format!("{became}{of_kind}{named}{now}"));
    for part in &one.parts {
        let label = part.part.replace('_', " ");
        page.paragraph(6, &format!("{label}: {}", part.label()));
    }
}
