//! Protocols of EXPOSE that are not lower case, or none.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("expose-protocol-casing", Group::Style, Severity::Style)
    .recommended()
    .aliases(&["buildkit:ExposeProtoCasing casing", "droast:DF078", "dockerfile-utils:INVALID_PROTO"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::ProtocolCase])
    .page(include_str!("../../../rules/style/expose-protocol-casing.md"))
    .checks(&[Check::Instruction(&[Keyword::Expose], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    for port in step.ports() {
        let Some((_, written)) = port.text.split_once('/') else { continue };
        let start = port.text.len() - written.len();
        let span = step.file.part_of(port.word, &port.range_of(&(start..port.text.len())));
        if port.has_unknown_protocol() {
            findings
                .at(span, format!("`{written}` is no protocol of EXPOSE"))
                .severity(Severity::Error)
                .help("use tcp, udp or sctp")
                .variant("unknown");
        } else if port.spec.is_ok() && written.contains(|c: char| c.is_ascii_uppercase()) {
            let finding = findings.at(span, format!("the protocol `{written}` is not in lower case")).variant("casing");
            if step.file.source.slice(span) == written {
                finding.write(span, &written.to_ascii_lowercase(), Safety::Safe);
            }
        }
    }
}
