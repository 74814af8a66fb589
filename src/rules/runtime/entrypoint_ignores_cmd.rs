//! A CMD that the ENTRYPOINT never sees.

use super::super::prelude::*;
use crate::facts::{Role, Startup};

/// The rule.
pub static RULE: Rule = Rule {
    name: "entrypoint-ignores-cmd",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["droast:DF017", "droast:DF018"],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/entrypoint-ignores-cmd.md"),
    checks: &[Check::Stage(check)],
};

/// How a shell text speaks of its arguments.
const ARGUMENTS: &[&str] = &["$@", "${@", "$*", "${*", "$1", "${1", "$0", "shift", "$#", "getopts"];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (file, stage) = (view.file, view.stage);
    let ending = file.facts.ending(stage);
    let startup = |number: Option<usize>| number.and_then(|number| file.facts.startups.get(number));
    let (Some(entrypoint), Some(cmd)) = (startup(ending.entrypoint), startup(ending.cmd)) else {
        return;
    };
    if !stage.in_image || cmd.stage != stage.index {
        return;
    }
    if let Some(why) = ignores(file, entrypoint) {
        findings
            .at(cmd.span, format!("this CMD is never used: {why}"))
            .label(entrypoint.span, "gets the arguments")
            .help("write ENTRYPOINT as a JSON array, and let a script end in `exec \"$@\"`");
    }
}

/// Why the arguments are lost, if they are.
fn ignores(file: &File<'_>, entrypoint: &Startup) -> Option<&'static str> {
    let speaks = |text: &str| ARGUMENTS.iter().any(|word| text.contains(word));
    if !entrypoint.exec {
        return (!speaks(file.source.slice(entrypoint.span)))
            .then_some("the shell form of ENTRYPOINT takes no arguments");
    }
    let [command] = entrypoint.piece.script.commands.as_slice() else { return None };
    if command.wrappers.iter().any(|wrapper| matches!(&*wrapper.name, "sh" | "bash" | "ash" | "dash")) {
        return (!speaks(file.source.slice(entrypoint.span)))
            .then_some("the text behind `-c` does not speak of its arguments");
    }
    let mut scripts = file.facts.scripts.iter();
    let script = scripts.find(|script| script.role == Role::Start && script.started_by == entrypoint.at)?;
    (!speaks(script.source.text())).then_some("the script of ENTRYPOINT does not speak of its arguments")
}
