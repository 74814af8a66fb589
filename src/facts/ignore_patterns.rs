//! Patterns for an ignore file, read off what lies in the build context.

use super::Facts;
use super::sources::ContextSource;
use super::unwanted::unwanted;
use crate::context::{Context, Entry};
use crate::diagnostic::NewFile;
use crate::knowledge::context_files::{Content, MADE_BY};
use crate::source::file_name;

/// A starter: version control, credentials, and what tools install and build. What the Dockerfile copies by name stays
/// in.
fn starter(context: &Context, facts: &Facts) -> String {
    let sources = &facts.context_sources;
    let found = unwanted(context);
    let of = |kinds: &[Content]| {
        let wanted = found.iter().filter(|found| kinds.contains(&found.content));
        wanted.map(|found| pattern(found.path)).collect::<Vec<_>>()
    };
    let mut secret = vec![".env".to_owned()];
    secret.extend(of(&[Content::Secret, Content::Dump]));
    let mut made = of(&[Content::Modules, Content::Litter]);
    let names = || context.listing().entries.iter().map(Entry::name);
    for (manifests, patterns) in MADE_BY {
        if names().any(|name| manifests.iter().any(|manifest| is_manifest(name, manifest))) {
            made.extend(patterns.iter().map(|&pattern| pattern.to_owned()));
        }
    }
    let mut history = vec![".git".to_owned()];
    history.extend(of(&[Content::History]));
    history.retain(|_| !asks_history(facts));
    let mut text = String::new();
    for (title, mut patterns) in [("Version control", history), ("Credentials", secret), ("Made by tools", made)] {
        patterns.retain(|pattern| !is_copied(pattern, sources));
        patterns.sort();
        patterns.dedup();
        if !patterns.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            text = format!("{text}{gap}# {title}\n{}\n", patterns.join("\n"));
        }
    }
    text
}

/// Whether the build asks git about the sources.
fn asks_history(facts: &Facts) -> bool {
    const ASKING: &[&str] = &["describe", "log", "rev-list", "rev-parse", "show", "submodule"];
    let mut commands = facts.runs_behind(0).iter().flat_map(super::RunFacts::commands);
    commands
        .any(|command| command.name() == Some("git") && command.words.iter().any(|word| ASKING.contains(&&*word.text)))
}

fn is_manifest(name: &str, manifest: &str) -> bool {
    manifest.strip_prefix('*').map_or(name == manifest, |ending| name.ends_with(ending))
}

/// The pattern for a file or folder of the context: what several folders may have is meant in all of them.
pub fn pattern(path: &str) -> String {
    const ANYWHERE: &[&str] = &[".DS_Store", "__pycache__", "node_modules", "Thumbs.db"];
    let name = file_name(path);
    if ANYWHERE.contains(&name) {
        return format!("**/{name}");
    }
    for ending in [".pyc", ".pyo", ".log", ".swp"] {
        if name.ends_with(ending) {
            return format!("**/*{ending}");
        }
    }
    path.replace(['[', ']', '*', '?'], "?")
}

/// Whether an instruction names something that a pattern leaves out.
fn is_copied(pattern: &str, sources: &[ContextSource]) -> bool {
    let wanted = pattern.trim_start_matches("**/");
    let named = |path: &str| {
        let parts = || path.split('/');
        parts().any(|part| part == wanted || part.contains('*') && part != "*" && wanted.starts_with('.'))
            || wanted.contains('/') && (path == wanted || path.starts_with(&format!("{wanted}/")))
            || wanted.strip_prefix('*').is_some_and(|ending| parts().any(|part| part.ends_with(ending)))
    };
    sources.iter().any(|source| source.path.as_known().is_some_and(|path| named(path.trim_start_matches("./"))))
}

/// An ignore file with more patterns at its end; a starter where there is none yet, or where it is blank.
pub fn with_patterns(context: &Context, facts: &Facts, patterns: &[String]) -> Option<NewFile> {
    if context.listing().truncated {
        return None;
    }
    let old = context.ignore_file();
    let replaces = old.map(|ignore| ignore.source.text().to_owned());
    let path = old.map_or_else(|| context.root().join(".dockerignore"), |ignore| ignore.source.path().to_owned());
    let kept = replaces.as_deref().map_or("", str::trim_end);
    let more = match old {
        Some(ignore) if !ignore.is_blank() => patterns.iter().fold(String::new(), |text, it| format!("{text}{it}\n")),
        _ => starter(context, facts),
    };
    let gap = if kept.is_empty() { "" } else { "\n" };
    let text = format!("{kept}{gap}{more}");
    (!more.is_empty()).then_some(NewFile { path, text, replaces })
}
