//! Words of the exec form: what in them only a shell would understand, and which programs read their arguments themselves.

use super::{Facts, is_script_name};
use crate::knowledge::program_name;
use crate::knowledge::tools::{is_init, is_interpreter};
use crate::model::Stage;
use crate::shell::Command;

/// Programs that give a meaning of their own to `$`, `;` or `>`, or run their arguments as commands. Sources: the manual of each.
const READERS: &[&str] = &[
    "[", "awk", "busybox", "cmd", "confd", "envsubst", "eval", "expr", "find", "gawk", "jq", "make", "mawk", "npx",
    "powershell", "sed", "su", "test",
];

/// Whether what these words start may read its arguments itself: a shell, an interpreter, a script, or nobody knows what.
/// A small init in front hands its arguments on as they are.
pub fn may_read_arguments(words: &[&str]) -> bool {
    let Some(first) = words.first() else { return true };
    let words = if is_init(program_name(first)) {
        let end_of_options = words.iter().position(|word| *word == "--").map(|at| at + 1);
        let operand = || words.iter().skip(1).position(|word| !word.starts_with('-'));
        end_of_options.or_else(|| operand().map(|at| at + 1)).map_or(&[][..], |at| &words[at..])
    } else {
        words
    };
    let Some(first) = words.first() else { return true };
    let lower = program_name(first).to_ascii_lowercase();
    let name = lower.strip_suffix(".exe").unwrap_or(&lower);
    let splits = |word: &&str| word.starts_with("-S") || *word == "--split-string";
    name.is_empty()
        || READERS.contains(&name)
        || is_interpreter(name)
        || is_script_name(name)
        || name.contains("entrypoint")
        || first.starts_with(['-', '$', '%'])
        || name == "env" && words.iter().any(splits)
}

/// Whether the CMD of a stage is handed to an ENTRYPOINT that may read it: any but a small init, which starts it as it is.
pub fn is_cmd_read(facts: &Facts, stage: &Stage) -> bool {
    let entrypoint = facts.ending(stage).entrypoint.and_then(|at| facts.startups.get(at));
    let is_init = |command: &Command| {
        command.words.iter().all(|word| word.text.starts_with('-') || is_init(program_name(&word.text)))
    };
    entrypoint.is_some_and(|entrypoint| !entrypoint.piece.script.commands.first().is_some_and(is_init))
}

/// A program and its arguments in one word. A name with a blank in it is told by the `\`, or the `/` behind the blank.
pub fn holds_a_command(word: &str) -> bool {
    let Some((program, rest)) = word.trim().split_once(' ') else { return false };
    let one_name = word.contains('\\') || program.contains('/') && rest.contains('/');
    !program.is_empty() && !one_name
}

/// Whether a word is an operator of the shell: `&&`, `|`, `2>&1`, `>/dev/null`.
pub fn is_operator(word: &str) -> bool {
    let redirect = word.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(word, "&&" | "||" | "|" | ";" | "&" | "<" | "<<")
        || matches!(redirect, ">" | ">>" | ">&1" | ">&2")
        || redirect.starts_with(">/")
        || redirect.starts_with(">>/")
}

/// How many dollars of a word are looked at: a bound for hostile files.
const MOST_DOLLARS: usize = 64;

/// The first `$NAME` or `${NAME…}` of a word.
pub fn variable_in(word: &str) -> Option<&str> {
    word.match_indices('$').take(MOST_DOLLARS).find_map(|(at, _)| {
        let rest = &word[at + 1..];
        let (name, braced) = rest.strip_prefix('{').map_or((rest, false), |inner| (inner, true));
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = name.bytes().take_while(part).count();
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !starts || word[..at].ends_with('$') {
            return None;
        }
        let end = if braced { name.find('}')? + 2 } else { length };
        word.get(at..at + 1 + end)
    })
}
