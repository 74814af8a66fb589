//! Where a RUN, COPY or ADD does its work: the working directory, the variables, and the places that do not end up in its layer.

use std::borrow::Cow;

use super::paths::{is_below, normalise, with_tilde};
use crate::dockerfile::{Instruction, MountKind};
use crate::model::{Model, State, Value, Variable};

/// What an instruction's paths depend on.
#[derive(Debug)]
pub struct Site<'a> {
    model: &'a Model,
    stage: Option<usize>,
    at: usize,
    directory: Option<&'a str>,
    mounted: Vec<String>,
    /// A mount goes to a place that only the build knows.
    mounted_somewhere: bool,
}

impl<'a> Site<'a> {
    /// The site of instruction `at`, which stands in `stage` and finds the state `before`.
    pub fn new(
        model: &'a Model,
        stage: Option<usize>,
        at: usize,
        instruction: &Instruction,
        before: &'a State,
    ) -> Self {
        let directory = before.workdir.as_ref().and_then(|setting| setting.value.as_known());
        let mut site = Self { model, stage, at, directory, mounted: Vec::new(), mounted_somewhere: false };
        for mount in &instruction.mounts {
            let Some(target) = &mount.target else { continue };
            if matches!(mount.kind, MountKind::Secret | MountKind::Ssh) {
                continue;
            }
            match site.path(&target.value, directory) {
                Some(path) if site.mounted.len() < MOST_MOUNTS => site.mounted.push(path),
                _ => site.mounted_somewhere = true,
            }
        }
        site
    }

    /// The working directory.
    pub fn directory(&self) -> Option<&'a str> {
        self.directory
    }

    /// A path of a command or instruction made absolute, with the Dockerfile's variables replaced. `None` where part of it is
    /// not known, or it is relative and the directory is not known.
    pub fn path(&self, text: &str, directory: Option<&str>) -> Option<String> {
        let value = (!self.model.is_plain(text)).then(|| self.model.expand(text, self.stage, self.at));
        let text = with_tilde(value.as_ref().map_or(Some(text), |value| value.as_known())?);
        if text.is_empty() || text.len() > LONGEST || text.contains(['$', '`']) {
            return None;
        }
        if text.starts_with('~') {
            return Some(text.trim_end_matches('/').to_owned());
        }
        let directory = if text.starts_with('/') { "" } else { directory? };
        let path = normalise(&text, directory);
        match with_tilde(&path) {
            Cow::Borrowed(_) => Some(path),
            Cow::Owned(in_home) => Some(in_home),
        }
    }

    /// Whether what lies at a path (as [`Site::path`] gives it) is kept out of the layer by a mount.
    pub fn is_mounted(&self, path: &str) -> bool {
        self.mounted_somewhere || self.mounted.iter().any(|mount| is_below(path, mount))
    }

    /// Whether a mount lies at one of these folders, above it, or below it: then who wrote the mount knows where the files go.
    pub fn mounts_near(&self, folder: &str) -> bool {
        self.is_mounted(folder) || self.mounted.iter().any(|mount| is_below(mount, folder))
    }

    /// Whether any mount is there whose path ends like this folder: `/app/.cache/pip` for `~/.cache/pip`.
    pub fn mounts_like(&self, folder: &str) -> bool {
        let tail = folder.strip_prefix('~').unwrap_or(folder);
        self.mounted
            .iter()
            .any(|mount| mount.ends_with(tail) || tail.starts_with("/.cache") && mount.ends_with("/.cache"))
    }

    /// Whether a mount keeps what lies in a folder, whoever's home it is in.
    pub fn mounts_cache(&self, folder: &str) -> bool {
        self.mounts_near(with_tilde(folder).as_ref()) || self.mounts_near(folder)
    }

    /// The value of a variable of the Dockerfile or the base image; `None` where nobody is known to set it.
    pub fn variable(&self, name: &str) -> Option<Value> {
        match self.model.variable(name, self.stage, self.at) {
            Variable::Defined(definition) => Some(definition.value.clone()),
            Variable::Given(_, value) => Some(value.map_or(Value::Unknown, Value::known)),
            Variable::Undefined | Variable::Unknown => None,
        }
    }
}

/// More mounts than this in one RUN are not compared with each path: a bound for hostile files.
const MOST_MOUNTS: usize = 64;

/// The longest path that is looked at, in bytes: a bound for hostile files.
const LONGEST: usize = 4096;
