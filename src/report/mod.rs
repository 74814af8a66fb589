//! Reports: one file per format. They write to whatever they are given and know nothing of terminals or files.

mod concise;
mod human;
mod json;
mod sarif;
mod text;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::lint::LintedFile;
use crate::rules::{Rule, by_name};

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
}

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

/// Where a rule's page is on the web; `None` as long as the package names no repository.
fn url(rule: &Rule) -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let page = || format!("{repository}/blob/main/rules/{}/{}.md", rule.group.name(), rule.name);
    (!repository.is_empty()).then(page)
}

/// `1 file`, `2 files`.
fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
