//! JUnit's XML, for servers that show tests: each finding is a case of its file's suite, and a file without findings has one
//! that passes. What is less than a warning is a skipped case, so that it is seen and fails nothing.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::text::{clipped, escaped};
use super::{MESSAGE, Report, range, slashed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::LintedFile;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut document = Document::new(env!("CARGO_PKG_NAME"));
    document.add_test_suites(report.files.iter().map(suite));
    document.serialize(out).map_err(io::Error::other)
}

fn suite(file: &LintedFile) -> TestSuite {
    let path = slashed(file.source.path());
    let path = escaped(&path);
    let mut suite = TestSuite::new(path.as_ref());
    if file.diagnostics.is_empty() {
        let mut case = TestCase::new("no findings", TestCaseStatus::success());
        case.set_classname(path.as_ref());
        suite.add_test_case(case);
    }
    suite.add_test_cases(file.diagnostics.iter().map(|finding| case(file, &path, finding)));
    suite
}

fn case(file: &LintedFile, path: &str, finding: &Diagnostic) -> TestCase {
    let (start, _) = range(&file.source, finding.span);
    let message = clipped(&finding.message, MESSAGE);
    let mut status = match finding.severity {
        Severity::Error | Severity::Warning => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Severity::Info | Severity::Style => TestCaseStatus::skipped(),
    };
    let place = format!("{path}:{}:{}", start.line, start.column);
    let help = finding.help.as_deref().map_or_else(String::new, |help| format!("\n{}", clipped(help, MESSAGE)));
    status.set_type(finding.severity.name()).set_description(format!("{place}: {message}{help}")).set_message(message);
    let mut case = TestCase::new(format!("{} at {}:{}", finding.rule, start.line, start.column), status);
    case.set_classname(path);
    case
}
