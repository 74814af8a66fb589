//! Folders copied without an ignore file.

use super::super::prelude::*;
use crate::facts::ignore_patterns::with_patterns;
use crate::facts::{ContextSource, Evidence, evidence, unwanted};

pub(crate) static RULE: Rule = Rule::new("dockerignore-missing", Group::Context, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["droast:DF033"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/context/dockerignore-missing.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.context.filter(|context| context.is_known()) else { return };
    if context.ignore_file().is_some_and(|ignore| !ignore.is_blank()) {
        return;
    }
    let sources = &file.facts.context_sources;
    if evidence(sources, context) == Evidence::Against {
        return;
    }
    let Some(source) = sources.iter().find(|source| {
        source.inside().is_some_and(|path| {
            let folder = path.is_empty()
                || path == "*"
                || context.metadata(&path).is_some_and(crate::context::Metadata::is_folder);
            folder && !source.onbuild && source.keyword != Keyword::Run
        })
    }) else {
        return;
    };
    let message = match context.ignore_file() {
        Some(ignore) => {
            format!("{} holds no pattern, so everything is sent to the builder", ignore.source.path().display())
        }
        None => "no .dockerignore says what to leave out of the build context".to_owned(),
    };
    // What a chosen folder holds is a matter of that folder.
    let worth = if sources.iter().any(takes_all) { unwanted(context) } else { Vec::new() };
    let mut finding = findings.at(source.span, message);
    if let Some(file) = with_patterns(context, file.facts, &[]) {
        finding = finding.creates("Write an ignore file", Safety::Unsafe, file);
    }
    if worth.is_empty() {
        finding
            .severity(Severity::Info)
            .help("add a .dockerignore next to the Dockerfile, before something gets there that does not belong into an image");
    } else {
        let names: Vec<_> = worth.iter().take(5).map(|found| format!("`{}`", found.path)).collect();
        finding.help(format!("add a .dockerignore with {}", names.join(", ")));
    }
}

/// Whether a source takes the whole context along.
fn takes_all(source: &ContextSource) -> bool {
    source.inside().is_some_and(|folder| folder.is_empty() || folder == "*")
}
