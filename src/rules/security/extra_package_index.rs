//! pip looks for every package in a second index too.

use super::super::prelude::*;
use crate::knowledge::package_managers::Manager;

/// The rule.
pub static RULE: Rule = Rule {
    name: "extra-package-index",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["semgrep:dockerfile-pip-extra-index-url"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/extra-package-index.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Env, Keyword::Arg], check_variables)],
};

const FLAG: &str = "--extra-index-url";
const VARIABLE: &str = "PIP_EXTRA_INDEX_URL";

/// Indexes that hold builds of well-known packages under their own names, run by those who make them.
const ALLOWED: &[&str] = &[
    "data.pyg.org", "download.pytorch.org", "download.openmmlab.com", "pypi.ngc.nvidia.com", "pypi.nvidia.com",
    "wheels.vllm.ai", "www.piwheels.org",
];

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    let stage = run.step.stage.map(|stage| stage.index);
    let known = |text: &str| {
        let value = run.step.file.model.expand(text, stage, run.step.index);
        is_allowed(value.prefix())
    };
    for action in run.facts.packages().filter(|action| action.is(&[Manager::Pip])) {
        if action.has_flag(&["--require-hashes"]) {
            continue;
        }
        for flag in action.flags.iter().filter(|flag| &*flag.name == FLAG) {
            if !flag.value.as_deref().is_some_and(known) {
                report(flag.span, FLAG, findings);
            }
        }
    }
    for command in run.facts.commands() {
        for assignment in command.assignments.iter().filter(|assignment| &*assignment.name == VARIABLE) {
            let value = assignment.value.as_ref().map_or("", |value| &value.text);
            if !value.is_empty() && !known(value) {
                report(assignment.span, VARIABLE, findings);
            }
        }
        let setting = command.words.windows(2).find(|pair| pair[0].text.ends_with(".extra-index-url"));
        if let Some([setting, value]) = setting
            && command.words.iter().any(|word| word.is("config"))
            && !known(&value.text)
        {
            report(setting.span, &setting.text, findings);
        }
    }
}

fn check_variables(step: &Step<'_>, findings: &mut Findings) {
    let stage = step.stage.map(|stage| stage.index);
    let mut judge = |name: &str, value: &str, span: Span| {
        let value = step.file.model.expand(value, stage, step.index);
        if name == VARIABLE && value.as_known() != Some("") && !is_allowed(value.prefix()) {
            report(span, VARIABLE, findings);
        }
    };
    match &step.instruction.kind {
        Kind::Arg(pairs) => {
            for pair in pairs {
                if let Some(value) = &pair.value {
                    judge(&pair.name.value, &value.value, pair.name.span);
                }
            }
        }
        Kind::Env(pairs) => {
            for pair in &pairs.pairs {
                judge(&pair.key.value, &pair.value.value, pair.key.span);
            }
        }
        _ => {}
    }
}

/// Whether every address of a list is one of the known ones.
fn is_allowed(urls: &str) -> bool {
    let mut urls = urls.split_whitespace().peekable();
    urls.peek().is_some()
        && urls.all(|url| {
            let host = url.split_once("://").map_or("", |(_, rest)| rest);
            let host = host.split(['/', ':', '?']).next().unwrap_or("");
            ALLOWED.contains(&host)
        })
}

fn report(span: Span, what: &str, findings: &mut Findings) {
    findings
        .at(span, format!("with `{what}` a stranger's package of the same name may win"))
        .help("use one index that holds both, with `--index-url`, or pin hashes with `--require-hashes`");
}
