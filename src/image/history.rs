//! The steps of an image's history as instructions: every builder spells them in its own way.

use super::config::Step;
use super::secrets::without_secrets;
use crate::dockerfile::Keyword;

/// A step, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// Which instruction it was; [`Keyword::Unknown`] for what is none, like the tools' own words.
    pub keyword: Keyword,
    /// What stands behind the keyword, written as a Dockerfile has it where that is known.
    pub arguments: String,
    /// `NAME=value` of the build arguments that a RUN was given.
    pub build_args: Vec<String>,
    /// It made no layer.
    pub is_empty_layer: bool,
}

/// In front of an instruction that is no RUN, in classic builders.
const NO_OPERATION: &str = "#(nop)";
/// Behind every instruction, in BuildKit.
const BUILDKIT: &str = "# buildkit";

/// Reads a step.
pub fn read(step: &Step) -> Instruction {
    let text = step.created_by.trim();
    let is_empty_layer = step.is_empty_layer;
    let text = text.strip_suffix(BUILDKIT).map_or(text, str::trim_end);
    let instruction = |keyword, arguments, build_args| Instruction { keyword, arguments, build_args, is_empty_layer };
    if let Some((_, rest)) = text.split_once(NO_OPERATION).filter(|(shell, _)| is_shell(shell)) {
        let (keyword, rest) = keyword(rest.trim());
        return instruction(keyword, tidied(keyword, rest), Vec::new());
    }
    let (first, rest) = keyword(text);
    if first == Keyword::Run {
        let (build_args, command) = without_arguments(rest);
        return instruction(Keyword::Run, without_shell(command).unwrap_or(command).to_owned(), build_args);
    }
    if first != Keyword::Unknown {
        return instruction(first, tidied(first, rest), Vec::new());
    }
    let (build_args, command) = without_arguments(text);
    if let Some(command) = without_shell(command) {
        return instruction(Keyword::Run, command.to_owned(), build_args);
    }
    if !build_args.is_empty() {
        return instruction(Keyword::Run, command.to_owned(), build_args);
    }
    instruction(Keyword::Unknown, text.to_owned(), Vec::new())
}

impl Instruction {
    /// Whether what it does makes a layer in some builder.
    pub fn may_have_layer(&self) -> bool {
        matches!(self.keyword, Keyword::Add | Keyword::Copy | Keyword::Run | Keyword::Workdir | Keyword::Unknown)
    }

    /// As a line of a Dockerfile, credentials masked.
    pub fn line(&self) -> String {
        let arguments = self.shown_arguments();
        match self.keyword {
            Keyword::Unknown => arguments,
            keyword => format!("{} {arguments}", keyword.name()),
        }
    }

    /// Its arguments, credentials masked.
    pub fn shown_arguments(&self) -> String {
        match self.arguments.split_once(' ') {
            // The old form with one name and one value.
            Some((name, value)) if matches!(self.keyword, Keyword::Env | Keyword::Label) && !name.contains('=') => {
                let whole = without_secrets(&format!("{name}={value}"));
                format!("{name} {}", whole.get(name.len() + 1..).unwrap_or(""))
            }
            _ => without_secrets(&self.arguments),
        }
    }

    /// The words of its arguments, quotes and brackets left out: what two spellings of it have in common.
    pub fn words(&self) -> Vec<&str> {
        words(&self.arguments)
    }
}

/// The words of an instruction's arguments, as [`Instruction::words`] gives them.
pub fn words(arguments: &str) -> Vec<&str> {
    let parts = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '{' | '}' | '"' | '\'' | ',' | '=' | '\\');
    arguments.split(parts).filter(|word| !word.is_empty()).collect()
}

/// The keyword in capitals that a text begins with, and the rest.
fn keyword(text: &str) -> (Keyword, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match Keyword::in_capitals(word) {
        Some(name) => (Keyword::parse(name), rest.trim()),
        None => (Keyword::Unknown, text),
    }
}

/// Whether nothing but a shell stands in front of the mark: `/bin/sh -c `, `cmd /S /C `.
fn is_shell(text: &str) -> bool {
    text.is_empty() || shell_length(text).is_some_and(|length| text[length..].trim().is_empty())
}

/// A command without the shell that it is handed to.
fn without_shell(text: &str) -> Option<&str> {
    let length = shell_length(text)?;
    Some(text[length..].trim_start())
}

/// Programs that run texts.
const SHELLS: &[&str] =
    &["sh", "ash", "bash", "dash", "zsh", "ksh", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh"];
/// The words behind which a shell's command stands, in lower case.
const COMMAND_FLAGS: &[&str] = &["-c", "-ec", "-exc", "-lc", "-euxc", "-xec", "-euc", "/c", "-command"];
/// How many words a shell has in front of its command, at most.
const SHELL_WORDS: usize = 12;

/// How long the words of a shell at the beginning of a text are: `/bin/bash -o pipefail -c `.
fn shell_length(text: &str) -> Option<usize> {
    let mut at = 0;
    for number in 0..SHELL_WORDS {
        let rest = &text[at..];
        let blanks = rest.len() - rest.trim_start().len();
        let word = rest[blanks..].split(char::is_whitespace).next()?;
        at += blanks + word.len();
        if number == 0 {
            let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
            SHELLS.iter().find(|shell| shell.eq_ignore_ascii_case(name))?;
        } else if COMMAND_FLAGS.contains(&word.to_ascii_lowercase().as_str()) {
            return Some(at);
        }
    }
    None
}

/// The build arguments in front of a command, `|2 A=1 B=two words /bin/sh -c …`, and the command.
fn without_arguments(text: &str) -> (Vec<String>, &str) {
    let Some((count, rest)) = text.strip_prefix('|').and_then(|rest| rest.split_once(' ')) else {
        return (Vec::new(), text);
    };
    let Ok(count) = count.parse::<usize>() else { return (Vec::new(), text) };
    // Values are not quoted: the last ends where a shell begins, if one does.
    let starts = rest.match_indices('/').map(|(at, _)| at);
    let end =
        starts.filter(|at| *at == 0 || rest.as_bytes()[at - 1] == b' ').find(|at| shell_length(&rest[*at..]).is_some());
    if let Some(end) = end {
        return (arguments(rest[..end].trim_end(), count), &rest[end..]);
    }
    let words: Vec<&str> = rest.splitn(count.saturating_add(1), ' ').collect();
    let command = words.get(count).copied().unwrap_or("");
    (words.into_iter().take(count).map(str::to_owned).collect(), command)
}

/// So many arguments; words without a name go on with the value before them.
fn arguments(text: &str, count: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let name = word.split('=').next().unwrap_or("");
        let begins =
            word.contains('=') && !name.is_empty() && name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric());
        let goes_on = !begins || found.len() > count;
        match found.last_mut() {
            Some(last) if goes_on => {
                last.push(' ');
                last.push_str(word);
            }
            _ => found.push(word.to_owned()),
        }
    }
    found
}

/// Arguments as a Dockerfile has them: builders print lists and structures of Go.
fn tidied(keyword: Keyword, arguments: &str) -> String {
    match keyword {
        Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell if arguments.starts_with('[') => json_list(arguments),
        Keyword::Volume | Keyword::Expose => go_list(arguments),
        Keyword::Healthcheck => healthcheck(arguments).unwrap_or_else(|| arguments.to_owned()),
        Keyword::Copy | Keyword::Add => transfer(arguments),
        _ => arguments.to_owned(),
    }
}

/// `["a" "b c"]` as `["a", "b c"]`; a list without quotes, `[/bin/sh -c]`, gets them.
fn json_list(list: &str) -> String {
    let inner = list.trim_start_matches('[').trim_end_matches(']');
    let words = match quoted(inner) {
        Some(words) => words,
        None => inner.split_whitespace().map(|word| format!("\"{word}\"")).collect(),
    };
    format!("[{}]", words.join(", "))
}

/// The quoted words of a list, with their quotes; `None` where something else is between them than blanks and commas.
fn quoted(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches([' ', ',']);
    while !rest.is_empty() {
        let body = rest.strip_prefix('"')?;
        let mut escaped = false;
        let end = body.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        words.push(format!("\"{}\"", &body[..end]));
        rest = body[end + 1..].trim_start_matches([' ', ',']);
    }
    Some(words)
}

/// `[/data /log]` and `map[80/tcp:{} 443/tcp:{}]` as `/data /log` and `80/tcp 443/tcp`.
fn go_list(text: &str) -> String {
    let text = text.strip_prefix("map").unwrap_or(text);
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return text.to_owned() };
    let words = inner.split([' ', ',']).filter(|word| !word.is_empty());
    words.map(|word| word.trim_end_matches(":{}").trim_matches('"')).collect::<Vec<_>>().join(" ")
}

/// `&{["CMD-SHELL" "curl -f localhost"] "30s" "3s" "0s" "0s" '\x03'}` as `CMD curl -f localhost`.
fn healthcheck(text: &str) -> Option<String> {
    let inner = text.strip_prefix("&{[")?;
    let words = quoted(inner.split_once("] ").map_or(inner, |(words, _)| words))?;
    let (kind, command) = words.split_first()?;
    Some(match kind.trim_matches('"') {
        "NONE" => "NONE".to_owned(),
        "CMD-SHELL" => format!("CMD {}", unescaped(command.first()?)),
        _ => format!("CMD [{}]", command.join(", ")),
    })
}

/// A quoted word without quotes and escapes.
fn unescaped(word: &str) -> String {
    serde_json::from_str(word).unwrap_or_else(|_| word.trim_matches('"').to_owned())
}

/// In front of what a classic builder has added, in place of its name.
const HASHES: &[&str] = &["file:", "dir:", "multi:"];

/// Whether a text has such a hash in it.
pub fn has_hash(text: &str) -> bool {
    HASHES.iter().any(|kind| text.contains(kind))
}

/// Whether a word is such a hash.
pub(super) fn is_hash(word: &str) -> bool {
    HASHES.iter().any(|kind| word.starts_with(kind))
}

/// `file:0123… in /dst` as `file:0123… /dst`.
fn transfer(text: &str) -> String {
    match text.split_once(" in ") {
        Some((source, target)) if has_hash(source) => {
            format!("{} {}", source.trim(), target.trim())
        }
        _ => text.to_owned(),
    }
}
