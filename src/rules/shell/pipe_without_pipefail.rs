//! A pipe whose first commands may fail unseen.

use super::super::prelude::*;
use crate::facts::pipes::{Concern, worst_unseen};
use crate::facts::{Piece, PieceOrigin};
use crate::rules::edits::leading_set;
use crate::shell::{Dialect, Pipeline, Wrapper};

pub(crate) static RULE: Rule = Rule::new("pipe-without-pipefail", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL4006", "hadolint:DL4006 hadolint-only", "droast:DF057",
        "kics:shell_running_a_pipe_without_pipefail_flag", "kics:shell_pipe_without_pipefail_flag",
        "semgrep:set-pipefail",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/pipe-without-pipefail.md"))
    .checks(&[Check::Run(check)]);

/// One finding for each text, as one repair mends all of it; unsafe, because a pipe may rely on a failure that nobody saw.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in run.facts.pieces.iter().filter(|piece| piece.origin != PieceOrigin::Exec) {
        let Some(unseen) = worst_unseen(&piece.script, run.options(piece)) else {
            for_hadolint(run, piece, findings);
            continue;
        };
        let name = unseen.producer.name().unwrap_or("the command in front");
        let message = match unseen.noticed {
            Some(last) => format!("the status of {name} is lost: only {last} may notice that something is missing"),
            None => format!("the RUN goes on when {name} fails: only the last command of a pipe counts"),
        };
        let severity = if unseen.concern == Concern::Great { Severity::Warning } else { Severity::Info };
        let finding = findings.at(unseen.pipeline.pipe, message).severity(severity);
        if !matches!(piece.dialect, Dialect::Bash | Dialect::Ash | Dialect::Ksh | Dialect::Zsh) {
            finding.help("set SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] before it; dash, the usual /bin/sh, has no pipefail");
            continue;
        }
        finding.help("begin with `set -o pipefail`").fix(
            "Begin with `set -o pipefail`",
            Safety::Unsafe,
            set_pipefail(run, piece),
        );
    }
}

/// The option in the `set` that the text begins with, else in one of its own.
fn set_pipefail(run: &Run<'_>, piece: &Piece) -> Option<Edit> {
    let text = run.step.file.source.slice(piece.span);
    let heredoc = matches!(piece.origin, PieceOrigin::Heredoc(_));
    if heredoc && (text.starts_with("#!") || text.contains('\r'))
        || !heredoc && !run.step.instruction.heredocs.is_empty()
    {
        return None;
    }
    if let Some(options) = leading_set(piece).filter(|options| !options.text.contains('o')) {
        return Some(Edit::insert(options.span.end, "o pipefail"));
    }
    let indent = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
    let option = if heredoc { format!("{indent}set -o pipefail\n") } else { "set -o pipefail && ".to_owned() };
    Some(Edit::insert(piece.span.start, option))
}

/// hadolint wants `pipefail` in the SHELL instruction, whatever the commands of the pipe are. It does not read triggers, nor
/// texts that another shell is given.
fn for_hadolint(run: &Run<'_>, piece: &Piece, findings: &mut Findings) {
    let reads = match piece.origin {
        PieceOrigin::Heredoc(_) => run.step.file.source.slice(run.step.instruction.arguments).starts_with("<<"),
        _ => true,
    };
    let own = |pipeline: &&Pipeline| {
        let first = pipeline.stages.iter().flatten().find_map(|index| piece.script.commands.get(*index));
        first.is_none_or(|command| !command.wrappers.iter().any(Wrapper::is_shell))
    };
    let pipe = piece.script.pipelines.iter().find(own);
    if let Some(pipe) = pipe.filter(|_| reads && piece.dialect.is_shell() && !run.facts.pipefail && !run.step.onbuild) {
        findings.at(pipe.pipe, "no SHELL instruction sets `pipefail` for this pipe").variant("hadolint-only");
    }
}
