//! Workflow commands of GitHub Actions, which become annotations. What stands in them is escaped, so that no text of the
//! input begins a command of its own or ends a property.

use std::io::{self, Write};

use super::text::clipped;
use super::{MESSAGE, Report, full_message, range, slashed};
use crate::diagnostic::Severity;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (file, finding) in report.findings() {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Style => "notice",
        };
        let path = clipped(&slashed(file.source.path()), usize::MAX);
        let (start, end) = range(&file.source, finding.span);
        write!(out, "::{command} file={},line={},endLine={}", property(&path), start.line, end.line)?;
        // Columns are for places in one line only.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let place = format!("{path}:{}:{}", start.line, start.column);
        let message = clipped(&full_message(finding), MESSAGE);
        writeln!(out, ",title=lotse {}::{}: {}", property(finding.rule), data(&place), data(&message))?;
    }
    Ok(())
}

/// The text behind a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
