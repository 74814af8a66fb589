//! Nothing in the image says which source it was built from.

use super::super::prelude::*;
use crate::facts::RunFacts;
use crate::facts::labels::labels_in_chain;
use crate::facts::purpose::starts_a_prompt;
use crate::model::Stage;

/// The rule.
pub static RULE: Rule = Rule {
    name: "provenance-labels-missing",
    group: Group::Reproducibility,
    severity: Severity::Info,
    recommended: false,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/provenance-labels-missing.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(stage) = file.model.final_stage() else { return };
    let Some(span) = stage.from.and_then(|at| file.dockerfile.instructions.get(at)).map(|from| match &from.kind {
        Kind::From(from) => from.image.span,
        _ => from.keyword_span,
    }) else {
        return;
    };
    let traced = labels_in_chain(file.dockerfile, file.model, stage).iter().any(|label| match label.key.as_known() {
        Some(key) => KEYS.contains(&key),
        None => true,
    });
    if file.facts.ending(stage).sets_command
        && !starts_a_prompt(file.facts, stage)
        && !traced
        && !has_version_file(file, stage)
        && !is_labelled_elsewhere(file)
    {
        findings
            .at(span, "no label says from which version or commit this image was built")
            .help("set org.opencontainers.image.version, .revision and .source from build arguments");
    }
}

/// Source: the image specification's annotations, and label-schema.org before it.
const KEYS: &[&str] = &[
    "org.label-schema.vcs-ref", "org.label-schema.vcs-url", "org.label-schema.version",
    "org.opencontainers.image.revision", "org.opencontainers.image.source", "org.opencontainers.image.version",
];

/// Whether a COPY brings a file `NAME.version`, or a RUN writes one.
fn has_version_file(file: &File<'_>, stage: &Stage) -> bool {
    let is_version = |path: &str| path.ends_with(".version");
    let copied = file.model.chain(stage).any(|stage| {
        let instructions = file.dockerfile.instructions.get(stage.instructions.clone()).unwrap_or_default();
        instructions.iter().any(|instruction| match &instruction.kind {
            Kind::Copy(transfer) | Kind::Add(transfer) => {
                is_version(&transfer.destination.value)
                    || transfer.sources.iter().any(|source| is_version(&source.value))
            }
            _ => false,
        })
    });
    copied
        || file.facts.runs_in_chain(file.model, stage).flat_map(RunFacts::commands).any(|command| {
            command
                .redirects
                .iter()
                .any(|redirect| redirect.target.as_ref().is_some_and(|target| is_version(&target.text)))
        })
}

/// Whether a file beside the Dockerfile sets labels when it builds.
fn is_labelled_elsewhere(file: &File<'_>) -> bool {
    const FILES: &[&str] = &[
        "docker-bake.hcl", "docker-bake.json", "docker-compose.yml", "docker-compose.yaml", "compose.yml",
        "compose.yaml", ".gitlab-ci.yml",
    ];
    let Some(context) = file.context else { return false };
    let workflows = context.glob(".github/workflows/*").unwrap_or_default();
    FILES.iter().map(|name| (*name).to_owned()).chain(workflows.into_iter().take(MOST_WORKFLOWS)).any(|path| {
        let Some(source) = context.file(&path) else { return false };
        source.text().contains("org.opencontainers.image.") || source.text().contains("docker/metadata-action")
    })
}

const MOST_WORKFLOWS: usize = 50;
