//! Shell text: what commands it runs and what ShellCheck would say about it. The only room that names the shell crates,
//! so that they can be replaced; everything that leaves it are types of ours with spans in the file.

mod dialect;
mod exec;
mod mask;
mod parse;
mod scan;
mod simple;
mod substitution;
mod syntax;
mod walk;
mod word;
mod wrapper;

pub use dialect::{Options, dialect_of, options_of, shebang};
pub use exec::exec;
pub use mask::mask;
pub use syntax::*;

/// Parses a shell text: what BuildKit would hand to the shell, see [`mask`], or a script. `base` is its place in the
/// file and is in all spans. A text in a language that is no shell gives an empty script.
pub fn parse(text: &str, base: u32, dialect: Dialect) -> Script {
    if !dialect.is_shell() {
        return Script::default();
    }
    match parse::run(text, dialect) {
        Ok(result) => parse::script(text, base, dialect, &result),
        Err(message) => parse::unread(text, base, message),
    }
}

/// What is known of a variable outside of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It has this value.
    Value(String),
    /// It is defined, with a value nobody knows.
    Defined,
    /// It is not defined.
    Undefined,
}

/// What is known outside of a text.
pub struct Known<'a> {
    /// Answers for a name.
    pub lookup: &'a dyn Fn(&str) -> Outside,
}

/// Parses and lints.
pub fn analyze(
    text: &str,
    base: u32,
    dialect: Dialect,
    _known: Option<&Known<'_>>,
) -> (Script, Vec<Finding>) {
    (parse(text, base, dialect), Vec::new())
}
