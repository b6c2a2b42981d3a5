//! The plain face of the desk: short lines out, typed lines in, for a screen reader, a braille line
//! or a script.
//!
//! It is no second program. It reads the same [`Desk`] that is drawn elsewhere, and turns a typed line
//! into the messages that keys and clicks make: what the desk can do, it can do.

mod answer;
mod front;
mod speech;

use crate::desk::open::Save;
use crate::desk::{Desk, Message, Overlay, Screen, action};
use crate::view::reader::{self, ScreenText};
use front::Choice;
use speech::Speech;

pub use front::{OF_A_READING, OF_THE_SCREEN, actions};
pub use speech::{MOST_WORDS, fit_to_say};

/// The columns and rows that a screen is read at: no list stands beside a text.
const PAGE: (u16, u16) = (99, 200);

/// The columns and rows of the library, whose rows are long.
const WIDE: (u16, u16) = (200, 200);

/// The sentences at the start.
const WELCOME: &str = "Type a number or a word. Help explains it";

/// The result of a typed line.
#[derive(Debug)]
pub enum PlainTurn {
    /// The desk gets these messages.
    Messages(Vec<Message>),
    /// Something is said, and nothing is changed.
    Said,
    /// The program ends; everything typed is kept.
    Quit,
}

/// A field as it was before a line was typed into it.
#[derive(Debug)]
struct Before {
    /// The form, by its title.
    form: String,
    /// The index of the field.
    field: usize,
    /// Its text, or the index of its option.
    entry: BeforeEntry,
}

/// The contents of a field before a line was typed.
#[derive(Debug)]
enum BeforeEntry {
    Text(String),
    Option(usize),
}

/// The kind of the last answer, by which the next prompt is made.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A change, or a move: everything in front is told.
    #[default]
    Other,
    /// A question about the program: its reply alone is told.
    Aside,
    /// The choice of a row: its text comes before the list.
    Row,
    /// A line of a text of several lines: nothing is told.
    Line,
}

/// The face: what was said last, and what a number means now.
#[derive(Debug, Default)]
pub struct Face {
    /// True if only ASCII can be told.
    ascii: bool,
    /// The drawing that the last prompt was made of.
    reading: ScreenText,
    /// The choices that the numbers of the last prompt mean.
    choices: Vec<Choice>,
    /// The menu that was asked for; its numbers come first.
    menu: Vec<Choice>,
    /// The rest of the text, to be heard when more is asked for.
    rest: Speech,
    /// The sentences of the face itself.
    says: Vec<String>,
    /// The kind of the last answer.
    last: Last,
    /// The places that were named last.
    named: Vec<String>,
    /// The title of the form or page that was named last.
    titled: String,
    /// The choices that were said last.
    said_choices: Vec<String>,
    /// The notice that was told last, while no key has taken it away.
    toast: Option<String>,
    /// The step of the tour that was told last.
    step: String,
    /// The state of saving that was told last.
    saving: String,
    /// The fields as they were before lines were typed into them.
    before: Vec<Before>,
}

impl Face {
    /// Returns a face; the sentences of this thread name words to type from now on, not keys.
    pub fn new(ascii: bool) -> Self {
        action::name_by_word();
        Self {
            ascii,
            ..Self::default()
        }
    }

    /// Returns what is said before the next answer, in a line of at most [`MOST_WORDS`] words; empty
    /// while a text of several lines is being typed.
    pub fn prompt(&mut self, desk: &mut Desk) -> String {
        let size = match (desk.screen, desk.overlays.is_empty()) {
            (Screen::Library, true) => WIDE,
            _ => PAGE,
        };
        self.reading = reader::read(desk, size);
        desk.drawn = self.reading.drawn.clone();
        let last = std::mem::take(&mut self.last);
        if last == Last::Aside {
            return self.say_aside();
        }
        let choices = front::choices(desk, &self.reading);
        let mut told = std::mem::take(&mut self.says);
        if self.named.is_empty() {
            told.push(WELCOME.to_owned());
        }
        // What to press now is never left for later.
        told.extend(self.of_tour(desk));
        let toast = desk.toast.as_ref().map(|toast| toast.message.clone());
        told.extend(toast.clone().filter(|_| toast != self.toast));
        self.toast = toast;
        told.extend(self.of_saving(desk));
        if last == Last::Line && front::takes_lines(desk) && told.is_empty() {
            self.choices = choices;
            return String::new();
        }
        told.extend(self.of_place(desk));
        told.extend(self.of_title(desk));
        let mut sentences = front::sentences(desk, &self.reading, &choices, last != Last::Row);
        self.choices = choices;
        let (offer, later) = self.offered();
        sentences.extend(later);
        let (told, sentences) = (self.fit(told), self.fit(sentences));
        let room = MOST_WORDS - speech::count(&speech::line(&offer));
        let mut told = Speech::new(told);
        let first = sentences.first().map_or(0, |one| speech::count(one));
        let mut piece = told.piece(room.saturating_sub(first.min(28)));
        piece.retain(|one| one != "(more)");
        let used = speech::count(&speech::line(&piece));
        self.rest = Speech::new(sentences);
        let body = self.rest.piece(room - used);
        piece.extend(body);
        // What was not told comes first when more is asked for.
        self.rest.first(told.left());
        let mut line = speech::line(&piece);
        if !told.left().is_empty() && !line.ends_with("(more)") {
            line.push_str(" (more)");
        }
        if !offer.is_empty() {
            line = format!("{line} {}", speech::line(&offer));
        }
        fit_to_say(&line, self.ascii)
    }

    /// Returns the reply to a question about the program; the desk is as it was.
    fn say_aside(&mut self) -> String {
        let says = std::mem::take(&mut self.says);
        let mut says = Speech::new(self.fit(says));
        let piece = says.piece(MOST_WORDS);
        self.rest.first(says.left());
        fit_to_say(&speech::line(&piece), self.ascii)
    }

    /// Returns the names of the places, from the first that changed.
    fn of_place(&mut self, desk: &Desk) -> Option<String> {
        let now = front::whereabouts(desk);
        let same = now.iter().zip(&self.named).take_while(|(a, b)| a == b);
        let same = same.count();
        let says = (now != self.named).then(|| {
            let new = now.get(same..).unwrap_or_default();
            let new = if new.is_empty() { &now[..] } else { new };
            new.join(", ")
        });
        self.named = now;
        says
    }

    /// Returns the title and the sentence of a form that has just been opened.
    fn of_title(&mut self, desk: &Desk) -> Vec<String> {
        let Some(Overlay::Form(form)) = desk.overlays.last() else {
            self.titled.clear();
            self.before.clear();
            return Vec::new();
        };
        if self.titled == form.title {
            return Vec::new();
        }
        self.titled.clone_from(&form.title);
        let mut says = vec![form.title.clone()];
        says.extend(form.about.clone());
        says
    }

    /// Returns what to do now in the tour, if it is news.
    fn of_tour(&mut self, desk: &Desk) -> Option<String> {
        let says = desk.tour_says().unwrap_or_default();
        let news = !says.is_empty() && says != self.step;
        self.step = says;
        news.then(|| self.step.clone())
    }

    /// Returns the state of saving, if it is bad and news.
    fn of_saving(&mut self, desk: &Desk) -> Option<String> {
        let says = match desk.open.as_ref().map(|open| &open.save) {
            Some(Save::Failed(why)) => format!("Not saved: {why}"),
            Some(Save::NotWritten(why)) => format!("Saved, but: {why}"),
            _ => String::new(),
        };
        let news = !says.is_empty() && says != self.saving;
        self.saving = says;
        news.then(|| self.saving.clone())
    }

    /// Returns the choices to be said with the prompt, if they are few, and those to be said when
    /// more is asked for; none that were said just now.
    fn offered(&mut self) -> (Vec<String>, Vec<String>) {
        let says: Vec<String> = self.choices.iter().map(Choice::says).collect();
        let listed = self.choices.first().is_some_and(Choice::is_row);
        if listed || says.is_empty() || says == self.said_choices {
            return (Vec::new(), Vec::new());
        }
        self.said_choices.clone_from(&says);
        let says = self.fit(says);
        if says.iter().map(|one| speech::count(one)).sum::<usize>() <= 20 {
            (vec![says.join(", ")], Vec::new())
        } else {
            (Vec::new(), says)
        }
    }

    /// Returns sentences with nothing in them that cannot be told.
    fn fit(&self, sentences: Vec<String>) -> Vec<String> {
        let fit = |one: String| fit_to_say(&one, self.ascii);
        sentences.into_iter().map(fit).collect()
    }
}
