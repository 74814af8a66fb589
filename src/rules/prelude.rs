//! What a rule file needs.

#![allow(unused_imports, reason = "each rule uses its part")]

pub(super) use super::{
    Check, ContextView, File, Findings, FixKind, Group, ImageView, Rule, Run, ScriptView, StageView, StartPlace,
    StartView, Step,
};
pub(super) use crate::diagnostic::{Edit, Safety, Severity};
pub(super) use crate::dockerfile::{ErrorKind, Keyword, Kind};
pub(super) use crate::facts::PackageAction;
pub(super) use crate::knowledge::package_managers::{Manager, Verb};
pub(super) use crate::meaning::Freedom;
pub(super) use crate::shell::Command;
pub(super) use crate::source::Span;
