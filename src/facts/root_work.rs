//! Work that only root can do.

use super::{Given, RunFacts, Site, Written};
use crate::facts::PackageAction;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::knowledge::tools::is_privilege_dropper;
use crate::shell::Command;
use crate::source::Span;

/// How many writes of a RUN are looked at: a bound for hostile files.
const MOST_WRITES: usize = 32;

impl RunFacts {
    /// A call that fails without root, with its name: a package manager of the system that changes it, a command that changes
    /// accounts.
    pub fn needs_root(&self) -> Option<(Span, String)> {
        self.pieces.iter().filter(|piece| piece.dialect.is_shell()).find_map(|piece| {
            let commands = &piece.script.commands;
            let runs = |action: &&PackageAction| commands.get(action.command).is_some_and(runs_as_the_user);
            let mut packages = piece.deeds.packages.iter().filter(|action| changes_the_system(action));
            if let Some(action) = packages.find(runs) {
                let name = action.manager.names.first().copied().unwrap_or("");
                return Some((action.verb_span, format!("`{name} {}`", action.verb_text)));
            }
            let account = commands.iter().find(|command| changes_accounts(command) && runs_as_the_user(command))?;
            Some((account.words_span(), format!("`{}`", account.name()?)))
        })
    }

    /// Something that a command makes in a folder of root which nobody has given away.
    pub fn foreign_write(&self, given: &Given, site: &Site<'_>) -> Option<Span> {
        let plain = |written: &&Written| {
            let mut commands = self.commands();
            commands.any(|command| command.span.encloses(written.span) && runs_as_the_user(command))
        };
        let foreign = self.writes(site).iter().filter(|written| written.made && given.is_roots(&written.path));
        foreign.take(MOST_WRITES).find(plain).map(|written| written.span)
    }
}

/// Whether a command runs as the user in force, always, and its failure matters.
fn runs_as_the_user(command: &Command) -> bool {
    let other = |name: &str| is_privilege_dropper(name) || name == "fakeroot" || name == "unshare";
    command.is_certain() && !command.wrappers.iter().any(|wrapper| other(&wrapper.name))
}

fn changes_the_system(action: &PackageAction) -> bool {
    let writes = [Verb::Install, Verb::Update, Verb::Upgrade, Verb::ReleaseUpgrade, Verb::Remove];
    let elsewhere = ["--root", "--installroot", "-p", "--prefix"];
    action.manager.system
        && writes.contains(&action.verb)
        && !action.is(&[Manager::Choco])
        && !action.has_flag(&elsewhere)
        && !action.is_dry_run()
}

fn changes_accounts(command: &Command) -> bool {
    matches!(command.name(), Some("useradd" | "groupadd" | "adduser" | "addgroup" | "usermod" | "groupmod"))
}
