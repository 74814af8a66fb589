//! Words of stages' names that say what a stage is for. Source: the names of stages in real Dockerfiles of which only some are
//! built by a plain `docker build`.

/// Parts of names that jobs have, and targets that somebody builds by `--target`.
const JOBS: &[&str] = &[
    "test", "lint", "dev", "debug", "check", "ci", "vendor", "valid", "cover", "bench", "doc", "prod", "run",
    "release", "update", "generate", "export", "binar", "artifact", "output", "format", "fmt", "shell", "cross",
    "package", "image", "target", "final", "local", "stag", "worker", "server", "example", "integration",
];

/// Words of the names of stages that are tools for the one who builds, and no image to ship.
pub const HELPERS: &[&str] = &[
    "artifact", "artifacts", "binaries", "binary", "check", "cli", "deps", "docs", "export", "fmt", "format", "gen",
    "generate", "generated", "output", "tool", "tools", "update", "validate", "vendor", "verify",
];

/// Words of the names of files and folders for tests.
pub const TESTS: &[&str] = &["e2e", "test", "testdata", "testing", "tests"];

/// Whether one of the words of a name is among `words`.
pub fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// Whether a stage's name (in lower case) is like that of a job or of a target.
pub fn is_like_a_job(name: &str) -> bool {
    JOBS.iter().any(|job| name.contains(job))
}
