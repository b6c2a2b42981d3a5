//! The state of the desk in front: the choices with their numbers, and what is said of it.
//!
//! Nothing here is a list of its own: the choices are the registry's actions that are available, the
//! rows of the drawn list, the options of the field.

use super::speech::count;
use crate::base::Word as _;
use crate::checklist::{QuestionKind, Status};
use crate::desk::action::{self, ACTIONS, Spec};
use crate::desk::overlay::{FieldEntry, FieldId, Form, FormField, Pick};
use crate::desk::shelf::Content;
use crate::desk::{Action, Code, Desk, Hit, Key, KeyPlace, Overlay, Screen};
use crate::findings::Level;
use crate::view::reader::ScreenText;
use crate::wording::sentence;

/// The actions on the picture itself, which is not there in lines.
pub const OF_THE_SCREEN: [Action; 4] = [
    Action::Mouse,
    Action::Redraw,
    Action::Suspend,
    Action::TurnScale,
];

/// The actions that end a reading under way: an interrupt (Ctrl-C) asks for them, for no answer is
/// asked for before the reading is done.
pub const OF_A_READING: [Action; 2] = [Action::StopReading, Action::StopAdding];

/// The effect of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// It asks for an action.
    Action(Action),
    /// It chooses a row.
    Row(usize),
    /// It chooses an option of the field.
    Option(usize),
    /// It names a document of the register.
    Document(usize),
    /// It goes to a field of the form.
    Field(usize),
    /// It goes to a screen.
    Screen(Screen),
}

/// A choice: its number, its words, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// The number that chooses it.
    pub(super) number: usize,
    /// The words that are said.
    pub(super) label: String,
    /// The words that choose it.
    pub(super) words: Vec<String>,
    /// Its effect.
    pub(super) does: Does,
}

impl Choice {
    fn new(number: usize, label: impl Into<String>, does: Does) -> Self {
        let label = label.into();
        Self {
            number,
            words: vec![label.clone()],
            label,
            does,
        }
    }

    /// Returns the choice of an action.
    pub(super) fn of(number: usize, spec: &Spec) -> Self {
        let mut words = vec![action::word(spec), spec.name.to_owned()];
        let status = Status::ALL
            .iter()
            .find(|one| Action::of_status(**one) == spec.action);
        words.extend(status.map(|one| one.label().to_owned()));
        words.push(spec.short.to_owned());
        // Whoever knows the desk knows its letters.
        let letter = |key: &&&str| key.len() == 1 && key.chars().all(|c| c.is_ascii_lowercase());
        words.extend(spec.keys.iter().filter(letter).map(|key| (*key).to_owned()));
        let label = status.map_or_else(|| action::word(spec), |one| one.label().to_owned());
        Self {
            number,
            label,
            words,
            does: Does::Action(spec.action),
        }
    }

    /// Returns true if it chooses a row.
    pub(super) const fn is_row(&self) -> bool {
        matches!(self.does, Does::Row(_))
    }

    /// Returns the choice as it is said.
    pub(super) fn says(&self) -> String {
        format!("{} {}", self.number, self.label)
    }
}

/// Returns the form in front, if one is.
pub(super) fn form(desk: &Desk) -> Option<&Form> {
    match desk.overlays.last() {
        Some(Overlay::Form(form)) => Some(form),
        _ => None,
    }
}

/// Returns the field in front, if one is.
pub(super) fn field(desk: &Desk) -> Option<&FormField> {
    form(desk).and_then(|form| form.fields.get(form.focus))
}

/// Returns true if the strip for proof waits for its page, so that the walk's words are taken too.
pub(super) fn waits_for_page(desk: &Desk) -> bool {
    form(desk).is_some_and(|form| form.is_strip() && form.at() == Some(FieldId::Page))
}

/// Returns true if lines are typed here until one with a single dot.
pub(super) fn takes_lines(desk: &Desk) -> bool {
    match desk.overlays.last() {
        Some(Overlay::Editor(_)) => true,
        Some(Overlay::Form(_)) => matches!(
            field(desk).map(|field| &field.entry),
            Some(FieldEntry::Text(text)) if text.is_lines()
        ),
        _ => false,
    }
}

/// Returns the key that asks for an action in front, if one does.
pub(super) fn key(desk: &Desk, action: Action) -> Option<Key> {
    let spec = action::spec(action);
    let place = desk.place();
    if spec.place.meets(place)
        && let Some(key) = spec.keys_in(place).next()
    {
        return Some(key);
    }
    // The strip leaves every letter with alt to the walk, and the keys that type and move nothing.
    let left_to_the_walk = |key: Key| match key.code {
        Code::Char(_) if !key.ctrl => Some(Key { alt: true, ..key }),
        Code::Up | Code::Down | Code::F(_) => Some(key),
        _ => None,
    };
    let screen = desk.screen_place();
    (waits_for_page(desk) && spec.place.meets(screen))
        .then(|| spec.keys_in(screen).find_map(left_to_the_walk))
        .flatten()
}

/// Returns the actions that can be asked for in front, the most useful first.
pub fn actions(desk: &Desk) -> Vec<&'static Spec> {
    let mut places = vec![desk.place()];
    if waits_for_page(desk) {
        places.push(desk.screen_place());
    }
    let mut found: Vec<&Spec> = Vec::new();
    for place in places {
        let all = ACTIONS.iter().filter(|spec| spec.place.meets(place));
        for spec in action::footer(place).into_iter().chain(all) {
            let wanted = !OF_THE_SCREEN.contains(&spec.action)
                && !found.iter().any(|one| one.action == spec.action)
                && desk.available(spec.action).is_ok()
                && key(desk, spec.action).is_some();
            if wanted {
                found.push(spec);
            }
        }
    }
    found
}

/// Returns every action in front as a numbered choice, and the screens to go to.
pub(super) fn all_choices(desk: &Desk) -> Vec<Choice> {
    let actions = actions(desk);
    let mut choices: Vec<Choice> = (1..)
        .zip(actions)
        .map(|(number, spec)| Choice::of(number, spec))
        .collect();
    if desk.place().meets(KeyPlace::AUDIT) {
        for screen in Screen::TABS {
            let mut choice = Choice::new(choices.len() + 1, screen.title(), Does::Screen(screen));
            choice.words.push(screen.short().to_owned());
            choices.push(choice);
        }
    }
    choices
}

/// Returns the fields of the form in front as numbered choices.
pub(super) fn fields(desk: &Desk) -> Vec<Choice> {
    let fields = form(desk).map_or(&[][..], |form| &form.fields);
    let choice = |(at, field): (usize, &FormField)| {
        let mut choice = Choice::new(at + 1, field.label, Does::Field(at));
        let value = value(field);
        if !value.is_empty() {
            choice.label = format!("{}: {value}", field.label);
        }
        choice
    };
    fields.iter().enumerate().map(choice).collect()
}

/// Returns the choices that a number means in front: the options of the field, the statuses of the
/// question, the rows of the list, or else what can be done.
pub(super) fn choices(desk: &Desk, reading: &ScreenText) -> Vec<Choice> {
    if let Some(field) = field(desk) {
        return match &field.entry {
            FieldEntry::Choice(options, _) => (1..)
                .zip(options)
                .map(|(number, (_, label))| Choice::new(number, label, Does::Option(number - 1)))
                .collect(),
            FieldEntry::Paper(_) => {
                let documents = desk.open.iter().flat_map(|open| &open.audit().documents);
                documents
                    .enumerate()
                    .map(|(at, one)| Choice::new(at + 1, &one.title, Does::Document(at)))
                    .collect()
            }
            FieldEntry::Text(_) => Vec::new(),
        };
    }
    if matches!(desk.overlays.last(), Some(Overlay::Editor(_))) {
        return Vec::new();
    }
    let rows = rows(desk, reading);
    if !rows.is_empty() {
        let row = |(row, label)| Choice::new(row + 1, label, Does::Row(row));
        return rows.into_iter().map(row).collect();
    }
    let statuses: Vec<Action> = Status::ALL
        .iter()
        .map(|status| Action::of_status(*status))
        .collect();
    if desk.place() == KeyPlace::WALK && is_judged(desk) {
        return (1..)
            .zip(&statuses)
            .map(|(number, action)| Choice::of(number, action::spec(*action)))
            .collect();
    }
    let place = desk.place();
    let footer = action::footer(place).into_iter().filter(|spec| {
        !place.meets(KeyPlace::SEARCHED)
            && !spec.place.meets(KeyPlace::LIBRARY.or(KeyPlace::SEARCHED))
            && desk.available(spec.action).is_ok()
            && key(desk, spec.action).is_some()
    });
    (1..)
        .zip(footer.take(8))
        .map(|(number, spec)| Choice::of(number, spec))
        .collect()
}

/// Returns the rows of the list in front, each with its index and its words.
fn rows(desk: &Desk, reading: &ScreenText) -> Vec<(usize, String)> {
    match desk.overlays.last() {
        Some(Overlay::Picker(picker)) => {
            let rows = picker.shown().into_iter().map(|item| {
                let mut parts = vec![item.label.clone()];
                if item.mark.trim().chars().any(char::is_alphabetic) {
                    parts.insert(0, format!("{}:", item.mark.trim()));
                }
                let why = item.disabled_reason.as_ref();
                let detail =
                    why.map_or_else(|| item.detail.clone(), |why| format!("not now: {why}"));
                if !detail.is_empty() && !matches!(item.pick, Pick::Command(_)) {
                    parts.push(format!("({detail})"));
                }
                parts.join(" ")
            });
            rows.enumerate().collect()
        }
        None if desk.screen == Screen::Library => {
            let rows = desk.shelf.rows.iter().map(|row| match &row.content {
                Content::Known(of) => {
                    format!("{}: {}, {}", of.authority, of.service, of.verdict.short())
                }
                Content::Awaited => row.name.clone(),
                Content::Unreadable(_) => format!("{} cannot be read", row.name),
            });
            rows.enumerate().collect()
        }
        over => {
            let rows = reading.rows.iter().map(|(row, text)| {
                let (mark, rest) = match text.split_once(' ') {
                    Some((mark, rest)) if mark.len() == 1 => (mark, rest),
                    _ => ("", text.as_str()),
                };
                let label = match (mark, over) {
                    ("x", Some(Overlay::Drop(_))) => format!("chosen, {}", unmarked(rest)),
                    ("B", None) => format!("{}: {rest}", Level::Breach.word()),
                    ("U", None) => format!("{}: {rest}", Level::Undermines.word()),
                    ("D", None) => format!("{}: {rest}", Level::Departure.word()),
                    ("G", None) => format!("{}: {rest}", Level::Gap.word()),
                    ("", _) => rest.to_owned(),
                    _ => unmarked(rest).to_owned(),
                };
                (*row, label)
            });
            rows.collect()
        }
    }
}

/// Returns a row without a second mark.
fn unmarked(row: &str) -> &str {
    match row.split_once(' ') {
        Some((mark, rest)) if mark.len() == 1 && !mark.chars().all(char::is_alphanumeric) => rest,
        _ => row,
    }
}

/// Returns true if the question in front takes a status.
fn is_judged(desk: &Desk) -> bool {
    let ix = desk.open.as_ref().and_then(|open| open.walk.at());
    ix.is_some_and(|ix| desk.library.question(ix).kind == QuestionKind::Judgement)
}

/// Returns the contents of a field as they are said.
pub(super) fn value(field: &FormField) -> String {
    match &field.entry {
        FieldEntry::Text(text) => text.text().to_owned(),
        FieldEntry::Choice(options, at) => options
            .get(*at)
            .map_or(String::new(), |(_, one)| one.clone()),
        FieldEntry::Paper(paper) if paper.is_new() => format!("new, {}", paper.title()),
        FieldEntry::Paper(paper) => paper.title().to_owned(),
    }
}

/// Returns the names of the places one is in, from the outside to the inside.
pub(super) fn whereabouts(desk: &Desk) -> Vec<String> {
    let mut names = match &desk.open {
        Some(open) if desk.screen != Screen::Library => {
            vec![
                format!("Audit {}", open.name),
                desk.screen.title().to_owned(),
            ]
        }
        _ => vec![Screen::Library.title().to_owned()],
    };
    if let (Screen::Walk, Some(open)) = (desk.screen, &desk.open)
        && let Some(group) = open.walk.groups.get(open.walk.group)
    {
        names.push(group.title.clone());
    }
    names
}

/// Returns the answer to “where am I”.
pub(super) fn where_am_i(desk: &Desk, reading: &ScreenText) -> Vec<String> {
    let mut said = vec![whereabouts(desk).join(", ")];
    match desk.overlays.last() {
        Some(Overlay::Form(form)) => said.push(form.title.clone()),
        Some(Overlay::Editor(editor)) => said.push(editor.title.clone()),
        Some(_) => said.extend(reading.heads.first().cloned()),
        None => {}
    }
    let Some(open) = desk
        .open
        .as_ref()
        .filter(|_| desk.screen != Screen::Library)
    else {
        return said;
    };
    if desk.screen == Screen::Walk
        && let Some(group) = open.walk.groups.get(open.walk.group)
    {
        let (row, of) = (open.walk.row + 1, group.questions.len());
        said.push(format!("Question {row} of {of} here"));
    }
    let findings = &open.findings;
    said.push(format!("Verdict: {}", findings.verdict.label()));
    let answered = findings.core - findings.core_open.len();
    said.push(format!(
        "Core questions: {answered} of {} answered",
        findings.core
    ));
    said
}

/// Returns what is said of the desk in front, the first things first; `rows` is true if the list is
/// to be heard before the text about its row.
pub(super) fn sentences(
    desk: &Desk,
    reading: &ScreenText,
    choices: &[Choice],
    rows: bool,
) -> Vec<String> {
    match desk.overlays.last() {
        Some(Overlay::Form(form)) => return in_form(form),
        Some(Overlay::Editor(editor)) => {
            let mut said = vec![editor.title.clone()];
            said.extend(editor.notice.clone());
            said.push("Type lines; a line of a single dot saves them".to_owned());
            if !editor.field.text().is_empty() {
                said.push("They are added to this text; clear empties it".to_owned());
                said.push(editor.field.text().to_owned());
            }
            return said;
        }
        _ => {}
    }
    let list: Vec<String> = if choices.first().is_some_and(Choice::is_row) {
        choices.iter().map(Choice::says).collect()
    } else {
        Vec::new()
    };
    let mut paragraphs = reading.paragraphs.clone();
    let in_walk = desk.overlays.is_empty() && desk.screen == Screen::Walk;
    if in_walk && paragraphs.len() > 1 {
        // The question comes before what it belongs to.
        paragraphs.swap(0, 1);
        return paragraphs;
    }
    let in_page = desk.place() == KeyPlace::PAGE_VIEW;
    if let Some(here) = paragraph(desk).filter(|_| in_page && !rows) {
        let mut said = vec![here];
        said.extend(reading.heads.clone());
        return said;
    }
    let in_library = desk.overlays.is_empty() && desk.screen == Screen::Library;
    let mut said = reading.heads.clone();
    if in_library {
        // The heads of its columns, and the marks of its levels.
        said.clear();
        for one in &mut paragraphs {
            let words = one
                .split(' ')
                .filter(|word| !["B", "U", "D", "G"].contains(word));
            *one = words.collect::<Vec<_>>().join(" ");
        }
    }
    if let Some(Overlay::Picker(picker)) = desk.overlays.last() {
        said = vec![picker.title.clone()];
        let typed = picker.query.text();
        match (list.is_empty(), typed.is_empty()) {
            (true, true) => said.push("Type words to search for".to_owned()),
            (true, false) => said.push(format!("Nothing has all these words: {typed}")),
            (false, _) => {}
        }
    }
    if rows {
        said.extend(list);
        said.extend(paragraphs);
        return said;
    }
    paragraphs.extend(list);
    paragraphs
}

/// Returns the paragraph in front on the page of a paper.
fn paragraph(desk: &Desk) -> Option<String> {
    let papers = &desk.open.as_ref()?.papers;
    let view = papers.page_view.as_ref()?;
    let page = papers.paper(&view.document)?.paper.pages.get(view.page)?;
    let text = &page.paragraphs.get(view.paragraph)?.text;
    let (at, of) = (view.paragraph + 1, page.paragraphs.len());
    let marked = if view.marked.contains(&(view.page, view.paragraph)) {
        ", marked"
    } else {
        ""
    };
    Some(format!("Paragraph {at} of {of}{marked}: {text}"))
}

/// Returns what is said of the field in front of a form.
fn in_form(form: &Form) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(form.notice.clone());
    let Some(field) = form.fields.get(form.focus) else {
        return said;
    };
    let now = value(field);
    let place = format!(
        "{} of {}, {}",
        form.focus + 1,
        form.fields.len(),
        field.label
    );
    if now.is_empty() || count(&now) > 15 {
        said.push(place);
    } else {
        said.push(format!("{place}: {now}"));
    }
    match &field.entry {
        FieldEntry::Choice(..) => {}
        FieldEntry::Paper(_) => {
            said.push("Type a title or a part of one; a new title is a new paper".to_owned());
        }
        FieldEntry::Text(text) => {
            said.push(field.help.to_string());
            if text.is_lines() {
                said.push("A line of a single dot ends it".to_owned());
            }
        }
    }
    if let Some(own) = form.own() {
        let word = action::key_of(Action::TakeOwn);
        said.push(format!("{} says: {}", own.from, own.value));
        said.push(sentence(&format!("type {word} to use it")));
    }
    if count(&now) > 15 {
        said.push(format!("Now: {now}"));
    }
    said
}

/// Returns the place of a row in the drawing, to be clicked.
pub(super) fn middle_of(reading: &ScreenText, wanted: &Hit) -> Option<(u16, u16)> {
    let hits = reading.drawn.hits.iter().rev();
    hits.clone()
        .find(|(_, hit)| hit == wanted)
        .map(|((left, top, ..), _)| (*left, *top))
}
