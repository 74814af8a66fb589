//! PowerShell that goes on after an error.

use super::super::prelude::*;
use crate::facts::powershell::powershell;

pub(crate) static RULE: Rule = Rule::new("powershell-fail-fast-missing", Group::Shell, Severity::Info)
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
    let edit = || shell.filter(|_| !step.onbuild).and_then(|shell| extend(step, shell.at?));
    let before = shell.map_or_else(String::new, |shell| shell.words.join(" "));
    let lower = format!("{before} {}", text.text).to_lowercase();
    let place = text.first_line(step.file.source);
    let stops = lower.contains("erroraction") && lower.contains("stop");
    let lines = !step.instruction.heredocs.is_empty();
    if !stops && text.has_several_commands(lines) {
        findings
            .at(place, "PowerShell goes on when a command fails: only the last one counts")
            .variant("fail-fast")
            .help("set $ErrorActionPreference = 'Stop' in SHELL or at the beginning")
            .fix("Set both preferences in SHELL", Safety::Unsafe, edit());
    }
    if text.downloads_with_bar() && !lower.contains("progresspreference") {
        findings
            .at(place, "the progress bar of Invoke-WebRequest slows the download down many times")
            .variant("progress")
            .help("set $ProgressPreference = 'SilentlyContinue' in SHELL or at the beginning")
            .fix("Set both preferences in SHELL", Safety::Unsafe, edit());
    }
}

/// Both preferences behind `-Command` of the SHELL that is instruction `at`.
fn extend(step: &Step<'_>, at: usize) -> Option<Edit> {
    let Kind::Shell(words) = &step.file.dockerfile.instructions.get(at)?.kind else { return None };
    let last = words.last().filter(|word| word.value.eq_ignore_ascii_case("-command"))?;
    // The word is replaced, not only followed by them, so that two repairs never set them twice.
    Some(Edit::replace(last.span, format!("{}, \"{PREFERENCES}\"", step.file.source.slice(last.span))))
}
