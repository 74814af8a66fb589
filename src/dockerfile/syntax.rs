//! The syntax tree: what stands in the file, with the place of every part. What it means is the model's business.

use super::Mount;
use super::convention::lower;
use crate::source::Span;

/// A parsed Dockerfile. Parsing never fails: what BuildKit would refuse is in `errors`, and the rest is in the tree.
#[derive(Debug, Default)]
pub struct Dockerfile {
    /// Parser directives in force, in the order of the file.
    pub directives: Vec<Directive>,
    /// The escape character in force.
    pub escape: Escape,
    /// Every comment line, those inside continued instructions included; directives are not comments.
    pub comments: Vec<Comment>,
    /// The instructions in the order of the file.
    pub instructions: Vec<Instruction>,
    /// What BuildKit's parser or instruction decoder refuses, in the order of the file.
    pub errors: Vec<SyntaxError>,
    /// What BuildKit accepts here and refuses in the build of an image based on this one: the arguments of `ONBUILD`
    /// triggers, in the order of the file.
    pub trigger_errors: Vec<SyntaxError>,
    /// Empty lines inside a continued instruction (the line's bytes without its end).
    pub empty_continuations: Vec<Span>,
}

/// The character that continues lines and escapes characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escape {
    /// `\`, the default.
    #[default]
    Backslash,
    /// A backtick, for Windows paths.
    Backtick,
}

impl Escape {
    /// The character as a byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Backslash => b'\\',
            Self::Backtick => b'`',
        }
    }
}

/// A parser directive: `# escape=` and its kind.
#[derive(Debug)]
pub struct Directive {
    /// Which one.
    pub name: DirectiveName,
    /// The line without its end.
    pub span: Span,
    /// The value, blanks around it removed.
    pub value: Span,
}

/// The parser directives that BuildKit knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveName {
    /// `syntax`: the image of the frontend.
    Syntax,
    /// `escape`: the escape character.
    Escape,
    /// `check`: settings of the build checks.
    Check,
}

/// A comment line.
#[derive(Debug)]
pub struct Comment {
    /// From `#` to the end of the line, line end excluded.
    pub span: Span,
    /// The text behind `#`, blanks around it removed.
    pub text: Span,
}

/// A word or value: where it stands, and its text as BuildKit's parser hands it on: continuation lines joined,
/// comment lines removed, JSON escapes decoded; quotes, escapes and `$` of the Dockerfile language still in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its bytes in the file. For a JSON string the quotes are included.
    pub span: Span,
    /// Its value.
    pub value: Box<str>,
}

impl Text {
    /// Its value without the quotes around it.
    pub fn unquoted(&self) -> &str {
        self.value.trim_matches(['"', '\''])
    }
}

/// One instruction with everything that belongs to it.
#[derive(Debug)]
pub struct Instruction {
    /// From the keyword to the last byte of its last line (line end excluded), heredoc bodies and terminators included.
    /// Where the file ends inside a continued instruction, comments and empty lines up to the end count as its lines.
    /// Where the keyword follows on lines with nothing but the escape character, those are included.
    pub span: Span,
    /// Which instruction it is.
    pub keyword: Keyword,
    /// The keyword's bytes.
    pub keyword_span: Span,
    /// `--name[=value]` words before the arguments.
    pub flags: Vec<Flag>,
    /// The arguments behind the flags, trimmed, without heredoc bodies; empty at the end where there are none.
    pub arguments: Span,
    /// Heredocs in the order of their bodies.
    pub heredocs: Vec<Heredoc>,
    /// The `--mount` flags of `RUN`, in order.
    pub mounts: Vec<Mount>,
    /// The arguments by meaning, as far as they can be understood; [`Kind::Malformed`] where they cannot.
    pub kind: Kind,
    /// Index range into [`Dockerfile::comments`] of the comment lines directly above, as BuildKit attaches them.
    pub comments_above: std::ops::Range<usize>,
}

/// A flag of an instruction.
#[derive(Clone, Debug)]
pub struct Flag {
    /// All of it, `--` included.
    pub span: Span,
    /// The name without `--`.
    pub name: Text,
    /// What follows `=`; `None` without `=`.
    pub value: Option<Text>,
}

/// A heredoc.
#[derive(Debug)]
pub struct Heredoc {
    /// The word that opens it: `<<-EOF`, with a descriptor in front of it where there is one.
    pub opener: Span,
    /// Its name, unquoted.
    pub name: Box<str>,
    /// Whether variables in the body are expanded (no part of the name is quoted).
    pub expand: bool,
    /// `<<-`: leading tabs are removed from each line.
    pub strip_tabs: bool,
    /// The number in front of `<<`; 0 where there is none.
    pub descriptor: u32,
    /// The body from the first byte of its first line to the terminator line; plain text, never continued or commented.
    pub body: Span,
    /// The terminator line without its end; empty at the end of file where it is missing.
    pub terminator: Span,
}

/// The keyword of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the instructions' own")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
    /// Not an instruction of the Dockerfile language.
    Unknown,
}

/// The arguments of an instruction by meaning.
#[derive(Debug)]
pub enum Kind {
    /// `ADD`
    Add(Transfer),
    /// `ARG`
    Arg(Vec<ArgPair>),
    /// `CMD`; `None` for `CMD` without arguments, which BuildKit takes as an empty command.
    Cmd(Option<Command>),
    /// `COPY`
    Copy(Transfer),
    /// `ENTRYPOINT`
    Entrypoint(Option<Command>),
    /// `ENV`
    Env(Pairs),
    /// `EXPOSE`
    Expose(Vec<Text>),
    /// `FROM`
    From(From),
    /// `HEALTHCHECK`
    Healthcheck(Healthcheck),
    /// `LABEL`
    Label(Pairs),
    /// `MAINTAINER`
    Maintainer(Text),
    /// `ONBUILD`
    Onbuild(Box<Instruction>),
    /// `RUN`; `None` without arguments.
    Run(Option<Command>),
    /// `SHELL`
    Shell(Vec<Text>),
    /// `STOPSIGNAL`
    Stopsignal(Text),
    /// `USER`
    User(Text),
    /// `VOLUME`
    Volume(Vec<Text>),
    /// `WORKDIR`
    Workdir(Text),
    /// The keyword is known and the arguments make no sense; an error in [`Dockerfile::errors`] says why, or, in
    /// a trigger, one in [`Dockerfile::trigger_errors`].
    Malformed,
    /// The keyword is not known.
    Unknown,
}

/// Sources and destination of `COPY` and `ADD`. Flags stay in [`Instruction::flags`].
#[derive(Debug)]
pub struct Transfer {
    /// The sources that are paths or URLs, heredocs excluded.
    pub sources: Vec<Text>,
    /// Indices into [`Instruction::heredocs`] of the sources that are heredocs.
    pub heredoc_sources: Vec<usize>,
    /// The destination.
    pub destination: Text,
    /// Whether the arguments were a JSON array.
    pub json: bool,
}

/// One word of `ARG`.
#[derive(Debug)]
pub struct ArgPair {
    /// The whole word.
    pub span: Span,
    /// The name.
    pub name: Text,
    /// The default, raw (quotes and escapes still in it); `None` without `=`.
    pub value: Option<Text>,
}

/// The pairs of `ENV` or `LABEL`.
#[derive(Debug)]
pub struct Pairs {
    /// The pairs in order.
    pub pairs: Vec<Pair>,
    /// `ENV KEY value`, the old form with exactly one pair.
    pub legacy: bool,
}

/// One `key=value`.
#[derive(Debug)]
pub struct Pair {
    /// From the key to the end of the value.
    pub span: Span,
    /// The key, raw.
    pub key: Text,
    /// The value, raw (quotes and escapes still in it).
    pub value: Text,
}

/// `FROM image [AS name]`
#[derive(Debug)]
pub struct From {
    /// The image or stage as written, variables not replaced.
    pub image: Text,
    /// The word `AS` as written.
    pub as_word: Option<Span>,
    /// The stage's name as written (BuildKit compares in lower case).
    pub name: Option<Text>,
}

/// A command in one of its two forms.
#[derive(Debug)]
pub enum Command {
    /// A JSON array; the words are decoded.
    Exec(Vec<Text>),
    /// Text for the shell; equal to [`Instruction::arguments`] (for HEALTHCHECK the part behind `CMD`).
    Shell(Span),
}

/// `HEALTHCHECK`; options stay in [`Instruction::flags`].
#[derive(Debug)]
pub enum Healthcheck {
    /// `HEALTHCHECK NONE`
    None,
    /// `HEALTHCHECK CMD …`
    Cmd(Command),
}

/// Something BuildKit refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which rule reports it.
    pub kind: ErrorKind,
    /// The smallest text at fault.
    pub span: Span,
    /// The place by which BuildKit names the line: the first byte of the instruction.
    pub at: u32,
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// The word that was probably meant.
    pub suggestion: Option<&'static str>,
}

/// The kinds of syntax errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The parser refuses the text itself: bad directive, unterminated heredoc, JSON array of other things than strings.
    Parse,
    /// Not an instruction.
    UnknownInstruction,
    /// Wrong arguments or flags.
    Arguments,
    /// HEALTHCHECK's type, command or options.
    Healthcheck,
    /// ONBUILD's trigger.
    Onbuild,
    /// An instruction other than ARG before the first FROM.
    BeforeFrom,
    /// No instruction at all, or no FROM.
    NoStage,
    /// SHELL whose argument is not a JSON array.
    ShellNotJson,
}

impl Keyword {
    /// The keywords of the language in upper case, in the order of the variants.
    pub const NAMES: [&'static str; 18] = [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
        "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    const ALL: [Self; 18] = [
        Self::Add,
        Self::Arg,
        Self::Cmd,
        Self::Copy,
        Self::Entrypoint,
        Self::Env,
        Self::Expose,
        Self::From,
        Self::Healthcheck,
        Self::Label,
        Self::Maintainer,
        Self::Onbuild,
        Self::Run,
        Self::Shell,
        Self::Stopsignal,
        Self::User,
        Self::Volume,
        Self::Workdir,
    ];

    /// The keyword that a word means, in any case.
    pub fn parse(word: &str) -> Self {
        let word = lower(word);
        let known = Self::NAMES.iter().zip(Self::ALL).find(|(name, _)| name.eq_ignore_ascii_case(&word));
        known.map_or(Self::Unknown, |(_, keyword)| keyword)
    }

    /// The word itself, if it is a keyword in capitals: no program and no argument is called so.
    pub fn in_capitals(word: &str) -> Option<&'static str> {
        Self::NAMES.into_iter().find(|name| *name == word)
    }

    /// The keyword in upper case; empty for [`Self::Unknown`].
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).copied().unwrap_or("")
    }
}

impl Kind {
    /// Whether the arguments could be understood.
    pub fn is_wellformed(&self) -> bool {
        !matches!(self, Self::Malformed | Self::Unknown)
    }

    /// What COPY or ADD moves.
    pub fn transfer(&self) -> Option<&Transfer> {
        match self {
            Self::Copy(transfer) | Self::Add(transfer) => Some(transfer),
            _ => None,
        }
    }

    /// The names and values of ENV or LABEL.
    pub fn pairs(&self) -> Option<&Pairs> {
        match self {
            Self::Env(pairs) | Self::Label(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// What RUN, CMD, ENTRYPOINT or HEALTHCHECK runs.
    pub fn command(&self) -> Option<&Command> {
        match self {
            Self::Run(command) | Self::Cmd(command) | Self::Entrypoint(command) => command.as_ref(),
            Self::Healthcheck(Healthcheck::Cmd(command)) => Some(command),
            _ => None,
        }
    }

    /// The names and values that ARG, ENV or LABEL sets.
    pub fn settings(&self) -> impl Iterator<Item = NameValue<'_>> {
        let (args, pairs) = match self {
            Self::Arg(args) => (args.as_slice(), &[][..]),
            Self::Env(pairs) | Self::Label(pairs) => (&[][..], pairs.pairs.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let args = args.iter().map(|arg| NameValue { span: arg.span, name: &arg.name, value: arg.value.as_ref() });
        args.chain(pairs.iter().map(|pair| NameValue { span: pair.span, name: &pair.key, value: Some(&pair.value) }))
    }
}

/// A name with its value, as ARG, ENV and LABEL set it.
#[derive(Clone, Copy, Debug)]
pub struct NameValue<'a> {
    /// From the name to the end of the value.
    pub span: Span,
    /// The name, raw.
    pub name: &'a Text,
    /// The value, raw (quotes and escapes still in it); `None` for an ARG without default.
    pub value: Option<&'a Text>,
}

impl Dockerfile {
    /// The empty lines inside an instruction that is continued behind them.
    pub fn empty_lines_in(&self, instruction: &Instruction) -> &[Span] {
        let all = &self.empty_continuations;
        let first = all.partition_point(|line| line.start < instruction.span.start);
        let end = all.partition_point(|line| line.start < instruction.span.end);
        all.get(first..end).unwrap_or_default()
    }
}

impl Instruction {
    /// The instruction itself; for ONBUILD the one that it triggers.
    pub fn unwrapped(&self) -> &Self {
        if let Kind::Onbuild(trigger) = &self.kind { trigger } else { self }
    }

    /// The flag of that name, the last where it is repeated.
    pub fn flag(&self, name: &str) -> Option<&Flag> {
        self.flags.iter().rev().find(|flag| &*flag.name.value == name)
    }

    /// The value of the flag of that name.
    pub fn flag_value(&self, name: &str) -> Option<&Text> {
        self.flag(name)?.value.as_ref()
    }
}
