//! Generic issues for SonarQube (10.3 and later): the rules that found something, and the issues.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::text::clipped;
use super::{MESSAGE, Report, full_message, slashed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::LintedFile;
use crate::rules::{Group, by_name};
use crate::source::{Source, Span};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    // An issue is as grave as its rule, so the rule is as grave as its gravest finding.
    let mut rules: BTreeMap<&str, Severity> = BTreeMap::new();
    for (_, finding) in report.findings() {
        let severity = rules.entry(finding.rule).or_insert(finding.severity);
        *severity = finding.severity.max(*severity);
    }
    let document = Document {
        rules: rules.into_iter().map(|(name, severity)| rule(name, severity)).collect(),
        issues: Issues(report.files),
    };
    let mut out = BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer(&mut out, &document)?;
    writeln!(out)?;
    out.flush()
}

/// Bytes of a line up to which columns are counted.
const LONG_LINE: u32 = 10_000;

#[derive(Serialize)]
struct Document<'a> {
    rules: Vec<Value>,
    issues: Issues<'a>,
}

/// The findings of all files, made one at a time while they are written.
struct Issues<'a>(&'a [LintedFile]);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_seq(self.0.iter().flat_map(|file| file.diagnostics.iter().map(|finding| issue(file, finding))))
    }
}

/// A rule, with what both modes of SonarQube want to know of it.
fn rule(name: &str, severity: Severity) -> Value {
    let rule = by_name(name);
    let (quality, kind, attribute) = match rule.map(|rule| rule.group) {
        Some(Group::Security) => ("SECURITY", "VULNERABILITY", "TRUSTWORTHY"),
        Some(Group::Correctness | Group::Runtime) => ("RELIABILITY", "BUG", "LOGICAL"),
        Some(Group::Size | Group::Layers) => ("MAINTAINABILITY", "CODE_SMELL", "EFFICIENT"),
        _ => ("MAINTAINABILITY", "CODE_SMELL", "CONVENTIONAL"),
    };
    let (standard, impact) = match severity {
        Severity::Error => ("CRITICAL", "HIGH"),
        Severity::Warning => ("MAJOR", "MEDIUM"),
        Severity::Info => ("MINOR", "LOW"),
        Severity::Style => ("INFO", "LOW"),
    };
    json!({
        "id": name,
        "name": name,
        "description": rule.map_or(name, |rule| rule.summary()),
        "engineId": env!("CARGO_PKG_NAME"),
        "cleanCodeAttribute": attribute,
        "type": kind,
        "severity": standard,
        "impacts": [{ "softwareQuality": quality, "severity": impact }],
    })
}

fn issue(file: &LintedFile, finding: &Diagnostic) -> Value {
    let location = |span, message: &str| {
        json!({
            "message": clipped(message, MESSAGE),
            "filePath": slashed(file.source.path()),
            "textRange": text_range(&file.source, span),
        })
    };
    let mut issue = json!({
        "ruleId": finding.rule,
        "primaryLocation": location(finding.span, &full_message(finding)),
    });
    if !finding.labels.is_empty() {
        let labels = finding.labels.iter().map(|label| location(label.span, &label.message));
        issue["secondaryLocations"] = labels.collect();
    }
    issue
}

/// A place: lines from 1, columns from 0 in units of UTF-16. A place without characters is its line, and so is one far into
/// a long line.
fn text_range(source: &Source, span: Span) -> Value {
    let (start, end) = super::range(source, span);
    let before = |offset| Span::new(source.lines().span(source.lines().line(offset)).start, offset);
    let column = |offset| source.slice(before(offset)).encode_utf16().count();
    // Counting through a line of megabytes again and again would take minutes.
    if start.offset == end.offset || before(start.offset).len().max(before(end.offset).len()) > LONG_LINE {
        return json!({ "startLine": start.line, "endLine": end.line });
    }
    json!({
        "startLine": start.line, "endLine": end.line,
        "startColumn": column(start.offset), "endColumn": column(end.offset),
    })
}
