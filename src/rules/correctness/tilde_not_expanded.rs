//! A `~` that no shell replaces.

use super::super::prelude::*;
use crate::dockerfile::Text;
use crate::facts::privileges::is_root;

pub(crate) static RULE: Rule = Rule::new("tilde-not-expanded", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/tilde-not-expanded.md"))
    .checks(&[Check::Instruction(KEYWORDS, check)]);

const KEYWORDS: &[Keyword] = &[Keyword::Workdir, Keyword::Copy, Keyword::Add, Keyword::Env, Keyword::Volume];

fn check(step: &Step<'_>, findings: &mut Findings) {
    match &step.instruction.kind {
        Kind::Workdir(word) => report(step, word, findings),
        Kind::Copy(transfer) | Kind::Add(transfer) => {
            report(step, &transfer.destination, findings);
        }
        Kind::Volume(words) => words.iter().for_each(|word| report(step, word, findings)),
        Kind::Env(pairs) => {
            pairs.pairs.iter().for_each(|pair| report(step, &pair.value, findings));
        }
        _ => {}
    }
}

/// `~` alone may be any text in ENV, and a path elsewhere.
fn report(step: &Step<'_>, word: &Text, findings: &mut Findings) {
    let quotes = word.value.bytes().take_while(|byte| matches!(byte, b'"' | b'\'')).count();
    let rest = &word.value[quotes..];
    let alone = rest.trim_end_matches(['"', '\'']) == "~" && step.instruction.keyword != Keyword::Env;
    if !rest.starts_with("~/") && !alone {
        return;
    }
    let span = step.file.part_of(word, &(quotes..quotes + 1));
    let finding = findings
        .at(span, format!("`~` is no home directory in {}: it stays as it is", step.instruction.keyword.name()))
        .help("write the path of the home directory");
    if span.len() == 1 && runs_as_root(step) {
        let edit = Edit { span, replacement: "/root".to_owned() };
        finding.fix("Write `/root`", Safety::Unsafe, vec![edit]);
    }
}

/// Whether it is known that commands run as root here.
fn runs_as_root(step: &Step<'_>) -> bool {
    let base = step.stage.and_then(|stage| step.file.model.base_image(stage));
    match &step.state.user {
        Some(user) => user.value.as_known().is_some_and(is_root),
        None => base.is_some() && !step.onbuild,
    }
}
