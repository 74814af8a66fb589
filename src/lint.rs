//! The library call: a Dockerfile in, findings out. No input or output besides what the context reads.

use std::sync::Arc;

use crate::config::Settings;
use crate::config::inline::Suppressions;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dockerfile;
use crate::facts::Facts;
use crate::model::Model;
use crate::rules::correctness::dockerfile_parse_error;
use crate::rules::style::unused_suppression;
use crate::rules::{self, File, Findings, by_name};
use crate::source::Source;

/// What was found in one Dockerfile and the files that belong to it.
#[derive(Debug)]
pub struct Linted {
    /// The Dockerfile first, then each script or ignore file that has findings of its own.
    pub files: Vec<LintedFile>,
}

/// A file and what was found in it.
#[derive(Debug)]
pub struct LintedFile {
    /// The file.
    pub source: Arc<Source>,
    /// Its findings in the order of their places, as grave as the user wants them, without those that are not selected
    /// and those that a comment suppresses.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings comments suppressed.
    pub suppressed: usize,
}

/// Lints a Dockerfile.
pub fn lint(source: Arc<Source>, context: Option<&Context>, settings: &Settings) -> Linted {
    let dockerfile = dockerfile::parse(&source);
    let mut suppressions = if settings.inline {
        Suppressions::of_dockerfile(&source, &dockerfile)
    } else {
        Suppressions::default()
    };
    let mut selection = settings.selection().clone();
    suppressions.experimental.iter().for_each(|meant| selection.add(*meant));

    let found = if let Some(marker) = dockerfile::template_marker(&source, &dockerfile) {
        let mut findings = Findings::new(&dockerfile_parse_error::RULE);
        dockerfile_parse_error::template(marker, &mut findings);
        findings.into_vec()
    } else {
        let (model, facts) = (Model::default(), Facts::default());
        let file = File {
            source: &source,
            dockerfile: &dockerfile,
            model: &model,
            facts: &facts,
            context,
            options: &settings.options,
        };
        rules::run(&file, &selection.rules())
    };

    let wanted = |finding: &Diagnostic| selection.holds(finding.rule, finding.variant);
    let mut suppressed = 0;
    let mut kept = Vec::with_capacity(found.len());
    for finding in found.into_iter().filter(wanted) {
        if suppressions.covers(&finding) {
            suppressed += 1;
        } else {
            kept.push(finding);
        }
    }
    if selection.holds(unused_suppression::RULE.name, None) {
        for finding in suppressions.unused(&source, &selection) {
            if suppressions.covers(&finding) {
                suppressed += 1;
            } else {
                kept.push(finding);
            }
        }
    }
    for finding in &mut kept {
        finding.severity = severity(finding, settings, suppressions.check_errors);
    }
    kept.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    Linted { files: vec![LintedFile { source, diagnostics: kept, suppressed }] }
}

/// How grave a finding is: where the file says `# check=error=true`, a build check's finding makes the build fail.
fn severity(finding: &Diagnostic, settings: &Settings, check_errors: bool) -> Severity {
    let is_check = || {
        by_name(finding.rule).is_some_and(|rule| {
            rule.aliases_for(finding.variant).any(|alias| alias.starts_with("buildkit:"))
        })
    };
    if check_errors && is_check() { Severity::Error } else { settings.severity(finding) }
}
