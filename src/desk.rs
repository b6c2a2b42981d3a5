//! The headless program: state and behaviour of the user interface, apart from any screen.
//!
//! [`Desk`] is the whole state; [`Desk::update`] takes one message and returns effects. The desk
//! opens no file, draws nothing and reads no clock: the time is passed with every message.

pub mod action;
mod available;
pub mod board;
mod browse;
pub mod bundle;
pub mod changes;
pub mod comparing;
pub mod consequence;
mod council_place;
pub mod dates;
pub mod field;
pub mod finder;
pub mod first;
pub mod forms;
pub mod gathering;
pub mod held;
pub mod import_review;
pub mod key;
mod keymap;
pub mod layout;
pub mod looks;
pub mod many;
pub mod merging;
pub mod message;
pub mod named_change;
pub mod open;
pub mod overlay;
mod own_keys;
pub mod paper;
pub mod paper_field;
pub mod papers;
mod perform;
pub mod preferences;
pub mod ranking;
pub mod read_through;
pub mod reading;
mod reason;
pub mod remembered;
mod screen;
pub mod search;
pub mod shelf;
pub mod surveying;
pub mod timeline;
pub mod tour;
mod typing;
mod update;
pub mod walk;
pub mod wrap;

use std::ops::Range;
use std::sync::Arc;

use chrono::{FixedOffset, NaiveDate};

pub use action::Action;
pub use key::{Code, Key};
pub use keymap::Keymap;
pub use message::{
    BackgroundJob, Effect, EffectOutcome, LibraryMove, Message, OpenedAudit, Queue, StoreJob,
    TerminalJob,
};
pub use open::OpenAudit;
pub use overlay::Overlay;
pub use reason::DisabledReason;
pub use screen::{KeyPlace, Screen};

use crate::checklist::{ChecklistText, Library, QuestionIx, Status};
use crate::findings::Level;
use crate::report::Author;
use first::FirstMinute;
use looks::{Looks, ThemeName};
use preferences::Preferences;
use shelf::AuditList;

/// The longest notice shown on the status line, in cells.
///
/// A longer one gives the remedy at its end, where the line would cut it off.
const STATUS_CELLS: usize = 160;

/// The severity of a notice, which sets its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTone {
    /// Something was done.
    Info,
    /// A flag of this level fired.
    Finding(Level),
    /// Something cannot be done just now, or needs attention.
    Warning,
    /// Something went wrong.
    Error,
}

/// A notice to the user, in the status line until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The severity.
    pub tone: NoticeTone,
    /// The text.
    pub message: String,
}

/// The target of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A row of the list on the screen.
    Row(usize),
    /// A row of the walk: group and row.
    WalkRow(usize, usize),
    /// A screen's tab.
    Tab(Screen),
    /// An action of the footer.
    Action(Action),
    /// A row of the picker.
    Pick(usize),
    /// A field of the form.
    Field(usize),
}

/// Feedback from the last drawing: clickable areas and scroll limits.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Areas that can be clicked: left, top, columns, rows.
    pub hits: Vec<((u16, u16, u16, u16), Hit)>,
    /// The greatest scroll offset of the text beside the list.
    pub scroll_max: usize,
    /// The greatest scroll offset of the page on top.
    pub page_max: usize,
    /// The number of visible rows of the list in front.
    pub page_rows: usize,
    /// The likeliest paragraphs of papers that are silent on the question in front.
    pub passage: Option<PassageLines>,
}

/// The place of the passage in front in the text of the walk, with the likeliest ones if there are such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageLines {
    /// The question in front.
    pub question: QuestionIx,
    /// Their lines in the text; only once they were asked for are all of them there.
    pub lines: Range<usize>,
    /// The lines of the text that are on the screen.
    pub shown: Range<usize>,
}

/// The kind of file that the folder list is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Documents of the council's.
    Papers,
    /// A spreadsheet with answers.
    Spreadsheet,
    /// Another person's audit.
    Theirs,
}

/// The whole state of the program.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The loaded checklists.
    pub library: Arc<Library>,
    /// The user's name as the history records it.
    pub who: String,
    /// The user by the name they gave and by their system account.
    pub author: Author,
    /// True if the user's name was asked for since the program started.
    pub author_asked: bool,
    /// The user as they introduced themselves, and the memory of earlier starts.
    pub first: FirstMinute,
    /// True while an audit is made whose user is to be asked what they hold.
    begins: bool,
    /// The folder that papers are written to, unless another is typed.
    pub papers_folder: std::path::PathBuf,
    /// Today's date in the user's time zone.
    pub today: NaiveDate,
    /// The user's own time zone, to show when the audit was saved.
    pub offset: FixedOffset,
    /// The screen in front.
    pub screen: Screen,
    /// The overlays over the screen; the last one gets the keys.
    pub overlays: Vec<Overlay>,
    /// The library of audits.
    pub shelf: AuditList,
    /// The audit that is open.
    pub open: Option<OpenAudit>,
    /// The notice in the status line.
    pub toast: Option<Toast>,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// True if mouse input is captured.
    pub mouse: bool,
    /// The look of the desk.
    pub looks: Looks,
    /// The user's own keys.
    pub keymap: Arc<Keymap>,
    /// Feedback from the last drawing.
    pub drawn: Drawn,
    /// The operation under way that keys must wait for (opening, making), if any.
    pub busy: Option<&'static str>,
    /// The kind of file that the folder list is open for.
    pub wanted: Wanted,
    /// The conflict copy to merge into the audit that is being opened.
    copy_wanted: Option<std::path::PathBuf>,
    /// Progress of reading the documents that are to be added.
    pub adding: Option<papers::ReadingProgress>,
    /// The notices on the [`overlay::PageKind::Told`] page.
    pub told: Vec<String>,
    /// The box that was closed without being saved, with its text, to be fetched back.
    pub thrown: Option<Thrown>,
    /// The answer that the last key would have overwritten; the same key again does.
    overwriting: Option<Overwriting>,
    /// All that waits for the checklists, while they are being read.
    waiting: Option<Waiting>,
}

/// All that waits until the checklists are read: the library is in front, and can be looked at.
///
/// They are most of what the program holds in memory, so they are read when something needs them: a
/// library whose rows are all known, and that is only looked through, does not.
#[derive(Debug, Clone, Default)]
struct Waiting {
    /// The user's own checklists, until they are being read with those that ship.
    to_read: Option<Vec<ChecklistText>>,
    /// The keys that were pressed, and all else that came and needs the checklists.
    messages: Vec<Message>,
    /// Notices to show at the start.
    notices: Vec<String>,
}

/// A box that was closed without being saved.
#[derive(Debug, Clone)]
pub struct Thrown {
    /// The box.
    pub overlay: Overlay,
    /// The number of the last change made before it was closed.
    pub after: u64,
}

/// An answer with evidence that a key would overwrite, and the status it would become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Overwriting {
    question: QuestionIx,
    status: Option<Status>,
}

/// The inputs of [`Desk::new`].
#[derive(Debug, Clone)]
pub struct Setup {
    /// The loaded checklists; `None` if they are still to be read: [`EffectOutcome::ChecklistsRead`]
    /// brings them.
    pub library: Option<Arc<Library>>,
    /// The user's own checklists, to be read with those that ship if none is loaded.
    pub own_checklists: Vec<ChecklistText>,
    /// The user: goes into the history and onto reports.
    pub author: Author,
    /// Today's date in the user's time zone.
    pub today: NaiveDate,
    /// The user's own time zone.
    pub offset: FixedOffset,
    /// The user's settings for the desk.
    pub preferences: Preferences,
    /// The user as they introduced themselves, and the memory of earlier starts.
    pub first: FirstMinute,
    /// The folder that papers are written to, unless another is typed.
    pub papers_folder: std::path::PathBuf,
    /// Notices to show at the start (a checklist of the user's that could not be read).
    pub notices: Vec<String>,
}

impl Desk {
    /// Returns a desk with the library in front, and its first effects.
    pub fn new(setup: Setup) -> (Self, Vec<Effect>) {
        let preferences = setup.preferences;
        // Whose own checklists have mistakes is told so at once, and so is everything else that is to be said.
        let asks = setup.first.asks && setup.author.name.is_empty();
        let at_once = asks || !setup.notices.is_empty() || !setup.own_checklists.is_empty();
        let mut desk = Self {
            shelf: AuditList::with_examples(),
            waiting: Some(Waiting {
                to_read: Some(setup.own_checklists),
                messages: Vec::new(),
                notices: setup.notices,
            }),
            library: Arc::default(),
            who: setup.author.signs().to_owned(),
            author: setup.author,
            author_asked: false,
            first: setup.first,
            begins: false,
            papers_folder: setup.papers_folder,
            today: setup.today,
            offset: setup.offset,
            screen: Screen::Library,
            overlays: Vec::new(),
            open: None,
            toast: None,
            size: (80, 24),
            mouse: preferences.mouse,
            looks: Looks {
                theme: preferences.theme,
                ground: None,
            },
            keymap: preferences.keymap,
            drawn: Drawn::default(),
            busy: None,
            wanted: Wanted::Papers,
            copy_wanted: None,
            adding: None,
            told: Vec::new(),
            thrown: None,
            overwriting: None,
        };
        desk.shelf.opened.clone_from(&desk.first.remembered.opened);
        let mut effects = vec![StoreJob::List.into(), TerminalJob::Mouse(desk.mouse).into()];
        if let Some(library) = setup.library {
            desk.shelf.work_out_examples(&library, desk.today);
            effects.extend(desk.begin(library, None));
        } else if at_once {
            effects.extend(desk.read_checklists());
        }
        (desk, effects)
    }

    /// Asks for the checklists to be read, unless they are, or are being read.
    fn read_checklists(&mut self) -> Vec<Effect> {
        let own = self.waiting.as_mut().and_then(|one| one.to_read.take());
        own.map(|own| BackgroundJob::LoadChecklists(own).into())
            .into_iter()
            .collect()
    }

    /// Begins with the checklists that were read: shows the notices, and works out what is stale.
    fn begin(&mut self, library: Arc<Library>, notice: Option<String>) -> Vec<Effect> {
        self.library = library;
        let waiting = self.waiting.take().unwrap_or_default();
        let notices: Vec<String> = notice.into_iter().chain(waiting.notices).collect();
        // One thing at a time: what is to be told comes before what is to be asked.
        if self.first.asks && self.author.name.is_empty() && notices.is_empty() {
            self.ask_who_you_are();
        }
        let message = notices.join("  ");
        if wrap::width(&message) > STATUS_CELLS {
            self.tell_in_full(notices);
        } else if !message.is_empty() {
            self.say(NoticeTone::Error, message);
        }
        self.work_out()
    }

    /// Asks for the rows of the library to be worked out that are stale, or to be kept once none is.
    fn work_out(&mut self) -> Vec<Effect> {
        if self.waiting.is_some() {
            if self.shelf.waits_to_be_worked_out() {
                return self.read_checklists();
            }
        } else if let Some(rows) = self.shelf.next_to_work_out(&self.library, self.today) {
            return vec![BackgroundJob::WorkOut(rows).into()];
        }
        let kept = self.shelf.take_kept();
        kept.map(|(edition, rows)| BackgroundJob::KeepIndex(edition, rows).into())
            .into_iter()
            .collect()
    }

    /// Returns the place that gets the keys: the overlay on top, or else the screen.
    pub fn place(&self) -> KeyPlace {
        match self.overlays.last() {
            Some(Overlay::Picker(picker)) if picker.folder.is_some() => KeyPlace::FOLDER,
            Some(Overlay::Picker(_)) => KeyPlace::PICKER,
            Some(Overlay::Find(_)) => KeyPlace::FIND,
            Some(Overlay::ImportReview(_)) => KeyPlace::IMPORT,
            Some(Overlay::ReadThrough(_)) => KeyPlace::READ,
            Some(Overlay::Drop(_)) => KeyPlace::DROP,
            Some(Overlay::Gather(_)) => KeyPlace::GATHER,
            Some(Overlay::Comparing(_)) => KeyPlace::COMPARED,
            Some(Overlay::Survey(_)) => KeyPlace::SURVEY,
            Some(Overlay::Form(form)) if form.is_strip() => KeyPlace::PROOF,
            Some(Overlay::Form(_)) => KeyPlace::FORM,
            Some(Overlay::Editor(_)) => KeyPlace::EDITOR,
            Some(Overlay::Page(page)) => match page.kind {
                overlay::PageKind::Adding
                | overlay::PageKind::Comparing
                | overlay::PageKind::Surveying => KeyPlace::ADDING,
                overlay::PageKind::Edition => KeyPlace::EDITION,
                overlay::PageKind::Merge => KeyPlace::MERGE,
                overlay::PageKind::Together => KeyPlace::MANY,
                overlay::PageKind::Going => KeyPlace::GOING,
                overlay::PageKind::Settle { .. } => KeyPlace::SETTLE,
                overlay::PageKind::Reply(_) => KeyPlace::REPLY,
                _ => KeyPlace::PAGE,
            },
            None if self.is_library_narrowed() => KeyPlace::NARROWED,
            None => self.screen_place(),
        }
    }

    /// Returns true if words that narrow the library are being typed.
    fn is_library_narrowed(&self) -> bool {
        self.screen == Screen::Library && self.shelf.filter.is_some()
    }

    /// Returns the place of the screen, ignoring overlays.
    pub fn screen_place(&self) -> KeyPlace {
        if self.screen == Screen::Documents && self.page_view().is_some() {
            KeyPlace::PAGE_VIEW
        } else {
            self.screen.spec().place
        }
    }

    /// Returns the theme to draw in: the one under the bar while one is chosen.
    pub fn theme(&self) -> ThemeName {
        match self.overlays.last() {
            Some(Overlay::Picker(picker)) => match picker.current().map(|item| &item.pick) {
                Some(overlay::Pick::Theme(theme)) => *theme,
                _ => self.looks.theme,
            },
            _ => self.looks.theme,
        }
    }

    /// Checks that an action is available just now.
    ///
    /// # Errors
    /// If it is not: the reason, in words.
    pub fn available(&self, action: Action) -> Result<(), DisabledReason> {
        (action::spec(action).available)(self)
    }

    /// Shows notices: on the status line, or on a page of their own if they are long.
    fn notify(&mut self, notices: Vec<String>) {
        let message = notices.join("  ");
        if message.is_empty() {
            return;
        }
        if wrap::width(&message) <= STATUS_CELLS {
            self.say(NoticeTone::Warning, message);
        } else {
            self.tell_in_full(notices);
        }
    }

    /// Shows sentences on a page over the screen, where none is cut off.
    fn tell_in_full(&mut self, told: Vec<String>) {
        self.told = told;
        self.overlays.push(Overlay::Page(overlay::PageOverlay {
            kind: overlay::PageKind::Told,
            scroll: 0,
        }));
    }

    fn say(&mut self, tone: NoticeTone, message: impl Into<String>) {
        self.toast = Some(Toast {
            tone,
            message: message.into(),
        });
    }
}
