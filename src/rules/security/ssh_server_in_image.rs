//! An ssh server beside the application.

use super::super::prelude::*;
use crate::facts::Package;
use crate::facts::labels::labels_in_chain;
use crate::knowledge::ports::{SSH, names_of_service};
use crate::knowledge::tools::is_ssh_server_package;

pub(crate) static RULE: Rule = Rule::new("ssh-server-in-image", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["checkov:CKV_DOCKER_1", "trivy:DS-0004", "kics:exposing_port_22", "dockerfile_lint:installing_ssh"])
    .page(include_str!("../../../rules/security/ssh-server-in-image.md"))
    .checks(&[Check::FinalStage(check)]);

const HELP: &str = "use `docker exec` or `kubectl exec` to look into a container, and ssh to the host";

/// Servers of git repositories: ssh is how one pushes to them.
const FORGES: &[&str] = &["forgejo", "gerrit", "gitea", "gitlab", "gitolite", "gogs", "phabricator", "soft-serve"];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let servers: Vec<&Package> = view
        .packages_in_chain()
        .filter(|action| action.installs_system())
        .flat_map(|action| action.packages.iter().filter(|package| is_server(action, &package.name)))
        .collect();
    // The port of a server that is reported already says nothing more.
    let ports = view.chain().filter(|_| servers.is_empty()).flat_map(|stage| stage.ports());
    let ports: Vec<Span> = ports.filter(|(_, port)| port.ports.contains(&SSH)).map(|(span, _)| span).collect();
    if servers.is_empty() && ports.is_empty() {
        return;
    }
    if view.is_named(names_of_service(SSH)) || view.is_named(FORGES) || says_ssh(view) {
        return;
    }
    for package in servers {
        let message = format!("`{}` puts an ssh server into the image", package.name);
        findings.at(package.span, message).help(HELP);
    }
    for span in ports {
        findings.at(span, "port 22 is that of an ssh server").help(HELP);
    }
}

/// Whether a label says that ssh is what the image is for.
fn says_ssh(view: &StageView<'_>) -> bool {
    labels_in_chain(view.file.dockerfile, view.file.model, view.stage).iter().any(|label| {
        let value = label.value.as_known().unwrap_or("").to_ascii_lowercase();
        label.key.as_known().is_some_and(|key| key.ends_with("title") || key.ends_with("name"))
            && names_of_service(SSH).iter().any(|word| value.contains(word))
    })
}

/// Alpine's `openssh` is asked for as a client as well.
fn is_server(action: &PackageAction, name: &str) -> bool {
    is_ssh_server_package(name) && !(name == "openssh" && action.is(&[Manager::Apk, Manager::Pacman]))
}
