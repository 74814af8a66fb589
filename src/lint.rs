//! The library call: a Dockerfile in, findings out. No input or output besides what the context reads.

mod confirm;
mod hidden;
mod history;
mod image;
mod picture;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::inline::Suppressions;
use crate::config::{BuildCheck, Selection, Settings};
use crate::context::Context;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::BuildOptions;
use crate::rules::correctness::dockerfile_parse_error;
use crate::rules::style::unused_suppression;
use crate::rules::{self, File, Findings, Place, by_name, is_peer_only};
use crate::shell::Memory;
use crate::source::Source;
use crate::{dockerfile, facts, model};

pub use confirm::{Confirmation, confirm};
pub use image::{ImageInput, lint_image};
pub use picture::{Folder, LayerPicture, Picture};

/// What was found in one Dockerfile and the files that belong to it.
#[derive(Debug)]
pub struct Linted {
    /// The Dockerfile first, then each script or ignore file that has findings of its own.
    pub files: Vec<LintedFile>,
    /// The Dockerfile has so much shell text that the shell linter was not asked about the end of it.
    pub partly_linted: bool,
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
    /// The image that it is about, where it is about one that was built.
    pub picture: Option<Box<Picture>>,
}

/// Lints a Dockerfile.
pub fn lint(source: Arc<Source>, context: Option<&Context>, settings: &Settings) -> Linted {
    lint_with(source, context, settings, &Memory::default())
}

/// Lints one of several Dockerfiles: what they have in common is read once.
pub fn lint_with(source: Arc<Source>, context: Option<&Context>, settings: &Settings, memory: &Memory) -> Linted {
    let dockerfile = dockerfile::parse(&source);
    let given = BuildCheck::given(&settings.options.build_args);
    let mut suppressions = if settings.inline {
        Suppressions::of_dockerfile(&source, &dockerfile, given.is_none())
    } else {
        Suppressions::default()
    };
    let mut selection = Cow::Borrowed(settings.selection());
    let mut rules = Cow::Borrowed(settings.rules());
    let skipped = given.iter().flat_map(|given| &given.skipped);
    skipped.for_each(|meant| selection.to_mut().remove(*meant));
    let check = given.as_ref().unwrap_or(&suppressions.check);
    if !check.experimental.is_empty() {
        check.experimental.iter().for_each(|meant| selection.to_mut().add(*meant));
        rules = Cow::Owned(selection.rules());
    }
    let check_errors = check.errors;

    if let Some(marker) = dockerfile::template_marker(&source, &dockerfile) {
        let mut findings = Findings::new(&dockerfile_parse_error::RULE);
        dockerfile_parse_error::template(marker, &mut findings);
        let judge = Judge { settings, selection: &selection, check_errors: false };
        let file = judge.file(source, findings.into_vec(), &mut suppressions);
        return Linted { files: vec![file], partly_linted: false };
    }

    let options = &settings.options;
    let build =
        BuildOptions { args: &options.build_args, target: options.target.as_deref(), shells: &suppressions.shells };
    let model = model::build(&dockerfile, &build);
    let lint_shell = options.shell && rules.iter().any(|rule| rules::is_of_shell_linter(rule));
    let facts = facts::build(&source, &dockerfile, &model, context, lint_shell, memory);
    let file = File { source: &source, dockerfile: &dockerfile, model: &model, facts: &facts, context, options };
    let mut found: BTreeMap<Place, Vec<Diagnostic>> = BTreeMap::new();
    for mut part in rules::run(&file, &rules) {
        // What belongs to this file is moved, not copied, where a rule is the first to find something.
        let all = found.entry(part.place).or_default();
        if all.is_empty() {
            *all = part.diagnostics;
        } else {
            all.append(&mut part.diagnostics);
        }
    }

    let judge = Judge { settings, selection: &selection, check_errors };
    let here = found.remove(&Place::Dockerfile).unwrap_or_default();
    let mut first = judge.file(Arc::clone(&source), here, &mut suppressions);
    judge.unused(&mut first, &mut suppressions);
    let mut files = vec![first];
    for (place, diagnostics) in found {
        let Some(source) = source_of(place, &file) else { continue };
        let mut suppressions = if settings.inline { Suppressions::of_script(&source) } else { Suppressions::default() };
        files.push(judge.file(source, diagnostics, &mut suppressions));
    }
    Linted { files, partly_linted: facts.partly_linted }
}

/// The text of a file other than the Dockerfile.
fn source_of(place: Place, file: &File<'_>) -> Option<Arc<Source>> {
    match place {
        Place::Dockerfile => None,
        Place::Script(number) => file.facts.scripts.get(number).map(|script| Arc::clone(&script.source)),
        Place::IgnoreFile => file.context.and_then(Context::ignore_file).map(|ignore| Arc::clone(&ignore.source)),
    }
}

/// Decides which findings the user sees, and how grave they are.
struct Judge<'a> {
    settings: &'a Settings,
    selection: &'a Selection,
    /// The Dockerfile says `# check=error=true`, or the build argument in its place.
    check_errors: bool,
}

impl Judge<'_> {
    fn file(&self, source: Arc<Source>, found: Vec<Diagnostic>, suppressions: &mut Suppressions) -> LintedFile {
        let mut file = LintedFile { source, diagnostics: Vec::new(), suppressed: 0, picture: None };
        self.add(&mut file, found, suppressions);
        file.diagnostics.shrink_to_fit();
        file
    }

    /// Adds what is found out about suppressions once all other findings were asked about.
    fn unused(&self, file: &mut LintedFile, suppressions: &mut Suppressions) {
        if self.selection.holds(unused_suppression::RULE.name, None) {
            let unused = suppressions.unused(&file.source, self.selection);
            self.add(file, unused, suppressions);
        }
    }

    fn add(&self, file: &mut LintedFile, mut found: Vec<Diagnostic>, suppressions: &mut Suppressions) {
        found.retain_mut(|finding| {
            if !self.selection.holds(finding.rule, finding.variant) {
                // A comment that a peer needs is of use.
                let _ = finding.variant.is_some_and(is_peer_only) && suppressions.covers(finding);
                return false;
            }
            if suppressions.covers(finding) {
                file.suppressed += 1;
                return false;
            }
            finding.severity = self.severity(finding);
            true
        });
        if file.diagnostics.is_empty() {
            file.diagnostics = found;
        } else {
            file.diagnostics.append(&mut found);
        }
        diagnostic::sort(&mut file.diagnostics);
    }

    /// Where the file asks for errors, a build check's finding makes the build fail.
    fn severity(&self, finding: &Diagnostic) -> Severity {
        let is_check = || {
            by_name(finding.rule)
                .is_some_and(|rule| rule.aliases_for(finding.variant).any(|alias| alias.starts_with("buildkit:")))
        };
        if self.check_errors && is_check() { Severity::Error } else { self.settings.severity(finding) }
    }
}
