//! Triggers that break the build of the next image.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("invalid-onbuild-trigger", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL3043", "tally:invalid-onbuild-trigger", "droast:DF068",
        "dockerfile-utils:ONBUILD_CHAINING_DISALLOWED", "dockerfile-utils:ONBUILD_TRIGGER_DISALLOWED",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/invalid-onbuild-trigger.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::Onbuild], findings);
    super::report_in_triggers(file, &[ErrorKind::Onbuild, ErrorKind::UnknownInstruction], findings);
}
