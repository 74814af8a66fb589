//! Ports that nobody should reach, ranges that nobody can mean, and ports named twice.

use super::super::prelude::*;
use crate::knowledge::ports::{SSH, WIDE_RANGE, names_of_service, risky_port};
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule::new("risky-exposed-port", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/risky-exposed-port.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let source = view.file.source;
    let mut seen: HashMap<(u16, u16, &str), Span> = HashMap::new();
    let own = view.base().and_then(|base| base.service).unwrap_or_default();
    for (span, port) in view.ports() {
        let (first, last) = (*port.ports.start(), *port.ports.end());
        // Port 22 belongs to the rule on ssh servers.
        let mut risks = port.ports.clone().filter(|port| *port != SSH);
        if last - first >= WIDE_RANGE {
            let count = u32::from(last - first) + 1;
            findings
                .at(span, format!("this range exposes {count} ports"))
                .help("name the ports that the service listens on");
        } else if let Some((number, what)) = risks.find_map(|port| Some((port, risky_port(port)?)))
            && !own.contains(&number)
            && !view.is_for_development()
            && !view.is_named(names_of_service(number))
        {
            findings
                .at(span, format!("port {number} is that of {what}"))
                .help("reach it over `docker exec` or a tunnel, and only while it is needed");
        }
        let earlier = seen.insert((first, last, port.protocol), span);
        if let Some(earlier) = earlier.filter(|earlier| *earlier != span) {
            let between = source.slice(Span::new(earlier.end, span.start));
            // The word behind another one of the same EXPOSE.
            let beside = !between.is_empty() && between.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
            findings
                .at(span, format!("port {} is exposed twice", source.slice(span)))
                .label(earlier, "here for the first time")
                .fix(
                    "Remove the second one",
                    Safety::Unsafe,
                    beside.then(|| Edit::delete(Span::new(earlier.end, span.end))),
                );
        }
    }
}
