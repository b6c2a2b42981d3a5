//! Picking a file by its path, and the search in the documents as it is typed.
//!
//! A folder's contents are a list, narrowed and walked by typing.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::message::{BackgroundJob, Effect};
use super::overlay::{Item, Overlay, Pick, Picker};
use super::{Desk, Wanted};
use crate::documents::{Folder, FolderEntry};
use crate::wording;

impl Desk {
    /// Shows the contents of a folder: in the list that is open, or in a new one.
    pub(super) fn show_folder(&mut self, asked: Option<&Path>, folder: Folder) {
        if asked.is_some_and(|asked| self.types_past(asked)) {
            return;
        }
        if let Some(open) = &mut self.open {
            open.papers.folder = Some(folder.path.clone());
        } else {
            return;
        }
        // The typed path may have turned out to be a folder.
        self.close_adding();
        let items = rows(&folder, self.wanted);
        // The selection begins on the first entry of the folder, not on the rows for the folder itself.
        let of_folder = |item: &Item| match &item.pick {
            Pick::PapersIn(_) => true,
            Pick::Folder(path) => !path.starts_with(&folder.path),
            _ => false,
        };
        let first = items.iter().position(|item| !of_folder(item));
        let first = first.unwrap_or_default();
        let what = match self.wanted {
            Wanted::Papers => "Add a paper from",
            Wanted::Spreadsheet => "Import a spreadsheet from",
            Wanted::Theirs => "Merge another person’s audit from",
        };
        let title = format!("{what} {}", folder.path.display());
        // The strip for proof is part of the walk, and no box of its own.
        let strip =
            |overlay: &&mut Overlay| matches!(overlay, Overlay::Form(form) if form.is_strip());
        match self.overlays.last_mut().filter(|over| !strip(over)) {
            Some(Overlay::Picker(picker)) if picker.folder.is_some() => {
                // The part of the query up to the folder has been used. What was typed after it stays,
                // and so does all of it if a folder is listed again that was asked for by each letter.
                picker.reading = false;
                let query = picker.query.text();
                let rest = query.rsplit_once(['/', '\\']);
                let rest = rest.map_or(query, |(_, rest)| rest).to_owned();
                let again = picker.folder.as_ref() == Some(&folder.path) && rest == query;
                if !again {
                    picker.selected = if rest.is_empty() { first } else { 0 };
                    picker.query = super::field::Field::line(&rest);
                }
                picker.title = title;
                picker.items = items;
                picker.folder = Some(folder.path);
            }
            Some(_) => {}
            None => self.overlays.push(Overlay::Picker(Picker {
                folder: Some(folder.path),
                selected: first,
                ..Picker::new(title, items)
            })),
        }
    }

    /// Returns true if the path that is typed leads to another folder than the one asked for, or was
    /// taken already: the folder was asked for by the first letters, and the others went on.
    fn types_past(&self, asked: &Path) -> bool {
        let picker = match self.overlays.last() {
            Some(Overlay::Picker(picker)) => picker,
            Some(Overlay::Page(_)) => return true,
            _ => return false,
        };
        let typed = picker.query.text();
        let from = picker.folder.as_ref().zip(typed.rfind(['/', '\\']));
        from.is_some_and(|(folder, at)| folder.join(typed.get(..=at).unwrap_or_default()) != asked)
    }

    /// Opens the folder under the bar, or writes the name of the file there out.
    pub(super) fn complete(&mut self) -> Vec<Effect> {
        let Some(Overlay::Picker(picker)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        match picker.current().map(|item| item.pick.clone()) {
            Some(Pick::Folder(path)) => return self.list_folder(path),
            Some(Pick::Paper(path)) => {
                if let Some(name) = path.file_name() {
                    let name = name.to_string_lossy();
                    picker.query = super::field::Field::line(name.as_ref());
                    picker.selected = 0;
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Lists the folder above.
    pub(super) fn go_up(&mut self) -> Vec<Effect> {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else {
            return Vec::new();
        };
        let parent = picker.folder.as_deref().and_then(Path::parent);
        let parent = parent.map(Path::to_owned);
        parent.map_or_else(Vec::new, |parent| self.list_folder(parent))
    }

    /// Lists a folder that was chosen; what is typed from now on is for its rows.
    pub(super) fn list_folder(&mut self, path: PathBuf) -> Vec<Effect> {
        if let Some(Overlay::Picker(picker)) = self.overlays.last_mut() {
            picker.query = super::field::Field::line("");
            picker.reading = true;
        }
        vec![BackgroundJob::ListFolder(Some(path)).into()]
    }

    /// Notes that a folder could not be listed: the rows of the one before are those to choose from.
    /// Returns false if there are none.
    pub(super) fn folder_not_listed(&mut self) -> bool {
        match self.overlays.last_mut() {
            Some(Overlay::Picker(picker)) => {
                picker.reading = false;
                picker.folder.is_some()
            }
            _ => false,
        }
    }

    /// Lists the folder that was typed, once its name ends with a path separator.
    pub(super) fn typed_path(&mut self) -> Vec<Effect> {
        let Some(Overlay::Picker(picker)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        let typed = as_dropped(picker.query.text());
        let Some(folder) = &picker.folder else {
            return Vec::new();
        };
        match typed.rfind(['/', '\\']) {
            Some(at) => {
                let wanted = folder.join(typed.get(..=at).unwrap_or_default());
                if typed != picker.query.text() {
                    picker.query = super::field::Field::line(&typed);
                }
                vec![BackgroundJob::ListFolder(Some(wanted)).into()]
            }
            None => Vec::new(),
        }
    }

    /// Accepts a path that was typed or pasted whole and is in no list.
    pub(super) fn take_typed_path(&mut self) -> Vec<Effect> {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(folder) = &picker.folder else {
            return Vec::new();
        };
        let typed = as_dropped(picker.query.text());
        if typed.is_empty() {
            return Vec::new();
        }
        let path = folder.join(typed);
        self.add_papers(vec![path], false)
    }

    /// Opens the page of the passage under the bar.
    pub(super) fn read_found(&mut self) {
        let Some(Overlay::Find(find)) = self.overlays.last() else {
            return;
        };
        let Some(passage) = find.passages.get(find.selected).cloned() else {
            return;
        };
        let from_walk = self.screen == super::Screen::Walk;
        self.overlays.pop();
        self.read_passage(&passage, from_walk);
    }

    /// Records that the papers are silent on the words searched for.
    pub(super) fn record_found(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Find(find)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(silence) = find.silence.clone() else {
            return Vec::new();
        };
        self.overlays.pop();
        self.prove_silence(&silence, now)
    }
}

/// Returns a path as it was before a terminal quoted it, when a file was dropped on it: without
/// quotes and without the backslashes before spaces.
fn as_dropped(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix("file://").unwrap_or(text);
    for quote in ['\'', '"'] {
        if let Some(inner) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            return inner.to_owned();
        }
    }
    if cfg!(windows) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// Returns the rows of a folder.
fn rows(folder: &Folder, wanted: Wanted) -> Vec<Item> {
    let fits = |entry: &FolderEntry| match wanted {
        Wanted::Papers => entry.may_be_paper(),
        Wanted::Spreadsheet => entry.may_be_spreadsheet(),
        Wanted::Theirs => entry.may_be_audit(),
    };
    let path = |entry: &FolderEntry| folder.path.join(&entry.name);
    let mut items = Vec::new();
    if let Some(parent) = folder.path.parent() {
        let pick = Pick::Folder(parent.to_owned());
        items.push(Item::new("", "..", "the folder above", pick));
    }
    // Above the entries: a council's pack is longer than a screen.
    if wanted == Wanted::Papers {
        let papers = folder.entries.iter().filter(|entry| fits(entry)).count();
        let says = if folder.entries.iter().any(|entry| entry.is_folder) {
            Some("all papers of this folder and those in it".to_owned())
        } else {
            (papers > 1).then(|| format!("all {papers} papers of this folder"))
        };
        let pick = || Pick::PapersIn(folder.path.clone());
        items.extend(says.map(|says| Item::new("+", says, "listed before they are added", pick())));
    }
    for entry in &folder.entries {
        let item = if entry.is_folder {
            let pick = Pick::Folder(path(entry));
            Item::new("", format!("{}/", entry.name), "folder", pick)
        } else {
            let pick = Pick::Paper(path(entry));
            let is_archive = wanted == Wanted::Papers && entry.is_archive();
            let about = if is_archive {
                "its papers are listed before they are added".to_owned()
            } else {
                wording::bytes(entry.bytes)
            };
            let mut item = Item::new("", entry.name.clone(), about, pick);
            if !fits(entry) && !is_archive {
                item.disabled_reason = Some("this kind of file cannot be read here".into());
            }
            item
        };
        items.push(item);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_path_loses_its_quotes_and_strokes() {
        assert_eq!(
            as_dropped("'/home/x/My report.pdf' "),
            "/home/x/My report.pdf"
        );
        if !cfg!(windows) {
            assert_eq!(
                as_dropped("/home/x/My\\ report.pdf"),
                "/home/x/My report.pdf"
            );
        }
        assert_eq!(as_dropped("report.pdf"), "report.pdf");
    }
}
