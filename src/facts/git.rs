//! What a name in a git repository stands for.

use crate::dockerfile::GitRef;

/// Whether a reference is a whole commit hash.
pub fn is_commit(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a reference is none, or the name of a branch that moves with every commit.
pub fn is_moving(reference: &str) -> bool {
    let name = reference.strip_prefix("refs/heads/").or_else(|| reference.strip_prefix("origin/")).unwrap_or(reference);
    matches!(name, "" | "HEAD" | "develop" | "main" | "master" | "trunk")
}

/// Whether a source takes what its owner last put at a tag: a reference is named, and neither a commit nor a checksum.
pub fn names_tag_alone(git: &GitRef) -> bool {
    let fixed = is_commit(&git.reference) || !git.checksum.is_empty();
    !fixed && !is_moving(&git.reference) && !git.looks_local
}

/// Whether a source takes what is newest: no reference, or that of a branch.
pub fn takes_newest(git: &GitRef) -> bool {
    is_moving(&git.reference) && git.checksum.is_empty() && !git.looks_local
}
