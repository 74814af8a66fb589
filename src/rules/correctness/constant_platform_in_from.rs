//! FROM for one platform only.

use super::super::prelude::*;

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
    let file = view.file;
    let Some(at) = view.stage.from else { return };
    let platform = file.dockerfile.instructions.get(at).and_then(|it| it.flag_value("platform"));
    let Some(word) = platform else { return };
    let Ok(expansion) = file.model.expansion(&word.value, None, at) else { return };
    let Some(text) = expansion.value.known().filter(|_| expansion.uses.is_empty()) else { return };
    let Some((system, machine)) = super::platform(text) else { return };
    let allowed = |platform: &String| super::platform(platform) == Some((system.clone(), machine.clone()));
    if file.options.allowed_platforms.iter().any(allowed) {
        return;
    }
    let name = view.stage.name.as_deref().unwrap_or("");
    if !name.contains(&*system) && !name.contains(&*machine) {
        // Images for Windows are for nothing else.
        let given = system == "windows" && file.model.is_windows(view.stage);
        findings
            .at(word.span, format!("this stage is always built for `{text}`"))
            .help("leave the flag out, or take `$BUILDPLATFORM` for tools that run during the build")
            .variant(if given { "peer-only" } else { "plain" });
    }
}
