//! What a Dockerfile means: stages and how they hang together, variables and their scopes, and the state in force before
//! each instruction. No rule's opinion is known here.

/// The meaning of a Dockerfile.
#[derive(Debug, Default)]
pub struct Model {}

/// A build stage.
#[derive(Debug)]
pub struct Stage {}

/// The state in force before an instruction.
#[derive(Debug, Clone, Default)]
pub struct State {}
