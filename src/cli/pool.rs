//! Work on many files, several at a time.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Deeply nested shell text needs more than the usual 2 MiB; only what is used is taken from memory.
const STACK: usize = 16 << 20;

/// How many threads work on so many items: `jobs`, or as many as there are processors.
pub(super) fn threads(jobs: Option<NonZeroUsize>, items: usize) -> usize {
    jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, usize::from).min(items)
}

/// What comes of each item, in the order of the items; `jobs` at a time, or as many as there are processors.
pub(super) fn each<T: Sync, R: Send>(items: &[T], jobs: Option<NonZeroUsize>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    each_watched(items, threads(jobs, items.len()), work, || (), |_| {})
}

/// The same by so many threads, each of which holds what `at_work` makes as long as it works; `watch` is called meanwhile, with the
/// number of items that are begun.
pub(super) fn each_watched<T: Sync, R: Send, G: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    at_work: impl Fn() -> G,
    watch: impl FnOnce(&AtomicUsize),
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let work_on = || {
        while let Some((item, result)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            items.get(number).zip(results.get(number))
        } {
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(work(item));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            let at_work = at_work();
            let worker = || {
                let _at_work = at_work;
                work_on();
            };
            let builder = thread::Builder::new().stack_size(STACK);
            if builder.spawn_scoped(scope, worker).is_err() {
                // Where the system gives no more threads, this one does their work.
                work_on();
            }
        }
        watch(&next);
    });
    let finished = |result: Mutex<Option<R>>| result.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().filter_map(finished).collect()
}
