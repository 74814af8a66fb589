//! One line for each finding, as GNU programs write them and editors jump to: `path:line:column: severity: message`.

use std::io::{self, Write};

use super::text::{clipped, escaped};
use super::{MESSAGE, Report, full_message, range};
use crate::diagnostic::Severity;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (file, finding) in report.findings() {
        let path = file.source.path().to_string_lossy();
        let (start, _) = range(&file.source, finding.span);
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Style => "note",
        };
        let message = clipped(&full_message(finding), MESSAGE);
        writeln!(out, "{}:{}:{}: {severity}: {message} [{}]", escaped(&path), start.line, start.column, finding.rule)?;
    }
    Ok(())
}
