//! What a Dockerfile says, however it is laid out: the net under the formatter and under safe repairs. Two texts are read and
//! compared; what a repair is there to change is named by [`Freedom`]s and left aside. Nothing here edits or reads a file.

pub(crate) mod commands;
mod freedom;

use std::fmt::Write as _;

pub use freedom::Freedom;

use crate::dockerfile::{
    self, Command, Dockerfile, Escape, Healthcheck, Heredoc, Instruction, Keyword, Kind, Lookup, Options, Part, Text,
};
use crate::shell::{self, Dialect};
use crate::source::{Source, Span};
use commands::{Call, Joined};

/// What a text says: its directives, comments and instructions; flags, words, heredocs byte by byte, and the words of commands
/// with what joins them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    escape: Escape,
    directives: Vec<String>,
    comments: Vec<Vec<u8>>,
    /// Those with the comments in scripts, in the order of the file.
    remarks: Vec<Vec<u8>>,
    statements: Vec<Statement>,
    broken_triggers: usize,
}

/// What an instruction says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Statement {
    /// The ONBUILDs in front of it.
    triggers: usize,
    keyword: Keyword,
    flags: Vec<(String, Option<String>)>,
    words: Vec<Word>,
    command: Option<Run>,
    heredocs: Vec<(String, Vec<u8>)>,
}

/// A word: as it is written, and as the builder reads it, quotes and escapes gone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    written: String,
    plain: String,
}

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Run {
    Exec(Vec<String>),
    Shell {
        /// All that the text says; where commands may differ it is empty, and the calls alone are compared.
        signature: String,
        calls: Vec<Call>,
        /// Whether it is a script in a heredoc.
        script: bool,
    },
}

impl Meaning {
    /// What a text says.
    pub fn of(source: &Source, dockerfile: &Dockerfile) -> Self {
        let raw = |span: Span| source.bytes().get(span.range()).unwrap_or_default().to_vec();
        let directive = |directive: &dockerfile::Directive| {
            format!("{} {}", directive.name.as_str(), source.slice(directive.value))
        };
        let reader = Reader { source, dockerfile, is_shell: commands::are_shell(source, dockerfile) };
        let comments: Vec<Span> = dockerfile.comments.iter().map(|comment| comment.span).collect();
        let mut remarks = comments.clone();
        remarks.extend(dockerfile.instructions.iter().flat_map(|it| reader.comments_of_script(it)));
        remarks.sort_unstable_by_key(|span| span.start);
        Self {
            escape: dockerfile.escape,
            directives: dockerfile.directives.iter().map(directive).collect(),
            comments: comments.into_iter().map(raw).collect(),
            remarks: remarks.into_iter().map(raw).collect(),
            statements: dockerfile.instructions.iter().map(|it| reader.statement(it, 0)).collect(),
            broken_triggers: dockerfile.trigger_errors.len(),
        }
    }

    /// The first thing that another text says otherwise, whatever these freedoms allow; `None` where both say the same.
    pub fn difference(&self, other: &Self, freedoms: &[Freedom]) -> Option<String> {
        if freedoms.is_empty() && self == other {
            return None;
        }
        let (mut left, mut right) = (self.clone(), other.clone());
        left.take(freedoms);
        right.take(freedoms);
        if left == right {
            return None;
        }
        let pairs = left.statements.iter().zip(&right.statements);
        let differing = pairs.into_iter().find(|(a, b)| a != b);
        let mut text = String::new();
        let _ = match differing {
            Some((a, b)) => write!(text, "{a:?} became {b:?}"),
            None if left.statements.len() != right.statements.len() => {
                let shorter = left.statements.len().min(right.statements.len());
                let more = left.statements.get(shorter).or_else(|| right.statements.get(shorter));
                write!(text, "{more:?} came or went")
            }
            None => write!(text, "comments or directives differ"),
        };
        Some(text)
    }
}

/// The first thing that two texts say differently, but for what these freedoms allow.
pub fn difference(before: &Source, after: &Source, freedoms: &[Freedom]) -> Option<String> {
    let of = |source: &Source| Meaning::of(source, &dockerfile::parse(source));
    of(before).difference(&of(after), freedoms)
}

/// A text and what it was read as.
struct Reader<'a> {
    source: &'a Source,
    dockerfile: &'a Dockerfile,
    is_shell: bool,
}

impl Reader<'_> {
    fn statement(&self, instruction: &Instruction, triggers: usize) -> Statement {
        if let Kind::Onbuild(trigger) = &instruction.kind {
            return self.statement(trigger, triggers + 1);
        }
        let flag = |flag: &dockerfile::Flag| {
            (flag.name.value.to_string(), flag.value.as_ref().map(|value| value.value.to_string()))
        };
        let heredoc = |heredoc: &Heredoc| {
            let opener = format!("{} {} {} {}", heredoc.name, heredoc.expand, heredoc.strip_tabs, heredoc.descriptor);
            (opener, self.source.bytes().get(heredoc.body.range()).unwrap_or_default().to_vec())
        };
        Statement {
            triggers,
            keyword: instruction.keyword,
            flags: instruction.flags.iter().map(flag).collect(),
            words: self.words(instruction),
            command: self.command(instruction),
            heredocs: instruction.heredocs.iter().map(heredoc).collect(),
        }
    }

    fn words(&self, instruction: &Instruction) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut add = |text: &Text| words.push(self.word(&text.value));
        match &instruction.kind {
            Kind::Add(transfer) | Kind::Copy(transfer) => {
                transfer.sources.iter().chain([&transfer.destination]).for_each(add);
            }
            Kind::Arg(_) | Kind::Env(_) | Kind::Label(_) => {
                for setting in instruction.kind.settings() {
                    add(setting.name);
                    setting.value.into_iter().for_each(&mut add);
                }
            }
            Kind::Expose(all) | Kind::Volume(all) | Kind::Shell(all) => all.iter().for_each(add),
            Kind::From(from) => std::iter::once(&from.image).chain(&from.name).for_each(add),
            // The builder takes a name as it is written.
            Kind::Maintainer(text) => {
                words.push(Word { written: text.value.to_string(), plain: text.value.to_string() });
            }
            Kind::Stopsignal(text) | Kind::User(text) | Kind::Workdir(text) => add(text),
            Kind::Malformed | Kind::Unknown => {
                let joined = Joined::new(self.source, instruction.arguments, self.dockerfile.escape).text;
                let written = joined.split_whitespace().collect::<Vec<_>>().join(" ");
                words.push(Word { plain: written.clone(), written });
            }
            Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Run(_) | Kind::Healthcheck(_) | Kind::Onbuild(_) => {}
        }
        words
    }

    fn word(&self, written: &str) -> Word {
        let expanded = dockerfile::expand_with(written, Options::new(self.dockerfile.escape), |_| Lookup::Unknown);
        let part = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Variable { range, .. } => format!("\0{}\0", written.get(range.clone()).unwrap_or_default()),
        };
        let plain = expanded
            .map_or_else(|_| written.to_owned(), |expansion| expansion.value.parts().iter().map(part).collect());
        Word { written: written.to_owned(), plain }
    }

    fn command(&self, instruction: &Instruction) -> Option<Run> {
        let given = match &instruction.kind {
            Kind::Cmd(given) | Kind::Entrypoint(given) | Kind::Run(given) => given.as_ref()?,
            Kind::Healthcheck(Healthcheck::Cmd(given)) => given,
            _ => return None,
        };
        let span = match given {
            Command::Exec(words) => {
                return Some(Run::Exec(words.iter().map(|word| word.value.to_string()).collect()));
            }
            Command::Shell(span) => *span,
        };
        let text = Joined::new(self.source, span, self.dockerfile.escape).text;
        let script = self.script(instruction, &text).map(|body| self.source.slice(body));
        let signature = if self.is_shell { commands::signature(&text) } else { text.clone() };
        let calls = script.map_or_else(|| commands::calls(&text), commands::calls_of_script);
        Some(Run::Shell { signature, calls, script: script.is_some() })
    }

    /// The script of a RUN that is nothing but one in a heredoc.
    fn script(&self, instruction: &Instruction, text: &str) -> Option<Span> {
        let [only] = instruction.heredocs.as_slice() else { return None };
        (text.trim() == self.source.slice(only.opener)).then_some(only.body)
    }

    fn comments_of_script(&self, instruction: &Instruction) -> Vec<Span> {
        let Kind::Run(Some(Command::Shell(span))) = &instruction.kind else { return Vec::new() };
        let Some(body) = self.script(instruction, self.source.slice(*span)) else { return Vec::new() };
        shell::parse(self.source.slice(body), body.start, Dialect::Posix).comments
    }
}
