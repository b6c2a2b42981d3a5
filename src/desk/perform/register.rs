//! The register of documents: entries added, described, updated and removed.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{FieldId, Form, Overlay, Page, PageKind};
use super::super::papers::{Added, Fresh};
use super::super::{Desk, Tone, Wanted, forms};
use crate::audit::{Change, Document};
use crate::desk::action::keyed;
use crate::documents::{Became, free_id};
use crate::wording;

impl Desk {
    /// Opens the form for a document; `told` is a notice to show in it.
    pub(in crate::desk) fn document_form(&mut self, document: Document, told: Option<String>) {
        let mut form = forms::document(document);
        form.notice = told;
        self.overlays.push(Overlay::Form(form));
    }

    pub(in crate::desk) fn take_file(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let change = self.open.as_ref().and_then(|open| {
            let entry = open.audit().documents.get(open.papers.row)?;
            let as_it_is = open.papers.as_it_is_now(entry)?;
            open.audit().edit_document(&entry.id, Some(as_it_is))
        });
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        self.say(
            Tone::Info,
            keyed!(
                "The register holds the file as it is now. Check the quotes taken from it. {undo} \
                 undoes it.",
                undo = Undo
            ),
        );
        effects
    }

    pub(in crate::desk) fn remove_document(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let change = self.open.as_ref().and_then(|open| {
            let entry = open.audit().documents.get(open.papers.row)?;
            open.audit().edit_document(&entry.id, None)
        });
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        self.say(
            Tone::Info,
            keyed!(
                "Taken out of the register; the file is untouched. {undo} brings it back.",
                undo = Undo
            ),
        );
        effects
    }

    /// Asks for files to be read that are to be registered.
    pub(in crate::desk) fn add_papers(&mut self, mut paths: Vec<PathBuf>) -> Vec<Effect> {
        if self.wanted == Wanted::Spreadsheet {
            return paths
                .pop()
                .map_or_else(Vec::new, |path| self.read_sheet(path));
        }
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(audit) = open.path.clone() else {
            return Vec::new();
        };
        open.papers.folder = paths
            .first()
            .and_then(|path| path.parent().map(ToOwned::to_owned));
        let documents = open.history.audit().documents.clone();
        self.overlays.push(Overlay::Page(Page {
            kind: PageKind::Adding,
            scroll: 0,
        }));
        let job = BackgroundJob::ReadFiles {
            audit,
            paths,
            documents,
        };
        vec![job.into()]
    }

    /// Registers the files that were read.
    pub(in crate::desk) fn added(&mut self, added: Added, now: DateTime<Utc>) -> Vec<Effect> {
        self.close_adding();
        if added.cancelled {
            self.say(Tone::Info, "Stopped. Nothing was registered.");
            return Vec::new();
        }
        let Added { fresh, failed, .. } = added;
        if let Some(open) = &mut self.open {
            let read = fresh.iter();
            open.papers.fresh = read
                .map(|one| (one.entry.path.clone(), Arc::clone(&one.paper)))
                .collect();
        }
        if !failed.is_empty() {
            self.tell_in_full(failed.clone());
        }
        match fresh.as_slice() {
            [] => Vec::new(),
            [one] if failed.is_empty() => self.added_one(one.clone()),
            several => self.added_many(several, now),
        }
    }

    /// Closes the page with the progress of reading.
    pub(in crate::desk) fn close_adding(&mut self) {
        self.adding = None;
        self.overlays.retain(
            |overlay| !matches!(overlay, Overlay::Page(page) if page.kind == PageKind::Adding),
        );
    }

    fn added_one(&mut self, fresh: Fresh) -> Vec<Effect> {
        self.close_folder();
        let warnings = fresh.paper.warnings();
        let pages = fresh.paper.pages_in_all();
        let told = match fresh.became {
            Became::Same => {
                let says = format!("It is registered already: {}.", fresh.entry.title);
                self.say(Tone::Info, says);
                return Vec::new();
            }
            Became::Moved => "It is registered already; this is where it lies now.".to_owned(),
            Became::Changed => {
                "It is registered already, and the file has changed: check the quotes taken from \
                 it."
                .to_owned()
            }
            Became::New => {
                let pages = wording::count(pages as usize, "page", "pages");
                if warnings.is_empty() {
                    format!("Read in full: {pages}.")
                } else {
                    format!("Read: {pages}; {}", warnings.join("; "))
                }
            }
        };
        self.document_form(fresh.entry, Some(told));
        Vec::new()
    }

    fn added_many(&mut self, fresh: &[Fresh], now: DateTime<Utc>) -> Vec<Effect> {
        self.close_folder();
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let changes: Vec<Change> = fresh
            .iter()
            .filter_map(|fresh| {
                open.audit()
                    .edit_document(&fresh.entry.id, Some(fresh.entry.clone()))
            })
            .collect();
        let count = changes.len();
        if changes.is_empty() {
            self.say(Tone::Info, "They are all registered already.");
            return Vec::new();
        }
        let effects = self.commit(Change::Together(changes), now);
        let pages: u32 = fresh.iter().map(|fresh| fresh.paper.pages_in_all()).sum();
        self.say(
            Tone::Info,
            keyed!(
                "{} registered, {}. {about} says whom they are from.", about = AboutDocument;
                wording::count(count, "document", "documents"),
                wording::count(pages as usize, "page", "pages")
            ),
        );
        effects
    }

    /// Closes the list of a folder.
    pub(super) fn close_folder(&mut self) {
        self.overlays.retain(
            |overlay| !matches!(overlay, Overlay::Picker(picker) if picker.folder.is_some()),
        );
    }

    /// Submits the form for a document.
    pub(in crate::desk) fn take_document(
        &mut self,
        form: &Form,
        before: &Document,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, (FieldId, String)> {
        let mut entry = forms::read_document(form, before)?;
        let Some(open) = &self.open else {
            return Ok(Vec::new());
        };
        if entry.id.is_empty() {
            entry.id = free_id(&entry.title, &open.audit().documents);
        }
        let id = entry.id.clone();
        let has_file = entry.path.is_some();
        let change = open.audit().edit_document(&id, Some(entry));
        self.overlays.pop();
        let new = self
            .open
            .as_ref()
            .is_some_and(|open| open.audit().document(&id).is_none());
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        if let Some(open) = &mut self.open
            && let Some(row) = open
                .history
                .audit()
                .documents
                .iter()
                .position(|one| one.id == id)
        {
            open.papers.row = row;
        }
        if self.toast.is_none() {
            let says = match (new, has_file) {
                (true, true) => keyed!(
                    "Registered. {sweep} goes through the open questions by what it says.",
                    sweep = Sweep
                ),
                (true, false) => "Noted. Every silence says that it was not searched.".to_owned(),
                (false, _) => "Kept.".to_owned(),
            };
            self.say(Tone::Info, says);
        }
        Ok(effects)
    }
}
