//! The field that names a document: typing narrows the register, and what is in none of its titles
//! is the title of a new one.

use super::field::Field;
use super::key::{Code, Key};

/// A document as named in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'f> {
    /// One of the register, by its id.
    Registered(&'f str),
    /// One that is to be registered under this title.
    New(&'f str),
}

/// A field for one document.
#[derive(Debug, Clone)]
pub struct PaperField {
    /// The text typed.
    pub typed: Field,
    /// The register: ids and titles.
    register: Vec<(String, String)>,
    /// The index of the choice in front, among those that match.
    at: usize,
}

/// A choice in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// No document.
    Nothing,
    /// A document of the register, by its index.
    Of(usize),
    /// A new one.
    New,
}

impl PaperField {
    /// Returns a field over the register, with one of its documents in front.
    pub fn new(register: Vec<(String, String)>, now: Option<&str>) -> Self {
        let at = now
            .and_then(|now| register.iter().position(|(id, _)| id == now))
            .map_or(0, |at| at + 1);
        Self {
            typed: Field::line(""),
            register,
            at,
        }
    }

    /// Returns the choices that match what is typed, the most likely first.
    fn choices(&self) -> Vec<Choice> {
        let typed = self.typed.text().trim().to_lowercase();
        if typed.is_empty() {
            let all = (0..self.register.len()).map(Choice::Of);
            return std::iter::once(Choice::Nothing).chain(all).collect();
        }
        let mut found: Vec<(usize, Choice)> = Vec::new();
        for (at, (_, title)) in self.register.iter().enumerate() {
            let title = title.to_lowercase();
            let rank = if title == typed {
                0
            } else if title.starts_with(&typed) {
                1
            } else if typed.split_whitespace().all(|word| title.contains(word)) {
                2
            } else {
                continue;
            };
            found.push((rank, Choice::Of(at)));
        }
        found.sort_by_key(|(rank, _)| *rank);
        let exact = found.first().is_some_and(|(rank, _)| *rank == 0);
        let mut choices: Vec<Choice> = found.into_iter().map(|(_, choice)| choice).collect();
        if !exact {
            choices.push(Choice::New);
        }
        choices
    }

    fn choice(&self) -> Choice {
        let choices = self.choices();
        choices.get(self.at).copied().unwrap_or(Choice::Nothing)
    }

    /// Returns the document named; `None` if none is.
    pub fn named(&self) -> Option<Named<'_>> {
        match self.choice() {
            Choice::Nothing => None,
            Choice::Of(at) => self.register.get(at).map(|(id, _)| Named::Registered(id)),
            Choice::New => Some(Named::New(self.typed.text().trim())),
        }
    }

    /// Returns the id of the document named, or the title of a new one.
    pub fn value(&self) -> &str {
        match self.named() {
            Some(Named::Registered(id)) => id,
            Some(Named::New(title)) => title,
            None => "",
        }
    }

    /// Returns the title of the document named.
    pub fn title(&self) -> &str {
        match self.choice() {
            Choice::Nothing => "",
            Choice::Of(at) => self.register.get(at).map_or("", |(_, title)| title),
            Choice::New => self.typed.text().trim(),
        }
    }

    /// Returns true if a new document is named.
    pub fn is_new(&self) -> bool {
        matches!(self.named(), Some(Named::New(_)))
    }

    /// Returns the number of choices.
    pub fn count(&self) -> usize {
        self.choices().len()
    }

    /// Handles a key: the arrows choose, everything else is typed. Returns true if it changed
    /// something.
    pub fn key(&mut self, key: Key) -> bool {
        let count = self.count().max(1);
        match key.code {
            Code::Right => {
                self.at = (self.at + 1) % count;
                count > 1
            }
            Code::Left => {
                self.at = (self.at + count - 1) % count;
                count > 1
            }
            _ => {
                let before = self.typed.text().to_owned();
                let used = self.typed.key(key);
                let changed = before != self.typed.text();
                // A key that deletes takes away a choice that nothing was typed for.
                let cleared = used && !changed && self.at > 0 && before.is_empty();
                let deletes = matches!(key.code, Code::Backspace | Code::Delete) || key.ctrl;
                if changed || (cleared && deletes) {
                    self.at = 0;
                    return true;
                }
                false
            }
        }
    }

    /// Pastes a text. Returns true if there was room for it.
    pub fn paste(&mut self, text: &str) -> bool {
        self.at = 0;
        self.typed.paste(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut PaperField, text: &str) {
        for c in text.chars() {
            field.key(Key::plain(Code::Char(c)));
        }
    }

    fn field(now: Option<&str>) -> PaperField {
        let register = [
            ("a", "Final report"),
            ("b", "Minutes of 3 May"),
            ("c", "Report"),
        ];
        let register = register.map(|(id, title)| (id.to_owned(), title.to_owned()));
        PaperField::new(register.to_vec(), now)
    }

    #[test]
    fn typing_narrows_the_register_and_a_title_in_none_of_it_is_new() {
        let mut one = field(None);
        assert_eq!(one.named(), None);
        typed(&mut one, "may");
        assert_eq!(one.named(), Some(Named::Registered("b")));
        typed(&mut one, "be");
        assert_eq!(one.named(), Some(Named::New("maybe")));
        // The whole title is that document, whatever else holds the word.
        let mut one = field(None);
        typed(&mut one, "report");
        assert_eq!(
            (one.named(), one.count()),
            (Some(Named::Registered("c")), 2)
        );
        let mut one = field(None);
        typed(&mut one, "rep");
        one.key(Key::plain(Code::Right));
        assert_eq!(one.title(), "Final report");
        one.key(Key::plain(Code::Right));
        assert_eq!(one.named(), Some(Named::New("rep")));
    }

    #[test]
    fn a_document_that_stands_there_is_kept_typed_over_or_taken_away() {
        let mut one = field(Some("b"));
        assert_eq!(one.named(), Some(Named::Registered("b")));
        assert!(one.key(Key::plain(Code::Backspace)));
        assert_eq!(one.named(), None);
        let mut one = field(Some("b"));
        typed(&mut one, "fin");
        assert_eq!(one.value(), "a");
        one.key(Key::ctrl('u'));
        assert_eq!(one.value(), "");
    }
}
