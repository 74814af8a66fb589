//! The Dockerfile language: parser and syntax tree. It accepts exactly what BuildKit accepts; errors are values.
//! What an instruction means for the image is not known here.

mod syntax;
mod template;

pub use syntax::*;
pub use template::template_marker;

use crate::source::Source;

/// Parses a Dockerfile. Every byte sequence has a tree; time and memory are linear in its size.
pub fn parse(_source: &Source) -> Dockerfile {
    Dockerfile::default()
}
