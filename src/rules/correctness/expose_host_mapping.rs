//! EXPOSE with a port or address of the host.

use super::super::prelude::*;
use crate::facts::exposed_ports;

pub(crate) static RULE: Rule = Rule::new("expose-host-mapping", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["buildkit:ExposeInvalidFormat", "dockerfilelint:expose_host_port"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/expose-host-mapping.md"))
    .checks(&[Check::Instruction(&[Keyword::Expose], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    for port in exposed_ports(step.file.model, step.stage, step.index, step.instruction) {
        let Ok(spec) = &port.spec else { continue };
        let Some(host) = &spec.host_range else { continue };
        let container = &port.text[spec.container_range.clone()];
        let span = step.file.part_of(port.word, &port.range);
        let finding = findings
            .at(
                span,
                format!(
                    "EXPOSE takes ports of the container only, and `{}` belongs to the host",
                    &port.text[host.clone()]
                ),
            )
            .help("publish ports when the container starts: `docker run -p`, or `ports:` in a Compose file");
        if step.file.source.slice(span) == port.text {
            let edit = Edit { span, replacement: container.to_owned() };
            finding.fix(format!("Write `{container}`"), Safety::Safe, vec![edit]);
        }
    }
}
