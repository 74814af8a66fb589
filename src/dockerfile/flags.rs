//! Which flags an instruction takes, and which values they take.

use super::convention::{duration, nearest};
use super::decode::Sink;
use super::logical::Logical;
use super::mount::{self, Mount};
use super::words::RawFlag;
use super::{ErrorKind, Flag, Keyword};
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// `--name`, `--name=true` or `--name=false`
    Boolean,
    /// `--name=value`, once
    Value,
    /// `--name=value`, any number of times
    Values,
}

use Takes::{Boolean, Value, Values};

/// The flags of each instruction; an instruction that is not named takes none.
fn known(keyword: Keyword) -> &'static [(&'static str, Takes)] {
    match keyword {
        Keyword::Add => &[
            ("chown", Value),
            ("chmod", Value),
            ("link", Boolean),
            ("keep-git-dir", Boolean),
            ("checksum", Value),
            ("unpack", Boolean),
            ("exclude", Values),
        ],
        Keyword::Copy => &[
            ("chown", Value),
            ("from", Value),
            ("chmod", Value),
            ("link", Boolean),
            ("exclude", Values),
            ("parents", Boolean),
        ],
        Keyword::From => &[("platform", Value)],
        Keyword::Healthcheck => &[
            ("interval", Value),
            ("timeout", Value),
            ("start-period", Value),
            ("start-interval", Value),
            ("retries", Value),
        ],
        Keyword::Run => &[("mount", Values), ("device", Values), ("network", Value), ("security", Value)],
        _ => &[],
    }
}

/// The names of the flags that an instruction takes, each with whether it wants a value.
pub fn flags_of(keyword: Keyword) -> impl Iterator<Item = (&'static str, bool)> {
    known(keyword).iter().map(|(name, takes)| (*name, *takes != Boolean))
}

/// Refuses flags that the instruction does not take, repeated ones, and those with a value too many or too few.
pub(super) fn check(keyword: Keyword, kind: ErrorKind, flags: &[RawFlag], line: &Logical<'_>, sink: &mut Sink) {
    let known = known(keyword);
    let mut used: Vec<&str> = Vec::new();
    for flag in flags.iter().map(|flag| flag.flag(line)) {
        let span = Span::new(flag.span.start, flag.name.span.end);
        let name = &*flag.name.value;
        let Some((name, takes)) = known.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&'static str> = known.iter().map(|(name, _)| *name).collect();
            let message = format!("{} has no flag `--{name}`", keyword.name());
            sink.suggest(kind, span, message, nearest(name, &names));
            continue;
        };
        if used.contains(name) && *takes != Values {
            sink.refuse(kind, span, format!("the flag `--{name}` is repeated"));
            continue;
        }
        if !used.contains(name) {
            used.push(name);
        }
        match (takes, &flag.value) {
            (Boolean, Some(value)) => match value.value.to_ascii_lowercase().as_str() {
                "true" | "false" => {}
                "" => {
                    sink.refuse(kind, span, format!("the flag `--{name}` lacks a value behind `=`"));
                }
                _ => {
                    let message = format!("the flag `--{name}` takes true or false, not `{}`", value.value);
                    sink.refuse(kind, value.span, message);
                }
            },
            (Value | Values, None) => {
                sink.refuse(kind, span, format!("the flag `--{name}` lacks a value"));
            }
            (Boolean, None) | (Value | Values, Some(_)) => {}
        }
    }
}

/// Checks the values of the flags of `RUN`; the mounts in order.
pub(super) fn run(flags: &[RawFlag], line: &Logical<'_>, sink: &mut Sink) -> Vec<Mount> {
    let mut mounts = Vec::new();
    for raw in flags {
        let flag = raw.flag(line);
        let Some(value) = &flag.value else { continue };
        match &*flag.name.value {
            "mount" => mounts.extend(mount::mount(&flag, value, raw.plain_value(line).as_ref(), line, sink)),
            "device" => {
                if let Err(message) = mount::Device::parse(&value.value) {
                    sink.refuse(ErrorKind::Arguments, value.span, message);
                }
            }
            "network" => one_of(&flag, &["default", "none", "host"], sink),
            "security" => one_of(&flag, &["sandbox", "insecure"], sink),
            _ => {}
        }
    }
    mounts
}

fn one_of(flag: &Flag, options: &[&'static str], sink: &mut Sink) {
    let Some(value) = &flag.value else { return };
    if options.contains(&&*value.value) {
        return;
    }
    let message = format!("the flag `--{}` takes {}, not `{}`", flag.name.value, options.join(" or "), value.value);
    sink.suggest(ErrorKind::Arguments, value.span, message, nearest(&value.value, options));
}

/// Checks the values of the flags of `HEALTHCHECK CMD`.
pub(super) fn healthcheck(flags: &[RawFlag], line: &Logical<'_>, sink: &mut Sink) {
    for flag in flags.iter().map(|flag| flag.flag(line)) {
        let Some(value) = flag.value.filter(|value| !value.value.is_empty()) else { continue };
        let name = &*flag.name.value;
        let fault = match name {
            "retries" => match value.value.parse::<i32>() {
                Ok(retries) if retries >= 0 => None,
                Ok(_) => Some("must not be negative, as in"),
                Err(_) => Some("takes a number, not"),
            },
            "interval" | "timeout" | "start-period" | "start-interval" => match duration(&value.value) {
                None => Some("takes a duration such as 30s, not"),
                Some(0 | 1_000_000..) => None,
                Some(_) => Some("must be 0 or at least 1ms, as opposed to"),
            },
            _ => None,
        };
        if let Some(fault) = fault {
            let message = format!("the flag `--{name}` {fault} `{}`", value.value);
            sink.refuse(ErrorKind::Healthcheck, value.span, message);
        }
    }
}
