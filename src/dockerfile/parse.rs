//! The file as a whole: parser directives, comments, continued lines, heredoc bodies. It hands each logical line to
//! the decoder and never looks into arguments itself.

use super::convention::readable;
use super::decode::{self, Sink};
use super::directive::{self, Found};
use super::heredoc::{self, Opener};
use super::logical::{Logical, offset};
use super::{Comment, Dockerfile, ErrorKind, Escape, Heredoc, Instruction, Keyword, SyntaxError};
use crate::source::{Source, Span};

/// BuildKit reads a line into a buffer of 64 KiB.
const MAX_LINE: usize = 65_535;

/// Parses a Dockerfile. Every byte sequence has a tree; time and memory are linear in its size.
pub fn parse(source: &Source) -> Dockerfile {
    let mut parser = Parser { text: source.text(), next: 0, file: Dockerfile::default(), comments_from: 0 };
    parser.file();
    parser.file
}

/// A line of the file.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Its text without its end.
    text: &'a str,
    start: usize,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Where the next line starts.
    next: usize,
    file: Dockerfile,
    /// The first comment that still belongs to the next instruction.
    comments_from: usize,
}

impl<'a> Parser<'a> {
    fn line(&mut self) -> Option<Line<'a>> {
        let start = self.next;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        self.next = start + length;
        let (whole, _) = rest.split_at(length);
        let line = Line { text: whole.trim_end_matches(['\r', '\n']), start };
        let content = whole.strip_suffix('\n').unwrap_or(whole).len();
        if content > MAX_LINE {
            let span = span(start, line.end());
            let message = format!("the line has {content} bytes, more than the {MAX_LINE} that BuildKit reads");
            self.error(ErrorKind::Parse, span, span.start, message);
        }
        Some(line)
    }

    fn error(&mut self, kind: ErrorKind, span: Span, at: u32, message: String) {
        let message = readable(message);
        self.file.errors.push(SyntaxError { kind, span, at, message, suggestion: None });
    }

    fn file(&mut self) {
        let mut directives = directive::Reader::default();
        if self.text.starts_with('\u{feff}') {
            self.next = '\u{feff}'.len_utf8();
        }
        while let Some(line) = self.line() {
            let indent = line.text.len() - line.text.trim_start().len();
            let trimmed = Line { text: &line.text[indent..], start: line.start + indent };
            match directives.read(trimmed.text, offset(trimmed.start)) {
                Some(Ok(Found { directive, escape })) => {
                    self.file.escape = escape.unwrap_or(self.file.escape);
                    self.file.directives.push(directive);
                    continue;
                }
                Some(Err((span, message))) => {
                    self.error(ErrorKind::Parse, span, offset(trimmed.start), message);
                }
                None => {}
            }
            if trimmed.text.starts_with('#') {
                self.comment(trimmed);
                // An indented comment is never empty for BuildKit: it cuts off the first byte, which is no `#` there.
                if indent == 0 && trimmed.text[1..].trim().is_empty() {
                    self.comments_from = self.file.comments.len();
                }
            } else if !trimmed.text.is_empty() {
                self.instruction(trimmed);
                self.comments_from = self.file.comments.len();
            }
        }
        self.stages();
        self.file.errors.sort_by_key(|error| error.at);
    }

    fn comment(&mut self, line: Line<'_>) {
        let indent = line.text.len() - line.text.trim_start().len();
        let start = line.start + indent;
        let text = &line.text[indent + 1..];
        let from = start + 1 + (text.len() - text.trim_start().len());
        self.file.comments.push(Comment { span: span(start, line.end()), text: span(from, from + text.trim().len()) });
    }

    /// Reads an instruction: its continued lines, its arguments, its heredocs.
    fn instruction(&mut self, first: Line<'a>) {
        let comments_above = self.comments_from..self.file.comments.len();
        let escape = self.file.escape;
        let (text, mut continued) = continuation(first.text, escape);
        let mut logical = Logical::new(text, offset(first.start));
        let mut end = first.end();
        while continued {
            let Some(line) = self.line() else { break };
            end = line.end();
            let trimmed = line.text.trim_start();
            if trimmed.starts_with('#') {
                self.comment(line);
            } else if trimmed.is_empty() {
                self.file.empty_continuations.push(span(line.start, line.end()));
            } else {
                let (text, more) = continuation(line.text, escape);
                logical.push(text, offset(line.start));
                continued = more;
            }
        }
        let mut sink = Sink::new(offset(first.start));
        let head = decode::head(&logical, escape);
        let mut heredocs = Vec::new();
        if head.takes_heredocs(&logical) {
            for opener in heredoc::openers(&logical, &mut sink) {
                let (heredoc, last) = self.heredoc(&logical, opener, &mut sink);
                heredocs.push(heredoc);
                end = last;
            }
        }
        let mut instruction = decode::instruction(&logical, head, heredocs, escape, &mut sink);
        instruction.comments_above = comments_above;
        instruction.span = span(first.start, end);
        if let super::Kind::Onbuild(trigger) = &mut instruction.kind {
            trigger.span = Span::new(trigger.keyword_span.start, instruction.span.end);
        }
        self.file.errors.append(&mut sink.errors);
        self.file.trigger_errors.append(&mut sink.trigger_errors);
        self.file.instructions.push(instruction);
    }

    /// Reads a heredoc's body; the second value is the end of its last line.
    fn heredoc(&mut self, logical: &Logical<'_>, opener: Opener, sink: &mut Sink) -> (Heredoc, usize) {
        let start = self.next;
        let mut end = self.text.len();
        let mut terminator = Span::empty(offset(end));
        let mut terminated = false;
        while let Some(line) = self.line() {
            let text = if opener.strip_tabs { line.text.trim_start_matches('\t') } else { line.text };
            if text == opener.name {
                terminated = true;
                terminator = span(line.start, line.end());
                end = line.start;
                break;
            }
        }
        let opener_span = logical.span(opener.range);
        if !terminated {
            let message = format!("heredoc `{}` has no line `{}` that ends it", opener.name, opener.name);
            sink.error(ErrorKind::Parse, opener_span, message);
        }
        let heredoc = Heredoc {
            opener: opener_span,
            name: opener.name.into(),
            expand: opener.expand,
            strip_tabs: opener.strip_tabs,
            descriptor: opener.descriptor,
            body: span(start.min(end), end),
            terminator,
        };
        (heredoc, terminator.end as usize)
    }

    /// Whether instructions stand where BuildKit wants them: nothing but `ARG` before the first `FROM`.
    fn stages(&mut self) {
        let from = self.file.instructions.iter().position(|instruction| instruction.keyword == Keyword::From);
        let Some(from) = from else {
            let (span, at, message) = match self.file.instructions.first() {
                None => (Span::empty(0), 0, "the file has no instructions"),
                Some(first) => (first.keyword_span, first.span.start, "the file has no FROM"),
            };
            return self.error(ErrorKind::NoStage, span, at, message.to_owned());
        };
        let early = |instruction: &&Instruction| !matches!(instruction.keyword, Keyword::Arg | Keyword::Unknown);
        let early = self.file.instructions.iter().take(from).filter(early).map(|instruction| SyntaxError {
            kind: ErrorKind::BeforeFrom,
            span: instruction.keyword_span,
            at: instruction.span.start,
            message: format!("{} stands before the first FROM", instruction.keyword.name()),
            suggestion: None,
        });
        self.file.errors.extend(early);
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(offset(start), offset(end))
}

/// Cuts off the escape character that continues a line: what stands before it, and whether the line is continued.
/// An escape character directly before it takes its meaning away.
fn continuation(line: &str, escape: Escape) -> (&str, bool) {
    let character = char::from(escape.byte());
    match line.trim_end_matches([' ', '\t']).strip_suffix(character) {
        Some(before) if !before.ends_with(character) => (before, true),
        _ => (line, false),
    }
}
