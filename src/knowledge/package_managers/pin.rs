//! How a version is written behind a package's name.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the managers compare with regard to case as well"
)]

use super::{PackageManager, unquoted};

/// The way a manager writes a version into an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// It cannot.
    None,
    /// `name=1`, `name/release` (apt).
    Apt,
    /// `name=1`, `name~1`, `name>1`, with a repository's tag as `@tag` (apk).
    Apk,
    /// `name-1.2-3.arch`, `name = 1` (dnf, yum, zypper).
    Rpm,
    /// `name=1`, `name>=1` (pacman).
    Operator,
    /// `name==1`, `name[extra]~=1`, `name @ URL` (PEP 508), and `name@1` where the tool allows it (uv, poetry).
    Python,
    /// `name@1`, `@scope/name@1` (npm, yarn, pnpm, bun, go, cargo).
    At,
    /// `name:1` (gem, composer).
    Colon,
    /// `channel::name=1` (conda).
    Conda,
    /// `name-1.2`, `name-^1`, `name-stable`, `owner/name@ref` (pecl, install-php-extensions).
    PhpExtension,
    /// With an option, see `pin_options`, or as `name@1` where the tool is new enough (dotnet, choco).
    Option,
}

/// Whether a version names something that moves: `latest`, a branch, any version at all.
pub fn is_floating_version(version: &str) -> bool {
    matches!(version, "" | "*" | "latest" | "next" | "stable" | "main" | "master" | "HEAD" | "x")
}

impl PackageManager {
    /// Splits an operand into the package's name and its version, if it has one.
    ///
    /// A pair of quotes around the operand is dropped. The name keeps an architecture (`libc6:i386`) and a scope (`@a/b`); extras
    /// (`a[b]`), a channel (`c::a`) and a repository's tag (`a@edge`) go.
    pub fn split_pin<'t>(&self, operand: &'t str) -> (&'t str, Option<&'t str>) {
        let text = unquoted(operand);
        match self.pin {
            Pin::None => (text, None),
            Pin::Apt => apt(text),
            Pin::Apk => apk(text),
            Pin::Rpm => rpm(text),
            Pin::Operator => operator(text),
            Pin::Python => python(text),
            Pin::At | Pin::Option => at(text),
            Pin::Colon => colon(text),
            Pin::Conda => conda(text),
            Pin::PhpExtension => php_extension(text),
        }
    }
}

const OPERATORS: [char; 5] = ['=', '<', '>', '~', '!'];

/// `name OP version`: the first operator ends the name, all operator characters and blanks behind it go.
fn operator(text: &str) -> (&str, Option<&str>) {
    match text.find(OPERATORS) {
        Some(position) if position > 0 => {
            let version = text[position..].trim_start_matches(OPERATORS).trim();
            (text[..position].trim_end(), Some(version))
        }
        _ => (text, None),
    }
}

/// apt-get(8): `pkg=version` or `pkg/release`; a path has a `/` too, and no version.
fn apt(text: &str) -> (&str, Option<&str>) {
    if text.starts_with(['/', '.']) || text.ends_with(".deb") {
        return (text, None);
    }
    match text.find(['=', '/']) {
        Some(position) if position > 0 => (&text[..position], Some(&text[position + 1..])),
        _ => (text, None),
    }
}

/// apk-world(5): `name[@tag]{[<>~=]version}`.
fn apk(text: &str) -> (&str, Option<&str>) {
    let (name, version) = operator(text);
    let without_tag = |part: &'_ str| part.find('@').filter(|at| *at > 0).unwrap_or(part.len());
    (&name[..without_tag(name)], version.map(|version| &version[..without_tag(version)]))
}

/// Names of rpm packages hold dashes and digits themselves (`java-1.8.0-openjdk`, `gcc-toolset-12`), so this is a guess: a dash
/// begins a version when a digit follows, the part up to the next dash holds a `.` or `*`, and what follows that dash (the release)
/// begins with a digit as well. `dotnet-sdk-8.0` is a name, yet it says its version, and nobody is served by a report on it.
fn rpm(text: &str) -> (&str, Option<&str>) {
    if text.ends_with(".rpm") || text.contains("://") || text.starts_with('/') {
        return (text, None);
    }
    let (name, version) = operator(text);
    if version.is_some() {
        return (name, version);
    }
    for (position, _) in text.match_indices('-') {
        let rest = &text[position + 1..];
        let (version, release) = match rest.split_once('-') {
            Some((version, release)) => (version, Some(release)),
            None => (rest, None),
        };
        let begins_with_digit = |part: &str| part.starts_with(|letter: char| letter.is_ascii_digit());
        let versioned = begins_with_digit(version) && version.contains(['.', '*'])
            || version.starts_with('$')
            || begins_with_digit(version) && release.is_some();
        if position > 0
            && versioned
            && release.is_none_or(|release| begins_with_digit(release) || release.starts_with(['$', '*']))
        {
            return (&text[..position], Some(rest));
        }
    }
    (text, None)
}

/// PEP 508: `name[extras] OP version ; marker` or `name @ URL`.
fn python(text: &str) -> (&str, Option<&str>) {
    let requirement = text.split(';').next().unwrap_or(text).trim_end();
    let end = requirement
        .find(|letter| OPERATORS.contains(&letter) || matches!(letter, '[' | '@' | ' '))
        .unwrap_or(requirement.len());
    let (name, rest) = requirement.split_at(end);
    if is_path_or_url(name) {
        return (requirement, None);
    }
    let rest = rest.trim_start();
    let behind_extras =
        if rest.starts_with('[') { rest.split_once(']').map_or("", |(_, behind)| behind) } else { rest };
    let behind_extras = behind_extras.trim_start();
    if let Some(source) = behind_extras.strip_prefix('@') {
        return (name, Some(source.trim_start()));
    }
    let version = behind_extras.trim_start_matches(OPERATORS);
    if version.len() == behind_extras.len() { (name, None) } else { (name, Some(version.trim_start())) }
}

/// `name@version`, where a leading `@` belongs to the scope.
fn at(text: &str) -> (&str, Option<&str>) {
    match text.char_indices().skip(1).find(|(_, letter)| *letter == '@') {
        Some((position, _)) if !is_path_or_url(text) => (&text[..position], Some(&text[position + 1..])),
        _ => (text, None),
    }
}

/// `name:version`; composer takes `=` and a blank as well.
fn colon(text: &str) -> (&str, Option<&str>) {
    match text.find([':', '=', ' ']) {
        Some(position) if position > 0 && !is_path_or_url(text) => {
            (&text[..position], Some(text[position + 1..].trim_start()))
        }
        _ => (text, None),
    }
}

/// `channel::name=version=build`, `name[version='1']`.
fn conda(text: &str) -> (&str, Option<&str>) {
    let text = text.split_once("::").map_or(text, |(_, behind)| behind);
    if let Some((name, matchers)) = text.split_once('[') {
        let matchers = matchers.trim_end_matches(']');
        return (name, matchers.contains("version").then_some(matchers));
    }
    operator(text)
}

/// pecl: `name-1.2`, `name-beta`; install-php-extensions: also `name-^1`, `@composer-2`, `owner/name@ref`.
fn php_extension(text: &str) -> (&str, Option<&str>) {
    if text.contains('/') {
        return at(text);
    }
    match text.rfind('-') {
        Some(position) if position > 0 => {
            let version = &text[position + 1..];
            let versioned = version
                .starts_with(|letter: char| letter.is_ascii_digit() || matches!(letter, '^' | '~' | '$'))
                || matches!(version, "stable" | "beta" | "alpha" | "devel" | "snapshot");
            if versioned { (&text[..position], Some(version)) } else { (text, None) }
        }
        _ => (text, None),
    }
}

/// Whether an operand is a path or a URL rather than a name: neither needs a version.
fn is_path_or_url(text: &str) -> bool {
    text.starts_with(['.', '/', '~']) || text.contains("://")
}
