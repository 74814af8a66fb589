//! A pipe whose first commands may fail unseen.

use super::super::prelude::*;
use crate::facts::{Piece, PieceOrigin};
use crate::shell::{self, Dialect, Options};

/// The rule.
pub static RULE: Rule = Rule {
    name: "pipe-without-pipefail",
    group: Group::Shell,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL4006",
        "droast:DF057",
        "kics:shell_running_a_pipe_without_pipefail_flag",
        "kics:shell_pipe_without_pipefail_flag",
        "semgrep:set-pipefail",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/shell/pipe-without-pipefail.md"),
    checks: &[Check::Run(check)],
};

/// Commands that do not fail in front of a pipe.
const HARMLESS: &[&str] = &[
    ":", "arch", "basename", "date", "dirname", "echo", "getconf", "hostname", "id", "nproc",
    "printf", "pwd", "seq", "true", "uname", "whoami", "yes",
];

/// One finding for each text, as one repair mends all of it; unsafe, because a pipe may rely on a failure that nobody saw.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in run.facts.pieces.iter().filter(|piece| piece.origin != PieceOrigin::Exec) {
        let outer = outer_options(run, piece);
        let unseen = piece.script.pipelines.iter().filter(|pipeline| !pipeline.guarded).find_map(
            |pipeline| {
                let (_, before) = pipeline.stages.split_last()?;
                let producer = before.iter().flatten().find_map(|index| {
                    let command = piece.script.commands.get(*index)?;
                    let protected =
                        piece.script.options_before(*index, outer).pipefail || command.guarded;
                    let matters = command.name().is_none_or(|name| !HARMLESS.contains(&name))
                        && !command.words.is_empty();
                    (matters && !protected).then_some(command)
                })?;
                Some((pipeline.pipe, producer))
            },
        );
        let Some((pipe, producer)) = unseen else { continue };
        let name = producer.name().unwrap_or("the command in front");
        let finding = findings.at(
            pipe,
            format!("the RUN goes on when {name} fails: only the last command of a pipe counts"),
        );
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
        let edit =
            Edit { span: Span::empty(piece.span.start), replacement: replacement.to_owned() };
        finding.help("begin with `set -o pipefail`").fix(
            "Begin with `set -o pipefail`",
            Safety::Unsafe,
            vec![edit],
        );
    }
}

/// The options that the shell is started with.
fn outer_options(run: &Run<'_>, piece: &Piece) -> Options {
    let by_shebang = matches!(piece.origin, PieceOrigin::Heredoc(_))
        .then(|| shell::shebang(run.step.file.source.slice(piece.span)))
        .flatten();
    let started =
        Options { errexit: run.facts.errexit, pipefail: run.facts.pipefail, ..Options::default() };
    by_shebang.map_or(started, |(_, _, options)| options)
}
