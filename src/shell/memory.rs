//! Texts that were read before: the Dockerfiles of one repository repeat each other, variant by variant, and reading a text
//! costs more than all that is asked about it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

use super::{Dialect, Finding, Known, Script, analyze};

/// Remembers what short texts were read as, for as long as it lives. It may be shared between threads.
#[derive(Debug, Default)]
pub struct Memory {
    known: Mutex<Texts>,
}

type Texts = HashMap<Key, Arc<Read>, RandomState>;

/// All that the outcome depends on but the place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    dialect: Dialect,
    surroundings: Option<Known>,
    text: Box<str>,
}

/// What a text was read as, if it stood at the beginning of its file.
#[derive(Clone, Debug)]
struct Read {
    script: Script,
    findings: Vec<Finding>,
}

/// The most texts that are remembered: what is not seen again by then is not worth its memory.
const MOST_TEXTS: usize = 4096;

/// The longest text that is remembered, in bytes.
const LONGEST: usize = 1 << 14;

impl Memory {
    /// As [`analyze`].
    pub fn analyze(&self, text: &str, base: u32, dialect: Dialect, known: Option<&Known>) -> (Script, Vec<Finding>) {
        if text.len() > LONGEST || !dialect.is_shell() {
            return analyze(text, base, dialect, known);
        }
        let key = Key { dialect, surroundings: known.cloned(), text: text.into() };
        let met = self.lock().get(&key).cloned();
        let read = met.unwrap_or_else(|| {
            let (script, findings) = analyze(text, 0, dialect, known);
            let read = Arc::new(Read { script, findings });
            let mut texts = self.lock();
            if texts.len() < MOST_TEXTS {
                texts.insert(key, Arc::clone(&read));
            }
            read
        });
        match Arc::try_unwrap(read) {
            Ok(read) => read.at(base),
            Err(shared) => Read::clone(&shared).at(base),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Texts> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read {
    /// The same text at another place.
    fn at(self, base: u32) -> (Script, Vec<Finding>) {
        let Self { mut script, mut findings } = self;
        script.each_span(|span| *span = span.moved(base));
        for finding in &mut findings {
            finding.span = finding.span.moved(base);
            let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
            edits.for_each(|edit| edit.span = edit.span.moved(base));
        }
        (script, findings)
    }
}
