//! An archive that is copied and then unpacked.

use super::super::archives::without_copy;
use super::super::prelude::*;
use crate::facts::archives::{CopiedArchive, copied_archives, file_name, unpacked_archive};
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule::new("copied-archive-extracted", Group::Size, Severity::Info)
    .recommended()
    .aliases(&["hadolint:DL3010", "droast:DF067", "tally:prefer-add-unpack"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/size/copied-archive-extracted.md"))
    .checks(&[Check::StageInImage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    // By the name under which it lies in the image.
    let mut copied: HashMap<String, (CopiedArchive, Step<'_>)> = HashMap::new();
    for step in view.steps() {
        let site = step.site();
        if let Kind::Copy(transfer) = &step.instruction.kind
            && step.instruction.flag("from").is_none()
        {
            copied.extend(copied_archives(transfer, &site).into_iter().map(|(name, archive)| (name, (archive, step))));
        }
        let Some(run) = step.run().filter(|_| !copied.is_empty()) else { continue };
        for piece in &run.facts.pieces {
            for (at, (command, place)) in piece.script.commands.iter().zip(piece.directories(&site)).enumerate() {
                let Some(archive) = unpacked_archive(command) else { continue };
                let name = file_name(&archive.text);
                let path = site.path(&archive.text, place.as_deref());
                if copied.get(&name).is_some_and(|(known, _)| known.may_be_at(path.as_deref()))
                    && let Some((known, copy)) = copied.remove(&name)
                {
                    findings
                        .at(known.span, format!("`{name}` stays in this layer, although it is only unpacked"))
                        .label(command.span, "unpacked here")
                        .help("let ADD unpack it, or mount it: RUN --mount=type=bind,source=…,target=…")
                        .fix(
                            "Do not copy the archive",
                            Safety::Unsafe,
                            path.and_then(|path| without_copy(&copy, &run, at, place.as_deref(), &path))
                                .unwrap_or_default(),
                        );
                }
            }
        }
    }
}
