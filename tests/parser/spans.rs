//! What must hold for the spans of every tree.

use lotse::dockerfile::{Command, Dockerfile, Healthcheck, Instruction, Kind, Text};
use lotse::source::{Source, Span};

/// Every span lies within the file, on character boundaries, and inside what it belongs to.
pub(crate) fn check(source: &Source, file: &Dockerfile) {
    let text = source.text();
    let whole = Span::new(0, u32::try_from(text.len()).unwrap());
    let legal = |span: Span, inside: Span| {
        assert!(span.start <= span.end, "{span:?} is turned round in {text:?}");
        assert!(inside.encloses(span), "{span:?} is outside {inside:?} in {text:?}");
        assert!(text.get(span.range()).is_some(), "{span:?} cuts a character of {text:?}");
    };
    for directive in &file.directives {
        legal(directive.span, whole);
        legal(directive.value, directive.span);
    }
    for comment in &file.comments {
        legal(comment.span, whole);
        legal(comment.text, comment.span);
        assert!(source.slice(comment.span).starts_with('#'), "{comment:?} in {text:?}");
    }
    for span in &file.empty_continuations {
        legal(*span, whole);
    }
    for error in file.errors.iter().chain(&file.trigger_errors) {
        legal(error.span, whole);
        legal(Span::empty(error.at), whole);
        assert!(!error.message.is_empty() && !error.message.ends_with('.'), "{}", error.message);
    }
    let mut end = 0;
    for instruction in &file.instructions {
        assert!(instruction.span.start >= end, "instructions overlap in {text:?}");
        end = instruction.span.end;
        assert!(instruction.comments_above.end <= file.comments.len());
        check_instruction(instruction, whole, &legal);
    }
}

fn check_instruction(instruction: &Instruction, inside: Span, legal: &dyn Fn(Span, Span)) {
    let span = instruction.span;
    legal(span, inside);
    legal(instruction.keyword_span, span);
    legal(instruction.arguments, span);
    for flag in &instruction.flags {
        legal(flag.span, span);
        legal(flag.name.span, flag.span);
        flag.value.iter().for_each(|value| legal(value.span, flag.span));
    }
    for mount in &instruction.mounts {
        legal(mount.span, span);
        let Mounted(texts) = Mounted::of(mount);
        texts.into_iter().flatten().for_each(|text| legal(text.span, mount.span));
        mount.problems.iter().for_each(|problem| legal(problem.span, mount.span));
    }
    for heredoc in &instruction.heredocs {
        legal(heredoc.opener, span);
        legal(heredoc.body, span);
        legal(heredoc.terminator, span);
    }
    let command = |command: &Command| match command {
        Command::Exec(words) => words.iter().for_each(|word| legal(word.span, span)),
        Command::Shell(text) => legal(*text, instruction.arguments),
    };
    match &instruction.kind {
        Kind::Add(transfer) | Kind::Copy(transfer) => {
            transfer.sources.iter().for_each(|text| legal(text.span, instruction.arguments));
            legal(transfer.destination.span, instruction.arguments);
            assert!(transfer.heredoc_sources.iter().all(|index| *index < instruction.heredocs.len()));
        }
        Kind::Arg(pairs) => {
            for pair in pairs {
                legal(pair.span, instruction.arguments);
                legal(pair.name.span, pair.span);
                pair.value.iter().for_each(|value| legal(value.span, pair.span));
            }
        }
        Kind::Cmd(found) | Kind::Entrypoint(found) | Kind::Run(found) => {
            found.iter().for_each(command);
        }
        Kind::Env(pairs) | Kind::Label(pairs) => {
            for pair in &pairs.pairs {
                legal(pair.span, instruction.arguments);
                legal(pair.key.span, pair.span);
                legal(pair.value.span, pair.span);
            }
        }
        Kind::Expose(words) | Kind::Shell(words) | Kind::Volume(words) => {
            for word in words {
                legal(word.span, instruction.arguments);
            }
        }
        Kind::From(from) => {
            legal(from.image.span, instruction.arguments);
            from.as_word.iter().for_each(|span| legal(*span, instruction.arguments));
            from.name.iter().for_each(|name| legal(name.span, instruction.arguments));
        }
        Kind::Healthcheck(Healthcheck::Cmd(found)) => command(found),
        Kind::Maintainer(one) | Kind::Stopsignal(one) | Kind::User(one) | Kind::Workdir(one) => {
            legal(one.span, instruction.arguments);
        }
        Kind::Onbuild(trigger) => check_instruction(trigger, span, legal),
        Kind::Healthcheck(Healthcheck::None) | Kind::Malformed | Kind::Unknown => {}
    }
}

/// The texts of a mount.
struct Mounted<'a>([Option<&'a Text>; 11]);

impl<'a> Mounted<'a> {
    fn of(mount: &'a lotse::dockerfile::Mount) -> Self {
        let texts = [
            &mount.kind_text, &mount.target, &mount.source, &mount.from, &mount.id, &mount.env, &mount.sharing,
            &mount.size, &mount.mode, &mount.uid, &mount.gid,
        ];
        Self(texts.map(Option::as_ref))
    }
}
