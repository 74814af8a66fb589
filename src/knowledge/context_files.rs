//! What a build context holds and an image should not, by name.

use super::files::{is_context_litter, is_example, is_sensitive_file};
use crate::source::file_name;

/// Why a file or folder does not belong into an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Keys and passwords.
    Secret,
    /// The history of version control, with all that was ever deleted from it.
    History,
    /// Modules installed for the machine that they lie on.
    Modules,
    /// What is there of a database or of deployed systems.
    Dump,
    /// Left behind by editors and tools.
    Litter,
}

impl Content {
    /// What it is, behind a colon.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Secret => "it holds credentials",
            Self::History => "it holds the history of the sources",
            Self::Modules => "it holds modules installed for this machine",
            Self::Dump => "it holds data of a running system",
            Self::Litter => "it is left behind by a tool",
        }
    }

    /// Whether it hurts in an image, rather than only filling it.
    pub fn hurts(self) -> bool {
        self != Self::Litter
    }
}

/// Settings that tools need in a build and that seldom hold credentials themselves.
const SETTINGS: &[&str] = &[".npmrc", ".yarnrc.yml"];

/// Why a path of the build context does not belong into an image; `None` where nothing says so.
pub fn content(path: &str, is_folder: bool) -> Option<Content> {
    let name = file_name(path).to_ascii_lowercase();
    let state = || name.split('.').skip(1).any(|part| part == "tfstate");
    match (name.as_str(), is_folder) {
        (".git" | ".hg" | ".svn" | ".jj", _) => Some(Content::History),
        ("node_modules" | "bower_components" | ".venv" | "venv", true) => Some(Content::Modules),
        (".terraform", true) => Some(Content::Dump),
        _ if !is_folder && state() => Some(Content::Dump),
        _ if is_dump(&name) && !is_folder => Some(Content::Dump),
        // `identity` and its like are packages of sources as well.
        _ if is_sensitive_file(path) && (!is_folder || name.starts_with('.')) && !SETTINGS.contains(&&*name) => {
            Some(Content::Secret)
        }
        _ if is_context_litter(&name) && name != "coverage" => Some(Content::Litter),
        _ => None,
    }
}

/// Whether a file's name, in lower case, is that of a database dump, compressed or not.
fn is_dump(name: &str) -> bool {
    let mut parts = name.rsplit('.');
    let last = parts.next().unwrap_or("");
    let packed = matches!(last, "gz" | "bz2" | "xz" | "zst");
    let ending = if packed { parts.next().unwrap_or("") } else { last };
    let dump = matches!(ending, "dump" | "rdb") || (ending == "sql" && name.contains("dump"));
    dump && !name.contains("schema") && !is_example(name)
}

/// Files that tell a builder what to build, and with which labels. Sources: the documentation of buildx, Compose and GitLab.
pub const BUILD_FILES: &[&str] = &[
    "docker-bake.hcl", "docker-bake.json", "docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml",
    ".gitlab-ci.yml",
];

/// Files by which a language or tool is known, and patterns for what its tools install and build beside the sources. Sources: the
/// language's file in github.com/github/gitignore.
pub const MADE_BY: &[(&[&str], &[&str])] = &[
    (&["package.json"], &["**/node_modules", "**/npm-debug.log*"]),
    (
        &["requirements.txt", "pyproject.toml", "setup.py", "Pipfile"],
        &["**/__pycache__", "**/*.pyc", ".venv", ".pytest_cache"],
    ),
    (&["Cargo.toml", "pom.xml"], &["**/target"]),
    (&["build.gradle", "build.gradle.kts"], &["**/build", ".gradle"]),
    (&["*.csproj", "*.fsproj", "*.sln"], &["**/bin", "**/obj"]),
    (&["Gemfile"], &[".bundle"]),
];
