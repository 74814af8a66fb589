//! A shell text as its grammar has it, on the way to a [`Script`](super::Script). Words are read already; commands within
//! words lie beside them.

use super::{Assignment, Joint, LoopKind, Redirect, Word};
use crate::source::Span;

/// Statements in order.
#[derive(Debug, Default)]
pub(super) struct List(pub(super) Vec<AndOr>);

/// `a && b || c`
#[derive(Debug)]
pub(super) struct AndOr {
    pub(super) first: Pipe,
    pub(super) rest: Vec<(Joint, Pipe)>,
    /// `&` ends it.
    pub(super) background: bool,
    pub(super) span: Span,
}

/// `a | b`, or one command.
#[derive(Debug)]
pub(super) struct Pipe {
    pub(super) negated: bool,
    /// The word `time` in front.
    pub(super) timed: Option<Span>,
    pub(super) first: Stage,
    pub(super) rest: Vec<Stage>,
    /// The first `|`; empty where there is none.
    pub(super) bar: Span,
}

/// One command with its redirections.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) body: Body,
    pub(super) redirects: Vec<Redirection>,
    pub(super) span: Span,
}

/// A redirection and the commands in its target.
#[derive(Debug)]
pub(super) struct Redirection {
    pub(super) redirect: Redirect,
    /// Index of the heredoc's body.
    pub(super) heredoc: Option<usize>,
    pub(super) inner: Vec<List>,
}

/// What a heredoc holds.
#[derive(Debug, Default)]
pub(super) struct Heredoc {
    /// `None` where the text ends before it.
    pub(super) body: Option<Span>,
    pub(super) inner: Vec<List>,
}

/// The forms of a command.
#[derive(Debug)]
pub(super) enum Body {
    /// Assignments and words; `[[ … ]]`, whose operators are words.
    Simple(Simple),
    /// `if`: conditions with what they lead to, and what `else` leads to.
    If(Vec<(List, List)>, Option<List>),
    /// `case`: the commands in its word, and the arms.
    Case(Vec<List>, Vec<List>),
    /// `while`, `until`, `for`, `select`.
    Loop(Box<Loop>),
    /// `( … )`
    Subshell(List),
    /// `{ … }`
    Group(List),
    /// `name() …`, with the place of the whole.
    Function(Box<str>, Span, Box<Stage>),
    /// `coproc …`
    Coproc(Box<Stage>),
    /// `(( … ))`: the commands in it.
    Arithmetic(Vec<List>),
}

/// A loop.
#[derive(Debug)]
pub(super) struct Loop {
    pub(super) kind: LoopKind,
    pub(super) keyword: Span,
    pub(super) span: Span,
    /// The commands in the words of `for`.
    pub(super) inner: Vec<List>,
    pub(super) condition: Option<List>,
    pub(super) body: List,
}

/// A simple command.
#[derive(Debug, Default)]
pub(super) struct Simple {
    /// Those in front of the name come first.
    pub(super) assignments: Vec<Assignment>,
    pub(super) words: Vec<Word>,
    /// The commands in words and values, with the place of the word.
    pub(super) inner: Vec<(Span, List)>,
}

/// All of a text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) list: List,
    pub(super) heredocs: Vec<Heredoc>,
    pub(super) comments: Vec<Span>,
    /// Where the text is no shell, and why.
    pub(super) broken: Option<(Span, &'static str)>,
}
