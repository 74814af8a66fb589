//! An archive that is copied and then unpacked.

use super::super::prelude::*;
use crate::knowledge::files::is_tar_archive;
use crate::shell::{Command, Word};
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    name: "copied-archive-extracted",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["hadolint:DL3010", "droast:DF067", "tally:prefer-add-unpack"],
    fix: FixKind::None,
    page: include_str!("../../../rules/size/copied-archive-extracted.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.in_image {
        return;
    }
    // By the name under which it lies in the image.
    let mut copied: HashMap<String, Copied> = HashMap::new();
    for step in view.steps() {
        let site = step.site();
        if let Kind::Copy(transfer) = &step.instruction.kind
            && step.instruction.flag("from").is_none()
        {
            for source in transfer.sources.iter().filter(|source| is_tar_archive(bare(&source.value))) {
                let (folder, own) = (site.path(&transfer.destination.value, site.directory()), name_of(&source.value));
                let renamed = name_of(&transfer.destination.value);
                let (name, path) = if is_tar_archive(&renamed) {
                    (renamed, folder)
                } else {
                    let path = folder.map(|folder| format!("{}/{own}", folder.trim_end_matches('/')));
                    (own, path)
                };
                copied.insert(name, Copied { span: source.span, path });
            }
        }
        let Some(run) = step.run().filter(|_| !copied.is_empty()) else { continue };
        for piece in &run.facts.pieces {
            let places = piece.directories(&site);
            for (command, place) in piece.script.commands.iter().zip(places) {
                let Some(archive) = extracted(command) else { continue };
                let name = name_of(&archive.text);
                let path = site.path(&archive.text, place.as_deref());
                let same = |known: &Copied| match (&known.path, &path) {
                    (Some(known), Some(path)) => known == path,
                    _ => true,
                };
                if copied.get(&name).is_some_and(same)
                    && let Some(known) = copied.remove(&name)
                {
                    findings
                        .at(known.span, format!("`{name}` stays in this layer, although it is only unpacked"))
                        .label(command.span, "unpacked here")
                        .help("let ADD unpack it, or mount it: RUN --mount=type=bind,source=…,target=…");
                }
            }
        }
    }
}

/// A copied archive.
struct Copied {
    span: Span,
    /// Where it lies, where that is known.
    path: Option<String>,
}

fn bare(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

/// The last part of a path of Linux or Windows.
fn name_of(text: &str) -> String {
    bare(text).rsplit(['/', '\\']).next().unwrap_or("").to_owned()
}

/// The archive that a call of tar unpacks.
fn extracted(command: &Command) -> Option<&Word> {
    if !matches!(command.name(), Some("tar" | "bsdtar")) {
        return None;
    }
    let mut words = command.words.iter().skip(1);
    let mode = words.next()?;
    let unpacks = |word: &Word| {
        matches!(&*word.text, "--extract" | "--get")
            || word.text.starts_with('-') && !word.text.starts_with("--") && word.text.contains('x')
    };
    let old_style = !mode.text.starts_with('-') && mode.text.contains('x');
    let is = old_style || command.words.iter().skip(1).any(unpacks);
    is.then(|| command.words.iter().skip(1).find(|word| is_tar_archive(&word.text)))?
}
