//! What a stage is for, as its name and its file's place say.

use std::path::Path;

use crate::knowledge::tools::purpose_word;
use crate::model::Stage;

/// Whether a stage is made to develop or test in: its own name says so, or that of its file or of the folders around it.
pub fn is_for_development(dockerfile: &Path, stage: &Stage) -> bool {
    is_for_development_stage(stage) || telling_parts(dockerfile).any(|part| purpose_word(&part).is_some())
}

/// Whether the stage's own name says that it is made to develop or test in.
pub fn is_for_development_stage(stage: &Stage) -> bool {
    stage.name.as_deref().is_some_and(|name| purpose_word(name).is_some())
}

/// Whether the stage's name, or the name of its file or of the two folders around it, has one of these words.
pub fn is_named(dockerfile: &Path, stage: &Stage, words: &[&str]) -> bool {
    stage.name.as_deref().is_some_and(|name| has_word(name, words)) || telling_parts(dockerfile).any(|part| has_word(&part, words))
}

/// How many parts of a path tell what it is for: the file, its folder, and the one above.
const TELLING_PARTS: usize = 3;

fn telling_parts(path: &Path) -> impl Iterator<Item = String> {
    path.components().rev().take(TELLING_PARTS).map(|part| part.as_os_str().to_string_lossy().into_owned())
}

fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}
