//! Outline of a TOML text: its entries and the places between them.

use std::collections::{BTreeMap, HashMap};

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

/// A parsed text: its entries as a tree, and the stops between which a comment may occur.
pub(super) struct Outline<'t> {
    /// The entries; the first is the file itself.
    pub(super) nodes: Vec<OutlineNode>,
    /// Entries by the table they are in and their key.
    pub(super) names: HashMap<(usize, String), usize>,
    pub(super) stops: Vec<OutlineStop>,
    /// The lines between a stop and the next one, where there is a comment among them.
    pub(super) gaps: BTreeMap<usize, LinesBetween<'t>>,
}

/// An entry: a table, a key with its value, an item of a list.
pub(super) struct OutlineNode {
    pub(super) parent: usize,
    /// The key; `None` for an item of a list.
    pub(super) name: Option<String>,
    pub(super) holds: Holds,
    pub(super) inner: Vec<usize>,
    /// The stop it begins with; `None` for a table that is only named by its parts.
    pub(super) open: Option<usize>,
    /// The stop of its closing bracket.
    pub(super) close: Option<usize>,
    /// The first stop of it or of its parts.
    pub(super) first: usize,
}

#[derive(PartialEq, Eq)]
pub(super) enum Holds {
    Table,
    List,
    /// One value, written so that equal values are equal texts.
    Value(String),
}

/// A head, a key with its value, an item, or a closing bracket; the ends of the file as well.
pub(super) struct OutlineStop {
    pub(super) node: usize,
    pub(super) closes: bool,
    pub(super) start: usize,
    /// Offset after it, and after the comma that follows it.
    pub(super) end: usize,
}

/// The lines between two stops, each with its offset.
#[derive(Default)]
pub(super) struct LinesBetween<'t> {
    /// The comment on the line of the first stop.
    pub(super) tail: Option<(usize, &'t str)>,
    /// The lines below that, if any of them is a comment; the others are blank.
    pub(super) lines: Vec<(usize, &'t str)>,
}

impl<'t> Outline<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let source = Source::new(text);
        let mut walk = OutlineParser {
            source,
            outline: Self {
                nodes: Vec::new(),
                names: HashMap::new(),
                stops: Vec::new(),
                gaps: BTreeMap::new(),
            },
            section: 0,
            brackets: Vec::new(),
            keys: Vec::new(),
            start: None,
            entry: None,
            breaks: 0,
        };
        let file = walk.node(0, None, Holds::Table);
        walk.stop(file, false, 0, 0);
        // The file begins as if a line had ended before it.
        walk.breaks = 1;
        let tokens = source.lex().into_vec();
        parse_document(&tokens, &mut |event: Event| walk.event(&event), &mut ());
        walk.stop(file, true, text.len(), text.len());
        walk.outline
    }

    pub(super) fn child(&self, node: usize, name: &str) -> Option<usize> {
        self.names.get(&(node, name.to_owned())).copied()
    }

    /// Formats the content of an entry so that equal ones are equal texts.
    fn content(&self, node: usize) -> String {
        let Some(at) = self.nodes.get(node) else {
            return String::new();
        };
        let mut inner: Vec<(Option<&str>, String)> = Vec::new();
        for &one in &at.inner {
            let name = self.nodes.get(one).and_then(|one| one.name.as_deref());
            inner.push((name, self.content(one)));
        }
        match &at.holds {
            Holds::Value(value) => return value.clone(),
            Holds::List => {}
            Holds::Table => inner.sort(),
        }
        format!("{inner:?}")
    }

    /// Returns the identity of a list item: its id, or all its content.
    pub(super) fn identity(&self, item: usize) -> (bool, String) {
        match self.child(item, "id") {
            Some(id) => (true, self.content(id)),
            None => (false, self.content(item)),
        }
    }

    pub(super) fn inner(&self, node: usize) -> &[usize] {
        self.nodes.get(node).map_or(&[], |node| &node.inner)
    }

    /// Returns true if an item may be a changed one of the same place: a table without an id.
    pub(super) fn may_change(&self, item: usize) -> bool {
        let table = self.nodes.get(item).map(|item| &item.holds) == Some(&Holds::Table);
        table && self.child(item, "id").is_none()
    }
}

/// Parser state: builds the outline event by event.
struct OutlineParser<'t> {
    source: Source<'t>,
    outline: Outline<'t>,
    /// The table named by the last head.
    section: usize,
    /// The lists and tables whose brackets are open.
    brackets: Vec<usize>,
    /// The names in the head or the entry that is being read, and its offset.
    keys: Vec<String>,
    start: Option<usize>,
    /// The entry whose value is due next, and its offset.
    entry: Option<(usize, usize)>,
    /// Number of line ends since the last stop or comment.
    breaks: usize,
}

impl OutlineParser<'_> {
    fn event(&mut self, event: &Event) {
        let (start, end) = (event.span().start(), event.span().end());
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => self.start = Some(start),
            EventKind::SimpleKey => {
                self.start.get_or_insert(start);
                let mut key = String::new();
                if let Some(raw) = self.source.get(event) {
                    raw.decode_key(&mut key, &mut ());
                }
                self.keys.push(key);
            }
            EventKind::StdTableClose => {
                self.section = self.reach(0);
                self.head(end);
            }
            EventKind::ArrayTableClose => {
                let name = self.keys.pop().unwrap_or_default();
                let table = self.reach(0);
                let list = self.inside(table, name, Holds::List);
                self.section = self.node(list, None, Holds::Table);
                self.head(end);
            }
            EventKind::KeyValSep => {
                let node = self.reach(self.brackets.last().copied().unwrap_or(self.section));
                self.entry = Some((node, self.start.take().unwrap_or(start)));
            }
            EventKind::Scalar => {
                let mut value = String::new();
                if let Some(raw) = self.source.get(event) {
                    let kind = raw.decode_scalar(&mut value, &mut ());
                    value = format!("{kind:?} {value:?}");
                }
                self.value(Holds::Value(value), start, end);
            }
            EventKind::ArrayOpen => {
                let list = self.value(Holds::List, start, end);
                self.brackets.push(list);
            }
            EventKind::InlineTableOpen => {
                let table = self.value(Holds::Table, start, end);
                self.brackets.push(table);
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                let node = self.brackets.pop().unwrap_or_default();
                self.stop(node, true, start, end);
            }
            EventKind::ValueSep if self.breaks == 0 => {
                let stops = &mut self.outline.stops;
                let remark = self
                    .outline
                    .gaps
                    .contains_key(&stops.len().saturating_sub(1));
                if let Some(last) = stops.last_mut().filter(|_| !remark) {
                    last.end = end;
                }
            }
            EventKind::Newline => self.breaks += 1,
            EventKind::Comment => self.remark(start, end),
            _ => {}
        }
    }

    fn head(&mut self, end: usize) {
        let start = self.start.take().unwrap_or(end);
        self.stop(self.section, false, start, end);
    }

    /// Returns the entry reached from a table by the names just read.
    fn reach(&mut self, from: usize) -> usize {
        let mut node = from;
        for key in std::mem::take(&mut self.keys) {
            node = self.inside(node, key, Holds::Table);
            // In a list of tables the last one is meant.
            let last = self.outline.inner(node).last();
            let is_list =
                self.outline.nodes.get(node).map(|node| &node.holds) == Some(&Holds::List);
            if let Some(&last) = last.filter(|_| is_list) {
                node = last;
            }
        }
        node
    }

    fn inside(&mut self, table: usize, name: String, holds: Holds) -> usize {
        match self.outline.child(table, &name) {
            Some(node) => node,
            None => self.node(table, Some(name), holds),
        }
    }

    fn node(&mut self, parent: usize, name: Option<String>, holds: Holds) -> usize {
        let at = self.outline.nodes.len();
        if let Some(name) = &name {
            self.outline.names.insert((parent, name.clone()), at);
        }
        if let Some(parent) = self.outline.nodes.get_mut(parent) {
            parent.inner.push(at);
        }
        self.outline.nodes.push(OutlineNode {
            parent,
            name,
            holds,
            inner: Vec::new(),
            open: None,
            close: None,
            first: self.outline.stops.len(),
        });
        at
    }

    /// Adds a value, or its opening bracket: of a key, or the next item of a list.
    fn value(&mut self, holds: Holds, start: usize, end: usize) -> usize {
        let (node, start) = self.entry.take().unwrap_or_else(|| {
            let list = self.brackets.last().copied().unwrap_or_default();
            (self.node(list, None, Holds::Table), start)
        });
        if let Some(node) = self.outline.nodes.get_mut(node) {
            node.holds = holds;
        }
        self.stop(node, false, start, end);
        node
    }

    fn stop(&mut self, node: usize, closes: bool, start: usize, end: usize) {
        let at = self.outline.stops.len();
        if let Some(before) = at.checked_sub(1)
            && let Some(gap) = self.outline.gaps.get_mut(&before)
            && !gap.lines.is_empty()
        {
            (gap.lines).extend((1..self.breaks).map(|_| (start, "")));
        }
        self.breaks = 0;
        if let Some(node) = self.outline.nodes.get_mut(node) {
            let slot = if closes {
                &mut node.close
            } else {
                &mut node.open
            };
            slot.get_or_insert(at);
        }
        self.outline.stops.push(OutlineStop {
            node,
            closes,
            start,
            end,
        });
    }

    fn remark(&mut self, hash: usize, end: usize) {
        let text = self.source.input();
        let before = text.get(..hash).unwrap_or_default();
        let start = before.trim_end_matches([' ', '\t']).len();
        let line = (hash, text.get(start..end).unwrap_or_default());
        let last = self.outline.stops.len().saturating_sub(1);
        let gap = self.outline.gaps.entry(last).or_default();
        if self.breaks == 0 && gap.tail.is_none() {
            gap.tail = Some(line);
        } else {
            gap.lines.extend((1..self.breaks).map(|_| (start, "")));
            gap.lines.push(line);
        }
        self.breaks = 0;
    }
}
