//! `apt` in a build, whose command line is made for people.

use super::super::prelude::*;
use crate::knowledge::package_managers::Manager;

/// The rule.
pub static RULE: Rule = Rule {
    name: "apt-instead-of-apt-get",
    group: Group::Packages,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3027", "droast:DF059", "checkov:CKV_DOCKER_9", "kics:run_using_apt", "semgrep:prefer-apt-get",
    ],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/packages/apt-instead-of-apt-get.md"),
    checks: &[Check::Run(check)],
};

/// What `apt-get` offers by the same word.
const OF_APT_GET: &[&str] = &[
    "install", "reinstall", "update", "upgrade", "remove", "purge", "autoremove", "autopurge", "build-dep", "satisfy",
    "clean", "autoclean", "source", "download",
];

/// What `apt-cache` offers by the same word.
const OF_APT_CACHE: &[&str] = &["search", "show", "showsrc", "policy", "depends", "rdepends", "madison"];

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for action in piece.deeds.packages.iter().filter(|action| action.is(&[Manager::Apt])) {
            let Some(name) = piece.script.commands.get(action.command).and_then(|command| command.words.first()) else {
                continue;
            };
            let verb = &*action.verb_text;
            let better = match verb {
                "full-upgrade" => "apt-get",
                _ if OF_APT_GET.contains(&verb) => "apt-get",
                _ if OF_APT_CACHE.contains(&verb) => "apt-cache",
                _ => continue,
            };
            let finding = findings
                .at(name.span, format!("`apt {verb}` has no stable command line"))
                .help(format!("use `{better}`"));
            if name.is("apt") {
                let mut edits = vec![Edit { span: name.span, replacement: better.to_owned() }];
                if verb == "full-upgrade" {
                    edits.push(Edit { span: action.verb_span, replacement: "dist-upgrade".to_owned() });
                }
                finding.fix(format!("Use `{better}`"), Safety::Safe, edits);
            }
        }
    }
}
