//! A CMD that the ENTRYPOINT never sees.

use super::super::prelude::*;
use crate::facts::Startup;

pub(crate) static RULE: Rule = Rule::new("entrypoint-ignores-cmd", Group::Runtime, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF017", "droast:DF018"])
    .page(include_str!("../../../rules/runtime/entrypoint-ignores-cmd.md"))
    .checks(&[Check::StageInImage(check)]);

/// How a shell text speaks of its arguments.
const ARGUMENTS: &[&str] = &["$@", "${@", "$*", "${*", "$1", "${1", "$0", "shift", "$#", "getopts"];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let facts = view.file.facts;
    let cmd = facts.cmd(view.stage).filter(|cmd| cmd.stage == view.stage.index);
    let (Some(entrypoint), Some(cmd)) = (facts.entrypoint(view.stage), cmd) else { return };
    if let Some(why) = ignores(view.file, entrypoint) {
        findings
            .at(cmd.span, format!("this CMD is never used: {why}"))
            .label(entrypoint.span, "gets the arguments")
            .help("write ENTRYPOINT as a JSON array, and let a script end in `exec \"$@\"`");
    }
}

/// Why the arguments are lost, if they are.
fn ignores(file: &File<'_>, entrypoint: &Startup) -> Option<&'static str> {
    let wrapper = |name: &str| matches!(name, "sh" | "bash" | "ash" | "dash");
    let (text, why) = if entrypoint.exec {
        let [command] = entrypoint.piece.script.commands.as_slice() else { return None };
        if command.wrappers.iter().any(|outer| wrapper(&outer.name)) {
            (file.source.slice(entrypoint.span), "the text behind `-c` does not speak of its arguments")
        } else {
            let script = file.facts.start_script(entrypoint)?;
            (script.source.text(), "the script of ENTRYPOINT does not speak of its arguments")
        }
    } else {
        (file.source.slice(entrypoint.span), "the shell form of ENTRYPOINT takes no arguments")
    };
    (!ARGUMENTS.iter().any(|word| text.contains(word))).then_some(why)
}
