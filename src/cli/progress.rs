//! How far a long run is, for people who wait at a terminal.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run shorter than this shows nothing.
pub(in crate::cli) const PATIENCE: Duration = Duration::from_secs(1);
/// How long one picture stays.
pub(in crate::cli) const PAUSE: Duration = Duration::from_millis(100);

/// The workers of a run, as the thread that waits for them sees them.
pub(in crate::cli) struct Workers {
    running: AtomicUsize,
    waiting: Thread,
}

impl Workers {
    /// That many workers, for whom the current thread waits.
    pub(in crate::cli) fn new(number: usize) -> Self {
        Self { running: AtomicUsize::new(number), waiting: thread::current() }
    }

    /// What a worker holds as long as it works, also when it panics.
    pub(in crate::cli) fn at_work(&self) -> impl Drop {
        AtWork(self)
    }

    /// Waits for the end and shows how many of `all` are begun; returns at once where nobody looks.
    pub(in crate::cli) fn watch(&self, begun: &AtomicUsize, all: usize) {
        if !io::stderr().is_terminal() {
            return;
        }
        let started = Instant::now();
        let mut bar = None;
        while self.running.load(Ordering::Acquire) > 0 {
            thread::park_timeout(if bar.is_some() {
                PAUSE
            } else {
                PATIENCE.saturating_sub(started.elapsed()).max(PAUSE)
            });
            if started.elapsed() >= PATIENCE && self.running.load(Ordering::Acquire) > 0 {
                let bar = bar.get_or_insert_with(|| new_bar(Some(all as u64), "{bar:30} {pos} of {len} files"));
                bar.set_position(begun.load(Ordering::Relaxed).min(all) as u64);
            }
        }
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar on standard error, in the form of a template of indicatif.
pub(in crate::cli) fn new_bar(all: Option<u64>, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(&format!("lotse: {template}"));
    let bar = ProgressBar::with_draw_target(all, ProgressDrawTarget::stderr());
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

struct AtWork<'a>(&'a Workers);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Release);
        self.0.waiting.unpark();
    }
}
