//! A feature that the pinned frontend does not know.

use super::super::prelude::*;
use crate::dockerfile::{DirectiveName, ImageRef};
use crate::knowledge::frontend::{HEREDOCS, feature_of, minor_version};
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("syntax-version-too-old", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/syntax-version-too-old.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let directives = file.dockerfile.directives.iter();
    let Some(syntax) = directives.rev().find(|known| known.name == DirectiveName::Syntax) else {
        return;
    };
    let value = file.source.slice(syntax.value);
    let Ok(image) = ImageRef::parse(value) else { return };
    let Some((minor, labs)) = image.tag().and_then(minor_version) else { return };
    if image.familiar_name() != "docker/dockerfile" {
        return;
    }
    let mut seen = HashSet::new();
    for outer in &file.dockerfile.instructions {
        let instruction = if let Kind::Onbuild(trigger) = &outer.kind { trigger } else { outer };
        let keyword = instruction.keyword.name();
        let flags = instruction.flags.iter().filter_map(|flag| {
            let feature = feature_of(keyword, &flag.name.value)?;
            Some((feature, flag.span, format!("{keyword} --{}", flag.name.value)))
        });
        let heredoc = instruction.heredocs.first();
        let heredoc = heredoc.map(|heredoc| (&HEREDOCS, heredoc.opener, "a heredoc".to_owned()));
        for (feature, span, what) in flags.chain(heredoc) {
            if !feature.is_missing_in(minor, labs) || !seen.insert(what.clone()) {
                continue;
            }
            let help = match feature.stable {
                Some(since) => format!("it needs docker/dockerfile:1.{since} or later"),
                None => format!("it needs docker/dockerfile:1.{}-labs or later", feature.labs),
            };
            let finding = findings
                .at(span, format!("{what} is unknown to the pinned syntax version 1.{minor}"))
                .label(syntax.value, "pinned here")
                .help(help);
            if image.digest().is_none() {
                let channel = if labs || feature.stable.is_none() { "-labs" } else { "" };
                let replacement = format!("docker/dockerfile:1{channel}");
                let title = format!("Write `{replacement}`");
                finding.fix(title, Safety::Unsafe, vec![Edit { span: syntax.value, replacement }]);
            }
        }
    }
}
