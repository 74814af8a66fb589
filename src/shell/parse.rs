//! The one place that runs the crate's parser, behind the limits that keep it from harm.

use shuck_parser::parser::{ParseResult, Parser};
use shuck_parser::{ShellDialect, ShellProfile};

use super::walk::{Place, Walker};
use super::{Dialect, Script, Switched, scan};

/// How deep the crate's tree may get: above what any person writes, and little enough for a thread's stack.
const MAX_DEPTH: usize = 64;

/// Parses the text, or says why it is not to be given to the parser.
pub(super) fn run(text: &str, dialect: Dialect) -> Result<ParseResult, &'static str> {
    scan::refuse(text).map_or(Ok(()), Err)?;
    // Dense text takes about three operations a byte.
    let fuel = text.len().saturating_mul(4).max(100_000);
    // As ShellCheck does, the grammar of Bash is read for all dialects but Zsh: what a dialect lacks is a finding.
    let dialect = match dialect {
        Dialect::Zsh => ShellDialect::Zsh,
        _ => ShellDialect::Bash,
    };
    Ok(Parser::with_limits_and_profile(text, MAX_DEPTH, fuel, ShellProfile::native(dialect)).parse())
}

/// The script of a parsed text.
pub(super) fn script(text: &str, base: u32, dialect: Dialect, result: &ParseResult) -> Script {
    let mut script = Script::default();
    let switched = Switched::default();
    let walker = &mut Walker { text, base, dialect, script: &mut script, depth: 0, switched };
    fill(walker, result, &Place::default());
    script.comments.sort_unstable();
    script.comments.dedup();
    script.finish();
    script
}

/// The script of a text that was not given to the parser.
pub(super) fn unread(text: &str, base: u32, message: &str) -> Script {
    let mut script = Script::default();
    let (dialect, switched) = (Dialect::default(), Switched::default());
    refused(&mut Walker { text, base, dialect, script: &mut script, depth: 0, switched }, message);
    script
}

/// Parses and walks a text inside another.
pub(super) fn walk(walker: &mut Walker<'_>, place: &Place) {
    match run(walker.text, walker.dialect) {
        Ok(result) => fill(walker, &result, place),
        Err(message) => refused(walker, message),
    }
}

/// Notes that a text was not read.
fn refused(walker: &mut Walker<'_>, message: &str) {
    let span = walker.span(0, walker.text.lines().next().map_or(0, str::len));
    walker.broken(span, message);
}

fn fill(walker: &mut Walker<'_>, result: &ParseResult, place: &Place) {
    walker.file(&result.file, place);
    if let Some(diagnostic) = result.diagnostics.first() {
        let span = walker.whole(diagnostic.span);
        walker.broken(span, &diagnostic.message);
    } else if let Some(error) = &result.terminal_error {
        refused(walker, &error.to_string());
    }
}
