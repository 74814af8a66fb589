//! Values of ENV and LABEL that name a variable which the same instruction sets.

use foldhash::{HashMap, HashSet};

use super::words::fallback;
use crate::dockerfile::{Escape, Pair, Use, uses};
use crate::model::{Model, Variable};
use crate::source::Span;

/// A variable that has its value from in front of the instruction, although a pair beside it sets it.
#[derive(Debug)]
pub struct StaleUse<'a> {
    /// The pair whose value names the variable.
    pub pair: &'a Pair,
    /// Where in the value.
    pub used: Use,
    /// The pair that sets it.
    pub sibling: &'a Pair,
    /// Where the instruction could be split: in front of `pair`, if `sibling` stands before it.
    pub gap: Option<Span>,
}

/// The stale uses in the pairs of instruction `at`. Where the variable had a value before, that may be what is meant.
pub fn stale_uses<'a>(
    model: &Model,
    stage: Option<usize>,
    at: usize,
    escape: Escape,
    pairs: &'a [Pair],
) -> Vec<StaleUse<'a>> {
    // Where each name is set first.
    let mut set: HashMap<&str, usize> = HashMap::default();
    for (number, pair) in pairs.iter().enumerate() {
        set.entry(&pair.key.value).or_insert(number);
    }
    let mut found = Vec::new();
    for (number, pair) in pairs.iter().enumerate().filter(|(_, pair)| pair.value.value.contains('$')) {
        let mut named = HashSet::default();
        for used in uses(&pair.value.value, escape) {
            if !named.insert(used.name.clone()) {
                continue;
            }
            let Some((first, sibling)) = set.get(&*used.name).and_then(|first| Some((*first, pairs.get(*first)?)))
            else {
                continue;
            };
            let itself = used.name == pair.key.value;
            // `A=x A=$A/y`: the first one is lost, whatever was there before.
            let overridden = itself && first < number;
            let before = matches!(model.variable(&used.name, stage, at), Variable::Defined(_) | Variable::Given(..));
            if !overridden && (itself || before) || fallback(&pair.value.value, &used) {
                continue;
            }
            let last = pairs[..number].last().filter(|_| first < number);
            found.push(StaleUse { pair, used, sibling, gap: last.map(|last| last.span.until(pair.span)) });
        }
    }
    found
}
