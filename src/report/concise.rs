//! One line for each finding: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::Report;
use super::text::{clipped, escaped};

/// Characters of a message that are shown.
const LIMIT: usize = 500;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for file in report.files {
        let path = file.source.path().to_string_lossy();
        let path = escaped(&path);
        for finding in &file.diagnostics {
            let at = file.source.lines().position(file.source.text(), finding.span.start);
            let (severity, rule) = (finding.severity.name(), finding.rule);
            let message = clipped(&finding.message, LIMIT);
            writeln!(out, "{path}:{}:{}: {severity}[{rule}] {message}", at.line, at.column)?;
        }
    }
    Ok(())
}
