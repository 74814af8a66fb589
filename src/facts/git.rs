//! What a name in a git repository stands for.

use crate::dockerfile::GitRef;
use crate::shell::Command;

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

/// Whether `git` is told here which reference to take: `git checkout v1`, `git reset --hard COMMIT`.
pub fn settles_reference(command: &Command) -> bool {
    let words = command.arguments().iter().map(|word| &*word.text);
    let mut words = words.skip_while(|word| !matches!(*word, "checkout" | "reset" | "switch"));
    command.name() == Some("git")
        && words.next().is_some()
        && words.any(|word| !word.starts_with('-') && !is_moving(word))
}

/// `--branch v1.2`, `-b$TAG`, `--revision=…`; a branch that moves is none.
pub fn names_reference(command: &Command) -> bool {
    let named = |text: &str| !is_moving(text);
    let behind = command
        .words
        .windows(2)
        .any(|pair| matches!(&*pair[0].text, "-b" | "--branch" | "--revision") && named(&pair[1].text));
    let attached = |text: &str| text.strip_prefix("--branch=").or(text.strip_prefix("--revision=")).is_some_and(named);
    behind || command.words.iter().any(|word| attached(&word.text))
}

/// The address in `name @ git+https://…` or `git://…`.
pub fn git_url(operand: &str) -> Option<&str> {
    match operand.find("git+") {
        Some(at) => operand.get(at + 4..),
        None => operand.starts_with("git://").then_some(operand),
    }
}

/// `…@v1`, `…#commit`: behind the host, so that `git@host` is none; nor is what pip reads behind the mark, `…#egg=name`.
pub fn has_reference(url: &str) -> bool {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let reference = path.split_once(['@', '#']).map_or("", |(_, reference)| reference);
    if ["egg=", "subdirectory="].iter().any(|key| reference.starts_with(key)) {
        return false;
    }
    // pip's `#egg=name` and `#subdirectory=path` are no references.
    let name = reference.split(['#', '&']).next().filter(|part| !part.contains('=')).unwrap_or("");
    reference.contains('$') || !is_moving(name)
}

/// The name of a repository, from its address.
pub fn repository_name(url: &str) -> &str {
    let name = url.split(['#', '?']).next().unwrap_or(url).trim_end_matches('/').trim_end_matches(".git");
    name.rsplit(['/', ':']).next().unwrap_or(name)
}
