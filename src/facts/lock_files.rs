//! Which lock files lie in a stage when an instruction runs.

use std::collections::HashMap;

use super::Facts;
use super::deeds::PackageAction;
use crate::context::Context;
use crate::dockerfile::{Dockerfile, Instruction, Kind};
use crate::knowledge::package_managers::{Manager, PackageManager, Verb, package_managers};
use crate::model::{Base, Model, Stage};
use crate::shell::Command;
use crate::source::file_name;

/// For each lock file of the known package managers, where it is first in each stage.
#[derive(Debug)]
pub struct LockFiles {
    /// By stage: the lock files that are in it from an instruction on; 0 for those of the stages below.
    by_stage: Vec<HashMap<&'static str, usize>>,
    stage_of: Vec<Option<usize>>,
}

/// How many different folders are looked into: a bound for hostile files.
const MOST_FOLDERS: usize = 64;

impl LockFiles {
    /// Reads off what COPY, ADD and bind mounts bring.
    pub fn of(dockerfile: &Dockerfile, model: &Model, context: Option<&Context>) -> Self {
        let names: Vec<&'static str> = package_managers().flat_map(|row| row.lock_files.iter().copied()).collect();
        let mut folders: HashMap<String, Vec<&'static str>> = HashMap::new();
        let mut by_stage: Vec<HashMap<&'static str, usize>> = Vec::with_capacity(model.stages.len());
        for stage in &model.stages {
            let mut here = match stage.base {
                Base::Stage(parent) => by_stage.get(parent).map(inherited).unwrap_or_default(),
                _ => HashMap::new(),
            };
            for at in stage.instructions.clone() {
                let Some(instruction) = dockerfile.instructions.get(at) else { continue };
                for path in sources(instruction) {
                    let name = file_name(path);
                    if let Some(known) = names.iter().find(|known| **known == name) {
                        here.entry(known).or_insert(at);
                    } else if let Some(context) = context
                        && (folders.contains_key(path) || folders.len() < MOST_FOLDERS)
                    {
                        let inside = folders.entry(path.to_owned()).or_insert_with(|| inside(context, path, &names));
                        for known in inside.iter() {
                            here.entry(known).or_insert(at);
                        }
                    }
                }
            }
            by_stage.push(here);
        }
        Self { by_stage, stage_of: model.stage_of.clone() }
    }

    /// The lock file of a package manager that is there when instruction `at` runs.
    pub fn of_manager(&self, at: usize, manager: &PackageManager) -> Option<&'static str> {
        let here = self.by_stage.get((*self.stage_of.get(at)?)?)?;
        manager.lock_files.iter().copied().find(|name| here.get(name).is_some_and(|since| *since <= at))
    }
}

/// What a stage hands on is there from the beginning.
fn inherited(parent: &HashMap<&'static str, usize>) -> HashMap<&'static str, usize> {
    parent.keys().map(|name| (*name, 0)).collect()
}

/// The paths of the context that an instruction brings into its stage.
fn sources(instruction: &Instruction) -> Vec<&str> {
    match &instruction.kind {
        Kind::Copy(transfer) | Kind::Add(transfer) => transfer.sources.iter().map(|source| &*source.value).collect(),
        Kind::Run(_) => {
            instruction.mounts.iter().filter_map(|mount| mount.source.as_ref()).map(|source| &*source.value).collect()
        }
        _ => Vec::new(),
    }
}

/// The lock files in a folder of the context, or among the files of a pattern.
fn inside(context: &Context, path: &str, names: &[&'static str]) -> Vec<&'static str> {
    if path.contains(['*', '?', '[']) {
        let files = context.glob(path).unwrap_or_default();
        let is_there = |name: &&'static str| files.iter().any(|file| file.rsplit('/').next() == Some(*name));
        return names.iter().copied().filter(is_there).collect();
    }
    let folder = path.trim_end_matches('/');
    names.iter().copied().filter(|name| context.exists_after_ignore(&format!("{folder}/{name}"))).collect()
}

/// How many RUNs are looked at: a bound for hostile files.
const RUNS_LOOKED_AT: usize = 64;

/// Whether a RUN of the stage, up to instruction `last`, tells bundler to keep to its lock file.
pub fn freezes_bundler(facts: &Facts, stage: &Stage, last: usize) -> bool {
    let says =
        |command: &Command, what: &[&str]| command.words.iter().any(|word| what.iter().any(|what| word.is(what)));
    let configures = |command: &Command| {
        matches!(command.name(), Some("bundle" | "bundler"))
            && says(command, &["config"])
            && says(command, &["deployment", "frozen"])
    };
    facts.runs_of(stage).take(RUNS_LOOKED_AT).take_while(|run| run.at <= last).any(|run| run.commands().any(configures))
}

/// What an install of a project should be called instead, where it does not keep to the lock file.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// The call that keeps to it.
    pub call: &'static str,
    /// What makes the written call that one: other text, or more behind the verb. `None` where a variable is to be set.
    pub verb: Option<String>,
    /// The variables that make the written call keep to it as well.
    pub variables: &'static [&'static str],
}

/// The call that keeps to the lock file where `action` may step over it; `written` is its verb in the file.
pub fn frozen(action: &PackageAction, written: &str) -> Option<Frozen> {
    let row = action.manager;
    if !action.packages.is_empty() || action.has_flag(row.global_flags) || action.has_flag(row.locked_flags) {
        return None;
    }
    let with =
        |call, option: &str, variables| Some(Frozen { call, verb: Some(format!("{written} {option}")), variables });
    let instead = |call, verb: &str| Some(Frozen { call, verb: Some(verb.to_owned()), variables: &[] });
    match (row.manager, action.verb) {
        (Manager::Npm, Verb::Install) if !action.has_flag(&["--package-lock-only"]) => instead("npm ci", "ci"),
        (Manager::Yarn, Verb::Sync) => {
            // `yarn` alone installs as well.
            let added = match written {
                "install" => "--frozen-lockfile",
                "yarn" => "install --frozen-lockfile",
                _ => return None,
            };
            with("yarn install --frozen-lockfile", added, &["CI", "YARN_ENABLE_IMMUTABLE_INSTALLS"])
        }
        (Manager::Pnpm, Verb::Install) => with("pnpm install --frozen-lockfile", "--frozen-lockfile", &["CI"]),
        (Manager::Bun, Verb::Install) => with("bun install --frozen-lockfile", "--frozen-lockfile", &[]),
        (Manager::Bundler, Verb::Sync) => {
            Some(Frozen { call: "BUNDLE_DEPLOYMENT=1", verb: None, variables: &["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"] })
        }
        (Manager::Composer, Verb::Upgrade) => instead("composer install", "install"),
        (Manager::Uv, Verb::Sync) if written == "sync" => {
            with("uv sync --locked", "--locked", &["UV_FROZEN", "UV_LOCKED"])
        }
        (Manager::Cargo, Verb::Install) if action.has_flag(&["--path"]) => {
            with("cargo install --locked", "--locked", &[])
        }
        _ => None,
    }
}
