//! The state that instructions leave to the ones behind them.

use std::sync::Arc;

use super::value::Value;
use crate::source::Span;

/// The state in force before an instruction. Cheap to copy: settings are shared.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The user; `None` where neither the Dockerfile nor a known base sets one.
    pub user: Option<Arc<Setting>>,
    /// The working directory, joined with the ones before it; `None` where the base is unknown and sets it.
    pub workdir: Option<Arc<Setting>>,
    /// The last SHELL, or what a comment names; `None` where the default shell of the base is in force.
    pub shell: Option<Arc<ShellSetting>>,
}

impl State {
    /// Whether a WORKDIR of the Dockerfile is in force, and not only what the base image sets.
    pub fn has_own_workdir(&self) -> bool {
        self.workdir.as_ref().is_some_and(|setting| setting.at.is_some())
    }
}

/// A setting and where it was made.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its value.
    pub value: Value,
    /// Index of the instruction that made it; `None` where the base image did.
    pub at: Option<usize>,
    /// The argument in the file; empty where the base image made it.
    pub span: Span,
    /// Whether the Dockerfile (and not only the base) ever set it absolutely, for WORKDIR.
    pub absolute: bool,
}

/// The shell that runs the shell form.
#[derive(Clone, Debug)]
pub struct ShellSetting {
    /// Its words, as in `SHELL ["/bin/bash", "-c"]`.
    pub words: Vec<Box<str>>,
    /// Index of the SHELL instruction; `None` where a comment names the shell.
    pub at: Option<usize>,
}
