//! Checkstyle's XML, which many servers and review tools read.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::text::{clipped, escaped};
use super::{MESSAGE, Report, full_message, range, slashed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::LintedFile;

pub(super) fn write(report: &Report<'_>, mut out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(&mut out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = writer.create_element("checkstyle").with_attribute(("version", "4.3"));
    root.write_inner_content(|writer| report.files.iter().try_for_each(|file| write_file(writer, file)))?;
    writeln!(out)
}

fn write_file(writer: &mut Writer<impl Write>, file: &LintedFile) -> io::Result<()> {
    let path = slashed(file.source.path());
    let element = writer.create_element("file").with_attribute(("name", escaped(&path).as_ref()));
    if file.diagnostics.is_empty() {
        return element.write_empty().map(|_| ());
    }
    let errors =
        |writer: &mut Writer<_>| file.diagnostics.iter().try_for_each(|finding| write_error(writer, file, finding));
    element.write_inner_content(errors).map(|_| ())
}

fn write_error(writer: &mut Writer<impl Write>, file: &LintedFile, finding: &Diagnostic) -> io::Result<()> {
    let (start, _) = range(&file.source, finding.span);
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Style => "info",
    };
    let attributes = [
        ("line", start.line.to_string()),
        ("column", start.column.to_string()),
        ("severity", severity.to_owned()),
        ("message", clipped(&full_message(finding), MESSAGE)),
        ("source", format!("lotse.{}", finding.rule)),
    ];
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    writer.create_element("error").with_attributes(attributes).write_empty().map(|_| ())
}
