//! Findings as an editor shows them, and which file shows which: a Dockerfile has findings in its scripts and its ignore file too.

use std::collections::BTreeMap;
use std::str::FromStr;

use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, PublishDiagnosticsParams, Uri,
};

use super::position::Encoding;
use super::uri;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::LintedFile;
use crate::project::ConfigFile;
use crate::report::{full_message, url};
use crate::rules::correctness::{maintainer_deprecated, unused_arg, unused_stage};
use crate::rules::packages::{apt_key_usage, duplicate_package};
use crate::rules::style::unused_suppression;
use crate::rules::{Rule, by_name};
use crate::source::Source;

/// The most findings of a file that are shown: an editor is no place for more.
const MOST: usize = 1000;

/// What marks text that does nothing; editors fade it.
const UNNECESSARY: &[&Rule] =
    &[&unused_arg::RULE, &unused_stage::RULE, &unused_suppression::RULE, &duplicate_package::RULE];

/// What marks text that is out of date; editors strike it through.
const DEPRECATED: &[&Rule] = &[&maintainer_deprecated::RULE, &apt_key_usage::RULE];

/// How a client wants findings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub(super) encoding: Encoding,
    /// It shows places that belong to a finding.
    pub(super) related: bool,
}

/// A finding as the editor shows it.
pub(super) fn shown(source: &Source, uri: &Uri, finding: &Diagnostic, look: Look) -> Shown {
    let rule = by_name(finding.rule);
    let href = rule.and_then(url).and_then(|url| Uri::from_str(&url).ok());
    let is_one_of = |rules: &[&Rule]| rules.iter().any(|rule| rule.name == finding.rule);
    let tag = match () {
        () if is_one_of(UNNECESSARY) => Some(DiagnosticTag::UNNECESSARY),
        () if is_one_of(DEPRECATED) => Some(DiagnosticTag::DEPRECATED),
        () => None,
    };
    let labels = finding.labels.iter().filter(|_| look.related).map(|label| DiagnosticRelatedInformation {
        location: Location::new(uri.clone(), look.encoding.range(source, label.span)),
        message: label.message.clone(),
    });
    let labels: Vec<_> = labels.collect();
    Shown {
        range: look.encoding.range(source, finding.span),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: href.map(|href| CodeDescription { href }),
        source: Some("lotse".to_owned()),
        message: full_message(finding),
        related_information: (!labels.is_empty()).then_some(labels),
        tags: tag.map(|tag| vec![tag]),
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Style => DiagnosticSeverity::HINT,
    }
}

/// What is wrong with a configuration file, or good to know.
fn of_config(config: &ConfigFile, encoding: Encoding) -> Vec<Shown> {
    let severity = if config.config.is_some() { DiagnosticSeverity::INFORMATION } else { DiagnosticSeverity::ERROR };
    let shown = |range, message: String| Shown {
        range,
        severity: Some(severity),
        source: Some("lotse".to_owned()),
        message,
        ..Shown::default()
    };
    match &config.source {
        Ok(source) => {
            let problems = config.problems.iter();
            problems.map(|problem| shown(encoding.range(source, problem.span), problem.message.clone())).collect()
        }
        Err(error) => vec![shown(lsp_types::Range::default(), error.to_string())],
    }
}

/// What linting a document has found.
#[derive(Debug, Default, PartialEq)]
struct Found {
    version: Option<i32>,
    /// The files with findings, the document first.
    files: Vec<(Uri, Vec<Shown>)>,
}

/// Which documents have findings in which files.
#[derive(Debug, Default)]
pub(super) struct Board {
    by_document: BTreeMap<String, Found>,
}

impl Board {
    /// Takes what was found by linting a document, and says what to show now.
    pub(super) fn post(
        &mut self,
        (document, version): (&Uri, i32),
        files: &[LintedFile],
        config: Option<&ConfigFile>,
        look: Look,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut found = vec![(document.clone(), Vec::new())];
        for (number, file) in files.iter().enumerate() {
            let uri = if number == 0 { Some(document.clone()) } else { uri::of_path(file.source.path()) };
            let Some(uri) = uri else { continue };
            let all = file.diagnostics.iter().take(MOST);
            let all = all.map(|finding| shown(&file.source, &uri, finding, look)).collect();
            match number {
                0 => found[0].1 = all,
                _ => found.push((uri, all)),
            }
        }
        if let Some(config) = config.filter(|config| !config.is_good())
            && let Some(uri) = uri::of_path(&config.path)
        {
            found.push((uri, of_config(config, look.encoding)));
        }
        let found = Found { version: Some(version), files: found };
        let before = self.by_document.get(document.as_str());
        if before == Some(&found) {
            return Vec::new();
        }
        let before = self.by_document.insert(document.as_str().to_owned(), found).unwrap_or_default();
        self.changed(document, Some(version), &before.files)
    }

    /// Takes away all that linting a document has found, and says what to show now.
    pub(super) fn remove(&mut self, document: &Uri) -> Vec<PublishDiagnosticsParams> {
        let before = self.by_document.remove(document.as_str()).unwrap_or_default();
        self.changed(document, None, &before.files)
    }

    /// What to show of a document and of the other files that it had or has findings in.
    fn changed(
        &self,
        document: &Uri,
        version: Option<i32>,
        before: &[(Uri, Vec<Shown>)],
    ) -> Vec<PublishDiagnosticsParams> {
        let now = self.by_document.get(document.as_str()).map_or(&[][..], |found| found.files.as_slice());
        let mut publish = vec![PublishDiagnosticsParams::new(document.clone(), self.of(document), version)];
        let others = before.iter().filter(|(uri, shown)| !now.contains(&(uri.clone(), shown.clone())));
        let others = others.chain(now.iter().filter(|file| !before.contains(file)));
        for (uri, _) in others {
            if uri != document && publish.iter().all(|known| known.uri != *uri) {
                publish.push(PublishDiagnosticsParams::new(uri.clone(), self.of(uri), None));
            }
        }
        publish
    }

    /// All that is found in a file, each once: several Dockerfiles may start the same script.
    fn of(&self, file: &Uri) -> Vec<Shown> {
        let mut all: Vec<Shown> = Vec::new();
        let files = self.by_document.values().flat_map(|found| &found.files);
        let found = files.filter(|(uri, _)| uri == file);
        for shown in found.flat_map(|(_, shown)| shown) {
            let is_known = |known: &Shown| {
                known.range == shown.range && known.code == shown.code && known.message == shown.message
            };
            if self.by_document.len() == 1 || !all.iter().any(is_known) {
                all.push(shown.clone());
            }
        }
        all
    }
}
