//! Credentials: which names promise one, which values are one.
//!
//! Names are judged by whole words between separators, values by the published formats of those who issue them. What is a
//! placeholder or a documentation's example is no credential. All scans are linear.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Words that make a name a credential's, when they begin or end it. Source: the names in use in the official images' documentation
/// and BuildKit's documentation of `SecretsUsedInArgOrEnv`.
const WORDS: &[&[&str]] = &[
    &["password"],
    &["passwords"],
    &["passwd"],
    &["passphrase"],
    &["pword"],
    &["pwd"],
    &["psw"],
    &["secret"],
    &["secrets"],
    &["token"],
    &["tokens"],
    &["apikey"],
    &["apitoken"],
    &["credential"],
    &["credentials"],
    &["api", "key"],
    &["access", "key"],
    &["account", "key"],
    &["app", "key"],
    &["auth", "key"],
    &["client", "key"],
    &["deploy", "key"],
    &["encryption", "key"],
    &["license", "key"],
    &["master", "key"],
    &["private", "key"],
    &["service", "key"],
    &["signing", "key"],
    &["ssh", "key"],
    &["storage", "key"],
];

/// Endings of a word that need no separator: `PGPASSWORD`, `MYSQLPASSWD`.
const GLUED: &[&str] = &["apikey", "passwd", "password", "secretkey"];

/// Names that hold credentials without saying so. Source: the references of composer, npm, GitHub, Docker and GitLab.
const VENDOR_NAMES: &[&str] = &[
    "composer_auth", "docker_auth_config", "github_pat", "gh_pat", "npm_auth", "npm_config__auth", "redis_auth",
    "sshpass",
];

/// Last words after which a name describes a credential rather than holds it, sorted.
const DESCRIPTIONS: &[&str] = &[
    "algorithm", "alias", "audience", "count", "dir", "directory", "disabled", "enabled", "endpoint", "expiration",
    "expires", "expiry", "file", "files", "format", "header", "host", "id", "ids", "issuer", "length", "lifetime",
    "limit", "location", "max", "method", "min", "mode", "name", "names", "path", "policy", "port", "prefix",
    "provider", "public", "required", "server", "size", "store", "timeout", "ttl", "type", "uri", "url", "user",
    "username", "version",
];

/// Names that look like a credential's and are none. Source: the documentation of mysql, mariadb, bitnami, Google's SDK, Debian's sudo.
const NOT_CREDENTIALS: &[&str] = &[
    "allow_empty_password", "google_application_credentials", "mariadb_allow_empty_password",
    "mariadb_allow_empty_root_password", "mariadb_random_root_password", "mysql_allow_empty_password",
    "mysql_random_root_password", "oldpwd", "pwd", "no_password",
];

/// Names of what belongs to a credential and is of no use without it. Source: the documentation of the AWS command line.
const IDENTIFIERS: &[&str] = &["aws_access_key_id"];

/// Whether a name is that of the public half of a credential: who sets it mostly sets the other half as well.
pub fn is_identifier(name: &str) -> bool {
    IDENTIFIERS.iter().any(|identifier| name.eq_ignore_ascii_case(identifier))
}

/// Whether `BuildKit`'s check `SecretsUsedInArgOrEnv` takes a name for a credential's: by one of its words, wherever it stands.
pub fn is_credential_to_buildkit(name: &str) -> bool {
    const DENIED: &[&str] =
        &["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"];
    const ALLOWED: &[&str] = &["public", "file", "version"];
    let has = |words: &[&str]| name.split('_').any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)));
    has(DENIED) && !has(ALLOWED)
}

/// The words of a name, in lower case.
fn words(lower: &str) -> Vec<&str> {
    lower.split(['_', '-', '.']).filter(|word| !word.is_empty()).collect()
}

/// What the names of credentials have in them, one or the other, in lower case: most names have none of it.
const STEMS: &[&str] = &["_pat", "auth", "cred", "key", "pass", "psw", "pwd", "pword", "secret", "token"];

/// Whether a name has one of the [`STEMS`].
fn has_stem(name: &str) -> bool {
    let begins = |rest: &[u8]| {
        STEMS.iter().any(|stem| rest.get(..stem.len()).is_some_and(|part| part.eq_ignore_ascii_case(stem.as_bytes())))
    };
    let may_begin = |byte: u8| byte == b'_' || matches!(byte | 0x20, b'a' | b'c' | b'k' | b'p' | b's' | b't');
    name.bytes().enumerate().any(|(at, byte)| may_begin(byte) && begins(&name.as_bytes()[at..]))
}

/// Whether a variable's name promises a credential.
///
/// ```
/// use lotse::knowledge::credentials::is_credential_name;
///
/// assert!(is_credential_name("DB_PASSWORD"));
/// assert!(!is_credential_name("DB_PASSWORD_FILE"));
/// ```
pub fn is_credential_name(name: &str) -> bool {
    has_stem(name) && is_name_of_credential(&name.to_ascii_lowercase())
}

fn is_name_of_credential(lower: &str) -> bool {
    if NOT_CREDENTIALS.contains(&lower) {
        return false;
    }
    if VENDOR_NAMES.contains(&lower) {
        return true;
    }
    let words = words(lower);
    let Some(last) = words.last() else { return false };
    // A number behind the last word counts for nothing: `TOKEN2`.
    let last = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if DESCRIPTIONS.binary_search(&last).is_ok() || words.contains(&"public") || words.contains(&"pubkey") {
        return false;
    }
    let matches = |part: &[&str], word: &[&str]| {
        part.len() == word.len() && part.iter().zip(word).all(|(mine, wanted)| mine == wanted)
    };
    let promises = |word: &&[&str]| {
        let start = words.get(..word.len()).unwrap_or_default();
        let end = words.len().checked_sub(word.len()).and_then(|from| words.get(from..)).unwrap_or_default();
        let ends_numbered = word.len() == 1 && word[0] == last;
        matches(start, word) || matches(end, word) || ends_numbered
    };
    WORDS.iter().any(promises) || GLUED.iter().any(|ending| last.ends_with(ending))
}

/// What sort of credential a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretKind {
    /// A key or token of a vendor; its name is shown to the user.
    Vendor(&'static str),
    /// A PEM block with a private key.
    PrivateKey,
    /// A password in a URL.
    UrlPassword,
    /// A JSON Web Token.
    JsonWebToken,
}

impl SecretKind {
    /// `a GitHub token`, `a private key`.
    pub fn noun(self) -> String {
        match self {
            Self::Vendor(vendor) if vendor.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o']) => {
                format!("an {vendor}")
            }
            Self::Vendor(vendor) => format!("a {vendor}"),
            Self::PrivateKey => "a private key".to_owned(),
            Self::UrlPassword => "a password in an address".to_owned(),
            Self::JsonWebToken => "a JSON Web Token".to_owned(),
        }
    }
}

/// A credential found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretValue {
    /// What it is.
    pub kind: SecretKind,
    /// Where it stands: byte offsets in the text.
    pub range: Range<usize>,
}

/// The characters behind a prefix.
#[derive(Clone, Copy)]
enum Alphabet {
    Upper,
    Hex,
    Alphanumeric,
    /// Letters, digits, `-` and `_`.
    Url,
    /// Those and `.`.
    Dotted,
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
        }
    }
}

/// Prefix, least length behind it, its characters, the vendor. Sources: the vendors' own pages on their token formats (AWS IAM
/// identifiers, GitHub's and GitLab's token prefixes, Slack's token types, Stripe's API keys, npm's and `PyPI`'s token format …).
const FORMATS: &[(&str, usize, Alphabet, &str)] = &[
    ("AKIA", 16, Alphabet::Upper, "AWS access key"),
    ("ASIA", 16, Alphabet::Upper, "AWS access key"),
    ("AIza", 35, Alphabet::Url, "Google API key"),
    ("AGE-SECRET-KEY-1", 58, Alphabet::Upper, "age secret key"),
    ("GOCSPX-", 28, Alphabet::Url, "Google client secret"),
    ("SG.", 66, Alphabet::Dotted, "SendGrid API key"),
    ("ATATT3", 100, Alphabet::Url, "Atlassian API token"),
    ("dapi", 32, Alphabet::Hex, "Databricks token"),
    ("dckr_pat_", 27, Alphabet::Url, "Docker access token"),
    ("dop_v1_", 64, Alphabet::Hex, "DigitalOcean token"),
    ("ghp_", 36, Alphabet::Alphanumeric, "GitHub token"),
    ("gho_", 36, Alphabet::Alphanumeric, "GitHub token"),
    ("ghu_", 36, Alphabet::Alphanumeric, "GitHub token"),
    ("ghs_", 36, Alphabet::Alphanumeric, "GitHub token"),
    ("ghr_", 36, Alphabet::Alphanumeric, "GitHub token"),
    ("github_pat_", 82, Alphabet::Url, "GitHub token"),
    ("glpat-", 20, Alphabet::Url, "GitLab token"),
    ("gldt-", 20, Alphabet::Url, "GitLab deploy token"),
    ("glrt-", 20, Alphabet::Url, "GitLab runner token"),
    ("glsa_", 32, Alphabet::Url, "Grafana service account token"),
    ("hf_", 34, Alphabet::Alphanumeric, "Hugging Face token"),
    ("hvs.", 24, Alphabet::Url, "Vault token"),
    ("npm_", 36, Alphabet::Alphanumeric, "npm token"),
    ("pypi-AgEIcHlwaS5vcmc", 50, Alphabet::Url, "PyPI token"),
    ("rk_live_", 24, Alphabet::Alphanumeric, "Stripe key"),
    ("rubygems_", 48, Alphabet::Hex, "RubyGems key"),
    ("shpat_", 32, Alphabet::Hex, "Shopify token"),
    ("sk-ant-", 80, Alphabet::Url, "Anthropic API key"),
    ("sk-proj-", 40, Alphabet::Url, "OpenAI API key"),
    ("sk_live_", 24, Alphabet::Alphanumeric, "Stripe key"),
    ("xoxa-", 20, Alphabet::Url, "Slack token"),
    ("xoxb-", 20, Alphabet::Url, "Slack token"),
    ("xoxp-", 20, Alphabet::Url, "Slack token"),
    ("xoxr-", 20, Alphabet::Url, "Slack token"),
    ("xoxs-", 20, Alphabet::Url, "Slack token"),
];

/// RFC 7468: the line that begins a block.
const PEM_BEGIN: &str = "-----BEGIN ";

/// No credential of a vendor is longer: a text of prefixes alone costs no more than this per word.
const LONGEST_BODY: usize = 256;

/// The same for the payload of a JSON Web Token, which is read only behind a whole header.
const LONGEST_PAYLOAD: usize = 4096;

/// The first credential in a text, by its format alone.
pub fn secret_value(text: &str) -> Option<SecretValue> {
    let begins_word = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    BEGINNINGS.find_iter(text).find_map(|begun| {
        let at = begun.start();
        match text.as_bytes().get(at)? {
            b':' => url_password_at(text, at),
            b'-' => private_key_at(text.as_bytes(), at),
            _ if begins_word(at) => vendor_at(text, at).or_else(|| json_web_token_at(text, at)),
            _ => None,
        }
    })
}

/// All credentials in a text, by their formats alone, in their order.
pub fn secret_values(text: &str) -> impl Iterator<Item = SecretValue> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let SecretValue { kind, range } = secret_value(text.get(from..)?)?;
        let range = from + range.start..from + range.end;
        from = range.end;
        Some(SecretValue { kind, range })
    })
}

/// What the formats begin with; none is the beginning of another, or has one in it.
#[expect(clippy::expect_used, reason = "the patterns are few and short, whatever the input")]
static BEGINNINGS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let vendors = FORMATS.iter().map(|(prefix, ..)| *prefix);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(vendors.chain([WEB_TOKEN, URL, PEM_BEGIN]))
        .expect("a few short patterns")
});

/// `{"` in base64.
const WEB_TOKEN: &str = "eyJ";

/// RFC 3986: what stands between the scheme and the authority.
const URL: &str = "://";

fn vendor_at(text: &str, start: usize) -> Option<SecretValue> {
    let rest = text.get(start..)?;
    let (prefix, least, alphabet, vendor) = FORMATS.iter().find(|(prefix, ..)| rest.starts_with(prefix))?;
    let body = rest.bytes().skip(prefix.len()).take(LONGEST_BODY).take_while(|byte| alphabet.has(*byte)).count();
    let end = prefix.len() + body;
    // A format of fixed length does not go on as a word: `AKIA` begins many a longer identifier.
    let goes_on = rest.as_bytes().get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let wrong_length = body < *least || body == LONGEST_BODY || vendor.starts_with("AWS") && body != *least;
    if wrong_length || goes_on || is_placeholder(&rest[..end]) {
        return None;
    }
    Some(SecretValue { kind: SecretKind::Vendor(vendor), range: start..start + end })
}

/// RFC 7519: three parts of base64url, of which the first begins with `{"`.
fn json_web_token_at(text: &str, start: usize) -> Option<SecretValue> {
    let rest = text.get(start..)?;
    if !rest.starts_with(WEB_TOKEN) {
        return None;
    }
    let bytes = rest.as_bytes();
    let mut length = 0;
    for (longest, last) in [(LONGEST_BODY, false), (LONGEST_PAYLOAD, false), (LONGEST_PAYLOAD, true)] {
        let part = bytes.iter().skip(length).take(longest).take_while(|byte| Alphabet::Url.has(**byte)).count();
        let dot_follows = bytes.get(length + part) == Some(&b'.');
        if part < 16 || dot_follows == last {
            return None;
        }
        length += part + usize::from(dot_follows);
    }
    Some(SecretValue { kind: SecretKind::JsonWebToken, range: start..start + length })
}

/// The line that begins a private key.
fn private_key_at(bytes: &[u8], start: usize) -> Option<SecretValue> {
    const END: &[u8] = b"PRIVATE KEY-----";
    let behind = bytes.get(start..)?.strip_prefix(PEM_BEGIN.as_bytes())?;
    // `ENCRYPTED `, `OPENSSH ` and the like stand between.
    let position = behind.windows(END.len()).take(32).position(|window| window == END)?;
    let end = start + PEM_BEGIN.len() + position + END.len();
    Some(SecretValue { kind: SecretKind::PrivateKey, range: start..end })
}

/// RFC 3986: the password in `://user:password@`; `start` is the first colon.
fn url_password_at(text: &str, start: usize) -> Option<SecretValue> {
    let rest = text.get(start..)?.strip_prefix(URL)?;
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '/' | '?' | '#' | '"' | '\'' | '<' | '>');
    let authority = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let at = authority.rfind('@')?;
    let colon = authority[..at].find(':')?;
    let from = start + 3;
    let real = !is_placeholder(&authority[colon + 1..at]);
    real.then(|| SecretValue { kind: SecretKind::UrlPassword, range: from + colon + 1..from + at })
}

/// Whether a value is the fingerprint of an `OpenPGP` key, which everybody may know: 40 hexadecimal digits in capitals, or the
/// last 16 of them.
pub fn is_fingerprint(value: &str) -> bool {
    let digits = value.trim_matches(['"', '\'']).trim_start_matches("0x");
    matches!(digits.len(), 16 | 40)
        && digits.bytes().any(|byte| byte.is_ascii_uppercase())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
}

/// Parts of values that stand for a value to be filled in.
const PLACEHOLDERS: &[&str] = &[
    "a-random-", "change-me", "change_me", "changeit", "changeme", "change-this", "dummy", "example", "fill-me",
    "fixme", "-here", "_here", "insert", "placeholder", "redacted", "replace", "sample", "todo", "tobereplaced",
    "xxxx", "your-", "your_", "yourpassword", "yoursecret", "yourtoken",
];

/// Whether a value is none: empty, a variable, a template, one character repeated (dashes apart), or a word that asks to be replaced.
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']).trim();
    if value.is_empty() || value.contains('$') || value.contains("{{") || value.contains("@@") {
        return true;
    }
    let bracketed = [('<', '>'), ('[', ']'), ('{', '}'), ('%', '%'), ('*', '*')];
    if bracketed.iter().any(|(open, close)| value.starts_with(*open) && value.ends_with(*close)) {
        return true;
    }
    // A UUID of zeros is one character as well.
    let mut letters = value.chars().filter(|letter| *letter != '-');
    let first = letters.next();
    if letters.all(|letter| Some(letter) == first) {
        return true;
    }
    let lower = value.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "none" | "null" | "nil" | "true" | "false" | "yes" | "no" | "unset" | "undefined" | "xxx" | "tbd" | "n/a"
    ) || PLACEHOLDERS.iter().any(|part| lower.contains(part))
}

/// Keys of settings of npm, yarn and pip that hold a credential.
const CREDENTIAL_KEYS: &[&str] = &["_auth", "_password", "npmauthident", "npmauthtoken"];

/// Whether a file of settings has credentials in it: by its keys, or in an address. A variable is filled in when the program
/// runs.
pub fn settings_hold_credentials(text: &str) -> bool {
    text.lines().filter(|line| !line.trim_start().starts_with(['#', ';']) && !line.contains("${")).any(|line| {
        let lower = line.to_ascii_lowercase();
        CREDENTIAL_KEYS.iter().any(|key| lower.contains(key))
            || lower.split_once("://").is_some_and(|(_, rest)| rest.contains('@'))
    })
}

/// Whether a value switches something or says where the credential is: a number, `true`, a path.
pub fn is_switch(raw: &str) -> bool {
    let value = raw.trim_matches(['"', '\'']);
    let number = !value.is_empty() && value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    let word = ["true", "false", "yes", "no", "on", "off"].iter().any(|word| value.eq_ignore_ascii_case(word));
    number || word || value.starts_with('/')
}

/// Whether a name begins or ends with a word, between separators.
pub fn has_word(name: &str, word: &str) -> bool {
    let (name, word) = (name.to_ascii_lowercase(), word.to_ascii_lowercase());
    let rest = name.strip_prefix(&*word).filter(|rest| rest.is_empty() || rest.starts_with('_'));
    rest.or_else(|| name.strip_suffix(&*word).filter(|rest| rest.ends_with('_'))).is_some() && !word.is_empty()
}

/// Parts of paths that are about credentials.
const CREDENTIAL_PATHS: &[&str] = &[
    ".aws", ".git-credentials", ".gnupg", ".key", ".netrc", ".npmrc", ".pem", ".pypirc", ".ssh", "id_ed25519",
    "id_rsa", "password", "secret", "token",
];

/// Whether a path is about a credential.
pub fn is_credential_path(path: &str) -> bool {
    CREDENTIAL_PATHS.iter().any(|mark| path.contains(mark))
}

/// Endings of files that hold keys.
const KEY_ENDINGS: &[&str] = &[".jks", ".key", ".keystore", ".p12", ".p8", ".pem", ".pfx", ".ppk"];

/// Words in the name of a key that nobody keeps secret, and names of folders of such keys.
const NO_SECRET: &[&str] =
    &["dummy", "examples", "fake", "fixtures", "insecure", "selfsigned", "snakeoil", "test", "testdata", "tests"];

/// Whether a path names a key that protects nothing.
pub fn names_no_secret(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let telling =
        |part: &str| NO_SECRET.contains(&part) || part.contains("self-signed") || part.contains("self_signed");
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    KEY_ENDINGS.iter().any(|ending| name.ends_with(ending))
        && (folders.split('/').chain(name.split(['.', '-', '_'])).any(telling) || telling(name))
}

/// Ends of host names that exist on one machine, in one network or in examples only. Sources: RFC 2606, RFC 6761, RFC 6762, and the
/// top-level domains that ICANN has said not to give away.
const RESERVED: &[&str] = &[
    ".corp", ".example", ".home", ".internal", ".invalid", ".lan", ".local", ".localdomain", ".localhost", ".test",
    ".vm", "example.com", "example.net", "example.org", "localhost",
];

/// Whether a name in a certificate is of no host that anybody else reaches; the last two are what OpenSSL offers for the others.
pub fn is_reserved_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    RESERVED.iter().any(|end| lower.ends_with(end))
        || lower.contains("internet widgits")
        || lower.contains("some-state")
}
