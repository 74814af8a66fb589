//! EXPOSE with a port or address of the host.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("expose-host-mapping", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["buildkit:ExposeInvalidFormat", "dockerfilelint:expose_host_port"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::HostPorts])
    .page(include_str!("../../../rules/correctness/expose-host-mapping.md"))
    .checks(&[Check::Instruction(&[Keyword::Expose], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    for port in step.ports() {
        let Some((host, container)) = port.of_host() else { continue };
        let span = step.file.part_of(port.word, &port.range);
        let finding = findings
            .at(span, format!("EXPOSE takes ports of the container only, and `{host}` belongs to the host"))
            .help("publish ports when the container starts: `docker run -p`, or `ports:` in a Compose file");
        if step.file.source.slice(span) == port.text {
            finding.write(span, container, Safety::Safe);
        }
    }
}
