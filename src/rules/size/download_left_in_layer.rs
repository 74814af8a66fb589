//! Archives and sources that stay beside what was made of them.

use super::super::prelude::*;
use crate::facts::{Remains, remains};
use crate::rules::joins;

pub(crate) static RULE: Rule = Rule::new("download-left-in-layer", Group::Size, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/size/download-left-in-layer.md"))
    .checks(&[Check::RunInImage(check)]);

/// For how many findings of a RUN a repair is worked out: a bound for hostile files. The others get theirs once these are made.
const MOST_REPAIRS: usize = 16;

fn check(run: &Run<'_>, findings: &mut Findings) {
    let all = remains(run.facts, &run.step.site()).into_iter().enumerate();
    for (number, Remains { span, name, path, use_span, clone }) in all {
        let message = if clone {
            format!("the sources in `{name}` stay in this layer after they are installed")
        } else {
            format!("`{name}` stays in this layer after it is unpacked or installed")
        };
        let plain = |path: &String| path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-+".contains(&byte));
        let remove = path
            .filter(|path| number < MOST_REPAIRS && plain(path))
            .map(|path| format!("rm {} {path}", if clone { "-rf" } else { "-f" }));
        findings.at(span, message).label(use_span, "used here").help("delete it at the end of the same RUN").fix(
            format!("Append `{}`", remove.as_deref().unwrap_or("")),
            Safety::Unsafe,
            remove.as_deref().and_then(|remove| joins::append(run, remove)).unwrap_or_default(),
        );
    }
}
