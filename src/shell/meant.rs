//! Findings of the shell linter that say what the author means: a list that is split on purpose, a variable that another
//! shell would have lost. Asked of the text alone, with a bounded look around the finding's place.

use std::ops::Range;

use super::Dialect;

/// How far back a command's first word and a variable's value are looked for, in bytes: a bound for hostile texts.
const REACH: usize = 16 * 1024;

/// Programs whose arguments are packages: a variable among them is a list.
const TAKE_LISTS: &[&str] = &[
    "apk", "apt", "apt-get", "apt-mark", "dnf", "docker-php-ext-install", "install-php-extensions", "microdnf", "npm",
    "pip", "pip2", "pip3", "tdnf", "yum", "zypper",
];

/// Whether findings with this ShellCheck code are told apart by what is meant.
pub fn may_be_meant(code: u32) -> bool {
    matches!(code, 1020 | 1035 | 2034 | 2046 | 2086 | 2097 | 2098 | 2102 | 2154 | 2155 | 2164)
}

/// Whether what a finding with this ShellCheck code points at is meant.
pub(super) fn is_meant(code: u32, text: &str, at: Range<usize>, dialect: Dialect) -> bool {
    let (before, raw, behind) = (
        tail(text.get(..at.start).unwrap_or("")),
        text.get(at.clone()).unwrap_or(""),
        text.get(at.end..).unwrap_or(""),
    );
    match code {
        // The shell linter takes the second brace of `${NAME}}` for the end of a group.
        // A JSON array with the wrong quotes is a matter of its own.
        1020 | 1035 => ["['", "[\""].iter().any(|start| text.trim_start().starts_with(start)),
        1089 => before.contains("}}"),
        2046 => is_optional_word(raw) || is_number(raw) || takes_lists(before),
        2086 => takes_lists(before) || name(raw).is_some_and(|name| holds_list(before, name)),
        // Empty for the command, and its argument has the value from before.
        2097 => empties(behind),
        2098 => name(raw).is_some_and(|name| assignments(before, name).any(|value| value.starts_with([' ', '\t']))),
        // `pip install package[extra]`
        2102 => takes_lists(before),
        // `export $(curl … | sed …)` defines what nobody knows before.
        2154 if before.contains("export $(") => true,
        // In sh, what stands in front of a special builtin such as `set` stays; what `eval` is given may be an assignment.
        2154 => {
            let eval = matches!(dialect, Dialect::Posix | Dialect::Ash) || before.contains("eval ");
            name(raw).is_some_and(is_of_environment)
                || before.contains("$(. ")
                || eval && name(raw).is_some_and(|name| assignments(before, name).next().is_some())
        }
        2155 => behind.trim_start_matches(['=', '"']).starts_with("$(mktemp"),
        2164 => is_there(before, raw) || asks_where(behind),
        // The program, not the builtin.
        3037 => before.trim_end().ends_with("/echo") || raw.trim() == "-n",
        // Every shell that is `/bin/sh` in an image sets this limit.
        3045 => before.trim_end().ends_with("ulimit"),
        _ => false,
    }
}

/// Whether the crate's repair of such a finding may well break what works: a word that is nothing but one expansion may be a list,
/// or empty on purpose; `find … -o …` prints what its last action says.
pub(super) fn would_break(code: u32, text: &str, at: Range<usize>) -> bool {
    let before = tail(text.get(..at.start).unwrap_or(""));
    match code {
        2046 | 2068 | 2086 => is_whole_word(text, &at) && !takes_one_word(before) && !is_array(&text[at]),
        2038 => text.contains(" -o ") || text.contains("-prune"),
        // No test, but a JSON array that is none.
        1020 | 1035 => text.trim_start().starts_with('['),
        _ => false,
    }
}

/// `$@` and `${list[@]}`, which stay several words in quotes.
fn is_array(raw: &str) -> bool {
    raw.contains('@')
}

fn is_whole_word(text: &str, at: &Range<usize>) -> bool {
    let ends = |letter: char| letter.is_whitespace() || ";&|()`\\".contains(letter);
    text[..at.start].chars().next_back().is_none_or(ends) && text[at.end..].chars().next().is_none_or(ends)
}

/// Whether the command that a text ends in takes no lists: a test, `cd`, `echo`.
fn takes_one_word(before: &str) -> bool {
    let start = before.rfind([';', '&', '|', '(', '`', '\n']).map_or(0, |at| at + 1);
    let mut words = before[start..].split_whitespace();
    let first =
        words.find(|word| !matches!(*word, "{" | "!" | "then" | "do" | "else" | "elif" | "if" | "while" | "until"));
    matches!(first, Some("[" | "test" | "cd" | "echo"))
}

/// `dir=$(cd "$where" && pwd)`: the answer is what counts.
fn asks_where(behind: &str) -> bool {
    let next =
        behind.trim_start_matches(|letter: char| letter != ';' && letter != '&' && letter != '\n' && letter != ')');
    next.trim_start_matches([';', '&', ' ']).starts_with("pwd")
}

/// Folders that every image has.
const ALWAYS_THERE: &[&str] = &[
    "/", "/bin", "/etc", "/etc/apt", "/etc/apt/sources.list.d", "/home", "/lib", "/mnt", "/opt", "/root", "/srv",
    "/tmp", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/local/bin", "/usr/share", "/usr/src", "/var",
    "/var/lib", "/var/tmp", "~",
];

/// `mkdir -p folder; cd folder`, or a `cd` into a folder that is always there.
fn is_there(before: &str, raw: &str) -> bool {
    // Home, and back to where it came from.
    if matches!(raw.trim(), "cd" | "cd -" | "popd") {
        return true;
    }
    let folder = raw.strip_prefix("cd ").or_else(|| raw.strip_prefix("pushd ")).map(str::trim);
    let Some(folder) = folder.map(|folder| if folder.len() > 1 { folder.trim_end_matches('/') } else { folder }) else {
        return false;
    };
    let is_folder = |word: &str| word.trim_end_matches(';') == folder;
    let made =
        |from: &str| from.split([';', '&', '\n']).next().is_some_and(|part| part.split_whitespace().any(is_folder));
    ALWAYS_THERE.contains(&folder)
        || before.contains(&format!("ls {folder}/"))
        || ["mkdir ", "git clone "]
            .iter()
            .any(|verb| before.match_indices(verb).any(|(at, verb)| made(&before[at + verb.len()..])))
}

/// `NAME` in `$NAME` and `${NAME}`; what cuts or replaces is no plain use.
fn name(raw: &str) -> Option<&str> {
    let rest = raw.trim_matches('"').strip_prefix('$')?;
    let name = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(rest);
    let plain = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    (!name.is_empty() && name.bytes().all(plain)).then_some(name)
}

/// `HADOOP_CONF_dfs_replication`: a name in capitals as far as the first `_` is that of a setting from outside.
fn is_of_environment(name: &str) -> bool {
    name.split_once('_')
        .is_some_and(|(first, _)| first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// What stands behind each `NAME=` of a text.
fn assignments<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(name).filter_map(move |(at, _)| {
        let starts = text[..at].chars().next_back().is_none_or(|letter| " \t\n;&|(".contains(letter));
        text[at + name.len()..].strip_prefix('=').filter(|_| starts)
    })
}

/// `buildDeps=' gcc make '`: the value is several words.
fn holds_list(before: &str, name: &str) -> bool {
    assignments(before, name).any(|value| {
        let Some(quote) = value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
            return false;
        };
        let value = value[1..].split(quote).next().unwrap_or("");
        !value.contains(['$', '`']) && value.split_whitespace().nth(1).is_some()
    })
}

/// `=` and no value.
fn empties(behind: &str) -> bool {
    behind.strip_prefix('=').is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// `$([ … ] && echo --option)`: one word or none, which quotes would make an empty one.
fn is_optional_word(raw: &str) -> bool {
    let inner = raw.strip_prefix("$(").map_or("", str::trim_start);
    (inner.starts_with("test ") || inner.starts_with("[ ") || inner.starts_with("[[ "))
        && ["&& echo", "&& printf"].iter().any(|part| inner.contains(part))
}

/// `$(nproc)`: one word for certain.
fn is_number(raw: &str) -> bool {
    ["$(nproc", "$(getconf ", "$(id -u", "$(id -g"].iter().any(|start| raw.starts_with(start))
}

/// Whether the command that a text ends in takes a list.
fn takes_lists(before: &str) -> bool {
    let start = before.rfind([';', '&', '|', '(', '`', '\n']).map_or(0, |at| at + 1);
    before[start..]
        .split_whitespace()
        .find(|word| {
            !word.contains('=') && !matches!(*word, "{" | "!" | "then" | "do" | "else" | "if" | "sudo" | "env")
        })
        .is_some_and(|word| TAKE_LISTS.contains(&word))
}

/// Whether a line begins by reading another file as its own text, which may use all variables of this one.
pub(super) fn sources_others(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| line.starts_with(". ") || line.starts_with("source "))
}

/// The end of a text, not longer than [`REACH`].
fn tail(text: &str) -> &str {
    let start = text.ceil_char_boundary(text.len().saturating_sub(REACH));
    &text[start..]
}
