//! For people: the source with the place underlined, what to do, and a closing summary.

use std::fmt;
use std::io::{self, Write};
use std::iter;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::excerpt::{Excerpt, shortened};
use super::text::{clipped, escaped};
use super::{Look, Report, Summary, count, layers, page, unsafe_because};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::lint::LintedFile;
use crate::rules::by_name;
use crate::source::{Source, Span};

/// Characters of a message that are shown.
const MESSAGE: usize = 1000;
/// Labels that are shown.
const LABELS: usize = 8;

pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint { on: look.color };
    for picture in report.files.iter().filter_map(|file| file.picture.as_deref()) {
        layers::write(picture, out)?;
    }
    let with_findings = || report.files.iter().filter(|file| !file.diagnostics.is_empty());
    let several = with_findings().nth(1).is_some();
    for file in with_findings() {
        if several {
            let path = file.source.path().to_string_lossy();
            let number = count(file.diagnostics.len(), "finding");
            writeln!(out, "{} {}\n", paint.bold(&escaped(&path)), paint.dim(&number))?;
        }
        for finding in &file.diagnostics {
            write_finding(file, finding, look, out)?;
        }
    }
    for line in report.files.iter().filter_map(|file| layers::base_line(file.picture.as_deref()?)) {
        writeln!(out, "{line}")?;
    }
    if look.quiet { Ok(()) } else { write_summary(report, paint, out) }
}

fn write_finding(file: &LintedFile, finding: &Diagnostic, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let rule = linked(finding.rule, look);
    let name = format!("{}[{rule}]", finding.severity.name());
    theme.characters.error.clone_from(&name);
    theme.characters.warning.clone_from(&name);
    theme.characters.advice = name;
    if finding.severity == Severity::Style {
        theme.styles.advice = theme.styles.linum;
    }
    let handler = GraphicalReportHandler::new_themed(theme).with_wrap_lines(false).with_links(false);
    let shown = Shown::new(&file.source, finding);
    let mut text = String::new();
    handler.render_report(&mut text, &shown).map_err(|_| io::Error::other("cannot show a finding"))?;
    writeln!(out, "{}", text.trim_end())?;
    if let Some(fix) = &finding.fix {
        let paint = Paint { on: look.color };
        let trust = match fix.safety {
            Safety::Safe => String::new(),
            Safety::Unsafe => format!(" (unsafe: {})", unsafe_because(finding.rule)),
        };
        let title = clipped(&fix.title, MESSAGE);
        writeln!(out, "{}{title}{}", paint.severity(Severity::Info, "   fix: "), paint.dim(&trust))?;
    }
    writeln!(out)
}

/// The name of a rule, as a link to its page where a terminal has links.
fn linked(name: &str, look: Look) -> String {
    let page = look.links.zip(by_name(name)).map(|(pages, rule)| page(pages, rule));
    page.map_or_else(|| name.to_owned(), |page| format!("\u{1b}]8;;{page}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\"))
}

fn write_summary(report: &Report<'_>, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    if summary.findings() == 0 {
        let hidden = suppressed(summary).map_or_else(String::new, |text| format!(" ({text})"));
        let text = capitalised(&report.without_findings());
        let text = match text.split_once(" in ") {
            Some((good, rest)) if report.complete => format!("{} in {rest}", paint.good(good)),
            _ => text,
        };
        return writeln!(out, "{text}{hidden}");
    }
    let by_severity = [
        (summary.error, "error", Severity::Error),
        (summary.warning, "warning", Severity::Warning),
        (summary.info, "info", Severity::Info),
        (summary.style, "style", Severity::Style),
    ];
    let counts: Vec<String> = by_severity
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, name, severity)| {
            let plural = matches!(severity, Severity::Error | Severity::Warning);
            let text = if plural { count(number, name) } else { format!("{number} {name}") };
            paint.severity(severity, &text)
        })
        .collect();
    let found = paint.bold(&count(summary.findings(), "finding"));
    writeln!(out, "{found} in {}: {}", report.place(), counts.join(", "))?;
    let more: Vec<String> = repairs(summary).into_iter().chain(suppressed(summary)).collect();
    if !more.is_empty() {
        writeln!(out, "{}", more.join(", "))?;
    }
    if let Some(rule) = most_grave(report.files) {
        writeln!(out, "{}", paint.dim(&format!("Why it matters: lotse explain {rule}")))?;
    }
    Ok(())
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// How many findings can be repaired, and by which options.
fn repairs(summary: Summary) -> Option<String> {
    match (summary.safe_fixes, summary.unsafe_fixes) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} repaired by --fix")),
        (0, more) => Some(format!("{more} repaired by --fix --unsafe-fixes")),
        (safe, more) => Some(format!("{safe} repaired by --fix, {more} more by --fix --unsafe-fixes")),
    }
}

fn suppressed(summary: Summary) -> Option<String> {
    (summary.suppressed > 0).then(|| format!("{} suppressed by comments", summary.suppressed))
}

/// The rule of the gravest finding, the first of equals.
fn most_grave(files: &[LintedFile]) -> Option<&'static str> {
    let findings = files.iter().flat_map(|file| &file.diagnostics);
    findings.rev().max_by_key(|finding| finding.severity).map(|finding| finding.rule)
}

/// Colours of the summary.
#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    fn good(self, text: &str) -> String {
        self.with("32", text)
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
            Severity::Style => "2",
        };
        self.with(code, text)
    }
}

/// A finding as miette sees it: over an excerpt in place of the source.
struct Shown<'a> {
    finding: &'a Diagnostic,
    excerpt: Excerpt,
    message: String,
    labels: Vec<LabeledSpan>,
}

impl<'a> Shown<'a> {
    fn new(source: &Source, finding: &'a Diagnostic) -> Self {
        let labels = || finding.labels.iter().take(LABELS);
        let spans: Vec<Span> = iter::once(finding.span)
            .chain(labels().map(|label| label.span))
            .map(|span| shortened(source, span))
            .collect();
        let excerpt = Excerpt::new(source, &spans);
        let texts = iter::once(None).chain(labels().map(|label| Some(clipped(&label.message, MESSAGE))));
        let labels = texts
            .zip(&spans)
            .enumerate()
            .map(|(index, (text, span))| {
                let (start, length) = excerpt.place(*span);
                match index {
                    0 => LabeledSpan::new_primary_with_span(text, (start, length)),
                    _ => LabeledSpan::new_with_span(text, (start, length)),
                }
            })
            .collect();
        Self { finding, excerpt, message: clipped(&finding.message, MESSAGE), labels }
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info | Severity::Style => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.finding.help.as_deref()?;
        Some(Box::new(escaped_lines(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

fn escaped_lines(text: &str) -> String {
    text.lines().map(|line| escaped(line).into_owned()).collect::<Vec<_>>().join("\n")
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let at = |offset: usize| self.lines.partition_point(|line| line.start <= offset).saturating_sub(1);
        let (mut first, mut last) = (at(span.offset()), at(span.offset() + span.len()));
        let adjoin = |first: usize, second: usize| match (self.lines.get(first), self.lines.get(second)) {
            (Some(first), Some(second)) => first.number + 1 == second.number,
            _ => false,
        };
        if (first..last).any(|line| !adjoin(line, line + 1)) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..before {
            first -= usize::from(first > 0 && adjoin(first - 1, first));
        }
        for _ in 0..after {
            last += usize::from(adjoin(last, last + 1));
        }
        let line = self.lines.get(first).ok_or(MietteError::OutOfBounds)?;
        let end = self.lines.get(last + 1).map_or(self.text.len(), |line| line.start);
        // Without context miette asks for the column of the span's beginning, with it for whole lines.
        let (start, column) = if before == 0 {
            let into = line.map.iter().take_while(|(_, at)| *at < span.offset()).count();
            (span.offset(), line.column + into)
        } else {
            (line.start, 0)
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            self.text.as_bytes().get(start..end).unwrap_or(&[]),
            (start, end.saturating_sub(start)).into(),
            line.number as usize,
            column,
            last + 1 - first,
        )))
    }
}
