//! How programs are told not to check whom they talk to, and who made what they install.

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

/// Programs with the words that switch the check of certificates off: one word, its beginning (`--trusted-host*`), or an option
/// and its value. Sources: the manual of each.
const TLS_WORDS: &[(&[&str], &[&str])] = &[
    (&["conda", "mamba", "micromamba"], &["ssl_verify no", "ssl_verify false", "ssl_verify False"]),
    (&["curl"], &["--insecure"]),
    (&["dnf", "microdnf", "tdnf", "yum"], &["--setopt=sslverify=0", "--setopt=sslverify=false"]),
    (&["git"], &["http.sslVerify false", "http.sslVerify 0", "http.sslVerify=false", "http.sslVerify=0"]),
    (&["npm", "pnpm", "yarn"], &["strict-ssl false", "--strict-ssl=false", "--no-strict-ssl", "strict-ssl=false"]),
    (&["pip", "pip3", "python", "python3"], &["--trusted-host*"]),
    (&["uv"], &["--allow-insecure-host*"]),
    (&["wget", "wget2"], &["--no-check-certificate"]),
];

/// Letters of curl's options that take the rest of their word as a value. Source: curl(1).
const CURL_VALUE_LETTERS: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

/// Which word of a command line, its program first, switches the check of certificates off.
pub fn word_skips_tls(words: &[&str]) -> Option<usize> {
    let (program, arguments) = words.split_first()?;
    let program = program_name(program);
    let (_, forms) = TLS_WORDS.iter().find(|(programs, _)| programs.contains(&program))?;
    let at = forms.iter().find_map(|form| {
        arguments.iter().enumerate().position(|(at, word)| is_form(form, word, arguments.get(at + 1)))
    });
    // `-k`, `-fsSLk`
    let letters = |word: &&str| {
        let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or("");
        letters.chars().take_while(|letter| !CURL_VALUE_LETTERS.contains(*letter)).any(|letter| letter == 'k')
    };
    let bundled = || arguments.iter().position(letters).filter(|_| program == "curl");
    at.or_else(bundled).map(|at| at + 1)
}

fn is_form(form: &str, word: &str, next: Option<&&str>) -> bool {
    match (form.strip_suffix('*'), form.split_once(' ')) {
        (Some(start), _) => word.starts_with(start),
        (_, Some((option, value))) => word.eq_ignore_ascii_case(option) && next.is_some_and(|next| *next == value),
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

/// The first setting of a text that switches the check of packages off, and where it stands.
pub fn unsigned_setting(text: &str) -> Option<std::ops::Range<usize>> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    let plain = UNSIGNED_SETTINGS.iter().filter_map(|setting| {
        let (at, _) = text.match_indices(setting).find(|(at, _)| {
            let before = &text.as_bytes()[..*at];
            before.ends_with(b"\\n") || !before.last().is_some_and(part)
        })?;
        Some(at..at + setting.len())
    });
    // `SigLevel = Never`, see pacman.conf(5).
    let level = text.match_indices("SigLevel").find_map(|(at, name)| {
        let value = text[at + name.len()..].trim_start_matches([' ', '=']);
        let end = text.len() - value.len() + "Never".len();
        value.starts_with("Never").then_some(at..end)
    });
    plain.chain(level).min_by_key(|range| range.start)
}
