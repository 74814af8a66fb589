//! Tells the program what it was built from: the commit, where that is known, and the target.
//!
//! Without git, without a checkout and without a network it builds as well; the commit is then unknown. `LOTSE_COMMIT` names it for
//! packagers. A debug build does not ask, so that a commit makes nothing to build anew.

#![allow(clippy::print_stdout, reason = "cargo reads it")]

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LOTSE_COMMIT");
    let named = std::env::var("LOTSE_COMMIT").ok().filter(|commit| !commit.is_empty());
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = named.or_else(|| if is_release { commit() } else { None });
    let commit = commit.map_or_else(String::new, |commit| commit.chars().take(12).collect());
    println!("cargo::rustc-env=LOTSE_COMMIT={commit}");
    println!("cargo::rustc-env=LOTSE_TARGET={}", std::env::var("TARGET").unwrap_or_default());
}

/// The commit of the checkout. A package that lies in the folder of another project is none.
fn commit() -> Option<String> {
    if !std::path::Path::new(".git").exists() {
        return None;
    }
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    git(&["rev-parse", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
