//! A pipe whose first commands may fail unseen.

use super::super::prelude::*;
use crate::facts::pipes::{self, Concern};
use crate::facts::{Piece, PieceOrigin};
use crate::shell::{self, Command, Dialect, Options, Pipeline, Wrapper};

/// The rule.
pub static RULE: Rule = Rule {
    name: "pipe-without-pipefail",
    group: Group::Shell,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL4006", "hadolint:DL4006 hadolint-only", "droast:DF057",
        "kics:shell_running_a_pipe_without_pipefail_flag", "kics:shell_pipe_without_pipefail_flag",
        "semgrep:set-pipefail",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/shell/pipe-without-pipefail.md"),
    checks: &[Check::Run(check)],
};

/// One finding for each text, as one repair mends all of it; unsafe, because a pipe may rely on a failure that nobody saw.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in run.facts.pieces.iter().filter(|piece| piece.origin != PieceOrigin::Exec) {
        let outer = outer_options(run, piece);
        let mut unseen: Option<(Concern, &Pipeline, &Command, Option<&str>)> = None;
        for pipeline in piece.script.pipelines.iter().filter(|pipeline| !pipeline.guarded) {
            let Some((_, before)) = pipeline.stages.split_last() else { continue };
            for (position, index) in before.iter().enumerate() {
                let Some(command) = index.and_then(|index| piece.script.commands.get(index)) else {
                    continue;
                };
                let protected =
                    command.guarded || index.is_some_and(|at| piece.script.options_before(at, outer).pipefail);
                let noticed = pipes::noticed_by(&piece.script, command);
                let concern = match pipes::concern(command, position) {
                    Concern::Great if noticed.is_some() => Concern::Small,
                    Concern::Small if noticed.is_some() => Concern::None,
                    concern => concern,
                };
                let known = unseen.map_or(Concern::None, |(known, ..)| known);
                if !protected && concern > known {
                    unseen = Some((concern, pipeline, command, noticed));
                }
            }
        }
        let Some((concern, pipeline, producer, noticed)) = unseen else {
            for_hadolint(run, piece, findings);
            continue;
        };
        let name = producer.name().unwrap_or("the command in front");
        let message = match noticed {
            Some(last) => format!("the status of {name} is lost: only {last} may notice that something is missing"),
            None => {
                format!("the RUN goes on when {name} fails: only the last command of a pipe counts")
            }
        };
        let severity = if concern == Concern::Great { Severity::Warning } else { Severity::Info };
        let finding = findings.at(pipeline.pipe, message).severity(severity);
        if !matches!(piece.dialect, Dialect::Bash | Dialect::Ash | Dialect::Ksh | Dialect::Zsh) {
            finding.help("set SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] before it; dash, the usual /bin/sh, has no pipefail");
            continue;
        }
        let text = run.step.file.source.slice(piece.span);
        let replacement = match piece.origin {
            PieceOrigin::Heredoc(_) if !text.starts_with("#!") => "set -o pipefail\n",
            PieceOrigin::Shell if run.step.instruction.heredocs.is_empty() => "set -o pipefail && ",
            _ => continue,
        };
        let edit = Edit { span: Span::empty(piece.span.start), replacement: replacement.to_owned() };
        finding.help("begin with `set -o pipefail`").fix("Begin with `set -o pipefail`", Safety::Unsafe, vec![edit]);
    }
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

/// The options that the shell is started with.
fn outer_options(run: &Run<'_>, piece: &Piece) -> Options {
    let by_shebang = matches!(piece.origin, PieceOrigin::Heredoc(_))
        .then(|| shell::shebang(run.step.file.source.slice(piece.span)))
        .flatten();
    let started = Options { errexit: run.facts.errexit, pipefail: run.facts.pipefail, ..Options::default() };
    by_shebang.map_or(started, |(_, _, options)| options)
}
