//! Ports that nobody should reach, ranges that nobody can mean, and ports named twice.

use super::super::prelude::*;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::facts::ports_of_stage;
use crate::facts::purpose::{is_for_development, is_named};
use crate::knowledge::ports::{WIDE_RANGE, risky_port};

/// The rule.
pub static RULE: Rule = Rule {
    name: "risky-exposed-port",
    group: Group::Security,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/risky-exposed-port.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let mut seen: HashMap<(u16, u16, &str), Span> = HashMap::new();
    let base = file.model.base_image(view.stage);
    for (span, port) in ports_of_stage(file.dockerfile, file.model, view.stage) {
        let (first, last) = (*port.ports.start(), *port.ports.end());
        if last - first >= WIDE_RANGE {
            let count = u32::from(last - first) + 1;
            findings
                .at(span, format!("this range exposes {count} ports"))
                .help("name the ports that the service listens on");
        } else if let Some((number, what)) = risky(port.ports.clone())
            && !base.and_then(|base| base.service).is_some_and(|own| own.contains(&number))
            && !is_for_development(file.source.path(), view.stage)
            && !is_named(file.source.path(), view.stage, whose(number))
        {
            findings
                .at(span, format!("port {number} is that of {what}"))
                .help("reach it over `docker exec` or a tunnel, and only while it is needed");
        }
        let key = (first, last, port.protocol);
        if let Some(earlier) = seen.insert(key, span).filter(|earlier| *earlier != span) {
            let finding = findings
                .at(span, format!("port {} is exposed twice", file.source.slice(span)))
                .label(earlier, "here for the first time");
            let text = file.source.slice(Span::new(earlier.end, span.start));
            // The word behind another one of the same EXPOSE.
            if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
                let edit = Edit { span: Span::new(earlier.end, span.end), replacement: String::new() };
                finding.fix("Remove the second one", Safety::Unsafe, vec![edit]);
            }
        }
    }
}

/// Port 22 belongs to the rule on ssh servers.
fn risky(mut ports: RangeInclusive<u16>) -> Option<(u16, &'static str)> {
    ports.find_map(|port| Some((port, risky_port(port).filter(|_| port != 22)?)))
}

/// Words in the name of an image whose service is at that port.
fn whose(port: u16) -> &'static [&'static str] {
    match port {
        21 => &["ftp", "ftpd", "proftpd", "vsftpd"],
        23 => &["telnet", "telnetd"],
        514 => &["rsyslog", "syslog"],
        873 => &["rsync", "rsyncd"],
        2375..=2377 => &["dind", "docker"],
        3389 => &["rdp", "xrdp"],
        4369 => &["erlang", "rabbitmq"],
        5900 | 5901 => &["desktop", "novnc", "vnc"],
        6000 => &["x11", "xserver"],
        _ => &[],
    }
}
