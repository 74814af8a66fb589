//! Syntax of Bash where a plain POSIX shell reads it. The shell linter was asked when the facts were made; what it says of
//! portability is this rule's.

use super::super::prelude::*;
use crate::facts::{Piece, PieceOrigin, RunFacts, bash_variables};
use crate::rules::wording::portability;
use crate::shell::{Dialect, is_portability};

/// The codes by which ShellCheck names what a POSIX shell does not have; each is a variant. `local` (3043) is reported only where
/// that code is asked for: every shell that is `/bin/sh` in an image knows it.
macro_rules! aliases {
    ($($code:literal)*) => {
        &["droast:DF066", "shellcheck:SC3043 SC3043-only", $(
            concat!("shellcheck:SC", $code, " SC", $code),
        )*]
    };
}

pub(crate) static RULE: Rule = Rule::new("bash-syntax-in-posix-shell", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(aliases! {
        3001 3002 3003 3004 3005 3006 3007 3008 3009 3010 3011 3012 3014 3015 3016 3017 3018 3020
        3021 3022 3024 3026 3028 3030 3032 3033 3034 3037 3040 3041 3042 3044 3045 3046 3047 3048
        3050 3051 3052 3053 3054 3055 3057 3058 3059 3060 3061 3062 3065 3067
    })
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/bash-syntax-in-posix-shell.md"))
    .checks(&[Check::File(check), Check::Script(check_script)]);

const HELP: &str = "write it for a POSIX shell, or choose Bash: `SHELL [\"/bin/bash\", \"-c\"]`";

fn check(file: &File<'_>, findings: &mut Findings) {
    // One SHELL serves the whole stage.
    let mut switched = None;
    for run in &file.facts.runs {
        let known = file.model.knows_shell(run.stage);
        for piece in &run.pieces {
            let found = piece.findings.iter().any(|found| is_portability(found.code));
            let fix = if found && switched != Some(run.stage) { switch(file, run, piece) } else { None };
            if report(piece, known, fix, findings) {
                switched = Some(run.stage);
            }
            variables(file, run, piece, known, findings);
        }
    }
    for startup in &file.facts.startups {
        report(&startup.piece, file.model.knows_shell(Some(startup.stage)), None, findings);
    }
}

fn check_script(view: &ScriptView<'_>, findings: &mut Findings) {
    let known = view.file.model.knows_shell(Some(view.script.stage));
    report(&view.script.piece, known, None, findings);
}

/// Reports what the shell linter found; the first finding has the fix. Gives whether there is such a one.
fn report(piece: &Piece, known: bool, mut fix: Option<Edit>, findings: &mut Findings) -> bool {
    let offered = fix.is_some();
    let shell = if piece.dialect == Dialect::Ash { "BusyBox's shell" } else { "a POSIX shell" };
    for found in piece.findings.iter().filter(|found| is_portability(found.code)) {
        let Some(variant) = variant(found.code) else { continue };
        findings
            .at(found.span, portability(&found.message, shell))
            .variant(variant)
            .severity(if known { RULE.severity } else { Severity::Info })
            .help(HELP)
            .fix("Choose Bash for the rest of the stage", Safety::Unsafe, fix.take());
    }
    offered && fix.is_none()
}

/// The variant of a code, as the aliases have it.
fn variant(code: u32) -> Option<&'static str> {
    let wanted = format!("shellcheck:SC{code}");
    let mut aliases = RULE.aliases.iter().filter_map(|alias| alias.split_once(' '));
    aliases.find(|(code, _)| *code == wanted).map(|(_, variant)| variant)
}

/// SHELL in front of a RUN, where Bash is known to be there.
fn switch(file: &File<'_>, run: &RunFacts, piece: &Piece) -> Option<Edit> {
    let stage = file.model.stages.get(run.stage?).filter(|_| !run.onbuild && piece.origin == PieceOrigin::Shell)?;
    let step = StageView { file, stage }.step(run.at)?;
    let has_bash = file.facts.has_tool(file.model, stage, "bash") == Some(true);
    let plain = step.state.shell.is_none() && has_bash;
    plain.then(|| Edit::insert(step.insertion_point(), "SHELL [\"/bin/bash\", \"-c\"]\n"))
}

/// Uses of Bash's own variables, which are empty in a plain shell.
fn variables(file: &File<'_>, run: &RunFacts, piece: &Piece, known: bool, findings: &mut Findings) {
    for used in bash_variables(piece, file.model, run.stage, run.at) {
        findings
            .at(used.span, format!("only Bash sets `{}`; in a POSIX shell it is empty", used.name))
            .variant("SC3028")
            .severity(if known { RULE.severity } else { Severity::Info })
            .help(HELP);
    }
}
