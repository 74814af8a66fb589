//! Which step of an image's history is which instruction of a Dockerfile: read from the end backwards, because the end of the
//! history is the Dockerfile's, and the beginning is its base image's.

use super::history::{Instruction, is_hash, words};
use crate::dockerfile::{Dockerfile, Keyword};
use crate::source::Source;

/// How many pairs are compared at most: a bound for hostile files.
const MOST_PAIRS: usize = 4_000_000;
/// What a pair of the same kind is worth, whatever the words are, and what equal words add to it.
const SAME_KIND: u32 = 10;
const SAME_WORDS: u32 = 40;

/// An instruction of a Dockerfile that may have made a step of the history.
struct Made<'a> {
    /// Its place in the file.
    index: usize,
    keyword: Keyword,
    words: Words<'a>,
}

/// How many words of an instruction are compared: a bound for hostile files.
const MOST_WORDS: usize = 256;

/// Words in alphabetical order, and the last one as it is written.
struct Words<'a> {
    sorted: Vec<&'a str>,
    last: Option<&'a str>,
}

impl<'a> Words<'a> {
    fn new(mut words: Vec<&'a str>) -> Self {
        let last = words.last().copied();
        words.truncate(MOST_WORDS);
        words.sort_unstable();
        Self { sorted: words, last }
    }
}

/// For each step the instruction of the file that made it, as far as there is one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// By step.
    pub instructions: Vec<Option<usize>>,
    /// How many percent of the words of commands and copies that were aligned are the same; 100 where there are none.
    pub likeness: u32,
}

/// Aligns steps with the instructions of a file that the image is made of, by their places in it: those of the stage that is built,
/// behind those of the stages that it is built on.
pub fn align(steps: &[Instruction], source: &Source, file: &Dockerfile, made_of: &[usize]) -> Alignment {
    let made = makers(source, file, made_of);
    let mut steps_from = 0;
    if !made.is_empty() {
        steps_from = steps.len().saturating_sub(MOST_PAIRS / made.len());
    }
    let late = &steps[steps_from..];
    let row = |step: &Instruction| {
        let words = step.words();
        let hashed = is_hashed(&words);
        let words = Words::new(words);
        made.iter().map(|made| if step.keyword == made.keyword { worth(&words, hashed, made) } else { 0 }).collect()
    };
    let worth: Vec<Vec<u32>> = late.iter().map(row).collect();
    let pairs = best_pairs(&worth, made.len());
    let mut instructions = vec![None; steps.len()];
    let (mut alike, mut compared) = (0, 0);
    for (step, made_by) in pairs {
        instructions[steps_from + step] = Some(made[made_by].index);
        if matches!(made[made_by].keyword, Keyword::Run | Keyword::Copy | Keyword::Add) {
            alike += (worth[step][made_by] - SAME_KIND) * 100 / SAME_WORDS;
            compared += 1;
        }
    }
    let likeness = alike.checked_div(compared).unwrap_or(100);
    Alignment { instructions, likeness }
}

/// The pairs in order that are worth most together; of equals those at the end of the history.
fn best_pairs(worth: &[Vec<u32>], columns: usize) -> Vec<(usize, usize)> {
    // `best[step][made]`: what the steps before `step` and the instructions before `made` are worth together.
    let mut best = vec![vec![0_u32; columns + 1]; worth.len() + 1];
    for (step, row) in worth.iter().enumerate() {
        for (made, pair) in row.iter().enumerate() {
            let paired = if *pair > 0 { best[step][made] + pair } else { 0 };
            best[step + 1][made + 1] = paired.max(best[step][made + 1]).max(best[step + 1][made]);
        }
    }
    let (mut step, mut made) = (worth.len(), columns);
    let mut pairs = Vec::new();
    while step > 0 && made > 0 {
        let pair = worth[step - 1][made - 1];
        if pair > 0 && best[step][made] == best[step - 1][made - 1] + pair {
            (step, made) = (step - 1, made - 1);
            pairs.push((step, made));
        } else if best[step][made] == best[step][made - 1] {
            made -= 1;
        } else {
            step -= 1;
        }
    }
    pairs.reverse();
    pairs
}

/// What it speaks for an instruction having made a step of its kind.
fn worth(words: &Words<'_>, is_hashed: bool, made: &Made<'_>) -> u32 {
    let most = words.sorted.len().max(made.words.sorted.len());
    if most == 0 {
        return SAME_KIND + SAME_WORDS;
    }
    if is_hashed {
        let is_same = words.last.zip(made.words.last).is_some_and(|(target, last)| ends_alike(last, target));
        return SAME_KIND + if is_same { SAME_WORDS } else { 0 };
    }
    let same = in_common(&words.sorted, &made.words.sorted);
    SAME_KIND + SAME_WORDS * u32::try_from(same).unwrap_or(0) / u32::try_from(most).unwrap_or(u32::MAX)
}

/// Whether these are the words of a classic builder, which tells of a copy only its target.
fn is_hashed(words: &[&str]) -> bool {
    matches!(words, [hash, _] if is_hash(hash))
}

/// Whether two targets may be one: a relative one is below a directory that the text does not tell.
fn ends_alike(written: &str, seen: &str) -> bool {
    let (written, seen) = (written.trim_matches('/'), seen.trim_matches('/'));
    let written = written.trim_start_matches("./").trim_end_matches('.');
    written.contains('$') || seen.ends_with(written) || seen.is_empty()
}

/// How many words two sorted lists share, each counted once.
fn in_common(left: &[&str], right: &[&str]) -> usize {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut count = 0;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                left.next();
                right.next();
            }
        }
    }
    count
}

/// Those of the instructions that may have made a step.
fn makers<'a>(source: &'a Source, file: &Dockerfile, made_of: &[usize]) -> Vec<Made<'a>> {
    let instructions = made_of.iter().filter_map(|index| Some((*index, file.instructions.get(*index)?)));
    instructions
        .filter(|(_, instruction)| !matches!(instruction.keyword, Keyword::Unknown | Keyword::From))
        .map(|(index, instruction)| {
            let words = Words::new(words_of(source.slice(instruction.arguments)));
            Made { index, keyword: instruction.keyword, words }
        })
        .collect()
}

/// The words of arguments, comment lines in between left out.
fn words_of(text: &str) -> Vec<&str> {
    if !text.contains('\n') {
        return words(text);
    }
    text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(words).collect()
}
