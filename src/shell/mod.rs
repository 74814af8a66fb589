//! Shell text: what commands it runs, by a parser of ours, and what ShellCheck would say about it, by the shell crates. The
//! only room that names the crates, so that they can be replaced; everything that leaves it are types of ours with spans in
//! the file.

mod commands;
mod dialect;
mod exec;
mod grammar;
mod lexer;
mod lint;
mod mask;
mod meant;
mod memory;
mod parse;
mod rules;
mod scan;
mod simple;
mod syntax;
mod tree;
mod walk;
mod word;
mod wrapper;

pub use dialect::{Options, dialect_of, options_of, shebang};
pub use exec::exec;
pub use lint::{Host, Known, parameter_name};
pub use mask::mask;
pub use meant::may_be_meant;
pub use memory::Memory;
pub use rules::{ShellRule, is_portability, rules};
pub use syntax::*;

/// Parses a shell text: what BuildKit would hand to the shell, see [`mask`], or a script. `base` is its place in the
/// file and is in all spans. A text in a language that is no shell gives an empty script.
pub fn parse(text: &str, base: u32, dialect: Dialect) -> Script {
    if dialect.is_shell() { parse::script(text, base, dialect) } else { Script::default() }
}

/// What ShellCheck would say about a shell text, in the order of the text.
pub fn lint(text: &str, base: u32, dialect: Dialect, known: &Known) -> Vec<Finding> {
    if dialect.is_shell() { lint::run(text, base, dialect, known) } else { Vec::new() }
}

/// Both of [`parse`] and, with `known`, [`lint`].
pub fn analyze(text: &str, base: u32, dialect: Dialect, known: Option<&Known>) -> (Script, Vec<Finding>) {
    let findings = known.map_or_else(Vec::new, |known| lint(text, base, dialect, known));
    (parse(text, base, dialect), findings)
}
