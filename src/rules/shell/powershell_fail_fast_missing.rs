//! PowerShell that goes on after an error.

use super::super::prelude::*;
use crate::facts::powershell::powershell;

pub(crate) static RULE: Rule = Rule::new("powershell-fail-fast-missing", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&[
        "tally:powershell/error-action-preference fail-fast", "tally:powershell/prefer-shell-instruction fail-fast",
        "tally:powershell/progress-preference progress",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/powershell-fail-fast-missing.md"))
    .checks(&[Check::Run(check)]);

/// What SHELL says at best.
const PREFERENCES: &str = "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';";

fn check(run: &Run<'_>, findings: &mut Findings) {
    let step = &run.step;
    let Some(text) = powershell(step.file.source, step.instruction, run.facts) else { return };
    let shell = step.state.shell.as_ref().filter(|_| text.by_shell);
    let before = shell.map_or_else(String::new, |shell| shell.words.join(" "));
    let lower = format!("{before} {}", text.text).to_lowercase();
    let in_heredoc = !step.instruction.heredocs.is_empty();
    let commands = text.statements(in_heredoc).into_iter().filter(|statement| !is_assignment(statement));
    let stops = lower.contains("erroraction") && lower.contains("stop");
    let mut report = |message: &str, severity, variant, preference: &str| {
        let line = step.file.source.slice(text.span).lines().next().unwrap_or("").trim_end();
        let end = text.span.start + u32::try_from(line.len()).unwrap_or(0);
        let finding = findings
            .at(Span::new(text.span.start, end), message)
            .severity(severity)
            .variant(variant)
            .help(format!("set {preference} in SHELL or at the beginning"));
        let edit = shell.and_then(|shell| extend(step, shell.at?));
        if let Some(edit) = edit.filter(|_| !step.onbuild) {
            finding.fix("Set both preferences in SHELL", Safety::Unsafe, vec![edit]);
        }
    };
    if !stops && commands.count() > 1 {
        report(
            "PowerShell goes on when a command fails: only the last one counts",
            Severity::Warning,
            "fail-fast",
            "$ErrorActionPreference = 'Stop'",
        );
    }
    let downloads = lower.contains("invoke-webrequest")
        || lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "iwr");
    if downloads && !lower.contains("progresspreference") {
        report(
            "the progress bar of Invoke-WebRequest slows the download down many times",
            Severity::Info,
            "progress",
            "$ProgressPreference = 'SilentlyContinue'",
        );
    }
}

/// `$name = 'text'`, which does not fail.
fn is_assignment(statement: &str) -> bool {
    let Some((name, value)) = statement.split_once('=') else { return false };
    let value = value.trim_start();
    name.trim_start().starts_with('$')
        && (value.starts_with(['\'', '"', '$', '@', '[']) || value.starts_with(|c: char| c.is_ascii_digit()))
}

/// Both preferences behind `-Command` of the SHELL that is instruction `at`.
fn extend(step: &Step<'_>, at: usize) -> Option<Edit> {
    let Kind::Shell(words) = &step.file.dockerfile.instructions.get(at)?.kind else { return None };
    let last = words.last().filter(|word| word.value.eq_ignore_ascii_case("-command"))?;
    let written = step.file.source.slice(last.span);
    Some(Edit { span: last.span, replacement: format!("{written}, \"{PREFERENCES}\"") })
}
