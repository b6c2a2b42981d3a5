//! Importing a spreadsheet: reviewed first, conflicts decided by the user, one undo step in all.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::super::import_review::ImportReview;
use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{Overlay, PageKind, PageOverlay};
use super::super::{Desk, NoticeTone};
use crate::base::Problem;
use crate::desk::action::keyed;
use crate::import::{self, Book, Decision, ImportSetting};

impl Desk {
    /// Asks for a spreadsheet to be read.
    pub(in crate::desk) fn read_sheet(&mut self, path: PathBuf) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            open.papers.folder = path.parent().map(ToOwned::to_owned);
        }
        self.overlays.push(Overlay::Page(PageOverlay {
            kind: PageKind::Adding,
            scroll: 0,
        }));
        vec![BackgroundJob::ReadSheet(path).into()]
    }

    /// Opens the import review of a spreadsheet that was read.
    pub(in crate::desk) fn sheet_read(
        &mut self,
        book: Result<Box<Book>, Problem>,
        now: DateTime<Utc>,
    ) {
        // If the page was closed in the meantime, the user no longer wants the import.
        let waited = matches!(
            self.overlays.last(),
            Some(Overlay::Page(page)) if page.kind == PageKind::Adding
        );
        if !waited {
            return;
        }
        self.close_adding();
        let planned = book.map_err(|why| why.to_string()).and_then(|book| {
            let open = self.open.as_ref().ok_or("no audit is open")?;
            let setting = ImportSetting {
                who: &book.name,
                at: now,
                sheet: None,
                shows: None,
                other_audit: false,
            };
            import::plan(&self.library, open.audit(), &book, setting)
                .map(|plan| ImportReview::new(book.name.clone(), plan))
                .map_err(|why| format!("{}: {why}", book.name))
        });
        match planned {
            Ok(import_review) => {
                self.close_folder();
                self.overlays
                    .push(Overlay::ImportReview(Box::new(import_review)));
            }
            Err(why) => {
                self.tell_in_full(vec![why]);
            }
        }
    }

    /// Returns the import review on top.
    fn review(&mut self) -> Option<&mut ImportReview> {
        match self.overlays.last_mut() {
            Some(Overlay::ImportReview(import_review)) => Some(import_review),
            _ => None,
        }
    }

    /// Decides the conflict under the bar.
    pub(in crate::desk) fn decide(&mut self, decision: Decision) {
        let decided = self.review().map(|review| review.decide(decision));
        if let Some(Err(why)) = decided {
            self.say(NoticeTone::Warning, why);
        }
    }

    /// Decides every conflict the same way.
    pub(in crate::desk) fn decide_all(&mut self, decision: Decision) {
        if let Some(review) = self.review() {
            review.decide_all(decision);
        }
    }

    pub(in crate::desk) fn take_in(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::ImportReview(import_review)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(change) = import_review.change() else {
            self.say(
                NoticeTone::Info,
                "Nothing to change: the answers are already here, or yours are kept.",
            );
            return Vec::new();
        };
        let says = keyed!("Imported from {}; press {undo} to undo it all.", undo = Undo; import_review.name);
        self.overlays.pop();
        let effects = self.commit(change, now);
        if let Some(open) = &mut self.open {
            open.walk
                .ask_again(&self.library, open.history.audit(), &open.findings);
        }
        self.say(NoticeTone::Info, says);
        effects
    }
}
