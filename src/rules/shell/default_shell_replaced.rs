//! Another program in the place of /bin/sh.

use super::super::prelude::*;
use crate::facts::system_shell::{ReplacedShell, replaced_shell};

pub(crate) static RULE: Rule = Rule::new("default-shell-replaced", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL4005", "kics:changing_default_shell_using_run_command", "kics:change_default_shell",
        "semgrep:use-shell-instruction",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/default-shell-replaced.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let site = run.step.site();
    for replaced in run.facts.pieces.iter().filter_map(|piece| replaced_shell(piece, &site)) {
        let shell = || Edit::replace(run.step.instruction.span, "SHELL [\"/bin/bash\", \"-c\"]");
        findings
            .at(replaced.span, "replaces /bin/sh for every script of the system")
            .help("choose the shell of the Dockerfile with SHELL [\"/bin/bash\", \"-c\"]")
            .fix("Write SHELL", Safety::Unsafe, only_links_bash(run, &replaced).then(shell));
    }
}

/// Whether a RUN does nothing else than to put Bash there.
fn only_links_bash(run: &Run<'_>, replaced: &ReplacedShell<'_>) -> bool {
    let [piece] = run.facts.pieces.as_slice() else { return false };
    let to_bash =
        replaced.command.words.iter().any(|word| matches!(&*word.text, "bash" | "/bin/bash" | "/usr/bin/bash"));
    let links = |command: &Command| matches!(command.name(), Some("ln" | "rm" | "cd"));
    !run.step.onbuild
        && to_bash
        && replaced.command.name() == Some("ln")
        && piece.script.statements.len() == 1
        && piece.script.commands.iter().all(links)
}
