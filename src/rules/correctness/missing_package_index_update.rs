//! `apt-get install` where no package lists are.

use super::super::prelude::*;
use crate::facts::package_lists::listless_installs;
use crate::shell::Joint;

pub(crate) static RULE: Rule = Rule::new("missing-package-index-update", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF028"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/missing-package-index-update.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for install in listless_installs(file.dockerfile, file.model, file.facts) {
        let (action, command) = (install.action, install.command);
        let name = action.packages.first().map_or("", |package| &*package.name);
        let plain = command.wrappers.is_empty() && !command.conditional && command.joined_by != Joint::Or;
        findings
            .at(
                action.verb_span,
                format!("`{name}` cannot be found: no package lists are there, as no `apt-get update` ran before"),
            )
            .help("run `apt-get update` in the same RUN")
            .fix(
                "Run `apt-get update` before",
                Safety::Unsafe,
                plain.then(|| Edit::insert(command.span.start, "apt-get update && ")),
            );
    }
}
