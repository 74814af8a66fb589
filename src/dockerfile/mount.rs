//! The values of `--mount` and `--device`: lists of `key=value` in CSV.

use std::borrow::Cow;
use std::ops::Range;

use super::convention::{boolean, is_size, nearest, unsigned};
use super::decode::Sink;
use super::logical::Logical;
use super::{ErrorKind, Flag, Text};
use crate::source::Span;

/// A `--mount` flag of `RUN`. Values are raw: BuildKit replaces variables in them, and only then checks them.
#[derive(Clone, Debug)]
pub struct Mount {
    /// The whole flag.
    pub span: Span,
    /// Its type.
    pub kind: MountKind,
    /// Where `type=` stands, as written.
    pub kind_text: Option<Text>,
    /// `target`, `dst` or `destination`: the place in the build container.
    pub target: Option<Text>,
    /// `source` or `src`.
    pub source: Option<Text>,
    /// `from`: a stage or image.
    pub from: Option<Text>,
    /// `id` of a cache, secret or SSH agent.
    pub id: Option<Text>,
    /// `env`: the variable that holds a secret.
    pub env: Option<Text>,
    /// `sharing` of a cache.
    pub sharing: Option<Text>,
    /// `size` of a tmpfs.
    pub size: Option<Text>,
    /// `mode` in octal digits.
    pub mode: Option<Text>,
    /// `uid`
    pub uid: Option<Text>,
    /// `gid`
    pub gid: Option<Text>,
    /// Whether the mount is read-only, by `readonly`, `ro`, `readwrite`, `rw` or its type; `None` where a variable
    /// decides.
    pub readonly: Option<bool>,
    /// Whether the build fails without the secret or SSH agent; `None` where a variable decides.
    pub required: Option<bool>,
    /// What BuildKit refuses when it runs the instruction. What depends on a variable is not judged.
    pub problems: Vec<MountProblem>,
}

/// The types of mounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// Files of the build context, a stage or an image; the default.
    Bind,
    /// A directory that outlives the build.
    Cache,
    /// Memory.
    Tmpfs,
    /// A secret of the build.
    Secret,
    /// The SSH agent.
    Ssh,
    /// A variable decides, or the type is not legal.
    Unknown,
}

impl MountKind {
    const NAMES: [&'static str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

    fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "bind" => Self::Bind,
            "cache" => Self::Cache,
            "tmpfs" => Self::Tmpfs,
            "secret" => Self::Secret,
            "ssh" => Self::Ssh,
            _ => return None,
        })
    }

    /// The name as it is written behind `type=`; empty where it is not known.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).copied().unwrap_or("")
    }
}

/// Something of a mount that BuildKit refuses when it runs the instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountProblem {
    /// The smallest text at fault.
    pub span: Span,
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// The word that was probably meant.
    pub suggestion: Option<&'static str>,
}

const KEYS: [&str; 19] = [
    "type", "from", "source", "target", "readonly", "id", "sharing", "required", "size", "mode", "uid", "gid", "src",
    "dst", "destination", "ro", "rw", "readwrite", "env",
];

const SHARING: [&str; 3] = ["shared", "private", "locked"];

/// Reads a mount. `plain` is where the value stands unchanged in the line.
pub(super) fn mount(
    flag: &Flag,
    value: &Text,
    plain: Option<&Range<usize>>,
    line: &Logical<'_>,
    sink: &mut Sink,
) -> Option<Mount> {
    let fields = match fields(&value.value) {
        Ok(fields) => fields,
        Err(fault) => {
            let message = format!("the mount `{}` {fault}", value.value);
            sink.refuse(ErrorKind::Arguments, value.span, message);
            return None;
        }
    };
    let place = |range: Range<usize>| match plain {
        Some(plain) => line.span(plain.start + range.start..plain.start + range.end),
        None => value.span,
    };
    let mut reader = Reader::new(flag.span);
    for (field, range) in &fields {
        // A quoted field is not split into places.
        let exact = value.value.get(range.clone()) == Some(&**field);
        let part = |from: usize, to: usize| {
            if exact { place(range.start + from..range.start + to) } else { place(range.clone()) }
        };
        let (key, value) = match field.split_once('=') {
            None => (&**field, None),
            Some((key, value)) => {
                let span = part(key.len() + 1, field.len());
                (key, Some(Text { span, value: value.into() }))
            }
        };
        let key_span = part(0, key.len());
        let key = key.to_ascii_lowercase();
        if let ("from", Some(value)) = (key.as_str(), &value)
            && value.value.find('$').is_some_and(|at| at + 1 != value.value.len())
        {
            let message = format!("`from={}` holds a variable, which BuildKit does not replace there", value.value);
            sink.refuse(ErrorKind::Arguments, value.span, message);
        }
        reader.field(&key, key_span, value);
    }
    Some(reader.finish())
}

/// Collects the fields of a mount in order: some are legal only behind the right `type=`.
struct Reader {
    mount: Mount,
    /// Whether read-only was said or hangs on a variable.
    readonly_said: bool,
}

impl Reader {
    fn new(span: Span) -> Self {
        let mount = Mount {
            span,
            kind: MountKind::Bind,
            kind_text: None,
            target: None,
            source: None,
            from: None,
            id: None,
            env: None,
            sharing: None,
            size: None,
            mode: None,
            uid: None,
            gid: None,
            readonly: None,
            required: Some(false),
            problems: Vec::new(),
        };
        Self { mount, readonly_said: false }
    }

    fn problem(&mut self, span: Span, message: String) {
        self.mount.problems.push(MountProblem { span, message, suggestion: None });
    }

    fn field(&mut self, key: &str, key_span: Span, value: Option<Text>) {
        let Some(value) = value else {
            match key {
                "readonly" | "ro" => self.readonly(Some(true)),
                "readwrite" | "rw" => self.readonly(Some(false)),
                "required" => self.required(Some(true), key_span),
                _ if KEYS.contains(&key) => {
                    self.problem(key_span, format!("the mount key `{key}` lacks a value"));
                }
                _ => self.unknown(key, key_span),
            }
            return;
        };
        let known = !value.value.contains('$');
        let illegal = match key {
            "mode" => unsigned(&value.value, 8).is_none(),
            "uid" | "gid" => unsigned(&value.value, 10).is_none(),
            "size" => !is_size(&value.value),
            "readonly" | "ro" | "readwrite" | "rw" | "required" => boolean(&value.value).is_none(),
            _ => false,
        };
        if known && illegal {
            self.problem(value.span, format!("`{}` is no value for the mount key `{key}`", value.value));
        }
        match key {
            "type" => self.kind(value, known),
            "from" => self.mount.from = Some(value),
            "source" | "src" => self.mount.source = Some(value),
            "target" | "dst" | "destination" => self.mount.target = Some(value),
            "readonly" | "ro" => self.readonly(boolean(&value.value)),
            "readwrite" | "rw" => self.readonly(boolean(&value.value).map(|writable| !writable)),
            "required" => self.required(boolean(&value.value), key_span),
            "size" => {
                if !matches!(self.mount.kind, MountKind::Tmpfs | MountKind::Unknown) {
                    self.misplaced(key, key_span);
                }
                self.mount.size = Some(value);
            }
            "id" => self.mount.id = Some(value),
            "sharing" => {
                let mode = value.value.to_ascii_lowercase();
                if known && !SHARING.contains(&mode.as_str()) {
                    let message = format!("`{}` is no way to share a cache", value.value);
                    let suggestion = nearest(&mode, &SHARING);
                    self.mount.problems.push(MountProblem { span: value.span, message, suggestion });
                }
                self.mount.sharing = Some(value);
            }
            "mode" => self.mount.mode = Some(value),
            "uid" => self.mount.uid = Some(value),
            "gid" => self.mount.gid = Some(value),
            "env" => self.mount.env = Some(value),
            _ => self.unknown(key, key_span),
        }
    }

    fn kind(&mut self, value: Text, known: bool) {
        let kind = MountKind::parse(&value.value);
        if known && kind.is_none() {
            let message = format!("`{}` is no type of mount", value.value);
            let suggestion = nearest(&value.value, &MountKind::NAMES);
            self.mount.problems.push(MountProblem { span: value.span, message, suggestion });
        }
        self.mount.kind = kind.unwrap_or(MountKind::Unknown);
        self.mount.kind_text = Some(value);
    }

    fn readonly(&mut self, readonly: Option<bool>) {
        self.mount.readonly = readonly;
        self.readonly_said = true;
    }

    fn required(&mut self, required: Option<bool>, key_span: Span) {
        if !matches!(self.mount.kind, MountKind::Secret | MountKind::Ssh | MountKind::Unknown) {
            self.misplaced("required", key_span);
        }
        self.mount.required = required;
    }

    fn unknown(&mut self, key: &str, span: Span) {
        let message = format!("`{key}` is no mount key");
        self.mount.problems.push(MountProblem { span, message, suggestion: nearest(key, &KEYS) });
    }

    /// A key that this type does not take, or only behind `type=`.
    fn misplaced(&mut self, key: &str, span: Span) {
        let kind = self.mount.kind.name();
        self.problem(span, format!("the mount key `{key}` does not belong to type {kind}, or stands before type"));
    }

    /// What can be said only when all fields are known.
    fn finish(mut self) -> Mount {
        let kind = self.mount.kind;
        if !self.readonly_said && kind != MountKind::Unknown {
            self.mount.readonly = Some(!matches!(kind, MountKind::Cache | MountKind::Tmpfs));
        }
        let name = kind.name();
        if matches!(kind, MountKind::Bind | MountKind::Tmpfs) {
            let owner = [("mode", &self.mount.mode), ("uid", &self.mount.uid), ("gid", &self.mount.gid)];
            let owner: Vec<_> =
                owner.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?.span))).collect();
            for (key, span) in owner {
                self.problem(span, format!("the mount key `{key}` does not belong to type {name}"));
            }
        }
        let said = |text: &Option<Text>| text.as_ref().filter(|text| !text.value.is_empty()).map(|text| text.span);
        let Mount { span, from, sharing, source, target, id, .. } = &self.mount;
        let (span, from, sharing) = (*span, said(from), said(sharing));
        let (source, target, id) = (said(source), said(target), said(id));
        if kind == MountKind::Secret {
            if let Some(span) = from {
                self.problem(span, "the mount key `from` does not belong to type secret".to_owned());
            }
            if source.is_none() && target.is_none() && id.is_none() {
                self.problem(span, "the secret mount has neither id nor source nor target".to_owned());
            }
            if let (Some(span), Some(_)) = (source, id) {
                self.problem(span, "the secret mount has both source and id".to_owned());
            }
        }
        if let (Some(span), false) = (sharing, matches!(kind, MountKind::Cache | MountKind::Unknown)) {
            self.problem(span, format!("the mount key `sharing` does not belong to type {name}"));
        }
        self.mount
    }
}

/// A `--device` flag of `RUN`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Its name, as `vendor.com/class=name`; empty where there is none.
    pub name: String,
    /// Whether the build fails without it.
    pub required: bool,
}

impl Device {
    /// Reads the value of the flag.
    ///
    /// # Errors
    /// What is wrong: one sentence, lower case, no full stop.
    pub fn parse(value: &str) -> Result<Self, String> {
        let fields = fields(value).map_err(|fault| format!("the device `{value}` {fault}"))?;
        let mut device = Self::default();
        for (field, _) in fields {
            let (key, value) = field.split_once('=').map_or((&*field, None), |(key, value)| (key, Some(value)));
            match (key.to_ascii_lowercase().as_str(), value) {
                ("required", None) => device.required = true,
                ("required", Some(value)) => {
                    device.required = boolean(value).ok_or_else(|| format!("`{value}` is no value for required"))?;
                }
                ("name", Some(name)) => {
                    if !device.name.is_empty() {
                        return Err(format!("the device is already named `{}`", device.name));
                    }
                    name.clone_into(&mut device.name);
                }
                _ if device.name.is_empty() => device.name = field.into_owned(),
                (_, None) => return Err(format!("`{field}` is no key=value pair of a device")),
                (key, Some(_)) => return Err(format!("`{key}` is no key of a device")),
            }
        }
        Ok(device)
    }
}

/// A field of a CSV line: its text and its bytes in the line, quotes included.
type Field<'a> = (Cow<'a, str>, Range<usize>);

/// The fields of a CSV line; the error is the end of a sentence about it.
fn fields(line: &str) -> Result<Vec<Field<'_>>, &'static str> {
    let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
    if line.is_empty() {
        return Err("is empty");
    }
    let mut fields = Vec::new();
    let mut start = 0;
    loop {
        let rest = &line[start..];
        let end = if rest.starts_with('"') {
            let mut text = String::new();
            let mut at = start + 1;
            loop {
                let Some(length) = line[at..].find('"') else { return Err("has an open quote") };
                text.push_str(&line[at..at + length]);
                at += length + 1;
                if !line[at..].starts_with('"') {
                    break;
                }
                text.push('"');
                at += 1;
            }
            if at < line.len() && !line[at..].starts_with(',') {
                return Err("has text behind a quoted field");
            }
            fields.push((Cow::Owned(text), start..at));
            at
        } else {
            let end = rest.find(',').map_or(line.len(), |length| start + length);
            let field = &line[start..end];
            if field.contains('"') {
                return Err("has a quote inside a field");
            }
            fields.push((Cow::Borrowed(field), start..end));
            end
        };
        if end >= line.len() {
            return Ok(fields);
        }
        start = end + 1;
    }
}
