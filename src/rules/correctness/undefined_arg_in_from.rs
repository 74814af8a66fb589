//! Variables in FROM that no ARG declares.

use super::super::prelude::*;
use crate::facts::fallback;
use crate::model::{PLATFORM, Variable};
use crate::rules::nearest_of;

pub(crate) static RULE: Rule = Rule::new("undefined-arg-in-from", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["buildkit:UndefinedArgInFrom plain", "buildkit:UndefinedArgInFrom buildkit-only", "droast:DF086"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/undefined-arg-in-from.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let (Some(at), Some(from)) = (view.stage.from, view.from()) else { return };
    for word in view.platform().into_iter().chain([&from.image]) {
        let mut seen: Vec<Box<str>> = Vec::new();
        for used in file.model.uses(&word.value, None, at) {
            let undefined = matches!(file.model.variable(&used.name, None, at), Variable::Undefined);
            if !undefined || used.name.is_empty() || seen.contains(&used.name) {
                continue;
            }
            let span = file.part_of(word, &used.range);
            let finding = findings
                .at(span, format!("no ARG in front of the first FROM declares `{}`", used.name))
                .variant(if fallback(&word.value, &used) { "buildkit-only" } else { "plain" });
            match nearest_of(&used.name, file.model.globals.some_names().chain(PLATFORM.iter().copied())) {
                None => finding.help(format!("write `ARG {}` in front of the first FROM", used.name)),
                Some(near) => {
                    let text = file.source.slice(span).replacen(&*used.name, near, 1);
                    finding.did_you_mean(near, [Edit::replace(span, text)])
                }
            };
            seen.push(used.name);
        }
    }
}
