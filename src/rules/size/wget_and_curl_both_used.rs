//! Two programs for downloads where one would do.

use super::super::prelude::*;
use crate::facts::Package;
use crate::knowledge::package_managers::Verb;
use crate::model::Base;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    name: "wget-and-curl-both-used",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL4001 plain", "hadolint:DL4001 hadolint-only", "droast:DF058", "trivy:DS-0014",
        "kics:run_using_wget_and_curl", "semgrep:use-either-wget-or-curl",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/size/wget-and-curl-both-used.md"),
    checks: &[Check::File(check)],
};

const TOOLS: [&str; 2] = ["curl", "wget"];

/// What is known of each tool at a place of a stage.
#[derive(Clone, Copy, Default)]
struct Seen {
    installed: [Option<Span>; 2],
    called: [Option<Span>; 2],
    reported: bool,
}

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut ends: Vec<Seen> = Vec::with_capacity(file.model.stages.len());
    for stage in &file.model.stages {
        let mut seen = match stage.base {
            Base::Stage(parent) => ends.get(parent).copied().unwrap_or_default(),
            _ => Seen::default(),
        };
        let mut called = [false; 2];
        for run in (StageView { file, stage }).steps().filter_map(|step| step.run()) {
            seen.add(&run);
            let here = TOOLS.map(|tool| call(&run, tool));
            called = [0, 1].map(|tool| called[tool] || here[tool].is_some());
            let said = stage.in_image && !seen.reported && seen.report(findings);
            // hadolint takes calls alone, and reports each RUN that has one.
            if let Some(span) = here.into_iter().flatten().max()
                && called == [true; 2]
                && !said
            {
                findings.at(span, "both `curl` and `wget` are called in this stage").variant("hadolint-only");
            }
        }
        ends.push(seen);
    }
}

impl Seen {
    fn add(&mut self, run: &Run<'_>) {
        let removals = run.facts.packages().filter(|action| action.verb == Verb::Remove);
        let removed: Vec<&Package> = removals.flat_map(|action| &action.packages).collect();
        // Who marks packages removes those without a mark.
        let unknown = removed.iter().any(|package| package.variable)
            || run.facts.commands().any(|command| command.name() == Some("apt-mark"));
        let names: HashSet<&str> = removed.iter().map(|package| &*package.text).collect();
        for (number, tool) in TOOLS.into_iter().enumerate() {
            let installs = run.facts.packages().filter(|action| action.installs_system());
            let package = installs.into_iter().find_map(|action| {
                let package = action.packages.iter().find(|package| &*package.name == tool)?;
                let group = action.flag_value(&["-t", "--virtual"]);
                let gone = unknown || names.contains(tool) || group.is_some_and(|group| names.contains(group));
                (!gone).then_some(package.span)
            });
            self.installed[number] = self.installed[number].or(package);
            self.called[number] = self.called[number].or_else(|| call(run, tool));
        }
    }

    /// Both are installed, or one is installed while the other is called.
    fn report(&mut self, findings: &mut Findings) -> bool {
        let [curl, wget] = self.installed;
        let (span, other, message) = match (curl, wget, self.called) {
            (Some(first), Some(second), _) => {
                (first.max(second), first.min(second), "both `curl` and `wget` are installed")
            }
            (Some(installed), None, [_, Some(call)]) => {
                (call, installed, "`wget` is called although `curl` is installed")
            }
            (None, Some(installed), [Some(call), _]) => {
                (call, installed, "`curl` is called although `wget` is installed")
            }
            _ => return false,
        };
        self.reported = true;
        findings
            .at(span, message)
            .variant("plain")
            .label(other, "installed here")
            .help("use one of them for all downloads");
        true
    }
}

/// Where a RUN first calls a program.
fn call(run: &Run<'_>, tool: &str) -> Option<Span> {
    let command = run.facts.commands().find(|command| command.name() == Some(tool))?;
    Some(command.words.first()?.span)
}
