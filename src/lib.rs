//! `lotse` lints Dockerfiles, their build context and entrypoint scripts.
//!
//! Data moves one way: bytes, [`source`], [`dockerfile`], [`model`], [`facts`], [`rules`], [`diagnostic`], [`report`].
//! Each step is a pure function; input and output happen only at the two ends.

pub mod diagnostic;
pub mod dockerfile;
pub mod knowledge;
pub mod shell;
pub mod source;
