//! The register of documents: entries added, described, updated and removed.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::message::Effect;
use super::super::named_change::quoted;
use super::super::overlay::{FieldError, FieldId, Form, Overlay, OwnValue, PageKind};
use super::super::papers::{Added, Fresh};
use super::super::screen::Screen;
use super::super::{Desk, NoticeTone, dates, forms, search};
use crate::audit::{Change, Document};
use crate::desk::action::keyed;
use crate::documents::{Became, free_id, own_details};
use crate::wording::{self, say_day};

impl Desk {
    /// Opens the form for a document.
    pub(in crate::desk) fn document_form(&mut self, document: Document) {
        let own = self.open.as_ref().and_then(|open| {
            let shelved = open.papers.paper(&document.id)?;
            Some(own_details(&shelved.paper))
        });
        let mut form = forms::document(document);
        if let Some(own) = own {
            let day = own.date.map(|(day, _)| say_day(day));
            let values = [(FieldId::Title, own.title), (FieldId::Date, day)];
            form.own = values
                .into_iter()
                .filter_map(|(field, value)| {
                    Some(OwnValue {
                        field,
                        value: value?,
                        from: "The paper".to_owned(),
                    })
                })
                .collect();
        }
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
            NoticeTone::Info,
            keyed!(
                "The register now has the file as it is. Check the quotes taken from it. Press \
                 {undo} to undo it.",
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
            NoticeTone::Info,
            keyed!(
                "Removed from the register; the file is untouched. Press {undo} to bring it back.",
                undo = Undo
            ),
        );
        effects
    }

    /// Registers the files that were read.
    pub(in crate::desk) fn added(&mut self, added: Added, now: DateTime<Utc>) -> Vec<Effect> {
        self.close_adding();
        if added.cancelled {
            self.say(NoticeTone::Info, "Stopped. Nothing was registered.");
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
            [one] if failed.is_empty() => self.added_one(one.clone(), now),
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

    /// Registers the one file that was read: at once; its details can be given later.
    fn added_one(&mut self, fresh: Fresh, now: DateTime<Utc>) -> Vec<Effect> {
        self.close_folder();
        let warnings = fresh.paper.warnings();
        let pages = wording::count(fresh.paper.pages_in_all() as usize, "page", "pages");
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let wanted = open.papers.joining.take();
        let mut entry = fresh.entry;
        let titled = open.audit().documents.iter().find(|one| {
            one.path.is_none()
                && (Some(&one.id) == wanted.as_ref() || is_same_title(&one.title, &entry.title))
        });
        let lead = match (fresh.became, titled) {
            (Became::Same, _) => {
                let says = format!("It is already registered: {}.", entry.title);
                self.say(NoticeTone::Info, says);
                return Vec::new();
            }
            (Became::Moved, _) => {
                "it is already registered; its new location is recorded".to_owned()
            }
            (Became::Changed, _) => {
                "it is already registered, and the file has changed: check the quotes taken from \
                 it"
                .to_owned()
            }
            (Became::New, titled) => {
                let did = match titled {
                    Some(titled) => {
                        entry = joined(titled, &entry);
                        format!("{} has its file now", quoted(&titled.title))
                    }
                    None => format!("{} registered", quoted(&entry.title)),
                };
                let read = if warnings.is_empty() {
                    format!("read in full, {pages}")
                } else {
                    format!("read: {pages}; {}", warnings.join("; "))
                };
                if self.screen == Screen::Documents {
                    keyed!(
                        "{did}: {read} · press {about} to say who it is from, and its date",
                        about = AboutDocument
                    )
                } else {
                    format!(
                        "{did}: {read} · who it is from, and its date, can be said on Documents"
                    )
                }
            }
        };
        if let Some((_, paper)) = open.papers.fresh.first() {
            open.papers.fresh = vec![(entry.path.clone(), Arc::clone(paper))];
        }
        let id = entry.id.clone();
        let change = open.audit().edit_document(&id, Some(entry));
        let effects = self.commit_box(&lead, change, now);
        self.go_to_document(&id);
        effects
    }

    /// Puts the bar on a document of the register.
    pub(super) fn go_to_document(&mut self, id: &str) {
        if let Some(open) = &mut self.open {
            let documents = &open.history.audit().documents;
            if let Some(row) = documents.iter().position(|one| one.id == id) {
                open.papers.row = row;
            }
        }
    }

    /// Lists the files that the document under the bar, a title only, can be joined with.
    pub(in crate::desk) fn join_with_file(&mut self) {
        let id = self.document().map(|one| one.id.clone());
        if let (Some(open), Some(id)) = (&self.open, id) {
            let picker = search::files_for(open, &id);
            self.lay(Overlay::Picker(picker));
        }
    }

    /// Joins a document of which only the title is known with the entry that has its file: the one
    /// entry takes the file, the other goes, and evidence that named it names the one.
    pub(in crate::desk) fn join(
        &mut self,
        id: &str,
        other: &str,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let mut after = open.audit().clone();
        let (Some(titled), Some(with_file)) = (after.document(id), after.document(other)) else {
            return Vec::new();
        };
        let entry = joined(titled, with_file);
        let lead = format!("{} has its file now", quoted(&entry.title));
        after.documents.retain(|one| one.id != other);
        if let Some(slot) = after.documents.iter_mut().find(|one| one.id == id) {
            *slot = entry;
        }
        for one in after.evidence_mut() {
            let absent = one
                .absence
                .iter_mut()
                .flat_map(|absence| &mut absence.documents);
            for named in one.document.iter_mut().chain(absent) {
                if named == other {
                    id.clone_into(named);
                }
            }
        }
        let change = open.audit().change_to(&after);
        let effects = self.commit_saying(&lead, change, now);
        self.go_to_document(id);
        effects
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
            self.say(NoticeTone::Info, "They are all already registered.");
            return Vec::new();
        }
        let effects = self.commit(Change::Together(changes), now);
        let pages: u32 = fresh.iter().map(|fresh| fresh.paper.pages_in_all()).sum();
        let next = if self.screen == Screen::Documents {
            keyed!(
                "Press {about} to say who they are from.",
                about = AboutDocument
            )
        } else {
            "Who they are from can be said on Documents.".to_owned()
        };
        let documents = wording::count(count, "document", "documents");
        let pages = wording::count(pages as usize, "page", "pages");
        let says = format!("{documents} registered, {pages}. {next}");
        self.say(NoticeTone::Info, says);
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
    ) -> Result<Vec<Effect>, FieldError> {
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
        let lead = match (new, has_file) {
            (true, true) => keyed!(
                "registered; press {sweep} to go through the open questions by what it says",
                sweep = Sweep
            ),
            (true, false) => "noted; every silence says that it was not searched".to_owned(),
            (false, _) => "kept".to_owned(),
        };
        let effects = self.commit_box(&dates::with_dates(&lead, form), change, now);
        self.go_to_document(&id);
        Ok(effects)
    }
}

/// Returns an entry of the register with the file of another.
fn joined(titled: &Document, with_file: &Document) -> Document {
    Document {
        path: with_file.path.clone(),
        sha256: with_file.sha256.clone(),
        pages: with_file.pages,
        date: titled.date.or(with_file.date),
        from: titled.from.clone().or_else(|| with_file.from.clone()),
        access: titled.access.or(with_file.access),
        access_on: titled.access_on.or(with_file.access_on),
        url: titled.url.clone().or_else(|| with_file.url.clone()),
        note: titled.note.clone().or_else(|| with_file.note.clone()),
        ..titled.clone()
    }
}

/// Returns true if two titles are the same, whatever their capitals, spaces and hyphens.
fn is_same_title(one: &str, other: &str) -> bool {
    let fold = |title: &str| {
        let words = title.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.join(" ")
    };
    fold(one) == fold(other)
}
