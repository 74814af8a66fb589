//! What other rooms see of a shell text.

use crate::source::Span;

/// The language of a shell text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// A POSIX shell: `dash`, or `/bin/sh` of an unknown base.
    #[default]
    Posix,
    /// BusyBox `ash`: POSIX with `pipefail`, `local` and some of Bash.
    Ash,
    /// Bash.
    Bash,
    /// Korn shell.
    Ksh,
    /// Z shell.
    Zsh,
    /// Windows `cmd`: recognised, its text is left alone.
    Cmd,
    /// PowerShell: recognised, its text is left alone.
    PowerShell,
    /// Another interpreter (`python3`, `perl` …): its text is left alone.
    Other,
}

impl Dialect {
    /// Whether the text is shell that is parsed at all.
    pub fn is_shell(self) -> bool {
        !matches!(self, Self::Cmd | Self::PowerShell | Self::Other)
    }
}

/// A parsed shell text: the simple commands in the order of the text, and how they hang together.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Every simple command, those in subshells, substitutions, functions and `sh -c '…'` arguments included.
    pub commands: Vec<Command>,
    /// Every pipeline of two or more commands.
    pub pipelines: Vec<Pipeline>,
    /// Loops: `while`, `until`, `for`.
    pub loops: Vec<Loop>,
    /// Functions defined in the text.
    pub functions: Vec<Function>,
    /// The top-level statements in order: each is an and-or list, `a && b || c`.
    pub statements: Vec<Statement>,
    /// Comments, `#` included.
    pub comments: Vec<Span>,
    /// Whether the parser met text that it could not read; what it made of it is in the rest.
    pub broken: Option<Broken>,
}

impl Script {
    /// Finds where the names of the commands begin, once their words are settled, and gives back the memory that lists have
    /// taken in reserve: a file may have a million scripts of one command.
    pub(super) fn finish(&mut self) {
        self.commands.shrink_to_fit();
        self.pipelines.shrink_to_fit();
        self.statements.shrink_to_fit();
        self.comments.shrink_to_fit();
        for command in &mut self.commands {
            let program = command.words.first().and_then(|word| word.literal.as_deref());
            command.name_at = program.and_then(|path| path.rfind('/')).map_or(0, |slash| slash + 1);
            command.assignments.shrink_to_fit();
            command.words.shrink_to_fit();
            command.wrappers.shrink_to_fit();
            command.redirects.shrink_to_fit();
        }
    }
}

impl Script {
    /// Changes every span.
    pub(super) fn each_span(&mut self, mut change: impl FnMut(&mut Span)) {
        for command in &mut self.commands {
            change(&mut command.span);
            command.words.iter_mut().for_each(|word| word.each_span(&mut change));
            for wrapper in &mut command.wrappers {
                change(&mut wrapper.span);
                wrapper.words.iter_mut().for_each(|word| word.each_span(&mut change));
            }
            for assignment in &mut command.assignments {
                change(&mut assignment.span);
                assignment.value.iter_mut().for_each(|word| word.each_span(&mut change));
            }
            for redirect in &mut command.redirects {
                change(&mut redirect.span);
                redirect.target.iter_mut().for_each(|word| word.each_span(&mut change));
                redirect.body.iter_mut().for_each(&mut change);
            }
        }
        for pipeline in &mut self.pipelines {
            change(&mut pipeline.span);
            change(&mut pipeline.pipe);
        }
        for repeated in &mut self.loops {
            change(&mut repeated.span);
            change(&mut repeated.keyword);
        }
        self.functions.iter_mut().for_each(|function| change(&mut function.span));
        self.statements.iter_mut().for_each(|statement| change(&mut statement.span));
        self.comments.iter_mut().for_each(&mut change);
        self.broken.iter_mut().for_each(|broken| change(&mut broken.span));
    }
}

/// Where the shell parser gave up or recovered.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The place.
    pub span: Span,
    /// What the parser said.
    pub message: String,
}

/// A statement at the top level of a text.
#[derive(Clone, Debug)]
pub struct Statement {
    /// All of it, without the operator that ends it.
    pub span: Span,
    /// Indices of the simple commands within it, nested ones included.
    pub commands: std::ops::Range<usize>,
    /// Whether `&` ends it.
    pub background: bool,
    /// What it is made of.
    pub form: Form,
}

/// The form of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A simple command or a pipeline.
    Simple,
    /// Several of them joined by `&&` or `||`.
    List,
    /// `if`, `case`, a loop, `{ … }`, `( … )`, or a list that holds one.
    Compound,
    /// A function definition.
    Function,
}

/// A simple command: assignments, words, redirections, and where it stands.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Command {
    /// From the first assignment, wrapper or word to the last word or redirection.
    pub span: Span,
    /// `NAME=value` in front of the command (those behind `env` too).
    pub assignments: Vec<Assignment>,
    /// The words: the command's name first, wrappers removed; empty where there are assignments only.
    pub words: Vec<Word>,
    /// Where the program's name begins in the first word, behind its path. Nearly every rule asks for the name.
    pub(super) name_at: usize,
    /// Wrappers from the outside in: `sudo`, `env`, `exec`, `time`, `nice`, `nohup`, `xargs`, `sh -c`.
    pub wrappers: Vec<Wrapper>,
    /// Redirections.
    pub redirects: Vec<Redirect>,
    /// What joins it to the command before it within its list.
    pub joined_by: Joint,
    /// Index into [`Script::pipelines`] and position within, where it is part of a pipeline.
    pub pipeline: Option<(usize, usize)>,
    /// `!` stands in front of it (or of its pipeline).
    pub negated: bool,
    /// Its failure does not end the script under `set -e`: a condition, the left of `||`, or negated.
    pub guarded: bool,
    /// Where its failure is caught by a `||` behind it in its list (`a && b || c`: for `a` and `b` it is `c`): the index
    /// of the command on the right, if the right side is a simple command or a pipeline that starts with one.
    pub or_else: Option<usize>,
    /// `&` ends the statement that it belongs to.
    pub background: bool,
    /// It runs in `( … )`, `$( … )`, a backquote or `<( … )`.
    pub subshell: bool,
    /// It stands in `$( … )`, a backquote or `<( … )`: its output is a word.
    pub substitution: bool,
    /// It stands in `if`, `case` or a loop (condition or body) or in a function: it may not run, or run often.
    pub conditional: bool,
    /// Index into [`Script::loops`] of the innermost loop around it.
    pub in_loop: Option<usize>,
    /// Index into [`Script::functions`] of the function whose body it stands in.
    pub in_function: Option<usize>,
    /// The options that the text itself has switched before it runs, see [`Script::options_before`].
    pub switched: Switched,
}

impl Command {
    /// The name of the program without its path, where it is known from the text alone.
    pub fn name(&self) -> Option<&str> {
        self.words.first()?.literal.as_deref()?.get(self.name_at..)
    }

    /// The absolute folder that `cd` goes to, without `/` at its end.
    pub fn folder_of_cd(&self) -> Option<&str> {
        let [cd, folder] = &*self.words else { return None };
        let folder = folder.literal.as_deref().filter(|_| cd.is("cd"))?;
        folder.starts_with('/').then(|| folder.trim_end_matches('/'))
    }
}

/// Shell options that a text has switched with `set`; `None` where it left them as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switched {
    /// `-e`
    pub errexit: Option<bool>,
    /// `-o pipefail`
    pub pipefail: Option<bool>,
    /// `-u`
    pub nounset: Option<bool>,
}

/// What joins a command to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// It is the first of its list.
    #[default]
    First,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;`, a newline or `&`
    Sequence,
    /// `|` or `|&`
    Pipe,
}

/// A word of a shell text.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its bytes in the file, quotes included.
    pub span: Span,
    /// Its value where it is known from the text alone: quotes and escapes removed, nothing to expand in it.
    pub literal: Option<Box<str>>,
    /// Its text with quotes and escapes removed and expansions left as written: `$HOME/bin`, `lib$(uname -m)`.
    pub text: Box<str>,
    /// The parameters that it expands, in order.
    pub expansions: Vec<Expansion>,
    /// It has an unquoted `*`, `?` or `[…]`.
    pub glob: bool,
    /// A part of it is quoted.
    pub quoted: bool,
    /// It holds `$( … )`, a backquote, `<( … )` or `$(( … ))`.
    pub substitution: bool,
}

impl Word {
    fn each_span(&mut self, change: &mut impl FnMut(&mut Span)) {
        change(&mut self.span);
        self.expansions.iter_mut().for_each(|expansion| change(&mut expansion.span));
    }

    /// Whether its value is exactly this.
    pub fn is(&self, value: &str) -> bool {
        self.literal.as_deref() == Some(value)
    }
}

/// `$NAME` or `${NAME…}` in a word.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The name: `HOME`, `@`, `1`.
    pub name: Box<str>,
    /// Its bytes, `$` and braces included.
    pub span: Span,
    /// It stands between double quotes.
    pub quoted: bool,
    /// It has an operator that supplies a value where the parameter is unset: `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?`.
    pub defaulted: bool,
}

/// `NAME=value` in front of a command or alone.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// All of it.
    pub span: Span,
    /// The name.
    pub name: Box<str>,
    /// The value; `None` for `NAME=` and for arrays.
    pub value: Option<Word>,
    /// It is exported, by `export` or because a command follows.
    pub exported: bool,
}

/// A command that runs another.
#[derive(Clone, Debug)]
pub struct Wrapper {
    /// Its name and options, up to the wrapped command.
    pub span: Span,
    /// Its name without a path: `sudo`.
    pub name: Box<str>,
    /// Its words, name first, up to the wrapped command.
    pub words: Vec<Word>,
}

impl Wrapper {
    /// Whether it is a shell that is given the command as text: `sh -c`.
    pub fn is_shell(&self) -> bool {
        matches!(&*self.name, "sh" | "bash" | "ash" | "dash" | "ksh" | "mksh" | "zsh")
    }
}

/// A redirection.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// All of it.
    pub span: Span,
    /// The descriptor in front; `None` where the operator's own stands.
    pub descriptor: Option<u32>,
    /// Its kind.
    pub kind: RedirectKind,
    /// The target; for a heredoc the delimiter word.
    pub target: Option<Word>,
    /// The heredoc's body.
    pub body: Option<Span>,
}

/// The kinds of redirections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectKind {
    /// `>`, `>|`
    Write,
    /// `>>`
    Append,
    /// `<`, `<>`
    Read,
    /// `>&`, `<&`
    Duplicate,
    /// `&>`, `&>>`
    Both,
    /// `<<`, `<<-`
    Heredoc,
    /// `<<<`
    HereString,
}

/// A pipeline of two or more commands.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// All of it.
    pub span: Span,
    /// The first `|`.
    pub pipe: Span,
    /// For each stage the index of its simple command; `None` where the stage is a compound command.
    pub stages: Vec<Option<usize>>,
    /// Like [`Command::guarded`].
    pub guarded: bool,
    /// It stands in `$( … )` in a word of a command, whose own status is all that counts.
    pub unread: bool,
}

/// A loop.
#[derive(Clone, Debug)]
pub struct Loop {
    /// All of it.
    pub span: Span,
    /// Its keyword.
    pub keyword: Span,
    /// Its kind.
    pub kind: LoopKind,
    /// Indices of the commands in the condition; empty for `for`.
    pub condition: std::ops::Range<usize>,
    /// Indices of the commands in the body.
    pub body: std::ops::Range<usize>,
}

/// The kinds of loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopKind {
    /// `while`
    While,
    /// `until`
    Until,
    /// `for`, `select`
    For,
}

/// A function definition.
#[derive(Clone, Debug)]
pub struct Function {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name: Box<str>,
    /// Indices of the commands in its body.
    pub body: std::ops::Range<usize>,
}

/// What the shell linter found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// ShellCheck's code as a number, 2086 for SC2086.
    pub code: u32,
    /// Name of the rule in the table of this room, see `rules()`.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// A repair.
    pub fix: Option<crate::diagnostic::Fix>,
    /// Whether the author means what ShellCheck doubts: only who asks for ShellCheck's findings wants to see it.
    pub meant: bool,
}
