//! Variables: who defines them, with what value, and where they can be seen.

use std::collections::BTreeMap;

use super::value::Value;
use crate::source::Span;

/// What defined a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `ARG`
    Arg,
    /// `ENV`
    Env,
    /// An argument that BuildKit knows without `ARG`: `HTTP_PROXY` and its kind, platform arguments in FROM.
    Predefined,
    /// The base image's own environment.
    Base,
}

/// A definition of a variable.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Index of the instruction.
    pub at: usize,
    /// By which instruction.
    pub origin: Origin,
    /// The name's place in the file.
    pub name: Span,
    /// What it is set to; for `ARG NAME` without default what the global `ARG` says, else unknown.
    pub value: Value,
    /// `ARG NAME` without a default of its own.
    pub without_default: bool,
}

/// The variables that one stage (or the part before the first FROM) defines.
#[derive(Debug, Default)]
pub struct Scope {
    by_name: BTreeMap<Box<str>, Vec<Definition>>,
}

impl Scope {
    /// Adds a definition; they come in the order of the file.
    pub(super) fn define(&mut self, name: &str, definition: Definition) {
        self.by_name.entry(name.into()).or_default().push(definition);
    }

    /// The definition in force in front of instruction `before`: the last, as `BuildKit` keeps ARG and ENV in one list.
    pub fn at(&self, name: &str, before: usize) -> Option<&Definition> {
        let all = self.by_name.get(name)?;
        all[..all.partition_point(|definition| definition.at < before)].last()
    }

    /// Every definition of the scope, by name.
    pub fn definitions(&self) -> impl Iterator<Item = (&str, &[Definition])> {
        self.by_name.iter().map(|(name, all)| (&**name, all.as_slice()))
    }

    /// Its names in byte order, to look for a similar one; none where there are too many for that.
    pub fn some_names(&self) -> impl Iterator<Item = &str> {
        const MOST: usize = 256;
        let few = self.by_name.len() <= MOST;
        let mut names: Vec<&str> = self.by_name.keys().filter(|_| few).map(|name| &**name).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// The definitions of one name, in the order of the file.
    pub fn of(&self, name: &str) -> &[Definition] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Arguments that BuildKit accepts in every stage without ARG.
/// Source: docs.docker.com/reference/dockerfile, "Predefined ARGs".
pub const PREDEFINED: &[&str] = &[
    "ALL_PROXY", "FTP_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "all_proxy", "ftp_proxy", "http_proxy",
    "https_proxy", "no_proxy",
];

/// Whether an argument has a meaning for the builder itself, whether or not the Dockerfile reads it.
pub fn is_for_the_builder(name: &str) -> bool {
    PREDEFINED.contains(&name)
        || PLATFORM.contains(&name)
        || name.contains("SOURCE_DATE_EPOCH")
        || name.starts_with("BUILDKIT_")
}

/// Arguments that are set in the global scope without ARG, so FROM may use them.
/// Source: docs.docker.com/reference/dockerfile, "Automatic platform ARGs in the global scope".
pub const PLATFORM: &[&str] = &[
    "BUILDARCH", "BUILDOS", "BUILDOSVERSION", "BUILDPLATFORM", "BUILDVARIANT", "TARGETARCH", "TARGETOS",
    "TARGETOSVERSION", "TARGETPLATFORM", "TARGETSTAGE", "TARGETVARIANT",
];
