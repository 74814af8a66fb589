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
    let (Some(at), Some(from)) = (view.stage.from, file.from_of(view.stage)) else { return };
    let platform = file.dockerfile.instructions.get(at).and_then(|it| it.flag_value("platform"));
    for word in platform.into_iter().chain([&from.image]) {
        let uses = match file.model.expansion(&word.value, None, at) {
            Ok(expansion) => expansion.uses,
            Err(error) => error.uses,
        };
        let mut seen: Vec<&str> = Vec::new();
        for used in &uses {
            let undefined = matches!(file.model.variable(&used.name, None, at), Variable::Undefined);
            if !undefined || used.name.is_empty() || seen.contains(&&*used.name) {
                continue;
            }
            seen.push(&used.name);
            let near = nearest_of(&used.name, file.model.globals.some_names().chain(PLATFORM.iter().copied()));
            let span = file.part_of(word, &used.range);
            let finding = findings
                .at(span, format!("no ARG in front of the first FROM declares `{}`", used.name))
                .variant(if fallback(&word.value, used) { "buildkit-only" } else { "plain" });
            match near {
                None => finding.help(format!("write `ARG {}` in front of the first FROM", used.name)),
                Some(near) => {
                    let text = file.source.slice(span);
                    let edit = Edit { span, replacement: text.replacen(&*used.name, near, 1) };
                    finding.help(format!("did you mean `{near}`?")).fix(
                        format!("Replace by `{near}`"),
                        Safety::Unsafe,
                        vec![edit],
                    )
                }
            };
        }
    }
}
