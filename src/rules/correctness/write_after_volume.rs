//! Files written below a path that is already declared a volume.

use super::super::prelude::*;
use crate::facts::{RunFacts, Site, Written, paths::normalise, writes_of_copy};
use std::collections::{HashMap, HashSet};

pub(crate) static RULE: Rule = Rule::new("write-after-volume", Group::Correctness, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/write-after-volume.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut volumes: HashMap<String, Span> = HashMap::new();
    for step in view.steps() {
        let site = step.site();
        if let Kind::Volume(paths) = &step.instruction.kind {
            for text in paths {
                let path = site
                    .path(&text.value, Some("/"))
                    .map(|path| if path.starts_with('/') { normalise(&path, "/") } else { path });
                if let Some(path) = path.filter(|path| path != "/") {
                    volumes.entry(path).or_insert(text.span);
                }
            }
        }
        if volumes.is_empty() {
            continue;
        }
        let written = match &step.instruction.kind {
            Kind::Copy(transfer) | Kind::Add(transfer) => writes_of_copy(transfer, &site),
            _ => step.run().map(|run| lasting_writes(run.facts, &site)).unwrap_or_default(),
        };
        if let Some((written, volume, path)) = written.iter().find_map(|written| hit(&volumes, written)) {
            findings
                .at(
                    written.span,
                    format!("written to the volume `{path}` after its VOLUME instruction, which may be lost"),
                )
                .label(volume, "declared a volume here")
                .help("move VOLUME behind all that writes to it, or drop it: a volume can be mounted without it")
                .fix("Move VOLUME to the end", Safety::Unsafe, moved(view, volume).unwrap_or_default());
        }
    }
}

/// VOLUME in front of the program's start.
fn moved(view: &StageView<'_>, volume: Span) -> Option<Vec<Edit>> {
    let step = view.steps().find(|step| step.instruction.span.encloses(volume))?;
    let behind =
        view.steps().filter(|other| other.index > step.index && other.instruction.keyword == Keyword::User).count();
    let place = view.place_before_start().filter(|_| behind == 0);
    let end = view.steps().last()?.instruction.span.end;
    let added = match place {
        Some(place) => Edit::insert(place, format!("{}\n", step.text())),
        None => Edit::insert(end, format!("\n{}", step.text())),
    };
    Some(vec![Edit::delete(view.file.lines_of(step.instruction.span)), added])
}

/// What a RUN writes and does not delete by the same name.
fn lasting_writes(run: &RunFacts, site: &Site<'_>) -> Vec<Written> {
    let mut writes = run.writes(site).to_vec();
    let removals = run.pieces.iter().flat_map(|piece| &piece.deeds.removals);
    let gone: HashSet<String> =
        removals.flat_map(|removal| &removal.paths).filter_map(|(text, _)| site.path(text, site.directory())).collect();
    writes.retain(|written| !gone.contains(&written.path));
    writes
}

/// The volume that something is written to.
fn hit<'w>(volumes: &HashMap<String, Span>, written: &'w Written) -> Option<(&'w Written, Span, String)> {
    let mut path = Some(written.path.as_str());
    while let Some(at) = path.filter(|path| !path.is_empty()) {
        if let Some(volume) = volumes.get(at) {
            return Some((written, *volume, at.to_owned()));
        }
        path = at.rfind('/').map(|slash| &at[..slash]);
    }
    None
}
