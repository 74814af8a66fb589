//! PowerShell in RUN, as far as its text tells without a parser: which statements there are.

use super::RunFacts;
use crate::dockerfile::{Command, Instruction, Kind};
use crate::knowledge::program_name;
use crate::shell::Dialect;
use crate::source::{Source, Span};

/// A PowerShell text.
#[derive(Debug)]
pub struct PowerShell {
    /// Where it stands.
    pub span: Span,
    /// The text.
    pub text: String,
    /// Its shell is the one that SHELL, or the base image, sets.
    pub by_shell: bool,
}

/// The PowerShell texts of a RUN: all of it where that is the shell, or what `powershell -Command` runs.
pub fn powershell(source: &Source, instruction: &Instruction, run: &RunFacts) -> Option<PowerShell> {
    let (Kind::Run(Some(command)), [piece, ..]) = (&instruction.kind, run.pieces.as_slice()) else {
        return None;
    };
    match command {
        Command::Exec(words) => {
            let first = words.first()?;
            let at = words.iter().position(|word| is_command_option(&word.value))? + 1;
            let text: Vec<&str> = words.get(at..)?.iter().map(|word| &*word.value).collect();
            let span = words.get(at)?.span.to(words.last()?.span);
            is_powershell(&first.value).then(|| PowerShell { span, text: text.join(" "), by_shell: false })
        }
        Command::Shell(_) => match piece.dialect {
            Dialect::PowerShell => {
                Some(PowerShell { span: piece.span, text: source.slice(piece.span).to_owned(), by_shell: true })
            }
            Dialect::Cmd => in_cmd(source, piece.span),
            dialect if dialect.is_shell() => run.commands().find_map(|command| {
                let name = command.words.first()?;
                let mut words = command.words.iter();
                words.find(|word| is_command_option(&word.text))?;
                let text = words.next()?;
                is_powershell(&name.text).then(|| PowerShell {
                    span: text.span,
                    text: text.text.to_string(),
                    by_shell: false,
                })
            }),
            _ => None,
        },
    }
}

fn is_powershell(word: &str) -> bool {
    let name = program_name(word).to_ascii_lowercase();
    matches!(name.strip_suffix(".exe").unwrap_or(&name), "powershell" | "pwsh")
}

fn is_command_option(word: &str) -> bool {
    word.eq_ignore_ascii_case("-command") || word.eq_ignore_ascii_case("-c")
}

/// `powershell -Command "…"` as a text of cmd.
fn in_cmd(source: &Source, span: Span) -> Option<PowerShell> {
    let text = source.slice(span);
    let (program, mut rest) = text.split_once(|c: char| c.is_ascii_whitespace())?;
    if !is_powershell(program) {
        return None;
    }
    loop {
        rest = rest.trim_start();
        let (option, behind) = rest.split_once(|c: char| c.is_ascii_whitespace())?;
        if is_command_option(option) {
            let body = behind.trim_start();
            let start = span.end - u32::try_from(body.len()).ok()?;
            let text = body.trim().trim_matches('"').to_owned();
            return Some(PowerShell { span: Span::new(start, span.end), text, by_shell: false });
        }
        rest = behind;
    }
}

impl PowerShell {
    /// Whether it has more than one command whose failure could go unseen; `lines` as for [`PowerShell::statements`].
    pub fn has_several_commands(&self, lines: bool) -> bool {
        self.statements(lines).into_iter().filter(|statement| !is_assignment(statement)).count() > 1
    }

    /// Whether it fetches something with a progress bar.
    pub fn downloads_with_bar(&self) -> bool {
        let lower = self.text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        lower.contains("invoke-webrequest") || words.any(|word| word == "iwr")
    }

    /// Its first line.
    pub fn first_line(&self, source: &Source) -> Span {
        let line = source.slice(self.span).lines().next().unwrap_or("").trim_end();
        self.span.part(0..line.len())
    }

    /// Its statements at the top level. A line's end does not end a statement in shell form, as the builder joins lines;
    /// in a heredoc (`lines`) it does.
    pub fn statements(&self, lines: bool) -> Vec<&str> {
        let mut found = Vec::new();
        let (mut start, mut depth, mut quote, mut escaped) = (0, 0_usize, None, false);
        for (at, byte) in self.text.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'`' => escaped = true,
                b'\'' | b'"' if quote == Some(byte) => quote = None,
                b'\'' | b'"' if quote.is_none() => quote = Some(byte),
                _ if quote.is_some() => {}
                b'(' | b'{' | b'[' => depth += 1,
                b')' | b'}' | b']' => depth = depth.saturating_sub(1),
                b';' | b'\n' if depth == 0 && (byte == b';' || lines) => {
                    found.push(&self.text[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        found.push(&self.text[start..]);
        found.retain(|statement| {
            !statement.trim_matches(|c: char| c.is_whitespace() || c == '\\' || c == '`').is_empty()
        });
        found
    }
}

/// `$name = 'text'`, which does not fail.
fn is_assignment(statement: &str) -> bool {
    let Some((name, value)) = statement.split_once('=') else { return false };
    // `[Net.ServicePointManager]::SecurityProtocol = …`
    if name.trim_start().starts_with('[') && name.contains("]::") && !name.contains('(') {
        return true;
    }
    let value = value.trim_start();
    name.trim_start().starts_with('$')
        && (value.starts_with(['\'', '"', '$', '@', '[']) || value.starts_with(|c: char| c.is_ascii_digit()))
}
