//! Instructions that a later one of their kind overrides.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("repeated-single-use-instruction", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL4003 CMD", "hadolint:DL4004 ENTRYPOINT", "hadolint:DL3012 HEALTHCHECK",
        "buildkit:MultipleInstructionsDisallowed", "droast:DF038", "droast:DF039", "droast:DF041", "trivy:DS-0016",
        "trivy:DS-0007", "trivy:DS-0023", "kics:multiple_cmd_instructions_listed",
        "kics:multiple_entrypoint_instructions_listed", "dockerfile-utils:MULTIPLE_INSTRUCTIONS",
        "semgrep:multiple-entrypoint-instructions",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/repeated-single-use-instruction.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    for keyword in [Keyword::Cmd, Keyword::Entrypoint, Keyword::Healthcheck] {
        let name = keyword.name();
        let own = view.stage.instructions_in(view.file.dockerfile).iter();
        let mut of_kind = own.filter(|instruction| instruction.keyword == keyword);
        let Some(last) = of_kind.next_back() else { continue };
        for dead in of_kind {
            findings
                .at(dead.keyword_span, format!("a later {name} of this stage overrides this one"))
                .label(last.keyword_span, "this one counts")
                .variant(name)
                .fix(format!("Remove this {name}"), Safety::Unsafe, [Edit::delete(view.file.cut(dead))]);
        }
    }
}
