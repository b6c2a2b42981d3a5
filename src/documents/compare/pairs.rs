//! The paragraphs of two papers that belong together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::units::{Unit, rarest, shared, size};

/// Paragraphs of the draft and of the final that belong together; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The paragraphs of the draft.
    pub(super) old: Range<usize>,
    /// The paragraphs of the final.
    pub(super) new: Range<usize>,
    /// True if other paragraphs that stayed lie between its two places.
    pub(super) moved: bool,
}

/// Two paragraphs with fewer words in common than this are not the same one put otherwise.
const LIKE: f64 = 0.5;
/// The same for two that stand between the same neighbours.
const LIKE_IN_PLACE: f64 = 0.34;
/// So much of each part is in the whole, where one paragraph became several.
const WITHIN: f64 = 0.7;
/// A part of a split paragraph has at least so many words.
const PART: usize = 4;
/// One paragraph became no more than so many.
const PARTS: usize = 8;
/// A paragraph of fewer words (a cell, a label) is not told as moved.
const MOVES: usize = 5;
/// A word that stands in more paragraphs than this leads to no candidate.
const COMMON: usize = 60;

/// A pair that may be one, with its worth.
struct Candidate {
    worth: f64,
    old: Range<usize>,
    new: Range<usize>,
}

/// Returns the pairs of two papers, in the order of the draft; what was added stands where it is.
pub(super) fn pair(old: &[Unit], new: &[Unit]) -> Vec<Pair> {
    let mut to_new: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken: Vec<bool> = vec![false; new.len()];
    let mut settle = |to_new: &mut Vec<Option<usize>>, from: usize, to: usize| {
        if let (Some(slot), Some(is_taken)) = (to_new.get_mut(from), taken.get_mut(to)) {
            *slot = Some(to);
            *is_taken = true;
        }
    };
    let keys = |units: &[Unit]| units.iter().map(|one| one.key.clone()).collect();
    let (old_keys, new_keys): (Vec<String>, Vec<String>) = (keys(old), keys(new));
    for op in capture_diff_slices(Algorithm::Patience, &old_keys, &new_keys) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for step in 0..len {
                settle(&mut to_new, old_index + step, new_index + step);
            }
        }
    }
    // Those that stayed in order: a fuzzy pair is judged by its neighbours among them.
    let anchors = to_new.clone();
    let mut again: HashMap<&str, Vec<usize>> = HashMap::new();
    let stays: HashSet<usize> = to_new.iter().flatten().copied().collect();
    for (place, unit) in new.iter().enumerate().rev() {
        if !stays.contains(&place) {
            again.entry(&unit.key).or_default().push(place);
        }
    }
    for (place, unit) in old.iter().enumerate() {
        if anchors.get(place) == Some(&None)
            && let Some(to) = again.get_mut(unit.key.as_str()).and_then(Vec::pop)
        {
            settle(&mut to_new, place, to);
        }
    }
    let mut pairs: Vec<Pair> = Vec::new();
    let mut found = candidates(old, new, &to_new, &taken, &anchors);
    found.sort_by(|one, other| {
        let apart = |one: &Candidate| one.old.start.abs_diff(one.new.start);
        (other.worth.total_cmp(&one.worth)).then_with(|| apart(one).cmp(&apart(other)))
    });
    let mut used: Vec<bool> = to_new.iter().map(Option::is_some).collect();
    for one in found {
        let is_free = |used: &[bool], range: &Range<usize>| {
            used.get(range.clone())
                .is_some_and(|used| used.iter().all(|used| !used))
        };
        if is_free(&used, &one.old) && is_free(&taken, &one.new) {
            for (used, range) in [(&mut used, &one.old), (&mut taken, &one.new)] {
                if let Some(used) = used.get_mut(range.clone()) {
                    used.fill(true);
                }
            }
            pairs.push(Pair {
                old: one.old,
                new: one.new,
                moved: false,
            });
        }
    }
    let exact = to_new.iter().enumerate();
    pairs.extend(exact.filter_map(|(from, to)| {
        to.map(|to| Pair {
            old: from..from + 1,
            new: to..to + 1,
            moved: false,
        })
    }));
    pairs.sort_by_key(|one| one.old.start);
    mark_moved(&mut pairs, old);
    let gone = used.iter().enumerate().filter(|(_, used)| !**used);
    pairs.extend(gone.map(|(from, _)| Pair {
        old: from..from + 1,
        new: 0..0,
        moved: false,
    }));
    pairs.sort_by_key(|one| one.old.start);
    let added = taken.iter().enumerate().filter(|(_, taken)| !**taken);
    pairs.extend(added.map(|(to, _)| Pair {
        old: 0..0,
        new: to..to + 1,
        moved: false,
    }));
    pairs
}

/// Returns what may be pairs among the paragraphs that are left.
fn candidates(
    old: &[Unit],
    new: &[Unit],
    to_new: &[Option<usize>],
    taken: &[bool],
    anchors: &[Option<usize>],
) -> Vec<Candidate> {
    let left: Vec<usize> = (0..old.len())
        .filter(|at| to_new.get(*at) == Some(&None))
        .collect();
    let free: Vec<usize> = (0..new.len())
        .filter(|at| taken.get(*at) == Some(&false))
        .collect();
    let old_bags: Vec<HashMap<&str, u32>> = old.iter().map(Unit::bag).collect();
    let new_bags: Vec<HashMap<&str, u32>> = new.iter().map(Unit::bag).collect();
    let mut with: HashMap<&str, Vec<usize>> = HashMap::new();
    for to in &free {
        for word in new_bags.get(*to).into_iter().flat_map(HashMap::keys) {
            with.entry(word).or_default().push(*to);
        }
    }
    // For each paragraph of the final the last anchor of the draft before it.
    let mut before_new: Vec<usize> = vec![0; new.len()];
    for (from, to) in anchors.iter().enumerate() {
        if let Some(slot) = to.and_then(|to| before_new.get_mut(to)) {
            *slot = from + 1;
        }
    }
    let mut last = 0;
    for slot in &mut before_new {
        last = last.max(*slot);
        *slot = last;
    }
    // The paragraphs left between two anchors, if they are no more than a few.
    let mut between: HashMap<usize, Vec<usize>> = HashMap::new();
    for to in &free {
        if let Some(gap) = before_new.get(*to) {
            between.entry(*gap).or_default().push(*to);
        }
    }
    between.retain(|_, places| places.len() <= COMMON);
    let mut out = Vec::new();
    let mut by_new: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut last = 0;
    let mut before_old = Vec::with_capacity(old.len());
    for (from, to) in anchors.iter().enumerate() {
        if to.is_some() {
            last = from + 1;
        }
        before_old.push(last);
    }
    for from in left {
        let (Some(unit), Some(words)) = (old.get(from), old_bags.get(from)) else {
            continue;
        };
        let gap = before_old.get(from).copied().unwrap_or_default();
        let in_place = |to: &usize| before_new.get(*to) == Some(&gap);
        let mut near = rarest(words, &with, COMMON);
        near.extend(between.get(&gap).into_iter().flatten());
        near.sort_unstable();
        near.dedup();
        let mut inside: Vec<usize> = Vec::new();
        for to in near {
            let (Some(other), Some(their)) = (new.get(to), new_bags.get(to)) else {
                continue;
            };
            let both = f64::from(shared(words, their));
            let (mine, theirs) = (size(words), size(their));
            let worth = 2.0 * both / (mine + theirs);
            let floor = if in_place(&to) { LIKE_IN_PLACE } else { LIKE };
            if worth >= floor {
                out.push(Candidate {
                    worth,
                    old: from..from + 1,
                    new: to..to + 1,
                });
            }
            if other.words.len() >= PART && both >= WITHIN * theirs {
                inside.push(to);
            }
            if unit.words.len() >= PART && both >= WITHIN * mine {
                by_new.entry(to).or_default().push(from);
            }
        }
        out.extend(
            several(words, &inside, &new_bags)
                .into_iter()
                .map(|(worth, new)| Candidate {
                    worth,
                    old: from..from + 1,
                    new,
                }),
        );
    }
    // The same the other way: several that became one.
    for (to, inside) in by_new {
        if let Some(words) = new_bags.get(to) {
            out.extend(
                several(words, &inside, &old_bags)
                    .into_iter()
                    .map(|(worth, old)| Candidate {
                        worth,
                        old,
                        new: to..to + 1,
                    }),
            );
        }
    }
    out
}

/// Returns the runs of parts that together are like a whole, each with its worth.
fn several(
    whole: &HashMap<&str, u32>,
    parts: &[usize],
    bags: &[HashMap<&str, u32>],
) -> Vec<(f64, Range<usize>)> {
    let mut out = Vec::new();
    for (at, first) in parts.iter().enumerate() {
        let mut run: HashMap<&str, u32> = HashMap::new();
        for (last, step) in parts.iter().skip(at).take(PARTS).zip(0..) {
            // They stand one after the other.
            let (true, Some(part)) = (*last == first + step, bags.get(*last)) else {
                break;
            };
            for (word, times) in part {
                *run.entry(word).or_default() += times;
            }
            let worth = 2.0 * f64::from(shared(whole, &run)) / (size(&run) + size(whole));
            if step > 0 && worth >= WITHIN {
                out.push((worth, *first..last + 1));
            }
        }
    }
    out
}

/// Marks the pairs that are not among the longest run that kept its order.
fn mark_moved(pairs: &mut [Pair], old: &[Unit]) {
    // Patience sorting: the ends of the best runs of each length, by their places in `pairs`.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let place = |at: &usize| pairs.get(*at).map_or(0, |pair| pair.new.start);
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| place(end) < pair.new.start);
        if let Some(slot) = before.get_mut(at) {
            *slot = length.checked_sub(1).and_then(|one| ends.get(one)).copied();
        }
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = vec![false; pairs.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        if let Some(slot) = kept.get_mut(at) {
            *slot = true;
        }
        next = before.get(at).copied().flatten();
    }
    for (pair, kept) in pairs.iter_mut().zip(kept) {
        let is_long = old
            .get(pair.old.start)
            .is_some_and(|unit| unit.words.len() >= MOVES);
        pair.moved = !kept && is_long;
    }
}
