//! Handling of messages: one message in, effects out; keys are routed to the overlay on top or to
//! the screen.

use chrono::{DateTime, Utc};

use super::action::actions_for;
use super::forms::page_name::PageName;
use super::key::Key;
use super::message::{BackgroundJob, Effect, EffectOutcome, Message, Queue};
use super::open::{OpenAudit, Save};
use super::overlay::{FieldEntry, FieldId, Overlay};
use super::{Action, Desk, Hit, KeyPlace, NoticeTone, Screen, layout};
use crate::base::ProblemKind;
use crate::desk::action::keyed;

impl Desk {
    /// Handles one message. Returns the effects to carry out.
    pub fn update(&mut self, message: Message, now: DateTime<Utc>) -> Vec<Effect> {
        let _keys = self.keymap.put_in_use();
        if self.needs_checklists(&message)
            && let Some(waiting) = &mut self.waiting
        {
            waiting.messages.push(message);
            return self.read_checklists();
        }
        self.note_looked_at();
        let mut effects = self.take(message, now);
        effects.extend(self.keep_strip_in_front(now));
        effects.extend(self.settle());
        effects.extend(self.follow_tour());
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.fit(self.size.0);
        }
        effects
    }

    /// Returns true if a message cannot be handled before the checklists are read: it waits for them, and
    /// so does every key after it.
    fn needs_checklists(&self, message: &Message) -> bool {
        let Some(waiting) = &self.waiting else {
            return false;
        };
        let in_turn = waiting.messages.is_empty() && self.overlays.is_empty();
        match message {
            Message::Key(key) if is_quit(*key) => false,
            Message::Key(key) => {
                let mut actions = actions_for(*key, self.place());
                !(in_turn && actions.all(|action| BROWSING.contains(&action)))
            }
            Message::Wheel(..) => !in_turn,
            Message::Paste(_) | Message::Click(..) => true,
            Message::Outcome(outcome) => matches!(
                outcome,
                EffectOutcome::Opened(_) | EffectOutcome::NotOpened(_)
            ),
            Message::Ground(_) | Message::Resize(..) | Message::Closing => false,
        }
    }

    fn take(&mut self, message: Message, now: DateTime<Utc>) -> Vec<Effect> {
        match message {
            // Keys typed while an audit is being opened would act on the library.
            Message::Key(key) if self.busy.is_some() && !is_quit(key) => Vec::new(),
            Message::Key(key) => {
                self.toast = None;
                let asked = self.overwriting;
                let effects = self.key(key, now);
                // Any other key than the one that was asked for again leaves the answer alone.
                if asked.is_some() && self.overwriting == asked {
                    self.overwriting = None;
                }
                effects
            }
            Message::Paste(text) => self.paste(&text),
            Message::Click(column, row) => self.click(column, row, now),
            Message::Wheel(by, at) => self.wheel(by, at, now),
            Message::Ground(ground) => {
                self.looks.ground = Some(ground);
                Vec::new()
            }
            Message::Resize(columns, rows) => {
                self.size = (columns, rows);
                for overlay in &mut self.overlays {
                    if let Overlay::Editor(editor) = overlay {
                        editor.field.set_columns(layout::editor_columns(columns));
                    }
                }
                Vec::new()
            }
            Message::Outcome(outcome) => self.outcome(outcome, now),
            Message::Closing => self.keep_everything_typed(now),
        }
    }

    /// Acts on a key: by the registry, or else by typing it.
    pub(super) fn key(&mut self, key: Key, now: DateTime<Utc>) -> Vec<Effect> {
        if let Some(effects) = self.pass_on(key, now) {
            return effects;
        }
        let place = self.place();
        if self.is_unseen() && !place.meets(KeyPlace::TYPED) && !ends(key, place) {
            return Vec::new();
        }
        let mut disabled_reason = None;
        if let Some(Overlay::Form(form)) = self.overlays.last_mut()
            && !actions_for(key, place).any(|action| action == Action::LeaveForm)
        {
            form.leaving = false;
        }
        for action in actions_for(key, place) {
            match self.available(action) {
                Ok(()) => return self.perform(action, now),
                Err(why) => disabled_reason = Some(why),
            }
        }
        match (self.typed(key), disabled_reason) {
            (Some(effects), _) => return effects,
            (None, Some(why)) => self.say(NoticeTone::Warning, why.to_string()),
            (None, None) if place.meets(KeyPlace::SCREEN) => self.say(
                NoticeTone::Info,
                keyed!(
                    "{} does nothing here. Press {help} to see the keys or {quit} to quit.",
                    help = Help,
                    quit = Quit;
                    key
                ),
            ),
            (None, None) => {}
        }
        Vec::new()
    }

    /// Returns true if the screen is too small to show what a key would do.
    const fn is_unseen(&self) -> bool {
        self.size.0 < layout::SMALLEST.0 || self.size.1 < layout::SMALLEST.1
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let narrowed = self.is_library_narrowed();
        let room = match self.overlays.last_mut() {
            Some(Overlay::Editor(editor)) => editor.field.paste(text),
            Some(Overlay::Form(form)) => {
                form.notice = None;
                // Words pasted where a page is wanted are the quotation.
                let page = PageName::parse(text).is_some();
                if form.is_strip() && form.at() == Some(FieldId::Page) && !page {
                    form.go_to(FieldId::Quote);
                }
                let guessed = form.guess();
                let room = match form.focused().map(|field| &mut field.entry) {
                    Some(FieldEntry::Text(field)) => field.paste(text),
                    Some(FieldEntry::Paper(paper)) => paper.paste(text),
                    _ => true,
                };
                form.guess_again(guessed);
                room
            }
            Some(Overlay::Picker(picker)) => {
                picker.selected = 0;
                let room = picker.query.paste(text);
                if picker.passages.is_some() {
                    self.find_passages();
                    return Vec::new();
                }
                if picker.folder.is_some() {
                    return self.typed_path();
                }
                room
            }
            Some(Overlay::Drop(dropping)) => dropping.narrow(|query| query.paste(text)),
            Some(Overlay::Find(find)) => {
                let room = find.query.paste(text);
                self.find_again();
                room
            }
            None if narrowed => self.narrow_library(|filter| filter.paste(text)).is_some(),
            _ => {
                self.say(
                    NoticeTone::Warning,
                    keyed!(
                        "You pasted text where there is nothing to type in. Press {note} for a \
                         note or {evidence} for evidence, then paste.",
                        note = Note,
                        evidence = Evidence
                    ),
                );
                return Vec::new();
            }
        };
        if !room {
            self.say(
                NoticeTone::Error,
                "That text is too long for one field (4 MB at most). Nothing was pasted.",
            );
        }
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, now: DateTime<Utc>) -> Vec<Effect> {
        let hit = self
            .drawn
            .hits
            .iter()
            .rev()
            .find(|((left, top, columns, rows), _)| {
                (*left..left.saturating_add(*columns)).contains(&column)
                    && (*top..top.saturating_add(*rows)).contains(&row)
            });
        let Some((_, hit)) = hit.copied() else {
            return Vec::new();
        };
        match hit {
            Hit::Row(row) => {
                let again = self.set_row(row);
                if again && self.screen == Screen::Library {
                    return self.perform(Action::OpenAudit, now);
                }
            }
            Hit::WalkRow(group, row) => {
                if let Some(open) = &mut self.open {
                    open.walk.group = group;
                    open.walk.row = row;
                    open.scroll = 0;
                }
            }
            Hit::Tab(screen) => self.show(screen),
            Hit::Action(action) => match self.available(action) {
                Ok(()) => return self.perform(action, now),
                Err(why) => self.say(NoticeTone::Warning, why.to_string()),
            },
            Hit::Pick(row) => match self.overlays.last_mut() {
                Some(Overlay::Picker(picker)) => {
                    picker.selected = row;
                    return self.picked(now);
                }
                Some(Overlay::ImportReview(import_review)) => import_review.selected = row,
                Some(Overlay::ReadThrough(read)) => read.selected = row,
                Some(Overlay::Drop(dropping)) => {
                    dropping.selected = row;
                    dropping.choose();
                }
                Some(Overlay::Gather(gathering)) => {
                    gathering.selected = row;
                    return self.perform(Action::LeaveOutPaper, now);
                }
                Some(Overlay::Comparing(comparing)) => comparing.selected = row,
                Some(Overlay::Survey(surveying)) => {
                    surveying.selected = row;
                    self.show_counted();
                }
                Some(Overlay::Find(find)) => {
                    find.selected = row;
                    self.read_found();
                }
                _ => {}
            },
            Hit::Field(field) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.focus = field;
                }
            }
        }
        Vec::new()
    }

    /// Turns the wheel: the list or the text under the mouse moves.
    fn wheel(&mut self, by: i16, at: (u16, u16), now: DateTime<Utc>) -> Vec<Effect> {
        let over_screen = self.overlays.is_empty() || self.strip_in_front();
        if over_screen && self.screen.spec().text_beside && self.page_view().is_none() {
            if !self.is_over_list(at) {
                self.scroll_text(by > 0, WHEEL);
                return Vec::new();
            }
        } else if over_screen && self.screen == Screen::Report {
            self.step(by > 0, WHEEL);
            return Vec::new();
        }
        let action = if by > 0 { Action::Down } else { Action::Up };
        self.perform(action, now)
    }

    fn strip_in_front(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Form(form)) if form.is_strip())
    }

    /// Returns true if a cell lies within the list of the screen, as it was drawn last.
    fn is_over_list(&self, (column, row): (u16, u16)) -> bool {
        let rows = self.drawn.hits.iter().filter_map(|(area, hit)| {
            matches!(hit, Hit::Row(_) | Hit::WalkRow(..)).then_some(*area)
        });
        let whole = rows.reduce(|one, next| {
            let (left, top) = (one.0.min(next.0), one.1.min(next.1));
            let right = (one.0 + one.2).max(next.0 + next.2);
            let bottom = (one.1 + one.3).max(next.1 + next.3);
            (left, top, right - left, bottom - top)
        });
        whole.is_some_and(|(left, top, columns, rows)| {
            (left..left.saturating_add(columns)).contains(&column)
                && (top..top.saturating_add(rows)).contains(&row)
        })
    }

    fn outcome(&mut self, outcome: EffectOutcome, now: DateTime<Utc>) -> Vec<Effect> {
        match outcome {
            EffectOutcome::ChecklistsRead(library, notice) => {
                let waiting = self.waiting.as_mut();
                let messages = waiting.map(|one| std::mem::take(&mut one.messages));
                let mut effects = self.begin(library, notice);
                for message in messages.unwrap_or_default() {
                    effects.extend(self.update(message, now));
                }
                return effects;
            }
            EffectOutcome::Listed(Ok(listing)) => {
                self.shelf.take(listing);
                return self.work_out();
            }
            EffectOutcome::WorkedOut(listing, rows) => {
                self.shelf.worked_out(listing, rows);
                return self.work_out();
            }
            EffectOutcome::Moved { to, moved } => return self.moved(&to, moved),
            EffectOutcome::Opened(opened) => {
                self.busy = None;
                let mut notices = opened.notices.clone();
                let read_only = opened.read_only.as_ref();
                if let Some(why) = read_only {
                    notices.insert(0, format!("Opened to read only: {why}."));
                }
                self.open = Some(OpenAudit::new(&self.library, *opened, self.today));
                self.screen = Screen::Board;
                self.overlays.clear();
                notices.extend(self.edition_notice());
                self.notify(notices);
                if let Some(open) = &mut self.open {
                    open.take_up_again(&self.library);
                }
                let mut effects = self.stamp_checklists(now);
                effects.extend(self.read_copy_wanted());
                effects.extend(self.remember_opened(now));
                return effects;
            }
            EffectOutcome::NotOpened(why) => {
                self.busy = None;
                self.begins = false;
                self.copy_wanted = None;
                self.say(NoticeTone::Error, why.to_string());
            }
            EffectOutcome::Saved { seq, head, notices } => {
                if let Some(open) = &mut self.open {
                    if seq == open.history.last_seq() {
                        open.save = Save::Saved(now);
                    }
                    open.head = Some(head);
                }
                self.notify(notices);
            }
            EffectOutcome::NotSaved(why) => {
                if let Some(open) = &mut self.open {
                    open.save = Save::Failed(why);
                }
            }
            EffectOutcome::NotWritten(why) => match &mut self.open {
                Some(open) => open.save = Save::NotWritten(why),
                // It was closed just now.
                None => self.say(NoticeTone::Error, why.to_string()),
            },
            EffectOutcome::Progress(Queue::Register, reading) => {
                if let Some(open) = &mut self.open
                    && open.papers.awaited
                {
                    open.papers.reading = Some(reading);
                }
            }
            EffectOutcome::PapersRead {
                documents,
                register,
            } => self.papers_read(&documents, register),
            EffectOutcome::Progress(Queue::Files, reading) => self.adding = Some(reading),
            EffectOutcome::Progress(Queue::Errands | Queue::Library, _)
            | EffectOutcome::TakenOut
            | EffectOutcome::Remembered
            | EffectOutcome::IndexKept => {}
            EffectOutcome::PapersFound(found) => return self.papers_found(found),
            EffectOutcome::Added(added) => return self.added(added, now),
            EffectOutcome::SheetRead(book) => self.sheet_read(book, now),
            EffectOutcome::TheirsRead(read) => self.theirs_read(read),
            EffectOutcome::Surveyed(survey) => self.surveyed(*survey),
            EffectOutcome::Compared(comparing) => self.compared(comparing),
            EffectOutcome::Folder {
                asked,
                found: Ok(folder),
            } => self.show_folder(asked.as_deref(), folder),
            // The rows stay as they were: a folder that cannot be read is not an empty one.
            EffectOutcome::Listed(Err(why)) => {
                self.say(NoticeTone::Error, why.to_string());
                self.shelf.cannot_be_listed();
                return self.work_out();
            }
            EffectOutcome::Folder {
                asked,
                found: Err(why),
            } => {
                // The folder that a list was to begin with has gone: it begins where the program runs.
                if asked.is_some() && !self.folder_not_listed() {
                    if let Some(open) = &mut self.open {
                        open.papers.folder = None;
                    }
                    return vec![BackgroundJob::ListFolder(None).into()];
                }
                self.say(NoticeTone::Error, why.to_string());
            }
            EffectOutcome::Setting { authority, setting } => self.set(&authority, setting),
            EffectOutcome::AuthorKept { which, text, path } => self.author_kept(which, text, &path),
            EffectOutcome::PersonKept(person, path) => self.person_kept(*person, &path),
            EffectOutcome::CouncilKept(path, council) => self.council_kept(&path, *council),
            EffectOutcome::ThemeKept(path) => {
                let theme = self.looks.theme;
                let says = format!(
                    "The theme is now {theme}. It is kept in {}.",
                    path.display()
                );
                self.say(NoticeTone::Info, says);
            }
            EffectOutcome::Wrote(path) => self.paper_written(path),
            EffectOutcome::Bundled(path, notes) => self.bundle_written(path, notes),
            EffectOutcome::OpenedOutside(path) => {
                self.say(NoticeTone::Info, format!("Opened: {}", path.display()));
            }
            EffectOutcome::Failed(why) => {
                let Some(Overlay::Form(form)) = self.overlays.last_mut() else {
                    self.say(NoticeTone::Error, why.to_string());
                    return Vec::new();
                };
                form.notice = Some(if why.kind == ProblemKind::Exists {
                    form.asked = true;
                    keyed!(
                        "{} Press {keep} again to overwrite it, or change the name.",
                        keep = KeepForm; why
                    )
                } else {
                    why.to_string()
                });
            }
            EffectOutcome::Edited { text, problem } => {
                if let (Some(text), Some(Overlay::Editor(editor))) =
                    (text, self.overlays.last_mut())
                {
                    editor.field = super::field::Field::lines(
                        text.trim_end_matches('\n'),
                        layout::editor_columns(self.size.0),
                    );
                }
                // The status line would cut it off where it says what to do.
                if let Some(why) = problem {
                    self.tell_in_full(vec![why.to_string()]);
                }
            }
        }
        Vec::new()
    }
}

/// The lines that one step of the wheel scrolls a text.
const WHEEL: usize = 3;

/// Returns true if a key ends the program in a place, or draws the screen again.
fn ends(key: Key, place: KeyPlace) -> bool {
    actions_for(key, place).any(|action| matches!(action, Action::Quit | Action::Redraw))
}

/// The actions of the library that need no checklists: looking through it.
const BROWSING: [Action; 12] = [
    Action::Up,
    Action::Down,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
    Action::FilterLibrary,
    Action::SortByDeadline,
    Action::ShowArchive,
    Action::Redraw,
    Action::Suspend,
    Action::Quit,
];

/// Returns true if a key ends the program from anywhere.
fn is_quit(key: Key) -> bool {
    key == Key::ctrl('c') || key == Key::ctrl('q')
}
