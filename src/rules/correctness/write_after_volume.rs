//! Files written below a path that is already declared a volume.

use super::super::prelude::*;
use crate::facts::{Volumes, writes_of_copy};

pub(crate) static RULE: Rule = Rule::new("write-after-volume", Group::Correctness, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/write-after-volume.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut volumes = Volumes::default();
    let mut repairs = 0..MOST_REPAIRS;
    for step in view.steps() {
        let site = step.site();
        if let Kind::Volume(paths) = &step.instruction.kind {
            for path in paths {
                volumes.add(path, &site);
            }
        }
        if volumes.is_empty() {
            continue;
        }
        let written = match step.instruction.kind.transfer() {
            Some(transfer) => writes_of_copy(transfer, &site),
            None => step.run().map(|run| run.facts.lasting_writes(&site)).unwrap_or_default(),
        };
        if let Some((span, (path, volume))) = written.iter().find_map(|it| Some((it.span, volumes.hit(it)?))) {
            findings
                .at(span, format!("written to the volume `{path}` after its VOLUME instruction, which may be lost"))
                .label(volume, "declared a volume here")
                .help("move VOLUME behind all that writes to it, or drop it: a volume can be mounted without it")
                .fix(
                    "Move VOLUME to the end",
                    Safety::Unsafe,
                    repairs.next().and_then(|_| moved(view, volume)).unwrap_or_default(),
                );
        }
    }
}

/// For how many findings of a stage a repair is worked out: a bound for hostile files.
const MOST_REPAIRS: usize = 16;

/// VOLUME in front of the program's start.
fn moved(view: &StageView<'_>, volume: Span) -> Option<Vec<Edit>> {
    let step = view.steps().find(|step| step.instruction.span.encloses(volume))?;
    let behind =
        view.steps().filter(|other| other.index > step.index && other.instruction.keyword == Keyword::User).count();
    let place = view.place_before_start().filter(|_| behind == 0);
    let cut = view.file.cut(step.instruction);
    // Its comment goes with it.
    let text = view.file.source.slice(cut).trim_end();
    let end = view.steps().last()?.instruction.span.end;
    let added = match place {
        Some(place) => Edit::insert(place, format!("{text}\n")),
        None => Edit::insert(end, format!("\n{}{text}", if text.starts_with('#') { "\n" } else { "" })),
    };
    Some(vec![Edit::delete(cut), added])
}
