//! `lotse dev profile`: which step and which rule takes how much of the time.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cli::{FAILED, GOOD, print, say};
use crate::context::Context;
use crate::model::BuildOptions;
use crate::rules::options::Options;
use crate::rules::{ALL, File, Questions};
use crate::shell::Memory;
use crate::{discover, dockerfile, facts, model};

/// Runs every step and every rule over the files, one after the other.
pub(super) fn run(paths: &[PathBuf], shell: bool) -> u8 {
    let mut status = GOOD;
    let found = discover::find(paths);
    found.problems.iter().for_each(|problem| {
        say(problem);
        status = FAILED;
    });
    let mut profile = Profile::default();
    for path in &found.files {
        match discover::read(path) {
            Ok(source) => profile.file(source, &Context::open(path, None), shell),
            Err(error) => {
                say(format_args!("{}: {error}", path.display()));
                status = FAILED;
            }
        }
    }
    status.max(print(&profile.table()))
}

/// The time by name of the step or rule.
#[derive(Default)]
struct Profile {
    files: usize,
    bytes: usize,
    findings: usize,
    memory: Memory,
    times: HashMap<&'static str, Duration>,
}

impl Profile {
    fn time<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        *self.times.entry(name).or_default() += start.elapsed();
        result
    }

    fn file(&mut self, source: crate::source::Source, context: &Context, shell: bool) {
        self.files += 1;
        self.bytes += source.text().len();
        let source = Arc::new(source);
        let dockerfile = self.time("(parse)", || dockerfile::parse(&source));
        let model = self.time("(model)", || model::build(&dockerfile, &BuildOptions::default()));
        // What is read on demand would be charged to the rule that asks first.
        self.time("(context)", || context.ignore_file().is_some());
        let memory = std::mem::take(&mut self.memory);
        let facts = self.time("(facts)", || facts::build(&source, &dockerfile, &model, Some(context), shell, &memory));
        self.memory = memory;
        let options = Options::default();
        let file = File {
            source: &source,
            dockerfile: &dockerfile,
            model: &model,
            facts: &facts,
            context: Some(context),
            options: &options,
        };
        let questions = self.time("(starts)", || Questions::new(&file));
        let mut all = Vec::new();
        for rule in ALL.iter().copied() {
            self.time(rule.name, || questions.ask(rule, &mut all));
        }
        all.append(&mut self.time("(shell findings)", || questions.shell_findings()));
        let diagnostics: Vec<_> = all.into_iter().flat_map(|found| found.diagnostics).collect();
        self.findings += diagnostics.len();
    }

    fn table(&self) -> String {
        let mut rows: Vec<_> = self.times.iter().collect();
        rows.sort_by_key(|(name, time)| (std::cmp::Reverse(**time), **name));
        let total: Duration = self.times.values().sum();
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let share = |time: Duration| 100.0 * time.as_secs_f64() / total.as_secs_f64().max(1e-9);
        let mut out = format!(
            "{} files, {} bytes, {} findings, {:.3} ms\n",
            self.files,
            self.bytes,
            self.findings,
            milliseconds(total)
        );
        for (name, time) in rows {
            let _ = writeln!(out, "{:12.3} ms {:6.2} %  {name}", milliseconds(*time), share(*time));
        }
        out
    }
}
