//! Sources from git without a fixed reference.

use super::super::findings::Finding;
use super::super::prelude::*;
use crate::dockerfile::GitRef;
use crate::facts::git::is_moving;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unpinned-git-source",
    group: Group::Reproducibility,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["hadolint:DL3013 pip", "hadolint:DL3016 npm", "tally:prefer-add-git"],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/unpinned-git-source.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Add], check_add)],
};

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    let settles = |command: &Command| {
        let mut words = command
            .words
            .iter()
            .skip(1)
            .map(|word| &*word.text)
            .skip_while(|word| !matches!(*word, "checkout" | "reset" | "switch"));
        command.name() == Some("git")
            && words.next().is_some()
            && words.any(|word| !word.starts_with('-') && !is_moving(word))
    };
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        let last_settled = commands.iter().rposition(settles);
        for download in piece.deeds.downloads.iter().filter(|download| &*download.tool == "git") {
            let Some((url, span)) = &download.url else { continue };
            let pinned = commands.get(download.command).is_some_and(names_reference);
            if !pinned && last_settled.is_none_or(|at| at < download.command) && !url.contains('$') {
                report(*span, url, findings);
            }
        }
        let installs = piece.deeds.packages.iter().filter(|action| action.verb == Verb::Install);
        for (action, package) in
            installs.flat_map(|action| action.packages.iter().map(move |package| (action, package)))
        {
            let Some(url) = git_url(&package.text).filter(|url| !has_reference(url)) else {
                continue;
            };
            let finding = report(package.span, url, findings);
            let variant = match action.manager.manager {
                Manager::Pip | Manager::Pipx => Some("pip"),
                Manager::Npm => Some("npm"),
                _ => None,
            };
            if let Some(variant) = variant {
                finding.variant(variant);
            }
        }
    }
}

/// The address in `name @ git+https://…` or `git://…`.
fn git_url(operand: &str) -> Option<&str> {
    match operand.find("git+") {
        Some(at) => operand.get(at + 4..),
        None => operand.starts_with("git://").then_some(operand),
    }
}

fn check_add(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Add(transfer) = &step.instruction.kind else { return };
    for source in &transfer.sources {
        let git = GitRef::parse(&source.value).ok().filter(|git| !git.looks_local && git.checksum.is_empty());
        let loose = git.is_some_and(|git| is_moving(&git.reference) && !source.value.contains('$'));
        if loose && step.instruction.flag("checksum").is_none() {
            report(source.span, &source.value, findings);
        }
    }
}

fn report<'f>(span: Span, url: &str, findings: &'f mut Findings) -> Finding<'f> {
    let name = url.split(['#', '?']).next().unwrap_or(url).trim_end_matches('/').trim_end_matches(".git");
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    findings
        .at(span, format!("this takes `{name}` as it is on the day of the build"))
        .help("name a tag or, better, a commit; `ADD --checksum=COMMIT URL#TAG` fetches and checks it in one step")
}

/// `--branch v1.2`, `-b$TAG`, `--revision=…`; a branch that moves is none.
fn names_reference(command: &Command) -> bool {
    let words = &command.words;
    let behind = words
        .windows(2)
        .any(|pair| matches!(&*pair[0].text, "-b" | "--branch" | "--revision") && !is_moving(&pair[1].text));
    behind
        || words.iter().any(|word| {
            let value = word.text.strip_prefix("--branch=").or_else(|| word.text.strip_prefix("--revision="));
            value.is_some_and(|value| !is_moving(value))
        })
}

/// `…@v1`, `…#commit`: behind the host, so that `git@host` is none; nor is what pip reads behind the mark, `…#egg=name`.
fn has_reference(url: &str) -> bool {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let reference = path.split_once(['@', '#']).map_or("", |(_, reference)| reference);
    if ["egg=", "subdirectory="].iter().any(|key| reference.starts_with(key)) {
        return false;
    }
    // pip's `#egg=name` and `#subdirectory=path` are no references.
    let name = reference.split(['#', '&']).next().filter(|part| !part.contains('=')).unwrap_or("");
    reference.contains('$') || !is_moving(name)
}
