//! A small automaton for path patterns. It visits each byte of a path once and keeps a set of states, so no pattern can
//! make it backtrack. What a pattern's text means is not decided here.

use std::ops::RangeInclusive;

/// One state of the automaton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// This character.
    Literal(char),
    /// One character of a set.
    One(Set),
    /// Any number of characters of a set.
    Many(Set),
    /// Any number of characters that ends in `/`, or nothing; not across a line break.
    Folders,
    /// The second state of `Folders`: characters were read, the `/` is still to come.
    FoldersRest,
    /// Nothing, at the beginning of the path.
    Start,
    /// Nothing, where a word begins or ends (`true`) or where none does (`false`).
    WordEdge(bool),
}

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) negated: bool,
    pub(super) ranges: Vec<RangeInclusive<char>>,
}

impl Set {
    /// All characters but this one.
    pub(super) fn all_but(character: char) -> Self {
        Self { negated: true, ranges: vec![character..=character] }
    }

    fn contains(&self, character: char) -> bool {
        self.ranges.iter().any(|range| range.contains(&character)) != self.negated
    }
}

/// A compiled pattern.
#[derive(Debug, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// The longest run of literal characters: a path without it cannot match.
    needle: String,
    /// The literal characters at the beginning.
    prefix: String,
    /// The number of slashes in everything that matches, where that is fixed.
    slashes: Option<usize>,
}

impl Program {
    /// A program of these steps. Neighbours that mean no more than one of them are merged.
    pub(super) fn new(raw: Vec<Step>) -> Self {
        let mut steps: Vec<Step> = Vec::with_capacity(raw.len());
        for step in raw {
            let repeats = matches!(step, Step::Many(_) | Step::Start | Step::WordEdge(_));
            match step {
                Step::Folders => {
                    if !matches!(steps.last(), Some(Step::FoldersRest)) {
                        steps.extend([Step::Folders, Step::FoldersRest]);
                    }
                }
                step if repeats && steps.last() == Some(&step) => {}
                step => steps.push(step),
            }
        }
        let (mut needle, mut run) = (String::new(), String::new());
        for step in &steps {
            if let Step::Literal(character) = step {
                run.push(*character);
            } else {
                longest(&mut needle, &mut run);
            }
        }
        longest(&mut needle, &mut run);
        let prefix = steps
            .iter()
            .map_while(|step| if let Step::Literal(character) = step { Some(*character) } else { None })
            .collect();
        let slashes = steps.iter().try_fold(0, |count, step| match step {
            Step::Literal(character) => Some(count + usize::from(*character == '/')),
            Step::One(set) | Step::Many(set) => (!set.contains('/')).then_some(count),
            Step::Folders | Step::FoldersRest => None,
            Step::Start | Step::WordEdge(_) => Some(count),
        });
        Self { steps, needle, prefix, slashes }
    }

    /// The literal characters with which everything that matches begins.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The number of slashes in everything that matches, where that is fixed.
    pub(super) fn slashes(&self) -> Option<usize> {
        self.slashes
    }

    /// Whether the whole of `path` matches.
    pub(super) fn matches(&self, path: &str) -> bool {
        let mut whole = false;
        self.run(path, |end| {
            whole = end == path.len();
            false
        });
        whole
    }

    /// Calls `found` with the length of each part of `path` that matches, of those that end in front of a `/` and the
    /// whole, until it says to stop.
    pub(super) fn run(&self, path: &str, mut found: impl FnMut(usize) -> bool) {
        if !path.contains(&self.needle) {
            return;
        }
        // One bit more than there are steps: the last stands for "matched".
        let words = self.steps.len() / 64 + 1;
        if words == 1 {
            self.simulate(path, &mut found, &mut [0], &mut [0]);
        } else {
            self.simulate(path, &mut found, &mut vec![0; words], &mut vec![0; words]);
        }
    }

    fn simulate<'a>(
        &self,
        path: &str,
        found: &mut impl FnMut(usize) -> bool,
        mut now: &'a mut [u64],
        mut next: &'a mut [u64],
    ) {
        now[0] = 1;
        let mut before = None;
        for (at, character) in path.char_indices() {
            let complete = self.advance(before, Some(character), now, next);
            if complete && character == '/' && at > 0 && found(at) {
                return;
            }
            std::mem::swap(&mut now, &mut next);
            if now.iter().all(|word| *word == 0) {
                return;
            }
            next.fill(0);
            before = Some(character);
        }
        if self.advance(before, None, now, next) {
            found(path.len());
        }
    }

    /// Reads one character (`None`: the end) from the states in `now` into `next`; whether the pattern was complete in
    /// front of it. States without a character of their own only lead forward, so one ascending pass finds them all.
    fn advance(&self, before: Option<char>, character: Option<char>, now: &mut [u64], next: &mut [u64]) -> bool {
        let edge = before.is_some_and(is_word) != character.is_some_and(is_word);
        let is = |set: &Set| character.is_some_and(|character| set.contains(character));
        for word in 0..now.len() {
            let mut pending = now[word];
            while pending != 0 {
                let index = word * 64 + pending.trailing_zeros() as usize;
                let Some(step) = self.steps.get(index) else { return true };
                let (empty, reached) = match step {
                    Step::Literal(literal) => (None, (character == Some(*literal)).then_some(index + 1)),
                    Step::One(set) => (None, is(set).then_some(index + 1)),
                    Step::Many(set) => (Some(index + 1), is(set).then_some(index)),
                    Step::Start => (before.is_none().then_some(index + 1), None),
                    Step::WordEdge(wanted) => ((edge == *wanted).then_some(index + 1), None),
                    Step::Folders | Step::FoldersRest => {
                        let entry = matches!(step, Step::Folders);
                        let rest = index + usize::from(entry);
                        if character == Some('/') {
                            set(next, rest + 1);
                        }
                        let reads = character.is_some_and(|character| character != '\n');
                        (entry.then_some(rest + 1), reads.then_some(rest))
                    }
                };
                if let Some(empty) = empty {
                    set(now, empty);
                }
                if let Some(reached) = reached {
                    set(next, reached);
                }
                let behind = (!1u64) << (index % 64);
                pending = now[word] & behind;
            }
        }
        false
    }
}

fn set(bits: &mut [u64], index: usize) {
    if let Some(word) = bits.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn longest(needle: &mut String, run: &mut String) {
    if run.len() > needle.len() {
        std::mem::swap(needle, run);
    }
    run.clear();
}
