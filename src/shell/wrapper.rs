//! Commands that run another command: how their options are told from the command that they run.

use super::{Assignment, Word, Wrapper};
use crate::source::{Span, file_name};

/// How the words of a wrapper are read.
struct Shape {
    name: &'static str,
    /// Options whose value is the next word; the long ones with both dashes.
    valued: &'static [&'static str],
    /// Words between the options and the wrapped command.
    operands: usize,
    /// `NAME=value` words may stand in front of the wrapped command.
    assigns: bool,
    /// Options with which it runs nothing.
    inert: &'static [&'static str],
}

const fn shape(name: &'static str, valued: &'static [&'static str], operands: usize) -> Shape {
    Shape { name, valued, operands, assigns: false, inert: &[] }
}

/// From the manuals of GNU coreutils, findutils, util-linux, sudo, doas, gosu, su-exec, tini, dumb-init.
static SHAPES: &[Shape] = &[
    Shape {
        name: "sudo",
        valued: &[
            "-u", "-g", "-h", "-p", "-C", "-D", "-R", "-r", "-t", "-T", "-U", "--user", "--group", "--host",
            "--prompt", "--close-from", "--chdir", "--chroot", "--role", "--type", "--command-timeout", "--other-user",
        ],
        operands: 0,
        assigns: true,
        inert: &["-l", "-v", "-k", "-K", "-V", "-e", "--list", "--validate", "--edit"],
    },
    shape("doas", &["-u", "-C", "-a"], 0),
    Shape { name: "env", valued: &["-u", "-C", "--unset", "--chdir"], operands: 0, assigns: true, inert: &[] },
    shape("exec", &["-a"], 0),
    Shape { name: "command", valued: &[], operands: 0, assigns: false, inert: &["-v", "-V"] },
    shape("builtin", &[], 0),
    shape("time", &["-f", "-o", "--format", "--output"], 0),
    shape("nice", &["-n", "--adjustment"], 0),
    shape("ionice", &["-c", "-n", "--class", "--classdata"], 0),
    shape("nohup", &[], 0),
    shape("setsid", &[], 0),
    shape("timeout", &["-s", "-k", "--signal", "--kill-after"], 1),
    shape("stdbuf", &["-i", "-o", "-e", "--input", "--output", "--error"], 0),
    shape("chroot", &["--userspec", "--groups"], 1),
    shape(
        "xargs",
        &[
            "-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "--arg-file", "--delimiter", "--max-lines", "--max-args",
            "--max-procs", "--max-chars", "--process-slot-var", "--replace",
        ],
        0,
    ),
    shape("gosu", &[], 1),
    shape("su-exec", &[], 1),
    shape("setuser", &[], 1),
    shape("runuser", &["-u", "-g", "-G", "--user", "--group", "--supp-group"], 0),
    shape("tini", &["-p", "-e"], 0),
    shape("dumb-init", &["-r", "--rewrite"], 0),
    shape("catatonit", &[], 0),
    shape("fakeroot", &["-l", "-s", "-i", "-b", "--lib", "--faked"], 0),
    shape("eatmydata", &[], 0),
    shape("busybox", &[], 0),
];

/// The last part of a command's path.
pub(super) fn base_name(word: &Word) -> &str {
    let value = word.literal.as_deref().unwrap_or("");
    file_name(value)
}

/// Moves wrappers from the front of `words` to `wrappers`, and the assignments that they take to `assignments`.
pub(super) fn peel(words: &mut Vec<Word>, assignments: &mut Vec<Assignment>, wrappers: &mut Vec<Wrapper>) {
    // Behind the words that are still wrapped; the vector is cut once at the end, so a chain of wrappers stays linear.
    let mut start = 0;
    let mut cuts = Vec::new();
    while let Some((end, assigned)) = words.get(start..).and_then(wrapped_at) {
        cuts.push((start + end, assigned.start + start..assigned.end + start));
        start += end;
    }
    if start == 0 {
        return;
    }
    let rest = words.split_off(start);
    let mut all = std::mem::replace(words, rest).into_iter();
    let mut taken = 0;
    for (end, assigned) in cuts {
        let mut parts: Vec<Word> = all.by_ref().take(end - taken).collect();
        for word in parts.drain(assigned.start - taken..assigned.end - taken) {
            assignments.extend(assignment(&word));
        }
        taken = end;
        let Some(name) = parts.first().map(|word| base_name(word).into()) else { continue };
        let span = parts.iter().fold(parts[0].span, |span, word| span.to(word.span));
        wrappers.push(Wrapper { span, name, words: parts });
    }
}

/// Where the wrapped command begins in `words`, and which of the words in front of it are assignments; `None` where
/// the first word is no wrapper or wraps nothing.
fn wrapped_at(words: &[Word]) -> Option<(usize, std::ops::Range<usize>)> {
    let name = base_name(words.first()?);
    let name = if name == "tini-static" { "tini" } else { name };
    let shape = SHAPES.iter().find(|shape| shape.name == name)?;
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let value = &*word.text;
        if value == "--" {
            at += 1;
            break;
        }
        if !value.starts_with('-') || value == "-" && name != "env" {
            break;
        }
        if shape.inert.contains(&value) {
            return None;
        }
        at += if takes_next(shape, value) { 2 } else { 1 };
    }
    let from = at;
    if shape.assigns {
        at += words.get(at..)?.iter().take_while(|word| assigned_name(word).is_some()).count();
    }
    let assigned = from..at;
    at += shape.operands;
    (at < words.len()).then_some((at, assigned))
}

/// Whether the option's value is the next word: a long option without `=`, a short one at the end of its cluster.
fn takes_next(shape: &Shape, option: &str) -> bool {
    if option.starts_with("--") {
        return shape.valued.contains(&option);
    }
    let mut letters = option[1..].char_indices();
    letters
        .find(|(_, letter)| {
            shape.valued.iter().any(|valued| {
                valued.strip_prefix('-').is_some_and(|short| short.len() == 1 && short.starts_with(*letter))
            })
        })
        .is_some_and(|(at, letter)| at + letter.len_utf8() == option.len() - 1)
}

fn assigned_name(word: &Word) -> Option<&str> {
    let (name, _) = word.text.split_once('=')?;
    let mut bytes = name.bytes();
    let starts = bytes.next().is_some_and(|byte| byte == b'_' || byte.is_ascii_alphabetic());
    (starts && bytes.all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())).then_some(name)
}

/// The word `NAME=value` as an assignment.
fn assignment(word: &Word) -> Option<Assignment> {
    let name: Box<str> = assigned_name(word)?.into();
    // A quote in front of the name shifts the value's place; then the whole word is the nearest honest answer.
    let skip = u32::try_from(name.len() + 1).ok()?;
    let start = (word.span.start + skip).min(word.span.end);
    let value = Word {
        span: Span::new(start, word.span.end),
        literal: word.literal.as_deref().and_then(|literal| literal.get(name.len() + 1..)).map(Into::into),
        text: word.text.get(name.len() + 1..).unwrap_or("").into(),
        ..word.clone()
    };
    let value = (!value.text.is_empty()).then_some(value);
    Some(Assignment { span: word.span, name, value, exported: true })
}

/// The text that a shell is started on.
pub(super) struct Inner {
    /// Index of the word that holds it.
    pub(super) script: usize,
    /// The name of the shell; empty for that of the surrounding text.
    pub(super) shell: Box<str>,
}

/// Where the words start a shell on a text given as an argument: `sh -c '…'`, `su -c '…'`, `eval '…'`.
pub(super) fn inner_script(words: &[Word]) -> Option<Inner> {
    let name = base_name(words.first()?);
    match name {
        "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "mksh" => {
            let mut commanded = false;
            let mut at = 1;
            while let Some(word) = words.get(at) {
                let value = &*word.text;
                if !value.starts_with(['-', '+']) || value == "-" || value == "--" {
                    break;
                }
                if !value.starts_with("--") {
                    commanded |= value.starts_with('-') && value.contains('c');
                    at += usize::from(value.ends_with(['o', 'O']));
                }
                at += 1;
            }
            (commanded && at < words.len()).then(|| Inner { script: at, shell: name.into() })
        }
        "su" | "runuser" => {
            let option = words.iter().position(|word| matches!(&*word.text, "-c" | "--command" | "-lc"))?;
            (option + 1 < words.len()).then(|| Inner { script: option + 1, shell: Box::default() })
        }
        "eval" => (words.len() == 2).then(|| Inner { script: 1, shell: Box::default() }),
        _ => None,
    }
}
