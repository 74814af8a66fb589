//! A text that may hold parts nobody can know before the build.

use std::borrow::Cow;
use std::ops::Range;

/// A text in parts. Two literals never stand next to each other, and none is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    parts: Vec<Part>,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Literal(String),
    /// The value of a variable, possibly changed by a modifier.
    Variable {
        /// Its name.
        name: Box<str>,
        /// Its use in the text that was expanded.
        range: Range<usize>,
    },
}

impl Value {
    /// A value of which nothing is known but the variable that it comes from.
    pub(super) fn unknown(name: &str, range: Range<usize>) -> Self {
        Self { parts: vec![Part::Variable { name: name.into(), range }] }
    }

    /// The parts in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether it is known to be empty.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The text, where all of it is known.
    pub fn known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The text with `${name}` for what is not known.
    pub fn display(&self) -> Cow<'_, str> {
        match self.known() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(
                self.parts
                    .iter()
                    .map(|part| match part {
                        Part::Literal(text) => Cow::Borrowed(text.as_str()),
                        Part::Variable { name, .. } => Cow::Owned(format!("${{{name}}}")),
                    })
                    .collect(),
            ),
        }
    }

    /// As [`Self::display`], without a copy where all is known.
    pub(crate) fn into_string(mut self) -> String {
        match self.parts.as_mut_slice() {
            [Part::Literal(text)] => std::mem::take(text),
            _ => self.display().into_owned(),
        }
    }

    pub(super) fn push(&mut self, character: char) {
        if let Some(Part::Literal(text)) = self.parts.last_mut() {
            text.push(character);
        } else {
            self.parts.push(Part::Literal(character.into()));
        }
    }

    /// Appends text that is not empty.
    pub(super) fn push_str(&mut self, more: &str) {
        if let Some(Part::Literal(text)) = self.parts.last_mut() {
            text.push_str(more);
        } else {
            self.parts.push(Part::Literal(more.into()));
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        for part in other.parts {
            match (self.parts.last_mut(), part) {
                (Some(Part::Literal(text)), Part::Literal(more)) => text.push_str(&more),
                (_, part) => self.parts.push(part),
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::Literal(text.to_owned())] };
        Self { parts }
    }
}
