//! For people: the source with the place underlined, what to do, and a closing summary.

use std::fmt;
use std::io::{self, Write};
use std::iter;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::text::{clipped, escaped, shown};
use super::{Look, Report, Summary, count, unsafe_because};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::lint::LintedFile;
use crate::source::{Source, Span};

/// Columns that a rendered line of source has at most, so that a line of megabytes stays readable.
const LINE: usize = 160;
/// Columns of it that are shown before the place.
const BEFORE: usize = 60;
/// Lines that an underlined place has at most; of a longer one the first line is underlined.
const LINES: u32 = 4;
/// Characters of a message that are shown.
const MESSAGE: usize = 1000;
/// Labels that are shown.
const LABELS: usize = 8;

pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint { on: look.color };
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
    if look.quiet { Ok(()) } else { write_summary(report, paint, out) }
}

fn write_finding(file: &LintedFile, finding: &Diagnostic, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let name = format!("{}[{}]", finding.severity.name(), finding.rule);
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

fn write_summary(report: &Report<'_>, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let files = count(report.checked, "file");
    if summary.findings() == 0 {
        let hidden = suppressed(summary).map_or_else(String::new, |text| format!(" ({text})"));
        return writeln!(out, "{} in {files}{hidden}", paint.good("No findings"));
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
    // Scripts that a Dockerfile starts have findings of their own.
    let place = match summary.files_with_findings {
        some if some < report.checked => format!("{some} of {files}"),
        some => count(some, "file"),
    };
    let found = paint.bold(&count(summary.findings(), "finding"));
    writeln!(out, "{found} in {place}: {}", counts.join(", "))?;
    let more: Vec<String> = repairs(summary).into_iter().chain(suppressed(summary)).collect();
    if !more.is_empty() {
        writeln!(out, "{}", more.join(", "))?;
    }
    if let Some(rule) = most_grave(report.files) {
        writeln!(out, "{}", paint.dim(&format!("Why it matters: lotse explain {rule}")))?;
    }
    Ok(())
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

/// The first line of a span of too many lines.
fn shortened(source: &Source, span: Span) -> Span {
    let lines = source.lines();
    let first = lines.line(span.start);
    if lines.line(span.end) - first < LINES {
        return span;
    }
    let line = lines.span(first);
    let text = source.slice(Span::new(span.start, line.end)).trim_end_matches(['\n', '\r']);
    Span::new(span.start, span.start + u32::try_from(text.len()).unwrap_or(0))
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

/// The lines of the source that are shown, clipped and made safe, and how offsets in the source map to it.
struct Excerpt {
    path: String,
    text: String,
    lines: Vec<Line>,
}

/// A line of an excerpt.
struct Line {
    /// Its number in the source, from 0.
    number: u32,
    /// Where it begins in the excerpt.
    start: usize,
    /// For each character its offset in the source and in the excerpt, and at last those of the line's end.
    map: Vec<(u32, usize)>,
    /// The column of its first character in the source, from 0.
    column: usize,
}

impl Excerpt {
    fn new(source: &Source, spans: &[Span]) -> Self {
        let lines = source.lines();
        let mut wanted: Vec<(u32, u32)> = Vec::new();
        let empty_end = lines.count() > 1 && lines.span(lines.count()).is_empty();
        let end = lines.count() - u32::from(empty_end);
        for span in spans {
            let (first, last) = (lines.line(span.start), lines.line(span.end));
            for number in first.saturating_sub(1).max(1)..=last.max((last + 1).min(end)) {
                let inside = number == first;
                wanted.push((number, if inside { span.start } else { lines.span(number).start }));
            }
        }
        // Of several wishes for one line the one that looks furthest into it counts.
        wanted.sort_unstable_by_key(|(number, focus)| (*number, std::cmp::Reverse(*focus)));
        wanted.dedup_by_key(|(number, _)| *number);
        let mut excerpt = Self {
            path: escaped(&source.path().to_string_lossy()).into_owned(),
            text: String::new(),
            lines: Vec::with_capacity(wanted.len()),
        };
        for (number, focus) in wanted {
            excerpt.add_line(source, number, focus);
        }
        excerpt
    }

    /// Adds the part of a line around `focus`.
    fn add_line(&mut self, source: &Source, number: u32, focus: u32) {
        let span = source.lines().span(number);
        let line = source.slice(span);
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let focus = (focus - span.start) as usize;
        let before = line.get(..focus).unwrap_or(line);
        let cut = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        // A short beginning is worth more than a mark that something is missing.
        let from = if line.char_indices().nth(LINE).is_none() { 0 } else { cut };
        let start = self.text.len();
        let offset = |at: usize| span.start + u32::try_from(at).unwrap_or(u32::MAX - span.start);
        let column = source.lines().position(source.text(), offset(from)).column as usize - 1;
        if from > 0 {
            self.text.push('…');
        }
        let mut map = Vec::new();
        let mut end = line.len();
        for (count, (at, c)) in line[from..].char_indices().enumerate() {
            map.push((offset(from + at), self.text.len()));
            if count == LINE {
                self.text.push('…');
                end = from + at;
                break;
            }
            self.text.push(if c == '\t' { c } else { shown(c) });
        }
        map.push((offset(end), self.text.len()));
        self.text.push('\n');
        self.lines.push(Line { number: number - 1, start, map, column });
    }

    /// Offset and length of a span in the excerpt.
    fn place(&self, span: Span) -> (usize, usize) {
        let start = self.offset(span.start);
        (start, self.offset(span.end).max(start) - start)
    }

    fn offset(&self, offset: u32) -> usize {
        let first = |line: &Line| line.map.first().map_or(0, |(at, _)| *at);
        let line = self.lines.partition_point(|line| first(line) <= offset).saturating_sub(1);
        self.lines.get(line).map_or(0, |line| {
            let index = line.map.partition_point(|(at, _)| *at < offset);
            line.map.get(index).or(line.map.last()).map_or(line.start, |(_, at)| *at)
        })
    }
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
