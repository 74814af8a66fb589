//! What a Dockerfile takes from the build context.

use crate::context::{Context, Metadata};
use std::sync::Arc;

use crate::dockerfile::{Dockerfile, GitRef, GitRefError, Instruction, Keyword, Kind, MountKind, Text};
use crate::knowledge::files::is_tar_archive;
use crate::model::{Model, Value};
use crate::source::Span;

/// A path of the build context that an instruction reads.
#[derive(Debug)]
pub struct ContextSource {
    /// Index of the instruction.
    pub at: usize,
    /// `COPY`, `ADD`, or `RUN` for a bind mount.
    pub keyword: Keyword,
    /// Its stage.
    pub stage: Option<usize>,
    /// Whether the instruction is an ONBUILD trigger: then the context is that of another build.
    pub onbuild: bool,
    /// The path in the file.
    pub span: Span,
    /// The path with its variables replaced.
    pub path: Value,
    /// Where it goes, with variables replaced; unknown for a mount.
    pub destination: Arc<Value>,
    /// Whether the instruction leaves something out with `--exclude`.
    pub excludes: bool,
}

impl ContextSource {
    /// The path below the context's root without `.` parts, `""` for the root itself. `None` where it is not wholly known or
    /// leads out of the context.
    pub fn inside(&self) -> Option<String> {
        let mut parts: Vec<&str> = Vec::new();
        for part in self.path.as_known()?.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// The part of the path that is known to lead out of the context; `None` where it stays inside as far as it is known.
    pub fn outside(&self) -> Option<&str> {
        // What is known up to the last `/` in front of a variable.
        let known = || self.path.prefix().rsplit_once('/').map_or("", |(known, _)| known);
        let path = self.path.as_known().unwrap_or_else(known);
        let mut depth = 0_i64;
        let leaves = path.split('/').any(|part| {
            depth += match part {
                "" | "." => 0,
                ".." => -1,
                _ => 1,
            };
            depth < 0
        });
        (leaves && !path.starts_with('/')).then_some(path)
    }

    /// The path as the instruction sees it; empty where it is not wholly known.
    pub fn written(&self) -> &str {
        self.path.as_known().unwrap_or_default()
    }

    /// Whether nothing of this build's context is there and no tool makes it; of a pattern that cannot be searched nothing is
    /// known.
    pub fn is_missing_in(&self, context: &Context) -> bool {
        let Some(path) = self.inside().filter(|path| !self.onbuild && !path.is_empty()) else { return false };
        let missing = if self.is_pattern() {
            context.glob(&path).is_some_and(|found| found.is_empty()) && !path.contains('\\')
        } else {
            !context.exists(&path)
        };
        missing && !context.is_generated(&path)
    }

    /// Whether a pattern stands beside a source that is no pattern: BuildKit is content with a pattern that nothing matches,
    /// and who adds such a source knows that.
    pub fn is_optional(&self, all: &[Self]) -> bool {
        self.is_pattern() && all.iter().any(|other| other.at == self.at && !other.is_pattern())
    }

    /// Whether it is the whole context.
    pub fn is_all(&self) -> bool {
        self.inside().is_some_and(|path| is_all(&path))
    }

    /// The folder of the context that a COPY or ADD of this build takes, `""` or `"*"` for all of it; `None` for a file.
    pub fn folder(&self, context: &Context) -> Option<String> {
        let is_folder = |path: &String| is_all(path) || context.metadata(path).is_some_and(Metadata::is_folder);
        self.inside().filter(|path| self.is_copied() && is_folder(path))
    }

    /// Whether it is copied into the image in this build: by no mount and no ONBUILD.
    pub fn is_copied(&self) -> bool {
        !self.onbuild && self.keyword != Keyword::Run
    }

    /// Whether it is a pattern.
    pub fn is_pattern(&self) -> bool {
        self.path.as_known().is_some_and(|path| path.contains(['*', '?', '[', '\\']))
    }
}

fn is_all(path: &str) -> bool {
    matches!(path, "" | "*")
}

/// Everything that the instructions of a Dockerfile take from the build context, in the order of the file.
pub(super) fn context_sources(dockerfile: &Dockerfile, model: &Model) -> Vec<ContextSource> {
    let mut found = Vec::new();
    for (at, outer) in dockerfile.instructions.iter().enumerate() {
        let instruction = outer.unwrapped();
        let onbuild = outer.keyword == Keyword::Onbuild;
        let stage = model.stage_at(at).map(|stage| stage.index);
        let expand = |text: &Text| model.expand(&text.value, stage, at);
        let mut add = |text: &Text, destination: Arc<Value>| {
            let path = expand(text);
            // A variable may bring an address.
            if path.as_known().is_some_and(|path| !is_local(instruction.keyword, path)) {
                return;
            }
            found.push(ContextSource {
                at,
                keyword: instruction.keyword,
                stage,
                onbuild,
                span: text.span,
                path,
                destination,
                excludes: instruction.flag("exclude").is_some(),
            });
        };
        match &instruction.kind {
            Kind::Copy(transfer) | Kind::Add(transfer) if instruction.flag("from").is_none() => {
                let destination = Arc::new(expand(&transfer.destination));
                for source in transfer.sources.iter().filter(|source| is_local_source(instruction, source)) {
                    add(source, Arc::clone(&destination));
                }
            }
            Kind::Run(_) => {
                let binds =
                    instruction.mounts.iter().filter(|mount| mount.kind == MountKind::Bind && mount.from.is_none());
                for source in binds.filter_map(|mount| mount.source.as_ref()) {
                    add(source, Arc::new(Value::Unknown));
                }
            }
            _ => {}
        }
    }
    found
}

/// What the sources of a Dockerfile say about a folder that is taken for its build context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// At least one of them is there.
    For,
    /// They name nothing that could be looked for.
    None,
    /// There are some to look for, and none is there: the build context is another folder.
    Against,
}

/// Whether a folder is likely the build context: nobody says which one is, and the Dockerfile's own folder is a guess.
pub fn evidence(sources: &[ContextSource], context: &Context) -> Evidence {
    let mut evidence = Evidence::None;
    for source in sources.iter().filter(|source| !source.onbuild) {
        match source.inside() {
            Some(path) if is_all(&path) => {}
            Some(path) if source.is_pattern() => match context.glob(&path) {
                Some(found) if found.is_empty() => evidence = Evidence::Against,
                Some(_) => return Evidence::For,
                None => {}
            },
            Some(path) if context.exists(&path) => return Evidence::For,
            Some(_) => evidence = Evidence::Against,
            None => {}
        }
    }
    evidence
}

/// Whether ADD may unpack a source; a variable or a pattern may be anything that its fixed end allows.
pub fn may_be_tar_archive(text: &str) -> bool {
    if text.contains('$') || is_tar_archive(text) {
        return true;
    }
    let Some(pattern) = text.rfind(['*', '?', ']']) else { return false };
    let end = &text[pattern + 1..];
    let compressed = [".gz", ".bz2", ".xz", ".zst", ".lz", ".lzma"];
    !end.contains('/') && (!end.contains('.') || compressed.iter().any(|ending| end.ends_with(ending)))
}

/// Whether a source of COPY or ADD is a path: no URL, and no git repository.
pub fn is_local_source(instruction: &Instruction, source: &Text) -> bool {
    is_local(instruction.keyword, &source.value)
}

fn is_local(keyword: Keyword, source: &str) -> bool {
    let text = source.trim_start_matches(['"', '\'']);
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return false;
    }
    keyword != Keyword::Add
        || match GitRef::parse(text) {
            Ok(reference) => reference.looks_local,
            Err(error) => error == GitRefError::NotGit,
        }
}
