//! Certificates are not checked.

use super::super::drops;
use super::super::prelude::*;
use crate::facts::pipes::file_verified;
use crate::facts::{Destination, unchecked_certificates};
use crate::knowledge::trust::variable_skips_tls;
use crate::rules::findings::Finding;
use crate::shell::Command;

pub(crate) static RULE: Rule = Rule::new("tls-verification-disabled", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&[
        "checkov:CKV2_DOCKER_2", "checkov:CKV2_DOCKER_3", "checkov:CKV2_DOCKER_4", "checkov:CKV2_DOCKER_5",
        "checkov:CKV2_DOCKER_6", "checkov:CKV2_DOCKER_12", "checkov:CKV2_DOCKER_13", "checkov:CKV2_DOCKER_14",
        "checkov:CKV2_DOCKER_15", "checkov:CKV2_DOCKER_16",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/tls-verification-disabled.md"))
    .checks(&[Check::Run(check_run), Check::Instruction(&[Keyword::Arg, Keyword::Env], check_variables)]);

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for (at, command) in run.facts.commands().enumerate() {
        for (span, what) in unchecked_certificates(command) {
            let finding = report(span, what, checking(run, at, command, span), findings);
            if is_verified(run, command) || run.step.only_tests() {
                finding.severity(Severity::Info);
            }
        }
    }
}

/// Whether what a command fetches is compared with a checksum, so that it does not matter who has sent it.
fn is_verified(run: &Run<'_>, command: &Command) -> bool {
    run.facts.pieces.iter().any(|piece| {
        let mut downloads = piece.deeds.downloads.iter();
        downloads.any(|download| match (&download.to, piece.script.commands.get(download.command)) {
            (Destination::Path(path, _), Some(of)) => {
                of.span == command.span && file_verified(&piece.script, download.command, path)
            }
            _ => false,
        })
    })
}

fn check_variables(step: &Step<'_>, findings: &mut Findings) {
    for pair in step.instruction.kind.settings() {
        if pair.value.is_some_and(|value| variable_skips_tls(&pair.name.value, &value.value)) {
            report(pair.span, &pair.name.value, drops::pair(step, pair.span).into_iter().collect(), findings);
        }
    }
}

/// The command with the check on: without the option, without the letter, or gone where it does nothing else.
fn checking(run: &Run<'_>, at: usize, command: &Command, span: Span) -> Vec<Edit> {
    let source = run.step.file.source;
    let Some(number) = command.words.iter().position(|word| word.span == span) else {
        let behind = command.words.iter().map(|word| word.span).chain(command.assignments.iter().map(|it| it.span));
        let next = behind.map(|it| it.start).filter(|start| *start >= span.end).min();
        return next.map(|next| Edit::delete(Span::new(span.start, next))).into_iter().collect();
    };
    let text = &*command.words[number].text;
    if command.words.iter().take(number).any(|word| word.is("config")) {
        return drops::commands(run, &[at]).unwrap_or_default();
    }
    if let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.starts_with('-') && letters.len() > 1) {
        let letter = letters.find('k').filter(|_| source.slice(span) == text);
        return letter.map(|at| Edit::delete(span.part(at + 1..at + 2))).into_iter().collect();
    }
    let word = |number: usize| command.words.get(number).map_or(span, |word| word.span);
    let all = match text {
        "--trusted-host" | "--allow-insecure-host" => Span::new(span.start, word(number + 1).end),
        _ if number > 0 && command.words[number - 1].is("-c") => Span::new(word(number - 1).start, span.end),
        _ => span,
    };
    drops::words(source, all).into_iter().collect()
}

fn report<'f>(span: Span, what: &str, repair: Vec<Edit>, findings: &'f mut Findings) -> Finding<'f> {
    findings
        .at(span, format!("with `{what}` nobody checks who answers"))
        .help("install the missing certificate (`ca-certificates`, or your own authority's) and leave the check on")
        .fix("Leave the check on", Safety::Unsafe, repair)
}
