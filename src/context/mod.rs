//! The build context: its files and its ignore file. The only room besides discovery that reads the user's files, and it
//! reads nothing outside the context's root.

/// The folder that a build sends to the builder.
#[derive(Debug)]
pub struct Context {}
