//! A typed line as the messages that keys and clicks would make.

use super::front::{self, Choice, Does};
use super::speech::{MOST_WORDS, Speech};
use super::{Before, BeforeEntry, Face, Last, PlainTurn};
use crate::desk::action::{self, ACTIONS};
use crate::desk::forms::page_name::PageName;
use crate::desk::overlay::{FieldEntry, Form};
use crate::desk::{Action, Code, Desk, Hit, Key, KeyPlace, Message, Overlay, Screen};

/// The help in general: a short piece, and the rest of it.
const HELP: [&str; 6] = [
    "Answer with a number or with the word itself; the beginning is enough",
    "“choices” gives all you can do here, “more” the rest of a text, “list” the list again",
    "“back”, “where”, “undo”, “again” and “quit” work everywhere; quit saves everything",
    "“next” and “previous” go through a list or the questions",
    "In a form “skip” keeps what is there, “clear” empties it, “save” saves it all",
    "A backslash before a line makes it text. “help” and a word explains the word",
];

/// A word that means the same wherever it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Back,
    Where,
    Undo,
    Help,
    Quit,
    More,
    Again,
    Choices,
    Fields,
    List,
    Next,
    Previous,
    Skip,
    Clear,
    Save,
}

impl Word {
    /// Returns the word of a line; it must be the whole line.
    fn of(line: &str) -> Option<Self> {
        Some(match line {
            "back" => Self::Back,
            "where" | "where am i" | "where am i?" => Self::Where,
            "undo" => Self::Undo,
            "help" | "?" => Self::Help,
            "quit" => Self::Quit,
            "more" => Self::More,
            "again" => Self::Again,
            "choices" => Self::Choices,
            "fields" => Self::Fields,
            "list" => Self::List,
            "next" => Self::Next,
            "previous" => Self::Previous,
            "skip" => Self::Skip,
            "clear" => Self::Clear,
            "save" => Self::Save,
            _ => return None,
        })
    }
}

/// The choices that a line may mean.
enum Found<'c> {
    One(&'c Choice),
    Many(Vec<&'c Choice>),
    None,
}

/// Returns a line as it is compared: lower case, hyphens as spaces.
fn as_compared(line: &str) -> String {
    let line = line.to_lowercase().replace(['-', '_'], " ");
    let line = line.replace('’', "'");
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .join(" ")
        .trim_end_matches(['…', '.'])
        .trim_end()
        .to_owned()
}

/// Finds the choice of a line: the one that has the word, or else the only one that begins so.
fn find<'c>(choices: &'c [Choice], line: &str, beginnings: bool) -> Found<'c> {
    let line = as_compared(line);
    let has = |choice: &&Choice, test: &dyn Fn(&str) -> bool| {
        choice.words.iter().any(|word| test(&as_compared(word)))
    };
    let whole = choices.iter().find(|one| has(one, &|word| word == line));
    if let Some(one) = whole {
        return Found::One(one);
    }
    if !beginnings || line.is_empty() {
        return Found::None;
    }
    let mut found: Vec<&Choice> = Vec::new();
    for one in choices
        .iter()
        .filter(|one| has(one, &|word| word.starts_with(&line)))
    {
        if !found.iter().any(|other| other.does == one.does) {
            found.push(one);
        }
    }
    match found.as_slice() {
        [] => Found::None,
        [one] => Found::One(one),
        _ => Found::Many(found),
    }
}

fn key(key: Key) -> Message {
    Message::Key(key)
}

fn plain(code: Code) -> Message {
    Message::Key(Key::plain(code))
}

impl Face {
    /// Returns what a typed line asks for.
    pub fn answer(&mut self, desk: &Desk, line: &str) -> PlainTurn {
        let turn = self.understood(desk, line.trim_end_matches(['\r', '\n']));
        match &turn {
            PlainTurn::Messages(messages) => {
                self.menu.clear();
                if messages.iter().any(|one| matches!(one, Message::Key(_))) {
                    self.toast = None;
                }
            }
            PlainTurn::Said => self.last = Last::Aside,
            PlainTurn::Quit => {}
        }
        turn
    }

    fn understood(&mut self, desk: &Desk, line: &str) -> PlainTurn {
        let trimmed = line.trim();
        if let Some(text) = line.strip_prefix('\\').filter(|_| takes_text(desk)) {
            return self.typed(desk, text, true);
        }
        if let Some(word) = Word::of(&trimmed.to_lowercase())
            && let Some(turn) = self.word(desk, word)
        {
            return turn;
        }
        if let Some(about) = trimmed.to_lowercase().strip_prefix("help ")
            && !takes_text(desk)
        {
            return self.explain(desk, about);
        }
        let number = trimmed.parse::<usize>().ok();
        if let Some(choice) = number.and_then(|number| by_number(&self.menu, number)) {
            return self.does(desk, choice.does);
        }
        if front::takes_lines(desk) {
            return self.line_typed(desk, line, false);
        }
        let actions = front::all_choices(desk);
        let typing = desk.place().meets(KeyPlace::SEARCHED.or(KeyPlace::DROP));
        match front::field(desk).map(|field| &field.entry) {
            Some(FieldEntry::Choice(..)) if !trimmed.is_empty() => {}
            Some(_) if front::waits_for_page(desk) => {
                // One letter is rather a word cut short.
                let is_page = trimmed.parse::<u32>().is_ok()
                    || (trimmed.len() > 1 && PageName::parse(trimmed).is_some());
                if is_page {
                    return self.typed(desk, trimmed, false);
                }
            }
            Some(FieldEntry::Paper(_)) if number.is_some() => {}
            Some(FieldEntry::Text(_) | FieldEntry::Paper(_)) => {
                if let Found::One(choice) = find(&actions, trimmed, false) {
                    return self.does(desk, choice.does);
                }
                return if trimmed.is_empty() {
                    self.word(desk, Word::Skip).unwrap_or(PlainTurn::Said)
                } else {
                    self.typed(desk, trimmed, false)
                };
            }
            _ => {}
        }
        if trimmed.is_empty() {
            return PlainTurn::Messages(Vec::new());
        }
        if let Some(number) = number {
            return match by_number(&self.choices, number) {
                Some(choice) => self.does(desk, choice.does),
                None => self.say(format!("There is no number {number} here")),
            };
        }
        // A list that is narrowed by typing takes whole words only.
        let waits = matches!(desk.overlays.last(), Some(Overlay::Picker(picker))
            if picker.wait_for_words || picker.folder.is_some());
        let of_action = find(&actions, trimmed, !typing);
        let found = match of_action {
            Found::None => find(&self.choices, trimmed, !waits),
            found => found,
        };
        match found {
            Found::One(choice) => {
                let does = choice.does;
                self.does(desk, does)
            }
            _ if typing => PlainTurn::Messages(narrowed(trimmed)),
            Found::Many(found) => {
                let labels: Vec<&str> =
                    found.iter().take(6).map(|one| one.label.as_str()).collect();
                self.say(format!("“{trimmed}” could be: {}", labels.join("; ")))
            }
            Found::None => self.refuse(desk, trimmed),
        }
    }

    /// Says something, and changes nothing.
    fn say(&mut self, says: String) -> PlainTurn {
        self.says.push(says);
        PlainTurn::Said
    }

    /// Says why a line means nothing here: the reason why its action is not available, if it names
    /// one of this place.
    fn refuse(&mut self, desk: &Desk, line: &str) -> PlainTurn {
        let here = desk.place().or(desk.screen_place());
        let named = ACTIONS.iter().find(|spec| {
            let words = [
                action::word(spec),
                spec.name.to_owned(),
                spec.short.to_owned(),
            ];
            spec.place.meets(here)
                && words
                    .iter()
                    .any(|word| as_compared(word) == as_compared(line))
        });
        if let Some(Err(why)) = named.map(|spec| desk.available(spec.action)) {
            return self.say(format!("Not now: {why}"));
        }
        let short: String = line.chars().take(40).collect();
        self.say(format!(
            "“{short}” is not a choice here, and nothing was changed. Type “choices” to hear them"
        ))
    }

    /// Explains the word of an action.
    fn explain(&mut self, desk: &Desk, about: &str) -> PlainTurn {
        let choices = front::all_choices(desk);
        match find(&choices, about, true) {
            Found::One(choice) => match choice.does {
                Does::Action(action) => {
                    let says = format!("{}: {}", choice.label, action::spec(action).help);
                    self.say(says)
                }
                _ => self.refuse(desk, about),
            },
            _ => self.refuse(desk, about),
        }
    }

    /// Does what a choice does.
    fn does(&mut self, desk: &Desk, does: Does) -> PlainTurn {
        match does {
            Does::Action(action) => match front::key(desk, action) {
                Some(one) => PlainTurn::Messages(vec![key(one)]),
                None => self.refuse(desk, action::spec(action).name),
            },
            Does::Row(row) => self.row(desk, row),
            Does::Screen(screen) => match front::middle_of(&self.reading, &Hit::Tab(screen)) {
                Some((x, y)) => PlainTurn::Messages(vec![Message::Click(x, y)]),
                None => PlainTurn::Said,
            },
            Does::Field(at) => match front::middle_of(&self.reading, &Hit::Field(at)) {
                Some((x, y)) => PlainTurn::Messages(vec![Message::Click(x, y)]),
                None => PlainTurn::Said,
            },
            Does::Option(at) => {
                let Some(form) = front::form(desk) else {
                    return PlainTurn::Said;
                };
                self.remember(form);
                let mut messages = turned_to(form, at);
                messages.push(onward(form));
                PlainTurn::Messages(messages)
            }
            Does::Document(at) => {
                let documents = desk.open.as_ref().map(|open| &open.audit().documents);
                match documents.and_then(|all| all.get(at)) {
                    Some(document) => self.typed(desk, &document.title, false),
                    None => PlainTurn::Said,
                }
            }
        }
    }

    /// Chooses a row, as a click does; in the library its audit is opened.
    fn row(&mut self, desk: &Desk, row: usize) -> PlainTurn {
        let over = !desk.overlays.is_empty();
        let hit = if over { Hit::Pick(row) } else { Hit::Row(row) };
        let Some((x, y)) = front::middle_of(&self.reading, &hit) else {
            return PlainTurn::Said;
        };
        let click = Message::Click(x, y);
        self.last = Last::Row;
        if !over && desk.screen == Screen::Library && desk.shelf.selected != row {
            return PlainTurn::Messages(vec![click.clone(), click]);
        }
        PlainTurn::Messages(vec![click])
    }

    /// Does what one of the words does that mean the same everywhere; `None` if it means nothing
    /// here but itself.
    fn word(&mut self, desk: &Desk, word: Word) -> Option<PlainTurn> {
        let in_box = desk.place().meets(KeyPlace::BOX);
        let asked = |action: Action| front::key(desk, action).map(key);
        let turn = match word {
            Word::Back => {
                if desk.overlays.is_empty() && desk.screen == Screen::Library {
                    self.say("This is the library. Type “quit” to end".to_owned())
                } else {
                    PlainTurn::Messages(vec![plain(Code::Esc)])
                }
            }
            Word::Where => {
                self.says = front::where_am_i(desk, &self.reading);
                PlainTurn::Said
            }
            Word::Undo => return Some(self.undo(desk)),
            Word::Help => {
                self.says = HELP.map(str::to_owned).to_vec();
                PlainTurn::Said
            }
            Word::Quit => PlainTurn::Quit,
            Word::More => {
                self.says = self.rest.piece(MOST_WORDS);
                self.says.retain(|one| one != "(more)");
                if self.says.is_empty() {
                    self.says.push("That is all".to_owned());
                }
                PlainTurn::Said
            }
            Word::Again => {
                self.said_choices.clear();
                self.titled.clear();
                PlainTurn::Messages(Vec::new())
            }
            Word::Choices | Word::Fields => {
                let menu = if word == Word::Choices {
                    front::all_choices(desk)
                } else {
                    front::fields(desk)
                };
                if menu.is_empty() {
                    return None;
                }
                self.says = menu.iter().map(Choice::says).collect();
                self.rest = Speech::default();
                self.menu = menu;
                PlainTurn::Said
            }
            Word::List => {
                if !self.choices.first().is_some_and(Choice::is_row) {
                    return None;
                }
                PlainTurn::Messages(Vec::new())
            }
            Word::Next if desk.place() == KeyPlace::PROOF => {
                PlainTurn::Messages(vec![asked(Action::KeepProof)?])
            }
            Word::Next | Word::Previous => {
                let down = word == Word::Next;
                self.last = Last::Row;
                PlainTurn::Messages(vec![asked(if down { Action::Down } else { Action::Up })?])
            }
            Word::Skip => {
                let form = front::form(desk)?;
                PlainTurn::Messages(vec![onward(form)])
            }
            Word::Clear if in_box => match desk.overlays.last()? {
                Overlay::Editor(editor) => {
                    PlainTurn::Messages(emptied(&FieldEntry::Text(editor.field.clone())))
                }
                Overlay::Form(form) => {
                    let entry = &form.fields.get(form.focus)?.entry;
                    let mut messages = emptied(entry);
                    self.remember(form);
                    messages.push(onward(form));
                    PlainTurn::Messages(messages)
                }
                _ => return None,
            },
            Word::Save if in_box => PlainTurn::Messages(vec![key(Key::ctrl('s'))]),
            Word::Clear | Word::Save => return None,
        };
        Some(turn)
    }

    /// Takes back the last line typed into a form or a text, or else the last change.
    fn undo(&mut self, desk: &Desk) -> PlainTurn {
        let undo = || plain(Code::Char('u'));
        match desk.overlays.as_slice() {
            [] if desk.screen == Screen::Library => {
                self.say("There is nothing to undo in the library".to_owned())
            }
            [] => PlainTurn::Messages(vec![undo()]),
            [.., Overlay::Editor(_)] => PlainTurn::Messages(vec![key(Key::ctrl('z'))]),
            [.., Overlay::Form(form)] => {
                if let Some(before) = self.before.pop_if(|before| before.form == form.title) {
                    return self.put_back(form, &before);
                }
                if form.is_strip() && !form.differs() {
                    return PlainTurn::Messages(vec![plain(Code::Esc), undo()]);
                }
                self.say("Nothing was typed here that could be taken back".to_owned())
            }
            [_] => PlainTurn::Messages(vec![plain(Code::Esc), undo()]),
            _ => self.say("Type “back” first, then “undo”".to_owned()),
        }
    }

    /// Puts a field back as it was before a line was typed into it.
    fn put_back(&self, form: &Form, before: &Before) -> PlainTurn {
        let mut messages = Vec::new();
        let hit = Hit::Field(before.field);
        if let Some((x, y)) = front::middle_of(&self.reading, &hit) {
            messages.push(Message::Click(x, y));
        }
        let mut at = form.clone();
        at.focus = before.field;
        match &before.entry {
            BeforeEntry::Text(text) => {
                messages.extend(
                    at.fields
                        .get(at.focus)
                        .map(|one| emptied(&one.entry))
                        .into_iter()
                        .flatten(),
                );
                messages.push(Message::Paste(text.clone()));
            }
            BeforeEntry::Option(option) => messages.extend(turned_to(&at, *option)),
        }
        PlainTurn::Messages(messages)
    }

    /// Remembers the field in front, to be put back.
    fn remember(&mut self, form: &Form) {
        let Some(field) = form.fields.get(form.focus) else {
            return;
        };
        let entry = match &field.entry {
            FieldEntry::Text(text) => BeforeEntry::Text(text.text().to_owned()),
            FieldEntry::Paper(paper) => BeforeEntry::Text(paper.title().to_owned()),
            FieldEntry::Choice(_, at) => BeforeEntry::Option(*at),
        };
        self.before.retain(|one| one.form == form.title);
        self.before.push(Before {
            form: form.title.clone(),
            field: form.focus,
            entry,
        });
    }

    /// Types a line into the field in front, over what is there, and goes on to the next field; a
    /// literal line is text whatever it says.
    fn typed(&mut self, desk: &Desk, text: &str, literal: bool) -> PlainTurn {
        match desk.overlays.last() {
            Some(Overlay::Form(form)) => {
                if front::takes_lines(desk) {
                    return self.line_typed(desk, text, literal);
                }
                let Some(field) = form.fields.get(form.focus) else {
                    return PlainTurn::Said;
                };
                self.remember(form);
                let mut messages = emptied(&field.entry);
                messages.push(Message::Paste(text.to_owned()));
                messages.push(onward(form));
                PlainTurn::Messages(messages)
            }
            Some(Overlay::Editor(_)) => self.line_typed(desk, text, literal),
            _ => PlainTurn::Messages(narrowed(text)),
        }
    }

    /// Types a line of a text of several lines; a single dot ends it, unless it is meant literally.
    fn line_typed(&mut self, desk: &Desk, line: &str, literal: bool) -> PlainTurn {
        let ends = !literal && line.trim() == ".";
        let field = match desk.overlays.last() {
            Some(Overlay::Editor(_)) if ends => {
                return PlainTurn::Messages(vec![key(Key::ctrl('s'))]);
            }
            Some(Overlay::Form(form)) if ends => return PlainTurn::Messages(vec![onward(form)]),
            Some(Overlay::Editor(editor)) => &editor.field,
            Some(Overlay::Form(form)) => match form.fields.get(form.focus).map(|one| &one.entry) {
                Some(FieldEntry::Text(text)) => text,
                _ => return PlainTurn::Said,
            },
            _ => return PlainTurn::Said,
        };
        self.last = Last::Line;
        let text = if field.text().is_empty() {
            line.to_owned()
        } else {
            format!("\n{line}")
        };
        PlainTurn::Messages(vec![Message::Paste(text)])
    }
}

/// Returns true if a line may be a text here.
fn takes_text(desk: &Desk) -> bool {
    let choice = matches!(
        front::field(desk).map(|field| &field.entry),
        Some(FieldEntry::Choice(..))
    );
    let place = desk.place();
    !choice && place.meets(KeyPlace::BOX.or(KeyPlace::SEARCHED).or(KeyPlace::DROP))
}

fn by_number(choices: &[Choice], number: usize) -> Option<Choice> {
    choices.iter().find(|one| one.number == number).cloned()
}

/// Returns the message that goes on from the field in front; from the last it saves the form.
fn onward(form: &Form) -> Message {
    if form.focus + 1 >= form.fields.len() {
        key(Key::ctrl('s'))
    } else {
        plain(Code::Tab)
    }
}

/// Returns the messages that turn the choice in front to an option.
fn turned_to(form: &Form, option: usize) -> Vec<Message> {
    let Some(FieldEntry::Choice(options, now)) = form.fields.get(form.focus).map(|one| &one.entry)
    else {
        return Vec::new();
    };
    let count = options.len().max(1);
    let steps = (option + count - now % count) % count;
    (0..steps).map(|_| plain(Code::Right)).collect()
}

/// Returns the messages that empty a field.
fn emptied(entry: &FieldEntry) -> Vec<Message> {
    let cut = || key(Key::ctrl('u'));
    match entry {
        FieldEntry::Text(text) if text.is_lines() => {
            let end = Message::Key(Key {
                ctrl: true,
                ..Key::plain(Code::End)
            });
            let mut messages = vec![end];
            for _ in text.drawn().0 {
                messages.extend([cut(), plain(Code::Backspace)]);
            }
            messages
        }
        FieldEntry::Paper(paper) if paper.typed.text().is_empty() && paper.named().is_none() => {
            Vec::new()
        }
        FieldEntry::Text(_) | FieldEntry::Paper(_) => vec![plain(Code::End), cut()],
        FieldEntry::Choice(_, 0) => Vec::new(),
        FieldEntry::Choice(options, at) => {
            (*at..options.len()).map(|_| plain(Code::Right)).collect()
        }
    }
}

/// Returns the messages that narrow the list in front to some words.
fn narrowed(words: &str) -> Vec<Message> {
    let mut messages = vec![plain(Code::End), key(Key::ctrl('u'))];
    messages.push(Message::Paste(words.to_owned()));
    messages
}

#[cfg(test)]
mod tests {
    use super::super::front::{OF_A_READING, OF_THE_SCREEN};
    use super::*;
    use crate::desk::action::Spec;

    /// The actions of a place, each with its choice.
    fn of_place(place: KeyPlace) -> Vec<(&'static Spec, Choice)> {
        let here = ACTIONS.iter().filter(|spec| spec.place.meets(place));
        here.map(|spec| (spec, Choice::of(1, spec))).collect()
    }

    #[test]
    fn each_word_of_a_place_means_its_own_action_and_no_other() {
        // These mean the same as the words that mean the same everywhere.
        let same = |action| match action {
            Action::Help => Some(Word::Help),
            Action::Back => Some(Word::Back),
            Action::Undo => Some(Word::Undo),
            Action::Quit => Some(Word::Quit),
            Action::KeepForm | Action::KeepText => Some(Word::Save),
            Action::ClearAnswer => Some(Word::Clear),
            _ => None,
        };
        for &(place, title) in KeyPlace::ALL {
            let all = of_place(place);
            let choices: Vec<Choice> = all.iter().map(|(_, choice)| choice.clone()).collect();
            for (spec, _) in &all {
                let word = action::word(spec);
                match find(&choices, &word, false) {
                    Found::One(choice) => {
                        assert_eq!(choice.does, Does::Action(spec.action), "{title}: {word}");
                    }
                    _ => panic!("{title}: {word}"),
                }
                if let Some(general) = Word::of(&as_compared(&word)) {
                    assert_eq!(same(spec.action), Some(general), "{title}: {word}");
                }
            }
        }
    }

    #[test]
    fn each_action_of_a_place_has_a_key_there_that_means_it() {
        for &(place, title) in KeyPlace::ALL {
            for (spec, _) in of_place(place) {
                let exempt =
                    OF_THE_SCREEN.contains(&spec.action) || OF_A_READING.contains(&spec.action);
                let key = spec.keys_in(place).next();
                assert!(exempt || key.is_some(), "{title}: {}", spec.name);
            }
        }
    }

    #[test]
    fn a_line_is_compared_without_case_hyphens_or_the_end_of_a_sentence() {
        for (line, compared) in [
            ("Not-Met", "not met"),
            (" no  evidence. ", "no evidence"),
            ("quote under …", "quote under"),
            ("who’s there", "who's there"),
        ] {
            assert_eq!(as_compared(line), compared);
        }
    }
}
