//! Keys of repositories added by `apt-key`, which is gone.

use super::super::prelude::*;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "apt-key-usage",
    group: Group::Packages,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/packages/apt-key-usage.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands() {
        if let Some(verb) = command
            .words
            .iter()
            .find(|word| word.is("add") || word.is("adv"))
            .filter(|_| command.name() == Some("apt-key"))
        {
            let span = command.words.first().map_or(verb.span, |name| name.span);
            findings
                .at(
                    span,
                    format!(
                        "`apt-key {}` trusts the key for every repository, and current releases have no apt-key",
                        verb.text
                    ),
                )
                .help("store the key in /etc/apt/keyrings and name it with signed-by= in the repository's line");
        } else if let Some(span) = writes_old_keyring(command) {
            findings
                .at(span, "keys in trusted.gpg are trusted for every repository, and current releases ignore the file")
                .help("store the key in /etc/apt/keyrings and name it with signed-by= in the repository's line");
        }
    }
}

fn writes_old_keyring(command: &Command) -> Option<Span> {
    let is_old = |text: &str| text == "/etc/apt/trusted.gpg";
    let redirected =
        command.redirects.iter().filter_map(|redirect| redirect.target.as_ref()).find(|target| is_old(&target.text));
    let writer = matches!(command.name(), Some("tee" | "curl" | "wget" | "cp" | "mv" | "gpg"));
    redirected.or_else(|| command.words.iter().skip(1).find(|word| writer && is_old(&word.text))).map(|word| word.span)
}
