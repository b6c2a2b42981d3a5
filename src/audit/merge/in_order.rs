//! Joins two lists in the order that both keep.

use std::collections::{BTreeMap, BTreeSet};

/// Joins two lists, each thing once.
///
/// The order of both is kept if they agree on the things that both have; else the things are sorted.
pub(super) fn interleaved<T: Clone, K: Ord + Clone>(
    one: &[T],
    other: &[T],
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let keyed = |list: &[T]| -> Vec<(K, T)> {
        let mut seen = BTreeSet::new();
        let pairs = list.iter().map(|thing| (key(thing), thing.clone()));
        pairs.filter(|(key, _)| seen.insert(key.clone())).collect()
    };
    let (one, other) = (keyed(one), keyed(other));
    let keys =
        |list: &[(K, T)]| -> BTreeSet<K> { list.iter().map(|(key, _)| key.clone()).collect() };
    let (in_one, in_other) = (keys(&one), keys(&other));
    let common_of_one = one.iter().filter(|(key, _)| in_other.contains(key));
    let common_of_other = other.iter().filter(|(key, _)| in_one.contains(key));
    let agree = common_of_one
        .map(|(key, _)| key)
        .eq(common_of_other.map(|(key, _)| key));
    if !agree {
        let all: BTreeMap<K, T> = one.into_iter().chain(other).collect();
        return all.into_values().collect();
    }
    let mut out = Vec::new();
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    loop {
        let from_one = match (one.peek(), other.peek()) {
            (None, None) => return out,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some((mine, _)), Some((theirs, _))) if mine == theirs => {
                other.next();
                true
            }
            (Some((mine, _)), Some((theirs, _))) => {
                match (in_other.contains(mine), in_one.contains(theirs)) {
                    (false, true) => true,
                    (true, false) => false,
                    _ => mine < theirs,
                }
            }
        };
        let next = if from_one { one.next() } else { other.next() };
        out.extend(next.map(|(_, thing)| thing));
    }
}
