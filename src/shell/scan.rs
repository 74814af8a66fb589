//! Byte scans over shell text that never recurse and never look back: where a quote or bracket closes, and how deep a
//! text nests. Nothing here builds a tree.

/// What a scan is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// `( … )` of any kind.
    Paren,
    /// `${ … }`
    Brace,
    /// `" … "`
    Double,
    /// Backquotes.
    Backquote,
}

/// The end (behind the closing byte) of what opened just before `from`, and how deep it nests; the end of the text where
/// it is never closed.
pub(super) fn close(bytes: &[u8], from: usize, inside: Inside) -> usize {
    let mut stack = vec![inside];
    let mut at = from;
    while at < bytes.len() {
        let Some(top) = stack.last().copied() else { return at };
        at = step(bytes, at, Some(top), &mut stack);
        if stack.is_empty() {
            return at;
        }
    }
    bytes.len()
}

/// Handles the bytes at `at` and says where to go on; pushes and pops what opens and closes there.
fn step(bytes: &[u8], at: usize, top: Option<Inside>, stack: &mut Vec<Inside>) -> usize {
    let next = bytes.get(at + 1).copied();
    match (bytes[at], top) {
        (b'\\', _) => return (at + 2).min(bytes.len()),
        (b'"', Some(Inside::Double))
        | (b'`', Some(Inside::Backquote))
        | (b'}', Some(Inside::Brace))
        | (b')', Some(Inside::Paren)) => {
            stack.pop();
        }
        (b'"', _) => stack.push(Inside::Double),
        (b'`', _) => stack.push(Inside::Backquote),
        (b'\'', Some(Inside::Double)) => {}
        (b'\'', _) => return find(bytes, at + 1, b'\'').map_or(bytes.len(), |end| end + 1),
        (b'$', _) if next == Some(b'(') => {
            stack.push(Inside::Paren);
            return at + 2;
        }
        (b'$', _) if next == Some(b'{') => {
            stack.push(Inside::Brace);
            return at + 2;
        }
        (b'(', Some(Inside::Paren | Inside::Backquote) | None) => stack.push(Inside::Paren),
        (b'#', Some(Inside::Paren | Inside::Backquote) | None) if at > 0 && is_blank(bytes[at - 1]) => {
            return find(bytes, at, b'\n').unwrap_or(bytes.len());
        }
        _ => {}
    }
    at + 1
}

/// The first such byte at or behind `from`.
pub(super) fn find(bytes: &[u8], from: usize, byte: u8) -> Option<usize> {
    bytes.get(from..)?.iter().position(|found| *found == byte).map(|at| from + at)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b';')
}

/// How deep brackets, quotes and substitutions may nest.
const MAX_DEPTH: usize = 200;

/// How many braces may be open at once, quoted or not: the parser takes quadratic time over `{a,{a,`.
const MAX_BRACES: usize = 500;

/// How many substitutions, backquotes and heredocs one line may hold: the parser takes quadratic time over them.
const MAX_SUBSTITUTIONS: usize = 1_000;

/// How many of the prefix words `time`, `coproc` and `!` may follow each other: the parser recurses over them.
const MAX_PREFIXES: usize = 16;

/// Whether the text is longer or nests more than the crate's parser can take.
pub(super) fn is_too_much(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > MAX_LINTED
        || nests_deep(bytes)
        || opens_many_braces(bytes)
        || has_many_prefixes(text)
        || has_many_substitutions(bytes)
}

fn nests_deep(bytes: &[u8]) -> bool {
    let mut stack = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !MEANS[usize::from(*byte)] {
            at += 1;
            continue;
        }
        let top = stack.last().copied();
        at = step(bytes, at, top, &mut stack);
        if stack.len() > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// The bytes that [`step`] does not just pass over.
static MEANS: [bool; 256] = marked(b"\\\"`})('$#");

/// A table in which these bytes are marked.
pub(super) const fn marked(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

fn opens_many_braces(bytes: &[u8]) -> bool {
    if memchr::memchr_iter(b'{', bytes).count() <= MAX_BRACES {
        return false;
    }
    let mut open = 0_usize;
    bytes.iter().any(|byte| {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_BRACES
    })
}

/// Whether a line has more than [`MAX_SUBSTITUTIONS`].
fn has_many_substitutions(bytes: &[u8]) -> bool {
    if bytes.len() <= MAX_SUBSTITUTIONS {
        return false;
    }
    bytes.split(|byte| *byte == b'\n').filter(|line| line.len() > MAX_SUBSTITUTIONS).any(|line| {
        let opens = |pair: &[u8]| matches!(pair, [b'$', b'(' | b'{'] | [b'<', b'(' | b'<'] | [b'>', b'('] | [b'`', _]);
        line.windows(2).filter(|pair| opens(pair)).count() > MAX_SUBSTITUTIONS
    })
}

/// Whether more than [`MAX_PREFIXES`] follow each other.
fn has_many_prefixes(text: &str) -> bool {
    let marks = memchr::memchr2_iter(b'!', b'-', text.as_bytes()).count();
    let words = || ["time", "coproc"].iter().map(|word| text.matches(word).count()).sum::<usize>();
    if marks + words() <= MAX_PREFIXES {
        return false;
    }
    let mut prefixes = 0;
    text.split_ascii_whitespace().any(|word| {
        prefixes = if matches!(word, "time" | "coproc" | "!" | "-p") { prefixes + 1 } else { 0 };
        prefixes > MAX_PREFIXES
    })
}

/// The largest text that is linted, in bytes, and the largest that is where the parser met something that it could not read:
/// then some of the crate's rules begin again at each such place.
const MAX_LINTED: usize = 1 << 16;
const MAX_BROKEN: usize = 1 << 13;

/// Whether linting the text would take more time or stack than it can be worth: some of the crate's rules look at all
/// pairs of commands, of uses of a variable, of functions of one name or of parts of a word, and it recurses over the
/// stages of a pipeline.
pub(super) fn too_dense(text: &str, broken: bool) -> bool {
    const MAX_PARAMETERS: usize = 2_000;
    const MAX_FUNCTIONS: usize = 300;
    const MAX_COMMANDS: usize = 10_000;
    const MAX_STAGES: usize = 400;
    const MAX_PARTS: usize = 500;
    let longest = if broken { MAX_BROKEN } else { MAX_LINTED };
    if text.len() > longest || tangled(text) {
        return true;
    }
    if text.len() <= MAX_STAGES {
        return false;
    }
    let (mut parameters, mut commands, mut stages, mut parts) = (0, 0, 0, 0);
    for byte in text.bytes() {
        match byte {
            b'$' => {
                parameters += 1;
                parts += 1;
            }
            b'*' | b'?' | b'[' | b'\\' | b'`' | b'"' | b'\'' | b'{' => parts += 1,
            b'|' => {
                stages += 1;
                parts = 0;
            }
            b';' | b'\n' | b'&' => {
                commands += 1;
                parts = 0;
                stages = 0;
            }
            b' ' | b'\t' => parts = 0,
            _ => {}
        }
        if parameters > MAX_PARAMETERS || commands > MAX_COMMANDS || stages > MAX_STAGES || parts > MAX_PARTS {
            return true;
        }
    }
    text.matches("()").nth(MAX_FUNCTIONS).is_some()
}

/// Whether the crate would take too long to find out what unquoted parameters can hold: for each of them it follows the
/// ways through all branches and assignments, so the time grows with the cube of the text.
fn tangled(text: &str) -> bool {
    /// Parameters times branches times the larger of the two; real texts of 20 KB have a tenth of it.
    const MAX_WAYS: usize = 4_000_000;
    let bytes = text.as_bytes();
    let most = (memchr::memchr_iter(b'$', bytes).count(), bytes.len() / 2);
    if most.0.saturating_mul(most.1).saturating_mul(most.0.max(most.1)) <= MAX_WAYS {
        return false;
    }
    let (mut unquoted, mut branches, mut quoted) = (0_usize, 0_usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if at == 0 || bytes[at - 1] != b'\\' => quoted = !quoted,
            b'$' if !quoted => unquoted += 1,
            b'&' | b'|' if bytes.get(at + 1) == Some(byte) => branches += 1,
            b'=' if at > 0 && (bytes[at - 1] == b'_' || bytes[at - 1].is_ascii_alphanumeric()) => {
                branches += 1;
            }
            _ => {}
        }
    }
    let is_branch = |word: &&str| matches!(*word, "if" | "elif" | "case" | "while" | "until" | "for");
    branches += text.split_ascii_whitespace().filter(is_branch).count();
    unquoted.saturating_mul(branches).saturating_mul(unquoted.max(branches)) > MAX_WAYS
}

/// Strings between double quotes that hold an escape, first to last byte. Behind the escape the crate's places within
/// the string are too small.
pub(super) fn escaped_strings(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if !text.contains('\\') {
        return found;
    }
    let mut at = 0;
    let mut stack = Vec::new();
    while at < bytes.len() {
        let next = step(bytes, at, None, &mut stack);
        match stack.pop() {
            Some(Inside::Double) => {
                let end = close(bytes, next, Inside::Double);
                if bytes[at..end].contains(&b'\\') {
                    found.push(at..end);
                }
                at = end;
            }
            _ => at = next,
        }
        stack.clear();
    }
    found
}
