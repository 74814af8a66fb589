//! Two programs for downloads where one would do.

use super::super::prelude::*;
use crate::facts::RemovedPackages;
use crate::model::Base;

pub(crate) static RULE: Rule = Rule::new("wget-and-curl-both-used", Group::Size, Severity::Info)
    .recommended()
    .aliases(&[
        "hadolint:DL4001 plain", "hadolint:DL4001 hadolint-only", "droast:DF058", "trivy:DS-0014",
        "kics:run_using_wget_and_curl", "semgrep:use-either-wget-or-curl",
    ])
    .page(include_str!("../../../rules/size/wget-and-curl-both-used.md"))
    .checks(&[Check::File(check)]);

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
        for run in (StageView { file, stage }).runs() {
            seen.add(&run);
            let here = TOOLS.map(|tool| call(&run, tool));
            called = [0, 1].map(|tool| called[tool] || here[tool].is_some());
            let said = stage.in_image && !seen.reported && seen.report(findings);
            // hadolint takes calls alone, and reports each RUN that has one.
            if let Some(span) = here.into_iter().flatten().max().filter(|_| called == [true; 2] && !said) {
                findings.at(span, "both `curl` and `wget` are called in this stage").variant("hadolint-only");
            }
        }
        ends.push(seen);
    }
}

impl Seen {
    fn add(&mut self, run: &Run<'_>) {
        let removed = RemovedPackages::of([run.facts]);
        for (number, tool) in TOOLS.into_iter().enumerate() {
            let mut installs = run.facts.packages().filter(|action| action.installs_system());
            let kept = installs.find_map(|action| {
                let package = action.packages.iter().find(|package| &*package.name == tool)?;
                (!removed.is_unknown() && !removed.takes(action, package)).then_some(package.span)
            });
            self.installed[number] = self.installed[number].or(kept);
            self.called[number] = self.called[number].or_else(|| call(run, tool));
        }
    }

    /// Both are installed, or one is installed while the other is called.
    fn report(&mut self, findings: &mut Findings) -> bool {
        let (span, other, message) = match (self.installed, self.called) {
            ([Some(first), Some(second)], _) => {
                (first.max(second), first.min(second), "both `curl` and `wget` are installed")
            }
            ([Some(curl), None], [_, Some(call)]) => (call, curl, "`wget` is called although `curl` is installed"),
            ([None, Some(wget)], [Some(call), _]) => (call, wget, "`curl` is called although `wget` is installed"),
            _ => return false,
        };
        self.reported = true;
        let finding = findings.at(span, message).variant("plain").label(other, "installed here");
        finding.help("use one of them for all downloads");
        true
    }
}

/// Where a RUN first calls a program.
fn call(run: &Run<'_>, tool: &str) -> Option<Span> {
    run.facts.commands().find(|command| command.name() == Some(tool)).map(Command::name_span)
}
