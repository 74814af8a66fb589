//! `lotse` lints Dockerfiles, their build context and entrypoint scripts.
//!
//! Data moves one way: bytes, [`source`], [`dockerfile`], [`model`], [`facts`], [`rules`], [`diagnostic`], [`lint`].
//! Each step is a pure function; input and output happen only at the two ends.

pub mod cli;
pub mod config;
pub mod context;
pub mod diagnostic;
pub mod discover;
pub mod dockerfile;
pub mod facts;
pub mod fix;
pub mod format;
pub mod knowledge;
pub mod lint;
pub mod model;
pub mod project;
pub mod report;
pub mod rules;
pub mod server;
pub mod shell;
pub mod source;
