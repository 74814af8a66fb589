//! FROM for one platform only.

use super::super::prelude::*;
use crate::dockerfile::Platform;

pub(crate) static RULE: Rule = Rule::new("constant-platform-in-from", Group::Correctness, Severity::Info)
    .recommended()
    .aliases(&[
        "hadolint:DL3029 plain", "hadolint:DL3029 peer-only", "buildkit:FromPlatformFlagConstDisallowed plain",
        "buildkit:FromPlatformFlagConstDisallowed peer-only", "droast:DF061", "kics:using_platform_with_from",
        "kics:no_platform_flag_with_from", "semgrep:avoid-platform-with-from",
    ])
    .page(include_str!("../../../rules/correctness/constant-platform-in-from.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(word) = view.platform().filter(|word| !word.value.contains('$')) else { return };
    let value = view.expand_in_from(word);
    let Some((text, platform)) = value.as_known().and_then(|text| Some((text, Platform::parse(text)?))) else { return };
    let mut allowed = view.file.options.allowed_platforms.iter().filter_map(|text| Platform::parse(text));
    let name = view.stage.name.as_deref().unwrap_or("");
    let named = name.contains(&platform.system) || name.contains(&platform.machine);
    if !named && !allowed.any(|allowed| allowed == platform) {
        // Images for Windows are for nothing else.
        let given = platform.system == "windows" && view.is_windows();
        findings
            .at(word.span, format!("this stage is always built for `{text}`"))
            .help("leave the flag out, or take `$BUILDPLATFORM` for tools that run during the build")
            .variant(if given { "peer-only" } else { "plain" });
    }
}
