//! Folders copied without an ignore file.

use super::super::prelude::*;
use crate::facts::ignore_patterns::with_patterns;
use crate::facts::{ContextSource, unwanted};
use crate::rules::wording::paths;

pub(crate) static RULE: Rule = Rule::new("dockerignore-missing", Group::Context, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["droast:DF033"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/context/dockerignore-missing.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    if file.ignores_something() {
        return;
    }
    let Some(context) = file.likely_context() else { return };
    let sources = &file.facts.context_sources;
    let Some(source) = sources.iter().find(|source| source.folder(context).is_some()) else { return };
    let message = match context.ignore_file() {
        Some(ignore) => {
            format!("{} holds no pattern, so everything is sent to the builder", ignore.source.path().display())
        }
        None => "no .dockerignore says what to leave out of the build context".to_owned(),
    };
    let starter = with_patterns(context, file.facts, &[]);
    let finding = findings.at(source.span, message).creates("Write an ignore file", Safety::Unsafe, starter);
    // What a chosen folder holds is a matter of that folder.
    let worth = if sources.iter().any(ContextSource::is_all) { unwanted(context) } else { Vec::new() };
    if worth.is_empty() {
        finding
            .help("add a .dockerignore next to the Dockerfile, before something gets there that does not belong into an image");
    } else {
        finding.help(format!("add a .dockerignore with {}", paths(worth.iter().map(|found| found.path))));
    }
}
