//! Reports: one file per format. They write to whatever they are given and know nothing of terminals or files.

mod checkstyle;
mod concise;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod gnu;
mod html;
mod human;
mod json;
mod junit;
mod layers;
mod markdown;
mod sarif;
mod sonarqube;
mod statistics;
mod text;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::lint::LintedFile;
use crate::rules::{Rule, by_name};
use crate::source::{Position, Source, Span};

pub use json::schema;
pub use text::escaped;

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Source, underline and help, for people
    #[default]
    Human,
    /// One line for each finding
    Concise,
    /// For editors and scripts
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Code Quality of GitLab
    Gitlab,
    /// XML of JUnit, for servers that show tests
    Junit,
    /// XML of Checkstyle
    Checkstyle,
    /// `path:line:column: severity: message`, for editors
    Gnu,
    /// A summary for a pull request
    Markdown,
    /// Generic issues of SonarQube
    Sonarqube,
    /// One page for a browser
    Html,
    /// How many findings each rule has
    Statistics,
}

impl Format {
    /// Its name on the command line.
    pub fn name(self) -> String {
        clap::ValueEnum::to_possible_value(&self).map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// What a report is about.
#[derive(Debug)]
pub struct Report<'a> {
    /// The files with what was found, in the order in which they are shown.
    pub files: &'a [LintedFile],
    /// How many Dockerfiles were looked at.
    pub checked: usize,
    /// Whether all that was asked for could be done.
    pub complete: bool,
}

/// How a report is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// With colour.
    pub color: bool,
    /// Without the closing summary.
    pub quiet: bool,
    /// The address below which the rules' pages are, where names of rules may be links to them.
    pub links: Option<&'static str>,
}

/// The address below which the rules' pages are; `None` as long as the package names no repository.
pub const PAGES: Option<&str> = if env!("CARGO_PKG_REPOSITORY").is_empty() {
    None
} else {
    Some(concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/rules"))
};

const INCOMPLETE: &str = "not all that was asked for could be done";

/// Characters of a message that are shown where a place for it is small.
const MESSAGE: usize = 1000;

/// Counts of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) error: usize,
    pub(crate) warning: usize,
    pub(crate) info: usize,
    pub(crate) style: usize,
    pub(crate) suppressed: usize,
    /// Repairs after which the image is the same.
    pub(crate) safe_fixes: usize,
    /// The others.
    pub(crate) unsafe_fixes: usize,
    pub(crate) files_with_findings: usize,
}

impl Report<'_> {
    /// Writes the report.
    pub fn write(&self, format: Format, look: Look, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Human => human::write(self, look, out),
            Format::Concise => concise::write(self, out),
            Format::Json => json::write(self, out),
            Format::Sarif => sarif::write(self, out),
            Format::Github => github::write(self, out),
            Format::Gitlab => gitlab::write(self, out),
            Format::Junit => junit::write(self, out),
            Format::Checkstyle => checkstyle::write(self, out),
            Format::Gnu => gnu::write(self, out),
            Format::Markdown => markdown::write(self, out),
            Format::Sonarqube => sonarqube::write(self, out),
            Format::Html => html::write(self, out),
            Format::Statistics => statistics::write(self, look, out),
        }
    }

    /// Each finding with its file.
    fn findings(&self) -> impl Iterator<Item = (&LintedFile, &Diagnostic)> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(move |finding| (file, finding)))
    }

    /// In how many files there are findings, for people.
    fn place(&self) -> String {
        // Scripts that a Dockerfile starts have findings of their own.
        let place = match self.summary().files_with_findings {
            some if some < self.checked => format!("{some} of {}", self.looked_at(self.checked)),
            some => self.looked_at(some),
        };
        if self.complete { place } else { format!("{place}; {INCOMPLETE}") }
    }

    /// `3 files`, `1 image`.
    fn looked_at(&self, number: usize) -> String {
        let is_image = self.files.iter().any(|file| file.picture.is_some());
        count(number, if is_image { "image" } else { "file" })
    }

    /// What is to say where nothing was found: that it was looked for, or that it could not be.
    fn without_findings(&self) -> String {
        match (self.checked, self.complete) {
            (0, true) => "nothing to lint".to_owned(),
            (0, false) => "nothing could be linted".to_owned(),
            (_, true) => format!("no findings in {}", self.looked_at(self.checked)),
            (_, false) => format!("no findings in {}; {INCOMPLETE}", self.looked_at(self.checked)),
        }
    }

    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for file in self.files {
            summary.suppressed += file.suppressed;
            summary.files_with_findings += usize::from(!file.diagnostics.is_empty());
            for finding in &file.diagnostics {
                match finding.fix.as_ref().map(|fix| fix.safety) {
                    Some(Safety::Safe) => summary.safe_fixes += 1,
                    Some(Safety::Unsafe) => summary.unsafe_fixes += 1,
                    None => {}
                }
                *match finding.severity {
                    Severity::Error => &mut summary.error,
                    Severity::Warning => &mut summary.warning,
                    Severity::Info => &mut summary.info,
                    Severity::Style => &mut summary.style,
                } += 1;
            }
        }
        summary
    }
}

impl Summary {
    pub(crate) fn findings(self) -> usize {
        self.error + self.warning + self.info + self.style
    }
}

/// A finding's other names.
fn aliases(finding: &Diagnostic) -> Vec<&'static str> {
    by_name(finding.rule).map_or_else(Vec::new, |rule| rule.aliases_for(finding.variant).collect())
}

/// Why an unsafe repair of a rule is unsafe.
fn unsafe_because(rule: &str) -> &'static str {
    by_name(rule).and_then(Rule::unsafe_because).unwrap_or("the image may differ")
}

/// Where a rule's page is on the web, below the address of the pages.
fn page(pages: &str, rule: &Rule) -> String {
    format!("{pages}/{}/{}.md", rule.group.name(), rule.name)
}

/// Where a rule's page is on the web; `None` as long as the package names no repository.
pub fn url(rule: &Rule) -> Option<String> {
    PAGES.map(|pages| page(pages, rule))
}

/// What is wrong and what to do about it.
pub fn full_message(finding: &Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}. {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// Where a span begins and where it ends; the end of the last line is no part of a place.
fn range(source: &Source, span: Span) -> (Position, Position) {
    let text = source.slice(span);
    let line_end = text.len() - text.trim_end_matches(['\n', '\r']).len();
    let end = span.end - u32::try_from(line_end).unwrap_or(0);
    let at = |offset| source.lines().position(source.text(), offset);
    (at(span.start), at(end))
}

/// A path as services name it: its parts separated by `/`, and no needless `./` in front.
fn slashed(path: &Path) -> Cow<'_, str> {
    let path = path.strip_prefix(".").unwrap_or(path).to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/").into() } else { path }
}

/// `1 file`, `2 files`.
pub fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
