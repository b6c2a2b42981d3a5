//! Automatic numbers of a Word document: the lists, their levels, and how far each has counted.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::super::super::numerals::{Case, Label, Numerals};
use super::super::super::raw::Halt;
use super::super::{XmlEvent, XmlWalk, attribute, name};
use super::styles::is_on;

/// Number of levels of a list.
const LEVELS: usize = 9;

/// The lists of a document.
#[derive(Default)]
pub(super) struct Numbering {
    /// The patterns, by id.
    patterns: HashMap<String, Pattern>,
    /// The lists, by id.
    lists: HashMap<String, List>,
    /// The numbers that each pattern has reached.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// The levels of lists that were begun anew.
    begun: HashSet<(String, usize)>,
}

/// Levels that lists may share.
#[derive(Default)]
struct Pattern {
    levels: [Option<Level>; LEVELS],
    /// The style that this is the pattern of.
    of_style: Option<String>,
    /// The style whose pattern is used instead.
    see_style: Option<String>,
}

#[derive(Default)]
struct List {
    pattern: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

#[derive(Clone)]
struct Level {
    start: u32,
    numerals: Numerals,
    is_bullet: bool,
    /// As printed, with "%1" for the number of the first level.
    text: String,
    /// True if the numbers of all levels are printed in figures.
    in_figures: bool,
    /// The level above that makes this one begin anew: 0 for none, else any above.
    restart: Option<usize>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            numerals: Numerals::Decimal,
            is_bullet: false,
            text: String::new(),
            in_figures: false,
            restart: None,
            style: None,
        }
    }
}

impl Numbering {
    /// Reads the part with the lists; what follows a break in it is not known.
    pub(super) fn read(xml: &str) -> Self {
        let mut numbering = Self::default();
        let _ = numbering.walk(xml);
        numbering
    }

    fn walk(&mut self, xml: &str) -> Result<(), Halt> {
        let mut walk = XmlWalk::of(xml);
        let mut pattern: Option<(String, Pattern)> = None;
        let mut list: Option<(String, List)> = None;
        let mut level: Option<(usize, Level)> = None;
        let mut over = 0;
        loop {
            match walk.next()? {
                XmlEvent::Start(start) | XmlEvent::Empty(start) => {
                    let value = attribute(&start, "val");
                    match name(&start) {
                        "Fallback" | "rPr" => walk.skip_open()?,
                        "abstractNum" => {
                            let id = attribute(&start, "abstractNumId").unwrap_or_default();
                            pattern = Some((id, Pattern::default()));
                        }
                        "num" => {
                            let id = attribute(&start, "numId").unwrap_or_default();
                            list = Some((id, List::default()));
                        }
                        "lvlOverride" => over = index(&start),
                        "startOverride" => {
                            let start = value.and_then(|one| one.parse().ok());
                            if let (Some((_, list)), Some(start)) = (&mut list, start) {
                                list.starts.insert(over, start);
                            }
                        }
                        "lvl" => level = Some((index(&start), Level::default())),
                        "styleLink" => {
                            if let Some((_, pattern)) = &mut pattern {
                                pattern.of_style = value;
                            }
                        }
                        "numStyleLink" => {
                            if let Some((_, pattern)) = &mut pattern {
                                pattern.see_style = value;
                            }
                        }
                        "abstractNumId" => {
                            if let Some((_, list)) = &mut list {
                                list.pattern = value.unwrap_or_default();
                            }
                        }
                        other => {
                            if let Some((_, level)) = &mut level {
                                level.take(other, value, &start);
                            }
                        }
                    }
                }
                XmlEvent::End(name) => match name.as_str() {
                    "lvl" => match (level.take(), &mut list, &mut pattern) {
                        (Some((at, level)), Some((_, list)), _) => {
                            list.levels.insert(at, level);
                        }
                        (Some((at, level)), None, Some((_, pattern))) => {
                            if let Some(slot) = pattern.levels.get_mut(at) {
                                *slot = Some(level);
                            }
                        }
                        _ => {}
                    },
                    "abstractNum" => self.patterns.extend(pattern.take()),
                    "num" => self.lists.extend(list.take()),
                    _ => {}
                },
                XmlEvent::Done => return Ok(()),
                XmlEvent::Text(_) => {}
            }
        }
    }

    /// Counts a paragraph and returns the label that is printed before it.
    ///
    /// `styles` are the ids of its style and those it is based on: a level may belong to a style.
    pub(super) fn count(
        &mut self,
        list: &str,
        level: Option<usize>,
        styles: &[String],
    ) -> Option<Label> {
        let entry = self.lists.get(list)?;
        let id = self.pattern_of(entry).to_owned();
        let pattern = self.patterns.get(&id)?;
        let of_level = |at: usize| {
            let own = entry.levels.get(&at);
            own.or_else(|| pattern.levels.get(at).and_then(Option::as_ref))
        };
        let at = level
            .or_else(|| {
                styles.iter().find_map(|style| {
                    (0..LEVELS).find(|at| {
                        of_level(*at).is_some_and(|one| one.style.as_ref() == Some(style))
                    })
                })
            })
            .unwrap_or(0);
        let this = of_level(at)?;
        let start_of = |at: usize| {
            let own = entry.starts.get(&at).copied();
            own.or_else(|| of_level(at).map(|level| level.start))
                .unwrap_or(1)
        };
        let counts = self.counts.entry(id.clone()).or_default();
        // A list that begins anew at this level does so once.
        let anew = entry.starts.contains_key(&at) && self.begun.insert((list.to_owned(), at));
        let slot = counts.get_mut(at)?;
        *slot = Some(match slot {
            Some(count) if !anew => count.saturating_add(1),
            _ => start_of(at),
        });
        for deeper in at + 1..LEVELS {
            let begins = match of_level(deeper).and_then(|level| level.restart) {
                None => true,
                Some(restart) => restart > at,
            };
            if let (true, Some(slot)) = (begins, counts.get_mut(deeper)) {
                *slot = None;
            }
        }
        if this.is_bullet {
            return Some(Label::bullet(&this.text));
        }
        let mut printed = String::new();
        let mut rest = this.text.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            printed.push_str(before);
            let digit = after.chars().next().and_then(|c| c.to_digit(10));
            if let Some(number @ 1..=LEVELS) = digit.and_then(|digit| usize::try_from(digit).ok()) {
                let of = number - 1;
                let numerals = of_level(of).map_or(Numerals::Decimal, |level| level.numerals);
                let numerals = match numerals {
                    Numerals::None => Numerals::None,
                    _ if this.in_figures => Numerals::Decimal,
                    numerals => numerals,
                };
                // A level that has not been counted yet is printed as it will begin.
                let count = counts.get(of).copied().flatten();
                printed.push_str(&numerals.format(count.unwrap_or_else(|| start_of(of))));
                rest = after.get(1..).unwrap_or_default();
            } else {
                printed.push('%');
                rest = after;
            }
        }
        printed.push_str(rest);
        Label::number(&printed)
    }

    /// Returns the id of the pattern of a list, which may be another list's by a style.
    fn pattern_of<'s>(&'s self, list: &'s List) -> &'s str {
        let see = self
            .patterns
            .get(&list.pattern)
            .and_then(|pattern| pattern.see_style.as_ref());
        let Some(see) = see else { return &list.pattern };
        self.patterns
            .iter()
            .find(|(_, pattern)| pattern.of_style.as_ref() == Some(see))
            .map_or(&list.pattern, |(id, _)| id)
    }
}

impl Level {
    fn take(&mut self, name: &str, value: Option<String>, start: &BytesStart<'_>) {
        match name {
            "start" => self.start = value.and_then(|one| one.parse().ok()).unwrap_or(0),
            "lvlText" => self.text = value.unwrap_or_default(),
            "isLgl" => self.in_figures = value.is_none_or(|one| is_on(&one)),
            "lvlRestart" => self.restart = value.and_then(|one| one.parse().ok()),
            "pStyle" => self.style = value,
            "numFmt" => {
                let form = value.unwrap_or_default();
                self.is_bullet = form == "bullet";
                self.numerals = match form.as_str() {
                    "decimalZero" => Numerals::Padded(2),
                    "lowerLetter" => Numerals::Letters(Case::Lower),
                    "upperLetter" => Numerals::Letters(Case::Upper),
                    "lowerRoman" => Numerals::Roman(Case::Lower),
                    "upperRoman" => Numerals::Roman(Case::Upper),
                    "ordinal" => Numerals::Ordinal,
                    "none" => Numerals::None,
                    // "001, 002, 003, ...": the first shows how many digits.
                    "custom" => {
                        let format = attribute(start, "format").unwrap_or_default();
                        let first = format.split(',').next().unwrap_or_default().trim();
                        Numerals::Padded(first.len().clamp(1, 6))
                    }
                    _ => Numerals::Decimal,
                };
            }
            _ => {}
        }
    }
}

/// Returns the level that an element is about, counted from 0.
fn index(start: &BytesStart<'_>) -> usize {
    attribute(start, "ilvl")
        .and_then(|one| one.parse().ok())
        .unwrap_or(0)
}
