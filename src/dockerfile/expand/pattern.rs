//! The patterns of `${name#pattern}` and its relatives: `*`, `?` and escapes.

use regex::{Regex, RegexBuilder};

/// Why a pattern cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not legal.
    Illegal,
    /// The result would exceed the limit.
    TooLong,
}

/// The pattern as a regular expression: BuildKit does the same, and its matches follow from it.
fn compile(pattern: &str, greedy: bool, anchored: bool) -> Result<Regex, Fault> {
    let mut expression = String::with_capacity(pattern.len() + 4);
    if anchored {
        expression.push('^');
    }
    let mut characters = pattern.chars().peekable();
    while let Some(mut character) = characters.next() {
        match character {
            '*' => {
                expression.push_str(if greedy { ".*" } else { ".*?" });
                continue;
            }
            '?' => {
                expression.push('.');
                continue;
            }
            // These two are escaped for the sake of `${…}`.
            '\\' if matches!(characters.peek(), Some('}' | '/')) => continue,
            '\\' => match characters.next() {
                Some(escaped @ ('*' | '?' | '\\')) => character = escaped,
                _ => return Err(Fault::Illegal),
            },
            _ => {}
        }
        expression.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
    }
    RegexBuilder::new(&expression).size_limit(1 << 18).build().map_err(|_| Fault::Illegal)
}

/// The value without what the pattern matches at its start.
pub(super) fn trim_prefix(pattern: &str, value: &str, greedy: bool) -> Result<String, Fault> {
    let expression = compile(pattern, greedy, true)?;
    Ok(expression.find(value).map_or(value, |found| &value[found.end()..]).to_owned())
}

/// The value without what the pattern matches at its end: both are turned round, since a search goes from the left.
pub(super) fn trim_suffix(pattern: &str, value: &str, greedy: bool) -> Result<String, Fault> {
    let reversed: String = value.chars().rev().collect();
    let trimmed = trim_prefix(&reverse_pattern(pattern), &reversed, greedy)?;
    Ok(trimmed.chars().rev().collect())
}

/// Turns a pattern round and leaves each escape before the character that it belongs to.
fn reverse_pattern(pattern: &str) -> String {
    let mut units: Vec<(bool, char)> = Vec::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some(escaped)) => {
                characters.next();
                units.push((true, escaped));
            }
            _ => units.push((false, character)),
        }
    }
    let mut reversed = String::with_capacity(pattern.len());
    for (escaped, character) in units.into_iter().rev() {
        if escaped {
            reversed.push('\\');
        }
        reversed.push(character);
    }
    reversed
}

/// The value with the first match or all matches replaced. As in Go, `$0` in the replacement of all matches means the
/// match.
pub(super) fn replace(pattern: &str, value: &str, replacement: &str, all: bool, limit: usize) -> Result<String, Fault> {
    let expression = compile(pattern, true, false)?;
    let mut result = String::new();
    let mut copied = 0;
    for captures in expression.captures_iter(value).take(if all { usize::MAX } else { 1 }) {
        let Some(found) = captures.get(0) else { continue };
        result.push_str(&value[copied..found.start()]);
        if all {
            captures.expand(replacement, &mut result);
        } else {
            result.push_str(replacement);
        }
        copied = found.end();
        if result.len() > limit {
            return Err(Fault::TooLong);
        }
    }
    result.push_str(&value[copied..]);
    Ok(result)
}
