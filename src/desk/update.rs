//! Handling of messages: one message in, effects out; keys are routed to the overlay on top or to
//! the screen.

use chrono::{DateTime, Utc};

use super::action::{Place, actions_for};
use super::key::{Code, Key};
use super::message::{Effect, Message, Outcome};
use super::open::{OpenAudit, Save};
use super::overlay::{Entry, Form, Overlay, Purpose};
use super::{Action, Desk, Hit, Screen, Tone, layout};

impl Desk {
    /// Handles one message. Returns the effects to carry out.
    pub fn update(&mut self, message: Message, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = self.take(message, now);
        effects.extend(self.settle());
        effects
    }

    fn take(&mut self, message: Message, now: DateTime<Utc>) -> Vec<Effect> {
        match message {
            // Keys typed while an audit is being opened would act on the library.
            Message::Key(key) if self.busy.is_some() && !is_quit(key) => Vec::new(),
            Message::Key(key) => {
                self.toast = None;
                self.key(key, now)
            }
            Message::Paste(text) => self.paste(&text),
            Message::Click(column, row) => self.click(column, row, now),
            Message::Wheel(by) => self.wheel(by, now),
            Message::Resize(columns, rows) => {
                self.size = (columns, rows);
                for overlay in &mut self.overlays {
                    match overlay {
                        Overlay::Editor(editor) => {
                            editor.field.set_columns(layout::editor_columns(columns));
                        }
                        Overlay::Form(form) => {
                            for field in &mut form.fields {
                                if let Entry::Text(text) = &mut field.entry {
                                    text.set_columns(layout::entry_columns(columns));
                                }
                            }
                        }
                        _ => {}
                    }
                }
                Vec::new()
            }
            Message::Outcome(outcome) => self.outcome(outcome, now),
            Message::Closing => self.keep_everything_typed(now),
        }
    }

    fn key(&mut self, key: Key, now: DateTime<Utc>) -> Vec<Effect> {
        match self.overlays.last_mut() {
            Some(Overlay::Editor(_)) => return self.editor_key(key, now),
            Some(Overlay::Form(_)) => return self.form_key(key, now),
            Some(Overlay::Find(_)) => return self.find_key(key, now),
            Some(Overlay::TakingIn(_)) => return self.taking_in_key(key, now),
            Some(Overlay::Picker(picker)) => {
                if key == Key::plain(Code::Enter) {
                    return self.picked(now);
                }
                if picker.folder.is_some() {
                    return self.folder_key(key, now);
                }
                if !key.moves_or_leaves() && picker.query.key(key) {
                    picker.selected = 0;
                    return Vec::new();
                }
            }
            _ => {}
        }
        self.act_on(key, now)
    }

    pub(super) fn act_on(&mut self, key: Key, now: DateTime<Utc>) -> Vec<Effect> {
        let mut barred = None;
        for action in actions_for(key, self.place()) {
            match self.available(action) {
                Ok(()) => return self.perform(action, now),
                Err(why) => barred = Some(why),
            }
        }
        if let Some(why) = barred {
            self.say(Tone::Warning, why);
        }
        Vec::new()
    }

    fn editor_key(&mut self, key: Key, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Editor(editor)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        match (key.code, key.ctrl) {
            (Code::Esc, _) | (Code::Char('s' | 'c' | 'q'), true) => self.keep_what_is_typed(now),
            (Code::Char('x'), true) => {
                self.overlays.pop();
                self.say(
                    Tone::Info,
                    "Thrown away what was typed; what stood there before still stands.",
                );
                Vec::new()
            }
            (Code::Char('o'), true) => vec![Effect::Edit(editor.field.text().to_owned())],
            _ => {
                editor.field.key(key);
                Vec::new()
            }
        }
    }

    fn form_key(&mut self, key: Key, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        let last = form.focus + 1 >= form.fields.len();
        let in_lines = matches!(
            form.fields.get(form.focus).map(|field| &field.entry),
            Some(Entry::Text(text)) if text.is_lines()
        );
        let leaving = std::mem::take(&mut form.leaving);
        match (key.code, key.ctrl) {
            (Code::Char('s'), true) => return self.submit(now),
            (Code::Enter, false) if in_lines => {}
            (Code::Enter, false) if last => return self.submit(now),
            (Code::Enter | Code::Tab, false) => {
                form.focus = if last { 0 } else { form.focus + 1 };
                return Vec::new();
            }
            (Code::BackTab, _) => {
                form.focus = form
                    .focus
                    .checked_sub(1)
                    .unwrap_or(form.fields.len().saturating_sub(1));
                return Vec::new();
            }
            (Code::Down, _) if !in_lines => {
                form.focus = (form.focus + 1).min(form.fields.len().saturating_sub(1));
                return Vec::new();
            }
            (Code::Up, _) if !in_lines => {
                form.focus = form.focus.saturating_sub(1);
                return Vec::new();
            }
            (Code::Esc, _) => {
                if form.touched && !leaving {
                    form.leaving = true;
                    form.notice = Some(
                        "Not saved yet. Ctrl-S keeps it; Esc again throws it away.".to_owned(),
                    );
                } else if form.purpose == Purpose::Author {
                    self.overlays.pop();
                    self.goes_without_name();
                } else {
                    self.overlays.pop();
                }
                return Vec::new();
            }
            (Code::Char('c' | 'q'), true) => {
                if form.touched {
                    form.leaving = true;
                    form.notice =
                        Some("Not saved yet. Ctrl-S keeps it; Esc throws it away.".to_owned());
                    return Vec::new();
                }
                return self.perform(Action::Quit, now);
            }
            _ => {}
        }
        if type_into(form, key) {
            form.touched = true;
            form.overwrite = false;
            form.notice = None;
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let room = match self.overlays.last_mut() {
            Some(Overlay::Editor(editor)) => editor.field.paste(text),
            Some(Overlay::Form(form)) => {
                form.touched = true;
                form.notice = None;
                match form.focused().map(|field| &mut field.entry) {
                    Some(Entry::Text(field)) => field.paste(text),
                    _ => true,
                }
            }
            Some(Overlay::Picker(picker)) => {
                picker.selected = 0;
                let room = picker.query.paste(text);
                if picker.folder.is_some() {
                    return self.typed_path();
                }
                room
            }
            Some(Overlay::Find(find)) => {
                let room = find.query.paste(text);
                self.find_again();
                room
            }
            _ => {
                self.say(
                    Tone::Warning,
                    "A text was pasted where nothing is typed. Press t for a note or v for \
                     evidence, then paste.",
                );
                return Vec::new();
            }
        };
        if !room {
            self.say(
                Tone::Error,
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
                let again = self.row() == row;
                self.set_row(row);
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
            Hit::Action(action) => {
                if self.available(action).is_ok() {
                    return self.perform(action, now);
                }
            }
            Hit::Pick(row) => match self.overlays.last_mut() {
                Some(Overlay::Picker(picker)) => {
                    picker.selected = row;
                    return self.picked(now);
                }
                Some(Overlay::TakingIn(taking_in)) => taking_in.selected = row,
                Some(Overlay::Find(find)) => {
                    find.selected = row;
                    return self.find_key(Key::plain(Code::Enter), now);
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

    fn wheel(&mut self, by: i16, now: DateTime<Utc>) -> Vec<Effect> {
        let action = if by > 0 { Action::Down } else { Action::Up };
        if self.place() == Place::FORM {
            return Vec::new();
        }
        self.perform(action, now)
    }

    fn outcome(&mut self, outcome: Outcome, now: DateTime<Utc>) -> Vec<Effect> {
        match outcome {
            Outcome::Listed(listed) => {
                self.shelf.take(&self.library, listed, self.today);
            }
            Outcome::Opened(opened) => {
                self.busy = None;
                let mut notices = opened.notices.clone();
                let read_only = opened.read_only.as_ref();
                if let Some(why) = read_only {
                    notices.insert(0, format!("Opened to read only: {why}."));
                }
                self.open = Some(OpenAudit::new(&self.library, *opened, self.today));
                self.screen = Screen::Walk;
                self.overlays.clear();
                self.notify(notices);
                let open = self.open.as_mut();
                if let Some(open) = open
                    && open
                        .walk
                        .at()
                        .is_some_and(|ix| !open.findings.answered(ix).is_open())
                {
                    open.walk.next_open(&self.library, &open.findings);
                }
                return self.stamp_checklists(now);
            }
            Outcome::NotOpened(why) => {
                self.busy = None;
                self.say(Tone::Error, why);
            }
            Outcome::Saved { seq, head, notices } => {
                if let Some(open) = &mut self.open {
                    if seq == open.history.last_seq() {
                        open.save = Save::Saved(now);
                    }
                    open.head = Some(head);
                }
                self.notify(notices);
            }
            Outcome::NotSaved(why) => {
                if let Some(open) = &mut self.open {
                    open.save = Save::Failed(why);
                }
            }
            Outcome::NotWritten(why) => match &mut self.open {
                Some(open) => open.save = Save::NotWritten(why),
                // It was closed just now.
                None => self.say(Tone::Error, why),
            },
            Outcome::Reading(reading) => {
                if let Some(open) = &mut self.open
                    && open.papers.awaited
                {
                    open.papers.reading = Some(reading);
                }
            }
            Outcome::PapersRead {
                documents,
                register,
            } => self.papers_read(&documents, register),
            Outcome::Adding(reading) => self.adding = Some(reading),
            Outcome::Added(added) => return self.added(added, now),
            Outcome::SheetRead(book) => self.sheet_read(book, now),
            Outcome::Folder(Ok(folder)) => self.show_folder(folder),
            Outcome::Folder(Err(why)) => self.say(Tone::Error, why),
            Outcome::Setting { authority, setting } => self.set(&authority, setting),
            Outcome::AuthorKept { name, path } => self.author_kept(name, &path),
            Outcome::CouncilKept(path) => self.council_kept(&path),
            Outcome::Wrote(path) => {
                self.overlays.clear();
                self.say(Tone::Info, format!("Written: {}", path.display()));
            }
            Outcome::Exists(path) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.notice = Some(format!(
                        "{} is there already. Ctrl-S again writes over it; or change the name.",
                        path.display()
                    ));
                    form.overwrite = true;
                }
            }
            Outcome::Failed(why) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.notice = Some(why);
                } else {
                    self.say(Tone::Error, why);
                }
            }
            Outcome::Edited { text, trouble } => {
                if let (Some(text), Some(Overlay::Editor(editor))) =
                    (text, self.overlays.last_mut())
                {
                    editor.field = super::field::Field::lines(
                        text.trim_end_matches('\n'),
                        layout::editor_columns(self.size.0),
                    );
                }
                // The status line would cut it off where it says what to do.
                if let Some(why) = trouble {
                    self.tell_in_full(vec![why]);
                }
            }
        }
        Vec::new()
    }
}

/// Returns true if a key ends the program from anywhere.
fn is_quit(key: Key) -> bool {
    key == Key::ctrl('c') || key == Key::ctrl('q')
}

/// Passes a key to the focused field of a form. Returns true if it changed something.
fn type_into(form: &mut Form, key: Key) -> bool {
    let Some(field) = form.focused() else {
        return false;
    };
    match &mut field.entry {
        Entry::Text(text) => {
            let before = text.text().to_owned();
            text.key(key);
            before != text.text()
        }
        Entry::Choice(options, at) => {
            let count = options.len().max(1);
            match key.code {
                Code::Right | Code::Char(' ') => *at = (*at + 1) % count,
                Code::Left => *at = (*at + count - 1) % count,
                Code::Char(c) => {
                    // A letter selects the next option that begins with it.
                    let found = (1..=count).map(|step| (*at + step) % count).find(|place| {
                        options.get(*place).is_some_and(|(_, label)| {
                            label
                                .to_lowercase()
                                .starts_with(&c.to_lowercase().to_string())
                        })
                    });
                    match found {
                        Some(place) => *at = place,
                        None => return false,
                    }
                }
                _ => return false,
            }
            true
        }
    }
}
