//! The walk through the tags and texts of a web page.

use html5gum::{StartTag, Token, Tokenizer};

use super::super::looks::{Words, picture_note, tick};
use super::super::numerals::{Case, Label, Numerals};
use super::super::paper::ApartKind;
use super::super::plain::clean;
use super::super::raw::{FOOTER, HEADER, HEADING, NOTE, RawLine, RawPage, STARTS, WHOLE};
use super::super::words::raise;
use super::element::{Attributes, ends, is_block, is_heading, is_void};

/// Elements nested deeper than this are not kept track of.
const DEPTH: usize = 512;
/// The longest paragraph that is joined to others of its cell, in bytes.
const CELL: usize = 200;

/// Effect of an element on the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It is no text for a reader.
    Skipped,
    Hidden,
    Struck,
    /// It belongs to the menu of the site.
    Menu,
    /// It belongs to the foot of the site.
    Foot,
    Raised,
    /// Its white space counts.
    Preformatted,
    /// It is a part of the page's own content.
    Content,
}

const EFFECTS: usize = 8;

/// An element that is open.
struct Open {
    name: Vec<u8>,
    effects: Vec<Effect>,
}

/// A list that is open.
struct List {
    /// The next number; `None` if it has none.
    next: Option<u32>,
    numerals: Numerals,
}

/// A list of choices that is open.
#[derive(Default)]
struct Choices {
    is_multiple: bool,
    chosen: Vec<String>,
    first: Option<String>,
    /// The choice that is open, and if it is chosen.
    option: Option<(String, bool)>,
}

#[derive(Default)]
pub(super) struct HtmlWalker {
    page: RawPage,
    block: Words,
    pub(super) letters: usize,
    heading: bool,
    row: bool,
    /// The number of the item whose text has not begun.
    label: Option<Label>,
    open: Vec<Open>,
    /// For each effect the number of open elements that have it.
    active: [usize; EFFECTS],
    lists: Vec<List>,
    choices: Option<Choices>,
    /// Descriptions of pictures, which follow the open block.
    notes: Vec<String>,
    /// True if an earlier part had text.
    pub(super) any: bool,
}

impl HtmlWalker {
    const fn is(&self, effect: Effect) -> bool {
        self.active[effect as usize] > 0
    }

    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let about = Attributes(tag);
        let (ended, stops) = ends(name);
        if !ended.is_empty() {
            self.close_back_to(ended, stops);
        }
        self.begin(name, &about);
        let closed = tag.self_closing && matches!(name, b"svg" | b"path" | b"g");
        if !is_void(name) && !closed && self.open.len() < DEPTH {
            let effects = self.effects(name, &about);
            for effect in &effects {
                self.active[*effect as usize] += 1;
            }
            self.open.push(Open {
                name: name.to_vec(),
                effects,
            });
        }
    }

    /// Returns what an element does to the text in it.
    fn effects(&self, name: &[u8], about: &Attributes<'_>) -> Vec<Effect> {
        let mut out = Vec::new();
        match name {
            b"script" | b"style" | b"template" | b"svg" | b"datalist" => out.push(Effect::Skipped),
            // Shown only where scripts do not run.
            b"noscript" => out.push(Effect::Hidden),
            b"dialog" if !about.has("open") => out.push(Effect::Hidden),
            b"del" | b"s" | b"strike" => out.push(Effect::Struck),
            b"nav" => out.push(Effect::Menu),
            b"article" | b"main" | b"section" => out.push(Effect::Content),
            b"footer" if !self.is(Effect::Content) => out.push(Effect::Foot),
            b"sup" => out.push(Effect::Raised),
            b"pre" | b"textarea" => out.push(Effect::Preformatted),
            _ => {}
        }
        let role = about.get("role").unwrap_or_default().to_lowercase();
        match role.trim() {
            "navigation" | "menu" | "menubar" => out.push(Effect::Menu),
            "contentinfo" => out.push(Effect::Foot),
            "main" => out.push(Effect::Content),
            _ => {}
        }
        if about.is_hidden() {
            out.push(Effect::Hidden);
        }
        if about.is_struck() {
            out.push(Effect::Struck);
        }
        out
    }

    fn begin(&mut self, name: &[u8], about: &Attributes<'_>) {
        match name {
            b"img" => self.picture(about),
            b"br" => self.push("\n"),
            b"input" => self.input(about),
            b"select" => {
                self.choices = Some(Choices {
                    is_multiple: about.has("multiple"),
                    ..Choices::default()
                });
            }
            b"option" => {
                if let Some(choices) = &mut self.choices {
                    choices.option = Some((String::new(), about.has("selected")));
                }
            }
            b"td" | b"th" => {
                if self.row && !self.block.text.trim().is_empty() {
                    self.block.push("\t", None);
                }
                self.row = true;
            }
            b"tr" => {
                self.end_block();
                self.row = true;
            }
            b"pre" | b"textarea" => self.end_block(),
            b"ul" | b"ol" | b"menu" => {
                self.break_block();
                self.begin_list(name, about);
            }
            b"li" => {
                self.break_block();
                self.begin_item(about);
            }
            // A paragraph in a cell does not end the row.
            b"p" | b"div" if self.row => self.cell_break(),
            name if is_heading(name) => {
                self.end_block();
                self.heading = true;
            }
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        // The end of an element within a cell does not reach out of it.
        let stops: &[&[u8]] = match name {
            b"table" | b"tr" | b"td" | b"th" | b"tbody" | b"thead" | b"tfoot" | b"body"
            | b"html" => &[],
            _ => &[b"td", b"th"],
        };
        if !self.close_back_to(&[name], stops) {
            self.finish_element(name);
        }
    }

    /// Closes the innermost open element of these names, and all within it; false if there is none.
    fn close_back_to(&mut self, names: &[&[u8]], stops: &[&[u8]]) -> bool {
        let is_of = |open: &Open, names: &[&[u8]]| names.contains(&open.name.as_slice());
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| is_of(open, names) || !is_of(open, stops))
            .find(|(_, open)| is_of(open, names))
            .map(|(at, _)| at);
        let Some(found) = found else { return false };
        while self.open.len() > found {
            if let Some(open) = self.open.pop() {
                self.finish_element(&open.name);
                for effect in open.effects {
                    let count = &mut self.active[effect as usize];
                    *count = count.saturating_sub(1);
                }
            }
        }
        true
    }

    fn finish_element(&mut self, name: &[u8]) {
        match name {
            b"tr" | b"table" => {
                self.end_block();
                self.row = false;
            }
            b"ul" | b"ol" | b"menu" => {
                self.lists.pop();
                self.break_block();
            }
            b"select" => self.end_choices(),
            b"option" => {
                if let Some(choices) = &mut self.choices {
                    choices.end_option();
                }
            }
            b"pre" | b"textarea" => self.end_block(),
            b"li" => {
                self.break_block();
                self.label = None;
            }
            b"p" | b"div" => self.break_block(),
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    /// Ends the block; in a table's row only the paragraph.
    fn break_block(&mut self) {
        if self.row {
            self.cell_break();
        } else {
            self.end_block();
        }
    }

    fn begin_list(&mut self, name: &[u8], about: &Attributes<'_>) {
        let styled = about
            .style("list-style-type")
            .or_else(|| about.style("list-style"));
        let plain = styled.is_some_and(|one| one.contains("none"));
        let start = about.get("start").map(|one| one.trim().parse().ok());
        let next = match start {
            _ if name != b"ol" || plain || about.has("reversed") => None,
            Some(start) => start,
            None => Some(1),
        };
        let numerals = match about.get("type").as_deref() {
            Some("a") => Numerals::Columns(Case::Lower),
            Some("A") => Numerals::Columns(Case::Upper),
            Some("i") => Numerals::Roman(Case::Lower),
            Some("I") => Numerals::Roman(Case::Upper),
            _ => Numerals::Decimal,
        };
        self.lists.push(List { next, numerals });
    }

    fn begin_item(&mut self, about: &Attributes<'_>) {
        let is_menu = self.is(Effect::Menu);
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let Some(next) = list.next else { return };
        let value = about.get("value").and_then(|one| one.trim().parse().ok());
        let number = value.unwrap_or(next);
        list.next = Some(number.saturating_add(1));
        let label = Label::number(&format!("{}.", list.numerals.format(number)));
        if is_menu {
            return;
        }
        match label {
            // In a table's row an item is a piece of a line.
            Some(label) if self.row => self.words_apart(&label.printed),
            label => self.label = label,
        }
    }

    fn picture(&mut self, about: &Attributes<'_>) {
        let passed_over = self.is(Effect::Skipped) || self.is(Effect::Hidden);
        if passed_over || self.is(Effect::Menu) || about.is_hidden() {
            return;
        }
        let description = about.get("alt").or_else(|| about.get("title"));
        match description.as_deref().map(picture_note) {
            Some(Some(note)) => self.notes.push(note),
            // An empty description says that the picture says nothing.
            Some(None) => {}
            None if about.is("role", "presentation") => {}
            None => self.page.images = self.page.images.saturating_add(1),
        }
    }

    fn input(&mut self, about: &Attributes<'_>) {
        let kind = about.get("type").unwrap_or_default().to_lowercase();
        let words = match kind.as_str() {
            "checkbox" | "radio" => tick(about.has("checked")).to_owned(),
            "hidden" | "submit" | "button" | "reset" | "image" | "password" | "file" => return,
            _ => about.get("value").unwrap_or_default(),
        };
        if !about.is_hidden() {
            self.words_apart(&words);
        }
    }

    /// Adds words with a space on either side.
    fn words_apart(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.space();
            self.push(&clean(words));
            self.space();
        }
    }

    fn end_choices(&mut self) {
        let Some(mut choices) = self.choices.take() else {
            return;
        };
        choices.end_option();
        if choices.chosen.is_empty() && !choices.is_multiple {
            choices.chosen.extend(choices.first);
        }
        self.words_apart(&choices.chosen.join(", "));
    }

    /// Separates two paragraphs of a cell by a space.
    ///
    /// A long paragraph is a block of its own, for pages laid out as tables have all their text in
    /// one cell.
    fn cell_break(&mut self) {
        let last = self.block.text.rsplit('\t').next().unwrap_or_default();
        if last.len() > CELL {
            self.end_block();
        } else {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.block.text.is_empty() && !self.block.text.ends_with([' ', '\n', '\t']) {
            self.block.push(" ", None);
        }
    }

    /// Adds text in the looks of the open elements.
    fn push(&mut self, text: &str) {
        let apart = if self.is(Effect::Skipped) {
            return;
        } else if self.is(Effect::Hidden) {
            Some(ApartKind::Hidden)
        } else if self.is(Effect::Struck) {
            Some(ApartKind::StruckOut)
        } else {
            None
        };
        self.block.push(text, apart);
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.is(Effect::Skipped) {
            return;
        }
        let in_noscript = self
            .open
            .last()
            .is_some_and(|open| open.name == b"noscript");
        let text = if in_noscript {
            // The tokeniser hands on its tags as text.
            clean(&without_tags(text))
        } else {
            clean(text)
        };
        if let Some(choices) = &mut self.choices {
            if let Some((option, _)) = &mut choices.option {
                option.push_str(&text);
            }
            return;
        }
        if self.is(Effect::Preformatted) {
            self.push(&text);
            return;
        }
        let mut out = String::with_capacity(text.len());
        let ends_blank = |text: &str| text.is_empty() || text.ends_with([' ', '\n', '\t']);
        let is_apart = self.is(Effect::Hidden) || self.is(Effect::Struck);
        if text.starts_with(char::is_whitespace) && (is_apart || !ends_blank(&self.block.text)) {
            out.push(' ');
        }
        for (place, word) in text.split_whitespace().enumerate() {
            if place > 0 {
                out.push(' ');
            }
            if self.is(Effect::Raised) {
                out.push_str(&raise(word));
            } else {
                out.push_str(word);
            }
        }
        if text.ends_with(char::is_whitespace) && !ends_blank(&out) {
            out.push(' ');
        }
        self.push(&out);
    }

    fn end_block(&mut self) {
        let mut words = std::mem::take(&mut self.block);
        self.page.apart.extend(words.take_apart());
        let block = words.text;
        let furniture = if self.is(Effect::Menu) {
            HEADER
        } else if self.is(Effect::Foot) {
            FOOTER
        } else {
            0
        };
        if !block.trim().is_empty() {
            let heading = std::mem::take(&mut self.heading);
            let mut label = self.label.take();
            let preformatted = self.is(Effect::Preformatted);
            let mut first = true;
            for line in block.split('\n') {
                let line = line.trim();
                if line.is_empty() {
                    continue;
                }
                let mut marks = furniture | if first { STARTS } else { 0 };
                if heading {
                    marks |= HEADING;
                }
                if !preformatted && line.len() > CELL {
                    marks |= WHOLE;
                }
                first = false;
                let label = label.take();
                let text = match &label {
                    Some(label) => format!("{} {line}", label.printed),
                    None => line.to_owned(),
                };
                self.put(
                    marks,
                    label.map_or_else(String::new, |one| one.cited().to_owned()),
                    text,
                );
            }
        }
        self.heading = false;
        for note in std::mem::take(&mut self.notes) {
            self.put(NOTE | STARTS | furniture, String::new(), note);
        }
    }

    fn put(&mut self, marks: u8, number: String, text: String) {
        self.letters += text.len();
        self.page.lines.push(RawLine {
            marks,
            number,
            text,
            ..RawLine::default()
        });
    }

    /// Ends what is still open.
    pub(super) fn finish(&mut self) {
        self.end_choices();
        self.end_block();
    }

    pub(super) fn take(&mut self) -> RawPage {
        self.letters = 0;
        self.any |= !self.page.lines.is_empty();
        std::mem::take(&mut self.page)
    }
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        if let Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text));
            out.push(' ');
        }
    }
    out
}

impl Choices {
    fn end_option(&mut self) {
        if let Some((text, is_chosen)) = self.option.take() {
            let text = crate::base::digest::fold(&text);
            if is_chosen {
                self.chosen.push(text.clone());
            }
            self.first.get_or_insert(text);
        }
    }
}
