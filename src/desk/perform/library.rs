//! The library: its order, the words that narrow it, its archive, and audits that are moved.

use std::path::PathBuf;

use super::super::field::Field;
use super::super::message::{Effect, LibraryMove, StoreJob};
use super::super::overlay::{FieldEntry, FieldId, Form, FormField, Overlay, Purpose};
use super::super::shelf::{AuditOrigin, LibraryRow};
use super::super::{Desk, NoticeTone};
use crate::base::Problem;
use crate::desk::action::keyed;
use crate::wording::shown;

impl Desk {
    /// Sorts the library by the next time limit, by the verdict, or by the last change again.
    pub(in crate::desk) fn sort_library(&mut self) {
        let here = self.shelf.current().map(|row| row.origin.clone());
        self.shelf.order = self.shelf.order.next();
        self.shelf.sort(here);
        self.say(NoticeTone::Info, self.shelf.order.says());
    }

    /// Shows the audits in the archive, or hides them again.
    pub(in crate::desk) fn turn_archive(&mut self) {
        let here = self.shelf.current().map(|row| row.origin.clone());
        self.shelf.archive_shown = !self.shelf.archive_shown;
        self.shelf.sort(here);
        let of_archive = |row: &&LibraryRow| matches!(row.origin, AuditOrigin::Archived(_));
        let says = match self.shelf.all_rows().filter(of_archive).count() {
            0 => "The archive is empty.".to_owned(),
            _ if !self.shelf.archive_shown => "The archive is hidden again.".to_owned(),
            _ => keyed!(
                "The archive is shown. Press {archive} on an audit there to bring it back.",
                archive = Archive
            ),
        };
        self.say(NoticeTone::Info, says);
    }

    /// Puts the selected audit into the archive, or brings it back.
    pub(in crate::desk) fn archive(&mut self) -> Vec<Effect> {
        let (path, to) = match self.shelf.current().map(|row| &row.origin) {
            Some(AuditOrigin::Mine(path)) => (path.clone(), LibraryMove::Archive),
            Some(AuditOrigin::Archived(path)) => (path.clone(), LibraryMove::Library),
            _ => return Vec::new(),
        };
        self.move_audit(path, to)
    }

    /// Asks for another name for the selected audit.
    pub(in crate::desk) fn ask_for_name(&mut self) {
        let Some(row) = self.shelf.current() else {
            return;
        };
        let AuditOrigin::Mine(path) = &row.origin else {
            return;
        };
        let field = FormField {
            key: FieldId::Name,
            label: "New name",
            help: "Letters, digits and hyphens; its history and all that lies with it go along."
                .into(),
            entry: FieldEntry::Text(Field::line(&row.name)),
        };
        let title = format!("Rename {}", row.name);
        let form = Form::new(title, Purpose::Rename(path.clone()), vec![field]);
        self.lay(Overlay::Form(form));
    }

    /// Asks for an audit to be moved.
    pub(in crate::desk) fn move_audit(&mut self, path: PathBuf, to: LibraryMove) -> Vec<Effect> {
        self.busy = Some("moving");
        vec![StoreJob::Move { path, to }.into()]
    }

    /// Tells what became of an audit that was to be moved.
    pub(in crate::desk) fn moved(
        &mut self,
        to: &LibraryMove,
        moved: Result<(PathBuf, Vec<PathBuf>), Problem>,
    ) -> Vec<Effect> {
        self.busy = None;
        let (path, left) = match moved {
            Ok(moved) => moved,
            Err(why) => {
                self.say(NoticeTone::Error, why.to_string());
                return Vec::new();
            }
        };
        let says = match to {
            LibraryMove::Name(_) => format!("The audit is now {}.", shown(&path)),
            LibraryMove::Archive => keyed!(
                "The audit is in the archive. Press {show} to see what is there.",
                show = ShowArchive
            ),
            LibraryMove::Library => "The audit is back in the library.".to_owned(),
        };
        if left.is_empty() {
            self.say(NoticeTone::Info, says);
        } else {
            let left: Vec<String> = left.iter().map(|path| shown(path)).collect();
            let left = format!("These files could not go along: {}.", left.join(", "));
            self.notify(vec![says, left]);
        }
        if *to != LibraryMove::Archive {
            self.shelf.wanted = Some(path);
        }
        vec![StoreJob::List.into()]
    }

    /// Begins to narrow the library to the audits with the words that are typed.
    pub(in crate::desk) fn filter_library(&mut self) {
        self.shelf.filter = Some(Field::line(""));
    }

    /// Shows every audit again. Returns false if none was hidden.
    pub(in crate::desk) fn show_whole_library(&mut self) -> bool {
        let here = self.shelf.current().map(|row| row.origin.clone());
        let narrowed = self.shelf.filter.take().is_some();
        if narrowed {
            self.shelf.sort(here);
        }
        narrowed
    }

    /// Changes the words that narrow the library. Returns `None` if they are not being typed, or if
    /// the change was none.
    pub(in crate::desk) fn narrow_library(
        &mut self,
        change: impl FnOnce(&mut Field) -> bool,
    ) -> Option<()> {
        let filter = self.shelf.filter.as_mut()?;
        if !change(filter) {
            return None;
        }
        self.shelf.sort(None);
        Some(())
    }
}
