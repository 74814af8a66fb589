//! Edits for an archive that is copied and then unpacked.

use super::{Run, Step, drops};
use crate::diagnostic::Edit;
use crate::dockerfile::{Keyword, Transfer};
use crate::facts::archives::file_name;
use crate::shell::Command;
use crate::source::Span;

/// The archive left out of the layer: unpacked by ADD where tar does no more than that, else mounted for the one RUN. `at` is the
/// number of the command that unpacks it in `directory`, `path` where it lies. `None` where another command may need it.
pub(super) fn without_copy(
    copy: &Step<'_>,
    run: &Run<'_>,
    at: usize,
    directory: Option<&str>,
    path: &str,
) -> Option<Vec<Edit>> {
    let transfer = copy.instruction.kind.transfer()?;
    let [source] = transfer.sources.as_slice() else { return None };
    let plain = copy.instruction.flags.is_empty() && !transfer.json && transfer.heredoc_sources.is_empty();
    let odd = source.value.contains(['$', '*', '?', '[', '"', '\'', ',', '\\']) || !path.starts_with('/');
    if !plain || odd || copy.onbuild || !is_needed_here_only(copy, run, &file_name(path)) {
        return None;
    }
    let commands: Vec<&Command> = run.facts.commands().collect();
    let name = file_name(path);
    let touching = |number: &usize| commands[*number].words.iter().any(|word| word.text.contains(&*name));
    let (mut gone, others): (Vec<usize>, Vec<usize>) = (0..commands.len())
        .filter(|number| *number != at && touching(number))
        .partition(|number| is_removal(commands[*number], &name));
    if !others.is_empty() {
        return None;
    }
    let site = run.step.site();
    if let Some(folder) = plain_destination(commands.get(at)?) {
        let folder = match folder {
            Some(folder) => site.path(folder, directory)?,
            None => directory?.to_owned(),
        };
        gone.push(at);
        gone.sort_unstable();
        let mut edits = drops::commands(run, &gone)?;
        edits.extend(by_add(copy, transfer, &folder)?);
        return Some(edits);
    }
    let mut edits = if gone.is_empty() { Vec::new() } else { drops::commands(run, &gone)? };
    let mount = format!(" --mount=type=bind,source={},target={path}", source.value);
    edits.push(Edit::insert(run.step.instruction.keyword_span.end, mount));
    edits.push(drops::copied(copy, source.span)?);
    Some(edits)
}

/// Whether no other instruction of the file names the archive.
fn is_needed_here_only(copy: &Step<'_>, run: &Run<'_>, name: &str) -> bool {
    let (file, own) = (copy.file, [copy.index, run.step.index]);
    let mut others = file.dockerfile.instructions.iter().enumerate().filter(|(index, _)| !own.contains(index));
    others.all(|(_, other)| !file.source.slice(other.span).contains(name))
}

/// Whether a command deletes the archive and nothing else.
fn is_removal(command: &Command, name: &str) -> bool {
    let mut operands = command.words.iter().skip(1).filter(|word| !word.text.starts_with('-'));
    command.name() == Some("rm") && operands.all(|word| file_name(&word.text) == name && !word.glob)
}

/// The folder that a call of tar names where it does nothing that ADD would not do; the inner `None` is the working directory.
#[allow(clippy::option_option, reason = "it does more, or it names none")]
fn plain_destination(command: &Command) -> Option<Option<&str>> {
    let mut folder = None;
    let mut archives = 0;
    let mut words = command.words.iter().skip(1).enumerate();
    while let Some((number, word)) = words.next() {
        let text = word.literal.as_deref()?;
        if matches!(text, "-C" | "--directory") {
            folder = Some(words.next()?.1.literal.as_deref()?);
            continue;
        }
        let letters = text.strip_prefix('-').unwrap_or(text);
        let bundle = (number == 0 || text.starts_with('-')) && letters.bytes().all(|it| b"xzjJvfpa".contains(&it));
        let known = bundle || matches!(text, "--extract" | "--gzip" | "--file" | "--verbose");
        if !known && text.starts_with('-') {
            return None;
        }
        archives += usize::from(!known);
    }
    (archives == 1 && command.redirects.is_empty()).then_some(folder)
}

/// ADD in the place of COPY, into that folder.
fn by_add(copy: &Step<'_>, transfer: &Transfer, folder: &str) -> Option<[Edit; 2]> {
    let keyword = copy.instruction.keyword_span;
    let lower = copy.file.source.slice(keyword).starts_with('c');
    let add = if lower { Keyword::Add.name().to_ascii_lowercase() } else { Keyword::Add.name().to_owned() };
    let plain = !folder.is_empty() && !folder.contains([' ', '$', '~']);
    let destination: Span = transfer.destination.span;
    plain.then(|| {
        [Edit::replace(keyword, add), Edit::replace(destination, format!("{}/", folder.trim_end_matches('/')))]
    })
}
