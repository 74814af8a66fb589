//! What ShellCheck would say about a text. Nothing here judges a finding that the crate does not make; some are taken
//! back where the Dockerfile knows more than the text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use shuck_linter::{AmbientShellOptions, AnalysisRequest, Diagnostic, LinterSettings, ShellCheckCodeMap, ShellDialect};
use shuck_parser::ShellProfile;
use shuck_parser::parser::{ParseResult, Parser};

use super::{Dialect, Finding, Options, meant, rules, scan};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::source::Span;

/// Where a shell text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Host {
    /// In an instruction, continued lines joined by [`mask`](super::mask).
    #[default]
    Instruction,
    /// In a file of its own.
    Script,
}

/// What is known of the surroundings of a shell text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Known {
    /// Where it stands.
    pub host: Host,
    /// The options of the shell that runs it.
    pub options: Options,
    /// By name, whether the value is harmless without quotes.
    variables: BTreeMap<Box<str>, bool>,
}

impl Known {
    /// Nothing is known but these.
    pub fn new(host: Host, options: Options) -> Self {
        Self { host, options, variables: BTreeMap::new() }
    }

    /// Notes a variable that is defined outside of the text, and its value where it cannot be another.
    pub fn define(&mut self, name: &str, value: Option<&str>) {
        let harmless = value.is_some_and(|value| !value.contains([' ', '\t', '\n', '*', '?', '[', '\\']));
        self.variables.insert(name.into(), harmless);
    }
}

const DIALECTS: [ShellDialect; 5] =
    [ShellDialect::Sh, ShellDialect::Dash, ShellDialect::Bash, ShellDialect::Ksh, ShellDialect::Zsh];

/// Settings for every combination of dialect, host, options and arrays; making them costs more than linting a short text.
static SETTINGS: LazyLock<Vec<LinterSettings>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for dialect in [Dialect::Posix, Dialect::Ash, Dialect::Bash, Dialect::Ksh, Dialect::Zsh] {
        for host in [Host::Instruction, Host::Script] {
            for (errexit, pipefail) in [(false, false), (false, true), (true, false), (true, true)] {
                for arrays in [false, true] {
                    let mut settings = LinterSettings::default()
                        .with_shell(DIALECTS[position(dialect)])
                        .with_resolve_source_closure(false)
                        .with_ambient_shell_options(AmbientShellOptions { errexit, pipefail });
                    settings.rules = rules::in_force(host, dialect, arrays);
                    all.push(settings);
                }
            }
        }
    }
    all
});

static CODES: LazyLock<ShellCheckCodeMap> = LazyLock::new(ShellCheckCodeMap::default);

fn position(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Ash => 1,
        Dialect::Bash => 2,
        Dialect::Ksh => 3,
        Dialect::Zsh => 4,
        _ => 0,
    }
}

fn settings(text: &str, dialect: Dialect, known: &Known) -> &'static LinterSettings {
    let host = usize::from(known.host == Host::Script);
    let options = usize::from(known.options.errexit) * 2 + usize::from(known.options.pipefail);
    let arrays = usize::from(may_hold_arrays(text));
    &SETTINGS[((position(dialect) * 2 + host) * 4 + options) * 2 + arrays]
}

/// Whether anything in the text can make an array.
fn may_hold_arrays(text: &str) -> bool {
    const MAKERS: &[&str] =
        &["=(", "declare", "typeset", "local", "readonly", "read ", "mapfile", "readarray", "set -A"];
    MAKERS.iter().any(|maker| text.contains(maker))
}

/// Lints a text of a shell.
pub(super) fn run(text: &str, base: u32, dialect: Dialect, known: &Known) -> Vec<Finding> {
    if scan::is_too_much(text) {
        return Vec::new();
    }
    let result = &parse(text, dialect);
    let broken = result.terminal_error.is_some() || !result.diagnostics.is_empty();
    if scan::too_dense(text, broken) {
        return Vec::new();
    }
    let request = AnalysisRequest::from_parse_result(result, text, settings(text, dialect, known));
    let request = if text.contains("shellcheck") || text.contains("shuck") {
        request.with_shellcheck_map(&CODES)
    } else {
        request.without_suppressions()
    };
    let diagnostics = request.lint();
    if diagnostics.is_empty() {
        return Vec::new();
    }
    let strings = scan::escaped_strings(text);
    let sources = meant::sources_others(text);
    let context = Context { text, base, dialect, known, strings, sources };
    let mut findings: Vec<Finding> = diagnostics.iter().filter_map(|found| context.finding(found)).collect();
    findings.sort_by_key(|finding| (finding.span, finding.code));
    findings
}

/// How deep the crate's tree may get: above what any person writes, and little enough for a thread's stack.
const MAX_DEPTH: usize = 64;

fn parse(text: &str, dialect: Dialect) -> ParseResult {
    // Dense text takes about three operations a byte.
    let fuel = text.len().saturating_mul(4).max(100_000);
    // As ShellCheck does, the grammar of Bash is read for all dialects but Zsh: what a dialect lacks is a finding.
    let dialect = match dialect {
        Dialect::Zsh => shuck_parser::ShellDialect::Zsh,
        _ => shuck_parser::ShellDialect::Bash,
    };
    Parser::with_limits_and_profile(text, MAX_DEPTH, fuel, ShellProfile::native(dialect)).parse()
}

struct Context<'a> {
    text: &'a str,
    base: u32,
    dialect: Dialect,
    known: &'a Known,
    strings: Vec<std::ops::Range<usize>>,
    sources: bool,
}

/// Options of `echo` that a POSIX shell's own has not.
const ECHO_FLAGS: u32 = 3037;

/// Several redirections of one descriptor.
const DUPLICATE_REDIRECT: u32 = 2261;

/// How much of a file's name a message shows, in bytes.
const MOST_SHOWN: usize = 40;

impl Context<'_> {
    fn finding(&self, found: &Diagnostic) -> Option<Finding> {
        let rule = rules::rule(found.rule)?;
        let (mut start, mut end) = (found.span.start.offset(), found.span.end.offset());
        let raw = self.text.get(start..end).unwrap_or("");
        // `/bin/echo` is a program of its own and knows `-e`.
        let before = self.text.get(..start).unwrap_or("").trim_end();
        if rule.code == ECHO_FLAGS && (before.ends_with("/echo") || raw.starts_with('/')) {
            return None;
        }
        if let Some(harmless) = parameter(raw).and_then(|name| Some((name, *self.known.variables.get(name)?))) {
            match (rule.code, harmless) {
                (2153 | 2154, _) => return None,
                (2086 | 2248, (name, true)) if !self.is_mentioned(name) => return None,
                _ => {}
            }
        }
        let meant = matches!(rule.code, 2034 | 2154) && self.sources
            || meant::is_meant(rule.code, self.text, start..end, self.dialect);
        if meant && !meant::may_be_meant(rule.code) {
            return None;
        }
        let drifted = self.drifted(start);
        if let Some(string) = &drifted {
            (start, end) = (string.start, string.end);
        } else {
            end = start + raw.trim_end().len().max(usize::from(!raw.is_empty()));
        }
        let offered = || rule.fix.is_some() && !meant::would_break(rule.code, self.text, start..end);
        let fix = found.fix.as_ref().filter(|_| drifted.is_none() && !meant && offered());
        let fix = fix.and_then(|fix| {
            let edits: Option<Vec<Edit>> = fix.edits().iter().map(|edit| self.edit(edit)).collect();
            let title = found.fix_title.as_deref().or(rule.fix)?;
            // What the linter calls safe holds for scripts that are kept: it takes out commands that are never reached, say.
            Some(Fix { title: tone(title), safety: Safety::Unsafe, edits: edits?, creates: None })
        });
        Some(Finding {
            code: rule.code,
            rule: rule.name,
            message: self.requirement(rule.code, end).unwrap_or_else(|| tone(&found.message)),
            span: self.span(start, end),
            fix,
            meant,
        })
    }

    /// What to say of `pip install name>=1.0`, which the linter sees as one of several redirections.
    fn requirement(&self, code: u32, end: usize) -> Option<String> {
        let behind = self.text.get(end..).filter(|_| code == DUPLICATE_REDIRECT)?;
        let file = behind.split_ascii_whitespace().next().filter(|file| file.starts_with('='))?;
        let shown = &file[..file.floor_char_boundary(MOST_SHOWN)];
        Some(format!("this writes to a file `{shown}`: quote a requirement with `>` in it"))
    }

    /// The edit at its place in the file. None where the bytes that it replaces are not the file's own: two blanks may
    /// stand for the end of a continued line, and a comment may have been between them.
    fn edit(&self, edit: &shuck_linter::Edit) -> Option<Edit> {
        let (start, end) = (usize::from(edit.range().start()), usize::from(edit.range().end()));
        let replaced = self.text.get(start..end)?;
        let continued = replaced.contains("  ") || replaced.contains('\n') || edit.content().contains('\n');
        if self.known.host == Host::Instruction && continued || self.drifted(start).is_some() {
            return None;
        }
        Some(Edit { span: self.span(start, end), replacement: edit.content().to_owned() })
    }

    /// The string that a place lies in, behind an escape.
    fn drifted(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let index = self.strings.partition_point(|string| string.end <= at);
        let string = self.strings.get(index).filter(|string| string.start < at)?;
        self.text.as_bytes()[string.start..at].contains(&b'\\').then(|| string.clone())
    }

    /// Whether the name stands in the text other than behind `$`: it may be assigned or read there.
    fn is_mentioned(&self, name: &str) -> bool {
        let bytes = self.text.as_bytes();
        let part = |byte: &u8| *byte == b'_' || byte.is_ascii_alphanumeric();
        self.text.match_indices(name).any(|(at, _)| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let after = bytes.get(at + name.len());
            !before.is_some_and(part) && !after.is_some_and(part) && !matches!(before, Some(b'$' | b'{'))
        })
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let end = self.text.floor_char_boundary(end.min(self.text.len()));
        let start = self.text.floor_char_boundary(start.min(end));
        let place = |at: usize| self.base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Span::new(place(start), place(end))
    }
}

/// The name in `$NAME` or `${NAME…}`.
fn parameter(raw: &str) -> Option<&str> {
    parameter_name(raw.trim_start_matches('"').strip_prefix('$')?)
}

/// The name of a parameter in the text behind its `$`: `NAME…` or `{NAME…`. `None` where no name stands there.
pub fn parameter_name(behind: &str) -> Option<&str> {
    let rest = behind.strip_prefix('{').unwrap_or(behind);
    let end = rest.bytes().take_while(|byte| *byte == b'_' || byte.is_ascii_alphanumeric()).count();
    (end > 0).then(|| &rest[..end])
}

/// A sentence in the tone of ours: lower case at the start, no full stop.
fn tone(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    let first = letters.next();
    match first {
        Some(first)
            if first.is_uppercase()
                && letters.clone().next().is_some_and(|next| next.is_lowercase() || next == ' ') =>
        {
            first.to_lowercase().chain(letters).collect()
        }
        _ => message.to_owned(),
    }
}
