//! Commands whose failure nobody needs to know of. Sources: the commands' manuals; what real Dockerfiles and entrypoint scripts
//! go on after.

/// Commands that do not fail in a build where it matters.
const HARMLESS_IN_BUILD: &[&str] = &[
    ".", ":", "alias", "command", "date", "debconf-set-selections", "echo", "export", "hash", "id", "ls", "mktemp",
    "printf", "pwd", "rm", "set", "shopt", "sleep", "sync", "trap", "true", "type", "ulimit", "umask", "unset",
    "which", "whoami",
];

/// Whether a failure of a command in a build is no matter.
pub fn is_harmless_in_build(name: &str) -> bool {
    HARMLESS_IN_BUILD.contains(&name)
}

/// Commands that do not fail in a script, or whose failure means nothing.
const HARMLESS_IN_SCRIPT: &[&str] = &[
    "echo", "printf", "export", "true", ":", "set", "exit", "shift", "local", "readonly", "trap", "unset", "umask",
    "[", "[[", "test", "return", "break", "continue", "wait", "alias", "shopt", "ulimit", "sleep", "kill", "date",
    "exec",
];

/// Whether a failure of a command in a script is no matter.
pub fn is_harmless_in_script(name: &str) -> bool {
    HARMLESS_IN_SCRIPT.contains(&name)
}

/// Whether a command asks something by its status.
pub fn asks_by_status(name: &str) -> bool {
    matches!(name, "[" | "[[" | "test" | "grep" | "command" | "which" | "type" | "id" | "getent")
}
