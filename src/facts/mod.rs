//! What commands do: installs, downloads, clean-ups, background jobs. Knowledge that two rules need moves here.

/// What the commands of a Dockerfile do.
#[derive(Debug, Default)]
pub struct Facts {}

/// What a RUN does.
#[derive(Debug)]
pub struct RunFacts {}

/// A script of the build context that the image starts.
#[derive(Debug)]
pub struct ScriptFacts {}
