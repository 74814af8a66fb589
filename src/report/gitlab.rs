//! Code Quality of GitLab: a list of issues, as its merge requests show them.

use std::io::{self, BufWriter, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::fingerprint::{Fingerprints, of_text};
use super::text::clipped;
use super::{MESSAGE, Report, full_message, range, slashed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::LintedFile;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer(&mut out, &Issues(report.files))?;
    writeln!(out)?;
    out.flush()
}

/// The findings of all files, made one at a time while they are written.
struct Issues<'a>(&'a [LintedFile]);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().flat_map(|file| {
            let mut prints = Fingerprints::default();
            file.diagnostics.iter().map(move |finding| issue(file, finding, &mut prints))
        }))
    }
}

fn issue(file: &LintedFile, finding: &Diagnostic, prints: &mut Fingerprints) -> Value {
    let path = slashed(file.source.path());
    let (start, end) = range(&file.source, finding.span);
    json!({
        "type": "issue",
        "check_name": finding.rule,
        "description": clipped(&full_message(finding), MESSAGE),
        // Other than in SARIF the path is no part of what is compared, so it is put in.
        "fingerprint": format!("{}:{}", of_text(&path), prints.next(&file.source, finding)),
        "severity": match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "minor",
            Severity::Style => "info",
        },
        "location": { "path": path, "lines": { "begin": start.line, "end": end.line } },
    })
}
