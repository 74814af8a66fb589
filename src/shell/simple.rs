//! Simple commands: from the crate's several shapes of them to ours, wrappers peeled, inner scripts read.

use std::rc::Rc;

use shuck_ast as ast;
use shuck_ast::{BuiltinCommand as Builtin, ConditionalExpr as Test};

use super::dialect::{dialect_of, set};
use super::walk::{Outer, Place, Walker, offset};
use super::{Assignment, Command, Redirect, RedirectKind, Switched, Word, Wrapper, parse, word, wrapper};
use crate::source::Span;

/// How many texts may lie inside each other: `sh -c "sh -c '…'"`.
const MAX_INNER: usize = 4;

/// How many words may be copied from a wrapper to the commands of its inner script.
const MAX_COPIES: usize = 1 << 16;

/// A word of a simple command before it is read.
enum Part<'a> {
    Word(&'a ast::Word),
    Range(usize, usize),
}

/// The parts of a simple command, whichever shape the crate gives it.
pub(super) struct Simple<'a> {
    parts: Vec<Part<'a>>,
    /// Assignments in front.
    leading: &'a [ast::Assignment],
    /// Assignments that are operands of `export` and its kind.
    operands: Vec<&'a ast::Assignment>,
    redirects: &'a [ast::Redirect],
}

impl<'a> Simple<'a> {
    pub(super) fn of(command: &'a ast::Command, redirects: &'a [ast::Redirect]) -> Option<Self> {
        let mut simple = Self { parts: Vec::new(), leading: &[], operands: Vec::new(), redirects };
        match command {
            ast::Command::Simple(command) => {
                simple.leading = &command.assignments;
                if offset(command.name.span.start) < offset(command.name.span.end) {
                    simple.parts.push(Part::Word(&command.name));
                }
                simple.parts.extend(command.args.iter().map(Part::Word));
            }
            ast::Command::Decl(command) => {
                simple.leading = &command.assignments;
                let span = command.variant_span;
                simple.parts.push(Part::Range(offset(span.start), offset(span.end)));
                for operand in &command.operands {
                    match operand {
                        ast::DeclOperand::Flag(word) | ast::DeclOperand::Dynamic(word) => {
                            simple.parts.push(Part::Word(word));
                        }
                        ast::DeclOperand::Name(name) => {
                            simple.parts.push(Part::Range(offset(name.span.start), offset(name.span.end)));
                        }
                        ast::DeclOperand::Assignment(assignment) => {
                            simple.operands.push(assignment);
                        }
                    }
                }
            }
            ast::Command::Builtin(command) => {
                let (name, span, leading, first, rest) = match command {
                    Builtin::Break(it) => ("break", it.span, &it.assignments, &it.depth, &it.extra_args),
                    Builtin::Continue(it) => ("continue", it.span, &it.assignments, &it.depth, &it.extra_args),
                    Builtin::Return(it) => ("return", it.span, &it.assignments, &it.code, &it.extra_args),
                    Builtin::Exit(it) => ("exit", it.span, &it.assignments, &it.code, &it.extra_args),
                };
                simple.leading = leading;
                let start = leading.last().map_or(offset(span.start), |last| offset(last.span.end));
                simple.parts.push(Part::Range(start, start + name.len()));
                simple.parts.extend(first.iter().chain(rest).map(Part::Word));
            }
            _ => return None,
        }
        Some(simple)
    }

    /// `[[ … ]]`, whose operators and operands become words.
    pub(super) fn test(command: &'a ast::ConditionalCommand, redirects: &'a [ast::Redirect]) -> Self {
        let range = |span: ast::Span| Part::Range(offset(span.start), offset(span.end));
        let mut parts = vec![range(command.left_bracket_span)];
        let mut left = vec![Ok(&command.expression)];
        while let Some(next) = left.pop() {
            match next {
                Err(span) => parts.push(range(span)),
                Ok(Test::Binary(test)) => {
                    left.extend([Ok(&*test.right), Err(test.op_span), Ok(&*test.left)]);
                }
                Ok(Test::Unary(test)) => left.extend([Ok(&*test.expr), Err(test.op_span)]),
                Ok(Test::Parenthesized(test)) => {
                    left.extend([Err(test.right_paren_span), Ok(&*test.expr), Err(test.left_paren_span)]);
                }
                Ok(Test::Word(word) | Test::Regex(word)) => parts.push(Part::Word(word)),
                Ok(Test::Pattern(pattern)) => parts.push(range(pattern.span)),
                Ok(Test::VarRef(name)) => parts.push(range(name.span)),
            }
        }
        parts.push(range(command.right_bracket_span));
        Self { parts, leading: &[], operands: Vec::new(), redirects }
    }
}

/// Whether the declaration exports what it assigns.
fn exports(words: &[Word]) -> bool {
    match words.first().and_then(|word| word.literal.as_deref()) {
        Some("export") => true,
        Some("declare" | "typeset") => words.iter().any(|word| word.text.starts_with('-') && word.text.contains('x')),
        _ => false,
    }
}

impl Walker<'_> {
    /// Reads a simple command. Its index, or `None` where it started an inner script that is not one simple command.
    pub(super) fn simple(&mut self, simple: &Simple<'_>, place: &Place) -> Option<usize> {
        let mut words: Vec<Word> = simple.parts.iter().map(|part| self.part(part)).collect();
        let exported = !words.is_empty();
        let exports = exports(&words);
        let leading = simple.leading.iter().map(|found| (found, exported));
        let operands = simple.operands.iter().map(|found| (*found, exports));
        let mut assignments: Vec<Assignment> =
            leading.chain(operands).map(|(found, exported)| self.assignment(found, exported)).collect();
        let redirects: Vec<Redirect> = simple.redirects.iter().map(|redirect| self.redirect(redirect)).collect();
        let spans = words.iter().map(|word| word.span).chain(assignments.iter().map(|found| found.span));
        let span = spans.chain(redirects.iter().map(|redirect| redirect.span)).chain(place.timed).reduce(Span::to)?;

        let mut wrappers = Vec::new();
        if let Some(time) = place.timed {
            let word = Word {
                span: time,
                literal: Some("time".into()),
                text: "time".into(),
                expansions: Vec::new(),
                glob: false,
                quoted: false,
                substitution: false,
            };
            wrappers.push(Wrapper { span: time, name: "time".into(), words: vec![word] });
        }
        wrapper::peel(&mut words, &mut assignments, &mut wrappers);

        let inner = wrapper::inner_script(&words).and_then(|inner| {
            let (start, end) = self.plain_text(&words[inner.script])?;
            Some((inner, start, end))
        });
        if let Some((inner, start, end)) = inner {
            let script = words[inner.script].span;
            let copies = words.len() + wrappers.iter().map(|found| found.words.len()).sum::<usize>();
            let cost = (copies + redirects.len() + assignments.len()).saturating_mul(end - start);
            if self.depth < MAX_INNER && cost < MAX_COPIES {
                let place_of_rest = place.inside();
                let first = self.script.commands.len();
                words.truncate(inner.script);
                let span = words.iter().fold(words[0].span, |span, word| span.to(word.span));
                let name = wrapper::base_name(&words[0]).into();
                wrappers.push(Wrapper { span, name, words });
                let outer = Outer { wrappers, assignments, redirects };
                self.inner(&inner.shell, start, end, outer, place);
                self.word_substitutions(simple, Some(script), &place_of_rest);
                let last = self.script.commands.len();
                return (last == first + 1).then_some(first);
            }
        }

        let mut command = Command {
            span,
            assignments,
            words,
            name_at: 0,
            wrappers,
            redirects,
            joined_by: place.joint,
            pipeline: None,
            negated: place.negated,
            guarded: place.guarded || place.negated,
            or_else: None,
            background: place.background,
            subshell: place.subshell,
            substitution: place.substitution,
            conditional: place.conditional,
            in_loop: place.in_loop,
            in_function: place.in_function,
            switched: self.switched,
        };
        if let Some(outer) = &place.outer {
            command.wrappers = outer.wrappers.iter().cloned().chain(command.wrappers).collect();
            command.assignments = outer.assignments.iter().cloned().chain(command.assignments).collect();
            if !place.substitution {
                command.redirects = outer.redirects.iter().cloned().chain(command.redirects).collect();
            }
        }
        if command.words.first().is_some_and(|word| word.is("set")) {
            set(&mut self.switched, command.words.iter().map(|word| &*word.text));
        }
        let index = self.script.commands.len();
        self.script.commands.push(command);
        self.word_substitutions(simple, None, &place.inside());
        Some(index)
    }

    /// Walks the text that a shell is started on.
    fn inner(&mut self, shell: &str, start: usize, end: usize, outer: Outer, place: &Place) {
        let Some(text) = self.text.get(start..end) else { return };
        let base = self.span(start, start).start;
        let dialect = if shell.is_empty() { self.dialect } else { dialect_of(&[shell]) };
        let mut switched = self.switched;
        if !shell.is_empty() {
            switched = Switched { errexit: Some(false), pipefail: Some(false), nounset: Some(false) };
            if let Some(wrapper) = outer.wrappers.last() {
                set(&mut switched, wrapper.words.iter().map(|word| &*word.text));
            }
        }
        // What is around an outer script is around its inner scripts as well.
        let outer = match &place.outer {
            None => outer,
            Some(around) => Outer {
                wrappers: around.wrappers.iter().cloned().chain(outer.wrappers).collect(),
                assignments: around.assignments.iter().cloned().chain(outer.assignments).collect(),
                redirects: around.redirects.iter().cloned().chain(outer.redirects).collect(),
            },
        };
        let place = Place {
            outer: Some(Rc::new(outer)),
            timed: None,
            guarded: place.guarded || place.negated,
            negated: false,
            ..place.clone()
        };
        let walker = &mut Walker { text, base, dialect, script: &mut *self.script, depth: self.depth + 1, switched };
        parse::walk(walker, &place);
    }

    /// The range in this text of a word's content where the shell takes it as it stands.
    fn plain_text(&self, word: &Word) -> Option<(usize, usize)> {
        let start = usize::try_from(word.span.start.checked_sub(self.base)?).ok()?;
        let end = start + word.span.len() as usize;
        let raw = self.text.get(start..end)?;
        if raw.len() >= 2 {
            for quote in ['\'', '"'] {
                let content = raw.strip_prefix(quote).and_then(|raw| raw.strip_suffix(quote));
                if let Some(content) = content {
                    let plain = !content.contains(quote) && (quote == '\'' || !content.contains('\\'));
                    return plain.then_some((start + 1, end - 1));
                }
            }
        }
        word.is(raw).then_some((start, end))
    }

    fn part(&self, part: &Part<'_>) -> Word {
        match part {
            Part::Word(found) => self.word(found),
            Part::Range(start, end) => {
                // Behind assignments blanks stand in front of the name.
                let blanks = self.text.get(*start..).map_or(0, |text| text.len() - text.trim_start().len());
                word::read(self.text, start + blanks, end + blanks, self.base, false)
            }
        }
    }

    fn word(&self, found: &ast::Word) -> Word {
        let braces = word::expands_braces(self.dialect) && found.has_active_brace_expansion();
        word::read(self.text, offset(found.span.start), offset(found.span.end), self.base, braces)
    }

    fn assignment(&self, found: &ast::Assignment, exported: bool) -> Assignment {
        let value = match &found.value {
            ast::AssignmentValue::Scalar(value) if offset(value.span.start) < offset(value.span.end) => {
                Some(self.word(value))
            }
            _ => None,
        };
        Assignment { span: self.whole(found.span), name: found.target.name.as_str().into(), value, exported }
    }

    fn redirect(&self, found: &ast::Redirect) -> Redirect {
        use ast::RedirectKind as Kind;
        let span = self.whole(found.span);
        let (start, end) = (offset(found.span.start), offset(found.span.end));
        let raw = self.text.get(start..end).unwrap_or("");
        let (target, body) = match &found.target {
            // The crate gives the descriptor behind `>&` no place.
            ast::RedirectTarget::Word(word) if offset(word.span.start) == offset(word.span.end) => {
                let from = raw.rfind('&').map_or(end, |at| start + at + 1);
                (word::read(self.text, from, end, self.base, false), None)
            }
            ast::RedirectTarget::Word(word) => (self.word(word), None),
            ast::RedirectTarget::Heredoc(heredoc) => {
                (self.word(&heredoc.delimiter.raw), Some(self.whole(heredoc.body.span)))
            }
        };
        let descriptor = found.fd.filter(|_| raw.starts_with(|first: char| first.is_ascii_digit()));
        let descriptor = descriptor.and_then(|descriptor| u32::try_from(descriptor).ok());
        let kind = match found.kind {
            Kind::Output | Kind::Clobber => RedirectKind::Write,
            Kind::Append => RedirectKind::Append,
            Kind::Input | Kind::ReadWrite => RedirectKind::Read,
            // `>& file` is an old way to write `&> file`.
            Kind::DupOutput if descriptor.is_none() && !is_descriptor(&target.text) => RedirectKind::Both,
            Kind::DupOutput | Kind::DupInput => RedirectKind::Duplicate,
            Kind::OutputBoth => RedirectKind::Both,
            Kind::HereDoc | Kind::HereDocStrip => RedirectKind::Heredoc,
            Kind::HereString => RedirectKind::HereString,
        };
        Redirect { span, descriptor, kind, target: Some(target), body }
    }

    /// Walks the commands in the words of a simple command, `except` in the word of that span. Their status is that of the
    /// whole only where there are assignments alone.
    fn word_substitutions(&mut self, simple: &Simple<'_>, except: Option<Span>, place: &Place) {
        let place = &Place { unread: place.unread || !simple.parts.is_empty(), ..place.clone() };
        for assignment in simple.leading.iter().chain(simple.operands.iter().copied()) {
            match &assignment.value {
                ast::AssignmentValue::Scalar(value) => self.substitutions(value, place),
                ast::AssignmentValue::Compound(array) => {
                    for element in &array.elements {
                        self.substitutions(&element.value().word, place);
                    }
                }
            }
        }
        for part in &simple.parts {
            if let Part::Word(word) = part
                && except != Some(self.whole(word.span))
            {
                self.substitutions(word, place);
            }
        }
        for redirect in simple.redirects {
            self.redirect_substitutions(redirect, place);
        }
    }
}

/// What may stand behind `>&` to mean a descriptor.
fn is_descriptor(target: &str) -> bool {
    target.starts_with('$') || target.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}
