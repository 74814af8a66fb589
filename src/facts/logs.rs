//! Files that logs are written to.

use crate::shell::Command;
use crate::source::Span;

/// Options that name a log file, as their names end: `--access-logfile`, `--logfile`.
const OPTIONS: &[&str] = &["logfile", "log-file", "log_file", "logpath", "log-path", "logto", "errorlog"];

/// The option of a command with the path of a log file: where the path stands, and the path.
pub fn log_option(command: &Command) -> Option<(Span, &str)> {
    let mut words = command.words.iter().peekable();
    while let Some(word) = words.next() {
        let Some(option) = word.text.strip_prefix("--") else { continue };
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some((value, word.span))),
            None => (option, words.peek().map(|next| (&*next.text, next.span))),
        };
        if OPTIONS.iter().any(|ending| name.ends_with(ending))
            && let Some((path, span)) = value.filter(|(path, _)| path.contains('/') && !is_stream(path))
        {
            return Some((span, path));
        }
    }
    None
}

fn is_stream(path: &str) -> bool {
    path.starts_with("/dev/") || path.starts_with("/proc/")
}

/// Whether a path is that of a log file.
pub fn is_log_file(path: &str) -> bool {
    !is_stream(path)
        && (path.starts_with("/var/log/") || path.rsplit_once('.').is_some_and(|(_, ending)| ending == "log"))
}
