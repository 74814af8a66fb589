//! Repairs: which of them are made, how they are put into the text, and how often. Nothing here reads or knows a rule; the
//! only thing written is a repaired file, in [`write`].

mod apply;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use apply::apply;
pub use write::{WriteError, write};

use crate::diagnostic::{Diagnostic, NewFile, Safety, Severity};
use crate::dockerfile;
use crate::source::Source;

/// How often a file is repaired and linted again; what is not settled by then never will be.
const MOST_ROUNDS: usize = 10;

/// A file and what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// Its text as it is now.
    pub source: Arc<Source>,
    /// Its findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// The texts of repaired files, by path as it is shown; files that repairs made are among them.
pub type Texts = BTreeMap<PathBuf, Arc<Source>>;

/// What became of a Dockerfile and the files that belong to it.
#[derive(Debug, Default)]
pub struct Repaired {
    /// The texts that differ from those on disk.
    pub texts: Texts,
    /// What they were; a file that a repair has made is not among them.
    pub before: Texts,
    /// Each repair made: the name of its rule, and whether it is safe.
    pub made: Vec<(&'static str, Safety)>,
    /// A round of repairs that was taken back because the text behind it was worse; a mistake of lotse.
    pub taken_back: Option<TakenBack>,
}

/// Repairs that were made together and taken back.
#[derive(Debug)]
pub struct TakenBack {
    /// The rules that they come from.
    pub rules: Vec<&'static str>,
    /// What they would have added.
    pub because: String,
}

/// Repairs a Dockerfile, the first of what `lint` gives, and the files that belong to it: all wanted repairs that do not overlap,
/// then again, until nothing is left to repair.
pub fn repair(wanted: impl Fn(&Diagnostic) -> bool, mut lint: impl FnMut(&Texts) -> Vec<Checked>) -> Repaired {
    let mut repaired = Repaired::default();
    let mut files = lint(&repaired.texts);
    for _ in 0..MOST_ROUNDS {
        let mut texts = repaired.texts.clone();
        let mut made = Vec::new();
        for file in &files {
            round(file, &wanted, &mut texts, &mut made);
        }
        if made.is_empty() {
            break;
        }
        for file in &files {
            let path = file.source.path();
            if texts.contains_key(path) && !repaired.texts.contains_key(path) {
                repaired.before.insert(path.to_owned(), Arc::clone(&file.source));
            }
            for old in replaced(file) {
                if texts.contains_key(old.path()) && !repaired.texts.contains_key(old.path()) {
                    repaired.before.entry(old.path().to_owned()).or_insert_with(|| Arc::new(old));
                }
            }
        }
        let after = lint(&texts);
        if let Some(because) = worse(&files, &after) {
            let mut rules: Vec<&str> = made.into_iter().map(|(rule, _)| rule).collect();
            rules.sort_unstable();
            rules.dedup();
            repaired.taken_back = Some(TakenBack { rules, because });
            break;
        }
        repaired.texts = texts;
        repaired.made.append(&mut made);
        files = after;
    }
    repaired
}

/// One round over one file.
fn round(
    file: &Checked,
    wanted: &impl Fn(&Diagnostic) -> bool,
    texts: &mut Texts,
    made: &mut Vec<(&'static str, Safety)>,
) {
    let all = file.diagnostics.iter().filter(|found| wanted(found));
    let fixes: Vec<_> = all.filter_map(|found| Some((found, found.fix.as_deref()?))).collect();
    let (source, applied) = apply(&file.source, fixes.iter().map(|(_, fix)| *fix));
    if let Some(source) = source {
        texts.insert(source.path().to_owned(), Arc::new(source));
    }
    for number in applied {
        let (found, fix) = fixes[number];
        if fix.creates.as_ref().is_none_or(|new| put(new, texts)) {
            made.push((found.rule, fix.safety));
        }
    }
}

/// Puts a file among the texts, unless another repair was there first.
fn put(new: &NewFile, texts: &mut Texts) -> bool {
    let now = texts.get(&new.path).map(|source| source.text());
    let free = now.is_none_or(|now| new.replaces.as_deref() == Some(now));
    if free {
        texts.insert(new.path.clone(), Arc::new(Source::new(new.path.clone(), new.text.clone())));
    }
    free
}

/// What the files of a round's repairs were that are written anew as a whole.
fn replaced(file: &Checked) -> impl Iterator<Item = Source> {
    let fixes = file.diagnostics.iter().filter_map(|found| found.fix.as_deref()?.creates.as_ref());
    fixes.filter_map(|new| Some(Source::new(new.path.clone(), new.replaces.clone()?)))
}

/// What is worse than before, if anything: a syntax error, or a finding that is an error. Where the builder could not read the
/// file before, what it sees of it now may be new.
fn worse(before: &[Checked], after: &[Checked]) -> Option<String> {
    let broken = |files: &[Checked]| files.first().map_or(0, |file| dockerfile::parse(&file.source).errors.len());
    let (was, is) = (broken(before), broken(after));
    if is > was {
        return Some("a syntax error".to_owned());
    }
    if was > 0 {
        return None;
    }
    let errors = |files: &[Checked]| -> BTreeMap<&'static str, usize> {
        let mut errors = BTreeMap::new();
        let found = files.iter().flat_map(|file| &file.diagnostics);
        for found in found.filter(|found| found.severity == Severity::Error) {
            *errors.entry(found.rule).or_default() += 1;
        }
        errors
    };
    let known = errors(before);
    let new = errors(after).into_iter().find(|(rule, count)| known.get(rule).is_none_or(|known| known < count));
    new.map(|(rule, _)| format!("a finding of `{rule}`"))
}
