//! How a file writes its RUNs: what a repair adds is to look like the rest.

use std::collections::BTreeMap;

use crate::dockerfile::{Dockerfile, Instruction, Keyword, Kind, MountKind};
use crate::source::{Source, Span};

/// The habits of a file.
#[derive(Debug)]
pub struct Manner {
    /// What most of the lines that continue a RUN begin with.
    pub indent: Box<str>,
    /// Whether `&&` stands at the beginning of lines rather than at their end.
    pub leads: bool,
    /// The flags of its cache mounts: the first for each place, with that place.
    pub cache_mounts: Vec<(Box<str>, Span)>,
    /// The instruction with the first script in a heredoc, by its index.
    pub heredoc: Option<usize>,
}

impl Manner {
    pub(super) fn of(source: &Source, dockerfile: &Dockerfile) -> Self {
        let (mut begin, mut end, mut cache_mounts, mut heredoc) = (0, 0, Vec::new(), None);
        let mut indents: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, run) in dockerfile.instructions.iter().enumerate().filter(|(_, it)| it.keyword == Keyword::Run) {
            note_caches(run, &mut cache_mounts);
            if is_script(source, run) {
                heredoc = heredoc.or(Some(index));
            }
            if !run.heredocs.is_empty() {
                continue;
            }
            let mut is_behind = false;
            for (number, line) in source.slice(run.span).lines().enumerate() {
                let content = line.trim_start_matches([' ', '\t']);
                let ends = content.trim_end_matches(['\\', '`', ' ', '\t']).ends_with("&&");
                let begins_command = content.starts_with("&&") || std::mem::replace(&mut is_behind, ends);
                end += usize::from(ends);
                if number == 0 || content.is_empty() || content.starts_with('#') {
                    continue;
                }
                begin += usize::from(content.starts_with("&&"));
                // A line that begins a command says more than others, which may stand deeper.
                *indents.entry(&line[..line.len() - content.len()]).or_default() += if begins_command { 3 } else { 1 };
            }
        }
        let most = indents.into_iter().filter(|(indent, _)| !indent.is_empty()).max_by_key(|(_, count)| *count);
        Self { indent: most.map_or("    ", |(indent, _)| indent).into(), leads: begin >= end, cache_mounts, heredoc }
    }
}

/// How many places of cache mounts are kept: a bound for hostile files.
const MOST_PLACES: usize = 32;

fn note_caches(run: &Instruction, into: &mut Vec<(Box<str>, Span)>) {
    for mount in run.mounts.iter().filter(|mount| mount.kind == MountKind::Cache) {
        let Some(place) = mount.target.as_ref().map(|target| target.value.trim_end_matches('/')) else { continue };
        if into.len() < MOST_PLACES && into.iter().all(|(known, _)| **known != *place) {
            into.push((place.into(), mount.span));
        }
    }
}

/// Whether a RUN is nothing but one heredoc for the shell: `RUN <<EOF`.
fn is_script(source: &Source, run: &Instruction) -> bool {
    let [heredoc] = run.heredocs.as_slice() else { return false };
    let opener = source.slice(heredoc.opener.to(run.arguments)).lines().next().unwrap_or("");
    matches!(run.kind, Kind::Run(_))
        && source.slice(run.arguments).starts_with("<<")
        && opener.trim_end() == source.slice(heredoc.opener)
}
