//! Variables that nobody defines.

use super::super::prelude::*;
use crate::facts::VariableUse;
use crate::model::{PREDEFINED, Variable};
use crate::rules::nearest_of;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("undefined-variable", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "buildkit:UndefinedVar plain", "buildkit:UndefinedVar unknown-base", "buildkit:UndefinedVar buildkit-only",
        "droast:DF087",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/undefined-variable.md"))
    .checks(&[Check::File(check)]);

/// For how many uses a similar name is looked up: a bound for hostile files.
const MOST_HINTS: usize = 100;

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut seen: HashSet<(usize, &str)> = HashSet::new();
    for used in &file.facts.variable_uses {
        let Some(variant) = variant(file, used).filter(|_| seen.insert((used.at, &used.name))) else { continue };
        let finding = match variant {
            "unknown-base" => findings
                .at(used.span, format!("only the base image can define `{}`", used.name))
                .severity(Severity::Info),
            _ => findings.at(used.span, format!("nothing defines `{}`, so it is empty here", used.name)),
        };
        let finding = finding.variant(variant);
        if seen.len() >= MOST_HINTS || used.name.len() < 3 {
            finding.help("declare it with ARG or ENV");
            continue;
        }
        let stage = file.model.stage_at(used.at);
        // A variable is not meant to be its own value.
        let other = |name: &&str| used.assigned.as_deref() != Some(*name);
        let known = stage.into_iter().flat_map(|stage| stage.scope.some_names()).filter(other);
        // Nor one that is declared further down.
        let index = stage.map(|stage| stage.index);
        let is_known = |near: &&str| {
            matches!(file.model.variable(near, index, used.before), Variable::Defined(_) | Variable::Given(..))
        };
        if let Some(near) = nearest_of(&used.name, known.chain(["PATH"])).filter(is_known) {
            let text = file.source.slice(used.span);
            let edit = || Edit::replace(used.span, text.replacen(&*used.name, near, 1));
            finding.did_you_mean(near, (text.len() <= used.name.len() + 3).then(edit));
        }
    }
}

/// The case of a use; `None` where the variable is defined.
fn variant(file: &File<'_>, used: &VariableUse) -> Option<&'static str> {
    let stage = file.model.stage_at(used.at).map(|stage| stage.index);
    // A variable that is set by its own value is not set yet.
    let own = used.assigned.as_deref() == Some(&*used.name);
    let before = if own { used.at } else { used.before };
    let unknown = match file.model.variable(&used.name, stage, before) {
        // BuildKit gives every image a PATH.
        _ if &*used.name == "PATH" => return None,
        Variable::Undefined => false,
        Variable::Unknown => true,
        Variable::Defined(_) | Variable::Given(..) => return None,
    };
    // What another rule reports, what has a word for the case, and what appends to itself.
    let meant = used.fallback
        || used.keyword == Keyword::Run
        || own
        || PREDEFINED.contains(&&*used.name)
        || file.model.globals.at(&used.name, usize::MAX).is_some();
    match used.keyword {
        Keyword::Expose if meant => None,
        Keyword::Expose => Some("expose"),
        _ if meant => Some("buildkit-only"),
        _ if unknown => Some("unknown-base"),
        _ => Some("plain"),
    }
}
