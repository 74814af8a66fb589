//! Modes of files: who may write.

use std::collections::HashMap;

use super::run::Piece;
use crate::shell::{Command, Word};
use crate::source::Span;

/// A mode that a command sets.
#[derive(Clone, Copy, Debug)]
pub struct SetMode<'a> {
    /// The word at whose end it stands.
    pub span: Span,
    /// The mode as written.
    pub mode: &'a str,
}

/// The modes with which a text lets every account write; what a later `chmod` of the same text takes back does not count.
pub fn opened_to_all(piece: &Piece) -> Vec<SetMode<'_>> {
    let commands = &piece.script.commands;
    // Later modes of the same path win.
    let mut last: HashMap<&str, usize> = HashMap::new();
    for (index, command) in commands.iter().enumerate().filter(|(_, command)| command.name() == Some("chmod")) {
        last.extend(command.arguments().iter().map(|word| (&*word.text, index)));
    }
    let is_mended = |command: &Command, index: usize, mode: &Word| {
        let mut paths = command.arguments().iter().filter(|path| path.span.start > mode.span.start).peekable();
        command.name() == Some("chmod")
            && paths.peek().is_some()
            && paths.all(|path| last.get(&*path.text).is_some_and(|at| *at > index))
    };
    let modes = commands.iter().enumerate().filter_map(|(index, command)| {
        let (word, mode) = mode_of(command).filter(|(_, mode)| opens_to_all(mode))?;
        (!is_mended(command, index, word) && !is_of_pipe(commands, command) && !is_temporary(commands, command))
            .then_some(SetMode { span: word.span, mode })
    });
    modes.collect()
}

/// Whether a command sets the mode of a named pipe, which whoever has something to say writes to.
fn is_of_pipe(commands: &[Command], command: &Command) -> bool {
    let made = commands.iter().filter(|command| command.name() == Some("mkfifo"));
    let path = command.arguments().last();
    path.is_some_and(|path| made.flat_map(Command::arguments).any(|word| word.text == path.text))
}

/// Whether a command sets the mode of a folder that the same text makes for itself: `chmod 777 "$(mktemp -d)"`.
fn is_temporary(commands: &[Command], command: &Command) -> bool {
    let path = command.arguments().last().map_or("", |word| &*word.text);
    path.starts_with('$') && commands.iter().any(|made| made.name() == Some("mktemp"))
}

/// The mode that a command sets, and its word; the mode stands at the word's end.
fn mode_of(command: &Command) -> Option<(&Word, &str)> {
    let arguments = command.arguments();
    let word = match command.name()? {
        "chmod" => arguments
            .iter()
            .find(|word| !word.text.starts_with("--") && (!word.text.starts_with('-') || is_removal(&word.text))),
        "mkdir" | "install" => command
            .value_of(&["-m", "--mode"])
            .or_else(|| arguments.iter().find(|word| glued_mode(&word.text).is_some())),
        _ => None,
    };
    let word = word.filter(|word| word.literal.is_some() && !word.quoted)?;
    Some((word, glued_mode(&word.text).unwrap_or(&word.text)))
}

/// `-m755`, `--mode=755`
fn glued_mode(text: &str) -> Option<&str> {
    text.strip_prefix("--mode=")
        .or_else(|| text.strip_prefix("-m").filter(|mode| mode.starts_with(|c: char| c.is_ascii_digit())))
}

/// `chmod -w`: a mode that begins with a dash.
fn is_removal(text: &str) -> bool {
    text.len() > 1 && text.bytes().skip(1).all(|byte| b"rwxst".contains(&byte))
}

/// Whether a mode lets others write; the sticky bit makes that harmless for folders.
pub fn opens_to_all(mode: &str) -> bool {
    if !mode.is_empty() && mode.len() <= 5 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        let bits = u32::from_str_radix(mode, 8).unwrap_or(0);
        return bits & 0o2 != 0 && bits & 0o1000 == 0;
    }
    let sticky = mode.split(',').any(|clause| clause.contains(['+', '=']) && clause.contains('t'));
    !sticky
        && mode.split(',').any(|clause| {
            let Some(at) = clause.find(['+', '=']) else { return false };
            let (who, what) = clause.split_at(at);
            who.contains(['o', 'a'])
            && who.bytes().all(|byte| b"ugoa".contains(&byte))
            // `a+rX-w` takes back.
            && what.split('-').next().is_some_and(|given| given.contains('w'))
        })
}

/// The same mode of digits without the right of others to write; `None` where it is written in another way.
pub fn closed_to_others(mode: &str) -> Option<String> {
    let kept = mode.strip_suffix('7').map(|kept| (kept, 5)).or(mode.strip_suffix('6').map(|kept| (kept, 4)));
    kept.map(|(kept, others)| format!("{kept}{others}"))
}

/// Whether a mode of COPY lets another account than the owner write, in its group or at all; one of letters may.
pub fn may_open(mode: &str) -> bool {
    let octal = mode.bytes().all(|byte| byte.is_ascii_digit());
    let writes = |digit: u8| matches!(digit, b'2' | b'3' | b'5' | b'6' | b'7');
    !octal || mode.bytes().rev().take(2).any(writes)
}
