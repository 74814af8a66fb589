//! Lints many files, several at a time.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use super::options::Arguments;
use crate::cli::input::Input;
use crate::cli::progress::Workers;
use crate::cli::{pool, say};
use crate::config::{Layer, Settings};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Safety};
use crate::fix::{self, Checked, Repaired, Texts};
use crate::image::Image;
use crate::lint::{Confirmation, Linted, confirm, lint_with};
use crate::project::Configurations;
use crate::rules::Meant;
use crate::shell::Memory;

/// What became of an input.
pub(super) enum Outcome {
    /// Its findings, and whether any of them is grave enough to fail on.
    Linted { linted: Linted, fails: bool, repaired: Box<Repaired>, confirmation: Option<Confirmation> },
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
    image: Option<Image>,
    memory: Memory,
}

/// What holds for an input, or what is wrong with its configuration.
type Set = Result<Arc<Settings>, Vec<String>>;

impl<'a> Job<'a> {
    pub(super) fn new(arguments: &'a Arguments, layer: Layer, repairs: Option<Repairs>, image: Option<Image>) -> Self {
        Self { arguments, layer, repairs, image, memory: Memory::default() }
    }

    /// The outcomes in the order of the inputs, and the configuration files that were used.
    pub(super) fn run(&self, inputs: &[Input]) -> (Vec<Outcome>, Vec<PathBuf>) {
        let (settings, configs) = self.all_settings(inputs);
        let work: Vec<_> = inputs.iter().zip(settings).collect();
        let threads = pool::threads(self.arguments.jobs, inputs.len());
        let workers = Workers::new(threads);
        let outcome = |(input, settings): &(&Input, Set)| match settings {
            Ok(settings) => self.lint(input, settings),
            Err(messages) => Outcome::Failed(messages.clone()),
        };
        let watch = |begun: &AtomicUsize| workers.watch(begun, inputs.len());
        (pool::each_watched(&work, threads, outcome, || workers.at_work(), watch), configs)
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
        let mut linted = lint(&repaired.texts);
        let confirmation = self.image.as_ref().map(|image| confirm(&mut linted, image, settings));
        let mut findings = linted.files.iter().flat_map(|file| &file.diagnostics);
        let fails = findings.any(|finding| settings.fail_on.reached_by(finding.severity));
        Outcome::Linted { linted, fails, repaired: Box::new(repaired), confirmation }
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

    /// The settings of each input, or what is wrong with its configuration; each thing is said once. And the configuration
    /// files.
    fn all_settings(&self, inputs: &[Input]) -> (Vec<Set>, Vec<PathBuf>) {
        let mut configurations = Configurations::new(self.arguments.shared.choice(), self.layer.clone());
        let mut met: HashSet<PathBuf> = HashSet::new();
        let settings = inputs.iter().map(|input| {
            let (settings, file) = configurations.of(input.path());
            if self.arguments.shared.verbose {
                let config = file.as_ref().map_or("no configuration file".to_owned(), |file| file.shown());
                say(format_args!("{}: {config}", input.path().display()));
            }
            let new = file.filter(|file| met.insert(file.path.clone()));
            let messages = new.map_or_else(Vec::new, |file| file.messages());
            if settings.is_some() {
                messages.iter().for_each(say);
            }
            settings.ok_or(messages)
        });
        let settings = settings.collect();
        (settings, met.into_iter().collect())
    }
}

fn checked(linted: Linted) -> Vec<Checked> {
    linted.files.into_iter().map(|file| Checked { source: file.source, diagnostics: file.diagnostics }).collect()
}
