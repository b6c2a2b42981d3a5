//! Hand-written comments in a readable file, restored at the same places when it is rewritten.
//!
//! A place is an entry and a side of it: at the end of its line, below it, above it. Entries are
//! identified by their nature: a key by its name, an item of a list by its id, one without an id by
//! its content. A comment on a line that is gone moves to the head of the section that held the
//! line; if the section is gone its comments lose their place, for anywhere else they would refer
//! to something else.

mod outline;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::bounds::AUDIT_BYTES;
use crate::wording::escaped;
use outline::{Holds, LinesBetween, Outline, OutlineNode};

/// The comments of a readable file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    /// The whole text that contains them; `None` if there are none.
    text: Option<String>,
}

/// A comment whose place is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostComment {
    /// The comment's line in the original text, counted from 1.
    pub line: usize,
    /// The comment's text, from the `#` on.
    pub words: String,
}

/// Returns sentences about comments whose place is gone.
pub(super) fn label(lost: &[LostComment], path: &str, kept: &str) -> String {
    const SHOWN: usize = 3;
    const LETTERS: usize = 60;
    let mut which: Vec<String> = (lost.iter().take(SHOWN))
        .map(|one| {
            let mut words: String = one.words.chars().take(LETTERS).collect();
            if words.len() < one.words.len() {
                words.push('…');
            }
            format!("line {}, “{}”", one.line, escaped(&words))
        })
        .collect();
    if let more @ 1.. = lost.len().saturating_sub(SHOWN) {
        which.push(format!("and {more} more"));
    }
    format!(
        "Not every remark written by hand into {path} has its place there any more: {}. The file \
         as it was with all of them is kept in {kept}.",
        which.join("; ")
    )
}

impl Remarks {
    /// Reads the comments of a text that was read as an audit.
    pub(super) fn of(text: &str) -> Self {
        // Most files have none: the lexer alone shows that, without parsing.
        let any = text.contains('#')
            && (Source::new(text).lex()).any(|token| token.kind() == TokenKind::Comment);
        Self {
            text: any.then(|| text.to_owned()),
        }
    }

    /// Returns the whole text that contains the comments, if there are any.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Inserts the comments into the text to be written; also returns those whose place is gone.
    pub(super) fn put_into(&self, canonical: String) -> (String, Vec<LostComment>) {
        let Some(text) = &self.text else {
            return (canonical, Vec::new());
        };
        let (old, new) = (Outline::of(text), Outline::of(&canonical));
        let mut weave = Weave {
            old: &old,
            new: &new,
            items: HashMap::new(),
            gaps: BTreeMap::new(),
            lost: Vec::new(),
        };
        for (&stop, gap) in &old.gaps {
            weave.place(stop, gap);
        }
        let woven = weave.write(&canonical);
        if woven.len() as u64 <= AUDIT_BYTES {
            return (woven, weave.lost_of(text));
        }
        // The records matter more than the comments on them.
        let all = old
            .gaps
            .values()
            .flat_map(|gap| gap.tail.iter().chain(&gap.lines));
        weave.lost = all.filter(|(_, line)| !line.is_empty()).copied().collect();
        let lost = weave.lost_of(text);
        (canonical, lost)
    }
}

/// A side of a stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The end of its line.
    Tail,
    /// The lines below it, before a blank one.
    Below,
    /// The lines above it.
    Above,
}

/// The comments to insert between two stops of the new text.
#[derive(Default)]
struct Woven<'t> {
    tail: Option<&'t str>,
    below: Vec<&'t str>,
    above: Vec<&'t str>,
}

/// Maps the places of one text to those of another.
struct Weave<'t> {
    old: &'t Outline<'t>,
    new: &'t Outline<'t>,
    /// For each list of the old text, its items mapped to those of the new one.
    items: HashMap<usize, HashMap<usize, usize>>,
    gaps: BTreeMap<usize, Woven<'t>>,
    /// Comments that found no place, and their offsets.
    lost: Vec<(usize, &'t str)>,
}

impl<'t> Weave<'t> {
    /// Places the comments between a stop of the old text and the next.
    fn place(&mut self, stop: usize, gap: &'t LinesBetween<'t>) {
        self.put(stop, Side::Tail, gap.tail.as_slice());
        // Lines right below a stop, and separated from the next one by a blank, belong to that
        // stop.
        let blank = gap.lines.iter().position(|(_, line)| line.is_empty());
        let at_end = stop + 2 == self.old.stops.len();
        let cut = blank.unwrap_or(if at_end { gap.lines.len() } else { 0 });
        let (below, above) = gap.lines.split_at(cut);
        self.put(stop, Side::Below, below);
        if above.iter().any(|(_, line)| !line.is_empty()) {
            self.put(stop + 1, Side::Above, above);
        }
    }

    fn put(&mut self, stop: usize, side: Side, lines: &[(usize, &'t str)]) {
        let remarks = lines.iter().filter(|(_, line)| !line.is_empty());
        let alone = |line: &'t str| match side {
            Side::Tail => line.trim_start(),
            Side::Below | Side::Above => line,
        };
        match self.find(stop, side) {
            None => self.lost.extend(remarks),
            Some((at, Side::Above)) => {
                let above = &mut self.gaps.entry(at.saturating_sub(1)).or_default().above;
                above.extend(lines.iter().map(|(_, line)| alone(line)));
            }
            Some((at, new_side)) => {
                for (_, line) in remarks {
                    let gap = self.gaps.entry(at).or_default();
                    if new_side == Side::Tail && gap.tail.is_none() {
                        gap.tail = Some(line);
                    } else {
                        gap.below.push(alone(line));
                    }
                }
            }
        }
    }

    /// Returns the place in the new text for one in the old text.
    fn find(&mut self, stop: usize, side: Side) -> Option<(usize, Side)> {
        let stop = self.old.stops.get(stop)?;
        let node = self.old.nodes.get(stop.node)?;
        let Some(twin) = self.twin(stop.node) else {
            // A line that is gone leaves its comment to the section it was in.
            let is_line = node.name.is_some() && node.holds != Holds::Table;
            let section = self.twin(node.parent).filter(|_| is_line)?;
            return Some((self.new.nodes.get(section)?.open?, Side::Below));
        };
        let twin = self.new.nodes.get(twin)?;
        Some(match (twin.open, twin.close) {
            (_, Some(close)) if stop.closes => (close, side),
            (Some(open), _) if stop.closes && side == Side::Above => (open, Side::Below),
            (Some(open), _) => (open, side),
            (None, _) => (twin.first, Side::Above),
        })
    }

    /// Returns the same entry in the new text.
    fn twin(&mut self, node: usize) -> Option<usize> {
        if node == 0 {
            return Some(0);
        }
        let (old, new) = (self.old, self.new);
        let OutlineNode { parent, name, .. } = old.nodes.get(node)?;
        let in_new = self.twin(*parent)?;
        if let Some(name) = name {
            return new.child(in_new, name);
        }
        let pairs = self.items.entry(*parent);
        let pairs = pairs.or_insert_with(|| pair(old, *parent, new, in_new));
        pairs.get(&node).copied()
    }

    /// Writes the new text with the comments in it.
    fn write(&self, canonical: &str) -> String {
        let mut out = String::with_capacity(canonical.len() + (1 << 10));
        let mut done = 0;
        for (&at, woven) in &self.gaps {
            let (Some(stop), Some(next)) = (self.new.stops.get(at), self.new.stops.get(at + 1))
            else {
                continue;
            };
            out.push_str(canonical.get(done..stop.end).unwrap_or_default());
            done = next.start;
            let between = canonical.get(stop.end..next.start).unwrap_or_default();
            let is_first = at == 0;
            let breaks = between.matches('\n').count() + usize::from(is_first);
            let blank = vec![""; breaks.saturating_sub(1)];
            let above = if woven.above.is_empty() {
                &blank
            } else {
                &woven.above
            };
            let at_end = at + 2 == self.new.stops.len();
            let apart = !woven.below.is_empty() && !at_end && above.first() != Some(&"");
            out.push_str(woven.tail.unwrap_or_default());
            let lines = woven.below.iter().chain(apart.then_some(&"")).chain(above);
            if !is_first {
                out.push('\n');
            }
            for line in lines {
                out.push_str(line);
                out.push('\n');
            }
            out.push_str(match between.rsplit_once('\n') {
                Some((_, indent)) => indent,
                None if is_first => "",
                None => "  ",
            });
        }
        out.push_str(canonical.get(done..).unwrap_or_default());
        out
    }

    fn lost_of(&self, text: &str) -> Vec<LostComment> {
        let (mut line, mut seen) = (1, 0);
        let lost = self.lost.iter().map(|(at, words)| {
            line += text.get(seen..*at).map_or(0, |on| on.matches('\n').count());
            seen = *at;
            LostComment {
                line,
                words: words.trim().to_owned(),
            }
        });
        lost.collect()
    }
}

/// Pairs the items of one list with those of another.
fn pair(old: &Outline<'_>, one: usize, new: &Outline<'_>, two: usize) -> HashMap<usize, usize> {
    let mut free: HashMap<(bool, String), VecDeque<usize>> = HashMap::new();
    for &item in new.inner(two) {
        free.entry(new.identity(item)).or_default().push_back(item);
    }
    let mut pairs = HashMap::new();
    let mut changed = Vec::new();
    for (at, &item) in old.inner(one).iter().enumerate() {
        match free
            .get_mut(&old.identity(item))
            .and_then(VecDeque::pop_front)
        {
            Some(same) => {
                pairs.insert(item, same);
            }
            None if old.may_change(item) => changed.push((at, item)),
            None => {}
        }
    }
    let free: HashSet<usize> = free.into_values().flatten().collect();
    let free: HashSet<usize> = free
        .into_iter()
        .filter(|item| new.may_change(*item))
        .collect();
    // If more are gone than were added, nobody knows which of them is a changed one.
    if changed.len() <= free.len() {
        pairs.extend(changed.iter().filter_map(|(at, item)| {
            let there = new.inner(two).get(*at)?;
            free.contains(there).then_some((*item, *there))
        }));
    }
    pairs
}

#[cfg(test)]
mod tests;
