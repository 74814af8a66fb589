//! How many findings each rule has, the most frequent first, and how many of them can be repaired.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Look, Report, count};
use crate::diagnostic::{Safety, Severity};

/// What is counted of a rule.
#[derive(Clone, Copy, Default)]
struct Counts {
    findings: usize,
    safe: usize,
    not_safe: usize,
    severity: Option<Severity>,
}

pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut all = Counts::default();
    for (_, finding) in report.findings() {
        let safety = finding.fix.as_ref().map(|fix| fix.safety);
        for counts in [rules.entry(finding.rule).or_default(), &mut all] {
            counts.findings += 1;
            counts.safe += usize::from(safety == Some(Safety::Safe));
            counts.not_safe += usize::from(safety == Some(Safety::Unsafe));
            counts.severity = counts.severity.max(Some(finding.severity));
        }
    }
    let mut rules: Vec<(&str, Counts)> = rules.into_iter().collect();
    rules.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.findings), *name));
    let digits = all.findings.to_string().len();
    let width = rules.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, counts) in &rules {
        let severity = counts.severity.map_or("", Severity::name);
        let line = format!("{:>digits$}  {severity:7}  {name:width$}  {}", counts.findings, repairs(*counts));
        writeln!(out, "{}", line.trim_end())?;
    }
    if look.quiet {
        return Ok(());
    }
    if all.findings == 0 {
        return writeln!(out, "{}", report.without_findings());
    }
    let found = count(all.findings, "finding");
    let more = if all.safe + all.not_safe > 0 { format!(": {}", repairs(all)) } else { String::new() };
    writeln!(out, "{found} of {} in {}{more}", count(rules.len(), "rule"), report.place())
}

/// How many can be repaired.
fn repairs(counts: Counts) -> String {
    match (counts.safe, counts.not_safe) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} repaired by --fix"),
        (0, more) => format!("{more} repaired by --unsafe-fixes"),
        (safe, more) => format!("{safe} repaired by --fix, {more} more by --unsafe-fixes"),
    }
}
