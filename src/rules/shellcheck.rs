//! The rules of the shell linter as rules of ours: one for each ShellCheck code, named `shell/…`. The linter was asked when
//! the facts were made; here its findings become ours. What it says of portability is the business of
//! `bash-syntax-in-posix-shell`.

use std::sync::LazyLock;

use super::shell::bash_syntax_in_posix_shell;
use super::{Check, File, FixKind, Found, Group, Place, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::{Piece, RunFacts, folders_before};
use crate::shell::{self, ShellRule, is_portability, may_be_meant};

/// One rule for each code that the shell linter knows, in the order of its table.
pub(super) static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| shell::rules().iter().filter(|of| !is_portability(of.code)).map(rule).collect());

/// Codes that real files break on purpose far more often than by mistake, and why: not part of `recommended`.
static SHRUGGED: &[(u32, &str)] = &[
    (1007, "`NAME= command` empties a variable for one command more often than it is a slip"),
    (1083, "literal braces are templates, `{{.Name}}`, more often than slips"),
    (2016, "what stands between single quotes is meant for another program more often than it is a slip"),
    (2035, "no file in an image's build has a name that begins with a dash"),
    (2327, "the redirection itself is reported"),
    (3043, "every shell that is `/bin/sh` in an image knows `local`"),
    (2125, "behind `export` Bash expands no pattern, and one that matches nothing stays as it is"),
    (2153, "a script reads the container's environment, whose names look alike"),
];

/// Codes whose findings are a fault wherever they occur in an image's build; the others are worth knowing, `info`, as most of them
/// harm nothing there: names have no blanks, lists are split on purpose, and what a variable holds is known.
static GRAVE: &[(u32, &str)] = &[
    (2061, "the shell replaces the pattern before `find` sees it"),
    (2157, "the test has the same answer always"),
    (2261, "one of the two redirections does nothing"),
];

/// Whether a code says that the shell cannot read the text.
fn is_unreadable(code: u32) -> bool {
    (1000..2000).contains(&code)
}

/// What an alias for findings has behind its code that the author means: only ShellCheck reports them.
const MEANT: &str = " shellcheck-only";

/// What the shell linter says is no check of ours: it is asked once for all its rules.
const NO_CHECKS: &[Check] = &[];

/// What the pages of those with a repair say of it.
const REPAIR: &str =
    "\n## Repair\n\nUnsafe: the command may get other words than before, and the script may rely on those.\n";

// The table lives as long as the program, so its texts are made once and kept.
fn rule(of: &ShellRule) -> Rule {
    let code = of.code;
    let alias = |variant: &str| -> &'static str { Box::leak(format!("shellcheck:SC{code}{variant}").into_boxed_str()) };
    let mut aliases = vec![alias("")];
    if may_be_meant(code) {
        aliases.push(alias(MEANT));
    }
    let repair = of.fix.map_or("", |_| REPAIR);
    let page = format!("# {}\n\n{}\n\n## Why\n\n{}\n{repair}", of.name, of.description.trim(), of.rationale.trim());
    Rule {
        name: of.name,
        group: Group::Shell,
        severity: if is_in(GRAVE, code) || is_unreadable(code) { of.severity } else { of.severity.min(Severity::Info) },
        recommended: of.severity > Severity::Style && !is_in(SHRUGGED, code),
        workshop: false,
        aliases: aliases.leak(),
        fix: if of.fix.is_some() { FixKind::Unsafe } else { FixKind::None },
        may_change: &[],
        page: Box::leak(page.into_boxed_str()),
        checks: NO_CHECKS,
    }
}

/// Whether the rule's findings come from the shell linter.
pub fn is_of_shell_linter(rule: &Rule) -> bool {
    rule.name.starts_with("shell/") || rule.name == bash_syntax_in_posix_shell::RULE.name
}

/// How grave ShellCheck takes a finding with this code, `SC2086`.
pub fn severity_in_shellcheck(code: &str) -> Option<Severity> {
    let code = code.strip_prefix("SC")?.parse::<u32>().ok()?;
    shell::rules().iter().find(|rule| rule.code == code).map(|rule| rule.severity)
}

fn is_in(table: &[(u32, &str)], code: u32) -> bool {
    table.iter().any(|(of, _)| *of == code)
}

/// Adds what the shell linter found in the Dockerfile and in the scripts that it runs.
pub(super) fn add(file: &File<'_>, found: &mut Vec<Found>) {
    let runs = file.facts.runs.iter().flat_map(|run| of_run(file, run));
    let startups = file.facts.startups.iter().map(|startup| &startup.piece);
    let here = runs.chain(startups.flat_map(diagnostics)).collect();
    found.push(Found { place: Place::Dockerfile, diagnostics: here });
    for (number, script) in file.facts.scripts.iter().enumerate() {
        let diagnostics = diagnostics(&script.piece).collect();
        found.push(Found { place: Place::Script(number), diagnostics });
    }
}

/// `cd` of which nobody asks whether it succeeds.
const UNCHECKED_CD: u32 = 2164;

/// What was found in a RUN; `cd` cannot fail into a folder that an instruction in front has made.
fn of_run<'a>(file: &'a File<'_>, run: &'a RunFacts) -> impl Iterator<Item = Diagnostic> + use<'a> {
    let unchecked = run.pieces.iter().flat_map(|piece| &piece.findings).any(|finding| finding.code == UNCHECKED_CD);
    let stage = run.stage.and_then(|stage| file.model.stages.get(stage)).filter(|_| unchecked);
    let folders = stage.map(|stage| folders_before(file.facts, file.dockerfile, file.model, stage, run.at));
    let is_sure = move |found: &Diagnostic| {
        let folder =
            || file.source.slice(found.span).strip_prefix("cd ").map(|folder| folder.trim().trim_end_matches('/'));
        found.rule.ends_with("/unchecked-directory-change")
            && folders.as_ref().is_some_and(|folders| folder().is_some_and(|folder| folders.contains(folder)))
    };
    run.pieces.iter().flat_map(diagnostics).filter(move |found| !is_sure(found))
}

fn diagnostics(piece: &Piece) -> impl Iterator<Item = Diagnostic> {
    piece.findings.iter().filter(|finding| !is_portability(finding.code)).map(|finding| Diagnostic {
        rule: finding.rule,
        variant: finding.meant.then_some(MEANT.trim_start()),
        severity: severity(finding.rule),
        message: finding.message.clone(),
        span: finding.span,
        labels: Vec::new(),
        help: None,
        fix: finding.fix.clone().map(Box::new),
        in_base: false,
        odd_paths: Vec::new(),
    })
}

fn severity(name: &str) -> Severity {
    super::by_name(name).map_or(Severity::Warning, |rule| rule.severity)
}
