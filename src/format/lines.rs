//! Continued lines: how deep they stand, and `&&` at their beginning.

use super::indent::Unit;
use super::offset;
use super::parts::{self, Parts};
use crate::diagnostic::Edit;
use crate::dockerfile::{Dockerfile, Escape, Instruction};
use crate::meaning::commands::{self, Joined, continued};
use crate::source::{Source, Span};

/// A line of an instruction.
struct Line<'a> {
    kind: Form,
    start: u32,
    indent: &'a str,
    /// Its text without its end and its indentation.
    content: &'a str,
    /// The text in front of the escape character.
    text: &'a str,
    continues: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Code,
    /// The end of an array at the beginning of a line.
    Closing,
    /// Nothing but the escape character.
    Bare,
    Comment,
    Empty,
}

impl Line<'_> {
    fn is_code(&self) -> bool {
        matches!(self.kind, Form::Code | Form::Bare)
    }

    /// Where its content begins.
    fn content_start(&self) -> u32 {
        self.start + offset(self.indent.len())
    }
}

/// Adds the edits of an instruction's lines.
pub(super) fn edits(
    source: &Source,
    dockerfile: &Dockerfile,
    instruction: &Instruction,
    is_shell: bool,
    unit: Unit,
    edits: &mut Vec<Edit>,
) {
    let first = first_indent(source, instruction.span.start);
    if !first.is_empty() {
        edits.push(Edit::delete(first));
    }
    let lines = lines(source, instruction.span, dockerfile.escape);
    let parts = parts::of(source, instruction);
    let is_odd = parts.heredocs
        || instruction.keyword_span.start != instruction.span.start
        || lines.len() < 2
        || lines.last().is_none_or(|line| line.continues || !matches!(line.kind, Form::Code | Form::Closing));
    if is_odd {
        return;
    }
    let shell = match parts.shell {
        None => None,
        Some(span) if is_shell => {
            let joined = Joined::new(source, span, dockerfile.escape);
            let Some(bare) = commands::bare(&joined.text) else { return };
            Some(Shell { joined, bare })
        }
        Some(_) => return,
    };
    if (1..lines.len()).any(|number| !is_free(&lines, number, &parts, shell.as_ref())) {
        return;
    }
    let joints = shell.as_ref().and_then(|shell| joints(&lines, shell)).unwrap_or_default();
    for (line, joint) in lines.iter().zip(&joints) {
        edits.extend(joint.map(|span| {
            let behind = source.text().as_bytes().get(span.end as usize);
            let is_apart = behind.is_some_and(|byte| matches!(byte, b' ' | b'\t')) || line.text.is_empty();
            Edit::replace(span, if is_apart { "" } else { " " })
        }));
    }
    let indents = indents(&lines[1..], unit, unit.step.columns(source.slice(first)));
    for ((number, line), indent) in lines.iter().enumerate().skip(1).zip(indents) {
        // Comments between two lines of code part no commands.
        let before = lines[..number].iter().rposition(Line::is_code).filter(|_| line.is_code());
        let joint = before.and_then(|before| *joints.get(before)?).map(|span| source.slice(span).trim_start());
        let lead = joint.map_or_else(String::new, |joint| format!("{joint} "));
        let wanted = indent.unwrap_or_else(|| line.indent.to_owned()) + &lead;
        if wanted != line.indent {
            edits.push(Edit::replace(Span::new(line.start, line.content_start()), wanted));
        }
    }
}

/// The blanks in front of a keyword.
fn first_indent(source: &Source, keyword: u32) -> Span {
    let before = &source.text()[..keyword as usize];
    Span::new(offset(before.trim_end_matches([' ', '\t']).len()), keyword)
}

fn lines(source: &Source, span: Span, escape: Escape) -> Vec<Line<'_>> {
    let mut start = span.start;
    let mut lines: Vec<Line<'_>> = Vec::new();
    for whole in source.slice(span).split_inclusive('\n') {
        let text = whole.trim_end_matches(['\r', '\n']);
        let content = text.trim_start_matches([' ', '\t']);
        let before = continued(content, escape);
        let kind = match text.trim_start() {
            "" => Form::Empty,
            text if text.starts_with('#') && !lines.is_empty() => Form::Comment,
            "]" if content == text => Form::Closing,
            _ if before.is_some_and(|before| before.trim().is_empty()) => Form::Bare,
            _ => Form::Code,
        };
        let is_code = matches!(kind, Form::Code | Form::Bare);
        lines.push(Line {
            kind,
            start,
            indent: &text[..text.len() - content.len()],
            content,
            text: before.unwrap_or(content),
            continues: is_code && before.is_some(),
        });
        start += offset(whole.len());
    }
    lines
}

/// The text for the shell, joined, and which of its blanks are layout.
struct Shell {
    joined: Joined,
    bare: Vec<bool>,
}

impl Shell {
    fn is_bare(&self, at: u32) -> bool {
        self.joined.place(at).is_some_and(|place| self.bare.get(place) == Some(&true))
    }
}

/// Whether the blanks at the beginning of a line are layout and nothing else, and there may be some.
fn is_free(lines: &[Line<'_>], number: usize, parts: &Parts, shell: Option<&Shell>) -> bool {
    let line = &lines[number];
    if matches!(line.kind, Form::Closing | Form::Comment | Form::Empty) {
        return true;
    }
    let crosses = |span: &Span| span.start < line.start && line.start < span.end;
    if parts.words.iter().chain(&parts.strings).any(crosses) {
        return false;
    }
    let in_shell = parts.shell.filter(crosses).and(shell);
    if in_shell.is_some_and(|shell| !shell.is_bare(line.start)) {
        return false;
    }
    if !line.indent.is_empty() {
        return true;
    }
    // Without blanks on both sides a line end tears no word only where a sign stands.
    let before = lines[..number].iter().rev().find(|line| matches!(line.kind, Form::Code | Form::Bare));
    let signs: &[u8] = if in_shell.is_some() { b";&|" } else { b"[," };
    before.is_some_and(|before| match before.text.as_bytes() {
        [] => before.kind == Form::Bare && !before.indent.is_empty(),
        [.., b'\\', b' ' | b'\t'] => false,
        [.., b' ' | b'\t'] => true,
        [.., escape, last] => {
            let is_torn = line.content.starts_with([';', '&', '|']);
            *escape != b'\\' && signs.contains(last) && !is_torn && (in_shell.is_some() || !parts.strings.is_empty())
        }
        [_] => false,
    })
}

/// For each line the `&&` at its end with the blanks in front of it; `None` where one cannot go to the next line.
fn joints(lines: &[Line<'_>], shell: &Shell) -> Option<Vec<Option<Span>>> {
    let mut joints = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate() {
        let text = line.text.trim_end_matches([' ', '\t']);
        let is_code = line.kind == Form::Code && line.continues;
        let Some(before) = text.strip_suffix("&&").filter(|before| is_code && !before.ends_with(['\\', '&', '|']))
        else {
            joints.push(None);
            continue;
        };
        let kept = before.trim_end_matches([' ', '\t']);
        let sign = line.content_start() + offset(before.len());
        let next = lines[number + 1..].iter().find(|line| !matches!(line.kind, Form::Comment | Form::Empty))?;
        if kept.is_empty() || next.kind != Form::Code || !shell.is_bare(sign) || next.content.starts_with(['&', '|']) {
            return None;
        }
        let start = line.content_start() + offset(kept.len());
        joints.push(Some(Span::new(start, line.content_start() + offset(text.len()))));
    }
    Some(joints)
}

/// The indentation of each line behind the first; `None`: as it is.
fn indents(lines: &[Line<'_>], unit: Unit, base: usize) -> Vec<Option<String>> {
    let columns = |line: &Line<'_>| unit.step.columns(line.indent).saturating_sub(base);
    let code: Vec<usize> = lines.iter().filter(|line| line.kind == Form::Code).map(columns).collect();
    let settled = unit.settle(&code);
    let is_moved = code != settled;
    let mut settled = settled.into_iter().rev();
    let mut next: Option<(usize, usize)> = None;
    let mut indents: Vec<Option<String>> = Vec::with_capacity(lines.len());
    for line in lines.iter().rev() {
        let own = columns(line);
        let wanted = match line.kind {
            Form::Code => {
                next = settled.next().map(|new| (own, new));
                next.map(|(_, new)| new)
            }
            Form::Closing | Form::Empty => None,
            // Many write comments at the beginning of the line, whatever they stand above.
            Form::Comment if line.indent.is_empty() => None,
            Form::Comment | Form::Bare => {
                next.filter(|(old, _)| is_moved || *old == own || own == 0).map(|(_, new)| new)
            }
        };
        indents.push(wanted.map(|columns| unit.step.blanks(columns)));
    }
    indents.reverse();
    indents
}
