//! A .dockerignore: its patterns, and which paths they leave out of the build context.

use std::collections::HashMap;
use std::sync::Arc;

use super::path;
use super::pattern::{BadPattern, Matcher};
use crate::source::{Source, Span};

/// The builder reads no line of this many bytes or more.
const MAX_LINE: usize = 64 * 1024;

/// An ignore file. The last pattern that matches a path, or a folder above it, decides; but a pattern that found the folder
/// already left out (with `!`: already kept) says nothing about what lies below, unless it matches that by itself. So `a`,
/// `!a/b`, `a` keeps `a/b`.
#[derive(Debug)]
pub struct IgnoreFile {
    /// The text.
    pub source: Arc<Source>,
    /// The patterns, in order.
    pub patterns: Vec<Pattern>,
    /// The lines that the builder refuses. With one of them no build succeeds; here they match nothing.
    pub errors: Vec<PatternError>,
    index: Index,
}

/// A pattern of an ignore file.
#[derive(Debug)]
pub struct Pattern {
    /// Its text, with the `!` and without blanks around it.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
    /// Whether it begins with `!`, so that what it matches is kept.
    pub negated: bool,
    /// What is compared with paths: without `!`, leading and trailing `/`, `.` and `..` resolved.
    pub cleaned: String,
    pub(super) matcher: Matcher,
}

/// A line that the builder refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The pattern's text.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub problem: BadPattern,
}

/// Where to look first: most patterns need no comparison one by one. Values are indices of patterns, ascending.
#[derive(Debug, Default)]
struct Index {
    /// Patterns that stand for one path.
    exact: HashMap<Box<str>, Vec<usize>>,
    /// Those of the form `folder/**`, by `folder`.
    inside: HashMap<Box<str>, Vec<usize>>,
    /// Those of the form `**/name`, by `name`.
    names: HashMap<Box<str>, Vec<usize>>,
    /// All others.
    others: Vec<usize>,
    /// Whether there are exceptions.
    exceptions: bool,
}

impl IgnoreFile {
    /// Reads an ignore file. Never fails: what the builder would refuse is in `errors`.
    pub fn parse(source: Arc<Source>) -> Self {
        let (mut patterns, mut errors) = (Vec::new(), Vec::new());
        let text = source.text();
        let mut start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        for (line, content) in (1..).zip(text[start..].split('\n')) {
            let content_start = start;
            start += content.len() + 1;
            if content.starts_with('#') || content.trim().is_empty() {
                continue;
            }
            let trimmed = content.trim();
            let from = content_start + (content.len() - content.trim_start().len());
            let span = Span::new(offset(from), offset(from + trimmed.len()));
            if content.len() >= MAX_LINE {
                errors.push(PatternError { span, line, problem: BadPattern::LineTooLong });
                continue;
            }
            match read(trimmed) {
                Ok(Some((negated, cleaned, matcher))) => {
                    patterns.push(Pattern { span, line, negated, cleaned, matcher });
                }
                Ok(None) => {}
                Err(problem) => errors.push(PatternError { span, line, problem }),
            }
        }
        let index = Index::new(&patterns);
        Self { source, patterns, errors, index }
    }

    /// Whether it holds neither a pattern nor an error: empty, or comments only.
    pub fn is_blank(&self) -> bool {
        self.patterns.is_empty() && self.errors.is_empty()
    }

    /// Whether a pattern with `!` is among them.
    pub fn has_exceptions(&self) -> bool {
        self.index.exceptions
    }

    /// Whether one pattern leaves out all there is.
    pub fn ignores_everything(&self) -> bool {
        let all = |pattern: &Pattern| matches!(&*pattern.cleaned, "*" | "**" | "**/*");
        !self.has_exceptions() && self.patterns.iter().any(all)
    }

    /// The pattern that decides about `path`, a path relative to the context's root.
    pub fn matches(&self, path: &str) -> Option<&Pattern> {
        let path = path::inside(path)?;
        if path.is_empty() {
            return None;
        }
        self.patterns.get(self.deciding(&path)?)
    }

    /// Whether `path` is left out of the build context. The root itself never is.
    pub fn is_ignored(&self, path: &str) -> bool {
        self.matches(path).is_some_and(|pattern| !pattern.negated)
    }

    /// Whether `folder` is left out with all that can lie below it.
    pub fn ignores_all_below(&self, folder: &str) -> bool {
        let Some(folder) = path::inside(folder).filter(|folder| !folder.is_empty()) else {
            return false;
        };
        let Some(by) = self.deciding(&folder) else { return false };
        let open = |pattern: &Pattern| pattern.negated && pattern.matcher.may_match_below(&pattern.cleaned, &folder);
        !self.patterns[by].negated && !self.patterns[by + 1..].iter().any(open)
    }

    /// The index of the pattern that decides about `path`, a clean one.
    pub(super) fn deciding(&self, path: &str) -> Option<usize> {
        let last = self.last_match(path);
        if self.index.exceptions && last.is_some() { self.descend(path) } else { last }
    }

    /// The last pattern that matches `path` or a folder above it.
    fn last_match(&self, path: &str) -> Option<usize> {
        let mut best = None;
        let last = |indices: Option<&Vec<usize>>| indices.and_then(|indices| indices.last().copied());
        let mut start = 0;
        for end in path::ends(path) {
            best = best.max(last(self.index.exact.get(&path[..end])));
            best = best.max(last(self.index.names.get(&path[start..end])));
            if end < path.len() {
                best = best.max(last(self.index.inside.get(&path[..end])));
            }
            start = end + 1;
        }
        let after = best.map_or(0, |best| self.index.others.partition_point(|index| *index <= best));
        let hit = |index: &&usize| {
            let mut hit = false;
            self.run(**index, path, |_| {
                hit = true;
                true
            });
            hit
        };
        self.index.others[after..].iter().rev().find(hit).copied().or(best)
    }

    /// Goes from the root down to `path` as the builder does and remembers which patterns took effect on the way.
    fn descend(&self, path: &str) -> Option<usize> {
        // Which pattern matches which part of the path, by the part's end.
        let mut hits: Vec<(usize, usize)> = Vec::new();
        let mut inside: Vec<usize> = Vec::new();
        let mut start = 0;
        for end in path::ends(path) {
            let named = [self.index.exact.get(&path[..end]), self.index.names.get(&path[start..end])];
            hits.extend(named.into_iter().flatten().flatten().chain(&inside).map(|index| (end, *index)));
            inside.extend(self.index.inside.get(&path[..end]).into_iter().flatten());
            start = end + 1;
        }
        for index in &self.index.others {
            self.run(*index, path, |end| {
                hits.push((end, *index));
                false
            });
        }
        hits.sort_unstable();
        let mut effective: Vec<usize> = Vec::new();
        for part in hits.chunk_by(|one, other| one.0 == other.0) {
            let mut carried = effective.iter().copied().peekable();
            let mut next = Vec::with_capacity(effective.len() + part.len());
            let mut ignored = false;
            for (_, index) in part {
                while let Some(earlier) = carried.next_if(|earlier| earlier < index) {
                    ignored = !self.is_negated(earlier);
                    next.push(earlier);
                }
                if carried.next_if_eq(index).is_some() || self.is_negated(*index) == ignored {
                    ignored = !self.is_negated(*index);
                    next.push(*index);
                }
            }
            next.extend(carried);
            effective = next;
        }
        effective.last().copied()
    }

    fn run(&self, index: usize, path: &str, found: impl FnMut(usize) -> bool) {
        if let Some(pattern) = self.patterns.get(index) {
            pattern.matcher.run(&pattern.cleaned, path, found);
        }
    }

    fn is_negated(&self, index: usize) -> bool {
        self.patterns.get(index).is_some_and(|pattern| pattern.negated)
    }
}

impl Index {
    fn new(patterns: &[Pattern]) -> Self {
        let mut index = Self::default();
        for (at, pattern) in patterns.iter().enumerate() {
            index.exceptions |= pattern.negated;
            let text = pattern.cleaned.as_str();
            let (map, key) = match pattern.matcher {
                Matcher::Exact => (&mut index.exact, text),
                Matcher::Prefix if text.ends_with("/**") => (&mut index.inside, &text[..text.len() - 3]),
                Matcher::Suffix if text.rfind('/') == Some(2) => (&mut index.names, &text[3..]),
                _ => {
                    index.others.push(at);
                    continue;
                }
            };
            map.entry(key.into()).or_default().push(at);
        }
        index
    }
}

/// One line as the builder reads it: two programs clean it, one after the other, so `/!x` is an exception as well.
/// `None`: nothing is left.
fn read(trimmed: &str) -> Result<Option<(bool, String, Matcher)>, BadPattern> {
    let (bang, rest) = match trimmed.strip_prefix('!') {
        Some(rest) => ("!", rest.trim()),
        None => ("", trimmed),
    };
    let mut cleaned = if rest.is_empty() { String::new() } else { path::clean(rest) };
    if cleaned.len() > 1 && cleaned.starts_with('/') {
        cleaned.remove(0);
    }
    let second = format!("{bang}{cleaned}");
    let second = second.trim();
    if second.is_empty() {
        return Ok(None);
    }
    let mut cleaned = path::clean(second);
    let negated = cleaned.starts_with('!');
    if negated {
        cleaned.remove(0);
        if cleaned.is_empty() {
            return Err(BadPattern::LoneExclamation);
        }
    }
    let matcher = Matcher::new(&cleaned)?;
    Ok(Some((negated, cleaned, matcher)))
}

/// Sources are shorter than `u32::MAX` bytes.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
