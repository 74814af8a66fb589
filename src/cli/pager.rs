//! Long text on a terminal, page by page.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Shows a text through the user's `PAGER`, or prints it: where standard output is no terminal, or there is no such program.
pub(super) fn show(text: &str) -> u8 {
    if io::stdout().is_terminal() && page(text).is_some() { super::GOOD } else { super::print(text) }
}

/// `None` where no pager could be started.
fn page(text: &str) -> Option<()> {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Colours as they are, and what fits on one screen without paging; as git does.
        command.env("LESS", "FRX");
    }
    let mut child = command.spawn().ok()?;
    if let Some(mut input) = child.stdin.take() {
        // A reader who has read enough is no error.
        let _ = input.write_all(text.as_bytes());
    }
    let _ = child.wait();
    Some(())
}
