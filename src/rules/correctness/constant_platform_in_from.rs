//! FROM for one platform only.

use super::super::prelude::*;
use crate::dockerfile::Platform;

/// The rule.
pub static RULE: Rule = Rule {
    name: "constant-platform-in-from",
    group: Group::Correctness,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3029", "buildkit:FromPlatformFlagConstDisallowed", "droast:DF061", "kics:using_platform_with_from",
        "kics:no_platform_flag_with_from", "semgrep:avoid-platform-with-from",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/correctness/constant-platform-in-from.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(word) = view.platform().filter(|word| !word.value.contains('$')) else { return };
    let value = view.expand_in_from(word);
    let Some((text, platform)) = value.as_known().and_then(|text| Some((text, Platform::parse(text)?))) else { return };
    let name = view.stage.name.as_deref().unwrap_or("");
    if !name.contains(&platform.system) && !name.contains(&platform.machine) {
        findings
            .at(word.span, format!("this stage is always built for `{text}`"))
            .help("leave the flag out, or take `$BUILDPLATFORM` for tools that run during the build");
    }
}
