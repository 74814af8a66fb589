//! Input that wants to break the whole pipeline, from bytes to reports: no panic, legal spans, and no more than linear time.
//! How fast it is belongs to the benchmarks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inputs;
mod mutations;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::ValueEnum as _;
use inputs::Input;
use lotse::config::{Layer, Settings};
use lotse::context::Context;
use lotse::diagnostic::Diagnostic;
use lotse::lint::{Linted, lint};
use lotse::report::{Format, Look, Report};
use lotse::rules::ALL;
use lotse::rules::options::Options;
use lotse::source::{Source, Span};

/// Lints with every rule.
fn lint_all(source: Source, context: Option<&Context>, shell: bool) -> Linted {
    let all: Vec<_> = ALL.iter().map(|rule| (*rule, None)).collect();
    let layer = Layer { select: Some(all), ..Layer::default() };
    let settings = Settings::new(&[&layer], Options { shell, ..Options::default() });
    lint(Arc::new(source), context, &settings)
}

/// Whether all places of the findings lie in the text and between characters, and no two edits of a fix overlap.
fn check(linted: &Linted) {
    for file in &linted.files {
        for finding in &file.diagnostics {
            let legal = |span: Span| {
                assert!(
                    span.start <= span.end && file.source.text().get(span.range()).is_some(),
                    "{span:?} of {} is not legal: {}",
                    finding.rule,
                    finding.message
                );
            };
            legal(finding.span);
            finding.labels.iter().for_each(|label| legal(label.span));
            check_edits(finding, &legal);
        }
    }
}

fn check_edits(finding: &Diagnostic, legal: &dyn Fn(Span)) {
    let Some(fix) = &finding.fix else { return };
    let mut spans: Vec<Span> = fix.edits.iter().map(|edit| edit.span).collect();
    for span in &spans {
        legal(*span);
    }
    spans.sort_unstable();
    for pair in spans.windows(2) {
        assert!(pair[0].end <= pair[1].start, "edits of {} overlap: {pair:?}", finding.rule);
    }
}

/// Writes every report and throws it away.
fn report(linted: &Linted) {
    let report = Report { files: &linted.files, checked: 1, complete: true };
    for format in Format::value_variants() {
        report.write(*format, Look::default(), &mut std::io::sink()).unwrap();
    }
}

/// All of the pipeline, and how long it took.
fn run(text: String, context: Option<&Context>, shell: bool) -> Duration {
    let source = Source::new("Dockerfile", text);
    let start = Instant::now();
    let linted = lint_all(source, context, shell);
    let concise = Report { files: &linted.files, checked: 1, complete: true };
    concise.write(Format::Json, Look::default(), &mut std::io::sink()).unwrap();
    let time = start.elapsed();
    check(&linted);
    time
}

/// Runs the work with the stack that the program gives its threads.
fn on_large_stack(work: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(16 << 20).spawn(work).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Times below this say nothing about growth.
const NOISE: Duration = Duration::from_millis(150);
/// Four times the input may take this many times as long: far from the sixteen of a square, and above what a busy machine
/// makes of four.
const GROWTH: u32 = 9;
/// Other processes may disturb a measurement, but not each time.
const ATTEMPTS: usize = 4;

/// Every input at size `n` and four times that.
fn grow(inputs: &'static [Input], n: usize, shell: bool) {
    on_large_stack(move || {
        let mut wrong = Vec::new();
        for (name, make) in inputs {
            let mut measured = Vec::new();
            let linear = (0..ATTEMPTS).any(|_| {
                let small = run(make(n), None, shell);
                let large = run(make(4 * n), None, shell);
                measured.push((small, large));
                large < NOISE || large < small * GROWTH
            });
            if !linear {
                wrong.push(format!("{name}: {measured:?}"));
            }
        }
        assert!(wrong.is_empty(), "more than linear time:\n{}", wrong.join("\n"));
    });
}

#[test]
fn many_instructions_take_linear_time() {
    grow(inputs::INSTRUCTIONS, 250, false);
}

#[test]
fn large_instructions_take_linear_time() {
    grow(inputs::INSIDE, 400, false);
}

#[test]
fn large_instructions_take_linear_time_with_the_shell_linter() {
    grow(inputs::INSIDE, 60, true);
    grow(inputs::INSTRUCTIONS, 40, true);
}

#[test]
fn deep_nesting_takes_linear_time() {
    grow(inputs::NESTED, 2_500, true);
}

#[test]
fn bulk_takes_linear_time() {
    grow(inputs::BULK, 10_000, true);
}

/// One sample of every input through every report.
#[test]
fn reports_survive_every_input() {
    on_large_stack(|| {
        let all = [inputs::INSTRUCTIONS, inputs::INSIDE, inputs::NESTED, inputs::BULK];
        for (_, make) in all.into_iter().flatten() {
            let linted = lint_all(Source::new("Dockerfile", make(12)), None, true);
            check(&linted);
            report(&linted);
        }
    });
}

/// What only bytes can be: no text, half characters, NUL.
#[test]
fn bytes_that_are_no_text() {
    let pieces: [&[u8]; 8] = [
        b"FROM \xff\xfe:\xc3\n", b"RUN \xf0\x9f\x98 apt-get install \xed\xa0\x80 | \xc3(\n",
        b"ENV A\xff=\"\x80\" B=\0\n", b"COPY --from=\xfe [\"\xff\", \"\x80\"]\r", b"# hadolint ignore=\xff\n",
        b"HEALTHCHECK CMD curl http://\xff:\x80@x\n", b"RUN <<\xff\n\x80\n\xff\n", b"\xef\xbb\xbf\r\n\0",
    ];
    for first in 0..pieces.len() {
        for second in 0..pieces.len() {
            let bytes: Vec<u8> = [pieces[first], b"FROM a\n", pieces[second]].concat().repeat(3);
            let linted = lint_all(Source::from_bytes("Dockerfile", bytes), None, true);
            check(&linted);
            report(&linted);
        }
    }
}

/// A context of many files, many patterns and long scripts.
#[test]
fn contexts_take_linear_time() {
    let context = |n: usize| {
        let patterns: Vec<_> = (0..n).map(|number| format!("a{number}*b\n!c{number}/**/d?\n")).collect();
        let script = format!("#!/bin/sh\nset -e\n{}exec \"$@\"\n", "apt-get install a\n".repeat(n));
        let files = (0..n).map(|number| (format!("f{number}/run{number}.sh"), script.clone(), true));
        let files = files.take(64).chain([
            (".dockerignore".to_owned(), patterns.concat(), false),
            ("run.sh".to_owned(), script.clone(), false),
        ]);
        Context::from_files(files)
    };
    let text = |n: usize| {
        let copies: Vec<_> = (0..n).map(|number| format!("COPY f{number} /x\nCOPY f{number}/run*.sh /y\n")).collect();
        let copies = copies.concat();
        format!("FROM alpine\n{copies}COPY . /\nENTRYPOINT [\"/run.sh\"]\nCMD [\"/f1/run1.sh\"]\n")
    };
    let n = 200;
    let measured: Vec<_> = (0..ATTEMPTS)
        .map(|_| {
            let small = run(text(n), Some(&context(n)), false);
            (small, run(text(4 * n), Some(&context(4 * n)), false))
        })
        .collect();
    let linear = |(small, large): &(Duration, Duration)| *large < NOISE || *large < *small * GROWTH;
    assert!(measured.iter().any(linear), "{measured:?}");
}

/// Values that repeat each other must not fill the memory: what the model keeps is bounded by the size of the file.
#[test]
fn values_stay_in_proportion() {
    let head = format!("FROM alpine\nENV A={}\n", "a".repeat(2_000));
    let text = head + &"ENV B=$A$A$A$A$A$A$A$A\nWORKDIR $A\n".repeat(2_000);
    let source = Source::new(PathBuf::from("Dockerfile"), text);
    let dockerfile = lotse::dockerfile::parse(&source);
    let model = lotse::model::build(&dockerfile, &lotse::model::BuildOptions::default());
    let scopes = model.stages.iter().flat_map(|stage| stage.scope.definitions());
    let kept: usize = scopes.flat_map(|(_, all)| all).map(|definition| definition.value.size()).sum();
    assert!(kept < 4 << 20, "{kept} bytes");
}
