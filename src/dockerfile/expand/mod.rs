//! Words of the Dockerfile language: quotes, escapes, variables with their modifiers. Where values come from is not
//! known here: the caller answers for each name, and may answer that nobody can know.

mod pattern;
mod reader;
mod split;
mod value;

use std::borrow::Cow;
use std::ops::Range;

use super::Escape;
use reader::Reader;
pub use value::{Part, Value};

/// What is known of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// It is set to this, possibly empty.
    Value(Cow<'a, str>),
    /// It is not set.
    Unset,
    /// Nobody can know before the build.
    Unknown,
}

/// Which of BuildKit's ways of reading a word applies.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that know nothing of each other")]
pub struct Options {
    /// The escape character.
    pub escape: char,
    /// Quotes are understood and stay in the text.
    pub raw_quotes: bool,
    /// Escapes are understood and stay in the text.
    pub raw_escapes: bool,
    /// Quotes have no meaning.
    pub keep_quotes: bool,
    /// A variable that is not set stays as it is written.
    pub keep_unset: bool,
}

impl Options {
    /// The usual way: quotes and escapes are removed, unset variables are empty.
    pub fn new(escape: Escape) -> Self {
        let escape = char::from(escape.byte());
        Self { escape, raw_quotes: false, raw_escapes: false, keep_quotes: false, keep_unset: false }
    }
}

/// What became of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The word with quotes, escapes and variables replaced.
    pub value: Value,
    /// The same split at unquoted white space, after the replacement.
    pub words: Vec<Word>,
    /// Every use of a variable in the order of the text, those in alternatives that were not taken included.
    pub uses: Vec<Use>,
}

impl Expansion {
    /// The names that the lookup had a value for.
    pub fn matched(&self) -> impl Iterator<Item = &str> {
        names(&self.uses, State::Set)
    }

    /// The names that the lookup called unset.
    pub fn unmatched(&self) -> impl Iterator<Item = &str> {
        names(&self.uses, State::Unset)
    }
}

fn names(uses: &[Use], state: State) -> impl Iterator<Item = &str> {
    uses.iter().filter(move |used| used.state == state).map(|used| &*used.name)
}

/// One of the words that a text was split into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its text.
    pub value: Value,
    /// The bytes that it came from; words out of one variable share the variable's bytes.
    pub range: Range<usize>,
}

/// One use of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The name; empty for what has none, as `${+x}`.
    pub name: Box<str>,
    /// All of `$name` or `${name…}` in the text.
    pub range: Range<usize>,
    /// What the lookup said.
    pub state: State,
}

/// What the lookup said of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has a value.
    Set,
    /// It has none.
    Unset,
    /// Nobody can know.
    Unknown,
}

/// Why a word is not legal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpandError {
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// The bytes at fault.
    pub range: Range<usize>,
    /// What kind of fault.
    pub kind: ExpandErrorKind,
    /// The uses of variables up to the fault.
    pub uses: Vec<Use>,
}

/// The kinds of faults in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpandErrorKind {
    /// The text itself is wrong, whatever the variables hold.
    Syntax,
    /// `${name:?message}` and the variable is unset or empty.
    Required,
    /// The word nests too deep or its value is too long for lotse; BuildKit may take it.
    Limit,
}

impl ExpandError {
    fn new(kind: ExpandErrorKind, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { message: message.into(), range, kind, uses: Vec::new() }
    }

    fn syntax(range: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(ExpandErrorKind::Syntax, range, message)
    }

    /// The word has another number of words with its quotes than without.
    pub(super) fn inconsistent(range: Range<usize>) -> Self {
        Self::syntax(range, "the quotes of the word cannot be understood")
    }
}

/// Expands a word as BuildKit does for most arguments.
pub fn expand<'v>(
    text: &str,
    escape: Escape,
    lookup: impl FnMut(&str) -> Lookup<'v>,
) -> Result<Expansion, ExpandError> {
    expand_with(text, Options::new(escape), lookup)
}

/// The variables that a text names, whatever they hold; of a text that is not legal those in front of the fault.
pub fn uses(text: &str, escape: Escape) -> Vec<Use> {
    expand(text, escape, |_| Lookup::Unknown).map_or_else(|error| error.uses, |expansion| expansion.uses)
}

/// Expands a word and splits it, as BuildKit does for `EXPOSE`.
pub fn expand_words<'v>(
    text: &str,
    escape: Escape,
    lookup: impl FnMut(&str) -> Lookup<'v>,
) -> Result<Vec<Word>, ExpandError> {
    expand(text, escape, lookup).map(|expansion| expansion.words)
}

/// Expands a word in one of BuildKit's ways.
pub fn expand_with<'v>(
    text: &str,
    options: Options,
    mut lookup: impl FnMut(&str) -> Lookup<'v>,
) -> Result<Expansion, ExpandError> {
    let mut reader = Reader::new(text, options, &mut lookup);
    let result = reader.top();
    let mut uses = reader.uses;
    uses.sort_by_key(|used| used.range.start);
    match result {
        Ok((value, words)) => Ok(Expansion { value, words, uses }),
        Err(error) => Err(ExpandError { uses, ..error }),
    }
}
