//! How a text falls into words while it is expanded.

use std::ops::Range;

use super::{Part, Value, Word};

/// The words that a text falls into.
#[derive(Default)]
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    inside: bool,
}

impl Words {
    pub(super) fn char(&mut self, character: char, range: &Range<usize>, word: &mut Word) {
        if !character.is_whitespace() {
            self.raw_char(character, range, word);
        } else if self.inside && !word.value.is_empty() {
            self.words.push(std::mem::take(word));
            self.inside = false;
        }
    }

    /// Text without blanks.
    pub(super) fn run(&mut self, text: &str, range: &Range<usize>, word: &mut Word) {
        extend(word, range);
        word.value.push_str(text);
        self.inside = true;
    }

    pub(super) fn raw_char(&mut self, character: char, range: &Range<usize>, word: &mut Word) {
        extend(word, range);
        word.value.push(character);
        self.inside = true;
    }

    pub(super) fn raw(&mut self, text: &Value, range: &Range<usize>, word: &mut Word) {
        if !text.is_empty() {
            extend(word, range);
            word.value.append(text.clone());
        }
        self.inside = true;
    }

    /// The text of a variable, which is split.
    pub(super) fn split(&mut self, text: &Value, range: &Range<usize>, word: &mut Word) {
        for part in text.parts() {
            match part {
                Part::Literal(text) => {
                    text.chars().for_each(|character| self.char(character, range, word));
                }
                Part::Variable { name, range: place } => {
                    self.raw(&Value::unknown(name, place.clone()), range, word);
                }
            }
        }
    }

    pub(super) fn flush(&mut self, word: &mut Word) {
        if !word.value.is_empty() {
            self.words.push(std::mem::take(word));
        }
    }
}

/// Widens the range of a word under way.
fn extend(word: &mut Word, range: &Range<usize>) {
    if word.value.is_empty() {
        word.range = range.clone();
    }
    word.range.end = range.end;
}
