//! Shell text: what commands it runs and what ShellCheck would say about it. The only room that names the shell crates,
//! so that they can be replaced; everything that leaves it are types of ours with spans in the file.

mod syntax;

pub use syntax::*;
