//! The contract for editors and scripts. Its schema is generated from these types; a change that breaks readers raises
//! the version.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::ops::RangeInclusive;
use std::thread;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Report, aliases, unsafe_because, url};
use crate::diagnostic::{self, Diagnostic, Safety, Severity};
use crate::lint::LintedFile;
use crate::rules::by_name;
use crate::source::{Position, Source, Span};

const VERSION: u32 = 1;

/// The report of `lotse check --format json`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "lotse report")]
struct Document<'a> {
    /// Version of this format.
    version: u32,
    /// What made the report.
    tool: Tool,
    /// The findings by file and place.
    #[schemars(with = "Vec<Finding<'a>>")]
    diagnostics: Findings<'a>,
    /// Counts.
    summary: Counts,
}

/// The program.
#[derive(Serialize, JsonSchema)]
struct Tool {
    /// Its name.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// One finding.
#[derive(Serialize, JsonSchema)]
struct Finding<'a> {
    /// Name of the rule.
    rule: &'static str,
    /// The rule's names in other linters, as far as they stand for this case: `hadolint:DL3009`.
    aliases: Vec<&'static str>,
    /// How grave it is.
    severity: Level,
    /// The file, as it was given.
    path: Cow<'a, str>,
    /// The same in base64, where it is no UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_b64: Option<String>,
    /// The place.
    range: Range,
    /// What is wrong.
    message: &'a str,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// The rule's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Other places that matter, in the same file.
    labels: Vec<Label<'a>>,
    /// Files of the image that it is about and whose paths are no UTF-8.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    odd_paths: Vec<OddPath<'a>>,
    /// A repair.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
}

/// A path in an image that is no UTF-8.
#[derive(Serialize, JsonSchema)]
struct OddPath<'a> {
    /// As the message writes it: what is no text is `\xNN`.
    path: &'a str,
    /// The bytes in base64.
    path_b64: String,
}

/// How grave a finding is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
    Style,
}

/// A half-open range of the file.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// The first character.
    start: Place,
    /// Behind the last character.
    end: Place,
}

/// A place in a file.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// The line, from 1.
    line: u32,
    /// The column in characters, from 1.
    column: u32,
    /// The offset in bytes, from 0.
    offset: u32,
}

/// A second place that a finding speaks of.
#[derive(Serialize, JsonSchema)]
struct Label<'a> {
    /// The place.
    range: Range,
    /// What is there.
    message: &'a str,
}

/// A repair.
#[derive(Serialize, JsonSchema)]
struct Fix<'a> {
    /// What it does.
    title: &'a str,
    /// Whether the image built afterwards behaves the same.
    safety: Trust,
    /// Why it may not, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'static str>,
    /// The edits, none overlapping another.
    edits: Vec<Edit<'a>>,
    /// A file that is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    creates: Option<NewFile<'a>>,
}

/// A file that a repair makes.
#[derive(Serialize, JsonSchema)]
struct NewFile<'a> {
    /// Its path.
    path: Cow<'a, str>,
    /// What is in it.
    text: &'a str,
}

/// How far a fix can be trusted.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Trust {
    Safe,
    Unsafe,
}

/// Replaces a range.
#[derive(Serialize, JsonSchema)]
struct Edit<'a> {
    /// What is replaced; empty to insert.
    range: Range,
    /// By what.
    replacement: &'a str,
}

/// Counts over all files.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// Dockerfiles that were checked.
    files: usize,
    /// Findings of that severity.
    error: usize,
    /// Findings of that severity.
    warning: usize,
    /// Findings of that severity.
    info: usize,
    /// Findings of that severity.
    style: usize,
    /// Findings that comments in the files suppress.
    suppressed: usize,
}

/// The schema of the report, as JSON.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Document);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let document = |files| Document {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        diagnostics: Findings(files),
        summary: Counts {
            files: report.checked,
            error: summary.error,
            warning: summary.warning,
            info: summary.info,
            style: summary.style,
            suppressed: summary.suppressed,
        },
    };
    // A document is thousands of small pieces.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let empty = serde_json::to_string(&document(&[]))?;
    let findings = report.files.iter().map(|file| file.diagnostics.len()).sum::<usize>();
    match empty.split_once("[]") {
        Some((before, behind)) if IN_HALVES.contains(&findings) => {
            let [first, second] = halves(report.files)?;
            let comma: &[u8] = if first.is_empty() || second.is_empty() { b"" } else { b"," };
            for part in [before.as_bytes(), b"[", &first, comma, &second, b"]", behind.as_bytes()] {
                out.write_all(part)?;
            }
        }
        _ => serde_json::to_writer(&mut out, &document(report.files))?,
    }
    writeln!(out)?;
    out.flush()
}

/// The findings of all files.
struct Findings<'a>(&'a [LintedFile]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // One at a time while they are written: there may be millions.
        serializer.collect_seq(each(self.0))
    }
}

fn each(files: &[LintedFile]) -> impl Iterator<Item = Finding<'_>> {
    files.iter().flat_map(|file| file.diagnostics.iter().map(|diagnostic| finding(&file.source, diagnostic)))
}

/// So many findings are written by two threads: fewer are not worth a thread, more not their memory.
const IN_HALVES: RangeInclusive<usize> = 500..=100_000;

/// The findings of each half of the files, parted by commas, made by a thread of its own.
fn halves(files: &[LintedFile]) -> io::Result<[Vec<u8>; 2]> {
    let list = |files: &[LintedFile]| {
        let mut text = Vec::with_capacity(1 << 16);
        for finding in each(files) {
            if !text.is_empty() {
                text.push(b',');
            }
            serde_json::to_writer(&mut text, &finding)?;
        }
        io::Result::Ok(text)
    };
    let (first, second) = files.split_at(files.len() / 2);
    thread::scope(|scope| {
        let second = scope.spawn(|| list(second));
        let first = list(first)?;
        let second = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok([first, second])
    })
}

fn finding<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> Finding<'a> {
    let range = |span: Span| Range { start: place(source, span.start), end: place(source, span.end) };
    Finding {
        rule: diagnostic.rule,
        aliases: aliases(diagnostic),
        severity: match diagnostic.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Info,
            Severity::Style => Level::Style,
        },
        path: source.path().to_string_lossy(),
        path_b64: source.path().to_str().is_none().then(|| base64(source.path().as_os_str().as_encoded_bytes())),
        range: range(diagnostic.span),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        url: by_name(diagnostic.rule).and_then(url),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Label { range: range(label.span), message: &label.message })
            .collect(),
        odd_paths: diagnostic
            .odd_paths
            .iter()
            .map(|odd| OddPath { path: &odd.shown, path_b64: base64(&odd.bytes) })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            safety: match fix.safety {
                Safety::Safe => Trust::Safe,
                Safety::Unsafe => Trust::Unsafe,
            },
            because: (fix.safety == Safety::Unsafe).then(|| unsafe_because(diagnostic.rule)),
            edits: fix
                .edits
                .iter()
                .map(|diagnostic::Edit { span, replacement }| Edit { range: range(*span), replacement })
                .collect(),
            creates: fix.creates.as_ref().map(|new| NewFile { path: new.path.to_string_lossy(), text: &new.text }),
        }),
    }
}

/// Bytes in base64 (RFC 4648), padded.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            text.push(if at <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn place(source: &Source, offset: u32) -> Place {
    let Position { line, column, offset } = source.lines().position(source.text(), offset);
    Place { line, column, offset }
}
