//! From the tree of a text to its script: what each command stands in. The tree is no deeper than the parser lets it be.

use std::rc::Rc;

use super::tree::{AndOr, Body, Heredoc, List, Pipe, Stage, Tree};
use super::{
    Assignment, Broken, Dialect, Form, Function, Joint, Loop, Pipeline, Redirect, Script, Statement, Switched, Wrapper,
};
use crate::source::Span;

/// What the commands of an inner script have from the command that starts it.
#[derive(Default)]
pub(super) struct Outer {
    pub(super) wrappers: Vec<Wrapper>,
    pub(super) assignments: Vec<Assignment>,
    pub(super) redirects: Vec<Redirect>,
}

/// Where a command stands.
#[derive(Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Place {
    pub(super) outer: Option<Rc<Outer>>,
    /// A `time` in front of the next command.
    pub(super) timed: Option<Span>,
    pub(super) joint: Joint,
    pub(super) negated: bool,
    pub(super) guarded: bool,
    pub(super) background: bool,
    pub(super) subshell: bool,
    pub(super) substitution: bool,
    /// Nothing asks for the status of what runs here, see [`Pipeline::unread`].
    pub(super) unread: bool,
    pub(super) conditional: bool,
    pub(super) in_loop: Option<usize>,
    pub(super) in_function: Option<usize>,
}

impl Place {
    /// The place inside of something at this place that is a list of its own.
    pub(super) fn inside(&self) -> Self {
        Self { joint: Joint::First, guarded: self.guarded || self.negated, negated: false, timed: None, ..self.clone() }
    }

    /// The same place where nothing asks for the status of what a word runs.
    pub(super) fn unread(&self) -> Self {
        Self { unread: true, ..self.clone() }
    }
}

/// Walks one text; the script it fills may be that of a text around it.
pub(super) struct Walker<'a> {
    pub(super) text: &'a str,
    pub(super) base: u32,
    pub(super) dialect: Dialect,
    pub(super) script: &'a mut Script,
    /// How many texts are around this one.
    pub(super) depth: usize,
    pub(super) switched: Switched,
    /// The heredocs of the text.
    pub(super) heredocs: Vec<Heredoc>,
}

/// What became of an element of a list.
struct Walked {
    /// The simple commands that are the element or stages of it.
    direct: Vec<usize>,
    /// Whether it starts with a simple command, and which.
    first: Option<usize>,
}

impl Walker<'_> {
    /// Walks all of a text.
    pub(super) fn file(&mut self, tree: Tree, place: &Place) {
        let top = self.depth == 0;
        let around = std::mem::replace(&mut self.heredocs, tree.heredocs);
        if let Some((span, message)) = tree.broken {
            self.broken(span, message);
        }
        self.script.comments.extend(tree.comments);
        for (index, statement) in tree.list.0.into_iter().enumerate() {
            let from = self.script.commands.len();
            let (span, background, form) = (statement.span, statement.background, form(&statement));
            self.statement(statement, index, place);
            if top {
                let commands = from..self.script.commands.len();
                self.script.statements.push(Statement { span, commands, background, form });
            }
        }
        self.heredocs = around;
    }

    pub(super) fn broken(&mut self, span: Span, message: &str) {
        if self.script.broken.is_none() {
            self.script.broken = Some(Broken { span, message: message.to_owned() });
        }
    }

    /// Walks the statements of a list that is part of something.
    fn list(&mut self, list: List, place: &Place) {
        for (index, statement) in list.0.into_iter().enumerate() {
            self.statement(statement, index, place);
        }
    }

    /// Walks a list in a shell of its own or under a condition: what it sets ends with it.
    fn scoped(&mut self, list: List, place: &Place) {
        let switched = self.switched;
        self.list(list, place);
        self.switched = switched;
    }

    /// Walks the commands in words: `$( … )`, backquotes, `<( … )`.
    pub(super) fn substitutions(&mut self, lists: Vec<List>, place: &Place) {
        for list in lists {
            self.substitution(list, place);
        }
    }

    pub(super) fn substitution(&mut self, list: List, place: &Place) {
        self.scoped(list, &Place { joint: Joint::First, subshell: true, substitution: true, ..place.clone() });
    }

    fn statement(&mut self, statement: AndOr, index: usize, place: &Place) {
        let joint = if index == 0 { place.joint } else { Joint::Sequence };
        let background = place.background || statement.background;
        self.and_or(statement, &Place { joint, background, ..place.clone() });
    }

    /// `a && b || c`
    fn and_or(&mut self, statement: AndOr, place: &Place) {
        let last_or = statement.rest.iter().rposition(|(joint, _)| *joint == Joint::Or).map_or(0, |at| at + 1);
        let mut caught: Vec<usize> = Vec::new();
        let elements = std::iter::once((place.joint, statement.first)).chain(statement.rest);
        for (index, (joint, element)) in elements.enumerate() {
            let guarded = place.guarded || index < last_or;
            let walked = self.pipeline(element, &Place { joint, guarded, ..place.clone() });
            if index > 0 && joint == Joint::Or {
                for command in caught.drain(..) {
                    self.script.commands[command].or_else = walked.first;
                }
            }
            if index < last_or {
                caught.extend(walked.direct);
            }
        }
    }

    /// `a | b`, or one command.
    fn pipeline(&mut self, pipe: Pipe, place: &Place) -> Walked {
        let Pipe { negated, timed, first, rest, bar } = pipe;
        let place = Place { timed, negated, ..place.clone() };
        if rest.is_empty() {
            let first = self.command(first, &place);
            return Walked { direct: first.into_iter().collect(), first };
        }
        let index = self.script.pipelines.len();
        let last = rest.last().map_or(first.span, |last| last.span);
        self.script.pipelines.push(Pipeline {
            span: first.span.to(last),
            pipe: bar,
            stages: Vec::new(),
            guarded: place.guarded || place.negated,
            unread: place.unread,
        });
        let mut walked = Vec::with_capacity(rest.len() + 1);
        let switched = self.switched;
        for (position, stage) in std::iter::once(first).chain(rest).enumerate() {
            let joint = if position == 0 { place.joint } else { Joint::Pipe };
            let timed = if position == 0 { place.timed } else { None };
            let command = self.command(stage, &Place { timed, joint, ..place.clone() });
            if let Some(command) = command {
                self.script.commands[command].pipeline = Some((index, position));
            }
            walked.push(command);
        }
        self.switched = switched;
        let first = walked[0];
        let direct = walked.iter().flatten().copied().collect();
        self.script.pipelines[index].stages = walked;
        Walked { direct, first }
    }

    /// One command; its index if it is a simple one.
    fn command(&mut self, stage: Stage, place: &Place) -> Option<usize> {
        let inside = match stage.body {
            Body::Simple(simple) => return self.simple(simple, stage.redirects, place),
            _ => place.inside(),
        };
        let conditional = Place { conditional: true, ..inside.clone() };
        match stage.body {
            Body::Simple(_) => {}
            Body::If(branches, otherwise) => {
                let condition = Place { guarded: true, ..conditional.clone() };
                for (test, branch) in branches {
                    self.scoped(test, &condition);
                    self.scoped(branch, &conditional);
                }
                if let Some(branch) = otherwise {
                    self.scoped(branch, &conditional);
                }
            }
            Body::Case(inner, arms) => {
                self.substitutions(inner, &conditional.unread());
                for arm in arms {
                    self.scoped(arm, &conditional);
                }
            }
            Body::Loop(repeated) => self.repeated(*repeated, &inside),
            Body::Subshell(list) => self.scoped(list, &Place { subshell: true, ..inside.clone() }),
            Body::Group(list) => self.list(list, &inside),
            Body::Function(name, span, body) => self.function(name, span, *body, place),
            Body::Coproc(body) => {
                self.command(*body, &Place { background: true, ..inside.clone() });
            }
            Body::Arithmetic(inner) => self.substitutions(inner, &inside),
        }
        for redirect in stage.redirects {
            self.substitutions(redirect.inner, &inside);
            self.heredoc(redirect.heredoc, &inside);
        }
        None
    }

    /// Walks the commands in a heredoc; gives its place.
    pub(super) fn heredoc(&mut self, index: Option<usize>, place: &Place) -> Option<Span> {
        let heredoc = std::mem::take(self.heredocs.get_mut(index?)?);
        self.substitutions(heredoc.inner, place);
        heredoc.body
    }

    fn repeated(&mut self, repeated: super::tree::Loop, inside: &Place) {
        let index = self.script.loops.len();
        let super::tree::Loop { kind, keyword, span, inner, condition, body } = repeated;
        self.substitutions(inner, &inside.unread());
        self.script.loops.push(Loop { span, keyword, kind, condition: 0..0, body: 0..0 });
        let within = Place { conditional: true, in_loop: Some(index), ..inside.clone() };
        let from = self.script.commands.len();
        if let Some(condition) = condition {
            self.scoped(condition, &Place { guarded: true, ..within.clone() });
        }
        let between = self.script.commands.len();
        self.scoped(body, &within);
        let to = self.script.commands.len();
        let found = &mut self.script.loops[index];
        found.condition = from..between;
        found.body = between..to;
    }

    fn function(&mut self, name: Box<str>, span: Span, body: Stage, place: &Place) {
        let index = self.script.functions.len();
        self.script.functions.push(Function { span, name, body: 0..0 });
        let from = self.script.commands.len();
        let within =
            Place { outer: place.outer.clone(), conditional: true, in_function: Some(index), ..Place::default() };
        let switched = self.switched;
        self.command(body, &within);
        self.switched = switched;
        self.script.functions[index].body = from..self.script.commands.len();
    }
}

/// The form of a statement, by a look at what its lists and pipelines are made of.
fn form(statement: &AndOr) -> Form {
    let pipes = || std::iter::once(&statement.first).chain(statement.rest.iter().map(|(_, pipe)| pipe));
    let mut stages = pipes().flat_map(|pipe| std::iter::once(&pipe.first).chain(&pipe.rest));
    if !stages.clone().all(|stage| matches!(stage.body, Body::Simple(_))) {
        let alone = statement.rest.is_empty() && statement.first.rest.is_empty();
        let function = stages.next().is_some_and(|stage| matches!(stage.body, Body::Function(..)));
        return if alone && function { Form::Function } else { Form::Compound };
    }
    if statement.rest.is_empty() { Form::Simple } else { Form::List }
}
