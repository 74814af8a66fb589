//! Work on many files, several at a time.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Deeply nested shell text needs more than the usual 2 MiB; only what is used is taken from memory.
const STACK: usize = 16 << 20;

/// What comes of each item, in the order of the items; `jobs` at a time, or as many as there are processors.
pub(super) fn each<T: Sync, R: Send>(items: &[T], jobs: Option<NonZeroUsize>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let worker = || {
        while let Some((item, result)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            items.get(number).zip(results.get(number))
        } {
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(work(item));
        }
    };
    let jobs = jobs.or_else(|| thread::available_parallelism().ok());
    let jobs = jobs.map_or(1, usize::from).min(items.len());
    thread::scope(|scope| {
        for _ in 0..jobs {
            let builder = thread::Builder::new().stack_size(STACK);
            if builder.spawn_scoped(scope, worker).is_err() {
                // Where the system gives no more threads, this one does their work.
                worker();
            }
        }
    });
    let finished = |result: Mutex<Option<R>>| result.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().filter_map(finished).collect()
}
