//! Sources from git without a fixed reference.

use super::super::findings::Finding;
use super::super::prelude::*;
use crate::dockerfile::GitRef;
use crate::facts::git::{git_url, has_reference, names_reference, repository_name, settles_reference, takes_newest};

pub(crate) static RULE: Rule = Rule::new("unpinned-git-source", Group::Reproducibility, Severity::Info)
    .recommended()
    .aliases(&["hadolint:DL3013 pip", "hadolint:DL3016 npm", "tally:prefer-add-git"])
    .page(include_str!("../../../rules/reproducibility/unpinned-git-source.md"))
    .checks(&[Check::Run(check_run), Check::Instruction(&[Keyword::Add], check_add)]);

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        let last_settled = commands.iter().rposition(settles_reference);
        for download in piece.deeds.downloads.iter().filter(|download| &*download.tool == "git") {
            let Some((url, span)) = &download.url else { continue };
            let pinned = commands.get(download.command).is_some_and(names_reference);
            if !pinned && last_settled.is_none_or(|at| at < download.command) && !url.contains('$') {
                report(*span, url, findings);
            }
        }
        for action in piece.deeds.packages.iter().filter(|action| action.verb == Verb::Install) {
            for package in &action.packages {
                if let Some(url) = git_url(&package.text).filter(|url| !has_reference(url)) {
                    report(package.span, url, findings).variant(action.family());
                }
            }
        }
    }
}

fn check_add(step: &Step<'_>, findings: &mut Findings) {
    for source in step.sources().iter().filter(|_| step.instruction.flag("checksum").is_none()) {
        let loose = GitRef::parse(&source.value).is_ok_and(|git| takes_newest(&git));
        if loose && !source.value.contains('$') {
            report(source.span, &source.value, findings);
        }
    }
}

fn report<'f>(span: Span, url: &str, findings: &'f mut Findings) -> Finding<'f> {
    findings
        .at(span, format!("this takes `{}` as it is on the day of the build", repository_name(url)))
        .help("name a tag or, better, a commit; `ADD --checksum=COMMIT URL#TAG` fetches and checks it in one step")
}
