//! A command that means nothing in a build.

use super::super::prelude::*;
use crate::dockerfile::MountKind;
use crate::knowledge::processes::pointless_in_build;

pub(crate) static RULE: Rule = Rule::new("pointless-command-in-run", Group::Runtime, Severity::Info)
    .recommended()
    .aliases(&[
        "hadolint:DL3001", "droast:DF060", "kics:run_utilities_and_posix_commands", "semgrep:nonsensical-command",
    ])
    .page(include_str!("../../../rules/runtime/pointless-command-in-run.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let ssh_mounted = run.step.instruction.mounts.iter().any(|mount| mount.kind == MountKind::Ssh);
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        let starts = commands.iter().any(|command| command.background || command.name() == Some("service"));
        let unmounts = commands.iter().any(|command| command.name() == Some("umount"));
        for command in commands.iter().filter(|command| !command.substitution && command.pipeline.is_none()) {
            let Some(name) = command.name() else { continue };
            let fine = match name {
                "ssh" => ssh_mounted,
                "kill" | "ps" => starts,
                "mount" => unmounts,
                _ => false,
            };
            let argument = command.words.get(1).map(|word| &*word.text);
            if let Some(why) = pointless_in_build(name, argument).filter(|_| !fine) {
                findings
                    .at(command.name_span(), format!("{name} {why}"))
                    .help("remove it; what the container needs belongs into its start");
            }
        }
    }
}
