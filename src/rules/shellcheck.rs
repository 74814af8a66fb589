//! The rules of the shell linter as rules of ours: one for each ShellCheck code, named `shell/…`. The linter was asked when
//! the facts were made; here its findings become ours. What it says of portability is the business of
//! `bash-syntax-in-posix-shell`.

use std::sync::LazyLock;

use super::{Check, File, FixKind, Found, Group, Place, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Piece;
use crate::shell::{self, ShellRule, is_portability};

/// One rule for each code that the shell linter knows, in the order of its table.
pub(super) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    shell::rules().iter().filter(|of| !is_portability(of.code)).map(rule).collect()
});

/// What the shell linter says is no check of ours: it is asked once for all its rules.
const NO_CHECKS: &[Check] = &[];

// The table lives as long as the program, so its texts are made once and kept.
fn rule(of: &ShellRule) -> Rule {
    let code = of.code;
    let alias: &'static str = Box::leak(format!("shellcheck:SC{code}").into_boxed_str());
    let peer: &'static str = Box::leak(format!("hadolint:SC{code}").into_boxed_str());
    let page = format!(
        "# {}\n\n{}\n\n## Why\n\n{}\n",
        of.name,
        of.description.trim(),
        of.rationale.trim()
    );
    Rule {
        name: of.name,
        group: Group::Shell,
        severity: of.severity,
        recommended: of.severity > Severity::Style,
        workshop: false,
        aliases: Box::leak(Box::new([alias, peer])),
        fix: if of.fix.is_some() { FixKind::Unsafe } else { FixKind::None },
        page: Box::leak(page.into_boxed_str()),
        checks: NO_CHECKS,
    }
}

/// Adds what the shell linter found in the Dockerfile and in the scripts that it runs.
pub(super) fn add(file: &File<'_>, found: &mut Vec<Found>) {
    let runs = file.facts.runs.iter().flat_map(|run| &run.pieces);
    let startups = file.facts.startups.iter().map(|startup| &startup.piece);
    let here = runs.chain(startups).flat_map(diagnostics).collect();
    found.push(Found { place: Place::Dockerfile, diagnostics: here });
    for (number, script) in file.facts.scripts.iter().enumerate() {
        let diagnostics = diagnostics(&script.piece).collect();
        found.push(Found { place: Place::Script(number), diagnostics });
    }
}

fn diagnostics(piece: &Piece) -> impl Iterator<Item = Diagnostic> {
    piece.findings.iter().filter(|finding| !is_portability(finding.code)).map(|finding| {
        Diagnostic {
            rule: finding.rule,
            variant: None,
            severity: severity(finding.rule),
            message: finding.message.clone(),
            span: finding.span,
            labels: Vec::new(),
            help: None,
            fix: finding.fix.clone(),
        }
    })
}

fn severity(name: &str) -> Severity {
    super::by_name(name).map_or(Severity::Warning, |rule| rule.severity)
}
