//! An ssh server beside the application.

use super::super::prelude::*;
use crate::facts::labels::labels_in_chain;
use crate::facts::ports_of_stage;
use crate::facts::privileges::sets_app_service_login;
use crate::facts::purpose::is_named;
use crate::facts::{PackageAction, RunFacts};
use crate::knowledge::package_managers::Manager;
use crate::knowledge::tools::is_ssh_server_package;
use crate::model::Stage;

/// The rule.
pub static RULE: Rule = Rule {
    name: "ssh-server-in-image",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &["checkov:CKV_DOCKER_1", "trivy:DS-0004", "kics:exposing_port_22", "dockerfile_lint:installing_ssh"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/ssh-server-in-image.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(stage) = file.model.final_stage() else { return };
    if is_named(file.source.path(), stage, SSH_IMAGES) || says_ssh(file, stage) {
        return;
    }
    let mut packaged = false;
    let asked_for = file.facts.runs_in_chain(file.model, stage).any(sets_app_service_login);
    let severity = if asked_for { Severity::Info } else { Severity::Warning };
    for stage in file.model.chain(stage) {
        let actions = file.facts.runs_of(stage).flat_map(RunFacts::packages);
        for action in actions.filter(|action| action.installs_system()) {
            for package in action.packages.iter().filter(|package| is_server(action, &package.name)) {
                packaged = true;
                let message = format!("`{}` puts an ssh server into the image", package.name);
                findings.at(package.span, message).severity(severity).help(HELP);
            }
        }
    }
    // The port of a server that is reported already says nothing more.
    let chain = file.model.chain(stage).filter(|_| !packaged);
    for (span, port) in chain.flat_map(|stage| ports_of_stage(file.dockerfile, file.model, stage)) {
        if port.ports.contains(&SSH_PORT) {
            findings.at(span, "port 22 is that of an ssh server").help(HELP);
        }
    }
}

const HELP: &str = "use `docker exec` or `kubectl exec` to look into a container, and ssh to the host";

const SSH_PORT: u16 = 22;

/// Words in the name of an image whose service is ssh.
const SSH_IMAGES: &[&str] =
    &["bastion", "git", "gitea", "gitlab", "gitserver", "jump", "jumphost", "openssh", "sftp", "ssh", "sshd"];

/// Whether a label says that ssh is what the image is for.
fn says_ssh(file: &File<'_>, stage: &Stage) -> bool {
    labels_in_chain(file.dockerfile, file.model, stage).iter().any(|label| {
        let value = label.value.as_known().unwrap_or("").to_ascii_lowercase();
        label.key.as_known().is_some_and(|key| key.ends_with("title") || key.ends_with("name"))
            && SSH_IMAGES.iter().any(|word| value.contains(word))
    })
}

/// Alpine's `openssh` is asked for as a client as well.
fn is_server(action: &PackageAction, name: &str) -> bool {
    is_ssh_server_package(name) && !(name == "openssh" && action.is(&[Manager::Apk, Manager::Pacman]))
}
