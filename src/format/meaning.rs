//! Whether two texts mean the same to the builder: the net under the formatter.

use super::commands::{self, Joined};
use crate::dockerfile::{Command, Dockerfile, Healthcheck, Heredoc, Instruction, Kind, Text};
use crate::source::{Source, Span};

/// A text and what it was read as.
type Read<'a> = (&'a Source, &'a Dockerfile);

/// Whether both have the same directives, comments and instructions: flags, words, heredocs byte by byte, and shell text with
/// the same words in the same commands.
pub(super) fn same_meaning(a: Read<'_>, b: Read<'_>) -> bool {
    b.1.errors.is_empty()
        && a.1.escape == b.1.escape
        && directives(a) == directives(b)
        && comments(a) == comments(b)
        && a.1.trigger_errors.len() == b.1.trigger_errors.len()
        && a.1.instructions.len() == b.1.instructions.len()
        && {
            let is_shell = commands::are_shell(a.0, a.1);
            a.1.instructions.iter().zip(&b.1.instructions).all(|(left, right)| {
                std::mem::discriminant(&left.kind) == std::mem::discriminant(&right.kind)
                    && words(a, left, is_shell) == words(b, right, is_shell)
            })
        }
}

fn directives((source, file): Read<'_>) -> Vec<String> {
    let name_and_value = |directive: &crate::dockerfile::Directive| {
        format!("{} {}", directive.name.as_str(), source.slice(directive.value))
    };
    file.directives.iter().map(name_and_value).collect()
}

fn comments((source, file): Read<'_>) -> Vec<&[u8]> {
    file.comments.iter().map(|comment| raw(source, comment.span)).collect()
}

fn raw(source: &Source, span: Span) -> &[u8] {
    source.bytes().get(span.range()).unwrap_or_default()
}

/// All that an instruction says, in words.
fn words(read: Read<'_>, instruction: &Instruction, is_shell: bool) -> Vec<Vec<u8>> {
    let mut words: Vec<Vec<u8>> = vec![instruction.keyword.name().into()];
    let mut add = |text: &Text| words.push(text.value.as_bytes().to_vec());
    for flag in &instruction.flags {
        add(&flag.name);
        flag.value.iter().for_each(&mut add);
    }
    let mut command = None;
    match &instruction.kind {
        Kind::Add(transfer) | Kind::Copy(transfer) => {
            transfer.sources.iter().chain([&transfer.destination]).for_each(add);
        }
        Kind::Arg(_) | Kind::Env(_) | Kind::Label(_) => {
            for setting in instruction.kind.settings() {
                add(setting.name);
                setting.value.into_iter().for_each(&mut add);
            }
        }
        Kind::Cmd(given) | Kind::Entrypoint(given) | Kind::Run(given) => command = given.as_ref(),
        Kind::Healthcheck(Healthcheck::Cmd(given)) => command = Some(given),
        Kind::Healthcheck(Healthcheck::None) | Kind::Malformed | Kind::Unknown => {}
        Kind::Expose(all) | Kind::Volume(all) | Kind::Shell(all) => all.iter().for_each(add),
        Kind::From(from) => std::iter::once(&from.image).chain(&from.name).for_each(add),
        Kind::Maintainer(text) | Kind::Stopsignal(text) | Kind::User(text) | Kind::Workdir(text) => add(text),
        Kind::Onbuild(trigger) => words.extend(self::words(read, trigger, is_shell)),
    }
    match command {
        Some(Command::Exec(all)) => words.extend(all.iter().map(|word| word.value.as_bytes().to_vec())),
        Some(Command::Shell(span)) => words.push(shell(read, *span, is_shell).into_bytes()),
        None => {}
    }
    words.extend(instruction.heredocs.iter().flat_map(|heredoc| heredoc_words(read.0, heredoc)));
    words
}

fn heredoc_words(source: &Source, heredoc: &Heredoc) -> [Vec<u8>; 2] {
    let opener = format!("{} {} {} {}", heredoc.name, heredoc.expand, heredoc.strip_tabs, heredoc.descriptor);
    [opener.into_bytes(), raw(source, heredoc.body).to_vec()]
}

fn shell((source, file): Read<'_>, span: Span, is_shell: bool) -> String {
    let joined = Joined::new(source, span, file.escape);
    if is_shell { commands::signature(&joined.text) } else { joined.text }
}
