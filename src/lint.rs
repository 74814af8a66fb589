//! The library call: a Dockerfile in, findings out. No input or output besides what the context reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::inline::Suppressions;
use crate::config::{Selection, Settings};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dockerfile;
use crate::facts;
use crate::model::{self, BuildOptions};
use crate::rules::correctness::dockerfile_parse_error;
use crate::rules::style::unused_suppression;
use crate::rules::{self, File, Findings, Place, by_name};
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

    let mut places: BTreeMap<Place, (Arc<Source>, Vec<Diagnostic>)> = BTreeMap::new();
    places.insert(Place::Dockerfile, (source.clone(), Vec::new()));
    if let Some(marker) = dockerfile::template_marker(&source, &dockerfile) {
        let mut findings = Findings::new(&dockerfile_parse_error::RULE);
        dockerfile_parse_error::template(marker, &mut findings);
        places.insert(Place::Dockerfile, (source.clone(), findings.into_vec()));
    } else {
        let options = &settings.options;
        let build = BuildOptions { args: &options.build_args, target: options.target.as_deref() };
        let model = model::build(&dockerfile, &build);
        let facts = facts::build(&source, &dockerfile, &model, context, settings.shell);
        let file = File {
            source: &source,
            dockerfile: &dockerfile,
            model: &model,
            facts: &facts,
            context,
            options,
        };
        for found in rules::run(&file, selection.rules()) {
            let of_place = match found.place {
                Place::Dockerfile => Some(source.clone()),
                Place::Script(number) => {
                    facts.scripts.get(number).map(|script| script.source.clone())
                }
                Place::IgnoreFile => {
                    context.and_then(Context::ignore_file).map(|ignore| ignore.source.clone())
                }
            };
            let Some(of_place) = of_place else { continue };
            places.entry(found.place).or_insert((of_place, Vec::new())).1.extend(found.diagnostics);
        }
    }

    let files = places
        .into_iter()
        .map(|(place, (text, found))| {
            let mut none = Suppressions::default();
            let dockerfile = place == Place::Dockerfile;
            let suppressions = if dockerfile { &mut suppressions } else { &mut none };
            finish(text, found, settings, &selection, suppressions, dockerfile)
        })
        .collect();
    Linted { files }
}

/// Selects, suppresses, grades and sorts what was found in one file.
fn finish(
    source: Arc<Source>,
    found: Vec<Diagnostic>,
    settings: &Settings,
    selection: &Selection,
    suppressions: &mut Suppressions,
    is_dockerfile: bool,
) -> LintedFile {
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
    if is_dockerfile && selection.holds(unused_suppression::RULE.name, None) {
        for finding in suppressions.unused(&source, selection) {
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
    LintedFile { source, diagnostics: kept, suppressed }
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
