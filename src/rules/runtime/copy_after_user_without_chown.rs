//! Files that belong to root although the process does not run as root.

use super::super::prelude::*;
use crate::facts::Writes;
use crate::facts::paths::is_below;
use crate::facts::privileges::is_root;
use crate::rules::edits::insert;

/// The rule.
pub static RULE: Rule = Rule {
    name: "copy-after-user-without-chown",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "tally:copy-after-user-without-chown", "tally:ruby/state-paths-not-writable-as-non-root",
        "kics:chown_flag_exists",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/runtime/copy-after-user-without-chown.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.in_image || view.file.model.is_windows(view.stage) {
        return;
    }
    let steps: Vec<Step<'_>> = view.steps().collect();
    // From the end: what a later RUN gives to somebody.
    let mut changed = Writes::default();
    let mut found = Vec::new();
    for step in steps.iter().rev() {
        let site = step.site();
        if let Some(run) = step.run() {
            for written in run.facts.writes(&site).iter().filter(|written| !written.made) {
                changed.add(&written.path, written.span);
            }
            continue;
        }
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &step.instruction.kind else { continue };
        let user = step.state.user.as_ref().filter(|user| user.at.is_some());
        let Some((user, name)) = user.and_then(|user| Some((user, user.value.as_known()?))) else {
            continue;
        };
        let given = step.instruction.flag("chown").is_some() || grants(step);
        let Some(path) = site.path(&transfer.destination.value, site.directory()) else { continue };
        if is_root(name)
            || given
            || !is_written_at_run_time(&path, site.directory())
            || changed.hit(&path).is_some()
            || transfer.sources.iter().all(|source| is_program(&source.value))
        {
            continue;
        }
        found.push((step.instruction, user.span, transfer.destination.span));
    }
    for (instruction, user, span) in found.into_iter().rev() {
        let keyword = instruction.keyword.name();
        // As it is written: a long value that many instructions share stays out of the messages.
        let name = view.file.source.slice(user);
        let finding = findings
            .at(span, format!("what is copied here belongs to root, and `{name}` cannot write to it"))
            .label(user, "the user is set here")
            .help(format!("write {keyword} --chown={name} if the application writes here; code that it only reads is safer with root"));
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:${}".contains(&byte)) {
            let edit = insert(instruction.keyword_span.end, format!(" --chown={name}"));
            finding.fix(format!("Insert `--chown={name}`"), Safety::Unsafe, vec![edit]);
        }
    }
}

/// Whether --chmod lets others than the owner write.
fn grants(step: &Step<'_>) -> bool {
    let Some(mode) = step.instruction.flag_value("chmod") else { return false };
    let octal = mode.value.bytes().all(|byte| byte.is_ascii_digit());
    let digits: Vec<u8> = mode.value.bytes().rev().take(2).collect();
    !octal || digits.iter().any(|digit| matches!(digit, b'2' | b'3' | b'5' | b'6' | b'7'))
}

/// Whether applications write to such a place: their home, their working directory, folders for data.
fn is_written_at_run_time(path: &str, directory: Option<&str>) -> bool {
    let mut parts = path.split('/');
    if parts.any(|part| DATA.contains(&part)) {
        return true;
    }
    let read_only = ["/usr", "/opt", "/etc", "/bin", "/sbin", "/lib", "/lib64"];
    if read_only.iter().any(|folder| is_below(path, folder)) || path.split('/').any(|part| part == "bin") {
        return false;
    }
    path.starts_with('~') || directory.is_some_and(|directory| directory != "/" && is_below(path, directory))
}

/// Names of folders that something is written to.
const DATA: &[&str] =
    &["cache", "data", "db", "log", "logs", "media", "spool", "storage", "tmp", "upload", "uploads", "var"];

/// Whether a source is code or a program by its name.
fn is_program(text: &str) -> bool {
    let name = text.rsplit('/').next().unwrap_or(text);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    text.split('/').any(|part| part == "bin")
        || name.contains("entrypoint")
        || matches!(
            ending,
            "sh" | "jar"
                | "war"
                | "so"
                | "py"
                | "rb"
                | "js"
                | "mjs"
                | "php"
                | "pl"
                | "dll"
                | "exe"
                | "whl"
                | "txt"
                | "toml"
                | "lock"
                | "conf"
                | "yml"
                | "yaml"
        )
}
