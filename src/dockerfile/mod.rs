//! The Dockerfile language: parser and syntax tree. It accepts exactly what BuildKit accepts; errors are values.
//! What an instruction means for the image is not known here.

mod almost_json;
mod convention;
mod decode;
mod directive;
mod expand;
mod flags;
mod git_ref;
mod heredoc;
mod image_ref;
mod json;
mod logical;
mod mount;
mod parse;
mod platform;
mod port;
mod quoting;
mod syntax;
mod template;
mod tree;
mod words;

pub use almost_json::AlmostJson;
pub use directive::LikeDirective;
pub use expand::{
    ExpandError, ExpandErrorKind, Expansion, Lookup, Options, Part, State, Use, Value, Word, expand, expand_with,
    expand_words, uses,
};
pub use flags::flags_of;
pub use git_ref::{GitRef, GitRefError};
pub use heredoc::{Opener, heredocs_of_line, parse_word as parse_heredoc};
pub use image_ref::{ImageRef, RefError};
pub use mount::{Device, Mount, MountKind, MountProblem};
pub use parse::parse;
pub use platform::Platform;
pub use port::{PortError, PortSpec};
pub use syntax::*;
pub use template::template_marker;
pub use tree::tree_json;
