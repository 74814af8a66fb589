//! A summary for a pull request. Text of the input stands in code spans, in which nothing is a mention, a link or a tag.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::text::{clipped, escaped};
use super::{Report, count, range, slashed, url};
use crate::diagnostic::Diagnostic;
use crate::lint::LintedFile;
use crate::rules::by_name;

/// Findings that are shown: a comment on GitHub may have 65,536 characters.
const FINDINGS: usize = 100;
/// Characters of a message and of a path that are shown.
const LIMIT: usize = 200;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let all = summary.findings();
    if all == 0 {
        return writeln!(out, "### lotse: {}", report.without_findings());
    }
    writeln!(out, "### lotse: {} in {}\n", count(all, "finding"), report.place())?;
    let parts = [
        count(summary.error, "error"),
        count(summary.warning, "warning"),
        format!("{} info", summary.info),
        format!("{} style", summary.style),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.starts_with("0 ")).collect();
    writeln!(out, "{}.{}\n", parts.join(", "), repairs(summary.safe_fixes))?;
    write_rules(report, out)?;

    let mut left = FINDINGS;
    for file in report.files.iter().filter(|file| !file.diagnostics.is_empty()) {
        if left == 0 {
            break;
        }
        let path = clipped(&slashed(file.source.path()), LIMIT);
        writeln!(out, "\n#### {}\n", code(&path))?;
        for finding in file.diagnostics.iter().take(left) {
            writeln!(out, "- {}", line(file, finding))?;
        }
        left -= file.diagnostics.len().min(left);
    }
    if all > FINDINGS {
        writeln!(out, "\n… and {} more.", all - FINDINGS)?;
    }
    Ok(())
}

fn repairs(safe: usize) -> String {
    if safe == 0 { String::new() } else { format!(" `lotse check --fix` repairs {safe}.") }
}

/// The rules by the number of their findings.
fn write_rules(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    report.findings().for_each(|(_, finding)| *rules.entry(finding.rule).or_default() += 1);
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(name, number)| (std::cmp::Reverse(*number), *name));
    writeln!(out, "| findings | rule | |\n|---:|---|---|")?;
    for (name, number) in rules {
        let summary = by_name(name).map_or("", |rule| rule.summary());
        writeln!(out, "| {number} | {} | {} |", linked(name), summary.replace('|', "\\|"))?;
    }
    Ok(())
}

fn line(file: &LintedFile, finding: &Diagnostic) -> String {
    let (start, _) = range(&file.source, finding.span);
    let severity = finding.severity.name();
    format!(
        "line {}: **{severity}** {} ({})",
        start.line,
        message(&clipped(&finding.message, LIMIT)),
        linked(finding.rule)
    )
}

/// The name of a rule, as a link to its page where that is known.
fn linked(name: &str) -> String {
    let code = format!("`{name}`");
    by_name(name).and_then(url).map_or(code.clone(), |url| format!("[{code}]({url})"))
}

/// A message: prose with the user's words in code spans, where it is certain which is which; else one code span.
fn message(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let plain = |part: &&str| {
        part.chars().all(|c| c.is_alphanumeric() || " ,.;:'\"()/+=-–…".contains(c)) && !part.contains("://")
    };
    let empty = parts.iter().skip(1).step_by(2).any(|part| part.is_empty());
    if parts.len().is_multiple_of(2) || empty || !parts.iter().step_by(2).all(plain) {
        return code(text);
    }
    let mut out = String::new();
    for (number, part) in parts.iter().enumerate() {
        let _ = if number.is_multiple_of(2) { write!(out, "{part}") } else { write!(out, "{}", code(part)) };
    }
    out
}

/// A text as a code span, which has more backticks at its ends than any run in it.
fn code(text: &str) -> String {
    let text = escaped(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}
