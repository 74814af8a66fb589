//! Sources that are not in the build context.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("copy-source-missing", Group::Context, Severity::Error)
    .recommended()
    .page(include_str!("../../../rules/context/copy-source-missing.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.proven_context() else { return };
    // What a script fills in, it may put files beside as well.
    let template = file.source.text().contains("%%");
    let all = &file.facts.context_sources;
    for source in all.iter().filter(|source| source.is_missing_in(context) && !source.is_optional(all)) {
        let message = if source.is_pattern() {
            format!("nothing in the build context matches `{}`", source.written())
        } else {
            format!("`{}` is not in the build context", source.written())
        };
        // What a vendor gives to its customers only is put there by hand.
        // Where a folder around this one has it, that one may be the build context.
        // BuildKit is content with a pattern that nothing matches.
        let mild = template
            || source.is_pattern()
            || context.exists_above(source.written())
            // Credentials are put there for the build.
            || source.written().trim_start_matches("./").starts_with("secrets");
        let severity = if mild { Severity::Info } else { Severity::Error };
        findings
            .at(source.span, message)
            .severity(severity)
            .help("sources are relative to the build context, not to the Dockerfile");
    }
}
