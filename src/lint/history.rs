//! What the rules for Dockerfiles say of an image's history, read as a Dockerfile.

use crate::diagnostic::Diagnostic;
use crate::image::attribution::Attribution;
use crate::image::history::has_hash;
use crate::model::{self, BuildOptions};
use crate::rules::image::image_history_instruction::{ASKED, RULE};
use crate::rules::options::Options;
use crate::rules::{self, File, Place, by_name};
use crate::shell::Memory;
use crate::{dockerfile, facts};

/// The findings in what was built on the base image.
pub(super) fn lint_history(attribution: &Attribution, options: &Options) -> Vec<Diagnostic> {
    let source = &attribution.source;
    let dockerfile = dockerfile::parse(source);
    let model = model::build(&dockerfile, &BuildOptions::default());
    let facts = facts::build(source, &dockerfile, &model, None, false, &Memory::default());
    let file = File { source, dockerfile: &dockerfile, model: &model, facts: &facts, context: None, options };
    let asked: Vec<_> = ASKED.iter().filter_map(|(name, _)| by_name(name)).collect();
    let found = rules::run(&file, &asked).into_iter().filter(|found| found.place == Place::Dockerfile);
    let own = found.flat_map(|found| found.diagnostics).filter(|finding| finding.span.start > attribution.whole.start);
    own.filter_map(|finding| {
        let line = source.slice(source.lines().span(source.lines().line(finding.span.start)));
        let is_hashed = has_hash(line);
        let (_, variant) =
            ASKED.iter().find(|(name, _)| *name == finding.rule && !(is_hashed && *name == ASKED[0].0))?;
        Some(Diagnostic { rule: RULE.name, variant: Some(variant), fix: None, ..finding })
    })
    .collect()
}
