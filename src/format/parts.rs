//! An instruction as the formatter sees it: words that stay, and what is between them.

use crate::dockerfile::{Command, Healthcheck, Instruction, Kind, Text};
use crate::source::{Source, Span};

/// The parts of an instruction, those of its trigger included.
#[derive(Default)]
pub(super) struct Parts {
    /// Keywords, and what they are in upper case.
    pub(super) keywords: Vec<(Span, &'static str)>,
    /// Words that stay as they are, keywords and flags included, in the order of the file.
    pub(super) words: Vec<Span>,
    /// The strings of a JSON array.
    pub(super) strings: Vec<Span>,
    /// Where the array ends.
    pub(super) end: u32,
    /// Text for the shell.
    pub(super) shell: Option<Span>,
    /// Whether there are heredocs.
    pub(super) heredocs: bool,
}

/// Takes an instruction apart.
pub(super) fn of(source: &Source, instruction: &Instruction) -> Parts {
    let mut parts = Parts::default();
    parts.add(source, instruction);
    parts.words.extend(parts.keywords.iter().map(|(span, _)| *span));
    parts.words.sort_unstable();
    parts
}

impl Parts {
    fn add(&mut self, source: &Source, instruction: &Instruction) {
        self.keyword(source, instruction.keyword_span, instruction.keyword.name());
        self.heredocs |= !instruction.heredocs.is_empty();
        self.words.extend(instruction.flags.iter().map(|flag| flag.span));
        self.words.extend(instruction.heredocs.iter().map(|heredoc| heredoc.opener));
        let arguments = instruction.arguments;
        self.end = arguments.end;
        if !arguments.is_empty() {
            self.words.push(Span::empty(arguments.start));
        }
        match &instruction.kind {
            Kind::Add(transfer) | Kind::Copy(transfer) => {
                let all = || transfer.sources.iter().chain([&transfer.destination]);
                if transfer.json { self.strings.extend(all().map(|word| word.span)) } else { self.texts(all()) }
            }
            Kind::Arg(args) => self.words.extend(args.iter().map(|arg| arg.span)),
            Kind::Env(pairs) | Kind::Label(pairs) if pairs.legacy => {
                self.texts(pairs.pairs.iter().flat_map(|pair| [&pair.key, &pair.value]));
            }
            Kind::Env(pairs) | Kind::Label(pairs) => self.words.extend(pairs.pairs.iter().map(|pair| pair.span)),
            Kind::Cmd(command) | Kind::Entrypoint(command) | Kind::Run(command) => self.command(command.as_ref()),
            Kind::Healthcheck(check) => {
                let name = if matches!(check, Healthcheck::None) { "NONE" } else { "CMD" };
                self.keyword(source, arguments.part(0..name.len()), name);
                let behind = source.slice(arguments).get(name.len()..).unwrap_or("");
                let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
                if behind[blanks..].starts_with('[') {
                    self.words.push(arguments.part(name.len() + blanks..name.len() + blanks));
                }
                if let Healthcheck::Cmd(command) = check {
                    self.command(Some(command));
                }
            }
            Kind::From(from) => {
                if let Some(span) = from.as_word {
                    self.keyword(source, span, "AS");
                }
                self.texts(std::iter::once(&from.image).chain(&from.name));
            }
            Kind::Volume(words) if source.slice(arguments).starts_with('[') => {
                self.strings.extend(words.iter().map(|word| word.span));
            }
            Kind::Expose(words) | Kind::Volume(words) => self.texts(words),
            Kind::Shell(words) => self.strings.extend(words.iter().map(|word| word.span)),
            Kind::Maintainer(text) | Kind::Stopsignal(text) | Kind::User(text) | Kind::Workdir(text) => {
                self.texts([text]);
            }
            Kind::Onbuild(trigger) => self.add(source, trigger),
            Kind::Malformed | Kind::Unknown => self.words.push(arguments),
        }
    }

    /// Nothing but ASCII is a keyword here; the language has it a little wider.
    fn keyword(&mut self, source: &Source, span: Span, name: &'static str) {
        if source.slice(span).eq_ignore_ascii_case(name) {
            self.keywords.push((span, name));
        } else {
            self.words.push(span);
        }
    }

    fn texts<'a>(&mut self, words: impl IntoIterator<Item = &'a Text>) {
        self.words.extend(words.into_iter().map(|word| word.span));
    }

    fn command(&mut self, command: Option<&Command>) {
        match command {
            Some(Command::Exec(words)) => self.strings.extend(words.iter().map(|word| word.span)),
            Some(Command::Shell(span)) => {
                self.words.push(Span::empty(span.start));
                self.shell = Some(*span);
            }
            None => {}
        }
    }
}
