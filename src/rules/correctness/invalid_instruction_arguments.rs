//! Arguments and flags that BuildKit refuses.

use super::super::prelude::*;
use crate::dockerfile::{DirectiveName, Dockerfile, ExpandErrorKind, ImageRef};
use crate::facts::expanded_words;

pub(crate) static RULE: Rule = Rule::new("invalid-instruction-arguments", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "dockerfilelint:required_params", "dockerfilelint:missing_args", "dockerfilelint:extra_args",
        "dockerfilelint:invalid_format", "dockerfilelint:label_invalid", "dockerfile-utils:ARGUMENT_MISSING",
        "dockerfile-utils:ARGUMENT_EXTRA", "dockerfile-utils:ARGUMENT_REQUIRES_ONE",
        "dockerfile-utils:ARGUMENT_REQUIRES_AT_LEAST_ONE", "dockerfile-utils:ARGUMENT_REQUIRES_TWO",
        "dockerfile-utils:ARGUMENT_REQUIRES_AT_LEAST_TWO", "dockerfile-utils:ARGUMENT_REQUIRES_ONE_OR_THREE",
        "dockerfile-utils:ARGUMENT_UNNECESSARY", "dockerfile-utils:SYNTAX_MISSING_EQUALS",
        "dockerfile-utils:SYNTAX_MISSING_NAMES", "dockerfile-utils:SYNTAX_MISSING_SINGLE_QUOTE",
        "dockerfile-utils:SYNTAX_MISSING_DOUBLE_QUOTE", "dockerfile-utils:UNKNOWN_ADD_FLAG",
        "dockerfile-utils:UNKNOWN_COPY_FLAG", "dockerfile-utils:UNKNOWN_FROM_FLAG", "dockerfile-utils:FLAG_DUPLICATE",
        "dockerfile-utils:FLAG_MISSING_VALUE", "dockerfile-utils:FLAG_EXPECTED_BOOLEAN_VALUE",
        "dockerfile-utils:FLAG_INVALID_FROM_VALUE", "dockerfile-utils:UNSUPPORTED_MODIFIER",
        "dockerfile-utils:INVALID_BUILD_STAGE_NAME", "dockerfile-utils:INVALID_AS",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/invalid-instruction-arguments.md"))
    .checks(&[Check::File(check), Check::Instruction(EXPANDED, check_late)]);

/// The instructions in which BuildKit replaces variables, or reads mounts.
const EXPANDED: &[Keyword] = &[
    Keyword::Add,
    Keyword::Arg,
    Keyword::Copy,
    Keyword::Env,
    Keyword::Expose,
    Keyword::Label,
    Keyword::Run,
    Keyword::Stopsignal,
    Keyword::User,
    Keyword::Volume,
    Keyword::Workdir,
];

fn check(file: &File<'_>, findings: &mut Findings) {
    let severity = severity(file);
    let Dockerfile { errors, trigger_errors, .. } = file.dockerfile;
    for error in errors.iter().chain(trigger_errors).filter(|error| error.kind == ErrorKind::Arguments) {
        super::refused(error.span, &error.message, error.suggestion, findings).severity(severity);
    }
}

/// What BuildKit refuses when it comes to run the instruction: in mounts, and in words whose variables it replaces.
fn check_late(step: &Step<'_>, findings: &mut Findings) {
    for problem in step.instruction.mounts.iter().flat_map(|mount| &mount.problems) {
        super::refused(problem.span, &problem.message, problem.suggestion, findings).severity(severity(step.file));
    }
    let Some(stage) = step.stage else { return };
    for word in expanded_words(step.instruction).into_iter().filter(|word| may_be_wrong(&word.value)) {
        if let Err(error) = step.file.model.expansion(&word.value, Some(stage.index), step.index)
            && error.kind == ExpandErrorKind::Syntax
        {
            findings.at(step.file.part_of(word, &error.range), error.message);
        }
    }
}

/// Whether a word has a variable with a modifier, or a quote without its partner.
fn may_be_wrong(word: &str) -> bool {
    let odd = |quote| word.bytes().filter(|byte| *byte == quote).count() % 2 == 1;
    word.contains("${") || odd(b'"') || odd(b'\'')
}

/// Another frontend than Docker's stable one may take more.
fn severity(file: &File<'_>) -> Severity {
    let syntax = file.dockerfile.directives.iter().rev().find(|known| known.name == DirectiveName::Syntax);
    let stable = syntax.and_then(|syntax| ImageRef::parse(file.source.slice(syntax.value)).ok()).is_none_or(|image| {
        image.familiar_name() == "docker/dockerfile" && !image.tag().is_some_and(|tag| tag.ends_with("labs"))
    });
    if stable { RULE.severity } else { Severity::Info }
}
