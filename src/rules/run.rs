//! Asks the rules: which check sees what, and in which file its findings are.

use std::collections::BTreeSet;

use super::{
    Check, ContextView, File, Findings, ImageView, Rule, Run, ScriptView, StageView, StartPlace, StartView, Step,
};
use crate::diagnostic::Diagnostic;
use crate::dockerfile::{Instruction, Keyword, Kind};
use crate::facts::{Role, RunFacts, Startup};
use crate::model::Stage;

/// The file that a finding is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The Dockerfile.
    Dockerfile,
    /// A script, by its number in [`crate::facts::Facts::scripts`].
    Script(usize),
    /// The context's ignore file.
    IgnoreFile,
}

/// What one rule found in one file.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub place: Place,
    /// The findings, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the given rules find in a Dockerfile and in the files that belong to it.
pub fn run(file: &File<'_>, rules: &[&'static Rule]) -> Vec<Found> {
    let questions = Questions::new(file);
    let mut found = Vec::new();
    for rule in rules {
        questions.ask(rule, &mut found);
    }
    found.append(&mut questions.shell_findings());
    found
}

/// What the given rules find in an image.
pub fn run_on_image(view: &ImageView<'_>, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in rules {
        let mut findings = Findings::new(rule);
        for check in rule.checks {
            if let Check::Image(check) = check {
                check(view, &mut findings);
            }
        }
        found.append(&mut findings.into_vec());
    }
    found
}

/// What rules are asked about: a file, and what is found out once for all of them.
pub struct Questions<'a> {
    file: &'a File<'a>,
    starts: Starts<'a>,
}

impl<'a> Questions<'a> {
    /// Prepares the questions about a file.
    pub fn new(file: &'a File<'a>) -> Self {
        Self { file, starts: Starts::of(file) }
    }

    /// Adds what one rule finds.
    pub fn ask(&self, rule: &'static Rule, found: &mut Vec<Found>) {
        for check in rule.checks {
            ask(rule, *check, self.file, &self.starts, found);
        }
    }

    /// What the shell linter has found while the facts were gathered, under the rules' names.
    pub fn shell_findings(&self) -> Vec<Found> {
        let mut found = Vec::new();
        super::shellcheck::add(self.file, &mut found);
        found
    }
}

fn ask(rule: &'static Rule, check: Check, file: &File<'_>, starts: &Starts<'_>, found: &mut Vec<Found>) {
    let mut here = Findings::new(rule);
    let mut elsewhere = |place: Place, ask: &mut dyn FnMut(&mut Findings)| {
        let mut findings = Findings::new(rule);
        ask(&mut findings);
        keep(found, place, findings);
    };
    match check {
        Check::File(check) => check(file, &mut here),
        Check::Stage(check) => stages(file, |_| true, |view| check(view, &mut here)),
        Check::StageInImage(check) => stages(file, |stage| stage.in_image, |view| check(view, &mut here)),
        Check::FinalStage(check) => {
            if let Some(stage) = file.model.final_stage() {
                check(&StageView { file, stage }, &mut here);
            }
        }
        Check::Instruction(keywords, check) => {
            let asked = keywords.iter().fold(0, |all, keyword| all | bit(*keyword));
            for (index, instruction) in file.dockerfile.instructions.iter().enumerate() {
                if asked & bit(instruction.keyword) != 0 {
                    step(file, index, instruction, false, |step| check(step, &mut here));
                }
                if let Kind::Onbuild(trigger) = &instruction.kind
                    && asked & bit(trigger.keyword) != 0
                {
                    step(file, index, trigger, true, |step| check(step, &mut here));
                }
            }
        }
        Check::Run(check) => runs(file, |run| check(run, &mut here)),
        Check::RunInImage(check) => runs(file, |run| {
            if run.step.in_image() {
                check(run, &mut here);
            }
        }),
        Check::Script(check) => {
            for (number, script) in file.facts.scripts.iter().enumerate() {
                elsewhere(Place::Script(number), &mut |findings| {
                    check(&ScriptView { file, script }, findings);
                });
            }
        }
        Check::Start(check) => {
            for startup in &starts.in_force {
                let Some(stage) = file.model.stages.get(startup.stage) else { continue };
                let place = StartPlace::Instruction(startup);
                check(&StartView { file, stage, piece: &startup.piece, place }, &mut here);
            }
            for (number, script) in file.facts.scripts.iter().enumerate() {
                if script.role == Role::Start
                    && starts.in_force.iter().any(|startup| startup.at == script.started_by)
                    && let Some(stage) = file.model.stages.get(script.stage)
                {
                    let place = StartPlace::Script(script);
                    let view = StartView { file, stage, piece: &script.piece, place };
                    elsewhere(Place::Script(number), &mut |findings| check(&view, findings));
                }
            }
        }
        Check::IgnoreFile(check) => {
            if let Some(context) = file.context
                && let Some(ignore) = context.ignore_file()
            {
                let view = ContextView { file, context, ignore };
                elsewhere(Place::IgnoreFile, &mut |findings| check(&view, findings));
            }
        }
        // Asked about what was built, not about what is to be built.
        Check::Image(_) => {}
    }
    keep(found, Place::Dockerfile, here);
}

/// A bit for each keyword.
fn bit(keyword: Keyword) -> u32 {
    1 << keyword as u32
}

fn keep(found: &mut Vec<Found>, place: Place, findings: Findings) {
    let diagnostics = findings.into_vec();
    if !diagnostics.is_empty() {
        found.push(Found { place, diagnostics });
    }
}

fn stages(file: &File<'_>, asked: impl Fn(&Stage) -> bool, mut ask: impl FnMut(&StageView<'_>)) {
    for stage in file.model.stages.iter().filter(|stage| asked(stage)) {
        ask(&StageView { file, stage });
    }
}

fn runs(file: &File<'_>, mut ask: impl FnMut(&Run<'_>)) {
    for facts in &file.facts.runs {
        run_view(file, facts, &mut ask);
    }
}

fn step(file: &File<'_>, index: usize, instruction: &Instruction, onbuild: bool, ask: impl FnOnce(&Step<'_>)) {
    if let Some(state) = file.model.states.get(index) {
        ask(&Step { file, stage: file.model.stage_at(index), instruction, index, onbuild, state });
    }
}

fn run_view(file: &File<'_>, facts: &RunFacts, ask: impl FnOnce(&Run<'_>)) {
    let Some(outer) = file.dockerfile.instructions.get(facts.at) else { return };
    let instruction = match &outer.kind {
        Kind::Onbuild(trigger) if trigger.keyword == Keyword::Run => trigger,
        _ => outer,
    };
    step(file, facts.at, instruction, facts.onbuild, |step| ask(&Run { step: *step, facts }));
}

/// The ENTRYPOINTs and CMDs that some image starts with.
struct Starts<'a> {
    in_force: Vec<&'a Startup>,
}

impl<'a> Starts<'a> {
    fn of(file: &File<'a>) -> Self {
        let facts = file.facts;
        let numbers: BTreeSet<usize> = file
            .model
            .stages
            .iter()
            .filter(|stage| stage.in_image)
            .flat_map(|stage| {
                let ending = facts.ending(stage);
                [ending.entrypoint, ending.cmd]
            })
            .flatten()
            .collect();
        Self { in_force: numbers.into_iter().filter_map(|number| facts.startups.get(number)).collect() }
    }
}
