//! From a logical line to an instruction: keyword, flags, arguments by meaning, and what BuildKit refuses of them.

use std::collections::HashMap;
use std::ops::Range;

use super::convention::{is_blank, is_byte_space, lower, nearest, readable};
use super::json::{self, NotStrings};
use super::logical::Logical;
use super::words::{self, RawFlag};
use super::{
    ArgPair, Command, ErrorKind, Escape, From, Healthcheck, Heredoc, Instruction, Keyword, Kind, Mount, Pair, Pairs,
    SyntaxError, Text, Transfer, flags, heredoc,
};
use crate::source::Span;

/// Takes the errors of one instruction.
pub(super) struct Sink {
    /// The first byte of the instruction.
    at: u32,
    /// What BuildKit refuses now.
    pub(super) errors: Vec<SyntaxError>,
    /// What BuildKit refuses in the build of an image that is based on this one.
    pub(super) trigger_errors: Vec<SyntaxError>,
    in_trigger: bool,
}

impl Sink {
    pub(super) fn new(at: u32) -> Self {
        Self { at, errors: Vec::new(), trigger_errors: Vec::new(), in_trigger: false }
    }

    /// What BuildKit's parser refuses, in triggers as well.
    pub(super) fn error(&mut self, kind: ErrorKind, span: Span, message: impl Into<String>) {
        let message = readable(message.into());
        self.errors.push(SyntaxError { kind, span, at: self.at, message, suggestion: None });
    }

    /// What BuildKit's instruction decoder refuses, which looks at triggers only when they are pulled.
    pub(super) fn refuse(&mut self, kind: ErrorKind, span: Span, message: impl Into<String>) {
        self.suggest(kind, span, message, None);
    }

    /// As [`Self::refuse`], with the word that was probably meant.
    pub(super) fn suggest(
        &mut self,
        kind: ErrorKind,
        span: Span,
        message: impl Into<String>,
        suggestion: Option<&'static str>,
    ) {
        let message = readable(message.into());
        let error = SyntaxError { kind, span, at: self.at, message, suggestion };
        if self.in_trigger { self.trigger_errors.push(error) } else { self.errors.push(error) }
    }
}

/// The outside of an instruction, before its arguments are understood.
pub(super) struct Head {
    keyword: Keyword,
    range: Range<usize>,
    flags: Vec<RawFlag>,
    arguments: Range<usize>,
    /// The instruction in an `ONBUILD`.
    trigger: Option<Box<Self>>,
}

/// Splits a logical line.
pub(super) fn head(line: &Logical<'_>, escape: Escape) -> Head {
    let mut head = split(line, 0..line.text().len(), escape);
    if head.keyword == Keyword::Onbuild && !head.arguments.is_empty() {
        // Nothing is nested deeper: an ONBUILD in an ONBUILD is refused.
        head.trigger = Some(Box::new(split(line, head.arguments.clone(), escape)));
    }
    head
}

fn split(line: &Logical<'_>, range: Range<usize>, escape: Escape) -> Head {
    let (range, rest) = words::keyword(line, range);
    let keyword = Keyword::parse(line.slice(range.clone()));
    let (flags, arguments) = words::flags(line, rest, escape);
    Head { keyword, range, flags, arguments, trigger: None }
}

impl Head {
    /// Whether words of this line may open heredocs.
    pub(super) fn takes_heredocs(&self, line: &Logical<'_>) -> bool {
        let inner = self.trigger.as_deref().unwrap_or(self);
        matches!(inner.keyword, Keyword::Add | Keyword::Copy | Keyword::Run)
            && line.text().contains("<<")
            && json::strings(line.slice(inner.arguments.clone())).is_err()
    }
}

/// Understands the arguments. The caller sets `span` and `comments_above`.
pub(super) fn instruction(
    line: &Logical<'_>,
    head: Head,
    heredocs: Vec<Heredoc>,
    escape: Escape,
    sink: &mut Sink,
) -> Instruction {
    let Head { keyword, range, flags, arguments, trigger } = head;
    let (heredocs, trigger) = match trigger {
        None => (heredocs, None),
        Some(trigger) => {
            sink.in_trigger = true;
            let inner = instruction(line, *trigger, heredocs, escape, sink);
            sink.in_trigger = false;
            (Vec::new(), Some(inner))
        }
    };
    let keyword_span = line.span(range.clone());
    let mut decoder = Decoder {
        line,
        keyword,
        keyword_range: range.clone(),
        keyword_span,
        flags: &flags,
        arguments: arguments.clone(),
        heredocs: &heredocs,
        escape,
        mounts: Vec::new(),
        sink,
    };
    let kind = decoder.kind(trigger);
    let mounts = decoder.mounts;
    let kind = match kind {
        Some(kind) => kind,
        None if keyword == Keyword::Unknown => Kind::Unknown,
        None => Kind::Malformed,
    };
    Instruction {
        span: line.span(range.start..line.text().trim_end().len().max(range.end)),
        keyword,
        keyword_span,
        flags: flags.iter().map(|flag| flag.flag(line)).collect(),
        arguments: line.span(arguments),
        heredocs,
        mounts,
        kind,
        comments_above: 0..0,
    }
}

struct Decoder<'d, 'a> {
    line: &'d Logical<'a>,
    keyword: Keyword,
    keyword_range: Range<usize>,
    keyword_span: Span,
    flags: &'d [RawFlag],
    arguments: Range<usize>,
    heredocs: &'d [Heredoc],
    escape: Escape,
    mounts: Vec<Mount>,
    sink: &'d mut Sink,
}

impl Decoder<'_, '_> {
    /// The arguments by meaning; `None` where an error says why there is none.
    fn kind(&mut self, trigger: Option<Instruction>) -> Option<Kind> {
        // BuildKit never looks at the flags of these three.
        if !matches!(self.keyword, Keyword::Arg | Keyword::Stopsignal | Keyword::Healthcheck | Keyword::Unknown) {
            self.check_flags();
        }
        match self.keyword {
            Keyword::Add => self.transfer().map(Kind::Add),
            Keyword::Arg => self.arg(),
            Keyword::Cmd => self.command(self.arguments.clone()).map(Kind::Cmd),
            Keyword::Copy => self.transfer().map(Kind::Copy),
            Keyword::Entrypoint => self.command(self.arguments.clone()).map(Kind::Entrypoint),
            Keyword::Env => self.pairs().map(Kind::Env),
            Keyword::Expose => self.expose(),
            Keyword::From => self.from(),
            Keyword::Healthcheck => self.healthcheck().map(Kind::Healthcheck),
            Keyword::Label => self.pairs().map(Kind::Label),
            Keyword::Maintainer => self.one().map(Kind::Maintainer),
            Keyword::Onbuild => self.onbuild(trigger),
            Keyword::Run => self.run(),
            Keyword::Shell => self.shell(),
            Keyword::Stopsignal => self.one().map(Kind::Stopsignal),
            Keyword::User => self.one().map(Kind::User),
            Keyword::Volume => self.volume(),
            Keyword::Workdir => self.one().map(Kind::Workdir),
            Keyword::Unknown => self.unknown(),
        }
    }

    fn check_flags(&mut self) {
        let kind = if self.keyword == Keyword::Healthcheck { ErrorKind::Healthcheck } else { ErrorKind::Arguments };
        flags::check(self.keyword, kind, self.flags, self.line, self.sink);
    }

    /// Refuses the instruction as a whole, pointing at its keyword.
    fn lacks<T>(&mut self, kind: ErrorKind, what: &str) -> Option<T> {
        let message = format!("{} {what}", self.keyword.name());
        self.sink.refuse(kind, self.keyword_span, message);
        None
    }

    fn unknown(&mut self) -> Option<Kind> {
        let word = self.line.slice(self.keyword_range.clone());
        let message = if word.is_empty() {
            "an instruction is missing behind the escape character".to_owned()
        } else {
            format!("`{word}` is not an instruction")
        };
        let suggestion = nearest(&lower(word).to_ascii_uppercase(), &Keyword::NAMES);
        self.sink.suggest(ErrorKind::UnknownInstruction, self.keyword_span, message, suggestion);
        None
    }

    /// An array of strings: `Ok(None)` where the arguments are none, `Err` where BuildKit refuses them.
    fn strings(&mut self, range: Range<usize>) -> Result<Option<Vec<Text>>, ()> {
        let text = self.line.slice(range.clone());
        // BuildKit looks for the bracket behind any white space.
        let indent = text.len() - text.trim_start().len();
        let start = range.start + indent;
        match json::strings(&text[indent..]) {
            Ok(elements) => Ok(Some(
                elements
                    .into_iter()
                    .map(|(range, value)| Text {
                        span: self.line.span(start + range.start..start + range.end),
                        value: value.into(),
                    })
                    .collect(),
            )),
            Err(NotStrings::NotJson) => Ok(None),
            Err(NotStrings::Element(element)) => {
                let element = start + element.start..start + element.end;
                let message = format!("`{}` is not a string, as JSON arrays need", self.line.slice(element.clone()));
                self.sink.error(ErrorKind::Parse, self.line.span(element), message);
                Err(())
            }
        }
    }

    /// A command in one of its forms: `Some(None)` for none at all, `None` where BuildKit refuses it.
    #[expect(clippy::option_option, reason = "no command and an illegal one are different answers")]
    fn command(&mut self, range: Range<usize>) -> Option<Option<Command>> {
        if range.is_empty() {
            return Some(None);
        }
        let strings = self.strings(range.clone()).ok()?;
        Some(Some(strings.map_or_else(|| Command::Shell(self.line.span(range)), Command::Exec)))
    }

    /// A list that is either an array of strings or words between blanks; and whether it is an array.
    fn list(&mut self) -> Option<(Vec<Text>, bool)> {
        if let Some(strings) = self.strings(self.arguments.clone()).ok()? {
            return Some((strings, true));
        }
        Some((self.words(), false))
    }

    fn words(&self) -> Vec<Text> {
        let words = words::blank_separated(self.line, self.arguments.clone());
        words.into_iter().map(|word| self.line.word(word)).collect()
    }

    /// All arguments as one text.
    fn one(&mut self) -> Option<Text> {
        if self.arguments.is_empty() {
            return self.lacks(ErrorKind::Arguments, "needs exactly one argument");
        }
        Some(self.line.word(self.arguments.clone()))
    }

    fn arg(&mut self) -> Option<Kind> {
        let words = words::quoted(self.line, self.arguments.clone(), self.escape);
        if words.is_empty() {
            return self.lacks(ErrorKind::Arguments, "needs at least one name");
        }
        let mut pairs = Vec::with_capacity(words.len());
        for word in words {
            let (name, value) = match self.line.slice(word.clone()).find('=') {
                None => (word.clone(), None),
                Some(0) => {
                    let message = format!("`{}` has no name before `=`", self.line.slice(word.clone()));
                    self.sink.refuse(ErrorKind::Arguments, self.line.span(word), message);
                    continue;
                }
                Some(at) => (word.start..word.start + at, Some(word.start + at + 1..word.end)),
            };
            pairs.push(ArgPair {
                span: self.line.span(word),
                name: self.line.word(name),
                value: value.map(|value| self.line.word(value)),
            });
        }
        Some(Kind::Arg(pairs))
    }

    fn pairs(&mut self) -> Option<Pairs> {
        let words = words::quoted(self.line, self.arguments.clone(), self.escape);
        let Some(first) = words.first() else {
            return self.lacks(ErrorKind::Arguments, "needs at least one name and value");
        };
        if !self.line.slice(first.clone()).contains('=') {
            return self.legacy_pair();
        }
        let mut pairs = Vec::with_capacity(words.len());
        for word in words {
            let text = self.line.slice(word.clone());
            match text.find('=') {
                None => {
                    let message = format!("`{text}` has no `=`: the form is name=value");
                    self.sink.error(ErrorKind::Arguments, self.line.span(word), message);
                }
                Some(0) => {
                    let message = format!("`{text}` has no name before `=`");
                    self.sink.refuse(ErrorKind::Arguments, self.line.span(word), message);
                }
                Some(at) => pairs.push(Pair {
                    span: self.line.span(word.clone()),
                    key: self.line.word(word.start..word.start + at),
                    value: self.line.word(word.start + at + 1..word.end),
                }),
            }
        }
        Some(Pairs { pairs, legacy: false })
    }

    /// `KEY value`: the key ends at the first blank, and all the rest is the value.
    fn legacy_pair(&mut self) -> Option<Pairs> {
        let text = self.line.slice(self.arguments.clone());
        let start = self.arguments.start;
        let Some(end) = text.bytes().position(is_blank) else {
            let message = format!("`{text}` has no value");
            self.sink.error(ErrorKind::Arguments, self.line.span(self.arguments.clone()), message);
            return None;
        };
        let blanks = text.bytes().skip(end).take_while(|byte| is_blank(*byte)).count();
        let pair = Pair {
            span: self.line.span(self.arguments.clone()),
            key: self.line.word(start..start + end),
            value: self.line.word(start + end + blanks..self.arguments.end),
        };
        Some(Pairs { pairs: vec![pair], legacy: true })
    }

    fn expose(&mut self) -> Option<Kind> {
        let words = self.words();
        if words.is_empty() {
            return self.lacks(ErrorKind::Arguments, "needs at least one port");
        }
        Some(Kind::Expose(words))
    }

    fn from(&mut self) -> Option<Kind> {
        let mut words = self.words().into_iter();
        match (words.next(), words.next(), words.next(), words.next()) {
            (None, ..) => self.lacks(ErrorKind::Arguments, "needs an image"),
            (Some(image), None, ..) => Some(Kind::From(From { image, as_word: None, name: None })),
            (Some(image), Some(as_word), Some(name), None) if is_as(&as_word.value) => {
                if !is_stage_name(&lower(&name.value)) {
                    let message = format!(
                        "`{}` is no name for a stage: it needs a letter first, then letters, digits, `-`, `_` and `.`",
                        name.value
                    );
                    self.sink.refuse(ErrorKind::Arguments, name.span, message);
                    return None;
                }
                Some(Kind::From(From { image, as_word: Some(as_word.span), name: Some(name) }))
            }
            (Some(_), Some(second), third, fourth) => {
                let message = match (is_as(&second.value), third, fourth) {
                    (true, None, _) => "FROM lacks the stage's name behind AS".to_owned(),
                    (true, ..) => "FROM takes one word behind AS".to_owned(),
                    (false, ..) => {
                        format!("FROM takes an image and AS with a name, not `{}`", second.value)
                    }
                };
                self.sink.refuse(ErrorKind::Arguments, second.span, message);
                None
            }
        }
    }

    fn transfer(&mut self) -> Option<Transfer> {
        let (mut words, json) = self.list()?;
        if words.len() < 2 {
            return self.lacks(ErrorKind::Arguments, "needs at least one source and a destination");
        }
        let destination = words.pop()?;
        if matches!(heredoc::parse_word(&destination.value), Ok(Some(_))) {
            let message = format!("the heredoc `{}` cannot be a destination", destination.value);
            self.sink.refuse(ErrorKind::Arguments, destination.span, message);
            return None;
        }
        let by_name: HashMap<&str, usize> =
            self.heredocs.iter().zip(0..).map(|(heredoc, index)| (&*heredoc.name, index)).collect();
        let mut heredoc_sources = Vec::new();
        let mut sources = Vec::with_capacity(words.len());
        for word in words {
            let opener = heredoc::parse_word(&word.value).ok().flatten();
            match opener.and_then(|opener| by_name.get(opener.name.as_str())) {
                Some(index) => heredoc_sources.push(*index),
                None => sources.push(word),
            }
        }
        Some(Transfer { sources, heredoc_sources, destination, json })
    }

    fn run(&mut self) -> Option<Kind> {
        self.mounts = flags::run(self.flags, self.line, self.sink);
        self.command(self.arguments.clone()).map(Kind::Run)
    }

    fn shell(&mut self) -> Option<Kind> {
        match self.command(self.arguments.clone())? {
            Some(Command::Exec(words)) if !words.is_empty() => Some(Kind::Shell(words)),
            Some(Command::Shell(span)) => {
                let message = format!("SHELL needs a JSON array, not `{}`", self.line.slice(self.arguments.clone()));
                self.sink.refuse(ErrorKind::ShellNotJson, span, message);
                None
            }
            _ => self.lacks(ErrorKind::Arguments, "needs at least one word"),
        }
    }

    fn volume(&mut self) -> Option<Kind> {
        let (words, _) = self.list()?;
        if words.is_empty() {
            return self.lacks(ErrorKind::Arguments, "needs at least one path");
        }
        for word in words.iter().filter(|word| word.value.trim().is_empty()) {
            self.sink.refuse(ErrorKind::Arguments, word.span, "a volume has an empty path");
        }
        Some(Kind::Volume(words))
    }

    fn onbuild(&mut self, trigger: Option<Instruction>) -> Option<Kind> {
        if self.sink.in_trigger {
            // The outer ONBUILD refuses this one.
            return None;
        }
        let Some(trigger) = trigger else {
            return self.lacks(ErrorKind::Onbuild, "needs an instruction");
        };
        if matches!(trigger.keyword, Keyword::Onbuild | Keyword::From | Keyword::Maintainer) {
            let message = format!("ONBUILD cannot trigger {}", trigger.keyword.name());
            self.sink.refuse(ErrorKind::Onbuild, trigger.keyword_span, message);
            return None;
        }
        Some(Kind::Onbuild(Box::new(trigger)))
    }

    fn healthcheck(&mut self) -> Option<Healthcheck> {
        let text = self.line.slice(self.arguments.clone());
        let start = self.arguments.start;
        let length = text.bytes().position(is_byte_space).unwrap_or(text.len());
        let length = text.ceil_char_boundary(length);
        let typ = start..start + length;
        let blanks = text.bytes().skip(length).take_while(|byte| is_byte_space(*byte)).count();
        let rest = start + text.ceil_char_boundary(length + blanks)..self.arguments.end;
        if typ.is_empty() {
            self.check_flags();
            return self.lacks(ErrorKind::Healthcheck, "needs CMD or NONE");
        }
        // BuildKit reads the command before it looks at the type.
        let command = self.command(rest.clone())?;
        let word = self.line.slice(typ.clone());
        if word.eq_ignore_ascii_case("NONE") {
            if command.as_ref().is_some_and(|command| !matches!(command, Command::Exec(words) if words.is_empty())) {
                self.sink.refuse(ErrorKind::Healthcheck, self.line.span(rest), "HEALTHCHECK NONE takes no arguments");
                return None;
            }
            return Some(Healthcheck::None);
        }
        self.check_flags();
        flags::healthcheck(self.flags, self.line, self.sink);
        let span = self.line.span(typ.clone());
        if !word.eq_ignore_ascii_case("CMD") {
            let message = format!("`{word}` is neither CMD nor NONE");
            self.sink.suggest(ErrorKind::Healthcheck, span, message, nearest(&word.to_uppercase(), &["CMD", "NONE"]));
            return None;
        }
        match command {
            Some(command) if !matches!(&command, Command::Exec(words) if words.is_empty()) => {
                Some(Healthcheck::Cmd(command))
            }
            _ => {
                self.sink.refuse(ErrorKind::Healthcheck, span, "HEALTHCHECK CMD lacks its command");
                None
            }
        }
    }
}

/// `AS` in any case; the long s counts as an s.
fn is_as(word: &str) -> bool {
    word.eq_ignore_ascii_case("as") || matches!(word, "a\u{17f}" | "A\u{17f}")
}

fn is_stage_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.'))
}
