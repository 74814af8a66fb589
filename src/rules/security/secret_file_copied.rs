//! A file of credentials is copied into the image.

use std::sync::Arc;

use super::super::prelude::*;
use super::super::{drops, joins};
use crate::dockerfile::Text;
use crate::facts::urls::is_url;
use crate::knowledge::credentials::settings_hold_credentials;
use crate::knowledge::files::{is_for_public_keys, is_sensitive_file, is_settings_file, readers_of_secret};
use crate::source::Source;

pub(crate) static RULE: Rule = Rule::new("secret-file-copied", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["trivy:DS-0031"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/secret-file-copied.md"))
    .checks(&[Check::Instruction(&[Keyword::Copy, Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(transfer) = step.instruction.kind.transfer() else { return };
    if step.expand(&transfer.destination.value).as_known().is_some_and(is_for_public_keys) {
        return;
    }
    for source in &transfer.sources {
        let value = step.expand(&source.value);
        let path = value.as_known().filter(|path| is_sensitive_file(path) && !is_url(path));
        let unseen = path.is_some_and(|path| is_settings_file(path) && settings(step, path).is_none());
        if let Some(path) = path.filter(|path| !is_settings_file(path) || holds_credentials(step, path)) {
            findings
                .at(source.span, format!("`{path}` usually holds credentials, and the image keeps them"))
                .severity(if step.is_handed_on() && !unseen { Severity::Warning } else { Severity::Info })
                .help("give it to the one RUN that needs it: `RUN --mount=type=secret,id=…,target=… …`")
                .fix("Lend it to the RUN that needs it", Safety::Unsafe, lent(step, source, path).unwrap_or_default());
        }
    }
}

/// A mount for the one RUN behind that calls a program which reads the file. The build has to be given it then: `--secret
/// id=npmrc,src=.npmrc`.
fn lent(step: &Step<'_>, source: &Text, path: &str) -> Option<Vec<Edit>> {
    let name = path.rsplit('/').next()?;
    let readers = readers_of_secret(name)?;
    let view = StageView { file: step.file, stage: step.stage? };
    let mut runs = view.runs().filter(|run| readers.iter().any(|reader| run.facts.calls(reader)));
    let (run, others) = (runs.next()?, runs.count());
    let site = step.site();
    let transfer = step.instruction.kind.transfer()?;
    let folder = transfer.destination.value.ends_with(['/', '.']) || transfer.sources.len() > 1;
    let into = site.path(&transfer.destination.value, site.directory())?;
    let into = into.strip_prefix('~').map_or(into.clone(), |rest| format!("/root{rest}"));
    let target = if folder { format!("{}/{name}", into.trim_end_matches('/')) } else { into };
    if others > 0 || run.step.index < step.index || target.contains(['$', ' ']) {
        return None;
    }
    let id = name.trim_start_matches('.');
    let mount = format!("--mount=type=secret,id={id},target={target}");
    Some(vec![drops::copied(step, source.span)?, joins::add_flags(&run.step, &[&mount])])
}

/// Whether a file of settings has credentials in it; where it cannot be read, only yarn's is taken to have none.
fn holds_credentials(step: &Step<'_>, path: &str) -> bool {
    match settings(step, path) {
        Some(text) => settings_hold_credentials(text.text()),
        None => !path.ends_with(".yarnrc.yml"),
    }
}

/// The text of a file of settings, where it can be read.
fn settings(step: &Step<'_>, path: &str) -> Option<Arc<Source>> {
    let context = step.file.context.filter(|_| step.instruction.flag("from").is_none())?;
    context.file(path.strip_prefix("./").unwrap_or(path))
}
