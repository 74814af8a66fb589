//! Health checks that BuildKit refuses.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("invalid-healthcheck", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "dockerfilelint:healthcheck_options_missing_args", "dockerfile-utils:HEALTHCHECK_CMD_ARGUMENT_MISSING",
        "dockerfile-utils:UNKNOWN_HEALTHCHECK_FLAG", "dockerfile-utils:UNKNOWN_TYPE",
        "dockerfile-utils:FLAG_INVALID_DURATION", "dockerfile-utils:FLAG_MISSING_DURATION",
        "dockerfile-utils:FLAG_UNKNOWN_UNIT", "dockerfile-utils:FLAG_LESS_THAN_1MS",
        "dockerfile-utils:FLAG_AT_LEAST_ONE",
    ])
    .page(include_str!("../../../rules/correctness/invalid-healthcheck.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::Healthcheck], findings);
    super::report_in_triggers(file, &[ErrorKind::Healthcheck], findings);
}
