//! CMD and ENTRYPOINT without brackets, so that a shell is the main process.

use super::super::prelude::*;
use crate::dockerfile::Command as Form;
use crate::facts::privileges::is_script;
use crate::facts::{Role, Startup};

pub(crate) static RULE: Rule = Rule::new("shell-form-command", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3025", "buildkit:JSONArgsRecommended", "droast:DF018", "droast:DF025",
        "kics:not_using_json_in_cmd_and_entrypoint_arguments", "semgrep:prefer-json-notation",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::ExecForm])
    .page(include_str!("../../../rules/runtime/shell-form-command.md"))
    .checks(&[Check::Instruction(&[Keyword::Cmd, Keyword::Entrypoint], check)]);

const WRITE_JSON: &str = "write the command as a JSON array";

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Cmd(Some(Form::Shell(span))) | Kind::Entrypoint(Some(Form::Shell(span)))) = &step.instruction.kind
    else {
        return;
    };
    let text = step.file.source.slice(*span);
    // A SHELL of its own is a choice; `exec` gives the first place to the program.
    if step.state.shell.is_some() || text.split_whitespace().next() == Some("exec") || text.is_empty() {
        return;
    }
    let keyword = step.instruction.keyword;
    let message = format!("a shell is the main process of this {}, and does not pass signals on", keyword.name());
    let finding = findings.at(*span, message);
    // Brackets and quotes around all of it are a failed JSON array, which is another matter.
    if text.starts_with(['[', '"', '\'']) {
        finding.help(WRITE_JSON);
        return;
    }
    let startup = step.file.facts.startup(step.index).filter(|_| !step.onbuild);
    let Some(words) = startup.and_then(Startup::plain_words) else {
        finding
            .help("what needs a shell can name it and replace it: [\"/bin/sh\", \"-c\", \"exec program $VARIABLE\"]");
        return;
    };
    // A shell runs what has no shebang; the system does not.
    let mut scripts = step.file.facts.scripts.iter();
    let script = scripts.find(|script| script.started_by == step.index && script.role == Role::Start && script.direct);
    if script.is_some_and(|script| script.shebang.is_none()) {
        finding.help("begin the script with `#!/bin/sh`, and write the command as a JSON array");
        return;
    }
    let unseen = script.is_none() && words.first().is_some_and(|program| is_script(program));
    // Behind an ENTRYPOINT the words become its arguments.
    let entrypoint = step.stage.and_then(|stage| step.file.facts.ending(stage).entrypoint);
    let behind = keyword == Keyword::Cmd && entrypoint.is_some();
    finding.help(WRITE_JSON).fix(
        "Write it as a JSON array",
        if behind || unseen { Safety::Unsafe } else { Safety::Safe },
        [Edit::replace(*span, json_array(&words))],
    );
}

fn json_array(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| serde_json::Value::from(*word).to_string()).collect();
    format!("[{}]", quoted.join(", "))
}
