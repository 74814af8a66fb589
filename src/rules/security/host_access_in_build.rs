//! A build step reaches out of its box.

use super::super::prelude::*;
use crate::dockerfile::Text;

/// The rule.
pub static RULE: Rule = Rule {
    name: "host-access-in-build",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "semgrep:run-security-insecure", "semgrep:dockerd-socket-mount", "dockerfile_lint:privileged_run_container",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/host-access-in-build.md"),
    checks: &[Check::Instruction(
        &[Keyword::Run, Keyword::Volume, Keyword::Copy, Keyword::Add, Keyword::Env, Keyword::Arg],
        check,
    )],
};

fn check(step: &Step<'_>, findings: &mut Findings) {
    let socket = |text: &Text| {
        if is_socket(&text.value) {
            findings
                .at(text.span, "the socket of the container engine gives root on the host")
                .help("leave the socket out of the image; who needs it mounts it when the container starts");
        }
    };
    match &step.instruction.kind {
        Kind::Volume(paths) => paths.iter().for_each(socket),
        Kind::Copy(transfer) | Kind::Add(transfer) => transfer.sources.iter().for_each(socket),
        Kind::Run(_) => {
            let mounts = step.instruction.mounts.iter();
            mounts.filter_map(|mount| mount.source.as_ref().or(mount.target.as_ref())).for_each(socket);
            flags(step, findings);
        }
        Kind::Env(pairs) => {
            for pair in &pairs.pairs {
                engine(&pair.key, &pair.value, findings);
            }
        }
        Kind::Arg(pairs) => {
            for pair in pairs {
                if let Some(value) = &pair.value {
                    engine(&pair.name, value, findings);
                }
            }
        }
        _ => {}
    }
}

fn flags(step: &Step<'_>, findings: &mut Findings) {
    for flag in &step.instruction.flags {
        let value = flag.value.as_ref().map_or("", |value| &*value.value);
        let reached = match (&*flag.name.value, value) {
            ("security", "insecure") => "all rights on the machine that builds",
            ("network", "host") => "the network of the machine that builds",
            ("device", _) => "a device of the machine that builds",
            _ => continue,
        };
        let name = step.file.source.slice(flag.span);
        findings
            .at(flag.span, format!("`{name}` gives this step {reached}"))
            .help("do without it, or say in a suppression why it is needed");
    }
}

/// `DOCKER_HOST=tcp://…:2375`: an engine that anybody on the network may command.
fn engine(name: &Text, value: &Text, findings: &mut Findings) {
    let address = value.value.trim_matches(['"', '\'']);
    if &*name.value == "DOCKER_HOST" && address.starts_with("tcp://") && address.ends_with(":2375") {
        findings
            .at(value.span, "port 2375 is a container engine without a password: root on its host")
            .help("use the encrypted port 2376, or an ssh address");
    }
}

fn is_socket(path: &str) -> bool {
    let path = path.trim_matches(['"', '\'']);
    ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"]
        .iter()
        .any(|name| path.rsplit('/').next() == Some(name))
}
