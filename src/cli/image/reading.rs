//! Reads an input: within the bounds that are set, while somebody waits for it.

use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::input::is_stdin;
use crate::cli::progress::{PATIENCE, PAUSE, new_bar};
use crate::cli::say;
use crate::config;
use crate::image::read::{Input, Opened, Options, Watch, open};
use crate::image::{Image, Problem, ProblemKind};

/// How long an image is read, and how much it may ask of us.
#[derive(clap::Args)]
pub(in crate::cli) struct Reading {
    /// Seconds after which reading an image ends; what was read by then is reported
    #[arg(
        long,
        value_name = "SECONDS",
        env = "LOTSE_TIMEOUT",
        hide_env = true,
        hide_short_help = true,
        help_heading = "Image"
    )]
    timeout: Option<u64>,

    /// Another bound for images that ask too much: a key of `[image]` in lotse.toml, as in `layer-entries=5000000`
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "KEY=NUMBER",
        env = "LOTSE_LIMIT",
        hide_env = true,
        hide_short_help = true,
        help_heading = "Image"
    )]
    limit: Vec<String>,
}

impl Reading {
    /// Reads an input and says what is missing. `set` is what a configuration says.
    pub(in crate::cli) fn open(
        &self,
        path: &Path,
        mut set: config::Reading,
        options: Options,
        complete: &mut bool,
    ) -> Opened {
        let problems: Vec<String> = self.limit.iter().flat_map(|limit| set.set(limit)).collect();
        for problem in &problems {
            say(format_args!("--limit: {problem}"));
        }
        *complete &= problems.is_empty();
        set.timeout = self.timeout.unwrap_or(set.timeout);
        let options = Options { bounds: set.bounds, ..options };
        let timeout = (set.timeout > 0).then(|| Duration::from_secs(set.timeout));
        let opened = watched(path, &options, timeout);
        *complete &= say_missing(path, &opened);
        opened
    }
}

/// Says what is missing of an input; whether nothing is.
fn say_missing(path: &Path, opened: &Opened) -> bool {
    let mut is_whole = true;
    let around = opened.problems.iter().map(|problem| (None, problem));
    let problems = around.chain(opened.images.iter().flat_map(Image::all_problems));
    for (layer, Problem { kind, message }) in problems {
        if *kind != ProblemKind::Incomplete {
            continue;
        }
        let layer = layer.map_or_else(String::new, |layer| format!(" layer {}:", layer + 1));
        say(format_args!("{}:{layer} {message}", path.display()));
        is_whole = false;
    }
    if opened.images.is_empty() && opened.problems.is_empty() {
        say(format_args!("{}: there is no image in it", path.display()));
        is_whole = false;
    }
    is_whole
}

/// Reads an input, and meanwhile shows how far that is and looks at the clock.
fn watched(path: &Path, options: &Options, timeout: Option<Duration>) -> Opened {
    let (done, reading) = sync_channel::<()>(0);
    let watch = &options.watch;
    thread::scope(|scope| {
        if timeout.is_some() || io::stderr().is_terminal() {
            scope.spawn(move || attend(watch, timeout, &reading));
        }
        let opened = match timeout {
            _ if !is_stdin(path) => open(Input::Path(path), options),
            None => open(Input::Stream(Box::new(io::stdin().lock())), options),
            Some(_) => open(Input::Stream(Box::new(Patient::new(io::stdin(), Arc::clone(watch)))), options),
        };
        drop(done);
        opened
    })
}

/// Shows on a terminal how far reading is, and ends it when the time is up; until nobody reads any more.
fn attend(watch: &Watch, timeout: Option<Duration>, reading: &Receiver<()>) {
    let is_seen = io::stderr().is_terminal();
    let started = Instant::now();
    let mut bar = None;
    while reading.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
        let passed = started.elapsed();
        if timeout.is_some_and(|timeout| passed >= timeout) {
            watch.is_stopped.store(true, Ordering::Relaxed);
        }
        if is_seen && passed >= PATIENCE {
            let size = watch.size.load(Ordering::Relaxed);
            let bar = bar.get_or_insert_with(|| match size {
                0 => new_bar(None, "{decimal_bytes} read"),
                _ => new_bar(Some(size), "{bar:30} {decimal_bytes} of {decimal_total_bytes}"),
            });
            bar.set_position(watch.read.load(Ordering::Relaxed));
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

/// An input that is read by a thread of its own, so that nobody waits longer than they want for what may never come.
struct Patient {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
    watch: Arc<Watch>,
}

impl Patient {
    fn new(mut input: impl Read + Send + 'static, watch: Arc<Watch>) -> Self {
        const PIECE: usize = 256 << 10;
        let (send, pieces) = sync_channel(4);
        thread::spawn(move || {
            loop {
                let mut piece = vec![0; PIECE];
                let read = input.read(&mut piece).map(|length| {
                    piece.truncate(length);
                    piece
                });
                let is_last = read.as_ref().is_ok_and(Vec::is_empty);
                if send.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        Self { pieces, piece: io::Cursor::default(), watch }
    }
}

impl Read for Patient {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.position() == self.piece.get_ref().len() as u64 {
            match self.pieces.recv_timeout(PAUSE) {
                Ok(piece) => self.piece = io::Cursor::new(piece?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if self.watch.is_stopped.load(Ordering::Relaxed) => {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        self.piece.read(into)
    }
}
