//! What a pattern's text means: the patterns of a .dockerignore as Docker's builder reads them, and those of a COPY source.
//!
//! The builder turns a .dockerignore pattern into a regular expression by replacing some characters and then leaves the
//! reading to Go's `regexp`. That gives odd corners meaning (`[*]`, `\d`, `^`), so this goes the same two steps.

use super::path;
use super::program::{Program, Set, Step};

/// Why the builder refuses a pattern. One such line fails the whole build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPattern {
    /// `!` with nothing behind it.
    LoneExclamation,
    /// A `\` at the end, with nothing to escape.
    TrailingBackslash,
    /// A `[` whose set is empty, open, or has a `-` out of place.
    Set,
    /// A range in a set that runs backwards, such as `[z-a]`.
    BackwardRange,
    /// A `\` in front of a letter or digit that has no meaning to the builder.
    Escape,
    /// A line of 64 KiB or more.
    LineTooLong,
}

impl BadPattern {
    /// What is wrong, as a message.
    pub fn message(self) -> &'static str {
        match self {
            Self::LoneExclamation => "`!` stands without a pattern",
            Self::TrailingBackslash => "`\\` at the end of the pattern escapes nothing",
            Self::Set => "the pattern's `[` does not begin a valid set of characters",
            Self::BackwardRange => "a range in the pattern's `[]` runs backwards",
            Self::Escape => "`\\` stands before a letter or digit that cannot be escaped",
            Self::LineTooLong => "the line is longer than the 64 KiB that the builder reads",
        }
    }
}

/// How a pattern of an ignore file is compared with a path.
#[derive(Debug)]
pub(super) enum Matcher {
    /// The path is the pattern.
    Exact,
    /// The path begins with the pattern's text before its final `**`.
    Prefix,
    /// The path ends with the pattern's text behind its leading `**`.
    Suffix,
    /// All others.
    Program(Program),
}

impl Matcher {
    /// Reads a cleaned pattern.
    pub(super) fn new(cleaned: &str) -> Result<Self, BadPattern> {
        check_syntax(cleaned)?;
        let (kind, expression) = translate(cleaned);
        Ok(match kind {
            Translated::Exact => Self::Exact,
            Translated::Prefix => Self::Prefix,
            Translated::Suffix => Self::Suffix,
            Translated::Expression => Self::Program(Program::new(read_expression(&expression)?)),
        })
    }

    /// Calls `found` with the length of each part of `path` that matches, the folders above it from the root down and then
    /// itself, until it says to stop. `cleaned` is the text this was made from.
    pub(super) fn run(&self, cleaned: &str, path: &str, mut found: impl FnMut(usize) -> bool) {
        if let Self::Program(program) = self {
            program.run(path, found);
        } else {
            let matching = path::ends(path).filter(|end| self.matches(cleaned, &path[..*end]));
            for end in matching {
                if found(end) {
                    return;
                }
            }
        }
    }

    /// Whether `path` itself matches.
    pub(super) fn matches(&self, cleaned: &str, path: &str) -> bool {
        match self {
            Self::Exact => path == cleaned,
            Self::Program(program) => program.matches(path),
            Self::Suffix => {
                let suffix = &cleaned[2..];
                path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path)
            }
            Self::Prefix => path.starts_with(&cleaned[..cleaned.len() - 2]),
        }
    }

    /// Whether a path below `folder` can match, where `folder` does not; in doubt it can.
    pub(super) fn may_match_below(&self, cleaned: &str, folder: &str) -> bool {
        let prefix = match self {
            Self::Exact => cleaned,
            Self::Prefix => &cleaned[..cleaned.len() - 2],
            Self::Suffix => "",
            Self::Program(program) => {
                let depth = folder.bytes().filter(|byte| *byte == b'/').count();
                if program.slashes().is_some_and(|slashes| slashes <= depth) {
                    return false;
                }
                program.prefix()
            }
        };
        match prefix.strip_prefix(folder) {
            Some(rest) => rest.is_empty() || rest.starts_with('/'),
            None => folder.starts_with(prefix),
        }
    }
}

/// One part between slashes of a COPY source, as Go's `filepath.Match` reads it.
pub(super) fn copy_pattern(part: &str) -> Result<Program, BadPattern> {
    check_syntax(part)?;
    let mut steps = Vec::new();
    let mut rest = part.chars();
    while let Some(character) = rest.next() {
        steps.push(match character {
            '*' => Step::Many(Set::all_but('/')),
            '?' => Step::One(Set::all_but('/')),
            '[' => Step::One(copy_set(&mut rest)),
            '\\' => Step::Literal(rest.next().unwrap_or('\\')),
            other => Step::Literal(other),
        });
    }
    Ok(Program::new(steps))
}

/// The set behind a `[`, whose syntax was checked.
fn copy_set(rest: &mut std::str::Chars<'_>) -> Set {
    let negated = rest.as_str().starts_with('^');
    if negated {
        rest.next();
    }
    let mut ranges = Vec::new();
    let plain = |rest: &mut std::str::Chars<'_>| match rest.next() {
        Some('\\') => rest.next(),
        other => other,
    };
    while !rest.as_str().is_empty() {
        if rest.as_str().starts_with(']') {
            rest.next();
            break;
        }
        let Some(low) = plain(rest) else { break };
        let mut high = low;
        if rest.as_str().starts_with('-') {
            rest.next();
            high = plain(rest).unwrap_or(low);
        }
        ranges.push(low..=high);
    }
    Set { negated, ranges }
}

/// The syntax that Go's `filepath.Match` accepts.
fn check_syntax(pattern: &str) -> Result<(), BadPattern> {
    let mut rest = pattern.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' if rest.next().is_none() => return Err(BadPattern::TrailingBackslash),
            '[' => check_set(&mut rest)?,
            _ => {}
        }
    }
    Ok(())
}

fn check_set(rest: &mut std::str::Chars<'_>) -> Result<(), BadPattern> {
    let member = |rest: &mut std::str::Chars<'_>| match rest.next() {
        None | Some('-' | ']') => Err(BadPattern::Set),
        Some('\\') if rest.next().is_none() => Err(BadPattern::TrailingBackslash),
        Some(_) => Ok(()),
    };
    if rest.as_str().starts_with('^') {
        rest.next();
    }
    loop {
        member(rest)?;
        if rest.as_str().starts_with('-') {
            rest.next();
            member(rest)?;
        }
        if rest.as_str().starts_with(']') {
            rest.next();
            return Ok(());
        }
    }
}

enum Translated {
    Exact,
    Prefix,
    Suffix,
    Expression,
}

/// The builder's first step: from the pattern to the text of a regular expression.
fn translate(pattern: &str) -> (Translated, String) {
    let mut kind = Translated::Exact;
    let mut expression = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern.chars().peekable();
    let mut first = true;
    while let Some(character) = rest.next() {
        match character {
            '*' if rest.next_if_eq(&'*').is_some() => {
                rest.next_if_eq(&'/');
                if rest.peek().is_some() {
                    expression.push_str("(.*/)?");
                    kind = Translated::Expression;
                } else if matches!(kind, Translated::Exact) {
                    kind = Translated::Prefix;
                } else {
                    expression.push_str(".*");
                    kind = Translated::Expression;
                }
                if first {
                    kind = Translated::Suffix;
                }
            }
            '*' => {
                expression.push_str("[^/]*");
                kind = Translated::Expression;
            }
            '?' => {
                expression.push_str("[^/]");
                kind = Translated::Expression;
            }
            '.' | '+' | '(' | ')' | '|' | '{' | '}' | '$' => {
                expression.push('\\');
                expression.push(character);
            }
            '\\' => {
                expression.push('\\');
                expression.extend(rest.next());
                kind = Translated::Expression;
            }
            '[' | ']' => {
                expression.push(character);
                kind = Translated::Expression;
            }
            _ => expression.push(character),
        }
        first = false;
    }
    (kind, expression)
}

/// The builder's second step: the part of Go's `regexp` syntax that the first step can produce.
fn read_expression(expression: &str) -> Result<Vec<Step>, BadPattern> {
    let mut steps = Vec::new();
    let mut rest = expression;
    while let Some(character) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("(.*/)?") {
            steps.push(Step::Folders);
            rest = behind;
            continue;
        }
        rest = &rest[character.len_utf8()..];
        steps.push(match character {
            '.' => {
                rest = rest.strip_prefix('*').unwrap_or(rest);
                Step::Many(Set::all_but('\n'))
            }
            '[' => {
                let set = read_set(&mut rest)?;
                match rest.strip_prefix('*') {
                    Some(behind) => {
                        rest = behind;
                        Step::Many(set)
                    }
                    None => Step::One(set),
                }
            }
            '^' => Step::Start,
            '\\' => read_escape(&mut rest)?,
            other => Step::Literal(other),
        });
    }
    Ok(steps)
}

/// What stands behind a `\` outside a set.
fn read_escape(rest: &mut &str) -> Result<Step, BadPattern> {
    match rest.chars().next() {
        Some(edge @ ('b' | 'B')) => {
            *rest = &rest[1..];
            Ok(Step::WordEdge(edge == 'b'))
        }
        Some('A') => {
            *rest = &rest[1..];
            Ok(Step::Start)
        }
        Some('D' | 'S' | 'W' | 'd' | 's' | 'w') => {
            let mut set = Set::default();
            add_class(&mut set, rest);
            Ok(Step::One(set))
        }
        // A set of nothing: what is not followed matches nothing.
        _ => read_escaped(rest).map(|read| read.map_or(Step::One(Set::default()), Step::Literal)),
    }
}

/// A single escaped character. `None` for what Go reads as a code point, a Unicode class, a quotation or the end of the
/// text: nobody writes that into an ignore file but as a path with `\`, so it is accepted and not followed.
fn read_escaped(rest: &mut &str) -> Result<Option<char>, BadPattern> {
    let character = rest.chars().next().ok_or(BadPattern::TrailingBackslash)?;
    *rest = &rest[character.len_utf8()..];
    match character {
        'a' => Ok(Some('\u{7}')),
        'f' => Ok(Some('\u{C}')),
        'n' => Ok(Some('\n')),
        'r' => Ok(Some('\r')),
        't' => Ok(Some('\t')),
        'v' => Ok(Some('\u{B}')),
        '0' | 'Q' | 'z' => Ok(None),
        '1'..='7' if rest.starts_with(|digit| matches!(digit, '0'..='7')) => Ok(None),
        'p' | 'P' if rest.starts_with(['{', 'C', 'L', 'M', 'N', 'P', 'S', 'Z']) => Ok(None),
        'x' if rest.starts_with('{') => Ok(None),
        'x' if rest.bytes().take_while(u8::is_ascii_hexdigit).count() >= 2 => Ok(None),
        other if other.is_ascii() && !other.is_ascii_alphanumeric() => Ok(Some(other)),
        _ => Err(BadPattern::Escape),
    }
}

/// A set, behind its `[`.
fn read_set(rest: &mut &str) -> Result<Set, BadPattern> {
    let mut set = Set::default();
    if let Some(behind) = rest.strip_prefix('^') {
        set.negated = true;
        *rest = behind;
    }
    let mut first = true;
    loop {
        if !first && let Some(behind) = rest.strip_prefix(']') {
            *rest = behind;
            return Ok(set);
        }
        first = false;
        if let Some(inside) = rest.strip_prefix("[:")
            && let Some((name, behind)) = inside.split_once(":]")
        {
            add_named(&mut set, name)?;
            *rest = behind;
            continue;
        }
        if let Some(class) = rest.strip_prefix('\\')
            && class.starts_with(['D', 'S', 'W', 'd', 's', 'w'])
        {
            *rest = class;
            add_class(&mut set, rest);
            continue;
        }
        let low = read_member(rest)?;
        let mut high = low;
        if let Some(behind) = rest.strip_prefix('-')
            && !behind.is_empty()
            && !behind.starts_with(']')
        {
            *rest = behind;
            high = read_member(rest)?;
        }
        if let (Some(low), Some(high)) = (low, high) {
            if high < low {
                return Err(BadPattern::BackwardRange);
            }
            set.ranges.push(low..=high);
        }
    }
}

fn read_member(rest: &mut &str) -> Result<Option<char>, BadPattern> {
    let character = rest.chars().next().ok_or(BadPattern::Set)?;
    *rest = &rest[character.len_utf8()..];
    if character == '\\' { read_escaped(rest) } else { Ok(Some(character)) }
}

/// Adds the class whose letter `rest` begins with: `d`, `s`, `w`, or in capitals what they do not hold.
fn add_class(set: &mut Set, rest: &mut &str) {
    let letter = rest.as_bytes().first().copied().unwrap_or(b'd');
    *rest = rest.get(1..).unwrap_or("");
    let ranges: &[(char, char)] = match letter.to_ascii_lowercase() {
        b's' => &[('\t', '\n'), ('\u{C}', '\r'), (' ', ' ')],
        b'w' => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        _ => &[('0', '9')],
    };
    add_ranges(set, ranges, letter.is_ascii_uppercase());
}

/// Adds a class by its POSIX name; `^` in front turns it round.
fn add_named(set: &mut Set, name: &str) -> Result<(), BadPattern> {
    let ranges: &[(char, char)] = match name.trim_start_matches('^') {
        "alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => &[('A', 'Z'), ('a', 'z')],
        "ascii" => &[('\0', '\u{7F}')],
        "blank" => &[('\t', '\t'), (' ', ' ')],
        "cntrl" => &[('\0', '\u{1F}'), ('\u{7F}', '\u{7F}')],
        "digit" => &[('0', '9')],
        "graph" => &[('!', '~')],
        "lower" => &[('a', 'z')],
        "print" => &[(' ', '~')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => &[('\t', '\r'), (' ', ' ')],
        "upper" => &[('A', 'Z')],
        "word" => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        "xdigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return Err(BadPattern::Set),
    };
    add_ranges(set, ranges, name.starts_with('^'));
    Ok(())
}

/// Adds ascending ranges, or all that lies between them.
fn add_ranges(set: &mut Set, ranges: &[(char, char)], inverted: bool) {
    if !inverted {
        set.ranges.extend(ranges.iter().map(|(low, high)| *low..=*high));
        return;
    }
    let mut from = '\0';
    for (low, high) in ranges {
        if from < *low {
            set.ranges.push(from..=char::from_u32(u32::from(*low) - 1).unwrap_or(*low));
        }
        from = char::from_u32(u32::from(*high) + 1).unwrap_or(char::MAX);
    }
    set.ranges.push(from..=char::MAX);
}
