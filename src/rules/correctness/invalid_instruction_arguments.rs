//! Arguments and flags that BuildKit refuses.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "invalid-instruction-arguments",
    group: Group::Correctness,
    severity: Severity::Error,
    recommended: true,
    workshop: false,
    aliases: &[
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
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/correctness/invalid-instruction-arguments.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::Arguments], findings);
}
