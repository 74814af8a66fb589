//! Installs of a project that bring what only developers need.

use std::collections::HashMap;

use super::Facts;
use super::deeds::PackageAction;
use super::run::RunFacts;
use crate::context::Context;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::{Model, Stage, Variable};
use crate::shell::Command;

/// How a manager leaves the development dependencies out: by an option, or by a variable of these values.
#[derive(Debug)]
pub struct Way {
    /// The managers.
    pub managers: &'static [Manager],
    /// The option.
    pub option: Option<&'static str>,
    /// Names of variables, and the value that each must have; `""` stands for any.
    pub variables: &'static [(&'static str, &'static str)],
}

/// Sources: the references of npm, yarn, pnpm, composer, bundler, poetry, uv.
const WAYS: &[Way] = &[
    Way {
        managers: &[Manager::Npm],
        option: Some("--omit=dev"),
        variables: &[
            ("NODE_ENV", "production"),
            ("NPM_CONFIG_OMIT", "dev"),
            ("npm_config_omit", "dev"),
            ("NPM_CONFIG_ONLY", "production"),
            ("NPM_CONFIG_PRODUCTION", "true"),
            ("npm_config_production", "true"),
        ],
    },
    Way {
        managers: &[Manager::Yarn],
        option: None,
        variables: &[("NODE_ENV", "production"), ("YARN_PRODUCTION", "true")],
    },
    Way {
        managers: &[Manager::Pnpm],
        option: Some("--prod"),
        variables: &[("NODE_ENV", "production"), ("NPM_CONFIG_PRODUCTION", "true")],
    },
    Way { managers: &[Manager::Composer], option: Some("--no-dev"), variables: &[("COMPOSER_NO_DEV", "")] },
    Way { managers: &[Manager::Bundler], option: None, variables: &[("BUNDLE_WITHOUT", ""), ("BUNDLE_ONLY", "")] },
    Way {
        managers: &[Manager::Poetry],
        option: Some("--only main"),
        variables: &[("POETRY_WITHOUT", ""), ("POETRY_ONLY", "")],
    },
    Way {
        managers: &[Manager::Uv],
        option: Some("--no-dev"),
        variables: &[("UV_NO_DEV", ""), ("UV_NO_DEFAULT_GROUPS", "")],
    },
];

/// An install that brings what only developers need.
#[derive(Clone, Copy, Debug)]
pub struct DevelopmentInstall<'a> {
    /// The call.
    pub action: &'a PackageAction,
    /// How it would leave that out.
    pub way: &'static Way,
}

/// The installs of a stage and the stages below it that bring what only developers need, and that nothing takes back.
pub fn development_installs<'a>(
    facts: &'a Facts,
    model: &'a Model,
    context: Option<&Context>,
    stage: &'a Stage,
) -> Vec<DevelopmentInstall<'a>> {
    let runs: Vec<&RunFacts> = facts.runs_in_chain(model, stage).collect();
    let settings = Settings::of(&runs);
    let lacks = |name, mark| {
        let text = context.and_then(|context| context.file(name));
        text.is_some_and(|text| !text.text().contains(mark))
    };
    // Node's and Composer's manifests say whether there is anything to leave out.
    let (node, composer) = (lacks("package.json", "\"devDependencies\""), lacks("composer.json", "\"require-dev\""));
    let mut found = Vec::new();
    for run in runs {
        let mut assigned: Option<HashMap<&str, Option<&str>>> = None;
        for action in run.packages() {
            let Some(way) = way_of(action) else { continue };
            let assigned = assigned.get_or_insert_with(|| assignments(run));
            let nothing_to_leave = if action.is(&[Manager::Composer]) { composer } else { node && is_node(action) };
            let chosen = way.variables.iter().any(|(name, wanted)| {
                let fits = |value: Option<&str>| {
                    wanted.is_empty() || value.is_none_or(|value| value.eq_ignore_ascii_case(wanted))
                };
                assigned.get(name).is_some_and(|value| fits(*value))
                    || matches!(model.variable(name, run.stage, run.at),
                        Variable::Defined(definition) if fits(definition.value.as_known()))
            });
            if !chosen && !nothing_to_leave && !settings.settle(run, action) {
                found.push(DevelopmentInstall { action, way });
            }
        }
    }
    found
}

fn is_node(action: &PackageAction) -> bool {
    action.is(&[Manager::Npm, Manager::Yarn, Manager::Pnpm])
}

/// How the development dependencies would be left out of an install of the project that does not say so itself.
fn way_of(action: &PackageAction) -> Option<&'static Way> {
    let project = matches!(action.verb, Verb::Install | Verb::Sync)
        && action.packages.is_empty()
        && !action.has_flag(action.manager.global_flags)
        && !matches!(&*action.verb_text, "pip sync" | "pip install" | "tool install");
    let chosen = action.has_flag(action.manager.production_flags)
        || action.has_flag(action.manager.dry_run_flags)
        || action.has_flag(&["--production", "--without", "--only", "--no-group", "--only-group", "--lockfile-only"]);
    WAYS.iter().find(|way| project && !chosen && action.is(way.managers))
}

/// The variables that the text of a RUN sets, with their values where they are known.
fn assignments(run: &RunFacts) -> HashMap<&str, Option<&str>> {
    let all = run.commands().flat_map(|command| &command.assignments);
    all.map(|set| (&*set.name, set.value.as_ref().and_then(|value| value.literal.as_deref()))).collect()
}

/// What other commands of a stage say of development dependencies.
#[derive(Default)]
struct Settings {
    /// For each manager the last instruction that takes them away.
    pruned: HashMap<Manager, usize>,
    /// The first instruction that configures bundler.
    bundler: Option<usize>,
}

impl Settings {
    fn of(runs: &[&RunFacts]) -> Self {
        let mut settings = Self::default();
        for run in runs {
            for piece in &run.pieces {
                for action in &piece.deeds.packages {
                    let prunes = action.verb_text.contains("prune")
                        || action.verb_text.contains("focus")
                        || action.has_flag(action.manager.production_flags)
                        || action.has_flag(&["--production"]);
                    if prunes {
                        settings.prune(action.manager.manager, run.at);
                    }
                }
                for (path, _) in piece.deeds.removals.iter().flat_map(|removal| &removal.paths) {
                    match path.trim_end_matches(['/', '*']).rsplit('/').next() {
                        Some("node_modules") => {
                            for manager in [Manager::Npm, Manager::Yarn, Manager::Pnpm] {
                                settings.prune(manager, run.at);
                            }
                        }
                        Some("vendor") => settings.prune(Manager::Composer, run.at),
                        _ => {}
                    }
                }
                for command in &piece.script.commands {
                    settings.command(command, run.at);
                }
            }
        }
        settings
    }

    fn command(&mut self, command: &Command, at: usize) {
        let has = |part: &str| command.words.iter().skip(1).any(|word| word.text.contains(part));
        match command.name() {
            Some("bundle" | "bundler") if has("config") && (has("without") || has("only")) => {
                self.bundler = Some(self.bundler.map_or(at, |first| first.min(at)));
            }
            Some("pnpm") if has("prune") => self.prune(Manager::Pnpm, at),
            Some("yarn") if has("focus") || has("autoclean") => self.prune(Manager::Yarn, at),
            _ => {}
        }
    }

    fn prune(&mut self, manager: Manager, at: usize) {
        let last = self.pruned.entry(manager).or_insert(at);
        *last = at.max(*last);
    }

    /// Whether an install is configured to leave them out, or they are taken away later.
    fn settle(&self, run: &RunFacts, action: &PackageAction) -> bool {
        let configured = action.is(&[Manager::Bundler]) && self.bundler.is_some_and(|first| first <= run.at);
        configured || self.pruned.get(&action.manager.manager).is_some_and(|last| *last >= run.at)
    }
}
