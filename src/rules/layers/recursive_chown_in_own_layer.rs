//! Owner or mode of copied files changed in a layer of its own.

use super::super::prelude::*;
use crate::facts::{Writes, writes_of_copy};
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "recursive-chown-in-own-layer",
    group: Group::Layers,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["tally:prefer-copy-chmod"],
    fix: FixKind::None,
    page: include_str!("../../../rules/layers/recursive-chown-in-own-layer.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.in_image {
        return;
    }
    let mut copied = Writes::default();
    for step in view.steps() {
        let site = step.site();
        if let Kind::Copy(transfer) | Kind::Add(transfer) = &step.instruction.kind {
            for written in writes_of_copy(transfer, &site) {
                copied.add(&written.path, written.span);
            }
        }
        let Some(run) = step.run() else { continue };
        let recursive: Vec<Span> =
            run.facts.commands().filter(|command| is_recursive(command)).map(|command| command.span).collect();
        let changes = run.facts.writes(&site).iter().filter(|written| !written.made);
        let mut hits = changes.filter_map(|written| Some((written.span, copied.hit(&written.path)?)));
        let whole = |span: Span| {
            let behind = recursive.partition_point(|command| command.start <= span.start);
            behind.checked_sub(1).is_some_and(|before| recursive[before].encloses(span))
        };
        let Some((span, older)) = hits.next() else { continue };
        let finding = findings
            .at(span, "this changes files of an earlier layer, which are then stored twice")
            .label(older, "copied here");
        let finding =
            finding.help("set owner and mode where the files are copied, with `COPY --chown=` and `--chmod=`");
        if !whole(span) || is_file(step.file.source.slice(older)) {
            finding.severity(Severity::Style);
        }
    }
}

/// Whether a copied word is a single file by its looks: its name has an ending.
fn is_file(word: &str) -> bool {
    let name = word.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    name.trim_start_matches('.').contains('.')
}

fn is_recursive(command: &Command) -> bool {
    let short = |text: &str| text.starts_with('-') && !text.starts_with("--") && text.contains('R');
    matches!(command.name(), Some("chown" | "chmod" | "chgrp"))
        && command.words.iter().any(|word| word.is("--recursive") || short(&word.text))
}
