//! What a name in a git repository stands for.

/// Whether a reference is a whole commit hash.
pub fn is_commit(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a reference is none, or the name of a branch that moves with every commit.
pub fn is_moving(reference: &str) -> bool {
    let name = reference.strip_prefix("refs/heads/").or_else(|| reference.strip_prefix("origin/")).unwrap_or(reference);
    matches!(name, "" | "HEAD" | "develop" | "main" | "master" | "trunk")
}
