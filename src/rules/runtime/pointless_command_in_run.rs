//! A command that means nothing in a build.

use super::super::prelude::*;
use crate::dockerfile::MountKind;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "pointless-command-in-run",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3001", "droast:DF060", "kics:run_utilities_and_posix_commands", "semgrep:nonsensical-command",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/pointless-command-in-run.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    let ssh_mounted = run.step.instruction.mounts.iter().any(|mount| mount.kind == MountKind::Ssh);
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        let starts = commands.iter().any(|command| command.background || command.name() == Some("service"));
        let unmounts = commands.iter().any(|command| command.name() == Some("umount"));
        for command in commands.iter().filter(|command| !command.substitution && command.pipeline.is_none()) {
            let Some((name, why)) = command.name().and_then(|name| Some((name, pointless(name, command)?))) else {
                continue;
            };
            let fine = match name {
                "ssh" => ssh_mounted,
                "kill" | "ps" => starts,
                "mount" => unmounts,
                _ => false,
            };
            if !fine {
                findings
                    .at(command.words[0].span, format!("{name} {why}"))
                    .help("remove it; what the container needs belongs into its start");
            }
        }
    }
}

/// Why a command has no meaning in a build.
fn pointless(name: &str, command: &Command) -> Option<&'static str> {
    Some(match name {
        "vi" | "vim" | "nano" | "emacs" | "top" | "htop" | "ssh" => {
            "waits for a person, and nobody is there in a build"
        }
        "shutdown" | "reboot" | "halt" | "poweroff" => "has no machine to stop in a build",
        "service" => "starts what ends with this RUN",
        "systemctl"
            if command.words.get(1).is_some_and(|verb| {
                ["start", "restart", "status", "daemon-reload", "reload"].contains(&&*verb.text)
            }) =>
        {
            "has no init system to talk to in a build"
        }
        "ps" | "free" | "ifconfig" => "shows the machine that builds, not the container",
        "mount" => "mounts what is gone when this RUN ends",
        "kill" => "has no process to end in a build",
        _ => return None,
    })
}
