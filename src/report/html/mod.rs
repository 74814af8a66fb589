//! One page for a browser: the findings with their source, charts, and a filter. It loads nothing, and text of the input is
//! nothing but text in it. The page is well-formed as XML too, but for style and script.

mod image;
mod source;
mod treemap;

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{self, BufWriter, Write};

use super::text::{clipped, escaped};
use super::{MESSAGE, Report, aliases, count, range, slashed, url};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::lint::LintedFile;
use crate::rules::by_name;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Rows that a chart has.
const ROWS: usize = 12;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let summary = report.summary();
    let found = count(summary.findings(), "finding");
    let outcome =
        if summary.findings() == 0 { report.without_findings() } else { format!("{found} in {}", report.place()) };
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<title>lotse: {found}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>lotse</h1>\n<p>{outcome}</p>\n</header>\n<main>\n"
    )?;
    for picture in report.files.iter().filter_map(|file| file.picture.as_deref()) {
        image::write(picture, &mut out)?;
    }
    if summary.findings() == 0 {
        writeln!(out, "<p class=\"none\">Nothing to report.</p>")?;
    } else {
        write_filter(report, &mut out)?;
        write_charts(report, &mut out)?;
        for file in report.files.iter().filter(|file| !file.diagnostics.is_empty()) {
            write_file(file, &mut out)?;
        }
        writeln!(out, "<p class=\"none\" id=\"none\" hidden=\"\">No finding passes the filter.</p>")?;
    }
    let version = env!("CARGO_PKG_VERSION");
    writeln!(out, "</main>\n<footer>Made by lotse {version}.</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>")?;
    out.flush()
}

/// The severities as switches, and a field to search in.
fn write_filter(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let summary = report.summary();
    writeln!(out, "<div class=\"filter\" role=\"group\" aria-label=\"Filter\">")?;
    let severities = [
        (Severity::Error, summary.error),
        (Severity::Warning, summary.warning),
        (Severity::Info, summary.info),
        (Severity::Style, summary.style),
    ];
    for (severity, number) in severities.into_iter().filter(|(_, number)| *number > 0) {
        let name = severity.name();
        writeln!(
            out,
            "<button type=\"button\" class=\"chip {name}\" data-filter=\"severity\" data-value=\"{name}\" \
             aria-pressed=\"false\">{name} <b>{number}</b></button>"
        )?;
    }
    writeln!(
        out,
        "<input type=\"search\" id=\"search\" placeholder=\"Search\" aria-label=\"Search in the findings\"/>\n\
         <span id=\"shown\" role=\"status\"></span>\n\
         <button type=\"button\" class=\"chip\" id=\"clear\" hidden=\"\">Show all</button>\n</div>"
    )
}

fn write_charts(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut rules: BTreeMap<String, usize> = BTreeMap::new();
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for (file, finding) in report.findings() {
        *rules.entry(finding.rule.to_owned()).or_default() += 1;
        *files.entry(path_of(file)).or_default() += 1;
    }
    writeln!(out, "<div class=\"charts\">")?;
    write_chart("By rule", "rule", rules, out)?;
    write_chart("By file", "file", files, out)?;
    writeln!(out, "</div>")
}

/// A chart whose bars are switches of the filter.
fn write_chart(title: &str, kind: &str, counts: BTreeMap<String, usize>, out: &mut impl Write) -> io::Result<()> {
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|(a, many), (b, more)| (more, a).cmp(&(many, b)));
    let most = rows.first().map_or(1, |(_, number)| *number);
    writeln!(out, "<section class=\"chart\">\n<h2>{title}</h2>")?;
    for (place, (name, number)) in rows.iter().enumerate() {
        if place == ROWS && rows.len() > ROWS + 1 {
            writeln!(out, "<details>\n<summary>{} more</summary>", rows.len() - ROWS)?;
        }
        let name = Text(name);
        writeln!(
            out,
            "<button type=\"button\" class=\"bar\" data-filter=\"{kind}\" data-value=\"{name}\" aria-pressed=\"false\">\
             <span class=\"name\" title=\"{name}\"><bdi>{name}</bdi></span> <b>{number}</b><i style=\"width:{}%\"></i></button>",
            (number * 100).div_ceil(most)
        )?;
    }
    if rows.len() > ROWS + 1 {
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

/// A file's path, as the page shows and compares it.
fn path_of(file: &LintedFile) -> String {
    escaped(&slashed(file.source.path())).into_owned()
}

fn write_file(file: &LintedFile, out: &mut impl Write) -> io::Result<()> {
    let path = path_of(file);
    let number = file.diagnostics.len();
    writeln!(out, "<section class=\"file\">\n<h2>{} <small>{number}</small></h2>", Text(&path))?;
    for finding in &file.diagnostics {
        write_finding(file, &path, finding, out)?;
    }
    writeln!(out, "</section>")
}

fn write_finding(file: &LintedFile, path: &str, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    let (start, _) = range(&file.source, finding.span);
    let (rule, severity) = (finding.rule, finding.severity.name());
    let codes: Vec<&str> =
        aliases(finding).into_iter().filter_map(|alias| alias.split_once(':').map(|(_, code)| code)).collect();
    writeln!(
        out,
        "<article class=\"finding {severity}\" data-severity=\"{severity}\" data-rule=\"{rule}\" data-file=\"{}\" data-codes=\"{}\">",
        Text(path),
        Text(&codes.join(" "))
    )?;
    let name = by_name(rule).and_then(url);
    let name = name.map_or_else(|| rule.to_owned(), |url| format!("<a href=\"{}\">{rule}</a>", Text(&url)));
    writeln!(
        out,
        "<h3><span class=\"severity\">{severity}</span> {}</h3>\n<p class=\"about\">{name} <span>line {}, column {}</span></p>",
        Prose(&clipped(&finding.message, MESSAGE)),
        start.line,
        start.column
    )?;
    source::write(&file.source, finding, out)?;
    if let Some(help) = &finding.help {
        writeln!(out, "<p class=\"help\"><b>Help</b> {}</p>", Prose(&clipped(help, MESSAGE)))?;
    }
    if let Some(fix) = &finding.fix {
        let trust = if fix.safety == Safety::Unsafe { " <em>The image may differ.</em>" } else { "" };
        writeln!(out, "<p class=\"help\"><b>Fix</b> {}{trust}</p>", Prose(&clipped(&fix.title, MESSAGE)))?;
    }
    writeln!(out, "</article>")
}

/// Text between tags and in attributes: nothing in it is a tag, and nothing ends an attribute.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            let name = match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            };
            write!(f, "{}{name}", &rest[..at])?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// Text in which words between backticks are code.
struct Prose<'a>(&'a str);

impl Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.0.split('`').collect();
        if parts.len().is_multiple_of(2) {
            return Text(self.0).fmt(f);
        }
        for (number, part) in parts.into_iter().enumerate() {
            if number.is_multiple_of(2) { Text(part).fmt(f)? } else { write!(f, "<code>{}</code>", Text(part))? }
        }
        Ok(())
    }
}
