//! A `~` that no shell replaces.

use super::super::prelude::*;
use crate::dockerfile::Text;

pub(crate) static RULE: Rule = Rule::new("tilde-not-expanded", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/tilde-not-expanded.md"))
    .checks(&[Check::Instruction(KEYWORDS, check)]);

const KEYWORDS: &[Keyword] = &[Keyword::Workdir, Keyword::Copy, Keyword::Add, Keyword::Env, Keyword::Volume];

fn check(step: &Step<'_>, findings: &mut Findings) {
    match &step.instruction.kind {
        Kind::Workdir(word) => report(step, word, findings),
        Kind::Copy(transfer) | Kind::Add(transfer) => report(step, &transfer.destination, findings),
        Kind::Volume(words) => words.iter().for_each(|word| report(step, word, findings)),
        Kind::Env(pairs) => pairs.pairs.iter().for_each(|pair| report(step, &pair.value, findings)),
        _ => {}
    }
}

/// `~` alone may be any text in ENV, and a path elsewhere.
fn report(step: &Step<'_>, word: &Text, findings: &mut Findings) {
    let bare = word.value.trim_start_matches(['"', '\'']);
    let alone = word.unquoted() == "~" && step.instruction.keyword != Keyword::Env;
    if !bare.starts_with("~/") && !alone {
        return;
    }
    let quotes = word.value.len() - bare.len();
    let span = step.file.part_of(word, &(quotes..quotes + 1));
    let finding = findings
        .at(span, format!("`~` is no home directory in {}: it stays as it is", step.instruction.keyword.name()))
        .help("write the path of the home directory");
    let is_root = step.is_root() && (step.state.user.is_some() || !step.onbuild);
    if span.len() == 1 && is_root {
        finding.write(span, "/root", Safety::Unsafe);
    }
}
