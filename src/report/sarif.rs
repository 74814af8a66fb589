//! SARIF 2.1.0, as code scanning services read it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::{Report, aliases, full_message, url};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::LintedFile;
use crate::rules::page::{Page, Part};
use crate::rules::{ALL, Rule};
use crate::source::{Source, Span};

/// The name of the folder that paths are relative to.
const ROOT: &str = "SRCROOT";

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": ALL.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    if !env!("CARGO_PKG_REPOSITORY").is_empty() {
        driver["informationUri"] = env!("CARGO_PKG_REPOSITORY").into();
    }
    let run = Run {
        column_kind: "unicodeCodePoints",
        invocations: json!([{ "executionSuccessful": report.complete }]),
        original_uri_base_ids: json!({ ROOT: { "description": { "text": "the folder that lotse ran in" } } }),
        results: Results(report.files),
        tool: json!({ "driver": driver }),
    };
    let document = Document { schema: SCHEMA, runs: [run], version: "2.1.0" };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole document.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<'a>; 1],
    version: &'static str,
}

/// What one start of lotse has found.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    column_kind: &'static str,
    invocations: Value,
    original_uri_base_ids: Value,
    results: Results<'a>,
    tool: Value,
}

/// The findings of all files, made one at a time while they are written: there may be millions.
struct Results<'a>(&'a [LintedFile]);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let places: HashMap<&str, usize> = ALL.iter().enumerate().map(|(place, rule)| (rule.name, place)).collect();
        serializer.collect_seq(self.0.iter().flat_map(|file| {
            let mut prints = Fingerprints::default();
            let places = &places;
            file.diagnostics
                .iter()
                .map(move |finding| result(&file.source, finding, places.get(finding.rule).copied(), &mut prints))
        }))
    }
}

/// What is said about a rule.
fn descriptor(rule: &Rule) -> Value {
    let page = Page::read(rule.page);
    let mut descriptor = json!({
        "id": rule.name,
        "name": rule.name,
        "shortDescription": { "text": page.summary },
        "fullDescription": { "text": why(&page) },
        "help": { "text": page.summary, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.recommended },
        "properties": {
            "tags": std::iter::once(rule.group.name()).chain(rule.codes()).collect::<Vec<_>>(),
            "precision": "high",
            "problem.severity": problem_severity(rule.severity),
        },
    });
    if let Some(url) = url(rule) {
        descriptor["helpUri"] = url.into();
    }
    descriptor
}

/// The first paragraph of the reason.
fn why(page: &Page<'_>) -> String {
    let parts = page.section("Why").map_or(&[][..], |section| &section.parts);
    let prose = parts.iter().find_map(|part| match part {
        Part::Prose(text) => text.split("\n\n").next(),
        Part::Example(_) => None,
    });
    prose.map_or_else(|| page.summary.to_owned(), |text| text.replace('\n', " "))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Style => "note",
    }
}

fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Style => "recommendation",
    }
}

fn result(source: &Source, finding: &Diagnostic, rule: Option<usize>, prints: &mut Fingerprints) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": full_message(finding) },
        "locations": [location(source, finding.span)],
        "partialFingerprints": { "lotse/v1": prints.next(source, finding) },
        "properties": { "aliases": aliases(finding), "severity": finding.severity.name() },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    if !finding.labels.is_empty() {
        let related = finding.labels.iter().enumerate().map(|(id, label)| {
            let mut location = location(source, label.span);
            location["id"] = id.into();
            location["message"] = json!({ "text": label.message });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &finding.fix {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": region(source, edit.span),
                    "insertedContent": { "text": edit.replacement },
                })
            })
            .collect();
        if !replacements.is_empty() {
            result["fixes"] = json!([{
                "description": { "text": fix.title },
                "artifactChanges": [{ "artifactLocation": artifact(source), "replacements": replacements }],
            }]);
        }
    }
    result
}

fn location(source: &Source, span: Span) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(source), "region": region(source, span) } })
}

fn artifact(source: &Source) -> Value {
    let path = source.path();
    if path.is_absolute() {
        json!({ "uri": format!("file://{}", encoded(path)) })
    } else {
        json!({ "uri": encoded(path), "uriBaseId": ROOT })
    }
}

/// A path as part of a URI, its parts separated by `/`.
fn encoded(path: &std::path::Path) -> String {
    let mut uri = String::new();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

fn region(source: &Source, span: Span) -> Value {
    let at = |offset| source.lines().position(source.text(), offset);
    let (start, end) = (at(span.start), at(span.end));
    json!({
        "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
    })
}
