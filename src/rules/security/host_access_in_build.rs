//! A build step reaches out of its box.

use super::super::prelude::*;
use crate::knowledge::files::is_engine_socket;

pub(crate) static RULE: Rule = Rule::new("host-access-in-build", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&[
        "semgrep:run-security-insecure", "semgrep:dockerd-socket-mount", "dockerfile_lint:privileged_run_container",
    ])
    .page(include_str!("../../../rules/security/host-access-in-build.md"))
    .checks(&[Check::Instruction(
        &[Keyword::Run, Keyword::Volume, Keyword::Copy, Keyword::Add, Keyword::Env, Keyword::Arg],
        check,
    )]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let mounts = step.instruction.mounts.iter().filter_map(|mount| mount.source.as_ref().or(mount.target.as_ref()));
    let volumes = match &step.instruction.kind {
        Kind::Volume(paths) => paths.as_slice(),
        _ => &[],
    };
    for path in mounts.chain(volumes).chain(step.sources()).filter(|path| is_engine_socket(&path.value)) {
        findings
            .at(path.span, "the socket of the container engine gives root on the host")
            .help("leave the socket out of the image; who needs it mounts it when the container starts");
    }
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
    // `DOCKER_HOST=tcp://…:2375`: an engine that anybody on the network may command.
    for pair in step.instruction.kind.settings().filter(|pair| &*pair.name.value == "DOCKER_HOST") {
        let Some(value) = pair.value else { continue };
        let address = value.value.trim_matches(['"', '\'']);
        if address.starts_with("tcp://") && address.ends_with(":2375") {
            findings
                .at(value.span, "port 2375 is a container engine without a password: root on its host")
                .help("use the encrypted port 2376, or an ssh address");
        }
    }
}
