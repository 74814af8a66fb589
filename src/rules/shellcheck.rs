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

/// Codes whose findings are worth knowing and rarely a fault in an image's build, and why: `info`.
static MILD: &[(u32, &str)] = &[
    (2010, "what lies in an image's folders has names without blanks"),
    (2011, "what lies in an image's folders has names without blanks"),
    (2027, "the text reads the same unless the value has blanks"),
    (2034, "what is never used harms nothing"),
    (2038, "names with blanks are rare in what a build makes"),
    (2043, "a loop over one item is a list that may grow"),
    (2044, "what lies in an image's folders has names without blanks"),
    (2045, "what lies in an image's folders has names without blanks"),
    (2046, "as with unquoted variables, options are split on purpose"),
    (2048, "as with unquoted variables, lists are split on purpose"),
    (2053, "versions and names that are compared hold no pattern"),
    (2062, "a pattern such as `[s]shd` is kept as it is, unless a file has that name"),
    (2064, "a handler may be given what a variable holds now, such as the number of a process"),
    (2068, "as with unquoted variables, lists are split on purpose"),
    (2076, "a text to be found as it stands is what is meant more often than a pattern"),
    (2090, "quotes within a list of options are rare, and the list is split on purpose"),
    (2112, "every shell that a script with `function` is run by knows it"),
    (2113, "every shell that a script with `function` is run by knows it"),
    (2115, "a script's own variables are seldom empty"),
    (2120, "a function may be given arguments by those who source the script"),
    (2124, "one text of all elements is what a plain variable can hold"),
    (2128, "the first element is often what is meant"),
    (2140, "the word reads the same unless a value has blanks"),
    (2144, "a pattern for one file, such as a library with its version, is what is meant"),
    (2145, "in a message all arguments joined are what is meant"),
    (2155, "a failing command is hidden only where its status was going to be looked at"),
    (2163, "the variable holds a whole `NAME=value`, or the name of another"),
    (2166, "every shell that is `/bin/sh` in an image reads `-a` and `-o` between two tests the same"),
    (2172, "numbers of signals are the same on every system that runs containers"),
    (2186, "the program is there, or the build stops"),
    (2199, "one text of all elements is what a search in it needs"),
    (2206, "as with unquoted variables, lists are split on purpose"),
    (2207, "as with unquoted variables, lists are split on purpose"),
    (2209, "a word that is the name of a program is what the variable should hold"),
    (2211, "a wildcard in a command's path stands for a version"),
    (2213, "a choice that does nothing harms nothing"),
    (2214, "a choice that cannot be made harms nothing"),
    (2215, "a line that begins with a dash is text more often than a command"),
    (2220, "an unknown choice is reported by `getopts` itself"),
    (2221, "the pattern that matches first is what is meant"),
    (2222, "the pattern that matches first is what is meant"),
    (2240, "Bash gives them on, and `sh` that ignores them is rare where they matter"),
    (2254, "a pattern in a variable may be meant"),
    (2328, "what the text writes to the file is what is wanted, and the word is empty on purpose"),
];

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
        severity: if is_in(MILD, code) { of.severity.min(Severity::Info) } else { of.severity },
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
    })
}

fn severity(name: &str) -> Severity {
    super::by_name(name).map_or(Severity::Warning, |rule| rule.severity)
}
