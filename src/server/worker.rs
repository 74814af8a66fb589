//! The one thread that lints. Of the texts of a document only the newest counts: an older one that waits is dropped, and so is what
//! is found in a text that has changed meanwhile.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::RequestId;

use super::{Event, STACK};
use crate::config::{Layer, Settings};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Safety};
use crate::fix::{self, Checked, Texts};
use crate::lint::{LintedFile, lint_with};
use crate::project::{Choice, ConfigFile, Configurations};
use crate::shell::Memory;
use crate::source::Source;

/// How long a text waits for the next one while another is linted.
const DEBOUNCE: Duration = Duration::from_millis(4);

/// How long nothing happens before what was read from disk is read again, in case that nobody says that it has changed. Who types
/// does not wait for the disk.
const PAUSE: Duration = Duration::from_secs(2);

/// How many texts are linted before the shell texts that were met are forgotten: most of them were typed over.
const REMEMBERED: usize = 1000;

/// Something to do.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// The document's address.
    pub(super) document: String,
    pub(super) generation: u64,
    pub(super) source: Arc<Source>,
    /// Where it lies.
    pub(super) path: Option<PathBuf>,
    /// The request that wants the text with all safe repairs made; without one it is linted.
    pub(super) repair: Option<RequestId>,
}

/// What became of a job.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) document: String,
    pub(super) generation: u64,
    pub(super) done: Done,
}

#[derive(Debug)]
pub(super) enum Done {
    /// The findings, the Dockerfile's first; none where its configuration, which is given, cannot be used.
    Linted { files: Vec<LintedFile>, config: Option<Arc<ConfigFile>> },
    /// The text with all safe repairs made; `None` where there are none.
    Repaired { request: RequestId, text: Option<Arc<Source>> },
    /// A mistake of lotse.
    Failed { request: Option<RequestId> },
}

/// Where jobs are left for the worker.
#[derive(Clone)]
pub(super) struct Desk(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<(Instant, Job)>,
    /// Whether the worker has a job in hand.
    is_busy: bool,
    /// Whether what was read from disk is to be forgotten.
    forget: bool,
}

impl Desk {
    /// Starts the worker, which reports to `events` as long as somebody listens.
    pub(super) fn open(events: SyncSender<Event>) -> std::io::Result<Self> {
        let desk = Self(Arc::new(Shared { state: Mutex::default(), news: Condvar::new() }));
        let of_worker = desk.clone();
        thread::Builder::new().name("lint".to_owned()).stack_size(STACK).spawn(move || of_worker.work(&events))?;
        Ok(desk)
    }

    /// Leaves a job; it takes the place of the one before it for the same document.
    pub(super) fn leave(&self, job: Job) {
        let mut state = self.lock();
        if job.repair.is_none() {
            state.jobs.retain(|(_, waiting)| waiting.document != job.document || waiting.repair.is_some());
        }
        let wait = if state.is_busy { DEBOUNCE } else { Duration::ZERO };
        state.jobs.push_back((Instant::now() + wait, job));
        self.0.news.notify_one();
    }

    /// Says that files on disk have changed.
    pub(super) fn forget(&self) {
        self.lock().forget = true;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job that is due, and whether files on disk have changed; no job if none comes for a while.
    fn take(&self, pause: Option<Duration>) -> Option<(Job, bool)> {
        let mut state = self.lock();
        state.is_busy = false;
        let began = Instant::now();
        loop {
            let now = Instant::now();
            match state.jobs.front().map(|(due, _)| due.saturating_duration_since(now)) {
                Some(Duration::ZERO) => {
                    if let Some((_, job)) = state.jobs.pop_front() {
                        state.is_busy = true;
                        return Some((job, std::mem::take(&mut state.forget)));
                    }
                }
                Some(wait) => {
                    let waited = self.0.news.wait_timeout(state, wait);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                None => match pause.map(|pause| pause.saturating_sub(began.elapsed())) {
                    None => state = self.0.news.wait(state).unwrap_or_else(PoisonError::into_inner),
                    Some(Duration::ZERO) => return None,
                    Some(wait) => {
                        let waited = self.0.news.wait_timeout(state, wait);
                        state = waited.unwrap_or_else(PoisonError::into_inner).0;
                    }
                },
            }
        }
    }

    /// Whether a newer text of the document waits.
    fn is_stale(&self, job: &Job) -> bool {
        self.lock().jobs.iter().any(|(_, waiting)| waiting.document == job.document && waiting.repair.is_none())
    }

    fn work(&self, events: &SyncSender<Event>) {
        let mut linter = Linter::new(Memory::default());
        // What was linted last, once more after a pause: files on disk may be others by then.
        let mut again: Option<Job> = None;
        loop {
            let (job, forget) = match self.take(again.as_ref().map(|_| PAUSE)) {
                Some((job, forget)) => {
                    again = job.repair.is_none().then(|| job.clone());
                    (job, forget)
                }
                None => match again.take() {
                    Some(job) => (job, true),
                    None => continue,
                },
            };
            if forget || linter.linted > REMEMBERED {
                linter = linter.renewed();
            }
            let done = catch_unwind(AssertUnwindSafe(|| linter.run(&job))).unwrap_or_else(|_| {
                linter = Linter::new(Memory::default());
                Done::Failed { request: job.repair.clone() }
            });
            if matches!(done, Done::Linted { .. }) && self.is_stale(&job) {
                continue;
            }
            let Job { document, generation, .. } = job;
            if events.send(Event::Done(Outcome { document, generation, done })).is_err() {
                return;
            }
        }
    }
}

/// What linting one text leaves for the next.
struct Linter {
    configurations: Configurations,
    contexts: HashMap<PathBuf, Context>,
    memory: Memory,
    /// How many texts were linted with this memory.
    linted: usize,
}

impl Linter {
    fn new(memory: Memory) -> Self {
        let configurations = Configurations::new(Choice::Nearest, Layer::default());
        Self { configurations, contexts: HashMap::new(), memory, linted: 0 }
    }

    /// The same without what was read from disk.
    fn renewed(self) -> Self {
        if self.linted > REMEMBERED {
            return Self::new(Memory::default());
        }
        Self { linted: self.linted, ..Self::new(self.memory) }
    }

    fn run(&mut self, job: &Job) -> Done {
        let (settings, config) = self.configurations.of(job.source.path());
        let Some(settings) = settings else {
            return match &job.repair {
                Some(request) => Done::Repaired { request: request.clone(), text: None },
                None => Done::Linted { files: Vec::new(), config },
            };
        };
        self.linted += 1;
        if let Some(path) = &job.path {
            let open = || Context::open(path, settings.context.as_deref());
            self.contexts.entry(path.clone()).or_insert_with(open);
        }
        let lint = |source: &Arc<Source>| self.lint(source, job, &settings);
        match &job.repair {
            None => Done::Linted { files: lint(&job.source), config },
            Some(request) => Done::Repaired { request: request.clone(), text: repaired(&job.source, lint) },
        }
    }

    fn lint(&self, source: &Arc<Source>, job: &Job, settings: &Settings) -> Vec<LintedFile> {
        let context = job.path.as_ref().and_then(|path| self.contexts.get(path));
        lint_with(Arc::clone(source), context, settings, &self.memory).files
    }
}

/// The text with all safe repairs made that concern no other file, as `lotse check --fix` makes them.
fn repaired(source: &Arc<Source>, lint: impl Fn(&Arc<Source>) -> Vec<LintedFile>) -> Option<Arc<Source>> {
    let path = source.path();
    let lint = |texts: &Texts| {
        let files = lint(texts.get(path).unwrap_or(source)).into_iter().take(1);
        files.map(|file| Checked { source: file.source, diagnostics: file.diagnostics }).collect()
    };
    fix::repair(is_safe, lint).texts.remove(path)
}

/// Whether a finding's repair is safe and concerns no other file.
pub(super) fn is_safe(finding: &Diagnostic) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe && fix.creates.is_none())
}
