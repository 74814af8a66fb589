//! Simple commands: where they stand, wrappers peeled, inner scripts read.

use std::rc::Rc;

use super::dialect::{dialect_of, set};
use super::tree::{List, Redirection, Simple};
use super::walk::{Outer, Place, Walker};
use super::{Command, Redirect, Switched, Word, Wrapper, parse, word, wrapper};
use crate::source::Span;

/// How many texts may lie inside each other: `sh -c "sh -c '…'"`.
const MAX_INNER: usize = 4;

/// How many words may be copied from a wrapper to the commands of its inner script.
const MAX_COPIES: usize = 1 << 16;

impl Walker<'_> {
    /// Reads a simple command. Its index, or `None` where it started an inner script that is not one simple command.
    pub(super) fn simple(&mut self, simple: Simple, redirections: Vec<Redirection>, place: &Place) -> Option<usize> {
        let Simple { mut assignments, mut words, inner: substitutions } = simple;
        let unread = place.unread || !words.is_empty();
        let mut rest = Rest { unread, substitutions, in_redirects: Vec::new(), heredocs: Vec::new() };
        let mut redirects: Vec<Redirect> = Vec::with_capacity(redirections.len());
        for mut found in redirections {
            if let Some(index) = found.heredoc {
                found.redirect.body = self.heredocs.get(index).and_then(|heredoc| heredoc.body);
                rest.heredocs.push(index);
            }
            rest.in_redirects.append(&mut found.inner);
            redirects.push(found.redirect);
        }
        let spans = words.iter().map(|word| word.span).chain(assignments.iter().map(|found| found.span));
        let span = spans.chain(redirects.iter().map(|redirect| redirect.span)).chain(place.timed).reduce(Span::to)?;

        let mut wrappers = Vec::new();
        if let Some(time) = place.timed {
            wrappers.push(Wrapper { span: time, name: "time".into(), words: vec![word::plain("time", time)] });
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
                self.rest(rest, Some(script), &place_of_rest);
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
        self.rest(rest, None, &place.inside());
        Some(index)
    }

    /// Walks the text that a shell is started on.
    fn inner(&mut self, shell: &str, start: usize, end: usize, outer: Outer, place: &Place) {
        let Some(text) = self.text.get(start..end) else { return };
        let base = self.base.saturating_add(u32::try_from(start).unwrap_or(u32::MAX));
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
        let depth = self.depth + 1;
        let walker =
            &mut Walker { text, base, dialect, script: &mut *self.script, depth, switched, heredocs: Vec::new() };
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

    /// Walks the commands in the words and redirections of a simple command, `except` in the word of that span. Their
    /// status is that of the whole only where there are assignments alone.
    fn rest(&mut self, rest: Rest, except: Option<Span>, place: &Place) {
        if rest.substitutions.is_empty() && rest.in_redirects.is_empty() && rest.heredocs.is_empty() {
            return;
        }
        let place = &Place { unread: rest.unread, ..place.clone() };
        for (word, list) in rest.substitutions {
            if except != Some(word) {
                self.substitution(list, place);
            }
        }
        self.substitutions(rest.in_redirects, place);
        for heredoc in rest.heredocs {
            self.heredoc(Some(heredoc), place);
        }
    }
}

/// What a simple command holds beside itself.
struct Rest {
    /// See [`Place::unread`].
    unread: bool,
    substitutions: Vec<(Span, List)>,
    in_redirects: Vec<List>,
    /// Indices of its heredocs.
    heredocs: Vec<usize>,
}
