//! Edits that give files their owner and mode where they are copied.

use super::{Run, StageView, Step, drops};
use crate::diagnostic::Edit;
use crate::facts::paths::is_below;
use crate::facts::writes_of_copy;
use crate::shell::Command;

/// `--chown` or `--chmod` at the COPY in place of the command that changes `path` later. `None` where something else may lie there by
/// then, or the account is made in between.
pub(super) fn while_copied(view: &StageView<'_>, run: &Run<'_>, path: &str) -> Option<Vec<Edit>> {
    let commands: Vec<&Command> = run.facts.commands().collect();
    let at = commands.iter().position(|command| {
        changes(command).is_some_and(|change| {
            change.path.as_str() == last_word(command) && site_path(run, &change.path).as_deref() == Some(path)
        })
    })?;
    let change = changes(commands[at])?;
    let copies: Vec<Step<'_>> =
        view.steps().filter(|step| step.index < run.step.index && is_copied_to(step, path)).collect();
    let first = copies.first()?.index;
    let between =
        view.steps().filter(|step| (first..run.step.index).contains(&step.index)).filter_map(|step| step.run());
    let quiet = between.into_iter().all(|other| other.facts.commands().all(leaves_files_alone));
    let quiet_here = commands[..at].iter().all(|command| leaves_files_alone(command));
    let named = change.value.split(':').any(|name| {
        let made = |step: &Step<'_>| (first..=run.step.index).contains(&step.index) && makes_account(step, name);
        !name.bytes().all(|byte| byte.is_ascii_digit()) && view.steps().any(|step| made(&step))
    });
    let flagged = |step: &Step<'_>| step.instruction.flag(change.flag).is_some();
    // Else the place holds more than what is copied.
    let all = copies.iter().any(|copy| writes_exactly(copy, path));
    if !all || !quiet || !quiet_here || named || copies.iter().any(flagged) {
        return None;
    }
    let mut edits = drops::commands(run, &[at])?;
    let option = format!(" --{}={}", change.flag, change.value);
    edits.extend(copies.iter().map(|copy| Edit::insert(copy.instruction.keyword_span.end, option.clone())));
    Some(edits)
}

/// A change of owner or mode that COPY can make.
struct Change {
    flag: &'static str,
    value: String,
    path: String,
}

fn changes(command: &Command) -> Option<Change> {
    let mut words = command.words.iter().skip(1).map(|word| word.literal.as_deref());
    let mut value = words.next()??;
    if matches!(value, "-R" | "--recursive") {
        value = words.next()??;
    }
    let path = words.next()??.to_owned();
    let plain = words.next().is_none() && command.redirects.is_empty() && command.wrappers.is_empty();
    let (flag, value) = match command.name()? {
        "chown" => {
            let word = |name: &str| {
                !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it))
            };
            let parts: Vec<&str> = value.split(':').collect();
            ("chown", (parts.len() <= 2 && parts.iter().all(|part| word(part))).then(|| value.to_owned())?)
        }
        "chmod" if matches!(value, "+x" | "a+x" | "ugo+x") && !command.is_recursive() => ("chmod", "755".to_owned()),
        "chmod" if matches!(value.len(), 3 | 4) && value.bytes().all(|it| (b'0'..=b'7').contains(&it)) => {
            ("chmod", value.trim_start_matches('0').to_owned())
        }
        _ => return None,
    };
    plain.then_some(Change { flag, value, path })
}

fn last_word(command: &Command) -> &str {
    command.words.last().map_or("", |word| &word.text)
}

fn site_path(run: &Run<'_>, path: &str) -> Option<String> {
    let site = run.step.site();
    site.path(path.trim_end_matches("/*"), site.directory())
}

/// Whether COPY or ADD brings something to a place or below it.
fn is_copied_to(step: &Step<'_>, path: &str) -> bool {
    let Some(transfer) = step.instruction.kind.transfer() else { return false };
    let written = writes_of_copy(transfer, &step.site());
    let whole = written.iter().filter(|it| transfer.sources.len() == 1 || it.span == transfer.destination.span);
    whole.into_iter().any(|it| is_below(&it.path, path))
}

fn writes_exactly(step: &Step<'_>, path: &str) -> bool {
    let transfer = step.instruction.kind.transfer();
    transfer.is_some_and(|transfer| writes_of_copy(transfer, &step.site()).iter().any(|written| written.path == path))
}

/// Commands that make no files of their own among copied ones.
fn leaves_files_alone(command: &Command) -> bool {
    const QUIET: &[&str] = &[
        "addgroup", "adduser", "apk", "apt", "apt-get", "chmod", "chown", "dnf", "groupadd", "microdnf", "rm", "set",
        "true", "useradd", "yum",
    ];
    command.name().is_some_and(|name| QUIET.contains(&name))
}

fn makes_account(step: &Step<'_>, name: &str) -> bool {
    let making = |command: &Command| {
        let tool =
            matches!(command.name(), Some("addgroup" | "adduser" | "groupadd" | "useradd" | "usermod" | "groupmod"));
        tool && command.words.iter().any(|word| word.is(name))
    };
    step.run().is_some_and(|run| run.facts.commands().any(making))
}
