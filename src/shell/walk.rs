//! From the crate's tree to ours. The crate bounds how deep its tree nests and how long its chains get, so walking down
//! is bounded too; chains are walked in a loop all the same.

use std::rc::Rc;

use shuck_ast as ast;

use super::simple::Simple;
use super::{
    Assignment, Broken, Dialect, Form, Function, Joint, Loop, LoopKind, Pipeline, Redirect, Script, Statement,
    Switched, Wrapper,
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
}

/// What became of an element of a list.
struct Walked {
    /// The simple commands that are the element or stages of it.
    direct: Vec<usize>,
    /// Whether it starts with a simple command, and which.
    first: Option<usize>,
}

impl Walker<'_> {
    /// Walks a file's statements.
    pub(super) fn file(&mut self, file: &ast::File, place: &Place) {
        let top = self.depth == 0;
        self.comments(&file.body.leading_comments);
        for (index, stmt) in file.body.stmts.iter().enumerate() {
            let from = self.script.commands.len();
            let background = self.statement(stmt, index, place);
            if top {
                let commands = from..self.script.commands.len();
                let span = self.trimmed(stmt.span);
                self.script.statements.push(Statement { span, commands, background, form: form(stmt) });
            }
        }
        self.comments(&file.body.trailing_comments);
    }

    pub(super) fn broken(&mut self, span: Span, message: &str) {
        if self.script.broken.is_none() {
            let message = message.strip_prefix("syntax error: ").unwrap_or(message).to_owned();
            self.script.broken = Some(Broken { span, message });
        }
    }

    /// Walks the statements of a list that is part of something.
    pub(super) fn list(&mut self, seq: &ast::StmtSeq, place: &Place) {
        self.comments(&seq.leading_comments);
        for (index, stmt) in seq.stmts.iter().enumerate() {
            self.statement(stmt, index, place);
        }
        self.comments(&seq.trailing_comments);
    }

    /// Walks a list in a shell of its own or under a condition: what it sets ends with it.
    pub(super) fn scoped(&mut self, seq: &ast::StmtSeq, place: &Place) {
        let switched = self.switched;
        self.list(seq, place);
        self.switched = switched;
    }

    fn statement(&mut self, stmt: &ast::Stmt, index: usize, place: &Place) -> bool {
        let ends_in_background = matches!(stmt.terminator, Some(ast::StmtTerminator::Background(_)));
        let joint = if index == 0 { place.joint } else { Joint::Sequence };
        let background = place.background || ends_in_background;
        self.and_or(stmt, &Place { joint, background, ..place.clone() });
        ends_in_background
    }

    /// `a && b || c`
    fn and_or(&mut self, stmt: &ast::Stmt, place: &Place) {
        let mut elements = Vec::new();
        let mut left = stmt;
        while let Some((binary, joint)) = joined(left) {
            self.statement_comments(left);
            elements.push((joint, &*binary.right));
            left = &binary.left;
        }
        elements.push((place.joint, left));
        elements.reverse();
        let last_or = elements.iter().skip(1).rposition(|(joint, _)| *joint == Joint::Or).map_or(0, |at| at + 1);
        let mut caught: Vec<usize> = Vec::new();
        for (index, (joint, element)) in elements.into_iter().enumerate() {
            let guarded = place.guarded || index < last_or;
            let walked = if joined(element).is_some() {
                self.and_or(element, &Place { joint, guarded, ..place.clone() });
                Walked { direct: Vec::new(), first: None }
            } else {
                self.pipeline(element, &Place { joint, guarded, ..place.clone() })
            };
            if index > 0 && joint == Joint::Or {
                for command in caught.drain(..) {
                    self.script.commands[command].or_else = walked.first;
                }
            }
            caught.extend(walked.direct);
        }
    }

    /// `a | b`, or one command.
    fn pipeline(&mut self, stmt: &ast::Stmt, place: &Place) -> Walked {
        let mut place = place.clone();
        let mut stmt = stmt;
        place.negated = stmt.negated;
        while let ast::Command::Compound(ast::CompoundCommand::Time(time)) = &stmt.command {
            self.statement_comments(stmt);
            let Some(inner) = &time.command else { break };
            let end = offset(time.span.start).saturating_add(4);
            place.timed = Some(self.span(offset(time.span.start), end));
            stmt = inner;
            place.negated |= stmt.negated;
        }
        let mut stages = Vec::new();
        let mut pipe = None;
        let mut left = stmt;
        while let ast::Command::Binary(binary) = &left.command {
            let inner = !std::ptr::eq(left, stmt);
            if !matches!(binary.op, ast::BinaryOp::Pipe | ast::BinaryOp::PipeAll) || inner && left.negated {
                break;
            }
            self.statement_comments(left);
            pipe = Some(binary.op_span);
            stages.push(&*binary.right);
            left = &binary.left;
        }
        let Some(pipe) = pipe else {
            if joined(stmt).is_some() {
                self.and_or(stmt, &place.inside());
                return Walked { direct: Vec::new(), first: None };
            }
            let first = self.command(stmt, &place);
            return Walked { direct: first.into_iter().collect(), first };
        };
        stages.push(left);
        stages.reverse();
        let index = self.script.pipelines.len();
        let span = self.trimmed(stages[0].span).to(self.trimmed(stages[stages.len() - 1].span));
        self.script.pipelines.push(Pipeline {
            span,
            pipe: self.whole(pipe),
            stages: Vec::new(),
            guarded: place.guarded || place.negated,
            unread: place.unread,
        });
        let mut walked = Vec::new();
        let switched = self.switched;
        for (position, stage) in stages.into_iter().enumerate() {
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
    fn command(&mut self, stmt: &ast::Stmt, place: &Place) -> Option<usize> {
        self.statement_comments(stmt);
        let place = &Place { negated: place.negated || stmt.negated, ..place.clone() };
        match &stmt.command {
            ast::Command::Binary(_) => self.and_or(stmt, &place.inside()),
            ast::Command::Compound(compound) => return self.compound(compound, stmt, place),
            ast::Command::Function(function) => self.function(function, place),
            ast::Command::AnonymousFunction(function) => {
                self.and_or(&function.body, &place.inside());
            }
            command => {
                let simple = Simple::of(command, &stmt.redirects)?;
                return self.simple(&simple, place);
            }
        }
        None
    }

    fn compound(&mut self, compound: &ast::CompoundCommand, stmt: &ast::Stmt, place: &Place) -> Option<usize> {
        use ast::CompoundCommand as Kind;
        let inside = place.inside();
        let conditional = Place { conditional: true, ..inside.clone() };
        let condition = Place { guarded: true, ..conditional.clone() };
        match compound {
            Kind::If(command) => {
                self.scoped(&command.condition, &condition);
                self.scoped(&command.then_branch, &conditional);
                for (test, branch) in &command.elif_branches {
                    self.scoped(test, &condition);
                    self.scoped(branch, &conditional);
                }
                if let Some(branch) = &command.else_branch {
                    self.scoped(branch, &conditional);
                }
            }
            Kind::Case(command) => {
                self.substitutions(&command.word, &conditional.unread());
                for item in &command.cases {
                    self.scoped(&item.body, &conditional);
                }
            }
            Kind::While(command) => {
                self.repeated(command.span, LoopKind::While, Some(&command.condition), &command.body, &inside);
            }
            Kind::Until(command) => {
                self.repeated(command.span, LoopKind::Until, Some(&command.condition), &command.body, &inside);
            }
            Kind::For(command) => {
                for word in command.words.iter().flatten() {
                    self.substitutions(word, &inside.unread());
                }
                self.repeated(command.span, LoopKind::For, None, &command.body, &inside);
            }
            Kind::Select(command) => {
                for word in &command.words {
                    self.substitutions(word, &inside.unread());
                }
                self.repeated(command.span, LoopKind::For, None, &command.body, &inside);
            }
            Kind::Foreach(command) => {
                for word in &command.words {
                    self.substitutions(word, &inside.unread());
                }
                self.repeated(command.span, LoopKind::For, None, &command.body, &inside);
            }
            Kind::Repeat(command) => {
                self.repeated(command.span, LoopKind::For, None, &command.body, &inside);
            }
            Kind::ArithmeticFor(command) => {
                self.repeated(command.span, LoopKind::For, None, &command.body, &inside);
            }
            Kind::Subshell(body) => self.scoped(body, &Place { subshell: true, ..inside.clone() }),
            Kind::BraceGroup(body) => self.list(body, &inside),
            Kind::Coproc(command) => {
                self.and_or(&command.body, &Place { background: true, ..inside.clone() });
            }
            Kind::Always(command) => {
                self.list(&command.body, &inside);
                self.list(&command.always_body, &inside);
            }
            Kind::Time(command) => {
                if let Some(body) = &command.command {
                    self.and_or(body, &inside);
                }
            }
            Kind::Conditional(test) => {
                let simple = Simple::test(test, &stmt.redirects);
                return self.simple(&simple, place);
            }
            Kind::Arithmetic(command) => {
                if let Some(expression) = &command.expr_ast {
                    self.arithmetic(expression, &inside);
                }
            }
        }
        for redirect in &stmt.redirects {
            self.redirect_substitutions(redirect, &inside);
        }
        None
    }

    fn repeated(
        &mut self,
        span: ast::Span,
        kind: LoopKind,
        condition: Option<&ast::StmtSeq>,
        body: &ast::StmtSeq,
        inside: &Place,
    ) {
        let index = self.script.loops.len();
        let start = offset(span.start);
        let length = self.text.get(start..).map_or(0, |text| text.bytes().take_while(u8::is_ascii_alphabetic).count());
        let keyword = self.span(start, start + length);
        let span = self.trimmed(span);
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

    fn function(&mut self, function: &ast::FunctionDef, place: &Place) {
        let index = self.script.functions.len();
        let name = function.header.static_names().next().map_or("", ast::Name::as_str).into();
        let span = self.trimmed(function.span);
        self.script.functions.push(Function { span, name, body: 0..0 });
        let from = self.script.commands.len();
        let within =
            Place { outer: place.outer.clone(), conditional: true, in_function: Some(index), ..Place::default() };
        let switched = self.switched;
        self.and_or(&function.body, &within);
        self.switched = switched;
        self.script.functions[index].body = from..self.script.commands.len();
    }

    fn statement_comments(&mut self, stmt: &ast::Stmt) {
        self.comments(&stmt.leading_comments);
        self.comments(stmt.inline_comment.as_slice());
    }

    fn comments(&mut self, comments: &[ast::Comment]) {
        for comment in comments {
            let span = self.span(usize::from(comment.range.start()), usize::from(comment.range.end()));
            self.script.comments.push(span);
        }
    }

    /// A range of this text as a span of the file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let end = self.text.floor_char_boundary(end.min(self.text.len()));
        let start = self.text.floor_char_boundary(start.min(end));
        let place = |at: usize| self.base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Span::new(place(start), place(end))
    }

    pub(super) fn whole(&self, span: ast::Span) -> Span {
        self.span(offset(span.start), offset(span.end))
    }

    /// The span without the blanks and the operator that the crate leaves at its end.
    fn trimmed(&self, span: ast::Span) -> Span {
        let (start, end) = (offset(span.start), offset(span.end));
        let Some(text) = self.text.get(start..end) else { return self.span(start, end) };
        let mut kept = text.trim_end();
        if !kept.ends_with("\\;") && !kept.ends_with("\\&") {
            kept = kept.trim_end_matches([';', '&']).trim_end();
        }
        self.span(start, start + kept.len())
    }
}

pub(super) fn offset(position: ast::Position) -> usize {
    position.offset()
}

/// The statement as `left && right` or `left || right`.
fn joined(stmt: &ast::Stmt) -> Option<(&ast::BinaryCommand, Joint)> {
    let ast::Command::Binary(binary) = &stmt.command else { return None };
    match binary.op {
        _ if stmt.negated => None,
        ast::BinaryOp::And => Some((binary, Joint::And)),
        ast::BinaryOp::Or => Some((binary, Joint::Or)),
        ast::BinaryOp::Pipe | ast::BinaryOp::PipeAll => None,
    }
}

/// The form of a statement, by a look at what its lists and pipelines are made of.
fn form(stmt: &ast::Stmt) -> Form {
    let mut form = if joined(stmt).is_some() { Form::List } else { Form::Simple };
    let mut left = vec![stmt];
    while let Some(stmt) = left.pop() {
        match &stmt.command {
            ast::Command::Binary(binary) => left.extend([&*binary.left, &*binary.right]),
            ast::Command::Compound(ast::CompoundCommand::Time(time)) => {
                left.extend(time.command.as_deref());
            }
            ast::Command::Compound(ast::CompoundCommand::Conditional(_)) => {}
            ast::Command::Compound(_) | ast::Command::AnonymousFunction(_) => {
                return Form::Compound;
            }
            ast::Command::Function(_) if form == Form::Simple => form = Form::Function,
            ast::Command::Function(_) => return Form::Compound,
            _ => {}
        }
    }
    form
}
