//! Shell text: what commands it runs and what ShellCheck would say about it. The only room that names the shell crates,
//! so that they can be replaced; everything that leaves it are types of ours with spans in the file.

mod dialect;
mod exec;
mod lint;
mod mask;
mod meant;
mod memory;
mod parse;
mod rules;
mod scan;
mod simple;
mod substitution;
mod syntax;
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
    analyze(text, base, dialect, None).0
}

/// What ShellCheck would say about a shell text, in the order of the text.
pub fn lint(text: &str, base: u32, dialect: Dialect, known: &Known) -> Vec<Finding> {
    if !dialect.is_shell() {
        return Vec::new();
    }
    parse::run(text, dialect).map_or_else(|_| Vec::new(), |result| lint::run(text, base, dialect, known, &result))
}

/// Both of [`parse`] and, with `known`, [`lint`]; the text is read once.
pub fn analyze(text: &str, base: u32, dialect: Dialect, known: Option<&Known>) -> (Script, Vec<Finding>) {
    if !dialect.is_shell() {
        return (Script::default(), Vec::new());
    }
    match parse::run(text, dialect) {
        Ok(result) => {
            let script = parse::script(text, base, dialect, &result);
            let findings = known.map_or_else(Vec::new, |known| lint::run(text, base, dialect, known, &result));
            (script, findings)
        }
        Err(message) => (parse::unread(text, base, message), Vec::new()),
    }
}
