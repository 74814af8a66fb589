//! The exec form: words that no shell reads, as a script of one command.

use std::borrow::Cow;

use super::{Command, Form, Joint, Script, Statement, Switched, Word, Wrapper, dialect_of, parse, wrapper};
use crate::source::Span;

/// The script of one command that these words are. Where they start a shell on a text, `["sh", "-c", "…"]`, it is the
/// script of that text, and each command has the shell among its wrappers.
pub fn exec(words: &[(Cow<'_, str>, Span)]) -> Script {
    let Some(span) = words.iter().map(|(_, span)| *span).reduce(Span::to) else {
        return Script::default();
    };
    let mut words: Vec<Word> = words.iter().map(|(value, span)| literal(value, *span)).collect();
    let mut assignments = Vec::new();
    let mut wrappers = Vec::new();
    wrapper::peel(&mut words, &mut assignments, &mut wrappers);
    if let Some(inner) = wrapper::inner_script(&words) {
        let text = words[inner.script].clone();
        words.truncate(inner.script);
        let shell = words.iter().map(|word| word.span).reduce(Span::to).unwrap_or(text.span);
        wrappers.push(Wrapper { span: shell, name: inner.shell.clone(), words });
        return inner_text(&text, &inner.shell, &wrappers);
    }
    let command = Command {
        span,
        assignments,
        words,
        name_at: 0,
        wrappers,
        redirects: Vec::new(),
        joined_by: Joint::First,
        pipeline: None,
        negated: false,
        guarded: false,
        or_else: None,
        background: false,
        subshell: false,
        substitution: false,
        conditional: false,
        in_loop: None,
        in_function: None,
        switched: Switched::default(),
    };
    let statement = Statement { span, commands: 0..1, background: false, form: Form::Simple };
    let mut script = Script { commands: vec![command], statements: vec![statement], ..Script::default() };
    script.finish();
    script
}

fn literal(value: &str, span: Span) -> Word {
    Word {
        span,
        literal: Some(value.into()),
        text: value.into(),
        expansions: Vec::new(),
        glob: false,
        quoted: true,
        substitution: false,
    }
}

fn inner_text(text: &Word, shell: &str, wrappers: &[Wrapper]) -> Script {
    // Between the quotes of a string without escapes each byte stands for itself; else all that can be said is the string.
    let exact = text.span.len() as usize == text.text.len() + 2;
    let base = if exact { text.span.start + 1 } else { 0 };
    let mut script = parse(&text.text, base, dialect_of(&[shell]));
    if !exact {
        script.each_span(|span| *span = text.span);
    }
    for command in &mut script.commands {
        command.wrappers.splice(0..0, wrappers.iter().cloned());
    }
    script
}
