//! Which language a shell text is in, as `SHELL`, a shebang or the text itself says.

use super::{Dialect, Script, Switched};
use crate::source::Span;

/// Options of a shell that matter to what a failing command does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// `-e`: a failing command ends the script.
    pub errexit: bool,
    /// `-o pipefail`: a pipeline fails when any of its commands fails.
    pub pipefail: bool,
    /// `-u`: an unset variable ends the script.
    pub nounset: bool,
}

/// The dialect that the words of a `SHELL` instruction or of a shebang start.
pub fn dialect_of(shell: &[impl AsRef<str>]) -> Dialect {
    interpreter(shell).map_or(Dialect::Other, |(_, dialect)| dialect)
}

/// The options that the words of a `SHELL` instruction or of a shebang set.
pub fn options_of(shell: &[impl AsRef<str>]) -> Options {
    let mut switched = Switched::default();
    if let Some((at, dialect)) = interpreter(shell)
        && dialect.is_shell()
    {
        set(&mut switched, shell[at..].iter().map(AsRef::as_ref));
    }
    Options::default().with(switched)
}

/// The interpreter's index in the words, and what it reads.
fn interpreter(shell: &[impl AsRef<str>]) -> Option<(usize, Dialect)> {
    let mut at = 0;
    loop {
        let word = shell.get(at)?.as_ref();
        let name = word.rsplit(['/', '\\']).next().unwrap_or(word).to_ascii_lowercase();
        let dialect = match name.strip_suffix(".exe").unwrap_or(&name) {
            // What stands in front of the interpreter proper.
            "env" | "busybox" | "sudo" | "exec" | "command" | "time" | "nice" => {
                at += 1;
                while shell.get(at).is_some_and(|word| {
                    let word = word.as_ref();
                    word.starts_with('-') || word.contains('=') && !word.contains('/')
                }) {
                    at += 1;
                }
                continue;
            }
            "sh" | "dash" | "posh" => Dialect::Posix,
            "ash" => Dialect::Ash,
            "bash" | "rbash" => Dialect::Bash,
            "ksh" | "mksh" | "ksh93" | "oksh" => Dialect::Ksh,
            "zsh" => Dialect::Zsh,
            "cmd" => Dialect::Cmd,
            "powershell" | "pwsh" => Dialect::PowerShell,
            _ => Dialect::Other,
        };
        let busybox = at > 0 && dialect == Dialect::Posix && shell[at - 1].as_ref().ends_with("busybox");
        return Some((at, if busybox { Dialect::Ash } else { dialect }));
    }
}

/// The shebang of a script: its line, the dialect and the options that it sets. `None` without a shebang.
pub fn shebang(text: &str) -> Option<(Span, Dialect, Options)> {
    let line = text.lines().next()?;
    let rest = line.strip_prefix("#!")?;
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let span = Span::new(0, u32::try_from(line.len()).ok()?);
    Some((span, dialect_of(&words), options_of(&words)))
}

/// Reads the options of `sh -eu -o pipefail …` or of `set -e …`; the first word is the name.
pub(super) fn set<'a>(switched: &mut Switched, words: impl Iterator<Item = &'a str>) {
    let mut words = words.skip(1);
    while let Some(word) = words.next() {
        let on = word.starts_with('-');
        if word == "--" || word == "-" || !on && !word.starts_with('+') {
            return;
        }
        if word.starts_with("--") {
            continue;
        }
        for letter in word[1..].chars() {
            match letter {
                'e' => switched.errexit = Some(on),
                'u' => switched.nounset = Some(on),
                'o' => match words.next() {
                    Some("pipefail") => switched.pipefail = Some(on),
                    Some("errexit") => switched.errexit = Some(on),
                    Some("nounset") => switched.nounset = Some(on),
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

impl Options {
    /// These options with what a text has switched since.
    #[must_use]
    pub fn with(self, switched: Switched) -> Self {
        Self {
            errexit: switched.errexit.unwrap_or(self.errexit),
            pipefail: switched.pipefail.unwrap_or(self.pipefail),
            nounset: switched.nounset.unwrap_or(self.nounset),
        }
    }
}

impl Script {
    /// The options in force when the command at this index runs, where `outer` were in force before the text. A `set`
    /// that may not run (in a condition, a function or a subshell) counts for nothing outside of it.
    pub fn options_before(&self, command: usize, outer: Options) -> Options {
        self.commands.get(command).map_or(outer, |command| outer.with(command.switched))
    }

    /// Whether `set -e` is in force before the command at this index, by the text itself.
    pub fn errexit_before(&self, command: usize) -> bool {
        self.options_before(command, Options::default()).errexit
    }

    /// Whether `pipefail` is in force before the command at this index, by the text itself.
    pub fn pipefail_before(&self, command: usize) -> bool {
        self.options_before(command, Options::default()).pipefail
    }
}
