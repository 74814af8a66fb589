//! What a stage is for, as its name and its file's place say.

use std::borrow::Cow;
use std::path::Path;

use super::Facts;
use super::privileges::is_workplace;
use crate::context::Context;
use crate::knowledge::program_name;
use crate::knowledge::releases::is_without_successor;
use crate::knowledge::stage_names::{HELPERS, TESTS, has_word, is_like_a_job};
use crate::knowledge::tools::{is_interpreter, purpose_word};
use crate::model::{Model, Stage};

/// What the place of a Dockerfile says it is for: its own name, and the folders around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// It lies in a folder for tests.
    pub is_for_tests: bool,
    /// It lies in a folder for what is kept and no longer used.
    pub is_archived: bool,
    /// Its name, or that of one of the two folders around it, says that it is made to develop or test in.
    pub is_for_development: bool,
    /// It says so of developers: nobody ships what it makes.
    pub is_for_developers: bool,
}

/// Words that name what is kept and no longer used.
const ARCHIVES: &[&str] = &["archive", "archived", "attic", "deprecated", "obsolete", "unsupported"];

/// Words that name what developers work with.
const DEVELOPERS: &[&str] =
    &["dev", "devcontainer", "devel", "develop", "development", "playground", "sandbox", "tilt"];

impl Surroundings {
    pub(super) fn of(dockerfile: &Path, context: Option<&Context>) -> Self {
        let told = Self::told_by(dockerfile);
        // What lies around a repository says nothing of what is in it.
        let within = || context.and_then(Context::dockerfile_in_repository);
        match (told.is_for_tests || told.is_archived).then(within).flatten() {
            Some(path) => Self::told_by(&path),
            None => told,
        }
    }

    fn told_by(dockerfile: &Path) -> Self {
        Self {
            is_for_tests: folders(dockerfile).any(|part| has_word(&part, TESTS)),
            is_archived: folders(dockerfile).any(|part| has_word(&part, ARCHIVES)),
            is_for_development: telling_parts(dockerfile).any(|part| purpose_word(&part).is_some()),
            is_for_developers: telling_parts(dockerfile).any(|part| has_word(&part, DEVELOPERS)),
        }
    }
}

/// Whether a stage is made to develop or test in: its own name says so, or that of its file or of the folders around it.
pub fn is_for_development(facts: &Facts, stage: &Stage) -> bool {
    facts.place.is_for_development || is_for_development_stage(stage)
}

/// Whether the stage's own name says that it is made to develop or test in.
pub fn is_for_development_stage(stage: &Stage) -> bool {
    stage.name.as_deref().is_some_and(|name| purpose_word(name).is_some())
}

/// Whether somebody may build a stage by `--target`: it starts something, or is called like a job.
pub fn looks_like_a_target(facts: &Facts, stage: &Stage) -> bool {
    stage.name.as_deref().is_some_and(is_like_a_job) || facts.ending(stage).sets_command
}

/// Whether a stage is for the one who builds, as its own name says: to develop or test in, or a tool.
pub fn is_for_the_builder(stage: &Stage) -> bool {
    is_for_development_stage(stage) || stage.name.as_deref().is_some_and(|name| has_word(name, HELPERS))
}

/// Whether the stage's name, or the name of its file or of the two folders around it, has one of these words.
pub fn is_named(dockerfile: &Path, stage: &Stage, words: &[&str]) -> bool {
    stage.name.as_deref().is_some_and(|name| has_word(name, words))
        || telling_parts(dockerfile).any(|part| has_word(&part, words))
}

/// Whether nobody ships what a stage makes: its Dockerfile is for tests or for developers, or the stage is one for the builder that
/// the target does not need.
pub fn is_not_shipped(facts: &Facts, stage: Option<&Stage>) -> bool {
    facts.place.is_for_tests
        || facts.place.is_for_developers
        || stage.is_some_and(|stage| !stage.reaches_target && !stage.in_image && is_for_the_builder(stage))
}

/// Whether the name of a Dockerfile, or of a folder that it lies in, is that of the release that an image's tag names: `bullseye`,
/// `18.04`, `ubuntu1804`, `centos7`.
pub fn is_for_release(dockerfile: &Path, repository: &str, tag: &str) -> bool {
    let system = repository.rsplit('/').next().unwrap_or(repository);
    let parts: Vec<String> = folders(dockerfile).chain(file_name_of(dockerfile)).map(|it| it.to_lowercase()).collect();
    let named = |release: &str| {
        let forms = [release.to_owned(), format!("{system}{release}"), format!("{system}-{release}")];
        // A lone number says so only where it is all of the name.
        let telling = |form: &String| form.len() > 2 || form.contains('.');
        parts.iter().any(|part| {
            let glued = part.replace(['.', '_', '-'], "");
            forms.iter().any(|form| part == form || glued == form.replace(['.', '-'], "") && form.len() > 2)
                || forms.iter().any(|form| telling(form) && holds(part, form))
        })
    };
    // A system that has ended has no other releases.
    is_without_successor(repository) && parts.iter().any(|part| holds(part, system) || part.starts_with(system))
        || tag.split('-').flat_map(releases).any(|release| named(&release))
}

/// What a part of a tag may be called: `3.9.7` is also `3.9`.
fn releases(part: &str) -> impl Iterator<Item = String> {
    let short = part.match_indices('.').nth(1).map(|(at, _)| part[..at].to_owned());
    let plain = part.len() > 3 || part.starts_with(|letter: char| letter.is_ascii_digit());
    [Some(part.to_owned()).filter(|_| plain), short].into_iter().flatten()
}

/// Whether a name has a word, with no letter or digit beside it.
fn holds(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        let apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        apart(name[..at].chars().next_back()) && apart(name[at + word.len()..].chars().next())
    })
}

fn file_name_of(path: &Path) -> Option<Cow<'_, str>> {
    path.file_name().map(std::ffi::OsStr::to_string_lossy)
}

/// Words that name an image to build on, or one of files.
const BASES: &[&str] =
    &["artifact", "artifacts", "base", "baseimage", "binaries", "common", "export", "output", "rootfs"];

/// Whether a stage is made to build on, or to hand files out, as its name or that of its file says.
pub fn is_for_other_builds(dockerfile: &Path, stage: &Stage) -> bool {
    is_named(dockerfile, stage, BASES)
}

/// Words that name an image in which somebody works, or jobs run.
const WORKPLACES: &[&str] =
    &["dev", "debug", "test", "ci", "build", "builder", "shell", "tools", "workspace", "sandbox"];

/// Whether somebody works in the container, so that it must stay whatever happens: for development, debugging or CI.
pub fn is_worked_in(model: &Model, dockerfile: &Path, stage: &Stage) -> bool {
    let named = |text: &str| {
        text.to_ascii_lowercase()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|part| WORKPLACES.contains(&part) || part.starts_with("devel") || part.starts_with("devcontainer"))
    };
    is_workplace(model, stage)
        || stage.name.as_deref().is_some_and(named)
        || dockerfile.to_string_lossy().contains("devcontainer")
        || dockerfile.file_name().is_some_and(|name| named(&name.to_string_lossy()))
        || stage.base_text.prefix().contains("devcontainer")
}

/// How many parts of a path tell what it is for: the file, its folder, and the one above.
const TELLING_PARTS: usize = 3;

fn telling_parts(path: &Path) -> impl Iterator<Item = Cow<'_, str>> {
    path.components().rev().take(TELLING_PARTS).map(|part| part.as_os_str().to_string_lossy())
}

/// How many folders around a file are asked what is in them.
const MOST_FOLDERS: usize = 6;

fn folders(path: &Path) -> impl Iterator<Item = Cow<'_, str>> {
    path.components().rev().skip(1).take(MOST_FOLDERS).map(|part| part.as_os_str().to_string_lossy())
}

/// Whether what a stage starts is a prompt: a shell or an interpreter without a script. Such an image is one to build on, or to
/// work in, and runs no service.
pub fn starts_a_prompt(facts: &Facts, stage: &Stage) -> bool {
    let Some(started) =
        facts.ending(stage).cmd.or(facts.ending(stage).entrypoint).and_then(|at| facts.startups.get(at))
    else {
        return false;
    };
    let mut commands = started.piece.script.commands.iter();
    let (Some(command), None) = (commands.next(), commands.next()) else { return false };
    let prompt = |name: &str| {
        is_interpreter(name)
            || matches!(
                program_name(name),
                "ghci" | "iex" | "erl" | "irb" | "jshell" | "julia" | "R" | "psql" | "swipl"
            )
    };
    command.words.first().is_some_and(|word| prompt(&word.text))
        && command.words.iter().skip(1).all(|word| matches!(&*word.text, "-a" | "-i" | "-l" | "--login"))
}
