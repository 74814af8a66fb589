//! The workshop's sample: what lotse says of it is what a teacher would write on the margin.

#![allow(clippy::unwrap_used, reason = "what is missing fails the test")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use lotse::config::{Layer, Preset, Settings};
use lotse::context::Context;
use lotse::lint::lint;
use lotse::rules::options::Options;
use lotse::source::Source;

/// Each finding with the characters that it points at.
fn margin(preset: Preset) -> String {
    let path = Path::new("fixtures/studip/Dockerfile");
    let text = std::fs::read_to_string(path).unwrap();
    let source = Arc::new(Source::new(path, text));
    let layer = Layer { preset: Some(preset), ..Layer::default() };
    let settings = Settings::new(&[&layer], Options::default());
    let linted = lint(source, Some(&Context::open(path, None)), &settings);
    let mut notes = String::new();
    for file in linted.files {
        for finding in file.diagnostics {
            let line = file.source.lines().line(finding.span.start);
            let marked = file.source.slice(finding.span);
            let name = file.source.path().file_name().unwrap().to_string_lossy();
            let _ = writeln!(
                notes,
                "{name}:{line} `{marked}` {}[{}] {}",
                finding.severity.name(),
                finding.rule,
                finding.message
            );
        }
    }
    notes
}

#[test]
fn recommended() {
    insta::assert_snapshot!(margin(Preset::Recommended));
}

#[test]
fn workshop() {
    insta::assert_snapshot!(margin(Preset::Workshop));
}
