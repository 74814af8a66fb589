//! `lotse` lints Dockerfiles, their build context and entrypoint scripts.
//!
//! Data moves one way: bytes, [`source`], [`dockerfile`], [`model`], [`facts`], [`rules`], [`diagnostic`], [`lint`].
//! Each step is a pure function; input and output happen only at the two ends.
//!
//! [`lint()`] is the whole in one call:
//!
//! ```
//! use lotse::config::Settings;
//! use lotse::source::Source;
//!
//! let source = Source::new("Dockerfile", "FROM debian:12\nRUNN true\n");
//! let findings = lotse::lint(source, &Settings::default());
//! assert!(findings.files[0].diagnostics.iter().any(|finding| finding.rule == "unknown-instruction"));
//! ```

pub mod cli;
pub mod config;
pub mod context;
pub mod diagnostic;
pub mod discover;
pub mod dockerfile;
pub mod facts;
pub mod fix;
pub mod format;
pub mod image;
pub mod knowledge;
pub mod lint;
pub mod meaning;
pub mod model;
pub mod project;
pub mod report;
pub mod rules;
pub mod server;
pub mod shell;
pub mod source;

pub use lint::Linted as Findings;

/// Lints a Dockerfile by itself: nothing is read or written, and nothing is remembered. [`lint::lint`] takes the build context
/// as well, from a folder or from memory.
pub fn lint(source: source::Source, settings: &config::Settings) -> Findings {
    lint::lint(source.into(), None, settings)
}

#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Library;
