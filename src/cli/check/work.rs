//! Lints many files, several at a time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::options::Arguments;
use super::progress::Workers;
use crate::cli::input::Input;
use crate::cli::say;
use crate::config::{Config, Layer, Problem, Settings};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Safety};
use crate::discover;
use crate::fix::{self, Checked, Repaired, Texts};
use crate::lint::{Linted, lint_with};
use crate::rules::Meant;
use crate::shell::Memory;
use crate::source::Source;

/// What became of an input.
pub(super) enum Outcome {
    /// Its findings, and whether any of them is grave enough to fail on.
    Linted { linted: Linted, fails: bool, repaired: Box<Repaired> },
    /// Messages for the user; none where another input has said the same.
    Failed(Vec<String>),
}

/// Which repairs are made.
pub(super) struct Repairs {
    /// Those as well after which the image may differ.
    pub(super) unsafe_too: bool,
    /// Of these rules; of all where there is none.
    pub(super) only: Vec<Meant>,
}

impl Repairs {
    fn wants(&self, finding: &Diagnostic) -> bool {
        let safety = finding.fix.as_ref().map(|fix| fix.safety);
        let is_meant = |(rule, variant): &Meant| {
            rule.name == finding.rule && variant.is_none_or(|variant| finding.variant == Some(variant))
        };
        (safety == Some(Safety::Safe) || safety == Some(Safety::Unsafe) && self.unsafe_too)
            && (self.only.is_empty() || self.only.iter().any(is_meant))
    }
}

/// What all inputs share.
pub(super) struct Job<'a> {
    arguments: &'a Arguments,
    layer: Layer,
    repairs: Option<Repairs>,
    memory: Memory,
}

/// What holds for an input, or what is wrong with its configuration.
type Set = Result<Arc<Settings>, Vec<String>>;

/// A configuration, or `None` where it cannot be used.
type Read = Option<Arc<Config>>;

impl<'a> Job<'a> {
    pub(super) fn new(arguments: &'a Arguments, layer: Layer, repairs: Option<Repairs>) -> Self {
        Self { arguments, layer, repairs, memory: Memory::default() }
    }

    /// The outcomes in the order of the inputs, and the configuration files that were used.
    pub(super) fn run(&self, inputs: &[Input]) -> (Vec<Outcome>, Vec<PathBuf>) {
        /// Deeply nested shell text needs more than the usual 2 MiB; only what is used is taken from memory.
        const STACK: usize = 16 << 20;
        let (settings, configs) = self.all_settings(inputs);
        let work: Vec<_> = inputs.iter().zip(settings).map(|work| Mutex::new(Some(work))).collect();
        let next = AtomicUsize::new(0);
        let outcomes: Vec<Mutex<Option<Outcome>>> = inputs.iter().map(|_| Mutex::new(None)).collect();
        let work_on = || {
            while let Some((work, outcome)) = {
                let number = next.fetch_add(1, Ordering::Relaxed);
                work.get(number).zip(outcomes.get(number))
            } {
                let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
                let Some((input, settings)) = work else { continue };
                let result = match settings {
                    Ok(settings) => self.lint(input, &settings),
                    Err(messages) => Outcome::Failed(messages),
                };
                *outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            }
        };
        let jobs = self.arguments.jobs.or_else(|| thread::available_parallelism().ok());
        let jobs = jobs.map_or(1, usize::from).min(inputs.len());
        let workers = Workers::new(jobs);
        thread::scope(|scope| {
            for _ in 0..jobs {
                let at_work = workers.at_work();
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
            workers.watch(&next, inputs.len());
        });
        let finished = |outcome: Mutex<Option<Outcome>>| outcome.into_inner().unwrap_or_else(PoisonError::into_inner);
        (outcomes.into_iter().filter_map(finished).collect(), configs)
    }

    fn lint(&self, input: &Input, settings: &Settings) -> Outcome {
        let source = match input.read() {
            Ok(source) => source,
            Err(error) => return Outcome::Failed(vec![format!("{}: {error}", input.path().display())]),
        };
        let source = Arc::new(source);
        let lint = |texts: &Texts| {
            let context = self.context(input, settings).map(|context| context.with_texts(texts.clone()));
            let source = texts.get(source.path()).unwrap_or(&source);
            lint_with(Arc::clone(source), context.as_ref(), settings, &self.memory)
        };
        let repaired = self
            .repairs
            .as_ref()
            .map(|repairs| fix::repair(|finding| repairs.wants(finding), |texts| checked(lint(texts))));
        let repaired = repaired.unwrap_or_default();
        let linted = lint(&repaired.texts);
        let mut findings = linted.files.iter().flat_map(|file| &file.diagnostics);
        let fails = findings.any(|finding| settings.fail_on.reached_by(finding.severity));
        Outcome::Linted { linted, fails, repaired: Box::new(repaired) }
    }

    /// The build context; standard input has none unless it is named.
    fn context(&self, input: &Input, settings: &Settings) -> Option<Context> {
        let root = settings.context.as_deref();
        match input {
            _ if self.arguments.no_context => None,
            Input::File(path) => Some(Context::open(path, root)),
            Input::Stdin(path) => root.map(|root| Context::open(path, Some(root))),
        }
    }

    /// The settings of each input, or what is wrong with its configuration; each thing is said once. Inputs for which the
    /// same entries of the same file hold share their settings. And the configuration files.
    fn all_settings(&self, inputs: &[Input]) -> (Vec<Set>, Vec<PathBuf>) {
        let mut made: HashMap<(Option<PathBuf>, Vec<usize>), Arc<Settings>> = HashMap::new();
        let mut settings = |file: Option<PathBuf>, config: &Config, path: &Path| {
            let path = if config.per_path.is_empty() {
                PathBuf::new()
            } else {
                std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
            };
            let entries = config.matching(&path);
            let settings = made.entry((file, entries));
            let settings = settings.or_insert_with_key(|(_, entries)| Arc::new(config.settings(entries, &self.layer)));
            Arc::clone(settings)
        };
        let mut folders: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
        let mut configs: HashMap<PathBuf, Read> = HashMap::new();
        let mut all = Vec::with_capacity(inputs.len());
        for input in inputs {
            let path = input.path();
            let config = match &self.arguments.config {
                Some(config) => Some(config.clone()),
                None if self.arguments.isolated => None,
                None => {
                    let folder = path.parent().unwrap_or(Path::new(""));
                    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    let known = folders.get(folder).cloned();
                    known.unwrap_or_else(|| {
                        let found = discover::find_config(folder);
                        folders.insert(folder.to_owned(), found.clone());
                        found
                    })
                }
            };
            if self.arguments.verbose {
                let config = config.as_deref().map_or("no configuration file".to_owned(), shown);
                say(format_args!("{}: {config}", path.display()));
            }
            all.push(match config {
                None => Ok(settings(None, &Config::default(), path)),
                Some(file) => {
                    let mut messages = Vec::new();
                    let config =
                        configs.entry(file.clone()).or_insert_with_key(|file| read_config(file, &mut messages));
                    match config {
                        Some(config) => Ok(settings(Some(file), config, path)),
                        None => Err(messages),
                    }
                }
            });
        }
        (all, configs.into_keys().collect())
    }
}

fn checked(linted: Linted) -> Vec<Checked> {
    linted.files.into_iter().map(|file| Checked { source: file.source, diagnostics: file.diagnostics }).collect()
}

/// A configuration file's path, relative to the current folder where it is below.
fn shown(path: &Path) -> String {
    let folder = std::env::current_dir().ok();
    folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path).display().to_string()
}

/// Reads a configuration file; `None` and messages where it is not good.
fn read_config(path: &Path, messages: &mut Vec<String>) -> Read {
    let shown = shown(path);
    let source = match discover::read(path) {
        Ok(source) => source,
        Err(error) => {
            messages.push(format!("{shown}: {error}"));
            return None;
        }
    };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().unwrap_or(Path::new("/"));
    let placed = |problem: &Problem| placed(&source, Path::new(&shown), problem);
    match Config::read(&source, folder) {
        Ok(config) => {
            config.notes.iter().map(placed).for_each(say);
            Some(Arc::new(config))
        }
        Err(problems) => {
            messages.extend(problems.iter().map(placed));
            None
        }
    }
}

/// A problem in a configuration file, for the user.
pub(in crate::cli) fn placed(source: &Source, shown: &Path, problem: &Problem) -> String {
    let at = source.lines().position(source.text(), problem.span.start);
    let line = excerpt(source, at.line);
    format!("{}:{}:{}: {}\n  | {line}", shown.display(), at.line, at.column, problem.message)
}

/// A line of a configuration file, as far as it is of use in a message.
fn excerpt(source: &Source, line: u32) -> String {
    const LIMIT: usize = 120;
    source.slice(source.lines().span(line)).trim_end().chars().take(LIMIT).collect()
}
