//! Importing a spreadsheet: reviewed first, conflicts decided by the user, one undo step in all.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::super::key::{Code, Key};
use super::super::message::Effect;
use super::super::overlay::{Overlay, Page, PageKind};
use super::super::taking_in::TakingIn;
use super::super::{Desk, Tone};
use crate::import::{self, Book, Decision, Setting};

impl Desk {
    /// Asks for a spreadsheet to be read.
    pub(in crate::desk) fn read_sheet(&mut self, path: PathBuf) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            open.papers.folder = path.parent().map(ToOwned::to_owned);
        }
        self.overlays.push(Overlay::Page(Page {
            kind: PageKind::Adding,
            scroll: 0,
        }));
        vec![Effect::ReadSheet(path)]
    }

    /// Opens the import review of a spreadsheet that was read.
    pub(in crate::desk) fn sheet_read(
        &mut self,
        book: Result<Box<Book>, String>,
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
        let planned = book.and_then(|book| {
            let open = self.open.as_ref().ok_or("no audit is open")?;
            let setting = Setting {
                who: &book.name,
                at: now,
                sheet: None,
            };
            import::plan(&self.library, open.audit(), &book, setting)
                .map(|plan| TakingIn::new(book.name.clone(), plan))
                .map_err(|why| format!("{}: {why}", book.name))
        });
        match planned {
            Ok(taking_in) => {
                self.close_folder();
                self.overlays.push(Overlay::TakingIn(Box::new(taking_in)));
            }
            Err(why) => {
                self.tell_in_full(vec![why]);
            }
        }
    }

    /// Handles a key for the import review.
    pub(in crate::desk) fn taking_in_key(&mut self, key: Key, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::TakingIn(taking_in)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        let decision = match (key.code, key.ctrl) {
            (Code::Char('m'), false) => Some(Decision::KeepMine),
            (Code::Char('t'), false) => Some(Decision::TakeTheirs),
            (Code::Char('b'), false) => Some(Decision::KeepBoth),
            _ => None,
        };
        if let Some(decision) = decision {
            if let Err(why) = taking_in.decide(decision) {
                self.say(Tone::Warning, why);
            }
            return Vec::new();
        }
        match (key.code, key.ctrl) {
            (Code::Char('M'), false) => taking_in.decide_all(Decision::KeepMine),
            (Code::Char('T'), false) => taking_in.decide_all(Decision::TakeTheirs),
            (Code::Enter, false) | (Code::Char('s'), true) => return self.take_in(now),
            _ => return self.act_on(key, now),
        }
        Vec::new()
    }

    fn take_in(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::TakingIn(taking_in)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(change) = taking_in.change() else {
            self.say(
                Tone::Info,
                "Nothing changes by this: everything stands already, or mine is kept.",
            );
            return Vec::new();
        };
        let says = format!("Taken in from {}; u takes it all back.", taking_in.name);
        self.overlays.pop();
        let effects = self.commit(change, now);
        let library = self.library.clone();
        if let Some(open) = &mut self.open {
            let audit = open.history.audit().clone();
            open.walk.ask_again(&library, &audit, &open.findings);
        }
        self.say(Tone::Info, says);
        effects
    }
}
