//! Lists that the findings before a change and those after it share, in pieces.

use std::ops::Index;
use std::sync::Arc;

/// The most entries of a piece of [`Pieces`]: so many are copied where one is changed.
const PIECE: usize = 32;

/// A list with an entry for each place of a library, of which a changed copy costs little.
#[derive(Debug, Clone, PartialEq)]
pub struct Pieces<T> {
    pieces: Vec<Arc<Vec<T>>>,
}

impl<T> Pieces<T> {
    /// Returns every entry, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// Returns the entry at a place.
    pub fn get(&self, place: usize) -> Option<&T> {
        self.pieces.get(place / PIECE)?.get(place % PIECE)
    }
}

impl<T: Clone> Pieces<T> {
    /// Puts another entry at a place, if there is one.
    pub(super) fn set(&mut self, place: usize, entry: T) {
        let piece = self.pieces.get_mut(place / PIECE);
        let piece = piece.filter(|piece| place % PIECE < piece.len());
        if let Some(old) = piece.and_then(|piece| Arc::make_mut(piece).get_mut(place % PIECE)) {
            *old = entry;
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "it is an index")]
impl<T> Index<usize> for Pieces<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        &self.pieces[place / PIECE][place % PIECE]
    }
}

impl<T> FromIterator<T> for Pieces<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut entries = entries.into_iter().peekable();
        let mut pieces = Vec::new();
        while entries.peek().is_some() {
            pieces.push(Arc::new(entries.by_ref().take(PIECE).collect()));
        }
        Self { pieces }
    }
}

/// A list joined of parts of any length, each of which others may share.
#[derive(Debug, Clone)]
pub struct Joined<T> {
    parts: Vec<Arc<[T]>>,
}

impl<T> Joined<T> {
    /// Returns every entry, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }

    /// Returns true if there is no entry.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.is_empty())
    }

    /// Returns the entry at an index.
    pub fn get(&self, mut at: usize) -> Option<&T> {
        for part in &self.parts {
            match at.checked_sub(part.len()) {
                Some(rest) => at = rest,
                None => return part.get(at),
            }
        }
        None
    }

    /// Returns its parts, in order.
    pub(super) fn parts(&self) -> &[Arc<[T]>] {
        &self.parts
    }
}

impl<T: PartialEq> PartialEq for Joined<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T> FromIterator<Arc<[T]>> for Joined<T> {
    fn from_iter<I: IntoIterator<Item = Arc<[T]>>>(parts: I) -> Self {
        let parts = parts.into_iter().collect();
        Self { parts }
    }
}

impl<'a, T> IntoIterator for &'a Joined<T> {
    type Item = &'a T;
    type IntoIter = std::iter::FlatMap<
        std::slice::Iter<'a, Arc<[T]>>,
        std::slice::Iter<'a, T>,
        fn(&'a Arc<[T]>) -> std::slice::Iter<'a, T>,
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.parts.iter().flat_map(|part| part.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_copy_shares_all_but_one_piece_and_leaves_the_other_as_it_was() {
        let before: Pieces<usize> = (0..100).collect();
        let mut after = before.clone();
        after.set(40, 7);
        after.set(100, 7);
        let all: Vec<usize> = before.iter().copied().collect();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        let differ: Vec<usize> = (0..100).filter(|at| before[*at] != after[*at]).collect();
        assert_eq!((differ, after[40], after.get(100)), (vec![40], 7, None));
        let shared = before.pieces.iter().zip(&after.pieces);
        let shared: Vec<bool> = shared.map(|(one, other)| Arc::ptr_eq(one, other)).collect();
        assert_eq!(shared, [true, false, true, true]);
    }

    #[test]
    fn parts_are_read_as_one_list_however_they_are_cut() {
        let cut = |parts: &[&[usize]]| -> Joined<usize> {
            parts.iter().map(|part| Arc::from(*part)).collect()
        };
        let list = cut(&[&[], &[1, 2], &[], &[3]]);
        assert_eq!(list, cut(&[&[1], &[2, 3]]));
        assert_ne!(list, cut(&[&[1, 2]]));
        let found: Vec<_> = (0..4).map(|at| list.get(at).copied()).collect();
        assert_eq!(found, [Some(1), Some(2), Some(3), None]);
        assert_eq!((list.len(), list.into_iter().count()), (3, 3));
        assert!(!list.is_empty() && cut(&[&[]]).is_empty());
    }
}
