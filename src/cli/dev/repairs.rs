//! `lotse dev repairs`: what repairs do to real files, and whether they keep what they must.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::{FAILED, FINDINGS, GOOD, pool, print, say};
use crate::config::{Config, Layer, Settings};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Safety};
use crate::discover;
use crate::dockerfile::{self, Kind};
use crate::fix::{self, Checked, Repaired, Texts};
use crate::format::{Formatted, Style, format};
use crate::lint::lint;
use crate::rules::{ALL, unpromised};
use crate::source::Source;

/// Repairs and lays out the files in memory; nothing is written. The exit status says whether all went well.
pub(super) fn run(paths: &[PathBuf]) -> u8 {
    let found = discover::find(paths);
    found.problems.iter().for_each(say);
    let select = ALL.iter().map(|rule| (*rule, None)).collect();
    let settings = Config::default().settings(&[], &Layer { select: Some(select), ..Layer::default() });
    let mut total = Total::default();
    for one in pool::each(&found.files, None, |path| one(path, &settings)) {
        match one {
            Ok(one) => total.add(one),
            Err(message) => {
                say(message);
                return FAILED;
            }
        }
    }
    let wrong = total.wrong.len();
    total.wrong.iter().for_each(say);
    print(&total.table()).max(if wrong == 0 { GOOD } else { FINDINGS })
}

/// What was counted.
#[derive(Default)]
struct Total {
    files: usize,
    /// Findings before, after safe repairs, and after all.
    findings: [usize; 3],
    /// For each rule its safe and its unsafe repairs.
    made: BTreeMap<&'static str, [usize; 2]>,
    formatted: usize,
    /// What must not happen.
    wrong: Vec<String>,
}

impl Total {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.formatted += other.formatted;
        self.wrong.extend(other.wrong);
        for (sum, count) in self.findings.iter_mut().zip(other.findings) {
            *sum += count;
        }
        for (rule, counts) in other.made {
            for (sum, count) in self.made.entry(rule).or_default().iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }

    fn table(&self) -> String {
        let [before, safe, all] = self.findings;
        let mut text = format!("| | |\n|---|---:|\n| files | {} |\n| findings | {before} |\n", self.files);
        let made: [usize; 2] = [0, 1].map(|kind| self.made.values().map(|counts| counts[kind]).sum());
        let _ = writeln!(text, "| findings after safe repairs | {safe} |\n| findings after all repairs | {all} |");
        let _ = writeln!(text, "| safe repairs | {} |\n| unsafe repairs | {} |", made[0], made[1]);
        let _ = writeln!(text, "| files that `lotse format` lays out anew | {} |", self.formatted);
        let _ = writeln!(text, "| things that must not happen | {} |\n", self.wrong.len());
        text.push_str("| rule | safe | unsafe |\n|---|---:|---:|\n");
        let mut rows: Vec<_> = self.made.iter().collect();
        rows.sort_by_key(|(rule, [safe, other])| (std::cmp::Reverse(safe + other), **rule));
        for (rule, [safe, other]) in rows {
            let cell = |count: &usize| if *count == 0 { String::new() } else { count.to_string() };
            let _ = writeln!(text, "| {rule} | {} | {} |", cell(safe), cell(other));
        }
        text
    }
}

fn one(path: &Path, settings: &Settings) -> Result<Total, String> {
    let name = path.display();
    let source = Arc::new(discover::read(path).map_err(|error| format!("{name}: {error}"))?);
    let mut total = Total { files: 1, ..Total::default() };
    let nothing = Texts::new();
    total.findings[0] = count(&checked(path, &source, &nothing, settings));
    for (number, most) in [Safety::Safe, Safety::Unsafe].into_iter().enumerate() {
        let mut broken = Vec::new();
        let repaired = repair(path, &source, &nothing, settings, most, &mut broken);
        if most == Safety::Safe {
            let rules = repaired.made.iter().map(|(rule, _)| *rule);
            let after = repaired.texts.get(path);
            let together = after.and_then(|after| unpromised(rules, &source, after));
            broken.extend(together.map(|what| format!("together: {what}")));
        }
        total.wrong.extend(broken.into_iter().map(|what| format!("{name}: another meaning: {what}")));
        total.findings[number + 1] = count(&checked(path, &source, &repaired.texts, settings));
        let mut wrong = |what: &str| total.wrong.push(format!("{name}: {what} with {most:?} repairs"));
        if let Some(taken) = &repaired.taken_back {
            wrong(&format!("{} of {}", taken.because, taken.rules.join(", ")));
        }
        if !is_as_before(&source, repaired.texts.get(path)) {
            wrong("other stages or more errors");
        }
        let again = repair(path, &source, &repaired.texts, settings, most, &mut Vec::new());
        if !again.made.is_empty() {
            let rules: Vec<&str> = again.made.iter().map(|(rule, _)| *rule).collect();
            wrong(&format!("not settled: {}", rules.join(", ")));
        }
        // What is made with the unsafe ones holds the safe ones.
        if most == Safety::Unsafe {
            for (rule, safety) in repaired.made {
                total.made.entry(rule).or_default()[usize::from(safety == Safety::Unsafe)] += 1;
            }
        }
    }
    match format(&source, &Style::default()) {
        Formatted::Mistake => total.wrong.push(format!("{name}: the layout would change the meaning")),
        Formatted::Changed(after) => {
            total.formatted += 1;
            if !matches!(format(&after, &Style::default()), Formatted::Unchanged) {
                total.wrong.push(format!("{name}: the layout is not settled"));
            }
        }
        _ => {}
    }
    Ok(total)
}

/// Repairs a file, and asks of each safe repair by itself, in each round, whether the text says the same behind it.
fn repair(
    path: &Path,
    source: &Arc<Source>,
    begin: &Texts,
    settings: &Settings,
    most: Safety,
    broken: &mut Vec<String>,
) -> Repaired {
    let wanted = |found: &Diagnostic| {
        let safety = found.fix.as_ref().map(|fix| fix.safety);
        safety == Some(Safety::Safe) || safety == Some(most)
    };
    fix::repair(wanted, |texts| {
        let mut all = begin.clone();
        all.extend(texts.clone());
        let files = checked(path, source, &all, settings);
        broken.extend(files.first().into_iter().flat_map(broken_promises));
        files
    })
}

/// The safe repairs of a Dockerfile behind which it says something else, with what.
fn broken_promises(file: &Checked) -> Vec<String> {
    let safe = |found: &&Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    let broken = file.diagnostics.iter().filter(safe).filter_map(|found| {
        let after = fix::apply(&file.source, found.fix.as_deref().into_iter()).0?;
        Some(format!("{}: {}", found.rule, unpromised([found.rule], &file.source, &after)?))
    });
    broken.collect()
}

fn checked(path: &Path, source: &Arc<Source>, texts: &Texts, settings: &Settings) -> Vec<Checked> {
    let context = Context::open(path, None).with_texts(texts.clone());
    let now = Arc::clone(texts.get(path).unwrap_or(source));
    let files = lint(now, Some(&context), settings).files;
    files.into_iter().map(|file| Checked { source: file.source, diagnostics: file.diagnostics }).collect()
}

fn count(files: &[Checked]) -> usize {
    files.iter().map(|file| file.diagnostics.len()).sum()
}

/// Whether a text has the stages of another, and no more errors.
fn is_as_before(before: &Source, after: Option<&Arc<Source>>) -> bool {
    let Some(after) = after else { return true };
    let (old, new) = (dockerfile::parse(before), dockerfile::parse(after));
    let stages = |parsed: &dockerfile::Dockerfile| {
        parsed.instructions.iter().filter(|instruction| matches!(instruction.kind, Kind::From(_))).count()
    };
    new.errors.len() <= old.errors.len() && stages(&old) == stages(&new)
}
