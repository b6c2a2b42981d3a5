//! The effect of each action on the desk.

mod answers;
mod board;
mod changes;
mod clip;
mod closing;
mod comparing;
mod edition;
mod first;
mod gather;
mod hand_over;
mod import;
mod library;
mod many;
mod moving;
mod page_view;
mod papers;
mod passages;
mod proof;
mod read_through;
mod reading;
mod register;
mod reply;
mod submit;
mod survey;
mod thrown;
mod timeline;
mod two_people;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::action::spec;
use super::message::{BackgroundJob, Effect, Queue, StoreJob, TerminalJob};
use super::open::OpenAudit;
use super::overlay::{FieldId, Overlay, OwnValue, PageKind, PageOverlay, Picker};
use super::shelf::{AuditOrigin, Content, example};
use super::{Action, Desk, NoticeTone, Screen, Wanted, finder, forms, search, tour};
use crate::base::place;
use crate::checklist::{Library, PaperFact, QuestionIx};
use crate::desk::action::keyed;
use crate::wording::{Said, say_day};

impl Desk {
    /// Performs an action that is available.
    pub(super) fn perform(&mut self, action: Action, now: DateTime<Utc>) -> Vec<Effect> {
        (spec(action).run)(self, now)
    }

    /// Lays an overlay over what is in front.
    pub(super) fn lay(&mut self, overlay: Overlay) {
        self.overlays.push(overlay);
    }

    pub(super) fn show_page(&mut self, kind: PageKind) {
        self.lay(Overlay::Page(PageOverlay { kind, scroll: 0 }));
    }

    /// Shows a list made from the audit that is open.
    pub(super) fn pick(&mut self, list: impl Fn(&Library, &OpenAudit) -> Picker) {
        if let Some(open) = &self.open {
            let picker = list(&self.library, open);
            self.lay(Overlay::Picker(picker));
        }
    }

    pub(super) fn show_finder(&mut self) {
        let picker = finder::finder(self);
        self.lay(Overlay::Picker(picker));
    }

    pub(super) fn edit_profile(&mut self) {
        if let Some(open) = &self.open {
            let mut form = forms::profile(&open.audit().review);
            form.own.extend(own_day_decided(open));
            self.lay(Overlay::Form(form));
        }
    }

    pub(super) fn ask_for_request(&mut self) {
        if let Some((open, ix)) = self.at() {
            let question = self.library.question(ix);
            let form = forms::request(question, open.audit().answer_of(&self.library, ix), ix);
            self.lay(Overlay::Form(form));
        }
    }

    pub(super) fn ask_why(&mut self) {
        if let Some((_, ix)) = self.at() {
            self.show_page(PageKind::Why(ix));
        }
    }

    /// Lists the folder that files were last picked from, or that of the paper added last.
    pub(super) fn ask_for_file(&mut self, wanted: Wanted) -> BackgroundJob {
        self.wanted = wanted;
        let folder = self.open.as_ref().and_then(|open| {
            let picked = open.papers.folder.clone();
            picked.or_else(|| folder_of_papers(open))
        });
        BackgroundJob::ListFolder(folder)
    }

    pub(super) fn turn_mouse(&mut self) -> TerminalJob {
        self.mouse = !self.mouse;
        let says = if self.mouse {
            keyed!(
                "The mouse is on. Hold shift to select text with it, or press {mouse} again.",
                mouse = Mouse
            )
        } else {
            "The mouse is off: you can select text.".to_owned()
        };
        self.say(NoticeTone::Info, says);
        TerminalJob::Mouse(self.mouse)
    }

    /// Lists what can be done in the place in front, with its keys.
    pub(super) fn show_help(&mut self) {
        let picker = search::help(self);
        self.lay(Overlay::Picker(picker));
    }

    /// Lists the themes; each is shown while the bar is on it.
    pub(super) fn choose_theme(&mut self) {
        let picker = search::themes(self.looks.theme);
        self.lay(Overlay::Picker(picker));
    }

    pub(super) fn at(&self) -> Option<(&OpenAudit, QuestionIx)> {
        let open = self.open.as_ref()?;
        Some((open, open.walk.at()?))
    }

    pub(super) fn open_current(&mut self) -> Vec<Effect> {
        self.show_whole_library();
        let Some(row) = self.shelf.current() else {
            return Vec::new();
        };
        match (&row.origin, &row.content) {
            (AuditOrigin::Mine(path), Content::Known(_) | Content::Awaited) => {
                let path = path.clone();
                self.copy_wanted = None;
                self.open_at(path)
            }
            (AuditOrigin::Mine(_), Content::Unreadable(why)) => {
                let says = why.to_string();
                self.say(NoticeTone::Error, says);
                Vec::new()
            }
            (AuditOrigin::Archived(_), _) => Vec::new(),
            (AuditOrigin::Example(name), _) => {
                let name = *name;
                if let Some(audit) = example(name) {
                    self.open = Some(OpenAudit::example(&self.library, name, audit, self.today));
                    self.screen = Screen::Board;
                    self.say(
                        NoticeTone::Info,
                        keyed!(
                            "This is an example. Look at everything; press {copy} to make a copy \
                             to work on.",
                            copy = CopyExample
                        ),
                    );
                }
                Vec::new()
            }
        }
    }

    /// Opens an audit of the library; the one that is open is closed before.
    pub(super) fn open_from_library(&mut self, origin: &AuditOrigin) -> Vec<Effect> {
        let mut effects = if self.open.is_some() {
            self.close_audit()
        } else {
            Vec::new()
        };
        self.shelf.choose(origin);
        effects.extend(self.open_current());
        effects
    }

    /// Asks for an audit to be opened.
    pub(super) fn open_at(&mut self, path: PathBuf) -> Vec<Effect> {
        self.busy = Some("opening");
        vec![StoreJob::Open(path).into()]
    }

    /// Makes a copy to work on: of an example, or in the library of an audit of the user's own.
    pub(super) fn copy_audit(&mut self) -> Vec<Effect> {
        let own = self
            .shelf
            .current()
            .filter(|_| self.screen == Screen::Library);
        if let Some(row) = own
            && let AuditOrigin::Mine(path) = &row.origin
        {
            let job = StoreJob::Duplicate {
                path: path.clone(),
                name: format!("{}-copy", row.name),
            };
            self.busy = Some("making");
            return vec![job.into()];
        }
        if let Some(open) = self.open.as_ref().filter(|open| open.tour.is_some()) {
            let job = StoreJob::Create {
                name: "harrowmere-tour".to_owned(),
                audit: Box::new(tour::to_keep(open.audit())),
            };
            self.busy = Some("making");
            return vec![job.into()];
        }
        let name = match (self.screen, &self.open, self.shelf.current()) {
            (Screen::Library, _, Some(row)) => row.name.clone(),
            (_, Some(open), _) => open.name.clone(),
            _ => return Vec::new(),
        };
        let Some(audit) = example(&name) else {
            return Vec::new();
        };
        self.busy = Some("making");
        let job = StoreJob::Create {
            name: format!("{name}-copy"),
            audit: Box::new(audit),
        };
        vec![job.into()]
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        if let Some(overlay) = self.overlays.pop() {
            let adding = matches!(
                &overlay,
                Overlay::Page(page) if matches!(page.kind, PageKind::Adding | PageKind::Comparing | PageKind::Surveying)
            );
            return if adding {
                vec![Effect::Stop(Queue::Files)]
            } else {
                Vec::new()
            };
        }
        if self.show_whole_library() || self.close_page() {
            return Vec::new();
        }
        if self.go_back() {
            return Vec::new();
        }
        self.close_audit()
    }

    /// Closes the audit that is open; the library comes in front.
    pub(super) fn close_audit(&mut self) -> Vec<Effect> {
        // A text left unsaved belongs to the audit that is closed now.
        self.thrown = None;
        let path = self.open.take().and_then(|open| open.path);
        self.screen = Screen::Library;
        if let Some(path) = path {
            self.shelf.wanted = Some(path);
            vec![
                Effect::Stop(Queue::Register),
                StoreJob::Close.into(),
                StoreJob::List.into(),
            ]
        } else {
            Vec::new()
        }
    }

    pub(super) fn quit(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        if self.holds_back() {
            return Vec::new();
        }
        let mut effects = self.keep_what_is_typed(now);
        effects.push(TerminalJob::Quit.into());
        effects
    }
}

/// Returns the folder of the paper that was added last and has a file.
fn folder_of_papers(open: &OpenAudit) -> Option<PathBuf> {
    let audit = open.path.as_ref()?.parent()?;
    let papers = &open.audit().documents;
    let written = papers.iter().rev().find_map(|one| one.path.as_deref())?;
    let place = place::places(audit, written).into_iter().next()?;
    place.parent().map(ToOwned::to_owned)
}

/// Returns the likeliest day of the decision that the papers give: it belongs to the review, and no
/// question asks for it.
fn own_day_decided(open: &OpenAudit) -> Option<OwnValue> {
    let offers = open.papers.register.as_ref()?.shelf.offers();
    offers.iter().find_map(|one| match (one.fact, one.said) {
        (PaperFact::DecisionTaken, Said::Day(day, _)) => Some(OwnValue {
            field: FieldId::Decided,
            value: say_day(day),
            from: one.passages.first()?.at.cite(),
        }),
        _ => None,
    })
}
