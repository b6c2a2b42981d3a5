//! Automatic numbers of an OpenDocument text: the levels of its lists, and how far each has counted.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::super::numerals::{Case, Label, Numerals};
use super::super::attribute;

/// Number of levels of a list.
const LEVELS: usize = 10;

/// Numbers of the levels, as far as they have been counted.
type Counts = [Option<u32>; LEVELS];

/// The levels of a list style.
#[derive(Default, Clone)]
pub(super) struct ListStyle {
    levels: [Option<Level>; LEVELS],
}

/// A level of a list style.
#[derive(Clone)]
pub(super) struct Level {
    /// The bullet, if it is one.
    bullet: Option<String>,
    numerals: Numerals,
    before: String,
    after: String,
    /// Number of levels that are printed, this one included.
    shown: usize,
    /// The whole as printed, with "%1%" for the number of the first level; in place of the others.
    pattern: Option<String>,
    start: u32,
}

impl Level {
    /// Takes a level from an element of a list style.
    pub(super) fn take(list: &mut ListStyle, name: &str, start: &BytesStart<'_>) {
        let of = |wanted| attribute(start, wanted);
        let number = |wanted| of(wanted).and_then(|one| one.parse::<u32>().ok());
        let bullet = match name {
            "list-level-style-number" | "outline-level-style" => None,
            "list-level-style-bullet" => Some(of("bullet-char").unwrap_or_default()),
            "list-level-style-image" => Some(String::new()),
            _ => return,
        };
        let at = number("level").and_then(|one| usize::try_from(one).ok());
        let level = Self {
            bullet,
            numerals: numerals(
                &of("num-format").unwrap_or_default(),
                of("num-letter-sync").as_deref() == Some("true"),
            ),
            before: of("num-prefix").unwrap_or_default(),
            after: of("num-suffix").unwrap_or_default(),
            shown: number("display-levels")
                .and_then(|one| usize::try_from(one).ok())
                .unwrap_or(1)
                .clamp(1, LEVELS),
            pattern: of("num-list-format"),
            start: number("start-value").unwrap_or(1),
        };
        if let Some(slot) = at.and_then(|at| list.levels.get_mut(at.wrapping_sub(1))) {
            *slot = Some(level);
        }
    }
}

fn numerals(form: &str, in_step: bool) -> Numerals {
    let letters = |case| {
        if in_step {
            Numerals::Letters(case)
        } else {
            Numerals::Columns(case)
        }
    };
    match form {
        "" => Numerals::None,
        "a" => letters(Case::Lower),
        "A" => letters(Case::Upper),
        "i" => Numerals::Roman(Case::Lower),
        "I" => Numerals::Roman(Case::Upper),
        // "01, 02, 03, ...": the first shows how many digits.
        form if form.starts_with('0') => {
            let first = form.split(',').next().unwrap_or_default().trim();
            Numerals::Padded(first.len().clamp(1, 6))
        }
        _ => Numerals::Decimal,
    }
}

impl ListStyle {
    fn level(&self, at: usize) -> Option<&Level> {
        self.levels.get(at).and_then(Option::as_ref)
    }

    fn start(&self, at: usize) -> u32 {
        self.level(at).map_or(1, |level| level.start)
    }

    /// Counts a paragraph of a level, and returns the label that is printed before it.
    pub(super) fn count(
        &self,
        counts: &mut [Option<u32>; LEVELS],
        at: usize,
        from: Option<u32>,
    ) -> Option<Label> {
        for above in 0..at.min(LEVELS) {
            if let Some(slot) = counts.get_mut(above) {
                *slot = slot.or(Some(self.start(above)));
            }
        }
        let slot = counts.get_mut(at)?;
        *slot = Some(match (*slot, from) {
            (_, Some(from)) => from,
            (Some(count), None) => count.saturating_add(1),
            (None, None) => self.start(at),
        });
        for slot in counts.iter_mut().skip(at + 1) {
            *slot = None;
        }
        let level = self.level(at)?;
        if let Some(bullet) = &level.bullet {
            return Some(Label::bullet(bullet));
        }
        if level.numerals == Numerals::None && level.pattern.is_none() {
            return Label::number(&format!("{}{}", level.before, level.after));
        }
        let number = |of: usize| {
            let numerals = self.level(of).map_or(Numerals::Decimal, |one| one.numerals);
            let count = counts.get(of).copied().flatten();
            numerals.format(count.unwrap_or(1))
        };
        let Some(pattern) = &level.pattern else {
            let numbers: Vec<String> = (0..=at)
                .skip((at + 1).saturating_sub(level.shown))
                .map(number)
                .filter(|one| !one.is_empty())
                .collect();
            let numbers = numbers.join(".");
            return Label::number(&format!("{}{numbers}{}", level.before, level.after));
        };
        let mut printed = String::new();
        for (place, piece) in pattern.split('%').enumerate() {
            match piece.parse::<usize>() {
                Ok(of @ 1..=LEVELS) if place % 2 == 1 => printed.push_str(&number(of - 1)),
                _ => printed.push_str(piece),
            }
        }
        Label::number(&printed)
    }
}

/// The lists that are open, and how far earlier ones have counted.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<OpenList>,
    counts: Counts,
    by_id: HashMap<String, Counts>,
    by_style: HashMap<String, Counts>,
    outline: Counts,
    id: String,
}

#[derive(Default)]
struct OpenList {
    style: Option<String>,
    /// True if the next paragraph is the first of an item: it gets the number.
    is_due: bool,
    from: Option<u32>,
}

impl Lists {
    pub(super) fn begin(&mut self, start: &BytesStart<'_>) {
        let of = |wanted| attribute(start, wanted);
        let style = of("style-name");
        if let Some(outer) = self.open.last_mut() {
            // An item that begins with a list has no number of its own.
            outer.is_due = false;
        } else {
            self.id = of("id").unwrap_or_default();
            let goes_on = of("continue-numbering").as_deref() == Some("true");
            let other = of("continue-list").and_then(|id| self.by_id.get(&id));
            let same = style
                .as_ref()
                .filter(|_| goes_on)
                .and_then(|style| self.by_style.get(style));
            self.counts = other.or(same).copied().unwrap_or_default();
        }
        self.open.push(OpenList {
            style,
            ..OpenList::default()
        });
    }

    pub(super) fn end(&mut self) {
        let Some(ended) = self.open.pop() else { return };
        if self.open.is_empty() {
            self.by_id.insert(std::mem::take(&mut self.id), self.counts);
            self.by_style
                .insert(ended.style.unwrap_or_default(), self.counts);
        }
    }

    pub(super) fn begin_item(&mut self, start: &BytesStart<'_>) {
        if let Some(list) = self.open.last_mut() {
            list.is_due = true;
            list.from = attribute(start, "start-value").and_then(|one| one.parse().ok());
        }
    }

    pub(super) fn begin_header(&mut self) {
        if let Some(list) = self.open.last_mut() {
            list.is_due = false;
        }
    }

    /// Returns the label of a paragraph that begins, if it is the first of an item.
    ///
    /// `of_paragraph` is the list style that its own style asks for.
    pub(super) fn label(
        &mut self,
        styles: &HashMap<String, ListStyle>,
        of_paragraph: Option<&str>,
    ) -> Option<Label> {
        let at = self.open.len().checked_sub(1)?;
        let list = self.open.last_mut()?;
        if !std::mem::take(&mut list.is_due) {
            return None;
        }
        let from = list.from.take();
        let style = self.open.iter().rev().find_map(|one| one.style.as_deref());
        let style = style.or(of_paragraph)?;
        styles.get(style)?.count(&mut self.counts, at, from)
    }

    /// Returns the label of a heading that is in no list.
    pub(super) fn heading(&mut self, outline: &ListStyle, start: &BytesStart<'_>) -> Option<Label> {
        let of = |wanted| attribute(start, wanted);
        if !self.open.is_empty() || of("is-list-header").as_deref() == Some("true") {
            return None;
        }
        let at = of("outline-level").and_then(|one| one.parse::<usize>().ok());
        let at = at.unwrap_or(1).checked_sub(1)?;
        let anew = of("restart-numbering").as_deref() == Some("true");
        let from = of("start-value").and_then(|one| one.parse().ok());
        let from = from.or_else(|| anew.then(|| outline.start(at)));
        outline.count(&mut self.outline, at, from)
    }
}
