//! `lotse check [PATHS]…`: from arguments to report.

mod changes;
mod options;
mod watch;
mod work;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(super) use options::Arguments;

use super::input::{Input, inputs, is_stdin};
use super::output::Outputs;
use super::{FAILED, FINDINGS, GOOD, finish, say};
use crate::config::Layer;
use crate::config::named;
use crate::diagnostic;
use crate::image::{Image, read};
use crate::lint::{Confirmation, LintedFile};
use crate::project::Configurations;
use crate::report::{Report, count};
use changes::Changes;
use work::{Job, Outcome, Repairs};

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        if !self.watch {
            return self.round().status;
        }
        if self.paths.iter().any(|path| is_stdin(path)) {
            say("standard input cannot be watched; name a file or a folder");
            return FAILED;
        }
        watch::run(self)
    }

    /// Lints everything once and reports.
    fn round(&self) -> Round {
        let started = Instant::now();
        let outputs = match self.shared.outputs() {
            Ok(outputs) => outputs,
            Err(message) => {
                say(message);
                return Round { status: FAILED, files: Vec::new() };
            }
        };
        let mut complete = true;
        let layer = self.layer(&mut complete);
        let repairs = self.repairs(&mut complete);
        let inputs = inputs(&self.paths, self.stdin_filename.as_deref(), &mut complete);
        let image = self.image(&inputs, &layer, &mut complete);
        let job = Job::new(self, layer, repairs, image);
        let (outcomes, configs) = job.run(&inputs);
        if !self.watch {
            // The process is about to end: giving back all that the job remembers would only take time.
            std::mem::forget(job);
        }

        let mut done = Done { complete, ..Done::default() };
        for outcome in outcomes {
            done.add(outcome);
        }
        if self.shared.verbose {
            let (files, time) = (count(done.checked, "file"), started.elapsed());
            say(format_args!("checked {files} in {:.1} ms", time.as_secs_f64() * 1000.0));
        }
        let files = configs.into_iter().chain(done.files.iter().map(|file| file.source.path().to_owned())).collect();
        Round { status: self.report(done, &inputs, &outputs), files }
    }

    /// Writes what is asked for: a diff, the repaired files, the report.
    fn report(&self, mut done: Done, inputs: &[Input], outputs: &Outputs) -> u8 {
        if self.diff {
            let status = done.changes.show(self.shared.color.is_on());
            return if done.complete { status } else { FAILED };
        }
        if self.fix {
            let of_stdin = inputs.iter().find_map(Input::stdin);
            done.complete &= done.changes.write(of_stdin);
            if let Some(path) = of_stdin {
                let text = done.files.iter().find(|file| file.source.path() == path).map(|file| file.source.bytes());
                let written = io::stdout().lock().write_all(text.unwrap_or_default());
                return done.status().max(finish(written));
            }
        }
        let status = done.status();
        let files = merged(done.files);
        let report = Report { files: &files, checked: done.checked, complete: done.complete };
        status.max(outputs.write(&report, self.shared.color, self.shared.quiet))
    }

    /// The repairs that are asked for.
    fn repairs(&self, complete: &mut bool) -> Option<Repairs> {
        let (only, problems) = named(&self.fix_only);
        *complete &= problems.is_empty();
        problems.iter().for_each(say);
        let asked = (self.fix || self.diff) && (self.fix_only.is_empty() || !only.is_empty());
        asked.then_some(Repairs { unsafe_too: self.unsafe_fixes, only })
    }

    /// The image that was built from the one Dockerfile there is.
    fn image(&self, inputs: &[Input], layer: &Layer, complete: &mut bool) -> Option<Image> {
        let path = self.image.as_deref()?;
        let [dockerfile] = inputs else {
            say("--image is about one Dockerfile; name it");
            *complete = false;
            return None;
        };
        // A configuration that cannot be used is spoken of when the Dockerfile is linted.
        let (settings, _) = Configurations::new(self.shared.choice(), layer.clone()).of(dockerfile.path());
        let reading = settings.map(|settings| settings.reading.clone()).unwrap_or_default();
        let mut images = self.reading.open(path, reading, read::Options::default(), complete).images;
        if images.len() > 1 {
            say(format_args!("{}: there are several images in it; the first is asked", path.display()));
        }
        (!images.is_empty()).then(|| images.swap_remove(0))
    }

    /// What the command line and the environment say.
    fn layer(&self, complete: &mut bool) -> Layer {
        Layer { shell: self.no_shell.then_some(false), context: self.context.clone(), ..self.shared.layer(complete) }
    }
}

const MISFIT: &str = "the image was not built from this Dockerfile, so it was not asked";

/// What the image has said.
fn say_confirmation(said: Option<Confirmation>) {
    match said {
        None => {}
        Some(Confirmation { is_misfit: true, .. }) => say(MISFIT),
        Some(Confirmation { confirmed, refuted, .. }) => {
            let confirmed = count(confirmed, "finding");
            say(format_args!("the image confirms {confirmed} and refutes {refuted}, which are left out"));
        }
    }
}

/// What came of linting once.
struct Round {
    status: u8,
    /// The files that were read.
    files: Vec<PathBuf>,
}

/// What all outcomes are together.
#[derive(Default)]
struct Done {
    /// How many Dockerfiles were linted.
    checked: usize,
    /// Whether there is a finding to fail on.
    failing: bool,
    /// Whether all that was asked for could be done.
    complete: bool,
    files: Vec<LintedFile>,
    changes: Changes,
}

impl Done {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Linted { linted, fails, repaired, confirmation } => {
                say_confirmation(confirmation);
                self.checked += 1;
                self.failing |= fails;
                let first = linted.files.first().map_or(Path::new(""), |file| file.source.path()).display();
                if linted.partly_linted {
                    say(format_args!(
                        "{first}: too much shell text: the shell linter was not asked about the end of it"
                    ));
                }
                self.changes.add(*repaired, &first);
                self.files.extend(linted.files);
            }
            Outcome::Failed(messages) => {
                self.complete = false;
                messages.iter().for_each(say);
            }
        }
    }

    fn status(&self) -> u8 {
        match (self.complete, self.failing) {
            (false, _) => FAILED,
            (true, true) => FINDINGS,
            (true, false) => GOOD,
        }
    }
}

/// The files in the order of their paths, each once: several Dockerfiles may start the same script.
fn merged(mut files: Vec<LintedFile>) -> Vec<LintedFile> {
    files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    files.dedup_by(|file, known| {
        let same = file.source.path() == known.source.path();
        if same {
            known.suppressed = known.suppressed.max(file.suppressed);
            known.diagnostics.append(&mut file.diagnostics);
            diagnostic::sort(&mut known.diagnostics);
            known.diagnostics.dedup_by(|a, b| (a.span, a.rule) == (b.span, b.rule));
        }
        same
    });
    files
}
