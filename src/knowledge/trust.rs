//! How programs are told not to check whom they talk to, and who made what they install.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::program_name;

/// Variables that switch the check of certificates off, with the values that do. Sources: the documentation of Node.js, Python,
/// npm and yarn.
const TLS_VARIABLES: &[(&str, &str)] = &[
    ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
    ("NPM_CONFIG_STRICT_SSL", "false"),
    ("PYTHONHTTPSVERIFY", "0"),
    ("YARN_STRICT_SSL", "false"),
    ("npm_config_strict_ssl", "false"),
];

/// Variables that do so with any value. Sources: git(1), the documentation of pip.
const TLS_VARIABLES_SET: &[&str] = &["GIT_SSL_NO_VERIFY", "PIP_TRUSTED_HOST"];

/// Whether a variable of that value switches the check of certificates off.
pub fn variable_skips_tls(name: &str, value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    TLS_VARIABLES.iter().any(|(known, off)| *known == name && value.eq_ignore_ascii_case(off))
        || TLS_VARIABLES_SET.contains(&name) && !value.is_empty()
}

/// The words that switch a program's check of certificates off: one word, its beginning (`--trusted-host*`), or an option and its
/// value. Sources: the manual of each.
fn tls_words(program: &str) -> Option<&'static [&'static str]> {
    Some(match program {
        "conda" | "mamba" | "micromamba" => &["ssl_verify no", "ssl_verify false", "ssl_verify False"],
        "curl" => &["--insecure"],
        "dnf" | "microdnf" | "tdnf" | "yum" => &["--setopt=sslverify=0", "--setopt=sslverify=false"],
        "git" => &["http.sslVerify false", "http.sslVerify 0", "http.sslVerify=false", "http.sslVerify=0"],
        "npm" | "pnpm" | "yarn" => &["strict-ssl false", "--strict-ssl=false", "--no-strict-ssl", "strict-ssl=false"],
        "pip" | "pip3" | "python" | "python3" => &["--trusted-host*"],
        "uv" => &["--allow-insecure-host*"],
        "wget" | "wget2" => &["--no-check-certificate"],
        _ => return None,
    })
}

/// Letters of curl's options that take the rest of their word as a value. Source: curl(1).
const CURL_VALUE_LETTERS: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

/// How a program is told not to check certificates.
#[derive(Clone, Copy, Debug)]
pub struct TlsSwitches {
    forms: &'static [&'static str],
    /// `-k`, `-fsSLk`
    by_letter: bool,
}

/// How a program is told not to check certificates; `None` for one that checks none.
pub fn tls_switches(program: &str) -> Option<TlsSwitches> {
    let program = program_name(program);
    Some(TlsSwitches { forms: tls_words(program)?, by_letter: program == "curl" })
}

impl TlsSwitches {
    /// Which of the arguments switches the check off.
    pub fn position(&self, arguments: &[&str]) -> Option<usize> {
        let switches = |form: &&str| {
            let mut pairs = arguments.iter().zip(arguments.iter().skip(1).map(Some).chain([None]));
            pairs.position(|(word, next)| is_form(form, word, next.copied()))
        };
        let bundled = || arguments.iter().position(|word| self.by_letter && has_curl_letter(word, 'k'));
        self.forms.iter().find_map(switches).or_else(bundled)
    }
}

fn has_curl_letter(word: &str, wanted: char) -> bool {
    let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or("");
    letters.chars().take_while(|letter| !CURL_VALUE_LETTERS.contains(*letter)).any(|letter| letter == wanted)
}

fn is_form(form: &str, word: &str, next: Option<&str>) -> bool {
    match (form.strip_suffix('*'), form.split_once(' ')) {
        (Some(start), _) => word.starts_with(start),
        (_, Some((option, value))) => word.eq_ignore_ascii_case(option) && next == Some(value),
        _ => word.eq_ignore_ascii_case(form),
    }
}

/// Hosts that are this machine: nobody listens between a container and itself.
const LOCAL: &[&str] = &["://localhost", "://127.0.0.1", "://[::1]"];

/// Whether a word names an address of this machine.
pub fn names_local_host(word: &str) -> bool {
    LOCAL.iter().any(|host| word.contains(host))
}

/// Options with which rpm installs a package that nobody signed. Source: rpm(8).
pub const UNSIGNED_RPM_FLAGS: &[&str] = &["--nodigest", "--nofiledigest", "--nosignature", "--noverify"];

/// Settings that switch the check of packages off. Sources: apt's sources.list(5), dnf.conf(5).
const UNSIGNED_SETTINGS: &[&str] = &["gpgcheck=0", "gpgcheck=False", "gpgcheck=false", "trusted=yes"];

/// Whether a text may hold a setting that [`unsigned_setting`] finds in one of its words.
pub fn may_be_unsigned(text: &str) -> bool {
    static MARKS: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| ["gpgcheck=", "trusted=", "SigLevel"].map(Finder::new));
    MARKS.iter().any(|mark| mark.find(text.as_bytes()).is_some())
}

/// The first setting of a text that switches the check of packages off, and where it stands; `SigLevel = Never` is one of
/// pacman.conf(5).
pub fn unsigned_setting(text: &str) -> Option<std::ops::Range<usize>> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    // Each setting has a `=` in it or, as `SigLevel Never`, a capital S at its start.
    memchr::memchr2_iter(b'=', b'S', text.as_bytes()).find_map(|at| {
        if let Some(value) = text[at..].strip_prefix("SigLevel") {
            let value = value.trim_start_matches([' ', '=']);
            let end = text.len() - value.len() + "Never".len();
            return value.starts_with("Never").then_some(at..end);
        }
        UNSIGNED_SETTINGS.iter().find_map(|setting| {
            let start = at.checked_sub(setting.find('=')?)?;
            let before = text.as_bytes().get(..start)?;
            let free = before.ends_with(b"\\n") || !before.last().is_some_and(part);
            (free && text.get(start..)?.starts_with(setting)).then(|| start..start + setting.len())
        })
    })
}
