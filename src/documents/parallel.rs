//! The same work on each of a list, side by side.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

/// Returns the number of threads that the machine runs side by side.
///
/// Asked once: the system reads several files to tell it.
pub(super) fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

/// Does something with each of a list, on as many threads as the machine has. Returns the results in
/// the order of the list.
pub fn in_parallel<T: Sync, R: Send>(list: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if list.len() < 2 {
        return list.iter().map(one).collect();
    }
    let threads = threads();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some(item) = list.get(at) else {
                return done;
            };
            done.push((at, one(item)));
        }
    };
    let mut all: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(list.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                // The panic goes on as if it were the caller's own.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_are_in_the_order_of_the_list_however_long_it_is() {
        for length in [0, 1, 2, 3, 1000] {
            let list: Vec<usize> = (0..length).collect();
            let doubled: Vec<usize> = list.iter().map(|one| one * 2).collect();
            assert_eq!(in_parallel(&list, |one| one * 2), doubled);
        }
    }
}
