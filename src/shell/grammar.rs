//! The grammar of POSIX shells and Bash, by recursive descent: from text to a [`Tree`]. Text that is no shell gives what can be
//! made of it, and the first place that could not be read. Every byte is passed a number of times that only the depth of
//! the nesting bounds, and the depth is bounded.

use super::lexer::Lexer;
use super::tree::{AndOr, Body, List, Loop, Pipe, Redirection, Simple, Stage, Tree};
use super::{Dialect, Joint, LoopKind};
use crate::source::Span;

/// Reads a text; `base` is its place in the file.
pub(super) fn parse(text: &str, base: u32, dialect: Dialect) -> Tree {
    let mut lexer = Lexer::new(text, base, dialect);
    let mut list = List::default();
    loop {
        lexer.list_into(&mut list);
        if lexer.is_at_end() {
            break;
        }
        // What closes something that was never opened is passed over.
        lexer.fail_here("what stands here closes nothing");
        lexer.pass_token();
    }
    lexer.into_tree(list)
}

/// Words that begin or end a compound command where a command may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    If,
    Then,
    Elif,
    Else,
    Fi,
    Case,
    Esac,
    While,
    Until,
    For,
    Select,
    Do,
    Done,
    OpenBrace,
    CloseBrace,
    Function,
    Coproc,
    Time,
    Not,
    Test,
}

impl Keyword {
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"if" => Self::If,
            b"then" => Self::Then,
            b"elif" => Self::Elif,
            b"else" => Self::Else,
            b"fi" => Self::Fi,
            b"case" => Self::Case,
            b"esac" => Self::Esac,
            b"while" => Self::While,
            b"until" => Self::Until,
            b"for" => Self::For,
            b"select" => Self::Select,
            b"do" => Self::Do,
            b"done" => Self::Done,
            b"{" => Self::OpenBrace,
            b"}" => Self::CloseBrace,
            b"function" => Self::Function,
            b"coproc" => Self::Coproc,
            b"time" => Self::Time,
            b"!" => Self::Not,
            b"[[" => Self::Test,
            _ => return None,
        })
    }

    fn closes(self) -> bool {
        matches!(
            self,
            Self::Then | Self::Elif | Self::Else | Self::Fi | Self::Esac | Self::Do | Self::Done | Self::CloseBrace
        )
    }
}

impl Lexer<'_> {
    /// Statements up to what closes them, which is left where it is. Everything that nests goes through here or through
    /// [`Lexer::nested`], where its depth is counted.
    pub(super) fn list(&mut self) -> List {
        let mut list = List::default();
        self.nested(|lexer| lexer.list_into(&mut list));
        list
    }

    fn list_into(&mut self, list: &mut List) {
        loop {
            self.skip_lines();
            if self.is_at_end() || self.is_at_close() {
                return;
            }
            let before = self.at;
            if let Some(statement) = self.statement() {
                list.0.push(statement);
            } else {
                self.fail_here("a command is missing here");
                if self.is_at_close() {
                    return;
                }
                if self.at == before {
                    self.pass_token();
                }
                continue;
            }
            self.skip_blanks();
            match (self.peek(0), self.peek(1)) {
                (Some(b';'), Some(b';' | b'&')) => return,
                (Some(b';'), _) => self.at += 1,
                (Some(b'\n' | b'#') | None, _) => {}
                (Some(b'&'), next) if next != Some(b'&') => self.at += 1,
                _ if self.is_at_close() => return,
                _ => {
                    self.fail_here("no command can go on like this");
                    self.pass_token();
                }
            }
        }
    }

    /// Whether what ends a list stands here: `)`, `;;` or a closing word.
    fn is_at_close(&self) -> bool {
        match self.peek(0) {
            Some(b')') => true,
            Some(b';') => matches!(self.peek(1), Some(b';' | b'&')),
            Some(b't' | b'e' | b'f' | b'd' | b'}') => self.keyword().is_some_and(Keyword::closes),
            _ => false,
        }
    }

    fn statement(&mut self) -> Option<AndOr> {
        let start = self.at;
        let first = self.pipe()?;
        let mut rest = Vec::new();
        let mut end = self.behind;
        loop {
            self.skip_blanks();
            let joint = match (self.peek(0), self.peek(1)) {
                (Some(b'&'), Some(b'&')) => Joint::And,
                (Some(b'|'), Some(b'|')) => Joint::Or,
                _ => break,
            };
            self.at += 2;
            self.skip_lines();
            let Some(pipe) = self.pipe() else {
                self.fail_here("a command is missing here");
                break;
            };
            rest.push((joint, pipe));
            end = self.behind;
        }
        let background = self.peek(0) == Some(b'&') && !matches!(self.peek(1), Some(b'&'));
        Some(AndOr { first, rest, background, span: self.span(start, end) })
    }

    fn pipe(&mut self) -> Option<Pipe> {
        let (mut negated, mut timed) = (false, None);
        loop {
            self.skip_blanks();
            match self.keyword() {
                Some(Keyword::Not) => {
                    negated = true;
                    self.at += 1;
                }
                Some(Keyword::Time) if self.is_prefix_time() => {
                    timed = Some(self.span(self.at, self.at + 4));
                    self.behind = self.at + 4;
                    self.at += 4;
                    self.skip_blanks();
                    if self.word_is(b"-p") {
                        self.at += 2;
                    }
                }
                _ => break,
            }
        }
        let first = match self.stage() {
            Some(stage) => stage,
            // `time` and `!` alone are whole commands.
            None if negated || timed.is_some() => Stage {
                body: Body::Simple(Simple::default()),
                redirects: Vec::new(),
                span: timed.unwrap_or_else(|| self.span(self.at, self.at)),
            },
            None => return None,
        };
        let (mut rest, mut bar) = (Vec::new(), Span::default());
        loop {
            self.skip_blanks();
            if self.peek(0) != Some(b'|') || self.peek(1) == Some(b'|') {
                break;
            }
            let length = if self.peek(1) == Some(b'&') { 2 } else { 1 };
            if rest.is_empty() {
                bar = self.span(self.at, self.at + length);
            }
            self.at += length;
            self.skip_lines();
            let Some(stage) = self.stage() else {
                self.fail_here("a command is missing here");
                break;
            };
            rest.push(stage);
        }
        Some(Pipe { negated, timed, first, rest, bar })
    }

    /// `time` with options other than `-p` is the program, not the word of the shell.
    fn is_prefix_time(&self) -> bool {
        let mut at = self.at + 4;
        while matches!(self.bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        match &self.bytes[at.min(self.bytes.len())..] {
            [b'-', b'p', next, ..] => matches!(next, b' ' | b'\t' | b'\n' | b';'),
            [b'-', b'p'] | [] => true,
            [first, ..] => *first != b'-',
        }
    }

    /// One command with its redirections; `None` where none begins here.
    fn stage(&mut self) -> Option<Stage> {
        let start = self.at;
        let body = match (self.peek(0)?, self.keyword()) {
            (b'(', _) if self.peek(1) == Some(b'(') && self.arithmetic_end(self.at).is_some() => self.arithmetic(),
            (b'(', _) => {
                self.at += 1;
                let list = self.list();
                self.expect_list(&list, start);
                self.close_with(b')', "the `(` here is never closed", start);
                Body::Subshell(list)
            }
            (_, Some(Keyword::If)) => self.branches(),
            (_, Some(Keyword::Case)) => self.case(),
            (_, Some(keyword @ (Keyword::While | Keyword::Until))) => self.while_loop(keyword),
            (_, Some(Keyword::For | Keyword::Select)) => self.for_loop(),
            (_, Some(Keyword::OpenBrace)) => {
                self.at += 1;
                let list = self.list();
                self.expect_list(&list, start);
                self.expect(Keyword::CloseBrace, 1, "the `{` here is never closed", start);
                Body::Group(list)
            }
            (_, Some(Keyword::Function)) => self.function_word()?,
            (_, Some(Keyword::Coproc)) => self.coproc()?,
            (_, Some(Keyword::Test)) => return Some(self.test()),
            (_, Some(keyword)) if keyword.closes() => return None,
            _ => return self.simple(),
        };
        let mut end = self.at;
        let mut redirects = Vec::new();
        if !matches!(body, Body::Function(..) | Body::Coproc(_)) {
            while let Some(redirect) = self.next_redirect() {
                redirects.push(redirect);
                end = self.behind;
            }
        }
        if matches!(body, Body::Function(..) | Body::Coproc(_)) {
            end = self.behind;
        }
        self.behind = end;
        Some(Stage { body, redirects, span: self.span(start, end) })
    }

    pub(super) fn next_redirect(&mut self) -> Option<Redirection> {
        self.skip_blanks();
        self.redirect()
    }

    fn branches(&mut self) -> Body {
        const UNCLOSED: &str = "the `if` here has no `fi`";
        let start = self.at;
        let mut branches = Vec::new();
        self.at += 2;
        let mut otherwise = None;
        loop {
            let condition = self.list();
            self.expect_list(&condition, start);
            self.expect(Keyword::Then, 4, "the `if` here has no `then`", start);
            let branch = self.list();
            self.expect_list(&branch, start);
            branches.push((condition, branch));
            match self.keyword() {
                Some(Keyword::Elif) => self.at += 4,
                Some(Keyword::Else) => {
                    self.at += 4;
                    let list = self.list();
                    self.expect_list(&list, start);
                    otherwise = Some(list);
                    break;
                }
                _ => break,
            }
        }
        self.expect(Keyword::Fi, 2, UNCLOSED, start);
        Body::If(branches, otherwise)
    }

    fn case(&mut self) -> Body {
        const UNCLOSED: &str = "the `case` here has no `esac`";
        let start = self.at;
        self.at += 4;
        self.skip_lines();
        let (_, inner) = self.inner_word();
        self.skip_lines();
        if !self.word_is(b"in") {
            self.fail(start, start + 4, "the `case` here has no `in`");
            return Body::Case(inner, Vec::new());
        }
        self.at += 2;
        let mut arms = Vec::new();
        loop {
            self.skip_lines();
            if self.keyword() == Some(Keyword::Esac) {
                break;
            }
            if self.peek(0) == Some(b'(') {
                self.at += 1;
            }
            if !self.patterns() {
                self.fail(start, start + 4, UNCLOSED);
                return Body::Case(inner, arms);
            }
            arms.push(self.list());
            self.skip_lines();
            match (self.peek(0), self.peek(1), self.peek(2)) {
                (Some(b';'), Some(b';'), Some(b'&')) => self.at += 3,
                (Some(b';'), Some(b';' | b'&'), _) => self.at += 2,
                _ => break,
            }
        }
        self.expect(Keyword::Esac, 4, UNCLOSED, start);
        Body::Case(inner, arms)
    }

    /// `a | b)`; whether there was such a thing.
    fn patterns(&mut self) -> bool {
        loop {
            self.skip_blanks();
            let (word, _) = self.inner_word();
            self.skip_blanks();
            match self.peek(0) {
                Some(b'|') => self.at += 1,
                Some(b')') => {
                    self.at += 1;
                    return word.is_some();
                }
                _ => return false,
            }
        }
    }

    fn while_loop(&mut self, keyword: Keyword) -> Body {
        let start = self.at;
        self.at += 5;
        let kind = if keyword == Keyword::While { LoopKind::While } else { LoopKind::Until };
        let condition = self.list();
        self.expect_list(&condition, start);
        let body = self.do_group(start);
        self.repeated(kind, start, 5, Vec::new(), Some(condition), body)
    }

    fn for_loop(&mut self) -> Body {
        let start = self.at;
        let length = if self.keyword() == Some(Keyword::For) { 3 } else { 6 };
        self.at += length;
        self.skip_blanks();
        let mut inner = Vec::new();
        if self.peek(0) == Some(b'(') && self.peek(1) == Some(b'(') {
            if self.arithmetic_end(self.at).is_some() {
                if let Body::Arithmetic(found) = self.arithmetic() {
                    inner = found;
                }
            } else {
                self.fail(start, start + length, "the `((` of this loop is never closed");
                self.pass_token();
            }
        } else if self.inner_word().0.is_none() {
            self.fail(start, start + length, "the variable of this loop is missing");
        }
        self.skip_lines();
        if self.word_is(b"in") {
            self.at += 2;
            loop {
                self.skip_blanks();
                let (word, mut found) = self.inner_word();
                inner.append(&mut found);
                if word.is_none() {
                    break;
                }
            }
        }
        self.skip_blanks();
        if self.peek(0) == Some(b';') {
            self.at += 1;
        }
        self.skip_lines();
        let body = if self.keyword() == Some(Keyword::OpenBrace) {
            self.at += 1;
            let list = self.list();
            self.expect(Keyword::CloseBrace, 1, "the `{` of this loop is never closed", start);
            list
        } else {
            self.do_group(start)
        };
        self.repeated(LoopKind::For, start, length, inner, None, body)
    }

    fn do_group(&mut self, start: usize) -> List {
        self.expect(Keyword::Do, 2, "the loop here has no `do`", start);
        let list = self.list();
        self.expect_list(&list, start);
        self.expect(Keyword::Done, 4, "the loop here has no `done`", start);
        list
    }

    fn repeated(
        &mut self,
        kind: LoopKind,
        start: usize,
        length: usize,
        inner: Vec<List>,
        condition: Option<List>,
        body: List,
    ) -> Body {
        let (keyword, span) = (self.span(start, start + length), self.span(start, self.at));
        Body::Loop(Box::new(Loop { kind, keyword, span, inner, condition, body }))
    }

    /// `function name { … }`
    fn function_word(&mut self) -> Option<Body> {
        let start = self.at;
        self.at += 8;
        self.skip_blanks();
        let (word, _) = self.inner_word();
        let name = word.map(|word| word.text).unwrap_or_default();
        self.skip_blanks();
        if self.peek(0) == Some(b'(') {
            self.at += 1;
            self.skip_blanks();
            self.close_with(b')', "the `(` here is never closed", start);
        }
        self.function(name, start)
    }

    /// The body of a function whose head has been read.
    pub(super) fn function(&mut self, name: Box<str>, start: usize) -> Option<Body> {
        self.skip_lines();
        let mut body = None;
        self.nested(|lexer| body = lexer.stage());
        let Some(body) = body else {
            self.fail(start, start + name.len().max(1), "the function here has no body");
            return None;
        };
        let span = self.span(start, self.behind);
        Some(Body::Function(name, span, Box::new(body)))
    }

    fn coproc(&mut self) -> Option<Body> {
        let start = self.at;
        self.at += 6;
        self.skip_blanks();
        // A name may stand in front of a compound command.
        let before = self.at;
        let named = self.inner_word().0.is_some();
        self.skip_blanks();
        if !named || !matches!(self.peek(0), Some(b'(')) && self.keyword() != Some(Keyword::OpenBrace) {
            self.at = before;
        }
        let mut body = None;
        self.nested(|lexer| body = lexer.stage());
        if body.is_none() {
            self.fail(start, start + 6, "a command is missing here");
        }
        Some(Body::Coproc(Box::new(body?)))
    }

    /// Fails where something closes a list that has no statement.
    fn expect_list(&mut self, list: &List, opened: usize) {
        if list.0.is_empty() && self.dialect != Dialect::Zsh {
            self.fail(opened, opened + 1, "a command is missing in what begins here");
        }
    }

    /// Passes a word of the grammar, or fails at what began at `opened`.
    fn expect(&mut self, keyword: Keyword, length: usize, message: &'static str, opened: usize) {
        if self.keyword() == Some(keyword) {
            self.at += length;
        } else {
            self.fail(opened, opened + 1, message);
        }
        self.behind = self.at;
    }

    pub(super) fn close_with(&mut self, byte: u8, message: &'static str, opened: usize) {
        if self.peek(0) == Some(byte) {
            self.at += 1;
        } else {
            self.fail(opened, opened + 1, message);
        }
        self.behind = self.at;
    }
}
