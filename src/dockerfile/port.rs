//! Port specifications of `EXPOSE`: `[[ip:]host-port:]port[-port][/protocol]`.

use std::net::IpAddr;
use std::ops::{Range, RangeInclusive};

/// A legal specification. Ranges are bytes of the text that was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortSpec {
    /// The container's ports.
    pub ports: RangeInclusive<u16>,
    /// The protocol in lower case; `tcp` where none is written.
    pub protocol: &'static str,
    /// Where the protocol is written.
    pub protocol_range: Option<Range<usize>>,
    /// Where ports, and protocol if there is one, are written.
    pub container_range: Range<usize>,
    /// Where an address or port of the host is written, its last colon excluded: it has no meaning for `EXPOSE`.
    pub host_range: Option<Range<usize>>,
}

/// Why a text is no port specification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PortError {
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// The bytes at fault.
    pub range: Range<usize>,
}

impl PortSpec {
    /// Reads a specification in which no variable is left.
    ///
    /// # Errors
    /// The text is no port specification.
    pub fn parse(text: &str) -> Result<Self, PortError> {
        let fail = |range: Range<usize>, message: String| Err(PortError { message, range });
        let container_start = text.rfind(':').map_or(0, |colon| colon + 1);
        let container_range = container_start..text.len();
        let container = &text[container_range.clone()];
        let (ports, protocol) = container.split_once('/').unwrap_or((container, ""));
        let ports_range = container_start..container_start + ports.len();
        if ports.is_empty() {
            return fail(0..text.len(), format!("`{text}` names no port"));
        }
        let protocol_range = (!protocol.is_empty()).then(|| ports_range.end + 1..text.len());
        let protocol = match protocol.to_ascii_lowercase().as_str() {
            "" | "tcp" => "tcp",
            "udp" => "udp",
            "sctp" => "sctp",
            _ => {
                let range = protocol_range.unwrap_or_default();
                return fail(range, format!("`{protocol}` is no protocol: use tcp, udp or sctp"));
            }
        };
        let host = container_start.checked_sub(1).map(|end| &text[..end]);
        let (address, host_port) = host.map_or(("", ""), |host| host.rsplit_once(':').unwrap_or(("", host)));
        if !address.is_empty() && !is_address(address) {
            return fail(0..address.len(), format!("`{address}` is no IP address"));
        }
        let parsed = range(ports).ok_or_else(|| PortError {
            message: format!("`{ports}` is no port or range of ports between 0 and 65535"),
            range: ports_range.clone(),
        })?;
        if !host_port.is_empty() {
            let start = container_start - 1 - host_port.len();
            let host_range = start..container_start - 1;
            let Some(host_ports) = range(host_port) else {
                let message = format!("`{host_port}` is no port or range of ports between 0 and 65535");
                return fail(host_range, message);
            };
            let length = |ports: &RangeInclusive<u16>| ports.end() - ports.start();
            if length(&parsed) != length(&host_ports) && length(&parsed) != 0 {
                let message = format!("the ranges `{host_port}` and `{ports}` have different lengths");
                return fail(host_range, message);
            }
        }
        let host_range = (!address.is_empty() || !host_port.is_empty()).then(|| 0..container_start - 1);
        Ok(Self { ports: parsed, protocol, protocol_range, container_range, host_range })
    }
}

/// An address; an IPv6 address may stand in brackets.
fn is_address(text: &str) -> bool {
    let bare = text.strip_prefix('[').map_or(Some(text), |rest| rest.strip_suffix(']'));
    bare.is_some_and(|address| address.is_empty() && text.starts_with('[') || address.parse::<IpAddr>().is_ok())
}

/// A port or a rising range of ports.
fn range(text: &str) -> Option<RangeInclusive<u16>> {
    let number = |text: &str| text.parse::<u16>().ok();
    let (start, end) = match text.split_once('-') {
        Some((start, end)) => (number(start)?, if start == end { number(start)? } else { number(end)? }),
        None => (number(text)?, number(text)?),
    };
    (start <= end).then_some(start..=end)
}
