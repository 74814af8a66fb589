//! pip looks for every package in a second index too.

use super::super::prelude::*;
use crate::knowledge::indexes::is_vendors_index;

pub(crate) static RULE: Rule = Rule::new("extra-package-index", Group::Security, Severity::Info)
    .recommended()
    .aliases(&["semgrep:dockerfile-pip-extra-index-url"])
    .page(include_str!("../../../rules/security/extra-package-index.md"))
    .checks(&[Check::Run(check_run), Check::Instruction(&[Keyword::Env, Keyword::Arg], check_variables)]);

const FLAG: &str = "--extra-index-url";
const VARIABLE: &str = "PIP_EXTRA_INDEX_URL";

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    let hashed = |action: &PackageAction| action.has_flag(&["--require-hashes"]);
    for action in run.facts.packages().filter(|action| action.is(&[Manager::Pip]) && !hashed(action)) {
        for flag in action.flags.iter().filter(|flag| &*flag.name == FLAG) {
            report(&run.step, flag.span, FLAG, flag.value.as_deref().unwrap_or("$"), findings);
        }
    }
    for command in run.facts.commands() {
        for assignment in command.assignments.iter().filter(|assignment| &*assignment.name == VARIABLE) {
            let value = assignment.value.as_ref().map_or("", |value| &value.text);
            report(&run.step, assignment.span, VARIABLE, value, findings);
        }
        // `pip config set global.extra-index-url URL`
        let setting = command.words.windows(2).find(|pair| pair[0].text.ends_with(".extra-index-url"));
        if let Some([setting, value]) = setting.filter(|_| command.has_argument(&["config"])) {
            report(&run.step, setting.span, &setting.text, &value.text, findings);
        }
    }
}

fn check_variables(step: &Step<'_>, findings: &mut Findings) {
    for pair in step.instruction.kind.settings().filter(|pair| &*pair.name.value == VARIABLE) {
        report(step, pair.name.span, VARIABLE, pair.value.map_or("", |value| &value.value), findings);
    }
}

/// An index that cannot be known may be anybody's.
fn report(step: &Step<'_>, span: Span, what: &str, urls: &str, findings: &mut Findings) {
    let urls = step.expand(urls);
    let mut known = urls.prefix().split_whitespace().peekable();
    if urls.as_known() != Some("") && (known.peek().is_none() || !known.all(is_vendors_index)) {
        findings
            .at(span, format!("with `{what}` a stranger's package of the same name may win"))
            .help("use one index that holds both, with `--index-url`, or pin hashes with `--require-hashes`");
    }
}
